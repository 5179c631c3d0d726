"""Namings taken apart: names, offices, whose they are, and what stands together in a sentence."""

from __future__ import annotations

import pytest

from summarizer.namings import (
    appositions,
    fullness,
    given_names,
    is_held,
    is_one_person,
    naming_of,
)


@pytest.mark.parametrize(
    ("text", "person", "office", "owner"),
    [
        ("Brandt", "brandt", "", ""),
        ("Ada Brandt", "ada brandt", "", ""),
        ("Mayor Ada Brandt", "ada brandt", "mayor", ""),
        ("Oxmere's mayor", "", "mayor", "oxmere"),
        ("the mayor of Oxmere", "", "mayor", "oxmere"),
        ("the city's mayor", "", "mayor", ""),  # "the city" says nothing
        ("Oxmere Mayor Ada Brandt", "ada brandt", "mayor", "oxmere"),
        ("Ada Brandt, the mayor of Oxmere", "ada brandt", "mayor", "oxmere"),
        ("Ada Brandt's", "ada brandt", "", ""),
        ("Brandt on the radio", "brandt", "", ""),
        ("Jim Reed (D-S.C.), the leader of the caucus", "jim reed", "leader", ""),
        ("Reed, who lost the vote", "reed", "", ""),
        ("Mr. Reed", "reed", "mr", ""),
        ("Secretary General Ban Ki-moon", "ban ki-moon", "secretary general", ""),
        ("Vice President Joseph R. Reed Jr.,", "joseph r reed", "vice president", ""),
        ("Ukraine's Air Force", "", "air force", "ukraine"),
        ("the country's Air Force", "", "air force", ""),
        ("Russia’s defence ministry", "", "defence ministry", "russia"),
        ("the Russian Defense Ministry", "", "defence ministry", "russian"),
        ("Ukraine's Ministry of Defence", "", "defence ministry", "ukraine"),
        ("the Oxmere police", "", "police", "oxmere"),
        ("Reed campaign spokesman Jonas Holt", "jonas holt", "campaign spokesman", "reed"),
        ("the Harbour Board", "", "board", "harbour"),
        ("Charlie King", "charlie king", "", ""),  # an office that is a last name
        (
            "Ada Brandt, head of the Board of Ports and Quays",
            "ada brandt",
            "head",
            "board ports quays",
        ),
        ("the Kremlin", "kremlin", "", ""),
        ("Ukraine", "ukraine", "", ""),
    ],
)
def test_what_a_naming_says(text: str, person: str, office: str, owner: str) -> None:
    """Name, office and owner are told apart, in plain words."""
    naming = naming_of(text)
    assert naming.person == tuple(person.split())
    assert naming.office == tuple(office.split())
    assert naming.owner == frozenset(owner.split())
    assert not naming.is_nobody


@pytest.mark.parametrize(
    "text",
    [
        "officials",
        "a local official",
        "the city's authorities",
        "Ukrainian officials",
        "a Kremlin aide",
        "witnesses",
        "Brandt supporters",  # not Brandt
        "Brandt's family",
        "Ada Brandt's small band of friends",
        "Mayor Brandt and her deputy Jonas Reed",  # two people
        "a recent report",
        "he",
        "",
    ],
)
def test_nobody_in_particular(text: str) -> None:
    """Crowds, unnamed officials and papers name nobody."""
    assert naming_of(text).is_nobody


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Mayor Ada Brandt said so.", [("ada brandt", "mayor", "")]),
        ("It was Oxmere's mayor, Ada Brandt, who said so.", [("ada brandt", "mayor", "oxmere")]),
        ("Ada Brandt, mayor of Oxmere, said so.", [("ada brandt", "mayor", "oxmere")]),
        ("So said Ada Brandt, the Foreign Minister.", [("ada brandt", "foreign minister", "")]),
        ("Ada Brandt, who leads the port's council, left.", [("ada brandt", "head", "council")]),
        (
            "Jonas Reed, who speaks for the Admiralty, left.",
            [("jonas reed", "spokesman", "admiralty")],
        ),
        ("Yet Mayor Brandt left.", [("brandt", "mayor", "")]),
        ("Brandt rang the mayor on Friday.", []),
        ("Brandt met the mayor. Reed left.", []),  # not across a stop
        ("The air force of Vandria sent Ada Brandt home.", []),  # a body is no office
    ],
)
def test_names_beside_offices(sentence: str, expected: list[tuple[str, str, str]]) -> None:
    """A name and an office that stand together are found, with whose it is."""
    found = [
        (
            " ".join(a.name.person),
            " ".join(a.office.office),
            " ".join(sorted(a.office.owner)),
        )
        for a in appositions(sentence)
    ]
    assert found == expected


def test_titles_and_openers_are_no_given_names() -> None:
    """What stands before a last name is a given name unless it is an office, a people or an opener."""
    text = "Mayor Brandt left. Then Brandt and Vandria's Brandt met Ada Brandt and Lena Brandt."
    assert given_names("Brandt", text) == ["Ada Brandt", "Lena Brandt"]


@pytest.mark.parametrize(
    ("left", "right", "is_one"),
    [
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy", True),
        ("Vitaliy Reed", "Vitalii Reed", True),
        ("Yury Reed", "Yuri Reed", True),
        ("Ada Brandt", "Lena Brandt", False),
        ("Ada Brandt", "Brandt", False),  # which Brandt, an article has to show
        ("Jonas Reed", "Jonas Reed Jr.", False),
    ],
)
def test_full_names_that_are_one(left: str, right: str, is_one: bool) -> None:
    """Spellings of one full name are one; another given name or a suffix is another person."""
    assert is_one_person(naming_of(left), naming_of(right)) is is_one
    assert is_one_person(naming_of(right), naming_of(left)) is is_one


@pytest.mark.parametrize(
    ("naming", "office", "in_own", "in_other"),
    [
        ("the mayor", "mayor", True, True),
        ("Oxmere's mayor", "mayor of Oxmere", True, True),
        ("Oxmere's mayor", "mayor of Halmstead", False, False),
        ("Oxmere's mayor", "mayor", True, False),  # another article has to say whose
        ("the mayor", "mayor of Oxmere", True, True),  # the only one, if it is
        ("the president", "vice president", False, False),
        ("the minister", "foreign minister", True, False),
        ("the senator", "senator", True, False),  # there are many
        ("the president", "former president", False, False),
    ],
)
def test_which_office_a_naming_means(
    naming: str, office: str, in_own: bool, in_other: bool
) -> None:
    """In its own article an office may be told shorter; elsewhere it has to be told alike."""
    assert is_held(naming_of(naming), naming_of(office), is_own=True) is in_own
    assert is_held(naming_of(naming), naming_of(office), is_own=False) is in_other


def test_the_fullest_naming_has_a_full_name_and_an_office() -> None:
    """Names come before offices, an office before none, and of like ones the shorter."""
    namings = ["Brandt", "the mayor", "Ada Brandt", "Mayor Ada Brandt", "Oxmere's Mayor Ada Brandt"]
    ordered = sorted(map(naming_of, namings), key=fullness)
    assert [naming.text for naming in ordered] == [
        "Oxmere's Mayor Ada Brandt",
        "Mayor Ada Brandt",
        "Ada Brandt",
        "Brandt",
        "the mayor",
    ]
