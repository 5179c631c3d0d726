"""Pointers from a statement to the words it rests on, and what else a page must find by id."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from summarizer.briefing import Briefing, Citation
from summarizer.rendering.telling import told_statements


@dataclass(frozen=True, slots=True)
class Cite:
    """The sentences of one source that are cited, as (number, anchor)."""

    label: str
    sentences: tuple[tuple[int, str], ...]


class Citing:
    """Finds sources, claims and cited sentences of one briefing."""

    def __init__(self, briefing: Briefing) -> None:
        self.sources = {source.source: source for source in briefing.sources}
        self.claims = {claim.id: claim for claim in briefing.claims}
        self.words = {claim.id: claim.words or "" for claim in briefing.claims}
        self.labels = list(dict.fromkeys(source.label for source in briefing.sources))
        self.cited = {(c.source, c.sentence): c for c in all_citations(briefing)}
        self._of: dict[str, list[tuple[int, Citation]]] = {}
        for (source, number), citation in self.cited.items():
            self._of.setdefault(source, []).append((number, citation))
        self._order = {source.source: index for index, source in enumerate(briefing.sources)}
        self._label_order = {label: index for index, label in enumerate(self.labels)}
        self._at = {(c.source, c.start, c.end): c for c in self.cited.values()}

    def of(self, source: str) -> Sequence[tuple[int, Citation]]:
        """Return the cited sentences of a source, each with its number."""
        return self._of.get(source, ())

    def cites(self, citations: Iterable[Citation]) -> tuple[Cite, ...]:
        """Return citations merged per source, each sentence once and in order."""
        return self._merged(citations)

    def evidence(self, claim_id: str) -> tuple[Cite, ...]:
        """Return the sentences of a claim that the page shows."""
        claim = self.claims[claim_id]
        source = claim.source or ""
        places = ((source, *span) for span in claim.evidence)
        return self._merged(self._at[place] for place in places if place in self._at)

    def outlets(self, citations: Iterable[Citation]) -> str:
        """Return the numbers of the outlets cited, as `data-o` has them for the filter."""
        found = {self._label_order[self.sources[c.source].label] for c in citations}
        return " ".join(map(str, sorted(found)))

    def _merged(self, citations: Iterable[Citation]) -> tuple[Cite, ...]:
        found: dict[str, dict[int, str]] = {}
        for citation in citations:
            found.setdefault(citation.source, {})[citation.sentence] = words_anchor(citation)
        return tuple(
            Cite(self.sources[source].label, tuple(sorted(found[source].items())))
            for source in sorted(found, key=self._order.__getitem__)
        )


def words_anchor(citation: Citation) -> str:
    """Return the name of the place where the page shows a cited sentence."""
    return f"w-{citation.source}-{citation.start}"


def all_citations(briefing: Briefing) -> Iterable[Citation]:
    """Yield every citation that the page prints."""
    for story in briefing.stories:
        readings = [row.reading for row in story.figures if row.reading]
        for statement in [*told_statements(story), *readings]:
            yield from statement.citations
            for variant in statement.variants:
                yield from variant.citations
        for row in story.figures:
            for value in row.values:
                yield from value.citations
            for derivation in row.derivations:
                yield from derivation.citations
    for correction in briefing.corrections:
        yield from correction.citations
