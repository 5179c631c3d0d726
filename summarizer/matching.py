"""The number-safe ladder: where a model's words stand in a text, or why they do not.

verified (verbatim in the sentence named), relocated (verbatim elsewhere), repaired (the one near
match, word by word, with the same digits, number words, negations and names in the same order),
else a reason. Fuzzy aligners accept "539 drones" where a source says 550; here one changed digit is
a miss.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from summarizer.articles import Document
from summarizer.claims import Grounding, Reason
from summarizer.marks import running_marks
from summarizer.names import WORD, begins_sentence, is_credit, is_opener, plain, stem
from summarizer.numerals import MULTIPLES, ORDINALS, SMALL
from summarizer.quantities import find_figures
from summarizer.spans import Span, fold, folded, is_spaced, occurrences

SHORTEST_REPAIR = 4  # words; shorter stretches are never repaired
LARGEST_CHANGE = 0.2  # share of unprotected words that may differ in a repair
WINDOW = 12  # sentences that a quotation may run over
LONGEST_CREDIT = 40  # characters
LONGEST_CAPTION = 400  # characters looked at on either side of a glued credit
LONGEST_ACRONYM = 4  # letters; longer words in capitals may be printed small

# Words with what is inside them; a long dash parts two words, a hyphen does not.
_TOKEN = re.compile(r"\w+(?:['’ʼ.,‐‑\u00ad\u200b\u2060-]+\w+)*")
_HEAD = re.compile(r"[^\W\d_]+$")
_NEGATION = frozenset(
    "no not never none nobody nothing neither nor without cannot can't won't don't doesn't didn't "
    "isn't aren't wasn't weren't hasn't haven't hadn't shouldn't couldn't wouldn't fewer less non "
    "hardly barely scarcely rarely seldom little few unlikely deny denies denied denying denial "
    "refuse refuses refused refusing refusal reject rejects rejected rejecting rejection fail fails "
    "failed failing failure lack lacks lacked lacking cease ceases ceased false falsely".split()
)
_NEGATING = ("un", "non", "in", "im", "il", "ir", "dis", "mis", "anti")
_QUANTIFIERS = frozenset("all some most many several any half".split())
_SURNAMES = frozenset("may will early".split())  # of the words that open sentences
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion"
_DECADES = "twenties thirties forties fifties sixties seventies eighties nineties"
_NUMBERS = frozenset([*SMALL, *MULTIPLES, *ORDINALS, *_TENS.split(), *_DECADES.split(), "dozen"])


@dataclass(frozen=True, slots=True)
class Match:
    """Where words were found, and on which rung of the ladder."""

    span: Span
    grounding: Grounding


@dataclass(frozen=True, slots=True)
class Miss:
    """Why words were not found, with the most similar words of the text for the reader."""

    reason: Reason
    nearest: str = ""


@dataclass(frozen=True, slots=True)
class _End:
    """The best stretch that ends with some word: what it costs, and the word it begins with."""

    cost: float
    first: int


@dataclass(frozen=True, slots=True)
class _Token:
    """A word of a text and where it stands: in one typography, and in plain form."""

    span: Span
    word: str
    small: str


def match(words: str, document: Document, number: int, *, occurrence: int = 0) -> Match | Miss:
    """Return where `words` stand in `document`, looked for in sentence `number` first.

    A mark with which a paragraph opens anew the quotation that it continues need not be copied.

    Args:
        words: as the model copied them.
        document: the text to find them in.
        number: the sentence the model named (from 1); they may run on over the next ones.
        occurrence: which of several places in that sentence, from 0; the last one if there are fewer.
    """
    if not fold(words).text.strip():
        return Miss(Reason.EMPTY)
    found = _verbatim(words, document.text, document, number, occurrence)
    if found is None and (text := _without_running_marks(document.text)) != document.text:
        found = _verbatim(words, text, document, number, occurrence)
    return found or _repair(words, document, number)


def mention(words: str, document: Document, number: int) -> Span | None:
    """Return where a name or phrase stands, nearest to sentence `number`.

    A word with capitals is found with its capitals ("Bill" is not "bill") or in a line of capitals;
    an opening word, and the first of several, may lose its own. Never inside a longer name.
    """
    text = document.text
    sentence = document.sentence(number)
    hint = sentence.span.start if sentence else 0
    found = [span for span in occurrences(words, text) if _is_whole(span, text)]
    if not found:
        others = occurrences(_casefolded(words), _casefolded(text))
        found = [s for s in others if _is_whole(s, text) and _has_capitals(words, s.of(text))]
    return min(found, key=lambda span: (abs(span.start - hint), span), default=None)


@lru_cache(maxsize=64)
def _casefolded(text: str) -> str:
    """Return `text` in small letters, of the same length (letters that grow stay as they are)."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _is_whole(span: Span, text: str) -> bool:
    """Whether no letter stands beside the words, but for a photo credit glued to them."""
    for edge in (span.start, span.end):
        if not (0 < edge < len(text) and text[edge - 1].isalpha() and text[edge].isalpha()):
            continue
        if not (is_spaced(text[edge - 1]) and is_spaced(text[edge])):
            continue  # told by `occurrences`
        head = _HEAD.search(text, max(0, edge - LONGEST_CREDIT), edge)
        before = text[max(0, edge - LONGEST_CAPTION) : edge].rpartition("\n")[2]
        after = text[edge : edge + LONGEST_CAPTION].partition("\n")[0]
        if head is None or not is_credit(head.group(), before + after):
            return False
    return True


def _has_capitals(words: str, printed: str) -> bool:
    """Whether every capitalised word is printed with a capital, and an acronym in capitals."""
    wanted, found = WORD.findall(fold(words).text), WORD.findall(fold(printed).text)
    if len(wanted) != len(found):
        return False
    return all(
        _has_capital(a, b, may_lose=i == 0 and (len(wanted) > 1 or _is_ordinary(a)))
        for i, (a, b) in enumerate(zip(wanted, found, strict=True))
    )


def _is_ordinary(word: str) -> bool:
    return is_opener(word) and plain(word) not in _SURNAMES


def _has_capital(wanted: str, printed: str, *, may_lose: bool) -> bool:
    if wanted.isupper() and len(wanted) > 1:
        is_like_nato = printed[:1].isupper() and not is_opener(printed)
        return printed.isupper() or is_like_nato or len(wanted) > LONGEST_ACRONYM
    return not wanted[:1].isupper() or printed[:1].isupper() or may_lose


@lru_cache(maxsize=64)
def _without_running_marks(text: str) -> str:
    """Return `text`, of the same length, with blanks for the marks that continue a quotation."""
    letters = list(text)
    for position in running_marks(text):
        letters[position] = " "
    return "".join(letters)


def _verbatim(
    words: str, text: str, document: Document, number: int, occurrence: int
) -> Match | None:
    """Return where `words` stand in `text`: the document's, but for marks that may be left out."""
    sentence = document.sentence(number)
    if sentence:
        inside = list(occurrences(words, text, sentence.span))
        if inside:
            return Match(inside[min(occurrence, len(inside) - 1)], Grounding.VERIFIED)
        last = document.sentence(min(number + WINDOW, len(document.sentences)))
        stop = last.span.end if last else sentence.span.end
        for span in occurrences(words, text, Span(sentence.span.start, stop)):
            if span.start < sentence.span.end:
                return Match(span, Grounding.VERIFIED)
    hint = sentence.span.start if sentence else 0
    elsewhere = min(occurrences(words, text), key=lambda s: (abs(s.start - hint), s), default=None)
    return Match(elsewhere, Grounding.RELOCATED) if elsewhere else None


def _repair(words: str, document: Document, number: int) -> Match | Miss:
    wanted = _tokens(words)
    found, is_only = _nearest(words, wanted, document, number)
    if not found:
        return Miss(_reason_for_none(words, document, number))
    span = Span(found[0].span.start, found[-1].span.end)
    nearest = span.of(document.text)
    reason = _difference(words, wanted, nearest, found)
    if reason is None and _names(wanted, words) != _names(found, document.text):
        reason = Reason.NAME_DIFFERS
    if reason:
        return Miss(reason, nearest)
    if len(wanted) < SHORTEST_REPAIR or not _is_near(_cost(wanted, found), wanted):
        return Miss(Reason.NOT_IN_TEXT, nearest)
    if not is_only or list(occurrences(nearest, document.text)) != [span]:
        return Miss(Reason.NOT_IN_TEXT, nearest)
    return Match(span, Grounding.REPAIRED)


def _difference(
    words: str, wanted: Sequence[_Token], nearest: str, found: Sequence[_Token]
) -> Reason | None:
    """Return which numbers or negations differ between the two, or None."""
    if _digits(words) != _digits(nearest) or _among(wanted, _NUMBERS) != _among(found, _NUMBERS):
        return Reason.NUMBER_DIFFERS
    if _negations(wanted) != _negations(found) or _is_negated(wanted, found):
        return Reason.NEGATION_DIFFERS
    if _among(wanted, _QUANTIFIERS) != _among(found, _QUANTIFIERS):
        return Reason.NUMBER_DIFFERS
    return None


def _reason_for_none(words: str, document: Document, number: int) -> Reason:
    """Return why a short figure like "593" has no near match: the sentence has other numbers."""
    sentence = document.sentence(number)
    if sentence is not None and _digits(words):
        known = set(_digits(sentence.span.of(document.text)))
        if not known & set(_digits(words)):
            return Reason.NUMBER_DIFFERS
    return Reason.NOT_IN_TEXT


def _nearest(
    words: str, wanted: Sequence[_Token], document: Document, number: int
) -> tuple[list[_Token], bool]:
    """Return the words of the text that come nearest, and whether no others come as near as needed.

    Looked for in the named sentence if there is one, else around the most similar letters.
    """
    sentence = document.sentence(number)
    area = sentence.span if sentence else Span(0, len(document.text))
    source = folded(document.text)
    start, stop = source.position(area.start), source.position(area.end)
    needle = fold(words).text.strip()
    place = fuzz.partial_ratio_alignment(needle, source.text[start:stop], score_cutoff=60)
    if place is None or place.dest_end <= place.dest_start or not wanted:
        return [], False
    if sentence is None:
        near = source.span(start + place.dest_start, start + place.dest_end)
        numbers = [s.span for s in document.sentences_of(near)]
        area = Span(numbers[0].start, numbers[-1].end) if numbers else near
    tokens = _tokens(document.text, area)
    if not tokens:
        return [], False
    ends = _ends(wanted, tokens)
    last = min(range(len(tokens)), key=lambda i: (ends[i].cost, ends[i].first - i))
    best = ends[last]
    rivals = (
        i
        for i, end in enumerate(ends)
        if (end.first > last or i < best.first) and _is_near(end.cost, wanted)
    )
    return list(tokens[best.first : last + 1]), next(rivals, None) is None


def _ends(wanted: Sequence[_Token], tokens: Sequence[_Token]) -> list[_End]:
    """Return for each token the best stretch that ends with it.

    Dropped, added and changed words cost 1, another form of a word 0.5. Of equal stretches the
    longer one, so that a word that differs at the edge is taken in, where it can be compared.
    """
    unit = 2 * (len(tokens) + 1)  # a cost of 1, in front of where the stretch begins
    printed = [token.small for token in tokens]
    row = list(range(len(tokens) + 1))
    for i, token in enumerate(wanted, start=1):
        word = token.small
        above, row = row, [i * unit]
        left = i * unit
        for j, other in enumerate(printed):
            change = 0 if word == other else unit
            if change and word[:3] == other[:3] and stem(word) == stem(other):
                change = unit // 2
            left = min(above[j] + change, above[j + 1] + unit, left + unit)
            row.append(left)
    half = unit // 2
    return [_End(value // half / 2, value % half) for value in row[1:]]


def _cost(wanted: Sequence[_Token], found: Sequence[_Token]) -> int:
    """Return the least number of word edits that turn one into the other."""
    right = [token.small for token in found]
    row = list(range(len(right) + 1))
    for i, token in enumerate(wanted, start=1):
        previous, row[0] = row[0], i
        for j, b in enumerate(right, start=1):
            change = previous + (token.small != b)
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, change)
    return row[-1]


def _is_near(cost: float, wanted: Sequence[_Token]) -> bool:
    return cost <= LARGEST_CHANGE * len(wanted)


def _tokens(text: str, area: Span | None = None) -> list[_Token]:
    """Return the words of `text` (inside `area`), hyphenated ones whole."""
    start, end = (area.start, area.end) if area else (0, len(text))
    found = []
    for m in _TOKEN.finditer(text, start, end):
        word = m.group() if m.group().isascii() else fold(m.group()).text
        found.append(_Token(Span(m.start(), m.end()), word, plain(word)))
    return found


def _digits(text: str) -> list[str]:
    """Return the numbers of `text` in order, digits and words alike, with bounds."""
    found = []
    for f in find_figures(text):
        vague = plain(f.core.of(text)) if f.is_vague else ""
        found.append(f"{f.change}{f.value}/{f.low}/{f.high}/{f.modifier}/{f.unit}/{vague}")
    return found + re.findall(r"\d+", text)


def _parts(tokens: Sequence[_Token]) -> Iterator[str]:
    """Yield the words in plain form, hyphenated ones in their parts."""
    for token in tokens:
        yield from re.split(r"[-.,]+", token.small)


def _among(tokens: Sequence[_Token], words: frozenset[str]) -> list[str]:
    return [part for part in _parts(tokens) if part in words]


def _negations(tokens: Sequence[_Token]) -> list[str]:
    return [part for part in _parts(tokens) if part in _NEGATION or part.endswith("n't")]


def _is_negated(wanted: Sequence[_Token], found: Sequence[_Token]) -> bool:
    """Whether one has a word that is the other's with a negating prefix: unarmed, illegal."""
    left, right = set(_parts(wanted)), set(_parts(found))
    pairs = [(a, b) for a in left - right for b in right - left]
    return any(_negates(a, b) or _negates(b, a) for a, b in pairs)


def _negates(long: str, short: str) -> bool:
    heads = (head for head in _NEGATING if long.startswith(head))
    return any(stem(long[len(head) :]) == stem(short) for head in heads)


def _names(tokens: Sequence[_Token], text: str) -> list[str]:
    """Return the words with capitals in order, but for ordinary ones that open a sentence."""
    found = []
    for i, token in enumerate(tokens):
        if token.word.islower() or not any(c.isupper() for c in token.word):
            continue
        opens = i == 0 or begins_sentence(text, token.span.start)
        if not (opens and _is_ordinary(token.word)):
            found.append(token.small)
    return found
