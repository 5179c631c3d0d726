"""Answers taken from batch files: what is kept, what is refused, and that neither hangs on order."""

from __future__ import annotations

import dataclasses
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from batch_lines import EXPIRED, KEYS, QUESTIONS, answers_file, known, line
from hypothesis import given
from hypothesis import strategies as st

from summarizer.answers import Answer, Memory, Outcome, Request, Usage
from summarizer.batch import write_requests
from summarizer.errors import StoreError
from summarizer.importing import ImportReport, import_answers, register_file, unanswered
from summarizer.store import Store


def object_faults(request: Request, reply: str) -> Sequence[str]:
    """Stand for the check against a schema."""
    return () if reply.startswith("{") else ("no object", "nor a list")


def take(path: Path, store: Any) -> ImportReport:
    """Import a file."""
    return import_answers(path, store, answered_by="a batch", faults=object_faults)


def test_an_answer_by_hand_needs_only_key_and_choices(tmp_path: Path) -> None:
    """A tagged key and a body with a choice are enough, in a file with a byte order mark."""
    by_hand = {
        "custom_id": "s256:" + KEYS[0],
        "response": {"body": {"choices": [{"message": {"content": "{}"}}]}},
    }
    path = tmp_path / "hand.jsonl"
    path.write_text(json.dumps(by_hand), encoding="utf-8-sig")
    assert take(path, known()) == ImportReport(1, 0, ())


def test_that_a_question_is_too_long_is_kept_once(tmp_path: Path) -> None:
    """The error line is stored as what it is, listed, and not stored again."""
    store = known()
    error = {"code": "context_length_exceeded", "message": "At most 4096\ntokens"}
    entry = {"custom_id": KEYS[0], "response": {"status_code": 400, "body": {"error": error}}}
    report = take(answers_file(tmp_path, entry), store)
    assert report.imported == report.already == 0
    assert [reason for _, reason in report.refused] == [
        "the question is too long for the model; the next plan has it in parts"
    ]
    kept = Answer(KEYS[0], 0, "status 400: At most 4096 tokens", Outcome.TOO_LONG, "a batch", None)
    assert store.get(KEYS[0]) == (kept,)
    assert take(answers_file(tmp_path, entry), store) == report
    assert store.get(KEYS[0]) == (kept,)


def test_an_import_takes_what_fits_and_lists_the_rest(tmp_path: Path) -> None:
    """Answers of known questions are stored; every other line is listed with its number."""
    store = known()
    path = answers_file(
        tmp_path,
        line(KEYS[1], '{"b": 1}'),
        "",
        line("0" * 64),
        "garbage",
        line(KEYS[0], "not an object"),
        {"custom_id": KEYS[2], "response": None, "error": EXPIRED},
        line(KEYS[3], None, refusal="No."),
    )
    assert take(path, store) == ImportReport(
        imported=1,
        already=0,
        refused=(
            (3, "answers no question of this store"),
            (4, "not JSON (Expecting value at column 1)"),
            (5, "does not fit the schema: no object (and 1 more)"),
            (6, f"an error: {EXPIRED['message']}"),
            (7, "the model declined"),
        ),
        unknown=1,
    )
    assert store.get(KEYS[1]) == (
        Answer(KEYS[1], 0, '{"b": 1}', Outcome.VALID, "a batch", Usage(7, 3), "m-2026"),
    )
    assert store.get(KEYS[0])[0].outcome is Outcome.INVALID
    assert store.get(KEYS[2]) == ()
    assert store.get(KEYS[3])[0].outcome is Outcome.REFUSED


def test_an_import_can_be_repeated(tmp_path: Path) -> None:
    """The second import of a file, in any order, adds nothing, and refuses the same lines again."""
    lines = [*(line(key, f'{{"n": {n}}}') for n, key in enumerate(KEYS)), line(KEYS[0], "bad")]
    lines.append(line(KEYS[1], None, refusal="No."))
    with Store(tmp_path / "answers.db") as store:
        store.register(QUESTIONS)
        first = take(answers_file(tmp_path, *lines), store)
        assert (first.imported, first.already, len(first.refused)) == (4, 0, 2)
        before = [store.get(key) for key in KEYS]
        random.Random(7).shuffle(lines)
        again = take(answers_file(tmp_path, *lines), store)
        assert (again.imported, again.already) == (0, 4)
        assert sorted(reason for _, reason in again.refused) == sorted(
            reason for _, reason in first.refused
        )
        assert [store.get(key) for key in KEYS] == before


def test_the_order_of_lines_does_not_matter(tmp_path: Path) -> None:
    """Shuffled lines leave the same answers in the store."""
    lines = [line(key, f'{{"n": {n}}}') for n, key in enumerate(KEYS)]
    stores = known(), known()
    for store, order in zip(stores, (lines, lines[::-1]), strict=True):
        take(answers_file(tmp_path, *order), store)
    assert [stores[0].get(key) for key in KEYS] == [stores[1].get(key) for key in KEYS]


def test_another_reply_is_the_next_attempt(tmp_path: Path) -> None:
    """A different reply to an answered question is kept beside the old one."""
    store = known()
    take(answers_file(tmp_path, line(KEYS[0], '{"old": 1}')), store)
    report = take(answers_file(tmp_path, line(KEYS[0], '{"new": 1}')), store)
    assert report == ImportReport(1, 0, ())
    assert [(a.attempt, a.reply) for a in store.get(KEYS[0])] == [
        (1, '{"new": 1}'),
        (0, '{"old": 1}'),
    ]


def test_an_answer_to_one_sample_is_of_that_sample(tmp_path: Path) -> None:
    """Two samples of one question have one body but two keys, and keep their own answers."""
    second = dataclasses.replace(QUESTIONS[0], sample=1)
    store = known()
    store.register([second])
    take(answers_file(tmp_path, line(second.key)), store)
    assert len(store.get(second.key)) == 1
    assert store.get(KEYS[0]) == ()


def test_an_absent_file_is_told(tmp_path: Path) -> None:
    """A path that cannot be read is named in one line."""
    with pytest.raises(StoreError, match=r"none\.jsonl.*No such file"):
        take(tmp_path / "none.jsonl", known())


WRITTEN = [
    ("\r\n", "\r\n"),
    ("\n", ""),  # by hand, without a last line break
    ("\n\n \n", "\n\n"),
]


@pytest.mark.parametrize(("between", "end"), WRITTEN, ids=range(len(WRITTEN)))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_line_ends_and_marks_do_not_matter(
    tmp_path: Path, between: str, end: str, encoding: str
) -> None:
    """Lines end as on any system, empty ones give nothing, and a byte order mark is no content."""
    text = between.join(json.dumps(line(key, '{"é": 1}')) for key in KEYS[:2]) + end
    path = tmp_path / "answers.jsonl"
    path.write_bytes(text.encode(encoding))
    assert take(path, known()) == ImportReport(2, 0, ())


def test_a_file_that_was_cut_off_says_so(tmp_path: Path) -> None:
    """What came before the end is taken; the broken line is refused with the likely cause."""
    text = "\n".join(json.dumps(line(key)) for key in KEYS[:3])
    path = tmp_path / "answers.jsonl"
    path.write_text(text[:-40], encoding="utf-8")
    report = take(path, known())
    ((number, reason),) = report.refused
    assert (report.imported, number) == (2, 3)
    assert reason.startswith("not JSON")
    assert reason.endswith("; the file ends inside this line")
    path.write_text(text[:-40] + "\n", encoding="utf-8")
    assert "ends inside" not in take(path, known()).refused[0][1]


def dated(key: str, reply: str, created: int) -> dict[str, Any]:
    """Return a line whose answer says when it was made."""
    entry = line(key, reply)
    entry["response"]["body"]["created"] = created
    return entry


@given(st.permutations([0, 1, 2, 3]))
def test_of_several_answers_in_a_file_the_newest_counts(
    tmp_path_factory: pytest.TempPathFactory, order: Sequence[int]
) -> None:
    """Two replies to one question are both kept, the later-made as the newer, in any order of lines."""
    lines = [
        dated(KEYS[0], '{"b": 1}', 100),
        dated(KEYS[0], '{"a": 1}', 200),
        dated(KEYS[0], '{"a": 1}', 200),  # the same once more
        dated(KEYS[1], '{"c": 1}', 50),
    ]
    store = known()
    path = answers_file(tmp_path_factory.mktemp("lines"), *(lines[place] for place in order))
    report = take(path, store)
    assert (report.imported, report.already, report.refused) == (3, 1, ())
    assert [answer.reply for answer in store.get(KEYS[0])] == ['{"a": 1}', '{"b": 1}']
    assert all("again; both are kept" in note for _, note in report.notes)
    assert len(report.notes) in (1, 2)  # the lines whose reply is not that of the first one


def test_the_error_file_may_come_first(tmp_path: Path) -> None:
    """A line of the error file is refused whatever the output file holds, and the answer counts."""
    store = known()
    failed = {"custom_id": KEYS[0], "response": None, "error": EXPIRED}
    refused = ((1, f"an error: {EXPIRED['message']}"),)
    for _ in range(2):
        assert take(answers_file(tmp_path, failed), store) == ImportReport(0, 0, refused)
        take(answers_file(tmp_path, line(KEYS[0])), store)
    assert [answer.outcome for answer in store.get(KEYS[0])] == [Outcome.VALID]


# --- files of questions -----------------------------------------------------------------------------


def test_questions_of_a_file_are_made_known(tmp_path: Path) -> None:
    """A store that never saw a question takes its answer once its file is given; a second time too."""
    path = tmp_path / "requests.jsonl"
    write_requests(path, QUESTIONS[:3])
    store = Memory()
    answered = answers_file(tmp_path, line(KEYS[0]), line(KEYS[1], "bad"), line(KEYS[3]))
    assert take(answered, store).imported == 0
    registered = register_file(path, store)
    assert (registered.keys, registered.new, registered.refused) == (frozenset(KEYS[:3]), 3, ())
    assert unanswered(registered.keys, store, object_faults) == 3
    report = take(answered, store)
    assert (report.imported, [number for number, _ in report.refused]) == (1, [2, 3])
    assert unanswered(registered.keys, store, object_faults) == 2
    assert register_file(path, store).new == 0


def test_a_line_that_is_no_question_is_refused(tmp_path: Path) -> None:
    """A question whose key is not its own is not made known; the others are."""
    path = tmp_path / "requests.jsonl"
    write_requests(path, QUESTIONS[:2])
    text = path.read_text(encoding="utf-8").replace(KEYS[0], "0" * 64)
    path.write_text(text + '{"custom_id": "cut', encoding="utf-8")
    registered = register_file(path, Memory())
    assert registered.keys == {KEYS[1]}
    assert [number for number, _ in registered.refused] == [1, 3]
    assert registered.refused[1][1].endswith("the file ends inside this line")


def test_labels_fill_the_place_of_none(tmp_path: Path) -> None:
    """What a question is about is not in a file of questions, and is noted when it is told."""
    path = tmp_path / "requests.jsonl"
    write_requests(path, QUESTIONS[:1])
    labelled = dataclasses.replace(QUESTIONS[0], prompt="numbers", subject="a.txt", document="d")
    other = dataclasses.replace(labelled, subject="b.txt")
    with Store(tmp_path / "answers.db") as opened:
        for store in (Memory(), opened):
            register_file(path, store)
            assert store.register([labelled, other]) == 0
            assert [*store.requests("numbers")] == [labelled]


KNOWN = [
    # lines of the file, whether they are all of another store
    ([line("0" * 64), line("1" * 64)], True),
    ([line("0" * 64), line(KEYS[0], '{"a": 1}')], False),  # one is taken
    ([line("0" * 64), line(KEYS[0], "not an object")], False),  # one is known, and bad
    (["garbage"], False),
    ([], False),
]


@pytest.mark.parametrize(("lines", "is_foreign"), KNOWN, ids=range(len(KNOWN)))
def test_a_file_of_another_store_is_known_as_such(
    tmp_path: Path, lines: list[str | dict[str, object]], is_foreign: bool
) -> None:
    """Only where every line answers a question of another store is that all there is to say."""
    assert take(answers_file(tmp_path, *lines), known()).knows_none == is_foreign
