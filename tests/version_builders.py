"""A page in two texts and a live page, for the tests of versions and corrections; all invented."""

from __future__ import annotations

from claim_builders import Clip

from summarizer.articles import Kind

FIRE = "https://www.lantern.example/news/fire"


def morning() -> Clip:
    """Return the page as it stood at seven: 8 hurt, a name misspelled, three barns."""
    clip = Clip(
        "Fire at the mill of Oxmere\n"
        "A fire at the mill of Oxmere hurt 8 people on Monday, police said.\n"
        "The mill belongs to Ada Brand.\n"
        "The fire destroyed three barns beside the mill.\n",
        "The Lantern",
        "2031-03-03T07:00+00:00",
        name="morning.txt",
        url=f"{FIRE}?utm_source=rss",
    )
    clip.event("A fire at the mill of Oxmere hurt 8 people on Monday", topic="casualties",
               date="2031-03-03", said_by="police")  # fmt: skip
    clip.quantity("8", "people hurt", scope="Oxmere", said_by="police")
    clip.event("The mill belongs to Ada Brand.")
    clip.event("The fire destroyed three barns beside the mill.", date="2031-03-03")
    clip.quantity("three", "barns destroyed", "barn")
    return clip


def noon() -> Clip:
    """Return the page as it stood at five past twelve: 23 hurt, the name mended, no barns."""
    clip = Clip(
        "Fire at the mill of Oxmere\n"
        "A fire at the mill of Oxmere hurt 23 people on Monday, police said.\n"
        "The mill belongs to Ada Brandt.\n"
        "This article was amended on 3 March 2031. An earlier version misspelled the owner's name as "
        "Ada Brand.\n",
        "The Lantern",
        "2031-03-03T12:05+00:00",
        name="noon.txt",
        url="http://lantern.example/news/fire/",
    )
    clip.event("A fire at the mill of Oxmere hurt 23 people on Monday", topic="casualties",
               date="2031-03-03", said_by="police")  # fmt: skip
    clip.quantity("23", "people hurt", scope="Oxmere", said_by="police")
    clip.event("The mill belongs to Ada Brandt.")
    clip.event("This article was amended on 3 March 2031.")
    clip.event("An earlier version misspelled the owner's name as Ada Brand.")
    return clip


def live() -> Clip:
    """Return a live page, newest first: a count that grew, and a report that was taken back."""
    clip = Clip(
        "Oxmere fire: live updates\n"
        "12:05 GMT\n"
        "Police have told us that no one was hurt at the station. We earlier reported that two people "
        "had been shot at Oxmere station. This was wrong.\n"
        "11:48 GMT\n"
        "The number of people hurt at the mill in Oxmere has risen to 23, police said.\n"
        "10:10 GMT\n"
        "Two people have been shot at Oxmere station.\n"
        "09:30 GMT\n"
        "Eight people were hurt at the mill in Oxmere, police said.\n",
        "Evening Bell",
        "2031-03-03",
        kind=Kind.LIVE,
        name="live.txt",
        url="https://bell.example/live/fire",
    )
    hurt = {"topic": "casualties", "date": "2031-03-03"}
    clip.event("Police have told us that no one was hurt at the station.",
               "no one was hurt at the station", said_by="Police")  # fmt: skip
    clip.event("two people had been shot at Oxmere station", topic="casualties")
    clip.event("The number of people hurt at the mill in Oxmere has risen to 23", said_by="police",
               **hurt)  # fmt: skip
    clip.quantity("23", "people hurt", scope="Oxmere", said_by="police")
    clip.event("Two people have been shot at Oxmere station.", **hurt)
    clip.quantity("Two", "people shot")
    clip.event("Eight people were hurt at the mill in Oxmere", said_by="police", **hurt)
    clip.quantity("Eight", "people hurt", scope="Oxmere", said_by="police")
    return clip
