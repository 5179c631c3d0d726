"""Today's page as the one that follows another: ids chained, changes in a reader's order. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from summarizer.briefing import Briefing, Change, ChangeKind, Since
from summarizer.revision.wording import particulars
from summarizer.since.chaining import names_of, renamed
from summarizer.since.corrections import (
    correction_changes,
    corrections_since,
    resting_on,
    with_notices,
)
from summarizer.since.earlier import Earlier
from summarizer.since.figures import figure_changes
from summarizer.since.sentences import sentence_changes
from summarizer.since.standing import Both, Place, both

_KINDS: tuple[str, ...] = get_args(ChangeKind)


def following(briefing: Briefing, earlier: Earlier) -> Briefing:
    """Return a briefing with what changed since an earlier one, its stories under their old ids.

    The order of anything in the two briefings, ranks aside, does not matter.

    Args:
        briefing: today's page, as the articles give it.
        earlier: the page to count changes from.
    """
    pages = both(earlier.briefing, briefing)
    figures = figure_changes(pages)
    corrections = corrections_since(pages)
    sentences = sentence_changes(pages, figures, resting_on(corrections, pages))
    told = {(c.source, c.start) for change in sentences.changes for c in change.citations}
    added = (change for change in figures.added if not _is_told(change, sentences.changes, told))
    changes = [*figures.moved, *sentences.changes, *added]
    changes = with_notices(changes, corrections, pages)
    changes += list(correction_changes(corrections, pages, changes))
    since = Since(
        previous=earlier.record,
        changes=_ordered(changes, pages),
        fresh=sorted(sentences.fresh),
        told_before=sorted(sentences.told_before),
        reworded=len(sentences.reworded),
        unprinted=sentences.unprinted,
    )
    made = renamed(briefing, pages.chains, earlier.as_of or None)
    told_now = {"since": since, "corrections": corrections}
    return made.model_copy(update=told_now).with_texts(briefing.texts)


def _is_told(figure: Change, changes: Iterable[Change], told: set[Place]) -> bool:
    """Whether a line tells the sentence of a figure, with the figure in it."""
    places = {(c.source, c.start) for c in figure.citations}
    numbers = set(particulars(figure.text.partition(" (")[0], "numbers"))
    return places <= told and any(
        numbers <= set(particulars(change.text, "numbers"))
        for change in changes
        if places & {(c.source, c.start) for c in change.citations}
    )


def _ordered(changes: Iterable[Change], pages: Both) -> list[Change]:
    """Return changes by kind, then by the rank of their story, under the ids that stories have now."""
    names = names_of(pages.chains)
    ranks = {story.id: story.rank for story in pages.new.stories}
    before = {story.id: story.rank for story in pages.old.stories}

    heads = {story.headline.id for story in pages.old.stories}

    def place(change: Change) -> tuple[int, bool, int]:
        """Order by kind, whole stories that are gone before single sentences, then by rank."""
        if change.kind == "gone":
            return (_KINDS.index(change.kind), change.was not in heads, before[change.story])
        return (_KINDS.index(change.kind), False, ranks[change.story])

    return [
        change
        if change.kind == "gone"
        else change.model_copy(update={"story": names[change.story]})
        for change in sorted(changes, key=place)
    ]
