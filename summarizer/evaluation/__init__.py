"""Claims and briefings against gold: what was found, what is false, what is missing, floors.

Gold is what a careful reader finds in a set of articles. Pure, but for the reading of files in
`files`; knows claims and briefings as they are printed, not how they were made.
"""

from __future__ import annotations

from summarizer.evaluation.drafts import draft_of
from summarizer.evaluation.floors import Floors, below
from summarizer.evaluation.gold import GoldSet
from summarizer.evaluation.metrics import Score, Share
from summarizer.evaluation.scoring import Evaluation, evaluate

__all__ = ["Evaluation", "Floors", "GoldSet", "Score", "Share", "below", "draft_of", "evaluate"]
