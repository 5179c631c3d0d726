"""Events of a story put together step by step: likeness, vetoes, and why each pair was decided. Pure.

Keeps the state of one story; in which order rules and proposals have their say is not decided here.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from heapq import nsmallest
from itertools import pairwise
from typing import Literal

from summarizer.blocks import near_pairs
from summarizer.claims import Event
from summarizer.coreference import (
    Facets,
    Traits,
    doubt,
    have_common_ground,
    likeness,
    traits_of,
    veto,
)
from summarizer.dates import DateRange
from summarizer.names import plain
from summarizer.proposals import EventProposal, EventRuling

# Likeness from which two events are one by rule alone, from which they are where nobody was asked,
# from which they are worth a question, and below which a rule puts no two into one happening. Read
# off the pairs of one story of five articles (166 events): above LIKELY none of two sources was wrong.
CLEAR, LIKELY, NEAR, LEAST = 0.7, 0.54, 0.35, 0.2
SAMPLE = 6  # events of each side that are compared before two groups are joined
MOST_JUDGEMENTS = 12  # kept of each happening, the closest pairs first

Decision = Literal["joined", "apart"]
DecidedBy = Literal["rule", "model", "desk"]
_BY_THE_DESK = "kept apart by the desk"


@dataclass(frozen=True, slots=True)
class Judgement:
    """Why two events are one happening or are not, in plain words, and who decided."""

    left: str
    right: str
    decision: Decision
    reason: str
    by: DecidedBy


@dataclass(frozen=True, slots=True)
class Group:
    """Events of one happening in a fixed order, and what was decided about them."""

    events: tuple[Event, ...]
    judgements: tuple[Judgement, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """Events that say the same in the same words: one, however many copies there are of it."""

    events: tuple[Event, ...]
    traits: Traits
    sources: frozenset[str]
    text: str

    @property
    def id(self) -> str:
        return self.events[0].id


def nodes_of(
    events: Iterable[Event],
    key_of: Mapping[str, str],
    days_of: Mapping[str, DateRange | None],
    parted: Set[str] = frozenset(),
) -> Iterator[Node]:
    """Yield the events by what they say, in an order that only hangs on that; see `happenings`.

    Events of `parted` are each a node of its own, whatever others say the same.
    """
    same: dict[tuple[str, Traits, str], list[Event]] = {}
    for event in {event.id: event for event in events}.values():
        traits = traits_of(event, days_of.get(key_of[event.id]))
        alone = event.id if event.id in parted else ""
        same.setdefault((plain(event.what), traits, alone), []).append(event)

    def order(key: tuple[str, Traits, str]) -> tuple[str, str, str, str]:
        facets = key[1].facets
        day = facets.days.iso() if facets.days else "~"
        return (day, key[0], facets.topic, min(e.id for e in same[key]))

    for key in sorted(same, key=order):
        found = sorted(same[key], key=lambda e: (key_of[e.id], e.span, e.id))
        yield Node(tuple(found), key[1], frozenset(key_of[e.id] for e in found), key[0])


@dataclass
class Joining:
    """The nodes of a story while they are put together."""

    nodes: tuple[Node, ...]
    scores: dict[tuple[int, int], float] = field(default_factory=dict)
    members: dict[int, list[int]] = field(default_factory=dict)
    home: list[int] = field(default_factory=list)
    weight: dict[str, float] = field(default_factory=dict)
    weighed: dict[frozenset[str], float] = field(default_factory=dict)
    facets: list[int] = field(default_factory=list)  # of each node, the number of its facets
    known: list[Facets] = field(default_factory=list)
    kinds: dict[int, set[int]] = field(default_factory=dict)  # of each group, the facets in it
    vetoes: dict[tuple[int, int], str] = field(default_factory=dict)
    why: dict[tuple[int, int], tuple[str, DecidedBy]] = field(default_factory=dict)
    parted: dict[tuple[int, int], str] = field(default_factory=dict)  # of groups that stay two
    ruled_apart: set[tuple[int, int]] = field(default_factory=set)  # nodes, the lower first

    def compare(self) -> None:
        """Score the pairs that share something rare enough to be worth a look."""
        count = Counter(term for node in self.nodes for term in node.traits.words)
        total = max(1, len(self.nodes))
        self.weight = {term: math.log(1 + total / n) for term, n in count.items()}
        self.home = list(range(len(self.nodes)))
        self.members = {index: [index] for index in self.home}
        number: dict[Facets, int] = {}
        for node in self.nodes:
            self.facets.append(number.setdefault(node.traits.facets, len(number)))
        self.known = list(number)
        self.kinds = {index: {self.facets[index]} for index in self.home}
        for pair in near_pairs([node.traits for node in self.nodes], self.weight):
            self.scores[pair] = self.score(*pair)

    def score(self, left: int, right: int) -> float:
        a, b = self.nodes[left], self.nodes[right]
        same = bool(a.sources & b.sources)
        return likeness(a.traits, b.traits, self.weigh, same_source=same)

    def weigh(self, terms: frozenset[str]) -> float:
        """Return how much some stems together tell apart."""
        found = self.weighed.get(terms)
        if found is None:
            found = self.weighed[terms] = sum(self.weight[term] for term in sorted(terms))
        return found

    def veto(self, left: int, right: int) -> str:
        return self.veto_of(self.facets[left], self.facets[right])

    def veto_of(self, left: int, right: int) -> str:
        """Return why events with these facets, by their numbers, are never one."""
        pair = (left, right) if left < right else (right, left)
        found = self.vetoes.get(pair)
        if found is None:
            found = self.vetoes[pair] = veto(self.known[pair[0]], self.known[pair[1]])
        return found

    def doubt(self, left: int, right: int) -> str:
        a, b = (self.nodes[index].traits.facets for index in (left, right))
        return doubt(a, b)

    def apart(self, left: int, right: int) -> str:
        """Return why the groups of two nodes may not be one, or ""."""
        if self.ruled_apart and self.is_ruled_apart(left, right):
            return _BY_THE_DESK
        one, other = (sorted(self.kinds[self.home[index]]) for index in (left, right))
        return next((v for i in one for j in other if (v := self.veto_of(i, j))), "")

    def is_ruled_apart(self, left: int, right: int) -> bool:
        one, other = (self.members[self.home[index]] for index in (left, right))
        return any((min(i, j), max(i, j)) in self.ruled_apart for i in one for j in other)

    def rule(self, ruling: EventRuling) -> None:
        """Join and part what a person decided, before anything else has its say."""
        index_of = {event.id: i for i, node in enumerate(self.nodes) for event in node.events}
        known = ([index_of[n] for n in group if n in index_of] for group in ruling.apart)
        for places in known:
            pairs = ((i, j) for n, i in enumerate(places) for j in places[n + 1 :])
            self.ruled_apart |= {(min(i, j), max(i, j)) for i, j in pairs if i != j}
        for group in ruling.together:
            places = sorted({index_of[name] for name in group if name in index_of})
            for left, right in pairwise(places):
                if self.home[left] != self.home[right] and not self.is_ruled_apart(left, right):
                    self.scored(left, right)  # what has a score is told of
                    self.join(left, right, "put together by the desk", "desk")

    def join(self, left: int, right: int, reason: str, by: DecidedBy) -> None:
        """Make one group of those of two nodes; the lower number names it."""
        self.why[min(left, right), max(left, right)] = (reason, by)
        a, b = sorted((self.home[left], self.home[right]))
        for index in self.members[b]:
            self.home[index] = a
        self.members[a] = sorted(self.members[a] + self.members.pop(b))
        self.kinds[a] |= self.kinds.pop(b)

    def join_by_rule(self, least: float, except_asked: EventProposal | None = None) -> None:
        """Join the pairs that are alike enough, the closest first, where nothing speaks against it."""
        near = [pair for pair, score in self.scores.items() if score >= least]
        for left, right in sorted(near, key=lambda pair: (-self.scores[pair], pair)):
            if self.home[left] == self.home[right] or self.doubt(left, right):
                continue
            if except_asked and self.is_asked(left, right, except_asked):
                continue
            if not self.apart(left, right) and self.is_tight(left, right):
                self.join(left, right, "told in nearly the same words", "rule")

    def is_asked(self, left: int, right: int, proposal: EventProposal) -> bool:
        return proposal.compared(self.nodes[left].id, self.nodes[right].id)

    def is_tight(self, left: int, right: int) -> bool:
        """Whether the events of both groups are alike among each other, not only along a chain."""
        one, other = (self.members[self.home[index]][:SAMPLE] for index in (left, right))
        return all(self.scored(i, j) >= LEAST and not self.doubt(i, j) for i in one for j in other)

    def scored(self, left: int, right: int) -> float:
        pair = (min(left, right), max(left, right))
        if pair not in self.scores:
            self.scores[pair] = self.score(*pair)
        return self.scores[pair]

    def follow(self, groups: Sequence[tuple[str, ...]]) -> Counter[str]:
        """Join what a proposal groups, as far as nothing keeps it apart; count what it does."""
        refused: Counter[str] = Counter()
        index_of = {event.id: i for i, node in enumerate(self.nodes) for event in node.events}
        for group in groups:
            places = sorted({index_of[name] for name in group})
            pairs = [(i, j) for n, i in enumerate(places) for j in places[n + 1 :]]
            for left, right in sorted(pairs, key=lambda pair: (-self.scored(*pair), pair)):
                if self.home[left] == self.home[right]:
                    continue
                a, b = self.nodes[left].traits, self.nodes[right].traits
                if not self.apart(left, right) and have_common_ground(a, b):
                    self.join(left, right, "said to tell of one happening", "model")
            refused["kept apart by rule"] += len({self.home[i] for i in places}) - 1
        return +refused

    def groups(self, proposal: EventProposal | None) -> Iterator[Group]:
        """Yield the groups in a fixed order, each with why it is one and what it is kept from."""
        told: dict[int, list[tuple[float, str, str, tuple[int, int]]]] = defaultdict(list)
        for pair, score in self.scores.items():
            homes = {self.home[pair[0]], self.home[pair[1]]}
            if pair in self.why or (score >= NEAR and len(homes) > 1):
                left, right = (self.nodes[index].id for index in pair)
                for home in homes:
                    told[home].append((-score, left, right, pair))
        for home in sorted(self.members):
            events = [event for index in self.members[home] for event in self.nodes[index].events]
            near = (pair for *_, pair in nsmallest(MOST_JUDGEMENTS, told[home]))
            same = [
                Judgement(node.id, other.id, "joined", "told in the same words", "rule")
                for node in (self.nodes[index] for index in self.members[home])
                for other in node.events[1:]
            ]
            kept = [*same, *(self.judged(pair, proposal) for pair in near)]
            yield Group(tuple(events), tuple(kept[:MOST_JUDGEMENTS]))

    def judged(self, pair: tuple[int, int], proposal: EventProposal | None) -> Judgement:
        """Return what was decided about two nodes that were joined, or are alike and apart."""
        left, right = (self.nodes[index].id for index in pair)
        if pair in self.why:
            return Judgement(left, right, "joined", *self.why[pair])
        if pair in self.ruled_apart:
            return Judgement(left, right, "apart", _BY_THE_DESK, "desk")
        reason = self.veto(*pair) or self.doubt(*pair)
        if not reason:
            homes = (self.home[pair[0]], self.home[pair[1]])
            if homes not in self.parted:
                self.parted[homes] = self.apart(*pair)
            reason = self.parted[homes]
        if reason:
            return Judgement(left, right, "apart", reason, "rule")
        if proposal and proposal.compared(left, right):
            return Judgement(left, right, "apart", "not said to tell of one happening", "model")
        return Judgement(left, right, "apart", "too little of their wording is the same", "rule")
