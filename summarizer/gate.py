"""The gate: one sentence against the sentences it cites; it fails closed.

Every number (with what it counts), name and quotation of a sentence stands in its cited sentences.
What may differ, and nothing else: resolved dates, number word against digit, unit spelling, known
name variants, a fuller name from another sentence of the same source (then cited too), and the
labels of sources. Pure; knows claims and documents, not who wrote the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from summarizer.articles import Document, Kind
from summarizer.claims import AnyClaim, Event, Quantity, Quotation
from summarizer.dates import DateRange, date_words, find_dates, resolve
from summarizer.marks import quoted_stretches
from summarizer.names import carries, is_opener, name_tokens, plain, stem, words_of
from summarizer.quantities import Figure, find_figures, same_value
from summarizer.sources import SourceArticle
from summarizer.spans import Span, locate
from summarizer.synonyms import harm_in

MOST_CLAIMS = 6
MOST_SENTENCES = 14  # more cited sentences than this point at everything and at nothing
LONGEST = 450  # characters of one sentence
WINDOW = 6  # words after a number in which the thing counted is looked for

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SMALL = frozenset(
    """a about above after all also an and any are around as at be been being both but by can could
    did do does during each either for from further had has have he her here him his how i if in into
    is it its itself just more most much no nor not of off on once only or other others our out over
    own per she so some such than that the their them then there these they this those though through
    to too under until up upon very was we were what when where which while who whom whose will with
    would you your s t another at least nearly almost up total overall altogether""".split()
)
_ELLIPTIC = frozenset(
    "from came in by according and at on for as or but who which that when while after before "
    "to with against than".split()
)
_NEGATIONS = frozenset("no not never none nobody nothing neither nor without cannot".split())
_NEGATIVE_VERB = re.compile(
    r"\b(den(?:y|ies|ied)|refus\w+|reject\w*|rul(?:e|ed|es) out|fail\w*|unconfirmed|halt\w*|paus\w*|"
    r"unable|impossible|lack\w*|un(?:willing|ready))\b",
    re.IGNORECASE,
)
_ABSENCE = re.compile(
    r"\b(?:no|none|nobody|nothing|not any|without any)\b[^.;]{0,60}\b(?:reported|recorded|mentioned|"
    r"known|given|confirmed|announced|available|said|stated|specified|disclosed)\b"
    r"|\b(?:not|n't|never)\b[^.;]{0,25}\b(?:reported|mentioned|stated|specified|disclosed|known)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"(?:\bnot|\bnever|n't)\s+(?:\w+ly\s+)?(?:(?:be|been|yet)\s+)?([a-z]{3,})")
_PLANNED = re.compile(
    r"\b(plan\w*|will|would|hop(?:e|es|ed|ing)|expect\w*|due|set to|schedul\w*|intend\w*|aim\w*|may|"
    r"might|could|should|to be|"
    r"(?:is|are|was|were) to|propos\w*|ahead|next|upcoming|vow\w*|promis\w*|pledg\w*|want\w*|"
    r"seek\w*|sought|pending|urg\w*|call\w* (?:on|for)|ask\w*|threat\w*|warn\w*|demand\w*|"
    r"possib\w*|future|until|deadline|prepar\w*)\b",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(claim\w*|alleg\w*|accord\w+|sa(?:y|ys|id|ying)|stat(?:e|ed|es|ing)|report\w*|den(?:y|ied|ies)|"
    r"assert\w*|accus\w*|maintain\w*|insist\w*|told|announc\w*|add(?:ed|s)|describ\w*|call\w*|put|"
    r"warn\w*|argu\w*|believ\w*|estimat\w*|counted|gave|cit\w+|reiterat\w*|confirm\w*|blam\w*|"
    r"not confirmed|unverified|suggest\w*|spoke|speak\w*|write\w*|wrote|tweet\w*|post\w*|ask\w*|urg\w*|"
    r"demand\w*|condemn\w*|term(?:ed|s)|quot\w+|point\w*|not(?:ed|es|ing)|recount\w*|vow\w*|"
    r"express\w*|nam(?:ed|es|ing)|spokes\w+|with)\b",
    re.IGNORECASE,
)
_CUES = (
    r"said|says|say|saying|told|tells|wrote|writes|added|adds|stated|states|posted|called|calls|"
    r"described|describes|remarked|replied|responded|insisted|argued|warned|declared|announced|"
    r"reiterated|recalled|recounted|asked|tweeted|put|spoke of|claimed|urged|defended|blamed|quoted"
)
_NAME_THEN_CUE = re.compile(
    rf"((?:[A-ZÀ-Ž][\w.'’-]*\s+(?:of\s+|de\s+|al\s+)?)*[A-ZÀ-Ž][\w'’-]*)(?:,[^,“”\"]{{0,60}},)?\s+"
    rf"(?:\w+ly\s+|also\s+|later\s+|had\s+|has\s+)?(?:{_CUES})\b[^“”\"]{{0,80}}$"
)
_CUE_THEN_NAME = re.compile(
    rf"^[,.!?]?[”\"]?[,.]?\s*(?:according to|as|{_CUES}|in the words of)\s+(?:by\s+)?"
    r"(?:[a-z]+\s+){0,4}((?:[A-ZÀ-Ž][\w.'’-]*\s+)*[A-ZÀ-Ž][\w'’-]*)"
)
_NAME_THEN_CUE_AFTER = re.compile(
    rf"^[,.!?]?[”\"]?[,.]?\s*((?:[A-ZÀ-Ž][\w.'’-]*\s+)*[A-ZÀ-Ž][\w'’-]*)\s+(?:{_CUES})\b"
)
_ACCORDING = re.compile(r"(?i:according to|in the words of)\s+[^“”\"]{0,80}$")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a sentence may not be printed (empty: it may), and the sentences it then cites."""

    problems: tuple[str, ...]
    citations: tuple[tuple[str, int], ...]  # (source id, sentence number), in order

    @property
    def passes(self) -> bool:
        return not self.problems


@dataclass(frozen=True)
class Gate:
    """Checks sentences against claims. `sources` maps (document, part) to the source article."""

    claims: Mapping[str, AnyClaim]
    sources: Mapping[tuple[str, int], SourceArticle]

    def check(self, text: str, claim_ids: Sequence[str]) -> Verdict:
        """Return whether `text` may be printed as resting on the claims with these ids."""
        unknown = [name for name in claim_ids if name not in self.claims]
        if unknown:
            return Verdict((f"there is no row {unknown[0]!r}",), ())
        claims = [self.claims[name] for name in dict.fromkeys(claim_ids)]
        shape = _shape_problem(text, claims)
        if shape:
            return Verdict((shape,), ())
        cited = _Cited(self, claims)
        problems: list[str] = []
        if len(cited.sentences) > MOST_SENTENCES:
            problems.append("it rests on too many sentences; name fewer rows")
        stretches = _outer(quoted_stretches(text))
        bare = _without(text, stretches)
        problems += _quotation_problems(text, stretches, cited)
        problems += _date_problems(bare, cited)
        problems += _figure_problems(_without(bare, [d.span for d in find_dates(bare)]), cited)
        problems += _name_problems(bare, cited)
        problems += _harm_problems(bare, cited)
        problems += _negation_problems(bare, cited)
        problems += _status_problems(text, claims)
        problems += _source_problems(text, stretches, cited)
        problems += _bearing_problems(text, claims)
        return Verdict(tuple(dict.fromkeys(problems)), cited.citations())


class _Cited:
    """The sentences a statement rests on; names found nearby add theirs."""

    def __init__(self, gate: Gate, claims: list[AnyClaim]) -> None:
        self.gate = gate
        self.claims = claims
        self.sentences: dict[tuple[str, int, int], str] = {}
        for claim in claims:
            for number in claim.evidence:
                self.add(claim, number)

    def add(self, claim: AnyClaim, number: int) -> None:
        document = self.document(claim)
        sentence = document.sentences[number - 1]
        self.sentences[claim.document, claim.part, number] = sentence.span.of(document.text)

    def document(self, claim: AnyClaim) -> Document:
        return self.gate.sources[claim.document, claim.part].document

    @property
    def text(self) -> str:
        return "\n".join(self.sentences.values())

    @property
    def words(self) -> frozenset[str]:
        return words_of(self.text)

    @property
    def labels(self) -> frozenset[str]:
        """The words of the labels and outlets of the sources cited."""
        named = [self.gate.sources[c.document, c.part] for c in self.claims]
        return words_of(" ".join(f"{s.label} {s.article.metadata.outlet or ''}" for s in named))

    @property
    def dates(self) -> list[DateRange]:
        return [c.date for c in self.claims if isinstance(c, Event | Quantity) and c.date]

    def quantities(self) -> list[Quantity]:
        """Every grounded quantity whose figure stands in a cited sentence."""
        spans: dict[str, list[Span]] = {}
        for (digest, _, number), _text in self.sentences.items():
            claim = next(c for c in self.claims if c.document == digest)
            spans.setdefault(digest, []).append(self.document(claim).sentences[number - 1].span)
        return [
            claim
            for claim in self.gate.claims.values()
            if isinstance(claim, Quantity)
            and any(span.contains(claim.span) for span in spans.get(claim.document, ()))
        ]

    def citations(self) -> tuple[tuple[str, int], ...]:
        found = {
            (self.gate.sources[digest, part].id, number) for digest, part, number in self.sentences
        }
        return tuple(sorted(found))


def _shape_problem(text: str, claims: list[AnyClaim]) -> str:
    if not text.strip():
        return "it is empty"
    if not claims:
        return "it names no row"
    if len(claims) > MOST_CLAIMS:
        return f"it names more than {MOST_CLAIMS} rows"
    if len(text) > LONGEST:
        return f"it is longer than {LONGEST} characters"
    if re.search(r"[\r\n<>\[\]{}|`*_#]|https?:", text):
        return "it has marks other than punctuation"
    return ""


def _outer(stretches: list[Span]) -> list[Span]:
    return [s for s in stretches if not any(o != s and o.contains(s) for o in stretches)]


def _without(text: str, stretches: list[Span]) -> str:
    """Return `text` with quoted words blanked out, so that offsets stay."""
    for span in stretches:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text


# --- quotations -----------------------------------------------------------------------------------


def _quotation_problems(text: str, stretches: list[Span], cited: _Cited) -> list[str]:
    problems = []
    for span in stretches:
        words = span.of(text).strip().rstrip(".,!?…–- ").strip()
        if not words:
            continue
        holders = [
            claim
            for claim in cited.claims
            if isinstance(claim, Quotation) and locate(words, claim.words)
        ]
        if not holders:
            if not _quoted_in_source(words, cited):
                problems.append(f"“{words[:60]}” is not quoted like that in the rows it names")
                continue
            holders = _quotations_nearby(words, cited)
        named = [c for c in holders if c.speaker]
        if named and not any(_names_speaker(text, span, c) for c in named):
            problems.append(
                f"“{words[:60]}” was said by {named[0].speaker}"
                + (f", relayed by {named[0].relayed_by}" if named[0].relayed_by else "")
                + "; the sentence has to say so"
            )
    return problems


def _quoted_in_source(words: str, cited: _Cited) -> bool:
    for sentence in cited.sentences.values():
        if any(locate(words, s.of(sentence)) for s in quoted_stretches(sentence)):
            return True
    return False


def _quotations_nearby(words: str, cited: _Cited) -> list[Quotation]:
    documents = {(claim.document, claim.part) for claim in cited.claims}
    return [
        claim
        for claim in cited.gate.claims.values()
        if isinstance(claim, Quotation)
        and (claim.document, claim.part) in documents
        and locate(words, claim.words)
    ]


def _names_speaker(text: str, span: Span, claim: Quotation) -> bool:
    outside = _without(text, _outer(quoted_stretches(text)))
    known = words_of(outside)
    if not _is_named(claim.speaker, known):
        return False
    if claim.relayed_by and not _is_named(claim.relayed_by, known):
        return False
    stated = _stated_speaker(text, span)
    if not stated:
        return True
    sayers = f"{claim.speaker} {claim.relayed_by}"
    return any(carries(words_of(sayers), word) for word in stated.split())


def _is_named(name: str, known: frozenset[str]) -> bool:
    """Whether the last name of `name` stands in the words, or all its words if it has no capital."""
    capitals = [t.word for t in name_tokens(f"the {name}")]
    if capitals:
        return carries(known, capitals[-1])
    return all(plain(w) in known for w in _WORD.findall(name) if w.casefold() not in _SMALL)


def _stated_speaker(text: str, span: Span) -> str:
    """Return the name that the sentence's own words make the speaker of a quotation, or ""."""
    before = text[: span.start].rstrip("“\"'‘«„ ").rstrip(" :,")
    after = text[span.end :]
    found = _CUE_THEN_NAME.match(after) or _NAME_THEN_CUE_AFTER.match(after)
    if found and not is_opener(found.group(1).split()[0]):
        return found.group(1)
    names = list(_NAME_THEN_CUE.finditer(before + " ")) or list(_NAME_THEN_CUE.finditer(before))
    if names and not is_opener(names[-1].group(1).split()[-1]):
        return names[-1].group(1)
    return ""


# --- numbers --------------------------------------------------------------------------------------


@lru_cache(maxsize=8192)
def _figures(text: str) -> tuple[Figure, ...]:
    return tuple(find_figures(text))


def _figure_problems(bare: str, cited: _Cited) -> list[str]:
    problems = []
    quantities = cited.quantities()
    sentences = list(cited.sentences.values())
    for figure in _figures(bare):
        words = figure.span.of(bare)
        same = [
            (sentence, other)
            for sentence in sentences
            for other in _figures(sentence)
            if same_value(figure, other) and figure.ordinal == other.ordinal
        ]
        if not same:
            problems.append(f"the number {words!r} does not stand in the rows it names")
            continue
        if figure.ordinal:
            continue
        bounded = [(s, o) for s, o in same if _same_bounds(figure, o)]
        if not bounded:
            printed = same[0][1].span.of(same[0][0])
            problems.append(f"{words!r} has other bounds than the source's {printed!r}")
            continue
        counted = _counted_after(bare, figure)
        if counted and not any(_counts_the_same(counted, s, o, quantities) for s, o in bounded):
            problems.append(f"{words!r} counts something else in the rows it names")
            continue
        harm = _harm_at(bare, figure)
        if harm and not any(harm & _harm_near(s, o, quantities) for s, o in bounded):
            problems.append(f"{words!r} stands for other harm in the rows it names")
    return problems


_ABOUT, _MORE, _LESS = "~", ">", "<"


def _same_bounds(mine: Figure, source: Figure) -> bool:
    """Whether a figure keeps the source's bound: neither dropped nor added."""
    if mine.unit != source.unit and "%" in {mine.unit, source.unit}:
        return False
    left, right = _bound(mine), _bound(source)
    if left == right:
        return True
    directions = {"up", "down"}
    if mine.change in directions or source.change in directions:
        return not (mine.change in directions and source.change in directions)
    return False


def _bound(figure: Figure) -> str:
    return figure.change if figure.change in {_ABOUT, _MORE, _LESS} else "="


def _following(text: str, figure: Figure) -> list[str]:
    """Return the words after a figure, to the next one or the end of its clause."""
    rest = text[figure.span.end :]
    others = [f.span.start for f in _figures(text) if f.span.start >= figure.span.end]
    stop = min(others, default=len(text)) - figure.span.end
    piece = rest[: max(stop, 0)]
    if (
        re.fullmatch(r"\s*(?:of|out of|in)\s+(?:the\s+|its\s+|their\s+|\w+['’]s\s+)?", piece)
        and others
    ):
        nearest = next(f for f in _figures(text) if f.span.start == min(others))
        return _following(text, nearest)
    piece = re.split(r"[,;:.()–—]|\s-\s", piece)[0]
    return _WORD.findall(piece)[:WINDOW]


def _counted_after(text: str, figure: Figure) -> list[str]:
    """Return the stems of the first words after a figure that can be what it counts.

    None where the sentence leaves it out: "at least 23 from the authorities", "injured 47, …".
    """
    found: list[str] = []
    following = _following(text, figure)
    if following and following[0].casefold() in _ELLIPTIC:
        return []
    for word in following:
        small = word.casefold()
        if small in _SMALL:
            if found:
                break
            continue
        found.append(stem(small))
        if len(found) == 3:
            break
    return found


def _counts_the_same(
    counted: list[str], sentence: str, other: Figure, quantities: list[Quantity]
) -> bool:
    near = {_unit_stem(stem(word.casefold())) for word in _following(sentence, other)}
    for claim in _claims_at(sentence, other, quantities):
        near |= {
            _unit_stem(stem(w.casefold())) for w in _WORD.findall(f"{claim.counted} {claim.unit}")
        }
    # The unit may be part of the figure itself: "$144 billion", "70 per cent".
    near |= {_unit_stem(stem(w.casefold())) for w in _WORD.findall(other.span.of(sentence))}
    return any(_unit_stem(word) in near for word in counted)


def _claims_at(sentence: str, figure: Figure, quantities: list[Quantity]) -> list[Quantity]:
    """Return the quantity claims of this very figure (same sentence text, same surface)."""
    core = figure.core.of(sentence)
    return [
        c
        for c in quantities
        if core in c.surface and c.surface in sentence and _same_number(c, figure)
    ]


def _same_number(claim: Quantity, figure: Figure) -> bool:
    return (claim.value, claim.low, claim.high) == (figure.value, figure.low, figure.high)


_UNITS = {
    **dict.fromkeys(
        ("person", "people", "persons", "civilian", "civil", "resident", "individual"), "person"
    ),
    **dict.fromkeys(("per", "cent", "percent", "%", "percentage"), "%"),
    **dict.fromkeys(("km", "kilometre", "kilometer", "kilometr"), "km"),
    **dict.fromkeys(("soldier", "soldi", "troop", "service"), "soldier"),
    **dict.fromkeys(("location", "site", "place"), "location"),
    **dict.fromkeys(("injur", "wound", "hurt"), "injur"),
    **dict.fromkeys(("kill", "dead", "death", "died", "di"), "kill"),
}


def _unit_stem(word: str) -> str:
    return _UNITS.get(word, word)


def _harm_at(text: str, figure: Figure) -> set[str]:
    """Return the harm a figure stands for: said after it ("47 injured"), else before ("killed two")."""
    after = re.split(r"\b(?:and|but|while|or)\b", " ".join(_following(text, figure)))[0]
    if found := harm_in(after):
        return found
    before = text[max(0, figure.span.start - 40) : figure.span.start]
    return harm_in(re.split(r"[,;:]|\b(?:and|but|while)\b", before)[-1])


def _harm_near(sentence: str, figure: Figure, quantities: list[Quantity]) -> set[str]:
    claimed = " ".join(c.counted for c in _claims_at(sentence, figure, quantities))
    return _harm_at(sentence, figure) | harm_in(claimed)


# --- dates ----------------------------------------------------------------------------------------


def _date_problems(bare: str, cited: _Cited) -> list[str]:
    problems = []
    for expression in find_dates(bare):
        if locate(expression.words, cited.text):
            continue
        day = resolve(expression.words, None)
        if day is not None:
            if not any(d.start <= day.start and day.end <= d.end for d in cited.dates):
                if not any(_is_within(day, d) for d in cited.dates):
                    problems.append(
                        f"the date {expression.words!r} is not that of the rows it names"
                    )
            continue
        allowed = {w.casefold() for d in cited.dates for w in date_words(d)} | cited.words
        words = [w for w in _WORD.findall(expression.words) if w.casefold() not in _TIME_SMALL]
        if not all(w.casefold() in allowed for w in words):
            problems.append(f"the date {expression.words!r} is not that of the rows it names")
    return problems


_TIME_SMALL = _SMALL | frozenset(
    "night morning evening afternoon day early late later earlier same overnight and between".split()
)


def _is_within(day: DateRange, date: DateRange) -> bool:
    """Whether a coarser or wider date still names the claim's: "in April 2025" for 24 April 2025."""
    return day.start <= date.start and date.end <= day.end


# --- names, harm, negation, status ----------------------------------------------------------------


def _name_problems(bare: str, cited: _Cited) -> list[str]:
    problems = []
    known, labels = cited.words, cited.labels
    for name in name_tokens(bare):
        if carries(known, name.word) or carries(labels, name.word):
            continue
        if name.opens and _is_common(cited, name.word):
            continue
        if _found_in_fuller_name(name.word, bare, cited):
            continue
        problems.append(f"the name {name.word!r} does not stand in the rows it names")
    return problems


def _is_common(cited: _Cited, word: str) -> bool:
    base = stem(word)
    if is_opener(word):
        return True
    pattern = re.compile(rf"\b{re.escape(base)}\w*")
    documents = {cited.document(claim).digest: cited.document(claim) for claim in cited.claims}
    return len(base) > 2 and any(pattern.search(d.text) for d in documents.values())


def _found_in_fuller_name(word: str, text: str, cited: _Cited) -> bool:
    """Admit a missing part of a name that the same source has beside a cited part, and cite it."""
    runs = [run for run in _runs(text) if word in run]
    for claim in cited.claims:
        document = cited.document(claim)
        for run in runs:
            partners = [w for w in run if w != word and carries(cited.words, w)]
            for sentence in document.sentences:
                source_runs = _runs(sentence.span.of(document.text))
                if any(
                    carries(frozenset(map(plain, other)), word)
                    and any(carries(frozenset(map(plain, other)), p) for p in partners)
                    for other in source_runs
                ):
                    cited.add(claim, sentence.number)
                    return True
    return False


_RUN = re.compile(r"[A-ZÀ-Ž][\w'’.-]*(?:\s+(?:of\s+|de\s+|al\s+|the\s+)?[A-ZÀ-Ž][\w'’.-]*)*")


def _runs(text: str) -> list[list[str]]:
    return [[w.rstrip(".'’") for w in match.group().split()] for match in _RUN.finditer(text)]


def _harm_problems(bare: str, cited: _Cited) -> list[str]:
    missing = harm_in(bare) - harm_in(cited.text)
    return [f"the rows it names say nothing of {name}" for name in sorted(missing)]


def _negation_problems(bare: str, cited: _Cited) -> list[str]:
    if _ABSENCE.search(bare) and not _ABSENCE.search(cited.text):
        return ["it states that something was not reported"]
    mine = _negates(bare)
    theirs = [_negates(s) for s in cited.sentences.values()]
    if mine and not any(theirs) and not _NEGATIVE_VERB.search(cited.text):
        return ["it denies something that the rows it names do not deny"]
    if not mine and not _NEGATIVE_VERB.search(bare):
        told = {stem(w) for w in words_of(bare)}
        denied = [
            stem(verb)
            for claim in cited.claims
            if isinstance(claim, Event)
            for verb in _DENIED.findall(claim.what.replace("’", "'"))
        ]
        if any(verb in told for verb in denied):
            return ["it drops the negation of the rows it names"]
    return []


def _negates(text: str) -> bool:
    words = {w.casefold().replace("’", "'") for w in _WORD.findall(text)}
    return bool(words & _NEGATIONS) or any(w.endswith("n't") for w in words)


def _status_problems(text: str, claims: list[AnyClaim]) -> list[str]:
    events = [claim for claim in claims if isinstance(claim, Event)]
    if not events or len(events) < len(claims):
        return []
    problems = []
    if all(e.status == "planned" for e in events) and not _PLANNED.search(text):
        problems.append("the rows it names are plans; the sentence has to say so")
    if all(e.status in {"claimed", "denied"} for e in events) and not _HEDGE.search(text):
        problems.append(f"the rows it names are claims of {events[0].said_by or 'one side'}")
    return problems


def _source_problems(text: str, stretches: list[Span], cited: _Cited) -> list[str]:
    """What rests on opinion, a party or a machine alone is told as theirs, by name."""
    sources = {
        s.id: s for s in (cited.gate.sources[c.document, c.part] for c in cited.claims)
    }.values()
    kinds = {source.article.kind for source in sources}
    if any(source.corroborates for source in sources):
        return []
    if kinds == {Kind.MACHINE_MADE} and not stretches:
        return []
    known = words_of(text)
    for source in sources:
        label = [w for w in words_of(source.label) if w not in _SMALL]
        if not any(carries(known, word) for word in label):
            kind = source.article.kind.value.replace("_", " ")
            return [f"it rests on a {kind} alone; the sentence has to name {source.label}"]
    return []


def _bearing_problems(text: str, claims: list[AnyClaim]) -> list[str]:
    """A row that shares no word with the sentence does not carry any of it."""
    mine = {stem(w) for w in words_of(text) if w not in _SMALL}
    for claim in claims:
        content = _content(claim)
        if not mine & {stem(w) for w in words_of(content) if w not in _SMALL}:
            return [f"the row {claim.id} does not bear on it"]
    return []


def _content(claim: AnyClaim) -> str:
    if isinstance(claim, Event):
        return f"{claim.what} {claim.words}"
    if isinstance(claim, Quantity):
        return f"{claim.surface} {claim.counted} {claim.unit} {claim.scope}"
    return f"{claim.words} {claim.speaker}"
