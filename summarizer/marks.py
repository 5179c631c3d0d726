"""Quotation marks: which stretches of a text stand between them. Pure; knows strings only."""

from __future__ import annotations

import re

from summarizer.spans import Span

_OPEN_DOUBLE, _CLOSE_DOUBLE = "“„«", "”»"
_SINGLE = "'‘’"
# "party 's", "'re", "'90s": an apostrophe although a blank stands before it.
_CONTRACTION = re.compile(r"['’](?:s|re|ve|ll|d|m|t|em|til|tis|twas|n)\b|['’]\d0s\b", re.IGNORECASE)
_BEFORE_OPENING = frozenset(' \t\u00a0([{—–-/:"“„«')


def quoted_stretches(text: str) -> list[Span]:
    """Return the stretches between quotation marks, without the marks, in reading order.

    A quotation that a paragraph leaves open ends with its line. Single marks count where they
    cannot be apostrophes. Nested quotations are listed beside the one that holds them.

    >>> text = "He said 'it's over' and “we 'won'”."
    >>> [span.of(text) for span in quoted_stretches(text)]
    ["it's over", "we 'won'", 'won']
    """
    found: list[Span] = []
    start = 0
    for line in text.splitlines(keepends=True):
        content = line.rstrip()
        found.extend(span.shifted(start) for span in _double(content))
        found.extend(span.shifted(start) for span in _single(content))
        start += len(line)
    return sorted(set(found), key=lambda span: (span.start, -span.end))


def is_quoted(span: Span, text: str, stretches: list[Span] | None = None) -> bool:
    """Whether the words of `span` stand between quotation marks in `text`."""
    if any(s.contains(span) for s in (quoted_stretches(text) if stretches is None else stretches)):
        return True
    before = text[:1] if span.start == 0 else text[span.start - 1]
    after = text[span.end : span.end + 2].lstrip(".,!?…")[:1]
    return before in _OPEN_DOUBLE + '"' + _SINGLE and after in _CLOSE_DOUBLE + '"' + _SINGLE != ""


def _double(line: str) -> list[Span]:
    spans, opened = [], None
    for position, character in enumerate(line):
        if character in _OPEN_DOUBLE or (character == '"' and opened is None):
            if opened is None:
                opened = position + 1
        elif character in _CLOSE_DOUBLE + '"' and opened is not None:
            spans.append(Span(opened, position))
            opened = None
    if opened is not None and opened < len(line):
        spans.append(Span(opened, len(line)))
    return [span for span in spans if line[span.start : span.end].strip()]


def _single(line: str) -> list[Span]:
    spans, opened = [], None
    for position, character in enumerate(line):
        if character not in _SINGLE:
            continue
        before = line[position - 1] if position else " "
        after = line[position + 1] if position + 1 < len(line) else " "
        if before.isalnum() and after.isalnum():
            continue
        if opened is None:
            if (
                before in _BEFORE_OPENING
                and not after.isspace()
                and character != "’"
                and not _CONTRACTION.match(line, position)
            ):
                opened = position + 1
        elif not after.isalnum() and not before.isspace():
            spans.append(Span(opened, position))
            opened = None
    return [span for span in spans if line[span.start : span.end].strip()]
