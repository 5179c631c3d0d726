"""The timeline of a story: what its dated statements tell, in the order of the days.

Time runs downwards, so that sentences have the room they need on a phone. A day is a box and not a
point; a night is a bar over the end of one day and the beginning of the next; longer spans are dashed.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from summarizer.briefing import Briefing, Story
from summarizer.dates import DateRange, spoken
from summarizer.rendering.pictures.dated import Dated, Item, dated
from summarizer.rendering.pictures.drawing import (
    LINE,
    WIDTH,
    framed,
    lines_of,
    linked,
    number,
    text,
)

FEWEST_DATES = 3
MOST_LINES = 4  # of one statement
_DAYS, _SPANS, _MARKS, _WORDS = 6.0, 16.0, 30.0, 42.0  # where the columns stand
_GAP = 26.0  # height of days between of which nothing is told


def timeline(story: Story, briefing: Briefing) -> str:
    """Return the dated statements of a story on an axis of days, or "" with fewer than three dates."""
    shown = dated(story, briefing)
    if len(shown.groups) < FEWEST_DATES:
        return ""
    drawn = _Axis(story)
    before: DateRange | None = None
    for when, items in shown.groups:
        if before:
            drawn.step(before, when)
        drawn.group(when, items)
        before = when
    drawn.close()
    first, last = shown.groups[0][0], shown.groups[-1][0]
    title = f"Timeline, {spoken(first)} to {spoken(last)}"
    drawn.left_out(_left_out(shown))
    return framed("timeline", title, _described(shown), drawn.y + 6, drawn.content)


class _Axis:
    """Draws downwards; `y` is where the next line begins."""

    def __init__(self, story: Story) -> None:
        self.main = story.dates
        self.y = 4.0
        self.content: list[str] = []
        self.day_from: float | None = None  # where the box of the present day began

    def group(self, when: DateRange, items: tuple[Item, ...]) -> None:
        top = self.y
        heading = spoken(when)
        heading = heading[:1].upper() + heading[1:]
        if when.iso() == self.main:
            heading += " · main events"
        self.content.append(text(_WORDS, top + 12, heading, kind="strong"))
        self.y = top + LINE + 4
        for item in items:
            self.item(item)
        if when.precision == "day":
            self.day_from = top if self.day_from is None else self.day_from
        elif when.precision == "night":
            self.night(top)
        else:
            self.content.append(_box(_SPANS, top, self.y - top, "span"))

    def item(self, item: Item) -> None:
        lines = _lines(item)
        drawn = [_mark(self.y + 8, is_ahead=item.is_ahead)]
        drawn += [text(_WORDS, self.y + 12 + LINE * at, line) for at, line in enumerate(lines)]
        self.content.append(linked(f"s-{item.statement.id}", "".join(drawn), _words(item)))
        self.y += LINE * len(lines) + 7

    def night(self, top: float) -> None:
        """Draw a night: the day before ends in its middle, where the next one begins."""
        midnight = (top + self.y) / 2
        begun = top if self.day_from is None else self.day_from
        self.content.append(_box(_DAYS, begun, midnight - begun, "day"))
        self.content.append(_box(_SPANS, top, self.y - top - 4, "night"))
        self.day_from = midnight

    def step(self, before: DateRange, when: DateRange) -> None:
        """End the day of `before` unless `when` begins with it, and show a gap between the two."""
        if when.precision in ("day", "night") and when.start == before.end:
            return
        self.close()
        days = (when.start - before.end).days
        if days > 1:
            line = f'x1="{number(_DAYS)}" x2="{number(_DAYS)}" y1="{number(self.y)}"'
            self.content.append(
                f'<line class="gap" {line} y2="{number(self.y + _GAP)}" stroke="currentColor" '
                'stroke-dasharray="2 4"/>'
            )
            self.content.append(text(_WORDS, self.y + 15, _between(before.end, when.start)))
            self.y += _GAP

    def close(self) -> None:
        if self.day_from is not None:
            self.content.append(_box(_DAYS, self.day_from, self.y - self.day_from, "day"))
            self.day_from = None

    def left_out(self, words: str) -> None:
        for line in lines_of(words, WIDTH - _WORDS, 2) if words else ():
            self.content.append(text(_WORDS, self.y + 16, line))
            self.y += LINE


def _box(x: float, y: float, height: float, kind: str) -> str:
    looks = {
        "day": 'width="9" fill="none" stroke="currentColor"',
        "night": 'width="6" fill="currentColor" stroke="currentColor"',
        "span": 'width="6" fill="none" stroke="currentColor" stroke-dasharray="3 3"',
    }[kind]
    x -= 4.5 if kind == "day" else 0
    return (
        f'<rect class="{kind}" x="{number(x)}" y="{number(y)}" height="{number(height)}" {looks}/>'
    )


def _mark(y: float, *, is_ahead: bool) -> str:
    """Return a full circle, or an empty one for what is ahead."""
    fill = "none" if is_ahead else "currentColor"
    return (
        f'<circle class="mark" cx="{number(_MARKS)}" cy="{number(y)}" r="3.5" fill="{fill}" '
        'stroke="currentColor"/>'
    )


def _words(item: Item) -> str:
    ahead = "Ahead: " if item.is_ahead else ""
    disputed = "Disputed: " if item.statement.support.level == "disputed" else ""
    return f"{ahead}{disputed}{item.statement.text}"


def _lines(item: Item) -> list[str]:
    """Return the words of an item in lines; who says so is told even where they are cut off."""
    room, words = WIDTH - _WORDS - 2, _words(item)
    lines = lines_of(words, room, MOST_LINES)
    sayers = item.statement.support.sayers
    if lines[-1].endswith("…") and sayers and not any(sayers[0] in line for line in lines):
        said = lines_of(f"({', '.join(sayers)})", room, 1)
        return lines_of(words, room, MOST_LINES - 1) + said
    return lines


def _between(end: date, start: date) -> str:
    """Return how long nothing is told of.

    >>> _between(date(2031, 3, 1), date(2031, 3, 5)), _between(date(2011, 12, 31), date(2014, 9, 30))
    ('3 days between', 'over 2 years between')
    """
    days = (start - end).days - 1
    if days < 60:
        return f"{days} day{'s' if days > 1 else ''} between"
    months = days // 31
    return f"over {months} months between" if months < 24 else f"over {days // 366} years between"


def _left_out(shown: Dated) -> str:
    parts = []
    if shown.beyond:
        parts.append(f"{shown.beyond} more dated")
    if shown.undated:
        parts.append(f"{shown.undated} without a date of their own")
    return f"Not shown: {', '.join(parts)}." if parts else ""


def _described(shown: Dated) -> str:
    told = [
        f"{spoken(when)}: {' '.join(_words(item) for item in items)}"
        for when, items in shown.groups
    ]
    gaps = [
        _between(first.end, then.start)
        for (first, _), (then, _) in pairwise(shown.groups)
        if (then.start - first.end).days > 1
    ]
    longest = f" Gaps: {'; '.join(gaps)}." if gaps else ""
    return " ".join([*told, _left_out(shown)]).strip() + longest
