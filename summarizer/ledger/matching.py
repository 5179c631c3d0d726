"""Whether two quantities measure one thing: what rules it out, and what is taken for it.

Which of two values is right is not decided here. Pure; compares two quantities at a time.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from summarizer.claims import Quantity
from summarizer.dates import find_dates
from summarizer.ledger.places import areas_differ, places_differ
from summarizer.ledger.things import ANY_WEAPON, Thing, stems, thing_of
from summarizer.names import plain
from summarizer.quantities import Figure, agrees

# Counted in one place: the casualties of two towns never meet in a row.
_LOCAL = frozenset({"", "damaged", "through", "burning"})
# Ends that exclude each other: who was killed is not counted among the injured.
_ENDS = (
    frozenset({"killed", "injured", "missing", "arrested"}),
    frozenset({"launched", "downed", "through", "record"}),
)
_EXPECTED = re.compile(
    r"\b(?:soon|could|would|will|(?-i:may)|might|next|coming|upcoming|tomorrow|future|expected|forecast|"
    r"predicted|projected|planned|feared|to be)\b",
    re.IGNORECASE,
)
# Units of one class that are never one: a person is no drone, a dollar no euro.
_CLASSES = {
    unit: name
    for name, words in {
        "person": "person soldier",
        "place": "location district region city town village",
        "time": "second minute hour day night week month year",
        "share": "% points",
        "money": "$ US$ € £ ¥ euro dollar pound",
    }.items()
    for unit in stems(words)
}
_KINDS_OF_PEOPLE = stems(
    "child children woman women soldier officer firefighter rescuer journalist doctor student "
    "police policemen medic"
)


def agree(left: Quantity, right: Quantity) -> bool:
    """Whether two quantities of one thing do not contradict each other; vague words never do."""
    if {left.change, right.change} == {"up", "down"}:
        return False
    return agrees(figure_of(left), figure_of(right))


@lru_cache(maxsize=16384)
def figure_of(quantity: Quantity) -> Figure:
    """Return the figure of a quantity, as rules for figures take it."""
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


def signature(quantity: Quantity) -> str:
    """Return what two equal figures share: value, bounds and words."""
    return f"{quantity.value}/{quantity.low}/{quantity.high}/{plain(quantity.surface)}"


def amount(quantity: Quantity) -> Decimal | None:
    """Return the number a quantity stands for when sizes are compared: value, else a bound."""
    for number in (quantity.value, quantity.low, quantity.high):
        if number is not None:
            return number
    return None


def cannot_be_one(left: Quantity, right: Quantity) -> bool:
    """Whether two quantities surely measure two things, whoever says otherwise.

    Units, ends ("killed", "injured"), dates, named places, directions, a part and its whole. Where
    the values agree, a narrower group or kind is let pass: it may be another wording.
    """
    a, b = thing_of(left), thing_of(right)
    if _units_exclude(a, b) or times_exclude(left, right):
        return True
    if {left.change, right.change} == {"up", "down"}:
        return True
    if a.deed != b.deed and (
        any({a.deed, b.deed} <= ends for ends in _ENDS)
        or ("+" in a.deed + b.deed and a.is_harm and b.is_harm)
    ):
        return True
    if (_is_local(a) or _is_local(b)) and places_differ(left.scope, right.scope):
        return True
    if _is_whole_of(left, right) or _is_whole_of(right, left) or a.is_further != b.is_further:
        return True
    if a.specifics != b.specifics and a.specifics and b.specifics:
        return True
    return not agree(left, right) and _is_narrower(left, right)


def same_thing(left: Quantity, right: Quantity) -> bool:
    """Whether the words alone say that two quantities measure one thing."""
    a, b = thing_of(left), thing_of(right)
    if a.unit != b.unit or not a.unit or a.deed != b.deed or times_exclude(left, right):
        return False
    if _parts_differ(a, b, left, right) or {left.change, right.change} == {"up", "down"}:
        return False
    if _is_local(a) and places_differ(left.scope, right.scope):
        return False
    if _is_local(a) and areas_differ(left.scope, right.scope) and left.value != right.value:
        return False
    is_one_dated = (left.date is None) != (right.date is None)
    if not _is_local(a) and is_one_dated and left.as_of and right.as_of:
        return False  # one time is known, the other named but not known: not one time
    if a.is_further != b.is_further or a.groups != b.groups:
        return False
    if a.deed:
        return a.specifics == b.specifics
    if not a.stems & b.stems:
        return False
    if a.head == b.head:
        return len(a.stems & b.stems) >= 0.6 * min(len(a.stems), len(b.stems))
    return len(a.stems & b.stems) >= 0.5 * len(a.stems | b.stems)


def is_expected(quantity: Quantity) -> bool:
    """Whether a figure is of what may come: "800 drones could soon be launched" counts none yet."""
    return bool(_EXPECTED.search(f"{quantity.as_of} {quantity.counted}"))


def times_exclude(left: Quantity, right: Quantity) -> bool:
    """Whether two figures are of two times: dates apart, a month and a night, two named days."""
    if is_expected(left) != is_expected(right):
        return True
    if left.date and right.date and not left.date.overlaps(right.date):
        return True
    if thing_of(left).spans_weeks != thing_of(right).spans_weeks:
        return True  # a month's total is no version of a night's count
    if left.date or right.date:
        return False
    a, b = ({found.words.casefold() for found in find_dates(q.as_of)} for q in (left, right))
    return bool(a and b and not a & b)


def _is_local(thing: Thing) -> bool:
    return thing.is_harm or thing.deed in _LOCAL


def _units_exclude(a: Thing, b: Thing) -> bool:
    if a.kinds or b.kinds:
        if a.kinds == b.kinds:
            return False
        general = frozenset({ANY_WEAPON})
        return not (general in (a.kinds, b.kinds) and len(a.kinds | b.kinds) > 2)
    if a.unit == b.unit or not a.unit or not b.unit:
        return False
    classes = (_CLASSES.get(a.unit, ""), _CLASSES.get(b.unit, ""))
    if classes[0] == classes[1]:
        return classes[0] in {"time", "share", "money", "place"}
    return all(classes) or bool({"money", "share"} & set(classes))


def _is_whole_of(whole: Quantity, part: Quantity) -> bool:
    """Whether the words of `part` name the number of `whole` ("14 of the 23"), or "of those"."""
    told = thing_of(part)
    if not told.is_part:
        return False
    if told.whole is None:
        return not thing_of(whole).is_part
    return told.whole in (whole.value, whole.low)


def _parts_differ(a: Thing, b: Thing, left: Quantity, right: Quantity) -> bool:
    """Whether one is a part and the other may be its whole; of people it always may."""
    if a.is_part == b.is_part:
        return False
    part, other = (a, right) if a.is_part else (b, left)
    if a.is_harm or a.deed == "" or part.whole is None:
        return True
    size = amount(other)
    return size is not None and size >= part.whole


def _is_narrower(left: Quantity, right: Quantity) -> bool:
    """Whether one counts a group or kind of the other: children of people, models of missiles."""
    a, b = thing_of(left), thing_of(right)
    if a.groups & _KINDS_OF_PEOPLE != b.groups & _KINDS_OF_PEOPLE:
        return True
    is_other_fate = a.deed != b.deed and a.is_harm and b.is_harm
    return a.specifics != b.specifics or is_other_fate
