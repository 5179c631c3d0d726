"""What one run may spend: questions are let through until the next one would exceed a limit.

Pure; the tokens of an answer are estimated before it comes, and counted when it is there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from summarizer.answers import Answer, Outcome, Request, Usage
from summarizer.errors import BudgetSpent
from summarizer.prices import Price, dollars
from summarizer.tokens import estimate_tokens, tokens_asked

# Tokens written for one read, by what a reply holds, where its prompt was not answered yet: measured
# on news articles and rounded up.
SHARES = {"layout": 0.5, "events": 2.5, "numbers": 1.5, "quotes": 1.0}
OTHER_SHARE = 0.5


def share_written(parts: Iterable[str]) -> float:
    """Return how many tokens a reply with these parts may have for each token of its question.

    >>> share_written(["events", "numbers"])
    4.0
    """
    return sum(SHARES.get(part, OTHER_SHARE) for part in parts) or OTHER_SHARE


@dataclass(frozen=True, slots=True)
class Reserved:
    """A call that was let through: the tokens it reads and what it may cost, both estimated."""

    prompt: str
    tokens_read: int
    cost: Decimal


@dataclass
class Budget:
    """Counts the calls and the money of one run, and says when the next is too many.

    A call is a request that comes back with a reply: asking again for a reply that did not fit
    counts, repeating a request that the network or the endpoint spoiled does not.

    Args:
        most_calls: how many calls may be made; None for any number.
        most_cost: how many US dollars they may cost; needs a price.
        price: what tokens cost; None where that is not known.
    """

    most_calls: int | None = None
    most_cost: Decimal | None = None
    price: Price | None = None
    calls: int = 0
    tokens_read: int = 0
    tokens_written: int = 0
    _answered: int = 0
    _most_read: float = 1.0  # of what a question was thought to have; the most so far
    _longest: dict[str, int] = field(default_factory=dict)  # tokens of a prompt's longest reply
    _shares: dict[str, float] = field(default_factory=dict)  # most written for each token read
    _reserved: Decimal = Decimal(0)  # for calls that are out

    @property
    def cost(self) -> Decimal | None:
        """What the answers so far cost in US dollars, or None where no price is known."""
        return None if self.price is None else self.price.of(self.tokens_read, self.tokens_written)

    def _likely_cost(self, request: Request, tokens_read: int) -> Decimal:
        """Return what a call may cost: by the longest reply to its prompt, else by its kind."""
        if self.price is None:
            return Decimal(0)
        share = self._shares.get(request.prompt)
        if share is None:
            share = share_written(request.schema.get("properties", {}))
        written = max(tokens_read * share, self._longest.get(request.prompt, 0))
        return self.price.of(tokens_read * self._most_read, written)

    def reserve(self, request: Request) -> Reserved:
        """Let one call through.

        Raises:
            BudgetSpent: it would be one too many, or could cost more than is left.
        """
        names = {"prompt": request.prompt, "model": request.model, "key": request.tagged_key}
        if self.most_calls is not None and self.calls >= self.most_calls:
            raise BudgetSpent(f"the limit of {self.most_calls} calls is reached", **names)
        tokens = tokens_asked(request)
        cost = self._likely_cost(request, tokens)
        spent = (self.cost or Decimal(0)) + self._reserved
        if self.most_cost is not None and spent + cost > self.most_cost:
            raise BudgetSpent(
                f"the next call could exceed the limit of {dollars(self.most_cost)} "
                f"(spent {dollars(self.cost)}, for calls on their way {dollars(self._reserved)})",
                **names,
            )
        self.calls += 1
        self._reserved += cost
        return Reserved(request.prompt, tokens, cost)

    def settle(self, reserved: Reserved, answer: Answer | None) -> None:
        """Count what came of a call that was let through; None where nothing did.

        What is too long for the model costs nothing: it is turned down before it is read.
        """
        self._reserved -= reserved.cost
        if answer is None:
            return
        if answer.outcome is Outcome.TOO_LONG:
            self.calls -= 1
            return
        usage = answer.usage or Usage(reserved.tokens_read, estimate_tokens(answer.reply))
        self.tokens_read += usage.input_tokens
        self.tokens_written += usage.output_tokens
        self._answered += 1
        share = usage.input_tokens / max(1, reserved.tokens_read)
        self._most_read = max(self._most_read, share)
        longest = self._longest.get(reserved.prompt, 0)
        self._longest[reserved.prompt] = max(longest, usage.output_tokens)
        written = usage.output_tokens / max(1, reserved.tokens_read)
        self._shares[reserved.prompt] = max(self._shares.get(reserved.prompt, 0.0), written)
