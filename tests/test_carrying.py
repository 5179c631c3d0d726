"""Which claims of older texts the newest text still carries."""

from __future__ import annotations

from claim_builders import Clip
from version_builders import morning, noon

from summarizer.claims import Event, Quantity, Quotation
from summarizer.versioning.carrying import only_older


def gone(older: Clip, newest: Clip) -> set[str]:
    """Return what claims of an older text say that the newest one does not carry."""
    found = only_older([older.extraction()], newest.extraction())
    told = {Event: "what", Quantity: "surface", Quotation: "words"}
    return {getattr(claim, told[type(claim)]) for claim in found}


def test_what_only_the_older_text_says() -> None:
    """Other figures and names, and what was dropped, stand in the older text alone."""
    assert gone(morning(), noon()) == {
        "A fire at the mill of Oxmere hurt 8 people on Monday",
        "8",
        "The mill belongs to Ada Brand",
        "The fire destroyed three barns beside the mill",
        "three",
    }


def test_a_sentence_that_stands_is_carried() -> None:
    """A claim whose sentence the newest text has is carried though nobody found it there again."""
    older, newest = morning(), Clip("News.\nThe mill belongs to Ada Brand.", "The Lantern")
    assert "The mill belongs to Ada Brand" not in gone(older, newest)


def test_the_same_in_other_words_is_carried() -> None:
    """An event or figure told again, and words quoted again, are carried."""
    older = Clip("A fire hurt 8 people in Oxmere.\n“We ran to the river,” Ada Brandt said.")
    older.event("A fire hurt 8 people in Oxmere.")
    older.quantity("8", "people hurt")
    older.quotation("We ran to the river", "Ada Brandt")
    newest = Clip("In Oxmere a fire hurt eight people.\nAda Brandt told us: “We ran to the river.”")
    newest.event("In Oxmere a fire hurt eight people.")
    newest.quantity("eight", "people hurt")
    assert gone(older, newest) == set()


def test_each_is_listed_once() -> None:
    """What two older texts say alike is one claim that is gone."""
    copy = morning()
    found = only_older([morning().extraction(), copy.extraction()], noon().extraction())
    assert len(found) == 5
