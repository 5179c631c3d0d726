"""The claims of a trial against gold, under the old and the new template. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from summarizer.assembly import claim_record
from summarizer.briefing import ClaimRecord
from summarizer.evaluation import GoldSet, Score, evaluate
from summarizer.evaluation.gold import Across
from summarizer.extraction import Extraction
from summarizer.trial.asking import Asked, Tried

# What is judged of the claims that each part of a reply gives.
_JUDGED = {
    "events": ("events", "event_dates", "event_statuses"),
    "numbers": ("numbers", "counted"),
    "quotes": ("quotations", "speakers"),
}


@dataclass(frozen=True, slots=True)
class Judged:
    """The scores of one figure under both templates."""

    name: str
    old: Score
    new: Score


def judged(
    gold: Mapping[str, GoldSet], tried: Iterable[Tried], returns: Iterable[str]
) -> tuple[int, tuple[Judged, ...]]:
    """Return how many articles of a trial have gold, and how their claims score before and now.

    Args:
        gold: the sets by name; an article is known by the hash of its text.
        tried: the articles, all of them answered.
        returns: the parts of the reply; figures of other kinds are not judged. A layout gives none
            itself and rules all.

    Raises:
        UsageError: gold does not fit its text.
    """
    by_digest = {one.document.digest: one for one in tried}
    known = {
        name: kept
        for name, one in gold.items()
        if (kept := tuple(a for a in one.articles if a.sha256 in by_digest))
    }
    if not known:
        return 0, ()
    wanted = {name: GoldSet(version=1, articles=a, across=Across()) for name, a in known.items()}
    named = [(a.article, by_digest[a.sha256]) for articles in known.values() for a in articles]
    texts = {one.document.digest: one.document.text for one in by_digest.values()}
    sides = []
    for claims in (
        [record for name, one in named for record in _records(name, one, one.old)],
        [record for name, one in named for record in _records(name, one, one.new)],
    ):
        sides.append(_scores(claims, wanted, texts))
    parts = [part for part in _JUDGED if part in returns] or [*_JUDGED]
    names = [name for part in parts for name in _JUDGED[part]]
    old, new = sides
    return len(named), tuple(
        Judged(name, old.get(name, Score()), new.get(name, Score()))
        for name in names
        if name in old or name in new
    )


def _scores(
    claims: Sequence[ClaimRecord], gold: Mapping[str, GoldSet], texts: Mapping[str, str]
) -> Mapping[str, Score]:
    if claims:
        return evaluate(claims, gold, texts=texts).scores
    missed = Counter[str]()  # without any claim there is nothing to pair: all of it
    for article in (article for one in gold.values() for article in one.articles):
        missed["events"] += sum(not item.optional for item in article.events or ())
        missed["numbers"] += sum(not item.optional for item in article.numbers or ())
        missed["quotations"] += sum(not item.optional for item in article.quotations or ())
    return {name: Score(missed=count) for name, count in missed.items()}


def _records(name: str, tried: Tried, asked: Asked) -> list[ClaimRecord]:
    """Return the claims of an article by the name that gold has for it."""
    extraction = Extraction(tried.document, asked.page, asked.grounded)
    records = (claim_record(claim, extraction) for claim in asked.grounded.claims)
    return [record.model_copy(update={"document": name}) for record in records]
