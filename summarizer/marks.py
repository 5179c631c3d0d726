"""Quotation marks: which stretches of a text stand between them. Pure; knows strings only.

Marks are paired by style, line by line and in one pass: each line is read from left to right with
the marks still open, and what might be an apostrophe or an inch looks one mark ahead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from summarizer.spans import Span

# Which marks close a quotation that the key opens: English, German and Polish, French, inward and
# Swedish style, Japanese; straight marks and single ones close themselves.
_CLOSERS = {
    "“": "”\"", "„": "“”", "”": "”", '"': '"”', "＂": "＂", "«": "»", "»": "«",
    "‹": "›", "›": "‹", "‚": "‘’", "‘": "’'", "'": "'’", "「": "」", "『": "』",
}  # fmt: skip
_SINGLE = "'‘’‚"
_MARK = re.compile("[“”„\"＂«»‹›‚‘’'「」『』]")
_BRACKETS = "「『"  # open wherever they stand: no blank goes before them
# These open only where the line goes on to close them, since alone they are something else.
_CLOSED_IN_LINE = "”»›"
# "party 's", "'re", "'90s", "rock 'n' roll": an apostrophe although a blank stands before it, also
# where it is printed as an opening mark.
_ELISION = re.compile(
    r"['‘’]n['’](?!\w)|['’](?:s|re|ve|ll|d|m|t|em|til|tis|twas|n)\b|['‘’]\d0s\b|‘(?:em|tis|twas)\b",
    re.IGNORECASE,
)
_BEFORE_OPENING = frozenset(" \t\u00a0\u2009\u202f([{—–-/:\"“„«‹»›'‘＂")
_DEEPEST = 6  # quotations inside each other; what is nested deeper is not told apart


@dataclass(slots=True)
class _Open:
    """A mark that waits for its partner; `closed_inside` is where one of its own style ended."""

    mark: str
    start: int
    closed_inside: int | None = None


@dataclass(frozen=True, slots=True)
class _Mark:
    """A mark and what stands around it."""

    character: str
    position: int
    before: str
    after: str

    @property
    def is_single(self) -> bool:
        return self.character in _SINGLE

    @property
    def may_open(self) -> bool:
        return self.before in _BEFORE_OPENING and not self.after.isspace()

    @property
    def may_close(self) -> bool:
        return not self.before.isspace() and not self.after.isalnum()

    @property
    def is_doubtful(self) -> bool:
        """Whether a mark that may close may be an inch, or a possessive ("the workers' pay")."""
        ends = self.before.isdigit() or (self.is_single and self.before in "sS")
        return ends and self.after.isspace() and self.after != "\n"


@dataclass(frozen=True, slots=True)
class _Ahead:
    """Whether the next single and the next double mark that is beyond doubt closes something."""

    single_closes: bool
    double_closes: bool

    def closes(self, mark: _Mark) -> bool:
        return self.single_closes if mark.is_single else self.double_closes


@dataclass(slots=True)
class _Line:
    """The quotations of one line: what it opens and does not close, and what it only closes."""

    stretches: list[Span] = field(default_factory=list)
    left_open: tuple[int, str] | None = None  # where its words begin, and its mark
    first: tuple[int, str] | None = None  # the words that the first mark of the line opens
    closes: tuple[int, str] | None = None  # a closing mark before any opening one


def quoted_stretches(text: str) -> list[Span]:
    """Return the stretches between quotation marks, without the marks, in reading order.

    A quotation that a paragraph leaves open ends with its line. Single marks count where they
    cannot be apostrophes. Nested quotations are listed beside the one that holds them.

    >>> text = "He said 'the workers' pay is low' and „we ‚won‘“."
    >>> [span.of(text) for span in quoted_stretches(text)]
    ["the workers' pay is low", 'we ‚won‘', 'won']
    """
    found: list[Span] = []
    start = 0
    for line in text.splitlines(keepends=True):
        content = line.rstrip()
        found.extend(span.shifted(start) for span in _read(content).stretches)
        start += len(line)
    return sorted(set(found), key=lambda span: (span.start, -span.end))


def is_quoted(span: Span, text: str, stretches: list[Span] | None = None) -> bool:
    """Whether all of `span` stands inside one quotation in `text`, over paragraphs if it goes on."""
    if any(s.contains(span) for s in (quoted_stretches(text) if stretches is None else stretches)):
        return True
    return any(whole.contains(span) for whole in _over_lines(text)[0])


def running_marks(text: str) -> tuple[int, ...]:
    """Return where a paragraph opens anew the quotation that the one before it left open.

    >>> running_marks("“It was long.\\n“We left,” he said.")
    (14,)
    """
    return _over_lines(text)[1]


@lru_cache(maxsize=64)
def _over_lines(text: str) -> tuple[tuple[Span, ...], tuple[int, ...]]:
    """Return the quotations that run over lines, and the marks that continue them.

    A line goes on with the quotation of the one before it if it opens with the same mark. In a text
    of short lines, those without marks belong to it if the next one with marks closes first.
    """
    found: list[Span] = []
    marks: list[int] = []
    pending: tuple[int, str] | None = None
    start, bare = 0, 0  # offset of the line; lines without marks just before it
    for line in text.splitlines(keepends=True):
        content = line.rstrip()
        read = _read(content)
        if pending and content:
            begin, mark = pending
            end = _end_of_continuation(read, mark, content, may_open=not bare)
            bare = 0 if read.closes or read.first else bare + 1
            if end is not None:
                found.append(Span(begin, start + end))
                if read.first:
                    marks.append(start + read.first[0] - 1)
            if read.closes or read.first:
                pending = pending if end is not None and _stays_open(read) else None
        if read.left_open and pending is None:
            pending, bare = (start + read.left_open[0], read.left_open[1]), 0
        start += len(line)
    return tuple(found), tuple(marks)


def _end_of_continuation(read: _Line, mark: str, content: str, *, may_open: bool) -> int | None:
    """Return where the words of a quotation left open end in the next line, or None."""
    if read.closes and read.closes[1] in _CLOSERS[mark]:
        return read.closes[0]
    if may_open and read.first and read.first[1] == mark and _opens(content, read):
        begin = read.first[0]
        return max(s.end for s in read.stretches if s.start == begin)
    return None


def _opens(content: str, read: _Line) -> bool:
    """Whether the line begins with its first quotation, which has words."""
    if read.first is None or not any(s.start == read.first[0] for s in read.stretches):
        return False
    return not content[: read.first[0] - 1].strip()


def _stays_open(read: _Line) -> bool:
    return read.left_open is not None and read.left_open == read.first


def _read(line: str) -> _Line:
    """Return the quotations of a line without its end."""
    marks = _marks(line)
    last = {mark: line.rfind(_CLOSERS[mark]) for mark in _CLOSED_IN_LINE}
    result = _Line()
    opened: list[_Open] = []
    for mark, ahead in zip(marks, _ahead(marks), strict=True):
        level = _closed_by(mark, opened, ahead)
        if level is not None:
            entry = opened[level]
            result.stretches.append(Span(entry.start, mark.position))
            del opened[level:]
            outer = next((o for o in reversed(opened) if o.mark == entry.mark), None)
            if outer and outer.closed_inside is None:
                outer.closed_inside = mark.position
        elif _opened_by(mark, opened, ahead, last):
            opened.append(_Open(mark.character, mark.position + 1))
            if not mark.is_single and result.first is None and result.closes is None:
                result.first = (mark.position + 1, mark.character)
        elif not mark.is_single and mark.may_close and not opened and result.first is None:
            result.closes = result.closes or (mark.position, mark.character)
    _leave(line, opened, result)
    result.stretches = [s for s in result.stretches if line[s.start : s.end].strip()]
    return result


def _leave(line: str, opened: list[_Open], result: _Line) -> None:
    """End what the line leaves open: with the line, or where a nested one of its style ended."""
    outer = next((entry for entry in opened if entry.mark not in _SINGLE + "‹›"), None)
    if outer is None:
        return
    if outer.closed_inside is not None:
        result.stretches.append(Span(outer.start, outer.closed_inside))
    elif outer.start < len(line):
        result.stretches.append(Span(outer.start, len(line)))
        result.left_open = (outer.start, outer.mark)


def _marks(line: str) -> list[_Mark]:
    """Return the marks of a line, apostrophes inside and before words left out."""
    elided = {
        position
        for match in _ELISION.finditer(line)
        for position in range(match.start(), match.end())
        if line[position] in _SINGLE
    }
    found = []
    for match in _MARK.finditer(line):
        at = match.start()
        before = line[at - 1] if at else " "
        after = line[at + 1] if at + 1 < len(line) else "\n"
        mark = _Mark(match.group(), at, before, after)
        is_apostrophe = mark.is_single and before.isalnum() and after.isalnum()
        if at not in elided and not is_apostrophe:
            found.append(mark)
    return found


def _ahead(marks: list[_Mark]) -> list[_Ahead]:
    """Return for each mark what the marks after it surely do."""
    found: list[_Ahead] = []
    single = double = ""
    for mark in reversed(marks):
        found.append(_Ahead(single == "closes", double == "closes"))
        sure = ""
        if mark.may_open and mark.character not in "’”":
            sure = "opens"
        elif mark.may_close and not mark.is_doubtful:
            sure = "closes"
        if sure and mark.is_single:
            single = sure
        elif sure:
            double = sure
    return found[::-1]


def _closed_by(mark: _Mark, opened: list[_Open], ahead: _Ahead) -> int | None:
    """Return which of the open quotations a mark closes, or None."""
    if mark.is_doubtful and ahead.closes(mark):
        return None
    for level in range(len(opened) - 1, -1, -1):
        entry = opened[level]
        if mark.character in _CLOSERS[entry.mark]:
            if mark.is_single:
                return level if mark.may_close else None
            opens_anew = mark.may_open and ahead.double_closes and mark.character != "”"
            return None if opens_anew else level
        if mark.is_single and ahead.double_closes:
            return None  # an apostrophe inside double marks
    return None


def _opened_by(mark: _Mark, opened: list[_Open], ahead: _Ahead, last: dict[str, int]) -> bool:
    """Whether a mark that closes nothing opens a quotation."""
    character = mark.character
    if character not in _CLOSERS or len(opened) >= _DEEPEST:
        return False
    if character in _BRACKETS:
        return True
    if mark.is_single:
        inside = bool(opened) and opened[-1].mark in _SINGLE
        return mark.may_open and (ahead.single_closes or not inside)
    if character in _CLOSED_IN_LINE:
        return mark.may_open and last[character] > mark.position
    if character in '"＂' and (mark.before.isdigit() or any(o.mark == character for o in opened)):
        return False
    return mark.may_open or not mark.may_close
