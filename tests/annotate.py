"""Turns annotations by sentence number and words into gold; shows the sentences to annotate by.

    python tests/annotate.py sentences ARTICLES
    python tests/annotate.py gold ARTICLES ANNOTATION... [-o OUT]

The form of an annotation is in fixtures/README.md. Words that do not stand in their sentence end
the run with a line that says which.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from summarizer.articles import Document
from summarizer.errors import SummarizerError, UsageError
from summarizer.evaluation.annotations import gold_from
from summarizer.evaluation.files import read_annotations
from summarizer.reading import named_in_folders, read


def documents_in(folder: Path) -> dict[str, Document]:
    """Return the articles of a folder by their path in it."""
    reading = named_in_folders(read([folder]), [str(folder)])
    for failure in reading.failures:
        raise UsageError(f"{failure.name}: {failure.reason}")
    return {document.name: document for document in reading.documents}


def sentences(folder: Path) -> str:
    """Return every article with its sentences numbered as in the prompts."""
    lines = []
    for name, document in sorted(documents_in(folder).items()):
        lines.append(f"== {name}")
        lines += [f"[{s.number}] {s.span.of(document.text)}" for s in document.sentences]
    return "\n".join(lines) + "\n"


def gold(folder: Path, annotations: Sequence[Path]) -> str:
    """Return the gold file that annotations of the articles in a folder make together."""
    try:
        return gold_from(read_annotations(annotations), documents_in(folder)).as_json()
    except ValidationError as error:
        raise UsageError(error.errors(include_url=False)[0]["msg"]) from error


def main(arguments: Sequence[str] | None = None) -> str:
    """Run the command line; return what it wrote."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("sentences").add_argument("articles", type=Path)
    making = commands.add_parser("gold")
    making.add_argument("articles", type=Path)
    making.add_argument("annotations", type=Path, nargs="+")
    making.add_argument("-o", "--output", type=Path)
    given = parser.parse_args(arguments)
    if given.command == "sentences":
        written = sentences(given.articles)
    else:
        written = gold(given.articles, given.annotations)
        if given.output is not None:
            given.output.write_text(written, encoding="utf-8", newline="\n")
            return written
    sys.stdout.write(written)
    return written


if __name__ == "__main__":
    try:
        main()
    except SummarizerError as error:
        sys.exit(f"annotate: {error}")
