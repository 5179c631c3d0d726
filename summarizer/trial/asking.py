"""Asking one prompt under two sets of templates, and what its answers alone come to.

Only the prompt that is tried is asked. What its claims need of other prompts, the layout of the page
or the items that a follow-up is about, comes from stored answers or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from summarizer.answers import Request
from summarizer.articles import Document
from summarizer.asking import Asker, together
from summarizer.claims import Grounded
from summarizer.errors import AnswerMissing, UsageError
from summarizer.extraction import (
    Answered,
    PromptFailure,
    asked_in_windows,
    follow_up_question,
    reply_to,
    window_question,
    with_follow_up,
)
from summarizer.grounding import ground, unfound
from summarizer.layout import Page, page_of
from summarizer.prompts import PromptSet, Template
from summarizer.replies import Layout, Reply
from summarizer.tokens import estimate_tokens, tokens_asked
from summarizer.trial.context import Context, Question, stored_context
from summarizer.trial.sampling import SIZE, asked_twice, sample_of
from summarizer.windows import whole

ALONE = ("documents", "follow_up")  # roles whose questions hang on no claims of other articles


@dataclass(frozen=True, slots=True)
class Asked:
    """What one asking of the prompt about one article came to."""

    page: Page
    grounded: Grounded
    requests: tuple[Request, ...]
    input_tokens: int = 0
    output_tokens: int = 0
    failures: tuple[str, ...] = ()
    is_missing: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether every question was answered, and the answers are of use."""
        return not self.is_missing and not self.failures


@dataclass(frozen=True, slots=True)
class Tried:
    """One article of the sample under the old and the new template, and again under the old one."""

    document: Document
    old: Asked
    new: Asked
    again: Asked | None = None

    @property
    def is_whole(self) -> bool:
        return self.old.is_whole and self.new.is_whole

    @property
    def is_missing(self) -> bool:
        return any(one is not None and one.is_missing for one in (self.old, self.new, self.again))


@dataclass(frozen=True)
class Trial:
    """A prompt that is tried under `new`, against what it was in `old`.

    Raises:
        UsageError: a set has no such prompt, or it cannot be asked by itself.
    """

    name: str
    old: PromptSet
    new: PromptSet
    model: str
    size: int = SIZE

    def __post_init__(self) -> None:
        for told, prompts in (("new", self.new), ("old", self.old)):
            if self.name not in prompts.templates:
                known = ", ".join(prompts.templates)
                raise UsageError(f"the {told} prompts have no {self.name!r}; known: {known}")
            if prompts.templates[self.name].role not in ALONE:
                alone = ", ".join(n for n, t in prompts.templates.items() if t.role in ALONE)
                raise UsageError(
                    f"{self.name!r} cannot be tried by itself: what it is asked hangs on the claims "
                    f"of all articles; those that can: {alone}"
                )
        if self.old.templates[self.name].role != self.new.templates[self.name].role:
            raise UsageError(f"{self.name!r} is another kind of prompt in the old prompts")

    @cached_property
    def returns(self) -> frozenset[str]:
        """The parts that the prompt returns, before or now."""
        return frozenset(part for one in self._templates for part in one.returns)

    @property
    def _templates(self) -> tuple[Template, Template]:
        return self.old.templates[self.name], self.new.templates[self.name]

    async def run(
        self, documents: Iterable[Document], asker: Asker, stored: Asker
    ) -> tuple[Tried, ...]:
        """Return what came of the prompt on a sample of the documents.

        Args:
            documents: of which the sample is taken; for a follow-up and a layout, of those whose
                other questions are answered already, and have something to ask about.
            asker: asks what has no stored answer, if it has a model.
            stored: asks nobody: it looks up the answers to other prompts.

        Raises:
            UsageError: no article can be used, or both templates ask the same.
        """
        given = tuple(documents) if self._needs_all else sample_of(documents, self.size)
        found = await together(self._context(document, stored) for document in given)
        usable = {one.document.digest: one for one in found if one is not None}
        if not usable:
            raise UsageError(
                f"{self.name!r} needs the stored answers to the other prompts on an article, with "
                "something to ask about, and no article has them: run brief or extract before"
            )
        sample = sample_of((one.document for one in usable.values()), self.size)
        if all(self._is_same(usable[document.digest]) for document in sample):
            raise UsageError(
                f"{self.name!r} asks the same under both: there is nothing to try; give --prompts "
                "DIR with a changed template, or another --against"
            )
        twice = asked_twice(len(sample))
        asker.documents += len(sample)
        tried = await together(
            self._tried(usable[document.digest], asker, is_twice=at < twice)
            for at, document in enumerate(sample)
        )
        return tuple(tried)

    @property
    def _is_follow_up(self) -> bool:
        return self.new.templates[self.name].role == "follow_up"

    @property
    def _needs_all(self) -> bool:
        """Whether the prompt makes nothing of an article whose other questions are not answered."""
        return self._is_follow_up or self.returns == {"layout"}

    def _is_same(self, context: Context) -> bool:
        keys = {self._question(context, prompts).key for prompts in (self.old, self.new)}
        return len(keys) == 1

    def _question(self, context: Context, prompts: PromptSet) -> Request:
        """Return what is asked about a whole article."""
        document = context.document
        if not self._is_follow_up:
            return window_question(prompts, self.name, self.model, document, whole(document))
        request = follow_up_question(document, context.grounded, prompts, self.model)
        assert request is not None  # the sample is made of articles that have one
        return request

    async def _context(self, document: Document, stored: Asker) -> Context | None:
        """Return what other prompts say of a document; None where what must be known is not."""
        for prompts in (self.new, self.old):
            others = [
                name
                for name in prompts.documents
                if name != self.name
                and (self._needs_all or "layout" in prompts.templates[name].returns)
            ]
            context = await stored_context(document, prompts, others, self.model, stored)
            if context is None:
                continue
            if self._is_follow_up and not unfound(context.grounded):
                return None
            return context
        return None if self._needs_all else Context(document)

    async def _tried(self, context: Context, asker: Asker, *, is_twice: bool) -> Tried:
        asked = [(self.old, 0), (self.new, 0), *([(self.old, 1)] if is_twice else [])]
        old, new, *again = await together(
            self._asked(context, prompts, sample, asker) for prompts, sample in asked
        )
        asker.documents_read += 1
        return Tried(context.document, old, new, again[0] if again else None)

    async def _asked(
        self, context: Context, prompts: PromptSet, sample: int, asker: Asker
    ) -> Asked:
        document = context.document
        if self._is_follow_up:
            request = replace(self._question(context, prompts), sample=sample)
            result = await reply_to(request, asker)
            grounded = context.grounded
            if isinstance(result, Reply):
                grounded = with_follow_up(document, context.page, grounded, result)
            return _told(context.page, grounded, [request], [result], asker)
        question = Question(prompts, self.name, self.model, sample)
        answered = await asked_in_windows(document, question, asker)
        page = page_of(document, _layout_of(answered) or context.layout)
        replies = [reply] if (reply := answered.reply) is not None else []
        if self.returns == {"layout"}:  # it makes no claims itself, but rules those of the others
            replies += context.replies
        grounded = ground(document, page, replies)
        return _told(page, grounded, question.requests, _with_places(answered), asker)


def _layout_of(answered: Answered) -> Layout | None:
    reply = answered.reply
    return reply.layout if reply is not None else None


def _with_places(answered: Answered) -> tuple[Reply | PromptFailure | AnswerMissing, ...]:
    """Return the results, of failures those that say which sentences they are about."""
    others = tuple(one for one in answered.results if not isinstance(one, PromptFailure))
    return (*others, *answered.failures)


def _told(
    page: Page,
    grounded: Grounded,
    requests: Sequence[Request],
    results: Sequence[Reply | PromptFailure | AnswerMissing],
    asker: Asker,
) -> Asked:
    answers = [(r, asker.used[r.key]) for r in requests if r.key in asker.used]
    read = [(request, answer) for request, answer in answers if answer.was_read]
    return Asked(
        page=page,
        grounded=grounded,
        requests=tuple(requests),
        input_tokens=sum(a.usage.input_tokens if a.usage else tokens_asked(r) for r, a in read),
        output_tokens=sum(
            a.usage.output_tokens if a.usage else estimate_tokens(a.reply) for _, a in read
        ),
        failures=tuple(one.reason for one in results if isinstance(one, PromptFailure)),
        is_missing=any(isinstance(one, AnswerMissing) for one in results),
    )
