"""Pages that follow one another, from a few invented articles of a fire in Tolvik."""

from __future__ import annotations

from collections.abc import Sequence

from claim_builders import Clip, briefing_of

from summarizer.briefing import Briefing, Change
from summarizer.prompts import PromptSet
from summarizer.reduction import Reduction
from summarizer.since import earlier_of, following
from summarizer.writing import Prose, Written

DAY = "2031-03-04"


def morning(injured: str = "Eight") -> Clip:
    """Return the first report on the fire, with what happened before and what will."""
    clip = Clip(
        f"A fire burned down the mill of Tolvik on Tuesday.\n"
        f"{injured} people were injured in Tolvik, Mayor Ada Brandt said.\n"
        "“We heard the silo burst,” Mayor Ada Brandt said.\n"
        "A fire in the mill of Tolvik in 2019 destroyed a silo.\n",
        "Harbour Post",
        f"{DAY}T05:10:00+00:00",
    )
    clip.event(
        "A fire burned down the mill of Tolvik on Tuesday", topic="disaster", date=DAY,
        where="Tolvik",
    )  # fmt: skip
    clip.event(
        f"{injured} people were injured in Tolvik", topic="casualties", date=DAY, where="Tolvik",
        said_by="Mayor Ada Brandt",
    )  # fmt: skip
    hurt(clip, injured)
    clip.quotation("We heard the silo burst", "Mayor Ada Brandt")
    clip.event(
        "A fire in the mill of Tolvik in 2019 destroyed a silo", topic="disaster",
        role="background", where="Tolvik", date="2019-03-01",
    )  # fmt: skip
    return clip


def noon(injured: str = "Twenty-three", outlet: str = "Evening Bell", **more: str) -> Clip:
    """Return a later report with a count of its own."""
    clip = Clip(
        f"{injured} people were injured by the fire in the mill of Tolvik, Mayor Ada Brandt said.\n"
        "Firefighters left the mill of Tolvik on Tuesday.\n",
        outlet,
        f"{DAY}T11:48:00+00:00",
        **more,
    )
    clip.event(
        f"{injured} people were injured by the fire in the mill of Tolvik", topic="casualties",
        date=DAY, where="Tolvik", said_by="Mayor Ada Brandt",
    )  # fmt: skip
    hurt(clip, injured)
    clip.event(
        "Firefighters left the mill of Tolvik on Tuesday", topic="disaster", date=DAY,
        where="Tolvik",
    )  # fmt: skip
    return clip


def hurt(clip: Clip, injured: str) -> None:
    """Add a count of the injured as Ada Brandt gives it."""
    clip.quantity(injured, "people injured", scope="Tolvik", said_by="Mayor Ada Brandt")


def bridge() -> Clip:
    """Return a report on something else."""
    clip = Clip(
        "Quillport closed its harbour bridge after cracks were found.\n", "Market Echo", DAY
    )
    clip.event("Quillport closed its harbour bridge after cracks were found", topic="decision")
    return clip


def page(*clips: Clip, prompts: PromptSet, prose: bool = True) -> Briefing:
    """Return the page of articles, of which every event is told in a sentence of its own."""
    written = _all_told if prose else None
    return briefing_of([clip.extraction() for clip in clips], prompts, written)


def since(old: Briefing, new: Briefing) -> Briefing:
    """Return a page as the one that follows another."""
    return following(new, earlier_of(old, "morning.json"))


def lines(briefing: Briefing) -> list[tuple[str, str]]:
    """Return what changed, as (kind, text)."""
    assert briefing.since is not None
    return [(change.kind, change.text) for change in briefing.since.changes]


def only(briefing: Briefing, kind: str) -> Change:
    """Return the one change of a kind."""
    assert briefing.since is not None
    (found,) = [change for change in briefing.since.changes if change.kind == kind]
    return found


def _all_told(reduction: Reduction) -> Sequence[Prose]:
    return [_prose(reduction, number) for number in range(len(reduction.stories))]


def _prose(reduction: Reduction, number: int) -> Prose:
    told: list[Written] = []
    for happening in reduction.stories[number].happenings:
        for event in happening.events:
            where = "background" if event.role == "background" else "happened"
            places = tuple((reduction.source_of[event.id], place) for place in event.evidence)
            sections = ["headline", "lede"] if not told else [where]
            told += [
                Written(section, f"{event.what}.", (event.id,), places, "model")
                for section in sections
            ]
    return Prose(sentences=told)
