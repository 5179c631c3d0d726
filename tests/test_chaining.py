"""Stories keep their ids from page to page: as long as they are told, split or joined."""

from __future__ import annotations

from datetime import UTC, datetime

from claim_builders import Clip
from since_builders import DAY, bridge, morning, noon, page, since

from summarizer.briefing import Briefing, Story
from summarizer.prompts import PromptSet
from summarizer.since import earlier_of, following


def story_of(briefing: Briefing, words: str) -> Story:
    """Return the story whose headline has some words."""
    (found,) = [story for story in briefing.stories if words in story.headline.text]
    return found


def next_day(text: str = "Investigators searched the burned mill of Tolvik on Wednesday.") -> Clip:
    """Return a report of the day after on the mill of Tolvik."""
    clip = Clip(
        f"{text}\nThe fire burned down the mill of Tolvik on Tuesday and injured 25 people there.\n",
        "Harbour Post",
        "2031-03-05T06:10:00+00:00",
    )
    clip.event(text.rstrip("."), topic="disaster", date="2031-03-05", where="Tolvik")
    clip.event(
        "The fire burned down the mill of Tolvik on Tuesday and injured 25 people there",
        topic="disaster", date=DAY, where="Tolvik",
    )  # fmt: skip
    clip.quantity("25", "people injured", scope="Tolvik")
    return clip


def test_a_story_keeps_its_id_while_its_articles_change(prompts: PromptSet) -> None:
    """More articles make another set of sources, and the same story; it says where it stood."""
    before = page(morning(), prompts=prompts)
    now = since(before, page(morning(), noon(), bridge(), prompts=prompts))
    fire = story_of(now, "Tolvik")
    assert fire.id == before.stories[0].id
    assert fire.previous_rank == 1
    assert story_of(now, "Quillport").previous_rank is None
    assert page(morning(), noon(), prompts=prompts).stories[0].id != fire.id


def test_a_story_goes_on_over_days_without_a_common_article(prompts: PromptSet) -> None:
    """Three pages, of which each has articles of its own: one id, and the moment of the first page."""
    first = page(morning(), prompts=prompts)
    second = following(
        page(noon(), bridge(), prompts=prompts), earlier_of(first, "first", _at(DAY, 7))
    )
    third = following(page(next_day(), prompts=prompts), earlier_of(second, "second", _at(DAY, 12)))
    (story,) = third.stories
    assert story.id == story_of(second, "Tolvik").id == first.stories[0].id
    assert story.first_seen == "2031-03-04T07:00+00:00"
    assert story_of(second, "Quillport").first_seen is None


def test_another_story_of_the_same_place_gets_an_id_of_its_own(prompts: PromptSet) -> None:
    """A council that votes on schools of Tolvik months later is not the fire there."""
    clip = Clip(
        "The council of Tolvik voted for two new schools on Monday.\n", "Lantern", "2031-06-02"
    )
    clip.event(
        "The council of Tolvik voted for two new schools on Monday", topic="decision",
        date="2031-06-02", where="Tolvik",
    )  # fmt: skip
    before = page(morning(), prompts=prompts)
    now = since(before, page(clip, prompts=prompts))
    assert now.stories[0].id != before.stories[0].id
    assert now.stories[0].previous_rank is None


def test_a_like_event_of_another_month_is_another_story(prompts: PromptSet) -> None:
    """The same words of a fire in June: its date keeps it apart."""
    clip = Clip("A fire burned down the mill of Tolvik on Monday.\n", "Lantern", "2031-06-02")
    clip.event(
        "A fire burned down the mill of Tolvik on Monday", topic="disaster", date="2031-06-02",
        where="Tolvik",
    )  # fmt: skip
    before = page(morning(), prompts=prompts)
    now = since(before, page(clip, prompts=prompts))
    assert now.stories[0].id != before.stories[0].id


def test_stories_that_become_one_say_so(prompts: PromptSet) -> None:
    """The one with more in it goes on; the other is no longer alone, and not gone."""
    apart = page(morning(), bridge(), prompts=prompts)
    fire, other = story_of(apart, "Tolvik"), story_of(apart, "Quillport")
    joined = _as_one(apart)
    now = since(apart, joined)
    assert [(s.id, s.merges) for s in now.stories] == [(fire.id, [other.id])]
    assert now.since is not None
    assert [change.kind for change in now.since.changes] == []
    assert "holds another story of the page before" in now.markdown


def test_a_story_that_falls_apart_says_so(prompts: PromptSet) -> None:
    """The larger piece keeps the id; the other has one of its own and names what it was part of."""
    apart = page(morning(), bridge(), prompts=prompts)
    now = since(_as_one(apart), apart)
    fire, other = story_of(now, "Tolvik"), story_of(now, "Quillport")
    assert (fire.id, other.split_from) == (story_of(apart, "Tolvik").id, fire.id)
    assert other.id not in {fire.id}
    assert now.since is not None
    assert [change.kind for change in now.since.changes] == []  # the articles told it before
    assert "was part of another story on the page before: Eight people" in now.html()


def test_an_id_that_goes_on_is_given_to_no_other_story(prompts: PromptSet) -> None:
    """Where a story leaves the articles that its id was made of, those do not make that id again."""
    whole = _as_one(page(morning(), bridge(), prompts=prompts))
    renamed = whole.model_copy(
        update={
            "stories": [
                whole.stories[0].model_copy(
                    update={"id": story_of(page(bridge(), prompts=prompts), "Quillport").id}
                )
            ]
        }
    )
    now = since(renamed, page(morning(), bridge(), prompts=prompts))
    assert story_of(now, "Tolvik").id == renamed.stories[0].id
    assert story_of(now, "Quillport").id != renamed.stories[0].id


def _as_one(briefing: Briefing) -> Briefing:
    """Return a page of two stories as one that tells both in a single story."""
    first, second = sorted(briefing.stories, key=lambda story: "Quillport" in story.headline.text)
    sections = {section.kind: list(section.statements) for section in first.sections}
    for section in second.sections:
        sections.setdefault(section.kind, []).extend(section.statements)
    merged = [
        first.sections[0].model_copy(update={"kind": kind, "statements": told})
        for kind, told in sections.items()
    ]
    story = first.model_copy(
        update={"rank": 1, "sections": merged, "figures": [*first.figures, *second.figures]}
    )
    return briefing.model_copy(update={"stories": [story]})


def _at(day: str, hour: int) -> datetime:
    return datetime.fromisoformat(day).replace(hour=hour, tzinfo=UTC)
