"""Claims: of several processes one pays for a key, and a dead one keeps nobody waiting."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import summarizer
from summarizer.answers import Answer, Memory, Outcome, Request
from summarizer.errors import StoreError
from summarizer.holders import POLL_SECONDS, Holder, is_alive, is_dead, once
from summarizer.store import Store

SOURCE = str(Path(str(summarizer.__file__)).parent.parent)
KEY = "k"
DEADLINE = 600.0
proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="this system has no /proc")


def question(number: int) -> Request:
    """Return one of many questions."""
    return Request("m", (("user", f"Question {number}"),), "reply", {}, {}, sample=number)


def answer(request: Request, reply: str = "{}", attempt: int = 0) -> Answer:
    """Return an answer to `request`."""
    return Answer(request.key, attempt, reply, Outcome.VALID, "m at local", None)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a store may be made."""
    return tmp_path / "answers.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """Return a new store."""
    with Store(path) as opened:
        yield opened


@pytest.fixture
def here() -> Holder:
    """Return this process."""
    return Holder.here()


@pytest.fixture
def elsewhere(here: Holder) -> Holder:
    """Return a process of another host, with the numbers of this one."""
    return dataclasses.replace(here, host="elsewhere.example")


@contextmanager
def neighbour() -> Iterator[tuple[Holder, subprocess.Popen[str]]]:
    """Run another process of this host until the block ends, or it is killed in it."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from summarizer.holders import Holder\n"
        "print(Holder.here().to_json(), flush=True)\n"
        "sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, SOURCE]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield Holder.from_json(process.stdout.readline()), process
        process.kill()


def alter(path: Path, statement: str, *values: object) -> None:
    """Change the file behind the store's back."""
    db = sqlite3.connect(path, isolation_level=None)
    assert db.execute(statement, values).rowcount != 0
    db.close()


def claims(path: Path) -> list[str]:
    """Return the keys that are claimed."""
    db = sqlite3.connect(path)
    keys = [key for (key,) in db.execute("SELECT key FROM claims")]
    db.close()
    return keys


def test_a_holder_is_written_and_read(here: Holder) -> None:
    """A holder comes back from its JSON, and the same process is the same holder."""
    assert Holder.from_json(here.to_json()) == here == Holder.here()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"host": "a"}', b"\xff", '{"pid": "1"}'])
def test_what_is_no_holder_is_refused(text: str | bytes) -> None:
    """Damaged JSON makes no holder."""
    with pytest.raises(ValueError):
        Holder.from_json(text)


@proc
def test_a_process_lives_until_it_is_killed() -> None:
    """Another process is alive, and dead once it is killed, before anybody has waited for it."""
    with neighbour() as (holder, process):
        assert is_alive(holder)
        assert not is_dead(holder)
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # it stays a zombie
        assert is_dead(holder)
    assert is_dead(holder)
    assert not is_alive(holder)


OTHERS = [
    # what is different from this process, whether that one is dead
    ({"pid": 2**40}, True),  # no such number
    ({"started": 1}, True),  # the number went to another process
    ({"boot": "an earlier one"}, True),  # the machine was started anew
    ({"host": "elsewhere.example"}, False),
    ({"host": "elsewhere.example", "boot": "its own", "pid": 2**40}, False),
    ({"namespace": "pid:[1]", "pid": 2**40}, False),  # a container on the same machine
]


@proc
@pytest.mark.parametrize(
    ("fields", "dead"), OTHERS, ids=["pid", "start", "boot", "host", "host and pid", "container"]
)
def test_who_is_known_to_be_dead(here: Holder, fields: dict[str, object], dead: bool) -> None:
    """Dead is only who is seen to be; what cannot be seen from here is neither dead nor alive."""
    other = dataclasses.replace(here, **fields)  # type: ignore[arg-type]
    assert is_dead(other) == dead
    assert not is_alive(other)


@pytest.mark.skipif(os.name == "nt", reason="a process number tells nothing here")
def test_without_proc_the_number_decides(here: Holder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where /proc is not read, a number that is free is dead, and one in use not known alive."""

    def absent(*_: object, **__: object) -> str:
        raise FileNotFoundError

    with neighbour() as (holder, process):
        monkeypatch.setattr(Path, "read_text", absent)
        monkeypatch.setattr(Path, "readlink", absent)
        plain = Holder.here()
        assert plain == Holder(here.host, "", "", os.getpid(), None)
        other = dataclasses.replace(plain, pid=holder.pid)
        assert (is_dead(other), is_alive(other)) == (False, False)
        process.kill()
        process.wait()
        assert is_dead(other)


def test_a_claim_is_taken_once_and_released(store: Store, path: Path, here: Holder) -> None:
    """A held key is not given again, to nobody; released it is free, and other keys always are."""
    assert store.claim(KEY, here, DEADLINE)
    assert not store.claim(KEY, here, DEADLINE)
    assert store.claim("another", here, DEADLINE)
    store.release(KEY, here)
    assert claims(path) == ["another"]
    assert store.claim(KEY, here, DEADLINE)


def test_only_its_holder_releases_a_claim(store: Store, here: Holder, elsewhere: Holder) -> None:
    """Releasing what another holds, or nobody, changes nothing."""
    store.release(KEY, here)
    assert store.claim(KEY, elsewhere, DEADLINE)
    store.release(KEY, here)
    assert not store.claim(KEY, here, DEADLINE)


@proc
def test_a_living_neighbour_keeps_its_claim(store: Store, path: Path, here: Holder) -> None:
    """No clock takes a claim from a process that is seen to live; its death does at once."""
    with neighbour() as (other, process):
        assert store.claim(KEY, other, DEADLINE)
        alter(path, "UPDATE claims SET until = until - 1e6")
        assert not store.claim(KEY, here, DEADLINE)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert store.claim(KEY, here, DEADLINE)


@pytest.mark.parametrize("who", ["another host", "this process"])
def test_a_claim_that_cannot_be_judged_ends_at_its_deadline(
    store: Store, path: Path, here: Holder, elsewhere: Holder, who: str
) -> None:
    """The deadline that counts is the one the claim was made with, to the second."""
    holder = elsewhere if who == "another host" else here
    assert store.claim(KEY, holder, DEADLINE)
    alter(path, "UPDATE claims SET until = until - 590")
    assert not store.claim(KEY, here, 1.0)
    alter(path, "UPDATE claims SET until = until - 10")
    assert store.claim(KEY, here, DEADLINE)
    assert not store.claim(KEY, elsewhere, DEADLINE)


def test_a_clock_set_back_neither_steals_nor_keeps_a_claim(
    store: Store, path: Path, here: Holder, elsewhere: Holder
) -> None:
    """A claim from the future is not taken, but its deadline counts from when it is seen."""
    assert store.claim(KEY, elsewhere, DEADLINE)
    alter(path, "UPDATE claims SET until = until + 86400")  # the clock is a day back
    assert not store.claim(KEY, here, DEADLINE)
    alter(path, "UPDATE claims SET until = until - 590")
    assert not store.claim(KEY, here, DEADLINE)
    alter(path, "UPDATE claims SET until = until - 10")
    assert store.claim(KEY, here, DEADLINE)


@pytest.mark.parametrize("text", ["{", "[]", '{"pid": 1}', b"\xff"])
def test_nobody_holds_a_damaged_claim(
    store: Store, path: Path, here: Holder, text: str | bytes
) -> None:
    """A claim whose holder cannot be read is free."""
    assert store.claim(KEY, here, DEADLINE)
    alter(path, "UPDATE claims SET holder = ?", text)
    assert store.claim(KEY, here, DEADLINE)


def test_an_answer_ends_the_claim(store: Store, path: Path, elsewhere: Holder) -> None:
    """A put frees its key whoever holds it, and no other; one that keeps nothing frees nothing."""
    first, second = question(1), question(2)
    assert store.claim(first.key, elsewhere, DEADLINE)
    assert store.claim(second.key, elsewhere, DEADLINE)
    assert store.put(first, answer(first))
    assert claims(path) == [second.key]
    assert store.claim(first.key, elsewhere, DEADLINE)  # a retry
    assert not store.put(first, answer(first))
    assert set(claims(path)) == {first.key, second.key}


def test_an_answer_is_synced_though_a_claim_is_not(store: Store, here: Holder) -> None:
    """A claim does not wait for the disk; what is put next does, and outlives a power cut."""
    levels = []
    for change in (
        lambda: store.claim(KEY, here, DEADLINE),
        lambda: store.put(question(1), answer(question(1))),
        lambda: store.release(KEY, here),
        lambda: store.register([question(2)]),
    ):
        change()
        levels += store._db.execute("PRAGMA synchronous").fetchone()
    assert levels == [1, 2, 1, 2]


def test_a_claim_is_refused_where_nothing_can_be_kept(store: Store, here: Holder) -> None:
    """A store that takes no answer takes no claim, so nothing is paid that would be lost."""
    store._db.execute("PRAGMA query_only = ON")
    with pytest.raises(StoreError, match="read-only"):
        store.claim(KEY, here, DEADLINE)


def test_a_store_without_claims_gets_them(store: Store, path: Path, here: Holder) -> None:
    """A file of the first format is brought to the next when opened, its answers untouched."""
    store.put(question(1), answer(question(1)))
    store.close()
    for table in (
        "claims",
        "runs",
        "texts",
        "origins",
        "web_pages",
        "web_bodies",
        "seen",
        "seen_pages",
    ):
        alter(path, f"DROP TABLE {table}")
    alter(path, "PRAGMA user_version = 1")
    with Store(path) as again:
        assert again.get(question(1).key) == (answer(question(1)),)
        assert again.claim(KEY, here, DEADLINE)


class Payer:
    """A made-up model with a store behind it; counts what is paid."""

    def __init__(self, store: Store | Memory, request: Request) -> None:
        self.store, self.request = store, request
        self.paid = 0

    def read(self) -> tuple[Answer, ...] | None:
        return self.store.get(self.request.key) or None

    async def pay(self) -> tuple[Answer, ...]:
        self.paid += 1
        await asyncio.sleep(0.01)
        self.store.put(self.request, answer(self.request))
        return self.store.get(self.request.key)

    async def ask(
        self,
        holder: Holder,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        pay: Callable[[], Awaitable[tuple[Answer, ...]]] | None = None,
    ) -> tuple[Answer, ...]:
        key = self.request.key
        return await once(self.store, key, holder, DEADLINE, self.read, pay or self.pay, sleep)


async def never(seconds: float) -> None:
    """Fail where nobody should have to wait."""
    raise AssertionError(f"waited {seconds} s")


@pytest.mark.parametrize("kind", ["memory", "store"])
def test_one_call_serves_all_who_ask_in_one_process(
    store: Store, path: Path, here: Holder, kind: str
) -> None:
    """Ten askers of one key pay once and wait for each other without polling."""
    payer = Payer(store if kind == "store" else Memory(), question(1))

    async def ask() -> list[tuple[Answer, ...]]:
        return await asyncio.gather(*(payer.ask(here, never) for _ in range(10)))

    assert asyncio.run(ask()) == [(answer(payer.request),)] * 10
    assert payer.paid == 1
    assert claims(path) == []


def test_keys_and_stores_do_not_wait_for_each_other(tmp_path: Path, here: Holder) -> None:
    """Two questions, and one question in two stores, are asked at the same time."""
    gate = asyncio.Barrier(4)

    with Store(tmp_path / "a.db") as first, Store(tmp_path / "b.db") as second:
        payers = [Payer(store, question(n)) for store in (first, second) for n in (1, 2)]

        async def ask(payer: Payer) -> None:
            async def pay() -> tuple[Answer, ...]:
                await gate.wait()
                return await payer.pay()

            await payer.ask(here, pay=pay)

        async def all_of_them() -> None:
            async with asyncio.timeout(30):
                await asyncio.gather(*(ask(payer) for payer in payers))

        asyncio.run(all_of_them())
    assert [payer.paid for payer in payers] == [1, 1, 1, 1]


def test_two_threads_with_one_store_pay_once(store: Store, here: Holder) -> None:
    """Two event loops of one process settle it in the store."""
    payer = Payer(store, question(1))
    both = threading.Barrier(2)

    def work() -> None:
        both.wait()
        asyncio.run(payer.ask(here))

    threads = [threading.Thread(target=work, daemon=True) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert payer.paid == 1


def test_what_is_there_is_not_claimed(store: Store, here: Holder, elsewhere: Holder) -> None:
    """A stored answer is returned whoever holds its key."""
    payer = Payer(store, question(1))
    store.put(payer.request, answer(payer.request))
    assert store.claim(payer.request.key, elsewhere, DEADLINE)
    assert asyncio.run(payer.ask(here, never)) == (answer(payer.request),)
    assert payer.paid == 0


def test_a_waiting_reader_gets_the_answer_without_paying(
    store: Store, here: Holder, elsewhere: Holder
) -> None:
    """While another holds the key the reader looks five times a second, and pays nothing."""
    payer = Payer(store, question(1))
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            store.put(payer.request, answer(payer.request, "theirs"))

    assert store.claim(payer.request.key, elsewhere, DEADLINE)
    assert asyncio.run(payer.ask(here, sleep)) == (answer(payer.request, "theirs"),)
    assert waits == [POLL_SECONDS] * 3 == [0.2] * 3
    assert payer.paid == 0


def test_an_answer_kept_just_before_the_claim_is_not_paid_again(store: Store, here: Holder) -> None:
    """Between the first look and the claim another may have finished: there is a second look."""
    payer = Payer(store, question(1))
    looks: list[bool] = []

    def read() -> tuple[Answer, ...] | None:
        found = payer.read()
        looks.append(found is not None)
        store.put(payer.request, answer(payer.request))  # by another, right after the look
        return found

    asyncio.run(once(store, payer.request.key, here, DEADLINE, read, payer.pay, never))
    assert looks == [False, True]
    assert payer.paid == 0


def test_a_failure_frees_the_key_for_the_next(
    store: Store, path: Path, here: Holder, elsewhere: Holder
) -> None:
    """Who fails, or is cancelled, releases its claim; who waits for another that failed pays."""
    payer = Payer(store, question(1))

    async def fail() -> tuple[Answer, ...]:
        assert claims(path) == [payer.request.key]
        raise ConnectionError

    async def hang() -> tuple[Answer, ...]:
        await asyncio.sleep(DEADLINE)
        raise AssertionError

    async def cancelled() -> None:
        async with asyncio.timeout(0.05):
            await payer.ask(here, pay=hang)

    with pytest.raises(ConnectionError):
        asyncio.run(payer.ask(here, pay=fail))
    assert claims(path) == []
    with pytest.raises(TimeoutError):
        asyncio.run(cancelled())
    assert claims(path) == []

    async def give_up(_: float) -> None:
        store.release(payer.request.key, elsewhere)

    assert store.claim(payer.request.key, elsewhere, DEADLINE)
    asyncio.run(payer.ask(here, give_up))
    assert payer.paid == 1


class Counting(ThreadingHTTPServer):
    """A loopback model: counts what it is asked for, by path; holds back paths with `hang`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Counted)
        self.asked: list[str] = []
        self.over = threading.Event()


class _Counted(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Counting)
        self.server.asked.append(self.path)
        self.server.over.wait(60 if "hang" in self.path else 0.02)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.path.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Counting]:
    """Return a running server."""
    with Counting() as serving:
        thread = threading.Thread(target=serving.serve_forever, args=(0.05,))
        thread.start()
        yield serving
        serving.over.set()
        serving.shutdown()
        thread.join()


PAYING = """
import asyncio, json, random, sys, urllib.request
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from summarizer.answers import Answer, Outcome, Request
from summarizer.holders import Holder, once
from summarizer.store import Store

path, url, prefix, count = Path(sys.argv[2]), sys.argv[3], sys.argv[4], int(sys.argv[5])
direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))

async def ask(store, holder, number):
    request = Request("m", (("user", f"Question {number}"),), "reply", {}, {}, sample=number)

    def fetch():
        with direct.open(f"{url}/{prefix}{number}", timeout=60) as came:
            return came.read().decode()

    async def pay():
        reply = await asyncio.to_thread(fetch)
        store.put(request, Answer(request.key, 0, reply, Outcome.VALID, "m", None))
        return store.get(request.key)

    read = lambda: store.get(request.key) or None
    answers = await once(store, request.key, holder, 600, read, pay)
    return number, answers[0].reply

async def main():
    with Store(path) as store:
        print("ready", flush=True)
        sys.stdin.readline()
        numbers = random.sample(range(count), count)
        came = await asyncio.gather(*(ask(store, Holder.here(), n) for n in numbers))
        print(json.dumps(sorted(came)))

asyncio.run(main())
"""


def paying(path: Path, server: Counting, prefix: str, count: int) -> subprocess.Popen[str]:
    """Start a process that asks `count` questions at once, in an order of its own, when told to."""
    url = f"http://127.0.0.1:{server.server_port}"
    return subprocess.Popen(
        [sys.executable, "-c", PAYING, SOURCE, str(path), url, prefix, str(count)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def start(processes: list[subprocess.Popen[str]]) -> None:
    """Let processes begin together, once all of them are up."""
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()


def test_two_processes_pay_once_for_each_of_forty_keys(path: Path, server: Counting) -> None:
    """The server is asked once for each key, and both processes have all forty answers."""
    processes = [paying(path, server, "q", 40) for _ in range(2)]
    start(processes)
    outputs = [process.communicate(timeout=60)[0] for process in processes]
    expected = [[number, f"/q{number}"] for number in range(40)]
    assert [json.loads(output) for output in outputs] == [expected, expected]
    assert Counter(server.asked) == {f"/q{number}": 1 for number in range(40)}
    assert claims(path) == []


@proc
@pytest.mark.parametrize("is_waited_for", [True, False], ids=["gone", "zombie"])
def test_a_killed_holder_is_taken_over_at_once(
    path: Path, server: Counting, is_waited_for: bool, here: Holder
) -> None:
    """After kill -9 in the middle of a call the next asker pays, and waits for nothing."""
    process = paying(path, server, "hang", 1)
    start([process])
    with Store(path) as store:
        payer = Payer(store, question(0))
        end = time.monotonic() + 30
        while server.asked != ["/hang0"] and time.monotonic() < end:
            time.sleep(0.005)
        assert not store.claim(payer.request.key, here, DEADLINE)
        process.kill()
        if is_waited_for:
            process.wait()
        else:
            os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        assert asyncio.run(payer.ask(here, never)) == (answer(payer.request),)
    assert payer.paid == 1
    assert claims(path) == []
    process.communicate()
