"""A briefing by name, with its prompts where they are known: a JSON file, or a kept run made again."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.cli.desk import store_path
from summarizer.cli.printing import say
from summarizer.cli.references import archive_at, find_run, refers_to_run
from summarizer.errors import UsageError

if TYPE_CHECKING:
    from summarizer.briefing import Briefing
    from summarizer.runs import Run
    from summarizer.since import Earlier


@dataclass(frozen=True, slots=True)
class Side:
    """A briefing that was named in a call.

    `label` is what to call it; `texts` are the files of its prompts (file -> text) and `run` what it
    was made from, None where no kept run is known to have made it.
    """

    label: str
    briefing: Briefing
    texts: Mapping[str, str] | None
    run: Run | None = None


def read_side(name: str, store: Path | None) -> Side:
    """Return the briefing that a JSON file or a reference to a kept run names.

    A run is made again as it was, from the store given, configured or by default; nobody is asked.

    Raises:
        UsageError: neither such a run nor such a file, or the file is no briefing.
        StoreError: the run is damaged.
    """
    if refers_to_run(name):
        run = find_run(name, store)
        return Side(f"run {run.id}", rebuilt(run, store)[0], run.prompts, run)
    from summarizer.since import read_briefing

    briefing = read_briefing(Path(name))
    made_by = _run_of(Path(name), store)
    return Side(name, briefing, None if made_by is None else made_by.prompts, made_by)


def earlier_page(name: str, store: Path | None) -> Earlier | None:
    """Return the page to count changes from that a JSON file or a reference to a kept run names.

    On the first day there is no `last`: then that is said, and None returned, so that one call serves
    every morning.

    Raises: as `read_side` does.
    """
    from summarizer.since import earlier_of

    if name == "last" and not Path(name).exists() and not _has_runs(store):
        say("note: no run is kept yet, so there is no page before to count changes from")
        return None
    side = read_side(name, store)
    return earlier_of(side.briefing, side.label, side.run.started_at if side.run else None)


def _has_runs(store: Path | None) -> bool:
    path = store_path(store)
    if not path.exists():
        return False
    with archive_at(path) as archive:
        return bool(archive.runs())


def rebuilt(run: Run, store: Path | None) -> tuple[Briefing, bool]:
    """Return the briefing of a run made again, and whether it has its bytes; says so if not."""
    from summarizer.pipeline import OTHER_BYTES, Summarizer

    with Summarizer(model=run.model, store=store_path(store)) as summarizer:
        briefing, is_same = asyncio.run(summarizer.as_it_was(run))
    if not is_same:
        say(f"run {run.id}, of version {run.version}: {OTHER_BYTES}")
    return briefing, is_same


def read_text(path: Path) -> str:
    """Return the text of a file.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from error


def _run_of(file: Path, store: Path | None) -> Run | None:
    """Return the run that made the briefing in a file, byte for byte, where the store knows it."""
    path = store_path(store)
    if not path.exists():
        return None
    with archive_at(path) as archive:
        name = archive.run_of(hashlib.sha256(file.read_bytes()).hexdigest())
        return None if name is None else archive.find(name)
