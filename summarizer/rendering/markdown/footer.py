"""The footer: nothing vanishes without a count, and the model and prompts are named."""

from __future__ import annotations

from summarizer.briefing import Briefing
from summarizer.rendering.markdown.escaping import escape
from summarizer.rendering.wording import counted, listed, reasons


def footer(briefing: Briefing) -> list[str]:
    """Return what was found, rejected, left out and failed, and what the page was made with."""
    counts, made = briefing.counts, briefing.provenance
    lines = ["## How this was made", ""]
    lines.append(
        f"- {counted(counts.claims, 'claim')} found in the articles: {listed(counts.grounding)}."
    )
    rejected = sum(counts.rejected.values())
    lines.append(
        f"- {counted(rejected, 'answer')} rejected: {reasons(counts.rejected)}; "
        f"{counted(counts.fields_dropped, 'field')} dropped."
    )
    lines.append(
        f"- Not covered by any claim: {counted(counts.uncovered_numbers, 'number')} and "
        f"{counted(counts.uncovered_quotations, 'quotation')} of the articles' text."
    )
    lines.append(f"- Not printed: {reasons(counts.left_out)}.")
    if counts.refused:
        lines.append(f"- Proposed and not taken: {listed(counts.refused)}.")
    lines.append(
        f"- {counted(counts.statements, 'statement')}; {counts.rewritten} written again, "
        f"{counts.written_by_rule} built from claims by rule."
    )
    for failure in briefing.failures:
        lines.append(
            f"- Failed: {escape(failure.name)}, {escape(failure.stage)}: {escape(failure.reason)}"
        )
    for skipped in briefing.skipped:
        lines.append(f"- Skipped: {escape(skipped.name)}: {escape(skipped.reason)}")
    for note in briefing.notes:
        lines.append(f"- Note: {escape(note)}")
    tokens = "" if made.tokens_basis == "reported" else f" ({made.tokens_basis})"
    lines.append(
        f"- Model {escape(made.model)} ({escape('; '.join(made.answered_by)) or 'not said'}), "
        f"{counted(made.requests, 'answer')}, {counted(made.input_tokens, 'token')} in and "
        f"{made.output_tokens} out{tokens}; prompt set {escape(made.prompt_set)}."
    )
    return lines
