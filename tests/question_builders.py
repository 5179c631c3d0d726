"""A question, and strategies for any question, as places that keep answers have them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from summarizer.answers import Request

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {"quotation": {"type": "string"}, "items": {"type": "array", "maxItems": 5}},
}
QUESTION = Request(
    "recorded",
    (
        ("system", "Copy the words.\nBe brief."),
        ("user", "[1] Some 550 drones came.\n[2] It rained."),
    ),
    "reply",
    SCHEMA,
    {"temperature": 0.5},
    prompt="numbers",
    subject="a.txt",
    document="d1",
)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
requests = st.builds(
    Request,
    model=st.text(),
    messages=st.lists(st.tuples(st.sampled_from(["system", "user"]), st.text())).map(tuple),
    schema_name=st.text(),
    schema=st.dictionaries(st.text(), json_values, max_size=4),
    sampling=st.dictionaries(
        st.sampled_from(["temperature", "top_p", "seed"]),
        st.none() | st.integers() | st.floats(allow_nan=False, allow_infinity=False),
    ),
    sample=st.integers(min_value=0, max_value=9),
    prompt=st.sampled_from(["events", "numbers"]),
    subject=st.text(),
    document=st.text(),
)
