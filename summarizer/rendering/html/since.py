"""What changed since the page before, as the page lays it out above the stories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from summarizer.briefing import Briefing, Change
from summarizer.rendering.html.citing import Cite, Citing
from summarizer.rendering.html.stories import row_anchor
from summarizer.rendering.sequel import KINDS, above, more_told, nothing_told, reasons_told


@dataclass(frozen=True, slots=True)
class ToldChange:
    """One line: `target` is the place of what it tells on this page; `before` the words of before."""

    kind: str
    title: str
    text: str
    target: str
    cites: tuple[Cite, ...]
    before: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True, slots=True)
class ToldSince:
    """The part above the stories; `nothing` heads it where there is no line."""

    title: str
    nothing: str
    lines: tuple[ToldChange, ...]
    more: tuple[str, ...]
    unprinted: tuple[tuple[str, str], ...]


def since_of(briefing: Briefing, citing: Citing) -> ToldSince | None:
    """Return what a page tells of the page before, None where there was none."""
    since = briefing.since
    if since is None:
        return None
    told = above(since, briefing.edition)
    values = (row.values for story in briefing.stories for row in story.figures)
    rows = {v.claim: row_anchor(n) for n, row in enumerate(values, start=1) for v in row}
    return ToldSince(
        told.title,
        nothing_told(briefing),
        tuple(_line(change, citing, rows) for change in told.changes),
        tuple(more_told(told)),
        tuple((one.text, reasons_told(one.reason)) for one in since.unprinted),
    )


def _line(change: Change, citing: Citing, rows: Mapping[str, str]) -> ToldChange:
    target = rows.get(change.figure or "", "")
    if not target and change.statement is not None:
        target = f"s-{change.statement}"
    words = {(w.label, w.sentence, w.words) for w in change.before}
    return ToldChange(
        change.kind,
        KINDS[change.kind],
        change.text,
        target,
        citing.cites(change.citations),
        tuple(sorted(words)),
    )
