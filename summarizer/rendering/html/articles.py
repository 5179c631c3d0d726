"""The articles on the page: whole as read, or the cited sentences with a neighbour each.

A page's embedded articles stand within it, so that no text is there twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from summarizer.briefing import Briefing, Citation, Shown, Source
from summarizer.rendering.html.citing import Citing, left_out_anchor, words_anchor
from summarizer.rendering.html.passages import (
    Cited,
    Sentence,
    check_cited,
    excerpt,
    linked_words,
    sentences_of,
)
from summarizer.rendering.telling import (
    derived_dates,
    is_safe,
    source_facts,
    source_place,
)
from summarizer.texts import ReadText

MOST_IN_FULL = 10  # articles that are shown whole unless the caller says otherwise
_APART = {"furniture": "Page furniture", "key_points": "Key points a machine added"}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of an article: plain, or one cited sentence with its anchor, number and link.

    A sentence of which something was left out has an anchor and no number.
    """

    words: str
    after: str = ""  # the white space up to the next sentence
    anchor: str = ""
    others: tuple[str, ...] = ()  # anchors under which other sources of the page cite it
    number: int = 0
    label: str = ""
    derived: str = ""
    back: str = ""  # the place of the first statement that rests on it
    link: str = ""
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Stretches of one zone and one article; `note` says what it is where it is set off.

    Furniture above the first sentence is folded: nobody reads past it to the words.
    """

    zone: str
    note: str
    is_embedded: bool
    is_folded: bool
    stretches: tuple[Stretch, ...]

    def anchors(self) -> Iterator[str]:
        """Yield the names of all places within it."""
        for stretch in self.stretches:
            yield from filter(None, (stretch.anchor, *stretch.others))


@dataclass(frozen=True, slots=True)
class Shelf:
    """One source as listed, with its text; an embedded one only says on whose page it stands."""

    source: str
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
        left = (citing.claims.get(item.claim or "") for item in briefing.left_out)
        self._left = {citing.left_anchor(claim) for claim in left if claim}
        self._page_of: dict[str, str] = {}
        parts = {claim.source: claim.part for claim in briefing.claims}
        pages: dict[str, dict[int, Source]] = {s.source: {0: s} for s in briefing.sources}
        for source in briefing.sources:
            page = citing.sources.get(source.embedded_in or "")
            if page is None or page.sha256 != source.sha256:
                continue
            self._page_of[source.source] = page.source
            if part := parts.get(source.source, 0):
                pages[page.source][part] = source
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
            source=source.source,
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
        cited: dict[int, list[tuple[int, Citation]]] = {}
        for part, source in page.sources.items():
            for number, citation in self._citing.of(source.source):
                cited.setdefault(number, []).append((part, citation))
        if text is None:
            sentences = [
                Sentence(number, citing[0][1].start, citing[0][1].words, "", "body", citing[0][0])
                for number, citing in sorted(cited.items())
            ]
        else:
            sentences = sentences_of(text, page.own)
            check_cited(sentences, cited, page.own)
            if self._form == "excerpts":
                sentences = excerpt(sentences, cited)
        return tuple(self._laid_out(sentences, page, cited))

    def _laid_out(
        self, sentences: Sequence[Sentence], page: _Page, cited: Mapping[int, Sequence[Cited]]
    ) -> Iterator[Block]:
        before, last, has_begun = 0, 0, False
        for (zone, part), run in groupby(sentences, key=lambda s: (s.zone, s.part)):
            stretches: list[Stretch] = []
            for sentence in run:
                if sentence.number > last + 1:
                    stretches.append(Stretch(words="", is_gap=True))
                stretches.append(self._stretch(sentence, page, cited.get(sentence.number, ())))
                last = sentence.number
            note = _APART.get(zone, "")
            if part and part != before:
                source = page.sources.get(part)
                note = "Another article on this page" + (f": {source.label}" if source else "")
            has_begun = has_begun or zone == "body"
            is_folded = zone == "furniture" and not has_begun
            yield Block(zone, note, bool(part), is_folded, tuple(stretches))
            before = part

    def _stretch(self, sentence: Sentence, page: _Page, cited: Sequence[Cited]) -> Stretch:
        """Return a sentence; where several sources of the page cite it, its own article names it."""
        if not cited:
            owner = page.sources.get(sentence.part, page.own)
            anchor = left_out_anchor(owner.source, sentence.start)
            known = anchor if anchor in self._left else ""
            return Stretch(sentence.words, sentence.after, known, label=owner.label)
        citation, *others = (c for _, c in sorted(cited, key=lambda item: item[0] != sentence.part))
        source = self._citing.sources[citation.source]
        derived = {
            told: None
            for c in (citation, *others)
            for told in self._derived.get((c.source, c.start, c.end), ())
        }
        backs = (self._uses.get(words_anchor(c), "") for c in (citation, *others))
        return Stretch(
            citation.words,
            sentence.after,
            words_anchor(citation),
            tuple(words_anchor(other) for other in others),
            citation.sentence,
            source.label,
            "; ".join(derived),
            next(filter(None, backs), ""),
            linked_words(_address(source) or _address(page.own), citation.words),
        )


def _address(source: Source) -> str:
    return source.url if source.url and is_safe(source.url) else ""


def _language(name: str | None) -> str:
    """Return a language as HTML takes it, or "" where it is no plain tag."""
    return name if name and re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", name) else ""
