"""A working day from six in the morning to the next: a web server, a model and a fixed clock."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from browser import chromium, opened
from live_run import run_here
from model_server import ModelServer, saying
from news_day import CHANGED, NEXT_DAY, NOON, SEVEN, SIX, Published, publish, read
from web_server import WebServer, web_server

from summarizer.briefing import Briefing, Change, Statement, Story

CLOCK = {
    "six": ("2025-07-04T06:00+01:00", SIX),
    "seven": ("2025-07-04T07:00+01:00", SEVEN),
    "noon": ("2025-07-04T12:05+01:00", NOON),
    "next": ("2025-07-05T07:00+01:00", NEXT_DAY),
}


@dataclass
class Day:
    """The pages of the day, and the questions that each of them asked."""

    folder: Path
    pages: dict[str, Briefing] = field(default_factory=dict)
    asked: dict[str, list[str]] = field(default_factory=dict)

    def changes(self, name: str) -> list[tuple[str, str]]:
        """Return what a page says changed, as (kind, text)."""
        since = self.pages[name].since
        assert since is not None
        return [(change.kind, change.text) for change in since.changes]

    def only(self, name: str, kind: str) -> Change:
        """Return the one change of a kind."""
        since = self.pages[name].since
        assert since is not None
        (found,) = [change for change in since.changes if change.kind == kind]
        return found

    def story(self, name: str, words: str) -> Story:
        """Return the story of a page that has some words."""
        found = [s for s in self.pages[name].stories if words in s.model_dump_json()]
        return found[0]

    def text(self, name: str) -> str:
        return (self.folder / f"{name}.md").read_text(encoding="utf-8")


def _briefed(
    day: Day, name: str, site: WebServer, model: ModelServer, previous: tuple[str, ...]
) -> None:
    as_of, pages = CLOCK[name]
    publish(site, pages)
    before = len(model.requests)
    changed = [site.url(path) for path in CHANGED] if name == "noon" else []
    files = [
        part for form in ("json", "md", "html") for part in ("-o", day.folder / f"{name}.{form}")
    ]
    ran = run_here(
        "brief", *changed, "--feed", site.url("/rss"), "--allow-local", "--model", "m",
        "--base-url", model.url, "--store", day.folder / "desk.db", "--day", as_of[:10],
        "--timezone", "Europe/London", "--as-of", as_of, *previous, *files,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    day.asked[name] = [json.dumps(seen.body["messages"]) for seen in model.requests[before:]]
    text = (day.folder / f"{name}.json").read_text(encoding="utf-8")
    day.pages[name] = Briefing.model_validate_json(text)


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    """Return the day as the command line made it."""
    made = Day(tmp_path_factory.mktemp("day"))
    with ModelServer(saying(read)) as model, web_server() as site:
        _briefed(made, "six", site, model, ())
        _briefed(made, "seven", site, model, ("--previous", str(made.folder / "six.json")))
        _briefed(made, "noon", site, model, ("--previous", "last"))
        _briefed(made, "next", site, model, ("--previous", "last"))
    yield made


def _sentences(pages: tuple[Published, ...]) -> set[str]:
    return {sentence for page in pages for sentence in page.sentences}


def test_the_first_page_of_the_day_counts_from_nothing(day: Day) -> None:
    """Without a page before nothing is said of one."""
    assert day.pages["six"].since is None
    assert "Since" not in day.text("six")


def test_at_seven_only_the_arrest_is_new(day: Day) -> None:
    """The wire's other sentence was told at six in the same words."""
    arrest = "Police in Tolvik arrested a night watchman of the grain mill on Friday."
    assert day.changes("seven") == [("new", arrest)]
    assert "**Since 06:00 BST**" in day.text("seven")


def test_at_noon_the_risen_count_has_both_values(day: Day) -> None:
    """Eight in the morning, twenty-three at 11:48, each with the sentence that says so."""
    risen = day.only("noon", "risen")
    assert risen.text == (
        "Eight → Twenty-three people injured (Tolvik, Ada Brandt, Harbour Post (2), 11:48)"
    )
    assert [c.words for c in risen.citations] == [NOON[0].sentences[0]]
    assert [w.words for w in risen.before] == [SIX[0].sentences[1]]
    assert f"- **Risen:** {risen.text} " in day.text("noon")


def test_at_noon_all_else_is_told_once(day: Day) -> None:
    """A correction, a report withdrawn, a new story, and what the new report adds; nothing twice."""
    assert [kind for kind, _ in day.changes("noon")] == [
        "corrected", "withdrawn", "risen", "new_story", "new",
    ]  # fmt: skip
    corrected, withdrawn = day.only("noon", "corrected"), day.only("noon", "withdrawn")
    assert corrected.text == "85 → 58 passengers carried (The Lantern, 11:00)"
    assert [c.words for c in corrected.citations] == list(NOON[2].sentences[1:])
    assert [w.words for w in withdrawn.before] == [SIX[1].sentences[1]]
    assert [c.words for c in withdrawn.citations] == [NOON[3].sentences[1]]
    assert day.only("noon", "new").text == NOON[0].sentences[1]
    assert day.only("noon", "new_story").text == NOON[1].sentences[0].rstrip(".")


def test_nothing_of_the_morning_is_lost_at_noon(day: Day) -> None:
    """Every sentence told at seven is told at noon, or named by a change or with a reason."""
    now = day.pages["noon"]
    assert now.since is not None
    told = {s.text for story in now.stories for part in story.sections for s in part.statements}
    named = {change.was for change in now.since.changes}
    named |= {one.id for one in now.since.unprinted}
    before = [
        statement
        for story in day.pages["seven"].stories
        for part in story.sections
        for statement in part.statements
    ]
    lost = [s.text for s in before if s.text not in told and s.id not in named]
    corrected = "The first ferry to Oxmere carried 85 passengers on Friday."
    assert lost == [corrected]  # told by its figure, which the correction has
    assert corrected in {s.text for c in now.corrections for s in c.statements}
    assert "A train with ammonia" not in " ".join(told)


def test_no_question_is_asked_twice(day: Day) -> None:
    """Each new page of the feed costs four questions, each story that changed its prose, no more."""
    every = [question for asked in day.asked.values() for question in asked]
    assert len(every) == len(set(every))
    assert {name: len(asked) for name, asked in day.asked.items()} == {
        "six": 3 * 4 + 1 + 2,  # pages; events of the fire compared; two stories
        "seven": 4 + 1 + 1,  # a page; events compared again; the prose of the fire
        "noon": 4 * 4 + 2 + 3,  # pages; events and figures of the fire; three stories
        "next": 4 + 1,  # a page; its story
    }


def test_stories_keep_their_ids_over_the_day_and_the_next(day: Day) -> None:
    """The fire is one story on all four pages, also where no article is the same any more."""
    ids = {day.story(name, "grain mill of Tolvik").id for name in CLOCK}
    assert len(ids) == 1
    assert day.story("noon", "ferry").id == day.story("six", "ferry").id
    assert day.story("noon", "Quillport").previous_rank is None
    assert day.story("next", "Tolvik").first_seen == "2025-07-04T06:00:00+01:00"


def test_the_next_day_counts_from_noon(day: Day) -> None:
    """The count goes on from the figure of yesterday's page, whose words are cited by that page."""
    risen = day.only("next", "risen")
    assert (
        risen.text == "Twenty-three → 25 people injured (Tolvik, the hospital, Harbour Post, 06:10)"
    )
    assert "**Since 12:05 BST on 4 July 2025**" in day.text("next")
    assert "## Words cited on the page before" in day.text("next")
    gone = [text for kind, text in day.changes("next") if kind == "gone"]
    assert gone[:2] == [
        "The ferry to Oxmere sails again after a pause of nine weeks",
        "The council of Quillport closed the harbour bridge after engineers found cracks",
    ]
    told = _sentences(NEXT_DAY)
    assert {c.words for change in _cited(day, "next") for c in change.citations} <= told


def _cited(day: Day, name: str) -> list[Change]:
    since = day.pages[name].since
    assert since is not None
    return since.changes


def test_known_background_folds_away(day: Day) -> None:
    """Told in full at six, a line that says where it is from seven on; the JSON has it still."""
    words = "A fire in the grain mill of Tolvik in 2019 destroyed one silo."
    assert f"- {words}" in day.text("six")
    assert f"- {words}" not in day.text("noon")
    assert "1 sentence told before: on the page of 07:00 BST" in day.text("noon")
    told = [s.text for s in _background(day.story("noon", "Tolvik"))]
    assert told == [words]


def _background(story: Story) -> list[Statement]:
    return [s for part in story.sections if part.kind == "background" for s in part.statements]


@pytest.mark.parametrize("name", ["seven", "noon", "next"])
def test_each_page_can_be_made_again(day: Day, name: str) -> None:
    """`--as-was` gives the bytes, with the page before that was counted from."""
    ran = run_here("brief", day.folder / f"{name}.json", "--as-was", "--json",
                   "--store", day.folder / "desk.db")  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == (day.folder / f"{name}.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["seven", "noon", "next"])
def test_an_unedited_page_passes_the_check(day: Day, name: str) -> None:
    """Every line above the stories is carried by what it cites."""
    ran = run_here("check", day.folder / f"{name}.md", "--against", day.folder / f"{name}.json",
                   "--store", day.folder / "desk.db")  # fmt: skip
    assert ran.returncode == 0, ran.stdout


def test_the_page_of_noon_in_a_browser(day: Day) -> None:
    """Its list stands above the headline; each line leads to its sentence, and old words unfold."""
    with chromium() as browser, opened(browser, day.folder / "noon.html") as (page, heard):
        assert page.locator("#since h2").inner_text() == "Since 07:00 BST"
        kinds = [text.split(":")[0] for text in page.locator("#since .ch > p").all_inner_texts()]
        assert kinds == ["Corrected", "Withdrawn", "Risen", "New story", "New"]
        risen = page.locator(".ch-risen")
        assert not risen.locator("blockquote").is_visible()
        risen.locator("summary").click()
        assert risen.locator("blockquote").inner_text() == SIX[0].sentences[1]
        leads_to = page.locator(".ch-new > p > a").get_attribute("href")
        assert leads_to is not None
        target = page.locator(leads_to)
        assert "Firefighters put out the fire" in target.inner_text()
        assert "new" in target.locator(".mk-new").inner_text()
        known = page.locator(".known").first
        assert not known.locator(".st").first.is_visible()
        known.locator("summary").first.click()
        assert "2019" in known.locator(".st").first.inner_text()
        assert (heard.told, heard.wanted) == ([], [])
