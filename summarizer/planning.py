"""The plan: which questions are fresh, stale, missing or invalid, and which rounds follow.

Asks nobody; why answers are stale is found in `staleness`, what asking takes in `consumption`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from summarizer import plan_text
from summarizer.answers import Request
from summarizer.asking import Asker
from summarizer.consumption import Consumption, consumption
from summarizer.extraction import Extraction
from summarizer.prices import Price
from summarizer.staleness import History, changed_since, stale_questions

EXTRACT_ROUNDS = 2  # documents; follow-ups
ROUNDS = 5  # documents; follow-ups; those that compare or translate; the prose; failed sentences


@dataclass(frozen=True, slots=True)
class PromptCount:
    """How the questions of one prompt stand.

    `reasons` are (why, how many of the stale ones), the most frequent first; a question may have
    several.
    """

    prompt: str
    fresh: int
    stale: int
    missing: int
    invalid: int
    refused: int = 0
    reasons: tuple[tuple[str, int], ...] = ()


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
    takes: Consumption = field(default_factory=Consumption)
    price: Price | None = None  # of the model, where it is known
    last_run: Mapping[str, int] = field(default_factory=dict)  # questions of `then`, last time
    prose: tuple[str, ...] | None = None  # why it is asked again; (): if claims change; None: open
    reasons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # of stale ones, by key
    rounds: int = ROUNDS  # at most

    @property
    def is_fresh(self) -> bool:
        """Whether a briefing can be made without asking anything."""
        return not self.requests

    @property
    def input_tokens(self) -> int:
        return self.takes.input_tokens

    @property
    def cost(self) -> Decimal | None:
        """What this round is likely to cost in US dollars, None where no price is known."""
        if self.price is None:
            return None
        return self.price.of(self.takes.input_tokens, self.takes.output_tokens)

    def priced(self, price: Price | None) -> Plan:
        """Return the plan with what the model costs."""
        return replace(self, price=price)

    def of_extract(self, follow_up: str) -> Plan:
        """Return the plan of a run that ends with the claims, after the prompt `follow_up`."""
        then = tuple(name for name in self.then if name == follow_up)
        last_run = {name: count for name, count in self.last_run.items() if name in then}
        return replace(self, then=then, last_run=last_run, prose=None, rounds=EXTRACT_ROUNDS)

    def lines(self) -> list[str]:
        """Return the plan as a person reads it; the last line is the sum."""
        return plan_text.lines(self)

    def as_json(self) -> dict[str, Any]:
        """Return the plan as plain values, the questions by their keys."""
        return plan_text.as_json(self)


def plan_from(
    asker: Asker,
    extractions: Sequence[Extraction],
    names: Sequence[str],
    history: History | None = None,
) -> Plan:
    """Return the plan that a pass over stored answers shows.

    Args:
        asker: after the pass: it knows what was asked, used, missing and invalid.
        extractions: the documents as far as their answers go.
        names: the documents' names, in the order given.
        history: what is known of earlier runs.
    """
    prompts = asker.prompts
    order = [*prompts.documents, *(name for names in _following(asker) for name in names)]
    place = {name: index for index, name in enumerate(names)}
    open_requests = sorted(
        {**asker.missing, **asker.invalid}.values(),
        key=lambda r: (order.index(r.prompt), place.get(r.subject, len(place)), r.subject, r.key),
    )
    documents = [extraction.document for extraction in extractions]
    reasons = stale_questions(asker, history, documents)
    current = _round(open_requests, asker, extractions)
    then = tuple(_later(current, asker))
    last_run = history.asked_last() if history is not None else {}
    return Plan(
        prompts=tuple(_counts(asker, order, reasons)),
        requests=tuple(open_requests),
        round=current,
        then=then,
        takes=consumption(open_requests, asker.answers, order),
        last_run={name: last_run.get(name, 0) for name in then} if last_run else {},
        prose=_prose(asker, history, reasons, is_known=prompts.briefing not in then),
        reasons={request.key: reasons[request.key] for request in open_requests
                 if request.key in reasons},
    )  # fmt: skip


def _prose(
    asker: Asker, history: History | None, reasons: Mapping[str, tuple[str, ...]], *, is_known: bool
) -> tuple[str, ...] | None:
    """Return why the prose is asked again: of its questions where they are known, else of its prompt."""
    if not is_known:
        return changed_since(asker, history, asker.prompts.briefing)
    of_prose = (key for key, one in asker.missing.items() if one.prompt == asker.prompts.briefing)
    return tuple(sorted({why for key in of_prose for why in reasons.get(key, ())})) or None


def _counts(
    asker: Asker, order: Iterable[str], reasons: Mapping[str, tuple[str, ...]]
) -> Iterable[PromptCount]:
    """Yield how the questions of every prompt that was asked stand."""
    asked = Counter(r.prompt for r in asker.asked.values() if r.key not in asker.split)
    invalid = Counter(request.prompt for request in asker.invalid.values())
    refused = Counter(request.prompt for request in asker.declined.values())
    missing = Counter(r.prompt for r in asker.missing.values() if r.key not in reasons)
    stale = Counter(r.prompt for r in asker.missing.values() if r.key in reasons)
    why: dict[str, Counter[str]] = {}
    for key, told in reasons.items():
        why.setdefault(asker.missing[key].prompt, Counter()).update(told)
    for name in order:
        if asked[name]:
            open_ones = invalid[name] + missing[name] + stale[name] + refused[name]
            yield PromptCount(
                prompt=name,
                fresh=asked[name] - open_ones,
                stale=stale[name],
                missing=missing[name],
                invalid=invalid[name],
                refused=refused[name],
                reasons=tuple(
                    sorted(why.get(name, {}).items(), key=lambda entry: (-entry[1], entry[0]))
                ),
            )


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
