"""The main job on the shipped articles and recordings, end to end and offline."""

from __future__ import annotations

import itertools
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from summarizer import Briefing, Summarizer
from summarizer.errors import AnswersMissing
from summarizer.marks import quoted_stretches
from summarizer.pipeline import gate_of
from summarizer.reading import read
from summarizer.reduction import reduce
from summarizer.spans import locate

ROOT = Path(__file__).resolve().parents[1]
ARTICLES = ROOT / "fixtures" / "articles" / "kyiv-2025-07-04"
RECORDINGS = ROOT / "fixtures" / "recordings"
EXPECTED = ROOT / "fixtures" / "expected" / "kyiv-2025-07-04.md"


def run(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user does, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "summarizer", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        check=False,
    )


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    """The briefing of the shipped articles from the shipped recordings."""
    with Summarizer(replay=RECORDINGS) as summarizer:
        return summarizer.brief(ARTICLES)


@pytest.fixture(scope="module")
def texts(briefing: Briefing) -> dict[str, str]:
    """The text of every source, by its id."""
    found = {d.digest: d.text for d in read([ARTICLES]).documents}
    return {source.source: found[source.sha256] for source in briefing.sources}


def statements(briefing: Briefing) -> list:
    """Every sentence the briefing prints, headlines included."""
    return [
        statement
        for story in briefing.stories
        for statement in [
            story.headline,
            *itertools.chain.from_iterable(section.statements for section in story.sections),
        ]
    ]


def prose(briefing: Briefing, rank: int) -> str:
    """The sentences of one story, without its tables."""
    story = briefing.stories[rank - 1]
    said = [s.text for section in story.sections for s in section.statements]
    return "\n".join([story.headline.text, *said])


def test_the_readme_command_writes_the_expected_briefing() -> None:
    """The main job prints the briefing that was read line by line, and exits with 0."""
    done = run("brief", "fixtures/articles/kyiv-2025-07-04", "--replay", "fixtures/recordings")
    assert done.returncode == 0, done.stderr
    assert done.stdout == EXPECTED.read_text(encoding="utf-8")


def test_any_order_of_articles_gives_the_same_bytes(tmp_path: Path) -> None:
    """The order in which articles are given changes nothing."""
    files = [path.name for path in sorted(ARTICLES.glob("*.txt"))]
    outputs = set()
    for order in (files, files[::-1], files[2:] + files[:2]):
        done = run("brief", *order, "--replay", str(RECORDINGS), "--json", cwd=ARTICLES)
        assert done.returncode == 0, done.stderr
        outputs.add(done.stdout)
    assert len(outputs) == 1


def test_replay_asks_nothing_and_fails_nothing(briefing: Briefing) -> None:
    """Every question of the fixture has a recorded answer."""
    assert briefing.failures == []
    assert briefing.provenance.model == "recorded"
    assert briefing.provenance.answered_by == ["language model, by batch exchange"]


def test_every_recording_is_used(tmp_path: Path) -> None:
    """An answer that no briefing of the fixtures uses does not stay in the repository."""
    done = run("store", "export", str(tmp_path), str(ARTICLES), "--replay", "fixtures/recordings")
    assert done.returncode == 0, done.stderr
    shipped = {path.name: path.read_bytes() for path in sorted(RECORDINGS.glob("*.jsonl"))}
    exported = {path.name: path.read_bytes() for path in sorted(tmp_path.glob("*.jsonl"))}
    assert exported == shipped


def test_every_citation_slices_to_whole_sentences(
    briefing: Briefing, texts: dict[str, str]
) -> None:
    """A citation's words are the text between its offsets, and a sentence of it."""
    sentences = {
        d.digest: {(s.span.start, s.span.end) for s in d.sentences}
        for d in read([ARTICLES]).documents
    }
    by_id = {source.source: source.sha256 for source in briefing.sources}
    for statement in statements(briefing):
        for citation in statement.citations:
            assert texts[citation.source][citation.start : citation.end] == citation.words
            assert (citation.start, citation.end) in sentences[by_id[citation.source]]


def test_every_statement_passes_the_gate(briefing: Briefing) -> None:
    """What is printed stands in the sentences it cites, checked again from the claims alone."""
    with Summarizer(replay=RECORDINGS) as summarizer:
        reading = read([ARTICLES])
        asker = summarizer.asker()
        import asyncio

        gate = gate_of(reduce(asyncio.run(summarizer._extractions(reading.documents, asker))))
    for statement in statements(briefing):
        assert gate.check(statement.text, statement.claims).problems == ()


def test_every_quotation_is_printed_verbatim(briefing: Briefing) -> None:
    """The words between the marks of a statement stand in one of its cited sentences, unspliced."""
    for statement in statements(briefing):
        by_source: dict[str, str] = {}
        for citation in statement.citations:
            by_source[citation.source] = by_source.get(citation.source, "") + citation.words + " "
        for stretch in quoted_stretches(statement.text):
            words = stretch.of(statement.text).rstrip(".,")
            assert any(locate(words, text) for text in by_source.values()), words


def test_every_claim_is_printed_or_left_out_with_a_reason(briefing: Briefing) -> None:
    """Nothing vanishes: the claims are those printed and those left out, each once."""
    printed = {claim for statement in statements(briefing) for claim in statement.rests_on}
    told = [v for story in briefing.stories for dispute in story.disputes for v in dispute.versions]
    printed |= {claim for version in told for claim in version.rests_on}
    rows = [row for story in briefing.stories for row in story.figures]
    printed |= {value.claim for row in rows for value in row.values}
    printed |= {claim for row in rows if row.reading for claim in row.reading.claims}
    omitted = [item.claim for item in briefing.left_out if item.claim]
    assert len(omitted) == len(set(omitted))
    assert printed | set(omitted) == {claim.id for claim in briefing.claims}
    assert not printed & set(omitted)


def test_few_sentences_are_built_by_rule(briefing: Briefing) -> None:
    """At most one sentence of the prose in ten stands in for one that the gate refused."""
    counts = briefing.counts
    assert counts.written_by_rule <= 0.1 * counts.statements


# --- what the reader of this briefing must find, and must not -----------------------------------


def test_the_lead_story_is_the_night_of_strikes(briefing: Briefing) -> None:
    """The attack on Kyiv in the night of 3–4 July leads."""
    assert briefing.stories[0].dates == "2025-07-03/2025-07-04"
    assert "Kyiv" in briefing.stories[0].headline.text


def test_the_april_attack_is_a_story_of_its_own(briefing: Briefing) -> None:
    """The attack of 24 April stands apart, with the dates as the reason."""
    april = briefing.stories[1]
    labels = {c.source for s in april.sections for x in s.statements for c in x.citations}
    assert {
        briefing.sources[i].label
        for i in range(len(briefing.sources))
        if briefing.sources[i].source in labels
    } == {"Globe Digest"}
    assert "April 2025" in april.separate_because


@pytest.mark.parametrize("figure", ["12 people", "90", "145", "112", "13 sites", "forty fires"])
def test_figures_of_april_stay_in_april(briefing: Briefing, figure: str) -> None:
    """No figure of the April attack stands in the account of July."""
    assert not re.search(rf"\b{figure}\b", prose(briefing, 1), re.IGNORECASE)


def test_drones_are_not_settled_at_550(briefing: Briefing) -> None:
    """Where 550 drones are named, the other count, 539, is named as well."""
    for statement in statements(briefing):
        if re.search(r"550 (?:\w+ )?drones", statement.text):
            assert "539" in prose(briefing, 1)
            assert any(s in statement.text for s in ("Harbour", "Torch", "Ukraine"))
    values = {v.surface for row in briefing.stories[0].figures for v in row.values}
    assert {"539", "550", "11"} <= values


@pytest.mark.parametrize(
    ("value", "relation", "reading"),
    [
        # what was launched: the total printed for the drones is explained, and nobody accused
        (
            "539",
            "conflict",
            "539 drones + 11 missiles = 550; The Harbour Post and The Nightly Torch give 550 as drones.",
        ),
        # what got through
        ("72", "conflict", "63 drones + 9 missiles = 72; The Harbour Post gives 72 as drones."),
        # the early count of the injured is outrun, and dozens are no conflict
        (
            "Eight",
            "update",
            "23 is the later count; North Wire’s eight was published first; “dozens” is vague.",
        ),
        # a part of them
        ("Fourteen", "part_of", "Fourteen of 23 people hurt."),
    ],
)
def test_how_the_key_figures_read(
    briefing: Briefing, value: str, relation: str, reading: str
) -> None:
    """Rows of the night say how their values relate, by rule from cited claims alone."""
    rows = [r for r in briefing.stories[0].figures if value in {v.surface for v in r.values}]
    assert [(r.relation, r.reading.text if r.reading else None) for r in rows] == [
        (relation, reading)
    ]


def test_every_sum_closes_over_printed_claims(briefing: Briefing) -> None:
    """The sums of the night, and no other: 550 and its own 11 are never added."""
    value_of = {claim.id: claim.value for claim in briefing.claims}
    found = {}
    for row in briefing.figures():
        for sum_ in row.derivations:
            terms = [value_of[term] for term in sum_.terms]
            assert None not in terms
            assert sum_.total is not None
            assert sum(terms) == value_of[sum_.total]  # type: ignore[arg-type]
            assert sum_.citations
            found[tuple(int(term) for term in terms if term is not None)] = int(sum(terms))  # type: ignore[arg-type]
    assert found == {
        (539, 11): 550,
        (478, 63, 9): 550,
        (478, 72): 550,  # the 72 that one outlet gives as drones
        (63, 9): 72,
        (9, 2): 11,
        (6, 2, 1): 9,
    }


def test_what_got_through_is_told_as_the_air_force_counts_it(briefing: Briefing) -> None:
    """63 drones and nine missiles, and 478 destroyed, stand in the briefing."""
    page = briefing.markdown
    assert all(figure in page for figure in ("63", "478"))
    assert re.search(r"\bnine\b", page, re.IGNORECASE)


def test_the_injured_are_at_least_23(briefing: Briefing) -> None:
    """23 injured stand in the prose; eight, if told, beside the later count."""
    told = prose(briefing, 1)
    assert "23" in told
    assert not re.search(r"8 to 23|eight to 23", told)


def test_nobody_is_said_to_have_died_in_kyiv_in_july(briefing: Briefing) -> None:
    """No sentence of the lead story tells of dead in Kyiv, nor that there were none."""
    for section in briefing.stories[0].sections:
        for statement in section.statements:
            if re.search(r"\bkilled|\bdead\b|\bdied|\bdeaths?\b", statement.text):
                assert "Kyiv" not in statement.text, statement.text


@pytest.mark.parametrize("words", ["tariff", "Iowa", "Andrews", "70 percent", "July 9"])
def test_the_teased_article_is_not_used(briefing: Briefing, words: str) -> None:
    """Nothing of the off-topic article on the aggregator's page is printed."""
    assert not any(words in statement.text for statement in statements(briefing))
    tables = [v.surface for story in briefing.stories for row in story.figures for v in row.values]
    assert words not in tables


@pytest.mark.parametrize(
    "words",
    [
        "entire country",
        "minerals such as",
        "northeastern regions",
        "general-news",
        "war-and-conflicts",
        "Senator",
        "[/caption]",
        "Tidefeed8 AI",
        "4 hours ago",
        "Blue gradient",
        "PhotoWireA",
        "North2Lens",
    ],
)
def test_noise_and_nonsense_stay_out(briefing: Briefing, words: str) -> None:
    """Page furniture, glued credits and garbled statements are not told."""
    assert not any(words in statement.text for statement in statements(briefing))


def test_no_kyiv_disagreement_on_districts_is_hidden(briefing: Briefing) -> None:
    """Six of ten districts and almost every district both stand in the briefing, with who says so."""
    told = prose(briefing, 1) + briefing.markdown
    assert "Klitschko" in told
    assert re.search(r"\bsix of\b", told, re.IGNORECASE)
    assert re.search(r"almost every", told, re.IGNORECASE)


def test_the_altered_quotation_is_not_passed_off(briefing: Briefing) -> None:
    """Words between marks from the machine-made text are told with its name."""
    for statement in briefing.stories[1].sections:
        for sentence in statement.statements:
            if "“" in sentence.text:
                assert "Globe Digest" in sentence.text


# --- tampering -----------------------------------------------------------------------------------


def test_a_changed_digit_in_an_article_is_a_replay_miss(tmp_path: Path) -> None:
    """The miss names the article, the prompt and what differs from the recording."""
    changed = tmp_path / "articles"
    shutil.copytree(ARTICLES, changed)
    path = changed / "north-wire.txt"
    path.write_bytes(path.read_bytes().replace(b"over 330", b"over 331"))
    with Summarizer(replay=RECORDINGS) as summarizer, pytest.raises(AnswersMissing) as caught:
        summarizer.brief(changed)
    told = str(caught.value)
    assert "north-wire.txt" in told
    assert all(prompt in told for prompt in ("'events'", "'numbers'", "'quotes'"))
    assert "330" in told and "331" in told
    assert "harbour-post" not in told


def test_a_changed_digit_in_a_recorded_reply_is_rejected(tmp_path: Path) -> None:
    """A figure that the article does not have is rejected and counted, and never printed."""
    changed = tmp_path / "recordings"
    shutil.copytree(RECORDINGS, changed)
    path = changed / "numbers.jsonl"
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        record["reply"] = record["reply"].replace("539", "593")
        lines.append(json.dumps(record, ensure_ascii=False))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with Summarizer(replay=changed) as summarizer:
        briefing = summarizer.brief(ARTICLES)
    assert briefing.counts.rejected["number_differs"] >= 1
    assert any("593" in item.text and item.reason == "number_differs" for item in briefing.left_out)
    assert not any("593" in statement.text for statement in statements(briefing))
    assert "593" not in {
        v.surface for s in briefing.stories for row in s.figures for v in row.values
    }


def test_one_bad_article_is_listed_and_the_others_are_briefed(tmp_path: Path) -> None:
    """A binary file beside good articles: its line in the failures, exit code 4."""
    changed = tmp_path / "articles"
    shutil.copytree(ARTICLES, changed)
    (changed / "scan.txt").write_bytes(b"%PDF-1.7\n\x00\x01\x02")
    done = run("brief", str(changed), "--replay", "fixtures/recordings")
    assert done.returncode == 4
    assert "scan.txt" in done.stderr
    assert "Kyiv" in done.stdout


def test_replay_imports_no_client_and_no_database(tmp_path: Path) -> None:
    """A replayed briefing needs neither openai nor instructor, nor SQLite."""
    program = (
        "import sys; from summarizer import brief; "
        f"brief(__import__('pathlib').Path({str(ARTICLES)!r}), replay={str(RECORDINGS)!r}); "
        "print([m for m in ('openai','instructor','tenacity','sqlite3') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


# --- against gold --------------------------------------------------------------------------------


def test_the_fixture_briefing_reaches_its_floors(tmp_path: Path) -> None:
    """Against what two readers found in the articles no figure falls below its floor."""
    page = tmp_path / "page.json"
    made = run("brief", str(ARTICLES), "--replay", str(RECORDINGS), "-o", str(page), "-q")
    assert made.returncode == 0, made.stderr
    done = run(
        "eval", str(page), "--gold", "fixtures/gold", "--articles", str(ARTICLES),
        "--floors", "fixtures/floors.toml",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no gold" not in done.stdout
