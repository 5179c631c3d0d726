"""Who stands behind a statement: outlets, origins, sayers, and the level they come to.

The origin of a claim is who said it, else the wire text, else the outlet's own report. Pure; what is
disputed or derived is found elsewhere and told by the caller.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import combinations

from summarizer.briefing import Level, Support
from summarizer.claims import AnyClaim, Event
from summarizer.reduction import StoryDraft
from summarizer.sayers import Sayers, said_by
from summarizer.sources import SourceArticle


@dataclass(frozen=True, slots=True)
class Standing:
    """What support has to know of a story.

    `things` names for each claim what it tells: claims of one happening, figure or utterance tell
    one thing. `disputed` are the ids of claims that take part in a conflict or correction. `sides`
    names for each claim the versions it tells, each as (dispute, version): a statement that rests on
    two versions of one dispute is disputed as well.
    """

    sayers: Sayers = field(default_factory=Sayers)
    things: Mapping[str, int] = field(default_factory=dict)
    disputed: Set[str] = frozenset()
    sides: Mapping[str, Set[tuple[int, int]]] = field(default_factory=dict)


def standing_of(draft: StoryDraft, disputed: Set[str] = frozenset()) -> Standing:
    """Return what support has to know of a story that is drafted."""
    return Standing(draft.sayers, things_of(draft), disputed, sides_of(draft))


def sides_of(draft: StoryDraft) -> dict[str, set[tuple[int, int]]]:
    """Return for each claim the versions it tells, of disputes and of figures in conflict.

    An event tells the version of a figure that stands in its words.
    """
    pairs = [p for row in draft.figures for p in row.pairs if p.relation == "conflict"]
    told = [[version.claims for version in dispute.versions] for dispute in draft.disputes]
    told += [[(pair.left,), (pair.right,)] for pair in pairs]
    events: dict[str, list[Event]] = {}
    for happening in draft.happenings:
        for event in happening.events:
            events.setdefault(event.document, []).append(event)
    figure = {quantity.id: quantity for row in draft.figures for quantity in row.quantities}
    sides: dict[str, set[tuple[int, int]]] = {}
    for number, versions in enumerate(told):
        for side, claims in enumerate(versions):
            for name in claims:
                sides.setdefault(name, set()).add((number, side))
                for event in events.get(figure[name].document, ()) if name in figure else ():
                    if event.span.contains(figure[name].span):
                        sides.setdefault(event.id, set()).add((number, side))
    return sides


def things_of(draft: StoryDraft) -> dict[str, int]:
    """Return for each claim of a story a number for what it tells; a figure tells its event's thing."""
    groups: list[Sequence[AnyClaim]] = [
        *(happening.events for happening in draft.happenings),
        *(row.quantities for row in draft.figures),
        *(utterance.quotations for utterance in draft.utterances),
    ]
    number_of = {claim.id: number for number, group in enumerate(groups) for claim in group}
    root = list(range(len(groups)))

    def find(number: int) -> int:
        while root[number] != number:
            root[number] = root[root[number]]
            number = root[number]
        return number

    events: dict[str, list[Event]] = {}
    for happening in draft.happenings:
        for event in happening.events:
            events.setdefault(event.document, []).append(event)
    for row in draft.figures:
        for quantity in row.quantities:
            for event in events.get(quantity.document, ()):
                if event.span.contains(quantity.span):
                    a, b = find(number_of[event.id]), find(number_of[quantity.id])
                    root[max(a, b)] = min(a, b)
    return {name: find(number) for name, number in number_of.items()}


def support_of(
    claims: Iterable[AnyClaim],
    source_of: Mapping[str, SourceArticle],
    standing: Standing,
    *,
    is_derived: bool = False,
) -> Support:
    """Return who stands behind a statement that rests on these claims.

    Args:
        claims: what the statement rests on.
        source_of: for each claim id its article.
        standing: of the story.
        is_derived: whether the statement is built from a derivation that is shown.

    Corroborated is a statement each of whose things has two origins: commentary, press releases and
    machines are none, copies of a text are one, and so are outlets that quote one spokesman.
    """
    rests_on = sorted(claims, key=lambda claim: claim.id)
    sources = [source_of[claim.id] for claim in rests_on]
    return Support(
        level="derived" if is_derived else _level(rests_on, source_of, standing),
        outlets=sorted({source.label for source in sources}),
        origins=sorted({source.origin for source in sources}),
        sayers=sorted({standing.sayers.canonical(c) for c in rests_on if said_by(c)}),
    )


def _level(
    claims: Sequence[AnyClaim], source_of: Mapping[str, SourceArticle], standing: Standing
) -> Level:
    if any(claim.id in standing.disputed for claim in claims) or _tells_two_versions(
        claims, standing
    ):
        return "disputed"
    told: dict[int | None, list[AnyClaim]] = {}
    for claim in claims:
        told.setdefault(standing.things.get(claim.id), []).append(claim)
    if all(_has_two_origins(thing, source_of, standing.sayers) for thing in told.values()):
        return "corroborated"
    named = all(said_by(claim) for claim in claims)
    if named and not any(standing.sayers.apart(a, b) for a, b in combinations(claims, 2)):
        return "attributed"
    return "single_outlet"


def _tells_two_versions(claims: Sequence[AnyClaim], standing: Standing) -> bool:
    side_of: dict[int, int] = {}
    for claim in claims:
        for dispute, side in sorted(standing.sides.get(claim.id, ())):
            if side_of.setdefault(dispute, side) != side:
                return True
    return False


def _has_two_origins(
    claims: Sequence[AnyClaim], source_of: Mapping[str, SourceArticle], sayers: Sayers
) -> bool:
    counted = [claim for claim in claims if source_of[claim.id].corroborates]
    return any(
        source_of[one.id].origin != source_of[other.id].origin and _are_two(one, other, sayers)
        for one, other in combinations(counted, 2)
    )


def _are_two(left: AnyClaim, right: AnyClaim, sayers: Sayers) -> bool:
    """Whether claims of two texts have two origins; a sayer and an outlet's own report are two."""
    if said_by(left) and said_by(right):
        return sayers.apart(left, right)
    return True
