"""Gathering: addresses and feeds are fetched and become documents, beside files and folders.

Knows `reading` and `web`; nothing of prompts, models or claims. What cannot be had is a listed
failure; everything else is read all the same.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import date
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urlsplit

from summarizer.accepting import Failure, Found, Given, Reading, reading_of
from summarizer.articles import Document, Hints, Published
from summarizer.decoding import charset_of, declared_in, decode
from summarizer.errors import DocumentError
from summarizer.reading import from_input
from summarizer.web.addresses import Network, is_url, page_key
from summarizer.web.extra import needed
from summarizer.web.feeds import Entry, Feed, parse_feed
from summarizer.web.opml import feeds_of, is_opml

if TYPE_CHECKING:
    from summarizer.web.fetching import Fetched, Fetcher, Limits

LARGEST_FEED = 20_000_000  # bytes of a feed in a file


def _every(entry: Entry) -> bool:
    return True


def _silent(line: str) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Web:
    """How the web is read.

    `store` is a store's file, where pages are kept for conditional requests; `allowed` are networks
    that may be asked although they are not public; an entry of a feed that `wants` says no to is
    not fetched, and counted with `why_not`; `tell` hears in a line what is about to be fetched.
    `limits` are those of `web.fetching` where None.
    """

    store: Path | None = None
    allowed: tuple[Network, ...] = ()
    limits: Limits | None = None
    wants: Callable[[Entry], bool] = _every
    why_not: str = "not wanted"
    tell: Callable[[str], None] = _silent


EVERYWHERE: tuple[Network, ...] = (ip_network("0.0.0.0/0"), ip_network("::/0"))


def gather(
    inputs: Sequence[str] = (),
    *,
    feeds: Sequence[str] = (),
    stdin: BinaryIO | None = None,
    defaults: Mapping[str, str] = {},
    today: date | None = None,
    web: Web = Web(),
) -> Reading:
    """Return the articles that paths, addresses and feeds name; works inside an event loop too.

    Args:
        inputs: paths as `reading.read` takes them, and http(s) addresses of pages.
        feeds: addresses or files of RSS, Atom and JSON feeds, and of lists of them (OPML).
        stdin: read for "-" in place of the process's own.
        defaults: metadata for the documents that lack them.
        today: where given, a document published after tomorrow is noted.
        web: how the web is read.

    Raises:
        UsageError: the extra `web` is missing, or `defaults` has no date where one is due.
        StoreError: the store cannot be used.
    """
    work = agather(inputs, feeds=feeds, stdin=stdin, defaults=defaults, today=today, web=web)
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1) as executor:
        return executor.submit(asyncio.run, work).result()


async def agather(
    inputs: Sequence[str] = (),
    *,
    feeds: Sequence[str] = (),
    stdin: BinaryIO | None = None,
    defaults: Mapping[str, str] = {},
    today: date | None = None,
    web: Web = Web(),
) -> Reading:
    """Return what `gather` does, for callers that are asynchronous."""
    from summarizer.web.fetching import Fetcher, Limits
    from summarizer.web.kept import KeptPages

    for module in ("trafilatura", *(["feedparser"] if feeds else [])):
        needed(module)  # before anything is fetched
    urls = list(dict.fromkeys(given for given in inputs if is_url(given)))
    with KeptPages(web.store) if web.store else nullcontext() as kept:
        limits = web.limits or Limits()
        async with Fetcher(kept=kept, limits=limits, allowed=web.allowed) as fetcher:
            gatherer = _Gatherer(fetcher, web)
            pages, read = await asyncio.gather(gatherer.pages(urls), gatherer.feeds(feeds))
            entries = await gatherer.entries(read, urls)
    found: list[Found] = []
    for given in inputs:
        found += pages[given] if is_url(given) else from_input(given, stdin)
    asked = [item for page in pages.values() for item in page]
    fetched = {item.place for item in (*asked, *entries) if isinstance(item, Given)}
    return _once_a_page(reading_of([*found, *entries], defaults, today), fetched)


@dataclass(slots=True)
class _Gatherer:
    fetcher: Fetcher
    web: Web
    notes: list[Found] = field(default_factory=list)

    async def pages(self, urls: Sequence[str]) -> dict[str, list[Found]]:
        """Return what each address gives."""
        if urls:
            hosts = len({urlsplit(url).netloc for url in urls})
            self.web.tell(f"fetching {_counted(len(urls), 'page')} of {_counted(hosts, 'host')}")
        found = await asyncio.gather(*(self._page(url) for url in urls))
        return dict(zip(urls, found, strict=True))

    async def _page(self, url: str) -> list[Found]:
        try:
            fetched = await self.fetcher.fetch(url)
            return list(_of_page(fetched, url))
        except DocumentError as error:
            return [Failure(error.name, error.reason)]

    async def feeds(self, names: Sequence[str]) -> list[Feed | Failure]:
        """Return every feed that is named, those of lists in place of the list, each once."""
        first = await self._bodies(names)
        wanted: list[str] = []
        lists: list[Failure] = []
        for name, body in first.items():
            if not isinstance(body, Failure) and is_opml(body[0]):
                try:
                    wanted += feeds_of(body[0], name)
                except DocumentError as error:
                    lists.append(Failure(error.name, error.reason))
            else:
                wanted.append(name)
        more = [name for name in dict.fromkeys(wanted) if name not in first]
        bodies = {**first, **await self._bodies(more)}
        return [*lists, *(_feed(name, bodies[name]) for name in dict.fromkeys(wanted))]

    async def _bodies(self, names: Sequence[str]) -> dict[str, _Body | Failure]:
        once = list(dict.fromkeys(names))
        return dict(zip(once, await asyncio.gather(*map(self._body, once)), strict=True))

    async def _body(self, name: str) -> _Body | Failure:
        from summarizer.web.fetching import FEEDS

        try:
            if is_url(name):
                fetched = await self.fetcher.fetch(name, FEEDS)
                return fetched.body, fetched.url, charset_of(fetched.content_type)
            if Path(name).stat().st_size > LARGEST_FEED:
                return Failure(name, f"larger than {LARGEST_FEED / 1e6:g} MB")
            return Path(name).read_bytes(), None, ()
        except DocumentError as error:
            return Failure(error.name, error.reason)
        except OSError as error:
            return Failure(name, f"cannot be read: {error.strerror or error}")

    async def entries(self, feeds: Sequence[Feed | Failure], urls: Sequence[str]) -> list[Found]:
        """Return the articles of feeds: from the feed where it has all of them, else their pages."""
        found: list[Found] = []
        chosen: list[Entry] = []
        seen = {page_key(url) for url in urls}
        for feed in feeds:
            if isinstance(feed, Failure):
                found.append(feed)
                continue
            found += feed.notes
            fresh = [entry for entry in feed.entries if _is_new(entry, feed.name, seen)]
            wanted = [entry for entry in fresh if self.web.wants(entry)]
            chosen += wanted
            for count, why in (
                (len(feed.entries) - len(fresh), "named before"),
                (len(fresh) - len(wanted), self.web.why_not),
            ):
                if count:
                    found.append(f"{feed.name}: {count} of {len(feed.entries)} entries {why}")
        to_fetch = [entry for entry in chosen if entry.url and not entry.is_whole]
        pages = await self.pages([entry.url for entry in to_fetch])
        for entry in chosen:
            found += _of_entry(entry, pages.get(entry.url, []))
        return found


_Body = tuple[bytes, str | None, tuple[str, ...]]  # what came, from where, in which encoding


def _feed(name: str, body: _Body | Failure) -> Feed | Failure:
    if isinstance(body, Failure):
        return body
    data, url, charset = body
    try:
        if is_opml(data):
            raise DocumentError(name, "a list of feeds inside a list of feeds is not read")
        return parse_feed(data, name, url=url, charset=charset)
    except DocumentError as error:
        return Failure(error.name, error.reason)


def _is_new(entry: Entry, feed: str, seen: set[str]) -> bool:
    """Whether an entry was not named before: by its id, where that is unique, or its address."""
    own_id = entry.id if ":" in entry.id else f"{feed} {entry.id}"
    keys = {own_id} if entry.id else set()
    if entry.url:
        keys.add(page_key(entry.url))
    is_new = keys.isdisjoint(seen)
    seen |= keys
    return is_new


def _of_page(fetched: Fetched, name: str) -> Iterator[Found]:
    declared = charset_of(fetched.content_type)
    decoded = decode(fetched.body, name, (*declared, *declared_in(fetched.body)))
    yield from decoded.notes(name)
    is_text = fetched.content_type.partition(";")[0].strip().lower() == "text/plain"
    values = {"text" if is_text else "html": decoded.text}
    yield Given(name, values, fallback={"url": fetched.url})


def _of_entry(entry: Entry, page: Sequence[Found]) -> Iterator[Found]:
    place = (
        entry.url or entry.id or f"an entry of {entry.outlet or 'a feed'} without address or title"
    )
    if entry.title and not (entry.url or entry.id):
        place = f"entry {entry.title!r}"
    hints = Hints(
        authors=entry.authors,
        modified=Published.parse(entry.modified) if entry.modified else None,
        published_from="feed" if entry.published else "",
        id=entry.id,
    )
    given = {"title": entry.title, "published": entry.published}
    about = {"outlet": entry.outlet, "language": entry.language}
    fallback = {name: value for name, value in about.items() if value}
    for item in page:
        if isinstance(item, Given):
            values = {**item.values, **given}
            item = Given(place, values, fallback={**fallback, **item.fallback}, hints=hints)
        yield item
    if page:
        return
    if not entry.text:
        yield Failure(place, "neither text nor a page in the feed")
        return
    count = len(entry.text.split())
    if not entry.is_whole:
        yield f"{place}: read in part, {count} words of its feed"
    hints = replace(hints, words=count, is_partial=not entry.is_whole)
    yield Given(
        place, {"text": entry.text, "url": entry.url, **given}, fallback=fallback, hints=hints
    )


def _once_a_page(reading: Reading, fetched: Set[str]) -> Reading:
    """Keep of fetched documents that say they stand at one address the first by name."""
    first: dict[str, Document] = {}
    for document in sorted(reading.documents, key=lambda document: document.name):
        if document.name in fetched and document.metadata.url:
            first.setdefault(page_key(document.metadata.url), document)
    kept, notes = [], []
    for document in reading.documents:
        is_page = document.name in fetched and document.metadata.url
        own = first[page_key(document.metadata.url or "")] if is_page else document
        if own is document:
            kept.append(document)
        else:
            notes.append(f"{document.name}: the page of {own.name}, read once")
    return replace(reading, documents=tuple(kept), notes=(*reading.notes, *notes))


def _counted(count: int, thing: str) -> str:
    return f"1 {thing}" if count == 1 else f"{count} {thing}s"
