"""Moments as pages and feeds write them, turned into ISO 8601; the zone is kept where one is given."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

_DAY_AND_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]+(\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?\s*(.*)\Z")
_ZONE = re.compile(r"([+-]\d{2}):?(\d{2})?\Z")


def moment(words: str) -> str | None:
    """Return the ISO 8601 form of a moment, or None where it is no date that can be told surely.

    >>> moment("Fri, 04 Jul 2025 06:12:00 +0300"), moment("2019-12-30T05:03-0500")
    ('2025-07-04T06:12:00+03:00', '2019-12-30T05:03-05:00')
    >>> moment("2025-07-04T06:12:00.000Z"), moment("04/07/2025")
    ('2025-07-04T06:12:00+00:00', None)
    """
    given = " ".join(words.split())
    if match := _DAY_AND_TIME.match(given):
        day, time, zone = match.groups()
        offset = _offset(zone)
        given = f"{day}T{time}{offset}" if offset is not None else ""
    try:
        if len(given) == 10:
            return date.fromisoformat(given).isoformat()
        datetime.fromisoformat(given)
        return given
    except ValueError:
        return _of_mail(words)


def _offset(zone: str) -> str | None:
    """Return a zone as ISO 8601 has it, "" where there is none, None where it cannot be read."""
    if zone in ("", "Z", "z", "UTC", "GMT"):
        return "+00:00" if zone else ""
    match = _ZONE.match(zone)
    return f"{match[1]}:{match[2] or '00'}" if match else None


def _of_mail(words: str) -> str | None:
    """Return a moment as RSS and e-mail write it; "-0000" is a moment without a zone."""
    try:
        return parsedate_to_datetime(words).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
