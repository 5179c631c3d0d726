"""robots.txt: the cases of RFC 9309 by name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.web.robots import parse_robots


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow:", "/a", True),  # disallows nothing
        ("User-agent: *\nDisallow: /", "/a", False),
        ("user-AGENT:*\ndisallow:/a # not for you", "/abc", False),
        ("User-agent: *\nDisallow: /a", "/b", True),
        ("User-agent: *\nDisallow: /a/\n\nAllow: /", "/a/b", False),  # the longest decides
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),  # a tie allows
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?v=1", True),
        ("User-agent: *\nDisallow: /*?print=", "/a?print=1", False),
        ("User-agent: *\nDisallow: /caf%C3%A9", "/café", False),
        # A program's own group stands in place of the one for all.
        ("User-agent: *\nDisallow: /\nUser-agent: Summarizer/2\nDisallow: /x", "/a", True),
        ("User-agent: other\nDisallow: /\nUser-agent: *\nAllow: /", "/a", True),
        ("User-agent: other\nUser-agent: summarizer\nDisallow: /", "/a", False),
        (
            "User-agent: summarizer\nDisallow: /a\n\nUser-agent: summarizer\nDisallow: /b",
            "/b",
            False,
        ),
        ("Disallow: /\nUser-agent: *\nAllow: /", "/a", True),  # a rule of nobody
        ("\ufeffUser-agent: *\r\nDisallow: /a\r\n", "/a", False),
        ("<html>Not a robots.txt: at all</html>", "/a", True),
        ("User-agent: *\nSitemap: https://a.example/s.xml\nDisallow: /a", "/a", False),
    ],
)
def test_rules(text: str, path: str, allowed: bool) -> None:
    """Groups, wildcards, ends and lengths are as the RFC has them."""
    assert parse_robots(text, "summarizer").allows(f"https://a.example{path}") == allowed


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("User-agent: *\nCrawl-delay: 2.5", 2.5),
        ("User-agent: *\nCrawl-delay: soon", None),
        ("User-agent: other\nCrawl-delay: 9", None),
    ],
)
def test_a_delay_is_heard(text: str, seconds: float | None) -> None:
    """Crawl-delay is no part of the RFC, and many sites ask for it."""
    assert parse_robots(text, "summarizer").delay_seconds == seconds


@given(st.text(), st.text())
def test_any_file_is_read(text: str, path: str) -> None:
    """No robots.txt and no path break the reader."""
    parse_robots(f"User-agent: *\nDisallow: {text}", "summarizer").allows(
        f"https://a.example/{path}".replace("[", "").replace("]", "")
    )
