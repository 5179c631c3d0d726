"""What sources corrected, updated, changed or took back, and what a page before made of it."""

from __future__ import annotations

import re

import pytest
from claim_builders import Clip, briefing_of, statements
from version_builders import FIRE, live, morning, noon

from summarizer.affected import affected
from summarizer.briefing import Briefing, Correction
from summarizer.prompts import PromptSet
from summarizer.rendering.sourced import correction_told


def page_of(prompts: PromptSet, *clips: Clip) -> Briefing:
    """Return the briefing of pages."""
    return briefing_of([clip.extraction() for clip in clips], prompts)


def listed(page: Briefing) -> list[tuple[str, str, str | None, str | None]]:
    """Return the corrections of a page as (relation, kind, old, new)."""
    return [(c.relation, c.kind, c.old, c.new) for c in page.corrections]


def test_what_changed_between_two_texts(prompts: PromptSet) -> None:
    """A count that grew is an update, a name that a notice names is a correction."""
    page = page_of(prompts, morning(), noon())
    assert listed(page) == [
        ("update", "figure", "8", "23"),
        ("correction", "name", "Ada Brand", "Ada Brandt"),
    ]
    update, correction = page.corrections
    assert [c.words for c in update.citations] == [
        "A fire at the mill of Oxmere hurt 23 people on Monday, police said."
    ]
    assert [c.words for c in correction.citations] == [
        "An earlier version misspelled the owner's name as Ada Brand."
    ]
    assert update.texts == correction.texts == [morning().document.digest]


def test_the_older_text_is_no_source(prompts: PromptSet) -> None:
    """Two texts of one page are one source; the older one is named, its claims are listed."""
    page = page_of(prompts, morning(), noon())
    [source] = page.sources
    assert (source.path, source.newest_by) == ("noon.txt", "published")
    assert [(v.path, v.sha256) for v in source.versions] == [
        ("morning.txt", morning().document.digest)
    ]
    gone = [item for item in page.left_out if item.reason == "only_in_an_older_version"]
    assert len(gone) == page.counts.left_out["only_in_an_older_version"] == 5
    assert {item.source for item in gone} == {source.source}
    printed = " ".join(s.text for story in page.stories for s in statements(story))
    assert "23" in printed
    assert " 8 " not in printed
    assert "barns" not in printed


def test_a_change_without_a_reason_is_a_remark(prompts: PromptSet) -> None:
    """A name or a lower figure that the outlet changed and does not tell of is only said to be so."""
    old = Clip("The mill of Oxmere belongs to Ada Brand.\nIt cost £3m to build.", "The Lantern",
               "2031-03-03", url=FIRE)  # fmt: skip
    new = Clip("The mill of Oxmere belongs to Ada Brandt.\nIt cost £2m to build.", "The Lantern",
               "2031-03-04", url=FIRE)  # fmt: skip
    old.event("The mill of Oxmere belongs to Ada Brand.")
    new.event("The mill of Oxmere belongs to Ada Brandt.")
    assert listed(page_of(prompts, old, new)) == [
        ("changed", "name", "Ada Brand", "Ada Brandt"),
        ("changed", "figure", "£3m", "£2m"),
    ]


def test_without_an_order_nothing_has_grown(prompts: PromptSet) -> None:
    """Where which text is newer is not known, a higher count is only another one."""
    texts = [
        Clip(
            f"A fire at the mill of Oxmere hurt {count} people on Monday.", "The Lantern", url=FIRE
        )
        for count in (8, 23)
    ]
    for clip, count in zip(texts, ("8", "23"), strict=True):
        clip.event(f"A fire at the mill of Oxmere hurt {count} people on Monday.")
        clip.quantity(count, "people hurt")
    page = page_of(prompts, *texts)
    assert {c.relation for c in page.corrections} == {"differs"}
    assert "not known" in page.notes[0]
    assert "older" not in correction_told(page.corrections[0], "The Lantern")


def test_a_notice_counts_without_the_older_text(prompts: PromptSet) -> None:
    """What a notice says is listed though nobody has the text it speaks of."""
    clip = Clip("A fire hurt 23 people in Oxmere.\nCorrection: An earlier version said 30 were hurt. "
                "It was 23.", "The Lantern")  # fmt: skip
    clip.event("A fire hurt 23 people in Oxmere.")
    assert listed(page_of(prompts, clip)) == [("correction", "figure", "30 were hurt", "23")]


def test_an_old_notice_does_not_explain_a_new_change(prompts: PromptSet) -> None:
    """A notice that the older text has already tells of a change before that."""
    notice = "\nAn earlier version of this article said 3 people were hurt. It was 8."
    old = Clip(f"A fire at the mill of Oxmere hurt 8 men on Monday.{notice}", "The Lantern",
               "2031-03-03", url=FIRE)  # fmt: skip
    new = Clip(f"A fire at the mill of Oxmere hurt 7 men on Monday.{notice}", "The Lantern",
               "2031-03-04", url=FIRE)  # fmt: skip
    new.event("A fire at the mill of Oxmere hurt 7 men on Monday.")
    found = listed(page_of(prompts, old, new))
    assert ("changed", "figure", "8", "7") in found


def test_a_report_taken_back_is_listed(prompts: PromptSet) -> None:
    """It is listed with its words and the sentences that take it back, and told nowhere."""
    page = page_of(prompts, live())
    assert listed(page) == [
        ("withdrawn", "report", "two people had been shot at Oxmere station", None)
    ]
    assert [c.sentence for c in page.corrections[0].citations] == [4, 5]
    printed = " ".join(s.text for story in page.stories for s in statements(story))
    assert "shot" not in printed


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_the_order_of_texts_does_not_matter(prompts: PromptSet, order: tuple[int, ...]) -> None:
    """The same texts give the same page, bytes and all, in any order."""
    clips = [morning(), noon(), live()]
    page = page_of(prompts, *(clips[place] for place in order))
    assert page.as_json() == page_of(prompts, *clips).as_json()
    assert Briefing.model_validate_json(page.as_json()) == page


def test_a_correction_is_told_in_words(prompts: PromptSet) -> None:
    """Markdown and HTML list corrections with their citations and the statements of before."""
    page = page_of(prompts, morning(), noon(), live())
    corrections: list[Correction] = affected(page_of(prompts, morning()), page.corrections)
    page = page.model_copy(update={"corrections": corrections})
    lines = page.markdown.splitlines()
    start = lines.index("## Corrected by its source")
    told = [line for line in lines[start:] if line.startswith("- The Lantern")]
    assert told[0].startswith(
        "- The Lantern, which had “8” in an older text, now has “23” \\[The Lantern"
    )
    assert told[1].startswith("- The Lantern corrects “Ada Brand” to “Ada Brandt” \\[")
    assert "  - on the page before: The mill belongs to Ada Brand." in lines
    for correction in page.corrections:
        for citation in correction.citations:
            assert f'<a id="s-{citation.source}-{citation.sentence}"></a>' in page.markdown


def test_the_page_leads_from_a_correction_to_its_words(prompts: PromptSet) -> None:
    """In HTML every correction links to the sentences that say so, and these lead back to it."""
    page = page_of(prompts, noon(), live()).html()
    anchors = set(re.findall(r'id="([^"]+)"', page))
    section = page[page.index('id="corrected"') : page.index('id="sources"')]
    links = re.findall(r'href="#(w-[^"]+)"', section)
    assert len(links) == 3  # of the notice, and of the two sentences that take a report back
    assert set(links) <= anchors
    backs = set(re.findall(r'<a class="n" href="#(corrected-\d)"', page))
    assert backs == {"corrected-1", "corrected-2"}


def test_a_page_without_corrections_has_no_such_section(prompts: PromptSet) -> None:
    """Nothing is headed where nothing is listed."""
    page = page_of(prompts, morning())
    assert "Corrected by its source" not in page.markdown + page.html()
