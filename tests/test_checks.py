"""What an editor would look for in the briefing of the fixture articles, as far as a program can tell.

K01 to K25 are the points on which five accounts of one night can be got wrong. What only a reader can
judge was judged by reading; the points that stand in test_fixtures.py are not repeated here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from summarizer import Briefing, Summarizer
from summarizer.briefing import Statement, Story
from summarizer.explaining import statements_of

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    """The briefing of the shipped articles from the shipped recordings."""
    with Summarizer(replay=ROOT / "fixtures" / "recordings") as summarizer:
        return summarizer.brief(ROOT / "fixtures" / "articles" / "kyiv-2025-07-04")


@pytest.fixture(scope="module")
def lead(briefing: Briefing) -> Story:
    """The story of the night of 3–4 July."""
    return briefing.stories[0]


def prose(story: Story) -> list[Statement]:
    """Return the sentences of a story, headline first, without tables."""
    return [story.headline, *(s for section in story.sections for s in section.statements)]


def having(story: Story, pattern: str) -> Iterator[Statement]:
    """Yield the sentences of a story that a pattern finds something in; at least one."""
    found = [s for s in prose(story) if re.search(pattern, s.text, re.IGNORECASE)]
    assert found, pattern
    yield from found


def test_k01_the_attack_on_kyiv_leads(lead: Story) -> None:
    """Headline and dates are those of the night, and of Kyiv."""
    assert "Kyiv" in lead.headline.text
    assert lead.dates == "2025-07-03/2025-07-04"


def test_k02_539_and_11_are_the_air_forces(lead: Story) -> None:
    """The split is given, by whom it was counted, and 550 only as its sum or as somebody's figure."""
    assert any(
        "11" in s.text and re.search("Air Force|Ukraine", s.text) for s in having(lead, "539")
    )


def test_k03_550_drones_are_nowhere_settled(lead: Story) -> None:
    """Whoever gives 550 as drones is named; 561 does not exist; the row calls it a conflict."""
    for statement in having(lead, r"\b550\b"):
        assert re.search("Harbour Post|Nightly Torch|Castlegate", statement.text), statement.text
    assert not any("561" in s.text for s in statements_of(lead))
    [row] = [r for r in lead.figures if {"539", "550"} <= {v.surface for v in r.values}]
    assert row.relation == "conflict"


def test_k04_what_got_through(lead: Story) -> None:
    """63 drones and nine missiles make the 72; 72 stands nowhere without who gives it."""
    [row] = [r for r in lead.figures if {"63", "72"} <= {v.surface for v in r.values}]
    assert row.reading is not None
    assert "63 drones + 9 missiles = 72" in row.reading.text
    assert not any("72" in s.text and "Harbour Post" not in s.text for s in prose(lead))


def test_k05_eight_injured_were_counted_before(lead: Story) -> None:
    """The early count is told as early, and its row as an update; fourteen is a part."""
    for statement in prose(lead):
        if re.search(r"\beight (?:people|injured|were)", statement.text, re.IGNORECASE):
            assert re.search("before|earlier|first|later", statement.text), statement.text
    rows = {v.surface: r for r in lead.figures for v in r.values}
    assert rows["Eight"].relation == "update"
    assert rows["Fourteen"].relation == "part_of"


def test_k07_april_is_another_story(briefing: Briefing) -> None:
    """The attack of 24 April stands apart, with its date and the reason."""
    other = briefing.stories[1]
    assert other.dates is not None
    assert other.dates.startswith("2025-04-2")
    assert other.separate_because


def test_k08_no_figure_of_april_in_july(briefing: Briefing, lead: Story) -> None:
    """Nothing of the lead story rests on the text about April."""
    april = {s.source for s in briefing.sources if s.label == "Globe Digest"}
    cited = {c.source for s in statements_of(lead) for c in s.citations}
    cited |= {value.source for row in lead.figures for value in row.values}
    assert not april & cited


def test_k10_eight_locations_are_of_the_country(lead: Story) -> None:
    """The places of direct hits are told as those of all Ukraine."""
    for statement in prose(lead):
        if re.search(r"\beight locations", statement.text, re.IGNORECASE):
            assert re.search("Ukraine|country", statement.text)


def test_k12_the_commentary_is_named(briefing: Briefing, lead: Story) -> None:
    """What rests on the commentary alone names it."""
    opinion = {s.source for s in briefing.sources if s.kind == "commentary"}
    assert opinion
    for statement in prose(lead):
        if {c.source for c in statement.citations} <= opinion:
            assert re.search("Castlegate Review|commentary", statement.text), statement.text


def test_k13_the_call_and_its_verdict(lead: Story) -> None:
    """The call of 3 July is told, and what Trump made of it in his words."""
    assert any("Putin" in s.text for s in having(lead, r"3 July 2025|Thursday"))
    assert any("Trump" in s.text for s in having(lead, r"make any progress with him"))


SPEAKERS = [
    ("fewer the number of weapons", "Peskov"),
    ("emptied out our whole country", "Trump"),
    ("necessary means for self-defence", "Sybiha"),
    ("continue to pursue its goals", "Ushakov"),
    ("does not intend to end the war", "Zelensky"),
]


@pytest.mark.parametrize(("words", "speaker"), SPEAKERS)
def test_k15_every_quotation_has_its_speaker(lead: Story, words: str, speaker: str) -> None:
    """Whose words a printed quotation has stands in its sentence."""
    for statement in prose(lead):
        if words in statement.text:
            assert speaker in statement.text


def test_k16_moscow_is_heard(lead: Story) -> None:
    """The defence ministry's claim and the Kremlin's aims are told as theirs."""
    assert any("Russia's defence ministry" in s.text for s in having(lead, "Kyiv regime"))
    assert any(re.search("Kremlin|Peskov|Ushakov|Moscow", s.text) for s in prose(lead))


def test_k17_some_shipments_and_a_talk_ahead(lead: Story) -> None:
    """The halt is of some shipments, and the talk with Trump still to come."""
    assert any("halt" in s.text or "pause" in s.text for s in having(lead, r"\bsome\b"))
    ahead = [s for section in lead.sections if section.kind == "ahead" for s in section.statements]
    assert any("Zelensky" in s.text and "Trump" in s.text for s in ahead)
    assert not any(re.search("Zelensky (?:spoke|talked) (?:to|with) Trump", s.text) for s in ahead)


def test_k21_time_words_are_resolved(briefing: Briefing) -> None:
    """Thursday, Monday and the night come to their dates."""
    found = {(c.derivation or "").partition(" in a text")[0]: c.date for c in briefing.claims}
    told = {words.removeprefix("on "): iso for words, iso in found.items()}
    assert told["Thursday"] == "2025-07-03"
    assert told["Monday"] == "2025-06-30"
    assert told["overnight"] == "2025-07-03/2025-07-04"


def test_k22_it_was_the_alert_that_lasted(lead: Story) -> None:
    """More than eight hours were spent under alerts."""
    assert all("alert" in s.text for s in having(lead, r"\beight hours"))


def test_k23_the_dead_stay_where_they_died(lead: Story) -> None:
    """Two and 47 are of Poltava, five of Pokrovsk, a woman of the Rostov region."""
    for place, pattern in (
        ("Poltava", r"\b47\b"),
        ("Pokrovsk", r"killed five"),
        ("Rostov", "woman"),
    ):
        assert all(place in s.text for s in having(lead, pattern))


def test_k24_hours_and_moments(lead: Story) -> None:
    """ "Moments" between call and attack are The Nightly Torch's."""
    for statement in having(lead, r"\bmoments before"):
        assert "Nightly Torch" in statement.text
        assert "hours before" in statement.text


def test_k25_every_sentence_is_cited(briefing: Briefing) -> None:
    """Every sentence cites whole sentences, and what is unverified says whose word it is."""
    for story in briefing.stories:
        assert all(statement.citations for statement in statements_of(story))
        for section in story.sections:
            if section.kind == "unverified":
                labels = [s.label for s in briefing.sources]
                assert all(any(name in s.text for name in labels) for s in section.statements)
