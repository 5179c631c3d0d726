"""The sayers of a story, and whether two of them are one, two, or possibly one. Values, no search.

What is not shown to be one sayer is not thereby shown to be two: `same` and `apart` may both be
false, of "officials" and a mayor. Support rests on `apart`; `attribution` finds who is who.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from summarizer.claims import AnyClaim, Quotation
from summarizer.names import same_name
from summarizer.namings import Naming, naming_of


@dataclass(frozen=True, slots=True)
class Shown:
    """Why a naming is somebody's: the words of an article that show it, by document and sentence."""

    naming: str
    sayer: str
    document: str
    sentence: int


@dataclass(frozen=True, slots=True)
class Sayer:
    """Somebody who says claims of a story. `name` is his fullest naming that an article prints.

    `id` is one for all his namings; `owners` are whose he is and which bodies he speaks for.
    """

    id: str
    name: str
    namings: tuple[Naming, ...]
    offices: frozenset[tuple[str, ...]]
    owners: frozenset[str]

    @property
    def person(self) -> tuple[str, ...]:
        return max((n.person for n in self.namings), key=lambda p: (len(p), p))

    @property
    def lands(self) -> frozenset[str]:
        return frozenset().union(*(n.lands for n in self.namings), _lands(self.owners))


def _lands(words: Iterable[str]) -> frozenset[str]:
    return Naming("", owner=frozenset(words)).lands


@dataclass(frozen=True, slots=True)
class Sayers:
    """The sayers of a story's claims; a claim it does not know keeps its own naming."""

    by_claim: Mapping[str, Sayer] = field(default_factory=dict)
    relays: Mapping[str, Sayer] = field(default_factory=dict)  # who relays the words of a claim
    shown: tuple[Shown, ...] = ()

    def canonical(self, claim: AnyClaim) -> str:
        """Return who says a claim, by his fullest naming in the story; "" if the outlet does."""
        sayer = self.by_claim.get(claim.id)
        return sayer.name if sayer else said_by(claim)

    def id_of(self, claim: AnyClaim) -> str:
        """Return one id for all claims that one sayer says, "" if the outlet does."""
        sayer = self._of(claim)
        return sayer.id if sayer else ""

    def same(self, left: AnyClaim, right: AnyClaim) -> bool:
        """Whether the articles show that one sayer says both."""
        a, b = self._of(left), self._of(right)
        return a is not None and b is not None and a.id == b.id

    def apart(self, left: AnyClaim, right: AnyClaim) -> bool:
        """Whether two different sayers say them, neither of whom passes on what the other says."""
        mouths = [
            [sayer for sayer in (self._of(claim), self.relays.get(claim.id)) if sayer]
            for claim in (left, right)
        ]
        pairs = [(one, other) for one in mouths[0] for other in mouths[1]]
        return bool(pairs) and all(are_apart(one, other) for one, other in pairs)

    def _of(self, claim: AnyClaim) -> Sayer | None:
        known = self.by_claim.get(claim.id)
        named = said_by(claim)
        if known or not named:
            return known
        naming = naming_of(named)
        return Sayer(claim.id, named, (naming,), frozenset({naming.office}), naming.owner)


def said_by(claim: AnyClaim) -> str:
    """Return who says a claim, as its article names him there, or ""."""
    return claim.speaker if isinstance(claim, Quotation) else claim.said_by


def are_apart(left: Sayer, right: Sayer) -> bool:
    """Whether nothing lets two sayers be one, or one the mouth of the other."""
    if left.id == right.id:
        return False
    if left.lands and right.lands and not meet(left.lands, right.lands):
        return True
    if any(all(n.is_nobody for n in sayer.namings) for sayer in (left, right)):
        return False
    a, b = left.namings[0], right.namings[0]
    bodies = [n.is_body for n in (a, b)]
    for one, other in ((left, right), (right, left)):
        if one.owners and meet(
            one.owners, {*other.person, *(w for n in other.namings for w in n.office)}
        ):
            return False  # the Kremlin and its spokesman
    if all(bodies):
        alike = any(x[-1:] == y[-1:] for x in left.offices for y in right.offices)
        return not alike or bool(
            left.owners and right.owners and not meet(left.owners, right.owners)
        )
    if any(bodies):  # "Kyiv" may stand for its air force; nobody's full name does
        return not any(len(sayer.person) == 1 for sayer in (left, right))
    if left.person and right.person:
        if any(_is_institution(sayer) for sayer in (left, right)):
            return False
        return not _may_be_one_person(left.person, right.person)
    return bool(left.offices and right.offices) and not any(
        x[-1:] == y[-1:] for x in left.offices for y in right.offices
    )


def _is_institution(sayer: Sayer) -> bool:
    """Whether it is named like a house or a capital: "the Kremlin", "Ukraine" may be anybody there."""
    naming = max(sayer.namings, key=lambda n: len(n.person))
    if naming.is_body or len(naming.person) != 1 or any(sayer.offices):
        return False
    return bool(naming.lands) or naming.text.casefold().startswith("the ")


def _may_be_one_person(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    is_shared = any(same_name(left[-1], word) for word in right) or any(
        same_name(right[-1], word) for word in left
    )
    if len(left) > 1 and len(right) > 1:
        return is_shared and left[0][0] == right[0][0]
    return is_shared


def meet(left: Iterable[str], right: Iterable[str]) -> bool:
    """Whether a word of one is the same name as a word of the other: "Ukraine", "Ukrainian"."""
    known = list(right)
    return any(same_name(a, b) for a in left for b in known)
