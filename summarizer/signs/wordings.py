"""Patterns of wordings, written one a line so that each can be read, added and tested by itself."""

from __future__ import annotations

import re


def wordings(rows: str) -> re.Pattern[str]:
    """Return a pattern that finds any of the rows, each a regular expression, in any case.

    >>> wordings("page not found\\n no such page").search("404: No such page").group()
    'No such page'
    """
    return re.compile("|".join(row.strip() for row in rows.split("\n") if row.strip()), re.I)
