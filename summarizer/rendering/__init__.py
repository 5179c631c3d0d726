"""Renderings of a briefing: Markdown, HTML, JSON, from one object; files are written atomically."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from summarizer.briefing import Briefing, Shown
from summarizer.errors import UsageError
from summarizer.rendering.markdown import markdown

FORMS: dict[str, Callable[[Briefing, Shown | None], str]] = {
    ".html": lambda briefing, sources: briefing.html(sources),
    ".json": lambda briefing, _: briefing.as_json(),
    ".md": lambda briefing, _: markdown(briefing),
}


def check_form(path: Path) -> None:
    """Raise UsageError unless the ending of `path` names a form that can be written."""
    if path.suffix.lower() not in FORMS:
        raise UsageError(f"{path}: the ending says the form; known: {', '.join(sorted(FORMS))}")


def write(briefing: Briefing, path: Path, sources: Shown | None = None) -> None:
    """Write the briefing to `path`, whole or not at all; the ending says the form.

    Args:
        briefing: what is written.
        path: the file.
        sources: how an HTML page shows the articles; see `Briefing.html`.

    Raises:
        UsageError: the ending names no form.
        OSError: the folder is not there, or the disk is full.
    """
    check_form(path)
    write_text(path, FORMS[path.suffix.lower()](briefing, sources))


def write_text(path: Path, text: str) -> None:
    """Write `text` to `path`, whole or not at all.

    Raises:
        OSError: the folder is not there, or the disk is full; it names `path`.
    """
    try:
        _replace(path, text)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def _replace(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


__all__ = ["FORMS", "check_form", "markdown", "write", "write_text"]
