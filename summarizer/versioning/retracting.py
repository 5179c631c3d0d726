"""Which claims of a page do not speak today: old words of a correction, reports it took back.

Also which entry of a live page each claim stands in, so that the newest count is known as such. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from summarizer.articles import Document, Kind
from summarizer.claims import AnyClaim, Event, Quantity
from summarizer.clustering import content_stems
from summarizer.extraction import Extraction
from summarizer.quantities import find_figures, interval
from summarizer.signs.liveblogs import Entry, entries_of, entry_at
from summarizer.signs.notices import Notice, notices_of
from summarizer.signs.withdrawals import Withdrawal, withdrawals_of
from summarizer.spans import Span

CARRIED = 0.6  # share of a report's words that a claim has, from which it tells that report

CORRECTED = "corrected"  # old words of a correction
NOTICE = "correction_notice"  # what an outlet says of its own page is no news
WITHDRAWN = "withdrawn"  # a report that its page took back

Value = tuple[Decimal, Decimal]

_TAKEN_BACK = frozenset(
    content_stems(
        "wrong incorrect false untrue mistaken inaccurate unfounded erroneous withdrawn withdrew "
        "retracted retract removed deny denied hoax corrected"
    )
)


@dataclass(frozen=True, slots=True)
class Retracted:
    """The claims of a page as they stand today.

    `left_out` gives for each that may not be printed the reason. `outdated` are old figures: they stand
    in a row of figures that tells of the correction, and nowhere else. `entries` gives the entry of a
    live page each claim stands in; `withdrawn` the claims each report taken back had told.
    """

    claims: tuple[AnyClaim, ...]
    left_out: Mapping[str, str] = field(default_factory=dict)
    outdated: frozenset[str] = frozenset()
    entries: Mapping[str, Entry] = field(default_factory=dict)


def retracted(extraction: Extraction) -> Retracted:
    """Return the claims of a page with those marked that its own words take back."""
    document = extraction.document
    kind = extraction.page.articles[0].kind
    notices, taken_back = notices_of(document), reports_taken_back(document, kind)
    entries = entries_of(document) if kind is Kind.LIVE else ()
    if not (notices or taken_back or entries):
        return Retracted(extraction.claims)
    left_out: dict[str, str] = {}
    outdated: set[str] = set()
    for notice in notices:
        for claim in extraction.claims:
            reason = _of_notice(claim, notice, document)
            if reason == CORRECTED and isinstance(claim, Quantity):
                outdated.add(claim.id)
            elif reason:
                left_out[claim.id] = reason
    claims = {claim.id: claim for claim in extraction.claims}
    for withdrawal in taken_back:
        for name in told_before(withdrawal, extraction.claims, document, entries):
            left_out[name] = WITHDRAWN
            told = claims[name]
            if isinstance(told, Event):
                claims[name] = replace(told, status="withdrawn")
    placed = {c.id: entry_at(entries, c.span.start) for c in extraction.claims}
    return Retracted(
        tuple(claims.values()),
        left_out,
        frozenset(outdated) - left_out.keys(),
        {name: entry for name, entry in placed.items() if entry is not None},
    )


def reports_taken_back(document: Document, kind: Kind) -> tuple[Withdrawal, ...]:
    """Return the reports that a page takes back.

    What others say of reports counts on a live page, which carried them; elsewhere it is a denial, and
    whose word that is the claims tell.
    """
    return tuple(w for w in withdrawals_of(document) if w.is_own or kind is Kind.LIVE)


def _of_notice(claim: AnyClaim, notice: Notice, document: Document) -> str:
    """Return why a claim of a notice is not told, "" where it tells what holds or stands elsewhere."""
    if not set(claim.evidence) & set(notice.sentences):
        return ""
    if isinstance(claim, Event):
        tells = [_share(claim.what, spans, document) for spans in (notice.old, notice.new)]
        figures = values_in(claim.what)
        of_old, of_new = (_figures(spans, document) for spans in (notice.old, notice.new))
        if figures & (of_old - of_new) or (tells[0] >= CARRIED and tells[0] > tells[1]):
            return CORRECTED
        return "" if figures & of_new or tells[1] >= CARRIED else NOTICE
    if any(span.overlaps(claim.span) for span in notice.old):
        return CORRECTED
    return "" if any(span.overlaps(claim.span) for span in notice.new) else NOTICE


def _share(told: str, spans: Iterable[Span], document: Document) -> float:
    """Return which share of the words of some stretches a claim has."""
    words = {stem for span in spans for stem in content_stems(span.of(document.text))}
    return len(words & set(content_stems(told))) / len(words) if words else 0.0


def _figures(spans: Iterable[Span], document: Document) -> frozenset[Value]:
    return frozenset(value for span in spans for value in values_in(span.of(document.text)))


def values_in(text: str) -> frozenset[Value]:
    """Return the figures of a text as bounds: "two" is 2.

    >>> values_in("Two of 30") == values_in("2 and thirty")
    True
    """
    return frozenset(interval(figure) for figure in find_figures(text) if not figure.ordinal)


def told_before(
    withdrawal: Withdrawal,
    claims: Sequence[AnyClaim],
    document: Document,
    entries: Sequence[Entry],
) -> list[str]:
    """Return the claims that tell a report which was taken back: in older entries and beside it.

    A claim in the sentences that take it back is one if it tells the report and not that it was wrong.
    """
    report = withdrawal.old.of(document.text)
    now = entry_at(entries, withdrawal.old.start)
    found: list[str] = []
    sentences: set[int] = set()
    for claim in claims:
        if not isinstance(claim, Event):
            continue
        entry = entry_at(entries, claim.span.start)
        is_beside = bool(set(claim.evidence) & set(withdrawal.sentences))
        is_older = now is not None and entry is not None and entry.rank > now.rank
        if (is_beside or is_older) and _tells(claim.what, report):
            found.append(claim.id)
            sentences.update(claim.evidence if is_older else withdrawal.sentences)
    figures = values_in(report)
    found += [
        claim.id
        for claim in claims
        if isinstance(claim, Quantity)
        and set(claim.evidence) & sentences
        and values_in(claim.surface) & figures
    ]
    return found


def _tells(what: str, report: str) -> bool:
    words, told = set(content_stems(report)), set(content_stems(what))
    if not words or told & (_TAKEN_BACK - words):
        return False
    figures = values_in(report), values_in(what)
    if figures[0] and figures[1] and not figures[0] & figures[1]:
        return False
    return len(words & told) >= CARRIED * len(words)
