"""Front matter: the metadata between `---` lines at the head of a text file."""

from __future__ import annotations

import re
from typing import Any

import yaml

from summarizer.accepting import FIELDS
from summarizer.errors import DocumentError

_BREAK = r"(?:\r\n?|\n)"
_FRONT = re.compile(
    rf"---[ \t]*{_BREAK}((?:.{{0,10000}}?{_BREAK})??)---[ \t]*(?:{_BREAK}|\Z)", re.DOTALL
)
_UNCLOSED = re.compile(rf"---[ \t]*{_BREAK}(?:{'|'.join(FIELDS)}):")
_NULL = "tag:yaml.org,2002:null"


def without_front_matter(text: str, name: str) -> tuple[str, dict[str, Any]]:
    """Return the body as it stands, and the metadata fields its front matter gives."""
    match = _FRONT.match(text)
    if match is None:
        if _UNCLOSED.match(text):
            raise DocumentError(f"{name}:1", "front matter without a closing '---' line")
        return text, {}
    try:
        values = yaml.load(match[1], Loader=_AsWritten) or {}
    except RecursionError:
        raise DocumentError(f"{name}:2", "broken front matter: nested too deeply") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "a character YAML does not allow"
        line = mark.line + 2 if mark else 2
        raise DocumentError(f"{name}:{line}", f"broken front matter: {problem}") from error
    if not isinstance(values, dict):
        raise DocumentError(f"{name}:2", "broken front matter: no 'key: value' lines")
    return text[match.end() :], {key: values[key] for key in FIELDS if key in values}


class _AsWritten(yaml.BaseLoader):
    """Reads null as such and other scalars as text: to YAML, `language: no` is False."""


_AsWritten.add_implicit_resolver(_NULL, re.compile(r"(?:~|null|Null|NULL|)\Z"), ["~", "n", "N", ""])
_AsWritten.add_constructor(_NULL, lambda loader, node: None)
