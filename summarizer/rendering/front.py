"""What a page of many stories shows before them: top lines, and which story is only a line.

Picks among sentences of the briefing; says nothing of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.briefing import Briefing, ListedStory, Statement, Story
from summarizer.rendering.telling import spoken_iso
from summarizer.room import PAGE_FROM

MOST_TOP_LINES = 8


@dataclass(frozen=True, slots=True)
class TopLine:
    """A story in one of its own sentences; `when` is its day where the leading story has another."""

    story: Story
    statement: Statement
    when: str = ""


def has_front(briefing: Briefing) -> bool:
    """Whether a page has so many stories that it needs top lines and contents."""
    return len(briefing.stories) >= PAGE_FROM


def top_lines(briefing: Briefing) -> list[TopLine]:
    """Return a sentence for each of the first stories: the first of its lede, else its headline."""
    stories = briefing.stories[:MOST_TOP_LINES] if has_front(briefing) else []
    return [TopLine(story, _first(story), _when(story, stories[0])) for story in stories]


def _when(story: Story, lead: Story) -> str:
    if story.dates == lead.dates:
        return ""
    return spoken_iso(story.dates) if story.dates else "date unknown"


def _first(story: Story) -> Statement:
    ledes = (s for section in story.sections if section.kind == "lede" for s in section.statements)
    return next(ledes, story.headline)


def is_line(story: Story) -> bool:
    """Whether a story is told in its headline alone."""
    return not (story.sections or story.figures or story.disputes)


def parted(briefing: Briefing) -> tuple[Sequence[Story], Sequence[Story]]:
    """Return the stories that are told at length, and those of a line, as far as there are others."""
    if not has_front(briefing):
        return briefing.stories, []
    told = [story for story in briefing.stories if story.rank == 1 or not is_line(story)]
    return told, [story for story in briefing.stories if story not in told]


def story_anchor(story: Story) -> str:
    """Return the name of the place where a story begins, the same on every page that goes on with it."""
    return f"story-{story.id}"


def listed_told(story: ListedStory, labels: Sequence[str]) -> str:
    """Return what stands behind the label of a story that is only listed: its sources and size.

    >>> listed_told(ListedStory(label="", sources=["a"], claims=1), ["Tolvik Post"])
    'Tolvik Post; 1 claim left out'
    """
    claims = "1 claim" if story.claims == 1 else f"{story.claims} claims"
    return f"{', '.join(dict.fromkeys(labels))}; {claims} left out"
