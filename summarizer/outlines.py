"""What a plan reads of many stored questions at once: their outlines, and the newest answers.

Knows how the store writes the body of a question; knows nothing of files and connections.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from summarizer.answers import Outline
from summarizer.columns import text_of
from summarizer.rows import CONTENT, QUESTION

# What stands before and behind the messages of a body. Inside a JSON text no quotation mark stands
# bare, so these words end the messages and nothing else.
_BEGIN, _END = ',"messages":[', '],"response_format":'
_BODY = "CAST(body AS TEXT)"  # half of a surrogate pair makes it a blob
_COLUMNS = (
    f"key, prompt, subject, document, substr({_BODY}, 1, instr({_BODY}, '{_BEGIN}') - 1),"
    f" substr({_BODY}, instr({_BODY}, '{_END}') + 2)"
)

LABELS = "SELECT rowid, rowid, subject, document FROM requests WHERE rowid > ? AND prompt = ?"
# With the prompt, the number of letters in which the body begins, these letters, and the most rows.
NEWEST = (
    f"SELECT requests.{', requests.'.join(QUESTION.split(', '))},"
    f" answers.{', answers.'.join(CONTENT.split(', '))}, checksum"
    " FROM requests JOIN answers USING (key)"
    f" WHERE prompt = ? AND outcome = 'valid' AND substr({_BODY}, 1, ?) = ?"
    " ORDER BY requests.rowid DESC, attempt DESC LIMIT ?"
)
WIDTH = len(QUESTION.split(", "))  # columns of the question in such a row


def answered(count: int) -> str:
    """Return the query for the answered ones of so many questions, by their rowids."""
    marks = ", ".join("?" * count)
    return (
        f"SELECT {_COLUMNS} FROM requests WHERE rowid IN ({marks})"
        " AND EXISTS (SELECT 1 FROM answers WHERE answers.key = requests.key) ORDER BY rowid"
    )


def outline_of(row: tuple[Any, ...]) -> Outline | None:
    """Return the outline of a row of `answered`, text as bytes; None where the row is damaged."""
    if not all(isinstance(value, bytes) for value in row):
        return None
    *labels, head, tail = row
    try:
        name, schema, sampling = _behind(tail)
        key, prompt, subject, document = (text_of(label) for label in labels)
        model = json.loads(text_of(head) + "}")["model"]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    return Outline(key, prompt, subject, document, model, name, schema, sampling)


@lru_cache(maxsize=64)  # few differ: the questions of one prompt share a schema
def _behind(tail: bytes) -> tuple[str, Mapping[str, Any], Mapping[str, Any]]:
    """Return name, schema and sampling from what stands behind the messages of a body."""
    value = json.loads("{" + text_of(tail))
    form = value.pop("response_format")["json_schema"]
    return form["name"], form["schema"], value


def beginning(model: str) -> str:
    """Return how the body of every question to a model begins.

    >>> beginning("m")
    '{"model":"m",'
    """
    return json.dumps({"model": model}, ensure_ascii=False, separators=(",", ":"))[:-1] + ","
