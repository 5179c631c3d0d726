"""The marks of statements: short words for who stands behind one, each with what it means."""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.briefing import Statement
from summarizer.rendering.standing import MEANINGS, NEW, mark_of


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
    names = [NEW] * is_new + ["unverified"] * (section == "unverified") + [mark_of(statement)]
    return tuple(Mark(name, *MEANINGS[name][:2], about.strip()) for name in dict.fromkeys(names))


def mark_rules() -> str:
    """Return style rules that hold what each mark means, once for the whole page."""
    return "".join(f'.mk-{name}{{--x:"{told}"}}' for name, (_, _, told) in MEANINGS.items())
