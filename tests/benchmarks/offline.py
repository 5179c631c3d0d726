"""Rows that ask nobody: stored answers, start-up, plans and replays."""

from __future__ import annotations

import asyncio
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from summarizer import Summarizer
from summarizer.answers import Answer, Memory, Outcome
from summarizer.asking import Asker
from summarizer.prompts import PromptSet
from summarizer.reading import as_documents
from summarizer.store import Store

from .corpus import Story, document_questions, stories
from .floors import number_lines, read_replies
from .measuring import Line, Sizes, cpu_seconds, medians

MODEL = "bench"
MOST_STORED = 0.00005  # seconds an answer
MOST_PLAN = 0.0015  # seconds an article
MOST_START = 1.6  # times a trivial typer application
_TRIVIAL = """
import typer
app = typer.Typer(add_completion=False)

@app.command()
def hello(name: str, loud: bool = False) -> None:
    "Greet somebody."

@app.command()
def bye(name: str) -> None:
    "Part from somebody."

app()
"""


def stored(sizes: Sizes) -> list[Line]:
    """Return the time to get a stored answer, checked and parsed, beside SELECT and json.loads."""
    prompts = PromptSet()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.db"
        keys = _answered(path, list(stories(sizes.cpu_calls // 4)))
        with Store(path) as store:
            questions = [q for key in keys if (q := store.request(key)) is not None]
        assert [question.key for question in questions] == keys

        async def ask_all() -> None:
            with Store(path) as store:
                asker = Asker(store, prompts)
                for question in questions:
                    await asker.ask(question)

        found = medians(
            sizes.repetitions,
            {
                "ours": lambda: cpu_seconds(lambda: asyncio.run(ask_all())),
                "bare": lambda: cpu_seconds(lambda: read_replies(path, keys)),
            },
        )
    each = {name: seconds / len(keys) for name, seconds in found.items()}
    what = "a stored answer: get, checksum, check"
    return [Line("stored", what, each["ours"], "SELECT, json", each["bare"], most=MOST_STORED)]


def start(sizes: Sizes) -> list[Line]:
    """Return the processor time of `--help` beside that of a trivial typer application."""
    found = medians(
        3 * sizes.repetitions,
        {
            "ours": lambda: _child_seconds("-m", "summarizer", "--help"),
            "typer": lambda: _child_seconds("-c", _TRIVIAL, "--help"),
        },
    )
    ours, floor = found["ours"], found["typer"]
    return [
        Line("start", "summarizer --help", ours, "typer", floor, "s", most_ratio=MOST_START),
    ]


def plan(sizes: Sizes) -> list[Line]:
    """Return the processor time of a plan with nothing stored, or with what another model said."""
    corpus = list(stories(sizes.articles))
    given, texts = _given(corpus), [story.text for story in corpus]
    with tempfile.TemporaryDirectory() as folder:
        empty, full = Path(folder) / "empty.db", Path(folder) / "full.db"
        _answered(full, corpus)

        def planned(path: Path, model: str) -> None:
            with Summarizer(model=model, store=path) as summarizer:
                made = summarizer.plan(given)
            assert len(made.requests) == 4 * len(given)
            assert sum(count.stale for count in made.prompts) in (0, 4 * len(given))

        found = medians(
            sizes.repetitions,
            {
                "nothing stored": lambda: cpu_seconds(lambda: planned(empty, MODEL)),
                "all stale": lambda: cpu_seconds(lambda: planned(full, f"other {MODEL}")),
                "bare": lambda: cpu_seconds(lambda: number_lines(texts)),
            },
        )
    floor = found.pop("bare")
    most = {"nothing stored": MOST_PLAN * len(given)}
    return [
        Line(
            row="plan",
            what=f"plan of {len(given)} articles, {state}",
            figure=seconds,
            beside="lines numbered",
            floor=floor,
            unit="s",
            most=most.get(state),
        )
        for state, seconds in found.items()
    ]


def replay(sizes: Sizes) -> list[Line]:
    """Return the processor time of claims and of a briefing from stored answers, run once."""
    corpus = list(stories(max(sizes.articles, sizes.briefed)))
    given, texts = _given(corpus), [story.text for story in corpus]
    some, few = given[: sizes.articles], given[: sizes.briefed]
    found: list[object] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.db"
        _answered(path, corpus)
        with Summarizer(model=MODEL, store=path) as summarizer:

            async def extract() -> None:
                found.extend(await summarizer.extract_each(as_documents(some)))

            claims = cpu_seconds(lambda: asyncio.run(extract()))
            briefing = cpu_seconds(lambda: found.append(summarizer.brief(few)))
    assert len(found) == len(some) + 1
    beside = "lines numbered"
    return [
        Line(
            row="replay",
            what=f"{what} of {count} articles",
            figure=seconds,
            beside=beside,
            floor=cpu_seconds(lambda count=count: number_lines(texts[:count])),  # type: ignore[misc]
            unit="s",
        )
        for what, count, seconds in (
            ("claims", len(some), claims),
            ("briefing", len(few), briefing),
        )
    ]


def _given(corpus: Sequence[Story]) -> list[dict[str, str]]:
    return [{"id": story.name, "text": story.text} for story in corpus]


def _answered(path: Path, corpus: Sequence[Story]) -> list[str]:
    """Store the answers to every question about the articles; return the questions' keys."""
    asker = Asker(Memory(), PromptSet())
    questions, answers = [], []
    for story in corpus:
        replies = story.replies()
        for question in document_questions(story.document(), asker, MODEL):
            reply = replies[f"{question.document[:8]}/{question.schema_name}"]
            questions.append(question)
            answers.append(Answer(question.key, 0, reply, Outcome.VALID, "a benchmark", None))
    with Store(path) as store, ThreadPoolExecutor(16) as threads:
        assert all(threads.map(store.put, questions, answers))
    return [question.key for question in questions]


def _child_seconds(*arguments: str) -> float:
    """Return the processor time of a Python process from start to end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
