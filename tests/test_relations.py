"""How two figures of one thing relate: equal, refined, later, corrected, in conflict, or apart."""

from __future__ import annotations

from itertools import combinations

import pytest
from claim_builders import (
    Clip,
    Told,
    articles_of,
    clips,
    copy_of,
    ledger_over,
    ledger_told,
    pages_of,
    related,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.claims import Quantity
from summarizer.ledger import Ledger, ledger_of
from summarizer.ledger.relations import MOST_PAIRED, MOST_STANDING, pairs_of
from summarizer.ledger.rows import CONTRADICTING, STRENGTH
from summarizer.proposals import ProposedQuantity, ProposedRelation, QuantityProposal

EARLY, LATE = "2031-03-04T06:10:00+03:00", "2031-03-04T11:05:00+01:00"


def wounded(outlet: str, number: str, published: str | None = None, **fields: str) -> Told:
    """Return a count of the wounded of a town."""
    sentence = f"In Oxmere {number} people were wounded, {outlet} says."
    return Told(outlet, sentence, number, "people wounded", published=published, fields=fields)


def counted(
    outlet: str, number: str, thing: str, unit: str, published: str | None = None, **fields: str
) -> Told:
    """Return a count of things."""
    sentence = f"There were {number} {thing}, {outlet} says."
    return Told(outlet, sentence, number, thing, unit, published, fields)


def in_one(sentence: str, *numbers: str) -> tuple[Told, ...]:
    """Return counts of the wounded that one sentence gives."""
    return tuple(Told("A", sentence, number, "people wounded") for number in numbers)


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        # --- they agree
        # digits and words
        ((wounded("A", "23"), wounded("B", "twenty-three")), ("23", "equal", "twenty-three")),
        # a bound and the number: the number is the more exact one
        ((wounded("A", "at least 23"), wounded("B", "23")), ("23", "refines", "at least 23")),
        # a later number above the bound still agrees with it
        (
            (wounded("A", "at least 23", EARLY), wounded("B", "40", LATE)),
            ("40", "refines", "at least 23"),
        ),
        # two words for "about"
        ((wounded("A", "some 80"), wounded("B", "about 80")), ("some 80", "equal", "about 80")),
        # of two bounds the one that leaves less open
        (
            (wounded("A", "at least 20"), wounded("B", "more than 15")),
            ("at least 20", "refines", "more than 15"),
        ),
        # --- vague words
        # 23 is nearly two dozen
        ((wounded("A", "dozens"), wounded("B", "23")), ("23", "refines", "dozens")),
        ((wounded("A", "several"), wounded("B", "8")), ("8", "refines", "several")),
        # dozens are more than eight; which came first is not known
        ((wounded("A", "dozens"), wounded("B", "8")), ("dozens", "different", "8")),
        # and if it is known, they are the later count
        (
            (wounded("A", "dozens", LATE), wounded("B", "8", EARLY)),
            ("dozens", "update", "8"),
        ),
        # --- what grows
        ((wounded("A", "8", EARLY), wounded("B", "23", LATE)), ("23", "update", "8")),
        # hours compare across zones: 06:10+03:00 is before 04:00+00:00
        (
            (wounded("A", "8", EARLY), wounded("B", "23", "2031-03-04T04:00:00+00:00")),
            ("23", "update", "8"),
        ),
        # days compare where one hour is not known
        ((wounded("A", "8", "2031-03-04"), wounded("B", "23", "2031-03-05")), ("23", "update", "8")),
        # times unknown: the larger one stands left, the reading says that times are not known
        ((wounded("A", "8"), wounded("B", "23")), ("23", "update", "8")),
        # the hour a figure states goes before the hour of publication
        (
            (
                wounded("A", "8", LATE, as_of="by 6 a.m."),
                wounded("B", "23", EARLY, as_of="by noon"),
            ),
            ("23", "update", "8"),
        ),
        # fires, arrests, damage
        (
            (
                counted("A", "40", "fires burning", "fire", EARLY),
                counted("B", "55", "fires burning", "fire", LATE),
            ),
            ("55", "update", "40"),
        ),
        (
            (
                counted("A", "12", "people arrested", "person", EARLY),
                counted("B", "31", "people arrested", "person", LATE),
            ),
            ("31", "update", "12"),
        ),
        # the missing become fewer, too
        (
            (
                counted("A", "40", "people missing", "person", EARLY),
                counted("B", "12", "people missing", "person", LATE),
            ),
            ("12", "update", "40"),
        ),
        # a rise told in one sentence
        (
            in_one("In Oxmere the number of wounded rose to 23 from eight.", "23", "eight"),
            ("23", "update", "eight"),
        ),
        # --- corrections
        # the outlet withdraws its own figure
        (
            (
                *in_one("In Oxmere 12 people were wounded.", "12"),
                *in_one("An earlier version of this report said 30 people were wounded.", "30"),
            ),
            ("12", "correction", "30"),
        ),
        (
            in_one("The ministry revised the number down to 12 from 30.", "12", "30"),
            ("12", "correction", "30"),
        ),
        (
            in_one("The ministry corrected the number to 30 from 12.", "30", "12"),
            ("30", "correction", "12"),
        ),
        # one sayer goes down
        (
            (
                wounded("A", "30", EARLY, said_by="Mayor Ada Brandt"),
                wounded("B", "12", LATE, said_by="Ada Brandt"),
            ),
            ("12", "correction", "30"),
        ),
        # one outlet goes down by itself
        ((wounded("A", "30", EARLY), wounded("A", "12", LATE)), ("12", "correction", "30")),
        # --- conflicts
        # casualties do not fall: two voices, the later one lower
        ((wounded("A", "23", EARLY), wounded("B", "8", LATE)), ("8", "conflict", "23")),
        # what does not grow
        (
            (
                counted("A", "539", "drones launched", "drone", EARLY),
                counted("B", "550", "drones launched", "drone", LATE),
            ),
            ("539", "conflict", "550"),
        ),
        (
            (
                counted("A", "$3.95", "profit of a share", "$", EARLY),
                counted("B", "$3.96", "profit of a share", "$", LATE),
            ),
            ("$3.95", "conflict", "$3.96"),
        ),
        # --- by other criteria
        (
            (
                counted("A", "six", "districts damaged", "district", EARLY),
                counted("B", "two", "districts where schools were damaged", "district", LATE),
            ),
            ("six", "different", "two"),
        ),
    ],
)  # fmt: skip
def test_how_two_figures_relate(figures: tuple[Told, ...], expected: tuple[str, str, str]) -> None:
    """Values, times and words decide the relation and its direction."""
    found = related(ledger_told(*figures))
    both_ways = (
        {expected, expected[::-1]}
        if expected[1] in {"equal", "conflict", "different"}
        else {expected}
    )
    assert found <= both_ways
    assert len(found) == 1


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        # the scope names the whole
        (
            Told("A", "Fourteen of the 23 people hurt were in hospital.", "Fourteen",
                 "people in hospital", fields={"scope": "of the 23"}),
            Told("A", "Fourteen of the 23 people hurt were in hospital.", "23", "people hurt"),
            {("Fourteen", "part_of", "23")},
        ),
        (
            Told("A", "They launched 70 missiles, 11 of them ballistic.", "11",
                 "ballistic missiles launched", "missile", fields={"scope": "70 missiles"}),
            Told("A", "They launched 70 missiles, 11 of them ballistic.", "70",
                 "missiles launched", "missile"),
            {("11", "part_of", "70")},
        ),
        # "in eight locations" is where, not of what
        (
            Told("A", "63 drones struck in eight locations.", "63", "drones that struck", "drone",
                 fields={"scope": "in eight locations"}),
            Told("A", "63 drones struck in eight locations.", "eight", "locations", "location"),
            set(),
        ),
        # the whole of another article is somebody else's
        (
            Told("A", "Fourteen of the 23 people hurt were in hospital.", "Fourteen",
                 "people in hospital", fields={"scope": "of the 23"}),
            wounded("B", "23"),
            set(),
        ),
        # a part is never more than its whole
        (
            Told("A", "Forty of the 23 people hurt were in hospital.", "Forty",
                 "people in hospital", fields={"scope": "of the 23"}),
            Told("A", "Forty of the 23 people hurt were in hospital.", "23", "people hurt"),
            set(),
        ),
    ],
)  # fmt: skip
def test_a_part_is_paired_with_its_whole(
    part: Told, whole: Told, expected: set[tuple[str, str, str]]
) -> None:
    """The part keeps a row of its own, and its pair names the whole in the other."""
    ledger = ledger_told(part, whole)
    assert related(ledger) == expected
    assert len(ledger.rows) == 2


def with_proposal(left: Told, right: Told, relation: str, *, is_grouped: bool = True) -> Ledger:
    """Return the ledger of two figures of which a proposal says how `left` relates to `right`."""
    pages = pages_of(left, right)
    found = {c.surface: c for page in pages for c in page.claims if isinstance(c, Quantity)}
    one, other = found[left.surface], found[right.surface]
    proposal = QuantityProposal(
        groups=(ProposedQuantity("a thing", (one.id, other.id)),) if is_grouped else (),
        relations=(ProposedRelation(one.id, other.id, relation),),  # type: ignore[arg-type]
    )
    return ledger_of(list(found.values()), articles_of(*pages), proposal)


@pytest.mark.parametrize(
    ("left", "right", "relation", "expected"),
    [
        # prices are not known to grow; the proposal says that one came later
        (
            counted("A", "$5", "price of a loaf", "$"), counted("B", "$4", "price of a loaf", "$"),
            "update", ("$5", "update", "$4"),
        ),
        # but not against the times
        (
            counted("A", "$5", "price of a loaf", "$", EARLY),
            counted("B", "$4", "price of a loaf", "$", LATE),
            "update", ("$5", "conflict", "$4"),
        ),
        (
            counted("A", "$5", "price of a loaf", "$"), counted("B", "$4", "price of a loaf", "$"),
            "correction", ("$5", "correction", "$4"),
        ),
        # figures that disagree do not refine each other
        (
            counted("A", "$5", "price of a loaf", "$"), counted("B", "$4", "price of a loaf", "$"),
            "refines", ("$5", "conflict", "$4"),
        ),
        # figures that agree are no conflict, whatever is proposed
        (wounded("A", "23"), wounded("B", "at least 23"), "conflict",
         ("23", "refines", "at least 23")),
        # what code can order it orders itself
        (wounded("A", "8", EARLY), wounded("B", "23", LATE), "update", ("23", "update", "8")),
    ],
)  # fmt: skip
def test_a_proposed_relation_decides_only_what_code_cannot(
    left: Told, right: Told, relation: str, expected: tuple[str, str, str]
) -> None:
    """It is taken where values and times leave it open, and never against them."""
    (found,) = related(with_proposal(left, right, relation))
    assert found in {expected, expected[::-1]} if expected[1] == "conflict" else found == expected


@pytest.mark.parametrize(
    ("part", "whole", "is_taken"),
    [
        ("9", "23", True),
        ("30", "23", False),  # larger than its whole
        ("23", "23", False),  # as large
    ],
)
def test_a_proposed_part_is_smaller_than_its_whole(part: str, whole: str, is_taken: bool) -> None:
    """A part that its values refuse is no part."""
    ledger = with_proposal(
        Told("A", f"Of them {part} were children, A says.", part, "children wounded"),
        wounded("B", whole),
        "part_of",
        is_grouped=False,
    )
    assert (((part, "part_of", whole)) in related(ledger)) is is_taken


SURFACES = ("8", "23", "twenty-three", "at least 23", "about 25", "dozens", "several", "30")
TIMES = (None, "2031-03-04", EARLY, LATE)

figures = st.lists(
    st.tuples(st.sampled_from("ABCDE"), st.sampled_from(SURFACES), st.sampled_from(TIMES)),
    min_size=2,
    max_size=5,
    unique_by=lambda figure: figure[0],
)


@settings(max_examples=80, deadline=None)
@given(figures, st.randoms(use_true_random=False))
def test_relations_do_not_hang_on_order_and_go_one_way(
    told: list[tuple[str, str, str | None]], random: object
) -> None:
    """Any order gives the same pairs; each two figures have one at most, the strongest names the row."""
    pages = pages_of(*(wounded(outlet, number, time) for outlet, number, time in told))
    found = [c for page in pages for c in page.claims if isinstance(c, Quantity)]
    ledger = ledger_of(found, articles_of(*pages))
    assert ledger_of(found[::-1], articles_of(*pages)) == ledger
    for row in ledger.rows:
        ends = [frozenset({pair.left, pair.right}) for pair in row.pairs]
        assert len(set(ends)) == len(ends)
        assert all(len(end) == 2 for end in ends)
        own = {quantity.id for quantity in row.quantities}
        assert set(ends) <= {frozenset(pair) for pair in combinations(own, 2)}
        ranks = [STRENGTH.index(pair.relation) for pair in row.pairs]
        assert row.relation == (STRENGTH[min(ranks)] if ranks else None)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(3, 900),
    st.lists(
        st.sampled_from(["{}", "at least {}", "about {}", "some {}", "nearly {}"]),
        min_size=2,
        max_size=4,
    ),
)
def test_figures_that_differ_only_in_wording_agree(number: int, wordings: list[str]) -> None:
    """One number, however hedged, makes no conflict and no update."""
    told = [wounded(chr(65 + n), words.format(number)) for n, words in enumerate(wordings)]
    for row in ledger_told(*told).rows:
        assert {pair.relation for pair in row.pairs} <= {"equal", "refines"}
        assert row.differs is False


def test_a_copy_adds_no_conflict() -> None:
    """What a second outlet copies is equal to what it copied."""
    figures = (wounded("A", "8", EARLY), wounded("B", "23", LATE), wounded("C", "23", LATE))
    one, two = ledger_told(*figures[:2]), ledger_told(*figures)
    assert related(two) - related(one) == {("23", "equal", "23")}


@settings(max_examples=60, deadline=None)
@given(st.lists(clips(), min_size=1, max_size=3, unique_by=lambda c: c.document.digest))
def test_a_copy_of_an_article_contradicts_nobody_anew(pages: list[Clip]) -> None:
    """With a wire copy of one article the same figures contradict each other, and no others."""
    copied = [*pages, copy_of(pages[0], "Copy Desk")]
    assert contradictions(ledger_over(*copied)) == contradictions(ledger_over(*pages))


def contradictions(ledger: Ledger) -> set[tuple[str, str, str]]:
    """Return the pairs that contradict each other, as printed; a conflict reads both ways."""
    found = {pair for pair in related(ledger) if pair[1] in CONTRADICTING}
    return found | {pair[::-1] for pair in found if pair[1] == "conflict"}


def test_a_rise_and_a_fall_stay_apart() -> None:
    """Shares that rose and shares that fell by 3% are two rows, not a conflict."""
    rise, fall = Clip("Shares rose by 3%.", "A"), Clip("Shares fell by 3%, B says.", "B")
    found = [rise.quantity("3%", "shares"), fall.quantity("3%", "shares")]
    proposal = QuantityProposal(groups=(ProposedQuantity("shares", tuple(q.id for q in found)),))
    ledger = ledger_of(found, articles_of(rise, fall), proposal)
    assert len(ledger.rows) == 2


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(20, 29), st.sampled_from(TIMES)), min_size=2, max_size=60))
def test_a_row_of_many_relates_each_figure_as_two_would_be(
    told: list[tuple[int, str | None]],
) -> None:
    """Pairs are those of two figures alone; of few all of them, of many those of the standing ones."""
    pages = pages_of(*(wounded(f"Outlet {n:02}", str(v), t) for n, (v, t) in enumerate(told)))
    sources = articles_of(*pages)
    row = sorted(
        (c for page in pages for c in page.claims if isinstance(c, Quantity)),
        key=lambda q: (sources[q.id].sort_key, q.id),
    )
    every = {p for one, other in combinations(row, 2) for p in pairs_of([one, other], sources)}
    found = pairs_of(row, sources)
    assert set(found) <= every
    if len(row) <= MOST_PAIRED:
        assert set(found) == every
    assert len(found) <= max(MOST_PAIRED, MOST_STANDING + 3) * len(row)
    assert {n for p in found for n in (p.left, p.right)} == {q.id for q in row}


def test_in_a_row_of_many_a_figure_is_still_in_conflict() -> None:
    """What one of hundreds says against what most say is told to be in conflict with it."""
    most = [counted(f"Outlet {n:03}", "40", "boats moored in the port", "boat") for n in range(120)]
    (row,) = ledger_told(*most, counted("Zeal", "31", "boats moored in the port", "boat")).rows
    (odd,) = (q.id for q in row.quantities if q.surface == "31")
    assert row.relation == "conflict"
    assert {p.relation for p in row.pairs if odd in (p.left, p.right)} == {"conflict"}
