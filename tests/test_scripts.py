"""Words of other scripts in English text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.scripts import unlatin_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Fire in Харків and Київ.", ["Харків", "Київ"]),
        ("The Нова-Вись road", ["Нова-Вись"]),  # a hyphen inside
        ("Said דוד בן־דוד there", ["דוד", "בן", "דוד"]),
        ("In दिल्ली today", ["दिल्ली"]),  # vowel signs belong to the word
        ("In فيلنوغراد, he said", ["فيلنوغراد"]),
        ("東京23区 burned", ["東京", "区"]),
        ("Łódź, São Paulo, Ærø, 1ª", []),  # Latin all of them
        ("", []),
    ],
)
def test_words_of_other_scripts(text: str, words: list[str]) -> None:
    """Every run of letters outside the Latin script is one word, marks included."""
    assert [span.of(text) for span in unlatin_words(text)] == words


@given(st.text(alphabet="aé Ж-’ा日ك1\n"))
def test_words_stand_apart_and_in_order(text: str) -> None:
    """The words do not overlap, and every letter of another script is in one of them."""
    spans = list(unlatin_words(text))
    assert all(a.end <= b.start for a, b in pairwise(spans))
    covered = {at for span in spans for at in range(span.start, span.end)}
    assert {at for at, letter in enumerate(text) if letter in "Ж日ك"} <= covered
