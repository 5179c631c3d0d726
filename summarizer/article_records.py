"""What a run keeps of an article beside its text: its metadata and hints, as plain JSON values.

What was not known leaves no field of its own, so that records of before stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from summarizer.articles import Basis, Document, Hints, Kind, Metadata, Published


def entry_of(document: Document) -> dict[str, Any]:
    """Return what is kept of an article beside its text, as plain JSON values."""
    metadata = document.metadata
    return {
        "text": document.digest,
        "name": document.name,
        "outlet": metadata.outlet,
        "title": metadata.title,
        "published": _moment(metadata.published),
        "url": metadata.url,
        "language": metadata.language,
        "date_order": metadata.date_order,
        "basis": {name: basis.value for name, basis in metadata.basis.items()},
        **({"seen": metadata.seen.isoformat()} if metadata.seen else {}),
        **({"hints": _hints_entry(document.hints)} if document.hints != Hints() else {}),
    }


def _moment(published: Published | None) -> list[str | None] | None:
    if published is None:
        return None
    at = None if published.at is None else published.at.isoformat()
    return [published.day.isoformat(), at, published.surface]


def _hints_entry(hints: Hints) -> dict[str, Any]:
    return {
        "authors": list(hints.authors),
        "modified": _moment(hints.modified),
        "published_from": hints.published_from,
        "id": hints.id,
        "kind": hints.kind and hints.kind.value,
        "is_partial": hints.is_partial,
        "words": hints.words,
    }


def _hints(entry: Mapping[str, Any]) -> Hints:
    modified = entry["modified"]
    return Hints(
        authors=tuple(entry["authors"]),
        modified=None if modified is None else _published(*modified),
        published_from=entry["published_from"],
        id=entry["id"],
        kind=None if entry["kind"] is None else Kind(entry["kind"]),
        is_partial=entry["is_partial"],
        words=entry["words"],
    )


def document_of(entry: Mapping[str, Any], texts: Mapping[str, str]) -> Document:
    """Return the article of an entry, whose text is found by its hash."""
    published = entry["published"]
    metadata = Metadata(
        outlet=entry["outlet"],
        title=entry["title"],
        published=None if published is None else _published(*published),
        url=entry["url"],
        language=entry["language"],
        date_order=entry["date_order"],
        basis={name: Basis(basis) for name, basis in entry["basis"].items()},
        seen=datetime.fromisoformat(entry["seen"]) if "seen" in entry else None,
    )
    hints = _hints(entry["hints"]) if "hints" in entry else Hints()
    return Document(texts[entry["text"]], entry["name"], metadata, hints)


def _published(day: str, at: str | None, surface: str) -> Published:
    moment = None if at is None else datetime.fromisoformat(at)
    return Published(date.fromisoformat(day), moment, surface)
