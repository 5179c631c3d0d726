"""Running to the end, or until somebody asks to stop: first gently, then at once.

Knows signals and event loops; nothing of what runs.
"""

from __future__ import annotations

import asyncio
import inspect
import signal
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, TypeVar

T = TypeVar("T")

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupted(KeyboardInterrupt):
    """The second request to stop, or the first where nothing is on its way."""


def run_until_stopped(
    work: Coroutine[Any, Any, T], stop: Callable[[], object], in_flight: Callable[[], int]
) -> T:
    """Return what `work` returns; a first Ctrl-C or SIGTERM calls `stop`, the next one ends it.

    Args:
        work: what is run, in an event loop of its own.
        stop: called in that loop, after which `work` has to end by itself.
        in_flight: how much is on its way that is worth waiting for; where nothing is, the first
            signal ends `work` at once, whatever it is busy with. Called between any two steps.

    Raises:
        Interrupted: it was ended.
    """

    is_over = False

    async def main() -> T:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(told_unless_over)
        task = asyncio.ensure_future(work)
        heard = 0

        def hear() -> None:
            nonlocal heard
            heard += 1
            if heard > 1:
                task.cancel()
            else:
                stop()

        def on_signal(times: int) -> None:
            nonlocal is_over
            if not in_flight() or times > heard + 1:  # nothing to wait for, or nobody listens
                is_over = True
                raise Interrupted
            loop.call_soon_threadsafe(hear)

        with _signals_to(on_signal):
            return await task

    def told_unless_over(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        if not is_over:  # from then on it tells of tasks that were interrupted, which is known
            loop.default_exception_handler(context)

    whole = main()
    try:
        with asyncio.Runner() as runner:
            try:
                return runner.run(whole)
            except asyncio.CancelledError:
                raise Interrupted from None
            except Interrupted:
                _wind_up(runner.get_loop())
                raise
    finally:
        for coroutine in (whole, work):
            if inspect.getcoroutinestate(coroutine) == inspect.CORO_CREATED:
                coroutine.close()  # a signal came before it began


def _wind_up(loop: asyncio.AbstractEventLoop) -> None:
    """End all tasks; every one that waited for the interrupted one raises the same once more."""
    while tasks := asyncio.all_tasks(loop):
        for task in tasks:
            task.cancel()
        with suppress(Interrupted):
            loop.run_until_complete(asyncio.wait(tasks))


@contextmanager
def _signals_to(told: Callable[[int], object]) -> Iterator[None]:
    """Tell `told` how many signals asked to stop; in a thread other than the main one, none."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    times = 0

    def on_signal(number: int, frame: FrameType | None) -> None:
        nonlocal times
        times += 1
        told(times)

    before = {number: signal.signal(number, on_signal) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
