"""The main job against a server: what is asked once is stored, what fails is listed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from live_run import ARTICLES, EXPECTED, RECORDED, ROOT, call, prose, recorded, recorded_but
from model_server import ModelServer, Seen, Sent, refusing, saying

from summarizer import Endpoint, LiveModel, Summarizer
from summarizer.errors import AnswersMissing, EndpointRefuses


@pytest.fixture
def server() -> Iterator[ModelServer]:
    """Serve the recordings."""
    with ModelServer(saying(recorded)) as serving:
        yield serving


def test_a_server_is_asked_once_and_the_rest_is_stored(server: ModelServer, tmp_path: Path) -> None:
    """The live line writes the expected briefing; the second run sends nothing."""
    options = ("--model", "recorded", "--store", tmp_path / "answers.db")
    first = call("brief", ARTICLES, *options, "--base-url", server.url)
    assert (first.returncode, prose(first.stdout)) == (0, prose(EXPECTED)), first.stderr
    assert "asking recorded at 127.0.0.1" in first.stderr
    assert "20 calls" in first.stderr
    assert len(server.requests) == len(RECORDED)
    second = call("brief", ARTICLES, *options, "--base-url", server.url)
    assert prose(second.stdout) == prose(EXPECTED)
    assert len(server.requests) == len(RECORDED)
    assert "asking" not in second.stderr


def test_python_asks_a_client_it_is_given(server: ModelServer) -> None:
    """`Summarizer(client=…)` needs no file at all."""
    client = LiveModel(Endpoint(server.url))
    with Summarizer(model="recorded", client=client) as desk:
        assert prose(desk.brief(ARTICLES).markdown) == prose(EXPECTED)
        assert desk.extract(ARTICLES / "north-wire.txt").claims


def test_plan_sends_nothing(server: ModelServer, tmp_path: Path) -> None:
    """Planning knows what would be asked without asking it."""
    with Summarizer(model="recorded", client=LiveModel(Endpoint(server.url))) as desk:
        assert len(desk.plan(ARTICLES).requests) == 20
    assert server.requests == []


def test_a_refused_key_ends_the_run_with_one_line(tmp_path: Path) -> None:
    """Nothing else is sent once an endpoint refuses, and the key is not told."""
    with ModelServer(refusing(401, "invalid_api_key", "no")) as server:
        done = call(
            "brief", ARTICLES, "--model", "m", "--store", tmp_path / "a.db",
            OPENAI_BASE_URL=server.url, OPENAI_API_KEY="sk-secret-1234",
        )  # fmt: skip
    assert done.returncode == 3
    assert done.stdout == ""
    assert "sk-secret" not in done.stderr
    assert done.stderr.strip().splitlines()[-1].startswith("summarizer: ")
    assert "Traceback" not in done.stderr


def test_one_article_that_fails_is_listed_and_the_rest_printed(tmp_path: Path) -> None:
    """A question that the endpoint rejects costs its article, not the run."""
    with ModelServer(recorded_but(refused="Night of Russian Strikes Leaves Kyiv Shaken")) as server:
        done = call(
            "brief", ARTICLES, "--model", "recorded", "--store", tmp_path / "a.db",
            "--base-url", server.url,
        )  # fmt: skip
    assert done.returncode == 4, done.stderr
    assert done.stderr.count("failed: north-wire.txt") == 4
    assert "Morning Lantern" in done.stdout


def test_an_answer_that_was_no_answer_is_asked_for_again(tmp_path: Path) -> None:
    """A broken reply is listed, and the next run asks that question, and no other, again."""

    def broken(seen: Seen) -> Sent:
        schema = seen.body["response_format"]["json_schema"]["name"]
        return saying("{not json" if "quotes" in schema else recorded)(seen)

    text = "A bridge in Halm was shut on Monday. Nobody was hurt, the council said."
    store = tmp_path / "a.db"
    with (
        ModelServer(broken) as server,
        Summarizer(model="m", store=store, client=LiveModel(Endpoint(server.url))) as desk,
    ):
        assert [failure.stage for failure in desk.extract(text).failures] == ["quotes"]
    with (
        ModelServer("good") as server,
        Summarizer(model="m", store=store, client=LiveModel(Endpoint(server.url))) as desk,
    ):
        assert desk.extract(text).failures == ()
        assert len(server.requests) == 1
        assert desk.extract(text).failures == ()
        assert len(server.requests) == 1


def test_no_more_is_sent_than_allowed(server: ModelServer) -> None:
    """What `max_calls` leaves out counts as missing; what was answered is kept."""
    desk = Summarizer(model="recorded", client=LiveModel(Endpoint(server.url)), max_calls=3)
    with desk, pytest.raises(AnswersMissing):
        desk.brief(ARTICLES)
    assert len(server.requests) == 3


def test_python_hears_of_an_endpoint_that_refuses() -> None:
    """The exception is of the documented tree."""
    with ModelServer(refusing(401, "invalid_api_key", "no")) as server:
        desk = Summarizer(model="m", client=LiveModel(Endpoint(server.url)))
        with desk, pytest.raises(EndpointRefuses):
            desk.brief("A bridge was shut on Monday. Nobody was hurt.")


def test_replay_goes_to_no_server(server: ModelServer) -> None:
    """Replay with an address is a contradiction, and said to be one."""
    done = call("brief", ARTICLES, "--replay", ROOT / "fixtures/recordings",
                "--base-url", server.url)  # fmt: skip
    assert (done.returncode, server.requests) == (2, [])


def test_config_show_names_origins_and_hides_the_key() -> None:
    """Every setting is told with where it comes from."""
    done = call("config", "show", OPENAI_API_KEY="sk-secret-1234", SUMMARIZER_MODEL="m")
    assert done.returncode == 0
    assert "sk-secret" not in done.stdout
    assert "environment SUMMARIZER_MODEL" in done.stdout


def test_doctor_says_what_an_endpoint_can_do() -> None:
    """A server that speaks the protocol is found reachable."""
    with ModelServer("good") as server:
        done = call("doctor", "--model", "test-model", "--base-url", server.url)
    assert "reachable" in done.stdout, done.stderr
    assert "Traceback" not in done.stderr
