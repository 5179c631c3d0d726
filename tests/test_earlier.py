"""The page before by name: a briefing, a file, a kept run; and what is said where it is none."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from live_run import ARTICLES, run_here
from replays import RECORDINGS, replayed
from since_builders import morning, noon, page

from summarizer import Summarizer
from summarizer.briefing import Edition
from summarizer.errors import UsageError
from summarizer.prompts import PromptSet
from summarizer.since import earlier_of, kept_page, page_options, read_briefing

SEVEN = datetime(2031, 3, 4, 7, 0, tzinfo=UTC)


def test_the_record_names_the_file_by_its_hash(prompts: PromptSet, tmp_path: Path) -> None:
    """The hash is that of the bytes that `-o` writes."""
    told = page(morning(), prompts=prompts)
    told.write(tmp_path / "morning.json")
    written = (tmp_path / "morning.json").read_bytes()
    record = earlier_of(read_briefing(tmp_path / "morning.json"), "morning.json", SEVEN).record
    assert record.sha256 == hashlib.sha256(written).hexdigest()
    assert (record.label, record.as_of) == ("morning.json", "2031-03-04T07:00+00:00")


def test_the_hour_of_its_header_goes_before_that_of_its_run(prompts: PromptSet) -> None:
    """A page as of six that was made at seven is one of six."""
    edition = Edition(
        as_of="2031-03-04T06:00:00+00:00", timezone="UTC", since="2031-03-04T00:00:00+00:00",
        until="2031-03-05T00:00:00+00:00", newest=None, newest_basis=None,
    )  # fmt: skip
    told = page(morning(), prompts=prompts).model_copy(update={"edition": edition})
    assert earlier_of(told, "run", SEVEN).as_of == "2031-03-04T06:00:00+00:00"
    assert earlier_of(page(morning(), prompts=prompts), "run").as_of == ""


def test_a_run_without_a_page_before_has_none(tmp_path: Path) -> None:
    """Nothing is noted among its options."""
    replayed(tmp_path / "a.db")
    with Summarizer(model="recorded", store=tmp_path / "a.db") as desk:
        assert desk.archive is not None
        assert kept_page(desk.archive.find("last")) is None
    assert page_options(None) == {}


def test_python_takes_a_file_and_says_what_is_none(prompts: PromptSet, tmp_path: Path) -> None:
    """A path is read; a text that is no briefing, a missing file and an unknown run are refused."""
    page(noon(), prompts=prompts).write(tmp_path / "noon.json")
    (tmp_path / "odd.json").write_text("{}")
    with Summarizer(replay=RECORDINGS) as desk:
        told = desk.brief(ARTICLES, previous=tmp_path / "noon.json")
        assert told.since is not None
        assert told.since.previous.label == str(tmp_path / "noon.json")
        for name, reason in (("odd.json", "is no briefing as JSON"), ("no.json", "cannot be read")):
            with pytest.raises(UsageError, match=reason):
                desk.brief(ARTICLES, previous=tmp_path / name)
        with pytest.raises(UsageError, match="runs are kept in a store"):
            desk.brief(ARTICLES, previous="last")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--previous", "last~1"), "there is no run 'last~1'"),  # the store is not there yet
        (("--previous", "no.json"), "no.json cannot be read"),
        (("--previous", "last", "--as-was"), "--as-was takes articles"),  # a run has its own
    ],
)
def test_a_wrong_page_before_ends_the_call(
    arguments: tuple[str, ...], reason: str, tmp_path: Path
) -> None:
    """One line, code 2, and nothing is asked or written."""
    ran = run_here(
        "brief", ARTICLES, "--replay", RECORDINGS, "--store", tmp_path / "a.db", *arguments
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert reason in ran.stderr


def test_the_first_morning_has_no_page_before(tmp_path: Path) -> None:
    """The call of every morning works on the first as well, says why, and the second has its page."""
    call = ("brief", ARTICLES, "--replay", RECORDINGS, "--store", tmp_path / "a.db",
            "--previous", "last", "-o", tmp_path / "a.json")  # fmt: skip
    first = run_here(*call)
    assert (first.returncode, first.stderr.count("no run is kept yet")) == (0, 1), first.stderr
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["since"] is None
    second = run_here(*call)
    assert (second.returncode, second.stderr.count("no run is kept yet")) == (0, 0), second.stderr
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["since"] is not None
