"""Hidden text: what readers of a page do not see is taken out, what they see stays."""

from __future__ import annotations

import lxml.html
import pytest

from summarizer.web.hidden import strip_hidden


def _seen(body: str, css: str = "", head: str = "") -> str:
    style = f"<style>{css}</style>" if css else ""
    tree = lxml.html.document_fromstring(
        f"<html><head>{head}{style}</head><body><p>Seen.</p> {body}</body></html>"
    )
    strip_hidden(tree)
    return " ".join(tree.body.text_content().split())


HIDING = [
    "display:none",
    "DISPLAY : None !important",
    "display:/* no */none",
    "d\\69 splay:none",  # escaped letters
    "visibility:hidden",
    "visibility: collapse",
    "opacity:0",
    "opacity: 0.0",
    "filter: opacity(0%)",
    "font-size:0",
    "font-size: 0px",
    "font-size:1px",
    "font-size:0.01em",
    "font:0/0 a",
    "position:absolute;left:-9999px",
    "position:fixed; top:-100em",
    "text-indent:-9999px",
    "margin-left:-5000px",
    "transform: translateX(-9999px)",
    "transform:scale(0)",
    "color:#fff;background:#fff",
    "color:#fefefe; background-color: white",
    "color:rgb(255,255,255);background:rgb(250, 250, 250)",
    "color:white",  # on the paper of a page that says nothing else
    "color:transparent",
    "color:rgba(0,0,0,0)",
    "-webkit-text-fill-color: transparent",
    "height:0;overflow:hidden",
    "width:1px; height:1px; overflow:hidden",
    "max-height:0;overflow:hidden",
    "position:absolute;clip:rect(0,0,0,0)",
    "clip-path: inset(100%)",
    "content-visibility:hidden",
]
SHOWING = [
    "display:block",
    "visibility:visible",
    "opacity:0.6",
    "font-size:11px",
    "font-size:0.8em",
    "position:absolute;left:-20px",
    "text-indent:-2em",  # a hanging indent
    "margin-left:-15px",
    "color:#333;background:#fff",
    "color:white;background:#003366",
    "color:white;background:url(sky.png)",
    "color:#fff;background:linear-gradient(red, blue)",
    "height:0",  # its words run over
    "overflow:hidden",
    "height:300px;overflow:hidden",
    "clip:rect(0,0,0,0)",  # holds for what is positioned only
]


@pytest.mark.parametrize("style", HIDING)
def test_hidden_by_its_own_style(style: str) -> None:
    """Words that nobody sees are gone, those around them stay."""
    assert _seen(f'<p>A <span style="{style}">lie <b>told</b></span> here.</p>') == "Seen. A here."


@pytest.mark.parametrize("style", HIDING)
def test_hidden_by_a_plain_rule(style: str) -> None:
    """A rule of the page's own for a class, an id or both hides as well."""
    for selector, attribute in ((".x", 'class="y x"'), ("#x", 'id="x"'), ("span.x", 'class="x"')):
        seen = _seen(f"<p>A <span {attribute}>lie</span> here.</p>", f"{selector} {{{style}}}")
        assert seen == "Seen. A here."


@pytest.mark.parametrize("style", SHOWING)
def test_what_can_be_seen_stays(style: str) -> None:
    """Styles that look alike and hide nothing are left alone."""
    assert _seen(f'<p>A <span style="{style}">word</span> here.</p>') == "Seen. A word here."


@pytest.mark.parametrize(
    ("body", "css", "seen"),
    [
        ("<p hidden>No.</p>", "", ""),
        ('<p hidden="until-found">Yes.</p>', "", "Yes."),  # found by searching
        ("<template><p>No.</p></template>", "", ""),
        ('<span class="sr-only">Opens anew</span>', "", ""),
        ('<p aria-hidden="true">Yes.</p>', "", "Yes."),  # not read aloud, but seen
        # Children of hidden words: some ways can be undone further down, others cannot.
        ('<p style="display:none">No <b style="display:block">no</b></p>', "", ""),
        ('<p style="visibility:hidden">No <b style="visibility:visible">yes</b></p>', "", "yes"),
        ('<p style="font-size:0">No <b style="font-size:12px">yes</b></p>', "", "yes"),
        ('<p style="font-size:0">No <b style="font-size:2em">no</b></p>', "", ""),
        ('<p style="color:#fff">No <b style="color:#000">yes</b></p>', "", "yes"),
        # The paper is that of the nearest element that says so.
        ('<div style="background:#000"><p style="color:#fff">Yes.</p></div>', "", "Yes."),
        ('<div style="background:#000"><p style="color:#000">No.</p></div>', "", ""),
        ('<div class="d"><p class="l">No.</p></div>', ".d{background:red}.l{color:#f00}", ""),
        # The later and the stronger rule holds, and the element's own style before both.
        ('<p class="a">Yes.</p>', ".a{display:none} .a{display:block}", "Yes."),
        ('<p class="a" id="b">Yes.</p>', "#b{display:block} .a{display:none}", "Yes."),
        ('<p class="a">No.</p>', ".a{display:none!important} .a{display:block}", ""),
        ('<p class="a" style="display:block">Yes.</p>', ".a{display:none}", "Yes."),
        # A rule under a condition hides nothing, and leaves open what it may show.
        ('<p class="a">Yes.</p>', "@media print{.a{display:none}}", "Yes."),
        ('<p class="a">No.</p>', "@media screen{.a{display:none}}", ""),
        ('<p class="a">Yes.</p>', ".dark .a{display:none}", "Yes."),
        ('<p class="a">Yes.</p>', ".a{display:none} .js .a{display:block}", "Yes."),
        ('<p class="a">Yes.</p>', ".a:hover{display:none} .a::before{display:none}", "Yes."),
        # Other elements' rules.
        ('<p class="ab">Yes.</p>', ".a{display:none}", "Yes."),
        ('<p class="a">Yes.</p>', ".a.b{display:none}", "Yes."),
        ('<p class="a b">No.</p>', ".a.b{display:none}", ""),
        ('<p class="b">No.</p>', ".a, .b { display: none }", ""),
        # A broken sheet does not stop the reader.
        ('<p class="a">No.</p>', "}} .a{display:none} .c{", ""),
        ('<p class="a">No.</p>', "@import url(x.css); .a{display:none}", ""),
    ],
)
def test_rules_and_inheritance(body: str, css: str, seen: str) -> None:
    """What cannot be told from the page alone is kept."""
    assert _seen(body, css) == f"Seen. {seen}".strip()


def test_white_words_stay_where_an_outside_sheet_may_colour_the_paper() -> None:
    """Without knowing the paper, white ink is not called hidden."""
    sheet = '<link rel="stylesheet" href="site.css">'
    assert _seen('<p style="color:#fff">Yes.</p>', head=sheet) == "Seen. Yes."


@pytest.mark.parametrize(
    "css", ["body{opacity:0}", "html{visibility:hidden}", "body{display:none}"]
)
def test_a_page_that_a_script_shows_is_not_hidden(css: str) -> None:
    """Pages that flash up late hide their whole body first."""
    assert _seen("", css) == "Seen."


def test_what_holds_all_of_the_content_is_not_hidden() -> None:
    """A wrapper of every article is shown by a script; a second, hidden article is not."""
    wrapped = '<div style="opacity:0"><article>Yes.</article></div>'
    assert _seen(wrapped) == "Seen. Yes."
    assert _seen(f"{wrapped}<article>Yes.</article>") == "Seen. Yes."


def test_the_hidden_words_are_counted() -> None:
    """The count is that of the words taken out."""
    tree = lxml.html.document_fromstring(
        '<p>Seen <b style="display:none">one two</b> <i style="font-size:0">three</i></p>'
    )
    assert strip_hidden(tree) == 3
