"""The sentences of articles by their place: what both briefings cite, and whole texts where given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from summarizer.briefing import Briefing, Citation, ClaimRecord, Section, Statement, Story
from summarizer.revision.changes import Sentence


class Quotes:
    """The words of sentences; `texts` maps the hash of an article's text to the text."""

    def __init__(self, briefings: Iterable[Briefing], texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._words: dict[tuple[str, int, int], str] = {}
        for briefing in briefings:
            hashes = {source.source: source.sha256 for source in briefing.sources}
            for cited in citations_in(briefing):
                place = (hashes.get(cited.source, cited.source), cited.start, cited.end)
                self._words[place] = cited.words

    def of_claim(self, claim: ClaimRecord, sha256: str) -> list[Sentence]:
        """Return the sentences that carry a claim, in order."""
        source = claim.source or claim.document
        return [self._sentence(source, sha256, start, end) for start, end in claim.evidence]

    def _sentence(self, source: str, sha256: str, start: int, end: int) -> Sentence:
        words = self._words.get((sha256, start, end))
        text = self._texts.get(sha256)
        if words is None and text is not None:
            words = text[start:end]
        return Sentence(source=source, start=start, end=end, words=words)


def cited_sentences(citations: Iterable[Citation]) -> list[Sentence]:
    """Return citations as sentences, each once, in order."""
    told = {(c.source, c.start, c.end): c.words for c in citations}
    return [
        Sentence(source=source, start=start, end=end, words=words)
        for (source, start, end), words in sorted(told.items())
    ]


def sections_of(story: Story) -> Sequence[Section]:
    """Return the sections of a story, its headline as one of them."""
    return [Section(kind="headline", statements=[story.headline]), *story.sections]


def statements_in(story: Story) -> Iterator[Statement]:
    """Yield every statement of a story, readings and versions of disputes included."""
    for section in sections_of(story):
        yield from section.statements
    yield from (row.reading for row in story.figures if row.reading)
    for dispute in story.disputes:
        yield from dispute.versions


def citations_in(briefing: Briefing) -> Iterator[Citation]:
    """Yield every citation of a briefing."""
    for story in briefing.stories:
        for statement in statements_in(story):
            yield from statement.citations
            for variant in statement.variants:
                yield from variant.citations
        for row in story.figures:
            for value in row.values:
                yield from value.citations
            for derivation in row.derivations:
                yield from derivation.citations
