"""What differs between two briefings, as pydantic types: JSON contract version 1; not how it is found.

`old` and `new` are null where a side has nothing there; ids refer to the two briefings.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Aspect = Literal["value", "speaker", "citation", "support", "place", "wording"]
ClaimOutcome = Literal[
    "value_changed", "speaker_changed", "citation_changed", "reworded", "added", "removed"
]
StatementOutcome = Literal[
    "value_changed", "support_changed", "citation_changed", "moved", "reworded", "added", "removed"
]
RowOutcome = Literal[
    "values_changed",
    "values_added",
    "values_removed",
    "relation_changed",
    "derivation_gained",
    "derivation_lost",
    "reading_changed",
    "moved",
    "reworded",
    "added",
    "removed",
]
DisputeOutcome = Literal[
    "version_added", "version_removed", "version_changed", "reading_changed", "moved", "reworded",
    "added", "removed",
]  # fmt: skip
StoryOutcome = Literal["rank_changed", "judgement_changed", "reworded", "added", "removed"]
ArticleOutcome = Literal[
    "added", "removed", "text_changed", "details_changed", "part_added", "part_removed"
]
ShiftOutcome = Literal[
    "now_printed",
    "now_left_out",
    "left_out_otherwise",
    "no_longer_rejected",
    "now_rejected",
    "rejection_added",
    "rejection_removed",
]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


def tally(unchanged: int, outcomes: Iterable[Sequence[str]]) -> dict[str, int]:
    """Return how many have which outcome; what has several counts under each."""
    told = Counter(outcome for several in outcomes for outcome in several)
    return {"unchanged": unchanged, **dict(sorted(told.items()))}


class FieldChange(_Model):
    """A field that differs, as it is told; null where nothing is said."""

    name: str
    aspect: Aspect
    old: str | None
    new: str | None


class Sentence(_Model):
    """A sentence of an article; `words` is null where neither the briefings nor an article have it."""

    source: str
    start: int
    end: int
    words: str | None


class ClaimSide(_Model):
    """A claim as one briefing has it: its words in short, and the sentences it rests on."""

    id: str
    source: str
    text: str
    state: str = Field(description="'printed', or 'left out: ' and the reason.")
    sentences: list[Sentence]


class ClaimChange(_Model):
    """A claim that was added, removed or changed; it counts under every outcome it has."""

    outcomes: list[ClaimOutcome] = Field(min_length=1)
    kind: Literal["event", "quantity", "quotation"]
    article: str = Field(description="The label of its article.")
    text_changed: bool = Field(description="Its article has another text than before.")
    old: ClaimSide | None
    new: ClaimSide | None
    fields: list[FieldChange]


class StatementSide(_Model):
    """A statement as one briefing has it, and where."""

    id: str
    text: str
    story: str = Field(description="The id of its story.")
    rank: int = Field(description="The rank of its story.")
    section: str
    sentences: list[Sentence]


class StatementChange(_Model):
    """A sentence of the briefing that was added, removed or changed."""

    outcomes: list[StatementOutcome] = Field(min_length=1)
    old: StatementSide | None
    new: StatementSide | None
    fields: list[FieldChange]


class ValueChange(_Model):
    """A source's figure in a row that was added, removed, changed or told in other words."""

    outcome: Literal["added", "removed", "changed", "reworded"]
    source: str = Field(description="The label of its article.")
    old: str | None
    new: str | None
    old_sentences: list[Sentence]
    new_sentences: list[Sentence]
    fields: list[FieldChange]


class PairChange(_Model):
    """How two figures relate, where both are in both briefings; null is no relation."""

    left: str
    right: str
    old: str | None
    new: str | None


class DerivationChange(_Model):
    """A shown computation that is there only once."""

    outcome: Literal["gained", "lost"]
    text: str


class RowChange(_Model):
    """A row of figures that was added, removed or changed."""

    outcomes: list[RowOutcome] = Field(min_length=1)
    counted: str
    old: str | None = Field(description="All its values in short, before.")
    new: str | None = Field(description="All its values in short, now.")
    values: list[ValueChange]
    pairs: list[PairChange]
    derivations: list[DerivationChange]
    reading: StatementChange | None
    fields: list[FieldChange]


class DisputeChange(_Model):
    """A dispute that was added, removed or told otherwise."""

    outcomes: list[DisputeOutcome] = Field(min_length=1)
    question: str
    versions: list[StatementChange]
    fields: list[FieldChange]


class StoryChange(_Model):
    """A story that is new, gone, ranked or told otherwise."""

    outcomes: list[StoryOutcome] = Field(min_length=1)
    label: str
    headline: str
    old_rank: int | None
    new_rank: int | None
    fields: list[FieldChange]


class ArticleChange(_Model):
    """An article that came, went or differs; `part_` is one found on the page of another.

    The claims of an article that came or went are counted here and nowhere else.
    """

    outcomes: list[ArticleOutcome] = Field(min_length=1)
    label: str
    path: str
    claims: int = Field(description="Of an article that came or went; else 0.")
    fields: list[FieldChange]


class Shift(_Model):
    """What went from or to the print: its state before and now, with the reason."""

    outcome: ShiftOutcome
    kind: str
    article: str
    text: str
    old: str
    new: str


class TemplateChange(_Model):
    """A file of the prompts that differs; `diff` is null where its texts are not both known."""

    file: str
    outcome: Literal["changed", "added", "removed"]
    lines: str = Field(description="Lines of the new text, else of the old; '' where not known.")
    diff: str | None = Field(description="Unified diff.")


class Listed(_Model):
    """A failure, a skipped article or a note that only one side lists."""

    outcome: Literal["added", "removed"]
    kind: Literal["failure", "skipped", "note"]
    text: str


class Measure(_Model):
    """A figure of both briefings; null where it cannot be computed, and why."""

    name: str
    old: str | None
    new: str | None
    why: str = ""
    is_higher: bool = Field(default=False, description="Both are known, and the newer is larger.")


class Verdict(_Model):
    """What a rule found; figures that cannot be computed are null, and the rule is not met."""

    rule: str = Field(description="Table and key, as change.removed_claims.")
    limit: str
    old: str | None
    new: str | None
    is_met: bool
    why: str = Field(description="Why a figure could not be computed; else ''.")


class Revision(_Model):
    """What changed from one briefing to another. `version` 1; the same two give the same bytes.

    What is unchanged is only counted: `counts` says for claims, statements, rows, disputes and
    stories how many have which outcome.
    """

    version: Literal[1] = 1
    old: str = Field(description="How the caller names the older briefing.")
    new: str
    is_identical: bool
    counts: dict[str, dict[str, int]]
    templates: list[TemplateChange]
    measures: list[Measure] = Field(description="Rates and sums of both, changed or not.")
    made_with: list[FieldChange] = Field(description="Provenance: model, prompt set, tokens.")
    articles: list[ArticleChange]
    claims: list[ClaimChange]
    statements: list[StatementChange]
    rows: list[RowChange]
    disputes: list[DisputeChange]
    stories: list[StoryChange]
    shifts: list[Shift]
    listed: list[Listed]
    rules: list[Verdict] = []

    @property
    def is_empty(self) -> bool:
        """Whether nothing is listed; not identical briefings then differ in order or tallies."""
        lists = (
            self.templates, self.made_with, self.articles, self.claims, self.statements, self.rows,
            self.disputes, self.stories, self.shifts, self.listed,
        )  # fmt: skip
        return not any(lists)

    def as_json(self) -> str:
        """Return the file form: two-space JSON."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"


def revision_schema() -> dict[str, Any]:
    """Return the JSON schema of the file form (contract version 1)."""
    return Revision.model_json_schema(mode="serialization")
