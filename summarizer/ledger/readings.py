"""How a row reads, in one sentence built by rule: who gives what, what is later, what adds up.

Nothing is decided that the claims do not decide, nothing averaged, nobody accused. A reading whose
figures its claims do not carry is not given.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from summarizer.claims import Quantity
from summarizer.ledger.checking import reading_problems, surface
from summarizer.ledger.matching import figure_of
from summarizer.ledger.rows import Pair, Reading, Relation, Sum
from summarizer.ledger.things import noun_phrase
from summarizer.ledger.times import Sources, is_later, is_outdated, one_voice, published_later
from summarizer.quantities import interval

_UNSETTLED = "the articles do not settle it"


@dataclass(frozen=True)
class _Row:
    """What a reading is made from: a row's figures, their pairs, its sums, the wholes of its parts."""

    quantities: tuple[Quantity, ...]
    pairs: tuple[Pair, ...]
    sums: tuple[Sum, ...]
    known: dict[str, Quantity]
    sources: Sources

    def of(self, relation: Relation) -> list[tuple[Quantity, Quantity]]:
        """Return the pairs of a relation as quantities, left and right."""
        return [
            (self.known[pair.left], self.known[pair.right])
            for pair in self.pairs
            if pair.relation == relation
        ]

    def label(self, quantity: Quantity) -> str:
        return self.sources[quantity.id].label


def reading_of(
    quantities: Sequence[Quantity],
    pairs: Sequence[Pair],
    sums: Sequence[Sum],
    relation: Relation | None,
    known: dict[str, Quantity],
    sources: Sources,
) -> Reading | None:
    """Return how a row reads, or None where its values say it all.

    Args:
        quantities: the row's figures.
        pairs: how they relate, to each other and to the wholes they are parts of.
        sums: those whose total stands in the row.
        relation: the strongest of the pairs.
        known: every quantity of the story, by id.
        sources: the articles of their claims.
    """
    row = _Row(tuple(quantities), tuple(pairs), tuple(sums), known, sources)
    told = {
        "conflict": _conflict,
        "correction": _correction,
        "update": _update,
        "part_of": _part,
        "different": _different,
    }
    write = told.get(relation or "")
    reading = write(row) if write and not (row.sums and relation == "part_of") else None
    if reading is None and not row.sums and not any(_is_near(q) for q in quantities):
        reading = _vague(row)
    if row.sums and not (reading and reading.is_derived):
        reading = _with_sums(reading, row)
    if reading is None:
        return None
    claims = [known[name] for name in reading.claims]
    return None if reading_problems(reading.text, claims, sums, sources) else reading


def _conflict(row: _Row) -> Reading:
    """Who gives what; where a sum explains the difference, the sum."""
    clashing = {q.id for pair in row.of("conflict") for q in pair}
    groups = _alike([q for q in row.quantities if q.id in clashing])
    for one in row.sums:
        own = [q for q in one.terms if any(q.id == member.id for member in row.quantities)]
        taken = next((g for g in groups if g[0].value == one.value and g[0].low is None), None)
        if not own or taken is None:
            continue
        noun = noun_phrase(taken[0])
        is_for_one = any(noun_phrase(term) != noun for term in one.terms)  # a total of two kinds
        text = f"{one.text}; {_give(taken, row)}" + (f" as {noun}" if is_for_one else "")
        rest = [g for g in groups if g is not taken and g[0].value != own[0].value]
        text += f"; {_gives(rest, row)}" if rest else ""
        cited = [*one.claims, *(q.id for group in [taken, *rest] for q in group)]
        return Reading(_sentence(text), tuple(dict.fromkeys(cited)), is_derived=True)
    cited = [q.id for group in groups for q in group]
    return Reading(f"{_gives(groups, row)}; {_UNSETTLED}.", tuple(cited))


def _correction(row: _Row) -> Reading:
    new, old = row.of("correction")[0]
    if is_outdated(old, row.sources) or not one_voice(new, old, row.sources):
        text = f"{row.label(new)} corrects {surface(old)} to {surface(new)}."
        return Reading(text, (new.id, old.id))
    told = f"gave {surface(old)} first and {surface(new)} later"
    text = _sentence(f"{new.said_by} {told}") if new.said_by else f"{row.label(new)} {told}."
    return Reading(text, (new.id, old.id))


def _update(row: _Row) -> Reading:
    """The later count, and what came before it; where nothing orders them, that."""
    outrun = {old.id for _, old in row.of("update")}
    heads = [new for new, _ in row.of("update") if new.id not in outrun]
    looser = {loose.id for _, loose in row.of("refines")}
    head = next((q for q in heads if q.id not in looser), heads[0])
    olds = [group[0] for group in _alike([old for _, old in row.of("update")])]
    orders = {old.id: is_later(head, old, row.sources) for old in olds}
    cited = (head.id, *(old.id for old in olds))
    if None in orders.values():
        before = _listed([surface(q) for q in olds])
        text = (
            f"such counts grow, so {surface(head)} is taken as later than {before}; the times of the "
            "counts are not known"
        )
        return Reading(_sentence(text + _loosely(row)), _with_vague(cited, row))
    owned = _listed([f"{_owner(row.label(old))} {surface(old)}" for old in olds])
    were = "was" if len(olds) == 1 else "were"
    if all(published_later(head, old, row.sources) for old in olds):
        before = f"{owned} {were} published {'first' if len(olds) == 1 else 'before'}"
    else:
        before = f"{owned} {were} counted before"
    later = "later" if len(olds) == 1 else "latest"
    text = f"{surface(head)} is the {later} count; {before}"
    return Reading(_sentence(text + _loosely(row)), _with_vague(cited, row))


def _part(row: _Row) -> Reading:
    part, whole = row.of("part_of")[0]
    text = f"{surface(part)} of {surface(whole)} {whole.counted}"
    return Reading(_sentence(text), (part.id, whole.id))


def _different(row: _Row) -> Reading:
    """Figures by different criteria, or a share of some whole beside a count."""
    pairs = row.of("different")
    apart = {q.id for pair in pairs for q in pair}
    groups = _alike([q for q in row.quantities if q.id in apart])
    counts = [pair for pair in pairs if not any(q.is_vague for q in pair)]
    cited = tuple(q.id for group in groups for q in group)
    if counts and len(groups) == 2:
        told = " and ".join(
            f"{_owner(row.label(q))} {surface(q)} counts {q.counted}" for q in counts[0]
        )
        return Reading(f"{told}: different criteria.", tuple(q.id for q in counts[0]))
    why = "they count by different criteria" if counts else _UNSETTLED
    return Reading(f"{_gives(groups, row)}; {why}.", cited)


def _with_sums(reading: Reading | None, row: _Row) -> Reading:
    """Return a reading with the sums that make figures of the row."""
    text = "; ".join([*([reading.text[:-1]] if reading else []), *(one.text for one in row.sums)])
    cited = [*(reading.claims if reading else ()), *(n for one in row.sums for n in one.claims)]
    return Reading(_sentence(text), tuple(dict.fromkeys(cited)), is_derived=True)


def _vague(row: _Row) -> Reading | None:
    """A word beside a figure: "dozens" against 23 is no conflict."""
    loose = _vague_ones(row)
    if not loose:
        return None
    exact = next(exact for exact, vague in row.of("refines") if vague.id == loose[0].id)
    text = f"“{surface(loose[0])}” is vague; {row.label(exact)} gives {surface(exact)}"
    return Reading(_sentence(text), (exact.id, loose[0].id))


def _is_near(quantity: Quantity) -> bool:
    """Whether a figure is a rounded one ("nearly an hour"), beside which no word is the vague one."""
    return quantity.change == "~" and not quantity.is_vague


def _vague_ones(row: _Row) -> list[Quantity]:
    return [vague for exact, vague in row.of("refines") if vague.is_vague and not exact.is_vague]


def _loosely(row: _Row) -> str:
    loose = _vague_ones(row)
    return f"; “{surface(loose[0])}” is vague" if loose else ""


def _with_vague(cited: tuple[str, ...], row: _Row) -> tuple[str, ...]:
    return (*cited, *(q.id for q in _vague_ones(row)[:1]))


def _alike(quantities: Iterable[Quantity]) -> list[list[Quantity]]:
    """Return figures in groups of one value, in the order of the first of each."""
    groups: dict[object, list[Quantity]] = {}
    for quantity in quantities:
        key = surface(quantity) if quantity.is_vague else interval(figure_of(quantity))
        members = groups.setdefault(key, [])
        if quantity not in members:
            members.append(quantity)
    return list(groups.values())


def _gives(groups: Sequence[Sequence[Quantity]], row: _Row) -> str:
    """Return who gives what: "North Wire gives 539, Evening Bell and Harbour Post 550"."""
    first, *rest = groups
    others = [f"{_listed(_labels(group, row))} {_value(group[0])}" for group in rest]
    return ", ".join([_give(first, row), *others])


def _give(group: Sequence[Quantity], row: _Row) -> str:
    labels = _labels(group, row)
    return f"{_listed(labels)} {'gives' if len(labels) == 1 else 'give'} {_value(group[0])}"


def _labels(group: Sequence[Quantity], row: _Row) -> list[str]:
    return list(dict.fromkeys(row.label(quantity) for quantity in group))


def _value(quantity: Quantity) -> str:
    return f"“{surface(quantity)}”" if quantity.is_vague else surface(quantity)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:-1]) + f" and {names[-1]}" if len(names) > 1 else names[0]


def _owner(label: str) -> str:
    return f"{label}’" if label.endswith("s") else f"{label}’s"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."
