"""Keeps the garbage collector off what will not become garbage. Knows nothing of articles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def at_rest() -> Iterator[None]:
    """Leave what exists already out of garbage collection for as long as the block runs.

    The claims of thousands of articles are millions of objects that stay; looking through them again
    and again takes a sixth of the time in which stories are made of them. What is made inside the
    block is collected as ever, and afterwards everything is.

    >>> with at_rest():
    ...     gc.get_freeze_count() > 0
    True
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
