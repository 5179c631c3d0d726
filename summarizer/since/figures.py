"""Figures that rose, fell, were corrected or are new since the page before, each as a cited line. Pure.

Only the ledger says that a figure is an update of another; the line is built from the cited values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from summarizer.articles import Published
from summarizer.briefing import (
    Change,
    ChangeKind,
    Citation,
    Edition,
    Figures,
    Source,
    Value,
    WordsBefore,
)
from summarizer.claims import Quantity
from summarizer.dates import DateRange, spoken
from summarizer.ledger.matching import amount, cannot_be_one, same_thing
from summarizer.ledger.relations import pairs_of
from summarizer.names import plain, stem
from summarizer.revision.quoting import statements_in
from summarizer.revision.rows import Row
from summarizer.since.standing import Both, Place
from summarizer.zones import zone_named

_SAME = frozenset({"equal", "refines"})  # relations in which a figure adds no value


@dataclass(frozen=True, slots=True)
class FigureChanges:
    """What changed in figures, and the sentences that the changes of value cite: of now, of before."""

    moved: tuple[Change, ...]  # risen, fallen, corrected, or given otherwise
    added: tuple[Change, ...]  # counted for the first time
    places: frozenset[Place]
    places_before: frozenset[Place]


def figure_changes(both: Both) -> FigureChanges:
    """Return what the articles changed in the figures of the stories that go on."""
    teller = _Teller(both)
    found = both.rows
    goes_on = both.chains.going_on
    was = {id(new.figures): old for old, new in found.pairs}
    moved: list[Change] = []
    added: list[Change] = []
    places: set[Place] = set()
    for row in (*(new for _, new in found.pairs), *found.new):
        if row.home.id not in goes_on:
            continue
        old = was.get(id(row.figures))
        changes = list(teller.moved(row, old, found.old))
        moved += changes
        if changes:
            fresh = [value for value in row.figures.values if teller.is_fresh(value)]
            places |= {(c.source, c.start) for value in fresh for c in value.citations}
            places |= {(c.source, c.start) for change in changes for c in change.citations}
        elif old is None:
            added += teller.added(row)
    before = {(w.source, w.start) for change in moved for w in change.before}
    return FigureChanges(tuple(moved), tuple(added), frozenset(places), frozenset(before))


class _Teller:
    """Tells what became of the figures of a row."""

    def __init__(self, both: Both) -> None:
        self._both = both
        self._sources = tuple(
            {source.source: source for source in page.sources} for page in (both.old, both.new)
        )
        self._quantities = tuple(
            {c.id: c for c in page.gate.claims.values() if isinstance(c, Quantity)}
            for page in both.pages
        )
        self._articles = {
            claim.id: page.gate.sources[claim.document, claim.part]
            for page in both.pages
            for claim in page.gate.claims.values()
        }

        told = [value.claim for row in both.rows_before() for value in row.values]
        told += [
            name for story in both.old.stories for s in statements_in(story) for name in s.claims
        ]
        of_now = {old: new for new, old in both.old_of.items()}
        self._printed = {of_now[name] for name in told if name in of_now}

    def moved(self, row: Row, was: Row | None, others: Iterable[Row]) -> Iterator[Change]:
        """Yield how a row's figures of now relate to those of before, where that is no agreement.

        Args:
            row: of today.
            was: the row of before that it is paired with.
            others: rows of before that are paired with none, among which its thing may be counted.
        """
        fresh = [value for value in row.figures.values if self.is_fresh(value)]
        if not fresh:
            return
        if len(fresh) < len(row.figures.values):
            yield from self._within(row, fresh)
            return
        head = _head(row.figures, fresh)
        for old in [was] if was is not None else self._candidates(row, others):
            change = self._across(row, head, old)
            if change is not None:
                yield change
                return

    def added(self, row: Row) -> Iterator[Change]:
        """Yield the line of a row that only counts what articles of now tell."""
        fresh = [value for value in row.figures.values if self.is_fresh(value)]
        if len(fresh) == len(row.figures.values) and fresh:
            yield self._counted(row, _head(row.figures, fresh))

    def _within(self, row: Row, fresh: Sequence[Value]) -> Iterator[Change]:
        """Yield what a row says that holds figures of both: the ledger has related them."""
        known = {v.claim: v for v in row.figures.values if v not in fresh}
        relations = {(pair.left, pair.right): pair.relation for pair in row.figures.pairs}
        head = _head(row.figures, fresh)
        replaced = {name for name in known if relations.get((head.claim, name)) in _REPLACES}
        printed = [known[name] for name in known if name in replaced & self._printed]
        last = {v.claim for v in printed if not _is_outrun(v.claim, known, relations)}
        if printed:
            was = next((v for v in printed if v.claim in last), printed[0])
            yield self._replaced(row, head, was, relations[head.claim, was.claim])
        elif replaced:  # by articles of before, which the page before did not tell
            yield self._counted(row, head)
        elif row.figures.reading is not None and _is_disputed(known, relations):
            reading = row.figures.reading
            yield Change(
                kind="new",
                story=row.home.id,
                statement=reading.id,
                figure=fresh[0].claim,
                text=reading.text,
                citations=reading.citations,
            )

    def _counted(self, row: Row, value: Value) -> Change:
        text = f"{_thing(value, row.figures)} ({self._about(value, row.figures)})"
        return self._change("new", row, value, text)

    def _across(self, row: Row, head: Value, old: Row) -> Change | None:
        """Return what a figure of now is to one of before whose words are not read any more."""
        left = self._quantities[1].get(head.claim)
        before = _head(old.figures, old.figures.values)
        right = self._quantities[0].get(before.claim)
        if left is None or right is None or cannot_be_one(left, right):
            return None
        pairs = pairs_of((left, right), self._articles)
        if not pairs or pairs[0].relation in _SAME:
            return None
        relation = pairs[0].relation
        if relation in _REPLACES and pairs[0].left == left.id:
            return self._replaced(row, head, before, relation)
        if relation in _REPLACES or relation == "conflict":
            now = f"{_thing(head, row.figures)} ({self._about(head, row.figures)})"
            text = f"{before.surface}, now {now}"
            return self._change("new", row, head, text, before)
        return None

    def _replaced(self, row: Row, now: Value, was: Value, relation: str) -> Change:
        kind: ChangeKind = "corrected"
        if relation == "update":
            kind = "risen" if self._is_more(now, was) else "fallen"
        text = f"{was.surface} → {_thing(now, row.figures)} ({self._about(now, row.figures)})"
        return self._change(kind, row, now, text, was)

    def _change(
        self, kind: ChangeKind, row: Row, now: Value, text: str, was: Value | None = None
    ) -> Change:
        reading = row.figures.reading
        return Change(
            kind=kind,
            story=row.home.id,
            statement=reading.id if reading else None,
            figure=now.claim,
            was=self._claim_before(was) if was else None,
            text=text,
            citations=now.citations,
            before=self._words(was) if was else [],
        )

    def _claim_before(self, was: Value) -> str:
        return self._both.old_of.get(was.claim, was.claim)

    def _words(self, was: Value) -> list[WordsBefore]:
        side = 1 if was.claim in self._both.standing else 0  # of a row that holds both
        return [words_before(c, self._sources[side]) for c in was.citations]

    def _candidates(self, row: Row, others: Iterable[Row]) -> Iterator[Row]:
        """Yield rows of before of the same story that count the same thing by their words."""
        left = [self._quantities[1].get(value.claim) for value in row.figures.values]
        for other in others:
            if other.story != row.story:
                continue
            right = [self._quantities[0].get(value.claim) for value in other.figures.values]
            if any(a and b and same_thing(a, b) for a in left for b in right):
                yield other

    def is_fresh(self, value: Value) -> bool:
        """Whether only articles of now give a figure."""
        return self._both.standing.get(value.claim) == "fresh"

    def _is_more(self, now: Value, was: Value) -> bool:
        sizes = [_size(value, self._quantities) for value in (now, was)]
        return sizes[0] > sizes[1]

    def _about(self, value: Value, row: Figures) -> str:
        """Return where a figure was counted, who gives it, and for when, else when it was published."""
        source = self._sources[1][value.source]
        hour = _hour(source, self._both.new.edition)
        told = (row.scope or value.scope, value.said_by, source.label, value.as_of or hour)
        return ", ".join(filter(None, told))


_REPLACES = frozenset({"update", "correction"})


def words_before(citation: Citation, sources: Mapping[str, Source]) -> WordsBefore:
    """Return a citation of the page before as today's page shows it."""
    source = sources.get(citation.source)
    return WordsBefore(
        label=source.label if source else citation.source,
        source=citation.source,
        start=citation.start,
        end=citation.end,
        words=citation.words,
        sentence=citation.sentence,
    )


def _is_outrun(
    name: str, known: Mapping[str, Value], relations: Mapping[tuple[str, str], str]
) -> bool:
    return any(relations.get((other, name)) in _REPLACES for other in known)


def _head(row: Figures, among: Sequence[Value]) -> Value:
    """Return the figure that stands for a row: the latest, else the most exact, else the first."""
    names = {value.claim for value in among}
    behind = {
        pair.right
        for pair in row.pairs
        if pair.left in names and pair.relation in ("update", "correction", "refines")
    }
    return next((value for value in among if value.claim not in behind), among[0])


def _is_disputed(known: Mapping[str, Value], relations: Mapping[tuple[str, str], str]) -> bool:
    """Whether a figure of now contradicts one of before that no later one has replaced."""
    outrun = {right for (_, right), told in relations.items() if told == "update"}
    return any(
        told == "conflict" and (left in known) != (right in known) and not {left, right} & outrun
        for (left, right), told in relations.items()
    )


def _size(value: Value, known: Sequence[Mapping[str, Quantity]]) -> Decimal:
    quantity = known[1].get(value.claim) or known[0].get(value.claim)
    return (amount(quantity) if quantity is not None else None) or Decimal(0)


def _thing(value: Value, row: Figures) -> str:
    """Return a figure with what it counts, which its own words may tell."""
    told = plain(value.surface)
    counted = " ".join(row.counted.split())
    is_told = all(stem(word) in told for word in counted.split())
    return value.surface + ("" if is_told or not counted else f" {counted}")


def _hour(source: Source, edition: Edition | None) -> str:
    """Return the hour at which an article was published, "" where only the day is known.

    With an edition in its time zone, and with the day where that is not the edition's.
    """
    try:
        at = Published.parse(source.published or "").at
    except ValueError:  # unknown, or read in the text, in words
        return ""
    if at is None:
        return ""
    if edition is None or at.tzinfo is None:
        return f"{at:%H:%M}"
    at = at.astimezone(zone_named(edition.timezone))
    today = datetime.fromisoformat(edition.as_of).astimezone(at.tzinfo).date()
    day = DateRange(at.date(), at.date(), "day", "")
    return f"{at:%H:%M}" + ("" if at.date() == today else f" on {spoken(day)}")
