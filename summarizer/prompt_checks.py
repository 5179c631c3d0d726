"""Checks of a prompt set beyond its syntax: variables left unused, stored answers that no longer fit.

Pure but for the answers it is given; asks nobody and changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from summarizer.answers import Answers, Outcome
from summarizer.errors import PromptError
from summarizer.prompts import KNOWN, PromptSet, Template
from summarizer.replies import fault_of

# Without one of these a question does not show what it is about: every answer would be a guess.
ESSENTIAL = frozenset({"article", "table", "failed"})
# What a reply about an article may hold, and what a briefing lacks without it.
CLAIM_PARTS: Mapping[str, str] = {
    "events": "nothing is told that happened",
    "numbers": "there are no figures",
    "quotes": "nobody is quoted",
}
_LAYOUT: Mapping[str, str] = {
    "layout": "outlet, date and page furniture are not told apart from the article",
}
_NO_CLAIMS = "no prompt of documents returns events, numbers or quotes: nothing could be printed"

_PLACE = re.compile(r"\.\d+(?=[.:])")  # which item of a list: it says nothing about the schema


def unused_variables(prompts: PromptSet) -> list[str]:
    """Return a remark for each variable that a template could show and does not.

    Raises:
        PromptError: it is one that no question can do without.
    """
    remarks = []
    for name, template in prompts.templates.items():
        unused = KNOWN[template.role] - prompts.variables(name)
        for variable in sorted(unused & ESSENTIAL):
            raise PromptError(
                f"{template.path}: never shows {variable!r}, so the model would not see what it is "
                "asked about"
            )
        remarks += [f"{template.path}: does not use {variable!r}" for variable in sorted(unused)]
    return remarks


def unasked_parts(prompts: PromptSet) -> list[str]:
    """Return a remark for each part of an article that no prompt of the set returns.

    >>> unasked_parts(PromptSet())
    []
    """
    asked = {part for name in prompts.documents for part in prompts.templates[name].returns}
    if not asked & CLAIM_PARTS.keys():
        return [f"{prompts.paths['set.yaml']}: {_NO_CLAIMS}"]
    return [
        f"{prompts.paths['set.yaml']}: no prompt of documents returns {part!r}, so {lost}"
        for part, lost in {**CLAIM_PARTS, **_LAYOUT}.items()
        if part not in asked
    ]


def check_parts(prompts: PromptSet) -> list[str]:
    """Return the remarks of `unasked_parts`.

    Raises:
        PromptError: none of the parts is returned that make claims.
    """
    remarks = unasked_parts(prompts)
    if any(remark.endswith(_NO_CLAIMS) for remark in remarks):
        raise PromptError(remarks[0])
    return remarks


@dataclass(frozen=True, slots=True)
class Fit:
    """How many stored answers to one prompt fit the reply it asks for today.

    `faults` are the reasons why others do not, as (how many, the first such reason), most first.
    """

    prompt: str
    stored: int
    faults: tuple[tuple[int, str], ...]

    @property
    def unfit(self) -> int:
        return sum(count for count, _ in self.faults)

    def lines(self) -> Iterator[str]:
        """Yield what a person reads of it; nothing where every answer fits."""
        if not self.faults:
            return
        reason = self.faults[0][1]
        more = f"; {len(self.faults)} reasons in all" if len(self.faults) > 1 else ""
        yield (
            f"{self.unfit} of {self.stored} stored answers to {self.prompt} no longer validate "
            f"({reason}{more})"
        )
        if more:
            yield from (f"  {count:>5}  {told}" for count, told in self.faults)


def stored_fits(prompts: PromptSet, answers: Answers) -> list[Fit]:
    """Return for every prompt how its stored answers fit today's schema, in the set's order.

    Judged are the answers to questions of the prompt's name, in whatever wording they were asked,
    whose newest attempt was valid when it came. Reads every stored answer once.
    """
    return [_fit(template, answers) for template in prompts.templates.values()]


def _fit(template: Template, answers: Answers) -> Fit:
    stored = 0
    reasons: dict[str, tuple[int, str]] = {}
    for request in answers.requests(template.name):
        newest = next(iter(answers.get(request.key)), None)
        if newest is None or newest.outcome is not Outcome.VALID:
            continue
        stored += 1
        fault = fault_of(newest.reply, template.returns)
        if fault:
            kind = _PLACE.sub("", fault)
            count, first = reasons.get(kind, (0, fault))
            reasons[kind] = (count + 1, min(first, fault))
    ordered = sorted(reasons.values(), key=lambda reason: (-reason[0], reason[1]))
    return Fit(template.name, stored, tuple(ordered))
