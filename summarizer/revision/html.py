"""A revision as one self-contained HTML page, old beside new; no script, nothing loaded.

The template escapes all that it is given; markup is made here only around escaped words.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from summarizer.rendering.hidden import visible
from summarizer.revision.changes import Revision
from summarizer.revision.excerpts import shown_lines
from summarizer.revision.notes import lines_told, note
from summarizer.revision.summary import reasons, summary
from summarizer.revision.telling import NAMES, SEVERAL, Entry, chapters, counts_several
from summarizer.revision.wording import pieces


def html(revision: Revision) -> str:
    """Return the page; words that differ are marked as deleted and inserted, not by colour alone."""
    style = _file("page.css")
    digest = hashlib.sha256(style.encode("utf-8")).digest()
    return (
        _environment()
        .from_string(_file("page.html.jinja"))
        .render(
            revision=revision,
            chapters=chapters(revision),
            summary=summary(revision),
            reasons=reasons(revision),
            names=NAMES,
            several=SEVERAL if counts_several(revision) else "",
            figures=[one for one in revision.measures if one.old != one.new],
            style=Markup(style),
            style_hash=base64.b64encode(digest).decode("ascii"),
        )
    )


@cache
def _file(name: str) -> str:
    return files("summarizer.revision").joinpath(name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=False)
    environment.filters.update(
        shown=visible,
        note=note,
        before=_before,
        after=_after,
        template_line=_template_line,
        shown_lines=shown_lines,
        lines_told=lines_told,
    )
    return environment


def _before(entry: Entry) -> Markup:
    """Return the old text, its words that are gone marked."""
    return Markup("").join(_marked(entry, is_new=False))


def _after(entry: Entry) -> Markup:
    """Return the new text, its words that are new marked."""
    return Markup("").join(_marked(entry, is_new=True))


def _marked(entry: Entry, *, is_new: bool) -> Iterator[Markup]:
    name = "ins" if is_new else "del"
    for piece in pieces(entry.old or "", entry.new or ""):
        words = escape(visible(piece.new if is_new else piece.old))
        yield words if piece.is_same or not words else _tagged(name, words)


def _tagged(name: str, words: Markup) -> Markup:
    return Markup("<{0}>{1}</{0}>").format(name, words)


def _template_line(line: str) -> Markup:
    """Return a line of a unified diff, marked by what it does."""
    words = escape(visible(line))
    if line.startswith(("+", "-")) and not line.startswith(("+++ ", "--- ")):
        return _tagged("ins" if line[0] == "+" else "del", words)
    return words
