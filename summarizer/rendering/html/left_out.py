"""What is not printed: by reason, then by article, each item with the way to its words on the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from summarizer.briefing import Briefing, LeftOut
from summarizer.rendering.html.articles import Shelf
from summarizer.rendering.html.citing import Citing
from summarizer.rendering.telling import reason_told

_KINDS: Mapping[str, str] = {"quantity": "figure", "event": "", "field": "detail"}


@dataclass(frozen=True, slots=True)
class Item:
    """Something not printed: `anchor` is that of its sentence, "" where the page does not show it."""

    text: str
    kind: str
    claim: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Group:
    """Everything left out for one reason, by the label of its source."""

    reason: str
    number: int
    by_label: tuple[tuple[str, tuple[Item, ...]], ...]


def left_out_of(briefing: Briefing, citing: Citing, shelves: Iterable[Shelf]) -> list[Group]:
    """Return what is not printed, the reason with most first; of each article in its own order."""
    places = {
        anchor for shelf in shelves for block in shelf.blocks for anchor in block.anchors()
    }  # fmt: skip
    order = {source.source: at for at, source in enumerate(briefing.sources)}

    def rank(entry: LeftOut) -> tuple[int, float, str]:
        claim = citing.claims.get(entry.claim or "")
        return order.get(entry.source, -1), claim.start if claim else float("inf"), entry.text

    found: dict[str, dict[str, list[Item]]] = {}
    for entry in sorted(briefing.left_out, key=rank):
        source = citing.sources.get(entry.source)
        by_label = found.setdefault(reason_told(entry.reason), {})
        by_label.setdefault(source.label if source else "", []).append(_item(entry, citing, places))
    groups = [
        Group(
            reason,
            sum(map(len, by_label.values())),
            tuple((label, tuple(items)) for label, items in by_label.items()),
        )
        for reason, by_label in found.items()
    ]
    return sorted(groups, key=lambda group: (-group.number, group.reason))


def _item(entry: LeftOut, citing: Citing, places: set[str]) -> Item:
    claim = citing.claims.get(entry.claim or "")
    anchor = citing.left_anchor(claim) if claim else ""
    return Item(
        entry.text,
        _KINDS.get(entry.kind, entry.kind),
        entry.claim or "",
        anchor if anchor in places else "",
    )
