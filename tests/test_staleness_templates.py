"""Which lines of a template changed: those that can reach a question, numbered as in today's file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.prompts import PromptSet
from summarizer.staleness.templates import changes

HEAD = "---\npurpose: to count\nreturns: [numbers]\n---\n"
BODY = "{% block system %}\nCount.\n{% endblock %}\n{% block user %}\nBoats.\nBridges.\n{% endblock %}\n"
OLD = HEAD + BODY

CHANGES = [
    # the first line of the body is line 5 of the file
    (OLD.replace("Count.", "Count all."), "n.jinja line 6"),
    (OLD.replace("Boats.\nBridges.", "Ships.\nTunnels."), "n.jinja lines 9-10"),
    (OLD.replace("Count.", "Sum.").replace("Bridges.", "Roads."), "n.jinja lines 6, 10"),
    (OLD.replace("Boats.\n", "Boats.\nBuoys.\nBuses.\n"), "n.jinja lines 10-11"),
    (OLD.replace("Boats.\n", ""), "n.jinja 1 line gone before line 9"),
    (OLD.replace("Boats.\nBridges.\n", ""), "n.jinja 2 lines gone before line 9"),
    (OLD.replace("Boats.\nBridges.\n{% endblock %}\n", ""), "n.jinja 3 lines gone before line 9"),
    (OLD + "{% set x = 1 %}\n", "n.jinja line 12"),
    # an empty line is sent
    (OLD.replace("Boats.\n", "Boats.\n\n"), "n.jinja line 10"),
]


@pytest.mark.parametrize(("new", "told"), CHANGES, ids=[told for _, told in CHANGES])
def test_changed_lines_are_numbered_as_in_the_file(new: str, told: str) -> None:
    """What came, changed or went is told by the lines of today's file."""
    (change,) = changes({"n.jinja": OLD}, {"n.jinja": new})
    assert change.told() == told


NOTHING = [
    OLD,
    OLD.replace("Count.\n", "Count.\n{# or sum #}\n"),
    OLD.replace("Count.\n", "Count. {# or sum #}\n"),
    OLD.replace("Count.\n", "{# one\ntwo\nthree #}\nCount.\n"),
    OLD.replace("Count.\n", "Count.   \n"),  # blanks at the end of a line are not sent
    OLD.replace("purpose: to count", "purpose: to count\n# all of them\n"),  # longer front matter
    OLD.replace("[numbers]", "[numbers, quotes]"),  # tells in the schema
]


@pytest.mark.parametrize("new", NOTHING, ids=range(len(NOTHING)))
def test_what_is_not_sent_is_no_change(new: str) -> None:
    """Comments, front matter and blanks at the ends of lines change no line."""
    assert changes({"n.jinja": OLD}, {"n.jinja": new}) == ()
    assert changes({"n.jinja": new}, {"n.jinja": OLD}) == ()


def test_a_comment_above_moves_the_numbers(prompts: PromptSet) -> None:
    """Line numbers are those that an editor shows, comments and front matter counted."""
    old = prompts.sources["numbers.jinja"]
    new = old.replace("{% block user %}", "{# mine,\nall mine #}\n{% block user %}")
    new = new.replace("List every figure", "List each figure")
    (change,) = changes({"numbers.jinja": old}, {"numbers.jinja": new})
    at = next(n for n, text in enumerate(new.split("\n"), 1) if text.startswith("List each"))
    assert change.told() == f"numbers.jinja line {at}"


def test_a_file_of_one_side_is_told_by_who_includes_it() -> None:
    """A partial that is new or gone shows in the line of the file that names it."""
    with_part = BODY.replace("Boats.", '{% include "_boats.jinja" %}')
    found = changes(
        {"n.jinja": BODY, "_old.jinja": "x"}, {"n.jinja": with_part, "_boats.jinja": "y"}
    )
    assert [change.told() for change in found] == ["n.jinja line 5"]


texts = st.lists(st.sampled_from(["a", "b", "", "{# c #}", "a {# c #}", "{# c"]), max_size=8)


@given(texts, texts)
def test_lines_exist_and_a_text_does_not_differ_from_itself(old: list[str], new: list[str]) -> None:
    """Every line named is one of today's file, in order, and the same text gives nothing."""
    before, now = "\n".join(old), "\n".join(new)
    assert changes({"x": now}, {"x": now}) == ()
    for change in changes({"x": before}, {"x": now}):
        numbers = [number for run in change.lines for number in run]
        assert numbers == sorted(numbers)
        assert all(1 <= number <= len(new) or now == "" for number in numbers)
        assert change.size > 0
