"""How much room the stories of a page get: words, rows of figures, quotations, by their rank. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from summarizer.errors import UsageError

LEAD_WORDS, NEXT_WORDS, BIG_WORDS = 450, 120, 300
MOST_STORIES = 5  # stories that get prose by a model; the others a line by rule
PAGE_FROM = 3  # stories from which a page has top lines and contents, and shorter tables
FEWEST_WORDS = 60  # of the lead
BIG_FROM = 3  # origins from which a story with as many as the lead counts as another big one


@dataclass(frozen=True, slots=True)
class Tables:
    """At most how many rows of figures and quotations a story prints; disputes where it has any."""

    figures: int
    quotations: int
    disputes: bool = True


LEAD_TABLES = Tables(figures=16, quotations=4)
_BIG_TABLES = Tables(figures=10, quotations=3)
_NEXT_TABLES = Tables(figures=5, quotations=2)
_LINE = Tables(figures=0, quotations=0, disputes=False)


@dataclass(frozen=True, slots=True)
class Room:
    """What a page has room for: words of the lead story, and at most so many stories (None: all).

    The stories beyond them are only listed, with their sources.
    """

    words: int = LEAD_WORDS
    most_stories: int | None = None

    def __post_init__(self) -> None:
        if self.words < FEWEST_WORDS:
            raise UsageError(f"words={self.words}: a lead story takes at least {FEWEST_WORDS}")
        if self.most_stories is not None and self.most_stories < 1:
            raise UsageError(f"most_stories={self.most_stories}: a page tells at least one")

    def words_of(self, rank: int, *, is_big: bool = False) -> int:
        """Return about how many words the prose of a story has, in proportion to the lead's.

        >>> Room().words_of(1), Room().words_of(2), Room(words=225).words_of(2)
        (450, 120, 60)
        """
        told = LEAD_WORDS if rank == 1 else BIG_WORDS if is_big else NEXT_WORDS
        return round(self.words * told / LEAD_WORDS)

    def tables_of(self, rank: int, stories: int, *, is_big: bool = False) -> Tables:
        """Return what a story prints beside its prose on a page of so many stories."""
        if rank > MOST_STORIES:
            return _LINE
        if rank == 1 or stories < PAGE_FROM:
            return LEAD_TABLES
        return _BIG_TABLES if is_big else _NEXT_TABLES

    def as_options(self) -> dict[str, Any]:
        """Return it as it stands among the options of a run; nothing where it is the default."""
        return {} if self == Room() else {"room": asdict(self)}


USUAL_ROOM = Room()


def room_from(options: Mapping[str, Any]) -> Room:
    """Return the room that stands among the options of a run, else the default."""
    return Room(**options.get("room", {}))
