"""Runs for tests, each from as few words as a case needs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from summarizer.articles import Basis, Document, Metadata, Published
from summarizer.reading import Failure, Reading
from summarizer.runs import Run, Spent

PROMPTS = {"set.yaml": "name: default\n", "numbers.jinja": "Copy every figure.\n"}
KEYS = ("a1" * 32, "b2" * 32, "c3" * 32)


def reading_of(*documents: Document) -> Reading:
    """Return a reading of documents, with a failure and a note."""
    return Reading(documents, (Failure("b.txt", "no text"),), ("a.txt: read as cp1252",))


def document(text: str = "The mill in Tolvik burned. Two were hurt.") -> Document:
    """Return an article of which everything is known."""
    metadata = Metadata(
        outlet="Tolvik Post",
        title="Fire",
        published=Published.parse("2031-03-04T06:12+03:00"),
        url="https://tolvik.example/fire",
        language="en",
        basis={"outlet": Basis.GIVEN, "language": Basis.TEXT},
    )
    return Document(text, "a.txt", metadata)


def run_of(**fields: Any) -> Run:
    """Return a run of one article and three questions, one without an answer."""
    filled: dict[str, Any] = {
        "started_at": datetime(2031, 3, 4, 7, 0, tzinfo=UTC),
        "version": "0.1.0",
        "model": "m",
        "prompt_set": "default",
        "prompts": PROMPTS,
        "reading": reading_of(document()),
        "attempts": {KEYS[0]: 0, KEYS[1]: 2, KEYS[2]: None},
        "used": {KEYS[0]: "numbers", KEYS[1]: "events"},
        "briefing_sha256": "e" * 64,
        "spent": Spent(2, 700, 90),
    }
    return Run(**(filled | fields))
