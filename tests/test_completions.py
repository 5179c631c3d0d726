"""Completions and errors: what is taken for an answer, and what a failure asks for."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.answers import Outcome, Usage
from summarizer.completions import Unusable, Verdict, judge, one_line, read_completion, told


def completion(content: Any = '{"a": 1}', finish: str | None = "stop", **message: Any) -> bytes:
    """Return the body of a completion."""
    return json.dumps(
        {
            "model": "m-2026",
            "choices": [{"message": {"content": content, **message}, "finish_reason": finish}],
            "usage": {"prompt_tokens": 7, "completion_tokens": 3},
        }
    ).encode()


def test_a_completion() -> None:
    """Text, usage and model are taken as they stand."""
    said = read_completion(completion(), "strict")
    assert (said.outcome, said.text, said.model) == (Outcome.VALID, '{"a": 1}', "m-2026")
    assert said.usage == Usage(7, 3)
    assert said.remark == ""


@pytest.mark.parametrize(
    ("raw", "outcome", "text"),
    [
        (completion(None, refusal="No."), Outcome.REFUSED, "No."),
        (completion(None, "content_filter"), Outcome.FILTERED, ""),
        (completion('{"a"', "content_filter"), Outcome.FILTERED, '{"a"'),
        (completion('{"a": 1}', "length"), Outcome.CUT, '{"a": 1}'),  # complete, yet not trusted
        (completion(None, "length"), Outcome.CUT, ""),
        (completion('{"a": 1}', None), Outcome.VALID, '{"a": 1}'),
        (completion(tool_calls=[], refusal=None), Outcome.VALID, '{"a": 1}'),
    ],
)
def test_outcomes(raw: bytes, outcome: Outcome, text: str) -> None:
    """A refusal, a filter and a limit are outcomes; whether a reply fits is not judged here."""
    said = read_completion(raw, "strict")
    assert (said.outcome, said.text) == (outcome, text)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "no sound JSON instead of an answer"),
        (b"\xff", "not UTF-8"),
        (b" <!doctype html>", "an HTML page instead of an answer"),
        (b"[]", "no choices instead of one"),
        (b'{"choices": []}', "no choices"),
        (b'{"choices": {}}', "no choices"),
        (b'{"choices": [null]}', "an empty answer"),
        (b'{"choices": [{}, {}]}', "2 choices"),
        (b'{"choices": [], "choices": []}', "stands twice"),
        (b'{"choices": NaN}', "NaN"),
        (b"[" * 100_000, "nested too deeply"),
        (completion("  \n"), "an empty answer"),
        (completion(["text"]), "the content is no text"),
        (completion(None, tool_calls=[{}]), "tool calls"),
        (completion(tool_calls=[{}, {}]), "tool calls"),
        (completion(None, reasoning_content="hm"), "token limit may be too low"),
        (b'{"error": "busy"}', "an error inside: busy"),
    ],
)
def test_no_answer(raw: bytes, reason: str) -> None:
    """What is no completion with exactly one text is named, in a clause."""
    with pytest.raises(Unusable, match=reason) as caught:
        read_completion(raw, "strict")
    assert caught.value.status == 0


def test_an_error_inside_tells_its_status() -> None:
    """A gateway's error inside a success is judged by the status it names."""
    with pytest.raises(Unusable) as caught:
        read_completion(b'{"error": {"code": 429, "message": "slow"}}', "strict")
    assert caught.value.status == 429


@pytest.mark.parametrize(
    "usage", [None, {}, {"prompt_tokens": 7}, {"prompt_tokens": "7", "completion_tokens": 3}, 7]
)
def test_unknown_usage(usage: Any) -> None:
    """Usage that is missing or odd is unknown, never zero."""
    body = json.loads(completion()) | {"usage": usage}
    assert read_completion(json.dumps(body).encode(), "strict").usage is None


@pytest.mark.parametrize(
    ("content", "text", "replaced"),
    [
        (r'{"a": "\ud83d\ude00"}', r'{"a": "\ud83d\ude00"}', 0),  # a whole pair
        (r'{"a": "\ud83d"}', r'{"a": "\ufffd"}', 1),
        (r'{"a": "\ude00\ud83d"}', r'{"a": "\ufffd\ufffd"}', 2),  # the wrong way round
        (r'{"a": "\ud83d\ud83d\ude00"}', r'{"a": "\ufffd\ud83d\ude00"}', 1),
        (r'{"a": "\\ud83d"}', r'{"a": "\\ud83d"}', 0),  # a backslash and letters
        (r'{"a": "\\\ud83d"}', r'{"a": "\\\ufffd"}', 1),
        (r'{"a": "\u0000"}', r'{"a": "\ufffd"}', 1),
        (r'{"a": "\\u0000"}', r'{"a": "\\u0000"}', 0),
        ('{"a": "\ud83d"}', '{"a": "\ufffd"}', 1),
        ('{"a": "\x00"}', '{"a": "\ufffd"}', 1),
        ('{"a": "😀"}', '{"a": "😀"}', 0),
    ],
)
def test_what_no_text_can_hold(content: str, text: str, replaced: int) -> None:
    """Half surrogate pairs and NUL become U+FFFD, whole pairs and escaped backslashes stay."""
    said = read_completion(completion(content), "strict")
    assert said.text == text
    assert said.remark == (
        f"characters replaced that no text can hold: {replaced}" * bool(replaced)
    )


@given(st.text(st.characters() | st.sampled_from('\\"u0dD8cC'), max_size=40))
def test_replies_can_always_be_written(value: str) -> None:
    """Any text in any JSON escaping comes out as text that can be encoded, its sense unchanged."""
    for ascii_only in (True, False):
        content = json.dumps({"a": value}, ensure_ascii=ascii_only)
        text = read_completion(completion(content), "strict").text
        text.encode()
        expected = "".join("\ufffd" if c == "\0" or c in HALVES else c for c in value)
        assert json.loads(text)["a"] == expected


HALVES = frozenset(chr(code) for code in range(0xD800, 0xE000))


@pytest.mark.parametrize(
    ("status", "error", "verdict"),
    [
        (429, {"code": "rate_limit_exceeded"}, Verdict.WAIT),
        (429, {"code": "insufficient_quota"}, Verdict.STOP),
        (429, {"type": "insufficient_quota"}, Verdict.STOP),
        (408, {}, Verdict.WAIT),
        (409, {}, Verdict.WAIT),
        (500, {}, Verdict.WAIT),
        (529, {"type": "overloaded_error"}, Verdict.WAIT),
        (401, {}, Verdict.STOP),
        (402, {}, Verdict.STOP),
        (403, {}, Verdict.STOP),
        (403, {"message": "Your input was flagged"}, Verdict.FILTERED),
        (404, {"message": "model 'x' not found, try pulling it first"}, Verdict.STOP),
        (405, {}, Verdict.STOP),
        (301, {}, Verdict.STOP),
        (400, {"code": "model_not_found"}, Verdict.STOP),
        (400, {"code": "unsupported_value", "message": "temperature"}, Verdict.STOP),
        (400, {"code": "context_length_exceeded"}, Verdict.TOO_LONG),
        (400, {"type": "exceed_context_size_error"}, Verdict.TOO_LONG),
        (400, {"message": "This model's maximum context length is 4096"}, Verdict.TOO_LONG),
        (413, {}, Verdict.TOO_LONG),
        (400, {"code": "content_filter"}, Verdict.FILTERED),
        (400, {"message": "odd"}, Verdict.REJECTED),
        (422, {}, Verdict.REJECTED),
    ],
)
def test_verdicts(status: int, error: dict[str, str], verdict: Verdict) -> None:
    """Each kind of failure asks for its own reaction."""
    found, reason = judge(status, json.dumps({"error": error}).encode())
    assert found is verdict
    assert f"(HTTP {status})" in reason
    assert error.get("message", "") in reason


@pytest.mark.parametrize(
    ("raw", "code", "message"),
    [
        (b'{"error": {"code": "c", "type": "t", "message": "m"}}', "c", "m"),
        (b'{"error": {"code": null, "type": "t", "message": "m"}}', "t", "m"),
        (b'{"error": "m"}', "", "m"),
        (b'{"object": "error", "message": "m", "type": "t", "code": 400}', "t", "m"),
        (b'{"detail": "m"}', "", "m"),
        (b"no JSON", "", "no JSON"),
        (b"<html>no", "", ""),  # of a page nothing is quoted
        (b"", "", ""),
        (b'{"error": {"message": ["m"]}}', "", ""),
    ],
)
def test_told(raw: bytes, code: str, message: str) -> None:
    """Code and message are found in every server's form."""
    assert told(raw) == (code, message)


def test_one_line() -> None:
    """Texts from outside are shown on one short line that does nothing to a terminal."""
    assert one_line("a\n\x1b[31mb\u202e\tc") == "a [31mb c"
    assert len(one_line("x" * 5000)) == 200
