"""What a page says of the page before it, in plain text that is not escaped; for every form alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from summarizer.briefing import (
    Briefing,
    Change,
    Edition,
    PageBefore,
    Section,
    Since,
    Statement,
    Story,
)
from summarizer.dates import DateRange, spoken
from summarizer.rendering.telling import reason_told, told_statements
from summarizer.zones import zone_named

MOST_NEW = (
    8  # sentences and figures that are told as new above the stories; the rest are marked there
)
MOST_GONE = 3
KINDS = {
    "corrected": "Corrected",
    "withdrawn": "Withdrawn",
    "risen": "Risen",
    "fallen": "Fallen",
    "new_story": "New story",
    "new": "New",
    "gone": "Not in today’s sources",
}


@dataclass(frozen=True, slots=True)
class Above:
    """What stands above the stories: lines in order, and how many are told below or nowhere."""

    title: str
    changes: tuple[Change, ...]
    more_new: int
    more_gone: int


def above(since: Since, edition: Edition | None = None) -> Above:
    """Return the lines that a page begins with, of what is new and gone only the first few."""
    counted = Counter[str]()
    shown = []
    for change in since.changes:
        counted[change.kind] += 1
        most = {"new": MOST_NEW, "gone": MOST_GONE}.get(change.kind)
        if most is None or counted[change.kind] <= most:
            shown.append(change)
    return Above(
        f"Since {moment_told(since.previous, edition)}",
        tuple(shown),
        max(counted["new"] - MOST_NEW, 0),
        max(counted["gone"] - MOST_GONE, 0),
    )


def moment_told(page: PageBefore, edition: Edition | None = None) -> str:
    """Return how to call the page before: the hour as of which it was made, else its name.

    The day stands beside it where it is not that of today's edition.

    >>> moment_told(PageBefore(label="run 3fa9", as_of="2031-03-04T07:00+00:00", sha256=""))
    '07:00 UTC on 4 March 2031'
    >>> moment_told(PageBefore(label="morning.json", as_of=None, sha256=""))
    'the page before (morning.json)'
    """
    if page.as_of is None:
        return f"the page before ({page.label})"
    at = datetime.fromisoformat(page.as_of)
    today = None
    if edition is not None:
        at = at.astimezone(zone_named(edition.timezone))
        today = datetime.fromisoformat(edition.as_of).astimezone(at.tzinfo).date()
    day = DateRange(at.date(), at.date(), "day", "")
    return f"{at:%H:%M} {at.tzname() or ''}".strip() + (
        "" if at.date() == today else f" on {spoken(day)}"
    )


def nothing_told(briefing: Briefing) -> str:
    """Return what stands where no statement changed since the page before."""
    assert briefing.since is not None
    moment = moment_told(briefing.since.previous, briefing.edition)
    if briefing.corrections:
        return f"No sentence changed since {moment}; what sources corrected stands below"
    return f"Nothing new since {moment}"


def more_told(lines: Above) -> Iterator[str]:
    """Yield what is not listed above the stories."""
    if lines.more_new:
        yield f"{lines.more_new} more that are new are marked below."
    if lines.more_gone:
        yield f"{lines.more_gone} more of the page before rest on articles that are not read today."


def since_told(briefing: Briefing) -> list[str]:
    """Return for the footer what of the page before is not printed, and what only reads otherwise."""
    since = briefing.since
    if since is None:
        return []
    before = since.previous
    lines = [
        f"Changes are counted from {moment_told(before, briefing.edition)}: {before.label}, "
        f"sha256 {before.sha256[:12]}."
    ]
    if since.reworded:
        lines.append(
            f"{_sentences(since.reworded)} read otherwise than there though their articles did not "
            "change; that is no news."
        )
    return lines


def is_collapsed(section: Section, story: Story) -> bool:
    """Whether a part of a story is background of one that the page before told."""
    return section.kind == "background" and story.previous_rank is not None


def told_before(section: Section, since: Since) -> list[Statement]:
    """Return the sentences of a part that say what the page before said."""
    before = set(since.told_before)
    return [statement for statement in section.statements if statement.id in before]


def reasons_told(reason: str) -> str:
    """Return why something of the page before is not printed, in words."""
    return "; ".join(reason_told(name) for name in reason.split("; "))


def marked_new(briefing: Briefing) -> frozenset[str]:
    """Return the ids of the sentences that are marked: new, in a story that is not."""
    fresh = set(briefing.since.fresh) if briefing.since is not None else set()
    told = (
        statement
        for story in briefing.stories
        if story.previous_rank is not None
        for statement in told_statements(story)
    )
    return frozenset(statement.id for statement in told if statement.id in fresh)


def background_told(statements: Sequence[Statement], since: Since, edition: Edition | None) -> str:
    """Return where the background is that a page does not print again."""
    return (
        f"{_sentences(len(statements))} told before: on the page of "
        f"{moment_told(since.previous, edition)}, and in this page’s HTML and JSON"
    )


def chain_told(story: Story, headlines: dict[str, str]) -> list[str]:
    """Return what a story was on the page before: joined of several, or a part of another.

    Args:
        story: of today.
        headlines: of today's stories, by id.
    """
    found = []
    if story.merges:
        count = len(story.merges)
        others = "another story" if count == 1 else f"{count} other stories"
        found.append(f"holds {others} of the page before")
    if story.split_from is not None:
        of = headlines.get(story.split_from)
        found.append("was part of another story on the page before" + (f": {of}" if of else ""))
    return found


def _sentences(number: int) -> str:
    return "1 sentence" if number == 1 else f"{number} sentences"
