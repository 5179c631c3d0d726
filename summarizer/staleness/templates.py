"""Where two texts of a template differ in what they send, by the lines of the newer one. Pure.

Comments and front matter send nothing: what front matter says (sampling, parts of the reply) is
compared where it takes effect.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from summarizer.prompts import split_front_matter

_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_CUT = "\0"  # stands where a comment was


@dataclass(frozen=True, slots=True)
class Change:
    """Where one file differs: the lines that are new, and where lines are gone.

    `lines` are (first, last) of today's file, from 1; `gone` are (how many lines, the line before
    which they stood, 0 for the end of the file).
    """

    file: str
    lines: tuple[tuple[int, int], ...]
    gone: tuple[tuple[int, int], ...]

    @property
    def size(self) -> int:
        """How many lines came, changed or went."""
        return sum(last - first + 1 for first, last in self.lines) + sum(n for n, _ in self.gone)

    def told(self) -> str:
        """Return the change in a few words.

        >>> Change("numbers.jinja", ((3, 3), (14, 22)), ()).told()
        'numbers.jinja lines 3, 14-22'
        >>> Change("_rules.jinja", ((2, 2),), ((1, 4), (2, 0))).told()
        '_rules.jinja line 2, 1 line gone before line 4, 2 lines gone at the end'
        """
        parts = []
        if self.lines:
            runs = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in self.lines)
            is_one = len(self.lines) == 1 and self.lines[0][0] == self.lines[0][1]
            parts.append(f"line{'' if is_one else 's'} {runs}")
        for count, before in self.gone:
            place = f"before line {before}" if before else "at the end"
            parts.append(f"{count} line{'' if count == 1 else 's'} gone {place}")
        return f"{self.file} {', '.join(parts)}"


def changes(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[Change, ...]:
    """Return where the template files of a prompt differ from those of an earlier day.

    A file that only one of them has is not listed: it is named in a line of another that differs.

    Args:
        old: file -> text then.
        new: file -> text today; its order is kept.
    """
    found = (
        _change(file, old[file], text)
        for file, text in new.items()
        if file in old and old[file] != text
    )
    return tuple(change for change in found if change.size)


def _change(file: str, old: str, new: str) -> Change:
    before, now = [text for _, text in _sent(old)], [*_sent(new)]
    lines, gone = [], []
    matcher = SequenceMatcher(None, before, [text for _, text in now], autojunk=False)
    for kind, begin, end, first, last in matcher.get_opcodes():
        if kind in ("replace", "insert"):
            lines.append((now[first][0], now[last - 1][0]))
        elif kind == "delete":
            gone.append((end - begin, now[first][0] if first < len(now) else 0))
    return Change(file, tuple(lines), tuple(gone))


def _sent(source: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a template that can reach a question, with their numbers."""
    front, body = split_front_matter(source)
    skipped = 0 if front is None else front.count("\n") + 3
    cut = _COMMENT.sub(lambda found: "\n".join([_CUT] * (found[0].count("\n") + 1)), body)
    for number, line in enumerate(cut.split("\n"), start=1):
        text = line.replace(_CUT, "").rstrip()
        if number > skipped and (text or _CUT not in line):
            yield number, text
