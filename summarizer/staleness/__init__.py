"""Why a stored answer is not used any more: found from what its question was rendered from.

Asks nobody, and knows nothing of rounds, tokens and money.
"""

from __future__ import annotations

from summarizer.staleness.former import changed_since, stale_questions
from summarizer.staleness.history import History

__all__ = ["History", "changed_since", "stale_questions"]
