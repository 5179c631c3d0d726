"""Pages that are no articles: consent pages, error pages, logins, tests for robots. Pure.

A page is one of these if its words are, nearly all of them: an article that tells of cookies or of a
login has sentences of another kind, and a banner above an article leaves the article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarizer.sentences import sentence_spans
from summarizer.signs.wordings import wordings

MOST_WORDS = 160  # of such a page; a list of partners makes a consent page longer
MOST_CONSENT_WORDS = 900
SHORTEST_PROSE = 8  # words of a sentence that may be news
MOST_TO_READERS = 0.75  # share of the longer sentences that are such a page's own words

_TO_READERS = re.compile(r"\b(?:you|your|yours|we|our|us|sie|ihr\w*|wir|uns\w*)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Furniture:
    """A kind of page: what shows it, how many such signs it needs, and the words it is made of."""

    name: str
    shows: re.Pattern[str]
    needed: int
    made_of: re.Pattern[str]
    most_words: int = MOST_WORDS


_KINDS = (
    _Furniture(
        "a consent page",
        wordings(
            r"""(?:we|and) (?:value|respect|care about) your privacy
            your privacy (?:choices|matters)
            we and our \d*\s?(?:partners|vendors)
            (?:store|access) (?:and/or access )?information on (?:a|your) device
            (?:accept|reject) all
            manage (?:my |your )?(?:preferences|choices|cookies|options|settings)
            legitimate interest
            before you continue to
            cookie (?:policy|settings|preferences|notice)
            uses? (?:of )?cookies
            consent to
            personali[sz]ed ads
            (?:cookies|alle) akzeptieren
            wir und unsere partner"""
        ),
        2,
        wordings(
            r"""cookie|consent|privacy|partner|preference|advertis|\bads?\b|personal|data|device
            browser|vendor|accept|reject|choice|settings|third[- ]part|website|\bsite\b
            datenschutz|einwillig"""
        ),
        MOST_CONSENT_WORDS,
    ),
    _Furniture(
        "an error page",
        wordings(
            r"""(?:40[034]|410)(?: error)?\W*(?:page |file )?(?:not found|forbidden|gone)
            (?:40[034]|410|50[0234])\W*(?:bad gateway|service|internal|gateway|access denied)
            ^\W*(?:40[34]|50[0234])\W*$
            page not found
            (?:page|article|story|content) (?:that )?you[^.]{0,40} (?:could|can) ?n?[o’']?t be found
            (?:page|article|story|content) (?:could not|cannot|can[’']t) be (?:found|displayed)
            (?:page|article|story|content)[^.]{0,50} (?:does ?n[o’']t|no longer) (?:exists?|available)
            ^access denied\W*$
            you don[’']t have permission to access
            (?:this )?site can[’']t be reached
            internal server error
            an error (?:has )?occurred
            service (?:temporarily )?unavailable
            this content is not available in your (?:country|region)
            seite (?:wurde )?nicht gefunden"""
        ),
        1,
        wordings(
            r"""page|error|link|url|address|search|server|request|reference|site|try again|content|access
            region|seite|sorry|oops|not found|support|help"""
        ),
    ),
    _Furniture(
        "a test for robots",
        wordings(
            r"""verify(?:ing)? (?:that )?you are (?:a )?(?:human|not a (?:ro)?bot)
            are you a robot
            checking (?:if the site connection is secure|your browser)
            enable (?:javascript|js|cookies)
            unusual (?:traffic|activity) from your
            complete the (?:captcha|security check)
            needs to review the security of your connection
            press (?:&|and) hold"""
        ),
        1,
        wordings(
            r"""human|robot|\bbot\b|browser|javascript|\bjs\b|cookie|security|connection|captcha|traffic
            network|proceed|moment|blocker|ray id|verify|secure|support|access"""
        ),
    ),
    _Furniture(
        "a login page",
        wordings(
            r"""forgot(?:ten)? (?:your )?password
            (?:don[’']t|do not) have an account
            create (?:an|your|a free) account
            (?:enter|confirm) your (?:e-?mail|password)
            keep me (?:signed|logged) in
            (?:sign|log) ?in (?:to|with) (?:your|continue|google|apple|facebook)
            reset (?:your )?password
            stay signed in
            remember me"""
        ),
        2,
        wordings(
            r"""password|account|sign|log ?in|e-?mail|register|subscri|terms|privacy|agree|continue
            google|facebook|apple|receive|newsletter"""
        ),
    ),
)


def what_it_is(text: str) -> str:
    """Return which page that is no article a text is, in plain words, or "".

    >>> what_it_is("404\\nPage not found\\nGo back to the homepage.")
    'an error page'
    >>> what_it_is("The council accepted all offers to mend the page of its records on Monday.")
    ''
    """
    count = len(text.split())
    if count > MOST_CONSENT_WORDS:
        return ""
    for kind in _KINDS:
        if count > kind.most_words:
            continue
        shown = {found.lower() for line in text.splitlines() for found in _found(kind.shows, line)}
        if len(shown) >= kind.needed and not _has_news(text, kind):
            return kind.name
    return ""


def _found(pattern: re.Pattern[str], line: str) -> list[str]:
    return [match.group() for match in pattern.finditer(line.strip())]


def _has_news(text: str, kind: _Furniture) -> bool:
    """Whether sentences of some length stand there that such a page would not have.

    It speaks of itself and to its reader; a report on such pages speaks of others.
    """
    sentences = [span.of(text) for span in sentence_spans(text)]
    long = [sentence for sentence in sentences if len(sentence.split()) >= SHORTEST_PROSE]
    if any(not kind.made_of.search(s) and not kind.shows.search(s) for s in long):
        return True
    to_readers = [s for s in long if kind.shows.search(s) or _TO_READERS.search(s)]
    return len(to_readers) < MOST_TO_READERS * len(long)
