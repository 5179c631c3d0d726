"""What a model proposes about claims of several articles, before code checks it; plain values.

The reducer works with or without them. Ids are those of claims; none is trusted to exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SlotKind = Literal["place", "time", "cause", "actor", "extent", "status"]
RelationKind = Literal["update", "correction", "part_of", "refines", "conflict"]


@dataclass(frozen=True, slots=True)
class ProposedDispute:
    """Something told differently: each version is the ids of the claims that give it."""

    about: SlotKind
    question: str
    versions: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class EventProposal:
    """Which events are one happening (ids, each at most once), and what is told differently.

    `tables` are the ids that were shown together; only of such a pair does silence say anything.
    """

    groups: tuple[tuple[str, ...], ...] = ()
    disputes: tuple[ProposedDispute, ...] = ()
    tables: tuple[frozenset[str], ...] = ()

    def compared(self, left: str, right: str) -> bool:
        """Whether two events were shown together, so that leaving them apart is an answer."""
        return any(left in table and right in table for table in self.tables)


@dataclass(frozen=True, slots=True)
class EventRuling:
    """What a person decided about events, by ids: those that are one happening, those that are not.

    Unlike a proposal it holds against every rule. Ids that are not there are passed over.
    """

    together: tuple[tuple[str, ...], ...] = ()
    apart: tuple[tuple[str, ...], ...] = ()

    @property
    def parted(self) -> frozenset[str]:
        """The ids that stand in a group of events kept apart."""
        return frozenset(name for group in self.apart for name in group)


NO_RULING = EventRuling()


@dataclass(frozen=True, slots=True)
class ProposedQuantity:
    """Figures said to measure one thing, and what that is called."""

    what: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProposedRelation:
    """How the figure of one claim is said to relate to that of another."""

    left: str
    right: str
    relation: RelationKind


@dataclass(frozen=True, slots=True)
class ProposedSum:
    """Figures said to add up to another."""

    terms: tuple[str, ...]
    total: str


@dataclass(frozen=True, slots=True)
class QuantityProposal:
    """Which figures measure one thing, how pairs relate, and which add up."""

    groups: tuple[ProposedQuantity, ...] = ()
    relations: tuple[ProposedRelation, ...] = ()
    sums: tuple[ProposedSum, ...] = ()


@dataclass(frozen=True, slots=True)
class StoryProposals:
    """What was proposed for one story; None where nobody was asked or nothing usable came back."""

    events: EventProposal | None = None
    quantities: QuantityProposal | None = None


NO_PROPOSALS = StoryProposals()
