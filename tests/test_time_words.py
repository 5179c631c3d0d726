"""Time words of other languages, as far as every one of them is known."""

from __future__ import annotations

import pytest
from abroad import FOREIGN
from builders import claims_of

from summarizer.articles import Document, Metadata, Published
from summarizer.claims import Event
from summarizer.time_words import english_time


@pytest.mark.parametrize(
    ("language", "words", "english"),
    [
        ("de", "am Donnerstag", "Thursday"),
        ("de", "am Donnerstagabend", "Thursday evening"),
        ("de", "am 3. Juli 2025", "3 July 2025"),
        ("de", "in der Nacht zum Freitag", ""),  # "zum": a night of two days, not read
        ("fr", "jeudi soir", "Thursday evening"),
        ("fr", "le 3 juillet", "3 July"),
        ("es", "el jueves por la noche", "Thursday night"),
        ("es", "el 3 de julio de 2025", "3 July 2025"),
        ("it", "giovedì sera", "Thursday evening"),
        ("pt", "na quinta-feira", "Thursday"),
        ("nl", "donderdag", "Thursday"),
        ("pl", "w czwartek", "Thursday"),
        ("sv", "på torsdagen", "Thursday"),
        ("ru", "в четверг вечером", "Thursday evening"),
        ("ru", "3 июля 2025 года", "3 July 2025"),
        ("uk", "у п’ятницю вранці", "Friday morning"),
        ("ar", "يوم الخميس", "Thursday"),
        ("ja", "木曜日", "Thursday"),
        ("ja", "2025年7月3日に", "3 July 2025"),
        ("zh", "周四", "Thursday"),
        ("ko", "7월 3일", "3 July"),
        ("ja", "先週の木曜日", ""),  # "last week's" is not known
        ("th", "วันพฤหัสบดี", ""),
        ("fr", "quelques heures après", ""),
    ],
)
def test_time_words_in_english(language: str, words: str, english: str) -> None:
    """Known words become English ones, and one unknown word makes none of them."""
    assert english_time(words, language) == english


@pytest.mark.parametrize("language", FOREIGN)
def test_an_event_abroad_has_its_day(language: str) -> None:
    """ "On Thursday" of a text of Friday 4 July is 3 July in every language, and the reason shows."""
    room = FOREIGN[language]
    published = Published.parse("2025-07-04")
    document = Document(room.text, "a", Metadata(published=published))
    told = [c for c in claims_of(document, *room.items) if isinstance(c, Event) and c.when]
    assert [c.date.iso() for c in told if c.date] == ["2025-07-03"]
    assert told[0].date is not None
    assert told[0].date.derivation == f"{told[0].when}: Thursday in a text of Friday 2025-07-04"
