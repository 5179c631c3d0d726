"""A question and an answer as rows of the store, and back; a damaged row is none."""

from __future__ import annotations

import json
from typing import Any

from summarizer.answers import Answer, Outcome, Request, Usage, canonical_json
from summarizer.columns import Row, checksum, column, text_of

CONTENT = "key, attempt, reply, outcome, usage, answered_by, model"
QUESTION = "key, sample, prompt, subject, document, body"


def question_row(request: Request) -> Row:
    """Return a question as its row."""
    body = json.dumps(request.body(), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    labels = (column(request.prompt), column(request.subject), column(request.document))
    return (request.key, request.sample, *labels, column(body))


def answer_row(answer: Answer) -> Row:
    """Return an answer as its row, without the checksum."""
    usage = answer.usage
    return (
        answer.key,
        answer.attempt,
        column(answer.reply),
        answer.outcome.value,
        None if usage is None else canonical_json([usage.input_tokens, usage.output_tokens]),
        column(answer.answered_by),
        column(answer.model),
    )


def answer_of(row: tuple[Any, ...]) -> Answer | None:
    """Return the answer of a row of content and checksum, or None where the row is damaged."""
    *content, known = row
    if checksum(content).encode() != known:
        return None
    key, attempt, reply, outcome, usage, answered_by, model = content
    return Answer(
        text_of(key),
        attempt,
        text_of(reply),
        Outcome(text_of(outcome)),
        text_of(answered_by),
        None if usage is None else Usage(*json.loads(usage)),
        text_of(model),
    )


def request_of(row: tuple[Any, ...]) -> Request | None:
    """Return the request of a row, or None where it does not have the row's key."""
    key, sample, *labels, body = row
    try:
        prompt, subject, document = (text_of(label) for label in labels)
        request = Request.from_body(
            json.loads(text_of(body)),
            prompt=prompt,
            subject=subject,
            document=document,
            sample=sample,
        )
        return request if request.key == text_of(key) else None
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
