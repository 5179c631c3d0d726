"""Which claims of older texts the newest one does not carry any more. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from summarizer.claims import AnyClaim, Event, Quantity, Quotation
from summarizer.clustering import content_stems
from summarizer.extraction import Extraction
from summarizer.spans import fold, locate
from summarizer.versioning.retracting import values_in

ONLY_OLDER = "only_in_an_older_version"
SAME = 0.8  # share of an event's words in another, from which a newer text still tells it


def only_older(older: Iterable[Extraction], newest: Extraction) -> list[AnyClaim]:
    """Return the claims of older texts of a page that its newest text does not carry, each once.

    Carried is what stands in the same sentence, and what the newest text tells in other words: an event
    with the same figures, a figure of the same thing, the same quoted words.
    """
    text = newest.document.text
    sentences = {fold(s.span.of(text)).text for s in newest.document.sentences}
    found: dict[tuple[str, str], AnyClaim] = {}
    for old in older:
        for claim in old.claims:
            stands = all(sentence in sentences for sentence in _sentences(claim, old))
            if not stands and not _is_told(claim, newest):
                found.setdefault((type(claim).__name__, fold(_told(claim)).text), claim)
    return list(found.values())


def _sentences(claim: AnyClaim, extraction: Extraction) -> Iterator[str]:
    document = extraction.document
    for number in claim.evidence:
        yield fold(document.sentences[number - 1].span.of(document.text)).text


def _told(claim: AnyClaim) -> str:
    if isinstance(claim, Quotation):
        return claim.words
    return claim.what if isinstance(claim, Event) else f"{claim.surface} {claim.counted}"


def _is_told(claim: AnyClaim, newest: Extraction) -> bool:
    if isinstance(claim, Quotation):
        return locate(claim.words, newest.document.text) is not None
    return any(_tells(claim, other) for other in newest.claims)


def _tells(claim: AnyClaim, other: AnyClaim) -> bool:
    if isinstance(claim, Event) and isinstance(other, Event):
        words = set(content_stems(claim.what))
        shared = words & set(content_stems(other.what))
        return values_in(claim.what) == values_in(other.what) and len(shared) >= SAME * len(words)
    if isinstance(claim, Quantity) and isinstance(other, Quantity):
        words, others = (set(content_stems(q.counted)) for q in (claim, other))
        is_same = values_in(claim.surface) == values_in(other.surface) and bool(
            values_in(claim.surface)
        )
        return is_same and (words == others or bool(words & others))
    return False
