"""Which stored question is nearest to one without an answer, and where they first differ."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from question_builders import QUESTION, requests

from summarizer.answers import Request
from summarizer.likeness import nearest


def asked(text: str, **changes: Any) -> Request:
    """Return the question with another user message."""
    return dataclasses.replace(QUESTION, messages=(QUESTION.messages[0], ("user", text)), **changes)


ARTICLE = "\n".join(f"[{number}] Sentence number {number} stands here." for number in range(1, 14))
DIFFERENCES = [
    # recorded, asked now, what is told
    (
        asked(f"{ARTICLE}\nUkraine said that Russia had sent 550 drones over one single night."),
        asked(f"{ARTICLE}\nUkraine said that Russia had sent 551 drones over one single night."),
        'user message line 14: recorded "… Russia had sent 550 drones over one single …", '
        'now "… Russia had sent 551 drones over one single …"',
    ),
    (asked("a\nb"), asked("a\nnew\nb"), 'user message line 2: not recorded, now "new"'),
    (asked("a\nb"), asked("a\nb\nnew"), 'user message line 3: not recorded, now "new"'),
    (asked("a\nold\nb"), asked("a\nb"), 'user message line 2: recorded "old", now gone'),
    (asked("a\nold"), asked("a"), 'user message line 2: recorded "old", now gone'),
    (asked("a\x1b[1m"), asked("a"), 'user message line 1: recorded "a\ufffd[1m", now "a"'),
    (
        QUESTION,
        dataclasses.replace(QUESTION, messages=(("system", "Copy."), QUESTION.messages[1])),
        'system message line 1: recorded "Copy the words.", now "Copy."',
    ),
    (asked("a"), asked("b", model="m"), "model: recorded 'recorded', now 'm'"),
    (
        QUESTION,
        dataclasses.replace(QUESTION, messages=QUESTION.messages[:1]),
        "messages: recorded 2, now 1",
    ),
    (
        dataclasses.replace(QUESTION, messages=(("system", "x"),)),
        dataclasses.replace(QUESTION, messages=(("user", "x"),)),
        "role of a message: recorded 'system', now 'user'",
    ),
    (
        QUESTION,
        dataclasses.replace(QUESTION, schema={"type": "array"}),
        "schema line 2: recorded",
    ),
    (
        QUESTION,
        dataclasses.replace(QUESTION, schema_name="n"),
        "schema name: recorded 'reply', now 'n'",
    ),
    (
        QUESTION,
        dataclasses.replace(QUESTION, sampling={}),
        'sampling: recorded {"temperature":0.5}, now {}',
    ),
    (QUESTION, dataclasses.replace(QUESTION, sample=2), "sample: recorded 0, now 2"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("recorded", "now", "told"), DIFFERENCES, ids=[told for *_, told in DIFFERENCES]
)
def test_the_first_difference_is_told(recorded: Request, now: Request, told: str) -> None:
    """The place where a request leaves its nearest recording is told in plain words."""
    key, difference = nearest(now, [recorded])
    assert key == recorded.key
    assert difference.startswith(told)


def test_a_difference_far_into_a_long_word_is_shown() -> None:
    """The excerpt holds the differing character even where a line has no spaces."""
    _, difference = nearest(asked("x" * 5000 + "b"), [asked("x" * 5000 + "a")])
    assert 'xa"' in difference
    assert 'xb"' in difference
    assert len(difference) < 400


def test_nearest_prefers_document_then_subject_then_lines() -> None:
    """The same article wins over the same name, which wins over shared lines."""
    now = asked("a\nb\nc")
    same_document = asked("z", subject="other")
    same_subject = asked("y", document="d2")
    same_lines = asked("a\nb\nx", subject="other", document="d2")
    candidates = [same_lines, same_subject, same_document]
    assert nearest(now, candidates)[0] == same_document.key
    assert nearest(now, candidates[:2])[0] == same_subject.key
    alike = asked("a\nx\nx", subject="other", document="d2")
    assert nearest(now, [alike, same_lines])[0] == same_lines.key


def test_nearest_is_of_the_same_prompt_and_never_the_request_itself() -> None:
    """Other prompts' questions and the question itself are no candidates."""
    other = dataclasses.replace(QUESTION, prompt="events", sample=1)
    assert nearest(QUESTION, [other, QUESTION]) == ("", "")


@given(st.lists(requests, min_size=1), requests)
def test_nearest_does_not_depend_on_the_order(candidates: list[Request], now: Request) -> None:
    """The candidates' order does not change what is nearest, nor does any pair fail."""
    told = nearest(now, candidates)
    assert nearest(now, candidates[::-1])[0] == told[0]
    others = [c for c in candidates if c.prompt == now.prompt and c.key != now.key]
    assert bool(told[0]) == bool(others)
