"""The page put together: templates with everything escaped, style and script inlined and hashed."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from itertools import groupby

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from summarizer.briefing import Briefing, LeftOut, Shown
from summarizer.rendering.front import listed_told, top_lines
from summarizer.rendering.heading import edition_told
from summarizer.rendering.html.articles import shelves_of
from summarizer.rendering.html.citing import Cite, Citing
from summarizer.rendering.html.corrections import ToldCorrection, corrections_of
from summarizer.rendering.html.marks import MEANINGS, mark_rules
from summarizer.rendering.html.stories import Told, ToldStory, stories_of
from summarizer.rendering.pictures import STYLE as PICTURE_STYLE
from summarizer.rendering.sourced import CORRECTED
from summarizer.rendering.telling import (
    TITLES,
    amount,
    counts_told,
    failures_told,
    model_told,
    reason_told,
    uncovered,
)
from summarizer.texts import ReadText

_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029\x85\x0b\x0c]")


def html(
    briefing: Briefing,
    texts: Mapping[str, ReadText] | None = None,
    sources: Shown | None = None,
) -> str:
    """Return the briefing as one page that needs no other file; the same briefing, the same bytes.

    Args:
        briefing: what the page tells.
        texts: the articles as read, by the sha256 of the text; of the others only the sentences
            cited are shown.
        sources: articles whole ("full"), or the cited sentences with a neighbour each ("excerpts");
            without it, full up to ten articles.

    Raises:
        UsageError: a text is not the one that its source was read from.
    """
    citing = Citing(briefing)
    stories = stories_of(briefing, citing)
    corrections = corrections_of(briefing, citing)
    uses = _first_uses(stories, corrections)
    style, script = _read("page.css") + PICTURE_STYLE + mark_rules(), _read("page.js")
    text = (
        _environment()
        .get_template("page.jinja")
        .render(
            briefing=briefing,
            edition=edition_told(briefing.edition) if briefing.edition else "",
            stories=stories,
            top=[
                (
                    f"story-{line.story.rank}",
                    line.statement.text,
                    citing.cites(line.statement.citations),
                    line.statement.support.level,
                )
                for line in top_lines(briefing)
            ],
            listed=[
                (story.label, listed_told(story, [citing.sources[s].label for s in story.sources]))
                for story in briefing.listed
            ],
            corrections=corrections,
            corrected=CORRECTED,
            shelves=shelves_of(briefing, citing, texts or {}, sources, uses),
            filters=_filters(stories, citing),
            left_out=_left_out(briefing, citing),
            failures=failures_told(briefing),
            counts=counts_told(briefing),
            model=model_told(briefing),
            meanings=MEANINGS,
            amount=amount,
            policy=Markup(_policy(style, script)),
            style=Markup(style),
            script=Markup(script),
        )
    )
    return text.encode("utf-8", "replace").decode("utf-8")


def shown(text: str) -> str:
    """Return text as the page shows it: lines kept, what hides told by its code; not yet escaped.

    >>> shown("a\\r\\nb\\x1b[2J")
    'a\\nb⟪U+001B⟫[2J'
    """
    return uncovered(_LINE_ENDS.sub("\n", text))


def _finished(value: object) -> object:
    """Return what a template prints in place of a value: nothing from an article goes around it."""
    return value if isinstance(value, Markup) else shown(str(value))


@cache
def _environment() -> Environment:
    return Environment(
        loader=FunctionLoader(_read),
        autoescape=True,
        finalize=_finished,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _read(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Return a policy under which nothing is loaded, and no other style and script is applied."""
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _filters(stories: list[ToldStory], citing: Citing) -> dict[str, list[tuple[str, str, int]]]:
    """Return the choices of each filter, as (value, label, how many statements and rows it shows)."""
    units = [unit for story in stories for unit in story.units()]
    levels = Counter(name for _, unit in units for name in unit.levels.split())
    outlets = Counter(name for _, unit in units for name in unit.outlets.split())
    parts = Counter(kind for kind, _ in units)
    titles = {
        "lede": "Lede",
        **TITLES,
        "figures": "Figures",
        "disputes": "Told differently",
        "brief": "In brief",
    }
    return {
        "level": [(n, label, levels[n]) for n, (_, label, _) in MEANINGS.items() if levels[n]],
        "outlet": [
            (str(index), label, outlets[str(index)])
            for index, label in enumerate(citing.labels)
            if outlets[str(index)]
        ],
        "part": [(name, title, parts[name]) for name, title in titles.items() if name in parts],
    }


def _first_uses(stories: list[ToldStory], corrections: Iterable[ToldCorrection]) -> dict[str, str]:
    """Return for each cited sentence the place of the first statement, row or correction citing it."""
    found: dict[str, str] = {}

    def note(anchor: str, cites: Iterable[Cite]) -> None:
        for cite in cites:
            for _, words in cite.sentences:
                found.setdefault(words, anchor)

    for story in stories:
        note(story.headline.anchor, story.headline.cites)
        for _, unit in story.units():
            if isinstance(unit, Told):
                note(unit.anchor, unit.cites)
                for _, _, cites in unit.also:
                    note(unit.anchor, cites)
            else:
                note(unit.anchor, unit.reading.cites if unit.reading else ())
                for version in unit.versions:
                    note(unit.anchor, version.cites)
    for correction in corrections:
        note(correction.anchor, correction.cites)
    return found


def _left_out(
    briefing: Briefing, citing: Citing
) -> list[tuple[str, int, list[tuple[str, list[LeftOut]]]]]:
    """Return what is not printed: by reason, then by source, each with the items."""

    def reason(item: LeftOut) -> str:
        return reason_told(item.reason)

    def label(item: LeftOut) -> str:
        return citing.sources[item.source].label if item.source in citing.sources else ""

    found = []
    by_reason = sorted(briefing.left_out, key=lambda item: (reason(item), label(item)))
    for why, group in groupby(by_reason, reason):
        items = list(group)
        by_label = [(name, list(own)) for name, own in groupby(items, label)]
        found.append((why, len(items), by_label))
    return sorted(found, key=lambda entry: -entry[1])
