"""The two questions that compare claims of several articles, the tables they show, and the replies.

A table has content ids and fixed fields and is sorted, so the same claims always make the same
question. Knows how to ask; what an answer is worth is decided where claims are reduced.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from summarizer.answers import Request, canonical_json
from summarizer.asking import Asker, question, together
from summarizer.claims import AnyClaim, Event, Quantity, Quotation
from summarizer.clustering import days_of_articles
from summarizer.dates import spoken
from summarizer.errors import AnswerMissing, EndpointRefuses, ModelError
from summarizer.grouping import Grouping, StoryClaims
from summarizer.happenings import near_blocks
from summarizer.names import stem
from summarizer.proposals import (
    EventProposal,
    ProposedDispute,
    ProposedQuantity,
    ProposedRelation,
    ProposedSum,
    QuantityProposal,
    StoryProposals,
)
from summarizer.replies import Reply
from summarizer.sources import SourceArticle
from summarizer.writing import figure_cell, line_of, source_cell, time_words

T = TypeVar("T", Event, Quantity)

MOST_COMPARED = 120  # rows one question shows
_SPOKEN = frozenset({"statement", "talks", "decision", "court", "election", "business", "science"})
EVENT_COLUMNS = (
    "id", "source", "published", "date", "place", "kind", "status", "said by", "event",
)  # fmt: skip
QUANTITY_COLUMNS = (
    "id", "source", "published", "as of", "place or whole", "said by", "figure", "counted",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ComparisonTable:
    """Rows of claims as the comparing templates see them; `marker` comes from the content."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def marker(self) -> str:
        content = canonical_json([list(self.columns), *(list(row) for row in self.rows)])
        return hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()[:8]

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(row[0] for row in self.rows)


@dataclass(frozen=True, slots=True)
class Uncompared:
    """A question about a story that got no usable answer; rules stand in for it."""

    subject: str
    prompt: str
    reason: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a model proposes about the claims of one story, and what it could not be asked."""

    proposals: StoryProposals
    failures: tuple[Uncompared, ...] = ()


def is_comparable(story: StoryClaims) -> bool:
    """Whether there is anything to compare: two texts of their own, or two who say something."""
    if len({source.origin for source in story.group.sources}) > 1:
        return True
    sayers = {c.speaker if isinstance(c, Quotation) else c.said_by for c in story.claims}
    return len(sayers - {""}) > 1


def event_tables(story: StoryClaims, grouping: Grouping) -> list[ComparisonTable]:
    """Return the events of a story in as few tables as hold them; none where one has no other.

    If one does not hold them, deeds and what was said or decided are asked about apart, and events
    that could be one happening stay together.
    """
    events = story.events
    kinds: list[list[Sequence[Event]]] = [[events]]
    if len(events) > MOST_COMPARED:
        days = days_of_articles(story.group, story.claims, grouping.source_of)
        blocks = near_blocks(events, grouping.source_of, days, most=MOST_COMPARED)
        kinds = [[b for b in blocks if (b[0].topic in _SPOKEN) is said] for said in (False, True)]
    source = _sources(story, grouping)
    return [
        ComparisonTable(
            EVENT_COLUMNS, tuple(_event_row(e, source(e)) for e in _sorted(rows, source))
        )
        for rows in _filled(kinds)
    ]


def quantity_tables(story: StoryClaims, grouping: Grouping) -> list[ComparisonTable]:
    """Return the figures of a story in as few tables as hold them, those of one unit together."""
    by_unit: dict[str, list[Quantity]] = {}
    for quantity in story.quantities:
        unit = stem(quantity.unit.split()[-1]) if quantity.unit.split() else ""
        by_unit.setdefault(unit, []).append(quantity)
    source = _sources(story, grouping)
    blocks = [_sorted(by_unit[unit], source) for unit in sorted(by_unit)]
    return [
        ComparisonTable(
            QUANTITY_COLUMNS, tuple(_quantity_row(q, source(q)) for q in _sorted(rows, source))
        )
        for rows in _filled([blocks])
    ]


def _sources(story: StoryClaims, grouping: Grouping) -> Callable[[AnyClaim], SourceArticle]:
    """Return what tells in which article of the story a claim stands."""
    by_id = {source.id: source for source in story.group.sources}
    return lambda claim: by_id[grouping.source_of[claim.id]]


def _filled(kinds: Iterable[Sequence[Sequence[T]]]) -> list[list[T]]:
    """Return the rows in tables of at most `MOST_COMPARED`, of about one size within a kind.

    A block is cut only if no table holds it; kinds share a table only if they fit into one.
    """
    tables: list[list[T]] = []
    for blocks in kinds:
        total = sum(len(block) for block in blocks)
        wanted = math.ceil(total / math.ceil(total / MOST_COMPARED)) if total else 0
        opened: list[list[T]] = [[]]
        for block in blocks:
            for start in range(0, len(block), MOST_COMPARED):
                rows = list(block[start : start + MOST_COMPARED])
                is_full = len(opened[-1]) >= wanted
                if is_full or len(opened[-1]) + len(rows) > MOST_COMPARED:
                    opened.append([])
                opened[-1] += rows
        if tables and len(tables[-1]) + len(opened[0]) <= MOST_COMPARED:
            tables[-1] += opened.pop(0)
        tables += opened
    return [table for table in tables if len(table) > 1]


def _sorted(claims: Iterable[T], source: Callable[[AnyClaim], SourceArticle]) -> list[T]:
    """Return claims in the order of their articles and of their places in them."""
    return sorted(claims, key=lambda c: (source(c).sort_key, c.span, c.id))


def _event_row(event: Event, source: SourceArticle) -> tuple[str, ...]:
    published = source.article.metadata.published
    cells = (
        source_cell(event, source),
        published.surface if published else "",
        spoken(event.date) if event.date else time_words(event.when),
        event.where,
        event.topic,
        event.status,
        event.said_by,
        event.what,
    )
    return (event.id, *map(line_of, cells))


def _quantity_row(quantity: Quantity, source: SourceArticle) -> tuple[str, ...]:
    published = source.article.metadata.published
    cells = (
        source_cell(quantity, source),
        published.surface if published else "",
        spoken(quantity.date) if quantity.date else time_words(quantity.as_of),
        quantity.scope,
        quantity.said_by,
        figure_cell(quantity),
        quantity.counted,
    )
    return (quantity.id, *map(line_of, cells))


async def compare(story: StoryClaims, grouping: Grouping, asker: Asker, model: str) -> Comparison:
    """Return what a model proposes about a story; where it does not answer, rules stand in."""
    if not is_comparable(story):
        return Comparison(StoryProposals())
    prompts = asker.prompts
    events, quantities = event_tables(story, grouping), quantity_tables(story, grouping)
    asked = [(prompts.same_event, t) for t in events]
    asked += [(prompts.same_quantity, t) for t in quantities]
    requests = _requests(asked, story, asker, model)
    replies = await together(_answered(asker, request) for request in requests)
    known = [
        (prompt, table, reply)
        for (prompt, table), reply in zip(asked, replies, strict=True)
        if isinstance(reply, Reply)
    ]
    return Comparison(
        StoryProposals(
            event_proposal([(t, r) for p, t, r in known if p == prompts.same_event]),
            quantity_proposal([r for p, _, r in known if p == prompts.same_quantity]),
        ),
        tuple(reply for reply in replies if isinstance(reply, Uncompared)),
    )


def _requests(
    asked: Sequence[tuple[str, ComparisonTable]], story: StoryClaims, asker: Asker, model: str
) -> list[Request]:
    first = min(story.group.sources, key=lambda s: (not s.corroborates, s.sort_key))
    name = line_of(first.article.metadata.title or first.label)
    numbers: dict[str, int] = {}
    requests = []
    for prompt, table in asked:
        numbers[prompt] = numbers.get(prompt, 0) + 1
        subject = name if numbers[prompt] == 1 else f"{name} ({numbers[prompt]})"
        given = {"table": table}
        requests.append(question(asker.prompts, prompt, given, model=model, subject=subject))
    return requests


async def _answered(asker: Asker, request: Request) -> Reply | Uncompared:
    try:
        return await asker.ask(request)
    except EndpointRefuses:
        raise
    except ModelError as error:
        reason = "no stored answer" if isinstance(error, AnswerMissing) else str(error)
        return Uncompared(request.subject, request.prompt, f"{reason}; compared by rule instead")


def event_proposal(
    replies: Sequence[tuple[ComparisonTable, Reply]],
) -> EventProposal | None:
    """Return what the replies about tables of events propose, or None if there are none."""
    if not replies:
        return None
    return EventProposal(
        groups=tuple(tuple(h.claims) for _, reply in replies for h in reply.happenings),
        disputes=tuple(_disputes(reply for _, reply in replies)),
        tables=tuple(table.ids for table, _ in replies),
    )


def _disputes(replies: Iterable[Reply]) -> Iterator[ProposedDispute]:
    for reply in replies:
        for item in reply.disputes:
            versions = tuple(tuple(version.claims) for version in item.versions)
            yield ProposedDispute(item.about, item.question, versions)


def quantity_proposal(replies: Sequence[Reply]) -> QuantityProposal | None:
    """Return what the replies about tables of figures propose, or None if there are none."""
    if not replies:
        return None
    return QuantityProposal(
        groups=tuple(
            ProposedQuantity(q.what, tuple(q.claims)) for r in replies for q in r.quantities
        ),
        relations=tuple(
            ProposedRelation(p.left, p.right, p.relation) for r in replies for p in r.relations
        ),
        sums=tuple(ProposedSum(tuple(s.terms), s.total) for r in replies for s in r.sums),
    )
