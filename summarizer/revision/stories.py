"""Which story of one briefing is which of the other, and what changed in it as a whole. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from summarizer.briefing import Story
from summarizer.revision.assignment import paired
from summarizer.revision.changes import FieldChange, StoryChange, StoryOutcome, tally
from summarizer.revision.quoting import statements_in
from summarizer.revision.terms import SHARED, Terms, shared_names
from summarizer.revision.wording import similarity

LEAST_SHARED_SOURCES = 0.5  # of two stories that share no claim
_A_CLAIM, _A_SOURCE = 1000, 10
_FIELDS = ("label", "dates", "dates_derivation", "separate_because")


@dataclass(frozen=True, slots=True)
class Run:
    """A story of one briefing, with what it rests on in shared terms."""

    story: Story
    claims: frozenset[str]
    sources: frozenset[str]
    judgements: Mapping[tuple[str, ...], str]

    @property
    def key(self) -> tuple[str, str]:
        """What it is told from, and its id."""
        return (repr((sorted(self.claims), sorted(self.sources), self.story.label)), self.story.id)


@dataclass(frozen=True, slots=True)
class Stories:
    """The stories of two briefings under shared names, by story id."""

    old: Mapping[str, str]
    new: Mapping[str, str]
    changes: tuple[StoryChange, ...]
    counts: Mapping[str, int]


def compare_stories(old: Terms, new: Terms) -> Stories:
    """Return the stories of both paired by the claims and sources they share, and what changed."""
    found = paired(runs_of(old), runs_of(new), lambda run: run.key, _weights)
    names = shared_names(found, lambda run: run.key)
    changes = [change for pair in found.pairs if (change := _changed(*pair))]
    unchanged = len(found.pairs) - len(changes)
    changes += [_alone(run, "removed") for run in found.old]
    changes += [_alone(run, "added") for run in found.new]
    changes.sort(key=lambda c: (c.new_rank or c.old_rank or 0, c.new_rank is None, c.label))
    return Stories(
        names[0],
        names[1],
        tuple(changes),
        tally(unchanged, (change.outcomes for change in changes)),
    )


def runs_of(terms: Terms) -> list[Run]:
    """Return the stories of a briefing, each with what it rests on."""
    found = []
    for story in terms.briefing.stories:
        statements = list(statements_in(story))
        claims = [name for statement in statements for name in statement.rests_on]
        claims += [value.claim for row in story.figures for value in row.values]
        sources = [c.source for statement in statements for c in statement.citations]
        sources += [value.source for row in story.figures for value in row.values]
        judgements = {
            tuple(sorted((terms.of_claim(j.left), terms.of_claim(j.right)))): j.decision
            for j in story.judgements
        }
        shared = frozenset(map(terms.of_source, sources))
        found.append(Run(story, terms.of_claims(claims), shared, judgements))
    return found


def _weights(left: Sequence[Run], right: Sequence[Run]) -> dict[tuple[int, int], int]:
    weights = {}
    for i, run in enumerate(left):
        for j, other in enumerate(right):
            claims, sources = len(run.claims & other.claims), len(run.sources & other.sources)
            same_label = run.story.label == other.story.label
            if (
                claims
                or same_label
                or similarity(run.sources, other.sources) >= LEAST_SHARED_SOURCES
            ):
                weights[i, j] = 1 + _A_CLAIM * claims + _A_SOURCE * sources + same_label
    return weights


def _changed(old: Run, new: Run) -> StoryChange | None:
    outcomes: list[StoryOutcome] = []
    fields = list(_differing(old.story, new.story))
    decisions = list(_decisions(old, new))
    if old.story.rank != new.story.rank:
        outcomes.append("rank_changed")
    if decisions:
        outcomes.append("judgement_changed")
    if fields:
        outcomes.append("reworded")
    if not outcomes:
        return None
    return StoryChange(
        outcomes=outcomes,
        label=new.story.label,
        headline=new.story.headline.text,
        old_rank=old.story.rank,
        new_rank=new.story.rank,
        fields=[*decisions, *fields],
    )


def _differing(old: Story, new: Story) -> Iterator[FieldChange]:
    for name in _FIELDS:
        before, after = getattr(old, name) or None, getattr(new, name) or None
        if before != after:
            about = "value" if name == "dates" else "wording"
            yield FieldChange.model_validate(
                {"name": name, "aspect": about, "old": before, "new": after}
            )


def _decisions(old: Run, new: Run) -> Iterator[FieldChange]:
    """Yield the events of both that were joined in one and kept apart in the other."""
    for pair in sorted(old.judgements.keys() & new.judgements.keys()):
        before, after = old.judgements[pair], new.judgements[pair]
        if before != after and all(name.startswith(SHARED) for name in pair):
            yield FieldChange(name="judgement", aspect="value", old=before, new=after)


def _alone(run: Run, outcome: StoryOutcome) -> StoryChange:
    rank = run.story.rank
    return StoryChange(
        outcomes=[outcome],
        label=run.story.label,
        headline=run.story.headline.text,
        old_rank=rank if outcome == "removed" else None,
        new_rank=rank if outcome == "added" else None,
        fields=[],
    )
