"""The store: questions and answers in one SQLite file, safe against kills and other processes.

For one host and a local disk: SQLite's shared memory does not reach across a network file system.
Knows nothing of prompts, models and reply schemas.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from summarizer.answers import Answer, Answers, Outcome, Request, Usage, belongs, canonical_json
from summarizer.errors import StoreError

_BUSY_SECONDS = 30.0
_APPLICATION = 0x73756D6D  # "summ": tells our files from other programs' databases
_PAGE = 200  # rows read under one hold of the lock

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
)
_CONTENT = "key, attempt, reply, outcome, usage, answered_by, model"
_QUESTION = "key, sample, prompt, subject, document, body"

_REASONS = {
    sqlite3.SQLITE_FULL: "the disk is full; what was stored is kept: free space and run again",
    sqlite3.SQLITE_READONLY: "is read-only: copy it to a folder you may write to",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened: no such folder, or no permission",
    sqlite3.SQLITE_NOTADB: "is not an answer store; it is left as it is: give another path",
    sqlite3.SQLITE_CORRUPT: "is damaged; it is left as it is: use a copy, or another path",
    sqlite3.SQLITE_BUSY: f"is in use by another process for over {_BUSY_SECONDS:.0f} seconds",
    sqlite3.SQLITE_IOERR: "the disk failed; what was stored is kept: check it and run again",
}


class Store(Answers):
    """Answers in a SQLite file; a put is on the disk before it returns.

    One store may be used by several threads, one file by several processes. A damaged row counts as
    absent; it is set aside, not deleted, when another answer takes its place.
    """

    def __init__(self, path: Path | str, *, create: bool = True) -> None:
        """Open a store.

        Args:
            path: the file; missing parent folders are made.
            create: whether an absent file is made; if not, it is an error.

        Raises:
            StoreError: absent, not a store, written by a newer version, or not to be opened.
        """
        self.path = Path(path)
        self._lock = threading.Lock()
        if create:
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StoreError(f"{str(path)!r} cannot be made: {error.strerror}") from error
        elif not self.path.exists():
            raise StoreError(f"there is no answer store at {str(path)!r}")
        if self.path.is_file() and self.path.stat().st_size == 1:  # SQLite would take it over
            raise self._error(_REASONS[sqlite3.SQLITE_NOTADB])
        with self._errors_told():
            self._db = _open(self.path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; closing twice does nothing."""
        with self._lock:
            self._db.close()

    def get(self, key: str) -> tuple[Answer, ...]:
        """Return every sound attempt at a question, newest first.

        Raises:
            StoreError: the file cannot be read.
        """
        query = f"SELECT {_CONTENT}, checksum FROM answers WHERE key = ? ORDER BY attempt DESC"
        answers = (_answer(row) for row in self._rows(query, (key,)))
        return tuple(answer for answer in answers if answer is not None)

    def request(self, key: str) -> Request | None:
        """Return the question of a key, or None where it is not known or is damaged."""
        rows = self._rows(f"SELECT {_QUESTION} FROM requests WHERE key = ?", (key,))
        return _request(rows[0]) if rows else None

    def requests(self, prompt: str = "") -> Iterator[Request]:
        """Return every known question, or those of one prompt, in the order they came."""
        query = f"SELECT rowid, {_QUESTION} FROM requests WHERE rowid > ?"
        chosen = (" AND prompt = ?", (_column(prompt),)) if prompt else ("", ())
        for row in self._pages(query + chosen[0], chosen[1]):
            request = _request(row)
            if request is not None:
                yield request

    def put(self, request: Request, answer: Answer) -> bool:
        """Keep an answer, and its question; False where a sound (key, attempt) is there already.

        Raises:
            StoreError: the disk is full or failing, or the file is read-only.
        """
        belongs(request, answer)
        usage = answer.usage and [answer.usage.input_tokens, answer.usage.output_tokens]
        content = (
            answer.key,
            answer.attempt,
            _column(answer.reply),
            answer.outcome.value,
            usage and canonical_json(usage),
            _column(answer.answered_by),
            _column(answer.model),
        )
        identity = (answer.key, answer.attempt)
        with self._writing() as db:
            _register(db, request)
            there = db.execute(
                f"SELECT {_CONTENT}, checksum FROM answers WHERE key = ? AND attempt = ?", identity
            ).fetchone()
            if there is not None:
                if _answer(there) is not None:
                    return False
                db.execute(
                    "INSERT INTO damaged_answers"
                    " SELECT * FROM answers WHERE key = ? AND attempt = ?",
                    identity,
                )
                db.execute("DELETE FROM answers WHERE key = ? AND attempt = ?", identity)
            db.execute(
                f"INSERT INTO answers ({_CONTENT}, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (*content, _checksum(content)),
            )
        return True

    def register(self, requests: Iterable[Request]) -> int:
        """Make questions known, all or none; returns how many are new.

        Raises:
            StoreError: the disk is full or failing, or the file is read-only.
        """
        given = tuple(requests)  # rendering them must not keep other writers waiting
        with self._writing() as db:
            return sum(_register(db, request) for request in given)

    def verify(self) -> list[tuple[str, int]]:
        """Return the (key, attempt) of every answer that is damaged, so counts as absent.

        Reads the whole file.

        Raises:
            StoreError: the file's own structure is damaged.
        """
        told = self._rows("PRAGMA integrity_check(1)")
        if told != [(b"ok",)]:
            raise self._error(f"is damaged ({_text(told[0][0]).splitlines()[-1]})")
        query = f"SELECT rowid, {_CONTENT}, checksum FROM answers WHERE rowid > ?"
        damaged = (row for row in self._pages(query) if _answer(row) is None)
        return [(str(key, "utf-8", "replace"), attempt) for key, attempt, *_ in damaged]

    def _rows(self, query: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        with self._lock, self._errors_told():
            return self._db.execute(query, values).fetchall()

    def _pages(self, query: str, values: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield rows without their leading rowid, a page at a time, so that others may write."""
        last = 0
        while rows := self._rows(f"{query} ORDER BY rowid LIMIT {_PAGE}", (last, *values)):
            yield from (row[1:] for row in rows)
            last = rows[-1][0]

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Run one transaction that holds the file's write lock from its start."""
        with self._lock, self._errors_told(), _transaction(self._db):
            yield self._db

    @contextmanager
    def _errors_told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise self._error(_REASONS.get(_code(error), f"cannot be used: {error}")) from error

    def _error(self, reason: str) -> StoreError:
        return StoreError(f"answer store {str(self.path)!r}: {reason}")


def _open(path: Path) -> sqlite3.Connection:
    """Open and prepare a file; waits while another process prepares the same one."""
    deadline = time.monotonic() + _BUSY_SECONDS
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
    db.text_factory = bytes  # damaged text must not fail the reading of its row
    known = len(_MIGRATIONS)
    version = _pragma(db, "user_version")
    if version > known:
        raise StoreError(
            f"answer store {str(path)!r}: written by a newer version (format {version}, this one "
            f"knows {known}): update summarizer, or give another path"
        )
    is_empty = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    if not is_empty and _pragma(db, "application_id") != _APPLICATION:
        raise StoreError(
            f"answer store {str(path)!r}: is another program's database: give another path"
        )
    if _pragma(db, "journal_mode") != b"wal":
        db.execute("PRAGMA journal_mode = WAL")
    # FULL, not NORMAL: an answer has been paid for, and a commit is far cheaper than a call.
    db.execute("PRAGMA synchronous = FULL")
    if version < known:
        with _transaction(db):
            for number in range(_pragma(db, "user_version"), known):
                for statement in _MIGRATIONS[number]:
                    db.execute(statement)
                db.execute(f"PRAGMA user_version = {number + 1}")


def _code(error: sqlite3.Error) -> int:
    """Return SQLite's primary result code, 0 for an error that Python raised itself."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF


def _pragma(db: sqlite3.Connection, name: str) -> Any:
    return db.execute(f"PRAGMA {name}").fetchone()[0]


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:  # a full disk has ended it already
            db.execute("ROLLBACK")
        raise


def _register(db: sqlite3.Connection, request: Request) -> bool:
    """Insert a request; True where it is new, or takes the place of a damaged one."""
    body = json.dumps(request.body(), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    labels = (_column(request.prompt), _column(request.subject), _column(request.document))
    values = (request.key, request.sample, *labels, _column(body))
    marks = "(?, ?, ?, ?, ?, ?)"
    if db.execute(f"INSERT OR IGNORE INTO requests ({_QUESTION}) VALUES {marks}", values).rowcount:
        return True
    other = db.execute(
        f"SELECT {_QUESTION} FROM requests WHERE key = ? AND (sample <> ? OR body <> ?)",
        (request.key, request.sample, values[-1]),
    ).fetchone()
    if other is None or _request(other) is not None:
        return False
    db.execute(f"INSERT OR REPLACE INTO requests ({_QUESTION}) VALUES {marks}", values)
    return True


def _column(text: str) -> str | bytes:
    """Return text as SQLite takes it: half of a surrogate pair can only be stored as bytes."""
    try:
        text.encode()
        return text
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def _text(value: Any) -> str:
    return bytes(value).decode("utf-8", "surrogatepass")


def _checksum(columns: Iterable[Any]) -> str:
    """Return the sha256 of a row's content, as read or as written, each value with its length."""
    digest = hashlib.sha256()
    for value in columns:
        raw = value if isinstance(value, bytes) else str(value).encode()
        digest.update(b"%d:" % len(raw))
        digest.update(raw)
    return digest.hexdigest()


def _answer(row: tuple[Any, ...]) -> Answer | None:
    """Return the answer of a row of content and checksum, or None where the row is damaged."""
    *content, checksum = row
    if _checksum(content).encode() != checksum:
        return None
    key, attempt, reply, outcome, usage, answered_by, model = content
    return Answer(
        _text(key),
        attempt,
        _text(reply),
        Outcome(_text(outcome)),
        _text(answered_by),
        None if usage is None else Usage(*json.loads(usage)),
        _text(model),
    )


def _request(row: tuple[Any, ...]) -> Request | None:
    """Return the request of a row, or None where it does not have the row's key."""
    key, sample, *labels, body = row
    try:
        prompt, subject, document = (_text(label) for label in labels)
        request = Request.from_body(
            json.loads(_text(body)),
            prompt=prompt,
            subject=subject,
            document=document,
            sample=sample,
        )
        return request if request.key == _text(key) else None
    except (ValueError, AttributeError, RecursionError):
        return None
