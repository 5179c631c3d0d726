"""What time words mean in a text of a given day, and what they are not taken to mean."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from summarizer.articles import DateOrder, Published
from summarizer.dates import (
    Clue,
    DateRange,
    Precision,
    date_words,
    find_dates,
    resolve,
    spoken,
)

FRIDAY = Published.parse("2025-07-04")
NIGHT = "2025-07-03/2025-07-04"

RESOLVED = [
    # a weekday is the latest on or before publication, that day included
    ("Thursday", "2025-07-03", "day"),
    ("on Thursday", "2025-07-03", "day"),
    ("Friday", "2025-07-04", "day"),
    ("Saturday", "2025-06-28", "day"),
    ("on THURSDAY", "2025-07-03", "day"),
    # "last" is strictly before
    ("last Friday", "2025-06-27", "day"),
    ("last Saturday", "2025-06-28", "day"),
    ("this past Friday", "2025-06-27", "day"),
    # "next", "coming" and a "will" before it are strictly after; "this" and "later" allow the day
    ("next Friday", "2025-07-11", "day"),
    ("this coming Thursday", "2025-07-10", "day"),
    ("the board will meet on Thursday", "2025-07-10", "day"),
    ("this Friday", "2025-07-04", "day"),
    ("this Monday", "2025-07-07", "day"),
    ("they will vote later on Friday", "2025-07-04", "day"),
    # a "will" after the day does not move it
    ("she said on Thursday she will resign", "2025-07-03", "day"),
    # the week named with the day decides
    ("Thursday last week", "2025-06-26", "day"),
    ("on Monday of next week", "2025-07-07", "day"),
    ("Wednesday this week", "2025-07-02", "day"),
    # parts of a day
    ("early Friday", "2025-07-04", "day"),
    ("Friday morning", "2025-07-04", "day"),
    ("late on Thursday", "2025-07-03", "day"),
    ("Thursday evening", "2025-07-03", "day"),
    ("in the small hours of Friday morning", "2025-07-04", "day"),
    ("shortly after midnight on Friday", "2025-07-04", "day"),
    ("at 5.30 p.m. on Thursday", "2025-07-03", "day"),
    # nights are two days
    ("overnight", NIGHT, "night"),
    ("last night", NIGHT, "night"),
    ("Thursday night", NIGHT, "night"),
    ("late on Thursday night local time", NIGHT, "night"),
    ("overnight on Thursday", NIGHT, "night"),
    ("night to Friday", NIGHT, "night"),
    ("overnight into Friday", NIGHT, "night"),
    ("Thursday night into Friday", NIGHT, "night"),
    ("the night of Thursday to Friday", NIGHT, "night"),
    ("the night of 3-4 July", NIGHT, "night"),
    ("the night of July 3–4", NIGHT, "night"),
    ("the night of 3 July", NIGHT, "night"),
    ("yesterday night", NIGHT, "night"),
    ("last Saturday night", "2025-06-28/2025-06-29", "night"),
    ("tonight", "2025-07-04/2025-07-05", "night"),
    ("tomorrow night", "2025-07-05/2025-07-06", "night"),
    # days counted from publication
    ("today", "2025-07-04", "day"),
    ("early this morning", "2025-07-04", "day"),
    ("later today", "2025-07-04", "day"),
    ("yesterday", "2025-07-03", "day"),
    ("the day before yesterday", "2025-07-02", "day"),
    ("tomorrow", "2025-07-05", "day"),
    ("the day after tomorrow", "2025-07-06", "day"),
    ("two days ago", "2025-07-02", "day"),
    ("12 days ago", "2025-06-22", "day"),
    # weeks from Monday to Sunday; this one ends, or later begins, with publication
    ("last week", "2025-06-23/2025-06-29", "span"),
    ("three weeks ago", "2025-06-09/2025-06-15", "span"),
    ("this week", "2025-06-30/2025-07-04", "span"),
    ("Earlier this week", "2025-06-30/2025-07-04", "span"),
    ("earlier in the week", "2025-06-30/2025-07-04", "span"),
    ("later this week", "2025-07-04/2025-07-06", "span"),
    ("next week", "2025-07-07/2025-07-13", "span"),
    ("last weekend", "2025-06-28/2025-06-29", "span"),
    ("this weekend", "2025-07-05/2025-07-06", "span"),
    # months and years
    ("last month", "2025-06", "month"),
    ("late this month", "2025-07", "month"),
    ("next month", "2025-08", "month"),
    ("six months ago", "2025-01", "month"),
    ("last year", "2024", "year"),
    ("earlier this year", "2025", "year"),
    ("a year ago", "2024", "year"),
    ("five years ago", "2020", "year"),
    # a month without a year is the latest not after publication's
    ("in June", "2025-06", "month"),
    ("in June alone", "2025-06", "month"),
    ("in July", "2025-07", "month"),
    ("as early as July.", "2025-07", "month"),
    ("in December", "2024-12", "month"),
    ("by the end of June", "2025-06", "month"),
    ("mid-May", "2025-05", "month"),
    ("last July", "2024-07", "month"),
    ("last June", "2025-06", "month"),
    ("next June", "2026-06", "month"),
    ("in July 20 people were hurt", "2025-07", "month"),
    # since: up to publication
    ("since January", "2025-01-01/2025-07-04", "span"),
    ("since Thursday", NIGHT, "span"),
    ("since 24 February 2022", "2022-02-24/2025-07-04", "span"),
    # a day of a month without a year is the nearest
    ("July 4", "2025-07-04", "day"),
    ("4 July", "2025-07-04", "day"),
    ("the 4th of July", "2025-07-04", "day"),
    ("by the July 9 ballot", "2025-07-09", "day"),
    ("April 24", "2025-04-24", "day"),
    ("24 April", "2025-04-24", "day"),
    ("Mon., 30 June", "2025-06-30", "day"),
    ("Friday, July 4", "2025-07-04", "day"),
    ("3-4 July", NIGHT, "span"),
    ("3 to 5 July", "2025-07-03/2025-07-05", "span"),
    # years
    ("in 2022", "2022", "year"),
    ("2022", "2022", "year"),
    ("by the end of 2026", "2026", "year"),
    # several expressions that agree: the first
    ("on Thursday, 3 July", "2025-07-03", "day"),
    ("earlier this week, on Monday", "2025-06-30/2025-07-04", "span"),
    ("Monday, days after a call on Thursday", "2025-06-30", "day"),
]


@pytest.mark.parametrize(("words", "iso", "precision"), RESOLVED)
def test_words_resolve_against_publication(words: str, iso: str, precision: str) -> None:
    """Words relative to publication mean the day, night, week, month or year listed."""
    dates = resolve(words, FRIDAY)
    assert dates is not None
    assert (dates.iso(), dates.precision) == (iso, precision)


UNRESOLVED = [
    # vague
    *("recent weeks", "recently", "soon", "now", "the 1990s", "in the past week", "next few days"),
    *("more than three years ago", "two or three days ago", "half a year ago", "1.5 years ago"),
    # counted from something else than publication
    *("days after", "hours after the call", "hours after the call on Thursday", "before Friday"),
    *("until Friday", "since the talks on Monday", "the previous Monday", "that Thursday"),
    # a length of time, not a calendar year or week
    *("the last year", "over the last week", "in the next month"),
    # one of many, or none
    *("every Friday", "on a Friday", "Fridays", "the first Monday", "Friday week", "next weekend"),
    # two readings
    *("04/07/2025", "Friday or Monday", "from Monday to Thursday", "overnight on Friday"),
    *("the weekend", "6 January", "2024-25"),
    # the words contradict themselves, or no such day
    *("Thursday, July 4", "Wednesday 3 July 2025", "31 June", "29 February", "9-3 July"),
    # names
    *("the Sunday Times", "Good Friday", "The Sun, ", "June Carter sang", "September 11"),
    # verbs, and months nothing marks as months
    *("they may", "May", "March on", "4 may be dead", "he sat.", "the sun, the moon"),
    # counts and times of day
    *("2000 people", "in 2000 homes", "by 2000 GMT", "the 2025 budget"),
    # nothing at all
    *("", "the harbour"),
]


@pytest.mark.parametrize("words", UNRESOLVED)
def test_words_that_name_no_one_date_are_not_resolved(words: str) -> None:
    """Vague, ambiguous, contradictory and unanchored words give no date."""
    assert resolve(words, FRIDAY) is None


CLUES = [
    # strictly after publication for bare weekdays
    ("Monday", "future", "2025-07-07"),
    ("later on Friday", "future", "2025-07-04"),
    # words in the expression outweigh the clue
    ("last Friday", "future", "2025-06-27"),
    ("next Friday", "past", "2025-07-11"),
    ("this Monday", "past", "2025-06-30"),
    ("earlier this week", "future", "2025-06-30/2025-07-04"),
    # a clue outweighs the "will" around it
    ("will they, on Monday", "past", "2025-06-30"),
    # months
    ("in June", "future", "2026-06"),
    ("in July", "future", "2025-07"),
    ("in December", "future", "2025-12"),
    # the rest of the week, weekends and nights
    ("this week", "future", "2025-07-04/2025-07-06"),
    ("the weekend", "future", "2025-07-05/2025-07-06"),
    ("over the weekend", "past", "2025-06-28/2025-06-29"),
    ("overnight", "future", "2025-07-04/2025-07-05"),
    # beyond five months the clue says which side
    ("8 January", "past", "2025-01-08"),
    ("8 January", "future", "2026-01-08"),
    # so it does against the nearest one, beyond a month
    ("November 13", "past", "2024-11-13"),
    # nearer than that it does not
    ("July 9", "past", "2025-07-09"),
]


@pytest.mark.parametrize(("words", "clue", "iso"), CLUES)
def test_a_clue_says_which_side_of_publication(words: str, clue: Clue, iso: str) -> None:
    """The clue decides where the words leave the direction open, and only there."""
    dates = resolve(words, FRIDAY, clue=clue)
    assert dates is not None
    assert dates.iso() == iso


IN_FULL = [
    # day, month and year in any order
    ("4 July 2025", "2025-07-04"),
    ("July 4, 2025", "2025-07-04"),
    ("Friday, 4 July 2025", "2025-07-04"),
    ("the 4th of July 2025", "2025-07-04"),
    ("early on July 4, 2025", "2025-07-04"),
    ("the file photo of this Aug. 21, 2012, shows", "2012-08-21"),
    ("4 July 1776", "1776-07-04"),
    # a night of it
    ("the night of 3-4 July 2025", NIGHT),
    ("the night of 31 December 2024", "2024-12-31/2025-01-01"),
    # numbers, where only one of them can be the month
    ("2025-07-04", "2025-07-04"),
    ("2025-07-04T06:12+03:00", "2025-07-04"),
    ("于2025-07-04在港口", "2025-07-04"),
    ("24/04/2025", "2025-04-24"),
    ("04/24/2025", "2025-04-24"),
    ("24.04.2025", "2025-04-24"),
    # a month
    ("February 2022", "2022-02"),
    ("in Sept. 2024", "2024-09"),
    ("May 2025", "2025-05"),
]


@pytest.mark.parametrize(("words", "iso"), IN_FULL)
def test_a_date_in_full_needs_no_publication(words: str, iso: str) -> None:
    """A year with a month or a day resolves alone, to the same date in any text, underived."""
    dates = resolve(words, None)
    assert dates is not None
    assert (dates.iso(), dates.derivation) == (iso, "")
    assert resolve(words, FRIDAY) == dates


@pytest.mark.parametrize("words", [words for words, _, _ in RESOLVED])
def test_without_publication_nothing_relative_resolves(words: str) -> None:
    """Where the day of publication is unknown the words stay as they are."""
    assert resolve(words, None) is None


@pytest.mark.parametrize(
    ("words", "derivation"),
    [
        # the preposition goes, the words stay
        ("Thursday", "Thursday in a text of Friday 2025-07-04"),
        ("held on Thursday in Leeds", "Thursday in a text of Friday 2025-07-04"),
        ("In June", "June in a text of Friday 2025-07-04"),
        # "since" is part of what was derived
        ("since January", "since January in a text of Friday 2025-07-04"),
        # a year taken from publication is derived too
        ("Friday, July 4", "Friday, July 4 in a text of Friday 2025-07-04"),
        # a year that stands there is not
        ("in 2022", ""),
        ("July 4, 2025", ""),
    ],
)
def test_a_derived_date_says_from_what(words: str, derivation: str) -> None:
    """The derivation names the words and the day of the text, unless nothing was derived."""
    dates = resolve(words, FRIDAY)
    assert dates is not None
    assert dates.derivation == derivation


def test_only_the_calendar_day_of_publication_counts() -> None:
    """The hour and the zone of publication move no date."""
    late = Published.parse("2025-07-04T23:59-11:00")
    early = Published.parse("2025-07-04T00:01+14:00")
    assert resolve("yesterday", late) == resolve("yesterday", early) == resolve("yesterday", FRIDAY)


@pytest.mark.parametrize(
    ("words", "published", "iso"),
    [
        # the latest January is this year's; the nearest December last year's
        ("since January", "2025-01-02", "2025-01-01/2025-01-02"),
        ("28 December", "2025-01-02", "2024-12-28"),
        ("3 January", "2024-12-30", "2025-01-03"),
        # a leap day exists where it exists
        ("29 February", "2024-03-05", "2024-02-29"),
        # on a Monday this week is one day, on a Sunday the weekend is now
        ("earlier this week", "2025-06-30", "2025-06-30"),
        ("the weekend", "2025-07-06", "2025-07-05/2025-07-06"),
        ("last weekend", "2025-07-06", "2025-06-28/2025-06-29"),
        # months and years carry over
        ("last month", "2025-01-31", "2024-12"),
        ("next month", "2024-12-31", "2025-01"),
        ("last night", "2025-01-01", "2024-12-31/2025-01-01"),
    ],
)
def test_the_calendar_carries_over(words: str, published: str, iso: str) -> None:
    """Weeks, months and years are those of the calendar at any day of publication."""
    dates = resolve(words, Published.parse(published))
    assert dates is not None
    assert dates.iso() == iso


FOUND = [
    # in order, each as long as it can be read
    (
        "Overnight on Thursday the ferry sank; on Friday, 4 July 2025, divers went down.",
        ["Overnight on Thursday", "on Friday, 4 July 2025"],
    ),
    (
        "Sales rose in June alone, since January and in 2022, as in February 2022.",
        ["in June alone", "since January", "in 2022", "in February 2022"],
    ),
    # the possessive stays outside
    ("Friday's vote and last month’s", ["Friday", "last month"]),
    # a modal, a verb and a name are no months, in May is one
    ("They may march in May with April Jones and Theresa May.", ["in May"]),
    # an abbreviated weekday needs its capital and a stop, comma or number
    (
        "He sat. The Sun, it said, was out: Sat. 5 July, Sun, and Mon 7.",
        ["Sat. 5 July", "Sun", "Mon"],
    ),
    # half a date is none: it might be another year's
    ("It began in February\n2022 and ended on 4 July,\n2023.", []),
    # ordinary prose
    ("The second wave hit the third berth a few days after; 14 of 30 boats sank.", []),
    # vague words name no date
    ("Recently, and in recent weeks, hours after the call, soon, now.", []),
]


@pytest.mark.parametrize(("text", "words"), FOUND)
def test_dates_are_found_in_running_text(text: str, words: list[str]) -> None:
    """Only expressions that can be a date are found, in reading order."""
    assert [found.words for found in find_dates(text)] == words


@pytest.mark.parametrize(
    ("dates", "prose", "without_year"),
    [
        (("2025-07-03", "2025-07-03", "day"), "3 July 2025", "3 July"),
        (
            ("2025-07-03", "2025-07-04", "night"),
            "the night of 3–4 July 2025",
            "the night of 3–4 July",
        ),
        (("2025-06-28", "2025-06-29", "span"), "28–29 June 2025", "28–29 June"),
        (("2025-06-30", "2025-07-04", "span"), "30 June–4 July 2025", "30 June–4 July"),
        (("2025-06-30", "2025-06-30", "span"), "30 June 2025", "30 June"),
        (
            ("2024-12-31", "2025-01-01", "night"),
            "the night of 31 December 2024–1 January 2025",
            "the night of 31 December–1 January",
        ),
        # the same month of two years
        (("2024-07-04", "2025-07-04", "span"), "4 July 2024–4 July 2025", "4 July–4 July"),
        (("2025-06-01", "2025-06-30", "month"), "June 2025", "June"),
        # a year without its year would be nothing
        (("2022-01-01", "2022-12-31", "year"), "2022", "2022"),
    ],
)
def test_prose_says_a_range_as_fine_as_it_is_known(
    dates: tuple[str, str, Precision], prose: str, without_year: str
) -> None:
    """Days, nights and spans are spoken with their days, months and years without."""
    range = DateRange(date.fromisoformat(dates[0]), date.fromisoformat(dates[1]), dates[2], "")
    assert spoken(range) == prose
    assert spoken(range, year=False) == without_year


def test_date_words_are_those_of_the_first_and_last_day() -> None:
    """A night admits both its days and weekdays; a month and a year admit no days."""
    night, month, year = (resolve(words, FRIDAY) for words in ("overnight", "in June", "last year"))
    assert night and month and year
    assert date_words(night) == {"3", "4", "July", "2025", "Thursday", "Friday"}
    assert date_words(month) == {"June", "2025"}
    assert date_words(year) == {"2024"}


def test_ranges_overlap_where_they_share_a_day() -> None:
    """The night overlaps both its days and their month, not the day before."""
    night, eve, month = (resolve(words, FRIDAY) for words in ("overnight", "2 July", "this month"))
    assert night and eve and month
    assert night.overlaps(month)
    assert month.overlaps(night)
    assert not night.overlaps(eve)


def test_a_range_that_runs_backwards_is_refused() -> None:
    """A range ends no earlier than it starts."""
    with pytest.raises(ValueError, match="not a range of dates"):
        DateRange(date(2025, 7, 4), date(2025, 7, 3), "span", "")


# Words of the grammar in any order, so that nonsense like "since last night of 31 May" comes up.
PIECES = st.sampled_from(
    re.split(
        " ",
        "since in on by the of night overnight into early late last next this ago a two 99 week "
        "weekend month year day yesterday tomorrow Monday Fri, June February May 1 29 31 30-31 0 "
        "00 2025 9999 1000 2024-02-30 31/12/9999 - , . ſunday frİday Kelvin ５",
    )
)
TEXT = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=8).map(" ".join))
PUBLISHED = st.dates().map(Published.parse)
EITHER = st.one_of(st.none(), PUBLISHED)


@given(TEXT, EITHER, st.sampled_from(["past", "future", ""]))
@example("next year", Published.parse("9999-12-31"), "")
@example("overnight", Published.parse("0001-01-01"), "")
def test_resolve_never_raises(words: str, published: Published | None, clue: Clue) -> None:
    """Any words on any day give a range that does not run backwards, or nothing."""
    dates = resolve(words, published, clue=clue)
    if dates is not None:
        assert dates.start <= dates.end
        assert dates.iso()
        # Whatever prose says of the range its words admit, numbers and names alike.
        said = re.findall(r"[0-9]+|[A-Z][a-z]+", spoken(dates))
        assert set(said) <= date_words(dates)


@given(st.dates(min_value=date(1, 1, 8)), st.sampled_from(range(7)))
def test_a_weekday_is_within_the_week_up_to_publication(day: date, number: int) -> None:
    """A bare weekday is that weekday, at most six days before publication and never after."""
    names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    dates = resolve(names[number], Published.parse(day))
    assert dates is not None
    assert dates.start == dates.end
    assert dates.start.weekday() == number
    assert timedelta(0) <= day - dates.start <= timedelta(days=6)


@given(st.lists(TEXT, max_size=5).map("\n".join))
def test_found_dates_slice_back(text: str) -> None:
    """Each expression is the words its span covers, after the one before it, on one line."""
    end = 0
    for found in find_dates(text):
        assert found.words == found.span.of(text) != ""
        assert "\n" not in found.words
        assert found.span.start >= end
        end = found.span.end


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)))
def test_a_spoken_day_resolves_to_itself(day: date) -> None:
    """What prose says of a day is read back as the same day without publication."""
    dates = DateRange(day, day, "day", "")
    assert resolve(spoken(dates), None) == dates
    assert resolve(dates.iso(), None) == dates


@pytest.mark.parametrize("piece", ["the night of ", "1-", "Monday, ", "a", "by the end of early "])
def test_a_megabyte_of_beginnings_is_read(piece: str) -> None:
    """Text made of nothing but the first words of dates is scanned to its end."""
    text = piece * (200_000 // len(piece)) + "x" * 800_000 + " on 4 July 2025"
    assert find_dates(text)[-1].words == "on 4 July 2025"


@pytest.mark.parametrize("words", ["Friday", "on Friday", "Friday night"])
def test_the_day_of_publication_ahead_is_ambiguous(words: str) -> None:
    """What is planned for Friday, in a text of Friday, may be for that day or a week later."""
    assert resolve(words, FRIDAY, clue="future") is None


def test_the_night_of_the_day_of_publication_is_ambiguous() -> None:
    """ "Friday night" in a text of Friday may be the night before or the one that began."""
    assert resolve("on Friday night", FRIDAY) is None


@pytest.mark.parametrize(
    ("words", "order", "iso"),
    [
        ("04/07/2025", "day", "2025-07-04"),
        ("on 04/07/2025", "month", "2025-04-07"),  # the same words, the other way round
        ("4.7.2025", "day", "2025-07-04"),
        ("13/07/2025", "month", "2025-07-13"),  # no month 13: read as it can be
    ],
)
def test_numbers_are_a_date_in_the_order_somebody_gave(
    words: str, order: DateOrder, iso: str
) -> None:
    """What could be two dates is the one that the given order says."""
    found = resolve(words, None, order=order)
    assert found is not None and found.iso() == iso


def test_numbers_that_could_be_two_dates_stay_none_without_an_order() -> None:
    """Nobody guesses which number is the month; the derivation says who did not."""
    assert resolve("04/07/2025", None) is None
    found = resolve("04/07/2025", None, order="day")
    assert found is not None and found.derivation == "04/07/2025, read with the day first"
