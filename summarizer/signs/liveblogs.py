"""Live pages: entries with times of their own, newest first or last, found by rule.

An entry begins at a line that gives an hour or an age ("11:48", "12.05pm BST", "3 h ago") as a stamp.
Knows texts and when they were published; nothing of prompts and claims.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from itertools import pairwise

from summarizer.articles import Document, Published
from summarizer.dates import resolve
from summarizer.spans import Span

FEWEST_ENTRIES = 3  # with times that fall, from which a page is a live one
LATEST_FIRST = 0.8  # share of neighbours that have to be in order: a pinned entry may stand on top

# Hours by which names of zones differ from UTC; those with two meanings (IST, CST in Asia) are left out.
_ZONES = {
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "BST": 1, "CET": 1, "WEST": 1, "CEST": 2, "EET": 2,
    "SAST": 2, "EEST": 3, "MSK": 3, "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6,
    "PST": -8, "PDT": -7, "JST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
}  # fmt: skip
_LOCAL = (
    "ET|CT|MT|PT|IST|CST|AET|local time|uhr"  # known to be zones, of an hour that hangs on the day
)
_HOURS = (
    r"(?:(?P<hour>\d{1,2})[:.h](?P<minute>\d\d)(?::\d\d)?\s*(?P<half>[ap]\.?m\b\.?)?|"
    r"(?P<hour2>\d{1,2})\s*(?P<half2>[ap]\.?m\b\.?))"
    rf"(?:\s*\(?(?P<zone>{'|'.join(sorted(_ZONES, key=len, reverse=True))}|{_LOCAL}|"
    r"[+-]\d\d:?\d\d)\b\)?)?"
)
_MONTHS = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?"
_DAY = (
    r"(?P<day>(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTHS}|{_MONTHS}\s+\d{{1,2}})(?:,?\s+\d{{4}})?)"
)
_FORMS = (
    r"(?P<iso>\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\s?(?:Z\b|[+-]\d\d:?\d\d))?)",
    rf"{_DAY}(?:,|\s+at|\s+[–—-])?\s+{_HOURS}",
    rf"{_HOURS}(?:,?\s*(?:on\s+)?{_DAY})?",
    r"(?:(?P<age>\d{1,3})\s*(?P<unit>h|hrs?|hours?|m|mins?|minutes?|d|days?)\.?\s+ago|"
    r"(?P<now>just now))",
)
_LEAD = (
    r"[\[(•*·-]?\s*(?:(?:latest\s+)?(?:updated?|posted|published|added)(?:\s+(?:at|on))?"
    r"\s*[:,-]?\s*)?"
)
_STAMPS = tuple(re.compile(rf"{_LEAD}{form}\s*[\])]?", re.IGNORECASE) for form in _FORMS)
_AFTER = re.compile(
    r"\s*(?:$|(?:[:–—|-]+|\.)(?:\s|$))"
)  # what parts a stamp from a title behind it
_A_DAY = 24 * 60  # minutes
_HALF_A_DAY = 12 * 60
_LAST_UPDATED = re.compile(r"\s*(?:last|first)\s+(?:updated|published|modified)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a live page: its text, how new it is among them, and its time as far as known.

    `rank` is 0 for the newest; entries of one stamp share it. `surface` is the stamp as printed.
    """

    span: Span
    rank: int
    surface: str
    published: Published | None


@dataclass(frozen=True, slots=True)
class _Stamp:
    """A stamp: where its line begins, its words, and its moment, or its age in minutes."""

    start: int
    surface: str
    day: date | None
    clock: time | None
    zone: timezone | None
    age: int | None


def entries_of(document: Document) -> tuple[Entry, ...]:
    """Return the entries of a page in the order of the text; none where it has fewer than two stamps.

    Hours without a day are of the day on which the page was published, and go over midnight where the
    order of the page shows it. An age ("3 h ago") orders the entries and tells no moment.

    >>> page = Document("Fire\\n12:05\\nTwo are hurt.\\n11:48\\nIt burns.\\n11:30\\nSmoke.", "a.txt")
    >>> [(entry.rank, entry.surface) for entry in entries_of(page)]
    [(0, '12:05'), (1, '11:48'), (2, '11:30')]
    """
    stamps = list(_stamps(document.text))
    if len(stamps) < 2 or len({stamp.age is None for stamp in stamps}) > 1:
        return ()
    published = document.metadata.published
    moments = _moments(stamps, published.day if published else None)
    ranks = {when: rank for rank, when in enumerate(sorted(set(moments), reverse=True))}
    ends = [stamp.start for stamp in stamps[1:]] + [len(document.text)]
    return tuple(
        Entry(
            Span(stamp.start, end),
            ranks[moment],
            stamp.surface,
            _published(stamp, moment, published.day if published else None),
        )
        for stamp, end, moment in zip(stamps, ends, moments, strict=True)
    )


def entry_at(entries: Sequence[Entry], position: int) -> Entry | None:
    """Return the entry that a position of the text stands in, None before the first one."""
    place = bisect_right(entries, position, key=lambda entry: entry.span.start) - 1
    return entries[place] if place >= 0 else None


def is_newest_first(entries: Sequence[Entry]) -> bool:
    """Whether the times of a page fall from top to bottom, as they do on live pages alone."""
    steps = [other.rank - one.rank for one, other in pairwise(entries)]
    falling = sum(step > 0 for step in steps)
    return falling >= 2 and falling >= LATEST_FIRST * sum(step != 0 for step in steps)


def _stamps(text: str) -> Iterable[_Stamp]:
    start = 0
    for line in text.splitlines(keepends=True):
        bare = line.strip()
        if not _LAST_UPDATED.match(bare):
            found = (pattern.match(bare) for pattern in _STAMPS)
            match = next((m for m in found if m and _AFTER.match(bare, m.end())), None)
            stamp = _read(start, match) if match else None
            if stamp is not None:
                yield stamp
        start += len(line)


def _read(start: int, match: re.Match[str]) -> _Stamp | None:
    surface = match.group().strip("[]()•*· \t")
    told = match.groupdict()
    if told.get("now") or told.get("age"):
        unit = (told["unit"] or "m")[0].lower()
        minutes = int(told["age"] or 0) * {"m": 1, "h": 60, "d": _A_DAY}[unit]
        return _Stamp(start, surface, None, None, None, minutes)
    if iso := told.get("iso"):
        try:
            moment = datetime.fromisoformat(re.sub(r"\s(?=Z|[+-])", "", iso))
        except ValueError:
            return None
        offset = moment.utcoffset()
        zone = timezone(offset) if offset is not None else None
        return _Stamp(start, surface, moment.date(), moment.time(), zone, None)
    clock = _clock(told)
    if clock is None:
        return None
    found = resolve(told["day"], None) if told.get("day") else None
    day = found.start if found and found.start == found.end else None
    return _Stamp(start, surface, day, clock, _zone(told["zone"]), None)


def _clock(told: Mapping[str, str | None]) -> time | None:
    hour, minute = int(told["hour"] or told["hour2"] or 0), int(told["minute"] or 0)
    half = (told["half"] or told["half2"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _zone(name: str | None) -> timezone | None:
    if not name:
        return None
    if name[0] in "+-":
        hours, minutes = int(name[1:3]), int(name[-2:])
        return timezone((1 if name[0] == "+" else -1) * timedelta(hours=hours, minutes=minutes))
    hours_off = _ZONES.get(name.upper())
    return None if hours_off is None else timezone(timedelta(hours=hours_off))


def _moments(stamps: Sequence[_Stamp], published: date | None) -> list[float]:
    """Return a number for each stamp that grows with time, in minutes.

    Where most hours fall from top to bottom, one that is much higher is of the day before (23:50 below
    00:10); where most rise, of the day after.
    """
    if stamps[0].age is not None:
        return [-float(stamp.age or 0) for stamp in stamps]
    first = published or date.min
    raw = [_minutes(stamp, stamp.day or first) for stamp in stamps]
    steps = [b - a for a, b in pairwise(raw) if abs(b - a) <= _HALF_A_DAY]
    falls = sum(step < 0 for step in steps) >= sum(step > 0 for step in steps)
    shift = 0
    found = [raw[0]]
    for (earlier, stamp), value in zip(pairwise(stamps), raw[1:], strict=True):
        step = value - raw[len(found) - 1]
        if earlier.day is None and stamp.day is None and abs(step) > _HALF_A_DAY:
            if falls == (step > 0):
                shift += -_A_DAY if falls else _A_DAY
        elif stamp.day is not None:
            shift = 0
        found.append(value + shift)
    return found


def _minutes(stamp: _Stamp, day: date) -> float:
    clock = stamp.clock or time(0)
    return day.toordinal() * _A_DAY + clock.hour * 60 + clock.minute + clock.second / 60


def _published(stamp: _Stamp, moment: float, known: date | None) -> Published | None:
    """Return when an entry was published, None where its day is not known."""
    if stamp.clock is None or (stamp.day is None and known is None):
        return None
    day = date.fromordinal(int(moment // _A_DAY))
    at = datetime.combine(day, stamp.clock, stamp.zone)
    return Published(day, at, stamp.surface)
