"""A briefing against gold: stories, relations and sums of figures, disputes, and its own checks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from claim_builders import NIGHT, Clip, briefing_of, opinion, strike, wheat
from gold_builders import drafted, placed

from summarizer.briefing import Briefing, Derivation, Dispute, Pair
from summarizer.evaluation import Evaluation, Score, Share, evaluate
from summarizer.evaluation.figures import GoldFigures
from summarizer.evaluation.gold import GoldSet
from summarizer.prompts import PromptSet

HARBOUR, BELL, ECHO, WEEKLY = (
    f"{outlet}.txt" for outlet in ("Harbour Post", "Evening Bell", "Market Echo", "Marsh Weekly")
)


@pytest.fixture(scope="module")
def rooms() -> list[Clip]:
    """Return two reports on one night, wheat, and a commentary; 539 and 11 are the 550."""
    report = Clip(
        "Raid on Oxmere\n"
        "Vandria launched 539 drones and 11 missiles at Oxmere on Monday night.\n"
        "Five people were hurt in Halmstead, further up the coast.\n",
        "Evening Bell",
        "2031-03-04",
        zones={1: ("title", 0)},
    )
    report.event(
        "Vandria launched 539 drones and 11 missiles at Oxmere on Monday night",
        topic="attack",
        date=NIGHT,
        where="Oxmere",
    )
    report.quantity("539", "drones launched", "drone", date=NIGHT)
    report.quantity("11", "missiles launched", "missile", date=NIGHT)
    report.event("Five people were hurt in Halmstead", topic="casualties", where="Halmstead")
    report.quantity("Five", "people hurt", scope="Halmstead")
    return [strike(), report, wheat(), opinion()]


@pytest.fixture(scope="module")
def briefing(rooms: list[Clip], prompts: PromptSet) -> Briefing:
    """Return the briefing that rules make of them; its rows have no pairs and no sums."""
    made = briefing_of([clip.extraction() for clip in rooms], prompts)
    bare = [
        story.model_copy(
            update={
                "figures": [
                    row.model_copy(update={"pairs": [], "derivations": []}) for row in story.figures
                ],
                "disputes": [],
            }
        )
        for story in made.stories
    ]
    return made.model_copy(update={"stories": bare})


@pytest.fixture(scope="module")
def ids(rooms: list[Clip]) -> dict[str, str]:
    """Return the id of a claim by outlet and surface: "Harbour Post:550"."""
    return {
        f"{clip.document.metadata.outlet}:{claim.span.of(clip.document.text)}": claim.id
        for clip in rooms
        for claim in clip.claims
    }


def gold_of(rooms: Sequence[Clip], ids: dict[str, str], **across: Any) -> GoldSet:
    """Return the draft of the newsroom with what holds across; items are named by outlet and words."""

    def named(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: named(part) for name, part in value.items()}
        if isinstance(value, list | tuple):
            return [named(part) for part in value]
        outlet = value.partition(":")[0] if isinstance(value, str) else ""
        return f"{outlet}.txt:{ids[value]}" if value in ids else value

    draft = drafted(*rooms)
    return GoldSet.model_validate({**draft.model_dump(), "across": named(across)})


def with_row(briefing: Briefing, **fields: Any) -> Briefing:
    """Return the briefing with fields of the first row of figures changed."""
    first = briefing.stories[0]
    row = first.figures[0].model_copy(update=fields)
    story = first.model_copy(update={"figures": [row, *first.figures[1:]]})
    return briefing.model_copy(update={"stories": [story, *briefing.stories[1:]]})


def judged(briefing: Briefing, gold: GoldSet) -> Evaluation:
    """Return the evaluation of a briefing and its claims."""
    return evaluate(briefing.claims, {"gold.json": gold}, briefing=briefing)


def test_claims_of_a_briefing_are_scored_like_those_of_extract(
    briefing: Briefing, rooms: list[Clip], ids: dict[str, str]
) -> None:
    """Against the draft, every figure of the claims is 1, and nothing is said across articles."""
    result = judged(briefing, gold_of(rooms, ids))
    assert {score.f1 for score in result.scores.values()} == {1.0}
    assert "stories" not in result.scores and "relations" not in result.scores


@pytest.mark.parametrize(
    ("stories", "score"),
    [
        # as the briefing has them: three articles on the night, wheat alone
        ([[HARBOUR, BELL, WEEKLY], [ECHO]], Score(right=3)),
        # gold has the commentary apart: two pairs too many
        ([[HARBOUR, BELL], [WEEKLY], [ECHO]], Score(right=1, false=2)),
        # gold has all four together: wheat is missed three times
        ([[HARBOUR, BELL, WEEKLY, ECHO]], Score(right=3, missed=3)),
        # articles that gold does not place are not judged
        ([[HARBOUR, BELL]], Score(right=1)),
    ],
)
def test_stories_are_judged_by_pairs(
    briefing: Briefing,
    rooms: list[Clip],
    ids: dict[str, str],
    stories: list[list[str]],
    score: Score,
) -> None:
    """Each two articles of one story are right if gold has them in one story."""
    gold = gold_of(rooms, ids, stories=[{"articles": articles} for articles in stories])
    assert judged(briefing, gold).scores["stories"] == score


DRONES = ("Harbour Post:550", "Evening Bell:539", "Marsh Weekly:550")
CONFLICT = {"left": DRONES[1], "right": DRONES[0], "relation": "conflict"}
UPDATE = {**CONFLICT, "relation": "update"}


@pytest.mark.parametrize(
    ("shown", "group", "score"),
    [
        ([], {"relations": [CONFLICT]}, Score(missed=1)),
        ([(1, 0, "conflict")], {"relations": [CONFLICT]}, Score(right=1)),
        ([(0, 1, "conflict")], {"relations": [CONFLICT]}, Score(right=1)),  # has no direction
        ([(1, 0, "update")], {"relations": [CONFLICT]}, Score(false=1, missed=1)),
        ([(1, 0, "update")], {"relations": [UPDATE]}, Score(right=1)),
        ([(0, 1, "update")], {"relations": [UPDATE]}, Score(false=1, missed=1)),  # back in time
        ([], {"relations": [{**CONFLICT, "optional": True}]}, Score()),
        ([(1, 0, "update")], {"relations": [{**CONFLICT, "optional": True}]}, Score()),
        ([(0, 2, "equal")], {"relations": []}, Score()),  # gold does not judge the pair
        ([(0, 2, "equal")], {"relation": "equal", "relations": [CONFLICT]}, Score(1, 0, 2)),
        ([(1, 0, "different")], {"relations": [CONFLICT]}, Score(missed=1)),
    ],
)
def test_relations_of_figures(
    briefing: Briefing,
    rooms: list[Clip],
    ids: dict[str, str],
    shown: list[tuple[int, int, Any]],
    group: dict[str, Any],
    score: Score,
) -> None:
    """A pair is right with the relation of gold, read left to right where it has a direction."""
    pairs = [Pair(left=ids[DRONES[a]], right=ids[DRONES[b]], relation=r) for a, b, r in shown]
    gold = gold_of(rooms, ids, same_quantity=[{"numbers": DRONES, **group}])
    assert judged(with_row(briefing, pairs=pairs), gold).scores["relations"] == score


def test_figures_of_two_things_are_related_by_mistake(
    briefing: Briefing, rooms: list[Clip], ids: dict[str, str]
) -> None:
    """A pair that no group of gold holds is false; one with a claim outside of gold is not judged."""
    gold = gold_of(rooms, ids, same_quantity=[{"numbers": DRONES}])
    five = ids["Evening Bell:Five"]
    pairs = [Pair(left=ids[DRONES[0]], right=five, relation="conflict")]
    assert judged(with_row(briefing, pairs=pairs), gold).scores["relations"] == Score(false=1)
    pairs = [Pair(left=ids[DRONES[0]], right="0123456789", relation="conflict")]
    assert judged(with_row(briefing, pairs=pairs), gold).scores["relations"] == Score()


def test_a_repeated_figure_of_an_article_is_one() -> None:
    """A row shows what an article says twice once, so either place stands for both."""
    text = "550 drones came. Of the 550, 11 burned.\n"
    numbers = [
        placed(text, "550", value=550, id="n1"),
        placed(text, "550", value=550, id="n2") | {"start": 24, "end": 27},
        placed(text, "11", value=11, id="n3"),
    ]
    article = {"article": "a.txt", "sha256": "0" * 64, "events": None, "quotations": None}
    group = {"numbers": ["a.txt:n1", "a.txt:n2", "a.txt:n3"], "relation": "equal"}
    gold = GoldFigures(
        [
            GoldSet.model_validate(
                {
                    "version": 1,
                    "articles": [{**article, "numbers": numbers}],
                    "across": {"same_quantity": [group]},
                }
            )
        ]
    )
    assert gold.told("a.txt:n1", "a.txt:n2", "equal") is None
    assert gold.told("a.txt:n2", "a.txt:n3", "equal") == gold.told("a.txt:n3", "a.txt:n1", "equal")
    assert len(gold.required) == 1


def derivation(ids: dict[str, str], terms: Sequence[str], total: str) -> Derivation:
    """Return a sum as a row shows it."""
    return Derivation(
        kind="sum",
        text="",
        citations=[],
        terms=[ids.get(term, term) for term in terms],
        total=ids.get(total, total),
    )


TERMS = ("Evening Bell:539", "Evening Bell:11")


@pytest.mark.parametrize(
    ("shown", "score"),
    [
        ([], Score(missed=1)),
        ([(TERMS, "Harbour Post:550")], Score(right=1)),
        ([(TERMS[::-1], "Harbour Post:550")], Score(right=1)),  # in any order
        ([(TERMS, "Marsh Weekly:550")], Score(right=1)),  # an equal figure of another article
        ([(TERMS, "Evening Bell:Five")], Score(false=1, missed=1)),
        ([((*TERMS, "Evening Bell:Five"), "Harbour Post:550")], Score(false=1, missed=1)),
        ([(TERMS, "0123456789")], Score(false=1, missed=1)),  # a claim that gold does not know
        ([(TERMS, "Harbour Post:550"), (TERMS, "Marsh Weekly:550")], Score(right=1)),  # once
    ],
)
def test_sums(
    briefing: Briefing,
    rooms: list[Clip],
    ids: dict[str, str],
    shown: list[tuple[Sequence[str], str]],
    score: Score,
) -> None:
    """A sum is right with the terms and the total of gold, equal figures standing for each other."""
    gold = gold_of(
        rooms,
        ids,
        same_quantity=[{"numbers": [DRONES[0], DRONES[2]], "relation": "equal"}],
        sums=[{"terms": TERMS, "total": DRONES[0]}],
    )
    rows = with_row(briefing, derivations=[derivation(ids, *one) for one in shown])
    assert judged(rows, gold).scores["sums"] == score


def test_an_optional_sum_is_neither_missed_nor_false(
    briefing: Briefing, rooms: list[Clip], ids: dict[str, str]
) -> None:
    """A debatable sum may be shown or not."""
    gold = gold_of(rooms, ids, sums=[{"terms": TERMS, "total": DRONES[0], "optional": True}])
    shown = with_row(briefing, derivations=[derivation(ids, TERMS, DRONES[0])])
    assert judged(shown, gold).scores["sums"] == judged(briefing, gold).scores["sums"] == Score()


def test_a_dispute_is_told_by_two_of_its_sides(
    briefing: Briefing, rooms: list[Clip], ids: dict[str, str]
) -> None:
    """Versions that give two sides tell the dispute; versions of one side tell none."""
    gold = gold_of(
        rooms, ids, disputes=[{"about": "how many", "sides": [[DRONES[0]], [DRONES[1]]]}]
    )
    statement = briefing.stories[0].headline

    def told(*claims: str) -> Score:
        versions = [statement.model_copy(update={"claims": [ids[claim]]}) for claim in claims]
        dispute = Dispute(about="extent", question="how many", versions=versions, reading="")
        story = briefing.stories[0].model_copy(update={"disputes": [dispute]})
        stories = [story, *briefing.stories[1:]]
        return judged(briefing.model_copy(update={"stories": stories}), gold).scores["disputes"]

    assert judged(briefing, gold).scores["disputes"] == Score(missed=1)
    assert told(DRONES[0], DRONES[1]) == Score(right=1)
    assert told(DRONES[0], DRONES[2]) == Score(false=1, missed=1)


def test_a_sound_briefing_passes_its_checks(
    briefing: Briefing, rooms: list[Clip], ids: dict[str, str]
) -> None:
    """Every statement cites, every citation stands in its article, every claim is accounted for."""
    texts = {clip.document.digest: clip.document.text for clip in rooms}
    gold = {"gold.json": gold_of(rooms, ids)}
    checks = evaluate(briefing.claims, gold, briefing=briefing, texts=texts).checks
    assert set(checks) == {"cited", "by_model", "accounted", "exact"}
    assert checks["exact"].of > 0
    assert {checks[name].share for name in ("cited", "accounted", "exact")} == {1.0}
    assert checks["by_model"].held == 0  # built by rule, all of it
    assert "exact" not in judged(briefing, gold["gold.json"]).checks  # no article at hand


def test_a_broken_briefing_fails_its_checks(
    briefing: Briefing, rooms: list[Clip], ids: dict[str, str]
) -> None:
    """A statement without citation, a citation with other words and a lost claim are each counted."""
    texts = {clip.document.digest: clip.document.text for clip in rooms}
    story = briefing.stories[0]
    moved = story.headline.citations[0].model_copy(update={"words": "Something else."})
    headline = story.headline.model_copy(
        update={"citations": [moved, *story.headline.citations[1:]]}
    )
    first, *rest = story.sections
    bare = first.statements[0].model_copy(update={"citations": [], "built_by": "model"})
    section = first.model_copy(update={"statements": [bare, *first.statements[1:]]})
    broken = briefing.model_copy(
        update={
            "stories": [
                story.model_copy(update={"headline": headline, "sections": [section, *rest]}),
                *briefing.stories[1:],
            ],
            "left_out": briefing.left_out[1:],
        }
    )
    gold = {"gold.json": gold_of(rooms, ids)}
    sound = evaluate(briefing.claims, gold, briefing=briefing, texts=texts).checks
    checks = evaluate(broken.claims, gold, briefing=broken, texts=texts).checks
    lost = len(first.statements[0].citations)
    assert checks["cited"] == Share(sound["cited"].held - 1, sound["cited"].of)
    assert checks["exact"] == Share(sound["exact"].held - lost - 1, sound["exact"].of - lost)
    assert checks["accounted"] == Share(sound["accounted"].of - 1, sound["accounted"].of)
    assert checks["by_model"].held == 1
