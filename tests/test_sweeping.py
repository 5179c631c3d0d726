"""Removing what no run and no recording needs: told first, and nothing that is needed."""

from __future__ import annotations

import asyncio
import dataclasses
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from live_run import ARTICLES, run_here
from replays import RECORDINGS, replayed
from run_builders import PROMPTS, document, reading_of, run_of

from summarizer import Summarizer
from summarizer.answers import Answer, Outcome, Request
from summarizer.archive import Archive
from summarizer.errors import StoreError
from summarizer.holders import Holder
from summarizer.reading import as_documents
from summarizer.recordings import write
from summarizer.runs import Run
from summarizer.store import Store
from summarizer.sweeping import Sweep, carry_out, survey

LATER = datetime.now(UTC) + timedelta(hours=1)  # after all that these tests put


def question(number: int) -> Request:
    """Return one of several questions."""
    messages = (("user", f"[1] Some {number} drones came."),)
    return Request(
        "m", messages, "reply", {"type": "object", "properties": {}}, {}, prompt="numbers"
    )


def answered(store: Store, *numbers: int) -> list[str]:
    """Put answers to questions; return their keys."""
    keys = []
    for number in numbers:
        request = question(number)
        store.put(request, Answer(request.key, 0, "{}", Outcome.VALID, "m", None))
        keys.append(request.key)
    return keys


def run_with(*keys: str, started_at: datetime = LATER, text: str = "Tolvik burned.") -> Run:
    """Return a run that asked some questions."""
    return run_of(
        started_at=started_at,
        attempts=dict.fromkeys(keys, 0),
        used=dict.fromkeys(keys, "numbers"),
        reading=reading_of(document(text)),
    )


def known(archive: Archive) -> set[str]:
    """Return the keys of the questions that have an answer."""
    return {r.key for r in archive.store.requests() if archive.store.get(r.key)}


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Return the archive of a new store."""
    with Store(tmp_path / "answers.db") as store:
        yield Archive(store)


def test_only_what_no_run_asked_goes(archive: Archive) -> None:
    """Answer, question and note of a question that no run asked are counted, then removed."""
    needed, *others = answered(archive.store, 1, 2, 3)
    archive.note_prompts([needed], PROMPTS)
    archive.note_prompts(others, {"old.jinja": "an old text"})
    archive.keep(run_with(needed))
    found = survey(archive, ())
    assert (found.runs, found.answers, found.questions, found.texts) == (0, 2, 2, 2)
    assert known(archive) == {needed, *others}  # nothing went yet
    assert carry_out(archive, ()) == found
    assert known(archive) == {needed}
    assert archive.texts_of(others[0]) is None
    assert archive.texts_of(needed) == PROMPTS
    assert survey(archive, ()) == Sweep()
    assert archive.find("last") == run_with(needed)


def test_old_runs_are_forgotten_on_demand(archive: Archive) -> None:
    """With a number of runs to keep, the older ones go, with what they alone needed."""
    first, second = answered(archive.store, 1, 2)
    archive.keep(run_with(first, text="An old text."))
    archive.keep(run_with(second, text="A new text."))
    assert survey(archive, ()).is_empty
    found = carry_out(archive, (), keep=1)
    assert (found.runs, found.answers, found.questions, found.texts) == (1, 1, 1, 1)
    assert known(archive) == {second}
    assert archive.find("last") == run_with(second, text="A new text.")
    assert len(archive.runs()) == 1


def test_what_came_since_the_newest_run_began_stays(archive: Archive) -> None:
    """Answers, and questions handed out, that are younger than that may be work in hand."""
    needed, fresh = answered(archive.store, 1, 2)
    waiting = question(3)
    archive.store.register([waiting])
    archive.note_prompts([waiting.key], PROMPTS)
    archive.keep(run_with(needed, started_at=archive.now() - timedelta(minutes=1)))
    assert survey(archive, ()).is_empty
    assert known(archive) == {needed, fresh}


def test_a_question_that_is_being_asked_stays(archive: Archive) -> None:
    """A claim on a key keeps its question, however old it is."""
    needed, asked = answered(archive.store, 1, 2)
    archive.store.claim(asked, Holder.here(), 600)
    archive.keep(run_with(needed))
    assert survey(archive, ()).is_empty


def test_what_is_recorded_stays(archive: Archive, tmp_path: Path) -> None:
    """Questions of recordings that are named keep their answers; without them they go."""
    needed, recorded = answered(archive.store, 1, 2)
    archive.keep(run_with(needed))
    request = question(2)
    (answer,) = archive.store.get(recorded)
    write(tmp_path / "recordings", [(request, answer)])
    assert survey(archive, [tmp_path / "recordings"]).is_empty
    assert survey(archive, ()).answers == 1


def test_without_a_run_nothing_is_needless(archive: Archive) -> None:
    """A store in which no run is kept says nothing about what is needed."""
    answered(archive.store, 1, 2)
    assert carry_out(archive, ()) == Sweep()
    assert len(known(archive)) == 2


def test_a_damaged_run_that_stays_stops_it(archive: Archive) -> None:
    """What a damaged run needs is not known, so nothing goes, until newer ones are kept alone."""
    needed, other = answered(archive.store, 1, 2)
    archive.keep(run_with(other))
    with archive.store.writing() as db:
        db.execute("UPDATE runs SET body = zeroblob(9)")
    archive.keep(run_with(needed))
    with pytest.raises(StoreError, match="what it needs is not known: nothing is removed"):
        carry_out(archive, ())
    assert known(archive) == {needed, other}
    assert carry_out(archive, (), keep=1).runs == 1
    assert known(archive) == {needed}


def test_damaged_rows_set_aside_are_not_touched(archive: Archive) -> None:
    """A damaged answer that another one took the place of is still there for who looks for it."""
    (needed, other) = answered(archive.store, 1, 2)
    with archive.store.writing() as db:
        db.execute("UPDATE answers SET reply = 'damaged' WHERE key = ?", (other,))
    answered(archive.store, 2)
    archive.keep(run_with(needed))
    assert carry_out(archive, ()).answers == 1
    assert archive.store.rows("SELECT key FROM damaged_answers") == [(other.encode(),)]


def test_a_run_in_hand_puts_back_what_it_used(tmp_path: Path) -> None:
    """An answer that is removed while a briefing is made from it is kept again with its run."""
    path = tmp_path / "answers.db"
    page = replayed(path).as_json()
    with Summarizer(model="recorded", store=path) as summarizer:
        assert summarizer.archive is not None
        outcome = asyncio.run(summarizer.run(as_documents(ARTICLES)))
        with summarizer.archive.store.writing() as db:
            db.execute("DELETE FROM answers")
            db.execute("DELETE FROM runs")
        summarizer.keep(outcome)
        assert summarizer.rebuild("last").as_json() == page


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store with one run of the fixtures."""
    path = tmp_path_factory.mktemp("made") / "answers.db"
    replayed(path)
    return path


def test_the_command_tells_first(made: Path, tmp_path: Path) -> None:
    """Without --yes and without a terminal it only tells; with --yes it removes, and says so."""
    store = Path(shutil.copy(made, tmp_path / "a.db"))
    with Store(store) as opened:
        archive = Archive(opened)
        (other,) = answered(opened, 7)
        run = archive.find("last")
        archive.keep(dataclasses.replace(run, started_at=LATER, options={"day": "2031-03-04"}))
    told = run_here("store", "gc", "--store", store)
    assert told.returncode == 0
    assert told.stdout.startswith("to remove: 0 runs, 1 answers, 1 questions, 0 texts (")
    assert "nothing was removed: say --yes to remove it" in told.stderr
    with Store(store) as opened:
        assert opened.get(other)
    done = run_here("store", "gc", "--store", store, "--keep", 1, "--yes")
    assert done.stdout.splitlines()[-1].startswith("removed: 1 runs, 1 answers, 1 questions")
    with Store(store) as opened:
        assert not opened.get(other)
    again = run_here("brief", "last", "--as-was", "--json", "--store", store)
    assert again.returncode == 0
    nothing = run_here("store", "gc", "--store", store, "--recordings", RECORDINGS)
    assert nothing.stdout == "nothing to remove: all that is stored is needed\n"
