"""A page that a person edited, against the briefing it was made from: what has no support. Pure.

Lines that the briefing's own page has are not looked at again; every other sentence goes through
the gate with the sentences it cites, and what cites nothing may hold no number, name or quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from summarizer.briefing import Briefing
from summarizer.gate.cited import figures_of
from summarizer.marks import quoted_stretches
from summarizer.names import name_tokens
from summarizer.overruling.spellings import respelled
from summarizer.rendering.languages import language_notes
from summarizer.rendering.markdown import escape, unescape
from summarizer.rendering.standing import MEANINGS
from summarizer.restoring import Restored
from summarizer.sentences import sentence_spans

_CITES = re.compile(
    r"\\?\[(?P<marks>(?:[^\[\]\\]|\\[^\]])*(?:\[\d+\]\(#s-[^)]*\)(?:[^\[\]\\]|\\[^\]])*)+)\\?\]"
)
_ANCHOR = re.compile(r"\(#s-(?P<source>[0-9a-f]+(?:-\d+)?)-(?P<number>\d+)\)")
_LINK = re.compile(r"\[(?P<shown>\d+)\]\(#s-[0-9a-f]+(?:-\d+)?-(?P<number>\d+)\)")
_ENDNOTE = re.compile(
    r'^\s*[-*] <a id="s-(?P<source>[0-9a-f]+(?:-\d+)?)-(?P<number>\d+)"></a>(?P<text>.*)$'
)
_DERIVED = re.compile(r"^(?: \*\(derived: .*\)\*)?$")
_LEAD = re.compile(r"^\s*(?:#{1,6}|[-*+]|\d+[.)])\s+")
_OF_ROWS, _OF_SENTENCES = "the rows it names", "what it cites"  # the gate speaks of a table
_RULE = re.compile(r"^[\s|:*_#-]*$")
_MARK = re.compile(
    rf" ?\*\((?:{'|'.join(re.escape(word) for _, word, _ in MEANINGS.values())})\)\*"
)
_CELL = re.compile(r"\s*(?<!\\)\|\s*|<br\s*/?>")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something on a page without support: the line (from 1), the sentence, and what is wrong."""

    line: int
    text: str
    problem: str


def check_page(page: str, against: Restored) -> list[Finding]:
    """Return every number, name and quotation of a page that its citations do not carry, in order.

    Args:
        page: Markdown, as `brief` writes it and a person changed it.
        against: the briefing it was made from.
    """
    lines = against.briefing.markdown.splitlines()
    own = {_bare(line) for line in lines}
    notes = _language_notes(against.briefing)
    told = {statement for line in lines for statement in _statements(_without(line, notes))}
    found: list[Finding] = []
    for number, line in enumerate(page.splitlines(), start=1):
        if _bare(line) in own or _RULE.match(line):
            continue
        endnote = _ENDNOTE.match(line)
        if endnote is not None:
            found += _endnote(number, endnote, against)
            continue
        for link in _LINK.finditer(line):
            if link["shown"] != link["number"]:
                found.append(
                    Finding(number, link[0], f"the link goes to sentence {link['number']}")
                )
        for text, sentences in _statements(_without(line, notes)):
            if (text, sentences) in told:
                continue
            for problem in _problems(text, sentences, against):
                found.append(Finding(number, text, problem))
    return found


def _language_notes(briefing: Briefing) -> list[str]:
    """Return what the page says of languages beside its sentences; a program wrote it."""
    statements = [
        statement
        for story in briefing.stories
        for statement in (
            story.headline,
            *(s for section in story.sections for s in section.statements),
            *(s for dispute in story.disputes for s in dispute.versions),
        )
    ]
    notes = {note for statement in statements for note in language_notes(statement)}
    return sorted((f" *({escape(note)})*" for note in notes), key=len, reverse=True)


def _without(line: str, notes: list[str]) -> str:
    for note in notes:
        line = line.replace(note, "")
    return line


def _bare(line: str) -> str:
    """Return a line without what an editor's program changes by itself."""
    return " ".join(line.split())


def _endnote(line: int, endnote: re.Match[str], against: Restored) -> Iterator[Finding]:
    """Yield a finding where the words given as a source's are not the source's."""
    cited = against.cited.get((endnote["source"], int(endnote["number"])))
    text = _bare(unescape(endnote["text"]))
    if cited is None:
        yield Finding(line, text, "there is no such sentence in the briefing")
        return
    _, words, after = text.partition(f": {_bare(cited.words)}")
    if not words or not _DERIVED.match(after):
        yield Finding(line, text, "the words are not those of the source")


def _statements(line: str) -> Iterator[tuple[str, tuple[tuple[str, int], ...]]]:
    """Yield the sentences of a line, each with what the citation after it names."""
    for cell in _CELL.split(_MARK.sub("", _LEAD.sub("", line))):
        at = 0
        for block in _CITES.finditer(cell):
            sentences = tuple(
                (anchor["source"], int(anchor["number"]))
                for anchor in _ANCHOR.finditer(block["marks"])
            )
            yield from ((text, sentences) for text in _sentences(cell[at : block.start()]))
            at = block.end()
        yield from ((text, ()) for text in _sentences(cell[at:]))


def _sentences(text: str) -> Iterator[str]:
    plain = unescape(re.sub(r"(?<!\\)(?:\*\*|\*|__)", "", text)).strip()
    yield from (span.of(plain) for span in sentence_spans(plain))


def _as_printed(text: str, sentences: tuple[tuple[str, int], ...], against: Restored) -> str:
    """Return a sentence with the names that a desk spells its own way as the sources print them."""
    cited = [against.cited[place].words for place in sentences if place in against.cited]
    for overruled in against.briefing.overruled:
        if overruled.spelling is not None:
            old, new = overruled.spelling
            if any(old in words for words in cited) and not any(new in words for words in cited):
                text, _ = respelled(text, [(new, old)])
    return text


def _problems(
    text: str, sentences: tuple[tuple[str, int], ...], against: Restored
) -> Iterator[str]:
    if sentences:
        text = _as_printed(text, sentences, against)
        for problem in against.gate.check_cited(text, sentences).problems:
            yield problem.replace(_OF_ROWS, _OF_SENTENCES)
        return
    stretches = quoted_stretches(text)
    for span in stretches:
        yield f"“{span.of(text)[:60]}” is quoted without a citation"
    for span in stretches:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    for figure in figures_of(text):
        yield f"the number {figure.span.of(text)!r} has no citation"
    for token in name_tokens(text):
        if not token.opens:
            yield f"the name {token.word!r} has no citation"
