"""The Markdown page as a parser of GitHub's dialect reads it: tables, citations, nothing of others."""

from __future__ import annotations

import re
from typing import Any

import pytest
from claim_builders import briefing_of, newsroom, newsrooms
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_reader import READER, structure, tokens_of, with_text, words_shown

from summarizer import briefing as product
from summarizer.briefing import Briefing
from summarizer.prompts import PromptSet
from summarizer.rendering.hidden import in_one_line
from summarizer.rendering.markdown import escape, unescape

SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
# The HTML that the page brings itself.
OURS = re.compile(r'<a id="(?:s-|story-|in-brief)[\w-]*">|</a>')
# Letters of markup, addresses, hidden characters and other scripts, in any mixture.
HOSTILE = st.lists(
    st.sampled_from([*"ab1 .)(-+=#*_`~[]<>!|\\:;\"'&/@\n\t\r\u2028\u202e\u200b\x1bäж中", "www.",
                     "http://", "x.com", "<br>", "<script>", "](", "&lt;"]),
    min_size=1,
    max_size=12,
).map("".join)  # fmt: skip


@pytest.fixture(scope="module")
def briefing(prompts: PromptSet) -> Briefing:
    """Return the briefing of the newsroom, told by rule."""
    return briefing_of([clip.extraction() for clip in newsroom()], prompts)


def tables(page: str) -> list[list[list[str]]]:
    """Return the cells of every table, row by row, as the page writes them."""
    found: list[list[list[str]]] = []
    for token in READER.parse(page):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append([])
        elif token.type == "inline" and token.level > 3 and found and token.map:
            if "|" in page.splitlines()[token.map[0]][:1]:
                found[-1][-1].append(token.content)
    return found


@SLOW
@given(newsrooms)
def test_every_version_has_a_row_of_three_cells(prompts: PromptSet, pages: list[Any]) -> None:
    """Versions stand one below the other in the second cell, what they count beside the first."""
    made = briefing_of([page.extraction() for page in pages], prompts)
    read = tables(made.markdown)
    told = [story.figures for story in made.stories if story.figures]
    assert len(read) == len(told)
    for table, rows in zip(read, told, strict=True):
        assert all(len(cells) == 3 for cells in table)
        lines = iter(table[1:])
        for row in rows:
            own = [next(lines) for _ in row.values]
            assert [bool(what) for what, _, _ in own] == [True] + [False] * (len(own) - 1)
            assert not any(reading for _, _, reading in own[1:])
            assert bool(own[0][2]) == (row.reading is not None)
            given = sorted(escape(value.surface) for value in row.values)
            shown = sorted(version for _, version, _ in own)
            assert all(a.startswith(b) for a, b in zip(shown, given, strict=True))
        assert next(lines, None) is None


@SLOW
@given(newsrooms)
def test_every_citation_leads_to_one_endnote_and_no_link_leads_outside(
    prompts: PromptSet, pages: list[Any]
) -> None:
    """Links are citations; each has exactly one target, and each target is cited."""
    made = briefing_of([page.extraction() for page in pages], prompts).markdown
    links = [str(token.attrs["href"]) for token in tokens_of(made) if token.type == "link_open"]
    html = [token.content for token in tokens_of(made) if token.type.startswith("html")]
    targets = [name for tag in html for name in re.findall(r'id="([^"]+)"', tag)]
    assert len(targets) == len(set(targets))
    assert set(links) == {f"#{name}" for name in targets}
    assert all(OURS.fullmatch(tag) for tag in html)


PLAIN_READER = MarkdownIt("gfm-like", {"html": False})


@SLOW
@given(newsrooms)
def test_without_html_a_page_reads_the_same(prompts: PromptSet, pages: list[Any]) -> None:
    """Where HTML is off, as in mail, nothing but anchors is printed literally."""
    page = briefing_of([clip.extraction() for clip in pages], prompts).markdown
    shown = PLAIN_READER.render(OURS.sub("", page.partition("\n## Words cited")[0]))
    assert "&lt;" not in shown


def test_nested_items_are_indented_by_four(briefing: Briefing) -> None:
    """Readers that take two blanks for no nesting keep versions below their question."""
    story = briefing.stories[0]
    versions = [s for section in story.sections for s in section.statements][:2]
    dispute = product.Dispute(
        about="cause", question="why", versions=versions, reading="unresolved"
    )
    changed = story.model_copy(update={"disputes": [dispute]})
    lines = briefing.model_copy(update={"stories": [changed]}).markdown.splitlines()
    indents = {len(line) - len(line.lstrip()) for line in lines if line.lstrip().startswith("- ")}
    assert indents == {0, 4}


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(HOSTILE)
def test_no_text_of_an_article_formats_the_page(briefing: Briefing, text: str) -> None:
    """Hostile text in every place makes no HTML, link, emphasis or cell, and is shown as it stands."""
    assume(text.strip() and in_one_line(text).strip())
    page = with_text(briefing, text).markdown
    harmless = with_text(briefing, "word").markdown
    assert structure(page) == structure(harmless)
    assert words_shown(page) == words_shown(harmless).replace("word", in_one_line(text))


@given(HOSTILE)
def test_escaped_text_comes_back(text: str) -> None:
    """What `escape` wrote is read back as the line it shows."""
    assert unescape(escape(text)) == in_one_line(text).replace("&#64;", "@")


@pytest.mark.parametrize(
    "text",
    [
        "evil.com",  # linked by mail programs
        "see evil.co.uk/login now",
        "пример.рф",  # other scripts too
        "//evil.com/x",
        "EVIL.COM",
    ],
)
def test_a_bare_domain_is_no_link(text: str) -> None:
    """A reader that links domains without a scheme finds none in the text of an article."""
    assert "<a" in READER.render(text)
    assert "<a" not in READER.render(escape(text))
    assert words_shown(escape(text)) == text


@pytest.mark.parametrize("text", ["3.5 million", "U.S.", "at 9 p.m.", "Mr. Ek"])
def test_a_full_stop_that_is_no_domain_stays_bare(text: str) -> None:
    """Figures and abbreviations are written without a backslash."""
    assert escape(text) == text


# --- what the page says beside the sentences ----------------------------------------------------


def value(**fields: Any) -> product.Value:
    """Return a version of a figure."""
    given: dict[str, Any] = {
        "surface": "23", "value": 23, "low": None, "high": None, "modifier": "", "change": "=",
        "said_by": "", "as_of": "", "scope": "", "claim": "c", "citations": [],
    }  # fmt: skip
    return product.Value(source="s", **{**given, **fields})


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({}, "23"),
        ({"said_by": "Ada Brandt"}, "23 — said by Ada Brandt"),
        ({"scope": "Oxmere"}, "23 (Oxmere)"),
        (  # three things that commas would run together
            {"scope": "Oxmere, east", "said_by": "officials", "as_of": "early, before dawn"},
            "23 (Oxmere, east) — said by officials; time: early, before dawn",
        ),
    ],
)
def test_sayer_scope_and_time_of_a_version_are_told_apart(
    briefing: Briefing, fields: dict[str, Any], shown: str
) -> None:
    """Who says a figure, for where and for when, each has its own word or bracket."""
    story = briefing.stories[0]
    row = story.figures[0]
    source, cited = row.values[0].source, row.values[0].citations
    version = value(**fields).model_copy(update={"source": source, "citations": cited})
    changed = row.model_copy(update={"values": [version], "scope": "", "reading": None})
    page = briefing.model_copy(
        update={"stories": [story.model_copy(update={"figures": [changed]})]}
    ).markdown
    cells = tables(page)[0][1]
    assert cells[1].partition(" \\[")[0] == escape(shown)


@pytest.mark.parametrize(
    ("by_rule", "shown"),
    [
        (0, ""),
        (1, ""),  # one in ten
        (2, "2 of 10 sentences built by rule, not written by a model"),
        (10, "all sentences built by rule, not written by a model"),
    ],
)
def test_a_story_built_by_rule_says_so_at_its_head(
    briefing: Briefing, by_rule: int, shown: str
) -> None:
    """Above one sentence in ten the line below the headline tells how many a rule built."""
    story = briefing.stories[0]
    one = next(s for section in story.sections for s in section.statements)
    told = [
        one.model_copy(update={"built_by": "rule" if at < by_rule else "model"}) for at in range(10)
    ]
    quoted = one.model_copy(update={"built_by": "rule"})
    sections = [
        product.Section(kind="happened", statements=told),
        product.Section(kind="quotations", statements=[quoted]),
    ]
    page = briefing.model_copy(
        update={"stories": [story.model_copy(update={"sections": sections})]}
    ).markdown
    head = page.partition("\n## ")[0]
    assert ("by rule" in head) == bool(shown)
    assert shown in head


def test_one_is_not_said_in_the_plural(briefing: Briefing) -> None:
    """The footer's nouns agree with their numbers."""
    counts = briefing.counts.model_copy(
        update={"uncovered_numbers": 1, "uncovered_quotations": 1, "claims": 1, "statements": 2}
    )
    page = briefing.model_copy(update={"counts": counts}).markdown
    assert "1 number and 1 quotation of" in page
    assert "- 1 claim found" in page
    assert "- 2 statements, headlines among them;" in page
