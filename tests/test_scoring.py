"""Claims against gold: the figures of known cases, what is optional, and what must always hold."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from claim_builders import Clip, clips, strike, wheat
from gold_builders import (
    drafted,
    gold_event,
    gold_number,
    gold_quotation,
    gold_set,
    records,
)
from hypothesis import given
from hypothesis import strategies as st

from summarizer.errors import UsageError
from summarizer.evaluation import Evaluation, Score, evaluate
from summarizer.evaluation.gold import GoldSet

TEXT = (
    "Vandria launched 550 drones at Oxmere.\n"
    "Mayor Ada Brandt said 23 people were hurt and 4 killed.\n"
    "“We counted the blasts,” Brandt said; “we hid,” said a guard.\n"
)


@pytest.fixture
def clip() -> Clip:
    """Return a page with two figures right, one false, and a speaker that is wrong."""
    clip = Clip(TEXT, "Harbour Post")
    clip.event("Vandria launched 550 drones at Oxmere", date="2031-03-04")
    clip.event("Mayor Ada Brandt said 23 people were hurt", status="claimed")
    clip.quantity("550", "drones launched", "drone")
    clip.quantity("23", "people killed")
    clip.quantity("4", "people killed")
    clip.quotation("We counted the blasts", "Ada Brandt")
    clip.quotation("we hid", "Ada Brandt")
    return clip


def scores(clip: Clip, gold: GoldSet) -> Mapping[str, Score]:
    """Return the scores of a page's claims."""
    return evaluate(records(clip), {"gold.json": gold}).scores


def test_the_figures_of_a_known_case(clip: Clip) -> None:
    """Counted by hand: a figure of the wrong thing, one that gold has not, one that is missing."""
    gold = gold_set(
        clip,
        [
            gold_event(TEXT, "launched 550 drones", date="2031-03-03", status="happened"),
            gold_event(TEXT, "23 people were hurt", status="happened"),
            gold_event(TEXT, "We counted the blasts"),
            gold_number(TEXT, "550", 550, counted="drones"),
            gold_number(TEXT, "23", 23, counted="people injured"),
            gold_number(TEXT, "blasts", None, counted="blasts"),
            gold_quotation(TEXT, "We counted the blasts,", "Brandt"),
            gold_quotation(TEXT, "we hid", "a guard"),
        ],
    )
    assert scores(clip, gold) == {
        "events": Score(right=2, false=0, missed=1),
        "event_dates": Score(right=0, false=1, missed=1),  # the day after
        "event_statuses": Score(right=1, false=1, missed=1),  # "said", not happened
        "numbers": Score(right=2, false=1, missed=1),
        "counted": Score(right=1, false=2, missed=2),
        "quotations": Score(right=2, false=0, missed=0),
        "speakers": Score(right=1, false=1, missed=1),
    }


def test_a_score_tells_precision_recall_and_f1() -> None:
    """Two of three found, two of four there: the shares are those of the textbook."""
    score = Score(right=2, false=1, missed=2)
    assert score.figures() == {"precision": 2 / 3, "recall": 0.5, "f1": pytest.approx(4 / 7)}
    assert Score(right=2) + Score(false=1, missed=2) == score


@pytest.mark.parametrize(
    ("score", "share"),
    [
        (Score(), 1.0),  # nothing to find, nothing found
        (Score(missed=3), 0.0),  # nothing found of what there is
        (Score(false=3), 0.0),  # something found where there is nothing
    ],
)
def test_a_score_of_nothing(score: Score, share: float) -> None:
    """Saying nothing is right only where there is nothing to say."""
    assert set(score.figures().values()) == {share}


def test_what_is_optional_is_neither_missed_nor_false(clip: Clip) -> None:
    """Debatable gold that was found, or was not, leaves the score as it is."""
    sure = [gold_number(TEXT, "550", 550)]
    found = gold_number(TEXT, "23", 23, optional=True, counted="moons")
    unfound = gold_number(TEXT, "blasts", None, optional=True)
    told = scores(clip, gold_set(clip, [*sure, found, unfound]))
    assert told["numbers"] == told["counted"] == Score(right=1, false=1, missed=0)
    facts = {"date": "2031-03-03", "status": "denied", "optional": True}
    told = scores(clip, gold_set(clip, [gold_event(TEXT, "launched 550 drones", **facts)]))
    assert told["events"] == Score(right=0, false=1, missed=0)  # the other event of the page
    assert "event_dates" not in told and "event_statuses" not in told


def test_a_second_claim_on_one_figure_is_false(clip: Clip) -> None:
    """One gold item is found once, however many claims say it."""
    clip.quantity("550", "drones of Vandria", "drone")
    told = scores(clip, gold_set(clip, [gold_number(TEXT, "550", 550)]))
    assert told["numbers"] == Score(right=1, false=3, missed=0)


def test_a_kind_that_was_not_annotated_is_not_judged(clip: Clip) -> None:
    """Null in place of a list takes the kind out of the table; an empty list makes claims false."""
    told = scores(clip, gold_set(clip, [], kinds=["numbers"]))
    assert told == {"numbers": Score(false=3), "counted": Score(false=3)}


def test_an_article_without_claims_is_all_missed(clip: Clip) -> None:
    """Gold of an article that nothing was offered for counts as missed, and is named."""
    gold = {"a.json": drafted(clip), "b.json": drafted(wheat())}
    result = evaluate(records(clip), gold)
    assert result.without_claims == ("Market Echo.txt",)
    assert result.scores["numbers"] == Score(right=3, missed=1)


def test_claims_of_other_articles_are_named_not_judged(clip: Clip) -> None:
    """A document without gold is told of, and its claims count as nothing."""
    result = evaluate([*records(clip), *records(wheat())], {"a.json": drafted(clip)})
    assert result.without_gold == ("Market Echo.txt",)
    assert result.scores["numbers"] == Score(right=3)


def test_documents_are_known_by_the_end_of_their_path(clip: Clip) -> None:
    """A path as typed stands for the article that it ends with; no match at all is an error."""
    gold = {"a.json": drafted(clip)}
    moved = [c.model_copy(update={"document": f"day/{c.document}"}) for c in records(clip)]
    assert evaluate(moved, gold).scores["numbers"] == Score(right=3)
    glued = [c.model_copy(update={"document": f"x{c.document}"}) for c in records(clip)]
    with pytest.raises(UsageError, match=r"no claim is of an article of the gold; it has 'Harbour"):
        evaluate(glued, gold)


def test_two_documents_are_not_one_article(clip: Clip) -> None:
    """Yesterday's and today's file of one name would be judged by one gold."""
    both = [
        claim.model_copy(update={"document": f"{day}/{claim.document}", "id": f"{day}{claim.id}"})
        for day in ("1", "2")
        for claim in records(clip)
    ]
    with pytest.raises(UsageError, match="two documents of the claims are one article"):
        evaluate(both, {"a.json": drafted(clip)})


def test_gold_that_does_not_fit_its_text_is_an_error(clip: Clip) -> None:
    """With the article at hand, a span that says something else stops the evaluation."""
    shifted = gold_set(clip, [gold_number(TEXT.replace("550", "560"), "560", 560)])
    texts = {clip.document.digest: TEXT}
    with pytest.raises(UsageError, match=r"gold does not fit its text: .* is '550', not '560'"):
        evaluate(records(clip), {"a.json": shifted}, texts=texts)


def figures(result: Evaluation) -> set[float]:
    """Return the values of all figures."""
    return set(result.figures().values())


@given(clips())
def test_a_claims_file_is_perfect_against_its_own_draft(clip: Clip) -> None:
    """Whatever the claims are, the draft made of them finds every one of them right."""
    texts = {clip.document.digest: clip.document.text}
    gold = {"a.json": drafted(clip)}
    assert figures(evaluate(records(clip), gold, texts=texts)) <= {1.0}


@given(clips(), st.data())
def test_order_and_subsets(clip: Clip, data: st.DataObject) -> None:
    """Any order gives the same figures, all between 0 and 1; leaving out claims costs only recall."""
    gold = {"a.json": drafted(clip)}
    claims = records(clip)
    kept = data.draw(st.lists(st.sampled_from(claims), min_size=1, unique_by=lambda c: c.id))
    result = evaluate(kept, gold)
    assert evaluate(sorted(kept, key=lambda c: c.id), gold) == result
    assert all(0.0 <= figure <= 1.0 for figure in figures(result))
    numbers = result.scores["numbers"]
    assert numbers.false == 0
    assert numbers.right == sum(claim.kind == "quantity" for claim in kept)


@given(st.builds(Score, *[st.integers(0, 9)] * 3))
def test_shares_are_shares(score: Score) -> None:
    """Precision, recall and F1 lie between 0 and 1, and F1 between the other two."""
    low, high = sorted([score.precision, score.recall])
    assert 0.0 <= low <= score.f1 + 1e-12
    assert score.f1 <= high + 1e-12 <= 1.0 + 1e-12


def test_two_pages_of_claims_are_perfect_too() -> None:
    """Claims of several articles find their own draft, whatever the order of the articles."""
    pages = [strike(), wheat()]
    claims = [claim for clip in pages for claim in records(clip)]
    forth = evaluate(claims, {"a.json": drafted(*pages)})
    back = evaluate(claims[::-1], {"a.json": drafted(*pages[::-1])})
    assert forth == back
    assert figures(forth) == {1.0}
