"""The first line of a revision: what is worse now, and counts that the chapters repeat."""

from __future__ import annotations

import re
from typing import Any

import pytest
from revision_builders import changed, newsroom_told, row, sections

from summarizer.briefing import Briefing
from summarizer.prompts import PromptSet
from summarizer.revision import diff
from summarizer.revision.html import html
from summarizer.revision.markdown import markdown
from summarizer.revision.summary import MOST_REASONS, reasons, summary


@pytest.fixture(scope="module")
def base(prompts: PromptSet) -> Briefing:
    """Return the older briefing, half of its sentences written by a model."""

    def written(made: dict[str, Any]) -> None:
        made["counts"].update(statements=40, written_by_rule=10)
        made["failures"] = [failure("old.txt")]

    return changed(newsroom_told(prompts), written)


def failure(name: str) -> dict[str, str]:
    """Return a failure of one article, as JSON."""
    return {"name": name, "stage": "events", "reason": "the line is dead"}


def failing(count: int) -> Any:
    """Return an edit after which so many more articles fail."""

    def edit(made: dict[str, Any]) -> None:
        made["failures"] += [failure(f"{number:02}.txt") for number in range(count)]

    return edit


def by_rule(count: int) -> Any:
    """Return an edit after which so many of 40 sentences are built by rule."""
    return lambda made: made["counts"].update(written_by_rule=count)


WORSE = [
    ([failing(3)], "new: 4 failures (before 1); no claim changed."),
    (
        [by_rule(20), lambda made: made["notes"].clear()],
        "new: 50 % of its sentences by rule (before 25 %); no claim changed.",
    ),
    (
        [failing(1), by_rule(20)],
        "new: 2 failures (before 1), 50 % of its sentences by rule (before 25 %); no claim changed.",
    ),
    ([by_rule(5), lambda made: made["notes"].clear()], "No claim changed."),  # fewer: no cause
    ([lambda made: made["failures"].clear()], "No claim changed."),  # none is left
]


@pytest.mark.parametrize(("edits", "told"), WORSE, ids=range(len(WORSE)))
def test_what_is_worse_comes_first(base: Briefing, edits: list[Any], told: str) -> None:
    """Failures and sentences by rule that the newer briefing has more of lead the line."""
    assert summary(diff(base, changed(base, *edits))) == told


def test_the_reasons_stand_right_under_it(base: Briefing) -> None:
    """Every failure that is new is told below the first line, in both forms; the old one is not."""
    revision = diff(base, changed(base, failing(2)))
    assert reasons(revision) == [f"0{n}.txt (events): the line is dead" for n in (0, 1)]
    head = markdown(revision).split("\n")
    assert head[2].startswith("**new: 3 failures (before 1)")
    assert [line[:4] for line in head[4:6]] == ["- 00", "- 01"]
    assert all("the line is dead" in line for line in head[4:6])
    page = html(revision)
    assert page.index("01.txt (events)") < page.index("<h2>")


def test_many_reasons_are_cut_short(base: Briefing) -> None:
    """Ten are told, and how many more there are."""
    found = reasons(diff(base, changed(base, failing(MOST_REASONS + 2))))
    assert len(found) == MOST_REASONS + 1
    assert found[-1] == "and 2 more failures"


def test_the_counts_are_those_of_the_chapters(base: Briefing) -> None:
    """Rows and sentences that changed, went or were reworded are counted as they are listed."""

    def edit(made: dict[str, Any]) -> None:
        row(made, "windows broken")["values"][0]["value"] = 41
        row(made, "people hurt")["counted"] = "people harmed"
        sections(made, "ahead").clear()
        sections(made, "background")[0]["text"] = "A raid on Oxmere in January broke 41 windows."

    page = markdown(diff(base, changed(base, edit)))
    (line,) = re.findall(r"^\*\*(.*)\*\*$", page, re.MULTILINE)[:1]
    assert line == ("1 sentence changed, 1 removed, 1 row of figures changed, 1 reworded.")
    for chapter in (
        "## Sentences with another number, name or quotation (1)",
        "## Sentences removed (1)",
        "## Rows of figures changed (1)",
        "<summary>Rows of figures reworded (1)</summary>",
    ):
        assert chapter in page
