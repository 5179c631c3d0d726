"""Whole runs on a disk that fails: the asking stops at once, and what was kept stays.

Rows S2 and S10 of the storage faults, which test_storage_faults proves for the store alone.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest
from builders import event, layout, number
from live_run import (
    ARTICLES,
    EXPECTED,
    RECORDED,
    asked,
    command,
    environment,
    live,
    prose,
    recorded,
    run_here,
    stored,
)
from model_server import ModelServer, Seen, fitting, saying
from test_storage_faults import Fault, Kind, identities, mounting, quick_folder

from summarizer import Endpoint, LiveModel, Summarizer
from summarizer.answers import Answer, Layered, Request
from summarizer.errors import StoreError
from summarizer.model import ModelEvent
from summarizer.store import Store

__all__ = ["quick_folder"]

AT_ONCE = 2
TEXT = "Ferry returns to Oxmere\nThe ferry to Oxmere sails again after nine weeks.\n"
KEPT = "what was stored is kept"
WRITES = ("BEGIN", "CREATE", "INSERT", "UPDATE", "DELETE", "COMMIT")

T = TypeVar("T")


def about_the_ferry(seen: Seen) -> str:
    """Return a reply about the one article of these tests; its prose is left to the rules."""
    parts = {
        "layout": f'{{"layout": {layout((1, 1, 0, "title"), (2, 2, 0, "body")).model_dump_json()}}}',
        "events": f'{{"events": [{event(2, "The ferry to Oxmere sails again").model_dump_json()}]}}',
        "numbers": f'{{"numbers": [{number(2, "nine weeks", "pause").model_dump_json()}]}}',
    }
    return parts.get(seen.body["response_format"]["json_schema"]["name"]) or fitting(seen)


class Noting(Store):
    """A store that notes which answers it said it has kept."""

    kept: set[tuple[str, int]]

    def put(self, request: Request, answer: Answer) -> bool:
        is_new = super().put(request, answer)
        self.kept.add((answer.key, answer.attempt))
        return is_new


@dataclass
class Watched(Fault):
    """A failing disk that remembers how many questions had gone out when it first failed."""

    out: list[str] = field(default_factory=list)  # their keys
    out_by_then: int | None = None

    def hear(self, event: ModelEvent) -> None:
        if event.kind == "asked":
            self.out.append(event.request.key)

    def step(self, operation: Callable[[], T], statement: str = "COMMIT") -> T:
        if not statement.startswith(WRITES):
            return operation()
        try:
            return super().step(operation)
        except sqlite3.Error:
            if self.out_by_then is None:
                self.out_by_then = len(self.out)
            raise


def briefed(url: str, path: Path, fault: Watched, kept: set[tuple[str, int]]) -> str:
    """Return the prose of a run whose store is on a failing disk; what it kept is noted.

    Raises:
        StoreError: the disk failed.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", fault.connect)
        client = LiveModel(Endpoint(url, concurrency=AT_ONCE), on_event=fault.hear)
        with Noting(path) as store, Summarizer(model="m", client=client) as desk:
            store.kept = kept
            desk.answers = Layered(store)
            return prose(desk.brief(TEXT).markdown)


def struck(folder: Path, kind: Kind, first: int, stride: int) -> int:
    """Let the n-th write of a run fail, for n from `first` on; returns the n that no run comes to.

    After it no more is sent than may be out at once, what was kept is there, and the next run asks
    only the rest.
    """
    with ModelServer(saying(about_the_ferry)) as server:
        whole = briefed(server.url, folder / "whole.db", Watched(10**9, "before"), set())
        assert "sails again" in whole
        for nth in range(first, 1000, stride):
            path, fault = folder / f"{nth}.db", Watched(nth, kind)
            kept: set[tuple[str, int]] = set()
            try:
                assert briefed(server.url, path, fault, kept) == whole, nth
            except StoreError as error:
                assert KEPT in str(error), nth
            if fault.out_by_then is None:
                return nth
            # A write fails beside the asking: until that is heard, whoever has a turn may go out.
            assert len(fault.out) - fault.out_by_then <= AT_ONCE, nth
            with Store(path) as store:
                assert kept <= identities(store), nth
            there, again = stored(path), Watched(10**9, "before")
            assert briefed(server.url, path, again, set()) == whole, nth
            assert not there & set(again.out), nth
            assert len(set(again.out)) == len(again.out), nth
            path.unlink()
    raise AssertionError("there is no end of it")


@pytest.mark.parametrize("kind", ["before", "after", "for good"])
def test_s10_a_write_of_a_run_fails_and_nothing_kept_is_lost(
    quick_folder: Path, kind: Kind
) -> None:
    """For every ninth write, another ninth for each kind of failure."""
    first = {"before": 1, "after": 4, "for good": 7}[kind]
    assert struck(quick_folder, kind, first, stride=9) > 50


@pytest.mark.many
@pytest.mark.parametrize("kind", ["before", "after", "for good"])
def test_s10_whichever_write_of_a_run_fails_nothing_kept_is_lost(
    quick_folder: Path, kind: Kind
) -> None:
    """For n = 1 to all; to be run by hand, with `-m many`."""
    assert struck(quick_folder, kind, 1, stride=1) > 50


def small_files(most: int, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Return how a command line ends that may write no file larger than `most` bytes."""
    code = (
        "import resource, os, sys; most = int(sys.argv[1]);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (most, most));"
        "os.execv(sys.argv[2], sys.argv[2:])"
    )
    return subprocess.run(
        [sys.executable, "-c", code, str(most), *command(*arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(SUMMARIZER_CONCURRENCY=str(AT_ONCE), PYTHONDONTWRITEBYTECODE="1"),
        timeout=60,
        check=False,
    )


def goes_on(store: Path) -> None:
    """Run once more where there is room: the rest is asked, and the briefing is whole."""
    there = stored(store)
    with ModelServer(saying(recorded)) as server:
        done = run_here("brief", ARTICLES, *live(server, store))
        rest = asked(server.requests)
    assert (done.returncode, prose(done.stdout)) == (0, prose(EXPECTED)), done.stderr
    assert not there & set(rest)
    assert len(there) + len(rest) == len(RECORDED)


def told_at_once(done: subprocess.CompletedProcess[str], sent: int, store: Path) -> None:
    """Check how a run ended whose disk was full: exit code, last line, and what it asked in vain."""
    assert (done.returncode, done.stdout) == (6, ""), done.stderr
    last = done.stderr.splitlines()[-1]
    assert last.startswith(f"summarizer: answer store {str(store)!r}: ")
    assert KEPT in last
    assert "and run again" in last
    assert "Traceback" not in done.stderr
    assert sent - len(stored(store)) <= AT_ONCE + 1  # on their way, and the one that failed


def test_s2_a_run_whose_store_may_not_grow_stops_at_once(tmp_path: Path) -> None:
    """When the system lets the file grow no more: exit 6, a line, and no question beyond those out."""
    pytest.importorskip("resource", reason="this system limits no file sizes")
    store = tmp_path / "answers.db"
    with ModelServer(saying(recorded), latency=0.05) as server:
        done = small_files(360_000, "brief", ARTICLES, *live(server, store))
        told_at_once(done, len(server.requests), store)
    assert stored(store)
    goes_on(store)


@mounting
def test_s2_a_run_on_a_full_disk_stops_at_once(tmp_path: Path) -> None:
    """The same on a disk without space, of which a copy is taken before it is unmounted."""
    disk, store = tmp_path / "disk", tmp_path / "answers.db"
    disk.mkdir()
    script = (
        'mount -t tmpfs -o size=450k none "$0" && { "$@"; code=$?; cp "$0"/* "$0"/..; exit $code; }'
    )
    with ModelServer(saying(recorded), latency=0.05) as server:
        line = command("brief", ARTICLES, *live(server, disk / "answers.db"))
        done = subprocess.run(
            ["unshare", "-m", "sh", "-c", script, str(disk), *line],
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=environment(SUMMARIZER_CONCURRENCY=str(AT_ONCE)),
            timeout=60,
            check=False,
        )
        sent = len(server.requests)
    assert (done.returncode, done.stdout) == (6, ""), done.stderr
    assert KEPT in done.stderr.splitlines()[-1]
    assert 0 < sent - AT_ONCE - 1 <= len(stored(store))
    goes_on(store)
