"""The record of a run: what is kept of it comes back as it was, and tells whether two are the same."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from run_builders import KEYS, PROMPTS, document, reading_of, run_of

from summarizer.articles import Document, Hints, Kind, Metadata, Published
from summarizer.reading import Reading
from summarizer.runs import (
    Spent,
    hashes_named,
    is_reference,
    is_same,
    keys_named,
    summary_of,
    text_hash,
    unpacked,
)

PAGE = Hints(
    ("Ada Brandt",), Published.parse("2031-03-04T12:05+01:00"), "meta", "7", Kind.LIVE, True, 62
)
DAY = Published.parse("2031-03-04")


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"attempts": {}, "used": {}, "reading": Reading((), (), ())},  # nothing was read
        {"spent": Spent(1, 2, 3, Decimal("0.0420"))},  # money to the digit
        {"failed": {KEYS[2]: "the endpoint is busy"}},
        {"options": {"day": "2031-03-04", "zone": "Europe/London"}},
        {"previous": '{"version": 1}'},  # the page that changes were counted from
        {"reading": reading_of(Document("half an emoji \ud83d", "cut \udce9"))},
        {"reading": reading_of(Document("a\r\n\0b", "odd"))},  # no byte of a text is changed
        {
            "reading": reading_of(
                Document("no zone", "a", Metadata(published=Published.parse("2031-03-04T06:12")))
            )
        },
        {"reading": reading_of(Document("a day", "a", Metadata(published=DAY)))},
        {"reading": reading_of(Document("seen", "a", Metadata(seen=datetime(2031, 3, 4, tzinfo=UTC))))},
        {"reading": reading_of(Document("a page", "a", Metadata(), PAGE))},  # what a page told
    ],
)  # fmt: skip
def test_a_run_comes_back_as_it_was(fields: dict[str, Any]) -> None:
    """Packing and unpacking change nothing."""
    run = run_of(**fields)
    again = unpacked(run.packed)
    assert again == run
    assert [d.metadata.basis for d in again.reading.documents] == [
        d.metadata.basis for d in run.reading.documents
    ]


def test_a_zone_comes_back_as_its_distance() -> None:
    """A moment keeps its distance from UTC and its words, whatever object told the zone."""
    oslo = timezone(timedelta(hours=2), "CEST")
    published = Published.parse(datetime(2031, 7, 4, 6, 12, tzinfo=oslo))
    run = run_of(reading=reading_of(Document("x", "a", Metadata(published=published))))
    (read,) = unpacked(run.packed).reading.documents
    assert read.metadata.published == published
    assert read.metadata.published.surface == "2031-07-04T06:12:00+02:00"


def test_the_id_is_that_of_the_content() -> None:
    """Twelve digits, the same for the same run in any order of its questions; another for another."""
    run = run_of()
    assert len(run.id) == 12
    reordered = run_of(
        attempts=dict(reversed(run.attempts.items())), used=dict(reversed(run.used.items()))
    )
    assert reordered.id == run.id
    later = dataclasses.replace(run, started_at=run.started_at + timedelta(seconds=1))
    assert later.id != run.id


@pytest.mark.parametrize(
    ("fields", "same"),
    [
        ({"started_at": datetime(2031, 3, 5, tzinfo=UTC)}, True),  # time
        ({"version": "0.2.0"}, True),  # the program, if the bytes are the same
        ({"spent": Spent()}, True),  # what it cost this time
        ({"model": "n"}, False),
        ({"prompts": PROMPTS | {"numbers.jinja": "Copy figures.\n"}}, False),
        ({"attempts": {KEYS[0]: 1, KEYS[1]: 2, KEYS[2]: None}}, False),  # another answer
        ({"briefing_sha256": "f" * 64}, False),
        ({"reading": reading_of(document("Another text."))}, False),
        ({"options": {"day": "2031-03-04"}}, False),
    ],
)
def test_runs_are_the_same_but_for_time(fields: dict[str, Any], same: bool) -> None:
    """Articles, templates, model, answers, bytes and options make a run another one."""
    assert is_same(run_of().packed.head, run_of(**fields).packed.head) is same


def test_the_summary_counts() -> None:
    """A list shows the number of articles and of answers by prompt, and the templates' hashes."""
    run = run_of()
    summary = summary_of(run.packed.head)
    assert (summary.id, summary.articles, summary.model) == (run.id, 1, "m")
    assert summary.asked == {"events": 1, "numbers": 1}
    assert summary.prompts["numbers.jinja"] == text_hash("Copy every figure.\n")
    assert summary.started_at == run.started_at
    assert summary.spent == Spent(2, 700, 90)


def test_a_run_names_what_it_needs() -> None:
    """The texts of articles and templates by hash, and every question asked, answered or not."""
    packed = run_of().packed
    assert hashes_named(packed.head, packed.body) == set(packed.texts)
    assert set(packed.texts.values()) == {document().text, *PROMPTS.values()}
    assert keys_named(packed.body) == set(KEYS)


@given(st.text(max_size=14))
def test_a_name_with_an_ending_is_no_reference(name: str) -> None:
    """What has a dot or a slash names a file."""
    assert not is_reference(f"{name}.txt")
    assert not is_reference(f"{name}/")


def test_the_page_before_is_among_the_texts_of_a_run() -> None:
    """It is kept once by its hash, so that what tidies a store leaves it; without one nothing is."""
    alone, after = run_of().packed, run_of(previous="{}").packed
    assert hashes_named(after.head, after.body) - hashes_named(alone.head, alone.body) == {
        text_hash("{}")
    }
    assert after.texts[text_hash("{}")] == "{}"
    assert not is_same(alone.head, after.head)


def test_a_summary_shows_in_a_line() -> None:
    """Id, time, articles, model and set are what a person sees of a run in Python."""
    run = run_of()
    told = f"<run {run.id}: 2031-03-04 07:00 UTC, 1 articles, m, default>"
    assert repr(summary_of(run.packed.head)) == told
