"""Which events are one happening: by rule, as a model proposes, and never against a veto."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from claim_builders import NIGHT, days, events_told, newsrooms
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summarizer.claims import Event
from summarizer.coreference import traits_of, veto
from summarizer.happenings import Grouped, happenings, near_blocks, sound_groups
from summarizer.proposals import EventProposal

Told = tuple[str, str, dict[str, Any]]
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def grouped(*rows: Told, propose: list[set[int]] | None = None, **more: Any) -> list[list[int]]:
    """Return the happenings of rows, each as the numbers of its rows; `propose` groups rows."""
    events, key_of = events_told(*rows)
    proposal = proposal_of(events, propose) if propose is not None else None
    number = {event.id: place for place, event in enumerate(events)}
    found = happenings(events, key_of, proposal, **more)
    return sorted(sorted(number[e.id] for e in group.events) for group in found.groups)


def proposal_of(events: list[Event], groups: list[set[int]]) -> EventProposal:
    """Return the proposal that groups events by their numbers, all of them shown in one table."""
    ids = [event.id for event in events]
    return EventProposal(
        groups=tuple(tuple(ids[n] for n in sorted(group)) for group in groups),
        tables=(frozenset(ids),),
    )


HARBOUR = "Drones hit the harbour of Oxmere"


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        # two outlets on one thing
        (("A", HARBOUR, {"date": "2031-03-04"}),
         ("B", "The harbour of Oxmere was hit by drones", {"date": "2031-03-04"}), True),
        # the night holds the day
        (("A", HARBOUR, {"date": NIGHT}), ("B", HARBOUR, {"date": "2031-03-04"}), True),
        # one count grew into another
        (("A", "Eight people were hurt in Oxmere", {"topic": "casualties", "where": "Oxmere"}),
         ("B", "At least 23 people were injured in Oxmere", {"topic": "casualties"}), True),
        # another thing
        (("A", HARBOUR, {}), ("B", "Wheat prices doubled in Quillport", {}), False),
        # one article tells two things with some words in common
        (("A", f"{HARBOUR} at dawn", {}),
         ("A", "Drones hit the station of Oxmere at noon", {}), False),
        # a plan and the deed
        (("A", "The council of Oxmere met the governor", {"status": "planned"}),
         ("B", "The council of Oxmere met the governor", {}), False),
        # two days
        (("A", HARBOUR, {"date": "2031-03-04"}), ("B", HARBOUR, {"date": "2031-03-06"}), False),
        # who said it: a rule does not lay one speaker's words into another's mouth
        (("A", "The mayor said the port is safe", {"topic": "statement", "actors": ("Ada Brandt",)}),
         ("B", "The governor said the port is safe", {"topic": "statement", "actors": ("Ilya Marsh",)}),
         False),
        # who did it to whom: the words are the same
        (("A", "Vandria shelled Norland", {"topic": "attack", "actors": ("Vandria",)}),
         ("B", "Norland shelled Vandria", {"topic": "attack", "actors": ("Norland",)}), False),
        # an earlier one of its kind
        (("A", "The ferry ran aground off Oxmere", {}),
         ("B", "The ferry had an earlier accident off Oxmere when it ran aground", {}), False),
        # a part of a whole
        (("A", "23 people were injured in Oxmere", {"topic": "casualties"}),
         ("B", "Fourteen of the 23 people injured in Oxmere are children", {"topic": "casualties"}),
         False),
    ],
)  # fmt: skip
def test_rules_join_what_is_told_alike(one: Told, other: Told, is_one: bool) -> None:
    """Events join where words, day, place, status and speaker allow it, whichever comes first."""
    assert grouped(one, other) == ([[0, 1]] if is_one else [[0], [1]])
    assert grouped(other, one) == ([[0, 1]] if is_one else [[0], [1]])


RAID = "Vandria attacked Oxmere with drones and missiles, air force chief Lena Holt said"
CALL = "President Brandt and Premier Marsh spoke by phone"

NEVER = [
    # two attacks on one town, the same weapons and officials, months apart
    (("A", RAID, {"topic": "attack", "where": "Oxmere", "date": "2031-03-04"}),
     ("B", RAID, {"topic": "attack", "where": "Oxmere", "date": "2031-01-11"}),
     "dated 11 January 2031 and 4 March 2031"),
    # the hurt of one night in two towns of one article
    (("A", "Five people were hurt by a drone in Oxmere", {"topic": "casualties", "date": NIGHT}),
     ("A", "Five people were hurt by a drone in Halmstead", {"topic": "casualties", "date": NIGHT}),
     "people harmed in two places"),
    # a town and the region of another
    (("A", "Five people were hurt", {"topic": "casualties", "where": "Oxmere"}),
     ("B", "Five people were hurt", {"topic": "casualties", "where": "the Halmstead region"}),
     "people harmed in two places"),
    # two towns
    (("A", "A drone hit a school", {"topic": "attack", "where": "Oxmere"}),
     ("B", "A drone hit a school", {"topic": "attack", "where": "Halmstead"}), "they name two towns"),
    # a call and an earlier one
    (("A", CALL, {"topic": "talks", "date": "2031-03-03"}),
     ("B", CALL, {"topic": "talks", "date": "2031-02-20"}), "dated 20 February 2031 and 3 March 2031"),
    # the second of its kind
    (("A", "Brandt and Marsh held their second meeting", {"topic": "talks"}),
     ("B", "Brandt and Marsh held their third meeting", {"topic": "talks"}),
     "the second and the third of their kind"),
    # a meeting planned and one held
    (("A", "Brandt will meet Marsh", {"topic": "talks", "status": "planned"}),
     ("B", "Brandt met Marsh", {"topic": "talks"}), "one is planned, the other told as done"),
    # a meeting hoped for, though told as a statement that was made
    (("A", "Brandt said she hoped to meet Marsh", {"topic": "statement"}),
     ("B", "Brandt met Marsh", {"topic": "talks"}), "one is hoped for, the other told as done"),
    # an announcement and its execution
    (("A", "The council announced a ban on heavy lorries", {"topic": "decision"}),
     ("B", "The ban on heavy lorries took effect", {"topic": "decision"}),
     "one tells what was announced, the other what was carried out"),
    # talks and an attack
    (("A", "Brandt and Marsh discussed Oxmere", {"topic": "talks"}),
     ("B", "Drones hit Oxmere", {"topic": "attack"}),
     "one is of the kind attack, the other of the kind talks"),
    # different deeds of the same people
    (("A", "Vandria launched 550 drones", {"topic": "attack"}),
     ("B", "Norland shot down 478 of Vandria's drones", {"topic": "attack"}),
     "one tells of downed, the other of launched"),
    # harm of two kinds
    (("A", "Twelve people were killed in Oxmere", {"topic": "casualties"}),
     ("B", "Ninety people were wounded in Oxmere", {"topic": "casualties"}),
     "one tells of injured, the other of killed"),
    # a deed undone
    (("A", "The bank suspended payments", {"topic": "business"}),
     ("B", "The bank resumed payments", {"topic": "business"}), "one undoes what the other does"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "reason"), NEVER)
def test_no_proposal_joins_what_a_veto_keeps_apart(one: Told, other: Told, reason: str) -> None:
    """By rule and against a model's word the two stay apart, and the reason is kept and counted."""
    assert grouped(one, other) == [[0], [1]]
    events, key_of = events_told(one, other)
    found = happenings(events, key_of, proposal_of(events, [{0, 1}]))
    assert len(found.groups) == 2
    assert found.refused == {"kept apart by rule": 1}
    told = [judgement for group in found.groups for judgement in group.judgements]
    assert {(j.decision, j.by, j.reason) for j in told} <= {("apart", "rule", reason)}
    left, right = (traits_of(event).facets for event in events)
    assert veto(left, right) == veto(right, left) == reason


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # a district of the town
        (("A", "Fires burned in the Eastgate district", {"where": "the Eastgate district"}),
         ("B", "Fires burned in Oxmere", {"where": "Oxmere"})),
        # a town and its land
        (("A", "Drones hit Oxmere", {"topic": "attack", "where": "Oxmere"}),
         ("B", "Drones hit Norway", {"topic": "attack", "where": "Norway"})),
        # both ends of a call
        (("A", CALL, {"topic": "talks", "where": "Oxmere"}),
         ("B", CALL, {"topic": "talks", "where": "Halmstead"})),
        # two who plan the same, one in words only
        (("A", "Brandt said she was hoping to meet Marsh", {"topic": "talks", "status": "planned"}),
         ("B", "Brandt said she hoped to meet Marsh", {"topic": "statement"})),
        # a month and a day of it
        (("A", HARBOUR, {"date": "2031-03"}), ("B", HARBOUR, {"date": "2031-03-04"})),
        # a pair of words for one deed
        (("A", "Drones struck the port of Oxmere", {"topic": "attack"}),
         ("B", "The harbour of Oxmere came under fire", {"topic": "attack"})),
    ],
)  # fmt: skip
def test_a_proposal_joins_what_may_be_one(one: Told, other: Told) -> None:
    """What no veto keeps apart follows the model, and is told to be joined by it or by rule."""
    events, key_of = events_told(one, other)
    found = happenings(events, key_of, proposal_of(events, [{0, 1}]))
    assert [len(group.events) for group in found.groups] == [2]
    assert found.refused == {}
    (judgement,) = found.groups[0].judgements
    assert judgement.decision == "joined"


def test_a_proposal_needs_some_common_ground() -> None:
    """Events that share no word, place or actor are not one because a model says so."""
    rows: list[Told] = [("A", "Wheat became dearer", {}), ("B", "Lena Holt resigned", {})]
    assert grouped(*rows, propose=[{0, 1}]) == [[0], [1]]


UNCERTAIN: list[Told] = [
    ("A", "Norland has decided to halt shipments of critical arms by sea", {}),
    ("B", "Norland has put critical arms shipments by sea on hold", {}),
]


def test_uncertain_pairs_follow_what_was_answered() -> None:
    """What rules would join is left apart where a model saw both rows and did not group them."""
    assert grouped(*UNCERTAIN) == [[0, 1]]
    assert grouped(*UNCERTAIN, propose=[]) == [[0], [1]]
    events, key_of = events_told(*UNCERTAIN)
    (group, _) = happenings(events, key_of, proposal_of(events, [])).groups
    assert [(j.decision, j.by) for j in group.judgements] == [("apart", "model")]


def test_silence_about_rows_of_two_tables_says_nothing() -> None:
    """Two events that were never shown together are left to the rules."""
    events, key_of = events_told(*UNCERTAIN)
    apart = EventProposal(tables=tuple(frozenset({event.id}) for event in events))
    assert len(happenings(events, key_of, apart).groups) == 1


def test_clear_pairs_need_no_model() -> None:
    """Nearly the same words are one happening even where a model left them apart."""
    rows: list[Told] = [("A", HARBOUR, {}), ("B", f"{HARBOUR} overnight", {})]
    assert grouped(*rows, propose=[]) == [[0, 1]]


def test_a_group_is_used_as_far_as_it_is_sound() -> None:
    """Of a group that mixes two nights each night stays a happening of its own."""
    rows: list[Told] = [
        ("A", "Oxmere came under fire", {"topic": "attack", "date": "2031-03-04"}),
        ("B", "A raid left Oxmere burning", {"topic": "attack", "date": "2031-03-04"}),
        ("C", "Oxmere was raided", {"topic": "attack", "date": "2031-01-11"}),
    ]
    assert grouped(*rows, propose=[{0, 1, 2}]) == [[0, 1], [2]]


@pytest.mark.parametrize(
    ("groups", "sound", "refused"),
    [
        ([("a", "b"), ("c", "d")], [("a", "b"), ("c", "d")], {}),
        ([("a", "b", "x")], [("a", "b")], {"an unknown id": 1}),
        ([("a", "x")], [], {"an unknown id": 1, "a group of fewer than two": 1}),
        ([("a",)], [], {"a group of fewer than two": 1}),
        ([()], [], {"a group of fewer than two": 1}),
        # which group the doubled id belongs to is not known: it is in none
        ([("a", "b"), ("b", "c", "d")], [("c", "d")],
         {"an id in two groups": 1, "a group of fewer than two": 1}),
        ([("a", "b", "b")], [("a", "b")], {}),  # said twice in one group
    ],
)  # fmt: skip
def test_a_reply_is_a_partition_of_known_ids(
    groups: list[tuple[str, ...]], sound: list[tuple[str, ...]], refused: dict[str, int]
) -> None:
    """Ids that are unknown or stand in two groups are taken out and counted, the rest is kept."""
    assert sound_groups(EventProposal(tuple(groups)), set("abcd")) == (sound, refused)


def test_undated_events_lie_near_the_days_of_their_article() -> None:
    """Reports of two months on one town are kept apart by the days of their articles."""
    rows: list[Told] = [("A", RAID, {"topic": "attack"}), ("B", RAID, {"topic": "attack"})]
    near = {"A": days("2031-03-04"), "B": days("2031-03-05")}
    far = {"A": days("2031-03-04"), "B": days("2031-01-11")}
    assert grouped(*rows, days_of=near) == [[0, 1]]
    assert grouped(*rows, days_of=far) == [[0], [1]]
    assert grouped(*rows, days_of=far, propose=[{0, 1}]) == [[0], [1]]


def test_a_chain_of_likeness_is_not_one_happening() -> None:
    """Where the first and the last have nothing in common, the middle belongs to one of them."""
    rows: list[Told] = [
        ("A", "Wheat prices doubled in Quillport markets", {}),
        ("B", "Quillport markets closed while wheat prices doubled and ferry pilots struck", {}),
        ("C", "Ferry pilots struck while harbour cranes stood idle", {}),
    ]
    assert [0, 1, 2] not in grouped(*rows)


def test_near_blocks_keep_what_is_alike_together() -> None:
    """Blocks are bounded, hold every event once, and do not part two accounts of one thing."""
    rows: list[Told] = []
    for town in ("Oxmere", "Halmstead", "Quillport"):
        rows += [(o, f"Drones hit the harbour of {town}", {"where": town}) for o in ("A", "B")]
    events, key_of = events_told(*rows)
    blocks = near_blocks(events, key_of, most=3)
    assert sorted(e.id for block in blocks for e in block) == sorted(e.id for e in events)
    assert all(len(block) <= 3 for block in blocks)
    for pair in zip(events[::2], events[1::2], strict=True):
        assert any(set(pair) <= set(block) for block in blocks)


# --- what must always hold --------------------------------------------------------------------------

_WHAT = st.sampled_from(
    [
        HARBOUR,
        "Drones set the harbour of Oxmere on fire",
        "Five people were hurt in Oxmere",
        "Five people were hurt in Halmstead",
        "Brandt and Marsh spoke by phone",
        "Brandt will meet Marsh",
        "Brandt said the call was a waste of time",
        "Norland shot down 40 drones over Oxmere",
    ]
)
_FIELDS = st.fixed_dictionaries(
    {
        "topic": st.sampled_from(["attack", "casualties", "talks", "statement", "other"]),
        "where": st.sampled_from(["", "Oxmere", "Halmstead", "the Halmstead region"]),
        "date": st.sampled_from([None, NIGHT, "2031-03-04", "2031-03-06", "2031-01"]),
        "status": st.sampled_from(["happened", "planned", "claimed"]),
    }
)
_ROWS = st.lists(st.tuples(st.sampled_from("ABC"), _WHAT, _FIELDS), min_size=2, max_size=10)
_GROUPS = st.lists(st.sets(st.integers(0, 9), max_size=6), max_size=4)


def told(found: Grouped) -> list[list[str]]:
    """Return the ids of each happening."""
    return sorted(sorted(event.id for event in group.events) for group in found.groups)


@SLOW
@given(_ROWS, _GROUPS)
def test_no_proposal_breaks_the_partition_or_a_veto(
    rows: list[Told], groups: list[set[int]]
) -> None:
    """Whatever is proposed, each event is in one happening, and no two of one are vetoed."""
    events, key_of = events_told(*rows)
    ids = [*(event.id for event in events), *(f"unknown{n}" for n in range(10))][:10]
    proposal = EventProposal(
        tuple(tuple(ids[n] for n in group) for group in groups), tables=(frozenset(ids),)
    )
    found = happenings(events, key_of, proposal)
    assert sorted(e.id for g in found.groups for e in g.events) == sorted(e.id for e in events)
    for group in found.groups:
        for left, right in itertools.combinations(group.events, 2):
            assert veto(traits_of(left).facets, traits_of(right).facets) == ""


@SLOW
@given(_ROWS, _GROUPS, st.randoms(use_true_random=False))
def test_any_order_gives_the_same_happenings(
    rows: list[Told], groups: list[set[int]], random: Any
) -> None:
    """The order of the events and of the proposed groups changes nothing, reasons included."""
    events, key_of = events_told(*rows)
    proposal = proposal_of(events, [{n for n in group if n < len(events)} for group in groups])
    shuffled = [*events]
    random.shuffle(shuffled)
    turned = EventProposal(
        tuple(group[::-1] for group in proposal.groups[::-1]), tables=proposal.tables
    )
    assert happenings(events, key_of, proposal) == happenings(shuffled, key_of, turned)


@SLOW
@given(_ROWS)
def test_a_copy_changes_no_happening(rows: list[Told]) -> None:
    """Another outlet that says one thing in the same words joins it, and moves nothing else."""
    events, key_of = events_told(*rows)
    copied = [*rows, ("D", rows[0][1], rows[0][2])]
    more, more_keys = events_told(*copied)
    copy = more[-1].id
    without = [
        [name for name in group if name != copy] for group in told(happenings(more, more_keys))
    ]
    assert sorted(without) == told(happenings(events, key_of))


@SLOW
@given(newsrooms)
def test_every_event_of_a_newsroom_has_one_happening(clips: Any) -> None:
    """Events as extraction makes them are grouped without loss."""
    events = [c for clip in clips for c in clip.claims if isinstance(c, Event)]
    key_of = {c.id: clip.document.name for clip in clips for c in clip.claims}
    found = happenings(events, key_of)
    assert sorted(e.id for g in found.groups for e in g.events) == sorted({e.id for e in events})


def test_the_reason_of_a_join_is_kept() -> None:
    """A happening says which two of its events were found to be one, and why."""
    rows: list[Told] = [("A", HARBOUR, {}), ("B", f"{HARBOUR} overnight", {})]
    events, key_of = events_told(*rows)
    (group,) = happenings(events, key_of).groups
    (judgement,) = group.judgements
    assert {judgement.left, judgement.right} == {event.id for event in events}
    assert (judgement.reason, judgement.by) == ("told in nearly the same words", "rule")


def test_equal_words_are_the_reason_of_their_join() -> None:
    """Two papers that print the same clause are one happening, and that is the reason kept."""
    events, key_of = events_told(("A", HARBOUR, {}), ("B", HARBOUR, {}))
    (group,) = happenings(events, key_of).groups
    assert [(j.decision, j.reason, j.by) for j in group.judgements] == [
        ("joined", "told in the same words", "rule")
    ]
