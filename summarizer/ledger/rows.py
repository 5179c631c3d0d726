"""The ledger's types: rows of figures with their relations, sums and readings. No behaviour."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from summarizer.claims import Quantity

Relation = Literal["equal", "refines", "part_of", "update", "correction", "conflict", "different"]
# The strongest of a row's pairs speaks for the row. What does not compare outweighs what agrees, and
# a part, whose whole stands in another row.
STRENGTH: tuple[Relation, ...] = (
    "conflict",
    "correction",
    "update",
    "different",
    "part_of",
    "refines",
    "equal",
)
CONTRADICTING = frozenset({"conflict", "correction", "update"})


@dataclass(frozen=True, slots=True)
class Pair:
    """How two figures relate, by claim id.

    `left` is the more exact one of refines, the later of update, the one that holds of correction,
    the part of part_of (whose whole may stand in another row); the others read the same both ways.
    """

    left: str
    right: str
    relation: Relation


@dataclass(frozen=True, slots=True)
class Sum:
    """Figures that add up exactly to another, the largest first."""

    terms: tuple[Quantity, ...]
    total: Quantity
    text: str

    @property
    def value(self) -> Decimal:
        """The total, added up from the terms."""
        return sum((term.value for term in self.terms if term.value is not None), Decimal(0))

    @property
    def claims(self) -> tuple[str, ...]:
        """Ids of the terms, then of the total."""
        return (*(term.id for term in self.terms), self.total.id)


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence on how a row reads, and the claims it rests on."""

    text: str
    claims: tuple[str, ...]
    is_derived: bool = False  # rests on a sum


@dataclass(frozen=True, slots=True)
class Row:
    """Quantities that count the same thing, in order of source; `differs` if two contradict."""

    counted: str
    unit: str
    scope: str
    quantities: tuple[Quantity, ...]
    differs: bool
    deed: str = ""  # what happened to the things counted, of a few kinds: "injured", "launched"
    relation: Relation | None = None  # the strongest of its pairs
    pairs: tuple[Pair, ...] = ()
    sums: tuple[Sum, ...] = ()
    reading: Reading | None = None

    @property
    def needs(self) -> frozenset[str]:
        """Ids of the claims, of this row and of others, that its reading, sums and pairs rest on."""
        found = {name for pair in self.pairs for name in (pair.left, pair.right)}
        found |= {name for one in self.sums for name in one.claims}
        return frozenset(found | set(self.reading.claims if self.reading else ()))


@dataclass(frozen=True, slots=True)
class Ledger:
    """The rows of one story, those of several sources first, and every sum that closes."""

    rows: tuple[Row, ...]
    sums: tuple[Sum, ...]
