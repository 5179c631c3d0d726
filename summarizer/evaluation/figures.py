"""Rows of figures of a briefing against gold: how figures relate, and which add up. Pure.

Figures are compared by the gold number that their claim was paired with. Numbers of one article and
one value in one group stand for each other, as a row shows a repeated figure once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from summarizer.briefing import Briefing
from summarizer.evaluation.gold import GoldNumber, GoldSet, GoldSum, SameQuantity
from summarizer.evaluation.metrics import Score

_ORDERED = frozenset({"update", "correction", "part_of", "refines"})

Pair = frozenset[str]
Told = tuple[tuple[str, ...], str]  # two figures and their relation
Addition = tuple[tuple[str, ...], str]  # terms and total


class GoldFigures:
    """What gold says of the figures of its articles, in a form that can be compared."""

    def __init__(self, gold: Sequence[GoldSet]) -> None:
        self._numbers = {
            f"{article.article}:{number.id}": number
            for one in gold
            for article in one.articles
            for number in article.numbers or ()
        }
        groups = [group for one in gold for group in one.across.same_quantity or ()]
        self._figure_of = joined(repeat for group in groups for repeat in self._repeats(group))
        self.required: set[Told] = set()
        self.optional: set[Told] = set()
        self.unjudged: set[Pair] = set()
        for group in groups:
            self._add(group)
        self.optional -= self.required
        self.unjudged -= {frozenset(pair) for pair, _ in self.required}
        told = self.required | self.optional
        self._equal_to = joined(pair for pair, relation in told if relation == "equal")
        sums = [added for one in gold for added in one.across.sums or ()]
        self.sums = {self._sum(added) for added in sums if not added.optional}
        self.optional_sums = {self._sum(added) for added in sums if added.optional} - self.sums

    def __contains__(self, number: str) -> bool:
        return number in self._numbers

    def told(self, left: str, right: str, relation: str) -> Told | None:
        """Return a relation of two numbers; None for two that are one figure of one article."""
        pair = (self._figure(left), self._figure(right))
        if pair[0] == pair[1]:
            return None
        return (pair if relation in _ORDERED else tuple(sorted(pair)), relation)

    def addition(self, terms: Sequence[str], total: str) -> Addition:
        """Return a sum in which equal figures of other articles stand for each other."""
        return tuple(sorted(self._one_of(term) for term in terms)), self._one_of(total)

    def _add(self, group: SameQuantity) -> None:
        named = set()
        for known in group.relations:
            told = self.told(known.left, known.right, known.relation)
            if told is not None:
                named.add(frozenset(told[0]))
                (self.optional if known.optional else self.required).add(told)
        for left, right in combinations(group.numbers, 2):
            told = self.told(left, right, "equal")
            if told is None or frozenset(told[0]) in named:
                continue
            if group.relation is None:
                self.unjudged.add(frozenset(told[0]))
            else:
                self.required.add(told)

    def _repeats(self, group: SameQuantity) -> Iterable[Sequence[str]]:
        said: dict[tuple[str, str], list[str]] = {}
        for name in group.numbers:
            article = name.rpartition(":")[0]
            said.setdefault((article, _said(self._numbers[name])), []).append(name)
        return said.values()

    def _figure(self, number: str) -> str:
        return self._figure_of.get(number, number)

    def _one_of(self, number: str) -> str:
        figure = self._figure(number)
        return self._equal_to.get(figure, figure)

    def _sum(self, added: GoldSum) -> Addition:
        return self.addition(added.terms, added.total)


def _said(number: GoldNumber) -> str:
    values = (number.value, number.low, number.high)
    return number.words if values == (None, None, None) else "/".join(map(str, values))


def joined(groups: Iterable[Sequence[str]]) -> dict[str, str]:
    """Return for every name the least of those that are joined with it, directly or not.

    >>> joined([("b", "a"), ("c", "b"), ("e", "d")])
    {'a': 'a', 'b': 'a', 'c': 'a', 'd': 'd', 'e': 'd'}
    """
    found: list[set[str]] = []
    for group in groups:
        met = [one for one in found if one & set(group)]
        found = [one for one in found if one not in met]
        found.append(set(group).union(*met))
    return dict(sorted((name, min(one)) for one in found for name in one))


def relations_score(briefing: Briefing, gold: GoldFigures, number_of: Mapping[str, str]) -> Score:
    """Return how many pairs of figures are related as gold relates them.

    Args:
        briefing: its rows' pairs, but those called different.
        gold: a pair that stands in no group of it is related by mistake.
        number_of: for each claim the gold number it was paired with; pairs with other claims are
            not judged here, as those claims count as false already.
    """
    found = {
        gold.told(number_of[pair.left], number_of[pair.right], pair.relation)
        for row in briefing.figures()
        for pair in row.pairs
        if pair.relation != "different"
        and number_of.get(pair.left, "") in gold
        and number_of.get(pair.right, "") in gold
    } - {None}
    required = {told for told in gold.required if told[1] != "different"}
    debatable = gold.unjudged | {frozenset(pair) for pair, _ in gold.optional}
    wrong = {told for told in found - required if told and frozenset(told[0]) not in debatable}
    return Score(len(found & required), len(wrong), len(required - found))


def sums_score(briefing: Briefing, gold: GoldFigures, number_of: Mapping[str, str]) -> Score:
    """Return how many sums are shown as gold has them; one with a figure unknown to gold is false."""
    found: set[Addition] = set()
    unknown: set[Addition] = set()
    for shown in (shown for row in briefing.figures() for shown in row.derivations):
        if shown.kind != "sum" or shown.total is None:
            continue
        terms, total = [number_of.get(t, "") for t in shown.terms], number_of.get(shown.total, "")
        if all(number in gold for number in (*terms, total)):
            found.add(gold.addition(terms, total))
        else:
            unknown.add((tuple(sorted(shown.terms)), shown.total))
    found -= gold.optional_sums
    right = len(found & gold.sums)
    return Score(right, len(found) - right + len(unknown), len(gold.sums) - right)
