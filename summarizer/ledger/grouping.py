"""Which quantities share a row: a proposal's groups where nothing rules them out, else the words.

Ids that a proposal names in two groups, or that nobody knows, count as not named. Pure; the order of
quantities and of groups makes no difference.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from summarizer.claims import Quantity
from summarizer.ledger.matching import agree, cannot_be_one, same_thing, signature
from summarizer.ledger.relations import grows
from summarizer.ledger.things import thing_of
from summarizer.ledger.times import Sources, is_corrected, is_grown_from, is_outdated
from summarizer.proposals import QuantityProposal

Group = list[Quantity]


def groups_of(
    quantities: Sequence[Quantity], sources: Sources, proposal: QuantityProposal | None = None
) -> list[Group]:
    """Return the quantities in groups of one thing each, every quantity in exactly one."""
    ordered = sorted(quantities, key=lambda q: (sources[q.id].sort_key, q.span, q.id))
    grouping = _Grouping(sources, _named_pairs(proposal))
    proposed = [
        part for members in _proposed(ordered, proposal) for part in grouping.split(members)
    ]
    taken = {quantity.id for group in proposed for quantity in group}
    equal = _Rows(grouping, is_equal=True)
    for quantity in ordered:
        if quantity.id not in taken:
            equal.join([quantity])
    rows = _Rows(grouping, is_equal=False)
    alike = _by_thing(proposed)
    for found in equal.groups:
        if not grouping.follow(found, alike.get(_thing(found[0]), ())):
            rows.join(found)
    return [*proposed, *rows.groups]


def _proposed(ordered: Sequence[Quantity], proposal: QuantityProposal | None) -> list[Group]:
    """Return the groups proposed, of known quantities that are named in one group only."""
    if proposal is None:
        return []
    named = Counter(name for group in proposal.groups for name in dict.fromkeys(group.claims))
    place = {quantity.id: index for index, quantity in enumerate(ordered)}
    found = [
        sorted({place[name] for name in group.claims if name in place and named[name] == 1})
        for group in proposal.groups
    ]
    return [[ordered[index] for index in group] for group in sorted(found) if group]


def _thing(quantity: Quantity) -> tuple[str, str]:
    """Return what two figures of one thing surely share: the unit, and what happened to it."""
    thing = thing_of(quantity)
    return thing.unit, thing.deed


def _by_thing(groups: Sequence[Group]) -> dict[tuple[str, str], list[Group]]:
    """Return the groups in their order by every unit and deed that a member has."""
    found: dict[tuple[str, str], list[Group]] = {}
    for group in groups:
        for thing in dict.fromkeys(map(_thing, group)):
            found.setdefault(thing, []).append(group)
    return found


def _named_pairs(proposal: QuantityProposal | None) -> frozenset[frozenset[str]]:
    """Return the pairs whose difference the proposal explains: one source may give both."""
    if proposal is None:
        return frozenset()
    told = (r for r in proposal.relations if r.relation in {"update", "correction"})
    return frozenset(frozenset({r.left, r.right}) for r in told)


def _strangeness(quantity: Quantity, group: Group) -> tuple[int, int]:
    """Return how far a quantity is from a group: the fewer it contradicts, the more it is like."""
    return (
        sum(not agree(quantity, other) for other in group),
        -sum(same_thing(quantity, other) for other in group),
    )


class _Grouping:
    """Puts quantities together, knowing their articles and which differences are explained."""

    def __init__(self, sources: Sources, explained: frozenset[frozenset[str]]) -> None:
        self.sources = sources
        self.explained = explained

    def split(self, members: Group) -> list[Group]:
        """Return a proposed group in parts without a veto inside; single ones are given back."""
        parts: list[Group] = []
        equal: dict[str, Group] = {}
        for quantity in members:
            equal.setdefault(f"{quantity.value}/{quantity.low}/{quantity.high}", []).append(
                quantity
            )
        for quantity in (q for alike in equal.values() for q in alike):
            homes = [part for part in parts if self._may_join([quantity], part)]
            if homes:
                min(homes, key=lambda part: _strangeness(quantity, part)).append(quantity)
            else:
                parts.append([quantity])
        return [self._sorted(part) for part in parts if len(part) > 1]

    def follow(self, found: Group, proposed: Sequence[Group]) -> bool:
        """Add quantities to a proposed group where the words say so and nothing rules it out."""
        for group in proposed:
            is_named = any(same_thing(quantity, other) for quantity in found for other in group)
            if is_named and self._may_join(found, group):
                group.extend(found)
                group[:] = self._sorted(group)
                return True
        return False

    def _may_join(self, found: Group, group: Group) -> bool:
        return not any(
            cannot_be_one(quantity, other)
            or (self._is_of_one_source(quantity, other) and not agree(quantity, other))
            for quantity in found
            for other in group
        )

    def contradicts(self, left: Quantity, right: Quantity) -> bool:
        """Whether one source gives both, as two figures: then they count two things."""
        return (
            signature(left) != signature(right)
            and self._is_of_one_source(left, right)
            and (left.is_vague or right.is_vague or not agree(left, right))
        )

    def _is_of_one_source(self, left: Quantity, right: Quantity) -> bool:
        """Whether one article gives both figures, without telling why there are two."""
        is_one = self.sources[left.id].id == self.sources[right.id].id
        return is_one and not self._is_explained(left, right)

    def _is_explained(self, left: Quantity, right: Quantity) -> bool:
        """Whether the source itself, or the proposal, tells why it gives two figures."""
        if frozenset({left.id, right.id}) in self.explained:
            return True
        entries = [self.sources[q.id].entry for q in (left, right)]
        if entries[0] and entries[1] and entries[0].rank != entries[1].rank:
            return grows(left) or grows(right)  # a live page counts again
        outdated = [is_outdated(q, self.sources) for q in (left, right)]
        corrected = [is_corrected(q, self.sources) for q in (left, right)]
        grown = [is_grown_from(q, self.sources) for q in (left, right)]
        return outdated[0] != outdated[1] or corrected[0] != corrected[1] or grown[0] != grown[1]

    def _sorted(self, group: Group) -> Group:
        return sorted(group, key=lambda q: (self.sources[q.id].sort_key, q.span, q.id))


class _Rows:
    """Groups in the making: each quantity goes to the first group all of whose members are its thing.

    A quantity is compared with the groups of its unit and deed only, and there once with what is said
    alike: whether two measure one thing hangs on what they count, on their times and on their values,
    and one source contradicts itself only.
    """

    def __init__(self, grouping: _Grouping, *, is_equal: bool) -> None:
        """Take whether a group holds equal figures only."""
        self.grouping = grouping
        self.is_equal = is_equal
        self.groups: list[Group] = []
        self.near: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        self.number: dict[tuple[object, ...], int] = {}  # of each kind of quantity
        self.kinds: list[dict[int, Quantity]] = []  # of each group one member of each kind
        self.told: list[dict[str, Group]] = []  # of each group its members by source
        self.same: dict[tuple[int, int], bool] = {}

    def join(self, found: Group) -> None:
        """Add quantities to the first group of the same thing, or make them one of their own."""
        key = (*_thing(found[0]), signature(found[0]) if self.is_equal else "")
        kinds = {
            self.number.setdefault(_kind(quantity), len(self.number)): quantity
            for quantity in found
        }
        for number in self.near[key]:
            if self._are_one(kinds, self.kinds[number]) and not self._contradicts(found, number):
                self.groups[number].extend(found)
                break
        else:
            number = len(self.groups)
            self.groups.append(list(found))
            self.kinds.append({})
            self.told.append(defaultdict(list))
            self.near[key].append(number)
        self.kinds[number].update(kinds)
        for quantity in found:
            self.told[number][self.grouping.sources[quantity.id].id].append(quantity)

    def _are_one(self, left: Mapping[int, Quantity], right: Mapping[int, Quantity]) -> bool:
        for a, one in left.items():
            for b, other in right.items():
                if (a, b) not in self.same:
                    self.same[a, b] = same_thing(one, other)
                if not self.same[a, b]:
                    return False
        return True

    def _contradicts(self, found: Group, number: int) -> bool:
        """Whether a source gave another figure here already: then it counts something else."""
        told = self.told[number]
        return any(
            self.grouping.contradicts(quantity, other)
            for quantity in found
            for other in told.get(self.grouping.sources[quantity.id].id, ())
        )


def _kind(quantity: Quantity) -> tuple[object, ...]:
    """Return what `same_thing` reads of a quantity: two alike in it are one thing with the same."""
    return (
        thing_of(quantity),
        quantity.date,
        quantity.as_of,
        quantity.scope,
        quantity.change,
        quantity.value,
        quantity.low,
        quantity.high,
    )
