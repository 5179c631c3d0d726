"""What open questions will take: tokens read and written, learned from answers to such questions.

Asks nobody; knows nothing of rounds and reasons. What tokens cost is said in `prices`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from summarizer.answers import Answer, Answers, Request
from summarizer.budget import share_written
from summarizer.tokens import estimate_tokens, is_plausible, tokens_asked

ENOUGH = 5  # answers of one prompt, to calibrate its questions by themselves
MOST_READ = 100  # answers of one prompt: more would tell nothing new


@dataclass(frozen=True, slots=True)
class Consumption:
    """Tokens that questions take, as far as that can be known before they are asked.

    `calibrated_on` is how many answers with reported tokens the estimate of what is read was
    corrected by; `learned_from` how many replies told how long a reply is, 0 where only the kind
    of each question did.
    """

    input_tokens: int = 0
    output_tokens: int = 0
    calibrated_on: int = 0
    learned_from: int = 0

    @property
    def basis(self) -> str:
        """How sure the tokens read are.

        >>> Consumption(7, 3, 120).basis
        'estimated, calibrated on 120 answers'
        """
        if not self.calibrated_on:
            return "estimated"
        answers = "answer" if self.calibrated_on == 1 else "answers"
        return f"estimated, calibrated on {self.calibrated_on} {answers}"


@dataclass(frozen=True, slots=True)
class _Experience:
    """What the newest answers of one model to one prompt took."""

    metered: int = 0  # answers that report their tokens
    estimated: int = 0  # tokens that their questions were thought to have
    reported: int = 0  # tokens that they had
    replies: int = 0
    written: int = 0

    def __add__(self, other: _Experience) -> _Experience:
        return _Experience(
            self.metered + other.metered,
            self.estimated + other.estimated,
            self.reported + other.reported,
            self.replies + other.replies,
            self.written + other.written,
        )

    @property
    def ratio(self) -> float:
        """Tokens reported for each token estimated."""
        return self.reported / self.estimated if self.estimated else 1.0


def consumption(
    requests: Sequence[Request], answers: Answers, prompts: Iterable[str]
) -> Consumption:
    """Return what questions to one model are likely to take.

    Args:
        requests: the open questions.
        answers: where earlier answers are kept; those of the same model count.
        prompts: the prompts whose answers may calibrate those of a prompt that has too few.
    """
    if not requests:
        return Consumption()
    model = requests[0].model
    names = dict.fromkeys([*(request.prompt for request in requests), *prompts])
    known = {name: _experience(answers.newest(name, model, MOST_READ)) for name in names}
    overall = sum(known.values(), _Experience())
    ratios = {
        name: (own if own.metered >= ENOUGH else overall).ratio for name, own in known.items()
    }
    read, written = 0.0, 0.0
    for request in requests:
        tokens = tokens_asked(request) * ratios[request.prompt]
        own = known[request.prompt]
        parts = request.schema.get("properties", {})
        read += tokens
        written += own.written / own.replies if own.replies else tokens * share_written(parts)
    asked = Counter(request.prompt for request in requests)
    is_apart = all(known[name].metered >= ENOUGH for name in asked)
    return Consumption(
        input_tokens=round(read),
        output_tokens=round(written),
        calibrated_on=sum(known[n].metered for n in asked) if is_apart else overall.metered,
        learned_from=sum(known[name].replies for name in asked),
    )


def _experience(pairs: Iterable[tuple[Request, Answer]]) -> _Experience:
    """Return what answers took; of one that cannot have read its question only the reply counts."""
    found = _Experience()
    for request, answer in pairs:
        usage, asked = answer.usage, tokens_asked(request)
        if usage is None or not is_plausible(usage.input_tokens, asked):
            found += _Experience(replies=1, written=estimate_tokens(answer.reply))
        else:
            found += _Experience(1, asked, usage.input_tokens, 1, usage.output_tokens)
    return found
