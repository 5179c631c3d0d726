"""The alias table: names as articles in other languages print them, and as English ones do. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from summarizer.spans import Span, locate, occurrences


@dataclass(frozen=True, slots=True, order=True)
class Alias:
    """One name in two spellings; `document` is the text (by hash) that prints the first of them."""

    document: str
    printed: str
    english: str


@dataclass(frozen=True)
class Aliases:
    """The aliases of all articles. A document without any keeps its names as they stand."""

    rows: tuple[Alias, ...] = ()

    @cached_property
    def by_document(self) -> Mapping[str, tuple[Alias, ...]]:
        """The aliases of each text, the longest printed form first."""
        found: dict[str, list[Alias]] = {}
        for alias in sorted(self.rows, key=lambda a: (-len(a.printed), a)):
            found.setdefault(alias.document, []).append(alias)
        return {document: tuple(rows) for document, rows in found.items()}

    def english(self, document: str, text: str) -> str:
        """Return a text about a document with the English forms of its names.

        >>> table = Aliases((Alias("d1", "Харків", "Kharkiv"), Alias("d1", "Нова Вись", "Nova Vys")))
        >>> table.english("d1", "Drones hit Харків and Нова Вись."), table.english("d2", "Харків")
        ('Drones hit Kharkiv and Nova Vys.', 'Харків')
        """
        pieces = list(self._pieces(document, text))
        for span, english in sorted(pieces, reverse=True):
            text = text[: span.start] + english + text[span.end :]
        return text

    def printed_in(self, document: str, text: str) -> tuple[str, ...]:
        """Return the English forms of the names that a piece of a document prints."""
        return tuple(
            dict.fromkeys(
                a.english for a in self.by_document.get(document, ()) if locate(a.printed, text)
            )
        )

    def _pieces(self, document: str, text: str) -> Iterator[tuple[Span, str]]:
        taken: list[Span] = []
        for alias in self.by_document.get(document, ()):
            for span in occurrences(alias.printed, text):
                if not any(span.overlaps(other) for other in taken):
                    taken.append(span)
                    yield span, alias.english


NO_ALIASES = Aliases()


def unambiguous(aliases: Iterable[Alias]) -> tuple[Alias, ...]:
    """Return the aliases whose printed form has one English one; of others nobody knows which."""
    forms: dict[tuple[str, str], set[str]] = {}
    for alias in aliases:
        forms.setdefault((alias.document, alias.printed), set()).add(alias.english)
    return tuple(
        sorted(
            Alias(document, printed, *english)
            for (document, printed), english in forms.items()
            if len(english) == 1
        )
    )
