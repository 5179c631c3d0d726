"""What of a store no run and no recording needs: to be told first, then removed.

Damaged rows that were set aside are not looked at. Articles that a desk read for a window stay.
Whatever may be work in hand stays: questions that another process asks now, and answers and
questions that came after the newest run began.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from summarizer.archive import Archive
from summarizer.columns import text_of
from summarizer.database import connect, errors_told, store_error
from summarizer.recordings import Recordings

_Query = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Sweep:
    """How much is not needed; `size` is the length of its texts in bytes."""

    runs: int = 0
    answers: int = 0
    questions: int = 0
    texts: int = 0
    size: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether everything is needed."""
        return not (self.runs or self.answers or self.questions or self.texts)


@dataclass(frozen=True, slots=True)
class _Needless:
    """What to remove: the numbers of runs, the keys of questions, the hashes of texts."""

    runs: tuple[int, ...] = ()
    keys: tuple[bytes, ...] = ()
    texts: tuple[bytes, ...] = ()


def survey(archive: Archive, recordings: Iterable[Path], *, keep: int | None = None) -> Sweep:
    """Return how much would be removed; nothing is.

    Args:
        archive: the runs of the store; where there is none, nothing counts as needless.
        recordings: folders whose questions, and their answers, stay.
        keep: how many runs stay, from the newest on; the others are forgotten first. None for all.

    Raises:
        StoreError: a run that stays is damaged, so that what it needs is not known.
    """
    needed = _recorded(recordings)
    return _measured(archive.store.rows, _needless(archive, archive.store.rows, needed, keep))


def carry_out(archive: Archive, recordings: Iterable[Path], *, keep: int | None = None) -> Sweep:
    """Remove what is not needed, all or nothing; return how much it was. Arguments as for `survey`.

    Raises:
        StoreError: as for `survey`; or the file cannot be written.
    """
    needed = _recorded(recordings)
    with archive.store.writing() as db:

        def query(statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
            return db.execute(statement, values).fetchall()

        found = _needless(archive, query, needed, keep)
        sweep = _measured(query, found)
        db.executemany("DELETE FROM runs WHERE number = ?", ((n,) for n in found.runs))
        for table in ("answers", "requests", "origins"):
            keys = ((text_of(key),) for key in found.keys)
            db.executemany(f"DELETE FROM {table} WHERE key = ?", keys)
        hashes = ((text_of(digest),) for digest in found.texts)
        db.executemany("DELETE FROM texts WHERE hash = ?", hashes)
    archive.forget()
    _compact(archive.store.path)
    return sweep


def _needless(archive: Archive, query: _Query, needed: set[str], keep: int | None) -> _Needless:
    numbers = [row[0] for row in query("SELECT number FROM runs ORDER BY number DESC", ())]
    stay, forgotten = numbers[:keep], tuple(numbers[keep:]) if keep is not None else ()
    if not stay:
        return _Needless()
    hashes: set[str] = set()
    for number in stay:
        needs = archive.needs(number)
        if needs is None:
            raise store_error(
                archive.store.path,
                "a run is damaged, so what it needs is not known: nothing is removed "
                "(summarizer store runs; --keep N forgets all but the newest)",
            )
        needed |= needs[0]
        hashes |= needs[1]
    since = _as_dated(archive.started_at(stay[0]))
    in_hand = query(
        "SELECT key FROM answers WHERE created_at >= ? UNION SELECT key FROM origins"
        " WHERE created_at >= ? UNION SELECT key FROM claims",
        (since, since),
    )
    keep_keys = {key.encode() for key in needed} | {row[0] for row in in_hand}
    known = query(
        "SELECT key FROM answers UNION SELECT key FROM requests UNION SELECT key FROM origins", ()
    )
    keys = tuple(row[0] for row in known if row[0] not in keep_keys)
    gone = set(keys)
    origins = query("SELECT key, files FROM origins", ())
    lists = {str(files, "utf-8", "replace") for key, files in origins if key not in gone}
    hashes |= lists | archive.hashes_listed(lists)
    hashes |= {str(row[0], "utf-8", "replace") for row in query("SELECT hash FROM seen", ())}
    texts = tuple(
        row[0]
        for row in query("SELECT hash FROM texts", ())
        if str(row[0], "utf-8", "replace") not in hashes
    )
    return _Needless(forgotten, keys, texts)


def _measured(query: _Query, found: _Needless) -> Sweep:
    """Return counts and bytes of what would go; tables are read once, however much it is."""
    keys, texts, runs = set(found.keys), set(found.texts), set(found.runs)
    answers = [
        size
        for key, size in query("SELECT key, length(CAST(reply AS BLOB)) FROM answers", ())
        if key in keys
    ]
    questions = [
        size
        for key, size in query("SELECT key, length(CAST(body AS BLOB)) FROM requests", ())
        if key in keys
    ]
    kept = [
        size
        for digest, size in query("SELECT hash, length(CAST(body AS BLOB)) FROM texts", ())
        if digest in texts
    ]
    bodies = [
        size
        for number, size in query("SELECT number, length(body) FROM runs", ())
        if number in runs
    ]
    size = sum(answers) + sum(questions) + sum(kept) + sum(bodies)
    return Sweep(len(bodies), len(answers), len(questions), len(kept), size)


def _recorded(recordings: Iterable[Path]) -> set[str]:
    return {request.key for path in recordings for request in Recordings(path).requests()}


def _as_dated(moment: datetime) -> str:
    """Return a moment as the database writes it."""
    return (
        moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"
    )


def _compact(path: Path) -> None:
    """Give the room of what was removed back to the disk."""
    db = connect(path)
    try:
        with errors_told(path):
            db.execute("VACUUM")
    finally:
        db.close()
