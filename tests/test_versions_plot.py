"""The plot of a contested figure: when it is drawn, in which order, and what each version looks like."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from picture_builders import briefing_with, quantity, record, row_of, source, story_with, version
from picture_builders import statement as told
from svg_reader import boxes, overlapping, read, shown

from summarizer import briefing as product
from summarizer.briefing import Figures, Source, Value
from summarizer.rendering.pictures import versions_plot
from summarizer.rendering.pictures.drawing import WIDTH
from summarizer.rendering.pictures.scale import scale_of
from summarizer.rendering.pictures.shapes import shape_of

EARLY = source("North Wire", "2031-03-04T06:10:00+03:00")  # 03:10 by the clock of the next
LATER = source("Evening Bell", "2031-03-04T05:00:00+00:00")
UNKNOWN = source("Ann's Blog")
SOURCES = (UNKNOWN, LATER, EARLY)


def plot(row: Figures, *claims: product.ClaimRecord, main: str | None = None) -> str:
    """Return the plot of a row of the three sources."""
    return versions_plot(row, story_with(main), briefing_with(story_with(), claims, SOURCES))


EIGHT = version("a", "eight", EARLY)
LEAST = version("b", "at least 23", LATER)
PLAIN = version("c", "23", LATER)
DOZENS = version("d", "dozens", UNKNOWN)


@pytest.mark.parametrize(
    ("row", "is_drawn"),
    [
        (row_of(EIGHT, LEAST), True),  # a bound
        (row_of(EIGHT, DOZENS), True),  # a vague word
        (row_of(EIGHT, PLAIN, version("e", "30", UNKNOWN)), True),  # three values
        (row_of(EIGHT, PLAIN), False),  # two plain values: the table says it
        (row_of(EIGHT, PLAIN, version("e", "23", UNKNOWN)), False),  # the same two
        (row_of(LEAST), False),  # one version
        (row_of(EIGHT, version("e", "several", LATER)), False),  # a word without a number
        (row_of(EIGHT, LEAST, differs=False, relation="refines"), False),  # not contested
        (row_of(EIGHT, LEAST, differs=False, relation="update"), True),
        (row_of(EIGHT, LEAST, differs=False, relation=None), False),
        (
            row_of(LEAST, version("e", "rose by 3%", EARLY), version("f", "fell by 2%", LATER)),
            False,
        ),
        (row_of(EIGHT, LEAST, version("e", "9", value=Decimal("1E400"))), False),  # no count
    ],
)
def test_a_picture_is_drawn_where_it_shows_more_than_the_table(
    row: Figures, is_drawn: bool
) -> None:
    """Contested figures with bounds or three values have a plot, all others none."""
    assert bool(plot(row)) == is_drawn


def test_sources_stand_in_the_order_of_publication() -> None:
    """Moments count, not the digits of their clocks; who gives no date comes last."""
    row = row_of(DOZENS, PLAIN, LEAST, EIGHT)
    lines = shown(plot(row))
    heads = [line for line in lines if line.startswith(tuple(s.label for s in SOURCES))]
    assert heads == [
        "North Wirepublished 4 March 2031, 06:10 UTC+3",
        "Evening Bellpublished 4 March 2031, 05:00 UTC",
        "Ann's Blogdate of publication unknown",
    ]
    assert plot(row) == plot(row_of(EIGHT, LEAST, PLAIN, DOZENS))


def test_versions_of_one_source_stand_in_the_order_of_their_dates() -> None:
    """A count of Monday stands before one of Tuesday, whichever the article tells first."""
    claims = [
        record("b", LATER, kind="quantity", date="2031-03-04"),
        record("c", LATER, kind="quantity", date="2031-03-03"),
    ]
    lines = shown(plot(row_of(LEAST, PLAIN, EIGHT), *claims))
    assert lines.index("23") < lines.index("at least 23")


@pytest.mark.parametrize(
    ("surface", "shape"),
    [
        ("23", "point"),
        ("about 80", "about"),
        ("nearly 80", "about"),
        ("at least 23", "least"),
        ("more than eight", "least"),
        ("up to 50", "most"),
        ("between 10 and 20", "range"),
        ("dozens", "vague"),
        ("several", "word"),
    ],
)
def test_the_words_of_a_version_say_its_shape(surface: str, shape: str) -> None:
    """Values, bounds, ranges and vague words look different from each other."""
    assert shape_of(version("a", surface)) == shape


def test_at_least_is_an_open_bar_to_the_right_and_at_most_one_to_the_left() -> None:
    """The end that is told is closed, the other one is an arrow to that end of the axis."""
    picture = plot(row_of(EIGHT, LEAST, version("e", "up to 50", UNKNOWN)))
    paths = {
        path.get("class"): path.get("d", "") for path in read(picture).iter() if path.get("class")
    }
    assert "arrow" in paths
    arrows = re.findall(r'class="arrow" d="M([\d.]+) [\d.]+H([\d.]+)', picture)
    (_, right), (begin, left) = ((float(a), float(b)) for a, b in arrows)
    assert right == WIDTH - 10
    assert left == 10
    assert begin > left


def test_a_vague_word_is_hatched_and_quoted() -> None:
    """ "Dozens" is no value: its bar is open, hatched, and its word stands in marks."""
    picture = plot(row_of(EIGHT, DOZENS))
    (bar,) = boxes(picture, "vague")
    assert bar.right == WIDTH - 10
    assert 'class="hatch"' in picture
    assert "“dozens”" in shown(picture)


def test_a_word_without_a_number_has_no_mark() -> None:
    """ "Several" is told beside the others, and nothing is drawn for it."""
    with_word = plot(row_of(EIGHT, LEAST, version("e", "several", UNKNOWN)))
    assert "“several”" in shown(with_word)
    assert with_word.count("<circle") == 1


def test_larger_values_stand_further_right() -> None:
    """The marks are in the order of their values."""
    row = row_of(EIGHT, version("e", "30", LATER), PLAIN)
    places = {
        float(x): words
        for x, words in re.findall(r'cx="([\d.]+)".*?font-weight="600"[^>]*>([^<]+)<', plot(row))
    }
    assert [places[x] for x in sorted(places)] == ["eight", "23", "30"]


def test_each_version_leads_to_its_sentence() -> None:
    """The link of a version is the sentence that gives it, not one before it."""
    cited = [*EIGHT.citations, EIGHT.citations[0].model_copy(update={"start": 77})]
    picture = plot(row_of(EIGHT.model_copy(update={"citations": cited}), LEAST))
    assert re.findall(r'href="#([^"]+)"', picture) == ["w-northwire-77", "w-eveningbell-1"]


def test_what_all_versions_share_is_told_once() -> None:
    """One day of publication, the scope of the row and the night of the story are not repeated."""
    night = "the night of 3–4 March 2031"
    told_twice = {"as_of": night, "scope": "Oxmere"}
    row = row_of(
        version("a", "eight", EARLY, **told_twice),
        version("b", "at least 23", EARLY, **told_twice),
        scope="Oxmere",
    )
    words = " ".join(shown(plot(row, main="2031-03-03/2031-03-04")))
    assert words.count("published") == 1
    assert words.count("Oxmere") == 1
    assert night not in words


def test_the_description_tells_every_version_and_the_reading() -> None:
    """Who cannot see the picture is told each figure with its outlet, its sayer and its time."""
    row = row_of(
        version("a", "eight", EARLY, said_by="Ada Brandt", as_of="at dawn"),
        LEAST,
        reading=told("At least 23 is the later count.", ["a"]),
    )
    words = read(plot(row)).findtext(".//{*}desc", "")
    assert "North Wire, published 4 March 2031, 06:10 UTC+3: eight (Ada Brandt; at dawn)." in words
    assert "Evening Bell, published 4 March 2031, 05:00 UTC: at least 23." in words
    assert words.endswith("At least 23 is the later count.")


# --- sums ---------------------------------------------------------------------------------------


def sum_row(terms: list[tuple[str, str]], total: str) -> tuple[Figures, list[product.ClaimRecord]]:
    """Return a row of 539 and 550 with a sum of these terms (words, what they count)."""
    claims = [
        quantity(f"t{at}", surface, counted, LATER) for at, (surface, counted) in enumerate(terms)
    ]
    claims.append(quantity("total", total, "drones", EARLY))
    derivation = product.Derivation(
        kind="sum", text="539 drones + 11 missiles = 550", citations=[],
        terms=[f"t{at}" for at in range(len(terms))], total="total",
    )  # fmt: skip
    row = row_of(
        version("t0", "539", LATER), version("total", "550", EARLY), derivations=[derivation]
    )
    return row, claims


def test_the_terms_of_a_sum_lie_end_to_end_as_long_as_its_total() -> None:
    """Each term begins where the last one ended, and together they are as long as the total."""
    row, claims = sum_row([("539", "drones"), ("eleven", "missiles")], "550")
    picture = plot(row, *claims)
    first, second = boxes(picture, "term")
    (total,) = boxes(picture, "total")
    assert second.left == pytest.approx(first.right, abs=0.2)
    assert (first.left, second.right) == pytest.approx((total.left, total.right), abs=0.2)
    lines = shown(picture)
    assert "539 drones (Evening Bell)" in lines
    assert "+ eleven missiles (Evening Bell)" in lines
    assert "= 550 drones (North Wire)" in lines


@pytest.mark.parametrize(
    ("terms", "total"),
    [
        ([("539", "drones"), ("12", "missiles")], "550"),  # does not close
        ([("539", "drones")], "539"),  # one term
        ([("539", "drones"), ("dozens", "missiles")], "550"),  # no value
    ],
)
def test_a_sum_that_does_not_close_is_not_drawn(terms: list[tuple[str, str]], total: str) -> None:
    """Two plain values without a sum that explains them have no picture."""
    row, claims = sum_row(terms, total)
    assert plot(row, *claims) == ""


# --- the axis -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "begins_at_zero", "is_log", "ticks"),
    [
        ([8, 23], True, False, [0, 10, 20]),
        ([539, 550], False, False, [540, 545, 550]),  # a difference that would not show
        ([0, 0], False, False, [-1, 0, 1]),
        ([5, 5], False, False, None),
        ([3, 100000], False, True, [1, 100, 10000]),  # only so are both seen
        ([-2, 4], False, False, None),
        (["3.95", "3.96"], False, False, None),
    ],
)
def test_the_axis_fits_its_values(
    values: list[Any], begins_at_zero: bool, is_log: bool, ticks: list[int] | None
) -> None:
    """It begins at 0 where that hides nothing, and is logarithmic only over two orders."""
    scale = scale_of([Decimal(value) for value in values], 0, 100)
    assert (scale.begins_at_zero, scale.is_log) == (begins_at_zero, is_log)
    marks = scale.ticks()
    assert 2 <= len(marks) <= 6
    if ticks is not None:
        assert [int(tick) for tick in marks if tick == int(tick)] == ticks
    assert all(0 < scale.at(Decimal(value)) < 100 for value in values)


def test_an_axis_that_is_not_plain_says_so() -> None:
    """A cut or logarithmic axis is told below it."""
    cut = plot(row_of(version("a", "539", EARLY), version("b", "at least 550", LATER)))
    assert any("does not begin at 0" in line for line in shown(cut))
    log = plot(row_of(version("a", "3", EARLY), version("b", "at least 100000", LATER)))
    assert any("ten times" in line for line in shown(log))
    plain = plot(row_of(EIGHT, LEAST))
    assert not any("does not begin" in line or "ten times" in line for line in shown(plain))


WORDS = st.text(max_size=120)


@st.composite
def versions(draw: st.DrawFn) -> Value:
    """Draw a version with any words beside it."""
    surface = draw(
        st.sampled_from(["8", "at least 23", "up to 7", "dozens", "several", "about 40",
                         "between 10 and 2,000,000", "0", "12,345,678", "nearly 3"])
    )  # fmt: skip
    of: Source = draw(st.sampled_from(SOURCES))
    fields = {name: draw(WORDS) for name in ("said_by", "as_of", "scope")}
    return version(f"c{draw(st.integers(0, 99))}", surface, of, **fields)


@given(st.lists(versions(), min_size=1, max_size=20), WORDS)
def test_no_words_of_a_plot_overlap_or_leave_it(values: list[Value], counted: str) -> None:
    """Whatever is given and said, lines stand apart inside the frame, in any order of the versions."""
    row = row_of(*values, counted=counted)
    picture = plot(row)
    if picture:
        assert overlapping(picture) == []
        height = float((read(picture).get("viewBox") or "").split()[3])
        assert all(box.bottom <= height and box.right <= WIDTH for box in boxes(picture, "text"))
        assert all(box.left >= 0 for box in boxes(picture, "text"))
