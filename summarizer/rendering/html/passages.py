"""The sentences of an article that the page shows, and the address at which an outlet shows them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from summarizer.briefing import Citation, Source
from summarizer.errors import UsageError
from summarizer.languages import code_of, is_foreign
from summarizer.sentences import sentence_spans
from summarizer.texts import ReadText

AT_ENDS = 5  # words of a sentence's beginning and end that find it at its outlet


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an article: its words, the white space after it, and where it stands."""

    number: int
    start: int
    words: str
    after: str
    zone: str
    part: int


Cited = tuple[int, Citation]  # the part of the source that cites, and its citation


def linked_words(url: str, words: str) -> str:
    """Return the address at which a browser shows these words of a page, or "" without one.

    The words stand in a text fragment: the first and last few of a long sentence.

    >>> linked_words("https://post.example/a#top", "Well-off, they say")
    'https://post.example/a#top:~:text=Well%2Doff%2C%20they%20say'
    """
    if not url:
        return ""
    known = words.split()
    ends = [known] if len(known) <= 2 * AT_ENDS else [known[:AT_ENDS], known[-AT_ENDS:]]
    told = ",".join(_encoded(" ".join(end)) for end in ends)
    return f"{url}{'' if '#' in url else '#'}:~:text={told}"


def _encoded(words: str) -> str:
    return quote(words, safe="", errors="replace").replace("-", "%2D")


def sentences_of(text: ReadText, source: Source) -> list[Sentence]:
    """Return the sentences of a text with where each stands; the text has to be the source's."""
    digest = hashlib.sha256(text.text.encode("utf-8", "surrogatepass")).hexdigest()
    if digest != source.sha256:
        raise UsageError(f"the text given for {source.path!r} is not the one that was read")
    language = code_of(source.language or "")
    spans = sentence_spans(text.text, language if is_foreign(language) else "")
    starts = [*(span.start for span in spans[1:]), len(text.text)]
    return [
        Sentence(
            number,
            span.start,
            span.of(text.text),
            text.text[span.end : start],
            *text.zone_of(number),
        )
        for number, (span, start) in enumerate(zip(spans, starts, strict=True), start=1)
    ]


def check_cited(
    sentences: Sequence[Sentence], cited: Mapping[int, Sequence[Cited]], source: Source
) -> None:
    """Raise UsageError unless every cited sentence is one of the text, with the same words."""
    known = {s.number: s.words for s in sentences}
    for number, citing in cited.items():
        if any(known.get(number) != citation.words for _, citation in citing):
            raise UsageError(f"sentence {number} of {source.path!r} is not the one that is cited")


def excerpt(sentences: Sequence[Sentence], cited: Collection[int]) -> list[Sentence]:
    """Return the cited sentences, and of the same article one before and one after."""
    part_of = {s.number: s.part for s in sentences if s.number in cited}
    return [
        s
        for s in sentences
        if s.number in cited
        or (
            s.zone != "furniture"
            and s.part in (part_of.get(s.number - 1), part_of.get(s.number + 1))
        )
    ]
