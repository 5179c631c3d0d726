"""Asking one question: stored answers first, a model only on a miss, and what a miss tells."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import threading
from collections.abc import Callable, Coroutine, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from summarizer.answers import Answer, Memory, Outcome, Request, Usage
from summarizer.articles import Document
from summarizer.asking import Asker, question, together
from summarizer.budget import Budget
from summarizer.errors import (
    AnswerMissing,
    InvalidReply,
    ModelRefused,
    ModelUnavailable,
    Stopped,
    TooLong,
)
from summarizer.extraction import extract_document
from summarizer.prices import Price
from summarizer.prompts import PromptSet, article_view
from summarizer.reasks import faults_for
from summarizer.replies import Reply, wire_schema
from summarizer.store import Store

Overlay = Callable[[Mapping[str, str]], Path]

MILL = Document("The old mill burned down.\nNobody was hurt.", "mill.txt")
SCHOOL = Document("The school reopened.\nAll 40 pupils came.", "school.txt")


def asked(
    prompts: PromptSet, name: str = "numbers", document: Document = MILL, model: str = "m"
) -> Request:
    """Return a question about an article."""
    return question(
        prompts,
        name,
        {"article": article_view(document)},
        model=model,
        subject=document.name,
        document=document.digest,
    )


def reply(surface: str = "40") -> str:
    """Return a valid reply with one number."""
    texts = dict.fromkeys(("unit", "counted", "scope", "when", "said_by"), "")
    return json.dumps({"numbers": [{"sentence": 2, "surface": surface, **texts}]})


def answer(
    request: Request, text: str, attempt: int = 0, outcome: Outcome = Outcome.VALID
) -> Answer:
    """Return an answer to `request`."""
    return Answer(request.key, attempt, text, outcome, "a person", None)


def ask(asker: Asker, request: Request) -> Reply:
    """Ask one question."""
    return asyncio.run(asker.ask(request))


def surfaces(given: Reply) -> list[str]:
    """Return the numbers of a reply."""
    return [item.surface for item in given.numbers]


class Fake:
    """What every model of these tests has beside its answers."""

    concurrency = 4
    deadline_seconds = 60.0
    is_stopped = False

    def price(self, model: str) -> Price | None:
        """Return a price that makes a token cost a dollar."""
        return Price(Decimal(1_000_000), Decimal(1_000_000))

    def stop(self) -> None:
        """Remember it."""
        self.is_stopped = True

    async def close(self) -> None:
        """Do nothing: there are no connections."""


@dataclasses.dataclass
class Scripted(Fake):
    """A model that gives prepared attempts, each (outcome, text), and remembers what it was asked."""

    attempts: Sequence[tuple[Outcome, str]]
    asked: list[tuple[Request, tuple[str, ...]]] = dataclasses.field(default_factory=list)
    takes_seconds: float = 0.0

    async def complete(
        self, request: Request, returns: tuple[str, ...], budget: Budget
    ) -> tuple[Answer, ...]:
        """Return the prepared attempts, oldest first."""
        self.asked.append((request, returns))
        await asyncio.sleep(self.takes_seconds)
        return tuple(
            Answer(request.key, number, text, outcome, "scripted", Usage(9, 4))
            for number, (outcome, text) in enumerate(self.attempts)
        )


class Slow(Memory):
    """A place that takes its time to keep an answer, as a disk does: until it may."""

    def __init__(self) -> None:
        super().__init__()
        self.has_begun, self.may_end = threading.Event(), threading.Event()

    def put(self, request: Request, answer: Answer) -> bool:
        self.has_begun.set()
        assert self.may_end.wait(60)
        return super().put(request, answer)


class Unreachable(Fake):
    """A model that nobody answers for."""

    async def complete(
        self, request: Request, returns: tuple[str, ...], budget: Budget
    ) -> tuple[Answer, ...]:
        """Raise what a model raises when its retries are used up."""
        raise ModelUnavailable("no answer after 3 attempts", model=request.model)


def test_a_question_carries_its_labels(prompts: PromptSet) -> None:
    """A question knows its prompt and article, and asks for exactly what its template returns."""
    request = asked(prompts)
    assert (request.prompt, request.subject, request.document) == (
        "numbers",
        "mill.txt",
        MILL.digest,
    )
    assert request.model == "m"
    assert request.schema == wire_schema(["numbers"])
    assert [role for role, _ in request.messages] == ["system", "user"]


def test_the_key_is_that_of_what_is_sent(prompts: PromptSet) -> None:
    """Another name for the article keeps the key; another text, model or prompt does not."""
    same = asked(prompts, document=Document(MILL.text, "elsewhere/mill.txt"))
    assert same.key == asked(prompts).key
    others = [
        asked(prompts, document=SCHOOL),
        asked(prompts, model="n"),
        asked(prompts, "quotes"),
    ]
    assert len({request.key for request in [same, *others]}) == 4


def test_sampling_comes_from_the_template(prompts: PromptSet, overlay: Overlay) -> None:
    """Sampling in the front matter is sent, and is part of the key."""
    source = prompts.sources["numbers.jinja"]
    warm = source.replace("---\n", "---\nsampling: {temperature: 0.7, seed: 3}\n", 1)
    request = asked(PromptSet(overlay({"numbers.jinja": warm})))
    assert request.body()["temperature"] == 0.7
    assert request.body()["seed"] == 3
    assert request.messages == asked(prompts).messages
    assert request.key != asked(prompts).key


def test_a_stored_answer_is_used(prompts: PromptSet) -> None:
    """A hit gives the typed reply, and the asker remembers that it was used."""
    answers, request = Memory(), asked(prompts)
    kept = answer(request, reply("40"))
    answers.put(request, kept)
    asker = Asker(answers, prompts)
    assert surfaces(ask(asker, request)) == ["40"]
    assert asker.asked == {request.key: request}
    assert asker.used == {request.key: kept}
    assert not asker.missing
    assert not asker.invalid


def test_a_miss_is_told(prompts: PromptSet) -> None:
    """Without an answer and a model the miss names prompt, article, model and key."""
    asker, request = Asker(Memory(), prompts), asked(prompts)
    with pytest.raises(AnswerMissing, match=r"'numbers' on 'mill\.txt' \(model 'm'\)") as caught:
        ask(asker, request)
    miss = caught.value
    assert (miss.prompt, miss.subject, miss.model) == ("numbers", "mill.txt", "m")
    assert miss.key == f"s256:{request.key}"
    assert asker.missing == {request.key: request}
    assert not asker.used


def test_a_registered_question_is_no_answer(prompts: PromptSet) -> None:
    """That a question was written to a file does not answer it."""
    answers, request = Memory(), asked(prompts)
    answers.register([request])
    with pytest.raises(AnswerMissing):
        ask(Asker(answers, prompts), request)


# The outcome, what is told of it, and where the asker notes its question.
DECLINED = [
    (Outcome.REFUSED, "declined", {"declined"}),  # by the model
    (Outcome.FILTERED, "filter", {"declined"}),  # by the provider
    (Outcome.CUT, "cut off", {"missing"}),  # at the length limit: another try may be shorter
    (Outcome.TOO_LONG, "too long", {"declined", "used"}),  # a replay needs to know
]


def noted(asker: Asker, request: Request) -> set[str]:
    """Return under which names the asker remembers a question."""
    names = ("used", "missing", "invalid", "declined", "split")
    return {name for name in names if request.key in getattr(asker, name)}


@pytest.mark.parametrize(("outcome", "told", "where"), DECLINED)
def test_a_refusal_is_an_outcome(
    prompts: PromptSet, outcome: Outcome, told: str, where: set[str]
) -> None:
    """What was refused, filtered, cut or too long is told as such, and noted as what it is."""
    answers, request = Memory(), asked(prompts)
    answers.put(request, answer(request, reply(), outcome=outcome))
    asker = Asker(answers, prompts)
    with pytest.raises(ModelRefused, match=told) as caught:
        ask(asker, request)
    assert (caught.value.prompt, caught.value.key) == ("numbers", request.tagged_key)
    assert not isinstance(caught.value, TooLong)
    assert noted(asker, request) == where


@pytest.mark.parametrize("outcome", [Outcome.CUT, Outcome.TOO_LONG])
def test_what_is_too_long_is_told_to_who_can_split_it(prompts: PromptSet, outcome: Outcome) -> None:
    """A question or reply beyond a limit is not asked again by a caller who asks in halves."""
    answers, request = Memory(), asked(prompts)
    kept = answer(request, "told", outcome=outcome)
    answers.put(request, kept)
    model = Scripted([(Outcome.VALID, reply())])
    asker = Asker(answers, prompts, model)
    with pytest.raises(TooLong) as caught:
        asyncio.run(asker.ask(request, splits=True))
    assert (caught.value.prompt, caught.value.key) == ("numbers", request.tagged_key)
    assert noted(asker, request) == {"used", "split"}
    assert asker.used[request.key] == kept
    assert model.asked == []


@pytest.mark.parametrize("splits", [True, False])
def test_a_valid_answer_needs_no_splitting(prompts: PromptSet, splits: bool) -> None:
    """Where a question was too long once and was answered all the same, the answer counts."""
    answers, request = Memory(), asked(prompts)
    answers.put(request, answer(request, reply("7"), 0))
    answers.put(request, answer(request, "", 1, Outcome.TOO_LONG))
    asker = Asker(answers, prompts)
    assert surfaces(asyncio.run(asker.ask(request, splits=splits))) == ["7"]
    assert noted(asker, request) == {"used"}


def test_a_cut_answer_is_asked_for_again(prompts: PromptSet) -> None:
    """A model may be asked again where its answer was cut off and nobody can split the question."""
    answers, request = Memory(), asked(prompts)
    answers.put(request, answer(request, "{", outcome=Outcome.CUT))
    asker = Asker(answers, prompts, Scripted([(Outcome.VALID, reply("9"))]))
    assert surfaces(ask(asker, request)) == ["9"]
    assert noted(asker, request) == {"used"}


# The attempts from the oldest to the newest, and the number that the reply taken has.
NEWEST = [
    ([(Outcome.VALID, reply("1")), (Outcome.VALID, reply("2"))], "2"),
    ([(Outcome.VALID, reply("1")), (Outcome.INVALID, "no JSON")], "1"),
    ([(Outcome.VALID, reply("1")), (Outcome.VALID, "{}")], "1"),  # valid once, not today
    ([(Outcome.VALID, reply("1")), (Outcome.INVALID, reply("2"))], "2"),  # and the other way round
    ([(Outcome.VALID, reply("1")), (Outcome.REFUSED, reply("2"))], "1"),
    ([(Outcome.CUT, reply("1")), (Outcome.VALID, reply("2"))], "2"),
    ([(Outcome.VALID, reply("1")), (Outcome.CUT, ""), (Outcome.FILTERED, "")], "1"),
]


@pytest.mark.parametrize(("attempts", "taken"), NEWEST, ids=range(len(NEWEST)))
def test_the_newest_valid_attempt_wins(
    prompts: PromptSet, attempts: list[tuple[Outcome, str]], taken: str
) -> None:
    """Of several attempts the newest that fits the schema today is taken, whatever came after it."""
    answers, request = Memory(), asked(prompts)
    for number, (outcome, text) in enumerate(attempts):
        answers.put(request, answer(request, text, number, outcome))
    asker = Asker(answers, prompts)
    assert surfaces(ask(asker, request)) == [taken]
    assert json.loads(asker.used[request.key].reply) == json.loads(reply(taken))


INVALID = [
    ([(Outcome.INVALID, "no JSON")], InvalidReply, "cannot be read"),
    ([(Outcome.VALID, '{"numbers": 1}')], InvalidReply, "does not fit"),  # judged again
    ([(Outcome.CUT, ""), (Outcome.INVALID, "{}")], InvalidReply, "does not fit"),
    ([(Outcome.INVALID, "{}"), (Outcome.CUT, "")], ModelRefused, "cut off"),  # the newest speaks
]


@pytest.mark.parametrize(("attempts", "error", "told"), INVALID, ids=range(len(INVALID)))
def test_without_a_valid_attempt_the_newest_is_told(
    prompts: PromptSet,
    attempts: list[tuple[Outcome, str]],
    error: type[InvalidReply | ModelRefused],
    told: str,
) -> None:
    """Answers that do not fit are reported with the prompt and the key, and are not used."""
    answers, request = Memory(), asked(prompts)
    for number, (outcome, text) in enumerate(attempts):
        answers.put(request, answer(request, text, number, outcome))
    asker = Asker(answers, prompts)
    with pytest.raises(error, match=told) as caught:
        ask(asker, request)
    assert (caught.value.prompt, caught.value.key) == ("numbers", request.tagged_key)
    assert noted(asker, request) == ({"invalid"} if error is InvalidReply else {"missing"})


def test_the_raw_text_of_an_invalid_reply_is_kept(prompts: PromptSet) -> None:
    """The error holds what the model wrote."""
    answers, request = Memory(), asked(prompts)
    answers.put(request, answer(request, "Sorry, I am late."))
    with pytest.raises(InvalidReply) as caught:
        ask(Asker(answers, prompts), request)
    assert caught.value.raw == "Sorry, I am late."


def explained(asker: Asker, request: Request) -> AnswerMissing:
    """Return the miss of a question as people are told of it."""
    with pytest.raises(AnswerMissing) as caught:
        ask(asker, request)
    assert (caught.value.nearest, caught.value.difference) == ("", "")  # it costs: not by itself
    return asker.explained(caught.value)


def test_an_explained_miss_names_the_nearest_and_the_difference(
    prompts: PromptSet, overlay: Overlay
) -> None:
    """After a change of the template the question about the same article is the nearest."""
    answers = Memory()
    for document in (MILL, SCHOOL):
        for name in ("numbers", "quotes"):
            request = asked(prompts, name, document)
            answers.put(request, answer(request, reply()))
    source = prompts.sources["numbers.jinja"]
    changed = source.replace("{% block user %}", "{% block user %}\nRead it twice.")
    asker = Asker(answers, PromptSet(overlay({"numbers.jinja": changed})))
    miss = explained(asker, asked(asker.prompts))
    assert miss.nearest == asked(prompts).tagged_key
    assert "Read it twice." in miss.difference
    assert (miss.prompt, miss.subject, miss.model) == ("numbers", "mill.txt", "m")
    assert miss.nearest[:17] in str(miss)
    assert miss.difference in str(miss)
    assert asker.missing


def test_another_model_is_the_first_difference(prompts: PromptSet) -> None:
    """A question that was answered by another model says so."""
    answers, request = Memory(), asked(prompts)
    answers.put(request, answer(request, reply()))
    miss = explained(Asker(answers, prompts), asked(prompts, model="n"))
    assert miss.nearest == request.tagged_key
    assert "'m'" in miss.difference
    assert "'n'" in miss.difference


def test_without_a_relative_a_miss_stays_as_it_is(prompts: PromptSet) -> None:
    """Answers to another prompt are no help."""
    answers, other = Memory(), asked(prompts, "quotes")
    answers.put(other, answer(other, '{"quotes": []}'))
    miss = explained(Asker(answers, prompts), asked(prompts))
    assert (miss.nearest, miss.difference) == ("", "")


def test_the_nearest_recording_is_one_with_an_answer(prompts: PromptSet) -> None:
    """What is called the nearest recording holds an answer."""
    answers, request = Memory(), asked(prompts, document=SCHOOL)
    answers.put(request, answer(request, reply()))
    answers.register([asked(prompts, model="n")])
    assert explained(Asker(answers, prompts), asked(prompts)).nearest == request.tagged_key


def test_a_model_is_asked_on_a_miss_only(prompts: PromptSet) -> None:
    """The first time a model is asked, what it answers is stored, and the second time it is not."""
    answers, request = Memory(), asked(prompts)
    model = Scripted([(Outcome.VALID, reply("40"))])
    asker = Asker(answers, prompts, model)
    assert surfaces(ask(asker, request)) == ["40"]
    assert surfaces(ask(asker, request)) == ["40"]
    assert model.asked == [(request, ("numbers",))]
    assert [kept.answered_by for kept in answers.get(request.key)] == ["scripted"]
    assert answers.request(request.key) == request
    assert asker.used[request.key].usage == Usage(9, 4)
    assert not asker.missing


def test_a_stored_answer_keeps_a_model_from_being_asked(prompts: PromptSet) -> None:
    """Where a usable answer or a refusal is stored the model stays silent."""
    for outcome, text in (
        (Outcome.VALID, reply()),
        (Outcome.REFUSED, "No."),
        (Outcome.FILTERED, ""),
        (Outcome.TOO_LONG, ""),
    ):
        answers, request = Memory(), asked(prompts)
        answers.put(request, answer(request, text, outcome=outcome))
        model = Scripted([(Outcome.VALID, reply())])
        try:
            ask(Asker(answers, prompts, model), request)
        except (ModelRefused, InvalidReply):
            assert outcome is not Outcome.VALID
        assert model.asked == []


def test_every_attempt_of_a_model_is_stored(prompts: PromptSet) -> None:
    """An invalid attempt is kept beside the valid one that followed it, which is used."""
    answers, request = Memory(), asked(prompts)
    attempts = [(Outcome.INVALID, "{"), (Outcome.CUT, "{"), (Outcome.VALID, reply("40"))]
    asker = Asker(answers, prompts, Scripted(attempts))
    assert surfaces(ask(asker, request)) == ["40"]
    stored = [(kept.outcome, kept.reply) for kept in answers.get(request.key)]
    assert stored == attempts[::-1]


FAILING = [
    ([(Outcome.INVALID, "{")] * 3, InvalidReply),  # its re-asks did not help
    ([(Outcome.REFUSED, "No.")], ModelRefused),
    ([], AnswerMissing),  # it gave no attempt at all
]


@pytest.mark.parametrize(("attempts", "error"), FAILING, ids=["invalid", "refused", "nothing"])
def test_a_failing_model_is_not_asked_again(
    prompts: PromptSet, attempts: list[tuple[Outcome, str]], error: type[Exception]
) -> None:
    """What a model failed with is stored and told, the next time without asking."""
    answers, request = Memory(), asked(prompts)
    model = Scripted(attempts)
    with pytest.raises(error):
        ask(Asker(answers, prompts, model), request)
    with pytest.raises(error):
        ask(Asker(answers, prompts), request)
    assert len(model.asked) == 1
    assert len(answers.get(request.key)) == len(attempts)


def test_an_unreachable_model_stores_nothing(prompts: PromptSet) -> None:
    """An error on the way is passed on, and the question stays unanswered."""
    answers, request = Memory(), asked(prompts)
    with pytest.raises(ModelUnavailable):
        ask(Asker(answers, prompts, Unreachable()), request)
    assert answers.get(request.key) == ()


def test_questions_can_be_asked_side_by_side(prompts: PromptSet) -> None:
    """Several questions in flight each get their own answer."""
    answers = Memory()
    asker = Asker(answers, prompts, Scripted([(Outcome.VALID, reply("40"))]))
    requests = [asked(prompts, document=document) for document in (MILL, SCHOOL)]

    async def all_of_them() -> list[Reply]:
        return await asyncio.gather(*(asker.ask(request) for request in requests))

    assert [surfaces(given) for given in asyncio.run(all_of_them())] == [["40"], ["40"]]
    assert asker.used.keys() == {request.key for request in requests}


def side_by_side(*asking: Coroutine[Any, Any, Reply]) -> list[Reply | BaseException]:
    """Return what comes of questions asked side by side, errors included."""

    async def gathered() -> list[Reply | BaseException]:
        return await asyncio.gather(*asking, return_exceptions=True)

    return asyncio.run(gathered())


def test_one_question_asked_twice_is_paid_once(prompts: PromptSet) -> None:
    """Two articles of one text make one question, and it goes out once."""
    model = Scripted([(Outcome.VALID, reply())], takes_seconds=0.01)
    asker = Asker(Memory(), prompts, model)
    request = asked(prompts)
    given = side_by_side(asker.ask(request), asker.ask(request))
    assert [surfaces(one) for one in given if isinstance(one, Reply)] == [["40"], ["40"]]
    assert len(model.asked) == asker.paid == 1


def test_two_askers_of_one_store_pay_once(prompts: PromptSet, tmp_path: Path) -> None:
    """Who finds a question being asked by another waits for its answer, valid or not."""
    for attempts in ([(Outcome.VALID, reply())], [(Outcome.INVALID, "{")]):
        models = [Scripted(attempts, takes_seconds=0.05) for _ in range(2)]
        path = tmp_path / f"{attempts[0][0]}.db"
        with Store(path) as first, Store(path) as second:
            askers = [
                Asker(place, prompts, model)
                for place, model in zip((first, second), models, strict=True)
            ]
            given = side_by_side(*(asker.ask(asked(prompts)) for asker in askers))
        assert len({type(one) for one in given}) == 1
        assert sum(len(model.asked) for model in models) == 1


def test_a_limit_of_calls_leaves_the_rest_missing(prompts: PromptSet) -> None:
    """The call that would be one too many is not made, and the question counts as missing."""
    model = Scripted([(Outcome.VALID, reply())])
    asker = Asker(Memory(), prompts, model, Budget(most_calls=1))
    requests = [asked(prompts, document=document) for document in (MILL, SCHOOL)]
    given = side_by_side(*(asker.ask(request) for request in requests))
    assert [type(one) for one in given] == [Reply, AnswerMissing]
    assert len(model.asked) == len(asker.missing) == 1
    assert asker.limit == "the limit of 1 calls is reached"


def test_what_was_declined_is_asked_again_on_demand(prompts: PromptSet) -> None:
    """`retry_failed` asks again what was refused or filtered, and nothing that was answered."""
    for outcome in (Outcome.REFUSED, Outcome.FILTERED):
        answers, request = Memory(), asked(prompts)
        answers.put(request, answer(request, "No.", outcome=outcome))
        model = Scripted([(Outcome.VALID, reply())])
        asker = Asker(answers, prompts, model, retry_failed=True)
        assert surfaces(ask(asker, request)) == ["40"]
        assert surfaces(ask(asker, request)) == ["40"]
        assert len(model.asked) == 1
        assert [kept.outcome for kept in answers.get(request.key)] == [Outcome.VALID, outcome]


def test_a_stopped_asker_lets_what_is_out_end(prompts: PromptSet) -> None:
    """After `stop` no question goes out; the one on its way is stored, though nobody waits for it."""
    model = Scripted([(Outcome.VALID, reply())], takes_seconds=0.05)
    answers = Memory()
    asker = Asker(answers, prompts, model)
    first, second = (asked(prompts, document=document) for document in (MILL, SCHOOL))

    async def run() -> None:
        waiting = asyncio.ensure_future(asker.ask(first))
        await asyncio.sleep(0.01)
        asker.stop()
        with pytest.raises(Stopped):
            await asker.ask(second)
        waiting.cancel()
        assert asker.in_flight == 1
        await asker.settle()

    asyncio.run(run())
    assert model.is_stopped
    assert len(answers.get(first.key)) == 1
    assert [request for request, _ in model.asked] == [first]


def test_no_more_questions_are_taken_up_than_can_be_asked(prompts: PromptSet) -> None:
    """Of many questions at once only twice as many as may be out are claimed and rendered."""
    model = Scripted([(Outcome.VALID, reply())], takes_seconds=0.01)
    asker = Asker(Memory(), prompts, model)
    texts = [Document(f"Mill {n} burned down.\nAll 40 were safe.", f"{n}.txt") for n in range(40)]
    requests = [asked(prompts, document=text) for text in texts]

    async def run() -> int:
        asking = asyncio.gather(*(asker.ask(request) for request in requests))
        most = 0
        while not asking.done():
            most = max(most, asker.in_flight)
            await asyncio.sleep(0)
        await asking
        return most

    assert asyncio.run(run()) == 2 * model.concurrency
    assert asker.paid == len(requests)


VALIDITY = [
    (reply(), True),
    ('{"numbers": []}', True),
    ('{"quotes": []}', False),  # of another prompt
    ("no JSON", False),
    ("", False),
]


@pytest.mark.parametrize(("raw", "valid"), VALIDITY)
def test_validity_is_that_of_the_question(prompts: PromptSet, raw: str, valid: bool) -> None:
    """A reply is judged by the parts that its question asks for."""
    assert (not faults_for(asked(prompts), raw)) is valid


def test_a_question_of_another_version_has_no_valid_reply(prompts: PromptSet) -> None:
    """An answer to a stored question whose reply parts are no longer known does not fit."""
    schema: dict[str, Any] = {"type": "object", "properties": {"verbs": {"type": "array"}}}
    old = dataclasses.replace(asked(prompts), schema_name="verbs", schema=schema)
    assert faults_for(old, '{"verbs": []}') == ("no part of a reply that is known here: 'verbs'",)


def test_an_answer_that_came_is_kept_even_if_its_question_is_given_up(prompts: PromptSet) -> None:
    """Keeping an answer is not broken off, and meanwhile others go on."""
    answers, request = Slow(), asked(prompts)
    asker = Asker(answers, prompts, Scripted([(Outcome.VALID, reply())]))

    async def give_up() -> None:
        asking = asyncio.ensure_future(asker.ask(request))
        while not answers.has_begun.is_set():
            await asyncio.sleep(0)
        asking.cancel()
        await asyncio.wait([asking])
        assert asker.in_flight == 1
        answers.may_end.set()
        await asker.settle()

    asyncio.run(give_up())
    assert [kept.reply for kept in answers.get(request.key)] == [reply()]


def test_the_first_article_is_asked_about_before_the_last_is_rendered(prompts: PromptSet) -> None:
    """Making the questions of many articles does not keep the endpoint waiting."""
    rendered: list[int] = []

    class Looking(Scripted):
        async def complete(
            self, request: Request, returns: tuple[str, ...], budget: Budget
        ) -> tuple[Answer, ...]:
            rendered.append(len(asker.asked))
            return await super().complete(request, returns, budget)

    asker = Asker(Memory(), prompts, Looking([(Outcome.REFUSED, "no")]))
    articles = [Document(f"The mill of village {n} burned down.", f"{n}.txt") for n in range(20)]

    async def extract() -> None:
        await together(extract_document(article, asker, "m") for article in articles)

    asyncio.run(extract())
    assert rendered[0] <= 8 and max(rendered) == 80
