"""Rows that ask a server: wall time over waves, and the processor time of one call."""

from __future__ import annotations

import asyncio
import math
import tempfile
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from summarizer import Endpoint, LiveModel, Summarizer
from summarizer.answers import Memory, Request
from summarizer.asking import Asker, together
from summarizer.prompts import PromptSet
from summarizer.reading import as_documents
from summarizer.store import Store

from .corpus import Story, document_questions, stories
from .floors import ask_bare_instructor, ask_raw
from .measuring import Line, Sizes, cpu_seconds, medians
from .server import Server

MODEL = "bench"
MOST_OVER_WAVES = {16: 1.10, 64: 1.30}
MOST_CPU = 0.003  # seconds a call, everything included
CPU_IN_FLIGHT = 16


def waves(sizes: Sizes) -> list[Line]:
    """Return wall times of whole runs beside ceil(calls / concurrency) x latency."""
    lines = []
    for calls in sizes.calls:
        corpus = _corpus(calls)
        with Server(_replies(corpus), latency=sizes.latency) as server:
            questions = _questions(corpus)
            _warm(server, questions)
            for allowed in sizes.concurrencies:
                lines += _wall_lines(sizes, server, corpus, questions, allowed)
    return lines


def _wall_lines(
    sizes: Sizes,
    server: Server,
    corpus: Sequence[Story],
    questions: Sequence[Request],
    allowed: int,
) -> list[Line]:
    calls, floor = len(questions), math.ceil(len(questions) / allowed) * sizes.latency
    runs = {
        "aiohttp alone": _Run(server, calls, lambda: ask_raw(server.url, questions, allowed)),
        "LiveModel.complete": _Run(
            server, calls, lambda: _complete(server.url, questions, allowed)
        ),
        "extract_each with a store": _Run(
            server, calls, lambda: _extract(server.url, corpus, allowed)
        ),
    }
    walls = medians(sizes.repetitions, {name: run.wall for name, run in runs.items()})
    return [
        Line(
            row="waves",
            what=f"{name}, {calls} calls, {allowed} in flight",
            figure=walls[name],
            beside="waves",
            floor=floor,
            unit="s",
            most_ratio=None if name == "aiohttp alone" else MOST_OVER_WAVES.get(allowed),
            in_flight=run.most_in_flight,
            allowed=allowed,
        )
        for name, run in runs.items()
    ]


def cpu(sizes: Sizes) -> list[Line]:
    """Return the processor time of one call, beside a bare instructor loop and bare aiohttp."""
    corpus = _corpus(sizes.cpu_calls)
    with Server(_replies(corpus), latency=0.0) as server:
        questions = _questions(corpus)
        _warm(server, questions)
        calls, url = len(questions), server.url
        runs = {
            "ours": _Run(server, calls, lambda: _ask_and_store(url, questions)),
            "no store": _Run(server, calls, lambda: _complete(url, questions, CPU_IN_FLIGHT)),
            "instructor": _Run(
                server, calls, lambda: ask_bare_instructor(url, questions, CPU_IN_FLIGHT)
            ),
            "aiohttp": _Run(server, calls, lambda: ask_raw(url, questions, CPU_IN_FLIGHT)),
        }
        total = medians(sizes.repetitions, {name: run.cpu for name, run in runs.items()})
    call = {name: seconds / calls for name, seconds in total.items()}
    ours, stored = "a call through LiveModel", "a call asked and stored"
    return [
        Line("cpu", stored, call["ours"], "instructor alone", call["instructor"], most=MOST_CPU),
        Line("cpu", stored, call["ours"], "aiohttp alone", call["aiohttp"]),
        Line("cpu", ours, call["no store"], "instructor alone", call["instructor"]),
    ]


@dataclass
class _Run:
    """One way to ask everything once; every repetition is counted by the server."""

    server: Server
    calls: int
    work: Callable[[], Coroutine[Any, Any, None]]
    most_in_flight: int = field(default=0, init=False)

    def wall(self) -> float:
        """Return the seconds that one repetition takes."""
        began = time.perf_counter()
        asyncio.run(self.work())
        seconds = time.perf_counter() - began
        self._count()
        return seconds

    def cpu(self) -> float:
        """Return the processor time that one repetition takes here."""
        seconds = cpu_seconds(lambda: asyncio.run(self.work()))
        self._count()
        return seconds

    def _count(self) -> None:
        counts = self.server.counts()
        if counts.calls != self.calls:
            raise AssertionError(f"{counts.calls} calls came instead of {self.calls}")
        self.most_in_flight = max(self.most_in_flight, counts.most_in_flight)


def _corpus(calls: int) -> list[Story]:
    return list(stories(calls // 4))


def _replies(corpus: Sequence[Story]) -> dict[str, str]:
    return {name: text for story in corpus for name, text in story.replies().items()}


def _questions(corpus: Sequence[Story]) -> list[Request]:
    asker = Asker(Memory(), PromptSet())
    return [q for story in corpus for q in document_questions(story.document(), asker, MODEL)]


def _warm(server: Server, questions: Sequence[Request]) -> None:
    """Load what loads at the first question, which a run pays once."""
    asyncio.run(_complete(server.url, questions[:4], 4))
    asyncio.run(ask_bare_instructor(server.url, questions[:4], 4))
    asyncio.run(ask_raw(server.url, questions[:4], 4))
    server.counts()


async def _complete(url: str, questions: Sequence[Request], allowed: int) -> None:
    async with LiveModel(Endpoint(url, concurrency=allowed)) as model:
        await together(model.complete(q, (q.schema_name,)) for q in questions)


async def _ask_and_store(url: str, questions: Sequence[Request]) -> None:
    """Ask as a run does: key, look-up, call, check, store, parse."""
    fresh = [replace(question) for question in questions]  # whose keys are not known yet
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "answers.db") as store:
        async with LiveModel(Endpoint(url, concurrency=CPU_IN_FLIGHT)) as model:
            asker = Asker(store, PromptSet(), model)
            await together(asker.ask(question) for question in fresh)


async def _extract(url: str, corpus: Sequence[Story], allowed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        client = LiveModel(Endpoint(url, concurrency=allowed))
        reading = as_documents([story.document() for story in corpus])
        async with Summarizer(
            model=MODEL, store=Path(folder) / "answers.db", client=client
        ) as summarizer:
            found = await summarizer.extract_each(reading)
        assert not any(extracted.failures for extracted in found)
