"""The batch exchange: questions out and answers in, as files of the OpenAI Batch API.

The same files serve `vllm run-batch` and answers written by hand. Knows nothing of prompts and
stores: what is done with an answer is told in `importing`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from summarizer.answers import TAG, Outcome, Request, Usage, strict_json
from summarizer.completions import Verdict, judge
from summarizer.recordings import numbered_lines, write_json_lines

_ENDPOINT = "/v1/chat/completions"
_SAMPLES = 10  # of one question; which one a line asks for is only in its key
# What an error says of its question for good; others leave it unanswered.
_TOLD_BY_ERROR = {Verdict.TOO_LONG: Outcome.TOO_LONG, Verdict.FILTERED: Outcome.FILTERED}


@dataclass(frozen=True, slots=True)
class Imported:
    """One line of an answer file: an answer to `key`, or the `reason` why it is none.

    `outcome` is None exactly where there is a reason; VALID here only means complete. `created` is
    the time that the answer itself gives, in seconds since 1970, 0 where it gives none.
    """

    line: int
    key: str = ""
    reply: str = ""
    outcome: Outcome | None = None
    usage: Usage | None = None
    model: str = ""
    reason: str = ""
    created: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of a file of questions: its question, or the `reason` why it is none.

    What the question is about is not in such a file, so its labels are empty.
    """

    line: int
    request: Request | None = None
    reason: str = ""


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
    for number, raw in _lines(source):
        yield _read_line(number, raw)


def read_requests(source: Path | str | Iterable[str | bytes]) -> Iterator[Asked]:
    """Return the question of each line of a batch input file; blank lines give nothing.

    Raises:
        StoreError: the file cannot be read.
    """
    for number, raw in _lines(source):
        yield _read_question(number, raw)


def _lines(source: Path | str | Iterable[str | bytes]) -> Iterator[tuple[int, str | bytes]]:
    if isinstance(source, (str, Path)):
        return iter(numbered_lines(source))
    return ((n, line) for n, line in enumerate(source, start=1) if line.strip())


def _read_question(number: int, raw: str | bytes) -> Asked:
    try:
        line = strict_json(raw)
    except ValueError as error:
        return Asked(number, reason=str(error))
    custom_id = line.get("custom_id") if isinstance(line, dict) else None
    if not isinstance(custom_id, str) or not custom_id:
        return Asked(number, reason="no custom_id")
    try:
        request = Request.from_body(_object(line.get("body")))
        key = custom_id.removeprefix(TAG)
        samples = (replace(request, sample=number) for number in range(_SAMPLES))
        known = next((request for request in samples if request.key == key), None)
    except (ValueError, RecursionError) as error:
        return Asked(number, reason=str(error))
    if known is None:
        return Asked(number, reason=f"its custom_id {_short(key)!r} is not the key of its body")
    return Asked(number, known)


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
    if "response" not in line and "error" not in line and "body" in line:
        return Imported(number, key, reason="this is a question, not an answer to one")
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
    model, created = body.get("model"), body.get("created")
    return Imported(
        number,
        key,
        reply or "",
        outcome,
        _usage(body.get("usage")),
        model if isinstance(model, str) else "",
        created=created if type(created) is int else 0,
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


def _short(key: str) -> str:
    shown = "".join(c if c.isprintable() else "\ufffd" for c in key[:13])
    return shown if len(key) <= 13 else f"{shown[:12]}…"


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _told(error: Any) -> str:
    """Return what an error object says, short and on one line, to stand behind a status."""
    parts = _object(error)
    said = parts.get("message") or parts.get("code") or (error if isinstance(error, str) else "")
    words = "".join(c if c.isprintable() else " " for c in str(said)).split()
    return f": {' '.join(words)[:200]}" if words else ""
