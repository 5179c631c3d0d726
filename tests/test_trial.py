"""Trying one prompt: what is asked, what is kept for the full run, and what stored answers add."""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from builders import layout
from model_server import Seen, saying, within
from test_extraction import desk, long_article, read, reading

from summarizer import Summarizer
from summarizer.articles import Document
from summarizer.errors import PromptError, UsageError
from summarizer.prompts import PromptSet
from summarizer.trial import Trial, Tried, sample_of
from summarizer.trial.earlier import differing_files, earlier_prompts

NEW = "Name all figures there are."
OLD = PromptSet()


def changed(name: str, base: str = "default") -> PromptSet:
    """Return a shipped set in which one prompt ends with another sentence."""
    shipped = PromptSet(base=base)
    source = shipped.sources[f"{name}.jinja"]
    head, end, _ = source.rpartition("{% endblock %}")
    return PromptSet.from_texts(
        {**shipped.sources, f"{name}.jinja": f"{head}{NEW}\n{end}\n"}, where="changed"
    )


def documents(count: int, characters: int = 700) -> list[Document]:
    """Return made-up articles, no two alike: of 700 characters, with five claims of each kind."""
    return [
        Document(f"Paper {at} of Oxmere\n{long_article(characters)}", f"paper-{at}.txt")
        for at in range(count)
    ]


def run(trial: Trial, summarizer: Summarizer, given: Sequence[Document]) -> tuple[Tried, ...]:
    """Return what came of a trial."""

    async def asked() -> tuple[Tried, ...]:
        async with summarizer.asking() as asker:
            return await trial.run(given, asker, summarizer.asker())

    return asyncio.run(asked())


def is_new(seen: Seen) -> bool:
    """Whether a question was made from the changed template."""
    return NEW in seen.body["messages"][1]["content"]


def without_figures(seen: Seen) -> str:
    """Return an honest reply, which under the changed template lacks the first figure."""
    value = read(seen)
    if is_new(seen) and "numbers" in value:
        value["numbers"] = value["numbers"][1:]
    return json.dumps(value)


def figures(one: Tried) -> tuple[int, int]:
    """Return how many claims there are before and now."""
    return len(one.old.grounded.claims), len(one.new.grounded.claims)


def test_only_what_is_tried_is_asked() -> None:
    """Ten articles cost ten questions each way and four more of the old one, of no other prompt."""
    trial = Trial("numbers", OLD, changed("numbers"), "m")
    with desk(saying(without_figures)) as (summarizer, server):
        tried = run(trial, summarizer, documents(12))
        asked = Counter((*seen.schema["properties"], is_new(seen)) for seen in server.requests)
    assert asked == {("numbers", True): 10, ("numbers", False): 14}
    assert len(tried) == 10
    for one in tried:
        before, now = figures(one)
        assert (before - 1, one.is_whole) == (now, True)
        assert (one.old.input_tokens, one.old.output_tokens) == (7, 3)
    assert [one.again is not None for one in tried] == [True] * 4 + [False] * 6


def test_the_full_run_uses_what_was_tried(tmp_path: Path) -> None:
    """New answers have the keys of any run, so a briefing of all articles asks only the others."""
    new, given = changed("numbers"), documents(5)
    with desk(saying(without_figures), store=tmp_path / "a.db") as (summarizer, server):
        summarizer.prompts = new
        tried = run(Trial("numbers", OLD, new, "m", size=3), summarizer, given)
        assert len(server.requests) == 3 + 3 + 2
        texts = [{"text": document.text, "id": document.name} for document in given]
        [numbers] = [c for c in summarizer.plan(texts).prompts if c.prompt == "numbers"]
        assert (numbers.fresh, numbers.fresh + numbers.stale + numbers.missing) == (3, 5)
        run(Trial("numbers", OLD, new, "m", size=3), summarizer, given)
        assert len(server.requests) == 8  # nothing is asked twice
    again = tried[0].again
    assert again is not None
    [first], [second] = tried[0].old.requests, again.requests
    assert (first.sample, second.sample) == (0, 1)
    assert first.messages == second.messages
    assert first.key != second.key


def test_the_sample_does_not_hang_on_order() -> None:
    """The same texts are chosen whatever stands beside them and before them."""
    given = documents(30)
    chosen = sample_of(given, 10)
    shuffled = [*given, *given[:5]]
    random.Random(1).shuffle(shuffled)
    assert sample_of(shuffled, 10) == chosen
    assert len({document.digest for document in chosen}) == 10
    fewer = sample_of([document for document in given if document not in chosen[:3]], 10)
    assert fewer[:7] == chosen[3:]
    assert sample_of(given[:2], 10) == sample_of(given[1::-1], 10)


def with_furniture(seen: Seen) -> str:
    """Return an honest reply, the layout of which puts the beginning of a page aside."""
    value = read(seen)
    if "layout" in value:
        value["layout"] = layout((1, 5, 0, "furniture"), (6, 99, 0, "body")).model_dump()
    return json.dumps(value)


def test_a_stored_layout_rules_what_counts() -> None:
    """Without one the whole page is body; after a run, its furniture gives no claims here either."""
    trial = Trial("numbers", OLD, changed("numbers"), "m")
    given = documents(1)
    with desk(saying(with_furniture)) as (summarizer, _):
        [alone] = run(trial, summarizer, given)
        summarizer.extract({"text": given[0].text})
        [beside] = run(trial, summarizer, given)
    assert figures(alone) == (5, 5)
    assert figures(beside) == (4, 4)
    assert [r.reason.value for r in beside.new.grounded.rejections] == ["furniture"]


def test_a_layout_is_tried_by_the_claims_of_the_others() -> None:
    """It makes no claims itself: those of the stored answers stand in the old page and in the new."""

    def react(seen: Seen) -> str:
        return with_furniture(seen) if is_new(seen) else reading(seen)

    trial = Trial("layout", OLD, changed("layout"), "m")
    given = documents(2)
    with desk(saying(react)) as (summarizer, _):
        with pytest.raises(UsageError, match="'layout' needs the stored answers"):
            run(trial, summarizer, given)
        summarizer.extract({"text": given[1].text})
        [one] = run(trial, summarizer, given)
    assert one.document == given[1]
    assert figures(one) == (15, 12)


def follows(seen: Seen) -> str:
    """Return a reply with one wrong figure, which only the changed follow-up sets right."""
    value = read(seen)
    if "could not be found" in seen.body["messages"][1]["content"]:
        found = value["numbers"][:1] if is_new(seen) else []
        return json.dumps({"events": [], "numbers": found, "quotes": []})
    if value.get("numbers") and "Paper 0" in json.dumps(seen.body):
        value["numbers"][0]["surface"] = "9999"
    return json.dumps(value)


def test_a_follow_up_is_tried_where_something_was_not_found() -> None:
    """Stored answers give the failed items; articles without any are no part of the sample."""
    trial = Trial("follow_up", OLD, changed("follow_up"), "m")
    given = documents(2)
    with desk(saying(follows)) as (summarizer, server):
        for document in given:
            summarizer.extract({"text": document.text})
        before = len(server.requests)
        [one] = run(trial, summarizer, given)
        assert len(server.requests) - before == 2  # the new one, and the old one again
    assert one.document == given[0]
    assert figures(one) == (14, 15)
    assert [len(side.grounded.rejections) for side in (one.old, one.new)] == [1, 0]


def test_the_single_call_prompt_is_tried_whole() -> None:
    """Its answer has the layout and all claims."""
    trial = Trial("article", PromptSet(base="single-call"), changed("article", "single-call"), "m")
    with desk(saying(without_figures)) as (summarizer, server):
        [one] = run(trial, summarizer, documents(1))
        assert len(server.requests) == 3
    assert figures(one) == (15, 14)


def test_a_long_article_is_tried_in_parts() -> None:
    """Each part is asked under both templates, and again as a second sample."""
    trial = Trial("numbers", OLD, changed("numbers"), "m")
    with desk(within(1800, saying(without_figures))) as (summarizer, _):
        [one] = run(trial, summarizer, documents(1, 9_000))
    assert one.again is not None
    assert len(one.again.requests) == len(one.old.requests) > 2
    assert {request.sample for request in one.again.requests} == {1}
    assert one.again.grounded.claims == one.old.grounded.claims
    assert len({request.key for side in (one.old, one.new) for request in side.requests}) == len(
        one.old.requests
    ) + len(one.new.requests)


def test_a_failed_answer_is_told() -> None:
    """An article whose answer is none under one template is not whole, and says why."""

    def react(seen: Seen) -> str:
        return "no JSON" if is_new(seen) else reading(seen)

    trial = Trial("numbers", OLD, changed("numbers"), "m")
    with desk(saying(react)) as (summarizer, _):
        [one] = run(trial, summarizer, documents(1))
    assert not one.is_whole
    assert one.old.failures == ()
    assert [reason[:34] for reason in one.new.failures] == ["the reply to 'numbers' cannot be r"]


def test_a_limit_of_calls_holds() -> None:
    """What the limit leaves unasked is missing; nothing more is sent."""
    trial = Trial("numbers", OLD, changed("numbers"), "m")
    with desk(saying(reading), max_calls=4) as (summarizer, server):
        tried = run(trial, summarizer, documents(3))
        assert len(server.requests) == 4
    assert any(one.is_whole for one in tried)
    assert any(one.is_missing for one in tried)


REFUSED: list[tuple[str, PromptSet, PromptSet, str]] = [
    ("verbs", OLD, OLD, "the new prompts have no 'verbs'; known: layout, events"),
    ("article", OLD, PromptSet(base="single-call"), "the old prompts have no 'article'"),
    ("briefing", OLD, OLD, "'briefing' cannot be tried by itself"),
    ("same_event", OLD, OLD, "those that can: layout, events, numbers, quotes, follow_up"),
]


@pytest.mark.parametrize(("name", "old", "new", "told"), REFUSED)
def test_what_cannot_be_tried_is_refused(
    name: str, old: PromptSet, new: PromptSet, told: str
) -> None:
    """An unknown prompt, and one that needs the claims of all articles, end before anything is asked."""
    with pytest.raises(UsageError, match=told):
        Trial(name, old, new, "m")


@pytest.mark.parametrize("name", ["numbers", "follow_up"])
def test_the_same_question_is_nothing_to_try(name: str) -> None:
    """Another prompt that changed, or a comment, makes no difference to the question."""
    source = OLD.sources[f"{name}.jinja"].replace("---\n{% block", "---\n{# mine #}\n{% block")
    texts = {**changed("events").sources, f"{name}.jinja": source}
    trial = Trial(name, OLD, PromptSet.from_texts(texts, where="mine"), "m")
    given = documents(1)
    with desk(saying(follows)) as (summarizer, server):
        summarizer.extract({"text": given[0].text})
        before = len(server.requests)
        with pytest.raises(UsageError, match="asks the same under both"):
            run(trial, summarizer, given)
        assert len(server.requests) == before


class Kept:
    """Runs with their templates, by reference."""

    def __init__(self, runs: Mapping[str, Mapping[str, str]]) -> None:
        self._runs = runs

    def find(self, reference: str) -> Any:
        if reference not in self._runs:
            raise UsageError(f"there is no run {reference!r}")
        return type("Run", (), {"prompts": self._runs[reference]})()


def test_the_old_templates_are_those_of_the_last_run(tmp_path: Path) -> None:
    """Else those of a run named, of a folder, or the shipped ones."""
    runs = Kept({"last": changed("numbers").sources, "3fa9": changed("events").sources})
    called, old = earlier_prompts(None, base="default", runs=runs)
    assert called == "the run last"
    assert old.fingerprints == changed("numbers").fingerprints
    called, old = earlier_prompts("3fa9", base="default", runs=runs)
    assert (called, old.fingerprints) == ("the run 3fa9", changed("events").fingerprints)
    for against, among in ((None, None), (None, Kept({})), ("shipped", runs)):
        called, old = earlier_prompts(against, base="single-call", runs=among)
        assert called == "the shipped set single-call"
        assert old.fingerprints == PromptSet(base="single-call").fingerprints
    (tmp_path / "_rules.jinja").write_text("Be exact.\n", encoding="utf-8")
    called, old = earlier_prompts(str(tmp_path), base="default", runs=runs)
    assert (called, old.own_files) == (str(tmp_path), ("_rules.jinja",))
    with pytest.raises(UsageError, match=r"no such folder of prompts \(or say shipped\)"):
        earlier_prompts("nowhere", base="default")
    with pytest.raises(UsageError, match=r"or say shipped\), and there is no run 'nowhere'"):
        earlier_prompts("nowhere", base="default", runs=runs)
    broken = Kept({"last": {**OLD.sources, "numbers.jinja": "no template"}})
    with pytest.raises(PromptError, match=r"the run last/numbers\.jinja"):
        earlier_prompts(None, base="default", runs=broken)


FILES = [
    # prompt, texts that differ, what is named
    ("layout", {"_rules.jinja": "+"}, ["_rules.jinja"]),  # a partial alone
    ("numbers", {"numbers.jinja": "+", "_rules.jinja": "+"}, ["numbers.jinja", "_rules.jinja"]),
    ("layout", {"numbers.jinja": "+"}, []),  # a file of another prompt
]


@pytest.mark.parametrize(("name", "edits", "told"), FILES)
def test_the_files_that_differ_are_named(
    name: str, edits: Mapping[str, str], told: list[str]
) -> None:
    """Of a prompt and all it includes those are named that are not as before, where they lie now."""
    texts = {file: text + " " for file, text in OLD.sources.items() if file in edits}
    new = PromptSet.from_texts({**OLD.sources, **texts}, where="mine")
    assert differing_files(name, OLD, new) == [f"mine/{file}" for file in told]


def test_a_file_no_longer_included_is_named() -> None:
    """A partial that the old prompt had and the new one has not is named as such."""
    text = OLD.sources["numbers.jinja"].replace('{% include "_rules.jinja" %}', "Be exact.")
    new = PromptSet.from_texts({**OLD.sources, "numbers.jinja": text}, where="mine")
    assert differing_files("numbers", OLD, new) == [
        "mine/numbers.jinja", "_rules.jinja (not used now)"
    ]  # fmt: skip
