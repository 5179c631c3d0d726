"""The command line: parse, call one library function, print. Only results go to stdout."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from summarizer import commands_eval
from summarizer.errors import (
    AnswersMissing,
    InvalidReply,
    ModelError,
    ModelRefused,
    ModelUnavailable,
    NothingProduced,
    PromptError,
    StoreError,
    SummarizerError,
    UsageError,
)

if TYPE_CHECKING:
    from summarizer.configuration import Configuration
    from summarizer.model import ModelEvent
    from summarizer.pipeline import Summarizer
    from summarizer.prompts import PromptSet
    from summarizer.reading import Reading

DONE, USAGE, REFUSES, PARTLY, NOTHING, STORE, MISSING = 0, 2, 3, 4, 5, 6, 7

INTERRUPTED = 130
_STOPPED = (
    "summarizer: interrupted; every answer that came is stored, the same call goes on from there"
)

# From the most to the least specific: the first that fits says the exit code.
EXIT_CODES: tuple[tuple[type[SummarizerError], int], ...] = (
    (AnswersMissing, MISSING),
    (ModelUnavailable, REFUSES),
    (ModelRefused, NOTHING),
    (InvalidReply, NOTHING),
    (ModelError, MISSING),
    (NothingProduced, NOTHING),
    (StoreError, STORE),
    (PromptError, USAGE),
    (UsageError, USAGE),
    (SummarizerError, NOTHING),
)

app = typer.Typer(
    help="Read news articles and write one briefing in which every sentence is cited.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
store_app = typer.Typer(help="Keep, exchange and check stored answers.", no_args_is_help=True)
prompts_app = typer.Typer(
    help="List, check, show and copy the prompt templates.", no_args_is_help=True
)
config_app = typer.Typer(help="Show the settings and their origins.", no_args_is_help=True)
app.add_typer(config_app, name="config")
app.add_typer(store_app, name="store")
app.add_typer(prompts_app, name="prompts")
app.command("eval")(commands_eval.evaluate)

Inputs = Annotated[
    list[str],
    typer.Argument(
        help="Files, folders, globs, JSON lines; - for standard input.", metavar="ARTICLES..."
    ),
]
ModelName = Annotated[
    str | None, typer.Option("--model", help="Model name; with --replay, the recordings' own.")
]
Replay = Annotated[
    Path | None,
    typer.Option("--replay", help="Answer from recordings in this folder.", metavar="DIR"),
]
StorePath = Annotated[
    Path | None, typer.Option("--store", help="Store of answers (SQLite).", metavar="FILE")
]
PromptsPath = Annotated[
    Path | None,
    typer.Option("--prompts", help="Templates laid over the shipped ones.", metavar="DIR"),
]
Published = Annotated[
    str | None,
    typer.Option("--published", help="Date of publication for articles that have none (ISO 8601)."),
]
Outlet = Annotated[str | None, typer.Option("--outlet", help="Outlet for articles that name none.")]
BaseUrl = Annotated[
    str | None,
    typer.Option(
        "--base-url", help="Address of a model that speaks OpenAI's protocol.", metavar="URL"
    ),
]
MaxCalls = Annotated[
    int | None, typer.Option("--max-calls", help="Most questions to send in this run.", min=1)
]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Nothing on standard error but errors.")]


@app.command()
def brief(
    articles: Inputs,
    output: Annotated[
        list[Path] | None,
        typer.Option("-o", "--output", help="File to write (.md, .json); several allowed."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON instead of Markdown.")
    ] = False,
    model: ModelName = None,
    replay: Replay = None,
    store: StorePath = None,
    prompts: PromptsPath = None,
    published: Published = None,
    outlet: Outlet = None,
    base_url: BaseUrl = None,
    max_calls: MaxCalls = None,
    quiet: Quiet = False,
) -> None:
    """Write one cited briefing of the articles."""
    import asyncio

    from summarizer.rendering import check_form, write

    for path in output or ():
        check_form(path)
    with _asking(model, replay, store, prompts, base_url, max_calls) as summarizer:
        reading = _read(articles, published, outlet)
        if not reading.documents:
            _say_failures(reading)
            raise NothingProduced("no article could be read")
        _say_what_is_asked(summarizer, reading, quiet=quiet)
        try:
            briefing = asyncio.run(summarizer.run(reading)).briefing
        except ModelError as error:
            _say_failures(reading)
            if summarizer.max_calls is not None and isinstance(error, AnswersMissing):
                _say(f"--max-calls {summarizer.max_calls} is reached; what came is stored: run again "
                     "for more, or allow more")  # fmt: skip
            raise
    for path in output or ():
        write(briefing, path)
    if as_json:
        _print(briefing.as_json())
    elif not output:
        _print(briefing.markdown)
    for failure in briefing.failures:
        _say(f"failed: {failure.name} ({failure.stage}): {failure.reason}")
    if not quiet:
        for skipped in briefing.skipped:
            _say(f"skipped: {skipped.name}: {skipped.reason}")
        for note in briefing.notes:
            _say(f"note: {note}")
        counts = briefing.counts
        _say(
            f"{len(briefing.sources)} sources, {counts.claims} claims, {counts.statements} statements; "
            f"{sum(counts.rejected.values())} answers rejected, {counts.written_by_rule} sentences "
            f"built by rule, {len(briefing.failures)} failed"
        )
    raise typer.Exit(PARTLY if briefing.failures else DONE)


@app.command()
def extract(
    articles: Inputs,
    as_gold: Annotated[
        bool, typer.Option("--as-gold", help="Print a draft of gold for eval, to be corrected.")
    ] = False,
    model: ModelName = None,
    replay: Replay = None,
    store: StorePath = None,
    prompts: PromptsPath = None,
    published: Published = None,
    outlet: Outlet = None,
    base_url: BaseUrl = None,
    max_calls: MaxCalls = None,
    quiet: Quiet = False,
) -> None:
    """Print the grounded claims of each article, one JSON line a claim."""
    import asyncio

    with _asking(model, replay, store, prompts, base_url, max_calls) as summarizer:
        reading = _read(articles, published, outlet, relative=as_gold)
        _say_failures(reading)
        _say_what_is_asked(summarizer, reading, quiet=quiet)
        results = asyncio.run(summarizer.extract_each(reading)) if reading.documents else []
    failed = len(reading.failures)
    if as_gold and results:
        _print(commands_eval.draft(results))
    for result in results:
        if not as_gold:
            _print(
                "".join(json.dumps(c.as_json(), ensure_ascii=False) + "\n" for c in result.claims)
            )
        for failure in result.failures:
            failed += 1
            _say(f"failed: {failure.name} ({failure.stage}): {failure.reason}")
        if not quiet:
            for rejection in result.rejections:
                _say(
                    f"rejected: {result.document.name}: {rejection.kind} ({rejection.reason.value}): "
                    f"{rejection.text}"
                )
    if not results:
        raise NothingProduced("no article could be read")
    raise typer.Exit(PARTLY if failed else DONE)


@app.command()
def plan(
    articles: Inputs,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Write the questions to ask here (OpenAI Batch format)."),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Exit with 7 unless every answer is stored.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the plan as JSON.")] = False,
    model: ModelName = None,
    replay: Replay = None,
    store: StorePath = None,
    prompts: PromptsPath = None,
    published: Published = None,
    outlet: Outlet = None,
) -> None:
    """Say which questions a briefing would ask, without asking; --out writes them to a file."""
    import asyncio

    if out is not None:
        store = _store_path(store)  # import takes answers to the questions registered there
    with _summarizer(model, replay, store, prompts, creating=out is not None) as summarizer:
        reading = _read(articles, published, outlet)
        _say_failures(reading)
        if not reading.documents:
            raise NothingProduced("no article could be read")
        found = asyncio.run(summarizer.plan_reading(reading))
        if out is not None:
            from summarizer.batch import write_requests

            summarizer.answers.register(found.requests)
            write_requests(out, found.requests)
    if as_json:
        _print(json.dumps(found.as_json(), ensure_ascii=False, indent=2) + "\n")
    else:
        _print("\n".join(found.lines()) + "\n")
    if out is not None:
        _say(f"{len(found.requests)} questions written to {out}")
    raise typer.Exit(MISSING if check and not found.is_fresh else DONE)


@app.command()
def doctor(
    model: ModelName = None,
    base_url: BaseUrl = None,
    write: Annotated[
        bool, typer.Option("--write", help="Write what was found out to the configuration file.")
    ] = False,
) -> None:
    """Ask an endpoint a few tiny questions and say what it can do; no answer is stored."""
    import asyncio

    from summarizer.configuration import write_profile
    from summarizer.doctor import http_post, probe

    settings = _settings(model=model, base_url=base_url)
    if settings.model.value is None:
        raise UsageError("no model is named: give --model NAME")
    endpoint = settings.endpoint()
    ask = http_post(endpoint.base_url, endpoint.api_key, endpoint.timeout_seconds)
    findings = asyncio.run(probe(endpoint, settings.model.value, ask=ask))
    for finding in findings:
        _print(f"{'ok' if finding.ok else 'no':<3} {finding.name:<10} {finding.told}\n")
    found = {name: value for finding in findings for name, value in finding.settings.items()}
    if write and found:
        _print(f"written to {write_profile(Path.cwd(), found)}\n")
    raise typer.Exit(DONE if all(finding.ok for finding in findings) else REFUSES)


@config_app.command("show")
def config_show() -> None:
    """Print every setting, its value and where it comes from; of the key only whether it is set."""
    for name, value, origin in _settings().rows():
        _print(f"{name:<20} {value:<44} {origin}\n")


@store_app.command("import")
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
    with Store(_store_path(store)) as opened:
        for path in answers:
            report = import_answers(path, opened, answered_by=answered_by, is_valid=is_valid_for)
            _print(f"{path}: {report.imported} imported, {report.already} there already, "
                   f"{len(report.refused)} refused\n")  # fmt: skip
            for line, reason in report.refused:
                _say(f"{path}:{line}: {reason}")
            refused += len(report.refused)
    raise typer.Exit(PARTLY if refused else DONE)


@store_app.command("export")
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

    with _summarizer(model, replay, store, prompts) as summarizer:
        reading = _read(articles, published, outlet)
        _say_failures(reading)
        asker = asyncio.run(summarizer.run(reading)).asker
        pairs = [(asker.asked[key], answer) for key, answer in sorted(asker.used.items())]
    write_recordings(directory, pairs)
    _print(f"{len(pairs)} answers written to {directory}\n")


@store_app.command("verify")
def store_verify(store: StorePath = None) -> None:
    """Check every stored row against its checksum; exit with 6 if one is damaged."""
    from summarizer.store import Store

    with Store(_store_path(store), create=False) as opened:
        damaged = opened.verify()
    for key, attempt in damaged:
        _say(f"damaged: s256:{key} attempt {attempt}")
    _print(f"{len(damaged)} damaged rows\n")
    raise typer.Exit(STORE if damaged else DONE)


@prompts_app.command("list")
def prompts_list(prompts: PromptsPath = None) -> None:
    """List the prompts of the set with what they are for."""
    loaded = _prompts(prompts)
    for template in loaded.templates.values():
        _print(
            f"{template.name:<10} {template.role:<10} {', '.join(template.returns):<22} "
            f"{template.purpose}\n"
        )


@prompts_app.command("check")
def prompts_check(prompts: PromptsPath = None) -> None:
    """Parse every template, check its variables, and render all of them on a sample."""
    from summarizer.samples import render_all

    loaded = _prompts(prompts)
    render_all(loaded)
    _print(f"{len(loaded.templates)} prompts are sound\n")


@prompts_app.command("show")
def prompts_show(
    name: Annotated[str, typer.Argument(help="Name of a prompt.")], prompts: PromptsPath = None
) -> None:
    """Print a prompt: its template and the JSON schema of its reply."""
    from summarizer.replies import wire_schema

    loaded = _prompts(prompts)
    if name not in loaded.templates:
        raise UsageError(f"no prompt {name!r}; known: {', '.join(loaded.templates)}")
    template = loaded.templates[name]
    _print(f"{template.source}\n# reply\n{json.dumps(wire_schema(template.returns), indent=2)}\n")


@prompts_app.command("copy")
def prompts_copy(
    directory: Annotated[
        Path, typer.Argument(help="Folder to copy the templates to.", metavar="DIR")
    ],
    prompts: PromptsPath = None,
) -> None:
    """Copy the templates to a folder, to be edited and given with --prompts; nothing is overwritten."""
    loaded = _prompts(prompts)
    existing = [name for name in loaded.paths if (directory / name).exists()]
    if existing:
        raise UsageError(f"{directory / existing[0]} is there already; nothing was copied")
    directory.mkdir(parents=True, exist_ok=True)
    for name, source in loaded.sources.items():
        (directory / name).write_text(source, encoding="utf-8", newline="\n")
    _print(f"{len(loaded.sources)} files copied to {directory}\n")


def _prompts(path: Path | None) -> PromptSet:
    from summarizer.prompts import PromptSet

    return PromptSet(path)


def _summarizer(
    model: str | None,
    replay: Path | None,
    store: Path | None,
    prompts: Path | None,
    *,
    creating: bool = True,
) -> Summarizer:
    """Return a summarizer: over recordings alone with --replay, else over a store as well."""
    from summarizer.pipeline import Summarizer

    path: Path | None = store
    if path is None and replay is None:
        path = _store_path(None)
    if path is not None and not creating and not path.exists():
        if store is not None:
            _say(f"note: there is no store {store} yet")
        path = None
    if replay is None:
        settings = _settings(model=model)
        model, prompts = settings.model.value, prompts or settings.prompts.value
    return Summarizer(model=model, replay=replay, store=path, prompts=prompts)


def _asking(
    model: str | None,
    replay: Path | None,
    store: Path | None,
    prompts: Path | None,
    base_url: str | None,
    max_calls: int | None,
) -> Summarizer:
    """Return a summarizer that asks the configured endpoint; with --replay alone, none."""
    if replay is not None:
        if base_url is not None:
            raise UsageError("--replay asks nobody; leave out --base-url")
        return _summarizer(model, replay, store, prompts)
    settings = _settings(model=model, base_url=base_url, max_calls=max_calls)
    summarizer = _summarizer(model, None, store, prompts)
    if settings.api_key.value is not None or settings.base_url.origin != "default":
        from summarizer.model import LiveModel

        if settings.max_cost.value is not None:
            raise UsageError("max_cost is not watched yet; set max_calls instead")
        summarizer.client = LiveModel(settings.endpoint(), on_event=_say_event)
        summarizer.max_calls = settings.max_calls.value
    return summarizer


def _settings(**flags: object) -> Configuration:
    from summarizer.configuration import load

    return load(flags, environment=os.environ, folder=Path.cwd())


def _say_what_is_asked(summarizer: Summarizer, reading: Reading, *, quiet: bool) -> None:
    """Before a call is paid for: how many, of whom, how many tokens."""
    if quiet or summarizer.client is None:
        return
    import asyncio

    from summarizer.model import LiveModel

    assert isinstance(summarizer.client, LiveModel)
    found = asyncio.run(summarizer.plan_reading(reading))
    if found.requests:
        _say(f"asking {summarizer.model} at {summarizer.client.endpoint.host}; {found.lines()[-1]}")


def _say_event(event: ModelEvent) -> None:
    if event.kind == "waiting":
        _say(f"{event.kind}: {event.request.prompt} of {event.request.subject}: {event.reason}; "
             f"again in {event.seconds:.0f} s")  # fmt: skip


def _store_path(given: Path | None) -> Path:
    if given is not None:
        return given
    if configured := _settings().store.value:
        return configured
    from platformdirs import user_data_path

    return user_data_path("summarizer", appauthor=False) / "answers.db"


def _read(
    articles: list[str], published: str | None, outlet: str | None, *, relative: bool = True
) -> Reading:
    from summarizer.reading import named_in_folders, read

    if published is not None:
        from summarizer.articles import Published

        try:
            Published.parse(published)
        except ValueError:
            raise UsageError(
                f"--published {published!r} is not an ISO 8601 date or date-time"
            ) from None
    given = {"published": published, "outlet": outlet}
    defaults = {name: value for name, value in given.items() if value}
    stdin = sys.stdin.buffer if "-" in articles and sys.stdin is not None else None
    reading = read(articles, stdin=stdin, defaults=defaults, today=date.today())
    return named_in_folders(reading, articles) if relative else reading


def _say_failures(reading: Reading) -> None:
    for failure in reading.failures:
        _say(f"failed: {failure.name}: {failure.reason}")


def _print(text: str) -> None:
    """Write a result; a reader that stopped early (`| head`) ends the program, and quietly."""
    try:
        sys.stdout.write(text.encode("utf-8", "replace").decode("utf-8"))
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(DONE) from None


def _say(text: str) -> None:
    sys.stderr.write(_printable(text) + "\n")


def _printable(text: str) -> str:
    """Return a line that cannot steer a terminal: control characters by their code."""
    return "".join(c if c.isprintable() or c in " \n" else f"\\x{ord(c):02x}" for c in text)


def _guarded(call: Callable[[], None]) -> int:
    try:
        call()
    except SummarizerError as error:
        _say(f"summarizer: {error}")
        return next(code for kind, code in EXIT_CODES if isinstance(error, kind))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        _say(f"summarizer: {error.filename or ''}: {error.strerror or error}".replace(" : ", " "))
        return STORE
    except KeyboardInterrupt:
        _say(_STOPPED)
        return INTERRUPTED
    except SystemExit as error:
        if error.code == INTERRUPTED:
            _say(_STOPPED)
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
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


if __name__ == "__main__":
    main()
