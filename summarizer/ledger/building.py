"""The ledger of a story put together: groups, then pairs and sums, then what each row reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

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
    rows = [
        _related(_row(group, source_of), group, every, sums, source_of, proposal)
        for group in groups
    ]
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


def _related(
    row: Row,
    group: Sequence[Quantity],
    every: Sequence[Quantity],
    sums: Sequence[Sum],
    sources: Sources,
    proposal: QuantityProposal | None,
) -> Row:
    known = {quantity.id: quantity for quantity in every}
    own = {quantity.id for quantity in group}
    pairs = pairs_of(row.quantities, sources, proposal)
    pairs += parts_of(row.quantities, every, sources, proposal)
    relation = strongest(pairs)
    held = tuple(one for one in sums if one.total.id in own or _explains(one, group))
    return replace(
        row,
        differs=any(pair.relation in CONTRADICTING for pair in pairs),
        relation=relation,
        pairs=pairs,
        sums=held,
        reading=reading_of(row.quantities, pairs, held, relation, known, sources),
    )


def _explains(one: Sum, group: Sequence[Quantity]) -> bool:
    """Whether a row has a term of a sum, and beside it the total as another figure for the term."""
    ids = {quantity.id for quantity in group}
    return any(term.id in ids for term in one.terms) and any(
        quantity.value == one.value and quantity.low is None for quantity in group
    )


def _breadth(row: Row, sources: Sources) -> int:
    return len({sources[quantity.id].id for quantity in row.quantities})
