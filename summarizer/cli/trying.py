"""The command `prompts try`: one changed template on a few articles, before all are paid for."""

from __future__ import annotations

import asyncio
import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.cli.desk import Named, read_articles, say_failures, store_path
from summarizer.cli.exits import DONE, PARTLY
from summarizer.cli.live import Desk, Wanted, desk_of
from summarizer.cli.options import (
    BaseUrl,
    MaxCalls,
    MaxCost,
    ModelName,
    Outlet,
    PromptSetName,
    PromptsPath,
    Published,
    Quiet,
    Replay,
    RetryFailed,
    StorePath,
)
from summarizer.cli.printing import print_result, say
from summarizer.errors import ModelError, NothingProduced, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from summarizer.answers import Request
    from summarizer.archive import Archive
    from summarizer.articles import Document
    from summarizer.asking import Asker
    from summarizer.evaluation import GoldSet
    from summarizer.reading import Reading
    from summarizer.trial import Trial, Tried
    from summarizer.trial.scores import Judged


def prompts_try(
    name: Annotated[str, typer.Argument(help="Name of the prompt.")],
    articles: Annotated[
        list[str] | None,
        typer.Argument(
            help="Files, folders, globs, JSON lines; or a run (last, which is what holds without any).",
            metavar="[ARTICLES... | RUN]",
        ),
    ] = None,
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            help="The old templates: a folder, shipped, or a run; the last run's without it.",
            metavar="DIR|shipped|RUN",
        ),
    ] = None,
    sample: Annotated[int, typer.Option("--sample", help="Articles to try it on.", min=1)] = 10,
    gold: Annotated[
        Path | None, typer.Option("--gold", help="Score both against gold.", metavar="DIR")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write the questions here, and ask nobody.")
    ] = None,
    prompts: PromptsPath = None,
    prompt_set: PromptSetName = None,
    model: ModelName = None,
    replay: Replay = None,
    store: StorePath = None,
    published: Published = None,
    outlet: Outlet = None,
    base_url: BaseUrl = None,
    max_calls: MaxCalls = None,
    max_cost: MaxCost = None,
    retry_failed: RetryFailed = False,
    is_full: Annotated[
        bool, typer.Option("--full", help="List all that came and went, not the first 20.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    quiet: Quiet = False,
) -> None:
    """Ask a few articles under the old and the new template, and say what the change does."""
    from summarizer.evaluation.files import read_gold
    from summarizer.trial import Trial, report
    from summarizer.trial.data import as_data
    from summarizer.trial.earlier import LAST, differing_files, earlier_prompts
    from summarizer.trial.report import gold_table

    if out is not None:
        store = store_path(store)  # import takes answers to the questions registered there
    wanted = Wanted(
        model=model, replay=replay, store=store, prompts=prompts, prompt_set=prompt_set,
        base_url=base_url, max_calls=max_calls, max_cost=max_cost, retry_failed=retry_failed,
        quiet=quiet,
    )  # fmt: skip
    known = read_gold(gold) if gold is not None else {}
    with desk_of(wanted) as desk, _kept_runs(store, replay) as runs:
        new = desk.summarizer.prompts
        called, old = earlier_prompts(against, base=new.base, runs=runs)
        trial = Trial(name, old, new, desk.summarizer.model, sample)
        reading = _reading(articles or [LAST], runs) or read_articles(
            Named(articles or []), published, outlet
        )
        say_failures(reading)
        if not reading.documents:
            raise NothingProduced("no article could be read")
        planned, tried = _planned(trial, reading.documents, desk)
        questions = tuple({**planned.missing, **planned.invalid}.values())
        if out is not None and questions:
            _write(questions, out, desk)
            raise typer.Exit(DONE)
        if desk.summarizer.client is not None:
            kept = {request.key for one in tried for request in one.new.requests}
            lasting = sum(request.key in kept for request in questions)
            desk.say_cost(
                questions, f"{lasting} of them under the new template, kept for the full run"
            )
            tried = desk.run(_asked(trial, reading.documents, desk))
            desk.say_limit()
        elif planned.missing:
            raise ModelError(_ways_out(len(questions)))
    _say_left_out(tried, desk.progress.limit)
    count, judged = _judged(known, tried, trial)
    files = differing_files(name, old, new) or [str(new.templates[name].path)]
    if as_json:
        told = {"prompt": name, "files": files, "against": called, **as_data(tried, judged)}
        print_result(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    else:
        whole = sum(one.is_whole for one in tried)
        print_result(f"{', '.join(files)} against {called}, {whole} articles\n\n")
        print_result("\n".join(report(tried, is_full=is_full)) + "\n")
        if count:
            print_result("\n" + "\n".join(gold_table(judged, count)) + "\n")
    is_whole = all(one.is_whole and not one.is_missing for one in tried)
    raise typer.Exit(DONE if is_whole and not reading.failures else PARTLY)


@contextmanager
def _kept_runs(store: Path | None, replay: Path | None) -> Iterator[Archive | None]:
    """Give the runs of the store that is used, or None where recordings alone are."""
    from summarizer.archive import Archive
    from summarizer.store import Store

    path = store if store is not None or replay is not None else store_path(None)
    if path is None:
        yield None
        return
    with Store(path) as opened:
        yield Archive(opened)


def _reading(articles: Sequence[str], runs: Archive | None) -> Reading | None:
    """Return the articles of the run that is named, or None where it is no run."""
    from summarizer.runs import is_reference

    if len(articles) != 1 or not is_reference(articles[0]) or Path(articles[0]).exists():
        return None
    if runs is None:
        raise UsageError(
            f"{articles[0]!r} names a run, and runs are kept in a store (--store FILE)"
        )
    return runs.find(articles[0]).reading


def _planned(
    trial: Trial, documents: Sequence[Document], desk: Desk
) -> tuple[Asker, tuple[Tried, ...]]:
    """Return what stored answers say of a trial, with the asker that knows which are missing."""
    asker = desk.summarizer.asker()
    return asker, asyncio.run(trial.run(documents, asker, desk.summarizer.asker()))


async def _asked(trial: Trial, documents: Sequence[Document], desk: Desk) -> tuple[Tried, ...]:
    async with desk.summarizer.asking() as asker:
        return await trial.run(documents, asker, desk.summarizer.asker())


def _write(questions: Sequence[Request], out: Path, desk: Desk) -> None:
    from summarizer.batch import write_requests

    desk.summarizer.answers.register(questions)
    write_requests(out, questions)
    say(
        f"{len(questions)} questions written to {out}; have them answered, take the answers in with "
        "summarizer store import, and give the same command without --out"
    )


def _ways_out(count: int) -> str:
    return (
        f"{count} questions of the trial have no stored answer and no model may be asked; ways out: "
        "a key (OPENAI_API_KEY), a server of your own (--base-url URL), or --out requests.jsonl, "
        "whose answers summarizer store import takes"
    )


def _say_left_out(tried: Sequence[Tried], limit: str) -> None:
    """Tell what cannot be compared, and why.

    Raises:
        ModelError, NothingProduced: nothing can.
    """
    left_out = [one for one in tried if not one.is_whole]
    for one in left_out:
        for told, asked in (("old", one.old), ("new", one.new)):
            for reason in [*asked.failures, *(["not asked"] if asked.is_missing else [])]:
                say(f"left out: {one.document.name} ({told}): {reason}")
    if len(left_out) == len(tried):
        if limit:
            raise ModelError(f"{limit}: no article was asked under both templates")
        raise NothingProduced("no article was answered under both templates")


def _judged(
    known: Mapping[str, GoldSet], tried: Sequence[Tried], trial: Trial
) -> tuple[int, Sequence[Judged]]:
    """Return how many articles have gold, and how both templates do against it."""
    from summarizer.trial.scores import judged

    if not known:
        return 0, ()
    count, found = judged(known, [one for one in tried if one.is_whole], trial.returns)
    if not count:
        say("note: no article of the sample has gold")
        return 0, ()
    return count, found
