"""How many tokens a text has, estimated by its bytes: no tokenizer is right for every model."""

from __future__ import annotations

import math

from summarizer.answers import Request

BYTES_PER_TOKEN = 3.5  # of UTF-8; English news under the tokenizers of 2024 to 2026


def estimate_tokens(text: str) -> int:
    """Return about how many tokens a text has: its UTF-8 bytes over 3.5, rounded up.

    >>> estimate_tokens("Two bridges closed")
    6
    """
    return math.ceil(len(text.encode("utf-8", "replace")) / BYTES_PER_TOKEN)


def tokens_asked(request: Request) -> int:
    """Return about how many tokens the messages of a question have."""
    return sum(estimate_tokens(text) for _, text in request.messages)
