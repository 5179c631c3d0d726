"""Who stands behind a statement: levels by origins, and what is never one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from claim_builders import NIGHT, Clip, copy_of, reduced, strike

from summarizer.articles import Kind
from summarizer.briefing import Support
from summarizer.claims import AnyClaim
from summarizer.reduction import Reduction
from summarizer.support import Standing, sides_of, standing_of, support_of, things_of


def report(outlet: str, said_by: str = "", kind: Kind = Kind.REPORT) -> Clip:
    """Return a text in its own words that says how many were wounded, and who says so."""
    words = {"A": "from falling glass and shrapnel", "B": "when shop windows blew in at dawn"}
    named = f", {said_by} said" if said_by else ""
    clip = Clip(
        f"Twenty-three people were wounded in Oxmere {words.get(outlet, 'in the night')}{named}.\n"
        f"Outlet {outlet} counted the beds of two hospitals.\n",
        outlet,
        "2031-03-04",
        kind=kind,
    )
    clip.event("Twenty-three people were wounded in Oxmere", date=NIGHT, said_by=said_by)
    return clip


def supported(
    reduction: Reduction,
    claims: list[AnyClaim],
    disputed: frozenset[str] = frozenset(),
    *,
    is_derived: bool = False,
) -> Support:
    """Return the support of a statement of the leading story that rests on claims."""
    standing = standing_of(reduction.stories[0], disputed)
    source_of = {claim.id: reduction.source(claim) for claim in claims}
    return support_of(claims, source_of, standing, is_derived=is_derived)


def support_from(*pages: Clip) -> Support:
    """Return the support of a statement that rests on all claims of the pages."""
    return supported(reduced(*pages), [claim for page in pages for claim in page.claims])


@pytest.mark.parametrize(
    ("pages", "level"),
    [
        ([report("A")], "single_outlet"),
        ([report("A", "Ada Brandt")], "attributed"),
        ([report("A"), report("B")], "corroborated"),  # two outlets, each in its own name
        ([report("A", "Ada Brandt"), report("B", "Ada Brandt")], "attributed"),  # one mayor, twice
        ([report("A", "Ada Brandt"), report("B", "Jonas Reed")], "corroborated"),
        ([report("A", "Ada Brandt"), report("B")], "corroborated"),
        # opinion, a party's own text and machines corroborate nothing
        ([report("A"), report("B", kind=Kind.COMMENTARY)], "single_outlet"),
        ([report("A"), report("B", kind=Kind.PRESS_RELEASE)], "single_outlet"),
        ([report("A"), report("B", kind=Kind.MACHINE_MADE)], "single_outlet"),
        ([report("A", kind=Kind.COMMENTARY), report("B", kind=Kind.COMMENTARY)], "single_outlet"),
        ([report("A", kind=Kind.WIRE), report("B", kind=Kind.LIVE)], "corroborated"),
        # one spokesman by his full name, his title, another spelling
        pytest.param([report("A", "Mayor Ada Brandt"), report("B", "Brandt")], "attributed"),
        pytest.param([report("A", "Ivan Zelensky"), report("B", "Ivan Zelenskyy")], "attributed"),
        pytest.param([report("A", "Ada Brandt"), report("B", "Brandt on the radio")], "attributed"),
        pytest.param(
            [report("A", "the Oxmere police"), report("B", "the Halmstead police")], "corroborated"
        ),
    ],
)
def test_the_support_of_a_statement(pages: list[Clip], level: str) -> None:
    """Two origins corroborate; one named sayer is attributed, however many outlets print it."""
    support = support_from(*pages)
    assert support.level == level
    assert support.outlets == sorted(page.document.metadata.outlet or "" for page in pages)


def test_one_article_corroborates_nothing_by_itself() -> None:
    """A statement that rests on one article alone is never called corroborated."""
    page = report("A", "Ada Brandt")
    page.event("Outlet A counted the beds of two hospitals")
    assert support_from(page).level != "corroborated"


def test_two_copies_of_one_text_do_not_corroborate() -> None:
    """A statement that rests on a text and its copy has two outlets and one origin."""
    original = report("A")
    support = support_from(original, copy_of(original, "B"))
    assert (support.level, support.outlets, len(support.origins)) == (
        "single_outlet",
        ["A", "B"],
        1,
    )


def test_a_copy_of_a_press_release_does_not_corroborate() -> None:
    """An outlet that prints a party's words as its own report is no second origin beside another's."""
    words = report("A", kind=Kind.PRESS_RELEASE)
    assert support_from(words, copy_of(words, "B"), report("C")).level == "single_outlet"
    printed = copy_of(words, "B")
    printed.page = replace(printed.page, articles={0: replace(printed.page.articles[0],
                                                              kind=Kind.REPORT)})  # fmt: skip
    assert support_from(words, printed, report("C")).level == "single_outlet"
    assert support_from(printed, report("C")).level == "corroborated"  # nobody knows of the release


def test_sayers_are_named() -> None:
    """Support lists who says so, speakers included."""
    page = strike()
    support = support_from(page)
    assert support.sayers == ["Ada Brandt", "the air force"]


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("the mayor", "Mayor Ada Brandt", "attributed"),  # one article says who is mayor
        ("officials", "Ada Brandt", "attributed"),  # she may be one of them
        ("the air force", "Oxmere's air force", "attributed"),
        ("Ukraine", "Russia", "corroborated"),  # two sides
        ("Ukraine's air force", "Ukraine", "attributed"),
        ("Kremlin spokesman Jonas Reed", "the Kremlin", "attributed"),
        ("Ada Brandt", "Lena Brandt", "corroborated"),  # two people of one name
    ],
)
def test_who_can_confirm_whom(one: str, other: str, level: str) -> None:
    """Two sayers corroborate each other only if nothing lets them be one, or one another's mouth."""
    assert support_from(report("A", one), report("B", other)).level == level
    assert support_from(report("B", one), report("A", other)).level == level


def test_the_sayers_of_a_statement_bear_their_fullest_naming() -> None:
    """Two namings of one mayor are listed as one, the fuller."""
    support = support_from(report("A", "Brandt"), report("B", "Mayor Ada Brandt"))
    assert support.sayers == ["Mayor Ada Brandt"]


def test_what_one_outlet_adds_is_not_corroborated_by_the_rest() -> None:
    """A statement is corroborated if each thing it tells has two origins, not if one of them has."""
    one, other = report("A"), report("B")
    added = one.event("Outlet A counted the beds of two hospitals")
    reduction = reduced(one, other)
    shared = [one.claims[0], other.claims[0]]
    assert supported(reduction, shared).level == "corroborated"
    assert supported(reduction, [*shared, added]).level == "single_outlet"


def test_a_figure_tells_the_thing_of_its_event() -> None:
    """The number of an event is corroborated by another outlet's report of that event."""
    one, other = report("A"), report("B")
    count = one.quantity("Twenty-three", "people wounded")
    reduction = reduced(one, other)
    things = things_of(reduction.stories[0])
    assert things[count.id] == things[one.claims[0].id] == things[other.claims[0].id]
    assert supported(reduction, [count, other.claims[0]]).level == "corroborated"


def test_what_is_disputed_or_derived_says_so() -> None:
    """One claim in dispute makes a statement disputed; a shown derivation makes it derived."""
    one, other = report("A"), report("B")
    reduction = reduced(one, other)
    claims = [one.claims[0], other.claims[0]]
    assert supported(reduction, claims, frozenset({other.claims[0].id})).level == "disputed"
    assert supported(reduction, claims, frozenset({"another"})).level == "corroborated"
    assert supported(reduction, claims, is_derived=True).level == "derived"


def test_two_versions_of_one_dispute_in_one_statement_are_disputed() -> None:
    """Either version alone has its own level; who tells both tells a disagreement."""
    one, other = report("A"), report("B")
    reduction = reduced(one, other)
    claims = [one.claims[0], other.claims[0]]
    sides = {claims[0].id: {(0, 0)}, claims[1].id: {(0, 1)}}
    source_of = {claim.id: reduction.source(claim) for claim in claims}
    standing = Standing(things={claim.id: 0 for claim in claims}, sides=sides)
    assert support_of(claims, source_of, standing).level == "disputed"
    assert support_of(claims[:1], source_of, standing).level != "disputed"
    agreed = Standing(things=standing.things, sides={c.id: {(0, 0), (1, 1)} for c in claims})
    assert support_of(claims, source_of, agreed).level == "corroborated"


def test_a_count_in_conflict_puts_its_events_on_two_sides() -> None:
    """Events whose words hold two figures that cannot both hold are versions of one conflict."""
    pages = []
    for outlet, number in (("A", "550"), ("B", "539")):
        page = Clip(f"Vandria launched {number} drones at Oxmere overnight.", outlet, "2031-03-05")
        page.event(f"Vandria launched {number} drones at Oxmere overnight", topic="attack",
                   date=NIGHT, where="Oxmere")  # fmt: skip
        page.quantity(number, "drones launched", "drone", date=NIGHT)
        pages.append(page)
    (draft,) = reduced(*pages).stories
    (pair,) = (p for row in draft.figures for p in row.pairs)
    assert pair.relation == "conflict"
    told = [sides_of(draft)[page.claims[0].id] for page in pages]
    assert sorted(side for found in told for _, side in found) == [0, 1]


def test_the_order_of_claims_makes_no_difference() -> None:
    """Support is that of the claims, in whatever order they are named."""
    page = strike()
    reduction = reduced(page)
    assert supported(reduction, page.claims) == supported(reduction, page.claims[::-1])


def test_without_a_story_all_claims_tell_one_thing() -> None:
    """Where nothing is known of a story, claims of two outlets corroborate."""
    one, other = report("A"), report("B")
    reduction = reduced(one, other)
    claims = [one.claims[0], other.claims[0]]
    source_of = {claim.id: reduction.source(claim) for claim in claims}
    assert support_of(claims, source_of, Standing()).level == "corroborated"
