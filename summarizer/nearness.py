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
    """Articles joined to stories; two stories with articles of days apart never become one."""

    def __init__(self, days: Mapping[str, DateRange | None]) -> None:
        self.root = {name: name for name in days}
        # Of each story the latest start and the earliest end of its articles' days: where these two
        # are no more than APART_DAYS from another story's, no two articles are.
        self.reach = {name: (d.start, d.end) for name, d in days.items() if d is not None}

    def find(self, name: str) -> str:
        while self.root[name] != name:
            self.root[name] = self.root[self.root[name]]
            name = self.root[name]
        return name

    def join(self, left: str, right: str, *, whatever: bool = False) -> None:
        """Make one story of those of two articles, unless days keep any of their articles apart.

        With `whatever` days do not count: somebody said that they tell one happening.
        """
        a, b = self.find(left), self.find(right)
        one, other = self.reach.get(a), self.reach.get(b)
        if a == b or (not whatever and one and other and _gap(one, other) > APART_DAYS):
            return
        self.root[b] = a
        if one and other:
            self.reach[a] = (max(one[0], other[0]), min(one[1], other[1]))
        elif other:
            self.reach[a] = other

    def members(self) -> Iterable[list[str]]:
        """Return the articles of each story."""
        found: dict[str, list[str]] = defaultdict(list)
        for name in self.root:
            found[self.find(name)].append(name)
        return found.values()


def are_apart(left: DateRange | None, right: DateRange | None) -> bool:
    """Whether two articles with these main days are surely of two happenings."""
    if left is None or right is None:
        return False
    return _gap((left.start, left.end), (right.start, right.end)) > APART_DAYS


def _gap(one: tuple[date, date], other: tuple[date, date]) -> int:
    """Return the days from the earlier of two (start, end) to the later; negative if they meet."""
    return max((other[0] - one[1]).days, (one[0] - other[1]).days)
