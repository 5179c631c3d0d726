"""What stands above the stories of a page: as of when it is, and which time it covers. Plain text."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from summarizer.briefing import Edition
from summarizer.dates import DateRange, spoken


def edition_told(edition: Edition) -> str:
    """Return the line that says as of when a page is, its newest article, and what it covers.

    A date stands beside a time where it is not the day on which the page was made.

    >>> print(edition_told(Edition(
    ...     as_of="2025-07-04T12:05:00+01:00", timezone="Europe/London",
    ...     since="2025-07-04T00:00:00+01:00", until="2025-07-05T00:00:00+01:00",
    ...     newest="2025-07-04T11:48:00+01:00", newest_basis="published")))
    As of 12:05 BST, newest article 11:48; covers 4 July 2025
    """
    zone = ZoneInfo(edition.timezone)
    as_of = _in(edition.as_of, zone)
    told = f"As of {as_of:%H:%M} {as_of.tzname()}"
    if edition.newest is not None:
        read = " first read" if edition.newest_basis == "first_read" else ""
        told += f", newest article{read} {_moment(edition.newest, as_of, zone)}"
    return f"{told}; covers {_covered(edition, as_of, zone)}"


def _covered(edition: Edition, as_of: datetime, zone: ZoneInfo) -> str:
    since, until = _in(edition.since, zone), _in(edition.until, zone)
    if until == as_of:
        return f"{since:%H:%M} on {_day(since.date())} to {as_of:%H:%M} on {_day(as_of.date())}"
    seen = "" if since.date() == as_of.date() else f" (as seen on {_day(as_of.date())})"
    last = (until - timedelta(microseconds=1)).date()
    days = DateRange(since.date(), last, "day", "")
    return f"{spoken(days)}{seen}"


def _moment(iso: str, as_of: datetime, zone: ZoneInfo) -> str:
    if len(iso) == 10:
        return _day(date.fromisoformat(iso))
    at = _in(iso, zone)
    on = "" if at.date() == as_of.date() else f" on {_day(at.date())}"
    return f"{at:%H:%M}{on}"


def _in(iso: str, zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(iso).astimezone(zone)


def _day(day: date) -> str:
    return spoken(DateRange(day, day, "day", ""))
