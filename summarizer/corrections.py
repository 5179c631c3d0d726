"""What sources corrected, updated, changed or took back, and what a previous page made of it. Pure.

Told from a source's own words: notices, reports it withdraws, and its older texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Literal

from summarizer.articles import Document
from summarizer.briefing import (
    Briefing,
    Citation,
    ClaimRecord,
    Correction,
    Resting,
    Statement,
    Story,
)
from summarizer.claims import AnyClaim, Quantity
from summarizer.clustering import content_stems
from summarizer.extraction import Extraction
from summarizer.ledger.relations import grows
from summarizer.names import name_tokens
from summarizer.signs.liveblogs import entries_of
from summarizer.signs.notices import Notice, notices_of
from summarizer.signs.withdrawals import withdrawals_of
from summarizer.sources import SourceArticle
from summarizer.spans import Span, fold, locate
from summarizer.versioning.changes import Change, changes_between
from summarizer.versioning.choosing import Versions, page_address
from summarizer.versioning.retracting import CARRIED, told_before, values_in

LONGEST_OLD = 40  # words of a notice's stretch that is shown as old or new words

Relation = Literal["correction", "update", "changed", "withdrawn"]
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
    document = source.document
    older = versions.older.get(document.digest, ())
    is_later = versions.chosen_by.get(document.digest) != "text"
    notices = notices_of(document)
    explained: set[Notice] = set()
    told: dict[tuple[str, str], Correction] = {}
    for old in older:
        known = {fold(s.span.of(old.document.text)).text for s in old.document.sentences}
        fresh = [n for n in notices if not _stands_in(n, document, known)]
        for change in changes_between(old.document, document):
            if any(change.new_sentence in notice.sentences for notice in notices):
                continue
            notice = next((n for n in fresh if _explains(n, change, document, old.document)), None)
            explained.update({notice} - {None})  # type: ignore[arg-type]
            one = _of_change(source, change, old, extraction, notice, is_later=is_later)
            key = (fold(one.old or "").text, fold(one.new or "").text)
            told[key] = _joined(told.get(key), one)
    yield from told.values()
    for notice in notices:
        if notice not in explained and (notice.old or notice.new):
            yield _of_notice(source, notice, older)
    entries = entries_of(document)
    for withdrawal in withdrawals_of(document):
        yield Correction(
            source=source.id,
            url=document.metadata.url,
            relation="withdrawn",
            kind="report",
            old=withdrawal.old.of(document.text),
            new=None,
            stated=withdrawal.is_stated,
            citations=_cited(source, withdrawal.sentences),
            texts=[document.digest, *(e.document.digest for e in older)],
            claims=sorted(told_before(withdrawal, extraction.claims, document, entries)),
        )


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
    old: Extraction,
    new: Extraction,
    notice: Notice | None,
    *,
    is_later: bool,
) -> Correction:
    before = _at(change.old, old.claims)
    relation: Relation = "changed"
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


def affected(previous: Briefing, corrections: Sequence[Correction]) -> list[Correction]:
    """Return the corrections, each with the statements of a previous page that rested on its old words.

    A statement rests on them if one of its claims from that source tells them, and, where they are a
    figure, name or quotation, its own text does.

    Args:
        previous: the page of before.
        corrections: of today's page.
    """
    told = list(_statements(previous.stories))
    return [
        correction.model_copy(update={"statements": _resting(correction, previous, told)})
        for correction in corrections
    ]


def _resting(
    correction: Correction, previous: Briefing, told: Sequence[Statement]
) -> list[Resting]:
    address = page_address(correction.url)
    own = {
        source.source
        for source in previous.sources
        if source.sha256 in correction.texts
        or source.source == correction.source
        or (address and page_address(source.url) == address)
    }
    records = {claim.id: claim for claim in previous.claims if claim.source in own}
    found: dict[str, Resting] = {}
    for statement in told:
        claims = [records[name] for name in statement.rests_on if name in records]
        if any(_rests(claim, correction, statement) for claim in claims):
            found[statement.id] = Resting(id=statement.id, text=statement.text)
    return list(found.values())


def _rests(claim: ClaimRecord, correction: Correction, statement: Statement) -> bool:
    old = correction.old
    printed = [statement.text, *(variant.words for variant in statement.variants)]
    if old is None:
        return claim.id in correction.claims
    if correction.kind == "report" or (correction.kind == "figure" and not values_in(old)):
        return claim.id in correction.claims or _carries(claim, old)
    words = _bare(old, correction.kind)
    is_told = claim.id in correction.claims or _has(_told(claim), words, old)
    return is_told and any(_has(text, words, old) for text in printed)


def _bare(old: str, kind: str) -> str:
    return old.strip(" “”\"„«»‘’'") if kind == "quotation" else old


def _has(text: str, words: str, old: str) -> bool:
    """Whether a text prints old words; of a stretch with a figure, that figure and one more word."""
    if locate(words, text) is not None:
        return True
    figures = values_in(old)
    if figures:
        stems = {stem for stem in content_stems(old) if not stem[:1].isdigit()}
        return bool(figures & values_in(text)) and (
            len(stems) < 2 or bool(stems & set(content_stems(text)))
        )
    if locate(text, words) is not None:
        return True
    names = [token.word for token in name_tokens(f"the {old}")]
    return bool(names) and locate(names[-1], text) is not None  # first names are shared


def _told(claim: ClaimRecord) -> str:
    fields = (claim.what, claim.surface, claim.counted, claim.words, claim.speaker, claim.said_by)
    return " ".join(field for field in fields if field)


def _carries(claim: ClaimRecord, report: str) -> bool:
    words, told = set(content_stems(report)), set(content_stems(_told(claim)))
    return bool(words) and len(words & told) >= CARRIED * len(words)


def _statements(stories: Iterable[Story]) -> Iterator[Statement]:
    for story in stories:
        yield story.headline
        yield from (s for section in story.sections for s in section.statements)
        yield from (s for dispute in story.disputes for s in dispute.versions)
        yield from (row.reading for row in story.figures if row.reading is not None)
