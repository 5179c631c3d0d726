"""What of a reply about names and quotations holds: checks against the articles' own words. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.articles import Document
from summarizer.claims import Quotation
from summarizer.languages import is_foreign
from summarizer.names import carries, is_opener, name_tokens, words_of
from summarizer.negations import denials, knows
from summarizer.number_words import ONE, plain_digits
from summarizer.quantities import Figure, find_figures, same_value
from summarizer.replies import Reply
from summarizer.scripts import unlatin_words
from summarizer.spans import locate
from summarizer.translation.aliases import Alias, Aliases, unambiguous

LONGEST = 5  # times the characters of the original, and a few words
_WORD = re.compile(r"[^\W\d_]+")
_OUTER_MARKS = '“”„"«»‘’「」『』 '


@dataclass(frozen=True, slots=True)
class Checked:
    """What of a story's reply holds: aliases, translations by claim id, and what was refused."""

    aliases: tuple[Alias, ...]
    translations: dict[str, str]
    refused: int


def checked(
    replies: Sequence[Reply], documents: Sequence[Document], quotations: Sequence[Quotation]
) -> Checked:
    """Return what of the replies about one story its articles carry.

    Args:
        replies: untrusted.
        documents: the texts of the story, in any language.
        quotations: those of its articles in other languages.
    """
    foreign = [document for document in documents if is_foreign(document.language)]
    english = [document for document in documents if not is_foreign(document.language)]
    offered = [item for reply in replies for item in reply.aliases]
    found = [
        Alias(document.digest, " ".join(item.printed.split()), " ".join(item.english.split()))
        for item in offered
        if _is_name(item.english) and any(locate(item.english, d.text) for d in english)
        for document in foreign
        if _may_be_name(item.printed) and locate(item.printed, document.text)
    ]
    aliases = unambiguous(found)
    kept = {(alias.printed, alias.english) for alias in aliases}
    refused = sum(
        (" ".join(i.printed.split()), " ".join(i.english.split())) not in kept for i in offered
    )
    table = Aliases(aliases)
    by_id = {quotation.id: quotation for quotation in quotations}
    of = {document.digest: document for document in foreign}
    small = frozenset(word for d in english for word in _WORD.findall(d.text) if word.islower())
    translations: dict[str, str] = {}
    for item in (item for reply in replies for item in reply.translations):
        quotation = by_id.get(item.id)
        text = " ".join(item.text.split()).strip(_OUTER_MARKS)
        if (
            quotation is None
            or item.id in translations
            or problem(text, quotation, of[quotation.document].language, table, small)
        ):
            refused += 1
        else:
            translations[item.id] = text
    return Checked(aliases, translations, refused)


def _is_name(text: str) -> bool:
    """Whether an English form is written like a name: some word of it has a capital."""
    words = text.split()
    return any(word[:1].isupper() for word in words)


def _may_be_name(text: str) -> bool:
    """Whether a printed form may be a name: it has a capital, or its script has none."""
    letters = [letter for letter in text if letter.isalpha()]
    has_cases = any(letter.lower() != letter.upper() for letter in letters)
    return len(letters) > 1 and (not has_cases or any(letter.isupper() for letter in letters))


def problem(
    text: str, quotation: Quotation, language: str, aliases: Aliases, small: frozenset[str]
) -> str:
    """Return why a translation may not stand for a quotation, or "".

    Args:
        text: the translation.
        quotation: the original.
        language: its language.
        aliases: of the story.
        small: words that English articles of the story print in small letters.
    """
    words = quotation.words
    if not _WORD.search(text) or len(text) > LONGEST * len(words) + 40:
        return "its length"
    if _numbers_differ(text, words, language):
        return "its numbers"
    if not knows(language) or denials(text, "en") != denials(words, language):
        return "its negations"
    return "its names" if _names_differ(text, quotation, aliases, small) else ""


def _numbers_differ(text: str, words: str, language: str) -> bool:
    mine = find_figures(text)
    theirs = find_figures(words, language=language)
    if any(figure.is_vague and figure.low is not None for figure in mine):
        return True  # "dozens": words for them in other languages are not known
    has_one = bool(ONE.get(language, frozenset()) & set(_WORD.findall(words.casefold())))
    left = [f for f in mine if not (f.is_vague or f.ordinal) and not (has_one and f.value == 1)]
    right = [f for f in theirs if not (f.is_vague or f.ordinal)]
    if any(not any(_alike(a, b) for b in right) for a in left):
        return True
    if any(not any(_alike(a, b) for a in left) for b in right):
        return True
    return _other_digits(text, mine) != _other_digits(plain_digits(words, language), theirs)


def _alike(one: Figure, other: Figure) -> bool:
    bounds = {one.change, other.change} & {">", "<"}
    return same_value(one, other) and (not bounds or one.change == other.change)


def _other_digits(text: str, figures: Sequence[Figure]) -> set[str]:
    """Return the digits of a text that are no amount: of years, hours, models."""
    for figure in figures:
        span = figure.span
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return {digits.lstrip("0") for digits in re.findall(r"\d+", text)}


def _names_differ(text: str, quotation: Quotation, aliases: Aliases, small: frozenset[str]) -> bool:
    """Whether a name of the translation is not one of the original, or an aliased one is lost."""
    named = aliases.printed_in(quotation.document, quotation.words)
    known = words_of(" ; ".join([quotation.words, *named]))
    for token in name_tokens(text):
        is_common = token.opens and (is_opener(token.word) or token.word.casefold() in small)
        if not is_common and not carries(known, token.word):
            return True
    if any(not locate(span.of(text), quotation.words) for span in unlatin_words(text)):
        return True
    told = words_of(text)
    for alias in aliases.by_document.get(quotation.document, ()):
        if locate(alias.printed, quotation.words) and not locate(alias.printed, text):
            if not carries(told, alias.english.split()[-1]):
                return True
    return False
