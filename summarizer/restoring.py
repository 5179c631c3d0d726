"""A briefing read back: its claims and the sentences it cites, as the gate takes them.

Only what the file carries is there: of an article, the cited sentences. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from summarizer.articles import Document, Kind, Metadata, Published
from summarizer.briefing import Briefing, Citation, ClaimRecord, Source
from summarizer.claims import AnyClaim, Event, Grounding, Quantity, Quotation
from summarizer.dates import DateRange
from summarizer.gate import Gate
from summarizer.layout import Article
from summarizer.sources import SourceArticle
from summarizer.spans import Span
from summarizer.translation import Alias, Aliases, all_in_english


@dataclass(frozen=True, slots=True)
class Restored:
    """What a briefing's file tells of its articles.

    `cited` maps (source id, sentence number) to the citation; `gate` knows the claims all of whose
    sentences are cited somewhere.
    """

    briefing: Briefing
    gate: Gate
    cited: Mapping[tuple[str, int], Citation]


def restored(briefing: Briefing) -> Restored:
    """Return the gate over what a briefing carries, and its citations."""
    cited = {(c.source, c.sentence): c for c in _citations(briefing)}
    documents = _documents(briefing, cited)
    sources = {
        (source.sha256, _part(source)): _article(source, documents[source.sha256])
        for source in briefing.sources
        if source.sha256 in documents
    }
    by_id = {source.id: source for source in sources.values()}
    claims: dict[str, AnyClaim] = {}
    for record in briefing.claims:
        source = by_id.get(record.source or "")
        claim = _claim(record, source) if source is not None else None
        if claim is not None:
            claims[claim.id] = claim
    by_source = {source.source: source.sha256 for source in briefing.sources}
    aliases = Aliases(
        tuple(Alias(by_source[a.source], a.printed, a.english) for a in briefing.aliases)
    )
    language_of = {document.digest: document.language for document in documents.values()}
    told = all_in_english(claims, language_of, aliases)
    return Restored(briefing, Gate(told, sources, aliases), cited)


def _citations(value: Any) -> Iterator[Citation]:
    """Yield every citation within a part of a briefing."""
    if isinstance(value, Citation):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _citations(getattr(value, name))
    elif isinstance(value, list):
        for entry in value:
            yield from _citations(entry)


def _documents(
    briefing: Briefing, cited: Mapping[tuple[str, int], Citation]
) -> dict[str, Document]:
    """Return the articles by the hash of their text, each with its cited sentences."""
    digest_of = {source.source: source.sha256 for source in briefing.sources}
    sentences: dict[str, dict[int, tuple[int, str]]] = {}
    for (source, number), citation in cited.items():
        known = sentences.setdefault(digest_of[source], {})
        known[number] = (citation.start, citation.words)
    return {
        source.sha256: Document.excerpt(
            sentences[source.sha256], source.path, _metadata(source), source.sha256
        )
        for source in briefing.sources
        if source.sha256 in sentences and source.embedded_in is None
    }


def _metadata(source: Source) -> Metadata:
    published = None
    if source.published is not None:
        try:
            published = Published.parse(source.published)
        except ValueError:  # read in the text, in words
            published = None
    language = source.language or "en"  # none was told from the whole text: nor is one from a part
    return Metadata(source.outlet, source.title, published, source.url, language)


def _part(source: Source) -> int:
    return int(source.source.rpartition("-")[2]) if source.embedded_in else 0


def _article(source: Source, document: Document) -> SourceArticle:
    part = _part(source)
    return SourceArticle(
        id=source.source,
        label=source.label,
        document=document,
        part=part,
        article=Article(part, _metadata(source), Kind(source.kind)),
        origin=source.origin,
        embedded_in=source.embedded_in,
    )


def _claim(record: ClaimRecord, source: SourceArticle) -> AnyClaim | None:
    """Return the claim of a record, or None where one of its sentences is not known."""
    document = source.document
    number_at = {(s.span.start, s.span.end): s.number for s in document.sentences}
    evidence = [number_at.get(place) for place in record.evidence]
    if not evidence or None in evidence:
        return None
    span = Span(record.start, record.end)
    common: dict[str, Any] = {
        "id": record.id,
        "document": document.digest,
        "part": record.part,
        "zone": record.zone,
        "span": span,
        "evidence": tuple(evidence),
        "grounding": Grounding(record.grounding),
    }
    date = DateRange.from_iso(record.date, record.derivation or "") if record.date else None
    if record.kind == "event":
        return Event(
            **common,
            what=record.what or "",
            words=span.of(document.text),
            topic=record.topic or "other",
            when=record.when or "",
            date=date,
            where=record.where or "",
            actors=tuple(record.actors or ()),
            said_by=record.said_by or "",
            status=record.status or "happened",
            role="main",
            garbled=False,
        )
    if record.kind == "quantity":
        bounds = (record.value, record.low, record.high)
        return Quantity(
            **common,
            surface=record.surface or "",
            value=_decimal(record.value),
            low=_decimal(record.low),
            high=_decimal(record.high),
            modifier=record.modifier or "",
            change=record.change or "=",
            is_vague=all(bound is None for bound in bounds),
            unit=record.unit or "",
            counted=record.counted or "",
            scope=record.scope or "",
            as_of=record.as_of or "",
            date=date,
            said_by=record.said_by or "",
        )
    speaker = None
    if record.speaker_start is not None and record.speaker_end is not None:
        speaker = Span(record.speaker_start, record.speaker_end)
    return Quotation(
        **common,
        words=record.words or "",
        speaker=record.speaker or "",
        speaker_span=speaker,
        relayed_by=record.relayed_by or "",
        cue=record.cue or "",
        fragment=bool(record.fragment),
    )


def _decimal(value: Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
