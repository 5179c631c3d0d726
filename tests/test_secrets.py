"""The API key shows up nowhere but in the header of a request, whoever quotes it.

conftest holds the files of the whole test run against the same key when all tests are done.
"""

from __future__ import annotations

import json
import logging
import traceback
from pathlib import Path

import pytest
from live_run import ARTICLES, KEY, call, live, recorded
from model_server import ModelServer, Reaction, Seen, Sent, envelope, refusing, saying, sent

from summarizer import Endpoint, LiveModel, Summarizer
from summarizer.errors import SummarizerError

ONE = ARTICLES / "north-wire.txt"


def in_replies(seen: Seen) -> Sent:
    """Answer with the key as the model's name, and within the words of the reply where it fits."""
    assert seen.headers["authorization"] == f"Bearer {KEY}"
    value = json.loads(recorded(seen))
    for items in value.values():
        for item in items if isinstance(items, list) else ():
            for name in ("speaker", "what", "counted", "text"):
                if name in item:
                    item[name] += f" {KEY}"
    answer = envelope(seen, json.dumps(value))
    answer["model"] = f"recorded {KEY}"
    return sent(answer, headers={"X-Request-Id": KEY})


ECHOES: dict[str, Reaction] = {
    "nothing": saying(recorded),
    "replies": in_replies,
    "prose instead of a reply": saying(f"Your key is {KEY}."),
    "a refusal": saying(None, refusal=f"Not with {KEY}."),
    "401": refusing(401, "invalid_api_key", f"Incorrect API key provided: {KEY}"),
    "400": refusing(400, KEY, f"bad request by {KEY}"),
    "404": refusing(404, "model_not_found", f"{KEY} has no such model"),
    "a page": lambda seen: Sent(400, f"<p>{KEY}".encode(), "text/html"),
    "a redirect": lambda seen: Sent(308, headers={"Location": f"http://{KEY}/v1"}),
    "no completion": lambda seen: sent({"choices": [], "error": f"by {KEY}"}),
}


def files(folder: Path) -> dict[Path, bytes]:
    """Return the content of every file below a folder."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("echo", ECHOES)
def test_no_output_of_a_run_has_the_key(
    tmp_path: Path, echo: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Whatever quotes it: not in store, files, claims, errors, logs, representations, or outputs."""
    caplog.set_level(logging.DEBUG)
    shown: list[str] = []
    with ModelServer(ECHOES[echo]) as server:
        client = LiveModel(Endpoint(server.url, api_key=KEY), sleep=_no_pause, on_event=print)
        with Summarizer(model="recorded", client=client, store=tmp_path / "a.db") as desk:
            try:
                extracted = desk.extract(ONE)
                shown.append(repr(extracted))
                desk.brief(ONE).write(tmp_path / "page.md", tmp_path / "page.json")
            except SummarizerError as error:
                shown += [*traceback.format_exception(error), repr(vars(error))]
            shown += [repr(desk), repr(client), repr(client.endpoint), repr(vars(desk))]
            assert server.requests
            assert (tmp_path / "a.db-wal").exists()
            assert not [path for path, raw in files(tmp_path).items() if KEY.encode() in raw]
    printed = capfd.readouterr()
    shown += [caplog.text, printed.out, printed.err]
    assert not [text for text in shown if KEY in text]


async def _no_pause(seconds: float) -> None:
    return None


def test_no_output_of_the_command_line_has_the_key(tmp_path: Path) -> None:
    """A whole run with files, the export of its recordings, doctor and config: none of them."""
    folder = tmp_path / "exported"
    with ModelServer(in_replies) as server:
        options = live(server, tmp_path / "answers.db")
        page = tmp_path / "page.md"
        shown = [
            call("brief", ARTICLES, *options, "-o", page, OPENAI_API_KEY=KEY),
            call("store", "export", folder, ARTICLES, *options[:2], *options[4:]),
            call("doctor", *options[:4], OPENAI_API_KEY=KEY),
            call("config", "show", OPENAI_API_KEY=KEY),
        ]
    assert page.exists()
    assert list(folder.iterdir())
    assert not [done.args for done in shown if KEY in done.stdout + done.stderr]
    assert not [path for path, raw in files(tmp_path).items() if KEY.encode() in raw]
