"""The plan: what would be asked, in which round, and why an answer is stale; nothing is asked."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from desks import Desk, ReplyTo

from summarizer import Plan
from summarizer.answers import Memory, Outcome
from summarizer.asking import Asker
from summarizer.planning import PromptCount, plan_from
from summarizer.prompts import PromptSet

Overlay = Callable[[Mapping[str, str]], Path]
DOCUMENT_PROMPTS = ("layout", "events", "numbers", "quotes")
COMPARING = ("same_event", "same_quantity")


@pytest.fixture
def desk(articles: Mapping[str, str], reply_to: ReplyTo) -> Desk:
    """Return a desk with two articles; the first has an item that needs a follow-up."""
    return Desk(articles, reply_to)


def counts(plan: Plan) -> dict[str, tuple[int, int, int, int]]:
    """Return (fresh, stale, missing, invalid) by prompt."""
    return {c.prompt: (c.fresh, c.stale, c.missing, c.invalid) for c in plan.prompts}


def prompts_of(plan: Plan) -> list[str]:
    """Return the prompts of the questions to ask, in their order."""
    return [request.prompt for request in plan.requests]


def test_nothing_is_answered_at_first(desk: Desk) -> None:
    """The first plan has all document questions, and names the prompts that follow."""
    plan = desk.plan()
    assert counts(plan) == dict.fromkeys(DOCUMENT_PROMPTS, (0, 0, 2, 0))
    assert (plan.round, plan.then) == (1, ("follow_up", *COMPARING, "briefing", "rewrite"))
    assert not plan.is_fresh


def test_questions_come_by_prompt_then_article(desk: Desk) -> None:
    """The order is that of the set's prompts, within a prompt that of the articles as given."""
    for numbers, names in (
        ((0, 1), ["bridges.txt", "ferry.txt"]),
        ((1, 0), ["ferry.txt", "bridges.txt"]),
    ):
        told = [(r.prompt, r.subject) for r in desk.plan(*numbers).requests]
        assert told == [(prompt, name) for prompt in DOCUMENT_PROMPTS for name in names]


def test_the_order_of_articles_changes_no_question(desk: Desk) -> None:
    """The same articles in another order ask the same."""
    keys = [{request.key for request in desk.plan(*order).requests} for order in ((0, 1), (1, 0))]
    assert keys[0] == keys[1]


def test_planning_asks_and_keeps_nothing(desk: Desk) -> None:
    """A plan leaves no trace in the answers, and a second one is the same."""
    assert desk.plan() == desk.plan()
    assert [*desk.summarizer.answers.requests()] == []


def test_the_rounds_end(desk: Desk) -> None:
    """Questions, follow-up, prose and rewriting come in turn; then nothing is left to ask."""
    seen = []
    for _ in range(6):
        plan = desk.plan(0)
        if plan.is_fresh:
            break
        seen.append((plan.round, sorted(set(prompts_of(plan))), list(plan.then)))
        desk.answer(plan.requests)
    assert seen == [
        (1, sorted(DOCUMENT_PROMPTS), ["follow_up", *COMPARING, "briefing", "rewrite"]),
        (2, ["follow_up"], [*COMPARING, "briefing", "rewrite"]),
        # one article with one speaker: there is nothing to compare
        (4, ["briefing"], ["rewrite"]),
        (5, ["rewrite"], []),
    ]
    last = desk.plan(0)
    assert (last.round, last.then, last.requests, last.input_tokens) == (0, (), (), 0)
    assert all(count.fresh and not (count.stale or count.missing) for count in last.prompts)


def test_without_a_failed_item_there_is_no_follow_up(desk: Desk) -> None:
    """Where every item was found the second round is left out."""
    desk.answer(desk.plan(1).requests)
    plan = desk.plan(1)
    assert (plan.round, prompts_of(plan), plan.then) == (4, ["briefing"], ("rewrite",))


def test_the_prose_waits_for_every_article(desk: Desk) -> None:
    """As long as one article lacks an answer, no prose is planned."""
    desk.answer(desk.plan(1).requests)
    plan = desk.plan()
    assert set(prompts_of(plan)) == set(DOCUMENT_PROMPTS)
    assert {request.subject for request in plan.requests} == {"bridges.txt"}
    assert counts(plan)["events"] == (1, 0, 1, 0)


def test_one_missing_answer_is_one_question(desk: Desk) -> None:
    """What is answered is not asked again."""
    first = desk.plan(0).requests
    desk.answer(first[1:])
    assert desk.plan(0).requests == first[:1]


def test_a_page_without_an_article_needs_no_prose(desk: Desk) -> None:
    """A page that is no article ends after its first round."""
    plan = desk.plan(1)
    layout = desk.reply(plan.requests[0])
    layout["layout"]["parts"][0]["kind"] = "not_an_article"
    desk.answer(plan.requests, layout=layout)
    assert desk.plan(1).is_fresh


@pytest.mark.parametrize("name", DOCUMENT_PROMPTS)
def test_a_changed_template_makes_its_questions_stale(
    desk: Desk, prompts: PromptSet, overlay: Overlay, name: str
) -> None:
    """Exactly the questions of the edited prompt are asked again, and the reason is told."""
    desk.answer(desk.plan().requests)
    source = prompts.sources[f"{name}.jinja"]
    folder = overlay(
        {f"{name}.jinja": source.replace("{% block user %}", "{% block user %}\nRead it twice.")}
    )
    plan = desk.later(prompts=folder).plan()
    for prompt in DOCUMENT_PROMPTS:
        assert counts(plan)[prompt] == ((0, 2, 0, 0) if prompt == name else (2, 0, 0, 0))
    assert set(prompts_of(plan)) == {name}
    ((why, number),) = next(count.reasons for count in plan.prompts if count.prompt == name)
    assert "Read it twice." in why  # no text of the old template is kept
    assert number == 2
    assert f"2 stale ({why})" in "\n".join(plan.lines())
    assert plan.round == 1


def test_a_comment_makes_nothing_stale(desk: Desk, prompts: PromptSet, overlay: Overlay) -> None:
    """A comment in every template and partial leaves all answers fresh."""
    for _ in range(4):
        desk.answer(desk.plan().requests)
    assert desk.plan().is_fresh
    commented = {
        name: source.replace("{% block user %}", "{% block user %}\n{# mine #}")
        if "{% block user %}" in source
        else "{# mine #}\n" + source
        for name, source in prompts.sources.items()
        if name.endswith(".jinja")
    }
    later = desk.later(prompts=overlay(commented))
    assert later.plan() == desk.plan()


def test_a_changed_prose_template_makes_only_the_prose_stale(
    desk: Desk, prompts: PromptSet, overlay: Overlay
) -> None:
    """Editing the briefing's prompt asks each story again, and no article."""
    for _ in range(4):
        desk.answer(desk.plan(0).requests)
    source = prompts.sources["briefing.jinja"]
    edited = source.replace("{% block user %}", "{% block user %}\nKeep it dry.")
    plan = desk.later(prompts=overlay({"briefing.jinja": edited})).plan(0)
    assert counts(plan)["briefing"] == (0, 1, 0, 0)
    assert all(count.fresh == 1 for count in plan.prompts if count.prompt != "briefing")
    assert (prompts_of(plan), plan.round) == (["briefing"], 4)


def test_another_model_makes_all_stale(desk: Desk) -> None:
    """Answers of another model are not used, and the model is named as the reason."""
    desk.answer(desk.plan().requests)
    plan = desk.later(model="n").plan()
    assert counts(plan) == dict.fromkeys(DOCUMENT_PROMPTS, (0, 2, 0, 0))
    assert all(count.reasons == (("model 'm' -> 'n'", 2),) for count in plan.prompts)


def test_a_changed_text_is_the_reason(desk: Desk) -> None:
    """A corrected article is asked about again, and is told from one that is new."""
    desk.answer(desk.plan().requests)
    desk.articles[1]["text"] += "The next boat leaves at noon.\n"
    desk.articles.append({"id": "new.txt", "text": "A tunnel opened in Vanstead.\n"})
    plan = desk.plan()
    assert counts(plan)["numbers"] == (1, 1, 1, 0)
    assert {r.subject for r in plan.requests if r.prompt == "numbers"} == {"ferry.txt", "new.txt"}
    why = {count.reasons for count in plan.prompts if count.prompt in DOCUMENT_PROMPTS}
    assert why == {(("article text changed", 1),)}


def test_a_text_under_another_name_is_fresh(desk: Desk) -> None:
    """Names are not in the key; where an old text still stands, its former name tells nothing."""
    desk.answer(desk.plan().requests)
    desk.articles[1]["id"] = "moved.txt"
    desk.articles.append({"id": "ferry.txt", "text": "A tunnel opened in Vanstead.\n"})
    assert counts(desk.plan())["numbers"] == (2, 0, 1, 0)


def test_a_question_that_was_only_written_down_is_missing(desk: Desk) -> None:
    """Known questions without an answer do not make their new wording stale."""
    plan = desk.plan()
    desk.summarizer.answers.register(plan.requests)
    assert desk.plan() == plan
    assert counts(desk.later(model="n").plan())["events"] == (0, 0, 2, 0)


def test_an_invalid_answer_is_asked_again(desk: Desk) -> None:
    """A stored reply that does not fit is counted as such, and its question is open."""
    first = desk.plan(1).requests
    desk.answer([r for r in first if r.prompt != "numbers"])
    numbers = next(r for r in first if r.prompt == "numbers")
    desk.put(numbers, "no JSON", Outcome.INVALID)
    plan = desk.plan(1)
    assert counts(plan)["numbers"] == (0, 0, 0, 1)
    assert numbers in plan.requests
    assert plan.round == 1
    desk.put(numbers, json.dumps(desk.reply(numbers)), attempt=1)
    assert counts(desk.plan(1))["numbers"] == (1, 0, 0, 0)


def test_the_prose_waits_for_invalid_answers(desk: Desk) -> None:
    """Prose is keyed on the claims, so it is not asked while an article's answer is open."""
    first = desk.plan(1).requests
    desk.answer([r for r in first if r.prompt != "numbers"])
    desk.put(next(r for r in first if r.prompt == "numbers"), "no JSON", Outcome.INVALID)
    plan = desk.plan(1)
    assert prompts_of(plan) == ["numbers"]
    assert not set(plan.then) & set(prompts_of(plan))


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.FILTERED, Outcome.TOO_LONG])
def test_a_refused_question_is_not_asked_again(desk: Desk, outcome: Outcome) -> None:
    """What the model declined, or what is too long and cannot be split, is no open question."""
    first = desk.plan(1).requests
    desk.answer([r for r in first if r.prompt != "quotes"])
    desk.put(next(r for r in first if r.prompt == "quotes"), "", outcome)
    plan = desk.plan(1)
    assert "quotes" not in prompts_of(plan)
    assert {c.prompt: c.refused for c in plan.prompts}["quotes"] == 1


def test_a_cut_answer_is_asked_for_again(desk: Desk) -> None:
    """A follow-up whose answer was cut off is missing, as is a question too short to be split."""
    first = desk.plan(0).requests
    desk.answer([r for r in first if r.prompt != "quotes"])
    quotes = next(r for r in first if r.prompt == "quotes")
    desk.put(quotes, "{", Outcome.CUT)
    assert (desk.plan(0).requests[0], counts(desk.plan(0))["quotes"]) == (quotes, (0, 0, 1, 0))
    desk.put(quotes, json.dumps(desk.reply(quotes)), attempt=1)
    (follow_up,) = desk.plan(0).requests
    desk.put(follow_up, "{", Outcome.CUT)
    plan = desk.plan(0)
    assert (plan.round, plan.requests, counts(plan)["follow_up"]) == (2, (follow_up,), (0, 0, 1, 0))


LONG = "".join(f"Ferry {number} carried {number + 100} people to Oxmere.\n" for number in range(20))


@pytest.mark.parametrize("outcome", [Outcome.CUT, Outcome.TOO_LONG])
def test_what_is_too_long_is_planned_in_parts(desk: Desk, outcome: Outcome) -> None:
    """A question that is split is not counted; its parts are, and are missing rather than stale."""
    desk.articles[1]["text"] = LONG
    for request in desk.plan(1).requests:
        desk.put(request, "", outcome)
    plan = desk.plan(1)
    assert counts(plan) == dict.fromkeys(DOCUMENT_PROMPTS, (0, 0, 2, 0))
    assert [count.refused for count in plan.prompts] == [0] * 4
    assert plan.round == 1
    desk.put(plan.requests[0], json.dumps(desk.reply(plan.requests[0])))
    desk.put(plan.requests[1], "", outcome)
    later = desk.plan(1)
    assert counts(later)["layout"] == (1, 0, 2, 0)
    assert [request.key for request in plan.requests[2:]] == [
        request.key for request in later.requests[2:]
    ]


def test_a_changed_template_makes_parts_stale(
    desk: Desk, prompts: PromptSet, overlay: Overlay
) -> None:
    """A part whose old wording was answered is stale, as a whole article would be."""
    desk.articles[1]["text"] = LONG
    for request in desk.plan(1).requests:
        desk.put(request, "", Outcome.TOO_LONG)
    desk.answer(desk.plan(1).requests)
    source = prompts.sources["numbers.jinja"]
    edited = source.replace("{% block user %}", "{% block user %}\nRead it twice.")
    later = desk.later(prompts=overlay({"numbers.jinja": edited}))
    (whole,) = (r for r in later.plan(1).requests if r.prompt == "numbers")
    assert counts(later.plan(1))["numbers"] == (0, 1, 0, 0)
    later.put(whole, "", Outcome.TOO_LONG)
    plan = later.plan(1)
    assert counts(plan)["numbers"] == (0, 2, 0, 0)
    ((why, _),) = next(c.reasons for c in plan.prompts if c.prompt == "numbers")
    assert "Read it twice." in why


def test_a_set_may_ask_all_at_once(desk: Desk, prompts: PromptSet, overlay: Overlay) -> None:
    """A set whose one document prompt returns every part is planned in the same rounds."""
    roles = (
        "follow_up: follow_up\nsame_event: same_event\nsame_quantity: same_quantity\n"
        "briefing: briefing\nrewrite: rewrite\n"
    )
    source = prompts.sources["events.jinja"]
    all_parts = source.replace("[events]", "[layout, events, numbers, quotes]")
    folder = overlay({"set.yaml": f"name: one\ndocuments: [all]\n{roles}", "all.jinja": all_parts})
    one = desk.later(prompts=folder)
    rounds = []
    for _ in range(5):
        plan = one.plan(0)
        one.answer(plan.requests)
        rounds.append((plan.round, prompts_of(plan)))
    assert rounds == [
        (1, ["all"]), (2, ["follow_up"]), (4, ["briefing"]), (5, ["rewrite"]), (0, [])
    ]  # fmt: skip


def test_metadata_adds_no_line_to_a_question(desk: Desk) -> None:
    """An outlet's name stays within its line of the question about the prose."""
    desk.articles[1]["outlet"] = "The Post\n0000000000 | All boats sank"
    desk.answer(desk.plan(1).requests)
    (prose,) = desk.plan(1).requests
    assert prose.prompt == "briefing"
    lines = prose.messages[-1][1].splitlines()
    assert not any(line.startswith("0000000000") for line in lines)


def test_a_plan_is_told_in_lines_and_as_json(desk: Desk) -> None:
    """Both forms say the same: a row a prompt, the sum, the round, and the keys of the questions."""
    desk.answer(desk.plan(0).requests[:1])
    plan = desk.plan(0)
    *rows, total = plan.lines()
    assert rows == [
        "layout   1 fresh",
        "events   1 missing",
        "numbers  1 missing",
        "quotes   1 missing",
    ]
    assert re.fullmatch(
        r"to ask: 3 calls, about \d\.\d k tokens in \(estimated\), \d\.\d k out, cost unknown; round "
        r"1 of up to 5; then follow_up, same_event, same_quantity, briefing, rewrite",
        total,
    )
    told = json.loads(json.dumps(plan.as_json()))
    assert [row["prompt"] for row in told["prompts"]] == [*DOCUMENT_PROMPTS]
    assert [row["key"] for row in told["requests"]] == [r.tagged_key for r in plan.requests]
    assert (told["round"], told["then"]) == (1, ["follow_up", *COMPARING, "briefing", "rewrite"])
    assert told["tokens_basis"] == "estimated"


def test_tokens_grow_with_the_text(desk: Desk) -> None:
    """The estimate is of the questions still to ask: more text or more questions, more tokens."""
    both, one = desk.plan(), desk.plan(0)
    assert 0 < one.input_tokens < both.input_tokens
    desk.answer(one.requests[:2])
    assert desk.plan(0).input_tokens < one.input_tokens


def test_an_empty_plan_is_fresh(prompts: PromptSet) -> None:
    """Without an article there is nothing to ask."""
    plan = plan_from(Asker(Memory(), prompts), [], [])
    assert plan == Plan(prompts=(), requests=(), round=0, then=())
    assert plan.is_fresh
    assert "nothing to ask" in plan.lines()[-1]


def test_a_count_has_no_reason_unless_something_is_stale(desk: Desk) -> None:
    """Missing questions carry no difference."""
    assert desk.plan().prompts[0] == PromptCount("layout", fresh=0, stale=0, missing=2, invalid=0)


# --- the round that compares ------------------------------------------------------------------------

OTHER_PAPER = (
    "Halmstead shuts two crossings\n"
    "The council of Halmstead closed two bridges on Monday.\n"
    "Some 1,100 commuters were affected.\n"
)


@pytest.fixture
def two_papers(articles: Mapping[str, str], reply_to: ReplyTo) -> Desk:
    """Return a desk with two papers on one event."""

    def reply(schema_name: str, shown: str, claims: Sequence[Any] = ()) -> dict[str, Any]:
        given = reply_to(schema_name, shown, claims)
        if schema_name == "numbers":
            surface = "1,100" if "1,100" in shown else "1,200"
            sentence = 3 if surface == "1,100" else 4
            kept = [n for n in given["numbers"] if n["surface"] == "1,200"]
            return {"numbers": [{**n, "surface": surface, "sentence": sentence} for n in kept]}
        return {"quotes": []} if schema_name == "quotes" else given

    return Desk({"bridges.txt": articles["bridges.txt"], "other.txt": OTHER_PAPER}, reply)


def test_two_papers_are_compared_before_the_prose(two_papers: Desk) -> None:
    """Both comparing questions stand in one round, after the articles and before the prose."""
    rounds = []
    for _ in range(6):
        plan = two_papers.plan()
        rounds.append((plan.round, sorted(set(prompts_of(plan))), list(plan.then)))
        two_papers.answer(plan.requests)
    assert rounds == [
        (1, sorted(DOCUMENT_PROMPTS), ["follow_up", *COMPARING, "briefing", "rewrite"]),
        (3, [*COMPARING], ["briefing", "rewrite"]),
        (4, ["briefing"], ["rewrite"]),
        (5, ["rewrite"], []),
        (0, [], []),
        (0, [], []),
    ]


def test_a_refused_comparison_holds_up_nothing(two_papers: Desk) -> None:
    """Where the model declines to compare, the prose is planned on what rules put together."""
    two_papers.answer(two_papers.plan().requests)
    for request in two_papers.plan().requests:
        two_papers.put(request, "", Outcome.REFUSED)
    plan = two_papers.plan()
    assert prompts_of(plan) == ["briefing"]
    assert {c.prompt: c.refused for c in plan.prompts if c.refused} == dict.fromkeys(COMPARING, 1)


def test_a_briefing_without_comparison_says_so(two_papers: Desk) -> None:
    """Missing answers to the comparing questions are listed, and rules stand in for them."""
    two_papers.answer(two_papers.plan().requests)
    page = two_papers.summarizer.brief(two_papers.articles)
    told = {failure.stage: failure.reason for failure in page.failures}
    for prompt in COMPARING:
        assert told[prompt] == "no stored answer; compared by rule instead"
    assert page.stories[0].headline.text.startswith("The council of Halmstead closed two bridges")


def test_a_stored_proposal_is_followed_and_its_faults_are_counted(two_papers: Desk) -> None:
    """What a stored reply proposes shapes the briefing; an unknown id is counted, not trusted."""
    two_papers.answer(two_papers.plan().requests)
    compared = {request.prompt: request for request in two_papers.plan().requests}
    shown = compared["same_event"].messages[-1][1]
    ids = [line.split(" | ")[0] for line in shown.splitlines() if "closed two bridges" in line]
    assert len(ids) == 2
    two_papers.answer(
        compared.values(), same_event={"happenings": [{"claims": [*ids, "0" * 10]}], "disputes": []}
    )
    page = two_papers.summarizer.brief(two_papers.articles)
    assert page.counts.refused == {"an unknown id": 1}
    assert not {failure.stage for failure in page.failures} & set(COMPARING)
