"""Kinds and versions through the whole pipeline: what is asked, listed, weighed and shown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from builders import event, layout, number
from model_server import ModelServer, Seen, saying

from summarizer import Endpoint, LiveModel, Summarizer
from summarizer.briefing import Briefing
from summarizer.errors import NothingProduced
from summarizer.overruling import parse_desk

WALL = (
    "We value your privacy\nWe and our 842 partners use cookies on your device.\n"
    "Accept all\nReject all"
)
REPORT = (
    "A fire at the mill of Oxmere hurt {} people on Monday.\n"
    "Ferries to Halmstead will run from the north quay.\n"
)


def honest(seen: Seen) -> str:
    """Return a reply that tells every sentence as an event, and its figures."""
    shown = seen.body["messages"][1]["content"]
    found: dict[str, Any] = {part: [] for part in seen.schema["properties"]}
    if "Its sentences are numbered" not in seen.body["messages"][0]["content"]:
        return json.dumps(found)
    sentences = [(int(n), text) for n, text in re.findall(r"^\[(\d+)\] (.*)$", shown, re.MULTILINE)]
    told: dict[str, Any] = {
        "layout": layout((sentences[0][0], sentences[-1][0], 0, "body")).model_dump(),
        "events": [event(at, text.rstrip("."), kind="casualties").model_dump()
                   for at, text in sentences],
        "numbers": [number(at, words[1], "people hurt", unit="person").model_dump()
                    for at, text in sentences if (words := re.search(r"hurt (\d+) people", text))],
        "quotes": [],
    }  # fmt: skip
    return json.dumps({part: told[part] for part in found})


class Newsroom:
    """A summarizer with an honest model behind it."""

    def __init__(self, server: ModelServer) -> None:
        self.server = server

    def brief(self, *articles: dict[str, str], desk: str = "") -> Briefing:
        """Return the briefing of articles under a desk's file."""
        options = {"desk": parse_desk(desk, where="desk.toml")} if desk else {}
        with Summarizer(
            model="m", client=LiveModel(Endpoint(self.server.url)), **options
        ) as summarizer:  # type: ignore[arg-type]
            return summarizer.brief(list(articles))

    def asked_about(self, words: str) -> int:
        """Return how many questions showed these words."""
        return sum(words in json.dumps(seen.body) for seen in self.server.requests)


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    """A newsroom whose model was not asked anything yet."""
    with ModelServer(saying(honest)) as server:
        yield Newsroom(server)


def told(number: int, **fields: str) -> dict[str, str]:
    """Return a report with so many people hurt, of an outlet and a day unless given."""
    given = {"id": f"{number}.txt", "outlet": "The Lantern", "published": "2031-03-03"}
    return {**given, "text": REPORT.format(number), **fields}


def test_a_consent_page_is_not_asked_about(newsroom: Newsroom) -> None:
    """It is skipped with what it is, costs nothing, and the rest is told."""
    page = newsroom.brief(told(8), {"id": "wall.txt", "text": WALL})
    assert [(s.name, s.stage, s.reason) for s in page.skipped] == [
        ("wall.txt", "kind", "not an article: a consent page")
    ]
    assert newsroom.asked_about("842 partners") == 0
    assert len(page.sources) == 1
    assert not page.failures


def test_a_desk_may_know_better(newsroom: Newsroom) -> None:
    """A page that a person calls a report is asked about like one."""
    desk = '[[source]]\nmatch = "wall.txt"\nkind = "report"\n'
    page = newsroom.brief({"id": "wall.txt", "text": WALL}, desk=desk)
    assert newsroom.asked_about("842 partners") > 0
    assert (page.sources[0].kind, page.sources[0].kind_basis) == ("report", "given")


def test_nothing_but_a_consent_page_gives_nothing(newsroom: Newsroom) -> None:
    """The reason is said in the error."""
    with pytest.raises(NothingProduced, match="a consent page"):
        newsroom.brief({"id": "wall.txt", "text": WALL})


@pytest.mark.parametrize(
    ("fields", "kind", "why"),
    [
        ({"url": "https://lantern.example/opinion/fire"}, "commentary", "its address, /opinion/"),
        ({"text": "FOR IMMEDIATE RELEASE\n" + REPORT.format(8)}, "press release",
         "“FOR IMMEDIATE RELEASE”"),
        ({"text": REPORT.format(8) + "Subscribe to continue reading"}, "read in part, 21 words",
         "“Subscribe to continue reading”"),
    ],
)  # fmt: skip
def test_the_kind_stands_in_the_list_of_sources(
    newsroom: Newsroom, fields: dict[str, str], kind: str, why: str
) -> None:
    """JSON tells the kind with what shows it; Markdown and HTML tell it in words."""
    page = newsroom.brief(told(8, **fields))
    [source] = page.sources
    assert (source.kind_basis, source.kind_why) == ("rule", why)
    assert f"- **The Lantern**: {kind}, published" in page.markdown
    assert f'<span dir="auto">{kind}</span>' in page.html()


def test_a_press_release_corroborates_nothing_however_many_print_it(newsroom: Newsroom) -> None:
    """A party's words are one origin, also where an outlet prints them as its own report."""
    words = (
        "Oxmere Ferries said on Monday that it will hire 40 sailors for its new line to Halmstead.\n"
        "The line will carry 900 people a day, the firm said in its statement to the press.\n"
    )
    release = {"id": "pr.txt", "outlet": "Oxmere Ferries", "published": "2031-03-03",
               "text": "PRESS RELEASE\n" + words}  # fmt: skip
    copies = [{"id": f"{name}.txt", "outlet": name, "published": "2031-03-03",
               "text": words + f"Compiled by {name}."} for name in ("Bell", "Post")]  # fmt: skip
    page = newsroom.brief(release, *copies)
    assert len({source.origin for source in page.sources}) == 1
    levels = {
        s.support.level for story in page.stories for c in story.sections for s in c.statements
    }
    assert levels
    assert "corroborated" not in levels


def test_two_texts_of_one_address_are_one_source(newsroom: Newsroom) -> None:
    """The newest speaks; the older one is known and what only it says is listed."""
    url = "https://lantern.example/fire"
    morning = told(8, url=f"{url}?utm_source=rss", published="2031-03-03T07:00+00:00")
    noon = told(23, url=f"{url}/", published="2031-03-03T12:05+00:00")
    page = newsroom.brief(morning, noon)
    [source] = page.sources
    assert (source.path, [v.path for v in source.versions]) == ("23.txt", ["8.txt"])
    assert [(c.relation, c.old, c.new) for c in page.corrections] == [("update", "8", "23")]
    assert "only_in_an_older_version" in page.counts.left_out
    assert page.as_json() == newsroom.brief(noon, morning).as_json()
    assert "the newest text (by its time; an older text of it known)" in page.markdown


def test_a_live_page_is_one_by_rule(newsroom: Newsroom) -> None:
    """Entries newest first make a page live though the model took it for a report."""
    text = (
        "12:05 GMT\nThe fire at the mill of Oxmere has hurt 23 people.\n11:48 GMT\nThe fire at the mill "
        "of Oxmere has hurt 8 people.\n11:30 GMT\nA fire has broken out at the mill of Oxmere.\n"
    )
    page = newsroom.brief(told(8, text=text))
    assert (page.sources[0].kind, page.sources[0].kind_basis) == ("live", "rule")
    times = {v.surface: v.as_of for row in page.figures() for v in row.values}
    assert times == {"23": "12:05 GMT", "8": "11:48 GMT"}
    relations = {(p.relation) for row in page.figures() for p in row.pairs}
    assert relations == {"update"}
