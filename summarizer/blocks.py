"""Which events of a story are worth comparing: those that share something few others have. Pure.

The number of pairs grows with the events: what too many share opens no pairs, unless two such
things meet, and within what is still too large only neighbours in order of time are paired.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from heapq import nsmallest
from itertools import combinations

from summarizer.coreference import Traits

MOST_IN_BLOCK = 40  # events of one block that are all compared with each other
COMMON_KEYS = 6  # of the common things of an event, the rarest, that are taken two at a time
NEIGHBOURS = 6  # compared in a block that stays too large
MOST_PARTNERS = 16  # events that one is compared with in full


def near_pairs(traits: Sequence[Traits], weight: Mapping[str, float]) -> list[tuple[int, int]]:
    """Return the pairs of events, by their places in the order given, that are worth comparing.

    Args:
        traits: the events in a fixed order, by date first.
        weight: how much each stem tells apart.
    """
    shared: list[defaultdict[int, float]] = [defaultdict(float) for _ in traits]
    for key, block in _blocks(traits, weight):
        worth = sum(weight.get(part, 0.5) for part in key)
        reach = len(block) if len(block) <= MOST_IN_BLOCK else NEIGHBOURS
        for place, left in enumerate(block):
            for right in block[place + 1 : place + 1 + reach]:
                shared[left][right] += worth  # a block is in order: left comes before right
    partners: list[list[tuple[float, int]]] = [[] for _ in traits]
    for left, others in enumerate(shared):
        for right, worth in others.items():
            partners[left].append((-round(worth, 9), right))
            partners[right].append((-round(worth, 9), left))
    return sorted(
        {
            (index, other) if index < other else (other, index)
            for index, near in enumerate(partners)
            for _, other in nsmallest(MOST_PARTNERS, near)
        }
    )


def _blocks(
    traits: Sequence[Traits], weight: Mapping[str, float]
) -> list[tuple[tuple[str, ...], list[int]]]:
    """Return (what is shared, who shares it): words, and day, place or actor with the kind."""
    single: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, trait in enumerate(traits):
        for term in trait.words:
            single[term,].append(index)
        for key in _facet_keys(trait):
            single[key].append(index)
    kept = [(key, block) for key, block in single.items() if 1 < len(block) <= MOST_IN_BLOCK]
    common = {
        key[0] for key, block in single.items() if len(key) == 1 and len(block) > MOST_IN_BLOCK
    }
    double: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, trait in enumerate(traits):
        rarest = sorted(trait.words & common, key=lambda term: (-weight[term], term))
        for pair in combinations(sorted(rarest[:COMMON_KEYS]), 2):
            double[pair].append(index)
    kept += [(key, block) for key, block in double.items() if len(block) > 1]
    return sorted(kept)


def _facet_keys(trait: Traits) -> list[tuple[str, ...]]:
    facets = trait.facets
    places = facets.places
    keys: list[tuple[str, ...]] = [("actor", name, facets.topic) for name in facets.actors]
    for name in places.towns | places.regions:
        day = facets.days.iso() if facets.days else ""
        keys.append(("place", " ".join(sorted(name)), facets.topic, day))
    return keys
