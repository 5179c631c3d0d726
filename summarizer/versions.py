"""What is told differently, as the product prints it: each version a sentence that passes the gate.

A version that cannot be told takes its dispute with it: half a disagreement would take a side.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Protocol

from summarizer import briefing as product
from summarizer.claims import AnyClaim, Event, Quotation
from summarizer.disputes import Dispute, Version
from summarizer.gate import Gate
from summarizer.gate.cited import content_of, figures_of
from summarizer.reduction import Reduction, StoryDraft
from summarizer.writing import Written, built_from

MOST_CITED = 4  # sources that one version cites
MOST_PRINTED = 6  # disputes of one story


class Builds(Protocol):
    """What makes a sentence a statement of the product, with claims that tell the same."""

    def __call__(
        self, written: Written, others: Sequence[Event | Quotation] = ()
    ) -> product.Statement: ...


def told_differently(
    draft: StoryDraft, reduction: Reduction, gate: Gate, statement: Builds
) -> tuple[list[product.Dispute], list[Dispute]]:
    """Return the disputes of a story as printed, and those for which there is no room or sentence.

    Args:
        draft: the story.
        reduction: where its claims come from.
        gate: what every printed sentence passes.
        statement: makes a sentence a statement of the product.
    """
    printed: list[product.Dispute] = []
    untold: list[Dispute] = []
    for dispute in draft.disputes:
        if len(printed) == MOST_PRINTED:
            untold.append(dispute)
            continue
        written = [version_told(version, reduction, gate) for version in dispute.versions]
        told = [pair for pair in written if pair is not None]
        if len(told) < len(written) or len({sentence.text for sentence, _ in told}) < len(told):
            untold.append(dispute)
            continue
        printed.append(
            product.Dispute(
                about=dispute.about,
                question=dispute.question,
                versions=[_disputed(statement(sentence, others)) for sentence, others in told],
                reading=dispute.reading,
            )
        )
    return printed, untold


def _disputed(statement: product.Statement) -> product.Statement:
    support = statement.support.model_copy(update={"level": "disputed"})
    return statement.model_copy(update={"support": support})


def version_told(
    version: Version, reduction: Reduction, gate: Gate
) -> tuple[Written, list[Event]] | None:
    """Return one sentence for a version, and a claim of each other source that tells it so.

    "Several districts" does not tell the same as "six of ten": a claim without the figures of the
    sentence is not given as likewise.
    """
    claims = sorted((reduction.claims[name] for name in version.claims), key=_order(reduction))
    built = (
        (claim, built_from(claim, "disputes", reduction, gate, named=True)) for claim in claims
    )
    first = next(((claim, written) for claim, written in built if written is not None), None)
    if first is None:
        return None
    claim, written = first
    heard = {reduction.source_of[claim.id]}
    others = []
    for other in claims:
        if (
            isinstance(other, Event)
            and reduction.source_of[other.id] not in heard
            and _values(written.text) <= _values(content_of(other))
        ):
            heard.add(reduction.source_of[other.id])
            others.append(other)
    return written, others[: MOST_CITED - 1]


def _values(text: str) -> set[tuple[Decimal | None, ...]]:
    return {(found.value, found.low, found.high) for found in figures_of(text)}


def _order(reduction: Reduction) -> Callable[[AnyClaim], tuple[bool, bool, int, str]]:
    def order(claim: AnyClaim) -> tuple[bool, bool, int, str]:
        source = reduction.source(claim)
        return (not source.corroborates, claim.zone != "body", claim.evidence[0], claim.id)

    return order
