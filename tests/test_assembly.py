"""The briefing put together: citations, support, figures, records, and what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from claim_builders import (
    NIGHT,
    Clip,
    briefing_of,
    copy_of,
    gate_over,
    metadata,
    newsroom,
    newsrooms,
    opinion,
    prose_by_rule,
    reduced,
    second_report,
    statements,
    strike,
    wheat,
)
from hypothesis import HealthCheck, given, settings

from summarizer.articles import Kind
from summarizer.assembly import assemble, claim_record, counts, left_out, source_record
from summarizer.briefing import Briefing, Citation, Figures, Story
from summarizer.claims import AnyClaim, Reason, Rejection
from summarizer.prompts import PromptSet
from summarizer.reduction import Reduction
from summarizer.writing import Prose, Written


@pytest.fixture(scope="module")
def briefing(prompts: PromptSet) -> Briefing:
    """Return the briefing of the newsroom, told by rule."""
    return briefing_of([clip.extraction() for clip in newsroom()], prompts)


def cited(briefing: Briefing) -> list[Citation]:
    """Return every citation of statements and figures."""
    found = [c for story in briefing.stories for s in statements(story) for c in s.citations]
    rows = [row for story in briefing.stories for row in story.figures]
    return found + [c for row in rows for value in row.values for c in value.citations]


def one_sentence(
    reduction: Reduction, section: str, claims: Sequence[AnyClaim], text: str = "Something happened"
) -> Written:
    """Return a sentence that rests on claims, as the gate lets it through."""
    rests_on = {(reduction.source(c).id, number) for c in claims for number in c.evidence}
    return Written(section, text, tuple(c.id for c in claims), tuple(sorted(rests_on)), "model")


def story_of(reduction: Reduction, *sentences: Written) -> Story:
    """Return the leading story with these sentences as its prose."""
    proses = [Prose(list(sentences)), *(Prose() for _ in reduction.stories[1:])]
    return assemble(reduction, gate_over(reduction), proses).stories[0]


# --- citations --------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(newsrooms)
def test_citations_are_whole_sentences_that_slice_back(
    prompts: PromptSet, pages: list[Clip]
) -> None:
    """Every citation gives the offsets, number and words of one sentence of its source."""
    made = briefing_of([page.extraction() for page in pages], prompts)
    documents = {page.document.digest: page.document for page in pages}
    texts = {source.source: documents[source.sha256] for source in made.sources}
    for citation in cited(made):
        document = texts[citation.source]
        span = document.sentences[citation.sentence - 1].span
        assert (citation.start, citation.end) == (span.start, span.end)
        assert document.text[citation.start : citation.end] == citation.words
    for story in made.stories:
        assert all(s.citations and s.claims for s in statements(story))
        assert all(value.citations for row in story.figures for value in row.values)


def test_a_statement_cites_every_sentence_it_rests_on() -> None:
    """A sentence that names two rows cites the sentences of both, each once and in order."""
    one, other = strike(), second_report()
    reduction = reduced(one, other)
    rests_on = [one.claims[1], one.claims[2], other.claims[0]]  # two of them in one sentence
    story = story_of(reduction, one_sentence(reduction, "headline", rests_on))
    places = [(c.source, c.sentence) for c in story.headline.citations]
    assert places == sorted(set(places))
    assert len(places) == 2
    assert story.headline.claims == [c.id for c in rests_on]


def test_statements_are_told_apart_by_what_they_say() -> None:
    """The id of a statement follows its section, text and claims."""
    one = strike()
    reduction = reduced(one)
    made = [
        story_of(reduction, one_sentence(reduction, "headline", claims, text)).headline.id
        for claims, text in (
            (one.claims[:1], "Something happened"),
            (one.claims[:1], "Something happened"),
            (one.claims[:1], "Something else happened"),
            (one.claims[:2], "Something happened"),
        )
    ]
    assert made[0] == made[1]
    assert len(set(made)) == 3


# --- stories ----------------------------------------------------------------------------------------


def test_sections_come_in_a_fixed_order(briefing: Briefing) -> None:
    """Lede, what happened, quotations, ahead, background, unverified."""
    assert [section.kind for section in briefing.stories[0].sections] == [
        "lede", "happened", "quotations", "ahead", "background", "unverified",
    ]  # fmt: skip


def test_a_story_says_when_it_happened_and_why_it_stands_apart(briefing: Briefing) -> None:
    """Dates are ISO 8601, with what they were derived from; the lead needs no reason."""
    lead, other = briefing.stories
    assert (lead.dates, lead.dates_derivation, lead.separate_because) == (NIGHT, "", "")
    assert (other.dates, other.dates_derivation) == ("2031-03-04", "the day of publication")
    assert other.separate_because


def test_what_the_prose_quotes_is_not_quoted_again() -> None:
    """An utterance that a sentence rests on has no line of its own among the quotations."""
    page = strike()
    reduction = reduced(page)
    quoted = next(claim for claim in page.claims if hasattr(claim, "speaker"))
    head = one_sentence(reduction, "headline", page.claims[:1])

    def kinds(*more: Written) -> list[str]:
        return [section.kind for section in story_of(reduction, head, *more).sections]

    assert kinds() == ["quotations"]
    assert kinds(one_sentence(reduction, "happened", [quoted])) == ["happened"]


def test_a_quotation_with_an_editor_s_brackets_is_printed(prompts: PromptSet) -> None:
    """Brackets that an article puts into a quotation do not keep it out of the briefing."""
    page = strike(text_after="“[Oxmere] will stand when the raiders are gone,” Ilya Marsh said.\n")
    page.quotation("[Oxmere] will stand when the raiders are gone", "Ilya Marsh")
    made = briefing_of([page.extraction()], prompts)
    assert any("[Oxmere] will stand" in s.text for s in statements(made.stories[0]))


FULL = "We counted the blasts until the sun came up over the harbour"


def quoting(outlet: str, words: str, speaker: str = "Ada Brandt", kind: Kind = Kind.REPORT) -> Clip:
    """Return another outlet's text on the night over Oxmere, with one quotation."""
    page = Clip(
        f"Drones set the harbour of Oxmere on fire, {outlet} found.\n“{words},” {speaker} said.\n",
        outlet,
        "2031-03-04",
        kind=kind,
    )
    page.event("Drones set the harbour of Oxmere on fire", topic="attack", date=NIGHT)
    page.quotation(words, speaker)
    return page


def test_a_quotation_carries_its_other_wordings(prompts: PromptSet) -> None:
    """The fullest wording is printed; the others stand beside it with source, words and speaker."""
    pages = [
        quoting("A", "We counted the blasts until the sun came up", "Mayor Ada Brandt"),
        quoting("B", FULL),
        quoting("C", "We counted the blasts till the sun came up over the harbour", "Brandt"),
        quoting("D", "We counted blasts until the sun came up", kind=Kind.MACHINE_MADE),
    ]
    made = briefing_of([page.extraction() for page in pages], prompts)
    (section,) = [s for s in made.stories[0].sections if s.kind == "quotations"]
    (printed,) = section.statements
    assert printed.text == f"Ada Brandt: “{FULL}”"
    told = {source.source: source.label for source in made.sources}
    assert [(told[v.source], v.words, v.speaker) for v in printed.variants] == [
        ("C", "We counted the blasts till the sun came up over the harbour", "Brandt"),
        ("A", "We counted the blasts until the sun came up", "Mayor Ada Brandt"),
    ]
    assert printed.support.outlets == ["A", "B", "C"]
    assert printed.support.sayers == ["Mayor Ada Brandt"]
    assert printed.support.level == "attributed"
    omitted = {item.claim: item.reason for item in made.left_out}
    assert not set(printed.rests_on) & set(omitted)
    assert omitted[pages[3].claims[1].id] == "duplicate"  # a machine's wording is not repeated


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(newsrooms)
def test_what_is_quoted_is_one_run_of_one_source(prompts: PromptSet, pages: list[Clip]) -> None:
    """Every wording of a printed quotation stands verbatim in the sentences it cites, unspliced."""
    made = briefing_of([page.extraction() for page in pages], prompts)
    words = {claim.id: claim.words for claim in made.claims if claim.kind == "quotation"}
    texts = {page.document.digest: page.document.text for page in pages}
    source_text = {source.source: texts[source.sha256] for source in made.sources}
    for story in made.stories:
        for section in story.sections:
            for statement in section.statements if section.kind == "quotations" else ():
                (claim,) = statement.claims
                assert (words[claim] or "").rstrip(",; ") in statement.text
                assert statement.text.count("“") == 1
                for variant in statement.variants:
                    assert variant.words == words[variant.claim]
                    assert variant.words in source_text[variant.source]
                    assert any(variant.words in c.words for c in variant.citations)


def test_words_in_two_mouths_are_a_dispute_and_told_so() -> None:
    """Who said them is left open: both speakers are printed, and what rests on them says so."""
    words = "We counted the blasts until the sun came up"
    pages = [Clip(f"“{words},” Ada Brandt said.", "Harbour Post", "2031-03-04")]
    pages.append(Clip(f"“{words},” said Ilya Marsh.", "North Wire", "2031-03-04"))
    for page, speaker in zip(pages, ("Ada Brandt", "Ilya Marsh"), strict=True):
        page.event("counted the blasts", topic="attack", where="Oxmere")
        page.quotation(words, speaker)
    reduction = reduced(*pages)
    (told,) = reduction.stories[0].disputes
    assert (told.question, told.reading, told.by) == ("who said it", "unresolved", "rule")
    quoted = pages[0].claims[-1]
    head = one_sentence(reduction, "headline", pages[0].claims[:1])
    story = story_of(reduction, head, one_sentence(reduction, "happened", [quoted]))
    assert sorted(v.text for v in story.disputes[0].versions) == [
        f"Ada Brandt: “{words}”",
        f"Ilya Marsh: “{words}”",
    ]
    assert story.sections[0].statements[0].support.level == "disputed"
    assert story.headline.support.level != "disputed"


def test_ranks_are_those_of_the_printed_stories(briefing: Briefing) -> None:
    """Stories are numbered from 1."""
    assert [story.rank for story in briefing.stories] == [1, 2]


def test_a_story_that_is_not_printed_leaves_no_gap() -> None:
    """Without a word on the first story the second leads, and is kept apart from nothing."""
    reduction = reduced(strike(), wheat())
    (head,) = (c for c in reduction.stories[1].claims if c.span.start > 20 and hasattr(c, "what"))
    proses = [Prose(), Prose([one_sentence(reduction, "headline", [head])])]
    (story,) = assemble(reduction, gate_over(reduction), proses).stories
    assert (story.rank, story.separate_because) == (1, "")


# --- figures ----------------------------------------------------------------------------------------


def row_named(briefing: Briefing, counted: str, scope: str = "") -> Figures:
    """Return the row that counts something somewhere."""
    return next(
        row for row in briefing.figures() if row.counted == counted and scope in ("", row.scope)
    )


def test_figures_stand_side_by_side(briefing: Briefing) -> None:
    """A row has every source's value with surface, sayer, time and citations."""
    row = row_named(briefing, "drones fired")
    assert row.differs is True
    assert row.relation == "conflict"
    by_label = {source.source: source.label for source in briefing.sources}
    values = {by_label[value.source]: value for value in row.values}
    assert {label: value.surface for label, value in values.items()} == {
        "Harbour Post": "550",
        "Evening Bell": "539",
        "Marsh Weekly": "550",
    }
    post = values["Harbour Post"]
    assert (post.value, post.said_by) == (Decimal(550), "the air force")
    assert post.as_of == "the night of 3–4 March 2031"
    assert [c.sentence for c in post.citations] == [2]


def split_night() -> Clip:
    """Return a report with the split of what was launched on the night over Oxmere."""
    clip = Clip(
        "Vandria launched 539 drones and 11 missiles at Oxmere overnight, the navy said.\n"
        "The windows of the old fish market were blown out, and ferries stayed in port.",
        "Tide Gazette",
        "2031-03-04",
    )
    clip.event("Vandria launched 539 drones and 11 missiles at Oxmere overnight", topic="attack",
               where="Oxmere", date=NIGHT)  # fmt: skip
    clip.quantity("539", "drones launched", "drone", date=NIGHT)
    clip.quantity("11", "missiles launched", "missile", date=NIGHT)
    return clip


def test_a_sum_is_shown_with_its_terms_and_what_it_explains(prompts: PromptSet) -> None:
    """The derivation names terms and total by claim; the reading cites them and says it is derived."""
    pages = [strike(), split_night()]
    made = briefing_of([page.extraction() for page in pages], prompts)
    row = row_named(made, "drones launched")
    (sum_,) = row.derivations
    value_of = {claim.id: claim.value for claim in made.claims}
    assert (sum_.kind, sum_.text) == ("sum", "539 drones + 11 missiles = 550")
    assert [value_of[term] for term in sum_.terms] == [539, 11]
    assert sum_.total is not None
    assert value_of[sum_.total] == 550
    reading = row.reading
    assert reading is not None
    assert reading.text == "539 drones + 11 missiles = 550; Harbour Post gives 550 as drones."
    assert (reading.support.level, reading.built_by) == ("derived", "rule")
    assert set(reading.claims) >= {*sum_.terms, sum_.total}
    assert {(c.source, c.sentence) for c in reading.citations} == {
        (c.source, c.sentence) for value in row.values for c in value.citations
    }


def test_a_conflict_nobody_settles_is_disputed(briefing: Briefing) -> None:
    """Two counts that no sum explains are a disputed statement, each with its sources."""
    reading = row_named(briefing, "drones fired").reading
    assert reading is not None
    assert reading.support.level == "disputed"
    assert reading.text.endswith("the articles do not settle it.")
    assert reading.support.outlets == ["Evening Bell", "Harbour Post", "Marsh Weekly"]


def test_casualties_of_two_towns_stand_in_two_rows(briefing: Briefing) -> None:
    """The wounded of Oxmere and the hurt of Halmstead do not meet."""
    rows = {row.scope: [v.surface for v in row.values] for row in briefing.figures() if row.scope}
    assert sorted(rows["Oxmere"]) == ["At least 23", "Twenty-three"]
    assert rows["Halmstead"] == ["Five"]


@pytest.mark.parametrize(
    ("surfaces", "relation", "differs"),
    [
        (["23", "23"], "equal", False),
        (["23", "Twenty-three"], "equal", False),
        (["23"], None, False),  # one value has nothing to be equal to
        (["23", "at least 23"], "refines", False),  # compatible, not equal
        (["23", "8"], "update", True),  # the wounded become more
        (["Dozens", "Dozens"], None, False),  # words that give no value
    ],
)
def test_the_relation_of_a_row(surfaces: list[str], relation: str | None, differs: bool) -> None:
    """A row is called by the strongest relation of its pairs."""
    pages = []
    for number, surface in enumerate(surfaces):
        own = " ".join(f"word{number}{place}" for place in range(12))  # else they would be copies
        text = f"In Oxmere {surface} people were wounded.\n{own}."
        page = Clip(text, f"Outlet {number}")
        page.event(f"In Oxmere {surface} people were wounded", "People were wounded in Oxmere")
        page.quantity(surface, "people wounded", scope="Oxmere", date=NIGHT)
        pages.append(page)
    reduction = reduced(*pages)
    claims = [page.claims[0] for page in pages]
    figures = story_of(reduction, one_sentence(reduction, "headline", claims)).figures
    if surfaces[0] == "Dozens":
        assert figures == []  # a row of vague words tells nothing
        return
    (row,) = figures
    assert len(row.values) == len(surfaces)
    assert (row.relation, row.differs) == (relation, differs)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("on Friday", "on Friday"),  # as worded, where no date of publication resolves it
        ("", ""),
        pytest.param("today", ""),
    ],
)
def test_the_time_of_a_figure_without_a_date(words: str, shown: str) -> None:
    """Time words stay as worded; "today" in a text without a date would mean the reader's day."""
    page = Clip("Forty boats sank off Oxmere today, on Friday.", "Harbour Post")
    page.event("Forty boats sank off Oxmere")
    page.quantity("Forty", "boats sunk", "boat", as_of=words)
    reduction = reduced(page)
    story = story_of(reduction, one_sentence(reduction, "headline", page.claims[:1]))
    assert story.figures[0].values[0].as_of == shown


# --- records ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def records() -> dict[str, dict[str, Any]]:
    """Return the records of one claim of each kind, as they are printed."""
    page = Clip(
        "At least 23 people were wounded in Oxmere on Tuesday, Mayor Ada Brandt said.\n"
        "“We counted the blasts,” she told an aide.",
        "Harbour Post",
        "2031-03-04",
        name="morning/post.txt",
        zones={1: ("heading", 0)},
    )
    page.event(
        "At least 23 people were wounded in Oxmere",
        topic="casualties",
        when="on Tuesday",
        date="2031-03-04",
        where="Oxmere",
        actors=("Ada Brandt",),
        said_by="Ada Brandt",
        status="claimed",
    )
    page.quantity("At least 23", "people wounded", scope="Oxmere", said_by="Ada Brandt")
    page.quotation("We counted the blasts", "Ada Brandt", relayed_by="an aide", cue="told")
    extraction = page.extraction()
    made = [claim_record(claim, extraction, "s1").as_json() for claim in extraction.claims]
    return {record["kind"]: record for record in made}


def test_the_record_of_an_event(records: dict[str, dict[str, Any]]) -> None:
    """An event has what, topic, time, place, actors, sayer and status, and no fields of other kinds."""
    record = dict(records["event"])
    assert len(record.pop("id")) == 10
    assert record == {
        "document": "morning/post.txt",
        "source": "s1",
        "kind": "event",
        "start": 0,
        "end": 41,
        "evidence": [[0, 76]],
        "grounding": "verified",
        "zone": "heading",
        "part": 0,
        "what": "At least 23 people were wounded in Oxmere",
        "topic": "casualties",
        "when": "on Tuesday",
        "date": "2031-03-04",
        "derivation": "",
        "where": "Oxmere",
        "actors": ["Ada Brandt"],
        "said_by": "Ada Brandt",
        "status": "claimed",
    }


def test_the_record_of_a_quantity(records: dict[str, dict[str, Any]]) -> None:
    """A quantity has surface, value, bounds and what is counted; what is not said is null."""
    record = records["quantity"]
    shown = {
        name: record[name] for name in ("surface", "value", "low", "high", "modifier", "change")
    }
    assert shown == {
        "surface": "At least 23",
        "value": 23,
        "low": 23,
        "high": None,
        "modifier": "at least",
        "change": ">",
    }
    assert (record["unit"], record["counted"], record["scope"]) == (
        "person",
        "people wounded",
        "Oxmere",
    )
    assert (record["as_of"], record["date"], record["said_by"]) == (None, None, "Ada Brandt")
    assert "words" not in record


def test_the_record_of_a_quotation(records: dict[str, dict[str, Any]]) -> None:
    """A quotation has words, speaker with his place, who relays it, cue, and both its sentences."""
    record = records["quotation"]
    assert (record["words"], record["speaker"]) == ("We counted the blasts", "Ada Brandt")
    assert (record["relayed_by"], record["cue"], record["fragment"]) == ("an aide", "told", False)
    assert record["speaker_end"] - record["speaker_start"] == len("Ada Brandt")
    assert len(record["evidence"]) == 2
    assert "what" not in record


def test_a_record_on_its_own_names_no_source(records: dict[str, dict[str, Any]]) -> None:
    """Outside a briefing a claim has no source id."""
    extraction = strike().extraction()
    alone = claim_record(extraction.claims[0], extraction).as_json()
    assert "source" not in alone
    assert "source" in records["event"]


def test_the_record_of_a_source() -> None:
    """A source has its label, path, hash, metadata with their basis, kind and origin."""
    page = Clip("One.\nTwo is embedded.", "Harbour Post", "2031-03-04", title="One", name="a.txt",
                url="https://post.example/1", language="en", zones={2: ("body", 1)},
                parts={1: (metadata(), Kind.COMMENTARY)})  # fmt: skip
    page.event("Two is embedded")
    main, inner = sorted(map(source_record, reduced(page).sources), key=lambda s: len(s.source))
    assert main.model_dump() == {
        "source": page.document.digest[:8],
        "label": "Harbour Post",
        "path": "a.txt",
        "sha256": page.document.digest,
        "title": "One",
        "outlet": "Harbour Post",
        "published": "2031-03-04",
        "published_basis": "given",
        "url": "https://post.example/1",
        "kind": "report",
        "kind_basis": "assumed",
        "kind_why": "",
        "words_read": None,
        "language": "en",
        "origin": main.source,
        "embedded_in": None,
        "versions": [],
        "newest_by": None,
    }
    assert (inner.label, inner.kind, inner.embedded_in) == ("source A", "commentary", main.source)
    assert (inner.published, inner.published_basis) == (None, "unknown")


# --- what was left out ------------------------------------------------------------------------------


def test_each_thing_left_out_has_its_reason(prompts: PromptSet) -> None:
    """Claims, rejected answers and dropped sentences are all listed with why they are not printed."""
    page = strike(text_after="Smoke stood over over the quay.\n“No war” stood on a wall.\n")
    page.event("Smoke stood over over the quay", garbled=True)
    page.quotation("No war")
    page.rejections.append(
        Rejection(page.document.digest, "quantity", "600 drones", 2, Reason.NUMBER_DIFFERS)
    )
    copy = copy_of(page, "Zz Copies")
    extractions = [page.extraction(), copy.extraction(), opinion().extraction()]
    reduction = reduced(page, copy, opinion())
    proses = prose_by_rule(reduction, prompts)
    proses[0].dropped.append(("The port was closed.", "nothing of it passed the gate"))
    assembled = assemble(reduction, gate_over(reduction), proses)
    omitted = left_out(reduction, extractions, proses, assembled.printed)
    listed = {(item.kind, item.text, item.reason) for item in omitted}
    assert ("event", "Smoke stood over over the quay", "garbled") in listed
    assert ("quotation", "No war", "no_speaker") in listed
    assert ("quantity", "600 drones", "number_differs") in listed
    assert ("statement", "The port was closed.", "gate: nothing of it passed the gate") in listed
    assert ("event", "Vandria launched 550 drones at Oxmere", "duplicate") in listed
    assert ("quantity", "550 (drones launched)", "copy_of_another_source") in listed
    assert all((item.claim is None) is (item.kind == "statement" or item.text == "600 drones")
               for item in omitted)  # fmt: skip
    order = [(item.source, item.claim or "", item.kind, item.text) for item in omitted]
    assert order == sorted(order)
    made = counts(extractions, reduction, assembled, omitted)
    assert made.rejected == {"number_differs": 1}
    assert made.claims == len(reduction.claims)
    assert sum(made.left_out.values()) == sum(1 for item in omitted if item.claim)


def test_a_second_headline_does_not_vanish(prompts: PromptSet) -> None:
    """A sentence that passed the gate is printed or listed among what was left out."""
    page = strike()

    def prose(reduction: Reduction) -> list[Prose]:
        heads = [
            one_sentence(reduction, "headline", page.claims[:1], "Drones set the harbour on fire"),
            one_sentence(reduction, "headline", page.claims[1:2], "Vandria launched 550 drones"),
        ]
        return [Prose(heads)]

    made = briefing_of([page.extraction()], prompts, prose)
    shown = [s.text for story in made.stories for s in statements(story)]
    assert "Vandria launched 550 drones" in shown + [item.text for item in made.left_out]


def test_the_footer_counts_what_the_page_shows(briefing: Briefing) -> None:
    """Statements and those by rule are counted, quotations not as rule's work."""
    shown = [s for story in briefing.stories for s in statements(story)]
    quoted = [
        s
        for story in briefing.stories
        for section in story.sections
        if section.kind == "quotations"
        for s in section.statements
    ]
    assert briefing.counts.statements == len(shown)
    assert briefing.counts.written_by_rule == len(shown) - len(quoted)
    assert briefing.counts.rewritten == 0
    assert briefing.counts.grounding == {"verified": briefing.counts.claims}
