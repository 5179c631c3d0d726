"""The sampling parameters that a template's front matter may set: their names, types and bounds.

Knows nothing of templates; what a given model makes of a parameter is its endpoint's affair.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

Kind = Literal["a number", "a whole number", "a text"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a parameter takes; None is no bound."""

    kind: Kind
    least: float | None = None
    most: float | None = None


_NUMBER = Parameter("a number")
_COUNT = Parameter("a whole number", least=1)
PARAMETERS: Mapping[str, Parameter] = {
    # OpenAI's chat completions, with the bounds of its reference
    "frequency_penalty": Parameter("a number", -2, 2),
    "max_completion_tokens": _COUNT,
    "max_tokens": _COUNT,
    "presence_penalty": Parameter("a number", -2, 2),
    "reasoning_effort": Parameter("a text"),
    "seed": Parameter("a whole number"),
    "stop": Parameter("a text"),
    "temperature": Parameter("a number", 0, 2),
    "top_p": Parameter("a number", 0, 1),
    "verbosity": Parameter("a text"),
    # what vLLM, llama.cpp and their like take as well
    "min_p": Parameter("a number", 0, 1),
    "repeat_penalty": _NUMBER,
    "repetition_penalty": _NUMBER,
    "top_k": Parameter("a whole number", least=-1),
    "typical_p": Parameter("a number", 0, 1),
}


def faults_of(sampling: Mapping[str, object]) -> Iterator[str]:
    """Yield what is wrong with each parameter, in their order.

    >>> list(faults_of({"temprature": 0, "top_p": "high", "seed": 7}))
    ["no sampling parameter 'temprature'; did you mean 'temperature'?", \
"top_p must be a number from 0 to 1, not 'high'"]
    """
    for name, value in sampling.items():
        known = PARAMETERS.get(name)
        if known is None:
            yield f"no sampling parameter {name!r}; {_instead(name)}"
        elif not _is_taken(known, value):
            yield f"{name} must be {known.kind}{_bounds(known)}, not {value!r}"


def _instead(name: str) -> str:
    near = get_close_matches(name, PARAMETERS, 1)
    return f"did you mean {near[0]!r}?" if near else f"known: {', '.join(sorted(PARAMETERS))}"


def _is_taken(known: Parameter, value: object) -> bool:
    if known.kind == "a text":
        return isinstance(value, str)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    if known.kind == "a whole number" and not isinstance(value, int):
        return False
    least, most = known.least, known.most
    return (least is None or value >= least) and (most is None or value <= most)


def _bounds(known: Parameter) -> str:
    if known.least is None:
        return ""
    if known.most is None:
        return f" from {known.least:g} up"
    return f" from {known.least:g} to {known.most:g}"
