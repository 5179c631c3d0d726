"""The shipped articles with their recorded answers, for tests of what is made from them again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from live_run import ARTICLES, ROOT

from summarizer import Briefing, Summarizer
from summarizer.answers import Answer, Outcome, Request
from summarizer.budget import Budget
from summarizer.errors import ModelUnavailable
from summarizer.prices import Price
from summarizer.prompts import PromptSet
from summarizer.recordings import Recordings

RECORDINGS = ROOT / "fixtures/recordings"


def replayed(store: Path, prompts: Path | None = None) -> Briefing:
    """Return the briefing that the recordings give, its run kept in a store."""
    with Summarizer(replay=RECORDINGS, store=store, prompts=prompts) as summarizer:
        return summarizer.brief(ARTICLES)


def changed_prompts(folder: Path, *names: str) -> Path:
    """Return a folder of own templates: those named, each asking for a little more."""
    folder.mkdir()
    sources: Mapping[str, str] = PromptSet().sources
    for name in names:
        text = sources[f"{name}.jinja"].replace(
            "{% block user %}", "{% block user %}\nBe exact.", 1
        )
        assert text != sources[f"{name}.jinja"]
        (folder / f"{name}.jinja").write_text(text, encoding="utf-8", newline="\n")
    return folder


class Desk:
    """A model that answers from the recordings, and is out of reach for some prompts."""

    concurrency = 4
    deadline_seconds = 60.0

    def __init__(self, *unreachable: str) -> None:
        self._recordings = Recordings(RECORDINGS)
        self._unreachable = unreachable

    def price(self, model: str) -> Price | None:
        """Return None: it costs nothing that anybody knows."""
        return None

    async def complete(
        self, request: Request, returns: tuple[str, ...], budget: Budget
    ) -> tuple[Answer, ...]:
        """Return the recorded answer, or an empty reply to what is not recorded."""
        if request.prompt in self._unreachable:
            raise ModelUnavailable(
                "the line is dead", prompt=request.prompt, key=request.tagged_key
            )
        known = self._recordings.get(request.key)
        reply = known[0].reply if known else "{" + ", ".join(f'"{r}": []' for r in returns) + "}"
        return (Answer(request.key, 0, reply, Outcome.VALID, "desk", None),)

    def stop(self) -> None:
        """Nothing is on its way for long."""

    async def close(self) -> None:
        """Nothing is open."""
