"""Hidden text: takes out of a page what its readers do not see, before its words are looked for.

Sees style attributes and the plain rules of the page's own <style>; no outside stylesheet, no
script. What cannot be told is kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from summarizer.web.css import Colour, Rules, colour, is_transparent, pixels

_FAR = -500.0  # pixels to the left or above, from which nothing is seen
_SMALL = 1.0  # pixels of type that nobody reads
_PERCENT = 62.5  # of `pixels("1%")`, which is of a screen's width, for type of 16 pixels
_ALIKE = 16  # of 255: colours that differ by no more look the same
_SIDES = ("height", "width")
_WHITE: Colour = (255, 255, 255)
# What outside stylesheets everywhere take off the screen, for readers who hear the page.
_HEARD = frozenset(
    ".sr-only .visually-hidden .visuallyhidden .screen-reader-text .screen-reader .a11y-hidden"
    " .u-visually-hidden .element-invisible .assistive-text".split()
)
_UNSEEN_TAGS = frozenset({"template", "datalist"})


@dataclass(frozen=True, slots=True)
class _Look:
    """How the words of an element look; what its children inherit unless they say otherwise."""

    is_visible: bool = True
    is_tiny: bool = False
    is_clear: bool = False  # ink that is not there
    ink: Colour | None = (0, 0, 0)
    paper: Colour | None = _WHITE

    @property
    def is_seen(self) -> bool:
        is_shown = self.is_visible and not self.is_tiny and not self.is_clear
        return is_shown and not _alike(self.ink, self.paper)


def strip_hidden(root: Any) -> int:
    """Take hidden text out of a tree of lxml, in place; returns how many words it were.

    Hidden is: the attribute `hidden`, display none, visibility hidden, opacity 0, type of a pixel
    or less, a place off the screen, a box of no size, a clip of everything, ink in the colour of
    the paper or transparent. Where a script shows the whole page at the end (body, or what holds
    every <main> and <article>), it is not hidden.
    """
    rules = Rules(sheet.text or "" for sheet in root.iter("style") if _is_for_screens(sheet))
    has_outside = any(
        "stylesheet" in link.get("rel", "").lower().split() for link in root.iter("link")
    )
    content = list(root.iter("main", "article"))
    holding = set.intersection(*({e, *e.iterancestors()} for e in content)) if content else set()
    start = _Look(paper=None if has_outside else _WHITE)
    words = 0
    stack = [(root, start)]
    while stack:
        element, inherited = stack.pop()
        style = _style_of(element, rules)
        is_whole = element.tag in ("html", "body") or element in holding
        if not is_whole and _is_out_of_sight(element, style):
            words += len(" ".join(element.itertext("*")).split())
            element.drop_tree()
            continue
        look = _look(style, inherited)
        if is_whole:
            look = replace(look, is_visible=True, is_tiny=False, is_clear=False)
        if not look.is_seen:
            words += _blank(element)
        stack.extend((child, look) for child in element.iterchildren("*"))
    return words


def _is_for_screens(sheet: Any) -> bool:
    return sheet.get("media", "all").lower().strip() in ("", "all", "screen")


def _names_of(element: Any) -> frozenset[str]:
    names = {f".{name}" for name in element.get("class", "").split()}
    return frozenset(names | {f"#{element.get('id')}"} if element.get("id") else names)


def _style_of(element: Any, rules: Rules) -> Mapping[str, str]:
    return rules.style_of(element.tag, _names_of(element), element.get("style", ""))


def _blank(element: Any) -> int:
    """Empty an element's own words, those of its children aside; returns how many they were."""
    own = [element.text or "", *(child.tail or "" for child in element)]
    element.text = None
    for child in element:
        child.tail = " "
    return sum(len(text.split()) for text in own)


def _is_out_of_sight(element: Any, style: Mapping[str, str]) -> bool:
    """Whether nothing inside an element can be seen, whatever is said further down."""
    if element.tag in _UNSEEN_TAGS or not _HEARD.isdisjoint(_names_of(element)):
        return True
    attribute = element.get("hidden")
    if attribute is not None and attribute.lower() != "until-found" and "display" not in style:
        return True
    if style.get("display") == "none" or style.get("content-visibility") == "hidden":
        return True
    if re.fullmatch(r"(?:0?\.0+|0)%?", style.get("opacity", "1")):
        return True
    if re.search(r"opacity\(\s*(?:0?\.0+|0)%?\s*\)", style.get("filter", "")):
        return True
    return _is_off_screen(style) or _is_without_size(style)


def _is_off_screen(style: Mapping[str, str]) -> bool:
    sides: tuple[str, ...] = ("text-indent", "margin-left", "margin-top")
    if style.get("position") in ("absolute", "fixed", "relative"):
        sides = (*sides, "left", "top", "right", "bottom", "inset")
    if any((pixels(style.get(side, "")) or 0) <= _FAR for side in sides):
        return True
    moves = re.findall(r"translate[xy3d]*\(([^)]*)\)", style.get("transform", ""))
    steps = [pixels(step.strip()) or 0 for move in moves for step in move.split(",")]
    is_scaled_away = re.search(r"scale[xy]?\(\s*(?:0?\.0+|0)\s*[,)]", style.get("transform", ""))
    return any(step <= _FAR for step in steps) or bool(is_scaled_away)


def _is_without_size(style: Mapping[str, str]) -> bool:
    clips = style.get("overflow", style.get("overflow-y", "")) in ("hidden", "clip")
    sizes = [pixels(style.get(f"{most}{side}", "")) for most in ("", "max-") for side in _SIDES]
    if clips and any(size is not None and size <= 1 for size in sizes):
        return True
    clip = re.match(r"rect\(([^)]*)\)", style.get("clip", ""))
    if clip and style.get("position") in ("absolute", "fixed"):
        edges = [pixels(edge) for edge in re.split(r"[\s,]+", clip[1].strip())]
        if edges and all(edge is not None and 0 <= edge <= 1 for edge in edges):
            return True
    inset = re.match(r"inset\(\s*(\d+)%", style.get("clip-path", ""))
    return bool(inset and int(inset[1]) >= 50) or style.get("clip-path") == "circle(0)"


def _look(style: Mapping[str, str], inherited: _Look) -> _Look:
    look = inherited
    if "visibility" in style:
        look = replace(look, is_visible=style["visibility"] not in ("hidden", "collapse"))
    size = style.get("font-size") or next(iter(style.get("font", "").split("/")), "").split(" ")[-1]
    if (points := pixels(size)) is not None:
        is_relative = size.endswith(("em", "%")) and not size.endswith("rem")
        is_tiny = (points / _PERCENT if size.endswith("%") else points) <= _SMALL
        look = replace(look, is_tiny=is_tiny or (is_relative and inherited.is_tiny))
    elif size in ("medium", "large", "small", "larger", "smaller", "initial", "x-large"):
        look = replace(look, is_tiny=False)
    paper = style.get("background-color") or style.get("background", "")
    if paper and not is_transparent(paper) and paper not in ("none", "inherit"):
        look = replace(look, paper=_first_colour(paper))
    ink = style.get("-webkit-text-fill-color") or style.get("color", "")
    if is_transparent(ink):
        look = replace(look, is_clear=True)
    elif ink and ink not in ("inherit", "currentcolor"):
        look = replace(look, is_clear=False, ink=colour(ink))
    return look


def _first_colour(background: str) -> Colour | None:
    """Return the colour of a background; a picture or a gradient may have any."""
    if "url(" in background or "gradient(" in background:
        return None
    whole = colour(background)
    return whole or next((c for word in background.split(" ") if (c := colour(word))), None)


def _alike(ink: Colour | None, paper: Colour | None) -> bool:
    if ink is None or paper is None:
        return False
    return all(abs(one - other) <= _ALIKE for one, other in zip(ink, paper, strict=True))
