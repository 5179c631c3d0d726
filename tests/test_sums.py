"""Sums: figures of one happening that add up to another, and all that only looks like it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from claim_builders import Told, articles_of, ledger_over, ledger_told, pages_of
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.claims import Quantity
from summarizer.ledger import ledger_of
from summarizer.proposals import ProposedSum, QuantityProposal

# Sentences of invented reports on one night; every case takes some of their figures.
LAUNCHED = "Vandria sent 539 drones and 11 missiles at the coast, the air force said."
ALL = "It hurled 550 drones and missiles at the coast, the column says."
ENDS = "The air force destroyed 478 air weapons, but nine missiles and 63 drones did strike."
MODELS = "Another nine missiles, six Kite-M, two Kite-K and one Hawk, slammed into the town."
FEW = "The defenders brought down just two of the 11 missiles."
SENT = "Vandria hurled 550 drones and 11 missiles at the town."


def of(outlet: str, sentence: str, surface: str, counted: str, unit: str, **fields: Any) -> Told:
    """Return a figure of a sentence."""
    return Told(outlet, sentence, surface, counted, unit, fields=fields)


def launched(outlet: str = "A") -> list[Told]:
    """Return the split of what was launched, as one outlet prints it."""
    return [
        of(outlet, LAUNCHED, "539", "drones sent by Vandria", "drone"),
        of(outlet, LAUNCHED, "11", "missiles sent by Vandria", "missile"),
    ]


def total(outlet: str = "C") -> Told:
    """Return the total, told as drones and missiles."""
    return of(outlet, ALL, "550", "drones and missiles hurled by Vandria", "drone or missile")


def as_drones(outlet: str = "B") -> Told:
    """Return the total as an outlet prints it for the drones."""
    return of(outlet, SENT, "550", "drones hurled by Vandria", "drone")


def ends(outlet: str = "A") -> list[Told]:
    """Return what was destroyed and what came through."""
    return [
        of(outlet, ENDS, "478", "air weapons destroyed", "air weapon"),
        of(outlet, ENDS, "63", "drones that struck", "drone"),
        of(outlet, ENDS, "nine", "missiles that struck", "missile"),
    ]


def models(outlet: str = "B") -> list[Told]:
    """Return the missiles that came through, and their models."""
    return [
        of(outlet, MODELS, "nine", "missiles that slammed into the town", "missile"),
        of(outlet, MODELS, "six", "Kite-M missiles that slammed into the town", "missile"),
        of(outlet, MODELS, "two", "Kite-K missiles that slammed into the town", "missile"),
        of(outlet, MODELS, "one", "Hawk missiles that slammed into the town", "missile"),
    ]


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        # kinds, with the total told as both kinds
        ([*launched(), total()], "539 drones + 11 missiles = 550"),
        # kinds, with the total printed for one of them elsewhere: it stands in the row of that one
        ([*launched(), as_drones()], "539 drones + 11 missiles = 550"),
        # the same with what came through
        (
            [*ends()[1:], of("B", "Of the drones 72 made it past the guns.", "72",
                             "drones that made it past the guns", "drone")],
            "63 drones + 9 missiles = 72",
        ),
        # ends of what was launched, told as any weapon, drones and missiles
        (
            [*ends(), total()],
            "478 air weapons destroyed + 63 drones that struck + 9 missiles that struck = 550",
        ),
        # ends of one kind, in two sentences that follow each other; "of the 11" names the total
        (
            [
                of("B", FEW, "two", "missiles brought down", "missile", scope="of the 11 missiles"),
                models()[0],
                of("B", SENT, "11", "missiles hurled by Vandria", "missile"),
            ],
            "9 missiles that slammed + 2 missiles brought down = 11",
        ),
        # models of one weapon
        (models(), "6 Kite-M missiles + 2 Kite-K missiles + 1 Hawk missile = 9"),
        # groups of people
        (
            [
                of("A", "Twelve men and five women were killed.", "Twelve", "men killed", "person"),
                of("A", "Twelve men and five women were killed.", "five", "women killed", "person"),
                of("A", "In Oxmere 17 people were killed.", "17", "people killed", "person"),
            ],
            "12 men killed + 5 women killed = 17",
        ),
        # two towns and both together
        (
            [
                of("A", "Five people died in Oxmere and three in Halm.", "Five", "people who died",
                   "person", scope="Oxmere"),
                of("A", "Five people died in Oxmere and three in Halm.", "three", "people who died",
                   "person", scope="Halm"),
                of("A", "In all eight people died.", "eight", "people who died", "person"),
            ],
            "5 people who died (Oxmere) + 3 people who died (Halm) = 8",
        ),
        # the dead and the injured
        (
            [
                of("A", "The blast killed 3 people and injured 14.", "3", "people killed", "person"),
                of("A", "The blast killed 3 people and injured 14.", "14", "people injured", "person"),
                of("A", "There were 17 casualties.", "17", "casualties", "person"),
            ],
            "14 people injured + 3 people killed = 17",
        ),
        (
            [
                of("A", "The blast killed 3 people and injured 14.", "3", "people killed", "person"),
                of("A", "The blast killed 3 people and injured 14.", "14", "people injured", "person"),
                of("B", "It killed or injured 17.", "17", "people killed or injured", "person"),
            ],
            "14 people injured + 3 people killed = 17",
        ),
        # money of one currency, where the total says that it is one
        (
            [
                of("A", "Roads get $30 million, schools $12 million.", "$30 million",
                   "money for roads", "$"),
                of("A", "Roads get $30 million, schools $12 million.", "$12 million",
                   "money for schools", "$"),
                of("A", "The town spends $42 million in all.", "$42 million", "money in all", "$"),
            ],
            "$30 million money for roads + $12 million money for schools = $42 million",
        ),
    ],
)  # fmt: skip
def test_what_adds_up_is_found(figures: list[Told], expected: str) -> None:
    """A sum closes exactly, and its words say what is added to what."""
    (found,) = ledger_told(*figures).sums
    assert found.text == expected


@pytest.mark.parametrize(
    "figures",
    [
        # 1 + 2 = 3: other things in one sentence
        [
            of("A", "One bridge, two boats and 3 people were hit.", "One", "bridges hit", "bridge"),
            of("A", "One bridge, two boats and 3 people were hit.", "two", "boats hit", "boat"),
            of("A", "One bridge, two boats and 3 people were hit.", "3", "people hit", "person"),
        ],
        # the parts in two articles
        [
            of("A", "They sent 539 drones.", "539", "drones sent", "drone"),
            of("D", "They sent 11 missiles.", "11", "missiles sent", "missile"),
            total(),
        ],
        # the parts far apart in one article
        [
            of("A", "They sent 539 drones.", "539", "drones sent", "drone"),
            of("A", "It rained.", "It", "", "", is_vague=True),
            of("A", "It was dark.", "It", "dark", "", is_vague=True),
            of("A", "They sent 11 missiles.", "11", "missiles sent", "missile"),
            total(),
        ],
        # a bound is no exact term
        [
            of("A", LAUNCHED.replace("539", "over 539"), "over 539", "drones sent", "drone"),
            of("A", LAUNCHED.replace("539", "over 539"), "11", "missiles sent", "missile"),
            total(),
        ],
        # another total than the one a part names
        [
            of("B", FEW.replace("11", "12"), "two", "missiles brought down", "missile",
               scope="of the 12 missiles"),
            models()[0],
            of("B", SENT, "11", "missiles hurled by Vandria", "missile"),
        ],
        # a kind and all kinds: two of the nine are counted already
        [models()[0], models()[2], of("B", SENT, "11", "missiles hurled by Vandria", "missile")],
        # the same where the total is told of the same end
        [
            models()[0],
            models()[2],
            of("B", "All told 11 missiles slammed into the coast.", "11",
               "missiles that slammed into the coast", "missile"),
        ],
        # another night
        [
            *(Told(t.outlet, t.sentence, t.surface, t.counted, t.unit, None,
                   {"date": "2031-03-04"}) for t in launched()),
            of("C", ALL, "550", "drones and missiles hurled", "drone or missile",
               date="2031-03-09"),
        ],
        # a total that is far too small to be of both, told elsewhere for something else
        [
            of("A", "One drone and two missiles struck.", "One", "drones that struck", "drone"),
            of("A", "One drone and two missiles struck.", "two", "missiles that struck", "missile"),
            of("B", "The crew brought down 3 drones.", "3", "drones brought down", "drone"),
        ],
        # shares do not add
        [
            of("A", "Oats rose 3% and rye 4%.", "3%", "rise of oats", "%"),
            of("A", "Oats rose 3% and rye 4%.", "4%", "rise of rye", "%"),
            of("A", "Wheat rose 7% in all.", "7%", "rise in all", "%"),
        ],
        # nor do hours and ages
        [
            of("A", "It burned 3 hours, then 4 hours.", "3", "hours of fire", "hour"),
            of("A", "It burned 3 hours, then 4 hours.", "4", "hours of smoke", "hour"),
            of("A", "It took 7 hours in all.", "7", "hours in all", "hour"),
        ],
        # nor two currencies
        [
            of("A", "Roads get $30 million, schools €12 million.", "$30 million", "for roads", "$"),
            of("A", "Roads get $30 million, schools €12 million.", "€12 million", "for schools", "€"),
            of("A", "The town spends $42 million in all.", "$42 million", "money in all", "$"),
        ],
        # the dead and the injured are not the dead
        [
            of("A", "The blast killed 3 people and injured 14.", "3", "people killed", "person"),
            of("A", "The blast killed 3 people and injured 14.", "14", "people injured", "person"),
            of("A", "In Halm 17 people were killed.", "17", "people killed", "person", scope="Halm"),
        ],
        # nor the casualties of another town
        [
            of("A", "The blast killed 3 people and injured 14.", "3", "people killed", "person",
               scope="Oxmere"),
            of("A", "The blast killed 3 people and injured 14.", "14", "people injured", "person",
               scope="Oxmere"),
            of("B", "In Halm it killed or injured 17.", "17", "people killed or injured", "person",
               scope="Halm"),
        ],
        # two towns do not make the number of one of them
        [
            of("A", "Five died in Oxmere, three in Halm.", "Five", "people who died", "person",
               scope="Oxmere"),
            of("A", "Five died in Oxmere, three in Halm.", "three", "people who died", "person",
               scope="Halm"),
            of("A", "Eight died in Halm last year.", "Eight", "people who died", "person",
               scope="Halm"),
        ],
        # nearly closes
        [*launched(), of("C", ALL.replace("550", "551"), "551", "drones and missiles hurled",
                         "drone or missile")],
    ],
)  # fmt: skip
def test_what_only_looks_like_a_sum_is_none(figures: list[Told]) -> None:
    """Coincidences, other things, places, days and bounds make no sum."""
    assert ledger_told(*figures).sums == ()


def test_a_total_is_not_added_to_its_own_part() -> None:
    """Where 539 + 11 = 550 is known, 550 drones + 11 missiles = 561 is counted twice."""
    figures = [
        *launched(),
        as_drones(),
        of("B", SENT, "11", "missiles hurled by Vandria", "missile"),
        of("D", "It sent 561 drones and missiles.", "561", "drones and missiles sent",
           "drone or missile"),
    ]  # fmt: skip
    assert [one.text for one in ledger_told(*figures).sums] == ["539 drones + 11 missiles = 550"]


def test_the_forbidden_sum_does_not_come_back_by_proposal() -> None:
    """A proposal of 550 + 11 = 561 is refused beside 539 + 11 = 550."""
    figures = [
        *launched(),
        as_drones(),
        of("B", SENT, "11", "missiles hurled by Vandria", "missile"),
        of("D", "It sent 561 drones and missiles.", "561", "drones and missiles sent",
           "drone or missile"),
    ]  # fmt: skip
    pages = pages_of(*figures)
    found = {
        (page.page.articles[0].metadata.outlet, claim.surface): claim.id
        for page in pages
        for claim in page.claims
        if isinstance(claim, Quantity)
    }
    proposal = QuantityProposal(
        sums=(ProposedSum((found["B", "550"], found["B", "11"]), found["D", "561"]),)
    )
    sums = ledger_over(*pages, proposal=proposal).sums
    assert [one.value for one in sums] == [Decimal(550)]


TOGETHER = "The fair sold 30 oars, 12 masts and 42 parts."
APART = ("They made 30 oars.", "Then they rested for long.", "They made 12 masts.")


def ids_of(*figures: Told) -> tuple[list[Quantity], dict[str, str], Any]:
    """Return quantities, their ids by surface, and their articles."""
    pages = pages_of(*figures)
    found = [c for page in pages for c in page.claims if isinstance(c, Quantity)]
    return found, {q.surface: q.id for q in found}, articles_of(*pages)


@pytest.mark.parametrize(
    ("figures", "terms", "whole", "is_taken"),
    [
        # stated together and closing: taken, although the words alone would not do
        (
            [of("A", TOGETHER, n, f"parts of wood {n}", "part") for n in ("30", "12", "42")],
            ("30", "12"), "42", True,
        ),
        # does not close
        (
            [of("A", TOGETHER.replace("42", "43"), n, f"parts of wood {n}", "part")
             for n in ("30", "12", "43")],
            ("30", "12"), "43", False,
        ),
        # a term that nobody knows
        (
            [of("A", TOGETHER, n, f"parts of wood {n}", "part") for n in ("30", "12", "42")],
            ("30", "nothing"), "42", False,
        ),
        # a term twice
        (
            [of("A", "They made 30 oars and 60 parts.", n, f"parts of wood {n}", "part")
             for n in ("30", "60")],
            ("30", "30"), "60", False,
        ),
        # told in two places
        (
            [of("A", APART[0], "30", "wooden oars", "part"), of("A", APART[1], "they", "", ""),
             of("A", APART[2], "12", "wooden masts", "part"),
             of("A", "They made 42 parts.", "42", "parts made", "part")],
            ("30", "12"), "42", False,
        ),
        # persons and drones
        (
            [of("A", "It hit 30 people with 12 drones.", "30", "people hit", "person"),
             of("A", "It hit 30 people with 12 drones.", "12", "drones used", "drone"),
             of("A", "It was 42.", "42", "people hit in all", "person")],
            ("30", "12"), "42", False,
        ),
    ],
)  # fmt: skip
def test_a_proposed_sum_is_checked(
    figures: list[Told], terms: tuple[str, ...], whole: str, is_taken: bool
) -> None:
    """It closes exactly, of known and different claims that are told together and may be added."""
    found, ids, articles = ids_of(*figures)
    proposal = QuantityProposal(
        sums=(ProposedSum(tuple(ids.get(term, term) for term in terms), ids[whole]),)
    )
    sums = ledger_of(found, articles, proposal).sums
    assert bool(sums) is is_taken


def test_two_values_of_one_row_are_not_added() -> None:
    """An early and a late count of the same wounded are versions, not parts."""
    sentence = "In Oxmere the number of wounded rose to 23 from eight, and 31 were hurt in all."
    found, ids, articles = ids_of(
        of("A", sentence, "23", "people wounded", "person"),
        of("A", sentence, "eight", "people wounded", "person"),
        of("A", sentence, "31", "people hurt in all", "person", scope="the coast"),
    )
    proposal = QuantityProposal(sums=(ProposedSum((ids["23"], ids["eight"]), ids["31"]),))
    ledger = ledger_of(found, articles, proposal)
    assert ["23", "eight"] in [[q.surface for q in row.quantities] for row in ledger.rows]
    assert ledger.sums == ()


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.integers(1, 40), min_size=2, max_size=4),
    st.integers(-1, 1),
    st.randoms(use_true_random=False),
)
def test_a_sum_closes_and_cites_its_terms(numbers: list[int], off: int, random: Any) -> None:
    """Whatever the numbers, every sum is exact, of different claims, and the same in any order."""
    whole = sum(numbers) + off
    kinds = ("Kite", "Hawk", "Crow", "Wren")[: len(numbers)]
    sentence = ", ".join(f"{n} {kind}" for n, kind in zip(numbers, kinds, strict=True))
    told = [
        of("A", f"{sentence} missiles struck.", f"{n} {kind}", f"{kind} missiles that struck",
           "missile")
        for n, kind in zip(numbers, kinds, strict=True)
    ]  # fmt: skip
    ending = f"All told {whole} missiles struck."
    told.append(of("A", ending, str(whole), "missiles that struck", "missile"))
    pages = pages_of(*told)
    found = [c for page in pages for c in page.claims if isinstance(c, Quantity)]
    ledger = ledger_of(found, articles_of(*pages))
    random.shuffle(found)
    assert ledger_of(found, articles_of(*pages)) == ledger
    known = {q.id for q in found}
    for one in ledger.sums:
        assert (
            sum(t.value for t in one.terms if t.value is not None) == one.total.value == one.value
        )
        assert len(set(one.claims)) == len(one.terms) + 1
        assert set(one.claims) <= known
    closing = any(one.value == whole and len(one.terms) == len(numbers) for one in ledger.sums)
    assert closing is (off == 0)
