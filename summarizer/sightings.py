"""Documents with when they were first read, as the seen-list gives them. Knows no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from summarizer.articles import Document

Key = tuple[str, str]  # name and hash of a document


@dataclass(frozen=True, slots=True)
class Seen:
    """A document as it was read last, and when it was first read, in UTC."""

    document: Document
    first_read: datetime


@dataclass(frozen=True, slots=True)
class Within:
    """The documents of a span of time in the order of reading; how many others are older.

    `damaged` counts those that do not fit their checksums, or whose texts do not.
    """

    seen: tuple[Seen, ...] = ()
    older: int = 0
    damaged: int = 0


def document_key(document: Document) -> Key:
    """Return what tells documents apart: two texts of one name are two, one text of two names too."""
    return document.name, document.digest
