"""The README's picture is small, named by the README, and of the page as it is today."""

from __future__ import annotations

import re

import pytest
from readme_picture import (
    HEIGHT,
    PICTURE,
    ROOT,
    WIDTH,
    browser,
    digest,
    marked,
    page,
    size,
    take,
    taken_of,
)


def test_the_picture_is_of_the_page_as_it_is_today() -> None:
    """After a change of the page the picture is taken anew: python -m tests.readme_picture."""
    assert taken_of(PICTURE.read_bytes()) == digest(page())


def test_the_picture_is_small() -> None:
    """A reader of the README loads at most 200 kB."""
    taken = PICTURE.read_bytes()
    assert len(taken) < 200_000
    assert size(taken) == (WIDTH, HEIGHT)


def test_the_readme_shows_the_picture_and_tells_what_it_shows() -> None:
    """The README names the file, with words for who does not see it."""
    name = PICTURE.relative_to(ROOT).as_posix()
    found = re.search(
        rf"!\[([^\]]+)\]\({re.escape(name)}\)", (ROOT / "README.md").read_text("utf-8")
    )
    assert found is not None
    assert len(found.group(1).split()) >= 8


def test_a_picture_can_be_taken() -> None:
    """A browser opens the page, and the picture names the page it is of."""
    executable = browser()
    if executable is None:
        pytest.skip("no Chromium on this machine")
    text = page()
    taken = take(text, executable)
    assert size(taken) == (WIDTH, HEIGHT)
    assert taken_of(taken) == digest(text)


def test_what_is_no_picture_is_not_marked() -> None:
    """Only a PNG is given the name of a page; another file names none."""
    with pytest.raises(ValueError, match="not a PNG"):
        marked(b"GIF89a", "0" * 64)
    assert taken_of(b"GIF89a") == ""
