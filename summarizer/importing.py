"""Takes answers from batch files into a store: in any order, as often as one likes, nothing unsaid.

Knows nothing of prompts and reply schemas: what is wrong with a reply is the caller's to say.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from summarizer.answers import Answer, Answers, Outcome, Request, newest_valid
from summarizer.batch import Imported, read_answers, read_requests
from summarizer.recordings import is_cut_off

Faults = Callable[[Request, str], Sequence[str]]  # what keeps a reply from fitting its question
Told = tuple[tuple[int, str], ...]  # (line of the file, what is said of it)

_NO_ANSWER = {
    Outcome.REFUSED: "the model declined",
    Outcome.FILTERED: "the provider filtered the answer",
    Outcome.CUT: "the answer was cut off at the length limit",
    Outcome.TOO_LONG: "the question is too long for the model; the next plan has it in parts",
}
_UNKNOWN = "answers no question of this store"
_CUT_OFF = "; the file ends inside this line"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: valid answers new to the store, answers it had, lines that gave none.

    `refused` lists every line without a valid answer, at every import of the file. An invalid,
    refused, filtered or cut answer, and that a question is too long, is kept in the store as what it
    is. `notes` lists lines that answer a question of another line once more. `unknown` counts the
    lines that answer a question the store does not know.
    """

    imported: int
    already: int
    refused: Told
    notes: Told = ()
    unknown: int = 0

    @property
    def knows_none(self) -> bool:
        """Whether not one line answers a question that the store knows."""
        return (
            self.unknown > 0
            and self.unknown == len(self.refused)
            and not (self.imported or self.already)
        )


@dataclass(frozen=True, slots=True)
class Registered:
    """The questions of a file that are known to a store now, `new` of them since; and other lines."""

    keys: frozenset[str]
    new: int
    refused: Told


def register_file(path: Path | str, store: Answers) -> Registered:
    """Make the questions of a file that `plan --out` wrote known to another store.

    Raises:
        StoreError: the file cannot be read, or the store cannot be written.
    """
    lines = [*read_requests(path)]
    requests = [line.request for line in lines if line.request is not None]
    refused = [(line.line, line.reason) for line in lines if line.request is None]
    return Registered(
        keys=frozenset(request.key for request in requests),
        new=store.register(requests),
        refused=_with_end(path, refused, lines[-1].line if lines else 0),
    )


def unanswered(keys: Collection[str], store: Answers, faults: Faults) -> int:
    """Return how many questions have no answer that is valid today."""

    def is_answered(request: Request) -> bool:
        known = store.get(request.key)
        return newest_valid(known, lambda reply: not faults(request, reply)) is not None

    questions = (store.request(key) for key in keys)
    return sum(question is None or not is_answered(question) for question in questions)


def import_answers(
    path: Path | str, store: Answers, *, answered_by: str, faults: Faults
) -> ImportReport:
    """Take the answers of a batch output or error file into `store`, and say what was taken.

    Only answers to questions the store knows are taken. A reply that the store has for the question
    is not kept again; another one becomes the next attempt. Of several replies to one question in
    a file the one that was made last counts, wherever it stands.

    Args:
        path: the file.
        store: where the questions are registered.
        answered_by: who answered, in plain words.
        faults: what keeps a reply from fitting the schema of its question.

    Raises:
        StoreError: the file cannot be read, or the store cannot be written; what was taken before
            stays, so the import can be run again.
    """
    items = [*read_answers(path)]
    imported = already = unknown = 0
    refused: list[tuple[int, str]] = []
    for item in sorted(items, key=lambda item: (item.created, item.reply)):
        request = store.request(item.key) if item.outcome else None
        if item.outcome is None or request is None:
            refused.append((item.line, item.reason or _UNKNOWN))
            unknown += not item.reason
            continue
        outcome, reason = _judged(request, item, faults)
        is_new = _keep(store, request, replace(item, outcome=outcome), answered_by)
        if reason:
            refused.append((item.line, reason))
        elif is_new:
            imported += 1
        else:
            already += 1
    last = items[-1].line if items else 0
    return ImportReport(
        imported, already, _with_end(path, refused, last), _repeated(items), unknown
    )


def _judged(request: Request, item: Imported, faults: Faults) -> tuple[Outcome, str]:
    """Return what an answer is, and why it is no valid one, "" if it is."""
    assert item.outcome is not None
    if item.outcome is not Outcome.VALID:
        return item.outcome, _NO_ANSWER[item.outcome]
    found = faults(request, item.reply)
    if not found:
        return Outcome.VALID, ""
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    return Outcome.INVALID, f"does not fit the schema: {found[0]}{more}"


def _keep(store: Answers, request: Request, item: Imported, answered_by: str) -> bool:
    """Store an answer as the next attempt; False where the store has its reply."""
    assert item.outcome is not None
    while True:
        known = store.get(request.key)
        if any(answer.reply == item.reply for answer in known):
            return False
        attempt = max((answer.attempt for answer in known), default=-1) + 1
        answer = Answer(
            request.key, attempt, item.reply, item.outcome, answered_by, item.usage, item.model
        )
        if store.put(request, answer):
            return True


def _repeated(items: Sequence[Imported]) -> Told:
    """Return the lines that answer a question which an earlier line answers otherwise."""
    first: dict[str, Imported] = {}
    return tuple(
        (item.line, f"answers the question of line {first[item.key].line} again; both are kept")
        for item in items
        if item.outcome is Outcome.VALID and first.setdefault(item.key, item).reply != item.reply
    )


def _with_end(path: Path | str, refused: Sequence[tuple[int, str]], last: int) -> Told:
    """Return the refused lines in order; of the last line, whether the file was cut off in it."""
    told = sorted(refused)
    if told and told[-1][0] == last and told[-1][1].startswith("not ") and is_cut_off(path):
        told[-1] = (last, told[-1][1] + _CUT_OFF)
    return tuple(told)
