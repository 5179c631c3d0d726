"""What a newer text prints differently from an older one: figures, names and quotations. Pure.

Sentences are paired by the words they share, wherever they stand; a sentence that was only moved,
dropped or added is no change of words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

from summarizer.articles import Document
from summarizer.marks import quoted_stretches
from summarizer.names import name_tokens
from summarizer.quantities import Figure, find_figures, interval
from summarizer.spans import Span, fold

ALIKE = (
    0.6  # share of words two sentences have in common, from which one is the other's new wording
)
ALIKE_QUOTED = 0.5  # the same of the words between marks
MOST_SENTENCES = 400  # of each text that are compared; a live page may have thousands

ChangeKind = Literal["figure", "name", "quotation"]

_WORD = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Change:
    """Words of an older text and those that stand for them in the newer one, as spans of each.

    `old_sentence` and `new_sentence` are numbers, from 1.
    """

    kind: ChangeKind
    old: Span
    new: Span
    old_sentence: int
    new_sentence: int


def changes_between(old: Document, new: Document) -> tuple[Change, ...]:
    """Return what the newer of two texts prints differently, in the order of the newer.

    >>> old = Document("The fire at the mill in Oxmere hurt 30 people.", "a.txt")
    >>> new = Document("The fire at the mill in Oxmere hurt 23 people.", "b.txt")
    >>> [(c.kind, c.old.of(old.text), c.new.of(new.text)) for c in changes_between(old, new)]
    [('figure', '30', '23')]
    """
    found: list[Change] = []
    for before, after in _reworded(old, new):
        first, second = old.sentences[before - 1].span, new.sentences[after - 1].span
        for kind, one, other in _differences(first.of(old.text), second.of(new.text)):
            left, right = one.shifted(first.start), other.shifted(second.start)
            found.append(Change(kind, left, right, before, after))
    return tuple(sorted(found, key=lambda change: (change.new, change.old)))


def _reworded(old: Document, new: Document) -> list[tuple[int, int]]:
    """Return the numbers of the sentences of which one is the other in new words."""
    before, after = _folded(old), _folded(new)
    gone = [n for n, text in before.items() if text not in set(after.values())]
    come = [n for n, text in after.items() if text not in set(before.values())]
    words_before = {n: _words(before[n]) for n in gone[:MOST_SENTENCES]}
    words_after = {n: _words(after[n]) for n in come[:MOST_SENTENCES]}
    scored = [
        (-likeness, abs(one - other), one, other)
        for one, left in words_before.items()
        for other, right in words_after.items()
        if (likeness := _dice(left, right)) >= ALIKE
    ]
    pairs: list[tuple[int, int]] = []
    taken: set[tuple[str, int]] = set()
    for _, _, one, other in sorted(scored):
        if ("old", one) not in taken and ("new", other) not in taken:
            taken |= {("old", one), ("new", other)}
            pairs.append((one, other))
    return pairs


def _folded(document: Document) -> dict[int, str]:
    return {s.number: fold(s.span.of(document.text)).text for s in document.sentences}


def _words(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _WORD.findall(text))


def _dice(left: frozenset[str], right: frozenset[str]) -> float:
    total = len(left) + len(right)
    return 2 * len(left & right) / total if len(left) > 1 and len(right) > 1 else 0.0


def _differences(old: str, new: str) -> Iterator[tuple[ChangeKind, Span, Span]]:
    """Yield what differs between two wordings of a sentence."""
    quoted = quoted_stretches(old), quoted_stretches(new)
    for one, other in zip(*quoted, strict=False):
        words = _words(one.of(old)), _words(other.of(new))
        if _dice(*words) >= ALIKE_QUOTED and _order(one.of(old)) != _order(other.of(new)):
            yield "quotation", one, other
    figures = find_figures(old), find_figures(new)
    for one, other in _replaced(old, new):
        if _inside(one, quoted[0]) or _inside(other, quoted[1]):
            continue
        counts = _touched(figures[0], one), _touched(figures[1], other)
        if counts[0] or counts[1]:
            for left, right in zip_longest(*counts):
                if left and right and interval(left) != interval(right):
                    yield "figure", left.span, right.span
        elif _is_name(old, one) and _is_name(new, other):
            yield "name", _grown(old, one), _grown(new, other)


def _order(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _replaced(old: str, new: str) -> Iterator[tuple[Span, Span]]:
    """Yield the runs of words of which one stands where the other stood."""
    before, after = (list(_WORD.finditer(text)) for text in (old, new))
    words = [[match.group().casefold() for match in found] for found in (before, after)]
    matcher = SequenceMatcher(None, words[0], words[1], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "replace":
            yield (
                Span(before[a].start(), before[b - 1].end()),
                Span(after[c].start(), after[d - 1].end()),
            )


def _inside(span: Span, stretches: Sequence[Span]) -> bool:
    return any(stretch.overlaps(span) for stretch in stretches)


def _touched(figures: Sequence[Figure], run: Span) -> list[Figure]:
    return [figure for figure in figures if figure.core.overlaps(run) and not figure.ordinal]


def _is_name(text: str, run: Span) -> bool:
    """Whether a run is made of names alone; a capital at the beginning of a sentence tells nothing."""
    words = [m for m in _WORD.finditer(text) if run.start <= m.start() < run.end]
    names = {token.span.start for token in name_tokens(text) if not token.opens}
    return bool(words) and all(word.start() in names for word in words)


def _grown(text: str, run: Span) -> Span:
    """Return a name with the words in capitals that stand right before and after it."""
    start, end = run.start, run.end
    words = list(_WORD.finditer(text))
    for word in reversed([w for w in words if w.end() <= run.start]):
        if not word.group()[0].isupper() or text[word.end() : start].strip(" "):
            break
        start = word.start()
    for word in [w for w in words if w.start() >= run.end]:
        if not word.group()[0].isupper() or text[end : word.start()].strip(" "):
            break
        end = word.end()
    return Span(start, end)
