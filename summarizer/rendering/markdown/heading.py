"""What stands above the stories: as of when the page is, top lines and contents; and below, the rest."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.briefing import Briefing, Story
from summarizer.rendering.front import (
    has_front,
    listed_told,
    parted,
    story_anchor,
    top_lines,
)
from summarizer.rendering.heading import edition_told
from summarizer.rendering.markdown.citing import Citing
from summarizer.rendering.markdown.escaping import escape

_IN_BRIEF = "in-brief"


def heading(briefing: Briefing) -> list[str]:
    """Return the line that says as of when the page is; none where it covers no span of time."""
    return [f"*{escape(edition_told(briefing.edition))}*", ""] if briefing.edition else []


def front(briefing: Briefing, citing: Citing) -> list[str]:
    """Return top lines and contents; none where there are few stories."""
    if not has_front(briefing):
        return []
    lines = ["**Top lines**", ""]
    lines += [
        f"- {f'*{escape(line.when)}:* ' if line.when else ''}{citing.sentence(line.statement)} "
        f"([story {line.story.rank}](#{story_anchor(line.story)}))"
        for line in top_lines(briefing)
    ]
    told, brief = parted(briefing)
    lines += ["", "**Contents**", ""]
    lines += [f"- [{escape(s.headline.text)}](#{story_anchor(s)})" for s in told]
    if brief:
        lines.append(f"- [In brief: {len(brief)} more](#{_IN_BRIEF})")
    return [*lines, ""]


def in_brief(stories: Sequence[Story], citing: Citing) -> list[str]:
    """Return a line for each story that is told in its headline alone; none where there is none."""
    if not stories:
        return []
    lines = [f'## <a id="{_IN_BRIEF}"></a>In brief', ""]
    for story in stories:
        lines.append(f'- <a id="{story_anchor(story)}"></a>{citing.sentence(story.headline)}')
    return [*lines, ""]


def listed(briefing: Briefing, citing: Citing) -> list[str]:
    """Return a line for each story that there was no room for, none cited; none where there is none."""
    if not briefing.listed:
        return []
    lines = ["## Listed only", ""]
    for story in briefing.listed:
        labels = [citing.by_id[source].label for source in story.sources]
        lines.append(f"- {escape(story.label)} ({escape(listed_told(story, labels))})")
    return [*lines, ""]
