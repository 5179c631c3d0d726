"""The rows by name, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .days import day
from .live import cpu, waves
from .measuring import Line, Sizes
from .offline import start, stored
from .plans import plan
from .reducing import reduce
from .replays import replay
from .texts import grounding, tokens

ROWS: Mapping[str, Callable[[Sizes], list[Line]]] = {
    "waves": waves,
    "cpu": cpu,
    "stored": stored,
    "start": start,
    "plan": plan,
    "replay": replay,
    "grounding": grounding,
    "tokens": tokens,
    "reduce": reduce,
    "day": day,
}
