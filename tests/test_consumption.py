"""What open questions take: calibrated by what answers reported, and said how far."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarizer.answers import Answer, Answers, Layered, Memory, Outcome, Request, Usage
from summarizer.budget import share_written
from summarizer.consumption import ENOUGH, MOST_READ, Consumption, consumption
from summarizer.recordings import Recordings, write
from summarizer.store import Store
from summarizer.tokens import tokens_asked

PROMPTS = ("numbers", "quotes")


def question(prompt: str, number: int, model: str = "m") -> Request:
    """Return one of many questions of equal length."""
    schema = {"type": "object", "properties": {prompt: {"type": "array"}}}
    text = f"Question {number:04} of {prompt:10}" + " and so on" * 20
    return Request(model, (("user", text),), prompt, schema, {}, prompt=prompt, subject="a")


def answer(place: Answers, prompt: str, count: int, usage: Usage | None, **fields: str) -> None:
    """Answer questions of a prompt, each with the same tokens and a reply of ten tokens."""
    for number in range(count):
        request = question(prompt, number, fields.get("model", "m"))
        outcome = Outcome(fields.get("outcome", "valid"))
        place.put(request, Answer(request.key, 0, "x" * 35, outcome, "made up", usage))


OPEN = [question("numbers", 9_001), question("numbers", 9_002)]
EACH = tokens_asked(OPEN[0])


@pytest.fixture(params=["memory", "store", "layered"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Answers:
    """Return a place for answers."""
    if request.param == "store":
        return Store(tmp_path / "answers.db")
    if request.param == "layered":
        return Layered(Store(tmp_path / "answers.db"), Memory())
    return Memory()


def test_without_answers_nothing_is_calibrated(place: Answers) -> None:
    """The estimate stands as it is, and a reply is as long as its kind of question lets expect."""
    found = consumption(OPEN, place, PROMPTS)
    written = round(2 * EACH * share_written(["numbers"]))
    assert found == Consumption(2 * EACH, written, calibrated_on=0, learned_from=0)
    assert found.basis == "estimated"


def test_enough_answers_of_a_prompt_calibrate_it_alone(place: Answers) -> None:
    """The ratio of reported to estimated tokens is that of the prompt's own answers."""
    answer(place, "numbers", ENOUGH, Usage(3 * EACH, 70))
    answer(place, "quotes", 20, Usage(9 * EACH, 500))
    found = consumption(OPEN, place, PROMPTS)
    assert found == Consumption(6 * EACH, 140, calibrated_on=ENOUGH, learned_from=ENOUGH)
    assert found.basis == "estimated, calibrated on 5 answers"


def test_too_few_are_calibrated_with_all_others(place: Answers) -> None:
    """One answer less, and the answers of every prompt count together; lengths stay the prompt's."""
    answer(place, "numbers", ENOUGH - 1, Usage(2 * EACH, 70))
    answer(place, "quotes", ENOUGH - 1, Usage(4 * EACH, 500))
    found = consumption(OPEN, place, PROMPTS)
    assert found == Consumption(6 * EACH, 140, calibrated_on=8, learned_from=4)


def test_replies_without_counts_tell_their_length(place: Answers) -> None:
    """Answers that report no tokens calibrate nothing; how long they are is estimated."""
    answer(place, "numbers", 9, None)
    assert consumption(OPEN, place, PROMPTS) == Consumption(2 * EACH, 20, 0, learned_from=9)


NO_EXPERIENCE = [{"model": "n"}, {"model": "m2"}, {"outcome": "cut"}, {"outcome": "refused"}]


@pytest.mark.parametrize("fields", NO_EXPERIENCE, ids=str)
def test_other_models_and_broken_answers_do_not_count(
    place: Answers, fields: dict[str, str]
) -> None:
    """Only valid answers of the model that would be asked are learned from."""
    answer(place, "numbers", 9, Usage(7 * EACH, 70), **fields)
    assert consumption(OPEN, place, PROMPTS) == consumption(OPEN, Memory(), PROMPTS)


IMPLAUSIBLE = [1, EACH // 3 - 1, EACH * 10 + 1, EACH * 4_000]


@pytest.mark.parametrize("reported", IMPLAUSIBLE)
def test_tokens_that_cannot_have_been_read_calibrate_nothing(place: Answers, reported: int) -> None:
    """A count far below or above what was sent is set aside, with what it says of the reply."""
    answer(place, "numbers", 9, Usage(reported, 9_000))
    assert consumption(OPEN, place, PROMPTS) == Consumption(2 * EACH, 20, 0, learned_from=9)


def test_the_answers_that_came_last_are_read(tmp_path: Path) -> None:
    """Of many answers a bounded number is read, those to the questions that came last."""
    for place in (Memory(), Store(tmp_path / "answers.db")):
        answer(place, "numbers", MOST_READ + 20, Usage(2 * EACH, 70))
        given = [*place.newest("numbers", "m", MOST_READ)]
        last = [question("numbers", n).key for n in range(MOST_READ + 19, 19, -1)]
        assert [request.key for request, _ in given] == last
        assert consumption(OPEN, place, PROMPTS).calibrated_on == MOST_READ


def test_an_answer_in_two_places_counts_once(tmp_path: Path) -> None:
    """Recordings beneath a store with the same answers add nothing."""
    memory = Memory()
    answer(memory, "numbers", 6, Usage(2 * EACH, 70))
    write(tmp_path, [(r, a) for r in memory.requests() for a in memory.get(r.key)])
    both = Layered(memory, Recordings(tmp_path))
    assert consumption(OPEN, both, PROMPTS) == consumption(OPEN, memory, PROMPTS)


def test_nothing_to_ask_takes_nothing() -> None:
    """Without questions no answer is looked at."""
    assert consumption([], Memory(), PROMPTS) == Consumption()
