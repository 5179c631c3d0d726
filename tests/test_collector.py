"""The garbage collector leaves alone what exists, and only for as long as it is told to."""

from __future__ import annotations

import gc
import weakref

import pytest

from summarizer.collector import at_rest


class Loop:
    """Something that only the collector can free."""

    def __init__(self) -> None:
        self.own = self


def test_what_exists_is_left_alone_until_the_end() -> None:
    """A dead loop made before is freed after the block, one made inside already there."""
    before = weakref.ref(Loop())
    with at_rest():
        inside = weakref.ref(Loop())
        gc.collect()
        assert before() is not None
        assert inside() is None
    gc.collect()
    assert before() is None


def test_an_error_ends_the_rest() -> None:
    """Whatever happens inside, afterwards everything is collected again."""
    with pytest.raises(ValueError, match="no"), at_rest():
        raise ValueError("no")
    assert gc.get_freeze_count() == 0
