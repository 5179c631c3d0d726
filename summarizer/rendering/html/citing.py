"""Pointers from a statement to the words it rests on, and what else a page must find by id."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from summarizer.briefing import Briefing, Citation, ClaimRecord
from summarizer.rendering.standing import is_context, own_sentence
from summarizer.rendering.telling import amount, told_statements


@dataclass(frozen=True, slots=True)
class Cite:
    """The sentences of one source that are cited, as (number, anchor).

    Those of `context` hold nothing of what is told: they are cited for a fuller name or a detail.
    """

    label: str
    sentences: tuple[tuple[int, str], ...]
    context: tuple[tuple[int, str], ...] = ()

    @property
    def anchors(self) -> tuple[str, ...]:
        """The names of the places of all its sentences."""
        return tuple(anchor for _, anchor in (*self.sentences, *self.context))


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

    def cites(self, citations: Iterable[Citation], claims: Iterable[str] = ()) -> tuple[Cite, ...]:
        """Return citations merged per source, each sentence once and in order.

        Args:
            citations: the sentences.
            claims: ids of what is told; a sentence without a word of them is set apart as context.
        """
        known = [self.claims[name] for name in claims if name in self.claims]
        return self._merged(citations, known)

    def evidence(self, claim_id: str) -> tuple[Cite, ...]:
        """Return the sentences of a claim that the page shows."""
        claim = self.claims[claim_id]
        source = claim.source or ""
        places = ((source, *span) for span in claim.evidence)
        found = (self._at[place] for place in places if place in self._at)
        return self._merged(found, [claim])

    def in_order_of_use(self) -> list[str]:
        """Return the ids of all sources as the page comes to cite them, machine-made text last."""
        used = [*dict.fromkeys(source for source, _ in self.cited), *self.sources]
        return sorted(
            dict.fromkeys(used), key=lambda name: self.sources[name].kind == "machine_made"
        )

    def outlets(self, citations: Iterable[Citation]) -> str:
        """Return the numbers of the outlets cited, as `data-o` has them for the filter."""
        found = {self._label_order[self.sources[c.source].label] for c in citations}
        return " ".join(map(str, sorted(found)))

    def outlets_told(self, citations: Iterable[Citation]) -> str:
        """Return on how many outlets something rests: "1 outlet"."""
        return amount(len({self.sources[c.source].label for c in citations}), "outlet")

    def left_anchor(self, claim: ClaimRecord) -> str:
        """Return the name of the place where the page shows the sentence of what is not printed."""
        start, end = own_sentence(claim)
        cited = self._at.get((claim.source or "", start, end))
        return words_anchor(cited) if cited else left_out_anchor(claim.source or "", start)

    def _merged(
        self, citations: Iterable[Citation], claims: Sequence[ClaimRecord] = ()
    ) -> tuple[Cite, ...]:
        told: dict[str, dict[int, str]] = {}
        context: dict[str, dict[int, str]] = {}
        for citation in citations:
            found = context if is_context(citation, claims) else told
            found.setdefault(citation.source, {})[citation.sentence] = words_anchor(citation)
        return tuple(
            Cite(
                self.sources[source].label,
                tuple(sorted(told.get(source, {}).items())),
                tuple(sorted(context.get(source, {}).items())),
            )
            for source in sorted(told.keys() | context.keys(), key=self._order.__getitem__)
        )


def words_anchor(citation: Citation) -> str:
    """Return the name of the place where the page shows a cited sentence."""
    return f"w-{citation.source}-{citation.start}"


def left_out_anchor(source: str, start: int) -> str:
    """Return the name of the place of a sentence that is not cited, by where it begins."""
    return f"o-{source}-{start}"


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
