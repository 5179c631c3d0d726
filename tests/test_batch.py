"""The batch exchange: what is written for a batch endpoint and what is taken from its files."""

from __future__ import annotations

import dataclasses
import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.answers import Answer, Memory, Outcome, Request, Usage
from summarizer.batch import ImportReport, import_answers, read_answers, write_requests
from summarizer.errors import StoreError
from summarizer.store import Store

QUESTIONS = [
    Request("m", (("user", f"Question {number} – “why”?"),), "reply", {"type": "object"}, {})
    for number in range(4)
]
KEYS = [question.key for question in QUESTIONS]


def line(key: str, content: Any = "{}", finish: str = "stop", **message: Any) -> dict[str, Any]:
    """Return a line of an output file."""
    return {
        "id": "batch_req_1",
        "custom_id": key,
        "response": {
            "status_code": 200,
            "request_id": "r1",
            "body": {
                "model": "m-2026",
                "choices": [
                    {"index": 0, "message": {"role": "assistant", "content": content, **message},
                     "finish_reason": finish}
                ],
                "usage": {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10},
            },
        },
        "error": None,
    }  # fmt: skip


def answers_file(tmp_path: Path, *lines: Any) -> Path:
    """Write lines, given as text or as values, to a file."""
    path = tmp_path / "answers.jsonl"
    texts = [entry if isinstance(entry, str) else json.dumps(entry) for entry in lines]
    path.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    return path


def is_object(request: Request, reply: str) -> bool:
    """Stand for the check against a schema."""
    return reply.startswith("{")


def take(path: Path, store: Any) -> ImportReport:
    """Import a file."""
    return import_answers(path, store, answered_by="a batch", is_valid=is_object)


def known() -> Memory:
    """Return a place that knows the questions and no answers."""
    store = Memory()
    store.register(QUESTIONS)
    return store


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


def test_that_a_question_is_too_long_is_kept_once(tmp_path: Path) -> None:
    """The error line is stored as what it is, listed, and not stored again."""
    store = known()
    error = {"code": "context_length_exceeded", "message": "At most 4096\ntokens"}
    entry = {"custom_id": KEYS[0], "response": {"status_code": 400, "body": {"error": error}}}
    report = take(answers_file(tmp_path, entry), store)
    assert report.imported == report.already == 0
    assert [reason for _, reason in report.refused] == [
        "the question is too long for the model; the next plan has it in parts"
    ]
    kept = Answer(KEYS[0], 0, "status 400: At most 4096 tokens", Outcome.TOO_LONG, "a batch", None)
    assert store.get(KEYS[0]) == (kept,)
    assert take(answers_file(tmp_path, entry), store) == ImportReport(0, 1, ())


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


EXPIRED = {"code": "batch_expired", "message": "This request could not be executed in time."}
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


def test_an_answer_by_hand_needs_only_key_and_choices(tmp_path: Path) -> None:
    """A tagged key and a body with a choice are enough, in a file with a byte order mark."""
    by_hand = {
        "custom_id": "s256:" + KEYS[0],
        "response": {"body": {"choices": [{"message": {"content": "{}"}}]}},
    }
    path = tmp_path / "hand.jsonl"
    path.write_text(json.dumps(by_hand), encoding="utf-8-sig")
    assert take(path, known()) == ImportReport(1, 0, ())


def test_an_import_takes_what_fits_and_lists_the_rest(tmp_path: Path) -> None:
    """Answers of known questions are stored; every other line is listed with its number."""
    store = known()
    path = answers_file(
        tmp_path,
        line(KEYS[1], '{"b": 1}'),
        "",
        line("0" * 64),
        "garbage",
        line(KEYS[0], "not an object"),
        {"custom_id": KEYS[2], "response": None, "error": EXPIRED},
        line(KEYS[3], None, refusal="No."),
    )
    assert take(path, store) == ImportReport(
        imported=1,
        already=0,
        refused=(
            (3, "answers no question of this store"),
            (4, "not JSON (Expecting value at column 1)"),
            (5, "does not fit the schema"),
            (6, f"an error: {EXPIRED['message']}"),
            (7, "the model declined"),
        ),
    )
    assert store.get(KEYS[1]) == (
        Answer(KEYS[1], 0, '{"b": 1}', Outcome.VALID, "a batch", Usage(7, 3), "m-2026"),
    )
    assert store.get(KEYS[0])[0].outcome is Outcome.INVALID
    assert store.get(KEYS[2]) == ()
    assert store.get(KEYS[3])[0].outcome is Outcome.REFUSED


def test_an_import_can_be_repeated(tmp_path: Path) -> None:
    """The second import of a file, in any order, adds nothing."""
    lines = [*(line(key, f'{{"n": {n}}}') for n, key in enumerate(KEYS)), line(KEYS[0], "bad")]
    with Store(tmp_path / "answers.db") as store:
        store.register(QUESTIONS)
        assert take(answers_file(tmp_path, *lines), store).imported == 4
        before = [store.get(key) for key in KEYS]
        random.Random(7).shuffle(lines)
        assert take(answers_file(tmp_path, *lines), store) == ImportReport(0, 5, ())
        assert [store.get(key) for key in KEYS] == before


def test_the_order_of_lines_does_not_matter(tmp_path: Path) -> None:
    """Shuffled lines leave the same answers in the store."""
    lines = [line(key, f'{{"n": {n}}}') for n, key in enumerate(KEYS)]
    stores = known(), known()
    for store, order in zip(stores, (lines, lines[::-1]), strict=True):
        take(answers_file(tmp_path, *order), store)
    assert [stores[0].get(key) for key in KEYS] == [stores[1].get(key) for key in KEYS]


def test_another_reply_is_the_next_attempt(tmp_path: Path) -> None:
    """A different reply to an answered question is kept beside the old one."""
    store = known()
    take(answers_file(tmp_path, line(KEYS[0], '{"old": 1}')), store)
    report = take(answers_file(tmp_path, line(KEYS[0], '{"new": 1}')), store)
    assert report == ImportReport(1, 0, ())
    assert [(a.attempt, a.reply) for a in store.get(KEYS[0])] == [
        (1, '{"new": 1}'),
        (0, '{"old": 1}'),
    ]


def test_an_answer_to_one_sample_is_of_that_sample(tmp_path: Path) -> None:
    """Two samples of one question have one body but two keys, and keep their own answers."""
    second = dataclasses.replace(QUESTIONS[0], sample=1)
    store = known()
    store.register([second])
    take(answers_file(tmp_path, line(second.key)), store)
    assert len(store.get(second.key)) == 1
    assert store.get(KEYS[0]) == ()


def test_an_absent_file_is_told(tmp_path: Path) -> None:
    """A path that cannot be read is named in one line."""
    with pytest.raises(StoreError, match=r"none\.jsonl.*No such file"):
        take(tmp_path / "none.jsonl", known())
