"""The articles on the page: whole as read, or the cited sentences with a neighbour each.

A page's embedded articles stand within it, so that no text is there twice.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal
from urllib.parse import quote

from summarizer.briefing import Briefing, Citation, Shown, Source
from summarizer.errors import UsageError
from summarizer.rendering.html.citing import Citing, words_anchor
from summarizer.rendering.telling import (
    derived_dates,
    is_safe,
    source_facts,
    source_place,
)
from summarizer.sentences import sentence_spans
from summarizer.texts import ReadText

MOST_IN_FULL = 10  # articles that are shown whole unless the caller says otherwise
_AT_ENDS = 5  # words of a sentence's beginning and end that find it at its outlet
_APART = {"furniture": "Page furniture", "key_points": "Key points a machine added"}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of an article: plain, or one cited sentence with its anchor, number and link."""

    words: str
    after: str = ""  # the white space up to the next sentence
    anchor: str = ""
    number: int = 0
    label: str = ""
    derived: str = ""
    back: str = ""  # the place of the first statement that rests on it
    link: str = ""
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Stretches of one zone and one article; `note` says what it is where it is set off."""

    zone: str
    note: str
    is_embedded: bool
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """One source as listed, with its text; an embedded one only says on whose page it stands."""

    anchor: str
    label: str
    facts: tuple[str, ...]
    place: str
    url: str
    language: str
    is_used: bool
    page: str = ""  # the anchor of the page whose text holds an embedded article
    form: Literal["full", "excerpts", "cited"] = "cited"
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sentence:
    number: int
    words: str
    after: str
    zone: str
    part: int


@dataclass(frozen=True, slots=True)
class _Page:
    """A page and the sources that stand in its text, by part; the page's own is part 0."""

    sources: Mapping[int, Source]

    @property
    def own(self) -> Source:
        return self.sources[0]


def shelves_of(
    briefing: Briefing,
    citing: Citing,
    texts: Mapping[str, ReadText],
    shown: Shown | None,
    uses: Mapping[str, str],
) -> list[Shelf]:
    """Return every source in order, each page with its words.

    Args:
        briefing: whose sources they are.
        citing: finds its citations.
        texts: the articles as read, by sha256.
        shown: whole or in excerpts.
        uses: for the anchor of each cited sentence the place of the first statement that cites it.

    Raises:
        UsageError: a text is not the one that a source was read from.
    """
    form: Shown = "full"
    if len({source.sha256 for source in briefing.sources}) > MOST_IN_FULL:
        form = "excerpts"
    shelving = _Shelving(briefing, citing, shown or form, uses)
    return [shelving.shelf(source, texts) for source in briefing.sources]


class _Shelving:
    """Lays out the articles of one briefing."""

    def __init__(
        self, briefing: Briefing, citing: Citing, form: Shown, uses: Mapping[str, str]
    ) -> None:
        self._citing = citing
        self._uses = uses
        self._form: Shown = form
        self._derived = derived_dates(briefing)
        self._used = {source for source, _ in citing.cited}
        self._page_of: dict[str, str] = {}
        parts = {claim.source: claim.part for claim in briefing.claims}
        pages: dict[str, dict[int, Source]] = {s.source: {0: s} for s in briefing.sources}
        for source in briefing.sources:
            page = citing.sources.get(source.embedded_in or "")
            part = parts.get(source.source, 0)
            if page is not None and page.sha256 == source.sha256 and part:
                pages[page.source][part] = source
                self._page_of[source.source] = page.source
        self._pages = {name: _Page(sources) for name, sources in pages.items()}

    def shelf(self, source: Source, texts: Mapping[str, ReadText]) -> Shelf:
        page = self._page_of.get(source.source)
        form: Literal["full", "excerpts", "cited"] = "cited"
        blocks: tuple[Block, ...] = ()
        if page is None:
            text = texts.get(source.sha256)
            form = "cited" if text is None else self._form
            blocks = self._blocks(self._pages[source.source], text)
        return Shelf(
            anchor=f"src-{source.source}",
            label=source.label,
            facts=tuple(source_facts(source, self._citing.sources)),
            place=source_place(source, self._citing.sources),
            url=_address(source),
            language=_language(source.language),
            is_used=source.source in self._used,
            page=f"src-{page}" if page else "",
            form=form,
            blocks=blocks,
        )

    def _blocks(self, page: _Page, text: ReadText | None) -> tuple[Block, ...]:
        cited = {
            (part, number): citation
            for part, source in page.sources.items()
            for number, citation in self._citing.of(source.source)
        }
        if text is None:
            sentences = [
                _Sentence(number, citation.words, "", "body", part)
                for (part, number), citation in sorted(cited.items(), key=lambda item: item[0][1])
            ]
        else:
            sentences = _sentences(text, page.own)
            if self._form == "excerpts":
                sentences = _excerpt(sentences, {(number, part) for part, number in cited})
        return tuple(self._laid_out(sentences, page, cited))

    def _laid_out(
        self, sentences: Sequence[_Sentence], page: _Page, cited: Mapping[tuple[int, int], Citation]
    ) -> Iterator[Block]:
        before, last = 0, 0
        for (zone, part), run in groupby(sentences, key=lambda s: (s.zone, s.part)):
            stretches: list[Stretch] = []
            for sentence in run:
                if sentence.number > last + 1:
                    stretches.append(Stretch(words="", is_gap=True))
                stretches.append(self._stretch(sentence, page, cited.get((part, sentence.number))))
                last = sentence.number
            note = _APART.get(zone, "")
            if part and part != before:
                source = page.sources.get(part)
                note = "Another article on this page" + (f": {source.label}" if source else "")
            yield Block(zone, note, bool(part), tuple(stretches))
            before = part

    def _stretch(self, sentence: _Sentence, page: _Page, citation: Citation | None) -> Stretch:
        if citation is None:
            return Stretch(sentence.words, sentence.after)
        source = self._citing.sources[citation.source]
        place = (citation.source, citation.start, citation.end)
        return Stretch(
            citation.words,
            sentence.after,
            words_anchor(citation),
            citation.sentence,
            source.label,
            "; ".join(self._derived.get(place, ())),
            self._uses.get(words_anchor(citation), ""),
            linked_words(_address(source) or _address(page.own), citation.words),
        )


def linked_words(url: str, words: str) -> str:
    """Return the address at which a browser shows these words of a page, or "" without one.

    The words stand in a text fragment: the first and last few of a long sentence.

    >>> linked_words("https://post.example/a#top", "Well-off, they say")
    'https://post.example/a#top:~:text=Well%2Doff%2C%20they%20say'
    """
    if not url:
        return ""
    known = words.split()
    ends = [known] if len(known) <= 2 * _AT_ENDS else [known[:_AT_ENDS], known[-_AT_ENDS:]]
    told = ",".join(_encoded(" ".join(end)) for end in ends)
    return f"{url}{'' if '#' in url else '#'}:~:text={told}"


def _encoded(words: str) -> str:
    return quote(words, safe="", errors="replace").replace("-", "%2D")


def _sentences(text: ReadText, source: Source) -> list[_Sentence]:
    """Return the sentences of a text with where each stands; the text has to be the source's."""
    digest = hashlib.sha256(text.text.encode("utf-8", "surrogatepass")).hexdigest()
    if digest != source.sha256:
        raise UsageError(f"the text given for {source.path!r} is not the one that was read")
    spans = sentence_spans(text.text)
    starts = [*(span.start for span in spans[1:]), len(text.text)]
    return [
        _Sentence(number, span.of(text.text), text.text[span.end : start], *text.zone_of(number))
        for number, (span, start) in enumerate(zip(spans, starts, strict=True), start=1)
    ]


def _excerpt(sentences: Sequence[_Sentence], cited: Collection[tuple[int, int]]) -> list[_Sentence]:
    """Return the cited sentences, by (number, part), and one of the same article before and after."""
    return [
        s
        for s in sentences
        if (s.number, s.part) in cited
        or (s.zone != "furniture" and {(s.number - 1, s.part), (s.number + 1, s.part)} & {*cited})
    ]


def _address(source: Source) -> str:
    return source.url if source.url and is_safe(source.url) else ""


def _language(name: str | None) -> str:
    """Return a language as HTML takes it, or "" where it is no plain tag."""
    return name if name and re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", name) else ""
