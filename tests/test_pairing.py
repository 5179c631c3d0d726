"""Which claim found which gold item: overlap, value, what is counted, speakers; one to one."""

from __future__ import annotations

import itertools

import pytest
from claim_builders import Clip
from gold_builders import gold_event, gold_number, gold_quotation, records
from hypothesis import given
from hypothesis import strategies as st

from summarizer.evaluation.pairing import (
    counts_same,
    is_spoken_by,
    one_to_one,
    pairs_of_events,
    pairs_of_numbers,
    pairs_of_quotations,
)

TEXT = (
    "Vandria launched 550 drones at Oxmere. Mayor Ada Brandt said 23 people were hurt.\n"
    "“We counted the blasts until the sun came up,” Brandt said. Dozens of windows broke.\n"
    "Between 60 and 70 boats sank.\n"
)


@pytest.mark.parametrize(
    ("surface", "words", "value", "bounds", "is_found"),
    [
        ("550", "550", 550, {}, True),
        ("550", "550 drones", 550, {}, True),  # overlap, not the same span
        ("550", "550", 551, {}, False),  # one digit off
        ("550", "23", 550, {}, False),  # the value elsewhere
        ("550", "550", None, {}, False),  # gold takes it for a vague word
        ("Dozens", "Dozens", None, {}, True),  # vague; the bound that rules read is their own
        ("Dozens", "Dozens", 24, {}, False),  # gold has a value, the claim none
        ("Between 60 and 70", "60 and 70", None, {"low": 60, "high": 70}, True),
        ("Between 60 and 70", "60 and 70", None, {"low": 60, "high": 80}, False),
        ("Between 60 and 70", "60 and 70", None, {"low": 60}, True),  # the other is left open
        ("Between 60 and 70", "60 and 70", None, {}, False),  # a range is no vague word
    ],
)
def test_a_number_is_found_by_place_and_value(
    surface: str, words: str, value: float | None, bounds: dict[str, float], is_found: bool
) -> None:
    """Overlapping words and the same value or bounds are one figure."""
    clip = Clip(TEXT)
    clip.quantity(surface, "things", "thing")
    gold = gold_number(TEXT, words, value, **bounds)
    assert bool(pairs_of_numbers(records(clip), [gold])) is is_found


@pytest.mark.parametrize(
    ("told", "wanted", "is_same"),
    [
        ("drones launched", "drones", True),
        ("people hurt", "the injured", True),  # one deed, no shared word
        ("people killed", "people injured", False),  # a shared word, two deeds
        ("drones launched", "missiles", False),
        ("missile", "missiles fired", True),  # one stem
        ("", "drones", False),
        ("drones", "", True),  # gold does not say
    ],
)
def test_what_is_counted_agrees_by_stem_and_deed(told: str, wanted: str, is_same: bool) -> None:
    """A shared stem or deed is one thing counted, unless the deeds are two."""
    clip = Clip(TEXT)
    clip.quantity("550", told, "")
    (claim,) = records(clip)
    assert counts_same(claim, gold_number(TEXT, "550", 550, counted=wanted)) is is_same


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("We counted the blasts until the sun came up", True),
        ("“We counted the blasts until the sun came up,”", True),  # marks and comma aside
        ("We counted the blasts until the sun came", True),  # 40 of 43 characters
        ("We counted the blasts until the", False),  # 31 of 43
        ("We counted the blasts until the sun came up,” Brandt said. Dozens", False),
    ],
)
def test_a_quotation_is_found_by_four_fifths_of_the_longer(words: str, is_found: bool) -> None:
    """0.8 of the longer of the two must be common, without the marks at their ends."""
    clip = Clip(TEXT)
    clip.quotation("We counted the blasts until the sun came up", "Ada Brandt")
    gold = gold_quotation(TEXT, words, "Ada Brandt")
    assert bool(pairs_of_quotations(records(clip), [gold])) is is_found


@pytest.mark.parametrize(
    ("speaker", "aliases", "is_right"),
    [
        ("Ada Brandt", (), True),
        ("Brandt", (), True),
        ("Ilya Marsh", (), False),
        (None, (), False),  # nobody is quoted
        ("the head of the town", ("Mayor Brandt",), True),
    ],
)
def test_a_speaker_is_one_person_under_several_names(
    speaker: str | None, aliases: tuple[str, ...], is_right: bool
) -> None:
    """The name, a part of it and the aliases of gold are one speaker."""
    clip = Clip(TEXT)
    clip.quotation("We counted the blasts until the sun came up", "Mayor Ada Brandt")
    (claim,) = records(clip)
    gold = gold_quotation(TEXT, "We counted", speaker, aliases=aliases)
    assert is_spoken_by(claim, gold) is is_right


def test_words_nobody_is_quoted_with_have_no_speaker() -> None:
    """No speaker is right where gold has none, and wrong where it has one."""
    clip = Clip(TEXT)
    clip.quotation("We counted the blasts until the sun came up")
    (claim,) = records(clip)
    assert is_spoken_by(claim, gold_quotation(TEXT, "We counted", None))
    assert not is_spoken_by(claim, gold_quotation(TEXT, "We counted", "Ada Brandt"))


def test_an_event_is_found_in_a_sentence_that_tells_it() -> None:
    """The sentence of the claim's own words counts, and every stretch of the gold event."""
    clip = Clip(TEXT)
    clip.event("Dozens of windows broke")
    first, second = "Vandria launched 550 drones", "Dozens of windows"
    assert not pairs_of_events(records(clip), [gold_event(TEXT, first)])
    assert pairs_of_events(records(clip), [gold_event(TEXT, first, also=[second])])
    assert pairs_of_events(records(clip), [gold_event(TEXT, "windows broke")])


def test_a_sentence_that_only_names_somebody_tells_no_event() -> None:
    """Evidence that was added for a name does not make an event that of its sentence."""
    clip = Clip("Ada Brandt runs Oxmere.\n“No,” she said.\nShe left.\n")
    clip.quotation("No", "Ada Brandt")
    clip.event("She left")
    (event,) = [c for c in records(clip) if c.kind == "event"]
    named = event.model_copy(update={"evidence": [(0, 23), *event.evidence]})
    text = clip.document.text
    assert not pairs_of_events([named], [gold_event(text, "Ada Brandt runs Oxmere")])


def test_of_several_events_in_a_sentence_the_likest_are_paired() -> None:
    """Two claims and two gold events of one sentence pair by their words, in any order."""
    text = "The bridge fell and the ferry sank.\n"
    clip = Clip(text)
    clip.event("the ferry sank")
    clip.event("The bridge fell")
    gold = [gold_event(text, "The bridge fell"), gold_event(text, "the ferry sank")]
    for claims, wanted in itertools.product(
        [records(clip), records(clip)[::-1]], [gold, gold[::-1]]
    ):
        assert [(c.what, g.what) for c, g in pairs_of_events(claims, wanted)] == [
            ("The bridge fell", "The bridge fell"),
            ("the ferry sank", "the ferry sank"),
        ]


_POSSIBLE = st.dictionaries(
    st.tuples(st.integers(0, 5), st.integers(0, 5)),
    st.tuples(st.sampled_from([0.0, 0.5, 1.0])),
    max_size=14,
)


def _largest(pairs: frozenset[tuple[int, int]]) -> int:
    """Return how many pairs can stand together, by trying all."""
    if not pairs:
        return 0
    first = min(pairs)
    rest = frozenset(p for p in pairs if p[0] != first[0] and p[1] != first[1])
    return max(1 + _largest(rest), _largest(pairs - {first}))


@given(_POSSIBLE)
def test_as_many_pairs_as_can_be(possible: dict[tuple[int, int], tuple[float]]) -> None:
    """Nothing stands in two pairs, no pair is made up, and there are as many as trying all finds."""
    found = one_to_one(possible)
    assert set(found) <= set(possible)
    assert len({left for left, _ in found}) == len({right for _, right in found}) == len(found)
    assert len(found) == _largest(frozenset(possible))
