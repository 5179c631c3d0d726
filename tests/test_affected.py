"""What statements of a page before rested on words that their source has corrected since."""

from __future__ import annotations

from claim_builders import Clip, briefing_of, statements
from version_builders import live, morning, noon

from summarizer.affected import affected
from summarizer.briefing import Briefing
from summarizer.prompts import PromptSet


def page_of(prompts: PromptSet, *clips: Clip) -> Briefing:
    """Return the briefing of pages."""
    return briefing_of([clip.extraction() for clip in clips], prompts)


def resting(previous: Briefing, today: Briefing) -> dict[str | None, list[str]]:
    """Return for each old words the statements of a page before that rested on them."""
    found = affected(previous, today.corrections)
    known = {s.id: s.text for story in previous.stories for s in statements(story)}
    for correction in found:
        assert all(known[s.id] == s.text for s in correction.statements)
    return {c.old: [s.text for s in c.statements] for c in found}


def test_statements_of_the_page_before(prompts: PromptSet) -> None:
    """Those that told the old figure or name are named, by id and text, and no others."""
    told = resting(page_of(prompts, morning()), page_of(prompts, morning(), noon()))
    assert told["Ada Brand"] == ["The mill belongs to Ada Brand."]
    assert told["8"]
    assert all("8 people" in text for text in told["8"])


def test_the_page_before_is_found_by_its_address(prompts: PromptSet) -> None:
    """Where today's call has the newest text alone, the notice and the address are enough."""
    told = resting(page_of(prompts, morning()), page_of(prompts, noon()))
    assert told == {"Ada Brand": ["The mill belongs to Ada Brand."]}


def test_a_withdrawn_report_on_the_page_before(prompts: PromptSet) -> None:
    """What was told of a report when it stood is named once it is taken back."""
    early = Clip("10:10 GMT\nTwo people have been shot at Oxmere station.\n09:30 GMT\nA train has "
                 "stopped.\n", "Evening Bell", "2031-03-03", name="live.txt",
                 url="https://bell.example/live/fire")  # fmt: skip
    early.event("Two people have been shot at Oxmere station.", topic="casualties")
    early.event("A train has stopped.")
    told = resting(page_of(prompts, early), page_of(prompts, live()))
    [texts] = told.values()
    assert texts
    assert all("shot" in text for text in texts)


def test_other_sources_with_the_same_words_are_not_touched(prompts: PromptSet) -> None:
    """That one outlet corrects itself says nothing of what another one printed."""
    other = Clip(
        "A fire at the mill of Oxmere hurt 8 people on Monday.", "Evening Bell", "2031-03-03"
    )
    other.event("A fire at the mill of Oxmere hurt 8 people on Monday.", topic="casualties")
    told = resting(page_of(prompts, other), page_of(prompts, morning(), noon()))
    assert told == {"8": [], "Ada Brand": []}


def test_nothing_is_affected_without_corrections(prompts: PromptSet) -> None:
    """A page without corrections concerns no page before."""
    assert affected(page_of(prompts, morning()), []) == []
