"""What sources corrected, updated, changed or took back. Pure.

Told from a source's own words: notices, reports it withdraws, and its older texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Literal

from summarizer.articles import Document
from summarizer.briefing import (
    Citation,
    Correction,
)
from summarizer.claims import AnyClaim, Quantity
from summarizer.clustering import content_stems
from summarizer.extraction import Extraction
from summarizer.ledger.relations import grows
from summarizer.names import name_tokens
from summarizer.signs.liveblogs import entries_of
from summarizer.signs.notices import Notice, notices_of
from summarizer.signs.withdrawals import Withdrawal
from summarizer.sources import SourceArticle
from summarizer.spans import Span, fold, locate
from summarizer.versioning.changes import Change, changes_between
from summarizer.versioning.choosing import Versions
from summarizer.versioning.retracting import reports_taken_back, told_before, values_in

LONGEST_OLD = 40  # words of a notice's stretch that is shown as old or new words

Relation = Literal["correction", "update", "changed", "differs", "withdrawn"]
CorrectionKind = Literal["figure", "name", "quotation", "report"]


def corrections_of(sources: Iterable[SourceArticle], versions: Versions) -> list[Correction]:
    """Return what the sources corrected, updated, changed or took back, in the order of the sources.

    Args:
        sources: the articles of a briefing.
        versions: their texts with the claims of each, and the older texts of their pages.
    """
    by_digest = {extraction.document.digest: extraction for extraction in versions.speaking}
    found: list[Correction] = []
    for source in sources:
        extraction = by_digest.get(source.document.digest)
        if source.part == 0 and extraction is not None:
            found += _of_source(source, extraction, versions)
    return found


def _of_source(
    source: SourceArticle, extraction: Extraction, versions: Versions
) -> Iterator[Correction]:
    digest = source.document.digest
    older = versions.older.get(digest, ())
    notices = notices_of(source.document)
    is_later = versions.chosen_by.get(digest) != "text"
    explained: set[Notice] = set()
    told: dict[tuple[str, str], Correction] = {}
    for old in older:
        for change, notice in _changes(source.document, old.document, notices):
            one = _of_change(source, change, (old, extraction), notice, is_later=is_later)
            key = (fold(one.old or "").text, fold(one.new or "").text)
            told[key] = _joined(told.get(key), one)
            if notice is not None:
                explained.add(notice)
    yield from told.values()
    for notice in notices:
        if notice not in explained and (notice.old or notice.new):
            yield _of_notice(source, notice, older)
    entries = entries_of(source.document)
    for withdrawal in reports_taken_back(source.document, source.article.kind):
        claims = told_before(withdrawal, extraction.claims, source.document, entries)
        yield _of_withdrawal(source, withdrawal, older, claims)


def _changes(
    new: Document, old: Document, notices: Sequence[Notice]
) -> Iterator[tuple[Change, Notice | None]]:
    """Yield what two texts print differently, each with the notice that tells of it, if one does."""
    known = {fold(s.span.of(old.text)).text for s in old.sentences}
    fresh = [notice for notice in notices if not _stands_in(notice, new, known)]
    of_notices = {number for notice in notices for number in notice.sentences}
    for change in changes_between(old, new):
        if change.new_sentence not in of_notices:
            yield change, next((n for n in fresh if _explains(n, change, new, old)), None)


def _stands_in(notice: Notice, document: Document, known: set[str]) -> bool:
    """Whether an older text has a notice already: then it tells of a change before that."""
    return all(
        fold(document.sentences[number - 1].span.of(document.text)).text in known
        for number in notice.sentences
    )


def _explains(notice: Notice, change: Change, new: Document, old: Document) -> bool:
    """Whether a notice tells of a change: it has one of its words, or, without any, of its sentence."""
    pairs = ((notice.old, change.old.of(old.text)), (notice.new, change.new.of(new.text)))
    if any(_prints(span.of(new.text), words) for spans, words in pairs for span in spans):
        return True
    if notice.old or any(values_in(span.of(new.text)) for span in notice.new):
        return False
    told = " ".join(new.sentences[n - 1].span.of(new.text) for n in notice.sentences)
    changed = new.sentences[change.new_sentence - 1].span.of(new.text)
    return len(set(content_stems(told)) & set(content_stems(changed))) > 1


def _prints(text: str, words: str) -> bool:
    """Whether a text has some words, or, if they are a figure, its value."""
    if locate(words, text) is not None:
        return True
    return bool(values_in(words) and values_in(words) <= values_in(text))


def _of_change(
    source: SourceArticle,
    change: Change,
    texts: tuple[Extraction, Extraction],
    notice: Notice | None,
    *,
    is_later: bool,
) -> Correction:
    old, new = texts
    before = _at(change.old, old.claims)
    relation: Relation = "changed" if is_later else "differs"
    if notice is not None:
        relation = "correction"
    elif is_later and _has_grown(before, _at(change.new, new.claims)):
        relation = "update"
    return Correction(
        source=source.id,
        url=source.document.metadata.url,
        relation=relation,
        kind=change.kind,
        old=change.old.of(old.document.text),
        new=change.new.of(new.document.text),
        citations=_cited(source, notice.sentences if notice else (change.new_sentence,)),
        texts=[old.document.digest],
        claims=sorted(claim.id for claim in before),
    )


def _at(span: Span, claims: Iterable[AnyClaim]) -> list[AnyClaim]:
    """Return the claims that have the words of a span."""
    return [claim for claim in claims if claim.span.overlaps(span)]


def _has_grown(before: Sequence[AnyClaim], after: Sequence[AnyClaim]) -> bool:
    """Whether a count of what becomes more as hours pass is higher in the newer text."""
    pairs = [
        (one, other)
        for one in before
        for other in after
        if isinstance(one, Quantity) and isinstance(other, Quantity)
    ]
    return any(
        (grows(one) or grows(other)) and _amount(other.surface) > _amount(one.surface)
        for one, other in pairs
    )


def _amount(surface: str) -> Decimal:
    return max((low for low, _ in values_in(surface)), default=Decimal(0))


def _joined(known: Correction | None, one: Correction) -> Correction:
    """Return one change that several older texts show."""
    if known is None:
        return one
    return known.model_copy(
        update={
            "texts": list(dict.fromkeys([*known.texts, *one.texts])),
            "claims": sorted({*known.claims, *one.claims}),
        }
    )


def _of_notice(source: SourceArticle, notice: Notice, older: Sequence[Extraction]) -> Correction:
    text = source.document.text
    old, new = (_words(spans, text) for spans in (notice.old, notice.new))
    printed = [e.document for e in older if old and _prints(e.document.text, old)]
    return Correction(
        source=source.id,
        url=source.document.metadata.url,
        relation="correction",
        kind=_kind_of(old or new or ""),
        old=old,
        new=new,
        citations=_cited(source, notice.sentences),
        texts=[document.digest for document in printed],
        claims=[],
    )


def _of_withdrawal(
    source: SourceArticle,
    withdrawal: Withdrawal,
    older: Sequence[Extraction],
    claims: Iterable[str],
) -> Correction:
    document = source.document
    return Correction(
        source=source.id,
        url=document.metadata.url,
        relation="withdrawn",
        kind="report",
        old=withdrawal.old.of(document.text),
        new=None,
        stated=withdrawal.is_own,
        citations=_cited(source, withdrawal.sentences),
        texts=[document.digest, *(e.document.digest for e in older)],
        claims=sorted(claims),
    )


def _words(spans: Sequence[Span], text: str) -> str | None:
    told = "; ".join(" ".join(span.of(text).split()[:LONGEST_OLD]) for span in spans)
    return told or None


def _kind_of(words: str) -> CorrectionKind:
    if values_in(words):
        return "figure"
    if any(mark in words for mark in '“”"„«'):
        return "quotation"
    names = {token.word for token in name_tokens(f"the {words}")}
    return "name" if names and len(names) >= len(words.split()) - 1 else "report"


def _cited(source: SourceArticle, numbers: Iterable[int]) -> list[Citation]:
    document = source.document
    spans = {number: document.sentences[number - 1].span for number in sorted(numbers)}
    return [
        Citation(
            source=source.id,
            start=span.start,
            end=span.end,
            words=span.of(document.text),
            sentence=number,
        )
        for number, span in spans.items()
    ]
