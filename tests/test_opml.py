"""Lists of feeds: which they name, and where relative ones lead."""

from __future__ import annotations

import pytest
from web_builders import opml, rss

from summarizer.errors import DocumentError
from summarizer.web.opml import feeds_of, is_opml

FEEDS = ["https://lantern.example/feed", "https://post.example/rss?a=1&b=2"]


def test_the_feeds_of_a_list() -> None:
    """Feeds in folders are found, in order, each once."""
    assert feeds_of(opml(*FEEDS, FEEDS[0]), "feeds.opml") == tuple(FEEDS)


def test_relative_feeds_stand_beside_the_list() -> None:
    """A list on disk may name files beside it, a list that was fetched only addresses."""
    assert feeds_of(opml("day/feed.xml"), "desk/feeds.opml") == ("desk/day/feed.xml",)
    fetched = feeds_of(opml("/feed.xml", "feed.xml"), "https://lantern.example/desk/feeds.opml")
    assert fetched == ("https://lantern.example/feed.xml", "https://lantern.example/desk/feed.xml")


def test_a_list_is_told_from_a_feed() -> None:
    """The root element says so, whatever the ending."""
    assert is_opml(opml(*FEEDS))
    assert is_opml(b"\xef\xbb\xbf<!-- exported --><opml>")
    assert not is_opml(rss())


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (opml(), "a list of feeds without a feed (outline with xmlUrl)"),
        (opml(*FEEDS)[:-20], "a broken list of feeds: "),
        (b'<!DOCTYPE opml [<!ENTITY a "b">]><opml/>', "a list of feeds with a DOCTYPE is not read"),
    ],
)
def test_a_broken_list_is_refused_in_one_line(data: bytes, reason: str) -> None:
    """The line says what is the matter."""
    with pytest.raises(DocumentError) as caught:
        feeds_of(data, "feeds.opml")
    assert caught.value.reason.startswith(reason)
