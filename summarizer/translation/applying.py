"""Claims of articles in other languages with English names, time words and number marks. Pure.

Ids and spans stay: these are the same claims, as an English page tells them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from summarizer.claims import AnyClaim, Event, Quantity
from summarizer.grouping import Grouping
from summarizer.languages import is_foreign
from summarizer.numerals import CURRENCY_SIGNS
from summarizer.time_words import english_time
from summarizer.translation.aliases import Aliases

_LARGE = (
    (Decimal(10) ** 12, "trillion"),
    (Decimal(10) ** 9, "billion"),
    (Decimal(10) ** 6, "million"),
)


def in_english(grouping: Grouping, aliases: Aliases) -> Grouping:
    """Return the stories with the claims of foreign articles as an English page tells them."""
    language = {source.id: source.document.language for source in grouping.sources}
    told = {
        name: _told(claim, language[grouping.source_of[name]], aliases)
        for name, claim in grouping.claims.items()
        if is_foreign(language[grouping.source_of[name]])
    }
    if not told:
        return grouping
    return replace(
        grouping,
        claims={**grouping.claims, **told},
        stories=tuple(
            replace(story, claims=tuple(told.get(c.id, c) for c in story.claims))
            for story in grouping.stories
        ),
    )


def all_in_english(
    claims: Mapping[str, AnyClaim], language_of: Mapping[str, str], aliases: Aliases
) -> dict[str, AnyClaim]:
    """Return claims by id, those of foreign documents (by hash) as an English page tells them."""
    return {
        name: _told(claim, language_of[claim.document], aliases)
        if is_foreign(language_of.get(claim.document))
        else claim
        for name, claim in claims.items()
    }


def _told(claim: AnyClaim, language: str, aliases: Aliases) -> AnyClaim:
    def english(text: str) -> str:
        return aliases.english(claim.document, text)

    if isinstance(claim, Event):
        return replace(
            claim,
            what=english(claim.what),
            when=english_time(claim.when, language) or claim.when,
            where=english(claim.where),
            actors=tuple(map(english, claim.actors)),
            said_by=english(claim.said_by),
        )
    if isinstance(claim, Quantity):
        return replace(
            claim,
            surface=english_figure(claim),
            counted=english(claim.counted),
            scope=english(claim.scope),
            as_of=english_time(claim.as_of, language) or claim.as_of,
            said_by=english(claim.said_by),
        )
    return replace(claim, speaker=english(claim.speaker), relayed_by=english(claim.relayed_by))


def english_figure(quantity: Quantity) -> str:
    """Return a figure with English marks and bounds; one without a value as it is printed."""
    if quantity.is_vague:
        return quantity.surface
    if quantity.value is not None:
        amount = _amount(quantity.value, quantity.unit, quantity.surface)
        return f"{_bound(quantity)}{amount}"
    if quantity.low is not None and quantity.high is not None:
        low, high = (_amount(end, "", "") for end in (quantity.low, quantity.high))
        return (
            f"{low} to {_amount(quantity.high, quantity.unit, quantity.surface)}"
            if low != high
            else low
        )
    return quantity.surface


def _bound(quantity: Quantity) -> str:
    match quantity.change:
        case ">":
            return "at least "
        case "<":
            return "at most "
        case "~":
            return "nearly " if quantity.high is not None else "about "
    return ""


def _amount(value: Decimal, unit: str, surface: str) -> str:
    """Return an amount as English prints it, with the unit that its surface has.

    >>> [_amount(Decimal(n), "", "") for n in ("1234.5", "12000000", "1234567")]
    ['1,234.5', '12 million', '1,234,567']
    """
    number = f"{value:,f}"
    for size, name in _LARGE:
        if abs(value) >= size and (value / size * 100) % 1 == 0:
            number = f"{(value / size).normalize():f} {name}"
            break
    if unit in CURRENCY_SIGNS:
        return f"{unit}{number}"
    if unit == "%":
        return f"{number}%"
    if unit in {"euro", "dollar"}:
        return f"{number} {unit}s"
    return f"{number} {unit}" if unit and unit.casefold() in surface.casefold() else number
