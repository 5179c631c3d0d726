"""One story: headline, facts about it, sections, disputes and other wordings of quotations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from summarizer.briefing import Citation, Dispute, Section, Statement, Story
from summarizer.names import WORD, plain
from summarizer.rendering.markdown.citing import Citing
from summarizer.rendering.markdown.escaping import escape
from summarizer.rendering.markdown.figures import figures
from summarizer.rendering.wording import NOT_REPORTS, TITLES, by_rule, spoken_iso


class StoryPage:
    """Renders stories; `words` are those of the quotations, by claim id."""

    def __init__(self, citing: Citing, words: Mapping[str, str]) -> None:
        self.citing = citing
        self.words = words

    def story(self, story: Story) -> list[str]:
        head = "#" if story.rank == 1 else "##"
        lines = [f"{head} {escape(story.headline.text)} {self.citing.marks([story.headline])}", ""]
        facts = self.facts(story)
        if facts:
            lines += [f"*{'; '.join(facts)}*", ""]
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

    def facts(self, story: Story) -> list[str]:
        """Return what a reader must know before the first sentence."""
        facts = []
        if story.rank > 1:
            facts.append("Another story")
        if story.dates:
            facts.append(
                f"Main events: {escape(spoken_iso(story.dates))}"
                + (
                    f" (derived: {escape(story.dates_derivation)})"
                    if story.dates_derivation
                    else ""
                )
            )
        kinds = {self.citing.by_id[c.source].kind for c in _citations(story)}
        if kinds and not kinds - NOT_REPORTS.keys():
            facts.append(f"rests on {_listed_kinds(kinds)} alone")
        if story.separate_because:
            facts.append(f"kept apart: {escape(story.separate_because)}")
        if built := by_rule(story):
            facts.append(built)
        return facts

    def section(self, section: Section | None, level: str) -> list[str]:
        if section is None:
            return []
        lines = [f"{level} {TITLES[section.kind]}", ""]
        for statement in section.statements:
            lines.append(
                f"- {self.citing.sentence(statement, in_careful=section.kind == 'careful')}"
            )
            lines += self.variants(statement)
        return [*lines, ""]

    def disputes(self, disputes: Sequence[Dispute], level: str) -> list[str]:
        """Return what is told differently, each version with its citations, none as settled."""
        lines = [f"{level} Told differently", ""] if disputes else []
        for dispute in disputes:
            question = escape(dispute.question[:1].upper() + dispute.question[1:])
            lines.append(f"- {question} ({escape(dispute.reading)}):")
            for version in dispute.versions:
                line = f"  - {self.citing.sentence(version, in_careful=True)}"
                likewise = [c for variant in version.variants for c in variant.citations]
                lines.append(
                    line + (f"; likewise {self.citing.cite(likewise)}" if likewise else "")
                )
        return [*lines, ""] if lines else []

    def variants(self, statement: Statement) -> list[str]:
        """Return one line with the other wordings of a quotation, or none.

        Who prints the same words, or a piece of them, is named without repeating them.
        """
        if not statement.variants:
            return []
        printed = _bare_words(" ".join(self.words.get(name, "") for name in statement.claims))
        other: dict[str, list[Citation]] = {}
        for variant in statement.variants:
            words = _bare_words(variant.words)
            if words == printed:
                wording = "the same words"
            elif f" {words} " in f" {printed} ":
                wording = "in part"
            else:
                wording = f"“{escape(variant.words.rstrip(',; '))}”"
            other.setdefault(wording, []).extend(variant.citations)
        order = sorted(
            other, key=lambda wording: (wording == "in part", wording == "the same words")
        )
        also = "; ".join(f"{wording} {self.citing.cite(other[wording])}" for wording in order)
        return [f"  - also: {also}"]


def _bare_words(text: str) -> str:
    """Return the words of a quotation without marks and case, to tell wordings apart."""
    return " ".join(plain(match.group()) for match in WORD.finditer(text))


def statements_of(story: Story) -> list[Statement]:
    """Return every sentence of a story, its headline and the versions of its disputes included."""
    told = [s for section in story.sections for s in section.statements]
    return [story.headline, *told, *(s for dispute in story.disputes for s in dispute.versions)]


def _citations(story: Story) -> list[Citation]:
    return [citation for statement in statements_of(story) for citation in statement.citations]


def _listed_kinds(kinds: Iterable[str]) -> str:
    return " and ".join(NOT_REPORTS[kind] for kind in sorted(kinds))
