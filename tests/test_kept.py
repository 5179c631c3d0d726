"""Kept pages: what is stored by address and hash, and what becomes of damage."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from summarizer.errors import StoreError
from summarizer.store import Store
from summarizer.web.kept import Kept, KeptPages

URL = "https://lantern.example/a"
FIRST = Kept(b"<p>One", "text/html", '"1"', "")
SECOND = Kept(b"<p>Two", "text/html", '"2"', "Fri, 04 Jul 2025 06:12:00 GMT")


def test_the_newest_body_of_an_address_is_kept(tmp_path: Path) -> None:
    """It is there for the next run, beside the answers of the same file."""
    path = tmp_path / "desk" / "store.db"
    with KeptPages(path) as kept:
        assert kept.get(URL) is None
        kept.put(URL, FIRST)
        kept.put(URL, SECOND)
    with Store(path), KeptPages(path) as kept:
        assert kept.get(URL) == SECOND
        assert kept.get(f"{URL}b") is None


def test_one_body_is_stored_once(tmp_path: Path) -> None:
    """Two addresses of one body share it, and an older body stays."""
    path = tmp_path / "store.db"
    with KeptPages(path) as kept:
        for url, body in ((URL, FIRST), (f"{URL}b", FIRST), (URL, SECOND)):
            kept.put(url, body)
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT count(*) FROM web_bodies").fetchone() == (2,)
    db.close()


@pytest.mark.parametrize("body", [b"no zlib", b"x\x9cK\x04\x00\x00b\x00b"])
def test_a_damaged_body_counts_as_absent(tmp_path: Path, body: bytes) -> None:
    """Neither broken compression nor other words are taken for what was sent."""
    path = tmp_path / "store.db"
    with KeptPages(path) as kept:
        kept.put(URL, FIRST)
    with sqlite3.connect(path) as db:
        db.execute("UPDATE web_bodies SET body = ?", (body,))
    db.close()
    with KeptPages(path) as kept:
        assert kept.get(URL) is None


def test_another_file_is_refused(tmp_path: Path) -> None:
    """What is no store is left alone."""
    (tmp_path / "notes.txt").write_text("Not a store, by any means.")
    with pytest.raises(StoreError, match="is not an answer store"):
        KeptPages(tmp_path / "notes.txt")


def test_a_store_of_the_third_format_gets_the_tables(tmp_path: Path) -> None:
    """A file from before pages were kept opens, keeps its answers, and keeps pages."""
    path = tmp_path / "store.db"
    Store(path).close()
    with sqlite3.connect(path) as db:
        db.executescript(
            "DROP TABLE web_pages; DROP TABLE web_bodies; DROP TABLE seen; DROP TABLE seen_pages;"
            " PRAGMA user_version = 3;"
        )
    db.close()
    with KeptPages(path) as kept:
        kept.put(URL, FIRST)
        assert kept.get(URL) == FIRST
