"""Whether two scopes name two places. Reads their words alone: there is no gazetteer here."""

from __future__ import annotations

import re

from summarizer.names import plain

# "the Ukrainian capital" and "Kyiv" may be one place: such words leave it open.
_CITY = re.compile(
    r"^(?:in |of |across )?(?:the|this|its|\w+[’']s|\w+n)\s+(?:whole )?(?:capital|city)(?: city)?$"
)
_COUNTRY = re.compile(r"\b(?:country|countrywide|nation|nationwide|territory)\b", re.IGNORECASE)
_RUN = re.compile(r"[A-ZÀ-Ž][\w-]*(?:\s+[A-ZÀ-Ž][\w-]*)*")
_AREA = frozenset(
    "the region regions city province town district districts village area oblast county state old "
    "capital suburb suburbs".split()
)
_SIDES = frozenset(
    "north south east west northern southern eastern western new upper lower".split()
)


def places_differ(left: str, right: str) -> bool:
    """Whether both scopes say where, and not one place: two towns, or a town and the country.

    >>> places_differ("Oxmere", "Halmstead"), places_differ("Oxmere", "the harbour of Oxmere")
    (True, False)
    """
    for one, other in ((left, right), (right, left)):
        if _COUNTRY.search(one) and not _COUNTRY.search(other):
            return bool(places_in(other))
    a, b = places_in(left), places_in(right)
    if a and b:
        matched = {x for x in a for y in b if _may_be_one(x, y)}
        return not matched or (len(a) > 1) != (len(b) > 1)
    return False


def areas_differ(left: str, right: str) -> bool:
    """Whether one scope is the country and the other a city that is not named."""
    return any(
        _COUNTRY.search(one) and not _COUNTRY.search(other) and _CITY.search(other)
        for one, other in ((left, right), (right, left))
    )


def places_in(scope: str) -> set[str]:
    """Return the places a scope names, without words such as "Region"; a bare adjective is none."""
    found = set()
    for run in _RUN.findall(scope):
        words = [w for w in run.split() if w.casefold() not in _AREA]
        if words and not (len(words) == 1 and _CITY.search(scope)):
            found.add(plain(" ".join(words)))
    return found


def _may_be_one(left: str, right: str) -> bool:
    return left == right or (left.split()[-1:] == right.split()[-1:] and _is_named_in(left, right))


def _is_named_in(left: str, right: str) -> bool:
    """Whether one is the other with nothing that sets it apart ("Greater Oxmere")."""
    extra = set(left.split()) ^ set(right.split())
    return not extra & _SIDES
