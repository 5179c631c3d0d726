"""A trial as it is read: the table adds up, the verdict holds effect against noise."""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

import pytest
from builders import Item, article, grounded, number, quote
from hypothesis import given
from hypothesis import strategies as st

from summarizer.articles import Document
from summarizer.evaluation.metrics import Score
from summarizer.layout import page_of
from summarizer.trial.asking import Asked, Tried
from summarizer.trial.data import as_data
from summarizer.trial.report import MOST_LISTED, chance_of, report
from summarizer.trial.scores import Judged

CRATES = [f"Pier {at} of Oxmere holds {4000 + at} crates." for at in range(1, 31)]
DOCUMENT = article(*CRATES, outlet="piers.txt")


def figures(first: int, last: int) -> list[Item]:
    """Return the figures of some sentences."""
    return [number(at, str(4000 + at), "crates") for at in range(first, last + 1)]


def asked(document: Document, items: Sequence[Item], **more: object) -> Asked:
    """Return what an asking came to that offered some items."""
    page = page_of(document, None)
    return Asked(page, grounded(document, *items), (), **more)  # type: ignore[arg-type]


def tried(old: Asked, new: Asked, again: Asked | None = None) -> Tried:
    """Return an article that was tried."""
    return Tried(DOCUMENT, old, new, again)


def test_a_trial_is_told_in_counts_then_words() -> None:
    """Articles, their sum, the same for the noise, the verdict, what changed and what came or went."""
    old = asked(DOCUMENT, figures(1, 10), input_tokens=500, output_tokens=90)
    items = [*figures(2, 11), number(9, "999")]
    new = asked(DOCUMENT, items, input_tokens=520, output_tokens=95)
    again = asked(DOCUMENT, figures(2, 10), input_tokens=500, output_tokens=80)
    lines = report([tried(old, new, again)])
    assert lines[:7] == [
        "article    old  new  common  added  removed  changed  rejected         in      out",
        "piers.txt   10   10       9      1        1        0     0 > 1  500 > 520  90 > 95",
        "sum         10   10       9      1        1        0     0 > 1  500 > 520  90 > 95",
        "",
        "noise (old twice)  old  new  common  added  removed  changed  rejected         in      out",
        "piers.txt           10    9       9      0        1        0     0 > 0  500 > 500  90 > 80",
        "sum                 10    9       9      0        1        0     0 > 0  500 > 500  90 > 80",
    ]


def test_changed_values_stand_with_their_words() -> None:
    """Each value that differs is told with both readings and the sentence it stands in."""
    document = article("“It is late,” Ada Brandt told Ole Lund.", outlet="gale.txt")
    old = asked(document, [quote(1, "It is late", "Ada Brandt")])
    new = asked(document, [quote(1, "It is late", "Ole Lund")])
    lines = report([Tried(document, old, new)])
    assert lines[-3:] == [
        "removed 0 of 1, added 0 of 1, value changed 1 of 1; how much of it is noise is not known",
        "changed: gale.txt [1] quotation “It is late”: Ada Brandt > Ole Lund",
        "    “It is late,” Ada Brandt told Ole Lund.",
    ]


VERDICTS = [
    # figures before, now, and when asked again: how the verdict ends
    ((1, 30), (1, 30), (1, 30), "no more than two askings of the old one may differ"),
    ((1, 30), (16, 30), (1, 29), "more than noise: removed"),
    ((1, 10), (1, 30), (1, 10), "more than noise: added"),
    ((1, 30), (2, 30), (2, 30), "no more than two askings of the old one may differ"),
    ((1, 30), (16, 30), (14, 30), "no more than two askings of the old one may differ"),
]


@pytest.mark.parametrize(("old", "new", "again", "ending"), VERDICTS)
def test_the_verdict_holds_a_change_against_noise(
    old: tuple[int, int], new: tuple[int, int], again: tuple[int, int], ending: str
) -> None:
    """Only what two askings of one template would hardly show is called more than noise."""
    one = tried(*(asked(DOCUMENT, figures(*side)) for side in (old, new, again)))
    verdict = next(line for line in report([one]) if line.startswith("removed ") and ";" in line)
    assert verdict.endswith(f"; {ending}")
    gone = max(0, new[0] - old[0])
    missed = max(0, again[0] - old[0]) + max(0, old[1] - again[1])
    whole = old[1] - old[0] + 1
    assert verdict.startswith(f"removed {gone} of {whole} (noise: {missed} of {whole}), added ")


def test_what_was_not_answered_is_left_out() -> None:
    """An article that failed under one template counts in no sum, and its noise in none either."""
    full = asked(DOCUMENT, figures(1, 3))
    failed = asked(DOCUMENT, [], failures=("no JSON",))
    missing = asked(DOCUMENT, [], is_missing=True)
    lines = report([tried(full, failed, full), tried(missing, full), tried(full, full, missing)])
    assert lines[2].split()[:4] == ["sum", "3", "3", "3"]
    assert lines[-1].endswith("how much of it is noise is not known")


def test_long_lists_end_with_a_count() -> None:
    """Of what came new so many are told one by one; the rest is counted."""
    lines = report([tried(asked(DOCUMENT, []), asked(DOCUMENT, figures(1, 30)))])
    added = [line for line in lines if line.startswith("added: ")]
    assert len(added) == MOST_LISTED + 1
    assert added[0] == "added: piers.txt [1] figure “4001”"
    assert added[-1] == f"added: {30 - MOST_LISTED} more (--full lists all)"


def test_all_is_listed_on_demand() -> None:
    """With all of it wanted, what came new is told one by one to the last."""
    lines = report([tried(asked(DOCUMENT, []), asked(DOCUMENT, figures(1, 30)))], is_full=True)
    added = [line for line in lines if line.startswith("added: ")]
    assert len(added) == 30
    assert added[-1] == "added: piers.txt [30] figure “4030”"


def test_programs_get_every_claim() -> None:
    """Counts, all that came, went or changed, the noise and what was left out, as JSON can hold it."""
    old, again = asked(DOCUMENT, figures(1, 30)), asked(DOCUMENT, figures(1, 29))
    failed = asked(DOCUMENT, [], failures=("no JSON",))
    told = as_data(
        [tried(old, asked(DOCUMENT, figures(26, 30)), again), tried(failed, old)],
        [Judged("numbers", Score(3, 1, 0), Score(1, 0, 2))],
    )
    assert json.loads(json.dumps(told)) == told
    (row,) = told["articles"]
    assert (row["article"], row["old"], row["removed"], row["common"]) == ("piers.txt", 30, 25, 5)
    assert [row["removed"] for row in told["noise"]] == [1]
    assert told["beyond_noise"] == ["removed"]
    assert len(told["removed"]) == 25 and told["added"] == told["changed"] == []
    assert told["removed"][0] == {
        "article": "piers.txt",
        "kind": "figure",
        "words": "4001",
        "sentence_numbers": [1],
        "sentence": "Pier 1 of Oxmere holds 4001 crates.",
    }
    assert told["left_out"] == [
        {"article": "piers.txt", "old": ["no JSON"], "new": [], "is_missing": False}
    ]
    assert told["gold"][0]["old"] == {"precision": 0.75, "recall": 1.0, "f1": 3 / 3.5}


def test_changed_values_are_data_too() -> None:
    """A value that differs has both readings; without a second asking nothing is known of noise."""
    document = article("“It is late,” Ada Brandt told Ole Lund.", outlet="gale.txt")
    sides = [asked(document, [quote(1, "It is late", who)]) for who in ("Ada Brandt", "Ole Lund")]
    told = as_data([Tried(document, *sides)])
    (change,) = told["changed"]
    assert (change["old"], change["new"], change["kind"]) == ("Ada Brandt", "Ole Lund", "quotation")
    assert (told["noise"], told["beyond_noise"]) == ([], None)


@given(st.integers(0, 5), st.integers(0, 5), st.integers(0, 4), st.integers(0, 4))
def test_the_chance_is_that_of_drawing_lots(
    part: int, rest: int, noise_part: int, noise_rest: int
) -> None:
    """Of all ways to hand the marks out, the share that gives the first group at least as many."""
    whole, noise_whole = part + rest, noise_part + noise_rest
    ways = list(combinations(range(whole + noise_whole), part + noise_part))
    as_many = [way for way in ways if sum(at < whole for at in way) >= part]
    expected = float(Fraction(len(as_many), len(ways)))
    assert chance_of(part, whole, noise_part, noise_whole) == pytest.approx(expected)
