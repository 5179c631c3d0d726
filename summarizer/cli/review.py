"""The commands about a finished briefing: explain, check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import ValidationError

from summarizer.cli.desk import settings_of
from summarizer.cli.exits import BELOW, DONE
from summarizer.cli.options import Replay, StorePath
from summarizer.cli.printing import print_result, say
from summarizer.errors import UsageError

if TYPE_CHECKING:
    from summarizer.answers import Answers
    from summarizer.briefing import Briefing


def explain(
    file: Annotated[Path, typer.Argument(help="A briefing as JSON.", metavar="FILE")],
    name: Annotated[str, typer.Argument(help="Id of a statement or a claim.", metavar="ID")],
    store: StorePath = None,
    replay: Replay = None,
) -> None:
    """Say what a statement or claim of a briefing rests on, down to the prompt and its answer."""
    from summarizer.explaining import explain as explained

    briefing = read_briefing(file)
    print_result("\n".join(explained(briefing, name, _answers(store, replay))) + "\n")


def check(
    page: Annotated[Path, typer.Argument(help="A page that was edited (Markdown).")],
    against: Annotated[
        Path, typer.Option("--against", help="The briefing it was made from (JSON).")
    ],
) -> None:
    """List every number, name and quotation of an edited page that its citations do not carry."""
    from summarizer.checking import check_page
    from summarizer.restoring import restored

    findings = check_page(_text(page), restored(read_briefing(against)))
    for finding in findings:
        print_result(f"{page}:{finding.line}: {finding.problem}\n    {finding.text}\n")
    if not findings:
        print_result("every number, name and quotation on the page stands in what it cites\n")
    else:
        say(f"{len(findings)} without support")
    raise typer.Exit(BELOW if findings else DONE)


def read_briefing(path: Path) -> Briefing:
    """Return the briefing in a file.

    Raises:
        UsageError: it cannot be read, or is none.
    """
    from summarizer.briefing import Briefing

    try:
        return Briefing.model_validate_json(_text(path))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(step) for step in first["loc"])
        raise UsageError(
            f"{path} is no briefing as JSON ({place + ': ' if place else ''}{first['msg']})"
        ) from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from error


def _answers(store: Path | None, replay: Path | None) -> Answers | None:
    """Return where stored answers are looked up: as given, else the configured store if there."""
    if replay is not None:
        from summarizer.recordings import Recordings

        return Recordings(replay)
    path = store or settings_of().store.value
    if path is None:
        return None
    from summarizer.store import Store

    return Store(path, create=False)
