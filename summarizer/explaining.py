"""Why a briefing says what it says: statement, claims, source words, the answer they came in. Pure.

Takes a briefing's file, and the stored answers where they are at hand.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from summarizer.answers import Answer, Answers, Request
from summarizer.briefing import Briefing, ClaimRecord, Figures, Source, Statement, Story
from summarizer.errors import UsageError
from summarizer.rendering.telling import claim_details, told, written_by
from summarizer.spans import fold

_PART_OF = {"event": "events", "quantity": "numbers", "quotation": "quotes"}
_MOST_KNOWN = 5  # ids that an error lists


def explain(briefing: Briefing, name: str, answers: Answers | None = None) -> list[str]:
    """Return lines that explain a statement, a claim or a row of figures.

    Args:
        briefing: as read from its file.
        name: the id of a statement or claim, or its beginning; a row goes by any of its claims.
        answers: where the prompts and answers are looked up that the claims came in.

    Raises:
        UsageError: no statement and no claim has that id, or several have.
    """
    found = _named(briefing, name)
    teller = _Teller(briefing, answers)
    if isinstance(found, ClaimRecord):
        return [*teller.claim(found), *teller.use(found)]
    return [*teller.statement(found), *teller.beside(found)]


def _named(briefing: Briefing, name: str) -> Statement | ClaimRecord:
    known: dict[str, Statement | ClaimRecord] = {claim.id: claim for claim in briefing.claims}
    known |= {s.id: s for story in briefing.stories for s in statements_of(story)}
    if name in known:
        return known[name]
    near = sorted(key for key in known if name and key.startswith(name))
    if len(near) == 1:
        return known[near[0]]
    if near:
        raise UsageError(f"several begin with {name!r}: {', '.join(near[:_MOST_KNOWN])}")
    some = ", ".join(s.id for story in briefing.stories for s in statements_of(story)[:2])
    raise UsageError(f"no statement or claim {name!r}; the briefing begins with {some}")


def statements_of(story: Story) -> list[Statement]:
    """Return every statement of a story, in the order it is read."""
    sections = [statement for section in story.sections for statement in section.statements]
    readings = [row.reading for row in story.figures if row.reading is not None]
    versions = [version for dispute in story.disputes for version in dispute.versions]
    return [story.headline, *sections, *readings, *versions]


class _Teller:
    """Tells what a briefing knows, one line after the other."""

    def __init__(self, briefing: Briefing, answers: Answers | None) -> None:
        self._briefing = briefing
        self._answers = answers
        self._claims = {claim.id: claim for claim in briefing.claims}
        self._sources = {source.source: source for source in briefing.sources}
        self._words = {
            (c.source, c.start, c.end): c.words
            for story in briefing.stories
            for statement in statements_of(story)
            for c in statement.citations
        } | {
            (c.source, c.start, c.end): c.words
            for story in briefing.stories
            for row in story.figures
            for value in row.values
            for c in value.citations
        }

    def statement(self, statement: Statement) -> Iterator[str]:
        """Yield a statement with its support, and what it rests on."""
        yield f"statement {statement.id}: {statement.text}"
        support = statement.support
        yield f"  support: {support.level.replace('_', ' ')}; {', '.join(support.outlets)}" + (
            f"; said by {', '.join(support.sayers)}" if support.sayers else ""
        )
        yield f"  written by {written_by(statement)}"
        for citation in statement.citations:
            source = self._sources[citation.source]
            yield f"  cites {source.label} {citation.sentence}: {citation.words}"
        for name in statement.claims:
            yield from (f"  {line}" for line in self.claim(self._claims[name]))

    def claim(self, claim: ClaimRecord) -> Iterator[str]:
        """Yield a claim with its source's words and the answer it came in."""
        source = self._sources[claim.source or ""]
        yield f"claim {claim.id}, {claim.kind} ({claim.grounding}) in {source.label}: {told(claim)}"
        details = "; ".join(f"{name} {value}" for name, value in claim_details(claim).items())
        if details:
            yield f"  {details}"
        for start, end in claim.evidence:
            words = self._words.get((source.source, start, end))
            shown = words if words is not None else "(not cited in the briefing)"
            yield f"  words {start}-{end} of {source.path}: {shown}"
        yield from (f"  {line}" for line in self._answer(claim, source))

    def _answer(self, claim: ClaimRecord, source: Source) -> Iterator[str]:
        """Yield which prompt's answer a claim came in, and what that says."""
        part = _PART_OF[claim.kind]
        made = self._briefing.provenance
        if self._answers is None:
            yield f"from a prompt that returns {part}; give --store or --replay to see the answer"
            return
        found = False
        for request, answer in self._answers_on(source, part, made.model):
            item = _item(answer, part, claim)
            if item is not None:
                found = True
                yield f"prompt {request.prompt} ({request.tagged_key}), {answer.answered_by}:"
                yield f"  {json.dumps(item, ensure_ascii=False)}"
        if not found:
            yield f"the stored answers hold no item of {part} for it"

    def _answers_on(
        self, source: Source, part: str, model: str
    ) -> Iterator[tuple[Request, Answer]]:
        assert self._answers is not None
        for request in self._answers.requests():
            about = request.document == source.sha256 and request.model == model
            about = about and request.sample == 0  # no briefing rests on a second asking
            if about and part in request.schema.get("properties", {}):
                yield from ((request, answer) for answer in self._answers.get(request.key)[:1])

    def use(self, claim: ClaimRecord) -> Iterator[str]:
        """Yield where a claim is printed, or why it is not."""
        for story in self._briefing.stories:
            for statement in statements_of(story):
                if claim.id in statement.claims:
                    yield f"printed in statement {statement.id}: {statement.text}"
            for row in story.figures:
                if any(value.claim == claim.id for value in row.values):
                    yield from self.row(row)
        for item in self._briefing.left_out:
            if item.claim == claim.id:
                yield f"left out: {item.reason.replace('_', ' ')}"
        yield from self.joined({claim.id})

    def beside(self, statement: Statement) -> Iterator[str]:
        """Yield the rows of figures that share a claim with a statement, and what was joined."""
        for story in self._briefing.stories:
            if story.separate_because and statement in statements_of(story):
                yield f"in a story of its own: {story.separate_because}"
            for row in story.figures:
                if {value.claim for value in row.values} & set(statement.claims):
                    yield from self.row(row)
        yield from self.joined(set(statement.claims))

    def row(self, row: Figures) -> Iterator[str]:
        """Yield a row of figures: its values, how they relate, and its sums."""
        yield f"in the row of figures {row.counted!r}" + (
            f" ({row.relation})" if row.relation else ""
        )
        for value in row.values:
            said = f", {value.said_by}" if value.said_by else ""
            yield f"  {value.surface}{said}, {self._sources[value.source].label}"
        surface = {value.claim: value.surface for value in row.values}
        label = {value.claim: self._sources[value.source].label for value in row.values}
        for pair in row.pairs:
            if pair.left in surface and pair.right in surface:
                left, right = (
                    f"{surface[name]} ({label[name]})" for name in (pair.left, pair.right)
                )
                yield f"  {left} {pair.relation.replace('_', ' ')} {right}"
        for derivation in row.derivations:
            yield f"  {derivation.text}"
        if row.reading is not None:
            yield f"  reading: {row.reading.text}"

    def joined(self, claims: set[str]) -> Iterator[str]:
        """Yield what was decided about claims and others like them."""
        for story in self._briefing.stories:
            for judged in story.judgements:
                if not {judged.left, judged.right} & claims:
                    continue
                own, other = judged.left, judged.right
                if own not in claims:
                    own, other = other, own
                beside = self._claims[other]
                label = self._sources[beside.source or ""].label
                kept = "joined with" if judged.decision == "joined" else "kept apart from"
                yield f"{own} {kept} {other} ({label}: {told(beside)}): {judged.reason}, by {judged.by}"


def _item(answer: Answer, part: str, claim: ClaimRecord) -> object | None:
    """Return the item of an answer that a claim was made from, or None."""
    try:
        items = json.loads(answer.reply)[part]
    except (ValueError, KeyError, TypeError):
        return None
    if not isinstance(items, list):
        return None
    for item in items:
        if not isinstance(item, dict):
            continue
        given = {
            "event": (item.get("what"), claim.what),
            "quantity": (item.get("surface"), claim.surface),
            "quotation": (item.get("words"), claim.words),
        }[claim.kind]
        if given[0] and given[1] and _folded(given[0]) == _folded(given[1]):
            if claim.kind != "quantity" or item.get("counted") == (claim.counted or ""):
                return item
    return None


def _folded(text: str) -> str:
    return " ".join(fold(text).text.split())
