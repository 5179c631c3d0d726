"""What sources corrected, changed or took back, each with the words that say so."""

from __future__ import annotations

from summarizer.briefing import Briefing
from summarizer.rendering.markdown.citing import Citing
from summarizer.rendering.markdown.escaping import escape
from summarizer.rendering.sourced import CORRECTED, correction_told


def corrections(briefing: Briefing, citing: Citing) -> list[str]:
    """Return a line for each correction, and one for each statement of a page before it concerns."""
    lines = [f"## {CORRECTED}", ""] if briefing.corrections else []
    for one in briefing.corrections:
        told = escape(correction_told(one, citing.by_id[one.source].label))
        lines.append(f"- {told} {citing.cite(one.citations)}")
        lines += [f"  - on the page before: {escape(s.text)}" for s in one.statements]
    return [*lines, ""] if lines else []
