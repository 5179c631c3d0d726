"""A web server for tests: on this machine's loopback, made of handlers, and able to misbehave.

It stops by itself at the end of its `with` block; handlers that never end see that.
"""

from __future__ import annotations

import gzip
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic


@dataclass(frozen=True)
class Sent:
    """What a handler sends; a length of None is not said."""

    body: bytes = b""
    status: int = 200
    type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = -1  # -1: that of the body


@dataclass(frozen=True)
class Asked:
    """A request as it came, and when."""

    path: str
    headers: Mapping[str, str]
    at: float


Handler = Callable[["Asked", "Call"], "Sent | None"]


class Call(BaseHTTPRequestHandler):
    """One request; a handler that writes by itself uses `start` and `write` and returns None."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        site: WebServer = self.server.site  # type: ignore[attr-defined]
        asked = Asked(self.path, dict(self.headers.items()), monotonic())
        site.asked.append(asked)
        handler = site.pages.get(self.path.partition("?")[0])
        sent = Sent(b"nothing here", 404) if handler is None else None
        if handler is not None:
            sent = handler if isinstance(handler, Sent) else handler(asked, self)
        self.close_connection = True
        if sent is not None:
            self.start(sent)
            self.write(sent.body)

    def start(self, sent: Sent) -> None:
        """Send the status and the headers."""
        self.send_response(sent.status)
        if sent.type:
            self.send_header("Content-Type", sent.type)
        if sent.length is not None:
            self.send_header(
                "Content-Length", str(len(sent.body) if sent.length < 0 else sent.length)
            )
        for name, value in sent.headers.items():
            self.send_header(name, value)
        self.end_headers()

    def write(self, data: bytes) -> bool:
        """Send bytes; False where nobody listens any more."""
        try:
            self.wfile.write(data)
            self.wfile.flush()
        except OSError:
            return False
        return True

    @property
    def stopping(self) -> threading.Event:
        return self.server.site.stopping  # type: ignore[attr-defined,no-any-return]

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what is tested."""


class WebServer:
    """A site: its pages by path, and what it was asked."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.pages: dict[str, Sent | Handler] = {}
        self.asked: list[Asked] = []
        self.stopping = threading.Event()

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """Return what was asked for, robots.txt aside."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]


@contextmanager
def web_server() -> Iterator[WebServer]:
    """Serve on a free port of the loopback."""
    server = _Server(("127.0.0.1", 0), Call)
    site = WebServer(server.server_port)
    server.site = site  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        site.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()


def moved(to: str, status: int = 302) -> Sent:
    """Return a redirect."""
    return Sent(status=status, headers={"Location": to})


def drip(piece: bytes, seconds: float, head: Sent) -> Handler:
    """Return a handler that sends one piece after another and never ends."""

    def handle(asked: Asked, call: Call) -> None:
        call.start(head)
        while call.write(piece) and not call.stopping.wait(seconds):
            pass

    return handle


def slow_headers(seconds: float) -> Handler:
    """Return a handler whose headers come one by one and never end."""

    def handle(asked: Asked, call: Call) -> None:
        call.write(b"HTTP/1.1 200 OK\r\n")
        number = 0
        while call.write(b"X-%d: a\r\n" % number) and not call.stopping.wait(seconds):
            number += 1

    return handle


def bomb(megabytes: int, coding: str = "gzip") -> Sent:
    """Return a small body that unpacks to many megabytes."""
    plain = b" " * (megabytes * 1_000_000)
    body = gzip.compress(plain) if coding == "gzip" else zlib.compress(plain)
    return Sent(body, headers={"Content-Encoding": coding})


def tagged(body: bytes, etag: str, type: str = "text/html; charset=utf-8") -> Handler:
    """Return a handler that answers "not modified" to whoever has the page already."""

    def handle(asked: Asked, call: Call) -> Sent:
        if asked.headers.get("If-None-Match") == etag:
            return Sent(status=304, type="", headers={"ETag": etag}, length=0)
        return Sent(body, type=type, headers={"ETag": etag})

    return handle
