"""Names spelled as a desk wants them, outside quotation marks, where a quotation stays as printed.

Pure; whole words only, case and all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from summarizer.marks import quoted_stretches


def respelled(
    text: str, spellings: Sequence[tuple[str, str]]
) -> tuple[str, Counter[tuple[str, str]]]:
    """Return `text` with every (old, new) spelling replaced outside marks, and how often each was.

    >>> respelled("Zelenskiy said: “Zelenskiy is here.”", [("Zelenskiy", "Zelensky")])[0]
    'Zelensky said: “Zelenskiy is here.”'
    """
    counted: Counter[tuple[str, str]] = Counter()
    olds = sorted(dict(spellings), key=lambda old: (-len(old), old))
    if not any(old in text for old in olds):
        return text, counted
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, olds))})(?!\w)")
    wanted = dict(spellings)
    quoted = quoted_stretches(text)

    def put(match: re.Match[str]) -> str:
        if any(q.start <= match.start() and match.end() <= q.end for q in quoted):
            return match.group()
        counted[match.group(), wanted[match.group()]] += 1
        return wanted[match.group()]

    return pattern.sub(put, text), counted
