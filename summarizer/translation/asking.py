"""The question about a story's foreign names and quotations, the table it shows, and its replies.

Asked only of stories with an article in another language, beside the questions that compare claims.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from summarizer.answers import Request, canonical_json
from summarizer.asking import Asker, question, together
from summarizer.claims import AnyClaim, Event, Quantity, Quotation
from summarizer.errors import AnswerMissing, EndpointRefuses, ModelError
from summarizer.grouping import Grouping, StoryClaims
from summarizer.languages import is_foreign, language_name
from summarizer.names import name_tokens
from summarizer.replies import Reply
from summarizer.scripts import unlatin_words
from summarizer.spans import Span
from summarizer.translation.aliases import Alias
from summarizer.translation.checking import checked

MOST_QUOTATIONS = 40  # one question asks about
MOST_NAMES = 150  # of either side


@dataclass(frozen=True, slots=True, order=True)
class PrintedName:
    """A name as an article in another language prints it."""

    language: str
    name: str


@dataclass(frozen=True, slots=True)
class QuotedRow:
    """A quotation to be translated, as the template sees it."""

    id: str
    language: str
    speaker: str
    words: str


@dataclass(frozen=True, slots=True)
class TranslationTable:
    """What the template sees of a story; `marker` comes from the content."""

    printed: tuple[PrintedName, ...]
    english: tuple[str, ...]
    quotations: tuple[QuotedRow, ...]

    @property
    def marker(self) -> str:
        content = canonical_json(
            [
                [[row.language, row.name] for row in self.printed],
                list(self.english),
                [[q.id, q.language, q.speaker, q.words] for q in self.quotations],
            ]
        )
        return hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Untranslated:
    """A question about a story that got no usable answer; `was_asked` if a model was there."""

    subject: str
    prompt: str
    reason: str
    was_asked: bool


@dataclass(frozen=True, slots=True)
class Translated:
    """What is known in English of one story, and what could not be asked."""

    aliases: tuple[Alias, ...] = ()
    translations: dict[str, str] = field(default_factory=dict)  # claim id -> English
    refused: int = 0
    failures: tuple[Untranslated, ...] = ()


def translation_tables(story: StoryClaims, grouping: Grouping) -> list[TranslationTable]:
    """Return what is to be asked of a story; nothing where all its articles are in English."""
    language = {s.id: s.document.language for s in story.group.sources}
    foreign = [c for c in story.claims if is_foreign(language[grouping.source_of[c.id]])]
    if not foreign:
        return []
    at_home = [c for c in story.claims if not is_foreign(language[grouping.source_of[c.id]])]
    printed = {
        PrintedName(language_name(language[grouping.source_of[claim.id]]), name)
        for claim in foreign
        for name in _names_in(claim)
    }
    english = {name for claim in at_home for name in _names_in(claim)}
    place = {source.id: index for index, source in enumerate(story.group.sources)}
    quoted = sorted(
        (c for c in foreign if isinstance(c, Quotation)),
        key=lambda q: (place[grouping.source_of[q.id]], q.span, q.id),
    )
    rows = [
        QuotedRow(
            q.id,
            language_name(language[grouping.source_of[q.id]]),
            _line(q.speaker),
            _line(q.words),
        )
        for q in quoted
    ]
    names = tuple(sorted(printed))[:MOST_NAMES] if english else ()
    if not names and not rows:
        return []
    starts = range(0, max(len(rows), 1), MOST_QUOTATIONS)
    known = tuple(sorted(english))[:MOST_NAMES]
    return [TranslationTable(names, known, tuple(rows[i : i + MOST_QUOTATIONS])) for i in starts]


def _names_in(claim: AnyClaim) -> Iterator[str]:
    """Yield the names that a claim holds, each as one line."""
    told: Iterable[str]
    if isinstance(claim, Event):
        yield from _whole([*claim.actors, claim.where, claim.said_by])
        told = [claim.what]
    elif isinstance(claim, Quantity):
        yield from _whole([claim.scope, claim.said_by])
        told = [claim.counted]
    else:
        yield from _whole([claim.speaker, claim.relayed_by])
        told = []
    for text in told:
        spans = sorted({*(t.span for t in name_tokens(text)), *unlatin_words(text)})
        yield from (span.of(text) for span in _joined(spans, text))


def _whole(names: Iterable[str]) -> Iterator[str]:
    for name in map(_line, names):
        if name and (any(unlatin_words(name)) or name_tokens(f"the {name}")):
            yield name


def _joined(spans: Iterable[Span], text: str) -> list[Span]:
    """Return words of a name that stand side by side as one."""
    found: list[Span] = []
    for span in spans:
        if found and text[found[-1].end : span.start] == " ":
            found[-1] = Span(found[-1].start, span.end)
        elif not found or span.start >= found[-1].end:
            found.append(span)
    return found


def _line(text: str) -> str:
    return " ".join(text.split()).replace("|", "/")


async def translate(story: StoryClaims, grouping: Grouping, asker: Asker, model: str) -> Translated:
    """Return what of a story is known in English; where nobody answers, it stays as printed."""
    tables = translation_tables(story, grouping)
    name = asker.prompts.translate
    if not tables:
        return Translated()
    if name is None:
        return Translated(failures=(_untranslated(story, "translate", "no such prompt", False),))
    requests = [
        question(asker.prompts, name, {"table": t}, model=model, subject=_subject(story, number))
        for number, t in enumerate(tables, start=1)
    ]
    replies = await together(_answered(asker, request) for request in requests)
    documents = {s.document.digest: s.document for s in story.group.sources}
    quotations = [c for c in story.claims if isinstance(c, Quotation)]
    held = checked(
        [reply for reply in replies if isinstance(reply, Reply)],
        [documents[digest] for digest in sorted(documents)],
        [q for q in quotations if is_foreign(documents[q.document].language)],
    )
    return Translated(
        held.aliases,
        held.translations,
        held.refused,
        tuple(reply for reply in replies if isinstance(reply, Untranslated)),
    )


def _subject(story: StoryClaims, number: int = 1) -> str:
    first = min(story.group.sources, key=lambda s: (not s.corroborates, s.sort_key))
    name = _line(first.article.metadata.title or first.label)
    return name if number == 1 else f"{name} ({number})"


def _untranslated(story: StoryClaims, prompt: str, reason: str, was_asked: bool) -> Untranslated:
    return Untranslated(_subject(story), prompt, reason, was_asked)


async def _answered(asker: Asker, request: Request) -> Reply | Untranslated:
    try:
        return await asker.ask(request)
    except EndpointRefuses:
        raise
    except ModelError as error:
        reason = "no stored answer" if isinstance(error, AnswerMissing) else str(error)
        told = f"{reason}; what is in another language stays as printed"
        was_asked = asker.model is not None or not isinstance(error, AnswerMissing)
        return Untranslated(request.subject, request.prompt, told, was_asked)
