"""Sentences with their citations, merged by outlet, and which sentences the endnotes have to show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from summarizer.briefing import Briefing, Citation, Source, Statement
from summarizer.rendering.languages import language_notes
from summarizer.rendering.markdown.escaping import escape


class Citing:
    """Cites the sources of one briefing, and gathers the sentences cited."""

    def __init__(self, briefing: Briefing) -> None:
        self.by_id: dict[str, Source] = {source.source: source for source in briefing.sources}
        self.order = {source.source: index for index, source in enumerate(briefing.sources)}
        self.cited: dict[tuple[str, int], Citation] = {}

    def sentence(self, statement: Statement, *, in_careful: bool = False) -> str:
        """Return a sentence with its citations; what is disputed says so wherever it is told."""
        is_marked = statement.support.level == "disputed" and not in_careful
        mark = " *(disputed)*" if is_marked else ""
        return f"{self.words(statement)}{mark} {self.marks([statement])}"

    def words(self, statement: Statement) -> str:
        """Return the words of a sentence, and what they are in or told from if not English."""
        told = "".join(f" *({escape(note)})*" for note in language_notes(statement))
        return f"{escape(statement.text)}{told}"

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


def anchor(source: str, sentence: int) -> str:
    """Return the name of the endnote that shows a cited sentence."""
    return f"s-{source}-{sentence}"
