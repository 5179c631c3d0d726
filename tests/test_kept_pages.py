"""A desk's day: pages kept from morning to noon, nothing fetched or asked twice, the page as it was."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from live_run import ARTICLES, ROOT
from model_server import ModelServer, Seen, fitting, saying
from replays import RECORDINGS
from test_cli import run
from web_builders import PARAGRAPHS, meta, page, rss, rss_item
from web_server import Sent, WebServer, web_server

from summarizer import Endpoint, LiveModel, Summarizer, TimeWindow
from summarizer.errors import NothingProduced
from summarizer.overruling import parse_desk

ReplyTo = Callable[..., dict[str, Any]]
NOON = datetime(2025, 7, 4, 11, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder, with the store in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUMMARIZER_STORE", str(tmp_path / "store.db"))


@pytest.fixture
def site() -> Iterator[WebServer]:
    """A server with a feed of two pages."""
    with web_server() as server:
        server.pages = {"/ferry": dated_page("05:30", *PARAGRAPHS), "/rss": feed("/ferry", "/pier")}
        server.pages["/pier"] = dated_page("05:40", *PARAGRAPHS[::-1])
        yield server


@pytest.fixture
def model(reply_to: ReplyTo) -> Iterator[ModelServer]:
    """A server that answers as a careful model would."""

    def replied(seen: Seen) -> str:
        name = seen.body["response_format"]["json_schema"]["name"]
        if name in ("layout", "events", "numbers", "quotes"):
            return json.dumps(reply_to(name, seen.body["messages"][-1]["content"]))
        return fitting(seen)

    with ModelServer(saying(replied)) as server:
        yield server


def dated_page(time: str, *paragraphs: str) -> Sent:
    """Return a page published at a time of the day, British summer time."""
    head = meta(article__published_time=f"2031-07-04T{time}:00+01:00")
    return Sent(page(*paragraphs, head=head).encode())


def feed(*links: str) -> Sent:
    """Return a feed of pages."""
    return Sent(rss(*map(rss_item, links)), type="application/rss+xml")


def at(time: str, day: int = 4) -> tuple[str, ...]:
    """Return the options of a call at a time of the day."""
    moment = f"2031-07-{day:02}T{time}+01:00"
    return ("--since", "24h", "--timezone", "Europe/London", "--as-of", moment)


def names(briefing: dict[str, Any]) -> list[str]:
    """Return the last part of the addresses of a briefing's sources."""
    return sorted(source["path"].rpartition("/")[2] for source in briefing["sources"])


def test_noon_has_the_morning(site: WebServer, model: ModelServer) -> None:
    """At noon only the new page is fetched and asked about; the page has all three; nothing is lost."""
    live = ("--model", "m", "--base-url", model.url, "--allow-local", "--json")
    call = ("brief", "--feed", site.url("/rss"), *live)
    morning = run(*call, *at("06:00"))
    assert names(json.loads(morning.out)) == ["ferry", "pier"], morning.err
    asked = len(model.requests)
    site.asked.clear()
    site.pages["/rss"] = feed("/mill", "/ferry", "/pier")
    site.pages["/mill"] = dated_page("11:48", *PARAGRAPHS[2:], *PARAGRAPHS[:2])

    noon = run(*call, *at("12:05"))
    told = json.loads(noon.out)
    assert names(told) == ["ferry", "mill", "pier"], noon.err
    assert {each.path for each in site.asked} - {"/robots.txt"} == {"/rss", "/mill"}
    assert f"{site.url('/rss')}: 2 of 3 entries read before" in told["notes"]
    about = [seen.body["response_format"]["json_schema"]["name"] for seen in model.requests[asked:]]
    assert [about.count(name) for name in ("layout", "events", "numbers", "quotes")] == [1] * 4
    assert told["edition"] == {
        "as_of": "2031-07-04T12:05:00+01:00",
        "timezone": "Europe/London",
        "since": "2031-07-03T12:05:00+01:00",
        "until": "2031-07-04T12:05:00+01:00",
        "newest": "2031-07-04T11:48:00+01:00",
        "newest_basis": "published",
    }

    site.asked.clear()
    asked = len(model.requests)
    kept = run("brief", *live, *at("12:05"), "-o", "noon.md", "-o", "noon.html")
    assert names(json.loads(kept.out)) == names(told), kept.err
    assert (site.asked, len(model.requests)) == ([], asked)
    line = (
        "As of 12:05 BST, newest article 11:48; covers 12:05 on 3 July 2031 to 12:05 on 4 July 2031"
    )
    assert Path("noon.md").read_text("utf-8").startswith(f"*{line}*\n\n# ")
    assert f'<p class="edition">{line}</p>' in Path("noon.html").read_text("utf-8")

    again = run("brief", "last", "--as-was", "--json")
    assert again.out == kept.out, again.err
    tomorrow = run("brief", *live, *at("13:00", day=5))
    assert tomorrow.code == 5
    assert tomorrow.err.endswith("+01:00 (outside the window: 3 before it)\n")


def test_a_day_is_planned_as_it_is_briefed(site: WebServer, model: ModelServer) -> None:
    """A plan of a window has the kept articles as well, and keeps none itself."""
    given = ("--feed", site.url("/rss"), "--model", "m", "--allow-local", *at("06:00"))
    planned = run("plan", *given, "--json")
    assert sum(row["missing"] for row in json.loads(planned.out)["prompts"]) == 8, planned.err
    assert not Path("store.db").exists()
    run("brief", *given, "--base-url", model.url)
    planned = run("plan", "--model", "m", *at("07:00"), "--check")
    assert planned.code == 0, planned.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--day", "2025-07-04", "--since", "24h"], "give one of them"),
        (["--timezone", "Europe/London", "a.txt"], "belong to --day or --since"),
        (["--since", "24h", "--as-of", "noon"], "is no ISO 8601 date-time"),
        (["--since", "24h", "--as-of", "2025-07-04T12:05", "--timezone", "X"], "is no time zone"),
        (["a.txt", "--words", "0"], "at least 60"),
        (["--since", "24h", "--timezone", "Oxmere"], "is no time zone"),
        (["--since", "tomorrow"], "give 24h, 90m, 2d"),
        (["a.txt", "--words", "10"], "at least 60"),
    ],
)
def test_a_window_that_cannot_be_read_is_a_misuse(arguments: list[str], told: str) -> None:
    """One line says what is wrong, and the code is 2."""
    Path("a.txt").write_text("The mill in Tolvik burned.", "utf-8")
    ran = run("brief", "--model", "m", *arguments)
    assert (ran.code, ran.err.count("\n")) == (2, 1), ran.err
    assert told in ran.err


def test_a_run_as_it_was_and_desks_apart(tmp_path: Path) -> None:
    """A briefing of a window comes back byte for byte; another desk in the same store has none of it."""
    window = TimeWindow.of_day("2025-07-04", now=NOON, timezone="Europe/London")
    with Summarizer(replay=RECORDINGS, store=tmp_path / "a.db") as desk:
        first = desk.brief(ARTICLES, window=window)
        assert first.edition is not None
        assert desk.brief(window=window) == first  # of what it kept
        assert desk.rebuild("last").as_json() == first.as_json()
        assert len(desk.runs()) == 1
        desk.desk = parse_desk('name = "Sport"', where="desk.toml")
        with pytest.raises(NothingProduced):
            desk.brief(window=window)


def test_a_date_that_the_desk_sets_decides(tmp_path: Path) -> None:
    """An editor's date of a source brings it into the window, though its own lies far outside."""
    entry = '[[source]]\nmatch = "globe-digest.txt"\npublished = "2025-07-04"\n'
    window = TimeWindow.of_day("2025-07-04", now=NOON, timezone="Europe/London")
    with Summarizer(replay=RECORDINGS, store=tmp_path / "a.db") as desk:
        given, _ = desk.cover(desk_reading(), window)
        assert "globe-digest.txt" not in {document.name for document in given.documents}
        desk.desk = parse_desk(entry, where="desk.toml")
        given, _ = desk.cover(desk_reading(), window)
        assert "globe-digest.txt" in {document.name for document in given.documents}


def desk_reading() -> Any:
    """Return the shipped articles as read."""
    from summarizer.reading import as_documents

    return as_documents(ARTICLES)


def test_without_a_store_a_window_covers_what_is_given() -> None:
    """Nothing is kept, and what is given is covered by its dates."""
    window = TimeWindow.of_day("2025-07-04", now=NOON + timedelta(hours=12))
    with Summarizer(replay=RECORDINGS) as desk:
        briefing = desk.brief(ARTICLES, window=window)
    assert "outside the window: 1 before it" in briefing.notes


def test_the_service_of_the_readme_runs(
    model: ModelServer, capsys: pytest.CaptureFixture[str]
) -> None:
    """The example takes articles one by one and the page has all; an empty one stops nothing."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(import sys\n.*?def keep_up.*?)```", readme, re.DOTALL)
    assert len(example.splitlines()) <= 25
    given: dict[str, Any] = {}
    exec(compile(example, "README.md", "exec"), given)
    articles = [
        {"id": "ferry", "text": "\n\n".join(PARAGRAPHS), "outlet": "Harbour Post"},
        {"id": "empty", "text": "", "outlet": "Harbour Post"},
        {"id": "pier", "text": "\n\n".join(PARAGRAPHS[::-1]), "outlet": "The Lantern"},
    ]
    client = LiveModel(Endpoint(model.url))
    given["keep_up"](articles, model="m", client=client)
    text = Path("today.html").read_text("utf-8")
    assert "Harbour Post" in text and "The Lantern" in text
    assert "As of " in text
    assert capsys.readouterr().err == ""
