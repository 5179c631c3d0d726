"""The batch exchange: what is written for a batch endpoint and what is taken from its files."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from batch_lines import EXPIRED, KEYS, QUESTIONS, line
from hypothesis import given
from hypothesis import strategies as st

from summarizer.answers import Outcome, Request, Usage
from summarizer.batch import read_answers, read_requests, write_requests


def test_questions_are_written_in_order_and_once(tmp_path: Path) -> None:
    """Each line is a batch request whose custom_id is the key; a repeated question is one line."""
    path = tmp_path / "new" / "requests.jsonl"
    assert write_requests(path, [QUESTIONS[2], QUESTIONS[0], QUESTIONS[2]]) == 2
    lines = [json.loads(text) for text in path.read_text(encoding="utf-8").splitlines()]
    assert lines == [
        {
            "custom_id": question.key,
            "method": "POST",
            "url": "/v1/chat/completions",
            "body": question.body(),
        }
        for question in (QUESTIONS[2], QUESTIONS[0])
    ]
    assert Request.from_body(lines[0]["body"]) == QUESTIONS[2]


def test_an_output_line_is_an_answer() -> None:
    """Content, usage and the model that the answer names are taken as they stand."""
    (item,) = read_answers([json.dumps(line(KEYS[0], '{"a": 1}'))])
    assert (item.key, item.reply, item.outcome) == (KEYS[0], '{"a": 1}', Outcome.VALID)
    assert (item.usage, item.model, item.reason) == (Usage(7, 3), "m-2026", "")


OUTCOMES = [
    (line("k", None, refusal="I cannot help."), Outcome.REFUSED, "I cannot help."),
    (line("k", "", "content_filter"), Outcome.FILTERED, ""),
    (line("k", '{"a": ', "length"), Outcome.CUT, '{"a": '),
    (line("k", None, "length"), Outcome.CUT, ""),  # all tokens went into reasoning
    (line("k", "no JSON", refusal=None), Outcome.VALID, "no JSON"),  # complete; the caller judges
]


# Status, error and where it stands in the line; the first says nothing about the question.
TOLD = [
    (500, {"message": "busy"}, "body", None),
    (400, {"code": "context_length_exceeded", "message": "Too big"}, "body", Outcome.TOO_LONG),
    (400, {"message": "maximum context length is 4096"}, "error", Outcome.TOO_LONG),  # vLLM
    (413, None, "error", Outcome.TOO_LONG),
    (None, {"code": "context_length_exceeded"}, "error", Outcome.TOO_LONG),  # of the line itself
    (None, {"error": {"code": "context_length_exceeded"}}, "error", Outcome.TOO_LONG),  # in a box
    (None, "prompt is too long: 9000 tokens", "error", Outcome.TOO_LONG),
    (400, {"code": "content_filter", "message": "No"}, "body", Outcome.FILTERED),
    (400, {"message": "Invalid schema"}, "body", None),
]


@pytest.mark.parametrize(("status", "error", "place", "outcome"), TOLD, ids=range(len(TOLD)))
def test_an_error_may_settle_its_question(
    status: int | None, error: Any, place: str, outcome: Outcome | None
) -> None:
    """That a question is too long or filtered is an outcome wherever it stands; busy is none."""
    response = {"status_code": status, "body": {"error": error} if place == "body" else None}
    entry = {"custom_id": "k", "response": response if status else None, "error": None}
    (item,) = read_answers([json.dumps(entry | ({"error": error} if place == "error" else {}))])
    assert item.outcome is outcome
    assert bool(item.reply) == bool(outcome)
    assert bool(item.reason) == (outcome is None)


@pytest.mark.parametrize(("entry", "outcome", "reply"), OUTCOMES, ids=range(len(OUTCOMES)))
def test_what_became_of_an_answer_is_told(entry: Any, outcome: Outcome, reply: str) -> None:
    """Refused, filtered and cut answers are told apart, and their text is kept."""
    (item,) = read_answers([json.dumps(entry)])
    assert (item.outcome, item.reply, item.reason) == (outcome, reply, "")


def without(entry: dict[str, Any], *path: str) -> dict[str, Any]:
    """Return a copy of a line that lacks one part."""
    copy: dict[str, Any] = json.loads(json.dumps(entry))
    place = copy
    for name in path[:-1]:
        place = place[name]
    del place[path[-1]]
    return copy


GARBAGE = [
    ("garbage", "not JSON (Expecting value at column 1)"),
    ('{"custom_id": "k", "custom_id": "k"}', "the key 'custom_id' stands twice in one object"),
    ("[" * 100_000, "nested too deeply"),
    ('{"a": Infinity}', "Infinity is no JSON number"),
    (b"\xff\xfe", "not UTF-8"),
    ("[]", "no custom_id"),
    ("{}", "no custom_id"),
    ('{"custom_id": 3}', "no custom_id"),
    ('{"custom_id": "k"}', "no choices"),
    ('{"custom_id": "k", "method": "POST", "body": {}}', "this is a question, not an answer to one"),
    (without(line("k"), "response", "body", "choices"), "no choices"),
    (line("k", ""), "empty content"),
    (line("k", " \n"), "empty content"),
    (line("k", None), "empty content"),
    (line("k", [{"type": "text"}]), "the content is no text"),
    ({"custom_id": "k", "response": None, "error": EXPIRED}, f"an error: {EXPIRED['message']}"),
    ({"custom_id": "k", "response": None, "error": {"code": "x"}}, "an error: x"),
    ({"custom_id": "k", "response": None, "error": "down"}, "an error: down"),
    ({"custom_id": "k", "response": {"status_code": 500, "body": None}}, "status 500"),
    (
        {"custom_id": "k", "response": {"status_code": 400, "body": {"error": {"message":
            "Invalid\n\x1b[1mschema"}}}, "error": None},
        "status 400: Invalid [1mschema",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("entry", "reason"), GARBAGE, ids=[reason for _, reason in GARBAGE])
def test_a_line_without_an_answer_says_why(entry: Any, reason: str) -> None:
    """A line that gives no answer is refused with a reason that stands on one line."""
    (item,) = read_answers([entry if isinstance(entry, (str, bytes)) else json.dumps(entry)])
    assert item.outcome is None
    assert item.reason == reason


@given(st.lists(st.text() | st.binary()))
def test_no_line_stops_the_reading(lines: list[str | bytes]) -> None:
    """Whatever the lines hold, each that holds anything gives one result with its own number."""
    numbers = [number for number, text in enumerate(lines, start=1) if text.strip()]
    assert [item.line for item in read_answers(lines)] == numbers


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)


@given(st.data())
def test_no_shape_stops_the_reading(data: st.DataObject) -> None:
    """Any JSON value in place of any part of a line gives an answer or a reason."""
    entry = line("k")
    body = entry["response"]["body"]
    places = [
        (entry, ["custom_id", "response", "error"]),
        (entry["response"], ["status_code", "body"]),
        (body, ["choices", "usage", "model"]),
        (body["choices"][0], ["message", "finish_reason"]),
        (body["choices"][0]["message"], ["content", "refusal"]),
        (body["usage"], ["prompt_tokens"]),
    ]
    place, names = data.draw(st.sampled_from(places))
    place[data.draw(st.sampled_from(names))] = data.draw(json_values)
    (item,) = read_answers([json.dumps(entry)])
    assert (item.outcome is None) == bool(item.reason)


@pytest.mark.parametrize("usage", [None, {}, {"prompt_tokens": 1}, {"prompt_tokens": "1"}, 3])
def test_usage_that_does_not_count_is_none(usage: Any) -> None:
    """Tokens are taken from both counts or not at all."""
    entry = line("k")
    entry["response"]["body"]["usage"] = usage
    (item,) = read_answers([json.dumps(entry)])
    assert item.usage is None


def test_the_time_that_an_answer_gives_is_read() -> None:
    """`created` tells which of two answers is the newer; what is no number tells nothing."""
    entries = [line("k"), line("k"), line("k")]
    for entry, created in zip(entries, (1_751_600_000, "noon", True), strict=True):
        entry["response"]["body"]["created"] = created
    items = read_answers([json.dumps(entry) for entry in entries])
    assert [item.created for item in items] == [1_751_600_000, 0, 0]


def test_questions_are_read_as_they_were_written(tmp_path: Path) -> None:
    """What `write_requests` wrote gives the same questions with the same keys, also a second sample."""
    given = [QUESTIONS[0], dataclasses.replace(QUESTIONS[0], sample=1), QUESTIONS[1]]
    write_requests(tmp_path / "requests.jsonl", given)
    found = [item.request for item in read_requests(tmp_path / "requests.jsonl")]
    assert [request and request.key for request in found] == [request.key for request in given]


ASKED = {"custom_id": KEYS[0], "method": "POST", "body": QUESTIONS[0].body()}
NO_QUESTION = [
    ("garbage", "not JSON (Expecting value at column 1)"),
    ("[]", "no custom_id"),
    ({**ASKED, "custom_id": "q-1"}, "its custom_id 'q-1' is not the key of its body"),
    # a digit of the key, and a word of the body, that somebody changed
    (
        {**ASKED, "custom_id": KEYS[1]},
        f"its custom_id '{KEYS[1][:12]}…' is not the key of its body",
    ),
    (
        {**ASKED, "body": {**QUESTIONS[0].body(), "model": "n"}},
        f"its custom_id '{KEYS[0][:12]}…' is not the key of its body",
    ),
    ({**ASKED, "body": None}, "no chat-completions body with messages and a JSON schema"),
    ({**ASKED, "body": {"model": "m"}}, "no chat-completions body with messages and a JSON schema"),
]


@pytest.mark.parametrize(("entry", "reason"), NO_QUESTION, ids=range(len(NO_QUESTION)))
def test_a_line_without_a_question_says_why(entry: Any, reason: str) -> None:
    """A line whose body does not have its key is no question."""
    (item,) = read_requests([entry if isinstance(entry, str) else json.dumps(entry)])
    assert (item.line, item.request, item.reason) == (1, None, reason)
