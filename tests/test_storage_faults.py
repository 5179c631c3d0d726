"""What can go wrong under a store, row by row: kills, full disks, damage, other users, bad clocks.

Whatever happens, the store opens or says in one line why not, an answer once acknowledged is there,
and none is ever changed. Who pays, and a clock set back under a claim, stand in test_claims.
"""

from __future__ import annotations

import dataclasses
import json
import logging
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal, TypeVar

import pytest

import summarizer
from summarizer.answers import Answer, Outcome, Request, Usage
from summarizer.database import network_file_system, warn_of_network
from summarizer.errors import StoreError
from summarizer.holders import Holder
from summarizer.store import Store

SOURCE = str(Path(str(summarizer.__file__)).parent.parent)
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
QUESTION = Request("m", (("user", "How many drones came?"),), "reply", {}, {}, prompt="numbers")


def numbered(number: int) -> Request:
    """Return one of many questions."""
    return dataclasses.replace(QUESTION, sample=number)


def answer(request: Request, reply: str = "{}", attempt: int = 0) -> Answer:
    """Return an answer to `request`."""
    return Answer(request.key, attempt, reply, Outcome.VALID, "m at local", Usage(7, 3), "m-2026")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a store may be made."""
    return tmp_path / "answers.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """Return a new store."""
    with Store(path) as opened:
        yield opened


def alter(path: Path, *statements: str) -> None:
    """Change the file behind the store's back."""
    db = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        db.execute(statement)
    db.close()


def identities(store: Store) -> set[tuple[str, int]]:
    """Return (key, attempt) of every answer that can be read, by way of the questions."""
    return {(a.key, a.attempt) for request in store.requests() for a in store.get(request.key)}


def is_one_line(error: BaseException) -> bool:
    """Whether a message can stand as one line that names the store."""
    return str(error).startswith("answer store '") and "\n" not in str(error)


# What every child process of these tests begins with: `put(n)` keeps the answer to question n.
CHILD = """
import json, os, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from summarizer.answers import Answer, Outcome, Request
from summarizer.errors import StoreError
from summarizer.store import Store

def put(store, number, attempt=0, reply="{}", name="m"):
    request = Request("m", (("user", f"Question {number}"),), "reply", {}, {})
    answer = Answer(request.key, attempt, reply, Outcome.VALID, name, None)
    return request.key, store.put(request, answer)

def fill(path, kept):
    # Put until the disk is full; returns what the error says.
    try:
        with Store(path) as store:
            for number in range(300):
                kept.append(put(store, number, reply="x" * 3000)[0])
    except StoreError as error:
        return str(error)
    raise AssertionError("it never filled up")

def state(path, kept):
    # What a fresh look at the file finds: kept answers that are gone, damage, a put that works.
    with Store(path) as store:
        gone = sum(not store.get(key) for key in kept)
        return gone + len(store.verify()), put(store, 1000)[1]
"""


def child(code: str, *arguments: object, before: tuple[str, ...] = ()) -> list[Any]:
    """Run code in a process of its own; returns the JSON it prints."""
    command = [*before, sys.executable, "-c", CHILD + code, SOURCE, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    printed: list[Any] = json.loads(done.stdout)
    return printed


def can_mount() -> bool:
    """Whether this user may mount in a namespace of its own, which ends with its process."""
    if not IS_ROOT or not sys.platform.startswith("linux"):
        return False
    command = ["unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt"]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


mounting = pytest.mark.skipif(not can_mount(), reason="takes root, unshare and mount")

WRITING = """
name, count, path = sys.argv[2], int(sys.argv[3]), Path(sys.argv[4])
with Store(path) as store:
    for number in range(count):
        for attempt in (0, 1 + int(name)):
            key, is_won = put(store, number, attempt, f"{attempt} by {name} " + "x" * 4000, name)
            print(key, attempt, int(is_won), flush=True)
"""


def writer(name: str, count: int, path: Path) -> subprocess.Popen[str]:
    """Start a process that puts answers and prints each one it was told is kept.

    Attempt 0 of every question is shared by all writers, the other one is the writer's own.
    """
    return subprocess.Popen(
        [sys.executable, "-c", CHILD + WRITING, SOURCE, name, str(count), str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_s1_a_kill_loses_no_acknowledged_answer(path: Path) -> None:
    """After kill -9 at any moment every acknowledged answer is there and the file is whole."""
    pause = random.Random(7)
    acknowledged: set[tuple[str, int]] = set()
    for round_number in range(5):
        process = writer(str(round_number), 100_000, path)
        assert process.stdout is not None
        lines = [process.stdout.readline()]
        time.sleep(pause.uniform(0.02, 0.2))
        process.kill()
        rest, _ = process.communicate(timeout=60)
        lines += [text for text in rest.splitlines() if len(text.split()) == 3]
        acknowledged |= {(key, int(attempt)) for key, attempt, _ in map(str.split, lines)}
        with Store(path, create=False) as store:
            assert store.verify() == []
            assert acknowledged <= identities(store)
    assert len(acknowledged) > 10


def test_s2_a_full_disk_keeps_what_is_there(store: Store) -> None:
    """When the disk is full the put fails in one plain line, and earlier answers stay readable."""
    store.put(QUESTION, answer(QUESTION))
    store._db.execute("PRAGMA max_page_count = 12")
    kept = [QUESTION]
    with pytest.raises(StoreError, match="the disk is full") as caught:
        for number in range(1, 100):
            store.put(numbered(number), answer(numbered(number), "x" * 4000))
            kept.append(numbered(number))
    assert is_one_line(caught.value)
    assert all(store.get(request.key) for request in kept)
    assert store.verify() == []
    store._db.execute("PRAGMA max_page_count = 1000")
    assert store.put(numbered(100), answer(numbered(100)))


def test_s2_a_file_that_may_not_grow(tmp_path: Path) -> None:
    """At every size at which the system refuses to let a file grow, nothing kept is lost."""
    pytest.importorskip("resource", reason="this system limits no file sizes")
    code = """
import resource
found = []
for limit in range(0, 300_000, 10_000):
    path, kept = Path(sys.argv[2]) / f"{limit}.db", []
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    told = fill(path, kept)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    found.append([len(kept), told, *state(path, kept)])
print(json.dumps(found))
"""
    found = child(code, tmp_path)
    assert all("what was stored is kept" in told for _, told, *_ in found), found
    assert [(wrong, works) for *_, wrong, works in found] == [(0, True)] * 30
    assert (found[0][0], found[-1][0] > 5) == (0, True)


@mounting
def test_s2_a_disk_without_space(tmp_path: Path) -> None:
    """However little space is left, the line says so, and once there is more it goes on."""
    code = """
found = []
folder = Path(sys.argv[2])
for free in range(0, 325, 13):
    path, ballast, kept = folder / f"{free}.db", folder / "ballast", []
    ballast.write_bytes(b"x" * 1024 * (440 - free))
    told = fill(path, kept)
    ballast.unlink()
    found.append([len(kept), told, *state(path, kept)])
    for file in folder.iterdir():
        file.unlink()
print(json.dumps(found))
"""
    mount = 'mount -t tmpfs -o size=440k none "$0" && exec "$@"'
    found = child(code, tmp_path, before=("unshare", "-m", "sh", "-c", mount, str(tmp_path)))
    for number, (kept, told, *after) in enumerate(found):
        assert "room left; what was stored" in told or "disk is full; what was" in told, number
        assert after == [0, True], (number, kept, told)
    assert (found[0][0], found[-1][0] > 5) == (0, True)
    assert "the disk is full" in found[-1][1]


def test_s3_two_processes_lose_nothing(path: Path) -> None:
    """Two writers of the same keys neither fail nor lose; each shared attempt is won once."""
    processes = [writer(name, 100, path) for name in ("0", "1")]
    outputs = [process.communicate(timeout=60) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], outputs
    rows = [tuple(text.split()) for out, _ in outputs for text in out.splitlines()]
    won = {(key, int(attempt)) for key, attempt, is_won in rows if is_won == "1"}
    assert len(rows) == 400
    assert len(won) == 300
    assert sum(is_won == "1" for *_, is_won in rows) == 300
    with Store(path, create=False) as store:
        assert identities(store) == won
        assert store.verify() == []


def test_s3_many_processes_may_open_a_new_store_at_once(path: Path) -> None:
    """Making the file, and the last one closing it, fails none of them."""
    processes = [writer(str(name), 1, path) for name in range(6)]
    for process in processes:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors


def test_s4_a_flipped_byte_of_a_reply_is_a_miss(path: Path) -> None:
    """SQLite finds nothing wrong with it, the checksum does: a miss, told, and set aside."""
    other = numbered(1)
    with Store(path) as store:
        store.put(QUESTION, answer(QUESTION, "550 drones"))
        store.put(other, answer(other))
    path.write_bytes(path.read_bytes().replace(b"550 drones", b"551 drones"))
    db = sqlite3.connect(path)
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    db.close()
    with Store(path) as store:
        assert store.get(QUESTION.key) == ()
        assert store.get(other.key) == (answer(other),)
        assert store.verify() == [(QUESTION.key, 0)]
        assert store.put(QUESTION, answer(QUESTION, "550 drones"))
        assert store.verify() == []
    db = sqlite3.connect(path)
    assert db.execute("SELECT reply FROM damaged_answers").fetchall() == [("551 drones",)]
    db.close()


def test_s4_a_flipped_byte_anywhere_changes_no_answer(path: Path) -> None:
    """An answer comes back as it was, or not at all, or the store says what is wrong."""
    requests = [numbered(number) for number in range(6)]
    keys = {request.key for request in requests}
    with Store(path) as store:
        for request in requests:
            store.put(request, answer(request, f"{request.sample} drones"))
        store.claim("k", Holder.here(), 600)
    content = path.read_bytes()
    used = [place for place, byte in enumerate(content) if byte]
    chance = random.Random(7)
    missed = told = 0
    for place in [*range(20), *chance.sample(used, 180)]:
        damaged = bytearray(content)
        damaged[place] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        try:
            with Store(path) as store:
                for request in requests:
                    found = store.get(request.key)
                    assert found in ((), (answer(request, f"{request.sample} drones"),)), place
                    missed += found == ()
                assert {r.key for r in store.requests()} <= keys, place
                store.claim("k", Holder.here(), 600)
                store.verify()
        except StoreError as error:
            told += 1
            assert is_one_line(error), place
        for rest in path.parent.glob("answers.db-*"):
            rest.unlink()
    assert missed > 5
    assert told > 5


@pytest.mark.parametrize("content", [b"x", b"xx", b"not a database\n" * 1000], ids=len)
def test_s5_a_file_that_is_no_database_is_left_alone(path: Path, content: bytes) -> None:
    """Another file is told apart and never touched."""
    path.write_bytes(content)
    with pytest.raises(StoreError, match="is not an answer store; it is left as it is"):
        Store(path)
    assert path.read_bytes() == content
    assert list(path.parent.iterdir()) == [path]


def test_s5_a_store_with_a_damaged_head_is_left_alone(path: Path) -> None:
    """A store whose first page is overwritten is never taken for a new one, or made empty."""
    with Store(path) as store:
        store.put(QUESTION, answer(QUESTION))
    content = random.Random(7).randbytes(100) + path.read_bytes()[100:]
    path.write_bytes(content)
    with pytest.raises(StoreError, match="it is left as it is") as caught:
        Store(path)
    assert is_one_line(caught.value)
    assert path.read_bytes() == content


def test_s6_a_read_only_file_is_told(store: Store) -> None:
    """A put where nothing may be written fails in plain words; reading goes on."""
    store.put(QUESTION, answer(QUESTION))
    store._db.execute("PRAGMA query_only = ON")
    with pytest.raises(StoreError, match="read-only"):
        store.put(numbered(1), answer(numbered(1)))
    assert store.get(QUESTION.key)


@pytest.mark.skipif(os.name == "nt", reason="folders are not made read-only by mode here")
@pytest.mark.parametrize("is_there", [True, False], ids=["a store", "no store"])
def test_s6_a_read_only_folder_is_told(is_there: bool) -> None:
    """In a folder of somebody else a store is neither opened nor made, and nothing is changed."""
    code = """
if os.geteuid() == 0:  # root may write anywhere
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:
    Store(sys.argv[2])
    print("[]")
except StoreError as error:
    print(json.dumps([str(error)]))
"""
    with tempfile.TemporaryDirectory() as name:  # not below the test's own, which is private
        path = Path(name) / "answers.db"
        if is_there:
            with Store(path) as store:
                store.put(QUESTION, answer(QUESTION))
        before = {file: file.read_bytes() for file in Path(name).iterdir()}
        Path(name).chmod(0o555)
        [told] = child(code, path)
        Path(name).chmod(0o755)
        reason = "is read-only: copy it" if is_there else "cannot be opened: no such folder, or no"
        assert told.startswith(f"answer store {str(path)!r}: {reason}")
        assert {file: file.read_bytes() for file in Path(name).iterdir()} == before


MOUNTS = r"""
/dev/vda / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
nas:/home /home nfs4 rw,vers=4.2 0 0
/dev/vdb /home/local xfs rw 0 0
//srv/press /mnt/the\040press cifs rw 0 0
editor@far:/ /mnt/far fuse.sshfs rw 0 0
/dev/vdc /mnt/twice ext4 rw 0 0
nas:/twice /mnt/twice nfs rw 0 0
nas:/back\134slash /mnt/back\134slash nfs rw 0 0
none /mnt/over nfs rw 0 0
tmpfs /mnt/over tmpfs rw 0 0
short line
"""
PLACES = [
    ("/answers.db", ""),
    ("/home/ada/answers.db", "nfs4"),
    ("/homeless/answers.db", ""),  # a name that only begins like a mount
    ("/home/local/answers.db", ""),  # a local disk inside a network one
    ("/mnt/the press/answers.db", "cifs"),
    ("/mnt/far/a/b/answers.db", "fuse.sshfs"),
    ("/mnt/twice/answers.db", "nfs"),  # mounted over
    ("/mnt/back\\slash/answers.db", "nfs"),
    ("/mnt/over/answers.db", ""),
]


@pytest.mark.skipif(os.name == "nt", reason="paths are written otherwise here")
@pytest.mark.parametrize(("place", "kind"), PLACES, ids=[place for place, _ in PLACES])
def test_s7_a_network_file_system_is_known(place: str, kind: str) -> None:
    """The innermost, latest mount above the file tells."""
    assert network_file_system(Path(place), MOUNTS) == kind


def test_s7_nothing_known_is_no_network() -> None:
    """Without mounts there is no warning."""
    assert network_file_system(Path("/answers.db"), "") == ""


def test_s7_a_local_disk_is_not_warned_of(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A store on this machine's own disk opens without a word."""
    mounts = Path("/proc/mounts")
    if mounts.exists() and network_file_system(path.resolve(), mounts.read_text("utf-8")):
        pytest.skip("the tests themselves run on a network file system")
    with caplog.at_level(logging.WARNING):
        warn_of_network(path)
        Store(path).close()
    assert caplog.records == []


@mounting
def test_s7_a_network_file_system_is_warned_of_in_one_line(tmp_path: Path) -> None:
    """A store opened there works, and one line goes to standard error."""
    (tmp_path / "mounts").write_text("nas:/desk / nfs4 rw 0 0\n")
    mount = 'mount --bind "$0" /proc/$$/mounts || exit 77; exec "$@"'
    before = ["unshare", "-m", "sh", "-c", mount, str(tmp_path / "mounts")]
    code = "with Store(sys.argv[2]) as store: print(put(store, 1)[1])"
    path = str(tmp_path / "answers.db")
    command = [*before, sys.executable, "-c", CHILD + code, SOURCE, path]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode == 77:
        pytest.skip("this kernel lets nothing be mounted over /proc")
    assert done.stdout == "True\n"
    [line] = done.stderr.splitlines()
    assert line.startswith(f"answer store {path!r} is on a network file system (nfs4)")


def test_s8_a_store_from_a_newer_version_is_left_alone(path: Path) -> None:
    """A newer format is named, and nothing is read or written."""
    Store(path).close()
    alter(path, "PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"written by a newer version \(format 99") as caught:
        Store(path)
    assert is_one_line(caught.value)
    assert path.read_bytes() == before


def test_s9_a_clock_set_back_hides_and_deletes_nothing(store: Store, path: Path) -> None:
    """Answers from the future stay, and the newest is the last attempt, whatever the clock says."""
    store.put(QUESTION, answer(QUESTION, "before"))
    alter(path, "UPDATE answers SET created_at = '2999-01-01T00:00:00.000Z'")
    store.put(QUESTION, answer(QUESTION, "after", attempt=1))
    store.close()
    with Store(path) as again:
        assert [a.reply for a in again.get(QUESTION.key)] == ["after", "before"]
        assert again.verify() == []


Kind = Literal["before", "after", "for good"]
T = TypeVar("T")


@dataclasses.dataclass
class Fault:
    """A disk that fails at one operation: before it is done, after it, or from it on for good."""

    nth: int
    kind: Kind
    done: int = 0

    def connect(self, *arguments: Any, **options: Any) -> sqlite3.Connection:
        """Open a connection that this fault is on; stands in for sqlite3.connect."""
        fault = self

        class Failing(sqlite3.Connection):
            def execute(self, *given: Any) -> sqlite3.Cursor:
                plain = super().execute
                return fault.step(lambda: plain(*given), str(given[0]))

            def commit(self) -> None:
                fault.step(super().commit)

        return _connect(*arguments, **options, factory=Failing)

    def step(self, operation: Callable[[], T], statement: str = "COMMIT") -> T:
        self.done += 1
        strikes = self.done >= self.nth if self.kind == "for good" else self.done == self.nth
        if not strikes:
            return operation()
        if self.kind == "after":
            operation()
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR
        raise error


_connect = sqlite3.connect


def work(store: Store, acknowledged: set[tuple[str, int]]) -> None:
    """Do everything a store can do, and note every answer it says it has kept."""
    holder, request = Holder.here(), numbered(0)
    store.register([request, numbered(1)])
    store.claim(request.key, holder, 600)
    for attempt in (1, 0):
        store.put(request, answer(request, attempt=attempt))
        acknowledged.add((request.key, attempt))
        assert {a.attempt for a in store.get(request.key)} >= {attempt}
    store.claim("given up", holder, 600)
    store.release("given up", holder)
    list(store.requests())
    store.verify()


def old_file(path: Path) -> None:
    """Make a store of the first format, with one sound and one damaged answer."""
    with Store(path) as store:
        store.put(numbered(5), answer(numbered(5)))
        store.put(numbered(0), answer(numbered(0)))
    alter(
        path,
        f"UPDATE answers SET reply = 'damaged' WHERE key = '{numbered(0).key}'",
        *(
            f"DROP TABLE {table}"
            for table in (
                "claims",
                "runs",
                "texts",
                "origins",
                "web_pages",
                "web_bodies",
                "seen",
                "seen_pages",
            )
        ),
        "PRAGMA user_version = 1",
    )


def attempted(path: Path, fault: Fault, acknowledged: set[tuple[str, int]]) -> bool:
    """Work with a failing disk, then once more with the same store; False if nothing failed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", fault.connect)
        try:
            with Store(path) as store:
                try:
                    work(store, acknowledged)
                except StoreError as error:
                    assert "the disk failed or has no room left; what was stored is kept" in str(
                        error
                    )
                    fault.nth = 10**9  # the disk is well again
                    work(store, acknowledged)
                    return True
        except StoreError as error:  # it could not be opened
            assert "the disk failed or has no room left; what was stored is kept" in str(error)
            return True
    return False


@pytest.fixture
def quick_folder() -> Iterator[Path]:
    """Return a folder in memory where there is one: hundreds of stores are made in it."""
    memory = Path("/dev/shm")
    folder = memory if os.access(memory, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=folder) as name:
        yield Path(name)


@pytest.mark.parametrize("kind", ["before", "after", "for good"])
@pytest.mark.parametrize("is_old", [False, True], ids=["a new file", "a file of the first format"])
def test_s10_whichever_operation_fails_nothing_acknowledged_is_lost(
    quick_folder: Path, kind: Kind, is_old: bool
) -> None:
    """For n = 1 to all: the n-th operation fails, the store goes on, opens again and is whole."""
    original = quick_folder / "original.db"
    if is_old:
        old_file(original)
    for nth in range(1, 1000):
        path, acknowledged = quick_folder / f"{nth}.db", set[tuple[str, int]]()
        if is_old:
            path.write_bytes(original.read_bytes())
            acknowledged.add((numbered(5).key, 0))
        has_failed = attempted(path, Fault(nth, kind), acknowledged)
        with Store(path) as store:
            assert acknowledged <= identities(store), nth
            work(store, acknowledged)
            assert acknowledged <= identities(store), nth
            assert store.verify() == [], nth
            if is_old:
                aside = store._db.execute("SELECT reply FROM damaged_answers").fetchall()
                assert aside == [(b"damaged",)], nth
        path.unlink()
        if not has_failed:
            break
    assert 40 < nth < 1000


def test_s10_the_first_error_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If a change cannot be taken back either, the cause is what is told, and the next one works."""
    fault = Fault(10**9, "before")
    monkeypatch.setattr(sqlite3, "connect", fault.connect)
    unkeyed = dataclasses.replace(QUESTION, schema={"maximum": float("nan")})
    with Store(path) as store:
        fault.nth = fault.done + 4  # sync, begin, insert, take back
        with pytest.raises(ValueError, match="JSON"):
            store.register([QUESTION, unkeyed])
        assert fault.done == fault.nth
        assert store.register([QUESTION]) == 1
