"""The timeline of a story: what its dated statements tell, in the order of the days."""

from __future__ import annotations

from summarizer.briefing import Briefing, Story


def timeline(story: Story, briefing: Briefing) -> str:
    """Return the dated statements of a story on an axis of days, or "" with fewer than three dates."""
    return ""
