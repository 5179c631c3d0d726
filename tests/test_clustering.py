"""Sources and their copies, the stories they tell, and claims that tell of one thing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from claim_builders import NIGHT, Clip, clips, metadata, reduced, strike, wheat
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.articles import Kind
from summarizer.clustering import (
    is_opinion,
    main_days,
    stories,
    why_apart,
)
from summarizer.nearness import APART_DAYS
from summarizer.sources import SourceArticle, sources_of

WIRE = """\
The ferry Anna Marie ran aground off Brackwater early on Tuesday with 85 people aboard.
Lifeboats took everyone to the pier, harbour master Jonas Reed said.
“The fog came down like a curtain,” he told the agency.
The ferry company said that it would send divers to look at the hull in the afternoon.
"""


def sources(*pages: Clip) -> tuple[SourceArticle, ...]:
    """Return the sources that pages are."""
    return sources_of(page.extraction() for page in pages)


# --- sources ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("other", "is_copy"),
    [
        (WIRE + "Reporting by the agency’s Brackwater desk.\n", True),  # a line added at the end
        ("BRACKWATER, Tuesday.\n" + WIRE, True),  # a dateline added at the top
        (WIRE.replace("\n", " "), True),  # set in one paragraph
        (WIRE.replace("“", '"').replace("”", '"'), True),  # other quotation marks
        (WIRE.replace("with 85 people aboard", "with about 90 people on board"), True),  # edited
        (
            "A ferry with 85 people aboard struck sand near Brackwater in thick fog.\n"
            "All of them reached the pier in lifeboats; divers are to look at the hull.\n",
            False,  # the same news in own words
        ),
        (
            "The ferry company said that it would send divers to look at the hull in the afternoon.\n"
            "Its shares fell by 3% in Quillport, where the ferry was to be sold this summer.\n"
            "A buyer had offered to take over the whole fleet, with its crews and its debts.\n",
            False,  # one sentence taken over
        ),
    ],
)
def test_copies_of_one_text_are_one_origin(other: str, is_copy: bool) -> None:
    """Texts that share most runs of words have one origin, others do not."""
    first, second = sources(
        Clip(WIRE, "Harbour Post", "2031-03-04"), Clip(other, "Evening Bell", "2031-03-05")
    )
    assert (second.origin == first.origin) is is_copy
    assert first.origin == first.id


def test_copies_of_a_copy_share_the_first_origin() -> None:
    """Three copies have the origin of the one that was published first."""
    pages = [
        Clip(WIRE + f"Line {n} of the desk in Brackwater.\n", f"Outlet {n}", f"2031-03-0{n}")
        for n in (1, 2, 3)
    ]
    found = sources(*pages)
    assert {source.origin for source in found} == {found[0].id}


def test_short_texts_of_the_same_words_are_copies() -> None:
    """Two texts of the same four words are one origin, others are not."""
    same, again, other = sources(
        Clip("Ferry aground, all safe.", "A"),
        Clip("Ferry aground, all safe!", "B"),
        Clip("Ferry afloat, all safe.", "C"),
    )
    assert same.origin == again.origin != other.origin


def test_outlets_name_sources_and_letters_those_without() -> None:
    """A second article of an outlet is numbered, an unnamed source gets a letter."""
    pages = [Clip(f"Text number {n} is short.", "Bell", f"2031-03-0{n}") for n in (1, 2)]
    pages += [Clip(f"Unnamed text {n} is short.") for n in range(27)]
    labels = [source.label for source in sources(*pages)]
    assert labels[:2] == ["Bell", "Bell (2)"]
    assert labels[2:4] == ["source A", "source B"]
    assert labels[-2:] == ["source Z", "source AA"]


@pytest.mark.parametrize(
    "outlets",
    [
        ["Bell", "Echo", None],
        ["Bell", "Bell", "Bell"],
        pytest.param(["Bell", "Bell", "Bell (2)"]),
        pytest.param([None, "source A"]),
    ],
)
def test_no_two_sources_have_one_label(outlets: list[str | None]) -> None:
    """A label names one source, so that a reader can tell them apart."""
    pages = [Clip(f"Text number {n} is short.", name) for n, name in enumerate(outlets)]
    labels = [source.label for source in sources(*pages)]
    assert len(set(labels)) == len(labels)


def test_an_embedded_article_is_a_source_if_it_carries_a_claim() -> None:
    """An article on another's page is a source of its own, and says on whose page it stands."""
    page = Clip(
        "The lighthouse was painted.\nA whale was seen off Quillport.\nA bell was cast.",
        "Harbour Post",
        zones={2: ("body", 1), 3: ("body", 2)},
        parts={1: (metadata("Sea News"), Kind.REPORT), 2: (metadata("Bell News"), Kind.REPORT)},
    )
    page.event("A whale was seen off Quillport")
    main, inner = sorted(sources(page), key=lambda source: source.part)
    assert (inner.label, inner.part, inner.embedded_in) == ("Sea News", 1, main.id)
    assert main.embedded_in is None


@pytest.mark.parametrize(
    ("kind", "corroborates"),
    [
        (Kind.REPORT, True),
        (Kind.WIRE, True),
        (Kind.LIVE, True),
        (Kind.STUB, True),  # read in part, but read
        (Kind.COMMENTARY, False),  # an opinion
        (Kind.PRESS_RELEASE, False),  # a party's word
        (Kind.MACHINE_MADE, False),  # a machine's
    ],
)
def test_opinion_parties_and_machines_never_corroborate(kind: Kind, corroborates: bool) -> None:
    """Whether a source can make a statement corroborated follows from its kind."""
    (source,) = sources(Clip("The council met.", kind=kind))
    assert source.corroborates is corroborates
    assert is_opinion(source) is (kind is Kind.COMMENTARY)


@settings(max_examples=30, deadline=None)
@given(st.lists(clips(), min_size=2, max_size=5, unique_by=lambda c: c.document.digest), st.data())
def test_sources_do_not_hang_on_the_order_of_articles(
    pages: list[Clip], data: st.DataObject
) -> None:
    """Any order of articles gives the same sources, labels and origins."""
    assert sources(*data.draw(st.permutations(pages))) == sources(*pages)


# --- stories ----------------------------------------------------------------------------------------


def raid(outlet: str, published: str | None, night: str | None, drones: int, wounded: int) -> Clip:
    """Return a report on an air raid, worded as every such report of its newspaper is."""
    clip = Clip(
        f"Vandria launched {drones} drones and missiles at Oxmere overnight.\n"
        f"The raid on the harbour wounded {wounded} people, Mayor Ada Brandt said.\n",
        outlet,
        published,
    )
    clip.event(
        f"Vandria launched {drones} drones and missiles at Oxmere overnight",
        topic="attack",
        date=night,
        where="Oxmere",
    )
    clip.event(
        f"The raid on the harbour wounded {wounded} people",
        topic="casualties",
        date=night,
        said_by="Ada Brandt",
    )
    clip.quantity(f"{drones}", "drones and missiles launched", "drone", date=night)
    clip.quantity(f"{wounded}", "people wounded", scope="Oxmere", said_by="Ada Brandt")
    return clip


def test_two_raids_on_one_city_two_months_apart_are_two_stories() -> None:
    """The same weapons, city and official do not make one story of two nights; the reason dates them."""
    july = raid("Harbour Post", "2031-07-04", "2031-07-03/2031-07-04", 550, 23)
    may = raid("Evening Bell", "2031-05-02", "2031-05-01/2031-05-02", 300, 9)
    lead, other = reduced(july, may).stories
    assert lead.group.separate_because == ""
    reason = other.group.separate_because
    assert "1–2 May 2031" in reason
    assert "3–4 July 2031" in reason


@pytest.mark.parametrize(
    ("gap", "expected"),
    [
        (0, 1),
        (1, 1),  # the morning paper and the evening paper
        (APART_DAYS, 1),
        (APART_DAYS + 1, 2),
        (30, 2),
    ],
)
def test_days_that_lie_apart_keep_stories_apart(gap: int, expected: int) -> None:
    """Main happenings more than a few days apart are never one story, however alike."""
    first = date(2031, 3, 1)
    one = raid("Harbour Post", None, first.isoformat(), 550, 23)
    other = raid("Evening Bell", None, (first + timedelta(days=gap)).isoformat(), 551, 24)
    assert len(reduced(one, other).stories) == expected


def test_a_third_article_does_not_bridge_what_its_dates_keep_apart() -> None:
    """An undated article joins one of two dated stories and does not make them one."""
    pages = [
        raid("Harbour Post", None, "2031-03-01", 550, 23),
        raid("Evening Bell", None, "2031-05-01", 551, 24),
        raid("Market Echo", None, None, 552, 25),
    ]
    groups = [{s.label for s in draft.group.sources} for draft in reduced(*pages).stories]
    assert len(groups) == 2
    assert not any({"Harbour Post", "Evening Bell"} <= group for group in groups)


TOWNS = (
    "Oxmere Halmstead Quillport Brackwater Tarnsby Ellwick Dunmoor Sorrel Pellgate Marlow".split()
)


def stories_of_two(shared: int, published: str | None) -> int:
    """Return how many stories two articles of ten events tell that have `shared` of them in common."""
    pages = []
    for outlet, deed in (("Harbour Post", "sings"), ("Evening Bell", "digs")):
        lines = [f"{town} votes again." for town in TOWNS[:shared]]
        lines += [f"{outlet[:3]}{'abcdefghij'[n]}town {deed}." for n in range(10 - shared)]
        page = Clip("\n".join(lines), outlet, published)
        for line in lines:
            page.event(line)
        pages.append(page)
    return len(reduced(*pages).stories)


def test_articles_without_dates_stay_apart_unless_they_share_much() -> None:
    """It takes more in common to join articles that no date could keep apart."""
    needed = {
        published: next(n for n in range(11) if stories_of_two(n, published) == 1)
        for published in ("2031-03-04", None)
    }
    assert 0 < needed["2031-03-04"] < needed[None] <= 10


def test_stories_on_one_day_without_common_ground_say_so() -> None:
    """Where dates do not differ, the reason is that the claims share too little."""
    _, other = reduced(strike(), wheat()).stories
    assert other.group.separate_because == "its claims share too little with the leading story's"


def test_one_night_told_in_other_words_is_one_story() -> None:
    """Two short reports of one night in one town are one story, however they word it."""
    one = Clip(
        "Vandria launched 550 drones at Oxmere overnight.\nTwenty-three people were wounded.",
        "Harbour Post",
        "2031-03-04",
    )
    one.event("Vandria launched 550 drones at Oxmere overnight", topic="attack", date=NIGHT)
    one.event("Twenty-three people were wounded", topic="casualties", date=NIGHT)
    two = Clip(
        "Oxmere came under fire from some 539 aircraft.\nAt least 23 residents suffered injuries.",
        "Evening Bell",
        "2031-03-04",
    )
    two.event("Oxmere came under fire from some 539 aircraft", topic="attack", date=NIGHT)
    two.event("At least 23 residents suffered injuries", topic="casualties", date=NIGHT)
    assert len(reduced(one, two).stories) == 1


def event_of(date: str | None = None, **fields: object) -> Clip:
    """Return a page with one event."""
    page = Clip("The old pier burned.", published="2031-03-09")
    page.event("The old pier burned", date=date, **fields)
    return page


@pytest.mark.parametrize(
    ("page", "expected", "derivation"),
    [
        (event_of("2031-03-04"), "2031-03-04", ""),
        (event_of("2031-03-07", status="planned"), "2031-03-09", "the day of publication"),
        (event_of("2031-03-01", role="background"), "2031-03-09", "the day of publication"),
        (event_of(None), "2031-03-09", "the day of publication"),  # no event is dated
    ],
)
def test_the_days_of_an_article_are_those_of_its_main_events(
    page: Clip, expected: str, derivation: str
) -> None:
    """Plans and background date nothing; without a dated event the day of publication stands in."""
    (source,) = sources(page)
    found = main_days(source, page.claims)
    assert found is not None
    assert (found.iso(), found.derivation) == (expected, derivation)


def test_an_article_without_any_date_has_none() -> None:
    """No date is guessed where neither an event nor the article has one."""
    page = Clip("The old pier burned.")
    page.event("The old pier burned")
    (source,) = sources(page)
    assert main_days(source, page.claims) is None


def test_the_raid_outweighs_what_was_said_about_it() -> None:
    """A night of harm dates an article, not two statements made on the day after."""
    page = Clip("Drones hit Oxmere.\nThe mayor spoke.\nThe governor spoke.")
    page.event("Drones hit Oxmere", topic="attack", date="2031-03-04")
    page.event("The mayor spoke", topic="statement", date="2031-03-05")
    page.event("The governor spoke", topic="statement", date="2031-03-05")
    (source,) = sources(page)
    found = main_days(source, page.claims)
    assert found is not None
    assert found.iso() == "2031-03-04"


def test_the_reason_for_a_story_apart_names_unequal_days_only() -> None:
    """Stories of neighbouring days are not said to be kept apart by their dates."""
    one, other = (
        stories(sources(page), {source.id: page.claims for source in sources(page)})[0]
        for page in (event_of("2031-03-04"), event_of("2031-03-05"))
    )
    assert "dated" not in why_apart(other, one)
