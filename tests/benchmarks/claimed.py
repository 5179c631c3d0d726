"""Made-up claims of many articles, built without a model and without grounding: for what comes after.

The same seed gives the same claims. Stories are of several sizes, one has a twenty-fifth of all
articles; every article tells some facts of its story in one of several wordings, and some of its own.
A quarter is undated, one in twenty is a copy under another outlet's name.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import count

from summarizer.articles import Basis, Document, Kind, Metadata, Published
from summarizer.claims import AnyClaim, Event, Grounded, Grounding, Quantity, Quotation, claim_id
from summarizer.dates import DateRange
from summarizer.extraction import Extraction
from summarizer.layout import Article, Page
from summarizer.spans import Span

FIRST_DAY = date(2031, 3, 1)
WEEKS = 6
LARGEST = 25  # the largest story has one in so many articles, and at least ten
COPIED = 20  # one article in so many is a copy
FACTS, TOLD = 40, 8  # of a story; told by one article, besides three of its own
BEGINS = (
    "Hal Ox Brim Dun Esk Fen Gor Hex Ister Kel Lam Mor Nor Orl Pen Quin Rav Sel Tor Ulm".split()
)
_MIDDLES = "a e i o u an en in on ar er or el al il".split()
ENDS = "mere ford stead wick dale burn moor haven bridge field gate holm port brook cliff".split()
_FIRST_NAMES = "Ada Bram Cleo Dorian Edda Falk Greta Hugo Iris Jonas Kaja Levin Mira Nils".split()
_NAME_BEGINS = "Bran Cor Dahl Est Falk Grie Holl Iv Jarr Kel Lund Mar Nis Ols Pett Ruk".split()
_NAME_ENDS = "dt ven lin strup kner sen gren berg mark holt nas vik dal rup".split()
_ROLES = ("Mayor", "Governor", "Inspector", "Chairwoman", "Spokesman", "Colonel")
_PLACES = "harbour market station school hospital bridge mill depot square quay tower hall".split()
_TOPICS = ("accident", "attack", "disaster", "politics", "business", "crime", "damage", "talks")
# What a fact tells: wordings with a figure, then what the figure counts and in which unit.
_COUNTED = (
    (("{n} people were injured at the {place} of {town}", "The {place} of {town} saw {n} people hurt"),
     "people injured", "person"),
    (("{n} people were killed at the {place} of {town}", "At the {place} of {town} {n} people died"),
     "people killed", "person"),
    (("{n} homes near the {place} of {town} were damaged", "Damage was found in {n} homes of {town}"),
     "homes damaged", "home"),
    (("{town} moved {n} residents from the {place}", "{n} residents left the {place} of {town}"),
     "residents moved", "person"),
    (("{n} drones were launched at the {place} of {town}", "{n} drones hit the {place} of {town}"),
     "drones launched", "drone"),
    (("Police arrested {n} men near the {place} of {town}", "{n} men were detained in {town}"),
     "men arrested", "man"),
    (("The {place} of {town} will stay shut for {n} days", "{town} closes its {place} for {n} days"),
     "days of closure", "day"),
    (("Repairs to the {place} of {town} cost {n} crowns", "{town} pays {n} crowns for its {place}"),
     "crowns for repairs", "crown"),
)  # fmt: skip
_UNCOUNTED = (
    ("The council of {town} will debate the {place} with {firm}", "{town} plans talks on the {place}"),
    ("{firm} denied that the {place} was unsafe", "The {place} in {town} was safe, {firm} said"),
    ("Engineers of {firm} looked at the {place} of {town}", "{firm} sent engineers to the {place}"),
    ("Fire broke out at the {place} of {town} before dawn", "The {place} of {town} burned before dawn"),
    ("Trains between {town} and the {place} were halted", "No trains ran to the {place} of {town}"),
)  # fmt: skip
_SAID = (
    "We had no choice but to close the {place} before the evening",
    "Nobody could have known how much water stood behind the {place}",
    "The crews at the {place} worked through the night and are still there",
    "I have asked {firm} for the whole report and will read every page of it",
    "What we see in {town} today is what we warned of two winters ago",
    "{firm} has to answer for the {place}, and it will",
)


@dataclass(frozen=True)
class Fact:
    """Something a story tells: its wordings, and the values that its figure has with the articles."""

    wordings: tuple[str, ...]
    topic: str
    role: str
    place: str
    counted: str = ""
    unit: str = ""
    values: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Story:
    """What the articles of one story draw from."""

    town: str
    day: date
    places: tuple[str, ...]
    facts: tuple[Fact, ...]
    said: tuple[tuple[str, str], ...]  # (words, role and name)


@dataclass
class Draft:
    """An article while it is written, line by line, with its claims."""

    metadata: Metadata
    lines: list[str] = field(default_factory=list)
    told: list[tuple[str, int, int, dict[str, object]]] = field(default_factory=list)

    def add(self, line: str, *claims: tuple[str, str, dict[str, object]]) -> None:
        """Add a line and its claims, each as (kind, words in the line, fields)."""
        at = sum(len(known) + 1 for known in self.lines)
        self.lines.append(line)
        for kind, words, fields in claims:
            self.told.append((kind, at + line.index(words), len(words), fields))

    def extraction(self, name: str, before: str = "") -> Extraction:
        """Return the page as extraction hands it on; sentences and digest are known already."""
        document = Document(before + "\n".join(self.lines), name, self.metadata)
        assert len(document.sentences) == len(self.lines), "one line, one sentence"
        made = [_claim(document, *told, offset=len(before)) for told in self.told]
        made.sort(key=lambda claim: (claim.span, claim.id))
        page = Page({0: Article(0, self.metadata, Kind.REPORT)})
        return Extraction(document, page, Grounded(tuple(made)))


def claimed(articles: int, *, seed: int = 1) -> list[Extraction]:
    """Return so many made-up articles with about 25 claims each, in no particular order."""
    own = random.Random(f"{seed} order")
    found = [
        extraction
        for number, size in enumerate(_sizes(articles, seed))
        for extraction in _told(number, size, seed)
    ]
    own.shuffle(found)
    return found


def _sizes(articles: int, seed: int) -> Iterator[int]:
    """Yield the articles of each story: the largest, some of up to 60, most of 6 to 10."""
    own = random.Random(f"{seed} sizes")
    left = articles
    for number in count():
        if not left:
            return
        wanted = own.randint(20, 60) if number % 40 == 1 else own.randint(6, 10)
        size = min(left, max(10, articles // LARGEST) if number == 0 else wanted)
        left -= size
        yield size


def _told(number: int, size: int, seed: int) -> Iterator[Extraction]:
    own = random.Random(f"{seed} story {number}")
    story = _story(own)
    drafts: list[Draft] = []
    for place in range(size):
        name = f"{number:05}-{place:05}.txt"
        if drafts and own.randrange(COPIED) == 0:
            draft = own.choice(drafts)
            copy = Draft(_metadata(own, story), draft.lines, draft.told)
            yield copy.extraction(name, before="\n" * (place + 1))
        else:
            drafts.append(_article(own, story))
            yield drafts[-1].extraction(name)


def _story(own: random.Random) -> _Story:
    town, firm = made_name(own, BEGINS, ENDS), made_name(own, _NAME_BEGINS, ENDS) + " Works"
    places = [f"{made_name(own, BEGINS, ENDS).lower()} {own.choice(_PLACES)}" for _ in range(8)]
    facts = []
    for index in range(FACTS):
        place = own.choice(places)
        where = town if index % 4 else made_name(own, BEGINS, ENDS)
        wordings: Sequence[str]
        if index % 3:
            wordings, counted, unit = own.choice(_COUNTED)
            true = own.choice((own.randint(3, 90), own.randint(101, 990)))
            values = (true, true, true, true, true, true + own.randint(1, 9), max(3, true - 2))
        else:
            wordings, counted, unit, values = own.choice(_UNCOUNTED), "", "", ()
        told = tuple(w.format(n="{n}", place=place, town=where, firm=firm) for w in wordings)
        role = "main" if index % 5 else "background"
        facts.append(Fact(told, own.choice(_TOPICS), role, where, counted, unit, values))
    people = [f"{own.choice(_ROLES)} {person(own)}" for _ in range(8)]
    said = tuple(
        (own.choice(_SAID).format(place=own.choice(places), town=town, firm=firm), person)
        for person in people
        for _ in range(3)
    )
    day = FIRST_DAY + timedelta(days=own.randrange(7 * WEEKS))
    return _Story(town, day, tuple(places), tuple(facts), said)


def _article(own: random.Random, story: _Story) -> Draft:
    draft = Draft(_metadata(own, story))
    first = own.randrange(6)
    draft.add(f"Report {own.randint(1, 9999)} from {story.town}")
    known = own.sample(story.facts[:12], TOLD - 3) + own.sample(story.facts[12:], 3)
    for fact in known:
        tell(draft, own, fact, story.day)
    for _ in range(3):
        values = (own.randint(3, 990),)
        wordings, counted, unit = own.choice(_COUNTED)
        told = tuple(
            w.format(n="{n}", place=own.choice(story.places), town=story.town) for w in wordings
        )
        tell(draft, own, Fact(told, "other", "main", story.town, counted, unit, values), story.day)
    for words, speaker in own.sample(story.said, 4 + first % 3):
        name = speaker.split(" ", 1)[1]
        fields = {"words": words, "speaker": name, "cue": "told reporters"}
        draft.add(f"“{words},” {speaker} told reporters.", ("quotation", words, fields))
    return draft


def tell(draft: Draft, own: random.Random, fact: Fact, day: date) -> None:
    """Add a line that tells a fact, with its event and its figure."""
    value = own.choice(fact.values) if fact.values else 0
    what = own.choice(fact.wordings).format(n=value)
    is_dated = draft.metadata.published is not None and own.randrange(3) > 0
    days = DateRange(day, day, "day", "") if is_dated else None
    sayer = person(own) if own.randrange(4) == 0 else ""
    event: dict[str, object] = {
        "what": what, "words": what, "topic": fact.topic, "date": days, "where": fact.place,
        "role": fact.role, "said_by": sayer,
    }  # fmt: skip
    claims: list[tuple[str, str, dict[str, object]]] = [("event", what, event)]
    if fact.values:
        figure: dict[str, object] = {
            "surface": str(value), "value": Decimal(value), "unit": fact.unit, "date": days,
            "counted": fact.counted, "scope": fact.place, "said_by": sayer,
        }  # fmt: skip
        claims.append(("quantity", str(value), figure))
    draft.add(f"{what}, {sayer} said." if sayer else f"{what}.", *claims)


def _claim(
    document: Document, kind: str, at: int, length: int, fields: dict[str, object], *, offset: int
) -> AnyClaim:
    span = Span(at + offset, at + offset + length)
    number = document.sentences_of(span)[0].number
    content = str(fields.get("what") or fields.get("counted") or fields.get("speaker"))
    common = {
        "id": claim_id(kind, document.digest, span, content),
        "document": document.digest, "part": 0, "zone": "body", "span": span,
        "evidence": (number,), "grounding": Grounding.VERIFIED,
    }  # fmt: skip
    made: dict[str, type[Event | Quantity | Quotation]]
    made = {"event": Event, "quantity": Quantity, "quotation": Quotation}
    return made[kind](**common, **_BLANK[kind] | fields)  # type: ignore[arg-type]


_BLANK: dict[str, dict[str, object]] = {
    "event": {"when": "", "actors": (), "status": "happened", "garbled": False},
    "quantity": {
        "low": None, "high": None, "modifier": "", "change": "=", "is_vague": False, "as_of": "",
    },
    "quotation": {"speaker_span": None, "relayed_by": "", "fragment": False},
}  # fmt: skip


def _metadata(own: random.Random, story: _Story) -> Metadata:
    known: dict[str, object] = {"outlet": f"{made_name(own, BEGINS, ENDS)} Post"}
    if own.randrange(4):
        moment = story.day + timedelta(days=own.randrange(3))
        known["published"] = Published.parse(f"{moment}T{own.randrange(24):02}:00+00:00")
    return Metadata(**known, basis=dict.fromkeys(known, Basis.GIVEN))  # type: ignore[arg-type]


def made_name(own: random.Random, begins: Sequence[str], ends: Sequence[str]) -> str:
    """Return one of some thousands of invented names."""
    return own.choice(begins) + own.choice(_MIDDLES) + own.choice(ends)


def person(own: random.Random) -> str:
    """Return one of some thousands of invented people."""
    return f"{own.choice(_FIRST_NAMES)} {made_name(own, _NAME_BEGINS, _NAME_ENDS)}"
