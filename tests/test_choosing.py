"""Versions of one page: which texts are, which of them is the newest, and how that is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from claim_builders import Clip
from hypothesis import given
from hypothesis import strategies as st

from summarizer.articles import Hints, Published
from summarizer.extraction import Extraction
from summarizer.versioning.choosing import Versions, page_address, versions_of

URL = "https://www.lantern.example/news/fire"


def text_of(
    number: int,
    published: str | None = None,
    *,
    url: str | None = URL,
    seen: str | None = None,
    modified: str | None = None,
    text: str = "A fire broke out at the mill of Oxmere. Report number {}.",
) -> Extraction:
    """Return a text of a page; `number` makes it another one."""
    about = {"url": url} if url else {}
    clip = Clip(text.format(number), "The Lantern", published, name=f"{number}.txt", **about)
    document = clip.document
    if seen:
        known = replace(document.metadata, seen=datetime.fromisoformat(seen))
        document = replace(document, metadata=known)
    if modified:
        document = replace(document, hints=Hints(modified=Published.parse(modified)))
    return replace(clip.extraction(), document=document)


def names(versions: Versions) -> dict[str, list[str]]:
    """Return for each speaking text its older ones, by name."""
    return {
        e.document.name: [
            old.document.name for old in versions.older.get(e.document.digest, ())
        ]
        for e in versions.speaking
    }  # fmt: skip


@pytest.mark.parametrize(
    "url",
    [
        "http://lantern.example/news/fire",  # scheme and www.
        "https://m.lantern.example/news/fire",
        "https://amp.lantern.example/news/fire",
        "https://www.lantern.example/news/fire/",
        "https://www.lantern.example/news/fire#comments",
        "https://www.lantern.example/news/fire?utm_source=rss&fbclid=x",
        "https://www.lantern.example/news/fire/amp",
        "https://www.lantern.example/news/fire.amp.html",
        "https://www.lantern.example/amp/news/fire",
        "https://www.lantern.example/news/fire?outputType=amp",
        "https://WWW.Lantern.example:443/news/fire",
    ],
)
def test_addresses_of_one_page(url: str) -> None:
    """What tells only how a page was reached makes no other page."""
    assert page_address(url) == page_address(URL) == "lantern.example/news/fire"


@pytest.mark.parametrize(
    "url",
    [
        "https://www.lantern.example/news/fire?id=7",
        "https://www.lantern.example/news/fire-2",
        "https://www.lantern.example/news",
        "https://beacon.example/news/fire",
        "https://www.lantern.example/News/fire",  # servers may tell letters apart
    ],
)
def test_addresses_of_other_pages(url: str) -> None:
    """Another path, number or host is another page."""
    assert page_address(url) not in {page_address(URL), ""}


@pytest.mark.parametrize("url", [None, "", "https://lantern.example/", "lantern", "http://[x/a"])
def test_an_address_that_names_no_page(url: str | None) -> None:
    """A front page, or what is no address, tells nothing of what is one page."""
    assert page_address(url) == ""


@pytest.mark.parametrize(
    ("texts", "newest", "basis"),
    [
        # instants, whatever zone they are told in
        ((text_of(1, "2031-03-03T07:00+00:00"), text_of(2, "2031-03-03T07:30+01:00")), "1.txt",
         "published"),
        # hours of one outlet without a zone
        ((text_of(1, "2031-03-03T07:00"), text_of(2, "2031-03-03T12:05")), "2.txt", "published"),
        # days
        ((text_of(1, "2031-03-04"), text_of(2, "2031-03-03")), "1.txt", "published"),
        # a moment against a day: days
        ((text_of(1, "2031-03-03T23:00+00:00"), text_of(2, "2031-03-04")), "2.txt", "published"),
        # changed later, published on one day
        ((text_of(1, "2031-03-03", modified="2031-03-03T12:05+00:00"),
          text_of(2, "2031-03-03", modified="2031-03-03T09:00+00:00")), "1.txt", "published"),
        # one day: when each was first read
        ((text_of(1, "2031-03-03", seen="2031-03-03T12:05+00:00"),
          text_of(2, "2031-03-03", seen="2031-03-03T06:00+00:00")), "1.txt", "seen"),
        # one has no date: when each was first read
        ((text_of(1, seen="2031-03-03T06:00+00:00"),
          text_of(2, "2031-03-03", seen="2031-03-03T12:05+00:00")), "2.txt", "seen"),
    ],
)  # fmt: skip
def test_the_newest_speaks(texts: tuple[Extraction, ...], newest: str, basis: str) -> None:
    """The newest is told by its time, else by when it was first read, and it is said by which."""
    found = versions_of(texts)
    assert [e.document.name for e in found.speaking] == [newest]
    assert list(found.chosen_by.values()) == [basis]
    assert not found.notes


def test_without_any_time_one_is_taken_and_said_so() -> None:
    """Where nothing tells which text is newer, the order of hashes does, and a note says so."""
    found = versions_of([text_of(1), text_of(2)])
    assert len(found.speaking) == 1
    assert list(found.chosen_by.values()) == ["text"]
    assert "not known" in found.notes[0]


def test_older_texts_come_newest_first() -> None:
    """Of three texts two are older ones, the newer of them first."""
    texts = [
        text_of(n, f"2031-03-03T{hour}:00+00:00") for n, hour in ((1, 12), (2, "07"), (3, "09"))
    ]
    assert names(versions_of(texts)) == {"1.txt": ["3.txt", "2.txt"]}


def test_other_texts_under_one_address_are_sources_each() -> None:
    """Texts that share no run of words are no versions, though an address is given for both."""
    other = text_of(2, "2031-03-04", text="Wheat is dearer in Quillport this week, traders say. {}")
    found = versions_of([text_of(1, "2031-03-03"), other])
    assert names(found) == {"1.txt": [], "2.txt": []}
    assert "1.txt, 2.txt" in found.notes[0]


def test_what_every_page_of_an_outlet_has_makes_no_versions() -> None:
    """Two articles that share an invitation to subscribe, and an address by mistake, stay two."""
    invitation = " Sign up to the newsletter of the Lantern, every morning at six."
    fire = " ".join(f"Fire crew {n} came to the mill of Oxmere at hour {n}." for n in range(30))
    wheat = " ".join(f"Trader {n} sold wheat in Quillport for {n} crowns." for n in range(30))
    texts = [text_of(1, text=fire + invitation), text_of(2, text=wheat + invitation)]
    assert names(versions_of(texts)) == {"1.txt": [], "2.txt": []}


def test_a_page_written_anew_under_its_title_is_a_version() -> None:
    """The same title shows that two texts with nothing else in common are of one page."""
    texts = [
        replace(
            e,
            document=replace(
                e.document, metadata=replace(e.document.metadata, title="Oxmere fire")
            ),
        )
        for e in (text_of(1, "2031-03-03"), text_of(2, "2031-03-04", text="Wheat is dear. {}"))
    ]
    assert names(versions_of(texts)) == {"2.txt": ["1.txt"]}


def test_texts_without_an_address_are_sources_each() -> None:
    """Nothing tells that they are of one page."""
    assert names(versions_of([text_of(1, url=None), text_of(2, url=None)])) == {
        "1.txt": [],
        "2.txt": [],
    }


@given(st.permutations(range(6)))
def test_the_order_of_texts_does_not_matter(order: list[int]) -> None:
    """Versions come out the same, in whatever order the texts are given."""
    moment = datetime(2031, 3, 3, tzinfo=UTC)
    texts = [
        text_of(0, "2031-03-03T07:00+00:00"),
        text_of(1, "2031-03-03T12:05+00:00"),
        text_of(2, "2031-03-03T09:00+00:00"),
        text_of(3, url="https://lantern.example/b", seen=moment.isoformat()),
        text_of(4, url="https://lantern.example/b"),
        text_of(5, url="https://lantern.example/news/fire", text="Wheat is dearer this week. {}"),
    ]
    given_so = versions_of([texts[place] for place in order])
    assert given_so == versions_of(texts)
    assert sum(1 + len(older) for older in names(given_so).values()) == len(texts)


def test_a_notice_tells_the_newer_text_where_times_do_not() -> None:
    """Of two texts of one moment the one that says it was corrected came later, whatever its hash."""
    plain = "A fire at the mill of Oxmere hurt 8 people. Report number {}."
    noticed = (
        plain + "\nCorrection: an earlier version of this article said that 3 people were hurt."
    )
    for number in range(4):
        old = text_of(number, "2031-03-03", text=plain)
        new = text_of(number + 10, "2031-03-03", text=noticed)
        found = versions_of([old, new])
        assert names(found) == {new.document.name: [old.document.name]}
        assert set(found.chosen_by.values()) == {"notice"}
