"""Dates of a sentence: as printed in a cited sentence, or as resolved for a row, and no nearer."""

from __future__ import annotations

import re

from summarizer.dates import DateRange, date_words, find_dates, resolve
from summarizer.gate.cited import SMALL, Cited, words
from summarizer.spans import locate

_BOUND = re.compile(r"\b(before|after|by|until|till|since|from)\s+(?:the\s+)?$", re.IGNORECASE)
_PART = frozenset("morning afternoon evening night overnight early late noon midnight".split())
_SIDE = frozenset("this last next earlier later past coming".split())
_TIME_SMALL = (SMALL - _SIDE) | {"and", "between", "on", "in", "the", "of"}


def date_problems(bare: str, cited: Cited) -> list[str]:
    """Return the dates of a sentence (quoted words blanked out) that its rows do not give."""
    problems = []
    for expression in find_dates(bare):
        told = expression.words
        bound = _BOUND.search(bare[: expression.span.start]) or _BOUND.match(f"{told} ")
        first = told.split()[0].casefold()
        if first in {"before", "after", "by", "until", "till", "since", "from"}:
            bound_word = first
        else:
            bound_word = bound.group(1).casefold() if bound else ""
        if bound_word and bound_word not in cited.words:
            problems.append(f"{bound_word!r} before {told!r} is not in the rows it names")
        elif not locate(told, cited.text) and not _is_carried(told, cited):
            problems.append(f"the date {told!r} is not that of the rows it names")
    return problems


def _is_carried(told: str, cited: Cited) -> bool:
    day = resolve(told, None)
    if day is not None:
        return any(_matches(day, date) for date in cited.dates) and _parts_stand(told, cited)
    allowed = {w.casefold() for d in cited.dates for w in date_words(d)} | cited.words
    needed = [w.casefold() for w in words(told) if w.casefold() not in _TIME_SMALL]
    known = all(w in allowed for w in needed if w not in _PART)
    return known and _parts_stand(told, cited) and _is_one_day(told, cited)


def _matches(told: DateRange, claimed: DateRange) -> bool:
    """Whether prose may name a claim's date so: the same days, one of a night's, or a wider unit."""
    if (told.start, told.end) == (claimed.start, claimed.end):
        return True
    if claimed.precision == "night":
        return claimed.start <= told.start and told.end <= claimed.end
    coarse = told.precision in {"month", "year"}
    return coarse and told.start <= claimed.start and claimed.end <= told.end


def _parts_stand(told: str, cited: Cited) -> bool:
    """Whether the part of the day is printed: "early" is no "late", a night may be resolved."""
    parts = {w.casefold() for w in words(told)} & _PART
    night = any(date.precision == "night" for date in cited.dates)
    return all(part in cited.words or (night and part in {"night", "overnight"}) for part in parts)


def _is_one_day(told: str, cited: Cited) -> bool:
    """Whether a day without its year is one of the days of the rows, month and number together."""
    numbers = [w for w in words(told) if w.isdigit() and len(w) <= 2]
    if not numbers:
        return True
    days = {
        (str(day.day), day.strftime("%B")) for date in cited.dates for day in (date.start, date.end)
    }
    months = [w for w in words(told) if any(w == month for _, month in days)]
    if not months:
        return any(number in cited.words for number in numbers)
    return all(any((number, month) in days for month in months) for number in numbers)
