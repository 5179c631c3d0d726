"""Turns: never too many at once, never too many a minute, first come first served."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from model_server import FakeTime

from summarizer.limits import Bucket, Limits, seconds_asked

Scene = Callable[[Limits, FakeTime], Awaitable[Any]]


def play(scene: Scene, concurrency: int = 4, **limits: Any) -> Any:
    """Run a scene with limits on a clock that jumps."""
    fake = FakeTime()

    async def main() -> Any:
        made = Limits(concurrency, **limits, clock=fake.now, sleep=fake.sleep)
        return await asyncio.wait_for(scene(made, fake), 10)

    return asyncio.run(main())


async def work(limits: Limits, fake: FakeTime, seconds: float = 1.0, **turn: Any) -> float:
    """Take a turn, hold it for a while and return when it began."""
    async with limits.turn(turn.pop("tokens", 0), **turn) as taken:
        began = fake.now()
        await fake.sleep(seconds)
        taken.is_answered = True
        return began


async def together(*tasks: Awaitable[Any]) -> list[Any]:
    """Return what tasks give that run side by side."""
    return list(await asyncio.gather(*tasks))


def test_never_more_than_asked() -> None:
    """As many turns as allowed are taken at once, and never one more."""

    async def scene(limits: Limits, fake: FakeTime) -> int:
        most = 0

        async def one() -> None:
            nonlocal most
            async with limits.turn(1):
                most = max(most, limits.out)
                assert limits.out <= 4
                await asyncio.sleep(0)

        await together(*(one() for _ in range(50)))
        assert limits.out == 0
        return most

    assert play(scene) == 4


def test_first_come_first_served() -> None:
    """Turns are given in the order they were asked for, but to a question already begun first."""

    async def scene(limits: Limits, fake: FakeTime) -> list[str]:
        order = []

        async def one(name: str, begun: bool) -> None:
            async with limits.turn(1, begun=begun):
                order.append(name)
                await fake.sleep(1)

        names = ["first", "second", "third", "again", "and again"]
        await together(*(one(name, "again" in name) for name in names))
        return order

    # The second stands at the head of the queue by the time the others ask.
    assert play(scene, concurrency=1) == ["first", "second", "again", "and again", "third"]


def test_cancelled_waiters_block_nobody() -> None:
    """Whoever stops waiting, at the head of the queue or within, leaves it moving."""

    async def scene(limits: Limits, fake: FakeTime) -> int:
        async with limits.turn(1):
            tasks = [asyncio.ensure_future(work(limits, fake)) for _ in range(6)]
            await asyncio.sleep(0)
            for at in (0, 2, 5):
                tasks[at].cancel()
        done = await asyncio.gather(*tasks, return_exceptions=True)
        assert limits.out == 0
        await work(limits, fake)
        return sum(isinstance(result, float) for result in done)

    assert play(scene, concurrency=1) == 3


def test_cancelled_when_its_place_comes_up() -> None:
    """A task that is cancelled in the moment its place comes up passes the place on."""

    async def scene(limits: Limits, fake: FakeTime) -> float:
        leaving = limits.turn(1)
        await leaving.__aenter__()
        tasks = [asyncio.ensure_future(work(limits, fake)) for _ in range(3)]
        await asyncio.sleep(0)
        await leaving.__aexit__(None, None, None)
        await asyncio.sleep(0)
        tasks[1].cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert isinstance(results[1], asyncio.CancelledError)
        return await work(limits, fake)

    assert play(scene, concurrency=1) > 0


def test_everyone_waits_for_the_cool_down() -> None:
    """No turn begins before a hold is over; a shorter hold does not cut a longer one."""

    async def scene(limits: Limits, fake: FakeTime) -> list[float]:
        limits.hold(20)
        limits.hold(5)
        begin = fake.now()
        return [at - begin for at in await together(*(work(limits, fake) for _ in range(4)))]

    assert play(scene) == [20.0] * 4


def test_a_hold_has_an_end() -> None:
    """No endpoint can stop a run for more than ten minutes at once."""

    async def scene(limits: Limits, fake: FakeTime) -> float:
        limits.hold(1e9)
        begin = fake.now()
        return await work(limits, fake) - begin

    assert play(scene) == 600.0


def test_the_level_halves_once_and_rises_again() -> None:
    """All that were out when it was too much lower the level once; answers raise it by degrees."""

    async def scene(limits: Limits, fake: FakeTime) -> list[int]:
        async def too_much() -> None:
            async with limits.turn(1) as turn:
                await fake.sleep(1)
                turn.is_too_much = True

        levels = [limits.level]
        await together(*(too_much() for _ in range(8)))
        levels.append(limits.level)
        await too_much()
        levels.append(limits.level)
        for _ in range(100):
            await work(limits, fake)
        levels.append(limits.level)
        return levels

    assert play(scene, concurrency=8) == [8, 4, 2, 8]


def test_the_level_never_falls_to_nothing() -> None:
    """However often it was too much, one request at a time remains."""

    async def scene(limits: Limits, fake: FakeTime) -> int:
        for _ in range(20):
            async with limits.turn(1) as turn:
                turn.is_too_much = True
        return limits.level

    assert play(scene) == 1


def test_a_failed_turn_changes_no_level() -> None:
    """What neither was answered nor was too much says nothing about the level."""

    async def scene(limits: Limits, fake: FakeTime) -> int:
        async with limits.turn(1) as turn:
            turn.is_too_much = True
        for _ in range(100):
            with pytest.raises(RuntimeError):
                async with limits.turn(1):
                    raise RuntimeError
        return limits.level

    assert play(scene, concurrency=8) == 4


def test_requests_a_minute() -> None:
    """In any minute no more requests begin than allowed, two seconds' worth aside."""

    async def scene(limits: Limits, fake: FakeTime) -> list[float]:
        return await together(*(work(limits, fake, 0.0) for _ in range(200)))

    begun = play(scene, concurrency=64, requests_per_minute=60)
    assert begun == sorted(begun)
    most = max(sum(at <= other < at + 60.0 for other in begun) for at in begun)
    assert 60 <= most <= 62


def test_tokens_a_minute_are_corrected() -> None:
    """A turn that took fewer tokens than expected lets the next one come earlier."""

    async def scene(limits: Limits, fake: FakeTime) -> list[float]:
        begun = []
        for spent in (1000.0, 1000.0, 0.0, 1000.0):
            async with limits.turn(1000.0) as turn:
                begun.append(fake.now())
                turn.spent = spent
        return [later - sooner for sooner, later in pairwise(begun)]

    assert play(scene, tokens_per_minute=6000.0) == [10.0, 10.0, 0.0]


def test_more_tokens_than_fit_leave_a_debt() -> None:
    """A question larger than the bucket is asked, and the next one waits for it."""

    async def scene(limits: Limits, fake: FakeTime) -> list[float]:
        begin = fake.now()
        return [await work(limits, fake, 0.0, tokens=t) - begin for t in (60_000, 60_000)]

    assert play(scene, tokens_per_minute=60_000) == [0.0, 60.0]


def test_a_sleep_that_fails_fails_its_task_only() -> None:
    """An error in waiting reaches the task that waits, and the next takes its place."""
    calls = 0

    async def failing(seconds: float) -> None:
        nonlocal calls
        calls += 1
        raise RuntimeError

    async def main() -> list[Any]:
        limits = Limits(2, sleep=failing)
        limits.hold(20)

        async def one() -> None:
            async with limits.turn(1):
                pass

        results = await asyncio.gather(*(one() for _ in range(3)), return_exceptions=True)
        assert limits.out == 0
        return results

    assert [type(result) for result in asyncio.run(main())] == [RuntimeError] * 3
    assert calls == 3


@given(
    st.lists(
        st.tuples(st.floats(0, 30), st.floats(0, 500), st.booleans(), st.booleans()), max_size=25
    ),
    st.integers(1, 5),
)
def test_any_load_ends_within_its_limits(
    load: list[tuple[float, float, bool, bool]], concurrency: int
) -> None:
    """Whatever turns are taken and however they end, all get theirs and none too many at once."""

    async def scene(limits: Limits, fake: FakeTime) -> int:
        async def one(seconds: float, tokens: float, begun: bool, too_much: bool) -> None:
            async with limits.turn(tokens, begun=begun) as turn:
                assert limits.out <= concurrency
                await fake.sleep(seconds)
                turn.is_too_much, turn.is_answered = too_much, not too_much
                turn.spent = seconds * 10
                if too_much:
                    limits.hold(seconds)

        await together(*(one(*turn) for turn in load))
        return limits.out

    assert play(scene, concurrency, requests_per_minute=100, tokens_per_minute=2000) == 0


def test_bucket_holds_at_least_one() -> None:
    """Even one request a minute can be sent at once; the second waits a minute."""
    bucket = Bucket(1, lambda: 0.0)
    assert bucket.wait(1) == 0.0
    bucket.take(1)
    assert bucket.wait(1) == pytest.approx(60.0)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "20"}, 20.0),
        ({"retry-after": "0"}, 0.0),
        ({"retry-after": "0.2"}, 0.2),
        ({"retry-after": "20", "retry-after-ms": "150"}, 0.15),
        ({"retry-after": "20", "retry-after-ms": "soon"}, 20.0),
        ({"retry-after": "7200"}, 600.0),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "tomorrow"}, None),
        ({"retry-after": "Fri, 04 Jul 2025 06:12:30 GMT"}, 30.0),  # against `now`
        ({"retry-after": "Fri, 04 Jul 2025 06:11:30 GMT"}, 0.0),  # past
        ({"retry-after": "Sat, 05 Jul 2025 06:12:30 GMT"}, 600.0),
        (
            {
                "retry-after": "Fri, 04 Jul 2025 09:00:30 GMT",
                "date": "Fri, 04 Jul 2025 09:00:20 GMT",
            },
            10.0,  # the endpoint's own clock counts
        ),
    ],
)
def test_seconds_asked(headers: dict[str, str], seconds: float | None) -> None:
    """Retry-After is read as milliseconds, seconds or a date; nonsense is no wish."""
    asked = seconds_asked(headers, now=1_751_609_520.0)  # 2025-07-04 06:12:00 UTC
    assert asked == (None if seconds is None else pytest.approx(seconds))
