"""Gathering: addresses and feeds become documents beside files, each page once."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path

import pytest
from web_builders import PARAGRAPHS, atom, html_of, json_feed, meta, opml, page, rss, rss_item
from web_server import Sent, WebServer, moved, tagged, web_server

from summarizer import Summarizer
from summarizer.articles import Basis, Kind
from summarizer.errors import UsageError
from summarizer.gathering import Web, agather, gather
from summarizer.reading import Failure, Reading, as_documents, read

NEAR = Web(allowed=(ip_network("127.0.0.1/32"),))
WHOLE = "\n\n".join(PARAGRAPHS)
ROTATED = (*PARAGRAPHS[3:], *PARAGRAPHS[:3])
XML = "application/rss+xml"


@pytest.fixture
def site() -> Iterator[WebServer]:
    """A server with one page."""
    with web_server() as server:
        server.pages["/ferry"] = Sent(page().encode())
        yield server


def _names(reading: Reading) -> list[str]:
    return [document.name for document in reading.documents]


def _html(title: str, *paragraphs: str, head: str = "") -> Sent:
    return Sent(page(*paragraphs or (title, *ROTATED), title=title, head=head).encode())


def test_addresses_stand_beside_files_in_the_order_given(site: WebServer, tmp_path: Path) -> None:
    """A page is an article like a file, and what fails is listed with the others read."""
    (tmp_path / "a.txt").write_text("Two bridges close in Halmstead on Monday.")
    file, page_url, gone = str(tmp_path / "a.txt"), site.url("/ferry"), site.url("/gone")
    reading = gather([page_url, gone, file], web=NEAR)
    assert _names(reading) == [page_url, file]
    assert reading.documents[0].text == WHOLE
    assert reading.failures == (Failure(gone, "the server says 404 Not Found"),)


def test_metadata_of_a_page_say_what_they_stand_on(site: WebServer) -> None:
    """The page's own are given; a site's name in place of the outlet is assumed."""
    site.pages["/own"] = _html("Own", head=meta(og__site_name="The Lantern", date="2025-07-04"))
    own, bare = gather([site.url("/own"), site.url("/ferry")], web=NEAR).documents
    assert (own.metadata.outlet, own.metadata.basis_of("outlet")) == ("The Lantern", Basis.GIVEN)
    assert own.metadata.basis_of("published") is Basis.GIVEN
    assert (bare.metadata.outlet, bare.metadata.basis_of("outlet")) == ("127.0.0.1", Basis.ASSUMED)
    assert bare.metadata.basis_of("published") is Basis.UNKNOWN
    given = gather([site.url("/ferry")], web=NEAR, defaults={"outlet": "Harbour Post"}).documents[0]
    assert (given.metadata.outlet, given.metadata.basis_of("outlet")) == (
        "Harbour Post",
        Basis.GIVEN,
    )


@pytest.mark.parametrize(
    ("sent", "note"),
    [
        (Sent(page("Café “Sund” opens.", *PARAGRAPHS).encode("cp1252"), type="text/html"),
         "read as windows-1252 (guessed)"),
        (Sent(page("Café “Sund” opens.", *PARAGRAPHS).encode("cp1252"),
              type="text/html; charset=iso-8859-1"), "read as windows-1252 (declared)"),
        # A header that lies about a page in UTF-8.
        (Sent(page("Café “Sund” opens.", *PARAGRAPHS).encode(),
              type="text/html; charset=iso-8859-1"), "read as utf-8 (declared as windows-1252)"),
        (Sent("\n\n".join(("Café “Sund” opens.", *PARAGRAPHS)).encode(), type="text/plain"), None),
    ],
)  # fmt: skip
def test_the_encoding_of_a_page_is_found_and_said(
    site: WebServer, sent: Sent, note: str | None
) -> None:
    """Header, page and bytes are weighed, and a reader is told."""
    site.pages["/a"] = sent
    reading = gather([site.url("/a")], web=NEAR)
    assert reading.documents[0].text.startswith("Café “Sund” opens.\n\n")
    encoding = [told for told in reading.notes if "read as" in told]
    assert encoding == ([f"{site.url('/a')}: {note}"] if note else [])


def test_a_feed_among_the_pages_is_told(site: WebServer) -> None:
    """A feed given as a page is not read as one, and the line says how to give it."""
    site.pages["/rss"] = Sent(rss(rss_item("/ferry")), type=XML)
    assert gather([site.url("/rss")], web=NEAR).failures == (
        Failure(site.url("/rss"), "looks like a feed; give it with --feed"),
    )


def test_lying_bytes_are_a_failure(site: WebServer) -> None:
    """A PDF that calls itself a page is not read as one."""
    site.pages["/a"] = Sent(b"%PDF-1.7 ...")
    assert gather([site.url("/a")], web=NEAR).failures == (
        Failure(site.url("/a"), "looks like a PDF, not text"),
    )


def test_feeds_in_every_format_give_articles(site: WebServer) -> None:
    """Whole content is taken from the feed, the rest from the page that is linked."""
    site.pages |= {
        "/rss": Sent(
            rss(rss_item("/ferry", "Ferry!", published="Fri, 04 Jul 2025 06:12:00 +0300")), type=XML
        ),
        "/atom": Sent(
            atom(f'<title>Bridges</title><link href="/b"/><id>tag:p,2</id><content type="html">'
                 f"{html_of(ROTATED).replace('<', '&lt;')}</content>"),
            type="application/atom+xml",
        ),
        "/json": Sent(json_feed({"id": "9", "content_text": "A word. " * 60, "title": "Words"})),
    }  # fmt: skip
    reading = gather(feeds=[site.url("/rss"), site.url("/atom"), site.url("/json")], web=NEAR)
    fetched, whole, wire = reading.documents
    assert (fetched.name, fetched.text) == (site.url("/ferry"), WHOLE)
    assert (fetched.metadata.title, fetched.metadata.outlet) == ("Ferry!", "The Lantern")
    assert fetched.metadata.published is not None
    assert fetched.metadata.published.at == datetime(2025, 7, 4, 3, 12, tzinfo=UTC)
    assert fetched.hints.published_from == "feed"
    assert (whole.name, whole.text) == (site.url("/b"), "\n\n".join(ROTATED))
    assert (whole.metadata.outlet, whole.metadata.language) == ("Harbour Post", "en")
    assert (whole.hints.id, whole.hints.is_partial) == ("tag:p,2", False)
    assert (wire.name, wire.metadata.outlet) == ("9", "North Wire")
    assert "/b" not in site.paths()  # nothing was left to fetch
    assert (reading.failures, reading.notes) == ((), ())


def test_a_page_s_own_outlet_stands_before_the_feed_s_title(site: WebServer) -> None:
    """Two feeds of one outlet are not two outlets."""
    site.pages["/own"] = _html("Own", head=meta(og__site_name="The Lantern"))
    site.pages["/rss"] = Sent(rss(rss_item("/own"), title="The Lantern | World"), type=XML)
    assert gather(feeds=[site.url("/rss")], web=NEAR).documents[0].metadata.outlet == "The Lantern"


def test_an_entry_is_read_once(site: WebServer) -> None:
    """By id, address or canonical address: within a feed, across feeds, beside arguments."""
    canonical = f'<link rel="canonical" href="{site.url("/one")}">'
    site.pages |= {
        "/one": _html("One", head=canonical),
        "/print/one": _html("One, to print", head=canonical),
        "/short": moved("/two"), "/two": _html("Two"),
        "/rss": Sent(
            rss(
                rss_item("/one?utm_source=rss", guid="tag:x,1"),
                rss_item("/one#again"),  # the same address
                rss_item("/elsewhere", guid="tag:x,1"),  # the same id
                rss_item("/short"),
                rss_item("/ferry"),  # an argument
            ),
            type=XML,
        ),
        "/world": Sent(rss(rss_item("/one/"), rss_item("/two"), rss_item("/print/one")), type=XML),
    }  # fmt: skip
    rss_url, world = site.url("/rss"), site.url("/world")
    reading = gather([site.url("/ferry")], feeds=[rss_url, world, rss_url], web=NEAR)
    assert sorted(_names(reading)) == sorted(
        [site.url("/ferry"), site.url("/one?utm_source=rss"), site.url("/short")]
    )
    assert site.paths().count("/ferry") == 1
    assert "/elsewhere" not in site.paths()
    assert f"{rss_url}: 3 of 5 entries named before" in reading.notes
    assert f"{world}: 1 of 3 entries named before" in reading.notes
    assert reading.failures == ()


def test_ids_that_are_no_names_of_the_world_count_within_their_feed(site: WebServer) -> None:
    """The entry "1" of two feeds is two entries."""
    site.pages |= {
        "/a": Sent(rss(rss_item("/ferry", guid="1")), type=XML),
        "/b": Sent(rss(rss_item("/two", guid="1")), type=XML),
        "/two": _html("Two"),
    }
    reading = gather(feeds=[site.url("/a"), site.url("/b")], web=NEAR)
    assert _names(reading) == [site.url("/ferry"), site.url("/two")]


def test_bad_feeds_are_refused_and_the_others_read(site: WebServer, tmp_path: Path) -> None:
    """Each is one line; a list of feeds stands for its feeds."""
    (tmp_path / "good.xml").write_bytes(rss(rss_item(site.url("/ferry"))))
    (tmp_path / "page.html").write_text(page())
    (tmp_path / "empty.xml").write_bytes(b"")
    (tmp_path / "again.opml").write_bytes(opml("good.xml"))
    (tmp_path / "feeds.opml").write_bytes(
        opml("good.xml", "page.html", "empty.xml", "absent.xml", site.url("/gone"), "again.opml")
    )
    (tmp_path / "none.opml").write_bytes(opml())
    lists = [str(tmp_path / "feeds.opml"), str(tmp_path / "none.opml")]
    reading = gather(feeds=lists, web=NEAR)
    assert _names(reading) == [site.url("/ferry")]
    told = {Path(failure.name).name: failure.reason for failure in reading.failures}
    assert told == {
        "none.opml": "a list of feeds without a feed (outline with xmlUrl)",
        "page.html": "no feed: it is a web page",
        "empty.xml": "no feed: it is empty",
        "absent.xml": "cannot be read: No such file or directory",
        "gone": "the server says 404 Not Found",
        "again.opml": "a list of feeds inside a list of feeds is not read",
    }


def test_a_list_that_was_fetched_reads_no_files(site: WebServer, tmp_path: Path) -> None:
    """A path in it is an address beside it, a file's address is refused."""
    (tmp_path / "feed.xml").write_bytes(rss(rss_item(site.url("/ferry"))))
    listed = opml(f"{tmp_path}/feed.xml", f"file://{tmp_path}/feed.xml")
    site.pages["/feeds.opml"] = Sent(listed, type="text/x-opml")
    reading = gather(feeds=[site.url("/feeds.opml")], web=NEAR)
    assert reading.documents == ()
    assert [failure.reason for failure in reading.failures] == [
        "the server says 404 Not Found",
        "only http and https addresses are read",
    ]


@pytest.mark.parametrize(
    ("item", "documents", "line"),
    [
        # Without a page the summary is all there is, and that is said.
        ("<title>A</title><guid isPermaLink='false'>x1</guid><description>Ten words.</description>",
         ["x1"], "x1: read in part, 2 words of its feed"),
        ("<title>A</title>", [], "neither text nor a page in the feed"),
        (rss_item("/gone"), [], "the server says 404 Not Found"),
        (rss_item("javascript:alert(1)"), [], "neither text nor a page in the feed"),
    ],
)  # fmt: skip
def test_entries_that_are_not_whole(
    site: WebServer, item: str, documents: list[str], line: str
) -> None:
    """What could not be had is a failure, what is a part is noted."""
    site.pages["/rss"] = Sent(rss(item), type=XML)
    reading = gather(feeds=[site.url("/rss")], web=NEAR)
    assert _names(reading) == documents
    assert [*reading.notes, *(failure.reason for failure in reading.failures)] == [line]
    assert all(document.hints.is_partial for document in reading.documents)


def test_unwanted_entries_are_not_fetched(site: WebServer) -> None:
    """A window is kept before anything is asked, and what it leaves out is counted."""
    items = [
        rss_item("/ferry", published="Fri, 04 Jul 2025 06:12:00 GMT"),
        rss_item("/old", published="Thu, 03 Jul 2025 06:12:00 GMT"),
    ]
    site.pages["/rss"] = Sent(rss(*items), type=XML)
    since = datetime(2025, 7, 4, tzinfo=UTC)
    lines: list[str] = []
    web = Web(
        allowed=NEAR.allowed, wants=lambda e: e.at is None or e.at >= since, tell=lines.append
    )
    reading = gather(feeds=[site.url("/rss")], web=web)
    assert _names(reading) == [site.url("/ferry")]
    assert reading.notes == (f"{site.url('/rss')}: 1 of 2 entries not wanted",)
    assert site.paths() == ["/rss", "/ferry"]
    assert lines == ["fetching 1 page of 1 host"]


def test_a_second_run_has_the_same_articles_from_what_is_kept(
    site: WebServer, tmp_path: Path
) -> None:
    """Pages and feeds that are not modified give what they gave."""
    site.pages |= {
        "/ferry": tagged(page().encode(), '"1"'),
        "/rss": tagged(rss(rss_item("/ferry")), '"2"', XML),
    }
    web = Web(store=tmp_path / "store.db", allowed=NEAR.allowed)
    first, second = (gather(feeds=[site.url("/rss")], web=web) for _ in range(2))
    assert first == second
    assert len(second.documents) == 1
    assert [asked.headers.get("If-None-Match") for asked in site.asked[-3:] if
            asked.path != "/robots.txt"] == ['"2"', '"1"']  # fmt: skip


def test_the_order_of_feeds_changes_no_document(site: WebServer) -> None:
    """The same pages come, whichever feed named them first."""
    site.pages |= {
        "/a": Sent(rss(rss_item("/ferry"), rss_item("/two")), type=XML),
        "/b": Sent(rss(rss_item("/two"), rss_item("/ferry")), type=XML),
        "/two": _html("Two"),
    }
    feeds = [site.url("/a"), site.url("/b")]
    both = [gather(feeds=order, web=NEAR).documents for order in (feeds, feeds[::-1])]
    assert len(both[0]) == 2
    assert sorted(both[0], key=lambda d: d.name) == sorted(both[1], key=lambda d: d.name)


def test_pages_in_files_folders_and_objects_need_no_address(tmp_path: Path) -> None:
    """HTML is read wherever articles are: by ending, by content, in JSON lines, in Python."""
    html = page(head=meta(og__site_name="The Lantern", article__published_time="2025-07-04T06:12Z"))
    (tmp_path / "saved.html").write_text(html, encoding="utf-8")
    (tmp_path / "saved_files").mkdir()
    (tmp_path / "saved_files" / "advert.html").write_text(page("Buy now."), encoding="utf-8")
    (tmp_path / "by-content.txt").write_text(html.replace("85", "86"), encoding="utf-8")
    folder = read([str(tmp_path)])
    assert [Path(name).name for name in _names(folder)] == ["by-content.txt", "saved.html"]
    assert folder.documents[1].text == WHOLE
    objects = as_documents([{"html": html, "outlet": "Harbour Post", "id": "a"}])
    assert objects.documents[0].text == WHOLE
    about = objects.documents[0].metadata
    assert (about.outlet, about.title) == ("Harbour Post", "Ferry returns to Oxmere")
    assert about.published is not None
    assert about.published.at == datetime(2025, 7, 4, 6, 12, tzinfo=UTC)


def test_a_stub_is_marked_for_later(site: WebServer) -> None:
    """The hint of a paywall travels with the document."""
    site.pages["/stub"] = _html("Stub", *PARAGRAPHS[:3], "Subscribe to continue reading.")
    document = gather([site.url("/stub")], web=NEAR).documents[0]
    assert (document.hints.kind, document.hints.is_partial) == (Kind.STUB, True)


def test_gathering_works_inside_an_event_loop(site: WebServer) -> None:
    """In a notebook the plain call works as well as the asynchronous one."""

    async def both() -> list[Reading]:
        return [
            gather([site.url("/ferry")], web=NEAR),
            await agather([site.url("/ferry")], web=NEAR),
        ]

    first, second = asyncio.run(both())
    assert first == second
    assert _names(first) == [site.url("/ferry")]


def test_what_was_gathered_can_be_planned(site: WebServer) -> None:
    """A reading is accepted where articles are."""
    with Summarizer(model="none") as desk:
        assert len(desk.plan(gather([site.url("/ferry")], web=NEAR)).requests) == 4


@pytest.mark.parametrize(
    ("absent", "argument"),
    [("trafilatura", "inputs=['http://127.0.0.1:1/a']"), ("feedparser", "feeds=['a.xml']")],
)
def test_a_missing_extra_is_one_line(absent: str, argument: str) -> None:
    """Before anything is fetched it is said what to install; without web input nothing is missed."""
    code = f"""
import sys
sys.modules[{absent!r}] = None
from summarizer.errors import UsageError
from summarizer.gathering import gather
from summarizer.reading import as_documents
assert as_documents("Two bridges close.").documents
try:
    gather({argument})
except UsageError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith(
        "web pages and feeds need the extra 'web': pip install 'summarizer[web]' ("
    )
    assert done.stdout.count("\n") == 1


def test_reading_files_alone_says_who_reads_addresses() -> None:
    """`read` is for the disk, and does not look for a file of that name."""
    assert read(["https://lantern.example/a"]).failures == (
        Failure("https://lantern.example/a", "a web address; summarizer.gathering.gather reads it"),
    )


def test_a_date_that_is_none_is_a_misuse() -> None:
    """As for files."""
    with pytest.raises(UsageError, match="is not an ISO 8601 date"):
        gather(["x.txt"], defaults={"published": "soon"})
