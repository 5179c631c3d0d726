"""The command `diff`: what changed from one briefing to another, and whether rules allow it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.cli.exits import BELOW, DONE
from summarizer.cli.options import StorePath
from summarizer.cli.printing import print_result, say

if TYPE_CHECKING:
    from summarizer.cli.sides import Side
    from summarizer.revision import Version


def diff(
    old: Annotated[
        str, typer.Argument(help="The briefing before: a JSON file, or a kept run.", metavar="OLD")
    ],
    new: Annotated[str, typer.Argument(help="The briefing after: the same.", metavar="NEW")],
    output: Annotated[
        list[Path] | None,
        typer.Option("-o", "--output", help="File to write (.md, .json, .html); several allowed."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON instead of Markdown.")
    ] = False,
    rules: Annotated[
        Path | None,
        typer.Option("--rules", help="Limits (TOML); exit with 8 where one is not met."),
    ] = None,
    articles: Annotated[
        list[str] | None,
        typer.Option("--articles", help="The articles, to quote sentences no briefing cites."),
    ] = None,
    store: StorePath = None,
) -> None:
    """Say what changed from one briefing to another: values, speakers, claims, sentences."""
    from summarizer.cli.sides import read_side
    from summarizer.revision import diff as compared
    from summarizer.revision.files import check_form, write
    from summarizer.revision.markdown import markdown, rules_table
    from summarizer.revision.rules import judged, read_rules

    for path in output or ():
        check_form(path)
    limits = read_rules(rules) if rules is not None else None
    before, after = read_side(old, store), read_side(new, store)
    texts = _texts(articles or [])
    revision = compared(_version(before, texts), _version(after, texts))
    if limits is not None:
        revision = judged(revision, limits, before.briefing, after.briefing)
    for path in output or ():
        write(revision, path)
    if as_json:
        print_result(revision.as_json())
    elif not output:
        print_result(markdown(revision))
    elif revision.rules:
        print_result("\n".join(rules_table(revision)) + "\n")
    missed = [verdict.rule for verdict in revision.rules if not verdict.is_met]
    if missed:
        say(f"not met: {', '.join(missed)}")
    raise typer.Exit(BELOW if missed else DONE)


def _version(side: Side, texts: dict[str, str]) -> Version:
    from summarizer.revision import Version

    if side.run is not None:
        texts = {document.digest: document.text for document in side.run.reading.documents} | texts
    return Version(side.briefing, side.label, side.texts, texts)


def _texts(articles: list[str]) -> dict[str, str]:
    """Return the articles' texts by their hash."""
    from summarizer.cli.desk import Named, read_articles, say_failures

    if not articles:
        return {}
    reading = read_articles(Named(articles), None, None)
    say_failures(reading)
    return {document.digest: document.text for document in reading.documents}
