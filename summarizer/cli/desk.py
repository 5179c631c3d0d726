"""What the commands work with: settings, a summarizer over a store or recordings, articles."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.cli.printing import say
from summarizer.errors import UsageError

if TYPE_CHECKING:
    from summarizer.answers import Answers
    from summarizer.articles import DateOrder
    from summarizer.configuration import Configuration
    from summarizer.pipeline import Summarizer
    from summarizer.prompts import PromptSet
    from summarizer.reading import Reading
    from summarizer.web.feeds import Entry


def summarizer_over(
    model: str | None,
    replay: Path | None,
    store: Path | None,
    prompts: Path | None,
    *,
    prompt_set: str | None = None,
    creating: bool = True,
) -> Summarizer:
    """Return a summarizer: over recordings alone with --replay, else over a store as well."""
    from summarizer.pipeline import Summarizer

    path: Path | None = store
    if path is None and replay is None:
        path = store_path(None)
    if path is not None and not creating and not path.exists():
        if store is not None:
            say(f"note: there is no store {store} yet")
        path = None
    if replay is None:
        settings = settings_of(model=model)
        model, prompts = settings.model.value, prompts or settings.prompts.value
        prompt_set = prompt_set or settings.prompt_set.value
    return Summarizer(
        model=model, replay=replay, store=path, prompts=prompts, prompt_set=prompt_set
    )


def settings_of(**flags: object) -> Configuration:
    """Return the settings that hold in this folder, those of `flags` first."""
    from summarizer.configuration import load

    return load(flags, environment=os.environ, folder=Path.cwd())


def store_path(given: Path | None) -> Path:
    """Return the store to use: as given, else as configured, else in the user's data folder."""
    if given is not None:
        return given
    if configured := settings_of().store.value:
        return configured
    from platformdirs import user_data_path

    return user_data_path("summarizer", appauthor=False) / "answers.db"


@contextmanager
def answers_at(store: Path | None, replay: Path | None) -> Iterator[Answers]:
    """Give the stored answers to look at: recordings alone with --replay, else a store if it is there.

    Raises:
        StoreError: a store that was named is not there.
    """
    from summarizer.answers import Layered

    with ExitStack() as opened:
        places: list[Answers] = []
        path = store if store is not None or replay is not None else store_path(None)
        if path is not None and (store is not None or path.exists()):
            from summarizer.store import Store

            places.append(opened.enter_context(Store(path, create=False)))
        if replay is not None:
            from summarizer.recordings import Recordings

            places.append(Recordings(replay))
        yield Layered(None, *places)


@dataclass(frozen=True, slots=True)
class Named:
    """What a call names to be read: articles and feeds, and the store that keeps what is fetched.

    With a window the articles that the store keeps are enough; `lacks` says which entries of feeds
    are not among them.
    """

    articles: list[str]
    feeds: list[str] = field(default_factory=list)
    allow_local: bool = False
    store: Path | None = None
    quiet: bool = False
    has_window: bool = False
    lacks: Callable[[Entry], bool] | None = None

    def __post_init__(self) -> None:
        if not self.articles and not self.feeds and not self.has_window:
            raise UsageError("no articles are named: give ARTICLES or --feed URL_OR_FILE")


def kept_in(store: Path | None, replay: Path | None, *, creating: bool = True) -> Path | None:
    """Return the store that keeps fetched pages: that of the answers, if there is one."""
    path = store if replay is not None else store_path(store)
    return path if path is not None and (creating or path.exists()) else None


def read_articles(
    named: Named,
    published: str | None,
    outlet: str | None,
    *,
    relative: bool = True,
    date_order: DateOrder = "",
) -> Reading:
    """Return the articles that the arguments name, with what stands in for missing metadata."""
    from summarizer.reading import named_in_folders, read
    from summarizer.web.addresses import is_url

    articles, feeds = named.articles, named.feeds
    if published is not None:
        from summarizer.articles import Published

        try:
            Published.parse(published)
        except ValueError:
            raise UsageError(
                f"--published {published!r} is not an ISO 8601 date or date-time"
            ) from None
    given = {"published": published, "outlet": outlet, "date_order": date_order}
    defaults = {name: value for name, value in given.items() if value}
    stdin = sys.stdin.buffer if "-" in articles and sys.stdin is not None else None
    if feeds or any(map(is_url, articles)):
        from summarizer.gathering import EVERYWHERE, Web, gather

        web = Web(
            store=named.store,
            allowed=EVERYWHERE if named.allow_local else (),
            tell=_unsaid if named.quiet else say,
        )
        if named.lacks is not None:
            web = replace(web, wants=named.lacks, why_not="read before")
        today = date.today()
        reading = gather(
            articles, feeds=feeds, stdin=stdin, defaults=defaults, today=today, web=web
        )
    else:
        reading = read(articles, stdin=stdin, defaults=defaults, today=date.today())
    return named_in_folders(reading, articles) if relative else reading


def _unsaid(line: str) -> None:
    """Say nothing, with --quiet."""


def say_failures(reading: Reading) -> None:
    """Tell which articles could not be read, and why."""
    for failure in reading.failures:
        say(f"failed: {failure.name}: {failure.reason}")


def loaded_prompts(prompts: Path | None, prompt_set: str | None) -> PromptSet:
    """Return the templates that a briefing made here would use: as given, else as configured."""
    from summarizer.prompts import DEFAULT_SET, PromptSet

    settings = settings_of()
    base = prompt_set or settings.prompt_set.value or DEFAULT_SET
    return PromptSet(prompts or settings.prompts.value, base=base)
