"""The SQLite store: what survives kills, other processes, damage, and files that are no store."""

from __future__ import annotations

import dataclasses
import random
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.answers import Answer, Outcome, Request, Usage
from summarizer.errors import StoreError
from summarizer.store import Store

QUESTION = Request(
    "m",
    (("system", "Copy the words."), ("user", "[1] Some 550 drones came.")),
    "reply",
    {"type": "object", "properties": {"z": {}, "a": {}}},
    {"temperature": 0},
    prompt="numbers",
    subject="a.txt",
    document="d1",
)


def numbered(number: int, prompt: str = "numbers") -> Request:
    """Return one of many questions."""
    return dataclasses.replace(QUESTION, sample=number, prompt=prompt)


def answer(request: Request, reply: str = "{}", attempt: int = 0) -> Answer:
    """Return an answer to `request`."""
    return Answer(request.key, attempt, reply, Outcome.VALID, "m at local", Usage(7, 3), "m-2026")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a store may be made; the folder is not there yet."""
    return tmp_path / "new" / "folder" / "answers.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """Return a new store."""
    with Store(path) as opened:
        yield opened


def alter(path: Path, statement: str, *values: object) -> None:
    """Change the file behind the store's back."""
    db = sqlite3.connect(path, isolation_level=None)
    assert db.execute(statement, values).rowcount != 0
    db.close()


def test_answers_outlive_the_store(path: Path) -> None:
    """What one store kept, the next one reads, newest attempt first, question included."""
    first, second = answer(QUESTION, "“one”"), answer(QUESTION, "two", attempt=1)
    with Store(path) as store:
        assert store.put(QUESTION, first)
        assert store.put(QUESTION, second)
    with Store(path, create=False) as store:
        assert store.get(QUESTION.key) == (second, first)
        assert store.request(QUESTION.key) == QUESTION
        assert store.get("unknown") == ()
        assert store.request("unknown") is None


def test_the_order_of_properties_is_kept(store: Store) -> None:
    """A stored question asks the model for its properties in the order given."""
    store.register([QUESTION])
    read = store.request(QUESTION.key)
    assert read is not None
    assert list(read.schema["properties"]) == ["z", "a"]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.text(), st.text()), max_size=12))
def test_the_first_of_each_attempt_stays(puts: list[tuple[int, int, str, str]]) -> None:
    """Put-if-absent on (key, attempt): the first wins, whatever text it holds."""
    kept: dict[tuple[str, int], Answer] = {}
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "answers.db") as store:
        for number, attempt, reply, answered_by in puts:
            request = numbered(number)
            given_answer = Answer(
                request.key, attempt, reply, Outcome.VALID, answered_by, None, reply
            )
            identity = (request.key, attempt)
            assert store.put(request, given_answer) == (identity not in kept)
            kept.setdefault(identity, given_answer)
        read = {(a.key, a.attempt): a for key, _ in kept for a in store.get(key)}
        assert read == kept
        assert store.verify() == []


def test_half_an_emoji_and_a_nul_are_kept(store: Store) -> None:
    """Text that is not UTF-8, or holds a NUL, comes back as it was."""
    odd = dataclasses.replace(QUESTION, subject="cut \udce9", messages=(("user", "a\0\ud83d"),))
    cut = answer(odd, "cut\0 \ud83d")
    assert store.put(odd, cut)
    assert store.get(odd.key) == (cut,)
    assert store.request(odd.key) == odd
    assert store.verify() == []


def test_questions_are_registered_once(store: Store) -> None:
    """A question is new once; its labels stay as they first were."""
    other = numbered(1, "events")
    assert store.register([QUESTION, other, QUESTION]) == 2
    assert store.register([dataclasses.replace(QUESTION, subject="b.txt"), numbered(2)]) == 1
    assert list(store.requests()) == [QUESTION, other, numbered(2)]
    assert list(store.requests("events")) == [other]


def test_a_long_list_of_questions_is_read_whole(store: Store) -> None:
    """Reading in pages loses nothing, and the store can be written meanwhile."""
    many = [numbered(number) for number in range(450)]
    store.register(many)
    read = []
    for request in store.requests("numbers"):
        read.append(request)
        if len(read) == 1:
            store.put(many[0], answer(many[0]))
    assert read == many


def test_questions_can_be_registered_from_the_store_itself(store: Store) -> None:
    """Registering what the store is reading does not wait for itself."""
    store.register([QUESTION])
    assert store.register(store.requests()) == 0


def test_questions_are_registered_all_or_none(store: Store) -> None:
    """A question that has no key takes the whole list with it, and the store stays usable."""
    unkeyed = dataclasses.replace(QUESTION, schema={"maximum": float("nan")})
    with pytest.raises(ValueError):
        store.register([QUESTION, unkeyed])
    assert list(store.requests()) == []
    assert store.put(QUESTION, answer(QUESTION))


def test_answers_are_put_together_all_or_none(store: Store) -> None:
    """Many answers at once count those that are new; where one cannot be written, none is."""
    pairs = [(numbered(number), answer(numbered(number))) for number in range(3)]
    store.put(*pairs[0])
    assert store.put_all(pairs) == 2
    assert all(store.get(request.key) == (given,) for request, given in pairs)
    with store.writing() as db:
        db.execute(
            "CREATE TRIGGER no BEFORE INSERT ON answers WHEN NEW.attempt = 2"
            " BEGIN SELECT RAISE(FAIL, 'no'); END"
        )
    more = [(numbered(0), answer(numbered(0), attempt=attempt)) for attempt in (1, 2)]
    with pytest.raises(StoreError):
        store.put_all(more)
    assert len(store.get(numbered(0).key)) == 1


def test_an_answer_to_another_question_is_refused(store: Store) -> None:
    """An answer is kept only under the key of its own question."""
    with pytest.raises(ValueError, match="offered for"):
        store.put(QUESTION, answer(numbered(1)))


DAMAGE = [
    ("reply", b'{"z": 551}'),
    ("reply", b"\xff"),  # no UTF-8
    ("outcome", b"refused"),
    ("usage", b"[7,4]"),
    ("answered_by", b""),
    ("checksum", b"0"),
]


@pytest.mark.parametrize(("column", "value"), DAMAGE, ids=[column for column, _ in DAMAGE])
def test_a_damaged_row_counts_as_absent(
    store: Store, path: Path, column: str, value: bytes
) -> None:
    """A row that is not as it was written is not read, is reported, and hides no other."""
    good, bad = answer(QUESTION, "good"), answer(QUESTION, '{"z": 550}', attempt=1)
    store.put(QUESTION, good)
    store.put(QUESTION, bad)
    alter(path, f"UPDATE answers SET {column} = CAST(? AS TEXT) WHERE attempt = 1", value)
    assert store.get(QUESTION.key) == (good,)
    assert store.verify() == [(QUESTION.key, 1)]


def test_a_damaged_row_is_set_aside_for_a_new_answer(store: Store, path: Path) -> None:
    """The place of a damaged row can be taken; the row is kept beside, not deleted."""
    store.put(QUESTION, answer(QUESTION, "first"))
    alter(path, "UPDATE answers SET reply = 'fIrst'")
    again = answer(QUESTION, "again")
    assert store.put(QUESTION, again)
    assert store.get(QUESTION.key) == (again,)
    assert store.verify() == []
    db = sqlite3.connect(path)
    assert db.execute("SELECT reply FROM damaged_answers").fetchall() == [("fIrst",)]
    db.close()


@pytest.mark.parametrize("damage", ["replace(body, '550', '551')", "'{'", "'[]'"])
def test_a_damaged_question_counts_as_absent(store: Store, path: Path, damage: str) -> None:
    """A question that does not have its key is not read, and can be registered again."""
    store.register([QUESTION, numbered(1)])
    alter(path, f"UPDATE requests SET body = {damage} WHERE key = ?", QUESTION.key)
    assert store.request(QUESTION.key) is None
    assert list(store.requests()) == [numbered(1)]
    assert store.register([QUESTION]) == 1
    assert store.request(QUESTION.key) == QUESTION


def test_a_file_with_damaged_pages_is_told(path: Path) -> None:
    """Damage to the file's structure is an error in plain words, and the file stays."""
    with Store(path) as store:
        for number in range(50):
            store.put(numbered(number), answer(numbered(number), "x" * 500))
    content = bytearray(path.read_bytes())
    content[4096 * 2 : 4096 * 8] = random.Random(7).randbytes(4096 * 6)
    path.write_bytes(content)
    with pytest.raises(StoreError, match="damaged"), Store(path) as store:
        store.verify()
    assert path.read_bytes()[4096 * 2 : 4096 * 8] == content[4096 * 2 : 4096 * 8]


def test_threads_share_a_store(store: Store) -> None:
    """Several threads put and get at once; each attempt is won once."""
    wins: list[int] = []

    def work() -> None:
        for number in range(25):
            if store.put(numbered(number), answer(numbered(number))):
                wins.append(number)
            assert store.get(numbered(number).key)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(wins) == list(range(25))


def test_answers_that_wait_are_written_together_while_others_read(path: Path) -> None:
    """Behind a slow write the next ones share one transaction; reading waits for none of them."""
    commits: list[str] = []
    with Store(path) as store:
        store.put(numbered(0), answer(numbered(0)))
        store._db.set_trace_callback(commits.append)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")  # the first of the writers waits for this one
        writers = []
        for number in range(1, 6):
            question = numbered(number)
            writer = threading.Thread(target=store.put, args=(question, answer(question)))
            writer.start()
            writers.append(writer)
            while not (store._lock.locked() and len(store._waiting) == number - 1):
                assert store.get(numbered(0).key)
        other.execute("ROLLBACK")
        other.close()
        for writer in writers:
            writer.join()
        assert commits.count("COMMIT") == 2
        assert all(store.get(numbered(number).key) for number in range(1, 6))


def test_an_answer_that_cannot_be_written_spares_the_others(path: Path) -> None:
    """Of answers written together only the one that is too large fails."""
    failed: list[int] = []

    def put(number: int, size: int) -> None:
        try:
            store.put(numbered(number), answer(numbered(number), "x" * size))
        except StoreError:
            failed.append(number)

    with Store(path) as store:
        store._db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 5000)
        store._lock.acquire()
        sizes = {1: 10, 2: 9000, 3: 10}
        writers = [threading.Thread(target=put, args=sizes_of) for sizes_of in sizes.items()]
        for writer in writers:
            writer.start()
        while len(store._waiting) < 3:
            pass
        store._lock.release()
        for writer in writers:
            writer.join()
        assert failed == [2]
        assert [bool(store.get(numbered(number).key)) for number in sizes] == [True, False, True]


def test_an_absent_store_is_not_made_for_reading(path: Path) -> None:
    """Without leave to create, neither file nor folder appears."""
    with pytest.raises(StoreError, match="there is no answer store"):
        Store(path, create=False)
    assert not path.parent.exists()


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    """A SQLite file with other tables gets none of ours."""
    path = tmp_path / "other.db"
    alter(path, "CREATE TABLE theirs (x)")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="another program's database"):
        Store(path)
    assert path.read_bytes() == before


def test_a_path_that_cannot_be_a_file_is_told(tmp_path: Path) -> None:
    """A folder, or a path below a file, is refused in plain words."""
    with pytest.raises(StoreError, match="cannot be opened"):
        Store(tmp_path)
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreError, match="cannot be made"):
        Store(tmp_path / "file" / "answers.db")


def test_a_closed_store_says_so(path: Path) -> None:
    """Using a closed store is an error of ours, and closing twice is none."""
    store = Store(path)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.get("any")
