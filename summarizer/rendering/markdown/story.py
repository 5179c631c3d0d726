"""One story: headline, facts about it, sections, disputes and other wordings of quotations."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.briefing import Briefing, Dispute, Section, Statement, Story
from summarizer.rendering.front import story_anchor
from summarizer.rendering.markdown.citing import Citing
from summarizer.rendering.markdown.escaping import escape
from summarizer.rendering.markdown.figures import figures
from summarizer.rendering.sequel import (
    background_told,
    chain_told,
    is_collapsed,
    marked_new,
    told_before,
)
from summarizer.rendering.standing import likewise
from summarizer.rendering.telling import TITLES, other_wordings, story_facts, told_statements


class StoryPage:
    """Renders the stories of a briefing.

    With `has_anchors` each begins with a place that contents can lead to.
    """

    def __init__(self, citing: Citing, briefing: Briefing, *, has_anchors: bool = False) -> None:
        self.citing = citing
        self.since = briefing.since
        self.edition = briefing.edition
        self.new = marked_new(briefing)
        self.words = {claim.id: claim.words or "" for claim in briefing.claims}
        self.headlines = {story.id: story.headline.text for story in briefing.stories}
        self.has_anchors = has_anchors

    def story(self, story: Story) -> list[str]:
        head = "#" if story.rank == 1 else "##"
        place = f'<a id="{story_anchor(story)}"></a>' if self.has_anchors else ""
        told = f"{self.citing.words(story.headline)} {self.citing.marks([story.headline])}"
        lines = [f"{head} {place}{told}", ""]
        cited = [c.source for s in told_statements(story) for c in s.citations]
        facts = story_facts(story, {self.citing.by_id[source].kind for source in cited})
        facts += chain_told(story, self.headlines)
        if facts:
            lines += [f"*{escape('; '.join(facts))}*", ""]
        sections: dict[str, Section] = {section.kind: section for section in story.sections}
        level = "##" if story.rank == 1 else "###"
        if "lede" in sections:
            lede = sections["lede"].statements
            lines += [" ".join(self.citing.sentence(s) + self.mark(s) for s in lede), ""]
        for kind in ("careful", "happened"):
            lines += self.section(sections.get(kind), level, story)
        lines += figures(story.figures, level, self.citing)
        lines += self.disputes(story.disputes, level)
        for kind in ("quotations", "ahead", "background", "elsewhere", "unverified"):
            lines += self.section(sections.get(kind), level, story)
        return lines

    def section(self, section: Section | None, level: str, story: Story) -> list[str]:
        """Return a part of a story; background that was told before is named and not repeated."""
        if section is None:
            return []
        lines = [f"{level} {TITLES[section.kind]}", ""]
        known: list[Statement] = []
        if self.since is not None and is_collapsed(section, story):
            known = told_before(section, self.since)
            lines += (
                [f"*{escape(background_told(known, self.since, self.edition))}*", ""]
                if known
                else []
            )
        is_said = section.kind == "unverified"  # by the heading
        write = self.citing.unmarked if is_said else self.citing.sentence
        for statement in section.statements:
            if statement not in known:
                lines.append(f"- {write(statement)}{self.mark(statement)}")
                lines += self.variants(statement)
        return [*lines, ""] if lines[-1] else lines

    def mark(self, statement: Statement) -> str:
        """Return the mark of a sentence that is new in a story told before."""
        return " *(new)*" if statement.id in self.new else ""

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
