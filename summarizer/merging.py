"""Merging: the replies to the windows of one document become one, as if it had been asked whole.

Every sentence has one window that speaks for it, so nothing stands twice. Pure; what the replies
say is judged later, by `layout` and `grounding`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from summarizer.replies import EventItem, Layout, NumberItem, Part, QuoteItem, Reply, Zone
from summarizer.windows import Window, owned

Item = TypeVar("Item", EventItem, NumberItem, QuoteItem)
_Place = tuple[str, int]  # zone and part

# A window may look like the mere beginning of something, or hold nothing but navigation.
_LAST_CHOICES = {"stub": 1, "not_an_article": 2}


def merged(windows: Sequence[Window], replies: Sequence[Reply | None]) -> Reply | None:
    """Return the replies to one question about each window as one reply; None where there is none.

    Items keep the order of the windows and, within one, that of its reply. Items of a sentence that
    several windows show are those of the window that speaks for it; where that one has none of this
    kind for the sentence, those of the first window that has.

    Args:
        windows: as `owned` takes them.
        replies: one a window; None where a window got no answer, which leaves a gap.
    """
    answered = [reply for reply in replies if reply is not None]
    if len(windows) == 1 or not answered:
        return answered[0] if answered else None
    own = owned(windows)
    quotes = _once(own, [reply.quotes if reply else () for reply in replies])
    return Reply(
        layout=_layout(windows, own, [reply.layout if reply else None for reply in replies]),
        events=_flat(_once(own, [reply.events if reply else () for reply in replies])),
        numbers=_flat(_once(own, [reply.numbers if reply else () for reply in replies])),
        quotes=_flat(_without_ends(own, quotes)),
    )


def _once(own: Sequence[range], lists: Sequence[Sequence[Item]]) -> list[list[Item]]:
    """Return the items that count of each window: those of one sentence come from one window."""
    speaks: dict[int, int] = {}
    for at, items in enumerate(lists):
        for item in items:
            if item.sentence not in speaks or item.sentence in own[at]:
                speaks[item.sentence] = at
    return [[i for i in items if speaks[i.sentence] == at] for at, items in enumerate(lists)]


def _without_ends(
    own: Sequence[range], lists: Sequence[Sequence[QuoteItem]]
) -> list[list[QuoteItem]]:
    """Return the quotations without the ends of those that begin in the window before.

    Such an end has another sentence number, because the window does not show the beginning.
    """
    kept: list[list[QuoteItem]] = []
    for at, quotes in enumerate(lists):
        before = [_plain(quote.words) for quote in kept[-1]] if kept else []
        kept.append(
            [
                quote
                for quote in quotes
                if quote.sentence in own[at]
                or not any(_plain(quote.words) in words for words in before)
            ]
        )
    return kept


def _plain(words: str) -> str:
    """Return words so that whole words of one text can be looked for in another."""
    return f" {' '.join(words.split()).casefold()} "


def _flat(lists: Sequence[Sequence[Item]]) -> tuple[Item, ...]:
    return tuple(item for items in lists for item in items)


def _layout(
    windows: Sequence[Window], own: Sequence[range], layouts: Sequence[Layout | None]
) -> Layout | None:
    """Return one layout in which every sentence that a window placed stands exactly once.

    Part 0 of a later window is the main article going on. A further article is a part of its own
    unless it goes on from the window before: then both name a sentence that they share.
    """
    language = next((one.language for one in layouts if one and one.language.strip()), "")
    told: dict[int, _Place] = {}  # what the first window that shows a sentence says of it
    chosen: dict[int, _Place] = {}
    parts: dict[int, list[Part]] = {}
    for window, owns, layout in zip(windows, own, layouts, strict=True):
        if layout is None:
            continue
        local = _places(window, layout)
        numbers = _numbers(layout, local, told, most=max(parts, default=0))
        for part in layout.parts:
            parts.setdefault(numbers[part.part], []).append(_within(window, part))
        for sentence, (zone, number) in local.items():
            place = zone, numbers[number]
            told.setdefault(sentence, place)
            if sentence in owns or sentence not in chosen:
                chosen[sentence] = place
    if not told:
        return next((layout for layout in layouts if layout), None)
    used = {number for _, number in chosen.values()} | {0}
    joined = [_joined(number, parts[number]) for number in sorted(parts) if number in used]
    return Layout(language=language, parts=joined, zones=_runs(chosen))


def _places(window: Window, layout: Layout) -> dict[int, _Place]:
    """Return zone and part of the sentences that a window shows, in order; the first zone counts."""
    known = {part.part for part in layout.parts}
    places: dict[int, _Place] = {}
    for zone in layout.zones:
        for sentence in range(max(zone.first, window.first), min(zone.last, window.last) + 1):
            places.setdefault(sentence, (zone.zone, zone.part if zone.part in known else 0))
    return dict(sorted(places.items()))


def _numbers(
    layout: Layout, local: dict[int, _Place], told: dict[int, _Place], *, most: int
) -> dict[int, int]:
    """Return the numbers that the parts of a window's layout have in the whole."""
    numbers = {0: 0}
    for number in sorted({part.part for part in layout.parts} - {0}):
        shared = (told[s][1] for s, (_, part) in local.items() if part == number and s in told)
        numbers[number] = next((one for one in shared if one), 0) or most + 1
        most = max(most, numbers[number])
    return numbers


def _within(window: Window, part: Part) -> Part:
    """Return a part without a headline that its window does not show."""
    if part.title_sentence in window.numbers:
        return part
    return part.model_copy(update={"title_sentence": 0})


def _joined(number: int, parts: Sequence[Part]) -> Part:
    """Return one part for what the windows say of it, each field from the first that has it."""
    first = parts[0]
    outlet = next((part for part in parts if part.outlet.strip()), first)
    published = next((part for part in parts if part.published.strip()), first)
    return Part(
        part=number,
        title_sentence=next((p.title_sentence for p in parts if p.title_sentence), 0),
        outlet=outlet.outlet,
        outlet_sentence=outlet.outlet_sentence,
        published=published.published,
        published_sentence=published.published_sentence,
        kind=min(parts, key=lambda part: _LAST_CHOICES.get(part.kind, 0)).kind,
    )


def _runs(places: dict[int, _Place]) -> list[Zone]:
    """Return the zones that put each sentence where `places` puts it."""
    zones: list[Zone] = []
    for sentence, (zone, part) in sorted(places.items()):
        last = zones[-1] if zones else None
        if last and (last.last, last.zone, last.part) == (sentence - 1, zone, part):
            zones[-1] = last.model_copy(update={"last": sentence})
        else:
            zones.append(Zone.model_validate(
                {"first": sentence, "last": sentence, "part": part, "zone": zone}
            ))  # fmt: skip
    return zones
