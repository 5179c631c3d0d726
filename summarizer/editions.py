"""Which span of time a briefing covers, and which articles lie in it by the moment that counts.

Pure: what time it is now is given, never read. Knows nothing of where articles are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal, Self
from zoneinfo import ZoneInfo

from summarizer.articles import Document, Published
from summarizer.errors import UsageError
from summarizer.zones import zone_named

MOST_NAMED = 8  # articles that a note names

_AGE = re.compile(r"([1-9]\d{0,4})([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_NEVER = datetime.min.replace(tzinfo=UTC)
Basis = Literal["published", "first_read"]


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """A span of time, half-open, seen from `as_of`; all aware, in `zone`.

    Without `until` it reaches to `as_of`. What was first read after `as_of` is not known in it.
    """

    since: datetime
    until: datetime | None
    as_of: datetime
    zone: ZoneInfo

    @classmethod
    def of_day(cls, day: str | date, *, now: datetime, timezone: str | ZoneInfo = "UTC") -> Self:
        """Return a calendar day from midnight to midnight, 23 or 25 hours where clocks change.

        Args:
            day: ISO 8601.
            now: the moment from which it is seen, aware.
            timezone: whose day, as 'Europe/London'.

        Raises:
            UsageError: no such day or time zone, or `now` has no zone.
        """
        zone = _zone(timezone)
        try:
            start = date.fromisoformat(day) if isinstance(day, str) else day
            following = start + timedelta(days=1)
        except (ValueError, OverflowError):
            raise UsageError(f"{day!r} is no day; one is written like 2025-07-04") from None
        return cls(_midnight(start, zone), _midnight(following, zone), _aware(now, zone), zone)

    @classmethod
    def last(cls, since: str, *, now: datetime, timezone: str | ZoneInfo = "UTC") -> Self:
        """Return the span that reaches from some time ago, or from a moment, to now.

        Args:
            since: '90m', '24h', '2d', or an ISO 8601 date or date-time, in `timezone` if it has none.
            now: aware; the moment from which it is seen.
            timezone: in which times are told, as 'Europe/London'.

        >>> noon = datetime(2025, 7, 4, 11, 5, tzinfo=UTC)
        >>> TimeWindow.last("24h", now=noon, timezone="Europe/London").since.isoformat()
        '2025-07-03T12:05:00+01:00'

        Raises:
            UsageError: `since` is none of these or lies after now, no such time zone, or `now` has
                no zone.
        """
        zone = _zone(timezone)
        as_of = _aware(now, zone)
        try:
            if age := _AGE.fullmatch(since):
                start = now.astimezone(UTC) - timedelta(**{_UNITS[age[2]]: int(age[1])})
            else:
                told = datetime.fromisoformat(since)
                start = told if told.tzinfo else told.replace(tzinfo=zone)
            start = start.astimezone(zone)
        except (ValueError, OverflowError):
            raise UsageError(
                f"{since!r} is no time to begin at: give 24h, 90m, 2d or an ISO 8601 moment"
            ) from None
        if _utc(start) > _utc(as_of):
            raise UsageError(f"{since!r} lies after {as_of.isoformat(timespec='minutes')}")
        return cls(start, None, as_of, zone)

    @property
    def end(self) -> datetime:
        """The end of what it covers."""
        return self.until or self.as_of

    def covers(self, moment: Moment) -> bool:
        """Whether a moment lies in it; a day without an hour does where the two overlap."""
        if self.is_after(moment):
            return False
        if moment.at is not None:
            return _utc(moment.at) >= _utc(self.since)
        return _utc(_midnight(moment.day + timedelta(days=1), self.zone)) > _utc(self.since)

    def is_after(self, moment: Moment) -> bool:
        """Whether a moment lies behind its end."""
        start = _utc(moment.at or _midnight(moment.day, self.zone))
        return start >= _utc(self.until) if self.until else start > _utc(self.as_of)


@dataclass(frozen=True, slots=True)
class Moment:
    """When an article counts as new: its publication, else when it was first read.

    `at` is None where only the day is known; `is_early` where it claims to be published after it was
    read, so that it counts by when it was read.
    """

    day: date
    at: datetime | None
    basis: Basis
    is_early: bool = False

    @property
    def order(self) -> tuple[date, bool, datetime]:
        """By day, then those with an hour after those without, then by time."""
        return self.day, self.at is not None, _utc(self.at) if self.at else _NEVER

    def iso(self) -> str:
        """Return it in ISO 8601: a date-time with its zone, or a date."""
        return self.at.isoformat() if self.at else self.day.isoformat()


@dataclass(frozen=True, slots=True)
class Dated:
    """A document, when it was published as far as that is known, and when it was first read, aware."""

    document: Document
    published: Published | None
    first_read: datetime


@dataclass(frozen=True, slots=True)
class Covered:
    """The documents of a window, with notes on what was decided, and the newest moment of them."""

    documents: tuple[Document, ...]
    notes: tuple[str, ...]
    newest: Moment | None


def moment_of(published: Published | None, first_read: datetime, zone: ZoneInfo) -> Moment:
    """Return the moment by which an article counts; a time without a zone is taken in `zone`.

    >>> read = datetime(2025, 7, 4, 6, tzinfo=UTC)
    >>> moment_of(Published.parse("2025-07-04T06:12+03:00"), read, ZoneInfo("UTC")).iso()
    '2025-07-04T03:12:00+00:00'
    >>> moment_of(None, read, ZoneInfo("Europe/London")).iso()
    '2025-07-04T07:00:00+01:00'
    """
    read = first_read.astimezone(zone)
    if published is None:
        return Moment(read.date(), read, "first_read")
    if published.at is None:
        told = Moment(published.day, None, "published")
        is_early = published.day > read.date()
    else:
        at = published.at if published.at.tzinfo else published.at.replace(tzinfo=zone)
        at = in_zone(at, zone)
        told = Moment(at.date(), at, "published")
        is_early = _utc(at) > _utc(read)
    return Moment(read.date(), read, "first_read", is_early=True) if is_early else told


def covered(dated: Iterable[Dated], window: TimeWindow, *, older: int = 0) -> Covered:
    """Return the documents that lie in a window, in the order given, and what is to be said of it.

    Args:
        dated: the documents.
        window: the span of time.
        older: how many more there are, all before it.
    """
    known = [entry for entry in dated if _utc(entry.first_read) <= _utc(window.as_of)]
    moments = [moment_of(entry.published, entry.first_read, window.zone) for entry in known]
    inside = [
        (_first_read(entry), moment)
        for entry, moment in zip(known, moments, strict=True)
        if window.covers(moment)
    ]
    after = sum(window.is_after(moment) for moment in moments)
    return Covered(
        tuple(document for document, _ in inside),
        tuple(_notes(inside, older + len(known) - len(inside) - after, after, window)),
        max((moment for _, moment in inside), key=lambda moment: moment.order, default=None),
    )


def _first_read(entry: Dated) -> Document:
    """Return the document as one that knows when it was first read."""
    metadata = replace(entry.document.metadata, seen=entry.first_read)
    return replace(entry.document, metadata=metadata)


def _notes(
    inside: Sequence[tuple[Document, Moment]], before: int, after: int, window: TimeWindow
) -> Iterable[str]:
    undated = [d.name for d, moment in inside if moment.basis == "first_read"]
    early = [d.name for d, moment in inside if moment.is_early]
    undated = [name for name in undated if name not in set(early)]
    if undated:
        yield f"no date, so that the time of the first reading counts: {_listed(undated)}"
    if early:
        yield f"dated later than first read, so that the latter counts: {_listed(early)}"
    cut = [d.name for d, moment in inside if moment.at is None and _is_cut(moment, window)]
    if cut:
        yield f"only the day is known, and the window has a part of it: {_listed(cut)}"
    if before or after:
        parts = ((before, "before"), (after, "after"))
        told = " and ".join(f"{count} {where} it" for count, where in parts if count)
        yield f"outside the window: {told}"


def _is_cut(moment: Moment, window: TimeWindow) -> bool:
    start = _utc(_midnight(moment.day, window.zone))
    following = _utc(_midnight(moment.day + timedelta(days=1), window.zone))
    return start < _utc(window.since) or _utc(window.end) < following


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(sorted(names)[:MOST_NAMED]) + more


def _utc(moment: datetime) -> datetime:
    """Return a moment in UTC: two in one zone are compared by what the clock on the wall shows."""
    return in_zone(moment, UTC)


def in_zone(moment: datetime, zone: tzinfo) -> datetime:
    """Return an aware moment in a zone; at the ends of the calendar, its own hours.

    >>> in_zone(datetime.min.replace(tzinfo=ZoneInfo("Asia/Tokyo")), UTC).isoformat()
    '0001-01-01T00:00:00+00:00'
    """
    try:
        return moment.astimezone(zone)
    except OverflowError:
        return moment.replace(tzinfo=zone)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)


def _aware(now: datetime, zone: ZoneInfo) -> datetime:
    if now.tzinfo is None:
        raise UsageError(f"now={now!r} has no time zone: give datetime.now(UTC)")
    return now.astimezone(zone)


def _zone(name: str | ZoneInfo) -> ZoneInfo:
    if isinstance(name, ZoneInfo):
        return name
    try:
        return zone_named(name)
    except ValueError as error:
        raise UsageError(
            f"{error} (where the machine has no list of them, install tzdata)"
        ) from None
