from __future__ import annotations

import dataclasses
import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.articles import Basis, Document, Metadata, Published, metadata_from
from summarizer.errors import DocumentError
from summarizer.spans import Span


@pytest.mark.parametrize(
    ("value", "day", "hour", "surface"),
    [
        ("2025-07-04", date(2025, 7, 4), None, "2025-07-04"),
        (" 2025-07-04 ", date(2025, 7, 4), None, "2025-07-04"),
        ("2025-07-04T23:50-05:00", date(2025, 7, 4), 23, "2025-07-04T23:50-05:00"),  # day there
        ("2025-07-04T06:12Z", date(2025, 7, 4), 6, "2025-07-04T06:12Z"),
        ("2025-07-04 06:12", date(2025, 7, 4), 6, "2025-07-04 06:12"),  # no zone: none is added
        (date(2025, 7, 4), date(2025, 7, 4), None, "2025-07-04"),
        (datetime(2025, 7, 4, 6), date(2025, 7, 4), 6, "2025-07-04T06:00:00"),
    ],
)
def test_a_moment_keeps_its_day_and_its_surface(
    value: str | date, day: date, hour: int | None, surface: str
) -> None:
    """The day is the one where the article appeared; a time is known only where it is given."""
    published = Published.parse(value)
    assert published.day == day
    assert (published.at.hour if published.at else None) == hour
    assert published.surface == surface


def test_a_moment_keeps_its_zone() -> None:
    """A zone that is given is kept, and one that is not is not guessed."""
    with_zone = Published.parse("2025-07-04T06:12+03:00").at
    without = Published.parse("2025-07-04T06:12").at
    assert with_zone is not None and with_zone.utcoffset() == timedelta(hours=3)
    assert without is not None and without.tzinfo is None


@pytest.mark.parametrize(
    "value", ["", "Friday", "4 July 2025", "2025-02-30", "04/07/2025", "2025", "2025-07-04T25:00"]
)
def test_other_dates_are_refused(value: str) -> None:
    """Only ISO 8601 is read; nothing is guessed from another form."""
    with pytest.raises(ValueError):
        Published.parse(value)


@given(st.datetimes(timezones=st.none() | st.just(UTC)))
def test_any_iso_moment_is_read_back(moment: datetime) -> None:
    """What isoformat writes is read as the same moment."""
    published = Published.parse(moment.isoformat())
    assert published.at == moment
    assert published == Published.parse(moment)


def test_given_metadata_stand_on_the_basis_given() -> None:
    """A known field says `given`, an unknown one `unknown`, and foreign fields are ignored."""
    metadata = metadata_from(
        {"outlet": " The Example ", "title": "", "language": None, "byline": "Sam"}, name="a.txt"
    )
    assert metadata.outlet == "The Example"
    assert (metadata.title, metadata.language, metadata.published) == (None, None, None)
    assert metadata.basis_of("outlet") is Basis.GIVEN
    assert metadata.basis_of("title") is Basis.UNKNOWN
    assert dict(metadata.basis) == {"outlet": Basis.GIVEN}


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2025-07-04T06:12+03:00", date(2025, 7, 4)),
        (date(2025, 7, 4), date(2025, 7, 4)),
        (datetime(2025, 7, 4, 6, 12), date(2025, 7, 4)),
        (20250704, date(2025, 7, 4)),  # a number in JSON that is a date in ISO's short form
        ("  ", None),
        (None, None),
    ],
)
def test_published_may_be_text_or_a_date(published: Any, day: date | None) -> None:
    """A date, a date-time and their ISO forms are read; blank is unknown."""
    metadata = metadata_from({"published": published}, name="a.txt")
    assert (metadata.published.day if metadata.published else None) == day


def test_a_bad_date_names_the_document_and_the_value() -> None:
    """The error says which document and which value, in words that stand alone."""
    with pytest.raises(DocumentError) as caught:
        metadata_from({"published": "last Friday"}, name="a.txt")
    assert caught.value.name == "a.txt"
    assert caught.value.reason == "published 'last Friday' is not an ISO 8601 date or date-time"


@pytest.mark.parametrize("text", ["", " \n\t", "\u2028\u00a0"])
def test_a_text_without_words_is_no_document(text: str) -> None:
    """White space alone is refused."""
    with pytest.raises(DocumentError, match=r"a\.txt: no text"):
        Document(text, "a.txt")


def test_the_digest_is_the_hash_of_the_text_alone() -> None:
    """Two names of one text have one digest; one more blank makes another."""
    one, other = Document("The vote failed.", "a"), Document("The vote failed.", "b")
    assert one.digest == other.digest == hashlib.sha256(b"The vote failed.").hexdigest()
    assert one.digest != Document("The vote failed. ", "a").digest


def test_a_document_is_immutable() -> None:
    """Text, name and metadata cannot be replaced in place."""
    document = Document("The vote failed.", "a")
    with pytest.raises(dataclasses.FrozenInstanceError):
        document.text = "The vote passed."  # type: ignore[misc]


def test_sentences_are_numbered_from_one() -> None:
    """Numbers are those of the prompts: from 1, in reading order."""
    document = Document("The vote failed. It was close.\nBy Sam Example", "a")
    assert [s.number for s in document.sentences] == [1, 2, 3]
    second = document.sentence(2)
    assert second is not None and second.span.of(document.text) == "It was close."


@pytest.mark.parametrize("number", [-1, 0, 3])
def test_there_is_no_sentence_of_another_number(number: int) -> None:
    """A number that a model made up is no sentence."""
    assert Document("The vote failed. It was close.", "a").sentence(number) is None


@pytest.mark.parametrize(
    ("span", "numbers"),
    [
        (Span(0, 3), [1]),
        (Span(4, 20), [1, 2]),
        (Span(16, 17), []),  # the blank between them
        (Span(0, 30), [1, 2]),
        (Span(30, 99), []),
    ],
)
def test_a_span_belongs_to_the_sentences_it_touches(span: Span, numbers: list[int]) -> None:
    """Sentences of a span share a character with it."""
    document = Document("The vote failed. It was close.", "a")
    assert [s.number for s in document.sentences_of(span)] == numbers


def test_metadata_are_unknown_until_given() -> None:
    """A document without metadata claims none."""
    metadata = Document("The vote failed.", "a").metadata
    assert metadata == Metadata()
    assert metadata.basis_of("published") is Basis.UNKNOWN
