"""Whether figures may be parts of another, by what they count: sums must mean something.

`may_add` refuses what never adds up; `adds` says that the words name the parts of one whole: kinds
of one thing, ends of one thing, groups or towns. Arithmetic and sentences are not looked at here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from summarizer.claims import Quantity
from summarizer.ledger.matching import times_exclude
from summarizer.ledger.places import places_differ, places_in
from summarizer.ledger.things import ANY_WEAPON, Thing, thing_of

_IN_ALL = re.compile(
    r"\b(?:in all|in total|total|overall|altogether|combined|together)\b", re.IGNORECASE
)
_HARMED = re.compile(r"\b(?:casualt|victim|harmed)", re.IGNORECASE)
_ENDS = frozenset({"downed", "through"})  # of what was launched


def is_exact(quantity: Quantity) -> bool:
    """Whether a figure is one number without bounds, direction or modifier, and above nought."""
    is_number = quantity.value is not None and quantity.value > 0
    return is_number and quantity.change == "=" and not quantity.is_vague


def says_in_all(quantity: Quantity) -> bool:
    """Whether a figure is told as a total: "in all", "altogether"."""
    words = f"{quantity.surface} {quantity.counted} {quantity.scope} {quantity.modifier}"
    return bool(_IN_ALL.search(words))


def may_add(terms: Sequence[Quantity], total: Quantity) -> bool:
    """Whether nothing rules the sum out: exact values of one family, of times that overlap.

    A part that names its whole ("two of the 11") adds up to that whole alone.
    """
    everything = [*terms, total]
    families = {thing_of(quantity).family for quantity in everything}
    if len(families) != 1 or "" in families or not all(is_exact(q) for q in everything):
        return False
    if any(times_exclude(left, right) for left, right in combinations(everything, 2)):
        return False
    return all(thing_of(term).whole in (None, total.value) for term in terms)


def adds(terms: Sequence[Quantity], total: Quantity, *, is_misprint: bool) -> bool:
    """Whether the words name the terms as the parts of the total.

    Args:
        terms: what is added.
        total: what it is to make.
        is_misprint: whether the total stands beside one of the terms as another figure for it; then
            it may carry the unit of that term ("550 drones" for 539 drones and 11 missiles).
    """
    parts, whole = [thing_of(term) for term in terms], thing_of(total)
    if whole.family == "weapon":
        if not (_holds_kinds(parts, whole) or is_misprint):
            return False
        return _by_kind(parts, whole) or _by_end(parts, whole)
    is_elsewhere = any(places_differ(term.scope, total.scope) for term in terms)
    if whole.family == "person" and _by_harm(parts, total):
        return not is_elsewhere
    if any(part.deed != whole.deed for part in parts) or whole.groups or whole.specifics:
        return False
    if whole.family == "person":
        is_by_group = _are_distinct([part.groups or part.specifics for part in parts])
        return (is_by_group and not is_elsewhere) or _by_town(terms, total)
    own = [part.stems - whole.stems for part in parts]
    return says_in_all(total) and (_are_distinct(own) or _by_town(terms, total))


def holds_kinds(terms: Sequence[Quantity], total: Quantity) -> bool:
    """Whether the total is told as of more than one kind or fate, and of all those of its terms."""
    whole = thing_of(total)
    if whole.family == "person":
        return "+" in whole.deed and {thing_of(t).deed for t in terms} == {*whole.deed.split("+")}
    mixed = len(whole.kinds) > 1 or whole.kinds == {ANY_WEAPON}
    return mixed and _holds_kinds([thing_of(term) for term in terms], whole)


def _holds_kinds(parts: Sequence[Thing], whole: Thing) -> bool:
    kinds = frozenset[str]().union(*(part.kinds for part in parts))
    if whole.kinds == {ANY_WEAPON}:
        return True
    if ANY_WEAPON in kinds:
        return len(whole.kinds) > 1 and kinds - {ANY_WEAPON} <= whole.kinds
    return kinds <= whole.kinds


def _by_kind(parts: Sequence[Thing], whole: Thing) -> bool:
    """Drones and missiles of one end, or models of one weapon where the whole names no model."""
    if any(part.deed != whole.deed for part in parts):
        return False
    return all(_are_kinds_apart(a, b) for a, b in combinations(parts, 2)) and not (
        whole.specifics and len(whole.kinds) == 1
    )


def _are_kinds_apart(a: Thing, b: Thing) -> bool:
    if a.kinds & b.kinds or ANY_WEAPON in a.kinds | b.kinds:
        return a.kinds == b.kinds and _are_distinct([a.specifics, b.specifics])
    return True


def _by_end(parts: Sequence[Thing], whole: Thing) -> bool:
    """What was brought down and what came through make what was launched."""
    if {part.deed for part in parts} != _ENDS or whole.deed != "launched":
        return False
    if any(part.specifics for part in parts):
        return False
    return all(
        a.deed != b.deed or not (a.kinds & b.kinds or ANY_WEAPON in a.kinds | b.kinds)
        for a, b in combinations(parts, 2)
    )


def _by_harm(parts: Sequence[Thing], total: Quantity) -> bool:
    """The dead and the injured make the casualties."""
    deeds = [part.deed for part in parts]
    is_bare = not any(part.groups or part.specifics or part.is_part for part in parts)
    is_of_both = thing_of(total).deed == "injured+killed" or bool(_HARMED.search(total.counted))
    return sorted(deeds) == ["injured", "killed"] and is_bare and is_of_both


def _by_town(terms: Sequence[Quantity], total: Quantity) -> bool:
    """Counts of two towns make the count of both, which names neither alone."""
    towns = [places_in(term.scope) for term in terms]
    apart = all(places_differ(a.scope, b.scope) for a, b in combinations(terms, 2))
    whole = places_in(total.scope)
    return all(towns) and apart and not any(whole and whole <= town for town in towns)


def _are_distinct(sets: Sequence[frozenset[str]]) -> bool:
    """Whether all say something, and no two the same."""
    return all(sets) and all(not a & b for a, b in combinations(sets, 2))
