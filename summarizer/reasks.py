"""What is wrong with a reply, and how the model is told: short, bounded, in words of our own.

Nothing here hangs on the wording of pydantic or of Python, so that the same bad reply always makes
the same re-ask. Knows nothing of endpoints.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from summarizer.answers import Request, strict_json
from summarizer.replies import PART_NAMES, reply_model

MOST_FAULTS = 3  # faults of a reply that the message names
MOST_LETTERS = 120  # of one fault
MOST_ECHO = 300  # characters of the reply that are sent back

_TOLD = {
    "missing": "is missing",
    "extra_forbidden": "is no field of the schema",
    "string_type": "must be a string",
    "string_unicode": "holds what is no text",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_parsing_size": "must be a whole number",
    "int_from_float": "must be a whole number",
    "finite_number": "must be a finite number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "list_type": "must be a list",
    "model_type": "must be an object",
    "literal_error": "is none of the values that the schema allows",
}


def faults_of(reply: str, parts: Sequence[str]) -> tuple[str, ...]:
    """Return what keeps a reply from fitting the schema of `parts`, in its order; () if it fits.

    >>> faults_of('{"quotes": {}, "more": 1}', ["quotes"])
    ('quotes: must be a list', 'more: is no field of the schema')
    """
    try:
        reply_model(tuple(parts)).model_validate(strict_json(reply))
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        return tuple(f"{_place(fault['loc'])}: {_told(fault['type'])}" for fault in found)
    except ValueError as error:
        return (_unreadable(error),)
    return ()


def faults_for(request: Request, reply: str) -> tuple[str, ...]:
    """Return what keeps a reply from fitting the schema of a question; () if it fits."""
    parts = tuple(request.schema.get("properties", ()))
    unknown = [_cut(repr(part), 40) for part in parts if part not in PART_NAMES]
    if unknown or not parts:
        return (f"no part of a reply that is known here: {', '.join(unknown) or 'none'}",)
    return faults_of(reply, parts)


def reask_message(faults: Sequence[str]) -> str:
    """Return the message that asks for the whole reply again; it names the first three faults.

    >>> print(reask_message(["quotes.0.words: is missing"]))
    Your reply cannot be used:
    - quotes.0.words: is missing
    Give the whole reply again, corrected: one JSON object that fits the schema, and nothing else.
    """
    lines = [f"- {_cut(fault, MOST_LETTERS)}" for fault in faults[:MOST_FAULTS]]
    more = len(faults) - MOST_FAULTS
    if more > 0:
        lines.append(f"- and {more} more")
    return "\n".join(
        (
            "Your reply cannot be used:",
            *lines,
            "Give the whole reply again, corrected: one JSON object that fits the schema, and "
            "nothing else.",
        )
    )


def reask(reply: str, parts: Sequence[str]) -> list[dict[str, str]]:
    """Return the two messages that follow a question whose reply did not fit.

    The model's turn stands between, cut short, because some chat templates take no two messages of
    the user in a row.
    """
    return [
        {"role": "assistant", "content": _cut(reply, MOST_ECHO)},
        {"role": "user", "content": reask_message(faults_of(reply, parts))},
    ]


def _place(steps: Sequence[Any]) -> str:
    return ".".join(_cut(str(step), 40) for step in steps) or "the reply"


def _told(kind: str) -> str:
    return _TOLD.get(kind, "does not fit the schema")


def _unreadable(error: ValueError) -> str:
    if isinstance(error.__cause__, json.JSONDecodeError):
        return "the reply is not one complete JSON object"
    if str(error).startswith("Exceeds the limit"):  # Python's own words, meant for programmers
        return "a number has too many digits"
    return str(error)


def _cut(text: str, most: int) -> str:
    line = "".join(letter if letter.isprintable() else " " for letter in text[: most + 1])
    return line if len(line) <= most else line[: most - 1] + "…"
