"""Re-asks: what is named, in which words, and how much is sent back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from model_server import quote_item

from summarizer.errors import InvalidReply
from summarizer.reasks import faults_of, reask, reask_message
from summarizer.replies import parse_reply

QUOTES = ["quotes"]


@pytest.mark.parametrize(
    ("reply", "faults"),
    [
        ('{"quotes": []}', ()),
        (f'{{"quotes": [{quote_item()}]}}', ()),
        ("{}", ("quotes: is missing",)),
        ("[]", ("the reply: must be an object",)),
        ('{"quotes": [', ("the reply is not one complete JSON object",)),
        ("", ("the reply is not one complete JSON object",)),
        ('{"quotes": [], "quotes": []}', ("the key 'quotes' stands twice in one object",)),
        ('{"quotes": NaN}', ("NaN is no JSON number",)),
        ('{"quotes": ' + "9" * 5000 + "}", ("a number has too many digits",)),
        ("[" * 100_000, ("nested too deeply",)),
        (
            f'{{"quotes": [{quote_item(words="7", sentence="3.5")}]}}',
            ("quotes.0.sentence: must be a whole number", "quotes.0.words: must be a string"),
        ),
        ('{"quotes": "none"}', ("quotes: must be a list",)),
    ],
)
def test_faults(reply: str, faults: tuple[str, ...]) -> None:
    """Each fault is named with its place, in words of our own."""
    assert faults_of(reply, QUOTES) == faults


def test_a_value_outside_the_choices() -> None:
    """A word that the schema does not list is named as such."""
    item = {
        "sentence": 1, "words": "x", "what": "x", "kind": "gossip", "when": "", "where": "",
        "actors": [], "said_by": "", "status": "happened", "role": "main", "garbled": False,
    }  # fmt: skip
    told = ("events.0.kind: is none of the values that the schema allows",)
    assert faults_of(json.dumps({"events": [item]}), ["events"]) == told


def test_message_names_three_faults() -> None:
    """The message is the same bytes for the same faults, names three and counts the rest."""
    faults = faults_of('{"a": 1, "b": 2, "c": 3, "d": 4}', QUOTES)
    assert reask_message(faults) == (
        "Your reply cannot be used:\n"
        "- quotes: is missing\n"
        "- a: is no field of the schema\n"
        "- b: is no field of the schema\n"
        "- and 2 more\n"
        "Give the whole reply again, corrected: one JSON object that fits the schema, and nothing "
        "else."
    )


@given(st.text(max_size=2000) | st.text(max_size=50).map(lambda key: json.dumps({key * 40: 1})))
def test_a_re_ask_is_bounded(reply: str) -> None:
    """Whatever the reply was, little of it is sent back, on one line."""
    assistant, user = reask(reply, QUOTES)
    assert len(assistant["content"]) <= 300
    assert "\n" not in assistant["content"]
    assert len(user["content"]) < 600
    assert user["content"].count("\n") <= 5
    assert "pydantic" not in user["content"].replace(reply, "")


@given(st.text(max_size=30) | st.sampled_from(["{}", '{"quotes": []}', '{"quotes": [1]}', "[]"]))
def test_no_fault_means_valid(reply: str) -> None:
    """A reply has no faults exactly where it can be parsed."""
    try:
        parse_reply(reply, QUOTES)
        is_valid = True
    except InvalidReply:
        is_valid = False
    assert is_valid == (faults_of(reply, QUOTES) == ())
