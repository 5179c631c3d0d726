"""What an endpoint can do, found out with a few small questions and told in one line each.

Asks through a function that it is given; `http_post` makes the real one out of the standard library,
so that what is found does not hang on a client library. The key is told nowhere, not even where the
endpoint repeats it.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import re
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

from summarizer.answers import Outcome, Request, strict_json
from summarizer.completions import Said, Unusable, Verdict, judge, one_line, read_completion
from summarizer.endpoints import Endpoint, Profile, body_for
from summarizer.errors import UsageError

Reply = tuple[int, Mapping[str, str], bytes]
Ask = Callable[[str, Mapping[str, Any] | None], Awaitable[Reply]]
"""Posts a body as JSON to a path under the base URL, or gets the path where the body is None.

Returns status, headers (names in lower case) and body; raises OSError where nothing comes back.
"""

MOST_BYTES = 2**20  # of a reply
LIST_SECONDS = 15.0  # for the list of models, which takes no thinking
READ_WHOLE = 0.85  # of the estimate: the words are such that tokenizers agree within a few per cent

LEAST_CONTEXT = 256  # tokens; a smaller number is no context, whoever says so


class NoAnswer(OSError):
    """Nothing usable came back; the message is a clause, `is_reached` whether anything did."""

    def __init__(self, reason: str, *, is_reached: bool = False) -> None:
        super().__init__(reason)
        self.is_reached = is_reached


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found out: `told` is one line, with what to do next where something is to be done.

    `settings` are values that make it right when they are set.
    """

    name: Literal["reachable", "key", "model", "profile", "usage", "input", "context"]
    ok: bool
    told: str
    settings: Mapping[str, str | int] = field(default_factory=dict, hash=False)


async def probe(endpoint: Endpoint, model: str, *, ask: Ask) -> list[Finding]:
    """Return what was found out about `model` at `endpoint`, as far as that could be seen.

    Asks for the list of models, then one tiny question in each profile until one works, then one
    question of about 6,000 tokens. Nothing is repeated or stored.
    """
    findings = [finding async for finding in _found(_Patient(endpoint, model, ask))]
    return [replace(one, told=_masked(one.told, endpoint.api_key)) for one in findings]


@dataclass(frozen=True, slots=True)
class _Patient:
    """What is looked at."""

    endpoint: Endpoint
    model: str
    ask: Ask

    @property
    def host(self) -> str:
        return self.endpoint.host

    def told(self, text: str) -> str:
        """Return what the endpoint said, on one line and without the key, cut where it is long."""
        return one_line(_masked(text, self.endpoint.api_key))


Cause = Literal["works", "unfit", "address", "key", "credit", "model", "busy", "silent", "too long"]


@dataclass(frozen=True, slots=True)
class _Trial:
    """What became of one question: `why` is a clause, `said` the answer if there was one."""

    profile: Profile
    cause: Cause
    why: str = ""
    said: Said | None = None
    raw: bytes = b""


async def _found(patient: _Patient) -> AsyncIterator[Finding]:
    """Yield the findings in the order they are shown."""
    try:
        listed = await _listed(patient)
    except OSError as error:
        yield Finding("reachable", False, _unreachable(patient, error))
        return
    trials: list[_Trial] = []
    for profile in get_args(Profile):
        trial = await _tried(patient, _TINY, profile, is_listing=listed is not None)
        if trials and trial.cause == "silent":  # it has answered before: JSON mode may never end
            trial = replace(trial, cause="unfit")
        trials.append(trial)
        if trial.cause != "unfit":
            break
    last = trials[-1]
    if last.cause == "address":
        yield Finding("reachable", False, f"{patient.host} answers, but {last.why}")
        return
    yield Finding("reachable", True, f"{patient.host} answers")
    for finding in _on_the_way(patient, listed, trials):
        yield finding
    if last.cause != "works" or last.said is None:
        return
    yield _of_usage(last.said)
    long = await _tried(patient, _LONG, last.profile, is_listing=listed is not None)
    whole = _of_input(patient, long)
    yield whole
    limit, source = _limit(long.raw) if long.cause == "too long" else None, "its error says"
    if limit is None and whole.ok:  # where it was cut, a list tells more than there is
        limit, source = _listed_limit(patient, listed), "its list of models says"
    if limit is not None:
        yield _of_context(patient, limit, source)


# The questions. What they ask for does not give away how the parts of the reply are called, so that
# a reply fits only where the schema reached the model.

_TINY = Request(
    "",
    (("user", "How many days does a week have, and which letter comes first in the alphabet?"),),
    "probe",
    {
        "type": "object",
        "properties": {"day_count": {"type": "integer"}, "opening_letter": {"type": "string"}},
        "required": ["day_count", "opening_letter"],
        "additionalProperties": False,
    },
    {},
)
_TINY_TOKENS = 200  # more than any tokenizer makes of it, the schema and the roles included
_CODE_WORD = "Tamoriven"
# Of words that every tokenizer has as one token, so that words and stops are the count of tokens.
_FILLER = (
    "The men went down to the water and came back home before the night. "
    "There was not much to see, but they had been out all day and had a good time. "
    "She said that the house was old and that no one would want to live in it. "
    "In the end he took the long way back over the hill and into the small town. "
)
_STORY = _FILLER * 85
_LONG_TOKENS = len(re.findall(r"\w+|[.,]", _STORY))
_LONG = Request(
    "",
    (
        (
            "user",
            f"The boat in this story is called {_CODE_WORD}.\n\n{_STORY}\n\n"
            "How is the boat in this story called? Answer with its name.",
        ),
    ),
    "probe",
    {
        "type": "object",
        "properties": {"called": {"type": "string"}},
        "required": ["called"],
        "additionalProperties": False,
    },
    {},
)


def _fits_tiny(text: str) -> bool:
    try:
        value = strict_json(text)
    except ValueError:
        return False
    return (
        isinstance(value, dict)
        and set(value) == {"day_count", "opening_letter"}
        and type(value["day_count"]) is int
        and isinstance(value["opening_letter"], str)
    )


async def _listed(patient: _Patient) -> dict[str, Mapping[str, Any]] | None:
    """Return the entries of the list of models by name, or None where there is no such list."""
    try:
        status, _, raw = await patient.ask("/models", None)
    except NoAnswer as error:
        if error.is_reached:
            return None
        raise
    try:
        value = strict_json(raw) if status == 200 else None
    except ValueError:
        return None
    entries = value.get("data") if isinstance(value, dict) else value
    if not isinstance(entries, list):
        return None
    named = (entry for entry in entries if isinstance(entry, dict))
    return {entry["id"]: entry for entry in named if isinstance(entry.get("id"), str)}


async def _tried(
    patient: _Patient, question: Request, profile: Profile, *, is_listing: bool
) -> _Trial:
    """Ask a question once in one profile; `is_listing` tells that the address is right."""
    request = replace(question, model=patient.model)
    body = body_for(request, replace(patient.endpoint, profile=profile))
    try:
        status, headers, raw = await patient.ask("/chat/completions", body)
    except OSError as error:
        return _Trial(profile, "silent", patient.told(_reason(error)))
    if status == 200:
        try:
            said = read_completion(raw, profile)
        except Unusable as error:
            status = error.status
            if not status:
                is_page = raw.lstrip()[:1] == b"<"
                why = f"with a web page; {_advice(patient)}" if is_page else str(error)
                cause: Cause = "address" if is_page else "unfit"
                return _Trial(profile, cause, patient.told(why), raw=raw)
        else:
            return _read(profile, question, said, raw)
    cause = _cause(status, raw, is_listing)
    why = _why(patient, cause, status, headers, raw)
    return _Trial(profile, cause, why, raw=raw)


def _read(profile: Profile, question: Request, said: Said, raw: bytes) -> _Trial:
    if said.outcome is not Outcome.VALID:
        return _Trial(profile, "unfit", f"the answer was {said.outcome.value}", raw=raw)
    if question is _TINY and not _fits_tiny(said.text):
        return _Trial(profile, "unfit", "the answer does not keep to the schema", raw=raw)
    return _Trial(profile, "works", said=said, raw=raw)


def _cause(status: int, raw: bytes, is_listing: bool) -> Cause:
    """Return what an error comes down to; "unfit" where another profile may fare better."""
    verdict, _ = judge(status, raw)
    text = raw[:4000].decode("utf-8", "replace").lower()
    if verdict is Verdict.TOO_LONG:
        return "too long"
    if status == 402 or re.search(r'"(insufficient_quota|billing_\w+)"', text):
        return "credit"
    if status in (401, 403) or (status == 400 and re.search(r"api[ _-]?key", text)):
        return "key"
    if "model_not_found" in text or (status == 404 and "model" in text and text[:1] != "<"):
        return "model"
    if status == 405 or status < 400 or (status == 404 and not is_listing):
        return "address"
    # 500 is left out: some servers fail so on a schema that they cannot turn into a grammar.
    return "busy" if verdict is Verdict.WAIT and status != 500 else "unfit"


def _why(
    patient: _Patient, cause: Cause, status: int, headers: Mapping[str, str], raw: bytes
) -> str:
    """Return an error as a clause, in the endpoint's words where those help."""
    if cause == "address":
        if status < 400 and (to := urlsplit(headers.get("location", ""))).hostname:
            there = f"{to.scheme}://{to.netloc}{to.path}".removesuffix("/chat/completions")
            return f"has moved to {patient.told(there)}: set base_url to that if you trust it"
        return f"not to questions (HTTP {status}); {_advice(patient)}"
    if cause == "key" and status != 403:  # which often quotes the key in part
        return f"HTTP {status}"
    key = patient.endpoint.api_key
    return judge(status, _masked(_unescaped(raw), key).encode("utf-8", "replace"))[1]


def _unescaped(raw: bytes) -> str:
    """Return a body as text, its JSON without needless escapes, in which a key could hide."""
    try:
        return json.dumps(strict_json(raw), ensure_ascii=False)
    except ValueError:
        return raw.decode("utf-8", "replace")


def _masked(text: str, key: str) -> str:
    """Return a text without the key; three letters are no key, and stand in many words."""
    return text.replace(key, "(key)") if len(key) > 3 else text


def _advice(patient: _Patient) -> str:
    base = patient.endpoint.base_url.rstrip("/")
    if re.search(r"/v[0-9]", urlsplit(base).path):
        return "check base_url"
    return f"check base_url: does {base}/v1 work?"


def _reason(error: OSError) -> str:
    return str(error) if isinstance(error, NoAnswer) else _why_silent(error, 0.0)


def _unreachable(patient: _Patient, error: OSError) -> str:
    reason = patient.told(_reason(error))
    next_step = "start the server" if "listens" in reason else "check the network"
    return f"{patient.host} cannot be reached: {reason}; {next_step}, or set base_url"


def _on_the_way(
    patient: _Patient, listed: Mapping[str, Any] | None, trials: list[_Trial]
) -> Iterator[Finding]:
    """Yield what the tiny questions tell of the key, the model and the profile."""
    last, has_key = trials[-1], bool(patient.endpoint.api_key)
    if last.cause in ("key", "credit"):
        if last.cause == "credit":
            told = f"taken, but there is nothing left to spend ({last.why}): add credit"
        elif has_key:
            told = f"{patient.host} refuses it ({last.why}): check OPENAI_API_KEY, and that it is"
            told += " a key of this endpoint"
        else:
            told = f"none is set and {patient.host} wants one ({last.why}): set OPENAI_API_KEY"
        yield Finding("key", False, told)
        return
    if last.cause in ("silent", "busy"):
        again = "run this again later"
        if last.cause == "silent":
            again = "run this again when it has loaded the model, or raise timeout_seconds"
        yield Finding("profile", False, f"no answer to a tiny question: {last.why}; {again}")
        return
    yield Finding("key", True, "accepted" if has_key else "none is set, and none is asked for")
    is_missing = listed is not None and not _names(patient.model, listed)
    if last.cause == "model" or (last.cause != "works" and is_missing):
        yield Finding("model", False, _unknown_model(patient, listed))
        return
    if last.said is not None:
        yield Finding("model", True, _known_model(patient, listed, last.said))
    yield _of_profile(patient, trials)


def _names(model: str, listed: Mapping[str, Any]) -> bool:
    return model in listed or f"{model}:latest" in listed


def _unknown_model(patient: _Patient, listed: Mapping[str, Any] | None) -> str:
    told = f"{patient.model!r} is not known to {patient.host}"
    if listed is None:
        return f"{told}, which lists no models: check how it is spelled"
    if not listed:
        return f"{told}, which has no model at all: load one first"
    near = get_close_matches(patient.model, listed, n=1, cutoff=0.5)
    if near:
        return f"{told}; did you mean {patient.told(near[0])!r}?"
    rest = f" and {len(listed) - 5} more" if len(listed) > 5 else ""
    return f"{told}; it has {', '.join(patient.told(name) for name in list(listed)[:5])}{rest}"


def _known_model(patient: _Patient, listed: Mapping[str, Any] | None, said: Said) -> str:
    told = f"{patient.model!r} answers"
    if listed is None:
        told += "; there is no list of models to find it in"
    elif not _names(patient.model, listed):
        told += f", though it is not among the {len(listed)} models listed"
    if said.model and patient.model.rpartition("/")[2] not in said.model:
        told += (
            f", and calls itself {patient.told(said.model)!r}: make sure that is the one you want"
        )
    return told


def _of_profile(patient: _Patient, trials: list[_Trial]) -> Finding:
    last, own = trials[-1], patient.endpoint.profile
    whys = dict.fromkeys(trial.why for trial in trials if trial.cause != "works")
    profiles = {why: ", ".join(t.profile for t in trials if t.why == why) for why in whys}
    failed = "; ".join(f"{profiles[why]}: {why}" for why in whys)
    if last.cause != "works":
        return Finding("profile", False, f"none works ({failed}): try another model")
    settings = {"profile": last.profile}
    if own == last.profile:
        return Finding("profile", True, f"{own} works, as it is set")
    told = f'{last.profile} works: set profile = "{last.profile}"'
    if any(trial.profile == own for trial in trials):
        return Finding("profile", False, f"{told} ({failed})", settings)
    return Finding("profile", True, f"{told}, it binds the model more than {own}", settings)


def _of_usage(said: Said) -> Finding:
    if said.usage is None:
        told = "not told: tokens and cost will be estimates, and a limit on cost only roughly kept"
        return Finding("usage", False, told)
    read, written = said.usage.input_tokens, said.usage.output_tokens
    if not _is_likely(read, _TINY_TOKENS):
        told = f"told, but wrong: {read:,} tokens for a tiny question; so cost is wrong as well"
        return Finding("usage", False, told)
    return Finding("usage", True, f"told: {read:,} tokens read and {written:,} written")


def _is_likely(counted: int, tokens: int) -> bool:
    """Whether a count can be that of a question: above none, and less than ten times as many."""
    return 0 < counted < 10 * tokens


def _of_input(patient: _Patient, long: _Trial) -> Finding:
    """Return whether a long question is read whole, refused or cut without a word."""
    about = f"a question of about {_LONG_TOKENS:,} tokens"
    if long.cause == "too long":
        return Finding("input", True, f"{about} is refused, not cut: longer articles will fail")
    if long.cause == "silent":
        return Finding("input", False, f"{about} got no answer: {long.why}; raise timeout_seconds")
    if long.cause != "works" or long.said is None:
        return Finding("input", False, f"{about} failed: {long.why}; try shorter articles")
    read = long.said.usage.input_tokens if long.said.usage else None
    if read is not None and not (read >= LEAST_CONTEXT and _is_likely(read, _LONG_TOKENS)):
        read = None  # nobody's count
    has_word = _CODE_WORD.casefold() in long.said.text.casefold()
    is_short = read is not None and read < READ_WHOLE * _LONG_TOKENS
    if read is not None and is_short:
        return _of_cut(patient, about, read, has_word)
    if has_word:
        counted = "" if read is None else f" ({read:,} counted)"
        return Finding("input", True, f"{about} was read from its first line on{counted}")
    if read is not None:
        told = f"{about} was read ({read:,} counted), but its first line was not remembered"
        return Finding("input", False, f"{told}: a larger model may be needed")
    told = f"{about} was probably cut: its first line was not remembered"
    return Finding("input", False, f"{told}; set context_tokens to the context of the server")


def _of_cut(patient: _Patient, about: str, read: int, has_word: bool) -> Finding:
    what = "its middle" if has_word else "its beginning"
    told = f"{about} was cut without a word: only {read:,} were read, {what} is gone"
    own = patient.endpoint.context_tokens
    if own is not None and own <= read:
        return Finding("input", True, f"{told}; context_tokens = {own} keeps such from being sent")
    step = f"give the server a longer context, or set context_tokens = {read}"
    return Finding("input", False, f"{told}; {step}", {"context_tokens": read})


def _of_context(patient: _Patient, limit: int, source: str) -> Finding:
    own = patient.endpoint.context_tokens
    told = f"{limit:,} tokens, {source}"
    if own == limit:
        return Finding("context", True, f"{told}, as it is set")
    step = f"set context_tokens = {limit}, so that nothing longer is sent"
    if own is not None and own < limit:
        step = f"context_tokens = {own} uses less"
    is_ok = own is None or own < limit
    settings = {} if own is not None and own < limit else {"context_tokens": limit}
    return Finding("context", is_ok, f"{told}; {step}", settings)


# How servers word it: OpenAI and vLLM "maximum context length is N tokens", llama.cpp "the available
# context size (N tokens)" or a field `n_ctx`, Mistral "N maximum context length", others as here.
_LIMITS = (
    r'"n_ctx": ?([0-9]+)',
    r"([0-9][0-9,]*) maximum context length",
    r"context (?:length|window|size)[^0-9]{0,40}([0-9][0-9,]*)",
    r"> ?([0-9][0-9,]*) maximum",
    r"maximum number of tokens allowed \(([0-9][0-9,]*)\)",
    r"must be <= ?([0-9][0-9,]*)",
)


def _limit(raw: bytes) -> int | None:
    """Return the context that an error names.

    >>> _limit(b"This model's maximum context length is 4,096 tokens. However, you sent 6021.")
    4096
    """
    text = raw[:4000].decode("utf-8", "replace")
    found = (re.search(pattern, text, re.IGNORECASE) for pattern in _LIMITS)
    numbers = (match[1].replace(",", "") for match in found if match)
    return next((int(n) for n in numbers if len(n) < 10 and int(n) >= LEAST_CONTEXT), None)


def _listed_limit(patient: _Patient, listed: Mapping[str, Any] | None) -> int | None:
    """Return the context that the list of models names, as vLLM, OpenRouter and Groq do."""
    entry = (listed or {}).get(patient.model, {})
    names = ("max_model_len", "context_length", "context_window")
    found = (entry.get(name) for name in names)
    return next((n for n in found if type(n) is int and LEAST_CONTEXT <= n < 10**9), None)


def http_post(base_url: str, api_key: str, timeout: float) -> Ask:
    """Return what asks the endpoint at `base_url`, with the standard library, in a thread.

    No redirect is followed, so the key goes to no other host; no proxy is used to this machine. A
    reply is waited for `timeout` seconds and then may take as long again; more than 1 MiB is not
    read. Raises NoAnswer where nothing usable comes back.

    Raises:
        UsageError: the URL is none, or no header can carry the key.
    """
    host = urlsplit(base_url).hostname
    if urlsplit(base_url).scheme not in ("http", "https") or not host:
        raise UsageError("the base URL must begin with http:// or https:// and name a host")
    if not re.fullmatch(r"[!-~]*", api_key):
        raise UsageError("the key holds a character that no header can carry")
    is_here = host in ("localhost", "::1") or host.startswith("127.")
    proxies = urllib.request.ProxyHandler({} if is_here else None)
    opener = urllib.request.build_opener(proxies, _AsItCame)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "summarizer",  # some hosts turn away the one that urllib gives itself
        **({"Authorization": f"Bearer {api_key}"} if api_key else {}),
    }

    def send(path: str, body: Mapping[str, Any] | None) -> Reply:
        data = None if body is None else json.dumps(body).encode()
        url = base_url.rstrip("/") + path
        request = urllib.request.Request(url, data=data, headers=headers)
        seconds = timeout if body is not None else min(timeout, LIST_SECONDS)
        try:
            with opener.open(request, timeout=seconds) as response:
                raw = _bounded(response, seconds)
                names = {name.lower(): value for name, value in response.headers.items()}
                return response.status, names, raw
        except NoAnswer:
            raise
        except (OSError, http.client.HTTPException, UnicodeError) as error:
            trouble = error
        raise NoAnswer(_why_silent(trouble, seconds)) from None  # its own words may hold the key

    async def ask(path: str, body: Mapping[str, Any] | None) -> Reply:
        return await asyncio.to_thread(send, path, body)

    return ask


class _AsItCame(urllib.request.HTTPErrorProcessor):
    """Returns every reply as it is: errors are read, redirects are not followed."""

    def http_response(
        self, request: urllib.request.Request, response: http.client.HTTPResponse
    ) -> Any:
        return response

    https_response = http_response


def _bounded(response: http.client.HTTPResponse, seconds: float) -> bytes:
    until = time.monotonic() + seconds
    raw = bytearray()
    while piece := response.read1(2**16):
        raw += piece
        if len(raw) > MOST_BYTES:
            raise NoAnswer(f"a reply of more than {MOST_BYTES:,} bytes came", is_reached=True)
        if time.monotonic() > until:
            raise NoAnswer(f"the reply was not complete after {seconds:g} s", is_reached=True)
    if response.length:  # `read1` says nothing where less came than was announced
        raise NoAnswer("the connection broke", is_reached=True)
    return bytes(raw)


def _why_silent(error: BaseException, seconds: float) -> str:
    """Return why nothing came back, as a clause in our own words."""
    if isinstance(error, urllib.error.URLError) and isinstance(error.reason, BaseException):
        error = error.reason
    if isinstance(error, socket.gaierror | UnicodeError):
        return "there is no such host"
    if isinstance(error, ConnectionRefusedError):
        return "nothing listens there"
    if isinstance(error, ssl.SSLCertVerificationError):
        return "its certificate is not accepted"
    if isinstance(error, ssl.SSLError):
        return "it does not speak TLS as wanted (http:// instead of https://?)"
    if isinstance(error, TimeoutError):
        return f"it stayed silent for {seconds:g} s" if seconds else "it stayed silent"
    if isinstance(error, http.client.HTTPException) and not isinstance(error, OSError):
        return "it does not speak HTTP (https:// instead of http://?)"
    return "the connection broke"
