"""What faulty replies cost: a few more requests, a listed article, never the run or a false claim."""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter
from pathlib import Path

import pytest
from builders import event, layout, quote
from live_run import live, run_here
from model_server import FAULTS, ModelServer, Seen, Sent, fitting, saying

from summarizer import Endpoint, LiveModel, Summarizer
from summarizer.reading import as_documents

# What is wrong with a reply, rather than with the connection or the endpoint.
DECLINED = ("length", "refusal", "filter", "filter with content", "prompt filtered")
MENDED = (
    "cut JSON", "wrong schema", "key twice", "NaN", "infinity", "huge number", "deep",
    "deep envelope", "fence", "prose", "thinking", "empty", "null", "only thoughts",
    "no choices", "null choices", "missing choices", "two choices", "two tool calls", "page",
    "error inside", "plain error inside",
)  # fmt: skip
HARMLESS = (
    "half a surrogate", "half a surrogate, raw", "NUL", "packed", "other model", "no usage",
)  # fmt: skip
SHARE = 0.05


def article(number: int) -> dict[str, str]:
    """Return one of many short articles."""
    text = (
        f"Bridge {number} is shut\nThe council of Halm {number} shut bridge {number} on Monday.\n"
    )
    return {"text": text, "id": f"page {number}"}


class Striking:
    """Answers well, but strikes a share of all questions with a fault each, the first time."""

    def __init__(self, faults: tuple[str, ...], seed: int) -> None:
        self._faults = faults
        self._seed = seed
        self._seen = Counter[str]()
        self.struck: dict[str, str] = {}

    def __call__(self, seen: Seen) -> Sent:
        asked = json.dumps(seen.body["messages"][:2], ensure_ascii=False)
        self._seen[asked] += 1
        chance = random.Random(f"{self._seed} {asked}")  # whatever order the questions come in
        fault = chance.choice(self._faults) if chance.random() < SHARE else "good"
        if fault != "good":
            self.struck.setdefault(asked, fault)
        return FAULTS[fault if self._seen[asked] == 1 else "good"](seen)


async def _no_pause(seconds: float) -> None:
    await asyncio.sleep(0)


def checked(faults: tuple[str, ...], count: int, seed: int) -> Counter[str]:
    """Read many articles from a server that strikes; returns how often each fault struck.

    No run is lost, every article of a declined question is named and no other, and the requests
    stay within a tenth of the questions.
    """
    striking = Striking(faults, seed)
    with ModelServer(striking) as server:
        client = LiveModel(Endpoint(server.url, profile="schema", concurrency=16), sleep=_no_pause)
        with Summarizer(model="test-model", client=client) as desk:
            reading = as_documents([article(number) for number in range(count)])
            results = asyncio.run(desk.extract_each(reading))
        requests = len(server.requests)
    assert len(results) == count
    questions = 4 * count
    assert requests <= 1.10 * questions
    failed = sum(len(result.failures) for result in results)
    assert failed == sum(fault in DECLINED for fault in striking.struck.values())
    for result in results:
        assert all(failure.name == result.document.name for failure in result.failures)
        assert all(failure.reason for failure in result.failures)
    return Counter(striking.struck.values())


def test_a_mix_of_all_content_faults_over_two_hundred_articles() -> None:
    """Of eight hundred questions one in twenty is struck, each by any of the faults."""
    struck = checked(DECLINED + MENDED + HARMLESS, count=200, seed=7)
    assert sum(struck.values()) > 25
    assert len(struck) > 15


@pytest.mark.many
@pytest.mark.parametrize("fault", DECLINED + MENDED + HARMLESS)
def test_one_content_fault_over_two_hundred_articles(fault: str) -> None:
    """The same with each fault alone; to be run by hand, with `-m many`."""
    assert sum(checked((fault,), count=200, seed=7).values()) > 20


BRIDGES = """\
Two bridges close in Halmstead
The council of Halmstead closed two bridges on Monday after engineers found cracks in them.
“We had no choice,” Mayor Ada Brandt told reporters.
Some 1,200 commuters were affected, she said.
"""


def answering(**parts: list[object]) -> ModelServer:
    """Return a server that offers these items about the bridges, whatever page it is shown."""
    texts = {
        "layout": layout((1, 1, 0, "title"), (2, 4, 0, "body")).model_dump(),
        **{name: [item.model_dump() for item in items] for name, items in parts.items()},  # type: ignore[attr-defined]
    }

    def reply(seen: Seen) -> str:
        name = seen.body["response_format"]["json_schema"]["name"]
        return json.dumps({name: texts[name]}) if name in texts else fitting(seen)

    return ModelServer(saying(reply))


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """Return the bridges as a file."""
    path = tmp_path / "bridges.txt"
    path.write_text(BRIDGES, encoding="utf-8")
    return path


def test_m10_an_invented_quotation_is_rejected_and_shown(page: Path, tmp_path: Path) -> None:
    """Words that the article does not have make no claim; extract shows them, brief counts them."""
    told = event(2, "The council of Halmstead closed two bridges on Monday")
    invented = quote(3, "We never said this", "Ada Brandt")
    with answering(events=[told], quotes=[invented]) as server:
        options = live(server, tmp_path / "answers.db")
        done = run_here("extract", page, *options)
        assert done.returncode == 0, done.stderr
        assert "We never said this" not in done.stdout
        assert f"rejected: {page}: quotation (not_in_text): We never said this" in done.stderr
        done = run_here("brief", page, *options)
    assert "We never said this" not in done.stdout.partition("## How this was made")[0]
    assert "1 answers rejected" in done.stderr


def test_m11_a_drifted_sentence_number_is_relocated(page: Path, tmp_path: Path) -> None:
    """Words that stand elsewhere than said are found where they are, and marked as such."""
    drifted = quote(1, "We had no choice", "Ada Brandt", speaker_sentence=1)
    with answering(quotes=[drifted, quote(4711, "closed two bridges")]) as server:
        done = run_here("extract", page, *live(server, tmp_path / "answers.db"))
    [claim] = [json.loads(line) for line in done.stdout.splitlines()]
    assert (claim["words"], claim["grounding"]) == ("We had no choice", "relocated")
    assert BRIDGES[claim["start"] : claim["end"]] == "We had no choice"
    assert "rejected: " in done.stderr  # words outside quotation marks are no quotation


def test_m25_an_answer_to_another_article_makes_no_claim(page: Path, tmp_path: Path) -> None:
    """An answer about another page is rejected item by item, with reasons, and says nothing here."""
    other = tmp_path / "ferry.txt"
    other.write_text("The ferry sails again\nIt carried 85 passengers on Sunday.\n", "utf-8")
    told = event(2, "The council of Halmstead closed two bridges on Monday")
    said = quote(3, "We had no choice", "Ada Brandt")
    with answering(events=[told], quotes=[said]) as server:
        done = run_here("extract", other, *live(server, tmp_path / "answers.db"))
    assert done.stdout == ""
    rejected = [line for line in done.stderr.splitlines() if line.startswith("rejected: ")]
    assert len(rejected) == 2
    kinds = {line.split(": ", 2)[2] for line in rejected}
    assert any(kind.startswith("quotation (not_in_text): We had no choice") for kind in kinds), (
        kinds
    )
    assert any(kind.startswith("event (") for kind in kinds), kinds


def test_never_more_in_flight_than_asked() -> None:
    """Sixty questions at five at once: the server never sees six."""
    with ModelServer("good", latency=0.01) as server:
        client = LiveModel(Endpoint(server.url, concurrency=5))
        with Summarizer(model="test-model", client=client) as desk:
            asyncio.run(desk.extract_each(as_documents([article(n) for n in range(15)])))
        assert len(server.requests) == 60
        assert 1 < server.most_in_flight <= 5  # a busy machine may not get to five
