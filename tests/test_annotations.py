"""Annotations by sentence number and words become gold, or fail with the place that is wrong."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import annotate
import pytest
from builders import article

from summarizer.articles import Document
from summarizer.errors import UsageError
from summarizer.evaluation.annotations import Annotation, gold_from
from summarizer.evaluation.gold import GoldSet, differences

README = Path(annotate.__file__).resolve().parents[1] / "fixtures" / "README.md"
PAGE = article(
    "Two boats sank off Oxmere and two were saved.",
    "“We heard it twice.",
    "Then it burned,” Ada Brandt said.",
    "The ferry’s crew of 23 is safe.",
    outlet="Harbour Post",
)


def annotated(**kinds: Any) -> Annotation:
    """Return an annotation of the page; kinds that are not given were not annotated."""
    empty = {"events": None, "numbers": None, "quotations": None}
    return Annotation.model_validate(
        {"version": 1, "articles": [{"article": PAGE.name, **empty, **kinds}]}
    )


def gold_of(annotation: Annotation) -> GoldSet:
    """Return the gold of an annotation of the page."""
    return gold_from([annotation], {PAGE.name: PAGE})


def number(**fields: Any) -> Annotation:
    """Return an annotation of one number."""
    return annotated(numbers=[{"id": "n1", "value": 2, **fields}])


@pytest.mark.parametrize(
    ("fields", "start", "words"),
    [
        ({"sentence": 1, "words": "Two boats"}, 0, "Two boats"),
        ({"sentence": 1, "words": "two"}, 30, "two"),  # capitals count: not the "Two" before it
        ({"sentence": 4, "words": "ferry's  crew"}, 104, "ferry’s crew"),  # typography does not
    ],
)
def test_words_become_a_span(fields: dict[str, Any], start: int, words: str) -> None:
    """The span is that of the words in their sentence, and its words are those of the text."""
    gold = gold_of(number(**fields))
    (item,) = gold.articles[0].numbers or ()
    assert (item.start, item.words) == (start, words)
    assert differences(gold.articles[0], PAGE.digest, PAGE.text) == []


def test_everything_but_the_place_is_taken_over() -> None:
    """What is annotated stands in the gold as it was given; sentences named beside become spans."""
    event = {"id": "e1", "what": "Boats sank", "status": "happened", "date": "2031-03"}
    quotation = {"id": "q1", "speaker": "Ada Brandt", "aliases": ["the mayor"], "optional": True}
    words = "We heard it twice.\nThen it burned"
    gold = gold_of(
        annotated(
            events=[{**event, "sentence": 1, "words": "Two boats sank", "also": [4]}],
            quotations=[{**quotation, "sentence": 2, "words": words}],
        )
    )
    (article,) = gold.articles
    assert article.events is not None and article.quotations is not None
    fourth = PAGE.sentences[3].span
    assert article.events[0].model_dump(exclude_defaults=True) == {
        **event, "start": 0, "end": 14, "words": "Two boats sank", "also": ((fourth.start, fourth.end),),
    }  # fmt: skip
    assert article.quotations[0].model_dump() == {
        **quotation, "aliases": ("the mayor",), "start": 47, "end": 47 + len(words), "words": words,
    }  # fmt: skip
    assert article.numbers is None


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (
            {"sentence": 2, "words": "Two boats"},
            "does not begin in sentence 2, which is '“We heard",
        ),
        ({"sentence": 1, "words": "two boats"}, "does not begin in sentence 1"),  # a capital
        ({"sentence": 4, "words": "crew of 2"}, "does not begin"),  # part of a number
        ({"sentence": 9, "words": "Two"}, "there is no sentence 9; the last one is 4"),
        ({"sentence": 1, "words": "s", "occurrence": 1}, "does not begin"),  # part of a word
        ({"sentence": 3, "words": "it", "occurrence": 2}, "begins only 1 times in sentence 3"),
    ],
)
def test_words_that_do_not_stand_there(fields: dict[str, Any], told: str) -> None:
    """Wrong words or a wrong number are an error that names the item and shows the sentence."""
    with pytest.raises(UsageError, match=re.escape(told)) as caught:
        gold_of(number(**fields))
    assert f"{PAGE.name}:n1" in str(caught.value)


def test_words_that_stand_there_twice_need_their_occurrence() -> None:
    """Without it nothing is guessed; with it the place is that one."""
    page = article("One ship and one ship more.", outlet="Post")
    twice = [{"id": "n1", "value": 1, "sentence": 1, "words": "ship"}]
    given = {"article": page.name, "events": None, "quotations": None}

    def gold(numbers: list[dict[str, Any]]) -> GoldSet:
        annotation = {"version": 1, "articles": [{**given, "numbers": numbers}]}
        return gold_from([Annotation.model_validate(annotation)], {page.name: page})

    with pytest.raises(
        UsageError, match='begins 2 times in sentence 1; say which with "occurrence"'
    ):
        gold(twice)
    found = gold([{**twice[0], "occurrence": 2}]).articles[0].numbers
    assert found is not None and found[0].start == 17


def test_several_files_make_one_set_in_any_order() -> None:
    """Articles and what holds between them may come in files of their own."""
    other = Document("Three boats sank.", "other.txt")
    first = number(sentence=1, words="Two")
    second = Annotation.model_validate(
        {
            "version": 1,
            "articles": [
                {
                    "article": "other.txt",
                    "events": None,
                    "numbers": [{"id": "n1", "sentence": 1, "words": "Three", "value": 3}],
                    "quotations": None,
                }
            ],
        }
    )
    third = Annotation.model_validate(
        {"version": 1, "across": {"stories": [{"articles": [PAGE.name, "other.txt"]}]}}
    )
    documents = {PAGE.name: PAGE, "other.txt": other}
    gold = gold_from([first, second, third], documents)
    assert gold == gold_from([third, second, first], documents)
    assert [a.article for a in gold.articles] == sorted(documents)
    with pytest.raises(UsageError, match=r"across\.stories is annotated in two files"):
        gold_from([first, second, third, third.model_copy(deep=True)], documents)
    with pytest.raises(UsageError, match=r"no article 'other\.txt'; there are Harbour Post"):
        gold_from([second], {PAGE.name: PAGE})


def test_the_example_of_the_documentation_is_an_annotation() -> None:
    """What fixtures/README.md shows to annotators is in the format."""
    (example,) = re.findall(r"```json\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    annotation = Annotation.model_validate_json(example)
    assert [len(list(kind)) for kind in (annotation.articles, annotation.across.sums or ())] == [
        1,
        1,
    ]


def test_the_script_shows_sentences_and_writes_gold(tmp_path: Path) -> None:
    """From numbered sentences to a gold file that reads back, with names relative to the folder."""
    folder = tmp_path / "set"
    folder.mkdir()
    (folder / "a.txt").write_text(PAGE.text, encoding="utf-8")
    shown = annotate.main(["sentences", str(folder)])
    assert shown.splitlines()[:3] == [
        "== a.txt",
        "[1] Two boats sank off Oxmere and two were saved.",
        "[2] “We heard it twice.",
    ]
    told = number(sentence=1, words="Two").model_dump(mode="json")
    told["articles"][0]["article"] = "a.txt"
    annotation = tmp_path / "annotation.json"
    annotation.write_text(json.dumps(told), encoding="utf-8")
    out = tmp_path / "gold.json"
    annotate.main(["gold", str(folder), str(annotation), "-o", str(out)])
    gold = GoldSet.model_validate_json(out.read_text(encoding="utf-8"))
    assert gold.articles[0].sha256 == PAGE.digest
    told["articles"][0]["numbers"].append(told["articles"][0]["numbers"][0])
    annotation.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(UsageError, match=r"'a\.txt:n1' stands here twice"):
        annotate.main(["gold", str(folder), str(annotation)])
