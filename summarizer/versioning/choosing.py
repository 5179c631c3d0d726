"""Which texts are versions of one page, and which of them is the newest and speaks.

Pages are one by their address, without what only tells who linked to it. Pure; the order in which
texts come makes no difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

from summarizer.articles import Document, Published
from summarizer.extraction import Extraction
from summarizer.signs.notices import notices_of
from summarizer.spans import fold

ChosenBy = Literal["published", "seen", "notice", "text"]
RUN = 5  # words in a row, by which two texts are compared
SHARED = 0.1  # share of the runs of the shorter of two versions that stand in the other as well

_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|cmpid|cmp|ocid|at_\w+|ns_\w+|ref|ref_src|"
    r"referrer|source|amp|outputtype|smid|partner|share|sh|xtor|wt_mc|s_cid|spm|_ga)"
)
_AMP_END = re.compile(r"(?:/amp(?:\.html)?|\.amp(?:\.html)?)$")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Versions:
    """The texts that speak, and for each of them, by its hash, the older ones, the newest first.

    `chosen_by` says for a text with older ones what told that it is the newest: its time of change or
    publication, when it was first seen, a correction notice that only it has, or the order of hashes.
    """

    speaking: tuple[Extraction, ...]
    older: Mapping[str, tuple[Extraction, ...]]
    chosen_by: Mapping[str, ChosenBy]
    notes: tuple[str, ...]


NO_VERSIONS = Versions((), {}, {}, ())


def page_address(url: str | None) -> str:
    """Return what the addresses of one page share, "" where it names none or a whole site.

    Scheme, "www.", "m.", "amp.", ports, fragments, the last slash, marks of who linked and AMP endings
    make no other page.

    >>> page_address("https://www.lantern.example/a/fire/?utm_source=rss#top")
    'lantern.example/a/fire'
    >>> page_address("http://amp.lantern.example/a/fire/amp?id=7&fbclid=x")
    'lantern.example/a/fire?id=7'
    >>> page_address("https://lantern.example/")
    ''
    """
    try:
        parts = urlsplit((url or "").strip())
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return ""
    if not host:
        return ""
    for prefix in ("www.", "m.", "mobile.", "amp."):
        if host.startswith(prefix) and host.count(".") > 1:
            host = host.removeprefix(prefix)
    path = _AMP_END.sub("", parts.path.rstrip("/")).rstrip("/")
    path = path.removeprefix("/amp") if path.startswith("/amp/") else path
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    query = urlencode(sorted(pair for pair in pairs if not _TRACKING.fullmatch(pair[0].lower())))
    if not path and not query:
        return ""
    return f"{host}{path}" + (f"?{query}" if query else "")


def versions_of(extractions: Iterable[Extraction]) -> Versions:
    """Return which texts speak and which are older versions of them.

    Of texts with one address that share no title and next to no words none is a version of the other:
    the address is then of something else, a front page or a feed, or the page was written anew.
    """
    ordered = sorted(extractions, key=lambda e: (e.document.name, e.document.digest))
    by_address: dict[str, list[Extraction]] = {}
    speaking: list[Extraction] = []
    for extraction in ordered:
        address = page_address(extraction.document.metadata.url)
        if address:
            by_address.setdefault(address, []).append(extraction)
        else:
            speaking.append(extraction)
    older: dict[str, tuple[Extraction, ...]] = {}
    chosen_by: dict[str, ChosenBy] = {}
    notes: list[str] = []
    for address, texts in sorted(by_address.items()):
        groups = _alike(texts)
        if len(groups) > 1:
            names = ", ".join(sorted(group[0].document.name for group in groups))
            notes.append(f"{names}: one address ({address}), but other texts: kept as sources each")
        for group in groups:
            newest_first, basis = _newest_first(group)
            first = newest_first[0]
            speaking.append(first)
            if len(newest_first) > 1:
                older[first.document.digest] = tuple(newest_first[1:])
                chosen_by[first.document.digest] = basis
                if basis == "text":
                    notes.append(
                        f"{first.document.name}: which of {len(newest_first)} versions of {address} is "
                        "the newest is not known; this one was taken"
                    )
    speaking.sort(key=lambda e: (e.document.name, e.document.digest))
    return Versions(tuple(speaking), older, chosen_by, tuple(notes))


def _alike(texts: Sequence[Extraction]) -> list[list[Extraction]]:
    """Return the texts of one address in groups, each text with those it has enough in common with."""
    marks = {e.document.digest: _marks(e.document) for e in texts}
    groups: list[list[Extraction]] = []
    for extraction in sorted(texts, key=lambda e: e.document.digest):
        own = marks[extraction.document.digest]
        joined = [g for g in groups if any(_are_alike(own, marks[e.document.digest]) for e in g)]
        members = [e for group in joined for e in group] + [extraction]
        groups = [group for group in groups if group not in joined] + [members]
    found = [sorted(members, key=lambda e: e.document.digest) for members in groups]
    return sorted(found, key=lambda members: members[0].document.digest)


def _are_alike(left: _Marks, right: _Marks) -> bool:
    if left.title and left.title == right.title:
        return True
    return len(left.runs & right.runs) >= SHARED * min(len(left.runs), len(right.runs))


@dataclass(frozen=True, slots=True)
class _Marks:
    """What two versions of a page share some of: the runs of words of a text, and its title."""

    runs: frozenset[str]
    title: str


def _marks(document: Document) -> _Marks:
    words = [word.casefold() for word in _WORD.findall(document.text)]
    runs = frozenset(" ".join(words[i : i + RUN]) for i in range(max(1, len(words) - RUN + 1)))
    return _Marks(runs, fold(document.metadata.title or "").text.casefold())


def _newest_first(texts: Sequence[Extraction]) -> tuple[list[Extraction], ChosenBy]:
    by_hash = sorted(texts, key=lambda e: e.document.digest)
    ways: tuple[tuple[ChosenBy, list[float] | None], ...] = (
        ("published", _comparable([_moment(e.document) for e in by_hash])),
        ("seen", _instants([e.document.metadata.seen for e in by_hash])),
        ("notice", [float(len(notices_of(e.document))) for e in by_hash]),
    )
    for way, values in ways:
        if values is not None and values.count(max(values)) == 1:
            pairs = sorted(zip(values, by_hash, strict=True), key=lambda pair: -pair[0])
            return [extraction for _, extraction in pairs], way
    return by_hash, "text"


def _moment(document: Document) -> Published | None:
    return document.hints.modified or document.metadata.published


def _comparable(moments: Sequence[Published | None]) -> list[float] | None:
    """Return numbers in the order of the moments, None where they cannot be compared.

    Instants where all have a zone, hours where none has one, else days.
    """
    known = [moment for moment in moments if moment is not None]
    if len(known) < len(moments):
        return None
    hours = [moment.at for moment in known]
    aware = [at is not None and at.tzinfo is not None for at in hours]
    if all(aware):
        return _instants(hours)
    if not any(aware) and all(at is not None for at in hours):
        return _instants([at.replace(tzinfo=UTC) for at in hours if at is not None])
    return [float(moment.day.toordinal()) for moment in known]


def _instants(moments: Sequence[datetime | None]) -> list[float] | None:
    if any(moment is None or moment.tzinfo is None for moment in moments):
        return None
    return [moment.timestamp() for moment in moments if moment is not None]
