"""The batch exchange: questions out and answers in, as files of the OpenAI Batch API.

The same files serve `vllm run-batch` and answers written by hand. Knows nothing of prompts and
reply schemas: whether an answer fits is the caller's to say.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summarizer.answers import TAG, Answer, Answers, Outcome, Request, Usage, strict_json
from summarizer.completions import Verdict, judge
from summarizer.recordings import numbered_lines, write_json_lines

_ENDPOINT = "/v1/chat/completions"
_NO_ANSWER = {
    Outcome.INVALID: "does not fit the schema",
    Outcome.REFUSED: "the model declined",
    Outcome.FILTERED: "the provider filtered the answer",
    Outcome.CUT: "the answer was cut off at the length limit",
    Outcome.TOO_LONG: "the question is too long for the model; the next plan has it in parts",
}
# What an error says of its question for good; others leave it unanswered.
_TOLD_BY_ERROR = {Verdict.TOO_LONG: Outcome.TOO_LONG, Verdict.FILTERED: Outcome.FILTERED}


@dataclass(frozen=True, slots=True)
class Imported:
    """One line of an answer file: an answer to `key`, or the `reason` why it is none.

    `outcome` is None exactly where there is a reason; VALID here only means complete.
    """

    line: int
    key: str = ""
    reply: str = ""
    outcome: Outcome | None = None
    usage: Usage | None = None
    model: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: valid answers new to the store, answers it had, lines that gave none.

    `refused` holds (line number, reason). An invalid, refused, filtered or cut answer, and that a
    question is too long, is kept in the store as what it is, and listed there.
    """

    imported: int
    already: int
    refused: tuple[tuple[int, str], ...]


def write_requests(path: Path | str, requests: Iterable[Request]) -> int:
    """Write questions as a batch input file, in the order given, and return how many lines.

    A question given twice is written once, since a `custom_id` may stand in a file only once. The
    file is not split: the OpenAI Batch API takes at most 50,000 lines and 200 MB.

    Raises:
        StoreError: the file cannot be written; what stood there before is untouched.
    """
    unique = {request.key: request for request in requests}
    write_json_lines(
        path,
        (
            {"custom_id": key, "method": "POST", "url": _ENDPOINT, "body": request.body()}
            for key, request in unique.items()
        ),
    )
    return len(unique)


def read_answers(source: Path | str | Iterable[str | bytes]) -> Iterator[Imported]:
    """Return what each line of a batch output or error file gives; blank lines give nothing.

    Args:
        source: the file's path, or its lines.

    Raises:
        StoreError: the file cannot be read.
    """
    if isinstance(source, (str, Path)):
        for number, raw in numbered_lines(source):
            yield _read_line(number, raw)
    else:
        for number, line in enumerate(source, start=1):
            if line.strip():
                yield _read_line(number, line)


def import_answers(
    path: Path | str,
    store: Answers,
    *,
    answered_by: str,
    is_valid: Callable[[Request, str], bool],
) -> ImportReport:
    """Take the answers of a batch output or error file into `store`, and say what was taken.

    The lines may stand in any order, and the file may be imported again. Only answers to
    questions the store knows are taken. A reply that the store has for the question is not kept
    again; another one becomes the next attempt.

    Args:
        path: the file.
        store: where the questions are registered.
        answered_by: who answered, in plain words.
        is_valid: whether a reply fits the schema of its question.

    Raises:
        StoreError: the file cannot be read, or the store cannot be written; what was taken before
            stays, so the import can be run again.
    """
    imported = already = 0
    refused: list[tuple[int, str]] = []
    for item in read_answers(path):
        request = store.request(item.key) if item.outcome else None
        if item.outcome is None or request is None:
            refused.append((item.line, item.reason or "answers no question of this store"))
            continue
        outcome = item.outcome
        if outcome is Outcome.VALID and not is_valid(request, item.reply):
            outcome = Outcome.INVALID
        if not _keep(store, request, item, outcome, answered_by):
            already += 1
        elif outcome is Outcome.VALID:
            imported += 1
        else:
            refused.append((item.line, _NO_ANSWER[outcome]))
    return ImportReport(imported, already, tuple(refused))


def _keep(
    store: Answers, request: Request, item: Imported, outcome: Outcome, answered_by: str
) -> bool:
    """Store an answer as the next attempt; False where the store has its reply."""
    while True:
        known = store.get(request.key)
        if any(answer.reply == item.reply for answer in known):
            return False
        attempt = max((answer.attempt for answer in known), default=-1) + 1
        answer = Answer(
            request.key, attempt, item.reply, outcome, answered_by, item.usage, item.model
        )
        if store.put(request, answer):
            return True


def _read_line(number: int, raw: str | bytes) -> Imported:
    try:
        line = strict_json(raw)
    except ValueError as error:
        return Imported(number, reason=str(error))
    custom_id = line.get("custom_id") if isinstance(line, dict) else None
    if not isinstance(custom_id, str) or not custom_id:
        return Imported(number, reason="no custom_id")
    key = custom_id.removeprefix(TAG)
    response = _object(line.get("response"))
    body = _object(response.get("body"))
    status = response.get("status_code")
    fault = line.get("error") or body.get("error")
    if fault or status not in (None, 200):
        return _read_error(number, key, status, fault or body)
    choices = body.get("choices")
    if not (isinstance(choices, list) and choices):
        return Imported(number, key, reason="no choices")
    choice = _object(choices[0])
    message = _object(choice.get("message"))
    outcome = _outcome(choice, message)
    reply = message.get("refusal") if outcome is Outcome.REFUSED else message.get("content")
    if reply is not None and not isinstance(reply, str):
        return Imported(number, key, reason="the content is no text")
    if outcome is Outcome.VALID and not (reply and reply.strip()):
        return Imported(number, key, reason="empty content")
    model = body.get("model")
    return Imported(
        number,
        key,
        reply or "",
        outcome,
        _usage(body.get("usage")),
        model if isinstance(model, str) else "",
    )


def _read_error(number: int, key: str, status: Any, fault: Any) -> Imported:
    """Return what an error line gives: an outcome where it says one for good, else its reason."""
    is_status = type(status) is int and status != 200
    raw = json.dumps(fault if isinstance(fault, dict) else {"error": fault}).encode()
    outcome = _TOLD_BY_ERROR.get(judge(status if is_status else 400, raw)[0])
    told = f"{f'status {status}' if status not in (None, 200) else 'an error'}{_told(fault)}"
    if outcome is not None:
        return Imported(number, key, told, outcome)
    return Imported(number, key, reason=told)


def _outcome(choice: dict[str, Any], message: dict[str, Any]) -> Outcome:
    if message.get("refusal"):
        return Outcome.REFUSED
    match choice.get("finish_reason"):
        case "content_filter":
            return Outcome.FILTERED
        case "length":
            return Outcome.CUT
    return Outcome.VALID


def _usage(value: Any) -> Usage | None:
    counts = _object(value)
    read, written = counts.get("prompt_tokens"), counts.get("completion_tokens")
    return Usage(read, written) if type(read) is int and type(written) is int else None


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _told(error: Any) -> str:
    """Return what an error object says, short and on one line, to stand behind a status."""
    parts = _object(error)
    said = parts.get("message") or parts.get("code") or (error if isinstance(error, str) else "")
    words = "".join(c if c.isprintable() else " " for c in str(said)).split()
    return f": {' '.join(words)[:200]}" if words else ""
