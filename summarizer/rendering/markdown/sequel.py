"""What changed since the page before, above the stories: short lines, each cited."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.briefing import Briefing, Change, Citation, Since, WordsBefore
from summarizer.rendering.markdown.citing import Citing
from summarizer.rendering.markdown.escaping import escape
from summarizer.rendering.sequel import KINDS, above, more_told, nothing_told, reasons_told


def since_lines(briefing: Briefing, citing: Citing) -> list[str]:
    """Return the lines above the stories, none without a page before."""
    since = briefing.since
    if since is None:
        return []
    told = above(since, briefing.edition)
    if not told.changes:
        return [
            f"**{escape(nothing_told(briefing))}.**",
            "",
        ]
    lines = [f"**{escape(told.title)}**", ""]
    lines += [_line(change, citing) for change in told.changes]
    lines += [f"- {escape(line)}" for line in more_told(told)]
    return [*lines, ""]


def _line(change: Change, citing: Citing) -> str:
    marks = [citing.cite(change.citations)] if change.citations else []
    if change.before:
        marks.append(_before(change.before, citing))
    return f"- **{escape(KINDS[change.kind])}:** {escape(change.text)} {' '.join(marks)}"


def _before(words: Sequence[WordsBefore], citing: Citing) -> str:
    """Return the sentences of the page before, linked where their article is still read."""
    read = [w for w in words if w.source in citing.by_id]
    parts = [citing.cite([_citation(w) for w in read])[2:-2]] if read else []
    rest: dict[str, set[int]] = {}
    for one in words:
        if one.source not in citing.by_id:
            rest.setdefault(one.label, set()).add(one.sentence)
    parts += [f"{escape(label)} {', '.join(map(str, sorted(n)))}" for label, n in rest.items()]
    return f"(before: {'; '.join(parts)})"


def _citation(words: WordsBefore) -> Citation:
    return Citation(
        source=words.source,
        start=words.start,
        end=words.end,
        words=words.words,
        sentence=words.sentence,
    )


def words_before(since: Since | None, citing: Citing) -> list[str]:
    """Return the sentences that only the page before cited, whose articles are not read today."""
    if since is None:
        return []
    found = {
        (w.label, w.sentence, w.words)
        for change in above(since).changes
        for w in change.before
        if w.source not in citing.by_id
    }
    lines = [f"- {escape(label)} {n}: {escape(words)}" for label, n, words in sorted(found)]
    return ["## Words cited on the page before", "", *lines, ""] if lines else []


def unprinted(since: Since | None) -> list[str]:
    """Return what the page before told of articles still read and this one does not, and why."""
    if since is None or not since.unprinted:
        return []
    lines = [
        f"- {escape(one.text)} *({escape(reasons_told(one.reason))})*" for one in since.unprinted
    ]
    return ["## On the page before, not printed here", "", *lines, ""]
