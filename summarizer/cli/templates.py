"""The commands about prompt templates: prompts list, check, show, copy."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from summarizer.cli.desk import answers_at, loaded_prompts
from summarizer.cli.exits import BELOW, DONE
from summarizer.cli.options import PromptSetName, PromptsPath, Replay, StorePath
from summarizer.cli.printing import print_result, say
from summarizer.cli.references import find_run
from summarizer.errors import UsageError

app = typer.Typer(
    help="List, check, show, copy and try the prompt templates.", no_args_is_help=True
)


@app.command("list")
def prompts_list(prompts: PromptsPath = None, prompt_set: PromptSetName = None) -> None:
    """List the prompts of the set with what they are for."""
    loaded = loaded_prompts(prompts, prompt_set)
    own = f"; own files: {', '.join(loaded.own_files)}" if loaded.own_files else ""
    print_result(f"prompt set {loaded.name}{own}\n")
    for template in loaded.templates.values():
        print_result(
            f"{template.name:<14} {template.role:<14} {', '.join(template.returns):<32} "
            f"{template.purpose}\n"
        )


@app.command("check")
def prompts_check(
    prompts: PromptsPath = None,
    prompt_set: PromptSetName = None,
    store: StorePath = None,
    replay: Replay = None,
) -> None:
    """Check every template and render it on a sample; exit with 8 if stored answers no longer fit."""
    from summarizer.prompt_checks import check_parts, stored_fits, unused_variables
    from summarizer.samples import render_all

    loaded = loaded_prompts(prompts, prompt_set)
    render_all(loaded)
    for remark in [*check_parts(loaded), *unused_variables(loaded)]:
        say(f"note: {remark}")
    print_result(f"{len(loaded.templates)} prompts are sound\n")
    with answers_at(store, replay) as answers:
        fits = stored_fits(loaded, answers)
    unfit = [line for fit in fits for line in fit.lines()]
    stored = sum(fit.stored for fit in fits)
    if unfit:
        print_result("\n".join(unfit) + "\n")
    elif stored:
        print_result(f"{stored} stored answers fit what they ask for\n")
    raise typer.Exit(BELOW if unfit else DONE)


@app.command("show")
def prompts_show(
    name: Annotated[str, typer.Argument(help="Name of a prompt.")],
    prompts: PromptsPath = None,
    prompt_set: PromptSetName = None,
) -> None:
    """Print a prompt: its template and the JSON schema of its reply."""
    from summarizer.replies import wire_schema

    loaded = loaded_prompts(prompts, prompt_set)
    if name not in loaded.templates:
        raise UsageError(f"no prompt {name!r}; known: {', '.join(loaded.templates)}")
    template = loaded.templates[name]
    print_result(
        f"{template.source}\n# reply\n{json.dumps(wire_schema(template.returns), indent=2)}\n"
    )


@app.command("copy")
def prompts_copy(
    directory: Annotated[
        Path, typer.Argument(help="Folder to copy the templates to.", metavar="DIR")
    ],
    prompts: PromptsPath = None,
    prompt_set: PromptSetName = None,
    of_run: Annotated[
        str | None,
        typer.Option("--from", help="Those of a kept run: last, last~1, an id.", metavar="RUN"),
    ] = None,
    store: StorePath = None,
) -> None:
    """Copy the templates to a folder, to be edited and given with --prompts; nothing is overwritten."""
    if of_run is not None and (prompts is not None or prompt_set is not None):
        raise UsageError(
            "--from takes the templates of a run: leave out --prompts and --prompt-set"
        )
    if of_run is None:
        files = dict(loaded_prompts(prompts, prompt_set).needed)
    else:
        files = dict(find_run(of_run, store).prompts)
    existing = [name for name in files if (directory / name).exists()]
    if existing:
        raise UsageError(f"{directory / existing[0]} is there already; nothing was copied")
    directory.mkdir(parents=True, exist_ok=True)
    for name, source in files.items():
        (directory / name).write_text(source, encoding="utf-8", newline="\n")
    print_result(f"{len(files)} files copied to {directory}\n")
