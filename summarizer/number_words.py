"""Numbers as other languages than English print them: small number words, bounds, digits, marks.

Tables and one pure rewriting of digits; `numerals` and `quantities` read with them. Words above
twelve are not known, and of languages without a row none: such amounts stay vague.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal

_ROWS = {
    "de": "null 0; eins 1; zwei 2; drei dreier 3; vier 4; fünf 5; sechs 6; sieben 7; acht 8; neun 9;"
    "zehn 10; elf 11; zwölf 12; dutzend 12",
    "fr": "zéro 0; deux 2; trois 3; quatre 4; cinq 5; six 6; sept 7; huit 8; neuf 9; dix 10;"
    "onze 11; douze 12; treize 13; quatorze 14; quinze 15; seize 16; vingt 20",
    "es": "cero 0; dos 2; tres 3; cuatro 4; cinco 5; seis 6; siete 7; ocho 8; nueve 9; diez 10;"
    "once 11; doce 12; trece 13; catorce 14; quince 15; veinte 20",
    "it": "zero 0; due 2; tre 3; quattro 4; cinque 5; sei 6; sette 7; otto 8; nove 9; dieci 10;"
    "undici 11; dodici 12",
    "pt": "zero 0; dois duas 2; três 3; quatro 4; cinco 5; seis 6; sete 7; oito 8; nove 9; dez 10;"
    "onze 11; doze 12",
    "nl": "nul 0; twee 2; drie 3; vier 4; vijf 5; zes 6; zeven 7; acht 8; negen 9; tien 10; elf 11;"
    "twaalf 12",
    "sv": "noll 0; två 2; tre 3; fyra 4; fem 5; sex 6; sju 7; åtta 8; nio 9; tio 10; elva 11;"
    "tolv 12",
    "pl": "zero 0; dwa dwie dwoje dwóch dwaj 2; trzy troje trzech trzej 3; cztery czworo czterech 4;"
    "pięć pięciu pięcioro 5; sześć sześciu 6; siedem siedmiu 7; osiem ośmiu 8;"
    "dziewięć dziewięciu 9; dziesięć dziesięciu 10; jedenaście jedenastu 11;"
    "dwanaście dwunastu 12",
    "ru": "ноль 0; два две двое двух двум двумя двоих 2; три трое трёх трех трём тремя троих 3;"
    "четыре четверо четырёх четырех четверых 4; пять пятеро пяти пятерых 5; шесть шестеро шести 6;"
    "семь семеро семи 7; восемь восьми 8; девять девяти 9; десять десяти десятеро 10;"
    "одиннадцать одиннадцати 11; двенадцать двенадцати 12",
    "uk": "нуль 0; два дві двоє двох двом двома 2; три троє трьох трьом 3;"
    "чотири четверо чотирьох 4; пъять пъятеро пъяти пъятьох 5;"
    "шість шестеро шести 6; сім семеро семи 7; вісім восьми восьмеро 8; девъять девъяти 9;"
    "десять десяти десятеро 10; одинадцять 11; дванадцять 12",
}  # fmt: skip
NUMBER_WORDS: Mapping[str, Mapping[str, Decimal]] = {
    language: {
        word: Decimal(entry.split()[-1]) for entry in row.split(";") for word in entry.split()[:-1]
    }
    for language, row in _ROWS.items()
}
ANY_NUMBER_WORD = frozenset(word for words in NUMBER_WORDS.values() for word in words)
# Articles that are the number one as well: an English "one" may stand for them.
_ONE = {
    "de": "ein eine einem einen einer eines", "fr": "un une", "es": "un una uno",
    "it": "un una uno", "pt": "um uma", "nl": "een één", "sv": "en ett", "da": "en et",
    "no": "en et ei", "nb": "en et ei", "pl": "jeden jedna jedno jedną jednego",
    "ru": "один одна одно одного одной одну", "uk": "один одна одне одного одну",
}  # fmt: skip
ONE: Mapping[str, frozenset[str]] = {name: frozenset(row.split()) for name, row in _ONE.items()}

Senses = Mapping[tuple[str, ...], str]


def _senses(**rows: str) -> Senses:
    return {
        tuple(phrase.split()): sense for sense, row in rows.items() for phrase in row.split(";")
    }


# What a modifier before a number makes of it; the senses are those of `quantities`.
BEFORE: Mapping[str, Senses] = {
    "de": _senses(
        about="etwa; rund; ungefähr; circa; ca; ca .; gut", nearly="fast; beinahe; knapp; nahezu",
        least="mehr als; über; mindestens; wenigstens; nicht weniger als",
        most="weniger als; unter; bis zu; höchstens; maximal; nicht mehr als",
    ),
    "fr": _senses(
        about="environ; quelque; autour de; à peu près", nearly="près de; presque",
        least="plus de; plus d '; plus d ’; au moins; pas moins de",
        most="moins de; jusqu ' à; jusqu ’ à; au plus; pas plus de",
    ),
    "es": _senses(
        about="unos; unas; alrededor de; aproximadamente; cerca de", nearly="casi",
        least="más de; al menos; por lo menos; no menos de", most="menos de; hasta; como máximo",
    ),
    "it": _senses(
        about="circa", nearly="quasi", least="più di; oltre; almeno; non meno di",
        most="meno di; fino a; al massimo",
    ),
    "pt": _senses(
        about="cerca de; aproximadamente", nearly="quase",
        least="mais de; pelo menos; ao menos", most="menos de; até; no máximo",
    ),
    "nl": _senses(
        about="ongeveer; circa; zo ' n; rond de", nearly="bijna",
        least="meer dan; ruim; minstens; zeker; ten minste", most="minder dan; tot; hooguit",
    ),
    "sv": _senses(
        about="omkring; cirka; ungefär", nearly="nästan; närmare", least="mer än; över; minst",
        most="mindre än; upp till; högst; under",
    ),
    "pl": _senses(
        about="około; ok; ok .", nearly="prawie; niemal", least="ponad; co najmniej; więcej niż",
        most="mniej niż; do; najwyżej",
    ),
    "ru": _senses(
        about="около; примерно; порядка; приблизительно", nearly="почти",
        least="более; больше; свыше; не менее; как минимум; по меньшей мере; минимум",
        most="менее; меньше; до; не более; максимум",
    ),
    "uk": _senses(
        about="близько; приблизно; орієнтовно", nearly="майже",
        least="понад; більше; більш ніж; більше ніж; щонайменше; не менше; принаймні",
        most="менше; менш ніж; до; не більше; щонайбільше",
    ),
    "ar": _senses(
        about="نحو; حوالي; قرابة", least="أكثر من; ما لا يقل عن; على الأقل",
        most="أقل من; ما يصل إلى",
    ),
    "he": _senses(about="כ; סביב", nearly="כמעט", least="יותר מ; לפחות; מעל", most="פחות מ; עד"),
    "ja": _senses(about="約; およそ", least="少なくとも", most="最大; 最大で"),
    "zh": _senses(about="约; 大约", nearly="近", least="超过; 至少", most="最多; 不到"),
    "ko": _senses(about="약", least="최소", most="최대"),
}  # fmt: skip
# Behind a number without a blank, or behind the word it counts: "300人以上".
BEHIND: Mapping[str, Mapping[str, str]] = {
    "ja": {"以上": "least", "超": "least", "以下": "most", "未満": "most", "近く": "nearly",
           "余り": "least", "ほど": "about", "程度": "about"},
    "zh": {"以上": "least", "多": "least", "以下": "most", "左右": "about"},
    "ko": {"이상": "least", "이하": "most", "미만": "most"},
}  # fmt: skip
MYRIADS: Mapping[str, Decimal] = {
    "百": Decimal(100), "千": Decimal(1000), "万": Decimal(10**4), "萬": Decimal(10**4),
    "億": Decimal(10**8), "亿": Decimal(10**8), "兆": Decimal(10**12),
    "만": Decimal(10**4), "억": Decimal(10**8), "조": Decimal(10**12),
}  # fmt: skip
# Behind a number these make a date or an hour of it, unless one of the others goes on: "3日間".
CALENDAR_SIGNS = frozenset("年月日時时号號년월일시")
_SPANS = frozenset("間间간")

_MARKS = str.maketrans({"٫": ".", "٬": ",", "．": ".", "，": ",", "％": "%", "٪": "%"})
_IN_DIGITS = re.compile(r"(?<=\d)[٫٬．，](?=\d)|[％٪]")
_IN_WORD = re.compile(r"(?<=[^\W\d_])['’ʼ](?=[^\W\d_])")  # "п’ять"
_APOSTROPHES = re.compile(r"\d{1,3}(?:['’]\d{3})+(?:[.,]\d+)?(?!\d)")


def plain_digits(text: str, language: str) -> str:
    """Return `text`, of the same length, with ASCII digits and with marks that `numerals` reads.

    In Ukrainian an apostrophe within a word becomes a letter, as in the table of number words.

    >>> plain_digits("١٬٢٣٤٫٥ and 1'234.5", "de")
    '1,234.5 and 1,234.5'
    """
    if not text.isascii():
        text = _IN_DIGITS.sub(lambda found: found.group().translate(_MARKS), text)
        text = "".join(
            letter if letter.isascii() or not letter.isdecimal() else str(unicodedata.digit(letter))
            for letter in text
        )
    if language == "uk":
        text = _IN_WORD.sub("ъ", text)
    elif language != "en" and ("'" in text or "’" in text):
        text = _APOSTROPHES.sub(_without_apostrophes, text)
    return text


def _without_apostrophes(found: re.Match[str]) -> str:
    """Return a Swiss number with its groups parted by what cannot be a decimal mark there."""
    mark = "," if "." in found.group() else "\u2009"
    return re.sub("['’]", mark, found.group())


def is_date_sign(following: str) -> bool:
    """Whether what stands right behind a number makes it a year, month, day or hour.

    >>> is_date_sign("日に"), is_date_sign("日間"), is_date_sign("人")
    (True, False, False)
    """
    return following[:1] in CALENDAR_SIGNS and following[1:2] not in _SPANS
