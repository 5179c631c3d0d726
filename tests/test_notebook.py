"""A briefing in a notebook: a real kernel runs cells on the shipped articles and shows the page."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from claim_builders import briefing_of, newsroom
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from summarizer.briefing import Briefing
from summarizer.prompts import PromptSet
from summarizer.rendering.notebook import framed

ROOT = Path(__file__).resolve().parents[1]
ARTICLES = ROOT / "fixtures" / "articles" / "kyiv-2025-07-04"
RECORDINGS = ROOT / "fixtures" / "recordings"


@pytest.fixture(scope="module")
def briefing(prompts: PromptSet) -> Briefing:
    """Return the briefing of the newsroom, told by rule."""
    return briefing_of([clip.extraction() for clip in newsroom()], prompts)


class Frames(HTMLParser):
    """Collects the elements of a page, each with its attributes as a browser reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def frame_of(shown: str) -> dict[str, str | None]:
    """Return the attributes of the one element that a notebook is given."""
    reader = Frames()
    reader.feed(shown)
    ((tag, attributes),) = reader.found
    assert tag == "iframe"
    return attributes


def test_a_notebook_is_given_the_page_in_a_frame(briefing: Briefing) -> None:
    """The output is one frame that holds the page, byte for byte, and Markdown beside it."""
    frame = frame_of(briefing._repr_html_())
    assert frame["srcdoc"] == briefing.html()
    assert briefing._repr_markdown_() == briefing.markdown


def test_the_frame_has_no_access_to_the_notebook(briefing: Briefing) -> None:
    """Scripts of the page run in an origin of their own: the frame is sandboxed without the same one."""
    allowed = (frame_of(briefing._repr_html_())["sandbox"] or "").split()
    assert "allow-scripts" in allowed
    assert "allow-same-origin" not in allowed
    assert "allow-top-navigation" not in allowed


@pytest.mark.parametrize("page", ['"></iframe><script>x</script>', "&quot;<p>", "'", "a\nb"])
def test_no_page_ends_its_frame(page: str) -> None:
    """Whatever stands in the page is the text of one attribute."""
    assert frame_of(framed(page, 'A "title"'))["srcdoc"] == page


def test_a_real_notebook_shows_a_briefing() -> None:
    """In a running kernel, whose event loop runs, the sync call gives a briefing that shows itself."""
    given = f"folder, replay = Path({str(ARTICLES)!r}), {str(RECORDINGS)!r}"
    cells = (
        f"from pathlib import Path\nfrom summarizer import Summarizer\n{given}\n"
        "briefing = Summarizer(replay=replay).brief(folder)\nbriefing",
        "import asyncio\nprint(asyncio.get_running_loop().is_running(), len(briefing.stories))",
        "(await Summarizer(replay=replay).abrief(folder)) == briefing",
    )
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(ROOT)}})
    try:
        client.execute()
    except CellExecutionError as error:
        pytest.fail(str(error))
    (shown,), (printed,), (same,) = (cell.outputs for cell in notebook.cells)
    assert shown.output_type == "execute_result"
    assert {"text/html", "text/markdown", "text/plain"} <= set(shown.data)
    page = frame_of(shown.data["text/html"])["srcdoc"] or ""
    assert "At least 23 people injured" in page
    assert re.match(r"# At least 23 people injured", shown.data["text/markdown"])
    assert printed.text == "True 2\n"
    assert same.data["text/plain"] == "True"
