"""Where values stand on an axis: its ends, its ticks, and whether it begins at 0 or is logarithmic.

Decimals in, units of the drawing out; knows nothing of briefings.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

_LOG_FROM = (
    100  # the largest value so many times the smallest: a straight axis hides the small ones
)
_MOST_TICKS = 5


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from `low` to `high` over `left` to `right`; values beyond its ends stand at them."""

    low: float
    high: float
    is_log: bool
    left: float
    right: float

    def at(self, value: Decimal | float) -> float:
        """Return where `value` stands."""
        low, high, here = self.low, self.high, min(max(float(value), self.low), self.high)
        if self.is_log:
            low, high, here = math.log10(low), math.log10(high), math.log10(here)
        return self.left + (self.right - self.left) * (here - low) / (high - low)

    @property
    def begins_at_zero(self) -> bool:
        return self.low == 0

    def ticks(self) -> list[Decimal]:
        """Return round values to write under the axis, at most six."""
        if self.is_log:
            first, last = math.ceil(math.log10(self.low)), math.floor(math.log10(self.high))
            step = max(1, math.ceil((last - first + 1) / _MOST_TICKS))
            return [Decimal(10) ** power for power in range(first, last + 1, step)]
        step_size = _round_step((self.high - self.low) / _MOST_TICKS)
        first = math.ceil(Decimal(repr(self.low)) / step_size)
        last = math.floor(Decimal(repr(self.high)) / step_size)
        return [step_size * index for index in range(first, last + 1)]


def scale_of(
    values: Iterable[Decimal], left: float, right: float, *, is_open: bool = False
) -> Scale:
    """Return an axis that shows all of `values`, and room beyond the largest if one has no upper end.

    It begins at 0 unless all values lie so near each other that their difference would not show.

    >>> scale_of([Decimal(8), Decimal(23)], 0, 100).begins_at_zero
    True
    >>> scale_of([Decimal(34000), Decimal(36000)], 0, 100).begins_at_zero
    False

    Raises:
        ValueError: there are no values.
    """
    numbers = sorted(float(value) for value in values)
    low, high = numbers[0], numbers[-1]
    if low > 0 and high / low > _LOG_FROM:
        return Scale(10 ** math.floor(math.log10(low)), high * 2, True, left, right)
    beyond = 0.3 if is_open else 0.15
    margin = (high - low) * beyond or abs(high) * 0.15 or 1.0
    if low >= 0 and low < high * 0.6:
        return Scale(0.0, high * (1 + beyond), False, left, right)
    return Scale(low - margin, high + margin, False, left, right)


def _round_step(least: float) -> Decimal:
    """Return the smallest of 1, 2, 5, 10, 20, … (and their tenths) that is not below `least`."""
    power = Decimal(10) ** math.floor(math.log10(least))
    return next(power * digit for digit in (1, 2, 5, 10) if float(power * digit) >= least)


def tick_label(value: Decimal) -> str:
    """Return a round value as short as an axis needs it.

    >>> tick_label(Decimal("34000")), tick_label(Decimal("2500000")), tick_label(Decimal("0.50"))
    ('34,000', '2.5 million', '0.5')
    """
    for size, name in ((10**12, "trn"), (10**9, "bn"), (10**6, "million")):
        if abs(value) >= size:
            return f"{_plain(value / size)} {name}"
    return _plain(value)


def _plain(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
