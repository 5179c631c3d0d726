"""The order of versions on a plot: source by source as they were published, each by its own times."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from summarizer.briefing import Briefing, Source, Value
from summarizer.dates import DateRange, spoken


def ordered(values: Sequence[Value], briefing: Briefing) -> list[Value]:
    """Return the versions of one source together, the sources in order of publication.

    Sources of one day without an hour, and those without a date (last), are in order of their
    labels; what one source gives is in the order of its dates, then of its text.
    """
    sources = {source.source: source for source in briefing.sources}
    wanted = {value.claim for value in values}
    dates = {claim.id: claim.date for claim in briefing.claims if claim.id in wanted}

    def order(value: Value) -> tuple[datetime, str, str, str, int, str]:
        source = sources[value.source]
        start = min((citation.start for citation in value.citations), default=0)
        when = _moment(source) or datetime.max.replace(tzinfo=UTC)
        return (
            when,
            source.label,
            source.source,
            dates.get(value.claim) or "9999",
            start,
            value.claim,
        )

    return sorted(values, key=order)


def published_words(source: Source) -> str:
    """Return when a source was published, in words: "4 July 2025, 06:10 UTC+3"; "" if unknown."""
    if not source.published:
        return ""
    try:
        moment = datetime.fromisoformat(source.published)
    except ValueError:
        return source.published
    day = moment.date()
    told = spoken(DateRange(day, day, "day", ""))
    if "T" not in source.published:
        return told
    zone = f" {moment.tzname()}" if moment.tzinfo else ""
    return f"{told}, {moment:%H:%M}{zone.replace('+0', '+').replace('-0', '-').removesuffix(':00')}"


def _moment(source: Source) -> datetime | None:
    try:
        if source.published and "T" not in source.published:
            day = date.fromisoformat(source.published)
            return datetime(day.year, day.month, day.day, tzinfo=UTC)
        moment = datetime.fromisoformat(source.published or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
