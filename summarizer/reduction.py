"""The claims of a story become what is told, in which order, on which rows. Pure.

Sees claims and proposals, never replies. Everything that is not chosen gets a reason; the order of
the articles makes no difference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property

from summarizer.attribution import sayers_of
from summarizer.claim_table import claim_table
from summarizer.claims import AnyClaim, Event, Quantity, Quotation
from summarizer.clustering import StoryGroup, days_of_articles, why_apart
from summarizer.coreference import figures_in
from summarizer.disputes import WHO_SAID_IT, Dispute, Version, disputes
from summarizer.extraction import Extraction
from summarizer.grouping import Grouping, StoryClaims, group
from summarizer.happenings import happenings
from summarizer.joining import Group, Judgement
from summarizer.ledger import Row, ledger_of
from summarizer.proposals import (
    NO_PROPOSALS,
    NO_RULING,
    EventRuling,
    ProposedDispute,
    StoryProposals,
)
from summarizer.room import BIG_FROM, LEAD_TABLES
from summarizer.sayers import Sayers
from summarizer.signs.liveblogs import Entry
from summarizer.sources import SourceArticle
from summarizer.spans import count_words
from summarizer.testimony import UNRESOLVED
from summarizer.utterances import days_said, disputed_speakers, utterances

# Weight that the relation of a row of figures adds.
READ = {"conflict": 6.0, "correction": 6.0, "update": 6.0, "different": 3.0, "part_of": 1.0}
HEARD = 3.0  # weight a quotation loses for each other one of its speaker
SHORTEST_QUOTATION = 5  # words

_HARM = frozenset({"casualties", "attack", "disaster", "accident", "damage"})


@dataclass(frozen=True, slots=True)
class Happening:
    """Events of one story that tell of the same thing, the weightiest first, and why they do."""

    events: tuple[Event, ...]
    weight: float
    judgements: tuple[Judgement, ...] = ()


@dataclass(frozen=True, slots=True)
class Utterance:
    """Variants of one quotation, the fullest first."""

    quotations: tuple[Quotation, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class StoryDraft:
    """A story before its prose: what it is made of, weightiest first, and the rows a model sees."""

    group: StoryGroup
    label: str
    weight: float
    happenings: tuple[Happening, ...]
    utterances: tuple[Utterance, ...]
    figures: tuple[Row, ...]
    table: tuple[AnyClaim, ...]
    sayers: Sayers
    disputes: tuple[Dispute, ...] = ()
    refused: Mapping[str, int] = field(default_factory=dict)  # of what a model proposed, by reason

    @property
    def claims(self) -> tuple[AnyClaim, ...]:
        """Every claim of the story that may be printed, each once."""
        found: dict[str, AnyClaim] = {}
        for happening in self.happenings:
            found.update((event.id, event) for event in happening.events)
        for utterance in self.utterances:
            found.update((quotation.id, quotation) for quotation in utterance.quotations)
        for row in self.figures:
            found.update((quantity.id, quantity) for quantity in row.quantities)
        return tuple(found.values())


@dataclass(frozen=True)
class Reduction:
    """Everything the briefing is made from, apart from its prose."""

    sources: tuple[SourceArticle, ...]
    claims: Mapping[str, AnyClaim]
    source_of: Mapping[str, str]  # claim id -> source id
    stories: tuple[StoryDraft, ...]
    left_out: Mapping[str, str]  # claim id -> reason
    outdated: frozenset[str] = frozenset()  # figures that their source has corrected since
    entries: Mapping[str, Entry] = field(default_factory=dict)  # claim id -> entry of a live page

    def source(self, claim: AnyClaim) -> SourceArticle:
        """Return the article a claim stands in."""
        return self.by_id[self.source_of[claim.id]]

    def is_big(self, story: StoryDraft) -> bool:
        """Whether a story has as many origins as the lead, and enough to be another big one."""
        own, lead = (
            len({source.origin for source in draft.group.sources})
            for draft in (story, self.stories[0])
        )
        return own >= max(lead, BIG_FROM)

    @cached_property
    def by_id(self) -> Mapping[str, SourceArticle]:
        """Every article by its id."""
        return {source.id: source for source in self.sources}


def reduce(extractions: Iterable[Extraction]) -> Reduction:
    """Return the stories of the articles as rules alone put them together, ranked."""
    return draft(group(extractions))


def draft(
    grouping: Grouping,
    proposals: Sequence[StoryProposals] = (),
    *,
    ruling: EventRuling = NO_RULING,
    lead: str = "",
) -> Reduction:
    """Return the stories, ranked, with their happenings, quotations, figures and disputes.

    Args:
        grouping: the claims by story.
        proposals: what a model proposed for each story, in the order of the grouping; rules alone
            decide where there is none.
        ruling: what a person decided about events.
        lead: a claim or source of the story that comes first whatever it weighs.
    """
    told = proposals or [NO_PROPOSALS] * len(grouping.stories)
    pairs = zip(grouping.stories, told, strict=True)
    drafts = [_draft(story, grouping, proposed, ruling) for story, proposed in pairs]

    def order(made: StoryDraft) -> tuple[bool, float, str, str]:
        days = made.group.days.iso() if made.group.days else ""
        return (not _is_of_story(lead, made), -made.weight, days, made.label)

    drafts.sort(key=order)
    ranked = [story if story is drafts[0] else _kept_apart(story, drafts[0]) for story in drafts]
    return Reduction(
        grouping.sources,
        grouping.claims,
        grouping.source_of,
        tuple(ranked),
        grouping.left_out,
        grouping.outdated,
        grouping.entries,
    )


def _is_of_story(name: str, story: StoryDraft) -> bool:
    """Whether an id is that of a source or a claim of a story."""
    return bool(name) and (
        any(source.id == name for source in story.group.sources)
        or any(claim.id == name for claim in story.claims)
    )


def _kept_apart(story: StoryDraft, lead: StoryDraft) -> StoryDraft:
    reason = why_apart(story.group, lead.group)
    return replace(story, group=replace(story.group, separate_because=reason))


def _draft(
    story: StoryClaims, grouping: Grouping, proposals: StoryProposals, ruling: EventRuling
) -> StoryDraft:
    by_id = {source.id: source for source in story.group.sources}
    source_of = grouping.source_of
    days = days_of_articles(story.group, story.claims, source_of)
    grouped = happenings(story.events, source_of, proposals.events, days_of=days, ruling=ruling)
    placed = {
        claim.id: replace(by_id[source_of[claim.id]], entry=grouping.entries.get(claim.id))
        for claim in story.claims
    }
    told = [_happening(found, by_id, source_of, placed) for found in grouped.groups]
    told.sort(key=lambda h: (-h.weight, h.events[0].what, h.events[0].id))
    sayers = sayers_of(story.claims, source_of, story.group.sources)
    said = days_said(story.quotations, source_of, story.group.sources)
    uttered = utterances(story.quotations, sayers, said)
    spoken = [_utterance(found, by_id, source_of) for found in uttered]
    spoken.sort(key=lambda u: (-u.weight, u.quotations[0].words))
    told_apart = disputes(grouped.groups, by_id, source_of, proposals.events)
    rivals = [
        _rivalry(told, story, by_id, source_of) for told in disputed_speakers(uttered, sayers)
    ]
    ledger = ledger_of(story.quantities, placed, proposals.quantities)
    made = StoryDraft(
        group=story.group,
        label=told[0].events[0].what if told else _untold(story.group),
        weight=sum(h.weight for h in told[:20]) + 2 * len({s.origin for s in story.group.sources}),
        happenings=tuple(told),
        utterances=tuple(spoken),
        figures=ledger.rows,
        table=(),
        sayers=sayers,
        disputes=(*rivals, *told_apart.disputes),
        refused=_sum(grouped.refused, told_apart.refused),
    )
    return replace(made, table=claim_table(made, by_id, source_of, grouping.outdated))


def _rivalry(
    told: ProposedDispute,
    story: StoryClaims,
    sources: Mapping[str, SourceArticle],
    source_of: Mapping[str, str],
) -> Dispute:
    """Return the dispute over who said words that articles put into different mouths."""
    known = {quotation.id: quotation for quotation in story.quotations}
    versions = tuple(
        Version(
            claims=claims,
            sayers=tuple(sorted({known[name].speaker for name in claims})),
            outlets=tuple(sorted({sources[source_of[name]].label for name in claims})),
        )
        for claims in told.versions
    )
    return Dispute(told.about, WHO_SAID_IT, versions, UNRESOLVED, "rule")


def _happening(
    found: Group,
    sources: Mapping[str, SourceArticle],
    source_of: Mapping[str, str],
    placed: Mapping[str, SourceArticle],
) -> Happening:
    """Return a happening whose events come in the order in which one would be told for all.

    Of events of one rank those come first whose figures most sources give, then the latest (of a live
    page the newest entry's): an early count does not head what later ones replaced.
    """
    origins: dict[frozenset[str], set[str]] = {}
    for event in found.events:
        told = origins.setdefault(figures_in(event.what), set())
        if sources[source_of[event.id]].corroborates:
            told.add(sources[source_of[event.id]].origin)

    def order(event: Event) -> tuple[int, int, int, int, int, str]:
        source = placed[event.id]
        doubt, place, name = _rank(event, source)
        is_ordered = len(origins) > 1
        day = source.published.day.toordinal() if source.published and is_ordered else 0
        rank = source.entry.rank if source.entry and is_ordered else 0
        return (doubt, -len(origins[figures_in(event.what)]), -day, rank, place, name)

    weight = _weight(found.events, sources, source_of)
    return Happening(tuple(sorted(found.events, key=order)), weight, found.judgements)


def _utterance(
    found: Sequence[Quotation],
    sources: Mapping[str, SourceArticle],
    source_of: Mapping[str, str],
) -> Utterance:
    def order(quotation: Quotation) -> tuple[int, int, str]:
        rank = _rank(quotation, sources[source_of[quotation.id]])
        return (rank[0], -len(quotation.words), quotation.id)

    weight = _spoken_weight(found, sources, source_of)
    return Utterance(tuple(sorted(found, key=order)), weight)


def _sum(*counted: Mapping[str, int]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for counts in counted:
        total.update(counts)
    return dict(sorted(total.items()))


def _untold(group: StoryGroup) -> str:
    return group.sources[0].article.metadata.title or group.sources[0].label


def _rank(claim: AnyClaim, source: SourceArticle) -> tuple[int, int, str]:
    """Order claims of one happening: news before opinion, body before the rest, early first."""
    doubt = 2 if not source.corroborates else 0
    zone = {"body": 0, "heading": 1, "title": 1, "caption": 2}.get(claim.zone, 1)
    return (doubt + zone, claim.evidence[0], claim.id)


def _weight(
    events: Sequence[Event], sources: Mapping[str, SourceArticle], source_of: Mapping[str, str]
) -> float:
    origins = {
        sources[source_of[e.id]].origin for e in events if sources[source_of[e.id]].corroborates
    }
    first = min(event.evidence[0] for event in events)
    weight = 3.0 * len(origins) + 4.0 / (1 + first / 5)
    weight += 2.0 if any(e.topic == "casualties" for e in events) else 0.0
    weight += 1.0 if any(e.topic in _HARM for e in events) else 0.0
    weight -= 2.0 if all(e.role != "main" for e in events) else 0.0
    weight -= 2.0 if all(e.zone != "body" for e in events) else 0.0
    return round(weight, 6)


def _spoken_weight(
    quotations: Sequence[Quotation],
    sources: Mapping[str, SourceArticle],
    source_of: Mapping[str, str],
) -> float:
    origins = {
        sources[source_of[q.id]].origin for q in quotations if sources[source_of[q.id]].corroborates
    }
    longest = max(count_words(q.words) for q in quotations)
    first = min(q.evidence[0] for q in quotations)
    whole = 1.0 if any(not q.fragment for q in quotations) else 0.0
    return round(2.0 * len(origins) + whole + min(longest, 25) / 10 + 2.0 / (1 + first / 8), 6)


def chosen_quotations(
    draft: StoryDraft,
    reduction: Reduction,
    told: Set[str] = frozenset(),
    *,
    most: int = LEAD_TABLES.quotations,
) -> list[Utterance]:
    """Return the utterances a story prints on their own: whole, of several speakers, not opinion.

    Args:
        draft: the story.
        reduction: where it comes from.
        told: ids of claims that the prose rests on; what it quotes is not quoted twice.
        most: how many to return, in the order of choice.
    """
    heard = Counter(
        draft.sayers.id_of(quotation)
        for utterance in draft.utterances
        for quotation in utterance.quotations[:1]
        if any(variant.id in told for variant in utterance.quotations)
    )
    left = [
        utterance
        for utterance in draft.utterances
        if _can_stand_alone(utterance.quotations[0], reduction)
        and not any(quotation.id in told for quotation in utterance.quotations)
    ]
    chosen: list[Utterance] = []
    while left and len(chosen) < most:
        best = max(
            left,
            key=lambda u: (
                u.weight - HEARD * heard[draft.sayers.id_of(u.quotations[0])],
                u.quotations[0].id,
            ),
        )
        left.remove(best)
        heard[draft.sayers.id_of(best.quotations[0])] += 1
        chosen.append(best)
    return chosen


def _can_stand_alone(quotation: Quotation, reduction: Reduction) -> bool:
    """Whether a quotation is a whole one from the body of a report."""
    if quotation.fragment or quotation.zone == "caption":
        return False
    long_enough = count_words(quotation.words) >= SHORTEST_QUOTATION
    return long_enough and reduction.source(quotation).corroborates


def chosen_figures(
    draft: StoryDraft, reduction: Reduction, *, most: int = LEAD_TABLES.figures
) -> list[Row]:
    """Return the rows of figures a story prints: those of several sources and weighty happenings.

    Rows that contradict come before others of their weight, and a row chosen so brings along those its
    reading and sums rest on.
    """
    weight_at: dict[tuple[str, int], float] = {}
    for happening in draft.happenings:
        for event in happening.events:
            if event.role == "main":
                place = (event.document, event.evidence[-1])
                weight_at[place] = max(weight_at.get(place, 0.0), happening.weight)

    def order(row: Row) -> tuple[int, float, str]:
        breadth = len({reduction.source_of[q.id] for q in row.quantities})
        trusted = any(reduction.source(q).corroborates for q in row.quantities)
        weight = max(weight_at.get((q.document, q.evidence[0]), 0.0) for q in row.quantities)
        score = weight + 4.0 * (breadth - 1)
        score += 2.0 if any(not q.is_vague for q in row.quantities) else 0.0
        score += 2.0 if any(q.zone == "body" for q in row.quantities) else 0.0
        score += 3.0 if any(_is_of(q, draft.group) for q in row.quantities) else 0.0
        score += 2.0 if row.deed else 0.0  # not a bare "two leaders"
        score += READ.get(row.relation or "", 0.0)
        return (-int(trusted), -score, row.quantities[0].id)

    rows = sorted(draft.figures, key=order)
    number_of = {q.id: number for number, row in enumerate(rows) for q in row.quantities}
    parts = _told_by_sums(rows)
    chosen: set[int] = set()
    for number, row in enumerate(rows):
        if number in chosen or number in parts or _is_trivial(row):
            continue
        needed = {number_of[name] for name in row.needs if name in number_of} - parts
        for found in ({number} | needed, {number}):
            if len(chosen | found) <= most:
                chosen |= found
                break
    return [rows[number] for number in sorted(chosen)]


def _told_by_sums(rows: Sequence[Row]) -> set[int]:
    """Return which rows a sum of another tells whole: one sentence gives the parts and the total."""
    terms = {
        term.id
        for row in rows
        for one in row.sums
        if len({(q.document, q.evidence) for q in (*one.terms, one.total)}) == 1
        for term in one.terms
    }
    return {n for n, row in enumerate(rows) if all(q.id in terms for q in row.quantities)}


def _is_trivial(row: Row) -> bool:
    """Whether a row tells a reader nothing: vague words only, or "two leaders" of few sources."""
    if all(q.is_vague for q in row.quantities):
        return True
    small = all(q.value is not None and q.value <= 2 for q in row.quantities)
    return small and not row.deed and len({q.document for q in row.quantities}) < 3


def _is_of(quantity: Quantity, group: StoryGroup) -> bool:
    """Whether a figure is dated to the story's own days."""
    return bool(quantity.date and group.days and quantity.date.iso() == group.days.iso())
