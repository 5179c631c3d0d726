"""The page in a real browser: clicks both ways, keyboard, filters, reasons, print, no script, axe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import DESKTOP, PHONE, SMALL, Heard, chromium, in_view, opened
from page_builders import framed, hostile_page, newsroom_page
from playwright.sync_api import Browser, Page, expect

from summarizer import brief
from summarizer.briefing import Briefing
from summarizer.prompts import PromptSet

ROOT = Path(__file__).resolve().parents[1]
CITATION = ".happened .st > .m .c a"
PANE = "#pane"


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    """Return the briefing of the fixtures, made by the pipeline."""
    return brief(ROOT / "fixtures/articles/kyiv-2025-07-04", replay=ROOT / "fixtures/recordings")


@pytest.fixture(scope="module")
def files(
    briefing: Briefing, prompts: PromptSet, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """Return the pages by name: of the fixtures, short, of an invented newsroom, and a hostile one."""
    folder = tmp_path_factory.mktemp("pages")
    newsroom = newsroom_page(prompts, framed())
    pages = {
        "fixture": briefing.html(),
        "excerpts": briefing.html("excerpts"),
        "newsroom": newsroom.html(),
        "hostile": hostile_page(newsroom).html(),
    }
    for name, text in pages.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in pages}


@pytest.fixture(scope="module")
def browser(files: dict[str, Path]) -> Iterator[Browser]:
    """Return a browser, started when the pages are made."""
    assert files
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser, files: dict[str, Path]) -> Iterator[Page]:
    """Return the fixtures' page; whatever a test does to it, the console stays silent."""
    with opened(browser, files["fixture"]) as (page, heard):
        yield page
        assert heard == Heard()


def focused(page: Page) -> str:
    """Return the id or the link of what has the focus."""
    return str(
        page.evaluate(
            "document.activeElement.id || document.activeElement.getAttribute('href') || ''"
        )
    )


# --- from a citation to the words and back ----------------------------------------------------------


@pytest.mark.parametrize("size", [DESKTOP, PHONE, SMALL], ids=["desktop", "phone", "small"])
@pytest.mark.parametrize("name", ["fixture", "excerpts"])
def test_a_citation_opens_its_words_beside_the_briefing(
    browser: Browser, files: dict[str, Path], name: str, size: dict[str, int]
) -> None:
    """The article is there with the sentence highlighted in view, and the citation stays in view."""
    with opened(browser, files[name], size) as (page, heard):
        link = page.locator(CITATION).nth(3)
        words = page.locator(link.get_attribute("href") or "")
        link.click()
        expect(page.locator(PANE)).to_be_visible()
        expect(words).to_have_class("on")
        assert in_view(page, "mark.on")
        at, pane = link.bounding_box(), page.locator(PANE).bounding_box()
        assert at and pane and at["y"] >= 0
        assert at["y"] + at["height"] <= (size["height"] if size is DESKTOP else pane["y"])
        assert focused(page) == words.get_attribute("id")
        assert heard == Heard()


def test_every_citation_leads_to_a_highlight(page: Page) -> None:
    """Clicked one after the other, every second one opens the source that it names."""
    links = page.locator(CITATION)
    assert links.count() > 10
    for link in links.all()[::2]:
        link.click()
        label = page.locator("#pane-h").inner_text()
        assert page.locator("mark.on").get_attribute("id") == (link.get_attribute("href") or "")[1:]
        assert (page.locator("mark.on").get_attribute("data-s") or "").startswith(label) or (
            page.locator("mark.on").evaluate("mark => mark.closest('.em') !== null")
        )


def test_a_highlight_names_every_statement_that_rests_on_it(page: Page) -> None:
    """The list has each statement and row that cites the sentence, and leads there."""
    found = page.evaluate(
        """() => {
          const by = new Map();
          for (const link of document.querySelectorAll('.st > .m a[href^="#w-"], .also a, .vs a'))
            by.set(link.hash, (by.get(link.hash) || new Set()).add(
              (link.closest('.row') || link.closest('.st')).id));
          const most = [...by].sort((a, b) => b[1].size - a[1].size)[0];
          return [most[0], [...most[1]].sort()];
        }"""
    )
    anchor, statements = found
    assert len(statements) > 2
    page.locator(f'.st > .m a[href="{anchor}"]').first.click()
    links = page.locator("#pane-l a")
    listed = [(link.get_attribute("href") or "")[1:] for link in links.all()]
    assert set(listed) == set(statements)
    assert str(len(listed)) in page.locator("#pane-n").inner_text()
    last = links.last
    wanted = last.get_attribute("href") or ""
    last.click()
    assert focused(page) == wanted[1:]
    assert in_view(page, f"[id='{wanted[1:]}']")


def test_another_highlight_in_the_pane_is_chosen_by_a_click(page: Page) -> None:
    """A click on other highlighted words, or on their number, lists what rests on those."""
    page.locator(CITATION).first.click()
    others = page.locator(f"{PANE} mark:not(.on)")
    other = others.nth(1)
    anchor = other.get_attribute("id")
    other.locator(":scope > span").first.click()
    assert page.locator("mark.on").get_attribute("id") == anchor
    third = page.locator(f"{PANE} mark:not(.on)").first.get_attribute("id")
    page.locator(f"[id='{third}'] .n").click()
    assert page.locator("mark.on").get_attribute("id") == third
    assert page.locator("#pane-l a").count() >= 1


def test_escape_closes_the_pane_and_goes_back_to_the_citation(page: Page) -> None:
    """The source stands in its place again, and the page has not moved."""
    order = "[...document.querySelectorAll('.src')].map(source => source.id)"
    before = page.evaluate(order)
    link = page.locator(CITATION).nth(5)
    link.scroll_into_view_if_needed()
    link.focus()
    at = link.bounding_box()
    page.keyboard.press("Enter")
    expect(page.locator(PANE)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(PANE)).to_be_hidden()
    assert focused(page) == link.get_attribute("href")
    after = link.bounding_box()
    assert at and after and abs(at["y"] - after["y"]) < 2
    assert page.evaluate(order) == before
    assert page.locator("mark.on").count() == 0


def test_the_pane_can_be_walked_with_the_keyboard_alone(page: Page) -> None:
    """From the skip link to a citation, into the pane, to a statement on the same words, and out."""
    page.keyboard.press("Tab")
    assert focused(page) == "#main"
    page.keyboard.press("Enter")
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.append(focused(page))
        if seen[-1].startswith("#w-"):
            break
    assert seen[-1].startswith("#w-"), seen
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert f"#{focused(page)}" == seen[-1]
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.closest('#pane-l')"):
            break
    target = focused(page)
    page.keyboard.press("Enter")
    assert f"#{focused(page)}" == target
    page.keyboard.press("Escape")
    expect(page.locator(PANE)).to_be_hidden()
    assert focused(page) == seen[-1]


def test_on_a_phone_going_to_a_statement_closes_the_sheet(
    browser: Browser, files: dict[str, Path]
) -> None:
    """The sheet would cover what was chosen."""
    with opened(browser, files["fixture"], PHONE) as (page, heard):
        page.locator(CITATION).first.click()
        page.locator("#pane-l a").last.click()
        expect(page.locator(PANE)).to_be_hidden()
        assert in_view(page, f"[id='{focused(page)}']")
        assert heard == Heard()


# --- filters, marks, reasons ------------------------------------------------------------------------


def visible(page: Page) -> int:
    """Return how many statements and rows are shown."""
    return int(
        page.evaluate(
            "[...document.querySelectorAll('.sec .st, .row')]"
            ".filter(unit => !unit.parentElement.closest('.row') && unit.offsetHeight > 0).length"
        )
    )


@pytest.mark.parametrize(
    ("choice", "value"),
    [("#by-level", "disputed"), ("#by-outlet", "1"), ("#by-part", "quotations")],
)
def test_a_filter_shows_what_it_counts(page: Page, choice: str, value: str) -> None:
    """As many statements and rows stand there as the choice says, and the number is announced."""
    option = page.locator(f"{choice} option[value='{value}']").inner_text()
    number = int(re.findall(r"\((\d+)\)", option)[0])
    assert 0 < number < visible(page)
    page.locator(choice).select_option(value)
    assert visible(page) == number
    count = page.locator("#count")
    assert count.inner_text().startswith(f"{number} of ")
    assert count.get_attribute("aria-live") == "polite"
    page.locator("#all").click()
    assert visible(page) > number
    expect(page.locator("#all")).to_be_hidden()


def test_one_outlet_only_finds_all_that_rests_on_one(page: Page) -> None:
    """Whoever is quoted in it: what shows is what cites a single outlet, statement or row."""
    wanted = page.evaluate(
        """() => [...document.querySelectorAll('.sec .st, .row')].filter((unit) => {
          const cited = unit.querySelectorAll(unit.matches('.row') ? '.vs .c' : '.m .c, .also .c');
          const own = [...cited].filter((cite) => !cite.closest('.why'));
          return new Set(own.map((cite) => cite.querySelector('bdi').textContent)).size === 1;
        }).map((unit) => unit.id)"""
    )
    page.locator("#by-outlet").select_option("=")
    shown = page.evaluate(
        "[...document.querySelectorAll('.sec .st, .row')]"
        ".filter(unit => unit.offsetHeight > 0).map(unit => unit.id)"
    )
    assert wanted
    assert shown == wanted
    label = page.locator("#by-outlet option[value='=1']").inner_text()
    assert label.startswith("only ")
    page.locator("#by-outlet").select_option("=1")
    assert visible(page) == int(re.findall(r"\((\d+)\)", label)[0]) > 0


def test_a_part_without_a_match_hides_its_heading(page: Page) -> None:
    """No heading and no head of a table stands above nothing."""
    page.locator("#by-part").select_option("quotations")
    for gone in (".figures h2", ".figures thead", ".disputes h2", ".happened h2"):
        assert not any(element.is_visible() for element in page.locator(gone).all()), gone
    expect(page.locator(".quotations h2")).to_be_visible()


@pytest.mark.parametrize("size", [DESKTOP, PHONE, SMALL], ids=["desktop", "phone", "small"])
def test_nothing_is_too_small_to_read_or_to_touch(
    browser: Browser, files: dict[str, Path], size: dict[str, int]
) -> None:
    """Letters have 12.5 pixels at least, links and buttons 24 in height, pictures included."""
    with opened(browser, files["fixture"], size) as (page, heard):
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        small = page.evaluate(
            """() => {
              const found = new Set();
              const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              for (let text = walk.nextNode(); text; text = walk.nextNode()) {
                const holder = text.parentElement;
                const isSeen = holder.getClientRects().length && !holder.closest('.vh, script');
                if (!text.data.trim() || !isSeen) continue;
                const matrix = holder.getScreenCTM ? holder.getScreenCTM().a : 1;
                const size = parseFloat(getComputedStyle(holder).fontSize) * matrix;
                if (size < 12.5) found.add(`${size} ${holder.outerHTML.slice(0, 80)}`);
              }
              return [...found];
            }"""
        )
        assert small == []
        low = page.evaluate(
            """() => [...document.querySelectorAll('a, button, select, summary')]
              .filter((target) => target.getClientRects().length && !target.closest('.skip'))
              .filter((target) => target.getBoundingClientRect().height < 24)
              .map((target) => target.outerHTML.slice(0, 90))"""
        )
        assert low == []
        assert heard == Heard()


def test_what_was_left_out_leads_to_its_words(page: Page) -> None:
    """The article opens at the sentence, and the way back is the one from a citation."""
    page.locator("#left summary").first.click()
    link = page.locator("#left li a[href^='#o-']").first
    link.click()
    expect(page.locator(PANE)).to_be_visible()
    assert in_view(page, ".lo.on")
    assert page.locator("#pane-n").inner_text() == "Nothing that is printed rests on this sentence."
    page.keyboard.press("Escape")
    expect(page.locator(PANE)).to_be_hidden()
    assert focused(page) == link.get_attribute("href")
    assert page.locator(".on").count() == 0


def test_the_marks_are_explained_below_the_headline(page: Page) -> None:
    """The link opens the legend where it stands."""
    page.locator(".sure a").click()
    expect(page.locator("#legend")).to_be_visible()
    expect(page.locator("#legend")).to_be_in_viewport()


def test_filters_that_match_nothing_say_so(page: Page) -> None:
    """One line says that nothing matches, and offers the way back."""
    page.locator("#by-level").select_option("derived")
    page.locator("#by-part").select_option("quotations")
    assert visible(page) == 0
    expect(page.locator("#none")).to_be_visible()
    assert page.locator("#count").inner_text().startswith("0 of ")
    page.locator("#all-2").click()
    expect(page.locator("#none")).to_be_hidden()
    assert visible(page) > 0


def test_a_statement_that_is_filtered_out_is_shown_when_it_is_gone_to(page: Page) -> None:
    """A link from the words back to a hidden statement takes the filter off."""
    page.locator("#by-part").select_option("quotations")
    target = ""
    for citation in page.locator(".quotations .st > .m .c a").all():
        citation.click()
        for link in page.locator("#pane-l a").all():
            target = (link.get_attribute("href") or "")[1:]
            if not page.locator(f"[id='{target}']").is_visible():
                link.click()
                expect(page.locator(f"[id='{target}']")).to_be_visible()
                return
    pytest.fail("no words of a quotation carry another statement")


def test_marks_explain_themselves_on_hover_and_on_focus(page: Page) -> None:
    """What a mark means and of whom it holds is shown while it is pointed at or focused."""
    shown = "mark => getComputedStyle(mark, '::after').display"
    told = "mark => getComputedStyle(mark, '::after').content"
    mark = page.locator(".happened a.mk-disputed").first
    assert mark.evaluate(shown) == "none"
    mark.hover()
    assert mark.evaluate(shown) == "block"
    assert "do not agree" in mark.evaluate(told)
    page.mouse.move(0, 0)
    mark.focus()
    assert mark.evaluate(shown) == "block"
    page.keyboard.press("Escape")
    assert mark.evaluate(shown) == "none"
    before = page.url
    mark.click()  # a finger: stays where it is
    assert page.url == before
    assert mark.evaluate(shown) == "block"


def test_why_gives_claims_and_their_words(page: Page, briefing: Briefing) -> None:
    """Opened, the reasons of a statement quote the sentence of each claim."""
    section = next(s for s in briefing.stories[0].sections if s.kind == "happened")
    statement = section.statements[0]
    told = page.locator(f"[id='s-{statement.id}'] .why")
    told.locator("summary").press("Enter")
    for name in statement.claims:
        expect(told).to_contain_text(name)
    quoted = told.locator("q").all_inner_texts()
    assert {" ".join(c.words.split()) for c in statement.citations} <= {
        " ".join(words.split()) for words in quoted
    }


# --- without script, on paper, small and dark -------------------------------------------------------


def test_without_script_citations_lead_to_their_words(
    browser: Browser, files: dict[str, Path]
) -> None:
    """The link jumps to the highlighted sentence, its number back; what needs script is not there."""
    with opened(browser, files["fixture"], java_script_enabled=False) as (page, heard):
        expect(page.locator("#bar")).to_be_hidden()
        expect(page.locator(PANE)).to_be_hidden()
        link = page.locator(CITATION).nth(2)
        anchor = link.get_attribute("href") or ""
        link.click()
        expect(page.locator(anchor)).to_be_in_viewport()
        back = page.locator(f"{anchor} .n")
        wanted = back.get_attribute("href") or ""
        back.click()
        expect(page.locator(f"[id='{wanted[1:]}']")).to_be_in_viewport()
        page.locator(".happened .why summary").first.click()
        expect(page.locator(".happened .why .rs").first).to_be_visible()
        assert heard == Heard()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_without_script_every_jump_lands(
    browser: Browser, files: dict[str, Path], size: dict[str, int]
) -> None:
    """From the top, the middle and the end of the page the words are in the window at once."""
    with opened(browser, files["fixture"], size, java_script_enabled=False) as (page, heard):
        links = page.locator(".st > .m .c a, .vs .c a, #left li a")
        count = links.count()
        page.evaluate("document.querySelectorAll('#left details').forEach(d => { d.open = true; })")
        for at in range(0, count, count // 12):
            anchor = links.nth(at).get_attribute("href") or ""
            links.nth(at).click()
            box = page.locator(f"[id='{anchor[1:]}']").bounding_box()
            assert box is not None
            assert box["y"] >= 0
            assert box["y"] + min(box["height"], 100) <= size["height"], anchor
        assert heard == Heard()


def test_on_paper_there_are_words_and_no_controls(page: Page) -> None:
    """Printed, the pane closes, controls are gone, and of each article the cited sentences stand."""
    page.locator(CITATION).first.click()
    pdf = page.pdf(format="A4")
    assert pdf.startswith(b"%PDF")
    expect(page.locator(PANE)).to_be_hidden()
    page.emulate_media(media="print")
    for gone in ("#bar", ".why", ".skip", "mark .n", ".how summary", "#left", ".pic", "#others"):
        assert not any(element.is_visible() for element in page.locator(gone).all()), gone
    page.evaluate("dispatchEvent(new Event('beforeprint'))")  # the legend opens for the printer
    for kept in ("h1", ".st", "table", "mark", ".url", "footer", "#legend"):
        assert page.locator(kept).first.is_visible(), kept
    assert page.evaluate("getComputedStyle(document.querySelector('mark'), '::before').content")
    uncited = page.locator(".src .b > span").first
    assert not uncited.is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("#how").get_attribute("open") is None


@pytest.mark.parametrize("size", [PHONE, SMALL], ids=["phone", "small"])
@pytest.mark.parametrize("name", ["fixture", "newsroom", "hostile"])
def test_a_phone_shows_it_without_scrolling_sideways(
    browser: Browser, files: dict[str, Path], name: str, size: dict[str, int]
) -> None:
    """Nothing is wider than the window, with everything opened and with the pane."""
    with opened(browser, files[name], size) as (page, _):
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        for _ in range(2):
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
            page.locator(".st > .m .c a").first.click()
            assert page.evaluate(
                "(() => { const b = document.getElementById('pane-b');"
                " return b.scrollWidth <= b.clientWidth; })()"
            )


@pytest.mark.parametrize(
    ("name", "scheme", "is_opened"),
    [
        ("fixture", "light", False),
        ("newsroom", "dark", True),  # smaller, so that everything can be looked at
    ],
)
def test_axe_finds_nothing(
    browser: Browser, files: dict[str, Path], name: str, scheme: str, is_opened: bool
) -> None:
    """Contrast, names, landmarks and the rest of axe's rules hold in both schemes."""
    with opened(browser, files[name], color_scheme=scheme) as (page, heard):
        page.locator(".st > .m .c a").first.click()
        if is_opened:
            page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
            page.wait_for_timeout(50)
        results = Axe().run(page, options={"resultTypes": ["violations"]})
        found = [
            (violation["id"], [node["html"][:120] for node in violation["nodes"][:3]])
            for violation in results.response["violations"]
        ]
        assert found == []
        assert heard == Heard()


# --- hostile articles -------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_hostile_articles_run_nothing_and_hide_nothing(
    browser: Browser, files: dict[str, Path], size: dict[str, int]
) -> None:
    """No script, request or foreign element comes of them, whatever is clicked."""
    with opened(browser, files["hostile"], size) as (page, heard):
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        page.locator(".st > .m .c a").first.click()
        page.locator("#pane-l a").first.click()
        page.locator("#by-level").select_option(index=1)
        page.locator("#by-level").select_option(index=0)
        assert page.evaluate("window.hit") is None
        assert page.locator("script").count() == 1
        assert page.locator("img, iframe, object, embed, form, base, link").count() == 0
        assert page.evaluate(
            "[...document.querySelectorAll('*')].flatMap(e => [...e.attributes])"
            ".filter(a => a.name.startsWith('on') || a.name === 'style').length"
        ) == 0  # fmt: skip
        protocols = page.evaluate(
            "[...new Set([...document.links].map(link => link.protocol))].sort()"
        )
        assert protocols == ["file:", "https:"]
        text = page.evaluate("document.documentElement.textContent")
        assert "evil⟪U+202E⟫txt.exe" in text
        assert not re.search("[\u200b\u202e\U000e0041\x1b\x9b]", text)
        assert heard == Heard()


def test_the_policy_would_stop_a_script(browser: Browser, files: dict[str, Path]) -> None:
    """Were something of an article not escaped, the browser would refuse to run it."""
    with opened(browser, files["newsroom"]) as (page, heard):
        page.evaluate(
            """() => {
              const script = document.createElement('script');
              script.textContent = 'window.hit = 1';
              document.body.append(script);
              document.body.insertAdjacentHTML('beforeend', '<img src="https://evil.example/x">');
              document.body.insertAdjacentHTML('beforeend', '<b onclick="window.hit = 1">x</b>');
              document.body.lastElementChild.click();
            }"""
        )
        assert page.evaluate("window.hit") is None
        assert len(heard.told) >= 3
        assert heard.wanted == []
