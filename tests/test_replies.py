"""Reply schemas: what goes over the wire, and what of the answers is let in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from summarizer.errors import InvalidReply
from summarizer.replies import (
    PART_NAMES,
    AliasItem,
    CountedItem,
    DisputeItem,
    EventItem,
    HappeningItem,
    Layout,
    NumberItem,
    Part,
    ProseSentence,
    QuoteItem,
    RelationItem,
    Reply,
    RewrittenSentence,
    SumItem,
    TranslationItem,
    Zone,
    parse_reply,
    reply_model,
    wire_schema,
)

FOLLOW_UP = ("events", "numbers", "quotes")
COMBINATIONS = [*((name,) for name in PART_NAMES), FOLLOW_UP]
# All that strict structured output allows, as far as these shapes need it.
KEYWORDS = {
    "type", "properties", "required", "additionalProperties", "items", "enum", "description",
    "$defs", "$ref",
}  # fmt: skip

EVENT: dict[str, Any] = {
    "sentence": 2,
    "words": "The mill burned down",
    "what": "The mill burned down",
    "kind": "accident",
    "when": "on Sunday",
    "where": "Oxmere",
    "actors": ["the owner"],
    "said_by": "",
    "status": "happened",
    "role": "main",
    "garbled": False,
}

items = {
    "layout": st.builds(
        Layout, parts=st.lists(st.builds(Part)), zones=st.lists(st.builds(Zone), max_size=3)
    ),
    "events": st.lists(st.builds(EventItem), max_size=3),
    "numbers": st.lists(st.builds(NumberItem), max_size=3),
    "quotes": st.lists(st.builds(QuoteItem), max_size=3),
    "happenings": st.lists(st.builds(HappeningItem), max_size=3),
    "disputes": st.lists(st.builds(DisputeItem), max_size=3),
    "quantities": st.lists(st.builds(CountedItem), max_size=3),
    "relations": st.lists(st.builds(RelationItem), max_size=3),
    "sums": st.lists(st.builds(SumItem), max_size=3),
    "aliases": st.lists(st.builds(AliasItem), max_size=3),
    "translations": st.lists(st.builds(TranslationItem), max_size=3),
    "sentences": st.lists(st.builds(ProseSentence), max_size=3),
    "rewritten": st.lists(st.builds(RewrittenSentence), max_size=3),
}


def plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    return value.model_dump() if isinstance(value, BaseModel) else value


def with_event(**fields: Any) -> str:
    """Return a reply with one event, some of its fields changed or added."""
    return json.dumps({"events": [{**EVENT, **fields}]})


def open_bug(*row: Any, why: str) -> Any:
    """Return a row of a table that does not hold yet."""
    return pytest.param(*row)


def schemas(node: Any) -> Iterator[dict[str, Any]]:
    """Yield every schema within a schema; names of properties are not keywords."""
    if isinstance(node, list):
        for entry in node:
            yield from schemas(entry)
    elif isinstance(node, dict):
        yield node
        for keyword, value in node.items():
            for entry in value.values() if keyword in {"properties", "$defs"} else [value]:
                yield from schemas(entry)


@pytest.mark.parametrize("parts", COMBINATIONS, ids="_".join)
def test_the_wire_schema_is_strict(parts: tuple[str, ...]) -> None:
    """Every object requires all it has and nothing else; no defaults, titles or other keywords."""
    schema = wire_schema(parts)
    Draft202012Validator.check_schema(schema)
    assert list(schema["properties"]) == list(parts)
    for node in schemas(schema):
        assert node.keys() <= KEYWORDS
        if node.get("type") == "object":
            assert node["additionalProperties"] is False
            assert node["required"] == list(node["properties"])


@pytest.mark.parametrize("parts", COMBINATIONS, ids="_".join)
def test_fields_address_the_model(parts: tuple[str, ...]) -> None:
    """The descriptions of fields reach the model, since they are part of the prompt."""
    told = [n["description"] for n in schemas(wire_schema(parts)) if "description" in n]
    assert told
    assert all(text.strip() == text and text for text in told)


def test_a_wire_schema_belongs_to_its_caller() -> None:
    """Changing a schema that was handed out does not change the next one."""
    wire_schema(("events",))["properties"].clear()
    assert list(wire_schema(["events"])["properties"]) == ["events"]


@given(st.data())
def test_a_valid_reply_comes_back(data: st.DataObject) -> None:
    """What fits the wire schema is read field by field; the parts not asked for stay empty."""
    parts = data.draw(st.sampled_from(COMBINATIONS))
    sent = {part: plain(data.draw(items[part])) for part in parts}
    Draft202012Validator(wire_schema(parts)).validate(sent)
    for text in (json.dumps(sent), json.dumps(sent, ensure_ascii=False, indent=1)):
        reply = parse_reply(text, parts)
        assert {part: plain(getattr(reply, part)) for part in parts} == sent
        for other in set(PART_NAMES) - set(parts):
            assert not getattr(reply, other)


def test_the_order_of_fields_and_white_space_do_not_matter() -> None:
    """A reply may give its fields in any order and be laid out over several lines."""
    backwards = json.dumps({"events": [dict(reversed(EVENT.items()))]}, indent=2)
    assert parse_reply(f"\n {backwards}\n", ["events"]) == parse_reply(with_event(), ["events"])


def test_a_reply_cannot_be_changed() -> None:
    """A parsed reply is frozen, lists included."""
    reply = parse_reply(with_event(), ["events"])
    assert isinstance(reply.events, tuple)
    with pytest.raises(ValueError, match="frozen"):
        reply.events[0].words = "The mill was saved"  # type: ignore[misc]


def test_a_reply_model_is_made_once() -> None:
    """The same parts give the same model, so that a validator is built once a run."""
    assert reply_model(FOLLOW_UP) is reply_model(FOLLOW_UP)


def lacking(name: str) -> str:
    """Return a reply whose event lacks one field."""
    return json.dumps({"events": [{k: v for k, v in EVENT.items() if k != name}]})


LAX = "pydantic's lax mode turns one type into another, which the schema on the wire forbids"
INVALID = [
    # not of the schema
    ("{}", "events: Field required"),
    ("[]", "valid dictionary"),
    ("null", "valid dictionary"),
    ('{"events": {}}', "events: "),
    ('{"events": null}', "events: "),
    ('{"events": [7]}', "events.0: "),
    ('{"events": [], "numbers": []}', "numbers: Extra inputs"),  # a part nobody asked for
    (lacking("garbled"), "events.0.garbled: Field required"),
    (lacking("words"), "events.0.words: Field required"),
    (with_event(confidence=0.9), "events.0.confidence: Extra inputs"),
    (with_event(status="Happened"), "events.0.status: "),  # letter case is kept
    (with_event(kind="party"), "events.0.kind: "),
    (with_event(kind=""), "events.0.kind: "),
    (with_event(words=None), "events.0.words: "),
    (with_event(words=["The mill"]), "events.0.words: "),
    (with_event(actors="the owner"), "events.0.actors: "),
    (with_event(actors=[1]), "events.0.actors.0: "),
    (with_event(sentence=1.5), "events.0.sentence: "),
    (with_event(sentence="two"), "events.0.sentence: "),
    (with_event(sentence=None), "events.0.sentence: "),
    open_bug(with_event(sentence="2"), "events.0.sentence: ", why=LAX),
    open_bug(with_event(sentence=True), "events.0.sentence: ", why=LAX),
    open_bug(with_event(garbled="no"), "events.0.garbled: ", why=LAX),
    open_bug(with_event(garbled=0), "events.0.garbled: ", why=LAX),
    # not JSON as a strict reader has it
    ("", "not JSON"),
    ("I cannot answer that.", "not JSON"),
    (f"```json\n{with_event()}\n```", "not JSON"),  # never repaired
    (with_event()[:-2], "not JSON"),  # cut off
    (with_event() + with_event(), "not JSON"),
    ("{'events': []}", "not JSON"),
    ('{"events": [],}', "not JSON"),
    ('{"events": [], "events": []}', "'events' stands twice"),
    (with_event().replace('"sentence": 2', '"sentence": 2, "sentence": 3'), "'sentence' stands twice"),
    (with_event().replace(": 2", ": NaN"), "NaN is no JSON number"),
    (with_event().replace(": 2", ": Infinity"), "Infinity is no JSON number"),
    (with_event().replace(": 2", ": -Infinity"), "-Infinity is no JSON number"),
    (with_event().replace(": 2", ": 1e999"), "events.0.sentence: "),  # infinite when it is read
    (with_event().replace(": 2", f": {'9' * 5000}"), "4300 digits"),
    ("[" * 100_000, "nested too deeply"),
    ('{"events":' + "[" * 100_000 + "]" * 100_000 + "}", "nested too deeply"),
    # what the model wrote itself stands in the reason
    (with_event(**{"extra": 1, "x" * 50: 2}), "extra: Extra inputs"),
    open_bug(
        with_event(**{"x\nfailed: everything": 1}),
        "Extra inputs",
        why="the name of a field that is too many is told as it stands, line breaks included",
    ),
    open_bug(with_event(**{"x" * 10_000: 1}), "Extra inputs", why="and at any length"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "told"), INVALID, ids=range(len(INVALID)))
def test_an_invalid_reply_says_why(raw: str, told: str) -> None:
    """A reply that is not exactly of its schema is refused with one short line; its text is kept."""
    with pytest.raises(InvalidReply) as caught:
        parse_reply(raw, ["events"], prompt="happenings", key="s256:0")
    reason = str(caught.value)
    assert told in reason
    assert "'happenings'" in reason
    assert reason.splitlines() == [reason]
    assert len(reason) < 500
    assert (caught.value.raw, caught.value.prompt, caught.value.key) == (
        raw,
        "happenings",
        "s256:0",
    )


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from([*PART_NAMES, *EVENT]) | st.text(max_size=3), inner)
    ),
    max_leaves=6,
)


@given(st.text() | json_values.map(json.dumps), st.sampled_from(COMBINATIONS))
def test_nothing_but_a_reply_or_a_refusal_comes_back(raw: str, parts: tuple[str, ...]) -> None:
    """Whatever a model writes is a reply or an InvalidReply, never another error."""
    try:
        assert isinstance(parse_reply(raw, parts), Reply)
    except InvalidReply as error:
        assert error.raw == raw


@given(st.sampled_from(sorted(EVENT)), json_values)
def test_no_field_takes_what_breaks_the_reading(name: str, value: Any) -> None:
    """Any JSON value in any field of an item is taken or refused."""
    try:
        assert len(parse_reply(with_event(**{name: value}), ["events"]).events) == 1
    except InvalidReply as error:
        assert name in str(error) or "no JSON number" in str(error)
