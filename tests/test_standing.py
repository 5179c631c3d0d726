"""How sure a briefing is of what it prints: marks, context, where a figure stands, who says so too."""

from __future__ import annotations

from typing import Literal

import pytest
from picture_builders import briefing_with, record, source, story_with
from picture_builders import statement as told

from summarizer import briefing as product
from summarizer.briefing import Citation, ClaimRecord, LeftOut, Support
from summarizer.rendering.standing import (
    figure_places,
    is_context,
    likewise,
    mark_of,
    mark_word,
    own_sentence,
)

POST = source("Harbour Post")
WIRE = source("North Wire")


@pytest.mark.parametrize(
    ("level", "outlets", "mark", "word"),
    [
        ("single_outlet", ["A"], "single_outlet", "one outlet"),
        ("single_outlet", ["A", "B"], "partly", "partly one outlet"),
        ("disputed", ["A", "B"], "disputed", "disputed"),
        ("attributed", ["A"], "attributed", ""),  # the sentence names who says so
        ("corroborated", ["A", "B"], "corroborated", ""),
    ],
)
def test_a_statement_has_the_mark_of_its_support(
    level: product.Level, outlets: list[str], mark: str, word: str
) -> None:
    """One outlet alone and one outlet for a part of it are told apart."""
    support = Support(level=level, outlets=outlets, origins=[], sayers=[])
    statement = told("It burned.", ["a"]).model_copy(update={"support": support})
    assert mark_of(statement) == mark
    assert mark_word(statement) == word


def cited(start: int, end: int, name: str = POST.source) -> Citation:
    """Return a citation of these places."""
    return Citation(source=name, start=start, end=end, words="x", sentence=1)


def claim(
    start: int,
    end: int,
    evidence: list[tuple[int, int]],
    kind: Literal["event", "quantity", "quotation"] = "event",
    **fields: object,
) -> ClaimRecord:
    """Return a claim of the Harbour Post whose words stand there."""
    places = {"start": start, "end": end, "evidence": evidence, **fields}
    return record("c", POST, kind=kind).model_copy(update=places)


@pytest.mark.parametrize(
    ("citation", "speaker", "is_apart"),
    [
        (cited(100, 200), None, False),  # its words stand there
        (cited(0, 100), None, True),  # cited for a fuller name
        (cited(190, 290), None, False),  # they run on into it
        (cited(0, 100), (20, 30), False),  # it says who speaks
        (cited(0, 100, WIRE.source), None, False),  # nothing is known of another source
    ],
)
def test_a_sentence_without_a_word_of_the_claims_is_context(
    citation: Citation, speaker: tuple[int, int] | None, is_apart: bool
) -> None:
    """What is cited for a name alone is no evidence of what is told."""
    start, end = speaker or (None, None)
    known = claim(110, 195, [(0, 100), (100, 200)], speaker_start=start, speaker_end=end)
    assert is_context(citation, [known]) is is_apart
    assert not is_context(citation, [])


def test_a_claim_stands_where_its_words_begin() -> None:
    """Of several sentences its own is the one that holds its first word."""
    assert own_sentence(claim(110, 195, [(0, 100), (100, 200), (200, 300)])) == (100, 200)
    assert own_sentence(claim(400, 450, [(0, 100), (100, 200)])) == (100, 200)  # a foreign file


def test_who_tells_a_version_likewise_is_named() -> None:
    """Articles are listed by who says it there; those that name nobody come last."""
    variants = [
        product.Variant(source=s, words="w", speaker=who, claim=c, citations=[cited(0, 9, s)])
        for s, who, c in [
            (POST.source, "", "a"),
            (WIRE.source, "Ada Brandt", "b"),
            (POST.source, "Ada Brandt", "c"),
        ]
    ]
    found = likewise(told("It burned.", ["a"]).model_copy(update={"variants": variants}))
    assert [(who, [c.source for c in places]) for who, places in found] == [
        ("Ada Brandt", [WIRE.source, POST.source]),
        ("", [POST.source]),
    ]


@pytest.mark.parametrize(
    ("zone", "garbled_at", "places"),
    [
        ("body", None, ()),
        ("caption", None, ("in a caption",)),
        ("body", (100, 200), ("its sentence is garbled in the source",)),
        ("body", (200, 300), ()),  # another sentence is
        ("title", (100, 200), ("in a headline", "its sentence is garbled in the source")),
    ],
)
def test_a_figure_says_where_it_stands_weakly(
    zone: str, garbled_at: tuple[int, int] | None, places: tuple[str, ...]
) -> None:
    """A caption, or a sentence of which an event was given up as garbled, is told with the figure."""
    figure = claim(110, 112, [(100, 200)], "quantity", id="figure", zone=zone)
    claims, left = [figure], []
    if garbled_at:
        claims.append(claim(*garbled_at, [(0, 100), garbled_at], id="event"))
        left.append(
            LeftOut(claim="event", source=POST.source, kind="event", text="x", reason="garbled")
        )
    briefing = briefing_with(story_with(), claims, (POST,)).model_copy(update={"left_out": left})
    assert figure_places(briefing).get("figure", ()) == places
