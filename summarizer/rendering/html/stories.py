"""Stories as the page lays them out: each statement with its marks, citations and reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

from markupsafe import Markup

from summarizer.briefing import Briefing, Figures, Section, Statement, Story, Value
from summarizer.rendering.front import parted, story_anchor
from summarizer.rendering.html.citing import Cite, Citing
from summarizer.rendering.html.marks import Mark, marks_of
from summarizer.rendering.html.reasons import Explaining, Why
from summarizer.rendering.languages import figure_words, language_notes
from summarizer.rendering.pictures import timeline, versions_plot
from summarizer.rendering.pictures.ordering import ordered
from summarizer.rendering.sequel import (
    chain_told,
    is_collapsed,
    marked_new,
    moment_told,
    told_before,
)
from summarizer.rendering.standing import figure_places, likewise
from summarizer.rendering.telling import (
    NOT_REPORTS,
    TITLES,
    counted_thing,
    figure_facts,
    other_wordings,
    story_facts,
    story_hint,
    told_statements,
)

NO_PICTURE = Markup()


@dataclass(frozen=True, slots=True)
class Also:
    """Who else prints a quotation or tells a version: a lead, the words if they differ, and where."""

    lead: str
    quoted: str
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One statement: `outlets` and the names of its marks are what filters look at."""

    anchor: str
    text: str
    marks: tuple[Mark, ...]
    cites: tuple[Cite, ...]
    outlets: str
    outlets_told: str
    why: Why
    also: tuple[Also, ...] = ()
    languages: tuple[str, ...] = ()  # what its words are in or told from, where not English

    @property
    def levels(self) -> str:
        return " ".join(mark.name for mark in self.marks)


@dataclass(frozen=True, slots=True)
class ToldFigure:
    """One source's figure: its words and scope, and who says so, for when, in what kind of text."""

    surface: str
    where: str
    about: str
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of figures: `levels` says whether its values differ, and whether its reading is derived."""

    anchor: str
    what: str
    differs: bool
    reading: Told | None
    versions: tuple[ToldFigure, ...]
    levels: str
    outlets: str
    outlets_told: str
    why: Why
    plot: Markup


@dataclass(frozen=True, slots=True)
class Part:
    """A headed part of a story: statements, rows of figures, or questions told differently."""

    kind: str
    title: str
    statements: tuple[Told, ...] = ()
    rows: tuple[Row, ...] = ()
    picture: Markup = NO_PICTURE
    questions: tuple[tuple[str, str, tuple[Told, ...]], ...] = ()
    known: tuple[Told, ...] = ()  # background of a story told before, folded away
    known_title: str = ""


@dataclass(frozen=True, slots=True)
class ToldStory:
    """A story from headline to what is unverified."""

    anchor: str
    rank: int
    headline: Told
    hint: str
    facts: tuple[str, ...]
    lede: tuple[Told, ...]
    parts: tuple[Part, ...]
    is_line: bool = False  # told in its headline alone

    def units(self) -> Iterator[tuple[str, Told | Row]]:
        """Yield what the filters show or hide, each with the kind of its part.

        That is all but the headline, and the headline of a story that has nothing else.
        """
        if self.is_line:
            yield "brief", self.headline
        yield from (("lede", told) for told in self.lede)
        for part in self.parts:
            told: list[Told | Row] = [*part.statements, *part.known, *part.rows]
            told += (v for _, _, versions in part.questions for v in versions)
            yield from ((part.kind, unit) for unit in told)


def stories_of(briefing: Briefing, citing: Citing) -> list[ToldStory]:
    """Return the stories of a briefing in the order of the page."""
    teller = _Teller(briefing, citing)
    _, brief = parted(briefing)
    lines = {story.rank for story in brief}
    told = [teller.story(story) for story in briefing.stories]
    return [replace(story, is_line=story.rank in lines) for story in told]


def row_anchor(number: int) -> str:
    """Return the place of a row of figures on the page, by its number among all."""
    return f"row-{number}"


class _Teller:
    """Tells stories; gives every statement and row a name of its own on the page."""

    def __init__(self, briefing: Briefing, citing: Citing) -> None:
        self._briefing = briefing
        self._citing = citing
        self._names = Counter[str]()
        self._rows = count(1)
        self._headlines = {story.id: story.headline.text for story in briefing.stories}
        self._new = marked_new(briefing)
        self._places = figure_places(briefing)

    def story(self, story: Story) -> ToldStory:
        rows = [(row_anchor(next(self._rows)), row) for row in story.figures]
        around = self._around(story)
        explaining = Explaining(story, self._citing, rows)
        cited = [c for statement in told_statements(story) for c in statement.citations]
        kinds = {self._citing.sources[citation.source].kind for citation in cited}
        sections: dict[str, Section] = {section.kind: section for section in story.sections}

        def told(name: str) -> tuple[Told, ...]:
            found = sections[name].statements if name in sections else []
            return tuple(self.statement(statement, name, explaining) for statement in found)

        def part(name: str) -> Part:
            picture = timeline(story, around) if name == "happened" else ""
            made = Part(name, TITLES[name], told(name), picture=Markup(picture))
            return self._folded(made, sections.get(name), story)

        headline = self.statement(story.headline, "headline", explaining)
        lede = told("lede")
        parts = [
            *map(part, ("careful", "happened")),
            self.figures(story, around, rows, explaining),
            self.disputes(story, explaining),
            *map(part, ("quotations", "ahead", "background", "elsewhere", "unverified")),
        ]
        return ToldStory(
            story_anchor(story),
            story.rank,
            headline,
            story_hint(story, kinds),
            (*story_facts(story, kinds), *chain_told(story, self._headlines)),
            lede,
            tuple(p for p in parts if p.statements or p.known or p.rows or p.questions),
        )

    def _folded(self, part: Part, section: Section | None, story: Story) -> Part:
        """Return a part with what is background of a story told before apart."""
        since = self._briefing.since
        if section is None or since is None or not is_collapsed(section, story):
            return part
        known = {statement.id for statement in told_before(section, since)}
        pairs = list(zip(section.statements, part.statements, strict=True))
        return replace(
            part,
            statements=tuple(told for statement, told in pairs if statement.id not in known),
            known=tuple(told for statement, told in pairs if statement.id in known),
            known_title=f"Told before ({moment_told(since.previous, self._briefing.edition)})",
        )

    def statement(self, statement: Statement, section: str, explaining: Explaining) -> Told:
        others = [c for variant in statement.variants for c in variant.citations]
        every = [*statement.citations, *others]
        return Told(
            self._named(f"s-{statement.id}"),
            statement.text,
            marks_of(statement, section, is_new=statement.id in self._new),
            self._citing.cites(statement.citations, statement.claims),
            self._citing.outlets(every),
            self._citing.outlets_told(every),
            explaining.statement(statement),
            tuple(
                Also(
                    "also:" if is_quoted else f"also: {words}",
                    words if is_quoted else "",
                    self._citing.cites(citations),
                )
                for words, is_quoted, citations in other_wordings(statement, self._citing.words)
            ),
            tuple(language_notes(statement)),
        )

    def disputes(self, story: Story, explaining: Explaining) -> Part:
        questions = tuple(
            (
                dispute.question[:1].upper() + dispute.question[1:],
                dispute.reading,
                tuple(self.version(version, explaining) for version in dispute.versions),
            )
            for dispute in story.disputes
        )
        return Part("disputes", "Told differently", questions=questions)

    def version(self, version: Statement, explaining: Explaining) -> Told:
        """Return a version of a dispute; who tells it likewise is named with it."""
        told = self.statement(version, "disputes", explaining)
        also = tuple(
            Also(f"likewise {sayer} in" if sayer else "likewise", "", self._citing.cites(cited))
            for sayer, cited in likewise(version)
        )
        return replace(told, also=also)

    def _around(self, story: Story) -> Briefing:
        """Return the briefing with the claims of one story, in which a picture finds its own soon."""
        names = [name for statement in told_statements(story) for name in statement.rests_on]
        for row in story.figures:
            names += [value.claim for value in row.values]
            names += [name for sum_ in row.derivations for name in (*sum_.terms, sum_.total or "")]
        known = self._citing.claims
        claims = [known[name] for name in dict.fromkeys(names) if name in known]
        return self._briefing.model_copy(update={"claims": claims})

    def figures(
        self,
        story: Story,
        around: Briefing,
        rows: Sequence[tuple[str, Figures]],
        explaining: Explaining,
    ) -> Part:
        kinds = {self._citing.sources[v.source].kind for _, row in rows for v in row.values}
        is_marked = bool(kinds - NOT_REPORTS.keys())  # else the story says it of all its sources
        by_time = [
            (anchor, row.model_copy(update={"values": ordered(row.values, around)}))
            for anchor, row in rows
        ]
        made = (self.row(anchor, row, explaining, is_marked) for anchor, row in by_time)
        plots = (Markup(versions_plot(row, story, around)) for _, row in rows)
        drawn = tuple(replace(row, plot=plot) for row, plot in zip(made, plots, strict=True))
        return Part("figures", "Figures", rows=drawn)

    def row(self, anchor: str, row: Figures, explaining: Explaining, is_marked: bool) -> Row:
        reading = self.statement(row.reading, "figures", explaining) if row.reading else None
        is_derived = row.reading is not None and row.reading.support.level == "derived"
        levels = ["disputed"] * row.differs + ["derived"] * is_derived
        cited = [c for value in row.values for c in value.citations]
        return Row(
            anchor,
            counted_thing(row),
            row.differs,
            reading,
            tuple(self.version_of(value, row, is_marked) for value in row.values),
            " ".join(levels),
            self._citing.outlets(cited),
            self._citing.outlets_told(cited),
            explaining.row(row),
            plot=NO_PICTURE,
        )

    def version_of(self, value: Value, row: Figures, is_marked: bool) -> ToldFigure:
        kind = self._citing.sources[value.source].kind if is_marked else ""
        where = f"({value.scope})" if value.scope and not row.scope else ""
        told = [*figure_facts(value, kind), *self._places.get(value.claim, ())]
        cites = self._citing.cites(value.citations, [value.claim])
        return ToldFigure(figure_words(value), where, "; ".join(told), cites)

    def _named(self, name: str) -> str:
        self._names[name] += 1
        return name if self._names[name] == 1 else f"{name}-{self._names[name]}"
