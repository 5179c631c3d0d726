"""The archive: the runs that a store keeps, and the templates its questions were rendered from.

Texts and templates are stored once, by hash. What is damaged is told, never guessed. Knows nothing
of models, nor how a briefing is made.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from summarizer.columns import column, text_of
from summarizer.database import store_error
from summarizer.errors import UsageError
from summarizer.runs import (
    FEWEST_DIGITS,
    ID_DIGITS,
    Packed,
    Run,
    RunSummary,
    addresses_named,
    body_hash,
    hashes_named,
    is_reference,
    is_same,
    keys_named,
    summary_of,
    text_hash,
    unpacked,
)

if TYPE_CHECKING:
    from summarizer.store import Store

MOST_LISTED = 8  # known runs that an error names

_AT_ONCE = 500  # values of one query
_UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, zlib.error)


@dataclass(frozen=True, slots=True)
class Kept:
    """The id of a run in the archive, and whether it was added: the same one is kept once."""

    id: str
    is_new: bool


class Archive:
    """Runs and the origins of questions, in the file of a store; as safe as the answers there."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._lists: dict[str, Mapping[str, str] | None] = {}  # templates by the hash of their list

    def now(self) -> datetime:
        """Return the time by the database's clock, in UTC, as answers are dated."""
        told = text_of(self.store.rows("SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')")[0][0])
        return datetime.fromisoformat(told).replace(tzinfo=UTC)

    def keep(self, run: Run) -> Kept:
        """Keep a run with its texts, all or nothing, unless the newest one is the same.

        Two runs are the same if articles, templates, model, answers and bytes are.

        Raises:
            StoreError: the disk is full or failing, or the file is read-only.
        """
        packed = run.packed
        if self._is_newest(packed):  # so nothing has to be written
            return Kept(self._newest_id(), is_new=False)
        body = zlib.compress(packed.body.encode())
        with self.store.writing() as db:
            if self._is_newest(packed):  # another process was quicker
                return Kept(self._newest_id(), is_new=False)
            keep_texts(db, packed.texts)
            added = db.execute(
                "INSERT OR IGNORE INTO runs (id, head, body) VALUES (?, ?, ?)",
                (packed.id, packed.head, body),
            )
        return Kept(packed.id, is_new=added.rowcount == 1)

    def runs(self) -> tuple[RunSummary, ...]:
        """Return the sound runs, newest first; `damaged` names the others."""
        found = self.store.rows("SELECT id, head FROM runs ORDER BY number DESC")
        return tuple(summary_of(text_of(head)) for name, head in found if _is_sound(name, head))

    def find(self, reference: str) -> Run:
        """Return the run that `last`, `last~2`, an id or the beginning of an id names.

        Raises:
            UsageError: there is none, or there are several.
            StoreError: its record, or a text that it needs, is damaged.
        """
        if not is_reference(reference):
            raise UsageError(
                f"{reference!r} names no run: give last, last~1, or at least {FEWEST_DIGITS} digits "
                "of an id"
            )
        rows = self.store.rows("SELECT number, id FROM runs ORDER BY number DESC")
        names = [str(name, "utf-8", "replace") for _, name in rows]
        if reference.startswith("last"):
            back = int(reference.partition("~")[2] or 0)
            chosen = [back] if back < len(rows) else []
        else:
            chosen = [at for at, name in enumerate(names) if name.startswith(reference)]
        if len(chosen) != 1:
            reason = "there is no run" if not chosen else "several runs begin with"
            raise UsageError(f"{reason} {reference!r} in {str(self.store.path)!r}; {_known(names)}")
        return self._run(rows[chosen[0]][0], names[chosen[0]])

    def run_of(self, briefing_sha256: str) -> str | None:
        """Return the id of the newest sound run whose briefing has these bytes, or None."""
        found = (run.id for run in self.runs() if run.briefing_sha256 == briefing_sha256)
        return next(found, None)

    def asked_last(self) -> Mapping[str, int]:
        """Return how many answers of each prompt the newest run used; empty without a sound run."""
        rows = self.store.rows("SELECT id, head FROM runs ORDER BY number DESC LIMIT 1")
        return summary_of(text_of(rows[0][1])).asked if rows and _is_sound(*rows[0]) else {}

    def addresses_last(self) -> Mapping[str, str]:
        """Return address -> hash of its text, of the articles that the newest sound run read."""
        number = self.store.rows("SELECT max(number) FROM runs")[0][0]
        packed = None if number is None else self._packed(number)
        return {} if packed is None else addresses_named(packed.body)

    def damaged(self) -> list[str]:
        """Return in words every run, and every text, that does not fit its checksum.

        Reads all texts.
        """
        found = [f"run {name}" for name in self.damaged_runs()]
        for page in self.store.pages("SELECT rowid, hash, body FROM texts WHERE rowid > ?"):
            if _sound_text(*page) is None:
                found.append(f"text {str(page[0], 'utf-8', 'replace')}")
        return found

    def damaged_runs(self) -> list[str]:
        """Return the ids of the runs that do not fit their checksums, oldest first."""
        rows = self.store.rows("SELECT number, id FROM runs ORDER BY number")
        return [
            str(name, "utf-8", "replace") for number, name in rows if self._packed(number) is None
        ]

    def note_prompts(self, keys: Iterable[str], texts: Mapping[str, str]) -> int:
        """Note which template files questions were rendered from; returns how many are new.

        The first note on a question stays, and costs nothing later.

        Args:
            keys: of the questions.
            texts: file -> text, the same for all of them.

        Raises:
            StoreError: the disk is full or failing, or the file is read-only.
        """
        wanted = sorted(set(keys))
        known = {
            text_of(row[0])
            for some in _some(wanted)
            for row in self.store.rows(
                f"SELECT key FROM origins WHERE key IN ({_marks(some)})", some
            )
        }
        new = [key for key in wanted if key not in known]
        if not new:
            return 0
        by_hash = {text_hash(text): text for text in texts.values()}
        files = json.dumps({file: text_hash(text) for file, text in sorted(texts.items())})
        digest = text_hash(files)
        with self.store.writing() as db:
            keep_texts(db, {**by_hash, digest: files})
            return db.executemany(
                "INSERT OR IGNORE INTO origins (key, files) VALUES (?, ?)",
                ((key, digest) for key in new),
            ).rowcount

    def texts_of(self, key: str) -> Mapping[str, str] | None:
        """Return the template files a stored question was rendered from, file -> text.

        None where they were not kept, or are damaged.
        """
        rows = self.store.rows("SELECT files FROM origins WHERE key = ?", (key,))
        return self._templates(str(rows[0][0], "utf-8", "replace")) if rows else None

    def texts_of_each(self, keys: Iterable[str]) -> dict[str, Mapping[str, str]]:
        """Return the templates of many questions by key, as `texts_of` does, in few queries."""
        found: dict[str, Mapping[str, str]] = {}
        for some in _some(sorted(set(keys))):
            query = f"SELECT key, files FROM origins WHERE key IN ({_marks(some)})"
            for key, files in self.store.rows(query, some):
                texts = self._templates(str(files, "utf-8", "replace"))
                if texts is not None:
                    found[text_of(key)] = texts
        return found

    def needs(self, number: int) -> tuple[set[str], set[str]] | None:
        """Return the keys and the text hashes that a run needs, or None where it is damaged."""
        packed = self._packed(number)
        if packed is None:
            return None
        return keys_named(packed.body), hashes_named(packed.head, packed.body)

    def started_at(self, number: int) -> datetime:
        """Return when a sound run began."""
        head = self.store.rows("SELECT head FROM runs WHERE number = ?", (number,))[0][0]
        return summary_of(text_of(head)).started_at

    def hashes_listed(self, lists: Iterable[str]) -> set[str]:
        """Return the hashes of all templates in lists of them, which are given by hash."""
        return {of for listed in self._texts(lists).values() for of in json.loads(listed).values()}

    def forget(self) -> None:
        """Look everything up afresh from now on."""
        self._lists.clear()

    def _templates(self, digest: str) -> Mapping[str, str] | None:
        if digest not in self._lists:
            self._lists[digest] = self._listed(digest)
        return self._lists[digest]

    def _listed(self, digest: str) -> Mapping[str, str] | None:
        listed = self._texts([digest]).get(digest)
        if listed is None:
            return None
        hashes: dict[str, str] = json.loads(listed)
        texts = self._texts(hashes.values())
        if not set(hashes.values()) <= texts.keys():
            return None
        return {file: texts[of] for file, of in hashes.items()}

    def _run(self, number: int, name: str) -> Run:
        packed = self._packed(number)
        if packed is None:
            raise store_error(
                self.store.path,
                f"run {name} is damaged and cannot be used: name another (summarizer store runs)",
            )
        hashes = hashes_named(packed.head, packed.body)
        texts = self._texts(hashes)
        if lost := sorted(hashes - texts.keys()):
            raise store_error(
                self.store.path,
                f"a text of run {name} is damaged or gone ({lost[0][:ID_DIGITS]}): name another run "
                "(summarizer store runs)",
            )
        return unpacked(Packed(packed.head, packed.body, texts))

    def _is_newest(self, packed: Packed) -> bool:
        """Whether the newest run is the same, and sound with all its texts."""
        rows = self.store.rows("SELECT max(number) FROM runs")
        known = None if rows[0][0] is None else self._packed(rows[0][0])
        if known is None or not is_same(known.head, packed.head):
            return False
        return self._texts(packed.texts).keys() == packed.texts.keys()

    def _newest_id(self) -> str:
        return text_of(self.store.rows("SELECT id FROM runs ORDER BY number DESC LIMIT 1")[0][0])

    def _packed(self, number: int) -> Packed | None:
        """Return a run's head and body without its texts, or None where it is damaged."""
        rows = self.store.rows("SELECT id, head, body FROM runs WHERE number = ?", (number,))
        if not rows or not _is_sound(*rows[0][:2]):
            return None
        head = text_of(rows[0][1])
        try:
            body = zlib.decompress(rows[0][2]).decode()
            return Packed(head, body, {}) if text_hash(body) == body_hash(head) else None
        except _UNREADABLE:
            return None

    def _texts(self, hashes: Iterable[str]) -> dict[str, str]:
        return sound_texts(self.store, hashes)


def sound_texts(store: Store, hashes: Iterable[str]) -> dict[str, str]:
    """Return the texts of hashes that are there and fit them, by hash."""
    found = {}
    for some in _some(sorted(set(hashes))):
        query = f"SELECT hash, body FROM texts WHERE hash IN ({_marks(some)})"
        for row in store.rows(query, some):
            text = _sound_text(*row)
            if text is not None:
                found[text_of(row[0])] = text
    return found


def keep_texts(db: sqlite3.Connection, texts: Mapping[str, str]) -> None:
    """Insert texts that are not there; one that is damaged there is replaced by what it was."""
    db.executemany(
        "INSERT INTO texts (hash, body) VALUES (?, ?) ON CONFLICT (hash) DO UPDATE"
        " SET body = excluded.body WHERE body <> excluded.body",
        ((digest, column(text)) for digest, text in texts.items()),
    )


def _is_sound(name: bytes, head: bytes) -> bool:
    try:
        return text_hash(text_of(head))[:ID_DIGITS].encode() == name
    except _UNREADABLE:
        return False


def _sound_text(digest: bytes, body: Any) -> str | None:
    try:
        text = text_of(body)
    except _UNREADABLE:
        return None
    return text if text_hash(text).encode() == digest else None


def _known(names: Sequence[str]) -> str:
    """Return the clause of an error that says which runs there are, newest first."""
    if not names:
        return "none is kept yet: brief keeps one"
    more = f" and {len(names) - MOST_LISTED} more" if len(names) > MOST_LISTED else ""
    return f"known, newest first: {', '.join(names[:MOST_LISTED])}{more}"


def _some(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
