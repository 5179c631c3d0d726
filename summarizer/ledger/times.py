"""Which of two figures is the later one, and which one an article itself calls outdated.

Order comes from the hours that figures state, else from when the articles, or the entries of a live
page, were published; the place of a figure in a text orders nothing. Reads the sentences of claims;
compares no values.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from summarizer.articles import Published
from summarizer.claims import Quantity
from summarizer.names import one_sayer
from summarizer.sources import SourceArticle

Sources = Mapping[str, SourceArticle]  # claim id -> the article it stands in

_CORRECTED = re.compile(
    r"\b(?:(?:earlier|previous) (?:version|count|figure|report|toll)|correct(?:s|ed|ion|ing)|"
    r"revis(?:e|es|ed|ing|ion)|retract\w*|lowered (?:its|the|their)|wrongly|mistakenly|in error)\b",
    re.IGNORECASE,
)
# Before the figure that no longer holds: "revised from 30", "an earlier version said 30".
_OUTDATED = re.compile(
    r"(?:\b(?:down |up )?from|\bnot|\binstead of|\brather than|"
    r"\b(?:earlier|previous|previously|initial|initially|first|originally|original|old|wrongly|"
    r"mistakenly)\b[^.;,]{0,80})\W*(?:[^\W\d]+\W+){0,2}$",
    re.IGNORECASE,
)
_GROWN = re.compile(
    r"\b(?:rose|risen|rises|rising|up|climbed|grew|grown|increased|jumped)\b[^.;,]{0,40}\bfrom\W*$",
    re.IGNORECASE,
)
_GROWS = re.compile(r"\bfrom\b", re.IGNORECASE)  # in every such sentence
_CLOCK = re.compile(r"\b(\d{1,2})(?:[:.](\d\d))?\s*(a\.?m|p\.?m)\b|\b([01]?\d|2[0-3]):([0-5]\d)\b")
_NOON = re.compile(r"\b(?:noon|midday)\b")
_PARTS = ("morning", "afternoon", "evening")


def sentence_of(quantity: Quantity, sources: Sources) -> tuple[int, str, int]:
    """Return number and text of the sentence a figure stands in, and where it begins there."""
    document = sources[quantity.id].document
    found = [document.sentences[number - 1] for number in quantity.evidence]
    holding = [s for s in found if s.span.start <= quantity.span.start < s.span.end]
    sentence = (holding or found)[0]
    start = max(quantity.span.start - sentence.span.start, 0)
    return sentence.number, sentence.span.of(document.text), start


def is_outdated(quantity: Quantity, sources: Sources) -> bool:
    """Whether its own article calls a figure wrong: "an earlier version said 30"."""
    _, text, start = sentence_of(quantity, sources)
    return _says_corrected(text) and bool(_OUTDATED.search(text[:start]))


def is_grown_from(quantity: Quantity, sources: Sources) -> bool:
    """Whether a figure is told as what was before a rise: "up from eight"."""
    _, text, start = sentence_of(quantity, sources)
    return _says_grown(text) and bool(_GROWN.search(text[:start]))


def is_corrected(quantity: Quantity, sources: Sources) -> bool:
    """Whether the sentence of a figure says that something was corrected, and this holds now."""
    _, text, _ = sentence_of(quantity, sources)
    return _says_corrected(text) and not is_outdated(quantity, sources)


@lru_cache(maxsize=16384)
def _says_corrected(sentence: str) -> bool:
    return bool(_CORRECTED.search(sentence))


@lru_cache(maxsize=16384)
def _says_grown(sentence: str) -> bool:
    return bool(_GROWS.search(sentence))


def is_later(left: Quantity, right: Quantity, sources: Sources) -> bool | None:
    """Return whether `left` is the later figure; None where nothing orders the two."""
    grown = (is_grown_from(left, sources), is_grown_from(right, sources))
    one_text = sources[left.id].id == sources[right.id].id
    ranks = [entry.rank for q in (left, right) if (entry := sources[q.id].entry)]
    if grown[0] != grown[1] and one_text:
        return grown[1]
    hours = (_hour(left.as_of), _hour(right.as_of))
    if left.date == right.date and hours[0] and hours[1] and hours[0][0] == hours[1][0]:
        return None if hours[0] == hours[1] else hours[0] > hours[1]
    if one_text:
        return ranks[0] < ranks[1] if len(set(ranks)) == 2 else None
    return _is_after(_published(left, sources), _published(right, sources))


def published_later(left: Quantity, right: Quantity, sources: Sources) -> bool:
    """Whether the article of `left` surely came out after that of `right`."""
    return _is_after(_published(left, sources), _published(right, sources)) is True


def one_voice(left: Quantity, right: Quantity, sources: Sources) -> bool:
    """Whether one sayer gives both figures, or one outlet by itself."""
    if left.said_by or right.said_by:
        return bool(left.said_by and right.said_by) and one_sayer(left.said_by, right.said_by)
    outlets = [sources[q.id].article.metadata.outlet for q in (left, right)]
    return bool(outlets[0]) and outlets[0] == outlets[1]


def _published(quantity: Quantity, sources: Sources) -> Published | None:
    return sources[quantity.id].published


def _is_after(left: Published | None, right: Published | None) -> bool | None:
    if left is None or right is None:
        return None
    if left.at and right.at and left.at.tzinfo and right.at.tzinfo:
        return None if left.at == right.at else left.at > right.at
    return None if left.day == right.day else left.day > right.day


def _hour(words: str) -> tuple[str, float] | None:
    """Return the hour that time words name, or the part of the day; the two do not compare.

    >>> _hour("by 6 p.m."), _hour("this morning"), _hour("on Monday")
    (('clock', 18.0), ('part', 0.0), None)
    """
    small = words.casefold()
    found = _CLOCK.search(small)
    if found and found.group(3):
        hour = int(found.group(1)) % 12 + (12 if found.group(3).startswith("p") else 0)
        return "clock", hour + int(found.group(2) or 0) / 60
    if found:
        return "clock", int(found.group(4)) + int(found.group(5)) / 60
    if _NOON.search(small):
        return "clock", 12.0
    parts = [place for place, part in enumerate(_PARTS) if part in small]
    return ("part", float(parts[0])) if len(parts) == 1 else None
