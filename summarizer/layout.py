"""The page as laid out: which zone and which article each sentence belongs to.

Turns the `layout` reply into a checked shape; without one, everything is body of one article.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from summarizer.articles import Basis, Document, Kind, Metadata, Published
from summarizer.dates import resolve
from summarizer.languages import code_of
from summarizer.matching import mention
from summarizer.replies import Layout, Part
from summarizer.signs.kinds import KindBasis, settled

LONGEST_TITLE = 250  # characters; a longer line is no headline

BODY, TITLE, HEADING, CAPTION = "body", "title", "heading", "caption"
FURNITURE, KEY_POINTS = "furniture", "key_points"


@dataclass(frozen=True, slots=True)
class Article:
    """One piece of journalism on a page: part 0 is the page's own, others are embedded in it."""

    part: int
    metadata: Metadata
    kind: Kind
    kind_basis: KindBasis = "assumed"
    kind_why: str = ""  # what shows the kind, in plain words
    words_read: int | None = None  # where only the beginning of the text was there


@dataclass(frozen=True, slots=True)
class Page:
    """The articles of a document and, per sentence number, the zone and part it stands in."""

    articles: Mapping[int, Article]
    zones: Mapping[int, tuple[str, int]] = field(default_factory=dict)

    def zone_of(self, sentence: int) -> tuple[str, int]:
        """Return (zone, part) of a sentence; what the layout left out is body of the main article."""
        return self.zones.get(sentence, (BODY, 0))


def page_of(document: Document, reply: Layout | None) -> Page:
    """Return the page of `document`: the caller's metadata first, then the text's own words.

    An outlet, date or headline that the reply gives counts only where the text has those words. The
    kind of the page's own article is the weakest that the reply or the rules give.
    """
    known = _with_language(document)
    if reply is None:
        return Page({0: _main(document, known, None)})
    parts = {part.part: part for part in reversed(reply.parts)}
    articles = {0: _main(document, known, None)}
    for number, part in sorted(parts.items()):
        given = known if number == 0 else _inherited(articles[0].metadata)
        filled = _filled(given, part, document, reply.language)
        kind = Kind(part.kind)
        articles[number] = (
            Article(number, filled, kind, "layout") if number else _main(document, filled, kind)
        )
    zones: dict[int, tuple[str, int]] = {}
    for zone in reply.zones:
        for sentence in range(max(1, zone.first), min(zone.last, len(document.sentences)) + 1):
            zones.setdefault(sentence, (zone.zone, zone.part if zone.part in articles else 0))
    return Page(articles, zones)


def _main(document: Document, metadata: Metadata, layout: Kind | None) -> Article:
    held = settled(document, layout)
    return Article(0, metadata, held.kind, held.basis, held.why, held.words)


def _with_language(document: Document) -> Metadata:
    """Return the metadata with the language that a rule tells, where nobody gives a known one."""
    metadata = document.metadata
    if code_of(metadata.language or "") or not document.language:
        return metadata
    basis = {**metadata.basis, "language": Basis.ASSUMED}
    return replace(metadata, language=document.language, basis=basis)


def _inherited(page: Metadata) -> Metadata:
    """Return what an embedded article takes from its page: the date, and that only as assumed."""
    if page.published is None:
        return Metadata()
    return Metadata(published=page.published, basis={"published": Basis.ASSUMED})


def _filled(given: Metadata, part: Part, document: Document, language: str) -> Metadata:
    found: dict[str, str | Published] = {}
    basis = dict(given.basis)
    if given.title is None and document.sentence(part.title_sentence) is not None:
        found["title"] = _line_of(document, part.title_sentence)
    outlet = part.outlet.strip()
    if given.outlet is None and outlet:
        span = mention(outlet, document, part.outlet_sentence)
        if span is not None:
            found["outlet"] = " ".join(span.of(document.text).split())
    published = part.published.strip()
    own = given.published is None or given.basis_of("published") is Basis.ASSUMED
    if own and published:
        moment = _named_in_full(published, document, part.published_sentence)
        if moment is not None:
            found["published"] = moment
    for name in found:
        basis[name] = Basis.TEXT
    # That a text is in another language is told by rule alone: its sentences hang on it.
    if given.language is None and part.part == 0 and language.lower() == "en":
        return replace(given, **found, language="en", basis=basis)  # type: ignore[arg-type]
    return replace(given, **found, basis=basis)  # type: ignore[arg-type]


def _line_of(document: Document, number: int) -> str:
    """Return the whole line a sentence stands in: a headline may have several sentences."""
    span = document.sentences[number - 1].span
    start = max(document.text.rfind(mark, 0, span.start) for mark in "\n\r") + 1
    ends = [document.text.find(mark, span.end) for mark in "\n\r"]
    end = min((e for e in ends if e >= 0), default=len(document.text))
    line = document.text[start:end].strip()
    return line if len(line) <= LONGEST_TITLE else span.of(document.text)


def _named_in_full(words: str, document: Document, sentence: int) -> Published | None:
    """Return a date of publication only if the text has the words and they name year and day."""
    if mention(words, document, sentence) is None:
        return None
    day = resolve(words, None)
    if day is None or day.start != day.end:
        return None
    return Published(day.start, None, words)
