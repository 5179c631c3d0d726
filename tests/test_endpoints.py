"""Endpoints: settings that can be used, and how each profile words a question."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from summarizer.answers import Request
from summarizer.endpoints import ENDPOINTS, Endpoint, Profile, body_for, preset, text_of
from summarizer.prices import Price
from summarizer.replies import wire_schema

SCHEMA = wire_schema(["quotes"])
QUESTION = Request(
    "m",
    (("system", "Be exact."), ("user", "{{ 7*7 }} «Ну»")),
    "quotes",
    SCHEMA,
    {"temperature": 0, "max_tokens": 500, "seed": 7},
)


def endpoint(profile: Profile = "strict", **settings: Any) -> Endpoint:
    """Return an endpoint with a profile."""
    return Endpoint("http://localhost:1/v1", profile=profile, **settings)


def test_the_key_is_not_shown() -> None:
    """Neither the repr nor an error shows the key."""
    assert "sk-secret" not in repr(replace(endpoint(), api_key="sk-secret"))
    with pytest.raises(ValueError, match="line break") as caught:
        Endpoint("http://x", api_key="sk-secret\n")
    assert "sk-secret" not in str(caught.value)
    with pytest.raises(ValueError) as caught:
        Endpoint("https://me:sk-secret@host/v1")
    assert "sk-secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"base_url": "localhost:8000"}, "http://"),
        ({"base_url": "ftp://host"}, "http://"),
        ({"base_url": "https://host/v1?key=1"}, "query"),
        ({"concurrency": 0}, "concurrency must be above 0"),
        ({"timeout_seconds": -1}, "timeout_seconds must be above 0"),
        ({"deadline_seconds": float("nan")}, "deadline_seconds must be above 0"),
        ({"drop": frozenset({"messages"})}, "cannot be dropped: messages"),
    ],
)
def test_unusable_settings(settings: dict[str, Any], message: str) -> None:
    """Settings that cannot work are refused when they are given."""
    with pytest.raises(ValueError, match=message):
        Endpoint(**{"base_url": "http://host", **settings})


def test_host_is_what_people_see() -> None:
    """The name of an endpoint is its host, with the port where one is given."""
    assert ENDPOINTS["openai"].host == "api.openai.com"
    assert endpoint().host == "localhost:1"


def test_presets() -> None:
    """Each preset can be used as it stands, takes a key and a URL, and an unknown one names them."""
    assert set(ENDPOINTS) == {"openai", "vllm", "ollama", "llamacpp"}
    assert preset("openai", api_key="k").api_key == "k"
    assert preset("vllm", base_url="http://gpu:8000/v1").host == "gpu:8000"
    with pytest.raises(ValueError, match="known: openai, vllm, ollama, llamacpp"):
        preset("olama")


def test_strict_sends_the_request_as_it_is() -> None:
    """The strict profile changes nothing."""
    assert body_for(QUESTION, endpoint()) == QUESTION.body()


def test_schema_leaves_out_the_flag() -> None:
    """The schema profile sends the schema without the strict flag."""
    form = body_for(QUESTION, endpoint("schema"))["response_format"]
    assert form == {"type": "json_schema", "json_schema": {"name": "quotes", "schema": SCHEMA}}


@pytest.mark.parametrize(("profile", "form"), [("object", {"type": "json_object"}), ("text", None)])
def test_schema_in_the_system_message(profile: Profile, form: Any) -> None:
    """Without schema support the system message carries it, and no other message changes."""
    body = body_for(QUESTION, endpoint(profile))
    assert body.get("response_format") == form
    system, user = body["messages"]
    assert system["content"].startswith("Be exact.\n\nReply with one JSON object")
    assert json.loads(system["content"].partition("schema:\n")[2]) == SCHEMA
    assert user == {"role": "user", "content": "{{ 7*7 }} «Ну»"}
    assert QUESTION.messages[0] == ("system", "Be exact.")


def test_schema_without_a_system_message() -> None:
    """A question without a system message gets one."""
    bare = Request("m", (("user", "Hello"),), "quotes", SCHEMA, {})
    roles = [message["role"] for message in body_for(bare, endpoint("text"))["messages"]]
    assert roles == ["system", "user"]


def test_parameters_are_renamed_and_dropped() -> None:
    """The length limit gets the endpoint's name, unsupported parameters are not sent."""
    settings: dict[str, Any] = {
        "token_parameter": "max_completion_tokens",
        "drop": frozenset({"seed", "top_p"}),
    }
    body = body_for(QUESTION, endpoint(**settings))
    assert body["max_completion_tokens"] == 500
    assert body["temperature"] == 0
    assert not {"max_tokens", "seed", "top_p"} & body.keys()


def test_rewriting_leaves_the_key_alone() -> None:
    """The same question has the same key wherever it is asked."""
    key = QUESTION.key
    for name in ENDPOINTS:
        body_for(QUESTION, replace(ENDPOINTS[name], profile="text"))
    assert replace(QUESTION).key == key


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        ('{"a": 1}', '{"a": 1}'),
        (' \n{"a": 1}\n', '{"a": 1}'),
        ('```json\n{"a": 1}\n```', '{"a": 1}'),
        ('Sure!\n{"a": "}"}\nDone.', '{"a": "}"}'),
        ('<think>{"a": 0}</think>{"a": 1}', '{"a": 1}'),
        ('thinking {"a": 0}</think>\n{"a": "</think>"}', '{"a": "</think>"}'),
        ('{"a": "<think>no</think>"}', '{"a": "<think>no</think>"}'),  # part of the reply
        ('{"a": "```"}', '{"a": "```"}'),
        ('{"a": 1', '{"a": 1'),  # cut short: stays what it is
        ("[1, 2]", "[1, 2]"),
        ("No.", "No."),
        ("", ""),
    ],
)
def test_text_of(reply: str, text: str) -> None:
    """What stands around the object is cut off; the object itself is never touched."""
    assert text_of(reply, "text") == text
    assert text_of(reply, "strict") == reply


def test_a_set_price_goes_before_the_list() -> None:
    """What somebody set is the price of every model there; else the list's, and none is made up."""
    price = Price(Decimal(1), Decimal(2))
    openai = Endpoint("https://api.openai.com/v1")
    assert replace(openai, price=price).price_of("gpt-5-mini") == price
    assert replace(openai, price=price).price_of("no such model") == price
    assert openai.price_of("gpt-5-mini") is not None
    assert endpoint().price_of("gpt-5-mini") is None
