"""Rules: what a file may say, and what keeps to it; a figure that cannot be computed does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from revision_builders import changed, claim, newsroom_told

from summarizer.briefing import Briefing
from summarizer.errors import UsageError
from summarizer.prompts import PromptSet
from summarizer.revision import diff
from summarizer.revision.changes import Verdict
from summarizer.revision.rules import judged, read_rules, rules_of


@pytest.fixture(scope="module")
def base(prompts: PromptSet) -> Briefing:
    """Return the older briefing, of 22 claims in four articles."""
    return newsroom_told(prompts)


def worse(made: dict[str, Any]) -> None:
    """Change a value, a speaker, take two claims away, and let rates and tokens rise."""
    claim(made, "40")["value"] = 14
    claim(made, "Nobody sells below cost")["speaker"] = "Ada Brandt"
    for words in ("Five", "At least 23"):
        made["claims"].remove(claim(made, words))
    made["counts"] |= {"claims": 20, "rejected": {"no_figure": 5}, "uncovered_numbers": 3}
    made["counts"] |= {"statements": 10, "written_by_rule": 1}
    made["provenance"]["input_tokens"] = 12000
    made["failures"] = [{"name": "a.txt", "stage": "numbers", "reason": "refused"}]


def verdict(base: Briefing, new: Briefing, table: str, key: str, limit: object) -> Verdict:
    """Return what one rule finds."""
    rules = rules_of({table: {key: limit}}, where="rules.toml")
    (found,) = judged(diff(base, new), rules, base, new).rules
    return found


@pytest.mark.parametrize(
    ("table", "key", "met", "missed", "new"),
    [
        ("change", "removed_claims", 2, 1, "2"),
        ("change", "removed_claims", "9.1 %", "9 %", "2 (9.09 %)"),  # of 22
        ("change", "changed_values", 1, 0, "1"),
        ("change", "changed_values", "5%", "4%", "1 (4.55 %)"),
        ("change", "speaker_changes", 1, 0, "1"),
        ("change", "rejected_rate", "15.7 %", "15.6 %", "20 %"),  # from 1/23: points
        ("change", "uncovered_numbers", 3, 2, "3"),
        ("change", "tokens_per_article", 750, 749, "3,250"),  # from 2,500
        ("change", "tokens_per_article", "30 %", "29 %", "3,250"),  # of the old figure
        ("change", "failures", 1, 0, "1"),
        ("new", "rejected_rate", "20 %", "19.9 %", "20 %"),
        ("new", "uncovered_numbers", 3, 2, "3"),
        ("new", "tokens_per_article", 3250, 3249, "3,250"),
        ("new", "fallback_share", "10 %", "9 %", "10 %"),
        ("new", "failures", 1, 0, "1"),
    ],
)
def test_a_rule_is_met_up_to_its_limit(
    base: Briefing, table: str, key: str, met: Any, missed: Any, new: str
) -> None:
    """At the limit a rule is met, beyond it not; the figure of the newer briefing is told."""
    other = changed(base, worse)
    kept, broken = (verdict(base, other, table, key, limit) for limit in (met, missed))
    assert (kept.is_met, broken.is_met) == (True, False)
    assert kept.new == broken.new == new


@pytest.mark.parametrize(
    ("table", "key"),
    [("new", "tokens_per_article"), ("change", "tokens_per_article"), ("new", "fallback_share")],
)
def test_what_cannot_be_computed_is_not_met(base: Briefing, table: str, key: str) -> None:
    """Without tokens or statements there is no figure: that is told, and the rule is not met."""

    def empty(made: dict[str, Any]) -> None:
        made["provenance"] |= {"input_tokens": 0, "output_tokens": 0}
        made["counts"] |= {"statements": 0, "written_by_rule": 0}

    limit = "100 %" if key == "fallback_share" else 10**9
    found = verdict(base, changed(base, empty), table, key, limit)
    assert (found.is_met, found.new) == (False, None)
    assert found.why in ("no tokens are told", "there is no statement")


def test_a_removed_article_can_be_forbidden(base: Briefing) -> None:
    """Claims of an article that went count for no other rule, so it has its own."""

    def without(made: dict[str, Any]) -> None:
        gone = claim(made, "4.2%")["source"]
        for name in ("claims", "sources", "left_out"):
            made[name] = [one for one in made[name] if one["source"] != gone]
        made["stories"].pop()

    other = changed(base, without)
    assert verdict(base, other, "change", "removed_claims", 0).is_met
    assert not verdict(base, other, "change", "removed_articles", 0).is_met


def test_briefings_with_nothing_in_common_meet_no_rule(base: Briefing) -> None:
    """Where no article is in both, nothing was compared, so no count of changes is met."""

    def other(made: dict[str, Any]) -> None:
        for number, source in enumerate(made["sources"]):
            source |= {"sha256": f"{number:064}", "path": f"{number}.txt"}

    found = verdict(base, changed(base, other), "change", "removed_claims", 100)
    assert (found.is_met, found.new, found.why) == (
        False,
        None,
        "the two have no claim of one article",
    )


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[old]\nfailures = 0\n", "unknown table [old]; known: new, change"),
        ("[new]\nremoved_claims = 0\n", "unknown key 'removed_claims' in [new]; known: rejected_"),
        ("[change]\nrejections = 0\n", "unknown key 'rejections' in [change]; known: removed_cla"),
        ("failures = 0\n", "unknown table [failures]; known: new, change"),
        ("new = 3\n", "write [new]"),
        ("[new]\n", "sets no limit"),
        ("[new\n", "is no TOML"),
        ("[change]\nremoved_claims = 0.05\n", 'a whole number from 0, or a share as "5 %"'),
        ("[change]\nremoved_claims = -1\n", "no limit"),
        ("[change]\nremoved_claims = true\n", "no limit"),
        ('[change]\nremoved_claims = "5"\n', "no limit"),
        ("[new]\nrejected_rate = 5\n", 'it takes a share as "5 %"'),
        ('[new]\nfailures = "5 %"\n', "it takes a whole number from 0"),
        ('[change]\nremoved_articles = "5 %"\n', "it takes a whole number from 0"),
    ],
)
def test_a_file_that_says_something_else_is_refused(tmp_path: Path, text: str, named: str) -> None:
    """The error names the file, what is wrong, and what is known."""
    path = tmp_path / "rules.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_rules(path)
    assert str(path) in str(caught.value)
    assert named in str(caught.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """A file that is not there is a mistake of usage."""
    with pytest.raises(UsageError, match="cannot be read"):
        read_rules(tmp_path / "none.toml")
