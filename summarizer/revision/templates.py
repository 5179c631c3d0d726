"""What differs between two sets of templates: their texts where known, else their fingerprints. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher, unified_diff

from summarizer.revision.changes import TemplateChange

Texts = Mapping[str, str]  # file name -> text


def compare_templates(
    old: Texts | None, new: Texts | None, fingerprints: tuple[Texts, Texts]
) -> list[TemplateChange]:
    """Return the files that differ, by name.

    Args:
        old: the older set, or None where its texts are not known.
        new: the newer set.
        fingerprints: of both, prompt name -> fingerprint of its template with all it includes;
            used where not both texts are known.
    """
    if old is None or new is None:
        before, after = ({f"{n}.jinja": mark for n, mark in side.items()} for side in fingerprints)
    else:
        before, after = dict(old), dict(new)
    found = []
    for file in sorted(before.keys() | after.keys()):
        left, right = before.get(file), after.get(file)
        if left == right:
            continue
        texts = None if old is None or new is None else (left or "", right or "")
        found.append(
            TemplateChange(
                file=file,
                outcome="added" if left is None else "removed" if right is None else "changed",
                lines=changed_lines(*texts) if texts else "",
                diff=_diff(file, *texts) if texts else None,
            )
        )
    return found


def changed_lines(old: str, new: str) -> str:
    """Return the lines of `new` that differ, or of `old` those that are gone.

    >>> changed_lines("a\\nb\\nc\\n", "a\\nB\\nc\\nd\\n"), changed_lines("a\\nb\\n", "a\\n")
    ('2, 4', '2 of the old')
    """
    matcher = SequenceMatcher(None, old.splitlines(), new.splitlines(), autojunk=False)
    changes = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    here = [_lines(code[3], code[4]) for code in changes if code[4] > code[3]]
    gone = [_lines(code[1], code[2]) for code in changes if code[4] == code[3]]
    return ", ".join([*here, *(f"{lines} of the old" for lines in gone)])


def _lines(start: int, end: int) -> str:
    return str(end) if end - start == 1 else f"{start + 1}-{end}"


def _diff(file: str, old: str, new: str) -> str:
    lines = unified_diff(
        old.splitlines(), new.splitlines(), f"old/{file}", f"new/{file}", lineterm=""
    )
    told = "\n".join(lines)
    return told or "(only line ends differ)"
