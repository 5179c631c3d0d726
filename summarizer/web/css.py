"""The little of CSS that tells whether words can be seen: declarations, plain rules, colours.

No cascade beyond specificity and order, no outside stylesheets, no scripts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Declarations = Mapping[str, str]
Colour = tuple[int, int, int]

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_COMPOUND = re.compile(r"(\*|[a-z][\w-]*)?((?:[.#][\w-]+)*)\Z", re.IGNORECASE)
_LENGTH = re.compile(r"(-?(?:\d+\.?\d*|\.\d+))(px|pt|rem|em|ex|ch|vw|vh|%|cm|mm|in|pc|)\Z")
_PIXELS = {"px": 1.0, "pt": 1.33, "pc": 16.0, "in": 96.0, "cm": 38.0, "mm": 3.8, "ex": 8.0, "": 1.0}
_PIXELS |= {"rem": 16.0, "em": 16.0, "ch": 8.0, "vw": 10.0, "vh": 8.0, "%": 10.0}  # about
_IMPORTANT = 1000
_ALWAYS = frozenset({"@media all", "@media screen", "@media only screen"})
_NAMED: Mapping[str, Colour] = {
    "white": (255, 255, 255),
    "black": (0, 0, 0),
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "whitesmoke": (245, 245, 245),
    "red": (255, 0, 0),
    "yellow": (255, 255, 0),
    "blue": (0, 0, 255),
    "green": (0, 128, 0),
    "gray": (128, 128, 128),
    "grey": (128, 128, 128),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """Declarations for elements of a tag, an id and classes; `holds_always` without conditions."""

    tag: str
    names: frozenset[str]  # "#id", ".class"
    declarations: Declarations
    rank: tuple[int, int]
    holds_always: bool

    def fits(self, tag: str, names: frozenset[str]) -> bool:
        return self.tag in ("", "*", tag) and self.names <= names


class Rules:
    """The rules of a page's own <style> elements, found by the element they may concern."""

    def __init__(self, sheets: Iterable[str]) -> None:
        self._by_key: dict[str, list[Rule]] = defaultdict(list)
        for order, rule in enumerate(rule for sheet in sheets for rule in _rules(sheet)):
            tag, names, declarations, holds = rule
            rank = (100 * sum(n[0] == "#" for n in names) + 10 * len(names) + bool(tag), order)
            key = min(names, default=tag)
            self._by_key[key].append(Rule(tag, names, declarations, rank, holds))

    def style_of(self, tag: str, names: frozenset[str], inline: str) -> dict[str, str]:
        """Return what holds for an element: of rules and its own style, the stronger.

        A property that a rule with conditions (a parent, a state, a width of the screen) may set
        otherwise is left out: it cannot be told.
        """
        fitting = [
            rule
            for key in ("*", tag, *names)
            for rule in self._by_key.get(key, ())
            if rule.fits(tag, names)
        ]
        ranked = [(rule.rank, rule.declarations) for rule in fitting if rule.holds_always]
        ranked.append(((_IMPORTANT - 1, 0), declarations_of(inline)))
        style: dict[str, str] = {}
        strength: dict[str, tuple[int, int]] = {}
        for (rank, order), declarations in ranked:
            for name, value in declarations.items():
                bare = value.removesuffix("!important").rstrip()
                weight = (rank + (_IMPORTANT if bare != value else 0), order)
                if weight >= strength.get(name, (-1, -1)):
                    style[name], strength[name] = bare, weight
        own = declarations_of(inline)
        for rule in fitting:
            if not rule.holds_always:
                for name, value in rule.declarations.items():
                    if name not in own and style.get(name) != value:
                        style.pop(name, None)
        return style


def declarations_of(block: str) -> dict[str, str]:
    """Return the declarations of a style attribute or of a rule, in small letters.

    >>> declarations_of("Display : NONE; color:#fff !important")
    {'display': 'none', 'color': '#fff !important'}
    """
    found = {}
    for part in _plain(block).split(";"):
        name, colon, value = part.partition(":")
        if colon and value.strip():
            found[name.strip().lower()] = " ".join(value.lower().split())
    return found


def _plain(css: str) -> str:
    """Return CSS without comments, with escaped letters as such."""
    bare = _COMMENT.sub(" ", css)
    return _ESCAPE.sub(lambda code: chr(min(int(code[1], 16), 0x10FFFF) or 0xFFFD), bare)


_Parsed = tuple[str, frozenset[str], Declarations, bool]


def _rules(sheet: str) -> list[_Parsed]:
    """Return the rules of a sheet; those inside @media and the like hold under a condition."""
    bare = _COMMENT.sub(" ", sheet)
    found: list[_Parsed] = []
    outer: list[tuple[str, int]] = []  # what stands before each open brace, and where it opens
    innermost = end = 0
    for brace in re.finditer(r"[{}]", bare):
        if brace[0] == "{":
            selectors = bare[end : brace.start()].rpartition(";")[2].strip()
            outer.append((selectors, brace.end()))
            innermost = brace.end()
        elif outer:
            selectors, start = outer.pop()
            if start == innermost and selectors[:1] != "@":
                holds = all(around in _ALWAYS for around, _ in outer)
                declarations = declarations_of(bare[start : brace.start()])
                found += _of_selectors(selectors.split(","), declarations, holds)
        end = brace.end()
    return found


def _of_selectors(
    selectors: Sequence[str], declarations: Declarations, holds_always: bool
) -> list[_Parsed]:
    found: list[_Parsed] = []
    for selector in selectors:
        parts = re.split(r"[\s>+~]+", selector.strip())
        match = _COMPOUND.match(parts[-1])
        if match and match[0]:
            names = frozenset(re.findall(r"[.#][\w-]+", match[2]))
            is_plain = holds_always and len(parts) == 1
            found.append(((match[1] or "").lower(), names, declarations, is_plain))
    return found


def pixels(value: str) -> float | None:
    """Return a length as pixels, roughly, or None where it is none.

    >>> pixels("-999em"), pixels("0"), pixels("auto")
    (-15984.0, 0.0, None)
    """
    match = _LENGTH.match(value)
    return float(match[1]) * _PIXELS[match[2]] if match else None


def colour(value: str) -> Colour | None:
    """Return red, green and blue of a colour, or None where it is none, or a transparent one.

    >>> colour("#FFF"), colour("rgb(255, 255, 254)"), colour("url(sky.png)")
    ((255, 255, 255), (255, 255, 254), None)
    """
    value = value.strip().lower()
    if value in _NAMED:
        return _NAMED[value]
    if match := re.match(r"#([0-9a-f]{3,8})\Z", value):
        digits = match[1]
        if len(digits) in (3, 4):
            digits = "".join(digit * 2 for digit in digits)
        return int(digits[:2], 16), int(digits[2:4], 16), int((digits + "00")[4:6], 16)
    if match := re.match(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)", value):
        red, green, blue = (min(int(channel), 255) for channel in match.groups())
        return red, green, blue
    return None


def is_transparent(value: str) -> bool:
    """Whether a colour is given as one that is not seen.

    >>> is_transparent("rgba(0, 0, 0, 0)"), is_transparent("rgba(0, 0, 0, 0.8)")
    (True, False)
    """
    if value == "transparent" or re.match(r"#(?:[0-9a-f]{3}0|[0-9a-f]{6}00)\Z", value):
        return True
    return bool(re.match(r"(?:rgb|hsl)a?\([^)]*[,/]\s*(?:0?\.0+|0)%?\s*\)\Z", value)) and (
        value.count(",") == 3 or "/" in value
    )
