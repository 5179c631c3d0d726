"""Sentences with their citations, merged by outlet, and which sentences the endnotes have to show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from summarizer.briefing import Briefing, Citation, Source, Statement, Value
from summarizer.rendering.languages import language_notes
from summarizer.rendering.markdown.escaping import escape
from summarizer.rendering.pictures.ordering import ordered
from summarizer.rendering.standing import figure_places, mark_word


class Citing:
    """Cites the sources of one briefing, and gathers the sentences cited."""

    def __init__(self, briefing: Briefing) -> None:
        self._briefing = briefing
        self._claims = {claim.id: claim for claim in briefing.claims}
        self.by_id: dict[str, Source] = {source.source: source for source in briefing.sources}
        self.order = {source.source: index for index, source in enumerate(briefing.sources)}
        self.figure_places = figure_places(briefing)
        self.cited: dict[tuple[str, int], Citation] = {}

    def words(self, statement: Statement) -> str:
        """Return the words of a sentence, and what they are in or told from if not English."""
        told = "".join(f" *({escape(note)})*" for note in language_notes(statement))
        return f"{escape(statement.text)}{told}"

    def sentence(self, statement: Statement) -> str:
        """Return a sentence with its citations, and a word after them where it is less than sure."""
        word = mark_word(statement)
        return f"{self.unmarked(statement)}{f' *({word})*' if word else ''}"

    def unmarked(self, statement: Statement) -> str:
        """Return a sentence with its citations alone, where what stands around it says how sure."""
        return f"{self.words(statement)} {self.marks([statement])}"

    def marks(self, statements: Iterable[Statement]) -> str:
        """Return the citations of statements, merged per source: [Outlet 6, 28; Other 8]."""
        return self.cite([c for statement in statements for c in statement.citations])

    def by_time(self, values: Sequence[Value]) -> list[Value]:
        """Return the versions of a figure as they were published."""
        claims = [self._claims[value.claim] for value in values if value.claim in self._claims]
        return ordered(values, self._briefing.model_copy(update={"claims": claims}))

    def in_order_of_use(self) -> list[str]:
        """Return the ids of the sources cited so far, first cited first, machine-made text last."""
        used = dict.fromkeys(source for source, _ in self.cited)
        return sorted(used, key=lambda name: self.by_id[name].kind == "machine_made")

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
