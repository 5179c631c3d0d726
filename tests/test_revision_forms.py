"""A revision as Markdown, JSON and HTML: what stands where, and text that can do nothing there."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt
from markdown_it.token import Token
from revision_builders import changed, claim, newsroom_told, row, sections

from summarizer.briefing import Briefing
from summarizer.prompts import PromptSet
from summarizer.revision import Revision, Version, diff, revision_schema
from summarizer.revision.html import html
from summarizer.revision.markdown import markdown
from summarizer.revision.rules import judged, rules_of

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
HOSTILE = (
    "<script>alert(1)</script>",
    "</details><img src=x onerror=alert(1)>",
    "[a](javascript:alert(1)) ![b](http://evil.example/p.png) www.evil.example",
    "**bold** ~~gone~~ `code` | cell | # head",
    "\u202eright to left\u200b\u0007",
    "{{ 7 * 7 }}{% raw %}",
    "</style><style>*{display:none}",
    "```\n# out of the fence",
)


@pytest.fixture(scope="module")
def base(prompts: PromptSet) -> Briefing:
    """Return the older briefing."""
    return newsroom_told(prompts)


def edited(made: dict[str, Any]) -> None:
    """Change a value, a speaker and the words of a claim."""
    claim(made, "40")["value"] = 14
    claim(made, "40")["surface"] = "14"
    claim(made, "Nobody sells below cost")["speaker"] = "Ada Brandt"
    claim(made, "The council of Oxmere will meet on Friday")["what"] = "The council meets on Friday"


@pytest.fixture(scope="module")
def revision(base: Briefing) -> Revision:
    """Return what changed, with the texts of a template and a rule that is not met."""
    other = changed(base, edited)
    old, new = {"numbers.jinja": "count\nall\n"}, {"numbers.jinja": "count\nmuch\n"}
    made = diff(Version(base, "before", old), Version(other, "after", new))
    return judged(made, rules_of({"change": {"changed_values": 0}}, where=""), base, other)


def hostile(base: Briefing, text: str) -> Revision:
    """Return a revision in which a text stands wherever a text of others may."""

    def spoil(made: dict[str, Any]) -> None:
        claim(made, "Five")["scope"] = text
        claim(made, "40").update(value=14, surface=text, counted=text)
        claim(made, "Nobody sells below cost").update(speaker=text, words=text)
        claim(made, "The council of Oxmere will meet on Friday")["what"] = text
        statement = sections(made, "ahead")[0]
        statement["text"] = text
        statement["citations"][0]["words"] = text
        figures = row(made, "people hurt")
        figures.update(counted=text, unit=text)
        figures["values"][0].update(surface=text, said_by=text)
        made["stories"][0].update(label=text, separate_because=text)
        made["stories"][0]["disputes"][0].update(question=text, reading=text)
        made["notes"] = [text]
        made["failures"] = [{"name": text, "stage": text, "reason": text}]
        made["left_out"].append(
            {"claim": None, "source": "", "kind": "statement", "text": text, "reason": text}
        )
        made["sources"][0].update(label=text, title=text, path=text)
        made["provenance"]["model"] = text

    old, new = {text: "a\n"}, {text: f"a\n{text}\n"}
    return diff(Version(base, text, old), Version(changed(base, spoil), "new", new))


def test_the_values_stand_before_all_that_is_folded(revision: Revision) -> None:
    """Counts in the first line, then rules, templates, values, speakers; rewording is folded."""
    page = markdown(revision)
    order = [
        "# What changed: before → after",
        "**1 claim with another value, 1 with another speaker, 1 reworded, 1 template changed.**",
        "| change.changed_values | at most 0 | 22 claims | 1 | **no** |",
        r"**numbers\.jinja** changed, line 2",
        "-all\n+much",
        "| claims | 19 | reworded 1, speaker changed 1, value changed 1 |",
        "## Values changed (1)",
        "~~40~~ **14** (windows broken)",
        "**value: 40 → 14**",
        "source: “A raid on Oxmere in January broke 40 windows.”",
        "## Speakers changed (1)",
        "**speaker: Lena Holt → Ada Brandt**",
        "<summary>Claims reworded (1)</summary>",
        "</details>",
    ]
    places = [page.find(part) for part in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)


def test_only_figures_that_differ_are_shown(base: Briefing) -> None:
    """Tokens that rose are told in both forms; a rate that stayed is not."""
    other = changed(base, lambda made: made["provenance"].update(input_tokens=9400))
    revision = diff(base, other)
    page = markdown(revision)
    assert "| tokens per article | 2,500 | 2,600 |" in page
    assert "rejected rate" not in page
    text = read(html(revision)).text
    assert "tokens per article" in text and "2,600" in text
    assert "rejected rate" not in text
    assert [one.name for one in revision.measures].count("rejected_rate") == 1


def test_identical_briefings_are_one_line(base: Briefing) -> None:
    """Where nothing differs one line says so; another order of the same is told apart."""
    assert markdown(diff(base, base)) == "The two briefings are identical.\n"
    turned = changed(base, lambda made: made["claims"].reverse())
    assert "differ in order, ids or tallies alone" in markdown(diff(base, turned))


def test_the_json_fits_its_schema_and_comes_back(revision: Revision) -> None:
    """The file form validates against the published schema, and reads back as an equal one."""
    Draft202012Validator.check_schema(revision_schema())
    told = json.loads(revision.as_json())
    Draft202012Validator(revision_schema()).validate(told)
    assert told["version"] == 1
    assert Revision.model_validate_json(revision.as_json()) == revision


class Tags(HTMLParser):
    """Collects the tags, attributes and text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(page: str) -> Tags:
    """Return the tags and text of a page."""
    parser = Tags()
    parser.feed(page)
    return parser


def test_the_page_loads_nothing_and_runs_nothing(revision: Revision) -> None:
    """No script, no address, one style whose hash is the only thing the policy allows."""
    page = html(revision)
    tags = read(page).tags
    assert not {"script", "img", "link", "iframe", "a"} & {tag for tag, _ in tags}
    assert not any({"src", "href", "style"} & attributes.keys() for _, attributes in tags)
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = next(a["content"] for t, a in tags if a.get("http-equiv"))
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


def test_the_page_marks_words_and_folds_rewording(revision: Revision) -> None:
    """What is gone is a deletion, what is new an insertion; rewording is within details."""
    page = html(revision)
    assert "<del>40</del> (windows broken)" in page
    assert "<ins>14</ins> (windows broken)" in page
    assert "<del>-all</del>" in page and "<ins>+much</ins>" in page
    assert page.index("Values changed (1)") < page.index("<details>")
    assert page.index("<summary>Claims reworded (1)") < page.index("The council <ins>meets</ins>")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text_in_html(base: Briefing, text: str) -> None:
    """Whatever a text holds, the page has the tags it has without, and shows hidden characters."""
    calm = {tag for tag, _ in read(html(hostile(base, "calm"))).tags}
    page = html(hostile(base, text))
    parsed = read(page)
    assert {tag for tag, _ in parsed.tags} == calm
    assert not any(name.startswith("on") for _, attributes in parsed.tags for name in attributes)
    assert not re.search("[\u202e\u200b\u0007]", page)
    if "\u202e" in text:
        assert "⟪U+202E⟫" in page


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text_in_markdown(base: Briefing, text: str) -> None:
    """Whatever a text holds, it brings no link, picture, HTML, heading or code of its own."""
    page = markdown(hostile(base, text))
    calm = markdown(hostile(base, "calm"))
    assert kinds(page) == kinds(calm)
    assert not re.search("[\u202e\u200b\u0007]", page)


def kinds(page: str) -> set[tuple[str, str]]:
    """Return the kinds of all parts of a page of Markdown, of HTML with its words."""
    return {
        (token.type, re.sub(r"\d", "", token.content) if token.type.startswith("html") else "")
        for token in flat(READER.parse(page))
        if token.type != "softbreak"
    }


def flat(tokens: list[Token]) -> list[Token]:
    """Return tokens with those inside them."""
    return [one for token in tokens for one in (token, *flat(token.children or []))]
