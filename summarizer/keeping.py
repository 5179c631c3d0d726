"""Recording a run: what an asker asked and used, and the articles it was about, into the archive.

Answers that came from elsewhere are put into the store, so that the run can be made again from it
alone. Knows nothing of how a briefing is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from summarizer.answers import Answer, Request
from summarizer.asking import Asker
from summarizer.prompts import PromptSet
from summarizer.reading import Reading
from summarizer.runs import Run, Spent, text_hash

if TYPE_CHECKING:  # a replay without a store loads no database
    from summarizer.archive import Archive, Kept
    from summarizer.store import Store


@dataclass(frozen=True, slots=True)
class Made:
    """A briefing that was made: from what, through which asker, since when, and its JSON text.

    `options` are plain JSON values, of what else it hung on; `previous` is the JSON text of the page
    that changes were counted from.
    """

    reading: Reading
    asker: Asker
    model: str
    started_at: datetime
    page: str
    options: Mapping[str, Any] = field(default_factory=dict)
    previous: str = ""


def keep_run(archive: Archive, made: Made) -> Kept:
    """Keep the run of a briefing, after all that it needs is in the store.

    Raises:
        StoreError: the disk is full or failing, or the file is read-only.
    """
    asker = made.asker
    attempts = _settled(archive.store, asker)
    note_origins(archive, asker.prompts, asker.asked.values())
    budget = asker.budget
    return archive.keep(
        Run(
            started_at=made.started_at,
            version=_version(),
            model=made.model,
            prompt_set=asker.prompts.name,
            prompts=texts_used(asker.prompts),
            reading=made.reading,
            attempts=attempts,
            used={key: asker.asked[key].prompt for key in asker.used},
            failed=asker.failed,
            briefing_sha256=page_hash(made.page),
            options=made.options,
            spent=Spent(budget.calls, budget.tokens_read, budget.tokens_written, budget.cost),
            previous=made.previous,
        )
    )


def page_hash(page: str) -> str:
    """Return the sha256 of a briefing's JSON text as the bytes that are written to a file."""
    return text_hash(page.encode("utf-8", "replace").decode("utf-8"))


def note_origins(archive: Archive, prompts: PromptSet, requests: Iterable[Request]) -> None:
    """Note for questions the template files they were rendered from.

    Raises:
        StoreError: the disk is full or failing, or the file is read-only.
    """
    keys: dict[str, list[str]] = {}
    for request in requests:
        keys.setdefault(request.prompt, []).append(request.key)
    for name, asked in sorted(keys.items()):
        archive.note_prompts(asked, {file: prompts.sources[file] for file in prompts.files(name)})


def texts_used(prompts: PromptSet) -> Mapping[str, str]:
    """Return the files of a set that its prompts are rendered from, and the one that names them."""
    files = {file for name in prompts.templates for file in prompts.files(name)}
    return {file: prompts.sources[file] for file in sorted({*files, "set.yaml"})}


def _settled(store: Store, asker: Asker) -> dict[str, int | None]:
    """Return of every question asked the attempt in the store that counted, kept there if need be.

    An answer that is not there in these words, as from a recording, is put there as the newest.
    """
    attempts: dict[str, int | None] = {}
    absent = []
    for key, request in asker.asked.items():
        answer = asker.used.get(key, asker.newest.get(key))
        if answer is None:
            attempts[key] = None
            continue
        there = store.get(key)
        same = next((own for own in there if _is_same(own, answer)), None)
        if same is None:
            number = max((own.attempt + 1 for own in there), default=answer.attempt)
            same = replace(answer, attempt=number)
            absent.append((request, same))
        attempts[key] = same.attempt
    if absent:
        store.put_all(absent)
    return attempts


def _is_same(answer: Answer, other: Answer) -> bool:
    return replace(answer, attempt=other.attempt) == other


def _version() -> str:
    try:
        return version("summarizer")
    except PackageNotFoundError:  # a copy of the sources that nobody installed
        return "unknown"
