"""What a user gets for every known fault of an endpoint, and how often it was asked.

The server is real, on the loopback interface; waiting is not: it goes by a clock that jumps. The
rows of the fault catalogue are M1 to M25; further faults follow without a number.
"""

from __future__ import annotations

import asyncio
import json
import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from model_server import (
    FAULTS,
    FakeTime,
    ModelServer,
    Reaction,
    Script,
    Seen,
    Sent,
    fitting,
    quote_item,
    saying,
    sent,
    with_headers,
)

from summarizer.answers import Answer, Outcome, Request, Usage
from summarizer.endpoints import Endpoint, Profile
from summarizer.errors import EndpointRefuses, InvalidReply, ModelError
from summarizer.model import SENDS, LiveModel, ModelEvent, RetriesUsedUp
from summarizer.reasks import faults_for
from summarizer.replies import wire_schema

KEY = "sk-never-to-be-seen-0123456789"
QUESTION = Request(
    "test-model",
    (("system", "Find the quotations."), ("user", "[3] “We had no choice,” Ada Brandt said.")),
    "quotes",
    wire_schema(["quotes"]),
    {},
    prompt="quotes",
    subject="bridges.txt",
)


@dataclass(frozen=True)
class Came:
    """What came of one question: its answers or its error, and what was seen on the way."""

    answers: tuple[Answer, ...]
    error: BaseException | None
    requests: list[Seen]
    events: list[ModelEvent]
    slept: list[float]

    @property
    def outcomes(self) -> list[Outcome]:
        return [answer.outcome for answer in self.answers]

    @property
    def reasons(self) -> str:
        return "\n".join(event.reason for event in self.events)

    @property
    def message(self) -> str:
        assert self.error is not None, self.answers
        return str(self.error)


Asks = Callable[..., Came]


@pytest.fixture
def ask(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Asks:
    """Return what asks one question of a server, and checks that the key shows up nowhere."""

    def asked(script: Script, request: Request = QUESTION, **settings: Any) -> Came:
        fake, events = FakeTime(), list[ModelEvent]()
        caplog.set_level(logging.DEBUG)

        async def main(url: str) -> tuple[Answer, ...] | BaseException:
            endpoint = Endpoint(url, api_key=KEY, **settings)
            async with LiveModel(
                endpoint, on_event=events.append, clock=fake.now, sleep=fake.sleep
            ) as model:
                assert KEY not in repr(model) + repr(endpoint)
                try:
                    return await model.complete(request, ("quotes",))
                except ModelError as error:
                    return error

        with ModelServer(script) as server:
            came = asyncio.run(main(server.url))
        answers = came if isinstance(came, tuple) else ()
        error = came if isinstance(came, BaseException) else None
        printed = capfd.readouterr()
        shown = [repr(came), repr(events), caplog.text, printed.out, printed.err]
        if error is not None:
            shown += [*traceback.format_exception(error), repr(vars(error))]
        assert not [text for text in shown if KEY in text]
        assert all(seen.headers["authorization"] == f"Bearer {KEY}" for seen in server.requests)
        return Came(answers, error, server.requests, events, fake.slept)

    return asked


def test_m01_rate_limit_with_a_time_to_wait(ask: Asks) -> None:
    """A 429 with Retry-After is waited out and answered, and the wait is told with its reason."""
    came = ask(["rate limit, 20 s", "good"])
    assert came.outcomes == [Outcome.VALID]
    assert len(came.requests) == 2
    assert came.slept[0] == 20.0
    waiting = next(event for event in came.events if event.kind == "waiting")
    assert waiting.seconds == 20.0
    assert "it asks to wait 20 s" in waiting.reason


def test_m02_rate_limit_without_a_time_to_wait(ask: Asks) -> None:
    """A bare 429 is waited out in growing random pauses; when the sends are used up, it is told."""
    came = ask(["rate limit", "rate limit", "good"])
    assert came.outcomes == [Outcome.VALID]
    assert len(came.requests) == 3
    came = ask("rate limit")
    assert isinstance(came.error, RetriesUsedUp)
    assert (came.error.sends, came.error.status) == (SENDS, 429) == (len(came.requests), 429)
    pauses = [event.seconds for event in came.events if event.kind == "waiting"]
    assert len(pauses) == SENDS - 1
    assert all(pause <= 2.0**number for number, pause in enumerate(pauses))


def test_m03_credit_is_used_up(ask: Asks) -> None:
    """An exhausted quota is not waited for: one request, one line, and the run can stop."""
    came = ask("no credit")
    assert isinstance(came.error, EndpointRefuses)
    assert "the account has no credit" in came.message
    assert len(came.requests) == 1
    assert came.slept == []


def test_m04_error_page(ask: Asks) -> None:
    """A gateway's page is waited out, and nothing of it is shown if it stays."""
    came = ask(["error page", "overloaded", "good"])
    assert came.outcomes == [Outcome.VALID]
    assert len(came.requests) == 3
    came = ask("error page")
    assert isinstance(came.error, RetriesUsedUp)
    assert came.error.status == 502
    assert len(came.requests) == SENDS
    assert "<" not in came.message
    assert len(came.message) < 200


def test_m05_slow_drip(ask: Asks) -> None:
    """A reply that drips on beyond the deadline is given up, though the server is never silent."""
    came = ask("drip", deadline_seconds=0.3)
    assert isinstance(came.error, RetriesUsedUp)
    assert "no answer within 0.3 s" in came.message
    assert len(came.requests) == 1
    assert came.slept == []


@pytest.mark.parametrize("fault", ["cut body", "reset"])
def test_m06_connection_breaks(ask: Asks, fault: str) -> None:
    """A connection that breaks before or within the answer is tried again."""
    came = ask([fault, "good"])
    assert came.outcomes == [Outcome.VALID]
    assert len(came.requests) == 2
    assert "the connection broke" in came.reasons
    assert len(came.slept) == 1


def test_m07_json_cut_short(ask: Asks) -> None:
    """JSON that ends too early is asked for again, at most twice; every attempt is returned."""
    came = ask(["cut JSON", "good"])
    assert came.outcomes == [Outcome.INVALID, Outcome.VALID]
    assert len(came.requests) == 2
    assert "not one complete JSON object" in came.requests[1].body["messages"][-1]["content"]
    came = ask("cut JSON")
    assert came.outcomes == [Outcome.INVALID] * 3
    assert [answer.attempt for answer in came.answers] == [0, 1, 2]
    assert len(came.requests) == 3
    assert came.slept == []


def test_m08_length_limit(ask: Asks) -> None:
    """An answer that ended at the length limit is returned as cut and not asked for again."""
    came = ask("length")
    assert came.outcomes == [Outcome.CUT]
    assert came.answers[0].usage == Usage(7, 3)
    assert len(came.requests) == 1


def test_m09_wrong_schema(ask: Asks) -> None:
    """A reply of another shape is asked for again with a list of what is wrong."""
    came = ask(["wrong schema", "good"])
    assert came.outcomes == [Outcome.INVALID, Outcome.VALID]
    assert len(came.requests) == 2
    told = came.requests[1].body["messages"][-1]["content"]
    assert "quotes: is missing" in told
    assert "something: is no field of the schema" in told


# M10, M11 and M25 are sound answers on the wire. That their words do not stand in the article is
# found, and refused, where replies are grounded.


def test_m10_invented_quotation(ask: Asks) -> None:
    """Words that no article has still make a valid answer: the model layer does not judge them."""
    came = ask(saying(f'{{"quotes": [{quote_item(json.dumps("We never said this"))}]}}'))
    assert came.outcomes == [Outcome.VALID]
    assert len(came.requests) == 1
    assert came.slept == []


def test_m11_drifted_sentence_number(ask: Asks) -> None:
    """A sentence number that is off makes a valid answer, too."""
    came = ask(saying(f'{{"quotes": [{quote_item(sentence="4711")}]}}'))
    assert came.outcomes == [Outcome.VALID]
    assert len(came.requests) == 1
    assert came.slept == []


def test_m12_refusal(ask: Asks) -> None:
    """A refusal is returned with the model's words and never asked for again."""
    came = ask("refusal")
    assert came.outcomes == [Outcome.REFUSED]
    assert came.answers[0].reply == "I cannot help with that."
    assert len(came.requests) == 1
    assert came.slept == []


@pytest.mark.parametrize("fault", ["filter", "filter with content", "prompt filtered"])
def test_m13_content_filter(ask: Asks, fault: str) -> None:
    """What a filter withheld, in part or whole or before it was asked, is returned as filtered."""
    came = ask(fault)
    assert came.outcomes == [Outcome.FILTERED]
    assert len(came.requests) == 1
    assert came.slept == []


def test_m14_key_twice(ask: Asks) -> None:
    """A key that stands twice in one object makes a reply invalid."""
    came = ask(["key twice", "good"])
    assert came.outcomes == [Outcome.INVALID, Outcome.VALID]
    assert len(came.requests) == 2
    assert "the key 'quotes' stands twice" in came.requests[1].body["messages"][-1]["content"]
    assert came.slept == []


@pytest.mark.parametrize("fault", ["NaN", "infinity"])
def test_m15_no_number(ask: Asks, fault: str) -> None:
    """NaN and infinity are refused where a number should stand."""
    came = ask([fault, "good"])
    assert came.outcomes == [Outcome.INVALID, Outcome.VALID]
    assert len(came.requests) == 2
    assert came.slept == []


def test_m16_huge_number(ask: Asks) -> None:
    """A number of thousands of digits is refused, and not sent back."""
    came = ask(["huge number", "good"])
    assert came.outcomes == [Outcome.INVALID, Outcome.VALID]
    assert "too many digits" in came.requests[1].body["messages"][-1]["content"]
    assert len(came.requests[1].raw) < len(came.requests[0].raw) + 1000
    assert came.slept == []


def test_m17_deep_nesting(ask: Asks) -> None:
    """Nesting without end is refused in a reply and in the envelope, and does not swell the re-ask."""
    came = ask(["deep", "good"])
    assert came.outcomes == [Outcome.INVALID, Outcome.VALID]
    assert len(came.requests) == 2
    assert "nested too deeply" in came.requests[1].body["messages"][-1]["content"]
    assert len(came.requests[1].raw) < len(came.requests[0].raw) + 1000
    came = ask("deep envelope")
    assert isinstance(came.error, InvalidReply)
    assert len(came.requests) == 2


@pytest.mark.parametrize("profile", ["schema", "object", "text"])
@pytest.mark.parametrize(
    "around",
    [
        "```json\n{}\n```",
        "Here is the JSON:\n{}\nAnything else?",
        "<think>Is [it] {{so}}?</think>\n\n{}",
        "It is so.</think>{}",  # the template opened the block
    ],
    ids=["fence", "prose", "thinking", "end of thinking"],
)
def test_m18_something_around_the_json(ask: Asks, profile: Profile, around: str) -> None:
    """What stands around the object is cut off without asking again, unless strictness was promised."""
    reply = '{"quotes": []}'
    dressed = saying(around.replace("{}", reply).replace("{{so}}", "{so}"))
    came = ask(dressed, profile=profile)
    assert came.outcomes == [Outcome.VALID]
    assert came.answers[0].reply == reply
    assert len(came.requests) == 1
    assert ask(dressed, profile="strict").outcomes == [Outcome.INVALID] * 3


@pytest.mark.parametrize("fault", ["half a surrogate", "half a surrogate, raw", "NUL"])
def test_m19_what_no_text_can_hold(ask: Asks, fault: str) -> None:
    """Half a surrogate pair and NUL are replaced, told, and harm nobody who writes the reply."""
    came = ask(fault)
    assert came.outcomes == [Outcome.VALID]
    reply = came.answers[0].reply
    assert json.loads(reply)["quotes"][0]["words"] == "no \ufffd choice"
    assert reply.encode() and not faults_for(QUESTION, reply)
    assert len(came.requests) == 1
    assert "characters replaced that no text can hold: 1" in came.reasons


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("empty", "an empty answer"),
        ("null", "an empty answer"),
        ("only thoughts", "the model only thought"),
        ("no choices", "no choices instead of one"),
        ("null choices", "no choices instead of one"),
        ("missing choices", "no choices instead of one"),
    ],
)
def test_m20_empty_answer(ask: Asks, fault: str, reason: str) -> None:
    """An empty answer is asked for once more, then told."""
    came = ask([fault, "good"])
    assert came.outcomes == [Outcome.VALID]
    assert len(came.requests) == 2
    came = ask(fault)
    assert isinstance(came.error, InvalidReply)
    assert reason in came.message
    assert len(came.requests) == 2
    assert len(came.slept) == 1


@pytest.mark.parametrize("fault", ["bomb", "large"])
def test_m21_oversized_reply(ask: Asks, fault: str) -> None:
    """A reply beyond the size limit, packed or not, is dropped while it is read."""
    came = ask(fault)
    assert isinstance(came.error, InvalidReply)
    assert "larger than 8,388,608 bytes" in came.message
    assert len(came.requests) == 1
    assert came.slept == []


def test_m22_other_model_answers(ask: Asks) -> None:
    """The model that the answer names is kept beside it, and told where it is not the one asked."""
    came = ask("other model")
    assert came.outcomes == [Outcome.VALID]
    assert came.answers[0].model == "another-model"
    assert came.answers[0].answered_by.startswith("test-model at 127.0.0.1:")
    assert "answered by 'another-model'" in came.reasons
    assert len(came.requests) == 1


def test_m23_usage_is_missing(ask: Asks) -> None:
    """Where the endpoint tells no usage, it is unknown, never zero."""
    came = ask("no usage")
    assert came.outcomes == [Outcome.VALID]
    assert came.answers[0].usage is None
    assert len(came.requests) == 1


@pytest.mark.parametrize(
    ("fault", "reason"),
    [("two tool calls", "tool calls instead of a reply"), ("two choices", "2 choices")],
)
def test_m24_more_than_one_answer(ask: Asks, fault: str, reason: str) -> None:
    """Of several tool calls or choices none is picked in silence."""
    came = ask(fault)
    assert isinstance(came.error, InvalidReply)
    assert reason in came.message
    assert len(came.requests) == 2


def test_m25_answer_to_another_article(ask: Asks) -> None:
    """An answer about another article is kept under the key of the question that was asked."""
    came = ask(saying(f'{{"quotes": [{quote_item(json.dumps("From elsewhere"))}]}}'))
    assert came.outcomes == [Outcome.VALID]
    assert came.answers[0].key == QUESTION.key
    assert len(came.requests) == 1
    assert came.slept == []


def test_page_with_status_200(ask: Asks) -> None:
    """A page instead of an answer is asked for once more, then told without quoting it."""
    came = ask("page")
    assert isinstance(came.error, InvalidReply)
    assert "an HTML page instead of an answer" in came.message
    assert "<" not in came.message
    assert len(came.requests) == 2


def test_error_with_status_200(ask: Asks) -> None:
    """An error inside a success counts as the status it names; without one it is no answer."""
    came = ask(["error inside", "error inside", "good"])
    assert came.outcomes == [Outcome.VALID]
    assert len(came.requests) == 3
    came = ask("plain error inside")
    assert isinstance(came.error, InvalidReply)
    assert "something went wrong" in came.message
    assert len(came.requests) == 2


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("key refused", "the key is wrong or missing (HTTP 401)"),
        ("forbidden", "the key may not do this (HTTP 403)"),
        ("unknown model", "the model or the address is not known (HTTP 404)"),
        ("unknown parameter", "does not take these settings (HTTP 400)"),
        (lambda seen: Sent(308, headers={"Location": "http://x/v1"}), "it has moved"),
    ],
    ids=["401", "403", "404", "parameter", "moved"],
)
def test_what_would_fail_for_every_question(ask: Asks, fault: str | Reaction, reason: str) -> None:
    """What is wrong with key, model, settings or address is told at once, in one line."""
    came = ask(fault)
    assert isinstance(came.error, EndpointRefuses)
    assert reason in came.message
    assert "\n" not in came.message
    assert came.error.key == QUESTION.tagged_key
    assert len(came.requests) == 1
    assert came.slept == []


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (400, "This model's maximum context length is 4096 tokens"),
        (400, "the request exceeds the available context size"),
        (413, "Payload too large"),
    ],
)
def test_question_beyond_the_context(ask: Asks, status: int, message: str) -> None:
    """That a question is too long for the model is an outcome with its reason, and is not repeated."""
    came = ask(lambda seen: sent({"error": {"message": message}}, status=status))
    assert came.outcomes == [Outcome.TOO_LONG]
    assert message in came.answers[0].reply
    assert came.answers[0].usage is None
    assert len(came.requests) == 1


def test_a_re_ask_beyond_the_context(ask: Asks) -> None:
    """Where the question fits but not its re-ask, both the reply and the excess are told."""
    came = ask(["wrong schema", "too long"])
    assert came.outcomes == [Outcome.INVALID, Outcome.TOO_LONG]
    assert len(came.requests) == 2


def test_one_question_is_rejected(ask: Asks) -> None:
    """Another 400 fails its question only."""
    came = ask(lambda seen: sent({"error": {"message": "odd"}}, status=400))
    assert type(came.error) is ModelError
    assert "the endpoint rejects the question (HTTP 400): odd" in came.message
    assert [event.kind for event in came.events] == ["asked", "failed"]


def test_silent_server(ask: Asks) -> None:
    """A server that never answers is given up after the timeout and asked again."""
    came = ask(["silent", "good"], timeout_seconds=0.2)
    assert came.outcomes == [Outcome.VALID]
    assert len(came.requests) == 2
    assert "it stayed silent" in came.reasons


def test_key_quoted_by_the_server(ask: Asks) -> None:
    """A server that quotes the key in an error or a page does not get it shown."""

    def quoting(status: int, body: str) -> Reaction:
        return lambda seen: Sent(
            status, body.replace("KEY", seen.headers["authorization"]).encode()
        )

    for status in (200, 400, 401, 403, 429, 500):
        for body in ('{"error": {"message": "bad key KEY", "code": "KEY"}}', "no: KEY", "<KEY"):
            came = ask([quoting(status, body)] * SENDS)
            assert came.error is not None


def test_re_asked_reply_is_spoiled_by_the_network(ask: Asks) -> None:
    """A re-ask that meets a passing fault is sent again as it was."""
    came = ask(["wrong schema", "rate limit, 20 s", "good"])
    assert came.outcomes == [Outcome.INVALID, Outcome.VALID]
    assert came.requests[1].raw == came.requests[2].raw
    assert 20.0 in came.slept


def test_wait_beyond_the_deadline(ask: Asks) -> None:
    """A wait that would end after the deadline is not begun."""
    came = ask("rate limit, 20 s", deadline_seconds=15.0)
    assert isinstance(came.error, RetriesUsedUp)
    assert "no answer after one request" in came.message
    assert came.slept == []


def test_wait_asked_in_milliseconds_and_as_a_date(ask: Asks) -> None:
    """Retry-After is understood in milliseconds, seconds and as a date; ten minutes are the most."""
    date = "Fri, 04 Jul 2025 06:12:{:02} GMT"
    for headers, seconds in (
        ({"retry-after-ms": "1500"}, 1.5),
        ({"retry-after": "2.5"}, 2.5),
        ({"retry-after": date.format(40), "date": date.format(10)}, 30.0),
        ({"retry-after": "86400"}, 600.0),
    ):
        limited = with_headers(FAULTS["rate limit"], headers)
        assert ask([limited, "good"]).slept[0] == pytest.approx(seconds, abs=1.0)


def test_packed_reply(ask: Asks) -> None:
    """No compression is asked for; where a server compresses all the same, the reply is read."""
    came = ask("packed")
    assert came.outcomes == [Outcome.VALID]
    assert came.requests[0].headers["accept-encoding"] == "identity"


def test_good_answer(ask: Asks) -> None:
    """A good answer is one request, and all of it is told."""
    came = ask("good")
    (answer,) = came.answers
    assert answer == Answer(
        QUESTION.key,
        0,
        fitting(came.requests[0]),
        Outcome.VALID,
        answer.answered_by,
        Usage(7, 3),
        "test-model",
    )
    assert [event.kind for event in came.events] == ["asked", "answered"]
    assert came.events[1].usage == Usage(7, 3)
    assert came.slept == []
