"""The HTML page without a browser: what it says, where its links lead, what it shows of articles."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from claim_builders import Clip, briefing_of, newsrooms, statements
from hypothesis import HealthCheck, given, settings
from page_builders import HOSTILE, UNCOVERED, framed, hostile_page, newsroom_page, texts_of

from summarizer.briefing import Briefing
from summarizer.errors import UsageError
from summarizer.prompts import PromptSet
from summarizer.rendering import write
from summarizer.rendering.front import story_anchor
from summarizer.rendering.html import html
from summarizer.rendering.html.passages import linked_words
from summarizer.rendering.standing import MEANINGS, mark_of
from summarizer.rendering.telling import reason_told, spoken_iso
from summarizer.texts import ReadText

SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
VOID = frozenset("meta link br img input hr".split())


class Parsed(HTMLParser):
    """A page as a parser reads it: every element with its attributes, and the text of those with id."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[tuple[str, str]] = []
        self.inside: dict[str, str] = {}
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements.append((tag, given))
        if tag not in VOID:
            self.open.append((tag, given.get("id", "")))

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1][0] == tag, f"</{tag}> closes {self.open[-1:]}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if any(tag in ("script", "style") for tag, _ in self.open):
            return
        self.text += data
        for _, name in self.open:
            if name:
                self.inside[name] = self.inside.get(name, "") + data

    def values(self, attribute: str) -> list[str]:
        return [given[attribute] for _, given in self.elements if attribute in given]


def shown(text: str) -> str:
    """Return text as `Parsed` has it, white space apart."""
    return " ".join(text.split())


@pytest.fixture(scope="module")
def briefing(prompts: PromptSet) -> Briefing:
    """Return the newsroom's briefing with its texts, a page with furniture and an embedded article."""
    return newsroom_page(prompts, framed())


@pytest.fixture(scope="module")
def parsed(briefing: Briefing) -> Parsed:
    """Return its page."""
    return Parsed(briefing.html())


# --- citations and links ----------------------------------------------------------------------------


@SLOW
@given(newsrooms)
def test_every_statement_leads_to_the_words_it_rests_on(
    prompts: PromptSet, pages: list[Any]
) -> None:
    """Each citation is a link to the one place that holds its sentence; every id is there once."""
    extractions = [page.extraction() for page in pages]
    made = briefing_of(extractions, prompts).with_texts(texts_of(extractions))
    for page in (made.html("full"), made.html("excerpts"), html(made)):
        parsed = Parsed(page)
        ids = parsed.values("id")
        assert len(ids) == len(set(ids))
        assert {href[1:] for href in parsed.values("href") if href.startswith("#")} <= set(ids)
        for story in made.stories:
            for statement in statements(story):
                assert shown(statement.text) in shown(parsed.text)
                for citation in statement.citations:
                    place = f"w-{citation.source}-{citation.start}"
                    assert f"#{place}" in parsed.values("href")
                    assert shown(citation.words) in shown(parsed.inside[place])


def test_a_highlight_leads_back_to_the_first_statement_on_it(
    briefing: Briefing, parsed: Parsed
) -> None:
    """Without script, too, the number of a cited sentence is a link to a statement that cites it."""
    first = briefing.stories[0].headline
    place = f"w-{first.citations[0].source}-{first.citations[0].start}"
    at = next(n for n, (_, given) in enumerate(parsed.elements) if given.get("id") == place)
    back = next(given["href"] for tag, given in parsed.elements[at + 1 :] if tag == "a")
    assert back == f"#s-{first.id}"


@pytest.mark.parametrize(
    ("url", "words", "link"),
    [
        ("https://a.example/", "It burned.", "https://a.example/#:~:text=It%20burned."),
        # what separates in a fragment is encoded
        ("https://a.example/", "a-b, c & d", "https://a.example/#:~:text=a%2Db%2C%20c%20%26%20d"),
        # a fragment of its own stays
        ("https://a.example/#x", "It", "https://a.example/#x:~:text=It"),
        # of a long sentence its ends
        (
            "https://a.example/",
            "one two three four five six seven eight nine ten eleven",
            "https://a.example/#:~:text=one%20two%20three%20four%20five,"
            "seven%20eight%20nine%20ten%20eleven",
        ),
        ("https://a.example/", "naïve “é”", "https://a.example/#:~:text=na%C3%AFve%20%E2%80%9C%C3%A9%E2%80%9D"),
        ("", "It burned.", ""),  # no address, no link
    ],
)  # fmt: skip
def test_the_link_to_an_outlet_finds_the_words(url: str, words: str, link: str) -> None:
    """The text fragment is encoded as browsers read it."""
    assert linked_words(url, words) == link


def test_links_to_outside_are_plain_web_addresses(parsed: Parsed) -> None:
    """A source's address is linked without telling where the reader comes from."""
    outside = [
        given for tag, given in parsed.elements if tag == "a" and not given["href"].startswith("#")
    ]
    assert {given["href"].partition("#")[0] for given in outside} == {
        "https://coast.example/ferry?a=1&b=2"
    }
    assert len(outside) >= 2
    assert {given["rel"] for given in outside} == {"noopener noreferrer"}


# --- articles ---------------------------------------------------------------------------------------


def source_of(briefing: Briefing, label: str) -> str:
    """Return the anchor of a source by its label."""
    return next(f"src-{s.source}" for s in briefing.sources if s.label == label)


def test_in_full_an_article_stands_whole_as_read(briefing: Briefing) -> None:
    """Every line of every article is there, once, with its white space."""
    page = Parsed(briefing.html("full"))
    for source in briefing.sources:
        if source.embedded_in is None:
            told = page.inside[f"src-{source.source}"]
            for line in briefing.texts[source.sha256].text.split("\n"):
                assert line in told
    assert page.text.count("Share this page") == 1


def test_furniture_and_embedded_articles_are_set_off(briefing: Briefing) -> None:
    """What is no part of the article is in a block of its own that says so."""
    page = briefing.html("full")
    text = page[page.index(f'id="{source_of(briefing, "Coast Herald")}"') :]
    blocks = re.findall(
        r'(?:<p class="apart">([^<]*)</p>\s*)?<div class="b ([^"]*)">(.*?)</div>', text, re.S
    )
    told = [(note, kind, re.sub("<[^>]*>", "", body)) for note, kind, body in blocks]
    assert told[0] == ("", "z-furniture", "Home | News | Sport\n")
    folded = re.search(
        r'<details class="fold"><summary>([^<]*)</summary>(.*?)</details>', text, re.S
    )
    assert folded and folded[1] == "Page furniture"  # not above the first sentence
    assert "Home | News | Sport" in folded[2]
    assert ("Page furniture", "z-furniture") in [entry[:2] for entry in told]  # below it says so
    assert told[1][:2] == ("", "z-title")
    embedded = [entry for entry in told if entry[1].endswith(" em")]
    assert embedded[0][:2] == ("Another article on this page: Inner Page", "z-title em")
    assert embedded[1][0] == ""  # said once
    assert "levy tariffs" in embedded[1][2]


def test_furniture_is_folded_up_to_the_first_sentence(prompts: PromptSet) -> None:
    """A count of comments below the title does not stand above the words; a line below them does."""
    clip = Clip(
        "Mill of Oxmere burned down\n16 comments\nThe mill of Oxmere burned down.\nShare this\n",
        "Mill Post",
        zones={1: ("title", 0), 2: ("furniture", 0), 4: ("furniture", 0)},
    )
    clip.event("The mill of Oxmere burned down.", topic="accident")
    extractions = [clip.extraction()]
    page = briefing_of(extractions, prompts).with_texts(texts_of(extractions)).html("full")
    folded = re.findall(r'<details class="fold">(.*?)</details>', page, re.S)
    assert len(folded) == 1
    assert "16 comments" in folded[0]
    assert "Share this" in page.replace(folded[0], "")


def test_an_embedded_article_leads_to_the_page_it_stands_on(briefing: Briefing) -> None:
    """The embedded source has an entry of its own, its words are in the text of the page."""
    page = Parsed(briefing.html("full"))
    inner = page.inside[source_of(briefing, "Inner Page")]
    assert "another article on the page of Coast Herald" in inner
    assert "levy tariffs" not in inner
    assert f"#{source_of(briefing, 'Coast Herald')}" in page.values("href")


def test_excerpts_are_the_cited_sentences_with_a_neighbour_each(briefing: Briefing) -> None:
    """Nothing else of an article is handed on, and furniture never is; gaps are marked."""
    page = Parsed(briefing.html("excerpts"))
    herald = page.inside[source_of(briefing, "Coast Herald")]
    assert "Home | News | Sport" not in herald
    assert "Share this page" not in herald
    assert "The ferry of Oxmere ran aground on Tuesday." in herald


def test_an_excerpt_keeps_one_sentence_on_either_side(prompts: PromptSet) -> None:
    """Of eleven sentences with one cited, three are shown."""
    lines = [f"Line {word} says little." for word in "a b c d e".split()]
    text = "\n".join([*lines, "The mill of Oxmere burned down.", *reversed(lines)])
    clip = Clip(text.replace("Line e says little.", "Line e stands beside.", 1), "Mill Post")
    clip.event("The mill of Oxmere burned down", topic="accident")
    extractions = [clip.extraction()]
    made = briefing_of(extractions, prompts).with_texts(texts_of(extractions))
    page = Parsed(made.html("excerpts"))
    shelf = page.inside[f"src-{made.sources[0].source}"]
    assert "Line e stands beside." in shelf
    assert "Line e says little." in shelf
    assert not re.search("Line [abcd]", shelf)
    assert shelf.count("[…]") == 1  # before; nothing is said of what follows


@pytest.mark.parametrize(("articles", "is_whole"), [(10, True), (11, False)])
def test_up_to_ten_articles_are_shown_whole(
    prompts: PromptSet, articles: int, is_whole: bool
) -> None:
    """The default is full up to ten articles and excerpts beyond."""
    clips = []
    for number in range(articles):
        clip = Clip(
            f"The mill number {number} burned down.\nA\nB\nFar away line of {number}\n",
            f"Post {number}",
        )
        clip.event(f"The mill number {number} burned down", topic="accident")
        clips.append(clip.extraction())
    made = briefing_of(clips, prompts).with_texts(texts_of(clips))
    assert ("Far away line of 3" in made.html()) is is_whole
    assert "Far away line of 3" in made.html("full")
    assert "Far away line of 3" not in made.html("excerpts")


def test_read_back_from_its_file_a_page_shows_the_sentences_cited(briefing: Briefing) -> None:
    """JSON holds no articles: what it cites is all that the page can show, and it says so."""
    back = Briefing.model_validate_json(briefing.as_json())
    assert back == briefing
    page = Parsed(back.html("full"))
    assert "The ferry of Oxmere ran aground on Tuesday." in page.text
    assert "Home | News | Sport" not in page.text
    assert "The sentences that the briefing cites." in page.text


def test_another_text_is_refused(briefing: Briefing) -> None:
    """A text that is not the one a source was read from would put highlights on the wrong words."""
    digest = briefing.sources[0].sha256
    with pytest.raises(UsageError, match="is not the one that was read"):
        html(briefing, {digest: ReadText("Something else.")})


def test_texts_are_no_part_of_the_file(briefing: Briefing) -> None:
    """Neither JSON nor equality know of the texts beside a briefing."""
    without = briefing.with_texts({})
    assert without.as_json() == briefing.as_json()
    assert without == briefing
    assert without.html() != briefing.html()
    assert briefing != "a page"
    assert briefing != briefing.model_copy(update={"notes": ["x"]})


# --- what is told of a statement --------------------------------------------------------------------


def test_every_statement_and_row_is_explained(briefing: Briefing, parsed: Parsed) -> None:
    """Claims, their grounding, who says them and what was judged are told below each statement."""
    for story in briefing.stories:
        for statement in statements(story):
            told = parsed.inside[f"s-{statement.id}"]
            for name in statement.claims:
                assert name in told
            assert MEANINGS[mark_of(statement)][1] in told
        for row in story.figures:
            assert any(
                all(value.claim in text for value in row.values)
                for name, text in parsed.inside.items()
                if name.startswith("row-")
            )
    reasons = {judged.reason for story in briefing.stories for judged in story.judgements}
    assert reasons
    assert all(reason in parsed.text for reason in reasons)


def test_marks_say_what_they_mean(briefing: Briefing, parsed: Parsed) -> None:
    """Each statement carries its level in words, described by the legend."""
    described = {
        given["href"]: given["aria-describedby"]
        for _, given in parsed.elements
        if given.get("class", "").startswith("mark mk-") and "href" in given
    }
    levels = {s.support.level for story in briefing.stories for s in statements(story)}
    assert {f"#k-{level}" for level in levels - {"single_outlet"}} <= described.keys()
    assert described.keys() <= {f"#k-{name}" for name in MEANINGS}
    assert all(href == f"#{name}" for href, name in described.items())
    unverified = [
        s
        for story in briefing.stories
        for x in story.sections
        if x.kind == "unverified"
        for s in x.statements
    ]
    assert unverified
    assert all("unverified" in parsed.inside[f"s-{s.id}"] for s in unverified)


def test_what_is_left_out_and_what_failed_is_listed(briefing: Briefing) -> None:
    """Every item left out stands on the page with its reason; failures have a panel of their own."""
    from summarizer.briefing import Failed

    failed = Failed(name="a.txt", stage="events", reason="declined by the model")
    page = Parsed(briefing.model_copy(update={"failures": [failed]}).html())
    assert briefing.left_out
    for item in briefing.left_out:
        assert shown(item.text) in shown(page.inside["left"])
    assert "declined by the model" in page.inside["failed"]
    assert "failed" not in Parsed(briefing.html()).inside


def test_what_is_left_out_leads_to_its_sentence(briefing: Briefing) -> None:
    """Each item of an article shown whole is a link, in the order of its text; its id is a tooltip."""
    text = briefing.html("full")
    page = Parsed(text)
    claims = {claim.id: claim for claim in briefing.claims}
    left = text[text.index('<section class="left"') :].partition("</section>")[0]
    for group in re.findall(r'<p class="of">.*?</ul>', left, re.S):
        names = re.findall(r'<li dir="auto" title="Claim (\w+)"><a href="#([^"]+)">', group)
        assert len(names) == group.count("<li")
        starts = [claims[name].start for name, _ in names]
        assert starts == sorted(starts)
        for name, anchor in names:
            claim = claims[name]
            source = next(s for s in briefing.sources if s.source == claim.source)
            words = briefing.texts[source.sha256].text[claim.start : claim.end]
            assert shown(words)[:20] in shown(page.inside[anchor])
    assert "Claim" not in page.inside["left"]
    assert "less weighty than what is printed" in reason_told("below_length")


def test_other_stories_are_named_with_date_and_kind_after_the_first(briefing: Briefing) -> None:
    """A toll of another day never stands above the headline, and never without its day."""
    briefing = briefing.model_copy(update={"stories": briefing.stories[:2]})
    text = briefing.html()
    at = text.index('id="others"')
    assert text.index("</article>") < at < text.index(f'id="{story_anchor(briefing.stories[1])}"')
    told = shown(Parsed(text).inside["others"])
    for story in briefing.stories[1:]:
        when = spoken_iso(story.dates) if story.dates else "date unknown"
        assert f"{when[:1].upper()}{when[1:]} — another story" in told


def test_sources_stand_in_the_order_of_use(briefing: Briefing) -> None:
    """The outlet cited first comes first; text that a machine made comes last."""
    sources = [
        s.model_copy(update={"kind": "machine_made"}) if s == briefing.sources[0] else s
        for s in briefing.sources
    ]
    changed = briefing.model_copy(update={"sources": sources})
    used = changed.html().partition("Read, not used")[0]
    found = re.findall(r'<section class="src" id="src-([^"]+)"', used)
    first = next(
        c.source
        for c in briefing.stories[0].headline.citations
        if c.source != briefing.sources[0].source
    )
    assert found[0] == first
    assert found[-1] == briefing.sources[0].source


def test_a_briefing_without_stories_is_a_page_too(briefing: Briefing) -> None:
    """Sources and counts are shown even where nothing is told."""
    page = Parsed(briefing.model_copy(update={"stories": []}).html())
    assert [tag for tag, _ in page.elements].count("h1") == 1
    assert "No story was told." in page.text
    assert "How this was made" in page.text


# --- structure and safety ---------------------------------------------------------------------------


def test_headings_go_down_one_by_one(parsed: Parsed) -> None:
    """One h1, and no level is left out on the way down."""
    levels = [int(tag[1]) for tag, _ in parsed.elements if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_policy_allows_the_style_and_script_of_the_page_alone(briefing: Briefing) -> None:
    """The hashes are those of the one style and the one script; nothing inline is allowed besides."""
    page = briefing.html()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    told = policy[1].replace("&#39;", "'")
    for tag in ("style", "script"):
        found = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.S)
        assert len(found) == 1
        digest = base64.b64encode(hashlib.sha256(found[0].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in told
    assert told.startswith("default-src 'none'; ")
    assert told.endswith("base-uri 'none'; form-action 'none'")
    assert "unsafe" not in told


@pytest.mark.parametrize("shape", ["full", "excerpts", None])
def test_hostile_words_are_text(prompts: PromptSet, shape: Any) -> None:
    """No element, attribute or link of the page comes from an article, a model or a caller."""
    briefing = hostile_page(newsroom_page(prompts, framed()))
    page = Parsed(briefing.html(shape))
    harmless = Parsed(newsroom_page(prompts, framed()).html(shape))
    assert {tag for tag, _ in page.elements} <= {tag for tag, _ in harmless.elements} | {"svg"}
    names = {name for _, given in page.elements for name in given}
    assert not [name for name in names if name.startswith("on") or name == "style"]
    assert all(re.match("#|https://post.example/", href) for href in page.values("href"))
    assert UNCOVERED in page.text
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202e\U000e0041]", briefing.html(shape)
    )
    assert shown(HOSTILE.partition("evil")[0]) in shown(page.text)


@pytest.mark.parametrize("text", ["half \ud800 pair", "a\u2028b", "a\r\nb", "nul\x00"])
def test_odd_characters_do_not_cost_the_page(briefing: Briefing, text: str) -> None:
    """Whatever a note holds, the page is written as UTF-8."""
    page = briefing.model_copy(update={"notes": [text]}).html()
    assert page.encode("utf-8").decode("utf-8") == page
    assert "\u2028" not in page


# --- files ------------------------------------------------------------------------------------------


def test_the_same_briefing_gives_the_same_bytes(prompts: PromptSet, briefing: Briefing) -> None:
    """Made again from the same articles, the page is the same."""
    assert newsroom_page(prompts, framed()).html() == briefing.html()


def test_a_page_is_written_by_its_ending(briefing: Briefing, tmp_path: Path) -> None:
    """One call writes the page beside the other forms, with the articles as asked for."""
    briefing.write(tmp_path / "today.html", tmp_path / "today.json")
    assert (tmp_path / "today.html").read_text(encoding="utf-8") == briefing.html()
    write(briefing, tmp_path / "short.html", "excerpts")
    assert (tmp_path / "short.html").read_text(encoding="utf-8") == briefing.html("excerpts")
    assert json.loads((tmp_path / "today.json").read_text(encoding="utf-8"))["version"] == 1
