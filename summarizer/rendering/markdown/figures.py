"""The table of figures of a story: what is counted, how to read it, and every version.

Each version is a row of its own: a line break within a cell takes HTML, which mail prints literally.
"""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.briefing import Figures, Value
from summarizer.rendering.languages import figure_words
from summarizer.rendering.markdown.citing import Citing
from summarizer.rendering.markdown.escaping import escape
from summarizer.rendering.telling import NOT_REPORTS, counted_thing, figure_facts


def figures(rows: Sequence[Figures], level: str, citing: Citing) -> list[str]:
    """Return the lines of the table, none without rows; a cell holds neither a bar nor a line break."""
    if not rows:
        return []
    lines = [f"{level} Figures", "", "| What | Versions | Reading |", "| --- | --- | --- |"]
    kinds = {citing.by_id[value.source].kind for row in rows for value in row.values}
    is_marked = bool(kinds - NOT_REPORTS.keys())  # else the story says it of all its sources
    for row in rows:
        what = _what(row)
        reading = citing.unmarked(row.reading) if row.reading else ""
        for value in citing.by_time(row.values):
            version = _version(value, row, citing, is_marked=is_marked)
            lines.append(f"| {what} | {version} {citing.cite(value.citations)} | {reading} |")
            what = reading = ""
    return [*lines, ""]


def _version(value: Value, row: Figures, citing: Citing, *, is_marked: bool) -> str:
    """Return one source's figure with its scope, and who says so, for when, in what kind of text."""
    where = f" ({value.scope})" if value.scope and not row.scope else ""
    told = figure_facts(value, citing.by_id[value.source].kind if is_marked else "")
    told += citing.figure_places.get(value.claim, ())
    more = f" — {'; '.join(told)}" if told else ""
    return escape(f"{figure_words(value)}{where}{more}")


def _what(row: Figures) -> str:
    what = escape(counted_thing(row))
    return f"{what} — **values differ**" if row.differs else what
