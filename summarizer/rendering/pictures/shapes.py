"""How a version of a figure looks: a point, a bar between bounds, an arrow, a hatched bar."""

from __future__ import annotations

from typing import Literal

from summarizer.briefing import Value
from summarizer.rendering.pictures.drawing import number
from summarizer.rendering.pictures.scale import Scale

Shape = Literal["point", "about", "range", "least", "most", "vague", "word"]

_HALF = 5.0  # half the height of a bar


def shape_of(value: Value) -> Shape:
    """Return how a version is drawn: `word` for words without a number ("multiple")."""
    low, high = value.low, value.high
    if value.value is None:
        if low is not None and high is not None:
            return "range"
        return "word" if low is None and high is None else "vague"
    if value.change == "~":
        return "about"
    if low is not None and high is None:
        return "least"
    return "most" if high is not None and low is None else "point"


def ends_of(value: Value, scale: Scale) -> tuple[float, float]:
    """Return where the mark of a version begins and ends; open ends run to those of the axis."""
    told = [number for number in (value.value, value.low, value.high) if number is not None]
    if not told:
        return scale.left, scale.left
    left, right = scale.at(min(told)), scale.at(max(told))
    if value.high is None and shape_of(value) in ("least", "vague"):
        right = scale.right
    if value.low is None and shape_of(value) in ("most", "vague"):
        left = scale.left
    return left, right


def mark(value: Value, scale: Scale, middle: float) -> str:
    """Return the mark of a version around the height `middle`; nothing for words without a number."""
    left, right = ends_of(value, scale)
    match shape_of(value):
        case "word":
            return ""
        case "range":
            return _bar(left, right, middle, "range") + _end(left, middle) + _end(right, middle)
        case "vague":
            return _bar(left, right, middle, "vague") + _hatched(left, right, middle)
        case "least":
            return _end(left, middle) + _arrow(left, right, middle)
        case "most":
            return _end(right, middle) + _arrow(right, left, middle)
        case shape:
            x = scale.at(value.value or 0)
            return _point(x, middle, is_about=shape == "about")


def _point(x: float, y: float, *, is_about: bool) -> str:
    """Return a full circle, or an empty one for about that much."""
    fill = 'fill="none" stroke-dasharray="3 2"' if is_about else 'fill="currentColor"'
    name = "about" if is_about else "point"
    return (
        f'<circle class="{name}" cx="{number(x)}" cy="{number(y)}" r="5" {fill} '
        'stroke="currentColor" stroke-width="1.5"/>'
    )


def _bar(left: float, right: float, y: float, kind: str) -> str:
    return (
        f'<rect class="{kind}" x="{number(left)}" y="{number(y - _HALF)}" '
        f'width="{number(right - left)}" height="{number(2 * _HALF)}" fill="none" '
        f'stroke="currentColor"{_DASHES if kind == "vague" else ""}/>'
    )


_DASHES = ' stroke-dasharray="3 2"'


def _hatched(left: float, right: float, y: float) -> str:
    """Return slanting lines from `left` to `right`."""
    height = 2 * _HALF
    count = int((right - left - height) // 6) + 1
    strokes = "".join(
        f"M{number(left + 6 * at)} {number(y + _HALF)}l{number(height)} {number(-height)}"
        for at in range(count)
    )
    return f'<path class="hatch" d="{strokes}" stroke="currentColor"/>' if strokes else ""


def _end(x: float, y: float) -> str:
    return (
        f'<path class="end" d="M{number(x)} {number(y - _HALF - 1)}v{number(2 * _HALF + 2)}" '
        'stroke="currentColor" stroke-width="3"/>'
    )


def _arrow(begin: float, end: float, y: float) -> str:
    back = -6 if end > begin else 6
    return (
        f'<path class="arrow" d="M{number(begin)} {number(y)}H{number(end)}m{back} -4l{-back} 4'
        f'l{back} 4" fill="none" stroke="currentColor" stroke-width="2"/>'
    )
