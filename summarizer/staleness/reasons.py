"""Why a stored question is not the one that is asked today, in a few words for each cause.

Compares a question of today with the outline of one that was answered; asks no store.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from summarizer.answers import Outline, Request, canonical_json
from summarizer.prompts import PromptSet
from summarizer.staleness.schemas import schema_change
from summarizer.staleness.templates import Change, changes

TEXT_CHANGED = "article text changed"
CLAIMS_CHANGED = "claims changed"
ITEMS_CHANGED = "other items to ask about"

_MARKED = re.compile(r"^<\w+ ([0-9a-f]{8})>$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Causes:
    """What sets a question of today apart from one that was answered; the fewer, the nearer."""

    told: tuple[str, ...]
    lines: int = 0  # of templates

    @property
    def weight(self) -> tuple[int, int]:
        return len(self.told), self.lines


class Comparison:
    """Compares questions of today's prompts with answered ones; each pair of templates once."""

    def __init__(self, prompts: PromptSet) -> None:
        self._prompts = prompts
        self._known: dict[tuple[str, tuple[tuple[str, str], ...]], tuple[Change, ...]] = {}
        self._schemas: dict[tuple[int, str], tuple[Mapping[str, Any], str]] = {}
        self._users = {
            file: sum(file in prompts.files(name) for name in prompts.templates)
            for file in prompts.sources
            if file.startswith("_")
        }

    def causes(self, old: Outline, new: Request, texts: Mapping[str, str] | None) -> Causes:
        """Return the causes that can be told without the messages of the old question.

        Args:
            old: a question that was answered.
            new: one of today, of the same prompt.
            texts: the template files of the old one, None where they are not known.
        """
        told = []
        if old.model != new.model:
            told.append(f"model {old.model!r} -> {new.model!r}")
        changed = self.templates(new.prompt, texts) if texts is not None else ()
        told += [self._named(change) for change in changed]
        if schema := self._schema(old, new):
            told.append(schema)
        if old.sampling != new.sampling:
            then, now = canonical_json(old.sampling), canonical_json(new.sampling)
            told.append(f"sampling {then} -> {now}")
        if old.document != new.document:
            told.append(TEXT_CHANGED)
        return Causes(tuple(told), sum(change.size for change in changed))

    def templates(self, prompt: str, texts: Mapping[str, str]) -> tuple[Change, ...]:
        """Return where the files of a prompt differ from its texts of another day."""
        key = prompt, tuple(sorted(texts.items()))
        if key not in self._known:
            files = self._prompts.files(prompt)
            today = {file: self._prompts.sources[file] for file in files}
            self._known[key] = changes(texts, today)
        return self._known[key]

    def _named(self, change: Change) -> str:
        users = self._users.get(change.file, 0)
        shared = f", included by {users} prompts" if users > 1 else ""
        return change.told() + shared

    def _schema(self, old: Outline, new: Request) -> str:
        """Return how the schema differs, "" if it does not; today a prompt has only one."""
        key = id(old.schema), new.prompt  # comparing them takes longer than all the rest
        if key not in self._schemas:
            told = ""
            if (old.schema_name, old.schema) != (new.schema_name, new.schema):
                fields = schema_change(old.schema, new.schema)
                told = f"schema ({fields})" if fields else "schema"
            self._schemas[key] = old.schema, told  # held, so that no other one gets its id
        return self._schemas[key][1]


def tables_differ(old: Request, new: Request) -> bool:
    """Whether two questions show different tables of claims: a table's mark hangs on its rows."""
    marks = [
        {mark for _, text in request.messages for mark in _MARKED.findall(text)}
        for request in (old, new)
    ]
    return marks[0] != marks[1]
