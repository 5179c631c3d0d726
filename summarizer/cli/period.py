"""The span of time that a call covers: from its options, or as it was in a kept run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from summarizer.errors import UsageError
from summarizer.zones import zone_named

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from summarizer.briefing import Edition
    from summarizer.editions import TimeWindow
    from summarizer.overruling import Desk
    from summarizer.reading import Reading
    from summarizer.runs import Run


@dataclass(frozen=True, slots=True)
class Period:
    """The options --day, --since, --timezone and --as-of as given."""

    day: str | None = None
    since: str | None = None
    timezone: str | None = None
    as_of: str | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.since is not None:
            raise UsageError("--day and --since are two ways to say it: give one of them")
        if not self.is_given and (self.timezone or self.as_of):
            raise UsageError("--timezone and --as-of belong to --day or --since")

    @property
    def is_given(self) -> bool:
        """Whether the call covers a span of time."""
        return self.day is not None or self.since is not None

    def window(self, desk: Desk) -> TimeWindow | None:
        """Return the span of time; in the time zone of the call, else of the desk, else in UTC.

        Raises:
            UsageError: an option cannot be read.
        """
        from summarizer.editions import TimeWindow

        zone = self.timezone or desk.timezone or "UTC"
        now = _moment(self.as_of, zone) if self.as_of else datetime.now(UTC).replace(microsecond=0)
        if self.day is not None:
            return TimeWindow.of_day(self.day, now=now, timezone=zone)
        if self.since is not None:
            return TimeWindow.last(self.since, now=now, timezone=zone)
        return None


def edition_of(run: Run | None, period: Period) -> Edition | None:
    """Return what the header of a kept run says of the time that it covers, if anything.

    Raises:
        UsageError: the call is about a run and says itself which time to cover.
    """
    from summarizer.covering import edition_from

    if run is None:
        return None
    if period.is_given:
        raise UsageError("a kept run has the articles that it had: leave out --day and --since")
    return edition_from(run.options)


def nothing_covered(window: TimeWindow, reading: Reading) -> str:
    """Return the error for a window in which no article lies."""
    told = [note for note in reading.notes if note.startswith("outside the window")]
    since, end = (moment.isoformat(timespec="minutes") for moment in (window.since, window.end))
    return f"no article between {since} and {end}" + "".join(f" ({note})" for note in told)


def _moment(as_of: str, zone: str | ZoneInfo) -> datetime:
    try:
        moment = datetime.fromisoformat(as_of)
    except ValueError:
        raise UsageError(f"--as-of {as_of!r} is no ISO 8601 date-time") from None
    if moment.tzinfo is None:
        try:
            return moment.replace(tzinfo=zone_named(zone) if isinstance(zone, str) else zone)
        except ValueError as error:
            raise UsageError(f"--timezone {error}") from error
    return moment
