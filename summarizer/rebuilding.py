"""Making a kept run again: its answers as they were then, and nobody asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from summarizer.answers import Answer, Answers, Request
from summarizer.budget import Budget
from summarizer.errors import BudgetSpent, ModelUnavailable, StoreError
from summarizer.prices import Price


class AsOf(Answers):
    """Answers as a run saw them: of each of its questions nothing newer than what counted then."""

    def __init__(self, answers: Answers, attempts: Mapping[str, int | None]) -> None:
        self._answers = answers
        self._attempts = attempts

    def get(self, key: str) -> tuple[Answer, ...]:
        """Return the attempts up to the one that counted, newest first; none to other questions."""
        last = self._attempts.get(key)
        if last is None:
            return ()
        return tuple(answer for answer in self._answers.get(key) if answer.attempt <= last)

    def request(self, key: str) -> Request | None:
        """Return the question of a key, or None where it is not known."""
        return self._answers.request(key)

    def requests(self, prompt: str = "") -> Iterator[Request]:
        """Return every known question, or those of one prompt."""
        return self._answers.requests(prompt)

    def put(self, request: Request, answer: Answer) -> bool:
        """Refuse: what was answered then does not change.

        Raises:
            StoreError: always.
        """
        raise StoreError("the answers of a kept run are read-only")

    def register(self, requests: Iterable[Request]) -> int:
        """Refuse, as `put` does."""
        raise StoreError("the answers of a kept run are read-only")


class Recalled:
    """In the place of the model: says again what was said of a question that could not be asked.

    To every other question it has as much to say as a model whose limit is reached.
    """

    concurrency = 16
    deadline_seconds = 60.0

    def __init__(self, failed: Mapping[str, str]) -> None:
        self._failed = failed

    def price(self, model: str) -> Price | None:
        """Return None: nothing is paid."""
        return None

    async def complete(
        self, request: Request, returns: tuple[str, ...], budget: Budget
    ) -> tuple[Answer, ...]:
        """Raise what the question came to then."""
        if request.key in self._failed:
            raise ModelUnavailable(
                self._failed[request.key],
                prompt=request.prompt,
                model=request.model,
                key=request.tagged_key,
            )
        raise BudgetSpent("a run that is made again asks nobody")

    def stop(self) -> None:
        """Nothing is sent."""

    async def close(self) -> None:
        """Nothing is open."""
