"""The commands about stored answers: store import, export, verify."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from summarizer.cli.desk import Named, read_articles, say_failures, store_path, summarizer_over
from summarizer.cli.exits import DONE, PARTLY, STORE
from summarizer.cli.options import (
    DeskFile,
    Inputs,
    ModelName,
    Outlet,
    PromptSetName,
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
    requests: Annotated[
        list[Path] | None,
        typer.Option(
            "--requests",
            help="Questions of plan --out that the store need not know.",
            metavar="FILE",
        ),
    ] = None,
    store: StorePath = None,
    answered_by: Annotated[
        str,
        typer.Option("--answered-by", help="Who answered, in plain words; kept with each answer."),
    ] = "language model, by batch exchange",
) -> None:
    """Take over answers to questions that `plan --out` wrote, in any order, once or twice."""
    from summarizer.importing import import_answers, register_file, unanswered
    from summarizer.reasks import faults_for
    from summarizer.store import Store

    refused = strangers = 0
    with Store(store_path(store)) as opened:
        asked = {path: register_file(path, opened) for path in requests or ()}
        for path, known in asked.items():
            print_result(f"{path}: {len(known.keys)} questions, {known.new} new to the store\n")
            _say_lines(path, known.refused)
            refused += len(known.refused)
        for path in answers:
            report = import_answers(path, opened, answered_by=answered_by, faults=faults_for)
            print_result(f"{path}: {report.imported} imported, {report.already} there already, "
                   f"{len(report.refused)} refused\n")  # fmt: skip
            _say_lines(path, report.refused)
            _say_lines(path, report.notes)
            refused += len(report.refused)
            strangers += report.knows_none
        if strangers:
            say(
                "the store knows none of these questions: give the file that plan --out wrote with "
                "--requests FILE, or the store it was written with (--store FILE)"
            )
        for path, known in asked.items():
            still = unanswered(known.keys, opened, faults_for)
            print_result(
                f"{path}: {still} of {len(known.keys)} questions still without an answer\n"
            )
    raise typer.Exit(PARTLY if refused else DONE)


def _say_lines(path: Path, told: Iterable[tuple[int, str]]) -> None:
    for line, reason in told:
        say(f"{path}:{line}: {reason}")


@app.command("export")
def store_export(
    directory: Annotated[Path, typer.Argument(help="Folder for the recordings.", metavar="DIR")],
    articles: Inputs,
    model: ModelName = None,
    replay: Replay = None,
    store: StorePath = None,
    prompts: PromptsPath = None,
    prompt_set: PromptSetName = None,
    published: Published = None,
    outlet: Outlet = None,
    desk_file: DeskFile = None,
) -> None:
    """Write the answers that a briefing of the articles uses as recordings, and no others."""
    import asyncio

    from summarizer.overruling import desk_of as desk_of_editor
    from summarizer.recordings import write as write_recordings

    with summarizer_over(model, replay, store, prompts, prompt_set=prompt_set) as summarizer:
        summarizer.desk = overruled = desk_of_editor(desk_file)
        reading = read_articles(Named(articles), published, outlet, date_order=overruled.date_order)
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
