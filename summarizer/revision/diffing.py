"""One briefing against another: everything that changed, as one `Revision`. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from summarizer.briefing import Briefing
from summarizer.revision.articles import compare_articles
from summarizer.revision.changes import FieldChange, Listed, Revision
from summarizer.revision.claims import compare_claims
from summarizer.revision.disputes import compare_disputes
from summarizer.revision.measures import measured
from summarizer.revision.quoting import Quotes
from summarizer.revision.rows import compare_rows
from summarizer.revision.shifts import compare_print
from summarizer.revision.statements import compare_statements
from summarizer.revision.stories import compare_stories
from summarizer.revision.templates import compare_templates
from summarizer.revision.terms import terms_of

_MADE = (
    "model", "answered_by", "prompt_set", "requests", "input_tokens", "output_tokens",
    "tokens_basis",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Version:
    """A briefing to compare: how it is called, and the texts of its templates where known."""

    briefing: Briefing
    label: str = ""
    templates: Mapping[str, str] | None = None
    articles: Mapping[str, str] = field(default_factory=dict)  # hash of a text -> the text


def diff(old: Version | Briefing, new: Version | Briefing) -> Revision:
    """Return what changed from `old` to `new`.

    Claims are paired within their article, statements, rows, disputes and stories by the claims
    they share, each one to one and so that most agrees. Neither the order of anything in the
    briefings nor their ids matter. Time grows with the number of claims.
    """
    before = old if isinstance(old, Version) else Version(old, "old")
    after = new if isinstance(new, Version) else Version(new, "new")
    left, right = before.briefing, after.briefing
    articles = compare_articles(left, right)
    quotes = Quotes((left, right), {**before.articles, **after.articles})
    claims = compare_claims(left, right, articles, quotes)
    terms = terms_of(left, right, articles, claims)
    stories = compare_stories(*terms)
    statements, told = compare_statements(*terms, stories)
    rows, listed = compare_rows(*terms, stories)
    disputes, disputed = compare_disputes(*terms, stories)
    prompts = (left.provenance.prompts, right.provenance.prompts)
    templates = compare_templates(before.templates, after.templates, prompts)
    return Revision(
        old=before.label,
        new=after.label,
        is_identical=not templates and left == right,
        counts={
            "claims": dict(claims.counts),
            "statements": told,
            "rows": listed,
            "disputes": disputed,
            "stories": dict(stories.counts),
        },
        templates=templates,
        measures=measured(left, right),
        made_with=list(_made_with(left, right)),
        articles=list(articles.changes),
        claims=list(claims.changes),
        statements=statements,
        rows=rows,
        disputes=disputes,
        stories=list(stories.changes),
        shifts=compare_print(left, right, articles, claims.found),
        listed=list(_listed(left, right)),
    )


def _made_with(old: Briefing, new: Briefing) -> Iterator[FieldChange]:
    for name in _MADE:
        told, tells = (_told(getattr(side.provenance, name)) for side in (old, new))
        if told != tells:
            yield FieldChange(name=name, aspect="wording", old=told, new=tells)


def _told(value: str | int | list[str]) -> str:
    return "; ".join(value) if isinstance(value, list) else str(value)


def _listed(old: Briefing, new: Briefing) -> Iterator[Listed]:
    before, after = _lists(old), _lists(new)
    for left, right, outcome in ((before, after, "removed"), (after, before, "added")):
        for (kind, text), count in sorted((left - right).items()):
            for _ in range(count):
                yield Listed.model_validate({"outcome": outcome, "kind": kind, "text": text})


def _lists(briefing: Briefing) -> Counter[tuple[str, str]]:
    failed = [("failure", f"{f.name} ({f.stage}): {f.reason}") for f in briefing.failures]
    skipped = [("skipped", f"{f.name}: {f.reason}") for f in briefing.skipped]
    return Counter([*failed, *skipped, *(("note", note) for note in briefing.notes)])
