"""A revision as chapters of entries, in the order an editor reads: what both renderings print. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from summarizer.revision.changes import (
    ClaimChange,
    DisputeChange,
    FieldChange,
    Revision,
    RowChange,
    Sentence,
    Shift,
    StatementChange,
    StoryChange,
    ValueChange,
)
from summarizer.revision.notes import note, relation_told, state_told

_SHOWN = frozenset({"what", "words", "text", "surface", "question"})  # as the texts themselves
_SHIFTS = {
    "now_printed": "Left out before, printed now",
    "now_left_out": "Printed before, left out now",
    "no_longer_rejected": "Rejected before, found now",
    "now_rejected": "Found before, rejected now",
    "rejection_added": "Rejected now, not offered before",
    "rejection_removed": "Rejected before, not offered now",
    "left_out_otherwise": "Left out for another reason",
}
NAMES = {"statements": "sentences", "rows": "rows of figures"}  # of what is counted
SEVERAL = "One with several changes counts under each here, and stands below under the gravest."
_STATEMENTS = {
    "value_changed": "Sentences with another number, name or quotation",
    "support_changed": "Sentences with other support",
    "citation_changed": "Sentences that cite others",
    "moved": "Sentences moved",
    "removed": "Sentences removed",
    "added": "Sentences added",
}
_FOLDED_SHIFTS = frozenset({"left_out_otherwise"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One change: where, what stood there and stands there, notes, and the words of the sources."""

    where: str
    old: str | None
    new: str | None
    notes: tuple[str, ...] = ()
    old_sources: tuple[str, ...] = ()
    new_sources: tuple[str, ...] = ()
    parts: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """Entries of one kind under a title; a folded one is for those who want all."""

    title: str
    entries: tuple[Entry, ...]
    is_folded: bool = False


def counts_several(revision: Revision) -> bool:
    """Whether something counts under more than one outcome, so that counts exceed the chapters'."""
    lists = (revision.claims, revision.statements, revision.rows, revision.disputes)
    return any(len(change.outcomes) > 1 for changes in lists for change in changes)


def chapters(revision: Revision) -> list[Chapter]:
    """Return all that changed, the gravest first, what is only worded otherwise folded at the end."""
    found = [*_of_claims(revision.claims), *_of_rows(revision.rows)]
    found += _of_statements(revision.statements)
    found.append(Chapter("Told differently", tuple(map(_dispute, revision.disputes))))
    found.append(Chapter("Stories", tuple(map(_story, revision.stories))))
    found += _alone(revision.claims)
    found += _of_shifts(revision.shifts)
    found.append(
        Chapter(
            "Failures, skipped pages and notes",
            tuple(
                Entry(
                    one.kind,
                    one.text if one.outcome == "removed" else None,
                    one.text if one.outcome == "added" else None,
                )
                for one in revision.listed
            ),
        )
    )
    found += _folded(revision)
    return [chapter for chapter in found if chapter.entries]


def _of_claims(claims: Sequence[ClaimChange]) -> Iterator[Chapter]:
    """Yield claims under the gravest of what changed in them."""
    values = _with(claims, "value_changed")
    yield Chapter("Values changed", tuple(map(_claim, values)))
    both = sum("speaker_changed" in change.outcomes for change in values)
    title = "Speakers changed" + (f" ({both} more among the values)" if both else "")
    yield Chapter(title, tuple(map(_claim, _with(claims, "speaker_changed"))))


def _with(claims: Sequence[ClaimChange], outcome: str) -> list[ClaimChange]:
    """Return the claims with this as the gravest outcome, those that are printed first."""
    found = [claim for claim in claims if claim.outcomes[0] == outcome]
    return sorted(found, key=lambda claim: not _is_printed(claim))


def _is_printed(change: ClaimChange) -> bool:
    return any(side.state == "printed" for side in (change.old, change.new) if side)


def _claim(change: ClaimChange) -> Entry:
    is_moved = ", in a text that changed" if change.text_changed else ""
    sides = [side for side in (change.old, change.new) if side]
    return Entry(
        where=f"{change.article}, {change.kind}, {state_told(sides[-1].state)}{is_moved}",
        old=change.old.text if change.old else None,
        new=change.new.text if change.new else None,
        notes=_notes(change.fields),
        old_sources=_words(change.old.sentences) if change.old else (),
        new_sources=_words(change.new.sentences) if change.new else (),
    )


def _notes(fields: Iterable[FieldChange]) -> tuple[str, ...]:
    return tuple(note(field) for field in fields if field.name not in _SHOWN)


def _words(sentences: Iterable[Sentence]) -> tuple[str, ...]:
    return tuple(
        f"(characters {one.start}-{one.end} of {one.source}, which neither briefing cites)"
        if one.words is None
        else one.words
        for one in sentences
    )


def _of_rows(rows: Sequence[RowChange]) -> Iterator[Chapter]:
    for title, outcome in (
        ("Rows of figures removed", "removed"),
        ("Rows of figures added", "added"),
    ):
        alone = [row for row in rows if outcome in row.outcomes]
        yield Chapter(title, tuple(map(_row, alone)))
    changed = [row for row in rows if row.old and row.new and row.outcomes[0] != "reworded"]
    yield Chapter("Rows of figures changed", tuple(map(_row, changed)))


def _row(change: RowChange) -> Entry:
    pairs = (
        f"{pair.left} and {pair.right}: {relation_told(pair.old)} → {relation_told(pair.new)}"
        for pair in change.pairs
    )
    derivations = (f"{d.outcome}: {d.text}" for d in change.derivations)
    parts = [_value(value) for value in change.values]
    if change.reading:
        parts.append(_statement(change.reading))
    return Entry(
        where=f"{change.counted}: {_told(change.outcomes)}",
        old=change.old,
        new=change.new,
        notes=(*_notes(change.fields), *pairs, *derivations),
        parts=tuple(parts),
    )


def _value(value: ValueChange) -> Entry:
    return Entry(
        where=f"{value.source}, {value.outcome}",
        old=value.old,
        new=value.new,
        notes=_notes(value.fields),
        old_sources=_words(value.old_sentences),
        new_sources=_words(value.new_sentences),
    )


def _of_statements(statements: Sequence[StatementChange]) -> Iterator[Chapter]:
    for outcome, title in _STATEMENTS.items():
        these = [one for one in statements if one.outcomes[0] == outcome]
        yield Chapter(title, tuple(map(_statement, these)))


def _statement(change: StatementChange) -> Entry:
    side = change.new or change.old
    assert side is not None
    return Entry(
        where=f"{side.section}: {_told(change.outcomes)}",
        old=change.old.text if change.old else None,
        new=change.new.text if change.new else None,
        notes=_notes(change.fields),
        old_sources=_words(change.old.sentences) if change.old else (),
        new_sources=_words(change.new.sentences) if change.new else (),
    )


def _told(outcomes: Iterable[str]) -> str:
    return ", ".join(outcome.replace("_", " ") for outcome in outcomes)


def _dispute(change: DisputeChange) -> Entry:
    before = next((f.old for f in change.fields if f.name == "question"), change.question)
    return Entry(
        where=_told(change.outcomes),
        old=None if "added" in change.outcomes else before,
        new=None if "removed" in change.outcomes else change.question,
        notes=_notes(change.fields),
        parts=tuple(map(_statement, change.versions)),
    )


def _story(change: StoryChange) -> Entry:
    rank = f"rank: {change.old_rank} → {change.new_rank}"
    return Entry(
        where=_told(change.outcomes),
        old=change.headline if change.old_rank is not None else None,
        new=change.headline if change.new_rank is not None else None,
        notes=(*((rank,) if "rank_changed" in change.outcomes else ()), *_notes(change.fields)),
    )


def _alone(claims: Sequence[ClaimChange]) -> Iterator[Chapter]:
    for title, outcome in (("Claims removed", "removed"), ("Claims added", "added")):
        yield Chapter(title, tuple(map(_claim, _with(claims, outcome))))


def _of_shifts(shifts: Sequence[Shift]) -> Iterator[Chapter]:
    for outcome, title in _SHIFTS.items():
        if outcome not in _FOLDED_SHIFTS:
            yield Chapter(title, tuple(_shift(s) for s in shifts if s.outcome == outcome))


def _shift(shift: Shift) -> Entry:
    where = f"{shift.article}, {shift.kind}" if shift.article else shift.kind
    return Entry(
        where, shift.text, shift.text, notes=(f"{state_told(shift.old)} → {state_told(shift.new)}",)
    )


def _folded(revision: Revision) -> Iterator[Chapter]:
    cited, claims = (_with(revision.claims, name) for name in ("citation_changed", "reworded"))
    yield Chapter("Claims that cite other sentences", tuple(map(_claim, cited)), True)
    yield Chapter("Claims reworded", tuple(map(_claim, claims)), True)
    statements = [s for s in revision.statements if s.outcomes[0] == "reworded"]
    yield Chapter("Sentences reworded", tuple(map(_statement, statements)), True)
    rows = [row for row in revision.rows if row.outcomes[0] == "reworded"]
    yield Chapter("Rows of figures reworded", tuple(map(_row, rows)), True)
    shifts = [s for s in revision.shifts if s.outcome in _FOLDED_SHIFTS]
    yield Chapter(_SHIFTS["left_out_otherwise"], tuple(map(_shift, shifts)), True)
