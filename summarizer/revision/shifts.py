"""What went from or to the print between two briefings, with the reason before and now. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from summarizer.briefing import Briefing, LeftOut
from summarizer.revision.articles import Articles
from summarizer.revision.assignment import Paired
from summarizer.revision.changes import Shift
from summarizer.revision.claims import Told, state_of
from summarizer.revision.fields import in_short
from summarizer.revision.wording import bare

ABSENT = "not found"
_PRINTED = "printed"


@dataclass(frozen=True, slots=True)
class _Rejected:
    """Something rejected; `text` is the shared name of its article's text, "" for a statement."""

    item: LeftOut
    text: str
    label: str

    @property
    def words(self) -> tuple[str, str, str]:
        return (self.text, self.item.kind, bare(self.item.text))

    @property
    def state(self) -> str:
        return f"rejected: {self.item.reason}"


def compare_print(
    old: Briefing, new: Briefing, articles: Articles, found: Paired[Told]
) -> list[Shift]:
    """Return what is printed now and was not, or the reverse, and what was rejected on one side only.

    Args:
        old: one briefing.
        new: the other.
        articles: their articles, paired.
        found: their claims, paired.
    """
    before, after = _reasons(old), _reasons(new)
    labels = {source.source: source.label for source in new.sources}
    old_labels = {source.source: source.label for source in old.sources}
    shifts = []
    for left, right in found.pairs:
        states = state_of(left.record.id, before), state_of(right.record.id, after)
        if states[0] != states[1]:
            label = labels.get(right.record.source or "", right.record.document)
            shifts.append(_of_claim(right, states, label))
    shifts += _rejections(
        _rejected(old, articles.old, articles, old_labels),
        _rejected(new, articles.new, articles, labels),
        _Claims(found.old, before),
        _Claims(found.new, after),
    )
    return sorted(shifts, key=lambda s: (s.outcome, s.article, s.kind, s.text, s.old, s.new))


def _reasons(briefing: Briefing) -> dict[str, str]:
    return {item.claim: item.reason for item in briefing.left_out if item.claim is not None}


def _of_claim(told: Told, states: tuple[str, str], label: str) -> Shift:
    outcome = "left_out_otherwise"
    if _PRINTED in states:
        outcome = "now_printed" if states[1] == _PRINTED else "now_left_out"
    return _shift(outcome, told.record.kind, label, in_short(told.record), states)


def _shift(outcome: str, kind: str, label: str, text: str, states: tuple[str, str]) -> Shift:
    return Shift.model_validate(
        {
            "outcome": outcome,
            "kind": kind,
            "article": label,
            "text": text,
            "old": states[0],
            "new": states[1],
        }
    )


def _rejected(
    briefing: Briefing, names: Mapping[str, str], articles: Articles, labels: Mapping[str, str]
) -> list[_Rejected]:
    """Return what was rejected of articles that both briefings have, in a fixed order."""
    found = [
        _Rejected(item, names.get(item.source, ""), labels.get(item.source, ""))
        for item in briefing.left_out
        if item.claim is None
        and (item.source not in names or names[item.source] in articles.in_both)
    ]
    return sorted(found, key=lambda one: (one.words, one.item.reason, one.item.text))


class _Claims:
    """Claims that one briefing alone has, to be found by the words that were rejected in the other."""

    def __init__(self, alone: Iterable[Told], reasons: Mapping[str, str]) -> None:
        self._reasons = reasons
        self._by_words: defaultdict[tuple[str, str, str], deque[Told]] = defaultdict(deque)
        for told in sorted(alone, key=lambda told: told.key):
            claim = told.record
            texts = {bare(text) for text in (claim.what, claim.words, claim.surface) if text}
            for text in sorted({*texts, bare(in_short(claim))}):
                self._by_words[told.text, claim.kind, text].append(told)
        self._taken: set[tuple[str, str]] = set()

    def take(self, words: tuple[str, str, str]) -> tuple[Told, str] | None:
        """Return a claim in these words that was not taken yet, with its state."""
        waiting = self._by_words.get(words, deque())
        while waiting:
            told = waiting.popleft()
            if told.key not in self._taken:
                self._taken.add(told.key)
                return told, state_of(told.record.id, self._reasons)
        return None


def _rejections(
    old: list[_Rejected], new: list[_Rejected], removed: _Claims, added: _Claims
) -> Iterator[Shift]:
    """Yield what was rejected on one side only, as far as it can be seen with what became of it."""
    before, after = _alone(old, new), _alone(new, old)
    waiting: defaultdict[tuple[str, str, str], deque[_Rejected]] = defaultdict(deque)
    for one in after:
        waiting[one.words].append(one)
    for one in before:
        if found := added.take(one.words):
            told, state = found
            text = in_short(told.record)
            yield _shift("no_longer_rejected", one.item.kind, one.label, text, (one.state, state))
        elif waiting[one.words]:
            other = waiting[one.words].popleft()
            yield _of(other, "left_out_otherwise", one.state, other.state)
        else:
            yield _of(one, "rejection_removed", one.state, ABSENT)
    for one in (one for queue in waiting.values() for one in queue):
        if found := removed.take(one.words):
            told, state = found
            text = in_short(told.record)
            yield _shift("now_rejected", one.item.kind, one.label, text, (state, one.state))
        else:
            yield _of(one, "rejection_added", ABSENT, one.state)


def _of(one: _Rejected, outcome: str, old: str, new: str) -> Shift:
    return _shift(outcome, one.item.kind, one.label, one.item.text, (old, new))


def _alone(these: list[_Rejected], those: list[_Rejected]) -> list[_Rejected]:
    """Return what the other side did not reject for the same reason, as often."""
    left = Counter((one.words, one.item.reason) for one in those)
    found = []
    for one in these:
        key = (one.words, one.item.reason)
        if left[key]:
            left[key] -= 1
        else:
            found.append(one)
    return found
