"""Lines of the table, and how their figures come about: repetitions in turn, then the median.

Machines are shared and change their speed, so a figure is only worth what stands beside it.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Unit = Literal["s", "ms", "tokens", "MB", "calls", "%"]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured, and how often."""

    repetitions: int
    calls: tuple[int, ...]  # of a run against the server; whole articles of four questions
    concurrencies: tuple[int, ...]
    latency: float  # seconds
    cpu_calls: int
    articles: int  # whose questions are planned and whose claims are replayed
    briefed: int  # articles of a whole briefing
    lengths: tuple[int, ...]  # characters of the texts to ground in
    claimed: tuple[int, ...]  # articles whose made-up claims are reduced
    day: tuple[int, int] = (300, 40)  # articles and stories of a made-up day


FULL = Sizes(5, (200, 1000), (16, 64), 0.2, 400, 1000, 200, (16_000, 120_000), (100, 1_000, 10_000))
QUICK = Sizes(1, (8,), (2, 4), 0.01, 8, 4, 4, (2_000,), (6, 12), (40, 9))


@dataclass(frozen=True, slots=True)
class Line:
    """A figure beside its floor, in seconds, tokens or megabytes.

    `most`, `least` and `most_ratio` are its targets; `in_flight` is the most requests that were out at
    once, where `allowed` says how many may be.
    """

    row: str
    what: str
    figure: float
    beside: str
    floor: float
    unit: Unit = "ms"
    most: float | None = None
    most_ratio: float | None = None
    in_flight: int = 0
    allowed: int = 0
    least: float | None = None

    @property
    def ratio(self) -> float:
        return self.figure / self.floor

    @property
    def is_met(self) -> bool | None:
        """Whether the targets are met; None where there is none."""
        if self.most is None and self.most_ratio is None and self.least is None:
            return None
        return (
            (self.most is None or self.figure <= self.most)
            and (self.least is None or self.figure >= self.least)
            and (self.most_ratio is None or self.ratio <= self.most_ratio)
        )


def interleaved(
    repetitions: int, variants: Mapping[str, Callable[[], float]]
) -> dict[str, list[float]]:
    """Return what every variant measured, each run once a repetition, beginning with another."""
    names = list(variants)
    found: dict[str, list[float]] = {name: [] for name in names}
    for repetition in range(repetitions):
        first = repetition % len(names)
        for name in names[first:] + names[:first]:
            gc.collect()
            found[name].append(variants[name]())
    return found


def medians(
    repetitions: int, variants: Mapping[str, Callable[[], float]], *, warm: bool = False
) -> dict[str, float]:
    """Return the median of what every variant measured; a `warm` one runs once before, uncounted."""
    if warm:
        interleaved(1, variants)
    measured = interleaved(repetitions, variants)
    return {name: statistics.median(values) for name, values in measured.items()}


def cpu_seconds(work: Callable[[], object]) -> float:
    """Return the processor time of this process that some work takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


def table(lines: Sequence[Line]) -> str:
    """Return the lines as one Markdown table."""
    head = ("row", "what", "figure", "beside", "floor", "ratio", "target", "")
    rows = [head, tuple("-" * len(title) for title in head), *map(_cells, lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    rows[1] = tuple("-" * width for width in widths)
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    )


def _cells(line: Line) -> tuple[str, ...]:
    targets = []
    if line.most is not None:
        targets.append(_shown(line.most, line.unit))
    if line.least is not None:
        targets.append(f"at least {_shown(line.least, line.unit)}")
    if line.most_ratio is not None:
        targets.append(f"x {line.most_ratio:.2f}")
    verdict = {None: "", True: "met", False: "MISSED"}[line.is_met]
    if line.allowed:
        verdict = f"{verdict} ({line.in_flight} of {line.allowed} in flight)".strip()
    return (
        line.row,
        line.what,
        _shown(line.figure, line.unit),
        line.beside,
        _shown(line.floor, line.unit),
        f"x {line.ratio:.2f}",
        ", ".join(targets),
        verdict,
    )


def _shown(value: float, unit: Unit) -> str:
    if unit == "%":
        return f"{value:.2f} %"
    if unit in ("tokens", "calls", "MB"):
        return f"{value:,.0f}" + (" MB" if unit == "MB" else "")
    return f"{value * 1000:.3f} ms" if unit == "ms" else f"{value:.3f} s"
