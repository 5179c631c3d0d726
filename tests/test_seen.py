"""The seen-list: articles kept with when they were first read, apart by desk, damage told."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from run_builders import run_of

from summarizer.archive import Archive
from summarizer.articles import Document, Hints, Metadata, Published
from summarizer.runs import Run
from summarizer.seen import SeenList
from summarizer.store import Store
from summarizer.sweeping import carry_out
from summarizer.web.feeds import Entry

SIX = datetime(2031, 3, 4, 6, tzinfo=UTC)
NOON = SIX.replace(hour=12)
EVER = datetime(2000, 1, 1, tzinfo=UTC)


def article(name: str, published: str | None = None, text: str = "") -> Document:
    """Return an article; its text is made of its name where none is given."""
    at = Published.parse(published) if published else None
    about = Metadata(outlet="Tolvik Post", published=at, url=f"https://tolvik.example/{name}")
    return Document(text or f"The mill {name} burned.", name, about, Hints(authors=("Ada Brandt",)))


def entry(url: str, modified: str | None = None, *, is_whole: bool = False) -> Entry:
    """Return an entry of a feed."""
    return Entry("", url, None, None, modified, (), None, None, "", is_whole)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return a new store."""
    with Store(tmp_path / "answers.db") as opened:
        yield opened


def names(seen: SeenList, since: datetime = EVER, as_of: datetime = NOON) -> list[str]:
    """Return the names of what is kept of a span of time."""
    return [entry.document.name for entry in seen.within(since, as_of).seen]


def test_an_article_comes_back_as_it_was_read(store: Store) -> None:
    """Text, metadata and hints are those of the last reading, the moment that of the first."""
    seen = SeenList(store)
    seen.keep([article("a", "2031-03-04T05:30+01:00")], SIX)
    corrected = article("a", "2031-03-04T05:31+01:00")
    seen.keep([corrected], NOON)
    (kept,) = seen.within(EVER, NOON).seen
    assert (kept.document, kept.first_read) == (corrected, SIX)
    seen.keep([corrected], SIX - timedelta(hours=1))  # as if it had been six hours earlier
    assert seen.first_read([corrected]).popitem()[1] == SIX - timedelta(hours=1)


def test_two_texts_of_one_name_are_both_kept(store: Store) -> None:
    """A page that changed leaves the morning's text where it was."""
    seen = SeenList(store)
    seen.keep([article("a", text="Two were hurt.")], SIX)
    seen.keep([article("a", text="Three were hurt.")], NOON)
    assert [k.document.text for k in seen.within(EVER, NOON).seen] == [
        "Two were hurt.",
        "Three were hurt.",
    ]


def test_desks_do_not_mix(store: Store) -> None:
    """What one desk read another does not have, though they share the file."""
    SeenList(store, "Foreign").keep([article("a")], SIX)
    SeenList(store, "Sport").keep([article("b")], SIX)
    assert names(SeenList(store, "Foreign")) == ["a"]
    assert names(SeenList(store)) == []
    assert SeenList(store, "Sport").lacks(entry("https://tolvik.example/a"))


@pytest.mark.parametrize(
    ("published", "is_given"),
    [
        ("2031-03-04T05:00+00:00", True),
        ("2031-03-03T23:59+00:00", False),
        ("2031-03-03", True),  # it is still the third somewhere
        ("2031-03-03T13:00", True),  # in which zone is not known
        ("2031-03-02", False),
        ("2031-03-09", True),  # dated later than read
        (None, True),
        ("9999-12-31", True),  # the end of the calendar is no error
    ],
)
def test_what_is_certainly_older_is_only_counted(
    store: Store, published: str | None, is_given: bool
) -> None:
    """Of a span of time all that may lie in it is given in whatever zone; the rest is a number."""
    seen = SeenList(store)
    seen.keep([article("a", published)], SIX)
    found = seen.within(datetime(2031, 3, 4, tzinfo=UTC), NOON)
    assert (len(found.seen), found.older) == ((1, 0) if is_given else (0, 1))


def test_what_was_read_later_is_not_known(store: Store) -> None:
    """As of six nothing of noon is there, and it is not counted either."""
    seen = SeenList(store)
    seen.keep([article("a", "2031-03-01")], NOON)
    found = seen.within(SIX, SIX)
    assert (found.seen, found.older, found.damaged) == ((), 0, 0)


@pytest.mark.parametrize(
    ("asked", "is_lacking"),
    [
        (entry("https://tolvik.example/a"), False),
        (entry("http://tolvik.example/a/?utm_source=rss#top"), False),  # the same page
        (entry("https://tolvik.example/b"), True),
        (entry("https://tolvik.example/a", "2031-03-04T05:00:00+00:00"), False),  # changed before
        (entry("https://tolvik.example/a", "2031-03-04T07:00:00+00:00"), True),  # and since
        (entry("https://tolvik.example/a", "2031-03-04T07:00:00"), True),  # a time without a zone
        (entry("https://tolvik.example/a", is_whole=True), True),  # nothing to fetch
        (entry(""), True),
    ],
)
def test_an_entry_is_lacking_until_it_was_read(
    store: Store, asked: Entry, is_lacking: bool
) -> None:
    """A page that was read is not fetched again unless its feed says that it changed."""
    seen = SeenList(store)
    seen.keep([article("a")], SIX)
    assert seen.lacks(asked) is is_lacking


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE seen SET record = '{}'",
        "UPDATE seen SET first_read = '2031'",
        "UPDATE texts SET body = 'x'",
    ],
)
def test_damage_is_counted(store: Store, statement: str) -> None:
    """A row or a text that does not fit its checksum is left out and counted, the others are there."""
    seen = SeenList(store)
    seen.keep([article("a"), article("b")], SIX)
    db = sqlite3.connect(store.path, isolation_level=None)
    where = " WHERE name = 'a'" if "seen" in statement else f" WHERE hash = '{article('a').digest}'"
    assert db.execute(statement + where).rowcount == 1
    db.close()
    found = seen.within(EVER, NOON)
    assert [kept.document.name for kept in found.seen] == ["b"]
    assert found.damaged == 1


def test_sweeping_leaves_what_a_desk_read(store: Store) -> None:
    """A text that no run needs stays as long as it is on the list."""
    seen, archive = SeenList(store), Archive(store)
    seen.keep([article("a")], SIX)
    run: Run = replace(run_of(), started_at=NOON)
    archive.keep(run)
    carry_out(archive, ())
    assert names(seen) == ["a"]
