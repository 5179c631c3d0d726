"""The extra `web`: what it holds, and what is said where it is missing."""

from __future__ import annotations

import importlib
from types import ModuleType

from summarizer.errors import UsageError


def needed(module: str) -> ModuleType:
    """Return a module of the extra, imported on first use.

    Raises:
        UsageError: the extra is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise UsageError(
            f"web pages and feeds need the extra 'web': pip install 'summarizer[web]' ({error})"
        ) from error
