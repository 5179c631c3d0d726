"""Numbers of other languages: their marks, digits, bounds and small number words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.number_words import plain_digits
from summarizer.quantities import find_figures


def read(text: str, language: str) -> list[str]:
    """Return each figure as its words and its value with `<`, `>` or `~` for its bound."""
    return [
        f"{f.span.of(text)} | {'' if f.change == '=' else f.change}{f.value}"
        for f in find_figures(text, language=language)
    ]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        # marks
        ("de", "1.234,5 Liter", ["1.234,5 | 1234.5"]),
        ("fr", "1\u202f234,5 litres", ["1\u202f234,5 | 1234.5"]),
        ("pl", "1 234,5 litra", ["1 234,5 | 1234.5"]),
        ("tr", "1.234 kişi", ["1.234 | 1234"]),
        ("el", "1.234 σπίτια", ["1.234 | 1234"]),
        ("de", "1'234.5 Liter und 1’234 Boote", ["1'234.5 | 1234.5", "1’234 | 1234"]),  # Swiss
        ("it", "1'234 barche", ["1'234 | 1234"]),
        # digits of other scripts
        ("ar", "١٬٢٣٤٫٥ طن", ["١٬٢٣٤٫٥ | 1234.5"]),
        ("fa", "۴۵ نفر", ["۴۵ | 45"]),
        ("hi", "१,२३४ घर", ["१,२३४ | 1234"]),
        ("ja", "３４人", ["３４ | 34"]),
        # signs behind digits, and dates that are none
        ("ja", "1万2000人、約3億円", ["1万2000 | 12000", "約3億 | ~300000000"]),
        ("ja", "7月4日に3日間で", ["3 | 3"]),
        ("zh", "超过300人，2025年7月", ["超过300 | >300"]),
        ("ko", "3만5000명, 7월 4일", ["3만5000 | 35000"]),
        # number words, magnitudes, bounds
        ("de", "mindestens drei Tote, rund 3,5 Mio. Euro, über 200",
         ["mindestens drei | >3", "rund 3,5 Mio. Euro | ~3500000", "über 200 | >200"]),
        ("fr", "plus de 40 blessés et au moins trois morts",
         ["plus de 40 | >40", "au moins trois | >3"]),
        ("es", "unos 40 heridos y hasta 500 vecinos", ["unos 40 | ~40", "hasta 500 | <500"]),
        ("ru", "не менее 1,2 млн человек, двое детей", ["не менее 1,2 млн | >1200000", "двое | 2"]),
        ("uk", "понад 40 дронів і п’ятеро поранених", ["понад 40 | >40", "п’ятеро | 5"]),
        ("ar", "أكثر من 3 ملايين", ["أكثر من 3 ملايين | >3000000"]),
        # a word of one language is none of another, nor an article a number
        ("de", "ein Haus, six", []),
        ("en", "drei Menschen", []),
        ("sv", "3. juli 2025", []),
    ],
)  # fmt: skip
def test_figures_of_other_languages(language: str, text: str, expected: list[str]) -> None:
    """Value and bound are read by the marks and words of the text's language."""
    assert read(text, language) == expected


@given(st.text(alphabet="0٣४９.,'’٫٬％%aあ \n"), st.sampled_from(["en", "de", "ar"]))
def test_rewriting_digits_keeps_every_place(text: str, language: str) -> None:
    """The rewritten text is as long as the text, and has ASCII digits alone."""
    plain = plain_digits(text, language)
    assert len(plain) == len(text)
    assert all(letter.isascii() for letter in plain if letter.isdecimal())
    assert plain_digits("Page 1'234 of it", "en") == "Page 1'234 of it"
