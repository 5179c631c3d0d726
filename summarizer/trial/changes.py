"""What differs between two lists of claims of one article: added, removed, changed in value. Pure.

Claims are paired by kind, by overlapping words and then by what they say, one to one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.claims import AnyClaim, Event, Quantity
from summarizer.evaluation.pairing import Quality, one_to_one
from summarizer.names import stem, words_of

# Of the words in the shorter of two clauses: one sentence often tells several events.
LEAST_SHARED = 0.5


@dataclass(frozen=True, slots=True)
class Changes:
    """How the claims of one article differ; `changed` are pairs (old, new) whose value differs."""

    common: int
    added: tuple[AnyClaim, ...]
    removed: tuple[AnyClaim, ...]
    changed: tuple[tuple[AnyClaim, AnyClaim], ...]

    @property
    def paired(self) -> int:
        return self.common + len(self.changed)


def changes_between(old: Sequence[AnyClaim], new: Sequence[AnyClaim]) -> Changes:
    """Return how the claims of an article differ from earlier ones; order changes nothing."""
    before = sorted(old, key=_place)
    after = sorted(new, key=_place)
    possible = {
        (i, j): quality
        for i, one in enumerate(before)
        for j, other in enumerate(after)
        if (quality := _agreement(one, other)) is not None
    }
    pairs = one_to_one(possible)
    changed = tuple(
        (before[i], after[j]) for i, j in pairs if value_of(before[i]) != value_of(after[j])
    )
    left, right = {i for i, _ in pairs}, {j for _, j in pairs}
    return Changes(
        common=len(pairs) - len(changed),
        added=tuple(claim for j, claim in enumerate(after) if j not in right),
        removed=tuple(claim for i, claim in enumerate(before) if i not in left),
        changed=changed,
    )


def value_of(claim: AnyClaim) -> str:
    """Return what must not change unnoticed: a figure's value, a speaker, an event's status and date."""
    if isinstance(claim, Quantity):
        bounds = (claim.value,) if claim.value is not None else (claim.low, claim.high)
        told = " to ".join("open" if bound is None else f"{bound:f}" for bound in bounds)
        return told if claim.change == "=" else f"{claim.change} {told}"
    if isinstance(claim, Event):
        return f"{claim.status}, {claim.date.iso() if claim.date else 'no date'}"
    return claim.speaker or "nobody"


def _place(claim: AnyClaim) -> tuple[int, int, str]:
    return claim.span.start, claim.span.end, claim.id


def _agreement(old: AnyClaim, new: AnyClaim) -> Quality | None:
    """Return how well two claims agree, or None where they cannot be about one thing."""
    if type(old) is not type(new) or not old.span.overlaps(new.span):
        return None
    likeness = 0.0
    if isinstance(old, Event) and isinstance(new, Event):
        told, wanted = _stems(old.what), _stems(new.what)
        likeness = len(told & wanted) / max(1, min(len(told), len(wanted)))
        if likeness < LEAST_SHARED and old.what != new.what:
            return None
    common = min(old.span.end, new.span.end) - max(old.span.start, new.span.start)
    longest = max(old.span.end - old.span.start, new.span.end - new.span.start)
    return (
        float(old.id == new.id),
        float(value_of(old) == value_of(new)),
        likeness,
        common / longest,
    )


def _stems(text: str) -> set[str]:
    return {stem(word) for word in words_of(text)}
