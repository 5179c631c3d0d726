"""One document through the prompts: four questions side by side, then one follow-up, then claims.

A question that is too long for the model is asked in two halves, and those again, until each fits.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from summarizer.answers import Request
from summarizer.articles import Document, Kind
from summarizer.asking import Asker, question, together
from summarizer.claims import AnyClaim, Event, Grounded, Quantity, Quotation, Reason, Rejection
from summarizer.errors import AnswerMissing, EndpointRefuses, ModelError, TooLong
from summarizer.grounding import ground, unfound
from summarizer.layout import Page, page_of
from summarizer.merging import merged
from summarizer.prompts import PromptSet, article_view
from summarizer.replies import Reply
from summarizer.windows import Window, halves, joined, whole

NEIGHBOURS = 2  # sentences shown on either side of an item that is asked about again
MOST_FOLLOWED = 25  # items one follow-up asks about; the rest stay rejected

_PROBLEM = {
    Reason.NOT_IN_TEXT: "these words do not stand on the page",
    Reason.NUMBER_DIFFERS: "a number differs from the page",
    Reason.NAME_DIFFERS: "a name differs from the page",
    Reason.NEGATION_DIFFERS: "a negation differs from the page",
    Reason.NOT_QUOTED: "these words do not stand between quotation marks",
    Reason.SPEAKER_NOT_IN_TEXT: "the speaker is not named on the page like that",
    Reason.NO_FIGURE: "this is no figure",
    Reason.NAME_NOT_IN_EVIDENCE: "`what` has a name that neither its sentence nor one before it has",
    Reason.NUMBER_NOT_IN_EVIDENCE: "`what` has a number that its sentence does not have",
    Reason.QUOTE_NOT_IN_EVIDENCE: "`what` quotes words that its sentence does not have",
}


@dataclass(frozen=True, slots=True)
class PromptFailure:
    """One question about a document that got no usable answer; the answers to others are kept."""

    prompt: str
    reason: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """What the prompts and the grounding found in one document."""

    document: Document
    page: Page
    grounded: Grounded
    failures: tuple[PromptFailure, ...] = ()
    missing: tuple[AnswerMissing, ...] = ()
    is_answered: bool = True  # at least one question about it, at least in part

    @property
    def claims(self) -> tuple[AnyClaim, ...]:
        return self.grounded.claims

    @property
    def is_article(self) -> bool:
        """Whether the page holds journalism at all (a cookie wall or an error page does not)."""
        return self.page.articles[0].kind is not Kind.NOT_AN_ARTICLE

    @property
    def is_complete(self) -> bool:
        """Whether every document question was answered (a missing follow-up does not count)."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class FailedItem:
    """An item of a reply that did not ground, as the follow-up template sees it."""

    kind: str
    text: str
    problem: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of one prompt: a reply for every window in which a document was asked about."""

    windows: tuple[Window, ...]
    results: tuple[Reply | PromptFailure | AnswerMissing, ...]

    @property
    def reply(self) -> Reply | None:
        """The replies as one; None where no window got any."""
        return merged(self.windows, [r if isinstance(r, Reply) else None for r in self.results])

    @property
    def failures(self) -> Iterator[PromptFailure]:
        """What failed, once for each reason, with the sentences it failed for if not for all."""
        failed: dict[PromptFailure, list[Window]] = {}
        for window, result in zip(self.windows, self.results, strict=True):
            if isinstance(result, PromptFailure):
                failed.setdefault(result, []).append(window)
        for failure, windows in failed.items():
            if len(self.windows) == 1:
                yield failure
            else:
                shown = ", ".join(f"{run.first} to {run.last}" for run in joined(windows))
                yield replace(failure, reason=f"sentences {shown}: {failure.reason}")


async def extract_document(document: Document, asker: Asker, model: str) -> Extraction:
    """Return the grounded claims of one document; a prompt that fails leaves the others standing.

    Of a page that by its words is no article (a cookie wall, an error page) nothing is asked.
    """
    bare = page_of(document, None)
    if bare.articles[0].kind is Kind.NOT_AN_ARTICLE:
        return Extraction(document, bare, Grounded())
    answered = await together(
        asked_in_windows(document, partial(window_question, asker.prompts, name, model), asker)
        for name in asker.prompts.documents
    )
    results = [result for one in answered for result in one.results]
    failures = tuple(failure for one in answered for failure in one.failures)
    missing = tuple(result for result in results if isinstance(result, AnswerMissing))
    replies = [reply for one in answered if (reply := one.reply) is not None]
    if missing:  # nobody reads page and claims before every reply is there
        return Extraction(document, bare, Grounded(), failures, missing, bool(replies))
    layout = next((reply.layout for reply in replies if reply.layout), None)
    page = page_of(document, layout)
    grounded = ground(document, page, replies)
    if page.articles[0].kind is Kind.NOT_AN_ARTICLE:
        return Extraction(document, page, grounded, failures, is_answered=bool(replies))
    request = follow_up_question(document, grounded, asker.prompts, model)
    if request is not None:
        result = await reply_to(request, asker)
        if isinstance(result, Reply):
            grounded = with_follow_up(document, page, grounded, result)
        elif isinstance(result, AnswerMissing):
            failures += (
                PromptFailure(request.prompt, "no stored answer; its items stay rejected"),
            )
        else:
            failures += (result,)
    return Extraction(document, page, grounded, failures, is_answered=bool(replies))


async def asked_in_windows(
    document: Document,
    question_of: Callable[[Document, Window], Request],
    asker: Asker,
    window: Window | None = None,
) -> Answered:
    """Ask one question about a window of a document, or all of it; in halves what is too long."""
    window = window or whole(document)
    async with asker.rendering:  # one at a time, so that the first is asked before the last is made
        request = question_of(document, window)
        await asyncio.sleep(0)
    try:
        result = await reply_to(request, asker, splits=window.can_be_halved)
    except TooLong:
        asked = await together(
            asked_in_windows(document, question_of, asker, half)
            for half in halves(document, window)
        )
        return Answered(
            tuple(window for one in asked for window in one.windows),
            tuple(result for one in asked for result in one.results),
        )
    return Answered((window,), (result,))


async def reply_to(
    request: Request, asker: Asker, *, splits: bool = False
) -> Reply | PromptFailure | AnswerMissing:
    """Return the reply to a question, or what came instead of it.

    Raises:
        TooLong: it can be asked in halves, and `splits`.
        EndpointRefuses: no question will be answered there.
    """
    try:
        return await asker.ask(request, splits=splits)
    except AnswerMissing as miss:
        return miss
    except (EndpointRefuses, TooLong):
        raise
    except ModelError as error:
        return PromptFailure(request.prompt, str(error))


def window_question(
    prompts: PromptSet, name: str, model: str, document: Document, window: Window
) -> Request:
    """Return the question of prompt `name` about a window of a document, or about all of it."""
    is_part = window != whole(document)
    return question(
        prompts,
        name,
        {"article": article_view(document, window.numbers, is_part=is_part)},
        model=model,
        subject=document.name,
        document=document.digest,
    )


def follow_up_question(
    document: Document, grounded: Grounded, prompts: PromptSet, model: str
) -> Request | None:
    """Return the one question about what did not ground, with the sentences around it; or None."""
    items = unfound(grounded)[:MOST_FOLLOWED]
    if not items:
        return None
    shown = {
        number
        for item in items
        for number in range(item.sentence - NEIGHBOURS, item.sentence + NEIGHBOURS + 1)
    }
    failed = [FailedItem(item.kind, item.text, _PROBLEM[item.reason]) for item in items]
    return question(
        prompts,
        prompts.follow_up,
        {"article": article_view(document, sorted(shown)), "failed": failed},
        model=model,
        subject=document.name,
        document=document.digest,
    )


def with_follow_up(document: Document, page: Page, first: Grounded, reply: Reply) -> Grounded:
    """Return `first` with what the follow-up grounded; each new claim clears one rejection."""
    second = ground(document, page, [reply])
    claims = {claim.id: claim for claim in first.claims}
    taken = {(type(claim), claim.span) for claim in first.claims if not isinstance(claim, Event)}
    open_items = list(first.rejections)
    for claim in second.claims:
        if claim.id in claims or (type(claim), claim.span) in taken:
            continue
        claims[claim.id] = claim
        cleared = _cleared(claim, open_items)
        if cleared is not None:
            open_items.remove(cleared)
    ordered = tuple(sorted(claims.values(), key=lambda c: (c.span, c.id)))
    covered = [claim.span for claim in ordered]
    uncovered = tuple(u for u in first.uncovered if not any(s.contains(u.span) for s in covered))
    return replace(first, claims=ordered, rejections=tuple(open_items), uncovered=uncovered)


def _cleared(claim: AnyClaim, items: list[Rejection]) -> Rejection | None:
    kind = {Event: "event", Quantity: "quantity", Quotation: "quotation"}[type(claim)]
    same_kind = [item for item in items if item.kind == kind and item.reason in _PROBLEM]
    return min(same_kind, key=lambda item: abs(item.sentence - claim.evidence[0]), default=None)
