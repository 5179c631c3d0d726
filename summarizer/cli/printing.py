"""What is printed where: results to standard output, everything else to standard error."""

from __future__ import annotations

import os
import sys

import typer

from summarizer.cli.exits import DONE


def print_result(text: str) -> None:
    """Write a result; a reader that stopped early (`| head`) ends the program, and quietly."""
    try:
        sys.stdout.write(text.encode("utf-8", "replace").decode("utf-8"))
        sys.stdout.flush()
    except BrokenPipeError:
        nobody_reads()
        raise typer.Exit(DONE) from None


def nobody_reads() -> None:
    """Let what is still in the buffer of standard output go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(text: str) -> None:
    """Write a line to standard error."""
    sys.stderr.write(printable(text) + "\n")


def printable(text: str) -> str:
    """Return a line that cannot steer a terminal: control characters by their code.

    >>> printable("red \x1b[31m")
    'red \\\\x1b[31m'
    """
    return "".join(c if c.isprintable() or c in " \n" else f"\\x{ord(c):02x}" for c in text)
