"""Which pairs of events are compared: few, and those that share something rare."""

from __future__ import annotations

from claim_builders import events_told

from summarizer.blocks import MOST_IN_BLOCK, MOST_PARTNERS, near_pairs
from summarizer.coreference import Traits, traits_of


def traits(*whats: str, **fields: object) -> list[Traits]:
    """Return the traits of events that tell these."""
    events, _ = events_told(*(("A", what, dict(fields)) for what in whats))
    return [traits_of(event) for event in events]


def weights(found: list[Traits]) -> dict[str, float]:
    """Return one weight for every word."""
    return {word: 1.0 for trait in found for word in trait.words}


def test_a_shared_word_opens_a_pair() -> None:
    """Events that share a word are compared, those that share nothing are not."""
    found = traits("The harbour burned", "The harbour closed", "Wheat became dearer")
    assert near_pairs(found, weights(found)) == [(0, 1)]


def test_a_shared_place_or_actor_opens_a_pair() -> None:
    """Without a word in common, one kind of thing at one place or of one actor is compared."""
    here = traits("Glass broke", "Sirens wailed", topic="damage", where="Oxmere", date="2031-03-04")
    assert near_pairs(here, weights(here)) == [(0, 1)]
    hers = traits("Glass broke", "Sirens wailed", topic="damage", actors=("Ada Brandt",))
    assert near_pairs(hers, weights(hers)) == [(0, 1)]
    apart = traits("Glass broke", "Sirens wailed", topic="damage")
    assert near_pairs(apart, weights(apart)) == []


def test_what_all_share_opens_few_pairs() -> None:
    """The pairs grow with the events: each is compared with a bounded number of others."""
    for count in (100, 400):
        found = traits(*(f"Drones hit Oxmere near mill{n // 2}" for n in range(count)))
        pairs = near_pairs(found, weights(found))
        assert len(pairs) <= count * MOST_PARTNERS
        assert {(n, n + 1) for n in range(0, count, 2)} <= set(pairs)  # one mill is rare


def test_two_common_words_together_are_rare_enough() -> None:
    """Where each word alone is too common, those that share two are still compared."""
    many = MOST_IN_BLOCK + 5
    whats = [f"harbour word{n}" for n in range(many)] + [
        f"siren word{n + many}" for n in range(many)
    ]
    found = traits(*whats, "The harbour siren", "A siren, the harbour")
    assert (2 * many, 2 * many + 1) in near_pairs(found, weights(found))
