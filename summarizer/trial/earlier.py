"""What a prompt was before: the templates of a kept run, of a folder, or those that are shipped."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from summarizer.errors import UsageError
from summarizer.prompts import PromptSet

SHIPPED = "shipped"
LAST = "last"


class KeptRun(Protocol):
    """A run of which the templates are known, file name -> text."""

    @property
    def prompts(self) -> Mapping[str, str]: ...


class KeptRuns(Protocol):
    """A place that knows runs by a reference such as `last`."""

    def find(self, reference: str) -> KeptRun:
        """Return the run; UsageError where there is none."""
        ...


def earlier_prompts(
    against: str | None, *, base: str, runs: KeptRuns | None = None
) -> tuple[str, PromptSet]:
    """Return what the earlier templates are called, and the set of them.

    Args:
        against: a folder, `shipped`, or a reference to a run; without it the last run, and where
            there is none, the shipped ones.
        base: the shipped set that is meant, and that a folder is laid over.
        runs: where runs are kept, if anywhere.

    Raises:
        UsageError: there is no such folder or run.
        PromptError: a template of it is broken.
    """
    if against is None and runs is not None:
        try:
            return _of_run(runs, LAST)
        except UsageError:  # no run is kept yet
            against = SHIPPED
    if against is None or against == SHIPPED:
        return f"the shipped set {base}", PromptSet(base=base)
    if Path(against).is_dir():
        return against, PromptSet(Path(against), base=base)
    missed = f"--against {against!r}: no such folder of prompts (or say {SHIPPED})"
    if runs is None:
        raise UsageError(missed)
    try:
        return _of_run(runs, against)
    except UsageError as error:
        raise UsageError(f"{missed}, and {error}") from error


def differing_files(name: str, old: PromptSet, new: PromptSet) -> list[str]:
    """Return the files of prompt `name` that differ, its own and those it includes, as new paths.

    A file that the new prompt is no longer rendered from stands with its name.
    """
    before, after = (
        {file: prompts.sources[file] for file in prompts.files(name)} for prompts in (old, new)
    )
    files = [f for f in dict.fromkeys([*after, *before]) if before.get(f) != after.get(f)]
    return [str(new.paths[file]) if file in after else f"{file} (not used now)" for file in files]


def _of_run(runs: KeptRuns, reference: str) -> tuple[str, PromptSet]:
    told = f"the run {reference}"
    return told, PromptSet.from_texts(runs.find(reference).prompts, where=told)
