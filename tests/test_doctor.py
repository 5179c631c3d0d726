"""The doctor: every finding against a real server that behaves, and against ones that do not."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from model_server import ModelServer

from summarizer.doctor import Ask, Finding, NoAnswer, http_post, probe
from summarizer.endpoints import ENDPOINTS, Endpoint
from summarizer.errors import UsageError

KEY = "sk-proj-0123456789abcdef"
MODEL = "gpt-oss:20b"
Body = dict[str, Any]
Answer = tuple[int, Any]  # status and JSON value, or bytes as they are
Reaction = Callable[[Body], Answer]


def fitting(body: Body) -> str:
    """Return a reply of a model that keeps to the schema, wherever it was told it."""
    asked = json.dumps(body)
    if "day_count" in asked:
        return '{"day_count": 7, "opening_letter": "A"}'
    name = "Tamoriven" if "Tamoriven" in asked else "Titanic"
    return json.dumps({"called": name}) if "called" in asked else "It is called " + name


def prompt_tokens(body: Body) -> int:
    """Return the words and stops of all messages."""
    texts = " ".join(message["content"] for message in body["messages"])
    return len(texts.replace(".", " .").replace(",", " ,").split())


def completion(body: Body, text: str, tokens: int | None = None, **more: Any) -> Answer:
    """Return a completion; `usage` counts what was read unless told otherwise."""
    read = prompt_tokens(body) if tokens is None else tokens
    value = {
        "model": body["model"],
        "choices": [{"message": {"role": "assistant", "content": text}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": read, "completion_tokens": 9, "total_tokens": read + 9},
        **more,
    }
    return 200, value


def error(status: int, message: str, code: str | None = None, **more: Any) -> Reaction:
    """Return what answers with the usual error object."""
    return lambda body: (status, {"error": {"message": message, "code": code, **more}})


def good(body: Body) -> Answer:
    """Answer as a sound endpoint does."""
    return completion(body, fitting(body))


def form(body: Body) -> str:
    """Return in which profile a question came."""
    wanted = body.get("response_format", {})
    if wanted.get("type") == "json_schema":
        return "strict" if "strict" in wanted["json_schema"] else "schema"
    return "object" if wanted else "text"


def only(*forms: str, otherwise: Reaction | None = None) -> Reaction:
    """Return what honours these profiles and talks in the others, or reacts as given."""

    def talk(body: Body) -> Answer:
        return completion(body, "A week has seven days, and it is A.")

    return lambda body: good(body) if form(body) in forms else (otherwise or talk)(body)


def is_long(body: Body) -> bool:
    """Whether this is the question of 6,000 tokens."""
    return prompt_tokens(body) > 1000


def long(reaction: Reaction) -> Reaction:
    """Return what is sound for short questions and reacts as given to the long one."""
    return lambda body: reaction(body) if is_long(body) else good(body)


def cut(body: Body, *, head: int = 0, most: int = 4096) -> Answer:
    """Read the first `head` words and the last ones, `most` together, without a word."""
    words = body["messages"][-1]["content"].split(" ")
    kept = words[:head] + words[-most + head :] if len(words) > most else words
    seen = {**body, "messages": [{"role": "user", "content": " ".join(kept)}]}
    return completion(body, fitting(seen), tokens=min(len(words), most))


class _Handler(BaseHTTPRequestHandler):
    """Serves what the server that it belongs to was told."""

    protocol_version = "HTTP/1.1"
    server: _Desk

    def do_GET(self) -> None:
        self.server.seen.append((self.path, dict(self.headers), {}))
        self.answer(*self.server.models)

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        body = json.loads(raw)
        self.server.seen.append((self.path, dict(self.headers), body))
        self.answer(*self.server.reaction(body))

    def answer(self, status: int, value: Any) -> None:
        raw = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.send_response(status)
        for name, text in self.server.headers.items():
            self.send_header(name, text)
        if "Content-Length" not in self.server.headers:
            self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)
        self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class _Desk(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, reaction: Reaction, models: Answer, headers: Mapping[str, str]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.reaction = reaction
        self.models = models
        self.headers = headers
        self.seen: list[tuple[str, dict[str, str], Body]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, *_: Any) -> None:
        """A client that has gone is no trouble."""


LISTED: Answer = (200, {"object": "list", "data": [{"id": MODEL}, {"id": "qwen3:8b"}]})
NOT_LISTED: Answer = (404, b"404 page not found")


@contextmanager
def desk(
    reaction: Reaction = good, models: Answer = LISTED, headers: Mapping[str, str] | None = None
) -> Iterator[_Desk]:
    """Serve on the loopback interface while the block lasts."""
    server = _Desk(reaction, models, headers or {})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def look(url: str, model: str = MODEL, *, timeout: float = 5.0, **settings: Any) -> list[Finding]:
    """Return what is found at a URL, over HTTP; no line ever holds the key."""
    endpoint = Endpoint(url, **{"api_key": KEY, **settings})
    ask = http_post(endpoint.base_url, endpoint.api_key, timeout)
    findings = asyncio.run(probe(endpoint, model, ask=ask))
    for finding in findings:
        assert finding.told.isprintable()
        assert KEY not in finding.told
    return findings


def by_name(findings: list[Finding]) -> dict[str, Finding]:
    """Return the findings by name."""
    found: dict[str, Finding] = {finding.name: finding for finding in findings}
    assert len(found) == len(findings)
    return found


def test_a_sound_endpoint_has_nothing_to_mend() -> None:
    """One line each, in this order; the list, a tiny and a long question do."""
    with desk() as server:
        findings = look(server.url)
        asked = [(path, form(body) if body else "") for path, _, body in server.seen]
        keys = {headers["Authorization"] for _, headers, _ in server.seen}
    host = server.url.removeprefix("http://").removesuffix("/v1")
    assert [(f.name, f.ok, f.told) for f in findings] == [
        ("reachable", True, f"{host} answers"),
        ("key", True, "accepted"),
        ("model", True, f"'{MODEL}' answers"),
        ("profile", True, "strict works, as it is set"),
        ("usage", True, "told: 16 tokens read and 9 written"),
        (
            "input",
            True,
            "a question of about 6,035 tokens was read from its first line on (6,057 counted)",
        ),
    ]
    assert all(not finding.settings for finding in findings)
    assert asked == [
        ("/v1/models", ""),
        ("/v1/chat/completions", "strict"),
        ("/v1/chat/completions", "strict"),
    ]
    assert keys == {f"Bearer {KEY}"}


LAST: list[tuple[str, Reaction, Answer, str, str]] = [
    # case, reaction, list of models, the finding that ends it, what is told
    (
        "key",
        error(401, f"Incorrect API key: {KEY}"),
        LISTED,
        "key",
        "refuses it (HTTP 401): check OPENAI_API_KEY",
    ),
    (
        "key, 400",
        error(400, "API key not valid."),
        NOT_LISTED,
        "key",
        "refuses it (HTTP 400): check OPENAI_API_KEY",
    ),
    (
        "region",
        error(403, f"{KEY} is not for your region"),
        LISTED,
        "key",
        "the key may not do this (HTTP 403): (key) is not for your region",
    ),
    (
        "escaped",
        lambda body: (403, json.dumps({"error": KEY}).replace("-", "\\u002d").encode()),
        LISTED,
        "key",
        "(HTTP 403): (key)",
    ),
    (
        "credit",
        error(429, "You exceeded your quota", "insufficient_quota"),
        LISTED,
        "key",
        "there is nothing left to spend",
    ),
    ("unpaid", error(402, "Insufficient credits"), LISTED, "key", "there is nothing left to spend"),
    (
        "model",
        error(404, "The model `x` does not exist", "model_not_found"),
        LISTED,
        "model",
        f"'{MODEL}' is not known to",
    ),
    (
        "model, not listing",
        error(404, f"model '{MODEL}' not found, try pulling it first"),
        NOT_LISTED,
        "model",
        "which lists no models: check how it is spelled",
    ),
    (
        "model, empty list",
        error(404, "model not found"),
        (200, {"data": []}),
        "model",
        "which has no model at all: load one first",
    ),
    (
        "no path",
        lambda body: NOT_LISTED,
        NOT_LISTED,
        "reachable",
        "not to questions (HTTP 404); check base_url",
    ),
    (
        "no path, JSON",
        lambda body: (404, {"detail": "Not Found"}),
        (404, {"detail": "Not Found"}),
        "reachable",
        "not to questions (HTTP 404)",
    ),
    ("no method", lambda body: (405, b""), NOT_LISTED, "reachable", "not to questions (HTTP 405)"),
    (
        "page",
        lambda body: (200, b"<!doctype html><p>Hello"),
        (200, b"<html>"),
        "reachable",
        "with a web page; check base_url",
    ),
    (
        "busy",
        error(429, "Slow down"),
        LISTED,
        "profile",
        "no answer to a tiny question: too many requests (HTTP 429)",
    ),
    (
        "loading",
        error(503, "Loading model"),
        LISTED,
        "profile",
        "Loading model; run this again later",
    ),
    (
        "inside",
        lambda body: (200, {"error": {"message": "Upstream", "code": 502}}),
        LISTED,
        "profile",
        "(HTTP 502): Upstream",
    ),
    (
        "talk",
        only(),
        LISTED,
        "profile",
        "none works (strict, schema, object, text: the answer does not keep to the schema)",
    ),
    (
        "refusal",
        lambda body: completion(body, "", choices=[{"message": {"refusal": "No"}}]),
        LISTED,
        "profile",
        "none works (strict, schema, object, text: the answer was refused",
    ),
    (
        "no choice",
        lambda body: completion(body, "", choices=[]),
        LISTED,
        "profile",
        "no choices instead of one",
    ),
    (
        "broken",
        error(500, "Internal error"),
        LISTED,
        "profile",
        "none works (strict, schema, object, text: the endpoint is in trouble (HTTP 500): Internal",
    ),
    (
        "short",
        lambda body: (200, b'{"choices"'),
        LISTED,
        "profile",
        "none works (strict, schema, object, text: no sound JSON",
    ),
]


@pytest.mark.parametrize(
    ("reaction", "models", "name", "told"), [case[1:] for case in LAST], ids=[c[0] for c in LAST]
)
def test_what_stops_everything_is_the_last_line(
    reaction: Reaction, models: Answer, name: str, told: str
) -> None:
    """The cause is told under the right name, with the next step, and no line follows it."""
    with desk(reaction, models) as server:
        *others, last = look(server.url)
    assert (last.name, last.ok) == (name, False)
    assert told in last.told
    assert all(finding.ok for finding in others)
    assert len(last.told) < 900


def test_a_host_that_does_not_listen() -> None:
    """Nothing else is tried where nobody answers."""
    with desk() as server:
        url = server.url
    (finding,) = look(url)
    assert finding.name == "reachable"
    assert finding.told.endswith("nothing listens there; start the server, or set base_url")


def test_a_key_that_is_wanted_and_not_set() -> None:
    """Who has set no key is told where it goes."""
    with desk(error(401, "No key"), (401, {"error": "No key"})) as server:
        findings = by_name(look(server.url, api_key=""))
        assert "Authorization" not in server.seen[-1][1]
    assert findings["key"].told.startswith("none is set and ")
    assert findings["key"].told.endswith("wants one (HTTP 401): set OPENAI_API_KEY")


def test_a_key_that_is_not_wanted() -> None:
    """A server on one's own machine asks for none."""
    with desk() as server:
        assert (
            by_name(look(server.url, api_key=""))["key"].told
            == "none is set, and none is asked for"
        )


def test_a_refused_list_is_no_refused_key() -> None:
    """Some keys may ask questions and not list models."""
    with desk(models=(403, {"error": "Missing scopes: api.model.read"})) as server:
        findings = by_name(look(server.url))
    assert findings["key"].ok
    assert findings["model"].told.endswith("there is no list of models to find it in")


@pytest.mark.parametrize(
    "models",
    [
        NOT_LISTED,
        (200, b"<html>"),
        (200, {"data": None}),
        (200, b"\xff"),
        (500, {}),
        (200, b" " * 2_000_000),
    ],
    ids=["absent", "page", "null", "bytes", "broken", "large"],
)
def test_a_server_without_a_list_of_models(models: Answer) -> None:
    """The list is a help and no condition."""
    with desk(models=models) as server:
        findings = look(server.url)
    assert all(finding.ok for finding in findings)
    assert len(findings) == 6


MODELS: list[tuple[str, str, bool, str]] = [
    # model asked for, model that answers, is it known, what is told
    (MODEL, MODEL, True, f"'{MODEL}' answers"),
    ("qwen3", "qwen3", True, "'qwen3' answers, though it is not among the 2 models listed"),
    ("llama", "tiny.gguf", True, "calls itself 'tiny.gguf': make sure that is the one you want"),
    ("gpt-oss-20b", "", False, "; did you mean 'gpt-oss:20b'?"),
    ("zzz", "", False, "; it has gpt-oss:20b, qwen3:8b"),
]


@pytest.mark.parametrize(("model", "answers", "ok", "told"), MODELS)
def test_how_a_model_is_known(model: str, answers: str, ok: bool, told: str) -> None:
    """The list helps to spell a name; what counts is whether it answers, and who does."""

    def react(body: Body) -> Answer:
        if not answers:
            return error(404, "no such model")(body)
        return completion(body, fitting(body), model=answers)

    with desk(react) as server:
        found = by_name(look(server.url, model))["model"]
    assert found.ok is ok
    assert found.told.endswith(told)


def test_a_model_listed_under_its_latest_version_is_listed() -> None:
    """Ollama lists `qwen3` as `qwen3:latest`."""
    with desk(models=(200, {"data": [{"id": "qwen3:latest"}]})) as server:
        assert by_name(look(server.url, "qwen3"))["model"].told == "'qwen3' answers"


def test_an_unlisted_model_that_is_rejected_is_the_trouble() -> None:
    """Some endpoints say 400 to a model they do not have, as to a setting they do not take."""
    with desk(error(400, "zzz is not a valid model ID")) as server:
        *_, last = look(server.url, "zzz")
    assert (last.name, last.ok) == ("model", False)


UNSUPPORTED = error(400, "Invalid parameter: 'response_format' of this type is not supported")
PROFILES: list[tuple[str, Reaction, str, bool, str]] = [
    # set, how the endpoint behaves, works, is it fine, what is told
    ("schema", only("strict"), "strict", True, "it binds the model more than schema"),
    (
        "strict",
        only("schema", "text"),
        "schema",
        False,
        'schema works: set profile = "schema" (strict: the answer does not',
    ),
    (
        "strict",
        only("object", otherwise=UNSUPPORTED),
        "object",
        False,
        "the endpoint does not take these settings: summarizer doctor --write finds out which it takes "
        "(HTTP 400): Invalid parameter",
    ),
    (
        "strict",
        only("text", otherwise=error(500, "No grammar")),
        "text",
        False,
        "(strict, schema, object: the endpoint is in trouble (HTTP 500): No grammar)",
    ),
    (
        "strict",
        only("object", otherwise=error(404, "No endpoints support this")),
        "object",
        False,
        "(strict, schema: ",
    ),
    ("text", only("text"), "text", True, "text works, as it is set"),
]


@pytest.mark.parametrize(("own", "reaction", "works", "ok", "told"), PROFILES)
def test_the_first_profile_that_works(
    own: str, reaction: Reaction, works: str, ok: bool, told: str
) -> None:
    """Each is tried once, in order, until a reply fits; the finding says what to set."""
    with desk(reaction) as server:
        finding = by_name(look(server.url, profile=own))["profile"]
        tried = [form(body) for path, _, body in server.seen if body and not is_long(body)]
    assert finding.ok is ok
    assert told in finding.told
    assert finding.settings == ({} if own == works else {"profile": works})
    assert tried == ["strict", "schema", "object", "text"][: len(tried)]
    assert tried[-1] == works


def test_a_reply_with_thoughts_and_a_fence_works_as_text() -> None:
    """A strict endpoint is taken at its word, the other profiles allow for talk around the object."""

    def react(body: Body) -> Answer:
        return completion(body, f"<think>Hm.</think>\n```json\n{fitting(body)}\n```")

    with desk(react) as server:
        assert by_name(look(server.url))["profile"].settings == {"profile": "schema"}


def test_usage_that_is_not_told() -> None:
    """Without counts all is an estimate, and a code word alone tells what was read."""
    with desk(lambda body: completion(body, fitting(body), usage=None)) as server:
        findings = by_name(look(server.url))
    assert not findings["usage"].ok
    assert findings["usage"].told.startswith("not told: tokens and cost will be estimates")
    assert findings["input"].told.endswith("was read from its first line on")


def no_usage(body: Body) -> Answer:
    """Cut the input and count nothing."""
    status, value = cut(body)
    return status, {**value, "usage": None}


INPUTS: list[tuple[str, Reaction, int | None, bool, str, int | None]] = [
    # case, reaction, context_tokens as set, is it fine, what is told, context_tokens to set
    (
        "cut",
        cut,
        None,
        False,
        "was cut without a word: only 4,096 were read, its beginning is gone; give the server",
        4096,
    ),
    ("cut, set too high", cut, 8192, False, "or set context_tokens = 4096", 4096),
    ("cut, as is known", cut, 4096, True, "context_tokens = 4096 keeps such from being sent", None),
    ("middle", lambda body: cut(body, head=100), None, False, "its middle is gone", 4096),
    (
        "cut, not counted",
        no_usage,
        None,
        False,
        "was probably cut: its first line was not remembered",
        None,
    ),
    (
        "forgetful",
        long(lambda body: completion(body, '{"called": "Boat"}')),
        None,
        False,
        "a larger model may be needed",
        None,
    ),
    (
        "silent error",
        long(error(500, "CUDA out of memory")),
        None,
        False,
        "failed: the endpoint is in trouble (HTTP 500): CUDA",
        None,
    ),
    (
        "empty",
        long(lambda body: completion(body, "")),
        None,
        False,
        "failed: an empty answer",
        None,
    ),
]


@pytest.mark.parametrize(
    ("reaction", "own", "ok", "told", "to_set"), [c[1:] for c in INPUTS], ids=[c[0] for c in INPUTS]
)
def test_whether_the_input_is_cut(
    reaction: Reaction, own: int | None, ok: bool, told: str, to_set: int | None
) -> None:
    """The count and the name in the first line tell together what became of a long question."""
    models: Answer = (200, {"data": [{"id": MODEL, "context_length": 131_072}]})
    with desk(reaction, models) as server:
        findings = by_name(look(server.url, context_tokens=own))
    assert findings["input"].ok is ok
    assert told in findings["input"].told
    assert findings["input"].settings == ({} if to_set is None else {"context_tokens": to_set})
    assert "context" not in findings or not findings["context"].settings


LIMITS: list[tuple[int, str, dict[str, Any]]] = [
    # status, message, more fields of the error; all say 4,096
    (
        400,
        "This model's maximum context length is 4096 tokens. However, you requested 6021.",
        {"code": "context_length_exceeded"},
    ),
    (
        400,
        "You passed 6021 input tokens. However, the model's context length is only 4096 tokens.",
        {},
    ),
    (400, "Prompt contains 6021 tokens, too large for model with 4096 maximum context length", {}),
    (400, "prompt is too long: 6021 tokens > 4096 maximum", {}),
    (400, "Requested tokens (6021) exceed context window of 4,096", {}),
    (400, "the request exceeds the available context size (4096 tokens), try increasing it", {}),
    (
        500,
        "the request exceeds it",
        {"type": "exceed_context_size_error", "code": 500, "n_ctx": 4096},
    ),
    (413, "`inputs` tokens + `max_new_tokens` must be <= 4096", {}),
]


@pytest.mark.parametrize(("status", "message", "more"), LIMITS)
def test_the_context_that_an_error_names(status: int, message: str, more: dict[str, Any]) -> None:
    """Whatever the wording, the number is found, and a refusal is better than a cut."""
    with desk(long(error(status, message, **more))) as server:
        findings = by_name(look(server.url))
    assert findings["input"].ok
    assert "is refused, not cut" in findings["input"].told
    assert findings["context"].told.startswith(
        "4,096 tokens, its error says; set context_tokens = "
    )
    assert findings["context"].settings == {"context_tokens": 4096}


CONTEXTS = [
    # context_tokens as set, is it fine, what is told
    (None, True, "32,768 tokens, its list of models says; set context_tokens = 32768, so that"),
    (32_768, True, "32,768 tokens, its list of models says, as it is set"),
    (16_000, True, "32,768 tokens, its list of models says; context_tokens = 16000 uses less"),
    (65_536, False, "32,768 tokens, its list of models says; set context_tokens = 32768, so that"),
]


@pytest.mark.parametrize(("own", "ok", "told"), CONTEXTS)
def test_the_context_that_the_list_names(own: int | None, ok: bool, told: str) -> None:
    """Some servers tell it before anything goes wrong."""
    with desk(models=(200, {"data": [{"id": MODEL, "max_model_len": 32_768}]})) as server:
        finding = by_name(look(server.url, context_tokens=own))["context"]
    assert (finding.ok, finding.told[: len(told)]) == (ok, told)


def test_a_redirect_is_not_followed() -> None:
    """The key goes to no other address; the line says where it would have gone."""
    with desk() as other:
        moved = {"Location": f"{other.url}/chat/completions?key=1"}
        with desk(lambda body: (307, b""), (302, b""), moved) as server:
            (finding,) = look(server.url)
        assert not other.seen
    assert finding.told.endswith(f"has moved to {other.url}: set base_url to that if you trust it")


def test_the_base_url_without_its_version() -> None:
    """The commonest slip is told with the address to try."""
    with desk(lambda body: NOT_LISTED, NOT_LISTED) as server:
        url = server.url.removesuffix("/v1")
        (finding,) = look(url + "/")
    assert finding.told.endswith(f"check base_url: does {url}/v1 work?")


def test_a_silent_endpoint_is_left() -> None:
    """Waiting has an end and says how long it was; only in one profile, it speaks against that."""

    def sleep(body: Body) -> Answer:
        time.sleep(0.5)
        return good(body)

    with desk(sleep) as server:
        last = look(server.url, timeout=0.1)[-1]
    assert "it stayed silent for 0.1 s; run this again when it has loaded" in last.told
    with desk(
        only("text", otherwise=lambda b: sleep(b) if form(b) == "object" else UNSUPPORTED(b))
    ) as server:
        finding = by_name(look(server.url, timeout=0.1))["profile"]
    assert "; object: it stayed silent for 0.1 s)" in finding.told
    assert finding.settings == {"profile": "text"}
    with desk(long(sleep)) as server:
        last = look(server.url, timeout=0.1)[-1]
    assert last.told.endswith("got no answer: it stayed silent for 0.1 s; raise timeout_seconds")


TROUBLES: list[tuple[str, Mapping[str, str], bytes, str]] = [
    # case, headers, body, what is told
    ("large", {}, b" " * 2_000_000, "a reply of more than 1,048,576 bytes came"),
    ("cut", {"Content-Length": "100"}, b"{}", "the connection broke"),
    (
        "chunks",
        {"Transfer-Encoding": "chunked", "Content-Length": "0"},
        b"zz\r\n",
        "it does not speak",
    ),
]


@pytest.mark.parametrize(
    ("headers", "raw", "told"), [case[1:] for case in TROUBLES], ids=[c[0] for c in TROUBLES]
)
def test_a_body_that_cannot_be_taken(headers: Mapping[str, str], raw: bytes, told: str) -> None:
    """Size and completeness are checked while reading."""
    with desk(lambda body: (200, raw), headers=headers) as server:
        ask = http_post(server.url, KEY, 5.0)
        with pytest.raises(NoAnswer, match=told) as caught:
            asyncio.run(_one(ask))
    assert KEY not in repr(caught.value.__context__)


async def _one(ask: Ask) -> tuple[int, Mapping[str, str], bytes]:
    return await ask("/chat/completions", {"model": "m"})


def test_the_wrong_scheme() -> None:
    """A server without TLS that is asked for it is told of as that."""
    with desk() as server:
        (finding,) = look(server.url.replace("http", "https", 1))
    assert "it does not speak TLS as wanted (http:// instead of https://?)" in finding.told


def test_a_key_or_url_that_cannot_be_used_is_refused_at_once() -> None:
    """Before anything is sent, and without the key in the message."""
    for url, key in (("file:///etc/hosts", ""), ("http:///v1", ""), ("http://h/v1", f"{KEY}\n")):
        with pytest.raises(UsageError) as caught:
            http_post(url, key, 1.0)
        assert KEY not in str(caught.value)


def test_any_callable_that_asks_will_do() -> None:
    """The doctor needs no HTTP; what raises OSError counts as no answer."""

    async def ask(
        path: str, body: Mapping[str, Any] | None
    ) -> tuple[int, Mapping[str, str], bytes]:
        if body is None:
            return 200, {}, json.dumps(LISTED[1]).encode()
        if is_long(dict(body)):
            raise ConnectionResetError(f"while sending {KEY}")
        status, value = good(dict(body))
        return status, {}, json.dumps(value).encode()

    findings = asyncio.run(probe(Endpoint("http://h/v1", KEY), MODEL, ask=ask))
    assert findings[-1].told.endswith("got no answer: the connection broke; raise timeout_seconds")


@pytest.mark.parametrize(
    ("script", "names"),
    [
        ("good", ["reachable", "key", "model", "profile", "usage", "input"]),
        ("key refused", ["reachable", "key"]),
        ("no credit", ["reachable", "key"]),
        ("page", ["reachable"]),
        ("reset", ["reachable", "profile"]),
        ("deep envelope", ["reachable", "key", "profile"]),
    ],
)
def test_the_server_of_the_live_client(script: str, names: list[str]) -> None:
    """What the live client is tested against is understood by the doctor, too."""
    with ModelServer(script) as server:
        findings = look(server.url, "test-model")
    assert [finding.name for finding in findings] == names


def test_every_known_kind_of_server_can_be_asked() -> None:
    """The settings of each kind give bodies that the doctor can send."""
    for known in ENDPOINTS.values():
        with desk() as server:
            endpoint = Endpoint(
                server.url, KEY, known.profile, token_parameter=known.token_parameter
            )
            ask = http_post(endpoint.base_url, KEY, 5.0)
            assert all(f.ok for f in asyncio.run(probe(endpoint, MODEL, ask=ask)))


@pytest.mark.parametrize("count", [0, 1, 7, -5, 10**12])
def test_counts_that_cannot_be_are_not_written_down(count: int) -> None:
    """What no tokenizer makes of a question sets no context, and is called wrong or not told."""
    with desk(lambda body: completion(body, fitting(body), tokens=count)) as server:
        findings = by_name(look(server.url))
    assert findings["input"].settings == {}
    assert "context" not in findings
    assert findings["usage"].ok is (count in (1, 7))  # of a tiny question they could be
