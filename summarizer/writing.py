"""The prose of a story: one question on its claim table, each sentence through the gate.

A sentence that fails is asked again once, then replaced by one built from its claims. What is built
by rule passes the same gate or is not printed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from summarizer.answers import Request, canonical_json
from summarizer.articles import Kind
from summarizer.asking import Asker, question, together
from summarizer.claims import AnyClaim, Event, Quantity, Quotation
from summarizer.coreference import figures_in
from summarizer.dates import spoken
from summarizer.errors import AnswerMissing, EndpointRefuses, ModelError
from summarizer.gate import Gate, Verdict
from summarizer.ledger import CONTRADICTING
from summarizer.names import is_opener, plain, stem
from summarizer.reduction import Happening, Reduction, StoryDraft, chosen_figures
from summarizer.replies import ProseSentence, Reply
from summarizer.room import MOST_STORIES, Room
from summarizer.sources import SourceArticle

MOST_NAMED = 3  # claims of one version that the prose question names
PROSE_SECTIONS = (
    "headline",
    "lede",
    "careful",
    "happened",
    "ahead",
    "background",
    "elsewhere",
    "unverified",
)
_DEICTIC = frozenset({"today", "yesterday", "tomorrow", "tonight", "now", "right now"})
BuiltBy = Literal["model", "rewrite", "rule"]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One claim as the prose templates see it; every field is one line of text."""

    id: str
    source: str
    date: str
    status: str
    said_by: str
    claim: str


@dataclass(frozen=True, slots=True)
class Table:
    """The claim table of a question; `marker` comes from its content, so no text can close it."""

    rows: tuple[TableRow, ...]

    @property
    def marker(self) -> str:
        content = canonical_json(
            [[r.id, r.source, r.date, r.status, r.said_by, r.claim] for r in self.rows]
        )
        return hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class NoteView:
    """A remark on claims as templates see it; `claims` are ids, of a dispute those of a version."""

    text: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoryView:
    """What the briefing template sees of a story beside its table."""

    label: str
    sources: tuple[str, ...]
    words: int
    readings: tuple[NoteView, ...] = ()
    disputes: tuple[NoteView, ...] = ()


@dataclass(frozen=True, slots=True)
class FailedSentence:
    """A sentence that did not pass, as the rewrite template sees it."""

    number: int
    text: str
    claims: tuple[str, ...]
    problem: str


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence that passed the gate, with what it cites."""

    section: str
    text: str
    claims: tuple[str, ...]
    citations: tuple[tuple[str, int], ...]
    built_by: BuiltBy


@dataclass
class Prose:
    """The sentences of one story, and what became of those that failed."""

    sentences: list[Written] = field(default_factory=list)
    dropped: list[tuple[str, str]] = field(default_factory=list)  # (text, why)
    problems: list[tuple[str, str]] = field(default_factory=list)  # every failed check (text, why)
    failure: str = ""  # why the question itself got no usable answer


def table_of(claims: Sequence[AnyClaim], reduction: Reduction) -> Table:
    """Return the canonical claim table: content ids, fixed fields, in the order given."""
    return Table(tuple(_row(claim, reduction) for claim in claims))


def _row(claim: AnyClaim, reduction: Reduction) -> TableRow:
    label = source_cell(claim, reduction.source(claim))
    if isinstance(claim, Event):
        date = spoken(claim.date) if claim.date else time_words(claim.when)
        text = claim.what + (
            f" [{claim.where}]" if claim.where and claim.where not in claim.what else ""
        )
        return TableRow(
            claim.id, label, line_of(date), claim.status, line_of(claim.said_by), line_of(text)
        )
    if isinstance(claim, Quantity):
        date = spoken(claim.date) if claim.date else time_words(claim.as_of)
        scope = f" [{claim.scope}]" if claim.scope else ""
        text = f"{figure_cell(claim)}: {claim.counted}{scope}"
        return TableRow(
            claim.id, label, line_of(date), "figure", line_of(claim.said_by), line_of(text)
        )
    said_by = claim.speaker + (f", relayed by {claim.relayed_by}" if claim.relayed_by else "")
    return TableRow(claim.id, label, "", "quotation", line_of(said_by), line_of(f"“{claim.words}”"))


def source_cell(claim: AnyClaim, source: SourceArticle) -> str:
    """Return how a table names the source of a claim: its label, and what makes it weaker."""
    label = line_of(source.label)
    if source.article.kind not in {Kind.REPORT, Kind.WIRE}:
        label += f" ({source.article.kind.value.replace('_', ' ')})"
    if claim.zone in {"caption", "title"}:
        label += f", {claim.zone}"
    return label


def figure_cell(quantity: Quantity) -> str:
    """Return a figure as a table shows it, its unit added where no other word tells it."""
    told = quantity.unit in quantity.surface or stem(quantity.unit) in plain(quantity.counted)
    return quantity.surface if told else f"{quantity.surface} {quantity.unit}"


def time_words(words: str) -> str:
    """Return time words as printed, unless they only mean something on the day they were said."""
    return "" if words.casefold() in _DEICTIC else words


def line_of(text: str) -> str:
    """Return a text as one cell of a table: no line break and no bar of its own."""
    return " ".join(text.split()).replace("|", "/")


def prose_question(
    draft: StoryDraft, reduction: Reduction, asker: Asker, model: str, *, words: int
) -> Request:
    """Return the one question that asks for a story's prose of about so many words.

    Its text hangs on the claims and this number alone.
    """
    view = StoryView(
        label=line_of(draft.label),
        sources=tuple(_source_told(source) for source in draft.group.sources),
        words=words,
        readings=tuple(
            NoteView(line_of(row.reading.text), row.reading.claims)
            for row in chosen_figures(draft, reduction)
            if row.reading is not None and row.relation in CONTRADICTING | {"part_of"}
        ),
        disputes=tuple(
            NoteView(
                line_of(dispute.question),
                tuple(", ".join(version.claims[:MOST_NAMED]) for version in dispute.versions),
            )
            for dispute in draft.disputes
        ),
    )
    return question(
        asker.prompts,
        asker.prompts.briefing,
        {"story": view, "table": table_of(draft.table, reduction)},
        model=model,
        subject=view.label,
    )


def _source_told(source: SourceArticle) -> str:
    """Return a source as the prose question names it: its label, and its time if that is known."""
    published = source.article.metadata.published
    return line_of(f"{source.label} ({published.surface})" if published else source.label)


async def write_stories(
    reduction: Reduction, gate: Gate, asker: Asker, model: str, room: Room
) -> list[Prose]:
    """Return the prose of the stories that there is room for, in rank order."""
    told = reduction.stories[: room.most_stories]
    return await together(
        write_story(
            story,
            reduction,
            gate,
            asker,
            model,
            words=room.words_of(rank, is_big=reduction.is_big(story))
            if rank <= MOST_STORIES
            else 0,
        )
        for rank, story in enumerate(told, start=1)
    )


async def write_story(
    draft: StoryDraft, reduction: Reduction, gate: Gate, asker: Asker, model: str, *, words: int
) -> Prose:
    """Return the gated prose of one story; without an answer, sentences built from the claims.

    Of no words is a line: a headline built by rule, for which nobody is asked.
    """
    prose = Prose()
    if not words:
        prose.sentences = by_rule(draft, reduction, gate, most=0)[:1]
        return prose
    if not draft.table:
        prose.sentences = by_rule(draft, reduction, gate, most=2)
        return prose
    request = prose_question(draft, reduction, asker, model, words=words)
    try:
        reply = await asker.ask(request)
    except EndpointRefuses:
        raise
    except ModelError as error:
        prose.failure = _short(error)
        prose.sentences = by_rule(draft, reduction, gate, most=8)
        return prose
    checked = [(s, gate.check(s.text, s.claims)) for s in _in_order(reply.sentences)]
    failed = [(s, v) for s, v in checked if not v.passes]
    rewritten = await _rewritten(failed, draft, reduction, asker, model, prose)
    number = 0
    for sentence, verdict in checked:
        if verdict.passes:
            prose.sentences.append(_written(sentence, verdict, "model", reduction))
            continue
        number += 1
        prose.problems.append((sentence.text, "; ".join(verdict.problems)))
        _settle(sentence, rewritten.get(number), reduction, gate, prose)
    _complete(draft, reduction, gate, prose)
    return prose


def _in_order(sentences: Iterable[ProseSentence]) -> list[ProseSentence]:
    return sorted(sentences, key=lambda s: PROSE_SECTIONS.index(s.section))


def _short(error: Exception) -> str:
    return "no stored answer" if isinstance(error, AnswerMissing) else str(error)


def _written(
    sentence: ProseSentence, verdict: Verdict, built_by: BuiltBy, reduction: Reduction
) -> Written:
    claims = tuple(dict.fromkeys(sentence.claims))
    text = sentence.text.strip()
    section = _placed(sentence.section, claims, reduction)
    if section == "headline":
        text = text.rstrip(".")
    elif text[-1] not in '.!?”"':
        text += "."
    return Written(section, text, claims, verdict.citations, built_by)


def _placed(section: str, claims: Iterable[str], reduction: Reduction) -> str:
    """Return where a sentence stands: one on a report that was taken back is never told as news."""
    told = [reduction.claims[name] for name in claims if name in reduction.claims]
    is_news = section in {"headline", "lede", "happened"}
    return "careful" if is_news and any(map(_is_withdrawn, told)) else section


def _is_withdrawn(claim: AnyClaim) -> bool:
    return isinstance(claim, Event) and claim.status == "withdrawn"


async def _rewritten(
    failed: Sequence[tuple[ProseSentence, Verdict]],
    draft: StoryDraft,
    reduction: Reduction,
    asker: Asker,
    model: str,
    prose: Prose,
) -> Mapping[int, ProseSentence]:
    """Ask once for all failed sentences of a story; return the new ones by number, from 1."""
    if not failed:
        return {}
    request = rewrite_question(failed, draft, reduction, asker, model)
    try:
        reply: Reply = await asker.ask(request)
    except EndpointRefuses:
        raise
    except ModelError as error:
        prose.failure = f"rewrite: {_short(error)}"
        return {}
    return {
        item.number: ProseSentence(
            section=failed[item.number - 1][0].section, text=item.text, claims=item.claims
        )
        for item in reply.rewritten
        if 1 <= item.number <= len(failed)
    }


def rewrite_question(
    failed: Sequence[tuple[ProseSentence, Verdict]],
    draft: StoryDraft,
    reduction: Reduction,
    asker: Asker,
    model: str,
) -> Request:
    """Return the one question that asks again for the failed sentences of a story."""
    items = [
        FailedSentence(number, line_of(s.text), tuple(s.claims), "; ".join(v.problems))
        for number, (s, v) in enumerate(failed, start=1)
    ]
    return question(
        asker.prompts,
        asker.prompts.rewrite,
        {"failed": items, "table": table_of(draft.table, reduction)},
        model=model,
        subject=line_of(draft.label),
    )


def _settle(
    sentence: ProseSentence,
    again: ProseSentence | None,
    reduction: Reduction,
    gate: Gate,
    prose: Prose,
) -> None:
    """Take the rewritten sentence if it passes, else one built from the claims, else none."""
    if again is not None:
        if not again.text.strip():
            prose.dropped.append((sentence.text, "dropped when asked again"))
            return
        verdict = gate.check(again.text, again.claims)
        if verdict.passes:
            prose.sentences.append(_written(again, verdict, "rewrite", reduction))
            return
        prose.problems.append((again.text, "; ".join(verdict.problems)))
    known = [gate.claims[name] for name in sentence.claims if name in gate.claims]
    told = {name for written in prose.sentences for name in written.claims}
    for claim in known:
        if claim.id in told:
            continue
        section = _placed(sentence.section, (claim.id,), reduction)
        built = built_from(claim, section, reduction, gate)
        if built is not None:
            prose.sentences.append(built)
            return
    prose.dropped.append((sentence.text, "nothing of it passed the gate"))


def _complete(draft: StoryDraft, reduction: Reduction, gate: Gate, prose: Prose) -> None:
    """See that a story has a headline and a lede, built by rule if the prose has none."""
    sections = {written.section for written in prose.sentences}
    head = None if {"headline", "lede"} <= sections else _heading(draft, reduction, gate)
    for section in ("headline", "lede"):
        if section not in sections and head is not None:
            built = built_from(head, section, reduction, gate)
            if built is not None:
                prose.sentences.append(built)
    prose.sentences.sort(key=lambda written: PROSE_SECTIONS.index(written.section))


def by_rule(draft: StoryDraft, reduction: Reduction, gate: Gate, *, most: int) -> list[Written]:
    """Return a story told without a model: headline, lede and its weightiest happenings."""
    head = _heading(draft, reduction, gate)
    is_news = isinstance(head, Event) and _section_of(head, reduction) == "happened"
    found = [
        built
        for section in (("headline", "lede") if is_news else ("headline",))
        if head is not None
        for built in (built_from(head, section, reduction, gate),)
        if built is not None
    ]
    for happening in draft.happenings:
        if len(found) >= most + 2:
            break
        event = happening.events[0]
        if event is head and is_news:
            continue
        section, differs = _section_of(event, reduction), _figures_differ(happening)
        built = built_from(event, section, reduction, gate, named=differs)
        if built is not None:
            found.append(built)
    return sorted(found, key=lambda written: PROSE_SECTIONS.index(written.section))


def _figures_differ(happening: Happening) -> bool:
    """Whether sources give other figures for it: then none of them is told as settled."""
    return len({figures_in(event.what) for event in happening.events} - {frozenset()}) > 1


def _heading(draft: StoryDraft, reduction: Reduction, gate: Gate) -> AnyClaim | None:
    """Return the weightiest claim that can head the story: news, else anything that can be told."""
    events = [happening.events[0] for happening in draft.happenings]
    news = [event for event in events if _section_of(event, reduction) == "happened"]
    candidates: list[AnyClaim] = [*news, *(e for e in events if not _is_withdrawn(e))]
    candidates += [utterance.quotations[0] for utterance in draft.utterances]
    candidates += [
        q for row in draft.figures for q in row.quantities[:1] if q.id not in reduction.outdated
    ]
    return next((c for c in candidates if built_from(c, "headline", reduction, gate)), None)


def _section_of(event: Event, reduction: Reduction) -> str:
    source = reduction.source(event)
    if not source.corroborates or event.zone == "caption" or _is_withdrawn(event):
        return "unverified"
    if event.status == "planned":
        return "ahead"
    return {"main": "happened", "background": "background", "elsewhere": "elsewhere"}[event.role]


def built_from(
    claim: AnyClaim, section: str, reduction: Reduction, gate: Gate, *, named: bool = False
) -> Written | None:
    """Return a sentence made from one claim that passes the gate, or None.

    With `named` it says whose word it is, the outlet's where the claim names nobody.
    """
    for text in _wordings(claim, section, reduction, named=named):
        if section == "headline":
            text = text.rstrip(".")
        verdict = gate.check(text, (claim.id,))
        if verdict.passes:
            return Written(section, text, (claim.id,), verdict.citations, "rule")
    return None


def _wordings(claim: AnyClaim, section: str, reduction: Reduction, *, named: bool) -> Iterable[str]:
    source = reduction.source(claim)
    if isinstance(claim, Quotation):
        yield f"{_upper(claim.speaker)}{_relay(claim)}: “{claim.words.rstrip(',; ')}”"
        return
    if isinstance(claim, Quantity):
        sayer = claim.said_by or source.label
        if claim.counted and stem(claim.counted.split()[0]) == stem(claim.unit):
            yield f"{_upper(claim.surface)} {claim.counted}, according to {sayer}."
        unit = "" if not claim.unit or claim.unit in claim.surface else f" {claim.unit}s"
        yield f"{_upper(sayer)} gave {claim.surface}{unit} for {claim.counted}."
        return
    what = claim.what.rstrip(".")
    if section == "headline":
        yield _upper(what)
    hedged = claim.status in {"claimed", "denied"} or not source.corroborates
    hedged = hedged or named
    if claim.said_by and claim.said_by.split()[-1].casefold() in what.casefold():
        yield f"{_upper(what)}."
    elif claim.said_by:
        yield f"{_upper(what)}, according to {claim.said_by}."
    if hedged:
        yield f"According to {source.label}, {_lower(what)}."
    yield f"{_upper(what)}."
    yield f"According to {source.label}, {_lower(what)}."


def _relay(quotation: Quotation) -> str:
    return f", relayed by {quotation.relayed_by}" if quotation.relayed_by else ""


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    """Begin in small letters unless the first word is a name."""
    first = text.split(maxsplit=1)[0] if text else ""
    return text[:1].lower() + text[1:] if is_opener(first) else text
