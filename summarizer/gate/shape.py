"""Whether a text is one plain sentence that names a few rows which bear on it."""

from __future__ import annotations

import re
import unicodedata

from summarizer.claims import AnyClaim
from summarizer.gate.cited import SMALL, content_of, figures_of
from summarizer.marks import quoted_stretches
from summarizer.names import stem, words_of
from summarizer.quantities import same_value
from summarizer.sentences import sentence_spans

MOST_CLAIMS = 6
LONGEST = 450  # characters of one sentence

_MARKUP = re.compile(
    r"[<>\[\]{}|`*_#\\~]|&(?:\w+|#\d+);|\b\w+://|\bmailto:|\bwww\.|\b[a-z0-9-]+\.[a-z]{2,6}(?:/|\b)"
)


def shape_problem(text: str, claims: list[AnyClaim]) -> str:
    """Return why a text cannot be a statement at all, or ""."""
    if not text.strip():
        return "it is empty"
    if not claims:
        return "it names no row"
    if len(claims) > MOST_CLAIMS:
        return f"it names more than {MOST_CLAIMS} rows"
    if len(text) > LONGEST:
        return f"it is longer than {LONGEST} characters"
    if any(unicodedata.category(c)[0] == "C" or c in "\u2028\u2029" for c in text):
        return "it has characters that cannot be seen"
    bare = _unquoted(text)
    if _MARKUP.search(bare) or re.search(r"[<>|`\\]|\w://", text):
        return "it has marks other than punctuation"
    if len(sentence_spans(bare)) > 1:
        return "it is more than one sentence"
    return ""


def _unquoted(text: str) -> str:
    """Return `text` with small letters for the words between marks, whose stops do not count."""
    for span in quoted_stretches(text):
        text = text[: span.start] + "x" * (span.end - span.start) + text[span.end :]
    return text


def bearing_problem(text: str, claims: list[AnyClaim]) -> list[str]:
    """Return a problem if a row shares no word and no number with the sentence."""
    mine = {stem(w) for w in words_of(text) if w not in SMALL}
    numbers = figures_of(text)
    for claim in claims:
        content = content_of(claim)
        if mine & {stem(w) for w in words_of(content) if w not in SMALL}:
            continue
        if any(same_value(a, b) for a in numbers for b in figures_of(content)):
            continue
        return [f"the row {claim.id} does not bear on it"]
    return []
