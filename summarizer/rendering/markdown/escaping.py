"""Text of articles as Markdown shows it literally."""

from __future__ import annotations

import re

from summarizer.rendering.hidden import in_one_line

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#~&])")
# Also "example.com": GitHub leaves it alone, mail programs and messengers link it.
_ADDRESS = re.compile(r"(?i)(://)|(?<=[^\W_])(\.)(?=[^\W\d_]{2})|\b(www)\.|@")


def escape(text: str) -> str:
    """Return `text` as Markdown shows it literally, in one line, hidden characters by their code."""
    text = _SPECIAL.sub(r"\\\1", in_one_line(text))
    text = _ADDRESS.sub(_unlinked, text)
    return re.sub(
        r"^(\d+)([.)])(?!\S)|^([-+=])", lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", text
    )


def unescape(text: str) -> str:
    """Return what Markdown that `escape` wrote shows; hidden characters stay told by their code.

    >>> unescape(escape("a_b at http://c & d@e"))
    'a_b at http://c & d@e'
    """
    text = text.replace("\\://", "://").replace("&#64;", "@")
    return re.sub(r"\\([\\`*_{}\[\]<>|#~&.)(+=-])", r"\1", text)


def _unlinked(match: re.Match[str]) -> str:
    """Return a part of an address so that no reader links it by itself."""
    if match.group(1):
        return "\\://"
    if match.group(2):
        return "\\."
    return f"{match.group(3)}\\." if match.group(3) else "&#64;"
