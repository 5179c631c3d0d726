"""The benchmarks run: every row gives figures. How large they are is no matter of a test."""

import pytest
from benchmarks.measuring import QUICK, Line, table
from benchmarks.rows import ROWS


@pytest.mark.parametrize("row", ROWS)
def test_every_row_gives_figures(row: str) -> None:
    """Each line has a figure and a floor; never more requests are out than allowed."""
    lines = ROWS[row](QUICK)
    assert {line.row for line in lines} == {row}
    for line in lines:
        assert line.figure > 0 and line.floor > 0, line.what
        assert line.in_flight <= line.allowed, line.what
    if row == "waves":
        assert all(line.in_flight > 0 for line in lines)


@pytest.mark.parametrize(
    ("most", "most_ratio", "is_met"),
    [
        (None, None, None),  # no target
        (2.0, None, True),  # just met
        (1.9, None, False),
        (None, 4.0, True),  # 2.0 over 0.5
        (None, 3.9, False),
        (2.0, 3.9, False),  # one of two
    ],
)
def test_a_target_is_met_or_missed(
    most: float | None, most_ratio: float | None, is_met: bool | None
) -> None:
    """The figure and its ratio to the floor are held against their targets, both included."""
    line = Line("row", "what", 2.0, "floor", 0.5, "s", most, most_ratio)
    assert line.is_met is is_met


def test_the_table_shows_what_is_missed() -> None:
    """A line shows figure, floor, ratio and target in its unit, and how many were in flight."""
    line = Line("waves", "all", 2.0, "waves", 1.0, "s", None, 1.5, in_flight=16, allowed=16)
    cells = [cell.strip() for cell in table([line]).splitlines()[2].strip("|").split("|")]
    assert cells == [
        "waves",
        "all",
        "2.000 s",
        "waves",
        "1.000 s",
        "x 2.00",
        "x 1.50",
        "MISSED (16 of 16 in flight)",
    ]
