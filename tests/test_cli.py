"""The command line: arguments in, exit codes and streams out, through every round of an exchange."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from command_line import Ran, answer, output_line, read_lines, run
from jsonschema import Draft202012Validator

import summarizer
from summarizer import briefing_schema
from summarizer.answers import Request
from summarizer.cli import EXIT_CODES
from summarizer.errors import SummarizerError
from summarizer.prompts import PromptSet

ReplyTo = Callable[..., dict[str, Any]]
Overlay = Callable[[Mapping[str, str]], Path]
ROOT = Path(summarizer.__file__).resolve().parents[1]
DOCUMENT_PROMPTS = ("layout", "events", "numbers", "quotes")


def process(*arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, as users do."""
    return subprocess.run(
        [sys.executable, "-m", "summarizer", *map(str, arguments)],
        **{"capture_output": True, "text": True, "encoding": "utf-8", "timeout": 60, **options},
    )


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run every test in a folder of its own, with its own store and plain output."""
    desk = tmp_path / "desk"
    desk.mkdir()
    monkeypatch.chdir(desk)
    monkeypatch.setenv("SUMMARIZER_STORE", str(tmp_path / "answers.db"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("NO_COLOR", "1")
    for name in ("FORCE_COLOR", "PY_COLORS", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def morning(articles: Mapping[str, str]) -> Path:
    """Return a folder with two articles, relative to where the tests run."""
    folder = Path("morning")
    folder.mkdir()
    for name, text in articles.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def exchange(articles: Path, reply_to: ReplyTo, *options: object) -> list[tuple[int, int]]:
    """Plan, answer and import until nothing is missing; return (round, questions) of each round."""
    rounds = []
    requests, replies = Path("requests.jsonl"), Path("replies.jsonl")
    for _ in range(6):
        planned = run("plan", articles, "--json", "--out", requests, *options)
        assert planned.code == 0, planned.err
        number = json.loads(planned.out)["round"]
        if not number:
            break
        claims: list[Any] = []
        if number == 4:
            claims = [*map(json.loads, run("extract", articles, *options).out.splitlines())]
        rounds.append((number, answer(requests, replies, reply_to, claims)))
        taken = run("store", "import", replies)
        assert taken.code == 0, taken.err
    return rounds


@pytest.fixture(scope="module")
def answered(
    tmp_path_factory: pytest.TempPathFactory, articles: Mapping[str, str], reply_to: ReplyTo
) -> Path:
    """Return a folder with a store in which all questions about the two articles are answered."""
    folder = tmp_path_factory.mktemp("answered")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("SUMMARIZER_STORE", str(folder / "answers.db"))
        Path("morning").mkdir()
        for name, text in articles.items():
            (folder / "morning" / name).write_text(text, encoding="utf-8")
        exchange(Path("morning"), reply_to, "--model", "m")
        exported = run("store", "export", "recordings", "morning", "--model", "m")
        assert exported.code == 0, exported.err
    return folder


@pytest.fixture
def store(answered: Path, morning: Path) -> Path:
    """Return the path of this test's own copy of the answered store, which is the default one."""
    return Path(shutil.copy(answered / "answers.db", os.environ["SUMMARIZER_STORE"]))


@pytest.fixture
def recordings(answered: Path, morning: Path) -> Path:
    """Return a folder of recordings that answer all about the two articles."""
    return Path(shutil.copytree(answered / "recordings", "recordings"))


def test_a_briefing_through_every_round(morning: Path, reply_to: ReplyTo) -> None:
    """Rounds of plan and import end with nothing missing; then the briefing cites its sources."""
    assert run("plan", morning, "--model", "m", "--check").code == 7
    assert run("brief", morning, "--model", "m").code == 7
    rounds = exchange(morning, reply_to, "--model", "m")
    assert [number for number, _ in rounds] == [1, 2, 4, 5]  # each story has one article
    assert rounds[:2] == [(1, 8), (2, 1)]
    assert run("plan", morning, "--model", "m", "--check").code == 0
    briefed = run("brief", morning, "--model", "m")
    assert briefed.code == 0
    assert "The council of Halmstead closed two bridges" in briefed.out
    assert "4,711" not in briefed.out
    assert "0 failed" in briefed.err


def test_a_briefing_in_two_rounds(morning: Path, reply_to: ReplyTo) -> None:
    """Without the prose a briefing is still written, from the claims by rule, and that is said."""
    requests, replies = Path("requests.jsonl"), Path("replies.jsonl")
    article = morning / "ferry.txt"  # nothing in it needs a follow-up
    assert run("plan", article, "--model", "m", "--out", requests).code == 0
    assert answer(requests, replies, reply_to) == 4
    assert run("store", "import", replies).code == 0
    briefed = run("brief", article, "--model", "m", "--json")
    assert briefed.code == 4
    (failure,) = json.loads(briefed.out)["failures"]
    assert failure["stage"] == "briefing"
    assert "no stored answer" in briefed.err
    assert json.loads(briefed.out)["counts"]["written_by_rule"] > 0


def test_files_are_written_in_place_of_standard_output(store: Path, morning: Path) -> None:
    """Each -o writes a file of the form its ending names; they hold what would be printed."""
    written = run("brief", morning, "--model", "m", "-o", "today.md", "--output", "today.json")
    assert (written.code, written.out) == (0, "")
    printed = run("brief", morning, "--model", "m")
    as_json = run("brief", morning, "--model", "m", "--json")
    assert Path("today.md").read_text(encoding="utf-8") == printed.out
    assert Path("today.json").read_text(encoding="utf-8") == as_json.out
    assert {path.name for path in Path.cwd().iterdir()} == {"morning", "today.md", "today.json"}


def test_a_page_shows_the_articles_as_asked_for(store: Path, morning: Path) -> None:
    """-o x.html writes a page with the articles whole, or with --sources excerpts in excerpts."""
    brief = ("brief", morning, "--model", "m")
    assert run(*brief, "-o", "whole.html").code == 0
    assert run(*brief, "-o", "short.html", "--sources", "excerpts").code == 0
    whole, short = (Path(n).read_text(encoding="utf-8") for n in ("whole.html", "short.html"))
    assert whole.startswith("<!doctype html>")
    assert "The article as read" in whole and "The article as read" not in short
    assert "each with its neighbours" in short and "each with its neighbours" not in whole


def test_the_json_is_that_of_its_schema(store: Path, morning: Path) -> None:
    """What is printed fits the published JSON schema, and paths are relative to the folder."""
    value = json.loads(run("brief", morning, "--model", "m", "--json").out)
    Draft202012Validator(briefing_schema()).validate(value)
    assert {source["path"] for source in value["sources"]} == {"bridges.txt", "ferry.txt"}
    assert value["provenance"]["model"] == "m"


def test_extract_prints_a_claim_a_line(store: Path, morning: Path, articles: Any) -> None:
    """Every line is a claim whose offsets give its words; what was rejected goes to the other stream."""
    extracted = run("extract", morning, "--model", "m")
    assert extracted.code == 0
    claims = [json.loads(line) for line in extracted.out.splitlines()]
    assert {claim["kind"] for claim in claims} == {"event", "quantity", "quotation"}
    for claim in claims:
        text = articles[Path(claim["document"]).name]
        words = text[claim["start"] : claim["end"]]
        assert words in {claim.get("surface"), claim.get("words")} or claim["kind"] == "event"
        assert any(start <= claim["start"] <= end for start, end in claim["evidence"])
    assert "9,900" in extracted.err
    assert "9,900" not in extracted.out


def test_quiet_says_nothing_but_errors(store: Path, morning: Path) -> None:
    """With -q a run without a failure says its outcome in one line, and extract nothing."""
    said = run("brief", morning, "--model", "m", "-q").err
    assert re.fullmatch(r"done: \d+ stor(y|ies) of \d+ articles; nothing asked\n", said), said
    assert run("extract", morning, "--model", "m", "--quiet").err == ""
    assert run("extract", morning, "gone.txt", "--model", "m", "-q").err != ""


def test_the_environment_names_a_model(
    store: Path, morning: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SUMMARIZER_MODEL stands in for --model, which is stronger."""
    monkeypatch.setenv("SUMMARIZER_MODEL", "m")
    assert run("plan", morning, "--check").code == 0
    assert run("plan", morning, "--check", "--model", "n").code == 7


def test_caller_metadata_fills_in(store: Path, morning: Path) -> None:
    """--outlet and --published reach every article that names none."""
    given = ("--outlet", "The Example", "--published", "2025-07-08T06:00+02:00")
    ran = run("brief", morning, "--model", "m", "--json", *given)
    sources = json.loads(ran.out)["sources"]
    assert {source["outlet"] for source in sources} == {"The Example"}
    assert {source["published"] for source in sources} == {"2025-07-08T06:00+02:00"}
    assert {source["published_basis"] for source in sources} == {"given"}


# Arguments, the exit code, and what standard error says.
FAULTS = [
    # 2: the call or a template is wrong
    (["brief", "morning", "--model", "m", "--colour"], 2, "No such option: --colour"),
    (["summarise", "morning"], 2, "No such command"),
    (["brief"], 2, "no articles are named"),
    (["plan", "morning"], 2, "no model is named"),
    (["plan", "morning", "--model"], 2, "requires an argument"),
    (["brief", "morning", "--model", "m", "--published", "nonsense"], 2, "'nonsense' is not an ISO"),
    (["brief", "morning", "--model", "m", "--published", "2025-02-30"], 2, "'2025-02-30' is not"),
    (["plan", "morning", "--model", "m", "--published", "Friday"], 2, "'Friday' is not an ISO"),
    (["brief", "morning", "--model", "m", "-o", "today.pdf"], 2, "today.pdf: the ending"),
    (["brief", "morning", "--model", "m", "-o", "today"], 2, "today: the ending"),
    (["brief", "morning", "--model", "m", "--sources", "none"], 2, "'none' is not one of"),
    (["plan", "morning", "--model", "m", "--prompts", "mine"], 2, "mine: no such folder"),
    (["prompts", "show", "verbs"], 2, "no prompt 'verbs'; known: layout"),
    (["prompts", "check", "--prompts", "mine"], 2, "mine: no such folder"),
    (["store", "import"], 2, "Missing argument"),
    (["brief", "morning", "--replay", "morning"], 2, "no model is named"),  # no recording in it
    # 5: nothing produced
    (["brief", "gone.txt", "--model", "m"], 5, "gone.txt: no such file"),
    (["plan", "gone.txt", "--model", "m"], 5, "gone.txt: no such file"),
    (["extract", "gone.txt", "--model", "m"], 5, "gone.txt: no such file"),
    (["store", "export", "rec", "gone.txt", "--model", "m"], 5, "gone.txt: no such file"),
    (["brief", "empty.txt", "--model", "m"], 5, "empty.txt: no text"),
    (["brief", "-", "--model", "m"], 5, "stdin: no text"),
    # 6: store or disk
    (["plan", "morning", "--model", "m", "--store", "morning/ferry.txt"], 6, "not an answer store"),
    (["plan", "morning", "--model", "m", "--store", "morning"], 6, "cannot be opened"),
    (["plan", "morning", "--model", "m", "--out", "empty.txt/requests.jsonl"], 6, "cannot be written"),
    (["brief", "morning", "--replay", "gone"], 6, "'gone' cannot be read"),
    (["brief", "morning", "--replay", "broken.jsonl"], 6, "broken.jsonl:1: not JSON"),
    (["store", "import", "gone.jsonl"], 6, "'gone.jsonl' cannot be read"),
    (["store", "verify", "--store", "gone.db"], 6, "no answer store at 'gone.db'"),
    (["prompts", "copy", "empty.txt"], 6, "empty.txt"),  # a file where a folder should be
    # 7: answers are missing
    (["brief", "morning", "--model", "m"], 7, "8 answers are missing"),
    (["extract", "morning/ferry.txt", "--model", "m"], 7, "'quotes' on 'morning/ferry.txt'"),
    (["store", "export", "rec", "morning", "--model", "m"], 7, "8 answers are missing"),
    (["plan", "morning", "--model", "m", "--check"], 7, ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "code", "told"), FAULTS, ids=[" ".join(row[0]) for row in FAULTS]
)
def test_a_fault_has_its_exit_code(
    morning: Path, arguments: list[str], code: int, told: str
) -> None:
    """What went wrong is said on standard error without a traceback, and gives the code."""
    Path("empty.txt").touch()
    Path("broken.jsonl").write_text("{\n")
    ran = run(*arguments)
    assert ran.code == code, ran.err
    assert told in ran.err
    assert "Traceback" not in ran.err
    if "--check" not in arguments:
        assert ran.out == ""


def test_every_error_has_an_exit_code() -> None:
    """Each error the package raises on purpose finds one of the documented codes, never 1."""
    kinds = [SummarizerError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    for kind in kinds:
        code = next(code for known, code in EXIT_CODES if issubclass(kind, known))
        assert code in {2, 3, 5, 6, 7, 130}, kind


def test_a_missing_answer_says_where_it_differs(store: Path, morning: Path) -> None:
    """The message of code 7 names prompt, article and the first difference from what is stored."""
    ran = run("brief", morning, "--model", "other")
    assert ran.code == 7
    assert "'events' on 'ferry.txt' (model 'other')" in ran.err
    assert "recorded 'm', now 'other'" in ran.err
    assert "--replay" in ran.err


def test_one_bad_article_does_not_sink_a_briefing(store: Path, morning: Path) -> None:
    """An article that cannot be read is listed with its reason, and the code is 4."""
    (morning / "dated.txt").write_text("---\npublished: Tuesday\n---\nThe bell rang.\n")
    ran = run("brief", morning, "gone.txt", "--model", "m", "--json")
    assert ran.code == 4
    failures = {Path(f["name"]).name: f["reason"] for f in json.loads(ran.out)["failures"]}
    assert failures.keys() == {"dated.txt", "gone.txt"}
    assert "'Tuesday' is not an ISO 8601 date" in failures["dated.txt"]
    for name, reason in failures.items():
        assert name in ran.err
        assert reason in ran.err
    assert run("extract", morning / "ferry.txt", "gone.txt", "--model", "m").code == 4


def test_a_plan_lists_what_it_cannot_read(morning: Path) -> None:
    """Articles that cannot be read are said, and the others are planned."""
    ran = run("plan", morning, "gone.txt", "--model", "m", "--json")
    assert ran.code == 0
    assert "failed: gone.txt: no such file" in ran.err
    assert len(json.loads(ran.out)["requests"]) == 8


DECLINED = [
    ("Sorry, no.", {}, "does not fit the schema"),  # complete, but no reply
    ("", {"refusal": "I will not."}, "the model declined"),
]


@pytest.mark.parametrize(("text", "message", "told"), DECLINED, ids=["invalid", "refused"])
def test_one_failed_prompt_keeps_the_other_parts(
    morning: Path, reply_to: ReplyTo, text: str, message: Any, told: str
) -> None:
    """An answer that cannot be used is listed at the import and in the briefing, which is made."""
    requests, replies = Path("requests.jsonl"), Path("replies.jsonl")
    article = morning / "ferry.txt"
    run("plan", article, "--model", "m", "--out", requests)
    answer(requests, replies, reply_to)
    lines = replies.read_text(encoding="utf-8").splitlines(keepends=True)
    quotes = read_lines(requests)[3]["custom_id"]
    replies.write_text("".join([*lines[:3], output_line(quotes, text, **message)]))
    taken = run("store", "import", replies)
    assert taken.code == 4
    assert "3 imported, 0 there already, 1 refused" in taken.out
    assert f"replies.jsonl:4: {told}" in taken.err
    briefed = run("brief", article, "--model", "m", "--json")
    assert briefed.code == 4
    assert "quotes" in {failure["stage"] for failure in json.loads(briefed.out)["failures"]}
    assert {claim["kind"] for claim in json.loads(briefed.out)["claims"]} == {"event", "quantity"}


def test_a_page_without_an_article_is_skipped(morning: Path, reply_to: ReplyTo) -> None:
    """A page that is no article is said with its reason; alone it leaves nothing to print."""

    def cookie_wall(name: str, shown: str, claims: Any) -> dict[str, Any]:
        reply = reply_to(name, shown, claims)
        if name == "layout" and "cookies" in shown:
            reply["layout"]["parts"][0]["kind"] = "not_an_article"
        elif name in DOCUMENT_PROMPTS and "cookies" in shown:
            reply = {name: []}
        return reply

    (morning / "wall.txt").write_text("We use cookies\nAccept all cookies to go on.\n")
    exchange(morning, cookie_wall, "--model", "m")
    ran = run("brief", morning, "--model", "m", "--json")
    assert ran.code == 0
    assert [skipped["name"] for skipped in json.loads(ran.out)["skipped"]] == ["wall.txt"]
    assert "skipped: wall.txt: not an article" in ran.err
    alone = run("brief", morning / "wall.txt", "--model", "m")
    assert (alone.code, alone.out) == (5, "")
    assert "not an article" in alone.err


def test_the_questions_are_a_batch_file(morning: Path) -> None:
    """Each line asks one question of the plan; its custom_id is the sha256 of that request."""
    ran = run("plan", morning, "--model", "m", "--json", "--out", "new/requests.jsonl")
    assert ran.code == 0
    assert "8 questions written to new/requests.jsonl" in ran.err
    lines = read_lines(Path("new/requests.jsonl"))
    for line in lines:
        assert line.keys() == {"custom_id", "method", "url", "body"}
        assert (line["method"], line["url"]) == ("POST", "/v1/chat/completions")
        assert re.fullmatch("[0-9a-f]{64}", line["custom_id"])
        assert Request.from_body(line["body"]).key == line["custom_id"]
        assert line["body"]["model"] == "m"
        assert line["body"]["response_format"]["json_schema"]["strict"] is True
    planned = json.loads(ran.out)["requests"]
    assert [f"s256:{line['custom_id']}" for line in lines] == [row["key"] for row in planned]
    assert {row["subject"] for row in planned} == {"bridges.txt", "ferry.txt"}


def test_the_same_articles_give_the_same_file(morning: Path) -> None:
    """Written again, the questions have the same bytes."""
    for name in ("one.jsonl", "two.jsonl"):
        run("plan", morning, "--model", "m", "--out", name)
    assert Path("one.jsonl").read_bytes() == Path("two.jsonl").read_bytes()


def test_a_plan_alone_writes_nothing(morning: Path) -> None:
    """Without --out neither a store nor any other file is made."""
    assert run("plan", morning, "--model", "m").code == 0
    assert not Path(os.environ["SUMMARIZER_STORE"]).exists()
    assert [*Path.cwd().iterdir()] == [Path.cwd() / "morning"]


def test_a_mistyped_store_is_not_made(store: Path, morning: Path) -> None:
    """A plan leaves no empty store behind where --store names none."""
    run("plan", morning, "--model", "m", "--store", "anwsers.db")
    assert not Path("anwsers.db").exists()


def test_an_import_can_be_repeated_in_any_order(morning: Path, reply_to: ReplyTo) -> None:
    """A second import of shuffled lines adds nothing and is no failure."""
    requests, replies = Path("requests.jsonl"), Path("replies.jsonl")
    run("plan", morning, "--model", "m", "--out", requests)
    answer(requests, replies, reply_to)
    lines = replies.read_text(encoding="utf-8").splitlines(keepends=True)
    random.Random(3).shuffle(lines)
    replies.write_text("".join(lines), encoding="utf-8")
    assert "8 imported, 0 there already, 0 refused" in run("store", "import", replies).out
    again = run("store", "import", replies)
    assert again.code == 0
    assert "0 imported, 8 there already, 0 refused" in again.out


def test_an_import_lists_what_it_refuses(morning: Path, reply_to: ReplyTo) -> None:
    """Lines that answer nothing are told by file and line, the others are taken, the code is 4."""
    requests, replies = Path("requests.jsonl"), Path("replies.jsonl")
    run("plan", morning, "--model", "m", "--out", requests)
    answer(requests, replies, reply_to)
    good = replies.read_text(encoding="utf-8")
    expired = {"custom_id": "0" * 64, "response": None, "error": {"message": "too late"}}
    bad = ["garbage\n", output_line("f" * 64, {}), json.dumps(expired) + "\n"]
    replies.write_text("".join(bad) + good, encoding="utf-8")
    ran = run("store", "import", replies, "--answered-by", "a friend")
    assert ran.code == 4
    assert "8 imported, 0 there already, 3 refused" in ran.out
    assert [line.split(":")[1] for line in ran.err.splitlines()] == ["1", "2", "3"]
    assert "too late" in ran.err


def test_who_answered_is_told(morning: Path, reply_to: ReplyTo) -> None:
    """--answered-by is kept with each answer and stands in the briefing's provenance."""
    requests, replies = Path("requests.jsonl"), Path("replies.jsonl")
    run("plan", morning / "ferry.txt", "--model", "m", "--out", requests)
    answer(requests, replies, reply_to)
    run("store", "import", replies, "--answered-by", "a friend, by hand")
    ran = run("brief", morning / "ferry.txt", "--model", "m", "--json")
    assert json.loads(ran.out)["provenance"]["answered_by"] == ["a friend, by hand"]


def fresh(ran: Ran) -> dict[str, tuple[int, int, int]]:
    """Return (fresh, stale, missing) by prompt of a plan printed as JSON."""
    rows = json.loads(ran.out)["prompts"]
    return {row["prompt"]: (row["fresh"], row["stale"], row["missing"]) for row in rows}


@pytest.mark.parametrize("name", DOCUMENT_PROMPTS)
def test_an_edited_template_makes_its_questions_stale(
    store: Path, morning: Path, prompts: PromptSet, name: str
) -> None:
    """After an edit in a copied set exactly that prompt is asked again, once an article."""
    assert run("prompts", "copy", "mine").code == 0
    unchanged = run("plan", morning, "--model", "m", "--prompts", "mine", "--check")
    assert unchanged.code == 0
    source = prompts.sources[f"{name}.jinja"]
    edited = source.replace("{% block user %}", "{% block user %}\nRead it twice.")
    Path("mine", f"{name}.jinja").write_text(edited, encoding="utf-8")
    options = ("--model", "m", "--prompts", "mine", "--out", "stale.jsonl")
    ran = run("plan", morning, *options, "--json")
    counts = fresh(ran)
    assert counts.pop(name) == (0, 2, 0)
    assert {counts[prompt] for prompt in DOCUMENT_PROMPTS if prompt != name} == {(2, 0, 0)}
    asked = [
        line["body"]["response_format"]["json_schema"]["name"]
        for line in read_lines(Path("stale.jsonl"))
    ]
    assert asked == [name, name]
    line = edited.split("\n").index("Read it twice.") + 1
    assert f"2 stale ({name}.jinja line {line})" in run("plan", morning, *options).out
    assert run("plan", morning, "--model", "m", "--check").code == 0  # the shipped set is untouched


def test_a_comment_makes_nothing_stale(store: Path, morning: Path, prompts: PromptSet) -> None:
    """A comment in every template of an overlay leaves the briefing complete."""
    run("prompts", "copy", "mine")
    for path in Path("mine").glob("*.jinja"):
        text = path.read_text(encoding="utf-8")
        commented = text.replace("{% block user %}", "{% block user %}\n{# mine #}")
        path.write_text(commented if commented != text else "{# mine #}\n" + text, encoding="utf-8")
    assert run("prompts", "check", "--prompts", "mine").code == 0
    assert run("plan", morning, "--model", "m", "--prompts", "mine", "--check").code == 0


def test_prompts_are_listed(prompts: PromptSet) -> None:
    """Every prompt has a line with its name, the parts it returns and what it is for."""
    ran = run("prompts", "list")
    assert (ran.code, ran.err) == (0, "")
    told, *lines = ran.out.splitlines()
    assert told == "prompt set default"
    assert [line.split()[0] for line in lines] == [*prompts.templates]
    for line, entry in zip(lines, prompts.templates.values(), strict=True):
        assert ", ".join(entry.returns) in line
        assert line.endswith(entry.purpose)


def test_sound_prompts_are_said_to_be(overlay: Overlay, prompts: PromptSet) -> None:
    """The check says how many prompts are sound, with and without an overlay."""
    assert run("prompts", "check").out == f"{len(prompts.templates)} prompts are sound\n"
    folder = overlay({"events.jinja": prompts.sources["events.jinja"]})
    assert run("prompts", "check", "--prompts", folder).code == 0


HEAD = "---\npurpose: made up\nreturns: [events]\n---\n{% block system %}s{% endblock %}\n"
BROKEN = [
    ("{% block user %}{{ oops }}{% endblock %}\n", ":6: 'oops' is not a variable"),
    ("{% block user %}{% for %}{% endblock %}\n", ":6: "),
    ("{% block user %}{{ article.oops }}{% endblock %}\n", "no attribute 'oops' of 'article'"),
    ("{% block user %}u{% endblock %}\nstray\n", ":7: text outside the blocks"),
    ("{% block user %}{{ article | oops }}{% endblock %}\n", "oops"),  # no such filter
    ("{% block user %}{{ 1 // 0 }}{% endblock %}\n", "zero"),
]  # fmt: skip


@pytest.mark.parametrize("command", [["prompts", "check"], ["plan", "morning", "--model", "m"]])
@pytest.mark.parametrize(("body", "told"), BROKEN)
def test_a_broken_template_is_the_callers(
    morning: Path, overlay: Overlay, command: list[str], body: str, told: str
) -> None:
    """A template that cannot be used gives code 2 and its place, before anything is asked."""
    folder = overlay({"events.jinja": HEAD + body})
    ran = run(*command, "--prompts", folder)
    assert (ran.code, ran.out) == (2, "")
    assert str(folder / "events.jinja") in ran.err
    assert told in ran.err


def test_a_prompt_is_shown_with_its_schema(prompts: PromptSet, overlay: Overlay) -> None:
    """The template stands first as it was read, then the JSON schema of its reply."""
    ran = run("prompts", "show", "numbers")
    assert ran.code == 0
    source, _, schema = ran.out.partition("\n# reply\n")
    assert source == prompts.sources["numbers.jinja"]
    assert json.loads(schema)["required"] == ["numbers"]
    folder = overlay({"events.jinja": HEAD + "{% block user %}Own words.{% endblock %}\n"})
    assert "Own words." in run("prompts", "show", "events", "--prompts", folder).out


def test_prompts_are_copied_whole(prompts: PromptSet) -> None:
    """A copy has every file with the same bytes, set.yaml and partials included."""
    ran = run("prompts", "copy", "new/mine")
    assert ran.code == 0
    assert f"{len(prompts.sources)} files copied" in ran.out
    copied = {path.name: path.read_bytes() for path in Path("new/mine").iterdir()}
    assert copied == {name: path.read_bytes() for name, path in prompts.paths.items()}


def test_a_copy_overwrites_nothing() -> None:
    """Where one of the files is there already nothing is copied, and that file stays."""
    Path("mine").mkdir()
    Path("mine/quotes.jinja").write_text("my work")
    ran = run("prompts", "copy", "mine")
    assert (ran.code, ran.out) == (2, "")
    assert "mine/quotes.jinja is there already; nothing was copied" in ran.err
    assert [path.name for path in Path("mine").iterdir()] == ["quotes.jinja"]
    assert Path("mine/quotes.jinja").read_text() == "my work"
    Path("mine/quotes.jinja").unlink()
    Path("mine/notes.txt").write_text("other files do not matter")
    assert run("prompts", "copy", "mine").code == 0


def json_lines(articles: Mapping[str, str]) -> str:
    """Return the articles as JSON lines, with fields that are and are not known."""
    return "".join(
        json.dumps({"id": name, "text": text, "language": "en", "score": 3}) + "\n"
        for name, text in articles.items()
    )


def test_json_lines_are_articles(store: Path, articles: Mapping[str, str]) -> None:
    """Each line is an article, named by its id; its answers are those of its text."""
    Path("wire.jsonl").write_text(json_lines(articles), encoding="utf-8")
    ran = run("brief", "wire.jsonl", "--model", "m", "--json")
    assert ran.code == 0
    sources = json.loads(ran.out)["sources"]
    assert {source["path"] for source in sources} == {"bridges.txt", "ferry.txt"}
    assert {source["language"] for source in sources} == {"en"}


def test_a_bad_line_is_told_by_its_number(store: Path, articles: Mapping[str, str]) -> None:
    """A line that is no article is listed as file:line; the others are briefed."""
    text = json_lines(articles)
    Path("wire.jsonl").write_text(f'{text}{{"text": \n{{"title": "x"}}\n', encoding="utf-8")
    ran = run("brief", "wire.jsonl", "--model", "m", "--json")
    assert ran.code == 4
    names = {failure["name"] for failure in json.loads(ran.out)["failures"]}
    assert names == {"wire.jsonl:3", "wire.jsonl:4"}


def test_standard_input_is_read(store: Path, articles: Mapping[str, str]) -> None:
    """A dash reads a text or JSON lines from standard input, beside other inputs."""
    lines = run("plan", "-", "--model", "m", "--check", stdin=json_lines(articles).encode())
    assert lines.code == 0
    text = articles["ferry.txt"].encode()
    ran = run("extract", "-", "--model", "m", stdin=text)
    assert ran.code == 0
    assert {json.loads(line)["document"] for line in ran.out.splitlines()} == {"stdin"}
    both = run("plan", "-", "morning/bridges.txt", "--model", "m", "--check", stdin=text)
    assert both.code == 0


COMMANDS = [
    [], ["brief"], ["extract"], ["plan"], ["eval"], ["diff"],
    ["store"], ["store", "import"], ["store", "export"], ["store", "verify"],
    ["prompts"], ["prompts", "list"], ["prompts", "check"], ["prompts", "show"], ["prompts", "copy"],
    ["prompts", "try"],
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_has_help(command: list[str]) -> None:
    """--help prints how the command is used, on standard output."""
    ran = run(*command, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert f"Usage: {' '.join(['summarizer', *command])}" in ran.out


def test_help_names_every_command() -> None:
    """The help of the program and of its groups lists what is below them."""
    for command in COMMANDS:
        if command:
            assert re.search(rf"\b{command[-1]}\b", run(*command[:-1], "--help").out)


def test_a_call_without_arguments_is_help() -> None:
    """Alone, the command and its groups say how they are used, and that it was no full call."""
    for command in ([], ["store"], ["prompts"]):
        ran = run(*command)
        assert ran.code == 2
        assert "Usage: summarizer" in ran.out + ran.err


def test_a_store_is_verified(store: Path, morning: Path) -> None:
    """A sound store has no damaged row; a row that was changed is named, and counts as absent."""
    sound = run("store", "verify")
    assert (sound.code, sound.out) == (0, "0 damaged rows\n")
    db = sqlite3.connect(store)
    (key,) = db.execute("SELECT key FROM answers ORDER BY key").fetchone()
    db.execute("UPDATE answers SET reply = '{}' WHERE key = ?", (key,))
    db.commit()
    db.close()
    damaged = run("store", "verify", "--store", store)
    assert (damaged.code, damaged.out) == (6, "1 damaged rows\n")
    assert key in damaged.err
    assert run("plan", morning, "--model", "m", "--check").code == 7


def test_recordings_replay_what_the_store_gave(
    store: Path, recordings: Path, morning: Path, tmp_path: Path
) -> None:
    """An export replays to the same bytes without a store, and names its model itself."""
    stored = run("brief", morning, "--model", "m", "--json")
    store.unlink()
    replayed = run("brief", morning, "--replay", recordings, "--json")
    assert (replayed.code, replayed.out) == (0, stored.out)
    assert not store.exists()
    requests = json.loads(stored.out)["provenance"]["requests"]
    assert sum(len(read_lines(path)) for path in recordings.glob("*.jsonl")) == requests


def test_an_export_holds_only_what_was_used(store: Path, morning: Path) -> None:
    """The answers about one article are exported without those about another."""
    ran = run("store", "export", "one", morning / "bridges.txt", "--model", "m")
    assert ran.code == 0
    lines = [line for path in Path("one").glob("*.jsonl") for line in read_lines(path)]
    assert f"{len(lines)} answers written to one" in ran.out
    assert not any("Oxmere" in json.dumps(line) for line in lines)


def test_the_order_of_articles_changes_no_byte(recordings: Path, morning: Path) -> None:
    """The same files in another order give the same briefing."""
    files = [morning / "bridges.txt", morning / "ferry.txt"]
    ran = [run("brief", *order, "--replay", recordings, "--json") for order in (files, files[::-1])]
    assert ran[0].code == 0
    assert ran[0].out == ran[1].out


def test_another_process_gives_the_same_bytes(recordings: Path, morning: Path) -> None:
    """As a module, with another hash seed and another locale, the same briefing is printed."""
    here = run("brief", morning, "--replay", recordings)
    for seed, locale in (("1", "C"), ("2", "en_US.UTF-8")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale}
        there = process("brief", morning, "--replay", recordings, env=environment)
        assert (there.returncode, there.stdout, there.stderr) == (0, here.out, here.err)


def test_a_process_exits_with_the_code(morning: Path) -> None:
    """The process's own exit status is the documented code."""
    assert process("plan", morning, "--model", "m", "--check").returncode == 7
    missing = process("brief", "gone.txt", "--model", "m")
    assert missing.returncode == 5
    assert missing.stdout == ""
    assert "gone.txt: no such file" in missing.stderr


def test_a_process_reads_its_standard_input(store: Path, articles: Mapping[str, str]) -> None:
    """A pipe of JSON lines is planned like files."""
    ran = process("plan", "-", "--model", "m", "--check", input=json_lines(articles))
    assert ran.returncode == 0, ran.stderr


LOADED = """
import sys
from summarizer.cli import main
try:
    main(sys.argv[1:])
except SystemExit as done:
    loaded = {name.partition(".")[0] for name in sys.modules}
    print(done.code, *sorted({"openai", "instructor", "tenacity", "sqlite3"} & loaded), file=sys.stderr)
"""
# What is run, and which of the modules above may be loaded by it.
QUICK = [
    (["--help"], ""),
    (["plan", "morning", "--model", "m"], ""),  # there is no store, so none is opened
    (["plan", "morning", "--model", "m", "--out", "requests.jsonl"], " sqlite3"),
    (["brief", "morning", "--replay", "recordings", "-q"], ""),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "loaded"), QUICK, ids=[row[0][0] for row in QUICK])
def test_no_client_is_imported_without_a_call(
    recordings: Path, arguments: list[str], loaded: str
) -> None:
    """Help, plans and replays load neither openai nor instructor, and replays no database."""
    ran = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )
    assert ran.stderr.splitlines()[-1] == f"0{loaded}"


def test_a_name_cannot_steer_the_terminal(morning: Path) -> None:
    """Control characters of a file name are shown by their codes on standard error."""
    ran = run("plan", "gone\x1b[31m.txt", "--model", "m")
    assert ran.code == 5
    assert "\x1b" not in ran.err
    assert "gone\\x1b[31m.txt" in ran.err


def test_the_network_is_out_of_reach() -> None:
    """No test can connect to another machine."""
    with socket.socket() as outside, pytest.raises(PermissionError, match=r"192\.0\.2\.1"):
        outside.connect(("192.0.2.1", 80))


def test_recordings_name_their_model_whatever_the_environment_says(
    recordings: Path, morning: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With --replay and no --model the recordings' model is asked, not a configured one."""
    monkeypatch.setenv("SUMMARIZER_MODEL", "other")
    assert run("brief", morning, "--replay", recordings).code == 0


def test_questions_written_over_recordings_can_be_answered(
    recordings: Path, morning: Path, prompts: PromptSet, overlay: Overlay, reply_to: ReplyTo
) -> None:
    """Answers to the questions of a plan over recordings are taken by the store."""
    source = prompts.sources["events.jinja"]
    edited = source.replace("{% block user %}", "{% block user %}\nRead it twice.")
    folder = overlay({"events.jinja": edited})
    requests, replies = Path("requests.jsonl"), Path("replies.jsonl")
    options = ("--replay", recordings, "--prompts", folder)
    assert run("plan", morning, *options, "--out", requests).code == 0
    assert answer(requests, replies, reply_to) == 2
    assert run("store", "import", replies).code == 0


def test_standard_input_may_be_closed(morning: Path) -> None:
    """A job without a standard input (cron, a service) can plan files."""
    code = f"exec {sys.executable} -m summarizer plan morning --model m <&-"
    assert subprocess.run(["sh", "-c", code], capture_output=True, timeout=60).returncode == 0


def test_a_reader_may_stop_early() -> None:
    """A pipe that is closed before all is read (`| head`) is no bug of ours."""
    read_end, write_end = os.pipe()
    os.close(read_end)
    command = [sys.executable, "-u", "-m", "summarizer", "prompts", "show", "follow_up"]
    ran = subprocess.run(command, stdout=write_end, stderr=subprocess.PIPE, timeout=60)
    os.close(write_end)
    assert ran.returncode in {0, 141}


def test_the_file_that_cannot_be_written_is_named(store: Path, morning: Path) -> None:
    """A file in a folder that is not there is told by the name it was given."""
    ran = run("brief", morning, "--model", "m", "-o", "nowhere/today.md")
    assert ran.code == 6
    assert "nowhere/today.md" in ran.err


def test_the_version_is_printed() -> None:
    """One line with the name and the installed version, and nothing else happens."""
    ran = run("--version")
    assert (ran.code, ran.err) == (0, "")
    assert re.fullmatch(r"summarizer \d+\.\d+\.\d+\S*\n", ran.out)
