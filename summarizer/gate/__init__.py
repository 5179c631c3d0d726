"""The gate: one sentence against the sentences it cites; it fails closed.

Every number (with what it counts), name and quotation of a sentence stands in its cited sentences.
What may differ, and nothing else: resolved dates, number word against digit, unit spelling, known
name variants, a fuller name from another sentence of the same source (then cited too), and the
labels of sources. Pure; knows claims and documents, not who wrote the sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from summarizer.claims import AnyClaim
from summarizer.gate.cited import Cited, Known
from summarizer.gate.contraries import contrary_problems
from summarizer.gate.dates import date_problems
from summarizer.gate.figures import figure_problems
from summarizer.gate.names import name_problems
from summarizer.gate.quotations import outer_stretches, quotation_problems, without
from summarizer.gate.sayers import sayer_problems, source_problems
from summarizer.gate.sense import sense_problems
from summarizer.gate.shape import bearing_problem, shape_problem
from summarizer.sources import SourceArticle
from summarizer.translation.aliases import NO_ALIASES, Aliases

MOST_SENTENCES = 14  # more cited sentences than this point at everything and at nothing


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a sentence may not be printed (empty: it may), and the sentences it then cites."""

    problems: tuple[str, ...]
    citations: tuple[tuple[str, int], ...]  # (source id, sentence number), in order

    @property
    def passes(self) -> bool:
        return not self.problems


@dataclass(frozen=True)
class Gate:
    """Checks sentences against claims. `sources` maps (document, part) to the source article.

    Of articles in other languages the claims are told in English; `aliases` are their names in it.
    """

    claims: Mapping[str, AnyClaim]
    sources: Mapping[tuple[str, int], SourceArticle]
    aliases: Aliases = NO_ALIASES

    @cached_property
    def _known(self) -> Known:
        return Known(self.claims, self.aliases)

    def check(self, text: str, claim_ids: Sequence[str]) -> Verdict:
        """Return whether `text` may be printed as resting on the claims with these ids."""
        unknown = [name for name in claim_ids if name not in self.claims]
        if unknown:
            return Verdict((f"there is no row {unknown[0]!r}",), ())
        claims = [self.claims[name] for name in sorted(dict.fromkeys(claim_ids))]
        problem = shape_problem(text, claims)
        if problem:
            return Verdict((problem,), ())
        cited = Cited(claims, self._known, self.sources)
        problems: list[str] = []
        if len(cited.sentences) > MOST_SENTENCES:
            problems.append("it rests on too many sentences; name fewer rows")
        problems += _problems(text, cited)
        problems += bearing_problem(text, claims)
        return Verdict(tuple(dict.fromkeys(problems)), cited.citations())

    def check_cited(self, text: str, sentences: Iterable[tuple[str, int]]) -> Verdict:
        """Return whether `text` may be printed as resting on whole sentences.

        For texts that name no claims, as a person writes them.

        Args:
            text: one sentence.
            sentences: what it cites, as (source id, sentence number).
        """
        place = {source.id: (key, source.document) for key, source in self.sources.items()}
        wanted: dict[tuple[str, int, int], str] = {}
        for name, number in sorted(set(sentences)):
            if name not in place or not place[name][1].sentence(number):
                return Verdict((f"there is no sentence {number} of {name!r}",), ())
            (digest, part), document = place[name]
            wanted[digest, part, number] = self._known.reading(document, part, number)
        claims = [
            claim
            for page in sorted({digest for digest, _, _ in wanted})
            for claim in self._known.by_page.get(page, ())
            if all((claim.document, claim.part, number) in wanted for number in claim.evidence)
        ]
        cited = Cited(claims, self._known, self.sources)
        cited.sentences.update(wanted)
        return Verdict(tuple(dict.fromkeys(_problems(text, cited))), cited.citations())


def _problems(text: str, cited: Cited) -> list[str]:
    """Return what a sentence says that the cited sentences do not carry."""
    stretches = outer_stretches(text)
    bare = without(text, stretches)
    return [
        *quotation_problems(text, stretches, cited),
        *date_problems(bare, cited),
        *figure_problems(bare, cited),
        *name_problems(bare, cited),
        *sense_problems(bare, cited),
        *contrary_problems(bare, cited),
        *sayer_problems(bare, cited),
        *source_problems(text, cited),
    ]


__all__ = ["Gate", "Verdict"]
