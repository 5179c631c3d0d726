"""The examples in docstrings are run; nothing else would notice when they rot."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import summarizer

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(summarizer.__path__, "summarizer.")
    if not module.name.endswith("__main__")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_are_true(name: str) -> None:
    """Every doctest of the module gives what it shows."""
    assert doctest.testmod(importlib.import_module(name)).failed == 0
