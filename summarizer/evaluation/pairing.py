"""Which claim found which gold item: by where both stand, then by what both say; one to one. Pure.

Where a claim may be paired with several items, the pair that agrees most comes first, and as many
are paired as can be.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from summarizer.briefing import ClaimRecord
from summarizer.evaluation.gold import GoldEvent, GoldNumber, GoldQuotation
from summarizer.names import one_sayer, plain, stem, words_of
from summarizer.spans import Span
from summarizer.synonyms import main_deed

LEAST_OVERLAP = 0.8  # of the longer of two quotations
_MARKS = frozenset("\"'“”„‟«»‘’‚‛‹›″`´,.;:!?… \t\r\n\xa0")
_SMALL = frozenset("the a an of in at to by for on and or from with that were was is are".split())

Quality = tuple[float, ...]
C = TypeVar("C", bound=Hashable)
G = TypeVar("G", bound=Hashable)


class _Placed(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


P = TypeVar("P", bound=_Placed)


def pairs_of_events(
    claims: Iterable[ClaimRecord], gold: Iterable[GoldEvent]
) -> list[tuple[ClaimRecord, GoldEvent]]:
    """Return the events that a claim tells: its sentence is one that tells the gold event."""
    return _paired(claims, gold, _of_event)


def pairs_of_numbers(
    claims: Iterable[ClaimRecord], gold: Iterable[GoldNumber]
) -> list[tuple[ClaimRecord, GoldNumber]]:
    """Return the figures that a claim has: overlapping words and the same value."""
    return _paired(claims, gold, _of_number)


def pairs_of_quotations(
    claims: Iterable[ClaimRecord], gold: Iterable[GoldQuotation]
) -> list[tuple[ClaimRecord, GoldQuotation]]:
    """Return the quotations that a claim has: 0.8 of the longer, marks and stops aside."""
    return _paired(claims, gold, _of_quotation)


def _paired(
    claims: Iterable[ClaimRecord],
    gold: Iterable[P],
    quality: Callable[[ClaimRecord, P], Quality | None],
) -> list[tuple[ClaimRecord, P]]:
    offered = sorted(claims, key=lambda c: (c.start, c.end, c.id))
    wanted = sorted(gold, key=lambda g: (g.start, g.end, g.id))
    found: dict[tuple[int, int], Quality] = {}
    for i, claim in enumerate(offered):
        for j, item in enumerate(wanted):
            agreement = quality(claim, item)
            if agreement is not None:
                found[i, j] = agreement
    return [(offered[i], wanted[j]) for i, j in sorted(one_to_one(found))]


def one_to_one(possible: Mapping[tuple[int, int], Quality]) -> list[tuple[int, int]]:
    """Return pairs in which nothing stands twice: the best first, then as many as can be.

    >>> one_to_one({(0, 0): (1.0,), (1, 0): (2.0,), (1, 1): (0.5,)})
    [(0, 0), (1, 1)]
    """
    right_of: dict[int, int] = {}
    left_of: dict[int, int] = {}
    for left, right in sorted(possible, key=lambda pair: (_descending(possible[pair]), pair)):
        if left not in right_of and right not in left_of:
            right_of[left], left_of[right] = right, left
    choices: dict[int, list[int]] = {}
    for left, right in sorted(possible, key=lambda pair: (_descending(possible[pair]), pair)):
        choices.setdefault(left, []).append(right)
    for left in sorted(choices):
        if left not in right_of:
            _make_room(left, choices, right_of, left_of)
    return sorted(right_of.items())


def _descending(quality: Quality) -> Quality:
    return tuple(-part for part in quality)


def _make_room(
    free: int,
    choices: Mapping[int, Sequence[int]],
    right_of: dict[int, int],
    left_of: dict[int, int],
) -> None:
    """Pair `free` by moving others along a shortest augmenting path, if there is one."""
    came_from: dict[int, int] = {}
    queue = deque([free])
    while queue:
        left = queue.popleft()
        for right in choices[left]:
            if right in came_from:
                continue
            came_from[right] = left
            if right in left_of:
                queue.append(left_of[right])
                continue
            while True:
                left = came_from[right]
                before = right_of.get(left)
                right_of[left], left_of[right] = right, left
                if before is None:
                    return
                right = before


def _of_event(claim: ClaimRecord, gold: GoldEvent) -> Quality | None:
    own = Span(claim.start, claim.end)
    sentences = [s for s in (Span(*pair) for pair in claim.evidence) if s.overlaps(own)] or [own]
    if not any(s.overlaps(stretch) for s in sentences for stretch in gold.stretches):
        return None
    told, wanted = _stems(claim.what or ""), _stems(gold.what)
    return (
        float(plain(claim.what or "") == plain(gold.what)),
        _overlap(own, gold.span) + (len(told & wanted) / len(told | wanted) if told else 0.0),
        float(claim.date == gold.date),
        float(claim.status == gold.status),
    )


def _of_number(claim: ClaimRecord, gold: GoldNumber) -> Quality | None:
    own = Span(claim.start, claim.end)
    if not own.overlaps(gold.span) or not has_value(claim, gold):
        return None
    return (
        float(counts_same(claim, gold)),
        _overlap(own, gold.span),
        float((claim.counted or "") == gold.counted),
    )


def _of_quotation(claim: ClaimRecord, gold: GoldQuotation) -> Quality | None:
    overlap = _overlap(
        _trimmed(claim.start, claim.end, claim.words or ""),
        _trimmed(gold.start, gold.end, gold.words),
    )
    if overlap < LEAST_OVERLAP:
        return None
    return (overlap, float(is_spoken_by(claim, gold)))


def has_value(claim: ClaimRecord, gold: GoldNumber) -> bool:
    """Whether a figure has the gold's value, or else its bounds; a vague word has neither.

    A bound that gold leaves open is not compared: "dozens" may be read as 24 or more, or not.
    """
    if gold.value is not None or claim.value is not None:
        return claim.value == gold.value
    if gold.low is None and gold.high is None:
        return claim.low is None or claim.high is None
    return gold.low in (None, claim.low) and gold.high in (None, claim.high)


def counts_same(claim: ClaimRecord, gold: GoldNumber) -> bool:
    """Whether both say what is counted by a shared word or deed: "people hurt", "the injured".

    Two different deeds are two things counted, whatever words are shared: "people killed".
    Where gold does not say what is counted, nothing is judged.
    """
    told, wanted = claim.counted or claim.unit or "", gold.counted or gold.unit
    if told == wanted or not gold.counted:
        return True
    deeds = main_deed(told), main_deed(wanted)
    if all(deeds):
        return deeds[0] == deeds[1]
    return bool(_stems(told) & _stems(wanted))


def is_spoken_by(claim: ClaimRecord, gold: GoldQuotation) -> bool:
    """Whether a quotation has the gold's speaker, by the rules that tell two namings of one."""
    if claim.speaker is None or gold.speaker is None:
        return claim.speaker == gold.speaker
    told = claim.speaker
    return any(told == name or one_sayer(told, name) for name in (gold.speaker, *gold.aliases))


def _stems(text: str) -> set[str]:
    return {stem(word) for word in words_of(text) if word not in _SMALL}


def _overlap(left: Span, right: Span) -> float:
    """Return the share of the longer span that both cover."""
    longest = max(left.end - left.start, right.end - right.start)
    common = min(left.end, right.end) - max(left.start, right.start)
    return max(common, 0) / longest if longest else float(left == right)


def _trimmed(start: int, end: int, words: str) -> Span:
    """Return the span without marks, stops and blanks at its ends, unless there is nothing else."""
    if len(words) != end - start or all(c in _MARKS for c in words):
        return Span(start, end)
    first = next(i for i, c in enumerate(words) if c not in _MARKS)
    last = next(i for i, c in enumerate(reversed(words)) if c not in _MARKS)
    return Span(start + first, end - last)
