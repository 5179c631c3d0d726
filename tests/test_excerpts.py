"""How the lines of a template's diff are shown: short ones whole, long ones around their change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.revision.excerpts import AROUND, LONGEST, shown_lines

LONG = "List every figure that counts something, in page order, with its words. " * 6
HEAD = "--- old/numbers.jinja\n+++ new/numbers.jinja\n@@ -1,2 +1,2 @@"


def diff_of(*lines: str) -> str:
    """Return a unified diff with these lines."""
    return "\n".join([HEAD, *lines])


def test_a_long_line_shows_the_words_around_its_change() -> None:
    """Of two long lines that differ in a word, that word and its neighbours are shown once each."""
    old = f"-{LONG}Leave out dates. {LONG}"
    new = f"+{LONG}Leave out days. {LONG}"
    gone, come = shown_lines(diff_of(old, new))[3:]
    assert "with its words. Leave out dates. List every figure" in gone
    assert "with its words. Leave out days. List every figure" in come
    assert gone.startswith("-… ") and come.startswith("+… ")
    assert gone.endswith(" …")
    assert max(len(gone), len(come)) < 2 * AROUND + 40


def test_two_changes_far_apart_are_both_shown() -> None:
    """What lies between two changes is left out, and marked."""
    old, new = (f"{mark}Copy {one} {LONG} and {two} end" for mark, one, two in ("-ab", "+cd"))
    gone, come = shown_lines(diff_of(old, new))[3:]
    assert gone.startswith("-Copy a List every") and gone.endswith("and b end")
    assert come.startswith("+Copy c List every") and come.endswith("and d end")
    assert " … … " in come


WHOLE = [
    ["-all", "+much"],
    [" context", "-a", "-b", "+c", ""],
    ["-" + "x" * (LONGEST - 1), "+" + "y" * (LONGEST - 1)],
    ["--- a rule that was deleted", "+kept"],  # a line of dashes is no change of ours to cut
]


@pytest.mark.parametrize("lines", WHOLE)
def test_short_lines_stay(lines: list[str]) -> None:
    """A diff without long lines is shown as it is."""
    assert shown_lines(diff_of(*lines)) == [*HEAD.split("\n"), *lines]


def test_a_long_line_without_a_partner_is_cut() -> None:
    """A long line that only came, or that nothing is left of, shows its beginning."""
    assert shown_lines(diff_of(f"+{LONG}"))[3:] == [f"+{LONG}"[:LONGEST].rstrip() + " …"]
    gone, come = shown_lines(diff_of(f"-{'a' * 300}", f"+{'b' * 300}"))[3:]
    assert (gone[0], come[0], gone[-1], come[-1]) == ("-", "+", "…", "…")


@given(
    st.lists(st.sampled_from([" a", "-b", "+c", f"-{LONG}", f"+{LONG}x", f" {LONG}", "@@ 1 @@"]))
)
def test_no_line_is_lost(lines: list[str]) -> None:
    """As many lines are shown as there are, each with its mark."""
    shown = shown_lines("\n".join(lines))
    assert [line[:1] for line in shown] == [line[:1] for line in lines or [""]]
