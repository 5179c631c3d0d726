"""The page before: read from its file or its run, how to call it, and the moment that it tells of."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from summarizer.briefing import Briefing, PageBefore
from summarizer.errors import UsageError
from summarizer.runs import Run

_OPTION = "previous"  # under which the page before stands in the options of a run


@dataclass(frozen=True, slots=True)
class Earlier:
    """A page to count changes from, and its file form.

    `as_of` is an ISO 8601 moment, "" where it is not known.
    """

    briefing: Briefing
    label: str
    as_of: str
    text: str

    @property
    def record(self) -> PageBefore:
        """The page as the next one names it."""
        written = self.text.encode("utf-8", "replace")
        return PageBefore(
            label=self.label, as_of=self.as_of or None, sha256=hashlib.sha256(written).hexdigest()
        )


def earlier_of(briefing: Briefing, label: str, made_at: datetime | None = None) -> Earlier:
    """Return a briefing as the page before.

    Args:
        briefing: the page.
        label: what to call it: its file, or its run.
        made_at: when it was made, where that is known and its header does not say as of when it is.
    """
    as_of = made_at.isoformat(timespec="minutes") if made_at else ""
    as_of = briefing.edition.as_of if briefing.edition else as_of
    return Earlier(briefing, label, as_of, briefing.as_json())


def page_options(earlier: Earlier | None) -> dict[str, Any]:
    """Return what the options of a run say of the page before, nothing where there is none."""
    return {_OPTION: {"label": earlier.label, "as_of": earlier.as_of}} if earlier else {}


def kept_page(run: Run) -> Earlier | None:
    """Return the page that a kept run counted changes from, or None."""
    if not run.previous:
        return None
    told = run.options[_OPTION]
    briefing = Briefing.model_validate_json(run.previous)
    return Earlier(briefing, told["label"], told["as_of"], run.previous)


def read_briefing(path: Path) -> Briefing:
    """Return the briefing in a file.

    Raises:
        UsageError: it cannot be read, or is none.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from error
    try:
        return Briefing.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(step) for step in first["loc"])
        raise UsageError(
            f"{path} is no briefing as JSON ({place + ': ' if place else ''}{first['msg']})"
        ) from error
