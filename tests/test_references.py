"""References on the command line: what names a kept run, where, and what is said when none is meant."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from live_run import ARTICLES, call, run_here, started
from replays import RECORDINGS, changed_prompts

from summarizer.archive import Archive
from summarizer.prompts import PromptSet
from summarizer.store import Store

Ran = subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a store of one run and its briefing, as the command line made them."""
    folder = tmp_path_factory.mktemp("kept")
    ran = run_here(
        "brief", ARTICLES, "--replay", RECORDINGS, "--store", folder / "a.db",
        "-o", folder / "page.json", "-o", folder / "page.md",
    )  # fmt: skip
    assert ran.returncode == 0
    assert re.search(r"^run [0-9a-f]{12} kept$", ran.stderr, re.MULTILINE), ran.stderr
    return folder


@pytest.fixture
def store(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the store, configured, in an empty folder to work in."""
    desk = tmp_path / "desk"
    desk.mkdir()
    monkeypatch.chdir(desk)
    copy = Path(shutil.copy(kept / "a.db", tmp_path / "copy.db"))
    monkeypatch.setenv("SUMMARIZER_STORE", str(copy))
    return copy


def page(kept: Path) -> str:
    """Return the briefing that was made first, as JSON."""
    return (kept / "page.json").read_text(encoding="utf-8")


def id_of(store: Path) -> str:
    """Return the id of the newest run."""
    with Store(store) as opened:
        return Archive(opened).runs()[0].id


def only_line(ran: Ran, code: int) -> str:
    """Return the one line that a call ended with."""
    assert (ran.returncode, ran.stdout) == (code, ""), ran.stderr
    (line,) = ran.stderr.splitlines()
    return line


def test_the_articles_of_a_run_are_briefed_again(store: Path, kept: Path) -> None:
    """`last` stands for its articles; with nothing changed the bytes are the same, and that is said."""
    ran = run_here("brief", "last", "--json")
    assert (ran.returncode, ran.stdout) == (0, page(kept))
    assert f"the same as run {id_of(store)}: not kept again" in ran.stderr


@pytest.mark.parametrize("form", ["last", "last~0", "id", "short"])
def test_as_was_gives_the_bytes_of_then(store: Path, kept: Path, form: str) -> None:
    """By any reference, after the store knows newer answers; to a file as to standard output."""
    name = {"id": id_of(store), "short": id_of(store)[:4]}.get(form, form)
    ran = run_here("brief", name, "--as-was", "-o", "again.json", "-o", "again.md")
    assert ran.returncode == 0, ran.stderr
    assert Path("again.json").read_bytes() == (kept / "page.json").read_bytes()
    assert Path("again.md").read_bytes() == (kept / "page.md").read_bytes()
    assert "run " not in ran.stderr


def test_a_briefings_file_names_its_run(store: Path, kept: Path) -> None:
    """The JSON file of a kept briefing stands for its articles, wherever it lies now; said in a note."""
    shutil.copy(kept / "page.json", "moved.json")
    ran = run_here("brief", "moved.json", "--as-was", "--json")
    assert (ran.returncode, ran.stdout) == (0, page(kept))
    assert f"note: moved.json is the briefing of run {id_of(store)}" in ran.stderr


def test_the_walk_after_a_prompt_change(store: Path, kept: Path, tmp_path: Path) -> None:
    """Change a template, brief again, see the old briefing, take the old template back."""
    own = changed_prompts(tmp_path / "own", "same_event")
    planned = run_here("plan", "last", "--prompts", own, "--json")
    stands = {count["prompt"]: count for count in json.loads(planned.stdout)["prompts"]}
    assert [name for name, count in stands.items() if count["stale"]] == ["same_event"]
    changed = run_here("brief", "last", "--prompts", own, "--json")
    assert changed.stdout != page(kept)
    assert " kept" in changed.stderr
    assert run_here("brief", "last~1", "--as-was", "--json").stdout == page(kept)
    assert run_here("brief", "last", "--as-was", "--json").stdout == changed.stdout
    copied = run_here("prompts", "copy", "--from", "last~1", tmp_path / "old")
    assert copied.returncode == 0
    for name, text in PromptSet().sources.items():
        assert (tmp_path / "old" / name).read_bytes() == text.encode()
    assert run_here("prompts", "check", "--prompts", tmp_path / "old").returncode == 0
    restored = run_here("brief", "last", "--prompts", tmp_path / "old", "--json")
    assert restored.stdout == page(kept)


def test_the_list_of_runs(store: Path, tmp_path: Path) -> None:
    """Newest first, a line each: id, time, articles, model, set, calls, and the templates changed."""
    own = changed_prompts(tmp_path / "own", "same_event", "briefing")
    run_here("brief", "last", "--prompts", own)
    ran = run_here("store", "runs")
    new, old = ran.stdout.splitlines()
    shape = (
        r"[0-9a-f]{12}  \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC  5 articles  recorded  default  0 calls"
    )
    assert re.fullmatch(shape + r"  changed: briefing\.jinja, same_event\.jinja", new)
    assert re.fullmatch(shape, old)


def test_other_bytes_are_said_and_written(store: Path, kept: Path) -> None:
    """Where this version makes another briefing: one line, exit 4, and the page all the same."""
    with Store(store) as opened:
        archive = Archive(opened)
        archive.keep(dataclasses.replace(archive.find("last"), briefing_sha256="0" * 64))
    ran = run_here("brief", "last", "--as-was", "--json")
    assert (ran.returncode, ran.stdout) == (4, page(kept))
    assert "this version of the program makes another briefing of it than there was" in ran.stderr


def test_a_file_or_folder_of_the_name_wins(store: Path) -> None:
    """Articles in a folder called `last` are read, and a note says how to name the run."""
    Path("last").mkdir()
    (Path("last") / "a.txt").write_text("The mill in Tolvik burned. Two were hurt.", "utf-8")
    ran = run_here("plan", "last", "--model", "m")
    assert "note: 'last' is read from this folder" in ran.stderr
    assert re.search(r"^layout +1 missing$", ran.stdout, re.MULTILINE), ran.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["brief", "last~7"], 2, "there is no run 'last~7' in "),
        (["plan", "last~7"], 2, "there is no run 'last~7' in "),
        (["extract", "last~7"], 2, "there is no run 'last~7' in "),
        (["explain", "last~7", "x"], 2, "there is no run 'last~7' in "),
        (["prompts", "copy", "--from", "last~7", "new"], 2, "there is no run 'last~7' in "),
        (["prompts", "copy", "--from", "new.d", "new"], 2, "'new.d' names no run"),
        (["brief", "last", "other.txt"], 2, "'last' names a kept run and stands alone"),
        (["brief", "last", "--outlet", "Post"], 2, "leave out --published and --outlet"),
        (["brief", "last", "--as-was", "--model", "m"], 2, "--as-was takes articles, prompts"),
        (["brief", "last", "--as-was", "--retry-failed"], 2, "--as-was takes articles, prompts"),
        (["brief", "other.txt", "--as-was"], 2, "'other.txt' is none"),
        (["brief", "last", "--store", "gone.db"], 2, "there is no store 'gone.db' yet"),
        (["store", "runs", "--store", "gone.db"], 6, "there is no answer store at 'gone.db'"),
    ],
)
def test_what_names_no_run_is_told(store: Path, arguments: list[str], code: int, told: str) -> None:
    """One line that says what is wrong, and nothing is made."""
    assert told in only_line(run_here(*arguments), code)
    assert not Path("gone.db").exists()
    assert not Path("new").exists()


def test_digits_that_name_no_run_name_an_article(store: Path) -> None:
    """A name such as 2025, which could be the beginning of an id, is an article as before."""
    assert run_here("brief", "2025", "--model", "m").returncode == 5
    Path("2025").write_text("The mill in Tolvik burned. Two were hurt.", "utf-8")
    assert run_here("plan", "2025", "--model", "m").returncode == 0


def test_a_run_is_explained_checked_and_scored(store: Path, kept: Path) -> None:
    """Wherever a briefing's JSON file stands, a reference gives the same."""
    statement = json.loads(page(kept))["stories"][0]["sections"][0]["statements"][0]["id"]
    gold = ARTICLES.parents[1] / "gold"
    for before, after in (("explain", [statement]), ("eval", ["--gold", gold])):
        by_file, by_name = (run_here(before, name, *after) for name in (kept / "page.json", "last"))
        assert by_name.returncode == by_file.returncode == 0, by_name.stderr
        assert by_name.stdout == by_file.stdout
    checked = run_here("check", kept / "page.md", "--against", "last")
    assert checked.returncode == 0, checked.stdout


def test_a_model_named_is_the_one_asked(store: Path) -> None:
    """`--model` stands in for the run's model, so that all its questions are other ones."""
    counts = json.loads(run_here("plan", "last", "--model", "other", "--json").stdout)["prompts"]
    assert sum(count["fresh"] for count in counts) == 0
    counts = json.loads(run_here("plan", "last", "--json").stdout)["prompts"]
    assert sum(count["stale"] + count["missing"] for count in counts) == 0


def test_quiet_says_nothing_of_the_run(store: Path) -> None:
    """With -q a good run writes its outcome and nothing of the run to standard error."""
    said = run_here("brief", "last", "-q").stderr
    assert said.startswith("done") and said.count("\n") == 1 and "run" not in said


def test_a_damaged_run_is_one_line(store: Path) -> None:
    """Exit 6, here and from verify and the list, with the id."""
    name = id_of(store)
    with Store(store) as opened, opened.writing() as db:
        db.execute("UPDATE runs SET body = zeroblob(9)")
    line = only_line(run_here("brief", "last"), 6)
    assert f"run {name} is damaged and cannot be used" in line
    listed = run_here("store", "runs")
    assert (listed.returncode, listed.stderr) == (6, f"damaged: run {name}\n")
    verified = run_here("store", "verify")
    assert (verified.returncode, verified.stdout) == (6, "1 damaged rows\n")
    assert verified.stderr == f"damaged: run {name}\n"


def test_a_page_is_written_where_its_run_cannot_be_kept(tmp_path: Path, kept: Path) -> None:
    """On a store that takes nothing the page is written, then the call ends as for any store error."""
    path = tmp_path / "a.db"
    Store(path).close()
    with Store(path) as opened, opened.writing() as db:
        db.execute("CREATE TRIGGER no BEFORE INSERT ON answers BEGIN SELECT RAISE(FAIL, 'no'); END")
    ran = call(
        "brief", ARTICLES, "--replay", RECORDINGS, "--store", path, "-o", tmp_path / "page.json"
    )
    assert ran.returncode == 6
    assert ran.stderr.splitlines()[-1].startswith("summarizer: answer store")
    assert (tmp_path / "page.json").read_bytes() == (kept / "page.json").read_bytes()


def test_questions_of_a_plan_have_their_templates(store: Path, tmp_path: Path) -> None:
    """What `plan --out` hands out is noted with the templates it was rendered from."""
    own = changed_prompts(tmp_path / "own", "numbers")
    ran = run_here("plan", "last", "--prompts", own, "--out", "questions.jsonl")
    assert ran.returncode == 0
    lines = Path("questions.jsonl").read_text("utf-8").splitlines()
    keys = [json.loads(line)["custom_id"] for line in lines]
    with Store(store) as opened:
        archive = Archive(opened)
        for key in keys:
            texts = archive.texts_of(key)
            assert texts is not None
            assert texts["numbers.jinja"] == (own / "numbers.jinja").read_text("utf-8")


def test_a_reader_that_goes_away_does_not_lose_the_run(tmp_path: Path) -> None:
    """Where nobody reads the page to its end, as with `| head`, its run is kept all the same."""
    path = tmp_path / "a.db"
    process = started("brief", ARTICLES, "--replay", RECORDINGS, "--store", path, "--json")
    assert process.stdout is not None
    process.stdout.close()
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    with Store(path) as opened:
        assert len(Archive(opened).runs()) == 1


def test_two_processes_keep_one_run(tmp_path: Path, kept: Path) -> None:
    """Two calls at once over one new store both end well, and keep the run that is theirs once."""
    path = tmp_path / "a.db"
    arguments = ("brief", ARTICLES, "--replay", RECORDINGS, "--store", path, "--json")
    processes = [started(*arguments) for _ in range(2)]
    ended = [process.communicate(timeout=120) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], ended
    assert {out for out, _ in ended} == {page(kept)}
    with Store(path) as opened:
        archive = Archive(opened)
        (run,) = archive.runs()
        assert (archive.damaged(), opened.verify()) == ([], [])
    said = sorted(line for _, errors in ended for line in errors.splitlines() if "run " in line)
    assert said == [f"run {run.id} kept", f"the same as run {run.id}: not kept again"]


def test_templates_that_a_run_did_not_have_are_told(store: Path, tmp_path: Path) -> None:
    """Today's templates are used for a kept run's articles; which it had otherwise, a line says."""
    own = changed_prompts(tmp_path / "own", "same_event")
    assert "prompts:" not in run_here("plan", "last").stderr
    changed = run_here("brief", "last", "--prompts", own)
    assert "prompts:" not in changed.stderr  # they are chosen
    run = id_of(store)[:4]
    told = f"prompts: the shipped set; run {run}… had another same_event.jinja"
    for command in ("plan", "extract", "brief"):
        assert told in run_here(command, "last").stderr.splitlines(), command


def test_what_a_set_does_not_ask_for_is_noted(store: Path, tmp_path: Path) -> None:
    """A set without quotations is used, and a note says what the briefing lacks."""
    own = tmp_path / "own"
    own.mkdir()
    text = PromptSet().sources["set.yaml"].replace(", quotes]", "]")
    (own / "set.yaml").write_text(text, "utf-8")
    ran = run_here("plan", "last", "--prompts", own)
    (note,) = [line for line in ran.stderr.splitlines() if line.startswith("note: ")]
    assert note.endswith("no prompt of documents returns 'quotes', so nobody is quoted")
