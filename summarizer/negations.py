"""Negations of English and of other languages: whether a text denies something. Tables, strings only.

What a language does by endings (Turkish) or by a word of its own ("impossible") is not seen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_WORDS = {
    "en": "not no never none nobody nothing neither nor without cannot",
    "de": "nicht kein keine keinen keinem keiner keines nie niemals niemand niemanden niemandem "
    "nichts ohne weder",
    "fr": "ne n pas jamais rien aucun aucune sans ni",
    "es": "no nunca jamás nadie nada ningún ninguno ninguna sin ni tampoco",
    "it": "non no mai nessuno nessun nessuna niente nulla senza né neppure",
    "pt": "não nunca jamais ninguém nada nenhum nenhuma sem nem",
    "nl": "niet geen nooit niemand niets zonder noch",
    "sv": "inte ingen inget inga aldrig ingenting utan icke ej",
    "da": "ikke ingen intet aldrig uden", "no": "ikke ingen intet aldri uten",
    "nb": "ikke ingen intet aldri uten",
    "pl": "nie nikt nikogo nic nigdy żaden żadna żadne bez ani",
    "cs": "ne nikdo nic nikdy žádný žádná bez ani není nejsou nebyl nebyla nebylo",
    "ru": "не нет ни никто никого ничего ничто никогда нельзя без",
    "uk": "не немає нема ні ані ніхто нікого нічого ніщо ніколи без",
    "bg": "не няма никой нищо никога без нито",
    "el": "δεν δε μην μη όχι κανείς κανένας τίποτα ποτέ χωρίς ούτε",
    "ar": "لا لم لن ليس ليست ليسوا لسنا بدون دون بلا غير",
    "he": "לא אין אל בלי ללא אף",
    "hi": "नहीं न मत बिना ना",
}  # fmt: skip
_SIGNS = {
    "ja": r"(?<![少危])ない|なかった|なくて|ません|せず|ずに|なし",
    "zh": r"不|没|沒|无|無|未|勿",
    "ko": r"않|없|못|아니|(?<!\w)안\s",
}
_NOT_ONE = {  # of these words a negation is part, and denies nothing
    "en": r"not only|no (?:less|fewer) than|no later than|nothing but",
    "de": r"nicht nur|nicht weniger als|nicht zuletzt",
    "fr": r"non seulement|pas moins de|pas seulement|sans doute",
    "es": r"no s[oó]lo|no menos de", "it": r"non solo|non meno di", "pt": r"não só|não menos de",
    "nl": r"niet alleen|niet minder dan", "pl": r"nie tylko",
    "ru": r"не только|не менее|не меньше", "zh": r"不少|不久|不仅|不断|不同|不到|未来|无人机|無人機",
    "uk": r"не лише|не тільки|не менше",
}  # fmt: skip
_CONTRACTED = r"|n['’]t\b"

_PATTERNS: Mapping[str, re.Pattern[str]] = {
    **{
        language: re.compile(
            rf"(?<!\w)(?:{'|'.join(row.split())})(?!\w)" + _CONTRACTED * (language == "en"), re.I
        )
        for language, row in _WORDS.items()
    },
    **{language: re.compile(signs) for language, signs in _SIGNS.items()},
}
_IDLE = {
    language: re.compile(rf"(?:{row})" if language in _SIGNS else rf"(?<!\w)(?:{row})", re.I)
    for language, row in _NOT_ONE.items()
}
# Where a clause ends; two negations of one clause are one: "никто не пришёл".
_CLAUSE = re.compile(
    r"[,.;:!?…–—()،؛؟。、，！？；।\n]+|\s(?:and|but|und|aber|et|mais|y|pero|e|и|а|но|і|й|та|але)\s"
)


def knows(language: str) -> bool:
    """Whether negations of a language can be seen at all."""
    return language in _PATTERNS


def denials(text: str, language: str) -> int:
    """Return how many clauses of a text deny something, as far as single words show it.

    >>> denials("Wir weichen nicht, und niemand geht.", "de"), denials("Не только мы.", "ru")
    (2, 0)
    >>> denials("We will not yield and nobody leaves; not only we.", "en")
    2
    """
    pattern = _PATTERNS.get(language)
    if pattern is None:
        return 0
    if language in _IDLE:
        text = _IDLE[language].sub(" ", text)
    return sum(bool(pattern.search(clause)) for clause in _CLAUSE.split(text))
