"""A stored question without its messages: the same from every place, whatever the messages hold."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.answers import Answer, Layered, Memory, Outcome, Request
from summarizer.outlines import outline_of
from summarizer.recordings import Recordings, write
from summarizer.store import Store

SCHEMA = {"type": "object", "properties": {"numbers": {"type": "array"}}}
# Text that looks like the places at which the body of a question is cut.
TRICKY = '],"response_format":{"json_schema": 1}},"messages":['


def question(text: str = "Count.", **fields: Any) -> Request:
    """Return a question about an article."""
    filled: dict[str, Any] = {"prompt": "numbers", "subject": "a.txt", "document": "d1"}
    labels = filled | {name: value for name, value in fields.items() if name in filled}
    given = {name: value for name, value in fields.items() if name not in filled}
    return Request(
        given.get("model", "m"),
        (("system", "Read."), ("user", text)),
        "numbers",
        SCHEMA,
        given.get("sampling", {}),
        **labels,
    )


def answered(request: Request) -> Answer:
    """Return an answer to a question."""
    return Answer(request.key, 0, "{}", Outcome.VALID, "made up", None)


QUESTIONS = [
    question(),
    question(TRICKY),
    question(TRICKY, model=f'm"{TRICKY}', sampling={"temperature": 0.5, "seed": 3}),
    question("cut \ud83d", subject="b.txt", document="d2"),  # half of a surrogate pair
    question("…", subject=f"“{TRICKY}”.txt", document="d3"),
    question("A story.", subject="the story", document=""),
]
ABOUT = {"d1", "b.txt", f"“{TRICKY}”.txt", "the story"}


def test_every_place_outlines_alike(tmp_path: Path) -> None:
    """Memory, store, recordings and layers give what the whole question says."""
    memory = Memory()
    store = Store(tmp_path / "answers.db")
    for request in QUESTIONS:
        for place in (memory, store):
            place.put(request, answered(request))
    write(tmp_path / "recordings", [(request, answered(request)) for request in QUESTIONS])
    recordings = Recordings(tmp_path / "recordings")
    expected = {request.key: request.outline() for request in QUESTIONS}
    for place in (memory, store, recordings, Layered(store, recordings)):
        found = [*place.outlines("numbers", ABOUT)]
        assert len(found) == len(QUESTIONS)
        assert {outline.key: outline for outline in found} == expected


def test_only_answered_questions_about_what_is_wanted(tmp_path: Path) -> None:
    """Other prompts, other articles and questions that nobody answered are left out."""
    wanted = question()
    others = [question(prompt="quotes"), question("Sum.", subject="c.txt", document="d9")]
    for place in (Memory(), Store(tmp_path / "answers.db")):
        for request in (wanted, *others):
            place.put(request, answered(request))
        place.register([question("Count again.")])
        assert [outline.key for outline in place.outlines("numbers", {"d1"})] == [wanted.key]
        assert [*place.outlines("numbers", set())] == []


def test_many_questions_come_in_their_order(tmp_path: Path) -> None:
    """More questions than one page holds are all given, in the order in which they came."""
    requests = [question(str(number)) for number in range(450)]
    with Store(tmp_path / "answers.db") as store:
        store.put_all((request, answered(request)) for request in requests)
        keys = [outline.key for outline in store.outlines("numbers", {"a.txt"})]
    assert keys == [request.key for request in requests]


DAMAGE = ["", "{", '{"model":"m"}', '{"model":"m","messages":[],"response_format":{}}', "\x00"]


@pytest.mark.parametrize("body", DAMAGE)
def test_a_damaged_question_is_left_out(tmp_path: Path, body: str) -> None:
    """What cannot be cut or read gives no outline, and spares the others."""
    first, second = question("one"), question("two")
    with Store(tmp_path / "answers.db") as store:
        store.put_all([(first, answered(first)), (second, answered(second))])
    with sqlite3.connect(tmp_path / "answers.db") as db:
        db.execute("UPDATE requests SET body = ? WHERE key = ?", (body, first.key))
    db.close()
    with Store(tmp_path / "answers.db") as store:
        found = [outline.key for outline in store.outlines("numbers", {"a.txt"})]
    assert found == [second.key]


@given(st.tuples(*[st.none() | st.integers() | st.binary(max_size=9)] * 6))
def test_no_row_stops_the_reading(row: tuple[Any, ...]) -> None:
    """Whatever stands in a row, an outline or None comes back."""
    assert outline_of(row) is None
