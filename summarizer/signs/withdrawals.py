"""Reports that a page takes back: "we reported that …; this was wrong", found by rule.

The words taken back stand in the sentence found; in which earlier entries they were told is looked for
in `retracting`. Knows texts alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarizer.articles import Document
from summarizer.signs.notices import without_quotations
from summarizer.signs.wordings import wordings
from summarizer.spans import Span

NEAR = 2  # sentences around a report in which it may be taken back

_NO = r"no|not|nobody|no one|never"
_SAY = r"said|says?|confirm(?:ed|s)?|clarified|made clear|told|stated"
_WRONG = (
    r"(?:wrong|incorrect|false|untrue|mistaken|inaccurate|unfounded|erroneous|baseless|in error|"
    r"not (?:true|correct|accurate|the case|so)|a (?:mistake|false alarm|hoax)|withdrawn|retracted)"
)
_IS = r"(?:was|were|is|are|has been|have been|proved|turned out)(?: now)?(?: known)?(?: to be)?"
_PAPER = r"(?:we|this (?:page|blog|live ?blog)|our (?:reporters?|live ?blog))"
_POST = r"(?:post|entry|update|report|item|story|line|tweet|version|alert)"
_TOLD = r"(?:reported|said|wrote|stated|carried (?:a )?reports?|told you|had)"
_THEN = r"(?:earlier|previously|initially|originally|first|at first)"
_SAYING = (
    r"(?:that |of |said (?:that )?|suggested (?:that )?|suggesting (?:that )?|saying (?:that )?)"
)
_ELSEWHERE = r"(?: published)?(?: at [\d:.]+\s?(?:[ap]\.?m\.?)?)?"
# What was reported, up to where the sentence turns; the last is what stands after the turn.
_REPORT = r"(?P<old>[^;]{8,240}?)"
_REPORTED = (
    rf"\b{_PAPER} (?:had |have )?(?:{_THEN} )?{_TOLD} (?:{_THEN},? )?(?:that |on )?",
    rf"\b(?:an?|the|our) (?:earlier|previous|initial|first) {_POST}s? (?:here |on this page )?(?:had )?"
    rf"(?:said|stated|reported|suggested|claimed|told)(?: that)? ",
    rf"\b{_THEN},? (?:there (?:were|had been) )?(?:\w+ )?reports?,? {_SAYING}",
    rf"\b(?:earlier|initial|early|previous|first) reports {_SAYING}",
)
_OWN = 2  # so many of these speak of the page's own reports
_TURN = (
    r"(?:\s*(?:;|\s[–—-]\s|,? but\b|,? though\b|,? which\b|,? and (?:this|that)\b|[.]?$)|"
    rf"(?= {_IS} {_WRONG}\b))"
)
# Of which every such sentence has one: looked for first, as most sentences have none.
_NEEDED = ("we ", "we'", "we’", "this page", "blog", "our ", "earlier", "previous", "initial", "first",
           "reports ", "report ")  # fmt: skip
_BEGINNINGS = tuple(re.compile(rf"{begins}{_REPORT}{_TURN}", re.IGNORECASE) for begins in _REPORTED)
# All in one: "we have removed an earlier post that said …", "reports of … were false".
_WHOLE = (
    re.compile(
        rf"\b{_PAPER}(?:['’]ve| have| has)? (?:now )?(?:withdrawn|retracted|removed|deleted|taken down) "
        rf"(?:an?|the|our) (?:\w+ )?{_POST},?{_ELSEWHERE},? (?:that|which|saying|that said|which said|"
        r"about|on|of)(?: said)?(?: that)? (?P<old>[^;.]{8,240})",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\breports? (?:of|that|about) (?P<old>[^;.]{{4,200}}?) {_IS} {_WRONG}\b",
        re.IGNORECASE,
    ),
)
_TAKES_BACK = wordings(
    rf"""\b(?:this|that|it|they|these|those|which|(?:the|that|this|our) {_POST}s?)?\s*{_IS} {_WRONG}\b
    \b(?:(?:have|has) since|now|later) (?:{_SAY})\b[^.;]{{0,60}}\b(?:{_NO}|only|false|wrong)\b
    \b(?:(?:have|has) since|now|later) den(?:y|ies|ied)\b
    \bwe (?:have )?(?:withdraw|withdrawn|retract|retracted|removed|corrected)\b
    \bwe (?:apologi[sz]e|regret)\b
    \b(?:that|this) is not the case\b
    \bno longer believed\b"""
)
# Beside "earlier there were reports that …": what officials say speaks against them.
_SPEAKS_AGAINST = re.compile(rf"\b(?:only|{_NO}|denied|denies|false|single)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A report taken back: the sentences that do so (numbers, from 1), and its words among them.

    Not `is_own` is what others say of reports ("reports of shots were false, police said"), or what only
    follows from a sentence beside it ("the mill only; earlier there were reports of shots at the mall").
    """

    sentences: tuple[int, ...]
    old: Span
    is_own: bool = True


def withdrawals_of(document: Document) -> tuple[Withdrawal, ...]:
    """Return what a text takes back of its own earlier reports, in its order.

    >>> text = "We earlier reported that two people had died in Oxmere. This was wrong."
    >>> [found] = withdrawals_of(Document(text, "a.txt"))
    >>> found.sentences, found.old.of(text)
    ((1, 2), 'two people had died in Oxmere')
    """
    if not any(_may_begin(s.span.of(document.text)) for s in document.sentences):
        return ()
    bare = without_quotations(document.text)
    found = (_withdrawal(document, bare, s.number) for s in document.sentences)
    return tuple(one for one in found if one is not None)


def _may_begin(sentence: str) -> bool:
    small = sentence.casefold()
    if not any(word in small for word in _NEEDED):
        return False
    return any(pattern.search(sentence) for pattern in (*_BEGINNINGS, *_WHOLE))


def _withdrawal(document: Document, bare: str, number: int) -> Withdrawal | None:
    span = document.sentences[number - 1].span
    text = span.of(bare)
    if not _may_begin(text):
        return None
    for pattern in _WHOLE:
        if match := pattern.search(text):
            old = Span(*match.span("old")).shifted(span.start)
            return Withdrawal((number,), old, pattern is _WHOLE[0])
    for place, pattern in enumerate(_BEGINNINGS):
        match = pattern.search(text)
        if match is None:
            continue
        old = Span(*match.span("old")).shifted(span.start)
        is_own = place < _OWN
        if _TAKES_BACK.search(text, match.end("old")):
            return Withdrawal((number,), old, is_own)
        for other in _around(document, number):
            beside = document.sentences[other - 1].span.of(bare)
            is_taken_back = other > number and bool(_TAKES_BACK.search(beside))
            if is_taken_back or (not is_own and _SPEAKS_AGAINST.search(beside)):
                return Withdrawal(tuple(sorted((number, other))), old, is_own)
    return None


def _around(document: Document, number: int) -> list[int]:
    """Return the sentences near one, those after it first; a stamp's line is none of them."""
    order = [number + step for step in range(1, NEAR + 1)] + [number - 1]
    return [n for n in order if 1 <= n <= len(document.sentences)]
