"""Which sentence of one briefing is which of the other, and what changed in it. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import get_args

from summarizer.briefing import SectionKind, Statement, Story
from summarizer.revision.assignment import Paired, paired
from summarizer.revision.changes import (
    Aspect,
    FieldChange,
    StatementChange,
    StatementOutcome,
    StatementSide,
    tally,
)
from summarizer.revision.quoting import cited_sentences, sections_of
from summarizer.revision.stories import Stories
from summarizer.revision.terms import Terms
from summarizer.revision.wording import PARTICULARS, similarity, stems, worded

LEAST_SHARED = 0.5  # of the claims, the citations or the words of two statements
LEAST_WORDS = 0.15  # where the claims are not the same ones
MOST_WITH_ONE_WORD = 20  # statements; a word that more of them have says nothing of one
_SAME_STORY, _SAME_SECTION, _SAME_CLAIMS, _SAME_SENTENCES, _SAME_WORDS = 1500, 300, 2000, 1000, 900
OUTCOMES: tuple[tuple[Aspect, StatementOutcome], ...] = (
    ("value", "value_changed"),
    ("support", "support_changed"),
    ("citation", "citation_changed"),
    ("place", "moved"),
    ("wording", "reworded"),
)
_ORDER: tuple[str, ...] = get_args(SectionKind)


@dataclass(frozen=True, slots=True)
class Said:
    """A statement of one briefing, with where it stands and what it rests on in shared terms."""

    statement: Statement
    terms: Terms
    story: str  # shared name; "" for one that belongs to something else that was paired
    section: str
    home: Story
    claims: frozenset[str]
    places: frozenset[str]

    @property
    def key(self) -> tuple[str, str]:
        """All that it says, and its id."""
        own = self.statement
        support = own.support
        told = (
            self.story, self.section, own.text, sorted(self.claims), sorted(self.places),
            support.level, self.terms.of_labels(support.outlets), self.origins, sorted(support.sayers),
            own.built_by, self.variants,
        )  # fmt: skip
        return (repr(told), own.id)

    @property
    def origins(self) -> list[str]:
        """The shared terms of its origins."""
        return sorted(map(self.terms.of_source, self.statement.support.origins))

    @property
    def variants(self) -> list[tuple[str, ...]]:
        """Its variants in shared terms."""
        return sorted(
            (
                self.terms.of_source(variant.source),
                variant.words,
                variant.speaker,
                self.terms.of_claim(variant.claim),
                *sorted(self.terms.of_places(variant.citations)),
            )
            for variant in self.statement.variants
        )


def said(statement: Statement, terms: Terms, home: Story, section: str, story: str = "") -> Said:
    """Return a statement of the story `home` in shared terms."""
    claims, places = terms.of_claims(statement.claims), terms.of_places(statement.citations)
    return Said(statement, terms, story, section, home, claims, places)


def compare_statements(
    old: Terms, new: Terms, stories: Stories
) -> tuple[list[StatementChange], dict[str, int]]:
    """Return what changed among the sentences of all sections, and how many did not."""
    return compare_all(_all_said(old, stories.old), _all_said(new, stories.new))


def compare_all(
    before: Sequence[Said], after: Sequence[Said]
) -> tuple[list[StatementChange], dict[str, int]]:
    """Return what changed between two lists of statements, and how many have which outcome."""
    found = pair_statements(before, after)
    changes = [change for pair in found.pairs if (change := changed(*pair))]
    unchanged = len(found.pairs) - len(changes)
    changes += [alone(one, "removed") for one in found.old]
    changes += [alone(one, "added") for one in found.new]
    changes.sort(key=_place)
    return changes, tally(unchanged, (change.outcomes for change in changes))


def pair_statements(before: Sequence[Said], after: Sequence[Said]) -> Paired[Said]:
    """Return two lists of statements paired by claims, citations and words."""
    return paired(before, after, lambda one: one.key, _weights)


def changed(old: Said, new: Said) -> StatementChange | None:
    """Return what changed in a statement, or None."""
    fields = list(_differing(old, new))
    if not fields:
        return None
    about = {field.aspect for field in fields}
    if "value" in about:
        about.discard("wording")  # reworded is what says the same
    return StatementChange(
        outcomes=[outcome for aspect, outcome in OUTCOMES if aspect in about],
        old=_side(old),
        new=_side(new),
        fields=fields,
    )


def alone(one: Said, outcome: StatementOutcome) -> StatementChange:
    """Return that a statement is there on one side only."""
    side = _side(one)
    is_new = outcome == "added"
    return StatementChange(
        outcomes=[outcome],
        old=None if is_new else side,
        new=side if is_new else None,
        fields=[],
    )


def _all_said(terms: Terms, stories: Mapping[str, str]) -> list[Said]:
    return [
        said(statement, terms, story, section.kind, stories[story.id])
        for story in terms.briefing.stories
        for section in sections_of(story)
        for statement in section.statements
    ]


def _weights(left: Sequence[Said], right: Sequence[Said]) -> dict[tuple[int, int], int]:
    """Return what speaks for each pair: story, claims, citations, words, in this order."""
    weights = {}
    for i, j in sorted(_candidates(left, right)):
        one, other = left[i], right[j]
        is_headline, same_story = one.section == "headline", one.story == other.story
        if is_headline != (other.section == "headline"):
            continue
        claims, places = (
            similarity(one.claims, other.claims),
            similarity(one.places, other.places),
        )
        words = similarity(stems(one.statement.text), stems(other.statement.text))
        if not same_story and one.statement.text != other.statement.text:
            words = 0.0  # alike, but told of something else
        if _is_of_one(claims, places, words, is_headline=is_headline and same_story):
            weights[i, j] = (
                1
                + _SAME_STORY * same_story
                + _SAME_SECTION * (one.section == other.section)
                + round(_SAME_CLAIMS * claims + _SAME_SENTENCES * places + _SAME_WORDS * words)
            )
    return weights


def _is_of_one(claims: float, places: float, words: float, *, is_headline: bool) -> bool:
    """Whether two statements have enough in common to be told as one that changed.

    A long sentence carries many claims, so that the same sentence cited is not the same said: apart
    from the very same claims, some of the words must be common.
    """
    if claims == 1 or words >= LEAST_SHARED:
        return True
    if words < LEAST_WORDS:
        return False
    return is_headline or max(claims, places) >= LEAST_SHARED


def _candidates(left: Sequence[Said], right: Sequence[Said]) -> set[tuple[int, int]]:
    """Return the pairs that share a claim, a sentence or a word that few have, or head one story."""
    indexes: tuple[defaultdict[str, list[int]], ...] = (defaultdict(list), defaultdict(list))
    for index, side in zip(indexes, (left, right), strict=True):
        for number, one in enumerate(side):
            for mark in _marks(one):
                index[mark].append(number)
    found: set[tuple[int, int]] = set()
    for mark, here in indexes[0].items():
        there = indexes[1].get(mark, [])
        if mark[0] != "w" or max(len(here), len(there)) <= MOST_WITH_ONE_WORD:
            found.update(product(here, there))
    return found


def _marks(one: Said) -> Iterable[str]:
    yield from (f"c{name}" for name in one.claims)
    yield from (f"p{place}" for place in one.places)
    yield from (f"w{word}" for word in stems(one.statement.text))
    yield f"t{one.statement.text}"
    if one.section == "headline":
        yield f"h{one.story}"


def _differing(old: Said, new: Said) -> Iterator[FieldChange]:
    before, after = old.statement, new.statement
    if before.text != after.text:
        for name in PARTICULARS:
            here, there = (
                dict(worded(one.terms.without_labels(one.statement.text), name))
                for one in (old, new)
            )
            if here.keys() != there.keys():
                gone, come = here.keys() - there.keys(), there.keys() - here.keys()
                yield _field(
                    name,
                    "value",
                    _joined({here[key] for key in gone}),
                    _joined({there[key] for key in come}),
                )
        yield _field("text", "wording", before.text, after.text)
    left, right = before.support, after.support
    if left.level != right.level:
        yield _field("level", "support", left.level, right.level)
    if old.terms.of_labels(left.outlets) != new.terms.of_labels(right.outlets):
        yield _field("outlets", "support", _joined(left.outlets), _joined(right.outlets))
    if sorted(left.sayers) != sorted(right.sayers):
        yield _field("sayers", "support", _joined(left.sayers), _joined(right.sayers))
    if old.origins != new.origins:
        yield _field("origins", "support", _joined(left.origins), _joined(right.origins))
    if old.places != new.places:
        cited = (old.terms.cited(before.citations), new.terms.cited(after.citations))
        yield _field("citations", "citation", *cited)
    if old.claims != new.claims:
        yield _field("claims", "citation", _joined(before.claims), _joined(after.claims))
    if (old.story, old.section) != (new.story, new.section):
        yield _field("place", "place", _where(old), _where(new))
    if before.built_by != after.built_by:
        yield _field("built_by", "wording", before.built_by, after.built_by)
    if old.variants != new.variants:
        words = (_joined(v.words for v in side.variants) for side in (before, after))
        yield _field("variants", "wording", next(words), next(words))


def _joined(told: Iterable[str]) -> str:
    return "; ".join(sorted(told))


def _field(name: str, aspect: Aspect, old: str, new: str) -> FieldChange:
    return FieldChange(name=name, aspect=aspect, old=old or None, new=new or None)


def _where(one: Said) -> str:
    return f"story {one.home.rank}, {one.section}"


def _side(one: Said) -> StatementSide:
    own = one.statement
    return StatementSide(
        id=own.id,
        text=own.text,
        story=one.home.id,
        rank=one.home.rank,
        section=one.section,
        sentences=cited_sentences(own.citations),
    )


def _place(change: StatementChange) -> tuple[int, int, str, str]:
    side = change.new or change.old
    assert side is not None
    section = _ORDER.index(side.section) if side.section in _ORDER else len(_ORDER)
    return (side.rank, section, side.text, side.id)
