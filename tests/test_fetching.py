"""Fetching against a server that misbehaves: every fault is one line, and nobody is pestered."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import Iterator, Sequence
from ipaddress import ip_network
from itertools import pairwise
from pathlib import Path
from time import monotonic

import pytest
from web_server import (
    Asked,
    Call,
    Sent,
    WebServer,
    bomb,
    drip,
    moved,
    slow_headers,
    tagged,
    web_server,
)

from summarizer.errors import DocumentError
from summarizer.web.fetching import FEEDS, PAGES, Fetched, Fetcher, Limits
from summarizer.web.kept import KeptPages

HERE = ip_network("127.0.0.1/32")
QUICK = Limits(total_seconds=0.6, most_bytes=100_000, longest_wait_seconds=0.5)


@pytest.fixture
def site() -> Iterator[WebServer]:
    """A server of this test's own."""
    with web_server() as server:
        yield server


def _fetch(
    *urls: str,
    limits: Limits = QUICK,
    kept: KeptPages | None = None,
    types: frozenset[str] = PAGES,
    names: Sequence[Sequence[str]] | None = None,
) -> list[Fetched | str]:
    """Return what each address gives at the same time, or the reason why not.

    Args:
        names: the addresses that every name leads to, each time it is asked for.
    """
    answers = iter(names or ())

    async def resolve(host: str, port: int) -> Sequence[str]:
        return next(answers) if names else ["127.0.0.1" if host[0].isalpha() else host.strip("[]")]

    async def all_of() -> list[Fetched | str]:
        async with Fetcher(kept=kept, limits=limits, allowed=[HERE], resolve=resolve) as fetcher:

            async def one(url: str) -> Fetched | str:
                try:
                    return await fetcher.fetch(url, types)
                except DocumentError as error:
                    return error.reason

            return await asyncio.gather(*map(one, urls))

    return asyncio.run(all_of())


def _body(result: Fetched | str) -> bytes:
    assert isinstance(result, Fetched), result
    return result.body


def test_a_page_comes_with_its_type_and_address(site: WebServer) -> None:
    """Body and type are those sent; the program names itself, and sends no more than it must."""
    site.pages["/a"] = Sent(b"<p>A", type="text/html; charset=koi8-r")
    assert _fetch(site.url("/a#top")) == [
        Fetched(site.url("/a"), "text/html; charset=koi8-r", b"<p>A")
    ]
    asked = site.asked[-1]
    assert asked.headers["User-Agent"].startswith("summarizer/")
    assert asked.headers["Host"] == f"127.0.0.1:{site.port}"
    assert not {"Cookie", "Referer", "Authorization"} & set(asked.headers)


FAULTS: dict[str, tuple[object, str]] = {
    "gone": (Sent(status=410), "the server says 410 Gone"),
    "error": (Sent(status=500), "the server says 500 Internal Server Error"),
    "moved nowhere": (Sent(status=302), "the server says 302 Found"),
    "not modified, unasked": (Sent(status=304, length=None), "the server says 304 Not Modified"),
    "later": (
        Sent(status=429, headers={"Retry-After": "3600"}),
        "the server says 429 Too Many Requests, to be asked again after 3600",
    ),
    "busy": (Sent(status=503), "the server says 503 Service Unavailable"),
    "drips": (drip(b"<p>", 0.1, Sent(length=None)), "took longer than 0.6 seconds"),
    "drips headers": (slow_headers(0.1), "took longer than 0.6 seconds"),
    "silent": (drip(b"", 0.1, Sent(length=500)), "took longer than 0.6 seconds"),
    "endless": (drip(b"<p>more" * 9000, 0, Sent(length=None)), "larger than 0.1 MB"),
    "says it is large": (Sent(b"x", length=10**9), "larger than 0.1 MB"),
    "gzip bomb": (bomb(30), "larger than 0.1 MB"),
    "deflate bomb": (bomb(30, "deflate"), "larger than 0.1 MB"),
    "breaks off": (Sent(b"<p>A", length=400), "the server broke off: "),
    "cut gzip": (
        Sent(gzip.compress(b"<p>A" * 99)[:-12], headers={"Content-Encoding": "gzip"}),
        "the server broke off: its compressed body is not whole",
    ),
    "no gzip": (Sent(b"<p>A", headers={"Content-Encoding": "gzip"}), "its compression is broken"),
    "brotli": (
        Sent(b"x", headers={"Content-Encoding": "br"}),
        "compressed in a way that was not asked for: 'br'",
    ),
    "a picture": (Sent(b"x", type="image/png"), "is 'image/png', which is not read"),
    "no protocol": (lambda asked, call: call.write(b"hello\r\n\r\n") and None, "the server broke off"),
    "to a file": (moved("file:///etc/passwd"), "file:///etc/passwd: only http and https"),
    "to a password": (moved("http://a:b@127.0.0.1/"), "http://127.0.0.1/: an address with a user"),
    "to a neighbour": (moved("http://10.0.0.1/a"), "http://10.0.0.1/a: not a public address"),
    "to a cloud": (moved("http://169.254.169.254/"), "http://169.254.169.254/: not a public"),
    "to a mapped one": (moved("http://[::ffff:10.0.0.1]/"), "http://[::ffff:10.0.0.1]/: not a p"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_one_line(site: WebServer, fault: str) -> None:
    """Whatever a server does, its page fails soon, in a line, and the next one is read."""
    handler, reason = FAULTS[fault]
    site.pages |= {"/bad": handler, "/good": Sent(b"<p>Good")}  # type: ignore[dict-item]
    start = monotonic()
    bad, good = _fetch(site.url("/bad"), site.url("/good"))
    assert isinstance(bad, str)
    assert bad.startswith(reason)
    assert "\n" not in bad
    assert _body(good) == b"<p>Good"
    assert monotonic() - start < 5


def test_redirects_are_followed_a_few_times(site: WebServer) -> None:
    """Five are followed, the sixth is not; a circle is seen at once."""

    def onward(asked: Asked, call: Call) -> Sent:
        left = int(asked.path.partition("?")[2])
        return moved(f"/on?{left - 1}", 301) if left else Sent(b"<p>There")

    site.pages |= {"/on": onward, "/round": moved("/trip"), "/trip": moved("/round")}
    there, beyond, circle = _fetch(site.url("/on?5"), site.url("/on?6"), site.url("/round"))
    assert there == Fetched(site.url("/on?0"), "text/html; charset=utf-8", b"<p>There")
    assert beyond == f"{site.url('/on?0')}: more than 5 redirects"
    assert circle == "redirects in a circle"
    assert site.paths().count("/trip") == 1


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(b"<p>A" * 500)),
        ("gzip", gzip.compress(b"<p>A" * 250) + gzip.compress(b"<p>A" * 250)),  # two members
        ("deflate", zlib.compress(b"<p>A" * 500)),
        ("deflate", zlib.compress(b"<p>A" * 500)[2:-4]),  # as some servers send it
    ],
    ids=["gzip", "two members", "deflate", "bare deflate"],
)
def test_compressed_bodies_are_unpacked(site: WebServer, coding: str, body: bytes) -> None:
    """Both codings that are asked for are understood."""
    site.pages["/a"] = Sent(body, headers={"Content-Encoding": coding})
    assert _body(_fetch(site.url("/a"))[0]) == b"<p>A" * 500


def test_retry_after_is_honoured_once(site: WebServer) -> None:
    """A server that asks for a moment gets it; one that asks again is a failure."""
    busy = Sent(status=503, headers={"Retry-After": "0"})
    sent = {"/once": [Sent(b"<p>A"), busy], "/ever": [busy] * 9}
    for path, answers in sent.items():
        site.pages[path] = lambda asked, call, answers=answers: answers.pop()  # type: ignore[misc]
    once, ever = _fetch(site.url("/once"), site.url("/ever"))
    assert _body(once) == b"<p>A"
    assert ever == "the server says 503 Service Unavailable, to be asked again after 0"
    assert site.paths().count("/ever") == 2


def test_robots_are_asked_once_and_heard(site: WebServer) -> None:
    """A page that is disallowed is a failure and is not asked for."""
    site.pages |= {
        "/robots.txt": Sent(b"User-agent: *\nDisallow: /in/", type="text/plain"),
        "/in/a": Sent(b"<p>A"), "/b": Sent(b"<p>B"), "/to": moved("/in/a"),
    }  # fmt: skip
    inside, other, to = _fetch(site.url("/in/a"), site.url("/b"), site.url("/to"))
    assert inside == f"robots.txt of 127.0.0.1:{site.port} disallows it"
    assert _body(other) == b"<p>B"
    assert to == f"{site.url('/in/a')}: robots.txt of 127.0.0.1:{site.port} disallows it"
    assert [asked.path for asked in site.asked].count("/robots.txt") == 1
    assert "/in/a" not in site.paths()


@pytest.mark.parametrize(
    ("robots", "is_read"),
    [
        (Sent(status=404), True),
        (Sent(status=403), True),  # as the RFC has it: unavailable
        (Sent(status=500), False),
        (Sent(status=429), False),
        (moved("/rules"), True),
        (Sent(b"\xff\xfe\x00", type="image/png"), True),  # no rules in it
        (bomb(3), False),
    ],
)
def test_robots_that_cannot_be_read(site: WebServer, robots: Sent, is_read: bool) -> None:
    """Where there are no rules all is allowed; where they cannot be had nothing is asked."""
    site.pages |= {"/robots.txt": robots, "/a": Sent(b"<p>A")}
    result = _fetch(site.url("/a"))[0]
    assert isinstance(result, Fetched) == is_read
    assert site.paths().count("/a") == is_read


def test_one_host_is_asked_one_request_after_another(site: WebServer) -> None:
    """Requests to a host never overlap, and the delay lies between them."""
    spans: list[tuple[float, float]] = []

    def slow(asked: Asked, call: Call) -> Sent:
        call.stopping.wait(0.05)
        spans.append((asked.at, monotonic()))
        return Sent(b"<p>A")

    site.pages |= {f"/{number}": slow for number in range(4)}
    limits = Limits(own_delay_seconds=0.1)
    _fetch(*(site.url(f"/{number}") for number in range(4)), limits=limits)
    gaps = [start - end for (_, end), (start, _) in pairwise(spans)]
    assert len(gaps) == 3
    assert min(gaps) > 0.09


def test_the_delay_that_a_site_asks_for_is_kept(site: WebServer) -> None:
    """Crawl-delay is heard where it is longer than the own."""
    site.pages |= {
        "/robots.txt": Sent(b"User-agent: *\nCrawl-delay: 0.2"), "/a": Sent(), "/b": Sent(),
    }  # fmt: skip
    _fetch(site.url("/a"), site.url("/b"))
    _, first, second = (asked.at for asked in site.asked)
    assert second - first > 0.19


def test_hosts_are_asked_beside_each_other(site: WebServer) -> None:
    """A slow host does not hold up the others."""
    meeting: list[str] = []

    def meet(asked: Asked, call: Call) -> Sent:
        meeting.append(asked.headers["Host"])
        for _ in range(200):
            if len(meeting) == 2 or call.stopping.wait(0.01):
                break
        return Sent(b"<p>A", status=200 if len(meeting) == 2 else 500)

    site.pages["/a"] = meet
    results = _fetch(site.url("/a", "lantern.example"), site.url("/a", "post.example"),
                     limits=Limits())  # fmt: skip
    assert [_body(result) for result in results] == [b"<p>A", b"<p>A"]


def test_a_host_that_never_answers_is_left_alone(site: WebServer) -> None:
    """After three requests without an answer the others are not sent."""
    site.pages |= {f"/{number}": drip(b"", 0.1, Sent(length=9)) for number in range(5)}
    limits = Limits(total_seconds=0.2)
    results = _fetch(*(site.url(f"/{number}") for number in range(5)), limits=limits)
    assert results[:3] == ["took longer than 0.2 seconds"] * 3
    assert results[3:] == ["not asked: 127.0.0.1 gave no answer 3 times in a row"] * 2
    assert len(site.paths()) == 3


def test_what_is_unchanged_is_not_sent_again(site: WebServer, tmp_path: Path) -> None:
    """A second run says what it has, and takes the kept body for "not modified"."""
    site.pages |= {"/a": tagged(b"<p>A", '"1"'), "/b": Sent(b"<p>B")}
    urls = site.url("/a"), site.url("/b")
    with KeptPages(tmp_path / "store.db") as kept:
        assert [_body(result) for result in _fetch(*urls, kept=kept)] == [b"<p>A", b"<p>B"]
        again = _fetch(*urls, kept=kept)
        assert [_body(result) for result in again] == [b"<p>A", b"<p>B"]
        assert [isinstance(r, Fetched) and r.is_kept for r in again] == [True, False]
        site.pages["/a"] = tagged(b"<p>New", '"2"')
        assert _body(_fetch(urls[0], kept=kept)[0]) == b"<p>New"
    conditions = [asked.headers.get("If-None-Match") for asked in site.asked if asked.path == "/a"]
    assert conditions == [None, '"1"', '"1"']


def test_last_modified_is_enough(site: WebServer, tmp_path: Path) -> None:
    """A server without ETags is asked by its own date."""
    day = "Fri, 04 Jul 2025 06:12:00 GMT"
    site.pages["/a"] = Sent(b"<p>A", headers={"Last-Modified": day})
    with KeptPages(tmp_path / "store.db") as kept:
        for _ in range(2):
            _fetch(site.url("/a"), kept=kept)
    assert site.asked[-1].headers["If-Modified-Since"] == day


def test_the_machine_that_was_checked_is_the_one_asked(site: WebServer) -> None:
    """The name is resolved once a request, and the server hears the name, not the number."""
    site.pages["/a"] = Sent(b"<p>A")
    url = site.url("/a", "lantern.example")
    once = [["127.0.0.1"], ["127.0.0.1"]]  # for robots.txt and for the page; a third would fail
    assert _body(_fetch(url, names=once)[0]) == b"<p>A"
    assert {asked.headers["Host"] for asked in site.asked} == {f"lantern.example:{site.port}"}


@pytest.mark.parametrize(
    "names",
    [
        [["10.0.0.1"]],
        [["127.0.0.1", "10.0.0.1"]],  # one of two is private
        [["127.0.0.1"], ["127.0.0.2"]],  # public for robots.txt, another for the page
        [["127.0.0.1"], ["::ffff:a9fe:a9fe"]],
    ],
)
def test_a_name_that_leads_inside_is_refused(site: WebServer, names: list[list[str]]) -> None:
    """What a name leads to is checked for every request."""
    site.pages["/a"] = Sent(b"<p>A")
    reason = _fetch(site.url("/a", "lantern.example"), names=names)[0]
    assert reason == (
        f"not a public address (lantern.example is {names[-1][-1]}); "
        "--allow-local reads it all the same"
    )
    assert site.paths() == []


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f.1", "017700000001", "localhost"])
def test_this_machine_is_refused_in_every_spelling(site: WebServer, host: str) -> None:
    """Numbers in other forms lead where the system says, and that is checked."""
    site.pages["/a"] = Sent(b"<p>A")

    async def fetch() -> Fetched:
        async with Fetcher(limits=QUICK) as fetcher:
            return await fetcher.fetch(site.url("/a", host))

    with pytest.raises(DocumentError, match="not a public address"):
        asyncio.run(fetch())
    assert site.asked == []


def test_a_second_address_is_tried_where_the_first_is_dead(site: WebServer) -> None:
    """A host of two addresses is reached by the one that answers."""
    site.pages["/a"] = Sent(b"<p>A")
    both = [["127.0.0.9", "127.0.0.1"]] * 2

    async def resolve(host: str, port: int) -> Sequence[str]:
        return both.pop()

    async def fetch() -> Fetched:
        near = [ip_network("127.0.0.0/8")]
        async with Fetcher(limits=QUICK, allowed=near, resolve=resolve) as fetcher:
            return await fetcher.fetch(site.url("/a", "lantern.example"))

    assert asyncio.run(fetch()).body == b"<p>A"


def test_an_unknown_host_and_a_closed_port_are_told(site: WebServer) -> None:
    """Neither is a crash."""

    async def nowhere(host: str, port: int) -> Sequence[str]:
        raise OSError("no such name")

    async def fetch(url: str, **options: object) -> str:
        async with Fetcher(limits=QUICK, allowed=[HERE], **options) as fetcher:  # type: ignore[arg-type]
            with pytest.raises(DocumentError) as caught:
                await fetcher.fetch(url)
            return caught.value.reason

    unknown = asyncio.run(fetch("https://lantern.example/a", resolve=nowhere))
    assert unknown == "no such host: lantern.example"
    assert asyncio.run(fetch("http://127.0.0.1:1/a")).startswith("cannot be reached: ")


def test_a_feed_may_have_types_that_a_page_may_not(site: WebServer) -> None:
    """XML and JSON are feeds, not pages."""
    site.pages["/f"] = Sent(b"{}", type="application/feed+json")
    assert _body(_fetch(site.url("/f"), types=FEEDS)[0]) == b"{}"
    assert _fetch(site.url("/f")) == ["is 'application/feed+json', which is not read"]
