"""What a page says of the languages of its sources: plain text, for every form of rendering."""

from __future__ import annotations

from collections.abc import Iterable

from summarizer.briefing import Briefing, Statement, Value
from summarizer.languages import language_name


def from_languages(codes: Iterable[str]) -> str:
    """Return that something is told from other languages.

    >>> from_languages(["de", "uk"])
    'translated from German and Ukrainian'
    """
    return f"translated from {' and '.join(language_name(code) for code in codes)}"


def language_notes(statement: Statement) -> list[str]:
    """Return the remarks that a statement needs, none for one from English.

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


def figure_words(value: Value) -> str:
    """Return a figure as the page shows it: with English marks, then as its source prints it."""
    printed = " ".join(value.surface.split())
    return f"{value.translation} (“{printed}”)" if value.translation else value.surface


def names_told(briefing: Briefing) -> list[str]:
    """Return the names that are told in another spelling than their source's, a line a source."""
    label = {source.source: source.label for source in briefing.sources}
    found: dict[str, list[str]] = {}
    for alias in briefing.aliases:
        found.setdefault(alias.source, []).append(f"“{alias.printed}” is {alias.english}")
    return [f"Names in {label[source]}: {', '.join(told)}." for source, told in found.items()]
