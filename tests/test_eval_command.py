"""`eval` and `extract --as-gold` on the command line: tables, JSON, floors, exit codes, bad files."""

from __future__ import annotations

import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from claim_builders import briefing_of, strike
from gold_builders import records

from summarizer.cli import main
from summarizer.prompts import PromptSet
from summarizer.reading import read

ROOT = Path(__file__).resolve().parents[1]
ARTICLES = ROOT / "fixtures" / "articles" / "kyiv-2025-07-04"
RECORDINGS = ROOT / "fixtures" / "recordings"


class Ran(NamedTuple):
    """What one call of the command line gave."""

    code: int
    out: str
    err: str


def run(*arguments: object, stdin: str = "") -> Ran:
    """Run the command line in this process."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "stdin", io.StringIO(stdin))
        with pytest.raises(SystemExit) as caught:
            main(map(str, arguments))
    assert isinstance(caught.value.code, int)
    return Ran(caught.value.code, out.getvalue(), err.getvalue())


@pytest.fixture(scope="module")
def claims() -> str:
    """Return what `extract` prints of the shipped articles."""
    ran = run("extract", ARTICLES, "--replay", RECORDINGS, "-q")
    assert ran.code == 0
    return ran.out


@pytest.fixture
def files(claims: str, tmp_path: Path) -> Path:
    """Return a folder with the claims of the shipped articles and the draft of their gold."""
    (tmp_path / "gold").mkdir()
    ran = run("extract", ARTICLES, "--replay", RECORDINGS, "-q", "--as-gold")
    assert ran.code == 0
    (tmp_path / "gold" / "kyiv.json").write_text(ran.out, encoding="utf-8")
    (tmp_path / "claims.jsonl").write_text(claims, encoding="utf-8")
    return tmp_path


def test_claims_are_perfect_against_their_draft(files: Path, claims: str) -> None:
    """Of the shipped articles every figure is 1, from a file and from standard input."""
    gold = files / "gold"
    ran = run("eval", files / "claims.jsonl", "--gold", gold, "--articles", ARTICLES, "--json")
    assert (ran.code, ran.err) == (0, "")
    told = json.loads(ran.out)
    assert set(told["figures"].values()) == {1.0}
    assert (told["articles"], told["unchecked"]) == (5, [])
    assert told["scores"]["numbers"]["right"] == claims.count('"kind": "quantity"')
    bare = json.loads(run("eval", "-", "--gold", gold, "--json", stdin=claims).out)
    assert bare["scores"] == told["scores"]
    assert len(bare["unchecked"]) == 5  # without the articles


def test_the_table_names_what_was_not_compared(files: Path) -> None:
    """A line a figure; articles without claims and claims without gold are named below."""
    gold = json.loads((files / "gold" / "kyiv.json").read_text(encoding="utf-8"))
    kept = [a for a in gold["articles"] if a["article"] != "north-wire.txt"]
    (files / "gold" / "kyiv.json").write_text(
        json.dumps({**gold, "articles": kept}), encoding="utf-8"
    )
    lines = (files / "claims.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    some = files / "some.jsonl"
    some.write_text("".join(line for line in lines if "harbour-post" not in line), encoding="utf-8")
    table = run("eval", some, "--gold", files / "gold").out.splitlines()
    assert table[0].split() == ["right", "false", "missed", "precision", "recall", "f1"]
    assert [line.split()[0] for line in table[1:4]] == ["events", "event_statuses", "event_dates"]
    assert table[-3] == (
        "gold not checked, its text is not at hand: globe-digest.txt, harbour-post.txt, "
        "morning-lantern.txt, nightly-torch.txt"
    )
    assert table[-2] == "nothing was offered for: harbour-post.txt"
    assert table[-1].startswith("no gold, not judged: ")
    assert table[-1].endswith("north-wire.txt")


def test_a_hand_made_gold(files: Path) -> None:
    """Three figures and a quotation of one article: found, of another value, missing, other sayer."""
    (document,) = read([ARTICLES / "harbour-post.txt"]).documents
    draft = json.loads((files / "gold" / "kyiv.json").read_text(encoding="utf-8"))
    (article,) = [a for a in draft["articles"] if a["article"] == "harbour-post.txt"]
    article["events"] = None
    found = next(n for n in article["numbers"] if n["words"] == "550")
    start = document.text.index("Kyiv")
    article["numbers"] = [
        found,
        {**next(n for n in article["numbers"] if n["words"] == "72"), "value": 73},
        {"id": "hand", "start": start, "end": start + 4, "words": "Kyiv", "value": None},
    ]
    article["quotations"] = [
        {**next(q for q in article["quotations"] if q["speaker"]), "speaker": "Ada Brandt"}
    ]
    (files / "gold" / "kyiv.json").write_text(
        json.dumps({**draft, "articles": [article]}), encoding="utf-8"
    )
    given = ("--gold", files / "gold", "--articles", ARTICLES, "--json")
    ran = run("eval", files / "claims.jsonl", *given)
    assert ran.code == 0, ran.err
    scores = json.loads(ran.out)["scores"]
    own = [json.loads(line) for line in (files / "claims.jsonl").read_text("utf-8").splitlines()]
    own = [claim for claim in own if claim["document"].endswith("harbour-post.txt")]
    numbers = sum(claim["kind"] == "quantity" for claim in own)
    quotations = sum(claim["kind"] == "quotation" for claim in own)
    assert scores["numbers"] == {"right": 1, "false": numbers - 1, "missed": 2}
    assert scores["quotations"] == {"right": 1, "false": quotations - 1, "missed": 0}
    assert scores["speakers"] == {"right": 0, "false": quotations, "missed": 1}
    assert "events" not in scores


def test_a_briefing_is_read_from_its_file(prompts: PromptSet, tmp_path: Path) -> None:
    """A briefing's own checks stand beside the scores of its claims."""
    clip = strike()
    briefing = briefing_of([clip.extraction()], prompts)
    briefing.write(tmp_path / "briefing.json")
    (tmp_path / "page.txt").write_text(clip.document.text, encoding="utf-8")
    lines = [json.dumps(record.as_json()) for record in records(clip)]
    (tmp_path / "claims.jsonl").write_text("\n".join(lines), encoding="utf-8")
    article = {"sha256": clip.document.digest, "events": None, "numbers": [], "quotations": None}
    gold = tmp_path / "gold.json"
    gold.write_text(
        json.dumps({"version": 1, "articles": [{"article": "page.txt", **article}]}),
        encoding="utf-8",
    )
    ran = run(
        "eval", tmp_path / "briefing.json", "--gold", gold, "--articles", tmp_path / "page.txt"
    )
    assert ran.code == 0
    rows = {line.split()[0]: line.split()[1:] for line in ran.out.splitlines()[1:]}
    assert rows["numbers"][:3] == ["0", "2", "0"]
    assert rows["exact"][0] == rows["exact"][2] != "0"
    changed = json.loads(gold.read_text(encoding="utf-8"))
    changed["articles"][0] |= {"sha256": "0" * 64, "article": clip.document.name}
    gold.write_text(json.dumps(changed), encoding="utf-8")
    ran = run("eval", tmp_path / "briefing.json", "--gold", gold)
    assert ran.code == 2
    assert "is not the text that was annotated as 'Harbour Post.txt'" in ran.err


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("floors.toml", 'corpus = "{corpus}"\n[floors]\nnumbers.recall = {least}\n'),
        ("floors.json", '{{"corpus": "{corpus}", "floors": {{"numbers": {{"recall": {least}}}}}}}'),
    ],
)
def test_floors_decide_the_exit_code(files: Path, name: str, content: str) -> None:
    """8 below a floor, and the table marks it; 0 at it; 2 for the floors of another corpus."""
    own = (files / "claims.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    some = files / "some.jsonl"
    some.write_text("".join(one for one in own if '"quantity"' not in one), encoding="utf-8")
    given = ("--gold", files / "gold")
    corpus = json.loads(run("eval", some, *given, "--json").out)["corpus"]
    floors = files / name
    floors.write_text(content.format(corpus=corpus, least=0.5), encoding="utf-8")
    below = run("eval", some, *given, "--floors", floors)
    assert below.code == 8
    (line,) = [line for line in below.out.splitlines() if line.startswith("numbers")]
    assert line.endswith("below its floor: numbers.recall < 0.5")
    told = json.loads(run("eval", some, *given, "--floors", floors, "--json").out)
    assert told["below_floor"] == {"numbers.recall": 0.5}
    reached = run("eval", files / "claims.jsonl", *given, "--floors", floors)
    assert (reached.code, "below its floor" in reached.out) == (0, False)
    floors.write_text(content.format(corpus="b" * 64, least=0.5), encoding="utf-8")
    other = run("eval", some, *given, "--floors", floors)
    assert (other.code, other.out) == (2, "")
    assert (
        f"the floors were set for the gold corpus bbbbbbbbbbbb…, this one is {corpus}" in other.err
    )


GOOD: dict[str, Any] = {
    "version": 1,
    "articles": [
        {"article": "a.txt", "sha256": "0" * 64, "events": None, "numbers": [], "quotations": None}
    ],
}
CLAIM = {
    "document": "a.txt", "id": "1", "kind": "quantity", "start": 0, "end": 1, "evidence": [[0, 1]],
    "grounding": "verified", "zone": "body", "part": 0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("gold", "offered", "floors", "told"),
    [
        ("{", None, None, "gold.json: not JSON: Expecting property name"),
        ({**GOOD, "version": 2}, None, None, "gold.json: version: Input should be 1"),
        ({**GOOD, "more": 1}, None, None, "gold.json: more: Extra inputs are not permitted"),
        (
            {"version": 1, "articles": [{**GOOD["articles"][0], "numbers": [{"id": "n"}]}]},
            None,
            None,
            "gold.json: articles[0].numbers[0].start: Field required (and 3 more)",
        ),
        (
            {**GOOD, "across": {"stories": [{"articles": ["b.txt"]}]}},
            None,
            None,
            "gold.json: a story names 'b.txt', which is no article of this file",
        ),
        (GOOD, "", None, "claims.jsonl: no claims there"),
        (GOOD, '{"kind": "quantity"}', None, "claims.jsonl:1: document: Field required"),
        (GOOD, f"{json.dumps(CLAIM)}\nnot JSON", None, "claims.jsonl:2: not JSON"),
        (GOOD, '{"version": 1}', None, "claims.jsonl: sources: Field required"),
        (GOOD, None, "corpus = 1", "floors.toml: corpus: Input should be a valid string"),
        (GOOD, None, "corpus", "floors.toml: not TOML"),
    ],
)
def test_a_file_in_another_format_is_one_clear_line(
    tmp_path: Path, gold: Any, offered: str | None, floors: str | None, told: str
) -> None:
    """File, place and what is wrong, in one line on standard error; exit code 2."""
    text = gold if isinstance(gold, str) else json.dumps(gold)
    (tmp_path / "gold.json").write_text(text, encoding="utf-8")
    line = json.dumps(CLAIM) if offered is None else offered
    (tmp_path / "claims.jsonl").write_text(line, encoding="utf-8")
    given: list[object] = [tmp_path / "claims.jsonl", "--gold", tmp_path / "gold.json"]
    if floors is not None:
        (tmp_path / "floors.toml").write_text(floors, encoding="utf-8")
        given += ["--floors", tmp_path / "floors.toml"]
    ran = run("eval", *given)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert f"{tmp_path}/{told}" in ran.err


def test_what_is_not_there(tmp_path: Path) -> None:
    """A file that is missing and a folder without gold are errors of the call."""
    ran = run("eval", tmp_path / "none.json", "--gold", tmp_path)
    assert ran.code == 2
    assert "none.json: cannot be read: No such file or directory" in ran.err
    (tmp_path / "claims.jsonl").write_text(json.dumps(CLAIM), encoding="utf-8")
    ran = run("eval", tmp_path / "claims.jsonl", "--gold", tmp_path)
    assert ran.code == 2
    assert "no gold there" in ran.err
