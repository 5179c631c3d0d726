"""How a run gets on, told on standard error: a live line on a terminal, now and then a plain one.

Looks at counters that others keep; changes and asks nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TextIO

from summarizer.prices import dollars

if TYPE_CHECKING:
    from decimal import Decimal

    from rich.text import Text

PLAIN_SECONDS = 10.0  # between two lines where nobody watches
_LIVE_TIMES_A_SECOND = 4


class Counters(Protocol):
    """What a run counts while it goes on."""

    documents: int
    documents_read: int
    paid: int

    stored: int
    limit: str

    @property
    def in_flight(self) -> int: ...

    @property
    def cost(self) -> Decimal | None: ...


class Progress:
    """The state of a run as one line."""

    def __init__(self) -> None:
        self._counters: Counters | None = None
        self._waiting = ""
        self.out: set[str] = set()  # the keys of the questions that are with the model now
        self.is_stopping = False

    def wait(self, reason: str) -> None:
        """Say from now on what an endpoint is waited for; "" ends it."""
        self._waiting = reason

    @property
    def in_flight(self) -> int:
        """How many questions of the run were taken up and are not answered yet."""
        return self._counters.in_flight if self._counters else 0

    @property
    def limit(self) -> str:
        """The limit that kept a question of the run from being asked, or ""."""
        return self._counters.limit if self._counters else ""

    def watch(self, counters: Counters) -> None:
        """Look at the counters of a run from now on."""
        self._counters = counters

    def line(self) -> str:
        """Return how the run gets on, or "" before there is one."""
        run = self._counters
        if run is None:
            return ""
        parts = [
            f"{run.documents_read}/{run.documents} articles read",
            f"answers: {run.stored} from the store, {run.paid} from the model",
        ]
        if self.out:
            parts.append(f"{len(self.out)} on their way")
        if run.paid:
            parts.append(f"cost {dollars(run.cost)}")
        if self._waiting:
            parts.append(self._waiting)
        if self.is_stopping:
            parts.append("stopping when those on their way are in; once more to stop at once")
        return "; ".join(parts)

    def __rich__(self) -> Text:
        from rich.text import Text

        return Text(self.line(), overflow="ellipsis", no_wrap=True)


@contextmanager
def shown(
    progress: Progress, stream: TextIO, *, plain_seconds: float = PLAIN_SECONDS
) -> Iterator[None]:
    """Show a run's progress on a stream while the block lasts; the line is gone at its end.

    Where the stream is no terminal, a plain line is written every `plain_seconds` if it has news.
    """
    if stream.isatty():
        from rich.console import Console
        from rich.live import Live

        with Live(
            progress,
            console=Console(file=stream),
            refresh_per_second=_LIVE_TIMES_A_SECOND,
            transient=True,
            redirect_stdout=False,
        ):
            yield
        return
    ended = threading.Event()
    thread = threading.Thread(
        target=_plainly, args=(progress, stream, ended, plain_seconds), daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _plainly(
    progress: Progress, stream: TextIO, ended: threading.Event, plain_seconds: float
) -> None:
    last = ""
    while not ended.wait(plain_seconds):
        line = progress.line()
        if line != last:
            stream.write(line + "\n")
            stream.flush()
            last = line
