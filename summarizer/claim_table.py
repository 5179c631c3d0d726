"""The rows that a prose question shows of a story: the weightiest claims, each side heard. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import TYPE_CHECKING

from summarizer.articles import Kind
from summarizer.claims import AnyClaim, Event, Quotation
from summarizer.clustering import content_stems, is_opinion
from summarizer.coreference import figures_in
from summarizer.names import plain
from summarizer.sources import SortKey, SourceArticle
from summarizer.spans import locate

if TYPE_CHECKING:
    from summarizer.reduction import StoryDraft

MOST_ROWS = 120  # claims one prose question shows
FIRST_VOICE = 2.0  # weight added to the first claim of each sayer
NEW_WORDS = 0.5  # share of an event's words from which it is no repetition
ASIDE_ROWS = 24  # of these at least for background, plans and events elsewhere


def claim_table(
    draft: StoryDraft,
    sources: Mapping[str, SourceArticle],
    source_of: Mapping[str, str],
    outdated: Set[str] = frozenset(),
) -> tuple[AnyClaim, ...]:
    """Return the claims the prose question shows: the weightiest, in the order of their sources.

    What another row tells needs no row of its own: a figure that an event of its sentence gives, a
    headline or caption that the body repeats, a source that says the same thing twice. Figures that
    their source has corrected (`outdated`) have none.
    """
    weighted: list[tuple[float, AnyClaim]] = []
    told: dict[tuple[str, int], list[str]] = {}
    for happening in draft.happenings:
        heard: dict[str, set[str]] = {}
        for place, event in enumerate(happening.events):
            known = heard.setdefault(source_of[event.id], set())
            if place and (event.zone != "body" or _repeats(event, known)):
                continue
            known.update(content_stems(event.what))
            weighted.append((happening.weight - place * 1.5, event))
            for number in event.evidence:
                told.setdefault((event.document, number), []).append(event.what)
    for utterance in draft.utterances:
        quoting: set[str] = set()
        for place, quotation in enumerate(utterance.quotations):
            if sources[source_of[quotation.id]].article.kind is Kind.MACHINE_MADE:
                continue  # a rewriting machine alters what it puts between marks
            if source_of[quotation.id] in quoting:
                continue
            quoting.add(source_of[quotation.id])
            weighted.append((utterance.weight - place * 1.5, quotation))
    for row in draft.figures:
        breadth = len({source_of[q.id] for q in row.quantities})
        for quantity in row.quantities:
            events = told.get((quantity.document, quantity.evidence[0]), ())
            if quantity.id not in outdated and not any(
                locate(quantity.surface, what) for what in events
            ):
                weighted.append((2.0 * breadth - (2.0 if quantity.is_vague else 0.0), quantity))
    weighted = _with_voices(weighted)
    aside = [pair for pair in weighted if _is_aside(pair[1])][:ASIDE_ROWS]
    taken = {claim.id for _, claim in aside}
    rest = [pair for pair in weighted if pair[1].id not in taken]
    kept = [claim for _, claim in [*aside, *rest[: MOST_ROWS - len(aside)]]]
    return tuple(
        sorted(kept, key=lambda claim: _reading_order(claim, sources[source_of[claim.id]]))
    )


def _repeats(event: Event, known: Set[str]) -> bool:
    """Whether an event says little that its source has not said of the same happening already."""
    words = set(content_stems(event.what))
    return len(words - known) < NEW_WORDS * len(words) and figures_in(event.what) <= known


def _with_voices(weighted: Sequence[tuple[float, AnyClaim]]) -> list[tuple[float, AnyClaim]]:
    """Return the claims by weight, the first of every sayer raised: each side is to be heard."""
    heard: set[str] = set()
    raised = []
    for weight, claim in sorted(weighted, key=lambda pair: (-pair[0], pair[1].id)):
        sayer = claim.speaker if isinstance(claim, Quotation) else claim.said_by
        name = plain(sayer.split()[-1]) if sayer else ""
        raised.append((weight + (FIRST_VOICE if name and name not in heard else 0.0), claim))
        heard.add(name)
    return sorted(raised, key=lambda pair: (-pair[0], pair[1].id))


def _is_aside(claim: AnyClaim) -> bool:
    """Whether a claim is of what came before, comes after, or happened elsewhere."""
    return isinstance(claim, Event) and (claim.role != "main" or claim.status == "planned")


def _reading_order(claim: AnyClaim, source: SourceArticle) -> tuple[int, SortKey, int, str]:
    opinion = 1 if is_opinion(source) else 0
    return (opinion, source.sort_key, claim.span.start, claim.id)
