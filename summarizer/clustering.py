"""Which articles tell one story. Pure; the order of the articles never matters.

Articles are compared by the names, things and figures of their claims; dates that lie apart keep
similar stories apart, and the reason is stated.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from summarizer.articles import Kind
from summarizer.claims import AnyClaim, Event, Quantity
from summarizer.dates import DateRange, spoken
from summarizer.names import plain, stem, words_of
from summarizer.nearness import Joined, are_apart, near_articles, similarity
from summarizer.sources import SourceArticle
from summarizer.synonyms import deed_of

# Mean cosine of the claim vocabularies of two stories' articles, figures and quotations included, from
# which they are one: that of few articles, and that from MANY on, where it is made of rarer terms.
# Measured on samples of 2 to 22 real articles of four stories (0.15 to 0.34 inside, at most 0.1
# outside, and up to 0.2 against a like event of another month, which only its date keeps apart), and
# on made-up days of 30 to 600 articles (benchmarks, row `day`).
SAME_STORY, SAME_STORY_OF_MANY = 0.12, 0.2
UNDATED = 4 / 3  # times as much where one of two articles has no date to keep them apart
MANY = 50
FEW = 3  # articles that share a term, up to which it is as rare as can be, among many
ASIDE = 0.5  # weight of what is not the news of an article, among many
_PHYSICAL = frozenset({"attack", "casualties", "damage", "disaster", "accident", "crime"})

_SMALL = frozenset(
    """a about above after all also an and any are as at be been before being both but by can could did
    do does during each for from further had has have he her here him his how i if in into is it its
    more most no nor not of off on once only or other our out over own per said say says she so some
    such than that the their them then there these they this those through to too told under until up
    very was we were what when where which while who whom will with would you your s t two one three
    according people after before officials authorities""".split()
)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class StoryGroup:
    """Articles of one story and the days of its main happening; `separate_because` if kept apart."""

    sources: tuple[SourceArticle, ...]
    days: DateRange | None
    separate_because: str


def terms_of(claim: AnyClaim) -> list[str]:
    """Return what a claim is about, as comparable terms: word stems, figures, quoted runs."""
    if isinstance(claim, Event):
        found = content_stems(claim.what)
        if claim.date and claim.topic in _PHYSICAL and (claim.date.end - claim.date.start).days < 2:
            found.append(f"@{claim.date.iso()}:{claim.topic}")
        return found
    if isinstance(claim, Quantity):
        found = content_stems(claim.counted)
        if claim.value is not None and claim.unit:
            found.append(f"#{claim.value}:{stem(claim.unit)}")
        return found
    words = [plain(word) for word in _WORD.findall(claim.words)]
    return content_stems(claim.speaker) + [
        "“" + " ".join(words[i : i + 4]) for i in range(len(words) - 3)
    ]


def content_stems(text: str) -> list[str]:
    """Return the words of a text that say something, as stems; deeds by their common name."""
    return list(_content_stems(text))


@lru_cache(maxsize=131072)  # of all articles at once, then of one story after another
def _content_stems(text: str) -> tuple[str, ...]:
    words = (word for word in words_of(text) if word not in _SMALL and len(word) > 1)
    return tuple(deed_of(word) or stem(word) for word in sorted(words))


def stories(
    sources: Sequence[SourceArticle],
    claims: Mapping[str, Sequence[AnyClaim]],
    together: Iterable[tuple[str, str]] = (),
) -> list[StoryGroup]:
    """Return the stories that the articles tell, each with the articles that tell it.

    Args:
        sources: every article, embedded ones included.
        claims: the claims of each article, by source id.
        together: pairs of articles that are of one story whatever speaks against it.
    """
    told = {source.id: source for source in sources if claims.get(source.id)}
    days = {name: main_days(source, claims[name]) for name, source in told.items()}
    crowd = min(1.0, len(told) / MANY)
    least = SAME_STORY + crowd * (SAME_STORY_OF_MANY - SAME_STORY)
    vectors = _vectors({name: claims[name] for name in told}, crowd)
    joined = Joined(days, vectors)
    for left, right in together:
        if left in told and right in told:
            joined.join(left, right, None)
    for alike, left, right in _by_similarity(vectors, days, least):
        dated = days[left] is not None and days[right] is not None
        needed = least if dated else least * UNDATED
        if alike >= needed:
            joined.join(left, right, needed)
    groups = [
        sorted((told[name] for name in names), key=lambda source: source.sort_key)
        for names in joined.members()
    ]
    groups.sort(key=lambda group: group[0].sort_key)
    return [
        StoryGroup(
            tuple(group),
            _days_of(claim for source in group for claim in claims[source.id])
            or next((days[n] for n in sorted(s.id for s in group) if days[n]), None),
            "",
        )
        for group in groups
    ]


def main_days(source: SourceArticle, claims: Iterable[AnyClaim]) -> DateRange | None:
    """Return the day or night that most of an article's main events are dated to, or None.

    Without such events it is the day of publication, said so in the derivation.
    """
    found = _days_of(claims)
    if found is not None:
        return found
    published = source.article.metadata.published
    if published is None:
        return None
    return DateRange(published.day, published.day, "day", "the day of publication")


def days_of_articles(
    group: StoryGroup, claims: Iterable[AnyClaim], source_of: Mapping[str, str]
) -> dict[str, DateRange | None]:
    """Return the main days of each article of a story, by the article's id."""
    told: dict[str, list[AnyClaim]] = {source.id: [] for source in group.sources}
    for claim in claims:
        told[source_of[claim.id]].append(claim)
    return {source.id: main_days(source, told[source.id]) for source in group.sources}


def _days_of(claims: Iterable[AnyClaim]) -> DateRange | None:
    votes = Counter[tuple[date, date]]()
    ranges: dict[tuple[date, date], DateRange] = {}
    for claim in claims:
        if isinstance(claim, Event) and claim.role == "main" and claim.status != "planned":
            if claim.date and (claim.date.end - claim.date.start).days <= 1:
                days = (claim.date.start, claim.date.end)
                votes[days] += 3 if claim.topic in _PHYSICAL else 1
                known = ranges.setdefault(days, claim.date)
                if (len(claim.date.derivation), claim.date.derivation) < (
                    len(known.derivation),
                    known.derivation,
                ):
                    ranges[days] = claim.date
    if not votes:
        return None

    def support(days: tuple[date, date]) -> tuple[float, date, date]:
        """Return the votes for a range, those for its single days counted half."""
        inside = sum(
            count
            for other, count in votes.items()
            if other != days and days[0] <= other[0] and other[1] <= days[1]
        )
        return (votes[days] + inside / 2, days[1], days[0])

    return ranges[max(votes, key=support)]


def why_apart(group: StoryGroup, lead: StoryGroup) -> str:
    """Return in words why a story is not part of the leading one."""
    if are_apart(group.days, lead.days) and group.days and lead.days:
        return f"dated {spoken(group.days)}, not {spoken(lead.days)}"
    return "its claims share too little with the leading story's"


def _vectors(claims: Mapping[str, Sequence[AnyClaim]], crowd: float) -> dict[str, dict[str, float]]:
    """Return the weighted terms of each article, of length 1.

    Args:
        claims: of each article.
        crowd: from 0 for few articles to 1 for many. Among many, what several share by chance counts
            less; what one alone has takes less from what it shares; two that copy from each other
            are no closer than FEW that tell the same; and an article's news counts more than what it
            only mentions.
    """
    counts = {name: _counted(found, 1 - crowd * (1 - ASIDE)) for name, found in claims.items()}
    frequency = Counter(term for terms in counts.values() for term in terms)
    rarity = {
        term: math.log(1 + len(counts) / max(found, 1 + crowd * (FEW - 1))) ** (1 + crowd)
        * (1 - crowd / 2 if found == 1 else 1)
        for term, found in frequency.items()
    }
    vectors = {}
    for name, terms in counts.items():
        weighted = {
            term: (1 + math.log(count) if count > 1 else count) * rarity[term]
            for term, count in terms.items()
        }
        norm = math.sqrt(math.fsum(w * w for w in weighted.values())) or 1.0
        vectors[name] = {term: weight / norm for term, weight in weighted.items()}
    return vectors


def _counted(claims: Iterable[AnyClaim], aside: float) -> dict[str, float]:
    """Return in how many claims each term stands; in an event that is no news it counts `aside`."""
    counts: dict[str, float] = {}
    for claim in claims:
        weight = aside if isinstance(claim, Event) and claim.role != "main" else 1.0
        for term in set(terms_of(claim)):
            counts[term] = counts.get(term, 0.0) + weight
    return counts


def _by_similarity(
    vectors: Mapping[str, Mapping[str, float]],
    days: Mapping[str, DateRange | None],
    least: float,
) -> list[tuple[float, str, str]]:
    """Return (cosine, left, right) for the pairs that may be one story, the most similar first."""
    found = []
    for left, right in near_articles(vectors, days, least):
        alike = similarity(vectors[left], vectors[right])
        if alike >= least:
            found.append((alike, left, right))
    return sorted(found, key=lambda pair: (-pair[0], pair[1], pair[2]))


def is_opinion(source: SourceArticle) -> bool:
    """Whether an article is commentary: its claims are shown as its own, never as news."""
    return source.article.kind is Kind.COMMENTARY
