"""Correction notices: which sentences are one, the words that no longer hold, and those that do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.articles import Document
from summarizer.signs.notices import notices_of, without_quotations


def told(text: str) -> list[tuple[list[str], list[str]]]:
    """Return the old and the new words of each notice of a text."""
    document = Document(text, "a.txt")
    return [
        ([span.of(text) for span in notice.old], [span.of(text) for span in notice.new])
        for notice in notices_of(document)
    ]


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        # what it said, then what is right
        ("An earlier version of this article said 30 people were hurt in Oxmere. The number is 23.",
         "30 people were hurt in Oxmere", "23"),
        # misstated, with both figures after it
        ("Correction: An earlier version of this story misstated the number of people hurt. It is 23, "
         "not 30.", "30", "23"),
        # from … to …
        ("This article was amended on 4 July 2031 to correct the number of people hurt from 30 to 23.",
         "30", "23"),
        # a name
        ("An earlier version misstated the mayor's name as Ada Brand. Her name is Ada Brandt.",
         "Ada Brand", "Ada Brandt"),
        # a label with a date, and "to say …, not …"
        ("Clarification (July 5): The story has been corrected to say that 23 people were hurt, not 30.",
         "30", "23 people were hurt"),
        # the headline, two clauses
        ("The headline originally said two people had died; nobody did.",
         "two people had died", "nobody did"),
        # why it happened
        ("Because of an editing error, this article misidentified the mayor. She is Ada Brandt, not Ida "
         "Brand.", "Ida Brand", "Ada Brandt"),
        # in the first person
        ("We wrongly reported that the bridge had collapsed. It is closed.",
         "the bridge had collapsed", "closed"),
        # a label in capitals, and an apology
        ("CORRECTION — July 5, 2031: A previous version of this report gave the toll as 30. The actual "
         "toll is 23. We regret the error.", "the toll as 30", "23"),
        # rather than
        ("This post has been corrected to reflect that 23 people were hurt rather than 30.",
         "30", "23 people were hurt"),
        # when in fact
        ("An earlier version of this article incorrectly said that 30 people were hurt, when in fact 23 "
         "were.", "30 people were hurt", "23 were"),
        # what is right has no verb of its own
        ("This article originally stated the fire began at noon. It began at 9 a.m.",
         "the fire began at noon", "It began at 9 a.m"),
        # words of somebody
        ("A previous version of this article quoted Ada Brandt as saying “we will leave”. She said “we "
         "will not leave”.", "Ada Brandt as saying “we will leave”", "She said “we will not leave”"),
        # as news agencies put it
        ("(Corrects paragraph 3 to say 23 people were hurt, not 30.)", "30", "23 people were hurt"),
        ("(This June 5 story has been corrected to say that 23 were hurt, not 30.)", "30",
         "23 were hurt"),
        # a label on a line of its own
        ("Correction\nAn earlier version of this article said 30 were hurt. It was 23.",
         "30 were hurt", "23"),
        # German
        ("In einer früheren Version dieses Artikels hieß es, 30 Menschen seien verletzt. Richtig "
         "ist: 23.",
         "30 Menschen seien verletzt", "23"),
        ("Berichtigung: In Oxmere wurden nicht 30 Menschen verletzt, sondern 23.",
         "30 Menschen verletzt", "23"),
        # French
        ("Une version précédente de cet article indiquait que 30 personnes étaient blessées. Elles sont "
         "23.", "que 30 personnes étaient blessées", "Elles sont 23"),
    ],
)  # fmt: skip
def test_a_notice_gives_old_and_new_words(text: str, old: str, new: str) -> None:
    """Of each wording the words that no longer hold and those that do are found, at either end."""
    news = "A fire broke out at the mill of Oxmere on Monday."
    assert told(text) == [([old], [new])]
    assert told(f"{news}\n\n{text}") == [([old], [new])]
    assert told(f"{text}\n\n{news}") == [([old], [new])]


@pytest.mark.parametrize(
    "text",
    [
        "This story has been updated to correct the spelling of the mayor's name.",
        "This article was amended on 4 July 2031.",
        "This article has been edited to remove an error.",
    ],
)
def test_a_notice_may_give_no_words(text: str) -> None:
    """A notice that does not quote what was wrong is one all the same."""
    assert told(text) == [([], [])]


@pytest.mark.parametrize(
    "text",
    [
        "The ministry corrected the toll to 23 from 30 on Tuesday.",  # news
        "The health department said an earlier report wrongly put the number at 30.",  # another's
        "The bill was amended on 4 July to correct the number of seats.",  # a bill
        "“An earlier version of this article said I was a thief,” she told the court.",  # quoted
        "Officials said a previous version of the plan had 30 houses.",
        "The report wrongly stated that 30 had died, the minister said.",
        "The report was revised by the ministry on Tuesday.",
        "An earlier version of the report had named him, officials said.",
        "The article wrongly said that she was a spy, the court found.",
        "The post was edited by the president an hour later.",
        "Because of a production error, 3,000 cars were called back.",
        "Engineers showed the first version of the bridge in May.",
        "An earlier version included a tax credit for farmers.",
        "The correction of the river took nine years.",
        "Markets face a correction, analysts say.",
        "This story was updated at noon.",  # not because something was wrong
    ],
)
def test_news_is_no_notice(text: str) -> None:
    """That others corrected something, or quote such a notice, says nothing of this text."""
    assert told(text) == []


def test_what_follows_in_the_paragraph_is_news_again() -> None:
    """A sentence after a notice that goes on with something else does not belong to it."""
    text = "Correction: An earlier version said 30 were hurt. It was 23. Firefighters left at noon."
    [notice] = notices_of(Document(text, "a.txt"))
    assert notice.sentences == (1, 2)


@given(st.text(alphabet='ab “”"\n.', max_size=60))
def test_quotations_are_hidden_in_place(text: str) -> None:
    """Hiding what is quoted changes no offset, and nothing outside the marks."""
    bare = without_quotations(text)
    assert len(bare) == len(text)
    assert all(a == b or b == "X" for a, b in zip(text, bare, strict=True))
