"""A real browser for the tests of the page: the distribution's Chromium, with no way to a network.

The browser holds an event loop of its own in the thread that starts it, so whatever runs one besides
(a briefing made by the pipeline) has to be done before it starts.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
SMALL = {"width": 360, "height": 640}


@dataclass
class Heard:
    """What a page told the console, and what it wanted from outside."""

    told: list[str] = field(default_factory=list)
    wanted: list[str] = field(default_factory=list)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run Chromium; without one the test is skipped, but where CI is set it fails."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    if path is None:
        reason = f"no browser: none of {', '.join(names)} is installed"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=options)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(
    browser: Browser, file: Path, size: dict[str, int] = DESKTOP, **options: Any
) -> Iterator[tuple[Page, Heard]]:
    """Open a page from disk in a fresh context; every other request is refused and noted.

    Args:
        browser: see `chromium`.
        file: the page.
        size: of the window.
        options: of the context, as `color_scheme` and `java_script_enabled`.
    """
    context = browser.new_context(viewport=size, reduced_motion="reduce", **options)  # type: ignore[arg-type]
    heard = Heard()
    address = file.as_uri()

    def answer(route: Route) -> None:
        if route.request.url.partition("#")[0] == address:
            route.continue_()
        else:
            heard.wanted.append(route.request.url)
            route.abort()

    context.route("**/*", answer)
    page = context.new_page()
    page.set_default_timeout(5000)
    page.on("console", lambda message: heard.told.append(message.text))
    page.on("pageerror", lambda error: heard.told.append(str(error)))
    page.goto(address)
    try:
        yield page, heard
    finally:
        context.close()


def in_view(page: Page, selector: str) -> bool:
    """Whether the middle of the first element found is inside the window and on top there."""
    found = page.evaluate(
        """(selector) => {
          const element = document.querySelector(selector);
          const box = element.getClientRects()[0];
          const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
          return at !== null && (element === at || element.contains(at));
        }""",
        selector,
    )
    return bool(found)
