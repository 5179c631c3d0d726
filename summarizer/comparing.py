"""The two questions that compare claims of several articles, and the tables they show.

A table has content ids and fixed fields and is sorted, so the same claims always make the same
question. Knows how to ask; what an answer is worth is decided where claims are reduced.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from summarizer.answers import canonical_json


@dataclass(frozen=True, slots=True)
class ComparisonTable:
    """Rows of claims as the comparing templates see them; `marker` comes from the content."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def marker(self) -> str:
        content = canonical_json([list(self.columns), *(list(row) for row in self.rows)])
        return hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()[:8]
