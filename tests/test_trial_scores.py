"""A trial against gold: only the articles tried, only the kinds that the prompt returns."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from builders import Item, article, grounded, number
from gold_builders import gold_event, gold_number

from summarizer.articles import Document
from summarizer.errors import UsageError
from summarizer.evaluation import GoldSet, Score
from summarizer.layout import page_of
from summarizer.trial.asking import Asked, Tried
from summarizer.trial.report import gold_table
from summarizer.trial.scores import Judged, judged

FERRY = article("The ferry carried 85 passengers and 12 cars.", outlet="ferry")
MILL = article("The mill of Oxmere ground 40 sacks.", outlet="mill")
PASSENGERS, CARS = number(1, "85", "passengers"), number(1, "12", "cars")


def gold(*documents: Document) -> dict[str, GoldSet]:
    """Return gold with every figure of the ferry, one of which may be missed, and of the mill."""
    of_name = {
        "ferry": [
            gold_number(FERRY.text, "85", 85, counted="passengers"),
            gold_number(FERRY.text, "12", 12, counted="cars", optional=True),
        ],
        "mill": [gold_number(MILL.text, "40", 40, counted="sacks")],
    }
    articles = [
        {
            "article": f"{one.name}.txt",  # not what the caller's file is called
            "sha256": one.digest,
            "events": [gold_event(one.text, one.text[:9])],
            "numbers": of_name[one.name],
            "quotations": None,
        }
        for one in documents
    ]
    return {"gold.json": GoldSet.model_validate({"version": 1, "articles": articles})}


def tried(document: Document, old: Sequence[Item], new: Sequence[Item]) -> Tried:
    """Return an article of which a prompt offered some items before and now."""
    page = page_of(document, None)
    return Tried(
        document,
        *(Asked(page, grounded(document, *items), ()) for items in (old, new)),
    )


def test_both_templates_are_scored_on_what_was_tried() -> None:
    """Gold of other articles, and of kinds that the prompt does not return, is not judged."""
    one = tried(FERRY, [PASSENGERS, CARS], [CARS])
    assert judged(gold(FERRY, MILL), [one], {"numbers"}) == (
        1,
        (
            Judged("numbers", Score(right=1), Score(missed=1)),
            Judged("counted", Score(right=1), Score(missed=1)),
        ),
    )


def test_a_template_without_any_claim_misses_all() -> None:
    """Where nothing was offered every required item is missed."""
    one = tried(FERRY, [PASSENGERS], [])
    [numbers, *_] = judged(gold(FERRY), [one], {"numbers"})[1]
    assert numbers == Judged("numbers", Score(right=1), Score(missed=1))


def test_a_layout_is_scored_by_all_claims() -> None:
    """A prompt that returns no claims of its own rules those of the others."""
    one = tried(FERRY, [PASSENGERS], [PASSENGERS])
    names = [found.name for found in judged(gold(FERRY), [one], {"layout"})[1]]
    assert names == ["events", "numbers", "counted"]


def test_articles_without_gold_are_not_judged() -> None:
    """Where no article of the trial has gold there is nothing to tell."""
    assert judged(gold(MILL), [tried(FERRY, [], [])], {"numbers"}) == (0, ())


def test_gold_of_another_text_is_refused() -> None:
    """Words that do not stand where gold has them are a fault of the gold."""
    [one] = gold(FERRY).values()
    moved = one.model_dump(mode="json")
    moved["articles"][0]["numbers"][0] |= {"start": 0, "end": 2}
    with pytest.raises(UsageError, match="gold does not fit its text"):
        judged({"g": GoldSet.model_validate(moved)}, [tried(FERRY, [CARS], [CARS])], {"numbers"})


def test_the_table_has_both_sides_of_each_figure() -> None:
    """Precision, recall and F1, before and now."""
    lines = gold_table([Judged("numbers", Score(3, 1, 0), Score(3, 0, 3))], 2)
    assert [line.split() for line in lines] == [
        ["against", "gold", "(2", "articles)", "precision", "recall", "f1"],
        "numbers 0.750 > 1.000 1.000 > 0.500 0.857 > 0.667".split(),
    ]
