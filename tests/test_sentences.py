from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.sentences import LONGEST, sentence_spans

BREAKS = "\r\n\u2028\u2029\x0b\x0c\x85"
MARKED = st.text(alphabet='aB5 .!?…"”’“(«。」\n\r\u2028\u00a0,–_', max_size=80)


@pytest.mark.parametrize(
    "marked",
    [
        "The vote failed. |It will be held again.",
        "“Stop!” he shouted. |“Why?” she asked. |Then nothing.",  # the speaker goes with the words
        "He said: “I will not go. |‘Never’ is my answer.” |She left.",  # nested quotations
        "“We waited for hours.\n“Then the lights went out.” |Nobody moved.",  # two paragraphs
        "Mr. and Mrs. Hale met Gen. Lee in St. Petersburg. |They talked.",
        "The mayor spoke at 5 p.m. Wednesday in town. |At 9 a.m. |He rose.",
        "The U.S. Treasury paid. |He lives in the U.S. |He works there.",
        "J. K. Rowling wrote. |George W. Bush spoke.",
        "Acme Inc. |The firm paid. |Acme Inc. Chairman Lee quit.",
        "See No. 5 for it. |He said no. |She agreed.",
        "On Jan. 5 he left. |It ended in Jan. |The rest came later.",
        "Costs rose 3.5 per cent. |Pay is £2.3bn. |Visit example.com now.",
        "It cost 1.2m. |Others say 1,200,000. |12 people left.",
        "Well… |He paused... |And then?! |Yes.",
        "The firm said.|The rest followed.",  # a missing blank
        "他说。|“不。”|他走了。 |Then one more.",
        "(It rained.) |[It stopped.] |It rained.",
        "Photo: A. Reader\nBy Sam Example\n\n4 hours ago\nThe vote failed.",  # a line is a sentence
        "One line\r\nanother\rand a third\u2028and a fourth\x85and a fifth",
        "No full stop at the end",
        "  \t indented. |\u00a0And more.  ",
        "",
        " \n\t\n ",
    ],
)
def test_sentences_end_where_the_mark_stands(marked: str) -> None:
    """Sentences end at a bar or a line break, and begin and end without white space."""
    text = marked.replace("|", "")
    expected = [part.strip() for part in re.split(rf"[|{BREAKS}]", marked) if part.strip()]
    assert [span.of(text) for span in sentence_spans(text)] == expected


@pytest.mark.parametrize("word", ["ill", "mass", "miss", "ore"])
def test_a_common_word_is_no_abbreviation(word: str) -> None:
    """A sentence may end in a small word that, with a capital, is an abbreviation."""
    text = f"It was about the {word}. Then they left."
    assert len(sentence_spans(text)) == 2


@given(st.one_of(MARKED, st.text(max_size=80)))
def test_sentences_partition_what_can_be_read(text: str) -> None:
    """Spans are ordered, apart, free of line breaks and outer blanks, and cover all else."""
    spans = sentence_spans(text)
    covered: set[int] = set()
    for before, after in itertools.pairwise(spans):
        assert before.end <= after.start
    for span in spans:
        words = span.of(text)
        assert words and words == words.strip()
        assert not set(words) & set(BREAKS)
        covered.update(range(span.start, span.end))
    assert all(at in covered for at, character in enumerate(text) if not character.isspace())


@given(st.lists(MARKED, max_size=4))
def test_lines_do_not_touch_one_another(lines: list[str]) -> None:
    """The sentences of a text are those of its lines, one after the other."""
    lines = [re.sub(rf"[{BREAKS}]", " ", line) for line in lines]
    text = "\n".join(lines)
    apart = [span.of(line) for line in lines for span in sentence_spans(line)]
    assert [span.of(text) for span in sentence_spans(text)] == apart


def test_a_stretch_without_an_end_is_cut_at_a_blank() -> None:
    """What is too long to cite is cut between words, and nothing is lost."""
    text = "word " * (LONGEST // 2)
    spans = sentence_spans(text)
    assert len(spans) > 1
    assert all(len(span.of(text)) <= LONGEST for span in spans)
    assert " ".join(span.of(text) for span in spans) == text.strip()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a" * (LONGEST - 500) + "   " + "b" * LONGEST, id="several blanks"),
        pytest.param("a" * (LONGEST - 1) + "\t\t" + "b" * LONGEST, id="tabs only"),
    ],
)
def test_a_cut_leaves_no_blank_at_the_end(text: str) -> None:
    """The pieces of an overlong stretch end in a word."""
    assert all(span.of(text) == span.of(text).strip() for span in sentence_spans(text))


def test_a_cut_does_not_split_a_number() -> None:
    """Where no blank is near, the cut still stands outside a number."""
    text = "字" * (LONGEST - 3) + "123456" + "字" * 90
    assert any("123456" in span.of(text) for span in sentence_spans(text))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a" * 200_000, id="letters"),
        pytest.param("1" * 200_000, id="digits"),
        pytest.param("a!" + '"' * 200_000 + "_", id="quotation marks"),
        pytest.param("a! " + "(" * 200_000 + "_", id="brackets"),
        pytest.param("a. " * 60_000, id="short sentences"),
        pytest.param("A.B." * 50_000, id="initials"),
        pytest.param(
            "." * 200_000 + "a",
            id="full stops",
        ),
        pytest.param(
            "Hello." + " " * 200_000 + "_",
            id="blanks",
        ),
    ],
)
def test_no_text_takes_the_rules_more_than_a_moment(text: str) -> None:
    """A hostile line costs time in proportion to its length (here: no minute-long stall)."""
    assert sentence_spans(text)


def test_one_line_of_a_megabyte_is_read() -> None:
    """A text without line breaks is divided like any other."""
    text = "The council met on Tuesday and voted. " * 27_000
    assert len(sentence_spans(text)) == 27_000
