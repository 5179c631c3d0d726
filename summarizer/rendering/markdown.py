"""The briefing as GitHub-flavoured Markdown: every sentence with its citations, sources as endnotes.

Text of articles is escaped: it can neither format the page nor bring links or HTML into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from summarizer.briefing import (
    Briefing,
    Citation,
    Dispute,
    Figures,
    Section,
    Source,
    Statement,
    Story,
    Value,
)
from summarizer.rendering.wording import (
    NOT_REPORTS,
    TITLES,
    anchor,
    counted_thing,
    counts_told,
    derived_dates,
    failures_told,
    is_safe,
    model_told,
    other_wordings,
    source_facts,
    source_place,
    story_facts,
    told_statements,
    uncovered,
)

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#~&])")
_ADDRESS = re.compile(r"(?i)(://)|\b(www)\.|@")


def escape(text: str) -> str:
    """Return `text` as Markdown shows it literally, in one line, hidden characters by their code."""
    text = uncovered(" ".join(text.split()))
    text = _SPECIAL.sub(r"\\\1", text)
    text = _ADDRESS.sub(_unlinked, text)
    return re.sub(
        r"^(\d+)([.)])|^([-+=])", lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", text
    )


def unescape(text: str) -> str:
    """Return what Markdown that `escape` wrote shows; hidden characters stay told by their code.

    >>> unescape(escape("a_b at http://c & d@e"))
    'a_b at http://c & d@e'
    """
    text = text.replace("\\://", "://").replace("&#64;", "@")
    return re.sub(r"\\([\\`*_{}\[\]<>|#~&.)(+=-])", r"\1", text)


def _unlinked(match: re.Match[str]) -> str:
    """Return a part of an address so that no reader links it by itself."""
    if match.group(1):
        return "\\://"
    return f"{match.group(2)}\\." if match.group(2) else "&#64;"


def markdown(briefing: Briefing) -> str:
    """Return the whole briefing as Markdown, ending in a line break."""
    page = _Page(briefing)
    lines: list[str] = []
    for story in briefing.stories:
        lines += page.story(story)
    lines += page.sources()
    lines += page.endnotes()
    lines += page.footer()
    return "\n".join(lines).rstrip() + "\n"


class _Page:
    """Renders one briefing, and gathers the sentences its endnotes have to show."""

    def __init__(self, briefing: Briefing) -> None:
        self.briefing = briefing
        self.by_id: dict[str, Source] = {source.source: source for source in briefing.sources}
        self.order = {source.source: index for index, source in enumerate(briefing.sources)}
        self.cited: dict[tuple[str, int], Citation] = {}
        self.words = {claim.id: claim.words or "" for claim in briefing.claims}
        self.dates = derived_dates(briefing)

    def story(self, story: Story) -> list[str]:
        head = "#" if story.rank == 1 else "##"
        lines = [f"{head} {escape(story.headline.text)} {self.marks([story.headline])}", ""]
        kinds = {self.by_id[c.source].kind for c in _citations(story)}
        facts = [escape(fact) for fact in story_facts(story, kinds)]
        if facts:
            lines += [f"*{'; '.join(facts)}*", ""]
        sections: dict[str, Section] = {section.kind: section for section in story.sections}
        level = "##" if story.rank == 1 else "###"
        if "lede" in sections:
            lines += [" ".join(self.sentence(s) for s in sections["lede"].statements), ""]
        for kind in ("careful", "happened"):
            lines += self.section(sections.get(kind), level)
        lines += self.figures(story.figures, level)
        lines += self.disputes(story.disputes, level)
        for kind in ("quotations", "ahead", "background", "elsewhere", "unverified"):
            lines += self.section(sections.get(kind), level)
        return lines

    def section(self, section: Section | None, level: str) -> list[str]:
        if section is None:
            return []
        lines = [f"{level} {TITLES[section.kind]}", ""]
        for statement in section.statements:
            lines.append(f"- {self.sentence(statement, in_careful=section.kind == 'careful')}")
            lines += self.variants(statement)
        return [*lines, ""]

    def disputes(self, disputes: Sequence[Dispute], level: str) -> list[str]:
        """Return what is told differently, each version with its citations, none as settled."""
        lines = [f"{level} Told differently", ""] if disputes else []
        for dispute in disputes:
            question = escape(dispute.question[:1].upper() + dispute.question[1:])
            lines.append(f"- {question} ({escape(dispute.reading)}):")
            for version in dispute.versions:
                line = f"  - {self.sentence(version, in_careful=True)}"
                likewise = [c for variant in version.variants for c in variant.citations]
                lines.append(line + (f"; likewise {self.cite(likewise)}" if likewise else ""))
        return [*lines, ""] if lines else []

    def sentence(self, statement: Statement, *, in_careful: bool = False) -> str:
        """Return a sentence with its citations; what is disputed says so wherever it is told."""
        is_marked = statement.support.level == "disputed" and not in_careful
        mark = " *(disputed)*" if is_marked else ""
        return f"{escape(statement.text)}{mark} {self.marks([statement])}"

    def variants(self, statement: Statement) -> list[str]:
        """Return one line with the other wordings of a quotation, or none.

        Who prints the same words, or a piece of them, is named without repeating them.
        """
        if not statement.variants:
            return []
        also = "; ".join(
            f"{f'“{escape(words)}”' if is_quoted else words} {self.cite(citations)}"
            for words, is_quoted, citations in other_wordings(statement, self.words)
        )
        return [f"  - also: {also}"]

    def marks(self, statements: Iterable[Statement]) -> str:
        """Return the citations of statements, merged per source: [Outlet 6, 28; Other 8]."""
        return self.cite([c for statement in statements for c in statement.citations])

    def cite(self, citations: Sequence[Citation]) -> str:
        by_source: dict[str, set[int]] = {}
        for citation in citations:
            by_source.setdefault(citation.source, set()).add(citation.sentence)
            self.cited[citation.source, citation.sentence] = citation
        parts = []
        for source in sorted(by_source, key=self.order.__getitem__):
            links = [f"[{n}](#{anchor(source, n)})" for n in sorted(by_source[source])]
            parts.append(f"{escape(self.by_id[source].label)} {', '.join(links)}")
        return f"\\[{'; '.join(parts)}\\]"

    def figures(self, rows: Sequence[Figures], level: str) -> list[str]:
        if not rows:
            return []
        lines = [f"{level} Figures", "", "| What | Reading | Versions |", "| --- | --- | --- |"]
        kinds = {self.by_id[value.source].kind for row in rows for value in row.values}
        is_marked = bool(kinds - NOT_REPORTS.keys())  # else the story says it of all its sources
        for row in rows:
            reading = self.sentence(row.reading, in_careful=True) if row.reading else ""
            versions = "<br>".join(self.version(value, row, is_marked) for value in row.values)
            lines.append(f"| {_what(row)} | {reading} | {versions} |")
        return [*lines, ""]

    def version(self, value: Value, row: Figures, is_marked: bool) -> str:
        """Return one source's figure with its scope, sayer, time and kind, and where it stands."""
        said = f", {escape(value.said_by)}" if value.said_by else ""
        as_of = f", {escape(value.as_of)}" if value.as_of else ""
        where = f" ({escape(value.scope)})" if value.scope and not row.scope else ""
        kind = self.by_id[value.source].kind
        alone = f", {NOT_REPORTS[kind]}" if is_marked and kind in NOT_REPORTS else ""
        return f"{escape(value.surface)}{where}{said}{as_of}{alone} {self.cite(value.citations)}"

    def sources(self) -> list[str]:
        used = {source for source, _ in self.cited}
        lines = ["## Sources", ""]
        for source in self.briefing.sources:
            if source.source in used:
                lines.append(f"- **{escape(source.label)}**: {self.facts(source)}")
        unused = [source for source in self.briefing.sources if source.source not in used]
        if unused:
            names = [f"{escape(s.label)} ({self.place(s)})" for s in unused]
            lines.append(f"- Read, not used: {'; '.join(names)}")
        return [*lines, ""]

    def facts(self, source: Source) -> str:
        facts = [escape(fact) for fact in source_facts(source, self.by_id)]
        link = f" <{source.url}>" if is_safe(source.url) else ""
        return f"{', '.join(facts)}; {self.place(source)}{link}"

    def place(self, source: Source) -> str:
        return escape(source_place(source, self.by_id))

    def endnotes(self) -> list[str]:
        lines = ["## Words cited", ""]
        keys = sorted(self.cited, key=lambda key: (self.order[key[0]], key[1]))
        for source, number in keys:
            cited = self.cited[source, number]
            dates = map(escape, self.dates.get((source, cited.start, cited.end), ()))
            derived = "; ".join(dates)
            lines.append(
                f'- <a id="{anchor(source, number)}"></a>{escape(self.by_id[source].label)} '
                f"{number}: {escape(cited.words)}" + (f" *(derived: {derived})*" if derived else "")
            )
        return [*lines, ""]

    def footer(self) -> list[str]:
        told = [*counts_told(self.briefing), *failures_told(self.briefing)]
        told.append(model_told(self.briefing))
        return ["## How this was made", "", *(f"- {escape(line)}" for line in told)]


def _citations(story: Story) -> list[Citation]:
    return [citation for statement in told_statements(story) for citation in statement.citations]


def _what(row: Figures) -> str:
    """Return what a row counts, and whether its values differ."""
    what = escape(counted_thing(row))
    return f"{what} — **values differ**" if row.differs else what
