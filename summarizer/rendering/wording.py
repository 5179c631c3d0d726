"""What every rendering calls things: sections, kinds of sources, reasons, dates and counts in words."""

from __future__ import annotations

import re
from datetime import date

from summarizer.briefing import Story
from summarizer.dates import DateRange, spoken

TITLES = {
    "careful": "Careful",
    "happened": "What happened",
    "quotations": "Quotations",
    "ahead": "Ahead",
    "background": "Background",
    "elsewhere": "Elsewhere",
    "unverified": "Unverified",
}
NOT_REPORTS = {
    "commentary": "commentary",
    "press_release": "press releases",
    "machine_made": "machine-made text",
}
REASONS = {
    "below_length": "no room",
    "duplicate": "told already",
    "garbled": "garbled in the source",
    "no_speaker": "words in marks that nobody is quoted with",
    "related_article": "another article on the same page",
    "copy_of_another_source": "copies of another source",
    "not_in_text": "not in the text",
    "number_differs": "a number differs",
    "name_differs": "a name differs",
    "negation_differs": "a negation differs",
    "not_quoted": "not between quotation marks",
    "speaker_not_in_text": "speaker not in the text",
    "no_figure": "no figure",
    "name_not_in_evidence": "a name without evidence",
    "number_not_in_evidence": "a number without evidence",
    "quote_not_in_evidence": "a quotation without evidence",
    "furniture": "page furniture",
    "machine_made": "key points a machine added",
    "empty": "empty",
}
BY_RULE_FROM = 0.1  # share of sentences not written by the model above which a story says so


def spoken_iso(iso: str) -> str:
    """Return an ISO day, month or interval as prose writes it; what is none stays as it is.

    >>> spoken_iso("2031-03-03/2031-03-04")
    'the night of 3–4 March 2031'
    """
    start, _, end = iso.partition("/")
    if re.fullmatch(r"\d{4}-\d\d", iso):
        first = date.fromisoformat(f"{iso}-01")
        return spoken(DateRange(first, first, "month", ""))
    try:
        first, last = date.fromisoformat(start), date.fromisoformat(end or start)
    except ValueError:
        return iso
    return spoken(DateRange(first, last, "night" if (last - first).days == 1 else "span", ""))


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural unless it is one.

    >>> counted(1, "number"), counted(0, "quotation")
    ('1 number', '0 quotations')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def by_rule(story: Story) -> str:
    """Return how much of a story was built by rule and not written, or "" up to a tenth.

    Quotations are printed as they stand, so they count neither way.
    """
    sections = [section for section in story.sections if section.kind != "quotations"]
    told = [statement for section in sections for statement in section.statements]
    built = sum(statement.built_by == "rule" for statement in told)
    if built <= BY_RULE_FROM * len(told):
        return ""
    share = "all" if built == len(told) else f"{built} of {len(told)}"
    return f"{share} sentences built by rule, not written by a model"


def listed(counts: dict[str, int]) -> str:
    """Return counts with their names, or "none"."""
    return ", ".join(f"{number} {name}" for name, number in counts.items()) or "none"


def reasons(counts: dict[str, int]) -> str:
    """Return counts by reason, the reasons in words."""
    return listed({REASONS.get(name, name.replace("_", " ")): n for name, n in counts.items()})
