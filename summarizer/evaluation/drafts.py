"""Drafts of gold: what was found in an article, in the form of gold, for a reader to correct. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from summarizer.articles import Document
from summarizer.briefing import ClaimRecord
from summarizer.evaluation.gold import (
    GoldArticle,
    GoldEvent,
    GoldNumber,
    GoldQuotation,
    GoldSet,
)


def draft_of(extracted: Iterable[tuple[Document, Sequence[ClaimRecord]]]) -> GoldSet:
    """Return a draft of gold from documents and their claims; nothing is said between articles.

    It is no gold until somebody read it beside the articles: against it, its own claims are perfect.
    """
    articles = [_article(document, claims) for document, claims in extracted]
    return GoldSet(version=1, articles=tuple(sorted(articles, key=lambda a: a.article)))


def _article(document: Document, claims: Sequence[ClaimRecord]) -> GoldArticle:
    once = {claim.id: claim for claim in claims}.values()
    ordered = sorted(once, key=lambda claim: (claim.start, claim.end, claim.id))
    text = document.text
    return GoldArticle(
        article=document.name,
        sha256=document.digest,
        events=tuple(
            GoldEvent(
                **_placed(claim, text),
                what=claim.what or "",
                date=claim.date,
                where=claim.where,
                status=claim.status,
            )
            for claim in ordered
            if claim.kind == "event"
        ),
        numbers=tuple(
            GoldNumber(
                **_placed(claim, text),
                value=claim.value,
                low=claim.low,
                high=claim.high,
                unit=claim.unit or "",
                counted=claim.counted or "",
            )
            for claim in ordered
            if claim.kind == "quantity"
        ),
        quotations=tuple(
            GoldQuotation(**_placed(claim, text), speaker=claim.speaker)
            for claim in ordered
            if claim.kind == "quotation"
        ),
    )


def _placed(claim: ClaimRecord, text: str) -> dict[str, Any]:
    return {
        "id": claim.id,
        "start": claim.start,
        "end": claim.end,
        "words": text[claim.start : claim.end],
    }
