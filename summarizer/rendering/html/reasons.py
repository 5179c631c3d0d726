"""Why a statement or a row of figures stands there: its claims, their grounding, what was judged.

As `summarizer explain` tells it, as far as the briefing carries it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from summarizer.briefing import Figures, Judgement, Statement, Story
from summarizer.rendering.html.citing import Cite, Citing
from summarizer.rendering.standing import MEANINGS, mark_of
from summarizer.rendering.telling import claim_details, told, written_by


@dataclass(frozen=True, slots=True)
class Reason:
    """A claim behind a statement: what it says, what is known of it, and where it stands."""

    id: str
    kind: str
    text: str
    grounding: str
    details: tuple[tuple[str, str], ...]
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """What was decided about one of the claims and another one."""

    decision: str
    label: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Why:
    """Everything the page can tell of one statement or row."""

    name: str
    lines: tuple[str, ...]
    reasons: tuple[Reason, ...]
    judged: tuple[Judged, ...]
    rows: tuple[tuple[str, str], ...] = ()


class Explaining:
    """Explains the statements and rows of one story."""

    def __init__(self, story: Story, citing: Citing, rows: Sequence[tuple[str, Figures]]) -> None:
        self._citing = citing
        self._judgements: defaultdict[str, list[Judgement]] = defaultdict(list)
        for judgement in story.judgements:
            for name in {judgement.left, judgement.right}:
                self._judgements[name].append(judgement)
        self._rows: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for anchor, row in rows:
            for value in row.values:
                self._rows[value.claim][anchor] = row.counted

    def statement(self, statement: Statement) -> Why:
        """Return why a statement stands there."""
        names = list(dict.fromkeys(statement.rests_on))
        rows: dict[str, str] = {}
        for name in names:
            rows |= self._rows.get(name, {})
        return Why(
            statement.id,
            tuple(_standing(statement)),
            self._reasons(names),
            self._judged(names),
            tuple(rows.items()),
        )

    def row(self, row: Figures) -> Why:
        """Return how the figures of a row relate, what they add up to, and where they come from."""
        lines = self._relations(row)
        lines += [f"Adds up: {derivation.text}." for derivation in row.derivations]
        names = [value.claim for value in row.values]
        if row.reading is not None:
            lines += ["On the reading:", *_standing(row.reading)]
            names += row.reading.claims
        known = list(dict.fromkeys(names))
        name = row.reading.id if row.reading else next(iter(known), "")
        return Why(name, tuple(lines), self._reasons(known), ())

    def _relations(self, row: Figures) -> list[str]:
        """Return how the figures relate: what is printed alike stands together, with its sources."""
        surface = {value.claim: value.surface for value in row.values}
        label = {value.claim: self._citing.sources[value.source].label for value in row.values}
        related: dict[tuple[str, str, str], tuple[dict[str, None], dict[str, None]]] = {}
        for pair in row.pairs:
            if pair.left in surface and pair.right in surface:
                key = (surface[pair.left], pair.relation, surface[pair.right])
                left, right = related.setdefault(key, ({}, {}))
                left[label[pair.left]] = right[label[pair.right]] = None
        return [
            f"{one} ({', '.join(left | right)}): the same."
            if one == other and relation == "equal"
            else f"{one} ({', '.join(left)}) {_RELATIONS[relation]} {other} ({', '.join(right)})."
            for (one, relation, other), (left, right) in related.items()
        ]

    def _reasons(self, names: Iterable[str]) -> tuple[Reason, ...]:
        claims = ((name, self._citing.claims.get(name)) for name in names)
        return tuple(
            Reason(
                name,
                _KINDS[claim.kind],
                told(claim),
                _GROUNDINGS[claim.grounding],
                tuple(claim_details(claim).items()),
                self._citing.evidence(name),
            )
            for name, claim in claims
            if claim is not None
        )

    def _judged(self, names: Sequence[str]) -> tuple[Judged, ...]:
        known = set(names)
        found = []
        for judgement in _once(self._judgements, names):
            own, other = judgement.left, judgement.right
            if own not in known:
                own, other = other, own
            claim = self._citing.claims[other]
            decision = "Joined with" if judgement.decision == "joined" else "Kept apart from"
            label = self._citing.sources[claim.source or ""].label
            found.append(
                Judged(decision, label, told(claim), f"{judgement.reason}, by {judgement.by}")
            )
        return tuple(dict.fromkeys(found))


_KINDS = {"event": "Told", "quantity": "Figure", "quotation": "Quotation"}
_GROUNDINGS = {
    "verified": "found word for word",
    "relocated": "found word for word in another sentence",
    "repaired": "put in the article's own words",
}
_RELATIONS = {
    "equal": "is the same as",
    "refines": "is more exact than",
    "part_of": "is a part of",
    "update": "is later than",
    "correction": "corrects",
    "conflict": "contradicts",
    "different": "counts by other criteria than",
}


def _standing(statement: Statement) -> list[str]:
    """Return who stands behind a statement and who wrote it, a line each."""
    support = statement.support
    lines = [f"How sure: {MEANINGS[mark_of(statement)][1]}; {', '.join(support.outlets)}."]
    if support.sayers:
        lines.append(f"Said by {', '.join(support.sayers)}.")
    return [*lines, f"Written by {written_by(statement)}."]


def _once(by_claim: Mapping[str, list[Judgement]], names: Iterable[str]) -> list[Judgement]:
    found = {
        (judgement.left, judgement.right): judgement
        for name in names
        for judgement in by_claim.get(name, ())
    }
    return list(found.values())
