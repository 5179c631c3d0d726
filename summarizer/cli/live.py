"""Asking a live model from the command line: what is said before, while and after it is asked."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import Coroutine, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from summarizer.cli.desk import settings_of, summarizer_over
from summarizer.cli.printing import say
from summarizer.consumption import consumption
from summarizer.errors import UsageError
from summarizer.interruption import run_until_stopped
from summarizer.prices import dollars
from summarizer.progress import Progress, shown

if TYPE_CHECKING:
    from summarizer.answers import Request
    from summarizer.configuration import Configuration, Setting
    from summarizer.model import ModelEvent
    from summarizer.pipeline import Summarizer
    from summarizer.reading import Reading

MOST_REMARKS = 3  # odd answers that are told one by one

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The flags of a call that may ask a model, as given."""

    model: str | None
    replay: Path | None
    store: Path | None
    prompts: Path | None
    prompt_set: str | None
    base_url: str | None
    max_calls: int | None
    max_cost: str | None
    retry_failed: bool
    quiet: bool


class Desk:
    """A summarizer with the settings of a call, and what it tells while it works."""

    def __init__(
        self, summarizer: Summarizer, settings: Configuration | None = None, *, quiet: bool = False
    ) -> None:
        self.summarizer = summarizer
        self.progress = Progress()
        self._settings = settings
        self._is_quiet = quiet
        self._remarks = Counter[str]()
        summarizer.watch = self.progress.watch
        if settings is not None and _is_configured(settings):
            from summarizer.model import LiveModel

            summarizer.client = LiveModel(settings.endpoint(), on_event=self._hear)
            summarizer.budget()  # a limit that cannot be watched is told before anything is said

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *error: object) -> None:
        self.summarizer.close()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Return what `work` returns, with its progress shown, until somebody asks to stop."""
        is_live = self.summarizer.client is not None and not self._is_quiet
        showing: AbstractContextManager[None] = (
            shown(self.progress, sys.stderr) if is_live else nullcontext()
        )
        try:
            with showing:
                return run_until_stopped(work, self._stop, lambda: self.progress.in_flight)
        finally:
            more = sum(self._remarks.values()) - MOST_REMARKS
            if more > 0 and not self._is_quiet:
                say(f"note: {more} more answers like these")

    def say_what_is_asked(self, reading: Reading, *, is_extract: bool = False) -> None:
        """Before a call is paid for: who is asked, how many calls, tokens, and what they may cost.

        With `is_extract` only what finds the claims is asked: nothing is compared or written.
        """
        client = self.summarizer.client
        if self._is_quiet or client is None or self._settings is None:
            return
        found = asyncio.run(self.summarizer.plan_reading(reading, is_extract=is_extract))
        refused = sum(count.refused for count in found.prompts)
        again = refused if self.summarizer.retry_failed else 0
        if not found.requests and not again:
            return
        told = f"; again {again} that failed" if again else ""
        self._say_asking(found.lines()[-1] + told)

    def say_cost(self, questions: Sequence[Request], remark: str = "") -> None:
        """Before these questions are paid for: who is asked, how many tokens, what they may cost."""
        client = self.summarizer.client
        if self._is_quiet or not questions or client is None:
            return
        takes = consumption(questions, self.summarizer.answers, ())
        price = client.price(self.summarizer.model)
        cost = "cost unknown"
        if price is not None:
            cost = f"about {dollars(price.of(takes.input_tokens, takes.output_tokens))}"
        told = f"to ask: {len(questions)} calls, about {takes.input_tokens:,} tokens in"
        told += f" ({takes.basis}), {takes.output_tokens:,} out; {cost}"
        self._say_asking(told + (f"; {remark}" if remark else ""))

    def _say_asking(self, asked: str) -> None:
        assert self._settings is not None
        model, host = self._settings.model, self._settings.endpoint().host
        say(f"asking {self.summarizer.model}{_named_by(model)} at {host}; {asked}")

    def say_limit(self) -> None:
        """Tell which limit kept questions of a finished page from being asked, if one did."""
        if limit := self.progress.limit:
            say(f"{limit}; what came is stored: run again for more, or allow more")

    def _stop(self) -> None:
        self.progress.is_stopping = True
        self.summarizer.stop()
        out = len(self.progress.out)
        say(f"stopping: {out} questions on their way are waited for; once more to stop at once")

    def _hear(self, event: ModelEvent) -> None:
        if event.kind == "asked":
            self.progress.out.add(event.request.key)
        else:
            self.progress.out.discard(event.request.key)
        if event.kind == "waiting":
            self.progress.wait(f"waiting {event.seconds:.0f} s: {event.reason}")
        elif event.kind == "answered":
            self.progress.wait("")
            if event.reason:
                self._remarks[event.reason] += 1
                if sum(self._remarks.values()) <= MOST_REMARKS and not self._is_quiet:
                    say(f"note: {event.request.prompt} of {event.request.subject}: {event.reason}")


def _is_configured(settings: Configuration) -> bool:
    """Whether somebody gave a key, or an address that may need none."""
    return settings.api_key.value is not None or settings.base_url.origin != "default"


def _named_by(model: Setting[str | None]) -> str:
    return "" if model.origin == "flag" else f" (from {model.origin})"


def desk_of(wanted: Wanted) -> Desk:
    """Return a desk that asks the configured endpoint; with recordings to replay, nobody."""
    if wanted.replay is not None:
        if wanted.base_url is not None:
            raise UsageError("--replay asks nobody; leave out --base-url")
        replaying = summarizer_over(
            wanted.model, wanted.replay, wanted.store, wanted.prompts, prompt_set=wanted.prompt_set
        )
        return Desk(replaying, quiet=wanted.quiet)
    settings = settings_of(
        model=wanted.model,
        base_url=wanted.base_url,
        max_calls=wanted.max_calls,
        max_cost=wanted.max_cost,
    )
    summarizer = summarizer_over(
        wanted.model, None, wanted.store, wanted.prompts, prompt_set=wanted.prompt_set
    )
    summarizer.max_calls = settings.max_calls.value
    summarizer.max_cost = settings.max_cost.value
    summarizer.retry_failed = wanted.retry_failed
    return Desk(summarizer, settings, quiet=wanted.quiet)
