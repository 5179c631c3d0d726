"""Which sampling parameters a template may set, and to what."""

from __future__ import annotations

import pytest

from summarizer.sampling import PARAMETERS, faults_of

SOUND = [
    {},
    {"temperature": 0},
    {"temperature": 0.7, "top_p": 1, "seed": 7},
    {"frequency_penalty": -2, "presence_penalty": 2.0},  # the bounds themselves
    {"reasoning_effort": "low", "stop": "END", "max_tokens": 900},
    {"top_k": -1, "min_p": 0.05, "repetition_penalty": 1.1},  # of servers of one's own
]


@pytest.mark.parametrize("sampling", SOUND)
def test_what_endpoints_take_is_sound(sampling: dict[str, object]) -> None:
    """Known names with values of their type and within their bounds are not faulted."""
    assert list(faults_of(sampling)) == []


FAULTS = [
    ({"temperature": "hot"}, "temperature must be a number from 0 to 2, not 'hot'"),
    ({"temperature": "0"}, "temperature must be a number from 0 to 2, not '0'"),  # in quotes
    ({"temperature": True}, "temperature must be a number from 0 to 2, not True"),
    ({"temperature": 2.1}, "temperature must be a number from 0 to 2, not 2.1"),
    ({"max_tokens": 0}, "max_tokens must be a whole number from 1 up, not 0"),
    ({"seed": 1.5}, "seed must be a whole number, not 1.5"),
    ({"reasoning_effort": 3}, "reasoning_effort must be a text, not 3"),
    ({"temprature": 0}, "no sampling parameter 'temprature'; did you mean 'temperature'?"),
    ({"Temperature": 0}, "no sampling parameter 'Temperature'; did you mean 'temperature'?"),
    ({"zzz": 0}, f"no sampling parameter 'zzz'; known: {', '.join(sorted(PARAMETERS))}"),
]


@pytest.mark.parametrize(("sampling", "told"), FAULTS)
def test_a_fault_is_told_with_what_is_taken(sampling: dict[str, object], told: str) -> None:
    """An unknown name is told with the nearest known one, a value with what may stand there."""
    assert list(faults_of(sampling)) == [told]
