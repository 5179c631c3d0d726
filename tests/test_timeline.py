"""The timeline: which statements stand on it, when, and how a day, a night and a gap are drawn."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from picture_builders import SUPPORT, briefing_with, record, statement, story_told, story_with
from svg_reader import boxes, overlapping, read, shown

from summarizer import briefing as product
from summarizer.rendering.pictures import timeline
from summarizer.rendering.pictures.dated import MOST_ITEMS, dated
from summarizer.rendering.pictures.drawing import WIDTH

WEEK = (
    ("lede", "The ferry sank.", "2031-03-03/2031-03-04"),
    ("happened", "Divers found the bell.", "2031-03-05"),
    ("happened", "The owner kept silent.", None),
    ("ahead", "An inquiry is to begin.", "2031-03-20"),
    ("background", "It was built in 2011.", "2011"),
)


def test_statements_stand_in_the_order_of_their_dates() -> None:
    """Whatever section tells it: the earliest comes first, under the words of its date."""
    picture = timeline(*story_told(*WEEK, main="2031-03-03/2031-03-04"))
    assert [line for line in shown(picture) if not line.startswith("Not shown")] == [
        "2011",
        "It was built in 2011.",
        "over 19 years between",
        "The night of 3–4 March 2031 · main events",
        "The ferry sank.",
        "5 March 2031",
        "Divers found the bell.",
        "14 days between",
        "20 March 2031",
        "Ahead: An inquiry is to begin.",
    ]


@pytest.mark.parametrize(("dates", "is_drawn"), [(2, False), (3, True)])
def test_fewer_than_three_dates_make_no_picture(dates: int, is_drawn: bool) -> None:
    """Two days, however much happened on them, read better as a list."""
    rows = [("happened", f"Event {at}.", f"2031-03-0{1 + at % dates}") for at in range(6)]
    assert bool(timeline(*story_told(*rows))) == is_drawn


def test_what_has_no_date_is_counted_and_not_shown() -> None:
    """An undated statement is left out, and the picture and its description say how many there are."""
    picture = timeline(*story_told(*WEEK))
    assert "The owner kept silent." not in picture
    assert shown(picture)[-1] == "Not shown: 1 without a date of their own."
    assert "1 without a date" in read(picture).findtext(".//{*}desc", "")


def test_the_weightiest_statements_stay_and_the_rest_is_counted() -> None:
    """Of twenty dated statements twelve are shown, the lede before the background."""
    rows = [("background", f"Older event {at}.", f"2031-02-{1 + at:02}") for at in range(19)]
    shown_items = dated(*story_told(*rows, ("lede", "The ferry sank.", "2031-03-04")))
    kept = [item.statement.text for _, items in shown_items.groups for item in items]
    assert len(kept) == MOST_ITEMS
    assert "The ferry sank." in kept
    assert "Older event 0." in kept
    assert shown_items.beyond == 8


@pytest.mark.parametrize(
    ("text", "dates", "when"),
    [
        ("It burned.", ["2031-03-04", None], "2031-03-04"),  # the first event's date
        ("It burned on 4 March 2031.", [None, None, None, "2031-03-04"], "2031-03-04"),  # named
        ("It burned.", [None, "2031-03-04"], "2031-03-04"),  # half of its events
        ("It burned.", [None, None, "2031-03-04"], None),  # one of three dates not the others
        ("It burned.", [None, "2031-03-04", "2031-03-05"], None),  # two dates, neither of half
        ("It burned.", [None], None),
        ("It burned.", ["some day"], None),  # no date that can be read
    ],
)
def test_a_statement_has_the_date_of_what_it_tells(
    text: str, dates: list[str | None], when: str | None
) -> None:
    """One dated event of several does not date the whole sentence."""
    claims = [record(f"c{at}", date=date, status="happened") for at, date in enumerate(dates)]
    told = statement(text, [claim.id for claim in claims])
    story = story_with(sections=[product.Section(kind="happened", statements=[told])])
    found = dated(story, briefing_with(story, claims))
    assert [date.iso() for date, _ in found.groups] == ([when] if when else [])


def test_a_plan_told_as_news_is_not_ahead() -> None:
    """Who announced a plan on Tuesday did so on Tuesday; only the section of plans is ahead."""
    claims = [record("c0", date="2031-03-04", status="planned")]
    told = statement("The ferry company said it would sell two boats.", ["c0"])
    for kind, is_ahead in (("happened", False), ("ahead", True)):
        story = story_with(sections=[product.Section(kind=kind, statements=[told])])
        (_, items), *_ = dated(story, briefing_with(story, claims)).groups
        assert items[0].is_ahead == is_ahead


def test_a_night_lies_over_the_end_of_one_day_and_the_beginning_of_the_next() -> None:
    """The bar of a night begins in the box of the first day and ends in that of the second."""
    rows = [
        ("happened", "Sirens were tested.", "2031-03-03"),
        ("happened", "The ferry sank.", "2031-03-03/2031-03-04"),
        ("happened", "Divers went down.", "2031-03-04"),
    ]
    picture = timeline(*story_told(*rows))
    first, second = boxes(picture, "day")
    (night,) = boxes(picture, "night")
    assert first.bottom == pytest.approx(second.top, abs=0.2)
    assert first.top < night.top < first.bottom < night.bottom < second.bottom


def test_each_item_leads_to_its_statement() -> None:
    """The links are the ids of the statements shown, each once."""
    picture = timeline(*story_told(*WEEK))
    assert re.findall(r'href="#([^"]+)"', picture) == [
        "s-told-c4",
        "s-told-c0",
        "s-told-c1",
        "s-told-c3",
    ]


def test_what_is_ahead_or_disputed_is_told_in_words_too() -> None:
    """Neither is shown by its look alone."""
    story, briefing = story_told(*WEEK)
    disputed = SUPPORT.model_copy(update={"level": "disputed"})
    sections = [
        section.model_copy(
            update={
                "statements": [
                    s.model_copy(update={"support": disputed}) for s in section.statements
                ]
            }
        )
        for section in story.sections
    ]
    words = shown(timeline(story.model_copy(update={"sections": sections}), briefing))
    assert "Disputed: The ferry sank." in words
    assert "Ahead: Disputed: An inquiry is to begin." in words


def test_words_cut_off_keep_who_says_so() -> None:
    """A long sentence that ends in an ellipsis still names its sayer."""
    long = "The ferry " + "went on " * 40 + "and sank, the harbour master said."
    story, briefing = story_told(("lede", long, "2031-03-01"), *WEEK)
    said = SUPPORT.model_copy(update={"level": "attributed", "sayers": ["the harbour master"]})
    first = story.sections[0]
    told = [first.statements[0].model_copy(update={"support": said}), *first.statements[1:]]
    sections = [first.model_copy(update={"statements": told}), *story.sections[1:]]
    words = shown(timeline(story.model_copy(update={"sections": sections}), briefing))
    assert "(the harbour master)" in words
    assert words[words.index("(the harbour master)") - 1].endswith("…")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["lede", "happened", "ahead", "background"]),
            st.text(min_size=1, max_size=300),
            st.sampled_from(
                [None, "2011", "2031-03", "2031-03-03", "2031-03-03/2031-03-04", "2031-03-04",
                 "2031-03-01/2031-03-07", "2031-04-01"]
            ),
        ),
        max_size=20,
    )
)  # fmt: skip
def test_no_words_overlap_or_leave_the_picture(rows: list[tuple[str, str, str | None]]) -> None:
    """Whatever the statements say, lines stand below each other inside the frame, and it is XML."""
    story, briefing = story_told(*rows)
    picture = timeline(story, briefing)
    assert picture == timeline(*story_told(*rows))
    if picture:
        assert overlapping(picture) == []
        height = float((read(picture).get("viewBox") or "").split()[3])
        assert all(box.bottom <= height and box.right <= WIDTH for box in boxes(picture, "text"))
