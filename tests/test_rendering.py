"""The briefing as JSON and Markdown: the contract, the links, and text that cannot format the page."""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from claim_builders import briefing_of, newsroom, newsrooms, statements
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown_reader import READER, structure, tokens_of, with_text, words_shown
from pydantic import ValidationError

from summarizer import briefing as product
from summarizer.briefing import Briefing, briefing_schema
from summarizer.errors import UsageError
from summarizer.prompts import PromptSet
from summarizer.rendering import check_form, markdown, write
from summarizer.rendering.markdown import escape, unescape

SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def briefing(prompts: PromptSet) -> Briefing:
    """Return the briefing of the newsroom, told by rule."""
    return briefing_of([clip.extraction() for clip in newsroom()], prompts)


# --- JSON -------------------------------------------------------------------------------------------


def check(text: str) -> None:
    """Fail unless a briefing's JSON is what its schema says."""
    Draft202012Validator(briefing_schema()).validate(json.loads(text))


def test_the_schema_is_one() -> None:
    """The published schema is a valid JSON schema."""
    Draft202012Validator.check_schema(briefing_schema())


@SLOW
@given(newsrooms)
def test_the_json_fits_its_schema_and_comes_back(prompts: PromptSet, pages: list[Any]) -> None:
    """Every briefing validates against the published schema, and reads back as an equal one."""
    made = briefing_of([page.extraction() for page in pages], prompts)
    text = made.as_json()
    check(text)
    back = Briefing.model_validate_json(text)
    assert back == made
    assert back.as_json() == text
    assert back.markdown == made.markdown


@pytest.mark.parametrize(
    "change",
    [
        lambda page: page.pop("counts"),  # a part is missing
        lambda page: page.update(version=2),  # another contract
        lambda page: page["sources"][0].update(published_basis="guessed"),
        lambda page: page["stories"][0]["headline"].update(citations=[]),  # an uncited statement
        lambda page: page["stories"][0].update(mood="grim"),  # an unknown field
    ],
)
def test_the_schema_refuses_what_no_briefing_says(briefing: Briefing, change: Any) -> None:
    """What breaks the contract is neither valid by the schema nor read back."""
    page = json.loads(briefing.as_json())
    change(page)
    assert not Draft202012Validator(briefing_schema()).is_valid(page)
    with pytest.raises(ValidationError):
        Briefing.model_validate_json(json.dumps(page))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal(550), "550"),
        (Decimal("550.0"), "550"),
        (Decimal("144E9"), "144000000000"),
        (Decimal("4.2"), "4.2"),
        (Decimal("-0.5"), "-0.5"),
        (Decimal("0.1"), "0.1"),
        (None, "null"),
    ],
)
def test_numbers_are_json_numbers(briefing: Briefing, value: Decimal | None, shown: str) -> None:
    """A value is written as a plain number, whole where it is whole, never as text."""
    row = briefing.figures()[0]
    assert (
        f'"value":{shown},' in row.values[0].model_copy(update={"value": value}).model_dump_json()
    )


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_refused(briefing: Briefing, value: str) -> None:
    """Neither infinity nor NaN gets into a briefing."""
    given = briefing.figures()[0].values[0].model_dump() | {"value": Decimal(value)}
    with pytest.raises(ValidationError):
        product.Value.model_validate(given)


def test_the_numbers_of_a_file_are_numbers(briefing: Briefing) -> None:
    """Values and bounds of claims and figures are numbers or null in the file form."""
    page = json.loads(briefing.as_json())
    rows = [
        value for story in page["stories"] for row in story["figures"] for value in row["values"]
    ]
    numbers = [
        entry[name]
        for entry in [*rows, *(c for c in page["claims"] if c["kind"] == "quantity")]
        for name in ("value", "low", "high")
    ]
    assert {type(number) for number in numbers} == {int, float, type(None)}
    assert {550, 539, 4.2} <= set(numbers)


def test_a_claim_has_the_fields_of_its_kind(briefing: Briefing) -> None:
    """An event has no words in marks, a quotation no value."""
    fields: dict[str, set[str]] = {}
    for claim in json.loads(briefing.as_json())["claims"]:
        fields.setdefault(claim["kind"], set()).update(claim)
    assert "value" in fields["quantity"]
    assert not {"what", "words"} & fields["quantity"]
    assert not {"value", "words"} & fields["event"]
    assert not {"value", "what"} & fields["quotation"]


# --- Markdown: citations and links ------------------------------------------------------------------


@SLOW
@given(newsrooms)
def test_every_statement_is_cited_and_every_link_has_its_one_target(
    prompts: PromptSet, pages: list[Any]
) -> None:
    """Each sentence ends in links to endnotes; each target exists once and gives the words cited."""
    made = briefing_of([page.extraction() for page in pages], prompts)
    page = made.markdown
    links = re.findall(r"\]\(#([^)]*)\)", page)
    targets = Counter(re.findall(r'<a id="([^"]*)"></a>', page))
    assert set(links) == set(targets)
    assert set(targets.values()) <= {1}
    lines = page.splitlines()
    endnotes = {line.split('"')[1]: line for line in lines if '<a id="' in line}
    for story in made.stories:
        for statement in statements(story):
            marked = [line for line in lines if escape(statement.text) in line]
            assert marked
            for citation in statement.citations:
                anchor = f"s-{citation.source}-{citation.sentence}"
                assert any(f"(#{anchor})" in line for line in marked)
                assert escape(citation.words) in endnotes[anchor]
        for row in story.figures:
            assert all(value.citations for value in row.values)


def test_citations_are_merged_by_outlet(briefing: Briefing) -> None:
    """One bracket a sentence, each outlet once with its sentence numbers in order."""
    line = next(
        line for line in briefing.markdown.splitlines() if "Ada Brandt: “We counted" in line
    )
    assert re.search(r"\\\[Harbour Post \[3\]\(#s-\w+-3\), \[4\]\(#s-\w+-4\)\\\]$", line)


def test_the_page_reads_from_headline_to_footer(briefing: Briefing) -> None:
    """Headings come in a fixed order; the second story stands below the first."""
    tokens = READER.parse(briefing.markdown)
    titles = [
        (token.tag, tokens[i + 1].content.split(" \\[")[0])
        for i, token in enumerate(tokens)
        if token.type == "heading_open"
    ]
    assert titles == [
        ("h1", "Vandria launched 550 drones at Oxmere overnight"),
        ("h2", "What happened"),
        ("h2", "Figures"),
        ("h2", "Quotations"),
        ("h2", "Ahead"),
        ("h2", "Background"),
        ("h2", "Unverified"),
        ("h2", "Wheat prices in Quillport rose by 4.2% on Tuesday"),
        ("h3", "Figures"),
        ("h2", "Sources"),
        ("h2", "Words cited"),
        ("h2", "How this was made"),
    ]


def test_every_source_is_listed_used_or_not(briefing: Briefing) -> None:
    """A source that nothing is cited from is named all the same."""
    unused = briefing.sources[0].model_copy(
        update={"source": "00000000", "label": "Quiet Times", "origin": "00000000"}
    )
    page = briefing.model_copy(update={"sources": [*briefing.sources, unused]}).markdown
    listed = page[page.index("## Sources") : page.index("## Words cited")]
    for source in [*briefing.sources, unused]:
        assert escape(source.label) in listed


def test_a_copy_and_an_embedded_article_are_said_to_be_so(briefing: Briefing) -> None:
    """The list of sources says whose copy a text is, and on whose page an article stands."""
    first, second, *others = briefing.sources
    changed = second.model_copy(update={"origin": first.source, "embedded_in": first.source})
    page = briefing.model_copy(update={"sources": [first, changed, *others]}).markdown
    line = next(row for row in page.splitlines() if row.startswith(f"- **{second.label}**"))
    assert f"a copy of {first.label}" in line
    assert f"page of {first.label}" in line


def test_rows_that_differ_say_so(briefing: Briefing) -> None:
    """Only a row whose values contradict each other is marked."""
    rows = [line for line in briefing.markdown.splitlines() if line.startswith("| ")]
    differing = [line for line in rows if "values differ" in line]
    assert len(differing) == sum(row.differs for row in briefing.figures()) == 1
    assert "539" in differing[0]
    assert "550" in differing[0]


def with_variants(briefing: Briefing, *wordings: str) -> tuple[Briefing, str]:
    """Return the briefing with these variants of its first quotation, and the line they make."""
    story = briefing.stories[0]
    section = next(s for s in story.sections if s.kind == "quotations")
    first, *others = section.statements
    variants = [
        product.Variant(
            source=first.citations[0].source,
            words=words,
            speaker="Brandt",
            claim="0123456789",
            citations=first.citations[:1],
        )
        for words in wordings
    ]
    quoted = section.model_copy(
        update={"statements": [first.model_copy(update={"variants": variants}), *others]}
    )
    sections = [quoted if s.kind == "quotations" else s for s in story.sections]
    changed = story.model_copy(update={"sections": sections})
    made = briefing.model_copy(update={"stories": [changed, *briefing.stories[1:]]})
    lines = made.markdown.splitlines()
    below = lines[next(i for i, row in enumerate(lines) if escape(first.text) in row) + 1]
    return made, below


def test_other_wordings_of_a_quotation_stand_below_it(briefing: Briefing) -> None:
    """A wording that differs is printed; who has the same words, or some of them, is only named."""
    story = briefing.stories[0]
    first = next(s for s in story.sections if s.kind == "quotations").statements[0]
    words = first.text.partition("“")[2].rstrip("”")
    start = " ".join(words.split()[:3])
    _, line = with_variants(briefing, words + ",", start, "And so *it* began, <b>she</b> says,")
    assert line.startswith("    - also: “And so \\*it\\* began, \\<b\\>she\\</b\\> says” \\[")
    parts = line.split("; ")
    assert [part.partition(" \\[")[0] for part in parts[1:]] == ["the same words", "in part"]
    assert all(re.search(r"\]\(#s-\w+-\d+\)", part) for part in parts)


def test_a_quotation_without_variants_has_no_line_below(briefing: Briefing) -> None:
    """Nothing is said of other wordings where there are none."""
    assert "also:" not in briefing.markdown
    _, line = with_variants(briefing)
    assert not line.startswith("  ")


def test_what_is_less_than_sure_says_so_after_its_citations(briefing: Briefing) -> None:
    """A word follows the citations, in "Careful" too; what the heading says is not said again."""
    story = briefing.stories[0]
    section = next(s for s in story.sections if s.kind == "happened")
    for level, outlets, kind, word in [
        ("disputed", ["A", "B"], "happened", "disputed"),
        ("disputed", ["A", "B"], "careful", "disputed"),
        ("single_outlet", ["A"], "background", "one outlet"),
        ("single_outlet", ["A", "B"], "background", "partly one outlet"),
        ("derived", ["A"], "careful", "derived"),
        ("single_outlet", ["A"], "unverified", ""),  # the heading says more
        ("attributed", ["A"], "happened", ""),  # the sentence says who
        ("corroborated", ["A", "B"], "happened", ""),
    ]:
        support = product.Support(level=level, outlets=outlets, origins=[], sayers=[])
        told = section.statements[0].model_copy(update={"support": support})
        only = product.Section(kind=kind, statements=[told])
        changed = story.model_copy(update={"sections": [only], "disputes": []})
        page = briefing.model_copy(update={"stories": [changed]}).markdown
        line = next(line for line in page.splitlines() if line.startswith("- "))
        assert line.endswith(f"\\] *({word})*" if word else "\\]")


def test_failures_are_shown(briefing: Briefing) -> None:
    """What failed, was skipped or noted stands in the footer."""
    failed = product.Failed(name="a.txt", stage="events", reason="declined by the model")
    skipped = product.Failed(name="b.txt", stage="layout", reason="not an article")
    page = briefing.model_copy(
        update={"failures": [failed], "skipped": [skipped], "notes": ["c.txt is d.txt"]}
    ).markdown
    footer = unescape(page[page.index("## How this was made") :])
    assert "declined by the model" in footer
    assert "not an article" in footer
    assert "c.txt is d.txt" in footer


def test_a_briefing_without_stories_is_a_page_too(briefing: Briefing) -> None:
    """Sources and counts are shown even where nothing is told."""
    page = briefing.model_copy(update={"stories": []}).markdown
    assert "## Sources" in page
    assert page.endswith("\n")


# --- Markdown: hostile text -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<!-- gone -->",
        '<a id="s-1"></a>',  # a second target
        "[x](javascript:alert(1))",
        "![x](https://evil.example/x.png)",
        "[x]: https://evil.example",  # a link definition
        "[x][y]",
        "<https://evil.example>",
        "| a |",
        "a | b",
        "`code`",
        "```",
        "~~~",
        "~~struck~~",
        "*a* **b** _c_ __d__",
        "# h",
        "## h #",
        "1. x",
        "1) x",
        "- x",
        "+ x",
        "* x",
        "> x",
        "---",
        "===",
        "a\nb",
        "a\n\n# b",
        "a\r\n- b",
        "a\x0b# b",
        "a\u2028# b",
        "a\\",
        "\\",
        "\\# h",
        "a  \nb",
        "    code",
        "\tcode",
        "$a$",
        "a &nbsp b",
        "x" * 5000,
    ],
)
def test_hostile_text_cannot_format_the_page(briefing: Briefing, text: str) -> None:
    """Markup in articles is shown as it stands and makes no link, heading, list, cell or HTML."""
    page = with_text(briefing, text).markdown
    harmless = with_text(briefing, "word").markdown
    assert structure(page) == structure(harmless)
    shown = " ".join(text.split())
    assert words_shown(page) == words_shown(harmless).replace("word", shown)


def test_the_planted_text_is_shown_in_many_places(briefing: Briefing) -> None:
    """The hostile cases reach headlines, cells, sources, endnotes and footer."""
    page = with_text(briefing, "zebra").markdown
    lines = [line for line in page.splitlines() if "zebra" in line]
    for begins in (
        "# zebra",
        "| zebra",
        "- **zebra**",
        '- <a id="',
        "- Failed: zebra",
        "- Note: zebra",
    ):
        assert any(line.startswith(begins) for line in lines)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "⟪U+001B⟫[31mred⟪U+001B⟫[0m"),  # a terminal's colours
        ("\x9b2J", "⟪U+009B⟫2J"),  # the one-byte form of the same
        ("bell\x07", "bell⟪U+0007⟫"),
        ("a\x00b", "a⟪U+0000⟫b"),
        ("a\x08b", "a⟪U+0008⟫b"),
        ("del\x7f", "del⟪U+007F⟫"),
        ("evil\u202etxt.exe", "evil⟪U+202E⟫txt.exe"),  # right to left from here
        ("\u2066a\u2069", "⟪U+2066⟫a⟪U+2069⟫"),
        ("zero\u200bwidth", "zero⟪U+200B⟫width"),
        ("\ufeffbom", "⟪U+FEFF⟫bom"),
        ("join\u2060er", "join⟪U+2060⟫er"),
        ("tag\U000e0041", "tag⟪U+E0041⟫"),  # invisible letters
        pytest.param(
            "arabic\u061cmark", "arabic⟪U+061C⟫mark"
        ),
        pytest.param(
            "mongolian\u180e", "mongolian⟪U+180E⟫"
        ),
        pytest.param(
            "selector\U000e0101", "selector⟪U+E0101⟫"
        ),
    ],
)  # fmt: skip
def test_hidden_characters_are_shown_by_their_code(
    briefing: Briefing, text: str, shown: str
) -> None:
    """Terminal escapes, overrides of direction and zero-width characters stand there in print."""
    page = with_text(briefing, text).markdown
    harmless = with_text(briefing, "word").markdown
    assert structure(page) == structure(harmless)
    assert words_shown(page) == words_shown(harmless).replace("word", shown)


@pytest.mark.parametrize(
    "text", ["&lt;b&gt;", "&copy; 2031", "AT&amp;T", "&rlm;&lrm;", "&ZeroWidthSpace;"]
)
def test_entities_are_shown_as_they_stand(text: str) -> None:
    """The name of a character in the text is not turned into the character."""
    assert words_shown(escape(f"a {text}")) == f"a {text}"


# What GitHub-flavoured Markdown takes for a link without any brackets, in text.
AUTOLINK = re.compile(r"(?:https?|ftp)://\w|(?:^|[\s*_~(])www\.\w|[\w.+-]+@[\w-]+\.\w")


@pytest.mark.parametrize(
    "text", ["https://evil.example/login", "www.evil.example", "write to desk@evil.example"]
)
def test_bare_addresses_do_not_become_links(text: str) -> None:
    """An address in the text of an article is text, also to readers that link by themselves."""
    assert not AUTOLINK.search(escape(text))
    assert words_shown(escape(text)) == text


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab1.)(-+=#*_`~[]<>!|\\:\"' \n\t\r", min_size=1, max_size=12))
def test_no_mixture_of_marks_formats_a_line(text: str) -> None:
    """Escaped text is one line, shown literally, at the start of a line, an item or a cell."""
    assume(text.strip())
    shown = " ".join(text.split())
    cell = f"| a | b |\n| --- | --- |\n| {escape(text)} | c |\n"
    for page, harmless in (
        (escape(text), "word"),
        (f"- {escape(text)} x", "- word x"),
        (f"# {escape(text)} x", "# word x"),
        (cell, cell.replace(f"| {escape(text)} |", "| word |")),
    ):
        assert structure(page) == structure(harmless)
        assert words_shown(page) == words_shown(harmless).replace("word", shown)


@pytest.mark.parametrize("text", ["a\nb", "a | b", "| --- |", "a\u2028b", "a\rb", "a<br>b"])
def test_cells_hold_no_line_breaks_or_bars(briefing: Briefing, text: str) -> None:
    """Every row of a table is one line between four bars."""
    page = with_text(briefing, text).markdown
    rows = [line for line in page.splitlines() if line.startswith("|")]
    versions = [value for row in briefing.figures() for value in row.values]
    assert len(rows) == len(versions) + 2 * len([s for s in briefing.stories if s.figures])
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 4 for row in rows)
    assert "\u2028" not in page
    assert "\r" not in page


@pytest.mark.parametrize(
    "url",
    [
        "https://post.example/a",
        "http://post.example/a?b=c&d=e#f",
        "https://post.example/ä/%20(1)",
    ],
)
def test_the_address_of_a_source_is_linked(briefing: Briefing, url: str) -> None:
    """A source with an address links to it."""
    assert (url in links(briefing, url)) or READER.normalizeLink(url) in links(briefing, url)


def links(briefing: Briefing, url: str) -> list[str]:
    """Return where the page links outside of itself if all sources have this address."""
    sources = [source.model_copy(update={"url": url}) for source in briefing.sources]
    page = briefing.model_copy(update={"sources": sources}).markdown
    hrefs = [str(token.attrs["href"]) for token in tokens_of(page) if token.type == "link_open"]
    return [href for href in hrefs if not href.startswith("#")]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/hosts",
        "//evil.example",
        "vbscript:x",
        "post.example/a",
        "https://",
        "https://post.example/> <script>alert(1)</script>",
        "https://post.example/ a",
        "https://post.example/\n# h",
        "https://post.example/`a`",
        'https://post.example/"a"',
        "https://post.example/\\a",
        pytest.param("https://post.example/\x1b[2J"),
        pytest.param("https://post.example/\u202egpj.exe"),
    ],
)
def test_unsafe_addresses_are_not_linked(briefing: Briefing, url: str) -> None:
    """What is no plain web address makes no link, and brings nothing hidden into the page."""
    assert links(briefing, url) == []
    sources = [source.model_copy(update={"url": url}) for source in briefing.sources]
    page = briefing.model_copy(update={"sources": sources}).markdown
    assert structure(page) == structure(briefing.markdown)
    assert not re.search("[\x00-\x09\x0b-\x1f\u202a-\u202e]", page)


# --- files ------------------------------------------------------------------------------------------


def test_a_briefing_is_written_in_the_form_its_ending_names(
    briefing: Briefing, tmp_path: Path
) -> None:
    """One call writes Markdown and JSON, byte for byte what the object shows."""
    briefing.write(tmp_path / "today.md", str(tmp_path / "today.json"), tmp_path / "UPPER.MD")
    assert (tmp_path / "today.md").read_bytes() == briefing.markdown.encode()
    assert (tmp_path / "UPPER.MD").read_bytes() == briefing.markdown.encode()
    assert (tmp_path / "today.json").read_bytes() == briefing.as_json().encode()
    check((tmp_path / "today.json").read_text(encoding="utf-8"))


def test_an_older_file_is_replaced_whole(briefing: Briefing, tmp_path: Path) -> None:
    """What stood in the file before is gone."""
    target = tmp_path / "today.md"
    target.write_text("old " * 100_000, encoding="utf-8")
    write(briefing, target)
    assert target.read_text(encoding="utf-8") == markdown(briefing)
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("name", ["today.docx", "today", "today.md.txt", ".md"])
def test_an_unknown_ending_is_a_usage_error(briefing: Briefing, tmp_path: Path, name: str) -> None:
    """An ending that names no form is refused before anything is written, naming those known."""
    with pytest.raises(UsageError, match=r"\.json, \.md"):
        write(briefing, tmp_path / name)
    with pytest.raises(UsageError):
        check_form(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_if_one_ending_is_unknown(briefing: Briefing, tmp_path: Path) -> None:
    """A call with a path that cannot be written leaves no other file behind."""
    with pytest.raises(UsageError):
        briefing.write(tmp_path / "today.md", tmp_path / "today.docx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["missing/today.md", "folder.md"])
def test_a_place_that_cannot_be_written_leaves_nothing_behind(
    briefing: Briefing, tmp_path: Path, place: str
) -> None:
    """A missing folder or a folder in the file's place is an OSError, and no partial file stays."""
    (tmp_path / "folder.md").mkdir()
    with pytest.raises(OSError):
        write(briefing, tmp_path / place)
    assert [path.name for path in tmp_path.rglob("*")] == ["folder.md"]


def test_text_that_utf_8_cannot_hold_is_still_written(briefing: Briefing, tmp_path: Path) -> None:
    """Half a surrogate pair in an article does not cost the briefing."""
    broken = with_text(briefing, "half \ud800 pair")
    broken.write(tmp_path / "today.md", tmp_path / "today.json")
    assert "half ? pair" in (tmp_path / "today.md").read_text(encoding="utf-8")
    json.loads((tmp_path / "today.json").read_text(encoding="utf-8"))


def test_a_notebook_shows_the_page(briefing: Briefing) -> None:
    """Jupyter is given the Markdown."""
    assert briefing._repr_markdown_() == briefing.markdown
