"""How fast an endpoint may be asked: turns, first come first served, and what makes them wait.

Pure asyncio with a clock and a sleep that can be replaced; knows nothing of HTTP libraries. One
object serves one event loop.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

LONGEST_WAIT = 600.0  # seconds; a server that asks for more is asked again after this
_INSTANT = 1e-6  # seconds; what is less comes from rounding
_BURST_SECONDS = 2.0  # what may be sent at once after a pause: one thirtieth of a minute's limit

Clock = Callable[[], float]
Sleep = Callable[[float], Awaitable[None]]


@dataclass(slots=True)
class Turn:
    """The right to send one request; say what came of it before it ends.

    `spent` is how many tokens it took in truth, where the endpoint says so; `is_answered` that an
    answer came; `is_too_much` that the endpoint asked for fewer requests instead.
    """

    number: int
    tokens: float
    spent: float | None = None
    is_answered: bool = False
    is_too_much: bool = False


class Bucket:
    """What may be spent a minute: fills evenly, holds two seconds' worth and at least one unit.

    A cost above its size waits for a full bucket and leaves a debt behind.

    >>> now = 0.0
    >>> bucket = Bucket(60, lambda: now)
    >>> bucket.take(1); bucket.take(1); bucket.wait(1)
    1.0
    """

    def __init__(self, a_minute: float, clock: Clock) -> None:
        self._rate = a_minute / 60.0
        self._size = max(1.0, self._rate * _BURST_SECONDS)
        self._held = self._size
        self._clock = clock
        self._at = clock()

    def _fill(self) -> None:
        now = self._clock()
        self._held = min(self._size, self._held + (now - self._at) * self._rate)
        self._at = now

    def wait(self, cost: float) -> float:
        """Return for how many seconds `cost` cannot be taken yet."""
        self._fill()
        return max(0.0, (min(cost, self._size) - self._held) / self._rate)

    def take(self, cost: float) -> None:
        """Take `cost`, or give back where it is negative."""
        self._fill()
        self._held = min(self._size, self._held - cost)


class Limits:
    """Hands out turns so that an endpoint is never asked harder than allowed.

    At most `concurrency` requests are out at once; the level halves when the endpoint says "too
    many" (once for all that were out then) and rises again by one for every round that passes.
    Turns are given in the order they were asked for, except that a question already begun comes
    before new ones.
    """

    def __init__(
        self,
        concurrency: int,
        requests_per_minute: float | None = None,
        tokens_per_minute: float | None = None,
        *,
        clock: Clock = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._most = concurrency
        self._level = float(concurrency)
        self._clock = clock
        self._sleep = sleep
        self._requests = Bucket(requests_per_minute, clock) if requests_per_minute else None
        self._tokens = Bucket(tokens_per_minute, clock) if tokens_per_minute else None
        self._not_before = -math.inf
        self._out = 0
        self._given = 0
        self._lowered_at = 0  # turns up to this number have been answered for
        self._at_the_head = False  # someone is at the head of the queue, waiting for a turn
        self._begun: deque[asyncio.Future[None]] = deque()
        self._new: deque[asyncio.Future[None]] = deque()
        self._returned: asyncio.Future[None] | None = None

    @property
    def level(self) -> int:
        """How many requests may be out at once at present."""
        return max(1, int(self._level))

    @property
    def out(self) -> int:
        """How many turns are taken."""
        return self._out

    def hold(self, seconds: float) -> None:
        """Give no turn for so many seconds; an earlier, longer hold stays."""
        self._not_before = max(self._not_before, self._clock() + min(seconds, LONGEST_WAIT))

    @asynccontextmanager
    async def turn(self, tokens: float, *, begun: bool = False) -> AsyncIterator[Turn]:
        """Wait for a turn that is expected to take so many tokens, and hold it for the block.

        Args:
            tokens: the estimate, corrected by `Turn.spent` when the turn ends.
            begun: this question has had a turn before, so it comes before new ones.
        """
        await self._enter(begun)
        try:
            await self._until_due(tokens)
            self._out += 1
            self._given += 1
            turn = Turn(self._given, tokens)
            for bucket, cost in ((self._requests, 1.0), (self._tokens, tokens)):
                if bucket:
                    bucket.take(cost)
        finally:
            self._leave()
        try:
            yield turn
        finally:
            self._end(turn)

    async def _until_due(self, tokens: float) -> None:
        while True:
            if self._out >= self.level:
                self._returned = asyncio.get_running_loop().create_future()
                await self._returned
                continue
            seconds = max(0.0, self._not_before - self._clock())
            if self._requests:
                seconds = max(seconds, self._requests.wait(1.0))
            if self._tokens:
                seconds = max(seconds, self._tokens.wait(tokens))
            if seconds < _INSTANT:
                return
            await self._sleep(seconds)

    def _end(self, turn: Turn) -> None:
        self._out -= 1
        if self._tokens and turn.spent is not None:
            self._tokens.take(turn.spent - turn.tokens)
        if turn.is_answered:
            self._level = min(float(self._most), self._level + 1.0 / self._level)
        elif turn.is_too_much and turn.number > self._lowered_at:
            self._level = max(1.0, self._level / 2.0)
            self._lowered_at = self._given
        if self._returned and not self._returned.done():
            self._returned.set_result(None)

    async def _enter(self, begun: bool) -> None:
        """Wait until this task is at the head of the queue; only the head waits for a turn."""
        if not self._at_the_head:
            self._at_the_head = True
            return
        queue = self._begun if begun else self._new
        place = asyncio.get_running_loop().create_future()
        queue.append(place)
        try:
            await place
        except asyncio.CancelledError:
            if not place.cancelled():
                self._leave()  # cancelled in the moment its place came up
            raise

    def _leave(self) -> None:
        for queue in (self._begun, self._new):
            while queue:
                place = queue.popleft()
                if not place.done():
                    place.set_result(None)
                    return
        self._at_the_head = False


def seconds_asked(headers: Mapping[str, str], now: float) -> float | None:
    """Return how long an answer's headers ask to wait, at most ten minutes, or None.

    Milliseconds come before seconds; a date is taken against the answer's own `Date` where it has
    one, so that a wrong clock on this side does no harm. What is negative or no number is ignored.

    >>> seconds_asked({"retry-after": "20"}, now=0.0)
    20.0
    >>> seconds_asked({"retry-after": "-1"}, now=0.0) is None
    True

    Args:
        headers: the answer's headers, their names in lower case (or a mapping that ignores case).
        now: the time as seconds since 1970, for a date without a `Date` header.
    """
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        value = headers.get(name, "")
        try:
            seconds = float(value) * unit
        except ValueError:
            continue
        if 0.0 <= seconds < math.inf:
            return min(seconds, LONGEST_WAIT)
    until, since = (_moment(headers.get(name, "")) for name in ("retry-after", "date"))
    if until is None:
        return None
    return min(max(0.0, until - (now if since is None else since)), LONGEST_WAIT)


def _moment(text: str) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp()
    except (ValueError, OverflowError):
        return None
