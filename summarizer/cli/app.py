"""The tree of commands, and how a call ends: its exit code and its one line of error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import Annotated, NoReturn

import typer

from summarizer.cli import (
    articles,
    endpoint,
    kept,
    review,
    revision,
    scoring,
    stored,
    templates,
    trying,
)
from summarizer.cli.exits import DONE, EXIT_CODES, INTERRUPTED, STORE
from summarizer.cli.printing import nobody_reads, print_result, say
from summarizer.errors import Stopped, SummarizerError

_STOPPED = (
    "summarizer: interrupted; every answer that came is stored, the same call goes on from there"
)

app = typer.Typer(
    help="Read news articles and write one briefing in which every sentence is cited.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
config_app = typer.Typer(help="Show the settings and their origins.", no_args_is_help=True)


def _say_version(is_asked: bool) -> None:
    if is_asked:
        from importlib.metadata import version

        print_result(f"summarizer {version('summarizer')}\n")
        raise typer.Exit(DONE)


@app.callback()
def summarizer(
    is_asked: Annotated[
        bool,
        typer.Option(
            "--version", callback=_say_version, is_eager=True, help="Print the version and end."
        ),
    ] = False,
) -> None:
    """Read news articles and write one briefing in which every sentence is cited."""


for command in (
    articles.brief,
    articles.extract,
    articles.plan,
    review.explain,
    review.check,
    revision.diff,
    endpoint.doctor,
):
    app.command()(command)
app.command("eval")(scoring.evaluate)
stored.app.command("runs")(kept.store_runs)
stored.app.command("gc")(kept.store_gc)
templates.app.command("try")(trying.prompts_try)
config_app.command("show")(endpoint.config_show)
app.add_typer(config_app, name="config")
app.add_typer(stored.app, name="store")
app.add_typer(templates.app, name="prompts")


def _guarded(call: Callable[[], None]) -> int:
    try:
        call()
    except Stopped:
        say(_STOPPED)
        return INTERRUPTED
    except SummarizerError as error:
        say(f"summarizer: {error}")
        return next(code for kind, code in EXIT_CODES if isinstance(error, kind))
    except BrokenPipeError:
        nobody_reads()
        return DONE
    except OSError as error:
        say(f"summarizer: {error.filename or ''}: {error.strerror or error}".replace(" : ", " "))
        return STORE
    except KeyboardInterrupt:
        say(_STOPPED)
        return INTERRUPTED
    except SystemExit as error:
        if error.code == INTERRUPTED:
            say(_STOPPED)
        return error.code if isinstance(error.code, int) else 1
    return DONE


def main(arguments: Iterable[str] | None = None) -> NoReturn:
    """Run the command line with `arguments` (those of the process by default) and exit."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    given = None if arguments is None else list(arguments)
    code = _guarded(lambda: app(given, prog_name="summarizer"))
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        nobody_reads()
    sys.exit(code)
