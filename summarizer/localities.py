"""Places as an event names them: towns, regions, districts and lands, and whether two can be one.

Own rules for English; knows words, not the map: that a district lies in a town is left open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from summarizer.names import is_country, is_opener, name_key, name_tokens

_REGION = r"(?:regions?|oblasts?|provinces?|states?|count(?:y|ies)|territor(?:y|ies)|governorates?)"
_DISTRICT = r"(?:districts?|boroughs?|quarters?|suburbs?|neighbou?rhoods?)"
# What stands somewhere rather than being a place of its own: it never sets two events apart.
_SITE = (
    r"(?:house|air|base|airport|station|hospital|school|university|college|palace|square|street|"
    r"road|bridge|port|embassy|consulate|stadium|park|hotel|court|parliament|plant|factory|prison|"
    r"church|mosque|tower|hall|front|border|river|sea|bank)s?"
)
_LIST = r"(?:(?:\s*,\s*|\s*,?\s+(?:and|or)\s+)[A-Z][\w'’-]+)*"
_AFTER = tuple(
    (kind, re.compile(rf"{_LIST}(?:['’]s)?\s+(?:\w+\s+)?{words}\b", re.IGNORECASE if kind else 0))
    for kind, words in (("region", _REGION), ("district", _DISTRICT), ("site", _SITE))
)
_BEFORE = (
    ("region", re.compile(rf"\b{_REGION}\s+of\s+$", re.IGNORECASE)),
    ("district", re.compile(rf"\b{_DISTRICT}\s+of\s+$", re.IGNORECASE)),
)
_NEARBY = re.compile(r"\b(?:near|close to|outside|(?:north|south|east|west) of)\b", re.IGNORECASE)
_IN = re.compile(r"\b(?:in|near|over|at|around|across|outside)\s+(?:the\s+(?:\w+\s+)?(?:of\s+)?)?$")
_AREA = frozenset(
    "region regions oblast province district county state city town area north south east west "
    "northern southern eastern western central".split()
)


@dataclass(frozen=True, slots=True)
class Places:
    """The places of an event by their size, each as the words of its name."""

    towns: frozenset[frozenset[str]] = frozenset()
    regions: frozenset[frozenset[str]] = frozenset()
    districts: frozenset[frozenset[str]] = frozenset()
    lands: frozenset[frozenset[str]] = frozenset()


def places_in(where: str, what: str = "", *, actors: Iterable[str] = ()) -> Places:
    """Return the places that `where` names; if it names none, those that `what` happened in.

    Names of `actors` are no places of what they did.

    >>> sorted(map(sorted, places_in("in and near Oxmere, Vandria").towns))
    [['oxmere'], ['vandria']]
    >>> places_in("the Oxmere and Halmstead regions").towns
    frozenset()
    """
    return _places_in(where, what, tuple(actors))


@lru_cache(maxsize=32768)
def _places_in(where: str, what: str, actors: tuple[str, ...]) -> Places:
    named = _named(where, everywhere=True, without=frozenset(), beside=what)
    if named == Places() and what:
        known = frozenset(name_key(t.word) for name in actors for t in name_tokens(f"the {name}"))
        named = _named(what, everywhere=False, without=known)
    return named


def are_apart(left: Places, right: Places) -> str:
    """Return how two events' places exclude each other, in words, or "": two towns, two regions.

    >>> are_apart(places_in("Oxmere"), places_in("Halmstead"))
    'two towns'
    >>> are_apart(places_in("Oxmere"), places_in("the Halmstead region"))
    ''
    """
    if _differ(left.towns, right.towns):
        return "two towns"
    if _differ(left.regions, right.regions) and not (left.towns and right.towns):
        return "two regions"
    if _differ(left.lands, right.lands) and not (left.towns & right.towns):
        return "two countries"
    return ""


def are_two(left: Places, right: Places) -> bool:
    """Whether two towns or regions are named at all: people harmed there are not the same people."""
    return _differ(left.towns | left.regions, right.towns | right.regions)


def share(left: Places, right: Places) -> bool:
    """Whether a place other than a land is named by both."""
    a, b = (p.towns | p.regions | p.districts for p in (left, right))
    return bool(a and b) and not _differ(a, b)


def _differ(left: frozenset[frozenset[str]], right: frozenset[frozenset[str]]) -> bool:
    return bool(left and right) and not any(a <= b or b <= a for a in left for b in right)


def _named(text: str, *, everywhere: bool, without: frozenset[str], beside: str = "") -> Places:
    found: dict[str, set[frozenset[str]]] = {}
    nearby: list[tuple[str, frozenset[str]]] = []
    sized = ("region", "district", "site")
    told = {name: kind for name, kind, _ in _runs(beside) if kind in sized}
    for name, own, before in _runs(f"at {text}" if everywhere and not _opens(text) else text):
        if name & without or not (everywhere or _IN.search(before)):
            continue
        kind = told.get(name, own)
        if _NEARBY.search(before[-16:]):
            nearby.append((kind, name))
        else:
            found.setdefault(kind, set()).add(name)
    for kind, name in nearby if not found else ():
        found.setdefault(kind, set()).add(name)
    kinds = ("town", "region", "district", "land")
    return Places(*(frozenset(found.get(kind, ())) for kind in kinds))


def _opens(text: str) -> bool:
    """Whether the first word is an ordinary one ("Several districts"), not the first of a name."""
    words = text.split(maxsplit=2)
    return bool(words) and is_opener(words[0]) and not (words[1:] and words[1][:1].isupper())


def _kind(before: str, after: str, words: list[str]) -> str:
    if all(is_country(word) for word in words):
        return "site" if after[:2] in ("'s", "’s") else "land"
    last = words[-1].casefold()
    for kind, pattern in _AFTER:
        if pattern.match(after) or re.fullmatch(_WORDS_OF[kind], last):
            return kind
    return next((kind for kind, pattern in _BEFORE if pattern.search(before)), "town")


_WORDS_OF = {"region": _REGION, "district": _DISTRICT, "site": _SITE}


@lru_cache(maxsize=65536)
def _runs(text: str) -> list[tuple[frozenset[str], str, str]]:
    """Return the names of a text, neighbouring words joined: (words of the name, kind, text before)."""
    runs: list[tuple[int, int, list[str]]] = []
    for token in name_tokens(text):
        if runs and text[runs[-1][1] : token.span.start] in (" ", "-"):
            start, _, words = runs[-1]
            runs[-1] = (start, token.span.end, [*words, token.word])
        else:
            runs.append((token.span.start, token.span.end, [token.word]))
    found = []
    for start, end, words in runs:
        name = frozenset(name_key(w) for w in words if w.casefold() not in _AREA)
        if name:
            found.append((name, _kind(text[:start], text[end:], words), text[:start]))
    return found
