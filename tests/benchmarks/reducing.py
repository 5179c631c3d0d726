"""The row of what comes after extraction: made-up claims to stories, to a briefing, to its JSON.

Every size runs in a process of its own, so that no size finds what a smaller one has left in memory.
"""

from __future__ import annotations

import json
import math
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from summarizer import briefing as product
from summarizer.assembly import assemble, claim_record, counts, left_out, source_record
from summarizer.collector import at_rest
from summarizer.extraction import Extraction
from summarizer.grouping import group
from summarizer.pipeline import gate_of
from summarizer.reduction import Reduction, draft
from summarizer.room import MOST_STORIES
from summarizer.writing import Prose, by_rule

from .claimed import claimed
from .measuring import Line, Sizes

MOST_SECONDS, MOST_MEGABYTES = 60.0, 2048.0  # of the largest size
MOST_GROWTH = 1.25  # times what n log n grows; what is over is noise of the machine
STEPS = ("group", "draft", "assemble", "json")
T = TypeVar("T")


def reduce(sizes: Sizes) -> list[Line]:
    """Return time and memory of reduction and of the whole briefing, and how they grow with n."""
    measured = {size: _measured(size) for size in sizes.claimed}
    largest = max(measured)
    lines: list[Line] = []
    for steps, what in ((STEPS[:2], "reduced"), (STEPS[2:], "assembled, as JSON")):
        for before, size in zip((None, *sizes.claimed), sizes.claimed, strict=False):
            took = sum(measured[size][step] for step in steps)
            smaller = before or size
            grown = (size * math.log(size)) / (smaller * math.log(smaller))
            claims = int(measured[size]["claims"])
            lines.append(
                Line(
                    row="reduce",
                    what=f"{claims:,} claims of {size:,} articles {what}",
                    figure=took,
                    beside=f"n log n from {smaller:,}",
                    floor=sum(measured[smaller][step] for step in steps) * grown,
                    unit="s",
                    most=MOST_SECONDS if size == largest else None,
                    most_ratio=MOST_GROWTH if before else None,
                )
            )
    found = measured[largest]
    for name, what in (("reduced", "reduction"), ("peak", "the whole briefing")):
        lines.append(
            Line(
                row="reduce",
                what=f"most memory, {what} of {largest:,} articles",
                figure=found[name],
                beside="the claims alone",
                floor=found["given"],
                unit="MB",
                most=MOST_MEGABYTES,
            )
        )
    return lines


def _measured(size: int) -> dict[str, float]:
    """Return what a process of its own measured: seconds by step, megabytes, and how many claims."""
    done = subprocess.run(
        [sys.executable, "-m", __name__, str(size)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _measure(size: int) -> dict[str, float]:
    """Measure one size in this process."""
    extractions = claimed(size)
    found = {
        "claims": float(sum(len(one.claims) for one in extractions)),
        "given": megabytes(),
    }

    def timed(step: str, work: Callable[[], T]) -> T:
        began = time.process_time()
        with at_rest():  # as the pipeline does
            result = work()
        found[step] = time.process_time() - began
        return result

    grouping = timed("group", lambda: group(extractions))
    reduction = timed("draft", lambda: draft(grouping))
    found["reduced"] = megabytes()
    briefing = timed("assemble", lambda: briefing_by_rule(reduction, extractions))
    timed("json", briefing.as_json)
    found["peak"] = megabytes()
    return found


def megabytes() -> float:
    """Return the most memory this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def briefing_by_rule(reduction: Reduction, extractions: Sequence[Extraction]) -> product.Briefing:
    """Return the briefing of a reduction, its prose by rule, as the pipeline makes it."""
    gate = gate_of(reduction)
    proses = [
        Prose(
            by_rule(story, reduction, gate, most=8)
            if rank < MOST_STORIES
            else by_rule(story, reduction, gate, most=0)[:1]
        )
        for rank, story in enumerate(reduction.stories)
    ]
    assembled = assemble(reduction, gate, proses)
    omitted = left_out(reduction, extractions, proses, assembled.printed)
    by_digest = {one.document.digest: one for one in extractions}
    claims = sorted(reduction.claims.values(), key=lambda c: (reduction.source_of[c.id], c.id))
    return product.Briefing(
        sources=[source_record(source) for source in reduction.sources],
        claims=[claim_record(c, by_digest[c.document], reduction.source_of[c.id]) for c in claims],
        stories=assembled.stories,
        left_out=omitted,
        failures=[],
        skipped=[],
        notes=[],
        counts=counts(extractions, reduction, assembled, omitted),
        provenance=product.Provenance(
            model="none",
            answered_by=[],
            prompt_set="default",
            prompts={},
            requests=0,
            input_tokens=0,
            output_tokens=0,
            tokens_basis="estimated",
        ),
    )


if __name__ == "__main__":
    print(json.dumps(_measure(int(sys.argv[1]))))
