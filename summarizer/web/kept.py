"""Kept pages: what a server sent, by address and hash, so that "not modified" gives the words.

In the store's file, beside the answers; knows nothing of what stands in the bodies.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
import zlib
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from summarizer.database import connect, errors_told, transaction


@dataclass(frozen=True, slots=True)
class Kept:
    """A body as it was sent for an address, with what lets a server say that it is still so."""

    body: bytes
    content_type: str
    etag: str
    last_modified: str


class KeptPages:
    """The pages and feeds of a store; one object may be used by several threads."""

    def __init__(self, path: Path) -> None:
        """Open the store at `path`, made where it is absent.

        Raises:
            StoreError: not a store, or not to be opened.
        """
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._db: sqlite3.Connection = connect(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._db.close()

    def get(self, url: str) -> Kept | None:
        """Return what is kept of an address, or None where nothing is or its body is damaged."""
        with self._lock, errors_told(self._path):
            row = self._db.execute(
                "SELECT b.body, b.sha256, p.content_type, p.etag, p.last_modified"
                " FROM web_pages p JOIN web_bodies b USING (sha256) WHERE url = ?",
                (url,),
            ).fetchone()
        if row is None:
            return None
        try:
            body = zlib.decompress(row[0])
        except zlib.error:
            return None
        if hashlib.sha256(body).hexdigest().encode() != row[1]:
            return None
        content_type, etag, last_modified = (str(value, "utf-8", "replace") for value in row[2:])
        return Kept(body, content_type, etag, last_modified)

    def put(self, url: str, kept: Kept) -> None:
        """Keep what was sent for an address in place of what was kept before; bodies stay.

        Raises:
            StoreError: the disk is full or failing, or the file is read-only.
        """
        digest = hashlib.sha256(kept.body).hexdigest()
        with self._lock, errors_told(self._path), transaction(self._db, lasting=False):
            self._db.execute(
                "INSERT OR REPLACE INTO web_bodies VALUES (?, ?)",
                (digest, zlib.compress(kept.body)),
            )
            self._db.execute(
                "INSERT OR REPLACE INTO web_pages (url, etag, last_modified, content_type, sha256)"
                " VALUES (?, ?, ?, ?, ?)",
                (url, kept.etag, kept.last_modified, kept.content_type, digest),
            )
