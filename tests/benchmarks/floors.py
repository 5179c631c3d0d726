"""The least that could do the same: loops as short as they get, with nothing of the package in them
but the question and the shape of its reply.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from summarizer.answers import Request
from summarizer.replies import reply_model


async def ask_raw(url: str, questions: Sequence[Request], allowed: int) -> None:
    """Ask with aiohttp and json, and read every reply as JSON."""
    import aiohttp

    turns = asyncio.Semaphore(allowed)
    connector = aiohttp.TCPConnector(limit=allowed)
    async with aiohttp.ClientSession(connector=connector) as session:

        async def ask(question: Request) -> None:
            async with (
                turns,
                session.post(f"{url}/chat/completions", json=question.body()) as response,
            ):
                answer = json.loads(await response.read())
                json.loads(answer["choices"][0]["message"]["content"])

        await asyncio.gather(*map(ask, questions))


async def ask_bare_instructor(url: str, questions: Sequence[Request], allowed: int) -> None:
    """Ask as instructor's first page shows it, with the same messages and the same model."""
    import instructor
    from openai import AsyncOpenAI

    turns = asyncio.Semaphore(allowed)
    async with AsyncOpenAI(base_url=url, api_key="unused", max_retries=0) as openai:
        client = instructor.from_openai(openai, mode=instructor.Mode.JSON_SCHEMA)

        async def ask(question: Request) -> None:
            async with turns:
                await client.chat.completions.create(
                    model=question.model,
                    messages=[{"role": r, "content": t} for r, t in question.messages],  # type: ignore[misc]
                    response_model=reply_model((question.schema_name,)),
                    max_retries=0,
                )

        await asyncio.gather(*map(ask, questions))


def read_replies(path: Path, keys: Sequence[str]) -> None:
    """Select every reply by its key and read it as JSON."""
    db = sqlite3.connect(path)
    try:
        for key in keys:
            json.loads(db.execute("SELECT reply FROM answers WHERE key = ?", (key,)).fetchone()[0])
    finally:
        db.close()


def number_lines(texts: Sequence[str]) -> int:
    """Return the size of four questions about every text: lines numbered, joined and encoded once."""
    size = 0
    for text in texts:
        lines = enumerate(text.split("\n"), start=1)
        page = "\n".join(f"[{number}] {line}" for number, line in lines)
        size += sum(len(json.dumps([part, page])) for part in ("layout", "events", "a", "b"))
    return size


def find_words(text: str, words: Sequence[str]) -> int:
    """Return how many of the words stand in a text as they are."""
    return sum(text.find(word) >= 0 for word in words)
