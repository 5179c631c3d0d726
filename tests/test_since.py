"""What a page says changed since the one before: risen, corrected, new, gone; and what is no news."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from claim_builders import Clip, newsrooms
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from revision_builders import changed
from since_builders import DAY, bridge, hurt, lines, morning, noon, only, page, since

from summarizer.briefing import Briefing, Edition
from summarizer.prompts import PromptSet
from summarizer.revision.quoting import statements_in
from summarizer.since import earlier_of, following
from summarizer.since.sentences import paired_sentences
from summarizer.since.standing import both

_SLOW = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


def test_a_risen_count_has_both_values_and_their_words(prompts: PromptSet) -> None:
    """Eight in the morning and twenty-three at noon: one line, with the words of both."""
    before = page(morning(), prompts=prompts)
    now = since(before, page(morning(), noon(), prompts=prompts))
    risen = only(now, "risen")
    assert risen.text == (
        "Eight → Twenty-three people injured (Tolvik, Mayor Ada Brandt, Evening Bell, 11:48)"
    )
    (cited,), (was,) = risen.citations, risen.before
    assert cited.words.startswith("Twenty-three people were injured")
    assert was.words == "Eight people were injured in Tolvik, Mayor Ada Brandt said."
    assert ("new", "Firefighters left the mill of Tolvik on Tuesday.") in lines(now)
    assert not [text for kind, text in lines(now) if kind == "new" and "injured" in text]


def test_a_count_rises_also_where_its_article_is_read_no_more(prompts: PromptSet) -> None:
    """The morning's report is out of the window: the line cites its words by the page before."""
    now = since(page(morning(), prompts=prompts), page(noon(), prompts=prompts))
    risen = only(now, "risen")
    assert risen.text.startswith("Eight → Twenty-three people injured")
    assert [(one.label, one.sentence) for one in risen.before] == [("Harbour Post", 2)]


def test_a_count_that_the_page_before_did_not_print_is_no_start_of_a_rise(
    prompts: PromptSet,
) -> None:
    """Where the morning's page left the eight out, twenty-three is new, and nothing rose from it."""

    def cut(made: dict[str, Any]) -> None:
        made["stories"][0]["figures"] = []

    before = changed(page(morning(), prompts=prompts), cut)
    now = since(before, page(morning(), noon(), prompts=prompts))
    assert {kind for kind, _ in lines(now)} == {"new"}
    assert any("Twenty-three people" in text for _, text in lines(now))


def test_the_hour_of_a_figure_is_in_the_time_zone_of_the_page(prompts: PromptSet) -> None:
    """Published at 11:48 in UTC: 13:48 on a page of Kyiv, with its day on a page of the day after."""
    told = page(morning(), noon(), prompts=prompts)
    for as_of, hour in (("04T15:00", "13:48"), ("05T07:00", "13:48 on 4 March 2031")):
        edition = Edition(
            as_of=f"2031-03-{as_of}:00+02:00", timezone="Europe/Kyiv",
            since="2031-03-04T00:00:00+02:00", until="2031-03-06T00:00:00+02:00",
            newest=None, newest_basis=None,
        )  # fmt: skip
        new = told.model_copy(update={"edition": edition})
        now = since(page(morning(), prompts=prompts), new)
        assert only(now, "risen").text.endswith(f"Evening Bell, {hour})")


def test_a_count_that_stays_is_not_told(prompts: PromptSet) -> None:
    """A second outlet with the same count brings no figure; the rest of its report is new."""
    now = since(
        page(morning("Eight"), prompts=prompts),
        page(morning("Eight"), noon("Eight"), prompts=prompts),
    )
    assert lines(now) == [("new", "Firefighters left the mill of Tolvik on Tuesday.")]


def test_a_count_of_another_thing_is_no_rise(prompts: PromptSet) -> None:
    """Twenty-three evacuated after eight injured is a new figure."""
    later = Clip(
        "Police said that 23 people were evacuated from the mill of Tolvik.\n",
        "Evening Bell",
        f"{DAY}T11:48:00+00:00",
    )
    later.quantity("23", "people evacuated", scope="Tolvik")
    later.event(
        "23 people were evacuated from the mill of Tolvik", topic="disaster", date=DAY,
        where="Tolvik", said_by="Police",
    )  # fmt: skip
    now = since(page(morning(), prompts=prompts), page(morning(), later, prompts=prompts))
    assert [kind for kind, _ in lines(now)] == ["new"]


def test_a_lower_count_of_the_same_voice_is_a_correction(prompts: PromptSet) -> None:
    """The mayor who goes down from twenty-three to eight corrects herself."""
    now = since(
        page(morning("Twenty-three"), prompts=prompts),
        page(morning("Twenty-three"), noon("Eight"), prompts=prompts),
    )
    assert only(now, "corrected").text.startswith("Twenty-three → Eight people injured")


def test_a_count_that_may_fall_has_fallen(prompts: PromptSet) -> None:
    """Fewer people missing, later, is news and no correction."""
    told = []
    for at, missing in (("05:10", "Nine"), ("11:48", "Two")):
        clip = Clip(
            f"{missing} people are missing in Tolvik after the fire in the mill, police said.\n",
            "Harbour Post",
            f"{DAY}T{at}:00+00:00",
        )
        clip.quantity(missing, "people missing", scope="Tolvik", said_by="police")
        clip.event(
            f"{missing} people are missing in Tolvik after the fire in the mill",
            topic="casualties", date=DAY, where="Tolvik", said_by="police",
        )  # fmt: skip
        told.append(clip)
    now = since(page(told[0], prompts=prompts), page(*told, prompts=prompts))
    assert only(now, "fallen").text.startswith("Nine → Two people missing")


def test_two_outlets_that_contradict_each_other_are_new(prompts: PromptSet) -> None:
    """A count that does not grow and differs is told with its reading, not as risen or corrected."""
    told = []
    for outlet, boats in (("Harbour Post", "85"), ("Evening Bell", "58")):
        clip = Clip(
            f"The first ferry from Tolvik to Oxmere carried {boats} passengers.\n", outlet, DAY
        )
        clip.quantity(boats, "passengers carried")
        clip.event(f"The first ferry from Tolvik to Oxmere carried {boats} passengers")
        told.append(clip)
    now = since(page(told[0], prompts=prompts), page(*told, prompts=prompts))
    kinds = {kind for kind, _ in lines(now)}
    assert kinds == {"new"}
    assert any("Harbour Post 85" in text or "gives 85" in text for _, text in lines(now))


def test_a_new_story_is_one_line(prompts: PromptSet) -> None:
    """Its headline stands for all of it."""
    now = since(page(morning(), prompts=prompts), page(morning(), bridge(), prompts=prompts))
    assert lines(now) == [
        ("new_story", "Quillport closed its harbour bridge after cracks were found.")
    ]


def test_what_only_reads_otherwise_is_no_news(prompts: PromptSet) -> None:
    """Another prose over the same articles has no line; how many sentences differ is counted."""
    told = page(morning(), noon(), prompts=prompts)

    def reword(made: dict[str, Any]) -> None:
        for section in made["stories"][0]["sections"]:
            for statement in section["statements"]:
                statement["text"] = statement["text"].replace("people", "persons")

    now = since(told, changed(told, reword))
    assert lines(now) == []
    assert now.since is not None
    assert now.since.reworded == sum(
        "persons" in s.text for section in now.stories[0].sections for s in section.statements
    )


def test_a_claim_that_the_same_text_gives_only_today_is_no_news(prompts: PromptSet) -> None:
    """What was read out of an unchanged article by another answer is our doing."""
    poorer = morning()
    poorer.claims = [c for c in poorer.claims if "2019" not in getattr(c, "what", "")]
    now = since(page(poorer, prompts=prompts), page(morning(), prompts=prompts))
    assert lines(now) == []
    assert now.since is not None
    assert now.since.reworded == 1


def test_a_second_report_of_what_was_told_is_no_news(prompts: PromptSet) -> None:
    """Another outlet's sentence on the same happening, without a new figure, has no line."""
    again = Clip("A fire burned down the mill of Tolvik on Tuesday.\n", "North Wire", DAY)
    again.event(
        "A fire burned down the mill of Tolvik on Tuesday", topic="disaster", date=DAY,
        where="Tolvik",
    )  # fmt: skip
    now = since(page(morning(), prompts=prompts), page(morning(), again, prompts=prompts))
    assert lines(now) == []


def test_what_left_the_window_is_said_of_our_page_only(prompts: PromptSet) -> None:
    """A story without an article of today is gone: its headline, and no claim about the world."""
    now = since(page(morning(), bridge(), prompts=prompts), page(morning(), prompts=prompts))
    gone = only(now, "gone")
    assert gone.text == "Quillport closed its harbour bridge after cracks were found."
    assert (gone.citations, [w.label for w in gone.before]) == ([], ["Market Echo"])


def test_what_is_left_out_of_articles_still_read_has_a_reason(prompts: PromptSet) -> None:
    """A sentence of the morning that has no room now is listed with why."""
    told = page(morning(), prompts=prompts)

    def cut(made: dict[str, Any]) -> None:
        story = made["stories"][0]
        (left,) = [s for s in story["sections"] if s["kind"] == "background"]
        story["sections"].remove(left)
        (name,) = left["statements"][0]["claims"]
        source = left["statements"][0]["citations"][0]["source"]
        made["left_out"].append(
            {"claim": name, "source": source, "kind": "event", "text": "", "reason": "below_length"}
        )

    now = since(told, changed(page(morning(), noon(), prompts=prompts), cut))
    assert now.since is not None
    assert [(one.text, one.reason) for one in now.since.unprinted] == [
        ("A fire in the mill of Tolvik in 2019 destroyed a silo.", "below_length")
    ]


def test_a_newer_text_of_a_page_replaces_the_count(prompts: PromptSet) -> None:
    """The page of the same address says twenty-three now: risen, with the old text's words."""
    address = "https://harbour.example/mill"
    old = Clip(
        "Eight people were injured in Tolvik, Mayor Ada Brandt said.\n",
        "Harbour Post", f"{DAY}T05:10:00+00:00", url=address,
    )  # fmt: skip
    new = Clip(
        "Twenty-three people were injured in Tolvik, Mayor Ada Brandt said.\n",
        "Harbour Post", f"{DAY}T11:10:00+00:00", url=address,
    )  # fmt: skip
    for clip, injured in ((old, "Eight"), (new, "Twenty-three")):
        hurt(clip, injured)
        clip.event(
            f"{injured} people were injured in Tolvik", topic="casualties", date=DAY,
            where="Tolvik", said_by="Mayor Ada Brandt",
        )  # fmt: skip
    now = since(page(old, prompts=prompts), page(new, prompts=prompts))
    assert [kind for kind, _ in lines(now)] == ["risen"]
    assert only(now, "risen").before[0].words.startswith("Eight people")


def test_a_correction_names_what_rested_on_the_old_words(prompts: PromptSet) -> None:
    """The corrected sentence is told with the notice, and not as new."""
    address = "https://lantern.example/ferry"
    before, after = (
        Clip(
            f"The first ferry from Tolvik to Oxmere carried {boats} passengers.\n{notice}",
            "The Lantern", f"{DAY}T{at}:00+00:00", url=address,
        )
        for boats, at, notice in (
            ("85", "05:00", ""),
            ("58", "11:00", "Correction: an earlier version of this article said that the first "
                            "ferry carried 85 passengers.\n"),
        )
    )  # fmt: skip
    for clip, boats in ((before, "85"), (after, "58")):
        clip.event(f"The first ferry from Tolvik to Oxmere carried {boats} passengers")
    now = since(page(before, prompts=prompts), page(after, prompts=prompts))
    assert [kind for kind, _ in lines(now)] == ["corrected"]
    told = only(now, "corrected")
    assert told.text == "The first ferry from Tolvik to Oxmere carried 58 passengers."
    assert [c.sentence for c in told.citations] == [1, 2]
    assert now.corrections[0].statements[-1].text.endswith("85 passengers.")


def test_a_report_that_is_taken_back_is_withdrawn(prompts: PromptSet) -> None:
    """The line names the sentence of before, which is printed no more."""
    address = "https://bell.example/mill"
    old, new = (
        Clip(
            "A fire burned down the mill of Tolvik on Tuesday.\n" + more,
            "Evening Bell", f"{DAY}T{at}:00+00:00", url=address,
        )
        for at, more in (
            ("05:40", "A train with ammonia stood beside the mill of Tolvik.\n"),
            ("11:20", "We reported earlier that a train with ammonia stood beside the mill of "
                      "Tolvik; this was wrong.\n"),
        )
    )  # fmt: skip
    for clip in (old, new):
        clip.event(
            "A fire burned down the mill of Tolvik on Tuesday", topic="disaster", date=DAY,
            where="Tolvik",
        )  # fmt: skip
    told = old.event("A train with ammonia stood beside the mill of Tolvik", topic="disaster")
    before = page(old, prompts=prompts)
    now = since(before, page(new, prompts=prompts))
    withdrawn = only(now, "withdrawn")
    assert withdrawn.before[0].words == "A train with ammonia stood beside the mill of Tolvik."
    named = {s.id for story in before.stories for s in statements_in(story) if told.id in s.claims}
    assert withdrawn.was in named
    assert [kind for kind, _ in lines(now)] == ["withdrawn"]


def _built(clips: Sequence[Clip], prompts: PromptSet) -> Briefing | None:
    """Return the page of articles, or None where they carry nothing to print."""
    made = page(*clips, prompts=prompts, prose=False)
    return made if made.stories else None


@_SLOW
@given(clips=newsrooms)
def test_a_page_is_no_news_to_itself(prompts: PromptSet, clips: list[Clip]) -> None:
    """Nothing changed, and every story goes on under its id."""
    told = _built(clips, prompts)
    if told is None:
        return
    now = since(told, told)
    assert now.since is not None
    assert (now.since.changes, now.since.unprinted, now.since.reworded) == ([], [], 0)
    assert [(s.id, s.previous_rank) for s in now.stories] == [(s.id, s.rank) for s in told.stories]


@_SLOW
@given(clips=newsrooms, cut=st.integers(1, 5), drop=st.integers(0, 2))
def test_nothing_of_the_page_before_is_lost(
    prompts: PromptSet, clips: list[Clip], cut: int, drop: int
) -> None:
    """A sentence that none of today goes on with has a line or a reason; each line cites."""
    old, new = _built(clips[:cut], prompts), _built(clips[drop:], prompts)
    if old is None or new is None:
        return
    now = since(old, new)
    assert now.since is not None
    named = {change.was for change in now.since.changes}
    named |= {one.id for one in now.since.unprinted}
    moved = ("risen", "fallen", "corrected")
    told = {w.words for c in now.since.changes if c.kind in moved for w in c.before}
    gone = {c.story for c in now.since.changes if c.kind == "gone"}
    for one in paired_sentences(both(old, new))[0].old:
        words = {citation.words for citation in one.statement.citations}
        is_told = one.statement.id in named or words <= told
        assert is_told or one.home.id in gone, one.statement.text
    assert all(change.citations or change.before for change in now.since.changes)
    assert all(one.reason for one in now.since.unprinted)
    assert len({story.id for story in now.stories}) == len(now.stories)


@_SLOW
@given(clips=newsrooms, cut=st.integers(1, 5), seed=st.randoms(use_true_random=False))
def test_the_order_of_claims_and_sources_does_not_matter(
    prompts: PromptSet, clips: list[Clip], cut: int, seed: Any
) -> None:
    """A page whose lists stand in another order has the same changes and ids."""
    old, new = _built(clips[:cut], prompts), _built(clips, prompts)
    if old is None or new is None:
        return

    def shuffle(made: dict[str, Any]) -> None:
        for name in ("claims", "sources", "left_out"):
            seed.shuffle(made[name])

    other = following(changed(new, shuffle), earlier_of(changed(old, shuffle), "morning.json"))
    now = since(old, new)
    assert now.since is not None
    assert other.since is not None
    assert other.since.changes == now.since.changes
    assert other.since.unprinted == now.since.unprinted
    assert [s.id for s in other.stories] == [s.id for s in now.stories]


@pytest.mark.parametrize("name", ["since", "stories"])
def test_a_page_reads_back_with_its_changes(prompts: PromptSet, name: str) -> None:
    """The JSON has all of it."""
    now = since(page(morning(), prompts=prompts), page(morning(), noon(), prompts=prompts))
    again = Briefing.model_validate_json(now.as_json())
    assert getattr(again, name) == getattr(now, name)
    assert json.loads(now.as_json())["since"]["previous"]["label"] == "morning.json"
