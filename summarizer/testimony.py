"""Who tells what: an event with its article and the one who says so, and how versions weigh. Pure.

Two outlets that quote one mayor are one voice; copies of one text are one voice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from summarizer.claims import Event
from summarizer.clustering import content_stems
from summarizer.coreference import Facets, Traits, traits_of
from summarizer.joining import Group
from summarizer.names import name_key, name_tokens, plain
from summarizer.sources import SourceArticle

UNRESOLVED = "unresolved"

Voice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Witness:
    """An event as one article tells it, and the number of its happening."""

    event: Event
    source: SourceArticle
    traits: Traits
    home: int

    @property
    def id(self) -> str:
        return self.event.id

    @property
    def facets(self) -> Facets:
        return self.traits.facets

    @property
    def evidence(self) -> str:
        """The sentences of the article that carry the event."""
        document = self.source.document
        numbers = self.event.evidence
        return "\n".join(document.sentences[n - 1].span.of(document.text) for n in numbers)

    @property
    def told(self) -> frozenset[str]:
        """The stems of the event's words that stand in its evidence."""
        return frozenset(content_stems(self.event.what)) & frozenset(content_stems(self.evidence))

    @property
    def voice(self) -> Voice:
        """Who stands behind it: the one named as saying it, whoever prints it, else the text."""
        if not self.event.said_by:
            return ("text", self.source.origin)
        names = [name_key(token.word) for token in name_tokens(f"the {self.event.said_by}")]
        if names and self.event.said_by.split()[-1][:1].isupper():
            return ("sayer", names[-1])
        return (f"sayer in {self.source.origin}", plain(self.event.said_by))

    @property
    def published(self) -> date | datetime | None:
        """When its article came out: the moment if it has a zone, else the day."""
        published = self.source.article.metadata.published
        if published is None:
            return None
        at = published.at
        return at if at is not None and at.tzinfo is not None else published.day


def witnesses_of(
    groups: Sequence[Group],
    sources: Mapping[str, SourceArticle],
    source_of: Mapping[str, str],
) -> dict[str, Witness]:
    """Return every event of the happenings of a story with who tells it, by its id."""
    return {
        event.id: Witness(event, sources[source_of[event.id]], traits_of(event), home)
        for home, group in enumerate(groups)
        for event in group.events
    }


def came_before(left: Witness, right: Witness) -> bool | None:
    """Whether one article came out before another; None where that is not known.

    Days order where they differ, moments only where both have a zone.
    """
    a, b = left.published, right.published
    if a is None or b is None:
        return None
    if isinstance(a, datetime) and isinstance(b, datetime):
        return a < b
    first, second = (d.date() if isinstance(d, datetime) else d for d in (a, b))
    return True if first < second else False if first > second else None


def reading_of(versions: Sequence[Sequence[Witness]]) -> str:
    """Return how versions weigh, in words: a correction, one that no report has, or "unresolved".

    Voices are not counted against each other: who is silent on a point may well be of one mind with
    either side. Commentary, press releases and machine-made texts do not count as voices at all.
    """
    corrected = _correction(versions)
    if corrected or len(versions) != 2:
        return corrected or UNRESOLVED
    counts = [_voices(version) for version in versions]
    if 0 in counts and counts[0] != counts[1]:
        kinds = {witness.source.article.kind.value for witness in versions[counts.index(0)]}
        return f"one version only in {' and '.join(sorted(kinds)).replace('_', ' ')}"
    return UNRESOLVED


def _voices(version: Sequence[Witness]) -> int:
    """Return how many stand behind a version; "officials" may be the one another source names."""
    voices = {witness.voice for witness in version if witness.source.corroborates}
    named = {voice for voice in voices if voice[0] == "sayer"}
    unnamed = {voice for voice in voices if voice[0] not in ("sayer", "text")}
    return len(voices) - len(unnamed) + (0 if named else min(1, len(unnamed)))


def _correction(versions: Sequence[Sequence[Witness]]) -> str:
    """Return the outlet that tells one version and later another, in words, or ""."""
    for one in versions:
        for other in versions:
            for earlier in one if one is not other else ():
                for later in other:
                    same = earlier.source.article.metadata.outlet
                    if same and same == later.source.article.metadata.outlet:
                        if earlier.voice[0] == later.voice[0] == "text":
                            if came_before(earlier, later):
                                return f"corrected by {same} in a later text"
    return ""
