"""Articles worth comparing are all found, and stories joined as if every two were compared."""

from __future__ import annotations

import math
from datetime import date, timedelta
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.clustering import SAME_STORY
from summarizer.dates import DateRange
from summarizer.nearness import APART_DAYS, MOST_HOLDERS, MOST_PARTNERS, Joined, near_articles

FIRST = date(2031, 3, 1)
spans = st.none() | st.builds(
    lambda start, length: DateRange(
        FIRST + timedelta(days=start), FIRST + timedelta(days=start + length), "span", ""
    ),
    st.integers(0, 12),
    st.integers(0, 2),
)


def are_apart(left: DateRange | None, right: DateRange | None) -> bool:
    """Return whether two ranges lie further apart than a story reaches; unknown ones never do."""
    if left is None or right is None:
        return False
    return max((right.start - left.end).days, (left.start - right.end).days) > APART_DAYS


@given(
    st.lists(spans, min_size=2, max_size=8),
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20),
)
def test_stories_are_joined_as_if_every_two_articles_were_compared(
    days: list[DateRange | None], pairs: list[tuple[int, int]]
) -> None:
    """Two stories become one exactly where no article of one is apart from one of the other."""
    names = [str(number) for number in range(len(days))]
    joined = Joined(dict(zip(names, days, strict=True)), {name: {"mill": 1.0} for name in names})
    groups = [{number} for number in range(len(days))]
    for left, right in pairs:
        if left >= len(days) or right >= len(days):
            continue
        joined.join(str(left), str(right), 1.0)
        one, other = (next(g for g in groups if n in g) for n in (left, right))
        if one is not other and not any(are_apart(days[a], days[b]) for a in one for b in other):
            groups.remove(other)
            one |= other
    found = {frozenset(map(int, names)) for names in joined.members()}
    assert found == {frozenset(group) for group in groups}


def test_an_article_between_two_stories_makes_no_story_of_two() -> None:
    """Two stories that one article resembles stay two where their other articles differ."""
    vectors = {
        "fire": {"mill": 1.0},
        "blaze": {"mill": 1.0},
        "round-up": {"mill": 0.7, "vote": 0.7},
        "vote": {"vote": 1.0},
        "ballot": {"vote": 1.0},
    }
    joined = Joined(dict.fromkeys(vectors), vectors)
    for left, right in (("fire", "blaze"), ("vote", "ballot"), ("fire", "round-up")):
        joined.join(left, right, 0.5)
    joined.join("round-up", "vote", 0.5)
    assert sorted(map(sorted, joined.members())) == [
        ["ballot", "vote"],
        ["blaze", "fire", "round-up"],
    ]
    joined.join("round-up", "vote", None)  # somebody said so
    assert len(list(joined.members())) == 1


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.dictionaries(st.sampled_from("abcdefghij"), st.integers(1, 9)), spans),
        min_size=2,
        max_size=9,
    )
)
def test_no_two_articles_that_may_be_one_story_are_passed_over(
    told: list[tuple[dict[str, int], DateRange | None]],
) -> None:
    """Of few articles every pair of one time is compared that shares a term and is similar enough."""
    vectors, days = {}, {}
    for number, (counts, day) in enumerate(told):
        norm = math.sqrt(sum(count * count for count in counts.values())) or 1.0
        vectors[str(number)] = {term: count / norm for term, count in counts.items()}
        days[str(number)] = day
    wanted = {
        (left, right)
        for left, right in combinations(sorted(vectors), 2)
        if not are_apart(days[left], days[right])
        and sum(weight * vectors[right].get(term, 0.0) for term, weight in vectors[left].items())
        >= SAME_STORY
    }
    near = near_articles(vectors, days, SAME_STORY)
    assert wanted <= set(near)
    assert not any(are_apart(days[left], days[right]) for left, right in near)


def test_pairs_grow_with_the_articles() -> None:
    """Hundreds of articles that share everything are each compared with a number of neighbours."""
    count = 4 * MOST_HOLDERS
    vectors = {f"{number:04}": {"mast": 0.7, f"town {number % 2}": 0.7} for number in range(count)}
    others = {f"{number:04}": {"fish": 1.0} for number in range(count, 8 * count)}
    near = near_articles(vectors | others, dict.fromkeys([*vectors, *others]), SAME_STORY)
    assert {name for pair in near for name in pair} == set(vectors)
    assert len(near) <= count * MOST_PARTNERS
