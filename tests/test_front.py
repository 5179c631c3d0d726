"""A page of many stories: top lines, contents, room by rank, what is a line and what is only listed."""

from __future__ import annotations

import asyncio
import re
from functools import cache

import pytest
from benchmarks.day import a_day
from claim_builders import briefing_of, gate_over
from markdown_it import MarkdownIt

from summarizer import Summarizer
from summarizer.answers import Memory
from summarizer.asking import Asker
from summarizer.assembly import assemble, left_out, listed
from summarizer.briefing import Briefing
from summarizer.checking import check_page
from summarizer.errors import UsageError
from summarizer.prompts import PromptSet
from summarizer.reduction import Reduction, reduce
from summarizer.rendering.front import is_line, parted, story_anchor, top_lines
from summarizer.restoring import restored
from summarizer.room import MOST_STORIES, Room, room_from
from summarizer.writing import write_stories


@cache
def page() -> Briefing:
    """Return a briefing of a made-up day, its prose built by rule."""
    return briefing_of([each.extraction for each in a_day(40, 9)], PromptSet())


@cache
def reduction() -> Reduction:
    """Return the stories of a made-up day."""
    return reduce([each.extraction for each in a_day(40, 9)])


def test_top_lines_are_sentences_of_the_page() -> None:
    """There is one for each of the first eight stories, a sentence of that story and cited as there."""
    lines = top_lines(page())
    assert [line.story.rank for line in lines] == list(range(1, min(8, len(page().stories)) + 1))
    assert len(lines) > MOST_STORIES
    for line in lines:
        own = [line.story.headline, *(s for part in line.story.sections for s in part.statements)]
        assert line.statement in own
        assert line.statement.citations


def test_two_stories_need_no_front() -> None:
    """Up to two stories the page begins with the first."""
    two = page().model_copy(update={"stories": page().stories[:2]})
    assert top_lines(two) == []
    assert two.markdown.startswith("# ")
    assert "Top lines" not in two.html()


def test_the_contents_lead_to_every_story() -> None:
    """Every link within the Markdown page leads to a place that is there, every place is there once."""
    text = page().markdown
    places = re.findall(r'<a id="([^"]+)"></a>', text)
    assert len(places) == len(set(places))
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= set(places)
    own = {story_anchor(story) for story in page().stories}
    assert own <= set(places)
    assert text.startswith("**Top lines**\n\n- ")
    html = page().html()
    assert set(re.findall(r'href="#(story-\w+)"', html)) == own
    assert all(html.count(f'id="{anchor}"') == 1 for anchor in own)
    assert "<h1>" in MarkdownIt("commonmark", {"html": True}).render(text)


def test_stories_far_down_are_a_line() -> None:
    """Beyond the fifth a story is its headline, cited; its claims are left out for want of room."""
    told, brief = parted(page())
    assert [story.rank for story in told] == [1, 2, 3, 4, 5]
    assert brief and all(is_line(story) for story in brief)
    assert all(len(story.headline.citations) > 0 for story in brief)
    lines = page().markdown.partition("In brief\n\n")[2].partition("\n\n## ")[0].splitlines()
    assert len(lines) == len(brief)
    assert page().html().count('class="story line"') == len(brief)


def test_an_unedited_page_of_many_stories_passes() -> None:
    """`check` finds nothing on a page with a front; an altered top line is found."""
    text = page().markdown
    against = restored(page())
    assert check_page(text, against) == []
    top = text.splitlines()[2]
    altered = text.replace(top, top.replace("- ", "- Some 4,711 more, and "), 1)
    assert any("4,711" in finding.problem for finding in check_page(altered, against))


def test_nothing_of_a_listed_story_vanishes() -> None:
    """With most_stories the others are listed with their sources, and each of their claims left out."""
    made, asker = reduction(), Asker(Memory(), PromptSet())
    room = Room(most_stories=2)
    proses = asyncio.run(write_stories(made, gate_over(made), asker, "m", room))
    assembled = assemble(made, gate_over(made), proses, room=room)
    assert len(assembled.stories) == 2
    others = listed(made, len(proses))
    assert [story.label for story in others] == [draft.label for draft in made.stories[2:]]
    assert sum(map(len, (s.sources for s in others))) + sum(
        len(draft.group.sources) for draft in made.stories[:2]
    ) == sum(len(draft.group.sources) for draft in made.stories)
    omitted = left_out(made, [e.extraction for e in a_day(40, 9)], proses, assembled.printed)
    reasons = {item.claim: item.reason for item in omitted}
    for draft in made.stories[2:]:
        assert {reasons[claim.id] for claim in draft.claims} <= {"story_listed", "duplicate"}
        assert all(claim.id in reasons for claim in draft.claims)
    text = page().model_copy(update={"listed": others}).markdown
    assert text.count(" left out)\n") == len(others)
    assert check_page(text, restored(page().model_copy(update={"listed": others}))) == []


@pytest.mark.parametrize(
    ("words", "rank", "is_big", "expected"),
    [
        (450, 1, True, 450),
        (450, 2, False, 120),
        (450, 2, True, 300),  # as many origins as the lead: two big stories stay two
        (450, 5, False, 120),
        (225, 1, False, 225),
        (225, 2, False, 60),
        (900, 3, True, 600),
    ],
)
def test_room_goes_by_rank(words: int, rank: int, is_big: bool, expected: int) -> None:
    """The next stories are in proportion to the lead."""
    assert Room(words).words_of(rank, is_big=is_big) == expected


def test_a_second_big_story_is_known_by_its_origins() -> None:
    """Three origins or more, and as many as the lead has; copies of one text are one."""
    made = reduction()
    origins = [len({source.origin for source in draft.group.sources}) for draft in made.stories]
    assert [made.is_big(draft) for draft in made.stories] == [
        count >= max(3, origins[0]) for count in origins
    ]


@pytest.mark.parametrize("room", [Room(), Room(words=300), Room(most_stories=4)])
def test_room_comes_back_from_a_run(room: Room) -> None:
    """What a run was made with is kept with it; the usual room leaves no trace."""
    assert room_from(room.as_options()) == room
    assert (room.as_options() == {}) is (room == Room())


@pytest.mark.parametrize("given", [{"words": 10}, {"most_stories": 0}])
def test_a_page_has_some_room(given: dict[str, int]) -> None:
    """Too little room is a misuse, in Python as well."""
    with pytest.raises(UsageError):
        Summarizer(model="m", room=Room(**given))
