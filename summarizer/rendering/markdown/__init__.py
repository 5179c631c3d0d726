"""The briefing as GitHub-flavoured Markdown: every sentence with its citations, sources as endnotes.

Text of articles is escaped: it can neither format the page nor bring links or HTML into it.
"""

from __future__ import annotations

from summarizer.briefing import Briefing
from summarizer.rendering.front import has_front, parted
from summarizer.rendering.markdown.citing import Citing
from summarizer.rendering.markdown.corrections import corrections
from summarizer.rendering.markdown.endnotes import endnotes, sources
from summarizer.rendering.markdown.escaping import escape, unescape
from summarizer.rendering.markdown.footer import footer
from summarizer.rendering.markdown.heading import heading, in_brief, listed
from summarizer.rendering.markdown.story import StoryPage


def markdown(briefing: Briefing) -> str:
    """Return the whole briefing as Markdown, ending in a line break."""
    citing = Citing(briefing)
    words = {claim.id: claim.words or "" for claim in briefing.claims}
    page = StoryPage(citing, words, has_anchors=has_front(briefing))
    told, brief = parted(briefing)
    lines = heading(briefing, citing)
    lines += [line for story in told for line in page.story(story)]
    lines += in_brief(brief, citing)
    lines += listed(briefing, citing)
    lines += corrections(briefing, citing)
    lines += sources(briefing, citing)
    lines += endnotes(briefing, citing)
    lines += footer(briefing)
    return "\n".join(lines).rstrip() + "\n"


__all__ = ["escape", "markdown", "unescape"]
