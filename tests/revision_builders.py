"""A briefing to compare with copies of itself in which one thing was changed by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from claim_builders import briefing_of, newsroom

from summarizer.briefing import Briefing
from summarizer.prompts import PromptSet
from summarizer.revision import Revision

Edit = Callable[[dict[str, Any]], object]
LISTS = (
    "templates", "made_with", "articles", "claims", "statements", "rows", "disputes", "stories",
    "shifts", "listed",
)  # fmt: skip


def newsroom_told(prompts: PromptSet) -> Briefing:
    """Return the newsroom's briefing with a dispute, a rejected figure, tokens and prompts."""
    made = json.loads(briefing_of([clip.extraction() for clip in newsroom()], prompts).as_json())
    told = {s["text"]: s for s in sections(made, "happened")}
    versions = [told[text] for text in sorted(told) if "wounded" in text]
    made["stories"][0]["disputes"] = [
        {"about": "extent", "question": "how many were wounded", "versions": versions,
         "reading": "unresolved"}
    ]  # fmt: skip
    made["left_out"].append(
        {"claim": None, "source": claim(made, "Five")["source"], "kind": "quantity",
         "text": "a dozen", "reason": "no_figure"}
    )  # fmt: skip
    made["counts"]["rejected"] = {"no_figure": 1}
    made["provenance"] |= {
        "requests": 8, "input_tokens": 9000, "output_tokens": 1000,
        "prompts": {"events": "e" * 64, "numbers": "n" * 64},
    }  # fmt: skip
    made["notes"] = ["one page has no date"]
    return Briefing.model_validate(made)


def changed(briefing: Briefing, *edits: Edit) -> Briefing:
    """Return a copy of a briefing in which its JSON was edited."""
    made = json.loads(briefing.as_json())
    for edit in edits:
        edit(made)
    return Briefing.model_validate(made)


def claim(made: dict[str, Any], words: str) -> dict[str, Any]:
    """Return the first claim of a briefing's JSON with these words, surface or telling."""
    return next(
        one
        for one in made["claims"]
        if words in (one.get("what"), one.get("words"), one.get("surface"))
    )


def sections(made: dict[str, Any], kind: str, story: int = 0) -> list[dict[str, Any]]:
    """Return the statements of a section of a briefing's JSON."""
    return next(
        section["statements"]
        for section in made["stories"][story]["sections"]
        if section["kind"] == kind
    )


def row(made: dict[str, Any], counted: str) -> dict[str, Any]:
    """Return a row of figures of a briefing's JSON."""
    rows = (row for story in made["stories"] for row in story["figures"])
    return next(row for row in rows if row["counted"] == counted)


def told(revision: Revision) -> dict[str, list[list[str]]]:
    """Return what a revision lists, as outcomes by list; what is empty is left out."""
    found: dict[str, list[list[str]]] = {}
    for name in LISTS:
        for change in getattr(revision, name):
            outcomes = getattr(change, "outcomes", None)
            one = getattr(change, "outcome", None) or getattr(change, "name", "")
            found.setdefault(name, []).append(list(outcomes) if outcomes else [one])
    return found


def drop(made: dict[str, Any], name: str) -> None:
    """Take a claim out of a briefing's JSON, with every mention of it among what was left out."""
    made["claims"] = [one for one in made["claims"] if one["id"] != name]
    made["left_out"] = [one for one in made["left_out"] if one["claim"] != name]
