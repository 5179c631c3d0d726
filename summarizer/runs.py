"""Runs: what a briefing was made from, so that it can be looked up, compared and made again.

Owns the record and its two JSON texts, a short head and a long body; texts of articles and templates
are kept apart, by their hash. Knows nothing of files and databases.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from summarizer.article_records import document_of, entry_of
from summarizer.reading import Failure, Reading

ID_DIGITS = 12
FEWEST_DIGITS = 4  # of an id that is given in short

_REFERENCE = re.compile(rf"last(?:~\d{{1,9}})?|[0-9a-f]{{{FEWEST_DIGITS},{ID_DIGITS}}}")
_OF_THE_DAY = ("started_at", "version", "spent")  # what two runs that are the same differ in


@dataclass(frozen=True, slots=True)
class Spent:
    """What a run paid for: calls, their tokens, and US dollars where the price is known."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: Decimal | None = None


@dataclass(frozen=True)
class Run:
    """One briefing and all it was made from.

    Attributes:
        started_at: aware, in UTC.
        version: of the program.
        prompt_set: the set's name; `prompts` are all its files, file -> text.
        reading: the articles as they were read, with what was noted of them then.
        attempts: of every question asked, by key, the stored attempt that counted; None where there
            was no answer. Later attempts do not change this run.
        used: the keys of the answers that the briefing rests on, each with its prompt.
        failed: by key, what was said of a question that could not be asked.
        briefing_sha256: of the bytes of the briefing as JSON.
        options: plain JSON values, of what else the briefing hung on.
        previous: the page that changes were counted from, as JSON; "" where there was none.
    """

    started_at: datetime
    version: str
    model: str
    prompt_set: str
    prompts: Mapping[str, str]
    reading: Reading
    attempts: Mapping[str, int | None]
    used: Mapping[str, str]
    briefing_sha256: str
    failed: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    spent: Spent = Spent()
    previous: str = ""

    @cached_property
    def packed(self) -> Packed:
        """The run as texts to keep."""
        return _packed(self)

    @property
    def id(self) -> str:
        """The first 12 hexadecimal digits of the hash of the whole record."""
        return self.packed.id


@dataclass(frozen=True, slots=True, repr=False)
class RunSummary:
    """What a list shows of a run; `asked` counts the answers used, by prompt.

    `prompts` are the hashes of the templates by file, `articles` the number of articles read.
    """

    id: str
    started_at: datetime
    version: str
    model: str
    prompt_set: str
    articles: int
    asked: Mapping[str, int]
    prompts: Mapping[str, str]
    briefing_sha256: str
    spent: Spent

    def __repr__(self) -> str:
        when = f"{self.started_at:%Y-%m-%d %H:%M} UTC"
        return f"<run {self.id}: {when}, {self.articles} articles, {self.model}, {self.prompt_set}>"


@dataclass(frozen=True, slots=True)
class Packed:
    """A run as texts: the head holds the hash of the body; `texts` are what both name by hash."""

    head: str
    body: str
    texts: Mapping[str, str]

    @property
    def id(self) -> str:
        return text_hash(self.head)[:ID_DIGITS]


def is_reference(name: str) -> bool:
    """Whether `name` has the form of a reference to a run: `last`, `last~2`, or an id, also in short.

    >>> [name for name in ("last", "last~2", "3fa9", "3f", "last~", "Last") if is_reference(name)]
    ['last', 'last~2', '3fa9']
    """
    return _REFERENCE.fullmatch(name) is not None


def text_hash(text: str) -> str:
    """Return the sha256 of a text, as `Document.digest` has it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def is_same(head: str, other: str) -> bool:
    """Whether two heads are of runs that differ in nothing but when they were made and at what cost."""
    return _lasting(head) == _lasting(other)


def summary_of(head: str) -> RunSummary:
    """Return what the head of a run says.

    Raises:
        ValueError, KeyError, TypeError: it is no head that this version writes.
    """
    told = json.loads(head)
    return RunSummary(
        id=text_hash(head)[:ID_DIGITS],
        started_at=datetime.fromisoformat(told["started_at"]),
        version=told["version"],
        model=told["model"],
        prompt_set=told["prompt_set"],
        articles=told["articles"],
        asked=told["asked"],
        prompts=told["prompts"],
        briefing_sha256=told["briefing"],
        spent=_spent(told["spent"]),
    )


def body_hash(head: str) -> str:
    """Return the hash that the body of a run must have.

    Raises:
        ValueError, KeyError: it is no head that this version writes.
    """
    return str(json.loads(head)["body"])


def hashes_named(head: str, body: str) -> set[str]:
    """Return the hashes of all texts that a run needs.

    Raises:
        ValueError, KeyError, TypeError: it is no run that this version writes.
    """
    told = json.loads(body)
    texts = {entry["text"] for entry in told["documents"]}
    previous = {told["previous"]} if "previous" in told else set()
    return {*json.loads(head)["prompts"].values(), *texts, *previous}


def keys_named(body: str) -> set[str]:
    """Return the keys of all questions that a run asked; errors as for `hashes_named`."""
    return set(json.loads(body)["attempts"])


def addresses_named(body: str) -> dict[str, str]:
    """Return address -> hash of its text, of the articles of a run; errors as for `hashes_named`."""
    documents = json.loads(body)["documents"]
    return {entry["url"]: entry["text"] for entry in documents if entry["url"]}


def unpacked(packed: Packed) -> Run:
    """Return the run of its texts.

    Raises:
        ValueError, KeyError, TypeError: it is no run that this version writes.
    """
    head, body, texts = json.loads(packed.head), json.loads(packed.body), packed.texts
    reading = Reading(
        documents=tuple(document_of(entry, texts) for entry in body["documents"]),
        failures=tuple(Failure(*entry) for entry in body["failures"]),
        notes=tuple(body["notes"]),
    )
    return Run(
        started_at=datetime.fromisoformat(head["started_at"]),
        version=head["version"],
        model=head["model"],
        prompt_set=head["prompt_set"],
        prompts={file: texts[digest] for file, digest in head["prompts"].items()},
        reading=reading,
        attempts=body["attempts"],
        used={key: prompt for prompt, keys in body["used"].items() for key in keys},
        briefing_sha256=head["briefing"],
        failed=body["failed"],
        options=body["options"],
        spent=_spent(head["spent"]),
        previous=texts[body["previous"]] if "previous" in body else "",
    )


def _packed(run: Run) -> Packed:
    documents = run.reading.documents
    texts = {document.digest: document.text for document in documents}
    prompts = {file: text_hash(text) for file, text in run.prompts.items()}
    texts |= {prompts[file]: text for file, text in run.prompts.items()}
    previous = {"previous": text_hash(run.previous)} if run.previous else {}
    texts |= dict.fromkeys(previous.values(), run.previous)
    used: dict[str, list[str]] = {}
    for key, prompt in sorted(run.used.items()):
        used.setdefault(prompt, []).append(key)
    body = _json(
        {
            "attempts": dict(run.attempts),
            "documents": [entry_of(document) for document in documents],
            "failed": dict(run.failed),
            "failures": [[failure.name, failure.reason] for failure in run.reading.failures],
            "notes": list(run.reading.notes),
            "options": dict(run.options),
            "used": used,
            **previous,
        }
    )
    spent = run.spent
    head = _json(
        {
            "articles": len(documents),
            "asked": Counter(run.used.values()),
            "body": text_hash(body),
            "briefing": run.briefing_sha256,
            "model": run.model,
            "prompt_set": run.prompt_set,
            "prompts": prompts,
            "spent": [
                spent.calls,
                spent.input_tokens,
                spent.output_tokens,
                None if spent.cost is None else str(spent.cost),
            ],
            "started_at": run.started_at.isoformat(),
            "version": run.version,
        }
    )
    return Packed(head, body, texts)


def _json(value: Mapping[str, Any]) -> str:
    """Return JSON in ASCII, so that half of a surrogate pair in a name is kept as well."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _lasting(head: str) -> dict[str, Any]:
    return {name: value for name, value in json.loads(head).items() if name not in _OF_THE_DAY}


def _spent(told: list[Any]) -> Spent:
    calls, input_tokens, output_tokens, cost = told
    return Spent(calls, input_tokens, output_tokens, None if cost is None else Decimal(cost))
