"""What a page says of its sources in words: their kind, their older texts, what they corrected.

Plain text, not escaped; for every form of the page alike.
"""

from __future__ import annotations

from summarizer.briefing import Correction, Source

CORRECTED = "Corrected by its source"  # what the list is headed with
_KINDS = {"stub": "", "not_an_article": "no article"}  # "read in part" says the first
_TOLD = {
    "correction": "{label} corrects {old} to {new}",
    "update": "{label}, which had {old} in an older text, now has {new}",
    "changed": "{label} has {new} where an older text had {old} (changed by the outlet)",
    "differs": "{label} has {new} in one text and {old} in another (which is newer is not known)",
    "withdrawn": "{label} says that an earlier report does not hold: {old}",
}


def kind_told(source: Source) -> str:
    """Return what a source is, in plain words.

    A commentary of which 62 words were read is "commentary, read in part, 62 words".
    """
    told = [_KINDS.get(source.kind, source.kind.replace("_", " "))]
    if source.words_read is not None:
        words = "word" if source.words_read == 1 else "words"
        told.append(f"read in part, {source.words_read} {words}")
    elif source.kind == "stub":
        told.append("read in part")
    return ", ".join(word for word in told if word)


def versions_told(source: Source) -> str:
    """Return how many older texts of a source there are and why this one speaks, or ""."""
    if not source.versions:
        return ""
    count = len(source.versions)
    older = "an older text of it" if count == 1 else f"{count} older texts of it"
    why = {
        "published": "by its time",
        "seen": "by when it was first read",
        "notice": "by its correction notice",
        "text": "its place among them is not known",
    }[source.newest_by or "text"]
    return f"the newest text ({why}; {older} known)"


def correction_told(correction: Correction, label: str) -> str:
    """Return a correction as one line.

    Args:
        correction: of a source.
        label: how the page calls the source.
    """
    old, new = (
        f"“{words.strip(' “”')}”" if words else "" for words in (correction.old, correction.new)
    )
    if not correction.stated:
        return f"{label} has only as an earlier report: {old}"
    if correction.relation == "correction" and not old:
        return f"{label} corrects itself: {new}"
    if correction.relation == "correction" and not new:
        return f"{label} corrects {old}"
    return _TOLD[correction.relation].format(label=label, old=old, new=new)
