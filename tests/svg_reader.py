"""Reads a picture as XML: the words it shows, and where its shapes and lines of text stand."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from itertools import pairwise
from xml.etree.ElementTree import Element

from summarizer.rendering.pictures.drawing import LETTER, width_of

_SPACE = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True, slots=True)
class Box:
    """Where a shape stands."""

    left: float
    top: float
    right: float
    bottom: float
    words: str = ""


def read(picture: str) -> Element:
    """Return the root of a picture, which must be well-formed."""
    return ElementTree.fromstring(picture.encode("utf-8", "replace"))


def shown(picture: str) -> list[str]:
    """Return the lines of text of a picture, from its first to its last."""
    return ["".join(text.itertext()) for text in read(picture).iter(f"{_SPACE}text")]


def boxes(picture: str, kind: str) -> list[Box]:
    """Return the boxes of the rectangles of a class, or of the lines of text for "text"."""
    if kind == "text":
        return [_box_of(text) for text in read(picture).iter(f"{_SPACE}text")]
    found = [rect for rect in read(picture).iter(f"{_SPACE}rect") if rect.get("class") == kind]
    return [_rectangle(rect) for rect in found]


def overlapping(picture: str) -> list[tuple[str, str]]:
    """Return the pairs of lines of text that cover each other."""
    lines = sorted(boxes(picture, "text"), key=lambda box: (box.top, box.left))
    return [
        (one.words, other.words)
        for one, other in pairwise(lines)
        if one.bottom > other.top + 1 and one.right > other.left and other.right > one.left
    ]


def _rectangle(rect: Element) -> Box:
    x, y, width, height = (float(rect.get(name, "0")) for name in ("x", "y", "width", "height"))
    return Box(x, y, x + width, y + height)


def _box_of(text: Element) -> Box:
    words = "".join(text.itertext())
    x, y, width = float(text.get("x", "0")), float(text.get("y", "0")), width_of(words)
    left = {"end": x - width, "middle": x - width / 2}.get(text.get("text-anchor", ""), x)
    return Box(left, y - LETTER * 0.8, left + width, y + LETTER * 0.2, words)
