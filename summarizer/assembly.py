"""The briefing put together: statements with citations and support, figures, what was left out.

Takes what reduction and writing made; pure, and the only place that builds the product's types.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from summarizer import briefing as product
from summarizer.articles import Basis, Document, Kind
from summarizer.claims import AnyClaim, Event, Quantity, Quotation
from summarizer.clustering import why_apart
from summarizer.dates import spoken
from summarizer.disputes import WHO_SAID_IT, Dispute
from summarizer.extraction import Extraction
from summarizer.gate import Gate
from summarizer.languages import is_foreign
from summarizer.ledger import Row, Sum
from summarizer.reduction import (
    Reduction,
    StoryDraft,
    chosen_figures,
    chosen_quotations,
)
from summarizer.room import USUAL_ROOM, Room, Tables
from summarizer.sources import SourceArticle
from summarizer.support import Standing, standing_of, support_of
from summarizer.translation import Aliases
from summarizer.translation.labels import labels_of
from summarizer.versioning.carrying import ONLY_OLDER, only_older
from summarizer.versioning.choosing import NO_VERSIONS, Versions
from summarizer.versions import told_differently
from summarizer.writing import PROSE_SECTIONS, Prose, Written, built_from, time_words

SECTION_ORDER = (
    "lede",
    "careful",
    "happened",
    "quotations",
    "ahead",
    "background",
    "elsewhere",
    "unverified",
)
STORY_LISTED = "story_listed"  # why claims of a story that is only listed are left out

_CLOCK = re.compile(r"\d[:.]\d\d|\d\s?[ap]\.?m\b", re.IGNORECASE)
Spell = Callable[[str], str]


@dataclass
class Assembled:
    """The stories as the product's types, and which claims they print."""

    stories: list[product.Story] = field(default_factory=list)
    printed: set[str] = field(default_factory=set)


def claim_record(
    claim: AnyClaim, extraction: Extraction, source: str | None = None
) -> product.ClaimRecord:
    """Return a claim as `extract` prints it and the briefing lists it."""
    document = extraction.document
    common: dict[str, Any] = {
        "document": document.name,
        "source": source,
        "id": claim.id,
        "start": claim.span.start,
        "end": claim.span.end,
        "evidence": [
            (span.start, span.end)
            for number in claim.evidence
            for span in (document.sentences[number - 1].span,)
        ],
        "grounding": claim.grounding.value,
        "zone": claim.zone,
        "part": claim.part,
    }
    date = claim.date if isinstance(claim, Event | Quantity) else None
    dated: dict[str, Any] = {
        "date": date.iso() if date else None,
        "derivation": date.derivation if date else None,
    }
    if isinstance(claim, Event):
        return product.ClaimRecord(
            **common,
            **dated,
            kind="event",
            what=claim.what,
            topic=claim.topic,
            when=claim.when or None,
            where=claim.where or None,
            actors=list(claim.actors),
            said_by=claim.said_by or None,
            status=claim.status,
        )
    if isinstance(claim, Quantity):
        return product.ClaimRecord(
            **common,
            **dated,
            kind="quantity",
            surface=claim.surface,
            value=claim.value,
            low=claim.low,
            high=claim.high,
            modifier=claim.modifier or None,
            change=claim.change,
            unit=claim.unit or None,
            counted=claim.counted or None,
            scope=claim.scope or None,
            as_of=claim.as_of or None,
            said_by=claim.said_by or None,
        )
    return product.ClaimRecord(
        **common,
        kind="quotation",
        words=claim.words,
        speaker=claim.speaker or None,
        speaker_start=claim.speaker_span.start if claim.speaker_span else None,
        speaker_end=claim.speaker_span.end if claim.speaker_span else None,
        relayed_by=claim.relayed_by or None,
        cue=claim.cue or None,
        fragment=claim.fragment,
    )


def source_record(source: SourceArticle, versions: Versions = NO_VERSIONS) -> product.Source:
    """Return an article as the briefing lists it, with the older texts of its page."""
    metadata = source.article.metadata
    digest = source.document.digest if source.part == 0 else ""
    return product.Source(
        source=source.id,
        label=source.label,
        path=source.document.name,
        sha256=source.document.digest,
        title=metadata.title,
        outlet=metadata.outlet,
        published=metadata.published.surface if metadata.published else None,
        published_basis=metadata.basis_of("published").value
        if metadata.published
        else Basis.UNKNOWN.value,
        url=metadata.url,
        kind=source.article.kind.value,
        kind_basis=source.article.kind_basis,
        kind_why=source.article.kind_why,
        words_read=source.article.words_read,
        language=metadata.language,
        origin=source.origin,
        embedded_in=source.embedded_in,
        versions=[_version(old.document) for old in versions.older.get(digest, ())],
        newest_by=versions.chosen_by.get(digest),
    )


def _version(document: Document) -> product.SourceVersion:
    about = document.metadata
    return product.SourceVersion(
        path=document.name,
        sha256=document.digest,
        published=about.published.surface if about.published else None,
        seen=about.seen.isoformat() if about.seen else None,
    )


def assemble(
    reduction: Reduction,
    gate: Gate,
    proses: Sequence[Prose],
    spell: Spell = str,
    translations: Mapping[str, str] = MappingProxyType({}),
    room: Room = USUAL_ROOM,
) -> Assembled:
    """Return the stories of a briefing, in rank order, from their drafts and their prose.

    Args:
        reduction: what they are made from.
        gate: checks the sentences built here.
        proses: of each story that is told, the first ones.
        spell: gives names the spelling they are printed with; what is quoted stays.
        translations: of quotations in other languages, by claim.
        room: how much of its tables a story prints.
    """
    assembled = Assembled()
    lead: StoryDraft | None = None
    drafts = reduction.stories[: len(proses)]
    for number, (draft, prose) in enumerate(zip(drafts, proses, strict=True), start=1):
        rank = len(assembled.stories) + 1
        tables = room.tables_of(number, len(drafts), is_big=reduction.is_big(draft))
        apart = why_apart(draft.group, lead.group) if lead else ""
        standing = standing_of(draft, contested_in(draft))
        build = _Builder(reduction, standing, assembled.printed, spell, translations)
        story = _story(draft, prose, build, gate, rank, tables)
        if story is not None:
            lead = lead or draft
            assembled.stories.append(story.model_copy(update={"separate_because": apart}))
        elif draft.claims:
            prose.failure = prose.failure or "nothing of it passed the gate"
    return assembled


def listed(reduction: Reduction, told: int, spell: Spell = str) -> list[product.ListedStory]:
    """Return the stories that there was no room for, behind the first `told` ones, in rank order."""
    return [
        product.ListedStory(
            label=spell(draft.label),
            sources=[source.id for source in draft.group.sources],
            claims=len(draft.claims),
        )
        for draft in reduction.stories[told:]
    ]


def contested_in(draft: StoryDraft) -> set[str]:
    """Return the claims whose figure or speaker is in conflict with another, or was corrected."""
    told = {
        name
        for dispute in draft.disputes
        if dispute.question == WHO_SAID_IT
        for version in dispute.versions
        for name in version.claims
    }
    return told | {
        name
        for row in draft.figures
        for pair in row.pairs
        if pair.relation in ("conflict", "correction")
        for name in (pair.left, pair.right)
    }


def _story(
    draft: StoryDraft,
    prose: Prose,
    build: _Builder,
    gate: Gate,
    rank: int,
    tables: Tables,
) -> product.Story | None:
    reduction = build.reduction
    by_section: dict[str, list[Written]] = {name: [] for name in PROSE_SECTIONS}
    for written in prose.sentences:
        by_section[written.section].append(written)
    quoted = {name for written in prose.sentences for name in written.claims}
    quotations = _quotations(draft, reduction, gate, quoted, tables.quotations)
    by_section["quotations"] = [written for written, _ in quotations]
    if not by_section["headline"]:
        return None
    variants = {written.claims: others for written, others in quotations}
    headline = build.statement(by_section["headline"][0])
    for extra in by_section["headline"][1:]:
        prose.dropped.append((extra.text, "a second headline"))
    sections = [
        product.Section(
            kind=kind,  # type: ignore[arg-type]
            statements=[
                build.statement(w, variants[w.claims] if kind == "quotations" else ())
                for w in by_section[kind]
            ],
        )
        for kind in SECTION_ORDER
        if by_section[kind]
    ]
    days = draft.group.days
    figures = [build.figures(row) for row in chosen_figures(draft, reduction, most=tables.figures)]
    disputes: list[product.Dispute] = []
    untold: Sequence[Dispute] = draft.disputes
    if tables.disputes:
        disputes, untold = told_differently(draft, reduction, gate, build.statement)
        disputes = [d.model_copy(update={"question": build.spell(d.question)}) for d in disputes]
    prose.dropped += [
        (d.question, "no room, or one of its versions cannot be told") for d in untold
    ]
    return product.Story(
        id=hashlib.sha256(
            "\n".join(sorted(s.id for s in draft.group.sources)).encode()
        ).hexdigest()[:10],
        rank=rank,
        label=build.spell(draft.label),
        dates=days.iso() if days else None,
        dates_derivation=days.derivation if days else "",
        separate_because="",
        headline=headline,
        sections=sections,
        figures=figures,
        disputes=disputes,
        judgements=[
            product.Judgement(
                left=j.left, right=j.right, decision=j.decision, reason=j.reason, by=j.by
            )
            for j in sorted(
                {j for happening in draft.happenings for j in happening.judgements},
                key=lambda j: (j.left, j.right, j.decision, j.reason),
            )
        ],
    )


def _quotations(
    draft: StoryDraft, reduction: Reduction, gate: Gate, told: set[str], most: int
) -> list[tuple[Written, list[Quotation]]]:
    """Return the quotations a story prints on their own, each with its other wordings.

    Those that its prose has are not told again. Every wording passes the gate; one of a machine,
    which may have altered it, is none.
    """
    found: list[tuple[Written, list[Quotation]]] = []
    spare = most + 3  # for those that cannot be told
    for utterance in chosen_quotations(draft, reduction, told, most=spare):
        if len(found) == most:
            break
        built = [
            (quotation, written)
            for quotation in utterance.quotations
            if reduction.source(quotation).article.kind is not Kind.MACHINE_MADE
            for written in (built_from(quotation, "quotations", reduction, gate),)
            if written is not None
        ]
        if built:
            (_, first), *others = built
            found.append((first, [quotation for quotation, _ in others]))
    return sorted(found, key=lambda pair: pair[0].citations)


@dataclass
class _Builder:
    """Builds statements, and notes which claims they print."""

    reduction: Reduction
    standing: Standing
    printed: set[str]
    spell: Spell
    translations: Mapping[str, str]

    def statement(
        self, written: Written, others: Sequence[Event | Quotation] = ()
    ) -> product.Statement:
        """Return a sentence as printed, with claims of other sources that tell the same."""
        variants = [self.variant(claim) for claim in others]
        self.printed.update(written.claims, (variant.claim for variant in variants))
        citations = [self.citation(source, number) for source, number in written.citations]
        names = [*written.claims, *(variant.claim for variant in variants)]
        claims = [self.reduction.claims[name] for name in names]
        spoken_in = [
            (claim, self.reduction.source(claim).document.language)
            for claim in (self.reduction.claims[name] for name in written.claims)
        ]
        labels = labels_of(written.text, spoken_in, self.translations)
        content = f"{written.section}\n{written.text}\n{' '.join(written.claims)}"
        return product.Statement(
            id=hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()[:10],
            text=self.spell(written.text),
            citations=citations,
            claims=list(written.claims),
            support=support_of(
                claims, {c.id: self.reduction.source(c) for c in claims}, self.standing
            ),
            built_by=written.built_by,
            variants=variants,
            quoted_in=labels.quoted_in,
            translation=labels.translation,
            translated_from=list(labels.translated_from),
        )

    def variant(self, claim: Event | Quotation) -> product.Variant:
        source = self.reduction.source(claim)
        return product.Variant(
            source=source.id,
            words=claim.words if isinstance(claim, Quotation) else self.spell(claim.what),
            speaker=self.spell(claim.speaker if isinstance(claim, Quotation) else claim.said_by),
            claim=claim.id,
            citations=[self.citation(source.id, number) for number in claim.evidence],
        )

    def citation(self, source_id: str, number: int) -> product.Citation:
        source = self.reduction.by_id[source_id]
        span = source.document.sentences[number - 1].span
        return product.Citation(
            source=source_id,
            start=span.start,
            end=span.end,
            words=span.of(source.document.text),
            sentence=number,
        )

    def figures(self, row: Row) -> product.Figures:
        self.printed.update(quantity.id for quantity in row.quantities)
        return product.Figures(
            counted=self.spell(row.counted),
            unit=row.unit,
            scope=self.spell(row.scope),
            values=[self.value(quantity) for quantity in row.quantities],
            differs=row.differs,
            relation=row.relation,
            pairs=[
                product.Pair(left=p.left, right=p.right, relation=p.relation) for p in row.pairs
            ],
            derivations=[self.derivation(one) for one in row.sums],
            reading=self.reading(row) if row.reading else None,
        )

    def derivation(self, one: Sum) -> product.Derivation:
        return product.Derivation(
            kind="sum",
            text=one.text,
            citations=self.cited(one.claims),
            terms=[term.id for term in one.terms],
            total=one.total.id,
        )

    def reading(self, row: Row) -> product.Statement | None:
        reading = row.reading
        if reading is None:
            return None
        self.printed.update(reading.claims)
        claims = [self.reduction.claims[name] for name in reading.claims]
        sources = {claim.id: self.reduction.source(claim) for claim in claims}
        content = f"figures\n{reading.text}\n{' '.join(reading.claims)}"
        return product.Statement(
            id=hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()[:10],
            text=self.spell(reading.text),
            citations=self.cited(reading.claims),
            claims=list(reading.claims),
            support=support_of(claims, sources, self.standing, is_derived=reading.is_derived),
            built_by="rule",
        )

    def cited(self, names: Iterable[str]) -> list[product.Citation]:
        """Return the sentences of claims, each once, in the order of sources and sentences."""
        places = {
            (self.reduction.source_of[name], number)
            for name in names
            for number in self.reduction.claims[name].evidence
        }
        return [self.citation(source, number) for source, number in sorted(places)]

    def value(self, quantity: Quantity) -> product.Value:
        source = self.reduction.source(quantity)
        as_of = spoken(quantity.date) if quantity.date else time_words(quantity.as_of)
        entry = self.reduction.entries.get(quantity.id)
        if entry is not None and not _CLOCK.search(as_of):
            as_of = f"{as_of}, {entry.surface}" if as_of else entry.surface
        language = source.document.language
        printed = quantity.span.of(source.document.text)
        return product.Value(
            source=source.id,
            surface=printed if is_foreign(language) else quantity.surface,
            translation=quantity.surface if printed != quantity.surface else None,
            translated_from=language if is_foreign(language) else None,
            value=quantity.value,
            low=quantity.low,
            high=quantity.high,
            modifier=quantity.modifier,
            change=quantity.change,
            said_by=self.spell(quantity.said_by),
            as_of=as_of,
            scope=self.spell(quantity.scope),
            claim=quantity.id,
            citations=[self.citation(source.id, number) for number in quantity.evidence],
        )


def alias_records(reduction: Reduction, aliases: Aliases) -> list[product.Alias]:
    """Return the names of sources in other languages as the briefing prints them."""
    return [
        product.Alias(source=source.id, printed=alias.printed, english=alias.english)
        for source in reduction.sources
        if source.part == 0
        for alias in aliases.by_document.get(source.document.digest, ())
    ]


def left_out(
    reduction: Reduction,
    extractions: Sequence[Extraction],
    proses: Sequence[Prose],
    printed: set[str],
) -> list[product.LeftOut]:
    """Return everything that is not printed, each with its reason: nothing vanishes."""
    found: list[product.LeftOut] = []
    reasons = dict(reduction.left_out)
    for draft in reduction.stories[len(proses) :]:
        reasons |= {claim.id: STORY_LISTED for claim in draft.claims if claim.id not in reasons}
    for draft in reduction.stories:
        for group in _groups(draft):
            duplicate = any(claim.id in printed for claim in group)
            for claim in group:
                if claim.id not in printed:
                    reasons.setdefault(claim.id, "duplicate" if duplicate else "below_length")
    for claim in reduction.claims.values():
        if claim.id not in printed:
            found.append(
                product.LeftOut(
                    claim=claim.id,
                    source=reduction.source_of[claim.id],
                    kind=_kind(claim),
                    text=_text(claim),
                    reason=reasons.get(claim.id, "duplicate"),
                )
            )
    by_digest = {s.document.digest: s.id for s in reduction.sources if s.part == 0}
    for extraction in extractions:
        source = by_digest[extraction.document.digest]
        for rejection in extraction.grounded.rejections:
            found.append(
                product.LeftOut(
                    claim=None,
                    source=source,
                    kind=rejection.kind,
                    text=rejection.text,
                    reason=rejection.reason.value,
                )
            )
    for prose in proses:
        for text, why in prose.dropped:
            found.append(
                product.LeftOut(
                    claim=None, source="", kind="statement", text=text, reason=f"gate: {why}"
                )
            )
    return sorted(found, key=lambda item: (item.source, item.claim or "", item.kind, item.text))


def with_older(
    omitted: Iterable[product.LeftOut], sources: Iterable[SourceArticle], versions: Versions
) -> list[product.LeftOut]:
    """Return what is not printed, with the claims that only older texts of a page have."""
    by_digest = {source.document.digest: source.id for source in sources if source.part == 0}
    found = list(omitted)
    for speaking in versions.speaking:
        older = versions.older.get(speaking.document.digest, ())
        found += [
            product.LeftOut(
                claim=None,
                source=by_digest[speaking.document.digest],
                kind=_kind(claim),
                text=_text(claim),
                reason=ONLY_OLDER,
            )
            for claim in only_older(older, speaking)
        ]
    return sorted(found, key=lambda item: (item.source, item.claim or "", item.kind, item.text))


def _groups(draft: StoryDraft) -> Iterable[Sequence[AnyClaim]]:
    yield from (happening.events for happening in draft.happenings)
    yield from (utterance.quotations for utterance in draft.utterances)
    yield from (row.quantities for row in draft.figures)


def _kind(claim: AnyClaim) -> Literal["event", "quantity", "quotation"]:
    if isinstance(claim, Event):
        return "event"
    return "quantity" if isinstance(claim, Quantity) else "quotation"


def _text(claim: AnyClaim) -> str:
    if isinstance(claim, Event):
        return claim.what
    return claim.surface + f" ({claim.counted})" if isinstance(claim, Quantity) else claim.words


def counts(
    extractions: Sequence[Extraction],
    reduction: Reduction,
    assembled: Assembled,
    omitted: Sequence[product.LeftOut],
) -> product.Counts:
    """Return the sums of the footer."""
    rejections = [r for e in extractions for r in e.grounded.rejections]
    uncovered = Counter(u.kind for e in extractions for u in e.grounded.uncovered)
    statements = [
        statement
        for story in assembled.stories
        for statement in [
            story.headline,
            *(s for section in story.sections for s in section.statements),
            *(s for dispute in story.disputes for s in dispute.versions),
        ]
    ]
    prose = [
        statement
        for story in assembled.stories
        for statement in [
            story.headline,
            *(
                s
                for section in story.sections
                if section.kind != "quotations"
                for s in section.statements
            ),
        ]
    ]
    refused: Counter[str] = Counter()
    for draft in reduction.stories:
        refused.update(draft.refused)
    built: Mapping[str, int] = Counter(statement.built_by for statement in prose)
    return product.Counts(
        claims=len(reduction.claims),
        grounding=_counted(claim.grounding.value for claim in reduction.claims.values()),
        rejected=_counted(r.reason.value for r in rejections if r.kind != "field"),
        fields_dropped=sum(1 for r in rejections if r.kind == "field"),
        uncovered_numbers=uncovered["number"],
        uncovered_quotations=uncovered["quotation"],
        statements=len(statements),
        written_by_rule=built.get("rule", 0),
        rewritten=built.get("rewrite", 0),
        left_out=_counted(i.reason for i in omitted if i.claim or i.reason == ONLY_OLDER),
        refused=dict(sorted(refused.items())),
    )


def _counted(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))
