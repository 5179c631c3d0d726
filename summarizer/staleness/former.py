"""Finds for every unanswered question of today the answered one that stood in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from summarizer.answers import Outline, Request
from summarizer.articles import Document
from summarizer.asking import Asker
from summarizer.likeness import nearest
from summarizer.replies import wire_schema
from summarizer.staleness.history import History
from summarizer.staleness.reasons import (
    CLAIMS_CHANGED,
    ITEMS_CHANGED,
    Comparison,
    tables_differ,
)

_PLACE = re.compile(r"message line \d+:")  # hangs on the length of the article
_OF_TABLES = frozenset({"same_event", "same_quantity", "translate", "briefing", "rewrite"})


def stale_questions(
    asker: Asker, history: History | None, documents: Iterable[Document] = ()
) -> dict[str, tuple[str, ...]]:
    """Return by key why questions have no answer that had one before something changed.

    One about the same article, or the same story by its name, counts as before; else one about an
    article of the same address or name whose text is not given any more. Another question of today
    is none from before: that of another part of a long article.

    Args:
        asker: after a pass over stored answers.
        history: what is known of earlier runs; without it template lines cannot be told, and where
            nothing else is known the first difference of the messages stands in for them.
        documents: the articles of today, whose addresses count.
    """
    open_questions: dict[str, list[Request]] = {}
    for request in asker.missing.values():
        if request.key not in asker.cut:
            open_questions.setdefault(request.prompt, []).append(request)
    search = _Search(asker, history, documents if open_questions else ())
    return {
        request.key: reasons
        for prompt, requests in open_questions.items()
        for request, reasons in search.reasons(prompt, requests)
    }


def changed_since(asker: Asker, history: History | None, prompt: str) -> tuple[str, ...] | None:
    """Return what changed in a prompt since its newest answer, () for nothing.

    None where nothing is known: it has no answer of this model, or its templates were not kept.
    """
    model = next((request.model for request in asker.asked.values()), "")
    answered = next(iter(asker.answers.newest(prompt, model, 1)), None)
    texts = history.texts_of(answered[0].key) if history is not None and answered else None
    if answered is None or texts is None:
        return None
    template = asker.prompts.templates[prompt]
    today = Request(
        model=model,
        messages=(),
        schema_name="_".join(template.returns),
        schema=wire_schema(template.returns),
        sampling=template.sampling,
        prompt=prompt,
    )
    return Comparison(asker.prompts).causes(answered[0].outline(), today, texts).told


class _Search:
    def __init__(
        self, asker: Asker, history: History | None, documents: Iterable[Document]
    ) -> None:
        self._asker = asker
        self._comparison = Comparison(asker.prompts)
        self._history = history
        self._documents = {request.document for request in asker.asked.values()}
        addresses = history.addresses_last() if history is not None and documents else {}
        self._formerly = {  # the text that stood where another one stands today
            document.digest: text
            for document in documents
            if (text := addresses.get(document.metadata.url or "")) not in (None, document.digest)
            and text not in self._documents
        }

    def reasons(
        self, prompt: str, requests: Sequence[Request]
    ) -> list[tuple[Request, tuple[str, ...]]]:
        """Return the stale ones among the open questions of one prompt, each with its reasons."""
        about = {
            name
            for request in requests
            for name in (request.document, request.subject, self._formerly.get(request.document))
            if name
        }
        by_text: dict[str, list[Outline]] = {}
        by_name: dict[str, list[Outline]] = {}
        for outline in self._asker.answers.outlines(prompt, about):
            if outline.key in self._asker.asked:
                continue
            if outline.document:
                by_text.setdefault(outline.document, []).append(outline)
            if not outline.document or outline.document not in self._documents:
                by_name.setdefault(outline.subject, []).append(outline)
        known: list[tuple[Request, list[Outline]]] = []
        for request in requests:
            others = (
                by_text.get(request.document)
                or by_text.get(self._formerly.get(request.document, ""))
                or by_name.get(request.subject, [])
            )
            same = [old for old in others if bool(old.document) == bool(request.document)]
            if same:
                known.append((request, same))
        texts: Mapping[str, Mapping[str, str]] = {}
        if self._history is not None and known:
            texts = self._history.texts_of_each(old.key for _, each in known for old in each)
        return [(request, self._reasons(request, each, texts)) for request, each in known]

    def _reasons(
        self, request: Request, known: Sequence[Outline], texts: Mapping[str, Mapping[str, str]]
    ) -> tuple[str, ...]:
        """Return why the nearest of the answered questions is not the one of today."""
        compared = [
            (old.key not in texts, self._comparison.causes(old, request, texts.get(old.key)), old)
            for old in known
        ]
        is_unknown, causes, old = min(compared, key=lambda c: (c[0], c[1].weight, c[2].key))
        role = self._asker.prompts.templates[request.prompt].role
        told = causes.told
        if role in _OF_TABLES and self._claims_changed(old, request):
            told = (*told, CLAIMS_CHANGED)
        if not told and not is_unknown and role == "follow_up":
            return (ITEMS_CHANGED,)
        return told or (self._first_difference(request, known),)

    def _claims_changed(self, old: Outline, new: Request) -> bool:
        before = self._asker.answers.request(old.key)
        return before is not None and tables_differ(before, new)

    def _first_difference(self, request: Request, known: Sequence[Outline]) -> str:
        others = (self._asker.answers.request(outline.key) for outline in known)
        difference = nearest(request, [other for other in others if other is not None])[1]
        return _PLACE.sub("message:", difference) or "the stored question is damaged"
