"""What a run may spend: the call that would exceed a limit is the one that is not made."""

from __future__ import annotations

from decimal import Decimal

import pytest

from summarizer.answers import Answer, Outcome, Request, Usage
from summarizer.budget import Budget
from summarizer.errors import BudgetSpent
from summarizer.prices import Price

SCHEMA = {"properties": {"quotes": {}, "layout": {}, "gist": {}}}  # 2 tokens written for one read
QUESTION = Request(
    "m", (("user", "a" * 3500),), "quotes", SCHEMA, {}, prompt="quotes"
)  # 1,000 tokens
PRICE = Price(Decimal(1), Decimal(1))  # so the question costs $0.001, its likely reply $0.002


def answer(usage: Usage | None, reply: str = "") -> Answer:
    """Return an answer to the question."""
    return Answer(QUESTION.key, 0, reply, Outcome.VALID, "a person", usage)


def test_without_limits_everything_is_let_through() -> None:
    """Calls are counted all the same; without a price their cost is unknown, not nothing."""
    budget = Budget()
    for _ in range(3):
        budget.settle(budget.reserve(QUESTION), answer(Usage(10, 5)))
    assert (budget.calls, budget.tokens_read, budget.tokens_written) == (3, 30, 15)
    assert budget.cost is None


def test_the_limit_of_calls() -> None:
    """The second call of two is let through, the third is not."""
    budget = Budget(most_calls=2)
    budget.reserve(QUESTION)
    budget.reserve(QUESTION)
    with pytest.raises(BudgetSpent, match="the limit of 2 calls"):
        budget.reserve(QUESTION)


def test_calls_that_are_out_count_before_they_are_answered() -> None:
    """Of calls side by side only as many go out as could all be paid."""
    budget = Budget(most_cost=Decimal("0.007"), price=PRICE)
    budget.reserve(QUESTION)
    budget.reserve(QUESTION)  # $0.006 are spoken for
    with pytest.raises(BudgetSpent, match=r"limit of \$0\.0070"):
        budget.reserve(QUESTION)


def test_what_came_takes_the_place_of_the_estimate() -> None:
    """A call that cost less than expected makes room for the next; its reply's length is learnt."""
    budget = Budget(most_cost=Decimal("0.004"), price=PRICE)
    budget.settle(budget.reserve(QUESTION), answer(Usage(1000, 100)))
    assert budget.cost == Decimal("0.0011")
    budget.settle(budget.reserve(QUESTION), answer(Usage(1000, 100)))
    budget.settle(budget.reserve(QUESTION), answer(Usage(1000, 100)))
    with pytest.raises(BudgetSpent, match=r"spent \$0\.0033"):
        budget.reserve(QUESTION)


def test_a_call_without_an_answer_gives_its_money_back() -> None:
    """What was set aside for a call that failed can be spent again."""
    budget = Budget(most_cost=Decimal("0.003"), price=PRICE)
    for _ in range(5):
        budget.settle(budget.reserve(QUESTION), None)
    assert budget.cost == 0


def test_without_reported_usage_the_reply_is_measured() -> None:
    """Where an endpoint reports no tokens, the question's estimate and the reply's bytes count."""
    budget = Budget(price=PRICE)
    budget.settle(budget.reserve(QUESTION), answer(None, "b" * 35))
    assert (budget.tokens_read, budget.tokens_written) == (1000, 10)


def test_what_is_too_long_costs_nothing() -> None:
    """A question that is turned down for its length is no call and has no cost."""
    budget = Budget(most_calls=1, price=PRICE)
    told = Answer(QUESTION.key, 0, "too long", Outcome.TOO_LONG, "a person", None)
    budget.settle(budget.reserve(QUESTION), told)
    assert (budget.calls, budget.cost) == (0, 0)
    budget.reserve(QUESTION)
