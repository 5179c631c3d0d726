"""Keeps the garbage collector off what will not become garbage. Knows nothing of articles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

LESS_OFTEN = 100


@contextmanager
def at_rest() -> Iterator[None]:
    """Leave what exists already out of garbage collection for as long as the block runs.

    The claims of thousands of articles are millions of objects that stay; looking through them again
    and again takes a quarter of the time in which stories are made of them. What is made inside the
    block is collected a hundred times less often than set, and afterwards everything is as before.

    >>> with at_rest():
    ...     gc.get_freeze_count() > 0
    True
    """
    youngest, *older = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(LESS_OFTEN * youngest, *older)  # 0 means off, and stays so
    try:
        yield
    finally:
        gc.set_threshold(youngest, *older)
        gc.unfreeze()
