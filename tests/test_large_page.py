"""A page of sixty stories from five hundred articles: its size, the time to open and to filter it."""

from __future__ import annotations

import time
from pathlib import Path

from browser import Heard, chromium, opened
from page_builders import large_page
from playwright.sync_api import expect

from summarizer.prompts import PromptSet

ARTICLES, COPIES = 17, 30
FILTERED = """(value) => {
  const choice = document.getElementById("by-level");
  const start = performance.now();
  choice.value = value;
  choice.dispatchEvent(new Event("change"));
  document.body.offsetHeight;
  return performance.now() - start;
}"""
CITED = """() => {
  const start = performance.now();
  document.querySelector(".st > .m .c a").click();
  document.body.offsetHeight;
  return performance.now() - start;
}"""
OPENED = "performance.getEntriesByType('navigation')[0].loadEventEnd"
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


def test_sixty_stories_open_and_filter(prompts: PromptSet, tmp_path: Path) -> None:
    """It stays readable at that size; the bounds are generous, the figures are printed (pytest -s)."""
    briefing = large_page(prompts, ARTICLES, COPIES)
    start = time.perf_counter()
    text = briefing.html()
    made = time.perf_counter() - start
    file = tmp_path / "large.html"
    file.write_text(text, encoding="utf-8")
    stories, sources = len(briefing.stories), len(briefing.sources)
    assert stories >= 60
    assert sources >= 500
    with chromium() as browser, opened(browser, file) as (page, heard):
        load, paint = page.evaluate(OPENED), page.evaluate(PAINTED)
        one, every = page.evaluate(FILTERED, "disputed"), page.evaluate(FILTERED, "")
        units = page.locator("#count").inner_text()
        pane = page.evaluate(CITED)
        assert page.locator("mark.on").is_visible()
        assert heard == Heard()
        with opened(browser, file, java_script_enabled=False) as (page, _):
            link = page.locator(".st > .m .c a").nth(900)
            link.click()  # what is not laid out yet must not move the words away
            expect(page.locator(link.get_attribute("href") or "")).to_be_in_viewport()
    size = file.stat().st_size
    print(
        f"\n{stories} stories, {sources} sources, {units}: {size / 1e6:.1f} MB made in {made:.1f} s; "
        f"first paint {paint:.0f} ms, loaded {load:.0f} ms; filtered {one:.0f} ms, "
        f"all again {every:.0f} ms; article beside it {pane:.0f} ms"
    )
    assert size < 20_000_000
    assert load < 30_000
    assert max(one, every) < 5_000
