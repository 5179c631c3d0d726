"""The archive of runs: kept once, found by reference, damage told, origins of questions noted."""

from __future__ import annotations

import dataclasses
import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from run_builders import KEYS, PROMPTS, document, reading_of, run_of

from summarizer.archive import Archive
from summarizer.errors import StoreError, UsageError
from summarizer.runs import Run
from summarizer.store import Store


def alter(path: Path, statement: str, *values: object) -> None:
    """Change the file behind the store's back."""
    db = sqlite3.connect(path, isolation_level=None)
    assert db.execute(statement, values).rowcount != 0
    db.close()


def at(hour: int, model: str = "m") -> Run:
    """Return a run that began at an hour."""
    return run_of(started_at=datetime(2031, 3, 4, hour, tzinfo=UTC), model=model)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the store is made."""
    return tmp_path / "answers.db"


@pytest.fixture
def archive(path: Path) -> Iterator[Archive]:
    """Return the archive of a new store."""
    with Store(path) as store:
        yield Archive(store)


def test_a_run_outlives_the_store(path: Path) -> None:
    """What one process kept, the next one finds, texts included."""
    with Store(path) as store:
        assert Archive(store).keep(run_of()).is_new
    with Store(path, create=False) as store:
        assert Archive(store).find("last") == run_of()


def test_references_name_runs(archive: Archive) -> None:
    """`last`, `last~1`, an id and the beginning of one name runs; the newest is what came last."""
    first, second = at(9, "one"), at(8, "two")  # the second began earlier, and ended later
    archive.keep(first)
    archive.keep(second)
    assert [run.id for run in archive.runs()] == [second.id, first.id]
    for reference, run in {
        "last": second,
        "last~0": second,
        "last~1": first,
        first.id: first,
        first.id[:4]: first,
    }.items():
        assert archive.find(reference) == run


@pytest.mark.parametrize("reference", ["last~2", "last~999", "0123456789ab"])
def test_an_unknown_run_is_told_with_the_known_ones(archive: Archive, reference: str) -> None:
    """The error is one line that lists the ids."""
    archive.keep(at(8, "one"))
    archive.keep(at(9, "two"))
    with pytest.raises(UsageError) as caught:
        archive.find(reference)
    told = str(caught.value)
    assert f"there is no run {reference!r}" in told
    assert f"known, newest first: {at(9, 'two').id}, {at(8, 'one').id}" in told
    assert "\n" not in told


@pytest.mark.parametrize("reference", ["3fa", "last~", "today.json", "LAST"])
def test_what_is_no_reference_is_told(archive: Archive, reference: str) -> None:
    """Less than four digits, or another form, names no run."""
    with pytest.raises(UsageError, match="names no run: give last"):
        archive.find(reference)


def test_without_a_run_the_error_says_how_one_comes(archive: Archive) -> None:
    """An empty archive says that none is kept yet."""
    with pytest.raises(UsageError, match="none is kept yet: brief keeps one"):
        archive.find("last")
    assert archive.runs() == ()
    assert archive.asked_last() == {}


def test_an_ambiguous_beginning_is_told(archive: Archive, path: Path) -> None:
    """Of two runs that begin alike neither is chosen."""
    archive.keep(at(8, "one"))
    archive.keep(at(9, "two"))
    alter(path, "UPDATE runs SET id = 'abcd' || number")
    with pytest.raises(UsageError, match="several runs begin with 'abcd'"):
        archive.find("abcd")


def test_the_same_run_is_kept_once(archive: Archive) -> None:
    """A run like the newest one is not added; like an older one, it is."""
    kept = archive.keep(at(8))
    again = archive.keep(at(9))
    assert (again.id, again.is_new) == (kept.id, False)
    assert archive.keep(at(10, "other")).is_new
    assert archive.keep(at(11)).is_new
    assert len(archive.runs()) == 3


def test_texts_are_stored_once(archive: Archive, path: Path) -> None:
    """Two runs of one article share its text, and the templates."""
    archive.keep(at(8, "one"))
    archive.keep(at(9, "two"))
    (count,) = archive.store.rows("SELECT count(*) FROM texts")[0]
    assert count == 1 + len(PROMPTS)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE runs SET head = replace(head, '\"m\"', '\"n\"') WHERE number = 2",
        "UPDATE runs SET body = zeroblob(40) WHERE number = 2",
        "UPDATE runs SET id = 'ffffffffffff' WHERE number = 2",
        "UPDATE runs SET head = x'ff00' WHERE number = 2",  # no text at all
    ],
)
def test_a_damaged_run_is_told_and_not_passed_over(
    archive: Archive, path: Path, damage: str
) -> None:
    """`last` does not become the run before; the others can still be named and kept."""
    first = run_of(started_at=datetime(2031, 3, 4, 8, tzinfo=UTC), briefing_sha256="d" * 64)
    archive.keep(first)
    archive.keep(at(9))
    alter(path, damage)
    with pytest.raises(StoreError, match=r"run \w{12} is damaged and cannot be used") as caught:
        archive.find("last")
    assert "\n" not in str(caught.value)
    assert archive.find("last~1") == first
    assert len(archive.damaged()) == 1
    assert archive.keep(at(10)).is_new


def test_a_damaged_text_is_told_then_healed(archive: Archive, path: Path) -> None:
    """A run whose article is damaged is not used; the same article, read again, brings it back."""
    archive.keep(at(8))
    alter(path, "UPDATE texts SET body = 'Nobody was hurt.' WHERE body = ?", document().text)
    with pytest.raises(StoreError, match=r"a text of run \w{12} is damaged or gone"):
        archive.find("last")
    (told,) = archive.damaged()
    assert told == f"text {document().digest}"
    archive.keep(at(9, "other"))
    assert archive.find("last~1") == at(8)
    assert archive.damaged() == []


def test_origins_are_noted_once(archive: Archive) -> None:
    """The first note on a question stays; what has none has none."""
    assert archive.note_prompts(KEYS[:2], PROMPTS) == 2
    other = {"events.jinja": "Who did what?\n"}
    assert archive.note_prompts(KEYS, other) == 1
    assert archive.texts_of(KEYS[0]) == PROMPTS
    assert archive.texts_of(KEYS[2]) == other
    assert archive.texts_of("d4" * 32) is None


def test_nothing_is_written_for_noted_questions(archive: Archive) -> None:
    """Noting again needs no writing: it works where nothing can be written."""
    archive.note_prompts(KEYS, PROMPTS)
    archive.store._db.execute("PRAGMA query_only = ON")
    assert archive.note_prompts(KEYS, {"numbers.jinja": "changed"}) == 0
    with pytest.raises(StoreError, match="read-only"):
        archive.note_prompts(["d4" * 32], PROMPTS)


def test_a_damaged_origin_is_as_none(archive: Archive, path: Path) -> None:
    """Templates that are damaged are not shown as those of a question."""
    archive.note_prompts(KEYS, PROMPTS)
    alter(path, "UPDATE texts SET body = 'x' WHERE body = ?", PROMPTS["numbers.jinja"])
    assert archive.texts_of(KEYS[0]) is None


def test_many_questions_are_noted_in_one_go(archive: Archive) -> None:
    """More keys than one query takes are noted, each once."""
    keys = [f"{number:064x}" for number in range(4000)]
    assert archive.note_prompts(keys, PROMPTS) == 4000
    assert archive.note_prompts([*keys, KEYS[0]], PROMPTS) == 1
    assert archive.texts_of(keys[-1]) == PROMPTS


def test_the_newest_run_counts_its_answers(archive: Archive) -> None:
    """What the plan expects of later rounds is what the newest run used."""
    archive.keep(at(8))
    archive.keep(dataclasses.replace(at(9), used={KEYS[0]: "numbers"}))
    assert archive.asked_last() == {"numbers": 1}


def test_a_briefing_is_known_by_its_bytes(archive: Archive) -> None:
    """The run of a briefing is found by the hash of its file."""
    kept = archive.keep(run_of(briefing_sha256="d" * 64))
    assert archive.run_of("d" * 64) == kept.id
    assert archive.run_of("0" * 64) is None


def test_two_writers_keep_their_runs(path: Path) -> None:
    """Runs that are kept at once through two connections are all there, each whole."""

    def keep(model: str) -> None:
        with Store(path) as store:
            for hour in range(8):
                changed = reading_of(document(f"Text {hour} of {model}."))
                Archive(store).keep(dataclasses.replace(at(hour, model), reading=changed))

    threads = [threading.Thread(target=keep, args=(model,)) for model in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Store(path) as store:
        archive = Archive(store)
        assert len(archive.runs()) == 16
        assert archive.damaged() == []
        assert {archive.find(run.id).model for run in archive.runs()} == {"one", "two"}


def test_a_store_of_the_second_format_gets_the_tables(archive: Archive, path: Path) -> None:
    """A file from before runs were kept opens, and keeps them."""
    archive.store.close()
    for table in ("runs", "texts", "origins", "web_pages", "web_bodies", "seen", "seen_pages"):
        alter(path, f"DROP TABLE {table}")
    alter(path, "PRAGMA user_version = 2")
    with Store(path) as store:
        assert Archive(store).runs() == ()
        assert Archive(store).keep(run_of()).is_new


def test_the_clock_is_that_of_the_database(archive: Archive) -> None:
    """The time is aware, in UTC, and now."""
    assert abs(archive.now() - datetime.now(UTC)) < timedelta(minutes=1)
