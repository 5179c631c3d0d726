"""What a call says of the templates it uses, before anything is asked or planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.cli.printing import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from summarizer.prompts import PromptSet
    from summarizer.runs import Run

SHORT_ID = 4  # digits of a run's id; as many as a reference needs


def say_prompts(prompts: PromptSet, run: Run | None, *, is_chosen: bool) -> None:
    """Tell what the set does not ask for, and that a run had other templates.

    Args:
        prompts: the templates of the call.
        run: the run it is about, if it is about one.
        is_chosen: whether the call names its templates, so that another set than the run's is meant.
    """
    from summarizer.keeping import texts_used
    from summarizer.prompt_checks import unasked_parts

    for remark in unasked_parts(prompts):
        say(f"note: {remark}")
    if run is None or is_chosen:
        return
    if told := _difference(run.prompts, texts_used(prompts)):
        say(f"prompts: {_called(prompts)}; run {run.id[:SHORT_ID]}… had {told}")


def _difference(then: Mapping[str, str], now: Mapping[str, str]) -> str:
    """Return which files of a run are others today, "" where none is."""
    common = then.keys() & now.keys()
    told = [f"another {file}" for file in sorted(common) if then[file] != now[file]]
    told += [f"{file} as well" for file in sorted(then.keys() - common)]
    told += [f"no {file}" for file in sorted(now.keys() - common)]
    return ", ".join(told)


def _called(prompts: PromptSet) -> str:
    if prompts.own_files:
        return str(prompts.paths[prompts.own_files[0]].parent)
    return "the shipped set" if prompts.name == "default" else f"the shipped set {prompts.name}"
