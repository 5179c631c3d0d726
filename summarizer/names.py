"""Proper names in running text: which words are names, and which two spellings are one name.

Own rules: capitals, a list of words that open sentences, endings of transliterations and demonyms.
It errs on the side of calling a word a name: what is taken for a name must be found in a source.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from summarizer.spans import Span

WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s$|['’]$")
_ENDS_SENTENCE = re.compile(r"[.!?…:]['\"”’)\]]*\s*$|^\s*[\"“‘'(\[–—-]*\s*$|[\"“‘]\s*$|[|•]\s*$")
# Words that open English sentences without being names; articles, pronouns, connectives, and words
# every newsroom uses. Not a dictionary: an unknown opener is looked up in the article first.
OPENERS = frozenset(
    """a about above according across after afterwards again against ahead air all almost along
    already also although altogether amid among an and another any anyone apart around as asked at
    attacks authorities away back because before behind being below beside between both but by
    calls casualties children civilians commenting damage days dead deaths despite dozens drone
    drones during each earlier early either emergency every everyone explosions fewer fighting
    finally firefighters fire fires first five following for forces foreign former four fresh from
    further given government had half has have he her here him his hospital hours how however
    hundreds i if in including injured inside instead into investors is it its journalists just
    killed last late later leaders less local many markets may meanwhile media meetings members
    military ministers missile missiles months more moreover most much my near nearby nearly
    negotiations neither never nevertheless new next nine no nobody none nor not nothing now of
    off officers officials often on once one only opposite or other others our out outside over
    overnight part parts peace people per perhaps photographs pictures police previously prices
    prosecutors protesters rail railway railways reacting rescue rescuers rescue-workers residents
    responding reports research russian- said sales scores second senior separate separately seven
    several shares she shelling shipments shortly similarly since six so social soldiers some soon
    sources speaking staff still strikes such supporters suspects talks teams ten than that the
    their them then there these they third this those though thousands three through throughout
    thus to today together tomorrow tonight toward towards trains troops twelve two under unlike
    until up upon us victims video videos voters war was we weapons were what when where whether
    which while who whoever why will with within without witnesses women workers world yesterday
    yet you your eight eleven evidence debris fighters machine-made machine caption captions
    commentary fragments air-raid alerts alert power water schools homes houses buildings cars
    passenger""".split()
)
_CALENDAR = frozenset(
    """january february march april may june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sep sept oct nov
    dec mon tue tues wed thu thur thurs fri sat sun""".split()
)
_GLUED = re.compile(r"([A-Z][a-z]*[a-z]{3}|[A-Z]{2,5})([A-Z][a-z]+)$")
_TITLES = frozenset("mr mrs ms dr prof sir lord lady".split())
_STEM_ENDINGS = ("ings", "ing", "ies", "ied", "ers", "er", "ed", "es", "ly", "s")
_DEMONYM_ENDINGS = frozenset(
    ["", "n", "an", "ian", "ish", "ese", "i", "ic", "e", "a", "ia", "s", "ns", "ans", "ians"]
)
_TRANSLITERATIONS = frozenset(["y", "yy", "iy", "yi", "ii", "i", "iyy", "yj"])


@dataclass(frozen=True, slots=True)
class NameToken:
    """A word taken for (part of) a name; `opens` if it begins a sentence, where capitals say little."""

    span: Span
    word: str
    opens: bool


def name_tokens(text: str) -> list[NameToken]:
    """Return the words of `text` that are written like names, calendar words left out.

    >>> [token.word for token in name_tokens("On Friday the Kyiv mayor met NATO's envoys.")]
    ['Kyiv', 'NATO']
    """
    found = []
    for match in WORD.finditer(text):
        word = _POSSESSIVE.sub("", match.group())
        if not any(character.isupper() for character in word) or word.casefold() in _CALENDAR:
            continue
        opens = bool(_ENDS_SENTENCE.search(text[max(0, match.start() - 8) : match.start()]))
        opens = opens or match.start() == 0
        if word in {"I", "A"} or (opens and is_opener(word)):
            continue
        if word.casefold() in _TITLES:
            continue
        found.append(NameToken(Span(match.start(), match.start() + len(word)), word, opens))
    return found


def is_opener(word: str) -> bool:
    """Whether `word` is one of the common words that begin sentences with a capital."""
    small = word.casefold()
    return small in OPENERS or stem(small) in _OPENER_STEMS


def stem(word: str) -> str:
    """Return `word` without a common English ending; crude, for comparing forms of one word."""
    small = word.casefold()
    for ending in _STEM_ENDINGS:
        if small.endswith(ending) and len(small) - len(ending) >= 3:
            return small[: -len(ending)]
    return small


_OPENER_STEMS = frozenset(stem(word) for word in OPENERS if len(word) > 4)


@lru_cache(maxsize=65536)
def plain(word: str) -> str:
    """Return `word` in small letters, without possessive and diacritics (ł and ø included)."""
    word = _POSSESSIVE.sub("", word.casefold()).translate(str.maketrans("łøđı", "lodi"))
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("’", "'")


@lru_cache(maxsize=65536)
def same_name(left: str, right: str) -> bool:
    """Whether two words are one name: case, possessive, diacritics, transliteration, demonym aside.

    >>> same_name("Zelenskyy", "Zelensky"), same_name("Ukrainian", "Ukraine")
    (True, True)
    >>> same_name("Sumy", "Sumgait"), same_name("Iran", "Iraq")
    (False, False)
    """
    a, b = plain(left), plain(right)
    if a == b or a.replace(".", "") == b.replace(".", ""):
        return True
    shared = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        shared += 1
    endings = {a[shared:], b[shared:]}
    if shared >= 5 and endings <= _TRANSLITERATIONS | {""}:
        return True
    return shared >= 4 and len(a) > 4 and len(b) > 4 and endings <= _DEMONYM_ENDINGS


@lru_cache(maxsize=4096)
def words_of(text: str) -> frozenset[str]:
    """Return every word of `text` in plain form, hyphenated ones also in their parts."""
    found = set()
    for match in WORD.finditer(text):
        word = plain(match.group())
        found.add(word)
        found.add(word.replace(".", ""))
        found.update(part for part in re.split(r"[-&'.]", word) if part)
        glued = _GLUED.match(match.group())  # a photo credit and the word after it
        if glued:
            found.update(plain(part) for part in glued.groups())
    return frozenset(found)


def carries(words: Iterable[str], name: str) -> bool:
    """Whether one of `words` (plain forms) is `name` or a variant of it, part by part if hyphenated."""
    known = words if isinstance(words, frozenset) else frozenset(words)
    target = plain(name)
    if target in known or target.replace(".", "") in known:
        return True
    if any(same_name(target, word) for word in known if word[:3] == target[:3]):
        return True
    parts = [part for part in re.split(r"[-&/]", target) if part]
    return len(parts) > 1 and all(carries(known, part) for part in parts)
