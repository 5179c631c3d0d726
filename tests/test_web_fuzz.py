"""What must hold for any page, sheet and feed: read or refused in words, and nothing added."""

from __future__ import annotations

from collections import Counter

import lxml.html
from hypothesis import given
from hypothesis import strategies as st
from web_builders import PARAGRAPHS, page

from summarizer.errors import DocumentError
from summarizer.web.css import Rules, declarations_of
from summarizer.web.feeds import parse_feed
from summarizer.web.hidden import strip_hidden
from summarizer.web.opml import feeds_of
from summarizer.web.pages import fragment_text, read_page

PIECES = st.lists(
    st.sampled_from(
        '<div> </div> <p> </p> <span style="display:none"> </span> <b class="a"> </b> <br> <article>'
        ' </article> <style>.a{color:#fff} </style> <script> </script> <!-- --> <![CDATA[ &amp; &#0;'
        " <table><tr><td> <li> <h1> <base> <html> <body> <template> <svg> < > \0 \ufffe é one two"
        .split(" ")
    ),
    max_size=40,
).map(" ".join)  # fmt: skip
SHEETS = st.lists(
    st.sampled_from([*".#a{}:;,@!/*()\"' \\0", "display", "none", "media", "important", "px"])
).map("".join)


def _words(text: str) -> Counter[str]:
    return Counter(text.split())


@given(PIECES, SHEETS)
def test_stripping_only_takes_away(html: str, css: str) -> None:
    """Whatever the page and its sheet, no word is there that was not there before."""
    source = f"<html><head><style>{css}</style></head><body>{html} end</body></html>"
    tree = lxml.html.document_fromstring(source.replace("\0", ""))
    before = _words(" ".join(tree.itertext("*")))
    strip_hidden(tree)
    assert _words(" ".join(tree.itertext("*"))) <= before


@given(SHEETS, st.text())
def test_any_sheet_is_read(css: str, inline: str) -> None:
    """Broken rules are passed over."""
    Rules([css, inline]).style_of("p", frozenset({".a", "#a"}), inline)
    declarations_of(inline)


@given(PIECES)
def test_any_fragment_has_text(html: str) -> None:
    """The text of a fragment has no markup, no blank lines but between blocks, no outer space."""
    text = fragment_text(html)
    assert text == text.strip()
    assert "\n\n\n" not in text


@given(PIECES, PIECES)
def test_any_page_is_read_or_refused(before: str, inside: str) -> None:
    """Around and inside an article anything may stand."""
    try:
        read = read_page(page(*PARAGRAPHS, inside, before=before), name="page", url=None)
    except DocumentError as error:
        assert "\n" not in error.reason
    else:
        assert read.text.strip()


@given(st.one_of(st.binary(max_size=300), PIECES.map(str.encode)))
def test_any_bytes_are_a_feed_or_refused(data: bytes) -> None:
    """No bytes break the readers of feeds and of lists."""
    for read in (parse_feed, feeds_of):
        for given_data in (data, b"<rss version='2.0'><channel><item>" + data, b"<opml>" + data):
            try:
                read(given_data, "feed")
            except DocumentError as error:
                assert "\n" not in error.reason
