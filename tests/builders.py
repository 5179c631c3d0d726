"""Documents, reply items and claims for tests, each from as few words as a case needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from summarizer.articles import Document, Metadata, Published
from summarizer.claims import AnyClaim, Grounded
from summarizer.grounding import ground
from summarizer.layout import Page, page_of
from summarizer.replies import EventItem, Layout, NumberItem, Part, QuoteItem, Reply, Zone

Item = EventItem | NumberItem | QuoteItem


def article(*sentences: str, outlet: str | None = None, published: str | None = None) -> Document:
    """Return a document with one line a sentence, so that the first one given is number 1."""
    moment = Published.parse(published) if published else None
    metadata = Metadata(outlet=outlet, published=moment)
    document = Document("\n".join(sentences), outlet or "an article", metadata)
    assert len(document.sentences) == len(sentences), "a sentence was split; use `page`"
    return document


def page(text: str, published: str | None = None) -> Document:
    """Return a document of running text, whose sentences the rules find."""
    moment = Published.parse(published) if published else None
    return Document(text, "a page", Metadata(published=moment))


def event(sentence: int, words: str, what: str | None = None, **fields: Any) -> EventItem:
    """Return an event that a reply offers; `what` is the evidence words unless given."""
    filled: dict[str, Any] = {
        "kind": "other",
        "when": "",
        "where": "",
        "actors": [],
        "said_by": "",
        "status": "happened",
        "role": "main",
        "garbled": False,
    }
    return EventItem(
        sentence=sentence, words=words, what=words if what is None else what, **(filled | fields)
    )


def number(sentence: int, surface: str, counted: str = "", **fields: Any) -> NumberItem:
    """Return a figure that a reply offers."""
    filled: dict[str, Any] = dict.fromkeys(("unit", "scope", "when", "said_by"), "")
    return NumberItem(sentence=sentence, surface=surface, counted=counted, **(filled | fields))


def quote(sentence: int, words: str, speaker: str = "", **fields: Any) -> QuoteItem:
    """Return a quotation that a reply offers; its speaker is named in the same sentence."""
    filled: dict[str, Any] = {
        "speaker_sentence": sentence,
        "relayed_by": "",
        "cue": "",
        "fragment": False,
    }
    return QuoteItem(sentence=sentence, words=words, speaker=speaker, **(filled | fields))


def layout(*zones: tuple[int, int, int, str], parts: Sequence[Part] = ()) -> Layout:
    """Return a layout of (first, last, part, zone) rows; the part 0 is always there."""
    main = Part(
        part=0,
        title_sentence=0,
        outlet="",
        outlet_sentence=0,
        published="",
        published_sentence=0,
        kind="report",
    )
    return Layout.model_validate(
        {
            "language": "en",
            "parts": [main, *parts],
            "zones": [Zone.model_validate(dict(zip(_ZONE, row, strict=True))) for row in zones],
        }
    )


_ZONE = ("first", "last", "part", "zone")


def embedded(part: int, **fields: Any) -> Part:
    """Return a further article on a page."""
    filled: dict[str, Any] = {
        "title_sentence": 0,
        "outlet": "",
        "outlet_sentence": 0,
        "published": "",
        "published_sentence": 0,
        "kind": "report",
    }
    return Part(part=part, **(filled | fields))


def reply_of(*items: Item) -> Reply:
    """Return one reply that offers all the items."""
    return Reply(
        events=tuple(i for i in items if isinstance(i, EventItem)),
        numbers=tuple(i for i in items if isinstance(i, NumberItem)),
        quotes=tuple(i for i in items if isinstance(i, QuoteItem)),
    )


def grounded(document: Document, *items: Item, page: Page | None = None) -> Grounded:
    """Return what grounding makes of the items in `document`, all of it body unless a page is given."""
    return ground(document, page or page_of(document, None), [reply_of(*items)])


def claims_of(document: Document, *items: Item, page: Page | None = None) -> list[AnyClaim]:
    """Return the claims of the items, none of which may be rejected, not even in part."""
    result = grounded(document, *items, page=page)
    assert not result.rejections, result.rejections
    return list(result.claims)
