"""Making a kept run again: the same bytes, whatever came after it, and nobody is asked."""

from __future__ import annotations

import dataclasses
import logging
import shutil
from pathlib import Path

import pytest
from live_run import ARTICLES
from replays import RECORDINGS, Desk, changed_prompts, replayed

from summarizer import Summarizer
from summarizer.archive import Archive
from summarizer.errors import StoreError, UsageError
from summarizer.rebuilding import AsOf
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


def test_later_answers_and_prompts_change_no_run(
    store: Path, made: tuple[Path, str], tmp_path: Path
) -> None:
    """After new answers, and a run with another template, it is what it was."""
    with Store(store) as opened:
        for request in [*opened.requests("numbers"), *opened.requests("briefing")]:
            (answer,) = opened.get(request.key)
            parts = ", ".join(f'"{part}": []' for part in request.schema["properties"])
            later = dataclasses.replace(answer, attempt=1, reply="{" + parts + "}")
            opened.put(request, later)
    own = changed_prompts(tmp_path / "own", "same_event")
    with Summarizer(model="recorded", store=store, prompts=own) as summarizer:
        other = summarizer.brief(ARTICLES).as_json()
        assert other != made[1]
        assert summarizer.rebuild("last").as_json() == other
        assert summarizer.rebuild("last~1").as_json() == made[1]
        assert summarizer.rebuild(summarizer.runs()[1]).as_json() == made[1]
        assert len(summarizer.runs()) == 2  # making one again keeps none


def test_a_page_that_follows_another_is_made_again(store: Path, made: tuple[Path, str]) -> None:
    """The page before is kept with the run, whatever becomes of the run that made it."""
    with Summarizer(model="recorded", store=store) as summarizer:
        first = sorted(ARTICLES.iterdir())[:3]
        morning = summarizer.brief(first)
        noon = summarizer.brief(ARTICLES, previous="last").as_json()
        assert noon != made[1]
        assert summarizer.rebuild("last").as_json() == noon
        again = summarizer.brief(ARTICLES, previous=morning)
        assert again.since is not None
        assert again.since.previous.label == "the page before"
        assert again.since.previous.as_of is None
        kept = summarizer.runs()[2].id  # three articles, then twice all of them
        assert f"run {kept}" in noon


def test_what_could_not_be_asked_is_told_again(tmp_path: Path) -> None:
    """A briefing that lists why the model was not reached lists the same when it is made again."""
    path = tmp_path / "answers.db"
    with Summarizer(
        model="recorded", store=path, client=Desk("briefing", "same_event", "layout")
    ) as summarizer:
        page = summarizer.brief(ARTICLES)
        assert {failure.stage for failure in page.failures} >= {"briefing", "layout"}
        assert any("the line is dead" in failure.reason for failure in page.failures)
        assert summarizer.rebuild("last").as_json() == page.as_json()


def test_what_a_limit_left_out_stays_left_out(tmp_path: Path) -> None:
    """Questions that a limit kept from being asked are not answered by later answers either."""
    path = tmp_path / "answers.db"
    documents = sum(1 for r in Recordings(RECORDINGS).requests() if r.document)
    with Summarizer(model="recorded", store=path, client=Desk(), max_calls=documents) as summarizer:
        page = summarizer.brief(ARTICLES).as_json()
    with Summarizer(model="recorded", store=path, client=Desk()) as summarizer:
        assert summarizer.brief(ARTICLES).as_json() != page
        assert summarizer.rebuild("last~1").as_json() == page


def test_other_bytes_are_told(
    store: Path, made: tuple[Path, str], caplog: pytest.LogCaptureFixture
) -> None:
    """Where the program makes another briefing than it did, a warning says so; it is given still."""
    with Store(store) as opened:
        archive = Archive(opened)
        archive.keep(dataclasses.replace(archive.find("last"), briefing_sha256="0" * 64))
    with (
        Summarizer(model="recorded", store=store) as summarizer,
        caplog.at_level(logging.WARNING),
    ):
        assert summarizer.rebuild("last").as_json() == made[1]
    assert "makes another briefing of it than there was" in caplog.text


def test_without_a_store_there_are_no_runs() -> None:
    """Recordings keep no runs, and the error says what does."""
    with Summarizer(replay=RECORDINGS) as summarizer:
        with pytest.raises(UsageError, match="runs are kept in a store"):
            summarizer.runs()
        with pytest.raises(UsageError, match="runs are kept in a store"):
            summarizer.rebuild("last")


def test_answers_as_of_a_run_are_read_only(made: tuple[Path, str]) -> None:
    """Attempts up to the one that counted; none to a question without one; nothing is put."""
    recordings = Recordings(RECORDINGS)
    first, second, third = [*recordings.requests()][:3]
    then = AsOf(recordings, {first.key: 0, second.key: None})
    (answer,) = recordings.get(first.key)
    assert then.get(first.key) == (answer,)
    assert then.get(second.key) == then.get(third.key) == ()
    assert then.request(third.key) == third
    with pytest.raises(StoreError, match="read-only"):
        then.put(first, answer)
    with pytest.raises(StoreError, match="read-only"):
        then.register([first])
