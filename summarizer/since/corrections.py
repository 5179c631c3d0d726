"""What sources corrected or took back of the words that the page before rested on, as lines. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from summarizer.affected import affected
from summarizer.briefing import Change, ChangeKind, Citation, Correction, Statement, Story
from summarizer.rendering.sourced import correction_told
from summarizer.revision.quoting import statements_in
from summarizer.since.figures import words_before
from summarizer.since.standing import Both

_KINDS: Mapping[str, ChangeKind] = {
    "correction": "corrected",
    "changed": "corrected",
    "withdrawn": "withdrawn",
}


def corrections_since(both: Both) -> list[Correction]:
    """Return today's corrections, each with the statements of before that rested on its old words."""
    return affected(both.old, both.new.corrections)


def resting_on(corrections: Iterable[Correction], both: Both) -> dict[str, ChangeKind]:
    """Return the statements of before that no longer hold, by id: corrected, or withdrawn.

    A count that only grew in a newer text is told by its figures.
    """
    return {
        statement.id: _KINDS[one.relation]
        for one in _fresh(corrections, both)
        if one.relation in _KINDS
        for statement in one.statements
    }


def with_notices(
    changes: Iterable[Change], corrections: Iterable[Correction], both: Both
) -> list[Change]:
    """Return changes, those that a source says itself with the words in which it does."""
    notices = {
        name: one.citations
        for one in _fresh(corrections, both)
        if one.relation in ("correction", "withdrawn")
        for name in (*one.claims, *(statement.id for statement in one.statements))
    }
    return [
        change.model_copy(update={"citations": _joined(change.citations, notices[change.was])})
        if change.kind != "gone" and change.was in notices
        else change
        for change in changes
    ]


def _joined(these: Sequence[Citation], those: Iterable[Citation]) -> list[Citation]:
    known = {(c.source, c.start) for c in these}
    return [*these, *(c for c in those if (c.source, c.start) not in known)]


def correction_changes(
    corrections: Iterable[Correction], both: Both, told: Sequence[Change]
) -> Iterator[Change]:
    """Yield a line for each correction that concerns the page before and that no line tells yet.

    Args:
        corrections: of today, with the statements of before that they concern.
        both: the pages.
        told: the lines made so far.
    """
    before = {
        statement.id: (statement, story)
        for story in both.old.stories
        for statement in statements_in(story)
    }
    for one in _fresh(corrections, both):
        names = [statement.id for statement in one.statements]
        if one.relation not in _KINDS or not names or _is_told(one, names, told):
            continue
        yield _line(one, both, *before[names[0]])


def _fresh(corrections: Iterable[Correction], both: Both) -> Iterator[Correction]:
    """Yield the corrections that the page before did not list already."""
    known = {(one.url, one.old, one.new, one.relation) for one in both.old.corrections}
    for one in corrections:
        if (one.url, one.old, one.new, one.relation) not in known:
            yield one


def _is_told(one: Correction, names: Sequence[str], told: Iterable[Change]) -> bool:
    """Whether a line has a statement or figure of before that rested on the old words."""
    gone = {*names, *one.claims}
    return any(change.was in gone for change in told if change.kind != "gone")


def _line(one: Correction, both: Both, was: Statement, story: Story) -> Change:
    chained = {old.id: new.id for old, new in both.chains.pairs}
    of_source = {
        citation.source: own.id
        for own in both.new.stories
        for statement in statements_in(own)
        for citation in statement.citations
    }
    rank_first = min(both.new.stories, key=lambda own: own.rank).id
    sources = both.terms[0].sources
    return Change(
        kind=_KINDS[one.relation],
        story=chained.get(story.id) or of_source.get(one.source, rank_first),
        was=was.id,
        text=correction_told(one, both.terms[1].label(one.source)),
        citations=one.citations,
        before=[words_before(citation, sources) for citation in was.citations],
    )
