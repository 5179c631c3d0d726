"""Briefings of a few invented statements and figures, made of the product's own types, for pictures."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from summarizer import briefing as product
from summarizer.briefing import Briefing, ClaimRecord, Figures, Source, Statement, Story, Value
from summarizer.quantities import find_figures

SUPPORT = product.Support(level="single_outlet", outlets=["Harbour Post"], origins=[], sayers=[])
NO_COUNTS = product.Counts(
    claims=0, grounding={}, rejected={}, fields_dropped=0, uncovered_numbers=0,
    uncovered_quotations=0, statements=0, written_by_rule=0, rewritten=0, left_out={}, refused={},
)  # fmt: skip
MADE = product.Provenance(
    model="recorded", answered_by=[], prompt_set="default", prompts={}, requests=0,
    input_tokens=0, output_tokens=0, tokens_basis="reported",
)  # fmt: skip


def source(name: str, published: str | None = None) -> Source:
    """Return a source whose id is its label's letters."""
    return Source(
        source=name.replace(" ", "").lower(), label=name, path=f"{name}.txt", sha256="0" * 64,
        title=None, outlet=name, published=published,
        published_basis="given" if published else "unknown", url=None, kind="report",
        language="en", origin=name.replace(" ", "").lower(), embedded_in=None,
    )  # fmt: skip


HARBOUR = source("Harbour Post", "2031-03-04")
EVENING = source("Evening Bell", "2031-03-05")


def citation(of: Source = HARBOUR, start: int = 0) -> product.Citation:
    """Return a sentence of a source."""
    return product.Citation(source=of.source, start=start, end=start + 5, words="Words", sentence=1)


def record(name: str, of: Source = HARBOUR, **fields: Any) -> ClaimRecord:
    """Return a claim of a source, an event unless `kind` says otherwise."""
    return ClaimRecord.model_validate(
        {
            "document": of.path, "source": of.source, "id": name, "kind": "event", "start": 0,
            "end": 5, "evidence": [(0, 5)], "grounding": "verified", "zone": "body", "part": 0,
            **fields,
        }
    )  # fmt: skip


def statement(text: str, claims: Sequence[str], **fields: Any) -> Statement:
    """Return a statement; its id is made of its claims."""
    return Statement(
        id=f"told-{'-'.join(claims)}", text=text, citations=[citation()], claims=list(claims),
        support=fields.pop("support", SUPPORT), built_by="model", **fields,
    )  # fmt: skip


def briefing_with(
    story: Story, claims: Sequence[ClaimRecord], sources: Sequence[Source] = (HARBOUR,)
) -> Briefing:
    """Return a briefing of one story."""
    return Briefing(
        sources=list(sources), claims=list(claims), stories=[story], left_out=[], failures=[],
        skipped=[], notes=[], counts=NO_COUNTS, provenance=MADE,
    )  # fmt: skip


def story_with(dates: str | None = None, **parts: Any) -> Story:
    """Return a story; `parts` are its sections and figures."""
    return Story(
        id="s1", rank=1, label="", dates=dates, dates_derivation="", separate_because="",
        headline=statement("A headline", ["h"]), sections=parts.get("sections", []),
        figures=parts.get("figures", []), disputes=[],
    )  # fmt: skip


def story_told(
    *rows: tuple[str, str, str | None], main: str | None = None
) -> tuple[Story, Briefing]:
    """Return a story of statements, each (section, text, ISO date or None), and its briefing."""
    claims, sections = [], {}
    for at, (kind, text, date) in enumerate(rows):
        status = "planned" if kind == "ahead" else "happened"
        claims.append(record(f"c{at}", date=date, status=status, what=text))
        sections.setdefault(kind, []).append(statement(text, [f"c{at}"]))
    told = [product.Section(kind=kind, statements=listed) for kind, listed in sections.items()]
    story = story_with(main, sections=told)
    return story, briefing_with(story, claims)


def version(name: str, surface: str, of: Source = HARBOUR, **fields: Any) -> Value:
    """Return a version of a figure, its bounds read from its words."""
    read: dict[str, Any] = dict.fromkeys(("value", "low", "high"))
    read |= {"modifier": "", "change": "="}
    for found in find_figures(surface):
        read = {name: getattr(found, name) for name in read}
    given: dict[str, Any] = {"said_by": "", "as_of": "", "scope": "", **read, **fields}
    return Value(
        source=of.source, surface=surface, claim=name, citations=[citation(of, len(name))], **given
    )


def row_of(*values: Value, **fields: Any) -> Figures:
    """Return a contested row of these versions."""
    given: dict[str, Any] = {
        "counted": "people injured", "unit": "person", "scope": "", "differs": True,
        "relation": "conflict", "pairs": [], "derivations": [], "reading": None,
    }  # fmt: skip
    return Figures(values=list(values), **{**given, **fields})


def quantity(name: str, surface: str, counted: str, of: Source = HARBOUR) -> ClaimRecord:
    """Return the claim of a plain figure."""
    value = next(iter(find_figures(surface))).value
    return record(
        name, of, kind="quantity", surface=surface, value=Decimal(value or 0), counted=counted
    )
