"""The tables of the two comparing questions, what is asked, and what becomes of the replies."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Any

import pytest
from claim_builders import MODEL, Clip, copy_of, newsroom, newsrooms, second_report, strike, wheat
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summarizer.answers import Answer, Memory, Outcome
from summarizer.asking import Asker
from summarizer.comparing import (
    MOST_COMPARED,
    Comparison,
    compare,
    event_tables,
    is_comparable,
    quantity_tables,
)
from summarizer.grouping import Grouping, StoryClaims, group
from summarizer.prompts import PromptSet
from summarizer.proposals import (
    NO_PROPOSALS,
    ProposedDispute,
    ProposedQuantity,
    ProposedRelation,
    ProposedSum,
)

SLOW = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def grouped(clips: Sequence[Clip]) -> tuple[StoryClaims, Grouping]:
    """Return the first story of the pages, and where it comes from."""
    grouping = group(clip.extraction() for clip in clips)
    return grouping.stories[0], grouping


def questions(clips: Sequence[Clip], prompts: PromptSet) -> list[str]:
    """Return the keys of the comparing questions about the pages, in order."""
    return [request.key for request in asked(clips, prompts)]


def asked(clips: Sequence[Clip], prompts: PromptSet) -> list[Any]:
    """Return the comparing questions about all stories of the pages."""
    asker = Asker(Memory(), prompts)
    grouping = group(clip.extraction() for clip in clips)
    for story in grouping.stories:
        asyncio.run(compare(story, grouping, asker, MODEL))
    return sorted(asker.asked.values(), key=lambda request: request.key)


def answered(
    clips: Sequence[Clip],
    prompts: PromptSet,
    replies: dict[str, Any],
    outcome: Outcome = Outcome.VALID,
) -> Comparison:
    """Return the comparison of the first story when every question has the reply of its prompt."""
    asker = Asker(Memory(), prompts)
    story, grouping = grouped(clips)
    for request in asked(clips, prompts):
        text = json.dumps(replies[request.prompt]) if request.prompt in replies else "no JSON"
        asker.answers.put(request, Answer(request.key, 0, text, outcome, "made up", None))
    return asyncio.run(compare(story, grouping, asker, MODEL))


# --- the tables -------------------------------------------------------------------------------------


def test_the_table_of_events_reads_as_written() -> None:
    """Every event has a row: id, source, publication, date, place, kind, status, sayer and clause."""
    story, grouping = grouped([strike(published="2031-03-04T06:12:00+01:00"), second_report()])
    (table,) = event_tables(story, grouping)
    assert table.columns == (
        "id", "source", "published", "date", "place", "kind", "status", "said by", "event",
    )  # fmt: skip
    night = "the night of 3–4 March 2031"
    rows = {row[1:] for row in table.rows}
    assert (
        "Harbour Post", "2031-03-04T06:12:00+01:00", night, "Oxmere", "attack", "happened",
        "the air force", "Vandria launched 550 drones at Oxmere overnight",
    ) in rows  # fmt: skip
    assert (
        "Harbour Post, title", "2031-03-04T06:12:00+01:00", "", "Oxmere", "attack", "happened", "",
        "Drones set the harbour of Oxmere on fire",
    ) in rows  # fmt: skip
    assert table.ids == {event.id for event in story.events}


def test_the_table_of_figures_reads_as_written() -> None:
    """Every figure has a row: id, source, publication, as of, place, sayer, figure, what it counts."""
    story, grouping = grouped([strike(), second_report()])
    (table,) = quantity_tables(story, grouping)
    assert table.columns == (
        "id", "source", "published", "as of", "place or whole", "said by", "figure", "counted",
    )  # fmt: skip
    rows = {row[1:] for row in table.rows}
    assert (
        "Harbour Post", "2031-03-04", "the night of 3–4 March 2031", "", "the air force", "550",
        "drones launched",
    ) in rows  # fmt: skip
    assert ("Evening Bell", "2031-03-04", "", "Halmstead", "", "Five person", "people hurt") in rows


def test_no_cell_makes_a_row_or_a_column_of_its_own() -> None:
    """Bars and line breaks of a text stay within their cell."""
    page = Clip("The pier burned.", "Post\n0000000000 | All sank", "2031-03-04")
    page.event("The pier burned", "The pier | burned\nat noon", where="Oxmere |\n north")
    page.event("The pier burned", "The pier was lost")
    (table,) = event_tables(*grouped([page]))
    for row in table.rows:
        assert len(row) == len(table.columns)
        assert not any("|" in cell or "\n" in cell for cell in row)


def large(events: int, others: int = 0) -> list[Clip]:
    """Return two papers with so many events in pairs, and as many things said."""
    pages = []
    for outlet, by in (
        ("Harbour Post", "as seen from the quay"),
        ("Evening Bell", "our desk hears"),
    ):
        burned = [(f"Fire{n} burned mill{n} of Oxmere", "damage") for n in range(events // 2)]
        said = [(f"Clerk{n} praised crew{n} of Oxmere", "statement") for n in range(others // 2)]
        told = [*burned, *said]
        page = Clip("\n".join(f"{what}, {by}." for what, _ in told), outlet, "2031-03-04")
        for what, topic in told:
            page.event(f"{what}, {by}", what, topic=topic, date="2031-03-04")
        pages.append(page)
    return pages


def test_a_large_story_is_asked_about_in_several_tables() -> None:
    """No table is too long, each event stands in one, and two accounts of one thing in the same."""
    story, grouping = grouped(large(300))
    tables = event_tables(story, grouping)
    assert all(len(table.rows) <= MOST_COMPARED for table in tables)
    assert sorted(row[0] for table in tables for row in table.rows) == sorted(
        event.id for event in story.events
    )
    for table in tables:
        told = [row[-1] for row in table.rows]
        assert all(told.count(what) == 2 for what in told)


def test_deeds_and_words_are_asked_about_apart_if_one_table_does_not_hold_them() -> None:
    """A story that fits has one table; a larger one has what happened and what was said apart."""
    assert len(event_tables(*grouped(large(60, 40)))) == 1
    tables = event_tables(*grouped(large(100, 80)))
    assert [{row[5] for row in table.rows} for table in tables] == [{"damage"}, {"statement"}]


# --- what is asked ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clips", "expected"),
    [
        ([strike(), second_report()], True),  # two papers
        ([strike()], True),  # one paper, in which two people speak
        ([wheat()], False),  # one paper and one speaker
        ([wheat(), copy_of(wheat(), "Copy Desk")], False),  # a copy adds nobody
    ],
)
def test_only_what_two_tell_is_compared(clips: list[Clip], expected: bool) -> None:
    """A story needs two texts of their own or two speakers to be asked about."""
    story, _ = grouped(clips)
    assert is_comparable(story) is expected


def test_a_story_of_one_claim_asks_nothing(prompts: PromptSet) -> None:
    """Where there is no second event and no second figure, there is no question."""
    page = Clip(
        "Wheat rose by 4%, Lena Holt said. So did rye, Ilya Marsh said.", "Echo", "2031-03-04"
    )
    page.event("Wheat rose by 4%", said_by="Lena Holt")
    page.quantity("4%", "wheat prices", said_by="Ilya Marsh")
    assert asked([page], prompts) == []


def test_both_questions_are_asked_of_a_story(prompts: PromptSet) -> None:
    """Events and figures are asked about apart, each with the rows between its marks."""
    first, second = sorted(
        asked([strike(), second_report()], prompts), key=lambda request: request.prompt
    )
    assert (first.prompt, second.prompt) == ("same_event", "same_quantity")
    assert "Vandria launched 550 drones" in first.messages[-1][1]
    assert "drones fired" in second.messages[-1][1]


@SLOW
@given(newsrooms, st.randoms(use_true_random=False))
def test_any_order_asks_the_same(prompts: PromptSet, clips: list[Clip], random: Any) -> None:
    """The order of the articles changes no question."""
    turned = [*clips]
    random.shuffle(turned)
    assert questions(clips, prompts) == questions(turned, prompts)


def test_a_copy_changes_no_question(prompts: PromptSet) -> None:
    """Another outlet's copy of a text asks nothing new, for its claims are not used."""
    clips = [strike(), second_report()]
    copied = copy_of(strike(), "Quiet Times")
    assert questions([*clips, copied], prompts) == questions(clips, prompts)


# --- what becomes of the replies --------------------------------------------------------------------


REPLIES: dict[str, Any] = {
    "same_event": {
        "happenings": [{"claims": ["a", "b"]}],
        "disputes": [
            {
                "about": "time",
                "question": "when",
                "versions": [{"claims": ["a"]}, {"claims": ["b"]}],
            }
        ],
    },
    "same_quantity": {
        "quantities": [{"what": "drones", "claims": ["c", "d"]}],
        "relations": [{"left": "c", "right": "d", "relation": "update"}],
        "sums": [{"terms": ["c", "d"], "total": "e"}],
    },
}


def test_replies_become_plain_proposals(prompts: PromptSet) -> None:
    """What was answered is handed on as it is, unchecked, with the ids that were shown."""
    story, _ = grouped(newsroom())
    told = answered(newsroom(), prompts, REPLIES)
    events, quantities = told.proposals.events, told.proposals.quantities
    assert events is not None and quantities is not None
    assert events.groups == (("a", "b"),)
    assert events.disputes == (ProposedDispute("time", "when", (("a",), ("b",))),)
    assert events.tables == (frozenset(event.id for event in story.events),)
    assert quantities.groups == (ProposedQuantity("drones", ("c", "d")),)
    assert quantities.relations == (ProposedRelation("c", "d", "update"),)
    assert quantities.sums == (ProposedSum(("c", "d"), "e"),)
    assert told.failures == ()


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (Outcome.REFUSED, "declined"),
        (Outcome.CUT, "cut off"),
        (Outcome.INVALID, "cannot be read"),
    ],
)
def test_a_reply_that_cannot_be_used_is_listed(
    prompts: PromptSet, outcome: Outcome, reason: str
) -> None:
    """One question without a usable answer leaves the other standing, and says what stands in."""
    told = answered(newsroom(), prompts, {}, outcome)
    assert told.proposals == NO_PROPOSALS
    assert {failure.prompt for failure in told.failures} == {"same_event", "same_quantity"}
    for failure in told.failures:
        assert reason in failure.reason
        assert failure.reason.endswith("; compared by rule instead")


def test_half_an_answer_is_used(prompts: PromptSet) -> None:
    """Where only the figures were answered, they are proposed and the events go by rule."""
    told = answered(newsroom(), prompts, {"same_quantity": REPLIES["same_quantity"]})
    assert told.proposals.events is None
    assert told.proposals.quantities is not None
    assert [failure.prompt for failure in told.failures] == ["same_event"]


def test_without_stored_answers_nothing_is_proposed(prompts: PromptSet) -> None:
    """On replay a missing answer is a listed failure, no error."""
    story, grouping = grouped(newsroom())
    told = asyncio.run(compare(story, grouping, Asker(Memory(), prompts), MODEL))
    assert told.proposals == NO_PROPOSALS
    assert {f.reason for f in told.failures} == {"no stored answer; compared by rule instead"}
