"""The live model: asks an endpoint, waits out what passes, and returns every attempt it made.

The only module that imports openai (with its HTTP library), instructor and tenacity, each only when
the first question is asked. Each cause has one owner: tenacity repeats what the network or the
endpoint spoiled, instructor asks again where a reply does not fit its schema, openai repeats
nothing. Between them stands `_create`, through which every request goes.
"""

from __future__ import annotations

import asyncio
import errno
import json
import logging
import random
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from functools import cache, partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, NoReturn, Self
from weakref import WeakKeyDictionary

from summarizer.answers import Answer, Outcome, Request, Usage
from summarizer.budget import Budget
from summarizer.completions import Said, Unusable, Verdict, judge, one_line, read_completion
from summarizer.endpoints import Endpoint, body_for
from summarizer.errors import (
    BudgetSpent,
    EndpointRefuses,
    InvalidReply,
    ModelError,
    ModelUnavailable,
    Stopped,
    SummarizerError,
)
from summarizer.limits import Clock, Limits, Sleep, seconds_asked
from summarizer.prices import Price
from summarizer.reasks import faults_of, reask
from summarizer.tokens import LEAST_REPORTED

if TYPE_CHECKING:
    import httpx2
    from openai import AsyncOpenAI
    from openai.types.chat import ChatCompletion
    from tenacity import RetryCallState

REASKS = 2  # times a reply that does not fit its schema is asked for again
SENDS = 8  # times one request is sent before the endpoint counts as unavailable
FIRST_PAUSE = 1.0  # seconds at most before the second; doubles with every failure
LONGEST_PAUSE = 60.0
CONNECT_SECONDS = 10.0
CHARACTERS_PER_TOKEN = 4.0  # estimate
TOKENS_WRITTEN = 1000.0  # estimate where the request sets no limit
_LOOPBACK = ("127.", "localhost", "[::1]")


class RetriesUsedUp(ModelUnavailable):
    """One question got no answer in its time; `sends` counts its requests.

    `status` is the last HTTP status, or 0 where none came back.
    """

    def __init__(self, message: str, call: _Call, status: int) -> None:
        super().__init__(message, **_names(call.request))
        self.sends = call.sends
        self.status = status


@dataclass(frozen=True, slots=True)
class ModelEvent:
    """What happens to one question, for those who count or show it.

    `asked`: a request goes out. `waiting`: it failed and is repeated after `seconds`, for `reason`.
    `answered`: an attempt came back after `seconds`; `reason` says what is odd about it, if
    anything. `failed`: there will be no answer, for `reason`. `usage` is what it cost, where the
    endpoint says so; `attempt` counts the replies, not the requests.
    """

    kind: Literal["asked", "waiting", "answered", "failed"]
    request: Request
    attempt: int
    seconds: float = 0.0
    reason: str = ""
    usage: Usage | None = None
    outcome: Outcome | None = None


class LiveModel:
    """A model behind a chat-completions endpoint.

    It may be used from several event loops; each has connections and limits of its own, and
    `close` ends those of the loop it is awaited in. Nothing is imported or opened before the first
    question.

    Args:
        endpoint: where and how to ask.
        on_event: told everything that happens, at once; must not block.
        clock: seconds from any beginning; replaced in tests, as is `sleep`.
        sleep: waits that many seconds.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        on_event: Callable[[ModelEvent], None] | None = None,
        clock: Clock = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.endpoint = endpoint
        self._on_event = on_event
        self._clock = clock
        self._sleep = sleep
        self._refusal = ""  # why nothing more is sent
        self._was_reached = False
        self._sessions: WeakKeyDictionary[asyncio.AbstractEventLoop, _Session] = WeakKeyDictionary()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """End the connections of the running event loop; a later question opens new ones."""
        session = self._sessions.pop(asyncio.get_running_loop(), None)
        if session is not None:
            await session.client.close()

    @property
    def concurrency(self) -> int:
        """How many requests are out at once at most."""
        return self.endpoint.concurrency

    @property
    def deadline_seconds(self) -> float:
        """How long one question takes at most, from its first request on."""
        return self.endpoint.deadline_seconds

    def price(self, model: str) -> Price | None:
        """Return what the model costs there: as the endpoint is set, else its list price, or None."""
        return self.endpoint.price_of(model)

    def stop(self) -> None:
        """Send nothing more in the running event loop until `close`; what is out may be answered."""
        session = self._sessions.get(asyncio.get_running_loop())
        if session is not None:
            session.is_stopping = True
            session.stopped.set()

    async def complete(
        self, request: Request, returns: tuple[str, ...], budget: Budget | None = None
    ) -> tuple[Answer, ...]:
        """Return every attempt at a question, oldest first; at most the last one is valid.

        Refused, filtered and cut answers are returned as what they are and not asked for again. So is
        that a question, with its re-ask, is too long for the model: its reply is what says so. The
        budget is asked before a re-ask; the first attempt is the caller's to count. Where an error
        ends a question that had invalid attempts, those are not returned; what they cost was told
        by their events.

        Raises:
            EndpointRefuses: this endpoint answers no question; none is sent any more.
            RetriesUsedUp: the endpoint stayed unavailable for this question.
            InvalidReply: what came back was no answer, twice, or larger than allowed.
            ModelError: the endpoint rejects this one question.
            Stopped: the model was stopped before the question was sent.
        """
        session = self._session()
        self._check(request, session)
        body = body_for(request, self.endpoint)
        call = _Call(request, returns, body, session, budget or Budget())
        failure = await self._asked(call)
        if isinstance(failure, _DoesNotFit | BudgetSpent) or (
            isinstance(failure, _Stopped | Stopped) and call.answers
        ):
            call.mark_invalid()  # there is a reply, and it will not be asked for again
        elif failure is not None and not isinstance(failure, _Ended):
            if isinstance(failure, _Stopped):
                failure = self._why_stopped(request, session)
            self._tell("failed", call, reason=str(failure) or type(failure).__name__)
            raise failure
        return tuple(call.answers)

    async def _asked(self, call: _Call) -> BaseException | None:
        """Ask through instructor and return what went wrong, without instructor around it.

        Its own error quotes the whole exchange, so nothing may be raised while that is handled. It
        is given no message: it can neither render nor echo the text of an article.
        """
        from instructor.core.exceptions import InstructorRetryException

        try:
            await call.session.ask(
                response_model=_relay(call.returns), max_retries=REASKS, messages=[], call=call
            )
        except SummarizerError as error:
            return error
        except InstructorRetryException as error:
            return error.__cause__
        return None

    async def _create(self, *, call: _Call, **_: Any) -> ChatCompletion:
        """Ask once and return a completion for instructor to check: the one seam to the wire.

        When instructor comes back with a re-ask of its own, ours is sent instead: its words quote
        the whole reply, and change with pydantic's version.
        """
        reserved = None
        if call.answers:
            call.mark_invalid()
            reserved = call.budget.reserve(call.request)
        answer = None
        try:
            said = self._beyond_context(call) or await self._sent(call, _payload(call))
            answer = self._answer(call, said)
        finally:
            if reserved is not None:
                call.budget.settle(reserved, answer)
        self._tell(
            "answered",
            call,
            seconds=call.seconds,
            reason=self._shown("; ".join(_oddities(call, said))),
            usage=said.usage,
            outcome=said.outcome,
        )
        call.answers.append(answer)
        if said.outcome is not Outcome.VALID:
            raise _Ended
        return _completion(said.text)

    def _answer(self, call: _Call, said: Said) -> Answer:
        return Answer(
            key=call.request.key,
            attempt=len(call.answers),
            reply=said.text,
            outcome=said.outcome,
            answered_by=f"{call.request.model} at {self.endpoint.host}",
            usage=said.usage,
            model=said.model,
        )

    async def _sent(self, call: _Call, payload: bytes) -> Said:
        """Send a request until it is answered, or its sends or its time are used up."""
        from tenacity import AsyncRetrying, retry_if_exception_type

        def is_over(state: RetryCallState) -> bool:
            too_late = self._clock() + state.upcoming_sleep >= call.deadline
            return too_late or state.attempt_number >= SENDS

        def before_pause(state: RetryCallState) -> None:
            trouble, seconds = _trouble(state), state.upcoming_sleep
            if trouble.is_shared:
                call.session.limits.hold(seconds)
            self._tell("waiting", call, seconds=seconds, reason=trouble.reason, usage=trouble.usage)

        retrying = AsyncRetrying(  # new for every request: it keeps its state on itself
            sleep=call.session.pause,
            wait=_seconds_before_next,
            stop=is_over,
            retry=retry_if_exception_type(_Passing),
            before_sleep=before_pause,
            reraise=True,
        )
        try:
            said: Said = await retrying(self._send, call, payload)
        except _Passing as error:
            trouble = error
        else:
            return said
        times = "one request" if call.sends == 1 else f"{call.sends} requests"
        message = f"{self.endpoint.host}: no answer after {times}: {trouble.reason}"
        raise RetriesUsedUp(message, call, trouble.status)

    async def _send(self, call: _Call, payload: bytes) -> Said:
        """Send a request once, when it is its turn; whatever is wrong is raised as what it means."""
        left = call.deadline - self._clock()
        whole = self.endpoint.deadline_seconds
        is_begun = call.sends > 0
        try:
            async with (
                asyncio.timeout(left if is_begun else None) as limit,
                call.session.limits.turn(call.tokens, begun=is_begun) as turn,
            ):
                self._check(call.request, call.session)
                began = self._clock()
                if not is_begun:  # the time for a question runs from its first turn
                    call.deadline = began + whole
                    limit.reschedule(asyncio.get_running_loop().time() + whole)
                call.sends += 1
                self._tell("asked", call)
                try:
                    said = self._read(call, await _posted(call.session.client, payload))
                except _Passing as trouble:
                    turn.is_too_much = trouble.is_too_much
                    raise
                call.seconds = self._clock() - began
                turn.is_answered = True
                if said.usage:
                    turn.spent = said.usage.input_tokens + said.usage.output_tokens
                return said
        except TimeoutError:
            pass
        raise RetriesUsedUp(f"{self.endpoint.host}: no answer within {whole:g} s", call, 0)

    def _read(self, call: _Call, came: _Came) -> Said:
        """Return what an answer says, without the key, or raise what it means."""
        said = self._understood(call, came)
        return replace(said, text=self._shown(said.text), model=self._shown(said.model))

    def _understood(self, call: _Call, came: _Came) -> Said:
        host, names = self.endpoint.host, _names(call.request)
        if isinstance(came.trouble, _TooLarge):
            most = f"{self.endpoint.max_reply_bytes:,} bytes"
            raise InvalidReply(f"{host}: a reply larger than {most} was dropped", raw="", **names)
        if came.trouble is not None:
            if not self._was_reached and (why := _why_unreachable(came.trouble)):
                self._refuse(f"{host} cannot be reached: {why}", call)
            raise _Passing(_why_broken(came.trouble))
        self._was_reached = True
        if came.status != 200:
            return self._judged(call, came, came.status)
        try:
            return read_completion(came.raw, self.endpoint.profile)
        except Unusable as error:
            unusable = error
        if unusable.status:
            return self._judged(call, came, unusable.status)
        call.unusable += 1
        reason = self._shown(str(unusable))
        if call.unusable == 1:
            raise _Passing(reason, usage=unusable.usage)
        raw = self._shown(one_line(came.raw[:1000].decode("utf-8", "replace")))
        raise InvalidReply(f"{host}: no usable answer: {reason}", raw=raw, **names)

    def _judged(self, call: _Call, came: _Came, status: int) -> Said:
        """Return what an error says where it is an outcome, or raise what it means."""
        verdict, told = judge(status, came.raw)
        told = self._shown(told)
        reason = f"{self.endpoint.host}: {told}"
        match verdict:
            case Verdict.WAIT:
                seconds = seconds_asked(came.headers, time.time())
                asked = "" if seconds is None else f"; it asks to wait {seconds:g} s"
                raise _Passing(
                    told + asked,
                    status=status,
                    seconds=seconds,
                    is_shared=status == 429 or seconds is not None,
                    is_too_much=status in (429, 503, 529),
                )
            case Verdict.STOP:
                self._refuse(reason, call)
            case Verdict.TOO_LONG:
                return Said(Outcome.TOO_LONG, told, remark=told)
            case Verdict.FILTERED:
                return Said(Outcome.FILTERED, "", remark=told)
            case Verdict.REJECTED:
                raise ModelError(reason, **_names(call.request))

    def _refuse(self, reason: str, call: _Call) -> NoReturn:
        """Stop this model for good: whoever waits for a turn or a retry fails as well."""
        self._refusal = self._refusal or reason
        call.session.stopped.set()
        raise EndpointRefuses(self._refusal, **_names(call.request))

    def _check(self, request: Request, session: _Session) -> None:
        if self._refusal or session.is_stopping:
            raise self._why_stopped(request, session)

    def _why_stopped(self, request: Request, session: _Session) -> SummarizerError:
        if self._refusal:
            return EndpointRefuses(self._refusal, **_names(request))
        return Stopped("the run was asked to stop")

    def _beyond_context(self, call: _Call) -> Said | None:
        """Return that a question cannot fit the context: some servers cut it without a word."""
        context = self.endpoint.context_tokens
        if context is None or call.tokens_read + call.tokens_allowed <= context:
            return None
        reply = f" and {call.tokens_allowed:,} for the reply" if call.tokens_allowed else ""
        told = f"about {call.tokens_read:,.0f} tokens{reply} do not fit the context of {context:,}"
        return Said(Outcome.TOO_LONG, told, remark=told)

    def _shown(self, text: str) -> str:
        """Return a text from the endpoint without the key, should it quote that."""
        return _without(self.endpoint.api_key, text)

    def _tell(
        self, kind: Literal["asked", "waiting", "answered", "failed"], call: _Call, **more: Any
    ) -> None:
        if self._on_event:
            self._on_event(ModelEvent(kind, call.request, len(call.answers), **more))

    def _session(self) -> _Session:
        """Return the client, limits and patched function of the running event loop."""
        loop = asyncio.get_running_loop()
        if loop in self._sessions:
            return self._sessions[loop]
        import instructor

        logging.getLogger("instructor").setLevel(logging.CRITICAL + 1)  # it logs whole replies
        endpoint = self.endpoint
        stopped = asyncio.Event()
        pause = _pause_until(stopped, self._sleep)
        session = self._sessions[loop] = _Session(
            client=_client(endpoint),
            limits=Limits(
                endpoint.concurrency,
                endpoint.requests_per_minute,
                endpoint.tokens_per_minute,
                clock=self._clock,
                sleep=pause,
            ),
            ask=instructor.patch(create=self._create, mode=instructor.Mode.JSON_SCHEMA),
            pause=pause,
            stopped=stopped,
        )
        return session


@dataclass(slots=True)
class _Session:
    """What belongs to one event loop."""

    client: AsyncOpenAI
    limits: Limits
    ask: Callable[..., Any]
    pause: Sleep
    stopped: asyncio.Event
    is_stopping: bool = False  # asked to, rather than refused


@dataclass(slots=True)
class _Call:
    """One question on its way."""

    request: Request
    returns: tuple[str, ...]
    body: dict[str, Any]
    session: _Session
    budget: Budget
    answers: list[Answer] = field(default_factory=list)
    sends: int = 0
    unusable: int = 0  # answers that were none
    deadline: float = float("inf")  # known from its first turn on
    seconds: float = 0.0  # that the last answer took

    @property
    def tokens_read(self) -> float:
        letters = sum(len(message["content"]) for message in self.body["messages"])
        return letters / CHARACTERS_PER_TOKEN

    @property
    def tokens_allowed(self) -> int:
        """How many tokens it may write, or 0 where the request does not say."""
        given = (self.body.get(name) for name in ("max_completion_tokens", "max_tokens"))
        return next((value for value in given if type(value) is int), 0)

    @property
    def tokens(self) -> float:
        return self.tokens_read + (self.tokens_allowed or TOKENS_WRITTEN)

    def mark_invalid(self) -> None:
        self.answers[-1] = replace(self.answers[-1], outcome=Outcome.INVALID)


@dataclass(frozen=True, slots=True)
class _Came:
    """What came back over the wire: a body with its status, or the trouble there was instead."""

    status: int = 0
    raw: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    trouble: BaseException | None = None


class _TooLarge(Exception):
    """A body grew beyond what is allowed."""


class _Stopped(Exception):
    """The endpoint refused while this question waited."""


class _Ended(Exception):
    """The question is done: refused, filtered, cut or too long. Takes it past instructor."""


class _DoesNotFit(json.JSONDecodeError):
    """A reply does not fit its schema: of a kind that makes instructor ask again."""


class _Passing(Exception):
    """Trouble that may pass.

    `seconds` is what the endpoint asks to wait, if it does, `is_shared` that all questions must,
    `is_too_much` that it is asked too much at once.
    """

    def __init__(
        self,
        reason: str,
        *,
        status: int = 0,
        seconds: float | None = None,
        is_shared: bool = False,
        is_too_much: bool = False,
        usage: Usage | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status
        self.seconds = seconds
        self.is_shared = is_shared
        self.is_too_much = is_too_much
        self.usage = usage


def _without(key: str, text: str) -> str:
    return text.replace(key, "(key)") if len(key) >= 8 else text


def _names(request: Request) -> dict[str, str]:
    return {"prompt": request.prompt, "model": request.model, "key": request.tagged_key}


def _payload(call: _Call) -> bytes:
    """Return the body to send: the question, and what was wrong with the last reply if one was."""
    body = call.body
    if call.answers:
        again = reask(call.answers[-1].reply, call.returns)
        body = {**body, "messages": [*body["messages"], *again]}
    try:
        return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:  # half of a surrogate pair in an article
        return json.dumps(body, separators=(",", ":")).encode()


def _oddities(call: _Call, said: Said) -> Iterator[str]:
    if said.remark:
        yield said.remark
    if call.request.model.rpartition("/")[2] not in said.model and said.model:
        yield f"answered by {one_line(said.model)!r}"
    if said.usage and said.usage.input_tokens < call.tokens_read * LEAST_REPORTED:
        yield f"only {said.usage.input_tokens} tokens were read: was the question cut?"


def _trouble(state: RetryCallState) -> _Passing:
    error = state.outcome.exception() if state.outcome else None
    assert isinstance(error, _Passing)
    return error


def _seconds_before_next(state: RetryCallState) -> float:
    """Return what the endpoint asks for, or more: any time up to a bound that doubles.

    Spread evenly from zero on, so that questions which failed together do not come back together.
    """
    bound = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** (state.attempt_number - 1))
    return max(_trouble(state).seconds or 0.0, random.uniform(0.0, bound))


def _pause_until(stopped: asyncio.Event, sleep: Sleep) -> Sleep:
    """Return a sleep that fails as soon as `stopped` is set."""

    async def pause(seconds: float) -> None:
        sleeping = asyncio.ensure_future(sleep(seconds))
        stopping = asyncio.ensure_future(stopped.wait())
        try:
            await asyncio.wait((sleeping, stopping), return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()
            if not sleeping.done():
                sleeping.cancel()
        if stopped.is_set():
            raise _Stopped
        await sleeping

    return pause


def _client(endpoint: Endpoint) -> AsyncOpenAI:
    """Return a client that repeats nothing and asks for no compression."""
    from openai import AsyncOpenAI, Timeout

    silent = endpoint.timeout_seconds
    timeout = Timeout(silent, connect=min(CONNECT_SECONDS, silent))
    return AsyncOpenAI(
        base_url=endpoint.base_url,
        api_key=endpoint.api_key or "unused",  # it will not start without one
        max_retries=0,
        timeout=timeout,
        default_headers={"Accept-Encoding": "identity"},
        http_client=_bounded_client()(
            most=endpoint.max_reply_bytes,
            hide=partial(_without, endpoint.api_key),
            timeout=timeout,
            follow_redirects=False,
            trust_env=not endpoint.host.startswith(_LOOPBACK),  # no proxy to this machine
        ),
    )


@cache
def _bounded_client() -> Callable[..., httpx2.AsyncClient]:
    """Return the kind of HTTP client that reads no body beyond a size, after unpacking it.

    aiohttp under it takes half the time of openai's default. It hands out 16 kB at a time, so what
    a compressed body unpacks to at once is bounded too.
    """
    import httpx2
    from openai import DefaultAioHttpClient

    class Bounded(DefaultAioHttpClient):
        def __init__(self, *, most: int, hide: Callable[[str], str], **more: Any) -> None:
            super().__init__(**more)
            self._most = most
            self._hide = hide

        async def send(
            self, request: httpx2.Request, *, stream: bool = False, **more: Any
        ) -> httpx2.Response:
            response = await super().send(request, stream=True, **more)
            body = bytearray()
            try:
                async for piece in response.aiter_bytes():
                    body += piece
                    if len(body) > self._most:
                        raise _TooLarge
            finally:
                await response.aclose()
            headers = response.headers
            headers.pop("content-encoding", None)
            for name, value in headers.items():  # openai writes them to its log
                headers[name] = self._hide(value)
            return httpx2.Response(
                response.status_code, headers=headers, content=bytes(body), request=request
            )

    return Bounded


async def _posted(client: AsyncOpenAI, payload: bytes) -> _Came:
    """Post a body and return what came back; the client's own errors end here.

    They quote what the server said, which may be the key.
    """
    import httpx2
    from openai import APIConnectionError, APIStatusError

    try:
        answer = await client.post(
            "/chat/completions",
            cast_to=httpx2.Response,
            content=payload,
            options={"headers": {"Content-Type": "application/json"}},
        )
    except APIStatusError as error:
        answer = error.response
    except APIConnectionError as error:
        return _Came(trouble=_root(error))
    return _Came(answer.status_code, answer.content, answer.headers)


def _root(error: BaseException) -> BaseException:
    """Return the first cause of a connection error that tells what happened."""
    causes = [error]
    while (cause := causes[-1].__cause__) is not None:
        causes.append(cause)
    telling = (_TooLarge, socket.gaierror, ssl.SSLError, TimeoutError)
    return next((cause for cause in causes if isinstance(cause, telling)), causes[-1])


def _why_unreachable(trouble: BaseException) -> str:
    """Return why an endpoint that never answered will not, or "" where it still may."""
    if isinstance(trouble, socket.gaierror):
        return "there is no such host"
    if isinstance(trouble, ssl.SSLError):
        return "its certificate or its encryption is not accepted"
    if isinstance(trouble, OSError) and trouble.errno == errno.ECONNREFUSED:
        return "nothing listens there"
    return ""


def _why_broken(trouble: BaseException) -> str:
    return "it stayed silent" if isinstance(trouble, TimeoutError) else "the connection broke"


@cache
def _relay(returns: tuple[str, ...]) -> type[Any]:
    """Return what instructor takes for the response model: it checks as replies are checked.

    It has no fields and no schema of its own, because instructor walks all fields and builds the
    schema at every call, which costs more than the call; the schema is in the request already.
    """
    import instructor

    class Relay(instructor.OpenAISchema):
        """A reply, checked and not kept."""

        @classmethod
        def model_json_schema(cls, *_: Any, **__: Any) -> dict[str, Any]:
            return {}

        @classmethod
        def model_validate_json(cls, json_data: Any, **_: Any) -> Self:
            if faults_of(json_data, returns):
                raise _DoesNotFit("the reply does not fit its schema", "", 0)
            return cls.model_construct()

    return Relay


def _completion(text: str) -> ChatCompletion:
    """Return a completion with this text; its usage is empty, because instructor adds it up."""
    pattern = _pattern()
    choice = copy(pattern.choices[0])
    choice.message = copy(choice.message)
    choice.message.content = text
    completion = copy(pattern)
    completion.choices = [choice]
    completion.usage = copy(completion.usage)
    return completion


@cache
def _pattern() -> ChatCompletion:
    """Return a completion to copy, which takes a tenth of the time of making one."""
    from openai.types import CompletionUsage
    from openai.types.chat import ChatCompletion, ChatCompletionMessage
    from openai.types.chat.chat_completion import Choice

    message = ChatCompletionMessage.model_construct(role="assistant", content="")
    usage = CompletionUsage.model_construct(completion_tokens=0, prompt_tokens=0, total_tokens=0)
    choice = Choice.model_construct(index=0, finish_reason="stop", message=message)
    return ChatCompletion.model_construct(choices=[choice], usage=usage)
