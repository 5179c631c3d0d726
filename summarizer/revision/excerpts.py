"""The lines of a unified diff for readers: of a long line only the words around what changed. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from summarizer.revision.wording import Piece, pieces

LONGEST = 160  # characters of a line that is shown whole
AROUND = 40  # characters kept before and after a change


def shown_lines(diff: str) -> list[str]:
    """Return a diff by lines, long ones cut down to their changes; marks and short lines stay.

    >>> old, new = "-" + "a " * 200 + "cat sat", "+" + "a " * 200 + "dog sat"
    >>> [line[-11:] for line in shown_lines(f"{old}\\n{new}")], len(shown_lines(old)[0]) < 200
    (['a a cat sat', 'a a dog sat'], True)
    """
    found: list[str] = []
    gone: list[str] = []
    come: list[str] = []
    for line in diff.split("\n"):
        is_head = line.startswith(("--- ", "+++ ", "@@"))
        if line.startswith("-") and not is_head and not come:
            gone.append(line)
        elif line.startswith("+") and not is_head:
            come.append(line)
        else:
            found += _changed(gone, come)
            is_gone = line.startswith("-") and not is_head
            gone, come = ([line], []) if is_gone else ([], [])
            found += [] if is_gone else [_cut(line)]
    return [*found, *_changed(gone, come)]


def _changed(gone: Sequence[str], come: Sequence[str]) -> Iterator[str]:
    """Yield lines that went, then those that came; one for one they are shown against each other."""
    if len(gone) != len(come):
        yield from map(_cut, [*gone, *come])
        return
    pairs = [_against(old, new) for old, new in zip(gone, come, strict=True)]
    yield from (old for old, _ in pairs)
    yield from (new for _, new in pairs)


def _against(old: str, new: str) -> tuple[str, str]:
    if max(len(old), len(new)) <= LONGEST:
        return old, new
    found = pieces(old[1:], new[1:])
    if not any(piece.is_same and piece.old.strip() for piece in found):
        return _cut(old), _cut(new)
    told = [_near(piece, at, len(found)) for at, piece in enumerate(found)]
    return (
        "-" + "".join(words for words, _ in told),
        "+" + "".join(words for _, words in told),
    )


def _near(piece: Piece, at: int, count: int) -> tuple[str, str]:
    """Return a piece as both sides show it: what is the same only next to what is not."""
    if not piece.is_same:
        return piece.old, piece.new
    words = piece.new
    if at == 0:
        words = _end(words)
    elif at == count - 1:
        words = _start(words)
    elif len(words) > 2 * AROUND:
        words = f"{_start(words)} {_end(words)}"
    return words, words


def _start(words: str) -> str:
    if len(words) <= AROUND:
        return words
    return words[: words.rfind(" ", 0, AROUND) + 1 or AROUND].rstrip() + " …"


def _end(words: str) -> str:
    if len(words) <= AROUND:
        return words
    return "… " + words[words.find(" ", len(words) - AROUND) + 1 :]


def _cut(line: str) -> str:
    return line if len(line) <= LONGEST else line[:LONGEST].rstrip() + " …"
