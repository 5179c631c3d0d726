"""Grounding: replies and the document they are about become claims and rejections. Pure.

The only maker of claims. Offsets come from the text, never from the model; what the text does not
carry is rejected with a reason, field by field where the rest still stands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from summarizer.articles import DateOrder, Document, Kind, Published
from summarizer.claims import (
    AnyClaim,
    Event,
    Grounded,
    Grounding,
    Quantity,
    Quotation,
    Reason,
    Rejection,
    Uncovered,
    claim_id,
)
from summarizer.dates import DateRange, find_dates, resolve
from summarizer.languages import is_foreign
from summarizer.layout import FURNITURE, KEY_POINTS, Page
from summarizer.marks import is_quoted, quoted_stretches
from summarizer.matching import Match, Miss, match, mention
from summarizer.names import WORD, carries, is_opener, name_tokens, plain, stem, words_of
from summarizer.negations import denials, knows
from summarizer.number_words import ONE
from summarizer.quantities import Figure, find_figures, same_value
from summarizer.replies import EventItem, NumberItem, QuoteItem, Reply
from summarizer.scripts import unlatin_words
from summarizer.signs.liveblogs import Entry, entries_of, entry_at
from summarizer.spans import Span, locate, occurrences
from summarizer.synonyms import deeds_in
from summarizer.time_words import english_time

_ELLIPSIS = re.compile(r"\s*(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s*")
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot)\b|n['’]t\b", re.I
)
_REFUSAL = re.compile(
    r"\b(?:den|refus|fail|reject|halt|paus|stop|avoid|lack|unabl|unread|unwill|hardly|barely|stall)\w*",
    re.I,
)
_DIGITS = re.compile(r"\d+")
_WILL = re.compile(r"\bwill\b(?! not)", re.I)
# Before a day that lies ahead though the sentence is told in the past.
_LEADING = re.compile(r"(?:for|until|till|to|by|on)\s+", re.IGNORECASE)
_PLANNED = re.compile(
    r"\b(?:(?:planned|scheduled|set|due|expected|slated|meant|booked|postponed|delayed|moved|put off)\s+"
    r"(?:for|until|till|to)|due\s+(?:on|by))\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_UNSAID = frozenset("person people percent per cent % time hour day year $ € £".split()) | {
    "per cent"
}
_VAGUE = re.compile(
    r"\b(almost|nearly|every|all|most|some|many|several|few|hours?|minutes?|moments?|days?|weeks?|"
    r"months?|years?|string|series|waves?|number|majority|part|record|multiple|various)\b",
    re.IGNORECASE,
)
ItemKind = Literal["event", "quantity", "quotation"]


@dataclass(slots=True)
class _Work:
    """What one document's grounding has found so far."""

    document: Document
    page: Page
    stretches: list[Span]
    entries: tuple[Entry, ...] = ()  # of a live page
    claims: dict[str, AnyClaim] = field(default_factory=dict)
    rejections: list[Rejection] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.document.text

    @property
    def language(self) -> str:
        """The language whose decimal marks and number words count."""
        return self.document.language or "en"

    @property
    def is_foreign(self) -> bool:
        """Whether words of the model's own are in another language than the text."""
        return is_foreign(self.document.language)

    @property
    def date_order(self) -> DateOrder:
        return self.document.metadata.date_order

    def published(self, part: int, position: int) -> Published | None:
        """Return when what stands at a position was published: an entry of a live page by itself."""
        article = self.page.articles.get(part)
        if article is None:
            return None
        entry = entry_at(self.entries, position) if part == 0 else None
        return (entry and entry.published) or article.metadata.published

    def reject(
        self, kind: ItemKind | Literal["field"], text: str, sentence: int, miss: Miss
    ) -> None:
        self.rejections.append(
            Rejection(self.document.digest, kind, text, sentence, miss.reason, miss.nearest)
        )

    def place(
        self, kind: ItemKind, text: str, span: Span
    ) -> tuple[str, int, tuple[int, ...]] | None:
        """Return zone, part and sentences of a span; None (and a rejection) in furniture."""
        numbers = tuple(s.number for s in self.document.sentences_of(span))
        zone, part = self.page.zone_of(numbers[0])
        if zone in {FURNITURE, KEY_POINTS}:
            reason = Reason.FURNITURE if zone == FURNITURE else Reason.MACHINE_MADE
            self.reject(kind, text, numbers[0], Miss(reason))
            return None
        return zone, part, numbers

    def named(self, words: str, sentence: int, what: str) -> str:
        """Return `words` if the text has them (as the text spells them), else "" and a rejection."""
        if not words.strip():
            return ""
        span = mention(words, self.document, sentence)
        if span is not None:
            return span.of(self.text)
        self.reject("field", f"{what}: {words}", sentence, Miss(Reason.NOT_IN_TEXT))
        return ""

    def dated(
        self, words: str, span: Span, part: int, *, clue: Literal["", "future"]
    ) -> DateRange | None:
        """Resolve time words; without any, the only time expression of the evidence sentence.

        Words inside a quotation are left alone: "today" is the speaker's day, not the paper's.
        """
        published = self.published(part, span.start)
        sentence = self.document.sentences_of(span)[0].span
        if not clue and _WILL.search(sentence.of(self.text)):
            clue = "future"
        if words:
            said = mention(words, self.document, self.document.sentences_of(span)[0].number)
            if said is not None and any(stretch.contains(said) for stretch in self.stretches):
                return None
            if said is not None and _is_planned(self.text[sentence.start : said.start], words):
                clue = "future"
            if self.is_foreign and (english := english_time(words, self.language)):
                dates = resolve(english, published, clue=clue, order=self.date_order)
                return dates and _derived_from(dates, words, english)
            return resolve(words, published, clue=clue, order=self.date_order)
        found = [
            expression
            for expression in find_dates(sentence.of(self.text), self.date_order)
            if not any(
                stretch.contains(expression.span.shifted(sentence.start))
                for stretch in self.stretches
            )
        ]
        if len(found) != 1:
            return None
        before = self.text[sentence.start : sentence.start + found[0].span.start]
        if not clue and _is_planned(before, found[0].words):
            return None  # "a race planned for Saturday was cancelled"
        return resolve(found[0].words, published, clue=clue, order=self.date_order)


def _derived_from(dates: DateRange, words: str, english: str) -> DateRange:
    """Return dates that tell from which printed words they were read."""
    derivation = dates.derivation or english
    return replace(dates, derivation=f"{' '.join(words.split())}: {derivation}")


def _is_planned(before: str, words: str) -> bool:
    """Whether time words stand behind "planned for" or the like; they may begin with the "for"."""
    leading = _LEADING.match(words)
    return bool(_PLANNED.search(before + (leading.group() if leading else "")))


def ground(document: Document, page: Page, replies: Iterable[Reply]) -> Grounded:
    """Return the claims that `document` carries of what the replies say, and what was rejected.

    The same claim offered twice counts once. Claims come in the order of the text.
    """
    is_live = page.articles[0].kind is Kind.LIVE
    entries = entries_of(document) if is_live else ()
    work = _Work(document, page, quoted_stretches(document.text), entries)
    for reply in replies:
        taken: Counter[tuple[int, str]] = Counter()
        for number in reply.numbers:
            _quantities(work, number, taken)
        for quote in reply.quotes:
            _quotations(work, quote)
        for event in reply.events:
            _event(work, event)
    claims = tuple(sorted(work.claims.values(), key=lambda c: (c.span, c.id)))
    return Grounded(claims, tuple(work.rejections), tuple(_uncovered(work, claims)))


def unfound(grounded: Grounded) -> tuple[Rejection, ...]:
    """Return the rejections worth asking about again: items the text may carry in other words."""
    pointless = {Reason.FURNITURE, Reason.MACHINE_MADE, Reason.EMPTY, Reason.NO_FIGURE}
    return tuple(r for r in grounded.rejections if r.kind != "field" and r.reason not in pointless)


def _quotations(work: _Work, item: QuoteItem) -> None:
    pieces = [piece for piece in _ELLIPSIS.split(item.words) if piece.strip()]
    whole = match(item.words, work.document, item.sentence)
    if isinstance(whole, Match) or len(pieces) < 2:
        pieces = [item.words]
    for piece in pieces:
        words = piece.strip().strip('“”"„«»「」『』').strip()
        _quotation(work, replace_words(item, words))


def replace_words(item: QuoteItem, words: str) -> QuoteItem:
    """Return `item` with other words, for a quotation that an ellipsis splits."""
    return item.model_copy(update={"words": words})


def _quotation(work: _Work, item: QuoteItem) -> None:
    found = match(item.words, work.document, item.sentence)
    if isinstance(found, Miss):
        work.reject("quotation", item.words, item.sentence, found)
        return
    if not is_quoted(found.span, work.text, work.stretches):
        quoted = _quoted_occurrence(work, item.words)
        if quoted is None:
            work.reject("quotation", item.words, item.sentence, Miss(Reason.NOT_QUOTED))
            return
        found = Match(quoted, Grounding.RELOCATED)
    place = work.place("quotation", item.words, found.span)
    if place is None:
        return
    zone, part, evidence = place
    speaker, speaker_span = "", None
    if item.speaker.strip():
        speaker_span = _speaker(work, item, evidence[0])
        if speaker_span is None:
            work.reject("quotation", item.words, item.sentence, Miss(Reason.SPEAKER_NOT_IN_TEXT))
            return
        speaker = speaker_span.of(work.text)
        evidence = _with_sentences(work, evidence, speaker_span)
    words = found.span.of(work.text)
    claim = Quotation(
        id=claim_id("quotation", work.document.digest, found.span, speaker),
        document=work.document.digest,
        part=part,
        zone=zone,
        span=found.span,
        evidence=evidence,
        grounding=found.grounding,
        words=words,
        speaker=speaker,
        speaker_span=speaker_span,
        relayed_by=work.named(item.relayed_by, item.sentence, "relayed by"),
        cue=work.named(item.cue, item.sentence, "cue"),
        fragment=item.fragment,
    )
    if not any(_same_place(claim, other) for other in work.claims.values()):
        work.claims[claim.id] = claim


def _same_place(claim: Quotation, other: AnyClaim) -> bool:
    return isinstance(other, Quotation) and other.span == claim.span


def _quoted_occurrence(work: _Work, words: str) -> Span | None:
    quoted = (s for s in occurrences(words, work.text) if is_quoted(s, work.text, work.stretches))
    return next(quoted, None)


def _speaker(work: _Work, item: QuoteItem, sentence: int) -> Span | None:
    """Return where the speaker is named: in full, else by the longest ending that is a name."""
    near = item.speaker_sentence or sentence
    words = item.speaker.split()
    for start in range(len(words)):
        rest = " ".join(words[start:])
        if start and not any(c.isupper() for c in words[start]):
            continue
        span = mention(rest, work.document, near)
        if span is not None:
            return span
    return None


def _with_sentences(work: _Work, evidence: tuple[int, ...], span: Span) -> tuple[int, ...]:
    touched = {s.number for s in work.document.sentences_of(span)}
    return tuple(sorted({*evidence, *touched}))


def _quantities(work: _Work, item: NumberItem, taken: Counter[tuple[int, str]]) -> None:
    key = (item.sentence, plain(item.surface))
    found = match(item.surface, work.document, item.sentence, occurrence=taken[key])
    taken[key] += 1
    if isinstance(found, Miss):
        work.reject("quantity", item.surface, item.sentence, found)
        return
    place = work.place("quantity", item.surface, found.span)
    if place is None:
        return
    figures = _figures_at(work, found.span)
    is_vague = work.is_foreign or bool(_VAGUE.search(item.surface))
    if not figures and not is_vague:
        work.reject("quantity", item.surface, item.sentence, Miss(Reason.NO_FIGURE))
        return
    for figure in figures or (None,):
        claim = _quantity(work, item, found, figure, place)
        double = next((c for c in work.claims.values() if _same_figure(claim, c)), None)
        if double is None:
            work.claims[claim.id] = claim


def _same_figure(claim: Quantity, other: AnyClaim) -> bool:
    return isinstance(other, Quantity) and other.span == claim.span


def _figures_at(work: _Work, span: Span) -> list[Figure]:
    """Return the source's own figures under `span`, in document offsets, whole with modifier."""
    sentence = work.document.sentences_of(span)[0].span
    language = work.language
    figures = [
        replace(f, span=f.span.shifted(sentence.start), core=f.core.shifted(sentence.start))
        for f in find_figures(sentence.of(work.text), language=language)
    ]
    return [f for f in figures if f.core.overlaps(span) and not f.ordinal]


def _quantity(
    work: _Work,
    item: NumberItem,
    found: Match,
    figure: Figure | None,
    place: tuple[str, int, tuple[int, ...]],
) -> Quantity:
    zone, part, evidence = place
    span = figure.span if figure else found.span
    counted, unit, evidence = _counted(work, item, evidence)
    when = work.named(item.when, item.sentence, "when")
    return Quantity(
        id=claim_id("quantity", work.document.digest, span, counted),
        document=work.document.digest,
        part=part,
        zone=zone,
        span=span,
        evidence=evidence,
        grounding=found.grounding,
        surface=span.of(work.text),
        value=figure.value if figure else None,
        low=figure.low if figure else None,
        high=figure.high if figure else None,
        modifier=figure.modifier if figure else "",
        change=figure.change if figure else "~",
        is_vague=figure.is_vague if figure else True,
        unit=figure.unit if figure and figure.unit else unit,
        counted=counted,
        scope=work.named(item.scope, item.sentence, "scope"),
        as_of=when,
        date=work.dated(when, span, part, clue="") if when else None,
        said_by=work.named(item.said_by, item.sentence, "said by"),
    )


def _counted(
    work: _Work, item: NumberItem, evidence: tuple[int, ...]
) -> tuple[str, str, tuple[int, ...]]:
    """Return what is counted, its unit, and the evidence completed; what the text lacks is dropped."""
    counted, unit = item.counted.strip(), item.unit.strip()
    if _unsupported(work, unit, evidence) or not _is_unit(work, unit, evidence):
        unit = ""
    problem = _unsupported(work, counted, evidence)
    if (
        problem is None
        and counted
        and not work.is_foreign
        and not _shares_a_word(work, counted, evidence)
    ):
        problem = Reason.NOT_IN_TEXT
    if problem is None:
        return counted, unit, _completed(work, counted, evidence)
    work.reject("field", f"counted: {counted}", item.sentence, Miss(problem))
    if not _shares_a_word(work, unit, evidence):
        unit = ""
    return unit, unit, evidence


def _is_unit(work: _Work, unit: str, evidence: tuple[int, ...]) -> bool:
    """Whether the text has the unit, or it is one that goes without saying, or of no English text."""
    return work.is_foreign or plain(unit) in _UNSAID or _shares_a_word(work, unit, evidence)


def _shares_a_word(work: _Work, text: str, evidence: tuple[int, ...]) -> bool:
    """Whether a word of `text` stands in the evidence or the sentence before it, in some form."""
    before = evidence[0] - 1
    around = evidence if before < 1 else (before, *evidence)
    printed = _text_of(work, around)
    known = {stem(word) for word in words_of(printed)}
    shares = any(stem(word) in known for word in words_of(text) if len(word) > 2)
    return shares or bool(deeds_in(text) & deeds_in(printed))


def _event(work: _Work, item: EventItem) -> None:
    found = match(item.words, work.document, item.sentence)
    if not any(character.isalnum() for character in item.words):
        found = Miss(Reason.EMPTY)
    if isinstance(found, Miss):
        work.reject("event", item.words, item.sentence, found)
        return
    place = work.place("event", item.what, found.span)
    if place is None:
        return
    zone, part, evidence = place
    what = item.what.strip().rstrip(".")
    problem = _unsupported(work, what, evidence) or _turned(what, found.span.of(work.text), work)
    if problem or not what:
        work.reject("event", what or item.words, item.sentence, Miss(problem or Reason.EMPTY))
        return
    when = work.named(item.when, item.sentence, "when")
    actors = (work.named(actor, item.sentence, "actor") for actor in item.actors)
    event = Event(
        id=claim_id("event", work.document.digest, found.span, what),
        document=work.document.digest,
        part=part,
        zone=zone,
        span=found.span,
        evidence=_completed(work, what, evidence),
        grounding=found.grounding,
        what=what,
        words=found.span.of(work.text),
        topic=item.kind,
        when=when,
        date=work.dated(when, found.span, part, clue="future" if item.status == "planned" else ""),
        where=work.named(item.where, item.sentence, "where"),
        actors=tuple(actor for actor in actors if actor),
        said_by=work.named(item.said_by, item.sentence, "said by"),
        status=item.status,
        role=item.role,
        garbled=item.garbled,
    )
    work.claims.setdefault(event.id, event)


def _turned(what: str, words: str, work: _Work) -> Reason | None:
    """Return why an event says the opposite of its words, as far as their negations show it."""
    if work.is_foreign:
        return _turned_abroad(what, words, work)
    told = {stem(word) for word in words_of(what)}
    if not _NEGATION.search(what) and not _REFUSAL.search(what):
        if any(target in told for target in _negated(words)):
            return Reason.NEGATION_DIFFERS
    span = locate(words, work.text)
    around = (
        " ".join(s.span.of(work.text) for s in work.document.sentences_of(span)) if span else ""
    )
    if _NEGATION.search(what) and not _NEGATION.search(around) and not _REFUSAL.search(around):
        return Reason.NEGATION_DIFFERS
    return None


def _turned_abroad(what: str, words: str, work: _Work) -> Reason | None:
    """Return the same of words in another language; what cannot be seen there, is not denied here."""
    denies = bool(_NEGATION.search(what))
    is_denied = bool(denials(words, work.language))
    if is_denied and not denies and not _REFUSAL.search(what):
        return Reason.NEGATION_DIFFERS
    if denies and not is_denied:
        span = locate(words, work.text)
        around = (
            _text_of(work, (s.number for s in work.document.sentences_of(span))) if span else ""
        )
        if not knows(work.language) or not denials(around, work.language):
            return Reason.NEGATION_DIFFERS
    return None


def _negated(text: str) -> list[str]:
    """Return the stems of the first content word after each negation of a text."""
    found = []
    for match_ in re.finditer(r"\b(?:not|never|no)\b|n['’]t\b", text, re.IGNORECASE):
        after = WORD.findall(text[match_.end() : match_.end() + 60])
        target = next((w for w in after if not is_opener(w) and not w.endswith("ly")), "")
        found.append(stem(target))
    return [word for word in found if word]


def _unsupported(work: _Work, text: str, evidence: tuple[int, ...]) -> Reason | None:
    """Return why free text says more than its evidence and the sentences before it, or None."""
    if _missing_names(work, text, evidence):
        return Reason.NAME_NOT_IN_EVIDENCE
    if _missing_figures(work, text, evidence):
        return Reason.NUMBER_NOT_IN_EVIDENCE
    own = _text_of(work, evidence)
    for stretch in quoted_stretches(text):
        if isinstance(_verbatim(stretch.of(text), own), Miss):
            return Reason.QUOTE_NOT_IN_EVIDENCE
    return None


def _verbatim(words: str, text: str) -> Miss | Span:
    return locate(words.rstrip(".,"), text) or Miss(Reason.NOT_IN_TEXT)


def _completed(work: _Work, text: str, evidence: tuple[int, ...]) -> tuple[int, ...]:
    """Return `evidence` with the earlier sentences that names and numbers of `text` come from."""
    numbers = set(evidence)
    known = words_of(_text_of(work, evidence))
    for name in name_tokens(text):
        if not carries(known, name.word):
            number = _earlier_sentence(work, evidence, name.word)
            if number is not None:
                numbers.add(number)
    for span in unlatin_words(text):
        number = _sentence_with(work, evidence, span.of(text))
        if number is not None:
            numbers.add(number)
    for figure in find_figures(text):
        if not _figure_in(figure, work, evidence):
            number = _earlier_figure(work, evidence, figure)
            if number is not None:
                numbers.add(number)
    return tuple(sorted(numbers))


def _missing_names(work: _Work, text: str, evidence: tuple[int, ...]) -> list[str]:
    known = words_of(_text_of(work, evidence))
    missing = []
    for name in name_tokens(text):
        if carries(known, name.word) or _earlier_sentence(work, evidence, name.word) is not None:
            continue
        if name.opens and _is_common(work, name.word):
            continue
        missing.append(name.word)
    others = (span.of(text) for span in unlatin_words(text))
    return missing + [word for word in others if _sentence_with(work, evidence, word) is None]


def _sentence_with(work: _Work, evidence: tuple[int, ...], word: str) -> int | None:
    """Return a sentence of the evidence, else one before it, that has a word of another script."""
    for number in (*evidence, *range(evidence[0] - 1, 0, -1)):
        if locate(word, work.document.sentences[number - 1].span.of(work.text)):
            return int(number)
    return None


def _is_common(work: _Work, word: str) -> bool:
    """Whether a capitalised opening word is an ordinary word: the article has it in small letters."""
    small = re.compile(rf"\b{re.escape(stem(word))}\w*")
    return is_opener(word) or (len(stem(word)) > 2 and bool(small.search(work.text)))


def _earlier_sentence(work: _Work, evidence: tuple[int, ...], name: str) -> int | None:
    """Return the nearest sentence before the evidence, in the same article, that has the name.

    A quotation that runs on is followed to its end, where its speaker is often named.
    """
    part = work.page.zone_of(evidence[0])[1]
    after = range(evidence[-1] + 1, _end_of_quotation(work, evidence[-1]) + 1)
    for number in [*after, *range(evidence[0] - 1, 0, -1)]:
        sentence = work.document.sentences[number - 1]
        zone, other = work.page.zone_of(number)
        if other == part and zone not in {FURNITURE, KEY_POINTS}:
            if carries(words_of(sentence.span.of(work.text)), name):
                return int(number)
    return None


def _end_of_quotation(work: _Work, number: int) -> int:
    """Return the sentence in which a quotation that sentence `number` opens comes to its end."""
    span = work.document.sentences[number - 1].span
    ends = [
        s.number
        for stretch in work.stretches
        if stretch.overlaps(span) and stretch.end > span.end
        for s in work.document.sentences_of(Span(span.start, stretch.end + 1))
    ]
    return max(ends, default=number)


def _missing_figures(work: _Work, text: str, evidence: tuple[int, ...]) -> list[str]:
    figures = find_figures(text)
    missing = [
        figure.span.of(text)
        for figure in figures
        if not _figure_in(figure, work, evidence)
        and _earlier_figure(work, evidence, figure) is None
    ]
    # Digits that are no amount (a year, a clock time, a score, an article of law) stand as printed.
    nearby = range(max(1, evidence[0] - 5), evidence[0])
    printed = set(_DIGITS.findall(_text_of(work, [*nearby, *evidence])))
    others = (
        found.group()
        for found in _DIGITS.finditer(text)
        if not any(figure.span.start <= found.start() < figure.span.end for figure in figures)
    )
    return missing + [digits for digits in others if digits not in printed]


def _figure_in(figure: Figure, work: _Work, evidence: tuple[int, ...]) -> bool:
    text = _text_of(work, evidence)
    if figure.value == 1 and work.is_foreign and not figure.ordinal:
        if ONE.get(work.language, frozenset()) & set(WORD.findall(text.casefold())):
            return True  # "ein Kind" is one child
    return any(
        same_value(figure, other)
        and figure.ordinal == other.ordinal
        and not (work.is_foreign and _bounds_differ(figure, other))
        for other in find_figures(text, language=work.language)
    )


def _bounds_differ(one: Figure, other: Figure) -> bool:
    """Whether one is a least or greatest value and the other is not: "über 500" is not 500."""
    changes = {one.change, other.change}
    return len(changes) == 2 and bool(changes & {">", "<"}) and not changes & {"up", "down"}


def _earlier_figure(work: _Work, evidence: tuple[int, ...], figure: Figure) -> int | None:
    part = work.page.zone_of(evidence[0])[1]
    for number in range(evidence[0] - 1, max(0, evidence[0] - 6), -1):
        zone, other = work.page.zone_of(number)
        if (
            other == part
            and zone not in {FURNITURE, KEY_POINTS}
            and _figure_in(figure, work, (number,))
        ):
            return number
    return None


def _text_of(work: _Work, numbers: Iterable[int]) -> str:
    return "\n".join(work.document.sentences[n - 1].span.of(work.text) for n in numbers)


def _uncovered(work: _Work, claims: tuple[AnyClaim, ...]) -> Iterable[Uncovered]:
    """Yield the numerals and quotations of the body that no claim covers."""
    spans = [claim.span for claim in claims]
    quotations = [claim.span for claim in claims if isinstance(claim, Quotation)]
    language = work.language
    for sentence in work.document.sentences:
        if work.page.zone_of(sentence.number)[0] != "body":
            continue
        for figure in find_figures(sentence.span.of(work.text), language=language):
            core = figure.core.shifted(sentence.span.start)
            if not figure.ordinal and not any(span.contains(core) for span in spans):
                yield Uncovered(work.document.digest, "number", core)
        for stretch in work.stretches:
            if sentence.span.start <= stretch.start < sentence.span.end:
                if not any(stretch.overlaps(span) for span in quotations):
                    yield Uncovered(work.document.digest, "quotation", stretch)
