"""One story: headline, facts about it, sections, disputes and other wordings of quotations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from summarizer.briefing import Dispute, Section, Statement, Story
from summarizer.rendering.markdown.citing import Citing
from summarizer.rendering.markdown.escaping import escape
from summarizer.rendering.markdown.figures import figures
from summarizer.rendering.standing import likewise
from summarizer.rendering.telling import TITLES, other_wordings, story_facts, told_statements


class StoryPage:
    """Renders stories; `words` are those of the quotations, by claim id."""

    def __init__(self, citing: Citing, words: Mapping[str, str]) -> None:
        self.citing = citing
        self.words = words

    def story(self, story: Story) -> list[str]:
        head = "#" if story.rank == 1 else "##"
        lines = [f"{head} {escape(story.headline.text)} {self.citing.marks([story.headline])}", ""]
        cited = [c.source for s in told_statements(story) for c in s.citations]
        facts = story_facts(story, {self.citing.by_id[source].kind for source in cited})
        if facts:
            lines += [f"*{escape('; '.join(facts))}*", ""]
        sections: dict[str, Section] = {section.kind: section for section in story.sections}
        level = "##" if story.rank == 1 else "###"
        if "lede" in sections:
            lines += [" ".join(self.citing.sentence(s) for s in sections["lede"].statements), ""]
        for kind in ("careful", "happened"):
            lines += self.section(sections.get(kind), level)
        lines += figures(story.figures, level, self.citing)
        lines += self.disputes(story.disputes, level)
        for kind in ("quotations", "ahead", "background", "elsewhere", "unverified"):
            lines += self.section(sections.get(kind), level)
        return lines

    def section(self, section: Section | None, level: str) -> list[str]:
        if section is None:
            return []
        lines = [f"{level} {TITLES[section.kind]}", ""]
        for statement in section.statements:
            is_said = section.kind == "unverified"  # by the heading
            write = self.citing.unmarked if is_said else self.citing.sentence
            lines.append(f"- {write(statement)}")
            lines += self.variants(statement)
        return [*lines, ""]

    def disputes(self, disputes: Sequence[Dispute], level: str) -> list[str]:
        """Return what is told differently, each version with its citations, none as settled."""
        lines = [f"{level} Told differently", ""] if disputes else []
        for dispute in disputes:
            question = escape(dispute.question[:1].upper() + dispute.question[1:])
            lines.append(f"- {question} ({escape(dispute.reading)}):")
            for version in dispute.versions:
                others = (
                    f"; likewise {f'{escape(sayer)} in ' if sayer else ''}{self.citing.cite(cited)}"
                    for sayer, cited in likewise(version)
                )
                lines.append(f"    - {self.citing.unmarked(version)}{''.join(others)}")
        return [*lines, ""] if lines else []

    def variants(self, statement: Statement) -> list[str]:
        """Return one line with the other wordings of a quotation, or none."""
        also = "; ".join(
            f"{f'“{escape(words)}”' if is_quoted else words} {self.citing.cite(citations)}"
            for words, is_quoted, citations in other_wordings(statement, self.words)
        )
        return [f"    - also: {also}"] if also else []
