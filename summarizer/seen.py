"""The seen-list: every article that a desk read for a window, when it was first read, and its text.

In the store's file, beside the answers. What a briefing covers is not decided here; what is damaged
is told, never guessed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from summarizer.archive import keep_texts, sound_texts
from summarizer.article_records import document_of, entry_of
from summarizer.articles import Document, Published
from summarizer.columns import checksum, column, text_of
from summarizer.editions import in_zone
from summarizer.sightings import Key, Seen, Within, document_key
from summarizer.web.addresses import is_url, page_key

if TYPE_CHECKING:
    from summarizer.store import Store
    from summarizer.web.feeds import Entry

_WEST = timedelta(hours=12)  # by how much the last place on earth is behind UTC
_LAST = datetime.max.replace(tzinfo=UTC) - _WEST
_UNREADABLE = (ValueError, KeyError, TypeError, AttributeError)


class SeenList:
    """The articles that one desk has read; desks with other names share a file and nothing else."""

    def __init__(self, store: Store, desk: str = "") -> None:
        self.store = store
        self.desk = desk

    def keep(self, documents: Iterable[Document], at: datetime) -> None:
        """Keep documents as read at a moment; of one that is kept, only what is told of it changes.

        Of two moments at which a document is said to have been read first, the earlier one holds.

        Raises:
            StoreError: the disk is full or failing, or the file is read-only.
        """
        kept = list(documents)
        known = self.first_read(kept)
        rows = [
            self._row(document, min(known.get(document_key(document), at), at)) for document in kept
        ]
        with self.store.writing() as db:
            keep_texts(db, {document.digest: document.text for document in kept})
            db.executemany("INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
            db.executemany(
                "INSERT INTO seen_pages VALUES (?, ?, ?) ON CONFLICT (desk, page) DO UPDATE"
                " SET read_at = max(read_at, excluded.read_at)",
                [
                    (column(self.desk), column(page), _stamp(at))
                    for document in kept
                    for page in _pages_of(document)
                ],
            )

    def lacks(self, entry: Entry) -> bool:
        """Whether an entry of a feed is still to be read, or was changed since it was read last.

        Nothing has to be fetched of one whose text is in the feed: it is always taken.
        """
        if entry.is_whole or not entry.url:
            return True
        rows = self.store.rows(
            "SELECT read_at FROM seen_pages WHERE desk = ? AND page = ?",
            (column(self.desk), column(page_key(entry.url))),
        )
        if not rows:
            return True
        told = [moment for moment in (entry.modified, entry.published) if moment]
        return any(_stamp(_aware(moment)) > text_of(rows[0][0]) for moment in told)

    def first_read(self, documents: Iterable[Document]) -> dict[Key, datetime]:
        """Return when documents were first read, by name and hash, of those that are kept."""
        found = {}
        for document in documents:
            rows = self.store.rows(
                "SELECT first_read FROM seen WHERE desk = ? AND name = ? AND hash = ?",
                (column(self.desk), column(document.name), document.digest),
            )
            if rows:
                found[document_key(document)] = datetime.fromisoformat(text_of(rows[0][0]))
        return found

    def within(self, since: datetime, as_of: datetime) -> Within:
        """Return what may count as of `since` or later, of all that was first read up to `as_of`.

        Args:
            since: aware; what is certainly older is only counted.
            as_of: aware; of what was read later nothing is known.
        """
        known = "FROM seen WHERE desk = ? AND first_read <= ? AND latest"
        values = (column(self.desk), _stamp(as_of), _stamp(since))
        older = self.store.rows(f"SELECT count(*) {known} < ?", values)[0][0]
        rows = self.store.rows(
            f"SELECT desk, name, hash, first_read, latest, record, checksum {known} >= ?", values
        )
        sound = [row for row in rows if checksum(row[:-1]).encode() == row[-1]]
        texts = sound_texts(self.store, (text_of(row[2]) for row in sound))
        found = [seen for row in sound if (seen := _seen(row, texts)) is not None]
        found.sort(key=lambda seen: (seen.first_read, seen.document.name, seen.document.digest))
        return Within(tuple(found), older, len(rows) - len(found))

    def _row(self, document: Document, first: datetime) -> Sequence[Any]:
        record = json.dumps(entry_of(document), sort_keys=True, separators=(",", ":"))
        values = (
            column(self.desk),
            column(document.name),
            document.digest,
            _stamp(first),
            _stamp(min(first, _latest(document.metadata.published) or first)),
            record,
        )
        return (*values, checksum(values))


def _pages_of(document: Document) -> set[str]:
    """Return under which addresses a document is known: where it was fetched, and what it says."""
    told = (document.name, document.metadata.url or "")
    return {page_key(address) for address in told if is_url(address)}


def _seen(row: Sequence[Any], texts: dict[str, str]) -> Seen | None:
    try:
        document = document_of(json.loads(text_of(row[5])), texts)
        return Seen(document, datetime.fromisoformat(text_of(row[3])))
    except _UNREADABLE:
        return None


def _latest(published: Published | None) -> datetime | None:
    """Return the last moment at which an article may have been published, wherever that was."""
    if published is None:
        return None
    if published.at is None:
        end = datetime.combine(published.day, time.max, tzinfo=UTC)
    elif published.at.tzinfo is not None:
        return in_zone(published.at, UTC)
    else:
        end = published.at.replace(tzinfo=UTC)
    return min(end, _LAST) + _WEST


def _stamp(moment: datetime) -> str:
    """Return a moment so that the order of texts is that of time."""
    return in_zone(moment, UTC).isoformat(timespec="microseconds")


def _aware(moment: str) -> datetime:
    """Return a moment that a feed gives; without a zone it is one of UTC."""
    at = datetime.fromisoformat(moment)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
