"""The page put together: templates with everything escaped, style and script inlined and hashed."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from summarizer.briefing import Briefing, Shown
from summarizer.rendering.front import listed_told, story_anchor, top_lines
from summarizer.rendering.heading import edition_told
from summarizer.rendering.html.articles import Shelf, shelves_of
from summarizer.rendering.html.citing import Cite, Citing
from summarizer.rendering.html.corrections import ToldCorrection, corrections_of
from summarizer.rendering.html.left_out import left_out_of
from summarizer.rendering.html.marks import mark_rules
from summarizer.rendering.html.since import since_of
from summarizer.rendering.html.stories import Told, ToldStory, stories_of
from summarizer.rendering.pictures import STYLE as PICTURE_STYLE
from summarizer.rendering.sequel import since_told
from summarizer.rendering.sourced import CORRECTED
from summarizer.rendering.standing import MEANINGS, NEW
from summarizer.rendering.telling import (
    TITLES,
    amount,
    counts_told,
    failures_told,
    model_told,
    uncovered,
)
from summarizer.texts import ReadText

SHORT = 40  # sources; a longer page is laid out piece by piece, as the reader comes to it
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
    shelves = shelves_of(briefing, citing, texts or {}, sources, uses)
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
                    story_anchor(line.story),
                    line.statement.text,
                    citing.cites(line.statement.citations),
                    line.statement.support.level,
                    line.when,
                )
                for line in top_lines(briefing)
            ],
            listed=[
                (story.label, listed_told(story, [citing.sources[s].label for s in story.sources]))
                for story in briefing.listed
            ],
            corrections=corrections,
            corrected=CORRECTED,
            shelves=_in_order_of_use(shelves, citing),
            is_long=len(shelves) > SHORT,
            outlets=_outlets(shelves, citing),
            filters=_filters(stories, citing),
            left_out=left_out_of(briefing, citing, shelves),
            failures=failures_told(briefing),
            counts=[*counts_told(briefing), *since_told(briefing)],
            model=model_told(briefing),
            since=since_of(briefing, citing),
            meanings={n: m for n, m in MEANINGS.items() if n != NEW or briefing.since},
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
    """Return the choices of each filter, as (value, label, how many statements and rows it shows).

    An outlet is chosen by its number, or as `=` and its number where nothing else may be cited.
    """
    units = [unit for story in stories for unit in story.units()]
    levels = Counter(name for _, unit in units for name in unit.levels.split())
    outlets = Counter(name for _, unit in units for name in unit.outlets.split())
    alone = Counter(unit.outlets for _, unit in units if " " not in unit.outlets)
    parts = Counter(kind for kind, _ in units)
    titles = {
        "lede": "Lede",
        **TITLES,
        "figures": "Figures",
        "disputes": "Told differently",
        "brief": "In brief",
    }
    return {
        "level": [
            (name, label, levels[name])
            for name, (_, label, _) in MEANINGS.items()
            if levels[name] and name != "single_outlet"  # the filter of outlets finds more of them
        ],
        "outlet": [
            (str(index), label, outlets[str(index)])
            for index, label in enumerate(citing.labels)
            if outlets[str(index)]
        ],
        "alone": [
            ("=", "whichever it is", alone.total()),
            *(
                (f"={index}", label, alone[str(index)])
                for index, label in enumerate(citing.labels)
                if alone[str(index)]
            ),
        ],
        "part": [(name, title, parts[name]) for name, title in titles.items() if name in parts],
    }


def _first_uses(stories: list[ToldStory], corrections: Iterable[ToldCorrection]) -> dict[str, str]:
    """Return for each cited sentence the place of the first statement, row or correction citing it."""
    found: dict[str, str] = {}

    def note(anchor: str, cites: Iterable[Cite]) -> None:
        for cite in cites:
            for words in cite.anchors:
                found.setdefault(words, anchor)

    for story in stories:
        note(story.headline.anchor, story.headline.cites)
        for _, unit in story.units():
            if isinstance(unit, Told):
                note(unit.anchor, unit.cites)
                for also in unit.also:
                    note(unit.anchor, also.cites)
            else:
                note(unit.anchor, unit.reading.cites if unit.reading else ())
                for version in unit.versions:
                    note(unit.anchor, version.cites)
    for correction in corrections:
        note(correction.anchor, correction.cites)
    return found


def _in_order_of_use(shelves: Iterable[Shelf], citing: Citing) -> list[Shelf]:
    """Return the sources as the page comes to cite them, those that no person wrote at the end."""
    first = {name: at for at, name in enumerate(citing.in_order_of_use())}
    return sorted(shelves, key=lambda shelf: first[shelf.source])


def _outlets(shelves: Iterable[Shelf], citing: Citing) -> list[str]:
    """Return the outlets read, each once, in order of use."""
    return list(dict.fromkeys(shelf.label for shelf in _in_order_of_use(shelves, citing)))
