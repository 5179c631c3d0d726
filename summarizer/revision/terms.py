"""Ids of two briefings in terms that both share: an article, claim or story is the same where paired.

The terms do not depend on which briefing is called old, nor on the order of anything.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from summarizer.briefing import Briefing, Citation, Source
from summarizer.revision.articles import Articles, part_of
from summarizer.revision.assignment import Paired
from summarizer.revision.claims import Claims, Told
from summarizer.revision.wording import bare

T = TypeVar("T")
SHARED, ALONE = "=", "~"  # how a term begins: of what both have, of what one has


@dataclass(frozen=True, slots=True)
class Terms:
    """One briefing and the shared terms for its ids."""

    briefing: Briefing
    texts: Mapping[str, str]
    changed: frozenset[str]
    claims: Mapping[str, str]
    sources: Mapping[str, Source]
    labels: Mapping[str, str]  # label -> the term of the source that is called so
    relabelled: re.Pattern[str] | None  # labels that the other briefing gives to something else

    def of_claims(self, ids: Iterable[str]) -> frozenset[str]:
        """Return the terms of claims; one that the briefing does not hold stands for itself."""
        return frozenset(self.of_claim(name) for name in ids)

    def of_claim(self, name: str) -> str:
        """Return the term of a claim."""
        return self.claims.get(name, f"{ALONE}{name}")

    def of_places(self, citations: Iterable[Citation]) -> frozenset[str]:
        """Return the terms of cited sentences: by place, in a text that changed by words."""
        return frozenset(self._of_place(citation) for citation in citations)

    def _of_place(self, citation: Citation) -> str:
        text = self.texts.get(citation.source, citation.source)
        if text in self.changed:
            return f"{text}\n{bare(citation.words)}"
        return f"{text}\n{citation.start}-{citation.end}"

    def of_source(self, name: str) -> str:
        """Return the term of a source, or the name itself where it is that of a sayer."""
        source = self.sources.get(name)
        return _term(source, self.texts) if source else name

    def of_labels(self, labels: Iterable[str]) -> list[str]:
        """Return the terms of the sources that are called so; a label of none stands for itself."""
        return sorted(self.labels.get(label, label) for label in labels)

    def without_labels(self, text: str) -> str:
        """Return a text without the labels that changed: "source C", where that is another now."""
        return self.relabelled.sub("", text) if self.relabelled else text

    def label(self, name: str) -> str:
        """Return how the prose calls a source."""
        source = self.sources.get(name)
        return source.label if source else name

    def cited(self, citations: Iterable[Citation]) -> str:
        """Return citations as a reader sees them: "Outlet 6, Outlet 28"."""
        found = {(self.label(c.source), c.sentence) for c in citations}
        return ", ".join(f"{label} {sentence}" for label, sentence in sorted(found))


def terms_of(
    old: Briefing, new: Briefing, articles: Articles, claims: Claims
) -> tuple[Terms, Terms]:
    """Return the terms of both briefings."""
    found = shared_names(claims.found, _told_key)
    made = []
    for briefing, texts, named in ((old, articles.old, found[0]), (new, articles.new, found[1])):
        sources = {source.source: source for source in briefing.sources}
        labels = {source.label: _term(source, texts) for source in briefing.sources}
        made.append(Terms(briefing, texts, articles.changed, named, sources, labels, None))
    before, after = (
        {one.of_source(name): source.label for name, source in one.sources.items()} for one in made
    )
    changed = {
        label
        for term in before.keys() & after.keys()
        if before[term] != after[term]
        for label in (before[term], after[term])
    }
    if not changed:
        return made[0], made[1]
    names = "|".join(map(re.escape, sorted(changed, key=lambda label: (-len(label), label))))
    pattern = re.compile(rf"(?<!\w)(?:{names})(?!\w)", re.IGNORECASE)
    return replace(made[0], relabelled=pattern), replace(made[1], relabelled=pattern)


def _term(source: Source, texts: Mapping[str, str]) -> str:
    return f"{texts[source.source]}\n{part_of(source)}"


def _told_key(told: Told) -> tuple[str, str]:
    return (f"{told.text}\n{told.key[0]}", told.record.id)


def shared_names(
    found: Paired[T], key: Callable[[T], tuple[str, str]]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return for the items of both sides, by their id, a term that pairs share.

    Args:
        found: the items paired.
        key: what an item says, and its id.
    """
    old: dict[str, str] = {}
    new: dict[str, str] = {}
    for left, right in found.pairs:
        keys = sorted((key(left), key(right)))
        words = "\n".join(part for one in keys for part in one)
        mark = hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
        old[key(left)[1]] = new[key(right)[1]] = f"{SHARED}{mark}"
    for side, alone in ((old, found.old), (new, found.new)):
        for item in alone:
            side[key(item)[1]] = f"{ALONE}{key(item)[1]}"
    return old, new
