"""What every test stands on: a scrubbed environment, no network, and a made-up newsroom.

The articles and the replies to questions about them are invented; a reply is chosen by the name of
the question's schema and by the article that the question shows.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from builders import event, layout, number, quote
from hypothesis import settings
from live_run import KEY

from summarizer.prompts import PromptSet

# A busy machine is no fault; the same examples every time, so that a green commit stays green.
settings.register_profile("untimed", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "untimed"))

LOOPBACK = ("127.", "::1", "localhost")

BRIDGES = """\
Two bridges close in Halmstead
The council of Halmstead closed two bridges on Monday after engineers found cracks in them.
“We had no choice,” Mayor Ada Brandt told reporters.
Some 1,200 commuters were affected, she said.
"""
FERRY = """\
Ferry returns to Oxmere
The ferry to Oxmere sails again after a pause of nine weeks.
The harbour office said the first boat carried 85 passengers.
"""


@pytest.fixture(scope="session", autouse=True)
def _scrubbed_environment() -> Iterator[None]:
    """Take the variables that a model or this package reads out of the environment."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(("OPENAI_", "SUMMARIZER_")):
                patch.delenv(name)
        yield


@pytest.fixture(scope="session", autouse=True)
def _loopback_only() -> Iterator[None]:
    """Refuse every connection that leaves this machine."""

    def guarded(method: str) -> Callable[..., Any]:
        original = getattr(socket.socket, method)

        def connect(self: socket.socket, *arguments: Any) -> Any:
            address = arguments[-1]
            if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
                raise PermissionError(f"a test wants to reach {address[0]!r}")
            return original(self, *arguments)

        return connect

    with pytest.MonkeyPatch.context() as patch:
        for method in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, method, guarded(method))
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_file_has_the_key(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Look for the key that the tests give to servers in every file that they left behind."""
    yield
    paths = (path for path in tmp_path_factory.getbasetemp().rglob("*") if path.is_file())
    assert not [path for path in paths if KEY.encode() in path.read_bytes()]


@pytest.fixture(scope="session")
def prompts() -> PromptSet:
    """Return the shipped prompt set."""
    return PromptSet()


@pytest.fixture
def overlay(tmp_path: Path) -> Callable[[Mapping[str, str]], Path]:
    """Return what writes files into a new folder of prompts and returns the folder."""

    def write(files: Mapping[str, str]) -> Path:
        folder = tmp_path / "overlay"
        folder.mkdir()
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8", newline="")
        return folder

    return write


@pytest.fixture(scope="session")
def articles() -> Mapping[str, str]:
    """Return two made-up articles by file name."""
    return {"bridges.txt": BRIDGES, "ferry.txt": FERRY}


_ABOUT_BRIDGES = {
    "events": [
        event(
            2,
            "The council of Halmstead closed two bridges on Monday",
            "The council of Halmstead closed two bridges",
            kind="decision",
            when="on Monday",
        )
    ],
    "numbers": [
        number(4, "1,200", "commuters affected", unit="person"),
        number(4, "9,900", "commuters affected", unit="person"),  # not in the text: a follow-up
    ],
    "quotes": [quote(3, "We had no choice", "Ada Brandt", cue="told reporters")],
}
_ABOUT_FERRY = {
    "events": [event(2, "The ferry to Oxmere sails again", kind="business")],
    "numbers": [number(3, "85", "passengers carried", unit="person")],
    "quotes": [],
}
_LAYOUT = layout((1, 1, 0, "title"), (2, 9, 0, "body"))


@pytest.fixture(scope="session")
def reply_to() -> Callable[..., dict[str, Any]]:
    """Return what gives a made-up reply that fits the schema of a question."""

    def reply(
        schema_name: str, shown: str, claims: Sequence[Mapping[str, Any]] = ()
    ) -> dict[str, Any]:
        """Return the reply to a question.

        Args:
            schema_name: which parts the reply has.
            shown: the message that shows the article, or the claims.
            claims: the claims found so far, as `extract` gives them, for the prose.
        """
        parts = schema_name.split("_")
        if parts == ["sentences"]:
            events = [claim for claim in claims if claim["kind"] == "event"]
            told = next(claim for claim in events if claim["what"] in shown)
            sentences = [
                ("headline", told["what"]),
                ("lede", f"{told['what']}."),
                ("happened", f"{told['what']}, and so did 4,711 others."),  # no row says so
            ]
            return {
                "sentences": [
                    {"section": section, "text": text, "claims": [told["id"]]}
                    for section, text in sentences
                ]
            }
        if parts == ["rewritten"]:
            return {"rewritten": [{"number": 1, "text": "", "claims": []}]}
        if parts == ["events", "numbers", "quotes"]:  # the follow-up finds nothing more
            return {part: [] for part in parts}
        if parts in (["happenings", "disputes"], ["quantities", "relations", "sums"]):
            return {part: [] for part in parts}  # no two rows tell of one thing
        about = _ABOUT_BRIDGES if "Halmstead" in shown else _ABOUT_FERRY
        lists = {part: [item.model_dump() for item in items] for part, items in about.items()}
        found = {"layout": _LAYOUT.model_dump(), **lists}
        return {part: found[part] for part in parts}

    return reply
