"""The commands that read articles: brief, extract, plan."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.cli.delivery import deliver, say_briefing, say_outcome
from summarizer.cli.desk import (
    Named,
    kept_in,
    say_failures,
    settings_of,
    store_path,
    summarizer_over,
)
from summarizer.cli.exits import DONE, MISSING, PARTLY
from summarizer.cli.live import Wanted, desk_of
from summarizer.cli.options import (
    AllowLocal,
    ArticlesOrFeeds,
    AsOf,
    BaseUrl,
    Day,
    DeskFile,
    Feeds,
    MaxCalls,
    MaxCost,
    MaxStories,
    ModelName,
    Outlet,
    PromptSetName,
    PromptsPath,
    Published,
    Quiet,
    Replay,
    RetryFailed,
    ShownSources,
    Since,
    StorePath,
    TimeZone,
    Words,
)
from summarizer.cli.period import Period, edition_of, nothing_covered
from summarizer.cli.printing import print_result, say
from summarizer.cli.prompt_notes import say_prompts
from summarizer.cli.references import (
    model_of,
    overruling_of,
    prompt_set_of,
    reading_of,
    room_of,
    run_named,
    store_of,
)
from summarizer.cli.scoring import draft
from summarizer.cli.sides import earlier_page, rebuilt
from summarizer.errors import ModelError, NothingProduced, UsageError

if TYPE_CHECKING:
    from summarizer.briefing import Shown


def brief(
    articles: ArticlesOrFeeds = None,
    output: Annotated[
        list[Path] | None,
        typer.Option("-o", "--output", help="File to write (.md, .html, .json); several allowed."),
    ] = None,
    sources: Annotated[
        ShownSources | None,
        typer.Option(
            "--sources",
            help="Articles in the HTML page: whole, or the cited sentences with a neighbour each; "
            "by default whole up to ten.",
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON instead of Markdown.")
    ] = False,
    model: ModelName = None,
    replay: Replay = None,
    store: StorePath = None,
    prompts: PromptsPath = None,
    prompt_set: PromptSetName = None,
    published: Published = None,
    outlet: Outlet = None,
    desk_file: DeskFile = None,
    feed: Feeds = None,
    allow_local: AllowLocal = False,
    day: Day = None,
    since: Since = None,
    timezone: TimeZone = None,
    as_of: AsOf = None,
    words: Words = None,
    max_stories: MaxStories = None,
    base_url: BaseUrl = None,
    max_calls: MaxCalls = None,
    max_cost: MaxCost = None,
    retry_failed: RetryFailed = False,
    previous: Annotated[
        str | None,
        typer.Option(
            "--previous",
            help="Page to count changes from: its JSON file, or a kept run (last, last~1, an id).",
        ),
    ] = None,
    as_was: Annotated[
        bool, typer.Option("--as-was", help="Make a kept run's briefing again, byte for byte.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Write one cited briefing of the articles, or of those of a kept run (last, last~1, an id)."""
    from summarizer.rendering import check_form

    for path in output or ():
        check_form(path)
    shown: Shown | None = sources.value if sources else None
    period = Period(day, since, timezone, as_of)
    named = Named(articles or [], feed or [], allow_local, kept_in(store, replay), quiet,
                  has_window=period.is_given)  # fmt: skip
    run = run_named(named.articles, store, replay=replay)
    if as_was:
        given = (model, replay, prompts, prompt_set, published, outlet, desk_file, base_url,
                 max_calls, max_cost, day, since, timezone, as_of, words, max_stories,
                 previous)  # fmt: skip
        if any(option is not None for option in given) or retry_failed:
            raise UsageError("--as-was takes articles, prompts, model and answers from the run: "
                             "give the run alone, and --store")  # fmt: skip
        if run is None:
            raise UsageError(
                f"--as-was makes a kept run again: {(named.articles or named.feeds)[0]!r} is none"
            )
        briefing, is_same = rebuilt(run, store)
        deliver(briefing, output or (), as_json=as_json, sources=shown)
        say_briefing(briefing, quiet=quiet)
        say_outcome(briefing)
        raise typer.Exit(PARTLY if briefing.failures or not is_same else DONE)
    wanted = Wanted(
        model=model_of(run, model), replay=replay, store=store_of(run, store), prompts=prompts,
        prompt_set=prompt_set_of(run, prompts, prompt_set),
        base_url=base_url, max_calls=max_calls, max_cost=max_cost, retry_failed=retry_failed,
        quiet=quiet,
    )  # fmt: skip
    before = None if previous is None else earlier_page(previous, wanted.store)
    with desk_of(wanted) as desk:
        desk.summarizer.desk = overruled = overruling_of(run, desk_file)
        desk.summarizer.room = room_of(run, words, max_stories)
        window = period.window(overruled)
        if window is not None and desk.summarizer.seen is not None:
            named = replace(named, lacks=desk.summarizer.seen.lacks)
        edition = edition_of(run, period)
        reading = reading_of(run, named, published, outlet, date_order=overruled.date_order)
        if window is not None:
            reading, edition = desk.summarizer.cover(reading, window)
        if not reading.documents:
            say_failures(reading)
            raise NothingProduced("no article could be read" if window is None else
                                  nothing_covered(window, reading))  # fmt: skip
        if not quiet:
            say_prompts(desk.summarizer.prompts, run, is_chosen=bool(prompts or prompt_set))
        desk.say_what_is_asked(reading)
        try:
            outcome = desk.run(desk.summarizer.run(reading, edition, before))
        except ModelError:
            say_failures(reading)
            raise
        desk.say_limit()
        briefing = outcome.briefing
        try:
            deliver(briefing, output or (), as_json=as_json, sources=shown)
            say_briefing(briefing, quiet=quiet)
        finally:  # after the page, which must not hang on it; also where its reader went away
            kept = desk.summarizer.keep(outcome)
    if kept is not None and not quiet:
        say(f"run {kept.id} kept" if kept.is_new else f"the same as run {kept.id}: not kept again")
    say_outcome(briefing, calls=outcome.asker.budget.calls)
    raise typer.Exit(PARTLY if briefing.failures else DONE)


def extract(
    articles: ArticlesOrFeeds = None,
    as_gold: Annotated[
        bool, typer.Option("--as-gold", help="Print a draft of gold for eval, to be corrected.")
    ] = False,
    model: ModelName = None,
    replay: Replay = None,
    store: StorePath = None,
    prompts: PromptsPath = None,
    prompt_set: PromptSetName = None,
    published: Published = None,
    outlet: Outlet = None,
    feed: Feeds = None,
    allow_local: AllowLocal = False,
    base_url: BaseUrl = None,
    max_calls: MaxCalls = None,
    max_cost: MaxCost = None,
    retry_failed: RetryFailed = False,
    quiet: Quiet = False,
) -> None:
    """Print the grounded claims of each article, one JSON line a claim."""
    named = Named(articles or [], feed or [], allow_local, kept_in(store, replay), quiet)
    run = run_named(named.articles, store, replay=replay)
    wanted = Wanted(
        model=model_of(run, model), replay=replay, store=store_of(run, store), prompts=prompts,
        prompt_set=prompt_set_of(run, prompts, prompt_set),
        base_url=base_url, max_calls=max_calls, max_cost=max_cost, retry_failed=retry_failed,
        quiet=quiet,
    )  # fmt: skip
    with desk_of(wanted) as desk:
        reading = reading_of(run, named, published, outlet, relative=as_gold)
        say_failures(reading)
        if not quiet:
            say_prompts(desk.summarizer.prompts, run, is_chosen=bool(prompts or prompt_set))
        desk.say_what_is_asked(reading, is_extract=True)
        results = desk.run(desk.summarizer.extract_each(reading)) if reading.documents else []
    failed = len(reading.failures)
    if as_gold and results:
        print_result(draft(results))
    for result in results:
        if not as_gold:
            lines = (json.dumps(c.as_json(), ensure_ascii=False) + "\n" for c in result.claims)
            print_result("".join(lines))
        for failure in result.failures:
            failed += 1
            say(f"failed: {failure.name} ({failure.stage}): {failure.reason}")
        if not quiet:
            for rejection in result.rejections:
                say(
                    f"rejected: {result.document.name}: {rejection.kind} ({rejection.reason.value}): "
                    f"{rejection.text}"
                )
    if not results:
        raise NothingProduced("no article could be read")
    if not any(result.claims for result in results):
        from summarizer.rendering.telling import amount

        say(f"no claim was found in {amount(len(results), 'article')}")
    raise typer.Exit(PARTLY if failed else DONE)


def plan(
    articles: ArticlesOrFeeds = None,
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
    prompt_set: PromptSetName = None,
    published: Published = None,
    outlet: Outlet = None,
    desk_file: DeskFile = None,
    feed: Feeds = None,
    allow_local: AllowLocal = False,
    day: Day = None,
    since: Since = None,
    timezone: TimeZone = None,
    as_of: AsOf = None,
    words: Words = None,
    max_stories: MaxStories = None,
) -> None:
    """Say which questions a briefing would ask, without asking; --out writes them to a file."""
    import asyncio

    period = Period(day, since, timezone, as_of)
    named = Named(
        articles or [], feed or [], allow_local, kept_in(store, replay, creating=out is not None),
        has_window=period.is_given,
    )  # fmt: skip
    run = run_named(named.articles, store, replay=replay)
    model, store = model_of(run, model), store_of(run, store)
    if out is not None:
        store = store_path(store)  # import takes answers to the questions registered there
    with summarizer_over(
        model,
        replay,
        store,
        prompts,
        prompt_set=prompt_set_of(run, prompts, prompt_set),
        creating=out is not None,
    ) as summarizer:
        summarizer.desk = overruled = overruling_of(run, desk_file)
        summarizer.room = room_of(run, words, max_stories)
        edition_of(run, period)
        window = period.window(overruled)
        if window is not None and summarizer.seen is not None:
            named = replace(named, lacks=summarizer.seen.lacks)
        reading = reading_of(run, named, published, outlet, date_order=overruled.date_order)
        if window is not None:
            reading, _ = summarizer.cover(reading, window, keeping=False)
        say_failures(reading)
        if not reading.documents:
            raise NothingProduced("no article could be read" if window is None else
                                  nothing_covered(window, reading))  # fmt: skip
        say_prompts(summarizer.prompts, run, is_chosen=bool(prompts or prompt_set))
        found = asyncio.run(summarizer.plan_reading(reading))
        if replay is None and not found.is_fresh:
            found = found.priced(settings_of().endpoint().price_of(summarizer.model))
        if out is not None:
            from summarizer.batch import write_requests

            summarizer.answers.register(found.requests)
            summarizer.note(found.requests)
            write_requests(out, found.requests)
    if as_json:
        print_result(json.dumps(found.as_json(), ensure_ascii=False, indent=2) + "\n")
    else:
        print_result("\n".join(found.lines()) + "\n")
    if out is not None:
        say(f"{len(found.requests)} questions written to {out}")
    raise typer.Exit(MISSING if check and not found.is_fresh else DONE)
