"""summarizer: news articles in, one briefing out in which every sentence points at its words."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from summarizer.articles import Document as Document
    from summarizer.briefing import Briefing as Briefing
    from summarizer.briefing import ClaimRecord as ClaimRecord
    from summarizer.briefing import briefing_schema as briefing_schema
    from summarizer.editions import TimeWindow as TimeWindow
    from summarizer.endpoints import Endpoint as Endpoint
    from summarizer.errors import SummarizerError as SummarizerError
    from summarizer.model import LiveModel as LiveModel
    from summarizer.pipeline import Extracted as Extracted
    from summarizer.pipeline import Summarizer as Summarizer
    from summarizer.pipeline import brief as brief
    from summarizer.pipeline import extract as extract
    from summarizer.planning import Plan as Plan
    from summarizer.prices import Price as Price

_HOMES = {
    "Briefing": "briefing",
    "ClaimRecord": "briefing",
    "Document": "articles",
    "Endpoint": "endpoints",
    "Extracted": "pipeline",
    "LiveModel": "model",
    "Plan": "planning",
    "Price": "prices",
    "Summarizer": "pipeline",
    "SummarizerError": "errors",
    "TimeWindow": "editions",
    "brief": "pipeline",
    "briefing_schema": "briefing",
    "extract": "pipeline",
}
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    """Import a public name on first use, so that `summarizer --help` stays quick."""
    if name not in _HOMES:
        raise AttributeError(f"module 'summarizer' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"summarizer.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
