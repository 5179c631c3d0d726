"""The versions of a contested figure: what each source gives, on one axis, and how a sum closes.

A value is a point, a bound a bar with an open end, a vague word a hatched bar, and the words of the
article stand beside each. What is not contested, or two plain values, the table says better.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from summarizer.briefing import Briefing, Figures, Source, Story, Value
from summarizer.rendering.pictures.drawing import (
    LINE,
    WIDTH,
    framed,
    led,
    lines_of,
    linked,
    number,
    text,
    width_of,
)
from summarizer.rendering.pictures.ordering import ordered, published_words
from summarizer.rendering.pictures.scale import Scale, scale_of, tick_label
from summarizer.rendering.pictures.shapes import ends_of, mark, shape_of
from summarizer.rendering.pictures.sums import Sum, drawn_sum, sums_of
from summarizer.rendering.telling import counted_thing, spoken_iso

MOST_VERSIONS = 12
_CONTESTED = frozenset({"conflict", "correction", "update"})
_LARGEST = 10**15  # what is larger is no count, and beyond the exactness of a drawing
_LEFT, _RIGHT = 10.0, WIDTH - 10.0
_TRACK = 20.0  # height of the strip with the mark of one version


def versions_plot(row: Figures, story: Story, briefing: Briefing) -> str:
    """Return the versions of a contested figure on one axis, or "" where the table says it better."""
    if not row.differs and row.relation not in _CONTESTED:
        return ""
    sums = sums_of(row, briefing)
    if not _is_worth_it(row, sums):
        return ""
    values = ordered(row.values, briefing)
    sources = {source.source: source for source in briefing.sources}
    is_open = any(shape_of(value) in ("least", "vague") for value in values)
    plot = _Plot(
        _Words(row, story, [sources[value.source] for value in values]),
        scale_of(_numbers(values), _LEFT, _RIGHT, is_open=is_open),
    )
    for source, versions in groupby(values[:MOST_VERSIONS], key=lambda value: value.source):
        plot.source(sources[source], list(versions))
    plot.axis(len(values) - MOST_VERSIONS)
    for shown in sums:
        plot.y += 6
        height, content = drawn_sum(shown, plot.y)
        plot.content += content
        plot.y += height
    words = plot.words
    title = f"What is given for: {words.named}"
    told = [words.told(value, sources[value.source]) for value in values]
    told += [shown.text + "." for shown in sums]
    told += [row.reading.text] if row.reading else []
    return framed("versions", title, " ".join(told), plot.y + 4, plot.content)


def _is_worth_it(row: Figures, sums: Sequence[Sum]) -> bool:
    """Whether a picture shows more than the table: three values, a bound, or a sum that explains."""
    if any(abs(number) > _LARGEST for number in _numbers(row.values)):
        return False
    if {"up", "down"} <= {value.change for value in row.values}:
        return False  # rises and falls have no place on one axis of amounts
    with_number = [value for value in row.values if shape_of(value) != "word"]
    kinds = {(value.value, value.low, value.high) for value in with_number}
    is_plain = all(shape_of(value) in ("point", "about") for value in with_number)
    return len(kinds) > 2 or (len(kinds) == 2 and (bool(sums) or not is_plain))


class _Words:
    """What is said of the versions of one row: what all of them share is not repeated with each."""

    def __init__(self, row: Figures, story: Story, sources: Sequence[Source]) -> None:
        self.row = row
        self.named = counted_thing(row)
        self.main = spoken_iso(story.dates) if story.dates else ""
        days = {published_words(source) for source in sources}
        self.same_day = days.pop() if len(days) == 1 else ""

    def about(self, value: Value) -> str:
        """Return who gives a version, for where and when, as far as its row does not say it."""
        scope = value.scope if not self.row.scope else ""
        as_of = value.as_of if value.as_of != self.main else ""
        return "; ".join(part for part in (value.said_by, scope, as_of) if part)

    def published(self, source: Source) -> str:
        if self.same_day:
            return ""
        said = published_words(source)
        return f"published {said}" if said else "date of publication unknown"

    def told(self, value: Value, source: Source) -> str:
        about, published = self.about(value), self.published(source)
        said = f"{source.label}, {published}" if published else source.label
        return f"{said}: {value.surface}{f' ({about})' if about else ''}."


class _Plot:
    """Draws downwards; `y` is where the next line begins."""

    def __init__(self, words: _Words, scale: Scale) -> None:
        self.words = words
        self.scale = scale
        self.y = 2.0
        self.content: list[str] = []

    def source(self, source: Source, versions: Sequence[Value]) -> None:
        label = lines_of(source.label, WIDTH * 0.5, 1)[0]
        self.content.append(led(0, self.y + 12, label, self.words.published(source)))
        self.y += LINE
        for value in versions:
            drawn = self.version(value)
            for citation in value.citations[-1:]:
                target = f"w-{citation.source}-{citation.start}"
                drawn = linked(target, drawn, self.words.told(value, source))
            self.content.append(drawn)
        self.y += 6

    def version(self, value: Value) -> str:
        """Return a version's mark with its words beside, and who says so above it."""
        surface = f"“{value.surface}”" if shape_of(value) in ("vague", "word") else value.surface
        about = self.words.about(value)
        beside = _beside(surface, value, self.scale)
        if not beside:
            about = f"{surface}, {about}" if about else surface
        drawn = []
        for line in lines_of(about, WIDTH, 2) if about else ():
            drawn.append(text(0, self.y + 12, line))
            self.y += LINE
        middle = self.y + _TRACK / 2
        self.content.append(self.grid())
        drawn.append(mark(value, self.scale, middle))
        if beside:
            x, anchor = beside
            drawn.append(text(x, middle + 4, surface, kind="strong", anchor=anchor))
        self.y += _TRACK
        return "".join(drawn)

    def grid(self) -> str:
        """Return a piece of each tick's line, so that the eye finds from a mark to the axis."""
        lines = "".join(
            f"M{number(self.scale.at(tick))} {number(self.y)}v{number(_TRACK)}"
            for tick in self.scale.ticks()
        )
        return f'<path class="grid" d="{lines}" stroke="currentColor" opacity="0.25"/>'

    def axis(self, beyond: int) -> None:
        scale, top = self.scale, self.y
        self.content.append(
            f'<line class="axis" x1="{number(_LEFT)}" x2="{number(_RIGHT)}" y1="{number(top)}" '
            f'y2="{number(top)}" stroke="currentColor"/>'
        )
        taken = 0.0  # up to where labels stand; one without room is left out, its mark stays
        for value in scale.ticks():
            x = scale.at(value)
            self.content.append(
                f'<line class="tick" x1="{number(x)}" x2="{number(x)}" y1="{number(top)}" '
                f'y2="{number(top + 4)}" stroke="currentColor"/>'
            )
            label = tick_label(value)
            wide = width_of(label) * 1.08
            anchor = "start" if x < wide / 2 else "end" if x > WIDTH - wide / 2 else "middle"
            begin = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
            if begin >= taken:
                self.content.append(text(x, top + 17, label, anchor=anchor))
                taken = begin + wide + 6
        self.y += 24
        notes = [self.words.named]
        if self.words.same_day:
            notes.append(f"all published {self.words.same_day}")
        if scale.is_log:
            notes.append("each mark is ten times the one before")
        elif not scale.begins_at_zero:
            notes.append("the axis does not begin at 0")
        if beyond > 0:
            notes.append(f"{beyond} more in the table")
        self.paragraph("; ".join(notes), 2)
        self.y += 6

    def paragraph(self, words: str, most: int) -> None:
        for line in lines_of(words, WIDTH, most):
            self.content.append(text(0, self.y + 12, line))
            self.y += LINE


def _numbers(values: Sequence[Value]) -> list[Decimal]:
    return [n for v in values for n in (v.value, v.low, v.high) if n is not None]


def _beside(surface: str, value: Value, scale: Scale) -> tuple[float, str] | None:
    """Return where the words of a version stand beside its mark, or None without room for them."""
    room = width_of(surface) * 1.08 + 10
    if shape_of(value) == "word":
        return (0.0, "start")
    left, right = ends_of(value, scale)
    if right + room <= WIDTH:
        return (right + 10, "start")
    return (left - 10, "end") if left - room >= 0 else None
