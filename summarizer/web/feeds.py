"""Feeds: RSS, Atom and JSON Feed become entries with absolute links and moments that have a zone.

Reads bytes; nothing is fetched here. What is no feed is refused in one line.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from summarizer.decoding import declared_in, decode
from summarizer.errors import DocumentError
from summarizer.web.extra import needed
from summarizer.web.moments import moment
from summarizer.web.pages import fragment_text

WHOLE = 50  # words of content, from which a feed is taken to have the whole article

_PAGE = re.compile(r"\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_CUT = re.compile(
    r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|\bread (?:more|on)\W*|\bcontinue reading\b.{0,80}|»)\s*\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed; `text` is what the feed has of it, `is_whole` whether that is all.

    `id` is the feed's own for it, `url` its page's address or "", `published` ISO 8601.
    """

    id: str
    url: str
    title: str | None
    published: str | None
    modified: str | None
    authors: tuple[str, ...]
    outlet: str | None
    language: str | None
    text: str
    is_whole: bool

    @property
    def at(self) -> datetime | None:
        """The moment of publication, aware; without a zone it is taken as UTC."""
        if self.published is None:
            return None
        at = datetime.fromisoformat(self.published)
        return at if at.tzinfo else at.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its name as given, its title, its entries in its own order, and what to note."""

    name: str
    title: str | None
    entries: tuple[Entry, ...]
    notes: tuple[str, ...] = ()


def parse_feed(
    data: bytes, name: str, *, url: str | None = None, charset: tuple[str, ...] = ()
) -> Feed:
    """Return a feed.

    Args:
        data: its bytes.
        name: as given, for errors and notes.
        url: where it was read, against which links are resolved.
        charset: the encoding that came with it.

    Raises:
        DocumentError: empty, a web page, or nothing that can be read as a feed.
        UsageError: the extra `web` is not installed.
    """
    if not data.strip():
        raise DocumentError(name, "no feed: it is empty")
    decoded = decode(data, name, (*charset, *declared_in(data)))
    text = decoded.text.lstrip("\ufeff \t\r\n")
    if text.startswith(("{", "[")):
        feed = _of_json(text, name, url)
    elif _PAGE.match(text):
        raise DocumentError(name, "no feed: it is a web page")
    else:
        feed = _of_xml(text, name, url)
    notes = (*decoded.notes(name), *feed.notes)
    if not feed.entries:
        notes = (*notes, f"{name}: a feed without entries")
    return Feed(name, feed.title, feed.entries, notes)


def _of_xml(text: str, name: str, url: str | None) -> Feed:
    headers = {"content-type": "application/xml; charset=utf-8"}  # as decoded, whatever it declares
    if url:
        headers["content-location"] = url
    told = needed("feedparser").parse(io.BytesIO(text.encode()), response_headers=headers)
    reason = " ".join(str(told.get("bozo_exception", "")).split()) if told.bozo else ""
    if not told.entries and not told.get("version"):
        raise DocumentError(name, f"no feed: {reason or 'neither RSS nor Atom nor JSON Feed'}")
    if not told.entries and reason:
        raise DocumentError(name, f"a broken feed without entries: {reason}")
    title = _plain(told.feed.get("title"))
    language = _language(told.feed.get("language"))
    selves = (link.get("href") for link in told.feed.get("links", ()) if link.get("rel") == "self")
    base = url or absolute(next(selves, None) or "", None) or told.feed.get("link")
    entries = tuple(_entry(item, title, language, base) for item in told.entries)
    broken = (f"{name}: broken XML ({reason}); entries read: {len(entries)}",) if reason else ()
    return Feed(name, title, entries, broken)


def _entry(item: Any, title: str | None, language: str | None, url: str | None) -> Entry:
    contents = [part.get("value", "") for part in item.get("content", ())]
    content = max((fragment_text(part) for part in contents), key=len, default="")
    summary = fragment_text(item.get("summary", ""))
    text = content if len(content) >= len(summary) else summary
    source = item.get("source") or {}
    link = item.get("link") or next((a.get("href") for a in item.get("links", ())), "") or ""
    authors = [_person(p.get("name", "")) for p in item.get("authors", ()) if p]
    updated = dict.get(item, "updated")  # its own `get` gives `published` in its place, and warns
    return Entry(
        id=item.get("id") or "",
        url=absolute(link, url) or absolute(item.get("id") or "", None),
        title=_plain(item.get("title")),
        published=_first_moment(item.get("published"), updated),
        modified=_first_moment(updated),
        authors=tuple(dict.fromkeys(" ".join(name.split()) for name in authors if name.strip())),
        outlet=_plain(source.get("title")) or title,
        language=language,
        text=text,
        is_whole=bool(content) and _is_whole(content),
    )


def _of_json(text: str, name: str, url: str | None) -> Feed:
    """Return a JSON Feed (https://www.jsonfeed.org/version/1.1), which feedparser does not read."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DocumentError(name, f"no feed: broken JSON ({error})") from error
    items = told.get("items") if isinstance(told, dict) else None
    if not isinstance(items, list):
        raise DocumentError(name, "no feed: JSON without a list of items")
    base = _string(told.get("home_page_url")) or url
    title, language = _plain(told.get("title")), _language(told.get("language"))
    entries = tuple(
        _json_entry(item, title, language, base) for item in items if isinstance(item, dict)
    )
    if items and not entries:
        raise DocumentError(name, "no feed: JSON whose items are no objects")
    return Feed(name, title, entries)


def _json_entry(
    item: Mapping[str, Any], title: str | None, language: str | None, base: str | None
) -> Entry:
    people = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
    names = [_string(p.get("name")) for p in people or () if isinstance(p, dict)]
    content = fragment_text(_string(item.get("content_html")))
    content = content or _string(item.get("content_text")).strip()
    return Entry(
        id=str(item.get("id") or ""),
        url=absolute(_string(item.get("url")) or _string(item.get("external_url")), base),
        title=_plain(item.get("title")),
        published=_first_moment(item.get("date_published"), item.get("date_modified")),
        modified=_first_moment(item.get("date_modified")),
        authors=tuple(dict.fromkeys(" ".join(name.split()) for name in names if name.strip())),
        outlet=title,
        language=_language(item.get("language")) or language,
        text=content or _string(item.get("summary")).strip(),
        is_whole=bool(content) and _is_whole(content),
    )


def _person(name: str) -> str:
    """Return a name without its e-mail address, of which feedparser knows short endings only."""
    behind = re.search(r"(?:\A|\s)\S*\s?\(([^()]+)\)?\Z", name)
    return behind[1] if behind and ("@" in name or not name.endswith(")")) else name


def absolute(link: str, base: str | None) -> str:
    """Return a link as an http or https address, "" where it is none.

    >>> absolute("/a", "https://lantern.example/feed"), absolute("javascript:alert(1)", None)
    ('https://lantern.example/a', '')
    """
    try:
        full = urljoin(base or "", link.strip()) if link.strip() else ""
    except ValueError:
        return ""
    return full if full.startswith(("http://", "https://")) else ""


def _is_whole(text: str) -> bool:
    return len(text.split()) >= WHOLE and not _CUT.search(text)


def _plain(html: Any) -> str | None:
    words = " ".join(fragment_text(_string(html)).split())
    return words or None


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _language(value: Any) -> str | None:
    code = re.split(r"[-_]", _string(value).strip())[0].lower()
    return code if len(code) == 2 and code.isalpha() else None


def _first_moment(*given: Any) -> str | None:
    return next((iso for words in given if words and (iso := moment(str(words)))), None)
