"""The commands about stored answers: store import, export, verify."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from summarizer.cli.desk import Named, read_articles, say_failures, store_path, summarizer_over
from summarizer.cli.exits import DONE, PARTLY, STORE
from summarizer.cli.options import (
    Inputs,
    ModelName,
    Outlet,
    PromptsPath,
    Published,
    Replay,
    StorePath,
)
from summarizer.cli.printing import print_result, say
from summarizer.cli.references import archive_at

app = typer.Typer(help="Keep, exchange and check stored answers.", no_args_is_help=True)


@app.command("import")
def store_import(
    answers: Annotated[list[Path], typer.Argument(help="Batch output or error files.")],
    store: StorePath = None,
    answered_by: Annotated[
        str,
        typer.Option("--answered-by", help="Who answered, in plain words; kept with each answer."),
    ] = "language model, by batch exchange",
) -> None:
    """Take over answers to questions that `plan --out` wrote, in any order, once or twice."""
    from summarizer.asking import is_valid_for
    from summarizer.batch import import_answers
    from summarizer.store import Store

    refused = 0
    with Store(store_path(store)) as opened:
        for path in answers:
            report = import_answers(path, opened, answered_by=answered_by, is_valid=is_valid_for)
            print_result(f"{path}: {report.imported} imported, {report.already} there already, "
                   f"{len(report.refused)} refused\n")  # fmt: skip
            for line, reason in report.refused:
                say(f"{path}:{line}: {reason}")
            refused += len(report.refused)
    raise typer.Exit(PARTLY if refused else DONE)


@app.command("export")
def store_export(
    directory: Annotated[Path, typer.Argument(help="Folder for the recordings.", metavar="DIR")],
    articles: Inputs,
    model: ModelName = None,
    replay: Replay = None,
    store: StorePath = None,
    prompts: PromptsPath = None,
    published: Published = None,
    outlet: Outlet = None,
) -> None:
    """Write the answers that a briefing of the articles uses as recordings, and no others."""
    import asyncio

    from summarizer.recordings import write as write_recordings

    with summarizer_over(model, replay, store, prompts) as summarizer:
        reading = read_articles(Named(articles), published, outlet)
        say_failures(reading)
        asker = asyncio.run(summarizer.run(reading)).asker
        pairs = [(asker.asked[key], answer) for key, answer in sorted(asker.used.items())]
    write_recordings(directory, pairs)
    print_result(f"{len(pairs)} answers written to {directory}\n")


@app.command("verify")
def store_verify(store: StorePath = None) -> None:
    """Check every stored row against its checksum; exit with 6 if one is damaged."""
    with archive_at(store) as archive:
        answers = archive.store.verify()
        damaged = [f"s256:{key} attempt {attempt}" for key, attempt in answers]
        damaged += archive.damaged()
    for row in damaged:
        say(f"damaged: {row}")
    print_result(f"{len(damaged)} damaged rows\n")
    raise typer.Exit(STORE if damaged else DONE)
