"""What the events of a story tell differently, found by rule: a few clear cases, never a guess. Pure.

Proposes as a model would; whether it is a dispute at all is checked in one place for both.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from summarizer.clustering import content_stems
from summarizer.coreference import Facets, have_common_ground, veto
from summarizer.joining import Group
from summarizer.localities import share
from summarizer.names import stem
from summarizer.proposals import ProposedDispute, SlotKind
from summarizer.testimony import Witness, came_before

MOST_COMPARED = 40  # events that say how far one kind of thing went; more are not compared
ALIKE = 0.6  # share of two events' words from which they tell of one thing but for what differs
# Kinds of events that do not come again the next day, so that two days are two versions.
_ONCE = frozenset({"court", "election", "accident", "disaster", "crime", "decision", "business"})
_NEIGHBOURING = 2  # days

_NUMBER = (
    r"(?i:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty)"
)
# What is limited: the next two words in small letters, of which `_noun` takes the noun.
_LIMITED = (
    r"(?:(?:the|its|their|his|her|these|those)\s+)?(?:[A-Z][\w-]*(?:['’]s)?\s+)?"
    r"(?P<one>[a-z][a-z-]+)(?:\s+(?P<two>[a-z][a-z-]+))?"
)
_NO_EXTENT = frozenset("night time times year years week over that those other others".split())
_EXTENTS = (
    ("nearly all", rf"\b(?i:almost|nearly|virtually)\s+(?:all|every|each)(?:\s+of)?\s+{_LIMITED}"),
    ("all", r"(?i:(?<!almost )(?<!nearly )(?<!virtually )(?<!not )\b(?:all|every|each))(?:\s+of)?"
            rf"\s+{_LIMITED}"),
    ("some", rf"(?<!many )\b(?i:some|parts?\s+of|a\s+few|several)(?:\s+of)?\s+{_LIMITED}"),
    ("a share", rf"\b(?P<part>{_NUMBER})\s+of\s+(?:[\w’']+\s+){{0,2}}?"
                rf"(?P<whole>{_NUMBER})\s+{_LIMITED}"),
)  # fmt: skip
_EXTENT = tuple((name, re.compile(words)) for name, words in _EXTENTS)
_ANY_EXTENT = re.compile(r"\b(?:all|every|each|some|parts?|few|several|of)\b", re.IGNORECASE)
_AT_ODDS = frozenset({frozenset(pair) for pair in (
    ("all", "some"), ("all", "a share"), ("nearly all", "a share"),
)})  # fmt: skip
_NEARLY = 0.9  # a share from here on is nearly all
_VALUES = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), start=1
    )
} | {"fifteen": 15, "twenty": 20, "thirty": 30}
_LAG = re.compile(
    r"^(?P<first>.*?)\b(?P<unit>moments?|seconds?|minutes?|hours?|days?|weeks?|months?)\s+"
    r"(?P<way>after|before)\s+(?P<second>.*)$",
    re.IGNORECASE,
)
_ANY_LAG = re.compile(r"\s(?:after|before)\s", re.IGNORECASE)
_LAGS = {"moment": "moments", "second": "moments", "minute": "moments"}
_ASSAULT = frozenset(stem(w) for w in "attack assault raid blitz onslaught barrage strike".split())


def clear_differences(
    groups: Sequence[Group], witnesses: Mapping[str, Witness]
) -> list[ProposedDispute]:
    """Return what the happenings of a story tell in ways that plainly do not agree."""
    ordered = [witnesses[name] for name in sorted(witnesses)]
    near = {
        (judgement.left, judgement.right)
        for group in groups
        for judgement in group.judgements
        if judgement.decision == "apart"
    }
    pairs = [(witnesses[left], witnesses[right]) for left, right in sorted(near)]
    found = [*_extents(ordered), *_lags(ordered), *_places(ordered)]
    found += [_of_two("status", a, b) for a, b in pairs if _is_plan_and_deed(a, b)]
    found += [_of_two("time", a, b) for a, b in pairs if _are_two_days(a, b)]
    return found


def _of_two(about: SlotKind, left: Witness, right: Witness) -> ProposedDispute:
    return ProposedDispute(about, "", ((left.id,), (right.id,)))


def _extents(told: Iterable[Witness]) -> Iterator[ProposedDispute]:
    """Yield where "all" stands against "some", or "almost every" against "six of ten", of one noun."""
    by_noun: dict[str, list[tuple[str, Witness]]] = defaultdict(list)
    for one in told:
        for noun, extent in sorted(extents_in(one.event.what).items()):
            by_noun[noun].append((extent, one))
    for noun in sorted(by_noun):
        known = by_noun[noun][:MOST_COMPARED]
        at_odds = [
            (a, b)
            for n, (how, a) in enumerate(known)
            for other, b in known[n + 1 :]
            if frozenset((how, other)) in _AT_ODDS and _tell_of_one(a, b, {noun})
        ]
        involved = {one.id for pair in at_odds for one in pair}
        versions: dict[str, list[str]] = defaultdict(list)
        for how, one in known:
            if one.id in involved:
                versions[how].append(one.id)
        if len(versions) > 1:
            ids = (tuple(sorted(versions[how])) for how in sorted(versions))
            yield ProposedDispute("extent", "", tuple(ids))


def extents_in(text: str) -> dict[str, str]:
    """Return for each noun that a text limits how far it goes.

    >>> extents_in("Almost every district was hit, and some schools closed")
    {'district': 'nearly all', 'school': 'some'}
    >>> extents_in("Six of the town's 10 districts were hit")
    {'district': 'a share'}
    """
    found: dict[str, str] = {}
    for how, pattern in _EXTENT if _ANY_EXTENT.search(text) else ():
        for match in pattern.finditer(text):
            if how == "a share":
                part, whole = (_value(match[name]) for name in ("part", "whole"))
                if not part < _NEARLY * whole:
                    continue
            noun = _noun(match["one"], match["two"] or "")
            if noun not in _NO_EXTENT:
                found.setdefault(stem(noun), how)
    return found


def _noun(one: str, two: str) -> str:
    """Return which of two words after "all" or "some" is limited: a plural, or after an adjective."""
    if one.endswith("s") and not one.endswith("ss"):
        return one
    return two if content_stems(two) and not two.endswith(("ed", "ing", "ly")) else one


def _value(word: str) -> int:
    return int(word) if word.isdigit() else _VALUES[word.casefold()]


def _tell_of_one(left: Witness, right: Witness, noun: set[str]) -> bool:
    """Whether two events tell of one happening, or of things that only their extent sets apart."""
    if left.home == right.home:
        return True
    if veto(left.facets, right.facets):
        return False
    if share(left.facets.places, right.facets.places):
        return True
    return len((left.traits.terms & right.traits.terms) - noun) > 1


def _lags(told: Iterable[Witness]) -> Iterator[ProposedDispute]:
    """Yield where one thing followed another after moments and after hours."""
    known = [(lag, one) for one in told for lag in [_lag_of(one.event.what)] if lag]
    known = known[:MOST_COMPARED]
    seen: set[str] = set()
    for n, ((unit, subject, reference), one) in enumerate(known):
        if one.id in seen:
            continue
        versions: dict[str, list[str]] = {unit: [one.id]}
        for (other_unit, other_subject, other_reference), other in known[n + 1 :]:
            if subject & other_subject and reference & other_reference:
                versions.setdefault(other_unit, []).append(other.id)
        if len(versions) > 1:
            seen.update(name for ids in versions.values() for name in ids)
            yield ProposedDispute("time", "", tuple(tuple(v) for _, v in sorted(versions.items())))


def _lag_of(text: str) -> tuple[str, frozenset[str], frozenset[str]] | None:
    """Return (unit, what followed, what it followed) of "X hours after Y", "Y hours before X"."""
    match = _LAG.match(text) if _ANY_LAG.search(text) else None
    if match is None:
        return None
    first, second = (_subject(match[name]) for name in ("first", "second"))
    unit = match["unit"].casefold().rstrip("s")
    unit = _LAGS.get(unit, f"{unit}s")
    return (unit, first, second) if match["way"].casefold() == "after" else (unit, second, first)


def _subject(text: str) -> frozenset[str]:
    return frozenset("attack" if s in _ASSAULT else s for s in content_stems(text))


def _places(told: Sequence[Witness]) -> Iterator[ProposedDispute]:
    """Yield where events of one happening name one land, region or district each, and not the same."""
    by_home: dict[int, list[Witness]] = defaultdict(list)
    for one in told:
        by_home[one.home].append(one)
    sizes: tuple[Callable[[Facets], frozenset[frozenset[str]]], ...] = (
        lambda facets: facets.places.lands,
        lambda facets: facets.places.regions,
        lambda facets: facets.places.districts,
    )
    for home in sorted(by_home):
        for size in sizes:
            versions: dict[frozenset[str], list[str]] = defaultdict(list)
            for one in by_home[home]:
                named = size(one.facets)
                if len(named) == 1 and not one.facets.places.towns:
                    versions[next(iter(named))].append(one.id)
            if len(versions) > 1:
                ids = sorted(tuple(sorted(v)) for v in versions.values())
                yield ProposedDispute("place", "", tuple(ids))


def _is_plan_and_deed(left: Witness, right: Witness) -> bool:
    """Whether one source still plans, for the same day, what another, not a later one, has done."""
    if right.event.status == "planned":
        left, right = right, left
    if left.event.status != "planned" or right.event.status == "planned":
        return False
    if not (left.facets.days and right.facets.days) or came_before(left, right):
        return False
    return left.facets.days.overlaps(right.facets.days) and _are_alike(left, right)


def _are_two_days(left: Witness, right: Witness) -> bool:
    """Whether two sources date one thing, of a kind that does not come again, to two days."""
    a, b = left.facets.days, right.facets.days
    if a is None or b is None or a.overlaps(b) or {a.precision, b.precision} != {"day"}:
        return False
    if left.event.topic != right.event.topic or left.event.topic not in _ONCE:
        return False
    gap = max((a.start - b.end).days, (b.start - a.end).days)
    return gap <= _NEIGHBOURING and _are_alike(left, right)


def _are_alike(left: Witness, right: Witness) -> bool:
    if left.event.document == right.event.document or left.facets.actors != right.facets.actors:
        return False
    shared, whole = (left.traits.words & right.traits.words), left.traits.words | right.traits.words
    return have_common_ground(left.traits, right.traits) and len(shared) >= ALIKE * len(whole)
