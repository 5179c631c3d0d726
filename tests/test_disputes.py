"""What sources tell differently: found by rule, proposed by a model, checked, printed whole or not."""

from __future__ import annotations

from typing import Any

import pytest
from claim_builders import Clip, briefing_of, compared, gate_over, prose_by_rule, reduced
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summarizer.articles import Kind
from summarizer.assembly import assemble, left_out
from summarizer.claims import Event
from summarizer.differences import extents_in
from summarizer.disputes import MOST_DISPUTES, Dispute, Version
from summarizer.prompts import PromptSet
from summarizer.proposals import EventProposal, ProposedDispute, SlotKind
from summarizer.versions import version_told

SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
BASE = {"topic": "damage", "where": "Oxmere", "date": "2031-03-04"}

Row = tuple[str, str, dict[str, Any]]


def pages(*rows: Row, published: str | None = "2031-03-05") -> list[Clip]:
    """Return one page a row of (outlet, what, fields), all on one night in Oxmere."""
    found = []
    for outlet, what, fields in rows:
        page = Clip(
            f"A storm hit Oxmere on 4 March.\n{what}.\n{outlet} will report.", outlet, published
        )
        page.event("A storm hit Oxmere on 4 March", topic="disaster", date="2031-03-04")
        page.event(what, **{**BASE, **fields})
        found.append(page)
    return found


def by_rule(*rows: Row, **more: Any) -> tuple[Dispute, ...]:
    """Return the disputes that rules find in the pages' one story."""
    (draft,) = reduced(*pages(*rows, **more)).stories
    return draft.disputes


def proposed(about: SlotKind, question: str, *rows: Row, **more: Any) -> Any:
    """Return the story when a model says that the rows are as many versions of one thing."""
    clips = pages(*rows, **more)
    versions = tuple((clip.claims[-1].id,) for clip in clips)
    (draft,) = compared(
        *clips, proposal=EventProposal(disputes=(ProposedDispute(about, question, versions),))
    ).stories
    return draft


# --- by rule ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Almost every district was hit", {"district": "nearly all"}),
        ("Nearly all of the coastal districts were hit", {"district": "nearly all"}),
        ("Every school closed, and some shops opened", {"school": "all", "shop": "some"}),
        ("Parts of the harbour burned", {"harbour": "some"}),
        ("Six of the town's 10 districts were hit", {"district": "a share"}),
        ("Six of Oxmere's ten districts were hit", {"district": "a share"}),
        ("Nine of the ten districts were hit", {}),  # that is nearly all of them
        ("Not every district was hit", {}),
        ("Fires burned in many parts of town", {}),
        ("It rained all night and every time they called", {}),  # figures of speech
        ("Twelve districts were hit", {}),
    ],
)
def test_extents_are_read_off_the_words(text: str, expected: dict[str, str]) -> None:
    """How far something goes is read with the noun it limits."""
    assert extents_in(text) == expected


@pytest.mark.parametrize(
    ("one", "other", "about"),
    [
        # almost every against six of ten
        (("Harbour Post", "Almost every district of Oxmere was damaged", {}),
         ("Evening Bell", "Six of Oxmere's 10 districts were damaged", {}), "extent"),
        # all against some
        (("Harbour Post", "All ferries to Oxmere were cancelled", {}),
         ("Evening Bell", "Some ferries to Oxmere were cancelled", {}), "extent"),
        # hours after against moments after
        (("Harbour Post", "The storm reached Oxmere hours after the mayor Brandt called for calm", {}),
         ("Evening Bell", "The storm reached Oxmere just moments after the call of mayor Brandt", {}),
         "time"),
        # the same the other way round
        (("Harbour Post", "The storm reached Oxmere hours after the mayor Brandt had spoken", {}),
         ("Evening Bell", "The mayor Brandt spoke minutes before the storm reached Oxmere", {}), "time"),
        # one deed on two days
        (("Harbour Post", "The court in Oxmere freed captain Ilya Marsh",
          {"topic": "court", "date": "2031-03-03"}),
         ("Evening Bell", "The court in Oxmere freed captain Ilya Marsh",
          {"topic": "court", "date": "2031-03-04"}), "time"),
        # still planned by one, done by the other, for the same day
        (("Harbour Post", "The council of Oxmere meets the governor",
          {"topic": "talks", "status": "planned"}),
         ("Evening Bell", "The council of Oxmere meets the governor", {"topic": "talks"}), "status"),
    ],
)  # fmt: skip
def test_clear_cases_are_found_by_rule(one: Row, other: Row, about: str) -> None:
    """Two outlets that plainly do not agree are set beside each other, whichever comes first."""
    for rows in ((one, other), (other, one)):
        (dispute,) = by_rule(*rows)
        assert (dispute.about, dispute.by) == (about, "rule")
        outlets = {outlet for version in dispute.versions for outlet in version.outlets}
        assert outlets == {"Harbour Post", "Evening Bell"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # of two nouns
        (("Harbour Post", "All ferries to Oxmere were cancelled", {}),
         ("Evening Bell", "Some schools in Oxmere were closed", {})),
        # several and almost every may both be said
        (("Harbour Post", "Several districts of Oxmere were damaged", {}),
         ("Evening Bell", "Almost every district of Oxmere was damaged", {})),
        # one source says both
        (("Harbour Post", "All ferries to Oxmere were cancelled", {}),
         ("Harbour Post", "All ferries to Oxmere were cancelled", {})),
        # in two towns
        (("Harbour Post", "All ferries to Oxmere were cancelled", {"where": "Oxmere"}),
         ("Evening Bell", "Some ferries to Halmstead were cancelled", {"where": "Halmstead"})),
        # another thing followed
        (("Harbour Post", "The storm reached Oxmere hours after the mayor Brandt had spoken", {}),
         ("Evening Bell", "Moments after the mayor Brandt had spoken the governor resigned", {})),
        # figures are the ledger's
        (("Harbour Post", "The storm damaged 40 houses in Oxmere", {}),
         ("Evening Bell", "The storm damaged 60 houses in Oxmere", {})),
        # raids come every night
        (("Harbour Post", "Drones hit the port of Oxmere", {"topic": "attack", "date": "2031-03-03"}),
         ("Evening Bell", "Drones hit the port of Oxmere", {"topic": "attack", "date": "2031-03-04"})),
    ],
)  # fmt: skip
def test_rules_make_no_dispute_of_these(one: Row, other: Row) -> None:
    """What may both be true, or is told of two things, is left alone."""
    assert by_rule(one, other) == ()
    assert by_rule(other, one) == ()


def test_a_plan_that_was_carried_out_later_is_no_dispute() -> None:
    """Where the paper that still plans came out first, the later one only says what became of it."""
    rows = (
        ("Harbour Post", "The council of Oxmere meets the governor",
         {"topic": "talks", "status": "planned"}),
        ("Evening Bell", "The council of Oxmere meets the governor", {"topic": "talks"}),
    )  # fmt: skip
    planned, held = pages(rows[0], published="2031-03-04"), pages(rows[1], published="2031-03-05")
    (draft,) = reduced(*planned, *held).stories
    assert draft.disputes == ()


# --- proposed by a model ----------------------------------------------------------------------------

WHY = (
    ("Harbour Post", "The dam of Oxmere broke because a gate was left open", {}),
    ("Evening Bell", "The dam of Oxmere broke because its wall was cracked", {}),
)


def test_a_proposed_dispute_that_holds_is_kept() -> None:
    """Two sources that give two causes are a dispute, with the question as the model worded it."""
    (dispute,) = proposed("cause", "why the dam broke", *WHY).disputes
    assert (dispute.about, dispute.question, dispute.by) == ("cause", "why the dam broke", "model")
    assert [version.outlets for version in dispute.versions] != [("Harbour Post", "Evening Bell")]
    assert dispute.reading == "unresolved"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Why the dam broke.", "Why the dam broke"),
        ("why the 3 dams broke", "why it happened"),  # a figure
        ("why Governor Sund broke the dam", "why it happened"),  # a name that no row has
        ("why negligence broke the dam", "why it happened"),  # a word that no row has
        ("", "why it happened"),
        ("why " + "the dam broke " * 8, "why it happened"),  # too long to be a question
        ("why the dam\u202e broke", "why it happened"),  # a character that cannot be seen
    ],
)
def test_the_question_holds_words_of_the_texts_alone(question: str, expected: str) -> None:
    """What a model calls the dispute is printed only if the versions carry its words."""
    (dispute,) = proposed("cause", question, *WHY).disputes
    assert dispute.question == expected


@pytest.mark.parametrize(
    ("about", "rows", "reason"),
    [
        # the same words
        ("cause", (("Harbour Post", "The dam of Oxmere broke at noon", {}),
                   ("Evening Bell", "The dam of Oxmere broke at noon", {})),
         "no difference that stands in the texts"),
        # one row only says more
        ("cause", (("Harbour Post", "The dam of Oxmere broke", {}),
                   ("Evening Bell", "The dam of Oxmere broke because its wall was cracked", {})),
         "no difference that stands in the texts"),
        # other words for one thing
        ("extent", (("Harbour Post", "People were wounded in Oxmere", {}),
                    ("Evening Bell", "People were injured in Oxmere", {})),
         "no difference that stands in the texts"),
        # counts
        ("extent", (("Harbour Post", "The storm damaged 40 houses in Oxmere", {}),
                    ("Evening Bell", "The storm damaged 60 houses in Oxmere", {})),
         "no difference that stands in the texts"),
        # nothing about time differs
        ("time", WHY, "no difference that stands in the texts"),
        # both happened
        ("status", WHY, "no difference that stands in the texts"),
        # two things
        ("cause", (("Harbour Post", "The dam of Oxmere broke because a gate was open", {}),
                   ("Evening Bell", "Wheat in Quillport became dearer", {"where": "Quillport"})),
         "versions of different things"),
        # one mayor, whoever prints her
        ("cause", (("Harbour Post", "The dam of Oxmere broke because a gate was open",
                    {"said_by": "Ada Brandt"}),
                   ("Evening Bell", "The dam of Oxmere broke because its wall was cracked",
                    {"said_by": "Brandt"})),
         "one voice alone"),
    ],
)  # fmt: skip
def test_what_is_no_dispute_is_refused_and_counted(
    about: SlotKind, rows: tuple[Row, ...], reason: str
) -> None:
    """A proposed dispute without two voices that differ in their words is not taken, and counted."""
    draft = proposed(about, "why it broke", *rows)
    assert [d for d in draft.disputes if d.by == "model"] == []
    assert draft.refused == {f"told differently: {reason}": 1}


def test_a_difference_has_to_stand_in_the_text() -> None:
    """Words that only the model's clause has, and not the sentence, are no difference."""
    one, other = pages(*WHY)
    other.claims.pop()
    told = other.event(
        "The dam of Oxmere broke because its wall was cracked",
        "The dam of Oxmere broke because of sabotage",
        **BASE,
    )
    versions = ((one.claims[-1].id,), (told.id,))
    proposal = EventProposal(disputes=(ProposedDispute("cause", "", versions),))
    (draft,) = compared(one, other, proposal=proposal).stories
    assert draft.disputes == ()


@pytest.mark.parametrize(
    ("versions", "left"),
    [
        ([["0", "x"], ["1"]], True),  # an unknown id is passed over
        ([["0", "1"], ["1"]], False),  # a claim in two versions counts for none
        ([["0"], []], False),
        ([["0"]], False),
    ],
)
def test_versions_are_used_as_far_as_they_are_sound(versions: list[list[str]], left: bool) -> None:
    """Of the ids of a version those count that are known and stand in no other version."""
    clips = pages(*WHY)
    ids = {str(n): clip.claims[-1].id for n, clip in enumerate(clips)}
    told = tuple(tuple(ids.get(name, name) for name in version) for version in versions)
    proposal = EventProposal(disputes=(ProposedDispute("cause", "", told),))
    (draft,) = compared(*clips, proposal=proposal).stories
    assert bool(draft.disputes) is left
    assert bool(draft.refused) is not left


def test_a_case_that_rules_find_too_is_told_once() -> None:
    """What a model and a rule both set beside each other is one dispute."""
    rows = (
        ("Harbour Post", "Almost every district of Oxmere was damaged", {}),
        ("Evening Bell", "Six of Oxmere's 10 districts were damaged", {}),
    )
    (dispute,) = proposed("extent", "how many districts were damaged", *rows).disputes
    assert (dispute.by, dispute.question) == ("model", "how many districts were damaged")


def test_a_story_shows_so_many_disputes_and_counts_the_rest() -> None:
    """Of more disputes than a reader takes in those of most voices stand, the others are counted."""
    clips = [
        Clip(f"By {outlet}.\n" + "\n".join(f"The {t} {n} burned at {hour}." for n in _MILLS), outlet,
             "2031-03-05")
        for outlet, t, hour in (("Harbour Post", "mill", "noon"), ("Evening Bell", "mill", "midnight"))
    ]  # fmt: skip
    for clip, hour in zip(clips, ("noon", "midnight"), strict=True):
        for name in _MILLS:
            clip.event(f"The mill {name} burned at {hour}", **BASE)
    told = tuple(
        ProposedDispute("time", "", ((one.id,), (other.id,)))
        for one, other in zip(clips[0].claims, clips[1].claims, strict=True)
    )
    (draft,) = compared(*clips, proposal=EventProposal(disputes=told)).stories
    assert len(draft.disputes) == MOST_DISPUTES
    assert draft.refused == {"told differently: no room": len(_MILLS) - MOST_DISPUTES}


_MILLS = "Alder Birch Cedar Dogwood Elm Fir Gorse Hazel Ivy Juniper".split()


# --- how versions weigh -----------------------------------------------------------------------------

OPEN, CRACKED = (row[1] for row in WHY)


@pytest.mark.parametrize(
    ("rows", "reading"),
    [
        # two texts of their own against one: who is silent may be of either mind
        ([("A", OPEN, {}), ("B", OPEN, {}), ("C", CRACKED, {})], "unresolved"),
        # one mayor in two papers is one voice
        ([("A", OPEN, {"said_by": "Ada Brandt"}), ("B", OPEN, {"said_by": "Brandt"}),
          ("C", CRACKED, {})], "unresolved"),
        # "officials" may be the mayor
        ([("A", OPEN, {"said_by": "Ada Brandt"}), ("B", OPEN, {"said_by": "officials"}),
          ("C", CRACKED, {})], "unresolved"),
        ([("A", OPEN, {}), ("C", CRACKED, {})], "unresolved"),
    ],
)  # fmt: skip
def test_versions_weigh_by_their_voices(rows: list[Row], reading: str) -> None:
    """Voices are not counted against each other: the reading decides nothing."""
    clips = [
        Clip(f"{'Word ' * n}of {row[0]}.\n{row[1]}.", f"Paper {row[0]}", "2031-03-05")
        for n, row in enumerate(rows)
    ]
    ids: dict[str, list[str]] = {OPEN: [], CRACKED: []}
    for clip, row in zip(clips, rows, strict=True):
        ids[row[1]].append(clip.event(row[1], **{**BASE, **row[2]}).id)
    told = ProposedDispute("cause", "", tuple(tuple(v) for v in ids.values()))
    (draft,) = compared(*clips, proposal=EventProposal(disputes=(told,))).stories
    assert [dispute.reading for dispute in draft.disputes] == [reading]


def test_a_commentary_is_no_voice() -> None:
    """A version that only an opinion has is said to be so."""
    clips = pages(*WHY)
    clips[1].page.articles[0] = type(clips[1].page.articles[0])(
        0, clips[1].page.articles[0].metadata, Kind.COMMENTARY
    )
    versions = tuple((clip.claims[-1].id,) for clip in clips)
    proposal = EventProposal(disputes=(ProposedDispute("cause", "", versions),))
    (draft,) = compared(*clips, proposal=proposal).stories
    assert [d.reading for d in draft.disputes] == ["one version only in commentary"]


def test_an_outlet_that_corrects_itself_is_named() -> None:
    """Where one outlet tells one version and later the other, the reading says it corrected itself."""
    early = pages(WHY[0], published="2031-03-05")[0]
    late = pages(("Harbour Post", CRACKED, {}), published="2031-03-06")[0]
    versions = ((early.claims[-1].id,), (late.claims[-1].id,))
    proposal = EventProposal(disputes=(ProposedDispute("cause", "", versions),))
    (draft,) = compared(early, late, proposal=proposal).stories
    assert [d.reading for d in draft.disputes] == ["corrected by Harbour Post in a later text"]


# --- as printed -------------------------------------------------------------------------------------


def printed(*rows: Row, prompts: PromptSet) -> Any:
    """Return the briefing of the pages, built by rule."""
    return briefing_of([clip.extraction() for clip in pages(*rows)], prompts)


DISTRICTS = (
    ("Harbour Post", "Almost every district of Oxmere was damaged", {"said_by": ""}),
    ("Evening Bell", "Six of Oxmere's 10 districts were damaged", {}),
)


def test_a_dispute_is_printed_with_every_version_cited(prompts: PromptSet) -> None:
    """Below the figures stands what is told differently: question, reading, versions, citations."""
    page = printed(*DISTRICTS, prompts=prompts)
    (dispute,) = page.stories[0].disputes
    assert (dispute.about, dispute.question, dispute.reading) == (
        "extent", "how far it went", "unresolved",
    )  # fmt: skip
    assert {c.source for v in dispute.versions for c in v.citations} == {
        source.source for source in page.sources
    }
    assert all(statement.built_by == "rule" for statement in dispute.versions)
    assert {statement.support.level for statement in dispute.versions} == {"disputed"}
    lines = page.markdown.splitlines()
    start = lines.index("## Told differently")
    assert lines[start + 2] == "- How far it went (unresolved):"
    shown = "\n".join(lines[start + 3 : start + 5])
    assert "According to Harbour Post, almost every district of Oxmere was damaged." in shown
    assert "According to Evening Bell, six of Oxmere's 10 districts were damaged." in shown
    assert shown.count("(#s-") == 2


def test_claims_of_a_dispute_count_as_printed(prompts: PromptSet) -> None:
    """A claim that only a dispute prints is not said to be left out."""
    page = printed(*DISTRICTS, prompts=prompts)
    told = {name for d in page.stories[0].disputes for v in d.versions for name in v.claims}
    assert told
    assert not told & {item.claim for item in page.left_out}


def test_a_version_that_cannot_be_told_takes_the_dispute_with_it(prompts: PromptSet) -> None:
    """Half a disagreement is not printed: the dispute is left out, with the reason."""
    clips = pages(*DISTRICTS)
    told = clips[1].claims.pop()
    assert isinstance(told, Event)
    clips[1].event(  # told so that no sentence built from it passes the gate
        "Six of Oxmere's 10 districts were damaged",
        "Six of Oxmere's 10 districts were damaged | in part",
        **BASE,
    )
    extractions = [clip.extraction() for clip in clips]
    reduction = reduced(*clips)
    (draft,) = reduction.stories
    assert len(draft.disputes) == 1
    gate = gate_over(reduction)
    versions = [version_told(v, reduction, gate) for v in draft.disputes[0].versions]
    assert versions.count(None) == 1
    proses = prose_by_rule(reduction, prompts)
    assembled = assemble(reduction, gate, proses)
    assert assembled.stories[0].disputes == []
    omitted = left_out(reduction, extractions, proses, assembled.printed)
    assert (
        "statement",
        "how far it went",
        "gate: no room, or one of its versions cannot be told",
    ) in {(item.kind, item.text, item.reason) for item in omitted}


def test_sources_that_tell_one_version_are_cited_together(prompts: PromptSet) -> None:
    """A version that two papers tell in the same words cites both."""
    page = printed(
        *DISTRICTS,
        ("Market Echo", "Almost every district of Oxmere was damaged", {}),
        prompts=prompts,
    )
    (dispute,) = page.stories[0].disputes
    cited = sorted(len({c.source for c in v.citations}) + len(v.variants) for v in dispute.versions)
    assert cited == [1, 2]
    assert dispute.reading == "unresolved"


def test_several_is_not_likewise_six_of_ten() -> None:
    """A claim that a version holds too, but without its figures, does not stand behind them."""
    clips = pages(
        DISTRICTS[1],
        ("Market Echo", "Several districts of Oxmere were damaged", {}),
        ("Night Post", "Six of Oxmere's 10 districts were damaged", {}),
    )
    reduction = reduced(*clips)
    names = tuple(clip.claims[-1].id for clip in clips)
    told = version_told(Version(names, (), ()), reduction, gate_over(reduction))
    assert told is not None
    sentence, others = told
    assert "10" in sentence.text
    assert [reduction.source(other).label for other in others] == ["Night Post"]


_TOLD = st.sampled_from(
    [
        "Almost every district of Oxmere was damaged",
        "Six of Oxmere's 10 districts were damaged",
        "All ferries to Oxmere were cancelled",
        "Some ferries to Oxmere were cancelled",
        OPEN,
        CRACKED,
    ]
)
_SLOTS: tuple[SlotKind, ...] = ("place", "time", "cause", "actor", "extent", "status")


@SLOW
@given(
    st.lists(st.tuples(st.sampled_from(["A", "B", "C"]), _TOLD), min_size=2, max_size=5),
    st.lists(
        st.tuples(
            st.sampled_from(_SLOTS),
            st.lists(st.lists(st.integers(0, 7), max_size=3), max_size=3),
        ),
        max_size=3,
    ),
)
def test_no_proposal_makes_a_dispute_of_one_voice(
    rows: list[tuple[str, str]], told: list[tuple[SlotKind, list[list[int]]]]
) -> None:
    """Whatever is proposed, the versions of a dispute share no claim and no two are one voice."""
    clips = pages(*((outlet, what, {}) for outlet, what in rows))
    ids = [*(clip.claims[-1].id for clip in clips), *(f"unknown{n}" for n in range(8))]
    disputes = tuple(
        ProposedDispute(about, "", tuple(tuple(ids[n] for n in version) for version in versions))
        for about, versions in told
    )
    for draft in compared(*clips, proposal=EventProposal(disputes=disputes)).stories:
        for dispute in draft.disputes:
            claims = [name for version in dispute.versions for name in version.claims]
            assert len(claims) == len(set(claims))
            assert len(dispute.versions) > 1
            assert len({(v.sayers, v.outlets) for v in dispute.versions}) == len(dispute.versions)
