"""Figures of many articles side by side: what may share a row, and when a row differs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from claim_builders import Clip, articles_of, clips, days, ledger_over
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.claims import Quantity
from summarizer.ledger import Row, agree, ledger_of
from summarizer.ledger.grouping import groups_of
from summarizer.ledger.matching import same_thing, signature
from summarizer.sources import SourceArticle

# A figure as a case gives it: outlet, sentence, surface, what is counted, and other fields.
Given = tuple[str, str, str, str, dict[str, Any]]


def rows_of(*figures: Given) -> list[Row]:
    """Return the rows of figures; those of one outlet stand in one article."""
    pages: dict[str, Clip] = {}
    for outlet in dict.fromkeys(figure[0] for figure in figures):
        text = "\n".join(figure[1] for figure in figures if figure[0] == outlet)
        pages[outlet] = Clip(text, outlet)
    for outlet, sentence, surface, counted, fields in figures:
        pages[outlet].quantity(surface, counted, near=sentence, **fields)
    return list(ledger_over(*pages.values()).rows)


def surfaces(found: list[Row]) -> list[list[str]]:
    """Return the figures of each row as printed, in a fixed order."""
    return sorted(sorted(quantity.surface for quantity in row.quantities) for row in found)


def wounded(outlet: str, number: str, where: str, **fields: Any) -> Given:
    """Return a count of wounded people somewhere."""
    sentence = f"In {where or 'all'} {number} people were wounded."
    return outlet, sentence, number, "people wounded", {"scope": where, **fields}


def drones(outlet: str, number: str, deed: str, **fields: Any) -> Given:
    """Return a count of drones."""
    sentence = f"They {deed} {number} drones."
    return outlet, sentence, number, f"drones {deed}", {"unit": "drone", **fields}


def test_three_counts_of_one_city_stand_in_one_row_that_differs() -> None:
    """23, at least 23 and 8 injured in one city are one row, its values side by side."""
    (row,) = rows_of(
        wounded("A", "23", "Oxmere"),
        ("B", "At least 23 people were injured.", "At least 23", "people injured", {"scope": "Oxmere"}),
        ("C", "Eight residents were hurt.", "Eight", "residents hurt", {"scope": "Oxmere"}),
    )  # fmt: skip
    assert sorted(q.surface for q in row.quantities) == ["23", "At least 23", "Eight"]
    assert (row.unit, row.scope, row.differs) == ("person", "Oxmere", True)


def test_a_lower_bound_that_holds_does_not_make_a_row_differ() -> None:
    """23 and at least 23 do not contradict each other."""
    (row,) = rows_of(wounded("A", "23", "Oxmere"), wounded("B", "at least 23", "Oxmere"))
    assert len(row.quantities) == 2
    assert row.differs is False


def test_drones_launched_fired_and_hurled_stand_in_one_row() -> None:
    """539 and 550 drones are one row under any word for launching, and differ."""
    (row,) = rows_of(
        drones("A", "550", "launched"), drones("B", "539", "fired"), drones("C", "550", "hurled")
    )
    assert sorted(q.surface for q in row.quantities) == ["539", "550", "550"]
    assert row.differs is True


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # the casualties of two towns
        (wounded("A", "23", "Oxmere"), wounded("B", "5", "Halmstead")),
        (wounded("A", "23", "the village of Oxmere"), wounded("B", "5", "the village of Halm")),
        (wounded("A", "23", "Oxmere"), wounded("B", "23", "Halmstead")),  # also when they are equal
        # a part and its whole
        (
            ("A", "Fourteen of the 23 were wounded.", "Fourteen", "people wounded",
             {"scope": "of the 23"}),
            wounded("B", "23", ""),
        ),
        (
            ("A", "Nine out of the 23 were wounded.", "Nine", "people wounded",
             {"scope": "out of the 23"}),
            wounded("B", "23", ""),
        ),
        # two values of one source
        (wounded("A", "23", "Oxmere"), wounded("A", "8", "Oxmere")),
        # two days
        (
            wounded("A", "23", "Oxmere", date="2031-03-04"),
            wounded("B", "8", "Oxmere", date="2031-03-06"),
        ),
        # a month's total and a night's count
        (
            drones("A", "550", "launched", date="2031-03-04"),
            drones("B", "6,000", "launched", date="2031-03"),
        ),
        # a time that is known and one that is not
        (
            drones("A", "550", "launched", date="2031-03-04", as_of="on Tuesday"),
            drones("B", "300", "launched", as_of="in a night of January"),
        ),
        # launched, shot down and gone through
        (drones("A", "550", "launched"), drones("B", "478", "intercepted")),
        (drones("A", "550", "launched"), drones("B", "9", "through")),
        # wounded, killed and taken to hospital
        (
            ("A", "Five people were killed.", "Five", "people killed", {}),
            wounded("B", "23", ""),
        ),
        (
            ("A", "Five people are in hospital.", "Five", "people in hospital", {}),
            wounded("B", "23", ""),
        ),
        # the killed, and the killed or injured
        (
            ("A", "Four people were killed.", "Four", "people killed", {}),
            ("B", "Eleven people were killed or injured.", "Eleven", "people killed or injured", {}),
        ),
        # another unit, another thing
        (drones("A", "550", "launched"), ("B", "They launched 11 missiles.", "11",
                                          "missiles launched", {"unit": "missile"})),
        (
            ("A", "Some 40 windows broke.", "40", "windows broken", {"unit": "window"}),
            ("B", "Two schools broke.", "Two", "schools broken", {"unit": "school"}),
        ),
        # one kind of missile is no version of all kinds
        (
            ("A", "They fired 11 missiles.", "11", "missiles fired", {"unit": "missile"}),
            ("B", "They fired one of seven ballistic missiles.", "seven",
             "ballistic missiles fired", {"unit": "missile"}),
        ),
        # per cent and percentage points
        (
            ("A", "Wheat rose by 4%.", "4%", "wheat prices", {}),
            ("B", "Wheat rose by 4 percentage points.", "4 percentage points", "wheat prices", {}),
        ),
        # two currencies
        (
            ("A", "The bridge cost $4 million.", "$4 million", "cost of the bridge", {}),
            ("B", "The bridge cost £3 million.", "£3 million", "cost of the bridge", {}),
        ),
        # the same number without a unit says nothing of what is counted
        (
            ("A", "It was 23 again.", "23", "people wounded", {"unit": ""}),
            ("B", "It was 23 again, too.", "23", "people wounded", {"unit": ""}),
        ),
    ],
)  # fmt: skip
def test_what_counts_something_else_never_shares_a_row(one: Given, other: Given) -> None:
    """Figures of other places, wholes, days, deeds, units or of one source never meet in a row."""
    found = rows_of(one, other)
    assert len(found) == 2
    assert not any(row.differs for row in found)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Oxmere Region", "Halmstead Region", id="regions"),
        pytest.param("The town of Oxmere", "The town of Halmstead", id="capital-article"),
        pytest.param("North Oxmere", "North Halmstead", id="north"),
        pytest.param("Oxmere city", "Halmstead", id="city-behind-the-name"),
        pytest.param("Oxmere’s Old District", "Halmstead’s Old District", id="districts"),
        pytest.param("the Oxmere district of the capital", "Halmstead", id="district-of-capital"),
    ],
)
def test_towns_that_share_a_word_of_their_names_stay_apart(one: str, other: str) -> None:
    """The casualties of two towns never meet, however their places are worded."""
    assert len(rows_of(wounded("A", "23", one), wounded("B", "5", other))) == 2


@pytest.mark.parametrize("scope", ["of the twenty-three", "of those wounded", "among the 23"])
def test_a_part_is_no_version_of_its_whole_however_worded(scope: str) -> None:
    """Fourteen of the wounded and all the wounded stand in two rows."""
    part = ("A", "Fourteen people were wounded.", "Fourteen", "people wounded", {"scope": scope})
    assert len(rows_of(part, wounded("B", "23", ""))) == 2


def test_times_that_differ_in_words_stay_apart() -> None:
    """Where neither date is known, figures of Monday and of Friday stand in two rows."""
    found = rows_of(
        drones("A", "550", "launched", as_of="on Monday"),
        drones("B", "300", "launched", as_of="on Friday"),
    )
    assert len(found) == 2


@pytest.mark.parametrize("first", ["A", "Z"])
def test_a_figure_joins_the_row_where_it_is_equal(first: str) -> None:
    """Where a source gives two figures, another's goes to the one that it confirms."""
    found = rows_of(wounded(first, "5", ""), wounded(first, "23", ""), wounded("M", "23", ""))
    assert surfaces(found) == [["23", "23"], ["5"]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            ("A", "Some 300 houses burnt down.", "Some 300", "houses destroyed", {"unit": "house"}),
            ("B", "Fires took 412 homes.", "412", "homes destroyed", {"unit": "home"}),
        ),
        (wounded("A", "23", "Oxmere"), wounded("B", "8", "")),  # one does not say where
        (wounded("A", "23", "Oxmere"), wounded("B", "8", "the harbour of Oxmere")),  # a part of it
        (wounded("A", "23", "the capital"), wounded("B", "8", "Oxmere")),  # may be one place
        (wounded("A", "23", "Oxmere", date="2031-03-04"), wounded("B", "8", "Oxmere")),
        (
            wounded("A", "23", "Oxmere", date="2031-03-03/2031-03-04"),
            wounded("B", "8", "Oxmere", date="2031-03-04"),
        ),
        pytest.param(
            drones("A", "550", "used"),
            drones("B", "539", "sent")
        ),
        (drones("A", "550", "launched", scope="Oxmere"), drones("B", "539", "sent", scope="the north")),
        (
            ("A", "It cost $4 million.", "$4 million", "cost of the bridge", {}),
            ("B", "It cost $5 million.", "$5 million", "the cost of the bridge", {}),
        ),
    ],
)  # fmt: skip
def test_what_may_count_the_same_thing_stands_side_by_side(one: Given, other: Given) -> None:
    """Values of one thing share a row, and the row says that they differ."""
    (row,) = rows_of(one, other)
    assert len(row.quantities) == 2
    assert row.differs is True


@pytest.mark.parametrize("vague", ["Dozens of", "Scores of", "Several"])
def test_vague_words_never_make_a_row_differ(vague: str) -> None:
    """Dozens beside 23, or beside 5, contradict nothing."""
    (row,) = rows_of(
        ("A", f"{vague} people were wounded.", vague, "people wounded", {}), wounded("B", "5", "")
    )
    assert any(quantity.is_vague for quantity in row.quantities)
    assert row.differs is False


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("23", "23", True),
        ("23", "twenty-three", True),  # digits or words
        ("23", "24", False),
        ("at least 23", "23", True),  # a bound includes its end
        ("at least 23", "40", True),
        ("at least 23", "8", False),
        ("more than 500", "at least 600", True),
        ("up to 30", "23", True),
        ("up to 20", "23", False),
        ("up to 20", "at least 30", False),
        ("between 20 and 30", "23", True),
        ("between 20 and 30", "31", False),
        ("nearly 80", "78", True),
        ("dozens of", "7", True),  # vague words contradict nothing
        ("about 80", "80", True),
        ("about 80", "120", False),
        pytest.param("about 80", "79", True),
        pytest.param("some 500", "539", True),
    ],
)
def test_which_figures_agree(one: str, other: str, expected: bool) -> None:
    """Two figures agree unless their bounds exclude each other; the order does not matter."""
    left = Clip(f"There were {one} people.").quantity(one)
    right = Clip(f"There were {other} people.").quantity(other)
    assert agree(left, right) is expected
    assert agree(right, left) is expected


def test_a_rise_does_not_agree_with_a_fall() -> None:
    """Shares that rose by 3% and shares that fell by 3% contradict each other."""
    rise = Clip("Shares rose by 3%.").quantity("3%", "shares")
    fall = Clip("Shares fell by 3%.").quantity("3%", "shares")
    assert (rise.change, fall.change) == ("up", "down")
    assert agree(rise, fall) is False


def test_a_source_that_repeats_a_figure_is_shown_once() -> None:
    """The same figure twice in one article is one value of the row."""
    (row,) = rows_of(
        wounded("A", "23", "Oxmere"),
        ("A", "Again: 23 people were hurt.", "23", "people hurt", {"scope": "Oxmere"}),
        wounded("B", "23", "Oxmere"),
    )
    assert len(row.quantities) == 2


def test_rows_of_several_sources_come_first() -> None:
    """What two outlets count leads what one counts."""
    found = rows_of(
        ("A", "Forty boats were aground.", "Forty", "boats aground", {"unit": "boat"}),
        wounded("B", "23", ""),
        wounded("C", "24", ""),
    )
    assert [len(row.quantities) for row in found] == [2, 1]


def test_a_row_takes_the_shortest_wording() -> None:
    """A row is named as plainly as one of its sources names it."""
    (row,) = rows_of(
        ("A", "23 people were wounded.", "23", "people wounded by falling glass", {}),
        ("B", "23 people were hurt.", "23", "people hurt", {}),
    )
    assert (row.counted, row.unit) == ("people hurt", "person")


def test_the_whole_of_one_source_is_not_said_of_the_others() -> None:
    """A row whose values are not all a part of ten districts does not say that they are."""
    (row,) = rows_of(
        ("A", "Six of the 10 districts were damaged.", "Six", "districts damaged",
         {"unit": "district", "scope": "of the 10 districts"}),
        ("B", "Several districts were damaged.", "Several", "districts damaged",
         {"unit": "district"}),
    )  # fmt: skip
    assert row.scope == ""


def test_a_figure_that_counts_nothing_named_is_called_by_its_unit() -> None:
    """Without words for what is counted the unit stands in."""
    (row,) = rows_of(("A", "There were 23.", "23", "", {"unit": "drone"}))
    assert row.counted == "drone"


@settings(max_examples=60, deadline=None)
@given(st.lists(clips(), min_size=1, max_size=5, unique_by=lambda c: c.document.digest), st.data())
def test_rows_do_not_hang_on_order_and_lose_no_value(
    pages: list[Clip], data: st.DataObject
) -> None:
    """Any order gives the same rows, and every value of every source stands in exactly one."""
    found = [c for page in pages for c in page.claims if isinstance(c, Quantity)]
    keys = {c.id: page.document.digest for page in pages for c in page.claims}
    articles = articles_of(*pages)
    made = ledger_of(found, articles)
    assert ledger_of(data.draw(st.permutations(found)), articles) == made
    shown = [(keys[q.id], q.surface, q.counted) for row in made.rows for q in row.quantities]
    assert sorted(shown) == sorted(set(shown))
    assert {(keys[q.id], q.surface) for q in found} == {(key, surface) for key, surface, _ in shown}


@settings(max_examples=60, deadline=None)
@given(st.lists(clips(), min_size=1, max_size=5, unique_by=lambda c: c.document.digest))
def test_no_row_joins_two_dates_or_two_values_of_one_source(pages: list[Clip]) -> None:
    """In a row all dates overlap, and what one source says agrees with itself."""
    keys = {c.id: (c.document, c.part) for page in pages for c in page.claims}
    for row in ledger_over(*pages).rows:
        for one in row.quantities:
            for other in row.quantities:
                assert not (one.date and other.date) or one.date.overlaps(other.date)
                assert keys[one.id] != keys[other.id] or agree(one, other)


@pytest.mark.parametrize(
    ("sentence", "surface", "counted", "scope"),
    [
        ("Two children were wounded in Oxmere.", "Two", "children wounded", "Oxmere"),
        ("Two firefighters were wounded in Oxmere.", "Two", "firefighters wounded", "Oxmere"),
        ("In Oxmere another 9 were wounded at noon.", "9", "more people wounded", "Oxmere"),
        (
            "In Oxmere and Halmstead 28 were wounded.",
            "28",
            "people wounded",
            "Oxmere and Halmstead",
        ),
    ],
)
def test_some_of_them_more_of_them_and_others_with_them_are_no_versions(
    sentence: str, surface: str, counted: str, scope: str
) -> None:
    """A group among the wounded, further wounded and a wider area do not contradict a town's count."""
    other = ("B", sentence, surface, counted, {"scope": scope})
    assert not any(row.differs for row in rows_of(wounded("A", "23", "Oxmere"), other))


def test_dates_that_only_one_source_gives_keep_nothing_apart() -> None:
    """A dated figure and one without any time may be one thing."""
    (row,) = rows_of(
        drones("A", "550", "launched", date=days("2031-03-04")), drones("B", "550", "sent")
    )
    assert row.differs is False


def placed(
    found: list[Quantity],
    groups: list[list[Quantity]],
    articles: Mapping[str, SourceArticle],
    *,
    is_equal: bool,
) -> None:
    """Put exact figures into the first group that all fit, comparing every two."""
    for group in groups:
        pairs = [(one, other) for one in found for other in group]
        if (
            (not is_equal or signature(group[0]) == signature(found[0]))
            and all(same_thing(one, other) for one, other in pairs)
            and all(
                articles[one.id].id != articles[other.id].id or one.value == other.value
                for one, other in pairs
            )
        ):
            group.extend(found)
            return
    groups.append(list(found))


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("ABCD"),
            st.sampled_from(["8", "23", "24"]),
            st.sampled_from(["people wounded", "people killed", "children wounded", "people"]),
            st.sampled_from(["", "Oxmere", "Halmstead", "the whole country"]),
            st.sampled_from([None, "2031-03-03/2031-03-04", "2031-03-04", "2031-03-09"]),
        ),
        min_size=2,
        max_size=14,
    )
)
def test_figures_are_grouped_as_if_each_were_compared_with_all(
    told: list[tuple[str, str, str, str, str | None]],
) -> None:
    """Figures meet in the group in which a comparison with every member would put them."""
    lines = [f"Case {n}: {number} {what}." for n, (_, number, what, _, _) in enumerate(told)]
    pages = {
        outlet: Clip("\n".join(line for line, t in zip(lines, told, strict=True) if t[0] == outlet),
                     outlet)
        for outlet in sorted({figure[0] for figure in told})
    }  # fmt: skip
    for line, (outlet, number, what, scope, date) in zip(lines, told, strict=True):
        pages[outlet].quantity(f"{number} {what}", what, near=line, scope=scope, date=date)
    articles = articles_of(*pages.values())
    found = [c for page in pages.values() for c in page.claims if isinstance(c, Quantity)]
    found.sort(key=lambda q: (articles[q.id].sort_key, q.span, q.id))
    equal: list[list[Quantity]] = []
    for quantity in found:
        placed([quantity], equal, articles, is_equal=True)
    wanted: list[list[Quantity]] = []
    for group in equal:
        placed(group, wanted, articles, is_equal=False)
    assert groups_of(found[::-1], articles) == wanted
