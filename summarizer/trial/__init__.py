"""Trying one changed prompt on a few articles before all are paid for.

Asks the old and the new template about a fixed sample, compares the claims, and holds that against
how much two askings of the old one differ.
"""

from __future__ import annotations

from summarizer.trial.asking import Trial, Tried
from summarizer.trial.report import report
from summarizer.trial.sampling import sample_of

__all__ = ["Trial", "Tried", "report", "sample_of"]
