"""Sources: which articles there are, what the prose calls them, and which are copies of one text.

Pure, and independent of the order in which articles were given.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from heapq import nsmallest
from itertools import count

from summarizer.articles import Document, Kind, Metadata, Published
from summarizer.extraction import Extraction
from summarizer.layout import Article
from summarizer.signs.liveblogs import Entry
from summarizer.spans import Span

SHINGLE = 5  # words
SPREAD = 4  # of so many shingles of a long text one is kept to find it by
BOILERPLATE = 64  # texts that share a shingle, above which it shows no copy
MOST_COPIES = 16  # copies of one text by which others are found: a wire text may have hundreds
SKETCH = 64  # smallest shingle hashes compared for candidates (Broder 1997, bottom-k)
COPY = 0.6  # Jaccard similarity of shingles from which two texts are copies of one
CONTAINED = 0.9  # share of a shorter text's shingles in a longer one, from which it is a cut copy

SortKey = tuple[str, str, str, str, str, int]

_WORD = re.compile(r"\w+")
# Their words are a party's, an opinion's or a machine's: they never make a statement corroborated.
NOT_CORROBORATING = frozenset({Kind.COMMENTARY, Kind.PRESS_RELEASE, Kind.MACHINE_MADE})


@dataclass(frozen=True, slots=True)
class SourceArticle:
    """An article as a source of claims: part `part` of a document, with its id and its label."""

    id: str
    label: str
    document: Document
    part: int
    article: Article
    origin: str
    embedded_in: str | None
    entry: Entry | None = None  # of a live page, where one claim of it is looked at
    is_of_release: bool = False  # a press release, or a copy of one, whatever outlet prints it

    @property
    def corroborates(self) -> bool:
        return self.article.kind not in NOT_CORROBORATING and not self.is_of_release

    @property
    def published(self) -> Published | None:
        """When what is looked at was published: the entry of a live page, else the article."""
        if self.entry is not None and self.entry.published is not None:
            return self.entry.published
        return self.article.metadata.published

    @property
    def sort_key(self) -> SortKey:
        return _sort_key(self.document, self.article, self.part)


def _sort_key(document: Document, article: Article, part: int) -> SortKey:
    """Return by what sources are ordered: day and outlet, then those of the page it stands on.

    Of two pages that embed one article the earlier outlet's comes first: a hash would let a copy
    that comes in later speak in its place.
    """
    of_article, of_page = (
        _day_and_outlet(about) for about in (article.metadata, document.metadata)
    )
    return (*of_article, *of_page, document.digest, part)


def _day_and_outlet(about: Metadata) -> tuple[str, str]:
    day = about.published.day.isoformat() if about.published else "9999-99-99"
    return day, about.outlet or "~"


def sources_of(extractions: Iterable[Extraction]) -> tuple[SourceArticle, ...]:
    """Return every article of the pages read, in order of publication day, outlet and text."""
    pieces = sorted(
        (
            (extraction, part)
            for extraction in extractions
            for part in extraction.page.articles
            if part == 0 or any(claim.part == part for claim in extraction.claims)
        ),
        key=lambda piece: _sort_key(piece[0].document, piece[0].page.articles[piece[1]], piece[1]),
    )
    origins = _origins([(_source_id(e.document, part), _text_of(e, part)) for e, part in pieces])
    releases = {
        origins[_source_id(e.document, part)]
        for e, part in pieces
        if e.page.articles[part].kind is Kind.PRESS_RELEASE
    }
    labels = _labels([e.page.articles[part].metadata.outlet for e, part in pieces])
    return tuple(
        SourceArticle(
            id=_source_id(extraction.document, part),
            label=label,
            document=extraction.document,
            part=part,
            article=extraction.page.articles[part],
            origin=origins[_source_id(extraction.document, part)],
            embedded_in=_source_id(extraction.document, 0) if part else None,
            is_of_release=origins[_source_id(extraction.document, part)] in releases,
        )
        for (extraction, part), label in zip(pieces, labels, strict=True)
    )


def _source_id(document: Document, part: int) -> str:
    return document.digest[:8] + (f"-{part}" if part else "")


def _labels(outlets: Sequence[str | None]) -> list[str]:
    """Return a name for each source, all different: its outlet, numbered if needed, else a letter."""
    used = {outlet for outlet in outlets if outlet}
    seen: set[str] = set()
    letters = count()
    numbers: dict[str, Iterator[int]] = defaultdict(lambda: count(2))
    labels: list[str] = []
    for outlet in outlets:
        if outlet is None:
            label = next(n for i in letters if (n := f"source {_letters(i)}") not in used)
        elif outlet in seen:
            label = next(n for i in numbers[outlet] if (n := f"{outlet} ({i})") not in used)
        else:
            label = outlet
            seen.add(outlet)
        used.add(label)
        labels.append(label)
    return labels


def _letters(number: int) -> str:
    text = ""
    while True:
        text = chr(ord("A") + number % 26) + text
        number = number // 26 - 1
        if number < 0:
            return text


def _text_of(extraction: Extraction, part: int) -> str:
    page, document = extraction.page, extraction.document
    kept: list[Span] = [
        s.span for s in document.sentences if page.zone_of(s.number) == ("body", part)
    ]
    return "\n".join(span.of(document.text) for span in kept)


def _origins(texts: Sequence[tuple[str, str]]) -> Mapping[str, str]:
    """Return for each source the id its copies share: the first of them in the given order."""
    shingles = {name: _shingles(text) for name, text in texts}
    place = {name: index for index, (name, _) in enumerate(texts)}
    origin = {name: name for name, _ in texts}

    def first_of(name: str) -> str:
        while origin[name] != name:
            name = origin[name]
        return name

    holders: dict[int, list[str]] = {}
    for name, _ in texts:
        own = shingles[name]
        held = [h for h in nsmallest(SKETCH, own) if len(holders.get(h, ())) <= BOILERPLATE]
        hits = Counter(other for h in held for other in holders.get(h, ()))
        copied: set[str] = set()
        for other in sorted(hits):
            text = shingles[other]
            sampled = len(held) / (1 if len(text) <= SKETCH else SPREAD)
            if _may_be_copies(own, text, hits[other] / sampled) and _are_copies(own, text):
                a, b = sorted((first_of(name), first_of(other)), key=place.__getitem__)
                origin[b] = a
                copied.add(other)
        for h in own if len(own) <= SKETCH else _spread(own):
            known = holders.setdefault(h, [])
            if len(known) <= BOILERPLATE and sum(k in copied for k in known) < MOST_COPIES:
                known.append(name)
    return {name: first_of(name) for name, _ in texts}


def _spread(shingles: frozenset[int]) -> list[int]:
    """Return the shingles by which a text is found: a quarter of them, chosen by their hash."""
    return [h for h in shingles if h % SPREAD == 0]


def _may_be_copies(own: frozenset[int], other: frozenset[int], found: float) -> bool:
    """Whether as much of a text was found in another as a third of what a copy would have.

    `found` is the share of a random sample of its shingles: a copy of which so little is found is one
    in millions, and of what newsrooms word alike every day no more is.
    """
    sizes = sorted((len(own), len(other)))
    least = min(COPY / (1 + COPY) * sum(sizes), CONTAINED * sizes[0])
    return found >= least / len(own) / 3


def _are_copies(left: frozenset[int], right: frozenset[int]) -> bool:
    """Whether two texts are one: most of both, or nearly all of the shorter in the longer."""
    shared = len(left & right)
    if not shared:
        return False
    smaller = min(len(left), len(right))
    return shared / len(left | right) >= COPY or (shared / smaller >= CONTAINED and smaller >= 20)


def _shingles(text: str) -> frozenset[int]:
    words = [word.casefold() for word in _WORD.findall(text)]
    if 0 < len(words) < SHINGLE:
        words += [""] * (SHINGLE - len(words))  # a very short text is one shingle
    runs = (" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1))
    return frozenset(
        int.from_bytes(blake2b(run.encode("utf-8", "replace"), digest_size=8).digest(), "big")
        for run in runs
    )
