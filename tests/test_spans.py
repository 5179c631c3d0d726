from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from summarizer.spans import Span, fold, folded, locate, occurrences

# Letters, digits and the typography that folding equalises or leaves out.
TEXT = st.text(alphabet="aB9 0\t\n“”\"'’-–—.,\u00ad\u200b\u00a0é", max_size=60)


def folded_one_by_one(text: str) -> tuple[str, tuple[int, ...]]:
    """Return what folding makes of a text without narrow blanks, told the plain way."""
    kept = [(i, c) for i, c in enumerate(text) if c not in "\u00ad\u200b"]
    out = [
        (
            " "
            if c.isspace()
            else {**dict.fromkeys("“”", '"'), "’": "'", "–": "-", "—": "-"}.get(c, c),
            i,
        )
        for place, (i, c) in enumerate(kept)
        if not (c.isspace() and place and kept[place - 1][1].isspace())
    ]
    return "".join(c for c, _ in out), (*(i for _, i in out), len(text))


@given(st.text(alphabet="aB9 \t\n“”\"'’-–—.,\u00ad\u200bé", max_size=60))
def test_folding_takes_every_character_for_itself(text: str) -> None:
    """However plain and changing characters follow each other, none is lost or moved."""
    assert (fold(text).text, fold(text).index) == folded_one_by_one(text)


def test_a_span_slices_the_words_it_covers() -> None:
    """A span is half-open and counts code points."""
    assert Span(2, 4).of("ab😀de") == "😀d"


@pytest.mark.parametrize("bounds", [(-1, 2), (3, 2)])
def test_a_span_that_runs_backwards_is_refused(bounds: tuple[int, int]) -> None:
    """A span starts at 0 or later and ends no earlier than it starts."""
    with pytest.raises(ValueError, match="not a span"):
        Span(*bounds)


@pytest.mark.parametrize(
    ("one", "other", "overlap", "inside"),
    [
        (Span(0, 5), Span(4, 9), True, False),
        (Span(0, 5), Span(5, 9), False, False),  # half-open: they only touch
        (Span(0, 9), Span(2, 4), True, True),
        (Span(2, 4), Span(2, 4), True, True),
        (Span(2, 4), Span(0, 9), True, False),
    ],
)
def test_overlap_and_containment(one: Span, other: Span, overlap: bool, inside: bool) -> None:
    """Spans overlap where they share a character, and contain what lies wholly inside."""
    assert one.overlaps(other) is overlap
    assert one.contains(other) is inside


def test_a_shifted_span_keeps_its_length() -> None:
    """Shifting moves both ends."""
    assert Span(2, 4).shifted(10) == Span(12, 14)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Go,” he said", '"Go," he said'),
        ("«Va» „Geh‟", '"Va" "Geh"'),
        ("it’s it‘s it`s", "it's it's it's"),
        ("3–5 — 7−2", "3-5 - 7-2"),
        ("two \t\n\u00a0 words", "two words"),
        ("co\u00adoperate \ufeffnow", "cooperate now"),
        ("Kyiv 550", "Kyiv 550"),  # letters, digits and case stay
    ],
)
def test_folding_equalises_typography_only(text: str, expected: str) -> None:
    """Folding touches white space, quotation marks, dashes and what is invisible."""
    assert fold(text).text == expected


@given(TEXT)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    """Folded text folds to itself."""
    once = fold(text).text
    assert fold(once).text == once


@given(TEXT)
def test_the_index_of_folded_text_rises_and_ends_at_the_length(text: str) -> None:
    """Each folded character knows where it came from, in order."""
    result = fold(text)
    assert len(result.index) == len(result.text) + 1
    assert list(result.index) == sorted(set(result.index))
    assert result.index[-1] == len(text)


@given(TEXT, st.integers(0, 60))
def test_a_position_is_the_first_folded_character_at_or_after(text: str, at: int) -> None:
    """Positions of the source map to the next character that folding kept."""
    assume(at <= len(text))
    result = fold(text)
    position = result.position(at)
    assert result.index[position] >= at
    assert position == 0 or result.index[position - 1] < at


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("18 killed", "Officials said 15 were killed.", None),
        ("it’s over", "She said it's\n over now.", "it's\n over"),
        ('"we won"', "He said: “we won”.", "“we won”"),
        ("cooperation", "after co\u00adopera\u200btion ended", "co\u00adopera\u200btion"),
        ("550", "550 and then 550", "550"),
        ("5 drones", "It sent 145 drones.", None),  # begins inside a number
        ("550", "some 550,000 people", None),  # ends inside a number
        ("2", "2.5 million", None),
        ("000", "some 550,000 people", None),
        (".5", "2.5 million", None),
        ("550", "They counted 550, 12 of them new.", "550"),
        ("550", "They counted 550.", "550"),
        ("2.3bn", "a loan of £2.3bn today", "2.3bn"),
        ("mayor", "the mayors met", None),  # ends inside a word
        ("An explosion", "Photo: ReutersAn explosion", "An explosion"),  # a glued photo credit
        ("Reuters", "Photo: ReutersAn explosion", "Reuters"),
        ("mayor", "The Mayor spoke", None),  # case is not ignored
        ("", "any text", None),
        (" \u200b ", "any text", None),
        ("any", "", None),
    ],
)
def test_words_are_located_exactly_or_not_at_all(words: str, text: str, found: str | None) -> None:
    """Only typography may differ, and a match covers whole words and numbers."""
    span = locate(words, text)
    assert (span.of(text) if span else None) == found


@pytest.mark.parametrize(
    ("words", "text"),
    [
        pytest.param("200", "some 1\u202f200 people", id="a narrow blank groups digits"),
        pytest.param("200", "some 1’200 people", id="an apostrophe groups digits"),
        pytest.param("Donald", "the farmer McDonald spoke", id="a name inside a name"),
        pytest.param("cafe", "the cafe\u0301s shut", id="an accent of its own code point"),
    ],
)
def test_a_part_of_a_number_or_a_name_is_not_located(words: str, text: str) -> None:
    """A match neither begins nor ends inside a word or a number."""
    assert locate(words, text) is None


def test_the_search_stays_inside_the_span_given() -> None:
    """Words that begin or end outside `within` are not found."""
    text = "550 here, 550 there"
    assert locate("550", text, Span(4, 19)) == Span(10, 13)
    assert locate("550", text, Span(11, 19)) is None
    assert locate("550 there", text, Span(4, 16)) is None


def test_all_occurrences_come_in_order() -> None:
    """Every place is yielded once, from the first to the last."""
    assert list(occurrences("9", "9 of 9, not 99")) == [Span(0, 1), Span(5, 6)]


@given(TEXT, TEXT)
def test_what_is_located_folds_to_the_words(words: str, text: str) -> None:
    """Grounding invents no text: the span found and the words are equal but for typography."""
    for span in occurrences(words, text):
        assert fold(span.of(text)).text.strip() == fold(words).text.strip()


@given(TEXT, st.data())
def test_words_cut_at_blanks_are_located(text: str, data: st.DataObject) -> None:
    """Any run of whole words of a text is found in it, no later than where it stands."""
    text = re.sub(r"[\u00a0\u2009\u202f]", " ", text)  # these may group the digits of one number
    words = list(re.finditer(r"\S+", text))
    assume(words)
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    start, end = words[first].start(), words[last].end()
    assume(fold(text[start:end]).text.strip())
    span = locate(text[start:end], text)
    assert span is not None
    assert span.start <= end


@given(st.integers(0, 10**9), st.data(), st.sampled_from(["{}", "{:,}", "£{}", "{}.5", "{}%"]))
def test_a_changed_digit_is_never_located(number: int, data: st.DataObject, form: str) -> None:
    """A number with one digit changed, added or dropped is not in the text."""
    digits = str(number)
    at = data.draw(st.integers(0, len(digits) - 1))
    other = data.draw(st.sampled_from("0123456789"))
    changed = data.draw(
        st.sampled_from(
            [
                digits[:at] + other + digits[at + 1 :],
                digits[:at] + other + digits[at:],
                digits[:at] + digits[at + 1 :],
            ]
        )
    )
    assume(changed != digits and changed)
    value = form.format(number)
    text = f"Officials counted {value} of them, they said."
    assert locate(value, text) is not None
    assert locate(changed, text) is None
    assert locate(f"{changed} of them", text) is None


def test_folding_is_kept_for_the_texts_asked_about() -> None:
    """The same text is folded once."""
    assert folded("one text") is folded("one text")
