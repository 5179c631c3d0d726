"""Two foreign gold formats become ours, on tiny made-up samples of both."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import convert_gold
import pytest

from summarizer.errors import UsageError
from summarizer.evaluation.gold import GoldSet

FIRST = "Raid on Oxmere\nVandria sent 539 drones and 11 missiles. “We hid,” Brandt said.\n"
SECOND = "Some 550 drones came. Dozens hid. The “wolf” left.\n"


def sha(text: str) -> str:
    """Return the digest of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def at(text: str, words: str) -> dict[str, Any]:
    """Return words with their place, as both formats give it."""
    start = text.index(words)
    return {"start": start, "end": start + len(words), "text": words}


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Return a folder with both articles."""
    folder = tmp_path / "articles" / "raid"
    folder.mkdir(parents=True)
    (folder / "000_a.txt").write_text(FIRST, encoding="utf-8", newline="")
    (folder / "001_b.txt").write_text(SECOND, encoding="utf-8", newline="")
    return folder


def seeds_number(name: str, text: str, words: str, value: object, **fields: Any) -> dict[str, Any]:
    """Return a number of the first format."""
    return {
        "id": name, **at(text, words), "kind": "count", "value": value, "unit": "drones",
        "sentence": "s1", **fields,
    }  # fmt: skip


SENTENCES = [
    {"id": "s1", **at(FIRST, "Raid on Oxmere"), "zone": "title"},
    {"id": "s2", **at(FIRST, "Vandria sent 539 drones and 11 missiles."), "zone": "main"},
]
EVENT = {
    "id": "000-E01", "description": "A raid", "date": "2031-03-03/2031-03-04", "place": "Oxmere",
    "sentences": SENTENCES, "story": "main", "importance": "core", "status": "claimed by Vandria",
}  # fmt: skip
SEEDS: dict[str, Any] = {
    "articles": [
        {
            "doc": "000",
            "file": "000_a.txt",
            "sha256": sha(FIRST),
            "sentences": SENTENCES,
            "events": [EVENT],
            "numbers": [
                seeds_number("000-N01", FIRST, "539", 539, sentence="s2"),
                seeds_number("000-N02", FIRST, "11", 11, sentence="s2"),
            ],
            "quotes": [
                {"id": "000-Q01", **at(FIRST, "We hid,"), "form": "full", "speaker": "Ada Brandt"}
            ],
            "quote_marks_that_are_not_quotations": [],
        },
        {
            "doc": "001",
            "file": "001_b.txt",
            "sha256": sha(SECOND),
            "sentences": [{"id": "s1", **at(SECOND, "Some 550 drones came."), "zone": "noise"}],
            "events": [
                {**EVENT, "id": "001-E01", "sentences": [at(SECOND, "Some 550 drones came.")]},
                {**EVENT, "id": "001-R1-E01", "sentences": [at(SECOND, "Dozens hid.")],
                 "story": "other", "status": None, "importance": "peripheral"},
            ],
            "numbers": [
                seeds_number("001-N01", SECOND, "550", 550),
                seeds_number("001-N02", SECOND, "Dozens", None, kind="vague_count"),
                seeds_number("001-N03", SECOND, "The", 3, value_high=4, unit=None),
            ],
            "quotes": [],
            "quote_marks_that_are_not_quotations": [at(SECOND, "wolf")],
        },
    ]
}  # fmt: skip
CROSS: dict[str, Any] = {
    "event_clusters": [
        {"members": ["000-E01", "001-E01"], "story": "main", "date": "2031-03-03",
         "sources": ["000", "001"]},
        {"members": ["001-R1-E01"], "story": "other", "date": None, "sources": ["001-R1"]},
    ],
    "number_clusters": [
        {"what": "drones", "verdict": "source error", "members": [
            {"number": "000-N01", "value": 539}, {"number": "001-N01", "value": 550},
            {"number": "001-N02", "value": None}]},
        {"what": "missiles", "verdict": "agree", "members": [{"number": "000-N02", "value": 11}]},
    ],
    "arithmetic": [
        {"terms": [{"number": "000-N01", "value": 539}, {"number": "000-N02", "value": 11}],
         "equals": {"number": "001-N01", "value": 550}},
        {"terms": [{"number": "001-N01", "value": 550}, {"number": "000-N02", "value": 11, "sign": -1}],
         "equals": {"number": "000-N01", "value": 539}},  # a difference
        {"terms": [{"number": "001-N01", "value": 550}, {"number": "000-N02", "value": 11}],
         "equals": {"value": 561}},  # printed nowhere
    ],
    "conflicts": [
        {"about": "how many", "kind": "source error",
         "positions": [{"refs": ["000-N01"]}, {"refs": ["001-N01"]}]},
        {"about": "which words", "kind": "wording", "positions": [
            {"refs": ["000-Q01"]}, {"refs": ["001-E01"]}]},
        {"about": "one side", "kind": "update", "positions": [{"refs": ["000-N01"]}, {"refs": []}]},
    ],
}  # fmt: skip


def test_seeds_become_gold(articles: Path, tmp_path: Path) -> None:
    """Items, what is debatable, stories with embedded articles, relations, sums and disputes."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "seeds.gold.json").write_text(json.dumps(SEEDS), encoding="utf-8")
    (source / "cross.gold.json").write_text(json.dumps(CROSS), encoding="utf-8")
    convert_gold.main(["seeds", str(source), str(articles), str(tmp_path / "out")])
    text = (tmp_path / "out" / "seeds.json").read_text(encoding="utf-8")
    gold = GoldSet.model_validate_json(text)
    first, second = gold.articles
    assert first.events is not None and first.numbers is not None and second.numbers is not None
    assert (first.events[0].words, first.events[0].status) == ("Raid on Oxmere", "claimed")
    assert first.events[0].also == ((15, 55),)
    assert [event.optional for event in second.events or ()] == [False, True]  # peripheral
    assert [number.optional for number in first.numbers] == [False, False]
    # in furniture, vague, in furniture
    assert [number.optional for number in second.numbers] == [True, True, True]
    assert [(n.value, n.low, n.high) for n in second.numbers] == [
        (550, None, None), (None, None, None), (None, 3, 4),
    ]  # fmt: skip
    assert [(q.words, q.speaker, q.optional) for q in second.quotations or ()] == [
        ("wolf", None, True)
    ]
    across = gold.across.model_dump(mode="json", exclude_defaults=True)
    drones, missiles, total = "000_a.txt:000-N01", "000_a.txt:000-N02", "001_b.txt:001-N01"
    assert across == {
        "stories": [
            {"articles": ["000_a.txt", "001_b.txt"], "date": "2031-03-03"},
            {"articles": ["001_b.txt#1"]},
        ],
        "same_event": [{"events": ["000_a.txt:000-E01", "001_b.txt:001-E01"]}],
        "same_quantity": [
            {
                "counted": "drones",
                "numbers": [drones, total, "001_b.txt:001-N02"],
                "relations": [{"left": drones, "right": total, "relation": "conflict"}],
            }
        ],
        "sums": [{"terms": [drones, missiles], "total": total}],
        "disputes": [
            {"about": "how many", "sides": [[drones], [total]]},
            {
                "about": "which words",
                "sides": [["000_a.txt:000-Q01"], ["001_b.txt:001-E01"]],
                "optional": True,
            },
        ],
    }


def devset_number(
    text: str, words: str, value: object, low: object, high: object
) -> dict[str, Any]:
    """Return a number of the second format."""
    return {
        **at(text, words), "what": "drones sent", "unit": "drones", "value": value,
        "value_low": low, "value_high": high,
    }  # fmt: skip


def devset(**fields: Any) -> dict[str, Any]:
    """Return gold of the second format."""
    told = {"quotes": [], "quotation_marks_not_speech": []}
    return {
        "articles": [
            {**told, "id": "a", "file": "raid/000_a.txt",
             "numbers": [devset_number(FIRST, "539", 539, 539, 539),
                         devset_number(FIRST, "11", None, 11.0, 12.5)],
             "quotes": [{**at(FIRST, "We hid,"), "speaker": "Brandt", "kind": "direct"},
                        {**at(FIRST, "Vandria"), "speaker": "x", "kind": "quoted-without-marks"}]},
            {**told, "id": "b", "file": "raid/001_b.txt",
             "numbers": [devset_number(SECOND, "550", 550, 550, 550),
                         {**devset_number(SECOND, "Some", 1, 1, 1), "unit": "rank"}],
             "quotation_marks_not_speech": [at(SECOND, "wolf")]},
        ],
        "membership": {"raid": ["a"], "other": ["b"]},
        "events": [{"event": "raid", "date": "2031-03-03"}, {"event": "raid", "date": "2031-03-09"}],
        "cross_article": [
            {"what": "drones", "kind": "conflict", "values": [
                {"article": "a", **at(FIRST, "539")}, {"article": "b", **at(SECOND, "550")}]},
            {"what": "shots", "kind": "evolving", "values": [
                {"article": "b", **at(SECOND, "550")}, {"article": "a", **at(FIRST, "539")}]},
            {"what": "lost", "kind": "agreement", "values": [
                {"article": "a", **at(FIRST, "539")}, {"article": "b", **at(SECOND, "The")}]},
        ],
        **fields,
    }  # fmt: skip


def test_a_devset_cluster_becomes_gold(articles: Path, tmp_path: Path) -> None:
    """Numbers with values or bounds, quotations, stories by membership; events are not annotated."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "raid.json").write_text(json.dumps(devset()), encoding="utf-8")
    convert_gold.main(["devset", str(source), str(articles.parent), str(tmp_path / "out")])
    text = (tmp_path / "out" / "raid.json").read_text(encoding="utf-8")
    gold = GoldSet.model_validate_json(text)
    first, second = gold.articles
    assert (first.sha256, second.sha256) == (sha(FIRST), sha(SECOND))
    assert first.events is None and second.events is None
    assert [(n.value, n.counted, n.optional) for n in second.numbers or ()] == [
        (550, "drones sent", False),
        (1, "drones sent", True),  # a rank
    ]
    assert [(n.value, n.low, n.high) for n in first.numbers or ()] == [
        (539, None, None),
        (None, 11, 12.5),
    ]
    assert [(q.id, q.optional) for a in gold.articles for q in a.quotations or ()] == [
        ("q1", False), ("q2", True), ("marks-1", True),
    ]  # fmt: skip
    a, b = "raid/000_a.txt:n1", "raid/001_b.txt:n1"
    assert gold.across.model_dump(mode="json", exclude_defaults=True) == {
        "stories": [
            {"articles": ["raid/000_a.txt"], "date": "2031-03-03"},
            {"articles": ["raid/001_b.txt"]},
        ],
        "same_quantity": [
            {"counted": "drones", "numbers": [a, b],
             "relations": [{"left": a, "right": b, "relation": "conflict"}]},
            {"counted": "shots", "numbers": [b, a],
             "relations": [{"left": b, "right": a, "relation": "update", "optional": True}]},
        ],
    }  # fmt: skip


def test_a_span_that_does_not_fit_is_an_error(articles: Path, tmp_path: Path) -> None:
    """A word that does not stand at its offsets, and an article that is not there, stop it."""
    source = tmp_path / "source"
    source.mkdir()
    wrong = devset()
    wrong["articles"][0]["numbers"][0]["text"] = "593"
    wrong["cross_article"] = []
    (source / "raid.json").write_text(json.dumps(wrong), encoding="utf-8")
    with pytest.raises(UsageError, match="is '539', not '593'"):
        convert_gold.main(["devset", str(source), str(articles.parent), str(tmp_path / "out")])
    with pytest.raises(UsageError, match=r"no article 'raid/000_a\.txt' among 000_a\.txt"):
        convert_gold.main(["devset", str(source), str(articles), str(tmp_path / "out")])
