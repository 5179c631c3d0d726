"""A desk for tests: a summarizer over made-up answers, and what is known of its earlier runs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

from summarizer import Plan, Summarizer
from summarizer.answers import Answer, Outcome, Request, Usage
from summarizer.archive import Archive
from summarizer.asking import Model
from summarizer.budget import Budget
from summarizer.errors import AnswersMissing
from summarizer.prices import Price
from summarizer.staleness import History

ReplyTo = Callable[..., dict[str, Any]]


class Kept(History):
    """The templates of questions that were noted, and the counts of a run that is set."""

    def __init__(self, last: Mapping[str, int] | None = None) -> None:
        self.last = dict(last or {})
        self.addresses: dict[str, str] = {}
        self._texts: dict[str, dict[str, str]] = {}

    def note_prompts(self, keys: Iterable[str], texts: Mapping[str, str]) -> int:
        """Keep what questions were rendered from, as an archive does."""
        self._texts |= {key: dict(texts) for key in keys}
        return 0

    def texts_of(self, key: str) -> Mapping[str, str] | None:
        return self._texts.get(key)

    def texts_of_each(self, keys: Iterable[str]) -> Mapping[str, Mapping[str, str]]:
        return {key: texts for key in keys if (texts := self.texts_of(key)) is not None}

    def asked_last(self) -> Mapping[str, int]:
        return self.last

    def addresses_last(self) -> Mapping[str, str]:
        return self.addresses


class Answering(Model):
    """A model that answers every question as told, and remembers the prompts it was asked."""

    concurrency = 4
    deadline_seconds = 60.0

    def __init__(self, reply: Callable[[Request], dict[str, Any]]) -> None:
        self.asked: list[str] = []
        self._reply = reply

    def price(self, model: str) -> Price | None:
        return Price(Decimal("0.25"), Decimal(2))

    async def complete(
        self, request: Request, returns: tuple[str, ...], budget: Budget
    ) -> tuple[Answer, ...]:
        self.asked.append(request.prompt)
        text = json.dumps(self._reply(request))
        return (Answer(request.key, 0, text, Outcome.VALID, "made up", Usage(900, 90)),)

    def stop(self) -> None: ...

    async def close(self) -> None: ...


class Desk:
    """A summarizer whose questions are answered by made-up replies, in memory or in a store."""

    def __init__(
        self, articles: Mapping[str, str], reply_to: ReplyTo, *, store: Path | None = None
    ) -> None:
        self.summarizer = Summarizer(model="m", store=store)
        self.articles = [{"id": name, "text": text} for name, text in articles.items()]
        self._reply_to = reply_to

    def plan(self, *numbers: int) -> Plan:
        """Return the plan for some of the articles, or for all."""
        chosen = [self.articles[number] for number in numbers or range(len(self.articles))]
        return self.summarizer.plan(chosen)

    def reply(self, request: Request) -> dict[str, Any]:
        """Return the made-up reply to a question."""
        claims: list[dict[str, Any]] = []
        for article in self.articles if request.schema_name == "sentences" else ():
            with suppress(AnswersMissing):  # the story is of the other article
                claims += [claim.as_json() for claim in self.summarizer.extract(article).claims]
        return self._reply_to(request.schema_name, request.messages[-1][1], claims)

    def answer(self, requests: Sequence[Request], **replies: Any) -> None:
        """Answer questions; `replies` are taken in place of the made-up ones, by prompt."""
        for request in requests:
            value = replies.get(request.prompt) or self.reply(request)
            self.put(request, json.dumps(value))

    def put(
        self,
        request: Request,
        text: str,
        outcome: Outcome = Outcome.VALID,
        attempt: int = 0,
        usage: Usage | None = None,
    ) -> None:
        """Keep one answer, and what its question was rendered from."""
        kept = Answer(request.key, attempt, text, outcome, "made up", usage)
        assert self.summarizer.answers.put(request, kept)
        if isinstance(self.summarizer.history, Kept | Archive):
            prompts = self.summarizer.prompts
            texts = {file: prompts.sources[file] for file in prompts.files(request.prompt)}
            self.summarizer.history.note_prompts([request.key], texts)

    def later(self, **options: Any) -> Desk:
        """Return a desk with other options over the same answers."""
        other = Desk({}, self._reply_to)
        other.articles = self.articles
        other.summarizer = Summarizer(**{"model": "m", **options})
        other.summarizer.answers = self.summarizer.answers
        other.summarizer.history = self.summarizer.history
        return other

    def answer_all(self, *numbers: int) -> None:
        """Answer round after round, until nothing is left to ask."""
        for _ in range(6):
            self.answer(self.plan(*numbers).requests)
        assert self.plan(*numbers).is_fresh
