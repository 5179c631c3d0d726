"""How a sum closes: its terms one above the other, each beginning where the last one ended."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from summarizer.briefing import Briefing, Derivation, Figures
from summarizer.rendering.pictures.drawing import LINE, WIDTH, lines_of, number, text

MOST_SUMS = 3
_LEFT, _RIGHT = 10.0, WIDTH - 10.0
_BAR = 10.0


@dataclass(frozen=True, slots=True)
class Part:
    """A term or the total of a sum: its figure as printed, what that counts, and who gives it."""

    value: Decimal
    words: str


@dataclass(frozen=True, slots=True)
class Sum:
    """Terms that add up to a total."""

    text: str
    terms: tuple[Part, ...]
    total: Part


def sums_of(row: Figures, briefing: Briefing) -> tuple[Sum, ...]:
    """Return the sums shown with a row of figures, those first that a version of it is a term of.

    A sum with a term that is no plain positive number has no picture.
    """
    given = {value.claim for value in row.values}
    found = [
        (not given & set(derivation.terms), at, shown)
        for at, derivation in enumerate(row.derivations)
        if derivation.kind == "sum" and (shown := _sum(derivation, briefing))
    ]
    return tuple(shown for _, _, shown in sorted(found, key=lambda one: one[:2])[:MOST_SUMS])


def _sum(derivation: Derivation, briefing: Briefing) -> Sum | None:
    terms = [_part(name, briefing) for name in derivation.terms]
    total = _part(derivation.total, briefing)
    whole = tuple(term for term in terms if term is not None)
    if total is None or len(whole) < max(2, len(terms)):
        return None
    if sum(term.value for term in whole) != total.value:
        return None
    return Sum(derivation.text, whole, total)


def _part(claim_id: str | None, briefing: Briefing) -> Part | None:
    claim = next((claim for claim in briefing.claims if claim.id == claim_id), None)
    if claim is None or claim.value is None or claim.value <= 0:
        return None
    outlet = next((s.label for s in briefing.sources if s.source == claim.source), "")
    counted = f" {claim.counted}" if claim.counted else ""
    return Part(claim.value, f"{claim.surface}{counted} ({outlet})")


def drawn_sum(shown: Sum, top: float) -> tuple[float, list[str]]:
    """Return the height of a drawn sum and what it is drawn with, from `top` downwards."""
    y = top
    content = []
    for line in lines_of(shown.text, WIDTH, 3):
        content.append(text(0, y + 12, line, kind="strong"))
        y += LINE
    unit = (_RIGHT - _LEFT) / float(shown.total.value)
    begin = _LEFT
    for sign, part in [*(("+", term) for term in shown.terms), ("=", shown.total)]:
        is_total = sign == "="
        begin = _LEFT if is_total else begin
        for line in lines_of(
            part.words if begin == _LEFT and not is_total else f"{sign} {part.words}", WIDTH, 2
        ):
            content.append(text(0, y + 12, line))
            y += LINE
        length = max(2.0, float(part.value) * unit)
        content.append(_bar(begin, y + 3, length, "total" if is_total else "term"))
        begin += float(part.value) * unit
        y += _BAR + 8
    return y - top + 4, content


def _bar(x: float, y: float, length: float, kind: str) -> str:
    fill = 'fill="currentColor"' if kind == "total" else 'fill="none" stroke-width="2"'
    return (
        f'<rect class="{kind}" x="{number(x)}" y="{number(y)}" width="{number(length)}" '
        f'height="{number(_BAR)}" {fill} stroke="currentColor"/>'
    )
