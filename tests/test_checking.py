"""A page edited by a person: every change without support is found, and nothing else is."""

from __future__ import annotations

import pytest
from claim_builders import briefing_of, newsroom

from summarizer.briefing import Briefing
from summarizer.checking import check_page
from summarizer.prompts import PromptSet
from summarizer.restoring import Restored, restored


@pytest.fixture(scope="module")
def against(prompts: PromptSet) -> Restored:
    """A briefing of made-up articles, read back from its file."""
    written = briefing_of((clip.extraction() for clip in newsroom()), prompts).as_json()
    return restored(Briefing.model_validate_json(written))


def edited(against: Restored, old: str, new: str) -> str:
    """Return the briefing's page with one change, which must be one."""
    page = against.briefing.markdown
    assert page.count(old) >= 1, old
    return page.replace(old, new, 1)


def line_of(against: Restored, words: str) -> str:
    """Return the first bullet or paragraph of the page that has these words."""
    lines = against.briefing.markdown.splitlines()
    return next(line for line in lines if words in line and not line.startswith("#"))


def test_an_unchanged_page_has_its_support(against: Restored) -> None:
    """The page as it was written, and with other white space, has no finding."""
    page = against.briefing.markdown
    assert check_page(page, against) == []
    assert check_page(page.replace("- ", "-  ").replace("\n", "  \n"), against) == []


CHANGES = [
    # what an editor might do, and a word of what is found
    ("Twenty-three people", "Twenty-four people", "'Twenty-four'"),  # another number
    ("Ada Brandt", "Ida Brandt", "'Ida'"),  # another name
    ("We counted the blasts", "We heard the blasts", "We heard the blasts"),  # another quotation
    ("At least 23 people were wounded", "At most 23 people were wounded", "23"),  # another bound
]


@pytest.mark.parametrize(("old", "new", "found"), CHANGES)
def test_a_change_without_support_is_found(
    against: Restored, old: str, new: str, found: str
) -> None:
    """A number, name, quotation or bound that the cited sentences do not carry is listed."""
    findings = check_page(line_of(against, old).replace(old, new), against)
    assert any(found in finding.problem for finding in findings), findings


def test_shorter_words_with_the_same_support_pass(against: Restored) -> None:
    """An editor may say less: what is left still stands in the cited sentences."""
    line = line_of(against, "Vandria launched 550 drones at Oxmere")
    shorter = line.replace(" overnight", "")
    assert shorter != line
    assert check_page(shorter, against) == []


@pytest.mark.parametrize("mark", ["one outlet", "partly one outlet", "disputed", "derived"])
def test_the_word_after_a_sentence_needs_no_support(against: Restored, mark: str) -> None:
    """A mark is the page's own: "one outlet" is no number that the next sentence has to cite."""
    line = line_of(against, "Vandria launched 550 drones at Oxmere").replace(" overnight", "")
    assert check_page(f"{line} *({mark})* {line.removeprefix('- ')}", against) == []
    added = f"{line} *({mark}, 99)*"
    assert [finding.problem for finding in check_page(added, against)] != []


def test_what_cites_nothing_may_hold_nothing(against: Restored) -> None:
    """Numbers, names and quotations of a sentence without citation are listed, each one."""
    added = "Then came 99 boats to Quillport, and “nobody slept”.\n"
    problems = [finding.problem for finding in check_page(added, against)]
    assert len(problems) == 3
    for words in ("'99'", "'Quillport'", "nobody slept"):
        assert any(words in problem for problem in problems)
    assert check_page("Some were asleep.\n", against) == []


def test_a_citation_of_nothing_is_found(against: Restored) -> None:
    """A link to a sentence that the briefing does not cite carries nothing."""
    source = against.briefing.sources[0].source
    page = f"It burned. \\[Somebody [99](#s-{source}-99)\\]\n"
    assert ["99" in f.problem for f in check_page(page, against)] == [True]


def test_words_of_a_source_cannot_be_edited(against: Restored) -> None:
    """A changed endnote is found: the words there are the source's."""
    page = against.briefing.markdown
    endnote = next(line for line in page.splitlines() if line.startswith("- <a id="))
    before, words = endnote.split(": ", 1)
    for changed in (f"{before}: It is said that {words}", f"{endnote} And more."):
        found = [finding.problem for finding in check_page(changed, against)]
        assert found == ["the words are not those of the source"]


def test_a_finding_names_its_line(against: Restored) -> None:
    """Lines are counted as an editor's program counts them."""
    page = "# Morning\n\nSome were asleep.\nThen came 99 boats.\n"
    assert [finding.line for finding in check_page(page, against)] == [4]
