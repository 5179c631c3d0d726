"""OPML: the list of feeds that a feed reader exports."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree

from summarizer.decoding import declared_in, decode
from summarizer.errors import DocumentError
from summarizer.web.addresses import is_url

_START = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<opml\b", re.IGNORECASE | re.DOTALL)


def is_opml(data: bytes) -> bool:
    """Whether bytes are a list of feeds rather than a feed."""
    return _START.match(data[:4096].decode("utf-8", "replace").lstrip("\ufeff")) is not None


def feeds_of(data: bytes, name: str) -> tuple[str, ...]:
    """Return the feeds that a list names, in its order, each once.

    Relative ones are those beside the list: of a file paths, of an address addresses. A list that
    was fetched names no files.

    Raises:
        DocumentError: broken XML, or no feed in it.
    """
    text = decode(data, name, declared_in(data)).text
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise DocumentError(name, "a list of feeds with a DOCTYPE is not read")
    text = re.sub(r"\A\s*<\?xml[^>]*\?>", "", text)  # its encoding is dealt with
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise DocumentError(name, f"a broken list of feeds: {error}") from error
    given = [
        value.strip()
        for outline in root.iter("outline")
        for key, value in outline.attrib.items()
        if key.lower() == "xmlurl" and value.strip()
    ]
    if not given:
        raise DocumentError(name, "a list of feeds without a feed (outline with xmlUrl)")
    return tuple(dict.fromkeys(_beside(feed, name) for feed in given))


def _beside(feed: str, name: str) -> str:
    if is_url(name):
        return urljoin(name, feed)
    return feed if is_url(feed) else str(Path(name).parent / feed)
