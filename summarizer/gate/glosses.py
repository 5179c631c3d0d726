"""A cited sentence of another language as the gate reads it: what its claims tell of it in English.

Claims are grounded: their numbers and names are those of the sentence. Of the sentence itself only
what is no English word is kept, its names and codes; its digits are never read by English marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from summarizer.claims import AnyClaim, Event, Quantity
from summarizer.names import WORD
from summarizer.scripts import unlatin_words

_CODE = re.compile(r"(?=[^\s]*[^\W\d_])(?=[^\s]*\d)[^\W_][\w.-]*\w")  # F-16, G7
_CLOCK_OR_YEAR = re.compile(r"(?<![\w.,:])(?:\d{1,2}:\d\d|(?:19|20)\d\d)(?![\w:]|[.,]\d)")


def gloss(sentence: str, claims: Iterable[AnyClaim], names: Iterable[str]) -> str:
    """Return what stands for a sentence of another language.

    Args:
        sentence: as printed.
        claims: those that stand in it, told in English.
        names: English forms of the names it prints.

    >>> gloss("Die F-16 traf um 5:30 Nordhafen.", [], ["North Harbour"])
    'North Harbour. Die; F-16; 5:30; Nordhafen'
    """
    told = [text for claim in claims if (text := _told(claim))]
    printed = [
        (match.start(), match.group())
        for pattern in (WORD, _CODE, _CLOCK_OR_YEAR)
        for match in pattern.finditer(sentence)
        if pattern is not WORD or match.group()[0].isupper()
    ]
    printed += [(span.start, span.of(sentence)) for span in unlatin_words(sentence)]
    kept = dict.fromkeys(word for _, word in sorted(printed))
    return ". ".join([*told, *names, "; ".join(kept)])


def _told(claim: AnyClaim) -> str:
    if isinstance(claim, Event):
        return f"{claim.what}, {claim.said_by} said" if claim.said_by else claim.what
    if isinstance(claim, Quantity):
        return f"{claim.surface} {claim.counted}" + (f" ({claim.scope})" if claim.scope else "")
    return ""
