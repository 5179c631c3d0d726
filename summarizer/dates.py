"""Dates in words: where a text names one, and which day, night, week, month or year is meant.

Pure rules for English (and ISO dates in any text); knows only the calendar day of publication.
What could be two dates is None: a briefing then keeps the words as they stand.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from string import ascii_lowercase, ascii_uppercase
from typing import Literal

from summarizer.articles import DateOrder, Published
from summarizer.spans import Span

Precision = Literal["day", "night", "span", "month", "year"]
Clue = Literal["past", "future", ""]
_Reading = tuple[date, date, Precision]
_Reader = Callable[[re.Match[str], date, Clue], _Reading | None]

_DAY = timedelta(days=1)
_MONTH_NAMES = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
)
_WEEKDAY_NAMES = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_COUNT_NAMES = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_MONTHS, _WEEKDAYS = _MONTH_NAMES.split("|"), _WEEKDAY_NAMES.split("|")
# Days up to which "6 January" without a year is the nearest one: beyond, it could as well be the
# one on the other side. The second holds against a clue: "the law passed before the July 9 ballot".
_NEAR, _NEAR_ALL_THE_SAME = 150, 31
# Named after an event of one year more often than they are dates: (month, day).
_PROVERBIAL = frozenset({(1, 6), (9, 11), (10, 7)})


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words of a text that name a date; `span` is where they stand."""

    span: Span
    words: str


@dataclass(frozen=True, slots=True)
class DateRange:
    """The days meant, both inclusive; a night is two days, a span several (a weekend, a week).

    `derivation` is empty where the words name the date in full, else says what it was derived from.
    """

    start: date
    end: date
    precision: Precision
    derivation: str

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"not a range of dates: {self.start}..{self.end}")

    def iso(self) -> str:
        """Return the range in ISO 8601, as fine as it is known: day, interval, month or year."""
        if self.precision in ("month", "year"):
            return self.start.isoformat()[: 7 if self.precision == "month" else 4]
        return "/".join(day.isoformat() for day in dict.fromkeys((self.start, self.end)))

    @classmethod
    def from_iso(cls, iso: str, derivation: str = "") -> DateRange:
        """Return the range that `iso()` writes like this; two days in a row are a night.

        >>> DateRange.from_iso("2031-02").end
        datetime.date(2031, 2, 28)

        Raises:
            ValueError: it is no such text.
        """
        first, _, last = iso.partition("/")
        if re.fullmatch(r"\d{4}(?:-\d\d)?", iso):
            year, month = int(iso[:4]), int(iso[5:] or 1)
            end = int(iso[5:] or 12)
            last_day = date(year, end, monthrange(year, end)[1])
            return cls(date(year, month, 1), last_day, "month" if iso[4:] else "year", derivation)
        start, stop = date.fromisoformat(first), date.fromisoformat(last or first)
        precision: Precision = "day" if not last else "span"
        if (stop - start).days == 1:
            precision = "night"
        return cls(start, stop, precision, derivation)

    def overlaps(self, other: DateRange) -> bool:
        """Whether the two have a day in common."""
        return self.start <= other.end and other.start <= self.end


def find_dates(text: str, order: DateOrder = "") -> list[TimeExpression]:
    """Return the words of `text` that name a date, in order, each as long as it can be read.

    Listed is what can be a date to `resolve`; "recently" is not, and "04/07/2025" only where the
    order of its numbers is known. No expression crosses a line. Takes time linear in the length of
    the text.

    >>> [found.words for found in find_dates("It may rain on Monday, as it did last week.")]
    ['on Monday', 'last week']
    """
    spans = (Span(match.start(), match.end()) for _, match in _scan(text, order))
    return [TimeExpression(span, span.of(text)) for span in spans]


def resolve(
    words: str, published: Published | None, *, clue: Clue = "", order: DateOrder = ""
) -> DateRange | None:
    """Return the date `words` name in a text of that day, or None where that would be a guess.

    Weekdays and months without a year are the latest not after publication; "next", "coming", a
    "will" before them or the clue "future" make them the first after it. "4 July" is the nearest
    one; beyond five months, or beyond one against the clue, it is as the clue says or nothing.
    Weeks run from Monday to Sunday; "three weeks ago" is such a week, "this week" the part of it up
    to publication (with the clue "future", from it).

    Other words may stand around. Of several expressions the first is returned if all others overlap
    it, else None ("Friday … Monday"). What stands after "before", "after", "until" and the like is
    not the date of what is told ("after Friday's talks"). Without `published` only a year with a
    month or a day counts. The hour and zone of publication play no part, nor does the day on which
    a quoted speaker said "today".

    >>> friday = Published.parse("2025-07-04")
    >>> dates = resolve("late on Thursday night", friday)
    >>> dates.iso(), dates.derivation
    ('2025-07-03/2025-07-04', 'late on Thursday night in a text of Friday 2025-07-04')
    >>> resolve("hours after the call on Thursday", friday) is None
    True
    >>> resolve("on 04/07/2025", friday, order="day").iso()
    '2025-07-04'
    """
    words = " ".join(words.split())
    found: list[DateRange] = []
    position = 0
    for reader, match in _scan(words, order):
        before = match.string[position : match.start()]
        position = match.end()
        if _RELATIVE.search(before):
            break
        will = not clue and _WILL.search(match.string, 0, match.start())
        dates = _read(reader, match, words, published, "future" if will else clue)
        if dates is None or _UNTIL.search(before):
            return None
        found.append(dates)
    return found[0] if found and all(found[0].overlaps(dates) for dates in found) else None


def spoken(range: DateRange, *, year: bool = True) -> str:
    """Return the range as prose says it, with or without the year.

    >>> spoken(DateRange(date(2025, 6, 30), date(2025, 7, 1), "night", ""))
    'the night of 30 June–1 July 2025'
    """
    start, end = range.start, range.end
    if range.precision == "year":
        return f"{start.year}"
    month = _MONTHS[end.month - 1] + (f" {end.year}" if year else "")
    if range.precision == "month":
        return month
    first = f"{start.day}"
    if (start.year, start.month) != (end.year, end.month):
        first += f" {_MONTHS[start.month - 1]}"
    if year and start.year != end.year:
        first += f" {start.year}"
    night = "the night of " if range.precision == "night" else ""
    return night + (f"{first}–" if start < end else "") + f"{end.day} {month}"


def date_words(range: DateRange) -> frozenset[str]:
    """Return the numbers and names prose may use for the range: those of its first and last day.

    A month has no days and no weekdays, a year no months.

    >>> sorted(date_words(DateRange(date(2025, 7, 3), date(2025, 7, 4), "night", "")))
    ['2025', '3', '4', 'Friday', 'July', 'Thursday']
    """
    words: set[str] = set()
    for day in (range.start, range.end):
        words.add(f"{day.year}")
        if range.precision != "year":
            words.add(_MONTHS[day.month - 1])
        if range.precision not in ("month", "year"):
            words |= {f"{day.day}", _WEEKDAYS[day.weekday()]}
    return frozenset(words)


def _read(
    reader: _Reader, match: re.Match[str], words: str, published: Published | None, clue: Clue
) -> DateRange | None:
    groups = match.groupdict()
    since = groups["prep"] == "since"
    in_full = bool(groups.get("year")) and not since
    if published is None and (not in_full or reader is _year):
        return None
    today = published.day if published else date.min  # a date in full never looks at it
    try:
        reading = reader(match, today, "past" if since else clue)
        reading = reading and _night(match, reading, today, clue)
    except (ValueError, OverflowError):  # 31 June, or beyond the ends of the calendar
        return None
    if reading and since:
        reading = (reading[0], today, "span") if reading[0] <= today else None
    if reading is None:
        return None
    said = words[match.start() : match.end()]
    if groups["prep"] and not since:
        said = words[match.end("prep") : match.end()].strip()
    if "ordered" in groups:
        first = "day" if match.start("day") < match.start("month") else "month"
        return DateRange(*reading, f"{said}, read with the {first} first")
    origin = f"{said} in a text of {_WEEKDAYS[today.weekday()]} {today.isoformat()}"
    return DateRange(*reading, "" if in_full else origin)


def _night(match: re.Match[str], reading: _Reading, today: date, clue: Clue) -> _Reading | None:
    """Turn a day into the night from it or to it, where the words around the day say so."""
    groups = match.groupdict()
    part = (groups.get("part") or "").strip()
    start, end, precision = reading
    if precision == "night" or ("night" not in part and groups.get("suffix") != "night"):
        return reading
    if part.endswith("to"):
        start -= _DAY
    elif start == end:
        end += _DAY
    # "Friday night" in a text of Friday: the night to it, or the text was written after it began.
    is_open = start == today and clue != "future"
    if end - start != _DAY or (is_open and not groups.get("year")):
        return None
    return start, end, "night"


def _weekday(match: re.Match[str], today: date, clue: Clue) -> _Reading | None:
    modifier = match["modifier"] or ""
    is_later = (match["part"] or "").startswith("later")
    if match["week"]:
        earliest = _whole("week", today, _SHIFTS[match["week"]])[0]
    elif (modifier == "this" and clue != "past") or (is_later and clue == "future"):
        earliest = today
    elif modifier.endswith(("next", "coming")) or (clue == "future" and not modifier):
        if not modifier and _number(match["weekday"], _WEEKDAYS) == today.isoweekday():
            return None  # "will meet on Friday" in a text of Friday: today, or in a week
        earliest = today + _DAY
    else:
        earliest = today - (7 if modifier.endswith(("last", "past")) else 6) * _DAY
    day = earliest + (_number(match["weekday"], _WEEKDAYS) - earliest.isoweekday()) % 7 * _DAY
    return day, day, "day"


def _near(match: re.Match[str], today: date, clue: Clue) -> _Reading:
    """Yesterday, today, tomorrow and the nights between them."""
    word = match["near"]
    if word == "overnight" or word.endswith("night"):
        is_ahead = word == "tonight" or (word == "overnight" and clue == "future")
        start = today if is_ahead else today - _DAY
        return start, start + _DAY, "night"
    shift = -1 if "yesterday" in word else 1 if "tomorrow" in word else 0
    day = today + shift * (2 if "day " in word else 1) * _DAY
    return day, day, "day"


def _calendar(match: re.Match[str], today: date, clue: Clue) -> _Reading | None:
    """A day and a month, or two days of it; the weekday, if named, has to be right."""
    groups = match.groupdict()
    month, number = _number(match["month"], _MONTHS), int(match["day"])
    year = int(match["year"]) if match["year"] else _nearest_year(month, number, today, clue)
    if year is None:
        return None
    start = date(year, month, number)
    end = date(year, month, int(groups.get("last") or number))
    weekday = groups.get("weekday")
    if weekday and _number(weekday, _WEEKDAYS) != start.isoweekday():
        return None
    if groups.get("last"):
        return (start, end, "span") if start < end else None
    return start, end, "day"


def _nearest_year(month: int, number: int, today: date, clue: Clue) -> int | None:
    if (month, number) in _PROVERBIAL:
        return None
    years = (year for year in (today.year - 1, today.year, today.year + 1) if 0 < year < 10_000)
    days = [date(year, month, number) for year in years if number <= monthrange(year, month)[1]]
    behind = _NEAR_ALL_THE_SAME if clue == "future" else _NEAR
    ahead = _NEAR_ALL_THE_SAME if clue == "past" else _NEAR
    near = [day.year for day in days if -behind <= (day - today).days <= ahead]
    if near or not clue:
        return near[0] if near else None
    if clue == "past":
        return max((day.year for day in days if day <= today), default=None)
    return min((day.year for day in days if day >= today), default=None)


def _month(match: re.Match[str], today: date, clue: Clue) -> _Reading:
    month, which = _number(match["month"], _MONTHS), match["which"]
    if match["year"]:
        return _whole("month", date(int(match["year"]), month, 1), 0)
    year, is_this = today.year, bool(which) and month == today.month
    if which == "last" or (not which and clue != "future"):
        year -= month > today.month or is_this
    elif which != "this":
        year += month < today.month or is_this
    return _whole("month", date(year, month, 1), 0)


def _year(match: re.Match[str], today: date, clue: Clue) -> _Reading:
    return _whole("year", date(int(match["year"]), 1, 1), 0)


def _period(match: re.Match[str], today: date, clue: Clue) -> _Reading | None:
    """This, last or next week, month, year or weekend."""
    which, unit, when = match["which"], match["unit"], match.groupdict().get("when")
    start, end, precision = reading = _whole(unit, today, _SHIFTS[which])
    if unit == "weekend" and start > today and which == "the" and not clue:
        return None
    if unit == "weekend" and start > today and clue == "past":
        return _whole(unit, today, -1)
    if unit != "week" or _SHIFTS[which]:
        return reading
    if when == "later" or (clue == "future" and when != "earlier"):
        return today, end, precision
    return start, today, precision


def _ago(match: re.Match[str], today: date, clue: Clue) -> _Reading | None:
    count = match["count"]
    number = 1 if count in ("a", "an") else _number(count, _COUNT_NAMES.split("|"))
    return None if match["hedge"] else _whole(match["unit"], today, -number)


_SHIFTS = {"last": -1, "this": 0, "the": 0, "next": 1}


def _whole(unit: str, day: date, shift: int) -> _Reading:
    """The day, week, weekend, month or year in which `day` lies, or the one `shift` later."""
    if unit == "year":
        return date(day.year + shift, 1, 1), date(day.year + shift, 12, 31), "year"
    if unit == "month":
        year, month = divmod(day.year * 12 + day.month - 1 + shift, 12)
        first = date(year, month + 1, 1)
        return first, first.replace(day=monthrange(year, month + 1)[1]), "month"
    if unit == "day":
        return day + shift * _DAY, day + shift * _DAY, "day"
    monday = day + (7 * shift - day.weekday()) * _DAY
    return monday + (5 * _DAY if unit == "weekend" else 0 * _DAY), monday + 6 * _DAY, "span"


def _number(name: str, names: list[str]) -> int:
    """Return a month, weekday or count, in words or digits, as a number from 1."""
    if name.isdigit():
        return int(name)
    return next(n for n, known in enumerate(names, start=1) if known[:3].lower() == name[:3])


# The grammar. Patterns see small letters, plain dashes and blanks (one character for one); "~"
# stands for the blanks between two words. Every repetition is bounded, so a scan is linear.
_PLAIN = str.maketrans(
    ascii_uppercase + "‐‑‒–−’ʼ\t\u00a0\u2009\u202f", ascii_lowercase + "-----''    "
)
_A_MONTH = (
    rf"(?P<month>(?:{_MONTH_NAMES.lower()})\b"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b(?:\.(?=~[0-9]))?)"
)
_A_WEEKDAY = (
    rf"(?P<weekday>(?:{_WEEKDAY_NAMES.lower()})\b"
    r"|(?:mon|tues?|weds?|thu|thurs?|fri|sat|sun)\b(?=[.,]|~[0-9]))"
)
_NO_COUNT = (
    r"(?![0-9]|[.,:/-][0-9]|%|~(?:people|persons|men|women|children|civilians|soldiers|troops|homes"
    r"|houses|dead|others|or|km|kg|m|ft|miles|gmt|utc|local|hours|hrs|million|billion|thousand)\b)"
)
_IN_YEAR = rf"(?:,?~(?P<year>[12][0-9]{{3}})\b{_NO_COUNT})?"
_TO_DAY = (
    r"(?P<part>(?:the~)?(?:(?:early|small|late)~)?(?:hours|morning|afternoon|evening)~of~(?:the~)?"
    r"|(?:the~)?(?:over)?night~(?:in)?to~(?:the~)?|(?:the~)?night~(?:of|from)~(?:the~)?"
    r"|overnight~(?:(?:on|from|of)~)?|(?:early|late|earlier|later)~(?:on~)?)?"
)
_OF_DAY = r"(?:~(?P<suffix>morning|afternoon|evening|night|lunchtime)\b)?"
_TO_MONTH = (
    r"(?:(?:the~)?(?:start|beginning|middle|end|rest)~of~)?(?:(?:early|late)~(?:in~)?|mid[ -])?"
)
_NUMBERS = (
    r"(?<![0-9][.,:/])(?<![$£€])(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?"
    r"(?:(?: ?[-/] ?|~to~|~and~)(?P<last>[0-3]?[0-9])(?:st|nd|rd|th)?)?\b"
)


def _rule(pattern: str, reader: _Reader) -> tuple[re.Pattern[str], _Reader]:
    preposition = r"(?:(?P<prep>on|in|of|by|from|for|during|throughout|since)~)?"
    return re.compile((preposition + pattern).replace("~", " {1,3}")), reader


_RULES = (
    _rule(
        rf"{_TO_DAY}(?:(?P<modifier>(?:this~)?(?:past|coming)|(?<!the )(?:last|next)|this)~)?"
        rf"{_A_WEEKDAY}(?!~week\b|~before~last)"
        rf"(?:,?~(?:of~)?(?P<week>last|this|next)~week\b)?{_OF_DAY}",
        _weekday,
    ),
    _rule(
        rf"{_TO_DAY}(?P<near>today|yesterday|tomorrow|tonight|overnight|(?<!the )last~night"
        r"|this~(?:morning|afternoon|evening)|(?:the~)?day~before~yesterday"
        rf"|(?:the~)?day~after~tomorrow)\b{_OF_DAY}",
        _near,
    ),
    _rule(
        rf"{_TO_DAY}(?:{_A_WEEKDAY}\.?,?~(?:the~)?)?{_NUMBERS}(?:~of)?~{_A_MONTH}"
        rf"{_IN_YEAR}{_OF_DAY}",
        _calendar,
    ),
    _rule(  # "in July 20 were hurt" names no day
        rf"{_TO_DAY}(?:{_A_WEEKDAY}\.?,?~)?(?<!in )(?<!in early )(?<!in late )(?<!in mid-)"
        rf"{_A_MONTH}~{_NUMBERS}{_NO_COUNT}{_IN_YEAR}{_OF_DAY}",
        _calendar,
    ),
    _rule(
        rf"{_TO_DAY}(?P<year>[12][0-9]{{3}})(?P<mark>[-/])(?P<month>[01]?[0-9])(?P=mark)"
        r"(?P<day>[0-3]?[0-9])(?![0-9]|-[0-9])",
        _calendar,
    ),
    _rule(
        rf"{_TO_DAY}(?<![0-9][./-])(?P<day>1[3-9]|2[0-9]|3[01])(?P<mark>[./-])"
        r"(?P<month>0?[1-9]|1[0-2])(?P=mark)(?P<year>[12][0-9]{3})(?![0-9]|[./-][0-9])",
        _calendar,
    ),
    _rule(
        rf"{_TO_DAY}(?<![0-9][./-])(?P<month>0?[1-9]|1[0-2])(?P<mark>[./-])"
        r"(?P<day>1[3-9]|2[0-9]|3[01])(?P=mark)(?P<year>[12][0-9]{3})(?![0-9]|[./-][0-9])",
        _calendar,
    ),
    _rule(
        rf"{_TO_MONTH}(?:(?<!the )(?P<which>last|this|next)~)?{_A_MONTH}"
        rf"(?:~of\b(?=~[12]))?{_IN_YEAR}(?:~alone\b)?",
        _month,
    ),
    _rule(
        rf"{_TO_MONTH}(?P<year>(?:19|20)[0-9]{{2}})\b{_NO_COUNT}(?!~[a-z]{{4,20}}s\b)",
        _year,
    ),
    _rule(
        r"(?:(?P<when>early|late|earlier|later)~)?(?<!the )(?P<which>last|this|next)"
        r"~(?P<unit>week|month|year|(?<!next )weekend)\b",
        _period,
    ),
    _rule(r"(?P<when>earlier|later)~in~(?P<which>the)~(?P<unit>week|month|year)\b", _period),
    _rule(r"(?P<which>the)~(?P<unit>weekend)\b", _period),
    _rule(
        r"(?:(?P<hedge>(?:more|less)~than|over|under|nearly|almost|about|around|roughly|some"
        r"|at~least|up~to|approximately)~)?(?<![-.,0-9])(?<!or )(?<!to )(?<!half )(?<!of )"
        rf"(?P<count>[0-9]{{1,2}}|an?|{_COUNT_NAMES})~(?P<unit>day|week|month|year)s?~ago\b",
        _ago,
    ),
)
# "04/07/2025", which is a date of two days unless somebody says how its numbers are ordered.
_ONE_TO_TWELVE = r"0?[1-9]|1[0-2]"
_Rules = tuple[tuple[re.Pattern[str], _Reader], ...]


def _in_order(first: str, second: str) -> _Rules:
    pattern = (
        rf"{_TO_DAY}(?<![0-9][./-])(?P<{first}>{_ONE_TO_TWELVE})(?P<mark>[./-])(?P<ordered>)"
        rf"(?P<{second}>{_ONE_TO_TWELVE})(?P=mark)(?P<year>[12][0-9]{{3}})(?![0-9]|[./-][0-9])"
    )
    return (_rule(pattern, _calendar),)


_IN_ORDER: dict[DateOrder, _Rules] = {
    "": (),
    "day": _in_order("day", "month"),
    "month": _in_order("month", "day"),
}
# Where some rule may match; only spares the rules the other words of a text.
_BEGINS = re.compile(
    r"(?<![0-9a-z])[0-9]|\b(?:(?:on|in|of|by|from|for|during|throughout|since) {1,3})?(?:[0-9]|(?:"
    r"the(?= {1,3}(?:early|small|late|hours|morning|afternoon|evening|night|overnight|day|start|"
    r"beginning|middle|end|rest|weekend))|"
    rf"(?:an?|{_COUNT_NAMES})(?= {{1,3}}(?:day|week|month|year))|"
    r"early|late|earlier|later|mid|start|beginning|middle|end|rest|small|hours|morning|afternoon|"
    r"evening|night|day|overnight|last|next|this|past|coming|today|yesterday|tomorrow|tonight|"
    r"mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|sat\w*|sun\w*|jan\w*|feb\w*|mar\w*|apr\w*|may|jun\w*|"
    r"jul\w*|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*|more|less|over|under|nearly|almost|about|around|"
    r"roughly|some|at|up|approximately)\b)"
)

# Before a date: words that make it another one, none in particular, or the name of something.
_NOT_THIS = re.compile(
    r"\b(?:previous|preceding|the following|that|same|other|another|every|each|any|one|on a|last|"
    r"next|first|second|third|fourth|good|black|bloody|easter|ash|super|holy|palm|cyber|mail on) $"
)
_NAMED = re.compile(r" (?:times|telegraph|mirror|mail|express|herald|best|live|football|school)\b")
_CUT_OFF_YEAR = re.compile(r",?\s{0,3}(?:['’][0-9]{2}|[12][0-9]{3})\b")
_NUMBER = re.compile(r"\s{1,3}[0-9]")
_NUMBER_OR_NAME = re.compile(r"\s{1,3}[0-9]|[ -][A-Z]")
_RELATIVE = re.compile(
    r"\b(?:before|after|following|since|within|ahead of|prior to|later than)\b(?! (?:midnight"
    r"|midday|noon|dawn|dusk|dark|sunrise|sunset|[0-9]{1,2}(?:[:.][0-9]{2}| ?[ap]\.?m)))"
)
_UNTIL = re.compile(r"\b(?:until|till)\b")
_WILL = re.compile(r"\b(?:will|shall|upcoming)\b|'ll\b")


def _scan(text: str, order: DateOrder = "") -> Iterator[tuple[_Reader, re.Match[str]]]:
    """Yield the longest match at each place where one begins, with what reads it."""
    plain = text.translate(_PLAIN)
    rules = (*_RULES, *_IN_ORDER[order])
    position = 0
    while begins := _BEGINS.search(plain, position):
        position = begins.end()
        matches = [(rule.match(plain, begins.start()), reader) for rule, reader in rules]
        found = [(match, reader) for match, reader in matches if match]
        if found:
            match, reader = max(found, key=lambda pair: pair[0].end())
            if _is_meant(text, match):
                position = match.end()
                yield reader, match


def _is_meant(text: str, match: re.Match[str]) -> bool:
    """Whether the words are a date here: not a name, a verb, a habit or half of a longer date."""
    plain, groups = match.string, match.groupdict()
    weekday, month = groups.get("weekday") or "", groups.get("month") or ""
    before = plain[max(0, match.start() - 14) : match.start()]
    if any(groups.get(name) and text[match.start(name)].islower() for name in ("weekday", "month")):
        return False
    if _NOT_THIS.search(before) or (weekday and _NAMED.match(plain, match.end())):
        return False
    if weekday and not weekday.endswith("day") and before.endswith("the "):  # the newspaper
        return False
    if groups.get("day") or "year" not in groups:
        return not month or bool(groups["year"]) or not _CUT_OFF_YEAR.match(text, match.end())
    led = plain[match.start() : match.start("month" if month else "year")].strip()
    is_led = led not in ("", "on", "for", "from") or before.endswith(("until ", "till "))
    if groups["year"]:
        return bool(month) or is_led or match.group() == plain
    # A month alone: "in May", but not "may" or "May" or "June Carter" or half of "June\n4".
    if _CUT_OFF_YEAR.match(text, match.end()):
        return False
    if is_led:
        return led == "in" or not _NUMBER.match(text, match.end())
    is_certain = month not in ("may", "march") and month.title() in _MONTHS
    return is_certain and not _NUMBER_OR_NAME.match(text, match.end())
