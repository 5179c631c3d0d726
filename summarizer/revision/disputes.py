"""Which dispute of one briefing is which of the other, and what changed in it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from summarizer.briefing import Dispute
from summarizer.revision.assignment import paired
from summarizer.revision.changes import DisputeChange, DisputeOutcome, FieldChange, tally
from summarizer.revision.statements import Said, compare_all, said
from summarizer.revision.stories import Stories
from summarizer.revision.terms import Terms
from summarizer.revision.wording import similarity, stems

LEAST_LIKENESS = 0.5  # of the questions of two disputes that share no claim
_A_CLAIM, _SAME_STORY, _SAME_WORDS = 1000, 300, 200


@dataclass(frozen=True, slots=True)
class Told:
    """A dispute of one briefing, with its versions in shared terms."""

    dispute: Dispute
    story: str
    versions: tuple[Said, ...]

    @property
    def claims(self) -> frozenset[str]:
        """The terms of all claims that its versions rest on."""
        return frozenset(name for version in self.versions for name in version.claims)

    @property
    def key(self) -> tuple[str, str]:
        """All that it says, but for the ids it uses."""
        own = self.dispute
        versions = sorted(version.key[0] for version in self.versions)
        return (repr((self.story, own.about, own.question, own.reading, versions)), "")


def compare_disputes(
    old: Terms, new: Terms, stories: Stories
) -> tuple[list[DisputeChange], dict[str, int]]:
    """Return what changed among the disputes, and how many have which outcome."""
    before, after = _disputes(old, stories.old), _disputes(new, stories.new)
    found = paired(before, after, lambda told: told.key, _weights)
    changes = [change for pair in found.pairs if (change := _changed(*pair))]
    unchanged = len(found.pairs) - len(changes)
    changes += [_alone(told, "removed") for told in found.old]
    changes += [_alone(told, "added") for told in found.new]
    changes.sort(key=lambda change: change.question)
    return changes, tally(unchanged, (change.outcomes for change in changes))


def _disputes(terms: Terms, stories: Mapping[str, str]) -> list[Told]:
    return [
        Told(
            dispute,
            stories[story.id],
            tuple(said(version, terms, story, "disputes") for version in dispute.versions),
        )
        for story in terms.briefing.stories
        for dispute in story.disputes
    ]


def _weights(left: Sequence[Told], right: Sequence[Told]) -> dict[tuple[int, int], int]:
    weights = {}
    for i, j in product(range(len(left)), range(len(right))):
        told, other = left[i], right[j]
        claims = len(told.claims & other.claims)
        alike = similarity(stems(told.dispute.question), stems(other.dispute.question))
        same_story = told.story == other.story
        if claims or (same_story and alike >= LEAST_LIKENESS):
            weights[i, j] = (
                1 + _A_CLAIM * claims + _SAME_STORY * same_story + round(_SAME_WORDS * alike)
            )
    return weights


def _changed(old: Told, new: Told) -> DisputeChange | None:
    versions, counts = compare_all(old.versions, new.versions)
    fields = [
        FieldChange(
            name=name, aspect="value" if name == "about" else "wording", old=told, new=tells
        )
        for name in ("about", "question", "reading")
        if (told := getattr(old.dispute, name)) != (tells := getattr(new.dispute, name))
    ]
    if old.story != new.story:
        places = (f"story {told.versions[0].home.rank}" for told in (old, new))
        fields.append(FieldChange(name="story", aspect="place", old=next(places), new=next(places)))
    names = {field.name for field in fields}
    happened: tuple[tuple[DisputeOutcome, bool], ...] = (
        ("version_added", "added" in counts),
        ("version_removed", "removed" in counts),
        ("version_changed", any(version.old and version.new for version in versions)),
        ("reading_changed", "reading" in names),
        ("moved", "story" in names),
        ("reworded", bool(names & {"about", "question"})),
    )
    outcomes = [outcome for outcome, is_so in happened if is_so]
    if not outcomes:
        return None
    return DisputeChange(
        outcomes=outcomes, question=new.dispute.question, versions=versions, fields=fields
    )


def _alone(told: Told, outcome: DisputeOutcome) -> DisputeChange:
    is_new = outcome == "added"
    before, after = ((), told.versions) if is_new else (told.versions, ())
    versions, _ = compare_all(before, after)
    return DisputeChange(
        outcomes=[outcome], question=told.dispute.question, versions=versions, fields=[]
    )
