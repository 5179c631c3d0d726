"""Sayers as values: what a claim that no story knows is said to be, and what two sayers are."""

from __future__ import annotations

from claim_builders import Clip

from summarizer.namings import naming_of
from summarizer.sayers import Sayer, Sayers, are_apart, meet


def sayer(naming: str, *, owners: str = "", offices: tuple[str, ...] = ()) -> Sayer:
    """Return a sayer of one naming; owners and offices are what an article shows beside it."""
    read = naming_of(naming)
    return Sayer(
        id=naming,
        name=naming,
        namings=(read,),
        offices=frozenset({office for office in (read.office, offices) if office}),
        owners=read.owner | frozenset(owners.split()),
    )


def test_claims_of_no_story_keep_their_own_naming() -> None:
    """Without a story nothing joins two namings, and plain strangers are still told apart."""
    page = Clip("Ada Brandt said so. Ilya Marsh said so. It rained.")
    one = page.event("Ada Brandt said so", said_by="Ada Brandt")
    other = page.event("Ilya Marsh said so", said_by="Ilya Marsh")
    none = page.event("It rained")
    sayers = Sayers()
    assert [sayers.canonical(c) for c in (one, other, none)] == ["Ada Brandt", "Ilya Marsh", ""]
    assert sayers.id_of(none) == ""
    assert sayers.same(one, one)
    assert not sayers.same(one, other)
    assert sayers.apart(one, other)
    assert not sayers.apart(one, none)


def test_a_spokesman_is_not_apart_from_the_body_he_speaks_for() -> None:
    """What an article shows somebody to belong to is no second origin beside him."""
    board = sayer("the Harbour Board")
    assert are_apart(sayer("Jonas Reed"), board)
    assert not are_apart(sayer("Jonas Reed", owners="harbour board"), board)


def test_lands_that_differ_are_two_sides() -> None:
    """Crowds of two countries are two; a crowd of none may be anybody."""
    assert are_apart(sayer("Ukrainian officials"), sayer("Russian officials"))
    assert not are_apart(sayer("Ukrainian officials"), sayer("Ukraine"))
    assert not are_apart(sayer("officials"), sayer("Russian officials"))


def test_names_that_may_be_one_are_not_apart() -> None:
    """The same last name and initial leave it open; another given name does not."""
    assert not are_apart(sayer("Ada Brandt"), sayer("Adele Brandt"))
    assert are_apart(sayer("Ada Brandt"), sayer("Lena Brandt"))
    assert not are_apart(sayer("Ban"), sayer("Ban Ki-moon"))


def test_words_meet_in_any_form_of_a_name() -> None:
    """A country meets its people."""
    assert meet(["ukraine"], ["russian", "ukrainian"])
    assert not meet(["ukraine"], ["russian"])
