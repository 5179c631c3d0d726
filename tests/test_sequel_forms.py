"""The part above the stories in Markdown and HTML: what it lists, cites and leaves to be counted."""

from __future__ import annotations

import re

from claim_builders import Clip
from since_builders import DAY, bridge, morning, noon, page, since

from summarizer.briefing import Briefing
from summarizer.prompts import PromptSet
from summarizer.rendering.sequel import MOST_NEW, above


def told(clip: Clip, *sentences: str) -> Clip:
    """Return a report with an event for each of its sentences."""
    for sentence in sentences:
        clip.event(sentence.rstrip("."), topic="damage", date=DAY, where="Tolvik")
    return clip


def report(*sentences: str, outlet: str = "North Wire") -> Clip:
    """Return a later report of events in Tolvik."""
    return told(Clip("\n".join(sentences) + "\n", outlet, f"{DAY}T12:00:00+00:00"), *sentences)


STREETS = "Ash Birch Cedar Elm Fir Hazel Larch Maple Oak Pine".split()


def busy(prompts: PromptSet) -> Briefing:
    """Return a page with more that is new than is listed."""
    many = report(
        *(f"The fire in the mill of Tolvik burned a barn in {street} Street." for street in STREETS)
    )
    return since(page(morning(), prompts=prompts), page(morning(), many, prompts=prompts))


def test_the_list_stands_above_the_headline_and_every_line_cites(prompts: PromptSet) -> None:
    """What is new comes first; a line ends in its citations."""
    now = since(
        page(morning(), prompts=prompts), page(morning(), noon(), bridge(), prompts=prompts)
    )
    above_all, _, _ = now.markdown.partition("\n# ")
    lines = [line for line in above_all.splitlines() if line.startswith("- ")]
    assert [re.split(r"\*\*", line)[1] for line in lines] == ["Risen:", "New story:", "New:"]
    assert all(re.search(r"\(#s-[0-9a-f]+-\d+\)\\\]", line) for line in lines)
    assert "(before: Harbour Post [2](#s-" in lines[0]


def test_without_changes_one_line_says_so(prompts: PromptSet) -> None:
    """It names the page that was compared with."""
    same = page(morning(), prompts=prompts)
    now = since(same, same)
    first = now.markdown.splitlines()[0]
    assert first == "**Nothing new since the page before (morning\\.json).**"
    assert "Nothing new since the page before (morning.json)" in now.html()


def test_a_page_that_follows_none_says_nothing_of_one(prompts: PromptSet) -> None:
    """Neither form has the part, its marks or its legend."""
    alone = page(morning(), prompts=prompts)
    assert "ince" not in alone.markdown.partition("\n# ")[0]
    assert 'id="since"' not in alone.html()
    assert 'id="k-new"' not in alone.html()


def test_of_much_that_is_new_some_is_listed_and_all_is_marked(prompts: PromptSet) -> None:
    """Ten new sentences: eight lines, the number of the others, and a mark on each below."""
    now = busy(prompts)
    assert now.since is not None
    assert len([c for c in now.since.changes if c.kind == "new"]) == len(STREETS)
    lines = above(now.since)
    assert (len(lines.changes), lines.more_new) == (MOST_NEW, len(STREETS) - MOST_NEW)
    assert "- 2 more that are new are marked below." in now.markdown
    assert now.markdown.count("*(new)*") == len(STREETS)


def test_old_words_are_cited_also_where_their_article_is_gone(prompts: PromptSet) -> None:
    """The endnotes of Markdown and the folded words of HTML have the sentence of before."""
    now = since(page(morning(), prompts=prompts), page(noon(), prompts=prompts))
    words = "Eight people were injured in Tolvik, Mayor Ada Brandt said."
    before = now.markdown.partition("## Words cited on the page before")[2]
    assert f"- Harbour Post 2: {words}" in before
    assert f"{words}</blockquote>" in now.html()


def test_what_the_page_before_said_formats_nothing(prompts: PromptSet) -> None:
    """Markup in the words of a page before is shown as it is, in both forms."""
    hostile = report("A *sign* at the <b>mill</b> of Tolvik read [free](http://evil.example).")
    now = since(page(hostile, prompts=prompts), page(bridge(), prompts=prompts))
    lines = now.markdown.partition("\n# ")[0]
    assert "\\*sign\\* at the \\<b\\>mill\\</b\\>" in lines
    assert not re.search(r"(?<!\\)\]\(http", lines)
    assert "&lt;b&gt;mill&lt;/b&gt;" in now.html()
    assert "<b>mill</b>" not in now.html()


def test_what_is_not_printed_any_more_stands_at_the_end_with_its_reason(prompts: PromptSet) -> None:
    """In both forms, in words."""
    short = page(morning(), noon(), prompts=prompts)
    story = short.stories[0]
    kept = [section for section in story.sections if section.kind != "quotations"]
    cut = short.model_copy(
        update={"stories": [story.model_copy(update={"sections": kept})], "left_out": []}
    )
    now = since(page(morning(), prompts=prompts), cut)
    line = "- Mayor Ada Brandt: “We heard the silo burst” *(told in another sentence)*"
    assert line in now.markdown.partition("## On the page before, not printed here")[2]
    assert "On the page before, not printed here" in now.html()
