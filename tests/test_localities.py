"""Places that events name: which are towns, regions, districts or lands, and which exclude others."""

from __future__ import annotations

import pytest

from summarizer.localities import are_apart, are_two, places_in, share


def sizes(where: str, what: str = "") -> dict[str, list[str]]:
    """Return the places of an event by size, each as its words in order."""
    places = places_in(where, what)
    named = {
        "towns": places.towns,
        "regions": places.regions,
        "districts": places.districts,
        "lands": places.lands,
    }
    return {k: sorted(" ".join(sorted(name)) for name in v) for k, v in named.items() if v}


@pytest.mark.parametrize(
    ("where", "what", "expected"),
    [
        ("Oxmere", "", {"towns": ["oxmere"]}),
        ("OXMERE", "", {"towns": ["oxmere"]}),  # a caption in capitals
        ("all over Oxmere", "", {"towns": ["oxmere"]}),
        ("in and near Oxmere", "", {"towns": ["oxmere"]}),
        ("Port Halm near Oxmere", "", {"towns": ["halm port"]}),  # the neighbour is not the place
        ("near Oxmere", "", {"towns": ["oxmere"]}),  # unless nothing else is named
        ("the city of Oxmere", "", {"towns": ["oxmere"]}),
        ("the Oxmere region", "", {"regions": ["oxmere"]}),
        ("Oxmere Region", "", {"regions": ["oxmere"]}),
        ("the region of Oxmere", "", {"regions": ["oxmere"]}),
        ("the Oxmere, Halmstead and Quill regions", "", {"regions": ["halmstead", "oxmere", "quill"]}),
        ("Six of Oxmere's 10 districts", "", {"districts": ["oxmere"]}),
        ("the Eastgate and Westgate districts", "", {"districts": ["eastgate", "westgate"]}),
        ("Norway", "", {"lands": ["norway"]}),
        ("the Norwegian coast", "", {"lands": ["norway"]}),
        ("Norway's Halmstead region", "", {"regions": ["halmstead"]}),  # whose region is no place
        ("the White House", "", {}),  # a site
        ("outside an Oxmere air base", "", {}),
        ("Several districts", "", {}),  # no name
        ("at a press conference", "", {}),
        ("", "Five people were hurt in Halmstead", {"towns": ["halmstead"]}),
        ("the town", "Drones fell over Halmstead on Monday", {"towns": ["halmstead"]}),
        ("", "Ada Brandt closed the bridge", {}),  # who acts is no place
        ("Eastgate", "Debris fell in Oxmere's Eastgate district", {"districts": ["eastgate"]}),
    ],
)  # fmt: skip
def test_places_have_a_size(where: str, what: str, expected: dict[str, list[str]]) -> None:
    """The words around a name say whether it is a town, a region, a district or a land."""
    assert sizes(where, what) == expected


def test_actors_are_no_places_of_their_deeds() -> None:
    """A name that acts is not taken for where it acts."""
    assert sizes("", "The fire was put out in Brandt's presence") != {}
    places = places_in("", "The fire was put out in Brandt's presence", actors=["Ada Brandt"])
    assert places.towns == frozenset()


@pytest.mark.parametrize(
    ("left", "right", "reason", "two"),
    [
        ("Oxmere", "Halmstead", "two towns", True),
        ("Oxmere", "Oxmere, Halmstead", "", False),  # one of them is shared
        ("Oxmere", "Greater Oxmere", "", False),  # a fuller name
        ("Kharkiv", "Kharkov", "", False),  # one name in two spellings
        ("the Oxmere region", "the Halmstead region", "two regions", True),
        ("Oxmere", "the Halmstead region", "", True),  # it may lie there, but the people are others
        ("Oxmere", "the Eastgate district", "", False),
        ("Oxmere", "Norway", "", False),
        ("Norway", "Sweden", "two countries", False),
        ("Oxmere", "", "", False),
    ],
)
def test_places_exclude_each_other(left: str, right: str, reason: str, two: bool) -> None:
    """Two of one size exclude each other; those of two sizes may lie within each other."""
    a, b = places_in(left), places_in(right)
    assert are_apart(a, b) == are_apart(b, a) == reason
    assert are_two(a, b) is are_two(b, a) is two


def test_a_land_alone_is_no_shared_place() -> None:
    """Two events of one country do not share a place by that."""
    assert share(places_in("Oxmere"), places_in("Oxmere, Norway"))
    assert not share(places_in("Norway"), places_in("Norway"))
