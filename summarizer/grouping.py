"""Claims of many articles sorted into stories, before happenings and figures are compared. Pure.

Sees claims, never replies. Every claim that cannot be used gets a reason; the order of the articles
makes no difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise

from summarizer.articles import Kind
from summarizer.claims import AnyClaim, Event, Quantity, Quotation
from summarizer.clustering import StoryGroup, stories
from summarizer.extraction import Extraction
from summarizer.proposals import NO_RULING, EventRuling
from summarizer.signs.liveblogs import Entry
from summarizer.sources import SourceArticle, sources_of
from summarizer.spans import count_words, fold
from summarizer.versioning.retracting import retracted

SHORTEST_FRAGMENT = 3  # words of a fragment that is quoted though no word of saying goes with it


@dataclass(frozen=True, slots=True)
class StoryClaims:
    """One story: its articles, and their claims that can be used."""

    group: StoryGroup
    claims: tuple[AnyClaim, ...]

    @property
    def events(self) -> list[Event]:
        return [claim for claim in self.claims if isinstance(claim, Event)]

    @property
    def quantities(self) -> list[Quantity]:
        return [claim for claim in self.claims if isinstance(claim, Quantity)]

    @property
    def quotations(self) -> list[Quotation]:
        return [claim for claim in self.claims if isinstance(claim, Quotation)]


@dataclass(frozen=True, slots=True)
class Grouping:
    """Every article and claim, and the stories they make, in a fixed order."""

    sources: tuple[SourceArticle, ...]
    claims: Mapping[str, AnyClaim]
    source_of: Mapping[str, str]  # claim id -> source id
    stories: tuple[StoryClaims, ...]
    left_out: Mapping[str, str]  # claim id -> reason
    outdated: frozenset[str] = frozenset()  # figures that their source has corrected since
    entries: Mapping[str, Entry] = field(default_factory=dict)  # claim id -> entry of a live page


def group(
    extractions: Iterable[Extraction],
    *,
    excluded: Set[str] = frozenset(),
    ruling: EventRuling = NO_RULING,
) -> Grouping:
    """Return the stories of the articles with their usable claims, and why others are left out.

    Args:
        extractions: of all articles, in any order.
        excluded: ids of claims that a person took out.
        ruling: articles whose events a person made one happening are of one story.
    """
    given = {e.document.digest: e for e in sorted(extractions, key=lambda e: e.document.name)}
    extractions = [given[digest] for digest in sorted(given)]
    sources = sources_of(extractions)
    by_part = {(source.document.digest, source.part): source for source in sources}
    told_today = [retracted(extraction) for extraction in extractions]
    claims = {claim.id: claim for told in told_today for claim in told.claims}
    taken_back = {name: why for told in told_today for name, why in told.left_out.items()}
    source_of = {claim.id: by_part[claim.document, claim.part].id for claim in claims.values()}
    left_out: dict[str, str] = {}
    usable = {source.id: list[AnyClaim]() for source in sources}
    doubtful = {key for key, source in by_part.items() if not source.corroborates}
    garbled = _garbled(claims.values(), doubtful)
    for claim in claims.values():
        source = by_part[claim.document, claim.part]
        reason = "garbled" if claim.id in garbled else _unusable(claim, source)
        reason = taken_back.get(claim.id, reason)
        reason = "excluded_by_desk" if claim.id in excluded else reason
        if reason:
            left_out[claim.id] = reason
        else:
            usable[source_of[claim.id]].append(claim)
    _leave_out_copies(sources, usable, left_out)
    found = []
    pairs = [pair for group in ruling.together for pair in pairwise(group)]
    told_as_one = [(source_of[a], source_of[b]) for a, b in pairs if {a, b} <= source_of.keys()]
    for story in stories(sources, usable, told_as_one):
        told = tuple(claim for source in story.sources for claim in usable[source.id])
        if all(source.part for source in story.sources):
            left_out.update(dict.fromkeys((claim.id for claim in told), "related_article"))
        else:
            found.append(StoryClaims(story, told))
    return Grouping(
        sources,
        claims,
        source_of,
        tuple(found),
        left_out,
        frozenset().union(*(told.outdated for told in told_today)),
        {name: entry for told in told_today for name, entry in told.entries.items()},
    )


def _leave_out_copies(
    sources: Sequence[SourceArticle],
    usable: dict[str, list[AnyClaim]],
    left_out: dict[str, str],
) -> None:
    """Take what a copy only repeats from it: of copies of one text the first speaks."""
    copies: dict[str, list[SourceArticle]] = {}
    for source in sources:
        copies.setdefault(source.origin, []).append(source)
    for copied in copies.values():
        first = min(copied, key=lambda s: s.part > 0)  # of copies, an embedded one never speaks
        if len(copied) == 1:
            continue
        known = {fold(s.span.of(first.document.text)).text for s in first.document.sentences}
        for source in copied:
            if source is first:
                continue
            told = [(claim, _stands_in(claim, source, known)) for claim in usable[source.id]]
            repeated = (claim.id for claim, stands in told if stands)
            left_out.update(dict.fromkeys(repeated, "copy_of_another_source"))
            usable[source.id] = [claim for claim, stands in told if not stands]


def _stands_in(claim: AnyClaim, source: SourceArticle, known: Set[str]) -> bool:
    """Whether every sentence of a claim stands in another text: then its copy adds nothing."""
    document = source.document
    sentences = (document.sentences[number - 1].span.of(document.text) for number in claim.evidence)
    return all(fold(sentence).text in known for sentence in sentences)


def _garbled(claims: Iterable[AnyClaim], doubtful: Set[tuple[str, int]]) -> set[str]:
    """Return the ids of garbled events, and of what else a doubtful article tells in such a sentence.

    A report that puts a sentence badly still says its figures and quotes its words: those are told
    as the report's.
    """
    told: dict[str, list[Event]] = {}
    for claim in claims:
        if isinstance(claim, Event):
            told.setdefault(claim.document, []).append(claim)
    found: set[str] = set()
    for claim in claims:
        around = [e for e in told.get(claim.document, ()) if e.span.contains(claim.span)]
        is_told = isinstance(claim, Event) or (claim.document, claim.part) in doubtful
        if is_told and around and all(event.garbled for event in around):
            found.add(claim.id)
    return found


def _unusable(claim: AnyClaim, source: SourceArticle) -> str:
    """Return why a claim is never printed, or ""."""
    if isinstance(claim, Quotation) and _is_in_scare_quotes(claim):
        return "no_speaker"
    if source.part and source.article.kind is Kind.NOT_AN_ARTICLE:
        return "furniture"
    return ""


def _is_in_scare_quotes(quotation: Quotation) -> bool:
    """Whether words stand in marks that nobody is said to use."""
    is_short = quotation.fragment and count_words(quotation.words) < SHORTEST_FRAGMENT
    return not quotation.speaker or (is_short and not quotation.cue)
