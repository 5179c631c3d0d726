"""The number-safe ladder: where a model's words stand in a text, or why they do not.

verified (verbatim in the sentence named), relocated (verbatim elsewhere), repaired (one near match
with the same digits, number words, negations and names), else a reason. Fuzzy aligners accept "539
drones" where a source says 550; here one changed digit is a miss.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from summarizer.articles import Document
from summarizer.claims import Grounding, Reason
from summarizer.names import OPENERS, plain
from summarizer.quantities import find_figures
from summarizer.spans import Span, fold, folded, occurrences

SHORTEST_REPAIR = 4  # words; shorter stretches are never repaired
LARGEST_CHANGE = 0.2  # share of unprotected words that may differ in a repair
WINDOW = 12  # sentences that a quotation may run over

_TOKEN = re.compile(r"\w+(?:['’.,-]\w+)*")
_NEGATION = frozenset(
    "no not never none nobody nothing neither nor without cannot can't won't don't doesn't didn't "
    "isn't aren't wasn't weren't hasn't haven't hadn't shouldn't couldn't wouldn't fewer less "
    "hardly barely unlikely deny denies denied refuse refused refuses fail failed fails".split()
)


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


def match(words: str, document: Document, number: int, *, occurrence: int = 0) -> Match | Miss:
    """Return where `words` stand in `document`, looked for in sentence `number` first.

    Args:
        words: as the model copied them.
        document: the text to find them in.
        number: the sentence the model named (from 1); they may run on over the next ones.
        occurrence: which of several places in that sentence, from 0; the last one if there are fewer.
    """
    if not fold(words).text.strip():
        return Miss(Reason.EMPTY)
    text = document.text
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
    elsewhere = sorted(occurrences(words, text), key=lambda span: (abs(span.start - hint), span))
    if elsewhere:
        return Match(elsewhere[0], Grounding.RELOCATED)
    return _repair(words, document, number)


def mention(words: str, document: Document, number: int) -> Span | None:
    """Return where a name or phrase stands, nearest to sentence `number`; letter case may differ."""
    text = document.text
    sentence = document.sentence(number)
    hint = sentence.span.start if sentence else 0
    found = list(occurrences(words, text))
    if not found:
        found = list(occurrences(words.casefold(), _casefolded(text)))
    return min(found, key=lambda span: (abs(span.start - hint), span), default=None)


def _casefolded(text: str) -> str:
    """Return `text` in small letters, of the same length (letters that grow stay as they are)."""
    return "".join(c.casefold() if len(c.casefold()) == 1 else c for c in text)


def _repair(words: str, document: Document, number: int) -> Match | Miss:
    wanted = _tokens(words)
    nearest, span = _nearest(words, document, number)
    if span is None or not wanted:
        return Miss(_reason_for_none(words, document, number))
    found = _tokens(nearest)
    if _digits(words) != _digits(nearest):
        return Miss(Reason.NUMBER_DIFFERS, nearest)
    if _protected(wanted, _NEGATION) != _protected(found, _NEGATION):
        return Miss(Reason.NEGATION_DIFFERS, nearest)
    if _capitals(words) != _capitals(nearest):
        return Miss(Reason.NAME_DIFFERS, nearest)
    if len(wanted) < SHORTEST_REPAIR or _changes(wanted, found) > LARGEST_CHANGE * len(wanted):
        return Miss(Reason.NOT_IN_TEXT, nearest)
    if sum(1 for _ in occurrences(nearest, document.text)) != 1:
        return Miss(Reason.NOT_IN_TEXT, nearest)
    return Match(span, Grounding.REPAIRED)


def _reason_for_none(words: str, document: Document, number: int) -> Reason:
    """Return why a short figure like "593" has no near match: the sentence has other numbers."""
    sentence = document.sentence(number)
    if sentence is not None and _digits(words):
        known = set(_digits(sentence.span.of(document.text)))
        if not known & set(_digits(words)):
            return Reason.NUMBER_DIFFERS
    return Reason.NOT_IN_TEXT


def _nearest(words: str, document: Document, number: int) -> tuple[str, Span | None]:
    """Return the most similar stretch of whole words, in the named sentence if there is one."""
    sentence = document.sentence(number)
    area = sentence.span if sentence else Span(0, len(document.text))
    source = folded(document.text)
    start, stop = source.position(area.start), source.position(area.end)
    needle = fold(words).text.strip()
    alignment = fuzz.partial_ratio_alignment(needle, source.text[start:stop], score_cutoff=60)
    if alignment is None or alignment.dest_end <= alignment.dest_start:
        return "", None
    begin, end = start + alignment.dest_start, start + alignment.dest_end
    while begin > start and source.text[begin - 1].isalnum() and source.text[begin].isalnum():
        begin -= 1
    while end < stop and source.text[end - 1].isalnum() and source.text[end].isalnum():
        end += 1
    while begin < end and source.text[begin].isspace():
        begin += 1
    while end > begin and source.text[end - 1].isspace():
        end -= 1
    span = source.span(begin, end)
    return span.of(document.text), span


def _tokens(text: str) -> list[str]:
    return [plain(token) for token in _TOKEN.findall(fold(text).text)]


def _digits(text: str) -> list[str]:
    """Return the numbers of `text` in order, digits and words alike, with bounds."""
    found = []
    for f in find_figures(text):
        vague = plain(f.core.of(text)) if f.is_vague else ""
        found.append(f"{f.change}{f.value}/{f.low}/{f.high}/{f.modifier}/{f.unit}/{vague}")
    return found + re.findall(r"\d+", text)


def _protected(tokens: list[str], words: frozenset[str]) -> list[str]:
    return [token for token in tokens if token in words or token.endswith("n't")]


def _capitals(text: str) -> list[str]:
    found = (t for t in _TOKEN.findall(fold(text).text) if any(c.isupper() for c in t))
    return [plain(token) for token in found if token.casefold() not in OPENERS]


def _changes(left: list[str], right: list[str]) -> int:
    """Return the least number of word edits that turn `left` into `right`."""
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, start=1):
        previous, row[0] = row[0], i
        for j, b in enumerate(right, start=1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
    return row[-1]
