"""Figures of one briefing that tell whether a prompt does its work: rates, sums, tokens. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from summarizer.briefing import Briefing
from summarizer.revision.changes import Measure


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of one briefing; `value` is None where it cannot be computed, and `why` says so."""

    value: Fraction | None
    is_share: bool
    why: str = ""

    @property
    def told(self) -> str | None:
        """The figure as a reader sees it."""
        if self.value is None:
            return None
        return percent(self.value) if self.is_share else plain(self.value)


def percent(value: Fraction) -> str:
    """Return a share in per cent, to a hundredth.

    >>> percent(Fraction(1, 3)), percent(Fraction(1, 20))
    ('33.33 %', '5 %')
    """
    return f"{plain(value * 100)} %"


def plain(value: Fraction) -> str:
    """Return a number to a hundredth.

    >>> plain(Fraction(20000)), plain(Fraction(5, 2))
    ('20,000', '2.5')
    """
    hundredths = round(value * 100)
    text = f"{Decimal(hundredths) / 100:,.2f}"
    return text.rstrip("0").rstrip(".")


def rejected_rate(briefing: Briefing) -> Figure:
    """Return the share of what a model offered that was rejected."""
    counts = briefing.counts
    rejected = sum(counts.rejected.values())
    return _share(rejected, counts.claims + rejected, "nothing was offered")


def uncovered_quotations(briefing: Briefing) -> Figure:
    """Return how many quotations of the articles no claim covers."""
    return Figure(Fraction(briefing.counts.uncovered_quotations), is_share=False)


def uncovered_numbers(briefing: Briefing) -> Figure:
    """Return how many numbers of the articles no claim covers."""
    return Figure(Fraction(briefing.counts.uncovered_numbers), is_share=False)


def tokens_per_article(briefing: Briefing) -> Figure:
    """Return the tokens read and written by the answers used, over the articles."""
    made = briefing.provenance
    articles = len({(source.sha256, source.path) for source in briefing.sources})
    tokens = made.input_tokens + made.output_tokens
    if not articles:
        return Figure(None, is_share=False, why="there is no article")
    if not tokens:
        return Figure(None, is_share=False, why="no tokens are told")
    return Figure(Fraction(tokens, articles), is_share=False)


def fallback_share(briefing: Briefing) -> Figure:
    """Return the share of sentences that were built by rule, because none by the model held."""
    counts = briefing.counts
    return _share(counts.written_by_rule, counts.statements, "there is no statement")


def failures(briefing: Briefing) -> Figure:
    """Return how many articles and questions failed."""
    return Figure(Fraction(len(briefing.failures)), is_share=False)


MEASURES: dict[str, Callable[[Briefing], Figure]] = {
    "rejected_rate": rejected_rate,
    "uncovered_quotations": uncovered_quotations,
    "uncovered_numbers": uncovered_numbers,
    "tokens_per_article": tokens_per_article,
    "fallback_share": fallback_share,
    "failures": failures,
}
SHARES = frozenset({"rejected_rate", "fallback_share"})


def measured(old: Briefing, new: Briefing) -> list[Measure]:
    """Return all figures of both briefings."""
    found = []
    for name, measure in MEASURES.items():
        before, after = measure(old), measure(new)
        why = "; ".join(dict.fromkeys(filter(None, (before.why, after.why))))
        is_higher = (
            before.value is not None and after.value is not None and after.value > before.value
        )
        found.append(
            Measure(name=name, old=before.told, new=after.told, why=why, is_higher=is_higher)
        )
    return found


def _share(part: int, whole: int, why: str) -> Figure:
    return Figure(Fraction(part, whole) if whole else None, is_share=True, why="" if whole else why)
