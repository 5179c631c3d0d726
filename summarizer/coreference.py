"""Whether two events can be one happening, and how alike they are told. Pure; looks at pairs only.

A veto keeps two events apart whatever anybody proposes; a doubt only keeps a rule from joining them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from summarizer.claims import Event
from summarizer.clustering import content_stems
from summarizer.dates import DateRange, spoken
from summarizer.localities import Places, are_apart, are_two, places_in, share
from summarizer.names import is_country, name_key, name_tokens, stem
from summarizer.nearness import APART_DAYS
from summarizer.synonyms import ANY_OPPOSITE, HARM, OPPOSITES, deeds_in

PHYSICAL = frozenset({"attack", "casualties", "damage", "disaster", "accident", "crime", "protest"})
_HARMFUL = frozenset({"attack", "casualties", "damage", "disaster", "accident"})
_CONFERRING = frozenset({"talks", "decision", "election", "business", "science", "court"})
_HOPED = re.compile(
    r"\b(?:hop(?:e|es|ed|ing)|plan(?:s|ned|ning)?|intend(?:s|ed)?|expect(?:s|ed)?|due|set|scheduled)"
    r"\s+(?:to|for)\b",
    re.IGNORECASE,
)
_COUNTS = (
    "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty dozen "
    "dozens hundred hundreds thousand thousands"
).split()
_FIGURES = frozenset(stem(word) for word in _COUNTS)
_PHASES = (
    ("announced", r"announc\w+|unveil\w*|propos(?:e|es|ed|al|als)|pledg\w+|promis\w+|vow(?:s|ed)?"),
    ("carried out", r"(?:took|taken?) effect|(?:came|entered|went) into (?:force|effect)|"
                    r"carried out|implemented|beg[au]n|started|got under way"),
    ("ended", r"ended|concluded|finished|is over|was over"),
)  # fmt: skip
_PHASE = tuple((name, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for name, words in _PHASES)
_ORDINAL = re.compile(
    r"\b(first|second|third|fourth|fifth|sixth|1st|2nd|3rd|4th|5th)\s+(?:\w+\s+)?([a-z]{3,})",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:previous|prior|preceding|former|old)\b|\bearlier(?! (?:on|this|today|in|that|than)\b)",
    re.IGNORECASE,
)
_PART = re.compile(
    rf"\b(?:of|among)\s+(?:the|those|them)\s+(?:\d|{'|'.join(_COUNTS)})", re.IGNORECASE
)
_FROM_AFAR = re.compile(r"\b(?:phone|telephone|call|calls|called|video|online|virtual)\b", re.I)


@dataclass(frozen=True, slots=True)
class Facets:
    """What of an event can keep it apart from another; its wording is not among it."""

    days: DateRange | None
    implied: DateRange | None  # the days of its article, where it names none itself
    places: Places
    topic: str
    status: str
    is_hoped: bool
    is_earlier: bool
    is_part: bool
    from_afar: bool
    deeds: frozenset[str]
    sides: frozenset[tuple[int, int]]  # of the pairs of opposite deeds
    phases: frozenset[str]
    ordinals: frozenset[tuple[str, str]]
    actors: frozenset[str]
    sayer: frozenset[str]


@dataclass(frozen=True, slots=True)
class Traits:
    """An event as it is compared: its facets, the stems of its words, and its figures apart.

    Figures only count for two events that share them: one that differs is a matter of the ledger.
    """

    facets: Facets
    terms: frozenset[str]
    figures: frozenset[str]

    @property
    def words(self) -> frozenset[str]:
        return self.terms | self.figures


def traits_of(event: Event, days_of_article: DateRange | None = None) -> Traits:
    """Return an event as it is compared.

    Args:
        event: the event.
        days_of_article: the days of its article's main events; a main event that names no time is
            taken to lie near them.
    """
    what, told = event.what, _told(event.what)
    is_implied = event.role == "main" and event.status != "planned" and not event.when
    physical = event.topic in PHYSICAL
    facets = Facets(
        days=_bare(event.date),
        implied=_bare(days_of_article) if is_implied and not event.date else None,
        places=places_in(
            event.where, what if physical else "", actors=(*event.actors, event.said_by)
        ),
        topic=event.topic,
        status=event.status,
        is_hoped=told.is_hoped,
        is_earlier=told.is_earlier,
        is_part=told.is_part,
        from_afar=told.from_afar,
        deeds=told.deeds,
        sides=told.sides,
        phases=told.phases,
        ordinals=told.ordinals,
        actors=frozenset(name for actor in event.actors for name in _names(actor)),
        sayer=_names(event.said_by),
    )
    return Traits(facets, told.terms, told.figures)


@dataclass(frozen=True, slots=True)
class _Told:
    """What the words of an event alone say; see `Facets` and `Traits`."""

    is_hoped: bool
    is_earlier: bool
    is_part: bool
    from_afar: bool
    deeds: frozenset[str]
    sides: frozenset[tuple[int, int]]
    phases: frozenset[str]
    ordinals: frozenset[tuple[str, str]]
    terms: frozenset[str]
    figures: frozenset[str]


# What most events have nothing of, looked for at once before each is looked for by itself.
_ANY = re.compile(
    "|".join(
        pattern.pattern
        for pattern in (_HOPED, _BEFORE, _PART, _FROM_AFAR, *(pattern for _, pattern in _PHASE))
    ),
    re.IGNORECASE,
)


@lru_cache(maxsize=32768)
def _told(what: str) -> _Told:
    is_plain = _ANY.search(what) is None
    stems, figures = frozenset(content_stems(what)), figures_in(what)
    return _Told(
        is_hoped=not is_plain and bool(_HOPED.search(what)),
        is_earlier=not is_plain and bool(_BEFORE.search(what)),
        is_part=not is_plain and bool(_PART.search(what)),
        from_afar=not is_plain and bool(_FROM_AFAR.search(what)),
        deeds=frozenset(deeds_in(what)),
        sides=frozenset(
            (number, side)
            for number, pair in enumerate(OPPOSITES if ANY_OPPOSITE.search(what) else ())
            for side, pattern in enumerate(pair)
            if pattern.search(what)
        ),
        phases=frozenset(
            name for name, pattern in (() if is_plain else _PHASE) if pattern.search(what)
        ),
        ordinals=frozenset((stem(noun), word.casefold()) for word, noun in _ORDINAL.findall(what)),
        terms=stems - figures,
        figures=figures,
    )


def figures_in(text: str) -> frozenset[str]:
    """Return the figures among the stems of a text, in digits or in words.

    >>> sorted(figures_in("Nine missiles and 63 drones"))
    ['63', 'nin']
    """
    stems = frozenset(content_stems(text))
    return frozenset(s for s in stems if s in _FIGURES or s[:1].isdigit())


def _bare(days: DateRange | None) -> DateRange | None:
    """Return the days without what they were derived from: two ways to one day are one day."""
    return days and DateRange(days.start, days.end, days.precision, "")


@lru_cache(maxsize=16384)
def _names(text: str) -> frozenset[str]:
    """Return the names of who acts or speaks; "the American leader" is named by none."""
    tokens = [token.word for token in name_tokens(f"the {text}")]
    if len(text.split()) > len(tokens) and all(is_country(word) for word in tokens):
        return frozenset()
    return frozenset(name_key(word) for word in tokens)


def veto(left: Facets, right: Facets) -> str:
    """Return why two events can never be one happening, in plain words, or ""."""
    return (
        _other_time(left, right)
        or _other_state(left, right)
        or _other_place(left, right)
        or _other_kind(left, right)
        or _other_deed(left, right)
    )


def _other_time(left: Facets, right: Facets) -> str:
    if left.days and right.days:
        if left.days.overlaps(right.days):
            return ""
        first, second = sorted((left.days, right.days), key=lambda days: (days.start, days.end))
        return f"dated {spoken(first)} and {spoken(second)}"
    a, b = left.days or left.implied, right.days or right.implied
    if a and b:
        gap = max((a.start - b.end).days, (b.start - a.end).days)
        if gap > APART_DAYS:
            first, second = sorted((a, b), key=lambda days: (days.start, days.end))
            return f"in articles on {spoken(first)} and on {spoken(second)}"
    return ""


def _other_state(left: Facets, right: Facets) -> str:
    for one, other in ((left, right), (right, left)):
        if other.status == "planned" or other.is_hoped:
            continue
        if one.status == "planned":
            return "one is planned, the other told as done"
        if one.is_hoped and other.topic != "statement" and one.topic != "other":
            return "one is hoped for, the other told as done"
    if left.phases and right.phases and not left.phases & right.phases:
        first, second = sorted((min(left.phases), min(right.phases)))
        return f"one tells what was {first}, the other what was {second}"
    return ""


def _other_place(left: Facets, right: Facets) -> str:
    if left.topic == right.topic == "casualties" and are_two(left.places, right.places):
        return "people harmed in two places"
    if left.from_afar or right.from_afar:
        return ""  # both ends of a call are its place
    reason = are_apart(left.places, right.places)
    return f"they name {reason}" if reason else ""


def _other_kind(left: Facets, right: Facets) -> str:
    for one, other in ((left, right), (right, left)):
        if one.topic in _HARMFUL and other.topic in _CONFERRING:
            return f"one is of the kind {one.topic}, the other of the kind {other.topic}"
    return ""


def _other_deed(left: Facets, right: Facets) -> str:
    for number, side in sorted(left.sides):
        if (number, 1 - side) in right.sides and not left.sides & right.sides:
            return "one undoes what the other does"
    a, b = left.deeds, right.deeds
    if not a & b:
        harmed = (a & HARM, b & HARM)
        if (
            all(harmed)
            or ("downed" in a and "launched" in b)
            or ("downed" in b and "launched" in a)
        ):
            first, second = sorted((_listed(a), _listed(b)))
            return f"one tells of {first}, the other of {second}"
    mine, theirs = dict(left.ordinals), dict(right.ordinals)
    for noun in sorted(mine.keys() & theirs.keys()):
        if mine[noun] != theirs[noun]:
            first, second = sorted((mine[noun], theirs[noun]))
            return f"the {first} and the {second} of their kind"
    return ""


def _listed(deeds: frozenset[str]) -> str:
    return " and ".join(sorted(deeds))


def doubt(left: Facets, right: Facets) -> str:
    """Return why a rule does not join two events that a reader may well take for one, or ""."""
    if left.is_earlier != right.is_earlier:
        return "one tells of an earlier one"
    topics = {left.topic, right.topic}
    if "casualties" in topics and topics & {"attack", "damage", "disaster", "accident"}:
        return "one tells of a deed, the other of the people harmed"
    if topics == {"talks", "statement"}:
        return "one tells of a meeting, the other of what was said"
    if left.is_part != right.is_part:
        return "one tells of a part of what the other tells"
    if left.topic == right.topic == "statement" and _speak_apart(left, right):
        return "two different people speak"
    if left.topic in PHYSICAL and _are_others(left.actors, right.actors):
        return "different sides act"
    return ""


def _speak_apart(left: Facets, right: Facets) -> bool:
    if left.actors and right.actors:
        return not left.actors & right.actors
    return _are_others(left.sayer | left.actors, right.sayer | right.actors)


def _are_others(left: frozenset[str], right: frozenset[str]) -> bool:
    return bool(left and right and not left & right)


def have_common_ground(left: Traits, right: Traits) -> bool:
    """Whether two events share anything at all by which they could be one: a word, place or actor."""
    a, b = left.facets, right.facets
    return bool(left.terms & right.terms or a.actors & b.actors) or share(a.places, b.places)


def likeness(
    left: Traits, right: Traits, weigh: Callable[[frozenset[str]], float], *, same_source: bool
) -> float:
    """Return how alike two events are told, from 0 to 1.

    Rare words count more than common ones. Two reports may word one thing at different length, so
    the shorter is measured; one source repeats itself only where it says nearly the same.

    Args:
        left: an event.
        right: another one.
        weigh: returns how much some stems together tell apart.
        same_source: whether one article tells both.
    """
    terms_shared = left.terms & right.terms
    if not terms_shared:
        return 0.0
    shared = weigh(terms_shared)
    figures = weigh(left.figures & right.figures)
    sizes = [weigh(left.terms) + figures, weigh(right.terms) + figures]
    shared += figures
    whole = shared / (sum(sizes) - shared)
    if same_source:
        return round(whole, 6)
    found = 0.75 * shared / min(sizes) + 0.25 * whole
    a, b = left.facets, right.facets
    if a.topic != b.topic:
        found *= 0.8
    elif a.days and b.days:
        found += 0.05
    if share(a.places, b.places) or (a.actors and a.actors == b.actors):
        found += 0.05
    return round(min(found, 1.0), 6)
