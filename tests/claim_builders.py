"""Claims built by hand, as grounding would make them, for the tests of what is made from claims.

Only the values that a case is about are given; places, sentences and figures are read off the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from summarizer import briefing as product
from summarizer.articles import Basis, Document, Kind, Metadata, Published
from summarizer.assembly import assemble, claim_record, counts, left_out, source_record
from summarizer.claims import (
    AnyClaim,
    Event,
    Grounded,
    Grounding,
    Quantity,
    Quotation,
    Rejection,
    claim_id,
)
from summarizer.dates import DateRange
from summarizer.extraction import Extraction
from summarizer.gate import Gate
from summarizer.layout import Article, Page
from summarizer.quantities import Figure, find_figures
from summarizer.reduction import Reduction
from summarizer.spans import Span, locate
from summarizer.writing import Prose


def days(iso: str) -> DateRange:
    """Return a day ("2031-03-04") or the night between two ("2031-03-03/2031-03-04")."""
    first, _, last = iso.partition("/")
    start, end = date.fromisoformat(first), date.fromisoformat(last or first)
    return DateRange(start, end, "night" if last else "day", "")


def metadata(
    outlet: str | None = None,
    published: str | None = None,
    *,
    title: str | None = None,
    url: str | None = None,
) -> Metadata:
    """Return the metadata a caller gives."""
    values = {
        "outlet": outlet,
        "title": title,
        "published": Published.parse(published) if published else None,
        "url": url,
    }
    known = {name: value for name, value in values.items() if value is not None}
    return Metadata(**known, basis=dict.fromkeys(known, Basis.GIVEN))  # type: ignore[arg-type]


class Clip:
    """One page and the claims found in it; each method finds its words in the text and adds a claim."""

    def __init__(
        self,
        text: str,
        outlet: str | None = None,
        published: str | None = None,
        *,
        kind: Kind = Kind.REPORT,
        title: str | None = None,
        url: str | None = None,
        name: str | None = None,
        zones: Mapping[int, tuple[str, int]] | None = None,
        parts: Mapping[int, tuple[Metadata, Kind]] | None = None,
    ) -> None:
        """Args: zones: (zone, part) of sentences that are not body; parts: embedded articles."""
        about = metadata(outlet, published, title=title, url=url)
        self.document = Document(text, name or f"{outlet or 'unnamed'}.txt", about)
        articles = {0: Article(0, about, kind)}
        for part, (inner, inner_kind) in (parts or {}).items():
            articles[part] = Article(part, inner, inner_kind)
        self.page = Page(articles, zones or {})
        self.claims: list[AnyClaim] = []
        self.rejections: list[Rejection] = []

    def event(self, words: str, what: str | None = None, **fields: Any) -> Event:
        """Add what `words` tell; `what` is the words themselves unless given."""
        told = words.rstrip(".") if what is None else what
        span = self._span(words, fields.pop("near", ""))
        values: dict[str, Any] = {
            "topic": "other",
            "when": "",
            "date": None,
            "where": "",
            "actors": (),
            "said_by": "",
            "status": "happened",
            "role": "main",
            "garbled": False,
        }
        values |= {"what": told, "words": words}
        return self._add(Event, "event", span, told, values | fields)

    def quantity(
        self, surface: str, counted: str = "", unit: str = "person", **fields: Any
    ) -> Quantity:
        """Add a figure; value, bounds and modifier are those that the text has there."""
        span = self._span(surface, fields.pop("near", ""))
        figure = self._figure(span)
        values: dict[str, Any] = {
            "surface": figure.span.of(self.document.text) if figure else surface,
            "value": figure.value if figure else None,
            "low": figure.low if figure else None,
            "high": figure.high if figure else None,
            "modifier": figure.modifier if figure else "",
            "change": figure.change if figure else "~",
            "is_vague": figure.is_vague if figure else True,
            "unit": (figure.unit if figure else "") or unit,
            "counted": counted,
            "scope": "",
            "as_of": "",
            "date": None,
            "said_by": "",
        }
        place = figure.span if figure else span
        return self._add(Quantity, "quantity", place, counted, values | fields)

    def quotation(self, words: str, speaker: str = "", **fields: Any) -> Quotation:
        """Add quoted words; the sentence that first names the speaker belongs to the evidence."""
        span = self._span(words, fields.pop("near", ""))
        values: dict[str, Any] = {
            "words": words,
            "speaker": speaker,
            "speaker_span": self._span(speaker) if speaker else None,
            "relayed_by": "",
            "cue": "said",
            "fragment": False,
        }
        return self._add(Quotation, "quotation", span, speaker, values | fields)

    def extraction(self) -> Extraction:
        """Return the page as extraction hands it on."""
        ordered = tuple(sorted(self.claims, key=lambda claim: (claim.span, claim.id)))
        return Extraction(self.document, self.page, Grounded(ordered, tuple(self.rejections)))

    def _span(self, words: str, near: str = "") -> Span:
        around = locate(near, self.document.text) if near else None
        span = locate(words, self.document.text, around)
        assert span is not None, f"{words!r} is not in the text"
        return span

    def _figure(self, span: Span) -> Figure | None:
        sentence = self.document.sentences_of(span)[0].span
        found = (
            replace(f, span=f.span.shifted(sentence.start), core=f.core.shifted(sentence.start))
            for f in find_figures(sentence.of(self.document.text))
        )
        return next((f for f in found if f.core.overlaps(span) and not f.ordinal), None)

    def _add(
        self, make: Any, kind: str, span: Span, content: str, fields: dict[str, Any]
    ) -> Any:
        numbers = {s.number for s in self.document.sentences_of(span)}
        zone, part = self.page.zone_of(min(numbers))
        if fields.get("speaker_span"):
            numbers |= {s.number for s in self.document.sentences_of(fields["speaker_span"])}
        if isinstance(fields.get("date"), str):
            fields["date"] = days(fields["date"])
        claim = make(
            id=claim_id(kind, self.document.digest, span, content),
            document=self.document.digest,
            part=part,
            zone=zone,
            span=span,
            evidence=tuple(sorted(numbers)),
            grounding=Grounding.VERIFIED,
            **fields,
        )
        self.claims.append(claim)
        return claim


def key_of(*clips: Clip) -> dict[str, str]:
    """Return for each claim the name of its outlet, in place of the source's id."""
    return {c.id: clip.document.metadata.outlet or "?" for clip in clips for c in clip.claims}
