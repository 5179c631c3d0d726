"""Takes the README's picture: the page of the shipped articles in a browser, a citation followed.

The picture names the page it was taken of by its digest, so that a test without a browser sees when the
two have parted. Take it anew from a checkout with `python -m tests.readme_picture`.
"""

from __future__ import annotations

import hashlib
import shutil
import struct
import sys
import tempfile
import zlib
from pathlib import Path

from summarizer import Summarizer

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "fixtures" / "expected" / "kyiv-2025-07-04.png"
WINDOW = (1280, 800)  # wide enough for the article to open beside the briefing
SCALE = 0.8
WIDTH, HEIGHT = (round(side * SCALE) for side in WINDOW)  # pixels
_KEY = b"page-sha256"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def page() -> str:
    """Return the page of the shipped articles as it is today."""
    with Summarizer(replay=ROOT / "fixtures" / "recordings") as summarizer:
        return summarizer.brief(ROOT / "fixtures" / "articles" / "kyiv-2025-07-04").html()


def digest(text: str) -> str:
    """Return what a picture names its page by."""
    return hashlib.sha256(text.encode()).hexdigest()


def browser() -> str | None:
    """Return the path of a Chromium on this machine, or None."""
    return next((path for name in _BROWSERS if (path := shutil.which(name))), None)


def take(text: str, executable: str) -> bytes:
    """Return a PNG of a page after a click on its second citation, marked with the page's digest."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "briefing.html"
        file.write_text(text, encoding="utf-8")
        chromium = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        tab = chromium.new_page(
            viewport={"width": WINDOW[0], "height": WINDOW[1]},
            device_scale_factor=SCALE,
            color_scheme="light",
            reduced_motion="reduce",
        )
        tab.goto(file.as_uri())
        tab.locator("a[href^='#w-']").nth(1).click()
        tab.wait_for_timeout(300)
        taken = tab.screenshot(animations="disabled")
        chromium.close()
    return marked(taken, digest(text))


def marked(png: bytes, words: str) -> bytes:
    """Return a PNG with a text chunk behind its header.

    Raises:
        ValueError: it is no PNG.
    """
    if not png.startswith(_SIGNATURE):
        raise ValueError("not a PNG")
    end = len(_SIGNATURE) + 12 + struct.unpack(">I", png[8:12])[0]
    content = b"tEXt" + _KEY + b"\0" + words.encode("ascii")
    chunk = struct.pack(">I", len(content) - 4) + content + struct.pack(">I", zlib.crc32(content))
    return png[:end] + chunk + png[end:]


def taken_of(png: bytes) -> str:
    """Return the digest of the page that a picture was taken of, or "" where it names none."""
    _, _, rest = png.partition(b"tEXt" + _KEY + b"\0")
    return rest[:64].decode("ascii", "replace")


def size(png: bytes) -> tuple[int, int]:
    """Return the width and height of a PNG in pixels."""
    width, height = struct.unpack(">II", png[16:24])
    return width, height


if __name__ == "__main__":
    found = browser()
    if found is None:
        sys.exit("no Chromium found")
    PICTURE.write_bytes(take(page(), found))
    print(f"{PICTURE.relative_to(ROOT)}: {PICTURE.stat().st_size // 1024} kB")
