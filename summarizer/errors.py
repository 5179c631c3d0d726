"""Every exception the package raises, as one tree; messages say what, which and what to do next.

SummarizerError
├── UsageError             a call or an option that cannot be carried out as given
├── DocumentError          unreadable or empty input (path, reason)
├── PromptError            unknown prompt or variable, bad syntax (file, line, what is known)
├── ModelError             carries prompt, model, key
│   ├── ModelUnavailable   retries used up, or no model is configured
│   │   └── EndpointRefuses    key, model, credit or address: no question is answered there
│   ├── ModelRefused       declined, filtered or cut off; never taken as an answer
│   │   └── TooLong            the question or its answer does not fit: ask in halves
│   ├── InvalidReply       schema still broken after the re-asks (raw text kept)
│   ├── BudgetSpent        a limit of calls or money is reached; this question was not asked
│   ├── AnswerMissing      no stored answer: prompt, article, nearest recording, first difference
│   └── AnswersMissing     several of these
├── Stopped                the run was asked to stop; what was answered is stored
├── NothingProduced        every article failed (the failures say why)
└── StoreError             full, damaged, newer version
"""

from __future__ import annotations

from collections.abc import Sequence


class SummarizerError(Exception):
    """The root: catch this to catch all that the package raises on purpose."""


class UsageError(SummarizerError):
    """A call or an option cannot be carried out as given."""


class DocumentError(SummarizerError):
    """An input cannot be read as an article.

    `name` is the path or id as given, `reason` one clause that stands alone in a list of failures.
    """

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


class PromptError(SummarizerError):
    """A prompt set cannot be used: file, line and what is known stand in the message."""


class ModelError(SummarizerError):
    """Asking one question failed; `prompt`, `model` and `key` say which."""

    def __init__(self, message: str, *, prompt: str = "", model: str = "", key: str = "") -> None:
        super().__init__(message)
        self.prompt = prompt
        self.model = model
        self.key = key


class ModelUnavailable(ModelError):
    """No model could be reached, or none is configured."""


class EndpointRefuses(ModelUnavailable):
    """No question will be answered there: key, model, credit or address. The run should stop."""


class ModelRefused(ModelError):
    """The model declined, was filtered or was cut off."""


class TooLong(ModelRefused):
    """A question or its answer does not fit the model, and can be asked in halves."""


class InvalidReply(ModelError):
    """The stored or returned reply does not fit its schema; `raw` keeps the text."""

    def __init__(
        self, message: str, *, raw: str, prompt: str = "", model: str = "", key: str = ""
    ) -> None:
        super().__init__(message, prompt=prompt, model=model, key=key)
        self.raw = raw


class BudgetSpent(ModelError):
    """A limit of the run is reached: this question was not asked."""


class AnswerMissing(ModelError):
    """No stored answer exists for a rendered request, and no model may be asked.

    `subject` names the article or story, `nearest` the key of the most similar stored request of
    the same prompt ("" where there is none) and `difference` the first place where the two differ.
    """

    def __init__(
        self,
        *,
        prompt: str,
        subject: str,
        model: str,
        key: str,
        nearest: str = "",
        difference: str = "",
    ) -> None:
        message = f"no stored answer for prompt {prompt!r} on {subject!r} (model {model!r})"
        if difference:
            message += f"; nearest recording {nearest[:17]} differs: {difference}"
        super().__init__(message, prompt=prompt, model=model, key=key)
        self.subject = subject
        self.nearest = nearest
        self.difference = difference


class AnswersMissing(ModelError):
    """Several answers are missing; `misses` holds one AnswerMissing each."""

    def __init__(self, misses: Sequence[AnswerMissing], limit: str = "") -> None:
        lines = "\n".join(f"  {miss}" for miss in misses)
        told = (
            f"at least {len(misses)} answers are missing: {limit}; what came is stored, run again "
            "for more"
            if limit
            else f"{len(misses)} answers are missing and no model may be asked:\n{lines}\n"
            "ways out: a key (OPENAI_API_KEY), or a server of your own (--base-url URL), in Python "
            "a client; answers by file (summarizer plan … --out requests.jsonl, then summarizer store "
            "import); or recordings that fit (--replay DIR)"
        )
        super().__init__(told)
        self.misses = tuple(misses)


class Stopped(SummarizerError):
    """The run was asked to stop: nothing more is sent, and what was answered is stored."""


class NothingProduced(SummarizerError):
    """Every article failed or was skipped, so there is no briefing to write."""


class StoreError(SummarizerError):
    """The answer store is full, damaged, read-only or from a newer version."""
