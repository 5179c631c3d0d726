"""Which article of one briefing is which of the other, and what of the set itself changed. Pure.

An article here is a text: several sources may stand on one page, and offsets refer to its text.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from summarizer.briefing import Briefing, ClaimRecord, Source
from summarizer.revision.changes import ArticleChange, ArticleOutcome, FieldChange

_DETAILS = (
    "path", "label", "title", "outlet", "published", "published_basis", "url", "kind", "language",
)  # fmt: skip
_Texts = dict[tuple[str, str], list[Source]]


@dataclass(frozen=True, slots=True)
class Articles:
    """The articles of two briefings under names that both share.

    `old` and `new` map a source's id to the name of its text; `in_both` are the names that both
    have, `changed` those of them whose text differs.
    """

    old: Mapping[str, str]
    new: Mapping[str, str]
    in_both: frozenset[str]
    changed: frozenset[str]
    changes: tuple[ArticleChange, ...]


def compare_articles(old: Briefing, new: Briefing) -> Articles:
    """Return the articles paired: by text and path, by text, by address, then by path."""
    before, after = _texts(old), _texts(new)
    pairs = _paired(before, after)
    names_old: dict[str, str] = {}
    names_new: dict[str, str] = {}
    changes: list[ArticleChange] = []
    for left, right in pairs:
        name = "\n".join(min(left, right))
        names_old |= {source.source: name for source in before[left]}
        names_new |= {source.source: name for source in after[right]}
    for left, right in pairs:
        changes += _of_text(before[left], after[right], names_old, names_new)
    taken_old, taken_new = {left for left, _ in pairs}, {right for _, right in pairs}
    for texts, taken, names, claims, outcome in (
        (before, taken_old, names_old, old.claims, "removed"),
        (after, taken_new, names_new, new.claims, "added"),
    ):
        told = Counter(claim.source for claim in claims)
        for key in sorted(texts.keys() - taken):
            names |= {source.source: f"{outcome}\n" + "\n".join(key) for source in texts[key]}
            changes += _alone(texts[key], told, outcome)
    return Articles(
        names_old,
        names_new,
        frozenset("\n".join(min(pair)) for pair in pairs),
        frozenset("\n".join(min(pair)) for pair in pairs if pair[0][0] != pair[1][0]),
        tuple(sorted(changes, key=lambda change: (change.path, change.label))),
    )


def text_of(claim: ClaimRecord, names: Mapping[str, str]) -> str:
    """Return the shared name of the text that a claim stands in."""
    return names.get(claim.source or "", f"unknown\n{claim.document}")


def part_of(source: Source) -> str:
    """Return which article of its page a source is: "0" the page's own, else its number."""
    return source.source.rpartition("-")[2] if source.embedded_in else "0"


def _texts(briefing: Briefing) -> _Texts:
    found: defaultdict[tuple[str, str], list[Source]] = defaultdict(list)
    for source in sorted(briefing.sources, key=lambda source: (part_of(source), source.source)):
        found[source.sha256, source.path].append(source)
    return dict(found)


def _paired(old: _Texts, new: _Texts) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    pairs: list[tuple[tuple[str, str], tuple[str, str]]] = []
    left, right = set(old), set(new)
    for name in ("text and path", "text", "url", "path"):
        by_name: tuple[defaultdict[str, list[tuple[str, str]]], ...] = (
            defaultdict(list),
            defaultdict(list),
        )
        for found, texts, alone in zip(by_name, (old, new), (left, right), strict=True):
            for key in sorted(alone):
                told = _name(name, key, texts[key])
                if told:
                    found[told].append(key)
        for told, keys in by_name[0].items():
            pairs += zip(keys, by_name[1].get(told, ()), strict=False)
        left -= {pair[0] for pair in pairs}
        right -= {pair[1] for pair in pairs}
    return sorted(pairs)


def _name(by: str, key: tuple[str, str], sources: Sequence[Source]) -> str:
    sha256, path = key
    if by == "url":
        return sources[0].url or ""
    return {"text and path": f"{sha256}\n{path}", "text": sha256, "path": path}[by]


def _of_text(
    old: Sequence[Source],
    new: Sequence[Source],
    names_old: Mapping[str, str],
    names_new: Mapping[str, str],
) -> Iterator[ArticleChange]:
    before, after = ({part_of(source): source for source in side} for side in (old, new))
    for part in sorted(before.keys() | after.keys()):
        left, right = before.get(part), after.get(part)
        source = right or left
        assert source is not None
        outcomes: list[ArticleOutcome] = []
        fields: list[FieldChange] = []
        if left is None or right is None:
            outcomes.append("part_added" if left is None else "part_removed")
        else:
            fields = list(_details(left, right, names_old, names_new))
            if left.sha256 != right.sha256:
                outcomes.append("text_changed")
            if fields:
                outcomes.append("details_changed")
        if outcomes:
            yield _change(outcomes, source, 0, fields)


def _details(
    old: Source, new: Source, names_old: Mapping[str, str], names_new: Mapping[str, str]
) -> Iterator[FieldChange]:
    for name in _DETAILS:
        told, tells = getattr(old, name), getattr(new, name)
        if told != tells:
            yield FieldChange(name=name, aspect="wording", old=told, new=tells)
    if names_old.get(old.origin, old.origin) != names_new.get(new.origin, new.origin):
        yield FieldChange(name="origin", aspect="wording", old=old.origin, new=new.origin)


def _alone(
    sources: Sequence[Source], claims: Mapping[str | None, int], outcome: str
) -> Iterator[ArticleChange]:
    for source in sources:
        outcomes: list[ArticleOutcome] = ["removed" if outcome == "removed" else "added"]
        yield _change(outcomes, source, claims.get(source.source, 0), [])


def _change(
    outcomes: list[ArticleOutcome], source: Source, claims: int, fields: list[FieldChange]
) -> ArticleChange:
    return ArticleChange(
        outcomes=outcomes, label=source.label, path=source.path, claims=claims, fields=fields
    )
