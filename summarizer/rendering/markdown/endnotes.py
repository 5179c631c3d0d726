"""The sources, and the sentences cited of them, each with the id that the citations lead to."""

from __future__ import annotations

from summarizer.briefing import Briefing, Source
from summarizer.rendering.markdown.citing import Citing, anchor
from summarizer.rendering.markdown.escaping import escape
from summarizer.rendering.telling import (
    derived_dates,
    is_safe,
    source_facts,
    source_place,
)


def sources(briefing: Briefing, citing: Citing) -> list[str]:
    """Return a line for every source cited so far, and one for all others."""
    used = citing.in_order_of_use()
    lines = ["## Sources", ""]
    for source in (citing.by_id[name] for name in used):
        lines.append(f"- **{escape(source.label)}**: {_facts(source, citing)}")
    unused = [source for source in briefing.sources if source.source not in used]
    if unused:
        names = [f"{escape(s.label)} ({escape(source_place(s, citing.by_id))})" for s in unused]
        lines.append(f"- Read, not used: {'; '.join(names)}")
    return [*lines, ""]


def _facts(source: Source, citing: Citing) -> str:
    facts = escape(", ".join(source_facts(source, citing.by_id)))
    link = f" <{source.url}>" if is_safe(source.url) else ""
    return f"{facts}; {escape(source_place(source, citing.by_id))}{link}"


def endnotes(briefing: Briefing, citing: Citing) -> list[str]:
    """Return every sentence cited so far, source by source, with how its dates were derived."""
    lines = ["## Words cited", ""]
    derived = derived_dates(briefing)
    order = {name: at for at, name in enumerate(citing.in_order_of_use())}
    for source, number in sorted(citing.cited, key=lambda key: (order[key[0]], key[1])):
        cited = citing.cited[source, number]
        dates = derived.get((source, cited.start, cited.end), ())
        lines.append(
            f'- <a id="{anchor(source, number)}"></a>{escape(citing.by_id[source].label)} '
            f"{number}: {escape(cited.words)}"
            + (f" *(derived: {escape('; '.join(dates))})*" if dates else "")
        )
    return [*lines, ""]
