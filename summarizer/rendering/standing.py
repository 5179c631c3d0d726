"""How sure a briefing is of what it prints, in words: marks, outlets, where a figure stands.

Knows nothing of Markdown and HTML.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from summarizer.briefing import Briefing, Citation, ClaimRecord, Statement
from summarizer.rendering.telling import in_line

# What `support.level` says, in the words of a page, with a symbol that is decoration alone.
MEANINGS: Mapping[str, tuple[str, str, str]] = {
    "disputed": ("≠", "disputed", "The articles do not agree on this, or it tells two versions."),
    "unverified": (
        "?",
        "unverified",
        "Hedged, from a caption or commentary, or one party's claim that nobody confirms.",
    ),
    "derived": (
        "=",
        "derived",
        "Worked out from figures of the articles, by a sum that is shown with its terms.",
    ),
    "attributed": (
        "“",
        "attributed",
        "One party says so; nothing shows a second one that does.",
    ),
    "single_outlet": ("·", "one outlet", "Only one outlet tells this."),
    "partly": ("·", "partly one outlet", "Several outlets are cited, but a part is in one alone."),
    "corroborated": (
        "✓",
        "corroborated",
        "Each thing it tells stands in two outlets that did not copy each other.",
    ),
    "new": ("+", "new", "Articles tell this since the page before."),
}
NEW = "new"  # a mark of pages that follow another
_LIGHT = frozenset(
    {"attributed", "corroborated", NEW}
)  # told by the sentence or its citations already
_ZONES = {"caption": "in a caption", "heading": "in a heading", "title": "in a headline"}


def mark_of(statement: Statement) -> str:
    """Return the mark of a statement: its level, or that a part of it rests on one outlet."""
    support = statement.support
    is_partly = support.level == "single_outlet" and len(support.outlets) > 1
    return "partly" if is_partly else support.level


def mark_word(statement: Statement) -> str:
    """Return the mark of a statement as plain text has it after the citations, "" for most."""
    name = mark_of(statement)
    return "" if name in _LIGHT else MEANINGS[name][1]


def marks_told() -> str:
    """Return what the words after citations mean, in a line."""
    told = [
        f"{label}: {meaning[:1].lower()}{meaning[1:].rstrip('.')}"
        for name, (_, label, meaning) in MEANINGS.items()
        if name not in _LIGHT
    ]
    return f"Words after a sentence: {'; '.join(told)}."


def likewise(version: Statement) -> list[tuple[str, list[Citation]]]:
    """Return who tells a version of a dispute likewise: the one who says so, or "", and where."""
    found: dict[str, list[Citation]] = {}
    for variant in version.variants:
        found.setdefault(in_line(variant.speaker), []).extend(variant.citations)
    return sorted(found.items(), key=lambda item: not item[0])


def is_context(citation: Citation, claims: Iterable[ClaimRecord]) -> bool:
    """Whether a sentence holds no word of these claims: it is cited for a fuller name or a detail.

    Without claims nothing is known, and the sentence counts as evidence.
    """
    spans = [span for claim in claims if claim.source == citation.source for span in _spans(claim)]
    return bool(spans) and not any(
        start < citation.end and citation.start < end for start, end in spans
    )


def _spans(claim: ClaimRecord) -> list[tuple[int, int]]:
    """Return where the words of a claim stand, and those that name who speaks them."""
    spans = [(claim.start, claim.end)]
    if claim.speaker_start is not None and claim.speaker_end is not None:
        spans.append((claim.speaker_start, claim.speaker_end))
    return spans


def figure_places(briefing: Briefing) -> dict[str, tuple[str, ...]]:
    """Return of each figure's claim what makes its place a weak one: a caption, a garbled sentence."""
    known = {claim.id: claim for claim in briefing.claims}
    garbled = [
        known[item.claim]
        for item in briefing.left_out
        if item.reason == "garbled" and item.claim in known
    ]
    broken = {(claim.source, own_sentence(claim)) for claim in garbled}
    found = {}
    for claim in briefing.claims:
        if claim.kind != "quantity":
            continue
        places = [_ZONES[claim.zone]] if claim.zone in _ZONES else []
        if (claim.source, own_sentence(claim)) in broken:
            places.append("its sentence is garbled in the source")
        if places:
            found[claim.id] = tuple(places)
    return found


def own_sentence(claim: ClaimRecord) -> tuple[int, int]:
    """Return the sentence in which the words of a claim begin; its last one where none does."""
    for start, end in claim.evidence:
        if start <= claim.start < end:
            return start, end
    return claim.evidence[-1]
