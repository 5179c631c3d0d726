"""Which fields of a schema changed, by their path in a reply."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from summarizer.replies import wire_schema
from summarizer.staleness.schemas import schema_change


def _rename(schema: dict[str, Any]) -> None:
    fields = schema["$defs"]["NumberItem"]["properties"]
    fields["measure"] = fields.pop("unit")


def _describe(schema: dict[str, Any]) -> None:
    schema["$defs"]["NumberItem"]["properties"]["unit"]["description"] = "Singular."


def _allow(schema: dict[str, Any]) -> None:
    schema["$defs"]["EventItem"]["properties"]["status"]["enum"].append("rumoured")


EDITS: list[tuple[Callable[[dict[str, Any]], None], str]] = [
    (_rename, "numbers.measure is new, numbers.unit is gone"),
    (_describe, "numbers.unit"),
    (_allow, "events.status"),
]


@pytest.mark.parametrize(("edit", "told"), EDITS, ids=[told for _, told in EDITS])
def test_a_field_is_named_by_its_path(edit: Callable[[dict[str, Any]], None], told: str) -> None:
    """A field that is described, named or limited otherwise is told as it stands in a reply."""
    old = wire_schema(["events", "numbers"])
    new = copy.deepcopy(old)
    edit(new)
    assert schema_change(old, new) == told


def test_a_whole_part_is_one_field() -> None:
    """A part that a prompt returns anew is named, not each of its fields."""
    old, new = wire_schema(["numbers"]), wire_schema(["numbers", "quotes"])
    assert schema_change(old, new) == "quotes is new"
    assert schema_change(new, old) == "quotes is gone"


def test_what_no_field_shows_is_empty() -> None:
    """The order of fields is no change, and shapes that are none do no harm."""
    old = wire_schema(["numbers"])
    assert schema_change(old, dict(reversed(old.items()))) == ""
    assert schema_change({}, {"type": "object"}) == ""
    loop: dict[str, Any] = {"$defs": {"A": {"properties": {"a": {"$ref": "#/$defs/A"}}}}}
    loop |= {"$ref": "#/$defs/A"}
    assert schema_change(loop, loop) == ""


def test_many_fields_are_counted() -> None:
    """Of many changed fields the first are named and the others counted."""
    old = wire_schema(["events"])
    new = copy.deepcopy(old)
    for field in new["$defs"]["EventItem"]["properties"].values():
        field["description"] = "Other."
    count = len(new["$defs"]["EventItem"]["properties"])
    told = schema_change(old, new)
    assert told.startswith("events.sentence, events.words, ")
    assert told.endswith(f" and {count - 4} more")
