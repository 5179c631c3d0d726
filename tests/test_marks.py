"""What stands between quotation marks, in the styles newsrooms print, and what only looks like it.

In the tables ⟦ and ⟧ enclose what is expected; they are taken out before the text is read.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.marks import is_quoted, quoted_stretches
from summarizer.spans import Span


def read(marked: str) -> tuple[str, list[Span]]:
    """Return the text without ⟦ and ⟧, and what they enclosed, outer before inner."""
    text, opened, spans = "", list[int](), list[Span]()
    for character in marked:
        if character == "⟦":
            opened.append(len(text))
        elif character == "⟧":
            spans.append(Span(opened.pop(), len(text)))
        else:
            text += character
    return text, sorted(spans, key=lambda span: (span.start, -span.end))


@pytest.mark.parametrize(
    "marked",
    [
        # one speaker, the words in two halves: what the reporter says between them is not quoted
        "“⟦We are tired,⟧” said Ana Ruiz. “⟦We want to go home.⟧”",
        '"⟦We are tired,⟧" said Ana Ruiz. "⟦We want to go home.⟧"',
        "‘⟦We are tired,⟧’ said Ana Ruiz. ‘⟦We want to go home.⟧’",
        "'⟦We are tired,⟧' said Ana Ruiz. '⟦We want to go home.⟧'",
        # two sentences, and a question, in one pair of marks
        "“⟦We waited for hours. Then the lights went out. Why?⟧” he said.",
        # two paragraphs: the first is left open, the second opens anew
        "“⟦We waited for hours.⟧\n“⟦Then the lights went out,⟧” he said.",
        '"⟦We waited for hours.⟧\n\n"⟦Then the lights went out,⟧" he said.',
        # left open, with blanks at the end of the line, which are not part of the words
        "“⟦We waited for hours.⟧ \t\r\nHe shrugged.",
        # a fragment in the reporter's own sentence
        "The council called it “⟦a disgrace⟧”, the mayor ‘⟦a start⟧’.",
        # nested, each style inside the other, also at the very beginning
        "“⟦He told me ‘⟦never again⟧’ and left,⟧” she said.",
        "‘⟦He told me “⟦never again⟧” and left,⟧’ she said.",
        "\"⟦He told me '⟦never again⟧' and left,⟧\" she said.",
        "“⟦‘⟦Never,⟧’ he said,⟧” she told the court.",
        "“⟦He only said ‘⟦never⟧’⟧”, she told the court.",
        # apostrophes inside single marks
        "'⟦We won't go, it's ours,⟧' she said.",
        "‘⟦We won’t go, it’s ours,⟧’ she said.",
        # apostrophes before a quotation
        "James' '⟦small⟧' win was Smith's \"⟦big⟧\" loss.",
        "The '90s were “⟦a long party⟧”, O’Brien said.",
        # beside brackets, dashes, colons and stops
        "He (‘⟦the boss⟧’) left—'⟦for good⟧'—on Monday: “⟦Enough⟧”.",
        "“⟦One.⟧” “⟦Two.⟧”",
        # other styles
        "«⟦Nous partons⟧», a dit Anne.",
        "«⟦ Nous partons ⟧», a dit Anne.",  # the French blanks stand between the marks
        "„⟦Idziemy⟧”, powiedziała Anna. „⟦Nigdy⟧”, dodała.",
        "'⟦The workers' and the nurses' pay is low,⟧' she said.",
        "The '⟦Tigers⟧' beat the '⟦Lions⟧' at home.",
        '"⟦A 12" pipe burst,⟧" he said; "⟦we lost 12⟧" and left.',
        pytest.param("„⟦Wir gehen⟧“, sagte Anna. „⟦Nie⟧“, sagte sie.", id="German"),
        pytest.param("»⟦Wir gehen⟧«, sagte Anna. »⟦Nie⟧«, sagte sie.", id="inward"),
        pytest.param("”⟦Vi går⟧”, sade Anna.", id="Swedish"),
        pytest.param("‹⟦On part⟧›, a dit Anne.", id="single French"),
        pytest.param("‚⟦Wir gehen⟧‘, sagte Anna.", id="single German"),
        pytest.param("＂⟦Go⟧＂, she said.", id="full width"),
        # offsets are code points, also after what takes two units elsewhere
        "😀 “⟦Yes 😀⟧” 😀",
        # nothing between the marks, or nothing but blanks, is no quotation
        "She left “” and \"\" and ' ' and “ ” behind.",
        # only the end of a quotation is there
        "and so it went on,” he said.",
        "",
        # hard cases
        pytest.param("‘⟦The workers’ pay is low,⟧’ she said.", id="pay, curly"),
        pytest.param("'⟦The workers' pay is low,⟧' she said.", id="pay, straight"),
        pytest.param("In the ‘90s the teachers’ union grew.", id="decade"),
        pytest.param("They play rock ‘n’ roll.", id="rock 'n' roll"),
        pytest.param("“⟦He said “⟦no⟧” to me,⟧” she said.", id="nested alike"),
        pytest.param('A 12" pipe and a 10" pipe burst.', id="inches"),
        pytest.param('A 12" pipe is “⟦too long⟧”, and 10" is not.', id="both"),
    ],
)
def test_quotations_are_found_without_their_marks(marked: str) -> None:
    """Every stretch between marks is found, nested ones beside the one that holds them."""
    text, expected = read(marked)
    assert [span.of(text) for span in quoted_stretches(text)] == [s.of(text) for s in expected]
    assert quoted_stretches(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The teachers' union and the nurses' union met.",  # plural possessives
        "The teachers’ union and the nurses’ union met.",
        "Smith's, Jones's and James' farms; Smith’s, Jones’s and James’ farms.",
        "We won't, we can't, they'd've; we won’t, we can’t, they’d’ve.",  # contractions
        "O'Brien met d'Arcy and L’Estrange in Xi’an.",  # names
        "The '90s were rock 'n' roll; the ’80s were not.",  # left-out letters
        "’Tis late. 'Tis the season; give ’em time 'til Monday.",
        "the party 's over , they 're gone",  # a text cut into words
        "He ran 100m in 10' and stood 6' tall.",  # minutes and feet
    ],
)
def test_an_apostrophe_opens_no_quotation(text: str) -> None:
    """Possessives, contractions and left-out letters are not quotation marks."""
    assert quoted_stretches(text) == []


@pytest.mark.parametrize(
    "marked",
    [
        "He said “⟦we won⟧”.",
        "He said “⟦we⟧ won”.",  # part of a quotation
        "He said “we ⟦won⟧.”",  # without the stop before the mark
        "“⟦We won⟧,” he said.",
        "‘We ⟦won⟧’, he said.",
        "“He told me ‘⟦never⟧’ and left.”",  # in the inner one
        "“He ⟦told me ‘never’ and⟧ left.”",  # in the outer one, over the inner one
        "“⟦We waited.\nThen the lights went out⟧,” he said.",  # a paragraph that opens no new mark
        "«⟦Nous partons⟧», a dit Anne.",
        "« ⟦Nous partons⟧ », a dit Anne.",
        "„⟦Wir gehen⟧“, sagte Anna.",
        # over two paragraphs, with the mark that opens the second one
        "“⟦We waited for hours.\n\n“Then the lights went out⟧,” he said.",
        '"⟦We waited for hours.\n"Then the lights went out⟧," he said.',
        # a text of short lines
        "“We waited\n⟦for hours\nand hours⟧,” he said.",
    ],
)
def test_words_between_marks_are_quoted(marked: str) -> None:
    """Words of a quotation are quoted, whole or in part."""
    text, (span,) = read(marked)
    assert is_quoted(span, text)
    assert is_quoted(span, text, quoted_stretches(text))


@pytest.mark.parametrize(
    "marked",
    [
        "He said ⟦we won⟧.",  # no marks at all
        "“One” ⟦and⟧ “two”",  # between two quotations
        '"One" ⟦and⟧ "two"',
        "‘One,’ ⟦he said⟧, ‘two.’",
        "'One,' ⟦he said⟧, 'two.'",
        "⟦we⟧ “won” it",  # beside one
        "⟦we “won”⟧ it",  # holding one
        "He said “⟦we won” it⟧ all",  # runs out of one
        "the ⟦teachers⟧' union",  # apostrophes
        "the teachers' ⟦union⟧'s pay",
        "Smith’s ⟦dog⟧’s lead",
        "⟦Go⟧, he said",  # at the beginning of the text
        "he said ⟦go⟧",  # at its end
        # the reporter's own words
        pytest.param("„Wir gehen“, ⟦sagte Anna⟧. „Nie“, sagte sie.", id="German"),
        pytest.param("»Wir gehen«, ⟦sagte Anna⟧. »Nie«, sagte sie.", id="inward"),
        pytest.param('A 12" ⟦pipe and a⟧ 10" pipe burst.', id="inches"),
        pytest.param("“⟦We won,” she said. “They lost⟧.”", id="two halves"),
        pytest.param('"⟦We won," she said. "They lost⟧."', id="halves, straight"),
        pytest.param("She said “⟦we won” and left in tears⟧.", id="end"),
        pytest.param("She said “⟦we won” and left⟧... It rained.", id="dots"),
        pytest.param("It was O'⟦Brien who won⟧.", id="apostrophe"),
        pytest.param('"Stop,"⟦he said,⟧"now."', id="no blanks"),
        "“We won.\n“They lost,” ⟦he said⟧.",  # after a quotation over two paragraphs
        "“We won.\n“They ⟦lost,” he said⟧.",
        "“We won.\n⟦Hale shrugged⟧.\n“They lost,” he said.",
        "gehen“, ⟦sagte er⟧. „Nie“, sagte sie.",  # the beginning is missing
        "‘He said “no to me,’ ⟦she said⟧.",  # one mark is missing
    ],
)
def test_words_of_the_reporter_are_not_quoted(marked: str) -> None:
    """What stands outside the marks, or runs over one, is not quoted."""
    text, (span,) = read(marked)
    assert not is_quoted(span, text)


ANY_TEXT = st.text(alphabet="aB5 .,\n\r\u2028\u00a0‘’'\"“”„«»—-s😀", max_size=60)
# What a reporter writes: apostrophes and possessives, no quotation marks.
OWN_WORDS = st.lists(
    st.sampled_from("the mayor’s James' it's teachers' o’clock was on Monday, and 12 left".split()),
    min_size=1,
    max_size=5,
).map(" ".join)
# What is quoted: contractions and possessives in -s, no plural possessives.
QUOTED_WORDS = st.lists(
    st.sampled_from("we won’t go; it's ours, Ana’s and mine. Never! 12 left".split()),
    min_size=1,
    max_size=5,
).map(" ".join)
STYLES = st.sampled_from(["“”", '""', "‘’", "''", "«»", "„”"])
LINES = st.lists(
    st.lists(st.tuples(OWN_WORDS, STYLES, QUOTED_WORDS), max_size=3), min_size=1, max_size=3
)


def printed(line: list[tuple[str, str, str]], *, inner: str) -> str:
    """Return a paragraph in which each reporter's phrase leads to a quotation, with `inner` marks."""
    return ", ".join(
        f"{inner[2]}{own}{inner[3]} {marks[0]}{inner[0]}{words}{inner[1]}{marks[1]}"
        for own, marks, words in line
    )


CLOSERS = {"“": '”"', "„": "“”", "”": "”", '"': '"”', "«": "»", "»": "«", "‘": "’'", "'": "'’"}


@given(ANY_TEXT)
def test_a_stretch_stays_inside_one_line(text: str) -> None:
    """Stretches are words of one line, begin after a mark, and end before a mark or with the line."""
    for span in quoted_stretches(text):
        words = span.of(text)
        assert words.strip() and len(words.splitlines()) == 1
        opening = text[span.start - 1]
        assert opening in "“„«»”\"'‘"
        rest = (text[span.end :].splitlines() or [""])[0]
        assert not rest.strip() or rest[0] in CLOSERS[opening]


@given(ANY_TEXT)
def test_stretches_come_in_reading_order_and_once(text: str) -> None:
    """The outer of two that begin together comes first."""
    spans = quoted_stretches(text)
    assert spans == sorted(set(spans), key=lambda span: (span.start, -span.end))


@given(st.lists(ANY_TEXT, max_size=4))
def test_a_mark_left_open_does_not_reach_the_next_line(lines: list[str]) -> None:
    """The quotations of a text are those of its lines, one after the other."""
    lines = [" ".join(line.split()) for line in lines]
    text = "\n".join(lines)
    apart = [span.of(line) for line in lines for span in quoted_stretches(line)]
    assert [span.of(text) for span in quoted_stretches(text)] == apart


@given(LINES)
def test_the_quotations_of_a_report_are_found_exactly(
    lines: list[list[tuple[str, str, str]]],
) -> None:
    """Between phrases of the reporter every quotation is found, and nothing else."""
    text = "\n".join(printed(line, inner=("", "", "", "")) for line in lines)
    expected = [words for line in lines for _, _, words in line]
    assert [span.of(text) for span in quoted_stretches(text)] == expected


@given(LINES)
def test_in_a_report_the_words_in_marks_are_quoted_and_no_others(
    lines: list[list[tuple[str, str, str]]],
) -> None:
    """Asked word group by word group, only what stands between marks is quoted."""
    quoted_text, spans = read("\n".join(printed(line, inner=("⟦", "⟧", "", "")) for line in lines))
    assert all(is_quoted(span, quoted_text) for span in spans)
    own_text, spans = read("\n".join(printed(line, inner=("", "", "⟦", "⟧")) for line in lines))
    assert not any(is_quoted(span, own_text) for span in spans)


@given(ANY_TEXT, st.integers(0, 60), st.integers(0, 60))
def test_stretches_found_before_change_no_answer(text: str, start: int, end: int) -> None:
    """Handing over the stretches saves work and nothing else."""
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    span = Span(start, end)
    assert is_quoted(span, text) == is_quoted(span, text, quoted_stretches(text))


@pytest.mark.parametrize("character", ['"', "'", "“", "‘", "a'", " '"])
def test_no_text_takes_more_than_a_moment(character: str) -> None:
    """A line of nothing but marks costs time in proportion to its length."""
    assert isinstance(quoted_stretches(character * 100_000), list)
