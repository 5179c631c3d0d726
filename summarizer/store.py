"""The store: questions and answers in one SQLite file, safe against kills and other processes.

For one host and a local disk: SQLite's shared memory does not reach across a network file system.
Knows nothing of prompts, models and reply schemas.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import deque
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from summarizer.answers import Answer, Answers, Outline, Request, belongs
from summarizer.columns import Row, checksum, column, text_of
from summarizer.database import (
    DAMAGED,
    connect,
    errors_told,
    store_error,
    transaction,
    warn_of_network,
)
from summarizer.errors import StoreError
from summarizer.holders import Holder, is_alive, is_dead
from summarizer.outlines import LABELS, NEWEST, WIDTH, answered, beginning, outline_of
from summarizer.rows import CONTENT, QUESTION, answer_of, answer_row, question_row, request_of

_PAGE = 200  # rows read under one hold of the lock

# The database's time in seconds; never that of the caller.
_NOW = "(julianday('now') - 2440587.5) * 86400.0"


class Store(Answers):
    """Answers in a SQLite file; a put is on the disk before it returns.

    One store may be used by several threads, one file by several processes. Reading does not wait
    for the disk, and threads that put at the same time wait for it together. A damaged row counts
    as absent; it is set aside, not deleted, when another answer takes its place.
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
        self._lock = threading.Lock()  # of the connection that writes
        self._reading = threading.Lock()
        self._waiting: deque[_Put] = deque()
        if create:
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StoreError(f"{str(path)!r} cannot be made: {error.strerror}") from error
        elif not self.path.exists():
            raise StoreError(f"there is no answer store at {str(path)!r}")
        self._db = connect(self.path)
        self._reader = connect(self.path)
        warn_of_network(self.path.resolve())

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
        with self._lock, self._reading:
            self._db.close()
            self._reader.close()

    def get(self, key: str) -> tuple[Answer, ...]:
        """Return every sound attempt at a question, newest first.

        Raises:
            StoreError: the file cannot be read.
        """
        query = f"SELECT {CONTENT}, checksum FROM answers WHERE key = ? ORDER BY attempt DESC"
        answers = (answer_of(row) for row in self.rows(query, (key,)))
        return tuple(answer for answer in answers if answer is not None)

    def request(self, key: str) -> Request | None:
        """Return the question of a key, or None where it is not known or is damaged."""
        rows = self.rows(f"SELECT {QUESTION} FROM requests WHERE key = ?", (key,))
        return request_of(rows[0]) if rows else None

    def requests(self, prompt: str = "") -> Iterator[Request]:
        """Return every known question, or those of one prompt, in the order they came."""
        query = f"SELECT rowid, {QUESTION} FROM requests WHERE rowid > ?"
        chosen = (" AND prompt = ?", (column(prompt),)) if prompt else ("", ())
        for row in self.pages(query + chosen[0], chosen[1]):
            request = request_of(row)
            if request is not None:
                yield request

    def outlines(self, prompt: str, about: Container[str]) -> Iterator[Outline]:
        """Return the answered questions of a prompt about some articles or stories, as they came.

        Their messages are not read, so they are not checked against their keys; takes some
        hundredths of a millisecond each.
        """
        chosen = [
            number
            for number, *names in self.pages(LABELS, (column(prompt),))
            if any(text_of(name) in about for name in names)
        ]
        for begin in range(0, len(chosen), _PAGE):
            numbers = chosen[begin : begin + _PAGE]
            found = map(outline_of, self.rows(answered(len(numbers)), numbers))
            yield from (outline for outline in found if outline is not None)

    def newest(self, prompt: str, model: str, most: int) -> Iterator[tuple[Request, Answer]]:
        """Return valid answers of a model to the questions of a prompt that came last."""
        head = beginning(model)
        for row in self.rows(NEWEST, (column(prompt), len(head), column(head), most)):
            request, answer = request_of(row[:WIDTH]), answer_of(row[WIDTH:])
            if request is not None and answer is not None:
                yield request, answer

    def put(self, request: Request, answer: Answer) -> bool:
        """Keep an answer, and its question; False where a sound (key, attempt) is there already.

        Ends the claim on its key. Of several attempts put the newest first: others may read from
        the first one on.

        Raises:
            StoreError: the disk is full or failing, or the file is read-only.
        """
        belongs(request, answer)
        put = _Put(question_row(request), answer_row(answer))
        self._waiting.append(put)
        with self._lock:  # whoever comes first writes for all that wait by then
            if put.result is None:
                batch = [self._waiting.popleft() for _ in range(len(self._waiting))]
                self._write(batch if put in batch else [put, *batch])
        if isinstance(put.result, StoreError):
            raise put.result
        return put.result is True

    def _write(self, batch: Sequence[_Put]) -> None:
        """Write answers in one transaction; where that fails, each in its own, to spare the others."""
        try:
            with errors_told(self.path), transaction(self._db):
                results = [_insert(self._db, put.question, put.answer) for put in batch]
        except StoreError as error:
            if len(batch) == 1:
                batch[0].result = error
                return
            for put in batch:
                self._write([put])
        else:
            for put, is_new in zip(batch, results, strict=True):
                put.result = is_new

    def register(self, requests: Iterable[Request]) -> int:
        """Make questions known, all or none; returns how many are new.

        Raises:
            StoreError: the disk is full or failing, or the file is read-only.
        """
        given = tuple(requests)  # rendering them must not keep other writers waiting
        with self.writing() as db:
            return sum(_register(db, question_row(request)) for request in given)

    def put_all(self, pairs: Iterable[tuple[Request, Answer]]) -> int:
        """Keep answers, all or none; returns how many are new. Quicker than one by one.

        Raises:
            StoreError: the disk is full or failing, or the file is read-only.
        """
        rows = [(question_row(request), answer_row(answer)) for request, answer in pairs]
        with self.writing() as db:
            return sum(_insert(db, question, answer) for question, answer in rows)

    def claim(self, key: str, holder: Holder, deadline_seconds: float) -> bool:
        """Take the right to pay for a key; False where another may be paying for it.

        A claim can be taken from a holder that is dead, and after its deadline from one that is not
        known to be alive: on another host, in another container, an earlier call of this process.
        A claim from the future was made before the clock was set back; its deadline counts from
        now. Hosts whose clocks differ by more than the deadline may both pay.

        Args:
            key: the question's.
            holder: the process that would pay.
            deadline_seconds: after which its call cannot be running any more.

        Raises:
            StoreError: the disk is full or failing, or the file is read-only.
        """
        with self.writing(lasting=False) as db:  # a power cut ends the holder as well
            db.execute(
                f"UPDATE claims SET until = {_NOW} + seconds"
                f" WHERE key = ? AND until - seconds > {_NOW} + 1",  # by more than rounding
                (key,),
            )
            held = db.execute(
                f"SELECT holder, until <= {_NOW} FROM claims WHERE key = ?", (key,)
            ).fetchone()
            if held is not None and not _is_free(*held):
                return False
            db.execute(
                f"INSERT OR REPLACE INTO claims VALUES (?, ?, {_NOW} + ?, ?)",
                (key, holder.to_json(), deadline_seconds, deadline_seconds),
            )
        return True

    def release(self, key: str, holder: Holder) -> None:
        """Give up a claim; nothing happens where `holder` does not have it.

        Raises:
            StoreError: the disk is full or failing, or the file is read-only.
        """
        with self.writing(lasting=False) as db:
            db.execute("DELETE FROM claims WHERE key = ? AND holder = ?", (key, holder.to_json()))

    def verify(self) -> list[tuple[str, int]]:
        """Return the (key, attempt) of every answer that is damaged, so counts as absent.

        Reads the whole file.

        Raises:
            StoreError: the file's own structure is damaged.
        """
        told = self.rows("PRAGMA integrity_check(1)")
        if told != [(b"ok",)]:
            raise store_error(self.path, f"is damaged ({text_of(told[0][0]).splitlines()[-1]})")
        query = f"SELECT rowid, {CONTENT}, checksum FROM answers WHERE rowid > ?"
        damaged = (row for row in self.pages(query) if answer_of(row) is None)
        return [(str(key, "utf-8", "replace"), attempt) for key, attempt, *_ in damaged]

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query, text as bytes, for those who keep other tables of the file."""
        with self._reading, errors_told(self.path):
            return self._reader.execute(query, values).fetchall()

    def pages(self, query: str, values: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield rows a page at a time, so that others may write.

        The query begins with the rowid, which is left out, and ends with `WHERE rowid > ?`.
        """
        last = 0
        while rows := self.rows(f"{query} ORDER BY rowid LIMIT {_PAGE}", (last, *values)):
            yield from (row[1:] for row in rows)
            if rows[-1][0] <= last:  # its index is damaged: the pages would never end
                raise store_error(self.path, DAMAGED)
            last = rows[-1][0]

    @contextmanager
    def writing(self, *, lasting: bool = True) -> Iterator[sqlite3.Connection]:
        """Run one transaction that holds the file's write lock from its start.

        For those who keep other tables of the file; see `database.transaction`.
        """
        with self._lock, errors_told(self.path), transaction(self._db, lasting=lasting):
            yield self._db


@dataclass(slots=True, eq=False)
class _Put:
    """An answer on its way to the disk; `result` is whether it is new there, or what went wrong."""

    question: Row
    answer: Row
    result: bool | StoreError | None = None


def _insert(db: sqlite3.Connection, question: Row, answer: Row) -> bool:
    """Insert an answer and its question; False where a sound (key, attempt) is there already."""
    _register(db, question)
    identity = answer[:2]
    there = db.execute(
        f"SELECT {CONTENT}, checksum FROM answers WHERE key = ? AND attempt = ?", identity
    ).fetchone()
    if there is not None:
        if answer_of(there) is not None:
            return False
        db.execute(
            "INSERT INTO damaged_answers SELECT * FROM answers WHERE key = ? AND attempt = ?",
            identity,
        )
        db.execute("DELETE FROM answers WHERE key = ? AND attempt = ?", identity)
    db.execute(
        f"INSERT INTO answers ({CONTENT}, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (*answer, checksum(answer)),
    )
    db.execute("DELETE FROM claims WHERE key = ?", identity[:1])
    return True


def _register(db: sqlite3.Connection, values: Row) -> bool:
    """Insert a question; True where it is new, or takes the place of a damaged one."""
    marks = "(?, ?, ?, ?, ?, ?)"
    if db.execute(f"INSERT OR IGNORE INTO requests ({QUESTION}) VALUES {marks}", values).rowcount:
        return True
    db.execute(  # a file of questions does not say what they are about
        "UPDATE requests SET prompt = ?, subject = ?, document = ?"
        " WHERE key = ? AND prompt = '' AND subject = '' AND document = ''",
        (*values[2:5], values[0]),
    )
    other = db.execute(
        f"SELECT {QUESTION} FROM requests WHERE key = ? AND (sample <> ? OR body <> ?)",
        (*values[:2], values[-1]),
    ).fetchone()
    if other is None or request_of(other) is not None:
        return False
    db.execute(f"INSERT OR REPLACE INTO requests ({QUESTION}) VALUES {marks}", values)
    return True


def _is_free(holder: bytes, is_over: bool) -> bool:
    """Whether a claim may be taken from its holder; nobody holds a damaged one."""
    try:
        known = Holder.from_json(holder)
    except ValueError:
        return True
    return is_dead(known) or (is_over and not is_alive(known))
