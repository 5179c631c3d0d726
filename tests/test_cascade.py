"""What an edited template makes to be asked again: its own questions, and only then what they change.

Comparing and prose questions are keyed on the claims, so the same claims end the cascade.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from desks import Answering, Desk, ReplyTo

from summarizer.answers import Request
from summarizer.prompts import PromptSet
from summarizer.reading import as_documents

Overlay = Callable[[Mapping[str, str]], Path]


@pytest.fixture
def first(articles: Mapping[str, str], reply_to: ReplyTo, tmp_path: Path) -> Desk:
    """Return a desk whose two articles are briefed, the answers in a store."""
    desk = Desk(articles, reply_to, store=tmp_path / "answers.db")
    desk.answer_all()
    return desk


@pytest.fixture
def edited(prompts: PromptSet, overlay: Overlay) -> Path:
    """Return a folder with a template for numbers that says one thing more."""
    text = prompts.sources["numbers.jinja"]
    text = text.replace("{% block user %}", "{% block user %}\nRead it twice.")
    return overlay({"numbers.jinja": text})


def same_otherwise_told(desk: Desk) -> Callable[[Request], dict[str, Any]]:
    """Return what answers as before, the items in another order."""

    def reply(request: Request) -> dict[str, Any]:
        given = desk.reply(request)
        return {part: items[::-1] for part, items in given.items()}

    return reply


def test_the_same_claims_end_the_cascade(first: Desk, edited: Path) -> None:
    """New answers that ground the same claims are all that is asked: the prose stays as it is."""
    before = first.summarizer.brief(first.articles)
    later = first.later(prompts=edited)
    plan = later.plan()
    assert [(c.prompt, c.stale) for c in plan.prompts if c.stale] == [("numbers", 2)]
    assert len(plan.requests) == 2
    later.summarizer.client = model = Answering(same_otherwise_told(first))
    after = later.summarizer.brief(later.articles)
    assert model.asked == ["numbers", "numbers"]
    assert (after.stories, after.claims) == (before.stories, before.claims)
    plan = later.plan()
    assert plan.is_fresh
    assert plan.as_json()["prose_asked_again"] is None
    assert all(count.fresh and not count.stale for count in plan.prompts)
    assert {"briefing", "rewrite"} <= {count.prompt for count in plan.prompts}
    assert later.summarizer.brief(later.articles) == after
    assert len(model.asked) == 2  # not one call more


def test_a_changed_claim_goes_on_to_the_prose(first: Desk, edited: Path) -> None:
    """Where a claim changed its story's prose is asked again, and no other question."""
    later = first.later(prompts=edited)

    def fewer(request: Request) -> dict[str, Any]:
        given = first.reply(request)
        if request.prompt == "numbers" and "bridges" in request.subject:
            given["numbers"] = given["numbers"][1:]  # the 1,200 commuters are not found any more
        return given

    later.answer([r for r in later.plan().requests if "bridges" not in r.subject])
    for request in later.plan().requests:
        later.answer([request], numbers=fewer(request))
    plan = later.plan()
    assert [(c.prompt, c.stale, dict(c.reasons)) for c in plan.prompts if c.stale] == [
        ("briefing", 1, {"claims changed": 1})
    ]
    assert plan.as_json()["prose_asked_again"] == ["claims changed"]
    assert "prose" not in plan.lines()[-1]  # the row above says it
    later.summarizer.client = model = Answering(later.reply)
    later.summarizer.brief(later.articles)
    asked = Counter(model.asked)
    assert asked.pop("briefing") == 1
    assert set(asked) <= {"rewrite"}
    assert later.plan().is_fresh


def test_the_way_back_costs_nothing(first: Desk, edited: Path) -> None:
    """With the old template the old answers are used again, and give the same briefing."""
    before = first.summarizer.brief(first.articles)
    later = first.later(prompts=edited)
    later.summarizer.client = Answering(first.reply)
    later.summarizer.brief(later.articles)
    back = first.later()
    back.summarizer.client = model = Answering(first.reply)
    assert back.plan().is_fresh
    assert back.summarizer.brief(back.articles) == before
    assert model.asked == []


def keep(desk: Desk) -> None:
    """Keep the run of a desk's articles in its store."""
    outcome = asyncio.run(desk.summarizer.run(as_documents(desk.articles)))
    assert desk.summarizer.keep(outcome) is not None


def test_the_last_run_tells_what_follows(first: Desk, edited: Path, prompts: PromptSet) -> None:
    """The counts of the newest run stand for the rounds to come, and what becomes of the prose."""
    keep(first)
    told = first.later(prompts=edited).plan()
    assert told.last_run == {
        "follow_up": 1, "same_event": 0, "same_quantity": 0, "briefing": 2, "rewrite": 2,
    }  # fmt: skip
    assert told.lines()[-1].endswith(
        "; round 1 of up to 5; then follow_up about 1, briefing 2, rewrite 2 (as in the last run); "
        "the prose is asked again only if claims change"
    )
    text = prompts.sources["_prose_rules.jinja"] + "Be brief.\n"
    (edited / "_prose_rules.jinja").write_text(text, encoding="utf-8")
    line = len(text.rstrip().split("\n"))
    assert (
        first.later(prompts=edited)
        .plan()
        .lines()[-1]
        .endswith(
            f"; the prose is asked again: _prose_rules.jinja line {line}, included by 2 prompts"
        )
    )


def test_a_page_that_changed_at_its_address_is_stale(first: Desk) -> None:
    """An article that is read again from its address, under another name, is told as changed."""
    first.articles[1]["url"] = "https://ferry.example/news"
    keep(first)
    text = first.articles[1]["text"] + "The next boat leaves at noon.\n"
    first.articles[1] |= {"id": "page-17.html", "text": text}
    plan = first.plan()
    assert {count.reasons for count in plan.prompts if count.stale} == {
        (("article text changed", 1),)
    }
    assert [count.missing for count in plan.prompts] == [0] * len(plan.prompts)


def test_a_plan_of_extract_stops_at_the_claims(first: Desk, prompts: PromptSet) -> None:
    """With every claim known nothing is left to ask, whatever the prose would need."""
    summarizer = first.summarizer
    summarizer.prompts = PromptSet.from_texts(
        {
            **prompts.sources,
            "_prose_rules.jinja": prompts.sources["_prose_rules.jinja"] + "Be brief.\n",
        },
        where="a test",
    )
    reading = as_documents(first.articles)
    whole = asyncio.run(summarizer.plan_reading(reading))
    assert {request.prompt for request in whole.requests} == {"briefing"}
    assert asyncio.run(summarizer.plan_reading(reading, is_extract=True)).is_fresh
