"""The whole way through a prompt change, on the fixtures: before, what it touches, after, and back."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from live_run import ARTICLES, ROOT, live, recorded, run_here
from model_server import ModelServer, Seen, saying

from summarizer.prompts import PromptSet

PLANTED = (
    "some 125,000",
    "soldier",
    "person",
)  # a figure nobody prints: what it counts, then and now


def numbers_changed(seen: Seen) -> str:
    """Return what was recorded; to a question that lists figures, with the planted change."""
    name = _kind_of(seen.body)
    if name not in {"numbers", "quantities_relations_sums"}:
        return recorded(seen)
    reply = _nearest(name, seen.body["messages"][-1]["content"])
    for item in reply.get("numbers", ()):
        if item["surface"] == PLANTED[0]:
            assert item["unit"] == PLANTED[1]
            item["unit"] = PLANTED[2]
    return json.dumps(reply, ensure_ascii=False)


def _nearest(name: str, shown: str) -> dict[str, Any]:
    """Return the recorded reply to a question of this kind that shows most of the same lines."""
    lines = set(shown.split("\n"))
    found = [
        line
        for path in sorted((ROOT / "fixtures/recordings").glob("*.jsonl"))
        for line in map(json.loads, path.read_text(encoding="utf-8").splitlines())
        if _kind_of(line["request"]) == name
    ]
    best = max(
        found, key=lambda one: len(lines & {*one["request"]["messages"][-1]["content"].split("\n")})
    )
    reply: dict[str, Any] = json.loads(best["reply"])
    return reply


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A store with a first run: the fixtures, with their recorded answers."""
    store = tmp_path / "desk.db"
    first = run_here(
        "brief", ARTICLES, "--replay", ROOT / "fixtures/recordings", "--store", store,
        "-o", tmp_path / "first.json",
    )  # fmt: skip
    assert first.returncode == 0, first.stderr
    return store


def test_a_prompt_change_from_plan_to_diff_and_back(desk: Path, tmp_path: Path) -> None:
    """Only what an edit touches is asked, the diff has that change, without the edit all is back."""
    own = tmp_path / "own"
    assert run_here("prompts", "copy", own).returncode == 0
    text = PromptSet().sources["numbers.jinja"]
    edited = text.replace("in page order: numerals", "in the order of the page: numerals")
    line = next(
        n for n, told in enumerate(edited.split("\n"), 1) if "the order of the page" in told
    )
    (own / "numbers.jinja").write_text(edited, encoding="utf-8")

    planned = run_here("plan", "last", "--prompts", own, "--store", desk)
    *rows, asked = planned.stdout.splitlines()
    assert rows == [
        "layout   5 fresh",
        "events   5 fresh",
        f"numbers  5 stale (numbers.jinja line {line})",
        "quotes   5 fresh",
    ]
    assert asked.startswith("to ask: 5 calls, ")

    second = tmp_path / "second.json"
    with ModelServer(saying(numbers_changed)) as server:
        options = live(server, desk, "-o", second)
        changed = run_here("brief", "last", "--prompts", own, *options)
        assert changed.returncode == 0, changed.stderr
        kinds = Counter(_kind_of(seen.body) for seen in server.requests)
    # The figure is compared anew; no sentence rests on it, so no prose is asked for.
    assert kinds == {"numbers": 5, "quantities_relations_sums": 1}

    found = json.loads(run_here("diff", "last~1", "last", "--store", desk, "--json").stdout)
    (told,) = found["claims"]
    assert told["outcomes"] == ["value_changed"] and PLANTED[0] in told["new"]["text"]
    assert [(f["name"], f["old"], f["new"]) for f in told["fields"]] == [("unit", *PLANTED[1:])]
    assert {*found["counts"].pop("claims")} == {"unchanged", "value_changed"}
    assert {outcome for counts in found["counts"].values() for outcome in counts} == {"unchanged"}
    assert [(t["file"], t["lines"]) for t in found["templates"]] == [("numbers.jinja", f"{line}")]

    rules = tmp_path / "rules.toml"
    rules.write_text("[change]\nchanged_values = 0\nremoved_claims = 0\n", encoding="utf-8")
    judged = run_here("diff", "last~1", "last", "--store", desk, "--rules", rules)
    assert judged.returncode == 8
    assert judged.stderr.splitlines()[-1] == "not met: change.changed_values"

    first = (tmp_path / "first.json").read_bytes()
    assert second.read_bytes() != first
    third = tmp_path / "third.json"
    restored = run_here("brief", "last", "--store", desk, "-o", third)  # no model, no server
    assert restored.returncode == 0, restored.stderr
    assert third.read_bytes() == first
    as_was = run_here("brief", "last~1", "--as-was", "--store", desk, "-o", third)
    assert as_was.returncode == 0, as_was.stderr
    assert third.read_bytes() == second.read_bytes()
    assert (
        run_here(
            "prompts", "copy", "--from", "last~1", tmp_path / "kept", "--store", desk
        ).returncode
        == 0
    )
    assert (tmp_path / "kept/numbers.jinja").read_text(encoding="utf-8") == edited


def _kind_of(body: Mapping[str, Any]) -> str:
    name: str = body["response_format"]["json_schema"]["name"]
    return name
