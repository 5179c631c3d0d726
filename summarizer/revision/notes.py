"""The plain words in which a revision tells fields, states and line numbers. Pure."""

from __future__ import annotations

import re

from summarizer.rendering.telling import reason_told
from summarizer.revision.changes import FieldChange

_IDS = {  # ids tell nobody
    "claims": "rests on other claims",
    "origins": "comes from other sources than before",
}
_NAMED = {"built_by": "written by", "negations": "negation", "what": "tells"}
_CODED = frozenset({"level", "status", "relation", "change", "kind", "zone", "place"})
_CHANGES = {">": "more", "<": "less", "=": "as much"}


def note(field: FieldChange) -> str:
    """Return a field that differs in one line.

    >>> note(FieldChange(name="said_by", aspect="speaker", old=None, new="the mayor"))
    'said by: none → the mayor'
    >>> note(FieldChange(name="level", aspect="support", old="single_outlet", new="corroborated"))
    'level: single outlet → corroborated'
    """
    if field.name in _IDS:
        return _IDS[field.name]
    name = _NAMED.get(field.name, field.name.replace("_", " "))
    return f"{name}: {_value(field.name, field.old)} → {_value(field.name, field.new)}"


def _value(name: str, told: str | None) -> str:
    if not told:
        return "none"
    if name == "change" and told in _CHANGES:
        return _CHANGES[told]
    return told.replace("_", " ") if name in _CODED else told


def state_told(state: str) -> str:
    """Return what became of a claim, its reason in words.

    >>> state_told("left out: below_length"), state_told("printed")
    ('left out: less weighty than what is printed', 'printed')
    """
    what, mark, reason = state.partition(": ")
    return f"{what}: {reason_told(reason)}" if mark else what


def relation_told(relation: str | None) -> str:
    """Return how two figures relate, in words.

    >>> relation_told("part_of"), relation_told(None)
    ('part of', 'unrelated')
    """
    return relation.replace("_", " ") if relation else "unrelated"


def lines_told(lines: str) -> str:
    """Return line numbers with their noun.

    >>> lines_told("11"), lines_told("2, 4"), lines_told("14-22"), lines_told("2 of the old")
    ('line 11', 'lines 2, 4', 'lines 14-22', 'line 2 of the old')
    """
    return f"line {lines}" if re.fullmatch(r"\d+(?: of the old)?", lines) else f"lines {lines}"
