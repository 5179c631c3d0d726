"""Disagreements of a story other than of figures: checked versions, who stands behind each. Pure.

What a model or a rule proposes is a dispute only if known claims of different voices really differ,
in words that stand in their sentences. Who is right is not decided, only who says what.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from summarizer.clustering import content_stems
from summarizer.coreference import veto
from summarizer.differences import clear_differences, extents_in
from summarizer.joining import DecidedBy, Group
from summarizer.localities import share
from summarizer.names import name_key, name_tokens
from summarizer.proposals import EventProposal, ProposedDispute, SlotKind
from summarizer.sources import SourceArticle
from summarizer.testimony import Witness, reading_of, witnesses_of

MOST_DISPUTES = 8  # of one story
LONGEST_QUESTION = 16  # words
WHO_SAID_IT = "who said it"  # of words that articles put into different mouths
_ASKED: Mapping[SlotKind, str] = {
    "place": "where it happened",
    "time": "when it happened",
    "cause": "why it happened",
    "actor": "who did it",
    "extent": "how far it went",
    "status": "whether it happened",
}
_QUESTION_WORDS = frozenset(
    content_stems(
        "how what when where whether which who whose why long far many much soon happened did done "
        "was were is are had has it them order cause reason place time extent state status whole "
        "part took take takes taken held start end began started ended length way still already yet "
        "before after between against"
    )
)
_TIME_WORDS = frozenset(
    content_stems(
        "day night morning evening afternoon noon midnight dawn week month year hour minute moment "
        "second yesterday today tomorrow tonight overnight later earlier soon monday tuesday "
        "wednesday thursday friday saturday sunday january february march april may june july august "
        "september october november december immediately shortly afterwards days hours minutes "
        "moments weeks months years"
    )
)

Versions = Sequence[Sequence[Witness]]


@dataclass(frozen=True, slots=True)
class Version:
    """One way in which something is told: its claims in a fixed order, and who stands behind it."""

    claims: tuple[str, ...]
    sayers: tuple[str, ...]
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """Something told in two or more ways; `reading` weighs them without deciding, or says so."""

    about: SlotKind
    question: str
    versions: tuple[Version, ...]
    reading: str
    by: DecidedBy


@dataclass(frozen=True, slots=True)
class ToldApart:
    """The disputes of a story, and how many proposed ones were none, by reason."""

    disputes: tuple[Dispute, ...]
    refused: Mapping[str, int]


def disputes(
    groups: Sequence[Group],
    sources: Mapping[str, SourceArticle],
    source_of: Mapping[str, str],
    proposal: EventProposal | None = None,
) -> ToldApart:
    """Return what the happenings of one story tell differently.

    Args:
        groups: the happenings.
        sources: the story's articles by id.
        source_of: for each claim id the id of its article.
        proposal: what a model says is told differently; rules look for clear cases in any event.
    """
    witnesses = witnesses_of(groups, sources, source_of)
    proposed: list[tuple[ProposedDispute, DecidedBy]] = []
    proposed += [(told, "model") for told in (proposal.disputes if proposal else ())]
    proposed += [(told, "rule") for told in clear_differences(groups, witnesses)]
    story = frozenset(word for w in witnesses.values() for word in content_stems(w.event.what))
    found: list[Dispute] = []
    refused: Counter[str] = Counter()
    for told, by in proposed:
        versions = _known_versions(told, witnesses)
        problem = _problem(told.about, versions)
        if problem and by == "model":
            refused[f"told differently: {problem}"] += 1
        elif not problem and not any(_is_told(versions, known) for known in found):
            found.append(_dispute(told, versions, by, story))
    ordered = sorted(found, key=lambda dispute: _order(dispute, witnesses))
    if len(ordered) > MOST_DISPUTES:
        refused["told differently: no room"] += len(ordered) - MOST_DISPUTES
    return ToldApart(tuple(ordered[:MOST_DISPUTES]), dict(sorted(refused.items())))


def _order(
    dispute: Dispute, witnesses: Mapping[str, Witness]
) -> tuple[int, int, SlotKind, tuple[str, ...]]:
    """Order disputes by how many take part, then by how early in their articles they stand."""
    told = [witnesses[name] for version in dispute.versions for name in version.claims]
    voices = {witness.voice for witness in told if witness.source.corroborates}
    first = min(witness.event.evidence[0] for witness in told)
    return (-len(voices), first, dispute.about, dispute.versions[0].claims)


def _known_versions(told: ProposedDispute, witnesses: Mapping[str, Witness]) -> list[list[Witness]]:
    """Return the versions with claims that are known and stand in one of them only."""
    times = Counter(name for version in told.versions for name in set(version))
    versions = [
        [witnesses[n] for n in sorted(set(version)) if n in witnesses and times[n] == 1]
        for version in told.versions
    ]
    kept = [version for version in versions if version]
    return sorted(kept, key=lambda v: (-len({w.voice for w in v}), [w.id for w in v]))


def _problem(about: SlotKind, versions: Versions) -> str:
    """Return why versions are no dispute, in plain words, or ""."""
    if len(versions) < 2:
        return "fewer than two versions of known claims"
    pairs = list(combinations(versions, 2))
    if not any(witness.source.corroborates for version in versions for witness in version):
        return "in no report"
    voices = [frozenset(witness.voice for witness in version) for version in versions]
    if any(one == other for one, other in combinations(voices, 2)):
        return "one voice alone"
    if not all(_are_related(about, one, other) for one, other in pairs):
        return "versions of different things"
    if not all(_differ(about, one, other) for one, other in pairs):
        return "no difference that stands in the texts"
    return ""


def _are_related(about: SlotKind, left: Sequence[Witness], right: Sequence[Witness]) -> bool:
    """Whether a claim of each tells of one happening, or of two that only what differs sets apart."""
    return any(_is_related(about, one, other) for one in left for other in right)


def _is_related(about: SlotKind, left: Witness, right: Witness) -> bool:
    if left.home == right.home:
        return True
    if about not in ("time", "status", "place") and veto(left.facets, right.facets):
        return False
    shared = left.traits.words & right.traits.words
    return len(shared) > 1 or (bool(shared) and share(left.facets.places, right.facets.places))


def _differ(about: SlotKind, left: Sequence[Witness], right: Sequence[Witness]) -> bool:
    """Whether two versions differ in what they are said to, in words that stand in the texts."""
    own = _own(left, right), _own(right, left)
    if about == "status":
        statuses = [{witness.event.status for witness in version} for version in (left, right)]
        return not statuses[0] & statuses[1] or bool(own[0] and own[1] and _negates(own))
    if about == "time" and _days_exclude(left, right):
        return True
    if about == "extent" and _extents_differ(left, right):
        return True
    if not (own[0] and own[1]) or all(_is_figure(word) for word in own[0] | own[1]):
        return False
    if about == "time":
        return bool((own[0] | own[1]) & _TIME_WORDS)
    if about == "actor":
        names = [_names(version) for version in (left, right)]
        return bool(names[0] ^ names[1])
    return True


def _own(version: Sequence[Witness], other: Sequence[Witness]) -> frozenset[str]:
    """Return the words of a version that its texts carry and that the other does not have at all."""
    mine = frozenset(word for witness in version for word in witness.told)
    return mine - {word for witness in other for word in content_stems(witness.event.what)}


def _negates(own: tuple[frozenset[str], frozenset[str]]) -> bool:
    return bool((own[0] | own[1]) & _DENIALS)


_DENIALS = frozenset(
    content_stems("deny denied denies denying refuse refused never hope hoped plan planned cancel "
                  "cancelled postpone postponed pending following paused halted ended")
)  # fmt: skip


def _extents_differ(left: Sequence[Witness], right: Sequence[Witness]) -> bool:
    """Whether "all" of the one is "some" of the other, as their texts have it."""
    a, b = (_extents(version) for version in (left, right))
    return any(a[noun] != b[noun] for noun in a.keys() & b.keys())


def _extents(version: Sequence[Witness]) -> dict[str, str]:
    found: dict[str, str] = {}
    for witness in version:
        carried = extents_in(witness.evidence).items()
        told = extents_in(witness.event.what).items()
        found |= {noun: how for noun, how in told if (noun, how) in carried}
    return found


def _days_exclude(left: Sequence[Witness], right: Sequence[Witness]) -> bool:
    days = [[w.facets.days for w in version if w.facets.days] for version in (left, right)]
    return bool(days[0] and days[1]) and not any(a.overlaps(b) for a in days[0] for b in days[1])


def _is_figure(word: str) -> bool:
    return any(character.isdigit() for character in word)


def _names(version: Sequence[Witness]) -> frozenset[str]:
    texts = (f"the {witness.event.what}" for witness in version)
    return frozenset(name_key(token.word) for text in texts for token in name_tokens(text))


def _is_told(versions: Versions, known: Dispute) -> bool:
    """Whether a dispute sets some of the same claims apart already."""
    home = {name: n for n, version in enumerate(known.versions) for name in version.claims}
    places = [{home[w.id] for w in version if w.id in home} for version in versions]
    return any(a and b and a != b for a, b in combinations(places, 2))


def _dispute(
    told: ProposedDispute, versions: Versions, by: DecidedBy, story: frozenset[str]
) -> Dispute:
    made = [
        Version(
            claims=tuple(witness.id for witness in version),
            sayers=tuple(sorted({w.event.said_by for w in version if w.event.said_by})),
            outlets=tuple(sorted({witness.source.label for witness in version})),
        )
        for version in versions
    ]
    question = _question(told, versions, story)
    return Dispute(told.about, question, tuple(made), reading_of(versions), by)


def _question(told: ProposedDispute, versions: Versions, story: frozenset[str]) -> str:
    """Return the question as proposed if the texts carry its words, else that of its kind.

    A word that is no name may stand in any event of the story ("call" for "spoke on the telephone").
    """
    words = " ".join(told.question.split()).rstrip(".?")
    carried = {
        stem
        for version in versions
        for witness in version
        for stem in (*content_stems(witness.event.what), *content_stems(witness.evidence))
    }
    asked = set(content_stems(words)) - _QUESTION_WORDS
    names = {stem for token in name_tokens(f"the {words}") for stem in content_stems(token.word)}
    is_carried = asked <= carried | (story - names)
    sound = words.isprintable() and len(words.split()) <= LONGEST_QUESTION
    if not asked or not sound or not is_carried or any(c.isdigit() for c in words):
        return _ASKED[told.about]
    return words
