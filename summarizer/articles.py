"""Documents: immutable text, its sentences as spans, and metadata with the basis it stands on.

Knows nothing of files (see `reading`), prompts or claims.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, Literal

from summarizer.errors import DocumentError
from summarizer.languages import code_of, foreign_language, is_foreign
from summarizer.sentences import sentence_spans
from summarizer.spans import Span

DateOrder = Literal["day", "month", ""]  # which of two numbers comes first; "" is not known
_NUMBERS = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})")


class Basis(StrEnum):
    """On what ground a metadata value stands."""

    GIVEN = "given"  # by the caller, the file, the page's own metadata or the feed
    TEXT = "text"  # read in the article's own words
    ASSUMED = "assumed"  # by a rule, said so where it is shown
    UNKNOWN = "unknown"


class Kind(StrEnum):
    """What sort of source a text is; commentary and machine-made text never corroborate."""

    REPORT = "report"
    WIRE = "wire"
    LIVE = "live"
    COMMENTARY = "commentary"
    PRESS_RELEASE = "press_release"
    MACHINE_MADE = "machine_made"
    STUB = "stub"
    NOT_AN_ARTICLE = "not_an_article"


@dataclass(frozen=True, slots=True)
class Published:
    """When an article was published: the calendar day where it appeared, and the moment if known.

    `at` may lack a zone (then only its day and hour are known); `surface` is the value as given.
    """

    day: date
    at: datetime | None
    surface: str

    @classmethod
    def parse(cls, value: str | date | datetime, order: DateOrder = "") -> Published:
        """Return the moment an ISO 8601 date or date-time names; "04/07/2025" where `order` is known.

        >>> Published.parse("2025-07-04T06:12+03:00").day.isoformat()
        '2025-07-04'

        Raises:
            ValueError: `value` is no ISO 8601 date or date-time.
        """
        if isinstance(value, datetime):
            return cls(value.date(), value, value.isoformat())
        if isinstance(value, date):
            return cls(value, None, value.isoformat())
        surface = value.strip()
        numbers = _NUMBERS.fullmatch(surface) if order else None
        if numbers:
            first, second = int(numbers[1]), int(numbers[3])
            day, month = (first, second) if order == "day" else (second, first)
            read = date(int(numbers[4]), month, day)
            return cls(read, None, read.isoformat())
        if len(surface) == 10:
            return cls(date.fromisoformat(surface), None, surface)
        moment = datetime.fromisoformat(surface)
        return cls(moment.date(), moment, surface)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of an article beside its text; `basis` says on what ground, field by field."""

    outlet: str | None = None
    title: str | None = None
    published: Published | None = None
    url: str | None = None
    language: str | None = None
    date_order: DateOrder = ""  # of "04/07/2025" in its text; "" is not known
    kind: Kind | None = None  # as a person decided; None leaves it to what the text shows
    seen: datetime | None = None  # when the text was first read; None is not known
    basis: Mapping[str, Basis] = field(default_factory=dict, hash=False)

    def basis_of(self, name: str) -> Basis:
        return self.basis.get(name, Basis.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Hints:
    """What a page or a feed tells of its article beside metadata, for whoever weighs it.

    `published_from` names the field its date was read in, `id` is a feed's for the entry, `kind` is
    what the page calls itself, `is_partial` that only its beginning was there; `words` are those read.
    """

    authors: tuple[str, ...] = ()
    modified: Published | None = None
    published_from: str = ""
    id: str = ""
    kind: Kind | None = None
    is_partial: bool = False
    words: int | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a document; `number` counts from 1 and is what prompts and replies use."""

    number: int
    span: Span


@dataclass(frozen=True)
class Document:
    """A text as read. `name` is the path as given or the caller's id; offsets are code points."""

    text: str
    name: str
    metadata: Metadata = field(default_factory=Metadata)
    hints: Hints = field(default_factory=Hints)

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise DocumentError(self.name, "no text")

    @classmethod
    def excerpt(
        cls, sentences: Mapping[int, tuple[int, str]], name: str, metadata: Metadata, digest: str
    ) -> Document:
        """Return a document of which only some sentences are known, in their places.

        Args:
            sentences: offset and words of each known sentence, by number; the others are empty.
            name: as of the whole document, like `metadata`.
            metadata: see `name`.
            digest: the sha256 of the whole text.

        >>> part = Document.excerpt({2: (9, "It burned.")}, "mill.txt", Metadata(), "ab12")
        >>> [s.span.of(part.text) for s in part.sentences], part.sentences[1].span.start
        (['', 'It burned.'], 9)
        """
        end = max((start + len(words) for start, words in sentences.values()), default=0)
        text = ["\n"] * end
        for start, words in sentences.values():
            text[start : start + len(words)] = words
        document = cls("".join(text), name, metadata)
        empty = Sentence(0, Span(0, 0))
        known = {n: Sentence(n, Span(at, at + len(words))) for n, (at, words) in sentences.items()}
        numbered = (
            known.get(number, replace(empty, number=number))
            for number in range(1, max(known, default=0) + 1)
        )
        vars(document).update(sentences=tuple(numbered), digest=digest)  # as if computed
        return document

    @cached_property
    def digest(self) -> str:
        """The sha256 of the text: the document's identity."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def language(self) -> str:
        """The two-letter code of its language: as given, else of another one told by rule, else ""."""
        given = code_of(self.metadata.language or "")
        return given or foreign_language(self.text)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        language = self.language if is_foreign(self.language) else ""
        spans = sentence_spans(self.text, language)
        return tuple(Sentence(number, span) for number, span in enumerate(spans, start=1))

    def sentence(self, number: int) -> Sentence | None:
        """Return sentence `number` (from 1), or None where there is no such number."""
        return self.sentences[number - 1] if 1 <= number <= len(self.sentences) else None

    def sentences_of(self, span: Span) -> tuple[Sentence, ...]:
        """Return the sentences that `span` touches, in reading order."""
        first = bisect_right(self.sentences, span.start, key=lambda s: s.span.end)
        return self.sentences[first : bisect_left(self.sentences, span.end, key=_start)]


def _start(sentence: Sentence) -> int:
    return sentence.span.start


def metadata_from(values: Mapping[str, Any], *, name: str) -> Metadata:
    """Return the metadata a mapping gives; unknown fields are ignored, empty ones are unknown.

    Args:
        values: any of outlet, title, published, url, language; `date_order` ("day" or "month") says
            how "04/07/2025" is read, in `published` and later in the text.
        name: the document's name, for the error.

    Raises:
        DocumentError: `published` is no ISO 8601 date or date-time.
    """
    date_order: DateOrder = values.get("date_order", "")
    known: dict[str, Any] = {}
    for key in ("outlet", "title", "url", "language"):
        value = values.get(key)
        if value is not None and str(value).strip():
            known[key] = " ".join(str(value).split())
    published = values.get("published")
    if published is not None and str(published).strip():
        try:
            is_date = isinstance(published, date)
            known["published"] = Published.parse(
                published if is_date else str(published), date_order
            )
        except ValueError:
            raise DocumentError(
                name, f"published {str(published)!r} is not an ISO 8601 date or date-time"
            ) from None
    return Metadata(**known, date_order=date_order, basis=dict.fromkeys(known, Basis.GIVEN))
