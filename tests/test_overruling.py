"""What an editor's file overrules, where it says so, and what is an error in it."""

from __future__ import annotations

from dataclasses import replace
from html import unescape as unhtml
from pathlib import Path

import pytest
from claim_builders import Clip, days, gate_over, prose_by_rule

from summarizer.articles import Document, Kind
from summarizer.assembly import assemble
from summarizer.errors import UsageError
from summarizer.extraction import Extraction
from summarizer.grouping import group
from summarizer.overruling import Desk, Overruling, desk_of, parse_desk
from summarizer.overruling.spellings import respelled
from summarizer.pipeline import brief
from summarizer.prompts import PromptSet
from summarizer.reduction import Reduction, draft
from summarizer.rendering.markdown import unescape

ARTICLES = Path(__file__).parents[1] / "fixtures" / "articles" / "kyiv-2025-07-04"
RECORDINGS = Path(__file__).parents[1] / "fixtures" / "recordings"


def desk(text: str) -> Desk:
    """Return the desk of a file with this text."""
    return parse_desk(text, where="desk.toml")


def newsroom() -> tuple[Clip, Clip]:
    """Return two reports: a flood in Oxmere, and a fire in Quillport a month later."""
    flood = Clip("The river flooded Oxmere.\nMayor Ada Brandt asked for boats.", "Harbour Post",
                 "2031-03-04", name="flood.txt")  # fmt: skip
    flood.event("The river flooded Oxmere.", date=days("2031-03-04"), topic="disaster")
    flood.event("Mayor Ada Brandt asked for boats.", date=days("2031-03-04"))
    fire = Clip("A fire burned the mill of Quillport.", "Mill Gazette", "2031-04-10",
                name="fire.txt")  # fmt: skip
    fire.event("A fire burned the mill of Quillport.", date=days("2031-04-10"), topic="disaster")
    return flood, fire


def on_page(extraction: Extraction, document: Document) -> Extraction:
    """Return an extraction of a document of which the desk had said something before."""
    articles = dict(extraction.page.articles)
    articles[0] = replace(articles[0], metadata=document.metadata)
    page = replace(extraction.page, articles=articles)
    return replace(extraction, document=document, page=page)


def overruled(text: str, *clips: Clip) -> tuple[Reduction, Overruling]:
    """Return what reduction makes of pages under a desk's file, and what was used of that."""
    ruling = Overruling(desk(text))
    documents = {d.digest: d for d in ruling.documents(clip.document for clip in clips)}
    kept = ruling.extractions(
        on_page(clip.extraction(), documents[clip.document.digest])
        for clip in clips
        if clip.document.digest in documents
    )
    claims = [claim for extraction in kept for claim in extraction.claims]
    events = ruling.events(claims)
    grouping = group(kept, excluded=ruling.excluded(claims), ruling=events)
    lead = ruling.lead([e.document for e in kept], claims)
    return draft(grouping, ruling=events, lead=lead), ruling


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("lead = ", "Invalid value"),
        ("led = 'x'", "led: not known here; known: claim, date_order, happening, lead"),
        ("date_order = 'year'", "date_order: Input should be 'day' or 'month'"),
        ("timezone = 'Oxmere'", "'Oxmere' is no time zone; one is written like 'Europe/London'"),
        ("[[source]]\nmatch = 'a.txt'", "says nothing: give exclude, outlet, published or kind"),
        ("[[source]]\nmatch = 'a'\nexclude = true\nkind = 'wire'", "an excluded source has no"),
        ("[[source]]\nmatch = 'a'\npublished = '4 July'", "is no ISO 8601 date or date-time"),
        ("[[source]]\nmatch = 'a'\nkind = 'blog'", "source.0.kind: Input should be 'report'"),
        ("[[source]]\nmatch = 'a'\noutlets = 'b'", "not known here; known: exclude, kind, match"),
        ("[[claim]]\nexclude = 'ab'", "claim.0.exclude: String should have at least 6"),
        ("[[happening]]\nmerge = ['abcdef']", "needs the ids of two events or more"),
        ("[[happening]]\nmerge = ['a', 'b']\nsplit = ['c', 'd']", "give either merge or split"),
    ],
)
def test_a_broken_entry_is_told_in_one_line(text: str, told: str) -> None:
    """What cannot be used names the file, the place and what would do."""
    with pytest.raises(UsageError) as error:
        desk(text)
    assert str(error.value).startswith("desk.toml: ")
    assert told in str(error.value) and "\n" not in str(error.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A mistyped path is no empty desk."""
    with pytest.raises(UsageError, match=r"none\.toml cannot be read"):
        desk_of(tmp_path / "none.toml")


@pytest.mark.parametrize(
    "match", ["flood.txt", "*flood*", "Harbour Post", "harbour post"]
)  # path, pattern, outlet, its letters in another case
def test_an_excluded_source_is_not_read_and_listed(match: str) -> None:
    """A source goes by its path, a pattern or its outlet."""
    flood, fire = newsroom()
    reduction, ruling = overruled(f"[[source]]\nmatch = '{match}'\nexclude = true", flood, fire)
    assert [source.label for source in reduction.sources] == ["Mill Gazette"]
    (used,) = ruling.used()
    assert used.effect == "flood.txt: excluded"


def test_a_source_goes_by_the_beginning_of_its_id() -> None:
    """The id that the briefing prints names the article of that text."""
    flood, fire = newsroom()
    text = f"[[source]]\nmatch = '{fire.document.digest[:8]}'\noutlet = 'The Fire Paper'"
    reduction, _ = overruled(text, flood, fire)
    assert sorted(s.label for s in reduction.sources) == ["Harbour Post", "The Fire Paper"]


def test_the_kind_that_a_desk_gives_stands_over_what_was_read() -> None:
    """A report that the desk calls a press release corroborates nothing."""
    flood, fire = newsroom()
    text = "[[source]]\nmatch = 'flood.txt'\nkind = 'press_release'"
    reduction, _ = overruled(text, flood, fire)
    kinds = {source.label: source.article.kind for source in reduction.sources}
    assert kinds == {"Harbour Post": Kind.PRESS_RELEASE, "Mill Gazette": Kind.REPORT}


def test_an_excluded_claim_is_left_out_with_its_reason() -> None:
    """The claim is still there, counted, and not told."""
    flood, fire = newsroom()
    claim = flood.claims[1].id
    reduction, ruling = overruled(
        f"[[claim]]\nexclude = '{claim}'\nwhy = 'wrong mayor'", flood, fire
    )
    assert reduction.left_out == {claim: "excluded_by_desk"}
    assert ruling.used()[0].effect == f"{claim}: excluded (wrong mayor)"


def test_events_that_a_desk_puts_together_are_one_happening_of_one_story() -> None:
    """Neither dates a month apart nor different articles keep them two."""
    flood, fire = newsroom()
    names = [flood.claims[0].id, fire.claims[0].id]
    reduction, _ = overruled(f"[[happening]]\nmerge = {names}", flood, fire)
    (story,) = reduction.stories
    merged = next(h for h in story.happenings if len(h.events) > 1)
    assert {event.id for event in merged.events} == set(names)
    assert {(j.decision, j.by) for j in merged.judgements} == {("joined", "desk")}


def test_events_that_a_desk_parts_are_two_though_worded_alike() -> None:
    """Copies of one sentence are one happening, unless the desk says that they are two."""
    told, more = (
        "Drones hit the harbour of Oxmere.",
        ("It was dark.", "The quay burned until noon."),
    )
    clips = [Clip(f"{told}\n{text}", f"Outlet {text}", "2031-03-04") for text in more]
    events = [clip.event(told, date=days("2031-03-04")) for clip in clips]
    reduction, _ = overruled("", *clips)
    assert [len(h.events) for story in reduction.stories for h in story.happenings] == [2]
    names = [event.id for event in events]
    reduction, _ = overruled(f"[[happening]]\nsplit = {names}", *clips)
    assert [len(h.events) for story in reduction.stories for h in story.happenings] == [1, 1]


@pytest.mark.parametrize("lead", ["flood.txt", "fire.txt"])
def test_the_lead_story_is_the_one_a_desk_names(lead: str) -> None:
    """It leads whatever the other weighs."""
    flood, fire = newsroom()
    reduction, _ = overruled(f"lead = '{lead}'", flood, fire)
    assert reduction.stories[0].group.sources[0].document.name == lead


def test_an_hour_without_a_zone_is_one_of_the_desks_zone() -> None:
    """An hour that names its zone keeps it."""
    bare = Clip("A.", published="2031-03-04T06:00", name="bare.txt")
    own = Clip("B.", published="2031-03-04T06:00+09:00", name="own.txt")
    ruling = Overruling(desk("timezone = 'Europe/London'"))
    zones = [
        document.metadata.published.at.utcoffset().total_seconds() / 3600  # type: ignore[union-attr]
        for document in ruling.documents([bare.document, own.document])
    ]
    assert zones == [0, 9]


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("[[source]]\nmatch = 'flod.txt'\nexclude = true", "flood.txt"),
        ("[[source]]\nmatch = 'Harbor Post'\nkind = 'wire'", "Harbour Post"),
        ("lead = 'fires.txt'", "fire.txt"),
    ],
)
def test_an_entry_that_matches_nothing_is_an_error_with_the_nearest(
    text: str, nearest: str
) -> None:
    """A slip of the pen cannot pass for a decision."""
    _, ruling = overruled(text, *newsroom())
    with pytest.raises(UsageError, match=f"matches nothing; the nearest is '{nearest}'"):
        ruling.check()


def test_a_standing_entry_may_match_nothing_today() -> None:
    """A rule for every day is only noted on a day without its source."""
    text = "[[source]]\nmatch = 'Daily Rumour'\nexclude = true\nstanding = true"
    _, ruling = overruled(text, *newsroom())
    (note,) = ruling.check()
    assert note.startswith("desk: source 'Daily Rumour' matches nothing")


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Kharkov was hit.", "Kharkiv was hit."),
        ("“Kharkov is ours,” he said of Kharkov.", "“Kharkov is ours,” he said of Kharkiv."),
        ("Kharkovites fled.", "Kharkovites fled."),  # another word
        ("kharkov", "kharkov"),  # no name
    ],
)
def test_names_are_spelled_as_the_desk_does_outside_quotations(text: str, printed: str) -> None:
    """Quoted words stay as they were printed, other words alone."""
    assert respelled(text, [("Kharkov", "Kharkiv")])[0] == printed


def test_a_respelled_page_prints_and_lists_the_spelling() -> None:
    """The statement has the desk's spelling, the words it cites keep the source's."""
    flood, fire = newsroom()
    reduction, ruling = overruled("[spellings]\nOxmere = 'Oxmeer'\nYsel = 'IJssel'", flood, fire)
    proses = prose_by_rule(reduction, PromptSet())
    stories = assemble(reduction, gate_over(reduction), proses, ruling.spelled).stories
    statement = next(s.headline for s in stories if "flooded" in s.headline.text)
    assert "Oxmeer" in statement.text and "Oxmere" in statement.citations[0].words
    assert [used.entry for used in ruling.used()] == ["spelling 'Oxmere'"]
    assert ruling.unprinted() == ["desk: the spelling 'Ysel' is printed nowhere"]


def test_a_briefing_lists_what_its_desk_overruled(tmp_path: Path) -> None:
    """The whole way: read, excluded, listed, and the source is gone from the page."""
    file = tmp_path / "desk.toml"
    file.write_text('[[source]]\nmatch = "globe-digest.txt"\nexclude = true\n', encoding="utf-8")
    page = brief(ARTICLES, replay=RECORDINGS, desk=file)
    assert [(o.entry, o.effect) for o in page.overruled] == [
        ("source 'globe-digest.txt'", "globe-digest.txt: excluded")
    ]
    assert "globe-digest.txt" not in {source.path for source in page.sources}
    told = "Overruled by the desk: source 'globe-digest.txt': globe-digest.txt: excluded."
    assert told in unhtml(page.html()) and told in unescape(page.markdown)
