"""The command `eval`: claims or a briefing against gold, as a table or JSON, with floors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.cli.exits import BELOW, DONE
from summarizer.cli.options import StorePath
from summarizer.cli.printing import print_result, say
from summarizer.cli.references import refers_to_run
from summarizer.cli.sides import read_side
from summarizer.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from summarizer.briefing import Briefing, ClaimRecord
    from summarizer.evaluation import Evaluation
    from summarizer.pipeline import Extracted


def evaluate(
    offered: Annotated[
        str,
        typer.Argument(
            help="Claims as extract prints them, a briefing as JSON, or a run; - for stdin.",
            metavar="BRIEFING_OR_CLAIMS",
        ),
    ],
    gold: Annotated[Path, typer.Option("--gold", help="Folder of gold files.", metavar="DIR")],
    articles: Annotated[
        list[str] | None,
        typer.Option("--articles", help="The articles, to check gold and citations against."),
    ] = None,
    floors: Annotated[
        Path | None,
        typer.Option("--floors", help="Least figures (TOML, JSON); 8 where one is not reached."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
    store: StorePath = None,
) -> None:
    """Score claims, or a briefing with its claims, against gold."""
    from summarizer.evaluation import below
    from summarizer.evaluation import evaluate as evaluated
    from summarizer.evaluation.files import read_floors, read_gold

    claims, briefing = _offered(offered, store)
    texts = _texts(articles or [])
    result = evaluated(claims, read_gold(gold), briefing=briefing, texts=texts)
    missed = below(result, read_floors(floors)) if floors is not None else {}
    if as_json:
        print_result(json.dumps(_as_json(result, missed), ensure_ascii=False, indent=2) + "\n")
    else:
        print_result("\n".join(_table(result, missed)) + "\n")
    if missed:
        say(f"below the floors: {', '.join(sorted(missed))}")
    raise typer.Exit(BELOW if missed else DONE)


def _offered(name: str, store: Path | None) -> tuple[list[ClaimRecord], Briefing | None]:
    """Return claims, and the briefing they stand in, of a file or of a kept run made again."""
    from summarizer.evaluation.files import read_offered

    if not refers_to_run(name):
        return read_offered(Path(name))
    briefing = read_side(name, store).briefing
    return list(briefing.claims), briefing


def draft(results: Iterable[Extracted]) -> str:
    """Return the draft of gold that `extract --as-gold` prints."""
    from summarizer.evaluation import draft_of

    return draft_of((result.document, result.claims) for result in results).as_json()


def _texts(articles: Sequence[str]) -> dict[str, str]:
    if not articles:
        return {}
    from summarizer.reading import read

    reading = read(articles)
    for failure in reading.failures:
        raise UsageError(f"{failure.name}: {failure.reason}")
    return {document.digest: document.text for document in reading.documents}


# What each check of a briefing counts.
_COUNTED = {
    "cited": "statements, with readings of figures",
    "exact": "citations",
    "by_model": "sentences of prose",
    "accounted": "claims",
}


def _table(result: Evaluation, missed: Mapping[str, float]) -> list[str]:
    lines = [
        f"{'':<16}{'right':>6}{'false':>6}{'missed':>7}{'precision':>11}{'recall':>8}{'f1':>7}"
    ]
    for name, score in result.scores.items():
        lines.append(
            f"{name:<16}{score.right:>6}{score.false:>6}{score.missed:>7}"
            f"{score.precision:>11.3f}{score.recall:>8.3f}{score.f1:>7.3f}{_marks(name, missed)}"
        )
    for name, check in result.checks.items():
        lines.append(
            f"{name:<16}{check.held:>6} of {check.of:<6}{check.share:>21.3f}"
            f"   {_COUNTED[name]}{_marks(f'briefing.{name}', missed)}"
        )
    lines.append(f"{result.articles} articles of gold; corpus {result.corpus}")
    if result.unchecked:
        lines.append(f"gold not checked, its text is not at hand: {', '.join(result.unchecked)}")
    if result.without_claims:
        lines.append(f"nothing was offered for: {', '.join(result.without_claims)}")
    if result.without_gold:
        lines.append(f"no gold, not judged: {', '.join(result.without_gold)}")
    return lines


def _marks(name: str, missed: Mapping[str, float]) -> str:
    below = [f"{n} < {v:g}" for n, v in sorted(missed.items()) if f"{n}.".startswith(f"{name}.")]
    return f"   below its floor: {', '.join(below)}" if below else ""


def _as_json(result: Evaluation, missed: Mapping[str, float]) -> dict[str, object]:
    return {
        "corpus": result.corpus,
        "articles": result.articles,
        "figures": {name: round(value, 6) for name, value in sorted(result.figures().items())},
        "scores": {
            name: {"right": s.right, "false": s.false, "missed": s.missed}
            for name, s in result.scores.items()
        },
        "checks": {n: {"held": c.held, "of": c.of} for n, c in result.checks.items()},
        "below_floor": dict(sorted(missed.items())),
        "unchecked": list(result.unchecked),
        "without_claims": list(result.without_claims),
        "without_gold": list(result.without_gold),
    }
