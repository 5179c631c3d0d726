"""Which row of figures of one briefing is which of the other, and what changed in it. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from summarizer.briefing import Figures, Story, Value
from summarizer.revision.assignment import Paired, paired
from summarizer.revision.changes import (
    DerivationChange,
    FieldChange,
    PairChange,
    RowChange,
    RowOutcome,
    StatementChange,
    ValueChange,
    tally,
)
from summarizer.revision.fields import ASPECTS, plain_number
from summarizer.revision.quoting import cited_sentences
from summarizer.revision.statements import Said, alone, changed, said
from summarizer.revision.stories import Stories
from summarizer.revision.terms import SHARED, Terms
from summarizer.revision.wording import similarity, stems

_A_CLAIM, _SAME_STORY, _SAME_WORDS = 1000, 300, 200
_OF_VALUE = (
    "value", "low", "high", "modifier", "change", "surface", "said_by", "as_of", "scope",
)  # fmt: skip
_SYMMETRIC = frozenset({"equal", "conflict", "different"})
_TURNED = {
    "refines": "refined by",
    "part_of": "has as part",
    "update": "updated by",
    "correction": "corrected by",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of one briefing, with what it rests on in shared terms."""

    figures: Figures
    terms: Terms
    story: str
    home: Story
    values: Mapping[str, Value]  # by the term of their claim
    relations: Mapping[tuple[str, str], str]  # of two claims, the lesser term first

    @property
    def key(self) -> tuple[str, str]:
        """All that it says, but for the ids it uses."""
        own = self.figures
        values = sorted((name, _told(value)) for name, value in self.values.items())
        derivations = sorted((d.kind, d.text) for d in own.derivations)
        reading = self.reading.key if self.reading else ()
        told = (
            self.story, own.counted, own.unit, own.scope, own.differs, own.relation, values,
            sorted(self.relations.items()), derivations, reading,
        )  # fmt: skip
        return (repr(told), "")

    @property
    def reading(self) -> Said | None:
        """How the row reads, in shared terms."""
        reading = self.figures.reading
        return said(reading, self.terms, self.home, "reading") if reading else None


def compare_rows(
    old: Terms, new: Terms, stories: Stories
) -> tuple[list[RowChange], dict[str, int]]:
    """Return what changed among the rows of figures, and how many have which outcome."""
    found = pair_rows(old, new, stories)
    changes = [change for pair in found.pairs if (change := _changed(*pair))]
    unchanged = len(found.pairs) - len(changes)
    changes += [_alone(row, "removed") for row in found.old]
    changes += [_alone(row, "added") for row in found.new]
    changes.sort(key=lambda change: (change.counted, change.new or change.old or ""))
    return changes, tally(unchanged, (change.outcomes for change in changes))


def pair_rows(old: Terms, new: Terms, stories: Stories) -> Paired[Row]:
    """Return the rows of both briefings paired by the claims they share and by what they count."""
    before, after = _rows(old, stories.old), _rows(new, stories.new)
    return paired(before, after, lambda row: row.key, _weights)


def _rows(terms: Terms, stories: Mapping[str, str]) -> list[Row]:
    return [
        Row(
            row,
            terms,
            stories[story.id],
            story,
            {terms.of_claim(value.claim): value for value in row.values},
            dict(_relations(row, terms)),
        )
        for story in terms.briefing.stories
        for row in story.figures
    ]


def _relations(row: Figures, terms: Terms) -> Iterator[tuple[tuple[str, str], str]]:
    for pair in row.pairs:
        left, right = terms.of_claim(pair.left), terms.of_claim(pair.right)
        if left <= right:
            yield (left, right), pair.relation
        elif pair.relation in _SYMMETRIC:
            yield (right, left), pair.relation
        else:
            yield (right, left), _TURNED[pair.relation]


def _told(value: Value) -> str:
    return repr([_field_of(value, name) for name in _OF_VALUE] + _places(value))


def _field_of(value: Value, name: str) -> str:
    told = getattr(value, name)
    if told is None:
        return ""
    return plain_number(told) if name in ("value", "low", "high") else str(told)


def _places(value: Value) -> list[str]:
    return [f"{c.start}-{c.end}" for c in sorted(value.citations, key=lambda c: c.start)]


def _weights(left: Sequence[Row], right: Sequence[Row]) -> dict[tuple[int, int], int]:
    """Return what speaks for each pair of rows that share a claim, or count one thing in a story."""
    by_mark: defaultdict[object, list[int]] = defaultdict(list)
    for j, row in enumerate(right):
        for mark in _marks(row):
            by_mark[mark].append(j)
    weights: dict[tuple[int, int], int] = {}
    for i, row in enumerate(left):
        for j in {j for mark in _marks(row) for j in by_mark.get(mark, ())}:
            other = right[j]
            claims = len(row.values.keys() & other.values.keys())
            alike = similarity(stems(row.figures.counted), stems(other.figures.counted))
            weight = 1 + _A_CLAIM * claims + round(_SAME_WORDS * alike)
            weights[i, j] = weight + _SAME_STORY * (row.story == other.story)
    return weights


def _marks(row: Row) -> Iterator[object]:
    yield from row.values
    if words := stems(row.figures.counted):
        yield (row.story, words, row.figures.unit)


def _changed(old: Row, new: Row) -> RowChange | None:
    values, pairs = list(_values(old, new)), list(_pairs(old, new))
    derivations, reading = list(_derivations(old, new)), _reading(old, new)
    fields = list(_fields(old, new))
    of_values: dict[str, RowOutcome] = {
        "changed": "values_changed",
        "added": "values_added",
        "removed": "values_removed",
    }
    outcomes: list[RowOutcome] = [
        outcome
        for kind, outcome in of_values.items()
        if any(value.outcome == kind for value in values)
    ]
    is_related_otherwise = pairs or any(field.name in ("relation", "differs") for field in fields)
    happened: tuple[tuple[RowOutcome, bool], ...] = (
        ("relation_changed", bool(is_related_otherwise)),
        ("derivation_gained", any(d.outcome == "gained" for d in derivations)),
        ("derivation_lost", any(d.outcome == "lost" for d in derivations)),
        ("reading_changed", reading is not None),
        ("moved", old.story != new.story),
        (
            "reworded",
            any(field.aspect == "wording" for field in fields)
            or any(value.outcome == "reworded" for value in values),
        ),
    )
    outcomes += [outcome for outcome, is_so in happened if is_so]
    if not outcomes:
        return None
    return RowChange(
        outcomes=outcomes,
        counted=new.figures.counted,
        old=_in_short(old),
        new=_in_short(new),
        values=values,
        pairs=pairs,
        derivations=derivations,
        reading=reading,
        fields=fields,
    )


def _values(old: Row, new: Row) -> Iterator[ValueChange]:
    for name in sorted(old.values.keys() | new.values.keys()):
        before, after = old.values.get(name), new.values.get(name)
        if before and after:
            fields = list(_differing(before, after, old.terms, new.terms))
            if fields:
                is_grave = any(field.aspect in ("value", "speaker") for field in fields)
                outcome = "changed" if is_grave else "reworded"
                yield _value(outcome, before, after, new.terms, fields)
        elif before:
            yield _value("removed", before, None, old.terms, [])
        else:
            yield _value("added", None, after, new.terms, [])


def _differing(old: Value, new: Value, before: Terms, after: Terms) -> Iterator[FieldChange]:
    for name in _OF_VALUE:
        told, tells = _field_of(old, name), _field_of(new, name)
        if told != tells:
            yield FieldChange(name=name, aspect=ASPECTS[name], old=told or None, new=tells or None)
    if before.of_places(old.citations) != after.of_places(new.citations):
        cited = (before.cited(old.citations), after.cited(new.citations))
        yield FieldChange(name="citations", aspect="citation", old=cited[0], new=cited[1])


def _value(
    outcome: str, old: Value | None, new: Value | None, terms: Terms, fields: list[FieldChange]
) -> ValueChange:
    value = new or old
    assert value is not None
    return ValueChange.model_validate(
        {
            "outcome": outcome,
            "source": terms.label(value.source),
            "old": old and old.surface,
            "new": new and new.surface,
            "old_sentences": cited_sentences(old.citations if old else ()),
            "new_sentences": cited_sentences(new.citations if new else ()),
            "fields": fields,
        }
    )


def _pairs(old: Row, new: Row) -> Iterator[PairChange]:
    """Yield how figures relate that both briefings have; one that came or went is told as such."""
    alone = old.values.keys() ^ new.values.keys()
    for pair in sorted(old.relations.keys() | new.relations.keys()):
        before, after = old.relations.get(pair), new.relations.get(pair)
        is_told = all(name.startswith(SHARED) and name not in alone for name in pair)
        if before != after and is_told:
            left, right = (_surface(name, new, old) for name in pair)
            yield PairChange(left=left, right=right, old=before, new=after)


def _surface(name: str, *rows: Row) -> str:
    for row in rows:
        if name in row.values:
            value = row.values[name]
            return f"{value.surface} ({row.terms.label(value.source)})"
    return "a figure of another row"


def _derivations(old: Row, new: Row) -> Iterator[DerivationChange]:
    before, after = ({d.text for d in row.figures.derivations} for row in (old, new))
    for text in sorted(before - after):
        yield DerivationChange(outcome="lost", text=text)
    for text in sorted(after - before):
        yield DerivationChange(outcome="gained", text=text)


def _reading(old: Row, new: Row) -> StatementChange | None:
    before, after = old.reading, new.reading
    if before and after:
        return changed(before, after)
    if before:
        return alone(before, "removed")
    return alone(after, "added") if after else None


def _fields(old: Row, new: Row) -> Iterator[FieldChange]:
    before, after = old.figures, new.figures
    for name in ("counted", "unit", "scope"):
        told, tells = getattr(before, name), getattr(after, name)
        if told != tells:
            yield FieldChange(name=name, aspect="wording", old=told or None, new=tells or None)
    if before.relation != after.relation:
        yield FieldChange(name="relation", aspect="value", old=before.relation, new=after.relation)
    if before.differs != after.differs:
        told, tells = ("yes" if row.differs else "no" for row in (before, after))
        yield FieldChange(name="differs", aspect="value", old=told, new=tells)
    if old.story != new.story:
        told, tells = (f"story {row.home.rank}" for row in (old, new))
        yield FieldChange(name="story", aspect="place", old=told, new=tells)


def _alone(row: Row, outcome: RowOutcome) -> RowChange:
    is_new = outcome == "added"
    return RowChange(
        outcomes=[outcome],
        counted=row.figures.counted,
        old=None if is_new else _in_short(row),
        new=_in_short(row) if is_new else None,
        values=[],
        pairs=[],
        derivations=[],
        reading=None,
        fields=[],
    )


def _in_short(row: Row) -> str:
    values = row.figures.values
    return "; ".join(f"{value.surface} ({row.terms.label(value.source)})" for value in values)
