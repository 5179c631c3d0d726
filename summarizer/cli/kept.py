"""The commands about kept runs: store runs, store gc."""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.cli.exits import DONE, STORE
from summarizer.cli.options import StorePath
from summarizer.cli.printing import print_result, say
from summarizer.cli.references import archive_at
from summarizer.prices import dollars

if TYPE_CHECKING:
    from summarizer.runs import RunSummary
    from summarizer.sweeping import Sweep


def store_runs(store: StorePath = None) -> None:
    """List the kept runs, newest first; exit with 6 if one is damaged."""
    with archive_at(store) as archive:
        runs = archive.runs()
        damaged = archive.damaged_runs()
    befores = [*(before for _, before in pairwise(runs)), None]
    for run, before in zip(runs, befores, strict=False):
        print_result(_line(run, before) + "\n")
    for name in damaged:
        say(f"damaged: run {name}")
    if not runs and not damaged:
        say("no run is kept yet: brief keeps one")
    raise typer.Exit(STORE if damaged else DONE)


def store_gc(
    store: StorePath = None,
    recordings: Annotated[
        list[Path] | None,
        typer.Option("--recordings", help="Recordings whose questions stay.", metavar="DIR"),
    ] = None,
    keep: Annotated[
        int | None,
        typer.Option("--keep", help="First forget all runs but the newest N.", metavar="N", min=1),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Remove it without asking.")] = False,
) -> None:
    """Say what no run and no recording needs, and remove it: with --yes, or when asked."""
    from summarizer.sweeping import carry_out, survey

    with archive_at(store) as archive:
        found = survey(archive, recordings or (), keep=keep)
        print_result(_told(found, "to remove"))
        if found.is_empty:
            return
        if not yes and not _agreed():
            say("nothing was removed: say --yes to remove it")
            return
        print_result(_told(carry_out(archive, recordings or (), keep=keep), "removed"))


def _line(run: RunSummary, before: RunSummary | None) -> str:
    when = run.started_at.strftime("%Y-%m-%d %H:%M:%S")
    cost = f", {dollars(run.spent.cost)}" if run.spent.calls and run.spent.cost is not None else ""
    return (
        f"{run.id}  {when} UTC  {run.articles} articles  {run.model}  {run.prompt_set}  "
        f"{run.spent.calls} calls{cost}{_changed(run, before)}"
    )


def _changed(run: RunSummary, before: RunSummary | None) -> str:
    if before is None:
        return ""
    files = sorted(run.prompts.keys() | before.prompts.keys())
    changed = [file for file in files if run.prompts.get(file) != before.prompts.get(file)]
    return f"  changed: {', '.join(changed)}" if changed else ""


def _told(found: Sweep, verb: str) -> str:
    if found.is_empty:
        return "nothing to remove: all that is stored is needed\n"
    return (
        f"{verb}: {found.runs} runs, {found.answers} answers, {found.questions} questions, "
        f"{found.texts} texts ({found.size / 1000:,.0f} kB)\n"
    )


def _agreed() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and typer.confirm("remove it?", err=True)
