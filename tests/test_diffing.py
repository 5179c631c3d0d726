"""`diff`: a planted change and nothing else, in every category; itself, mirrors and order."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest
from claim_builders import briefing_of, newsrooms
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from revision_builders import (
    LISTS,
    Edit,
    changed,
    claim,
    drop,
    newsroom_told,
    row,
    sections,
    told,
)

from summarizer.briefing import Briefing
from summarizer.prompts import PromptSet
from summarizer.revision import Revision, Version, diff

SLOW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
COUNTED = "We counted the blasts until the sun came up"
MEETING = "The council of Oxmere will meet on Friday"
BROKE = "A raid on Oxmere in January broke 40 windows"
FLAMES = "Drones set the harbour of Oxmere on fire"


@pytest.fixture(scope="module")
def base(prompts: PromptSet) -> Briefing:
    """Return the briefing that each case changes."""
    return newsroom_told(prompts)


def of_claim(words: str, /, **fields: Any) -> Edit:
    """Return an edit of a claim."""
    return lambda made: claim(made, words).update(fields)


def of_sentence(section: str, /, **fields: Any) -> Edit:
    """Return an edit of the first statement of a section."""
    return lambda made: sections(made, section)[0].update(fields)


def moved(made: dict[str, Any]) -> None:
    """Move the only sentence of the background to the unverified."""
    sections(made, "unverified").append(sections(made, "background").pop())


def level(made: dict[str, Any]) -> None:
    """Let two origins stand behind a statement."""
    sections(made, "ahead")[0]["support"]["level"] = "corroborated"


def cited(made: dict[str, Any]) -> None:
    """Let a statement cite a second sentence of its article."""
    other = sections(made, "quotations")[1]["citations"][0]
    sections(made, "ahead")[0]["citations"].append(other)


def value_of(counted: str, /, **fields: Any) -> Edit:
    """Return an edit of the first value of a row."""
    return lambda made: row(made, counted)["values"][0].update(fields)


def derived(made: dict[str, Any]) -> None:
    """Let a row show a sum."""
    counted = row(made, "people hurt")
    counted["derivations"] = [
        {"kind": "sum", "text": "2 + 3 = 5", "citations": counted["values"][0]["citations"]}
    ]


def unread(made: dict[str, Any]) -> None:
    """Take the reading of a row away."""
    row(made, "drones fired")["reading"] = None


def unrelated(made: dict[str, Any]) -> None:
    """Let two figures be equal where one refined the other."""
    row(made, "people injured")["pairs"][0]["relation"] = "equal"


def without_a_value(made: dict[str, Any]) -> None:
    """Take a value out of a row, with how it relates."""
    row(made, "people injured")["values"].pop()
    row(made, "people injured")["pairs"].clear()


def without_a_row(made: dict[str, Any]) -> None:
    """Take a row away."""
    figures = made["stories"][0]["figures"]
    figures.remove(row(made, "windows broken"))


def dispute(**fields: Any) -> Edit:
    """Return an edit of the only dispute."""
    return lambda made: made["stories"][0]["disputes"][0].update(fields)


def a_version(made: dict[str, Any]) -> None:
    """Word a version of the dispute otherwise."""
    versions = made["stories"][0]["disputes"][0]["versions"]
    versions[0]["text"] = versions[0]["text"].replace("wounded", "hurt")


def ranks(made: dict[str, Any]) -> None:
    """Let both stories change places."""
    made["stories"][0]["rank"], made["stories"][1]["rank"] = 2, 1


def unprinted(made: dict[str, Any]) -> None:
    """List a printed claim as left out."""
    one = claim(made, BROKE)
    made["left_out"].append(
        {"claim": one["id"], "source": one["source"], "kind": "event", "text": one["what"],
         "reason": "below_length"}
    )  # fmt: skip


def printed(made: dict[str, Any]) -> None:
    """List a claim no longer as left out."""
    name = claim(made, FLAMES)["id"]
    made["left_out"] = [one for one in made["left_out"] if one["claim"] != name]


def reason(made: dict[str, Any]) -> None:
    """Leave a claim out for another reason."""
    next(one for one in made["left_out"] if one["claim"])["reason"] = "garbled"


def rejection(made: dict[str, Any]) -> None:
    """List no rejection."""
    made["left_out"] = [one for one in made["left_out"] if one["claim"]]


def rejected(made: dict[str, Any]) -> None:
    """Make a rejection of a claim."""
    one = claim(made, FLAMES)
    drop(made, one["id"])
    made["left_out"].append(
        {"claim": None, "source": one["source"], "kind": "event", "text": one["what"],
         "reason": "not_in_text"}
    )  # fmt: skip


def prompt(made: dict[str, Any]) -> None:
    """Give a prompt another fingerprint."""
    made["provenance"]["prompts"]["numbers"] = "f" * 64


def shifted(made: dict[str, Any]) -> None:
    """Let a claim rest on another sentence."""
    claim(made, "40")["evidence"] = [[0, 20]]


CASES: dict[str, tuple[Edit, dict[str, list[list[str]]]]] = {
    # a claim: its value
    "value": (of_claim("40", value=41), {"claims": [["value_changed"]]}),
    "bound": (of_claim("At least 23", low=None), {"claims": [["value_changed"]]}),
    "modifier": (of_claim("Five", modifier="nearly"), {"claims": [["value_changed"]]}),
    "direction": (of_claim("4.2%", change="down"), {"claims": [["value_changed"]]}),
    "unit": (of_claim("40", unit="pane"), {"claims": [["value_changed"]]}),
    "date of an event": (of_claim(MEETING, date="2031-03-14"), {"claims": [["value_changed"]]}),
    "status of an event": (of_claim(MEETING, status="denied"), {"claims": [["value_changed"]]}),
    "number within an event": (
        of_claim(BROKE, what="A raid on Oxmere in January broke 14 windows"),
        {"claims": [["value_changed"]]},
    ),
    "negation within an event": (
        of_claim(BROKE, what="A raid on Oxmere in January did not break 40 windows"),
        {"claims": [["value_changed"]]},
    ),
    "words quoted": (
        of_claim(COUNTED, words="We counted the blasts until the moon came up"),
        {"claims": [["value_changed"]]},
    ),
    # its speaker
    "speaker": (of_claim(COUNTED, speaker="Ilya Marsh"), {"claims": [["speaker_changed"]]}),
    "speaker gone": (of_claim(COUNTED, speaker=None), {"claims": [["speaker_changed"]]}),
    "sayer": (
        of_claim("Twenty-three", said_by="the air force"),
        {"claims": [["speaker_changed"]]},
    ),
    "value and speaker": (
        of_claim("Twenty-three", said_by="the air force", value=24),
        {"claims": [["value_changed", "speaker_changed"]]},
    ),
    # its sentences, its words
    "other evidence": (shifted, {"claims": [["citation_changed"]]}),
    "told in other words": (
        of_claim(MEETING, what="Oxmere's council is to meet on Friday"),
        {"claims": [["reworded"]]},
    ),
    "number left out of an event": (
        of_claim(BROKE, what="A raid on Oxmere in January broke windows"),
        {"claims": [["reworded"]]},
    ),
    "marks of a quotation": (of_claim(COUNTED, words=f"“{COUNTED},”"), {"claims": [["reworded"]]}),
    "counted": (of_claim("40", counted="panes broken"), {"claims": [["reworded"]]}),
    "scope": (of_claim("40", scope="Oxmere"), {"claims": [["reworded"]]}),
    "zone": (of_claim("40", zone="caption"), {"claims": [["reworded"]]}),
    "removed": (lambda made: drop(made, claim(made, "40")["id"]), {"claims": [["removed"]]}),
    # an id alone is no change
    "id": (of_claim(FLAMES, kind="event"), {}),
    # a statement
    "number of a sentence": (
        of_sentence("background", text="A raid on Oxmere in January broke 41 windows."),
        {"statements": [["value_changed"]]},
    ),
    "name of a sentence": (
        of_sentence("background", text="A raid on Halmstead in January broke 40 windows."),
        {"statements": [["value_changed"]]},
    ),
    "quotation of a sentence": (
        of_sentence("quotations", text="Ilya Marsh: “This town will fall”"),
        {"statements": [["value_changed"]]},
    ),
    "words of a sentence": (
        of_sentence("background", text="40 windows broke in a raid on Oxmere in January."),
        {"statements": [["reworded"]]},
    ),
    "who wrote a sentence": (
        of_sentence("background", built_by="rewrite"),
        {"statements": [["reworded"]]},
    ),
    "another section": (moved, {"statements": [["moved"]]}),
    "support": (level, {"statements": [["support_changed"]]}),
    "another sentence cited": (cited, {"statements": [["citation_changed"]]}),
    "sentence gone": (
        lambda made: sections(made, "ahead").clear(),
        {"statements": [["removed"]]},
    ),
    # a row
    "value in a row": (value_of("windows broken", value=41), {"rows": [["values_changed"]]}),
    "sayer in a row": (value_of("people hurt", said_by="a clerk"), {"rows": [["values_changed"]]}),
    "value out of a row": (without_a_value, {"rows": [["values_removed"]]}),
    "relation": (unrelated, {"rows": [["relation_changed"]]}),
    "derivation": (derived, {"rows": [["derivation_gained"]]}),
    "reading": (unread, {"rows": [["reading_changed"]]}),
    "counted in a row": (
        lambda made: row(made, "people hurt").update(counted="people harmed"),
        {"rows": [["reworded"]]},
    ),
    "row gone": (without_a_row, {"rows": [["removed"]]}),
    # a dispute
    "question": (dispute(question="how many were hurt"), {"disputes": [["reworded"]]}),
    "reading of a dispute": (
        dispute(reading="two against one"),
        {"disputes": [["reading_changed"]]},
    ),
    "version": (a_version, {"disputes": [["version_changed"]]}),
    "dispute gone": (
        lambda made: made["stories"][0]["disputes"].clear(),
        {"disputes": [["removed"]]},
    ),
    # a story
    "ranks": (ranks, {"stories": [["rank_changed"], ["rank_changed"]]}),
    "label": (lambda made: made["stories"][0].update(label="Night"), {"stories": [["reworded"]]}),
    # the print
    "left out": (unprinted, {"shifts": [["now_left_out"]]}),
    "printed": (printed, {"shifts": [["now_printed"]]}),
    "other reason": (reason, {"shifts": [["left_out_otherwise"]]}),
    "rejection gone": (rejection, {"shifts": [["rejection_removed"]]}),
    "found, then rejected": (
        rejected,
        {"claims": [["removed"]], "shifts": [["now_rejected"]]},
    ),
    # what it was made with
    "prompt": (prompt, {"templates": [["changed"]]}),
    "model": (lambda made: made["provenance"].update(model="m2"), {"made_with": [["model"]]}),
    "note": (lambda made: made["notes"].clear(), {"listed": [["removed"]]}),
    "title": (
        lambda made: made["sources"][0].update(title="Another"),
        {"articles": [["details_changed"]]},
    ),
}
TURNED = {
    "added": "removed",
    "values_added": "values_removed",
    "derivation_gained": "derivation_lost",
    "gained": "lost",
    "version_added": "version_removed",
    "part_added": "part_removed",
    "now_printed": "now_left_out",
    "no_longer_rejected": "now_rejected",
    "rejection_added": "rejection_removed",
}
NAMES = frozenset({"article", "label", "path", "headline", "counted", "question"})  # of the newer
TURNED |= {there: here for here, there in TURNED.items()}


@pytest.mark.parametrize(("edit", "expected"), CASES.values(), ids=CASES)
def test_a_planted_change_is_all_that_is_told(
    base: Briefing, edit: Edit, expected: dict[str, list[list[str]]]
) -> None:
    """Of a briefing with one change exactly that change is listed."""
    assert told(diff(base, changed(base, edit))) == expected


@pytest.mark.parametrize("edit", [edit for edit, _ in CASES.values()], ids=CASES)
def test_a_planted_change_mirrors(base: Briefing, edit: Edit) -> None:
    """Compared the other way round, added is removed, and old is new."""
    other = changed(base, edit)
    assert mirrored(diff(base, other)) == seen(diff(other, base))


def seen(revision: Revision) -> dict[str, Any]:
    """Return what a revision tells, whatever the order of its lists."""
    lists = {
        name: Counter(repr(_sorted(change.model_dump())) for change in getattr(revision, name))
        for name in LISTS
        if name != "templates"
    }
    return {"counts": revision.counts, **lists}


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _sorted(value[name]) for name in sorted(value.keys() - NAMES)}
    if isinstance(value, list):
        return sorted(map(_sorted, value), key=repr)
    return value


def mirrored(revision: Revision) -> dict[str, Any]:
    """Return what a revision tells with old and new in each other's place."""
    return seen(Revision.model_validate(_turned(revision.model_dump())))


def _turned(value: Any) -> Any:
    if isinstance(value, dict):
        turned = {_side(name): _turned(value[name]) for name in value}
        return {name: turned[name] for name in map(_side, value)}
    if isinstance(value, list):
        return [_turned(one) for one in value]
    return TURNED.get(value, value) if isinstance(value, str) else value


def _side(name: str) -> str:
    if name.startswith("old"):
        return "new" + name[3:]
    if name.startswith("new"):
        return "old" + name[3:]
    return TURNED.get(name, name)


@SLOW
@given(newsrooms)
def test_a_briefing_does_not_differ_from_itself(prompts: PromptSet, pages: list[Any]) -> None:
    """Of a briefing and itself nothing is told, and everything is counted as unchanged."""
    made = briefing_of([page.extraction() for page in pages], prompts)
    revision = diff(made, made)
    assert (revision.is_identical, revision.is_empty) == (True, True)
    assert all(set(counts) == {"unchanged"} for counts in revision.counts.values())
    assert revision.counts["claims"]["unchanged"] == len(made.claims)


@SLOW
@given(newsrooms, newsrooms)
def test_any_two_briefings_mirror(prompts: PromptSet, before: list[Any], after: list[Any]) -> None:
    """What changed from one to another is what changed back, turned round, with as many claims."""
    old, new = (
        briefing_of([page.extraction() for page in pages], prompts) for pages in (before, after)
    )
    revision = diff(old, new)
    back = Revision.model_validate(_turned(diff(new, old).model_dump()))
    assert revision.counts == back.counts
    for name in ("claims", "statements", "rows", "stories", "shifts"):
        there, here = (Counter(map(_outcomes, getattr(r, name))) for r in (revision, back))
        assert there == here
    counts = revision.counts["claims"]
    alone = sum(a.claims for a in revision.articles if "removed" in a.outcomes)
    kept = len(revision.claims) - counts.get("added", 0)
    assert counts["unchanged"] + kept + alone == len(old.claims)


def _outcomes(change: Any) -> tuple[str, ...]:
    told = change.model_dump()
    return tuple(sorted(told.get("outcomes") or [told["outcome"]]))


@SLOW
@given(newsrooms, st.randoms(use_true_random=False))
def test_order_does_not_matter(prompts: PromptSet, pages: list[Any], chance: random.Random) -> None:
    """Claims, sources and what was left out may come in any order; nothing is told of it."""
    made = briefing_of([page.extraction() for page in pages], prompts)

    def shuffle(told: dict[str, Any]) -> None:
        for name in ("claims", "sources", "left_out"):
            chance.shuffle(told[name])

    revision = diff(made, changed(made, shuffle))
    assert revision.is_empty


def test_order_does_not_matter_to_what_changed(base: Briefing) -> None:
    """A change is told in the same words whatever the order of the claims."""
    other = changed(base, CASES["value"][0], CASES["speaker"][0], CASES["removed"][0])
    turned = changed(other, lambda made: made["claims"].reverse())
    assert seen(diff(base, other)) == seen(diff(base, turned))


def test_an_article_that_went_is_no_change_of_the_prompt(base: Briefing) -> None:
    """Its claims are counted with it, and not among the claims removed."""

    def without(made: dict[str, Any]) -> None:
        gone = claim(made, "4.2%")["source"]
        for name in ("claims", "sources", "left_out"):
            made[name] = [one for one in made[name] if one["source"] != gone]
        made["stories"].pop()

    revision = diff(base, changed(base, without))
    assert told(revision) == {
        "articles": [["removed"]],
        "statements": [["removed"], ["removed"]],
        "rows": [["removed"]],
        "stories": [["removed"]],
    }
    assert (revision.articles[0].label, revision.articles[0].claims) == ("Market Echo", 3)
    assert revision.counts["claims"] == {"unchanged": len(base.claims) - 3}


def test_a_text_that_changed_is_compared_by_words(base: Briefing) -> None:
    """Where an article has another text, offsets do not matter; a value that changed is told so."""

    def rewritten(made: dict[str, Any]) -> None:
        source = next(s for s in made["sources"] if s["label"] == "Evening Bell")
        made.update(_renamed(made, source["source"], "feedbeef"))
        source = next(s for s in made["sources"] if s["source"] == "feedbeef")
        source["sha256"] = "feedbeef" + "0" * 56
        for one in made["claims"]:
            if one["source"] == "feedbeef":
                one.update(id=f"f{one['id'][1:]}", start=one["start"] + 7, end=one["end"] + 7)
                one["evidence"] = [[a + 7, b + 7] for a, b in one["evidence"]]
        claim(made, "Five").update(value=6, surface="Six")

    revision = diff(base, changed(base, rewritten))
    assert [change.outcomes for change in revision.articles] == [["text_changed"]]
    assert [change.outcomes for change in revision.claims] == [["value_changed"]]
    assert revision.claims[0].text_changed
    assert {f.name: (f.old, f.new) for f in revision.claims[0].fields} == {
        "value": ("5", "6"),
        "surface": ("Five", "Six"),
    }


def _renamed(made: Any, old: str, new: str) -> Any:
    if isinstance(made, dict):
        return {name: _renamed(value, old, new) for name, value in made.items()}
    if isinstance(made, list):
        return [_renamed(value, old, new) for value in made]
    return new if made == old else made


def test_other_labels_are_no_other_support(base: Briefing) -> None:
    """Where an article is called otherwise, sentences that name it say the same in other words."""

    def called(made: dict[str, Any]) -> None:
        made.update(_renamed(made, "Marsh Weekly", "source B"))
        for statement in sections(made, "unverified"):
            statement["text"] = statement["text"].replace("Marsh Weekly", "source B")
        row(made, "drones fired")["reading"]["text"] = (
            "Evening Bell gives 539, Harbour Post and source B 550; the articles do not settle it."
        )

    revision = diff(base, changed(base, called))
    assert told(revision) == {
        "articles": [["details_changed"]],
        "statements": [["reworded"]],
        "rows": [["reading_changed"]],
    }
    reading = revision.rows[0].reading
    assert reading and reading.outcomes == ["reworded"]


def test_a_changed_claim_is_told_with_its_sentence(base: Briefing) -> None:
    """A change carries the cited sentence; one that no briefing cites comes from the article."""
    revision = diff(base, changed(base, of_claim("40", value=41)))
    (change,) = revision.claims
    assert change.article == "Evening Bell"
    assert change.old and change.new
    assert "40 windows" in (change.new.sentences[0].words or "")
    assert change.new.state == "printed"

    other = changed(base, of_claim(FLAMES, where="Quillport"))
    (change,) = diff(base, other).claims
    assert change.new and change.new.sentences[0].words is None
    source = next(s for s in base.sources if s.label == "Harbour Post")
    text = {source.sha256: FLAMES + "\nmore"}
    (change,) = diff(base, Version(other, "new", articles=text)).claims
    assert change.new and change.new.sentences[0].words == FLAMES


def test_a_claim_moved_to_another_place_is_cited_otherwise(base: Briefing) -> None:
    """The same figure found elsewhere in its article is the same claim with another citation."""

    def elsewhere(made: dict[str, Any]) -> None:
        claim(made, "40").update(start=3, end=5, evidence=[[0, 20]], id="0123456789")

    (change,) = diff(base, changed(base, elsewhere)).claims
    assert change.outcomes == ["citation_changed", "reworded"]
    assert [field.name for field in change.fields] == ["evidence", "place"]


def test_a_rejected_claim_that_was_found_is_told(base: Briefing) -> None:
    """What was rejected before and is a claim now is told with the reason and its state."""
    revision = diff(changed(base, rejected), base)
    (shift,) = revision.shifts
    assert (shift.outcome, shift.old, shift.new) == (
        "no_longer_rejected",
        "rejected: not_in_text",
        "left out: duplicate",
    )


def test_template_texts_are_compared_where_known(base: Briefing) -> None:
    """With both texts the lines are told; with one of them, only that a fingerprint differs."""
    old, new = {"numbers.jinja": "a\nb\n"}, {"numbers.jinja": "a\nB\n"}
    (change,) = diff(Version(base, "o", templates=old), Version(base, "n", templates=new)).templates
    assert (change.file, change.outcome, change.lines) == ("numbers.jinja", "changed", "2")
    assert change.diff and change.diff.endswith("-b\n+B")
    other = changed(base, prompt)
    (change,) = diff(Version(base, "o", templates=old), other).templates
    assert (change.file, change.lines, change.diff) == ("numbers.jinja", "", None)


UNRELATED = "Drones and missiles rained on the harbour for hours."


def test_sentences_with_nothing_in_common_are_not_paired(base: Briefing) -> None:
    """One that shares a sentence of the article but no word is told as removed, the other as added."""

    def edit(made: dict[str, Any]) -> None:
        statement = sections(made, "background")[0]
        others = [c["id"] for c in made["claims"] if c["id"] not in statement["claims"]]
        statement.update(text=UNRELATED, claims=[*statement["claims"], others[0]])

    assert told(diff(base, changed(base, edit)))["statements"] == [["removed"], ["added"]]


def test_the_same_claims_in_all_other_words_are_one_sentence(base: Briefing) -> None:
    """Where both rest on the very same claims, what changed is told between them."""
    edit = of_sentence("background", text=UNRELATED)
    assert told(diff(base, changed(base, edit)))["statements"] == [["value_changed"]]


def test_particulars_are_told_as_worded(base: Briefing) -> None:
    """Numbers and negations of a sentence stand as a reader finds them, not as they compare."""
    edit = of_sentence("background", text="A raid on Oxmere did not break more than forty windows.")
    (change,) = diff(base, changed(base, edit)).statements
    fields = {field.name: (field.old, field.new) for field in change.fields}
    assert fields["numbers"] == ("40; January", "more than forty")
    assert fields["negations"] == (None, "not")
