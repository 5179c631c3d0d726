"""`prompts try` from end to end: what it says before, prints after, and how it ends without a model."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from live_run import ARTICLES, KEY, RECORDED, ROOT, live, run_here
from model_server import ModelServer, Seen, fitting, saying
from run_builders import run_of

from summarizer.archive import Archive
from summarizer.prompts import PromptSet, shipped_directory
from summarizer.reading import named_in_folders, read
from summarizer.store import Store

GOLD = ROOT / "fixtures/gold"
FILE = "numbers.jinja"
OLD, NEW = "List every figure", "List each figure"


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """Return a folder with one of the shipped prompts, in which two words differ."""
    folder = tmp_path / "mine"
    folder.mkdir()
    shipped = (ROOT / "prompts" / FILE).read_text(encoding="utf-8")
    assert OLD in shipped
    (folder / FILE).write_text(shipped.replace(OLD, NEW), encoding="utf-8")
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Return where a store may be made."""
    return tmp_path / "answers.db"


def recorded(seen: Seen) -> str:
    """Return what was recorded for the question with the old words, or an empty reply."""
    texts = [message["content"].replace(NEW, OLD) for message in seen.body["messages"]]
    return RECORDED.get(json.dumps(texts)) or fitting(seen)


def forgetful(seen: Seen) -> str:
    """Return the recorded reply, under the new words without its first three figures."""
    value = json.loads(recorded(seen))
    if NEW in seen.body["messages"][1]["content"]:
        value["numbers"] = value["numbers"][3:]
    return json.dumps(value)


def tried(*arguments: object) -> tuple[int, str, str]:
    """Return how a trial of the figures on the fixtures ends: its code, output and errors."""
    ended = run_here("prompts", "try", "numbers", ARTICLES, *arguments, OPENAI_API_KEY=KEY)
    return ended.returncode, ended.stdout, ended.stderr


def sums(out: str) -> list[list[int]]:
    """Return the sums of the tables: old, new, common, added, removed, changed."""
    rows = [line.split()[1:7] for line in out.splitlines() if line.startswith("sum ")]
    return [[int(cell) for cell in row] for row in rows]


def test_a_worse_template_is_told_as_such(mine: Path, store: Path) -> None:
    """Fifteen figures fewer are more than noise, and gold shows what was lost."""
    with ModelServer(saying(forgetful)) as server:
        code, out, err = tried(*live(server, store), "--prompts", mine, "--gold", GOLD)
        assert len(server.requests) == 5 + 5 + 2
        assert code == 0
        again = tried(*live(server, store), "--prompts", mine, "--gold", GOLD)
        assert (again[0], again[1]) == (0, out)
        assert len(server.requests) == 12  # everything was stored
    assert re.search(
        r"^asking recorded at 127\.0\.0\.1:\d+; to ask: 12 calls, about [\d,]+ tokens", err
    )
    assert "5 of them under the new template, kept for the full run" in err
    assert out.splitlines()[0] == (f"{mine / FILE} against the shipped set default, 5 articles")
    [effect, noise] = sums(out)
    assert effect[1] == effect[2] + effect[3] + effect[5]
    assert effect[4] >= 10
    assert noise[0] == noise[1] == noise[2]
    verdict = next(line for line in out.splitlines() if line.startswith("removed "))
    assert verdict.startswith(
        f"removed {effect[4]} of {effect[0]} (noise: 0 of {noise[0]}), added "
    )
    assert verdict.endswith("more than noise: removed")
    recall = re.search(r"^numbers +[\d.]+ > [\d.]+ +([\d.]+) > ([\d.]+)", out, re.MULTILINE)
    assert recall is not None
    assert float(recall[1]) > float(recall[2])


def test_new_words_with_the_same_answers_change_nothing(mine: Path, store: Path) -> None:
    """Where both templates are answered alike nothing is removed, added or changed."""
    with ModelServer(saying(recorded)) as server:
        code, out, _ = tried(*live(server, store), "--prompts", mine, "--against", "shipped")
    assert code == 0
    for old, new, common, *differing in sums(out):
        assert (old, common, differing) == (new, old, [0, 0, 0])
        assert old > 50
    assert "no more than two askings of the old one may differ" in out
    with ModelServer(saying(recorded)) as server:
        options = ("--prompts", mine, "--against", "shipped", "--json", "--gold", GOLD)
        code, out, _ = tried(*live(server, store), *options)
        assert server.requests == []  # all of it is stored
    told = json.loads(out)
    assert (code, told["prompt"], told["files"]) == (0, "numbers", [str(mine / FILE)])
    assert told["added"] == told["removed"] == told["changed"] == told["beyond_noise"] == []
    assert {"numbers", "counted"} == {figure["figure"] for figure in told["gold"]}


def test_the_layout_comes_from_the_store(mine: Path, store: Path) -> None:
    """After a run of the old prompts only the new template and the second asking are paid for."""
    with ModelServer(saying(recorded)) as server:
        assert run_here("brief", ARTICLES, "-q", *live(server, store)).returncode in (0, 4)
        before = len(server.requests)
        code, _, err = tried(*live(server, store), "--prompts", mine, "--sample", 3)
        assert len(server.requests) - before == 3 + 2
        before = len(server.requests)
        planned = run_here("plan", ARTICLES, "--json", "--store", store, "--model", "recorded",
                           "--prompts", mine)  # fmt: skip
    assert code == 0
    assert "to ask: 5 calls" in err
    rows = {row["prompt"]: row for row in json.loads(planned.stdout)["prompts"]}
    assert (rows["numbers"]["fresh"], rows["numbers"]["stale"]) == (3, 2)
    with Store(store) as kept:
        samples = [request.sample for request in kept.requests("numbers")]
    assert sorted(samples) == [0] * 8 + [1] * 2


def test_without_a_model_the_ways_out_are_told(mine: Path, store: Path) -> None:
    """Nothing is asked, the code is 7, and the line names the file of questions."""
    ended = run_here("prompts", "try", "numbers", ARTICLES, "--model", "m", "--store", store,
                     "--prompts", mine)  # fmt: skip
    assert (ended.returncode, ended.stdout) == (7, "")
    assert ended.stderr.startswith("summarizer: 12 questions of the trial have no stored answer")
    assert "--out requests.jsonl" in ended.stderr


def test_by_file(mine: Path, store: Path, tmp_path: Path) -> None:
    """Questions go out, answers come in, and the same command prints what a live trial would."""
    options = ("--model", "recorded", "--store", store, "--prompts", mine)
    out = tmp_path / "requests.jsonl"
    written = run_here("prompts", "try", "numbers", ARTICLES, *options, "--out", out)
    assert (written.returncode, written.stdout) == (0, "")
    assert written.stderr.startswith(f"12 questions written to {out}")
    answers = tmp_path / "answers.jsonl"
    _answer(out, answers, forgetful)
    taken = run_here("store", "import", answers, "--store", store)
    assert (taken.returncode, taken.stderr) == (0, "")
    by_file = run_here("prompts", "try", "numbers", ARTICLES, *options)
    assert by_file.returncode == 0
    with ModelServer(saying(forgetful)) as server:
        alive = tried(*live(server, tmp_path / "other.db"), "--prompts", mine)
    assert by_file.stdout == alive[1]


def _answer(requests: Path, answers: Path, reply: Callable[[Seen], str]) -> None:
    lines = []
    for line in map(json.loads, requests.read_text(encoding="utf-8").splitlines()):
        seen = Seen(0, {}, line["body"], b"", 1)
        choice = {"message": {"content": reply(seen)}, "finish_reason": "stop"}
        body = {"choices": [choice], "usage": {"prompt_tokens": 7, "completion_tokens": 3}}
        response = {"status_code": 200, "body": body}
        lines.append(json.dumps({"custom_id": line["custom_id"], "response": response}) + "\n")
    answers.write_text("".join(lines), encoding="utf-8")


def test_a_limit_leaves_articles_out(mine: Path, store: Path) -> None:
    """With too few calls the table has what both templates answered; the rest is named, code 4."""
    with ModelServer(saying(recorded)) as server:
        code, out, err = tried(*live(server, store), "--prompts", mine, "--max-calls", 7)
        assert len(server.requests) == 7
        assert code == 4
        assert "the limit of 7 calls is reached" in err
        assert re.search(r"^left out: .* \(new\): not asked$", err, re.MULTILINE)
        assert 1 <= int(out.splitlines()[0].rpartition(", ")[2].split()[0]) < 5
        code, out, err = tried(*live(server, store), "--prompts", mine)
        assert len(server.requests) == 12
        assert (code, out.splitlines()[0].rpartition(", ")[2]) == (0, "5 articles")
        one = tried(*live(server, store.with_name("b.db")), "--prompts", mine, "--max-calls", 1)
        assert (one[0], one[1]) == (7, "")
        told = "the limit of 1 calls is reached: no article was asked under both templates"
        assert one[2].splitlines()[-1] == f"summarizer: {told}"


def test_an_article_without_an_answer_is_left_out(mine: Path, store: Path) -> None:
    """Where the new template is answered with no JSON, the article is named and the code is 4."""

    def react(seen: Seen) -> str:
        asked = seen.body["messages"][1]["content"]
        return "no JSON" if NEW in asked and "550" not in asked else recorded(seen)

    with ModelServer(saying(react)) as server:
        code, out, err = tried(*live(server, store), "--prompts", mine)
    left_out = re.findall(r"^left out: (\S+) \(new\): the reply to 'numbers'", err, re.MULTILINE)
    assert code == 4
    assert 0 < len(left_out) < 5
    assert not any(line.startswith(name) for name in left_out for line in out.splitlines())


def kept_run(store: Path, prompts: PromptSet) -> None:
    """Keep a run of the fixtures with these prompts in a store."""
    reading = named_in_folders(read([str(ARTICLES)]), [str(ARTICLES)])
    run = run_of(reading=reading, prompts=prompts.sources, model="recorded")
    with Store(store) as opened:
        Archive(opened).keep(run)


def test_the_last_run_gives_articles_and_old_templates(mine: Path, store: Path) -> None:
    """Without articles those of the last run are tried, against the templates it was made with."""
    kept_run(store, PromptSet(mine))
    with ModelServer(saying(forgetful)) as server:
        options = live(server, store)
        ended = run_here("prompts", "try", "numbers", *options, OPENAI_API_KEY=KEY)
        assert len(server.requests) == 12
        named = tried(*options, "--against", "last")
        assert len(server.requests) == 12
        shipped = tried(*options, "--prompts", mine, "--against", "shipped")
        assert len(server.requests) == 14  # the shipped one again
    assert (ended.returncode, named[0], shipped[0]) == (0, 0, 0)
    assert ended.stdout.splitlines()[0] == (
        f"{shipped_directory() / FILE} against the run last, 5 articles"
    )
    assert named[1] == ended.stdout
    [effect, _] = sums(ended.stdout)
    assert effect[3] >= 10  # the shipped words find more than those of the run
    [back, _] = sums(shipped[1])
    assert (back[0], back[1], back[4]) == (effect[1], effect[0], effect[3])


def test_without_a_run_articles_have_to_be_named(mine: Path, store: Path) -> None:
    """Where no run is kept the line says so."""
    ended = run_here("prompts", "try", "numbers", "--model", "m", "--store", store,
                     "--prompts", mine)  # fmt: skip
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "there is no run 'last'" in ended.stderr


REFUSED = [
    # arguments, the end of the line of error
    (["briefing", ARTICLES], "those that can: layout, events, numbers, quotes, follow_up"),
    (["verbs", ARTICLES], "follow_up, same_event, same_quantity, translate, briefing, rewrite"),
    (["numbers", ARTICLES], "give --prompts DIR with a changed template, or another --against"),
    (["numbers", ARTICLES, "--against", "nowhere"], "give last, last~1, or at least 4 digits of an id"),
    (["numbers", ARTICLES, "--gold", "nowhere.json"], "cannot be read: No such file or directory"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "told"), REFUSED)
def test_what_cannot_be_tried_ends_with_one_line(
    arguments: list[object], told: str, store: Path
) -> None:
    """Code 2, before anything is asked."""
    ended = run_here("prompts", "try", *arguments, "--model", "m", "--store", store)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.endswith(f"{told}\n")
    assert ended.stderr.count("\n") == 1
