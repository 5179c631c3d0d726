"""The live model: what goes over the wire, what comes back, and how many questions share it."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest
from builders import article
from model_server import FAULTS, FakeTime, ModelServer, Script, Seen, Sent, sent

from summarizer.answers import Answer, Memory, Outcome, Request, Usage
from summarizer.asking import Asker, question
from summarizer.endpoints import Endpoint
from summarizer.errors import EndpointRefuses, ModelUnavailable
from summarizer.model import LiveModel, ModelEvent, RetriesUsedUp
from summarizer.prompts import PromptSet, article_view
from summarizer.replies import wire_schema

SCHEMA = wire_schema(["quotes"])


def request(text: str = "Hello", **sampling: Any) -> Request:
    """Return a question about quotations."""
    messages = (("system", "Find the quotations."), ("user", text))
    return Request("test-model", messages, "quotes", SCHEMA, sampling, prompt="quotes")


def many(count: int) -> list[Request]:
    """Return questions about as many articles."""
    return [request(f"article {number}") for number in range(count)]


def shown(seen: Seen) -> str:
    """Return the text of the question, which names its article."""
    text: str = seen.body["messages"][1]["content"]
    return text


Scene = Callable[[LiveModel], Awaitable[Any]]


def play(
    script: Script,
    scene: Scene,
    *,
    latency: float = 0.0,
    time: FakeTime | None = None,
    on_event: Callable[[ModelEvent], None] | None = None,
    sleep: Callable[[float], Awaitable[None]] | None = None,
    **settings: Any,
) -> tuple[Any, ModelServer]:
    """Run a scene with a model at a server with this script, on a clock that jumps."""
    fake = time or FakeTime()

    async def main(url: str) -> Any:
        async with LiveModel(
            Endpoint(url, api_key="sk-a-key", **settings),
            on_event=on_event,
            clock=fake.now,
            sleep=sleep or fake.sleep,
        ) as model:
            return await asyncio.wait_for(scene(model), 20)

    with ModelServer(script, latency=latency) as server:
        return asyncio.run(main(server.url)), server


def asking(*requests: Request) -> Scene:
    """Return the scene in which all these are asked side by side; errors stand among the results."""

    async def scene(model: LiveModel) -> list[Any]:
        calls = (model.complete(one, ("quotes",)) for one in requests)
        return list(await asyncio.gather(*calls, return_exceptions=True))

    return scene


def valid(results: Sequence[Any]) -> bool:
    """Whether every question got an answer that fits."""
    return all(answers[-1].outcome is Outcome.VALID for answers in results)


def test_nothing_is_imported_before_the_first_question() -> None:
    """Whoever only replays does not pay for the client libraries."""
    code = (
        "import sys, summarizer.model as m; m.LiveModel(m.Endpoint('http://x'));"
        "print(sorted({'openai', 'instructor', 'tenacity', 'httpx2', 'aiohttp'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_schema_reaches_the_wire() -> None:
    """The body is the request's own, with the strict flag and the schema, and nothing else."""
    asked = request("Hello", temperature=0, seed=7)
    _, server = play("good", asking(asked))
    assert server.requests[0].body == asked.body()
    form = server.requests[0].body["response_format"]["json_schema"]
    assert form["strict"] is True
    assert form["schema"] == SCHEMA


def test_template_syntax_arrives_verbatim() -> None:
    """Braces, tags, indentation and trailing line breaks of an article are not touched."""
    text = "    {{ 7*7 }} {% raw %} {# gone? #} ${{ github.ref }} {{ x | foo }}\n  <b>\n\n"
    _, server = play(["wrong schema", "good"], asking(request(text)))
    assert [shown(seen) for seen in server.requests] == [text, text]


def test_half_a_surrogate_in_an_article() -> None:
    """A text that is no sound Unicode is asked about all the same."""
    results, server = play("good", asking(request("one \ud83d half")))
    assert valid(results)
    assert shown(server.requests[0]) == "one \ud83d half"


def test_a_re_ask_is_ours() -> None:
    """The re-ask holds the question, a short echo and our words; nothing of other libraries."""
    asked = request()
    _, server = play("wrong schema", asking(asked))
    first, second, third = (seen.body["messages"] for seen in server.requests)
    assert second == [
        *first,
        {"role": "assistant", "content": '{"something": "else"}'},
        {
            "role": "user",
            "content": "Your reply cannot be used:\n"
            "- quotes: is missing\n"
            "- something: is no field of the schema\n"
            "Give the whole reply again, corrected: one JSON object that fits the schema, and "
            "nothing else.",
        },
    ]
    assert third == second  # it does not grow
    assert not any(
        b"pydantic" in seen.raw or b"Correct your" in seen.raw for seen in server.requests
    )


def test_usage_is_that_of_each_attempt() -> None:
    """Usage is counted where it arrives, not added up over the attempts."""
    results, _ = play(["wrong schema", "cut JSON", "good"], asking(request()))
    assert [answer.usage for answer in results[0]] == [Usage(7, 3)] * 3
    assert [answer.attempt for answer in results[0]] == [0, 1, 2]


def test_each_of_many_calls_has_attempts_of_its_own() -> None:
    """Twenty questions side by side that fail twice each are sent sixty times, three each."""
    tries = Counter[str]()

    def flaky(seen: Seen) -> Sent:
        tries[shown(seen)] += 1
        return FAULTS["overloaded" if tries[shown(seen)] < 3 else "good"](seen)

    results, server = play(flaky, asking(*many(20)), concurrency=20)
    assert valid(results)
    assert len(server.requests) == 60
    assert set(tries.values()) == {3}


def test_each_of_many_calls_has_re_asks_of_its_own() -> None:
    """Twenty questions whose replies never fit are asked three times each."""
    results, server = play("wrong schema", asking(*many(20)), concurrency=20)
    assert [[a.outcome for a in answers] for answers in results] == [[Outcome.INVALID] * 3] * 20
    assert set(Counter(shown(seen) for seen in server.requests).values()) == {3}


@pytest.mark.parametrize("concurrency", [1, 5])
def test_never_more_in_flight_than_asked(concurrency: int) -> None:
    """However many questions wait, the server never holds more than allowed, and is kept busy."""
    results, server = play("good", asking(*many(30)), latency=0.01, concurrency=concurrency)
    assert valid(results)
    assert server.most_in_flight == concurrency


def test_answers_come_in_the_order_of_the_questions() -> None:
    """With one request at a time, questions are sent in the order they were asked."""
    _, server = play("good", asking(*many(10)), concurrency=1)
    assert [shown(seen) for seen in server.requests] == [f"article {n}" for n in range(10)]


def test_a_re_ask_comes_before_new_questions() -> None:
    """A question that was begun is carried on before others are begun."""

    def script(seen: Seen) -> Sent:
        return FAULTS["wrong schema" if seen.number == 0 else "good"](seen)

    _, server = play(script, asking(*many(20)), concurrency=1)
    order = [shown(seen) for seen in server.requests]
    assert order.index("article 0", 1) <= 3  # one was out, one at the head of the queue


def test_all_wait_when_one_is_told_to() -> None:
    """After a 429 with Retry-After no question is sent before that time is over."""
    fake, kinds, asked_for = FakeTime(), list[str](), list[float]()
    is_over = threading.Event()

    def limited(seen: Seen) -> Sent:
        return FAULTS["rate limit, 20 s" if seen.number == 0 else "good"](seen)

    async def sleep(seconds: float) -> None:
        asked_for.append(seconds)
        while not is_over.is_set():
            await asyncio.sleep(0.01)
        await fake.sleep(seconds)

    async def scene(model: LiveModel) -> Any:
        asked = asyncio.ensure_future(asking(*many(40))(model))
        while "waiting" not in kinds or kinds.count("asked") > len(kinds) / 2:
            await asyncio.sleep(0.01)
        before = kinds.count("asked")
        await asyncio.sleep(0.1)  # time enough for all the others
        assert kinds.count("asked") == before < 40
        is_over.set()
        return await asked

    results, server = play(
        limited,
        scene,
        time=fake,
        sleep=sleep,
        on_event=lambda event: kinds.append(event.kind),
        concurrency=4,
    )
    assert valid(results)
    assert len(server.requests) == 41
    assert set(asked_for) == {20.0}


def test_fewer_at_once_after_too_many() -> None:
    """Told "too many", a model sends half as many at once, and by degrees more again."""

    def crowded(seen: Seen) -> Sent:
        return FAULTS["rate limit, 20 s" if seen.number < 8 else "good"](seen)

    results, server = play(crowded, asking(*many(60)), latency=0.02, concurrency=8)
    assert valid(results)
    at_once = [seen.in_flight for seen in server.requests]
    assert max(at_once[:8]) == 8
    assert max(at_once[8:16]) <= 5
    assert max(at_once[16:]) > 5


def test_requests_a_minute_are_kept() -> None:
    """A limit a minute spreads the questions over time."""
    fake = FakeTime()
    results, _ = play("good", asking(*many(50)), time=fake, requests_per_minute=60)
    assert valid(results)
    assert fake.now() - 1000.0 == pytest.approx(48.0, abs=0.01)  # two went out at once


def test_tokens_a_minute_are_kept_by_what_was_spent() -> None:
    """A limit of tokens counts what the endpoint says, once it has said it."""
    fake = FakeTime()

    async def scene(model: LiveModel) -> Any:
        return [*(await asking(request())(model)), *(await asking(request("again"))(model))]

    results, _ = play("good", scene, time=fake, tokens_per_minute=6000)
    assert valid(results)
    assert sum(fake.slept) < 1.0  # by the estimate alone, ten seconds


def test_a_refusal_stops_everyone() -> None:
    """After a refusal those who wait, to retry or for their turn, fail without sending."""
    events = list[ModelEvent]()
    one_waits = threading.Event()

    def script(seen: Seen) -> Sent:
        if seen.number == 0:
            return FAULTS["rate limit, 20 s"](seen)
        one_waits.wait(5)
        return FAULTS["key refused"](seen)

    async def endless(seconds: float) -> None:
        one_waits.set()
        await asyncio.sleep(3600)

    results, server = play(
        script, asking(*many(20)), on_event=events.append, sleep=endless, concurrency=2
    )
    assert len(server.requests) == 2
    assert [type(result) for result in results] == [EndpointRefuses] * 20
    assert len({str(result) for result in results}) == 1
    assert len({result.key for result in results}) == 20
    assert isinstance(results[0], ModelUnavailable)
    assert [event.kind for event in events].count("failed") == 20


def test_a_refusal_stops_those_who_come_next() -> None:
    """Questions whose turn comes after a refusal are not sent."""
    results, server = play("key refused", asking(*many(20)), concurrency=2)
    assert [type(result) for result in results] == [EndpointRefuses] * 20
    assert len(server.requests) <= 2


def test_a_refusal_lasts() -> None:
    """A model that was refused sends nothing more, not even later."""

    async def scene(model: LiveModel) -> list[Any]:
        return [*(await asking(request())(model)), *(await asking(*many(3))(model))]

    results, server = play("no credit", scene)
    assert [type(result) for result in results] == [EndpointRefuses] * 4
    assert len(server.requests) == 1


def unused_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def test_nothing_listens() -> None:
    """An endpoint that cannot be reached at the first question refuses for all, unslept."""
    fake = FakeTime()

    async def main() -> list[Any]:
        for host in ("127.0.0.1", "localhost"):
            url = f"http://{host}:{unused_port()}/v1"
            async with LiveModel(Endpoint(url), clock=fake.now, sleep=fake.sleep) as model:
                results: list[Any] = await asking(*many(5))(model)
                assert [type(result) for result in results] == [EndpointRefuses] * 5
                assert str(results[0]).endswith("cannot be reached: nothing listens there")
        return results

    asyncio.run(main())
    assert fake.slept == []


def test_an_unknown_host(monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that does not exist refuses at the first question."""

    def unknown(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    async def main() -> list[Any]:
        async with LiveModel(Endpoint("http://nowhere.invalid/v1")) as model:
            results: list[Any] = await asking(request())(model)
            return results

    (error,) = asyncio.run(main())
    assert isinstance(error, EndpointRefuses)
    assert str(error) == "nowhere.invalid cannot be reached: there is no such host"


def test_a_server_that_goes_away() -> None:
    """Once an endpoint has answered, a refused connection is waited for like any other fault."""
    fake = FakeTime()

    async def main() -> Any:
        with ModelServer("good") as server:
            model = LiveModel(Endpoint(server.url), clock=fake.now, sleep=fake.sleep)
            assert valid(await asking(request())(model))
        (error,) = await asking(request("later"))(model)
        await model.close()
        return error

    error = asyncio.run(main())
    assert isinstance(error, RetriesUsedUp)
    assert (error.sends, error.status) == (8, 0)
    assert len(fake.slept) == 7


def test_a_proxy_is_not_asked_for_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy in the environment does not stand between us and a server on this machine."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{unused_port()}")
    results, _ = play("good", asking(request()))
    assert valid(results)


def test_a_question_beyond_the_known_context_is_not_sent() -> None:
    """Where the context is known, a text that cannot fit it is an outcome before it is cut."""
    events = list[ModelEvent]()
    long = request("word " * 4000, max_tokens=1000)
    results, server = play("good", asking(long), on_event=events.append, context_tokens=4096)
    (answer,) = results[0]
    assert answer.outcome is Outcome.TOO_LONG
    assert "and 1,000 for the reply do not fit the context of 4,096" in answer.reply
    assert server.requests == []
    assert [(event.kind, event.outcome) for event in events] == [("answered", Outcome.TOO_LONG)]
    assert answer.reply in events[0].reason


def test_a_question_that_was_cut_is_noticed() -> None:
    """Where far fewer tokens were read than the question has, it is told."""
    events = list[ModelEvent]()
    play("good", asking(request("word " * 4000)), on_event=events.append)
    assert "only 7 tokens were read: was the question cut?" in events[-1].reason


@pytest.mark.parametrize(
    ("asked", "named", "is_told"),
    [
        ("gpt-x", "gpt-x-2026-01-01", False),  # an alias resolved
        ("vendor/gpt-x", "gpt-x", False),
        ("gpt-x", "gpt-y", True),
        ("gpt-x", "", False),  # it does not say
    ],
)
def test_another_model(asked: str, named: str, is_told: bool) -> None:
    """A model that answers in another's place is told; the dated name of an alias is not."""
    events = list[ModelEvent]()
    other = Request(asked, (("user", "Hello"),), "quotes", SCHEMA, {})
    answers = {"choices": [{"message": {"content": '{"quotes": []}'}}], "model": named}
    results, _ = play(lambda seen: sent(answers), asking(other), on_event=events.append)
    assert results[0][0].model == named
    assert ("answered by" in events[-1].reason) is is_told


def test_events_count_what_happens() -> None:
    """Every request is told before it is sent, every answer with its usage and time."""
    events = list[ModelEvent]()
    script: Script = ["overloaded", "wrong schema", "good"]
    play(script, asking(request()), on_event=events.append)
    assert [(event.kind, event.attempt) for event in events] == [
        ("asked", 0),
        ("waiting", 0),
        ("asked", 0),
        ("answered", 0),
        ("asked", 1),
        ("answered", 1),
    ]
    assert [event.usage for event in events if event.kind == "answered"] == [Usage(7, 3)] * 2
    assert all(event.request.prompt == "quotes" for event in events)


def test_cancelling_a_question() -> None:
    """A question that is cancelled leaves its place to others."""
    arrived = threading.Event()

    def script(seen: Seen) -> Sent:
        arrived.set()
        return FAULTS["silent" if seen.number == 0 else "good"](seen)

    async def scene(model: LiveModel) -> Any:
        task = asyncio.ensure_future(model.complete(request("first"), ("quotes",)))
        await asyncio.to_thread(arrived.wait, 5)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return await asking(request("second"))(model)

    results, server = play(script, scene, concurrency=1)
    assert valid(results)
    assert len(server.requests) == 2


def test_one_model_in_several_event_loops() -> None:
    """Each event loop has connections of its own; they end with `close`, and may begin again."""
    with ModelServer() as server:
        model = LiveModel(Endpoint(server.url))

        async def main() -> None:
            for _ in range(2):
                assert valid(await asking(request())(model))
                await model.close()
                await model.close()

        asyncio.run(main())
        asyncio.run(main())
        threads = [threading.Thread(target=asyncio.run, args=(main(),)) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(server.requests) == 10


def test_an_error_of_the_listener_is_not_hidden() -> None:
    """What fails in counting or showing progress reaches the caller as it is."""

    def broken(event: ModelEvent) -> None:
        if event.kind == "answered":
            raise ZeroDivisionError

    results, _ = play("good", asking(request()), on_event=broken)
    assert type(results[0]) is ZeroDivisionError


@pytest.mark.parametrize("settings", [{"profile": "text"}, {"profile": "object"}])
def test_profiles_reach_the_wire(settings: dict[str, Any]) -> None:
    """A profile without schema support asks in its own form and takes a dressed reply."""
    dressed = {"choices": [{"message": {"content": 'So:\n```\n{"quotes": []}\n```'}}]}
    results, server = play(lambda seen: sent(dressed), asking(request()), **settings)
    assert valid(results)
    assert results[0][0].reply == '{"quotes": []}'
    assert "JSON schema" in server.requests[0].body["messages"][0]["content"]
    assert "json_schema" not in json.dumps(server.requests[0].body)


def test_an_asker_keeps_what_a_model_answers(prompts: PromptSet) -> None:
    """Through the asker every attempt is stored, and the valid one is the reply."""
    variables = {"article": article_view(article("The ferry sails again.")), "failed": []}
    asked = question(prompts, prompts.follow_up, variables, model="test-model", subject="a")
    store = Memory()

    async def scene(model: LiveModel) -> Any:
        asker = Asker(store, prompts, model)
        await asker.ask(asked)
        return await asker.ask(asked)

    reply, server = play(["wrong schema", "good"], scene)
    assert reply.events == ()
    kept: tuple[Answer, ...] = store.get(asked.key)
    assert [answer.outcome for answer in kept] == [Outcome.VALID, Outcome.INVALID]
    assert len(server.requests) == 2
