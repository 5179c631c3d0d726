"""A chat-completions server that costs next to nothing: ready answers after a fixed latency.

It runs in a process of its own, counts the requests that are there at once, and needs nothing but
the standard library. An answer is chosen by the page that a question shows and by its schema's name.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

Replies = Mapping[str, str]  # by "marker of the page/name of the part"

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_PAGE = re.compile(rb"<page (\w{8})>")
_NAME = re.compile(rb'"name": ?"(\w+)"')


@dataclass(frozen=True, slots=True)
class Counts:
    """How many chat requests came since the last count, and the most that were there at once."""

    calls: int
    most_in_flight: int


class Server:
    """Serves replies on the loopback interface, in a process that ends with the `with` block."""

    def __init__(self, replies: Replies, *, latency: float) -> None:
        self._replies = replies
        self._latency = latency

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory()
        path = Path(self._folder.name) / "replies.json"
        path.write_text(json.dumps(self._replies), encoding="utf-8")
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(path), str(self._latency)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.communicate()  # ends its input, and so the server
        self._folder.cleanup()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def counts(self) -> Counts:
        """Return what was counted, and count from zero again."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        try:
            connection.request("GET", "/counts")
            return Counts(**json.loads(connection.getresponse().read()))
        finally:
            connection.close()


class _Counting:
    def __init__(self) -> None:
        self.calls = self.now = self.most = 0

    def came(self) -> None:
        self.calls += 1
        self.now += 1
        self.most = max(self.most, self.now)

    def taken(self) -> bytes:
        told = json.dumps({"calls": self.calls, "most_in_flight": self.most}).encode()
        self.calls, self.most = 0, self.now
        return told


class _Connection(asyncio.Protocol):
    def __init__(self, replies: Mapping[str, bytes], latency: float, counting: _Counting) -> None:
        self._replies, self._latency, self._counting = replies, latency, counting
        self._came = b""

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._came += data
        head, ended, body = self._came.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if not ended or len(body) < (int(length[1]) if length else 0):
            return
        self._came = b""  # nobody sends a second request before the answer to the first
        if head.startswith(b"GET /counts"):
            self._transport.write(_response(200, self._counting.taken()))
            return
        self._counting.came()
        page, name = _PAGE.search(body), _NAME.search(body)
        part = name[1].decode().lower().removesuffix("reply") if name else ""
        known = self._replies.get(f"{page[1].decode()}/{part}" if page else "")
        answer = known or _response(404, b"no reply to this question")
        if self._latency:
            asyncio.get_running_loop().call_later(self._latency, self._answer, answer)
        else:
            self._answer(answer)

    def _answer(self, answer: bytes) -> None:
        self._counting.now -= 1
        self._transport.write(answer)


def _response(status: int, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status} Told\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def _completion(reply: str) -> bytes:
    message = {"role": "assistant", "content": reply}
    value = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "bench",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1500, "completion_tokens": 300, "total_tokens": 1800},
    }
    return _response(200, json.dumps(value).encode())


async def _serve(replies: Mapping[str, bytes], latency: float) -> None:
    loop, counting = asyncio.get_running_loop(), _Counting()
    serving = await loop.create_server(
        lambda: _Connection(replies, latency, counting), "127.0.0.1", 0, backlog=1024
    )
    print(serving.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    _known = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    _ready = {name: _completion(reply) for name, reply in _known.items()}
    asyncio.run(_serve(_ready, float(sys.argv[2])))
