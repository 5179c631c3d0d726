"""Pages: HTML becomes the article's text with its paragraphs, and what the page says about it.

The main text is trafilatura's, from what readers see; nothing is fetched here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from summarizer.articles import Hints, Kind, Published
from summarizer.decoding import sound
from summarizer.errors import DocumentError
from summarizer.web.extra import needed
from summarizer.web.hidden import strip_hidden
from summarizer.web.metadata import About, about, bare_title

FEWEST = 20  # words, below which there is no article
FEW = 80  # words, below which it is said that there are few
STUB = 250  # words, below which a text behind a paywall is its beginning only
_NOTICE = 150  # words: what is longer is no error page, whatever its title says

_NO_XML = re.compile("[^\\t\\n\\r\\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAGS = re.compile("[\U000e0000-\U000e007f]+")  # which no font shows, and models read
_BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table td th tr ul".split()
)
_UNREAD = frozenset("script style noscript template iframe object svg math button select".split())
_NOT_FOUND = re.compile(
    r"\A\W*(?:(?:error\s*)?(?:403|404|410|429|500|502|503)\b|(?:page|file|article) not found|not found"
    r"|access (?:is )?denied|forbidden|just a moment|attention required|are you (?:a )?(?:human|robot)"
    r"|pardon our interruption|service unavailable|bad gateway|please (?:verify|enable)|one moment)",
    re.IGNORECASE,
)
_COOKIES = re.compile(
    r"\bwe (?:and our [\w ]*partners )?(?:use|store)\b[^.]{0,60}\bcookies\b|\baccept all\b"
    r"|\bcookie (?:policy|settings|preferences)\b|\bmanage (?:your )?(?:cookies|choices|consent)\b",
    re.IGNORECASE,
)
_PAYWALL = re.compile(
    r"\b(?:subscribe|sign in|log in|register)(?: now| today)? to (?:continue|keep|read)\b"
    r"|\bto (?:continue|keep) reading,? (?:\w+ ){0,4}(?:subscribe|sign|log|register)"
    r"|\b(?:this (?:article|content|story)) is (?:only )?(?:for|available to) (?:paying )?subscribers\b"
    r"|\balready a subscriber\?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Page:
    """An article as its page gives it; `assumed` names the fields that stand on a rule alone."""

    text: str
    outlet: str | None
    title: str | None
    published: str | None  # ISO 8601
    url: str | None
    language: str | None
    assumed: frozenset[str]
    hints: Hints
    notes: tuple[str, ...]


def read_page(html: str, *, name: str, url: str | None = None) -> Page:
    """Return the article of a page.

    Args:
        html: the page, decoded.
        name: of the page, for errors and notes.
        url: where it was read; the page's own canonical address stands before it.

    Raises:
        DocumentError: no article stands there: too few words, an error page, a cookie wall.
        UsageError: the extra `web` is not installed.
    """
    trafilatura = needed("trafilatura")
    tree = _tree(html, name)
    own = about(tree, url)
    with _oddities(name):
        guessed = _guessed(trafilatura, tree, own)
    strip_hidden(tree)
    with _oddities(name):
        found = trafilatura.bare_extraction(tree, include_comments=False, with_metadata=False)
    page_title = " ".join(tree.findtext(".//title", "").split())
    heading = _heading(tree)
    text = _paragraphs(found.text if found is not None else "")
    first, _, rest = text.partition("\n\n")
    if rest and first in (own.title, heading):
        text = rest  # the title is kept as such
    count = len(text.split())
    _check_article(text, own.title or page_title, name)
    host = (urlsplit(own.url or url or "").hostname or "").removeprefix("www.")
    notes, is_partial = _notes(text, own, name)
    published = own.published or guessed
    if published and not own.published:
        notes = (*notes, f"{name}: published {published} assumed from the page")
    return Page(
        text=text,
        outlet=own.outlet or host or None,
        title=own.title or heading or bare_title(page_title or None, (own.outlet or "", host)),
        published=published,
        url=own.url,
        language=_language(own.language, text),
        assumed=frozenset(
            field
            for field, is_assumed in (
                ("outlet", not own.outlet and bool(host)),
                ("published", not own.published and bool(published)),
            )
            if is_assumed
        ),
        hints=Hints(
            authors=own.authors,
            modified=Published.parse(own.modified) if own.modified else None,
            published_from=own.published_from or ("page" if published else ""),
            kind=Kind.STUB if is_partial else own.kind,
            is_partial=is_partial,
            words=count,
        ),
        notes=notes,
    )


def fragment_text(html: str) -> str:
    """Return the visible text of a piece of HTML, as feeds have it, block by block.

    >>> fragment_text('<p>One <b>bridge</b>.</p><p style="display:none">No.</p><ul><li>Two')
    'One bridge.\\n\\nTwo'
    """
    if not html.strip():
        return ""
    tree = _tree(f"<html><body>{html}</body></html>", "feed")
    strip_hidden(tree)
    pieces: list[str] = []
    _gather(tree, pieces)
    return _paragraphs("".join(pieces))


def _gather(element: Any, pieces: list[str]) -> None:
    if not isinstance(element.tag, str) or element.tag in _UNREAD:
        return
    is_block = element.tag in _BLOCKS
    if is_block:
        pieces.append("\n")
    pieces.append(" ".join(f"x{element.text or ''}x".split())[1:-1])
    for child in element:
        _gather(child, pieces)
        pieces.append(" ".join(f"x{child.tail or ''}x".split())[1:-1])
    if is_block:
        pieces.append("\n")


def _tree(html: str, name: str) -> Any:
    """Return a page as lxml has it; comments would keep trafilatura from joining paragraphs."""
    lxml_html = needed("lxml.html")
    etree = needed("lxml.etree")
    parser = lxml_html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False
    )
    data = _NO_XML.sub("\ufffd", sound(html)).encode()
    try:
        return lxml_html.document_fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise DocumentError(name, "no page: nothing in it can be read as HTML") from error


@contextmanager
def _oddities(name: str) -> Iterator[None]:
    """Make a failure of one page of what trafilatura stumbles over: the others are to be read."""
    try:
        yield
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError) as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        raise DocumentError(name, f"cannot be read as a page ({reason})") from error


def _guessed(trafilatura: Any, tree: Any, own: About) -> str | None:
    """Return the day that other marks of the page name, only where its metadata give none."""
    if own.published:
        return None
    parameters = {"original_date": True, "extensive_search": False}
    found = needed("trafilatura.metadata").extract_metadata(tree, own.url, parameters)
    return found.date if found is not None and found.date else None


def _paragraphs(text: str) -> str:
    lines = (" ".join(line.split()) for line in _TAGS.sub("", text).split("\n"))
    return "\n\n".join(line for line in lines if line)


def _check_article(text: str, title: str, name: str) -> None:
    count = len(text.split())
    if count < _NOTICE and (_NOT_FOUND.match(title) or _NOT_FOUND.match(text)):
        raise DocumentError(name, f"an error page, not an article ({title or text[:60]!r})")
    if count < _NOTICE and len(_COOKIES.findall(text)) >= 2:
        raise DocumentError(name, "a cookie or consent page, not an article")
    if count < FEWEST and len(text) < 4 * FEWEST:  # scripts without spaces count letters
        raise DocumentError(name, f"no article text in this page (words found: {count})")


def _notes(text: str, own: About, name: str) -> tuple[tuple[str, ...], bool]:
    """Return what is to be said of a text that may not be whole, and whether it is in part."""
    count = len(text.split())
    is_cut = own.words is not None and count * 2 < own.words
    asks = bool(_PAYWALL.search(text[-600:]))
    if is_cut or ((asks or not own.is_free) and count < STUB):
        of = f" of {own.words}" if is_cut else ""
        return (f"{name}: read in part, {count}{of} words",), True
    if not own.is_free:
        return (f"{name}: behind a paywall by its own account; {count} words read",), False
    if count < FEW and len(text) < 6 * FEW:
        return (f"{name}: only {count} words found on this page",), False
    return (), False


def _heading(tree: Any) -> str | None:
    headings = [" ".join(heading.text_content().split()) for heading in tree.iter("h1")]
    return headings[0] if len(headings) == 1 and headings[0] else None


def _language(declared: str | None, text: str) -> str | None:
    """Return the declared language, unless it is English and the letters are not."""
    letters = [letter for letter in text if letter.isalpha()]
    if declared == "en" and sum(letter.isascii() for letter in letters) * 2 < len(letters):
        return None
    return declared
