"""Sums that close: figures of one happening that add up exactly to another, each term a claim.

Coincidence is the danger, 1 + 2 = 3 being everywhere: terms stand in one sentence or its neighbour,
their words name the parts of one whole, and a total is never added to its own parts again. What a
model proposes must close, be told together or close twice over. Exact decimals; pure.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from summarizer.claims import Quantity
from summarizer.ledger.addition import adds, holds_kinds, is_exact, may_add, says_in_all
from summarizer.ledger.rows import Sum
from summarizer.ledger.things import noun_phrase, thing_of
from summarizer.ledger.times import Sources, sentence_of
from summarizer.proposals import QuantityProposal

# Who did it and where: "missiles that slammed *into the town*" are missiles that slammed.
_CIRCUMSTANCE = re.compile(r"\s+(?:into|in|at|on|by|over|near|across|to|from)\s.*$")
MOST_TERMS = 4
# Figures told together of which three, or four, are added: more would be a table, not a sentence.
MOST_FOR_THREE, MOST_FOR_FOUR = 40, 16


@dataclass(frozen=True, slots=True)
class Placed:
    """Where quantities stand: the row of each, its article, and its sentence there."""

    sources: Sources
    row_of: Mapping[str, int]

    def sentence(self, quantity: Quantity) -> int:
        return sentence_of(quantity, self.sources)[0]

    def source(self, quantity: Quantity) -> str:
        return self.sources[quantity.id].id

    def row(self, quantity: Quantity) -> int:
        return self.row_of[quantity.id]


def sums_of(
    groups: Sequence[Sequence[Quantity]],
    sources: Sources,
    proposal: QuantityProposal | None = None,
) -> tuple[Sum, ...]:
    """Return the sums among quantities in rows, one for each set of terms and value."""
    row_of = {q.id: index for index, group in enumerate(groups) for q in group}
    placed = Placed(sources, row_of)
    known = sorted(
        (q for group in groups for q in group), key=lambda q: (sources[q.id].sort_key, q.span, q.id)
    )
    found = [*_searched(known, placed), *_proposed(known, placed, proposal)]
    return tuple(_without_double_counts(_best(found, placed), placed))


def _searched(known: Sequence[Quantity], placed: Placed) -> Iterator[Sum]:
    by_value: dict[Decimal, list[Quantity]] = defaultdict(list)
    for quantity in known:
        if is_exact(quantity) and quantity.value is not None:
            by_value[quantity.value].append(quantity)
    for terms in _told_together(known, placed):
        value = sum((t.value for t in terms if t.value is not None), Decimal(0))
        for total in by_value.get(value, ()):
            if _is_sum(terms, total, placed):
                yield _sum(terms, total)


def _told_together(known: Sequence[Quantity], placed: Placed) -> Iterator[tuple[Quantity, ...]]:
    """Give the sets of two to four exact figures of one sentence and the next of an article."""
    at: dict[tuple[str, str, int], list[Quantity]] = defaultdict(list)
    for quantity in known:
        family = thing_of(quantity).family
        if is_exact(quantity) and family:
            at[placed.source(quantity), family, placed.sentence(quantity)].append(quantity)
    for (source, family, number), here in sorted(at.items()):
        both = [*here, *at.get((source, family, number + 1), ())]
        for size in range(2, MOST_TERMS + 1):
            if len(both) > {3: MOST_FOR_THREE, 4: MOST_FOR_FOUR}.get(size, len(both)):
                break
            for terms in combinations(both, size):
                if any(term in here for term in terms):  # else the next sentence finds it
                    yield terms


def _is_sum(terms: Sequence[Quantity], total: Quantity, placed: Placed) -> bool:
    if not _are_apart(terms, total, placed) or not may_add(terms, total):
        return False
    is_misprint = any(
        placed.row(term) == placed.row(total) and placed.source(term) != placed.source(total)
        for term in terms
    )
    if not adds(terms, total, is_misprint=is_misprint):
        return False
    is_named = any(thing_of(term).whole == total.value for term in terms)
    return (
        is_misprint
        or is_named
        or placed.source(total) == placed.source(terms[0])
        or holds_kinds(terms, total)
        or says_in_all(total)
    )


def _are_apart(terms: Sequence[Quantity], total: Quantity, placed: Placed) -> bool:
    """Whether no term is the total, and no two terms are versions of one figure."""
    rows = [placed.row(term) for term in terms]
    return len(set(rows)) == len(rows) and total not in terms


def _proposed(
    known: Sequence[Quantity], placed: Placed, proposal: QuantityProposal | None
) -> Iterator[Sum]:
    """Give the proposed sums that close and whose parts are told together, or that close twice."""
    by_id = {quantity.id: quantity for quantity in known}
    closing: list[Sum] = []
    for told in proposal.sums if proposal else ():
        names = [*told.terms, told.total]
        if len(set(names)) < len(names) or any(name not in by_id for name in names):
            continue
        terms, total = [by_id[name] for name in told.terms], by_id[told.total]
        if not 2 <= len(terms) <= MOST_TERMS or not _are_apart(terms, total, placed):
            continue
        if may_add(terms, total) and sum(t.value or 0 for t in terms) == total.value:
            closing.append(_sum(terms, total))
    for one in closing:
        if _is_told_together(one, placed) or any(
            other.value == one.value
            and set(other.claims[:-1]).isdisjoint(one.claims[:-1])
            and _is_told_together(other, placed)
            for other in closing
        ):
            yield one


def _is_told_together(one: Sum, placed: Placed) -> bool:
    numbers = [placed.sentence(term) for term in one.terms]
    return len({placed.source(term) for term in one.terms}) == 1 and (
        max(numbers) - min(numbers) <= 1
    )


def _best(found: Iterable[Sum], placed: Placed) -> list[Sum]:
    """Return one sum for each set of rows added and value: the best told, then the first."""
    best: dict[tuple[frozenset[int], Decimal], Sum] = {}
    for one in sorted(found, key=lambda one: _rank(one, placed)):
        key = (frozenset(placed.row(term) for term in one.terms), one.value)
        best.setdefault(key, one)
    return sorted(best.values(), key=lambda one: (-one.value, len(one.terms), one.claims))


def _rank(one: Sum, placed: Placed) -> tuple[object, ...]:
    numbers = [placed.sentence(term) for term in one.terms]
    return (
        not holds_kinds(one.terms, one.total),  # the total told as one before a misprint of it
        any(placed.row(term) == placed.row(one.total) for term in one.terms),
        placed.source(one.total) != placed.source(one.terms[0]),
        not placed.sources[one.terms[0].id].corroborates,
        not placed.sources[one.total.id].corroborates,
        max(numbers) - min(numbers),
        placed.sources[one.terms[0].id].sort_key,
        one.claims,
    )


def _without_double_counts(found: Sequence[Sum], placed: Placed) -> Iterator[Sum]:
    """Give the sums in which no term is the total of terms added beside it: not 550 + 11."""
    for one in found:
        totals = {
            term.id: [other for other in found if other.value == term.value] for term in one.terms
        }
        if not any(
            _holds(other, term, one, placed) for term in one.terms for other in totals[term.id]
        ):
            yield one


def _holds(other: Sum, term: Quantity, one: Sum, placed: Placed) -> bool:
    """Whether `term` repeats the total of a sum that has another term of `one` in it."""
    if other is one:
        return False
    beside = {placed.row(t) for t in one.terms if t.id != term.id}
    rows = {placed.row(t) for t in other.terms} | {placed.row(other.total)}
    return placed.row(term) in rows and any(placed.row(t) in beside for t in other.terms)


def _sum(terms: Sequence[Quantity], total: Quantity) -> Sum:
    ordered = tuple(sorted(terms, key=lambda t: (-(t.value or 0), t.id)))
    return Sum(ordered, total, f"{' + '.join(_labels(ordered))} = {_told(total)}")


def _labels(terms: Sequence[Quantity]) -> list[str]:
    """Return the terms as a reader adds them, with as few words as tell them apart."""
    ends = {thing_of(term).deed for term in terms}
    wordings = [
        [noun_phrase(term) for term in terms] if len(ends) == 1 else [],
        [_CIRCUMSTANCE.sub("", term.counted) for term in terms],
        [term.counted for term in terms],
        [f"{term.counted} ({term.scope})" if term.scope else term.counted for term in terms],
    ]
    told = next((words for words in wordings if len(set(words)) == len(terms)), wordings[-1])
    return [
        f"{_told(term)} {_counted(words, term.value)}".strip()
        for term, words in zip(terms, told, strict=True)
    ]


def _counted(noun: str, value: Decimal | None) -> str:
    return noun[:-1] if value == 1 and noun.endswith("s") and not noun.endswith("ss") else noun


def _told(quantity: Quantity) -> str:
    """Return a figure in digits; of money as printed, with its currency."""
    is_count = not quantity.unit or quantity.unit[-1].isalpha()
    return f"{quantity.value:,f}" if is_count and quantity.value is not None else quantity.surface
