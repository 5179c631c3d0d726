"""`plan` and `store import` as commands: what is said before asking, after an edit, of bad lines."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from command_line import answer, output_line, read_lines, run

from summarizer.prompts import PromptSet

Overlay = Callable[[Mapping[str, str]], Path]
ReplyTo = Callable[..., dict[str, Any]]
REQUESTS, REPLIES = Path("requests.jsonl"), Path("replies.jsonl")


@pytest.fixture(autouse=True)
def morning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, articles: Mapping[str, str]) -> Path:
    """Return a folder with two articles in a desk's own folder, which has a store of its own."""
    desk = tmp_path / "desk"
    (desk / "morning").mkdir(parents=True)
    monkeypatch.chdir(desk)
    monkeypatch.setenv("SUMMARIZER_STORE", str(tmp_path / "answers.db"))
    for name, text in articles.items():
        Path("morning", name).write_text(text, encoding="utf-8")
    return Path("morning")


def plan(*options: object) -> list[str]:
    """Return the lines of a plan of the morning's articles."""
    ran = run("plan", "morning", "--model", "m", *options)
    assert ran.code == 0, ran.err
    return ran.out.splitlines()


def answer_questions(reply_to: ReplyTo, *options: object) -> None:
    """Write a file of questions, answer it and import the answers."""
    plan("--out", REQUESTS, *options)
    answer(REQUESTS, REPLIES, reply_to)
    assert run("store", "import", REPLIES).code == 0


def test_an_edited_template_is_planned_with_its_lines(
    reply_to: ReplyTo, prompts: PromptSet, overlay: Overlay
) -> None:
    """After an edit the plan names the file and its lines, and calibrates on what was reported."""
    answer_questions(reply_to)
    text = prompts.sources["numbers.jinja"].replace("List every figure", "List each figure")
    line = next(n for n, told in enumerate(text.split("\n"), 1) if "List each" in told)
    told = plan("--prompts", overlay({"numbers.jinja": text}))
    assert told[2] == f"numbers  2 stale (numbers.jinja line {line})"
    assert re.fullmatch(
        r"to ask: 2 calls, about 1\.1 k tokens in \(estimated, calibrated on 8 answers\), 20 out, "
        r"cost unknown; round 1 of up to 5; then follow_up, .*",
        told[-1],
    )


def test_prices_of_the_settings_are_used(reply_to: ReplyTo, monkeypatch: Any) -> None:
    """With prices set the plan says dollars, for people and for programs; without it says unknown."""
    assert ", cost unknown; " in plan()[-1]
    assert json.loads("\n".join(plan("--json")))["cost_usd"] is None
    monkeypatch.setenv("SUMMARIZER_INPUT_PRICE", "1000")
    monkeypatch.setenv("SUMMARIZER_OUTPUT_PRICE", "2000")
    assert re.search(r" out, about \$\d+\.\d\d; round 1 ", plan()[-1])
    told = json.loads("\n".join(plan("--json")))
    expected = (told["input_tokens"] * 1000 + told["output_tokens"] * 2000) / 1e6
    assert told["cost_usd"] == pytest.approx(expected)


def test_a_plan_of_a_store_writes_nothing(reply_to: ReplyTo, tmp_path: Path) -> None:
    """Reading reasons and usage leaves every byte of the store as it was."""
    answer_questions(reply_to)
    before = (tmp_path / "answers.db").read_bytes()
    plan()
    plan("--json")
    assert (tmp_path / "answers.db").read_bytes() == before


def test_answers_are_taken_where_the_questions_were_never_seen(
    reply_to: ReplyTo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Another store takes the answers with the file of questions, and says what is still open."""
    plan("--out", REQUESTS)
    answer(REQUESTS, REPLIES, reply_to)
    lines = REPLIES.read_text(encoding="utf-8").splitlines(keepends=True)
    REPLIES.write_text("".join(lines[:5]), encoding="utf-8")
    monkeypatch.setenv("SUMMARIZER_STORE", str(tmp_path / "other.db"))
    alone = run("store", "import", REPLIES)
    assert alone.code == 4
    assert "0 imported, 0 there already, 5 refused" in alone.out
    (hint,) = [line for line in alone.err.splitlines() if "--requests FILE" in line]
    assert hint.startswith("the store knows none of these questions")
    taken = run("store", "import", REPLIES, "--requests", REQUESTS)
    assert (taken.code, taken.err) == (0, "")
    assert taken.out.splitlines() == [
        "requests.jsonl: 8 questions, 8 new to the store",
        "replies.jsonl: 5 imported, 0 there already, 0 refused",
        "requests.jsonl: 3 of 8 questions still without an answer",
    ]
    REPLIES.write_text("".join(reversed(lines)), encoding="utf-8")
    taken = run("store", "import", REPLIES, "--requests", REQUESTS)
    assert taken.out.splitlines() == [
        "requests.jsonl: 8 questions, 0 new to the store",
        "replies.jsonl: 3 imported, 5 there already, 0 refused",
        "requests.jsonl: 0 of 8 questions still without an answer",
    ]
    assert json.loads("\n".join(plan("--json")))["round"] == 2  # only the follow-up is open


def test_a_refused_line_is_refused_every_time(reply_to: ReplyTo) -> None:
    """Field and fault of a bad answer are said in plain words, at the second import as at the first."""
    plan("--out", REQUESTS)
    answer(REQUESTS, REPLIES, reply_to)
    lines = REPLIES.read_text(encoding="utf-8").splitlines(keepends=True)
    asked = [line["custom_id"] for line in read_lines(REQUESTS)]
    bad = output_line("s256:" + asked[4], {"numbers": [{"sentence": "4", "surface": "1,200"}]})
    REPLIES.write_text("".join([*lines[:4], bad, *lines[5:7], lines[7][:-30]]), encoding="utf-8")
    for already in (0, 6):
        taken = run("store", "import", REPLIES)
        assert taken.code == 4
        assert taken.out == (
            f"replies.jsonl: {6 - already} imported, {already} there already, 2 refused\n"
        )
        schema, cut = taken.err.splitlines()
        assert schema.startswith(
            "replies.jsonl:5: does not fit the schema: numbers.0.sentence: must be a whole number"
        )
        assert cut.startswith("replies.jsonl:8: not JSON")
        assert cut.endswith("; the file ends inside this line")
