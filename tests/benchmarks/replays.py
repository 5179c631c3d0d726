"""The row of replays: claims and a briefing from stored answers, in a process of its own."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from summarizer import Summarizer
from summarizer.reading import as_documents

from .corpus import stories
from .floors import number_lines
from .measuring import Line, Sizes, cpu_seconds
from .offline import MODEL, answered, given


def replay(sizes: Sizes) -> list[Line]:
    """Return processor time and memory of claims and of a briefing from stored answers, run once."""
    lines = []
    for count in dict.fromkeys((sizes.briefed, sizes.articles)):
        found = _measured(count)
        floor = found["numbered"]
        beside = "lines numbered"
        for what in ("claims", "a briefing"):
            about = f"{what} of {count} articles"
            lines.append(Line("replay", about, found[what], beside, floor, unit="s"))
        each = found["claims"] / (4 * count)
        about = f"claims of {count} articles, for each stored answer"
        lines.append(Line("replay", about, each, beside, floor / (4 * count)))
        about = f"most memory, a briefing of {count} articles"
        lines.append(Line("replay", about, found["peak"], "articles", found["given"], unit="MB"))
    return lines


def _measured(count: int) -> dict[str, float]:
    """Return what a process of its own measured: seconds by step, and megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.db"
        answered(path, list(stories(count)))
        done = subprocess.run(
            [sys.executable, "-m", __name__, str(count), str(path)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdout=subprocess.PIPE,
            check=True,
        )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _measure(count: int, path: Path) -> dict[str, float]:
    """Measure one size in this process."""
    corpus = list(stories(count))
    articles, texts = given(corpus), [story.text for story in corpus]
    found = {"given": _megabytes(), "numbered": cpu_seconds(lambda: number_lines(texts))}
    with Summarizer(model=MODEL, store=path) as summarizer:
        found["claims"] = cpu_seconds(
            lambda: asyncio.run(summarizer.extract_each(as_documents(articles)))
        )
        found["a briefing"] = cpu_seconds(lambda: summarizer.brief(articles).as_json())
    found["peak"] = _megabytes()
    return found


def _megabytes() -> float:
    """Return the most memory this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    print(json.dumps(_measure(int(sys.argv[1]), Path(sys.argv[2]))))
