"""Sayers across the articles of a story: who is one, who is two, and what shows it."""

from __future__ import annotations

import random

import pytest
from claim_builders import Clip
from hypothesis import given
from hypothesis import strategies as st

from summarizer.attribution import sayers_of
from summarizer.claims import AnyClaim
from summarizer.sayers import Sayers
from summarizer.sources import sources_of


class Newsdesk:
    """Articles, each with one claim for every naming given."""

    def __init__(self, *pages: tuple[str, str | list[str]]) -> None:
        """Take (text, naming or namings) pairs; the namings stand in the text."""
        self.clips = []
        for number, (text, namings) in enumerate(pages):
            page = Clip(f"{text}\nArticle {number} ends here.", f"Outlet {number}")
            for naming in [namings] if isinstance(namings, str) else namings:
                page.event(text, what=f"{naming} said so", said_by=naming)
            self.clips.append(page)
        self.claims: list[AnyClaim] = [c for clip in self.clips for c in clip.claims]
        self.sources = sources_of(clip.extraction() for clip in self.clips)
        by_digest = {source.document.digest: source.id for source in self.sources}
        self.source_of = {claim.id: by_digest[claim.document] for claim in self.claims}
        self.sayers: Sayers = sayers_of(self.claims, self.source_of, self.sources)

    def relation(self) -> str:
        """Return "same", "apart" or "open" for the first two claims."""
        one, other = self.claims[:2]
        assert self.sayers.apart(one, other) == self.sayers.apart(other, one)
        if self.sayers.same(one, other):
            assert not self.sayers.apart(one, other)
            return "same"
        return "apart" if self.sayers.apart(one, other) else "open"


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        # last name and full name
        (("Brandt said so.", "Brandt"), ("Ada Brandt said so.", "Ada Brandt"), "same"),
        (("Brandt said so.", "Brandt"), ("Brandt agreed, Ada Brandt said.", "Brandt"), "same"),
        (("Ada Brandt said so.", "Ada Brandt"), ("Lena Brandt said so.", "Lena Brandt"), "apart"),
        (
            ("Lena Brandt left. Ada Brandt wept. Brandt said so.", "Brandt"),
            ("Ada Brandt said so.", "Ada Brandt"),
            "open",  # two of that name in one article
        ),
        (("Xi said so. Xi Marsh left.", ["Xi", "Xi Marsh"]), ("Then it rained.", []), "same"),
        (("Ada Brandt said so.", "Ada Brandt"), ("Adele Brandt said so.", "Adele Brandt"), "open"),
        (
            ("Mr. Reed left. Mrs. Reed said so.", "Mrs. Reed"),
            ("Jonas Reed said so.", "Jonas Reed"),
            "open",
        ),
        # spellings
        (
            ("Ivan Zelensky said so.", "Ivan Zelensky"),
            ("Zelenskyy said so.", "Zelenskyy"),
            "same",
        ),
        # office and name
        (("The mayor said so.", "The mayor"), ("Mayor Ada Brandt said so.", "Ada Brandt"), "same"),
        (("Oxmere's mayor said so.", "Oxmere's mayor"),
         ("Ada Brandt, the mayor of Oxmere, said so.", "Ada Brandt"), "same"),
        (("Oxmere's mayor said so.", "Oxmere's mayor"),
         ("Ada Brandt, the mayor of Halmstead, said so.", "Ada Brandt"), "open"),
        (("Oxmere's mayor said so.", "Oxmere's mayor"),
         ("Mayor Ada Brandt said so.", "Ada Brandt"), "open"),  # mayor of which town?
        (("The mayor said so.", "The mayor"), ("Ada Brandt said so.", "Ada Brandt"), "open"),
        (("The mayor said so.", "The mayor"),
         ("Ada Brandt, the former mayor, said so.", "Ada Brandt"), "open"),
        (("The mayor said so. Mayor Lena Holt wept.", "The mayor"),
         ("Mayor Ada Brandt said so.", "Ada Brandt"), "apart"),  # its own mayor is another
        (("A mayor said so.", "A mayor"), ("Mayor Ada Brandt said so.", "Ada Brandt"), "open"),
        (("The mayor said so.", "The mayor"), ("The governor said so.", "The governor"), "apart"),
        # bodies
        (("Ukraine's Air Force said so.", "Ukraine's Air Force"),
         ("The air force said so.", "The air force"), "same"),
        (("The Russian Defense Ministry said so.", "The Russian Defense Ministry"),
         ("Russia’s defence ministry said so.", "Russia’s defence ministry"), "same"),
        (("The Oxmere police said so.", "The Oxmere police"),
         ("The Halmstead police said so.", "The Halmstead police"), "apart"),
        (("The police said so.", "The police"), ("Ada Brandt said so.", "Ada Brandt"), "apart"),
        (("The Admiralty said so.", "The Admiralty"),
         ("Jonas Reed, who speaks for the Admiralty, said so.", "Jonas Reed"), "open"),
        (("The Harbour Board said so.", "The Harbour Board"),
         ("Jonas Reed, head of the Harbour Board, said so.", "Jonas Reed"), "open"),
        # lands and crowds
        (("Ukraine said so.", "Ukraine"), ("Russia said so.", "Russia"), "apart"),
        (("Ukraine said so.", "Ukraine"),
         ("Russia’s defence ministry said so.", "Russia’s defence ministry"), "apart"),
        (("Ukraine said so.", "Ukraine"), ("Ada Brandt said so.", "Ada Brandt"), "open"),
        (("Officials said so.", "Officials"), ("Ada Brandt said so.", "Ada Brandt"), "open"),
        (("Officials said so.", "Officials"), ("Officials said it too.", "Officials"), "open"),
        (("The Kremlin said so.", "The Kremlin"), ("“Yes,” said the Kremlin.", "the Kremlin"), "same"),
    ],
)  # fmt: skip
def test_two_namings(one: tuple[str, str], other: tuple[str, str], relation: str) -> None:
    """Namings are one sayer where an article shows it, two where nothing lets them be one."""
    assert Newsdesk(one, other).relation() == relation
    assert Newsdesk(other, one).relation() == relation


def test_the_canonical_naming_is_the_fullest_that_an_article_prints() -> None:
    """All claims of a sayer bear his fullest naming, also one that no claim uses."""
    desk = Newsdesk(
        ("Brandt said so. Ada Brandt is 50.", "Brandt"),
        ("Mayor Ada Brandt said so.", ["Mayor Ada Brandt"]),
        ("The mayor said so.", "The mayor"),
    )
    assert {desk.sayers.canonical(claim) for claim in desk.claims} == {"Mayor Ada Brandt"}
    alone = Newsdesk(("The mayor said so. Mayor Ada Brandt wept.", "The mayor"))
    assert alone.sayers.canonical(alone.claims[0]) == "Ada Brandt"


def test_what_shows_a_sayer_is_noted() -> None:
    """Each join names the document and the sentence in which name and office stand together."""
    desk = Newsdesk(
        ("It rained.\nAda Brandt, the mayor, said so.", "Ada Brandt"),
        ("The mayor said so.", "The mayor"),
    )
    (shown,) = desk.sayers.shown
    assert (shown.naming, shown.sayer, shown.sentence) == ("The mayor", "Ada Brandt", 2)
    assert shown.document == desk.clips[0].document.digest


def test_an_outlet_s_own_claim_has_no_sayer() -> None:
    """A claim that nobody says is no one's, neither the same as another nor apart from it."""
    desk = Newsdesk(("It rained.", ""), ("It rained too.", ""))
    one, other = desk.claims
    assert desk.sayers.canonical(one) == ""
    assert not desk.sayers.same(one, other)
    assert not desk.sayers.apart(one, other)


def test_who_relays_words_is_no_second_sayer() -> None:
    """An aide who reports a president's words is not apart from him."""
    page = Clip("“We stay,” Ada Brandt said, as her aide Jonas Reed told us.", "A")
    relayed = page.quotation("We stay", "Ada Brandt", relayed_by="Jonas Reed")
    other = Clip("Jonas Reed said that they stay.", "B")
    own = other.event("they stay", said_by="Jonas Reed")
    sources = sources_of([page.extraction(), other.extraction()])
    by_digest = {source.document.digest: source.id for source in sources}
    source_of = {claim.id: by_digest[claim.document] for claim in (relayed, own)}
    sayers = sayers_of([relayed, own], source_of, sources)
    assert not sayers.apart(relayed, own)
    assert not sayers.same(relayed, own)
    assert sayers.canonical(relayed) == "Ada Brandt"


_PAGES = [
    ("Mayor Ada Brandt said so.", "Mayor Ada Brandt"),
    ("Brandt said so.", "Brandt"),
    ("Lena Brandt said so, and Ada Brandt heard it.", "Lena Brandt"),
    ("The mayor said so.", "The mayor"),
    ("Oxmere's mayor said so.", "Oxmere's mayor"),
    ("Ada Brandt, mayor of Oxmere, said so.", "Ada Brandt"),
    ("The air force said so.", "The air force"),
    ("Ukraine's air force said so.", "Ukraine's air force"),
    ("Russia’s air force said so.", "Russia’s air force"),
    ("Officials said so.", "Officials"),
]


@given(
    st.lists(st.sampled_from(_PAGES), min_size=2, max_size=7, unique=True),
    st.randoms(use_true_random=False),
)
def test_any_order_gives_the_same_sayers(
    pages: list[tuple[str, str]], chance: random.Random
) -> None:
    """Who is who hangs neither on the order of claims nor on that of articles; same is transitive."""
    desk = Newsdesk(*pages)
    claims, sources = list(desk.claims), list(desk.sources)
    chance.shuffle(claims)
    chance.shuffle(sources)
    assert sayers_of(claims, desk.source_of, sources) == desk.sayers
    for one in claims:
        for other in claims:
            if desk.sayers.same(one, other):
                assert desk.sayers.canonical(one) == desk.sayers.canonical(other)
                assert not desk.sayers.apart(one, other)
