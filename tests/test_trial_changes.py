"""Claims of one article under two templates: which are common, added, removed, changed in value."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from builders import Item, article, claims_of, event, number, quote
from hypothesis import given
from hypothesis import strategies as st

from summarizer.claims import AnyClaim, Quantity
from summarizer.trial.changes import changes_between, value_of

DOCUMENT = article(
    "Two bridges in Halmstead closed on Monday, the council said.",
    "Some 1,200 commuters were affected and 3 ferries sailed.",
    "“We had no choice,” Mayor Ada Brandt told Ole Lund.",
    "The sheds, 30 to 40 of them, opened on Monday or on Tuesday.",
    published="2026-03-12",
)
CLOSED = event(1, "Two bridges in Halmstead closed on Monday", "Two bridges in Halmstead closed")
SAID = event(1, "Two bridges in Halmstead closed on Monday, the council said", "The council spoke")
COMMUTERS = number(2, "Some 1,200", "commuters affected")
FERRIES = number(2, "3", "ferries")
CHOICE = quote(3, "We had no choice", "Ada Brandt")

OPENED = event(4, "opened on Monday or on Tuesday", "The sheds opened", when="on Monday")

ROWS: list[tuple[str, list[Item], list[Item], tuple[int, int, int, int]]] = [
    # what happens, before, after, (common, added, removed, changed)
    ("nothing", [CLOSED, COMMUTERS], [COMMUTERS, CLOSED], (2, 0, 0, 0)),
    ("one more", [CLOSED], [CLOSED, FERRIES], (1, 1, 0, 0)),
    ("one less", [CHOICE, FERRIES], [FERRIES], (1, 0, 1, 0)),
    ("another place", [FERRIES], [COMMUTERS], (0, 1, 1, 0)),
    ("all gone", [CLOSED, COMMUTERS, CHOICE], [], (0, 0, 3, 0)),
    ("a shorter surface", [COMMUTERS], [number(2, "1,200", "commuters affected")], (1, 0, 0, 0)),
    ("counted in other words", [FERRIES], [number(2, "3", "ferries that sailed")], (1, 0, 0, 0)),
    ("another speaker", [CHOICE], [quote(3, "We had no choice", "Ole Lund")], (0, 0, 0, 1)),
    ("nobody speaks", [CHOICE], [quote(3, "We had no choice")], (0, 0, 0, 1)),
    ("a shorter stretch", [CHOICE], [quote(3, "no choice", "Ada Brandt")], (1, 0, 0, 0)),
    (
        "another status",
        [CLOSED],
        [CLOSED.model_copy(update={"status": "planned"})],
        (0, 0, 0, 1),
    ),
    ("another date", [OPENED], [OPENED.model_copy(update={"when": "on Tuesday"})], (0, 0, 0, 1)),
    ("other words", [CLOSED], [event(1, CLOSED.words, "Halmstead closed bridges")], (1, 0, 0, 0)),
    ("another event of the sentence", [CLOSED], [SAID], (0, 1, 1, 0)),
    ("another kind", [event(2, "3 ferries sailed")], [FERRIES], (0, 1, 1, 0)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS]
)
def test_what_counts_as_which_change(
    before: list[Item], after: list[Item], expected: tuple[int, int, int, int]
) -> None:
    """A claim is common if its words overlap and its value is the same."""
    old, new = claims_of(DOCUMENT, *before), claims_of(DOCUMENT, *after)
    found = changes_between(old, new)
    counts = found.common, len(found.added), len(found.removed), len(found.changed)
    assert counts == expected


def test_values_are_told_as_they_are() -> None:
    """A figure with its change, a speaker, a status with its date."""
    claims = claims_of(
        DOCUMENT, COMMUTERS, FERRIES, CHOICE, CLOSED.model_copy(update={"when": "on Monday"})
    )
    assert [value_of(claim) for claim in claims] == [
        "happened, 2026-03-09",
        "~ 1200",
        "3",
        "Ada Brandt",
    ]


def test_a_figure_that_is_read_otherwise_has_changed() -> None:
    """The same words with another value, bound or change are a changed figure."""
    [figure] = claims_of(DOCUMENT, FERRIES)
    assert isinstance(figure, Quantity)
    for other, told in (
        (replace(figure, value=Decimal(30)), "30"),
        (replace(figure, value=None, low=Decimal(3), high=None), "3 to open"),
        (replace(figure, change=">"), "> 3"),
    ):
        assert changes_between([figure], [other]).changed == ((figure, other),)
        assert value_of(other) == told


CLAIMS = claims_of(
    DOCUMENT,
    CLOSED,
    SAID,
    COMMUTERS,
    FERRIES,
    CHOICE,
    number(2, "1,200", "commuters"),
    quote(3, "no choice", "Ole Lund"),
)
SOME = st.lists(st.sampled_from(CLAIMS), unique=True)


@given(SOME, SOME)
def test_every_claim_is_counted_once(old: list[AnyClaim], new: list[AnyClaim]) -> None:
    """Common, changed and removed make up the old claims, with added in place of removed the new."""
    found = changes_between(old, new)
    assert found.paired + len(found.removed) == len(old)
    assert found.paired + len(found.added) == len(new)
    assert changes_between(old[::-1], new[::-1]) == found
    back = changes_between(new, old)
    assert (back.common, len(back.changed)) == (found.common, len(found.changed))


@given(SOME)
def test_claims_do_not_differ_from_themselves(claims: list[AnyClaim]) -> None:
    """The same claims are all common."""
    found = changes_between(claims, claims)
    assert (found.common, found.added, found.removed, found.changed) == (len(claims), (), (), ())
