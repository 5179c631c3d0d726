"""The commands about prompt templates: prompts list, check, show, copy."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from summarizer.cli.desk import prompt_set
from summarizer.cli.options import PromptsPath, StorePath
from summarizer.cli.printing import print_result
from summarizer.cli.references import find_run
from summarizer.errors import UsageError

app = typer.Typer(help="List, check, show and copy the prompt templates.", no_args_is_help=True)


@app.command("list")
def prompts_list(prompts: PromptsPath = None) -> None:
    """List the prompts of the set with what they are for."""
    loaded = prompt_set(prompts)
    for template in loaded.templates.values():
        print_result(
            f"{template.name:<10} {template.role:<10} {', '.join(template.returns):<22} "
            f"{template.purpose}\n"
        )


@app.command("check")
def prompts_check(prompts: PromptsPath = None) -> None:
    """Parse every template, check its variables, and render all of them on a sample."""
    from summarizer.samples import render_all

    loaded = prompt_set(prompts)
    render_all(loaded)
    print_result(f"{len(loaded.templates)} prompts are sound\n")


@app.command("show")
def prompts_show(
    name: Annotated[str, typer.Argument(help="Name of a prompt.")], prompts: PromptsPath = None
) -> None:
    """Print a prompt: its template and the JSON schema of its reply."""
    from summarizer.replies import wire_schema

    loaded = prompt_set(prompts)
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
    of_run: Annotated[
        str | None,
        typer.Option("--from", help="Those of a kept run: last, last~1, an id.", metavar="RUN"),
    ] = None,
    store: StorePath = None,
) -> None:
    """Copy the templates to a folder, to be edited and given with --prompts; nothing is overwritten."""
    if of_run is not None and prompts is not None:
        raise UsageError("--from takes the templates of a run: leave out --prompts")
    sources = prompt_set(prompts).sources if of_run is None else find_run(of_run, store).prompts
    existing = [name for name in sources if (directory / name).exists()]
    if existing:
        raise UsageError(f"{directory / existing[0]} is there already; nothing was copied")
    directory.mkdir(parents=True, exist_ok=True)
    for name, source in sources.items():
        (directory / name).write_text(source, encoding="utf-8", newline="\n")
    print_result(f"{len(sources)} files copied to {directory}\n")
