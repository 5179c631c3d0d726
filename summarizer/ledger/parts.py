"""Parts and wholes: which figure counts a part of what another counts.

A part keeps a row of its own; its pair names the whole in another. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from summarizer.claims import Quantity
from summarizer.ledger.matching import amount, figure_of
from summarizer.ledger.rows import Pair, Relation
from summarizer.ledger.things import thing_of
from summarizer.ledger.times import Sources
from summarizer.proposals import QuantityProposal
from summarizer.quantities import interval


def told_of(
    left: Quantity, right: Quantity, proposal: QuantityProposal | None
) -> list[tuple[str, Relation]]:
    """Return what is proposed of two claims, each as (left id, relation); contradictions are none."""
    if proposal is None:
        return []
    told = {
        (r.left, r.relation) for r in proposal.relations if {r.left, r.right} == {left.id, right.id}
    }
    return [next(iter(told))] if len(told) == 1 else []


def can_be_part(part: Quantity, whole: Quantity) -> bool:
    """Whether one figure may count a part of what the other counts: never more than the whole."""
    if part.is_vague or whole.is_vague or part.id == whole.id:
        return False
    a, b = thing_of(part), thing_of(whole)
    if not a.family or a.family != b.family:
        return False
    least, greatest = interval(figure_of(part))[0], interval(figure_of(whole))[1]
    return least < greatest and (amount(part) or 0) < (amount(whole) or 0)


def parts_of(
    group: Sequence[Quantity],
    known: Mapping[str, Sequence[Quantity]],
    sources: Sources,
    proposal: QuantityProposal | None = None,
) -> tuple[Pair, ...]:
    """Return for the parts of a row the wholes they belong to, which stand in other rows.

    A whole is the figure of the same article that the scope names ("of the 23"), the nearest one; else
    what a proposal says, if the values and the times allow it.

    Args:
        group: the figures of the row.
        known: all figures of the story in a fixed order, by the article they stand in.
        sources: the articles of their claims.
        proposal: what a model says of them.
    """
    own = {quantity.id for quantity in group}
    found: list[Pair] = []
    for part in group:
        beside = known[sources[part.id].id] if thing_of(part).whole is not None else ()
        wholes = [q for q in beside if q.id not in own and _is_named_whole(q, part)]
        if wholes:
            best = min(wholes, key=lambda q: (abs(q.evidence[-1] - part.evidence[-1]), q.id))
            found.append(Pair(part.id, best.id, "part_of"))
            continue
        named = _wholes_proposed(part, proposal) - own
        found += [
            Pair(part.id, q.id, "part_of")
            for q in (q for article in known.values() for q in article if named and q.id in named)
            if (part.id, "part_of") in told_of(part, q, proposal)
            and can_be_part(part, q)
            and not _is_elsewhere(part, q)
        ]
    return tuple(found)


def _wholes_proposed(part: Quantity, proposal: QuantityProposal | None) -> set[str]:
    told = proposal.relations if proposal else ()
    return {r.right for r in told if r.left == part.id and r.relation == "part_of"}


def _is_named_whole(whole: Quantity, part: Quantity) -> bool:
    number = thing_of(part).whole
    if number is None or number not in (whole.value, whole.low):
        return False
    return can_be_part(part, whole) and not _is_elsewhere(part, whole)


def _is_elsewhere(part: Quantity, whole: Quantity) -> bool:
    """Whether the two are of other days or towns; that one counts part of the other is no matter."""
    if part.date and whole.date and not part.date.overlaps(whole.date):
        return True
    return thing_of(part).spans_weeks != thing_of(whole).spans_weeks
