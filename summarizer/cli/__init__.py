"""The command line: parse, call one library function, print. Only results go to stdout.

`app` is the tree of commands with their exit codes; the other modules hold a group of commands each.
"""

from summarizer.cli.app import main
from summarizer.cli.exits import EXIT_CODES

__all__ = ["EXIT_CODES", "main"]
