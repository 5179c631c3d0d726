"""How a run is shown while it goes on: from counters, on a terminal and elsewhere."""

from __future__ import annotations

import io
import os
import re
import select
import subprocess
import time
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from live_run import ARTICLES, command, environment, live, recorded, run_here
from model_server import ModelServer, saying

from summarizer.progress import Progress, shown


@dataclass
class Counted:
    """The counters of a run that stands still."""

    documents: int = 5
    documents_read: int = 2
    paid: int = 0
    stored: int = 3
    limit: str = ""
    in_flight: int = 0
    cost: Decimal | None = None


def test_the_line_tells_the_counters() -> None:
    """Nothing before a run; then what is read, answered and on its way; cost once there is some."""
    progress = Progress()
    assert progress.line() == ""
    run = Counted()
    progress.watch(run)
    assert progress.line() == "2/5 articles read; answers: 3 from the store, 0 from the model"
    run.paid, run.cost = 4, Decimal("0.0123")
    progress.out |= {"a", "b"}
    progress.wait("waiting 20 s: too many requests")
    assert progress.line() == (
        "2/5 articles read; answers: 3 from the store, 4 from the model; 2 on their way; "
        "cost $0.0123; waiting 20 s: too many requests"
    )
    run.cost = None
    progress.wait("")
    progress.is_stopping = True
    assert progress.line().endswith(
        "cost unknown; stopping when those on their way are in; once more to stop at once"
    )


def test_plain_lines_come_now_and_then_and_only_with_news() -> None:
    """Where nobody watches, a line is written after a while, and not twice."""
    progress, stream = Progress(), io.StringIO()
    run = Counted()
    with shown(progress, stream, plain_seconds=0.02):
        progress.watch(run)
        time.sleep(0.2)
        run.documents_read = 3
        time.sleep(0.2)
    lines = stream.getvalue().splitlines()
    assert [line[:3] for line in lines] == ["2/5", "3/5"]


def test_a_short_run_shows_no_plain_line() -> None:
    """A run that ends before the first line is due writes none."""
    progress, stream = Progress(), io.StringIO()
    progress.watch(Counted())
    with shown(progress, stream):
        pass
    assert stream.getvalue() == ""


def test_quiet_says_nothing(tmp_path: Path) -> None:
    """With -q standard error stays empty, whatever odd answers come."""
    with ModelServer(saying(recorded)) as server:
        done = run_here("extract", ARTICLES, *live(server, tmp_path / "answers.db", "-q"))
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(os.name == "nt", reason="takes a pseudo-terminal")
def test_a_terminal_shows_a_live_line_that_goes_away(tmp_path: Path) -> None:
    """On a terminal one line is rewritten while answers come, and erased at the end."""
    import pty

    ours, theirs = pty.openpty()
    with ModelServer(saying(recorded), latency=0.4) as server:
        process = subprocess.Popen(
            command("extract", ARTICLES, *live(server, tmp_path / "answers.db")),
            stdout=subprocess.DEVNULL,
            stderr=theirs,
            env=environment(TERM="xterm", COLUMNS="120"),
        )
        os.close(theirs)
        came = bytearray()
        while select.select([ours], [], [], 60)[0]:
            try:
                piece = os.read(ours, 4096)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            came += piece
        assert process.wait(60) == 0
    os.close(ours)
    text = came.decode()
    states = re.findall(r"(\d)/5 articles read; answers: 0 from the store, (\d+)", text)
    assert len(set(states)) > 2, text
    assert re.search(r"\d on their way", text)
    after = text[text.rindex("articles read") :]
    assert "\x1b[2K" in after  # the line is erased
