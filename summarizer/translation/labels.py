"""What a statement has to say of the languages of its sources. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from summarizer.claims import AnyClaim, Quotation
from summarizer.languages import is_foreign
from summarizer.spans import locate


@dataclass(frozen=True, slots=True)
class Labels:
    """All empty where every source is in English; codes of languages."""

    quoted_in: str | None = None
    translation: str | None = None
    translated_from: tuple[str, ...] = ()


def labels_of(
    text: str, claims: Iterable[tuple[AnyClaim, str]], translations: Mapping[str, str]
) -> Labels:
    """Return what is to be said of a statement.

    Quoted words need no "translated from"; a translation stands for a whole quotation, so that a
    statement which quotes a part, or two, has none.

    Args:
        text: the statement.
        claims: those it rests on, each with the language of its article.
        translations: of quotations, by claim.
    """
    foreign = [(claim, language) for claim, language in claims if is_foreign(language)]
    quoted = [(claim, language) for claim, language in foreign if _is_printed_in(claim, text)]
    told = {language for claim, language in foreign if not _is_printed_in(claim, text)}
    if len(quoted) != 1:
        in_marks = {language for _, language in quoted}
        return Labels(min(in_marks, default=None), None, tuple(sorted(told)))
    ((only, language),) = quoted
    return Labels(language, translations.get(only.id), tuple(sorted(told)))


def _is_printed_in(claim: AnyClaim, text: str) -> bool:
    """Whether a text prints all the words of a quotation."""
    return isinstance(claim, Quotation) and bool(locate(claim.words.strip(" ,;.…"), text))
