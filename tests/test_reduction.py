"""Claims of many articles become stories: what is told, what is left out, and nothing by order."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from claim_builders import (
    NIGHT,
    Clip,
    briefing_of,
    compared,
    copy_of,
    metadata,
    newsroom,
    newsrooms,
    opinion,
    reduced,
    second_report,
    statements,
    strike,
)
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from summarizer.articles import Kind
from summarizer.briefing import Briefing
from summarizer.claim_table import ASIDE_ROWS, MOST_ROWS
from summarizer.claims import AnyClaim, Event, Quotation
from summarizer.prompts import PromptSet
from summarizer.proposals import EventProposal
from summarizer.reduction import (
    Reduction,
    chosen_figures,
    chosen_quotations,
)
from summarizer.room import LEAD_TABLES

SLOW = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # each example is a whole briefing


def labels(reduction: Reduction) -> list[list[str]]:
    """Return the labels of each story's sources."""
    return [[source.label for source in draft.group.sources] for draft in reduction.stories]


def reasons(reduction: Reduction, claims: list[AnyClaim]) -> set[str]:
    """Return why claims are left out, "" for those that are not."""
    return {reduction.left_out.get(claim.id, "") for claim in claims}


# --- what is left out -------------------------------------------------------------------------------


def page_with(inner: str, inner_kind: Kind = Kind.REPORT) -> Clip:
    """Return the report on Oxmere with another article embedded on its page."""
    base = strike()
    number = len(base.document.sentences) + 1
    page = Clip(
        base.document.text + inner,
        "Harbour Post",
        "2031-03-04",
        zones={1: ("title", 0), number: ("body", 1)},
        parts={1: (metadata("Evening Bell"), inner_kind)},
    )
    page.event("Vandria launched 550 drones at Oxmere overnight", topic="attack", date=NIGHT)
    page.event("Twenty-three people were wounded in Oxmere", topic="casualties", date=NIGHT)
    return page


def test_an_off_topic_article_embedded_in_a_page_is_no_story() -> None:
    """What another article on the page tells of something else is left out, and said to be so."""
    page = page_with("Wheat prices in Quillport doubled on Tuesday.")
    off_topic = page.event("Wheat prices in Quillport doubled on Tuesday")
    reduction = reduced(page)
    assert labels(reduction) == [["Harbour Post"]]
    assert reduction.left_out == {off_topic.id: "related_article"}


def test_an_embedded_article_on_the_same_story_belongs_to_it() -> None:
    """An article embedded in a page is a source of its page's story if it tells the same."""
    page = page_with("Vandria launched 550 drones at Oxmere, wounding people in the town.")
    page.event(
        "Vandria launched 550 drones at Oxmere, wounding people in the town", date="2031-03-04"
    )
    reduction = reduced(page)
    assert sorted(labels(reduction)[0]) == ["Evening Bell", "Harbour Post"]
    assert reduction.left_out == {}


def test_what_is_embedded_and_no_article_is_furniture() -> None:
    """Claims of a part of the page that holds no journalism are not printed."""
    page = page_with("Subscribe to win 500 crowns.", Kind.NOT_AN_ARTICLE)
    advert = page.quantity("500", "crowns to win", "crown")
    assert reduced(page).left_out == {advert.id: "furniture"}


@pytest.mark.parametrize(
    ("add", "reason"),
    [
        (lambda page: page.event("Smoke over the the harbour", garbled=True), "garbled"),
        (lambda page: page.quotation("No war"), "no_speaker"),  # painted on a wall
        (
            lambda page: page.quotation("No war", "Ada Brandt", cue="", fragment=True),
            "no_speaker",  # nobody is said to use the two words
        ),
    ],
)
def test_what_cannot_be_printed_has_its_reason(add: object, reason: str) -> None:
    """A garbled event and words that nobody is quoted with are left out."""
    page = strike(text_after="Smoke over the the harbour.\n“No war” was painted on a wall.\n")
    claim = add(page)  # type: ignore[operator]
    assert reduced(page).left_out == {claim.id: reason}


@pytest.mark.parametrize("kind", [Kind.MACHINE_MADE, Kind.REPORT])
def test_figures_and_words_of_a_garbled_event(kind: Kind) -> None:
    """What a machine tells only in words without sense is left out; a report's figures are its own."""
    line = "Some 72 of of the 550 drones “rose like geese” up from 537, Ada Brandt said.\n"
    page = Clip(
        line + "Reed counted 40 boats, and 50 of the the boats sank sank.\n",
        "Marsh Weekly",
        kind=kind,
    )
    broken = page.event("Some 72 of of the 550 drones “rose like geese” up from 537", garbled=True)
    figure = page.quantity("537", "drones", "drone")
    words = page.quotation("rose like geese", "Ada Brandt", fragment=True)
    page.event("Reed counted 40 boats")
    sound = page.quantity("40", "boats counted", "boat")
    sunk = page.event("50 of the the boats sank sank", garbled=True)
    lost = page.quantity("50", "boats sunk", "boat")
    garbled = {claim.id for claim in (broken, sunk)}
    if kind is Kind.MACHINE_MADE:
        garbled |= {claim.id for claim in (figure, words, lost)}
    left_out = reduced(page).left_out
    assert {name for name, reason in left_out.items() if reason == "garbled"} == garbled
    assert sound.id not in left_out


def test_copies_of_a_text_do_not_speak_twice() -> None:
    """Of copies of one text the first speaks; the others' claims are left out as copies."""
    first = strike("Harbour Post", "2031-03-04")
    copy = strike("Evening Bell", "2031-03-05", text_after="This text came from an agency.\n")
    reduction = reduced(first, copy)
    assert labels(reduction) == [["Harbour Post"]]
    assert reasons(reduction, copy.claims) == {"copy_of_another_source"}
    assert reasons(reduction, first.claims) == {""}


def test_a_copy_read_in_other_words_is_still_a_copy() -> None:
    """What a copy tells in a sentence of the original is told once, however its claims are worded."""
    original = strike()
    copy = Clip(
        "\n" + original.document.text, "Evening Bell", "2031-03-05", zones={1: ("title", 0)}
    )
    copy.event(
        "launched 550 drones at Oxmere", "Vandria sent 550 drones against Oxmere", date=NIGHT
    )
    copy.quantity("550", "drones sent", "drone")
    copy.quotation("We counted the blasts", "Brandt", fragment=True)
    reduction = reduced(original, copy)
    assert reasons(reduction, copy.claims) == {"copy_of_another_source"}
    assert all(len(row.quantities) == 1 for row in reduction.stories[0].figures)


def updated(wounded: str, outlet: str, published: str) -> Clip:
    """Return a version of one agency text with the count as it then stood."""
    clip = Clip(
        "Vandria launched 550 drones at Oxmere overnight and set the harbour on fire.\n"
        f"{wounded} people were wounded in Oxmere, Mayor Ada Brandt said on Tuesday.\n"
        "Firemen fought the flames until noon, and the ferry to Quillport did not sail.\n"
        "The council of Oxmere will meet on Friday to count the damage to the old town.\n",
        outlet,
        published,
    )
    clip.event("Vandria launched 550 drones at Oxmere overnight", topic="attack", date=NIGHT)
    clip.event(f"{wounded} people were wounded in Oxmere", topic="casualties", date=NIGHT)
    clip.quantity(wounded, "people wounded", scope="Oxmere", said_by="Ada Brandt")
    return clip


def test_an_updated_version_is_not_left_out_as_a_copy() -> None:
    """Where a copy gives another figure than the text it copies, the newer figure is told."""
    old = updated("Twenty-three", "Harbour Post", "2031-03-04T06:00+00:00")
    new = updated("Forty-one", "Evening Bell", "2031-03-05T09:00+00:00")
    reduction = reduced(old, new)
    shown = {
        q.surface for draft in reduction.stories for row in draft.figures for q in row.quantities
    }
    assert "Forty-one" in shown


def test_an_article_is_told_although_another_page_embeds_it() -> None:
    """A text given as an article is a story, wherever else it stands embedded."""
    alone = strike("Harbour Post", "2031-03-04")
    text = "The lighthouse of Quillport was painted on Monday.\n" + alone.document.text
    page = Clip(
        text,
        "Market Echo",
        "2031-03-03",
        zones=dict.fromkeys(range(2, 8), ("body", 1)),
        parts={1: (metadata(published="2031-03-03"), Kind.REPORT)},
    )
    page.event("The lighthouse of Quillport was painted on Monday")
    page.event("Vandria launched 550 drones at Oxmere overnight", topic="attack", date=NIGHT)
    assert any("Harbour Post" in sources for sources in labels(reduced(alone, page)))


def test_an_article_given_twice_counts_once() -> None:
    """The very same page twice is reduced as if it came once."""
    assert reduced(strike(), strike()) == reduced(strike())


# --- what is told -----------------------------------------------------------------------------------


def test_the_newsroom_tells_two_stories() -> None:
    """Two reports and a commentary on one night are one story, the wheat market is another."""
    reduction = reduced(*newsroom())
    assert [set(sources) for sources in labels(reduction)] == [
        {"Harbour Post", "Evening Bell", "Marsh Weekly"},
        {"Market Echo"},
    ]


def test_no_claim_is_in_two_stories_or_both_told_and_left_out() -> None:
    """Each usable claim belongs to one story."""
    reduction = reduced(*newsroom())
    told = [claim.id for draft in reduction.stories for claim in draft.claims]
    assert len(told) == len(set(told))
    assert not set(told) & set(reduction.left_out)


def test_commentary_gives_a_happening_no_weight() -> None:
    """An opinion beside a report adds nothing to the weight of what both tell."""
    alone = reduced(strike())
    (together,) = reduced(strike(), opinion()).stories
    weights = {h.events[0].what: h.weight for h in alone.stories[0].happenings}
    both = {h.events[0].what: h.weight for h in together.happenings}
    launched = "Vandria launched 550 drones at Oxmere overnight"
    assert both[launched] == pytest.approx(weights[launched], abs=1.5)  # it may stand earlier
    opinions = next(h for h in together.happenings if "its council slept" in h.events[0].what)
    assert opinions.weight < both[launched]


def test_news_leads_opinion_in_a_happening() -> None:
    """Of events that tell the same, a report's comes before a commentary's."""
    (draft,) = reduced(strike(), opinion()).stories
    both = next(h for h in draft.happenings if len({e.document for e in h.events}) == 2)
    sources = [reduced(strike(), opinion()).source(event).label for event in both.events]
    assert sources == ["Harbour Post", "Harbour Post", "Marsh Weekly"]


def test_body_leads_title_and_caption() -> None:
    """Of events of one article that tell the same, the body's comes first."""
    page = Clip(
        "Drones hit the harbour of Oxmere\n"
        "Photo: drones hit the harbour of Oxmere\n"
        "Drones hit the harbour of Oxmere before dawn.\n",
        "Harbour Post",
        "2031-03-04",
        zones={1: ("title", 0), 2: ("caption", 0)},
    )
    page.event("Drones hit the harbour of Oxmere")
    page.event("drones hit the harbour of Oxmere", near="Photo: drones hit the harbour of Oxmere")
    page.event(
        "Drones hit the harbour of Oxmere before dawn", "Drones hit the harbour of Oxmere",
        near="Drones hit the harbour of Oxmere before dawn",
    )  # fmt: skip
    (draft,) = reduced(page).stories
    assert [event.zone for event in draft.happenings[0].events] == ["body", "title", "caption"]


def test_what_several_outlets_tell_leads() -> None:
    """A happening of two origins outweighs the same sort of happening of one."""
    (draft,) = reduced(strike(), second_report()).stories
    outlets = [{e.document for e in h.events} for h in draft.happenings]
    assert len(outlets[0]) == 2
    weights = [h.weight for h in draft.happenings]
    assert weights == sorted(weights, reverse=True)


def speech(outlet: str, *rows: tuple[str, str], kind: Kind = Kind.REPORT) -> Clip:
    """Return an article of quotations, (words, speaker) each."""
    page = Clip(
        "\n".join(f"“{words},” {speaker} said." for words, speaker in rows),
        outlet,
        "2031-03-04",
        kind=kind,
    )
    for words, speaker in rows:
        page.quotation(words, speaker, near=f"“{words},” {speaker} said.")
    return page


FULL = "We counted the blasts until the sun came up over the harbour"


def test_the_fullest_variant_of_a_quotation_is_chosen() -> None:
    """Three outlets quote one sentence at three lengths; the longest is the one to print."""
    reduction = reduced(
        speech("A", ("We counted the blasts until the sun came up", "Brandt")),
        speech("B", (FULL, "Brandt"), ("The ferry stays in the harbour tonight", "Reed")),
        speech("C", ("until the sun came up over the harbour", "Brandt")),
    )
    chosen = [
        utterance.quotations[0].words
        for draft in reduction.stories
        for utterance in chosen_quotations(draft, reduction)
        if len(utterance.quotations) == 3
    ]
    assert chosen == [FULL]


@pytest.mark.parametrize(
    ("words", "speaker", "kind", "fields"),
    [
        ("Nobody knows how this began", "Reed", Kind.COMMENTARY, {}),  # opinion
        ("Nobody knows how this began", "Reed", Kind.MACHINE_MADE, {}),  # rewritten by a machine
        ("Nobody knows how this began", "Reed", Kind.PRESS_RELEASE, {}),  # a party's own text
        ("Nobody knows how this began", "Reed", Kind.REPORT, {"fragment": True}),
        ("Nobody knows", "Reed", Kind.REPORT, {}),  # too short to stand alone
    ],
)
def test_which_quotations_are_not_printed_on_their_own(
    words: str, speaker: str, kind: Kind, fields: dict[str, bool]
) -> None:
    """Opinion, machines, fragments and snippets are quoted in sentences or not at all."""
    page = Clip(f"“{words},” {speaker} said of the fire.", "Harbour Post", kind=kind)
    page.quotation(words, speaker, **fields)
    reduction = reduced(page)
    assert chosen_quotations(reduction.stories[0], reduction) == []


def test_a_caption_is_not_quoted() -> None:
    """Words in a caption are unverified."""
    page = Clip("“Nobody knows how this began,” Reed said.", "Bell", zones={1: ("caption", 0)})
    page.quotation("Nobody knows how this began", "Reed")
    reduction = reduced(page)
    assert chosen_quotations(reduction.stories[0], reduction) == []


LINES = (
    "The ferry stays in the harbour tonight",
    "Every window on the quay is broken",
    "Divers will look at the hull soon",
    "Bring blankets to the old town hall",
    "Schools open at noon on every island",
    "Boats may not leave before the tide",
)


def test_several_speakers_are_heard() -> None:
    """At most a handful of quotations is printed, and one speaker does not fill them."""
    reduction = reduced(
        speech(
            "A", *((line, "Brandt") for line in LINES), ("Fishing starts again next week", "Reed")
        )
    )
    chosen = chosen_quotations(reduction.stories[0], reduction)
    assert len(chosen) == LEAD_TABLES.quotations
    assert {u.quotations[0].speaker for u in chosen} == {"Brandt", "Reed"}


THINGS = [
    a + b for a in ("oak", "elm", "ash", "fir") for b in ("beam", "mast", "door", "box", "oar")
]


def test_few_figures_are_printed_and_none_that_says_nothing() -> None:
    """A story prints at most a table's worth of rows, those of vague words never."""
    things = [
        a + b for a in ("oak", "elm", "ash", "fir") for b in ("beam", "mast", "door", "box", "oar")
    ]
    lines = [f"Some {number + 30} {thing}s burned." for number, thing in enumerate(things)]
    page = Clip("\n".join([*lines, "Dozens of sails burned."]), "Harbour Post")
    for number, thing in enumerate(things):
        page.quantity(str(number + 30), f"{thing}s burned", thing, near=lines[number])
    page.quantity("Dozens of", "sails burned", "sail")
    reduction = reduced(page)
    (draft,) = reduction.stories
    assert len(draft.figures) == len(things) + 1
    chosen = chosen_figures(draft, reduction)
    assert len(chosen) == LEAD_TABLES.figures
    assert not any(quantity.is_vague for row in chosen for quantity in row.quantities)


def test_a_row_brings_along_the_rows_its_reading_rests_on() -> None:
    """A sum is printed together with the figures it adds, before weightier rows that stand alone."""
    lines = [f"Some {number + 30} {thing} burned." for number, thing in enumerate(THINGS)]
    split = "Vandria sent 539 drones and 11 missiles."
    one = Clip("\n".join([split, *lines]), "Harbour Post")
    one.quantity("539", "drones sent", "drone")
    one.quantity("11", "missiles sent", "missile")
    for number, thing in enumerate(THINGS):
        one.quantity(str(number + 30), f"{thing} burned", thing, near=lines[number])
    other = Clip("Vandria hurled 550 drones at the coast.", "Evening Bell")
    other.quantity("550", "drones hurled", "drone")
    for page in (one, other):
        page.event("Vandria", "Vandria attacked Oxmere", date=NIGHT, where="Oxmere", topic="attack")
    reduction = reduced(one, other)
    (draft,) = reduction.stories
    chosen = chosen_figures(draft, reduction)
    assert len(chosen) == LEAD_TABLES.figures
    assert {"drones sent", "missiles sent"} <= {row.counted for row in chosen}


def test_what_corroborates_leads_the_figures() -> None:
    """A commentary's count comes after every report's."""
    page = Clip(
        "Vandria launched 550 drones at Oxmere.\nOxmere lost 900 jobs.",
        "Weekly",
        "2031-03-04",
        kind=Kind.COMMENTARY,
    )
    page.event("Vandria launched 550 drones at Oxmere", topic="attack", date=NIGHT)
    page.quantity("900", "jobs lost in Oxmere", "job")
    reduction = reduced(*newsroom(), page)
    order = [row.counted for row in chosen_figures(reduction.stories[0], reduction)]
    assert order[-1] == "jobs lost in Oxmere"
    assert len(order) > 1


def test_stories_are_ranked_by_weight_and_ties_by_date() -> None:
    """The weightiest story leads; of two alike the earlier comes first."""
    pages = []
    for outlet, town, day in (("A", "Tarnsby", "2031-03-20"), ("B", "Ellwick", "2031-03-10")):
        page = Clip(f"A barn burned in {town}.", outlet, day)
        page.event(f"A barn burned in {town}")
        pages.append(page)
    reduction = reduced(*pages, strike(), second_report())
    assert [draft.label for draft in reduction.stories[1:]] == [
        "A barn burned in Ellwick",
        "A barn burned in Tarnsby",
    ]
    weights = [draft.weight for draft in reduction.stories]
    assert weights == sorted(weights, reverse=True)


# --- the claim table --------------------------------------------------------------------------------


def crowded() -> Clip:
    """Return an article with more events than one question shows, its asides at the end."""
    lines = [f"Boat number{n} of fleet{n * 7} was hauled ashore{n}." for n in range(200)]
    lines += [f"Storm{n} of autumn{n * 3} once sank a barge{n}." for n in range(40)]
    page = Clip("\n".join(lines), "Harbour Post", "2031-03-04")
    for number, line in enumerate(lines):
        page.event(line, role="main" if number < 200 else "background")
    return page


def test_the_table_is_bounded_and_keeps_asides() -> None:
    """At most so many rows are shown, and background keeps its share of them."""
    (draft,) = reduced(crowded()).stories
    asides = [c for c in draft.table if isinstance(c, Event) and c.role == "background"]
    assert len(draft.table) == MOST_ROWS
    assert len(asides) == ASIDE_ROWS


def test_the_table_is_in_the_order_of_sources_and_text_opinion_last() -> None:
    """Rows come by day, outlet and place in the text; commentary stands at the end."""
    reduction = reduced(*newsroom())
    lead = reduction.stories[0]
    shown = [(reduction.source(claim).label, claim.span.start) for claim in lead.table]
    outlets = list(dict.fromkeys(label for label, _ in shown))
    assert outlets == ["Evening Bell", "Harbour Post", "Marsh Weekly"]
    assert shown == sorted(shown, key=lambda pair: (outlets.index(pair[0]), pair[1]))


@pytest.mark.parametrize(
    ("second", "shown"),
    [
        ("Vandria fired 550 drones at Oxmere", False),  # nothing new
        ("Vandria fired 550 drones and 11 missiles at Oxmere", True),  # a figure
        ("Vandria fired 550 drones at Oxmere and broke every window of the old town", True),
    ],
)
def test_a_source_that_tells_a_happening_twice_is_shown_twice_if_it_says_more(
    second: str, shown: bool
) -> None:
    """Of two accounts of one happening in one article the second has a row if it adds something."""
    first = "Vandria launched 550 drones at Oxmere"
    page = Clip(f"{first}.\n{second}.", "Harbour Post", "2031-03-04")
    events = [page.event(what, topic="attack", where="Oxmere") for what in (first, second)]
    ids = tuple(event.id for event in events)
    (draft,) = compared(page, proposal=EventProposal((ids,))).stories
    assert len(draft.happenings) == 1
    assert (len([claim for claim in draft.table if isinstance(claim, Event)]) == 2) is shown


def test_an_early_count_does_not_head_what_replaced_it() -> None:
    """The count that most sources give comes first, and of equals the one published last."""
    counts = [("Early Bird", "2031-03-04", "Eight"), ("Evening Bell", "2031-03-05", "At least 23")]
    pages = []
    for outlet, published, count in counts:
        what = f"{count} people were hurt in Oxmere"
        page = Clip(f"{what}.\n{outlet} has more.", outlet, published)
        page.event(what, topic="casualties", where="Oxmere", date="2031-03-04")
        pages.append(page)
    (draft,) = reduced(*pages).stories
    (happening,) = draft.happenings
    assert [event.what.split(" people")[0] for event in happening.events] == [
        "At least 23",
        "Eight",
    ]


def test_a_figure_that_an_event_tells_has_no_row_of_its_own() -> None:
    """What a row of the same sentence says already is not shown twice."""
    reduction = reduced(strike())
    (draft,) = reduction.stories
    assert draft.figures
    assert {type(claim) for claim in draft.table} == {Event, Quotation}


def test_a_machine_is_not_quoted_in_the_table() -> None:
    """Words in marks of a machine-made text are not offered to the prose."""
    (draft,) = reduced(speech("A", (LINES[0], "Brandt"), kind=Kind.MACHINE_MADE)).stories
    assert draft.utterances
    assert draft.table == ()


# --- what always holds ------------------------------------------------------------------------------


@SLOW
@given(newsrooms)
def test_every_claim_is_printed_or_left_out_with_a_reason(
    prompts: PromptSet, pages: list[Clip]
) -> None:
    """Nothing vanishes: each claim is cited, shown as a figure, or listed with why it is not."""
    briefing = briefing_of([page.extraction() for page in pages], prompts)
    printed = {
        name
        for story in briefing.stories
        for name in [
            *(name for statement in statements(story) for name in statement.rests_on),
            *(value.claim for row in story.figures for value in row.values),
            *(name for row in story.figures if row.reading for name in row.reading.claims),
        ]
    }
    omitted = [item.claim for item in briefing.left_out]
    assert len(omitted) == len(set(omitted))
    assert not printed & set(omitted)
    assert printed | set(omitted) == {claim.id for page in pages for claim in page.claims}
    assert all(item.reason for item in briefing.left_out)
    assert sum(briefing.counts.left_out.values()) == len(omitted)
    assert briefing.counts.claims == len(printed) + len(omitted)


@SLOW
@given(newsrooms, st.data())
def test_any_order_of_articles_gives_the_same_bytes(
    prompts: PromptSet, pages: list[Clip], data: st.DataObject
) -> None:
    """Permuted articles give an equal reduction and the same Markdown and JSON, byte for byte."""
    found = [page.extraction() for page in pages]
    mixed = data.draw(st.permutations(found))
    assert reduced(*pages) == reduced(*data.draw(st.permutations(pages)))
    one, other = briefing_of(found, prompts), briefing_of(mixed, prompts)
    assert one.markdown.encode() == other.markdown.encode()
    assert one.as_json().encode() == other.as_json().encode()


def told(briefing: Briefing) -> list[tuple[str, str, str]]:
    """Return section, text and support level of every statement."""
    return [
        (str(story.rank), statement.text, statement.support.level)
        for story in briefing.stories
        for statement in statements(story)
    ]


@SLOW
@given(newsrooms, st.data())
def test_a_duplicate_of_an_article_changes_no_support_level(
    prompts: PromptSet, pages: list[Clip], data: st.DataObject
) -> None:
    """A copy of a text under another name makes nothing better or worse supported."""
    comparable = [page for page in pages if page.page.zone_of(1)[0] == "body"]
    assume(comparable)  # a text that is all caption has no words to compare
    original = data.draw(st.sampled_from(comparable))
    copy = copy_of(original, "~~ Copies")  # sorts after every other outlet
    found = [page.extraction() for page in pages]
    before, after = briefing_of(found, prompts), briefing_of([*found, copy.extraction()], prompts)
    assert told(after) == told(before)
    origins = {source.origin for source in before.sources}
    assert len({source.origin for source in after.sources}) == len(origins)


def test_of_pages_that_embed_one_article_the_earlier_outlet_s_speaks() -> None:
    """A copied page does not take the place of the first, whatever the hashes of the two are."""
    for number in range(6):  # of six pairs of hashes some would be the other way round
        page = page_with("Vandria launched 550 drones at Oxmere, wounding people in the town.")
        inner = page.event(
            "Vandria launched 550 drones at Oxmere, wounding people in the town",
            what=f"Vandria launched 550 drones at Oxmere, said report{number}",
            date="2031-03-04",
        )
        named = Clip(
            page.document.text + "\n" * number,
            "Harbour Post",
            "2031-03-04",
            zones=page.page.zones,
            parts={1: (metadata("Evening Bell"), Kind.REPORT)},
        )
        for event in page.claims:
            if isinstance(event, Event):
                named.event(event.words, event.what, date=NIGHT)
        reduction = reduced(named, copy_of(named, "~~ Copies"))
        spoken = {
            reduction.source_of[name]: claim.what
            for name, claim in reduction.claims.items()
            if isinstance(claim, Event) and claim.part and name not in reduction.left_out
        }
        (source,) = spoken
        host = next(s for s in reduction.sources if s.id == source)
        assert host.document.metadata.outlet == "Harbour Post"
        assert spoken[source] == inner.what


PRINT_DIGEST = """
import hashlib
from claim_builders import briefing_of, newsroom
from summarizer.prompts import PromptSet
from summarizer.proposals import EventProposal
page = briefing_of([clip.extraction() for clip in newsroom()], PromptSet())
print(hashlib.sha256((page.markdown + page.as_json()).encode()).hexdigest())
"""


def test_the_bytes_do_not_hang_on_the_process() -> None:
    """Two processes with other hash seeds write the same briefing."""
    digests = set()
    for seed in ("1", "2"):
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": str(Path(__file__).parent),
        }
        run = subprocess.run(
            [sys.executable, "-c", PRINT_DIGEST],
            capture_output=True,
            text=True,
            check=True,
            env=environment,
        )
        digests.add(run.stdout)
    assert len(digests) == 1
    assert len(digests.pop().strip()) == hashlib.sha256().digest_size * 2
