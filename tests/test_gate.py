"""Which sentences may be printed as resting on which claims: honest ones, and no kind of lie."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from builders import Item, article, claims_of, embedded, event, layout, number, quote
from hypothesis import assume, given
from hypothesis import strategies as st

from summarizer.articles import Document, Kind
from summarizer.claims import AnyClaim, Grounded, Quotation
from summarizer.extraction import Extraction
from summarizer.gate import Gate, Verdict
from summarizer.layout import Article, Page, page_of
from summarizer.marks import quoted_stretches
from summarizer.names import name_tokens
from summarizer.quantities import find_figures, same_value
from summarizer.sources import sources_of

# --- three made-up articles and the rows that replies about them ground ----------------------------

GAZETTE = article(
    "Barrage hits Tarnova harbour",  # 1
    "At least 14 people were killed and 52 injured when Corvinia fired nine missiles and 63 drones "
    "at the port city of Tarnova late on Thursday, officials said.",  # 2
    "Air defences shot down 41 of the 63 drones, the air force said, and nearly 80 homes were "
    "damaged.",  # 3
    "“We will rebuild every house and every school in this city,” Mayor Irina Halenko told "
    "reporters on Friday.",  # 4
    "President Oleg Stavrovsky said: “This was a deliberate strike on sleeping families.”",  # 5
    "He called for an emergency session of the Lakes Council on 20 March.",  # 6
    "The transport ministry hopes to reopen the harbour by Monday.",  # 7
    "Insurers put the damage at more than $2.4 billion.",  # 8
    "Exports through the harbour rose by 12 per cent in February.",  # 9
    "Corvinia's defence ministry denied that its forces had aimed at homes.",  # 10
    "Two firefighters are missing.",  # 11
    "The Saint Luke hospital did not lose power.",  # 12
    "No child was hurt when a school roof collapsed.",  # 13
    outlet="Harbour Gazette",
    published="2024-03-15",  # a Friday
)
POST = article(
    "Drones strike Tarnova",  # 1
    "Eighteen people died and dozens were wounded in Tarnova, emergency services chief Pavel Dorn "
    "said on Friday.",  # 2
    "“It lasted more than eight hours,” said Dorn, whose crews worked through the night.",  # 3
    "About 300 residents slept in the metro, which Mayor Irina Halenko had opened to them.",  # 4
    "Foreign Minister Lena Brandt of neighbouring Sundria said her country would send 40 "
    "generators, “as many as we can spare”.",  # 5
    "Colonel Viktor Marek of the Corvinian army said the strike had hit “only military "
    "targets”.",  # 6
    "Schools will stay closed until Wednesday.",  # 7
    "Wheat prices fell by 3.5% on Thursday.",  # 8
    "Halenko said seven of the dead were children.",  # 9
    "According to the mayor, “nobody slept in Tarnova that night”.",  # 10
    "The Lakes Council has 23 members, and fourteen of the 23 have condemned the attack.",  # 11
    "Rescue crews freed one woman, two men and six children from a cellar.",  # 12
    "Niger and Malta offered beds, Marina Okoro of the aid group Open Doors said.",  # 13
    outlet="Meridian Post",
    published="2024-03-15",
)
BANK = article(
    "The central bank of Sundria cut its rate from 4.5% to 4.25% on 12 March 2024.",  # 1
    "Governor Anna-Maria Holt said inflation had slowed, “but prices are still too high for many "
    "families”.",  # 2
    "The Karlsen Group plans to hire 1,200 workers and to close two of its five plants.",  # 3
    "“We did not take this decision lightly,” chief executive Tomas Reyer wrote to staff.",  # 4
    "Unemployment stood at 6.1 per cent, and between 200 and 250 shops closed last year.",  # 5
    "The central bank has raised its forecast by 0.3 percentage points.",  # 6
    published="2024-03-13",
)
COLUMN = article(
    "The harbour will never reopen.",
    outlet="Evening Column",
    published="2024-03-15",
)

ROWS: dict[str, tuple[Document, Item]] = {
    "killed": (GAZETTE, number(2, "At least 14", "people killed", when="late on Thursday")),
    "injured": (GAZETTE, number(2, "52", "people injured", when="late on Thursday")),
    "missiles": (GAZETTE, number(2, "nine", "missiles fired", unit="missile")),
    "drones": (GAZETTE, number(2, "63", "drones fired", when="late on Thursday")),
    "barrage": (
        GAZETTE,
        event(
            2,
            "Corvinia fired nine missiles and 63 drones at the port city of Tarnova",
            when="late on Thursday",
            said_by="officials",
        ),
    ),
    "downed": (GAZETTE, number(3, "41", "drones shot down", said_by="the air force")),
    "homes": (GAZETTE, number(3, "nearly 80", "homes damaged", unit="home")),
    "rebuild": (
        GAZETTE,
        quote(4, "We will rebuild every house and every school in this city", "Irina Halenko"),
    ),
    "deliberate": (
        GAZETTE,
        quote(5, "This was a deliberate strike on sleeping families.", "Oleg Stavrovsky"),
    ),
    "session": (
        GAZETTE,
        event(
            6,
            "He called for an emergency session of the Lakes Council on 20 March",
            "Stavrovsky called for an emergency session of the Lakes Council",
            when="on 20 March",
        ),
    ),
    "reopen": (
        GAZETTE,
        event(
            7,
            "The transport ministry hopes to reopen the harbour by Monday",
            when="by Monday",
            status="planned",
        ),
    ),
    "damage": (GAZETTE, number(8, "more than $2.4 billion", "damage", said_by="Insurers")),
    "exports": (GAZETTE, number(9, "12 per cent", "exports", when="in February")),
    "denial": (
        GAZETTE,
        event(
            10,
            "Corvinia's defence ministry denied that its forces had aimed at homes",
            "Corvinia's forces aimed at homes",
            status="denied",
            said_by="Corvinia's defence ministry",
        ),
    ),
    "missing": (GAZETTE, number(11, "Two", "firefighters missing", unit="firefighter")),
    "power": (GAZETTE, event(12, "The Saint Luke hospital did not lose power")),
    "roof": (GAZETTE, event(13, "No child was hurt when a school roof collapsed")),
    "died": (POST, number(2, "Eighteen", "people died", said_by="Pavel Dorn")),
    "wounded": (POST, number(2, "dozens", "people wounded", said_by="Pavel Dorn")),
    "hours": (POST, quote(3, "It lasted more than eight hours", "Dorn")),
    "lasted": (POST, number(3, "eight", "hours that it lasted", unit="hour", said_by="Dorn")),
    "metro": (POST, number(4, "About 300", "residents in the metro", unit="resident")),
    "generators": (POST, number(5, "40", "generators", said_by="Lena Brandt")),
    "aid": (
        POST,
        event(
            5,
            "Foreign Minister Lena Brandt of neighbouring Sundria said her country would send 40 "
            "generators",
            "Sundria would send 40 generators",
            status="planned",
            said_by="Lena Brandt",
        ),
    ),
    "spare": (POST, quote(5, "as many as we can spare", "Lena Brandt", fragment=True)),
    "targets": (POST, quote(6, "only military targets", "Viktor Marek", fragment=True)),
    "military": (
        POST,
        event(
            6,
            "the strike had hit “only military targets”",
            "The strike had hit “only military targets”",
            status="claimed",
            said_by="Viktor Marek",
        ),
    ),
    "schools": (
        POST,
        event(7, "Schools will stay closed until Wednesday", when="Wednesday", status="planned"),
    ),
    "wheat": (POST, number(8, "3.5%", "wheat prices", when="on Thursday")),
    "children": (POST, number(9, "seven", "of the dead were children", said_by="Halenko")),
    "nobody": (POST, quote(10, "nobody slept in Tarnova that night", "the mayor")),
    "members": (POST, number(11, "23", "members of the Lakes Council", unit="member")),
    "condemned": (POST, number(11, "fourteen", "have condemned the attack", unit="member")),
    "woman": (POST, number(12, "one", "woman freed")),
    "men": (POST, number(12, "two", "men freed")),
    "freed": (POST, number(12, "six", "children freed")),
    "beds": (POST, event(13, "Niger and Malta offered beds", said_by="Marina Okoro")),
    "cut": (
        BANK,
        event(
            1,
            "The central bank of Sundria cut its rate from 4.5% to 4.25% on 12 March 2024",
            when="on 12 March 2024",
        ),
    ),
    "rate": (BANK, number(1, "4.25%", "rate of the central bank", when="on 12 March 2024")),
    "prices": (
        BANK,
        quote(2, "but prices are still too high for many families", "Anna-Maria Holt"),
    ),
    "hiring": (
        BANK,
        event(3, "The Karlsen Group plans to hire 1,200 workers", status="planned"),
    ),
    "jobs": (BANK, number(3, "1,200", "workers to be hired", unit="worker")),
    "plants": (BANK, number(3, "two", "plants to be closed", unit="plant")),
    "lightly": (BANK, quote(4, "We did not take this decision lightly", "Tomas Reyer")),
    "unemployment": (BANK, number(5, "6.1 per cent", "unemployment")),
    "shops": (BANK, number(5, "between 200 and 250", "shops closed", when="last year")),
    "forecast": (BANK, number(6, "0.3 percentage points", "forecast raised")),
    "never": (COLUMN, event(1, "The harbour will never reopen")),
}


def claim_of(document: Document, item: Item) -> AnyClaim:
    """Return the one claim that grounding makes of an item, every field of which it keeps."""
    (claim,) = claims_of(document, item)
    return claim


CLAIMS = {name: claim_of(*row) for name, row in ROWS.items()}


def pages() -> Mapping[str, Page]:
    """Return the pages of the articles by digest; the column is commentary."""
    found = {d.digest: page_of(d, None) for d in (GAZETTE, POST, BANK)}
    found[COLUMN.digest] = Page({0: Article(0, COLUMN.metadata, Kind.COMMENTARY)})
    return found


def gate_of(claims: Iterable[AnyClaim]) -> Gate:
    """Return a gate that knows these claims and the sources they come from."""
    known = tuple(claims)
    extractions = [
        Extraction(
            document,
            pages()[document.digest],
            Grounded(tuple(c for c in known if c.document == document.digest)),
        )
        for document in (GAZETTE, POST, BANK, COLUMN)
    ]
    sources = {(s.document.digest, s.part): s for s in sources_of(extractions)}
    return Gate({claim.id: claim for claim in known}, sources)


GATE = gate_of(CLAIMS.values())


def check(text: str, rows: str) -> Verdict:
    """Return the verdict on a sentence that rests on rows, named as in `ROWS`."""
    return GATE.check(text, [CLAIMS[name].id for name in rows.split()])


def cited(verdict: Verdict) -> set[tuple[str, int]]:
    """Return the sentences a verdict cites, by document."""
    documents = {source.id: source.document.name for source in GATE.sources.values()}
    return {(documents[source], number) for source, number in verdict.citations}


def gap(text: str, rows: str, reason: str) -> Any:
    """Return a case that the gate gets wrong today."""
    return pytest.param(text, rows, marks=pytest.mark.xfail(strict=True, reason=reason))


def gaps(reason: str, *cases: tuple[str, str]) -> list[Any]:
    """Return cases that the gate gets wrong today, all for one reason."""
    return [gap(text, rows, reason) for text, rows in cases]
