"""A real chat-completions server on the loopback interface that can misbehave in every known way.

It runs in a thread of its own on a free port, ends with its `with` block, counts what it is sent
and keeps every body. `python tests/model_server.py` serves until its standard input ends. With it
comes a clock that its clients can be given, on which waiting takes no time.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Any, Literal, Self

JSON = "application/json"
MODEL = "test-model"


@dataclass(frozen=True)
class Seen:
    """One chat request as it arrived; `number` counts from 0, `body` is the parsed JSON.

    `in_flight` counts the requests that were there then, this one included.
    """

    number: int
    headers: Mapping[str, str]
    body: dict[str, Any]
    raw: bytes
    in_flight: int

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON schema that the request carries, or an empty one."""
        form = self.body.get("response_format", {})
        schema: dict[str, Any] = form.get("json_schema", {}).get("schema", {})
        return schema


@dataclass(frozen=True)
class Sent:
    """What goes back: all of it at once, or in `pieces` of (seconds before, bytes).

    `ending` is how the connection is left: `kept` open for the next request, `cut` after the bytes
    given although more were announced, `reset`, or `silent` (nothing more ever comes).
    """

    status: int = 200
    body: bytes = b""
    content_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    pieces: tuple[tuple[float, bytes], ...] = ()
    ending: Literal["kept", "cut", "reset", "silent"] = "kept"


Reaction = Callable[[Seen], Sent]
Script = str | Reaction | Sequence[str | Reaction]


def example(schema: Mapping[str, Any], definitions: Mapping[str, Any] | None = None) -> Any:
    """Return the smallest value that fits a schema: empty lists and texts, zeros, first choices."""
    known = definitions if definitions is not None else schema.get("$defs", {})
    if "$ref" in schema:
        return example(known[schema["$ref"].rpartition("/")[2]], known)
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "object":
            parts = schema.get("properties", {})
            return {name: example(part, known) for name, part in parts.items()}
        case "array":
            return []
        case "string":
            return ""
        case "boolean":
            return False
        case "integer" | "number":
            return 0
    return {}


def fitting(seen: Seen) -> str:
    """Return the text of a reply that fits the request's schema."""
    return json.dumps(example(seen.schema))


def envelope(seen: Seen, content: str | None, **message: Any) -> dict[str, Any]:
    """Return a completion around a message; 7 tokens read, 3 written."""
    return {
        "id": f"chatcmpl-{seen.number}",
        "object": "chat.completion",
        "created": 1,
        "model": seen.body.get("model", MODEL),
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": content, **message},
                "finish_reason": "stop",
            }
        ],
        "usage": {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10},
    }


def sent(value: Any, **more: Any) -> Sent:
    """Return a value as JSON."""
    return Sent(body=json.dumps(value).encode(), **more)


def saying(content: str | Callable[[Seen], str | None] | None, **message: Any) -> Reaction:
    """Return what answers with a message."""

    def react(seen: Seen) -> Sent:
        text = content(seen) if callable(content) else content
        return sent(envelope(seen, text, **message))

    return react


def ending(reason: str, content: Callable[[Seen], str | None] = fitting) -> Reaction:
    """Return what answers with a message that ended for a reason."""

    def react(seen: Seen) -> Sent:
        value = envelope(seen, content(seen))
        value["choices"][0]["finish_reason"] = reason
        return sent(value)

    return react


def refusing(
    status: int, code: str | None, message: str, headers: Mapping[str, str] | None = None
) -> Reaction:
    """Return what answers with a status and the provider's usual error object."""
    error = {"error": {"message": message, "type": code, "param": None, "code": code}}
    return lambda seen: sent(error, status=status, headers=headers or {})


def within(tokens: int, reaction: Reaction) -> Reaction:
    """Return what reacts as a model whose context has so many tokens, of four characters each."""
    told = f"This model's maximum context length is {tokens} tokens."

    def react(seen: Seen) -> Sent:
        read = sum(len(message["content"]) for message in seen.body["messages"]) / 4
        if read > tokens:
            return refusing(400, "context_length_exceeded", told)(seen)
        return reaction(seen)

    return react


def writing_at_most(tokens: int, content: Callable[[Seen], str]) -> Reaction:
    """Return what answers with a text that ends, wherever that is, after so many tokens."""

    def react(seen: Seen) -> Sent:
        text = content(seen)
        if len(text) / 4 > tokens:
            return ending("length", lambda _: text[: tokens * 4])(seen)
        return saying(text)(seen)

    return react


def changed(change: Callable[[dict[str, Any]], Any]) -> Reaction:
    """Return what answers with a good completion after a change to its envelope."""

    def react(seen: Seen) -> Sent:
        value = envelope(seen, fitting(seen))
        change(value)
        return sent(value)

    return react


def in_pieces(size: int, seconds: float) -> Reaction:
    """Return what sends a good answer a few bytes at a time."""

    def react(seen: Seen) -> Sent:
        whole = good(seen).body
        cuts = range(0, len(whole), size)
        return Sent(body=whole, pieces=tuple((seconds, whole[at : at + size]) for at in cuts))

    return react


def half(seen: Seen) -> Sent:
    """Announce a good answer and cut it in the middle."""
    whole = good(seen).body
    return Sent(body=whole, pieces=((0.0, whole[: len(whole) // 2]),), ending="cut")


def bomb(seen: Seen) -> Sent:
    """Answer with a few kilobytes that unpack to fifty million bytes."""
    packed = gzip.compress(b'{"choices": "' + b" " * 50_000_000, compresslevel=1)
    return Sent(body=packed, headers={"Content-Encoding": "gzip"})


def packed(seen: Seen) -> Sent:
    """Answer well, but compressed, which was not asked for."""
    return replace(
        good(seen), body=gzip.compress(good(seen).body), headers={"Content-Encoding": "gzip"}
    )


def _with_key_twice(seen: Seen) -> str:
    name = next(iter(seen.schema["properties"]))
    return fitting(seen)[:-1] + f", {json.dumps(name)}: []}}"


def _with_item(fields: str) -> Callable[[Seen], str]:
    """Return what makes a reply whose first part has one item of these fields."""
    return lambda seen: json.dumps({next(iter(seen.schema["properties"])): ["@"]}).replace(
        '"@"', fields
    )


def quote_item(words: str = '"We had no choice"', sentence: str = "3") -> str:
    """Return the JSON of one quotation, its words and number given as JSON."""
    return (
        f'{{"sentence": {sentence}, "words": {words}, "speaker": "Ada Brandt",'
        ' "speaker_sentence": 3, "relayed_by": "", "cue": "", "fragment": false}'
    )


good = saying(fitting)
_PAGE = b"<!doctype html><html><body><h1>Bad gateway</h1>" + b"x" * 5000 + b"</body></html>"

# M10 (an invented quotation), M11 (drifted offsets) and M25 (an answer to another article) are
# sound answers on the wire: whether their words stand in the article is grounding's to find out.
FAULTS: Mapping[str, Reaction] = {
    "good": good,
    "rate limit, 20 s": refusing(429, "rate_limit_exceeded", "Slow down", {"Retry-After": "20"}),
    "rate limit": refusing(429, "rate_limit_exceeded", "Slow down"),
    "no credit": refusing(429, "insufficient_quota", "You exceeded your current quota"),
    "error page": lambda seen: Sent(502, _PAGE, "text/html"),
    "overloaded": refusing(503, None, "The server is overloaded"),
    "drip": in_pieces(20, 0.1),
    "cut body": half,
    "cut JSON": saying(lambda seen: fitting(seen)[:-2]),
    "length": ending("length", lambda seen: fitting(seen)[:-2]),
    "wrong schema": saying('{"something": "else"}'),
    "refusal": saying(None, refusal="I cannot help with that."),
    "filter": ending("content_filter", lambda seen: None),
    "filter with content": ending("content_filter"),
    "prompt filtered": refusing(400, "content_filter", "The prompt was filtered"),
    "key twice": saying(_with_key_twice),
    "NaN": saying(_with_item(quote_item(sentence="NaN"))),
    "infinity": saying(_with_item(quote_item(sentence="1e999"))),
    "huge number": saying(_with_item(quote_item(sentence="9" * 5000))),
    "deep": saying("[" * 100_000 + "]" * 100_000),
    "deep envelope": lambda seen: Sent(body=b"[" * 100_000 + b"]" * 100_000),
    "fence": saying(lambda seen: f"```json\n{fitting(seen)}\n```"),
    "prose": saying(lambda seen: f"Here is the JSON:\n{fitting(seen)}\nAnything else?"),
    "thinking": saying(lambda seen: f"<think>Is {{it}} so?</think>\n{fitting(seen)}"),
    "half a surrogate": saying(_with_item(quote_item(r'"no \ud83d choice"'))),
    "half a surrogate, raw": saying(_with_item(quote_item('"no \ud83d choice"'))),
    "NUL": saying(_with_item(quote_item(r'"no \u0000 choice"'))),
    "empty": saying(""),
    "null": saying(None),
    "only thoughts": saying(None, reasoning_content="Let me think about this at length."),
    "no choices": changed(lambda value: value.update(choices=[])),
    "null choices": changed(lambda value: value.update(choices=None)),
    "missing choices": changed(lambda value: value.pop("choices")),
    "two choices": changed(lambda value: value.update(choices=value["choices"] * 2)),
    "packed": packed,
    "bomb": bomb,
    "large": lambda seen: Sent(body=b" " * 50_000_000),
    "other model": changed(lambda value: value.update(model="another-model")),
    "no usage": changed(lambda value: value.pop("usage")),
    "two tool calls": saying(
        None,
        tool_calls=[
            {"id": f"c{at}", "type": "function", "function": {"name": "reply", "arguments": "{}"}}
            for at in range(2)
        ],
    ),
    "page": lambda seen: Sent(200, _PAGE, "text/html"),
    "error inside": lambda seen: sent({"error": {"message": "Upstream failed", "code": 502}}),
    "plain error inside": lambda seen: sent({"error": "something went wrong"}),
    "reset": lambda seen: Sent(ending="reset"),
    "silent": lambda seen: Sent(ending="silent"),
    "key refused": refusing(401, "invalid_api_key", "Incorrect API key provided"),
    "forbidden": refusing(403, "forbidden", "Not in your region"),
    "unknown model": refusing(404, "model_not_found", "The model does not exist"),
    "too long": refusing(400, "context_length_exceeded", "This model's maximum context length is…"),
    "unknown parameter": refusing(400, "unsupported_parameter", "Unsupported parameter: 'seed'"),
}


class ModelServer:
    """Serves `POST /v1/chat/completions` and `GET /v1/models` while its `with` block lasts.

    Args:
        script: a name in `FAULTS` or a reaction, for every request; or a list of them, one a
            request, of which the last goes on.
        latency: seconds before every chat answer.
    """

    def __init__(self, script: Script = "good", *, latency: float = 0.0) -> None:
        single = isinstance(script, str) or callable(script)
        steps: Iterable[str | Reaction] = [script] if single else script  # type: ignore[list-item, assignment]
        self._steps = [FAULTS[step] if isinstance(step, str) else step for step in steps]
        self._latency = latency
        self.requests: list[Seen] = []
        self._in_flight = 0
        self._loop = asyncio.new_event_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="model server", daemon=True)
        self.port = 0

    @property
    def most_in_flight(self) -> int:
        """How many requests were there at once, at the most."""
        return max((seen.in_flight for seen in self.requests), default=0)

    @property
    def url(self) -> str:
        """The base URL a client takes."""
        return f"http://127.0.0.1:{self.port}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        self._stopped = asyncio.Event()
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0, limit=2**20)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stopped.wait()
        server.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            while await self._one(reader, writer):
                pass
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            pass
        finally:
            self._tasks.discard(task)
            writer.transport.abort()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Serve one request; False where the connection is done for."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, path, _ = head[0].split(" ")
        pairs = (line.partition(":") for line in head[1:] if line)
        headers = {name.lower(): value.strip() for name, _, value in pairs}
        raw = await reader.readexactly(int(headers.get("content-length", "0")))
        if (method, path) == ("GET", "/v1/models"):
            listed = {"object": "list", "data": [{"id": MODEL, "object": "model"}]}
            return await self._send(sent(listed), writer)
        if (method, path) != ("POST", "/v1/chat/completions"):
            return await self._send(Sent(404, b"not found", "text/plain"), writer)
        self._in_flight += 1
        seen = Seen(len(self.requests), headers, json.loads(raw), raw, self._in_flight)
        self.requests.append(seen)
        try:
            if self._latency:
                await asyncio.sleep(self._latency)
            reaction = self._steps[min(seen.number, len(self._steps) - 1)](seen)
        finally:
            self._in_flight -= 1
        return await self._send(reaction, writer)

    async def _send(self, answer: Sent, writer: asyncio.StreamWriter) -> bool:
        if answer.ending == "reset":
            raw: socket.socket = writer.get_extra_info("socket")
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return False
        if answer.ending == "silent":
            await self._stopped.wait()
            return False
        headers = {
            "Content-Type": answer.content_type,
            "Content-Length": str(len(answer.body)),
            **answer.headers,
        }
        lines = [f"HTTP/1.1 {answer.status} Told", *(f"{n}: {v}" for n, v in headers.items())]
        begin = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
        if not answer.pieces:
            writer.write(begin + answer.body)
        else:
            writer.write(begin)
            for seconds, piece in answer.pieces:
                await asyncio.sleep(seconds)
                writer.write(piece)
        await writer.drain()
        if answer.ending == "cut":
            writer.close()
        return answer.ending == "kept"


class FakeTime:
    """A clock that stands still while anything is at work, and jumps to the next one to wake."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self._now = 1000.0
        self._wakings: list[float] = []

    def now(self) -> float:
        """Return the seconds that have passed since some beginning."""
        return self._now

    async def sleep(self, seconds: float) -> None:
        """Return when the clock has come to the end of the wait."""
        self.slept.append(seconds)
        waking = self._now + seconds
        self._wakings.append(waking)
        try:
            while self._now < waking:
                for _ in range(10):  # let all others do what they can do now
                    await asyncio.sleep(0)
                if waking == min(self._wakings):
                    self._now = max(self._now, waking)
        finally:
            self._wakings.remove(waking)


def with_headers(reaction: Reaction, headers: Mapping[str, str]) -> Reaction:
    """Return a reaction with more headers."""
    return lambda seen: replace(reaction(seen), headers={**reaction(seen).headers, **headers})


if __name__ == "__main__":
    with ModelServer(latency=float(sys.argv[1]) if len(sys.argv) > 1 else 0.0) as serving:
        print(serving.url, flush=True)
        sys.stdin.read()
