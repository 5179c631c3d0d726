"""Stories and disputes of a briefing against gold. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from summarizer.briefing import Briefing, Statement, Story
from summarizer.evaluation.gold import GoldDispute, GoldStory
from summarizer.evaluation.metrics import Score


def stories_score(
    briefing: Briefing, gold: Sequence[GoldStory], article_of: Mapping[str, str]
) -> Score:
    """Return how well pairs of articles are put together, over the articles that gold places.

    Args:
        briefing: a story's articles are those that it cites or whose figures it shows.
        gold: an article of it that stands in no story of the briefing counts as alone.
        article_of: for each source of the briefing the name that gold has for it.
    """
    placed = {name for story in gold for name in story.articles}
    found = _pairs(
        {article_of[source] for source in sources_of(story) if source in article_of} & placed
        for story in briefing.stories
    )
    wanted = _pairs(set(story.articles) for story in gold)
    return Score(len(found & wanted), len(found - wanted), len(wanted - found))


def _pairs(groups: Iterable[set[str]]) -> set[tuple[str, str]]:
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def statements_of(story: Story) -> Iterator[Statement]:
    """Yield every sentence of a story: headline, sections, readings of figures, disputes."""
    yield story.headline
    for section in story.sections:
        yield from section.statements
    yield from (row.reading for row in story.figures if row.reading is not None)
    for dispute in story.disputes:
        yield from dispute.versions


def prose_of(story: Story) -> Iterator[Statement]:
    """Yield the sentences that a model is asked for: those built of claims by design are left out."""
    yield story.headline
    for section in story.sections:
        if section.kind != "quotations":
            yield from section.statements


def sources_of(story: Story) -> set[str]:
    """Return the sources that a story cites or whose figures it shows."""
    cited = {c.source for statement in statements_of(story) for c in statement.citations}
    return cited | {value.source for row in story.figures for value in row.values}


def disputes_score(
    briefing: Briefing, gold: Sequence[GoldDispute], item_of: Mapping[str, str]
) -> Score:
    """Return how many disputes are told; one is, where versions give two sides of it."""
    told: set[int] = set()
    false = 0
    for dispute in (dispute for story in briefing.stories for dispute in story.disputes):
        given = {item_of[c] for v in dispute.versions for c in v.claims if c in item_of}
        met = {i for i, d in enumerate(gold) if sum(bool(given & set(s)) for s in d.sides) > 1}
        told |= met
        false += not met
    required = {i for i, dispute in enumerate(gold) if not dispute.optional}
    return Score(len(told & required), false, len(required - told))
