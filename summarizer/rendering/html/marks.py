"""The marks of statements: short words for who stands behind one, each with what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from summarizer.briefing import Statement

# What `support.level` says, as the README has it, in the words of a page; the symbol is decoration.
MEANINGS: Mapping[str, tuple[str, str, str]] = {
    "disputed": ("≠", "disputed", "The articles do not agree on this, or it tells two versions."),
    "unverified": (
        "?",
        "unverified",
        "Hedged, from a caption or commentary, or one party's claim that nobody confirms.",
    ),
    "derived": ("=", "derived", "Built from a computation; its terms are shown and cited."),
    "attributed": ("“", "attributed", "Somebody says so, and nothing shows a second who does."),
    "single_outlet": ("1", "single outlet", "Some of it rests on one outlet alone."),
    "corroborated": ("✓", "corroborated", "Each thing it tells has two origins."),
    "new": ("+", "new", "Articles tell this since the page before."),
}
NEW = "new"  # a mark of pages that follow another


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark: `name` is its class on the page, `about` says of whom it holds here."""

    name: str
    symbol: str
    label: str
    about: str


def marks_of(statement: Statement, section: str, *, is_new: bool = False) -> tuple[Mark, ...]:
    """Return the marks of a statement: whether it is new, whether it is unverified, and its level."""
    support = statement.support
    about = f"Outlets: {', '.join(support.outlets)}." if support.outlets else ""
    if support.sayers:
        about += f" Said by {', '.join(support.sayers)}."
    names = [NEW] * is_new + ["unverified"] * (section == "unverified") + [support.level]
    is_partly = support.level == "single_outlet" and len(support.outlets) > 1
    labels = {"single_outlet": "partly one outlet"} if is_partly else {}
    return tuple(
        Mark(name, MEANINGS[name][0], labels.get(name, MEANINGS[name][1]), about.strip())
        for name in names
    )


def mark_rules() -> str:
    """Return style rules that hold what each mark means, once for the whole page."""
    return "".join(f'.mk-{name}{{--x:"{told}"}}' for name, (_, _, told) in MEANINGS.items())
