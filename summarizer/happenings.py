"""Which events of a story tell of one happening, and why two that look alike are kept apart. Pure.

Clear pairs are decided by rule; uncertain ones follow a proposal, which is checked: it can neither
break the partition nor join what a veto keeps apart. Work grows with the events, not their pairs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from summarizer.claims import Event
from summarizer.dates import DateRange
from summarizer.joining import CLEAR, LIKELY, NEAR, Group, Joining, nodes_of
from summarizer.proposals import NO_RULING, EventProposal, EventRuling


@dataclass(frozen=True, slots=True)
class Grouped:
    """The happenings of a story, and how many parts of a proposal were not sound, by reason."""

    groups: tuple[Group, ...]
    refused: Mapping[str, int]


def happenings(
    events: Iterable[Event],
    key_of: Mapping[str, str],
    proposal: EventProposal | None = None,
    *,
    days_of: Mapping[str, DateRange | None] | None = None,
    ruling: EventRuling = NO_RULING,
) -> Grouped:
    """Return the happenings that the events of one story tell of; each event is in one of them.

    Args:
        events: the events of one story.
        key_of: for each claim id the id of its source; two claims of one source join by rule only
            when they say nearly the same.
        proposal: what a model says is one; rules alone decide where there is none.
        days_of: for each source the days of its main events, for events that name no time.
        ruling: what a person decided; it comes first, and nothing undoes it.
    """
    work = Joining(tuple(nodes_of(events, key_of, days_of or {}, ruling.parted)))
    sound, refused = sound_groups(proposal, {e.id for node in work.nodes for e in node.events})
    work.compare()
    work.rule(ruling)
    work.join_by_rule(CLEAR)
    refused.update(work.follow(sound))
    work.join_by_rule(LIKELY, except_asked=proposal)
    return Grouped(tuple(work.groups(proposal)), dict(sorted(refused.items())))


def near_blocks(
    events: Iterable[Event],
    key_of: Mapping[str, str],
    days_of: Mapping[str, DateRange | None] | None = None,
    *,
    most: int,
) -> list[tuple[Event, ...]]:
    """Return the events in blocks of at most `most`, those most alike in one block.

    Events that could be one happening stand together as far as there is room, the closest first;
    copies of one wording are never parted. Blocks are in a fixed order, by date first.
    """
    work = Joining(tuple(nodes_of(events, key_of, days_of or {})))
    work.compare()
    size = {index: len(node.events) for index, node in enumerate(work.nodes)}
    near = [pair for pair, score in work.scores.items() if score >= NEAR]
    for left, right in sorted(near, key=lambda pair: (-work.scores[pair], pair)):
        a, b = sorted((work.home[left], work.home[right]))
        if a != b and size[a] + size[b] <= most and not work.veto(left, right):
            size[a] += size.pop(b)
            work.join(left, right, "", "rule")
    return [
        tuple(event for index in work.members[home] for event in work.nodes[index].events)
        for home in sorted(work.members)
    ]


def sound_groups(
    proposal: EventProposal | None, known: set[str]
) -> tuple[list[tuple[str, ...]], Counter[str]]:
    """Return the groups of a proposal as far as they are a partition of known ids, and what is not.

    >>> groups, refused = sound_groups(EventProposal((("a", "b", "x"), ("b", "c", "d"))), set("abcd"))
    >>> groups, sorted(refused)
    ([('c', 'd')], ['a group of fewer than two', 'an id in two groups', 'an unknown id'])
    """
    refused: Counter[str] = Counter()
    if proposal is None:
        return [], refused
    told = [tuple(dict.fromkeys(group)) for group in proposal.groups]
    times = Counter(name for group in told for name in group)
    sound = []
    for group in told:
        kept = tuple(name for name in group if name in known and times[name] == 1)
        refused["an unknown id"] += sum(name not in known for name in group)
        if len(kept) > 1:
            sound.append(kept)
        else:
            refused["a group of fewer than two"] += 1
    refused["an id in two groups"] += sum(n > 1 and name in known for name, n in times.items())
    return sorted(sound), +refused
