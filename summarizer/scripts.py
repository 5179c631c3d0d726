"""Words of other scripts than Latin, as they stand in English text. Knows strings only."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from summarizer.spans import Span

_INSIDE = frozenset("-‐‑'’ʼ·・״׳\u200c\u200d")  # between two letters these belong to the word


def unlatin_words(text: str) -> Iterator[Span]:
    """Yield where words with letters of another script than Latin stand, vowel signs included.

    >>> text = "Fire in Нова-Вись and दिल्ली, said Ada."
    >>> [span.of(text) for span in unlatin_words(text)]
    ['Нова-Вись', 'दिल्ली']
    """
    if text.isascii():
        return
    start = None
    for at, letter in enumerate(f"{text} "):
        goes_on = start is not None and (
            _is_mark(letter)
            or (letter in _INSIDE and at + 1 < len(text) and _is_unlatin(text[at + 1]))
        )
        if _is_unlatin(letter) or goes_on:
            start = at if start is None else start
        elif start is not None:
            yield Span(start, at)
            start = None


@lru_cache(maxsize=8192)
def _is_unlatin(letter: str) -> bool:
    if letter.isascii() or not letter.isalpha():
        return False
    return unicodedata.name(letter, "?").split()[0] not in {"LATIN", "FEMININE", "MASCULINE"}


@lru_cache(maxsize=8192)
def _is_mark(letter: str) -> bool:
    return not letter.isascii() and unicodedata.category(letter)[0] == "M"
