"""Keeping the run of a briefing: what it needs is in the store, whatever else goes wrong."""

from __future__ import annotations

import dataclasses
import logging
import shutil
import sqlite3
from pathlib import Path

import pytest
from live_run import ARTICLES
from replays import RECORDINGS, Desk, changed_prompts, replayed

from summarizer import Summarizer
from summarizer.answers import Outcome
from summarizer.archive import Archive
from summarizer.errors import AnswersMissing
from summarizer.keeping import page_hash, texts_used
from summarizer.prompts import PromptSet
from summarizer.recordings import Recordings
from summarizer.store import Store


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Return a store with one run, and the JSON of its briefing."""
    path = tmp_path_factory.mktemp("made") / "answers.db"
    return path, replayed(path).as_json()


@pytest.fixture
def store(made: tuple[Path, str], tmp_path: Path) -> Path:
    """Return a copy of that store."""
    return Path(shutil.copy(made[0], tmp_path / "copy.db"))


def test_a_run_has_all_that_it_was_made_from(made: tuple[Path, str]) -> None:
    """Articles, templates, model, every question with the attempt that counted, and the bytes."""
    path, page = made
    with Store(path) as opened:
        run = Archive(opened).find("last")
        recorded = {r.key: r.prompt for r in Recordings(RECORDINGS).requests()}
        assert run.attempts == dict.fromkeys(recorded, 0)
        assert run.used == recorded
        assert all(opened.get(key) == Recordings(RECORDINGS).get(key) for key in recorded)
    assert [document.name for document in run.reading.documents] == sorted(
        path.name for path in ARTICLES.iterdir() if path.suffix == ".txt"
    )
    assert run.prompts == texts_used(PromptSet())
    assert (run.model, run.prompt_set, run.spent.calls) == ("recorded", "default", 0)
    assert run.briefing_sha256 == page_hash(page)


def test_the_templates_of_every_answer_are_known(made: tuple[Path, str]) -> None:
    """Each question is noted with the files of its own prompt, partials included, and no others."""
    prompts = PromptSet()
    with Store(made[0]) as opened:
        archive = Archive(opened)
        for request in opened.requests():
            expected = {file: prompts.sources[file] for file in prompts.files(request.prompt)}
            assert archive.texts_of(request.key) == expected


def test_the_same_briefing_is_kept_once(store: Path, made: tuple[Path, str]) -> None:
    """Made again from the same answers, it adds no run, and needs no recordings any more."""
    with Summarizer(model="recorded", store=store) as summarizer:
        assert summarizer.brief(ARTICLES).as_json() == made[1]
        assert len(summarizer.runs()) == 1


def test_another_prompt_makes_another_run(store: Path, tmp_path: Path) -> None:
    """A changed template is kept with its text; the list tells the runs apart by its hash."""
    own = changed_prompts(tmp_path / "own", "same_event")
    replayed(store, own)
    with Summarizer(model="recorded", store=store) as summarizer:
        new, old = summarizer.runs()
        differing = {file for file in new.prompts if new.prompts[file] != old.prompts[file]}
        assert differing == {"same_event.jinja"}
        assert summarizer.archive is not None
        kept = summarizer.archive.find("last")
        assert kept.prompts["same_event.jinja"] == (own / "same_event.jinja").read_text("utf-8")
        unanswered = [key for key, attempt in kept.attempts.items() if attempt is None]
        assert len(unanswered) >= old.asked["same_event"]  # asked, and nobody answered
        assert "same_event" not in kept.used.values()


def test_a_recorded_answer_beside_a_stored_one_becomes_the_newest(tmp_path: Path) -> None:
    """Where the store has another answer to a question, unusable, the used one is put after it."""
    path = tmp_path / "answers.db"
    recordings = Recordings(RECORDINGS)
    request = next(recordings.requests("numbers"))
    (recorded,) = recordings.get(request.key)
    unusable = dataclasses.replace(recorded, reply="no JSON", outcome=Outcome.INVALID)
    with Store(path) as opened:
        opened.put(request, unusable)
    page = replayed(path).as_json()
    with Store(path) as opened:
        second = dataclasses.replace(recorded, attempt=1)
        assert opened.get(request.key) == (second, unusable)
        assert Archive(opened).find("last").attempts[request.key] == 1
    with Summarizer(model="recorded", store=path) as summarizer:
        assert summarizer.rebuild("last").as_json() == page


def test_what_an_unfinished_run_asked_has_its_templates(tmp_path: Path) -> None:
    """A run that a limit ended is no run; its answers are there, and what they were asked with."""
    path = tmp_path / "answers.db"
    with (
        Summarizer(model="recorded", store=path, client=Desk(), max_calls=3) as summarizer,
        pytest.raises(AnswersMissing),
    ):
        summarizer.brief(ARTICLES)
    with Store(path) as opened:
        archive = Archive(opened)
        answered = [r.key for r in opened.requests() if opened.get(r.key)]
        assert len(answered) == 3
        assert all(archive.texts_of(key) for key in answered)
        assert archive.runs() == ()


def test_what_extract_asked_has_its_templates(tmp_path: Path) -> None:
    """Extracting keeps no run, but says which templates its questions were rendered from."""
    path = tmp_path / "answers.db"
    with Summarizer(model="recorded", store=path, client=Desk()) as summarizer:
        summarizer.extract(next(ARTICLES.glob("*.txt")))
        assert summarizer.archive is not None
        assert summarizer.runs() == ()
        requests = [*summarizer.answers.requests("numbers")]
        assert requests
        assert all(summarizer.archive.texts_of(request.key) for request in requests)


def test_a_run_that_cannot_be_kept_withholds_no_briefing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, made: tuple[Path, str]
) -> None:
    """Where nothing can be written, Python gets the briefing, and a warning that says why."""
    with Summarizer(replay=RECORDINGS, store=tmp_path / "answers.db") as summarizer:
        assert summarizer.archive is not None
        summarizer.archive.store._db.execute("PRAGMA query_only = ON")
        with caplog.at_level(logging.WARNING):
            assert summarizer.brief(ARTICLES).as_json() == made[1]
        assert "the run is not kept: answer store" in caplog.text
        assert "read-only" in caplog.text


def test_answers_without_their_run_are_a_sound_store(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, made: tuple[Path, str]
) -> None:
    """Stopped between the answers and the record, the store has the answers; the next call keeps it."""
    path = tmp_path / "answers.db"
    Store(path).close()
    db = sqlite3.connect(path, isolation_level=None)
    db.execute(
        "CREATE TRIGGER stop BEFORE INSERT ON runs BEGIN SELECT RAISE(ABORT, 'stopped'); END"
    )
    assert replayed(path).as_json() == made[1]
    assert "the run is not kept" in caplog.text
    db.execute("DROP TRIGGER stop")
    db.close()
    with Store(path) as opened:
        archive = Archive(opened)
        assert (archive.runs(), archive.damaged(), opened.verify()) == ((), [], [])
    with Summarizer(model="recorded", store=path) as summarizer:
        assert summarizer.brief(ARTICLES).as_json() == made[1]
        assert len(summarizer.runs()) == 1


def test_without_a_store_nothing_is_kept(tmp_path: Path) -> None:
    """Recordings alone write nothing."""
    before = {path: path.stat().st_mtime_ns for path in RECORDINGS.iterdir()}
    with Summarizer(replay=RECORDINGS) as summarizer:
        summarizer.brief(ARTICLES)
        assert summarizer.archive is None
    assert {path: path.stat().st_mtime_ns for path in RECORDINGS.iterdir()} == before


def test_the_hash_is_that_of_the_file(tmp_path: Path) -> None:
    """Half of a surrogate pair is hashed as it is written to a file."""
    import hashlib

    assert page_hash("é \ud83d") == hashlib.sha256("é ?".encode()).hexdigest()
