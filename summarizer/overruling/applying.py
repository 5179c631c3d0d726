"""An editor's entries held against one run, stage by stage; remembers where each took effect. Pure.

Works on documents, extractions and ids of claims. `check` is to be called when all stages are over:
an entry that found nothing is an error that names what comes nearest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import PurePath
from zoneinfo import ZoneInfo

from summarizer.articles import Basis, Document, Metadata, Published
from summarizer.claims import AnyClaim
from summarizer.errors import UsageError
from summarizer.extraction import Extraction
from summarizer.layout import Article
from summarizer.overruling.entries import (
    NO_DESK,
    ClaimEntry,
    Desk,
    HappeningEntry,
    SourceEntry,
)
from summarizer.overruling.spellings import respelled
from summarizer.proposals import EventRuling

_SHORTEST_ID = 6  # digits from which the beginning of a hash names a source
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Used:
    """An entry that took effect, and what it did."""

    entry: str
    effect: str
    spelling: tuple[str, str] | None = None


@dataclass
class Overruling:
    """The entries of a desk while one run goes on."""

    desk: Desk = NO_DESK
    _used: dict[str, list[str]] = field(default_factory=dict)
    _seen: dict[str, set[str]] = field(default_factory=dict)  # what entries could have named
    _respelled: Counter[tuple[str, str]] = field(default_factory=Counter)

    def documents(self, documents: Iterable[Document]) -> list[Document]:
        """Return the documents that are not excluded, with what the desk says of them."""
        kept = []
        for document in documents:
            document = _in_zone(document, self.desk.timezone)
            names = _names_of(document)
            self._see("source", names)
            for entry in self.desk.sources:
                if not _matches(entry.match, names):
                    continue
                self._note(entry, document.name, _told(entry))
                if entry.exclude:
                    break
                document = replace(document, metadata=_overruled(document.metadata, entry))
            else:
                kept.append(document)
        return kept

    def extractions(self, extractions: Iterable[Extraction]) -> list[Extraction]:
        """Return the extractions with what the desk says of articles that only reading showed.

        An outlet that stands in the text, and an article embedded in another's page, are known only
        now; so is the kind that was read.
        """
        kept = []
        for extraction in extractions:
            articles = dict(extraction.page.articles)
            excluded = set()
            for part, article in articles.items():
                for entry in self._entries_of(extraction.document, article):
                    if entry.exclude:
                        excluded.add(part)
                    articles[part] = _article_overruled(articles[part], entry)
            if 0 in excluded:
                continue
            claims = tuple(c for c in extraction.claims if c.part not in excluded)
            page = replace(extraction.page, articles=articles)
            grounded = replace(extraction.grounded, claims=claims)
            kept.append(replace(extraction, page=page, grounded=grounded))
        return kept

    def excluded(self, claims: Iterable[AnyClaim]) -> frozenset[str]:
        """Return the ids of the claims that are not to be used."""
        known = sorted({claim.id for claim in claims})
        self._see("claim", known)
        found = set()
        for entry in self.desk.claims:
            hits = [name for name in known if name.startswith(entry.exclude)]
            for name in hits:
                self._note(entry, name, "excluded" + (f" ({entry.why})" if entry.why else ""))
            found.update(hits)
        return frozenset(found)

    def events(self, claims: Iterable[AnyClaim]) -> EventRuling:
        """Return which events are one happening and which are not, by their full ids."""
        known = sorted({claim.id for claim in claims})
        self._see("claim", known)
        told = [(entry, self._resolved(entry, known)) for entry in self.desk.happenings]
        return EventRuling(
            tuple(names for entry, names in told if entry.merge and len(names) > 1),
            tuple(names for entry, names in told if entry.split and len(names) > 1),
        )

    def lead(self, documents: Iterable[Document], claims: Iterable[AnyClaim]) -> str:
        """Return the id of the source or claim whose story leads, "" where nothing is said."""
        wanted = self.desk.lead
        if not wanted:
            return ""
        places = {name: d.digest[:8] for d in documents for name in _names_of(d)}
        ids = {claim.id for claim in claims}
        self._see("lead", [*places, *ids])
        hits = [id for name, id in places.items() if name == wanted]
        hits += sorted(name for name in ids if len(wanted) >= 6 and name.startswith(wanted))
        if hits:
            self._used.setdefault(f"lead {wanted!r}", []).append("its story leads")
        return hits[0] if hits else ""

    def spelled(self, text: str) -> str:
        """Return a text with names spelled as the desk wants them, but for what stands in marks."""
        if not self.desk.spellings:
            return text
        text, counted = respelled(text, self.desk.spellings)
        self._respelled.update(counted)
        return text

    def used(self) -> tuple[Used, ...]:
        """Return the entries that took effect, each with what it did, in a fixed order."""
        found = [Used(entry, "; ".join(_counted(effects))) for entry, effects in self._used.items()]
        for (old, new), count in self._respelled.items():
            times = "once" if count == 1 else f"{count} times"
            found.append(Used(f"spelling {old!r}", f"printed as {new!r} {times}", (old, new)))
        return tuple(sorted(found, key=lambda used: used.entry))

    def check(self) -> list[str]:
        """Return a note for every standing entry that found nothing.

        Raises:
            UsageError: another entry found nothing.
        """
        notes = []
        for label, kind, wanted, standing in self._entries():
            if label in self._used:
                continue
            told = f"desk: {label} matches nothing{self._nearest(kind, wanted)}"
            if not standing:
                raise UsageError(told)
            notes.append(told)
        return notes

    def unprinted(self) -> list[str]:
        """Return a note for every spelling that no printed sentence has."""
        return [
            f"desk: the spelling {old!r} is printed nowhere"
            for old, new in self.desk.spellings
            if not self._respelled[old, new]
        ]

    def _entries(self) -> Iterator[tuple[str, str, str, bool]]:
        for source in self.desk.sources:
            yield source.label, "source", source.match, source.standing
        for claim in self.desk.claims:
            yield claim.label, "claim", claim.exclude, claim.standing
        for happening in self.desk.happenings:
            yield happening.label, "claim", happening.names[0], happening.standing
        if self.desk.lead:
            yield f"lead {self.desk.lead!r}", "lead", self.desk.lead, False

    def _entries_of(self, document: Document, article: Article) -> Iterator[SourceEntry]:
        """Yield the entries about an article that did not already match its page as it was given."""
        id = document.digest[:8] + (f"-{article.part}" if article.part else "")
        outlet = article.metadata.outlet
        names = [name for name in (id if article.part else None, outlet) if name]
        self._see("source", names)
        given = _names_of(document) if article.part == 0 else []
        for entry in self.desk.sources:
            if _matches(entry.match, given):
                if entry.kind is not None:  # set again over what was read
                    yield entry
            elif _matches(entry.match, names):
                if entry.published is not None:
                    raise UsageError(
                        f"desk: {entry.label} sets a date, which has to be known before its text is "
                        f"read: name it by its path, {document.name!r}"
                    )
                self._note(entry, f"{document.name} ({outlet or id})", _told(entry))
                yield entry

    def _resolved(self, entry: HappeningEntry, known: Sequence[str]) -> tuple[str, ...]:
        found = []
        for wanted in entry.names:
            hits = [name for name in known if len(wanted) >= 6 and name.startswith(wanted)]
            if len(hits) != 1:
                return ()
            found += hits
        self._note(entry, "", "one happening" if entry.merge else "kept apart")
        return tuple(found)

    def _note(
        self, entry: SourceEntry | ClaimEntry | HappeningEntry, what: str, effect: str
    ) -> None:
        told = f"{what}: {effect}" if what else effect
        self._used.setdefault(entry.label, []).append(told)

    def _see(self, kind: str, names: Iterable[str]) -> None:
        self._seen.setdefault(kind, set()).update(names)

    def _nearest(self, kind: str, wanted: str) -> str:
        known = sorted(self._seen.get(kind, ()))
        near = get_close_matches(wanted, known, n=1, cutoff=0.0)
        return f"; the nearest is {near[0]!r}" if near else "; there is nothing to match"


def _names_of(document: Document) -> list[str]:
    """Return what an entry may call a document by; of its hash any beginning will do."""
    about = document.metadata
    names = (document.name, document.digest, about.url, about.outlet)
    return [name for name in names if name]


def _matches(wanted: str, names: Sequence[str]) -> bool:
    """Whether an entry's `match` is one of these names: a path, its last part, a pattern, an id."""
    for name in names:
        if wanted.casefold() == name.casefold() or fnmatchcase(name, wanted):
            return True
        if wanted == PurePath(name).name or _is_beginning(wanted, name):
            return True
    return False


def _is_beginning(wanted: str, name: str) -> bool:
    is_hash = len(name) == 64 and len(wanted) >= _SHORTEST_ID
    return is_hash and re.fullmatch(r"[0-9a-f]+", wanted) is not None and name.startswith(wanted)


def _told(entry: SourceEntry) -> str:
    if entry.exclude:
        return "excluded"
    told = {"outlet": entry.outlet, "published": entry.published, "kind": entry.kind}
    return ", ".join(f"{name} {value}" for name, value in told.items() if value is not None)


def _overruled(metadata: Metadata, entry: SourceEntry) -> Metadata:
    basis = dict(metadata.basis)
    if entry.kind is not None:
        metadata = replace(metadata, kind=entry.kind)
    if entry.outlet is not None:
        basis["outlet"] = Basis.GIVEN
        metadata = replace(metadata, outlet=entry.outlet)
    if entry.published is not None:
        basis["published"] = Basis.GIVEN
        metadata = replace(metadata, published=Published.parse(entry.published))
    return replace(metadata, basis=basis)


def _article_overruled(article: Article, entry: SourceEntry) -> Article:
    metadata = _overruled(article.metadata, _without_date(entry))
    if entry.kind is None:
        return replace(article, metadata=metadata)
    return replace(
        article,
        metadata=metadata,
        kind=entry.kind,
        kind_basis="given",
        kind_why="as the desk decided",
    )


def _without_date(entry: SourceEntry) -> SourceEntry:
    """Return an entry without its date, which has taken effect already."""
    return entry.model_copy(update={"published": None})


def _in_zone(document: Document, zone: ZoneInfo | None) -> Document:
    """Return a document whose hour of publication, if it names no zone, is of the desk's."""
    published = document.metadata.published
    if zone is None or published is None or published.at is None or published.at.tzinfo:
        return document
    placed = replace(published, at=published.at.replace(tzinfo=zone))
    return replace(document, metadata=replace(document.metadata, published=placed))


def _counted(effects: Sequence[str]) -> list[str]:
    """Return what an entry did, a few effects in full and the others by their number."""
    unique = list(dict.fromkeys(effects))
    if len(unique) <= _MOST_NAMED:
        return unique
    return [*unique[:_MOST_NAMED], f"and {len(unique) - _MOST_NAMED} more"]
