"""Which claims do not speak today, and which entry of a live page each stands in."""

from __future__ import annotations

from claim_builders import Clip, reduced, related
from version_builders import live, noon

from summarizer.articles import Kind
from summarizer.claims import AnyClaim, Event, Quantity, Quotation
from summarizer.ledger import Ledger
from summarizer.versioning.retracting import retracted


def words_of(claim: AnyClaim) -> str:
    """Return what a claim says."""
    if isinstance(claim, Event):
        return claim.what
    return claim.words if isinstance(claim, Quotation) else claim.surface


def reasons(clip: Clip) -> dict[str, str]:
    """Return why claims of a page are left out, by what they say."""
    found = retracted(clip.extraction())
    said = {claim.id: words_of(claim) for claim in found.claims}
    return {said[name]: why for name, why in found.left_out.items()}


def test_a_page_without_notices_is_left_alone() -> None:
    """Where nothing is taken back, the claims are those that were found."""
    clip = Clip("A fire hurt 8 people in Oxmere.", "The Lantern")
    clip.event("A fire hurt 8 people in Oxmere.")
    found = retracted(clip.extraction())
    assert found.claims == clip.extraction().claims
    assert (found.left_out, found.outdated, found.entries) == ({}, frozenset(), {})


def test_old_words_and_the_notice_itself_are_not_told() -> None:
    """Of a notice neither the old name nor that the outlet mended it is an event of the day."""
    assert reasons(noon()) == {
        "This article was amended on 3 March 2031": "correction_notice",
        "An earlier version misspelled the owner's name as Ada Brand": "corrected",
    }


def test_new_words_of_a_notice_are_told() -> None:
    """The figure that holds is a claim like any other; the old one is known as outdated."""
    clip = Clip("An earlier version of this article said 30 people were hurt. In fact 23 were hurt.",
                "The Lantern")  # fmt: skip
    old, new = clip.quantity("30", "people hurt"), clip.quantity("23", "people hurt")
    clip.event("30 people were hurt")
    clip.event("23 were hurt")
    found = retracted(clip.extraction())
    assert found.outdated == {old.id}
    assert reasons(clip) == {"30 people were hurt": "corrected"}
    assert new.id not in found.left_out


def test_old_words_of_somebody_are_not_quoted() -> None:
    """A quotation that the outlet got wrong is left out, the mended one is kept."""
    clip = Clip(
        "An earlier version of this article quoted Ada Brandt as saying “we will leave”. She said “we "
        "will not leave”.",
        "The Lantern",
    )
    clip.quotation("we will leave", "Ada Brandt")
    clip.quotation("we will not leave", "Ada Brandt")
    assert reasons(clip) == {"we will leave": "corrected"}


def test_a_report_taken_back_is_withdrawn_wherever_it_was_told() -> None:
    """In the entry that told it, and beside the words that take it back; what police say stays."""
    found = retracted(live().extraction())
    statuses = {c.what: c.status for c in found.claims if isinstance(c, Event)}
    assert statuses == {
        "no one was hurt at the station": "happened",
        "two people had been shot at Oxmere station": "withdrawn",
        "The number of people hurt at the mill in Oxmere has risen to 23": "happened",
        "Two people have been shot at Oxmere station": "withdrawn",
        "Eight people were hurt at the mill in Oxmere": "happened",
    }
    assert set(reasons(live()).values()) == {"withdrawn"}
    assert "Two" in reasons(live())  # the figure goes with it


def test_a_newer_entry_may_report_it_again() -> None:
    """What stands in an entry after the one that takes a report back is not touched."""
    clip = Clip(
        "12:30\nTwo people have been shot at Oxmere station.\n"
        "12:05\nWe reported that two people had been shot at Oxmere station. This was wrong.\n"
        "11:00\nA train has stopped.",
        kind=Kind.LIVE,
    )
    clip.event("Two people have been shot at Oxmere station.")
    assert reasons(clip) == {}


def test_what_officials_deny_is_theirs_to_deny() -> None:
    """In an ordinary report "reports of looting were false, police said" takes nothing back."""
    text = "Reports of looting in Oxmere were false, police said.\nA shop lost its window."
    report, page = Clip(text), Clip(f"12:05\n{text}\n11:00\nCalm.", kind=Kind.LIVE)
    for clip in (report, page):
        clip.event("looting in Oxmere")
    assert reasons(report) == {}
    assert reasons(page) == {"looting in Oxmere": "withdrawn"}


def test_an_ordinary_report_has_no_entries() -> None:
    """Hours on lines of their own make entries on a live page alone."""
    clip = Clip("12:05\nTwo are hurt.\n11:48\nIt burns.", kind=Kind.REPORT)
    clip.event("Two are hurt.")
    assert retracted(clip.extraction()).entries == {}


def test_the_newest_entry_speaks_though_the_page_is_newest_first() -> None:
    """Of two counts of one live page the later is the update, and heads what is told."""
    reduction = reduced(live())
    [story] = reduction.stories
    assert ("23", "update", "Eight") in related(Ledger(story.figures, ()))
    told = [h.events[0].what for h in story.happenings if "mill" in h.events[0].what]
    assert "risen to 23" in told[0]


def test_entries_order_counts_against_other_outlets() -> None:
    """A count of 09:30 is older than one that another outlet published at noon."""
    other = Clip("A fire at the mill of Oxmere hurt 23 people, police said.", "The Lantern",
                 "2031-03-03T12:05+00:00")  # fmt: skip
    other.quantity("23", "people hurt", scope="Oxmere", said_by="police")
    early = Clip("14:00 GMT\nRain.\n10:00 GMT\nCalm.\n09:30 GMT\nEight people were hurt at the mill "
                 "in Oxmere, police said.", "Evening Bell", "2031-03-03T15:00+00:00",
                 kind=Kind.LIVE)  # fmt: skip
    early.quantity("Eight", "people hurt", scope="Oxmere", said_by="police")
    rows = [row for story in reduced(other, early).stories for row in story.figures]
    assert ("23", "update", "Eight") in related(Ledger(tuple(rows), ()))


def test_withdrawn_claims_are_in_no_table() -> None:
    """What was taken back is shown to no model that writes prose."""
    reduction = reduced(live(), noon())
    gone = set(reduction.left_out)
    assert gone
    shown = {claim.id for story in reduction.stories for claim in story.table}
    assert not gone & shown
    assert all(not isinstance(c, Quantity) or c.id not in reduction.outdated
               for story in reduction.stories for c in story.table)  # fmt: skip
