"""Drawing in SVG: escaped text in lines that fit, shapes by class, and the frame with its alternative.

Pictures are 312 units wide, less than a phone's column, so that a letter of 12 units is never
smaller than 12.5 pixels there. Knows nothing of briefings.
"""

from __future__ import annotations

import hashlib
from html import escape as _escape
from unicodedata import east_asian_width

from summarizer.rendering.hidden import in_one_line

WIDTH = 312
LETTER = 12  # units, of all text
LINE = 15  # units from one line of text to the next

# What a page adds to its style sheet; without it the attributes of the shapes stand in.
STYLE = """\
.picture{display:block;width:100%;max-width:32rem;height:auto;overflow:visible}
.picture text{font-family:system-ui,sans-serif;font-size:12px;fill:currentColor}
.picture .strong{font-weight:600}
.picture .night,.picture .point,.picture .total{fill:var(--accent,currentColor)}
.picture .night,.picture .point,.picture .total,.picture .term{stroke:var(--accent,currentColor)}
.picture a:hover text,.picture a:focus text{text-decoration:underline}
.picture a:focus{outline:2px solid currentColor;outline-offset:2px}
"""

_NARROW = frozenset("iljtfrI.,;:!'’‘|()[] ·-")
_WIDE = frozenset("mwMW@%—…")


def escape(text: str) -> str:
    """Return `text` for an element or an attribute, in one line, hidden characters by their code."""
    return _escape(in_one_line(text), quote=True)


def width_of(text: str) -> float:
    """Return how many units `text` takes at most in a common sans-serif face.

    >>> width_of("will") < width_of("WOMB")
    True
    """
    return sum(_width(character) for character in text)


def _width(character: str) -> float:
    if east_asian_width(character) in "WF":
        return LETTER * 1.0
    if character in _NARROW:
        return LETTER * 0.36
    if character in _WIDE:
        return LETTER * 0.95
    return LETTER * (0.72 if character.isupper() else 0.58)


def lines_of(text: str, room: float, most: int) -> list[str]:
    """Return `text` in at most `most` lines of `room` units; what is cut off ends in an ellipsis.

    >>> lines_of("The ferry ran aground", 70, 1)
    ['The ferry…']
    """
    lines: list[str] = [""]
    for word in in_one_line(text).split():
        for piece in _pieces(word, room):
            longer = f"{lines[-1]} {piece}".strip()
            if width_of(longer) <= room:
                lines[-1] = longer
            else:
                lines.append(piece)
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and width_of(last + "…") > room:
        last = last.rpartition(" ")[0] or last[:-1]
    return [*lines[: most - 1], last.rstrip(" ,;:") + "…"]


def _pieces(word: str, room: float) -> list[str]:
    """Return a word in pieces that fit, so that no endless word runs out of the picture."""
    pieces = [""]
    for character in word:
        if pieces[-1] and width_of(pieces[-1] + character) > room:
            pieces.append("")
        pieces[-1] += character
    return pieces


def text(x: float, y: float, words: str, *, kind: str = "", anchor: str = "start") -> str:
    """Return one line of text with its base line at `y`; `kind` "strong" prints it bold."""
    weight = ' font-weight="600"' if kind == "strong" else ""
    name = f' class="{kind}"' if kind else ""
    at = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return (
        f'<text x="{number(x)}" y="{number(y)}"{name}{at} font-size="{LETTER}"{weight} '
        f'fill="currentColor">{escape(words)}</text>'
    )


def led(x: float, y: float, strong: str, rest: str) -> str:
    """Return one line of text that begins with bold words."""
    bold = f'<tspan class="strong" font-weight="600">{escape(strong)}</tspan>'
    more = f'<tspan dx="8">{escape(rest)}</tspan>' if rest else ""
    return (
        f'<text x="{number(x)}" y="{number(y)}" font-size="{LETTER}" fill="currentColor">'
        f"{bold}{more}</text>"
    )


def linked(target: str, content: str, label: str) -> str:
    """Return `content` as a link to an id of the page, with its whole words as a tooltip."""
    return f'<a href="#{escape(target)}"><title>{escape(label)}</title>{content}</a>'


def framed(kind: str, title: str, description: str, height: float, content: list[str]) -> str:
    """Return the picture, its title and description read aloud; its ids come from its content.

    It is a group and no image to a screen reader: what stands inside an image, links too, is hidden.
    """
    body = "".join(content)
    told = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>{body}"
    name = f"{kind}-{hashlib.sha256(told.encode('utf-8', 'replace')).hexdigest()[:10]}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="picture {kind}" role="group" '
        f'viewBox="0 0 {WIDTH} {number(height)}" '
        f'aria-labelledby="{name}-title" aria-describedby="{name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(description)}</desc>{body}</svg>'
    )


def number(value: float) -> str:
    """Return a length in tenths of a unit, without needless zeros.

    >>> number(12.0), number(3.14159)
    ('12', '3.1')
    """
    return f"{value:.1f}".removesuffix(".0")
