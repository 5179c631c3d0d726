"""Which statements of a story stand on its timeline, and when; how they look is drawn elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass
from itertools import groupby

from summarizer.briefing import Briefing, ClaimRecord, Statement, Story
from summarizer.dates import DateRange, spoken

MOST_ITEMS = 12
# The sections that tell what happened or will, weightiest first; what is unverified has no place
# among them.
_SECTIONS = ("lede", "happened", "ahead", "background", "elsewhere")


@dataclass(frozen=True, slots=True)
class Item:
    """A dated statement; what is ahead was planned for its date (and not: announced on it)."""

    statement: Statement
    when: DateRange
    is_ahead: bool


@dataclass(frozen=True, slots=True)
class Dated:
    """The items of a timeline by their dates, earliest first, and what is not shown on it."""

    groups: tuple[tuple[DateRange, tuple[Item, ...]], ...]
    undated: int
    beyond: int  # dated, and no room


def dated(story: Story, briefing: Briefing) -> Dated:
    """Return the weightiest dated statements of a story, in the order of time.

    Weight is the order of the sections, and in each the one in which they are printed.
    """
    claims = {claim.id: claim for claim in briefing.claims}
    sections: dict[str, list[Statement]] = {
        section.kind: section.statements for section in story.sections
    }
    told = [statement for kind in _SECTIONS for statement in sections.get(kind, ())]
    ahead = {statement.id for statement in sections.get("ahead", ())}
    found = [item for statement in told if (item := _item(statement, claims, ahead))]
    kept = found[:MOST_ITEMS]
    order = sorted(
        range(len(kept)), key=lambda index: (kept[index].when.start, kept[index].when.end, index)
    )
    groups = groupby((kept[index] for index in order), key=lambda item: item.when.iso())
    by_date = tuple((items[0].when, items) for _, group in groups if (items := tuple(group)))
    return Dated(by_date, len(told) - len(found), len(found) - len(kept))


def _item(
    statement: Statement, claims: Mapping[str, ClaimRecord], ahead: Container[str]
) -> Item | None:
    """Return a statement with its date, or None where none of its events gives one for all of it.

    The date is that of its first event, else one that its words name, else one that half of its
    events share: of four events in a sentence a single dated one does not date the other three.
    """
    events = [claim for name in statement.claims if (claim := claims[name]).kind == "event"]
    with_date = [event for event in events if event.date]
    if not with_date:
        return None
    shared = Counter(event.date for event in with_date)
    for event in with_date:
        try:
            when = DateRange.from_iso(event.date or "")
        except ValueError:  # a file that another program wrote
            continue
        is_named = spoken(when) in statement.text
        if event is events[0] or is_named or 2 * shared[event.date] >= len(events):
            return Item(statement, when, statement.id in ahead and event.status == "planned")
    return None
