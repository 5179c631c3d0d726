"""What stands above the stories: as of when the page is."""

from __future__ import annotations

from summarizer.briefing import Briefing
from summarizer.rendering.heading import edition_told
from summarizer.rendering.markdown.escaping import escape


def heading(briefing: Briefing) -> list[str]:
    """Return the lines above the first story; none where there is nothing to say."""
    return [f"*{escape(edition_told(briefing.edition))}*", ""] if briefing.edition else []
