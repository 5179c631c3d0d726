"""Web pages and feeds on the command line: what is read, said, and with which code it ends."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from model_server import ModelServer, Seen, fitting, saying
from test_cli import run
from web_builders import PARAGRAPHS, html_of, meta, opml, page, rss, rss_item
from web_server import Sent, WebServer, web_server

ReplyTo = Callable[..., dict[str, Any]]
MODEL = ("--model", "m")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder, with the store in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUMMARIZER_STORE", str(tmp_path / "store.db"))


@pytest.fixture
def site() -> Iterator[WebServer]:
    """A server with a feed of two pages and one that is gone."""
    with web_server() as server:
        second = page(
            *PARAGRAPHS[::-1],
            title="Pier",
            head=meta(
                og__site_name="Harbour Post", article__published_time="2025-07-04T06:12:00+03:00"
            ),
        )
        items = (rss_item("/ferry"), rss_item("/pier", "Pier"), rss_item("/gone"))
        server.pages = {
            "/ferry": Sent(page().encode()),
            "/pier": Sent(second.encode()),
            "/rss": Sent(rss(*items), type="application/rss+xml"),
        }
        yield server


def _asked(out: str) -> int:
    """Return how many questions a plan, as JSON, would ask."""
    return sum(int(row["missing"]) for row in json.loads(out)["prompts"])


def test_pages_and_feeds_are_planned(site: WebServer) -> None:
    """Four questions a page; what could not be had is one line of failure."""
    ran = run("plan", site.url("/ferry"), "--feed", site.url("/rss"), "--allow-local", *MODEL,
              "--json")  # fmt: skip
    assert ran.code == 0, ran.err
    assert _asked(ran.out) == 8
    assert f"failed: {site.url('/gone')}: the server says 404 Not Found" in ran.err
    assert "fetching 2 pages of 1 host\n" in ran.err


def test_a_list_of_feeds_is_a_feed(site: WebServer) -> None:
    """`feeds.opml` stands for all that it names."""
    Path("feeds.opml").write_bytes(opml(site.url("/rss")))
    ran = run("plan", "--feed", "feeds.opml", "--allow-local", *MODEL, "--json")
    assert (ran.code, _asked(ran.out)) == (0, 8)


def test_a_briefing_of_a_feed_names_its_pages(site: WebServer, reply_to: ReplyTo) -> None:
    """Sources have title, outlet, address and the basis of their date; failures end with 4."""

    def replied(seen: Seen) -> str:
        name = seen.body["response_format"]["json_schema"]["name"]
        if name in ("layout", "events", "numbers", "quotes"):
            return json.dumps(reply_to(name, seen.body["messages"][-1]["content"]))
        return fitting(seen)

    with ModelServer(saying(replied)) as model:
        ran = run("brief", "--feed", site.url("/rss"), "--allow-local", *MODEL, "--base-url",
                  model.url, "--json")  # fmt: skip
    assert ran.code == 4, ran.err
    briefing = json.loads(ran.out)
    sources = {source["title"]: source for source in briefing["sources"]}
    pier = sources["Pier"]
    assert (pier["outlet"], pier["published"][:10]) == ("Harbour Post", "2025-07-04")
    assert pier["published_basis"] == "given"
    assert pier["url"] == pier["path"] == site.url("/pier")
    assert "85 passengers" in ran.out
    assert [failure["name"] for failure in briefing["failures"]][:1] == [site.url("/gone")]


def test_claims_of_a_page_are_extracted(site: WebServer) -> None:
    """`extract` takes addresses like files."""
    with ModelServer(saying(fitting)) as model:
        ran = run("extract", site.url("/ferry"), "--allow-local", *MODEL, "--base-url", model.url)
    assert ran.code == 0, ran.err


def test_this_machine_is_asked_only_when_allowed(site: WebServer) -> None:
    """Nothing else was named, so nothing is produced, and the line says which flag there is."""
    ran = run("plan", site.url("/ferry"), *MODEL)
    assert ran.code == 5
    assert (
        f"failed: {site.url('/ferry')}: not a public address (127.0.0.1); --allow-local" in ran.err
    )
    assert site.asked == []


def test_bad_feeds_are_one_line_each() -> None:
    """Their names and what they are; the good one is read."""
    Path("good.xml").write_bytes(rss(rss_item("https://lantern.example/a", html=html_of())))
    Path("page.html").write_text(page())
    Path("cut.xml").write_text("<rss><channel>")
    ran = run("plan", "--feed", "page.html", "--feed", "cut.xml", "--feed", "good.xml", *MODEL)
    assert ran.code == 0
    failed = [line for line in ran.err.splitlines() if line.startswith("failed: ")]
    assert failed[0] == "failed: page.html: no feed: it is a web page"
    assert failed[1].startswith("failed: cut.xml: a broken feed without entries: ")
    assert len(failed) == 2


def test_nothing_named_is_a_misuse() -> None:
    """Articles or a feed are needed."""
    ran = run("plan", *MODEL)
    assert (ran.code, ran.err) == (
        2,
        "summarizer: no articles are named: give ARTICLES or --feed URL_OR_FILE\n",
    )


@pytest.mark.parametrize("argument", ["page.html", "https://lantern.example/a"])
def test_a_missing_extra_says_what_to_install(
    argument: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line and code 2, for a page on disk as for an address."""
    Path("page.html").write_text(page())
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    ran = run("plan", argument, *MODEL)
    assert ran.code == 2
    assert ran.err.startswith("summarizer: web pages and feeds need the extra 'web': pip install")
    assert ran.err.count("\n") == 1


def test_planning_makes_no_store(site: WebServer) -> None:
    """A plan without --out leaves no file behind."""
    run("plan", site.url("/ferry"), "--allow-local", *MODEL)
    assert not Path("store.db").exists()
