"""What a newer text prints differently: figures, names, quotations, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.articles import Document
from summarizer.versioning.changes import changes_between

REST = "\nFirefighters from three towns came to Oxmere.\nThe cause is not known."


def changed(old: str, new: str) -> list[tuple[str, str, str]]:
    """Return what differs between two texts, as (kind, old words, new words)."""
    before, after = Document(old + REST, "a.txt"), Document(new + REST, "b.txt")
    return [
        (c.kind, c.old.of(before.text), c.new.of(after.text))
        for c in changes_between(before, after)
    ]


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("The fire at the mill hurt 8 people on Monday.",
         "The fire at the mill hurt 23 people on Monday.", ("figure", "8", "23")),
        # words for figures, a modifier
        ("The fire at the mill hurt eight people on Monday.",
         "The fire at the mill hurt at least 23 people on Monday.", ("figure", "eight", "at least 23")),
        # money, percent
        ("The bridge will cost £2.3m to mend, the council said.",
         "The bridge will cost £3.1m to mend, the council said.", ("figure", "£2.3m", "£3.1m")),
        # names, whole
        ("The mill belongs to Ada Brand of Oxmere.",
         "The mill belongs to Ada Brandt of Oxmere.", ("name", "Ada Brand", "Ada Brandt")),
        ("Officials in Halmstead said the road was closed.",
         "Officials in Quillport said the road was closed.", ("name", "Halmstead", "Quillport")),
        # quoted words, whole
        ("“We will leave the town tonight,” she said.",
         "“We will not leave the town tonight,” she said.",
         ("quotation", "We will leave the town tonight,", "We will not leave the town tonight,")),
    ],
)  # fmt: skip
def test_words_that_stand_for_others(old: str, new: str, change: tuple[str, str, str]) -> None:
    """The old words and the new ones are found, whole, wherever the sentence stands."""
    assert changed(old, new) == [change]
    assert changed(f"Heading\n{old}", f"Another line first.\n\n{new}") == [change]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The fire hurt 8 people on Monday.", "The fire hurt 8 people on Monday."),
        ("The fire hurt 8 people on Monday.", "The fire hurt eight people on Monday."),  # one value
        ("The fire hurt 8 people on Monday.", "Traders in Quillport sold 23 tons of wheat."),
        ("The fire hurt 8 people on Monday.", "On Monday the fire hurt 8 people."),
        ("The fire hurt people.", "The fire hurt people at the mill."),  # something was added
        ("Police said the road was closed.", "Officers said the road was closed."),  # no name
        ("The road was closed on Monday.", "The road was closed on Tuesday."),  # a day is no name
    ],
)
def test_no_change_of_words(old: str, new: str) -> None:
    """What is the same, another sentence, or reworded without figure, name or quotation is none."""
    assert changed(old, new) == []


def test_a_figure_inside_a_quotation_is_told_once() -> None:
    """Changed words in marks are the quotation's, not figures by themselves."""
    kinds = [
        kind
        for kind, _, _ in changed(
            "“We counted 8 people at the mill,” she said.",
            "“We counted 23 people at the mill,” she said.",
        )
    ]
    assert kinds == ["quotation"]


WORDS = st.lists(
    st.sampled_from("Ada Brandt 8 23 hurt people said “we go” mill Oxmere . \n".split(" ")),
    max_size=25,
)


@given(WORDS, WORDS)
def test_changes_stand_in_both_texts(one: list[str], other: list[str]) -> None:
    """Every change has words in each text, in the sentences it names, and a text has none to itself."""
    before, after = (Document(" ".join(["x", *words]), "a") for words in (one, other))
    for change in changes_between(before, after):
        assert before.sentences[change.old_sentence - 1].span.contains(change.old)
        assert after.sentences[change.new_sentence - 1].span.contains(change.new)
        assert change.old.of(before.text) != change.new.of(after.text)
    assert changes_between(before, before) == ()
