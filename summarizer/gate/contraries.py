"""Deeds told the other way round, and people whom the sources do not name with a harm.

Own tables: they know common pairs of the news, not the meaning of verbs.
"""

from __future__ import annotations

from summarizer.gate.cited import Cited, content_of, words
from summarizer.names import plain
from summarizer.synonyms import HARM, OPPOSITES, deeds_in

# Words for one person; within a row one may stand for another.
_PERSONS = {
    word: frozenset(row.split())
    for row in (
        "child children boy boys girl girls baby babies teenager teenagers pupil pupils son daughter",
        "woman women mother mothers wife daughter sister",
        "man men father fathers husband son brother",
        "captain captains skipper skippers master",
        "pilot pilots", "driver drivers", "passenger passengers", "soldier soldiers troops",
        "firefighter firefighters", "rescuer rescuers", "doctor doctors", "nurse nurses",
        "teacher teachers", "student students", "journalist journalists reporter reporters",
        "pedestrian pedestrians", "cyclist cyclists", "tourist tourists", "sailor sailors crew",
        "miner miners", "farmer farmers", "protester protesters",
    )
    for word in row.split()
}  # fmt: skip


def contrary_problems(bare: str, cited: Cited) -> list[str]:
    """Return what a sentence (quoted words blanked out) turns round, or whom it harms."""
    said = "\n".join([cited.text, *map(content_of, cited.claims)])
    problems = []
    for one, other in OPPOSITES:
        for told, undone in ((one, other), (other, one)):
            found = told.search(bare)
            if found and not told.search(said) and undone.search(said) and not undone.search(bare):
                problems.append(f"the rows it names say the opposite of {found.group()!r}")
    if deeds_in(bare) & HARM:
        known = {plain(word) for word in words(said)}
        problems += [
            f"the rows it names say nothing of a {word}"
            for word in dict.fromkeys(plain(w) for w in words(bare) if w.islower())
            if word in _PERSONS and not _PERSONS[word] & known
        ]
    return problems
