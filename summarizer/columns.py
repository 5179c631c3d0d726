"""Values of a row of the store: text as SQLite takes and gives it, and the checksum of a row."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

Row = tuple[str | bytes | int | None, ...]


def column(text: str) -> str | bytes:
    """Return text as SQLite takes it: half of a surrogate pair can only be stored as bytes.

    >>> column("cut \\ud83d")
    b'cut \\xed\\xa0\\xbd'
    """
    try:
        text.encode()
        return text
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def text_of(value: Any) -> str:
    """Return the text of a column, which comes back as bytes.

    Raises:
        UnicodeDecodeError: it is damaged.
    """
    return bytes(value).decode("utf-8", "surrogatepass")


def checksum(columns: Iterable[Any]) -> str:
    """Return the sha256 of a row's content, as read or as written, each value with its length."""
    digest = hashlib.sha256()
    for value in columns:
        raw = value if isinstance(value, bytes) else str(value).encode()
        digest.update(b"%d:" % len(raw))
        digest.update(raw)
    return digest.hexdigest()
