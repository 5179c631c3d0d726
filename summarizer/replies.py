"""What a model may reply: small, flat, untrusted shapes; only `grounding` turns them into claims.

Field descriptions address the model: editing one is a prompt change and makes answers stale.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from summarizer.answers import strict_json
from summarizer.errors import InvalidReply


class _Reply(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, strict=True)


SourceKind = Literal[
    "report",
    "wire",
    "live",
    "commentary",
    "press_release",
    "machine_made",
    "stub",
    "not_an_article",
]


class Part(_Reply):
    """One article on the page."""

    part: int = Field(
        description="0 for the main article, 1, 2, … for further articles on the page."
    )
    title_sentence: int = Field(description="Number of its headline sentence, 0 if it has none.")
    outlet: str = Field(
        description="Who published it, copied from the page (not the site hosting it, not a photo agency); empty if not printed."
    )
    outlet_sentence: int = Field(description="Number of the sentence that names the outlet, or 0.")
    published: str = Field(
        description="Its date of publication copied from the page; empty if not printed."
    )
    published_sentence: int = Field(description="Number of the sentence with that date, or 0.")
    kind: SourceKind = Field(
        description="commentary: opinion; machine_made: written or garbled by software; stub: only the beginning is there; live: running log."
    )


class Zone(_Reply):
    """A run of sentences of one kind."""

    first: int = Field(description="Number of the first sentence of the zone.")
    last: int = Field(description="Number of its last sentence.")
    part: int = Field(description="The part (article) it belongs to.")
    zone: Literal["body", "title", "heading", "caption", "furniture", "key_points"] = Field(
        description="furniture: navigation, counters, credits, promotion, bylines, times, a repeated title; key_points: bullet points a machine added."
    )


class Layout(_Reply):
    """The page: its articles, and the zones its sentences stand in."""

    language: str = Field(description="Two-letter code of the main article's language.")
    parts: list[Part]
    zones: list[Zone] = Field(
        description="In order; together they cover every sentence exactly once."
    )


class EventItem(_Reply):
    """One thing that happened, is planned, or is said to have happened."""

    sentence: int = Field(description="Number of the sentence that states it.")
    words: str = Field(
        description="The words of that sentence that state it, copied character for character."
    )
    what: str = Field(
        description="One plain clause: who did what to whom. Only facts, names and numbers of the article."
    )
    kind: Literal[
        "attack",
        "casualties",
        "damage",
        "accident",
        "disaster",
        "crime",
        "court",
        "statement",
        "talks",
        "decision",
        "election",
        "protest",
        "business",
        "science",
        "other",
    ]
    when: str = Field(
        description="Time words for it copied from the article ('late on Thursday'); empty if none."
    )
    where: str = Field(description="Place copied from the article; empty if none.")
    actors: list[str] = Field(
        description="People and bodies acting, as the article first names them."
    )
    said_by: str = Field(
        description="Who asserts it, copied from the article; empty if the article itself does."
    )
    status: Literal["happened", "planned", "claimed", "denied", "withdrawn"] = Field(
        description="claimed: one side says so and it is not established."
    )
    role: Literal["main", "background", "elsewhere"] = Field(
        description="main: part of the article's news; background: earlier or general; elsewhere: another event."
    )
    garbled: bool = Field(
        description="True if the sentence makes no sense or contradicts itself as printed."
    )


class NumberItem(_Reply):
    """One figure."""

    sentence: int = Field(description="Number of the sentence it stands in.")
    surface: str = Field(
        description="The figure with its modifier and sign, copied: 'nearly 80', 'more than eight', '$144 billion', 'dozens'."
    )
    unit: str = Field(
        description="What kind of thing is counted, singular: person, drone, missile, hour, per cent, $; empty if none."
    )
    counted: str = Field(
        description="What is counted and what happened to it, in a few words: 'people injured', 'drones launched'."
    )
    scope: str = Field(
        description="Where, or of which whole, copied from the article: 'Kyiv', 'of the 23'; empty if none."
    )
    when: str = Field(
        description="Time words it holds for, copied from the article; empty if none."
    )
    said_by: str = Field(
        description="Who gives the figure, copied from the article; empty if the article itself does."
    )


class QuoteItem(_Reply):
    """Words printed between quotation marks."""

    sentence: int = Field(description="Number of the sentence in which the quotation begins.")
    words: str = Field(
        description="The words between the marks, whole, copied character for character, without the marks."
    )
    speaker: str = Field(
        description="Who said or wrote them, as the article names them (a name, not a pronoun); empty if nobody is quoted."
    )
    speaker_sentence: int = Field(description="Number of a sentence that names the speaker, or 0.")
    relayed_by: str = Field(
        description="Who passes on words of that speaker (an aide, a news agency), copied; else empty."
    )
    cue: str = Field(
        description="The verb or phrase that introduces them, copied: 'said', 'according to'; empty if none."
    )
    fragment: bool = Field(
        description="True for a few words built into the reporter's own sentence."
    )


class HappeningItem(_Reply):
    """Rows of an event table that tell of one and the same happening."""

    claims: list[str] = Field(
        description="Ids of two or more rows that tell of one and the same happening; no id stands in two groups."
    )


class VersionItem(_Reply):
    """One of the versions in which something is told."""

    claims: list[str] = Field(description="Ids of the rows that tell it this way.")


class DisputeItem(_Reply):
    """Something that rows tell in ways that cannot all be true, or that weigh it differently."""

    about: Literal["place", "time", "cause", "actor", "extent", "status"]
    question: str = Field(
        description="What is told differently, as a short noun phrase without figures: 'when the strikes began'."
    )
    versions: list[VersionItem] = Field(
        description="Two or more versions, each with the rows that give it; no row in two of them."
    )


class CountedItem(_Reply):
    """Rows of a table of figures that measure one and the same thing."""

    what: str = Field(
        description="What is measured, as a short noun phrase in words of the rows, without its figure: 'drones launched'."
    )
    claims: list[str] = Field(
        description="Ids of two or more rows that measure it, also where their figures differ; no id stands in two groups."
    )


class RelationItem(_Reply):
    """How the figure of one row relates to that of another about the same thing."""

    left: str = Field(description="Id of a row.")
    right: str = Field(description="Id of the other row.")
    relation: Literal["update", "correction", "part_of", "refines", "conflict"] = Field(
        description="left to right. update: left is the later count of something that grows; correction: left replaces right as wrong; part_of: left is a part of what right counts; refines: left says the same more exactly; conflict: they cannot both be right."
    )


class SumItem(_Reply):
    """Figures that add up to another."""

    terms: list[str] = Field(description="Ids of the rows that are added, two or more.")
    total: str = Field(description="Id of the row whose figure is their sum.")


class AliasItem(_Reply):
    """One name as an article in another language prints it, and as articles in English do."""

    printed: str = Field(description="The name as the other-language rows print it, copied.")
    english: str = Field(description="The same name as the English rows print it, copied.")


class TranslationItem(_Reply):
    """A quotation in English."""

    id: str = Field(description="Id of the quotation's row.")
    text: str = Field(description="Its words in English, whole, without marks around them.")


Section = Literal[
    "headline",
    "lede",
    "careful",
    "happened",
    "ahead",
    "background",
    "elsewhere",
    "unverified",
]


class ProseSentence(_Reply):
    """One sentence of the briefing with the claims it rests on."""

    section: Section
    text: str = Field(description="One sentence.")
    claims: list[str] = Field(
        description="Ids of the table rows that carry everything the sentence says; at most six."
    )


class RewrittenSentence(_Reply):
    """A sentence that failed its check, written anew."""

    number: int = Field(description="The number of the failed sentence.")
    text: str = Field(description="The new sentence; empty to drop it.")
    claims: list[str] = Field(description="Ids of the table rows that carry everything it says.")


_PARTS: dict[str, Any] = {
    "layout": Layout,
    "events": list[EventItem],
    "numbers": list[NumberItem],
    "quotes": list[QuoteItem],
    "happenings": list[HappeningItem],
    "disputes": list[DisputeItem],
    "quantities": list[CountedItem],
    "relations": list[RelationItem],
    "sums": list[SumItem],
    "aliases": list[AliasItem],
    "translations": list[TranslationItem],
    "sentences": list[ProseSentence],
    "rewritten": list[RewrittenSentence],
}
PART_NAMES = tuple(_PARTS)


class Reply(_Reply):
    """A parsed reply; of the parts, those that the prompt returns are set."""

    layout: Layout | None = None
    events: tuple[EventItem, ...] = ()
    numbers: tuple[NumberItem, ...] = ()
    quotes: tuple[QuoteItem, ...] = ()
    happenings: tuple[HappeningItem, ...] = ()
    disputes: tuple[DisputeItem, ...] = ()
    quantities: tuple[CountedItem, ...] = ()
    relations: tuple[RelationItem, ...] = ()
    sums: tuple[SumItem, ...] = ()
    aliases: tuple[AliasItem, ...] = ()
    translations: tuple[TranslationItem, ...] = ()
    sentences: tuple[ProseSentence, ...] = ()
    rewritten: tuple[RewrittenSentence, ...] = ()


@cache
def reply_model(parts: tuple[str, ...]) -> type[BaseModel]:
    """Return the pydantic model of a reply that has exactly `parts`, each required."""
    fields: dict[str, Any] = {part: (_PARTS[part], ...) for part in parts}
    name = "".join(part.capitalize() for part in parts) + "Reply"
    return create_model(name, __base__=_Reply, **fields)


@cache
def _schema_text(parts: tuple[str, ...]) -> str:
    return json.dumps(_strict(reply_model(parts).model_json_schema()))


def wire_schema(parts: Sequence[str]) -> dict[str, Any]:
    """Return the strict JSON schema of a reply: all required, nothing additional, no defaults.

    Canonicalised here, so that the key of a request does not hang on pydantic's version.
    """
    schema: dict[str, Any] = json.loads(_schema_text(tuple(parts)))
    return schema


def _strict(node: Any) -> Any:
    if isinstance(node, list):
        return [_strict(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    if len(node.get("allOf", ())) == 1:
        return _strict({**node["allOf"][0], **{k: v for k, v in node.items() if k != "allOf"}})
    kept: dict[str, Any] = {}
    for key, value in node.items():
        if key in {"properties", "$defs"}:
            kept[key] = {name: _strict(entry) for name, entry in value.items()}
        elif key not in {"title", "default"} and not (
            key == "description" and node.get("type") == "object"
        ):
            kept[key] = _strict(value)
    if node.get("type") == "object":
        kept["additionalProperties"] = False
        kept["required"] = list(node.get("properties", {}))
    return kept


def _printable(name: str, longest: int = 60) -> str:
    """Return a name out of a reply as it can stand in a one-line reason."""
    shown = "".join(c if c.isprintable() else "\ufffd" for c in name)
    return shown if len(shown) <= longest else f"{shown[:longest]}…"


def _first_fault(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(_printable(str(step)) for step in first["loc"])
    return f"{place}: {first['msg']}" if place else str(first["msg"])


def fault_of(raw: str, parts: Sequence[str]) -> str:
    """Return the first thing that keeps `raw` from being a reply with `parts`, or "".

    >>> fault_of('{"numbers": [{"sentence": 3}]}', ["numbers"])
    'numbers.0.surface: Field required'
    """
    try:
        reply_model(tuple(parts)).model_validate(strict_json(raw))
    except ValidationError as error:
        return _first_fault(error)
    except ValueError as error:
        return str(error)
    return ""


def parse_reply(raw: str, parts: Sequence[str], *, prompt: str = "", key: str = "") -> Reply:
    """Return the typed reply that `raw` (the text of a model's message) holds.

    Raises:
        InvalidReply: not JSON, a key twice in one object, NaN, or not of the schema.
    """
    try:
        value = strict_json(raw)
        reply = reply_model(tuple(parts)).model_validate(value)
    except ValidationError as error:
        raise InvalidReply(
            f"the reply to {prompt!r} does not fit its schema ({_first_fault(error)})",
            raw=raw,
            prompt=prompt,
            key=key,
        ) from error
    except ValueError as error:
        raise InvalidReply(
            f"the reply to {prompt!r} cannot be read ({error})", raw=raw, prompt=prompt, key=key
        ) from error
    values: dict[str, Any] = {part: getattr(reply, part) for part in parts}
    return Reply.model_construct(
        None, **{k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
    )
