"""The versions of a contested figure: what each source gives, on one axis, and how a sum closes."""

from __future__ import annotations

from summarizer.briefing import Briefing, Figures, Story


def versions_plot(row: Figures, story: Story, briefing: Briefing) -> str:
    """Return the versions of a contested figure on one axis, or "" where the table says it better."""
    return ""
