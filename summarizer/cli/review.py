"""The commands about a finished briefing: explain, check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.cli.desk import settings_of
from summarizer.cli.exits import BELOW, DONE
from summarizer.cli.options import Replay, StorePath
from summarizer.cli.printing import print_result, say
from summarizer.cli.references import store_of
from summarizer.cli.sides import read_side, read_text

if TYPE_CHECKING:
    from summarizer.answers import Answers


def explain(
    file: Annotated[str, typer.Argument(help="A briefing as JSON, or a run.", metavar="FILE")],
    name: Annotated[str, typer.Argument(help="Id of a statement or a claim.", metavar="ID")],
    store: StorePath = None,
    replay: Replay = None,
) -> None:
    """Say what a statement or claim of a briefing rests on, down to the prompt and its answer."""
    from summarizer.explaining import explain as explained
    from summarizer.rebuilding import AsOf

    side = read_side(file, store)
    answers = _answers(store_of(side.run, store), replay)
    if side.run is not None and answers is not None and replay is None:
        answers = AsOf(answers, side.run.attempts)  # not those that came later
    print_result("\n".join(explained(side.briefing, name, answers)) + "\n")


def check(
    page: Annotated[Path, typer.Argument(help="A page that was edited (Markdown).")],
    against: Annotated[
        str,
        typer.Option(
            "--against", help="The briefing it was made from (JSON), or a run.", metavar="FILE"
        ),
    ],
    store: StorePath = None,
) -> None:
    """List every number, name and quotation of an edited page that its citations do not carry."""
    from summarizer.checking import check_page
    from summarizer.restoring import restored

    findings = check_page(read_text(page), restored(read_side(against, store).briefing))
    for finding in findings:
        print_result(f"{page}:{finding.line}: {finding.problem}\n    {finding.text}\n")
    if not findings:
        print_result("every number, name and quotation on the page stands in what it cites\n")
    else:
        say(f"{len(findings)} without support")
    raise typer.Exit(BELOW if findings else DONE)


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
