"""What a page says of itself: outlet, title, dates, authors, language, address, kind.

Reads JSON-LD, meta elements and the page's title, no words of the article.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from summarizer.articles import Kind
from summarizer.web.moments import moment

_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review|PressRelease)\Z")
_OPINION = re.compile(r"opinions?|comment(?:ary)?|editorials?|letters|columns?|columnists|op-?ed")
_PRESS = re.compile(r"press-?releases?|pressreleases?|news-releases?")
_NO_AUTHOR = re.compile(r"//|\A(?:no author|admin|unknown)\Z", re.IGNORECASE)
_PUBLISHED = (
    "article:published_time og:article:published_time datepublished parsely-pub-date"
    " dc.date.issued dcterms.issued dc.date dcterms.date sailthru.date publishdate publish-date"
    " pubdate cxenseparse:recs:publishtime rnews:datepublished date"
).split()
_MODIFIED = "article:modified_time og:updated_time datemodified lastmod dcterms.modified".split()
_TYPES = {"LiveBlogPosting": Kind.LIVE, "OpinionNewsArticle": Kind.COMMENTARY}
_TYPES |= {"ReviewNewsArticle": Kind.COMMENTARY, "PressRelease": Kind.PRESS_RELEASE}


@dataclass(frozen=True, slots=True)
class About:
    """A page's own words about itself; `published_from` names the field its date was read in."""

    outlet: str | None = None
    title: str | None = None
    published: str | None = None  # ISO 8601
    published_from: str = ""
    modified: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    url: str | None = None
    kind: Kind | None = None
    is_free: bool = True  # not behind a paywall
    words: int | None = None  # of the whole article, as the page counts them


def about(tree: Any, url: str | None) -> About:
    """Return what a page's metadata say.

    Args:
        tree: the page as lxml has it, scripts included.
        url: where it was read, against which its links are resolved.
    """
    metas = _metas(tree)
    address = _address(tree, metas, url)
    node = _article(tree, address)
    published, source = _first_moment(node, metas, "datePublished", _PUBLISHED)
    publisher = _name(node.get("publisher"))
    authors = tuple(dict.fromkeys(_names(node.get("author"))))
    by_meta = [metas[key] for key in ("author", "article:author", "parsely-author") if key in metas]
    outlet = _line(metas.get("og:site_name") or publisher or metas.get("application-name"))
    title = _line(_string(node.get("headline")) or metas.get("og:title"))
    return About(
        outlet=outlet,
        title=bare_title(title, (outlet or "", urlsplit(address or "").hostname or "")),
        published=published,
        published_from=source,
        modified=_first_moment(node, metas, "dateModified", _MODIFIED)[0],
        authors=authors or tuple(name for name in by_meta[:1] if not _NO_AUTHOR.search(name)),
        language=_language(tree, node, metas),
        url=address,
        kind=_kind(node, address or ""),
        is_free=str(node.get("isAccessibleForFree", True)).lower() != "false",
        words=_count(node.get("wordCount")),
    )


def bare_title(title: str | None, outlets: Iterable[str]) -> str | None:
    """Return a title without the outlet's name, or that of its site, after a bar or a dash.

    >>> bare_title("Ferry returns | The Lantern", ["The Lantern"])
    'Ferry returns'
    """
    match = re.match(r"(.+)\s[|–—·-]\s+([^|–—·]+)\Z", title or "")
    if title is None or match is None:
        return title
    name = "".join(match[2].casefold().split())
    sites = {part for outlet in outlets for part in outlet.casefold().split(".")}
    whole = {"".join(outlet.casefold().split()) for outlet in outlets}
    return match[1].strip() if name in sites | whole else title


def _metas(tree: Any) -> Mapping[str, str]:
    """Return the page's meta elements by name, the first of each."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        key = meta.get("property") or meta.get("name") or ""
        if not key and _is_of_article(meta):
            key = meta.get("itemprop") or ""
        value = meta.get("content") or ""
        if key and value.strip():
            found.setdefault(key.strip().lower(), value.strip())
    return found


def _is_of_article(meta: Any) -> bool:
    """Whether a property stands in the page or its article, not in a video or a card beside it."""
    scope = next((e for e in meta.iterancestors() if e.get("itemscope") is not None), None)
    return scope is None or bool(_ARTICLE.search(scope.get("itemtype") or ""))


def _nodes(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the things that JSON-LD tells of: those of lists and graphs, and main entities."""
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(value.get(key), list | dict):
                yield from _nodes(value[key])


def _article(tree: Any, url: str | None) -> Mapping[str, Any]:
    """Return the article of the page's JSON-LD: the one with its address, else the first."""
    articles = []
    for script in tree.iter("script"):
        if "ld+json" in script.get("type", "").lower():
            try:
                told = json.loads(script.text or "", strict=False)
            except (ValueError, RecursionError):
                continue  # broken, as on many pages: what the other elements say is used
            articles += [n for n in _nodes(told) if any(map(_ARTICLE.search, _types(n)))]
    own = (node for node in articles if url and url in (_string(node.get("url")), _main_page(node)))
    return next(own, articles[0] if articles else {})


def _types(node: Mapping[str, Any]) -> list[str]:
    given = node.get("@type")
    return [str(name) for name in given] if isinstance(given, list) else [str(given)]


def _main_page(node: Mapping[str, Any]) -> str:
    page = node.get("mainEntityOfPage")
    return _string(page.get("@id") if isinstance(page, dict) else page)


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _line(text: str | None) -> str | None:
    return " ".join(html.unescape(text).split()) or None if text else None


def _names(value: Any) -> Iterator[str]:
    for entry in value if isinstance(value, list) else [value]:
        if name := _line(_name(entry)):
            yield name


def _name(value: Any) -> str:
    return _string(value.get("name")) if isinstance(value, dict) else _string(value)


def _count(value: Any) -> int | None:
    return int(value) if isinstance(value, int) or _string(value).isdecimal() else None


def _first_moment(
    node: Mapping[str, Any], metas: Mapping[str, str], key: str, names: list[str]
) -> tuple[str | None, str]:
    """Return the first moment given, with its field.

    Of fields that agree the fullest is taken: one with a time, and of one instant the one in the
    outlet's own zone, which tells its calendar day.
    """
    given = [(f"JSON-LD {key}", _string(node.get(key)))]
    given += [(name, metas[name]) for name in names if name in metas]
    found = [(iso, source) for source, words in given if words and (iso := moment(words))]
    if not found:
        return None, ""
    first = next((f for f in found if f[0][:10] == found[0][0][:10] and len(f[0]) > 10), found[0])
    at = _instant(first[0])
    local = (f for f in found if at and _instant(f[0]) == at and not f[0].endswith("+00:00"))
    return next(local, first)


def _instant(iso: str) -> datetime | None:
    at = datetime.fromisoformat(iso)
    return at if at.tzinfo else None


def _language(tree: Any, node: Mapping[str, Any], metas: Mapping[str, str]) -> str | None:
    root = tree.getroottree().getroot()
    for given in (
        root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang"),
        _string(node.get("inLanguage")),
        metas.get("og:locale"),
    ):
        code: str = re.split(r"[-_]", (given or "").strip())[0].lower()
        if len(code) == 2 and code.isalpha():
            return str(code)
    return None


def _address(tree: Any, metas: Mapping[str, str], url: str | None) -> str | None:
    """Return the page's canonical address, unless it names a whole site, else where it was read."""
    links = (e for e in tree.iter("link") if "canonical" in e.get("rel", "").lower().split())
    for href in (*(link.get("href") for link in links), metas.get("og:url")):
        full: str = urljoin(url or "", (href or "").strip())
        parts = urlsplit(full) if href else None
        if parts and parts.scheme in ("http", "https") and parts.path.strip("/"):
            return full
    return url


def _kind(node: Mapping[str, Any], url: str) -> Kind | None:
    for name in _types(node):
        if name in _TYPES:
            return _TYPES[name]
    section = node.get("articleSection")
    sections = section if isinstance(section, list) else [section]
    folders = urlsplit(url).path.lower().split("/")[1:-1]
    for pattern, kind in ((_OPINION, Kind.COMMENTARY), (_PRESS, Kind.PRESS_RELEASE)):
        words = [*folders, *(_string(name).lower() for name in sections)]
        if any(pattern.fullmatch(word) for word in words):
            return kind
    return None
