"""The page before: read from its file or its run, how to call it, and the moment that it tells of."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from summarizer.articles import Published
from summarizer.briefing import Briefing, PageBefore
from summarizer.errors import UsageError
from summarizer.runs import Run


@dataclass(frozen=True, slots=True)
class Earlier:
    """A page to count changes from; `as_of` is an ISO 8601 moment, "" where it is not known."""

    briefing: Briefing
    label: str
    as_of: str = ""

    @property
    def text(self) -> str:
        """The file form of the page."""
        return self.briefing.as_json()

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
        made_at: when it was made, where that is known.
    """
    return Earlier(briefing, label, made_at.isoformat(timespec="minutes") if made_at else "")


def kept_page(run: Run) -> Earlier | None:
    """Return the page that a kept run counted changes from, or None."""
    if not run.previous:
        return None
    told = run.options["previous"]
    return Earlier(Briefing.model_validate_json(run.previous), told["label"], told["as_of"])


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


def newest_article(briefing: Briefing) -> str | None:
    """Return when the newest article of a page was published, as it was given, or None."""
    dated: list[tuple[datetime, str]] = []
    for source in briefing.sources:
        if source.published is None or source.embedded_in is not None:
            continue
        try:
            published = Published.parse(source.published)
        except ValueError:  # read in the text, in words
            continue
        at = published.at
        if at is None or at.tzinfo is None:
            at = datetime(published.day.year, published.day.month, published.day.day, tzinfo=UTC)
        dated.append((at.astimezone(UTC), source.published))
    return max(dated)[1] if dated else None
