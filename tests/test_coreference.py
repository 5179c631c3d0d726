"""What of an event is compared, and how alike two are told."""

from __future__ import annotations

import pytest
from claim_builders import events_told

from summarizer.coreference import Traits, doubt, figures_in, likeness, traits_of


def traits(what: str, **fields: object) -> Traits:
    """Return the traits of an event."""
    (event,), _ = events_told(("A", what, dict(fields)))
    return traits_of(event)


def alike(left: Traits, right: Traits, *, same_source: bool = False) -> float:
    """Return the likeness with all words of one weight, the same from both sides."""
    assert likeness(left, right, len, same_source=same_source) == likeness(
        right, left, len, same_source=same_source
    )
    return likeness(left, right, len, same_source=same_source)


def test_the_same_words_are_fully_alike() -> None:
    """Likeness is 1 for equal words and 0 where no word is shared."""
    one = traits("Drones hit the harbour")
    assert alike(one, traits("The harbour was hit by drones")) == 1.0
    assert alike(one, traits("Wheat became dearer")) == 0.0


def test_figures_count_only_where_they_are_shared() -> None:
    """Another count does not make two accounts less alike; the same count makes them more so."""
    one = traits("Vandria fired 550 drones at the harbour before dawn")
    other = traits("Vandria sent 539 drones against the harbour")
    same = traits("Vandria sent 550 drones against the harbour")
    assert alike(one, other) == alike(one, traits("Vandria sent drones against the harbour"))
    assert alike(one, other) < alike(one, same)


def test_words_of_one_deed_are_one_word() -> None:
    """Wounded and injured are the same; a reader would not call them a difference."""
    assert alike(traits("Five were wounded"), traits("Five were injured")) == 1.0


def test_one_source_has_to_repeat_itself() -> None:
    """A short event within a longer one is alike across sources, and less so within one."""
    short, long = (
        traits("Drones hit the harbour"),
        traits("Drones hit the harbour and two mills at noon"),
    )
    assert alike(short, long) > alike(short, long, same_source=True)


@pytest.mark.parametrize(
    ("left", "right", "reason"),
    [
        (("The ferry sank", {}), ("The previous ferry sank", {}), "one tells of an earlier one"),
        # time words are no earlier one
        (("The ferry sank", {}), ("The ferry sank earlier on Monday", {}), ""),
        (("23 were hurt", {}), ("Nine of the 23 were hurt", {}),
         "one tells of a part of what the other tells"),
        # two named bodies speak
        (("The port is safe, said Brandt", {"topic": "statement", "said_by": "Ada Brandt"}),
         ("The port is safe, said Marsh", {"topic": "statement", "said_by": "Ilya Marsh"}),
         "two different people speak"),
        # a role names nobody
        (("The port is safe", {"topic": "statement", "said_by": "the Norwegian leader"}),
         ("The port is safe", {"topic": "statement", "said_by": "Ilya Marsh"}), ""),
        # a whole and one of its consequences
        (("A drone hit the port", {"topic": "attack"}), ("A drone killed two", {"topic": "casualties"}),
         "one tells of a deed, the other of the people harmed"),
        # a call and what was said after it
        (("Brandt called Marsh", {"topic": "talks"}), ("Brandt spoke of it", {"topic": "statement"}),
         "one tells of a meeting, the other of what was said"),
        (("Shells fell", {"topic": "attack", "actors": ("Norland",)}),
         ("Shells fell", {"topic": "attack", "actors": ("Vandria",)}), "different sides act"),
    ],
)  # fmt: skip
def test_a_doubt_has_its_reason(
    left: tuple[str, dict[str, object]], right: tuple[str, dict[str, object]], reason: str
) -> None:
    """What a rule does not join by itself is told in words, the same either way round."""
    a, b = (traits(what, **fields).facets for what, fields in (left, right))
    assert doubt(a, b) == doubt(b, a) == reason


def test_figures_are_digits_and_number_words() -> None:
    """A name with a digit in it is no figure."""
    assert figures_in("Eleven of 60 drones hit hangar B7") == frozenset({"eleven", "60"})
