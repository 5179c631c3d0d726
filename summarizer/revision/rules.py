"""Thresholds for a change of prompts: what a rules file may say, and whether a revision keeps to it.

`[new]` limits what the newer briefing is, `[change]` what it may differ from the older one by. A
whole number is a count, a string in per cent a share. A figure that cannot be computed does not
meet its rule.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from summarizer.briefing import Briefing
from summarizer.errors import UsageError
from summarizer.revision.changes import Revision, Verdict
from summarizer.revision.measures import MEASURES, SHARES, Figure, percent, plain

_PERCENT = re.compile(r"(\d{1,6}(?:\.\d{1,6})?) ?%")
_Tally = Callable[[Revision], tuple[int, int | None]]  # how many, of how many in the older briefing


def _claims(outcome: str) -> _Tally:
    def tally(revision: Revision) -> tuple[int, int]:
        counts = revision.counts["claims"]
        alone = counts.get("added", 0)
        changed = len(revision.claims) - alone
        return counts.get(outcome, 0), counts["unchanged"] + changed

    return tally


def _removed_articles(revision: Revision) -> tuple[int, None]:
    return sum("removed" in change.outcomes for change in revision.articles), None


CHANGES: dict[str, _Tally] = {
    "removed_claims": _claims("removed"),
    "added_claims": _claims("added"),
    "changed_values": _claims("value_changed"),
    "speaker_changes": _claims("speaker_changed"),
    "removed_articles": _removed_articles,
}
KNOWN = {"new": (*MEASURES,), "change": (*CHANGES, *MEASURES)}
_ONLY_COUNTS = frozenset({"change.removed_articles"})


@dataclass(frozen=True, slots=True)
class Limit:
    """The most that is allowed: a count, or a share as a fraction."""

    value: Fraction
    is_share: bool

    @property
    def told(self) -> str:
        """The limit as a reader sees it."""
        return percent(self.value) if self.is_share else plain(self.value)


@dataclass(frozen=True, slots=True)
class Rules:
    """A rules file: limits by table and key."""

    limits: Mapping[tuple[str, str], Limit]


def read_rules(path: Path) -> Rules:
    """Return the rules in a TOML file.

    Raises:
        UsageError: it cannot be read, is empty, or says something unknown; told with what is known.
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path} is no TOML: {error}") from error
    return rules_of(told, where=str(path))


def rules_of(told: Mapping[str, Any], *, where: str) -> Rules:
    """Return the rules of a table of tables, as TOML gives them.

    >>> rules = rules_of({"change": {"removed_claims": "2 %"}, "new": {"failures": 0}}, where="x")
    >>> [(*name, limit.told) for name, limit in rules.limits.items()]
    [('change', 'removed_claims', '2 %'), ('new', 'failures', '0')]
    """
    limits = {}
    for table, keys in told.items():
        if table not in KNOWN:
            raise UsageError(f"{where}: unknown table [{table}]; known: {', '.join(KNOWN)}")
        if not isinstance(keys, Mapping):
            raise UsageError(f"{where}: {table} is a table: write [{table}], and its keys below")
        for key, value in keys.items():
            if key not in KNOWN[table]:
                raise UsageError(
                    f"{where}: unknown key {key!r} in [{table}]; known: {', '.join(KNOWN[table])}"
                )
            limits[table, key] = _limit(f"{table}.{key}", value, where)
    if not limits:
        raise UsageError(f"{where} sets no limit; known tables: [new], [change]")
    return Rules(limits)


def _limit(rule: str, value: object, where: str) -> Limit:
    """Return a limit: a whole number or a share, whichever this rule takes."""
    takes_share = rule.partition(".")[2] in SHARES
    takes_both = rule.startswith("change.") and rule not in _ONLY_COUNTS
    if type(value) is int and value >= 0 and not takes_share:
        return Limit(Fraction(value), is_share=False)
    found = _PERCENT.fullmatch(value) if isinstance(value, str) else None
    if found and (takes_share or takes_both):
        return Limit(Fraction(found[1]) / 100, is_share=True)
    forms = 'a share as "5 %"'
    if not takes_share:
        forms = f"a whole number from 0, or {forms}" if takes_both else "a whole number from 0"
    raise UsageError(f"{where}: {rule} = {value!r} is no limit; it takes {forms}")


def judged(revision: Revision, rules: Rules, old: Briefing, new: Briefing) -> Revision:
    """Return the revision with what each rule found, in the order of the file."""
    return revision.model_copy(update={"rules": list(_verdicts(revision, rules, old, new))})


def _verdicts(revision: Revision, rules: Rules, old: Briefing, new: Briefing) -> Iterator[Verdict]:
    for (table, key), limit in rules.limits.items():
        if table == "change" and key in CHANGES:
            yield _of_tally(key, limit, *CHANGES[key](revision))
        elif table == "new":
            yield _of_figure(key, limit, MEASURES[key](old), MEASURES[key](new))
        else:
            yield _of_rise(key, limit, MEASURES[key](old), MEASURES[key](new))


def _of_tally(key: str, limit: Limit, count: int, of: int | None) -> Verdict:
    """Return whether so many changes are allowed; a share is one of the older briefing's claims."""
    if of == 0:
        told, is_met, why = None, False, "the two have no claim of one article"
    else:
        share = f" ({percent(Fraction(count, of))})" if of and limit.is_share else ""
        allowed = limit.value * (of or 0) if limit.is_share else limit.value
        told, is_met, why = f"{plain(Fraction(count))}{share}", count <= allowed, ""
    return Verdict(
        rule=f"change.{key}",
        limit=f"at most {limit.told}",
        old=None if of is None else f"{plain(Fraction(of))} claims",
        new=told,
        is_met=is_met,
        why=why,
    )


def _of_figure(key: str, limit: Limit, old: Figure, new: Figure) -> Verdict:
    return Verdict(
        rule=f"new.{key}",
        limit=f"at most {limit.told}",
        old=old.told,
        new=new.told,
        is_met=new.value is not None and new.value <= limit.value,
        why=new.why,
    )


def _of_rise(key: str, limit: Limit, old: Figure, new: Figure) -> Verdict:
    """Return whether a figure rose by no more: a rate in points, others by count or share of old."""
    is_met = False
    if old.value is not None and new.value is not None:
        is_of_old = limit.is_share and not new.is_share
        is_met = new.value - old.value <= limit.value * (old.value if is_of_old else 1)
    points = " points" if new.is_share else ""
    return Verdict(
        rule=f"change.{key}",
        limit=f"at most +{limit.told}{points}",
        old=old.told,
        new=new.told,
        is_met=is_met,
        why="; ".join(dict.fromkeys(filter(None, (old.why, new.why)))),
    )
