"""What a field of a claim is about, and which fields of two claims differ. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from summarizer.briefing import ClaimRecord
from summarizer.names import plain
from summarizer.revision.changes import Aspect, ClaimOutcome, FieldChange
from summarizer.revision.wording import bare, particulars

_VALUE = "value low high modifier change unit date status words"
_SPEAKER = "speaker said_by relayed_by"
_WORDING = (
    "surface counted scope as_of cue fragment what topic when derivation where actors grounding "
    "zone part"
)
ASPECTS: dict[str, Aspect] = {
    **dict.fromkeys(_VALUE.split(), "value"),
    **dict.fromkeys(_SPEAKER.split(), "speaker"),
    **dict.fromkeys(_WORDING.split(), "wording"),
}
PLACES = ("start", "end", "speaker_start", "speaker_end", "evidence")
NAMES = ("document", "source", "id", "kind")  # what a claim is found by, not what it says
OUTCOMES: tuple[tuple[Aspect, ClaimOutcome], ...] = (
    ("value", "value_changed"),
    ("speaker", "speaker_changed"),
    ("citation", "citation_changed"),
    ("wording", "reworded"),
)


def content(claim: ClaimRecord, *, places: bool) -> str:
    """Return all that a claim says as one string, with its places in the text or without."""
    fields = vars(claim)
    told = [None if fields[name] is None else _told(fields[name]) for name in ASPECTS]
    if places:
        told += [str(fields[name]) for name in PLACES]
    return repr([claim.kind, *told])


def in_short(claim: ClaimRecord) -> str:
    """Return a claim as a line tells it."""
    if claim.kind == "event":
        return claim.what or ""
    if claim.kind == "quantity":
        return f"{claim.surface or ''} ({claim.counted})" if claim.counted else claim.surface or ""
    said = f" ({claim.speaker})" if claim.speaker else ""
    return f"“{claim.words or ''}”{said}"


def compare_fields(old: ClaimRecord, new: ClaimRecord, *, places: bool) -> list[FieldChange]:
    """Return the fields in which two claims differ, each with what it is about.

    Args:
        old: the claim as one briefing has it.
        new: as the other has it.
        places: whether both refer to the same text, so that their offsets can be compared.
    """
    return [*_differing(old, new), *(_moved(old, new) if places else ())]


def outcomes_of(fields: list[FieldChange]) -> list[ClaimOutcome]:
    """Return what these fields make of a claim, the gravest first.

    Reworded and cited otherwise is only what has the same value and speaker.
    """
    about = {field.aspect for field in fields}
    found = [outcome for aspect, outcome in OUTCOMES if aspect in about]
    grave: list[ClaimOutcome] = [
        one for one in found if one in ("value_changed", "speaker_changed")
    ]
    return grave or found


def _differing(old: ClaimRecord, new: ClaimRecord) -> Iterator[FieldChange]:
    for name, aspect in ASPECTS.items():
        before, after = _told(getattr(old, name)), _told(getattr(new, name))
        if before != after:
            about = _about(name, aspect, before or "", after or "")
            yield FieldChange(name=name, aspect=about, old=before, new=after)


def _about(name: str, aspect: Aspect, old: str, new: str) -> Aspect:
    """Return what a change of this field is about: marks and capitals alone change no value."""
    if name == "words" and bare(old) == bare(new):
        return "wording"
    if aspect == "speaker" and old and plain(old) == plain(new):
        return "wording"
    if name == "what" and tells_otherwise(old, new):
        return "value"
    return aspect


def tells_otherwise(old: str, new: str) -> bool:
    """Whether one wording of an event has other numbers in place of the other's, or another negation.

    A number that only one of them tells is an omission, not another value.

    >>> tells_otherwise("18 people died", "19 people died"), tells_otherwise("18 died", "People died")
    (True, False)
    """
    if particulars(old, "negations") != particulars(new, "negations"):
        return True
    left, right = set(particulars(old, "numbers")), set(particulars(new, "numbers"))
    return bool(left - right) and bool(right - left)


def _moved(old: ClaimRecord, new: ClaimRecord) -> Iterator[FieldChange]:
    if old.evidence != new.evidence:
        yield FieldChange(
            name="evidence", aspect="citation", old=_spans(old.evidence), new=_spans(new.evidence)
        )
    for name, first, last in (
        ("place", "start", "end"),
        ("speaker_place", "speaker_start", "speaker_end"),
    ):
        before, after = (_span(getattr(claim, first), getattr(claim, last)) for claim in (old, new))
        if before != after:
            yield FieldChange(name=name, aspect="wording", old=before, new=after)


def _told(value: str | bool | int | Decimal | list[str] | None) -> str | None:
    """Return a field as it is told; an empty one says nothing, whichever way."""
    if value is None or value == "" or value == []:
        return None
    if isinstance(value, list):
        return "; ".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return plain_number(value) if isinstance(value, Decimal) else str(value)


def plain_number(value: Decimal) -> str:
    """Return a number in digits; 5.0 and 5 are one value.

    >>> plain_number(Decimal("5.0")), plain_number(Decimal("1E+3")), plain_number(Decimal("2.50"))
    ('5', '1000', '2.5')
    """
    if value.adjusted() > 30 or value.adjusted() < -30:
        return str(value.normalize())
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _span(start: int | None, end: int | None) -> str | None:
    return None if start is None else f"{start}-{end}"


def _spans(spans: list[tuple[int, int]]) -> str:
    return ", ".join(f"{start}-{end}" for start, end in spans)
