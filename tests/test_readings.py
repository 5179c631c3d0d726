"""How a row reads: one sentence by rule, each of its figures in a claim or added up."""

from __future__ import annotations

import pytest
from claim_builders import Clip, Told, articles_of, ledger_over, ledger_told, newsrooms, pages_of
from hypothesis import given, settings

from summarizer.claims import Quantity
from summarizer.ledger import ledger_of, reading_problems
from summarizer.proposals import ProposedQuantity, QuantityProposal

EARLY, NOON, LATE = "2031-03-04T06:10:00+03:00", "2031-03-04T12:00:00+00:00", "2031-03-05"


def wounded(outlet: str, number: str, published: str | None = None, **fields: str) -> Told:
    """Return a count of the wounded of a town."""
    sentence = f"In Oxmere {number} people were wounded, {outlet} says."
    return Told(outlet, sentence, number, "people wounded", published=published, fields=fields)


def drones(outlet: str, number: str, deed: str = "launched") -> Told:
    """Return a count of drones."""
    sentence = f"They {deed} {number} drones and 11 missiles, {outlet} says."
    return Told(outlet, sentence, number, f"drones {deed}", "drone")


def missiles(outlet: str, number: str, deed: str = "launched") -> Told:
    """Return the missiles told beside the drones of an outlet."""
    sentence = f"They {deed} {number} drones and 11 missiles, {outlet} says."
    return Told(outlet, sentence, "11", f"missiles {deed}", "missile")


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        # nothing to read: one value, equal values, a bound that holds
        ([wounded("North Wire", "23")], None),
        ([wounded("North Wire", "23"), wounded("Evening Bell", "23")], None),
        ([wounded("North Wire", "at least 23"), wounded("Evening Bell", "23")], None),
        # a conflict nobody settles: who gives what, no range and no mean
        (
            [drones("North Wire", "539"), drones("Evening Bell", "550"), drones("Post", "550")],
            "Evening Bell and Post give 550, North Wire 539; the articles do not settle it.",
        ),
        # a conflict that a sum explains; nobody is said to be wrong
        (
            [drones("North Wire", "539"), missiles("North Wire", "539"), drones("Evening Bell", "550")],
            "539 drones + 11 missiles = 550; Evening Bell gives 550 as drones.",
        ),
        # of two towns and of one: no sum without the other town
        (
            [
                Told("North Wire", "It cuts 1,200 jobs in Oxmere and 800 in Halm.", "1,200",
                     "jobs cut", "job", None, {"scope": "Oxmere"}),
                Told("Evening Bell", "It cuts 2,000 jobs in total.", "2,000", "jobs cut in total",
                     "job"),
            ],
            "Evening Bell gives 2,000, North Wire 1,200; the articles do not settle it.",
        ),
        # what grows: the later count, and whose was published first
        (
            [wounded("North Wire", "eight", EARLY), wounded("Evening Bell", "23", NOON)],
            "23 is the later count; North Wire’s eight was published first.",
        ),
        # three counts
        (
            [
                wounded("North Wire", "eight", EARLY),
                wounded("Evening Bell", "15", NOON),
                wounded("Post", "23", LATE),
            ],
            "23 is the latest count; North Wire’s eight and Evening Bell’s 15 were published before.",
        ),
        # a vague word beside them
        (
            [
                wounded("North Wire", "eight", EARLY),
                wounded("Evening Bell", "23", NOON),
                wounded("Post", "dozens", LATE),
            ],
            "23 is the later count; North Wire’s eight was published first; “dozens” is vague.",
        ),
        # times unknown: said, not guessed
        (
            [wounded("North Wire", "eight"), wounded("Evening Bell", "23")],
            "Such counts grow, so 23 is taken as later than eight; "
            "the times of the counts are not known.",
        ),
        # hours stated: nothing is said of publication
        (
            [
                wounded("North Wire", "eight", as_of="by 6 a.m."),
                wounded("Evening Bell", "23", as_of="by noon"),
            ],
            "23 is the later count; North Wire’s eight was counted before.",
        ),
        # a rise told by one article needs no hour
        (
            [
                Told("North Wire", "The number of wounded rose to 23 from eight.", "23",
                     "people wounded"),
                Told("North Wire", "The number of wounded rose to 23 from eight.", "eight",
                     "people wounded"),
            ],
            "23 is the later count; North Wire’s eight was counted before.",
        ),
        # an outlet corrects itself
        (
            [
                wounded("North Wire", "12"),
                Told("North Wire", "An earlier version of this report said 30 people were wounded.",
                     "30", "people wounded"),
            ],
            "North Wire corrects 30 to 12.",
        ),
        # a sayer goes down
        (
            [
                wounded("North Wire", "30", EARLY, said_by="Ada Brandt"),
                wounded("Evening Bell", "12", NOON, said_by="Ada Brandt"),
            ],
            "Ada Brandt gave 30 first and 12 later.",
        ),
        # a vague word alone beside a figure
        (
            [wounded("North Wire", "dozens"), wounded("Evening Bell", "23")],
            "“dozens” is vague; Evening Bell gives 23.",
        ),
        # other criteria
        (
            [
                Told("North Wire", "Damage was seen in six districts.", "six", "districts damaged",
                     "district"),
                Told("Evening Bell", "Schools were damaged in two districts.", "two",
                     "districts where schools were damaged", "district"),
            ],
            "Evening Bell’s two counts districts where schools were damaged and North Wire’s six "
            "counts districts damaged: different criteria.",
        ),
    ],
)  # fmt: skip
def test_how_a_row_reads(figures: list[Told], expected: str | None) -> None:
    """A reading tells what the values, times and sums say, and nothing where they say it all."""
    rows = [row for row in ledger_told(*figures).rows if "missile" not in row.counted]
    assert len(rows) == 1
    assert (rows[0].reading and rows[0].reading.text) == expected


def test_the_name_of_a_source_is_not_written_otherwise() -> None:
    """A reading that begins with an outlet keeps its small letter."""
    (row,) = ledger_told(drones("iPost", "539"), drones("zPost", "550")).rows
    assert row.reading is not None
    assert row.reading.text == "iPost gives 539, zPost 550; the articles do not settle it."


def test_a_total_of_two_towns_explains_itself() -> None:
    """Where the terms and the total count the same things, the total is not said to be given as them."""
    sentence = "It cuts 1,200 jobs in Oxmere and 800 in Halm."
    ledger = ledger_told(
        Told("A", sentence, "1,200", "jobs cut", "job", fields={"scope": "Oxmere"}),
        Told("A", sentence, "800", "jobs cut", "job", fields={"scope": "Halm"}),
        Told("B", "It cuts 2,000 jobs in total.", "2,000", "jobs cut in total", "job"),
    )
    readings = [row.reading.text for row in ledger.rows if row.reading]
    assert readings == ["1,200 jobs cut (Oxmere) + 800 jobs cut (Halm) = 2,000; B gives 2,000."]


def test_a_part_reads_as_a_part() -> None:
    """Fourteen of the 23 is told of the whole it belongs to, in the part's own row."""
    sentence = "Fourteen of the 23 people hurt are in hospital."
    ledger = ledger_told(
        Told("A", sentence, "Fourteen", "people in hospital", fields={"scope": "of the 23"}),
        Told("A", sentence, "23", "people hurt"),
    )
    readings = {row.counted: row.reading and row.reading.text for row in ledger.rows}
    assert readings == {"people in hospital": "Fourteen of 23 people hurt.", "people hurt": None}


def test_a_share_and_a_count_do_not_compare() -> None:
    """Six districts beside almost every district: both are told, none is chosen."""
    pages = pages_of(
        Told("A", "Six of the districts were struck.", "Six", "districts struck", "district"),
        Told("B", "Almost every district was struck.", "Almost every district", "districts struck",
             "district", None, {"is_vague": True, "value": None, "low": None, "high": None}),
    )  # fmt: skip
    found = [c for page in pages for c in page.claims if isinstance(c, Quantity)]
    proposal = QuantityProposal(groups=(ProposedQuantity("d", tuple(q.id for q in found)),))
    (row,) = ledger_of(found, articles_of(*pages), proposal).rows
    assert row.relation == "different"
    assert row.reading is not None
    assert "“almost every district”" in row.reading.text
    assert row.reading.text.endswith("; the articles do not settle it.")


@pytest.mark.parametrize(
    ("text", "is_carried"),
    [
        ("23 is the later count; North Wire’s eight was published first.", True),
        ("Twenty-three is the later count.", True),  # number words may stand for digits
        ("24 is the later count.", False),  # in no claim
        ("Between 8 and 23, 15 on average.", False),  # a mean is in no claim
        ("8 people + 23 people = 31.", False),  # a total that nobody printed
        ("“eight” is vague.", True),
        ("“some nine” is vague.", False),  # marked words that no claim has
    ],
)
def test_a_reading_is_checked_against_its_claims(text: str, is_carried: bool) -> None:
    """A number or a marked word that its claims do not carry is named."""
    pages = pages_of(wounded("North Wire", "eight"), wounded("Evening Bell", "23"))
    claims = [c for page in pages for c in page.claims if isinstance(c, Quantity)]
    assert (reading_problems(text, claims, [], articles_of(*pages)) == []) is is_carried


def test_a_name_with_a_number_in_it_is_no_figure() -> None:
    """ "Channel 4" is a source; its number needs no claim."""
    pages = pages_of(wounded("Channel 4", "eight"), wounded("Evening Bell", "23"))
    claims = [c for page in pages for c in page.claims if isinstance(c, Quantity)]
    text = "Channel 4 gives eight, Evening Bell 23; the articles do not settle it."
    assert reading_problems(text, claims, [], articles_of(*pages)) == []


def test_a_total_counts_only_with_all_its_terms() -> None:
    """A total is carried by the terms it was added from, not by one of them."""
    pages = pages_of(
        drones("North Wire", "539"), missiles("North Wire", "539"), drones("Evening Bell", "550")
    )
    ledger = ledger_over(*pages)
    claims = {c.id: c for page in pages for c in page.claims if isinstance(c, Quantity)}
    (one,) = ledger.sums
    articles = articles_of(*pages)
    all_terms = [claims[name] for name in one.claims]
    assert reading_problems("All is 550.", all_terms, ledger.sums, articles) == []
    assert reading_problems("All is 550.", all_terms[:1], ledger.sums, articles) != []


@settings(max_examples=60, deadline=None)
@given(newsrooms)
def test_every_reading_rests_on_its_claims(pages: list[Clip]) -> None:
    """Whatever the articles, a reading passes its own check and cites claims of the story."""
    ledger = ledger_over(*pages)
    known = {c.id: c for page in pages for c in page.claims if isinstance(c, Quantity)}
    for row in ledger.rows:
        if row.reading:
            claims = [known[name] for name in row.reading.claims]
            assert claims
            assert reading_problems(row.reading.text, claims, row.sums, articles_of(*pages)) == []
