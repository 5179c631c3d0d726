"""Limits of calls and money, what is said before asking, and what is asked again on demand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from live_run import ARTICLES, asked, live, recorded, recorded_but, run_here, stored
from model_server import (
    FAULTS,
    ModelServer,
    Reaction,
    Seen,
    Sent,
    envelope,
    fitting,
    saying,
    sent,
)

ONE = ARTICLES / "north-wire.txt"
PRICES = {"SUMMARIZER_INPUT_PRICE": "1", "SUMMARIZER_OUTPUT_PRICE": "10"}
WRITTEN = 500  # tokens that an answer is said to have, unless a test says otherwise


def metered(seen: Seen, written: int = WRITTEN) -> Sent:
    """Answer from the recordings, and count a token for every three bytes that were sent."""
    value = envelope(seen, recorded(seen))
    value["usage"] = {"prompt_tokens": len(seen.raw) // 3, "completion_tokens": written}
    return sent(value)


def cost(seen: Seen, written: int = WRITTEN) -> Decimal:
    """Return what a call cost in US dollars, at the prices above."""
    return Decimal(len(seen.raw) // 3 + 10 * written) / 1_000_000


@pytest.fixture
def server() -> Iterator[ModelServer]:
    """Serve the recordings, metered."""
    with ModelServer(metered) as serving:
        yield serving


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Return where a store may be made."""
    return tmp_path / "answers.db"


def test_a_limit_of_calls_is_kept_and_told(server: ModelServer, store: Path) -> None:
    """Exactly as many calls as allowed go out; what came is stored, and the line says what next."""
    done = run_here("extract", ARTICLES, *live(server, store, "--max-calls", 7))
    assert (done.returncode, len(server.requests)) == (7, 7)
    told = "the limit of 7 calls is reached; what came is stored, run again for more"
    assert told in done.stderr.splitlines()[-1]
    assert "no model may be asked" not in done.stderr
    assert len(stored(store)) == 7
    again = run_here("extract", ARTICLES, *live(server, store, "--max-calls", 13))
    assert (again.returncode, len(server.requests)) == (0, 20)
    assert set(asked(server.requests).values()) == {1}


def test_asking_again_counts_as_a_run_here(store: Path) -> None:
    """Replies that fit no schema are asked for again within the limit, and not beyond it."""
    with ModelServer("wrong schema") as server:
        done = run_here(
            "extract", ONE, *live(server, store, "--max-calls", 5), SUMMARIZER_CONCURRENCY="1"
        )
        assert len(server.requests) == 5, done.stderr
    assert "the limit of 5 calls" in done.stderr


@pytest.mark.parametrize("at_once", ["1", "16"])
@pytest.mark.parametrize("limit", ["0.1", "0.11", "0.12"])
def test_a_limit_of_money_is_never_exceeded(
    server: ModelServer, store: Path, limit: str, at_once: str
) -> None:
    """The call that would exceed is not made, and no more than one call's money is left unspent."""
    done = run_here(
        "extract", ARTICLES, *live(server, store, "--max-cost", limit),
        **PRICES, SUMMARIZER_CONCURRENCY=at_once,
    )  # fmt: skip
    assert done.returncode == 7, done.stderr
    costs = [cost(seen) for seen in server.requests]
    assert sum(costs) <= Decimal(limit)
    if at_once == "1":  # what is out side by side counts by an estimate, which is higher
        assert sum(costs) + 2 * max(costs) > Decimal(limit)
    assert "the next call could exceed the limit of $" in done.stderr
    assert "run again for more" in done.stderr


def test_a_limit_below_one_call_asks_nothing(server: ModelServer, store: Path) -> None:
    """Where not even the first call fits, none is made."""
    done = run_here("extract", ARTICLES, *live(server, store, "--max-cost", "0.001"), **PRICES)
    assert (done.returncode, server.requests) == (7, [])


def test_replies_longer_than_thought_stop_the_run_early(store: Path) -> None:
    """A long reply is remembered: its prompt is asked no more where another would not fit."""

    def written(seen: Seen) -> int:
        return 4_000 if seen.number == 0 else 100

    with ModelServer(lambda seen: metered(seen, written(seen))) as server:
        run_here(
            "extract", ARTICLES, *live(server, store, "--max-cost", "0.08"),
            **PRICES, SUMMARIZER_CONCURRENCY="1",
        )  # fmt: skip
        costs = [cost(seen, written(seen)) for seen in server.requests]
        prompts = [seen.body["response_format"]["json_schema"]["name"] for seen in server.requests]
    assert sum(costs) <= Decimal("0.08")
    assert prompts.count(prompts[0]) <= 2  # one more was let through before the reply was there
    assert len(costs) > 2  # other prompts go on: their replies are short


def test_a_limit_of_money_needs_a_price(server: ModelServer, store: Path) -> None:
    """Where nobody knows what the model costs, one line says so and nothing is sent."""
    done = run_here("brief", ARTICLES, *live(server, store, "--max-cost", "1"))
    assert (done.returncode, done.stdout, server.requests) == (2, "", [])
    [line] = done.stderr.splitlines()
    assert line.startswith("summarizer: max_cost cannot be watched")
    assert "input_price and output_price" in line


def told_before(stderr: str) -> str:
    """Return the line that is said before anything is asked."""
    [line] = [line for line in stderr.splitlines() if line.startswith("asking ")]
    return line


def test_before_asking_everything_is_named(server: ModelServer, store: Path) -> None:
    """Model, host, calls, tokens and money stand in one line; what is not a flag says its origin."""
    url = server.url.removeprefix("http://").removesuffix("/v1")
    done = run_here("extract", ONE, *live(server, store, "--max-calls", 1), **PRICES)
    assert re.fullmatch(
        rf"asking recorded at {re.escape(url)}; to ask: 4 calls, about [0-9.]+ k tokens in "
        r"\(estimated\), [0-9.]+ k out, about \$0\.0\d+; round 1 of up to 2; then follow_up",
        told_before(done.stderr),
    ), done.stderr
    options = ("extract", ONE, "--store", store, "--base-url", server.url, "--max-calls", "1")
    done = run_here(*options, SUMMARIZER_MODEL="recorded")
    line = told_before(done.stderr)
    assert line.startswith(f"asking recorded (from environment SUMMARIZER_MODEL) at {url}; ")
    assert line.endswith(" out, cost unknown; round 1 of up to 2; then follow_up")
    assert "3 calls" in line


def test_what_was_declined_is_asked_again_on_demand(store: Path) -> None:
    """A refusal is an answer until `--retry-failed`; then that question, and no other, is asked."""

    def declining(seen: Seen) -> Sent:
        name = seen.body["response_format"]["json_schema"]["name"]
        reaction: Reaction = FAULTS["refusal"] if name == "quotes" else saying(recorded)
        return reaction(seen)

    with ModelServer(declining) as server:
        options = ("extract", ONE, *live(server, store))
        first = run_here(*options)
        assert first.returncode == 4
        failed = "failed: north-wire.txt (quotes): prompt 'quotes': declined by the model"
        assert failed in first.stderr.replace(str(ONE.parent) + "/", "")
        second = run_here(*options)
        assert (second.returncode, len(server.requests)) == (4, 4)
        third = run_here(*options, "--retry-failed")
        assert (third.returncode, len(server.requests)) == (4, 5)
    with ModelServer(saying(recorded)) as server:
        done = run_here("extract", ONE, *live(server, store, "--retry-failed"))
        assert (done.returncode, len(server.requests)) == (0, 1)
        assert '"kind": "quotation"' in done.stdout
        done = run_here("extract", ONE, *live(server, store))
        assert (done.returncode, len(server.requests)) == (0, 1)


def test_a_rejected_question_is_asked_in_every_run(store: Path) -> None:
    """A 400 is no answer: its question is listed as failed, and asked again without being told to."""
    with ModelServer(recorded_but(refused="Night of Russian Strikes Leaves Kyiv Shaken")) as server:
        for run in (1, 2):
            done = run_here("extract", ONE, *live(server, store))
            assert done.returncode == 4
            assert len(server.requests) == 4 * run


def silently_cut(seen: Seen) -> Sent:
    """Answer as a server does that reads the first few hundred tokens and says nothing."""
    value = envelope(seen, fitting(seen))
    value["usage"]["prompt_tokens"] = 256
    return sent(value)


def test_a_question_that_was_cut_in_silence_is_told(store: Path) -> None:
    """Where far fewer tokens were read than the question has, standard error says so."""
    with ModelServer(silently_cut) as server:
        done = run_here("extract", ARTICLES, *live(server, store))
    told = [line for line in done.stderr.splitlines() if "was the question cut?" in line]
    assert len(told) == 3
    assert re.match(r"note: \w+ of .*\.txt: only 256 tokens were read", told[0])
    assert "note: 16 more answers like these" in done.stderr


def test_a_question_that_was_read_whole_is_not(server: ModelServer, store: Path) -> None:
    """No such note where the count is what it should be."""
    done = run_here("extract", ONE, *live(server, store))
    assert done.returncode == 0
    assert "was the question cut?" not in done.stderr


@pytest.mark.parametrize("count", [0, -1, 7, 10**12])
def test_doctor_writes_no_count_that_cannot_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    """`doctor --write` survives absurd counts of tokens, and the file stays one that can be read."""

    def react(seen: Seen) -> Sent:
        value = envelope(seen, fitting(seen))
        value["usage"] = {"prompt_tokens": count, "completion_tokens": count}
        return sent(value)

    monkeypatch.chdir(tmp_path)
    with ModelServer(react) as server:
        done = run_here("doctor", "--model", "test-model", "--base-url", server.url, "--write")
    assert done.returncode in (0, 3), done.stderr
    assert "context_tokens" not in "".join(path.read_text() for path in tmp_path.glob("*.toml"))
    assert run_here("config", "show").returncode == 0
