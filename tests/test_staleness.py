"""Why answers are stale: every reason that holds, from the templates that were kept or without."""

from __future__ import annotations

import copy
import dataclasses
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from desks import Desk, Kept, ReplyTo

from summarizer import Plan
from summarizer.answers import Memory, Outcome
from summarizer.prompts import PromptSet
from summarizer.staleness import changed_since
from summarizer.store import Store

Overlay = Callable[[Mapping[str, str]], Path]
USER = "{% block user %}"


@pytest.fixture(params=["memory", "store"])
def desk(
    request: pytest.FixtureRequest,
    articles: Mapping[str, str],
    reply_to: ReplyTo,
    tmp_path: Path,
) -> Desk:
    """Return a desk with two articles that remembers templates; its answers in memory or on disk."""
    made = Desk(articles, reply_to)
    made.summarizer.history = Kept()
    if request.param == "store":
        made.summarizer.answers = Store(tmp_path / "answers.db")
    return made


def reasons(plan: Plan, prompt: str) -> dict[str, int]:
    """Return why questions of a prompt are stale, and how many for each reason."""
    return dict(next(count.reasons for count in plan.prompts if count.prompt == prompt))


def line_of(text: str, words: str) -> int:
    """Return the number of the line in which words stand."""
    return next(n for n, line in enumerate(text.split("\n"), 1) if words in line)


def test_a_template_is_named_with_its_lines(
    desk: Desk, prompts: PromptSet, overlay: Overlay
) -> None:
    """Two edited places of a template are told by today's lines; other prompts stay fresh."""
    desk.answer(desk.plan().requests)
    edited = prompts.sources["numbers.jinja"].replace(USER, f"{USER}\nRead it twice.\nThen count.")
    edited = edited.replace('{% include "_rules.jinja" %}', '{% include "_rules.jinja" %}\nPlease.')
    plan = desk.later(prompts=overlay({"numbers.jinja": edited})).plan()
    first, second = line_of(edited, "Please."), line_of(edited, "Read it twice.")
    told = f"numbers.jinja lines {first}, {second}-{second + 1}"
    assert reasons(plan, "numbers") == {told: 2}
    assert {request.prompt for request in plan.requests} == {"numbers"}
    assert plan.lines()[2] == f"numbers  2 stale ({told})"
    assert set(plan.reasons.values()) == {(told,)}


def test_a_partial_is_named_with_its_users(
    desk: Desk, prompts: PromptSet, overlay: Overlay
) -> None:
    """A partial's lines are the reason in every prompt that includes it, and in no other."""
    desk.answer(desk.plan().requests)
    edited = "All of the page:\n" + prompts.sources["_article.jinja"]
    plan = desk.later(prompts=overlay({"_article.jinja": edited})).plan()
    told = {"_article.jinja line 1, included by 4 prompts": 2}  # the fourth is the follow-up
    assert [reasons(plan, name) for name in ("events", "numbers", "quotes")] == [told] * 3
    assert reasons(plan, "layout") == {}


def test_all_reasons_that_hold_are_told(desk: Desk, prompts: PromptSet, overlay: Overlay) -> None:
    """Model, template, sampling and text stand side by side, each with its count."""
    desk.answer(desk.plan().requests)
    edited = prompts.sources["numbers.jinja"].replace(USER, f"{USER}\nRead it twice.")
    edited = edited.replace(
        "returns: [numbers]", "returns: [numbers]\nsampling: {temperature: 0.5}"
    )
    desk.articles[1]["text"] += "The next boat leaves at noon.\n"
    plan = desk.later(model="n", prompts=overlay({"numbers.jinja": edited})).plan()
    line = f"numbers.jinja line {line_of(edited, 'Read it twice.')}"
    sampling = 'sampling {} -> {"temperature":0.5}'
    assert reasons(plan, "numbers") == {
        "model 'm' -> 'n'": 2, line: 2, sampling: 2, "article text changed": 1,
    }  # fmt: skip
    assert reasons(plan, "quotes") == {"model 'm' -> 'n'": 2, "article text changed": 1}
    row = next(text for text in plan.lines() if text.startswith("numbers"))
    assert row == (
        f"numbers  2 stale: model 'm' -> 'n' (2), {line} (2), {sampling} (2), "
        "article text changed (1)"
    )


def test_a_field_of_the_schema_is_named(desk: Desk, prompts: PromptSet, overlay: Overlay) -> None:
    """A prompt that returns one part more is stale by its schema, not by its front matter."""
    desk.answer(desk.plan().requests)
    edited = prompts.sources["numbers.jinja"].replace("[numbers]", "[numbers, quotes]")
    plan = desk.later(prompts=overlay({"numbers.jinja": edited})).plan()
    assert reasons(plan, "numbers") == {"schema (quotes is new)": 2}


def test_a_field_described_otherwise_is_named(desk: Desk) -> None:
    """Answers to a version that described a field in other words are stale by that field alone."""
    for request in desk.plan().requests:
        if request.prompt == "numbers":
            schema = copy.deepcopy(dict(request.schema))
            schema["$defs"]["NumberItem"]["properties"]["unit"]["description"] = "As ever."
            old = dataclasses.replace(request, schema=schema)
            desk.put(old, json.dumps(desk.reply(request)))
    assert reasons(desk.plan(), "numbers") == {"schema (numbers.unit)": 2}


def test_a_comment_is_no_reason(desk: Desk, prompts: PromptSet, overlay: Overlay) -> None:
    """Beside a change that counts, a commented partial is not blamed; alone it makes nothing stale."""
    desk.answer(desk.plan().requests)
    partial = "{# mine #}\n" + prompts.sources["_article.jinja"]
    edited = prompts.sources["numbers.jinja"].replace(USER, f"{USER}\nRead it twice.")
    plan = desk.later(prompts=overlay({"numbers.jinja": edited, "_article.jinja": partial})).plan()
    (told,) = reasons(plan, "numbers")
    assert told == f"numbers.jinja line {line_of(edited, 'Read it twice.')}"
    assert {request.prompt for request in plan.requests} == {"numbers"}


def test_of_several_old_wordings_the_nearest_tells(
    desk: Desk, prompts: PromptSet, overlay: Overlay
) -> None:
    """After a second edit only what changed since the first one is told, in any order of asking."""
    source = prompts.sources["numbers.jinja"]
    first = source.replace(USER, f"{USER}\nRead it twice.")
    folder = overlay({"numbers.jinja": first})
    once = desk.later(prompts=folder)
    once.answer(once.plan().requests)
    desk.answer(desk.plan().requests)  # the shipped wording is asked last
    (folder / "numbers.jinja").write_text(
        first.replace("Read it twice.", "Read it twice.\nThen count."), encoding="utf-8"
    )
    plan = desk.later(prompts=folder).plan()
    line = line_of(first, "Read it twice.") + 1
    assert reasons(plan, "numbers") == {f"numbers.jinja line {line}": 2}


def test_without_kept_templates_the_first_difference_stands_in(
    desk: Desk, prompts: PromptSet, overlay: Overlay
) -> None:
    """Answers from elsewhere have no templates: what differs in the messages is told, and counted."""
    history, desk.summarizer.history = desk.summarizer.history, None
    desk.answer(desk.plan(0).requests)
    desk.summarizer.history = history
    desk.answer(desk.plan().requests)
    edited = prompts.sources["numbers.jinja"].replace(USER, f"{USER}\nRead it twice.")
    plan = desk.later(prompts=overlay({"numbers.jinja": edited})).plan()
    told = reasons(plan, "numbers")
    assert told.pop(f"numbers.jinja line {line_of(edited, 'Read it twice.')}") == 1
    ((difference, number),) = told.items()
    assert number == 1
    assert difference.startswith("user message: ")  # at no line: articles differ in length
    assert "Read it twice." in difference


def test_an_address_with_another_text_is_stale(desk: Desk) -> None:
    """A page that is read again under another name, and has changed, is known by its address."""
    url = "https://ferry.example/news"
    history = desk.summarizer.history
    assert isinstance(history, Kept)
    request = desk.plan(1).requests[0]
    desk.answer(desk.plan(1).requests)
    corrected = desk.articles[1]["text"] + "The next boat leaves at noon.\n"
    desk.articles.append({"id": "page-17.html", "text": corrected, "url": url})
    del desk.articles[1]
    assert {count.stale for count in desk.plan(1).prompts} == {0}
    history.addresses[url] = request.document
    plan = desk.plan(1)
    assert {(c.stale, c.missing) for c in plan.prompts} == {(1, 0)}
    assert reasons(plan, "quotes") == {"article text changed": 1}


def test_an_article_of_another_name_and_text_is_missing(desk: Desk) -> None:
    """What was never asked about under this name or with this text is missing, not stale."""
    desk.answer(desk.plan(0).requests)
    plan = desk.plan()
    assert {(count.stale, count.missing) for count in plan.prompts[:4]} == {(0, 1)}


def test_a_refused_answer_was_an_answer(desk: Desk, prompts: PromptSet, overlay: Overlay) -> None:
    """A question that was declined is stale like one that was answered."""
    requests = desk.plan(1).requests
    for request in requests:
        desk.put(request, "", Outcome.REFUSED)
    edited = prompts.sources["numbers.jinja"].replace(USER, f"{USER}\nRead it twice.")
    plan = desk.later(prompts=overlay({"numbers.jinja": edited})).plan(1)
    assert [(c.prompt, c.stale) for c in plan.prompts if c.stale] == [("numbers", 1)]


def test_changed_claims_are_the_reason_for_prose(
    desk: Desk, prompts: PromptSet, overlay: Overlay
) -> None:
    """Where claims changed the prose is stale by them; an edited template is told beside them."""
    desk.answer_all(0)
    question = next(
        r for r in desk.summarizer.answers.requests("numbers") if "bridges" in r.subject
    )
    fewer = {"numbers": []}
    desk.put(question, json.dumps(fewer), attempt=1)
    assert reasons(desk.plan(0), "briefing") == {"claims changed": 1}
    edited = prompts.sources["briefing.jinja"].replace(USER, f"{USER}\nKeep it dry.")
    plan = desk.later(prompts=overlay({"briefing.jinja": edited})).plan(0)
    line = f"briefing.jinja line {line_of(edited, 'Keep it dry.')}"
    assert reasons(plan, "briefing") == {"claims changed": 1, line: 1}


def test_other_items_are_the_reason_for_a_follow_up(desk: Desk) -> None:
    """A follow-up about other items than before is stale by them."""
    desk.answer_all(0)
    question = next(
        r for r in desk.summarizer.answers.requests("numbers") if "bridges" in r.subject
    )
    reply = desk.reply(question)
    reply["numbers"][1]["surface"] = "7,700"
    desk.put(question, json.dumps(reply), attempt=1)
    assert reasons(desk.plan(0), "follow_up") == {"other items to ask about": 1}


def test_what_changed_in_the_prose_is_known_ahead(
    desk: Desk, prompts: PromptSet, overlay: Overlay
) -> None:
    """Before the prose is planned it is known whether its template, partials or sampling changed."""
    asker = desk.summarizer.asker()
    assert changed_since(asker, desk.summarizer.history, "briefing") is None  # no answer yet
    desk.answer_all(0)
    assert desk.plan(0).prose is None  # nothing follows
    rules = prompts.sources["_prose_rules.jinja"] + "Be brief.\n"
    numbers = prompts.sources["numbers.jinja"].replace(USER, f"{USER}\nRead it twice.")
    folder = overlay({"numbers.jinja": numbers})
    assert desk.later(prompts=folder).plan(0).prose == ()
    (folder / "_prose_rules.jinja").write_text(rules, encoding="utf-8")
    line = line_of(rules, "Be brief.")
    told = (f"_prose_rules.jinja line {line}, included by 2 prompts",)
    plan = desk.later(prompts=folder).plan(0)
    assert plan.prose == told
    assert plan.lines()[-1].endswith(f"the prose is asked again: {told[0]}")
    desk.summarizer.history = None
    assert desk.later(prompts=folder).plan(0).prose is None


class Counting(Kept):
    """Counts how often templates are asked for."""

    asked = 0

    def texts_of(self, key: str) -> Mapping[str, str] | None:
        self.asked += 1
        return super().texts_of(key)


def test_fresh_answers_need_no_history(desk: Desk) -> None:
    """Templates are looked up for questions that are stale, and for no others."""
    counting = Counting()
    desk.summarizer.history = counting
    desk.answer(desk.plan().requests)
    desk.plan(1)
    assert counting.asked == 0


def test_a_damaged_question_is_told(articles: Mapping[str, str], reply_to: ReplyTo) -> None:
    """Where the stored question cannot be read any more, that is said in place of a difference."""

    class Losing(Memory):
        def request(self, key: str) -> Any:
            return None

    desk = Desk(articles, reply_to)
    desk.summarizer.answers = Losing()
    desk.answer(desk.plan(1).requests)
    edited = desk.later(model="m")
    edited.summarizer.prompts = PromptSet.from_texts(
        {**PromptSet().sources, "_rules.jinja": "Read.\n"}, where="kept"
    )
    assert reasons(edited.plan(1), "numbers") == {"the stored question is damaged": 1}
