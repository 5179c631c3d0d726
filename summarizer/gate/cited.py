"""What a statement rests on: its claims, the sentences that carry them, and what those say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache

from summarizer.articles import Document
from summarizer.claims import AnyClaim, Event, Quantity, Quotation
from summarizer.dates import DateRange
from summarizer.gate.glosses import gloss
from summarizer.languages import is_foreign
from summarizer.names import WORD, plain, words_of
from summarizer.quantities import Figure, find_figures
from summarizer.sayers import said_by
from summarizer.sources import SourceArticle
from summarizer.spans import Span
from summarizer.translation.aliases import Aliases

SMALL = frozenset(
    """a about above after all also an and any are around as at be been being both but by can could
    did do does during each either for from further had has have he her here him his how i if in into
    is it its itself just more most much no nor not of off on once only or other others our out over
    own per she so some such than that the their them then there these they this those though through
    to too under until up upon very was we were what when where which while who whom whose will with
    would you your s t another at least nearly almost total overall altogether""".split()
)

_ADDITION = re.compile(r"\s+\([^()]*[^\W\d][^()]*\)$")  # "Harbour Post (Oxmere)"


class Known:
    """Every claim a gate knows, found by its page; and the names of who speaks in them."""

    def __init__(self, claims: Mapping[str, AnyClaim], aliases: Aliases) -> None:
        self.aliases = aliases
        self._named: dict[tuple[str, str], tuple[str, ...]] = {}
        self.by_page: dict[str, list[AnyClaim]] = {}
        for claim in claims.values():
            self.by_page.setdefault(claim.document, []).append(claim)

    def beside(self, claims: Iterable[AnyClaim]) -> Iterator[AnyClaim]:
        """Give every claim of the articles that some claims stand in."""
        articles = {(claim.document, claim.part) for claim in claims}
        for page in sorted({page for page, _ in articles}):
            for claim in self.by_page.get(page, ()):
                if (claim.document, claim.part) in articles:
                    yield claim

    def reading(self, document: Document, part: int, number: int) -> str:
        """Return a sentence as it is compared with what is said: one of another language by gloss."""
        span = document.sentences[number - 1].span
        printed = span.of(document.text)
        if not is_foreign(document.language):
            return printed
        inside = (
            claim
            for claim in self.by_page.get(document.digest, ())
            if claim.part == part and span.start <= claim.span.start < span.end
        )
        return gloss(printed, inside, self.aliases.printed_in(document.digest, printed))

    def names_in(self, document: Document, sentence: str) -> tuple[str, ...]:
        """Return the English forms of the names that a sentence of another language prints."""
        if not is_foreign(document.language):
            return ()
        key = (document.digest, sentence)
        if key not in self._named:
            self._named[key] = self.aliases.printed_in(*key)
        return self._named[key]

    @cached_property
    def people(self) -> frozenset[str]:
        """Every word with a capital in the names of those who say something, in plain form."""
        return frozenset(
            plain(token)
            for page in self.by_page.values()
            for claim in page
            for token in said_by(claim).split()
            if token[:1].isupper()
        )


class Cited:
    """The sentences a statement rests on; names found nearby add theirs."""

    def __init__(
        self,
        claims: list[AnyClaim],
        known: Known,
        sources: Mapping[tuple[str, int], SourceArticle],
    ) -> None:
        self.claims = claims
        self.known = known
        self.sources = sources
        self.sentences: dict[tuple[str, int, int], str] = {}
        for claim in claims:
            for number in claim.evidence:
                self.add(claim, number)

    def add(self, claim: AnyClaim, number: int) -> None:
        """Cite a sentence of the claim's document."""
        reading = self.known.reading(self.document(claim), claim.part, number)
        self.sentences[claim.document, claim.part, number] = reading

    def source(self, claim: AnyClaim) -> SourceArticle:
        return self.sources[claim.document, claim.part]

    def document(self, claim: AnyClaim) -> Document:
        return self.source(claim).document

    @property
    def text(self) -> str:
        return "\n".join(self.sentences.values())

    @property
    def printed(self) -> str:
        """The cited sentences as their articles print them."""
        return "\n".join(
            document.sentences[number - 1].span.of(document.text)
            for digest, part, number in self.sentences
            for document in (self.sources[digest, part].document,)
        )

    @property
    def words(self) -> frozenset[str]:
        return words_of(self.text)

    @property
    def labels(self) -> list[str]:
        """The names under which the cited sources may be spoken of, longest first."""
        named = {
            name
            for claim in self.claims
            for name in (self.source(claim).label, self.source(claim).article.metadata.outlet)
            if name
        }
        named |= {_ADDITION.sub("", name) for name in named}
        bare = {name.removeprefix("The ") for name in named}
        return sorted(named | bare, key=lambda name: (-len(name), name))

    @property
    def events(self) -> list[Event]:
        return [claim for claim in self.claims if isinstance(claim, Event)]

    @property
    def quotations(self) -> list[Quotation]:
        return [claim for claim in self.claims if isinstance(claim, Quotation)]

    @property
    def dates(self) -> list[DateRange]:
        return [c.date for c in self.claims if isinstance(c, Event | Quantity) and c.date]

    def quantities(self) -> list[Quantity]:
        """Every grounded quantity whose figure stands in a cited sentence."""
        return [claim for claim in self.in_sentences() if isinstance(claim, Quantity)]

    def in_sentences(self) -> list[AnyClaim]:
        """Every grounded claim of the cited sentences, named or not."""
        spans: dict[tuple[str, int], list[Span]] = {}
        for digest, part, number in self.sentences:
            document = self.sources[digest, part].document
            spans.setdefault((digest, part), []).append(document.sentences[number - 1].span)
        return [
            claim
            for page in sorted({digest for digest, _ in spans})
            for claim in self.known.by_page.get(page, ())
            if any(
                span.start <= claim.span.start < span.end
                for span in spans.get((claim.document, claim.part), ())
            )
        ]

    def citations(self) -> tuple[tuple[str, int], ...]:
        """Return the cited sentences as (source id, sentence number), in order."""
        found = {(self.sources[d, part].id, number) for d, part, number in self.sentences}
        return tuple(sorted(found))


@lru_cache(maxsize=16384)
def figures_of(text: str) -> tuple[Figure, ...]:
    """Return the figures of a text, kept for the sentences checked most recently."""
    return tuple(find_figures(text))


def content_of(claim: AnyClaim) -> str:
    """Return what a claim says, as words."""
    if isinstance(claim, Event):
        return f"{claim.what} {claim.words}"
    if isinstance(claim, Quantity):
        return f"{claim.surface} {claim.counted} {claim.unit} {claim.scope} {claim.said_by}"
    return f"{claim.words} {claim.speaker}"


def words(text: str) -> list[str]:
    """Return the words of a text as written."""
    return [match.group() for match in WORD.finditer(text)]
