"""What is known of today's claims against the page before: told by the articles then, or new in them.

What the same text gives today and did not give then is our doing, and never news. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from summarizer.briefing import Briefing, ClaimRecord, Figures, Statement
from summarizer.restoring import Restored, restored
from summarizer.revision.articles import Articles, compare_articles, text_of
from summarizer.revision.assignment import Paired
from summarizer.revision.claims import Claims, Told, compare_claims
from summarizer.revision.fields import tells_otherwise
from summarizer.revision.quoting import Quotes
from summarizer.revision.rows import Row, pair_rows
from summarizer.revision.terms import Terms, terms_of
from summarizer.since.chaining import Chains, chained

Standing = Literal["known", "fresh", "ours"]
Place = tuple[str, int]  # of a sentence: its source, and where it begins


@dataclass(frozen=True, slots=True)
class Both:
    """Two pages and what pairs them.

    `standing` gives for each claim of today whether an article told it before ("known"), tells it
    only now ("fresh"), or whether it was only read otherwise ("ours"). `old_of` maps a claim of today
    to the one of before.
    """

    old: Briefing
    new: Briefing
    terms: tuple[Terms, Terms]
    pages: tuple[Restored, Restored]
    articles: Articles
    standing: Mapping[str, Standing]
    old_of: Mapping[str, str]
    chains: Chains
    rows: Paired[Row]

    def rows_before(self) -> Iterator[Figures]:
        """Yield the rows of figures of the page before."""
        yield from (row for story in self.old.stories for row in story.figures)

    def fresh(self, statement: Statement) -> list[str]:
        """Return the claims of a statement that only articles of now tell; not those of its variants."""
        return [name for name in statement.claims if self.standing.get(name) == "fresh"]

    def joined(self) -> Iterator[tuple[str, str]]:
        """Yield the claims of today that are told as one happening, pair by pair, both ways."""
        for story in self.new.stories:
            for judgement in story.judgements:
                if judgement.decision == "joined":
                    yield judgement.left, judgement.right
                    yield judgement.right, judgement.left


def both(old: Briefing, new: Briefing) -> Both:
    """Return two pages with their articles, claims and stories paired."""
    articles = compare_articles(old, new)
    claims = compare_claims(old, new, articles, Quotes((old, new), {}))
    terms = terms_of(old, new, articles, claims)
    pages = (restored(old), restored(new))
    pairs = {right.record.id: left.record.id for left, right in claims.found.pairs}
    chains = chained(terms, pages)
    return Both(
        old,
        new,
        terms,
        pages,
        articles,
        dict(_standings(new.claims, articles, claims)),
        pairs,
        chains,
        pair_rows(*terms, chains.shared),
    )


def _standings(
    records: Iterable[ClaimRecord], articles: Articles, claims: Claims
) -> Iterator[tuple[str, Standing]]:
    was = {right.record.id: (left, right) for left, right in claims.found.pairs}
    for claim in records:
        if claim.id in was:
            yield claim.id, "fresh" if _says_otherwise(*was[claim.id]) else "known"
            continue
        text = text_of(claim, articles.new)
        is_read_then = text in articles.in_both and text not in articles.changed
        yield claim.id, "ours" if is_read_then else "fresh"


def _says_otherwise(old: Told, new: Told) -> bool:
    """Whether an article whose text changed now says something else in a claim's place."""
    if not new.is_moved:
        return False  # the same text: it was read otherwise
    if old.value != new.value:
        return True
    return tells_otherwise(old.record.what or "", new.record.what or "")
