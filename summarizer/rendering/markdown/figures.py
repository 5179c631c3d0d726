"""The table of figures of a story: what is counted, how to read it, and every version."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.briefing import Figures, Value
from summarizer.names import plain, stem
from summarizer.rendering.markdown.citing import Citing
from summarizer.rendering.markdown.escaping import escape
from summarizer.rendering.wording import NOT_REPORTS

_TOLD = frozenset({"%", "person"})  # units that the figure or what it counts tells


def figures(rows: Sequence[Figures], level: str, citing: Citing) -> list[str]:
    """Return the lines of the table, none without rows; a cell holds neither a bar nor a line break."""
    if not rows:
        return []
    lines = [f"{level} Figures", "", "| What | Reading | Versions |", "| --- | --- | --- |"]
    kinds = {citing.by_id[value.source].kind for row in rows for value in row.values}
    is_marked = bool(kinds - NOT_REPORTS.keys())  # else the story says it of all its sources
    for row in rows:
        reading = citing.sentence(row.reading, in_careful=True) if row.reading else ""
        versions = "<br>".join(
            f"{_version(value, row, citing, is_marked=is_marked)} {citing.cite(value.citations)}"
            for value in row.values
        )
        lines.append(f"| {_what(row)} | {reading} | {versions} |")
    return [*lines, ""]


def _version(value: Value, row: Figures, citing: Citing, *, is_marked: bool) -> str:
    """Return one source's figure with its scope, and who says so, for when, in what kind of text."""
    where = f" ({escape(value.scope)})" if value.scope and not row.scope else ""
    told = []
    if value.said_by:
        told.append(f"said by {escape(value.said_by)}")
    if value.as_of:
        told.append(f"time: {escape(value.as_of)}")
    kind = citing.by_id[value.source].kind
    if is_marked and kind in NOT_REPORTS:
        told.append(NOT_REPORTS[kind])
    more = f" — {'; '.join(told)}" if told else ""
    return f"{escape(value.surface)}{where}{more}"


def _what(row: Figures) -> str:
    """Return what a row counts, with its scope, its unit if that is not told, and whether it differs."""
    what = escape(row.counted) + (f" ({escape(row.scope)})" if row.scope else "")
    told = plain(row.counted)
    is_told = all(stem(word) in told for word in row.unit.split() if word != "or")
    if row.unit and not is_told and row.unit not in _TOLD:
        what += f", in {escape(row.unit)}s" if row.unit.isalpha() else f", {escape(row.unit)}"
    return f"{what} — **values differ**" if row.differs else what
