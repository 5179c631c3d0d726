"""A revision written to files: Markdown, JSON or HTML, as the ending says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from summarizer.errors import UsageError
from summarizer.rendering import write_text
from summarizer.revision.changes import Revision
from summarizer.revision.html import html
from summarizer.revision.markdown import markdown

FORMS: dict[str, Callable[[Revision], str]] = {
    ".md": markdown,
    ".json": Revision.as_json,
    ".html": html,
}


def check_form(path: Path) -> None:
    """Raise UsageError unless the ending of `path` names a form that can be written."""
    if path.suffix.lower() not in FORMS:
        raise UsageError(f"{path}: the ending says the form; known: {', '.join(sorted(FORMS))}")


def write(revision: Revision, path: Path) -> None:
    """Write the revision to `path`, whole or not at all.

    Raises:
        UsageError: the ending names no form.
        OSError: the folder is not there, or the disk is full.
    """
    check_form(path)
    write_text(path, FORMS[path.suffix.lower()](revision))
