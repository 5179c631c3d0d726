"""Time words of other languages in English, word by word, so that `dates` can resolve them.

Own tables of days, months and parts of the day; where one word is not in them, nothing comes back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = (
    "January February March April May June July August September October November December".split()
)
# Days from Monday, months from January, forms of one parted by a stroke; then further words as
# `word=English`, and words that say nothing as `word=`.
_TABLES = {
    "de": (
        "montag dienstag mittwoch donnerstag freitag samstag|sonnabend sonntag",
        "januar|jänner februar märz april mai juni juli august september oktober november dezember",
        "heute=today gestern=yesterday morgen=tomorrow vorgestern=the_day_before_yesterday "
        "abend=evening nachmittag=afternoon vormittag=morning mittag=noon nacht=night "
        "früh=early spät=late später=later am= im= in= an= der= den= dem= des= vom= uhr= jahr= "
        "früher=early frühen=early späten=late",
    ),
    "fr": (
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "aujourd'hui=today aujourd’hui=today hier=yesterday demain=tomorrow matin=morning "
        "soir=evening après-midi=afternoon nuit=night le= la= au= en= ce= du= de= dans=",
    ),
    "es": (
        "lunes martes miércoles jueves viernes sábado domingo",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "hoy=today ayer=yesterday mañana=tomorrow tarde=afternoon noche=night anoche=last_night "
        "el= la= este= de= del= en= por= día=",
    ),
    "it": (
        "lunedì martedì mercoledì giovedì venerdì sabato domenica",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
        "dicembre",
        "oggi=today ieri=yesterday domani=tomorrow mattina=morning sera=evening notte=night "
        "pomeriggio=afternoon il= la= di= del= della= nella= in=",
    ),
    "pt": (
        "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "hoje=today ontem=yesterday amanhã=tomorrow manhã=morning tarde=afternoon noite=night "
        "na= no= a= de= à= esta= dia=",
    ),
    "nl": (
        "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
        "januari februari maart april mei juni juli augustus september oktober november december",
        "vandaag=today gisteren=yesterday morgen=tomorrow ochtend=morning avond=evening "
        "middag=afternoon nacht=night op= in= de= het= van=",
    ),
    "pl": (
        "poniedziałek wtorek środa|środę czwartek piątek sobota|sobotę niedziela|niedzielę",
        "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października "
        "listopada grudnia",
        "dzisiaj=today dziś=today wczoraj=yesterday jutro=tomorrow rano=morning "
        "wieczorem=evening noc=night nocy=night w= we= dnia= roku=",
    ),
    "sv": (
        "måndag|måndagen tisdag|tisdagen onsdag|onsdagen torsdag|torsdagen fredag|fredagen "
        "lördag|lördagen söndag|söndagen",
        "januari februari mars april maj juni juli augusti september oktober november december",
        "idag=today igår=yesterday imorgon=tomorrow morgonen=morning kvällen=evening "
        "natten=night på= i= den= under=",
    ),
    "ru": (
        "понедельник вторник среда|среду четверг пятница|пятницу суббота|субботу "
        "воскресенье",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        "сегодня=today вчера=yesterday завтра=tomorrow утром=morning днём=afternoon "
        "днем=afternoon вечером=evening ночью=night в= во= на= года= г=",
    ),
    "uk": (
        "понеділок вівторок середа|середу четвер п'ятниця|п'ятницю|п’ятниця|п’ятницю "
        "субота|суботу неділя|неділю",
        "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
        "сьогодні=today вчора=yesterday учора=yesterday завтра=tomorrow вранці=morning "
        "вдень=afternoon увечері=evening ввечері=evening вночі=night уночі=night у= в= на= року= р=",
    ),
    "ar": (
        "الاثنين|الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
        "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
        "اليوم=today أمس=yesterday غدا=tomorrow غدًا=tomorrow صباح=morning مساء=evening "
        "ليل=night ليلة=night يوم= في=",
    ),
}  # fmt: skip
_EAST_ASIAN_DAYS = {
    **{f"{sign}曜日": day for sign, day in zip("月火水木金土日", _DAYS, strict=True)},
    **{f"{sign}曜": day for sign, day in zip("月火水木金土日", _DAYS, strict=True)},
    **{f"{week}{sign}" : day for week in ("周", "星期", "週")
       for sign, day in zip("一二三四五六日", _DAYS, strict=True)},
    **{f"{sign}요일": day for sign, day in zip("월화수목금토일", _DAYS, strict=True)},
    "今日": "today", "昨日": "yesterday", "明日": "tomorrow", "今天": "today", "昨天": "yesterday",
    "明天": "tomorrow", "오늘": "today", "어제": "yesterday", "내일": "tomorrow",
}  # fmt: skip
_EAST_ASIAN_DATE = re.compile(r"(?:(\d{4})\s*[年년]\s*)?(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일号]")
_EAST_ASIAN_TAIL = re.compile(r"^(?:に|の|は|、|，|에|,|\s)*$")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+|[^\s\w]")


def _table(days: str, months: str, words: str) -> Mapping[str, str]:
    found = {
        form: english
        for row, names in ((days, _DAYS), (months, _MONTHS))
        for forms, english in zip(row.split(), names, strict=True)
        for form in forms.split("|")
    }
    for entry in words.split():
        word, _, english = entry.partition("=")
        found.setdefault(word, english.replace("_", " "))
    return found


_WORDS = {language: _table(*rows) for language, rows in _TABLES.items()}


def english_time(words: str, language: str) -> str:
    """Return time words in English, or "" unless each of them is known.

    >>> english_time("am Donnerstagabend", "de"), english_time("3 июля 2025 года", "ru")
    ('Thursday evening', '3 July 2025')
    >>> english_time("7月3日", "ja"), english_time("木曜日", "ja"), english_time("ces jours-ci", "fr")
    ('3 July', 'Thursday', '')
    """
    if language in {"ja", "zh", "ko"}:
        return _east_asian(words.strip())
    known = _WORDS.get(language)
    if known is None:
        return ""
    told: list[str] = []
    for word in _WORD.findall(words.casefold()):
        english = word if word.isdigit() else known.get(word) if word not in ".," else ""
        if english is None:
            english = _compound(word, known)
        if english is None:
            return ""
        told.append(english)
    return " ".join(filter(None, told))


def _compound(word: str, known: Mapping[str, str]) -> str | None:
    """Return a German day with a part of the day: "Donnerstagabend", or None."""
    for length in range(6, len(word) - 3):
        day, part = known.get(word[:length]), known.get(word[length:].removesuffix("s"))
        if day in _DAYS and part:
            return f"{day} {part}"
    return None


def _east_asian(words: str) -> str:
    found = _EAST_ASIAN_DATE.match(words)
    if found and 1 <= int(found[2]) <= 12 and _EAST_ASIAN_TAIL.match(words[found.end() :]):
        day = f"{int(found[3])} {_MONTHS[int(found[2]) - 1]}"
        return f"{day} {int(found[1])}" if found[1] else day
    for name in sorted(_EAST_ASIAN_DAYS, key=len, reverse=True):
        if words.startswith(name) and _EAST_ASIAN_TAIL.match(words[len(name) :]):
            return _EAST_ASIAN_DAYS[name]
    return ""
