"""A made-up day of news with its stories known: claims of 300 articles that share towns and actors.

The same seed gives the same day. It has what is hard to tell apart: two big stories in one country
on one day, one that runs over three days, one that most outlets print as the same wire text, stories
of one kind in two towns, and round-ups that tell a little of many.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from summarizer.articles import Basis, Metadata, Published
from summarizer.extraction import Extraction

from .claimed import BEGINS, ENDS, Draft, Fact, made_name, person, tell

DAY = date(2031, 3, 4)
BIG, RUNNING, WIRED, ROUND_UPS = 45, 30, 63, 3
WIRE_COPIES = 60
NO_STORY = -1  # of a round-up
TOLD = 7  # facts of an article
_COUNTRY, _TOWNS = "Vandria", 8
_KINDS = {
    "attack": (
        ("{n} people were killed when drones hit {place} in {town}", "people killed", "person"),
        ("{n} drones were launched at {town}, {actor} said", "drones launched", "drone"),
        ("{n} people were injured near {place}", "people injured", "person"),
        ("Fires burned at {place} until the morning", "", ""),
        ("{actor} called the strike on {town} a crime", "", ""),
        ("{n} flats in {town} lost their windows", "flats damaged", "flat"),
    ),
    "disaster": (
        ("{n} people were moved out of {town} as the river rose", "people moved", "person"),
        ("Water stood {n} centimetres high in {place}", "centimetres of water", "centimetre"),
        ("{n} people drowned near {place}", "people drowned", "person"),
        ("{actor} sent soldiers to the dykes of {town}", "", ""),
        ("The bridge beside {place} was swept away", "", ""),
        ("{n} homes in {town} had no power", "homes without power", "home"),
    ),
    "accident": (
        ("{n} people were hurt when a train left the rails at {place}", "people hurt", "person"),
        ("{n} carriages lay beside the track near {town}", "carriages", "carriage"),
        ("Trains through {town} were halted for {n} hours", "hours of closure", "hour"),
        ("{firm} had inspected the line beside {place}", "", ""),
        ("{actor} visited the injured in {town}", "", ""),
        ("{n} people died in the crash at {place}", "people killed", "person"),
    ),
    "business": (
        ("{firm} will cut {n} jobs at its {place} works", "jobs cut", "job"),
        ("Shares of {firm} fell by {n} crowns", "crowns lost", "crown"),
        ("{actor} met the unions of {firm} in {town}", "", ""),
        ("The works at {place} have {n} staff", "staff", "person"),
        ("{firm} blamed the price of power", "", ""),
        ("Unions in {town} plan a strike against {firm}", "", ""),
    ),
    "politics": (
        ("Parliament passed the {place} bill by {n} votes", "votes", "vote"),
        ("{actor} said the {place} law would hold", "", ""),
        ("{n} members left the chamber before the vote", "members", "member"),
        ("Protesters gathered against the {place} law in {town}", "", ""),
        ("The {place} law costs {n} crowns a head", "crowns a head", "crown"),
        ("{firm} welcomed the {place} bill", "", ""),
    ),
    "crime": (
        ("Police in {town} arrested {n} people over the raid on {place}", "people arrested", "person"),
        ("{n} crowns were taken from {place}", "crowns taken", "crown"),
        ("{actor} promised more police for {town}", "", ""),
        ("Guards of {firm} had left {place} before the raid", "", ""),
        ("A getaway car burned outside {town}", "", ""),
        ("{n} officers searched the woods near {place}", "officers", "officer"),
    ),
}  # fmt: skip
_NATIONAL = (
    "{actor} took office three years ago",
    "The war in the east of Vandria is in its third year",
    "{actor} faces a vote in the autumn",
    "Prices in Vandria rose again in February",
    "{actor} will travel to the summit in Oxmere next week",
    "Parliament in Vandria sits until Friday",
)
_QUOTED = (
    "We will not leave the people of {town} alone in this",
    "What happened at {place} must never happen again",
    "I have asked {firm} for an answer before the end of the week",
    "Everybody who was at {place} that day knows what went wrong",
)


@dataclass(frozen=True)
class _Story:
    """What the articles of one story draw from."""

    kind: str
    town: str
    facts: tuple[Fact, ...]
    said: tuple[tuple[str, str], ...]  # (words, who)


@dataclass(frozen=True)
class Planted:
    """An article with the number of its story, NO_STORY of a round-up."""

    extraction: Extraction
    story: int


def a_day(articles: int = 300, stories: int = 40, *, seed: int = 1) -> list[Planted]:
    """Return the articles of a day with their stories, in no particular order."""
    own = random.Random(f"{seed} day")
    nation = tuple(person(own) for _ in range(3))
    towns = tuple(made_name(own, BEGINS, ENDS) for _ in range(_TOWNS))
    told = [_story(own, number, nation, towns) for number in range(stories)]
    planted: list[Planted] = []
    for number, size in enumerate(_sizes(own, articles - ROUND_UPS, stories)):
        made = _articles(own, number, size, told[number], nation)
        planted += (Planted(extraction, number) for extraction in made)
    for number in range(ROUND_UPS):
        draft = _begun(own, DAY)
        for story in own.sample(told, 5):
            for fact in own.sample(story.facts, 2):
                tell(draft, own, fact, DAY)
        planted.append(Planted(draft.extraction(f"round-up-{number}.txt"), NO_STORY))
    own.shuffle(planted)
    return planted


def _sizes(own: random.Random, articles: int, stories: int) -> list[int]:
    """Return how many articles tell each story: two big ones, a running one, a wired one, others."""
    share = min(1.0, articles / 297)
    sizes = [max(2, round(size * share)) for size in (BIG, BIG - 2, RUNNING, WIRED)]
    others = [1] * max(1, stories - 4)
    left = max(len(others), articles - sum(sizes))
    for _ in range(left - len(others)):
        others[own.randrange(len(others))] += 1
    return [*sizes, *others][:stories]


def _story(
    own: random.Random, number: int, nation: tuple[str, ...], towns: tuple[str, ...]
) -> _Story:
    kinds = tuple(_KINDS)
    kind = kinds[number % len(kinds)]
    town, firm = towns[number % len(towns)], f"{made_name(own, BEGINS, ENDS)} Works"
    people = [*own.sample(nation, 2), person(own), person(own)]
    places = [f"{made_name(own, BEGINS, ENDS).lower()} {own.choice(_SITES)}" for _ in range(3)]
    facts = []
    for round_ in range(3):
        for wording, counted, unit in _KINDS[kind]:
            what = wording.format(
                n="{n}", town=town, place=places[round_], firm=firm, actor=own.choice(people)
            )
            true = own.randint(3, 990)
            values = (true, true, true, true + own.randint(1, 9)) if counted else ()
            facts.append(Fact((what,), kind, "main", town, counted, unit, values))
    said = tuple(
        (words.format(town=town, place=places[0], firm=firm), who)
        for words, who in zip(_QUOTED, people, strict=True)
    )
    return _Story(kind, town, tuple(facts), said)


_SITES = ("harbour", "market", "station", "school", "depot", "quay", "hall", "mill")


def _articles(
    own: random.Random, number: int, size: int, story: _Story, nation: tuple[str, ...]
) -> Iterator[Extraction]:
    """Yield the articles of one story; the third runs over three days, of the fourth most are copies."""
    wire = _written(own, story, nation, DAY, story.facts) if number == 3 else None
    for place in range(size):
        name = f"{number:02}-{place:03}.txt"
        if wire is not None and place < WIRE_COPIES:
            yield Draft(_about(own, DAY), wire.lines, wire.told).extraction(name, "\n" * place)
            continue
        back = place % 3 if number == 2 else 0
        day = DAY - timedelta(days=back)
        facts = story.facts[6 * back : 6 * back + 6] if number == 2 else story.facts
        draft = _written(own, story, nation, day, facts)
        if number == 2 and back < 2:  # what was told the day before
            for fact in own.sample(story.facts[6 * back + 6 : 6 * back + 12], 2):
                tell(draft, own, replace(fact, role="background"), day - timedelta(days=1))
        yield draft.extraction(name)


def _written(
    own: random.Random,
    story: _Story,
    nation: tuple[str, ...],
    day: date,
    facts: tuple[Fact, ...],
) -> Draft:
    draft = _begun(own, day)
    weights = [4 if index < 6 else 1 for index in range(len(facts))]
    chosen = dict.fromkeys(own.choices(range(len(facts)), weights, k=TOLD))
    for index in chosen:
        tell(draft, own, facts[index], day)
    for wording in own.sample(_NATIONAL, 2):
        what = wording.format(actor=own.choice(nation))
        tell(draft, own, Fact((what,), "politics", "background", _COUNTRY), day)
    for words, who in own.sample(story.said, 2):
        fields = {"words": words, "speaker": who, "cue": "said"}
        draft.add(f"“{words},” {who} said.", ("quotation", words, fields))
    return draft


def _begun(own: random.Random, day: date) -> Draft:
    draft = Draft(_about(own, day))
    draft.add(f"Report {own.randint(1, 9999)}")
    return draft


def _about(own: random.Random, day: date) -> Metadata:
    known: dict[str, object] = {"outlet": f"{made_name(own, BEGINS, ENDS)} Post"}
    if own.randrange(4):
        known["published"] = Published.parse(f"{day}T{own.randrange(5, 12):02}:00+00:00")
    return Metadata(**known, basis=dict.fromkeys(known, Basis.GIVEN))  # type: ignore[arg-type]
