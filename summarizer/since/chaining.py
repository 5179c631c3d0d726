"""Which story of today continues which one of the page before, and the ids that go on with it. Pure.

A story goes on where it is told from the same articles; where no article is left of it, where its
articles and today's would be one story if they stood on one page.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from summarizer.briefing import Briefing, Story
from summarizer.claims import AnyClaim
from summarizer.clustering import stories as clustered
from summarizer.restoring import Restored
from summarizer.revision.assignment import Paired, best_pairs
from summarizer.revision.stories import LEAST_SHARED_SOURCES, Run, Stories, runs_of
from summarizer.revision.terms import Terms, shared_names
from summarizer.revision.wording import similarity
from summarizer.sources import SourceArticle

_A_CLAIM, _A_SOURCE = 1000, 10
ID_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Chains:
    """The stories of two pages paired.

    `merged` gives for a story of today the other stories of before that went into it, `split` for a
    story that continues none the one of before that it was a part of; both by id.
    """

    pairs: tuple[tuple[Story, Story], ...]
    gone: tuple[Story, ...]
    new: tuple[Story, ...]
    shared: Stories
    merged: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    split: Mapping[str, str] = field(default_factory=dict)

    @property
    def before(self) -> dict[str, Story]:
        """The story of the page before, by the id that today's has without a chain."""
        return {new.id: old for old, new in self.pairs}

    @property
    def going_on(self) -> frozenset[str]:
        """Ids of today's stories that the page before told, alone or as part of another."""
        return frozenset(self.before.keys() | self.split.keys())


def chained(terms: tuple[Terms, Terms], pages: tuple[Restored, Restored]) -> Chains:
    """Return which stories of today continue which of before.

    Args:
        terms: of the page before and of today's.
        pages: the claims and articles of both.
    """
    old, new = (sorted(runs_of(one), key=lambda run: run.story.id) for one in terms)
    weights = _by_articles(old, new)
    linked = {i for i, _ in weights}, {j for _, j in weights}
    if len(linked[0]) < len(old) and len(linked[1]) < len(new):
        weights |= {
            (i, j): weight
            for (i, j), weight in _by_content(old, new, pages).items()
            if i not in linked[0] and j not in linked[1]
        }
    taken = best_pairs(weights)
    of_old, of_new = dict(taken), {j: i for i, j in taken}
    merged: defaultdict[str, list[str]] = defaultdict(list)
    split: dict[str, str] = {}
    for i, j in sorted(weights):
        if i not in of_old and j in of_new and j == _heaviest(weights, left=i):
            merged[new[j].story.id].append(old[i].story.id)
        if j not in of_new and i in of_old and i == _heaviest(weights, right=j):
            split[new[j].story.id] = old[i].story.id
    held = {name for names in merged.values() for name in names}
    alone = tuple(run for i, run in enumerate(old) if i not in of_old)
    fresh = tuple(run for j, run in enumerate(new) if j not in of_new)
    pairs = tuple((old[i], new[j]) for i, j in taken)
    names = shared_names(Paired(pairs, alone, fresh), lambda run: run.key)
    return Chains(
        tuple((one.story, other.story) for one, other in pairs),
        tuple(run.story for run in alone if run.story.id not in held),
        tuple(run.story for run in fresh),
        Stories(names[0], names[1], (), {}),
        {name: tuple(found) for name, found in merged.items()},
        split,
    )


def _heaviest(
    weights: Mapping[tuple[int, int], int], *, left: int | None = None, right: int | None = None
) -> int:
    """Return the number of what a story shares most with, on the other side."""
    if left is not None:
        return max((weight, -j) for (i, j), weight in weights.items() if i == left)[1] * -1
    return max((weight, -i) for (i, j), weight in weights.items() if j == right)[1] * -1


def _by_articles(old: Sequence[Run], new: Sequence[Run]) -> dict[tuple[int, int], int]:
    """Return what speaks for each pair of stories that share a claim, or most of their articles."""
    weights = {}
    for i, run in enumerate(old):
        for j, other in enumerate(new):
            claims, sources = len(run.claims & other.claims), len(run.sources & other.sources)
            if claims or similarity(run.sources, other.sources) >= LEAST_SHARED_SOURCES:
                weights[i, j] = 1 + _A_CLAIM * claims + _A_SOURCE * sources
    return weights


def _by_content(
    old: Sequence[Run], new: Sequence[Run], pages: tuple[Restored, Restored]
) -> dict[tuple[int, int], int]:
    """Return how many articles of two stories would be of one story if they stood on one page."""
    before, after = (_articles(page) for page in pages)
    sources, claims = dict(before[0] | after[0]), before[1] | after[1]
    of_old, of_new = (_story_of(side) for side in (old, new))
    weights: defaultdict[tuple[int, int], int] = defaultdict(int)
    ordered = sorted(sources.values(), key=lambda source: source.sort_key)
    for group in clustered(ordered, claims):
        names = [source.id for source in group.sources]
        for i in sorted({of_old[name] for name in names if name in of_old}):
            for j in sorted({of_new[name] for name in names if name in of_new}):
                weights[i, j] += sum(of_old.get(n) == i or of_new.get(n) == j for n in names)
    return dict(weights)


def _articles(
    page: Restored,
) -> tuple[dict[str, SourceArticle], dict[str, list[AnyClaim]]]:
    """Return the articles of a page and their claims that it cites, by the articles' ids."""
    sources = {source.id: source for source in page.gate.sources.values()}
    by_part = {key: source.id for key, source in page.gate.sources.items()}
    claims: dict[str, list[AnyClaim]] = {name: [] for name in sources}
    for claim in sorted(page.gate.claims.values(), key=lambda claim: claim.id):
        claims[by_part[claim.document, claim.part]].append(claim)
    return sources, claims


def _story_of(runs: Sequence[Run]) -> dict[str, int]:
    """Return for each article of a page the number of the story that cites it."""
    return {
        source: number
        for number, run in enumerate(runs)
        for source in (
            *(c.source for section in run.story.sections for s in section.statements
              for c in s.citations),
            *(c.source for c in run.story.headline.citations),
            *(value.source for row in run.story.figures for value in row.values),
        )
    }  # fmt: skip


def renamed(briefing: Briefing, chains: Chains, seen: str | None) -> Briefing:
    """Return today's page with the ids of the stories that it continues.

    Args:
        briefing: today's page.
        chains: its stories and those before.
        seen: when the page before was made, which told a story first that says nothing of it.
    """
    names = names_of(chains)
    before = chains.before
    stories = []
    for story in briefing.stories:
        old = before.get(story.id)
        stories.append(
            story.model_copy(
                update={
                    "id": names[story.id],
                    "first_seen": (old.first_seen or seen) if old else None,
                    "previous_rank": old.rank if old else None,
                    "merges": sorted(chains.merged.get(story.id, ())),
                    "split_from": chains.split.get(story.id),
                }
            )
        )
    return briefing.model_copy(update={"stories": stories}).with_texts(briefing.texts)


def names_of(chains: Chains) -> dict[str, str]:
    """Return the id of each story of today: that of the one it continues, else one of its own."""
    names = {new.id: old.id for old, new in chains.pairs}
    known = {*names.values(), *(story.id for story in chains.gone)}
    known |= {name for merged in chains.merged.values() for name in merged}
    for story in sorted(chains.new, key=lambda story: story.id):
        name = story.id
        while name in known:  # its articles were those of a story that another one continues
            name = hashlib.sha256(f"{name}\nnew".encode()).hexdigest()[:ID_DIGITS]
        names[story.id] = name
        known.add(name)
    return names
