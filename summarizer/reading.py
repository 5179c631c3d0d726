"""Reading: files, folders, patterns, standard input and Python objects become documents.

All input of articles from disk is here (for the web see `gathering`); nothing of prompts, models
or claims. What cannot be read is a listed failure and what was decided on the way a note; the
other articles are read all the same.
"""

from __future__ import annotations

import glob
import io
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

from summarizer.accepting import (
    FIELDS,
    LARGEST,
    WEB_PAGE,
    Failure,
    Found,
    Given,
    Reading,
    is_known,
    reading_of,
)
from summarizer.articles import Document
from summarizer.decoding import declared_in, decode
from summarizer.errors import DocumentError, UsageError
from summarizer.front_matter import without_front_matter
from summarizer.web.addresses import is_url

__all__ = ["Failure", "Reading", "as_documents", "from_input", "named_in_folders", "read"]

_LINES = frozenset({".jsonl", ".ndjson"})
_PAGES = frozenset({".html", ".htm", ".xhtml"})
_ENDINGS = _LINES | _PAGES | {".txt", ".md"}  # what a folder is searched for
_PAGE_BYTES = re.compile(WEB_PAGE.pattern.encode(), re.IGNORECASE)
_NO_ARTICLE = re.compile(r"\.|README|LICENSE|CHANGELOG|(?i:readme|license|changelog)(?:\.|$)")


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
        if is_url(given):
            raise DocumentError(given, "a web address; summarizer.gathering.gather reads it")
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
        body, values = without_front_matter(text, name)
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
        *FIELDS,
        "publish_date",
        "source_url",  # the last two as newspaper has
    )
    if isinstance(entry, Mapping):
        values = {key: entry.get(key) for key in keys}
    else:
        values = {key: getattr(entry, key, None) for key in keys}
    for key, other in (("published", "publish_date"), ("url", "source_url")):
        if not is_known(values[key]):
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
