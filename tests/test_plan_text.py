"""How a plan reads: its rows and its sum for people, its fields for programs."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from summarizer.answers import Request
from summarizer.consumption import Consumption
from summarizer.planning import Plan, PromptCount
from summarizer.prices import Price

QUESTIONS = tuple(
    Request("m", (("user", str(number)),), "numbers", {}, {}, prompt="numbers", subject="a.txt")
    for number in range(3)
)
THEN = ("follow_up", "same_event", "same_quantity", "briefing", "rewrite")
LAST = {"follow_up": 40, "same_event": 3, "same_quantity": 3, "briefing": 3, "rewrite": 0}
LINES = "numbers.jinja lines 14-22"


def plan(*counts: PromptCount, **fields: object) -> Plan:
    """Return a plan of three open questions."""
    given = {"prompts": counts, "requests": QUESTIONS, "round": 1, "then": THEN, **fields}
    return Plan(**given)  # type: ignore[arg-type]


ROWS = [
    (PromptCount("numbers", 7, 0, 0, 0), "numbers  7 fresh"),
    (PromptCount("numbers", 0, 3, 0, 0, reasons=((LINES, 3),)), f"numbers  3 stale ({LINES})"),
    # several reasons, or one that does not hold for all
    (
        PromptCount("numbers", 0, 300, 0, 0, reasons=((LINES, 298), ("article text changed", 2))),
        f"numbers  300 stale: {LINES} (298), article text changed (2)",
    ),
    (
        PromptCount("numbers", 1, 2, 3, 4, 5, reasons=((LINES, 2),)),
        f"numbers  1 fresh, 3 missing, 4 invalid, 5 refused, 2 stale ({LINES})",
    ),
    (
        PromptCount("numbers", 0, 9, 0, 0, reasons=tuple((str(n), 1) for n in range(9))),
        "numbers  9 stale: 0 (1), 1 (1), 2 (1), 3 (1), 4 (1), 5 (1), and 3 more reasons",
    ),
]


@pytest.mark.parametrize(("count", "row"), ROWS, ids=range(len(ROWS)))
def test_a_row_tells_what_there_is(count: PromptCount, row: str) -> None:
    """Only what is not zero is told, the reasons behind the stale ones."""
    assert plan(count).lines()[0] == row


def test_rows_stand_below_each_other() -> None:
    """What follows a name begins at one column."""
    rows = plan(PromptCount("layout", 1, 0, 0, 0), PromptCount("numbers", 1, 0, 0, 0)).lines()
    assert rows[:2] == ["layout   1 fresh", "numbers  1 fresh"]


PRICE = Price(Decimal("0.25"), Decimal(2))
SUMS = [
    (
        {"takes": Consumption(600_000, 50_000, 290, 290), "price": PRICE, "last_run": LAST, "prose": ()},
        "to ask: 3 calls, about 0.60 M tokens in (estimated, calibrated on 290 answers), 50.0 k out, "
        "about $0.2500; round 1 of up to 5; then follow_up about 40, same_event 3, same_quantity 3, "
        "briefing 3 (as in the last run); the prose is asked again only if claims change",
    ),
    (
        {"takes": Consumption(1_200, 300)},
        "to ask: 3 calls, about 1.2 k tokens in (estimated), 300 out, cost unknown; round 1 of up "
        "to 5; then follow_up, same_event, same_quantity, briefing, rewrite",
    ),
    (
        {"takes": Consumption(1_200, 300, 1), "round": 5, "then": (), "requests": QUESTIONS[:1]},
        "to ask: 1 call, about 1.2 k tokens in (estimated, calibrated on 1 answer), 300 out, cost "
        "unknown; round 5 of up to 5",
    ),
    (
        {"takes": Consumption(999, 53), "then": ("briefing",), "prose": ("briefing.jinja line 3",),
         "round": 3},
        "to ask: 3 calls, about 999 tokens in (estimated), 53 out, cost unknown; round 3 of up "
        "to 5; then briefing; the prose is asked again: briefing.jinja line 3",
    ),
    # the row of the prose says why already
    (
        {"takes": Consumption(1_000, 53), "then": ("rewrite",), "prose": ("_table.jinja line 3",),
         "round": 4},
        "to ask: 3 calls, about 1.0 k tokens in (estimated), 53 out, cost unknown; round 4 of up to 5; "
        "then rewrite",
    ),
    ({"requests": (), "then": (), "round": 0}, "nothing to ask: every answer is stored"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "told"), SUMS, ids=range(len(SUMS)))
def test_the_sum_is_one_line(fields: dict[str, object], told: str) -> None:
    """Calls, tokens, money, the round and what follows; what is not known is called so."""
    assert plan(**fields).lines() == [told]


def test_refused_questions_are_told_where_nothing_else_is_open() -> None:
    """Where only declined questions are left, the way to ask them again is named."""
    (_, told) = plan(PromptCount("quotes", 1, 0, 0, 0, refused=2), requests=(), then=()).lines()
    assert told == "nothing to ask; 2 refused or too long are asked again with --retry-failed"


def test_programs_get_every_field() -> None:
    """The JSON form holds all that the lines hold, and the reasons of each question."""
    made = plan(
        PromptCount("numbers", 0, 3, 0, 0, reasons=((LINES, 3),)),
        takes=Consumption(600_000, 50_000, 290, 300),
        price=PRICE,
        last_run=LAST,
        prose=(),
        reasons={request.key: (LINES,) for request in QUESTIONS[:2]},
    )
    told = json.loads(json.dumps(made.as_json()))
    asked = told.pop("requests")
    assert told == {
        "prompts": [
            {
                "prompt": "numbers", "fresh": 0, "stale": 3, "missing": 0, "invalid": 0,
                "refused": 0, "reasons": [{"reason": LINES, "questions": 3}],
            }
        ],
        "calls": 3,
        "input_tokens": 600_000,
        "tokens_basis": "calibrated",
        "calibrated_on": 290,
        "output_tokens": 50_000,
        "output_learned_from": 300,
        "cost_usd": 0.25,
        "round": 1,
        "rounds": 5,
        "then": [*THEN],
        "last_run": LAST,
        "prose_asked_again": [],
    }  # fmt: skip
    assert [row["reasons"] for row in asked] == [[LINES], [LINES], []]
    assert asked[0] == {
        "key": QUESTIONS[0].tagged_key, "prompt": "numbers", "subject": "a.txt", "reasons": [LINES],
    }  # fmt: skip


def test_what_is_not_known_is_null() -> None:
    """An unknown price is no price of 0, an unknown fate of the prose no promise."""
    told = plan().as_json()
    assert (told["cost_usd"], told["prose_asked_again"], told["last_run"]) == (None, None, {})
    assert told["tokens_basis"] == "estimated"


def test_a_plan_of_extract_ends_with_the_claims() -> None:
    """What `extract` never asks is not announced: no comparing, no prose."""
    found = plan(last_run=LAST, prose=()).of_extract("follow_up")
    (told,) = found.lines()
    assert told.endswith("round 1 of up to 2; then follow_up about 40 (as in the last run)")
    assert found.as_json()["rounds"] == 2
