"""The file `desk.toml`: its entries, typed and checked. Reads the file and knows no run.

Ids of claims are content ids, so an entry holds as long as the words it is about stand.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from summarizer.articles import DateOrder, Kind, Published
from summarizer.errors import UsageError
from summarizer.zones import zone_named

Text = Annotated[str, Field(min_length=1)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceEntry(_Entry):
    """What holds for the articles that `match` names: by path, id, address or outlet.

    `standing` entries are rules for every day: that they match nothing today is no error.
    """

    match: Text
    exclude: bool = False
    outlet: Text | None = None
    published: Text | None = None
    kind: Kind | None = None
    standing: bool = False

    @model_validator(mode="after")
    def _says_one_thing(self) -> SourceEntry:
        given = [self.outlet, self.published, self.kind]
        if self.exclude and any(value is not None for value in given):
            raise ValueError("an excluded source has no outlet, date or kind to set")
        if not self.exclude and all(value is None for value in given):
            raise ValueError("says nothing: give exclude, outlet, published or kind")
        return self

    @field_validator("published")
    @classmethod
    def _is_date(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                Published.parse(value)
            except ValueError:
                raise ValueError(f"{value!r} is no ISO 8601 date or date-time") from None
        return value

    @property
    def label(self) -> str:
        return f"source {self.match!r}"


class ClaimEntry(_Entry):
    """A claim that is not to be used, by its id or the beginning of it."""

    exclude: Annotated[str, Field(min_length=6, pattern=r"^[0-9a-f]+$")]
    why: str = ""
    standing: bool = False

    @property
    def label(self) -> str:
        return f"claim {self.exclude!r}"


class HappeningEntry(_Entry):
    """Events, by the ids of their claims, that are one happening, or are each another."""

    merge: tuple[Text, ...] = ()
    split: tuple[Text, ...] = ()
    why: str = ""
    standing: bool = False

    @model_validator(mode="after")
    def _says_one_thing(self) -> HappeningEntry:
        if bool(self.merge) == bool(self.split):
            raise ValueError("give either merge or split")
        if len(set(self.merge or self.split)) < 2:
            raise ValueError("needs the ids of two events or more")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        return self.merge or self.split

    @property
    def label(self) -> str:
        return f"{'merge' if self.merge else 'split'} {', '.join(self.names)}"


class _File(_Entry):
    name: Text | None = None
    source: tuple[SourceEntry, ...] = ()
    claim: tuple[ClaimEntry, ...] = ()
    happening: tuple[HappeningEntry, ...] = ()
    lead: Text | None = None
    spellings: dict[Text, Text] = {}
    date_order: Literal["day", "month"] | None = None
    timezone: Text | None = None

    @field_validator("timezone")
    @classmethod
    def _is_zone(cls, value: str | None) -> str | None:
        if value is not None:
            zone_named(value)
        return value


@dataclass(frozen=True, slots=True)
class Desk:
    """What an editor overrules; `text` is the file as it was read, to be kept with the run.

    Desks of different names keep the articles they read apart.
    """

    sources: tuple[SourceEntry, ...] = ()
    claims: tuple[ClaimEntry, ...] = ()
    happenings: tuple[HappeningEntry, ...] = ()
    lead: str = ""
    spellings: tuple[tuple[str, str], ...] = ()  # as printed -> as the desk wants it
    date_order: DateOrder = ""
    timezone: ZoneInfo | None = None
    text: str = ""
    name: str = ""


NO_DESK = Desk()


def desk_of(given: Desk | str | Path | None) -> Desk:
    """Return what is overruled: nothing for None, as given, or what the file of that path says.

    Raises:
        UsageError: it cannot be read, is no TOML, or has an entry that says nothing; one line.
    """
    if given is None:
        return NO_DESK
    if isinstance(given, Desk):
        return given
    path = Path(given)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from error
    return parse_desk(text, where=str(path))


def parse_desk(text: str, *, where: str) -> Desk:
    """Return what the text of such a file overrules; `where` is what errors call it.

    >>> parse_desk('date_order = "day"', where="desk.toml").date_order
    'day'

    Raises:
        UsageError: as `desk_of`.
    """
    try:
        file = _File.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{where}: {error}") from error
    except ValidationError as error:
        raise UsageError(f"{where}: {_first(error.errors(include_url=False)[0])}") from error
    return Desk(
        file.source,
        file.claim,
        file.happening,
        file.lead or "",
        tuple(sorted(file.spellings.items())),
        file.date_order or "",
        zone_named(file.timezone) if file.timezone else None,
        text,
        file.name or "",
    )


def _first(error: Any) -> str:
    place = ".".join(str(step) for step in error["loc"])
    told = error["msg"].removeprefix("Value error, ")
    if error["type"] == "extra_forbidden":
        told = f"not known here; known: {', '.join(_known_at(error['loc']))}"
    return f"{place}: {told}" if place else told


def _known_at(location: tuple[Any, ...]) -> list[str]:
    entries: dict[str, type[_Entry]] = {
        "source": SourceEntry, "claim": ClaimEntry, "happening": HappeningEntry,
    }  # fmt: skip
    model = entries.get(str(location[0]), _File) if len(location) > 1 else _File
    return sorted(model.model_fields)
