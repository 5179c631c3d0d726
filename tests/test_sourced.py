"""Sources in words: their kind, their older texts, what they corrected."""

from __future__ import annotations

import pytest
from claim_builders import Clip, reduced

from summarizer.articles import Kind
from summarizer.assembly import source_record
from summarizer.briefing import Correction, Source, SourceVersion
from summarizer.rendering.sourced import correction_told, kind_told, versions_told


def source(**fields: object) -> Source:
    """Return a source with these fields."""
    clip = Clip("One.", "The Lantern", kind=Kind.REPORT)
    clip.event("One.")
    return source_record(reduced(clip).sources[0]).model_copy(update=fields)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"kind": "report"}, "report"),
        ({"kind": "press_release"}, "press release"),
        ({"kind": "stub", "words_read": 62}, "read in part, 62 words"),
        ({"kind": "stub", "words_read": 1}, "read in part, 1 word"),
        ({"kind": "stub"}, "read in part"),  # nobody counted
        ({"kind": "commentary", "words_read": 62}, "commentary, read in part, 62 words"),
    ],
)
def test_a_kind_in_words(fields: dict[str, object], told: str) -> None:
    """What a source is, and how much of it was read."""
    assert kind_told(source(**fields)) == told


def test_older_texts_in_words() -> None:
    """How many there are, and what told that this one is the newest."""
    old = SourceVersion(path="a.txt", sha256="0", published=None, seen=None)
    assert versions_told(source()) == ""
    by_time = source(versions=[old], newest_by="published")
    assert versions_told(by_time) == "the newest text (by its time; an older text of it known)"
    unknown = source(versions=[old, old], newest_by="text")
    assert "2 older texts" in versions_told(unknown)
    assert "not known" in versions_told(unknown)


@pytest.mark.parametrize(
    ("relation", "old", "new", "told"),
    [
        ("correction", "30", "23", "The Lantern corrects “30” to “23”"),
        ("correction", None, "23", "The Lantern corrects itself: “23”"),
        ("correction", "30", None, "The Lantern corrects “30”"),
        ("correction", "“We go”", "“We stay”", "The Lantern corrects “We go” to “We stay”"),
        ("update", "8", "23", "The Lantern, which had “8” in an older text, now has “23”"),
        ("changed", "Brand", "Brandt",
         "The Lantern has “Brandt” where an older text had “Brand” (changed by the outlet)"),
        ("withdrawn", "two were shot", None,
         "The Lantern says that an earlier report does not hold: “two were shot”"),
    ],
)  # fmt: skip
def test_a_correction_in_words(relation: str, old: str | None, new: str | None, told: str) -> None:
    """Who did what to which words."""
    one = Correction.model_validate(
        {"source": "a", "url": None, "relation": relation, "kind": "figure", "old": old, "new": new,
         "citations": [], "texts": [], "claims": []}
    )  # fmt: skip
    assert correction_told(one, "The Lantern") == told


def test_what_is_not_stated_is_not_said_to_be() -> None:
    """A report that stands beside what speaks against it is told as an earlier one, no more."""
    one = Correction.model_validate(
        {"source": "a", "url": None, "relation": "withdrawn", "kind": "report", "old": "shots",
         "new": None, "stated": False, "citations": [], "texts": [], "claims": []}
    )  # fmt: skip
    assert (
        correction_told(one, "The Lantern") == "The Lantern has only as an earlier report: “shots”"
    )
