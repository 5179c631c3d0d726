"""Figures of a story side by side: one row for each thing counted, every source's value with its sayer.

Rows are keyed by unit, by what happened to the things counted, by place and by time. Values that
differ stand beside each other; which of them is right, and why, is not decided here. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from summarizer.claims import Quantity
from summarizer.dates import find_dates
from summarizer.names import plain, stem, words_of
from summarizer.quantities import Figure, agrees, find_figures
from summarizer.synonyms import HARM, deed_of, main_deed

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
_UNITS = {
    "death": "person", "casualty": "person", "victim": "person", "injury": "person",
    "people": "person", "civilian": "person", "resident": "person", "ukrainian": "person",
    "soldier": "soldier", "troop": "soldier", "site": "location", "place": "location",
    "percent": "%", "per cent": "%", "percentage": "%",
}  # fmt: skip
# Counted in one place: the casualties of two towns never meet in a row.
_LOCAL = HARM | {"", "damaged", "through"}
_FURTHER = re.compile(r"\b(?:another|further|additional|more|extra)\b(?! than)", re.IGNORECASE)
_PEOPLE = frozenset(
    "people person persons civilians civilian residents resident ukrainians others dozens number "
    "dead wounded injured deaths casualties victims all total lives life".split()
)
_SMALL = frozenset("the a an of in at to by for on and or from with that were was is are".split())


@dataclass(frozen=True, slots=True)
class Row:
    """Quantities that count the same thing, in order of source; `differs` if two contradict."""

    counted: str
    unit: str
    scope: str
    quantities: tuple[Quantity, ...]
    differs: bool
    deed: str = ""  # what happened to the things counted, of a few kinds: "injured", "launched"


def rows(quantities: Sequence[Quantity], key_of: Mapping[str, str]) -> list[Row]:
    """Return the rows of one story's figures, those with several sources first.

    Args:
        quantities: the story's quantities.
        key_of: for each claim id the id of its source.
    """
    ordered = sorted(quantities, key=lambda q: (key_of[q.id], q.span, q.id))
    equal: list[list[Quantity]] = []
    for quantity in ordered:
        _join([quantity], equal, key_of, is_equal=True)
    groups: list[list[Quantity]] = []
    for found in equal:
        _join(found, groups, key_of, is_equal=False)
    made = [_row(group, key_of) for group in groups]
    return sorted(made, key=lambda row: (-_breadth(row, key_of), row.counted, row.quantities[0].id))


def _join(
    found: list[Quantity],
    groups: list[list[Quantity]],
    key_of: Mapping[str, str],
    *,
    is_equal: bool,
) -> None:
    """Add quantities to the first group of the same thing, or make them a group of their own."""
    for group in groups:
        if is_equal and _signature(group[0]) != _signature(found[0]):
            continue
        if all(_same_thing(quantity, other) for quantity in found for other in group) and not any(
            _contradicts_own_source(quantity, group, key_of) for quantity in found
        ):
            group.extend(found)
            return
    groups.append(found)


def _contradicts_own_source(
    quantity: Quantity, group: Sequence[Quantity], key_of: Mapping[str, str]
) -> bool:
    """Whether the source gave another figure in this row already: then it counts something else."""
    own = [other for other in group if key_of[other.id] == key_of[quantity.id]]
    return any(
        _signature(quantity) != _signature(other)
        and (quantity.is_vague or other.is_vague or not agree(quantity, other))
        for other in own
    )


def _breadth(row: Row, key_of: Mapping[str, str]) -> int:
    return len({key_of[q.id] for q in row.quantities})


def _row(group: list[Quantity], key_of: Mapping[str, str]) -> Row:
    first: dict[tuple[str, str], Quantity] = {}
    for quantity in group:  # a source that repeats its figure is shown once
        first.setdefault((key_of[quantity.id], _signature(quantity)), quantity)
    kept = tuple(first.values())
    shortest = min(kept, key=lambda q: (len(q.counted) or 999, q.counted))
    scopes = {q.scope for q in kept if q.scope}
    return Row(
        counted=shortest.counted or shortest.unit,
        unit=shortest.unit,
        scope=next(iter(scopes)) if len(scopes) == 1 else "",
        quantities=kept,
        deed=_deed(kept[0]),
        differs=any(not agree(a, b) for i, a in enumerate(kept) for b in kept[i + 1 :]),
    )


def _signature(quantity: Quantity) -> str:
    return f"{quantity.value}/{quantity.low}/{quantity.high}/{plain(quantity.surface)}"


def agree(left: Quantity, right: Quantity) -> bool:
    """Whether two quantities of one thing do not contradict each other; vague words never do."""
    if {left.change, right.change} == {"up", "down"}:
        return False
    return agrees(_figure(left), _figure(right))


def _figure(quantity: Quantity) -> Figure:
    return Figure(
        span=quantity.span,
        core=quantity.span,
        value=quantity.value,
        low=quantity.low,
        high=quantity.high,
        modifier=quantity.modifier,
        change=quantity.change,
        unit="",
        is_vague=quantity.is_vague,
    )


def _same_thing(left: Quantity, right: Quantity) -> bool:
    if _unit(left) != _unit(right) or not _unit(left):
        return False
    if left.date and right.date and not left.date.overlaps(right.date):
        return False
    if _spans_weeks(left) != _spans_weeks(right):
        return False  # a month's total is no version of a night's count
    if _deed(left) != _deed(right):
        return False
    if _times_differ(left, right):
        return False
    if _is_part(left) != _is_part(right):
        return False
    if _deed(left) in _LOCAL and _places_differ(left, right):
        return False
    if (
        _deed(left) not in _LOCAL
        and (left.date is None) != (right.date is None)
        and left.as_of
        and right.as_of
    ):
        return False  # one time is known, the other named but not known: not one time
    if _is_further(left) != _is_further(right) or _groups(left) != _groups(right):
        return False
    if _deed(left):
        return _specifics(left) == _specifics(right)
    a, b = _stems(left), _stems(right)
    if not a & b:
        return False
    if _head(left) == _head(right):
        return len(a & b) >= 0.6 * min(len(a), len(b))
    return len(a & b) >= 0.5 * len(a | b)


def _spans_weeks(quantity: Quantity) -> bool:
    return bool(quantity.date and (quantity.date.end - quantity.date.start).days > 7)


def _unit(quantity: Quantity) -> str:
    unit = plain(quantity.unit)
    last = unit.split()[-1] if unit else ""
    return _UNITS.get(unit) or _UNITS.get(last) or _UNITS.get(stem(last)) or stem(last) or unit


def _deed(quantity: Quantity) -> str:
    words = set(re.findall(r"[^\W_]+", plain(quantity.counted)))
    if "previous" in words or ("record" in words and {"earlier", "old"} & words):
        return "record"
    return main_deed(quantity.counted)


def _stems(quantity: Quantity) -> set[str]:
    return {stem(w) for w in words_of(quantity.counted) if w not in _SMALL} - {_unit(quantity)}


def _head(quantity: Quantity) -> str:
    """Return the stem of the first word that says what is counted: "length", "time", "drones"."""
    words = re.findall(r"[^\W_]+", plain(quantity.counted))
    return next((stem(word) for word in words if word not in _SMALL), "")


def _is_further(quantity: Quantity) -> bool:
    """Whether the figure adds to another ("another 9", "nine more"): no version of the whole."""
    return bool(_FURTHER.search(f"{quantity.surface} {quantity.counted}"))


def _groups(quantity: Quantity) -> set[str]:
    """Return the group of people counted, if it is not people at large: children, firefighters."""
    if _unit(quantity) != "person":
        return set()
    words = [w for w in re.findall(r"[^\W_]+", plain(quantity.counted)) if w not in _SMALL]
    before_deed = []
    for word in words:
        if deed_of(word):
            break
        before_deed.append(word)
    return {stem(w) for w in before_deed if w not in _PEOPLE}


def _times_differ(left: Quantity, right: Quantity) -> bool:
    """Whether neither date is known, and the words name two: Monday's count is not Friday's."""
    if left.date or right.date:
        return False
    a, b = ({found.words.casefold() for found in find_dates(q.as_of)} for q in (left, right))
    return bool(a and b and not a & b)


def _is_part(quantity: Quantity) -> bool:
    """Whether the figure is a part of a whole ("of the 23"): never a version of the whole."""
    scope = plain(quantity.scope)
    if not re.match(r"(?:out of|of|among|from)\b", scope):
        return False
    return bool(find_figures(scope) or re.search(r"\b(?:those|them|these|all)\b", scope))


def _places_differ(left: Quantity, right: Quantity) -> bool:
    """Whether both say where, and it is not one place: two towns, or a town and the country."""
    for one, other in ((left, right), (right, left)):
        if _COUNTRY.search(one.scope) and not _COUNTRY.search(other.scope):
            return bool(_places(other) or _CITY.search(other.scope))
    a, b = _places(left), _places(right)
    if a and b:
        matched = {x for x in a for y in b if _may_be_one(x, y)}
        return not matched or (len(a) > 1) != (len(b) > 1)
    return False


def _places(quantity: Quantity) -> set[str]:
    """Return the places a scope names, without words such as "Region"; a bare adjective is none."""
    found = set()
    for run in _RUN.findall(quantity.scope):
        words = [w for w in run.split() if w.casefold() not in _AREA]
        if words and not (len(words) == 1 and _CITY.search(quantity.scope)):
            found.add(plain(" ".join(words)))
    return found


def _may_be_one(left: str, right: str) -> bool:
    return left == right or (left.split()[-1:] == right.split()[-1:] and _is_named_in(left, right))


def _is_named_in(left: str, right: str) -> bool:
    """Whether one is the other with nothing that sets it apart ("Greater Oxmere")."""
    extra = set(left.split()) ^ set(right.split())
    return not extra & _SIDES


def _specifics(quantity: Quantity) -> frozenset[str]:
    """Return names in what is counted (models of weapons): one kind is no version of all kinds."""
    names = re.findall(r"\b[A-ZÀ-Ž][\w]*(?:-\w+)+\b|\b[A-ZÀ-Ž]{2,}\b", quantity.counted)
    extra = {w for w in _stems(quantity) if w in {"ballist", "ballistic", "cruise", "serious"}}
    return frozenset(plain(n) for n in names) | extra
