"""Who says it: the speaker a sentence states, and whether its sources have that."""

from __future__ import annotations

import re

from summarizer.claims import Event, Quantity, Quotation
from summarizer.gate.cited import SMALL, Cited, figures_of, words
from summarizer.names import carries, is_opener, name_tokens, plain, stem, words_of
from summarizer.spans import Span

CUES = (
    "said|says|say|saying|told|tells|wrote|writes|added|adds|stated|states|posted|called|calls|"
    "described|describes|remarked|replied|responded|insisted|argued|warned|declared|announced|"
    "reiterated|recalled|recounted|asked|tweeted|spoke|claimed|claims|urged|defended|blamed|quoted|"
    "promised|vowed|pledged|demanded|joked|confirmed|denied|admitted|complained|repeated|noted|"
    "explained|condemned|alleged|reported|continued|concluded|put|counted|gave|estimated"
)
_NAME = r"(?:[A-ZÀ-Ž][\w.'’-]*\s+(?:of\s+(?:the\s+)?|de\s+|al\s+)?)*[A-ZÀ-Ž][\w'’-]*"
_NAME_THEN_CUE = re.compile(
    rf"({_NAME})(?:,[^,“”\"]{{0,60}},)?(?:\s+of\s+(?:the\s+)?{_NAME})?\s+"
    rf"(?:\w+ly\s+|also\s+|later\s+|had\s+|has\s+)?(?:{CUES})\b[^“”\"]{{0,80}}$"
)
_NAME_COLON = re.compile(rf"({_NAME})(?:['’]s\s+[\w ]{{1,40}})?\s*:\s*[“\"'‘«„]?\s*$")
_CUE_THEN_NAME = re.compile(
    rf"^[,.!?]?[”\"’'»]?[,.]?\s*(?:according to|(?:{CUES})|in the words of)\s+"
    rf"(?:by\s+)?(?:the\s+)?(?:(?!who\b|that\b|which\b|to\b)[a-z]+\s+){{0,3}}({_NAME})"
)
_NAME_THEN_CUE_AFTER = re.compile(
    rf"^[,.!?]?[”\"’'»]?[,.]?\s*(?:the\s+[\w ]{{1,40}},\s*)?({_NAME}),?\s+(?:[a-z]+\s+)?(?:{CUES})\b"
)
# The subject of a sentence says what its second verb quotes: "Merz rang Paris and said later: …"
_AND_SAID = re.compile(
    rf"^({_NAME})(?<!['’]s)\s+(?!who\b|whose\b)[a-z](?:(?!\b(?:who|which|that|as|while|when|where)\b)"
    rf"[^“”\";:.])*\b(?:and|but)\s+(?:(?:\w+ly|also|later|then)\s+)?(?:{CUES})\b[^“”\"]{{0,40}}$"
)
_TOLD_BY = re.compile(rf"^[,.!?]?[”\"’'»]?[^“”\"]{{0,60}}\btold by\s+({_NAME})")
_ACCORDING = re.compile(
    rf"(?i:according to|in the words of|by)\s+(?:[a-z]+\s+){{0,4}}({_NAME})[^“”\"]{{0,60}}$"
)
_ATTRIBUTED = re.compile(
    r"([\w'’-]+)\s+(?:also\s+|later\s+|\w+ly\s+)?(?:said|says|told|claimed|stated|wrote|announced)\b"
)
_BY_SOURCE = re.compile(r"\b(?i:according to)\s+([^,.;:“”\"]{2,60})")
_NOBODY = frozenset(
    "he she they it who which that and also later further one was were is are been being has had "
    "have be not never alone itself themselves".split()
)


def stated_speaker(text: str, span: Span) -> str:
    """Return the name that the sentence's own words make the speaker of a quotation, or "".

    >>> stated_speaker("Merz rang Paris and said later: “No”", Span(32, 36))
    'Merz'
    >>> stated_speaker("Merz thanked Macron, who rang Kyiv and said: “No”", Span(45, 49))
    ''
    """
    before = text[: span.start].rstrip("“\"'‘«„‹‚＂ ")
    after = text[span.end :]
    if found := _TOLD_BY.match(after):
        return found.group(1)
    for pattern in (_NAME_THEN_CUE_AFTER, _CUE_THEN_NAME):
        found = pattern.match(after)
        if found and not is_opener(found.group(1).split()[0]):
            return found.group(1)
    head = before.rstrip(" :,")
    for pattern in (_NAME_THEN_CUE, _ACCORDING):
        named = _last(pattern, head)
        if named and not is_opener(named.split()[-1]):
            return named
    found = _AND_SAID.search(head)
    if found and not is_opener(found.group(1).split()[0]):
        return found.group(1)
    found = _NAME_COLON.search(before)
    clause = re.split(r"[.;”]", before[: found.start()])[-1] if found else ""
    if found and not name_tokens(clause) and not is_opener(found.group(1).split()[0]):
        return found.group(1)
    return ""


def _last(pattern: re.Pattern[str], head: str) -> str:
    """Return the name that begins nearest to the end: each of two clauses has its own sayer."""
    named = ""
    found = pattern.search(head)
    while found:
        named = found.group(1)
        found = pattern.search(head, found.end(1))
    return named


def sayer_problems(bare: str, cited: Cited) -> list[str]:
    """Return a problem if the sentence puts what it tells into a mouth that no row gives."""
    allowed = _sayers(cited)
    for found in _ATTRIBUTED.finditer(bare):
        word = found.group(1)
        if word.casefold() in _NOBODY or _is_allowed(word, allowed):
            continue
        return [f"{word!r} is not who says it in the rows it names"]
    for found in _BY_SOURCE.finditer(bare):
        named = [w for w in words(found.group(1)) if w.casefold() not in SMALL]
        if named and not any(_is_allowed(word, allowed) for word in named):
            return [f"{found.group(1)!r} is not who says it in the rows it names"]
    return _figures_said_by_another(bare, cited)


def _figures_said_by_another(bare: str, cited: Cited) -> list[str]:
    """A sentence with one sayer and a figure: if rows say who gave the figure, it was he."""
    said = [f.group(1) for f in _ATTRIBUTED.finditer(bare) if f.group(1).casefold() not in _NOBODY]
    said += [" ".join(words(found.group(1))) for found in _BY_SOURCE.finditer(bare)]
    if len(said) != 1 or ";" in bare:
        return []
    sayer = [word for word in said[0].split() if word.casefold() not in SMALL]
    if any(carries(words_of(label), word) for label in cited.labels for word in sayer):
        return []  # an outlet reports what others said
    known = words_of(bare)
    for figure in figures_of(bare):
        counts = [
            c for c in cited.quantities() if figure.value is not None and c.value == figure.value
        ]
        if not counts or any(not c.said_by or is_named(c.said_by, known) for c in counts):
            continue
        given = [_sayers(Cited([count], cited.known, cited.sources)) for count in counts]
        if not any(_is_allowed(word, names) for names in given for word in sayer):
            told = figure.span.of(bare)
            return [f"{told!r} is given by {counts[0].said_by}, not by {said[0]}"]
    return []


def is_named(name: str, known: frozenset[str]) -> bool:
    """Whether the last name of `name` is among the words, or a word of it if it has no capital."""
    capitals = [token.word for token in name_tokens(f"the {name}")]
    if capitals:
        return carries(known, capitals[-1])
    content = [plain(w) for w in words(name) if w.casefold() not in {"the", "a", "an", "of"}]
    return bool(content) and content[-1] in known


def _is_allowed(word: str, allowed: frozenset[str]) -> bool:
    return carries(allowed, word) or stem(word.casefold()) in {stem(w) for w in allowed}


def _sayers(cited: Cited) -> frozenset[str]:
    """Return the words of everybody whom the rows, the labels or the cited sentences let speak."""
    named = list(cited.labels)
    for claim in cited.claims:
        if isinstance(claim, Event | Quantity):
            named.append(claim.said_by)
        elif isinstance(claim, Quotation):
            named += [claim.speaker, claim.relayed_by]
        if isinstance(claim, Event):
            named += [*claim.actors, claim.what]
    if not any(isinstance(c, Event | Quantity) and c.said_by for c in cited.claims):
        stated = [_clause_of(found, cited.text) for found in _ATTRIBUTED.finditer(cited.text)]
        stated += [found.group(1) for found in _BY_SOURCE.finditer(cited.text)]
        named += stated or [cited.text]
    else:
        named += [c.said_by for c in cited.in_sentences() if isinstance(c, Event) and c.said_by]
        named += [_around(name, cited) for name in named if name]
    return words_of(" ; ".join(name for name in named if name))


def _clause_of(found: re.Match[str], text: str) -> str:
    """Return the few words before and after a verb of saying: who says it is among them."""
    before = re.split(r"[,.;:“”\n]", text[: found.end(1)])[-1]
    return f"{' '.join(before.split()[-7:])} {' '.join(text[found.end() :].split()[:7])}"


def _around(name: str, cited: Cited) -> str:
    """Return the clause in which a cited sentence names a sayer: his role stands beside him."""
    last = name.split()[-1]
    clauses = re.split(r"[.;“”]|, and |\band\b", cited.text)
    return " ".join(clause for clause in clauses if last in clause)


def source_problems(text: str, cited: Cited) -> list[str]:
    """What rests on opinion, a party or a machine alone is told as theirs, by name."""
    sources = {source.id: source for source in map(cited.source, cited.claims)}.values()
    if any(source.corroborates for source in sources):
        return []
    known = words_of(text)
    for source in sources:
        label = [w for w in words_of(source.label) if w not in SMALL]
        if not any(carries(known, word) for word in label):
            kind = source.article.kind.value.replace("_", " ")
            return [f"it rests on a {kind} alone; the sentence has to name {source.label}"]
    return []
