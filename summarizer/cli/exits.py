"""Exit codes, and which error of the package ends with which."""

from __future__ import annotations

from summarizer.errors import (
    AnswersMissing,
    InvalidReply,
    ModelError,
    ModelRefused,
    ModelUnavailable,
    NothingProduced,
    PromptError,
    Stopped,
    StoreError,
    SummarizerError,
    UsageError,
)

DONE, USAGE, REFUSES, PARTLY, NOTHING, STORE, MISSING, BELOW = 0, 2, 3, 4, 5, 6, 7, 8
INTERRUPTED = 130

# From the most to the least specific: the first that fits says the exit code.
EXIT_CODES: tuple[tuple[type[SummarizerError], int], ...] = (
    (AnswersMissing, MISSING),
    (ModelUnavailable, REFUSES),
    (ModelRefused, NOTHING),
    (InvalidReply, NOTHING),
    (ModelError, MISSING),
    (NothingProduced, NOTHING),
    (StoreError, STORE),
    (PromptError, USAGE),
    (UsageError, USAGE),
    (Stopped, INTERRUPTED),
    (SummarizerError, NOTHING),
)
