"""Claims: grounded statements of one article, with the spans they rest on. Frozen, no behaviour.

Only `grounding` makes them; what reaches a briefing is made of nothing else.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from summarizer.dates import DateRange
from summarizer.spans import Span

Change = Literal["=", "~", ">", "<", "up", "down"]
Status = Literal["happened", "planned", "claimed", "denied", "withdrawn"]


class Grounding(StrEnum):
    """How the words of a claim were found in its article."""

    VERIFIED = "verified"  # verbatim in the sentence named
    RELOCATED = "relocated"  # verbatim in another sentence
    REPAIRED = "repaired"  # one near match; the source's words stand in for the model's


class Reason(StrEnum):
    """Why an item of a reply did not become a claim, or lost a field."""

    EMPTY = "empty"
    NOT_IN_TEXT = "not_in_text"
    NUMBER_DIFFERS = "number_differs"
    NAME_DIFFERS = "name_differs"
    NEGATION_DIFFERS = "negation_differs"
    NOT_QUOTED = "not_quoted"
    SPEAKER_NOT_IN_TEXT = "speaker_not_in_text"
    NO_FIGURE = "no_figure"
    NAME_NOT_IN_EVIDENCE = "name_not_in_evidence"
    NUMBER_NOT_IN_EVIDENCE = "number_not_in_evidence"
    QUOTE_NOT_IN_EVIDENCE = "quote_not_in_evidence"
    FURNITURE = "furniture"
    MACHINE_MADE = "machine_made"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What every claim has: where it stands and how it was found.

    Each kind hashes by its id alone, which is taken from its content: claims are looked up often.

    `span` covers the evidence words, `evidence` the numbers of the sentences that carry the claim
    (from 1, ascending), `part` the article on the page (0 the main one), `zone` its layout zone.
    """

    id: str
    document: str  # sha256 of the text
    part: int
    zone: str
    span: Span
    evidence: tuple[int, ...]
    grounding: Grounding


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Claim):
    """Something done, said, planned or claimed. `what` holds only names and numbers of `evidence`."""

    what: str
    words: str
    topic: str
    when: str
    date: DateRange | None
    where: str
    actors: tuple[str, ...]
    said_by: str
    status: Status
    role: Literal["main", "background", "elsewhere"]
    garbled: bool

    def __hash__(self) -> int:
        return hash(self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity(Claim):
    """A figure: value or bounds as printed, what it counts, and the surface words beside."""

    surface: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    modifier: str
    change: Change
    is_vague: bool
    unit: str
    counted: str
    scope: str
    as_of: str
    date: DateRange | None
    said_by: str

    def __hash__(self) -> int:
        return hash(self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation(Claim):
    """Words between quotation marks; `speaker` is empty where nobody is quoted."""

    words: str
    speaker: str
    speaker_span: Span | None
    relayed_by: str
    cue: str
    fragment: bool

    def __hash__(self) -> int:
        return hash(self.id)


AnyClaim = Event | Quantity | Quotation


@dataclass(frozen=True, slots=True)
class Rejection:
    """An item (or one field of it) that the text does not carry; shown and counted, never printed."""

    document: str
    kind: Literal["event", "quantity", "quotation", "field"]
    text: str
    sentence: int
    reason: Reason
    nearest: str = ""


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A numeral or quotation of an article's body that no claim covers."""

    document: str
    kind: Literal["number", "quotation"]
    span: Span


@dataclass(frozen=True, slots=True)
class Grounded:
    """Everything grounding has to say of one document."""

    claims: tuple[AnyClaim, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    uncovered: tuple[Uncovered, ...] = field(default=())


def claim_id(kind: str, document: str, span: Span, text: str) -> str:
    """Return the content id of a claim: 10 hex digits over kind, document, place and text."""
    content = f"{kind}\n{document}\n{span.start}\n{span.end}\n{text}"
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:10]
