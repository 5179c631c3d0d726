"""What two texts have in common and where they differ: words, numbers, names, quotations. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

from summarizer.marks import quoted_stretches
from summarizer.names import name_key, name_tokens, stem, words_of
from summarizer.quantities import Figure, find_figures

Particular = Literal["numbers", "names", "quotations", "negations"]
PARTICULARS: tuple[Particular, ...] = ("numbers", "names", "quotations", "negations")
_PIECES = re.compile(r"\s+|\S+")
_MOST_STEPS = 4_000_000  # of a comparison word by word; longer texts are shown as replaced
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_DIGITS = re.compile(r"\d[\d.,:/]*")
_SMALL = frozenset("the a an of in at to by for on and or from with that were was is are".split())
_CALENDAR = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|"
    r"august|september|october|november|december|yesterday|today|tomorrow)\b",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|neither|nor|without|cannot|den(?:y|ies|ied))\b|n['’]t\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of two texts: the same in both, or what stands there in each."""

    is_same: bool
    old: str
    new: str


@lru_cache(maxsize=65536)
def stems(text: str) -> frozenset[str]:
    """Return the words that a text is told by, without endings."""
    return frozenset(stem(word) for word in words_of(text) if word not in _SMALL)


def similarity(left: frozenset[str], right: frozenset[str]) -> float:
    """Return the share of all that either holds which both hold; of nothing, 0."""
    return len(left & right) / len(left | right) if left and right else 0.0


def bare(text: str) -> str:
    """Return words as they compare: in small letters, without marks and stops at the ends.

    >>> bare("“We had  no choice,”") == bare("we had no choice")
    True
    """
    return _EDGES.sub("", " ".join(text.casefold().split()))


def particulars(text: str, of: Particular) -> tuple[str, ...]:
    """Return the numbers, names, quotations or negations of a text, as they compare, sorted.

    A number word is its number, and of two namings of a country or people either is the other.

    >>> particulars("At least two in Halmstead", "numbers") == particulars(
    ...     "at least 2 there", "numbers")
    True
    >>> particulars("Ada Brandt met Halmstead's mayor.", "names")
    ('ada', 'brandt', 'halmstead')
    """
    found = [key for key, _ in worded(text, of)]
    return tuple(sorted(set(found) if of == "names" else found))


@lru_cache(maxsize=65536)
def worded(text: str, of: Particular) -> tuple[tuple[str, str], ...]:
    """Return the particulars of a text, each as it compares and as it is worded.

    >>> worded("At least two in Halmstead were not hurt", "numbers")
    (('at least 2 2 >', 'At least two'),)
    >>> worded("It did not fall, nor rise", "negations")
    (('2', 'not, nor'),)
    """
    if of == "names":
        tokens = name_tokens(_without_figures(text, find_figures(text)))
        return tuple((name_key(token.word), token.word) for token in tokens)
    if of == "quotations":
        return tuple((bare(span.of(text)), span.of(text)) for span in quoted_stretches(text))
    if of == "negations":
        found = _NEGATION.findall(text)
        return ((str(len(found)), ", ".join(found)),) if found else ()
    figures = find_figures(text)
    rest = _without_figures(text, figures)
    other = [match.rstrip(".,:/") for match in _DIGITS.findall(rest)]  # dates, times, scores, years
    days = [(day.casefold(), day) for day in _CALENDAR.findall(rest)]
    told = [(_number(figure), figure.span.of(text)) for figure in figures]
    return (*told, *((one, one) for one in other), *days)


def _without_figures(text: str, figures: Iterable[Figure]) -> str:
    left = list(text)
    for figure in figures:
        left[figure.span.start : figure.span.end] = " " * (figure.span.end - figure.span.start)
    return "".join(left)


def _number(figure: Figure) -> str:
    told = (figure.modifier, *(figure.value, figure.low, figure.high), figure.unit, figure.word)
    change = "" if figure.change == "=" else figure.change
    return " ".join(str(part) for part in (*told, change) if part not in (None, ""))


def pieces(old: str, new: str) -> list[Piece]:
    """Return both texts cut where they differ, by words.

    >>> [(p.old, p.new) for p in pieces("18 were killed", "23 were hurt") if not p.is_same]
    [('18', '23'), ('killed', 'hurt')]
    """
    if old == new:
        return [Piece(True, old, new)] if old else []
    left, right = _PIECES.findall(old), _PIECES.findall(new)
    if len(left) * len(right) > _MOST_STEPS:
        return [Piece(False, old, new)]
    found: list[Piece] = []
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    for what, i, j, k, m in matcher.get_opcodes():
        piece = Piece(what == "equal", "".join(left[i:j]), "".join(right[k:m]))
        found = _joined(found, piece)
    return found


def _joined(found: list[Piece], piece: Piece) -> list[Piece]:
    """Add a piece; changes with nothing but a blank between them are one."""
    if not piece.is_same and len(found) > 1 and found[-1].is_same and not found[-1].old.strip():
        between, before = found[-1], found[-2]
        if not before.is_same:
            joined = Piece(
                False, before.old + between.old + piece.old, before.new + between.new + piece.new
            )
            return [*found[:-2], joined]
    return [*found, piece]
