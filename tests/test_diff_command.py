"""`diff` on the command line: forms, files, rules and exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from claim_builders import newsroom
from revision_builders import changed, claim, newsroom_told
from test_eval_command import run

from summarizer.prompts import PromptSet

FLAMES = "Drones set the harbour of Oxmere on fire"


@pytest.fixture
def files(prompts: PromptSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder, the working one, with two briefings and rules files."""
    monkeypatch.chdir(tmp_path)
    base = newsroom_told(prompts)

    def edit(made: dict[str, Any]) -> None:
        claim(made, "40")["value"] = 14
        claim(made, FLAMES)["where"] = "Quillport"

    Path("old.json").write_text(base.as_json(), encoding="utf-8")
    Path("new.json").write_text(changed(base, edit).as_json(), encoding="utf-8")
    Path("strict.toml").write_text("[change]\nchanged_values = 0\n")
    Path("mild.toml").write_text('[change]\nchanged_values = "5 %"\n[new]\nfailures = 0\n')
    return tmp_path


def test_what_changed_is_printed(files: Path) -> None:
    """Markdown by default, JSON if asked, and code 0 whatever changed."""
    ran = run("diff", "old.json", "new.json")
    assert (ran.code, ran.err) == (0, "")
    assert "**value: 40 → 14**" in ran.out
    told = json.loads(run("diff", "old.json", "new.json", "--json").out)
    assert (told["old"], told["new"]) == ("old.json", "new.json")
    assert told["counts"]["claims"] == {"reworded": 1, "unchanged": 20, "value_changed": 1}


def test_identical_briefings_are_told_in_one_line(files: Path) -> None:
    """A briefing and itself: one line, code 0."""
    ran = run("diff", "old.json", "old.json")
    assert (ran.code, ran.out) == (0, "The two briefings are identical.\n")


def test_several_files_are_written(files: Path) -> None:
    """The ending says the form; an unknown one is refused before anything is written."""
    ran = run("diff", "old.json", "new.json", "-o", "x.md", "-o", "x.json", "-o", "x.html")
    assert (ran.code, ran.out) == (0, "")
    assert Path("x.md").read_text(encoding="utf-8") == run("diff", "old.json", "new.json").out
    assert json.loads(Path("x.json").read_text(encoding="utf-8"))["version"] == 1
    assert Path("x.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    ran = run("diff", "old.json", "new.json", "-o", "y.md", "-o", "y.pdf")
    assert ran.code == 2
    assert "y.pdf" in ran.err and ".html, .json, .md" in ran.err
    assert not Path("y.md").exists()


def test_rules_decide_the_exit_code(files: Path) -> None:
    """A rule that is not met ends with 8 and is named; the table is printed beside files too."""
    ran = run("diff", "old.json", "new.json", "--rules", "strict.toml")
    assert (ran.code, ran.err) == (8, "not met: change.changed_values\n")
    assert "| change.changed_values | at most 0 | 22 claims | 1 | **no** |" in ran.out
    ran = run("diff", "old.json", "new.json", "--rules", "mild.toml", "-o", "x.md")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[2:] == [
        "| change.changed_values | at most 5 % | 22 claims | 1 (4.55 %) | yes |",
        "| new.failures | at most 0 | 0 | 0 | yes |",
    ]
    same = run("diff", "old.json", "old.json", "--rules", "strict.toml")
    assert same.code == 0
    assert "identical" in same.out and "| yes |" in same.out


def test_the_articles_give_their_sentences(files: Path) -> None:
    """A sentence that no briefing cites is quoted from the article, where that is given."""
    bare = run("diff", "old.json", "new.json").out
    assert "which neither briefing cites" in bare
    Path("texts").mkdir()
    for number, clip in enumerate(newsroom()):
        Path(f"texts/{number}.txt").write_text(clip.document.text, encoding="utf-8", newline="")
    full = run("diff", "old.json", "new.json", "--articles", "texts").out
    assert f"source: “{FLAMES}”" in full
    assert "which neither briefing cites" not in full


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("none.json", "new.json"), "none.json cannot be read"),
        (("old.json", "strict.toml"), "strict.toml is no briefing as JSON"),
        (("old.json", "new.json", "--rules", "old.json"), "old.json is no TOML"),
    ],
)
def test_a_bad_file_is_named(files: Path, arguments: tuple[str, ...], named: str) -> None:
    """What cannot be read ends with 2, nothing on standard output, and its name."""
    ran = run("diff", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert named in ran.err
