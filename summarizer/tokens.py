"""How many tokens a text has, estimated by its bytes: no tokenizer is right for every model."""

from __future__ import annotations

import math

from summarizer.answers import Request

# How far the tokens that an endpoint reports may be from the estimate: less was not read whole; more
# than the schema and the endpoint's own words would add is a count of something else.
LEAST_REPORTED, MOST_REPORTED = 1 / 3, 10
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


def is_plausible(reported: int, estimated: int) -> bool:
    """Whether so many tokens can have been read of a question of about `estimated`.

    >>> is_plausible(3, 900), is_plausible(1_200, 900), is_plausible(90_000, 900)
    (False, True, False)
    """
    return estimated * LEAST_REPORTED <= reported <= estimated * MOST_REPORTED
