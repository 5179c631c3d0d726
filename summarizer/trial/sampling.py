"""Which articles a prompt is tried on: the same every time, whatever the order they come in. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from summarizer.articles import Document

SIZE = 10
TWICE_SHARE = 3  # one in three of the sample is asked twice under the old template,
FEWEST_TWICE = 2  # and two at least


def sample_of(documents: Iterable[Document], size: int) -> tuple[Document, ...]:
    """Return `size` of the documents, those whose texts have the smallest hashes.

    So articles that come or go change little of the sample, and names nothing. The same text counts
    once.
    """
    by_digest = {document.digest: document for document in sorted(documents, key=lambda d: d.name)}
    return tuple(by_digest[digest] for digest in sorted(by_digest)[:size])


def asked_twice(size: int) -> int:
    """Return how many of a sample, its first, are asked twice under the old template.

    >>> [asked_twice(size) for size in (1, 2, 6, 7, 10)]
    [1, 2, 2, 3, 4]
    """
    return min(size, max(FEWEST_TWICE, -(-size // TWICE_SHARE)))
