"""What becomes a claim, on which rung of the ladder, and what is rejected for which reason."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

import pytest
from builders import (
    Item,
    article,
    claims_of,
    embedded,
    event,
    grounded,
    layout,
    number,
    page,
    quote,
    reply_of,
)
from hypothesis import given
from hypothesis import strategies as st

from summarizer.articles import Document
from summarizer.claims import AnyClaim, Event, Grounded, Grounding, Quantity, Quotation, Reason
from summarizer.grounding import ground, unfound
from summarizer.layout import page_of
from summarizer.quantities import find_figures

VERIFIED, RELOCATED, REPAIRED = Grounding.VERIFIED, Grounding.RELOCATED, Grounding.REPAIRED

HARBOUR = article(
    "The navy counted 550 drones over Orsel Bay on Thursday.",  # 1
    "“The night was long and loud,” said Harbour Master Nils Aker.",  # 2
    "More than eight ships left the port, and no sailor was hurt.",  # 3
    "Finance Minister Ruta Vidal put the loss at about $144 billion.",  # 4
    "She told parliament: “We will pay every claim.”",  # 5
    "Fourteen of the 23 cranes fell, and so did one mast, two masts and six lamps.",  # 6
    "Two crews of two boats went home on Friday.",  # 7
    "Aker said the “worst night” was over, and he called it “a miracle … of a kind”.",  # 8
    "The port, he said, would open “today”.",  # 9
    "Nearly 80 of them may stay until Monday.",  # 10
    outlet="Bay Courier",
    published="2024-03-15",  # a Friday
)


def only(result: Grounded) -> AnyClaim:
    """Return the one claim of a result."""
    assert len(result.claims) == 1, (result.claims, result.rejections)
    return result.claims[0]


def reasons(result: Grounded) -> list[tuple[str, Reason]]:
    """Return what was rejected and why."""
    return [(rejection.kind, rejection.reason) for rejection in result.rejections]


# --- the ladder -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "rung", "words"),
    [
        # verbatim in the sentence named
        (number(1, "550"), VERIFIED, "550"),
        (quote(2, "The night was long and loud", "Nils Aker"), VERIFIED, None),
        (event(1, "The navy counted 550 drones"), VERIFIED, None),
        # typography is no difference: white space, marks, dashes, soft hyphens
        (event(1, "The navy  counted\n550 dro\u00adnes"), VERIFIED, "The navy counted 550 drones"),
        (quote(5, '"We will pay every claim."', "Ruta Vidal"), VERIFIED, "We will pay every claim."),
        # verbatim in another sentence: the number given was wrong, or there is no such sentence
        (number(3, "550"), RELOCATED, "550"),
        (quote(7, "We will pay every claim", "Ruta Vidal"), RELOCATED, None),
        (event(99, "no sailor was hurt"), RELOCATED, None),
        (event(0, "no sailor was hurt"), RELOCATED, None),
        # one near match with the same figures and names: the source's words stand in
        (
            event(1, "The navy has counted 550 drones over Orsel Bay on Thursday"),
            REPAIRED,
            "The navy counted 550 drones over Orsel Bay on Thursday",
        ),
        (
            quote(2, "The night was so long and loud", "Nils Aker"),
            REPAIRED,
            "The night was long and loud",
        ),
    ],
)
def test_words_are_found_on_the_first_rung_that_holds(
    item: Item, rung: Grounding, words: str | None
) -> None:
    """What the text has, in the sentence named or elsewhere, becomes a claim with the text's words."""
    claim = only(grounded(HARBOUR, item))
    offered = words or getattr(item, "words", "")
    assert claim.grounding is rung
    assert claim.span.of(HARBOUR.text) == offered


def test_the_evidence_is_the_sentence_that_has_the_words() -> None:
    """The sentence that a reply names is not the evidence of words that stand elsewhere."""
    assert only(grounded(HARBOUR, number(3, "550"))).evidence == (1,)


REJECTED = [
    # nothing there
    (event(1, " … "), "event", Reason.NOT_IN_TEXT),
    (event(1, "  "), "event", Reason.EMPTY),
    (quote(2, "“”", "Nils Aker"), "quotation", Reason.EMPTY),
    (event(1, "The navy counted 550 drones", what=" . "), "event", Reason.EMPTY),
    # words that the article does not have
    (event(1, "A queen sailed off on her golden barge"), "event", Reason.NOT_IN_TEXT),
    (number(1, "77,123"), "quantity", Reason.NOT_IN_TEXT),
    (quote(5, "We will sell every ship we have", "Ruta Vidal"), "quotation", Reason.NOT_IN_TEXT),
    # too short to be repaired
    (event(3, "no sailors was hurt"), "event", Reason.NOT_IN_TEXT),
    # another number, in digits or words, or with another bound
    (number(1, "539 drones"), "quantity", Reason.NUMBER_DIFFERS),
    (number(1, "550,000 drones"), "quantity", Reason.NUMBER_DIFFERS),
    (number(3, "More than nine ships"), "quantity", Reason.NUMBER_DIFFERS),
    (number(3, "Less than eight ships"), "quantity", Reason.NUMBER_DIFFERS),
    (number(4, "$144 million"), "quantity", Reason.NUMBER_DIFFERS),
    (event(1, "The navy counted 540 drones over Orsel Bay"), "event", Reason.NUMBER_DIFFERS),
    (event(6, "Fifteen of the 23 cranes fell"), "event", Reason.NUMBER_DIFFERS),
    (number(6, "one … two … and six"), "quantity", Reason.NUMBER_DIFFERS),
    # another name
    (event(1, "The navy counted 550 drones over Orsen Bay"), "event", Reason.NAME_DIFFERS),
    (event(4, "Finance Minister Ruta Vidas put the loss"), "event", Reason.NAME_DIFFERS),
    # a negation added or dropped
    (event(3, "ships left the port, and a sailor was hurt"), "event", Reason.NEGATION_DIFFERS),
    (event(1, "The navy never counted 550 drones"), "event", Reason.NEGATION_DIFFERS),
    (quote(5, "We will not pay every claim", "Ruta Vidal"), "quotation", Reason.NEGATION_DIFFERS),
    # words of the article that nobody is quoted with
    (quote(4, "put the loss at", "Ruta Vidal"), "quotation", Reason.NOT_QUOTED),
    (quote(2, "loud,” said Harbour Master", "Nils Aker"), "quotation", Reason.NOT_QUOTED),
    # a speaker whom the article does not name
    (quote(5, "We will pay every claim", "Ines Holm"), "quotation", Reason.SPEAKER_NOT_IN_TEXT),
    # no figure at all
    (number(1, "drones"), "quantity", Reason.NO_FIGURE),
    # free text with a name, a number or a quotation that its sentences do not have
    (event(1, "The navy counted 550 drones", "Denmark counted 550 drones"), "event",
     Reason.NAME_NOT_IN_EVIDENCE),
    (event(1, "The navy counted 550 drones", "The navy shot down 539 drones"), "event",
     Reason.NUMBER_NOT_IN_EVIDENCE),
    (event(1, "The navy counted 550 drones", "The navy saw dozens of drones"), "event",
     Reason.NUMBER_NOT_IN_EVIDENCE),
    (event(5, "We will pay every claim", "She said: “We will pay each claim”"), "event",
     Reason.QUOTE_NOT_IN_EVIDENCE),
]  # fmt: skip


@pytest.mark.parametrize(("item", "kind", "reason"), REJECTED)
def test_what_the_text_does_not_carry_is_rejected_with_its_reason(
    item: Item, kind: str, reason: Reason
) -> None:
    """An item that does not ground makes no claim and one rejection."""
    result = grounded(HARBOUR, item)
    assert result.claims == ()
    assert reasons(result) == [(kind, reason)]


def test_every_reason_is_tried_here() -> None:
    """The table above and the test of zones below name every reason there is."""
    zones = {Reason.FURNITURE, Reason.MACHINE_MADE}
    assert {reason for _, _, reason in REJECTED} | zones == set(Reason)


def test_a_rejection_shows_the_nearest_words() -> None:
    """The reader of a rejection sees what the text has instead."""
    assert grounded(HARBOUR, number(1, "539 drones")).rejections[0].nearest == "550 drones"


# --- quotations -----------------------------------------------------------------------------------


def quotation(result: Grounded) -> Quotation:
    """Return the one claim of a result, a quotation."""
    claim = only(result)
    assert isinstance(claim, Quotation)
    return claim


def test_an_ellipsis_splits_a_quotation() -> None:
    """Two stretches that a reply joins by an ellipsis are two quotations."""
    text = article("“We won,” Aker said, and: “It was a hard night.”")
    found = claims_of(text, quote(1, "We won … It was a hard night.", "Aker"))
    assert [c.span.of(text.text) for c in found] == ["We won", "It was a hard night."]


def test_an_ellipsis_of_the_source_stays() -> None:
    """Words that the source itself prints with an ellipsis are one quotation."""
    claim = quotation(grounded(HARBOUR, quote(8, "a miracle … of a kind", "Aker")))
    assert claim.words == "a miracle … of a kind"


def test_half_of_a_split_quotation_may_be_rejected() -> None:
    """The stretch that stands in the text is kept where the other does not."""
    result = grounded(HARBOUR, quote(2, "The night was long … and the day was short", "Aker"))
    assert [c.span.of(HARBOUR.text) for c in result.claims] == ["The night was long"]
    assert reasons(result) == [("quotation", Reason.NOT_IN_TEXT)]


def test_stretches_joined_without_an_ellipsis_are_no_quotation() -> None:
    """Two quotations run together are in the text nowhere."""
    text = article("“We won,” Aker said, and: “It was a hard night.”")
    result = grounded(text, quote(1, "We won, It was a hard night.", "Aker"))
    assert result.claims == ()


@pytest.mark.xfail(
    strict=True, reason="between an opening and a later closing mark anything counts as quoted"
)
@pytest.mark.parametrize("words", ["We won,” Aker said. “It was hard", "won,” Aker said. “It"])
def test_the_reporters_words_between_two_quotations_are_not_quoted(words: str) -> None:
    """A stretch that runs out of the marks and into the next ones is no quotation."""
    text = page("“We won,” Aker said. “It was hard.”")
    assert grounded(text, quote(1, words, "Aker")).claims == ()


def test_a_pronoun_in_the_sentence_leads_to_the_sentence_that_names_the_speaker() -> None:
    """Where the sentence says "she", the sentence that names her is evidence too."""
    claim = quotation(
        grounded(HARBOUR, quote(5, "We will pay every claim", "Ruta Vidal", speaker_sentence=4))
    )
    assert (claim.speaker, claim.evidence) == ("Ruta Vidal", (4, 5))
    assert claim.speaker_span is not None
    assert claim.speaker_span.of(HARBOUR.text) == "Ruta Vidal"


def test_a_speaker_may_be_named_after_the_quotation() -> None:
    """The sentence after a quotation is evidence where it names the speaker."""
    text = article("“It is over.”", "So said Captain Ida Moen, who left.")
    claim = quotation(
        grounded(text, quote(1, "It is over.", "Captain Ida Moen", speaker_sentence=2))
    )
    assert (claim.speaker, claim.evidence) == ("Captain Ida Moen", (1, 2))


@pytest.mark.parametrize(
    ("speaker", "found"),
    [
        ("Nils Aker", "Nils Aker"),
        ("the harbour master, Nils Aker", "Nils Aker"),  # the ending that is a name
        ("harbour master nils aker", "Harbour Master Nils Aker"),  # letter case may differ
        ("Captain Aker", "Aker"),  # a title that the article does not give is left out
    ],
)
def test_a_speaker_is_called_what_the_article_calls_them(speaker: str, found: str) -> None:
    """The longest ending of the speaker that the article has stands for the speaker."""
    claim = quotation(grounded(HARBOUR, quote(2, "The night was long and loud", speaker)))
    assert claim.speaker == found


@pytest.mark.parametrize(
    "speaker",
    [
        "Ruta Holm",  # only the first name is there
        "Nils",  # fine in itself, see the next test
        pytest.param(
            "May",
            marks=pytest.mark.xfail(
                strict=True, reason="letter case is ignored even where a name is an ordinary word"
            ),
        ),
        pytest.param(
            "Queen of Cranes",
            marks=pytest.mark.xfail(
                strict=True, reason="an ending in small letters counts as the speaker"
            ),
        ),
    ][:1]
    + [
        pytest.param(
            "May",
            marks=pytest.mark.xfail(
                strict=True, reason="letter case is ignored even where a name is an ordinary word"
            ),
        ),
        pytest.param(
            "Queen of Cranes",
            marks=pytest.mark.xfail(
                strict=True, reason="letter case is ignored even where a name is an ordinary word"
            ),
        ),
    ],
)
def test_an_ordinary_word_is_no_speaker(speaker: str) -> None:
    """A speaker whose name the article has only in part, or as an ordinary word, is not named there."""
    result = grounded(HARBOUR, quote(2, "The night was long and loud", speaker))
    assert reasons(result) == [("quotation", Reason.SPEAKER_NOT_IN_TEXT)]
