"""Quotations as utterances: variants of one thing said, and whose words they are."""

from __future__ import annotations

import itertools
import random

import pytest
from claim_builders import Clip
from hypothesis import given
from hypothesis import strategies as st

from summarizer.attribution import sayers_of
from summarizer.claims import Quotation
from summarizer.dates import DateRange
from summarizer.proposals import ProposedDispute
from summarizer.sayers import Sayers
from summarizer.sources import SourceArticle, sources_of
from summarizer.utterances import days_said, disputed_speakers, utterances, wording_of


class Story:
    """Articles that each print one quotation, and who says them."""

    def __init__(self, *clips: Clip) -> None:
        self.quotations = [c for clip in clips for c in clip.claims if isinstance(c, Quotation)]
        self.sources: tuple[SourceArticle, ...] = sources_of(clip.extraction() for clip in clips)
        by_digest = {source.document.digest: source.id for source in self.sources}
        self.source_of = {q.id: by_digest[q.document] for q in self.quotations}
        self.sayers: Sayers = sayers_of(self.quotations, self.source_of, self.sources)

    def groups(self, said_on: dict[str, DateRange] | None = None) -> list[tuple[Quotation, ...]]:
        return utterances(self.quotations, self.sayers, said_on)

    def words(self) -> list[list[str]]:
        """Return the wordings of each utterance."""
        return [[quotation.words for quotation in group] for group in self.groups()]


def printed(number: int, words: str, speaker: str, *, fragment: bool = False) -> Clip:
    """Return an article that prints one quotation."""
    page = Clip(f"“{words},” {speaker} said.\nArticle {number} ends.", f"Outlet {number}")
    page.quotation(words, speaker, fragment=fragment)
    return page


def story(*rows: tuple[str, str]) -> Story:
    """Return a story of (words, speaker) rows, an article each; "*" marks a fragment."""
    return Story(
        *(
            printed(number, words.lstrip("*"), speaker, fragment=words.startswith("*"))
            for number, (words, speaker) in enumerate(rows)
        )
    )


FULL = "We counted the blasts until the sun came up over the harbour"
PROGRESS = "I didn’t make any progress with them today at all"


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ((FULL, "Brandt"), (FULL, "Ada Brandt"), True),
        ((FULL, "Brandt"), ("We counted the blasts", "Brandt"), True),  # cut short
        ((FULL, "Brandt"), ("until the sun came up", "Brandt"), True),  # a piece of it
        ((FULL, "Brandt"), ("We counted the blasts ’til the sun came up", "Brandt"), True),
        ((FULL, "Brandt"), ("[They] counted the blasts until the sun came up", "Brandt"), True),
        ((FULL, "Brandt"), ("We will rebuild every street of this town", "Brandt"), False),
        ((PROGRESS, "Brandt"), (f"No. {PROGRESS}", "Brandt"), True),  # its opening
        ((PROGRESS, "Brandt"), ("I didn’t make any progress with them at all", "Brandt"), True),
        ((PROGRESS, "Brandt"), ("*any progress", "Brandt"), True),  # two words of it
        ((PROGRESS, "Brandt"), ("I did make any progress with them today at all", "Brandt"), False),
        ((PROGRESS, "Brandt"), ("*no progress at all", "Brandt"), False),  # a compression
        ((PROGRESS, "Brandt"), ("*at all", "Brandt"), False),  # function words tell nothing
        ((PROGRESS, "Brandt"), ("*any progress", "Jonas Reed"), False),  # somebody else's words
        (("No war", "Brandt"), ("no war", "Brandt"), True),  # two words, both the same
        (("No war", "Brandt"), ("There will be no war", "Brandt"), False),  # no fragment of it
        (
            ("We will attack them again tomorrow morning", "Brandt"),
            ("We will not attack them again tomorrow morning", "Brandt"),
            False,  # a negation inside
        ),
        (
            ("We will never give up this town", "Brandt"),
            ("give up this town", "Brandt"),
            False,  # begins right after the negation, as if it were a sentence
        ),
        (
            ("We will never give up this town", "Brandt"),
            ("*give up this town", "Brandt"),
            True,  # a fragment: its article has the negation outside the marks
        ),
        (
            ("We shot down 478 of the drones last night", "Brandt"),
            ("We shot down 487 of the drones last night", "Brandt"),
            False,  # a number
        ),
        (
            ("We lost three of our boats last night", "Brandt"),
            ("We lost five of our boats last night", "Brandt"),
            False,  # a number word
        ),
        (
            ("We lost five of our boats last night", "Brandt"),
            ("We lost 5 of our boats last night", "Brandt"),
            True,  # the same number
        ),
        (
            ("We will rebuild every street of Oxmere", "Brandt"),
            ("We will rebuild every street of Halmstead", "Brandt"),
            False,  # a name
        ),
        (
            ("This is an act of terror", "Ada Brandt"),
            ("This is an act of terror", "Ilya Marsh"),
            False,  # two people
        ),
        (
            ("This is an act of terror", "Ada Brandt"),
            ("This is an act of terror", "the mayor"),
            True,  # nothing shows that they are two
        ),
    ],
)
def test_variants_of_one_utterance_are_one(
    one: tuple[str, str], other: tuple[str, str], is_one: bool
) -> None:
    """Quotations are one utterance where one holds the other's words and nothing decisive differs."""
    assert len(story(one, other).words()) == (1 if is_one else 2)
    assert len(story(other, one).words()) == (1 if is_one else 2)


def test_a_fragment_that_fits_two_quotations_joins_neither() -> None:
    """A word or two that one speaker says in two utterances stand for themselves."""
    made = story(
        ("We need any progress we can get", "Brandt"),
        (PROGRESS, "Brandt"),
        ("*any progress", "Brandt"),
    )
    assert ["any progress"] in made.words()


def test_the_fullest_wording_comes_first_in_any_order() -> None:
    """The longest wording leads its variants, in whatever order they come."""
    rows = [
        ("We counted the blasts", "Brandt"),
        (FULL, "Brandt"),
        ("until the sun came up", "Brandt"),
    ]
    for order in itertools.permutations(rows):
        (group,) = story(*order).words()
        assert group[0] == FULL


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        ("said on Monday", "told a crowd on Thursday", False),  # two occasions
        ("said on Monday", "told reporters on Monday evening", True),
        ("said on Monday", "said", True),  # the other does not say when
        ("said of the raid on Monday", "said on Thursday", True),  # the raid’s day
    ],
)
def test_the_same_words_on_two_days_are_two_utterances(
    first: str, second: str, is_one: bool
) -> None:
    """Words are one utterance unless their articles date the saying differently."""
    pages = []
    for number, told in enumerate((first, second)):
        page = Clip(
            f"“We will stay in this town,” Ada Brandt {told}.\nArticle {number} ends.",
            f"Outlet {number}",
            "2031-03-07",
        )
        page.quotation("We will stay in this town", "Ada Brandt", cue=told.split()[0])
        pages.append(page)
    made = Story(*pages)
    said_on = days_said(made.quotations, made.source_of, made.sources)
    assert len(made.groups(said_on)) == (1 if is_one else 2)


def test_wordings_are_pieces_of_their_articles() -> None:
    """What stands in an utterance are the quotations as given, each once."""
    made = story((FULL, "Brandt"), ("We counted the blasts", "Brandt"), (PROGRESS, "Brandt"))
    found = [quotation for group in made.groups() for quotation in group]
    assert sorted(q.id for q in found) == sorted(q.id for q in made.quotations)
    assert all(q in made.quotations for q in found)


_PIECES = [
    FULL,
    "We counted the blasts",
    "*until the sun came up",
    "*the sun",
    PROGRESS,
    "No. " + PROGRESS,
    "I did make any progress with them today at all",
    "*any progress",
    "We lost three of our boats last night",
    "We lost five of our boats last night",
]
_rows = st.lists(
    st.tuples(
        st.sampled_from(_PIECES),
        st.sampled_from(["Ada Brandt", "Brandt", "Ilya Marsh", "the mayor", "officials"]),
    ),
    min_size=1,
    max_size=9,
)


@given(_rows, st.randoms(use_true_random=False))
def test_any_order_gives_the_same_utterances(
    rows: list[tuple[str, str]], chance: random.Random
) -> None:
    """The groups and their order hang on the quotations alone, and hold each of them once."""
    made = story(*rows)
    groups = made.groups()
    mixed = list(made.quotations)
    chance.shuffle(mixed)
    assert utterances(mixed, made.sayers) == groups
    assert sorted(q.id for group in groups for q in group) == sorted(q.id for q in made.quotations)
    for group in groups:
        numbers = {word for word in wording_of(group[0].words).words if word.startswith("#")}
        assert all(
            {w for w in wording_of(q.words).words if w.startswith("#")} <= numbers for q in group
        )


# --- one quotation, two speakers --------------------------------------------------------------------


def test_one_quotation_of_two_speakers_is_a_dispute() -> None:
    """Words that articles put into two mouths are a dispute of the speaker, with each one's claims."""
    made = story((FULL, "Ada Brandt"), (FULL, "Ilya Marsh"), ("We counted the blasts", "Brandt"))
    brandt, marsh, _ = made.quotations
    (dispute,) = disputed_speakers(made.groups(), made.sayers)
    assert dispute == ProposedDispute(
        about="actor",
        question=f"Who said “{FULL}”?",
        versions=tuple(
            tuple(sorted(q.id for q in group))
            for group in made.groups()
        ),
    )  # fmt: skip
    assert {brandt.id, marsh.id} <= {name for version in dispute.versions for name in version}


@pytest.mark.parametrize(
    "rows",
    [
        [(FULL, "Ada Brandt"), (FULL, "Brandt")],  # one speaker
        [(FULL, "Ada Brandt"), (FULL, "the mayor")],  # may be she
        [(FULL, "Ada Brandt"), (FULL, "officials")],  # nobody in particular
        [("No comment today", "Ada Brandt"), ("No comment today", "Ilya Marsh")],  # too short
        [(FULL, "Ada Brandt"), (PROGRESS, "Ilya Marsh")],  # other words
    ],
)
def test_what_is_no_dispute_of_speakers(rows: list[tuple[str, str]]) -> None:
    """Two namings of one speaker, and what two people may well both say, are none."""
    made = story(*rows)
    assert disputed_speakers(made.groups(), made.sayers) == ()


def test_who_relays_a_quotation_is_not_its_second_speaker() -> None:
    """An aide who reports a president's words does not dispute them."""
    direct = printed(0, FULL, "Ada Brandt")
    relayed = Clip(f"“{FULL},” Ada Brandt said, her aide Jonas Reed told us.", "Outlet B")
    relayed.quotation(FULL, "Ada Brandt", relayed_by="Jonas Reed")
    aide = printed(2, FULL, "Jonas Reed")
    made = Story(relayed, aide)
    assert disputed_speakers(made.groups(), made.sayers) == ()
    assert len(Story(direct, relayed).groups()) == 1
