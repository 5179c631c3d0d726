"""The ledger of a story put together: groups, then pairs and sums, then what each row reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from summarizer.claims import Quantity
from summarizer.ledger.grouping import groups_of
from summarizer.ledger.matching import signature
from summarizer.ledger.parts import parts_of
from summarizer.ledger.readings import reading_of
from summarizer.ledger.relations import pairs_of, strongest
from summarizer.ledger.rows import CONTRADICTING, Ledger, Row, Sum
from summarizer.ledger.sums import sums_of
from summarizer.ledger.things import thing_of
from summarizer.ledger.times import Sources
from summarizer.proposals import QuantityProposal


def ledger_of(
    quantities: Sequence[Quantity], source_of: Sources, proposal: QuantityProposal | None = None
) -> Ledger:
    """Return the rows of one story's figures with relations, sums and readings.

    Args:
        quantities: the story's quantities; another story's never arrive here.
        source_of: for each claim id the article it stands in.
        proposal: what a model says of them; checked, and not needed.
    """
    groups = groups_of(quantities, source_of, proposal)
    sums = sums_of(groups, source_of, proposal)
    known = {quantity.id: quantity for group in groups for quantity in group}
    every = sorted(known.values(), key=lambda q: (source_of[q.id].sort_key, q.span, q.id))
    story = _Story(known, _by_article(every, source_of), _sums_of_claims(sums), source_of, proposal)
    rows = [_related(_row(group, source_of), group, story) for group in groups]
    rows.sort(key=lambda row: (-_breadth(row, source_of), row.counted, row.quantities[0].id))
    return Ledger(tuple(rows), sums)


def _row(group: Sequence[Quantity], sources: Sources) -> Row:
    first: dict[tuple[str, str], Quantity] = {}
    for quantity in group:  # a source that repeats its figure is shown once
        first.setdefault((sources[quantity.id].id, signature(quantity)), quantity)
    kept = tuple(first.values())
    shortest = min(kept, key=lambda q: (len(q.counted) or 999, q.counted))
    told = [q for q in kept if q.scope]
    scopes = {q.scope for q in told}
    if len(told) < len(kept) and any(thing_of(q).is_part for q in told):
        scopes = set()  # what one source says of its part is not said of the others
    return Row(
        counted=shortest.counted or shortest.unit,
        unit=shortest.unit,
        scope=next(iter(scopes)) if len(scopes) == 1 else "",
        quantities=kept,
        deed=thing_of(kept[0]).deed,
        differs=False,
    )


@dataclass(frozen=True, slots=True)
class _Story:
    """What the rows of one story are related with: all its figures, and its sums by their claims."""

    known: dict[str, Quantity]
    by_article: Mapping[str, Sequence[Quantity]]
    sums: Mapping[str, Sequence[tuple[int, Sum]]]  # claim id -> (place among all, sum)
    sources: Sources
    proposal: QuantityProposal | None


def _by_article(every: Iterable[Quantity], sources: Sources) -> dict[str, list[Quantity]]:
    found: dict[str, list[Quantity]] = {}
    for quantity in every:
        found.setdefault(sources[quantity.id].id, []).append(quantity)
    return found


def _sums_of_claims(sums: Iterable[Sum]) -> dict[str, list[tuple[int, Sum]]]:
    found: dict[str, list[tuple[int, Sum]]] = {}
    for place, one in enumerate(sums):
        for name in one.claims:
            found.setdefault(name, []).append((place, one))
    return found


def _related(row: Row, group: Sequence[Quantity], story: _Story) -> Row:
    own = {quantity.id for quantity in group}
    pairs = pairs_of(row.quantities, story.sources, story.proposal)
    pairs += parts_of(row.quantities, story.by_article, story.sources, story.proposal)
    relation = strongest(pairs)
    near = dict(told for name in own for told in story.sums.get(name, ()))
    held = tuple(
        near[place]
        for place in sorted(near)
        if near[place].total.id in own or _explains(near[place], group)
    )
    return replace(
        row,
        differs=any(pair.relation in CONTRADICTING for pair in pairs),
        relation=relation,
        pairs=pairs,
        sums=held,
        reading=reading_of(row.quantities, pairs, held, relation, story.known, story.sources),
    )


def _explains(one: Sum, group: Sequence[Quantity]) -> bool:
    """Whether a row has a term of a sum, and beside it the total as another figure for the term."""
    ids = {quantity.id for quantity in group}
    return any(term.id in ids for term in one.terms) and any(
        quantity.value == one.value and quantity.low is None for quantity in group
    )


def _breadth(row: Row, sources: Sources) -> int:
    return len({sources[quantity.id].id for quantity in row.quantities})
