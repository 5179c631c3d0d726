"""Languages: their names and codes, and which one a text is in where nobody says so.

An own small rule, so that no library's version changes what is asked: the script of the letters,
then very common words. It needs clear evidence; "" stands for English and for what is not known.
Knows strings only.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

UNTOLD = "und"  # ISO 639-2: surely not English, and not told which
ENOUGH_LETTERS = 20  # of another script than Latin, from which a text is in that script
ENOUGH_WORDS = 6  # common words of a language, from which a text may be in it
LEAST_SHARE = 0.12  # of a text's words that are common words of its language
AHEAD = 1.25  # times the common words of any other language
SAMPLE = 6000  # characters that are looked at

_NAMES = {
    "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian", "bn": "Bengali",
    "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek",
    "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish",
    "fr": "French", "gu": "Gujarati", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian",
    "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "is": "Icelandic", "it": "Italian",
    "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "km": "Khmer", "ko": "Korean", "lo": "Lao",
    "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian", "mr": "Marathi", "my": "Burmese",
    "nb": "Norwegian", "ne": "Nepali", "nl": "Dutch", "nn": "Norwegian", "no": "Norwegian",
    "pa": "Punjabi", "pl": "Polish", "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "si": "Sinhala", "sk": "Slovak", "sl": "Slovenian", "sq": "Albanian",
    "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "te": "Telugu", "th": "Thai",
    "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese",
    "zh": "Chinese",
}  # fmt: skip
_CODES = {name.casefold(): code for code, name in sorted(_NAMES.items(), reverse=True)}
_CODES |= {"deutsch": "de", "français": "fr", "español": "es", "italiano": "it"}
# ISO 639-2, both its sorts.
_THREE = {
    form: entry.split()[0]
    for entry in (
        "ar ara; az aze; be bel; bg bul; bn ben; bs bos; ca cat; cs ces cze; da dan; de deu ger;"
        "el ell gre; en eng; es spa; et est; fa fas per; fi fin; fr fra fre; gu guj; he heb; hi hin;"
        "hr hrv; hu hun; hy hye arm; id ind; is isl ice; it ita; ja jpn; ka kat geo; kk kaz; km khm;"
        "ko kor; lo lao; lt lit; lv lav; mk mkd mac; mr mar; my mya bur; nb nob; ne nep; nl nld dut;"
        "nn nno; no nor; pa pan; pl pol; ps pus; pt por; ro ron rum; ru rus; si sin; sk slk slo;"
        "sl slv; sq sqi alb; sr srp; sv swe; sw swa; ta tam; te tel; th tha; tr tur; uk ukr; ur urd;"
        "uz uzb; vi vie; zh zho chi"
    ).split(";")
    for form in entry.split()[1:]
}
_TAG = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9-]+)*", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")

# Letters that tell a language among those of its script that come after it.
_LETTERS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "CYRILLIC": (
        ("kk", "қғңәұү"), ("be", "ў"), ("mk", "ѓќѕ"), ("sr", "ђћџјљњ"), ("uk", "іїєґ"),
        ("ru", "ыэё"), ("bg", "ъ"),
    ),
    "ARABIC": (("ur", "ٹڈڑےں"), ("ps", "ټډړښځڅ"), ("fa", "پچژگیک")),
}  # fmt: skip
_SCRIPTS = {
    "GREEK": "el", "HEBREW": "he", "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko",
    "CJK": "zh", "THAI": "th", "GEORGIAN": "ka", "ARMENIAN": "hy", "BENGALI": "bn",
    "TAMIL": "ta", "TELUGU": "te", "GUJARATI": "gu", "GURMUKHI": "pa", "SINHALA": "si",
    "MYANMAR": "my", "KHMER": "km", "LAO": "lo", "ARABIC": "ar",
}  # fmt: skip
_WORDS_OF_SCRIPT = {
    "CYRILLIC": {"ru": "и в не на что как это он по из за от", "bg": "в и на се че от да са за със"},
    "DEVANAGARI": {
        "hi": "है में के की से को और ने कि तक पर नहीं",
        "mr": "आहे आणि च्या मध्ये",
        "ne": "छ र मा हो गरेको",
    },
}  # fmt: skip
# Very common words; those that are English words as well ("die", "was", "on") are left out.
_COMMON = {
    "en": "the of and to that with for is was by from said were has have been which their this not "
    "are they would who but had will after more about",
    "de": "der und das nicht von mit den des ist für auf sich ein eine auch dem im zu wurde nach "
    "wie einer einem einen bei aus sind haben hat werden wird über dass zum zur",
    "fr": "le les et des une est dans pour que qui sur pas au avec il elle par ce cette sont ont "
    "été aux du ses leur mais plus",
    "es": "el los las y del una que en por con para se su fue al como más este esta lo pero sus "
    "han según está ha sobre tras",
    "it": "il di che della per non una sono con del nel alla dei delle gli è anche da al più come "
    "ha hanno dalla nella stato sulla dopo",
    "pt": "o os que não uma em para com do da dos das no na foi ao mais como pelo pela são está "
    "segundo ou também após",
    "nl": "het een van en dat niet zijn voor met op aan ook te bij door naar werd er maar hebben "
    "heeft wordt worden om uit deze over de",
    "pl": "i w na z się nie do że jest to o jak po ale od przez był za są dla oraz został która "
    "który także przed tym",
    "sv": "och att det som en på är av för med till den har inte om ett han hon var efter från "
    "sig vid också enligt kommer",
    "da": "og at det som en på er af for med til den har ikke om et han hun var efter fra sig ved "
    "også blev ifølge siger",
    "no": "og at det som en på er av for med til den har ikke om et han hun var etter fra seg ved "
    "også ble ifølge sier",
    "fi": "ja on ei että se oli hän mutta myös kun ovat joka mukaan sen tai ole hänen kuin ovat",
    "cs": "a se na že je v s z do o pro byl podle jsou který která po také ale jeho při",
    "sk": "a sa na že je v s z do o pre bol podľa sú ktorý ktorá po tiež ale jeho pri",
    "hu": "a az és hogy nem egy is volt meg azt csak szerint ez már még után mint",
    "ro": "și de la în a că cu nu pe un o din care este pentru au fost mai sunt după",
    "tr": "ve bir bu için ile da de olarak olan çok daha sonra kadar gibi ancak ise göre dedi",
    "hr": "i je da se na u su za od koji nije što ali kao iz bio nakon koja o prema",
    "id": "yang dan di untuk dengan dari ini pada itu tidak akan dalam oleh juga ada telah",
    "vi": "và của là các trong có được cho không với một người những đã này khi",
}
_COMMON_WORDS = {language: frozenset(row.split()) for language, row in _COMMON.items()}


def code_of(given: str) -> str:
    """Return the two-letter code of a language tag or English name; "" where it is none.

    >>> [code_of(tag) for tag in ("de-AT", "UKR", "Japanese", "english", "?")]
    ['de', 'uk', 'ja', 'en', '']
    """
    small = " ".join(given.split()).casefold()
    if small in _CODES:
        return _CODES[small]
    tag = _TAG.fullmatch(small)
    if tag is None:
        return ""
    code = tag[1]
    if len(code) == 3:
        return _THREE.get(code, code)
    return code


def language_name(code: str) -> str:
    """Return what a language is called in English.

    >>> language_name("uk"), language_name("und"), language_name("xh")
    ('Ukrainian', 'another language', 'another language (xh)')
    """
    if code == UNTOLD:
        return "another language"
    return _NAMES.get(code, f"another language ({code})")


def is_foreign(code: str | None) -> bool:
    """Whether a language is known to be another one than English."""
    return bool(code) and code != "en"


_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_NO_ASCII_LETTER = re.compile(r"[^A-Za-z]+")


@lru_cache(maxsize=512)
def foreign_language(text: str) -> str:
    """Return the code of the language of `text` if it is clearly not English, else "".

    >>> foreign_language("Der Zug hielt nicht an, und die Türen blieben zu, wie der Schaffner sagte.")
    'de'
    >>> foreign_language("Das Auto was parked near Der Spiegel, the magazine said.")
    ''
    """
    sample = text[:SAMPLE]
    others = (letter for letter in _NOT_ASCII.findall(sample) if letter.isalpha())
    scripts = Counter(map(_script, others))
    plain = len(_NO_ASCII_LETTER.sub("", sample)) + scripts.pop("LATIN", 0)
    if scripts.total() >= ENOUGH_LETTERS and scripts.total() > plain:
        return _of_script(sample, scripts)
    return _of_latin(sample) if plain >= ENOUGH_LETTERS else ""


@lru_cache(maxsize=8192)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").split()[0].split("-")[0]


def _of_script(text: str, scripts: Counter[str]) -> str:
    if scripts["HIRAGANA"] + scripts["KATAKANA"] > 0.1 * scripts.total():
        return "ja"
    script = max(sorted(scripts), key=scripts.__getitem__)
    small = text.casefold()
    for language, letters in _LETTERS.get(script, ()):
        if sum(map(small.count, letters)) >= 2:
            return language
    if script in _WORDS_OF_SCRIPT:
        told = Counter(small.split())
        counts = {
            language: sum(told[word] for word in row.split())
            for language, row in _WORDS_OF_SCRIPT[script].items()
        }
        best = max(counts, key=counts.__getitem__)  # of two alike the first of the table
        return best if counts[best] else UNTOLD
    return _SCRIPTS.get(script, UNTOLD)


def _of_latin(text: str) -> str:
    told = Counter(_WORD.findall(text.casefold()))
    counts = {
        language: sum(told[word] for word in common) for language, common in _COMMON_WORDS.items()
    }
    best = max(sorted(counts), key=counts.__getitem__)
    others = max(count for language, count in counts.items() if language != best)
    is_clear = counts[best] >= max(ENOUGH_WORDS, LEAST_SHARE * told.total())
    return best if best != "en" and is_clear and counts[best] >= AHEAD * others else ""
