"""Asking one question: rendered request -> key -> stored answers -> (on a miss) a model.

Replay is a stored answer; nothing here imports openai, instructor or a database.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Protocol, TypeVar

from summarizer.answers import Answer, Answers, Outcome, Request, nearest, newest_valid
from summarizer.errors import AnswerMissing, InvalidReply, ModelRefused
from summarizer.prompts import PromptSet
from summarizer.replies import PART_NAMES, Reply, parse_reply, wire_schema

T = TypeVar("T")

_DECLINED = {
    Outcome.REFUSED: "declined by the model",
    Outcome.FILTERED: "blocked by the provider's filter",
    Outcome.CUT: "cut off before its end",
}


class Model(Protocol):
    """What can answer a request that no store has; it returns all its attempts, oldest first."""

    async def complete(self, request: Request, returns: tuple[str, ...]) -> tuple[Answer, ...]: ...

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


@dataclass
class Asker:
    """Answers questions from `answers`, and remembers what was used and what was missing."""

    answers: Answers
    prompts: PromptSet
    model: Model | None = None
    most_calls: int | None = None  # questions sent in one run; the others count as missing
    calls: int = 0
    asked: dict[str, Request] = field(default_factory=dict)
    used: dict[str, Answer] = field(default_factory=dict)
    missing: dict[str, Request] = field(default_factory=dict)
    invalid: dict[str, Request] = field(default_factory=dict)
    declined: dict[str, Request] = field(default_factory=dict)
    rendering: asyncio.Lock = field(default_factory=asyncio.Lock)  # held to make questions

    async def ask(self, request: Request) -> Reply:
        """Return the newest stored reply that is valid today, else the model's.

        Raises:
            AnswerMissing: nothing is stored and there is no model to ask.
            ModelRefused: the stored or given outcome is a refusal, a filter's or a cut.
            InvalidReply: the only replies do not fit the schema.
            ModelError: the model could not be asked; `EndpointRefuses` holds for every question.
        """
        returns = self.prompts.templates[request.prompt].returns
        self.asked[request.key] = request
        known = self.answers.get(request.key)
        if self.model is not None and _is_open(known, returns) and self._may_call():
            self.calls += 1
            tries = max((answer.attempt for answer in known), default=-1) + 1
            given = await self.model.complete(request, returns)
            numbered = [replace(answer, attempt=tries + answer.attempt) for answer in given]
            await _kept(self.answers, request, numbered)
            known = self.answers.get(request.key)
        if not known:
            self.missing[request.key] = request
            raise AnswerMissing(
                prompt=request.prompt,
                subject=request.subject,
                model=request.model,
                key=request.tagged_key,
            )
        return self._reply(request, known, returns)

    def _may_call(self) -> bool:
        return self.most_calls is None or self.calls < self.most_calls

    def _reply(
        self, request: Request, known: tuple[Answer, ...], returns: tuple[str, ...]
    ) -> Reply:
        found = _newest_parsed(known, returns)
        if found is None:
            newest = known[0]
            if newest.outcome in _DECLINED:
                self.declined[request.key] = request
                raise ModelRefused(
                    f"prompt {request.prompt!r}: {_DECLINED[newest.outcome]}",
                    prompt=request.prompt,
                    model=request.model,
                    key=request.tagged_key,
                )
            self.invalid[request.key] = request
            return parse_reply(newest.reply, returns, prompt=request.prompt, key=request.tagged_key)
        self.used[request.key], reply = found
        return reply

    def explained(self, miss: AnswerMissing) -> AnswerMissing:
        """Return `miss` with the nearest stored request of its prompt and the first difference."""
        request = self.asked[miss.key.removeprefix("s256:")]
        known = self.answers.requests(request.prompt)
        key, difference = nearest(request, (r for r in known if self.answers.get(r.key)))
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


def _is_open(known: tuple[Answer, ...], returns: tuple[str, ...]) -> bool:
    """Whether a model may be asked: nothing usable is stored, and nobody declined to answer."""
    if newest_valid(known, lambda raw: _is_valid(raw, returns)) is not None:
        return False
    return not known or known[0].outcome not in (Outcome.REFUSED, Outcome.FILTERED)


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


def is_valid_for(request: Request, raw: str) -> bool:
    """Whether `raw` fits the schema of `request`; its parts are the properties of that schema."""
    parts = tuple(request.schema["properties"])
    return set(parts) <= set(PART_NAMES) and _is_valid(raw, parts)
