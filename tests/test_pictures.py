"""What holds for every picture: well-formed, harmless, told in words, the same bytes again."""

from __future__ import annotations

import re
from typing import Any

import pytest
from claim_builders import briefing_of, newsrooms
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from picture_builders import (
    EVENING,
    HARBOUR,
    briefing_with,
    row_of,
    story_told,
    story_with,
    version,
)
from svg_reader import read, shown

from summarizer.prompts import PromptSet
from summarizer.rendering.hidden import HIDDEN
from summarizer.rendering.pictures import STYLE, timeline, versions_plot
from summarizer.rendering.pictures.drawing import lines_of, width_of

ELEMENTS = {"svg", "title", "desc", "a", "text", "tspan", "rect", "line", "circle", "path"}
ATTRIBUTES = set(
    "class role viewBox aria-labelledby aria-describedby id href x y x1 x2 y1 y2 cx cy r d dx width "
    "height fill stroke stroke-width stroke-dasharray opacity font-size font-weight "
    "text-anchor".split()
)


def pictures_of(text: str) -> list[str]:
    """Return a timeline and a plot in which `text` stands wherever words of articles do."""
    days = ("2031-03-03", "2031-03-04", "2031-03-05")
    story, briefing = story_told(*(("happened", text, day) for day in days))
    said = {"said_by": text, "as_of": text, "scope": text}
    row = row_of(
        version("a", "8", **said), version("b", "23", EVENING, **said), version("c", "30", **said),
        counted=text,
    )  # fmt: skip
    sources = [HARBOUR.model_copy(update={"label": text}), EVENING]
    plot = versions_plot(row, story_with(), briefing_with(story_with(), [], sources))
    return [timeline(story, briefing), plot]


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title></desc></svg><script>",
    "' onload='x",
    "javascript:alert(1)",
    "&lt;b&gt; &amp; ]]>",
    "evil\u202etxt",
    "zero\u200bwidth\U000e0041",
    "\x1b[31mred",
    "a\nb\u2028c",
    "x" * 5000,
    "中" * 200,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    """Nothing of an article becomes an element, an attribute or an address, and nothing hides."""
    for picture in pictures_of(text):
        root = read(picture)
        names = {element.tag.rpartition("}")[2] for element in root.iter()}
        assert names <= ELEMENTS
        used = {name for element in root.iter() for name in element.attrib}
        assert used <= ATTRIBUTES
        links = [element.get("href", "") for element in root.iter() if element.get("href")]
        assert all(re.fullmatch(r"#[sw]-[\w-]+", link) for link in links)
        assert not HIDDEN.search(picture)


@given(st.text(min_size=1))
def test_any_text_gives_one_well_formed_picture(text: str) -> None:
    """Whatever stands in an article, the picture is XML, and the same again."""
    allowed = "".join(c for c in text if c not in "\ufffe\uffff")  # no XML, harmless in HTML
    for picture, again in zip(pictures_of(allowed), pictures_of(allowed), strict=True):
        assert picture == again
        assert read(picture).tag.endswith("svg")


def test_a_picture_names_and_describes_itself() -> None:
    """Title and description are found by the ids that the frame names, and differ between pictures."""
    ids = []
    for text in ("One.", "Two."):
        for picture in pictures_of(text):
            root = read(picture)
            by_id = {element.get("id"): element.text for element in root.iter()}
            assert by_id[root.get("aria-labelledby")]
            assert text in (by_id[root.get("aria-describedby")] or "")
            ids += [name for name in by_id if name]
    assert len(ids) == len(set(ids))


def test_a_picture_needs_no_style_sheet_and_no_script() -> None:
    """There is no style attribute and no fixed colour, so that a strict page in any light shows it."""
    for picture in pictures_of("One."):
        assert "style=" not in picture
        assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', picture)) <= {"currentColor", "none"}


def test_the_style_names_only_classes_that_are_drawn() -> None:
    """A rule for nothing would say that something is missing."""
    drawn = {name for text in ("One.",) for p in pictures_of(text) for name in _classes(p)}
    drawn |= {"night", "total", "term"}  # seen in the tests of timeline and plot
    assert set(re.findall(r"\.([a-z-]+)", re.sub(r"\{[^}]*\}", "", STYLE))) <= drawn


def _classes(picture: str) -> set[str]:
    return {name for found in re.findall(r'class="([^"]+)"', picture) for name in found.split()}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(newsrooms)
def test_pictures_of_any_briefing_are_drawn(prompts: PromptSet, pages: list[Any]) -> None:
    """Every story and row of what the pipeline makes has a picture or none, and says only its words."""
    made = briefing_of([page.extraction() for page in pages], prompts)
    for story in made.stories:
        told = [s.text for section in story.sections for s in section.statements]
        picture = timeline(story, made)
        if picture:
            described = read(picture).findtext(".//{*}desc", "")
            assert sum(text in described for text in told) >= 3
        for row in story.figures:
            plot = versions_plot(row, story, made)
            if plot:
                words = " ".join(shown(plot))
                assert all(value.surface in words for value in row.values[:12])


@pytest.mark.parametrize(
    ("text", "room", "most", "lines"),
    [
        ("The ferry ran aground", 500, 2, ["The ferry ran aground"]),
        ("The ferry ran aground", 60, 9, ["The ferry", "ran", "aground"]),
        ("The ferry ran aground", 70, 1, ["The ferry…"]),
        ("The ferry ran, aground", 95, 1, ["The ferry ran…"]),  # no comma before the ellipsis
        ("", 70, 2, [""]),
    ],
)
def test_text_is_broken_between_words(text: str, room: float, most: int, lines: list[str]) -> None:
    """A line ends where a word does; what is cut off leaves an ellipsis."""
    assert lines_of(text, room, most) == lines


@given(st.text(), st.integers(20, 300), st.integers(1, 5))
def test_lines_fit_their_room(text: str, room: int, most: int) -> None:
    """No line is longer than its room, and there are no more lines than asked for."""
    lines = lines_of(text, room, most)
    assert len(lines) <= most
    assert all(width_of(line) <= room for line in lines)
