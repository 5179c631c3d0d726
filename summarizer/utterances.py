"""Quotations of a story as utterances: the wordings under which articles print one thing said.

Variants stand beside each other, each as its article has it, and are never spliced. Near-linear:
wordings are found by the runs of words they share. Pure; knows who says what from `sayers`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from summarizer.claims import Quotation
from summarizer.dates import DateRange, find_dates, resolve
from summarizer.names import WORD, name_tokens, plain
from summarizer.numerals import SMALL
from summarizer.proposals import ProposedDispute
from summarizer.sayers import Sayers
from summarizer.sources import SourceArticle

RUN = 3  # words two wordings have to share in a row to be compared
ALIKE = 0.7  # share of the shorter wording's words that the longer has too, in order
SURE = 5  # words from which the same wording tells something by itself
SHORT = 2  # words of a fragment that is one with a whole only if it stands in just one
COMMON = 64  # utterances that share a run of words, from which it tells nothing

_BRACKETS = re.compile(r"\[[^\]]{0,80}\]")
_OPENING = re.compile(r"^\W*(?:(?:No|Yes|Well|Look|Now|So)[,.!…—–-]+|And|But)\s+(?=\w)")
_NEGATIONS = frozenset(
    """not no never none nothing nobody neither nor without cannot can't don't doesn't didn't won't
    isn't aren't wasn't weren't haven't hasn't hadn't couldn't wouldn't shouldn't""".split()
)
_FUNCTION = frozenset(
    "a an the of in on at to for from with and or but as so all is are was were be it that this i you "
    "he she we they me him her us them my his our their".split()
)
_AFTER_CUE = re.compile(r"[^.;:“”\"„«»]{0,80}")
_OF_ELSE = re.compile(r"\b(?:of|about|that|how|why|after|before|since|as|whose|which)\b")


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a quotation as they are compared, and which of them change what is said."""

    words: tuple[str, ...]
    decisive: frozenset[str]

    def runs(self, length: int = RUN) -> Iterator[tuple[str, ...]]:
        for start in range(len(self.words) - length + 1):
            yield self.words[start : start + length]


@lru_cache(maxsize=16384)
def wording_of(text: str) -> Wording:
    """Return a quotation's words in plain form: no opening "No." or "And", nothing in brackets.

    >>> wording_of("No. I didn’t see 5 boats [there].").words
    ('i', "didn't", 'see', '#5', 'boats')
    """
    kept = _BRACKETS.sub(" ", text)
    kept = _OPENING.sub("", kept)
    words = tuple(_word(match.group()) for match in WORD.finditer(kept))
    names = {plain(token.word) for token in name_tokens(kept)}
    decisive = {w for w in words if w in names or w in _NEGATIONS or w.startswith("#")}
    return Wording(words, frozenset(decisive))


def _word(word: str) -> str:
    small = plain(word)
    if small in SMALL:
        return f"#{SMALL[small]}"
    return f"#{small}" if small[:1].isdigit() else small


def shared_words(short: Quotation, whole: Quotation) -> int:
    """Return how many words two wordings of one utterance share, 0 if they are not of one.

    The shorter is a piece of the longer, or differs in words that change nothing: no number, name
    or negation. A piece may begin after a negation only where its article prints a fragment.
    """
    a, b = wording_of(whole.words), wording_of(short.words)
    if a.words == b.words:
        return len(b.words)
    blocks = SequenceMatcher(None, a.words, b.words, autojunk=False).get_opcodes()
    equal = sum(end - start for tag, start, end, _, _ in blocks if tag == "equal")
    if equal < max(RUN, ALIKE * len(b.words)):
        return 0
    for number, (tag, from_a, to_a, from_b, to_b) in enumerate(blocks):
        if tag == "equal":
            continue
        is_edge = number in {0, len(blocks) - 1}
        if b.decisive.intersection(b.words[from_b:to_b]):
            return 0
        if not is_edge and a.decisive.intersection(a.words[from_a:to_a]):
            return 0
        if number == 0 and not short.fragment and _NEGATIONS.intersection(a.words[:to_a][-2:]):
            return 0
    return equal


def utterances(
    quotations: Iterable[Quotation],
    sayers: Sayers,
    said_on: Mapping[str, DateRange] | None = None,
) -> list[tuple[Quotation, ...]]:
    """Return the quotations in groups of one utterance each, the fullest wording first.

    Args:
        quotations: those of one story, in any order.
        sayers: who says them.
        said_on: for claim ids the days on which their articles say the words were said; the same
            words on two days are two utterances.
    """
    found = _Utterances(sayers, said_on or {})
    ordered = sorted(
        quotations, key=lambda q: (-len(wording_of(q.words).words), q.document, q.span, q.id)
    )
    for quotation in ordered:
        found.add(quotation)
    return [tuple(group) for group in found.groups]


class _Utterances:
    """Groups in the making, found by the runs of words of their fullest wording."""

    def __init__(self, sayers: Sayers, said_on: Mapping[str, DateRange]) -> None:
        self.sayers = sayers
        self.said_on = said_on
        self.groups: list[list[Quotation]] = []
        self.by_run: dict[tuple[str, ...], list[int]] = defaultdict(list)
        self.by_words: dict[tuple[str, ...], list[int]] = defaultdict(list)
        self.by_sayer: dict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)

    def add(self, quotation: Quotation) -> None:
        wording = wording_of(quotation.words)
        home = self._home(quotation, wording)
        if home is None:
            self._open(quotation, wording)
        else:
            self.groups[home].append(quotation)

    def _open(self, quotation: Quotation, wording: Wording) -> None:
        number = len(self.groups)
        self.groups.append([quotation])
        self.by_words[wording.words].append(number)
        for run in dict.fromkeys(wording.runs()):
            self.by_run[run].append(number)
        if not quotation.fragment:
            sayer = self.sayers.id_of(quotation)
            runs = {run for length in range(1, SHORT + 1) for run in wording.runs(length)}
            for run in sorted(runs):
                self.by_sayer[sayer, run].append(number)

    def _home(self, quotation: Quotation, wording: Wording) -> int | None:
        """Return the group a quotation belongs to: the one that shares most of its words."""
        best, most = None, 0
        for number in self._candidates(wording):
            shared = shared_words(quotation, self.groups[number][0])
            if shared > most and self._fits(quotation, self.groups[number], shared):
                best, most = number, shared
        if best is None and len(wording.words) <= SHORT and quotation.fragment:
            return self._whole_of(quotation, wording)
        return best

    def _candidates(self, wording: Wording) -> list[int]:
        found = set(self.by_words.get(wording.words, ()))
        for run in wording.runs():
            held = self.by_run.get(run, ())
            if len(held) <= COMMON:
                found.update(held)
        return sorted(found)

    def _whole_of(self, quotation: Quotation, wording: Wording) -> int | None:
        """Return the only whole quotation of the same sayer that holds a word or two of his."""
        if all(word in _FUNCTION for word in wording.words) or not self.sayers.id_of(quotation):
            return None
        held = self.by_sayer.get((self.sayers.id_of(quotation), wording.words), ())
        fits = [n for n in held if self._is_one_day(quotation, self.groups[n])]
        return fits[0] if len(fits) == 1 == len(held) else None

    def _fits(self, quotation: Quotation, group: Sequence[Quotation], shared: int) -> bool:
        if not self._is_one_day(quotation, group):
            return False
        if self.sayers.same(quotation, group[0]):
            return True
        is_long = shared >= SURE and shared >= 0.9 * len(wording_of(quotation.words).words)
        return is_long and not any(self._are_two(quotation, other) for other in group)

    def _are_two(self, left: Quotation, right: Quotation) -> bool:
        return not left.speaker or not right.speaker or self.sayers.apart(left, right)

    def _is_one_day(self, quotation: Quotation, group: Sequence[Quotation]) -> bool:
        day = self.said_on.get(quotation.id)
        days = [self.said_on[other.id] for other in group if other.id in self.said_on]
        return day is None or all(day.overlaps(other) for other in days)


def days_said(
    quotations: Iterable[Quotation],
    source_of: Mapping[str, str],
    sources: Sequence[SourceArticle],
) -> dict[str, DateRange]:
    """Return on which day words were said, by claim id, where the words of saying are dated.

    "told reporters on Thursday" dates them; a date elsewhere in the sentence may be that of what is
    told.
    """
    by_id = {source.id: source for source in sources}
    found: dict[str, DateRange] = {}
    for quotation in quotations:
        source = by_id[source_of[quotation.id]]
        document = source.document
        for number in quotation.evidence if quotation.cue else ():
            sentence = document.sentences[number - 1].span.of(document.text)
            place = sentence.find(quotation.cue)
            after = _AFTER_CUE.match(sentence, place + len(quotation.cue)) if place >= 0 else None
            named = find_dates(after.group()) if after else []
            day = resolve(named[0].words, source.article.metadata.published) if named else None
            if day is None or after is None or len(named) > 1:
                continue
            if not _OF_ELSE.search(after.group()[: named[0].span.start]):
                found.setdefault(quotation.id, day)
    return found


def disputed_speakers(
    groups: Iterable[Sequence[Quotation]], sayers: Sayers
) -> tuple[ProposedDispute, ...]:
    """Return the utterances that articles put into the mouths of different people.

    Args:
        groups: the utterances of one story, fullest wording first.
        sayers: who says them.

    Each version holds the claims of one speaker. Only wordings of at least five words are compared:
    two people may well both say "no comment".
    """
    spoken = sorted((group for group in groups if group[0].speaker), key=lambda g: _order(g[0]))
    long = [g for g in spoken if len(wording_of(g[0].words).words) >= SURE]
    by_run: dict[tuple[str, ...], list[int]] = defaultdict(list)
    taken: set[int] = set()
    versions: dict[int, list[int]] = {}
    for number, group in enumerate(long):
        runs = set(wording_of(group[0].words).runs(SURE))
        near = Counter(n for run in runs if len(by_run[run]) <= COMMON for n in by_run[run])
        for first in sorted(near):
            known = versions.get(first, [first])
            if first not in taken and _is_rival(group, [long[n] for n in known], sayers):
                versions[first] = [*known, number]
                taken.add(number)
                break
        for run in sorted(runs):
            by_run[run].append(number)
    return tuple(
        ProposedDispute(
            about="actor",
            question=f"Who said “{long[first][0].words}”?",
            versions=tuple(tuple(sorted(q.id for q in long[n])) for n in numbers),
        )
        for first, numbers in sorted(versions.items())
    )


def _order(quotation: Quotation) -> tuple[int, str, int, str]:
    return (-len(quotation.words), quotation.document, quotation.span.start, quotation.id)


def _is_rival(
    group: Sequence[Quotation], known: Sequence[Sequence[Quotation]], sayers: Sayers
) -> bool:
    """Whether a group has the words of the others and a speaker who is none of theirs."""
    return shared_words(group[0], known[0][0]) >= SURE and all(
        sayers.apart(one, other) for version in known for one in group for other in version
    )
