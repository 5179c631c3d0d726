"""Made-up articles of any number and length, and the replies a careful model would give to them.

The same seed gives the same articles. Ten articles tell of one happening, each in its own order and
with its own filling. Every item of a reply stands in its article, so nothing is asked twice.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from summarizer.answers import Request
from summarizer.articles import Document
from summarizer.asking import Asker
from summarizer.extraction import window_question
from summarizer.windows import whole

TOLD_OF_ONE = 10  # articles about one happening
_TOWN_BEGINS = "Hal Ox Brim Dun Esk Fen Gor Hex Ister Kel Lam Mor Nor Orl Pen Quin Rav Sel".split()
_TOWN_ENDS = "mere ford stead wick dale burn moor haven bridge field gate holm".split()
_FIRST_NAMES = "Ada Bram Cleo Dorian Edda Falk Greta Hugo Iris Jonas Kaja Levin".split()
_LAST_BEGINS = "Bran Cor Dahl Est Falk Grie Holl Iv Jarr Kel Lund Mar Nis Ols Pett Ruk".split()
_LAST_MIDDLES = "a e i o u ai ei ou ar er".split()
_LAST_ENDS = "dt ven lin strup kner sen gren berg mark holt nas vik dal rup".split()
_ROLES = ("Mayor", "Fire chief", "Council leader", "Harbour master", "Inspector")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
_THINGS = ("a crane fell", "a bridge gave way", "a ferry ran aground", "a warehouse burned")
_SAID = (
    "We had no choice but to close the road before the evening",
    "Nobody could have known how much water stood behind that wall",
    "The crews worked through the night and they are still out there",
    "I have asked for the whole report and I will read every page of it",
    "What we see today is what we warned of two winters ago",
)
_FILLING = (
    "The road to {town} runs along the river for most of its way, and in autumn the fog there "
    "often stays until noon, as {name} of the ferry office knows.",
    "{name} and others who live near the old mill told reporters that they heard a noise like "
    "thunder, and then the lights in the whole street went out.",
    "The council of {town}, to which {name} belongs, meets in a hall above the market, where the "
    "windows look out over the water.",
    "An earlier report on the state of the quays, which {name} had ordered, was never published, "
    "although many have long been told what stands in it.",
    "Buses were sent another way, the school stayed shut, and the baker {name} handed out bread to "
    "those who waited behind the tape.",
    "It was not clear to {name} in the evening who would pay for the work, nor when the next train "
    "would stop in {town}.",
)


@dataclass(frozen=True)
class Story:
    """A made-up article with the reply items that belong to it."""

    name: str
    lines: tuple[str, ...]
    events: tuple[dict[str, Any], ...]
    numbers: tuple[dict[str, Any], ...]
    quotes: tuple[dict[str, Any], ...]

    @cached_property
    def text(self) -> str:
        return "\n".join(self.lines)

    def document(self) -> Document:
        """Return the article as the pipeline takes it, with nothing of it computed yet."""
        return Document(self.text, self.name)

    def replies(self) -> dict[str, str]:
        """Return the text of every reply by "marker of the page/name of the part"."""
        marker = self.document().digest[:8]
        parts = {
            "layout": _layout(len(self.lines)),
            "events": self.events,
            "numbers": self.numbers,
            "quotes": self.quotes,
        }
        return {f"{marker}/{part}": json.dumps({part: items}) for part, items in parts.items()}


def document_questions(document: Document, asker: Asker, model: str) -> list[Request]:
    """Return the questions that are asked of a whole article."""
    return [
        window_question(asker.prompts, name, model, document, whole(document))
        for name in asker.prompts.documents
    ]


def stories(count: int, characters: int = 4000, *, seed: int = 1) -> Iterator[Story]:
    """Yield made-up articles of about so many characters."""
    for number in range(count):
        yield _story(number, characters, seed)


def _story(number: int, characters: int, seed: int) -> Story:
    happening = random.Random(f"{seed} happening {number // TOLD_OF_ONE}")
    town = happening.choice(_TOWN_BEGINS) + happening.choice(_TOWN_ENDS)
    thing, day = happening.choice(_THINGS), happening.choice(_DAYS)
    hurt, moved = happening.randint(11, 90), happening.randint(101, 990)
    own = random.Random(f"{seed} article {number}")
    speakers = [_name(own) for _ in range(4)]
    cost, days, homes = own.randint(2, 9), own.randint(11, 60), own.randint(1001, 9900)
    told = [
        f"{hurt} people were injured when {thing} in {town} on {day}",
        f"The council of {town} moved {moved} residents to a school on {day}",
        f"Repairs in {town} will take {days} days, the harbour office said",
        f"Engineers found cracks in {cost + 10} walls near the market of {town}",
        f"Power was cut to {homes:,} homes in {town} for the night",
    ]
    figures = (
        (str(hurt), "people injured", "person"),
        (str(moved), "residents moved", "person"),
        (f"{days} days", "time that repairs take", "day"),
        (str(cost + 10), "walls with cracks", "wall"),
        (f"{homes:,}", "homes without power", "home"),
    )
    said = own.sample(_SAID, 4)
    roles = [own.choice(_ROLES) for _ in speakers]
    spoken = [
        f"“{words},” {role} {name} told reporters."
        for words, role, name in zip(said, roles, speakers, strict=True)
    ]
    title = f"{thing.capitalize()} in {town}, report {number + 1}"
    body = [f"{sentence}." for sentence in told] + spoken
    while sum(map(len, body)) + len(body) + len(title) < characters:
        body.append(own.choice(_FILLING).format(town=town, name=_name(own)))
    own.shuffle(body)
    at = {line: place for place, line in enumerate(body, start=2)}
    events = tuple(_event(at[f"{words}."], words, town) for words in told)
    numbers = tuple(
        _number(at[f"{words}."], *figure) for words, figure in zip(told, figures, strict=True)
    )
    quotes = tuple(
        _quote(at[line], words, name)
        for line, words, name in zip(spoken, said, speakers, strict=True)
    )
    return Story(f"article-{number + 1:05}", (title, *body), events, numbers, quotes)


def _name(own: random.Random) -> str:
    """Return one of some thousands of names, so that hardly a sentence comes twice."""
    last = (own.choice(part) for part in (_LAST_BEGINS, _LAST_MIDDLES, _LAST_ENDS))
    return f"{own.choice(_FIRST_NAMES)} {''.join(last)}"


def _event(sentence: int, words: str, town: str) -> dict[str, Any]:
    return {
        "sentence": sentence,
        "words": words,
        "what": words,
        "kind": "accident",
        "when": "",
        "where": town,
        "actors": [],
        "said_by": "",
        "status": "happened",
        "role": "main",
        "garbled": False,
    }


def _number(sentence: int, surface: str, counted: str, unit: str) -> dict[str, Any]:
    return {
        "sentence": sentence,
        "surface": surface,
        "unit": unit,
        "counted": counted,
        "scope": "",
        "when": "",
        "said_by": "",
    }


def _quote(sentence: int, words: str, speaker: str) -> dict[str, Any]:
    return {
        "sentence": sentence,
        "words": words,
        "speaker": speaker,
        "speaker_sentence": sentence,
        "relayed_by": "",
        "cue": "told reporters",
        "fragment": False,
    }


def _layout(sentences: int) -> dict[str, Any]:
    main = {
        "part": 0,
        "title_sentence": 1,
        "outlet": "",
        "outlet_sentence": 0,
        "published": "",
        "published_sentence": 0,
        "kind": "report",
    }
    zones = [
        {"first": 1, "last": 1, "part": 0, "zone": "title"},
        {"first": 2, "last": sentences, "part": 0, "zone": "body"},
    ]
    return {"language": "en", "parts": [main], "zones": zones}
