"""A small made-up article with claims, on which `prompts check` renders every template."""

from __future__ import annotations

from summarizer.articles import Document
from summarizer.comparing import ComparisonTable
from summarizer.extraction import FailedItem
from summarizer.prompts import KNOWN, PromptSet, article_view
from summarizer.translation.asking import PrintedName, QuotedRow, TranslationTable
from summarizer.writing import FailedSentence, StoryView, Table, TableRow

_TEXT = """Two bridges closed
The mayor said two bridges were closed on Monday. “We had no choice,” she added.
"""


def render_all(prompts: PromptSet) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return every prompt of the set rendered on the sample, by name.

    Raises:
        PromptError: a template uses what its variables do not have.
    """
    table = Table(
        (TableRow("a1", "Sample", "Monday", "happened", "the mayor", "Two bridges closed"),)
    )
    variables = {
        "article": article_view(Document(_TEXT, "sample")),
        "table": table,
        "story": StoryView("Two bridges closed", ("Sample",), 100),
    }
    compared = ComparisonTable(("id", "source", "claim"), (("a1", "Sample", "Two bridges closed"),))
    translated = TranslationTable(
        (PrintedName("German", "Nordhafen"),),
        ("North Harbour",),
        (QuotedRow("a2", "German", "Ada Brandt", "Wir weichen nicht."),),
    )
    failed = {
        "follow_up": [FailedItem("event", "Two bridges", "these words do not stand on the page")],
        "rewrite": [FailedSentence(1, "Three bridges closed.", ("a1",), "a number differs")],
    }
    rendered = {}
    for name, template in prompts.templates.items():
        every = {**variables, "failed": failed.get(template.role, [])}
        if template.role in ("same_event", "same_quantity"):
            every["table"] = compared
        if template.role == "translate":
            every["table"] = translated
        given = {name: every[name] for name in KNOWN[template.role]}
        rendered[name] = prompts.render(name, given)
    return rendered
