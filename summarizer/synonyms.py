"""Words of newsrooms for one thing: what happened to what is counted, in English, by their stems.

Small on purpose: only where two outlets word the same fact differently every day.
"""

from __future__ import annotations

import re
from functools import lru_cache

from summarizer.names import WORD, plain, stem

_DEEDS = {
    "killed": "kill killed killing dead death died die dies dying fatal fatality slain",
    "injured": "injure injured injuring injury injuries wound wounded wounding hurt casualty",
    "hospitalised": "hospital hospitalise hospitalised hospitalize hospitalized",
    "missing": "missing",
    "arrested": "arrest arrested detain detained",
    "downed": "down downed shot intercept intercepted destroy destroyed neutralise neutralised "
    "neutralize neutralized bring brought suppressed",
    "launched": "launch launched fire fired firing send sent hurl hurled pound pounding pounded "
    "deploy deployed blitz blitzed shelled use used",
    "damaged": "damage damaged ruin ruined affected",
    "through": "penetrate penetrated penetrating hit hits struck strike strikes airstrike airstrikes "
    "through past slam slammed wreak wreaked impact reached evade evaded",
}
_DEED_OF = {
    form: deed for deed, words in _DEEDS.items() for w in words.split() for form in (w, stem(w))
}
# The first of these that a text mentions says what happened: the dead of a strike are dead.
PRIORITY = (
    "killed",
    "injured",
    "hospitalised",
    "missing",
    "arrested",
    "downed",
    "launched",
    "damaged",
    "through",
)
HARM = frozenset({"killed", "injured", "hospitalised", "missing", "arrested"})
# A deed and the one that undoes it: told the other way round they pass every other comparison.
OPPOSITES = tuple(
    (re.compile(rf"\b(?:{one})\b", re.IGNORECASE), re.compile(rf"\b(?:{other})\b", re.IGNORECASE))
    for one, other in (
        (r"re-?open(?:s|ed|ing)?", r"clos(?:e|es|ed|ing|ure)|shut(?:s|ting)?"),
        (
            r"resum(?:e|es|ed|ing|ption)|restart(?:s|ed|ing)?",
            r"suspen(?:d|ds|ded|ding|sion)|halt(?:s|ed|ing)?|paus(?:e|es|ed|ing)|cancel\w*",
        ),
        (r"freed|releas(?:e|ed)", r"arrest\w*|detain\w*|jail\w*|questioned|questioning"),
        (r"approv(?:e|es|ed|al)|adopt(?:s|ed)?", r"reject(?:s|ed|ion)?|veto(?:es|ed)?"),
        (r"lift(?:s|ed)", r"impos(?:e|es|ed)"),
    )
)
ANY_OPPOSITE = re.compile(
    "|".join(pattern.pattern for pair in OPPOSITES for pattern in pair), re.IGNORECASE
)
_LIVES = re.compile(r"\b(?:claim|lost?|cost|take|took)\w*\b[^.;]{0,20}\blives\b|\bdeath toll\b")


@lru_cache(maxsize=65536)
def deed_of(word: str) -> str:
    """Return what a word says happened to people or things: "wounded" is "injured"; "" if nothing."""
    small = plain(word)
    return _DEED_OF.get(small) or _DEED_OF.get(stem(small)) or ""


def deeds_in(text: str) -> set[str]:
    """Return what the words of a text say happened."""
    return set(_deeds_in(text))


@lru_cache(maxsize=16384)
def _deeds_in(text: str) -> frozenset[str]:
    small = plain(text)
    found = {deed_of(match.group()) for match in WORD.finditer(small)}
    if _LIVES.search(small):
        found.add("killed")
    return frozenset(found - {""})


def harm_in(text: str) -> set[str]:
    """Return the harm to people that a text tells of.

    >>> sorted(harm_in("The raid claimed 12 lives and left 90 wounded."))
    ['injured', 'killed']
    """
    return deeds_in(text) & HARM


def main_deed(text: str) -> str:
    """Return the weightiest of the deeds a text tells of, or ""."""
    found = deeds_in(text)
    return next((deed for deed in PRIORITY if deed in found), "")
