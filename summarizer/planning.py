"""The plan: which questions are fresh, stale, missing or invalid, and which rounds follow. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from summarizer.answers import Request, nearest
from summarizer.asking import Asker
from summarizer.extraction import Extraction
from summarizer.tokens import tokens_asked

ROUNDS = 5  # documents; follow-ups; those that compare or translate; the prose; failed sentences


@dataclass(frozen=True, slots=True)
class PromptCount:
    """How the questions of one prompt stand."""

    prompt: str
    fresh: int
    stale: int
    missing: int
    invalid: int
    refused: int = 0
    why: str = ""  # the first difference of a stale question from its stored one


@dataclass(frozen=True, slots=True)
class Plan:
    """What a briefing of these articles would ask now; nothing was asked to find out.

    `requests` are the questions to ask, in a fixed order; `round` counts from 1, and is 0 when
    nothing is left to ask. `then` names the prompts whose questions are not known yet.
    """

    prompts: tuple[PromptCount, ...]
    requests: tuple[Request, ...]
    round: int
    then: tuple[str, ...]
    input_tokens: int

    @property
    def is_fresh(self) -> bool:
        """Whether a briefing can be made without asking anything."""
        return not self.requests

    def as_json(self) -> dict[str, Any]:
        """Return the plan as plain values, the questions by their keys."""
        return {
            "prompts": [asdict(count) for count in self.prompts],
            "round": self.round,
            "then": list(self.then),
            "input_tokens": self.input_tokens,
            "tokens_basis": "estimated",
            "requests": [
                {"key": r.tagged_key, "prompt": r.prompt, "subject": r.subject}
                for r in self.requests
            ],
        }

    def lines(self) -> list[str]:
        """Return the plan as a person reads it."""
        width = max((len(count.prompt) for count in self.prompts), default=6)
        text = [f"{'prompt':<{width}}  fresh  stale  missing  invalid  refused"]
        for count in self.prompts:
            row = f"{count.prompt:<{width}}  {count.fresh:>5}  {count.stale:>5}  {count.missing:>7}"
            row += f"  {count.invalid:>7}  {count.refused:>7}"
            text.append(row + (f"  ({count.why})" if count.why else ""))
        refused = sum(count.refused for count in self.prompts)
        if self.is_fresh and refused:
            text.append(
                f"nothing to ask; {refused} refused or too long are asked again with --retry-failed"
            )
        elif self.is_fresh:
            text.append("nothing to ask: every answer is stored")
        else:
            text.append(
                f"to ask: {len(self.requests)} calls, about {_thousands(self.input_tokens)} tokens in "
                f"(estimated); round {self.round} of up to {ROUNDS}"
                + (f"; then {', '.join(self.then)}" if self.then else "")
            )
        return text


def plan_from(asker: Asker, extractions: Sequence[Extraction], names: Sequence[str]) -> Plan:
    """Return the plan that a pass over stored answers shows.

    Args:
        asker: after the pass: it knows what was asked, used, missing and invalid.
        extractions: the documents as far as their answers go.
        names: the documents' names, in the order given.
    """
    prompts = asker.prompts
    order = [*prompts.documents, *(name for names in _following(asker) for name in names)]
    place = {name: index for index, name in enumerate(names)}
    open_requests = sorted(
        {**asker.missing, **asker.invalid}.values(),
        key=lambda r: (order.index(r.prompt), place.get(r.subject, len(place)), r.subject, r.key),
    )
    stale = _stale(asker)
    asked = Counter(r.prompt for r in asker.asked.values() if r.key not in asker.split)
    invalid = Counter(request.prompt for request in asker.invalid.values())
    refused = Counter(request.prompt for request in asker.declined.values())
    missing = Counter(r.prompt for r in asker.missing.values() if r.key not in stale)
    old = Counter(r.prompt for r in asker.missing.values() if r.key in stale)
    counts = tuple(
        PromptCount(
            prompt=name,
            fresh=asked[name] - invalid[name] - missing[name] - old[name] - refused[name],
            stale=old[name],
            missing=missing[name],
            invalid=invalid[name],
            refused=refused[name],
            why=next(
                (stale[r.key] for r in open_requests if r.prompt == name and r.key in stale), ""
            ),
        )
        for name in order
        if asked[name]
    )
    current = _round(open_requests, asker, extractions)
    return Plan(
        prompts=counts,
        requests=tuple(open_requests),
        round=current,
        then=tuple(_later(current, asker)),
        input_tokens=sum(tokens_asked(request) for request in open_requests),
    )


def _stale(asker: Asker) -> dict[str, str]:
    """Return by key what changed, where a prompt was answered for the article or story before.

    Another question of today is none from before: that of another part of a long article.
    """
    missing: dict[str, list[Request]] = {}
    for request in asker.missing.values():
        if not asker.answers.get(request.key):  # else its answer was cut off
            missing.setdefault(request.prompt, []).append(request)
    found = {}
    for prompt, requests in missing.items():
        wanted = {_about(request) for request in requests}
        before: dict[tuple[bool, str], list[Request]] = {}
        for other in asker.answers.requests(prompt):  # read once, not once for every question
            for about in ((True, other.document), (False, other.subject)):
                if about in wanted:
                    before.setdefault(about, []).append(other)
        for request in requests:
            known = [
                other
                for other in before.get(_about(request), ())
                if other.key not in asker.asked and asker.answers.get(other.key)
            ]
            if known:
                found[request.key] = nearest(request, known)[1]
    return found


def _about(request: Request) -> tuple[bool, str]:
    """Return what a question is about: its article, or the story by its name."""
    return (True, request.document) if request.document else (False, request.subject)


def _following(asker: Asker) -> list[tuple[str, ...]]:
    """Return the prompts of each round after the first."""
    prompts = asker.prompts
    comparing: tuple[str, ...] = (prompts.same_event, prompts.same_quantity)
    translate = prompts.translate
    if translate and any(request.prompt == translate for request in asker.asked.values()):
        comparing = (*comparing, translate)  # only stories with articles in another language ask it
    return [(prompts.follow_up,), comparing, (prompts.briefing,), (prompts.rewrite,)]


def _round(requests: Sequence[Request], asker: Asker, extractions: Sequence[Extraction]) -> int:
    if not requests:
        return 0
    prompts = {request.prompt for request in requests}
    if prompts & set(asker.prompts.documents) or any(e.missing for e in extractions):
        return 1
    rounds = enumerate(_following(asker), start=2)
    return next(number for number, names in rounds if prompts & set(names))


def _later(current: int, asker: Asker) -> list[str]:
    later = _following(asker)[current - 1 :] if current else []
    return [name for names in later for name in names]


def _thousands(count: int) -> str:
    return f"{count / 1000:.1f} k" if count < 100_000 else f"{count / 1_000_000:.2f} M"
