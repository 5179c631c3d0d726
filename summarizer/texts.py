"""The articles as read, kept beside a briefing so that its page can show them; never in its JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ReadText:
    """The text of one document; `zones` gives (zone, part) of the sentences that are not its body.

    Sentences are numbered from 1, as `summarizer.sentences` splits the text.
    """

    text: str
    zones: Mapping[int, tuple[str, int]] = field(default_factory=dict)

    def zone_of(self, sentence: int) -> tuple[str, int]:
        """Return (zone, part) of a sentence.

        >>> ReadText("Photo: Ada Brandt", {1: ("caption", 0)}).zone_of(1), ReadText("Hi").zone_of(1)
        (('caption', 0), ('body', 0))
        """
        return self.zones.get(sentence, ("body", 0))
