"""One-to-one pairing of the items of two lists: equal ones first, the rest by the greatest sum.

Knows nothing of what is paired. Neither the order of the lists nor which of them is called old
changes what is paired.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Generic, TypeVar

T = TypeVar("T")
Weights = Mapping[tuple[int, int], int]  # (left, right) -> how much speaks for the pair, above 0
_NEVER = 1 << 60


@dataclass(frozen=True, slots=True)
class Paired(Generic[T]):
    """Pairs of items, and the items of either list that stay alone."""

    pairs: tuple[tuple[T, T], ...]
    old: tuple[T, ...]
    new: tuple[T, ...]


def paired(
    old: Sequence[T],
    new: Sequence[T],
    key: Callable[[T], tuple[str, str]],
    weigh: Callable[[Sequence[T], Sequence[T]], Weights],
) -> Paired[T]:
    """Return the best pairs of two lists.

    Args:
        old: items of one briefing.
        new: items of the other.
        key: what an item says, equal in both lists where nothing differs; and an id, which only
            orders items that say the same.
        weigh: what speaks for pairs of items that say different things; asked the same way
            whichever list is called old.
    """
    pairs, before, after = _equal_ones(_keyed(old, key), _keyed(new, key))
    left, right = [item for _, item in before], [item for _, item in after]
    if [words for words, _ in after] < [words for words, _ in before]:
        found = [(i, j) for j, i in best_pairs(weigh(right, left))]
    else:
        found = best_pairs(weigh(left, right))
    pairs += [(left[i], right[j]) for i, j in sorted(found)]
    taken_left, taken_right = {i for i, _ in found}, {j for _, j in found}
    return Paired(
        tuple(pairs),
        tuple(item for i, item in enumerate(left) if i not in taken_left),
        tuple(item for j, item in enumerate(right) if j not in taken_right),
    )


def _keyed(items: Sequence[T], key: Callable[[T], tuple[str, str]]) -> list[tuple[str, T]]:
    """Return the items in order, each with what it says."""
    ordered = sorted(((key(item), item) for item in items), key=lambda keyed: keyed[0])
    return [(words, item) for (words, _), item in ordered]


def _equal_ones(
    old: Sequence[tuple[str, T]], new: Sequence[tuple[str, T]]
) -> tuple[list[tuple[T, T]], list[tuple[str, T]], list[tuple[str, T]]]:
    by_words = {words: deque(same) for words, same in groupby(new, itemgetter(0))}
    pairs, alone = [], []
    for words, item in old:
        same = by_words.get(words)
        if same:
            pairs.append((item, same.popleft()[1]))
        else:
            alone.append((words, item))
    return pairs, alone, [keyed for same in by_words.values() for keyed in same]


def best_pairs(weights: Weights) -> list[tuple[int, int]]:
    """Return pairs in which nothing stands twice, of the greatest sum of weights.

    Items that are linked by no weight are solved apart, so the cost grows with the number of items
    as long as each has few candidates; within a group it is the cube of its size.

    >>> best_pairs({(0, 0): 5, (0, 1): 4, (1, 0): 4})
    [(0, 1), (1, 0)]
    >>> best_pairs({(0, 0): 9, (0, 1): 4, (1, 0): 4})
    [(0, 0)]
    """
    found: list[tuple[int, int]] = []
    for group in _groups(weights):
        if len(group) == 1:
            found.append(group[0])
            continue
        left = sorted({i for i, _ in group})
        right = sorted({j for _, j in group})
        if len(left) <= len(right):
            table = [[weights.get((i, j), 0) for j in right] for i in left]
            found += [(left[i], right[j]) for i, j in _solved(table)]
        else:
            table = [[weights.get((i, j), 0) for i in left] for j in right]
            found += [(left[i], right[j]) for j, i in _solved(table)]
    return sorted(found)


def _groups(weights: Weights) -> list[list[tuple[int, int]]]:
    """Return the pairs by what they are linked with, over items they share."""
    by_left: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    by_right: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for pair in sorted(weights):
        by_left[pair[0]].append(pair)
        by_right[pair[1]].append(pair)
    seen: set[tuple[int, int]] = set()
    groups = []
    for first in sorted(weights):
        if first in seen:
            continue
        seen.add(first)
        group = [first]
        for pair in group:  # grows while it is walked
            for other in (*by_left.pop(pair[0], ()), *by_right.pop(pair[1], ())):
                if other not in seen:
                    seen.add(other)
                    group.append(other)
        groups.append(group)
    return groups


def _solved(table: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """Return the pairs of the greatest sum; the table has no more rows than columns.

    The Hungarian method with potentials, rows added one by one along shortest paths (Kuhn 1955,
    Jonker and Volgenant 1987). Row and column 0 stand for none.
    """
    rows, columns = len(table), len(table[0])
    row_potential, column_potential = [0] * (rows + 1), [0] * (columns + 1)
    row_of = [0] * (columns + 1)
    for row in range(1, rows + 1):
        row_of[0] = row
        least, came_from = [_NEVER] * (columns + 1), [0] * (columns + 1)
        used = [False] * (columns + 1)
        column = 0
        while row_of[column]:
            used[column] = True
            current, step, nearest = row_of[column], _NEVER, 0
            for j in range(1, columns + 1):
                if used[j]:
                    continue
                cost = -table[current - 1][j - 1] - row_potential[current] - column_potential[j]
                if cost < least[j]:
                    least[j], came_from[j] = cost, column
                if least[j] < step:
                    step, nearest = least[j], j
            for j in range(columns + 1):
                if used[j]:
                    row_potential[row_of[j]] += step
                    column_potential[j] -= step
                else:
                    least[j] -= step
            column = nearest
        while column:
            row_of[column] = row_of[came_from[column]]
            column = came_from[column]
    return [
        (row_of[j] - 1, j - 1)
        for j in range(1, columns + 1)
        if row_of[j] and table[row_of[j] - 1][j - 1] > 0
    ]
