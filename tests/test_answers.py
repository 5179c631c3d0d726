"""The key, the bodies it covers, and layering."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from question_builders import QUESTION, SCHEMA, requests

from summarizer.answers import (
    Answer,
    Layered,
    Memory,
    Outcome,
    Request,
    canonical_json,
    newest_valid,
    strict_json,
)
from summarizer.errors import StoreError


def answer(request: Request, reply: str = "{}", attempt: int = 0, **changes: Any) -> Answer:
    """Return an answer to `request`."""
    outcome = changes.pop("outcome", Outcome.VALID)
    return Answer(request.key, attempt, reply, outcome, "a person", None, **changes)


@given(requests)
def test_a_request_comes_back_from_its_body(request: Request) -> None:
    """A body read from JSON gives the request that wrote it, key included."""
    back = Request.from_body(
        json.loads(json.dumps(request.body())),
        prompt=request.prompt,
        subject=request.subject,
        document=request.document,
        sample=request.sample,
    )
    assert back == request
    assert back.key == request.key


def reversed_order(value: Any) -> Any:
    """Return a JSON value whose mappings are in the opposite order."""
    if isinstance(value, dict):
        return {name: reversed_order(value[name]) for name in reversed(value)}
    return [reversed_order(entry) for entry in value] if isinstance(value, list) else value


@given(requests, st.text(), st.text(), st.text())
def test_labels_and_order_are_not_in_the_key(
    request: Request, prompt: str, subject: str, document: str
) -> None:
    """Another prompt name, subject, document or order of mappings leaves the key as it is."""
    other = dataclasses.replace(
        request,
        prompt=prompt,
        subject=subject,
        document=document,
        schema=reversed_order(dict(request.schema)),
        sampling=reversed_order(dict(request.sampling)),
    )
    assert other.key == request.key


OTHER_FIELDS = [
    {"model": "another"},
    {"messages": (("user", QUESTION.messages[0][1]), QUESTION.messages[1])},  # a role
    {"messages": (QUESTION.messages[0], ("user", "[1] Some 551 drones came.\n[2] It rained."))},
    {"messages": tuple(reversed(QUESTION.messages))},
    {"messages": QUESTION.messages[:1]},
    {"schema_name": "another"},
    {"schema": {**SCHEMA, "type": "array"}},
    {"schema": {**SCHEMA, "additionalProperties": False}},
    {"sampling": {}},
    {"sampling": {"temperature": 0.6}},
    {"sampling": {"temperature": 0.5, "seed": 1}},
    {"sample": 1},
]


@pytest.mark.parametrize("changes", OTHER_FIELDS, ids=str)
def test_every_other_field_is_in_the_key(changes: dict[str, Any]) -> None:
    """Changing what the model is asked, or how, changes the key."""
    assert dataclasses.replace(QUESTION, **changes).key != QUESTION.key


def test_the_key_follows_the_documented_recipe() -> None:
    """The key is the sha256 of this very text, so that other programs can compute it."""
    request = Request("m", (("user", "é"),), "n", {"b": 1, "a": [None]}, {"temperature": 0.0})
    text = (
        '{"messages":[{"content":"é","role":"user"}],"model":"m","sample":0,'
        '"sampling":{"temperature":0},"schema":{"a":[null],"b":1},"schema_name":"n","v":1}'
    )
    assert request.key == hashlib.sha256(text.encode()).hexdigest()
    assert request.tagged_key == "s256:" + request.key


def test_numbers_and_absent_parameters_have_one_form() -> None:
    """A temperature of 0 and of 0.0 is one question, and None means not given."""
    whole, real, more = (
        dataclasses.replace(QUESTION, sampling=sampling)
        for sampling in ({"temperature": 0}, {"temperature": 0.0}, {"temperature": 0, "seed": None})
    )
    assert whole.key == real.key == more.key
    assert "seed" not in more.body()


def test_a_body_keeps_the_order_of_properties() -> None:
    """The model sees the properties in the order the schema gives them, which is not sorted."""
    schema = QUESTION.body()["response_format"]["json_schema"]["schema"]
    assert list(schema["properties"]) == ["quotation", "items"]


def test_any_mapping_is_a_schema() -> None:
    """A read-only mapping gives the key of the dict it shows."""
    shown = dataclasses.replace(QUESTION, schema=MappingProxyType(dict(SCHEMA)))
    assert shown.key == QUESTION.key


def test_a_request_can_be_hashed() -> None:
    """Requests can stand in sets."""
    assert (
        len({QUESTION, dataclasses.replace(QUESTION), dataclasses.replace(QUESTION, sample=1)}) == 2
    )


def test_half_an_emoji_has_a_key() -> None:
    """Text cut inside a surrogate pair does not stop a run."""
    broken = dataclasses.replace(QUESTION, messages=(("user", "cut \ud83d"),))
    assert len(broken.key) == 64


def test_sampling_cannot_replace_the_question() -> None:
    """A sampling parameter named like a part of the body is refused."""
    with pytest.raises(ValueError, match="messages"):
        dataclasses.replace(QUESTION, sampling={"messages": []})


BAD_BODIES: list[Any] = [
    {},
    {"model": "m", "messages": []},  # no schema
    {**QUESTION.body(), "messages": None},
    {**QUESTION.body(), "messages": ["text"]},
    {**QUESTION.body(), "model": 1},
    {**QUESTION.body(), "messages": [{"role": "user", "content": [{"type": "text"}]}]},
    {**QUESTION.body(), "messages": [{"role": "user", "content": "x", "name": "y"}]},
    {**QUESTION.body(), "response_format": {"type": "json_schema", "json_schema": {
        "name": "reply", "strict": False, "schema": {}}}},
]  # fmt: skip


@pytest.mark.parametrize("body", BAD_BODIES, ids=range(len(BAD_BODIES)))
def test_a_body_the_key_would_not_cover_is_refused(body: Any) -> None:
    """What no request writes is no request."""
    with pytest.raises(ValueError):
        Request.from_body(body)


def test_canonical_json_refuses_what_is_no_json() -> None:
    """NaN and infinity have no canonical text."""
    for value in (float("nan"), float("inf")):
        with pytest.raises(ValueError):
            canonical_json([value])


BAD_JSON = {
    b"{": "not JSON",
    b"\xff": "not UTF-8",
    b'{"a": 1, "a": 1}': "'a' stands twice",
    b"[NaN]": "NaN",
    b"[" * 100_000: "nested too deeply",
}


@pytest.mark.parametrize(("text", "reason"), BAD_JSON.items(), ids=BAD_JSON.values())
def test_strict_json_says_why(text: bytes, reason: str) -> None:
    """What a lenient reader lets through is refused with a plain reason."""
    with pytest.raises(ValueError, match=reason):
        strict_json(text)


def test_memory_keeps_the_first_of_each_attempt() -> None:
    """A second answer for one (key, attempt) is refused, even the same one; others are kept."""
    memory = Memory()
    first = answer(QUESTION, "one")
    assert memory.put(QUESTION, first)
    assert not memory.put(QUESTION, first)
    assert not memory.put(QUESTION, answer(QUESTION, "other"))
    assert memory.put(QUESTION, answer(QUESTION, "two", attempt=1))
    assert [kept.reply for kept in memory.get(QUESTION.key)] == ["two", "one"]
    assert memory.get("unknown") == ()


def test_memory_knows_registered_questions() -> None:
    """A question is new once, and is found by its key and by its prompt."""
    memory = Memory()
    other = dataclasses.replace(QUESTION, prompt="events", sample=1)
    assert memory.register([QUESTION, other, QUESTION]) == 2
    assert memory.register([other]) == 0
    assert memory.request(QUESTION.key) is QUESTION
    assert memory.request("unknown") is None
    assert list(memory.requests()) == [QUESTION, other]
    assert list(memory.requests("events")) == [other]


def test_an_answer_to_another_question_is_refused() -> None:
    """An answer is kept only under the key of its own question."""
    other = dataclasses.replace(QUESTION, sample=1)
    with pytest.raises(ValueError, match="offered for"):
        Memory().put(QUESTION, answer(other))


def test_layers_are_read_after_the_top_and_never_written() -> None:
    """The top's attempts come first, one attempt in two places comes once, writes go on top."""
    top, layer = Memory(), Memory()
    layer.put(QUESTION, answer(QUESTION, "recorded"))
    layered = Layered(top, layer)
    assert [kept.reply for kept in layered.get(QUESTION.key)] == ["recorded"]
    assert layered.put(QUESTION, answer(QUESTION, "recorded"))
    assert layered.put(QUESTION, answer(QUESTION, "asked again", attempt=1))
    assert [kept.reply for kept in layered.get(QUESTION.key)] == ["asked again", "recorded"]
    assert len(layer.get(QUESTION.key)) == 1


def test_layers_know_each_question_once() -> None:
    """A question that two places know is returned once, that of the top."""
    top, layer = Memory(), Memory()
    other = dataclasses.replace(QUESTION, sample=1)
    renamed = dataclasses.replace(QUESTION, subject="b.txt")
    layer.register([QUESTION, other])
    layered = Layered(top, layer)
    assert layered.register([renamed]) == 1
    assert list(layered.requests()) == [renamed, other]
    assert layered.request(QUESTION.key) is renamed
    assert layered.request(other.key) is other
    assert layered.request("unknown") is None


def test_without_a_top_nothing_is_written() -> None:
    """Layers alone answer, and say that they are read-only when written to."""
    layer = Memory()
    layer.put(QUESTION, answer(QUESTION))
    layered = Layered(None, layer)
    assert len(layered.get(QUESTION.key)) == 1
    with pytest.raises(StoreError, match="read-only"):
        layered.put(QUESTION, answer(QUESTION))
    with pytest.raises(StoreError, match="read-only"):
        layered.register([QUESTION])


def test_validity_is_judged_today() -> None:
    """The newest reply that is valid now is taken, whatever it was; a refusal never is."""
    answers = [
        answer(QUESTION, "good", 4, outcome=Outcome.REFUSED),
        answer(QUESTION, "good", 3, outcome=Outcome.FILTERED),
        answer(QUESTION, "good", 2, outcome=Outcome.CUT),
        answer(QUESTION, "bad", 1),
        answer(QUESTION, "good", 0, outcome=Outcome.INVALID),
    ]
    found = newest_valid(answers, lambda reply: reply == "good")
    assert found is not None
    assert found.attempt == 0
    assert newest_valid(answers[:4], lambda reply: reply == "good") is None
