"""What is said where the model answers every question and lists nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from command_line import answer, run

ReplyTo = Callable[..., dict[str, Any]]


@pytest.fixture
def morning(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    articles: Mapping[str, str],
    reply_to: ReplyTo,
) -> Path:
    """Return a folder with two articles; every question about them has an empty reply."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUMMARIZER_STORE", str(tmp_path / "answers.db"))
    folder = Path("morning")
    folder.mkdir()
    for name, text in articles.items():
        (folder / name).write_text(text, encoding="utf-8")

    def empty(name: str, shown: str, claims: object = ()) -> dict[str, Any]:
        reply = reply_to(name, shown)
        return {part: reply[part] if part == "layout" else [] for part in reply}

    assert run("plan", folder, "--model", "m", "--out", "requests.jsonl").code == 0
    answer(Path("requests.jsonl"), Path("replies.jsonl"), empty)
    assert run("store", "import", "replies.jsonl").code == 0
    return folder


def test_a_briefing_of_empty_replies_says_so(morning: Path) -> None:
    """Nothing is printed, and the reason is that every reply was empty, not that words were wrong."""
    ran = run("brief", morning, "--model", "m")
    assert (ran.code, ran.out) == (5, "")
    assert "every reply was empty: the model listed no event, number or quotation" in ran.err


def test_extract_says_that_no_claim_was_found(morning: Path) -> None:
    """An empty output is explained in a line, and is no failure."""
    ran = run("extract", morning, "--model", "m", "--quiet")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.splitlines() == ["no claim was found in 2 articles"]
