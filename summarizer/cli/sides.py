"""What OLD and NEW of `diff` name: a briefing, with the texts of its templates where they are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.cli.review import read_briefing

if TYPE_CHECKING:
    from summarizer.briefing import Briefing


@dataclass(frozen=True, slots=True)
class Side:
    """A briefing to compare; `texts` maps the files of its prompts to their texts, if known."""

    label: str
    briefing: Briefing
    texts: Mapping[str, str] | None


def read_side(name: str, store: Path | None) -> Side:
    """Return the briefing that a name stands for: a JSON file.

    Raises:
        UsageError: it cannot be read, or is none.
    """
    return Side(name, read_briefing(Path(name)), None)
