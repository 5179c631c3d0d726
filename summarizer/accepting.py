"""Accepting: what inputs and the web give becomes documents, once its values are checked.

Knows nothing of where it comes from. What cannot be used is a listed failure and what was decided
on the way a note; copies of one text are one document, two texts of one name are named apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from summarizer.articles import Basis, Document, Hints, metadata_from
from summarizer.decoding import sound
from summarizer.errors import DocumentError, UsageError

LARGEST = 4_000_000  # code points of one article
FIELDS = ("outlet", "title", "published", "url", "language")

WEB_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_FEED = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:rss|feed|rdf:RDF|opml)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be read: its name (`file.jsonl:7` for a line), and why, in a line."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of the inputs, in the order given.

    `notes` says what was decided on the way: copies left out, a guessed encoding, a date to come.
    """

    documents: tuple[Document, ...]
    failures: tuple[Failure, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """An article before its values are checked; `place` names it where it has no id.

    `fallback` stands in for what neither the values nor a page's own metadata give; the fields in
    `assumed` stand on a rule alone.
    """

    place: str
    values: Mapping[str, Any]
    fallback: Mapping[str, str] = field(default_factory=dict)
    assumed: frozenset[str] = frozenset()
    hints: Hints = field(default_factory=Hints)


Found = Given | Document | Failure | str  # a str is a note


def reading_of(found: Iterable[Found], defaults: Mapping[str, str], today: date | None) -> Reading:
    """Return what was found as documents, failures and notes.

    Args:
        found: articles as given, documents, failures and notes, in the order given.
        defaults: metadata for the documents that lack them.
        today: where given, a document published after tomorrow is noted.

    Raises:
        UsageError: `defaults` holds a `published` that is no date.
    """
    try:
        metadata_from(defaults, name="defaults")
    except DocumentError as error:
        raise UsageError(error.reason) from error
    documents: list[Document] = []
    failures: list[Failure] = []
    notes: list[str] = []
    for item in found:
        try:
            if isinstance(item, str):
                notes.append(sound(item))
            elif isinstance(item, Document):
                documents.append(item)
            elif isinstance(item, Failure):
                failures.append(Failure(sound(item.name), sound(item.reason)))
            else:
                documents.append(_document(item, defaults, notes))
        except DocumentError as error:
            failures.append(Failure(sound(error.name), sound(error.reason)))
    kept = _named_apart(_without_copies(documents, notes), notes)
    for document in kept:
        published = document.metadata.published
        if today and published and published.day > today + timedelta(days=1):
            notes.append(
                f"{document.name}: published {published.day} lies in the future: used as given"
            )
    return Reading(tuple(kept), tuple(dict.fromkeys(failures)), tuple(dict.fromkeys(notes)))


def _document(article: Given, defaults: Mapping[str, str], notes: list[str]) -> Document:
    place, text = article.place, article.values.get("text")
    html = article.values.get("html")
    is_page = isinstance(html, str) and (text is None or text == "")
    if is_page:
        text = html
    if text is None or (isinstance(text, str) and not text.strip()):
        raise DocumentError(place, "no text")
    if not isinstance(text, str):
        raise DocumentError(place, f"text: expected a string, got {type(text).__name__}")
    if len(text) > LARGEST:
        raise DocumentError(place, "larger than 4 MB")
    if _FEED.match(text):
        raise DocumentError(place, "looks like a feed; give it with --feed")
    if is_page or WEB_PAGE.match(text):
        return _of_page(article, text, defaults, notes)
    return _checked(article, text, {**defaults, **article.fallback})


def _of_page(article: Given, html: str, defaults: Mapping[str, str], notes: list[str]) -> Document:
    """Return the article of a page; what is given with the page stands before its own metadata."""
    from summarizer.web.pages import read_page

    given = {name: value for name, value in article.values.items() if is_known(value)}
    url = given.get("url", article.fallback.get("url"))
    page = read_page(html, name=article.place, url=url if isinstance(url, str) else None)
    notes.extend(page.notes)
    own = {name: value for name in FIELDS if (value := getattr(page, name)) is not None}
    declared = {name: value for name, value in own.items() if name not in page.assumed}
    values = {**defaults, **article.fallback, **declared, **given}
    assumed = frozenset(name for name in page.assumed if name not in values)
    values |= {name: own[name] for name in assumed}
    hints = replace(
        page.hints,
        id=article.hints.id,
        authors=page.hints.authors or article.hints.authors,
        modified=page.hints.modified or article.hints.modified,
        published_from=article.hints.published_from or page.hints.published_from,
    )
    return _checked(Given(article.place, values, assumed=assumed, hints=hints), page.text, {})


def _checked(article: Given, text: str, defaults: Mapping[str, str]) -> Document:
    place = article.place
    known: dict[str, Any] = {}
    for key in ("id", *FIELDS):
        value = article.values.get(key)
        if isinstance(value, str):
            value = sound(value)
        elif isinstance(value, bool | Iterable) or callable(value):
            raise DocumentError(place, f"{key}: expected a string, got {type(value).__name__}")
        if is_known(value):
            known[key] = value
    metadata = metadata_from({**defaults, **known}, name=place)
    if article.assumed:
        basis = {**metadata.basis, **dict.fromkeys(article.assumed, Basis.ASSUMED)}
        metadata = replace(metadata, basis=basis)
    name = str(known.get("id", sound(place)))
    return Document(sound(text), name, metadata, article.hints)


def is_known(value: object) -> bool:
    """Whether a value says something: not None, not blank, not a data frame's nan."""
    # Data frames give nan and NaT, which differ from themselves, for what they do not have.
    return value is not None and value == value and str(value).strip() != ""


def _without_copies(documents: Sequence[Document], notes: list[str]) -> list[Document]:
    """Keep of identical texts the first by name, at its place in the order given."""
    groups: dict[str, list[int]] = {}
    for position, document in enumerate(documents):
        groups.setdefault(document.digest, []).append(position)
    kept = []
    for positions in groups.values():
        first, *others = sorted(positions, key=lambda position: documents[position].name)
        kept.append(first)
        name = documents[first].name
        copies = sorted({documents[other].name for other in others} - {name})
        if copies:
            verb = "is" if len(copies) == 1 else "are"
            notes.append(f"{len(positions)} identical texts: {', '.join(copies)} {verb} {name}")
        elif others:
            notes.append(f"{name}: given {len(positions)} times, read once")
    return [documents[position] for position in sorted(kept)]


def _named_apart(documents: Sequence[Document], notes: list[str]) -> list[Document]:
    """Give the later of two texts of one name a name of its own."""
    taken = {document.name for document in documents}
    used: dict[str, int] = {}
    apart = []
    for document in documents:
        name = document.name
        used[name] = number = used.get(name, 0) + 1
        if number > 1:
            while (name := f"{document.name}#{number}") in taken:
                number += 1
            used[document.name] = number
            taken.add(name)
            notes.append(f"{name}: another text of the name {document.name}")
            document = replace(document, name=name)
        apart.append(document)
    return apart
