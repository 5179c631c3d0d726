"""Claims built by hand, as grounding would make them, for the tests of what is made from claims.

Only the values that a case is about are given; places, sentences and figures are read off the text.
Towns, people and outlets are invented.
"""

from __future__ import annotations

import asyncio
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from summarizer import briefing as product
from summarizer.answers import Memory
from summarizer.articles import Basis, Document, Kind, Metadata, Published
from summarizer.asking import Asker
from summarizer.assembly import (
    assemble,
    claim_record,
    counts,
    left_out,
    source_record,
    with_older,
)
from summarizer.claims import (
    AnyClaim,
    Event,
    Grounded,
    Grounding,
    Quantity,
    Quotation,
    Rejection,
    claim_id,
)
from summarizer.corrections import corrections_of
from summarizer.dates import DateRange
from summarizer.extraction import Extraction
from summarizer.gate import Gate
from summarizer.grouping import group
from summarizer.layout import Article, Page
from summarizer.ledger import Ledger, ledger_of
from summarizer.prompts import PromptSet
from summarizer.proposals import EventProposal, QuantityProposal, StoryProposals
from summarizer.quantities import Figure, find_figures
from summarizer.reduction import Reduction, draft, reduce
from summarizer.room import USUAL_ROOM
from summarizer.sources import SourceArticle, sources_of
from summarizer.spans import Span, locate
from summarizer.versioning.choosing import versions_of
from summarizer.writing import Prose, write_stories

MODEL = "recorded"


def days(iso: str) -> DateRange:
    """Return a day ("2031-03-04"), the night between two ("2031-03-03/2031-03-04") or a month."""
    if len(iso) == len("2031-03"):
        start = date.fromisoformat(f"{iso}-01")
        end = start.replace(day=monthrange(start.year, start.month)[1])
        return DateRange(start, end, "month", "")
    first, _, last = iso.partition("/")
    start, end = date.fromisoformat(first), date.fromisoformat(last or first)
    return DateRange(start, end, "night" if last else "day", "")


def metadata(outlet: str | None = None, published: str | None = None, **more: str) -> Metadata:
    """Return the metadata a caller gives; `more` are title, url and language."""
    known: dict[str, Any] = dict(more)
    if outlet is not None:
        known["outlet"] = outlet
    if published is not None:
        known["published"] = Published.parse(published)
    return Metadata(**known, basis=dict.fromkeys(known, Basis.GIVEN))


class Clip:
    """One page and the claims found on it; each method finds its words in the text."""

    def __init__(
        self,
        text: str,
        outlet: str | None = None,
        published: str | None = None,
        *,
        kind: Kind = Kind.REPORT,
        name: str | None = None,
        zones: Mapping[int, tuple[str, int]] | None = None,
        parts: Mapping[int, tuple[Metadata, Kind]] | None = None,
        **more: str,
    ) -> None:
        """Take a page.

        Args:
            text: one line a sentence reads best.
            outlet: who published it.
            published: an ISO date.
            kind: of the main article.
            name: the path; made from the outlet unless given.
            zones: (zone, part) of the sentences that are not body of the main article.
            parts: the embedded articles.
            more: title, url and language.
        """
        about = metadata(outlet, published, **more)
        self.document = Document(text, name or f"{outlet or 'unnamed'}.txt", about)
        articles = {0: Article(0, about, kind)}
        for part, (inner, inner_kind) in (parts or {}).items():
            articles[part] = Article(part, inner, inner_kind)
        self.page = Page(articles, zones or {})
        self.claims: list[AnyClaim] = []
        self.rejections: list[Rejection] = []

    def event(self, words: str, what: str | None = None, **fields: Any) -> Event:
        """Add what `words` tell; `what` is the words themselves unless given."""
        told = words.rstrip(".") if what is None else what
        span = self._span(words, fields.pop("near", ""))
        values: dict[str, Any] = {
            "what": told,
            "words": words,
            "topic": "other",
            "when": "",
            "date": None,
            "where": "",
            "actors": (),
            "said_by": "",
            "status": "happened",
            "role": "main",
            "garbled": False,
        }
        return self._add(Event, "event", span, told, values | fields)

    def quantity(
        self, surface: str, counted: str = "", unit: str = "person", **fields: Any
    ) -> Quantity:
        """Add a figure; value, bounds and modifier are those that the text has there."""
        span = self._span(surface, fields.pop("near", ""))
        figure = self._figure(span)
        place = figure.span if figure else span
        values: dict[str, Any] = {
            "surface": place.of(self.document.text),
            "value": figure.value if figure else None,
            "low": figure.low if figure else None,
            "high": figure.high if figure else None,
            "modifier": figure.modifier if figure else "",
            "change": figure.change if figure else "~",
            "is_vague": figure.is_vague if figure else True,
            "unit": (figure.unit if figure else "") or unit,
            "counted": counted,
            "scope": "",
            "as_of": "",
            "date": None,
            "said_by": "",
        }
        return self._add(Quantity, "quantity", place, counted, values | fields)

    def quotation(self, words: str, speaker: str = "", **fields: Any) -> Quotation:
        """Add quoted words; the sentence that first names the speaker belongs to the evidence."""
        span = self._span(words, fields.pop("near", ""))
        values: dict[str, Any] = {
            "words": words,
            "speaker": speaker,
            "speaker_span": self._span(speaker) if speaker else None,
            "relayed_by": "",
            "cue": "said",
            "fragment": False,
        }
        return self._add(Quotation, "quotation", span, speaker, values | fields)

    def extraction(self) -> Extraction:
        """Return the page as extraction hands it on."""
        ordered = tuple(sorted(self.claims, key=lambda claim: (claim.span, claim.id)))
        return Extraction(self.document, self.page, Grounded(ordered, tuple(self.rejections)))

    def _span(self, words: str, near: str = "") -> Span:
        around = locate(near, self.document.text) if near else None
        span = locate(words, self.document.text, around)
        assert span is not None, f"{words!r} is not in the text"
        return span

    def _figure(self, span: Span) -> Figure | None:
        sentence = self.document.sentences_of(span)[0].span
        found = (
            replace(f, span=f.span.shifted(sentence.start), core=f.core.shifted(sentence.start))
            for f in find_figures(sentence.of(self.document.text))
        )
        return next((f for f in found if f.core.overlaps(span) and not f.ordinal), None)

    def _add(
        self, make: Callable[..., Any], kind: str, span: Span, content: str, fields: dict[str, Any]
    ) -> Any:
        numbers = {s.number for s in self.document.sentences_of(span)}
        zone, part = self.page.zone_of(min(numbers))
        if fields.get("speaker_span"):
            numbers |= {s.number for s in self.document.sentences_of(fields["speaker_span"])}
        if isinstance(fields.get("date"), str):
            fields["date"] = days(fields["date"])
        claim = make(
            id=claim_id(kind, self.document.digest, span, content),
            document=self.document.digest,
            part=part,
            zone=zone,
            span=span,
            evidence=tuple(sorted(numbers)),
            grounding=Grounding.VERIFIED,
            **fields,
        )
        self.claims.append(claim)
        return claim


def copy_of(clip: Clip, outlet: str) -> Clip:
    """Return the page as another outlet copies it on the same day: two blank lines stand before it."""
    about = clip.page.articles[0].metadata
    copy = Clip(
        "\n\n" + clip.document.text,
        outlet,
        about.published.surface if about.published else None,
        kind=clip.page.articles[0].kind,
        zones=clip.page.zones,
        parts={n: (a.metadata, a.kind) for n, a in clip.page.articles.items() if n},
    )
    digest = copy.document.digest
    for claim in clip.claims:
        moved: dict[str, Any] = {"span": claim.span.shifted(2), "document": digest}
        if isinstance(claim, Quotation) and claim.speaker_span:
            moved["speaker_span"] = claim.speaker_span.shifted(2)
        copy.claims.append(replace(claim, id=f"{int(claim.id, 16) ^ 1:010x}", **moved))
    return copy


def key_of(*clips: Clip) -> dict[str, str]:
    """Return for each claim the name of its page, in place of the source's id."""
    return {claim.id: clip.document.name for clip in clips for claim in clip.claims}


def articles_of(*clips: Clip) -> dict[str, SourceArticle]:
    """Return for each claim of the pages the article it stands in."""
    found = sources_of(clip.extraction() for clip in clips)
    by_part = {(source.document.digest, source.part): source for source in found}
    return {
        claim.id: by_part[claim.document, claim.part] for clip in clips for claim in clip.claims
    }


def ledger_over(*clips: Clip, proposal: QuantityProposal | None = None) -> Ledger:
    """Return the ledger of all figures of the pages."""
    found = [c for clip in clips for c in clip.claims if isinstance(c, Quantity)]
    return ledger_of(found, articles_of(*clips), proposal)


@dataclass(frozen=True)
class Told:
    """A figure as a case gives it: who prints it and when, in which sentence, what it counts."""

    outlet: str
    sentence: str
    surface: str
    counted: str
    unit: str = "person"
    published: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)


def pages_of(*figures: Told) -> list[Clip]:
    """Return the articles of figures: one for each outlet and time, a line for each sentence."""
    pages: dict[tuple[str, str | None], Clip] = {}
    for key in dict.fromkeys((told.outlet, told.published) for told in figures):
        own = [told.sentence for told in figures if (told.outlet, told.published) == key]
        name = f"{key[0]} {key[1] or ''}".strip().replace(":", "-") + ".txt"
        pages[key] = Clip("\n".join(dict.fromkeys(own)), *key, name=name)
    for told in figures:
        page = pages[told.outlet, told.published]
        page.quantity(told.surface, told.counted, told.unit, near=told.sentence, **told.fields)
    return list(pages.values())


def ledger_told(*figures: Told, proposal: QuantityProposal | None = None) -> Ledger:
    """Return the ledger of figures told."""
    return ledger_over(*pages_of(*figures), proposal=proposal)


def related(ledger: Ledger) -> set[tuple[str, str, str]]:
    """Return the pairs of a ledger as (left as printed, relation, right as printed)."""
    known = {q.id: q.surface for row in ledger.rows for q in row.quantities}
    return {(known[p.left], p.relation, known[p.right]) for row in ledger.rows for p in row.pairs}


def events_told(*rows: tuple[str, str, dict[str, Any]]) -> tuple[list[Event], dict[str, str]]:
    """Return one event a row of (outlet, what, fields), and for each id its outlet as the source."""
    events: list[Event] = []
    for outlet, what, fields in rows:
        lines = "\n" * len(events)  # so that no two pages are one text
        events.append(Clip(f"{lines}{what}.", outlet).event(what, **fields))
    return events, {e.id: row[0] for e, row in zip(events, rows, strict=True)}


def reduced(*clips: Clip) -> Reduction:
    """Return what reduction makes of the pages."""
    return reduce(clip.extraction() for clip in clips)


def compared(*clips: Clip, proposal: EventProposal) -> Reduction:
    """Return what reduction makes of the pages with one proposal about their events."""
    grouping = group(clip.extraction() for clip in clips)
    return draft(grouping, [StoryProposals(events=proposal)] * len(grouping.stories))


def gate_over(reduction: Reduction) -> Gate:
    """Return the gate that knows the claims and sources of a reduction."""
    return Gate(
        reduction.claims,
        {(source.document.digest, source.part): source for source in reduction.sources},
    )


def prose_by_rule(reduction: Reduction, prompts: PromptSet) -> list[Prose]:
    """Return the prose of every story where nothing is stored and no model is there."""
    gate, asker = gate_over(reduction), Asker(Memory(), prompts)
    return asyncio.run(write_stories(reduction, gate, asker, MODEL, USUAL_ROOM))


def briefing_of(
    extractions: Iterable[Extraction],
    prompts: PromptSet,
    prose: Callable[[Reduction], Sequence[Prose]] | None = None,
) -> product.Briefing:
    """Return the briefing of the pages; its prose is built by rule unless `prose` gives it."""
    versions = versions_of(extractions)
    known = versions.speaking
    reduction = reduce(known)
    proses = prose(reduction) if prose else prose_by_rule(reduction, prompts)
    assembled = assemble(reduction, gate_over(reduction), proses)
    omitted = left_out(reduction, known, proses, assembled.printed)
    omitted = with_older(omitted, reduction.sources, versions)
    by_digest = {e.document.digest: e for e in known}
    claims = sorted(reduction.claims.values(), key=lambda c: (reduction.source_of[c.id], c.id))
    return product.Briefing(
        sources=[source_record(source, versions) for source in reduction.sources],
        claims=[claim_record(c, by_digest[c.document], reduction.source_of[c.id]) for c in claims],
        stories=assembled.stories,
        corrections=corrections_of(reduction.sources, versions),
        left_out=omitted,
        failures=[],
        skipped=[],
        notes=list(versions.notes),
        counts=counts(known, reduction, assembled, omitted),
        provenance=product.Provenance(
            model=MODEL,
            answered_by=[],
            prompt_set="default",
            prompts={},
            requests=0,
            input_tokens=0,
            output_tokens=0,
            tokens_basis="estimated",
        ),
    )


def statements(story: product.Story) -> list[product.Statement]:
    """Return every sentence of a story, its headline first."""
    told = [s for section in story.sections for s in section.statements]
    return [story.headline, *told, *(s for dispute in story.disputes for s in dispute.versions)]


# --- a made-up newsroom -----------------------------------------------------------------------------

NIGHT = "2031-03-03/2031-03-04"


def strike(
    outlet: str = "Harbour Post", published: str | None = "2031-03-04", text_after: str = ""
) -> Clip:
    """Return a report on a night of drones over the town of Oxmere."""
    clip = Clip(
        "Drones set the harbour of Oxmere on fire\n"
        "Vandria launched 550 drones at Oxmere overnight, the air force said.\n"
        "Twenty-three people were wounded in Oxmere, Mayor Ada Brandt said.\n"
        "“We counted the blasts until the sun came up,” Brandt told reporters.\n"
        "The council of Oxmere will meet on Friday to count the damage.\n" + text_after,
        outlet,
        published,
        zones={1: ("title", 0)},
    )
    clip.event("Drones set the harbour of Oxmere on fire", topic="attack", where="Oxmere")
    clip.event(
        "Vandria launched 550 drones at Oxmere overnight",
        topic="attack",
        when="overnight",
        date=NIGHT,
        where="Oxmere",
        said_by="the air force",
    )
    clip.quantity("550", "drones launched", "drone", said_by="the air force", date=NIGHT)
    clip.event(
        "Twenty-three people were wounded in Oxmere",
        topic="casualties",
        date=NIGHT,
        where="Oxmere",
        said_by="Ada Brandt",
    )
    clip.quantity("Twenty-three", "people wounded", scope="Oxmere", said_by="Ada Brandt")
    clip.quotation("We counted the blasts until the sun came up", "Ada Brandt")
    clip.event(
        "The council of Oxmere will meet on Friday",
        topic="talks",
        when="on Friday",
        date="2031-03-07",
        status="planned",
    )
    return clip


def second_report() -> Clip:
    """Return another outlet's own report on the same night, with other figures."""
    clip = Clip(
        "Raid on Oxmere wounds at least 23\n"
        "Vandria launched 539 drones at Oxmere on Monday night and set the harbour on fire.\n"
        "At least 23 people were wounded in Oxmere by falling glass.\n"
        "Five people were hurt in Halmstead, further up the coast.\n"
        "Governor Ilya Marsh said: “This town will stand when the raiders are forgotten.”\n"
        "A raid on Oxmere in January broke 40 windows.\n",
        "Evening Bell",
        "2031-03-04",
        zones={1: ("title", 0)},
    )
    clip.event(
        "Vandria launched 539 drones at Oxmere on Monday night and set the harbour on fire",
        topic="attack",
        when="on Monday night",
        date=NIGHT,
        where="Oxmere",
    )
    clip.quantity("539", "drones fired", "drone", date=NIGHT)
    clip.event(
        "At least 23 people were wounded in Oxmere",
        topic="casualties",
        date=NIGHT,
        where="Oxmere",
    )
    clip.quantity("At least 23", "people injured", near="At least 23 people", scope="Oxmere")
    clip.event("Five people were hurt in Halmstead", topic="casualties", where="Halmstead")
    clip.quantity("Five", "people hurt", scope="Halmstead")
    clip.quotation("This town will stand when the raiders are forgotten", "Ilya Marsh")
    clip.event("A raid on Oxmere in January broke 40 windows", topic="damage", role="background")
    clip.quantity("40", "windows broken", "window")
    return clip


def wheat() -> Clip:
    """Return a report on something else."""
    clip = Clip(
        "Wheat dearer in Quillport\n"
        "Wheat prices in Quillport rose by 4.2% on Tuesday.\n"
        "“Nobody sells below cost,” trader Lena Holt said.\n",
        "Market Echo",
        "2031-03-04",
        zones={1: ("title", 0)},
    )
    clip.event("Wheat prices in Quillport rose by 4.2% on Tuesday", topic="business")
    clip.quantity("4.2%", "wheat prices", scope="Quillport", said_by="")
    clip.quotation("Nobody sells below cost", "Lena Holt")
    return clip


def opinion() -> Clip:
    """Return a commentary on the night over Oxmere."""
    clip = Clip(
        "The harbour of Oxmere burns because its council slept.\n"
        "Vandria launched 550 drones at Oxmere, and nobody was awake.\n",
        "Marsh Weekly",
        "2031-03-05",
        kind=Kind.COMMENTARY,
    )
    clip.event("The harbour of Oxmere burns because its council slept", date="2031-03-04")
    clip.event("Vandria launched 550 drones at Oxmere", topic="attack", date=NIGHT)
    clip.quantity("550", "drones launched", "drone")
    return clip


def newsroom() -> list[Clip]:
    """Return four articles: two reports on one night, a commentary on it, and another story."""
    return [strike(), second_report(), wheat(), opinion()]


# Sentences that a generated article is made of, each with the claims it carries.
_BANK: tuple[tuple[str, Callable[[Clip, str], object]], ...] = (
    (
        "Vandria launched 550 drones at Oxmere overnight.",
        lambda clip, s: (
            clip.event(s, topic="attack", date=NIGHT, where="Oxmere"),
            clip.quantity("550", "drones launched", "drone", near=s),
        ),
    ),
    (
        "Vandria hurled 539 drones at Oxmere, the air force said.",
        lambda clip, s: (
            clip.event(s.rpartition(",")[0], topic="attack", where="Oxmere", said_by="air force"),
            clip.quantity("539", "drones hurled", "drone", near=s, said_by="air force"),
        ),
    ),
    (
        "At least 23 people were wounded in Oxmere, Mayor Ada Brandt said.",
        lambda clip, s: (
            clip.event(s.rpartition(",")[0], topic="casualties", said_by="Ada Brandt"),
            clip.quantity("At least 23", "people wounded", near=s, scope="Oxmere"),
        ),
    ),
    (
        "Eight residents of Oxmere were hurt by glass.",
        lambda clip, s: (
            clip.event(s, topic="casualties", where="Oxmere", date="2031-03-04"),
            clip.quantity("Eight", "residents hurt", near=s, scope="Oxmere"),
        ),
    ),
    (
        "Five people were hurt in Halmstead on Tuesday.",
        lambda clip, s: (
            clip.event(s, topic="casualties", where="Halmstead", date="2031-03-04"),
            clip.quantity("Five", "people hurt", near=s, scope="Halmstead"),
        ),
    ),
    (
        "“We counted the blasts until the sun came up,” Ada Brandt said.",
        lambda clip, s: clip.quotation("We counted the blasts until the sun came up", "Ada Brandt"),
    ),
    (
        "“We counted the blasts,” Brandt told a radio station.",
        lambda clip, s: clip.quotation("We counted the blasts", "Brandt", near=s, fragment=True),
    ),
    (
        "“No war” was painted on a wall of the harbour.",
        lambda clip, s: clip.quotation("No war", near=s),
    ),
    (
        "The council of Oxmere will meet on Friday.",
        lambda clip, s: clip.event(s, status="planned", date="2031-03-07"),
    ),
    (
        "Dozens of windows broke in Oxmere.",
        lambda clip, s: (
            clip.event(s, topic="damage"),
            clip.quantity("Dozens", "windows broken", "window", near=s, scope="Oxmere"),
        ),
    ),
    (
        "Wheat prices in Quillport rose by 4.2% on Tuesday.",
        lambda clip, s: (
            clip.event(s, topic="business", date="2031-03-04"),
            clip.quantity("4.2%", "wheat prices", near=s, scope="Quillport"),
        ),
    ),
    (
        "The governor denied that the harbour of Halmstead was hit.",
        lambda clip, s: clip.event(s, status="denied", said_by="The governor"),
    ),
    (
        "A storm sank two boats near Brackwater in 2028.",
        lambda clip, s: (
            clip.event(s, role="background", topic="disaster"),
            clip.quantity("two", "boats sunk", "boat", near=s),
        ),
    ),
    (
        "Smoke over over the the harbour of of Oxmere.",
        lambda clip, s: clip.event(s, garbled=True),
    ),
)


@st.composite
def clips(draw: st.DrawFn) -> Clip:
    """Draw an article: some sentences of the bank in some order, from some outlet on some day."""
    order = draw(st.permutations(range(len(_BANK))))
    rows = [_BANK[index] for index in order[: draw(st.integers(1, 9))]]
    embeds = draw(st.sampled_from([0, 0, 0, 1, 2])) if len(rows) > 3 else 0
    first_embedded = len(rows) - embeds + 1
    zones = dict.fromkeys(range(first_embedded, len(rows) + 1), ("body", 1))
    if draw(st.booleans()):
        zones[1] = ("caption", 0)
    clip = Clip(
        "\n".join(sentence for sentence, _ in rows) + "\n" * draw(st.integers(0, 2)),
        draw(st.sampled_from([None, "Harbour Post", "Evening Bell", "Market Echo"])),
        draw(st.sampled_from([None, "2031-03-04", "2031-03-05", "2031-05-01"])),
        kind=draw(st.sampled_from([Kind.REPORT, Kind.REPORT, Kind.COMMENTARY, Kind.MACHINE_MADE])),
        zones=zones,
        parts={1: (metadata("Inner Page"), Kind.REPORT)} if embeds else {},
    )
    for sentence, add in rows:
        add(clip, sentence)
    return clip


newsrooms = st.lists(clips(), min_size=2, max_size=6, unique_by=lambda clip: clip.document.digest)
