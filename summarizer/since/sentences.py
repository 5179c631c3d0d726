"""Sentences that tell something new since the page before, those told before, and those not told now.

New is what only articles of now tell and what no sentence of before said; nothing is said of what the
world no longer reports, only of what stood on our page. Pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from summarizer.briefing import Change, ChangeKind, Citation, Statement, Story, Unprinted
from summarizer.revision.assignment import Paired
from summarizer.revision.quoting import statements_in
from summarizer.revision.statements import Said, pair_statements, said
from summarizer.revision.wording import Particular, particulars
from summarizer.since.figures import FigureChanges, words_before
from summarizer.since.standing import Both, Place
from summarizer.spans import fold

# A sentence is told as new where it stands in the most telling part; what follows repeats it.
ORDER = (
    "lede", "happened", "quotations", "ahead", "elsewhere", "unverified", "background", "careful",
    "disputes",
)  # fmt: skip
TOLD_ELSEWHERE = "told in another sentence"
NOT_FOUND_AGAIN = "not found in its article this time"


@dataclass
class SentenceChanges:
    """What became of sentences: lines to tell, ids of today's by what they are, and what is left."""

    changes: list[Change] = field(default_factory=list)
    fresh: set[str] = field(default_factory=set)
    told_before: set[str] = field(default_factory=set)
    reworded: set[str] = field(default_factory=set)
    unprinted: list[Unprinted] = field(default_factory=list)


def sentence_changes(
    both: Both, figures: FigureChanges, resting: Mapping[str, ChangeKind]
) -> SentenceChanges:
    """Return what the articles changed in the sentences of two pages.

    Args:
        both: the pages.
        figures: the lines on figures; what rests on the sentences alone that they cite is told there.
        resting: statements of before that rested on words which a source corrected or took back.
    """
    found, after = paired_sentences(both)
    was = {id(new.statement): old for old, new in found.pairs}
    teller = _Teller(both, was, set(figures.places), resting)
    made = SentenceChanges()
    goes_on = both.chains.going_on
    for one in sorted(after, key=lambda one: (one.home.rank, ORDER.index(one.section))):
        teller.sort(one, made, is_new_story=one.home.id not in goes_on)
    made.changes += _new_stories(both)
    _account(both, found, made, figures.places_before, resting)
    return made


def paired_sentences(both: Both) -> tuple[Paired[Said], list[Said]]:
    """Return the sentences of two pages paired, and those of today's; without headlines and readings."""
    shared = both.chains.shared
    before, after = _all_said(both, 0, shared.old), _all_said(both, 1, shared.new)
    return pair_statements(before, after), after


def _all_said(both: Both, side: int, names: Mapping[str, str]) -> list[Said]:
    terms = both.terms[side]
    found = []
    for story in terms.briefing.stories:
        parts: list[tuple[str, list[Statement]]] = [
            *((section.kind, section.statements) for section in story.sections),
            *(("disputes", dispute.versions) for dispute in story.disputes),
        ]
        found += [
            said(statement, terms, story, kind, names[story.id])
            for kind, statements in parts
            for statement in statements
            if kind in ORDER
        ]
    return found


class _Teller:
    """Sorts the sentences of today; what a line has told already is not told twice."""

    def __init__(
        self,
        both: Both,
        was: Mapping[int, Said],
        covered: set[Place],
        resting: Mapping[str, ChangeKind],
    ) -> None:
        self._both = both
        self._was = was
        self._resting = resting
        self._covered = covered
        self._told: set[str] = set()
        self._records = {claim.id: claim for claim in both.new.claims}
        self._records_before = {claim.id: claim for claim in both.old.claims}
        self._joined: defaultdict[str, set[str]] = defaultdict(set)
        for left, right in both.joined():
            self._joined[left].add(right)
        self._before = defaultdict[str, list[Statement]](list)  # claim of before -> what told it
        self._texts_before: dict[str, list[str]] = {}
        for story in both.old.stories:
            told = list(statements_in(story))
            self._texts_before[story.id] = [statement.text for statement in told]
            for statement in told:
                for name in statement.rests_on:
                    self._before[name].append(statement)

    def sort(self, one: Said, made: SentenceChanges, *, is_new_story: bool) -> None:
        """Add a sentence of today to what it is: new, told before, or only worded otherwise."""
        statement, old = one.statement, self._was.get(id(one.statement))
        fresh = self._both.fresh(statement)
        if is_new_story and (fresh or old is None):
            made.fresh.update({statement.id} if fresh else ())
            return
        is_same = old is not None and old.statement.text == statement.text
        if not fresh or is_same or not self._is_new(statement, old, fresh):
            is_told = old is not None or bool(fresh)
            if is_told:
                made.told_before.add(statement.id)
            if not is_same and not fresh:
                made.reworded.add(statement.id)
            return
        made.fresh.add(statement.id)
        places = {(c.source, c.start) for name in fresh for c in self._cited(statement, name)}
        if set(fresh) <= self._told or (places and places <= self._covered):
            return
        self._told.update(fresh)
        self._covered |= places
        made.changes.append(self._change(one, old, fresh))

    def _is_new(self, statement: Statement, old: Said | None, fresh: Sequence[str]) -> bool:
        """Whether a sentence that rests on articles of now says what no sentence of before said."""
        if old is not None:
            was = old.statement.text
            is_turned = _negates(statement.text) != _negates(was)
            around = self._texts_before[old.home.id]
            return (
                is_turned
                or _adds(statement.text, [was], ("numbers",))
                or _adds(statement.text, around, ("names", "quotations"))
            )
        known = [self._known(name) for name in fresh]
        if not all(known):
            return True
        names = [name for found in known for name in found]
        told = [self._records_before[name].what or "" for name in names]
        told += [s.text for name in names for s in self._before.get(name, ())]
        return _adds(statement.text, told, ("numbers", "quotations"))

    def _known(self, name: str) -> list[str]:
        """Return the claims of before that a claim of now is told as one happening with."""
        old_of = self._both.old_of
        return sorted(old_of[other] for other in self._joined.get(name, ()) if other in old_of)

    def _cited(self, statement: Statement, name: str) -> Iterator[Citation]:
        """Yield the citations of a statement that carry one of its claims."""
        record = self._records.get(name)
        spans = set(record.evidence) if record else set()
        for citation in statement.citations:
            if (
                record
                and citation.source == record.source
                and (citation.start, citation.end) in spans
            ):
                yield citation

    def _change(self, one: Said, old: Said | None, fresh: Sequence[str]) -> Change:
        statement = one.statement
        kind: ChangeKind = "new"
        records = self._records
        if any(records[name].status == "withdrawn" for name in fresh if name in records):
            kind = "withdrawn"
        if old is not None:
            kind = self._resting.get(old.statement.id, kind)
        sources = old.terms.sources if old else {}
        return Change(
            kind=kind,
            story=one.home.id,
            statement=statement.id,
            was=old.statement.id if old else None,
            text=statement.text,
            citations=statement.citations,
            before=[words_before(c, sources) for c in old.statement.citations] if old else [],
        )


def _adds(text: str, told: Sequence[str], what: Iterable[Particular]) -> bool:
    """Whether a sentence has a number, name or quotation that none of others has.

    A quotation of which others print more is no other one.
    """
    folded = [fold(one).text.casefold() for one in told]
    for name in what:
        known = {part for one in told for part in particulars(one, name)}
        for part in set(particulars(text, name)) - known:
            is_piece = name == "quotations" and any(fold(part).text in one for one in folded)
            if not is_piece:
                return True
    return False


def _negates(text: str) -> bool:
    return bool(particulars(text, "negations"))


def _new_stories(both: Both) -> Iterator[Change]:
    for story in sorted(both.chains.new, key=lambda story: story.rank):
        if story.id not in both.chains.split:
            yield Change(
                kind="new_story",
                story=story.id,
                statement=story.headline.id,
                text=story.headline.text,
                citations=story.headline.citations,
            )


def _account(
    both: Both,
    found: Paired[Said],
    made: SentenceChanges,
    told: Set[Place],
    resting: Mapping[str, ChangeKind],
) -> None:
    """Add what stood on the page before and does not stand on today's, with what became of it.

    What rests on the sentences in `told`, or on words that were corrected, has its line already.
    """
    reasons = _Reasons(both)
    gone_stories = {story.id for story in both.chains.gone}
    for story in sorted(both.chains.gone, key=lambda story: story.rank):
        if not reasons.is_read(story):
            made.changes.append(_gone(both, story.headline, story))
    for one in sorted(found.old, key=lambda one: (one.home.rank, ORDER.index(one.section))):
        reason = reasons.of(one.statement.claims)
        if one.statement.id in resting or _places(one.statement) <= told:
            continue
        if reason:
            made.unprinted.append(
                _unprinted(one.statement.id, one.home, one.statement.text, reason)
            )
        elif one.home.id not in gone_stories or reasons.is_read(one.home):
            made.changes.append(_gone(both, one.statement, one.home))
    for row in both.rows.old:
        for value in row.figures.values:
            reason = reasons.of([value.claim])
            if reason and reason != TOLD_ELSEWHERE:
                text = f"{value.surface} {row.figures.counted}".strip()
                made.unprinted.append(_unprinted(value.claim, row.home, text, reason))


def _places(statement: Statement) -> set[Place]:
    return {(citation.source, citation.start) for citation in statement.citations}


def _unprinted(name: str, story: Story, text: str, reason: str) -> Unprinted:
    return Unprinted(id=name, story=story.id, text=text, reason=reason)


def _gone(both: Both, statement: Statement, story: Story) -> Change:
    sources = both.terms[0].sources
    return Change(
        kind="gone",
        story=story.id,
        was=statement.id,
        text=statement.text,
        citations=[],
        before=[words_before(citation, sources) for citation in statement.citations],
    )


class _Reasons:
    """Says why something of the page before is not printed today."""

    def __init__(self, both: Both) -> None:
        self._both = both
        self._new_of = {old: new for new, old in both.old_of.items()}
        self._left_out = {item.claim: item.reason for item in both.new.left_out if item.claim}
        self._records = {claim.id: claim for claim in both.old.claims}
        self._read = {source.source for source in both.old.sources
                      if both.articles.old[source.source] in both.articles.in_both}  # fmt: skip
        self._changed = {source.source for source in both.old.sources
                         if both.articles.old[source.source] in both.articles.changed}  # fmt: skip

    def is_read(self, story: Story) -> bool:
        """Whether an article that a story of before cited is among today's, in these words."""
        cited = {c.source for s in statements_in(story) for c in s.citations}
        return bool(cited & (self._read - self._changed))

    def of(self, claims: Sequence[str]) -> str:
        """Return why claims of before are not printed today, "" where their articles are not read."""
        now = [self._new_of[name] for name in claims if name in self._new_of]
        if now:
            told = sorted({self._left_out[name] for name in now if name in self._left_out})
            is_printed = any(name not in self._left_out for name in now)
            return TOLD_ELSEWHERE if is_printed else "; ".join(told)
        sources = {self._records[name].source for name in claims if name in self._records}
        if sources & (self._read - self._changed):
            return NOT_FOUND_AGAIN
        if sources & self._changed:
            return "only_in_an_older_version"
        return ""
