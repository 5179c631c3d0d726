"""Windows: where a long document is split, and which window speaks for a sentence."""

from __future__ import annotations

from itertools import pairwise

import pytest
from builders import article
from hypothesis import given
from hypothesis import strategies as st

from summarizer.articles import Document
from summarizer.windows import AFTER, BEFORE, FEWEST, Window, halves, owned, whole


def lines(*lengths: int) -> Document:
    """Return a document of one sentence a line, with so many characters."""
    return article(*(f"S{'x' * (length - 2)}." for length in lengths))


def split(document: Document, smallest: int) -> list[Window]:
    """Return the windows that are left when all with more sentences than allowed were halved."""
    windows, done = [whole(document)], False
    while not done:
        done = True
        for at, window in reversed([*enumerate(windows)]):
            if len(window.numbers) > max(smallest, FEWEST - 1):
                windows[at : at + 1] = halves(document, window)
                done = False
    return windows


documents = st.lists(st.integers(3, 400), min_size=1, max_size=90).map(
    lambda lengths: lines(*lengths)
)


@given(documents, st.integers(1, 60))
def test_windows_cover_a_document(document: Document, smallest: int) -> None:
    """Every sentence is shown, neighbours share a few, and no window holds another."""
    windows = split(document, smallest)
    assert (windows[0].first, windows[-1].last) == (1, len(document.sentences))
    for one, other in pairwise(windows):
        assert one.first < other.first
        assert one.last < other.last
        assert one.last - other.first + 1 == BEFORE + AFTER
    assert all(len(window.numbers) <= max(smallest, FEWEST - 1) for window in windows)


@given(documents, st.integers(1, 60))
def test_one_window_speaks_for_a_sentence(document: Document, smallest: int) -> None:
    """Together the windows speak for every sentence exactly once, and only for what they show."""
    windows = split(document, smallest)
    own = owned(windows)
    assert [n for numbers in own for n in numbers] == [*whole(document).numbers]
    for window, numbers in zip(windows, own, strict=True):
        assert numbers
        assert set(numbers) <= set(window.numbers)


@given(st.lists(st.integers(3, 400), min_size=FEWEST, max_size=90))
def test_halves_are_smaller_than_their_whole(lengths: list[int]) -> None:
    """However uneven the sentences are, each half has a quarter of them and lacks some."""
    document = lines(*lengths)
    for half in halves(document, whole(document)):
        assert len(lengths) // 4 <= len(half.numbers) < len(lengths)


# The lengths of the sentences, and the sentence after which they are cut.
CUTS = [
    ([50] * 20, 10),  # in the middle
    ([50] * 10 + [10] * 50, 15),  # by characters: but a quarter of the sentences at least
    ([90] * 8 + [60] * 16, 10),  # by characters: 840 of 1680
    ([900] + [10] * 7, 3),  # three sentences on either side at least
    ([10] * 7 + [900], 5),
]


@pytest.mark.parametrize(("lengths", "cut"), CUTS, ids=range(len(CUTS)))
def test_halves_have_as_many_characters(lengths: list[int], cut: int) -> None:
    """The place is where the characters are halved, within what leaves both halves sentences."""
    document = lines(*lengths)
    first, second = halves(document, whole(document))
    assert (first, second) == (Window(1, cut + AFTER), Window(cut + 1 - BEFORE, len(lengths)))


def test_a_paragraph_is_kept_together() -> None:
    """Near the middle the end of a line is preferred to the end of a sentence."""
    paragraph = " ".join(["The boat sails at noon."] * 9)
    document = Document(f"{paragraph}\n{paragraph} The boat is late.\n{paragraph}", "a page")
    assert halves(document, Window(1, 19))[0].last == 9 + AFTER
    assert halves(document, Window(1, 28))[0].last == 14 + AFTER  # no line ends near 14


def test_a_quotation_is_kept_together() -> None:
    """Near the middle a place between two quoted sentences is avoided."""
    plain = ["The boat sails at noon."] * 9
    quoted = ["“We wait for the boat.", "It is late.", "It is always late,” she said."]
    document = Document(" ".join([*plain, *quoted, *plain]), "a page")
    assert len(document.sentences) == 21
    assert halves(document, whole(document))[0].last in (9 + AFTER, 12 + AFTER)


def test_a_handful_of_sentences_is_not_halved() -> None:
    """A window that is too small says so, and halving it is an error."""
    document = lines(*[40] * FEWEST)
    assert whole(document).can_be_halved
    smaller = Window(1, FEWEST - 1)
    assert not smaller.can_be_halved
    with pytest.raises(ValueError, match="too few sentences"):
        halves(document, smaller)


def test_a_single_window_speaks_for_all() -> None:
    """A document that was not split is its only window's."""
    assert owned([Window(1, 5)]) == (range(1, 6),)
