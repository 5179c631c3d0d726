"""The SQLite file under the store: opening, preparing, transactions, and its errors in words.

For one host and a local disk: SQLite's shared memory does not reach across a network file system.
Knows the tables, not what stands in them.
"""

from __future__ import annotations

import logging
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from summarizer.errors import StoreError

_BUSY_SECONDS = 30.0
_APPLICATION = 0x73756D6D  # "summ": tells our files from other programs' databases

_ANSWER_TABLE = """
CREATE TABLE {name} (
    key TEXT NOT NULL, attempt INTEGER NOT NULL, reply TEXT NOT NULL, outcome TEXT NOT NULL,
    usage TEXT, answered_by TEXT NOT NULL, model TEXT NOT NULL, checksum TEXT NOT NULL,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')){primary}
)"""
# Migration n brings a file from user_version n to n + 1; one that was released is never edited.
_MIGRATIONS = (
    (
        "CREATE TABLE requests (key TEXT PRIMARY KEY, sample INTEGER NOT NULL,"
        " prompt TEXT NOT NULL, subject TEXT NOT NULL, document TEXT NOT NULL, body TEXT NOT NULL)",
        "CREATE INDEX requests_by_prompt ON requests (prompt)",
        _ANSWER_TABLE.format(name="answers", primary=", PRIMARY KEY (key, attempt)"),
        _ANSWER_TABLE.format(name="damaged_answers", primary=""),  # set aside, never deleted
        f"PRAGMA application_id = {_APPLICATION}",
    ),
    (
        # `until` is in seconds since 1970, `seconds` after the claim was made
        "CREATE TABLE claims (key TEXT PRIMARY KEY, holder TEXT NOT NULL,"
        " until REAL NOT NULL, seconds REAL NOT NULL)",
    ),
    (
        # of a run `id` is the beginning of the hash of `head`, which holds the hash of `body`
        "CREATE TABLE runs (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,"
        " head TEXT NOT NULL, body BLOB NOT NULL)",
        # texts of articles and templates, and the lists of the templates of a question
        "CREATE TABLE texts (hash TEXT PRIMARY KEY, body TEXT NOT NULL)",
        # `files` is the hash of such a list; `created_at` as that of an answer
        "CREATE TABLE origins (key TEXT PRIMARY KEY, files TEXT NOT NULL, created_at TEXT NOT NULL"
        " DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))) WITHOUT ROWID",
    ),
    (
        # `body` is compressed by zlib, `sha256` of what it was before
        "CREATE TABLE web_bodies (sha256 TEXT PRIMARY KEY, body BLOB NOT NULL)",
        "CREATE TABLE web_pages (url TEXT PRIMARY KEY, etag TEXT NOT NULL,"
        " last_modified TEXT NOT NULL, content_type TEXT NOT NULL, sha256 TEXT NOT NULL,"
        " fetched_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')))",
    ),
    (
        # articles as read, whose text is in `texts`: `latest` is the last moment, in UTC, that may
        # count as theirs in any time zone
        "CREATE TABLE seen (desk TEXT NOT NULL, name TEXT NOT NULL, hash TEXT NOT NULL,"
        " first_read TEXT NOT NULL, latest TEXT NOT NULL, record TEXT NOT NULL,"
        " checksum TEXT NOT NULL, PRIMARY KEY (desk, name, hash)) WITHOUT ROWID",
        "CREATE INDEX seen_by_latest ON seen (desk, latest)",
        # under which addresses and ids of feeds they are known, and when each was last read
        "CREATE TABLE seen_pages (desk TEXT NOT NULL, page TEXT NOT NULL, read_at TEXT NOT NULL,"
        " PRIMARY KEY (desk, page)) WITHOUT ROWID",
    ),
)

_NOT_OURS = "is not an answer store; it is left as it is: give another path"
DAMAGED = "is damaged; it is left as it is: use a copy, or another path"
_REASONS = {
    sqlite3.SQLITE_FULL: "the disk is full; what was stored is kept: free space and run again",
    sqlite3.SQLITE_READONLY: "is read-only: copy it to a folder you may write to",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened: no such folder, or no permission",
    sqlite3.SQLITE_NOTADB: _NOT_OURS,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_BUSY: f"is in use by another process for over {_BUSY_SECONDS:.0f} seconds",
    sqlite3.SQLITE_IOERR: "the disk failed or has no room left; what was stored is kept: check it"
    " and run again",
}
# File systems of other machines, as /proc/mounts names them; those in user space start with fuse.
_NETWORK = frozenset(
    "9p afs beegfs ceph cifs coda gfs2 glusterfs gpfs lustre ncpfs nfs nfs4 ocfs2 smb3 smbfs"
    " fuse.ceph fuse.davfs2 fuse.gcsfuse fuse.glusterfs fuse.rclone fuse.s3fs fuse.sshfs".split()
)
_MOUNTS = Path("/proc/mounts")


def connect(path: Path) -> sqlite3.Connection:
    """Return the file opened and prepared; waits while another process prepares the same one.

    Text comes back as bytes: damaged text must not fail the reading of its row.

    Raises:
        StoreError: not a store, written by a newer version, or not to be opened.
    """
    if path.is_file() and path.stat().st_size == 1:  # SQLite would take it over
        raise store_error(path, _NOT_OURS)
    deadline = time.monotonic() + _BUSY_SECONDS
    with errors_told(path):
        while True:
            db = sqlite3.connect(
                path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            try:
                _prepare(db, path)
                return db
            except sqlite3.OperationalError as error:
                # The change to WAL does not wait for the busy timeout.
                db.close()
                if _code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise
                time.sleep(0.01)
            except BaseException:
                db.close()
                raise


def _prepare(db: sqlite3.Connection, path: Path) -> None:
    db.text_factory = bytes
    known = len(_MIGRATIONS)
    version = _pragma(db, "user_version")
    if version > known:
        raise store_error(
            path,
            f"written by a newer version (format {version}, this one knows {known}): "
            "update summarizer, or give another path",
        )
    is_empty = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    if not is_empty and _pragma(db, "application_id") != _APPLICATION:
        raise store_error(path, "is another program's database: give another path")
    if _pragma(db, "journal_mode") != b"wal":
        db.execute("PRAGMA journal_mode = WAL")
    if version < known:
        with transaction(db):
            for number in range(_pragma(db, "user_version"), known):
                for statement in _MIGRATIONS[number]:
                    db.execute(statement)
                db.execute(f"PRAGMA user_version = {number + 1}")


def _pragma(db: sqlite3.Connection, name: str) -> Any:
    return db.execute(f"PRAGMA {name}").fetchone()[0]


@contextmanager
def transaction(db: sqlite3.Connection, *, lasting: bool = True) -> Iterator[None]:
    """Run one transaction that holds the file's write lock from its start; all or nothing.

    If `lasting` it is on the disk at its end, and outlives a power cut. Otherwise it outlives its
    process, and costs no wait for the disk.
    """
    if db.in_transaction:  # a failing disk did not let the last one be taken back
        db.execute("ROLLBACK")
    db.execute(f"PRAGMA synchronous = {'FULL' if lasting else 'NORMAL'}")
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:  # a full disk has ended it already
            with suppress(sqlite3.Error):  # the first error is the one to tell
                db.execute("ROLLBACK")
        raise


@contextmanager
def errors_told(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into a StoreError that says what to do about the file at `path`."""
    try:
        yield
    except sqlite3.Error as error:
        raise store_error(path, _REASONS.get(_code(error), f"cannot be used: {error}")) from error
    except UnicodeDecodeError as error:  # SQLite's own message quotes what is damaged
        raise store_error(path, DAMAGED) from error


def store_error(path: Path, reason: str) -> StoreError:
    """Return the error that names the file and what is the matter with it."""
    return StoreError(f"answer store {str(path)!r}: {reason}")


def _code(error: sqlite3.Error) -> int:
    """Return SQLite's primary result code, 0 for an error that Python raised itself."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF


def warn_of_network(path: Path) -> None:
    """Log one line of warning where the file lies on another machine's disk."""
    try:
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:  # no Linux
        return
    kind = network_file_system(path, mounts)
    if kind:
        logging.getLogger(__name__).warning(
            "answer store %r is on a network file system (%s): SQLite can lose answers there when "
            "two machines write; use a local disk",
            str(path),
            kind,
        )


def network_file_system(path: Path, mounts: str) -> str:
    """Return the kind of network file system that holds `path`, or "" for a local disk.

    Args:
        path: absolute, without symbolic links.
        mounts: the text of /proc/mounts; of two mounts on one folder the later one holds.

    >>> network_file_system(Path("/desk/answers.db"), "nas:/d /desk nfs4 rw 0 0")
    'nfs4'
    """
    best, kind = -1, ""
    for line in mounts.split("\n"):
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = Path(re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), fields[1]))
        if path.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), fields[2]
    return kind if kind in _NETWORK else ""
