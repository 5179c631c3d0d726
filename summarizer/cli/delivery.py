"""A finished briefing on its way out: to files and standard output, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.cli.printing import print_result, say

if TYPE_CHECKING:
    from summarizer.briefing import Briefing, Shown


def deliver(
    briefing: Briefing, output: Iterable[Path], *, as_json: bool, sources: Shown | None = None
) -> None:
    """Write a briefing to files; print it as JSON if wanted, as Markdown where no file is.

    `sources` says how much of the articles a page has; see `rendering.write`.
    """
    from summarizer.rendering import write

    files = tuple(output)
    for path in files:
        write(briefing, path, sources)
    if as_json:
        print_result(briefing.as_json())
    elif not files:
        print_result(briefing.markdown)


def say_outcome(briefing: Briefing, *, calls: int = 0) -> None:
    """Say in one line, the last of a call, what came of it; also where nothing else is said."""
    failed = len(briefing.failures)
    told = "done" if not failed else f"done, {failed} failed"
    articles = sum(source.embedded_in is None for source in briefing.sources)
    parts = [f"{told}: {_stories(len(briefing.stories))} of {_counted(articles, 'article')}"]
    if briefing.listed:
        parts.append(f"{_stories(len(briefing.listed))} only listed")
    parts.append(f"{_counted(calls, 'question')} asked" if calls else "nothing asked")
    say("; ".join(parts))


def _stories(count: int) -> str:
    return "1 story" if count == 1 else f"{count} stories"


def _counted(count: int, noun: str) -> str:
    return f"1 {noun}" if count == 1 else f"{count} {noun}s"


def say_briefing(briefing: Briefing, *, quiet: bool) -> None:
    """Tell what failed, and unless `quiet` what was skipped, noted and counted."""
    for failure in briefing.failures:
        say(f"failed: {failure.name} ({failure.stage}): {failure.reason}")
    if quiet:
        return
    for skipped in briefing.skipped:
        say(f"skipped: {skipped.name}: {skipped.reason}")
    for note in briefing.notes:
        say(f"note: {note}")
    counts = briefing.counts
    say(
        f"{len(briefing.sources)} sources, {counts.claims} claims, {_statements(briefing)}; "
        f"{sum(counts.rejected.values())} answers rejected, {counts.written_by_rule} sentences "
        f"built by rule, {len(briefing.failures)} failed"
    )


def _statements(briefing: Briefing) -> str:
    """Return how many statements there are, and of what kinds; as the footer counts them."""
    from summarizer.rendering.telling import amount

    versions = sum(len(d.versions) for story in briefing.stories for d in story.disputes)
    readings = sum(row.reading is not None for row in briefing.figures())
    told = amount(briefing.counts.statements, "statement")
    if versions:
        sentences = amount(briefing.counts.statements - versions, "sentence")
        told += f" ({sentences}, {versions} versions of disputes)"
    return told + (f", {amount(readings, 'reading')} of figures" if readings else "")
