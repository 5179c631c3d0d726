"""The commands about settings and endpoints: doctor, config show."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from summarizer.cli.desk import settings_of
from summarizer.cli.exits import DONE, REFUSES
from summarizer.cli.options import BaseUrl, ModelName
from summarizer.cli.printing import print_result
from summarizer.errors import UsageError


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

    settings = settings_of(model=model, base_url=base_url)
    if settings.model.value is None:
        raise UsageError("no model is named: give --model NAME")
    endpoint = settings.endpoint()
    ask = http_post(endpoint.base_url, endpoint.api_key, endpoint.timeout_seconds)
    findings = asyncio.run(probe(endpoint, settings.model.value, ask=ask))
    for finding in findings:
        print_result(f"{'ok' if finding.ok else 'no':<3} {finding.name:<10} {finding.told}\n")
    found = {name: value for finding in findings for name, value in finding.settings.items()}
    if write and found:
        print_result(f"written to {write_profile(Path.cwd(), found)}\n")
    elif write:
        print_result("nothing to write: the defaults fit\n")
    raise typer.Exit(DONE if all(finding.ok for finding in findings) else REFUSES)


def config_show() -> None:
    """Print every setting, its value and where it comes from; of the key only whether it is set."""
    for name, value, origin in settings_of().rows():
        print_result(f"{name:<20} {value:<44} {origin}\n")
