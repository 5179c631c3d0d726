"""The product: a briefing as pydantic types, JSON contract version 1; not how it is made.

Offsets are code points into the text of `sources[].path`, half-open; citations are whole sentences.
Decimals are JSON numbers. `docs` of each field stand in its description and in the JSON schema.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    PrivateAttr,
    WithJsonSchema,
    field_validator,
)

from summarizer.texts import ReadText
from summarizer.zones import zone_named

Number = Annotated[
    Decimal,
    PlainSerializer(
        lambda value: int(value) if value == value.to_integral_value() else float(value),
        return_type=int | float,
        when_used="json",
    ),
    WithJsonSchema({"type": "number"}),
]
Shown = Literal["full", "excerpts"]
Level = Literal["corroborated", "attributed", "single_outlet", "disputed", "derived"]
Relation = Literal["equal", "refines", "part_of", "update", "correction", "conflict", "different"]
SectionKind = Literal[
    "headline",
    "lede",
    "careful",
    "happened",
    "figures",
    "quotations",
    "ahead",
    "background",
    "elsewhere",
    "unverified",
]


ChangeKind = Literal["corrected", "withdrawn", "risen", "fallen", "new_story", "new", "gone"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class SourceVersion(_Model):
    """An older text of a source's page, which does not speak any more."""

    path: str
    sha256: str
    published: str | None
    seen: str | None = Field(description="ISO 8601 moment at which it was first read, if known.")


class Source(_Model):
    """One article: `source` is its id in this file; an embedded one names the page it stands on."""

    source: str = Field(description="Id within this briefing: the content hash's first digits.")
    label: str = Field(description="How the prose calls it: the outlet, or 'source B'.")
    path: str = Field(description="Path relative to the input root, or the caller's id.")
    sha256: str = Field(description="Hash of the text that offsets refer to.")
    title: str | None
    outlet: str | None
    published: str | None = Field(description="ISO 8601 date or date-time as given.")
    published_basis: Literal["given", "text", "assumed", "unknown"]
    url: str | None
    kind: str
    kind_basis: Literal["given", "rule", "layout", "assumed"] = Field(
        default="assumed",
        description="Who says so: a person or the page, a rule, the model. The weakest kind holds.",
    )
    kind_why: str = Field(default="", description="What shows the kind, in plain words.")
    words_read: int | None = Field(
        default=None, description="Words read, where only the beginning of the text was there."
    )
    language: str | None
    origin: str = Field(description="Sources with one origin are copies of one text.")
    embedded_in: str | None = Field(description="Id of the source whose page carries this article.")
    versions: list[SourceVersion] = Field(
        default=[], description="Older texts of its page, the newest first; they do not speak."
    )
    newest_by: Literal["published", "seen", "notice", "text"] | None = Field(
        default=None,
        description="What told that this text is the newest: its time, when it was first read, or "
        "nothing but the order of hashes. Null without older texts.",
    )


class Citation(_Model):
    """A whole sentence of a source."""

    source: str
    start: int
    end: int
    words: str
    sentence: int = Field(description="Its number in the text, from 1.")


class Support(_Model):
    """Who stands behind a statement."""

    level: Level
    outlets: list[str]
    origins: list[str]
    sayers: list[str]


class Variant(_Model):
    """Another article's wording: of a quotation as it stands there, of a version of a dispute."""

    source: str
    words: str
    speaker: str = Field(description="As its article names the speaker, or who says so.")
    claim: str
    citations: list[Citation]


class Statement(_Model):
    """One sentence of the briefing. `built_by` says whether a model wrote it or a rule."""

    id: str
    text: str
    citations: list[Citation] = Field(min_length=1)
    claims: list[str]
    support: Support
    built_by: Literal["model", "rewrite", "rule"]
    variants: list[Variant] = Field(
        default=[], description="Of a quotation: how other sentences print the same words."
    )
    translation: str | None = Field(
        default=None,
        description="The quoted words in English, by machine; null where they are English or where no "
        "translation has the numbers, negations and names of the original.",
    )
    quoted_in: str | None = Field(
        default=None, description="Language code of quoted words that are not English."
    )
    translated_from: list[str] = Field(
        default=[], description="Language codes of sources whose words it tells in English."
    )

    @property
    def rests_on(self) -> list[str]:
        """The ids of all claims that it prints, those of its variants included."""
        return [*self.claims, *(variant.claim for variant in self.variants)]


class Section(_Model):
    """A run of statements of one kind."""

    kind: SectionKind
    statements: list[Statement]


class Value(_Model):
    """One source's figure in a row of figures."""

    source: str
    surface: str
    value: Number | None
    low: Number | None
    high: Number | None
    modifier: str
    change: Literal["=", "~", ">", "<", "up", "down"]
    said_by: str
    as_of: str
    scope: str
    claim: str
    citations: list[Citation]
    translation: str | None = Field(
        default=None, description="The figure with English marks, where `surface` has others."
    )
    translated_from: str | None = Field(
        default=None, description="Language code of a source that is not in English."
    )


class Pair(_Model):
    """How two figures relate, by claim id; `right` may stand in another row where `left` is a part.

    `left` is the more exact one of refines, the later one of update, the one that holds of correction;
    equal, conflict and different read the same both ways.
    """

    left: str
    right: str
    relation: Relation


class Derivation(_Model):
    """A computation shown with its terms; `kind` date or sum.

    Of a sum, `terms` and `total` are the ids of the claims that are added and that give the total.
    """

    kind: Literal["date", "sum"]
    text: str
    citations: list[Citation]
    terms: list[str] = Field(default=[], description="Claim ids of what is added up.")
    total: str | None = Field(default=None, description="Claim id of the figure it makes.")


class Figures(_Model):
    """One thing counted, with every source's value side by side."""

    counted: str
    unit: str
    scope: str
    values: list[Value]
    differs: bool = Field(description="True where two values contradict each other.")
    relation: Relation | None = Field(description="The strongest of the pairs; null without pairs.")
    pairs: list[Pair]
    derivations: list[Derivation]
    reading: Statement | None


class Dispute(_Model):
    """A disagreement other than of figures: each version a statement, none of them settled."""

    about: Literal["place", "time", "cause", "actor", "extent", "status"]
    question: str = Field(description="What is told differently, as a short phrase.")
    versions: list[Statement] = Field(min_length=2)
    reading: str = Field(description="How the versions weigh, in words, or 'unresolved'.")


class Judgement(_Model):
    """Why two events are told as one happening or are not, by claim ids, and who decided."""

    left: str
    right: str
    decision: Literal["joined", "apart"]
    reason: str
    by: Literal["rule", "model", "desk"]


class Story(_Model):
    """Happenings joined by shared articles and time."""

    id: str
    rank: int
    label: str
    dates: str | None = Field(description="ISO date or interval of its main happening.")
    dates_derivation: str
    separate_because: str = Field(description="Why it is not part of a story before it.")
    headline: Statement
    sections: list[Section]
    figures: list[Figures]
    disputes: list[Dispute]
    judgements: list[Judgement] = Field(
        default=[],
        description="Which events were compared, and why they were joined or kept apart.",
    )
    first_seen: str | None = Field(
        default=None,
        description="ISO 8601 moment of the first page that told it, if that is before this one.",
    )
    previous_rank: int | None = Field(
        default=None, description="Its rank on the page before; null where it was not there."
    )
    merges: list[str] = Field(
        default=[], description="Ids of other stories of the page before that it now holds."
    )
    split_from: str | None = Field(
        default=None, description="Id of the story of the page before that it was a part of."
    )


class ListedStory(_Model):
    """A story that is not told, as there was no room; its claims stand in `left_out`."""

    label: str = Field(description="Its weightiest event, in the words of the claim.")
    sources: list[str]
    claims: int


class ClaimRecord(_Model):
    """A claim as `extract` prints it; which optional fields are set follows from `kind`."""

    document: str
    source: str | None = None
    id: str
    kind: Literal["event", "quantity", "quotation"]
    start: int
    end: int
    evidence: list[tuple[int, int]]
    grounding: Literal["verified", "relocated", "repaired"]
    zone: str
    part: int
    surface: str | None = None
    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    modifier: str | None = None
    change: Literal["=", "~", ">", "<", "up", "down"] | None = None
    unit: str | None = None
    counted: str | None = None
    scope: str | None = None
    as_of: str | None = None
    said_by: str | None = None
    words: str | None = None
    speaker: str | None = None
    speaker_start: int | None = None
    speaker_end: int | None = None
    relayed_by: str | None = None
    cue: str | None = None
    fragment: bool | None = None
    what: str | None = None
    topic: str | None = None
    when: str | None = None
    date: str | None = None
    derivation: str | None = None
    where: str | None = None
    actors: list[str] | None = None
    status: Literal["happened", "planned", "claimed", "denied", "withdrawn"] | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the record as `extract` prints it: the fields of its kind, null where unknown."""
        kept = _COMMON | _OF_KIND[self.kind]
        dumped = self.model_dump(mode="json")
        if self.source is None:
            dumped.pop("source")
        return {name: value for name, value in dumped.items() if name in kept}


_COMMON = {
    "document", "source", "id", "kind", "start", "end", "evidence", "grounding", "zone", "part",
}  # fmt: skip
_OF_KIND = {
    "quantity": {
        "surface", "value", "low", "high", "modifier", "change", "unit", "counted", "scope",
        "as_of", "date", "derivation", "said_by",
    },
    "quotation": {
        "words", "speaker", "speaker_start", "speaker_end", "relayed_by", "cue", "fragment",
    },
    "event": {
        "what", "topic", "when", "date", "derivation", "where", "actors", "said_by", "status",
    },
}  # fmt: skip


_WHERE_GIVEN = {"edition", "listed"}  # not in the file where there is none


class LeftOut(_Model):
    """Something not printed, and why.

    `claim` is null where grounding rejected it, and where only an older text of its source has it.
    """

    claim: str | None
    source: str
    kind: Literal["event", "quantity", "quotation", "field", "number", "statement", "article"]
    text: str
    reason: str


class Resting(_Model):
    """A statement of a previous briefing that rested on words which do not hold any more."""

    id: str
    text: str


class Correction(_Model):
    """Words of a source that it has corrected, updated, changed or taken back.

    `correction`: the source says so; `update`: a count that grows is higher in its newer text;
    `changed`: its newer text has other words and does not say why; `withdrawn`: it takes a report back.
    """

    source: str
    url: str | None
    relation: Literal["correction", "update", "changed", "differs", "withdrawn"]
    kind: Literal["figure", "name", "quotation", "report"]
    old: str | None = Field(description="The words that no longer hold, as printed, if given.")
    new: str | None = Field(description="The words that stand for them, as printed, if given.")
    stated: bool = Field(
        default=True,
        description="False where not the source itself says that a report does not hold.",
    )
    citations: list[Citation] = Field(
        description="The notice; without one, the sentence that has the new words."
    )
    texts: list[str] = Field(description="sha256 of the texts known to have printed the old words.")
    claims: list[str] = Field(description="Ids of the claims that told the old words, if known.")
    statements: list[Resting] = Field(
        default=[], description="Statements of the previous briefing that rested on the old words."
    )


class Failed(_Model):
    """An article, or one question about it, that could not be used."""

    name: str
    stage: str
    reason: str


class Overruled(_Model):
    """An entry of an editor's file that took effect, and what it did."""

    entry: str
    effect: str
    spelling: tuple[str, str] | None = Field(
        default=None, description="As a source prints a name, and as this briefing does."
    )


class Alias(_Model):
    """A name as a source in another language prints it, and as an English one of the story does."""

    source: str
    printed: str
    english: str


class WordsBefore(_Model):
    """A sentence that the page before cited; its source need not be among today's."""

    label: str = Field(description="How the page before calls the source.")
    source: str = Field(description="The source's id on the page before.")
    start: int
    end: int
    words: str
    sentence: int


class Change(_Model):
    """One thing that the articles changed since the page before, as one cited line.

    `text` is a sentence of one of the two pages, or a figure built from cited values.
    """

    kind: ChangeKind
    story: str = Field(description="Id of its story: today's, of what is gone that of before.")
    statement: str | None = Field(default=None, description="Id of today's statement.")
    figure: str | None = Field(
        default=None, description="Claim of today's figure; its row is the one that has it."
    )
    was: str | None = Field(
        default=None, description="Id of the statement, or claim of the figure, of the page before."
    )
    text: str
    citations: list[Citation] = Field(description="Today's words; none of what is gone.")
    before: list[WordsBefore] = Field(default=[], description="The words of the page before.")


class Unprinted(_Model):
    """A statement or figure of the page before whose article is still read, and which is not told."""

    id: str = Field(description="Of the statement, or the claim of the figure, on the page before.")
    story: str = Field(description="Id of its story on the page before.")
    text: str
    reason: str


class PageBefore(_Model):
    """The page that changes are counted from."""

    label: str = Field(description="How the caller names it: a file, or a kept run.")
    as_of: str | None = Field(description="ISO 8601 moment as of which it was made, if known.")
    sha256: str = Field(description="Hash of its JSON.")


class Since(_Model):
    """What the articles brought since the page before.

    What only reads otherwise because a model, a prompt or the choice of sentences changed is no news:
    it is counted in `reworded`.
    """

    previous: PageBefore
    changes: list[Change]
    fresh: list[str] = Field(description="Ids of today's statements that tell something new.")
    told_before: list[str] = Field(
        description="Ids of today's statements that say what the page before said."
    )
    reworded: int = Field(
        description="Today's statements that read otherwise though their articles did not change."
    )
    unprinted: list[Unprinted]


class Provenance(_Model):
    """What the briefing was made with; of the answers used, not of this run."""

    model: str
    answered_by: list[str]
    prompt_set: str
    prompts: dict[str, str] = Field(description="Template name -> fingerprint.")
    requests: int
    input_tokens: int
    output_tokens: int
    tokens_basis: Literal["reported", "estimated", "partly estimated"]


class Counts(_Model):
    """What the footer says: nothing vanishes without a count."""

    claims: int
    grounding: dict[str, int]
    rejected: dict[str, int]
    fields_dropped: int
    uncovered_numbers: int
    uncovered_quotations: int
    statements: int
    written_by_rule: int
    rewritten: int
    left_out: dict[str, int]
    refused: dict[str, int] = Field(
        description="What a model proposed about claims of several articles and was not taken."
    )


class Edition(_Model):
    """What a briefing of a span of time covers; moments in ISO 8601 in its time zone."""

    as_of: str = Field(description="From when it is seen: what was read later is not in it.")
    timezone: str
    since: str
    until: str = Field(description="The end, not itself covered where it lies before as_of.")
    newest: str | None = Field(description="Of the newest article; a date where no hour is known.")
    newest_basis: Literal["published", "first_read"] | None

    @field_validator("as_of", "since", "until")
    @classmethod
    def _is_moment(cls, value: str) -> str:
        if datetime.fromisoformat(value).tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return value

    @field_validator("newest")
    @classmethod
    def _is_moment_or_day(cls, value: str | None) -> str | None:
        return value if value is None or _is_day(value) else cls._is_moment(value)

    @field_validator("timezone")
    @classmethod
    def _is_zone(cls, value: str) -> str:
        zone_named(value)
        return value


def _is_day(value: str) -> bool:
    return len(value) == 10 and bool(date.fromisoformat(value))


class Briefing(_Model):
    """One briefing. `version` 1; the same answers give the same bytes.

    Made by the pipeline it keeps the texts of its articles beside it, for the page; they are no part
    of its file and do not count when briefings are compared.
    """

    version: Literal[1] = 1
    edition: Edition | None = Field(
        default=None, description="Only where it was made for a span of time."
    )
    sources: list[Source]
    claims: list[ClaimRecord]
    stories: list[Story]
    listed: list[ListedStory] = Field(
        default=[], description="Stories beyond those there was room for, in rank order."
    )
    corrections: list[Correction] = Field(
        default=[], description="What sources corrected, updated, changed or took back."
    )
    left_out: list[LeftOut]
    failures: list[Failed]
    skipped: list[Failed]
    notes: list[str]
    overruled: list[Overruled] = Field(
        default=[], description="What an editor decided against the machine, and its effect."
    )
    aliases: list[Alias] = Field(
        default=[], description="Names of sources in other languages, as this briefing prints them."
    )
    counts: Counts
    provenance: Provenance
    since: Since | None = Field(
        default=None, description="What changed since the page before, where one was given."
    )
    _texts: Mapping[str, ReadText] = PrivateAttr(default_factory=dict)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Briefing) and all(
            getattr(self, name) == getattr(other, name) for name in type(self).model_fields
        )

    @property
    def texts(self) -> Mapping[str, ReadText]:
        """The articles as read, by the sha256 of their text; none where it was read from a file."""
        return self._texts

    def with_texts(self, texts: Mapping[str, ReadText]) -> Briefing:
        """Return the briefing with the texts of its articles beside it."""
        copy = self.model_copy()
        copy._texts = dict(texts)
        return copy

    def as_json(self) -> str:
        """Return the file form: two-space JSON, of each claim the fields of its kind."""
        rest = self.model_dump(mode="json", exclude={"claims"})
        claims = [claim.as_json() for claim in self.claims]
        told = {
            name: claims if name == "claims" else rest[name]
            for name in type(self).model_fields
            if name not in _WHERE_GIVEN or rest[name]
        }
        written = StringIO()  # millions of pieces, which `dumps` would keep until the last
        written.writelines(json.JSONEncoder(ensure_ascii=False, indent=2).iterencode(told))
        written.write("\n")
        return written.getvalue()

    @property
    def markdown(self) -> str:
        """The briefing as GitHub-flavoured Markdown."""
        from summarizer.rendering.markdown import markdown

        return markdown(self)

    def html(self, sources: Shown | None = None) -> str:
        """Return the briefing as one self-contained HTML page.

        Args:
            sources: articles whole ("full") or only the cited sentences with a neighbour each
                ("excerpts"); without it, full up to ten articles.
        """
        from summarizer.rendering.html import html

        return html(self, self.texts, sources)

    def _repr_html_(self) -> str:
        """Return the page in a frame, for notebooks."""
        from summarizer.rendering.notebook import framed

        return framed(self.html(), "Briefing")

    def _repr_markdown_(self) -> str:
        return self.markdown

    def figures(self) -> list[Figures]:
        """Return the rows of figures of all stories, in order."""
        return [row for story in self.stories for row in story.figures]

    def write(self, *paths: str | Path, sources: Shown | None = None) -> None:
        """Write the briefing to files, atomically; the ending says the form (.md, .html or .json).

        Args:
            paths: the files.
            sources: how a page shows the articles; see `html`.
        """
        from summarizer.rendering import check_form, write

        for path in paths:
            check_form(Path(path))
        for path in paths:
            write(self, Path(path), sources)


def briefing_schema() -> dict[str, Any]:
    """Return the JSON schema of the file form of a briefing (contract version 1)."""
    schema = Briefing.model_json_schema(mode="serialization")
    record = schema["$defs"]["ClaimRecord"]
    record["required"] = sorted(_COMMON - {"source"})
    return schema
