"""A revision as GitHub-flavoured Markdown; text of articles and models is escaped as in a briefing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from summarizer.rendering.hidden import visible
from summarizer.rendering.markdown import escape
from summarizer.revision.changes import Revision, TemplateChange
from summarizer.revision.excerpts import shown_lines
from summarizer.revision.notes import lines_told, note
from summarizer.revision.summary import reasons, summary
from summarizer.revision.telling import NAMES, SEVERAL, Chapter, Entry, chapters, counts_several
from summarizer.revision.wording import pieces

LONGEST_DIFF = 40  # lines that stand open; a longer one is folded


def markdown(revision: Revision) -> str:
    """Return the whole revision as Markdown, ending in a line break."""
    if revision.is_identical and not revision.rules:
        return f"{summary(revision)}\n"
    head = f"# What changed: {escape(revision.old)} → {escape(revision.new)}"
    lines = [head, "", f"**{summary(revision)}**", ""]
    if failed := reasons(revision):
        lines += [*(f"- {escape(reason)}" for reason in failed), ""]
    if revision.rules:
        lines += ["## Rules", "", *rules_table(revision), ""]
    if not revision.is_identical:
        lines += _templates(revision.templates)
        lines += _counts(revision)
        for chapter in chapters(revision):
            lines += _chapter(chapter)
    return "\n".join(lines).rstrip() + "\n"


def rules_table(revision: Revision) -> list[str]:
    """Return the lines of the table of rules: what each allows and what was found."""
    rows = [
        (
            one.rule,
            one.limit,
            one.old or "–",
            one.new or "–",
            ("yes" if one.is_met else "**no**") + (f" ({escape(one.why)})" if one.why else ""),
        )
        for one in revision.rules
    ]
    return _table(("rule", "limit", "old", "new", "met"), rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = (f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))
    return list(lines)


def _templates(templates: Sequence[TemplateChange]) -> list[str]:
    lines = ["## Prompts", ""] if templates else []
    for one in templates:
        if one.diff is None:
            lines += [
                f"- {escape(one.file)} {one.outcome}, or a file it includes (texts not known)",
                "",
            ]
            continue
        where = f", {lines_told(one.lines)}" if one.lines else ""
        lines += [f"**{escape(one.file)}** {one.outcome}{where}", ""]
        shown = [visible(line) for line in shown_lines(one.diff)]
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", one.diff)), default=0))
        block = [f"{fence}diff", *shown, fence]
        lines += _folded(f"{len(shown):,} lines", block) if len(shown) > LONGEST_DIFF else block
        lines.append("")
    return lines


def _folded(title: str, lines: Sequence[str]) -> list[str]:
    return ["<details>", f"<summary>{title}</summary>", "", *lines, "", "</details>"]


def _counts(revision: Revision) -> list[str]:
    rows = []
    for kind, counts in revision.counts.items():
        told = (
            f"{name.replace('_', ' ')} {count:,}"
            for name, count in counts.items()
            if count and name != "unchanged"
        )
        rows.append((NAMES.get(kind, kind), f"{counts['unchanged']:,}", ", ".join(told)))
    lines = ["## Counts", "", *_table(("", "unchanged", "else"), rows), ""]
    lines += [SEVERAL, ""] if counts_several(revision) else []
    figures = [
        (one.name.replace("_", " "), one.old or "–", one.new or "–")
        for one in revision.measures
        if one.old != one.new
    ]
    if figures:
        lines += [*_table(("", "old", "new"), figures), ""]
    facts = [f"- {escape(note(field))}" for field in revision.made_with]
    for change in revision.articles:
        outcomes = ", ".join(outcome.replace("_", " ") for outcome in change.outcomes)
        claims = f", with {change.claims:,} claims not counted above" if change.claims else ""
        details = "".join(f"; {escape(note(field))}" for field in change.fields)
        facts.append(
            f"- article {escape(change.label)} ({escape(change.path)}) {outcomes}{claims}{details}"
        )
    return [*lines, *facts, ""] if facts else lines


def _chapter(chapter: Chapter) -> list[str]:
    lines = [line for entry in chapter.entries for line in _entry(entry, "")]
    if chapter.is_folded:
        return [*_folded(f"{chapter.title} ({len(chapter.entries):,})", lines), ""]
    return [f"## {chapter.title} ({len(chapter.entries):,})", "", *lines, ""]


def _entry(entry: Entry, indent: str) -> list[str]:
    lines = [f"{indent}- {escape(entry.where)}: {_both(entry)}"]
    lines += [f"{indent}  - **{escape(one)}**" for one in entry.notes]
    if entry.old_sources == entry.new_sources:
        lines += [f"{indent}  - source: {_quoted(entry.new_sources)}"] if entry.new_sources else []
    else:
        for name, words in (("old", entry.old_sources), ("new", entry.new_sources)):
            if words:
                lines.append(f"{indent}  - {name} source: {_quoted(words)}")
    for part in entry.parts:
        lines += _entry(part, f"{indent}  ")
    return lines


def _quoted(words: Iterable[str]) -> str:
    return " … ".join(f"“{escape(one)}”" for one in words)


def _both(entry: Entry) -> str:
    """Return both texts in one, struck where words are gone and bold where they are new."""
    if entry.new is None:
        return f"~~{escape(entry.old or '')}~~" if entry.old else ""
    if entry.old is None:
        return f"**{escape(entry.new)}**" if entry.new else ""
    told = []
    for piece in pieces(" ".join(entry.old.split()), " ".join(entry.new.split())):
        if piece.is_same:
            told.append(escape(piece.new))
        else:
            told += [f"~~{escape(piece.old)}~~"] if piece.old.strip() else []
            told += [f"**{escape(piece.new)}**"] if piece.new.strip() else []
    return " ".join(filter(None, told))
