"""Claims, or a briefing with its claims, against gold: one evaluation with every figure. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from summarizer.briefing import Briefing, ClaimRecord
from summarizer.errors import UsageError
from summarizer.evaluation.checks import checks_of
from summarizer.evaluation.figures import GoldFigures, relations_score, sums_score
from summarizer.evaluation.gold import (
    GoldArticle,
    GoldItem,
    GoldSet,
    articles_of,
    differences,
    digest_of,
)
from summarizer.evaluation.metrics import Score, Share
from summarizer.evaluation.pairing import (
    counts_same,
    is_spoken_by,
    pairs_of_events,
    pairs_of_numbers,
    pairs_of_quotations,
)
from summarizer.evaluation.stories import disputes_score, stories_score

Item = TypeVar("Item", bound=GoldItem)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What came out: `scores` against gold, `checks` of a briefing, and what was not compared."""

    corpus: str  # sha256 of the gold
    articles: int
    scores: Mapping[str, Score]
    checks: Mapping[str, Share]
    unchecked: tuple[str, ...]  # articles of the gold whose text was not at hand
    without_claims: tuple[str, ...]  # articles of the gold that nothing was offered for
    without_gold: tuple[str, ...]  # documents whose claims nobody judged

    def figures(self) -> dict[str, float]:
        """Return every figure by the name that floors use: "events.recall", "briefing.exact"."""
        found = {
            f"{name}.{figure}": value
            for name, score in self.scores.items()
            for figure, value in score.figures().items()
        }
        return found | {f"briefing.{name}": check.share for name, check in self.checks.items()}


def evaluate(
    claims: Sequence[ClaimRecord],
    gold: Mapping[str, GoldSet],
    *,
    briefing: Briefing | None = None,
    texts: Mapping[str, str] = {},
) -> Evaluation:
    """Return how claims, and a briefing made of them, compare with gold; order changes nothing.

    Args:
        claims: as `extract` prints them, or those of `briefing`.
        gold: the sets by name.
        briefing: judged as well, where given.
        texts: articles at hand, by sha256: gold and citations are checked against them.

    Raises:
        UsageError: gold does not fit a text, or no claim is of an article of the gold.
    """
    try:
        articles = articles_of(gold.values())
    except ValueError as error:
        raise UsageError(str(error)) from error
    _check_texts(articles.values(), texts)
    digests = {s.path: s.sha256 for s in briefing.sources} if briefing else {}
    documents = {claim.document for claim in claims} | set(digests)
    article_of = _named(documents, articles, digests)
    if not article_of:
        raise UsageError(
            f"no claim is of an article of the gold; it has {_listed(articles)}, "
            f"the claims are of {_listed(documents) or 'none'}"
        )
    offered: dict[str, list[ClaimRecord]] = {name: [] for name in articles}
    for claim in {claim.id: claim for claim in claims}.values():
        if claim.document in article_of:
            offered[article_of[claim.document]].append(claim)
    judged = _Judged()
    for name, article in articles.items():
        judged.add(article, offered[name])
    scores = dict(judged.scores)
    if briefing is not None:
        scores |= _between(briefing, list(gold.values()), judged.item_of, article_of)
    return Evaluation(
        corpus=digest_of(gold),
        articles=len(articles),
        scores=scores,
        checks=checks_of(briefing, texts) if briefing else {},
        unchecked=tuple(sorted(n for n, a in articles.items() if a.sha256 not in texts)),
        without_claims=tuple(sorted(name for name in articles if not offered[name])),
        without_gold=tuple(sorted(documents - set(article_of))),
    )


def _check_texts(articles: Iterable[GoldArticle], texts: Mapping[str, str]) -> None:
    for article in articles:
        if article.sha256 in texts:
            wrong = differences(article, article.sha256, texts[article.sha256])
            if wrong:
                more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
                raise UsageError(f"gold does not fit its text: {wrong[0]}{more}")


def _named(
    documents: Iterable[str], articles: Mapping[str, GoldArticle], digests: Mapping[str, str]
) -> dict[str, str]:
    """Return the gold article of each document: by the hash of its text, else by its path's end."""
    by_digest = {article.sha256: name for name, article in articles.items()}
    found: dict[str, str] = {}
    for document in sorted(documents):
        digest = digests.get(document)
        if digest in by_digest:
            found[document] = by_digest[digest]
            continue
        name = _by_path(document, articles)
        if name is None:
            continue
        if digest is not None:
            raise UsageError(f"{document!r} is not the text that was annotated as {name!r}")
        found[document] = name
    if len(set(found.values())) < len(found):
        raise UsageError("two documents of the claims are one article of the gold")
    return found


def _by_path(document: str, names: Iterable[str]) -> str | None:
    """Return the longest name that ends the path, else the one name that the path ends."""
    ends = [name for name in names if f"/{document}".endswith(f"/{name}")]
    if ends:
        return max(ends, key=len)
    ended = sorted(name for name in names if name.endswith(f"/{document}"))
    if len(ended) > 1:
        raise UsageError(f"{document!r} may be {_listed(ended)} of the gold")
    return ended[0] if ended else None


def _listed(names: Iterable[str]) -> str:
    ordered = sorted(names)
    more = f" and {len(ordered) - 3} more" if len(ordered) > 3 else ""
    return ", ".join(repr(name) for name in ordered[:3]) + more


class _Judged:
    """The scores of claims so far, and which gold item each claim was paired with."""

    def __init__(self) -> None:
        self.scores: dict[str, Score] = {}
        self.item_of: dict[str, str] = {}

    def add(self, article: GoldArticle, claims: Sequence[ClaimRecord]) -> None:
        of_kind = {
            k: [c for c in claims if c.kind == k] for k in ("event", "quantity", "quotation")
        }
        if article.events is not None:
            offered = of_kind["event"]
            events = pairs_of_events(offered, article.events)
            self._count("events", article, offered, article.events, events)
            for claim, event in events:
                if not event.optional and event.date is not None:
                    self._told("event_dates", claim.date, event.date)
                if not event.optional and event.status is not None:
                    self._told("event_statuses", claim.status, event.status)
        if article.numbers is not None:
            offered = of_kind["quantity"]
            numbers = pairs_of_numbers(offered, article.numbers)
            self._count("numbers", article, offered, article.numbers, numbers)
            self._count("counted", article, offered, article.numbers, numbers, counts_same)
        if article.quotations is not None:
            offered = of_kind["quotation"]
            quoted = pairs_of_quotations(offered, article.quotations)
            self._count("quotations", article, offered, article.quotations, quoted)
            self._count("speakers", article, offered, article.quotations, quoted, is_spoken_by)

    def _count(
        self,
        name: str,
        article: GoldArticle,
        offered: Sequence[ClaimRecord],
        wanted: Sequence[Item],
        pairs: Sequence[tuple[ClaimRecord, Item]],
        holds: Callable[[ClaimRecord, Item], bool] = lambda claim, item: True,
    ) -> None:
        """Count pairs; one of which something does not hold is both a false and a missed one."""
        required = [(claim, item) for claim, item in pairs if not item.optional]
        right = sum(holds(claim, item) for claim, item in required)
        self._add(
            name,
            Score(
                right,
                len(offered) - len(pairs) + len(required) - right,
                sum(not item.optional for item in wanted) - right,
            ),
        )
        for claim, item in pairs:
            self.item_of[claim.id] = f"{article.article}:{item.id}"

    def _told(self, name: str, told: str | None, wanted: str) -> None:
        if told == wanted:
            self._add(name, Score(right=1))
        else:
            self._add(name, Score(false=int(told is not None), missed=1))

    def _add(self, name: str, score: Score) -> None:
        self.scores[name] = self.scores.get(name, Score()) + score


def _between(
    briefing: Briefing,
    gold: Sequence[GoldSet],
    item_of: Mapping[str, str],
    article_of: Mapping[str, str],
) -> dict[str, Score]:
    """Return the scores of what a briefing says between articles, of what gold annotates there."""
    found: dict[str, Score] = {}
    stories = [story for one in gold for story in one.across.stories or ()]
    if any(one.across.stories is not None for one in gold):
        found["stories"] = stories_score(briefing, stories, _sources(briefing, article_of))
    figures = GoldFigures(gold)
    if any(one.across.same_quantity is not None for one in gold):
        found["relations"] = relations_score(briefing, figures, item_of)
    if any(one.across.sums is not None for one in gold):
        found["sums"] = sums_score(briefing, figures, item_of)
    if any(one.across.disputes is not None for one in gold):
        disputes = [dispute for one in gold for dispute in one.across.disputes or ()]
        found["disputes"] = disputes_score(briefing, disputes, item_of)
    return found


def _sources(briefing: Briefing, article_of: Mapping[str, str]) -> dict[str, str]:
    """Return the gold's name of each source; an embedded one is "page#1" by its part."""
    part_of = {claim.source: claim.part for claim in briefing.claims if claim.source is not None}
    found = {}
    for source in briefing.sources:
        part = part_of.get(source.source, 0)
        if source.path in article_of:
            name = article_of[source.path]
            found[source.source] = f"{name}#{part}" if part else name
    return found
