"""Annotations: gold as people write it, by sentence number and words, turned into gold. Pure.

A sentence's number is the one that prompts show, from 1. Words stand in the article as written
here, white space and the style of marks and dashes aside; words that do not are an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from pydantic import Field

from summarizer.articles import Document
from summarizer.errors import UsageError
from summarizer.evaluation.gold import (
    Across,
    EventFacts,
    GoldArticle,
    GoldEvent,
    GoldNumber,
    GoldQuotation,
    GoldSet,
    ItemId,
    NumberFacts,
    QuotationFacts,
    Strict,
)
from summarizer.spans import Span, occurrences


class _Named(Strict):
    id: ItemId
    sentence: int = Field(ge=1, description="The sentence in which the words begin.")
    words: str = Field(min_length=1)
    occurrence: int | None = Field(
        None, ge=1, description="Which, where the words begin more than once in the sentence."
    )


class AnnotatedEvent(EventFacts, _Named):
    """An event; `also` are the numbers of other sentences that tell it."""

    also: tuple[int, ...] = ()


class AnnotatedNumber(NumberFacts, _Named):
    """A figure."""


class AnnotatedQuotation(QuotationFacts, _Named):
    """Words between quotation marks, without the marks."""


class AnnotatedArticle(Strict):
    """An article; null in place of a list says that the kind was not annotated."""

    article: str
    events: tuple[AnnotatedEvent, ...] | None
    numbers: tuple[AnnotatedNumber, ...] | None
    quotations: tuple[AnnotatedQuotation, ...] | None


class Annotation(Strict):
    """One file of annotations: of an article, of several, or of what holds between them."""

    version: Literal[1]
    articles: tuple[AnnotatedArticle, ...] = ()
    across: Across = Across()


def gold_from(annotations: Iterable[Annotation], documents: Mapping[str, Document]) -> GoldSet:
    """Return the gold that files of annotations make together; their order changes nothing.

    Args:
        annotations: what holds between articles may stand in any of them.
        documents: the articles by name.

    Raises:
        UsageError: words do not stand in their sentence, or stand there more than once; an article
            or a sentence is unknown; something between articles is annotated in two files.
        ValueError: the items do not make a gold set (an id twice, an unknown reference).
    """
    articles: list[GoldArticle] = []
    across: dict[str, Any] = {}
    for annotation in annotations:
        articles += [_article(article, documents) for article in annotation.articles]
        for name, told in annotation.across:
            if told is not None and across.setdefault(name, told) is not told:
                raise UsageError(f"across.{name} is annotated in two files")
    ordered = tuple(sorted(articles, key=lambda article: article.article))
    return GoldSet(version=1, articles=ordered, across=Across(**across))


def _article(article: AnnotatedArticle, documents: Mapping[str, Document]) -> GoldArticle:
    if article.article not in documents:
        raise UsageError(
            f"no article {article.article!r}; there are {', '.join(sorted(documents))}"
        )
    document = documents[article.article]
    return GoldArticle(
        article=article.article,
        sha256=document.digest,
        events=_each(article.events, lambda item: _event(item, document)),
        numbers=_each(article.numbers, lambda item: GoldNumber(**_located(item, document))),
        quotations=_each(
            article.quotations, lambda item: GoldQuotation(**_located(item, document))
        ),
    )


def _each(items: Sequence[Any] | None, make: Any) -> Any:
    return None if items is None else tuple(make(item) for item in items)


def _event(item: AnnotatedEvent, document: Document) -> GoldEvent:
    also = [_sentence(number, item.id, document) for number in item.also]
    return GoldEvent(**_located(item, document), also=tuple((s.start, s.end) for s in also))


def _located(item: _Named, document: Document) -> dict[str, Any]:
    span = _span(item, document)
    facts = item.model_dump(exclude={"sentence", "occurrence", "words", "also"})
    return {**facts, "start": span.start, "end": span.end, "words": span.of(document.text)}


def _span(item: _Named, document: Document) -> Span:
    sentence = _sentence(item.sentence, item.id, document)
    rest = Span(sentence.start, len(document.text))
    found = [s for s in occurrences(item.words, document.text, rest) if s.start < sentence.end]
    place = f"{document.name}:{item.id}: {item.words!r}"
    if not found:
        raise UsageError(
            f"{place} does not begin in sentence {item.sentence}, "
            f"which is {sentence.of(document.text)!r}"
        )
    if item.occurrence is None and len(found) > 1:
        raise UsageError(
            f"{place} begins {len(found)} times in sentence {item.sentence}; "
            'say which with "occurrence"'
        )
    if (item.occurrence or 1) > len(found):
        raise UsageError(f"{place} begins only {len(found)} times in sentence {item.sentence}")
    return found[(item.occurrence or 1) - 1]


def _sentence(number: int, item: str, document: Document) -> Span:
    sentence = document.sentence(number)
    if sentence is None:
        raise UsageError(
            f"{document.name}:{item}: there is no sentence {number}; "
            f"the last one is {len(document.sentences)}"
        )
    return sentence.span
