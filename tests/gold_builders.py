"""Gold and printed claims for tests, each from the words that a case is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from claim_builders import Clip

from summarizer.assembly import claim_record
from summarizer.briefing import ClaimRecord
from summarizer.evaluation import GoldSet, draft_of
from summarizer.evaluation.gold import GoldEvent, GoldItem, GoldNumber, GoldQuotation

DIGEST = "0" * 64


def records(clip: Clip) -> list[ClaimRecord]:
    """Return the claims of a page as `extract` prints them."""
    extraction = clip.extraction()
    return [claim_record(claim, extraction) for claim in extraction.claims]


def drafted(*clips: Clip) -> GoldSet:
    """Return the draft of gold that the claims of pages make."""
    return draft_of((clip.document, records(clip)) for clip in clips)


def placed(text: str, words: str, **fields: Any) -> dict[str, Any]:
    """Return where words first stand in a text, with their fields and an id made of the words."""
    start = text.index(words)
    name = fields.pop("id", "".join(c if c.isalnum() else "-" for c in words))
    return {"id": name, "start": start, "end": start + len(words), "words": words, **fields}


def gold_event(text: str, words: str, **fields: Any) -> GoldEvent:
    """Return a gold event at the first place of the words."""
    also = [(text.index(w), text.index(w) + len(w)) for w in fields.pop("also", ())]
    return GoldEvent.model_validate(placed(text, words, **{"what": words, "also": also, **fields}))


def gold_number(text: str, words: str, value: float | None, **fields: Any) -> GoldNumber:
    """Return a gold figure at the first place of the words."""
    return GoldNumber.model_validate(placed(text, words, value=value, **fields))


def gold_quotation(text: str, words: str, speaker: str | None, **fields: Any) -> GoldQuotation:
    """Return a gold quotation at the first place of the words."""
    return GoldQuotation.model_validate(placed(text, words, speaker=speaker, **fields))


def gold_set(
    clip: Clip,
    items: Sequence[GoldItem],
    *,
    kinds: Sequence[str] = ("events", "numbers", "quotations"),
) -> GoldSet:
    """Return the gold of one page; of kinds that are not named, nothing was annotated."""
    of_kind = {
        "events": [i for i in items if isinstance(i, GoldEvent)],
        "numbers": [i for i in items if isinstance(i, GoldNumber)],
        "quotations": [i for i in items if isinstance(i, GoldQuotation)],
    }
    article = {
        "article": clip.document.name,
        "sha256": clip.document.digest,
        **{kind: found if kind in kinds else None for kind, found in of_kind.items()},
    }
    return GoldSet.model_validate({"version": 1, "articles": [article]})
