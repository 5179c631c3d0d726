"""The extra `web`: what it holds, and what is said where it is missing."""

from __future__ import annotations

import importlib
import logging
from types import ModuleType

from summarizer.errors import UsageError

_TALKATIVE = ("trafilatura", "htmldate", "courlan", "justext")


def needed(module: str) -> ModuleType:
    """Return a module of the extra, imported on first use.

    Raises:
        UsageError: the extra is not installed.
    """
    try:
        found = importlib.import_module(module)
    except ImportError as error:
        raise UsageError(
            f"web pages and feeds need the extra 'web': pip install 'summarizer[web]' ({error})"
        ) from error
    for name in _TALKATIVE:
        logger = logging.getLogger(name)
        if not logger.handlers:  # without one Python prints what they warn of; we list failures
            logger.addHandler(logging.NullHandler())
    return found
