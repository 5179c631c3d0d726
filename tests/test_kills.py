"""Runs that are killed, and runs side by side: a completed call is never paid twice.

A call that is on its way when its process dies may be. The server counts, the store is the judge.
"""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

import pytest
from live_run import (
    ARTICLES,
    EXPECTED,
    RECORDED,
    asked,
    live,
    prose,
    recorded,
    run_here,
    started,
    stored,
    wait_until,
)
from model_server import ModelServer, saying

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no signals to kill with here")

LATENCY = 0.08
AT_ONCE = 3


def killed(server: ModelServer, store: Path, chance: random.Random) -> bool:
    """Start a run and kill it at some moment; False where it came to its end before.

    The moment lies anywhere: before anything is asked, among the questions, after the last one.
    """
    before = len(server.requests)
    process = started("brief", ARTICLES, *live(server, store), SUMMARIZER_CONCURRENCY=str(AT_ONCE))
    more = chance.randrange(len(RECORDED) - len(stored(store)) + 1)
    wait_until(lambda: len(server.requests) - before >= more or process.poll() is not None)
    time.sleep(chance.uniform(0.0, 2 * LATENCY) if more else chance.uniform(0.0, 1.0))
    process.kill()
    process.communicate(timeout=60)
    return process.returncode == -signal.SIGKILL


def survived(kills: int, seed: int, folder: Path) -> int:
    """Kill runs on one store and let the last one end; returns how many were killed.

    Nothing that the store had is asked again, and what was asked in vain is at most what can have
    been on its way when a run was killed.
    """
    chance, store, count = random.Random(seed), folder / f"{seed}.db", 0
    with ModelServer(saying(recorded), latency=LATENCY) as server:
        for _ in range(kills):
            known, before = stored(store), len(server.requests)
            count += killed(server, store, chance)
            sent = asked(server.requests[before:])
            assert not known & set(sent), seed
            assert max(sent.values(), default=1) == 1, seed
            lost = set(sent) - stored(store)
            assert len(lost) <= 2 * AT_ONCE, seed  # some are answered and about to be stored
        known, before = stored(store), len(server.requests)
        done = run_here("brief", ARTICLES, *live(server, store))
        assert (done.returncode, prose(done.stdout)) == (0, prose(EXPECTED)), (seed, done.stderr)
        rest = asked(server.requests[before:])
        assert set(rest) == set(asked(server.requests)) - known, seed
        assert max(rest.values(), default=1) == 1, seed
        assert len(stored(store)) == len(RECORDED), seed
    return count


def test_a_killed_run_goes_on_where_it_was(tmp_path: Path) -> None:
    """Six kills at random moments: the next run writes the whole briefing, no answer paid twice."""
    assert survived(kills=6, seed=1, folder=tmp_path) >= 5


@pytest.mark.many
def test_two_hundred_kills_lose_nothing(tmp_path: Path) -> None:
    """The same two hundred times; to be run by hand, with `-m many`."""
    count = seed = 0
    while count < 200:
        seed += 1
        count += survived(
            kills=random.Random(seed).choice((1, 2, 4, 6)), seed=seed, folder=tmp_path
        )


def test_two_runs_side_by_side_pay_once(tmp_path: Path) -> None:
    """Two processes that start together on one new store ask every question once between them."""
    with ModelServer(saying(recorded), latency=LATENCY) as server:
        options = ("brief", ARTICLES, *live(server, tmp_path / "answers.db"))
        both = [started(*options) for _ in range(2)]
        came = [process.communicate(timeout=120) for process in both]
        counts = asked(server.requests)
    assert [process.returncode for process in both] == [0, 0], came
    assert came[0][0] == came[1][0]
    assert prose(came[0][0]) == prose(EXPECTED)
    assert len(counts) == len(RECORDED)
    assert set(counts.values()) == {1}


def test_the_claims_of_a_killed_run_are_taken_over_at_once(tmp_path: Path) -> None:
    """Of two processes one dies among its questions; the other asks those, and ends as if alone."""
    store = tmp_path / "answers.db"
    with ModelServer(saying(recorded), latency=0.5) as server:
        options = ("extract", ARTICLES, *live(server, store))
        dying = started(*options)
        wait_until(lambda: server.requests)
        other = started(*options)
        wait_until(lambda: len(server.requests) >= 10)  # both of them ask
        dying.kill()
        killed_at = time.monotonic()
        dying.communicate(timeout=60)
        _, errors = other.communicate(timeout=60)
        seconds = time.monotonic() - killed_at
        counts = asked(server.requests)
    assert other.returncode == 0, errors
    assert len(stored(store)) == len(counts) == 20
    assert max(counts.values()) <= 2
    assert seconds < 60  # a claim that is not taken over lasts for its deadline of 900
