"""Pairs of the greatest sum: against all pairings there are, and whichever list comes first."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from summarizer.revision.assignment import best_pairs, paired

weights = st.dictionaries(
    st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(1, 9), max_size=14
)


def greatest(known: dict[tuple[int, int], int]) -> int:
    """Return the greatest sum that any pairing has."""
    return max(
        sum(known.get((i, j), 0) for i, j in enumerate(order)) for order in permutations(range(5))
    )


@given(weights)
def test_no_other_pairing_has_more(known: dict[tuple[int, int], int]) -> None:
    """The pairs are possible ones, nothing stands twice, and their sum is the greatest."""
    found = best_pairs(known)
    assert set(found) <= known.keys()
    assert len({i for i, _ in found}) == len({j for _, j in found}) == len(found)
    assert sum(known[pair] for pair in found) == greatest(known)


@given(st.lists(st.integers(0, 6), max_size=7), st.lists(st.integers(0, 6), max_size=7))
def test_pairs_do_not_depend_on_the_side(old: list[int], new: list[int]) -> None:
    """Equal items are paired first, near ones after, and the same ones from either side."""

    def key(item: int) -> tuple[str, str]:
        return (str(item), "")

    def near(left: object, right: object) -> dict[tuple[int, int], int]:
        assert isinstance(left, list) and isinstance(right, list)
        return {
            (i, j): 1 for i, a in enumerate(left) for j, b in enumerate(right) if abs(a - b) == 1
        }

    there, back = paired(old, new, key, near), paired(new, old, key, near)
    assert sorted(there.pairs) == sorted((b, a) for a, b in back.pairs)
    assert (sorted(there.old), sorted(there.new)) == (sorted(back.new), sorted(back.old))
    equal = sum(min(old.count(n), new.count(n)) for n in range(7))
    assert sum(a == b for a, b in there.pairs) == equal
    assert sorted([a for a, _ in there.pairs] + list(there.old)) == sorted(old)
