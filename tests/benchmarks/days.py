"""A made-up day whose stories are known: pairs of articles in one story, time, memory, calls, page.

Needs no model: the prose is built by rule, and what would be asked is counted.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from itertools import combinations

from summarizer.answers import Memory
from summarizer.asking import Asker, together
from summarizer.comparing import compare
from summarizer.grouping import Grouping, group
from summarizer.prompts import PromptSet
from summarizer.reduction import draft

from .day import NO_STORY, Planted, a_day
from .measuring import FULL, Line, Sizes
from .reducing import briefing_by_rule, megabytes

LEAST_PRECISION, LEAST_RECALL = 99.0, 99.0  # of pairs, in per cent
MOST_SECONDS, MOST_PAGE = 20.0, 8.0  # of a briefing without a model, and megabytes of its page
SEEDS = (1, 2, 3, 4, 5)
DOCUMENT_CALLS = 4  # questions about an article


def day(sizes: Sizes) -> list[Line]:
    """Return how well the stories of made-up days are found, and what such a day takes."""
    articles, stories = sizes.day
    seeds = SEEDS[: sizes.repetitions]
    told = f"{articles} articles in {stories} stories"
    scores = [scored(a_day(articles, stories, seed=seed)) for seed in seeds]
    is_whole = sizes.day == FULL.day  # targets are those of a whole day
    lines = [
        Line("day", f"{what} of pairs, {told}, {len(seeds)} days", statistics.mean(found), "worst day",
             min(found), "%", least=least if is_whole else None)
        for what, found, least in (
            ("precision", [score[0] for score in scores], LEAST_PRECISION),
            ("recall", [score[1] for score in scores], LEAST_RECALL),
        )
    ]  # fmt: skip
    found = _measured(articles, stories)
    seconds = sum(found[step] for step in ("briefing", "page"))
    return [
        *lines,
        Line("day", f"briefing and page, {told}", seconds, "grouping alone", found["group"], "s",
             most=MOST_SECONDS),
        Line("day", f"page, {told}", found["size"], "as JSON", found["json"], "MB", most=MOST_PAGE),
        Line("day", f"most memory, {told}", found["peak"], "the claims alone", found["given"], "MB"),
        Line("day", f"calls, {told}", found["calls"], "of the articles alone",
             float(DOCUMENT_CALLS * articles), "calls"),
    ]  # fmt: skip


def scored(planted: Sequence[Planted]) -> tuple[float, float]:
    """Return precision and recall of pairs of articles in one story, in per cent.

    A copy of a text is where its first is; round-ups count neither way.
    """
    truth = {each.extraction.document.digest: each.story for each in planted}
    grouping = group([each.extraction for each in planted])
    where = {
        source.id: number
        for number, story in enumerate(grouping.stories)
        for source in story.group.sources
    }
    places = [
        (truth[source.document.digest], where.get(source.id, where.get(source.origin, -1)))
        for source in grouping.sources
        if truth[source.document.digest] != NO_STORY
    ]
    right = merged = split = 0
    for (story, place), (other, there) in combinations(places, 2):
        is_one = place == there and place >= 0
        right += story == other and is_one
        merged += story != other and is_one
        split += story == other and not is_one
    return 100 * right / (right + merged or 1), 100 * right / (right + split or 1)


def _measured(articles: int, stories: int) -> dict[str, float]:
    """Return what a process of its own measured: seconds by step, megabytes, and how many calls."""
    done = subprocess.run(
        [sys.executable, "-m", __name__, str(articles), str(stories)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _measure(articles: int, stories: int) -> dict[str, float]:
    """Measure one day in this process."""
    extractions = [each.extraction for each in a_day(articles, stories)]
    found = {"given": megabytes()}
    began = time.process_time()
    grouping = group(extractions)
    found["group"] = time.process_time() - began
    found["calls"] = DOCUMENT_CALLS * articles + _compared(grouping)
    began = time.process_time()
    briefing = briefing_by_rule(draft(group(extractions)), extractions)
    found["briefing"] = time.process_time() - began
    began = time.process_time()
    page = briefing.html()
    found["page"] = time.process_time() - began
    found["size"], found["json"] = len(page.encode()) / 1e6, len(briefing.as_json().encode()) / 1e6
    found["peak"] = megabytes()
    return found


def _compared(grouping: Grouping) -> float:
    """Return how many questions compare the claims of stories and ask for their prose."""
    asker = Asker(Memory(), PromptSet())

    async def asked() -> None:
        await together(compare(story, grouping, asker, "m") for story in grouping.stories)

    asyncio.run(asked())
    return float(len(asker.asked) + min(5, len(grouping.stories)))


if __name__ == "__main__":
    print(json.dumps(_measure(int(sys.argv[1]), int(sys.argv[2]))))
