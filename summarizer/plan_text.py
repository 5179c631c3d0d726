"""A plan as people and as programs read it. Decides nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from summarizer.prices import dollars

if TYPE_CHECKING:
    from summarizer.planning import Plan, PromptCount

MOST_REASONS = 6  # of one prompt that are told to people


def lines(plan: Plan) -> list[str]:
    """Return a line for each prompt, and the sum as the last one."""
    width = max((len(count.prompt) for count in plan.prompts), default=0)
    return [
        *(f"{count.prompt:<{width}}  {_standing(count)}" for count in plan.prompts),
        _sum(plan),
    ]


def _standing(count: PromptCount) -> str:
    """Return how the questions of a prompt stand, and why the stale ones are."""
    parts = {name: getattr(count, name) for name in ("fresh", "missing", "invalid", "refused")}
    told = [f"{number} {name}" for name, number in parts.items() if number]
    if count.stale:
        told.append(f"{count.stale} stale{_why(count)}")
    return ", ".join(told)


def _why(count: PromptCount) -> str:
    if [number for _, number in count.reasons] == [count.stale]:
        return f" ({count.reasons[0][0]})"
    told = [f"{reason} ({number})" for reason, number in count.reasons[:MOST_REASONS]]
    more = len(count.reasons) - MOST_REASONS
    return ": " + ", ".join(told) + (f", and {more} more reasons" if more > 0 else "")


def _sum(plan: Plan) -> str:
    refused = sum(count.refused for count in plan.prompts)
    if plan.is_fresh and refused:
        return f"nothing to ask; {refused} refused or too long are asked again with --retry-failed"
    if plan.is_fresh:
        return "nothing to ask: every answer is stored"
    takes, cost = plan.takes, plan.cost
    calls = f"{len(plan.requests)} call{'' if len(plan.requests) == 1 else 's'}"
    return "; ".join(
        [
            f"to ask: {calls}, about {_tokens(takes.input_tokens)} tokens in ({takes.basis}), "
            f"{_tokens(takes.output_tokens)} out, "
            + ("cost unknown" if cost is None else f"about {dollars(cost)}"),
            f"round {plan.round} of up to {plan.rounds}",
            *_to_come(plan),
        ]
    )


def _to_come(plan: Plan) -> Iterator[str]:
    """Yield what follows this round, with the numbers of the last run where there was one."""
    if not plan.then:
        return
    if any(plan.last_run.values()):
        told = ", ".join(
            f"{name} {'about ' if place == 0 else ''}{plan.last_run[name]}"
            for place, name in enumerate(name for name in plan.then if plan.last_run[name])
        )
        yield f"then {told} (as in the last run)"
    else:
        yield f"then {', '.join(plan.then)}"
    if plan.prose is not None and plan.round < plan.rounds - 1:  # then its rows tell why
        yield (
            f"the prose is asked again: {', '.join(plan.prose)}"
            if plan.prose
            else "the prose is asked again only if claims change"
        )


def as_json(plan: Plan) -> dict[str, Any]:
    """Return the plan as plain values, the questions by their keys."""
    takes = plan.takes
    return {
        "prompts": [
            {
                "prompt": count.prompt,
                "fresh": count.fresh,
                "stale": count.stale,
                "missing": count.missing,
                "invalid": count.invalid,
                "refused": count.refused,
                "reasons": [{"reason": why, "questions": n} for why, n in count.reasons],
            }
            for count in plan.prompts
        ],
        "calls": len(plan.requests),
        "input_tokens": takes.input_tokens,
        "tokens_basis": "calibrated" if takes.calibrated_on else "estimated",
        "calibrated_on": takes.calibrated_on,
        "output_tokens": takes.output_tokens,
        "output_learned_from": takes.learned_from,
        "cost_usd": None if plan.cost is None else float(plan.cost),
        "round": plan.round,
        "rounds": plan.rounds,
        "then": list(plan.then),
        "last_run": dict(plan.last_run),
        "prose_asked_again": None if plan.prose is None else list(plan.prose),
        "requests": [
            {
                "key": request.tagged_key,
                "prompt": request.prompt,
                "subject": request.subject,
                "reasons": list(plan.reasons.get(request.key, ())),
            }
            for request in plan.requests
        ],
    }


def _tokens(count: int) -> str:
    if count < 1_000:
        return str(count)
    return f"{count / 1_000:.1f} k" if count < 100_000 else f"{count / 1_000_000:.2f} M"
