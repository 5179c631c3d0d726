"""What a quantity counts, in a form by which two quantities compare: unit, deed, kind, part, time.

Reads the words that grounding took from the article; knows neither sources nor other quantities.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from summarizer.claims import Quantity
from summarizer.names import plain, stem, words_of
from summarizer.quantities import find_figures
from summarizer.synonyms import HARM, deed_of, deeds_in, main_deed


def stems(words: str) -> frozenset[str]:
    """Return the stems of words given in one string, as units and kinds are compared."""
    return frozenset(stem(word) for word in words.split())


_UNITS = {
    "death": "person", "casualty": "person", "victim": "person", "injury": "person",
    "people": "person", "civilian": "person", "resident": "person", "ukrainian": "person",
    "soldier": "soldier", "troop": "soldier", "site": "location", "place": "location",
    "percent": "%", "per cent": "%", "percentage": "%",
    "house": "home", "houses": "home", "home": "home", "homes": "home",
}  # fmt: skip
# Counted together as air weapons; "weapon" is any of them.
_WEAPONS = {
    stem(word): kind
    for kind, words in {
        "drone": "drone uav shahed",
        "missile": "missile",
        "bomb": "bomb",
        "rocket": "rocket",
        "shell": "shell",
        "weapon": "weapon target projectile munition",
    }.items()
    for word in words.split()
}
ANY_WEAPON = "weapon"
_PERSONS = stems(
    "person soldier child woman man officer firefighter rescuer worker journalist doctor student "
    "teacher patient passenger prisoner migrant refugee"
)
# Never added up: a share, a time, an age, a rate.
_NOT_ADDED = stems(
    "% points second minute hour day night week month year decade age degree mph kph magnitude "
    "moment"
)
_FATES = frozenset({"killed", "injured", "missing"})
_PEOPLE = frozenset(
    "people person persons civilians civilian residents resident ukrainians others dozens number "
    "dead wounded injured deaths casualties victims all total lives life who".split()
)
_SMALL = frozenset("the a an of in at to by for on and or from with that were was is are".split())
_FURTHER = re.compile(r"\b(?:another|further|additional|more|extra)\b(?! than)", re.IGNORECASE)
_FIRE = re.compile(r"\b(?:fires?|burning|burned|burnt|ablaze|alight)\b", re.IGNORECASE)
_PART = re.compile(r"(?:out of|of|among|from)\b")
_CLAUSE = re.compile(r"\b(?:where|with|whose|in which|on which)\b(.*)", re.IGNORECASE)
_MODIFIES = re.compile(
    r"\b(?:that|which|who|where|whose|with|among|of|in|at|from|by|for|to|on|into)\b"
)
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Thing:
    """What is counted. Sets are of plain stems; empty where the words say nothing of it."""

    unit: str
    kinds: frozenset[str]  # of weapons: drone, missile; ANY_WEAPON for all of them
    family: str  # units of one family add up; "" where nothing does
    deed: str  # what happened to the things, of a few kinds: "launched", "injured+killed"
    stems: frozenset[str]
    head: str  # first word that says what is counted
    specifics: frozenset[str]  # models of weapons, degrees of harm
    groups: frozenset[str]  # of people: children, firefighters
    criterion: frozenset[str]  # content of a clause: districts *where schools* were damaged
    is_further: bool  # "another 9": no version of the whole
    is_part: bool
    whole: Decimal | None  # of a part, where its number is told: "of the 23"
    spans_weeks: bool

    @property
    def is_harm(self) -> bool:
        """Whether the figure counts people who came to harm."""
        return not HARM.isdisjoint(self.deed.split("+"))


@lru_cache(maxsize=16384)
def thing_of(quantity: Quantity) -> Thing:
    """Return what a quantity counts."""
    kinds = _kinds(quantity)
    unit = " ".join(sorted(kinds)) if len(kinds) > 1 else _unit(quantity)
    whole, is_part = _whole(quantity, unit)
    return Thing(
        unit=unit,
        kinds=kinds,
        family=_family(unit, kinds),
        deed=_deed(quantity.counted),
        stems=frozenset(_stems(quantity, unit)),
        head=_head(quantity.counted),
        specifics=_specifics(quantity, unit),
        groups=frozenset(_groups(quantity, unit)),
        criterion=frozenset(_criterion(quantity.counted)),
        is_further=bool(_FURTHER.search(f"{quantity.surface} {quantity.counted}")),
        is_part=is_part,
        whole=whole,
        spans_weeks=bool(quantity.date and (quantity.date.end - quantity.date.start).days > 7),
    )


def noun_phrase(quantity: Quantity) -> str:
    """Return what is counted without what is said of it: "drones" of "drones that struck"."""
    words = quantity.counted.split()
    unit = stem(plain(quantity.unit).split()[-1]) if quantity.unit else ""
    for place, word in enumerate(words, start=1):
        if unit and stem(plain(word.strip(",;"))) == unit:
            return " ".join(words[:place]).strip(",;")
    return _MODIFIES.split(quantity.counted)[0].strip() or quantity.counted or quantity.unit


def _unit(quantity: Quantity) -> str:
    unit = plain(quantity.unit)
    last = unit.split()[-1] if unit else ""
    return _UNITS.get(unit) or _UNITS.get(last) or _UNITS.get(stem(last)) or stem(last) or unit


def _kinds(quantity: Quantity) -> frozenset[str]:
    counted = _MODIFIES.split(plain(quantity.counted))[0]
    in_unit = {_WEAPONS.get(stem(w), "") for w in _WORD.findall(plain(quantity.unit))} - {""}
    if not in_unit:
        return frozenset()
    return frozenset(in_unit | {_WEAPONS.get(stem(w), "") for w in _WORD.findall(counted)} - {""})


def _family(unit: str, kinds: frozenset[str]) -> str:
    if kinds:
        return "weapon"
    if unit in _PERSONS:
        return "person"
    return "" if unit in _NOT_ADDED else unit


def _deed(counted: str) -> str:
    words = set(_WORD.findall(plain(counted)))
    if "previous" in words or ("record" in words and {"earlier", "old"} & words):
        return "record"
    without_fire = _FIRE.sub("", counted)  # "districts with fires" were not fired at anybody
    fates = deeds_in(without_fire) & _FATES
    if len(fates) > 1:  # "people killed or injured" are neither the killed nor the injured
        return "+".join(sorted(fates))
    return main_deed(without_fire) or ("burning" if without_fire != counted else "")


def _stems(quantity: Quantity, unit: str) -> set[str]:
    return {stem(w) for w in words_of(quantity.counted) if w not in _SMALL} - {unit}


def _head(counted: str) -> str:
    words = _WORD.findall(plain(counted))
    return next((stem(word) for word in words if word not in _SMALL), "")


def _groups(quantity: Quantity, unit: str) -> set[str]:
    if unit != "person":
        return set()
    before_deed = []
    for word in _WORD.findall(plain(quantity.counted)):
        if deed_of(word):
            break
        if word not in _SMALL:
            before_deed.append(word)
    return {stem(w) for w in before_deed if w not in _PEOPLE}


def _specifics(quantity: Quantity, unit: str) -> frozenset[str]:
    counted = quantity.counted
    names = set(re.findall(r"\b[A-ZÀ-Ž][\w]*(?:-\w+)+\b|\b[A-ZÀ-Ž]{2,}\b", counted))
    if _WEAPONS.get(unit):  # "Kinzhal missiles": any name before the noun is a model
        before = noun_phrase(quantity).split()[:-1]
        names |= {word for word in before if word[:1].isupper()}
    extra = {
        w for w in _stems(quantity, unit) if w in {"ballist", "ballistic", "cruise", "serious"}
    }
    return frozenset(plain(n) for n in names) | extra


def _criterion(counted: str) -> set[str]:
    clause = _CLAUSE.search(counted)
    if clause is None:
        return set()
    words = [w for w in _WORD.findall(plain(clause.group(1))) if w not in _SMALL]
    return {stem(w) for w in words if not deed_of(w)} - {"suffer", "been", "be"}


def _whole(quantity: Quantity, unit: str) -> tuple[Decimal | None, bool]:
    """Return the number of the whole a scope names, and whether the figure is a part at all.

    "of the 23" and "70 missiles" (of missiles) name a whole, "in eight locations" does not.
    """
    scope = plain(quantity.scope)
    figure = next((f for f in find_figures(scope) if f.value is not None), None)
    is_part = bool(_PART.match(scope))
    if figure is None:
        return None, is_part and bool(re.search(r"\b(?:those|them|these|all)\b", scope))
    rest = _WORD.findall(scope[figure.span.end :])
    is_of_unit = any(stem(word) == unit or _UNITS.get(stem(word)) == unit for word in rest)
    begins = is_part or figure.span.start == 0
    if not (begins and (is_of_unit or (is_part and not rest))):
        return None, is_part
    return figure.value, True
