"""Asking one question: rendered request -> key -> stored answers -> (on a miss) a model.

Replay is a stored answer; nothing here imports openai, instructor or a database.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache, partial
from typing import Any, Protocol, TypeVar

from summarizer.answers import Answer, Answers, Outcome, Request, newest_valid
from summarizer.budget import Budget
from summarizer.errors import (
    AnswerMissing,
    BudgetSpent,
    InvalidReply,
    ModelError,
    ModelRefused,
    Stopped,
    StoreError,
    TooLong,
)
from summarizer.holders import Holder, once
from summarizer.likeness import nearest
from summarizer.prices import Price
from summarizer.prompts import PromptSet
from summarizer.replies import Reply, parse_reply, wire_schema

T = TypeVar("T")

_DECLINED = {
    Outcome.REFUSED: "declined by the model (asked again with --retry-failed)",
    Outcome.FILTERED: "blocked by the provider's filter (asked again with --retry-failed)",
    Outcome.CUT: "cut off before its end",
    Outcome.TOO_LONG: "too long for the model (asked again with --retry-failed)",
}
_TOO_LONG = frozenset({Outcome.CUT, Outcome.TOO_LONG})  # a shorter question may fare better
_CLOSED = frozenset({Outcome.REFUSED, Outcome.FILTERED, Outcome.TOO_LONG})


class Model(Protocol):
    """What can answer a request that no store has.

    `concurrency` is how many requests it sends at once at most, `deadline_seconds` how long one
    question takes at most from its first request on.
    """

    @property
    def concurrency(self) -> int: ...

    @property
    def deadline_seconds(self) -> float: ...

    def price(self, model: str) -> Price | None:
        """Return what a model costs there, or None where that is not known."""
        ...

    async def complete(
        self, request: Request, returns: tuple[str, ...], budget: Budget
    ) -> tuple[Answer, ...]:
        """Return all attempts at a question, oldest first; the first is paid for by the caller."""
        ...

    def stop(self) -> None:
        """Send nothing more until `close`; what is on its way may still be answered."""
        ...

    async def close(self) -> None: ...


async def together(tasks: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
    """Return the results in order; where one fails, the others are ended before its error goes on."""
    running = [asyncio.ensure_future(task) for task in tasks]
    try:
        return list(await asyncio.gather(*running))
    except BaseException:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        raise


@cache
def _schema(returns: tuple[str, ...]) -> Mapping[str, Any]:
    """Return the schema of a reply, one for all questions, since a request never changes it."""
    return wire_schema(returns)


def question(
    prompts: PromptSet,
    name: str,
    variables: Mapping[str, Any],
    *,
    model: str,
    subject: str,
    document: str = "",
) -> Request:
    """Return the rendered request of prompt `name`; `subject` is what people call its article.

    Raises:
        PromptError: the template does not render.
    """
    template = prompts.templates[name]
    return Request(
        model=model,
        messages=prompts.render(name, variables),
        schema_name="_".join(template.returns),
        schema=_schema(template.returns),
        sampling=template.sampling,
        prompt=name,
        subject=subject,
        document=document,
    )


@dataclass(eq=False)
class Asker:
    """Answers questions from `answers`, and remembers what was used and what was missing.

    Whatever is paid for is stored at once, and by one process: who finds a question being asked by
    another waits for its answer. `used` holds what an answer of length says as well, since the
    questions that follow from it hang on it. `newest` is the newest answer that was there, usable or
    not, `failed` what was said of a question that could not be asked. `split` are the questions that
    are asked in halves instead, `missing` all that should be asked: those without an answer and
    those whose answer was cut off.
    """

    answers: Answers
    prompts: PromptSet
    model: Model | None = None
    budget: Budget = field(default_factory=Budget)
    retry_failed: bool = False  # ask again what was declined
    asked: dict[str, Request] = field(default_factory=dict)
    used: dict[str, Answer] = field(default_factory=dict)
    newest: dict[str, Answer] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    missing: dict[str, Request] = field(default_factory=dict)
    invalid: dict[str, Request] = field(default_factory=dict)
    declined: dict[str, Request] = field(default_factory=dict)
    split: dict[str, Request] = field(default_factory=dict)
    cut: set[str] = field(default_factory=set)
    limit: str = ""  # the limit of the run that kept a question from being asked
    stored: int = 0  # questions that were answered already
    paid: int = 0  # questions that the model answered in this run
    documents: int = 0  # of this run, and how many of them are read
    documents_read: int = 0
    rendering: asyncio.Lock = field(default_factory=asyncio.Lock)  # held to make questions
    _is_stopped: bool = False
    _broken: StoreError | None = None  # what stopped it, if nobody asked
    _paying: set[asyncio.Task[tuple[Answer, ...]]] = field(default_factory=set)
    _places: asyncio.Semaphore | None = None

    async def ask(self, request: Request, *, splits: bool = False) -> Reply:
        """Return the newest stored reply that is valid today, else the model's.

        Args:
            request: the question.
            splits: whether the caller asks in halves what is too long. If so, a reply that was
                cut off is not asked for again.

        Raises:
            AnswerMissing: nothing is stored and there is no model to ask, or a limit is reached.
            TooLong: question or reply do not fit, and `splits`.
            ModelRefused: the stored or given outcome is a refusal, a filter's or a length's.
            InvalidReply: the only replies do not fit the schema.
            ModelError: the model could not be asked; `EndpointRefuses` holds for every question.
            Stopped: the run was asked to stop.
        """
        returns = tuple(request.schema["properties"])  # the parts of the reply, in their order
        self.asked[request.key] = request
        known = self._known(request)
        is_open = partial(self._is_open, returns=returns, splits=splits)
        if self.model is not None and is_open(known):
            try:
                known = await self._bought(request, returns, known, is_open)
            except BudgetSpent as error:
                self.limit = str(error)
            except Stopped:
                if self._broken is not None:  # why it was stopped
                    raise StoreError(str(self._broken)) from self._broken
                raise
            except ModelError as error:
                self.failed[request.key] = str(error)
                raise
        elif known:
            self.stored += 1
        if not known:
            self.missing[request.key] = request
            raise AnswerMissing(
                prompt=request.prompt,
                subject=request.subject,
                model=request.model,
                key=request.tagged_key,
            )
        self.newest[request.key] = known[0]
        return self._reply(request, known, returns, splits=splits)

    def stop(self) -> None:
        """Let nothing more be asked; questions that are on their way may still be answered."""
        self._is_stopped = True
        if self.model is not None:
            self.model.stop()

    @property
    def in_flight(self) -> int:
        """How many questions are with the model, or wait for another process that asks them."""
        return len(self._paying)

    @property
    def cost(self) -> Decimal | None:
        """What the run cost so far in US dollars, or None where that is not known."""
        return self.budget.cost

    async def settle(self) -> None:
        """Wait for the questions that are on their way, so that what was paid for is stored.

        If this is cancelled, they are ended as well.
        """
        self.stop()
        try:
            while self._paying:
                await asyncio.wait(tuple(self._paying))
        except asyncio.CancelledError:
            await self.abandon()
            raise

    async def abandon(self) -> None:
        """End the questions that are on their way, whether or not they are paid for."""
        self.stop()
        for task in self._paying:
            task.cancel()
        await asyncio.gather(*self._paying, return_exceptions=True)

    async def _bought(
        self,
        request: Request,
        returns: tuple[str, ...],
        known: tuple[Answer, ...],
        is_open: Callable[[tuple[Answer, ...]], bool],
    ) -> tuple[Answer, ...]:
        """Return the attempts at a question after it was asked, here or by another process.

        The asking is not ended where its caller is: what was sent is paid for.
        """
        assert self.model is not None
        if self._places is None:  # more wait for a turn than can have one, but not all of a run
            self._places = asyncio.Semaphore(2 * self.model.concurrency)
        async with self._places:
            self._check()
            task = asyncio.ensure_future(self._once(request, returns, known, is_open))
            self._paying.add(task)
            task.add_done_callback(self._done)
            return await asyncio.shield(task)

    def _done(self, task: asyncio.Task[tuple[Answer, ...]]) -> None:
        self._paying.discard(task)
        if not task.cancelled():
            task.exception()  # it was told to whoever waited, if anybody still did

    async def _once(
        self,
        request: Request,
        returns: tuple[str, ...],
        known: tuple[Answer, ...],
        is_open: Callable[[tuple[Answer, ...]], bool],
    ) -> tuple[Answer, ...]:
        model = self.model
        assert model is not None

        def read() -> tuple[Answer, ...] | None:
            found = self.answers.get(request.key)
            is_news = found != known or not is_open(found)
            return found if is_news else None

        async def pause(seconds: float) -> None:
            self._check()  # whoever stops does not wait for what another process asks
            await asyncio.sleep(seconds)

        async def pay() -> tuple[Answer, ...]:
            self._check()
            reserved = self.budget.reserve(request)
            came: tuple[Answer, ...] = ()
            try:
                came = await model.complete(request, returns, self.budget)
            finally:
                self.budget.settle(reserved, came[0] if came else None)
            self.paid += 1
            tries = max((answer.attempt for answer in known), default=-1) + 1
            numbered = [replace(answer, attempt=tries + answer.attempt) for answer in came]
            await _kept(self.answers, request, numbered[::-1])  # others read from the first one on
            return self.answers.get(request.key)

        seconds = model.deadline_seconds
        try:
            return await once(
                self.answers, request.key, Holder.here(), seconds, read, pay, sleep=pause
            )
        except StoreError as error:  # what comes from now on could be lost: nothing more is sent
            self._broken = error
            self.stop()
            raise

    def _known(self, request: Request) -> tuple[Answer, ...]:
        try:
            return self.answers.get(request.key)
        except StoreError as error:
            self._broken = error
            self.stop()
            raise

    def _check(self) -> None:
        if self._is_stopped:
            raise Stopped("the run was asked to stop")

    def _is_open(
        self, known: tuple[Answer, ...], *, returns: tuple[str, ...], splits: bool
    ) -> bool:
        """Whether a model may be asked: nothing usable is stored, and nothing that settles it."""
        if newest_valid(known, lambda raw: _is_valid(raw, returns)) is not None:
            return False
        closed = frozenset[Outcome]() if self.retry_failed else _CLOSED
        if splits:
            closed |= _TOO_LONG
        return not known or known[0].outcome not in closed

    def _reply(
        self, request: Request, known: tuple[Answer, ...], returns: tuple[str, ...], *, splits: bool
    ) -> Reply:
        found = _newest_parsed(known, returns)
        if found is None:
            newest = known[0]
            if newest.outcome in _DECLINED:
                raise self._declined(request, newest, splits=splits)
            self.invalid[request.key] = request
            return parse_reply(newest.reply, returns, prompt=request.prompt, key=request.tagged_key)
        self.used[request.key], reply = found
        return reply

    def _declined(self, request: Request, answer: Answer, *, splits: bool) -> ModelRefused:
        """Note what an answer that is no reply means for its question, and return its error."""
        is_split = splits and answer.outcome in _TOO_LONG
        if is_split:
            self.split[request.key] = request
        elif answer.outcome is Outcome.CUT:
            self.missing[request.key] = request
            self.cut.add(request.key)
        else:
            self.declined[request.key] = request
        if is_split or answer.outcome is Outcome.TOO_LONG:
            self.used[request.key] = answer
        return (TooLong if is_split else ModelRefused)(
            f"prompt {request.prompt!r}: {_DECLINED[answer.outcome]}",
            prompt=request.prompt,
            model=request.model,
            key=request.tagged_key,
        )

    def explained(self, miss: AnswerMissing) -> AnswerMissing:
        """Return `miss` with the nearest stored request of its prompt and the first difference."""
        request = self.asked[miss.key.removeprefix("s256:")]
        known = self.answers.requests(request.prompt)
        key, difference = nearest(
            request, (r for r in known if r.key not in self.asked and self.answers.get(r.key))
        )
        return AnswerMissing(
            prompt=miss.prompt,
            subject=miss.subject,
            model=miss.model,
            key=miss.key,
            nearest=f"s256:{key}" if key else "",
            difference=difference,
        )


async def _kept(answers: Answers, request: Request, attempts: Sequence[Answer]) -> None:
    """Keep answers while others go on: a disk takes milliseconds to be sure of what it has.

    Not broken off once it is begun, because the answers are paid for.
    """

    def put() -> None:
        for answer in attempts:
            answers.put(request, answer)

    keeping = asyncio.ensure_future(asyncio.to_thread(put))
    try:
        await asyncio.shield(keeping)
    except asyncio.CancelledError:
        await asyncio.gather(keeping, return_exceptions=True)
        raise


def _newest_parsed(
    known: tuple[Answer, ...], returns: tuple[str, ...]
) -> tuple[Answer, Reply] | None:
    """Return the newest answer that is valid today with what it says, parsed once; or None."""
    parsed: dict[str, Reply] = {}

    def is_valid(raw: str) -> bool:
        reply = _parsed(raw, returns)
        if reply is not None:
            parsed[raw] = reply
        return reply is not None

    answer = newest_valid(known, is_valid)
    return None if answer is None else (answer, parsed[answer.reply])


def _is_valid(raw: str, returns: tuple[str, ...]) -> bool:
    return _parsed(raw, returns) is not None


def _parsed(raw: str, returns: tuple[str, ...]) -> Reply | None:
    try:
        return parse_reply(raw, returns)
    except InvalidReply:
        return None
