"""Spans of text and where words stand in it: half-open code points, exact or not at all.

Knows strings only; no I/O, nothing of documents or claims.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_SAME = {
    **dict.fromkeys("“”„‟«»″＂「」『』", '"'),
    **dict.fromkeys("‘’‚‛‹›′ʼ＇`´", "'"),
    **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
}
# Soft hyphen, zero-width characters, direction marks and the byte order mark: invisible in print.
_INVISIBLE = frozenset(
    "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
# A stretch with anything in it that folding may change; most of a text lies between such stretches.
_FOLDS = "".join([*_SAME, *_INVISIBLE])
_CHANGING = re.compile(rf"(?: ?[{_FOLDS}]|[^\S ]| [^\S ]|  )[{_FOLDS}\s]*")
# Between digits these belong to the number.
_IN_NUMBERS = ".,'/\u202f"
_NARROW = frozenset("\u00a0\u2009\u202f")
_GLUED = re.compile(r"[^\W\d_A-Z]{3}$|(?<![^\W_])[A-Z]{2,5}$")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points: `text[span.start:span.end]`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def of(self, text: str) -> str:
        """Return the words this span covers in `text`."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def shifted(self, offset: int) -> Span:
        return Span(self.start + offset, self.end + offset)


@dataclass(frozen=True, slots=True)
class Folded:
    """Text with its typography equalised, and for each of its characters the index it came from."""

    text: str
    index: tuple[int, ...]  # one longer than text: the last entry is the length of the source

    def span(self, start: int, end: int) -> Span:
        """Map a range of the folded text back to the source."""
        if start == end:
            return Span(self.index[start], self.index[start])
        return Span(self.index[start], self.index[end - 1] + 1)

    def position(self, source_index: int) -> int:
        """Return the folded index of the first character at or after `source_index`."""
        low, high = 0, len(self.index) - 1
        while low < high:
            middle = (low + high) // 2
            if self.index[middle] < source_index:
                low = middle + 1
            else:
                high = middle
        return low


def fold(text: str) -> Folded:
    """Return `text` with white space, quotation marks, apostrophes and dashes equalised.

    Runs of white space become one blank, invisible characters go, styles of quotation marks and
    dashes become the plain one. Letters, digits and case stay as they are.

    >>> fold("“nearly  80” – he’s").text
    '"nearly 80" - he\\'s'
    """
    out: list[str] = []
    index: list[int] = []
    kept = 0
    for stretch in _CHANGING.finditer(text):
        start, end = stretch.span()
        out.append(text[kept:start])
        index.extend(range(kept, start))
        _fold_stretch(text, start, end, out, index)
        kept = end
    out.append(text[kept:])
    index.extend(range(kept, len(text) + 1))
    return Folded("".join(out), tuple(index))


def _fold_stretch(text: str, start: int, end: int, out: list[str], index: list[int]) -> None:
    """Append the folded form of a stretch with no blank before it."""
    blank = False
    for position in range(start, end):
        character = text[position]
        if character in _INVISIBLE:
            continue
        if character in _NARROW and _joins_digits(text, position):
            out.append("\u202f")
            index.append(position)
            blank = False
            continue
        if character.isspace():
            if not blank:
                out.append(" ")
                index.append(position)
            blank = True
            continue
        blank = False
        out.append(_SAME[character])
        index.append(position)


def _joins_digits(text: str, position: int) -> bool:
    """Whether a narrow blank groups the digits of one number, as in French."""
    group = text[position + 1 : position + 4]
    return text[position - 1 : position].isdigit() and len(group) == 3 and group.isdigit()


@lru_cache(maxsize=256)
def folded(text: str) -> Folded:
    """Return `fold(text)`, kept for the texts asked about most recently."""
    return fold(text)


def locate(words: str, text: str, within: Span | None = None) -> Span | None:
    """Return where `words` stand in `text` (inside `within`, if given), or None.

    White space and the style of quotation marks, apostrophes and dashes are ignored; nothing else
    is, so one changed digit or word is a miss, and so is a match that begins or ends inside a word
    or a number. Of several occurrences the first is returned.

    >>> locate("18 killed", "Officials said 15 were killed.") is None
    True
    >>> locate("5 drones", "It sent 145 drones.") is None
    True
    >>> locate("550", "some 550,000 people") is None
    True
    """
    return next(occurrences(words, text, within), None)


def occurrences(words: str, text: str, within: Span | None = None) -> Iterator[Span]:
    """Yield every place where `words` stand in `text`, in order; see `locate` for what is equal."""
    needle = fold(words).text.strip()
    if not needle:
        return
    source = folded(text)
    start = source.position(within.start) if within else 0
    stop = source.position(within.end) if within else len(source.text)
    while (found := source.text.find(needle, start, stop)) >= 0:
        end = found + len(needle)
        if _is_boundary(source.text, found) and _is_boundary(source.text, end):
            yield source.span(found, end)
        start = found + 1


def _is_boundary(text: str, position: int) -> bool:
    """Whether a match may begin or end between `position - 1` and `position`."""
    if position <= 0 or position >= len(text):
        return True
    before, after = text[position - 1], text[position]
    if _is_mark(after):
        return False  # a vowel sign or accent belongs to its letter
    if _is_mark(before) and after.isalnum() and not is_unspaced(before):
        return False  # a word goes on after the vowel sign of a letter
    if before.isalnum() and after.isalnum():
        if is_unspaced(before) or is_unspaced(after):
            return _parts_words(before, after)
        if "\uac00" <= after <= "\ud7a3":
            return before.isdigit() or bool(_PARTICLE.match(text, position))
        return _is_glued(text, position)
    if before.isdigit() and after in _IN_NUMBERS:
        return not text[position + 1 : position + 2].isdigit()
    if after.isdigit() and before in _IN_NUMBERS:
        return not text[position - 2 : position - 1].isdigit() or position < 2
    if after.isdigit() and before == "-":  # a minus, unless it joins two words or numbers
        return position >= 2 and text[position - 2].isalnum()
    return True


def _is_mark(letter: str) -> bool:
    return not letter.isascii() and unicodedata.category(letter)[0] == "M"


# Japanese and Chinese signs, Thai, Lao, Burmese and Khmer: scripts that print no blank between words.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff]"
)
# What Korean adds to a name or noun without a blank; nothing else may follow it there.
_PARTICLE = re.compile(
    "(?:이라고|라고|에서|으로|까지|부터|에게|께서|은|는|이|가|을|를|의|에|와|과|도|로|만)(?![\uac00-\ud7a3])"
)
_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc-\u30ff]")
_CJK_NUMERALS = frozenset("〇零一二三四五六七八九十百千万億兆萬亿")


def is_unspaced(letter: str) -> bool:
    """Whether a letter is of a script that puts no blank between words.

    >>> is_unspaced("東"), is_unspaced("ก"), is_unspaced("한"), is_unspaced("a")
    (True, True, False, False)
    """
    return letter >= "\u0e00" and bool(_UNSPACED.match(letter))


def is_spaced(letter: str) -> bool:
    """Whether letters of its script stand beside each other only within a word: not in Korean."""
    return not is_unspaced(letter) and not "\uac00" <= letter <= "\ud7a3"


def count_words(text: str) -> int:
    """Return how many words a text has; where none are parted by blanks, two signs are about one.

    >>> count_words("We will not leave"), count_words("私たちは逃げない")
    (4, 4)
    """
    signs = sum(map(is_unspaced, text))
    rest = "".join(" " if is_unspaced(letter) else letter for letter in text) if signs else text
    return len(rest.split()) + signs // 2


def _parts_words(before: str, after: str) -> bool:
    """Whether a word may end between two letters without a blank; never inside a name or number.

    Foreign names are printed in katakana: "ロンドン" does not stand in "ロンドンデリー".
    """
    if before in _CJK_NUMERALS and (after in _CJK_NUMERALS or after.isdigit()):
        return False
    if before.isdigit() and after in _CJK_NUMERALS:
        return False
    return not (_KATAKANA.match(before) and _KATAKANA.match(after))


def _is_glued(text: str, position: int) -> bool:
    """Whether a credit is glued to what follows: "ReutersAn explosion", "APFires", "Mail4 hours"."""
    head = _GLUED.search(text, max(0, position - 12), position)
    if head is None:
        return False
    if text[position].isdigit():
        return head.group().islower()
    if not text[position].isupper():
        return False
    following = text[position + 1 : position + 2]
    return head.group().islower() or following.islower() or following.isspace()
