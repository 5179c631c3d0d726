"""What is told differently, as the product prints it: each version a sentence that passes the gate.

A version that cannot be told takes its dispute with it: half a disagreement would take a side.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from summarizer import briefing as product
from summarizer.claims import AnyClaim
from summarizer.disputes import Dispute, Version
from summarizer.gate import Gate
from summarizer.reduction import Reduction, StoryDraft
from summarizer.writing import Written, built_from

MOST_CITED = 4  # sources that one version cites


def told_differently(
    draft: StoryDraft,
    reduction: Reduction,
    gate: Gate,
    statement: Callable[[Written], product.Statement],
) -> tuple[list[product.Dispute], list[Dispute]]:
    """Return the disputes of a story as printed, and those of which a version cannot be told.

    Args:
        draft: the story.
        reduction: where its claims come from.
        gate: what every printed sentence passes.
        statement: makes a sentence a statement of the product.
    """
    printed: list[product.Dispute] = []
    untold: list[Dispute] = []
    for dispute in draft.disputes:
        written = [version_told(version, reduction, gate) for version in dispute.versions]
        told = [sentence for sentence in written if sentence is not None]
        if len(told) < len(written) or len({sentence.text for sentence in told}) < len(told):
            untold.append(dispute)
            continue
        printed.append(
            product.Dispute(
                about=dispute.about,
                question=dispute.question,
                versions=[statement(sentence) for sentence in told],
                reading=dispute.reading,
            )
        )
    return printed, untold


def version_told(version: Version, reduction: Reduction, gate: Gate) -> Written | None:
    """Return one sentence for a version, citing each source that tells it so if the gate agrees."""
    claims = sorted((reduction.claims[name] for name in version.claims), key=_order(reduction))
    built = (
        (claim, built_from(claim, "disputes", reduction, gate, named=True)) for claim in claims
    )
    first = next(((claim, written) for claim, written in built if written is not None), None)
    if first is None:
        return None
    claim, written = first
    names = _one_of_each_source(claim, claims, reduction)
    verdict = gate.check(written.text, names)
    if len(names) > 1 and verdict.passes:
        return Written("disputes", written.text, names, verdict.citations, "rule")
    return written


def _order(reduction: Reduction) -> Callable[[AnyClaim], tuple[bool, bool, int, str]]:
    def order(claim: AnyClaim) -> tuple[bool, bool, int, str]:
        source = reduction.source(claim)
        return (not source.corroborates, claim.zone != "body", claim.evidence[0], claim.id)

    return order


def _one_of_each_source(
    first: AnyClaim, claims: Sequence[AnyClaim], reduction: Reduction
) -> tuple[str, ...]:
    names = {reduction.source_of[first.id]: first.id}
    for claim in claims:
        names.setdefault(reduction.source_of[claim.id], claim.id)
    return tuple(names.values())[:MOST_CITED]
