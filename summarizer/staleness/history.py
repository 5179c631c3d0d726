"""What planning asks of the past: the templates of a question, and what the last run read and used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class History(Protocol):
    """What is known of earlier runs beside their questions and answers."""

    def texts_of(self, key: str) -> Mapping[str, str] | None:
        """Return the template files (file -> text) that a stored question was rendered from.

        None where they were not kept. Called for every stale question, so it should be quick.
        """
        ...

    def asked_last(self) -> Mapping[str, int]:
        """Return how many questions of each prompt the newest run used; empty without a run."""
        ...

    def addresses_last(self) -> Mapping[str, str]:
        """Return address -> hash of its text, of the articles that the newest run read."""
        ...
