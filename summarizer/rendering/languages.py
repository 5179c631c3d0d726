"""What a page says of the languages of its sources: plain words, for every form of rendering."""

from __future__ import annotations

from collections.abc import Iterable

from summarizer.briefing import Alias, Statement
from summarizer.languages import language_name


def from_languages(codes: Iterable[str]) -> str:
    """Return that something is told from other languages.

    >>> from_languages(["de", "uk"])
    'translated from German and Ukrainian'
    """
    return f"translated from {' and '.join(language_name(code) for code in codes)}"


def aliases_by_source(aliases: Iterable[Alias]) -> dict[str, list[tuple[str, str]]]:
    """Return by source the names it prints, each with its English form, in order."""
    found: dict[str, list[tuple[str, str]]] = {}
    for alias in aliases:
        found.setdefault(alias.source, []).append((alias.printed, alias.english))
    return found


def language_notes(statement: Statement) -> list[str]:
    """Return the remarks that a statement needs, each plain text; none for one from English.

    Quoted words stand in their own language; their translation follows without marks.
    """
    notes = []
    if statement.quoted_in and statement.translation:
        notes.append(f"in English: {statement.translation}, translated by machine")
    elif statement.quoted_in:
        notes.append(f"in {language_name(statement.quoted_in)}, not translated")
    if statement.translated_from:
        notes.append(from_languages(statement.translated_from))
    return notes
