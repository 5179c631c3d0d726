"""The page as the layout reply divides it, checked against the words that stand on the page."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.articles import Basis, Document, Kind, Metadata, Published
from summarizer.layout import LONGEST_TITLE, Article, Page, page_of
from summarizer.replies import Layout, Part, Zone
from summarizer.spans import fold

PAGE = """\
The Halm Courier
Bridge shut for repairs
Published 4 July 2025
The bridge was shut on Monday. Some 550 people live near it.
Photo: Ana Ruiz
Oxmere Post
Ferry sinks
1 June 2025
The ferry sank on Tuesday."""


def part(number: int = 0, **fields: Any) -> Part:
    """Return what a reply says of one article on the page; all that is not given is empty."""
    empty = {"title_sentence": 0, "outlet": "", "outlet_sentence": 0}
    dated = {"published": "", "published_sentence": 0, "kind": "report"}
    return Part.model_validate({"part": number} | empty | dated | fields)


def zone(first: int, last: int, name: str = "body", *, of: int = 0) -> Zone:
    """Return a run of sentences as a reply gives it."""
    return Zone.model_validate({"first": first, "last": last, "part": of, "zone": name})


def layout(*entries: Part | Zone, language: str = "en") -> Layout:
    """Return a layout reply of parts and zones."""
    return Layout(
        language=language,
        parts=[entry for entry in entries if isinstance(entry, Part)],
        zones=[entry for entry in entries if isinstance(entry, Zone)],
    )


def laid_out(*entries: Part | Zone, text: str = PAGE, given: Metadata | None = None) -> Page:
    """Return the page of `text` as a layout of these entries divides it."""
    return page_of(Document(text, "a page", given or Metadata()), layout(*entries))


def about(*entries: Part | Zone, text: str = PAGE, given: Metadata | None = None) -> Metadata:
    """Return the metadata of the main article of a page."""
    return laid_out(*entries, text=text, given=given).articles[0].metadata


GIVEN = Metadata(
    outlet="Example News",
    title="A given headline",
    published=Published.parse("2025-07-05"),
    url="https://example.com/a",
    language="fr",
    basis=dict.fromkeys(["outlet", "title", "published", "url", "language"], Basis.GIVEN),
)


def test_without_a_reply_all_is_body_of_one_article() -> None:
    """A page that nobody laid out is one report with the caller's metadata."""
    page = page_of(Document(PAGE, "a page", GIVEN), None)
    assert page.articles == {0: Article(0, GIVEN, Kind.REPORT)}
    assert page.zone_of(1) == page.zone_of(10) == page.zone_of(999) == ("body", 0)


def test_a_reply_without_parts_leaves_one_article() -> None:
    """There is always a main article."""
    page = laid_out(zone(1, 1, "title"), given=GIVEN)
    assert page.articles == {0: Article(0, GIVEN, Kind.REPORT)}
    assert page.zone_of(1) == ("title", 0)


@pytest.mark.parametrize(
    ("zones", "expected"),
    [
        # each sentence in its zone
        ([zone(1, 2, "title"), zone(3, 4)], {1: "title", 2: "title", 3: "body", 4: "body"}),
        # what is left out is body
        ([zone(1, 1, "title")], {1: "title", 2: "body", 10: "body"}),
        # of zones that overlap the first counts
        ([zone(1, 3, "furniture"), zone(2, 4, "caption")], {2: "furniture", 4: "caption"}),
        # numbers beyond the page, and runs that go backwards
        ([zone(-5, 1, "title"), zone(10, 10**12, "caption")], {1: "title", 10: "caption"}),
        ([zone(4, 2, "furniture")], {2: "body", 3: "body", 4: "body"}),
        ([zone(11, 12, "furniture"), zone(0, 0, "furniture")], {0: "body", 11: "body"}),
    ],
)
def test_a_sentence_stands_in_the_zone_that_names_it(
    zones: list[Zone], expected: dict[int, str]
) -> None:
    """Zones are looked up by sentence number."""
    page = laid_out(part(), *zones)
    assert {number: page.zone_of(number)[0] for number in expected} == expected


@pytest.mark.parametrize(
    ("named", "expected"),
    [(0, 0), (1, 1), (2, 0), (-1, 0)],  # an article that the reply does not list is the main one
)
def test_a_zone_belongs_to_an_article_that_is_there(named: int, expected: int) -> None:
    """Claims of an unknown part would belong to nobody, so they belong to the main article."""
    page = laid_out(part(0), part(1), zone(6, 10, of=named))
    assert page.zone_of(10) == ("body", expected)


def test_what_the_page_prints_of_itself_is_taken_from_its_text() -> None:
    """Headline, outlet and date count as read in the text."""
    found = about(
        part(title_sentence=2, outlet="The Halm Courier", outlet_sentence=1,
             published="4 July 2025", published_sentence=3)
    )  # fmt: skip
    assert found.title == "Bridge shut for repairs"
    assert found.outlet == "The Halm Courier"
    assert found.published == Published(Published.parse("2025-07-04").day, None, "4 July 2025")
    for name in ("title", "outlet", "published"):
        assert found.basis_of(name) is Basis.TEXT
    assert found.basis_of("url") is Basis.UNKNOWN


def test_what_the_caller_gives_comes_first() -> None:
    """The text never overrules the caller, and the basis stays."""
    found = about(
        part(title_sentence=2, outlet="The Halm Courier", published="4 July 2025"), given=GIVEN
    )
    assert found == GIVEN


def test_the_text_fills_in_what_the_caller_leaves_out() -> None:
    """Each field is taken from the caller or from the text by itself."""
    given = Metadata(outlet="Example News", basis={"outlet": Basis.GIVEN})
    found = about(part(title_sentence=2, outlet="The Halm Courier"), given=given)
    assert (found.outlet, found.title) == ("Example News", "Bridge shut for repairs")
    assert (found.basis_of("outlet"), found.basis_of("title")) == (Basis.GIVEN, Basis.TEXT)


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        (PAGE, 2, "Bridge shut for repairs"),
        (PAGE, 0, None),  # no headline
        (PAGE, -1, None),
        (PAGE, 99, None),  # a sentence that is not there
        # a headline of several sentences is the whole line, whichever of them is named
        ("Why now? Bridge shut. Again.\nIt rained.", 2, "Why now? Bridge shut. Again."),
        ("It rained.\r\n  Bridge shut. Again.\r\nIt rained.", 2, "Bridge shut. Again."),
        # a paragraph is none
        ("It rained. " + "It rained again. " * LONGEST_TITLE, 1, "It rained."),
    ],
)
def test_the_headline_is_a_line_of_the_page(text: str, number: int, expected: str | None) -> None:
    """A headline is taken from the page by the number of its sentence."""
    assert about(part(title_sentence=number), text=text).title == expected


@pytest.mark.parametrize(
    ("outlet", "expected"),
    [
        ("The Halm Courier", "The Halm Courier"),
        ("  The Halm Courier ", "The Halm Courier"),
        ("Halm Courier", "Halm Courier"),
        ("Harlow Gazette", None),  # not on the page
        ("Courie", None),  # not a whole word
        ("The Halm  Courier Online", None),  # more than the page has
        ("", None),
        ("  ", None),
        pytest.param("the halm COURIER", "The Halm Courier", id="spelling"),
        pytest.param("The Ferry", None, id="a common word"),
    ],
)
def test_an_outlet_stands_on_the_page_or_is_unknown(outlet: str, expected: str | None) -> None:
    """A name that the page does not have is the model's own knowledge, and not used."""
    found = about(part(outlet=outlet, outlet_sentence=1), text=PAGE.replace("Ferry ", "Boat "))
    assert found.outlet == expected
    assert found.basis_of("outlet") is (Basis.TEXT if expected else Basis.UNKNOWN)


@pytest.mark.parametrize(
    ("printed", "copied", "expected"),
    [
        # day, month and year are there
        ("4 July 2025", "4 July 2025", "2025-07-04"),
        ("Published on July 4, 2025 at 5pm", "July 4, 2025", "2025-07-04"),
        ("Friday 4 July 2025", "Friday 4 July 2025", "2025-07-04"),
        ("2025-07-04", "2025-07-04", "2025-07-04"),
        ("4 JULY 2025", "4 July 2025", "2025-07-04"),
        # something is missing, and would have to be guessed
        ("4 July", "4 July", None),
        ("July 2025", "July 2025", None),
        ("2025", "2025", None),
        ("Friday", "Friday", None),
        ("yesterday", "yesterday", None),
        ("3 hours ago", "3 hours ago", None),
        # day and month, or month and day
        ("04/07/2025", "04/07/2025", None),
        # not one day, or none at all
        ("3-4 July 2025", "3-4 July 2025", None),
        ("30 February 2025", "30 February 2025", None),
        # the weekday contradicts
        ("Thursday 4 July 2025", "Thursday 4 July 2025", None),
        # the page does not have these words
        ("5 July 2025", "4 July 2025", None),
        ("14 July 2025", "4 July 2025", None),
        ("4 July", "4 July 2025", None),
        ("4 July 2025", "", None),
    ],
)
def test_a_date_of_publication_is_printed_in_full_or_unknown(
    printed: str, copied: str, expected: str | None
) -> None:
    """No date is ever guessed."""
    found = about(part(published=copied, published_sentence=1), text=f"{printed}\nIt rained.")
    assert (found.published.day.isoformat() if found.published else None) == expected
    assert found.basis_of("published") is (Basis.TEXT if expected else Basis.UNKNOWN)


FERRY = part(1, title_sentence=8, outlet="Oxmere Post", outlet_sentence=7)


def test_an_embedded_article_has_its_own_headline_and_outlet() -> None:
    """Nothing but a date is taken over from the page, and that as assumed."""
    found = laid_out(part(), FERRY, given=GIVEN).articles[1].metadata
    assert (found.outlet, found.title) == ("Oxmere Post", "Ferry sinks")
    assert (found.url, found.language) == (None, None)
    assert found.published == GIVEN.published
    assert found.basis_of("published") is Basis.ASSUMED
    assert found.basis_of("outlet") is Basis.TEXT


def test_an_embedded_article_that_names_no_outlet_has_none() -> None:
    """The page's outlet did not publish what it embeds."""
    found = laid_out(part(), part(1, title_sentence=8), given=GIVEN).articles[1].metadata
    assert found.outlet is None
    assert found.basis_of("outlet") is Basis.UNKNOWN


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(Metadata(), id="the page has no date"),
        pytest.param(GIVEN, id="the page has another"),
    ],
)
def test_an_embedded_article_has_its_own_date(given: Metadata) -> None:
    """A date printed over the embedded article is its date, whatever that of the page is."""
    ferry = FERRY.model_copy(update={"published": "1 June 2025", "published_sentence": 9})
    found = laid_out(part(), ferry, given=given).articles[1].metadata
    assert found.published is not None
    assert found.published.day.isoformat() == "2025-06-01"
    assert found.basis_of("published") is Basis.TEXT


def test_an_embedded_article_takes_the_date_that_its_page_prints() -> None:
    """A page's date is passed on as assumed, also where the text gives it."""
    page = laid_out(part(published="4 July 2025", published_sentence=3), FERRY)
    found = page.articles[1].metadata
    assert found.published == page.articles[0].metadata.published
    assert found.basis_of("published") is Basis.ASSUMED


@pytest.mark.parametrize("kind", list(Kind))
def test_an_article_is_of_the_kind_the_reply_says(kind: Kind) -> None:
    """Each article has a kind of its own."""
    page = laid_out(part(0, kind=kind.value), part(1))
    assert (page.articles[0].kind, page.articles[1].kind) == (kind, Kind.REPORT)


def test_of_two_entries_for_one_article_the_first_counts() -> None:
    """A part that a reply lists twice is one article."""
    page = laid_out(part(1, kind="wire"), part(1, kind="commentary"), part(0))
    assert page.articles[1].kind is Kind.WIRE
    assert sorted(page.articles) == [0, 1]


@pytest.mark.parametrize(
    ("given", "said", "expected"),
    [
        (None, "en", "en"),
        (None, "DE", None),  # that it is not English is told by rule, not by a reply
        ("fr", "en", "fr"),  # the caller knows better
        (None, "english", None),  # no code
        (None, "", None),
        pytest.param(None, "??", None, id="no letters"),
    ],
)
def test_a_language_is_a_code_of_two_letters(
    given: str | None, said: str, expected: str | None
) -> None:
    """The main article's language is the caller's; a reply may only say that it is English."""
    document = Document(PAGE, "a page", Metadata(language=given))
    page = page_of(document, layout(part(), part(1), language=said))
    assert page.articles[0].metadata.language == expected
    assert page.articles[1].metadata.language is None


NUMBERS = st.one_of(st.integers(-2, 12), st.sampled_from([10**9, -(10**9)]))
COPIED = st.sampled_from(
    ["", " ", "The Halm Courier", "oxmere post", "Reuters", "4 July 2025", "1 June 2025", "Friday",
     "5 July 2025", "Photo: Ana Ruiz", "Ruiz", "550"]
)  # fmt: skip
PARTS = st.builds(
    part,
    st.integers(-1, 3),
    title_sentence=NUMBERS,
    outlet=COPIED,
    outlet_sentence=NUMBERS,
    published=COPIED,
    published_sentence=NUMBERS,
    kind=st.sampled_from([kind.value for kind in Kind]),
)
ZONES = st.builds(
    zone,
    st.integers(-2, 12),
    NUMBERS,
    st.sampled_from(["body", "title", "heading", "caption", "furniture", "key_points"]),
    of=st.integers(-1, 4),
)
LAYOUTS = st.builds(
    lambda parts, zones: layout(*parts, *zones), st.lists(PARTS, max_size=4),
    st.lists(ZONES, max_size=5),
)  # fmt: skip


@given(LAYOUTS)
def test_every_sentence_belongs_to_an_article_of_the_page(reply: Layout) -> None:
    """Whatever a reply says, each sentence has a zone and a part that is listed."""
    document = Document(PAGE, "a page")
    page = page_of(document, reply)
    assert 0 in page.articles
    for number, entry in page.articles.items():
        assert entry.part == number
    for sentence in document.sentences:
        name, of = page.zone_of(sentence.number)
        assert name in {"body", "title", "heading", "caption", "furniture", "key_points"}
        assert of in page.articles


@given(LAYOUTS)
def test_whatever_a_reply_says_the_metadata_stand_on_the_page(reply: Layout) -> None:
    """Outlet, headline and date of every article are words of the text, and marked as such."""
    page = page_of(Document(PAGE, "a page"), reply)
    text = fold(PAGE).text.casefold()
    for number, entry in page.articles.items():
        known = entry.metadata
        printed = known.published.surface if known.published else None
        for name, words in [
            ("outlet", known.outlet),
            ("title", known.title),
            ("published", printed),
        ]:
            assert words is None or fold(words).text.casefold() in text
            taken = {Basis.TEXT, Basis.ASSUMED} if number else {Basis.TEXT}
            assert known.basis_of(name) in (taken if words else {Basis.UNKNOWN})


@given(LAYOUTS)
def test_no_reply_changes_what_the_caller_gave(reply: Layout) -> None:
    """Everything given stands as given."""
    page = page_of(Document(PAGE, "a page", GIVEN), reply)
    assert page.articles[0].metadata == GIVEN
