"""The sources, and the sentences cited of them, each with the id that the citations lead to."""

from __future__ import annotations

from summarizer.briefing import Briefing, Citation, ClaimRecord, Source
from summarizer.rendering.markdown.citing import Citing, anchor
from summarizer.rendering.markdown.escaping import escape, is_safe
from summarizer.rendering.markdown.story import statements_of
from summarizer.rendering.wording import spoken_iso


class Endnotes:
    """Renders what stands below the stories; all of them were cited before."""

    def __init__(self, briefing: Briefing, citing: Citing) -> None:
        self.briefing = briefing
        self.citing = citing
        self.dated: dict[str, list[ClaimRecord]] = {}
        printed = _printed(briefing)
        for claim in briefing.claims:
            if claim.date and claim.id in printed:
                self.dated.setdefault(claim.source or "", []).append(claim)

    def sources(self) -> list[str]:
        used = {source for source, _ in self.citing.cited}
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
        facts = [source.kind.replace("_", " ")]
        if source.title:
            facts.append(f"“{escape(source.title)}”")
        facts.append(
            f"published {escape(source.published)} ({source.published_basis})"
            if source.published
            else "date of publication unknown"
        )
        if source.origin != source.source:
            facts.append(f"a copy of {escape(self.citing.by_id[source.origin].label)}")
        link = f" <{source.url}>" if is_safe(source.url) else ""
        return f"{', '.join(facts)}; {self.place(source)}{link}"

    def place(self, source: Source) -> str:
        if source.embedded_in is None:
            return escape(source.path)
        page = escape(self.citing.by_id[source.embedded_in].label)
        return f"another article on the page of {page}, {escape(source.path)}"

    def endnotes(self) -> list[str]:
        lines = ["## Words cited", ""]
        keys = sorted(self.citing.cited, key=lambda key: (self.citing.order[key[0]], key[1]))
        for source, number in keys:
            cited = self.citing.cited[source, number]
            dates = [
                f"{escape(words)}: {escape(spoken_iso(iso))}" for words, iso in self.dates(cited)
            ]
            lines.append(
                f'- <a id="{anchor(source, number)}"></a>{escape(self.citing.by_id[source].label)} '
                f"{number}: {escape(cited.words)}"
                + (f" *(derived: {'; '.join(dates)})*" if dates else "")
            )
        return [*lines, ""]

    def dates(self, citation: Citation) -> list[tuple[str, str]]:
        """Return how the dates told of a cited sentence were derived, as (from what, ISO date)."""
        place = (citation.start, citation.end)
        return sorted(
            {
                (claim.derivation, claim.date)
                for claim in self.dated.get(citation.source, ())
                if claim.derivation and claim.date and place == claim.evidence[-1]
            }
        )


def _printed(briefing: Briefing) -> set[str]:
    """Return the ids of the claims that statements and rows of figures rest on."""
    found: set[str] = set()
    for story in briefing.stories:
        for statement in statements_of(story):
            found.update(statement.rests_on)
        found.update(value.claim for row in story.figures for value in row.values)
        found.update(name for row in story.figures if row.reading for name in row.reading.claims)
    return found
