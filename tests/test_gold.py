"""The gold format: what is an error in it, how it is checked against texts, and its digest."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from claim_builders import strike, wheat
from gold_builders import DIGEST, drafted
from pydantic import ValidationError

from summarizer.evaluation.gold import GoldSet, articles_of, differences, digest_of

NUMBER: dict[str, Any] = {"id": "n1", "start": 0, "end": 3, "words": "550", "value": 550}
ARTICLE: dict[str, Any] = {
    "article": "a.txt",
    "sha256": DIGEST,
    "events": [{"id": "e1", "start": 0, "end": 4, "words": "fire", "what": "A fire"}],
    "numbers": [NUMBER, {**NUMBER, "id": "n2"}],
    "quotations": [{"id": "q1", "start": 0, "end": 2, "words": "No", "speaker": None}],
}
OTHER = {**ARTICLE, "article": "b.txt"}


def whole(**across: Any) -> dict[str, Any]:
    """Return a gold file of two articles as JSON."""
    return {
        "version": 1,
        "articles": [copy.deepcopy(ARTICLE), copy.deepcopy(OTHER)],
        "across": across,
    }


def test_a_file_reads_back_as_it_was_written() -> None:
    """Writing a gold set and reading it changes nothing."""
    gold = GoldSet.model_validate(
        whole(
            stories=[{"articles": ["a.txt", "b.txt#1"], "date": "2031-03"}],
            same_quantity=[{"numbers": ["a.txt:n1", "b.txt:n1"], "relation": "equal"}],
            disputes=[{"about": "why", "sides": [["a.txt:e1"], ["b.txt:e1"]], "optional": True}],
        )
    )
    assert GoldSet.model_validate(json.loads(gold.as_json())) == gold


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"speaker": "X"}, "Extra inputs"),  # a field of another kind
        ({"end": 4}, "0..4 is 4 characters, the words are 3"),
        ({"id": "n 1"}, "pattern"),  # an id that no reference could hold
        ({"low": 5, "high": 4}, "low 5 is above high 4"),
        ({"id": "n2"}, "'a.txt:n2' stands here twice"),
        ({"value": float("nan")}, "finite"),
        ({"start": -1, "end": 2}, "greater than or equal to 0"),
    ],
)
def test_a_number_that_cannot_be(change: dict[str, Any], told: str) -> None:
    """What is wrong with an item is refused, and the message says what."""
    broken = whole()
    broken["articles"][0]["numbers"][0] |= change
    with pytest.raises(ValidationError, match=told):
        GoldSet.model_validate(broken)


@pytest.mark.parametrize("missing", ["events", "numbers", "quotations", "sha256"])
def test_a_kind_is_annotated_or_null_but_never_forgotten(missing: str) -> None:
    """Leaving out a list is an error; null says that it was not annotated."""
    broken = whole()
    del broken["articles"][0][missing]
    with pytest.raises(ValidationError, match="Field required"):
        GoldSet.model_validate(broken)


@pytest.mark.parametrize(
    ("across", "told"),
    [
        ({"sums": [{"terms": ["a.txt:n1", "a.txt:n9"], "total": "a.txt:n2"}]}, "'a.txt:n9'"),
        ({"same_event": [{"events": ["a.txt:e1", "c.txt:e1"]}]}, "'c.txt:e1'"),
        ({"stories": [{"articles": ["c.txt"]}]}, "'c.txt'"),
        (
            {"stories": [{"articles": ["a.txt"]}, {"articles": ["a.txt"]}]},
            "'a.txt' stands here twice",
        ),
        ({"stories": [{"articles": ["a.txt"], "date": "4 July"}]}, "ISO 8601"),
        (
            {"sums": [{"terms": ["a.txt:n1", "a.txt:n2"], "total": "b.txt:n1"}]},
            r"550 \+ 550 is not 550 \(b.txt:n1\)",
        ),
        ({"sums": [{"terms": ["a.txt:n1"], "total": "a.txt:n2"}]}, "at least 2"),
    ],
)
def test_what_stands_between_articles_names_what_is_there(
    across: dict[str, Any], told: str
) -> None:
    """A reference to nothing, an article in two stories and a sum that is none are refused."""
    with pytest.raises(ValidationError, match=told):
        GoldSet.model_validate(whole(**across))


def test_spans_are_checked_against_the_text() -> None:
    """Gold fits the text it was made of, and neither a changed text nor a shifted one."""
    clip = strike()
    article = drafted(clip).articles[0]
    text = clip.document.text
    assert differences(article, clip.document.digest, text) == []
    assert differences(article, DIGEST, text) == [
        f"{clip.document.name}: not the text that was annotated (its sha256 differs)"
    ]
    moved = differences(article, clip.document.digest, f"x{text}")
    assert len(moved) == len(list(article.items()))
    words = "Drones set the harbour of Oxmere on fire"
    assert moved[0].endswith(f"0..{len(words)} is 'x{words[:-1]}', not '{words}'")


def test_a_digest_is_of_what_gold_says() -> None:
    """Layout and order of articles leave the digest of a corpus as it is; a changed value does not."""
    gold = GoldSet.model_validate(whole())
    turned = GoldSet(version=1, articles=gold.articles[::-1])
    changed = whole()
    changed["articles"][0]["numbers"][0]["optional"] = True
    digest = digest_of({"x.json": gold})
    assert digest_of({"x.json": turned}) == digest
    assert digest_of({"x.json": GoldSet.model_validate(changed)}) != digest
    assert digest_of({"x.json": gold, "y.json": drafted(wheat())}) != digest


def test_an_article_is_in_one_gold_file() -> None:
    """Two sets with one article would count it twice."""
    gold = drafted(strike())
    with pytest.raises(ValueError, match=r"two gold files have an article 'Harbour Post\.txt'"):
        articles_of([gold, gold])
