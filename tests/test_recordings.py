"""Recorded answers: written in one form, read with their keys checked."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import summarizer
from summarizer import recordings
from summarizer.answers import Answer, Outcome, Request, Usage
from summarizer.errors import StoreError
from summarizer.recordings import Recordings, is_cut_off, write_json_lines

QUESTION = Request(
    "recorded",
    (("system", "Copy the words."), ("user", "[1] Some 550 drones came.")),
    "reply",
    {"type": "object", "properties": {"z": {}, "a": {}}},
    {},
    prompt="numbers",
    subject="a.txt",
    document="d1",
)
ANSWER = Answer(QUESTION.key, 0, '{"z": 550}', Outcome.VALID, "a person", None)

questions = st.builds(
    Request,
    model=st.sampled_from(["recorded", "m"]),
    messages=st.lists(st.tuples(st.sampled_from(["system", "user"]), st.text())).map(tuple),
    schema_name=st.just("reply"),
    schema=st.dictionaries(st.text(), st.text() | st.booleans(), max_size=3),
    sampling=st.dictionaries(st.just("temperature"), st.floats(0, 2)),
    sample=st.integers(0, 3),
    prompt=st.sampled_from(["events", "numbers", "quotes"]),
    subject=st.text(),
    document=st.text(),
)


@st.composite
def recorded_pairs(draw: st.DrawFn) -> list[tuple[Request, Answer]]:
    """Draw questions with one to three attempts each, in the order of attempts."""
    found = []
    for request in draw(st.lists(questions, max_size=5, unique_by=lambda r: r.key)):
        for attempt in range(draw(st.integers(1, 3))):
            answer = Answer(
                request.key,
                attempt,
                draw(st.text()),
                draw(st.sampled_from(Outcome)),
                draw(st.text()),
                draw(st.none() | st.builds(Usage, st.integers(0), st.integers(0))),
                draw(st.text()),
            )
            found.append((request, answer))
    return found


@settings(max_examples=50, deadline=None)
@given(recorded_pairs(), st.randoms())
def test_what_is_written_is_read(pairs: list[tuple[Request, Answer]], random: Any) -> None:
    """Questions and answers come back as they were, and the bytes do not hang on the order."""
    with tempfile.TemporaryDirectory() as folder:
        recordings.write(folder, pairs)
        read = Recordings(folder)
        assert {r.key: r for r in read.requests()} == {r.key: r for r, _ in pairs}
        for request, _ in pairs:
            given_answers = [a for _, a in reversed(pairs) if a.key == request.key]
            assert list(read.get(request.key)) == given_answers
            assert read.request(request.key) == request
        before = {path.name: path.read_bytes() for path in Path(folder).iterdir()}
        random.shuffle(pairs)
        recordings.write(folder, pairs)
        assert {path.name: path.read_bytes() for path in Path(folder).iterdir()} == before


def test_a_line_has_its_fields_in_reading_order(tmp_path: Path) -> None:
    """Key first, the full request in the order of its schema, the raw reply, then a newline."""
    recordings.write(tmp_path, [(QUESTION, ANSWER)])
    text = (tmp_path / "numbers.jsonl").read_text(encoding="utf-8")
    assert text == (
        f'{{"key":"{QUESTION.tagged_key}","attempt":0,"prompt":"numbers","subject":"a.txt",'
        '"document":"d1","request":{"model":"recorded","messages":[{"role":"system","content":'
        '"Copy the words."},{"role":"user","content":"[1] Some 550 drones came."}],'
        '"response_format":{"type":"json_schema","json_schema":{"name":"reply","strict":true,'
        '"schema":{"type":"object","properties":{"z":{},"a":{}}}}}},"sample":0,'
        '"reply":"{\\"z\\": 550}","outcome":"valid","answered_by":"a person","usage":null,'
        '"model":""}\n'
    )


def test_lines_are_sorted_by_key_in_one_file_a_prompt(tmp_path: Path) -> None:
    """Each prompt has its own file, whose lines are in the order of their keys and attempts."""
    pairs = []
    for number in range(6):
        prompt = "numbers" if number % 2 else "events"
        request = dataclasses.replace(QUESTION, sample=number, prompt=prompt)
        pairs += [
            (request, dataclasses.replace(ANSWER, key=request.key, attempt=attempt))
            for attempt in (1, 0)
        ]
    recordings.write(tmp_path, pairs)
    for name in ("events", "numbers"):
        lines = (tmp_path / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        order = [(line["key"], line["attempt"]) for line in map(json.loads, lines)]
        assert len(order) == 6
        assert order == sorted(order)


def tamper(path: Path, old: str, new: str) -> None:
    """Replace words in a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


TAMPERED = [
    # what stands there, what stands there instead, what is told
    ("550 drones", "551 drones", "does not have the key"),
    ('"sample":0', '"sample":1', "does not have the key"),
    ('"model":"recorded"', '"model":"m"', "does not have the key"),
    ('"attempt":0,', "", "attempt: Field required"),
    ('"usage":null', '"usage":null,"more":1', "more: Extra inputs"),
    ('"outcome":"valid"', '"outcome":"fine"', "outcome: Input should be"),
    ('"role":"user"', '"role":1', "wrong type"),
    ('"strict":true', '"strict":false', "the key does not cover"),
    ('"sample":0', '"sample":0,"sample":0', "stands twice"),
    ('"sample":0', '"sample":NaN', "NaN"),
    ('"sample":0', '"sample":', "not JSON"),
]


@pytest.mark.parametrize(("old", "new", "told"), TAMPERED, ids=[new for _, new, _ in TAMPERED])
def test_a_changed_request_is_an_error_with_file_and_line(
    old: str, new: str, told: str, tmp_path: Path
) -> None:
    """A line that is no recording, or not of its request, is named by file and line."""
    path = tmp_path / "numbers.jsonl"
    recordings.write(tmp_path, [(QUESTION, ANSWER)])
    tamper(path, old, new)
    path.write_bytes(b"\n" + path.read_bytes())
    with pytest.raises(StoreError) as caught:
        Recordings(tmp_path).get(QUESTION.key)
    assert str(caught.value).startswith(f"{path}:2: ")
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_changed_reply_is_read_as_it_stands(tmp_path: Path) -> None:
    """Replies are reviewed text: a correction by hand is the answer."""
    recordings.write(tmp_path, [(QUESTION, ANSWER)])
    tamper(tmp_path / "numbers.jsonl", '{\\"z\\": 550}', "about 550, “he said”")
    assert Recordings(tmp_path).get(QUESTION.key)[0].reply == "about 550, “he said”"


def test_one_attempt_is_recorded_once(tmp_path: Path) -> None:
    """Two lines for one (key, attempt), in one file or two, are an error that names the second."""
    recordings.write(tmp_path, [(QUESTION, ANSWER)])
    (tmp_path / "other.jsonl").write_bytes((tmp_path / "numbers.jsonl").read_bytes())
    with pytest.raises(StoreError, match=r"other\.jsonl:1: attempt 0 is recorded twice"):
        Recordings(tmp_path).models()


def test_one_file_can_be_read_alone(tmp_path: Path) -> None:
    """A path to a file reads that file."""
    recordings.write(tmp_path, [(QUESTION, ANSWER)])
    read = Recordings(tmp_path / "numbers.jsonl")
    assert read.get(QUESTION.key) == (ANSWER,)
    assert list(read.requests("events")) == []
    assert read.request("unknown") is None


def test_an_absent_folder_is_told_at_first_use(tmp_path: Path) -> None:
    """Nothing is read before it is needed; then the missing path is named."""
    absent = Recordings(tmp_path / "nowhere")
    with pytest.raises(StoreError, match="nowhere"):
        absent.get("any")


def test_models_are_those_of_the_questions(tmp_path: Path) -> None:
    """Each model is named once, in alphabetical order."""
    other = dataclasses.replace(QUESTION, model="m", prompt="events")
    recordings.write(
        tmp_path, [(QUESTION, ANSWER), (other, dataclasses.replace(ANSWER, key=other.key))]
    )
    assert Recordings(tmp_path).models() == ["m", "recorded"]


def test_recordings_cannot_be_written_to(tmp_path: Path) -> None:
    """Putting and registering are refused in plain words."""
    read = Recordings(tmp_path)
    with pytest.raises(StoreError, match="read-only"):
        read.put(QUESTION, ANSWER)
    with pytest.raises(StoreError, match="read-only"):
        read.register([QUESTION])


def test_what_is_no_longer_given_goes(tmp_path: Path) -> None:
    """Old lines and old files of recordings go; files that hold anything else stay."""
    other = dataclasses.replace(QUESTION, prompt="events", sample=1)
    of_other = dataclasses.replace(ANSWER, key=other.key)
    second = dataclasses.replace(ANSWER, attempt=1)
    recordings.write(tmp_path, [(QUESTION, ANSWER), (QUESTION, second), (other, of_other)])
    (tmp_path / "articles.jsonl").write_text('{"text": "mine"}\n', encoding="utf-8")
    recordings.write(tmp_path, [(QUESTION, ANSWER)])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["articles.jsonl", "numbers.jsonl"]
    assert Recordings(tmp_path / "numbers.jsonl").get(QUESTION.key) == (ANSWER,)


def test_a_question_under_two_prompts_is_written_once(tmp_path: Path) -> None:
    """One key has one line, in the first prompt's file, whatever the order given."""
    pairs = [(QUESTION, ANSWER), (dataclasses.replace(QUESTION, prompt="events"), ANSWER)]
    for given_pairs in (pairs, pairs[::-1]):
        recordings.write(tmp_path, given_pairs)
        assert [path.name for path in tmp_path.iterdir()] == ["events.jsonl"]


def test_two_answers_for_one_attempt_are_not_written(tmp_path: Path) -> None:
    """Which of two different answers is recorded is never left to chance."""
    with pytest.raises(ValueError, match="two answers"):
        recordings.write(
            tmp_path, [(QUESTION, ANSWER), (QUESTION, dataclasses.replace(ANSWER, reply="other"))]
        )


@pytest.mark.parametrize("prompt", ["", "../up", ".hidden", "a/b"])
def test_a_prompt_names_a_file_in_the_folder(prompt: str, tmp_path: Path) -> None:
    """A prompt whose name would leave the folder, or none, is refused."""
    with pytest.raises(ValueError, match="cannot name a file"):
        recordings.write(tmp_path, [(dataclasses.replace(QUESTION, prompt=prompt), ANSWER)])


def test_half_an_emoji_is_recorded(tmp_path: Path) -> None:
    """A reply cut inside a surrogate pair is written, escaped, and read back."""
    cut = dataclasses.replace(ANSWER, reply="cut \ud83d", outcome=Outcome.CUT)
    recordings.write(tmp_path, [(QUESTION, cut)])
    assert Recordings(tmp_path).get(QUESTION.key) == (cut,)


def test_a_failed_write_leaves_what_stood_there(tmp_path: Path) -> None:
    """When a value cannot be written, the old file is whole and no draft is left."""
    path = tmp_path / "lines.jsonl"
    write_json_lines(path, [1])
    with pytest.raises(ValueError):
        write_json_lines(path, [2, float("nan")])
    assert path.read_bytes() == b"1\n"
    assert list(tmp_path.iterdir()) == [path]


def test_a_path_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A file where a folder should be is told in one line."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreError, match="cannot be written"):
        write_json_lines(tmp_path / "file" / "lines.jsonl", [1])


def test_replay_needs_no_database() -> None:
    """Neither sqlite3 nor a model's library is imported to read recordings."""
    code = (
        "import sys, summarizer.recordings, summarizer.batch\n"
        "print(*sorted({'sqlite3', 'openai', 'instructor', 'tenacity'} & set(sys.modules)))"
    )
    assert summarizer.__file__ is not None
    source = str(Path(summarizer.__file__).parent.parent)
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": source},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == ""


ENDS = [
    (b"", False),
    (b"{}\n", False),
    (b"{}\r\n", False),
    (b"{}\n{", True),
    (b"{}", True),  # whole or not: the line does not end
]


@pytest.mark.parametrize(("content", "is_cut"), ENDS, ids=str)
def test_a_file_that_ends_inside_a_line_is_told(
    tmp_path: Path, content: bytes, is_cut: bool
) -> None:
    """Only a last line without its line break may be cut off; what is no file is never."""
    path = tmp_path / "answers.jsonl"
    path.write_bytes(content)
    assert is_cut_off(path) is is_cut
    assert not is_cut_off(tmp_path)
