"""Reports that a page takes back: which words they were, and what takes nothing back."""

from __future__ import annotations

import pytest

from summarizer.articles import Document
from summarizer.signs.withdrawals import withdrawals_of


def told(text: str) -> list[str]:
    """Return the words that a text takes back."""
    return [found.old.of(text) for found in withdrawals_of(Document(text, "a.txt"))]


@pytest.mark.parametrize(
    ("text", "old"),
    [
        ("We reported that two people had died at the mill. This was wrong.",
         "two people had died at the mill"),
        # in one sentence, with what officials say now
        ("We earlier reported that two people had been shot at the station; police have since said no "
         "one was hurt.", "two people had been shot at the station"),
        ("An earlier post said the bridge had collapsed. That was incorrect, the council says.",
         "the bridge had collapsed"),
        ("We have removed an earlier post that said the mayor had resigned.",
         "the mayor had resigned"),
        ("We have withdrawn our report, published at 10:10, which said the school was burning.",
         "the school was burning"),
        ("Earlier reports of a second gunman were false, police said.", "a second gunman"),
        ("Initial reports that shots were fired at the mall turned out to be a false alarm.",
         "shots were fired at the mall"),
        ("Earlier, we reported that the dam had burst, but that is not the case.",
         "the dam had burst"),
        ("The earlier report that three had died has been withdrawn.", "three had died"),
        # what officials say now stands before it
        ("Police say the shooting happened at the memorial only.\nEarlier, there were reports that "
         "shots were fired near Mill Road.", "shots were fired near Mill Road"),
    ],
)  # fmt: skip
def test_a_report_taken_back(text: str, old: str) -> None:
    """The words of the report are found, without the words that take it back."""
    assert told(text) == [old]


@pytest.mark.parametrize(
    ("text", "is_own"),
    [
        ("We reported that two had died. This was wrong.", True),
        ("An earlier post said two had died. That was wrong.", True),
        ("We have removed an earlier post that said two had died.", True),
        ("Reports of two deaths were false, police said.", False),  # their word
        ("Earlier reports said two had died. That was wrong, police said.", False),
        # only beside what speaks against it
        ("It happened at the mill only. Earlier, there were reports of shots at the mall.", False),
    ],
)
def test_whose_word_it_is(text: str, is_own: bool) -> None:
    """A page takes its own reports back; of other reports it tells what others say."""
    [found] = withdrawals_of(Document(text, "a.txt"))
    assert found.is_own is is_own


@pytest.mark.parametrize(
    "text",
    [
        "Reports of a fire at the mill were confirmed by police.",
        "We reported on Monday that the mayor would resign. She did so on Tuesday.",
        "Earlier reports said 10 people were hurt. The number has risen to 12.",
        "An earlier report said the firm would cut 500 jobs. Shares fell.",
        "We earlier reported that 8 were hurt. Police now say 23 were.",  # a count that grows
        "“We reported that he had died. This was wrong,” the editor told the inquiry.",
        "The council was wrong to close the bridge, the report said.",
    ],
)
def test_nothing_is_taken_back(text: str) -> None:
    """A report that holds, grows or is somebody's words is not taken back."""
    assert told(text) == []
