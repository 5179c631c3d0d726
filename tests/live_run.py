"""A live run of the fixtures for tests: their recorded replies over a server, the command line.

A question is known by its messages, as the recordings know it; so what a server was asked can be
held against what a store keeps.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from model_server import ModelServer, Seen, Sent, fitting, refusing, saying

from summarizer.cli import main
from summarizer.store import Store

ROOT = Path(__file__).parent.parent
ARTICLES = ROOT / "fixtures/articles/kyiv-2025-07-04"
EXPECTED = (ROOT / "fixtures/expected/kyiv-2025-07-04.md").read_text(encoding="utf-8")
KEY = "sk-never-to-be-seen-0123456789"  # conftest looks for it in every file the tests leave


def _messages(request: Mapping[str, Any]) -> str:
    return json.dumps([message["content"] for message in request["messages"]])


_LINES = [
    json.loads(line)
    for path in sorted((ROOT / "fixtures/recordings").glob("*.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()
]
RECORDED = {_messages(line["request"]): line["reply"] for line in _LINES}
_KEYS = {_messages(line["request"]): line["key"].removeprefix("s256:") for line in _LINES}


def recorded(seen: Seen) -> str:
    """Return what was recorded for these messages, or an empty reply."""
    return RECORDED.get(_messages(seen.body)) or fitting(seen)


def recorded_but(*, refused: str) -> Callable[[Seen], Sent]:
    """Return what answers from the recordings, and 400 to questions with `refused` in them."""

    def react(seen: Seen) -> Sent:
        if refused in json.dumps(seen.body["messages"], ensure_ascii=False):
            return refusing(400, "bad_request", "not this one")(seen)
        return saying(recorded)(seen)

    return react


def asked(requests: Iterable[Seen]) -> Counter[str]:
    """Return how often each recorded question, by its key, was asked; others are a fault."""
    return Counter(_KEYS[_messages(seen.body)] for seen in requests)


def stored(path: Path) -> set[str]:
    """Return the keys that a store has an answer to; none where there is no store yet."""
    if not path.exists():
        return set()
    with Store(path) as store:
        assert store.verify() == []
        return {request.key for request in store.requests() if store.get(request.key)}


def prose(markdown: str) -> str:
    """Return a briefing without the part that tells how it was made."""
    return markdown.partition("## How this was made")[0]


def command(*arguments: object) -> list[str]:
    """Return the command line as this interpreter runs it."""
    return [sys.executable, "-m", "summarizer", *map(str, arguments)]


def environment(**more: str) -> dict[str, str]:
    """Return an environment without settings of the caller."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SUMMARIZER", "OPENAI"))}
    return kept | more


def call(*arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
    """Return how a command line ended, in an environment of `more` settings alone."""
    return subprocess.run(
        command(*arguments),
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(**more),
        timeout=120,
        check=False,
    )


def run_here(*arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
    """Return how a command line ends in this process, which saves it the start of another one."""
    out, errors = io.StringIO(), io.StringIO()
    given = [str(argument) for argument in arguments]
    with (
        pytest.MonkeyPatch.context() as patch,
        redirect_stdout(out),
        redirect_stderr(errors),
        pytest.raises(SystemExit) as ended,
    ):
        for name, value in more.items():
            patch.setenv(name, value)
        main(given)
    code = ended.value.code
    assert isinstance(code, int)
    return subprocess.CompletedProcess(given, code, out.getvalue(), errors.getvalue())


def started(*arguments: object, **more: str) -> subprocess.Popen[str]:
    """Start a command line; its outputs are pipes that somebody has to read."""
    return subprocess.Popen(
        command(*arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment(**more),
    )


def live(server: ModelServer, store: Path, *more: object) -> tuple[object, ...]:
    """Return the options of a run that asks a server and keeps its answers in a store."""
    return ("--model", "recorded", "--base-url", server.url, "--store", store, *more)


def wait_until(condition: Callable[[], object], seconds: float = 60.0) -> None:
    """Return as soon as a condition holds; it has to within some time."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it never came to that"
        time.sleep(0.002)
