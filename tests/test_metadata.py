"""Metadata: what JSON-LD and meta elements say, and which of them is believed."""

from __future__ import annotations

import lxml.html
import pytest
from web_builders import linked_data, meta

from summarizer.articles import Kind
from summarizer.web.metadata import About, about, bare_title
from summarizer.web.moments import moment

URL = "https://lantern.example/news/ferry"


def _about(head: str, url: str | None = URL) -> About:
    tree = lxml.html.document_fromstring(f"<html><head>{head}</head><body><p>A.</body></html>")
    return about(tree, url)


@pytest.mark.parametrize(
    ("head", "published", "source"),
    [
        ("", None, ""),
        (
            linked_data(datePublished="2025-07-04T03:12:00Z"),
            "2025-07-04T03:12:00+00:00",
            "JSON-LD datePublished",
        ),
        # Of one instant the outlet's own zone tells its day.
        (
            linked_data(datePublished="2025-07-03T22:12:00Z")
            + meta(article__published_time="2025-07-04T01:12:00+03:00"),
            "2025-07-04T01:12:00+03:00",
            "article:published_time",
        ),
        # Of one day the one with a time.
        (
            linked_data(datePublished="2025-07-04") + meta(date="2025-07-04T06:12:00Z"),
            "2025-07-04T06:12:00+00:00",
            "date",
        ),
        # Otherwise the first; what is no date is passed over.
        (
            linked_data(datePublished="2025-07-04T06:00Z") + meta(date="2025-07-09T06:00Z"),
            "2025-07-04T06:00+00:00",
            "JSON-LD datePublished",
        ),
        (
            linked_data(datePublished="soon") + meta(pubdate="2025-07-04"),
            "2025-07-04",
            "pubdate",
        ),
        ('<script type="application/ld+json">{broken</script>' + meta(date="2025-07-04"),
         "2025-07-04", "date"),
        # A video's date is not the article's.
        (
            '<div itemscope itemtype="https://schema.org/VideoObject">'
            '<meta itemprop="datePublished" content="2014-01-01"></div>',
            None,
            "",
        ),
    ],
)  # fmt: skip
def test_the_moment_of_publication(head: str, published: str | None, source: str) -> None:
    """The fullest of what agrees is taken, and it is said from which field."""
    said = _about(head)
    assert (said.published, said.published_from) == (published, source)


def test_of_several_articles_the_page_s_own_is_read() -> None:
    """A list of other articles in JSON-LD does not give its dates to this one."""
    graph = (
        '<script type="application/ld+json">{"@graph": ['
        '{"@type": "NewsArticle", "url": "https://lantern.example/other", "headline": "Other"},'
        f'{{"@type": ["Thing", "NewsArticle"], "url": "{URL}", "headline": "Ferry"}}]}}</script>'
    )
    assert _about(graph).title == "Ferry"


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ("", URL),
        ('<link rel="canonical" href="https://lantern.example/2025/ferry">',
         "https://lantern.example/2025/ferry"),
        ('<link rel="canonical">', URL),
        ('<link rel="canonical" href="https://lantern.example/">', URL),  # the whole site
        ('<link rel="canonical" href="javascript:x()">', URL),
        (meta(og__url="/2025/ferry"), "https://lantern.example/2025/ferry"),
    ],
)  # fmt: skip
def test_the_address_is_the_canonical_one(head: str, url: str) -> None:
    """The page's own address stands before the one it was read at, if it is one page's."""
    assert _about(head).url == url


@pytest.mark.parametrize(
    ("head", "url", "kind"),
    [
        (linked_data(), URL, None),
        (
            '<script type="application/ld+json">{"@type": "LiveBlogPosting"}</script>',
            URL,
            Kind.LIVE,
        ),
        (linked_data(articleSection="Opinion"), URL, Kind.COMMENTARY),
        (linked_data(articleSection=["News", "Editorial"]), URL, Kind.COMMENTARY),
        ("", "https://lantern.example/opinion/ferry", Kind.COMMENTARY),
        ("", "https://lantern.example/news/opinion-poll", None),  # a word of the title
        ("", "https://harbour.example/press-releases/ferry", Kind.PRESS_RELEASE),
    ],
)
def test_the_kind_is_what_the_page_calls_itself(head: str, url: str, kind: Kind | None) -> None:
    """Type, section and folder are hints; words of the title are none."""
    assert _about(head, url).kind is kind


def test_odd_metadata_are_passed_over() -> None:
    """Values of other types, as real pages have them, break nothing."""
    head = linked_data(
        headline=["A"], author=[None, 3, {"name": 5}, "Ida Holm"], publisher="Lantern",
        datePublished=20250704, wordCount="many", inLanguage={"name": "English"},
        mainEntityOfPage=True, articleSection=7,
    )  # fmt: skip
    said = _about(head + meta(author="https://social.example/ida"))
    assert (said.title, said.authors, said.outlet) == (None, ("Ida Holm",), "Lantern")
    assert (said.published, said.words, said.language) == (None, None, None)


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Ferry returns | The Lantern", "Ferry returns"),
        ("Ferry returns - lantern", "Ferry returns"),  # the site's name
        ("Ferry returns – to Oxmere", "Ferry returns – to Oxmere"),
        ("The Lantern", "The Lantern"),
        (None, None),
    ],
)
def test_the_outlet_is_no_part_of_the_title(title: str | None, bare: str | None) -> None:
    """Only the outlet's or the site's own name is cut off."""
    assert bare_title(title, ["The Lantern", "lantern.example"]) == bare


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("2025-07-04", "2025-07-04"),
        ("2025-07-04T06:12", "2025-07-04T06:12"),
        ("2025-07-04 06:12:33", "2025-07-04T06:12:33"),
        ("2025-07-04T06:12:33.120Z", "2025-07-04T06:12:33+00:00"),
        ("2025-07-04T06:12+0300", "2025-07-04T06:12+03:00"),
        ("2025-07-04T06:12+03", "2025-07-04T06:12+03:00"),
        ("2025-07-04T06:12 GMT", "2025-07-04T06:12+00:00"),
        ("Fri, 4 Jul 2025 06:12 +0300", "2025-07-04T06:12:00+03:00"),
        ("2025-07-04T06:12 Oxmere time", None),
        ("2025-13-04", None),
        ("04/07/2025", None),  # July or April
        ("1751600000", None),
        ("", None),
    ],
)
def test_moments(words: str, iso: str | None) -> None:
    """The zone is kept, and what could be two dates is none."""
    assert moment(words) == iso
