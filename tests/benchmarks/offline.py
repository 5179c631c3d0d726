"""Rows that ask nobody: one stored answer, and start-up; and a store full of answers."""

from __future__ import annotations

import asyncio
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from summarizer.answers import Answer, Memory, Outcome, Usage
from summarizer.archive import Archive
from summarizer.asking import Asker
from summarizer.keeping import note_origins
from summarizer.prompts import PromptSet
from summarizer.store import Store
from summarizer.tokens import estimate_tokens, tokens_asked

from .corpus import Story, document_questions, stories
from .floors import read_replies
from .measuring import Line, Sizes, cpu_seconds, medians

MODEL = "bench"
MOST_STORED = 0.00005  # seconds an answer
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
        keys = answered(path, list(stories(sizes.cpu_calls // 4)))
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


def given(corpus: Sequence[Story]) -> list[dict[str, str]]:
    """Return the articles as `brief` and `plan` take them."""
    return [{"id": story.name, "text": story.text} for story in corpus]


def answered(path: Path, corpus: Sequence[Story]) -> list[str]:
    """Store the answers to every question about the articles, with their templates.

    Returns the questions' keys.
    """
    asker = Asker(Memory(), PromptSet())
    pairs = []
    for story in corpus:
        replies = story.replies()
        for question in document_questions(story.document(), asker, MODEL):
            reply = replies[f"{question.document[:8]}/{question.schema_name}"]
            usage = Usage(tokens_asked(question) + 90, estimate_tokens(reply))
            answer = Answer(question.key, 0, reply, Outcome.VALID, "a benchmark", usage)
            pairs.append((question, answer))
    with Store(path) as store:
        store.put_all(pairs)
        note_origins(Archive(store), asker.prompts, [question for question, _ in pairs])
    return [question.key for question, _ in pairs]


def _child_seconds(*arguments: str) -> float:
    """Return the processor time of a Python process from start to end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
