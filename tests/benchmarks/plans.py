"""The row of plans: of articles that were never asked about, and after each kind of change."""

from __future__ import annotations

import tempfile
from pathlib import Path

from summarizer import Summarizer
from summarizer.prompts import PromptSet

from .corpus import stories
from .floors import number_lines
from .measuring import Line, Sizes, cpu_seconds, medians
from .offline import MODEL, answered, given

MOST_PLAN = 0.0015  # seconds an article
_USER = "{% block user %}"


def plan(sizes: Sizes) -> list[Line]:
    """Return the processor time of plans, with nothing stored and with some or all of it stale."""
    corpus = list(stories(sizes.articles))
    articles, texts = given(corpus), [story.text for story in corpus]
    sources = PromptSet().sources
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        empty, full, bare = (folder / f"{kind}.db" for kind in ("empty", "full", "bare"))
        answered(full, corpus)
        answered(bare, corpus)
        _forget_templates(bare)
        numbers = _edited(folder / "numbers", "numbers.jinja", sources["numbers.jinja"].replace(
            _USER, f"{_USER}\nRead it twice."))  # fmt: skip
        rules = _edited(folder / "rules", "_rules.jinja", "Read.\n" + sources["_rules.jinja"])

        def planned(
            path: Path, stale: int, model: str = MODEL, prompts: Path | None = None
        ) -> None:
            with Summarizer(model=model, store=path, prompts=prompts) as summarizer:
                made = summarizer.plan(articles)
                assert made.lines()
            assert len(made.requests) == (stale or 4 * len(articles))
            assert sum(count.stale for count in made.prompts) == stale
            assert all(len(count.reasons) == bool(count.stale) for count in made.prompts)

        some, every = len(articles), 4 * len(articles)
        found = medians(
            sizes.repetitions,
            {
                "nothing stored": lambda: cpu_seconds(lambda: planned(empty, 0)),
                "numbers stale by their template": lambda: cpu_seconds(
                    lambda: planned(full, some, prompts=numbers)
                ),
                "all stale by a partial": lambda: cpu_seconds(
                    lambda: planned(full, every, prompts=rules)
                ),
                "all stale by the model": lambda: cpu_seconds(
                    lambda: planned(full, every, model=f"other {MODEL}")
                ),
                "all stale, templates not kept": lambda: cpu_seconds(
                    lambda: planned(bare, every, prompts=rules)
                ),
                "bare": lambda: cpu_seconds(lambda: number_lines(texts)),
            },
        )
    floor = found.pop("bare")
    return [
        Line(
            row="plan",
            what=f"plan of {len(articles)} articles, {state}",
            figure=seconds,
            beside="lines numbered",
            floor=floor,
            unit="s",
            most=MOST_PLAN * len(articles),
        )
        for state, seconds in found.items()
    ]


def _edited(folder: Path, file: str, text: str) -> Path:
    """Return a folder of prompts with one template."""
    folder.mkdir()
    (folder / file).write_text(text, encoding="utf-8")
    return folder


def _forget_templates(path: Path) -> None:
    """Leave the questions of a store without the templates that they came from."""
    with Summarizer(model=MODEL, store=path) as summarizer:
        assert summarizer.archive is not None
        with summarizer.archive.store.writing() as db:
            db.execute("DELETE FROM origins")
