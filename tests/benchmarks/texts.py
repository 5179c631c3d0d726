"""Rows about one article: grounding what a model offers, and the tokens that its questions take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from summarizer.answers import Memory, canonical_json
from summarizer.asking import Asker
from summarizer.grounding import ground
from summarizer.layout import page_of
from summarizer.prompts import PromptSet
from summarizer.reading import as_documents
from summarizer.replies import EventItem, Reply
from summarizer.tokens import estimate_tokens

from .corpus import Story, document_questions, stories
from .floors import find_words
from .measuring import Line, Sizes, cpu_seconds, medians

ARTICLES = Path(__file__).resolve().parents[2] / "fixtures" / "articles"
ITEMS = 20
MOST_GROUNDING = {16_000: 0.010, 120_000: 0.060}  # seconds, by characters
MOST_TOKENS = 3.9  # times those of the article, all four questions together
Offer = Callable[[Story, int], EventItem]
_ABSENT = "The harbour of Vanstead was blown up by {number} unknown swimmers at dawn"


def grounding(sizes: Sizes) -> list[Line]:
    """Return the time to ground twenty items, exact, altered, absent and mixed, beside `str.find`.

    Every repetition has a text of its own, so that nothing of it is kept; its sentences are known,
    because questions have been made of them before.
    """
    lines = []
    for length in sizes.lengths:
        for place, (kind, offer) in enumerate(_OFFERS.items()):
            offered = _Offered(length, offer, seed=1_000_000 * place)
            found = medians(
                sizes.repetitions, {"ours": offered.ground, "bare": offered.find}, warm=True
            )
            lines.append(
                Line(
                    row="grounding",
                    what=f"{ITEMS} items {kind}, {length:,} characters",
                    figure=found["ours"],
                    beside="str.find",
                    floor=found["bare"],
                    most=MOST_GROUNDING.get(length),
                )
            )
    return lines


@dataclass
class _Offered:
    """Items of one kind about texts of one length, each text used once."""

    length: int
    offer: Offer
    seed: int = 0

    def ground(self) -> float:
        """Return the processor time of one grounding."""
        story, items = self._next()
        document = story.document()
        page, reply = page_of(document, None), Reply(events=tuple(items))
        assert len(document.sentences) == len(story.lines)
        return cpu_seconds(lambda: ground(document, page, [reply]))

    def find(self) -> float:
        """Return the processor time of one search for the words as they are."""
        story, items = self._next()
        text, words = story.text, [item.words for item in items]
        return cpu_seconds(lambda: find_words(text, words))

    def _next(self) -> tuple[Story, list[EventItem]]:
        self.seed += 1
        story = next(stories(1, self.length, seed=self.seed))
        return story, [self.offer(story, place) for place in range(ITEMS)]


def _exact(story: Story, place: int) -> EventItem:
    at = 2 + place * 7 % (len(story.lines) - 1)
    words = story.lines[at - 1].rstrip(".").partition(", ")[0]
    return _event(at, words)


def _altered(story: Story, place: int) -> EventItem:
    """Return an item with a word left out in its middle, as models copy."""
    item = _exact(story, place)
    words = item.words.split()
    del words[len(words) // 2]
    return _event(item.sentence, " ".join(words))


def _absent(story: Story, place: int) -> EventItem:
    return _event(2 + place, _ABSENT.format(number=place + 11))


def _mixed(story: Story, place: int) -> EventItem:
    return (_exact, _altered, _absent, _exact)[place % 4](story, place)


def _event(sentence: int, words: str) -> EventItem:
    return EventItem(
        sentence=sentence,
        words=words,
        what=words,
        kind="other",
        when="",
        where="",
        actors=[],
        said_by="",
        status="happened",
        role="main",
        garbled=False,
    )


_OFFERS: dict[str, Offer] = {
    "exact": _exact,
    "altered": _altered,
    "absent": _absent,
    "mixed": _mixed,
}


def tokens(_: Sizes) -> list[Line]:
    """Return the tokens of all questions about the fixture articles over those of the articles.

    Estimated as bytes / 3.5; with the schemas as they are sent, and without.
    """
    asker = Asker(Memory(), PromptSet())
    given, messages, schemas = 0, 0, 0
    for folder in sorted(ARTICLES.iterdir()):
        for document in as_documents(folder).documents:
            given += estimate_tokens(document.text)
            for question in document_questions(document, asker, "bench"):
                messages += sum(estimate_tokens(text) for _, text in question.messages)
                schemas += estimate_tokens(canonical_json(question.schema))
    article = "the articles"
    return [
        Line("tokens", "messages", messages, article, given, "tokens"),
        Line(
            "tokens", "and schemas", messages + schemas, article, given, "tokens",
            most_ratio=MOST_TOKENS,
        ),
    ]  # fmt: skip
