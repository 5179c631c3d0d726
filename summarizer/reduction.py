"""Claims of many articles become stories: what is told, in which order, on which rows. Pure.

Sees claims, never replies. Everything that is not chosen gets a reason; the order of the articles
makes no difference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from summarizer.articles import Kind
from summarizer.attribution import sayers_of
from summarizer.claims import AnyClaim, Event, Quantity, Quotation
from summarizer.clustering import (
    StoryGroup,
    happenings,
    is_opinion,
    stories,
    why_apart,
)
from summarizer.extraction import Extraction
from summarizer.ledger import Row, ledger_of
from summarizer.names import plain
from summarizer.sayers import Sayers
from summarizer.sources import SortKey, SourceArticle, sources_of
from summarizer.spans import fold, locate
from summarizer.utterances import days_said, utterances

MOST_ROWS = 120  # claims one prose question shows
FIRST_VOICE = 2.0  # weight added to the first claim of each sayer
ASIDE_ROWS = 24  # of these at least for background, plans and events elsewhere
MOST_FIGURES = 16  # rows of figures a story prints
# Weight that the relation of a row of figures adds.
READ = {"conflict": 6.0, "correction": 6.0, "update": 6.0, "different": 3.0, "part_of": 1.0}
MOST_QUOTATIONS = 4
HEARD = 3.0  # weight a quotation loses for each other one of its speaker
SHORTEST_QUOTATION = 5  # words
SHORTEST_FRAGMENT = 3  # words of a fragment that is quoted though no word of saying goes with it

_HARM = frozenset({"casualties", "attack", "disaster", "accident", "damage"})


@dataclass(frozen=True, slots=True)
class Happening:
    """Events of one story that tell of the same thing, the weightiest first."""

    events: tuple[Event, ...]
    weight: float


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


@dataclass(frozen=True, slots=True)
class Reduction:
    """Everything the briefing is made from, apart from its prose."""

    sources: tuple[SourceArticle, ...]
    claims: Mapping[str, AnyClaim]
    source_of: Mapping[str, str]  # claim id -> source id
    stories: tuple[StoryDraft, ...]
    left_out: Mapping[str, str]  # claim id -> reason

    def source(self, claim: AnyClaim) -> SourceArticle:
        """Return the article a claim stands in."""
        return next(s for s in self.sources if s.id == self.source_of[claim.id])


def reduce(extractions: Iterable[Extraction]) -> Reduction:
    """Return the stories of the articles, ranked, and why every other claim is left out."""
    given = {e.document.digest: e for e in sorted(extractions, key=lambda e: e.document.name)}
    extractions = [given[digest] for digest in sorted(given)]
    sources = sources_of(extractions)
    by_part = {(source.document.digest, source.part): source for source in sources}
    claims = {claim.id: claim for e in extractions for claim in e.claims}
    source_of = {claim.id: by_part[claim.document, claim.part].id for claim in claims.values()}
    left_out: dict[str, str] = {}
    usable = {source.id: list[AnyClaim]() for source in sources}
    garbled = _garbled(claims.values())
    for claim in claims.values():
        reason = (
            "garbled"
            if claim.id in garbled
            else _unusable(claim, by_part[claim.document, claim.part])
        )
        if reason:
            left_out[claim.id] = reason
        else:
            usable[source_of[claim.id]].append(claim)
    for source in sources:
        copied = [s for s in sources if s.origin == source.origin]
        first = min(copied, key=lambda s: s.part > 0)  # of copies, an embedded one never speaks
        if first is not source:
            known = {fold(s.span.of(first.document.text)).text for s in first.document.sentences}
            same = [claim for claim in usable[source.id] if _stands_in(claim, source, known)]
            left_out.update(dict.fromkeys((c.id for c in same), "copy_of_another_source"))
            usable[source.id] = [c for c in usable[source.id] if c not in same]
    drafts = []
    for group in stories(sources, usable):
        if all(source.part for source in group.sources):
            for source in group.sources:
                left_out.update(dict.fromkeys((c.id for c in usable[source.id]), "related_article"))
            continue
        drafts.append(_draft(group, usable, source_of))
    drafts.sort(key=lambda d: (-d.weight, d.group.days.iso() if d.group.days else "", d.label))
    ranked = [
        draft
        if index == 0
        else replace(
            draft,
            group=replace(draft.group, separate_because=why_apart(draft.group, drafts[0].group)),
        )
        for index, draft in enumerate(drafts)
    ]
    return Reduction(sources, claims, source_of, tuple(ranked), left_out)


def _stands_in(claim: AnyClaim, source: SourceArticle, known: Set[str]) -> bool:
    """Whether every sentence of a claim stands in another text: then its copy adds nothing."""
    document = source.document
    sentences = (document.sentences[number - 1].span.of(document.text) for number in claim.evidence)
    return all(fold(sentence).text in known for sentence in sentences)


def _garbled(claims: Iterable[AnyClaim]) -> set[str]:
    """Return the ids of garbled events, and of figures and quoted words that stand only in such."""
    told: dict[str, list[Event]] = {}
    for claim in claims:
        if isinstance(claim, Event):
            told.setdefault(claim.document, []).append(claim)
    found: set[str] = set()
    for claim in claims:
        around = [e for e in told.get(claim.document, ()) if e.span.contains(claim.span)]
        if around and all(event.garbled for event in around):
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
    is_short = quotation.fragment and len(quotation.words.split()) < SHORTEST_FRAGMENT
    return not quotation.speaker or (is_short and not quotation.cue)


def _draft(
    group: StoryGroup, usable: Mapping[str, Sequence[AnyClaim]], source_of: Mapping[str, str]
) -> StoryDraft:
    by_id = {source.id: source for source in group.sources}
    claims = [claim for source in group.sources for claim in usable[source.id]]
    events = [claim for claim in claims if isinstance(claim, Event)]
    told = [
        Happening(tuple(sorted(found, key=lambda e: _rank(e, by_id[source_of[e.id]]))), weight)
        for found in happenings(events, source_of)
        for weight in (_weight(found, by_id, source_of),)
    ]
    told.sort(key=lambda h: (-h.weight, h.events[0].what))
    sayers = sayers_of(claims, source_of, group.sources)
    quotations = [claim for claim in claims if isinstance(claim, Quotation)]
    spoken = [
        Utterance(
            tuple(
                sorted(
                    found,
                    key=lambda q: (*_rank(q, by_id[source_of[q.id]])[:1], -len(q.words), q.id),
                )
            ),
            _spoken_weight(found, by_id, source_of),
        )
        for found in utterances(quotations, sayers, days_said(quotations, source_of, group.sources))
    ]
    spoken.sort(key=lambda u: (-u.weight, u.quotations[0].words))
    ledger = ledger_of(
        [claim for claim in claims if isinstance(claim, Quantity)],
        {claim.id: by_id[source_of[claim.id]] for claim in claims},
    )
    draft = StoryDraft(
        group=group,
        label=told[0].events[0].what if told else _untold(group),
        weight=sum(h.weight for h in told[:20]) + 2 * len({s.origin for s in group.sources}),
        happenings=tuple(told),
        utterances=tuple(spoken),
        figures=ledger.rows,
        table=(),
        sayers=sayers,
    )
    return replace(draft, table=_table(draft, by_id, source_of))


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
    longest = max(len(q.words.split()) for q in quotations)
    first = min(q.evidence[0] for q in quotations)
    whole = 1.0 if any(not q.fragment for q in quotations) else 0.0
    return round(2.0 * len(origins) + whole + min(longest, 25) / 10 + 2.0 / (1 + first / 8), 6)


def chosen_quotations(
    draft: StoryDraft,
    reduction: Reduction,
    told: Set[str] = frozenset(),
    *,
    most: int = MOST_QUOTATIONS,
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
    long_enough = len(quotation.words.split()) >= SHORTEST_QUOTATION
    return long_enough and reduction.source(quotation).corroborates


def chosen_figures(draft: StoryDraft, reduction: Reduction) -> list[Row]:
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

    chosen: list[Row] = []
    for row in sorted(draft.figures, key=order):
        if row in chosen or _is_trivial(row):
            continue
        for found in (_with_needed(row, draft.figures), [row]):
            added = [r for r in found if r not in chosen]
            if len(chosen) + len(added) <= MOST_FIGURES:
                chosen += added
                break
    return sorted(chosen, key=order)


def _with_needed(row: Row, rows: Sequence[Row]) -> list[Row]:
    """Return a row and the rows of the figures that its reading, sums and pairs rest on."""
    needed = (other for other in rows if any(q.id in row.needs for q in other.quantities))
    return list(dict.fromkeys([row, *needed]))


def _is_trivial(row: Row) -> bool:
    """Whether a row tells a reader nothing: vague words only, or "two leaders" of one source."""
    if all(q.is_vague for q in row.quantities):
        return True
    small = all(q.value is not None and q.value <= 2 for q in row.quantities)
    return small and not row.deed and len({q.document for q in row.quantities}) == 1


def _is_of(quantity: Quantity, group: StoryGroup) -> bool:
    """Whether a figure is dated to the story's own days."""
    return bool(quantity.date and group.days and quantity.date.iso() == group.days.iso())


def _table(
    draft: StoryDraft, sources: Mapping[str, SourceArticle], source_of: Mapping[str, str]
) -> tuple[AnyClaim, ...]:
    """Return the claims the prose question shows: the weightiest, in the order of their sources.

    What another row tells needs no row of its own: a figure that an event of its sentence gives, a
    headline or caption that the body repeats, a source that says the same thing twice.
    """
    weighted: list[tuple[float, AnyClaim]] = []
    told: dict[tuple[str, int], list[str]] = {}
    for happening in draft.happenings:
        seen: set[str] = set()
        for place, event in enumerate(happening.events):
            if place and (event.zone != "body" or source_of[event.id] in seen):
                continue
            seen.add(source_of[event.id])
            weighted.append((happening.weight - place * 1.5, event))
            for number in event.evidence:
                told.setdefault((event.document, number), []).append(event.what)
    for utterance in draft.utterances:
        quoting: set[str] = set()
        for place, quotation in enumerate(utterance.quotations):
            if sources[source_of[quotation.id]].article.kind is Kind.MACHINE_MADE:
                continue  # a rewriting machine alters what it puts between marks
            if source_of[quotation.id] in quoting:
                continue
            quoting.add(source_of[quotation.id])
            weighted.append((utterance.weight - place * 1.5, quotation))
    for row in draft.figures:
        breadth = len({source_of[q.id] for q in row.quantities})
        for quantity in row.quantities:
            events = told.get((quantity.document, quantity.evidence[0]), ())
            if not any(locate(quantity.surface, what) for what in events):
                weighted.append((2.0 * breadth - (2.0 if quantity.is_vague else 0.0), quantity))
    weighted = _with_voices(weighted)
    aside = [pair for pair in weighted if _is_aside(pair[1])][:ASIDE_ROWS]
    rest = [pair for pair in weighted if pair not in aside]
    kept = [claim for _, claim in [*aside, *rest[: MOST_ROWS - len(aside)]]]
    return tuple(
        sorted(kept, key=lambda claim: _reading_order(claim, sources[source_of[claim.id]]))
    )


def _with_voices(weighted: Sequence[tuple[float, AnyClaim]]) -> list[tuple[float, AnyClaim]]:
    """Return the claims by weight, the first of every sayer raised: each side is to be heard."""
    heard: set[str] = set()
    raised = []
    for weight, claim in sorted(weighted, key=lambda pair: (-pair[0], pair[1].id)):
        sayer = claim.speaker if isinstance(claim, Quotation) else claim.said_by
        name = plain(sayer.split()[-1]) if sayer else ""
        raised.append((weight + (FIRST_VOICE if name and name not in heard else 0.0), claim))
        heard.add(name)
    return sorted(raised, key=lambda pair: (-pair[0], pair[1].id))


def _is_aside(claim: AnyClaim) -> bool:
    """Whether a claim is of what came before, comes after, or happened elsewhere."""
    return isinstance(claim, Event) and (claim.role != "main" or claim.status == "planned")


def _reading_order(claim: AnyClaim, source: SourceArticle) -> tuple[int, SortKey, int, str]:
    opinion = 1 if is_opinion(source) else 0
    return (opinion, source.sort_key, claim.span.start, claim.id)
