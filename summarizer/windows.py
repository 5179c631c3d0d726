"""Windows: a long document as overlapping runs of sentences, the same in every run. Pure.

Owns where a document is split and which window speaks for a sentence. Knows nothing of models and
their limits: a window is halved because somebody was told that it does not fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.articles import Document
from summarizer.marks import quoted_stretches

BEFORE = 2  # sentences that a window shows again from the one before it: they say who "he" is
AFTER = 1  # sentences that it shows of the one after it: they say who was quoted last
FEWEST = 8  # sentences of the smallest window that is halved
LEAST_SHARE = 4  # each half has at least a quarter of the sentences,
LEAST_HALF = 3  # and three of its own; so neither half is the whole, and overlaps stay in order
SLACK = 0.2  # of the characters, by which a half may be longer for the sake of a better place


@dataclass(frozen=True, slots=True)
class Window:
    """A run of sentences, by their numbers in the document."""

    first: int
    last: int

    @property
    def numbers(self) -> range:
        return range(self.first, self.last + 1)

    @property
    def can_be_halved(self) -> bool:
        return len(self.numbers) >= FEWEST


def whole(document: Document) -> Window:
    """Return the window that shows all of a document."""
    return Window(1, len(document.sentences))


def halves(document: Document, window: Window) -> tuple[Window, Window]:
    """Return the two overlapping halves of a window, with about as many characters each.

    Near the middle the end of a paragraph is preferred, and a place inside a quotation avoided.

    Raises:
        ValueError: the window has too few sentences to be halved.
    """
    if not window.can_be_halved:
        raise ValueError(f"{window} has too few sentences to be halved")
    least = max(LEAST_HALF, len(window.numbers) // LEAST_SHARE)
    cuts = range(window.first + least - 1, window.last - least + 1)
    cut = _best(document, window, cuts)
    return Window(window.first, cut + AFTER), Window(cut + 1 - BEFORE, window.last)


def owned(windows: Sequence[Window]) -> tuple[range, ...]:
    """Return the sentences that each window speaks for: together all of them, each exactly once.

    Of sentences that two windows show, the one speaks that shows more around them.

    Args:
        windows: what halving, again and again, has left of one window, in order.

    >>> owned([Window(1, 8), Window(6, 12)])
    (range(1, 8), range(8, 13))
    """
    begins = [window.first + BEFORE for window in windows[1:]]
    ends = [*begins, windows[-1].last + 1]
    return tuple(range(a, b) for a, b in zip([windows[0].first, *begins], ends, strict=True))


def joined(windows: Sequence[Window]) -> list[Window]:
    """Return windows, given in order, with those that overlap or touch as one.

    >>> joined([Window(1, 8), Window(6, 12), Window(30, 36)])
    [Window(first=1, last=12), Window(first=30, last=36)]
    """
    runs: list[Window] = []
    for window in windows:
        if runs and window.first <= runs[-1].last + 1:
            runs[-1] = Window(runs[-1].first, window.last)
        else:
            runs.append(window)
    return runs


def _best(document: Document, window: Window, cuts: range) -> int:
    """Return the sentence of `cuts` after which to cut."""
    sentences, text = document.sentences, document.text
    start, end = sentences[window.first - 1].span.start, sentences[window.last - 1].span.end
    stretches = quoted_stretches(text)

    def imbalance(cut: int) -> int:
        return abs(2 * sentences[cut - 1].span.end - start - end)

    def faults(cut: int) -> tuple[bool, bool, int]:
        place, following = sentences[cut - 1].span.end, sentences[cut].span.start
        is_quoted = any(stretch.start < place < stretch.end for stretch in stretches)
        return is_quoted, "\n" not in text[place:following], imbalance(cut)

    allowed = min(map(imbalance, cuts)) + SLACK * (end - start)
    return min((cut for cut in cuts if imbalance(cut) <= allowed), key=faults)
