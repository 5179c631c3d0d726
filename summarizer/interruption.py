"""Running to the end, or until somebody asks to stop: first gently, then at once.

Knows signals and event loops; nothing of what runs.
"""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, TypeVar

T = TypeVar("T")

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupted(KeyboardInterrupt):
    """The second request to stop, or the first where nothing is on its way."""


def run_until_stopped(work: Coroutine[Any, Any, T], stop: Callable[[], bool]) -> T:
    """Return what `work` returns; a first Ctrl-C or SIGTERM calls `stop`, the next one ends it.

    Args:
        work: what is run, in an event loop of its own.
        stop: called in that loop; returns whether anything is on its way that is worth waiting for.
            `work` then has to end by itself; where it returns False, it is cancelled.

    Raises:
        Interrupted: it was cancelled.
    """

    async def main() -> T:
        loop = asyncio.get_running_loop()
        task = asyncio.ensure_future(work)
        asked = 0

        def on_request() -> None:
            nonlocal asked
            asked += 1
            if asked > 1 or not stop():
                task.cancel()

        with _signals_to(lambda: loop.call_soon_threadsafe(on_request)):
            try:
                return await task
            except asyncio.CancelledError:
                raise Interrupted from None

    return asyncio.run(main())


@contextmanager
def _signals_to(told: Callable[[], object]) -> Iterator[None]:
    """Hand the signals that ask to stop to `told`; in a thread other than the main one, none."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    times = 0

    def on_signal(number: int, frame: FrameType | None) -> None:
        nonlocal times
        times += 1
        if times > 2:  # whatever runs does not listen
            raise Interrupted
        told()

    before = {number: signal.signal(number, on_signal) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
