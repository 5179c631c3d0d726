"""A trial as programs read it: every count and every claim, as plain values. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from summarizer.articles import Document
from summarizer.claims import AnyClaim
from summarizer.trial.asking import Tried
from summarizer.trial.changes import changes_between, value_of
from summarizer.trial.report import (
    Row,
    beyond_noise,
    kind_of,
    row_of,
    sentence_of,
    sum_of,
    words_of,
)
from summarizer.trial.scores import Judged


def as_data(tried: Sequence[Tried], gold: Sequence[Judged] = ()) -> dict[str, Any]:
    """Return what `report` tells, with all that came and went; `gold` where it was judged.

    `noise` compares two askings of the old template, and is empty where none was asked twice;
    `beyond_noise` is null then.
    """
    whole = [one for one in tried if one.is_whole]
    effects = [
        (one, changes_between(one.old.grounded.claims, one.new.grounded.claims)) for one in whole
    ]
    rows = [(one.document.name, row_of(one.old, one.new, changes)) for one, changes in effects]
    noise = [
        (
            one.document.name,
            row_of(
                one.old,
                one.again,
                changes_between(one.old.grounded.claims, one.again.grounded.claims),
            ),
        )
        for one in whole
        if one.again is not None and one.again.is_whole
    ]
    found = beyond_noise(sum_of(rows), sum_of(noise)) if noise else None
    return {
        "articles": [_counts(name, row) for name, row in rows],
        "noise": [_counts(name, row) for name, row in noise],
        "beyond_noise": found,
        "changed": [
            {**_claim(one.document, new), "old": value_of(old), "new": value_of(new)}
            for one, changes in effects
            for old, new in changes.changed
        ],
        "removed": [_claim(one.document, c) for one, changes in effects for c in changes.removed],
        "added": [_claim(one.document, c) for one, changes in effects for c in changes.added],
        "left_out": [_left_out(one) for one in tried if not one.is_whole],
        "gold": [_judged(one) for one in gold],
    }


def _counts(name: str, row: Row) -> dict[str, Any]:
    return {"article": name, **{one.name: getattr(row, one.name) for one in fields(row)}}


def _claim(document: Document, claim: AnyClaim) -> dict[str, Any]:
    return {
        "article": document.name,
        "kind": kind_of(claim),
        "words": words_of(document, claim),
        "sentence_numbers": list(claim.evidence),
        "sentence": sentence_of(document, claim),
    }


def _left_out(one: Tried) -> dict[str, Any]:
    return {
        "article": one.document.name,
        "old": list(one.old.failures),
        "new": list(one.new.failures),
        "is_missing": one.is_missing,
    }


def _judged(one: Judged) -> Mapping[str, Any]:
    return {"figure": one.name, "old": one.old.figures(), "new": one.new.figures()}
