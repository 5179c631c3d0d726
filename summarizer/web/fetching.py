"""Polite fetching: pages and feeds from addresses, one request at a time and host, never in haste.

Asks robots.txt first, follows few redirects and checks each, says what it holds already, waits once
where a server asks it to. Knows nothing of what stands in the bodies.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit

import httpx2

from summarizer.errors import DocumentError
from summarizer.web.addresses import Network, checked
from summarizer.web.kept import Kept, KeptPages
from summarizer.web.robots import LARGEST, Robots, parse_robots
from summarizer.web.transfer import Answered, NoAnswer, Resolve, Target, resolved, target, transfer

AGENT = "summarizer"
PAGES = frozenset(  # with feeds, of which it is said to give them as such
    " text/html application/xhtml+xml text/plain application/xml text/xml application/rss+xml"
    " application/atom+xml application/rdf+xml".split(" ")
)
FEEDS = PAGES | frozenset(
    "text/x-opml application/feed+json application/json application/octet-stream text/x-json".split()
)
_MOVED = frozenset({301, 302, 303, 307, 308})
_MOST_BROKEN = 3  # requests to a host without an answer, after which it is left alone
_SLOWEST_DELAY = 10.0  # seconds between requests that robots.txt may ask for


@dataclass(frozen=True, slots=True)
class Limits:
    """How fast, how long and how much.

    `delay_seconds` lie between two requests to one host, `own_delay_seconds` to this machine;
    `total_seconds` is for one address with its redirects, the waiting for its turn aside.
    """

    delay_seconds: float = 1.0
    own_delay_seconds: float = 0.0
    concurrency: int = 8
    redirects: int = 5
    most_bytes: int = 5_000_000
    total_seconds: float = 30.0
    longest_wait_seconds: float = 20.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """A body from an address; `url` is where it stood in the end, `is_kept` that it is unchanged."""

    url: str
    content_type: str
    body: bytes
    is_kept: bool = False


class _Budget:
    """The seconds that one address may still take."""

    def __init__(self, seconds: float) -> None:
        self._whole = self._left = seconds

    @asynccontextmanager
    async def spending(self, url: str) -> AsyncIterator[None]:
        clock = asyncio.get_running_loop().time
        start = clock()
        try:
            async with asyncio.timeout(max(self._left, 0.0)):
                yield
        except TimeoutError as error:
            raise NoAnswer(url, f"took longer than {self._whole:g} seconds") from error
        finally:
            self._left -= clock() - start


class Fetcher:
    """Fetches addresses; to be used as an async context manager, within one event loop."""

    def __init__(
        self,
        *,
        kept: KeptPages | None = None,
        limits: Limits = Limits(),
        allowed: Sequence[Network] = (),
        resolve: Resolve = resolved,
    ) -> None:
        """Make a fetcher.

        Args:
            kept: what was fetched before; what comes is kept there too.
            limits: how fast, how long and how much.
            allowed: networks that may be asked although they are not public.
            resolve: how names become addresses.
        """
        self._kept = kept
        self._limits = limits
        self._allowed = tuple(allowed)
        self._resolve = resolve
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._free_at: dict[str, float] = {}
        self._slots = asyncio.Semaphore(limits.concurrency)
        self._robots: dict[str, Robots | DocumentError] = {}
        self._broken: defaultdict[str, int] = defaultdict(
            int
        )  # requests in a row without an answer
        self._robots_locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def __aenter__(self) -> Self:
        self._transport = httpx2.AsyncHTTPTransport(
            verify=httpx2.create_ssl_context(),
            limits=httpx2.Limits(max_keepalive_connections=0),  # a name never rides on another's
            trust_env=False,  # a proxy would resolve names anew, unchecked
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._transport.aclose()

    async def fetch(self, url: str, types: frozenset[str] = PAGES) -> Fetched:
        """Return what stands at an address.

        Args:
            url: http or https.
            types: content types that are of use.

        Raises:
            DocumentError: whatever keeps it from being read, in one line.
        """
        first = checked(url)
        try:
            return await self._followed(first, types)
        except DocumentError as error:  # a redirect's address alone would not be recognised
            place = "" if error.name == first else f"{error.name}: "
            raise DocumentError(url, f"{place}{error.reason}") from error

    async def _followed(self, url: str, types: frozenset[str] | None) -> Fetched:
        """Return what an address leads to; `types` is None for robots.txt, which asks for none."""
        budget = _Budget(self._limits.total_seconds)
        seen = {url}
        for _ in range(self._limits.redirects + 1):
            if types is not None and not (await self._rules(url)).allows(url):
                raise DocumentError(url, f"robots.txt of {urlsplit(url).netloc} disallows it")
            kept = self._kept.get(url) if self._kept and types is not None else None
            answered = await self._asked(url, kept, budget)
            if answered.status not in _MOVED or "location" not in answered.headers:
                return self._taken(url, answered, kept, types)
            url = checked(urljoin(url, answered.headers["location"]))
            if url in seen:
                raise DocumentError(url, "redirects in a circle")
            seen.add(url)
        raise DocumentError(url, f"more than {self._limits.redirects} redirects")

    def _taken(
        self, url: str, answered: Answered, kept: Kept | None, types: frozenset[str] | None
    ) -> Fetched:
        if answered.status == 304 and kept is not None:
            return Fetched(url, kept.content_type, kept.body, is_kept=True)
        if answered.status != 200:
            raise _Status(url, answered)
        content_type = answered.headers.get("content-type", "")
        if types is None:
            return Fetched(url, content_type, answered.body)
        if content_type.partition(";")[0].strip().lower() not in types:
            raise DocumentError(url, f"is {content_type!r}, which is not read")
        etag = answered.headers.get("etag", "")
        last_modified = answered.headers.get("last-modified", "")
        if self._kept and (etag or last_modified):
            self._kept.put(url, Kept(answered.body, content_type, etag, last_modified))
        return Fetched(url, content_type, answered.body)

    async def _asked(self, url: str, kept: Kept | None, budget: _Budget) -> Answered:
        """Return the answer to a request; where a server is busy it is asked a second time."""
        headers = {"User-Agent": f"{AGENT}/{_version()}", "Accept": "*/*"}
        if kept is not None:
            given = {"If-None-Match": kept.etag, "If-Modified-Since": kept.last_modified}
            headers |= {name: value for name, value in given.items() if value}
        async with budget.spending(url):
            to = await target(url, self._resolve, self._allowed)
        answered = await self._in_turn(to, headers, budget)
        if answered.status in (429, 503):
            wait = _retry_after(answered.headers.get("retry-after", ""))
            if wait is not None and wait <= self._limits.longest_wait_seconds:
                await asyncio.sleep(wait)
                answered = await self._in_turn(to, headers, budget)
        return answered

    async def _in_turn(self, to: Target, headers: dict[str, str], budget: _Budget) -> Answered:
        loop = asyncio.get_running_loop()
        delay = self._limits.delay_seconds
        if to.is_this_machine:
            delay = self._limits.own_delay_seconds
        rules = self._robots.get(_origin(to.url))
        if isinstance(rules, Robots):
            delay = max(delay, min(rules.delay_seconds or 0.0, _SLOWEST_DELAY))
        async with self._locks[to.host]:
            if self._broken[to.host] >= _MOST_BROKEN:
                raise DocumentError(
                    to.url, f"not asked: {to.host} gave no answer {_MOST_BROKEN} times in a row"
                )
            await asyncio.sleep(self._free_at.get(to.host, 0.0) - loop.time())
            try:
                async with self._slots, budget.spending(to.url):
                    answered = await transfer(self._transport, to, headers, self._limits.most_bytes)
            except NoAnswer:
                self._broken[to.host] += 1
                raise
            finally:
                self._free_at[to.host] = loop.time() + delay
            self._broken[to.host] = 0
            return answered

    async def _rules(self, url: str) -> Robots:
        """Return the rules of a page's site, asked for once."""
        origin = _origin(url)
        async with self._robots_locks[origin]:
            if origin not in self._robots:
                self._robots[origin] = await self._robots_of(origin)
        rules = self._robots[origin]
        if isinstance(rules, DocumentError):
            raise DocumentError(url, rules.reason) from rules
        return rules

    async def _robots_of(self, origin: str) -> Robots | DocumentError:
        url = f"{origin}/robots.txt"
        try:
            fetched = await self._followed(url, None)
        except _Status as error:
            if 400 <= error.status < 500 and error.status != 429:
                return Robots()  # there is none
            return DocumentError(
                url, f"asked for robots.txt, {error.reason}: what may be read is not known"
            )
        except DocumentError as error:
            return error
        return parse_robots(fetched.body[:LARGEST].decode("utf-8", "replace"), AGENT)


class _Status(DocumentError):
    """A server answered with another status than 200."""

    def __init__(self, url: str, answered: Answered) -> None:
        self.status = answered.status
        again = answered.headers.get("retry-after", "")
        reason = f"the server says {answered.status} {answered.reason}".rstrip()
        super().__init__(url, f"{reason}, to be asked again after {again}" if again else reason)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _retry_after(value: str) -> float | None:
    """Return the seconds that a Retry-After header asks to wait, or None where it cannot be read."""
    if value.strip().isdecimal():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    at = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max((at - datetime.now(UTC)).total_seconds(), 0.0)


def _version() -> str:
    try:
        return version("summarizer")
    except PackageNotFoundError:  # a checkout that was not installed
        return "0"
