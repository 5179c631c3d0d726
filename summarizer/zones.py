"""Time zones by their names; which one holds is for others to know."""

from __future__ import annotations

from zoneinfo import ZoneInfo


def zone_named(name: str) -> ZoneInfo:
    """Return the time zone of a name of the IANA database.

    Raises:
        ValueError: there is none of that name; the message is a clause.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        raise ValueError(f"{name!r} is no time zone; one is written like 'Europe/London'") from None
