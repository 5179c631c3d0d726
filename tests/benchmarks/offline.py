"""Rows that ask nobody: stored answers, start-up, plans and replays."""

from __future__ import annotations

import asyncio
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from summarizer import Summarizer
from summarizer.answers import Answer, Memory, Outcome
from summarizer.asking import Asker
from summarizer.extraction import document_questions
from summarizer.prompts import PromptSet
from summarizer.reading import as_documents
from summarizer.store import Store

from .corpus import Story, stories
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
    """Return the processor time of a plan with nothing stored, beside numbering lines."""
    corpus = list(stories(sizes.articles))
    given, texts = _given(corpus), [story.text for story in corpus]
    with tempfile.TemporaryDirectory() as folder:

        def planned() -> None:
            with Summarizer(model=MODEL, store=Path(folder) / "answers.db") as summarizer:
                made = summarizer.plan(given)
            assert len(made.requests) == 4 * len(given)

        found = medians(
            sizes.repetitions,
            {
                "ours": lambda: cpu_seconds(planned),
                "bare": lambda: cpu_seconds(lambda: number_lines(texts)),
            },
        )
    what = f"plan of {len(given)} articles, nothing stored"
    most = MOST_PLAN * len(given)
    return [Line("plan", what, found["ours"], "lines numbered", found["bare"], "s", most=most)]


def replay(sizes: Sizes) -> list[Line]:
    """Return the processor time of claims and briefing from stored answers; once, it takes long."""
    corpus = list(stories(sizes.articles))
    given, texts = _given(corpus), [story.text for story in corpus]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.db"
        _answered(path, corpus)
        with Summarizer(model=MODEL, store=path) as summarizer:
            reading = as_documents(given)
            claims = cpu_seconds(lambda: asyncio.run(summarizer.extract_each(reading)))
            briefing = cpu_seconds(lambda: summarizer.brief(given))
    floor = cpu_seconds(lambda: number_lines(texts))
    beside = "lines numbered"
    return [
        Line("replay", f"claims of {len(given)} articles", claims, beside, floor, "s"),
        Line("replay", f"briefing of {len(given)} articles", briefing, beside, floor, "s"),
    ]


def _given(corpus: Sequence[Story]) -> list[dict[str, str]]:
    return [{"id": story.name, "text": story.text} for story in corpus]


def _answered(path: Path, corpus: Sequence[Story]) -> list[str]:
    """Store the answers to every question about the articles; return the questions' keys."""
    asker, keys = Asker(Memory(), PromptSet()), []
    with Store(path) as store:
        for story in corpus:
            replies = story.replies()
            for question in document_questions(story.document(), asker, MODEL):
                reply = replies[f"{question.document[:8]}/{question.schema_name}"]
                answer = Answer(question.key, 0, reply, Outcome.VALID, "a benchmark", None)
                store.put(question, answer)
                keys.append(question.key)
    return keys


def _child_seconds(*arguments: str) -> float:
    """Return the processor time of a Python process from start to end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
