"""Which claim of one briefing is which of the other, and what changed in it. Pure.

Claims are paired within an article and a kind: by what stands where in the text, and in a text that
changed by words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from summarizer.briefing import Briefing, ClaimRecord
from summarizer.revision.articles import Articles, text_of
from summarizer.revision.assignment import Paired, paired
from summarizer.revision.changes import ClaimChange, ClaimSide, tally
from summarizer.revision.fields import compare_fields, content, in_short, outcomes_of
from summarizer.revision.quoting import Quotes
from summarizer.revision.wording import bare, similarity, stems

LEAST_OVERLAP = 0.5  # of two events' evidence, or of the shorter of two quotations
LEAST_LIKENESS = 0.34  # of the words of two events that stand at one place
LEAST_LIKENESS_ELSEWHERE = 0.5  # of the words of two claims in a text that changed
MOST_ALIKE = 20  # claims of an article that say the same; of more, only those at one place are one
_SAME_VALUE, _SAME_WORDS, _SAME_PLACE, _SAME_SPEAKER = 2000, 1000, 1000, 100


@dataclass(frozen=True, slots=True)
class Told:
    """A claim of one briefing; `text` is the shared name of its article's text."""

    record: ClaimRecord
    text: str
    is_moved: bool  # its text changed, so places do not compare
    key: tuple[str, str]
    words: frozenset[str]  # that tell what it is about, of a figure without the figure

    @property
    def value(self) -> tuple[object, ...]:
        """What must not change in a claim, as far as it is a value."""
        claim = self.record
        if claim.kind == "quantity":
            return (claim.value, claim.low, claim.high, claim.change, claim.unit)
        if claim.kind == "quotation":
            return (bare(claim.words or ""),)
        return (claim.date, claim.status)


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims of two briefings paired; those of articles that only one has stay out."""

    found: Paired[Told]
    changes: tuple[ClaimChange, ...]
    counts: Mapping[str, int]


def compare_claims(old: Briefing, new: Briefing, articles: Articles, quotes: Quotes) -> Claims:
    """Return the claims of two briefings paired, and what changed."""
    before, after = _grouped(old, articles.old, articles), _grouped(new, articles.new, articles)
    pairs: list[tuple[Told, Told]] = []
    removed: list[Told] = []
    added: list[Told] = []
    for group in sorted(before.keys() | after.keys()):
        found = paired(before.get(group, ()), after.get(group, ()), lambda t: t.key, _weights)
        pairs += found.pairs
        removed += found.old
        added += found.new
    tell = _Teller(old, new, quotes)
    changes = [change for pair in pairs if (change := tell.changed(*pair))]
    unchanged = len(pairs) - len(changes)
    changes += [tell.alone(told, is_new=False) for told in removed]
    changes += [tell.alone(told, is_new=True) for told in added]
    changes.sort(key=_place)
    return Claims(
        Paired(tuple(pairs), tuple(removed), tuple(added)),
        tuple(changes),
        tally(unchanged, (change.outcomes for change in changes)),
    )


def _grouped(
    briefing: Briefing, names: Mapping[str, str], articles: Articles
) -> dict[tuple[str, str], list[Told]]:
    groups: defaultdict[tuple[str, str], list[Told]] = defaultdict(list)
    for claim in briefing.claims:
        text = text_of(claim, names)
        if text in articles.in_both or text.startswith("unknown\n"):
            is_moved = text in articles.changed
            key = (content(claim, places=not is_moved), claim.id)
            told = Told(claim, text, is_moved, key, _words(claim))
            groups[text, claim.kind].append(told)
    return dict(groups)


def _words(claim: ClaimRecord) -> frozenset[str]:
    if claim.kind == "quantity":
        return stems(" ".join(filter(None, (claim.counted, claim.unit))))
    return stems(claim.what or claim.words or "")


def _weights(left: Sequence[Told], right: Sequence[Told]) -> dict[tuple[int, int], int]:
    """Return what speaks for each pair of claims of one article and kind."""
    candidates = set(_with_same_content(left, right))
    is_moved = any(told.is_moved for told in (*left, *right))
    candidates.update(_alike(left, right) if is_moved else _overlapping(left, right))
    return {(i, j): _weight(left[i], right[j]) for i, j in candidates}


def _weight(left: Told, right: Told) -> int:
    alike = similarity(left.words, right.words)
    weight = 1 + round(_SAME_WORDS * alike)
    weight += _SAME_VALUE * (left.value == right.value)
    if not left.is_moved:
        weight += round(_SAME_PLACE * _overlap(left.record, right.record)[0])
    same_speaker = (left.record.speaker, left.record.said_by) == (
        right.record.speaker,
        right.record.said_by,
    )
    return weight + _SAME_SPEAKER * same_speaker


def _overlap(left: ClaimRecord, right: ClaimRecord) -> tuple[float, float]:
    """Return what both cover: the share of all they cover together, and of the shorter one."""
    common = min(left.end, right.end) - max(left.start, right.start)
    if common <= 0:
        return (0.0, 0.0)
    lengths = (left.end - left.start, right.end - right.start)
    return common / (sum(lengths) - common), common / min(lengths)


def _overlapping(left: Sequence[Told], right: Sequence[Told]) -> Iterable[tuple[int, int]]:
    order = sorted(range(len(right)), key=lambda j: right[j].record.start)
    starts = [right[j].record.start for j in order]
    longest = max((told.record.end - told.record.start for told in right), default=0)
    for i, told in enumerate(left):
        first = bisect_left(starts, told.record.start - longest)
        for j in order[first : bisect_left(starts, told.record.end)]:
            if _stand_for_one(told, right[j]):
                yield i, j


def _stand_for_one(left: Told, right: Told) -> bool:
    together, of_shorter = _overlap(left.record, right.record)
    if not together:
        return False
    if left.record.kind == "quantity":
        return True
    if left.record.kind == "quotation":
        return of_shorter >= LEAST_OVERLAP
    return together >= LEAST_OVERLAP or similarity(left.words, right.words) >= LEAST_LIKENESS


def _with_same_content(left: Sequence[Told], right: Sequence[Told]) -> Iterable[tuple[int, int]]:
    """Yield claims that say the same anywhere in the text: as often told, one place may be cited."""
    places: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for j, told in enumerate(right):
        places[told.value, told.words].append(j)
    for i, told in enumerate(left):
        same = places.get((told.value, told.words), ())
        if told.words and len(same) <= MOST_ALIKE:
            yield from ((i, j) for j in same)


def _alike(left: Sequence[Told], right: Sequence[Told]) -> Iterable[tuple[int, int]]:
    for i, told in enumerate(left):
        for j, other in enumerate(right):
            if similarity(told.words, other.words) >= LEAST_LIKENESS_ELSEWHERE:
                yield i, j


class _Teller:
    """Tells the change of a claim, with the sentences of both sides."""

    def __init__(self, old: Briefing, new: Briefing, quotes: Quotes) -> None:
        self._quotes = quotes
        self._sources = tuple({s.source: s for s in side.sources} for side in (old, new))
        self._reasons = tuple(
            {item.claim: item.reason for item in side.left_out if item.claim} for side in (old, new)
        )

    def changed(self, old: Told, new: Told) -> ClaimChange | None:
        """Return what changed in a claim, or None."""
        if old.key[0] == new.key[0]:
            return None
        fields = compare_fields(old.record, new.record, places=not old.is_moved)
        if not fields:
            return None
        return ClaimChange(
            outcomes=outcomes_of(fields),
            kind=new.record.kind,
            article=self._label(new.record, 1),
            text_changed=new.is_moved,
            old=self._side(old.record, 0),
            new=self._side(new.record, 1),
            fields=fields,
        )

    def alone(self, told: Told, *, is_new: bool) -> ClaimChange:
        """Return that a claim is there on one side only."""
        side = self._side(told.record, int(is_new))
        return ClaimChange(
            outcomes=["added" if is_new else "removed"],
            kind=told.record.kind,
            article=self._label(told.record, int(is_new)),
            text_changed=told.is_moved,
            old=None if is_new else side,
            new=side if is_new else None,
            fields=[],
        )

    def _label(self, claim: ClaimRecord, side: int) -> str:
        source = self._sources[side].get(claim.source or "")
        return source.label if source else claim.document

    def _side(self, claim: ClaimRecord, side: int) -> ClaimSide:
        source = self._sources[side].get(claim.source or "")
        return ClaimSide(
            id=claim.id,
            source=claim.source or claim.document,
            text=in_short(claim),
            state=state_of(claim.id, self._reasons[side]),
            sentences=self._quotes.of_claim(claim, source.sha256 if source else ""),
        )


def state_of(claim: str, reasons: Mapping[str, str]) -> str:
    """Return whether a claim is printed, in words."""
    return f"left out: {reasons[claim]}" if claim in reasons else "printed"


def _place(change: ClaimChange) -> tuple[str, int, str, str]:
    side = change.new or change.old
    assert side is not None
    start = side.sentences[0].start if side.sentences else 0
    return (change.article, start, change.kind, side.id)
