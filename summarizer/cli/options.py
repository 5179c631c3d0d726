"""Arguments and options that several commands share."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer


class ShownSources(Enum):
    """How a page shows the articles."""

    FULL = "full"
    EXCERPTS = "excerpts"


Inputs = Annotated[
    list[str],
    typer.Argument(
        help="Files, folders, globs, JSON lines; - for standard input.", metavar="ARTICLES..."
    ),
]
ArticlesOrFeeds = Annotated[
    list[str] | None,
    typer.Argument(
        help="Files, folders, globs, web pages, JSON lines; - for standard input.",
        metavar="ARTICLES...",
        show_default=False,
    ),
]
Feeds = Annotated[
    list[str] | None,
    typer.Option(
        "--feed",
        help="RSS, Atom or JSON feed, or an OPML list of feeds; several allowed.",
        metavar="URL_OR_FILE",
    ),
]
AllowLocal = Annotated[
    bool, typer.Option("--allow-local", help="Fetch from this machine and its network as well.")
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
PromptSetName = Annotated[
    str | None,
    typer.Option("--prompt-set", help="Shipped set of templates (default, …).", metavar="NAME"),
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
    int | None, typer.Option("--max-calls", help="Most calls to make in this run.", min=1)
]
MaxCost = Annotated[
    str | None,
    typer.Option("--max-cost", help="Most US dollars to spend in this run.", metavar="DOLLARS"),
]
RetryFailed = Annotated[
    bool, typer.Option("--retry-failed", help="Ask again what was refused or filtered.")
]
DeskFile = Annotated[
    Path | None,
    typer.Option("--desk", help="What an editor overrules (TOML).", metavar="FILE"),
]
Day = Annotated[
    str | None,
    typer.Option("--day", help="Cover this day: 2025-07-04.", metavar="DATE"),
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since",
        help="Cover what is new since: 24h, 90m, 2d, or an ISO 8601 moment.",
        metavar="TIME",
    ),
]
TimeZone = Annotated[
    str | None,
    typer.Option(
        "--timezone", help="Of --day and the times on the page (Europe/London).", metavar="NAME"
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", help="The time it is, instead of now (ISO 8601).", metavar="TIME"),
]
Words = Annotated[
    int | None,
    typer.Option("--words", help="About how long the lead story is; the next in proportion."),
]
MaxStories = Annotated[
    int | None,
    typer.Option("--max-stories", help="Tell so many stories, and only list the others.", min=1),
]
Quiet = Annotated[
    bool,
    typer.Option(
        "-q",
        "--quiet",
        help="On standard error errors alone, and of brief its outcome in one line.",
    ),
]
