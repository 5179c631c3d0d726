"""Floors: which figures lie below them, and that they hold of one corpus only."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from summarizer.errors import UsageError
from summarizer.evaluation import Evaluation, Floors, Score, Share, below

CORPUS = "a" * 64
EVALUATION = Evaluation(
    corpus=CORPUS,
    articles=1,
    scores={"numbers": Score(right=3, false=1, missed=1)},
    checks={"exact": Share(9, 10)},
    unchecked=(),
    without_claims=(),
    without_gold=(),
)


@pytest.mark.parametrize(
    ("group", "figure", "least", "missed"),
    [
        ("numbers", "recall", 0.75, False),  # reached exactly
        ("numbers", "recall", 0.76, True),
        ("numbers", "precision", 0.5, False),
        ("briefing", "exact", 1.0, True),
    ],
)
def test_a_figure_below_its_floor(group: str, figure: str, least: float, missed: bool) -> None:
    """A figure must be at least its floor."""
    found = below(EVALUATION, Floors(corpus=CORPUS, floors={group: {figure: least}}))
    assert found == ({f"{group}.{figure}": least} if missed else {})


def test_floors_of_another_corpus_are_refused() -> None:
    """A figure of other gold says nothing about these floors; the message gives the digest to set."""
    floors = Floors(corpus="b" * 64, floors={"numbers": {"recall": 0.1}})
    with pytest.raises(UsageError, match=f"bbbbbbbbbbbb.*{CORPUS}"):
        below(EVALUATION, floors)


def test_a_floor_of_what_was_not_measured_is_refused() -> None:
    """A misspelt figure, or one of a briefing where there are claims only, is no silent pass."""
    with pytest.raises(UsageError, match=r"no figure 'stories\.f1' was measured.*numbers\.f1"):
        below(EVALUATION, Floors(corpus=CORPUS, floors={"stories": {"f1": 0.1}}))


@pytest.mark.parametrize(
    "floors",
    [
        {"corpus": CORPUS, "floors": {}},  # no floor at all
        {"corpus": "short", "floors": {"numbers": {"recall": 0.5}}},
        {"corpus": CORPUS, "floors": {"numbers": 0.5}},  # of which figure?
        {"corpus": CORPUS, "floors": {"numbers": {"recall": float("nan")}}},
        {"corpus": CORPUS, "floors": {"numbers": {"recall": 80}}},  # per cent
    ],
)
def test_floors_that_cannot_be(floors: dict[str, object]) -> None:
    """A floors file names the whole digest and shares between 0 and 1."""
    with pytest.raises(ValidationError):
        Floors.model_validate(floors)
