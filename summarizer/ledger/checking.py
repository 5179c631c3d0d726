"""Whether a reading's numbers and marked words stand in the claims it rests on. Fails closed; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.claims import Quantity
from summarizer.ledger.rows import Sum
from summarizer.ledger.times import Sources
from summarizer.quantities import find_figures, same_value

_NUMBER = re.compile(r"\d[\d,.]*(?<![,.])")
_MARKED = re.compile(r"“([^”]*)”")


def surface(quantity: Quantity) -> str:
    """Return a figure as printed, in one line, small within a sentence."""
    told = " ".join(quantity.surface.split())
    return told[:1].lower() + told[1:] if told[:2] != told[:2].upper() else told


def _without(text: str, name: str) -> str:
    """Return a text with a blank for a name, in capitals or not; hundreds of names come only once.

    >>> _without("Oxmere Post gives 23, the OXMERE POST said", "Oxmere Post")
    '  gives 23, the   said'
    """
    small, wanted = text.lower(), name.lower()
    if len(small) != len(text) or len(wanted) != len(name):  # a letter that is two in small
        return re.sub(re.escape(name), " ", text, flags=re.IGNORECASE)
    kept, at = [], 0
    while (found := small.find(wanted, at)) >= 0 and wanted:
        kept.append(text[at:found])
        at = found + len(wanted)
    return " ".join([*kept, text[at:]])


def reading_problems(
    text: str, claims: Sequence[Quantity], sums: Sequence[Sum], sources: Sources
) -> list[str]:
    """Return the figures and marked words of a reading that its claims do not carry.

    Every number stands in a claim it rests on, or is a total added up again from terms it rests on;
    words between marks are a claim's own. Names of sources and sayers are not read for numbers.
    """
    masked = text
    names = {sources[c.id].label for c in claims} | {c.said_by for c in claims if c.said_by}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        masked = _without(masked, name)
    cited = {claim.id for claim in claims}
    totals = {one.value for one in sums if set(one.claims) <= cited}
    values = totals | {c.value for c in claims if c.value is not None}
    words = " ".join(f"{c.surface} {c.counted} {c.scope}" for c in claims)
    digits = set(_NUMBER.findall(words)) | {f"{value:,f}" for value in values}
    problems = [
        f"the number {figure.span.of(masked)!r} stands in no claim"
        for figure in find_figures(masked)
        if not (figure.ordinal or figure.value in values)
        and not any(
            same_value(figure, other)
            for claim in claims
            for other in find_figures(f"{claim.surface}\n{claim.counted}\n{claim.scope}")
        )
    ]
    problems += [f"{n!r} stands in no claim" for n in _NUMBER.findall(masked) if n not in digits]
    surfaces = {surface(claim) for claim in claims}
    problems += [
        f"“{marked}” are no words of a claim"
        for marked in _MARKED.findall(text)
        if marked not in surfaces
    ]
    return problems
