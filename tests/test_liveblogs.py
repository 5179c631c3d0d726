"""Entries of live pages: their stamps, their order, their moments."""

from __future__ import annotations

from datetime import datetime

import pytest
from builders import page
from hypothesis import given
from hypothesis import strategies as st

from summarizer.articles import Document
from summarizer.signs.liveblogs import entries_of, entry_at, is_newest_first

DAY = "2031-03-03"


def log(*stamps: str) -> Document:
    """Return a page with an introduction and an entry for each stamp, published on DAY."""
    entries = "\n".join(
        f"{stamp}\nSomething happened at place {n}." for n, stamp in enumerate(stamps)
    )
    return page(f"Fire in Oxmere\nHere is what we know.\n{entries}", DAY)


def moments(*stamps: str) -> list[str | None]:
    """Return the moment of each entry, as ISO 8601."""
    found = entries_of(log(*stamps))
    return [e.published.at.isoformat() if e.published and e.published.at else None for e in found]


@pytest.mark.parametrize(
    ("stamp", "moment"),
    [
        ("11:48", "2031-03-03T11:48:00"),
        ("11.48am", "2031-03-03T11:48:00"),
        ("12.05pm BST", "2031-03-03T12:05:00+01:00"),
        ("12:05 GMT", "2031-03-03T12:05:00+00:00"),
        ("2:02 p.m. ET", "2031-03-03T14:02:00"),  # a name of two zones tells none
        ("Update at 2:02 p.m. ET. Soldier hurt:", "2031-03-03T14:02:00"),
        ("UPDATE 11:48:", "2031-03-03T11:48:00"),
        ("[11:48]", "2031-03-03T11:48:00"),
        ("11:48 – Two are hurt", "2031-03-03T11:48:00"),
        ("9 am", "2031-03-03T09:00:00"),
        ("2031-03-04T06:12+03:00", "2031-03-04T06:12:00+03:00"),
        ("4 March 2031, 11:48", "2031-03-04T11:48:00"),
        ("March 4, 2031 at 11:48 AM", "2031-03-04T11:48:00"),
        ("11:48 on 4 March 2031", "2031-03-04T11:48:00"),
        ("Posted at 11:48", "2031-03-03T11:48:00"),
        ("12h05", "2031-03-03T12:05:00"),
    ],
)
def test_a_stamp_tells_a_moment(stamp: str, moment: str) -> None:
    """A line that gives an hour begins an entry of that moment, on the page's day unless it says."""
    assert moments(stamp, stamp) == [moment, moment]


@pytest.mark.parametrize(
    "line",
    [
        "11:48 trains were late again.",  # a sentence
        "At 11:48 the alarm went off.",
        "Last updated 11:48",
        "25:99",
        "13 pm",
        "Score: 3:2",
        "3 h",
    ],
)
def test_what_is_no_stamp(line: str) -> None:
    """An hour inside a sentence, an impossible one, or the time of the page begins no entry."""
    assert entries_of(log(line, line, line)) == ()


def test_ages_order_entries_and_tell_no_moment() -> None:
    """ "3 h ago" tells which entry is newer; when that was is not known."""
    found = entries_of(log("just now", "5 min ago", "3 h ago", "2 days ago"))
    assert [(entry.rank, entry.published) for entry in found] == [
        (0, None), (1, None), (2, None), (3, None),
    ]  # fmt: skip


def test_hours_go_over_midnight() -> None:
    """Below ten past midnight ten to midnight is of the day before."""
    assert moments("00:40", "00:10", "23:50", "23:10") == [
        "2031-03-03T00:40:00",
        "2031-03-03T00:10:00",
        "2031-03-02T23:50:00",
        "2031-03-02T23:10:00",
    ]


def test_oldest_first_goes_over_midnight_the_other_way() -> None:
    """Where hours rise from top to bottom, ten past midnight is of the day after."""
    assert moments("23:10", "23:50", "00:10") == [
        "2031-03-03T23:10:00",
        "2031-03-03T23:50:00",
        "2031-03-04T00:10:00",
    ]


@pytest.mark.parametrize(
    ("stamps", "newest_first"),
    [
        (("12:05", "11:48", "10:10"), True),
        (("09:00", "12:05", "11:48", "10:10", "09:30", "09:10"), True),  # one pinned on top
        (("10:05", "10:12", "10:40"), False),  # how the day went, in an ordinary report
        (("12:05", "11:48"), False),  # too few to tell
    ],
)
def test_live_pages_are_newest_first(stamps: tuple[str, ...], newest_first: bool) -> None:
    """Times that fall from top to bottom show a live page; those that rise show none."""
    assert is_newest_first(entries_of(log(*stamps))) is newest_first


def test_a_position_is_of_the_entry_before_it() -> None:
    """What stands above the first stamp is of no entry."""
    document = log("12:05", "11:48")
    entries = entries_of(document)
    assert entry_at(entries, document.text.index("Here is")) is None
    assert entry_at(entries, document.text.index("place 0")) is entries[0]
    assert entry_at(entries, document.text.index("place 1")) is entries[1]


@given(
    st.lists(st.tuples(st.integers(0, 23), st.integers(0, 59)), min_size=3, max_size=8, unique=True)
)
def test_ranks_are_the_order_of_times(hours: list[tuple[int, int]]) -> None:
    """With days given, the rank of an entry is its place by time, wherever it stands on the page."""
    stamps = [f"{DAY}T{hour:02}:{minute:02}" for hour, minute in hours]
    found = entries_of(log(*stamps))
    by_time = sorted(
        found, key=lambda e: e.published.at if e.published else datetime.min, reverse=True
    )  # type: ignore[arg-type,return-value]
    assert [entry.rank for entry in by_time] == list(range(len(hours)))
