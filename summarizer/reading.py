"""Reading: files, folders, patterns, standard input and Python objects become documents.

All input I/O of articles is here; nothing of prompts, models or claims. What cannot be read is a
listed failure and what was decided on the way a note; the other articles are read all the same.
"""

from __future__ import annotations

import glob
import io
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, BinaryIO

import yaml

from summarizer.articles import Basis, Document, Hints, metadata_from
from summarizer.decoding import declared_in, decode, sound
from summarizer.errors import DocumentError, UsageError

LARGEST = 4_000_000  # code points of one article

_FIELDS = ("outlet", "title", "published", "url", "language")
_LINES = frozenset({".jsonl", ".ndjson"})
_PAGES = frozenset({".html", ".htm", ".xhtml"})
_ENDINGS = _LINES | _PAGES | {".txt", ".md"}  # what a folder is searched for
_NO_ARTICLE = re.compile(r"\.|README|LICENSE|CHANGELOG|(?i:readme|license|changelog)(?:\.|$)")
_WEB_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_FEED = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:rss|feed|rdf:RDF|opml)\b", re.IGNORECASE)
_PAGE_BYTES = re.compile(_WEB_PAGE.pattern.encode(), re.IGNORECASE)
_BREAK = r"(?:\r\n?|\n)"
_FRONT = re.compile(
    rf"---[ \t]*{_BREAK}((?:.{{0,10000}}?{_BREAK})??)---[ \t]*(?:{_BREAK}|\Z)", re.DOTALL
)
_UNCLOSED = re.compile(rf"---[ \t]*{_BREAK}(?:{'|'.join(_FIELDS)}):")
_NULL = "tag:yaml.org,2002:null"


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


def read(
    inputs: Sequence[str | Path],
    *,
    stdin: BinaryIO | None = None,
    defaults: Mapping[str, str] = {},
    today: date | None = None,
) -> Reading:
    """Return the articles that paths, as typed on a command line, name.

    A file holds one text, with YAML front matter or none (any ending), a web page (.html, .htm),
    JSON lines (.jsonl, .ndjson) or one JSON object or list (.json). A folder is searched for .txt,
    .md, .html, .htm, .jsonl and .ndjson. What names no file is taken as a pattern (`**` works);
    "-" is standard input.
    A text is kept as it stands after decoding, line breaks and control characters included.

    Args:
        inputs: the paths; one that cannot be read becomes a failure.
        stdin: read for "-" in place of the process's own.
        defaults: metadata for the documents that lack them.
        today: where given, a document published after tomorrow is noted.

    Raises:
        UsageError: `defaults` holds a `published` that is no date.
    """
    paths = [inputs] if isinstance(inputs, str | Path) else inputs
    found = (item for path in paths for item in from_input(str(path), stdin))
    return reading_of(found, defaults, today)


def as_documents(
    articles: object, *, defaults: Mapping[str, str] = {}, today: date | None = None
) -> Reading:
    """Return the articles that Python objects hold, for callers of the library.

    A str is text, a Path a file or a folder, a mapping with "text" or an object with `.text` an
    article (with id, title, outlet, published or publish_date, url or source_url, language), and a
    Document is itself, metadata included. A single one is accepted as one.

    Raises:
        UsageError: an object of another type, or a `published` in `defaults` that is no date.
    """
    entries: Iterable[object] = [articles]
    if not isinstance(articles, str | os.PathLike | Mapping) and not hasattr(articles, "text"):
        if not isinstance(articles, Iterable) or isinstance(articles, bytes | io.IOBase):
            raise _misuse(articles)
        entries = articles
    entries = list(entries)
    numbered = enumerate(entries, start=1)
    found = (item for number, entry in numbered for item in _from_object(entry, f"text-{number}"))
    folders = [str(entry) for entry in entries if isinstance(entry, os.PathLike)]
    return named_in_folders(reading_of(found, defaults, today), folders)


def named_in_folders(reading: Reading, inputs: Iterable[str]) -> Reading:
    """Name the members of folders by their path inside it, where that stays unambiguous."""
    roots = [f"{given.rstrip('/')}/" for given in inputs if Path(given).is_dir()]
    names = [document.name for document in reading.documents]
    short = [next((n.removeprefix(r) for r in roots if n.startswith(r)), n) for n in names]
    if len(set(short)) != len(short):
        return reading
    documents = tuple(
        replace(document, name=name) if document.name != name else document
        for document, name in zip(reading.documents, short, strict=True)
    )
    return replace(reading, documents=documents)


def reading_of(found: Iterable[Found], defaults: Mapping[str, str], today: date | None) -> Reading:
    """Return what was found as documents, failures and notes; see `read` for the arguments."""
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
    if is_page or _WEB_PAGE.match(text):
        return _of_page(article, text, defaults, notes)
    return _checked(article, text, {**defaults, **article.fallback})


def _of_page(article: Given, html: str, defaults: Mapping[str, str], notes: list[str]) -> Document:
    """Return the article of a page; what is given with the page stands before its own metadata."""
    from summarizer.web.pages import read_page

    given = {name: value for name, value in article.values.items() if _is_known(value)}
    url = given.get("url", article.fallback.get("url"))
    page = read_page(html, name=article.place, url=url if isinstance(url, str) else None)
    notes.extend(page.notes)
    own = {name: value for name in _FIELDS if (value := getattr(page, name)) is not None}
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
    for key in ("id", *_FIELDS):
        value = article.values.get(key)
        if isinstance(value, str):
            value = sound(value)
        elif isinstance(value, bool | Iterable) or callable(value):
            raise DocumentError(place, f"{key}: expected a string, got {type(value).__name__}")
        if _is_known(value):
            known[key] = value
    metadata = metadata_from({**defaults, **known}, name=place)
    if article.assumed:
        basis = {**metadata.basis, **dict.fromkeys(article.assumed, Basis.ASSUMED)}
        metadata = replace(metadata, basis=basis)
    name = str(known.get("id", sound(place)))
    return Document(sound(text), name, metadata, article.hints)


def _is_known(value: object) -> bool:
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


def _guarded(name: str, found: Iterator[Found]) -> Iterator[Found]:
    """Yield what is found; an error ends it with a failure."""
    try:
        yield from found
    except DocumentError as error:
        yield Failure(error.name, error.reason)
    except OSError as error:
        yield Failure(name, f"cannot be read: {error.strerror or error}")


def from_input(given: str, stdin: BinaryIO | None = None) -> Iterator[Found]:
    """Return what a path, a pattern or "-" names, before its values are checked."""
    if given == "-":
        return _guarded("stdin", _from_stdin(stdin or sys.stdin.buffer))
    return _guarded(given, _from_path(given))


def _from_stdin(stdin: BinaryIO) -> Iterator[Found]:
    yield from _from_bytes(stdin.read(), "stdin", "-")


def _from_path(given: str) -> Iterator[Found]:
    names = [given]
    if not Path(given).exists():
        names = sorted(glob.glob(given, recursive=True))  # noqa: PTH207 (absolute patterns)
        if "**" in given:  # which lists the files of the folders it lists
            names = [name for name in names if name[-1] != "/" and not Path(name).is_dir()]
    if not names:
        raise DocumentError(given, "no such file")
    for name in names:
        found = _from_folder(name) if Path(name).is_dir() else _from_file(name)
        yield from _guarded(name, found)


def _from_folder(folder: str) -> Iterator[Found]:
    names: list[str] = []
    ignored: list[str] = []
    errors: list[OSError] = []
    for root, folders, files in os.walk(folder, onerror=errors.append):
        folders[:] = [name for name in folders if not _is_passed_over(name, files)]
        for path in (Path(root, name) for name in files if not _NO_ARTICLE.match(name)):
            if path.suffix.lower() in _ENDINGS and path.is_file():
                names.append(f"{folder.rstrip('/')}/{path.relative_to(folder).as_posix()}")
            else:
                ignored.append(path.suffix.lower() or "no ending")
    for error in errors:
        yield Failure(str(error.filename), f"cannot be read: {error.strerror}")
    if ignored:
        count = "1 file" if len(ignored) == 1 else f"{len(ignored)} files"
        yield f"{folder}: {count} ignored ({', '.join(sorted(set(ignored)))})"
    if not names and not errors:
        raise DocumentError(folder, "no .txt, .md, .html, .jsonl or .ndjson file in this folder")
    for name in sorted(names):
        yield from _guarded(name, _from_file(name))


def _is_passed_over(folder: str, files: Sequence[str]) -> bool:
    """Whether a folder holds no articles: a hidden one, or what a browser saved beside a page."""
    page = folder.removesuffix("_files")
    return folder.startswith(".") or (
        page != folder and any(page + ending in files for ending in _PAGES)
    )


def _from_file(name: str) -> Iterator[Found]:
    path = Path(name)
    ending = path.suffix.lower()
    holds_one = ending not in _LINES | {".json"}
    if holds_one and path.stat().st_size > 4 * LARGEST + 4:  # as UTF-32 with its mark
        raise DocumentError(name, "larger than 4 MB")
    yield from _from_bytes(path.read_bytes(), name, ending)


def _from_bytes(data: bytes, name: str, ending: str) -> Iterator[Found]:
    is_page = ending in _PAGES or _PAGE_BYTES.match(data) is not None
    decoded = decode(data, name, declared_in(data) if is_page else ())
    yield from decoded.notes(name)
    text = decoded.text
    if not text.strip():
        raise DocumentError(name, "no text")
    if ending == ".json":
        yield from _from_json(text, name)
    elif ending in _LINES or (ending == "-" and _is_json_lines(text)):
        for number, line in enumerate(text.split("\n"), start=1):
            if line.strip():
                place = f"{name}:{number}"
                yield from _guarded(place, _from_json(line, place))
    else:
        body, values = _without_front_matter(text, name)
        yield Given(name, {**values, "html" if ending in _PAGES else "text": body})


def _from_json(text: str, place: str) -> Iterator[Found]:
    try:
        value = json.loads(text)
    except RecursionError:
        raise DocumentError(place, "not JSON: nested too deeply") from None
    except ValueError as error:
        raise DocumentError(place, f"not JSON: {error}") from error
    if value == []:
        raise DocumentError(place, "no text: the list is empty")
    entries = enumerate(value, start=1) if isinstance(value, list) else [(0, value)]
    for number, entry in entries:
        name = f"{place}:{number}" if number else place
        if isinstance(entry, dict):
            yield Given(name, entry)
        else:
            got = type(entry).__name__
            yield Failure(name, f"expected an object with 'text', got {got}")


def _is_json_lines(text: str) -> bool:
    """Whether the first line that is not blank is an object with a text."""
    try:
        value = json.loads(text.lstrip().split("\n", 1)[0])
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and ("text" in value or "html" in value)


def _without_front_matter(text: str, name: str) -> tuple[str, dict[str, Any]]:
    """Return the body as it stands, and the metadata fields its front matter gives."""
    match = _FRONT.match(text)
    if match is None:
        if _UNCLOSED.match(text):
            raise DocumentError(f"{name}:1", "front matter without a closing '---' line")
        return text, {}
    try:
        values = yaml.load(match[1], Loader=_AsWritten) or {}
    except RecursionError:
        raise DocumentError(f"{name}:2", "broken front matter: nested too deeply") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "a character YAML does not allow"
        line = mark.line + 2 if mark else 2
        raise DocumentError(f"{name}:{line}", f"broken front matter: {problem}") from error
    if not isinstance(values, dict):
        raise DocumentError(f"{name}:2", "broken front matter: no 'key: value' lines")
    return text[match.end() :], {key: values[key] for key in _FIELDS if key in values}


class _AsWritten(yaml.BaseLoader):
    """Reads null as such and other scalars as text: to YAML, `language: no` is False."""


_AsWritten.add_implicit_resolver(_NULL, re.compile(r"(?:~|null|Null|NULL|)\Z"), ["~", "n", "N", ""])
_AsWritten.add_constructor(_NULL, lambda loader, node: None)


def _from_object(entry: object, place: str) -> Iterator[Found]:
    if isinstance(entry, Document):
        yield entry
    elif isinstance(entry, os.PathLike):
        yield from _guarded(os.fsdecode(entry), _from_path(os.fsdecode(entry)))
    elif isinstance(entry, str):
        if _names_a_file(entry):
            yield f"{place}: {entry!r} looks like a path: pass Path({entry!r})"
        yield Given(place, {"text": entry})
    elif isinstance(entry, Mapping) or hasattr(entry, "text"):
        yield _from_fields(entry, place)
    else:
        raise _misuse(entry)


def _from_fields(entry: object, place: str) -> Given:
    keys = (
        "id",
        "text",
        "html",
        *_FIELDS,
        "publish_date",
        "source_url",  # the last two as newspaper has
    )
    if isinstance(entry, Mapping):
        values = {key: entry.get(key) for key in keys}
    else:
        values = {key: getattr(entry, key, None) for key in keys}
    for key, other in (("published", "publish_date"), ("url", "source_url")):
        if not _is_known(values[key]):
            values[key] = values[other]
    name = values["id"]
    return Given(name if isinstance(name, str) and name.strip() else place, values)


def _names_a_file(text: str) -> bool:
    try:
        return text.endswith((".txt", ".md", ".jsonl")) and "\n" not in text and Path(text).exists()
    except OSError:  # too long for a path, or in a folder that may not be searched
        return False


def _misuse(value: object) -> UsageError:
    return UsageError(
        f"cannot read {type(value).__name__!r} as an article: pass text (str), a Path, a mapping "
        "with 'text', an object with .text, or a sequence of these"
    )
