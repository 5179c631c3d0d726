"""Who pays for an answer: processes that hold a claim on a key, and how all others wait for them.

Knows how to tell whether a process still lives; nothing of questions, models and databases.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, Protocol, Self, TypeVar, runtime_checkable
from weakref import WeakValueDictionary

POLL_SECONDS = 0.2

_Life = Literal["alive", "dead", "unknown"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Holder:
    """One process, told apart from every other that ever had its number.

    `boot` and `namespace` are the kernel's names for this run of the machine and for the set of
    process numbers a container sees, `started` the clock ticks from boot to the process's start;
    where the system does not tell them they are "" and None.
    """

    host: str
    boot: str
    namespace: str
    pid: int
    started: int | None

    @classmethod
    def here(cls) -> Self:
        """Return the process that asks; a child made by fork has to ask again."""
        pid = os.getpid()
        stat = _stat(pid)
        return cls(socket.gethostname(), _boot(), _namespace(), pid, stat and stat[1])

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Return the holder whose `to_json()` is `text`.

        Raises:
            ValueError: it is no holder's.
        """
        match json.loads(text):
            case {
                "host": str(host),
                "boot": str(boot),
                "namespace": str(namespace),
                "pid": int(pid),
                "started": int() | None as started,
            }:
                return cls(host, boot, namespace, pid, started)
        raise ValueError("not the JSON of a holder")

    def to_json(self) -> str:
        """Return the one JSON text of this holder."""
        return json.dumps(asdict(self), sort_keys=True)


def is_dead(holder: Holder) -> bool:
    """Whether a holder is known to have ended: no process, another one, or an earlier boot here.

    >>> is_dead(Holder.here())
    False
    """
    return _life(holder) == "dead"


def is_alive(holder: Holder) -> bool:
    """Whether a holder is known to be at work: another process of this host, its start the same.

    Neither dead nor alive are holders on another host or in another container, and the caller
    itself, whose life tells nothing of what became of one call.

    >>> is_alive(Holder.here())
    False
    """
    return _life(holder) == "alive"


def _life(holder: Holder) -> _Life:
    here = Holder.here()
    if holder.host != here.host:
        return "unknown"
    if holder.boot != here.boot:
        return "dead"
    if holder.namespace != here.namespace or holder == here:
        return "unknown"
    stat = _stat(holder.pid)
    if stat is None:
        return "unknown" if _exists(holder.pid) else "dead"
    state, started = stat
    if state in "ZXx" or started != holder.started:  # a zombie runs no more
        return "dead"
    return "alive"


def _stat(pid: int) -> tuple[str, int] | None:
    """Return the state of a process and its start in clock ticks from boot; see proc(5)."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        fields = text.rpartition(")")[2].split()  # the name before it may hold anything
        return fields[0], int(fields[19])
    except (OSError, IndexError, ValueError):
        return None


def _exists(pid: int) -> bool:
    """Whether there is such a process, also one that /proc does not show to this user."""
    if os.name == "nt":  # there a signal 0 interrupts, and nothing cheap tells
        return True
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def _boot() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""


def _namespace() -> str:
    try:
        return str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        return ""


@runtime_checkable
class Claims(Protocol):
    """A place where one of several processes can take the right to pay for a key."""

    def claim(self, key: str, holder: Holder, deadline_seconds: float) -> bool:
        """Take the right to pay for a key; False where another may be paying for it."""
        ...

    def release(self, key: str, holder: Holder) -> None:
        """Give up a claim; nothing happens where `holder` does not have it."""
        ...


# One lock per event loop, store and key; each lives as long as some call of `once` needs it.
_turns: WeakValueDictionary[tuple[asyncio.AbstractEventLoop, int, str], asyncio.Lock]
_turns = WeakValueDictionary()


async def once(
    store: object,
    key: str,
    holder: Holder,
    deadline_seconds: float,
    read: Callable[[], T | None],
    pay: Callable[[], Awaitable[T]],
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
) -> T:
    """Return what `read` finds, else what `pay` returns, paid by one process at a time.

    While another pays, this waits and reads again; if the other fails or dies, it pays itself. An
    error of `pay` is not shared: whoever waits tries in turn.

    Args:
        store: who pays is settled here; within this event loop alone, if it has no claims.
        key: the question's.
        holder: the process that would pay.
        deadline_seconds: after which a call of `pay` cannot be running any more; a claim made on
            another host, where its holder cannot be seen, counts for so long.
        read: what is there already, or None.
        pay: gets it, and keeps it where `read` looks.
        sleep: waits that many seconds; replaced in tests.

    Raises:
        StoreError: the store fails; before `pay` is called, if it was failing by then.
    """
    turn = _turns.setdefault((asyncio.get_running_loop(), id(store), key), asyncio.Lock())
    async with turn:
        if not isinstance(store, Claims):
            found = read()
            return await pay() if found is None else found
        with _here(key):
            return await _claimed(store, key, holder, deadline_seconds, read, pay, sleep)


async def _claimed(
    store: Claims,
    key: str,
    holder: Holder,
    deadline_seconds: float,
    read: Callable[[], T | None],
    pay: Callable[[], Awaitable[T]],
    sleep: Callable[[float], Awaitable[object]],
) -> T:
    is_first = True
    while (found := read()) is None and not store.claim(key, holder, deadline_seconds):
        if is_first:
            is_first = False
            if _given_up(store, key, holder):
                continue
        await sleep(POLL_SECONDS)
    if found is not None:
        return found
    try:
        found = read()  # the last holder may have kept its answer just before the claim
        return await pay() if found is None else found
    finally:
        store.release(key, holder)


_at_work = Counter[str]()  # keys that calls of this process, in any thread, work on
_lock = threading.Lock()


@contextmanager
def _here(key: str) -> Iterator[None]:
    """Count a call of this process as at work on a key."""
    with _lock:
        _at_work[key] += 1
    try:
        yield
    finally:
        with _lock:
            _at_work[key] -= 1
            if not _at_work[key]:
                del _at_work[key]


def _given_up(store: Claims, key: str, holder: Holder) -> bool:
    """Give up a claim that an earlier call of this process could not, as when the disk was full.

    Returns whether there can have been one: nobody else in this process is at work on the key.
    """
    with _lock:
        if _at_work[key] > 1:
            return False
        store.release(key, holder)
        return True
