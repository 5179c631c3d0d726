"""Words between marks: verbatim, of one source, with their sense and with their speaker."""

from __future__ import annotations

import re

from summarizer.claims import Quotation
from summarizer.gate.cited import Cited, figures_of
from summarizer.gate.sayers import is_named, stated_speaker
from summarizer.languages import is_foreign
from summarizer.marks import quoted_stretches
from summarizer.names import carries, name_tokens, words_of
from summarizer.spans import Span, locate

_MARKS = re.compile(r"[“”„‟«»‹›‚‛＂「」『』\"]|(?<!\w)['‘](?=\w)|,,|''|(?<=[:;,]\s)[’']")
_NEGATION = re.compile(r"\b(?:not|no|never|nobody|nothing|none|without|neither|nor)\b|n['’]t\b")
_CLAUSE = re.compile(r"[.!?;:,—–]")


def outer_stretches(text: str) -> list[Span]:
    """Return the quoted stretches of a text that stand in no other."""
    found = quoted_stretches(text)
    return [s for s in found if not any(o != s and o.contains(s) for o in found)]


def without(text: str, stretches: list[Span]) -> str:
    """Return `text` with quoted words blanked out, so that offsets stay."""
    for span in stretches:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text


def quotation_problems(text: str, stretches: list[Span], cited: Cited) -> list[str]:
    """Return what is wrong with the quoted words of a sentence."""
    problems = []
    bare = without(text, stretches)
    if _has_stray_marks(bare, stretches):
        problems.append("it has quotation marks that are not a pair")
    quoted: set[str] = set()
    for span in stretches:
        said = span.of(text).strip().rstrip(".,!?…–- ").strip()
        if not said:
            continue
        holders = [claim for claim in cited.quotations if locate(said, claim.words)]
        if not holders:
            if not _quoted_in_source(said, cited):
                problems.append(f"“{said[:60]}” is not quoted like that in the rows it names")
                continue
            holders = _quotations_nearby(said, cited)
        quoted.update(claim.id for claim in holders)
        problems += _sense(said, holders, bare, cited)
        problems += _speaker(text, span, said, holders, cited)
    return problems + _told_as_fact(bare, quoted, cited)


def _has_stray_marks(bare: str, stretches: list[Span]) -> bool:
    kept = list(bare)
    for span in stretches:
        for position in (span.start - 1, span.end):
            if 0 <= position < len(kept):
                kept[position] = " "
    return bool(_MARKS.search("".join(kept)))


def _quoted_in_source(said: str, cited: Cited) -> bool:
    return any(
        locate(said, stretch.of(sentence))
        for sentence in cited.sentences.values()
        for stretch in quoted_stretches(sentence)
    )


def _quotations_nearby(said: str, cited: Cited) -> list[Quotation]:
    return [
        claim
        for claim in cited.known.beside(cited.claims)
        if isinstance(claim, Quotation) and locate(said, claim.words)
    ]


def _sense(said: str, holders: list[Quotation], bare: str, cited: Cited) -> list[str]:
    """A part may not leave out a negation or a bound that stands right before it."""
    if not holders or any(not _turned(said, claim, bare, cited) for claim in holders):
        return []
    return [f"“{said[:60]}” leaves out what stands before it in the quotation"]


def _turned(said: str, claim: Quotation, bare: str, cited: Cited) -> bool:
    whole = claim.words
    span = locate(said, whole)
    if span is None or span.start == 0:
        return False
    if is_foreign(cited.document(claim).language):
        return bool(whole[: span.start].strip("“”„«»「」 "))  # what stands before is not understood
    before = _CLAUSE.split(whole[: span.start])[-1]
    if _NEGATION.search(before.casefold()) and not _NEGATION.search(bare.casefold()):
        return True
    return any(
        figure.span.start < span.start <= figure.core.start and figure.modifier
        for figure in figures_of(whole)
    )


def _speaker(text: str, span: Span, said: str, holders: list[Quotation], cited: Cited) -> list[str]:
    named = [claim for claim in holders if claim.speaker]
    if not named or any(_names_speaker(text, span, claim, cited) for claim in named):
        return []
    relay = f", relayed by {named[0].relayed_by}" if named[0].relayed_by else ""
    return [f"“{said[:60]}” was said by {named[0].speaker}{relay}; the sentence has to say so"]


def _names_speaker(text: str, span: Span, claim: Quotation, cited: Cited) -> bool:
    outside = without(text, outer_stretches(text))
    known = words_of(outside)
    if not is_named(claim.speaker, known):
        return False
    if claim.relayed_by and not is_named(claim.relayed_by, known):
        return False
    own = words_of(f"{claim.speaker} {claim.relayed_by}")
    stated = stated_speaker(text, span)
    if stated:
        return any(carries(own, word) for word in stated.split())
    return not _other_speakers(outside, own, cited)


def _other_speakers(outside: str, own: frozenset[str], cited: Cited) -> bool:
    """Whether the sentence names somebody else who speaks in these articles."""
    others = {
        tokens[-1].word
        for claim in cited.known.beside(cited.claims)
        if isinstance(claim, Quotation)
        for tokens in (name_tokens(f"the {claim.speaker}"),)
        if tokens
    }
    here = words_of(outside)
    return any(carries(here, name) and not carries(own, name) for name in others)


def _told_as_fact(bare: str, quoted: set[str], cited: Cited) -> list[str]:
    """A row of quoted words is told with its speaker, between marks or not."""
    if any(not isinstance(claim, Quotation) for claim in cited.claims):
        return []
    known = words_of(bare)
    for claim in cited.quotations:
        if claim.id not in quoted and claim.speaker and not is_named(claim.speaker, known):
            return [f"it tells words of {claim.speaker} as a fact"]
    return []
