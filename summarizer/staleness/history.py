"""What planning asks of the past: the templates of a question, and what the last run read and used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol


class History(Protocol):
    """What is known of earlier runs beside their questions and answers."""

    def texts_of(self, key: str) -> Mapping[str, str] | None:
        """Return the template files (file -> text) that a stored question was rendered from.

        None where they were not kept.
        """
        ...

    def texts_of_each(self, keys: Iterable[str]) -> Mapping[str, Mapping[str, str]]:
        """Return the template files of many questions by key; those not kept are left out."""
        ...

    def asked_last(self) -> Mapping[str, int]:
        """Return how many questions of each prompt the newest run used; empty without a run."""
        ...

    def addresses_last(self) -> Mapping[str, str]:
        """Return address -> hash of its text, of the articles that the newest run read."""
        ...
