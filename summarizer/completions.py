"""What an endpoint's answer says: a completion read with care, an error judged by what it asks for.

Pure, and strict where client libraries are not: a key twice, several choices, tool calls that were
not asked for, an error with status 200. Knows nothing of connections and retries.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from summarizer.answers import Outcome, Usage, strict_json
from summarizer.endpoints import Profile, text_of


class Unusable(ValueError):
    """A body with status 200 that holds no answer; the message is one clause.

    `status` is the HTTP status that an error object inside gives, or 0; `usage` what it cost.
    """

    def __init__(self, reason: str, *, status: int = 0, usage: Usage | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.usage = usage


@dataclass(frozen=True, slots=True)
class Said:
    """What one answer says: VALID here means complete, `remark` is a clause on what is odd."""

    outcome: Outcome
    text: str
    usage: Usage | None = None
    model: str = ""
    remark: str = ""


def read_completion(raw: bytes, profile: Profile) -> Said:
    """Return what the body of a completion says.

    Half surrogate pairs and NUL in the text, which no database takes, are replaced by U+FFFD.

    Raises:
        Unusable: it is no completion with exactly one text.
    """
    try:
        value = strict_json(raw)
    except ValueError as error:
        kind = "an HTML page" if raw.lstrip()[:1] == b"<" else "no sound JSON"
        raise Unusable(f"{kind} instead of an answer ({error})") from error
    body = _object(value)
    usage, model = _usage(body.get("usage")), body.get("model")
    if body.get("error"):
        code, said = told(raw)
        inner = _object(body["error"]).get("code")
        status = inner if type(inner) is int and 400 <= inner < 600 else 0
        raise Unusable(f"an error inside: {said or code}", status=status, usage=usage)
    choices = body.get("choices")
    if not (isinstance(choices, list) and len(choices) == 1):
        count = len(choices) if isinstance(choices, list) else 0
        raise Unusable(f"{count or 'no'} choices instead of one", usage=usage)
    choice = _object(choices[0])
    message = _object(choice.get("message"))
    outcome, text = _outcome(choice, message)
    if outcome is Outcome.VALID:
        if message.get("tool_calls") or message.get("function_call"):
            raise Unusable("tool calls instead of a reply", usage=usage)
        if text is not None and not isinstance(text, str):
            raise Unusable("the content is no text", usage=usage)
        if not (text and text.strip()):
            thoughts = message.get("reasoning_content") or message.get("reasoning")
            why = ": the model only thought, its token limit may be too low" if thoughts else ""
            raise Unusable(f"an empty answer{why}", usage=usage)
        text = text_of(text, profile)
    clean, replaced = _storable(text if isinstance(text, str) else "")
    remark = f"characters replaced that no text can hold: {replaced}" if replaced else ""
    return Said(outcome, clean, usage, model if isinstance(model, str) else "", remark)


def _outcome(choice: dict[str, Any], message: dict[str, Any]) -> tuple[Outcome, Any]:
    if message.get("refusal"):
        return Outcome.REFUSED, message["refusal"]
    match choice.get("finish_reason"):
        case "content_filter":
            return Outcome.FILTERED, message.get("content")
        case "length":
            return Outcome.CUT, message.get("content")
    return Outcome.VALID, message.get("content")


def _usage(value: Any) -> Usage | None:
    counts = _object(value)
    read, written = counts.get("prompt_tokens"), counts.get("completion_tokens")
    if type(read) is not int or type(written) is not int or min(read, written) < 0:
        return None  # a count below 0 is none
    return Usage(read, written)


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


# In JSON a backslash stands only within strings, and begins an escape that this takes as a whole.
_ODD = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\."
    r"|[\ud800-\udfff\x00]",
    re.DOTALL,
)
_SUSPECT = re.compile(r"\\u(?:0000|[dD][89a-fA-F])|[\ud800-\udfff\x00]")
_UNSTORABLE = re.compile(r"\\u(?:0000|[dD][89a-fA-F][0-9a-fA-F]{2})")


def _storable(text: str) -> tuple[str, int]:
    """Return the text of a reply without half surrogates and NUL, and how many there were."""
    if not _SUSPECT.search(text):
        return text, 0
    count = 0

    def replaced(match: re.Match[str]) -> str:
        nonlocal count
        found = match[0]
        if _UNSTORABLE.fullmatch(found):
            count += 1
            return "\\ufffd"
        if len(found) == 1:
            count += 1
            return "\ufffd"
        return found

    return _ODD.sub(replaced, text), count


class Verdict(StrEnum):
    """What an answer that is not a success asks of the one who asked."""

    WAIT = "wait"  # it may pass: ask again later
    STOP = "stop"  # every other question would fare the same
    TOO_LONG = "too long"  # this question does not fit the context
    FILTERED = "filtered"  # the provider will not have this question
    REJECTED = "rejected"  # this question is refused for another reason


_NO_CREDIT = {"insufficient_quota", "billing_hard_limit_reached", "billing_not_active"}
_FILTER = {"content_filter", "content_policy_violation", "ResponsibleAIPolicyViolation"}
_CONTEXT = {"context_length_exceeded", "exceed_context_size_error"}
_SETTINGS = {"unsupported_parameter", "unsupported_value", "unknown_parameter", "invalid_api_key"}
_CONTEXT_TOLD = re.compile(
    r"context (?:length|window|size)|prompt is too long|too many tokens", re.IGNORECASE
)
_FORM = re.compile(r"response_format|json_schema|structured output|guided", re.IGNORECASE)
_STOPS = {
    401: "the key is wrong or missing",
    402: "the account has no credit",
    403: "the key may not do this",
    404: "the model or the address is not known",
    405: "the address takes no questions: is the base URL right?",
}


def judge(status: int, raw: bytes) -> tuple[Verdict, str]:
    """Return what an HTTP status other than 200, with its body, asks for, and why as one clause.

    >>> judge(401, b"")
    (<Verdict.STOP: 'stop'>, 'the key is wrong or missing (HTTP 401)')
    """
    code, message = told(raw)
    said = f": {message}" if message else ""

    def because(reason: str) -> str:
        return f"{reason} (HTTP {status}){said}"

    if code in _FILTER or (status == 403 and re.search(r"flagged|moderation", message)):
        return Verdict.FILTERED, because("the provider's filter blocks the question")
    if code in _CONTEXT or status == 413 or (status == 400 and _CONTEXT_TOLD.search(message)):
        return Verdict.TOO_LONG, because("the question is too long for the model")
    if code in _NO_CREDIT:
        return Verdict.STOP, because(_STOPS[402])
    if status in _STOPS:
        return Verdict.STOP, because(_STOPS[status])
    if status < 400:
        return Verdict.STOP, because("it has moved: is the base URL right?")
    if code == "model_not_found":
        return Verdict.STOP, because(_STOPS[404])
    if code in _SETTINGS or (status == 400 and _FORM.search(message)):
        hint = (
            ": summarizer doctor --write finds out which it takes" if _FORM.search(message) else ""
        )
        return Verdict.STOP, because(f"the endpoint does not take these settings{hint}")
    if status == 429:
        return Verdict.WAIT, because("too many requests")
    if status in (408, 409, 425) or status >= 500:
        return Verdict.WAIT, because("the endpoint is in trouble")
    return Verdict.REJECTED, because("the endpoint rejects the question")


def told(raw: bytes) -> tuple[str, str]:
    """Return the code and the message of an error body; of a page, nothing is quoted."""
    try:
        body = _object(strict_json(raw))
    except ValueError:
        is_page = raw.lstrip()[:1] == b"<"
        return "", "" if is_page else one_line(raw[:1000].decode("utf-8", "replace"))
    inner = body.get("error") or body
    if isinstance(inner, str):
        return "", one_line(inner)
    error = _object(inner)
    code = next((c for c in (error.get("code"), error.get("type")) if isinstance(c, str)), "")
    message = error.get("message") or error.get("detail")
    return code, one_line(message if isinstance(message, str) else "")


def one_line(text: str) -> str:
    """Return a text on one line, without what a terminal acts on, cut at 200 characters."""
    words = "".join(c if c.isprintable() else " " for c in text[:1000]).split()
    line = " ".join(words)
    return line if len(line) <= 200 else line[:199] + "…"
