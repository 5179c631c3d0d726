"""A trial as a person reads it: a table, the noise, a verdict, and what changed in its words. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from math import comb

from summarizer.articles import Document
from summarizer.claims import AnyClaim, Event, Quantity, Quotation
from summarizer.trial.asking import Asked, Tried
from summarizer.trial.changes import Changes, changes_between, value_of
from summarizer.trial.scores import Judged

MOST_LISTED = 20  # added or removed claims that are told one by one; all that changed are
CHANCE = 0.05  # how likely noise alone may be to give a share that is called more than noise

_HEADS = ("old", "new", "common", "added", "removed", "changed", "rejected", "in", "out")


@dataclass(frozen=True, slots=True)
class Row:
    """The counts of one article, or of several."""

    old: int = 0
    new: int = 0
    common: int = 0
    added: int = 0
    removed: int = 0
    changed: int = 0
    old_rejected: int = 0
    new_rejected: int = 0
    old_in: int = 0
    new_in: int = 0
    old_out: int = 0
    new_out: int = 0

    def __add__(self, other: Row) -> Row:
        return Row(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def cells(self) -> tuple[str, ...]:
        rejected, read, written = (
            f"{before} > {after}"
            for before, after in (
                (self.old_rejected, self.new_rejected),
                (self.old_in, self.new_in),
                (self.old_out, self.new_out),
            )
        )
        counts = (self.old, self.new, self.common, self.added, self.removed, self.changed)
        return (*map(str, counts), rejected, read, written)


def report(tried: Sequence[Tried], *, is_full: bool = False) -> list[str]:
    """Return the lines that tell what a template changed; an article without answers is left out.

    Of what came and went the first are listed, all of it with `is_full`. In the columns with >, the
    old template's count stands before, the new one's after it.
    """
    whole = [one for one in tried if one.is_whole]
    effects = [
        (one, changes_between(one.old.grounded.claims, one.new.grounded.claims)) for one in whole
    ]
    rows = [(one.document.name, row_of(one.old, one.new, changes)) for one, changes in effects]
    noise = []
    for one in whole:
        if one.again is not None and one.again.is_whole:
            changes = changes_between(one.old.grounded.claims, one.again.grounded.claims)
            noise.append((one.document.name, row_of(one.old, one.again, changes)))
    lines = [*_table("article", rows)]
    if noise:
        lines += ["", *_table("noise (old twice)", noise)]
    lines += ["", _verdict(sum_of(rows), sum_of(noise) if noise else None)]
    return [*lines, *_changed(effects), *_listed(effects, None if is_full else MOST_LISTED)]


def gold_table(found: Sequence[Judged], articles: int) -> Iterator[str]:
    """Yield the lines of a table: each figure under the old template, then under the new one."""
    yield f"{f'against gold ({articles} articles)':<28}{'precision':>15}{'recall':>15}{'f1':>15}"
    for one in found:
        pairs = (
            (one.old.precision, one.new.precision),
            (one.old.recall, one.new.recall),
            (one.old.f1, one.new.f1),
        )
        cells = (f"{f'{old:.3f} > {new:.3f}':>15}" for old, new in pairs)
        yield f"{one.name:<28}{''.join(cells)}"


def row_of(old: Asked, new: Asked, changes: Changes) -> Row:
    """Return the counts of one article under two askings."""
    return Row(
        old=len(old.grounded.claims),
        new=len(new.grounded.claims),
        common=changes.common,
        added=len(changes.added),
        removed=len(changes.removed),
        changed=len(changes.changed),
        old_rejected=_rejected(old),
        new_rejected=_rejected(new),
        old_in=old.input_tokens,
        new_in=new.input_tokens,
        old_out=old.output_tokens,
        new_out=new.output_tokens,
    )


def _rejected(asked: Asked) -> int:
    return sum(rejection.kind != "field" for rejection in asked.grounded.rejections)


def sum_of(rows: Sequence[tuple[str, Row]]) -> Row:
    """Return the counts of several articles as one."""
    return sum((row for _, row in rows), Row())


def _table(title: str, rows: Sequence[tuple[str, Row]]) -> Iterator[str]:
    table = [(title, _HEADS), *((n, r.cells) for n, r in rows), ("sum", sum_of(rows).cells)]
    name = max(len(first) for first, _ in table)
    widths = [max(len(cells[at]) for _, cells in table) for at in range(len(_HEADS))]
    for first, cells in table:
        told = (f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))
        yield f"{first:<{name}}  {'  '.join(told)}"


_MEASURES: Sequence[tuple[str, Callable[[Row], int], Callable[[Row], int]]] = (
    ("removed", lambda row: row.removed, lambda row: row.old),
    ("added", lambda row: row.added, lambda row: row.new),
    ("value changed", lambda row: row.changed, lambda row: row.common + row.changed),
)


def beyond_noise(effect: Row, noise: Row) -> list[str]:
    """Return what the new template does more of than chance would, as the noise shows chance."""
    return [
        name
        for name, part, whole in _MEASURES
        if chance_of(part(effect), whole(effect), part(noise), whole(noise)) < CHANCE
    ]


def _verdict(effect: Row, noise: Row | None) -> str:
    told = []
    for name, part, whole in _MEASURES:
        clause = f"{name} {part(effect)} of {whole(effect)}"
        told.append(
            clause + (f" (noise: {part(noise)} of {whole(noise)})" if noise is not None else "")
        )
    if noise is None:
        ending = "how much of it is noise is not known"
    elif beyond := beyond_noise(effect, noise):
        ending = f"more than noise: {', '.join(beyond)}"
    else:
        ending = "no more than two askings of the old one may differ"
    return f"{', '.join(told)}; {ending}"


def chance_of(part: int, whole: int, noise_part: int, noise_whole: int) -> float:
    """Return how likely so large a part would be if it came about as the noise did.

    Fisher's exact test, one-sided, as if claims were independent; those of one article are not quite.

    >>> round(chance_of(12, 140, 3, 45), 2), round(chance_of(40, 140, 3, 45), 3)
    (0.48, 0.001)
    """
    parts, everything = part + noise_part, whole + noise_whole
    most = min(parts, whole)
    ways = sum(
        comb(whole, k) * comb(noise_whole, parts - k)
        for k in range(part, most + 1)
        if 0 <= parts - k <= noise_whole
    )
    return ways / comb(everything, parts)


Effects = Sequence[tuple[Tried, Changes]]


def _changed(effects: Effects) -> Iterator[str]:
    for one, changes in effects:
        for old, new in changes.changed:
            yield f"changed: {_place(one.document, old)}: {value_of(old)} > {value_of(new)}"
            yield f"    {sentence_of(one.document, new)}"


def _listed(effects: Effects, most: int | None) -> Iterator[str]:
    for told in ("removed", "added"):
        claims = [(one.document, c) for one, changes in effects for c in getattr(changes, told)]
        for document, claim in claims[:most]:
            yield f"{told}: {_place(document, claim)}"
        if most is not None and len(claims) > most:
            yield f"{told}: {len(claims) - most} more (--full lists all)"


def _place(document: Document, claim: AnyClaim) -> str:
    words = words_of(document, claim)
    return f"{document.name} [{claim.evidence[0]}] {kind_of(claim)} “{words}”"


def kind_of(claim: AnyClaim) -> str:
    """Return what a claim is, in a reader's word."""
    return {Event: "event", Quantity: "figure", Quotation: "quotation"}[type(claim)]


def words_of(document: Document, claim: AnyClaim) -> str:
    """Return the words of an article that a claim is."""
    return " ".join(claim.span.of(document.text).split())


def sentence_of(document: Document, claim: AnyClaim) -> str:
    """Return the sentences that a claim rests on."""
    numbers = claim.evidence
    return " … ".join(
        " ".join(document.sentences[number - 1].span.of(document.text).split())
        for number in numbers
    )
