"""Correction notices: sentences in which an outlet says that its own words were wrong, by rule.

Finds the words that no longer hold and those that stand for them. Only what speaks of this text or of
an earlier version of it is a notice; that officials corrected a toll is news. Knows texts alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizer.articles import Document, Sentence
from summarizer.marks import quoted_stretches
from summarizer.quantities import find_figures
from summarizer.signs.wordings import wordings
from summarizer.spans import Span

MOST_FOLLOWING = 2  # sentences after a notice in its paragraph that may give what is right

_TEXT = (
    r"(?:article|story|report|post|piece|column|page|dispatch|item|entry|live ?blog|headline|caption|"
    r"graphic|version|photo caption|subheading|newsletter|transcript)"
)
_WRONGLY = r"(?:incorrectly|wrongly|mistakenly|erroneously|inaccurately|falsely)"
_ERRS = (
    r"(?:mis(?:stated|identified|spelled|spelt|quoted|reported|attributed|described|named|characterized|"
    r"characterised|represented|dated))"
)
_SAID = (
    r"(?:said|stated|reported|gave|put|suggested|claimed|indicated|referred to|described|identified|"
    r"named|listed|called|had|read|attributed|quoted|implied|used|included|contained)"
)
# What only may be the outlet's own: others revise reports, stories and posts as well.
_PIECE = r"(?:article|story|headline|caption|post)"
_PART = r"(?:headline|photo caption|caption|subheading)"
_OURS = rf"(?:this|our) (?:[a-z]+\.? \d{{1,2}} )?{_TEXT}"
_THIS = rf"(?:(?:this|our) {_TEXT}|the {_PIECE})"
_EARLIER = r"(?:earlier|previous|prior|original|initial|first|older)"
_AMENDED = r"amended|corrected|revised|edited|changed|altered"
_MEND = r"(?:correct|clarify|fix|amend|remove|say|reflect|show|state|make clear)\b"
_TELLS = r"(?:said|stated|reported|gave|identified)"  # a version of a bill does other things
_BEFORE = r"(?:earlier|previously|originally|initially|at first|first)"
_BY_MISTAKE = r"(?:editing|reporting|production|transcription|translation|typographical) error"
_SINCE = r"(?:since |later |subsequently )?"
_IS_OWN = wordings(
    rf"""\b(?:an?|the) {_EARLIER} (?:version|edition|draft)s? of {_THIS}\b
    \b(?:an|the) (?:earlier|previous|prior) versions? (?:had )?(?:{_WRONGLY} {_SAID}|{_ERRS}|{_TELLS})\b
    \b(?:earlier|previous|prior) versions of {_THIS}\b
    \b{_OURS},? (?:was|has been|is) {_SINCE}(?:{_AMENDED})\b
    \bthe {_PIECE},? (?:was|has been) {_SINCE}(?:amended|corrected|updated)\b(?=.{{0,30}}? to {_MEND})
    \b{_OURS},? (?:was|has been) {_SINCE}updated\b.{{0,40}}\bto (?:correct|clarify|fix|amend|remove)\b
    \b{_OURS},? (?:was|has been) {_SINCE}updated\b.{{0,40}}\bbecause an?\b
    \b{_OURS},? (?:has |had )?(?:{_BEFORE} |{_WRONGLY} ){{1,2}}(?:{_SAID}|{_ERRS})\b
    \bthe {_PART},? (?:has |had )?(?:{_BEFORE} |{_WRONGLY} ){{1,2}}(?:{_SAID}|{_ERRS})\b
    \b{_OURS} (?:{_ERRS}|contained an? (?:\w+ )?(?:error|mistake|inaccuracy)|corrects)\b
    ^\W*an? (?:earlier|previous) {_TEXT} (?:{_BEFORE} )?(?:{_WRONGLY} {_SAID}|{_ERRS})\b
    ^\W*\(?corrects\b
    \bwe (?:had )?(?:{_BEFORE} )?(?:{_WRONGLY} {_SAID}|{_ERRS})\b
    \b(?:because of|as a result of|due to) an? {_BY_MISTAKE}\b.{{0,40}}\b(?:{_OURS}|earlier version)\b
    \bwe (?:have )?(?:amended|corrected) (?:this|the|our) (?:{_TEXT}|figure|error)\b
    \bin eine[rm] (?:früheren|vorherigen|ersten|ursprünglichen) (?:Version|Fassung)\b
    \bdieser (?:Artikel|Text|Beitrag) wurde .{{0,40}}(?:korrigiert|berichtigt)\b
    \bune (?:première |précédente )?version (?:précédente|antérieure|initiale)?\s?de cet article\b
    \buna versión (?:anterior|previa) de est[ea] (?:artículo|noticia|nota)\b"""
)
# Parts of words of which every notice has one: looked for first, as most sentences have none.
_NEEDED = (
    "version versión draft edition fassung correc korrektur richtig rectificatif errat clarif amend "
    "revis edited changed altered updated error mistake mis inaccura wrongly erroneous false korrigiert "
    "original previous earlier first"
).split()
_LABELS = (
    r"corrections? and clarifications|corrections?|clarification|corrected|berichtigung|korrektur|"
    r"richtigstellung|rectificatif|erratum|corrección|fe de erratas"
)
_DATED = (
    r"(?:\s*\([^)]{1,30}\)|[,\s]+(?:on\s+)?(?:\w+\.?\s+\d{1,2}(?:,?\s+\d{4})?|"
    r"\d{1,2}\.?\s+\w+\.?(?:\s+\d{4})?))?"
)
_LABEL = re.compile(rf"\W{{0,3}}(?:{_LABELS})\b{_DATED}\s*[:–—-]", re.IGNORECASE)
_LABEL_ALONE = re.compile(rf"\W{{0,3}}(?:{_LABELS})\W*", re.IGNORECASE)
_AS = r"(?:\W+(?:\w+\W+){0,12}?as)"  # misstated the number of people hurt as
_SAYS = re.compile(
    rf"\b(?:{_SAID}|{_ERRS}{_AS}|hieß es|war von|stand|indiquait|decía)\b(?: that\b)?",
    re.IGNORECASE,
)
_THING = (
    r"(?:it|that|this|they|there|he|she|name|number|figure|total|toll|spelling|amount|date|age|title|"
    r"place|town|word|quote|quotation|sum|count|value)"
)
_STATES = re.compile(
    rf"\b(?:to (?:say|reflect|show|state|clarify|make clear|note|read|give|add)(?: that)?|"
    rf"{_THING}\s+(?:is|was|are|were|should be|should have (?:been|read|said)|in fact|actually)|"
    r"(?:is|was|are|were) (?:in fact|actually)|"
    r"(?:correct|actual|right) [\w\s]{1,30}? (?:is|was|are|were)|"
    r"should (?:be|have been|have read|have said)|richtig ist|tatsächlich)\b(?:\s*(?:that|:))?",
    re.IGNORECASE,
)
_TURN = re.compile(
    r";\s*|\s[–—]\s|,?\s+(?:when|whereas|while)\s+(?:in fact\s+|actually\s+)?|,?\s+but\s+",
    re.IGNORECASE,
)
_NOT = re.compile(r"(?:,|\s[–—])?\s+(?:and\s+)?(?:not|rather than|instead of)\s+", re.IGNORECASE)
_NOT_BUT = re.compile(
    r"\b(?:not|nicht)\s+(?P<old>[^.;]{1,80}?),?\s+(?:but|sondern)\s+(?:rather\s+)?(?P<new>[^.;]{1,80})",
    re.IGNORECASE,
)
_FROM_TO = re.compile(
    r"\bfrom\s+(?P<old>[^.;]{1,80}?)\s+to\s+(?P<new>[^.;]{1,80}?)(?=[.;]|$)", re.IGNORECASE
)
_FOLLOWS = re.compile(
    r"(?:it|its|the|that|this|those|these|they|there|he|she|his|her|in fact|actually|in all|a total of|"
    r"we|only|both|all|richtig|tatsächlich|es|er|sie|der|die|das|"
    r"il|ils|elle|elles|le|la|les|son)\b",
    re.IGNORECASE,
)
_REGRET = re.compile(r"\b(?:regret|apologi[sz]e)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Notice:
    """What an outlet says of its own words: those that no longer hold, and those that do.

    `sentences` are numbers, from 1. `old` and `new` are stretches of the text; either may be missing.
    """

    sentences: tuple[int, ...]
    old: tuple[Span, ...]
    new: tuple[Span, ...]


def notices_of(document: Document) -> tuple[Notice, ...]:
    """Return the correction notices of a text, in its order.

    >>> text = "Fire in Oxmere\\nAn earlier version of this article said 30 were hurt. It was 23."
    >>> [notice] = notices_of(Document(text, "a.txt"))
    >>> notice.sentences, notice.old[0].of(text), notice.new[0].of(text)
    ((2, 3), '30 were hurt', '23')
    """
    if not any(_is_notice(sentence.span.of(document.text)) for sentence in document.sentences):
        return ()
    bare = without_quotations(document.text)
    found: list[Notice] = []
    taken: set[int] = set()
    for sentence in document.sentences:
        if sentence.number not in taken and _is_notice(sentence.span.of(bare)):
            run = _run(document, sentence)
            taken.update(one.number for one in run)
            found.append(_notice(bare, run))
    return tuple(found)


def without_quotations(text: str) -> str:
    """Return a text of the same length in which what stands between quotation marks says nothing.

    Somebody quoted as saying "this article was corrected" speaks of another one.
    """
    pieces, end = [], 0
    for stretch in quoted_stretches(text):
        if stretch.start >= end:
            pieces += [text[end : stretch.start], re.sub(r"\w", "X", stretch.of(text))]
            end = stretch.end
    return "".join([*pieces, text[end:]])


def _is_notice(words: str) -> bool:
    small = words.casefold()
    if not any(word in small for word in _NEEDED):
        return False
    return bool(_LABEL_ALONE.fullmatch(words) or _LABEL.match(words) or _IS_OWN.search(words))


def _run(document: Document, first: Sentence) -> list[Sentence]:
    """Return a notice with the sentences after it that belong to it."""
    run = [first]
    is_label = _LABEL_ALONE.fullmatch(first.span.of(document.text)) is not None
    for sentence in document.sentences[first.number : first.number + MOST_FOLLOWING + is_label]:
        between = document.text[run[-1].span.end : sentence.span.start]
        text = sentence.span.of(document.text)
        is_next = "\n" not in between and bool(_FOLLOWS.match(text) or _REGRET.search(text))
        if not (is_next or (is_label and len(run) == 1)):
            break
        run.append(sentence)
    return run


def _notice(bare: str, run: Sequence[Sentence]) -> Notice:
    old: list[Span] = []
    new: list[Span] = []
    has_said = False
    for sentence in run:
        text = sentence.span.of(bare)
        for is_old, span in _words_of(text, has_said=has_said):
            (old if is_old else new).append(span.shifted(sentence.span.start))
        has_said = has_said or not _LABEL_ALONE.fullmatch(text)
    return Notice(tuple(sentence.number for sentence in run), tuple(old), tuple(new))


def _words_of(text: str, *, has_said: bool) -> Iterator[tuple[bool, Span]]:
    """Yield the stretches of a sentence that no longer hold (True) and those that do (False).

    Args:
        text: a sentence of a notice.
        has_said: whether a sentence before it told what was wrong; then it tells what is right.
    """
    for pattern in (_NOT_BUT, _FROM_TO):
        pair = pattern.search(text)
        if pair and (
            pattern is _NOT_BUT or (find_figures(pair["old"]) and find_figures(pair["new"]))
        ):
            yield True, _trimmed(text, *pair.span("old"))
            yield False, _trimmed(text, *pair.span("new"))
            return
    own = _IS_OWN.search(text)
    begin = own.end() if own else 0
    # "an article that wrongly said": the verb may be a part of what shows the notice
    says = None if has_said else _SAYS.search(text, own.start() if own else begin)
    if says is not None and not _STATES.search(text, begin, says.start()):
        rest = Span(says.end(), len(text))
        if turn := _TURN.search(text, rest.start):
            yield True, _trimmed(text, rest.start, turn.start())
            yield from _stated(text, turn.end())
        elif negated := _NOT.search(text, rest.start):
            yield True, _trimmed(text, rest.start, negated.start())
            yield False, _trimmed(text, negated.end(), len(text))
        else:
            yield True, _trimmed(text, rest.start, rest.end)
        return
    states = _STATES.search(text, begin)
    if states is not None:
        yield from _stated(text, states.end())
    elif has_said and not _REGRET.search(text):
        yield from _stated(text, 0)


def _stated(text: str, start: int) -> Iterator[tuple[bool, Span]]:
    """Yield what holds from a place on, and what it stands for: "23, not 30"."""
    states = _STATES.match(text, start)
    start = states.end() if states else start
    if negated := _NOT.search(text, start):
        yield False, _trimmed(text, start, negated.start())
        yield True, _trimmed(text, negated.end(), len(text))
    else:
        yield False, _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and not (text[start].isalnum() or text[start] in "“\"‘'«„$£€"):
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in "”\"’'»%"):
        end -= 1
    return Span(start, end)
