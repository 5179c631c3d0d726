"""Figures in text: values, bounds, modifiers, units, and what is no figure."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.quantities import (
    Figure,
    agrees,
    as_json_number,
    find_figures,
    parse_surface,
    same_value,
)

MEGABYTE = 1_000_000


def parsed(surface: str) -> Figure:
    """Return the figure of a surface that must have one."""
    figure = parse_surface(surface)
    assert figure is not None, surface
    return figure


def values(text: str, language: str = "en") -> list[str]:
    """Return each figure as its value, its bounds `low..high`, or its words where it has neither."""
    return [_shown(figure, text) for figure in find_figures(text, language=language)]


def _shown(figure: Figure, text: str) -> str:
    rank = "#" if figure.ordinal else ""
    if figure.value is not None:
        return f"{rank}{figure.value}"
    if figure.low is None and figure.high is None:
        return figure.core.of(text)
    return (
        f"{'' if figure.low is None else figure.low}..{'' if figure.high is None else figure.high}"
    )


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("539 drones and 11 missiles, which add up to 550.", "="),  # a sum
        ("63 drones and nine missiles, adding up to 72 in all", "="),
        ("The plan adds up to 300 jobs", "<"),  # a bound
        ("Fines of up to 300.", "<"),
    ],
)
def test_a_sum_is_no_bound(text: str, change: str) -> None:
    """Parts that add up to a number make exactly that; "up to" before a noun sets a bound."""
    assert find_figures(text)[-1].change == change


@pytest.mark.parametrize(
    ("surface", "value"),
    [
        ("5,000", "5000"),  # grouped
        ("1,200,000", "1200000"),
        ("12,50,000", "1250000"),  # grouped by lakhs
        ("1\u00a0234\u202f567", "1234567"),  # grouped by blanks that do not break
        ("5 000 troops", "5000"),  # by plain blanks, where nothing else can be meant
        (".001 per cent", "0.001"),  # no digit before the mark
        ("4.2", "4.2"),
        ("1.234,5", "1234.5"),  # foreign marks that can be nothing else
        ("550km", "550"),  # glued to its unit
        ("4hours", "4"),
        ("90-day pause", "90"),
        ("50,000-strong force", "50000"),
        ("-3C", "-3"),  # a minus after nothing
        ("minus-20 degrees", "-20"),
        ("minus five", "-5"),
        ("2½ hours", "2.5"),
        ("2 1/2 hours", "2.5"),
        ("2/3 of voters", "0.666667"),
    ],
)
def test_value_of_digits(surface: str, value: str) -> None:
    """Digits are read with their marks, signs and fractions."""
    assert parsed(surface).value == Decimal(value)


@pytest.mark.parametrize(
    ("surface", "value"),
    [
        ("$144 billion", "144000000000"),
        ("£2.3bn", "2300000000"),
        ("US$1.2m", "1200000"),
        ("$5 m", "5000000"),
        ("1.2m people", "1200000"),  # million before a person or thing
        ("5m Ukrainian refugees", "5000000"),
        ("a population of 1.2m.", "1200000"),  # million after a decimal
        ("10M downloads", "10000000"),
        ("5m wide", "5"),  # metres
        ("a 100m race", "100"),
        ("1.5m tall", "1.5"),
        ("a 1.5m-high fence", "1.5"),
        ("100K followers", "100000"),
        ("a 10k race", "10"),  # kilometres
        ("Rs 20 lakh", "2000000"),
        ("300 crore", "3000000000"),
        ("a 1.8 billion-mile trip", "1800000000"),
    ],
)
def test_magnitudes(surface: str, value: str) -> None:
    """A magnitude multiplies; the letter m is million or metre by what stands around it."""
    assert parsed(surface).value == Decimal(value)


@pytest.mark.parametrize(
    ("surface", "value"),
    [
        ("Fourteen of the 23", "14"),  # the first of several
        ("thirty-two", "32"),
        ("thirty two", "32"),
        ("one hundred and twenty-three", "123"),
        ("two hundred twenty", "220"),  # without "and"
        ("six hundred thousand", "600000"),
        ("two hundred and fifty thousand three hundred and one", "250301"),
        ("two and a half million", "2500000"),
        ("a million and a half", "1500000"),
        ("a hundred", "100"),
        ("a dozen", "12"),
        ("two dozen", "24"),
        ("half a dozen", "6"),
        ("half a million", "500000"),  # not one and a half million
        ("three-quarters of a million", "750000"),
        ("a quarter of a million", "250000"),
        ("half", "0.5"),
        ("a third of them", "0.333333"),
        ("two-thirds", "0.666667"),
        ("three quarters", "0.75"),
        ("nine-tenths", "0.9"),
        ("the last three quarters", "3"),  # of a year
        ("twice as many", "2"),
        ("doubled", "2"),
        ("triple", "3"),
        ("tenfold", "10"),
        ("halved", "0.5"),
        ("both sides", "2"),
        ("a pair of boots", "2"),
        ("the couple", "2"),
        ("zero", "0"),
        ("one Kinzhal", "1"),
        ("one-hour", "1"),
    ],
)
def test_value_of_words(surface: str, value: str) -> None:
    """Number words, fractions and multiples have values, so a number cannot hide in a word."""
    assert parsed(surface).value == Decimal(value)


@pytest.mark.parametrize(
    ("surface", "low", "high"),
    [
        ("70 to 80 per cent", "70", "80"),
        ("70-80%", "70", "80"),
        ("100-150 troops", "100", "150"),
        ("20–30 drones", "20", "30"),  # an en dash
        ("between 20 and 30", "20", "30"),
        ("between a hundred and two hundred", "100", "200"),
        ("ranging from 3% to 5%", "3", "5"),
        ("three or four years", "3", "4"),
        ("60 or 70 percent", "60", "70"),
        ("1 to 2 thousand", "1000", "2000"),  # the magnitude is shared
        ("$3-5 billion", "3000000000", "5000000000"),
        ("$200,000 to $4 million", "200000", "4000000"),  # and here it is not
        ("five per cent to 20 per cent", "5", "20"),
        ("-5% to -3%", "-5", "-3"),
        ("in her 40s", "40", "49"),
    ],
)
def test_ranges(surface: str, low: str, high: str) -> None:
    """A range has two bounds and no value."""
    figure = parsed(surface)
    assert (figure.value, figure.low, figure.high) == (None, Decimal(low), Decimal(high))
    assert not figure.is_vague


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rose from 3% to 5%", ["3", "5"]),  # what was and what is
        ("grew by $2bn to $7bn", ["2000000000", "7000000000"]),
        ("10 and 20 percent", ["10", "20"]),  # no "between"
        ("5, 10 or 15", ["5", "10", "15"]),  # a list
        ("ten to one", ["10", "1"]),  # odds
        ("doubled to 40", ["2", "40"]),
        ("550-539", ["550", "539"]),  # too large for a score
        ("killed 23—11 of them children", ["23", "11"]),  # a dash is no hyphen
        ("a hundred and two hundred", ["100", "200"]),
    ],
)
def test_two_figures_that_are_no_range(text: str, expected: list[str]) -> None:
    """Numbers that only stand side by side stay apart, and none is lost."""
    assert values(text) == expected


@pytest.mark.parametrize(
    ("surface", "low", "word"),
    [
        ("dozens", "24", ""),
        ("scores of people", "40", ""),
        ("hundreds", "200", ""),
        ("several hundred", "200", ""),
        ("100s of people", "200", ""),
        ("thousands", "2000", ""),
        ("tens of thousands", "20000", ""),
        ("hundreds of millions", "200000000", ""),
        ("double-digit losses", "10", ""),
        ("several", None, "several"),
        ("multiple", None, "several"),
        ("a few", None, "several"),
        ("a handful", None, "several"),
        ("a number of trains", None, "several"),
        ("many", None, "many"),
        ("few", None, "few"),
    ],
)
def test_vague_words(surface: str, low: str | None, word: str) -> None:
    """A vague word has a class and at most a lower bound."""
    figure = parsed(surface)
    assert (figure.value, figure.is_vague, figure.word) == (None, True, word)
    assert figure.low == (None if low is None else Decimal(low))


@pytest.mark.parametrize(
    ("surface", "modifier", "change", "low", "high"),
    [
        ("more than eight", "more than", ">", 8, None),
        ("at least 13", "at least", ">", 13, None),
        ("over a dozen", "over", ">", 12, None),
        ("just over 20", "just over", ">", 20, None),
        ("no fewer than 12", "no fewer than", ">", 12, None),
        ("as few as 3", "as few as", ">", 3, None),
        ("20 or more", "or more", ">", 20, None),
        ("50+", "+", ">", 50, None),
        ("50-plus", "plus", ">", 50, None),
        ("at least another 20", "at least", ">", 20, None),
        ("up to 70 percent", "up to", "<", None, 70),
        ("fewer than 5", "fewer than", "<", None, 5),
        ("no more than 5", "no more than", "<", None, 5),
        ("as many as 200", "as many as", "<", None, 200),
        ("at most two", "at most", "<", None, 2),
        ("just under 20", "just under", "<", None, 20),
        ("up to about 400", "up to about", "<", None, 400),  # the outer one decides
        ("nearly 80", "nearly", "~", None, 80),
        ("almost a hundred", "almost", "~", None, 100),
        ("Some 125,000", "some", "~", None, None),
        ("an estimated 300", "an estimated", "~", None, None),
        ("roughly 8 billion", "roughly", "~", None, None),
        ("20 or so", "or so", "~", None, None),
        ("a couple of days", "", "~", None, None),
        ("about '10 or 12' letters", "about", "~", 10, 12),  # a quotation mark in between
        ("between 20 and 30", "between", "=", 20, 30),
        ("a record 550 drones", "", "=", None, None),
    ],
)
def test_modifiers(
    surface: str, modifier: str, change: str, low: int | None, high: int | None
) -> None:
    """A modifier is kept as printed and says which bound the number is."""
    figure = parsed(surface)
    assert (figure.modifier, figure.change) == (modifier, change)
    assert (figure.low, figure.high) == (low, high)


@pytest.mark.parametrize(
    ("surface", "change"),
    [
        ("fell by 45%", "down"),
        ("decreased by 20", "down"),
        ("cut its workforce by 5%", "down"),
        ("profits were down 2.3%", "down"),
        ("reduced by half", "down"),
        ("0.7 percent lower", "down"),
        ("rose 3 per cent", "up"),
        ("up 4%", "up"),
        ("+0.2%", "up"),
        ("a 12 per cent increase", "up"),
        ("a 4.5 percentage point rise", "up"),
        ("an increase of 5,000", "up"),
        ("grew by just 3%", "up"),
        ("rose by more than 3%", "up"),  # the bound stays beside the direction
        ("rose to 5%", "="),  # a level
        ("dropped 500 bombs", "="),  # not by
        ("shot down by two missiles", "="),
        ("killed by 5 drones", "="),
    ],
)
def test_rises_and_falls(surface: str, change: str) -> None:
    """A rise or fall by an amount is told from the level it ends at."""
    assert parsed(surface).change == change


def test_modifier_within_a_rise() -> None:
    """A rise by more than an amount keeps modifier and bound."""
    figure = parsed("rose by more than 3%")
    assert figure.modifier == "more than"
    assert figure.low == figure.value == 3


@pytest.mark.parametrize(
    ("text", "span", "core", "unit"),
    [
        ("Nearly 80 of them", "Nearly 80", "80", ""),
        ("it cost $144 billion then", "$144 billion", "144 billion", "$"),
        ("of 70 to 80 per cent a year", "70 to 80 per cent", "70 to 80", "%"),
        ("for more than eight hours", "more than eight", "eight", ""),  # no counted noun
        ("at least US$1.2m more", "at least US$1.2m", "1.2m", "US$"),
        ("worth $US55,000", "$US55,000", "55,000", "$US"),
        ("a fine of A$3 today", "A$3", "3", "A$"),
        ("A $5 fine", "$5", "5", "$"),  # the article is no currency
        ("paid 1,200€ for", "1,200€", "1,200", "€"),
        ("paid 5 million euros for", "5 million euros", "5 million", "euros"),
        ("paid EUR 300 for", "EUR 300", "300", "EUR"),
        ("a 4.5 percentage point rise", "4.5 percentage point", "4.5", "percentage points"),
        ("fell 5pc", "5pc", "5", "%"),
        ("lost $-50.8bn", "$-50.8bn", "-50.8bn", "$"),
        ("over a dozen locations", "over a dozen", "a dozen", ""),
        ("between £5 and £10 each", "between £5 and £10", "5 and £10", "£"),
        ("over two \n 30 drones", "over two", "two", ""),  # a line end parts
    ],
)
def test_spans(text: str, span: str, core: str, unit: str) -> None:
    """The span holds modifier, currency and per cent; the core holds the numeral alone."""
    figure = find_figures(text)[0]
    assert (figure.span.of(text), figure.core.of(text), figure.unit) == (span, core, unit)


@pytest.mark.parametrize(
    "text",
    [
        "at 5:30 a.m., 5 p.m., 5pm, 14:05, 2:55:10 and 1405 GMT",  # clock times
        "from 5-6pm, between 9 and 11 a.m.",
        "five o'clock, half past five",
        "on 4 July 2025, July 4, July 4th, the 4th of July, Feb. 21 and the Fourth of July",
        "on July 3 and 4, from 3 to 4 July, 18-24 March, 2025-07-04",
        "in 2022, since February 2022, the 1990s, the '80s, 2014-2017, 2023-24, in 1865",
        "the 2024 elections, July 2025 strikes and July 4, 2025 strikes",  # years, not amounts
        "the 9/11 attacks, round the 24/7 clock, 4/7/2025, 04.07.2025",
        "MIM-104, F-16, T-72, G7, G20, COVID-19, Kh-101, 9K720, M21 9AB8, 5G and a 3-D model",
        "Boeing 737, iPhone 15, Route 66, Article 5, category 4, S&P 500, Formula One",
        "No. 10 said, Group of Seven, Air Force One, the Big One, World War Two, phase two",
        "see https://example.org/2024/55, news24.com, desk24@example.com",
        "version 3.1.6, share 0992, +44 20 7946 0958, 202-555-0142",
        "won 3-2, drew 2-2",  # scores
        "no one, one another, one's own, this one, the one who fled, one by one, one-on-one",
        "one of the most serious, one of Europe’s largest, one of the main",
        "some of them, almost every district, most, all, none, hours-long",
        "how many, too many, both Kyiv and Odesa, test scores",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    """Clock times, dates, years, names, addresses, scores and idioms are no figures."""
    assert [figure.span.of(text) for figure in find_figures(text)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2000 people fled in 2000", ["2000"]),  # a year's shape, yet counted
        ("nearly 2000 dead", ["2000"]),
        ("In July 23 people died", ["23"]),  # not the day
        ("the war since May. 15 others", ["15"]),
        ("He said no. 15 people died.", ["15"]),  # not a rank
        ("killed 5. March has begun", ["5"]),
        ("5 of May’s allies", ["5"]),
        ("the top-10 and under-21s", ["10", "21"]),  # small words before a hyphen
        ("Odesa–15 killed", ["15"]),  # an en dash after a name
        ("one of the 23", ["1", "23"]),
        ("Both were killed and five hurt", ["2", "5"]),
        ("Two Killed, Dozens Hurt In Kyiv", ["2", "24.."]),  # capitals of a headline
        ("items 3,4,5", ["3", "4", "5"]),  # commas that make no number
        ("four people: two men, two women", ["4", "2", "2"]),
        ("the 30-second clip, 10 seconds long", ["30", "10"]),
        ("£2.3bn ($3.1bn)", ["2300000000", "3100000000"]),
        ("5-0 up after 550 minutes", ["550"]),
        ("half of the 20", ["0.5", "20"]),
    ],
)
def test_numbers_that_could_be_overlooked(text: str, expected: list[str]) -> None:
    """What looks like a date, a rank or a name is still found where it counts something."""
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the first and second missile", ["#1", "#2"]),
        ("the 21st and twenty-first", ["#21", "#21"]),
        ("a third missile", ["#3"]),  # a fraction before "of" only
        ("ranked no. 1 and No. 2, number one", ["#1", "#2", "#1"]),
        ("a second later, per second, a split second", ["#2"]),  # time, but for the first
        ("Ukraine's second-largest city", ["#2"]),
    ],
)
def test_ranks(text: str, expected: list[str]) -> None:
    """A rank is marked ordinal; a second of time is none."""
    assert values(text) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "1.234,5 Tonnen und 12.000 Menschen am 4. Juli 2025", ["1234.5", "12000"]),
        ("de", "3,5 Millionen Euro, 70 Prozent", ["3500000", "70"]),
        ("de", "eine Billion, 2 Billionen", ["2000000000000"]),  # a million million
        ("fr", "20 000 soldats, 1\u202f234,5 le 4 juillet à 14h30", ["20000", "1234.5"]),
        ("fr", "3,5 milliards, 2,5 M€", ["3500000000", "2500000"]),
        ("es", "5 mil millones, 1.200 personas", ["5000000000", "1200"]),
        ("it", "1.200,50 euro", ["1200.5"]),
        ("pt", "2,5 milhões", ["2500000"]),
        ("nl", "1,5 miljoen, ten noorden", ["1500000"]),  # "ten" is Dutch here
        ("en-GB", "1,234.5 and ten", ["1234.5", "10"]),
    ],
)
def test_languages(language: str, text: str, expected: list[str]) -> None:
    """Decimal marks and magnitudes follow the language; number words are read in English only."""
    assert values(text, language) == expected


@pytest.mark.parametrize("surface", ["", "July 4", "almost every district", "hours after"])
def test_surface_without_a_number(surface: str) -> None:
    """A surface that holds no number has no figure."""
    assert parse_surface(surface) is None


def test_surface_that_looks_like_a_year() -> None:
    """Alone in a surface, four digits are a number."""
    assert parsed("2000").value == 2000
    assert find_figures("2000") == []


def test_numeral_too_long_to_read() -> None:
    """More digits than can be reckoned with are kept, and equal only themselves."""
    long, other = "9" * 40, "9" * 39 + "8"
    assert (parsed(long).value, parsed(long).is_vague) == (None, True)
    assert same_value(parsed(long), parsed(long))
    assert not same_value(parsed(long), parsed(other))


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("1.2m people", "1,200,000", True),
        ("twelve", "a dozen", True),
        ("more than eight", "8", True),  # modifiers are compared elsewhere
        ("dozens", "dozens of drones", True),
        ("several hundred", "hundreds", True),
        ("several", "a handful", True),
        ("70-80%", "between 70 and 80 per cent", True),
        ("550", "539", False),
        ("dozens", "24", False),  # a vague word is no number
        ("dozens", "hundreds", False),
        ("several", "many", False),
        ("70-80%", "70 to 90%", False),
        ("a third of it", "a third missile", False),  # a part, a rank
        ("first", "one", False),
        ("five", "minus five", False),
    ],
)
def test_same_value(left: str, right: str, expected: bool) -> None:
    """Equal are the amounts, whatever their spelling."""
    assert same_value(parsed(left), parsed(right)) is expected
    assert same_value(parsed(right), parsed(left)) is expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("at least 23", "23", True),
        ("at least 23", "30", True),
        ("at least 23", "14", False),
        ("dozens", "23", True),  # vague never contradicts
        ("8", "23", False),
        ("nearly 80", "78", True),  # within a tenth
        ("nearly 80", "85", False),  # more is not nearly
        ("about 100", "95", True),
        ("about 100", "80", False),
        ("up to 70", "80", False),
        ("70 to 80", "75", True),
        ("70 to 80", "80 to 90", True),
        ("70 to 80", "81 to 90", False),
        ("fell 5%", "rose 5%", False),
        ("rose by more than 5%", "rose 7%", True),
        ("rose by about 100", "rose by 95", True),
    ],
)
def test_agrees(left: str, right: str, expected: bool) -> None:
    """Figures agree where the words of both allow one value."""
    assert agrees(parsed(left), parsed(right)) is expected
    assert agrees(parsed(right), parsed(left)) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("144000000000", 144000000000), ("4.2", 4.2), ("5.0", 5), ("-3", -3), ("1E+9", 10**9)],
)
def test_json_numbers(value: str, expected: int | float) -> None:
    """Whole numbers are integers in JSON, others floats."""
    number = as_json_number(Decimal(value))
    assert (number, type(number)) == (expected, type(expected))


# Words that make numbers, and what stands around them, in any order: grammar rather than noise.
_PIECES = st.sampled_from(
    "one two twenty hundred thousand million dozen dozens tens of a an and half third quarters no No "
    "number # up to more than about between from by rose 5 10 1,000 1.2 m bn k 2024 July 4 th st s - "
    "– — / : . , $ € % per cent points second couple several few many both or 000 1/2 ½ ٣ ² p o c"
    " minus + Boeing US F- _ x 's ( ) \" \n".split(" ")
)
_TEXTS = st.one_of(
    st.text(),
    st.lists(st.tuples(_PIECES, st.sampled_from(["", " ", "\u00a0"]))).map(
        lambda pairs: "".join(word + gap for word, gap in pairs)
    ),
)
_LANGUAGES = st.sampled_from(["en", "de", "fr", "zh", ""])


@given(_TEXTS, _LANGUAGES)
def test_spans_slice_back(text: str, language: str) -> None:
    """Of any text the figures stand inside it, in order, apart, and each holds its numeral."""
    end = 0
    for figure in find_figures(text, language=language):
        assert end <= figure.span.start < figure.span.end <= len(text)
        assert figure.span.contains(figure.core)
        end = figure.span.end


@given(_TEXTS)
def test_a_figure_says_something(text: str) -> None:
    """Each figure has a value, bounds or a vague word, and is equal to itself."""
    for figure in find_figures(text):
        assert figure.value is not None or figure.low is not None or figure.word
        assert same_value(figure, figure)
        assert agrees(figure, figure)


@given(st.integers(min_value=0, max_value=10**15 - 1))
def test_grouped_digits_are_read_back(number: int) -> None:
    """A whole number printed with commas keeps its value."""
    assert values(f"It fired {number:,} shells.") == [str(number)]


@pytest.mark.parametrize("unit", [" ", "1", ",", "a", "\"", "\n"])  # fmt: skip
def test_a_megabyte_of_one_character(unit: str) -> None:
    """A megabyte of one character is read in linear time."""
    assert len(find_figures(unit * MEGABYTE)) <= 1


@pytest.mark.parametrize(
    "unit",
    ["1,", "1.", "1-", "1/", "1 ", "+1 ", "1,234,", "12,12,", "a@", "one ", "thousand ", "twenty-",
     "one hundred and ", "a half of ", "no more than ", "between ", "by ", "$", "July 1 and ", "'"],
)  # fmt: skip
def test_a_long_run_of_one_pattern(unit: str) -> None:
    """A run that every rule begins to match is read in linear time, in either style of marks."""
    text = unit * (MEGABYTE // 50 // len(unit))
    for language in ("en", "de"):
        assert all(figure.span.end <= len(text) for figure in find_figures(text, language=language))
