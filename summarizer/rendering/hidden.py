"""Characters that a reader does not see, shown by their code in every rendering. Knows no form."""

from __future__ import annotations

import re

# Control characters, direction overrides, zero-width and tag characters.
HIDDEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    r"\ufff9-\ufffb\U000e0000-\U000e01ef]"
)


def visible(text: str) -> str:
    """Return `text` with hidden characters by their code, white space as it is.

    >>> visible("  left\\u202eright")
    '  left⟪U+202E⟫right'
    """
    return HIDDEN.sub(lambda match: f"⟪U+{ord(match.group()):04X}⟫", text)


def in_one_line(text: str) -> str:
    """Return `text` in one line, hidden characters by their code.

    >>> in_one_line("evil\\u202etxt.exe")
    'evil⟪U+202E⟫txt.exe'
    """
    return visible(" ".join(text.split()))
