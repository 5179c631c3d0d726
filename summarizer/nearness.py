"""Which articles are worth comparing, and articles joined to stories by their days. Pure.

Work grows with the articles, not with their pairs. Sees weighted terms and days, never claims.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from heapq import nsmallest

from summarizer.dates import DateRange

MOST_HOLDERS = 48  # articles that share a term, up to which all are compared with each other
NEIGHBOURS = 8  # compared where more share it
LEAST_SHARE = 0.75  # of a similarity asked for, to which two articles may come by what opens pairs
MOST_PARTNERS = 48  # articles that one is compared with in full
APART_DAYS = 3  # main happenings further apart than this are never one story


def near_articles(
    vectors: Mapping[str, Mapping[str, float]],
    days: Mapping[str, DateRange | None],
    least: float,
) -> list[tuple[str, str]]:
    """Return the pairs of articles worth comparing: those that share what few others have.

    Their number grows with the articles. A term that a quarter of all have opens no pairs; within
    what many others share only neighbours in order of days are paired; and each article is compared
    with those that share most with it, if that comes to anything. So of up to MOST_PARTNERS articles
    no two are passed over that a term opens and that may be similar enough; pairs that their days
    keep apart always are.

    Args:
        vectors: the weighted terms of each article.
        days: the main days of each article.
        least: the similarity from which two may be one story.
    """
    place = {name: (_day_order(days[name]), name) for name in vectors}
    holders: dict[str, list[str]] = defaultdict(list)
    for name in sorted(vectors, key=place.__getitem__):
        for term in vectors[name]:
            holders[term].append(name)
    common = max(20, len(vectors) // 4)
    shared: dict[str, dict[str, float]] = {name: {} for name in vectors}
    unopened: dict[str, float] = defaultdict(float)  # squared weight of what opens no pairs
    for term, found in sorted(holders.items()):
        if len(found) > common:
            for name in found:
                unopened[name] += vectors[name][term] ** 2
            continue
        reach = len(found) if len(found) <= MOST_HOLDERS else NEIGHBOURS
        for index, left in enumerate(found):
            weight, known = vectors[left][term], shared[left]
            for right in found[index + 1 : index + 1 + reach]:
                known[right] = known.get(right, 0.0) + weight * vectors[right][term]
    return _nearest(shared, {name: math.sqrt(unopened[name]) for name in vectors}, days, least)


def _nearest(
    shared: Mapping[str, Mapping[str, float]],
    unopened: Mapping[str, float],
    days: Mapping[str, DateRange | None],
    least: float,
) -> list[tuple[str, str]]:
    """Return the pairs in which one is among the nearest of the other and days do not part them."""
    partners: dict[str, list[tuple[float, str]]] = {name: [] for name in shared}
    for left, others in shared.items():
        for right, worth in others.items():
            if worth + unopened[left] * unopened[right] < least * LEAST_SHARE:
                continue
            if not are_apart(days[left], days[right]):
                partners[left].append((-round(worth, 9), right))
                partners[right].append((-round(worth, 9), left))
    return sorted(
        {
            (min(name, other), max(name, other))
            for name, others in partners.items()
            for _, other in nsmallest(MOST_PARTNERS, others)
        }
    )


def _day_order(days: DateRange | None) -> str:
    return days.start.isoformat() if days else "~"


class Joined:
    """Articles joined to stories; two stories with articles of days apart never become one.

    Two stories are as similar as their articles are on the average, which is what the product of the
    sums of their vectors comes to. So an article that tells a little of both makes no story of two.
    """

    def __init__(
        self, days: Mapping[str, DateRange | None], vectors: Mapping[str, Mapping[str, float]]
    ) -> None:
        self.root = {name: name for name in days}
        self.size = dict.fromkeys(days, 1)
        self.sums = {name: dict(vectors[name]) for name in days}
        self._too_far = set[tuple[str, str, int, int]]()  # two stories by root and size
        # Of each story the latest start and the earliest end of its articles' days: where these two
        # are no more than APART_DAYS from another story's, no two articles are.
        self.reach = {name: (d.start, d.end) for name, d in days.items() if d is not None}

    def find(self, name: str) -> str:
        while self.root[name] != name:
            self.root[name] = self.root[self.root[name]]
            name = self.root[name]
        return name

    def join(self, left: str, right: str, least: float | None) -> None:
        """Make one story of those of two articles, unless days keep any of their articles apart.

        Args:
            left: an article.
            right: another one.
            least: how similar the two stories are at least; None where somebody said that the two
                tell one happening, so that neither this nor days count.
        """
        a, b = self.find(left), self.find(right)
        one, other = self.reach.get(a), self.reach.get(b)
        if a == b:
            return
        if least is not None:
            if one and other and _gap(one, other) > APART_DAYS:
                return
            if not self._are_near(a, b, least):
                return
        self._merge(a, b)
        if one and other:
            self.reach[a] = (max(one[0], other[0]), min(one[1], other[1]))
        elif other:
            self.reach[a] = other

    def _are_near(self, a: str, b: str, least: float) -> bool:
        met = (a, b, self.size[a], self.size[b])
        if met in self._too_far:
            return False
        mean = similarity(self.sums[a], self.sums[b]) / (self.size[a] * self.size[b])
        if mean < least:
            self._too_far.add(met)
        return mean >= least

    def _merge(self, a: str, b: str) -> None:
        self.root[b] = a
        self.size[a] += self.size.pop(b)
        total = self.sums[a]
        for term, weight in self.sums.pop(b).items():
            total[term] = total.get(term, 0.0) + weight

    def members(self) -> Iterable[list[str]]:
        """Return the articles of each story."""
        found: dict[str, list[str]] = defaultdict(list)
        for name in self.root:
            found[self.find(name)].append(name)
        return found.values()


def similarity(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Return the product of two weighted sets of terms, the same in whatever order they come."""
    few, many = (one, other) if len(one) <= len(other) else (other, one)
    return round(math.fsum(weight * many[term] for term, weight in few.items() if term in many), 9)


def are_apart(left: DateRange | None, right: DateRange | None) -> bool:
    """Whether two articles with these main days are surely of two happenings."""
    if left is None or right is None:
        return False
    return _gap((left.start, left.end), (right.start, right.end)) > APART_DAYS


def _gap(one: tuple[date, date], other: tuple[date, date]) -> int:
    """Return the days from the earlier of two (start, end) to the later; negative if they meet."""
    return max((other[0] - one[1]).days, (one[0] - other[1]).days)
