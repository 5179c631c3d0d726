"""Gold: what a careful reader finds in a set of articles, as pydantic types; file format version 1.

Offsets are code points into the text of each article, half-open. Knows no claims and no scoring.
An item is named by its article and its id: "harbour-post.txt:n4"; an embedded article by its page
and its number there: "harbour-post.txt#1".
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from summarizer.briefing import Number, Relation
from summarizer.claims import Status
from summarizer.spans import Span

_ISO = re.compile(r"(\d{4})(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


def _is_date(given: str) -> str:
    if not all(_ISO.fullmatch(day) for day in given.split("/", 1)):
        raise ValueError("a date is a day, a month, a year or two of them with a slash (ISO 8601)")
    return given


IsoDate = Annotated[str, AfterValidator(_is_date)]
ItemId = Annotated[str, StringConstraints(pattern=r"^[\w.-]+$")]
Reference = Annotated[str, StringConstraints(pattern=r"^.+:[\w.-]+$")]
Stretch = tuple[int, int]


class Strict(BaseModel):
    """A part of a file in which an unknown field is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class EventFacts(Strict):
    """What is true of an event; null is not judged, but of `date` it means that none is told."""

    what: str = Field(min_length=1)
    date: IsoDate | None = None
    where: str | None = None
    status: Status | None = None
    optional: bool = False


class NumberFacts(Strict):
    """What is true of a figure. All three values null: a vague word. Else `value`, or the bounds."""

    value: Number | None
    low: Number | None = None
    high: Number | None = None
    unit: str = ""
    counted: str = ""
    optional: bool = False

    @model_validator(mode="after")
    def _bounds_in_order(self) -> Self:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"low {self.low} is above high {self.high}")
        return self


class QuotationFacts(Strict):
    """What is true of words between marks: null where nobody is quoted with them.

    `aliases` are other right namings that no rule for names would know ("the mayor").
    """

    speaker: str | None
    aliases: tuple[str, ...] = ()
    optional: bool = False


class Located(Strict):
    """Words of an article and where they stand."""

    id: ItemId
    start: int = Field(ge=0)
    end: int
    words: str = Field(min_length=1)

    @model_validator(mode="after")
    def _words_fill_the_span(self) -> Self:
        if self.end - self.start != len(self.words):
            raise ValueError(
                f"{self.start}..{self.end} is {self.end - self.start} characters, "
                f"the words are {len(self.words)}"
            )
        return self

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class GoldEvent(EventFacts, Located):
    """Something done, said, planned or claimed; `also` are other stretches that tell it."""

    also: tuple[Stretch, ...] = ()

    @property
    def stretches(self) -> tuple[Span, ...]:
        return (self.span, *(Span(*stretch) for stretch in self.also))


class GoldNumber(NumberFacts, Located):
    """A figure; its words are those of the number, "at least" and the like with it or not."""


class GoldQuotation(QuotationFacts, Located):
    """Words between quotation marks, without the marks."""


GoldItem = GoldEvent | GoldNumber | GoldQuotation


class GoldArticle(Strict):
    """One text. Null in place of a list: this kind was not annotated here, so nothing is judged."""

    article: str = Field(min_length=1, description="Path in the set, or the id of a JSON line.")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    events: tuple[GoldEvent, ...] | None
    numbers: tuple[GoldNumber, ...] | None
    quotations: tuple[GoldQuotation, ...] | None

    def items(self) -> Iterator[GoldItem]:
        """Yield the items of every kind."""
        yield from self.events or ()
        yield from self.numbers or ()
        yield from self.quotations or ()


class GoldStory(Strict):
    """Articles that tell of one happening, and the day of it."""

    articles: tuple[str, ...] = Field(min_length=1)
    date: IsoDate | None = None


class SameEvent(Strict):
    """Events that are one happening."""

    events: tuple[Reference, ...] = Field(min_length=2)


class GoldRelation(Strict):
    """How one figure relates to another, left to right: the left is the later, the part, …"""

    left: Reference
    right: Reference
    relation: Relation
    optional: bool = False


class SameQuantity(Strict):
    """Figures of one quantity. `relation` holds of every pair that `relations` does not name.

    Null leaves those pairs unjudged.
    """

    counted: str = ""
    numbers: tuple[Reference, ...] = Field(min_length=2)
    relation: Literal["equal"] | None = None
    relations: tuple[GoldRelation, ...] = ()


class GoldSum(Strict):
    """Figures that add up to another."""

    terms: tuple[Reference, ...] = Field(min_length=2)
    total: Reference
    optional: bool = False


class GoldDispute(Strict):
    """Something told differently: each side is the items that give it."""

    about: str
    sides: tuple[tuple[Reference, ...], ...] = Field(min_length=2)
    optional: bool = False


class Across(Strict):
    """What holds between articles. Null in place of a list: not annotated, nothing is judged."""

    stories: tuple[GoldStory, ...] | None = None
    same_event: tuple[SameEvent, ...] | None = None
    same_quantity: tuple[SameQuantity, ...] | None = None
    sums: tuple[GoldSum, ...] | None = None
    disputes: tuple[GoldDispute, ...] | None = None

    def references(self) -> Iterator[str]:
        """Yield every item that is named, as "article:id"."""
        for event in self.same_event or ():
            yield from event.events
        for quantity in self.same_quantity or ():
            yield from quantity.numbers
            for relation in quantity.relations:
                yield from (relation.left, relation.right)
        for added in self.sums or ():
            yield from (*added.terms, added.total)
        for dispute in self.disputes or ():
            for side in dispute.sides:
                yield from side


class GoldSet(Strict):
    """One file: articles that were annotated together, and what holds between them."""

    version: Literal[1]
    articles: tuple[GoldArticle, ...]
    across: Across = Across()

    @model_validator(mode="after")
    def _names_are_known(self) -> Self:
        if not self.articles:
            raise ValueError("there is no article")
        known: Counter[str] = Counter()
        for article in self.articles:
            known.update(f"{article.article}:{item.id}" for item in article.items())
        names = Counter(article.article for article in self.articles)
        told = Counter(a for story in self.across.stories or () for a in story.articles)
        for name in [*_twice(names), *_twice(known), *_twice(told)]:
            raise ValueError(f"{name!r} stands here twice")
        for name in self.across.references():
            if name not in known:
                raise ValueError(f"across names {name!r}, which is no item of these articles")
        for name in told:
            if re.sub(r"#\d+$", "", name) not in names:
                raise ValueError(f"a story names {name!r}, which is no article of this file")
        return self

    @model_validator(mode="after")
    def _sums_close(self) -> Self:
        values = {
            f"{article.article}:{number.id}": number.value
            for article in self.articles
            for number in article.numbers or ()
        }
        for added in self.across.sums or ():
            terms = [values.get(term) for term in added.terms]
            known = [term for term in terms if term is not None]
            if len(known) < len(terms) or sum(known) != values.get(added.total):
                told = " + ".join(f"{term}" for term in terms)
                raise ValueError(f"{told} is not {values.get(added.total)} ({added.total})")
        return self

    def as_json(self) -> str:
        """Return the file form; what has its default is left out."""
        dumped = self.model_dump(mode="json", exclude_defaults=True)
        return json.dumps(dumped, ensure_ascii=False, indent=1) + "\n"


def _twice(counted: Counter[str]) -> Iterator[str]:
    return (name for name, times in sorted(counted.items()) if times > 1)


def differences(article: GoldArticle, digest: str, text: str) -> list[str]:
    """Return how the gold of an article differs from its text, a line each; none if it fits."""
    if digest != article.sha256:
        return [f"{article.article}: not the text that was annotated (its sha256 differs)"]
    found = []
    for item in article.items():
        if item.span.of(text) != item.words:
            found.append(
                f"{article.article}:{item.id}: {item.start}..{item.end} is "
                f"{item.span.of(text)!r}, not {item.words!r}"
            )
    for event in article.events or ():
        if any(not 0 <= start < end <= len(text) for start, end in event.also):
            found.append(f"{article.article}:{event.id}: `also` lies outside the text")
    return found


def digest_of(sets: Mapping[str, GoldSet]) -> str:
    """Return the sha256 of a gold corpus: of what its files say, not of how they are laid out."""
    dumped = [(name, sets[name].model_dump(mode="json")) for name in sorted(sets)]
    for _, content in dumped:
        content["articles"].sort(key=_article_name)
    content_bytes = json.dumps(dumped, sort_keys=True, ensure_ascii=True).encode("ascii")
    return hashlib.sha256(content_bytes).hexdigest()


def _article_name(article: Mapping[str, Any]) -> str:
    return str(article["article"])


def articles_of(sets: Iterable[GoldSet]) -> dict[str, GoldArticle]:
    """Return every article of a corpus by its name.

    Raises:
        ValueError: two sets name one article.
    """
    found: dict[str, GoldArticle] = {}
    for article in (article for gold in sets for article in gold.articles):
        if article.article in found:
            raise ValueError(f"two gold files have an article {article.article!r}")
        found[article.article] = article
    return found
