"""Questions, answers, the key that joins them, and what any place that keeps answers can do.

The key is the sha256 of the canonical JSON of the rendered request; endpoints, credentials, prompt
names and file names are not in it. Knows nothing of files, databases, models or reply schemas.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from summarizer.errors import StoreError
from summarizer.holders import Claims, Holder

FORMAT = 1
TAG = "s256:"

_CANONICAL = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
)
_BOM = "Unexpected UTF-8 BOM (decode using utf-8-sig)"  # as json.loads has it
_BODY_FIELDS = frozenset({"model", "messages", "response_format"})


def canonical_json(value: Any) -> str:
    """Return the one JSON text of a value: keys sorted by code point, no spaces, nothing escaped.

    Part of the documented contract, so that another program can compute a key.

    >>> canonical_json({"b": [1, 0.5], "a": "é"})
    '{"a":"é","b":[1,0.5]}'

    Raises:
        ValueError: the value holds NaN or infinity.
    """
    return _CANONICAL.encode(value)


def strict_json(text: str | bytes) -> Any:
    """Return the value of a JSON text, refusing what a lenient reader lets through.

    Raises:
        ValueError: not UTF-8, not JSON, a key twice in one object, NaN, infinity, or nested beyond
            the recursion limit; the message is a clause that can stand in a list.
    """
    try:
        decoded = text if isinstance(text, str) else text.decode("utf-8")
        if decoded.startswith("\ufeff"):
            raise json.JSONDecodeError(_BOM, decoded, 0)
        return _STRICT.decode(decoded)
    except UnicodeDecodeError as error:
        raise ValueError("not UTF-8") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON ({error.msg} at column {error.colno})") from error
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice!r} stands twice in one object")
    return found


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number")


# Made once: making it takes as long as reading a short reply.
_STRICT = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_refuse_constant)


@dataclass(frozen=True, slots=True)
class Request:
    """One rendered question, as it is before any endpoint profile rewrites it.

    `messages` are (role, content) pairs, `schema_name` and `schema` the strict JSON schema as it
    goes over the wire (the order of its properties is kept, and is not in the key), `sampling` the
    parameters given, None meaning not given. `prompt`, `subject` (the article or story as shown to
    people) and `document` (the sha256 of the article's text, or "") are not in the key. The
    mappings must not be changed once they are here.
    """

    model: str
    messages: tuple[tuple[str, str], ...]
    schema_name: str
    schema: Mapping[str, Any] = field(hash=False)
    sampling: Mapping[str, Any] = field(hash=False)
    sample: int = 0
    prompt: str = ""
    subject: str = ""
    document: str = ""
    _key: str = field(init=False, default="", repr=False, compare=False)

    def __post_init__(self) -> None:
        clash = _BODY_FIELDS & self.sampling.keys()
        if clash:
            raise ValueError(f"not sampling parameters: {', '.join(sorted(clash))}")
        given = {name: _number(v) for name, v in self.sampling.items() if v is not None}
        object.__setattr__(self, "sampling", given)
        object.__setattr__(self, "schema", dict(self.schema))

    @property
    def key(self) -> str:
        """The request's identity: 64 hexadecimal digits."""
        if not self._key:
            content = {
                "v": FORMAT,
                "model": self.model,
                "messages": [{"role": role, "content": text} for role, text in self.messages],
                "schema_name": self.schema_name,
                "schema": self.schema,
                "sampling": self.sampling,
                "sample": self.sample,
            }
            raw = canonical_json(content).encode("utf-8", "surrogatepass")
            object.__setattr__(self, "_key", hashlib.sha256(raw).hexdigest())
        return self._key

    @property
    def tagged_key(self) -> str:
        """The key with the name of its hash in front, as people and files see it."""
        return TAG + self.key

    def outline(self) -> Outline:
        """Return the request without its messages."""
        return Outline(
            self.key,
            self.prompt,
            self.subject,
            self.document,
            self.model,
            self.schema_name,
            self.schema,
            self.sampling,
        )

    def body(self) -> dict[str, Any]:
        """Return the chat-completions body that asks this; nested mappings are not copies."""
        return {
            "model": self.model,
            "messages": [{"role": role, "content": text} for role, text in self.messages],
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": self.schema_name, "strict": True, "schema": self.schema},
            },
            **self.sampling,
        }

    @classmethod
    def from_body(
        cls,
        body: Mapping[str, Any],
        *,
        prompt: str = "",
        subject: str = "",
        document: str = "",
        sample: int = 0,
    ) -> Request:
        """Return the request whose `body()` is `body`.

        Raises:
            ValueError: no request writes such a body, so its key would not cover all of it.
        """
        sampling = {name: value for name, value in body.items() if name not in _BODY_FIELDS}
        try:
            form = body["response_format"]["json_schema"]
            messages = tuple((entry["role"], entry["content"]) for entry in body["messages"])
            model, name, schema = body["model"], form["name"], form["schema"]
        except (KeyError, TypeError) as error:
            raise ValueError("no chat-completions body with messages and a JSON schema") from error
        texts = (model, name, *(part for message in messages for part in message))
        if not (isinstance(schema, Mapping) and all(isinstance(text, str) for text in texts)):
            raise ValueError("a model, role, message or schema of the wrong type")
        request = cls(model, messages, name, schema, sampling, sample, prompt, subject, document)
        if request.body() != body:
            raise ValueError("a body with fields that the key does not cover")
        return request


@dataclass(frozen=True, slots=True)
class Outline:
    """A question as kept, without its messages: what it is about, and what else is in its key."""

    key: str
    prompt: str
    subject: str
    document: str
    model: str
    schema_name: str
    schema: Mapping[str, Any] = field(hash=False)
    sampling: Mapping[str, Any] = field(hash=False)


def _number(value: Any) -> Any:
    """Return 0 for 0.0: one number read from a file or a command line must not make two keys."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


class Outcome(StrEnum):
    """What became of one attempt; valid and invalid are judged again whenever it is used."""

    VALID = "valid"
    INVALID = "invalid"  # complete, but it does not fit the schema
    REFUSED = "refused"  # the model declined
    FILTERED = "filtered"  # the provider withheld it
    CUT = "cut"  # it ended at the length limit
    TOO_LONG = "too_long"  # the question does not fit the model; the reply says who says so


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that one call counted."""

    input_tokens: int
    output_tokens: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for one attempt at a question.

    `attempt` counts from 0, `reply` is the raw text of the message, `answered_by` says in plain
    words who answered, `model` is the model the answer itself names, if it does.
    """

    key: str
    attempt: int
    reply: str
    outcome: Outcome
    answered_by: str
    usage: Usage | None
    model: str = ""

    @property
    def was_read(self) -> bool:
        """Whether a model read the question at all."""
        return self.outcome is not Outcome.TOO_LONG


class Answers(Protocol):
    """A place that keeps questions and their answers."""

    def get(self, key: str) -> tuple[Answer, ...]:
        """Return every sound attempt at a question, newest first."""
        ...

    def request(self, key: str) -> Request | None:
        """Return the question of a key, or None where it is not known."""
        ...

    def requests(self, prompt: str = "") -> Iterator[Request]:
        """Return every known question, or those of one prompt."""
        ...

    def outlines(self, prompt: str, about: Container[str]) -> Iterator[Outline]:
        """Return the answered questions of a prompt about some articles or stories.

        Args:
            prompt: its name.
            about: hashes of articles, and names of articles and stories.
        """
        for request in self.requests(prompt):
            if (request.document in about or request.subject in about) and self.get(request.key):
                yield request.outline()

    def newest(self, prompt: str, model: str, most: int) -> Iterator[tuple[Request, Answer]]:
        """Return valid answers of a model to questions of a prompt, at most `most`.

        Those to the questions that came last, where their order is known.
        """
        for request in [*self.requests(prompt)][::-1]:
            for answer in self.get(request.key) if request.model == model else ():
                if answer.outcome is Outcome.VALID:
                    if not most:
                        return
                    most -= 1
                    yield request, answer

    def put(self, request: Request, answer: Answer) -> bool:
        """Keep an answer, and its question; False where that (key, attempt) is there already."""
        ...

    def register(self, requests: Iterable[Request]) -> int:
        """Make questions known; returns how many are new.

        The first labels of a question stay, but labels fill the place of none.
        """
        ...


def belongs(request: Request, answer: Answer) -> None:
    """Check that an answer carries the key of its question.

    Raises:
        ValueError: it does not.
    """
    if answer.key != request.key:
        raise ValueError(f"an answer to {answer.key[:12]} is offered for {request.key[:12]}")


class Memory(Answers):
    """Answers kept for the life of the process."""

    def __init__(self) -> None:
        self._requests: dict[str, Request] = {}
        self._answers: dict[str, dict[int, Answer]] = {}

    def get(self, key: str) -> tuple[Answer, ...]:
        """Return every attempt at a question, newest first."""
        attempts = self._answers.get(key, {})
        return tuple(attempts[number] for number in sorted(attempts, reverse=True))

    def request(self, key: str) -> Request | None:
        """Return the question of a key, or None where it is not known."""
        return self._requests.get(key)

    def requests(self, prompt: str = "") -> Iterator[Request]:
        """Return every known question, or those of one prompt, in the order they came."""
        return (r for r in tuple(self._requests.values()) if prompt in ("", r.prompt))

    def put(self, request: Request, answer: Answer) -> bool:
        """Keep an answer, and its question; False where that (key, attempt) is there already."""
        belongs(request, answer)
        self.register([request])
        attempts = self._answers.setdefault(answer.key, {})
        if answer.attempt in attempts:
            return False
        attempts[answer.attempt] = answer
        return True

    def register(self, requests: Iterable[Request]) -> int:
        """Make questions known; returns how many are new."""
        before = len(self._requests)
        for request in requests:
            known = self._requests.setdefault(request.key, request)
            if not (known.prompt or known.subject or known.document):
                self._requests[request.key] = request
        return len(self._requests) - before


class Layered(Answers):
    """A writable place on top of read-only ones; without a top it is read-only itself.

    The attempts of the top count as newer than those of the layers, each layer as newer than those
    after it; the same attempt with the same content is returned once.
    """

    def __init__(self, top: Answers | None, *layers: Answers) -> None:
        self._top = top
        self._places = layers if top is None else (top, *layers)

    def get(self, key: str) -> tuple[Answer, ...]:
        """Return every sound attempt at a question, those of the top first."""
        return tuple(dict.fromkeys(answer for place in self._places for answer in place.get(key)))

    def request(self, key: str) -> Request | None:
        """Return the question of a key from the first place that knows it, or None."""
        found = (place.request(key) for place in self._places)
        return next((request for request in found if request is not None), None)

    def requests(self, prompt: str = "") -> Iterator[Request]:
        """Return every question any place knows once, or those of one prompt."""
        seen: set[str] = set()
        for place in self._places:
            for request in place.requests(prompt):
                if request.key not in seen:
                    seen.add(request.key)
                    yield request

    def outlines(self, prompt: str, about: Container[str]) -> Iterator[Outline]:
        """Return the answered questions of a prompt about some articles or stories, each once."""
        seen: set[str] = set()
        for place in self._places:
            for outline in place.outlines(prompt, about):
                if outline.key not in seen:
                    seen.add(outline.key)
                    yield outline

    def newest(self, prompt: str, model: str, most: int) -> Iterator[tuple[Request, Answer]]:
        """Return at most `most` valid answers of a model to questions of a prompt, each once."""
        found: dict[Answer, Request] = {}
        for place in self._places:
            if len(found) < most:
                found |= {answer: asked for asked, answer in place.newest(prompt, model, most)}
        return ((request, answer) for answer, request in [*found.items()][:most])

    def put(self, request: Request, answer: Answer) -> bool:
        """Keep an answer on top; False where the top has that (key, attempt) already.

        Raises:
            StoreError: there is no top.
        """
        return self._writable().put(request, answer)

    def register(self, requests: Iterable[Request]) -> int:
        """Make questions known on top; returns how many are new there.

        Raises:
            StoreError: there is no top.
        """
        return self._writable().register(requests)

    def claim(self, key: str, holder: Holder, deadline_seconds: float) -> bool:
        """Take the right to pay for a key from the top; always, where the top has none to give."""
        top = self._top
        return not isinstance(top, Claims) or top.claim(key, holder, deadline_seconds)

    def release(self, key: str, holder: Holder) -> None:
        """Give up a claim on top."""
        if isinstance(self._top, Claims):
            self._top.release(key, holder)

    def _writable(self) -> Answers:
        if self._top is None:
            raise StoreError("these answers are read-only: give a store to write to (--store FILE)")
        return self._top


def newest_valid(answers: Sequence[Answer], is_valid: Callable[[str], bool]) -> Answer | None:
    """Return the first of `answers` (newest first) whose reply is valid today, or None.

    What was valid or invalid when it was kept is judged again; refused, filtered, cut and too long
    ones never count.
    """
    judged = (Outcome.VALID, Outcome.INVALID)
    found = (answer for answer in answers if answer.outcome in judged and is_valid(answer.reply))
    return next(found, None)
