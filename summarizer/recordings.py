"""Recordings: answers shipped as reviewed text, one JSON object a line, read-only once written.

Owns the reading and the atomic writing of JSON lines. Needs no database, so that recorded answers
replay where there is none.
"""

from __future__ import annotations

import codecs
import json
import os
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from summarizer.answers import TAG, Answer, Answers, Outcome, Request, Usage, belongs, strict_json
from summarizer.errors import StoreError

_READ_ONLY = "recordings are read-only: give a store to write to (--store FILE)"
_FILE_NAME = re.compile(r"[\w-][\w.-]*")


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    key: str
    attempt: int
    prompt: str
    subject: str
    document: str
    request: dict[str, Any]
    sample: int
    reply: str
    outcome: Outcome
    answered_by: str
    usage: Usage | None
    model: str


class Recordings(Answers):
    """The answers in the `*.jsonl` files of a directory, or in one such file; read at first use.

    The request of every line must have the line's key. The reply is taken as it stands: recordings
    are text that people review and may correct.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)

    @cached_property
    def _pairs(self) -> dict[str, tuple[Request, tuple[Answer, ...]]]:
        paths = sorted(self.path.glob("*.jsonl")) if self.path.is_dir() else [self.path]
        found: dict[str, tuple[Request, dict[int, Answer]]] = {}
        for path in paths:
            for place, request, answer in _read(path):
                attempts = found.setdefault(request.key, (request, {}))[1]
                if answer.attempt in attempts:
                    raise StoreError(f"{place}: attempt {answer.attempt} is recorded twice")
                attempts[answer.attempt] = answer
        return {
            key: (request, tuple(attempts[number] for number in sorted(attempts, reverse=True)))
            for key, (request, attempts) in found.items()
        }

    def get(self, key: str) -> tuple[Answer, ...]:
        """Return every recorded attempt at a question, newest first.

        Raises:
            StoreError: a file cannot be read, or a line does not fit its key (file and line).
        """
        pair = self._pairs.get(key)
        return () if pair is None else pair[1]

    def request(self, key: str) -> Request | None:
        """Return the question of a key, or None where it is not recorded."""
        pair = self._pairs.get(key)
        return None if pair is None else pair[0]

    def requests(self, prompt: str = "") -> Iterator[Request]:
        """Return every recorded question, or those of one prompt."""
        return (request for request, _ in self._pairs.values() if prompt in ("", request.prompt))

    def models(self) -> list[str]:
        """Return the models that the recorded questions name, sorted."""
        return sorted({request.model for request, _ in self._pairs.values()})

    def put(self, request: Request, answer: Answer) -> bool:
        """Refuse: recordings are read-only.

        Raises:
            StoreError: always.
        """
        raise StoreError(_READ_ONLY)

    def register(self, requests: Iterable[Request]) -> int:
        """Refuse: recordings are read-only.

        Raises:
            StoreError: always.
        """
        raise StoreError(_READ_ONLY)


def write(directory: Path | str, pairs: Iterable[tuple[Request, Answer]]) -> None:
    """Write recordings, one file a prompt, so that the directory then holds these and no others.

    The same pairs give the same bytes in any order. A `.jsonl` file that holds anything but
    recordings is left alone unless a prompt has its name.

    Raises:
        StoreError: a file cannot be written.
        ValueError: a prompt's name cannot name a file, or one attempt has two different answers.
    """
    files: dict[str, dict[tuple[str, int], tuple[Request, Answer]]] = {}
    chosen: dict[tuple[str, int], Answer] = {}
    for request, answer in sorted(pairs, key=_order):
        belongs(request, answer)
        if not _FILE_NAME.fullmatch(request.prompt):
            raise ValueError(f"the prompt name {request.prompt!r} cannot name a file")
        identity = (answer.key, answer.attempt)
        if identity not in chosen:
            chosen[identity] = answer
            files.setdefault(request.prompt, {})[identity] = (request, answer)
        elif chosen[identity] != answer:
            raise ValueError(f"two answers are given for attempt {answer.attempt} at {answer.key}")
    directory = Path(directory)
    written = set()
    for prompt, by_identity in files.items():
        lines = (_values(*by_identity[identity]) for identity in sorted(by_identity))
        written.add(write_json_lines(directory / f"{prompt}.jsonl", lines))
    for path in sorted(directory.glob("*.jsonl")):
        if path.resolve() not in written and _holds_recordings(path):
            _remove(path)


def numbered_lines(path: Path | str) -> Iterator[tuple[int, bytes]]:
    """Return the lines of a file that hold anything, with their numbers from 1.

    Raises:
        StoreError: the file cannot be read.
    """
    try:
        with Path(path).open("rb") as file:
            for number, line in enumerate(file, start=1):
                content = (line.removeprefix(codecs.BOM_UTF8) if number == 1 else line).strip()
                if content:
                    yield number, content
    except OSError as error:
        raise StoreError(f"{str(path)!r} cannot be read: {error.strerror}") from error


def is_cut_off(path: Path | str) -> bool:
    """Whether a file ends inside a line, as one does that was not written to its end.

    Raises:
        StoreError: the file cannot be read.
    """
    if not Path(path).is_file():  # what was read from a pipe is gone
        return False
    try:
        with Path(path).open("rb") as file:
            if file.seek(0, os.SEEK_END) == 0:
                return False
            file.seek(-1, os.SEEK_END)
            return file.read(1) not in b"\r\n"
    except OSError as error:
        raise StoreError(f"{str(path)!r} cannot be read: {error.strerror}") from error


def write_json_lines(path: Path | str, values: Iterable[Any]) -> Path:
    """Write one JSON text a line and return the path written; a reader sees all of it or nothing.

    Parent folders are made. What is neither a file nor absent (a pipe, a terminal) is written to as
    it stands.

    Raises:
        StoreError: the file cannot be written; what stood there before is untouched.
    """
    target = Path(path).resolve()
    is_plain = target.is_file() or not target.exists()
    draft = target.with_name(f".{target.name}.{os.getpid()}.tmp") if is_plain else target
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with draft.open("wb") as file:
                file.writelines(_encoded(value) for value in values)
                if is_plain:
                    file.flush()
                    os.fsync(file.fileno())
            if is_plain:
                draft.replace(target)
        except BaseException:
            if is_plain:
                draft.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise StoreError(f"{str(path)!r} cannot be written: {error.strerror}") from error
    return target


def _encoded(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    try:
        return text.encode() + b"\n"
    except UnicodeEncodeError:  # half of a surrogate pair, from a reply cut inside an emoji
        return json.dumps(value, allow_nan=False, separators=(",", ":")).encode() + b"\n"


def _order(pair: tuple[Request, Answer]) -> tuple[str, ...]:
    request = pair[0]
    return request.prompt, request.key, request.subject, request.document


def _values(request: Request, answer: Answer) -> dict[str, Any]:
    usage = answer.usage
    return {
        "key": request.tagged_key,
        "attempt": answer.attempt,
        "prompt": request.prompt,
        "subject": request.subject,
        "document": request.document,
        "request": request.body(),
        "sample": request.sample,
        "reply": answer.reply,
        "outcome": answer.outcome.value,
        "answered_by": answer.answered_by,
        "usage": usage
        and {"input_tokens": usage.input_tokens, "output_tokens": usage.output_tokens},
        "model": answer.model,
    }


def _read(path: Path) -> Iterator[tuple[str, Request, Answer]]:
    """Yield the recordings of a file, each with its place as `file:line`."""
    for number, raw in numbered_lines(path):
        place = f"{path}:{number}"
        try:
            line = _Line.model_validate(strict_json(raw))
            request = Request.from_body(
                line.request,
                prompt=line.prompt,
                subject=line.subject,
                document=line.document,
                sample=line.sample,
            )
            key = request.key
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            field = ".".join(str(step) for step in first["loc"]) or "the line"
            raise StoreError(f"{place}: {field}: {first['msg']}") from error
        except ValueError as error:
            raise StoreError(f"{place}: {error}") from error
        if line.key != TAG + key:
            raise StoreError(
                f"{place}: the request does not have the key {line.key[:17]!r} "
                f"but {request.tagged_key[:17]!r}: record it again"
            )
        yield (
            place,
            request,
            Answer(
                key,
                line.attempt,
                line.reply,
                line.outcome,
                line.answered_by,
                line.usage,
                line.model,
            ),
        )


def _holds_recordings(path: Path) -> bool:
    try:
        return bool([*_read(path)])
    except StoreError:
        return False


def _remove(path: Path) -> None:
    try:
        path.unlink()
    except OSError as error:
        raise StoreError(f"{str(path)!r} cannot be removed: {error.strerror}") from error
