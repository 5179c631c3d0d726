"""The footer: nothing vanishes without a count, and the model and prompts are named."""

from __future__ import annotations

from summarizer.briefing import Briefing
from summarizer.rendering.markdown.escaping import escape
from summarizer.rendering.sequel import since_told
from summarizer.rendering.standing import marks_told
from summarizer.rendering.telling import counts_told, failures_told, model_told


def footer(briefing: Briefing) -> list[str]:
    """Return what was found, rejected, left out and failed, and what the page was made with."""
    told = [
        marks_told(),
        *counts_told(briefing),
        *since_told(briefing),
        *failures_told(briefing),
        model_told(briefing),
    ]
    return ["## How this was made", "", *(f"- {escape(line)}" for line in told)]
