"""A made-up day of news in Tolvik: pages that change, a feed of them, and a model that reads them.

The model knows what each sentence tells and answers with the number that it has on the page shown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from builders import event, layout, number, quote
from model_server import Seen, fitting
from web_builders import meta, page, rss, rss_item
from web_server import Sent, WebServer

_SHOWN = re.compile(r"^\[(\d+)\] (.*)$", re.MULTILINE)
Items = dict[str, list[Any]]


def _told(*items: Any) -> Callable[[int], Items]:
    """Return what gives the items of a sentence, each made of its number."""

    def at(place: int) -> Items:
        found: Items = {"events": [], "numbers": [], "quotes": []}
        kinds = {"EventItem": "events", "NumberItem": "numbers", "QuoteItem": "quotes"}
        for make in items:
            made = make(place)
            found[kinds[type(made).__name__]].append(made)
        return found

    return at


def _event(words: str, **fields: Any) -> Callable[[int], Any]:
    return lambda place: event(place, words, **fields)


def _number(surface: str, counted: str, **fields: Any) -> Callable[[int], Any]:
    return lambda place: number(place, surface, counted, **fields)


def _quote(words: str, speaker: str) -> Callable[[int], Any]:
    return lambda place: quote(place, words, speaker, cue="said")


_HURT = {"unit": "person", "scope": "Tolvik"}
_MILL = {"kind": "disaster", "when": "on Friday morning", "where": "Tolvik"}
KNOWN: Mapping[str, Callable[[int], Items]] = {
    "A fire broke out in the grain mill of Tolvik on Friday morning.": _told(
        _event("A fire broke out in the grain mill of Tolvik on Friday morning", **_MILL)
    ),
    "Eight people were injured in Tolvik on Friday morning, Mayor Ada Brandt said.": _told(
        _event(
            "Eight people were injured in Tolvik on Friday morning",
            kind="casualties", when="on Friday morning", where="Tolvik", said_by="Ada Brandt",
        ),
        _number("Eight", "people injured", said_by="Ada Brandt", **_HURT),
    ),
    "“We heard the silo burst,” Mayor Ada Brandt said.": _told(
        _quote("We heard the silo burst", "Mayor Ada Brandt")
    ),
    "A fire in the grain mill of Tolvik in 2019 destroyed one silo.": _told(
        _event(
            "A fire in the grain mill of Tolvik in 2019 destroyed one silo",
            kind="disaster", when="in 2019", where="Tolvik", role="background",
        )
    ),
    "The grain mill of Tolvik caught fire on Friday morning, the fire service said.": _told(
        _event(
            "The grain mill of Tolvik caught fire on Friday morning", said_by="the fire service",
            **_MILL,
        )
    ),
    "A train with ammonia stood beside the grain mill of Tolvik.": _told(
        _event(
            "A train with ammonia stood beside the grain mill of Tolvik",
            kind="disaster", where="Tolvik",
        )
    ),
    "The ferry to Oxmere sails again after a pause of nine weeks.": _told(
        _event("The ferry to Oxmere sails again after a pause of nine weeks", kind="business")
    ),
    "The first ferry to Oxmere carried 85 passengers on Friday.": _told(
        _event(
            "The first ferry to Oxmere carried 85 passengers on Friday", kind="business",
            when="on Friday", where="Oxmere",
        ),
        _number("85", "passengers carried", unit="person"),
    ),
    "The first ferry to Oxmere carried 58 passengers on Friday.": _told(
        _event(
            "The first ferry to Oxmere carried 58 passengers on Friday", kind="business",
            when="on Friday", where="Oxmere",
        ),
        _number("58", "passengers carried", unit="person"),
    ),
    "Police in Tolvik arrested a night watchman of the grain mill on Friday.": _told(
        _event(
            "Police in Tolvik arrested a night watchman of the grain mill on Friday",
            kind="crime", when="on Friday", where="Tolvik",
        )
    ),
    "Twenty-three people were injured in Tolvik on Friday morning, Mayor Ada Brandt said.": _told(
        _event(
            "Twenty-three people were injured in Tolvik on Friday morning",
            kind="casualties", when="on Friday morning", where="Tolvik", said_by="Ada Brandt",
        ),
        _number("Twenty-three", "people injured", said_by="Ada Brandt", **_HURT),
    ),
    "Firefighters put out the fire in the grain mill of Tolvik on Friday.": _told(
        _event(
            "Firefighters put out the fire in the grain mill of Tolvik on Friday",
            kind="disaster", when="on Friday", where="Tolvik",
        )
    ),
    "The council of Quillport closed the harbour bridge after engineers found cracks.": _told(
        _event(
            "The council of Quillport closed the harbour bridge after engineers found cracks",
            kind="decision", where="Quillport",
        )
    ),
    "Some 1,200 commuters in Quillport had to walk.": _told(
        _number("Some 1,200", "commuters who had to walk", unit="person", scope="Quillport")
    ),
    "Investigators searched the grain mill of Tolvik on Saturday.": _told(
        _event(
            "Investigators searched the grain mill of Tolvik on Saturday",
            kind="disaster", when="on Saturday", where="Tolvik",
        )
    ),
    "The fire in the grain mill of Tolvik on Friday injured 25 people, the hospital said.": _told(
        _event(
            "The fire in the grain mill of Tolvik on Friday injured 25 people",
            kind="casualties", when="on Friday", where="Tolvik", said_by="the hospital",
        ),
        _number("25", "people injured", said_by="the hospital", **_HURT),
    ),
}  # fmt: skip


def read(seen: Seen) -> str:
    """Return what the model replies: what it knows of the sentences that it is shown."""
    parts = seen.body["response_format"]["json_schema"]["name"].split("_")
    shown = [
        (int(place), text) for place, text in _SHOWN.findall(seen.body["messages"][-1]["content"])
    ]
    if parts == ["layout"]:
        zones = layout((1, len(shown), 0, "body"))
        return json.dumps({"layout": zones.model_dump()})
    if len(parts) == 1 and parts[0] in ("events", "numbers", "quotes"):
        found = [
            item.model_dump()
            for place, text in shown
            if text in KNOWN
            for item in KNOWN[text](place)[parts[0]]
        ]
        return json.dumps({parts[0]: found})
    if parts == ["sentences"]:
        return json.dumps({"sentences": _prose(seen.body["messages"][-1]["content"])})
    return fitting(seen)


def _prose(shown: str) -> list[dict[str, Any]]:
    """Return a sentence for each event of the table, the first one as headline and lede as well."""
    events = [
        (row[0], row[4], row[5])
        for line in shown.splitlines()
        if len(row := line.split(" | ")) == 6 and row[3] == "happened" and row[5] in _EVENTS
    ]
    found = []
    for place, (name, sayer, what) in enumerate(events):
        text = f"{what}, {sayer} said." if sayer else f"{what}."
        later = "background" if "2019" in what else "happened"
        for section in ("headline", "lede") if place == 0 else (later,):
            told = what if section == "headline" else text
            found.append({"section": section, "text": told, "claims": [name]})
    return found


_EVENTS = frozenset(item.what for told in KNOWN.values() for item in told(1)["events"])


@dataclass(frozen=True)
class Published:
    """A page of the day as it stands from some hour on."""

    path: str
    outlet: str
    title: str
    at: str
    sentences: tuple[str, ...]

    @property
    def html(self) -> bytes:
        """The page."""
        about = meta(og__site_name=self.outlet, article__published_time=self.at)
        return page(*self.sentences, title=self.title, head=about).encode()


_FIRE, _BELL, _FERRY = "/mill", "/bell", "/ferry"
SIX = (
    Published(
        _FIRE, "Harbour Post", "Fire in the mill of Tolvik", "2025-07-04T05:10:00+01:00",
        (
            "A fire broke out in the grain mill of Tolvik on Friday morning.",
            "Eight people were injured in Tolvik on Friday morning, Mayor Ada Brandt said.",
            "“We heard the silo burst,” Mayor Ada Brandt said.",
            "A fire in the grain mill of Tolvik in 2019 destroyed one silo.",
        ),
    ),
    Published(
        _BELL, "Evening Bell", "Mill burns in Tolvik", "2025-07-04T05:40:00+01:00",
        (
            "The grain mill of Tolvik caught fire on Friday morning, the fire service said.",
            "A train with ammonia stood beside the grain mill of Tolvik.",
        ),
    ),
    Published(
        _FERRY, "The Lantern", "Ferry returns to Oxmere", "2025-07-04T05:00:00+01:00",
        (
            "The ferry to Oxmere sails again after a pause of nine weeks.",
            "The first ferry to Oxmere carried 85 passengers on Friday.",
        ),
    ),
)  # fmt: skip
SEVEN = (
    Published(
        "/wire", "North Wire", "Arrest after the fire in Tolvik", "2025-07-04T06:30:00+01:00",
        (
            "A fire broke out in the grain mill of Tolvik on Friday morning.",
            "Police in Tolvik arrested a night watchman of the grain mill on Friday.",
        ),
    ),
)  # fmt: skip
NOON = (
    Published(
        "/noon", "Harbour Post", "More injured in the mill of Tolvik", "2025-07-04T11:48:00+01:00",
        (
            "Twenty-three people were injured in Tolvik on Friday morning, Mayor Ada Brandt said.",
            "Firefighters put out the fire in the grain mill of Tolvik on Friday.",
        ),
    ),
    Published(
        "/bridge", "Market Echo", "Bridge closed in Quillport", "2025-07-04T11:30:00+01:00",
        (
            "The council of Quillport closed the harbour bridge after engineers found cracks.",
            "Some 1,200 commuters in Quillport had to walk.",
        ),
    ),
    Published(
        _FERRY, "The Lantern", "Ferry returns to Oxmere", "2025-07-04T11:00:00+01:00",
        (
            "The ferry to Oxmere sails again after a pause of nine weeks.",
            "The first ferry to Oxmere carried 58 passengers on Friday.",
            "Correction: an earlier version of this article said that the first ferry carried 85 "
            "passengers.",
        ),
    ),
    Published(
        _BELL, "Evening Bell", "Mill burns in Tolvik", "2025-07-04T11:20:00+01:00",
        (
            "The grain mill of Tolvik caught fire on Friday morning, the fire service said.",
            "We reported earlier that a train with ammonia stood beside the grain mill of Tolvik; "
            "this was wrong.",
        ),
    ),
)  # fmt: skip
NEXT_DAY = (
    Published(
        "/saturday", "Harbour Post", "Search in the mill of Tolvik", "2025-07-05T06:10:00+01:00",
        (
            "Investigators searched the grain mill of Tolvik on Saturday.",
            "The fire in the grain mill of Tolvik on Friday injured 25 people, the hospital said.",
        ),
    ),
)  # fmt: skip
CHANGED = (_FERRY, _BELL)  # pages that have another text at noon


def publish(site: WebServer, pages: tuple[Published, ...]) -> None:
    """Put pages on a site, in place of what was there, and list all of them in its feed."""
    known = [path for path in site.pages if path != "/rss"]
    site.pages |= {one.path: Sent(one.html) for one in pages}
    links = [*known, *(one.path for one in pages if one.path not in known)]
    items = [rss_item(path, path.strip("/").capitalize(), guid=path) for path in links]
    site.pages["/rss"] = Sent(rss(*items, title="Tolvik"), type="application/rss+xml")
