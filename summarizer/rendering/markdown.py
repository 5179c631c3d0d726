"""The briefing as GitHub-flavoured Markdown: every sentence with its citations, sources as endnotes.

Text of articles is escaped: it can neither format the page nor bring links or HTML into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from summarizer.briefing import (
    Briefing,
    Citation,
    ClaimRecord,
    Dispute,
    Figures,
    Section,
    Source,
    Statement,
    Story,
    Value,
)
from summarizer.dates import DateRange, spoken
from summarizer.languages import code_of, is_foreign, language_name
from summarizer.names import WORD, plain, stem
from summarizer.rendering.languages import aliases_by_source, from_languages, language_notes

_TITLES = {
    "careful": "Careful",
    "happened": "What happened",
    "quotations": "Quotations",
    "ahead": "Ahead",
    "background": "Background",
    "elsewhere": "Elsewhere",
    "unverified": "Unverified",
}
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#~&])")
_ADDRESS = re.compile(r"(?i)(://)|\b(www)\.|@")
# Control characters, direction overrides, zero-width and tag characters: shown by their code.
_HIDDEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    r"\ufff9-\ufffb\U000e0000-\U000e01ef]"
)
_TOLD = frozenset({"%", "person"})  # units that the figure or what it counts tells
_NOT_REPORTS = {
    "commentary": "commentary",
    "press_release": "press releases",
    "machine_made": "machine-made text",
}
_REASONS = {
    "below_length": "no room",
    "duplicate": "told already",
    "garbled": "garbled in the source",
    "no_speaker": "words in marks that nobody is quoted with",
    "related_article": "another article on the same page",
    "copy_of_another_source": "copies of another source",
    "not_in_text": "not in the text",
    "number_differs": "a number differs",
    "name_differs": "a name differs",
    "negation_differs": "a negation differs",
    "not_quoted": "not between quotation marks",
    "speaker_not_in_text": "speaker not in the text",
    "no_figure": "no figure",
    "name_not_in_evidence": "a name without evidence",
    "number_not_in_evidence": "a number without evidence",
    "quote_not_in_evidence": "a quotation without evidence",
    "furniture": "page furniture",
    "machine_made": "key points a machine added",
    "empty": "empty",
}


def escape(text: str) -> str:
    """Return `text` as Markdown shows it literally, in one line, hidden characters by their code."""
    text = _HIDDEN.sub(lambda match: f"⟪U+{ord(match.group()):04X}⟫", " ".join(text.split()))
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
        self.dated: dict[str, list[ClaimRecord]] = {}
        printed = _printed(briefing)
        for claim in briefing.claims:
            if claim.date and claim.id in printed:
                self.dated.setdefault(claim.source or "", []).append(claim)

    def story(self, story: Story) -> list[str]:
        head = "#" if story.rank == 1 else "##"
        told = "".join(f" *({escape(note)})*" for note in language_notes(story.headline))
        lines = [f"{head} {escape(story.headline.text)}{told} {self.marks([story.headline])}", ""]
        facts = []
        if story.rank > 1:
            facts.append("Another story")
        if story.dates:
            facts.append(
                f"Main events: {escape(_spoken(story.dates))}"
                + (
                    f" (derived: {escape(story.dates_derivation)})"
                    if story.dates_derivation
                    else ""
                )
            )
        kinds = {self.by_id[c.source].kind for c in _citations(story)}
        if kinds and not kinds - _NOT_REPORTS.keys():
            facts.append(f"rests on {_listed_kinds(kinds)} alone")
        if story.separate_because:
            facts.append(f"kept apart: {escape(story.separate_because)}")
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
        lines = [f"{level} {_TITLES[section.kind]}", ""]
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
        told = "".join(f" *({escape(note)})*" for note in language_notes(statement))
        return f"{escape(statement.text)}{told}{mark} {self.marks([statement])}"

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
        also = "; ".join(f"{wording} {self.cite(other[wording])}" for wording in order)
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
            links = [f"[{n}](#{_anchor(source, n)})" for n in sorted(by_source[source])]
            parts.append(f"{escape(self.by_id[source].label)} {', '.join(links)}")
        return f"\\[{'; '.join(parts)}\\]"

    def figures(self, rows: Sequence[Figures], level: str) -> list[str]:
        if not rows:
            return []
        lines = [f"{level} Figures", "", "| What | Reading | Versions |", "| --- | --- | --- |"]
        kinds = {self.by_id[value.source].kind for row in rows for value in row.values}
        is_marked = bool(kinds - _NOT_REPORTS.keys())  # else the story says it of all its sources
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
        alone = f", {_NOT_REPORTS[kind]}" if is_marked and kind in _NOT_REPORTS else ""
        figure = escape(value.translation or value.surface)
        if value.translation:
            figure += f" (“{escape(value.surface)}”)"
        told = f", {from_languages([value.translated_from])}" if value.translated_from else ""
        return f"{figure}{where}{said}{as_of}{alone}{told} {self.cite(value.citations)}"

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
        facts = [source.kind.replace("_", " ")]
        if is_foreign(code_of(source.language or "")):
            facts.append(f"in {language_name(code_of(source.language or ''))}")
        if source.title:
            facts.append(f"“{escape(source.title)}”")
        facts.append(
            f"published {escape(source.published)} ({source.published_basis})"
            if source.published
            else "date of publication unknown"
        )
        if source.origin != source.source:
            facts.append(f"a copy of {escape(self.by_id[source.origin].label)}")
        link = f" <{source.url}>" if _is_safe(source.url) else ""
        return f"{', '.join(facts)}; {self.place(source)}{link}"

    def place(self, source: Source) -> str:
        if source.embedded_in is None:
            return escape(source.path)
        page = escape(self.by_id[source.embedded_in].label)
        return f"another article on the page of {page}, {escape(source.path)}"

    def endnotes(self) -> list[str]:
        lines = ["## Words cited", ""]
        keys = sorted(self.cited, key=lambda key: (self.order[key[0]], key[1]))
        for source, number in keys:
            cited = self.cited[source, number]
            dates = [f"{escape(words)}: {escape(_spoken(iso))}" for words, iso in self.dates(cited)]
            lines.append(
                f'- <a id="{_anchor(source, number)}"></a>{escape(self.by_id[source].label)} '
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

    def footer(self) -> list[str]:
        counts, made = self.briefing.counts, self.briefing.provenance
        lines = ["## How this was made", ""]
        lines.append(
            f"- {counts.claims} claims found in the articles: {_listed(counts.grounding)}."
        )
        rejected = sum(counts.rejected.values())
        lines.append(
            f"- {rejected} answers rejected: {_reasons(counts.rejected)}; "
            f"{counts.fields_dropped} fields dropped."
        )
        lines.append(
            f"- Not covered by any claim: {counts.uncovered_numbers} numbers and "
            f"{counts.uncovered_quotations} quotations of the articles' text."
        )
        lines.append(f"- Not printed: {_reasons(counts.left_out)}.")
        if counts.refused:
            lines.append(f"- Proposed and not taken: {_listed(counts.refused)}.")
        lines.append(
            f"- {counts.statements} statements; {counts.rewritten} written again, "
            f"{counts.written_by_rule} built from claims by rule."
        )
        for failure in self.briefing.failures:
            lines.append(
                f"- Failed: {escape(failure.name)}, {escape(failure.stage)}: {escape(failure.reason)}"
            )
        for skipped in self.briefing.skipped:
            lines.append(f"- Skipped: {escape(skipped.name)}: {escape(skipped.reason)}")
        for source, pairs in aliases_by_source(self.briefing.aliases).items():
            label = escape(self.by_id[source].label)
            told = ", ".join(f"“{escape(old)}” is {escape(new)}" for old, new in pairs)
            lines.append(f"- Names in {label}: {told}.")
        for note in self.briefing.notes:
            lines.append(f"- Note: {escape(note)}")
        tokens = "" if made.tokens_basis == "reported" else f" ({made.tokens_basis})"
        lines.append(
            f"- Model {escape(made.model)} ({escape('; '.join(made.answered_by)) or 'not said'}), "
            f"{made.requests} answers, {made.input_tokens} tokens in and {made.output_tokens} out"
            f"{tokens}; prompt set {escape(made.prompt_set)}."
        )
        return lines


def _bare_words(text: str) -> str:
    """Return the words of a quotation without marks and case, to tell wordings apart."""
    return " ".join(plain(match.group()) for match in WORD.finditer(text))


def _statements(story: Story) -> list[Statement]:
    told = [s for section in story.sections for s in section.statements]
    return [story.headline, *told, *(s for dispute in story.disputes for s in dispute.versions)]


def _citations(story: Story) -> list[Citation]:
    return [citation for statement in _statements(story) for citation in statement.citations]


def _listed_kinds(kinds: Iterable[str]) -> str:
    return " and ".join(_NOT_REPORTS[kind] for kind in sorted(kinds))


def _what(row: Figures) -> str:
    """Return what a row counts, with its scope, its unit if that is not told, and whether it differs."""
    what = escape(row.counted) + (f" ({escape(row.scope)})" if row.scope else "")
    told = plain(row.counted)
    is_told = all(stem(word) in told for word in row.unit.split() if word != "or")
    if row.unit and not is_told and row.unit not in _TOLD:
        what += f", in {escape(row.unit)}s" if row.unit.isalpha() else f", {escape(row.unit)}"
    return f"{what} — **values differ**" if row.differs else what


def _printed(briefing: Briefing) -> set[str]:
    """Return the ids of the claims that statements and rows of figures rest on."""
    found: set[str] = set()
    for story in briefing.stories:
        for statement in _statements(story):
            found.update(statement.rests_on)
        found.update(value.claim for row in story.figures for value in row.values)
        found.update(name for row in story.figures if row.reading for name in row.reading.claims)
    return found


def _spoken(iso: str) -> str:
    """Return an ISO day or interval as prose writes it."""
    start, _, end = iso.partition("/")
    if re.fullmatch(r"\d{4}-\d\d", iso):
        first = date.fromisoformat(f"{iso}-01")
        return spoken(DateRange(first, first, "month", ""))
    try:
        first, last = date.fromisoformat(start), date.fromisoformat(end or start)
    except ValueError:
        return iso
    return spoken(DateRange(first, last, "night" if (last - first).days == 1 else "span", ""))


def _anchor(source: str, number: int) -> str:
    return f"s-{source}-{number}"


def _is_safe(url: str | None) -> bool:
    """Whether an address is a plain web address without anything hidden in it."""
    if not url or not url.isprintable() or _HIDDEN.search(url):
        return False
    return bool(re.fullmatch(r"https?://[^\s<>\"'`\\]+", url))


def _listed(counted: dict[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in counted.items()) or "none"


def _reasons(counted: dict[str, int]) -> str:
    return _listed({_REASONS.get(name, name.replace("_", " ")): n for name, n in counted.items()})
