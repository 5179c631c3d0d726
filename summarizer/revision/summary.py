"""What changed in one line, and what it was before that: failures, sentences by rule. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from summarizer.revision.changes import Revision, RowChange, StatementChange

MOST_REASONS = 10  # failures that are told one by one
_CLAIMS = (
    ("value_changed", "claim with another value", "claims with another value"),
    ("speaker_changed", "with another speaker", "with another speaker"),
    ("removed", "claim removed", "claims removed"),
    ("added", "claim added", "claims added"),
    ("citation_changed", "citing other sentences", "citing other sentences"),
    ("reworded", "reworded", "reworded"),
)


def summary(revision: Revision) -> str:
    """Return what changed in one line, first what is worse in the newer briefing."""
    if revision.is_identical:
        return "The two briefings are identical."
    if revision.is_empty:
        return "Nothing listed here changed; the briefings differ in order, ids or tallies alone."
    worse = ", ".join(_worse(revision))
    told = ", ".join(_counted(revision)) or "no claim changed"
    line = f"new: {worse}; {told}." if worse else f"{told}."
    return line[:1].upper() + line[1:] if not worse else line


def reasons(revision: Revision) -> list[str]:
    """Return the failures that the newer briefing alone has, a line each."""
    added = _failures(revision)
    more = len(added) - MOST_REASONS
    return [*added[:MOST_REASONS], *([f"and {more:,} more failures"] if more > 0 else [])]


def _failures(revision: Revision) -> list[str]:
    return [o.text for o in revision.listed if (o.kind, o.outcome) == ("failure", "added")]


def _worse(revision: Revision) -> Iterator[str]:
    figures = {one.name: one for one in revision.measures}
    failures, by_rule = figures.get("failures"), figures.get("fallback_share")
    if failures and _failures(revision):
        noun = "failure" if failures.new == "1" else "failures"
        yield f"{failures.new} {noun} (before {failures.old})"
    if by_rule and by_rule.is_higher:
        yield f"{by_rule.new} of its sentences by rule (before {by_rule.old})"


def _counted(revision: Revision) -> Iterator[str]:
    for outcome, one, many in _CLAIMS:
        if count := revision.counts["claims"].get(outcome, 0):
            yield f"{count:,} {one if count == 1 else many}"
    yield from _each("sentence", "sentences", revision.statements)
    yield from _each("row of figures", "rows of figures", revision.rows)
    others = (
        ("dispute", len(revision.disputes)),
        ("article", len(revision.articles)),
        ("template", len(revision.templates)),
    )
    for name, count in others:
        if count:
            yield f"{count:,} {name if count == 1 else name + 's'} changed"


def _each(one: str, many: str, changes: Sequence[StatementChange | RowChange]) -> Iterator[str]:
    """Yield how many changed, went and came, each counted once, as the chapters have them."""
    gravest = [_gravest(change.outcomes) for change in changes]
    noun = ""
    for outcome in ("changed", "removed", "added", "reworded"):
        if count := gravest.count(outcome):
            noun = " " if noun else f" {one if count == 1 else many} "
            yield f"{count:,}{noun}{outcome}"


def _gravest(outcomes: Sequence[str]) -> str:
    for alone in ("removed", "added"):
        if alone in outcomes:
            return alone
    return "reworded" if outcomes[0] == "reworded" else "changed"
