"""The ledger: figures of a story side by side, with how they relate, what adds up, how it reads.

Values that differ stand beside each other; which of them is right is not decided here. Pure.
"""

from __future__ import annotations

from summarizer.ledger.building import ledger_of
from summarizer.ledger.checking import reading_problems
from summarizer.ledger.matching import agree
from summarizer.ledger.rows import CONTRADICTING, Ledger, Pair, Reading, Row, Sum

__all__ = [
    "CONTRADICTING",
    "Ledger",
    "Pair",
    "Reading",
    "Row",
    "Sum",
    "agree",
    "ledger_of",
    "reading_problems",
]
