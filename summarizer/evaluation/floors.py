"""Floors: the least that figures of an evaluation may be, for one corpus of gold. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from summarizer.errors import UsageError
from summarizer.evaluation.gold import Strict
from summarizer.evaluation.scoring import Evaluation

Least = Annotated[float, Field(ge=0, le=1)]


class Floors(Strict):
    """A floors file: `corpus` is the digest of the gold that the floors were set for."""

    corpus: str = Field(pattern=r"^[0-9a-f]{64}$")
    floors: Mapping[str, Mapping[str, Least]] = Field(min_length=1)

    def by_name(self) -> dict[str, float]:
        """Return the floors by the name of their figure, as "events.recall"."""
        return {
            f"{group}.{figure}": least
            for group, figures in self.floors.items()
            for figure, least in figures.items()
        }


def below(evaluation: Evaluation, floors: Floors) -> dict[str, float]:
    """Return the floors that are not reached, by the name of their figure.

    Raises:
        UsageError: the floors are of another corpus, or of a figure that was not measured.
    """
    if floors.corpus != evaluation.corpus:
        raise UsageError(
            f"the floors were set for the gold corpus {floors.corpus[:12]}…, this one is "
            f"{evaluation.corpus}: measure anew and set them for this one"
        )
    figures = evaluation.figures()
    unknown = sorted(set(floors.by_name()) - set(figures))
    if unknown:
        raise UsageError(
            f"no figure {unknown[0]!r} was measured, but there is a floor for it "
            "(briefing.* needs a briefing, briefing.exact its --articles as well); measured are "
            f"{', '.join(sorted(figures))}"
        )
    return {name: least for name, least in floors.by_name().items() if figures[name] < least}
