"""Builders of invented web pages and feeds, in HTML, RSS, Atom, JSON and OPML."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

PARAGRAPHS = (
    "The ferry to Oxmere sails again after a pause of nine weeks, the harbour office said on Friday.",
    "The first boat carried 85 passengers and left the eastern pier at a quarter past seven.",
    "“We are glad to have it back,” said Ada Brandt, who crosses the sound every day to work.",
    "Engineers had found cracks in the hull in April, and the yard in Norhaven replaced 14 plates.",
    "The council paid for the repair, and fares will stay as they were until the end of the year.",
    "A second boat is to follow in autumn, when the new landing stage is finished as planned.",
)


def page(
    *paragraphs: str,
    head: str = "",
    title: str = "Ferry returns to Oxmere",
    before: str = "",
    after: str = "",
) -> str:
    """Return a page with an article of these paragraphs, in HTML as given, or of six invented ones."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs or PARAGRAPHS)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}'
        f"</head><body>{before}<article><h1>{title}</h1>{body}</article>{after}</body></html>"
    )


def linked_data(**values: object) -> str:
    """Return a script of JSON-LD about a news article."""
    told = {"@context": "https://schema.org", "@type": "NewsArticle", **values}
    return f'<script type="application/ld+json">{json.dumps(told)}</script>'


def meta(**values: str) -> str:
    """Return meta elements; `__` in a name stands for a colon."""
    return "".join(
        f'<meta property="{name.replace("__", ":")}" content="{escape(value)}">'
        for name, value in values.items()
    )


def rss(*items: str, title: str = "The Lantern", head: str = "") -> bytes:
    """Return an RSS feed of items, each the inside of an <item>."""
    inside = "".join(f"<item>{item}</item>" for item in items)
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>{title}</title>{head}{inside}</channel></rss>"
    ).encode()


def rss_item(
    link: str, title: str = "Ferry returns", *, guid: str = "", html: str = "", published: str = ""
) -> str:
    """Return the inside of an item; `html` is its whole content."""
    parts = [f"<title>{title}</title><link>{link}</link>"]
    parts += [f'<guid isPermaLink="false">{guid}</guid>'] if guid else []
    parts += [f"<pubDate>{published}</pubDate>"] if published else []
    parts += [f"<content:encoded><![CDATA[{html}]]></content:encoded>"] if html else []
    return "".join(parts)


def atom(*entries: str, title: str = "Harbour Post") -> bytes:
    """Return an Atom feed of entries, each the inside of an <entry>."""
    inside = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">'
        f"<title>{title}</title>{inside}</feed>"
    ).encode()


def json_feed(*items: object, title: str = "North Wire") -> bytes:
    """Return a JSON Feed of items."""
    version = "https://jsonfeed.org/version/1.1"
    return json.dumps({"version": version, "title": title, "items": items}).encode()


def opml(*feeds: str) -> bytes:
    """Return a list of feeds, one folder deep."""
    outlines = "".join(f'<outline type="rss" xmlUrl="{escape(feed)}"/>' for feed in feeds)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><opml version="2.0"><head/><body>'
        f'<outline text="Harbour">{outlines}</outline></body></opml>'
    ).encode()


def html_of(paragraphs: Sequence[str] = PARAGRAPHS) -> str:
    """Return paragraphs as the content of a feed."""
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
