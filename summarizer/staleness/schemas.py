"""Which fields of a reply's JSON schema differ from those of another. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_MOST_TOLD = 4
_DEEPEST = 8  # a schema may name itself


def schema_change(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """Return which fields differ, by their path in a reply; "" where none does.

    >>> unit = {"type": "string"}
    >>> old = {"properties": {"numbers": {"properties": {"unit": unit}}}}
    >>> new = {"properties": {"numbers": {"properties": {"unit": unit, "when": unit}}}}
    >>> schema_change(old, new)
    'numbers.when is new'
    """
    before, now = dict(_fields(old, old)), dict(_fields(new, new))
    told = [
        *(path for path, form in now.items() if path in before and before[path] != form),
        *(f"{path} is new" for path in _outermost(now, before)),
        *(f"{path} is gone" for path in _outermost(before, now)),
    ]
    more = len(told) - _MOST_TOLD
    return ", ".join(told[:_MOST_TOLD]) + (f" and {more} more" if more > 0 else "")


def _outermost(these: Mapping[str, Any], those: Mapping[str, Any]) -> Iterator[str]:
    """Yield the fields that only `these` have, without the fields inside of such a field."""
    alone = [path for path in these if path not in those]
    yield from (path for path in alone if path.rpartition(".")[0] not in alone)


def _fields(
    node: Any, schema: Mapping[str, Any], path: str = "", depth: int = 0
) -> Iterator[tuple[str, Any]]:
    """Yield every field by its path, with its schema but for the fields inside of it."""
    if not isinstance(node, Mapping) or depth > _DEEPEST:
        return
    if isinstance(node.get("$ref"), str):
        name = node["$ref"].rpartition("/")[2]
        yield from _fields(schema.get("$defs", {}).get(name), schema, path, depth + 1)
        return
    for name, field in (node.get("properties") or {}).items():
        inner = f"{path}.{name}" if path else name
        yield inner, {k: v for k, v in field.items() if k not in {"properties", "items", "$ref"}}
        yield from _fields(field, schema, inner, depth + 1)
    yield from _fields(node.get("items"), schema, path, depth + 1)
