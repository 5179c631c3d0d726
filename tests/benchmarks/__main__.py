"""Measures the rows asked for and prints one table; a missed target is shown, not an error."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace

from .measuring import FULL, QUICK, table
from .rows import ROWS


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table of the rows that the command line names, or of all."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"of {', '.join(ROWS)}; or all")
    parser.add_argument("--repeat", type=int, metavar="N", help="repetitions of every figure")
    parser.add_argument("--quick", action="store_true", help="tiny sizes: does it run at all?")
    given = parser.parse_args(arguments)
    unknown = [name for name in given.rows if name not in ROWS]
    if unknown:
        parser.error(f"no row {unknown[0]!r}; known: {', '.join(ROWS)}")
    sizes = QUICK if given.quick else FULL
    if given.repeat:
        sizes = replace(sizes, repetitions=given.repeat)
    lines = []
    for name in given.rows or ROWS:
        print(f"measuring {name} …", file=sys.stderr)
        lines += ROWS[name](sizes)
    print(table(lines))


if __name__ == "__main__":
    main()
