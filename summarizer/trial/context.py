"""What a trial takes from stored answers: the page, and the replies to other prompts. Asks nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from summarizer.answers import Request
from summarizer.articles import Document
from summarizer.asking import Asker, together
from summarizer.claims import Grounded
from summarizer.extraction import asked_in_windows, window_question
from summarizer.grounding import ground
from summarizer.layout import Page, page_of
from summarizer.prompts import PromptSet
from summarizer.replies import Layout, Reply
from summarizer.windows import Window


@dataclass(frozen=True)
class Context:
    """What stored answers to other prompts say of a document."""

    document: Document
    replies: tuple[Reply, ...] = ()

    @property
    def layout(self) -> Layout | None:
        return next((reply.layout for reply in self.replies if reply.layout), None)

    @cached_property
    def page(self) -> Page:
        return page_of(self.document, self.layout)

    @cached_property
    def grounded(self) -> Grounded:
        return ground(self.document, self.page, self.replies)


@dataclass
class Question:
    """Makes the questions of a prompt about windows of a document, and keeps them."""

    prompts: PromptSet
    name: str
    model: str
    sample: int = 0
    requests: list[Request] = field(default_factory=list)

    def __call__(self, document: Document, window: Window) -> Request:
        request = window_question(self.prompts, self.name, self.model, document, window)
        self.requests.append(replace(request, sample=self.sample))
        return self.requests[-1]


async def stored_context(
    document: Document, prompts: PromptSet, names: Sequence[str], model: str, stored: Asker
) -> Context | None:
    """Return what the stored answers to some prompts say of a document; None unless all are there.

    Args:
        document: the article.
        prompts: the set whose questions are looked up.
        names: the prompts.
        model: whose answers count.
        stored: an asker without a model.
    """
    answered = await together(
        asked_in_windows(document, Question(prompts, name, model), stored) for name in names
    )
    if not all(isinstance(result, Reply) for one in answered for result in one.results):
        return None
    return Context(document, tuple(reply for one in answered if (reply := one.reply) is not None))
