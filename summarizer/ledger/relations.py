"""How two figures of one row relate, recomputed from values, times and words wherever it can be.

A proposal decides only what code cannot, and never against the values. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from summarizer.claims import Quantity
from summarizer.ledger.matching import agree, amount, figure_of
from summarizer.ledger.parts import can_be_part, told_of
from summarizer.ledger.rows import STRENGTH, Pair, Relation
from summarizer.ledger.things import thing_of
from summarizer.ledger.times import (
    Sources,
    is_corrected,
    is_later,
    is_outdated,
    one_voice,
    published_later,
)
from summarizer.names import plain
from summarizer.proposals import QuantityProposal
from summarizer.quantities import interval

# Counted as hours pass: a higher figure later contradicts nobody.
_GROWING = frozenset({"damaged", "burning"})
_GROWS = re.compile(
    r"\b(?:arrest|detain|evacu|aftershock|displac|rescu|case|infect|destroyed home|homes? destroyed|"
    r"missing|without power|outage|flee|fled|homeless|stranded)\w*",
    re.IGNORECASE,
)
# May fall again as well: lower later is news, no correction.
_MAY_FALL = re.compile(
    r"\b(?:missing|evacu|displac|without power|outage|stranded|hospital|custody|homeless)\w*",
    re.IGNORECASE,
)
# "almost every district": a share of some whole, no count.
_SHARE_WORDS = re.compile(r"\b(?:every|all|most|majority|whole|half|entire|both|each)\b")
MOST_PAIRED = 24  # figures of a row of which every two are related
MOST_STANDING = 6  # values of a larger row whose first figures stand for it
LOOSE = Decimal(2)  # how far below the least value of a vague word a figure may be to fit it


def pairs_of(
    quantities: Sequence[Quantity], sources: Sources, proposal: QuantityProposal | None = None
) -> tuple[Pair, ...]:
    """Return how the figures of a row relate, in the row's order.

    Every two are related as long as there are at most MOST_PAIRED. Of more every figure is related
    to those that stand for the row: the first of each of the values that most figures give, the
    largest, the smallest and the latest. So the pairs grow with the figures, and a figure that is in
    conflict with what most say is still told to be.
    """
    places = range(len(quantities))
    standing = set(places if len(quantities) <= MOST_PAIRED else _standing(quantities, sources))
    found = (
        _pair(quantities[left], quantities[right], sources, proposal)
        for left in places
        for right in (places[left + 1 :] if left in standing else sorted(standing))
        if left < right
    )
    return tuple(pair for pair in found if pair is not None)


def _standing(quantities: Sequence[Quantity], sources: Sources) -> set[int]:
    """Return the places of the figures that stand for a row of many."""
    told: dict[object, list[int]] = {}
    for place, quantity in enumerate(quantities):
        value = plain(quantity.surface) if quantity.is_vague else interval(figure_of(quantity))
        told.setdefault(value, []).append(place)
    most = sorted(told.values(), key=lambda places: (-len(places), places[0]))[:MOST_STANDING]
    exact = [p for p, quantity in enumerate(quantities) if not quantity.is_vague]
    by_size = sorted(exact, key=lambda place: (amount(quantities[place]) or 0, place))
    dated = [p for p in exact if sources[quantities[p].id].article.metadata.published]
    return {*(places[0] for places in most), *by_size[:1], *by_size[-1:], *dated[-1:]}


def strongest(pairs: Iterable[Pair]) -> Relation | None:
    """Return the relation that speaks for a row."""
    told = {pair.relation for pair in pairs}
    return next((relation for relation in STRENGTH if relation in told), None)


def grows(quantity: Quantity) -> bool:
    """Whether what is counted becomes more as hours pass: casualties, damage, fires, arrests."""
    thing = thing_of(quantity)
    return thing.is_harm or thing.deed in _GROWING or _is_of_growing(quantity.counted)


@lru_cache(maxsize=4096)
def _is_of_growing(counted: str) -> bool:
    return bool(_GROWS.search(counted))


def _pair(
    left: Quantity, right: Quantity, sources: Sources, proposal: QuantityProposal | None
) -> Pair | None:
    if _is_equal(left, right):
        return Pair(left.id, right.id, "equal")
    if left.is_vague or right.is_vague:
        return _of_vague(left, right, sources)
    if agree(left, right):
        exact, loose = _by_exactness(left, right)
        return Pair(exact.id, loose.id, "refines")
    for one, other in ((left, right), (right, left)):
        if _replaces(one, other, sources):
            return Pair(one.id, other.id, "correction")
    if _criteria_differ(left, right):
        return Pair(left.id, right.id, "different")
    later, earlier = _by_time(left, right, sources)
    if grows(left) or grows(right):
        return _of_growing(later, earlier, sources)
    return _proposed(left, right, sources, proposal) or Pair(left.id, right.id, "conflict")


def _criteria_differ(left: Quantity, right: Quantity) -> bool:
    """Whether the words count by two criteria: districts damaged, with fires, where schools burnt."""
    a, b = thing_of(left), thing_of(right)
    return a.criterion != b.criterion or bool(a.deed and b.deed and a.deed != b.deed)


def _is_equal(left: Quantity, right: Quantity) -> bool:
    if left.is_vague != right.is_vague:
        return False
    if left.is_vague:
        return plain(left.surface) == plain(right.surface) or (
            left.low is not None and (left.low, left.high) == (right.low, right.high)
        )
    if _bounds(left) == _bounds(right):
        return True
    return interval(figure_of(left)) == interval(figure_of(right))


def _bounds(quantity: Quantity) -> tuple[object, ...]:
    return (quantity.value, quantity.low, quantity.high, quantity.modifier, quantity.change)


def _by_exactness(left: Quantity, right: Quantity) -> tuple[Quantity, Quantity]:
    """Return the figure that leaves less open, then the other."""
    widths = [high - low for low, high in (interval(figure_of(q)) for q in (left, right))]
    if widths[0] == widths[1]:  # two open bounds: the higher least value says more
        lows = [interval(figure_of(q))[0] for q in (left, right)]
        return (right, left) if lows[1] > lows[0] else (left, right)
    return (right, left) if widths[1] < widths[0] else (left, right)


def _of_vague(left: Quantity, right: Quantity, sources: Sources) -> Pair | None:
    """Return how a vague word relates to a figure: it may fit, or say something else."""
    vague, figure = (left, right) if left.is_vague else (right, left)
    if figure.is_vague:
        bounds = [(q.low is not None) + (q.high is not None) for q in (left, right)]
        if bounds[0] == bounds[1]:
            return None  # "many" and "several" say nothing of each other
        exact, loose = (left, right) if bounds[0] > bounds[1] else (right, left)
        return Pair(exact.id, loose.id, "refines")
    size = amount(figure)
    if vague.low is None and vague.high is None and _SHARE_WORDS.search(plain(vague.surface)):
        return Pair(left.id, right.id, "different")
    is_above = size is not None and vague.high is not None and size > vague.high * LOOSE
    is_below = size is not None and vague.low is not None and size * LOOSE < vague.low
    if not (is_above or is_below):
        return Pair(figure.id, vague.id, "refines")
    later, earlier = _by_time(left, right, sources)
    has_grown = (later is vague) == is_below
    if grows(figure) and has_grown and is_later(later, earlier, sources):
        return Pair(later.id, earlier.id, "update")
    return Pair(left.id, right.id, "different")


def _by_time(left: Quantity, right: Quantity, sources: Sources) -> tuple[Quantity, Quantity]:
    """Return the later figure first; where nothing orders them, the larger one."""
    order = is_later(left, right, sources)
    if order is None:
        order = (amount(left) or 0) > (amount(right) or 0)
    return (left, right) if order else (right, left)


def _replaces(one: Quantity, other: Quantity, sources: Sources) -> bool:
    """Whether `one` stands where `other` was wrong: the source says so, or one voice goes down."""
    if is_outdated(one, sources):
        return False
    if is_outdated(other, sources):
        is_own = sources[one.id].id == sources[other.id].id
        return is_own or one_voice(one, other, sources) or is_corrected(one, sources)
    if (amount(one) or 0) >= (amount(other) or 0):
        return False  # higher than an earlier figure: it grew
    if is_corrected(one, sources) and published_later(one, other, sources):
        return True
    if not one_voice(one, other, sources) or _MAY_FALL.search(one.counted):
        return False
    return is_later(one, other, sources) is True


def _of_growing(later: Quantity, earlier: Quantity, sources: Sources) -> Pair:
    has_grown = (amount(later) or 0) > (amount(earlier) or 0)
    if has_grown or _MAY_FALL.search(f"{later.counted} {earlier.counted}"):
        return Pair(later.id, earlier.id, "update")
    return Pair(later.id, earlier.id, "conflict")  # lower, later and by another voice


def _proposed(
    left: Quantity, right: Quantity, sources: Sources, proposal: QuantityProposal | None
) -> Pair | None:
    """Return the relation proposed of two figures that disagree, if nothing speaks against it."""
    for told in told_of(left, right, proposal):
        one, other = (left, right) if told[0] == left.id else (right, left)
        relation = told[1]
        if relation in {"update", "correction"} and is_later(one, other, sources) is not False:
            return Pair(one.id, other.id, relation)
        if relation == "part_of" and can_be_part(one, other):
            return Pair(one.id, other.id, "part_of")
    return None
