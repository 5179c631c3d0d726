"""A shipped set chosen by name: one call for all parts gives what four calls give."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from builders import article, layout
from live_run import run_here
from model_server import Reaction, Seen, saying, within, writing_at_most
from test_extraction import claims, desk, long_article, read, reading, whole

from summarizer import Summarizer
from summarizer.asking import question
from summarizer.errors import InvalidReply, PromptError
from summarizer.prompts import PromptSet, article_view

SINGLE = "single-call"
PARTS = ["layout", "events", "numbers", "quotes"]


def keys(prompts: PromptSet) -> list[str]:
    """Return the keys of the document questions about a made-up article."""
    view = article_view(article("Two bridges close.", "The ferry sails."))
    return [
        question(prompts, name, {"article": view}, model="m", subject="a").key
        for name in prompts.documents
    ]


def test_one_call_gives_what_four_give() -> None:
    """An honest model's claims are the same, from one question a page."""
    text = long_article(2_000)
    with desk(saying(reading), prompt_set=SINGLE) as (summarizer, server):
        found = claims(summarizer.extract(text))
        assert [[*seen.schema["properties"]] for seen in server.requests] == [PARTS]
    assert found == claims(whole(text))


@pytest.mark.parametrize(
    "reaction",
    [within(2200, saying(reading)), writing_at_most(1500, reading)],
    ids=["too long", "cut"],
)
def test_a_long_page_is_asked_in_parts(reaction: Reaction) -> None:
    """Halves of a long page return all parts each, which merge to the claims of the whole."""
    text = long_article(9_000)
    with desk(reaction, prompt_set=SINGLE) as (summarizer, server):
        extracted = summarizer.extract(text)
        assert len(server.requests) >= 3
    assert extracted.failures == extracted.rejections == ()
    assert claims(extracted) == claims(whole(text))


def test_the_layout_of_the_one_answer_rules_its_claims() -> None:
    """What the same answer puts into the furniture gives no claims."""

    def react(seen: Seen) -> Any:
        value = read(seen)
        if "layout" in value:
            value["layout"] = layout((1, 4, 0, "furniture"), (5, 99, 0, "body")).model_dump()
        return saying(json.dumps(value))(seen)

    text = long_article(900)
    with desk(react, prompt_set=SINGLE) as (summarizer, _):
        extracted = summarizer.extract(text)
    places = [int(claim["surface"]) for claim in claims(extracted) if claim["kind"] == "quantity"]
    assert places == [4002, 4003, 4004, 4005, 4006]
    assert {rejection.reason.value for rejection in extracted.rejections} == {"furniture"}


def test_what_did_not_ground_is_asked_again_once() -> None:
    """The follow-up asks about the failed items of all kinds, and adds what it grounds."""
    text = long_article(900)

    def react(seen: Seen) -> Any:
        if "could not be found" in seen.body["messages"][1]["content"]:
            asked = read(seen)
            return saying(json.dumps({part: asked[part][:1] for part in PARTS[1:]}))(seen)
        value = read(seen)
        value["numbers"][0]["surface"] = "9999"
        value["quotes"][0]["words"] = "We wait for no boat"
        return saying(json.dumps(value))(seen)

    with desk(react, prompt_set=SINGLE) as (summarizer, server):
        extracted = summarizer.extract(text)
        assert [
            seen.body["response_format"]["json_schema"]["name"] for seen in server.requests
        ] == [
            "layout_events_numbers_quotes",
            "events_numbers_quotes",
        ]
    assert claims(extracted) == claims(whole(text))


def test_an_invalid_answer_costs_an_article_all_its_parts(articles: Mapping[str, str]) -> None:
    """One answer holds everything, so where it is no reply the article is listed and has no claim."""
    text = long_article(900)

    def react(seen: Seen) -> Any:
        if "Halmstead" in json.dumps(seen.body["messages"]):
            return saying("no JSON")(seen)
        return saying(reading)(seen)

    with desk(react, prompt_set=SINGLE) as (summarizer, _):
        with pytest.raises(InvalidReply, match="'article'"):
            summarizer.extract(articles["bridges.txt"])
        briefing = summarizer.brief([articles["bridges.txt"], text])
    failed = [(failure.stage, failure.reason) for failure in briefing.failures]
    assert (
        "article",
        "the reply to 'article' cannot be read (not JSON (Expecting value at column 1))",
    ) in failed
    assert {stage for stage, _ in failed} <= {"article", "briefing", "rewrite"}
    assert len({claim.source for claim in briefing.claims}) == 1
    assert {claim.kind for claim in briefing.claims} == {"event", "quantity", "quotation"}


def test_a_copy_of_a_set_stands_alone(tmp_path: Path) -> None:
    """The copied files give the keys of the set they came from, without naming that set."""
    folder = tmp_path / "mine"
    assert run_here("prompts", "copy", folder, "--prompt-set", SINGLE).returncode == 0
    assert not [path for path in folder.iterdir() if path.is_dir()]
    assert not (folder / "layout.jinja").exists()  # another set's prompt
    copied, shipped = PromptSet(folder), PromptSet(base=SINGLE)
    assert keys(copied) == keys(shipped)
    assert copied.fingerprints == shipped.fingerprints
    assert keys(copied) != keys(PromptSet())
    assert keys(PromptSet(folder, base=SINGLE)) == keys(shipped)


def test_a_file_is_laid_over_the_chosen_set(tmp_path: Path) -> None:
    """A partial that both sets share changes the question of the set it is laid over."""
    rules = tmp_path / "_rules.jinja"
    rules.write_text("Be exact.\n", encoding="utf-8")
    own = PromptSet(tmp_path, base=SINGLE)
    assert own.documents == ("article",)
    assert own.own_files == ("_rules.jinja",)
    assert keys(own) != keys(PromptSet(base=SINGLE))


def test_python_and_settings_choose_a_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The set is named in Python, by flag, by variable or in the file; the flag wins."""
    with Summarizer(model="m", prompt_set=SINGLE) as summarizer:
        assert summarizer.prompts.documents == ("article",)
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("Two bridges close in Halmstead.\n", encoding="utf-8")
    asked = ("plan", "a.txt", "--model", "m", "--json", "--store", "none.db")

    def prompts(*more: object, **variables: str) -> list[str]:
        rows = json.loads(run_here(*asked, *more, **variables).stdout)["prompts"]
        return [row["prompt"] for row in rows]

    assert prompts() == PARTS
    assert prompts("--prompt-set", SINGLE) == ["article"]
    assert prompts(SUMMARIZER_PROMPT_SET=SINGLE) == ["article"]
    Path("summarizer.toml").write_text(f'prompt_set = "{SINGLE}"\n', encoding="utf-8")
    assert prompts() == ["article"]
    assert prompts("--prompt-set", "default") == PARTS
    listed = run_here("prompts", "list").stdout.splitlines()
    assert [line.split()[0] for line in listed[:2]] == ["prompt", "article"]
    assert listed[0] == f"prompt set {SINGLE}"


@pytest.mark.parametrize(
    "command",
    [
        "brief a.txt",
        "extract a.txt",
        "plan a.txt",
        "store export r a.txt",
        "prompts list",
        "prompts check",
        "prompts show events",
        "prompts copy c",
    ],
)
def test_an_unknown_set_is_one_line(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every command that takes a set says which there are, and does nothing."""
    monkeypatch.chdir(tmp_path)
    options = () if command.startswith("prompts") else ("--model", "m", "--store", "s.db")
    ended = run_here(*command.split(), *options, "--prompt-set", "singel")
    assert (ended.returncode, ended.stdout) == (2, "")
    line = ended.stderr.splitlines()[-1]
    assert line == "summarizer: no prompt set 'singel'; known: default, single-call"
    with pytest.raises(PromptError):
        Summarizer(model="m", prompt_set="singel")
