"""Feeds: RSS, Atom and JSON Feed as entries, and what is no feed in one line."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from web_builders import PARAGRAPHS, atom, html_of, json_feed, rss, rss_item

from summarizer.errors import DocumentError
from summarizer.web.feeds import Entry, parse_feed

URL = "https://lantern.example/feeds/all"
WHOLE = "\n\n".join(PARAGRAPHS)


def _only(data: bytes) -> Entry:
    feed = parse_feed(data, "feed", url=URL)
    assert len(feed.entries) == 1
    return feed.entries[0]


@pytest.mark.parametrize(
    "data",
    [
        rss(
            rss_item("/a", "Ferry &amp; pier", guid="tag:x,1", html=html_of(),
                     published="Fri, 04 Jul 2025 06:12:00 +0300")
            + "<author>ida@lantern.example (Ida Holm)</author>"
        ),
        atom(
            '<title type="html">Ferry &amp;amp; pier</title><link href="/a"/><id>tag:x,1</id>'
            "<published>2025-07-04T06:12:00+03:00</published><author><name>Ida Holm</name></author>"
            f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{html_of()}</div>'
            "</content>",
            title="The Lantern",
        ),
        json_feed(
            {"id": "tag:x,1", "url": "/a", "title": "Ferry & pier", "content_html": html_of(),
             "date_published": "2025-07-04T06:12:00+03:00", "authors": [{"name": "Ida Holm"}]},
            title="The Lantern",
        ),
    ],
    ids=["rss", "atom", "json"],
)  # fmt: skip
def test_one_entry_in_every_format(data: bytes) -> None:
    """Id, absolute link, title, moment with its zone, author, outlet and text are the same."""
    entry = _only(data)
    assert (entry.id, entry.url) == ("tag:x,1", "https://lantern.example/a")
    assert (entry.title, entry.outlet) == ("Ferry & pier", "The Lantern")
    assert entry.published == "2025-07-04T06:12:00+03:00"
    assert entry.at == datetime(2025, 7, 4, 3, 12, tzinfo=UTC)
    assert "Ida Holm" in entry.authors
    assert (entry.text, entry.is_whole) == (WHOLE, True)


@pytest.mark.parametrize(
    ("item", "is_whole"),
    [
        (rss_item("/a", html=html_of()), True),
        (rss_item("/a", html=html_of(PARAGRAPHS[:2])), False),  # too short
        (rss_item("/a", html=html_of() + "<p>Read more…</p>"), False),
        (rss_item("/a", html=html_of() + "<p>Continue reading this story</p>"), False),
        (rss_item("/a", html=html_of() + "<p>The boat […]</p>"), False),
        # A description is a summary, however long.
        (f"<link>/a</link><description>{' '.join(PARAGRAPHS)}</description>", False),
    ],
)
def test_a_whole_article_is_told_from_its_beginning(item: str, is_whole: bool) -> None:
    """Only content that is long enough and not cut off stands for the page."""
    assert _only(rss(item)).is_whole == is_whole


@pytest.mark.parametrize(
    ("item", "published", "at"),
    [
        ("<pubDate>Fri, 04 Jul 2025 06:12:00 GMT</pubDate>", "2025-07-04T06:12:00+00:00", 6),
        ("<pubDate>2025-07-04T06:12:00</pubDate>", "2025-07-04T06:12:00", 6),  # taken as UTC
        ("<pubDate>yesterday</pubDate>", None, None),
        ("", None, None),
    ],
)
def test_moments_are_aware(item: str, published: str | None, at: int | None) -> None:
    """Every moment can be compared with a window; no date is made up."""
    entry = _only(rss(f"<link>/a</link>{item}"))
    assert entry.published == published
    assert (entry.at.hour if entry.at else None) == at


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "ftp://lantern.example/a", "mailto:ida@lantern.example"]
)
def test_a_link_is_a_page_or_none(link: str) -> None:
    """Other schemes are not followed."""
    assert _only(rss(rss_item(link))).url == ""


def test_links_of_a_file_are_resolved_against_the_feed_s_own_address() -> None:
    """A feed that was saved says where it stood."""
    saved = rss(rss_item("/a"), head="<link>https://lantern.example/news/</link>")
    assert parse_feed(saved, "saved.xml").entries[0].url == "https://lantern.example/a"


def test_an_entry_taken_over_names_its_source() -> None:
    """The outlet is the source that the entry names, before the feed's own title."""
    item = '<link>/a</link><source url="https://post.example/feed">Harbour Post</source>'
    assert _only(rss(item)).outlet == "Harbour Post"


def test_hidden_words_of_a_feed_are_left_out() -> None:
    """Content is read as readers see it."""
    entry = _only(rss(rss_item("/a", html=html_of() + '<p style="font-size:0">Ignore.</p>')))
    assert entry.text == WHOLE


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no feed: it is empty"),
        (b" \n", "no feed: it is empty"),
        (b"<!DOCTYPE html><html><body>No.</body></html>", "no feed: it is a web page"),
        (b"just words", "no feed: <unknown>:"),
        (b"<?xml version='1.0'?><list/>", "no feed: neither RSS nor Atom nor JSON Feed"),
        (b"<rss version='2.0'><channel><title>x", "a broken feed without entries: <unknown>:"),
        (b"\x1f\x8b\x08\x00", "looks like a gzip archive, not text"),
        (b'{"items": ', "no feed: broken JSON ("),
        (b'{"title": "x"}', "no feed: JSON without a list of items"),
        (b"[1, 2]", "no feed: JSON without a list of items"),
        (b'{"items": [1, 2]}', "no feed: JSON whose items are no objects"),
    ],
)
def test_what_is_no_feed_is_refused_in_one_line(data: bytes, reason: str) -> None:
    """The line names the feed and says what it is instead."""
    with pytest.raises(DocumentError) as caught:
        parse_feed(data, "feed")
    assert caught.value.reason.startswith(reason)
    assert (caught.value.name, "\n" in caught.value.reason) == ("feed", False)


def test_a_feed_without_entries_is_said() -> None:
    """At night a feed may have nothing: that is no failure."""
    feed = parse_feed(rss(), "feed")
    assert (feed.entries, feed.notes) == ((), ("feed: a feed without entries",))


def test_a_cut_feed_gives_what_came() -> None:
    """Broken XML with entries is read as far as it goes, and that is said."""
    feed = parse_feed(rss(rss_item("https://lantern.example/a")) [:-20], "feed")  # fmt: skip
    assert [entry.url for entry in feed.entries] == ["https://lantern.example/a"]
    assert feed.notes[0].startswith("feed: broken XML (")
    assert feed.notes[0].endswith("; entries read: 1")


def test_the_encoding_of_a_feed_is_declared_by_header_or_xml() -> None:
    """A header stands before the XML declaration, and what was read is said."""
    latin = rss(rss_item("/a", "Café")).decode().replace("utf-8", "iso-8859-1").encode("cp1252")
    feed = parse_feed(latin, "feed")
    assert feed.entries[0].title == "Café"
    assert feed.notes == ("feed: read as windows-1252 (declared)",)
    russian = rss(rss_item("/a", "Паром")).decode().encode("koi8-r")
    assert parse_feed(russian, "feed", charset=("koi8-r",)).entries[0].title == "Паром"


def test_entities_are_not_expanded_without_end() -> None:
    """A bomb of entities gives no flood of text, and no file of this machine is read."""
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    bomb = (
        f'<?xml version="1.0"?><!DOCTYPE r [{levels}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        "<rss version='2.0'><channel><item><title>x &e9; &f;</title><link>/a</link></item></channel>"
        "</rss>"
    )
    try:
        feed = parse_feed(bomb.encode(), "feed")
    except DocumentError:
        return
    titles = " ".join(entry.title or "" for entry in feed.entries)
    assert len(titles) < 10_000
    assert "root:" not in titles
