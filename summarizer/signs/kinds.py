"""The kind of a source by rule: plain signals in its words and address, and which of several holds.

A signal counts only where an outlet puts it: in the address, on a line of its own at the top or the
end. News about paywalls, cookies or press releases shows none. Knows nothing of prompts and claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from summarizer.articles import Document, Kind
from summarizer.signs.furniture import what_it_is
from summarizer.signs.liveblogs import FEWEST_ENTRIES, entries_of, is_newest_first
from summarizer.signs.wordings import wordings

KindBasis = Literal["given", "rule", "layout", "assumed"]

TOP = 8  # lines in which an outlet says what a text is
END = 6  # lines in which it says who wrote it, or that it goes on for subscribers
LONGEST_STUB = 220  # words; a longer text before such a line is taken to be whole
LONGEST_LABEL = 6  # words of a line that only says what the text is
LONGEST_LINE = 45  # words of a line that says how a text was made

# The weakest first: where two signals differ, the weaker one holds.
WEAKEST_FIRST = (
    Kind.NOT_AN_ARTICLE,
    Kind.MACHINE_MADE,
    Kind.PRESS_RELEASE,
    Kind.COMMENTARY,
    Kind.STUB,
    Kind.LIVE,
    Kind.WIRE,
    Kind.REPORT,
)

_FOLDERS: dict[str, Kind] = dict.fromkeys(
    "opinion opinions comment commentary commentisfree columnists column columns op-ed oped editorial "
    "editorials letters letters-to-the-editor viewpoint viewpoints".split(),
    Kind.COMMENTARY,
)
_FOLDERS |= dict.fromkeys(
    "press-release press-releases pressrelease pressreleases press_releases news-release "
    "news-releases media-release media-releases pressemitteilung pressemitteilungen".split(),
    Kind.PRESS_RELEASE,
)
_FOLDERS |= dict.fromkeys("live liveblog live-blog liveblogs".split(), Kind.LIVE)
_PR_HOSTS = re.compile(
    r"(?:^|\.)(?:prnewswire|businesswire|globenewswire|newswire|accesswire|einpresswire|prweb|"
    r"presseportal|newsfilecorp|pressat)\.(?:com|ca|co\.uk|de)$"
)
_PR_OUTLETS = re.compile(
    r"(?:PR Newswire|PRNewswire|Business Wire|GlobeNewswire|Globe Newswire|ACCESSWIRE|EIN Presswire|"
    r"PRWeb|Newsfile Corp\.?|news aktuell)",
    re.IGNORECASE,
)
_PR_LABEL = re.compile(
    r"(?:FOR IMMEDIATE (?:PUBLICATION|RELEASE)|(?:PRESS|NEWS|MEDIA) RELEASE|EMBARGOED UNTIL\b.*|"
    r"PRESSEMITTEILUNG|For Immediate Release|(?:Press|News|Media) Release|Pressemitteilung)\W*"
    r"(?:\d.*)?"
)
_PR_DATELINE = re.compile(
    r"^[^.!?\n]{0,90}(?:/PR ?Newswire(?:-[A-Za-z]+)?/|\((?:BUSINESS WIRE|GLOBE NEWSWIRE|Marketwired|"
    r"ots)\)|(?:ACCESSWIRE|EINPresswire\.com|CNW|Newsfile Corp\.) ?/|/CNW/)\s*[-–—/]",
    re.IGNORECASE | re.MULTILINE,
)
_PR_CONTACT = re.compile(r"(?:media|press) (?:contact|enquiries|inquiries)s?\b", re.IGNORECASE)
_PR_END = re.compile(r"(?:#\s*){3}|-+\s*(?:END|ENDS|30)\s*-+", re.IGNORECASE)
_OPINION_LABEL = re.compile(
    r"(?:OPINION|Opinion|COMMENTARY|Commentary|EDITORIAL|Editorial|OP-ED|Op-Ed|Guest (?:essay|column)|"
    r"GUEST (?:ESSAY|COLUMN)|Letters? to the [Ee]ditor|The Observer view|Viewpoint|VIEWPOINT)"
)
_OPINION_TITLE = re.compile(
    r"(?:(?:opinion|commentary|editorial|op-ed|guest (?:essay|column))\s*[:|–—]|"
    r"(?:comment|letters?(?: to the editor)?)\s*[:|])\s+(?=\S+\s+\S+\s+\S)",  # not "Comment: 5"
    re.IGNORECASE,
)
_OWN_VIEWS = re.compile(
    r"\b(?:views?|opinions?) (?:and opinions? )?expressed (?:here|in this (?:article|column|commentary|"
    r"essay|piece|op-ed)|by the author|are)\b.{0,60}\b(?:author|writer|columnist|own|their|his|her)\b",
    re.IGNORECASE,
)
_COLUMNIST = re.compile(
    r"(?:[A-Z][\w.'’-]+ ){1,4}is (?:an? |the )?(?:[\w-]+ ){0,4}(?:columnist|opinion writer|"
    r"editorial writer|leader writer)\b"
)
_SECTION = re.compile(
    r"(?:home|news|world|business|sports?|culture|lifestyle|politics|tech(?:nology)?|science|health|"
    r"weather|video|podcasts?|travel|arts|money|local|more|menu|search|sign in|subscribe|opinion)",
    re.IGNORECASE,
)
_LIVE_TITLE = re.compile(
    r"(?:live(?: updates?| blog)?|as it happened)\s*(?:[:|–—-])\s|.*(?:[–—-] (?:live|as it happened)|"
    r"\| live(?: updates)?|: live updates)\s*$",
    re.IGNORECASE,
)
_MACHINE = re.compile(
    r"(?:this|the) (?:article|story|report|content|text|post|news item) (?:was|is|has been) "
    r"(?:(?:automatically|partly|entirely|fully) )?(?:generated|written|produced|created|drafted|"
    r"translated and rewritten) (?:automatically )?(?:by|with|using|with the help of) (?:an? |the )?"
    r"(?:AI\b|artificial intelligence|automated|automation|algorithm|machine|software|robot|"
    r"large language model|language model|ChatGPT|generative)",
    re.IGNORECASE,
)
_INVITES = r"(?:subscribe|sign (?:in|up)|log ?in|register)"
_PAYING = r"(?:our |paying |registered |premium )*(?:subscribers|members)\b"
_PAYWALL = wordings(
    rf"""{_INVITES}(?: now| today)? to (?:(?:continue|keep) reading|read|unlock)\b
    ^to (?:continue|keep) reading\b
    ^(?:continue|keep) reading (?:with|by|for|this article)\b
    \b(?:article|story|content|page) is (?:available |reserved |exclusively |only )*(?:for|to) {_PAYING}
    ^(?:for )?subscribers only\b
    ^this is a? ?(?:subscriber|premium|members?)[- ](?:only|exclusive)
    \bread the (?:full|whole|rest of (?:the|this)) (?:article|story)\b
    \bunlock (?:this|the full) (?:article|story)\b
    \b(?:weiterlesen mit|nur für abonnenten)\b"""
)


@dataclass(frozen=True, slots=True)
class Signal:
    """A kind that something shows of a text, and what shows it, in plain words."""

    kind: Kind
    why: str


@dataclass(frozen=True, slots=True)
class Settled:
    """The kind that holds, on what basis, and what shows it.

    `words` are those that were read where only the beginning of a text was there, whatever its kind.
    """

    kind: Kind
    basis: KindBasis
    why: str = ""
    words: int | None = None


def signals_of(document: Document) -> tuple[Signal, ...]:
    """Return what the words and the address of a text show of its kind; mostly nothing.

    >>> page = "OPINION\\n\\nThe bridge must be rebuilt, and the council knows it."
    >>> signals_of(Document(page, "a.txt"))[0].kind.value
    'commentary'
    """
    return tuple(dict.fromkeys(_signals(document)))


def _signals(document: Document) -> Iterator[Signal]:
    lines = [line.strip() for line in document.text.splitlines() if line.strip()]
    nothing = what_it_is(document.text)
    if nothing:
        yield Signal(Kind.NOT_AN_ARTICLE, nothing)
    yield from _of_address(document.metadata.url or "")
    if _PR_OUTLETS.fullmatch(document.metadata.outlet or ""):
        yield Signal(Kind.PRESS_RELEASE, f"its outlet, {document.metadata.outlet}")
    yield from _of_press(lines)
    yield from _of_opinion(lines, document.metadata.title or "")
    for line in (*lines[:5], *lines[-END:]):
        if _MACHINE.match(line) and len(line.split()) <= LONGEST_LINE:
            yield Signal(Kind.MACHINE_MADE, _quoted(line))
    yield from _of_live(document)
    wall = _paywall(lines)
    if wall is not None:
        yield Signal(Kind.STUB, _quoted(lines[wall]))


def _of_address(url: str) -> Iterator[Signal]:
    try:
        parts = urlsplit(url.lower())
        host = parts.hostname or ""
    except ValueError:
        return
    if _PR_HOSTS.search(host):
        yield Signal(Kind.PRESS_RELEASE, f"its address, at {host}")
    for folder in parts.path.split("/")[1:-1]:
        if folder in _FOLDERS:
            yield Signal(_FOLDERS[folder], f"its address, /{folder}/")


def _of_press(lines: list[str]) -> Iterator[Signal]:
    for line in lines[:TOP]:
        if _PR_LABEL.fullmatch(line) and not _is_menu(lines, lines.index(line)):
            yield Signal(Kind.PRESS_RELEASE, _quoted(line))
        elif _PR_DATELINE.match(line):
            yield Signal(Kind.PRESS_RELEASE, "the dateline of a wire for press releases")
    ends = [place for place, line in enumerate(lines) if _PR_END.fullmatch(line)]
    if ends and any(_PR_CONTACT.match(line) for line in (*lines[:TOP], *lines[-4 * END :])):
        yield Signal(Kind.PRESS_RELEASE, "its end mark and a contact for the press")


def _of_opinion(lines: list[str], title: str) -> Iterator[Signal]:
    for place, line in enumerate(lines[:TOP]):
        if _OPINION_LABEL.fullmatch(line) and not _is_menu(lines, place):
            yield Signal(Kind.COMMENTARY, _quoted(line))
    for line in dict.fromkeys((title, *lines[:2])):
        if _OPINION_TITLE.match(line):
            yield Signal(Kind.COMMENTARY, "its title")
    for line in lines[-END:]:
        is_note = len(line.split()) <= LONGEST_LINE
        if is_note and (_OWN_VIEWS.search(line) or _COLUMNIST.match(line)):
            yield Signal(Kind.COMMENTARY, _quoted(line))


def _of_live(document: Document) -> Iterator[Signal]:
    entries = entries_of(document)
    title = document.metadata.title or next(iter(document.text.strip().splitlines()), "")
    if len(entries) >= FEWEST_ENTRIES and is_newest_first(entries):
        yield Signal(Kind.LIVE, f"{len(entries)} entries with times, newest first")
    elif len(entries) >= 2 and _LIVE_TITLE.match(title):
        yield Signal(Kind.LIVE, f"its title, and {len(entries)} entries with times")


def _paywall(lines: list[str]) -> int | None:
    """Return the line at which a text ends for those who do not pay, or None.

    Little may stand before it, and after it only lines of the like: invitations and a menu.
    """
    for place, line in enumerate(lines):
        before = sum(len(other.split()) for other in lines[:place])
        if before > LONGEST_STUB:
            return None
        if _PAYWALL.search(line) and len(line.split()) <= 25 and before:
            after = [other for other in lines[place + 1 :] if len(other.split()) > 12]
            if len(after) <= 2 and all(len(other.split()) <= LONGEST_LINE for other in after):
                return place
    return None


def words_before_paywall(document: Document) -> int | None:
    """Return how many words stand before the line at which a text ends for others, or None."""
    lines = [line.strip() for line in document.text.splitlines() if line.strip()]
    place = _paywall(lines)
    return None if place is None else sum(len(line.split()) for line in lines[:place])


def _is_menu(lines: list[str], place: int) -> bool:
    """Whether a line stands among the names of sections: then it names one, not what the text is."""
    around = lines[max(0, place - 1) : place] + lines[place + 1 : place + 2]
    return any(_SECTION.fullmatch(line) for line in around)


def _quoted(line: str) -> str:
    words = line.split()
    return "“" + " ".join(words[:12]) + ("…”" if len(words) > 12 else "”")


def settled(document: Document, layout: Kind | None) -> Settled:
    """Return the kind that holds for a text: the weakest that is shown, or what a person decided.

    A text of which only the beginning is there may be a commentary or a press release as well: it
    keeps that kind, and how many words were read is told beside.

    Args:
        document: with what is known of it.
        layout: what a model took it for, None where it was not asked.
    """
    read = words_before_paywall(document)
    if read is None and document.hints.is_partial:
        read = document.hints.words or len(document.text.split())
    if document.metadata.kind is not None:
        return Settled(document.metadata.kind, "given", "as the desk decided", read)
    found: list[tuple[KindBasis, Signal]] = []
    if document.hints.kind is not None:
        found.append(("given", Signal(document.hints.kind, "as the page says")))
    found += [("rule", signal) for signal in signals_of(document)]
    if document.hints.is_partial:
        found.append(("given", Signal(Kind.STUB, "the page or feed has only its beginning")))
    if layout is not None:
        found.append(("layout", Signal(layout, "")))
    if not found:
        return Settled(Kind.REPORT, "assumed")
    basis, signal = min(found, key=lambda pair: WEAKEST_FIRST.index(pair[1].kind))
    is_part = any(signal.kind is Kind.STUB for _, signal in found)
    if is_part and read is None:
        read = len(document.text.split())
    return Settled(signal.kind, basis, signal.why, read if is_part else None)
