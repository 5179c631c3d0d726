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
        (
            quote(5, '"We will pay every claim."', "Ruta Vidal"),
            VERIFIED,
            "We will pay every claim.",
        ),
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
            quote(5, "We will pay each claim", "Ruta Vidal"),
            REPAIRED,
            "We will pay every claim",
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
    (event(1, "  "), "event", Reason.EMPTY),
    (event(1, " . ", "The navy won the battle"), "event", Reason.EMPTY),
    (quote(2, "“”", "Nils Aker"), "quotation", Reason.EMPTY),
    (event(1, "The navy counted 550 drones", what=" . "), "event", Reason.EMPTY),
    # words that the article does not have
    (event(1, "A queen sailed off on her golden barge"), "event", Reason.NOT_IN_TEXT),
    (quote(5, "We will sell every ship we have", "Ruta Vidal"), "quotation", Reason.NOT_IN_TEXT),
    # too short to be repaired
    (event(3, "no sailors was hurt"), "event", Reason.NOT_IN_TEXT),
    # another number, in digits or words, or with another bound
    (number(1, "539 drones"), "quantity", Reason.NUMBER_DIFFERS),
    (number(1, "539"), "quantity", Reason.NUMBER_DIFFERS),
    (number(1, "550,000 drones"), "quantity", Reason.NUMBER_DIFFERS),
    (number(3, "More than nine ships"), "quantity", Reason.NUMBER_DIFFERS),
    (number(3, "Less than eight ships"), "quantity", Reason.NUMBER_DIFFERS),
    (number(4, "$144 million"), "quantity", Reason.NUMBER_DIFFERS),
    (event(1, "The navy counted 540 drones over Orsel Bay"), "event", Reason.NUMBER_DIFFERS),
    (event(6, "Fifteen of the 23 cranes fell"), "event", Reason.NUMBER_DIFFERS),
    (number(6, "one … two … and six"), "quantity", Reason.NOT_IN_TEXT),
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


def test_a_stretch_that_runs_out_of_the_marks_is_not_quoted() -> None:
    """Words that reach from inside one quotation into the next are not quoted."""
    text = page("“We won,” Aker said. “It was hard.”")
    result = grounded(text, quote(1, "won,” Aker said. “It", "Aker"))
    assert reasons(result) == [("quotation", Reason.NOT_QUOTED)]


def test_the_reporters_words_between_two_quotations_are_not_quoted() -> None:
    """Two quotations with the reporter's words between them are not one."""
    text = page("“We won,” Aker said. “It was hard.”")
    assert grounded(text, quote(1, "We won,” Aker said. “It was hard", "Aker")).claims == ()


def test_a_quotation_may_run_over_two_sentences() -> None:
    """Its evidence is every sentence it touches."""
    text = page("“The sea was rough. We lost a rope,” Captain Ida Moen said.")
    claim = quotation(grounded(text, quote(1, "The sea was rough. We lost a rope", "Ida Moen")))
    assert (claim.words, claim.evidence) == ("The sea was rough. We lost a rope", (1, 2))


PARAGRAPHS = page("“The sea was rough.\n“We lost a rope,” Captain Ida Moen said.")


@pytest.mark.parametrize(
    "words",
    [
        "The sea was rough.\n“We lost a rope",  # as printed, with the mark of the second paragraph
        "The sea was rough. We lost a rope",  # as a reader hears it
    ],
)
def test_a_quotation_may_run_over_two_paragraphs(words: str) -> None:
    """A paragraph that leaves its quotation open goes on in the next one, speaker and all."""
    claim = quotation(grounded(PARAGRAPHS, quote(1, words, "Captain Ida Moen")))
    assert (claim.speaker, claim.evidence) == ("Captain Ida Moen", (1, 2))


def test_words_that_also_stand_unquoted_are_found_between_the_marks() -> None:
    """Of two places the quoted one counts, wherever the reply looked."""
    text = article("They call it a dead end.", "It is “a dead end”, Ida Moen said.")
    claim = quotation(grounded(text, quote(1, "a dead end", "Ida Moen")))
    assert (claim.grounding, claim.evidence) == (RELOCATED, (2,))


def test_words_that_nobody_is_quoted_with_have_no_speaker() -> None:
    """A word in marks without a speaker is kept, and says so."""
    claim = quotation(grounded(HARBOUR, quote(9, "today")))
    assert (claim.speaker, claim.speaker_span) == ("", None)


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
    item = quote(1, "It is over.", "Captain Ida Moen", speaker_sentence=2)
    claim = quotation(grounded(text, item))
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
        "the minister of Norland",  # no name of hers is there
        "May",  # "may" is there
        "Queen of Cranes",  # "cranes" are
    ],
)
def test_a_speaker_without_a_name_in_the_article_is_none(speaker: str) -> None:
    """A surname that the article lacks, or has as an ordinary word only, names nobody."""
    result = grounded(HARBOUR, quote(2, "The night was long and loud", speaker))
    assert reasons(result) == [("quotation", Reason.SPEAKER_NOT_IN_TEXT)]


def test_cue_and_relay_are_words_of_the_article() -> None:
    """What introduces a quotation is kept as printed; what is not printed is left out and listed."""
    item = quote(2, "The night was long and loud", "Aker", cue="said", relayed_by="Radio Orsel")
    result = grounded(HARBOUR, item)
    claim = quotation(result)
    assert (claim.cue, claim.relayed_by) == ("said", "")
    assert [(r.kind, r.text) for r in result.rejections] == [("field", "relayed by: Radio Orsel")]


# --- quantities -----------------------------------------------------------------------------------


def quantities(result: Grounded) -> list[Quantity]:
    """Return the claims of a result, all of them quantities."""
    return [claim for claim in result.claims if isinstance(claim, Quantity)]


@pytest.mark.parametrize(
    ("item", "surface", "change", "low", "high"),
    [
        # the words before a number belong to it, offered or not
        (number(3, "eight", "ships"), "More than eight", ">", 8, None),
        (number(3, "More than eight ships", "ships"), "More than eight", ">", 8, None),
        (number(10, "80", "of them"), "Nearly 80", "~", None, 80),
        # so does its magnitude, its currency and "about"
        (number(4, "144", "loss"), "about $144 billion", "~", None, None),
        (number(4, "$144 billion", "loss"), "about $144 billion", "~", None, None),
        # a bare number stays bare
        (number(1, "550", "drones"), "550", "=", None, None),
    ],
)
def test_a_figure_is_taken_whole_from_the_source(
    item: Item, surface: str, change: str, low: int | None, high: int | None
) -> None:
    """Modifier and magnitude that a reply leaves out are those of the source."""
    claim = only(grounded(HARBOUR, item))
    assert isinstance(claim, Quantity)
    assert (claim.surface, claim.change) == (surface, change)
    assert (claim.low, claim.high) == (low, high)


def test_magnitude_and_currency_are_part_of_the_value() -> None:
    """Three digits of "$144 billion" are worth as much as all of it."""
    claim = only(grounded(HARBOUR, number(4, "144", "loss")))
    assert isinstance(claim, Quantity)
    assert (claim.value, claim.unit) == (Decimal(144_000_000_000), "$")


@pytest.mark.parametrize(
    ("items", "surfaces"),
    [
        # a surface with two figures, or three, gives as many claims
        ([number(6, "Fourteen of the 23", "cranes")], ["Fourteen", "23"]),
        ([number(6, "one mast, two masts and six lamps")], ["one", "two", "six"]),
        # the same figure twice in a sentence: the second item takes the second place
        ([number(7, "Two", "crews"), number(7, "two", "boats")], ["Two", "two"]),
        ([number(7, "two", "crews"), number(7, "two", "boats")], ["two"]),
        # an item more than there are places adds nothing
        ([number(1, "550"), number(1, "550"), number(1, "550")], ["550"]),
    ],
)
def test_each_figure_of_the_text_is_one_claim(items: list[Item], surfaces: list[str]) -> None:
    """Claims are as many as figures in the source, not as items in the reply."""
    found = quantities(grounded(HARBOUR, *items))
    assert [claim.surface for claim in found] == surfaces


def test_repeated_figures_take_their_places_in_order() -> None:
    """Two items with the same surface stand for the first and the second place."""
    text = article("The flood killed two in Orsel and two in Varn.")
    found = quantities(
        grounded(text, number(1, "two", scope="Orsel"), number(1, "two", scope="Varn"))
    )
    assert [(c.span.start, c.scope) for c in found] == [(17, "Orsel"), (34, "Varn")]


@pytest.mark.parametrize(
    "surface",
    ["Nearly all", "dozens", "most"],  # amounts without a numeral
)
def test_a_vague_amount_is_a_figure(surface: str) -> None:
    """An amount in words makes a claim without a value."""
    text = article("Nearly all of the cranes and dozens of lamps fell, most at night.")
    claim = only(grounded(text, number(1, surface, "fallen")))
    assert isinstance(claim, Quantity)
    assert (claim.value, claim.is_vague) == (None, True)


@pytest.mark.parametrize(
    ("counted", "kept"),
    [
        ("ships that left the port", "ships that left the port"),
        ("ships of Norland", "ship"),  # a name that the sentence lacks: the unit stands in
        ("ships, 12 of them large", "ship"),  # a number that it lacks
        ("whales", "ship"),  # a thing of which it has no word
    ],
)
def test_what_is_counted_adds_nothing_to_the_sentence(counted: str, kept: str) -> None:
    """Words of the reply that the evidence does not carry give way to the unit, and are listed."""
    result = grounded(HARBOUR, number(3, "eight", counted, unit="ship"))
    assert [claim.counted for claim in quantities(result)] == [kept]
    assert len(result.rejections) == (kept != counted)


def test_one_of_many_is_the_same_word() -> None:
    """A unit in the singular stands in for a plural of the sentence, whatever its last letter."""
    claims = quantities(grounded(HARBOUR, number(1, "550", "drones of Norland", unit="drone")))
    assert [claim.counted for claim in claims] == ["drone"]


@pytest.mark.parametrize(
    ("counted", "unit"),
    [
        ("whales", "whale"),
        ("drones", "99 Martian drones"),
        ("drones", "whale"),
        ("", "whale"),
        pytest.param(
            "whales that the navy counted",
            "whale",
            marks=pytest.mark.xfail(
                strict=True, reason="one word of the sentence in “counted” lets all others in"
            ),
        ),
    ],
)
def test_a_figure_counts_nothing_that_its_sentence_does_not_name(counted: str, unit: str) -> None:
    """No figure is made to count a thing from nowhere."""
    for claim in quantities(grounded(HARBOUR, number(1, "550", counted, unit=unit))):
        assert "whale" not in f"{claim.counted} {claim.unit}"
        assert "99" not in claim.unit


@pytest.mark.parametrize("field", ["scope", "when", "said_by"])
def test_a_field_that_the_text_lacks_is_left_empty_and_listed(field: str) -> None:
    """The figure stands without the place, time or sayer that the article does not give."""
    result = grounded(HARBOUR, number(1, "550", "drones", **{field: "Norland"}))
    claim = only(result)
    assert isinstance(claim, Quantity)
    assert (claim.scope, claim.as_of, claim.said_by) == ("", "", "")
    assert reasons(result) == [("field", Reason.NOT_IN_TEXT)]


# --- events ---------------------------------------------------------------------------------------

CALL = article(
    "Envoy Petra Lund met President Karim Oss in Varn.",  # 1
    "The talks took 6 hours.",  # 2
    "He called on allies to send 12 ships.",  # 3
    "Later General Boris Haag spoke.",  # 4
)


@pytest.mark.parametrize(
    ("what", "evidence"),
    [
        ("He called on allies to send 12 ships", (3,)),
        ("Oss called on allies to send 12 ships", (1, 3)),  # "he" is named two sentences before
        ("After 6 hours of talks Oss called on allies", (1, 2, 3)),  # a number from before, too
        ("Twelve ships were called for", (3,)),  # a number in words
    ],
)
def test_names_and_numbers_of_earlier_sentences_add_them_to_the_evidence(
    what: str, evidence: tuple[int, ...]
) -> None:
    """What an event owes to an earlier sentence of its article is cited with that sentence."""
    result = grounded(CALL, event(3, "He called on allies to send 12 ships", what))
    assert only(result).evidence == evidence


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("Haag called on allies to send ships", Reason.NAME_NOT_IN_EVIDENCE),  # named only later
        ("Lisa called on allies to send ships", Reason.NAME_NOT_IN_EVIDENCE),
        ("He called on NATO to send ships", Reason.NAME_NOT_IN_EVIDENCE),
        ("He called on Varn-based allies in Rome", Reason.NAME_NOT_IN_EVIDENCE),
        ("He called on allies to send 13 ships", Reason.NUMBER_NOT_IN_EVIDENCE),
        ("He called on both allies to send ships", Reason.NUMBER_NOT_IN_EVIDENCE),
        ("He called on “allies to send 12 boats”", Reason.QUOTE_NOT_IN_EVIDENCE),
        # digits that are no amount: a year, an hour, a score, a number in a name
        ("He called on allies in 1987 to send 12 ships", Reason.NUMBER_NOT_IN_EVIDENCE),
        ("He called on allies at 04:30 to send 12 ships", Reason.NUMBER_NOT_IN_EVIDENCE),
        ("He called on allies by 7-3 to send 12 ships", Reason.NUMBER_NOT_IN_EVIDENCE),
        ("He called on allies under article 5 to send ships", Reason.NUMBER_NOT_IN_EVIDENCE),
        ("He called on allies of the 1990s to send ships", Reason.NUMBER_NOT_IN_EVIDENCE),
    ],
)
def test_names_and_numbers_from_nowhere_reject_the_event(what: str, reason: Reason) -> None:
    """An event that says more than its sentence and those before it is no claim."""
    result = grounded(CALL, event(3, "He called on allies to send 12 ships", what))
    assert reasons(result) == [("event", reason)]


@pytest.mark.parametrize(
    ("sentence", "words", "what"),
    [
        (3, "no sailor was hurt", "A sailor was hurt"),  # a negation dropped
        *[
            pytest.param(
                sentence,
                words,
                what,
                marks=pytest.mark.xfail(
                    strict=True,
                    reason="of the free text names, numbers and quotations are looked at",
                ),
            )
            for sentence, words, what in [
                (3, "More than eight ships left the port", "No ship left the port"),  # or added
                (4, "put the loss at about $144 billion", "The loss was over $144 billion"),
                (4, "put the loss at about $144 billion", "The loss was about £144 billion"),
                (6, "one mast, two masts and six lamps", "Six masts fell"),
                (1, "the", "The navy fled"),  # one word as evidence
            ]
        ],
    ],
)
def test_an_event_does_not_turn_its_evidence_round(sentence: int, words: str, what: str) -> None:
    """What an event says keeps the negations, bounds and units of its words."""
    assert grounded(HARBOUR, event(sentence, words, what)).claims == ()


def test_a_number_from_far_above_is_not_fetched() -> None:
    """Of numbers, the five sentences before the evidence are searched and no more."""
    text = article("It cost 77 crowns.", *["Nothing else was said."] * 5, "The fair opened.")
    result = grounded(text, event(7, "The fair opened", "The fair opened for 77 crowns"))
    assert reasons(result) == [("event", Reason.NUMBER_NOT_IN_EVIDENCE)]


def test_fields_of_an_event_are_words_of_the_article() -> None:
    """Place, actors and sayer are spelled as the text spells them; others are left out and listed."""
    item = event(
        1, "Envoy Petra Lund met President Karim Oss in Varn",
        where="varn", actors=["Petra Lund", "Queen Ada", "karim oss"], said_by="the palace",
    )  # fmt: skip
    result = grounded(CALL, item)
    claim = only(result)
    assert isinstance(claim, Event)
    assert (claim.where, claim.actors, claim.said_by) == ("Varn", ("Petra Lund", "Karim Oss"), "")
    assert {(r.kind, r.text) for r in result.rejections} == {
        ("field", "actor: Queen Ada"),
        ("field", "said by: the palace"),
    }


# --- zones and parts ------------------------------------------------------------------------------

CLIPPING = page(
    "Storm hits Orsel\n"  # 1
    "5 key points: 40 roofs lost\n"  # 2
    "A roof lies in the street with 3 cars beneath. Photo: Ida Moen\n"  # 3, 4
    "The storm tore off 40 roofs on Thursday.\n"  # 5
    "Read more: 10 storms of the century\n"  # 6
    "Flood in Varn, 1 March 2024\n"  # 7
    "The flood took 7 bridges on Thursday.\n",  # 8
    published="2024-03-15",
)
ZONES = layout(
    (1, 1, 0, "title"),
    (2, 2, 0, "key_points"),
    (3, 4, 0, "caption"),
    (5, 5, 0, "body"),
    (6, 6, 0, "furniture"),
    (7, 7, 1, "title"),
    (8, 8, 1, "body"),
    parts=[embedded(1, title_sentence=7, published="1 March 2024", published_sentence=7)],
)


def test_furniture_and_key_points_carry_no_claims() -> None:
    """Whatever is found there is rejected, and nothing of it counts as uncovered."""
    laid_out = page_of(CLIPPING, ZONES)
    items = [number(2, "40", "roofs"), number(6, "10", "storms"), event(6, "Read more")]
    result = grounded(CLIPPING, *items, page=laid_out)
    assert result.claims == ()
    assert reasons(result) == [
        ("quantity", Reason.MACHINE_MADE),
        ("quantity", Reason.FURNITURE),
        ("event", Reason.FURNITURE),
    ]
    shown = {u.span.of(CLIPPING.text) for u in result.uncovered}
    assert shown == {"40", "7"}  # of the two bodies


@pytest.mark.parametrize(
    ("item", "zone", "part"),
    [
        (number(3, "3", "cars"), "caption", 0),
        (event(1, "Storm hits Orsel"), "title", 0),
        (number(5, "40", "roofs"), "body", 0),
        (number(8, "7", "bridges"), "body", 1),
    ],
)
def test_a_claim_keeps_the_zone_and_the_part_it_stands_in(item: Item, zone: str, part: int) -> None:
    """A caption's claim says so, and one in an embedded article belongs to that article."""
    claim = only(grounded(CLIPPING, item, page=page_of(CLIPPING, ZONES)))
    assert (claim.zone, claim.part) == (zone, part)


def test_names_are_not_fetched_from_furniture_or_another_article() -> None:
    """Only sentences of the same article can lend a name to an event."""
    text = article("Follow Ida Moen", "Petra Lund writes.", "She won the race.")
    laid_out = page_of(
        text,
        layout((1, 1, 0, "furniture"), (2, 2, 1, "body"), (3, 3, 0, "body"), parts=[embedded(1)]),
    )
    for name in ("Ida Moen", "Petra Lund"):
        result = grounded(text, event(3, "She won the race", f"{name} won the race"), page=laid_out)
        assert reasons(result) == [("event", Reason.NAME_NOT_IN_EVIDENCE)]


@pytest.mark.parametrize(
    ("published", "sentence", "iso"),
    [
        ("2024-03-15", 5, "2024-03-14"),  # the page's own article
        (None, 5, None),  # whose date nobody gives
        (None, 8, "2024-02-29"),  # the embedded one prints its date
        ("2024-03-15", 8, "2024-02-29"),  # though its page has another
    ],
)
def test_time_words_are_resolved_against_the_article_they_stand_in(
    published: str | None, sentence: int, iso: str | None
) -> None:
    """An embedded article has its own date of publication."""
    clipping = page(CLIPPING.text, published)
    surface = {5: "40", 8: "7"}[sentence]
    claim = only(
        grounded(
            clipping, number(sentence, surface, when="on Thursday"), page=page_of(clipping, ZONES)
        )
    )
    assert isinstance(claim, Quantity)
    assert (claim.date.iso() if claim.date else None) == iso


def test_an_embedded_article_without_a_date_takes_that_of_its_page() -> None:
    """What an embedded article does not say is assumed from its page."""
    zones = layout((1, 7, 0, "body"), (8, 8, 1, "body"), parts=[embedded(1)])
    claim = only(
        grounded(CLIPPING, number(8, "7", when="on Thursday"), page=page_of(CLIPPING, zones))
    )
    assert isinstance(claim, Quantity)
    assert claim.date is not None
    assert claim.date.iso() == "2024-03-14"


# --- dates ----------------------------------------------------------------------------------------


def dated(item: Item, text: Document) -> str | None:
    """Return the ISO date of the one claim of an item, or None."""
    claim = only(grounded(text, item))
    assert isinstance(claim, Event | Quantity)
    return claim.date.iso() if claim.date else None


@pytest.mark.parametrize(
    ("item", "iso"),
    [
        (event(1, "The navy counted 550 drones", when="on Thursday"), "2024-03-14"),
        (number(1, "550", when="Thursday"), "2024-03-14"),
        # without time words, the only ones of the sentence
        (event(1, "The navy counted 550 drones"), "2024-03-14"),
        # none at all
        (event(3, "no sailor was hurt"), None),
        # what is planned lies ahead
        (event(10, "may stay until Monday", when="Monday", status="planned"), "2024-03-18"),
        # "today" in a quotation is the speaker's day, offered or found
        (event(9, "would open “today”", when="today"), None),
        (event(9, "The port, he said, would open"), None),
    ],
)
def test_time_words_become_dates_where_the_day_of_publication_is_known(
    item: Item, iso: str | None
) -> None:
    """A weekday is resolved against the date of publication."""
    assert dated(item, HARBOUR) == iso


def test_without_a_date_of_publication_a_weekday_stays_as_worded() -> None:
    """No date is guessed, and the words are kept."""
    text = Document(HARBOUR.text, "undated")
    claim = only(grounded(text, event(1, "The navy counted 550 drones", when="on Thursday")))
    assert isinstance(claim, Event)
    assert (claim.date, claim.when) == (None, "on Thursday")


def test_of_two_time_expressions_in_a_sentence_none_is_taken() -> None:
    """Where a sentence names two days and the reply none, the date stays open."""
    text = article("Shops shut on Monday and opened on Tuesday.", published="2024-03-15")
    assert dated(event(1, "Shops shut"), text) is None


@pytest.mark.parametrize(
    ("sentence", "item", "iso"),
    [
        # "will" stands before the month, though the reply gives the month alone
        ("Rail fares will rise by 3% in May.", number(1, "3%", when="in May"), "2024-05"),
        ("Rail fares will rise by 3% in May.", number(1, "3%"), None),  # not last year's, surely
        # what a figure is compared with is not when it holds
        ("Twice as many as last year, some 300, came.", number(1, "300"), None),
        ("More came than in 2019: 300.", number(1, "300"), None),
    ],
)
def test_a_figure_takes_no_date_that_is_not_its_own(
    sentence: str, item: Item, iso: str | None
) -> None:
    """Without a time that is surely meant, a figure has none."""
    assert dated(item, article(sentence, published="2024-03-15")) == iso


# --- the same thing twice, and what no claim covers -----------------------------------------------


@pytest.mark.parametrize(
    "item",
    [
        number(1, "550", "drones"),
        quote(2, "The night was long and loud", "Nils Aker"),
        event(1, "The navy counted 550 drones"),
    ],
)
def test_the_same_item_twice_counts_once(item: Item) -> None:
    """Neither two items nor two replies make two claims of one."""
    once = grounded(HARBOUR, item)
    whole = page_of(HARBOUR, None)
    assert grounded(HARBOUR, item, item).claims == once.claims
    assert ground(HARBOUR, whole, [reply_of(item), reply_of(item)]).claims == once.claims


def test_a_quotation_offered_with_two_speakers_counts_once() -> None:
    """The first speaker offered stays; the place is taken."""
    words = "The night was long and loud"
    result = grounded(HARBOUR, quote(2, words, "Nils Aker"), quote(2, words, "Ruta Vidal"))
    assert quotation(result).speaker == "Nils Aker"


def test_the_same_words_may_tell_two_events() -> None:
    """Events differ by what they say."""
    words = "More than eight ships left the port, and no sailor was hurt"
    items = [event(3, words, "Ships left the port"), event(3, words, "No sailor was hurt")]
    assert len(grounded(HARBOUR, *items).claims) == 2


def test_coverage_lists_numerals_and_quotations_without_a_claim() -> None:
    """What nobody claimed of a text is listed as it stands there."""
    text = article(
        "The first of 12 ferries sank, “slowly”, Ida Moen said.", "She saw 3 boats and “no one”."
    )
    result = grounded(text, number(1, "12", "ferries"), quote(2, "no one", "Ida Moen"))
    listed = [(u.kind, u.span.of(text.text)) for u in result.uncovered]
    assert listed == [("quotation", "slowly"), ("number", "3")]  # a rank is no amount


def test_a_number_in_a_claimed_quotation_is_covered() -> None:
    """Numerals inside the words of a claim need no claim of their own."""
    text = article("“We lost 12 boats,” Ida Moen said.")
    assert grounded(text, quote(1, "We lost 12 boats", "Ida Moen")).uncovered == ()


def test_what_is_pointless_is_not_asked_again() -> None:
    """Asked again is what the text may carry in other words: not fields, furniture, the empty."""
    laid_out = page_of(CLIPPING, ZONES)
    items = [
        number(6, "10", "storms"),  # furniture
        number(2, "40", "roofs"),  # machine-made
        number(5, "roofs"),  # no figure
        event(5, "  "),  # empty
        number(5, "40", "roofs", scope="Norland"),  # a field of a claim that stands
        number(5, "44 roofs", "roofs"),  # another number
        quote(5, "tore off", "Ida Moen"),  # not quoted
        event(5, "The storm tore off 40 roofs", "Norland lost 40 roofs"),
    ]
    result = grounded(CLIPPING, *items, page=laid_out)
    assert len(result.rejections) == len(items)
    assert sorted(r.reason for r in unfound(result)) == sorted(
        [Reason.NOT_QUOTED, Reason.NUMBER_DIFFERS, Reason.NAME_NOT_IN_EVIDENCE]
    )


# --- what must always hold ------------------------------------------------------------------------

TEXTS = [HARBOUR, CALL, CLIPPING, PARAGRAPHS]
SPEAKERS = ["", "Nils Aker", "the captain, Ida Moen", "Karim Oss", "Ruta Vidal", "Norland"]


@st.composite
def offers(draw: st.DrawFn) -> tuple[Document, list[Item]]:
    """Return a text and items about it: its words, its words changed, or words from nowhere."""
    text = draw(st.sampled_from(TEXTS))
    items: list[Item] = []
    for _ in range(draw(st.integers(1, 6))):
        sentence = draw(st.integers(0, len(text.sentences) + 1))
        near = text.sentences[min(max(sentence, 1), len(text.sentences)) - 1].span.of(text.text)
        words = near.split()
        first = draw(st.integers(0, len(words) - 1))
        last = draw(st.integers(first + 1, len(words)))
        chosen = words[first:last]
        if draw(st.booleans()):
            place = draw(st.integers(0, len(chosen) - 1))
            chosen[place] = draw(st.sampled_from(["", "9", "no", "two", "Norland", "…", "x"]))
        offered = " ".join(chosen)
        kind = draw(st.sampled_from(["event", "number", "quote"]))
        if kind == "event":
            items.append(event(sentence, offered, draw(st.sampled_from([offered, near]))))
        elif kind == "number":
            items.append(number(sentence, offered, draw(st.sampled_from(["", offered, near]))))
        else:
            items.append(quote(sentence, offered, draw(st.sampled_from(SPEAKERS))))
    return text, items


@given(offers())
def test_every_span_slices_to_the_words_of_its_claim(offered: tuple[Document, list[Item]]) -> None:
    """Offsets come from the text: a claim's words are what stands at its span."""
    text, items = offered
    for claim in grounded(text, *items).claims:
        words = claim.surface if isinstance(claim, Quantity) else claim.words
        assert claim.span.of(text.text) == words
        touched = {s.number for s in text.sentences_of(claim.span)}
        assert touched <= set(claim.evidence)
        assert list(claim.evidence) == sorted(set(claim.evidence))
        if isinstance(claim, Quotation) and claim.speaker_span:
            assert claim.speaker_span.of(text.text) == claim.speaker


@given(offers())
def test_grounding_invents_no_text(offered: tuple[Document, list[Item]]) -> None:
    """Words, speakers, places, times and actors of a claim are substrings of the document."""
    text, items = offered
    for claim in grounded(text, *items).claims:
        if isinstance(claim, Quotation):
            parts = [claim.words, claim.speaker, claim.relayed_by, claim.cue]
        elif isinstance(claim, Quantity):
            parts = [claim.surface, claim.scope, claim.as_of, claim.said_by]
        else:
            parts = [claim.words, claim.when, claim.where, claim.said_by, *claim.actors]
        assert all(part in text.text for part in parts)


@given(offers())
def test_free_text_has_no_digits_of_its_own(offered: tuple[Document, list[Item]]) -> None:
    """Every numeral of what an event says and of what a figure counts stands in the document."""
    text, items = offered
    known = set(re.findall(r"\d+", text.text))
    for claim in grounded(text, *items).claims:
        if isinstance(claim, Event | Quantity):
            free = claim.what if isinstance(claim, Event) else claim.counted
            assert set(re.findall(r"\d+", free)) <= known


DIFFERENT = [
    number(1, "550", "drones"),
    number(3, "eight", "ships"),
    number(4, "144", "loss", said_by="Norland"),
    number(6, "Fourteen of the 23", "cranes"),
    number(1, "539", "drones"),
    quote(2, "The night was long and loud", "Nils Aker"),
    quote(5, "We will pay every claim", "Ruta Vidal"),
    quote(5, "We will pay no claim", "Ruta Vidal"),
    event(1, "The navy counted 550 drones"),
    event(1, "The navy counted 550 drones", "Drones were over Orsel Bay"),
    event(3, "no sailor was hurt"),
]


@given(st.permutations(DIFFERENT), st.integers(0, len(DIFFERENT)))
def test_the_order_of_items_changes_nothing_but_that_of_rejections(
    items: list[Item], cut: int
) -> None:
    """Different items may come in any order, in one reply or in two."""
    whole = page_of(HARBOUR, None)
    reference = grounded(HARBOUR, *DIFFERENT)
    result = ground(HARBOUR, whole, [reply_of(*items[:cut]), reply_of(*items[cut:])])
    assert result.claims == reference.claims
    assert result.uncovered == reference.uncovered
    assert Counter(result.rejections) == Counter(reference.rejections)


def test_of_two_items_about_one_figure_the_first_counts() -> None:
    """This is what the order of a reply decides."""
    one, other = number(1, "550", "drones"), number(1, "550 drones", "drones over Orsel Bay")
    assert quantities(grounded(HARBOUR, one, other))[0].counted == "drones"
    assert quantities(grounded(HARBOUR, other, one))[0].counted == "drones over Orsel Bay"


NUMERALS = [
    (sentence.number, figure.core.of(sentence.span.of(HARBOUR.text)))
    for sentence in HARBOUR.sentences
    for figure in find_figures(sentence.span.of(HARBOUR.text))
]
VALUES = {figure.value for figure in find_figures(HARBOUR.text)} - {None}
IN_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve fifteen ninety dozens both"
)


@given(st.sampled_from(NUMERALS), st.integers(0, 99_999).map(str), st.booleans())
def test_a_changed_number_never_becomes_a_claim(
    place: tuple[int, str], other: str, is_event: bool
) -> None:
    """A number in digits that the article lacks is in no claim, whatever else is verbatim."""
    number_of, printed = place
    sentence = HARBOUR.sentences[number_of - 1].span.of(HARBOUR.text)
    if Decimal(other) in VALUES or other in HARBOUR.text:
        return
    changed = sentence.replace(printed, other, 1)
    item = event(number_of, changed) if is_event else number(number_of, other, "drones")
    told = event(number_of, sentence, changed)
    for claim in grounded(HARBOUR, item, told).claims:
        free = claim.what if isinstance(claim, Event) else claim.span.of(HARBOUR.text)
        assert other not in re.findall(r"\d+", free)


@given(st.sampled_from(NUMERALS), st.sampled_from(IN_WORDS.split()))
def test_a_changed_number_word_never_becomes_a_claim(place: tuple[int, str], other: str) -> None:
    """A number in words that the article lacks is in no event."""
    number_of, printed = place
    sentence = HARBOUR.sentences[number_of - 1].span.of(HARBOUR.text)
    if {figure.value for figure in find_figures(f"{other} cranes")} & VALUES:
        return
    changed = sentence.replace(printed, other, 1)
    result = grounded(HARBOUR, event(number_of, changed), event(number_of, sentence, changed))
    assert result.claims == ()


PLANNED = [
    # (time words of the reply, the date they come to)
    ("", None),  # the race was planned for that day; when it was called off nobody says
    ("Saturday", "2025-09-13"),  # the one that lies ahead, though the sentence is in the past
]


@pytest.mark.parametrize(("when", "iso"), PLANNED)
def test_a_day_that_something_was_planned_for_lies_ahead(when: str, iso: str | None) -> None:
    """In a text of Friday, "planned for Saturday" is tomorrow, and no date of the cancellation."""
    text = "A yacht race planned for Saturday was cancelled on the lake."
    document = article(text, published="2025-09-12")
    [claim] = claims_of(document, event(1, text, when=when))
    assert isinstance(claim, Event)
    assert (claim.date and claim.date.iso()) == iso


def test_a_record_set_on_a_day_was_set_then() -> None:
    """ "Set" without "for" tells of what is over: the day before publication."""
    text = "The old record was set on Thursday by the crew of the Anna."
    document = article(text, published="2025-09-12")
    [claim] = claims_of(document, event(1, text))
    assert isinstance(claim, Event)
    assert claim.date is not None
    assert claim.date.iso() == "2025-09-11"


def test_the_day_of_an_entry_is_that_of_its_words() -> None:
    """On a live page over two days "today" is the day of its entry, not of the page."""
    log = page(
        "5 March 2031, 09:00\nThe mill burned down today.\n"
        "4 March 2031, 18:00\nA fire broke out today.\n"
        "4 March 2031, 17:30\nSmoke is seen.\n",
        "2031-03-04",
    )
    claims = claims_of(
        log,
        event(2, "The mill burned down today", when="today"),
        event(4, "A fire broke out today", when="today"),
    )
    days = [claim.date.iso() for claim in claims if isinstance(claim, Event) and claim.date]
    assert days == ["2031-03-05", "2031-03-04"]
