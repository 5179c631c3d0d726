"""Counts of right, false and missed, and the shares made of them. Knows nothing of what is counted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """How many were found and right, found and false, and not found."""

    right: int = 0
    false: int = 0
    missed: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.false + other.false, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 0 where nothing was found of what there is.

        >>> Score(right=3, false=1).precision, Score(missed=2).precision, Score().precision
        (0.75, 0.0, 1.0)
        """
        return self._share(self.right + self.false)

    @property
    def recall(self) -> float:
        """The share of what there is that was found; 0 where there is nothing and something came."""
        return self._share(self.right + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return self._share(self.right + (self.false + self.missed) / 2)

    def figures(self) -> dict[str, float]:
        """Return the three shares by name."""
        return {"precision": self.precision, "recall": self.recall, "f1": self.f1}

    def _share(self, whole: float) -> float:
        if whole:
            return self.right / whole
        return 0.0 if self.false or self.missed else 1.0


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a whole hold; of nothing, all do."""

    held: int
    of: int

    @property
    def share(self) -> float:
        return self.held / self.of if self.of else 1.0
