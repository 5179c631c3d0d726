"""What two texts differ in: words, numbers, names, quotations, negations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.briefing import ClaimRecord
from summarizer.revision.fields import ASPECTS, NAMES, PLACES
from summarizer.revision.wording import PARTICULARS, particulars, pieces

texts = st.text(st.sampled_from("ab \n\u202e1,“"), max_size=30)


@given(texts, texts)
def test_pieces_are_the_texts(old: str, new: str) -> None:
    """Put together, the pieces are both texts again; what is the same in both is the same."""
    cut = pieces(old, new)
    assert "".join(piece.old for piece in cut) == old
    assert "".join(piece.new for piece in cut) == new
    assert all(piece.old == piece.new for piece in cut if piece.is_same)


def test_long_texts_are_shown_as_replaced() -> None:
    """Beyond a bound no words are compared, so that a hostile text costs nothing."""
    old, new = "a " * 9000, "b " * 9000
    (piece,) = pieces(old, new)
    assert (piece.is_same, piece.old, piece.new) == (False, old, new)


@pytest.mark.parametrize(
    ("old", "new", "differ"),
    [
        ("18 were killed", "19 were killed", {"numbers"}),
        ("Eighteen were killed", "18 were killed", set()),  # a number word is its number
        ("18 were killed", "More than 18 were killed", {"numbers"}),  # a bound
        ("It fell by 3%", "It rose by 3%", {"numbers"}),  # a direction
        ("It closed on Monday", "It closed on Tuesday", {"numbers"}),  # a day is a figure
        ("It opened in 1998", "It opened in 1989", {"numbers"}),  # so is a year
        ("Ada Brandt spoke", "Ilya Marsh spoke", {"names"}),
        ("Brandt's town", "The town of Brandt", set()),
        ("He said “we stay”", "He said “we go”", {"quotations"}),
        ("He said “we stay”", "He said 'we stay,'", set()),  # marks
        ("It was struck", "It was not struck", {"negations"}),
        ("The bridge was shut", "They shut the bridge", set()),
    ],
)
def test_particulars_differ(old: str, new: str, differ: set[str]) -> None:
    """Only what is another number, name, quotation or negation differs."""
    assert {
        of for of in PARTICULARS if set(particulars(old, of)) != set(particulars(new, of))
    } == differ


def test_every_field_of_a_claim_is_about_something() -> None:
    """A field that is added to claims must be put somewhere, or its changes would not be seen."""
    placed = [*ASPECTS, *PLACES, *NAMES]
    assert sorted(placed) == sorted(ClaimRecord.model_fields)
