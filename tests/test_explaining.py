"""Explaining a briefing: from a statement down to the answer that its claims came in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from summarizer import Summarizer
from summarizer.answers import Memory
from summarizer.briefing import Briefing
from summarizer.errors import UsageError
from summarizer.explaining import explain
from summarizer.recordings import Recordings

ROOT = Path(__file__).resolve().parents[1]
RECORDINGS = ROOT / "fixtures" / "recordings"


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    """The briefing of the shipped articles, read back from its file."""
    with Summarizer(replay=RECORDINGS) as summarizer:
        made = summarizer.brief(ROOT / "fixtures" / "articles" / "kyiv-2025-07-04")
    return Briefing.model_validate_json(made.as_json())


def test_a_statement_is_told_down_to_its_answers(briefing: Briefing) -> None:
    """Text, support, cited words, every claim, and the item of the answer each came in."""
    statement = briefing.stories[0].sections[0].statements[0]
    told = "\n".join(explain(briefing, statement.id, Recordings(RECORDINGS)))
    assert statement.text in told
    for citation in statement.citations:
        assert citation.words in told
    for name in statement.claims:
        assert f"claim {name}" in told
    assert told.count("language model, by batch exchange") == len(statement.claims)
    assert "hold no item" not in told


def test_second_askings_are_no_origin(briefing: Briefing) -> None:
    """What a prompt was asked again for, to see how much it varies, is not shown as an answer."""
    statement = briefing.stories[0].sections[0].statements[0]
    recordings, answers = Recordings(RECORDINGS), Memory()
    for request in recordings.requests():
        again = replace(request, sample=1)
        for one, answer in ((again, a) for a in recordings.get(request.key)):
            answers.put(one, replace(answer, key=one.key))
            answers.put(request, answer)
    assert explain(briefing, statement.id, answers) == explain(briefing, statement.id, recordings)


def test_without_answers_it_says_where_they_would_be(briefing: Briefing) -> None:
    """The file alone tells claims and words, and which option shows the answer."""
    statement = briefing.stories[0].headline
    assert any("--store or --replay" in line for line in explain(briefing, statement.id))


def test_a_claim_left_out_says_why(briefing: Briefing) -> None:
    """A claim that is not printed is told with its reason."""
    item = next(item for item in briefing.left_out if item.claim)
    told = explain(briefing, item.claim or "")
    assert f"left out: {item.reason.replace('_', ' ')}" in told


def test_what_was_joined_or_kept_apart_says_why(briefing: Briefing) -> None:
    """Of an event that was compared, the other event, the reason and who decided are told."""
    judged = next(j for j in briefing.stories[0].judgements if j.decision == "apart")
    told = explain(briefing, judged.left)
    [line] = [t for t in told if f"kept apart from {judged.right}" in t and judged.reason in t]
    assert line.endswith(f"by {judged.by}")
    joined = next(j for j in briefing.stories[0].judgements if j.decision == "joined")
    assert any(f"joined with {joined.left}" in t for t in explain(briefing, joined.right))


def test_a_printed_claim_names_its_statements(briefing: Briefing) -> None:
    """A claim that is printed is told with every statement that rests on it."""
    statement = briefing.stories[0].sections[0].statements[0]
    told = "\n".join(explain(briefing, statement.claims[0]))
    assert f"printed in statement {statement.id}" in told


def test_the_beginning_of_an_id_is_enough(briefing: Briefing) -> None:
    """As many digits as make it the only one name a statement or claim."""
    name = briefing.stories[0].headline.id
    assert explain(briefing, name[:8]) == explain(briefing, name)


@pytest.mark.parametrize("name", ["", "zzz", "a"])
def test_what_names_nothing_or_several_is_an_error(briefing: Briefing, name: str) -> None:
    """An unknown or ambiguous id is one line that helps on."""
    with pytest.raises(UsageError, match=r"(?:no statement or claim|several begin with)"):
        explain(briefing, name)
