"""What sources corrected, changed or took back, as the page lists it."""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.briefing import Briefing
from summarizer.rendering.html.citing import Cite, Citing
from summarizer.rendering.sourced import correction_told


@dataclass(frozen=True, slots=True)
class ToldCorrection:
    """A correction in words, what says so, and the statements of a page before that it concerns."""

    anchor: str
    text: str
    cites: tuple[Cite, ...]
    before: tuple[str, ...]


def corrections_of(briefing: Briefing, citing: Citing) -> list[ToldCorrection]:
    """Return the corrections of a briefing in its order."""
    return [
        ToldCorrection(
            f"corrected-{number}",
            correction_told(one, citing.sources[one.source].label),
            citing.cites(one.citations),
            tuple(statement.text for statement in one.statements),
        )
        for number, one in enumerate(briefing.corrections, start=1)
    ]
