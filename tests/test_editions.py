"""Which span of time a window covers, and by which moment an article counts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.articles import Document, Published
from summarizer.editions import Dated, Moment, TimeWindow, covered, moment_of
from summarizer.errors import UsageError

NOON = datetime(2031, 3, 4, 12, 5, tzinfo=UTC)
DAY = TimeWindow.of_day("2031-03-04", now=NOON)
LAST = TimeWindow.last("24h", now=NOON)


def dated(name: str, published: str | None, read: datetime = NOON) -> Dated:
    """Return a document of a name, with its date and when it was first read."""
    at = Published.parse(published) if published else None
    return Dated(Document(f"The mill {name} burned.", name), at, read)


@pytest.mark.parametrize(
    ("day", "timezone", "hours"),
    [
        ("2031-03-04", "UTC", 24),
        ("2031-03-30", "Europe/London", 23),  # clocks go forward
        ("2031-10-26", "Europe/London", 25),  # and back
    ],
)
def test_a_day_lasts_from_midnight_to_midnight(day: str, timezone: str, hours: int) -> None:
    """A calendar day is that of its zone, with an hour more or less where clocks change."""
    window = TimeWindow.of_day(day, now=NOON, timezone=timezone)
    assert window.until is not None
    length = window.until.astimezone(UTC) - window.since.astimezone(UTC)
    assert length.total_seconds() == hours * 3600


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ("90m", "2031-03-04T12:35:00+02:00"),
        ("24h", "2031-03-03T14:05:00+02:00"),
        ("2d", "2031-03-02T14:05:00+02:00"),
        ("2031-03-04T06:00", "2031-03-04T06:00:00+02:00"),  # no zone: that of the window
        ("2031-03-04T06:00+00:00", "2031-03-04T08:00:00+02:00"),
        ("2031-03-04", "2031-03-04T00:00:00+02:00"),
    ],
)
def test_since_is_an_age_or_a_moment(since: str, expected: str) -> None:
    """Minutes, hours and days are counted back from now; a moment is taken as it is."""
    window = TimeWindow.last(since, now=NOON, timezone="Europe/Kyiv")
    assert window.since.isoformat() == expected


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (lambda: TimeWindow.last("soon", now=NOON), "give 24h, 90m, 2d"),
        (lambda: TimeWindow.last("0h", now=NOON), "give 24h, 90m, 2d"),
        (lambda: TimeWindow.last("24 h", now=NOON), "give 24h, 90m, 2d"),
        (lambda: TimeWindow.last("99999d", now=datetime.min.replace(tzinfo=UTC)), "no time to"),
        (lambda: TimeWindow.last("2031-03-05", now=NOON), "lies after"),
        (lambda: TimeWindow.last("24h", now=NOON.replace(tzinfo=None)), "no time zone"),
        (lambda: TimeWindow.of_day("4 March", now=NOON), "no day"),
        (lambda: TimeWindow.of_day("9999-12-31", now=NOON), "no day"),  # its end is beyond time
        (lambda: TimeWindow.of_day("2031-03-04", now=NOON, timezone="Oxmere"), "no time zone"),
    ],
)
def test_what_is_no_window_is_told(given, told: str) -> None:  # type: ignore[no-untyped-def]
    """A span that cannot be read is an error in one line that says what is wanted."""
    with pytest.raises(UsageError, match=told):
        given()


@pytest.mark.parametrize(
    ("window", "published", "is_covered"),
    [
        (DAY, "2031-03-04T00:00+00:00", True),  # midnight begins the day
        (DAY, "2031-03-03T23:59+00:00", False),
        (DAY, "2031-03-04T01:30+03:00", False),  # still the third in this zone
        (DAY, "2031-03-04", True),
        (DAY, "2031-03-03", False),
        (LAST, "2031-03-03T12:05+00:00", True),  # the first moment
        (LAST, "2031-03-03T12:04+00:00", False),
        (LAST, "2031-03-04T12:05+00:00", True),  # the last one
        (LAST, "2031-03-03", True),  # a day of which the window has a part
        (LAST, "2031-03-02", False),
        (LAST, None, True),  # read now
        (LAST, "2031-03-04T15:00+00:00", True),  # dated later than it was read
        (LAST, "0001-01-01T00:00+14:00", False),  # before all time in UTC
    ],
)
def test_an_article_lies_in_a_window_or_not(
    window: TimeWindow, published: str | None, is_covered: bool
) -> None:
    """The moment of publication decides, of an article without one that of its first reading."""
    assert bool(covered([dated("a", published)], window).documents) is is_covered


def test_what_was_read_later_is_not_known_yet() -> None:
    """A window seen from noon has nothing that was first read in the evening."""
    evening = NOON.replace(hour=20)
    found = covered([dated("a", "2031-03-04T06:00+00:00", evening)], LAST)
    assert (found.documents, found.notes, found.newest) == ((), (), None)


def test_what_was_decided_is_noted() -> None:
    """Notes name the articles whose moment is not that of publication, and count those outside."""
    found = covered(
        [
            dated("undated", None),
            dated("early", "2031-03-04T18:00+00:00"),
            dated("day", "2031-03-03"),
            dated("old", "2031-03-01"),
            dated("new", "2031-03-04T11:48+00:00"),
        ],
        LAST,
        older=3,
    )
    assert found.notes == (
        "no date, so that the time of the first reading counts: undated",
        "dated later than first read, so that the latter counts: early",
        "only the day is known, and the window has a part of it: day",
        "outside the window: 4 before it",
    )
    after = covered(
        [dated("next", "2031-03-04T09:00+00:00")], TimeWindow.of_day("2031-03-03", now=NOON)
    )
    assert after.notes == ("outside the window: 1 after it",)


def test_the_newest_is_the_latest_hour_of_the_latest_day() -> None:
    """An article of a later day is newer though its hour is not known; of one day the hours decide."""
    morning, day = dated("a", "2031-03-04T06:12+00:00"), dated("b", "2031-03-04")
    newest = covered([day, morning], LAST).newest
    assert newest is not None and newest.iso() == "2031-03-04T06:12:00+00:00"
    newest = covered([dated("c", "2031-03-03T23:00+00:00"), day], LAST).newest
    assert newest == Moment(date(2031, 3, 4), None, "published")


def test_documents_know_when_they_were_first_read() -> None:
    """What a window covers carries the moment of its first reading."""
    (document,) = covered([dated("a", None)], LAST).documents
    assert document.metadata.seen == NOON


@given(st.datetimes(), st.sampled_from(["Europe/London", "America/St_Johns", "Asia/Tokyo"]))
def test_no_article_is_older_than_its_first_reading(at: datetime, zone: str) -> None:
    """Whatever an article says, its moment is not later than when it was read."""
    moment = moment_of(Published.parse(at), NOON, ZoneInfo(zone))
    assert moment.at is not None
    assert moment.at.astimezone(UTC) <= NOON
