"""Ctrl-C, SIGTERM and readers that leave: what is on its way is kept, and the line says how to go on."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from live_run import (
    ARTICLES,
    EXPECTED,
    RECORDED,
    ROOT,
    asked,
    command,
    environment,
    live,
    prose,
    recorded,
    run_here,
    started,
    stored,
    wait_until,
)
from model_server import ModelServer, saying

from summarizer.interruption import Interrupted, run_until_stopped

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals are others here")

GO_ON = (
    "summarizer: interrupted; every answer that came is stored, the same call goes on from there"
)
AT_ONCE = 4


def interrupt() -> None:
    """Send this process what Ctrl-C sends."""
    os.kill(os.getpid(), signal.SIGINT)


def test_undisturbed_work_returns_its_result() -> None:
    """Without a signal nothing is stopped, and the old handlers are back afterwards."""
    before = signal.getsignal(signal.SIGINT)

    async def work() -> str:
        assert signal.getsignal(signal.SIGINT) != before
        return "done"

    def stop() -> None:
        raise AssertionError("nobody asked to stop")

    assert run_until_stopped(work(), stop, lambda: 1) == "done"
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_first_signal_lets_the_work_end_itself(number: signal.Signals) -> None:
    """`stop` is called once, in the loop, and what the work then returns is returned."""
    stopped: list[asyncio.AbstractEventLoop] = []

    async def work() -> str:
        os.kill(os.getpid(), number)
        while not stopped:
            await asyncio.sleep(0.001)
        assert stopped == [asyncio.get_running_loop()]
        return "what was on its way"

    def stop() -> None:
        stopped.append(asyncio.get_running_loop())

    assert run_until_stopped(work(), stop, lambda: 1) == "what was on its way"


def test_a_second_signal_ends_work_that_waits() -> None:
    """After `stop` the next signal cancels; the work can still tidy up."""
    tidied: list[bool] = []

    async def work() -> None:
        interrupt()
        try:
            await asyncio.sleep(60)
        finally:
            tidied.append(True)

    with pytest.raises(Interrupted):
        run_until_stopped(work(), interrupt, lambda: 1)
    assert tidied == [True]


@pytest.mark.parametrize("in_flight", [0, 1], ids=["nothing on its way", "twice"])
def test_work_that_does_not_listen_is_ended(in_flight: int) -> None:
    """Busy work ends at the first signal where nothing is on its way, else at the second."""
    steps: list[int] = []

    async def work() -> None:
        for step in range(5):
            steps.append(step)
            interrupt()

    with pytest.raises(Interrupted):
        run_until_stopped(work(), lambda: None, lambda: in_flight)
    assert steps == list(range(1 + in_flight))


def test_a_thread_hears_no_signals() -> None:
    """Outside the main thread, where handlers cannot be set, the work runs all the same."""
    came: list[int] = []

    async def work() -> int:
        return 3

    thread = threading.Thread(
        target=lambda: came.append(run_until_stopped(work(), lambda: None, lambda: 0))
    )
    thread.start()
    thread.join()
    assert came == [3]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_what_is_on_its_way_is_finished_and_stored(tmp_path: Path, number: signal.Signals) -> None:
    """The first signal: nothing more is sent, what was sent is kept, and the next run asks the rest."""
    store = tmp_path / "answers.db"
    with ModelServer(saying(recorded), latency=1.0) as server:
        options = ("brief", ARTICLES, *live(server, store))
        process = started(*options, SUMMARIZER_CONCURRENCY=str(AT_ONCE))
        wait_until(lambda: len(server.requests) == AT_ONCE)
        process.send_signal(number)
        out, errors = process.communicate(timeout=30)
        assert (process.returncode, out) == (130, ""), errors
        lines = errors.splitlines()
        assert lines[-1] == GO_ON
        told = (
            f"stopping: {AT_ONCE} questions on their way are waited for; once more to stop at once"
        )
        assert told in lines
        assert "Traceback" not in errors
        assert len(server.requests) == AT_ONCE
        first = asked(server.requests)
        assert stored(store) == set(first)
    with ModelServer(saying(recorded)) as server:
        again = run_here("brief", ARTICLES, *live(server, store))
        rest = asked(server.requests)
    assert prose(again.stdout) == prose(EXPECTED)
    assert not set(first) & set(rest)
    assert len(first) + len(rest) == len(RECORDED)


def test_a_second_signal_does_not_wait(tmp_path: Path) -> None:
    """The second signal ends a run whose answers never come, at once, with the same code."""
    with ModelServer("silent") as server:
        process = started("brief", ARTICLES, *live(server, tmp_path / "answers.db"))
        wait_until(lambda: server.requests)
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        told = [process.stderr.readline() for _ in range(2)]
        assert told[1].startswith("stopping: "), told
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "")
    assert errors.splitlines()[-1] == GO_ON
    assert "Traceback" not in errors
    assert time.monotonic() - began < 15


def test_a_pause_is_not_waited_out(tmp_path: Path) -> None:
    """Where all questions only wait to be asked again, the first signal ends the run."""
    with ModelServer("rate limit, 20 s") as server:
        process = started("extract", ARTICLES, *live(server, tmp_path / "answers.db"))
        wait_until(lambda: server.requests)
        time.sleep(0.3)
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
        count = len(server.requests)
    assert process.returncode == 130, errors
    assert errors.splitlines()[-1] == GO_ON
    assert time.monotonic() - began < 15
    assert count <= 8  # what was out when the first was told to wait


def test_the_questions_of_another_process_are_not_waited_for(tmp_path: Path) -> None:
    """A run that waits for what another one asks ends at the first signal; the other goes on."""
    store = tmp_path / "answers.db"
    with ModelServer(saying(recorded), latency=4.0) as server:
        options = ("extract", ARTICLES / "north-wire.txt", *live(server, store))
        paying = started(*options)
        wait_until(lambda: len(server.requests) == 4)
        waiting = started(*options)
        assert waiting.stderr is not None
        waiting.stderr.readline()  # it says what it would ask
        time.sleep(0.5)
        waiting.send_signal(signal.SIGINT)
        _, errors = waiting.communicate(timeout=30)
        is_first = paying.poll() is None
        paying.communicate(timeout=30)
        count = len(server.requests)
    assert (waiting.returncode, paying.returncode) == (130, 0), errors
    assert errors.splitlines()[-1] == GO_ON
    assert is_first
    assert count == len(stored(store)) == 4


INTERRUPTED = """
import os, signal, sys, threading, time

def interrupt():
    while "summarizer.writing" not in sys.modules:  # the last of its imports but one
        time.sleep(0.01)
    time.sleep(float(sys.argv[1]))
    os.kill(os.getpid(), signal.SIGINT)

from summarizer.cli import main
threading.Thread(target=interrupt, daemon=True).start()
main(sys.argv[2:])
"""


@pytest.mark.parametrize("seconds", ["0.1", "0.3"])
def test_a_replay_ends_at_once(seconds: str) -> None:
    """Where nobody is asked one signal is enough, whatever is being worked on, and one line tells."""
    line = ["brief", str(ARTICLES), "--replay", str(ROOT / "fixtures/recordings"), "-q"]
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, seconds, *line],
        capture_output=True,
        text=True,
        env=environment(),
        timeout=60,
        check=False,
    )
    # A shell calls both 130; Python dies of the signal itself where it came in an `exec`.
    assert done.returncode in (130, -signal.SIGINT), done.stderr
    assert (done.stdout, done.stderr.splitlines()) == ("", [GO_ON])


@pytest.mark.parametrize("form", ["", "--json"], ids=["markdown", "json"])
def test_a_reader_that_leaves_ends_a_run_quietly(tmp_path: Path, form: str) -> None:
    """A closed pipe behind standard output is no failure and leaves no trace of one."""
    with ModelServer(saying(recorded)) as server:
        options = ("extract", ARTICLES / "north-wire.txt", *live(server, tmp_path / "a.db", "-q"))
        if form:
            options = ("brief", ARTICLES / "north-wire.txt", *options[2:], form)
        read_end, write_end = os.pipe()
        os.close(read_end)
        ran = subprocess.run(
            command(*options),
            stdout=write_end,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(),
            timeout=60,
            check=False,
        )
        os.close(write_end)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_head_reads_one_line(tmp_path: Path) -> None:
    """`| head -1` prints the first line, with both outputs in the pipe as well."""
    line = " ".join(
        command("extract", ARTICLES / "north-wire.txt", "--replay", ROOT / "fixtures/recordings")
    )
    for both in ("", "2>&1"):
        code = f"{{ {line} {both}; echo code $? >&2; }} | head -1"
        ran = subprocess.run(
            ["sh", "-c", code],
            capture_output=True,
            text=True,
            env=environment(),
            cwd=tmp_path,
            timeout=60,
            check=False,
        )
        assert len(ran.stdout.splitlines()) == 1
        assert re.search(r"code 0$", ran.stderr.strip()), ran.stderr
        assert "Traceback" not in ran.stderr
