"""Groups of figures that a model proposes: what they add to the words, and what rules them out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from claim_builders import Clip, Told, articles_of, clips, ledger_over, pages_of
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.claims import Quantity
from summarizer.ledger import Ledger, ledger_of
from summarizer.proposals import ProposedQuantity, ProposedRelation, QuantityProposal


def told(outlet: str, surface: str, counted: str, unit: str = "person", **fields: Any) -> Told:
    """Return a figure in a sentence of its own."""
    sentence = f"{outlet} counts {surface} as {counted} in {fields.get('scope', 'the town')}."
    return Told(outlet, sentence, surface, counted, unit, fields=fields)


def grouped(*figures: Told, relations: tuple[tuple[int, int, str], ...] = ()) -> Ledger:
    """Return the ledger of figures that a proposal puts into one group, in the order given."""
    pages = pages_of(*figures)
    found = [c for page in pages for c in page.claims if isinstance(c, Quantity)]
    ids = [next(q.id for q in found if _is(q, figure)) for figure in figures]
    proposal = QuantityProposal(
        groups=(ProposedQuantity("one thing", tuple(ids)),),
        relations=tuple(
            ProposedRelation(ids[a], ids[b], relation)  # type: ignore[arg-type]
            for a, b, relation in relations
        ),
    )
    return ledger_of(found, articles_of(*pages), proposal)


def _is(quantity: Quantity, figure: Told) -> bool:
    scope = figure.fields.get("scope", "")
    return (quantity.surface, quantity.counted, quantity.scope) == (
        figure.surface,
        figure.counted,
        scope,
    )


def surfaces(ledger: Ledger) -> list[list[str]]:
    """Return the figures of each row as printed, in a fixed order."""
    return sorted(sorted(q.surface for q in row.quantities) for row in ledger.rows)


@pytest.mark.parametrize(
    "figures",
    [
        # words for what happened that the rules do not know as one
        (told("A", "six", "districts damaged", "district"),
         told("B", "five", "districts with fires", "district")),
        # another word for the things counted
        (told("A", "40", "homes lost", "home"), told("B", "44", "houses ruined", "house")),
        # no unit given
        (told("A", "300", "jobs to go", "job"), told("B", "320", "posts cut", "")),
        # a town that one does not name
        (told("A", "23", "people hurt", scope="Oxmere"), told("B", "8", "those taken ill")),
        # a group in other words, with the same number
        (told("A", "two", "children hurt"), told("B", "two", "people injured")),
    ],
)  # fmt: skip
def test_a_proposal_joins_what_words_keep_apart(figures: tuple[Told, Told]) -> None:
    """Figures that code cannot tell to be of one thing share a row if a proposal says so."""
    assert len(ledger_over(*pages_of(*figures)).rows) == 2
    assert len(grouped(*figures).rows) == 1


@pytest.mark.parametrize(
    "figures",
    [
        # persons against drones
        (told("A", "23", "people hit"), told("B", "23", "drones hit", "drone")),
        # drones against missiles, and against both together
        (told("A", "11", "drones sent", "drone"), told("B", "11", "missiles sent", "missile")),
        (told("A", "539", "drones sent", "drone"),
         told("B", "550", "drones and missiles sent", "drone or missile")),
        # a share against a count, dollars against euros, hours against days
        (told("A", "4%", "jobs lost", "%"), told("B", "400", "jobs lost", "job")),
        (told("A", "$4 million", "cost", "$"), told("B", "€4 million", "cost", "€")),
        (told("A", "3", "hours of rain", "hour"), told("B", "2", "days of rain", "day")),
        # a part against its whole
        (told("A", "14", "people in hospital", scope="of the 23"), told("B", "23", "people hurt")),
        (told("A", "14", "people hurt", scope="of those"), told("B", "23", "people hurt")),
        # two days, two times in words, a month and a night
        (told("A", "8", "people hurt", date="2031-03-04"),
         told("B", "23", "people hurt", date="2031-03-06")),
        (told("A", "8", "people hurt", as_of="on Monday"),
         told("B", "23", "people hurt", as_of="on Friday")),
        (told("A", "550", "drones sent", "drone", date="2031-03-04"),
         told("B", "5,000", "drones sent", "drone", date="2031-03")),
        # two named places, and a town against the country
        (told("A", "23", "people hurt", scope="Oxmere"),
         told("B", "5", "people hurt", scope="Halmstead")),
        (told("A", "13", "locations hit", "location", scope="Oxmere"),
         told("B", "8", "locations hit", "location", scope="across the country")),
        # who died, who was hurt; what was sent, what was stopped
        (told("A", "3", "people killed"), told("B", "3", "people injured")),
        (told("A", "11", "missiles launched", "missile"),
         told("B", "11", "missiles shot down", "missile")),
        (told("A", "4", "people killed"), told("B", "11", "people killed or injured")),
        # children are not people at large, unless the number is one
        (told("A", "two", "children hurt"), told("B", "23", "people hurt")),
        # two models
        (told("A", "six", "Kite-M missiles sent", "missile"),
         told("B", "two", "Kite-K missiles sent", "missile")),
        # further ones beside all of them
        (told("A", "nine", "more people hurt"), told("B", "23", "people hurt")),
    ],
)  # fmt: skip
def test_what_cannot_be_one_is_split(figures: tuple[Told, Told]) -> None:
    """Units, parts, days, places, ends and kinds rule a proposed group out."""
    assert len(grouped(*figures).rows) == 2


def test_a_group_ruled_out_in_part_is_split_and_not_dropped() -> None:
    """Of three figures, the two that can be one stay together."""
    ledger = grouped(
        told("A", "23", "people hurt", scope="Oxmere"),
        told("B", "8", "those taken ill", scope="Oxmere"),
        told("C", "5", "people hurt", scope="Halmstead"),
    )
    assert surfaces(ledger) == [["23", "8"], ["5"]]


def test_a_figure_goes_to_the_part_it_agrees_with() -> None:
    """At least 13, without a place, joins over a dozen in the town and not eight in the country."""
    ledger = grouped(
        told("A", "8", "locations hit", "location", scope="across the country"),
        told("B", "over a dozen", "locations struck", "location", scope="Oxmere"),
        told("C", "at least 13", "locations on fire", "location"),
    )
    assert surfaces(ledger) == [["8"], ["at least 13", "over a dozen"]]


def test_two_figures_of_one_article_are_not_of_one_thing() -> None:
    """An article that gives eight and 23 counts two things, unless it is told why."""
    figures = (told("A", "8", "people hurt"), told("A", "23", "others taken ill"))
    assert len(grouped(*figures).rows) == 2
    (row,) = grouped(*figures, relations=((1, 0, "update"),)).rows
    assert row.relation == "update"


def test_words_may_join_a_figure_to_a_proposed_group() -> None:
    """What the proposal does not name follows the figure that it is like."""
    figures = (
        told("A", "six", "districts damaged", "district"),
        told("B", "five", "districts with fires", "district"),
    )
    third = told("C", "seven", "districts damaged", "district")
    pages = pages_of(*figures, third)
    found = [c for page in pages for c in page.claims if isinstance(c, Quantity)]
    named = tuple(q.id for q in found if q.surface != "seven")
    proposal = QuantityProposal(groups=(ProposedQuantity("districts", named),))
    assert surfaces(ledger_of(found, articles_of(*pages), proposal)) == [["five", "seven", "six"]]


def test_ids_that_nobody_knows_or_that_stand_in_two_groups_count_as_not_named() -> None:
    """The words alone decide on a figure that a proposal names twice."""
    pages = pages_of(
        told("A", "six", "districts damaged", "district"),
        told("B", "five", "districts with fires", "district"),
        told("C", "four", "quarters burnt", "quarter"),
    )
    found = [c for page in pages for c in page.claims if isinstance(c, Quantity)]
    ids = {q.surface: q.id for q in found}
    proposal = QuantityProposal(
        groups=(
            ProposedQuantity("one", (ids["six"], ids["five"], "unknown")),
            ProposedQuantity("two", (ids["five"], ids["four"])),
        )
    )
    ledger = ledger_of(found, articles_of(*pages), proposal)
    assert surfaces(ledger) == [["five"], ["four"], ["six"]]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(clips(), min_size=1, max_size=4, unique_by=lambda c: c.document.digest),
    st.data(),
)
def test_a_ledger_does_not_hang_on_the_order_of_a_proposal(
    pages: list[Clip], data: st.DataObject
) -> None:
    """Any proposal, in any order, puts every value in exactly one row, and the same one."""
    found = [c for page in pages for c in page.claims if isinstance(c, Quantity)]
    ids = [q.id for q in found] or ["none"]
    drawn = data.draw(st.lists(st.lists(st.sampled_from(ids), max_size=5), max_size=4))
    groups = tuple(ProposedQuantity("thing", tuple(dict.fromkeys(names))) for names in drawn)
    articles = articles_of(*pages)
    proposal = QuantityProposal(groups=groups)
    shuffled = replace(
        proposal,
        groups=tuple(
            ProposedQuantity(g.what, tuple(data.draw(st.permutations(g.claims))))
            for g in data.draw(st.permutations(groups))
        ),
    )
    made = ledger_of(found, articles, proposal)
    assert ledger_of(data.draw(st.permutations(found)), articles, shuffled) == made
    shown = [q.id for row in made.rows for q in row.quantities]
    assert len(shown) == len(set(shown))
    values = {(articles[q.id].id, q.surface) for q in found}
    assert {(articles[q.id].id, q.surface) for r in made.rows for q in r.quantities} == values
    for row in made.rows:
        for one in row.quantities:
            for other in row.quantities:
                assert not (one.date and other.date) or one.date.overlaps(other.date)
