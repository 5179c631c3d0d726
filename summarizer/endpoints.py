"""Where a question may be asked, and how that endpoint wants it worded: settings, pure rewriting.

The key of a request is taken before any of this, so one answer serves every endpoint. Knows nothing
of connections, retries or client libraries.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal
from urllib.parse import urlsplit

from summarizer.answers import Request
from summarizer.prices import Price, list_price

Profile = Literal["strict", "schema", "object", "text"]

_TOKEN_PARAMETERS = ("max_completion_tokens", "max_tokens")
_OWN_FIELDS = frozenset({"model", "messages", "response_format"})
_SHAPE = (
    "Reply with one JSON object and nothing else: no code fence, no remark before or after it. "
    "The object must fit this JSON schema:\n"
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A chat-completions endpoint: where it is, what it honours and how hard it may be driven.

    `profile` says how a JSON schema reaches the model: `strict` as a schema the endpoint enforces,
    `schema` the same without the strict flag, `object` as JSON mode with the schema in the system
    message, `text` in the system message only. `timeout_seconds` is how long the endpoint may stay
    silent (a reply comes whole, so that is its whole writing time), `deadline_seconds` bounds one
    question with all its retries and re-asks. Limits a minute are unlimited where None. Parameters
    named in `drop` are not sent; `token_parameter`, if given, is what it calls the length limit.
    `price` is what its models cost; without it, the list price where that is known.

    Raises:
        ValueError: the URL or a number cannot be used; the message never shows the key.
    """

    base_url: str
    api_key: str = field(default="", repr=False)
    profile: Profile = "strict"
    timeout_seconds: float = 300.0
    deadline_seconds: float = 900.0
    context_tokens: int | None = None
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    concurrency: int = 8
    max_reply_bytes: int = 8 * 2**20
    drop: frozenset[str] = frozenset()
    token_parameter: str = ""
    price: Price | None = None

    def __post_init__(self) -> None:
        parts = urlsplit(self.base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("the base URL must begin with http:// or https:// and name a host")
        if parts.username or parts.password or parts.query or parts.fragment:
            raise ValueError("the base URL takes no user, query or fragment: give the key as key")
        if any(not letter.isprintable() or letter.isspace() for letter in self.api_key):
            raise ValueError("the key holds a space or a line break")
        positive = {
            "timeout_seconds": self.timeout_seconds,
            "deadline_seconds": self.deadline_seconds,
            "context_tokens": self.context_tokens,
            "requests_per_minute": self.requests_per_minute,
            "tokens_per_minute": self.tokens_per_minute,
            "concurrency": self.concurrency,
            "max_reply_bytes": self.max_reply_bytes,
        }
        for name, value in positive.items():
            if value is not None and not value > 0:
                raise ValueError(f"{name} must be above 0, not {value!r}")
        if _OWN_FIELDS & self.drop:
            raise ValueError(f"cannot be dropped: {', '.join(sorted(_OWN_FIELDS & self.drop))}")

    @property
    def host(self) -> str:
        """The endpoint's name as shown to people: host, and port where one is given."""
        return urlsplit(self.base_url).netloc

    def price_of(self, model: str) -> Price | None:
        """Return what a model costs there: as set, else its list price, or None."""
        return self.price or list_price(model, self.base_url)


# What each server honours, as its documentation tells and its users found; it can change.
ENDPOINTS: Mapping[str, Endpoint] = {
    # Guarantees a schema only with the strict flag; newer models refuse `max_tokens`.
    "openai": Endpoint(
        "https://api.openai.com/v1",
        profile="strict",
        token_parameter="max_completion_tokens",
        concurrency=16,
    ),
    # Constrains decoding to the schema with or without the flag, and documents the strict style.
    "vllm": Endpoint(
        "http://localhost:8000/v1",
        profile="strict",
        timeout_seconds=600.0,
        deadline_seconds=1800.0,
        concurrency=32,
    ),
    # Honours a schema (since 0.5) but ignores the flag and forced tool calls. Its context is 4,096
    # tokens unless the server is told otherwise, and what is longer is cut without a word.
    "ollama": Endpoint(
        "http://localhost:11434/v1",
        profile="schema",
        timeout_seconds=600.0,
        deadline_seconds=1800.0,
        context_tokens=4096,
        concurrency=2,
        token_parameter="max_tokens",
    ),
    # Turns a schema into a grammar; an object `tool_choice` falls back to "auto". Few slots.
    "llamacpp": Endpoint(
        "http://localhost:8080/v1",
        profile="schema",
        timeout_seconds=600.0,
        deadline_seconds=1800.0,
        concurrency=2,
        token_parameter="max_tokens",
    ),
}


def preset(name: str, *, api_key: str = "", base_url: str | None = None) -> Endpoint:
    """Return the settings known for a kind of server, with its key and, if it differs, its URL.

    >>> preset("ollama").profile
    'schema'

    Raises:
        ValueError: no such preset; the message names those that are known.
    """
    if name not in ENDPOINTS:
        raise ValueError(f"no endpoint preset {name!r}; known: {', '.join(ENDPOINTS)}")
    known = ENDPOINTS[name]
    return replace(known, api_key=api_key, base_url=base_url or known.base_url)


def body_for(request: Request, endpoint: Endpoint) -> dict[str, Any]:
    """Return the chat-completions body that asks `request` in the words of `endpoint`.

    Nested mappings are not copies, unless the profile rewrites them.
    """
    body = request.body()
    if endpoint.profile == "schema":
        form = body["response_format"]["json_schema"]
        unflagged = {name: value for name, value in form.items() if name != "strict"}
        body["response_format"] = {"type": "json_schema", "json_schema": unflagged}
    elif endpoint.profile in ("object", "text"):
        body["messages"] = _with_schema(body["messages"], request.schema)
        del body["response_format"]
        if endpoint.profile == "object":
            body["response_format"] = {"type": "json_object"}
    if endpoint.token_parameter:
        for name in _TOKEN_PARAMETERS:
            if name in body and name != endpoint.token_parameter:
                body[endpoint.token_parameter] = body.pop(name)
    for name in endpoint.drop:
        body.pop(name, None)
    return body


def _with_schema(messages: list[dict[str, str]], schema: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the messages with the schema at the end of the first system message, or as one."""
    shape = _SHAPE + json.dumps(schema, ensure_ascii=False)
    for at, message in enumerate(messages):
        if message["role"] == "system":
            told = {**message, "content": f"{message['content']}\n\n{shape}"}
            return [*messages[:at], told, *messages[at + 1 :]]
    return [{"role": "system", "content": shape}, *messages]


def text_of(reply: str, profile: Profile) -> str:
    """Return the JSON of a reply without what stands around it; nothing within is changed.

    A `strict` endpoint is taken at its word. From the others a block of thinking, a code fence and
    prose before or after the object are cut off; of two objects nothing can be made, and the text
    then fails its check.

    >>> text_of('<think>{?}</think>Here it is:\\n```json\\n{"a": "```"}\\n```', "text")
    '{"a": "```"}'
    >>> text_of('{"a": 1} or {"a": 2}', "text")
    '{"a": 1} or {"a": 2}'
    """
    if profile == "strict":
        return reply
    text = reply.strip()
    if not text.startswith("{"):
        _, ended, after = text.partition("</think>")  # some templates open the block themselves
        text = after if ended else text
    begin, end = text.find("{"), text.rfind("}")
    return text[begin : end + 1] if 0 <= begin < end else text
