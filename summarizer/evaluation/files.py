"""Reading of what an evaluation needs: gold, annotations, floors, claims and briefings from files.

Whatever is wrong with a file is one line that names the file and the place in it.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from summarizer.briefing import Briefing, ClaimRecord
from summarizer.errors import UsageError
from summarizer.evaluation.annotations import Annotation
from summarizer.evaluation.floors import Floors
from summarizer.evaluation.gold import GoldSet

M = TypeVar("M", bound=BaseModel)


def read_gold(path: Path) -> dict[str, GoldSet]:
    """Return the gold sets of a folder's .json files, or of one file, by file name.

    Raises:
        UsageError: there is none, or one is not in the format.
    """
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    if not files:
        raise UsageError(f"{path}: no gold there (no .json file)")
    return {file.name: _parsed(GoldSet, _json(file), file) for file in files}


def read_annotations(paths: Iterable[Path]) -> list[Annotation]:
    """Return the annotations of files."""
    return [_parsed(Annotation, _json(path), path) for path in paths]


def read_floors(path: Path) -> Floors:
    """Return the floors of a TOML or JSON file, by its ending."""
    if path.suffix == ".toml":
        try:
            return _parsed(Floors, tomllib.loads(_text(path)), path)
        except tomllib.TOMLDecodeError as error:
            raise UsageError(f"{path}: not TOML: {error}") from error
    return _parsed(Floors, _json(path), path)


def read_offered(path: Path) -> tuple[list[ClaimRecord], Briefing | None]:
    """Return the claims that `extract` printed, or a briefing and its claims; "-" is stdin.

    Raises:
        UsageError: the file is neither.
    """
    text = sys.stdin.read() if str(path) == "-" else _text(path)
    try:
        whole = json.loads(text)
    except ValueError:
        whole = None
    if isinstance(whole, dict) and "kind" not in whole:
        briefing = _parsed(Briefing, whole, path)
        return list(briefing.claims), briefing
    claims = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            claims.append(_parsed(ClaimRecord, _loaded(line, f"{path}:{number}"), path, number))
    if not claims:
        raise UsageError(f"{path}: no claims there")
    return claims, None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8") from error


def _json(path: Path) -> Any:
    return _loaded(_text(path), str(path))


def _loaded(text: str, place: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise UsageError(f"{place}: not JSON: {error}") from error


def _parsed(model: type[M], content: object, path: Path, line: int | None = None) -> M:
    try:
        return model.model_validate(content)
    except ValidationError as error:
        first, *more = error.errors(include_url=False)
        place = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in first["loc"])
        told = first["msg"].removeprefix("Value error, ")
        raise UsageError(
            f"{path}{f':{line}' if line else ''}: {f'{place[1:]}: ' if place else ''}{told}"
            + (f" (and {len(more)} more)" if more else "")
        ) from error
