"""Figures in text: value or bounds, modifier, unit and direction of every number, and their spans.

Surface text in, normalised values out; pure. What the number counts, and the dates of a text, are
read elsewhere: calendar dates, clock times and names with a number in them are no figures here.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from summarizer.number_words import BEFORE, BEHIND, is_date_sign
from summarizer.numerals import (
    COUNTED,
    CURRENCY_CODES,
    CURRENCY_SIGNS,
    FUNCTION_WORDS,
    HYPHENS,
    MARGIN,
    MULTIPLES,
    ORDINALS,
    SMALL,
    Numeral,
    Tokens,
    begins_numeral,
    is_slashed,
    numeral_at,
    tokenise,
    words,
)
from summarizer.spans import Span, is_unspaced

Change = Literal["=", "~", ">", "<", "up", "down"]

NEARNESS = Decimal("0.1")  # how far from "about 80" a value may be without contradicting it
LARGEST_SCORE = 200  # points; a larger hyphenated pair is two figures


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as printed, with what its words say of it.

    `value` is None for ranges and vague words; `low` and `high` are the bounds printed ("more than
    eight" has the low 8, "dozens" 24), inclusive or not. In a rise or fall `change` names the
    direction, and bounds and modifier say the rest ("fell by more than 3%": down, low 3).
    """

    span: Span  # with modifier, currency, magnitude and per-cent word, without the counted noun
    core: Span  # the numeral alone
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    modifier: str  # as printed, in small letters
    change: Change
    unit: str  # "%", "percentage points", the currency as printed, else ""
    is_vague: bool
    ordinal: bool = False
    word: str = ""  # the class of a vague word without bounds: "several" for "a handful of"


def _phrases(row: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(phrase.split()) for phrase in row.split(";"))


def _senses(**rows: str) -> dict[tuple[str, ...], str]:
    return {phrase: sense for sense, row in rows.items() for phrase in _phrases(row)}


def _changes(*, up: str, down: str) -> dict[str, Change]:
    rises: dict[str, Change] = dict.fromkeys(up.split(), "up")
    falls: dict[str, Change] = dict.fromkeys(down.split(), "down")
    return rises | falls


# What a modifier makes of the number: about it ("nearly" from below), a least or a greatest value.
_MODIFIERS = _senses(
    about="about; around; roughly; approximately; approx; approx .; circa; some; an estimated;"
    "estimated; close to; in the region of; ~; ≈",
    nearly="nearly; almost; approaching; nearing; just short of",
    least="more than; at least; over; above; upwards of; upward of; in excess of; north of;"
    "no fewer than; no less than; not less than; not fewer than; a minimum of; as few as;"
    "greater than; >; ≥",
    most="less than; fewer than; lower than; under; below; up to; at most; no more than;"
    "not more than; as many as; as much as; a maximum of; <; ≤",
)
_AFTER = _senses(
    about="or so; - odd; odd",
    least="or more; or higher; or above; or over; and counting; - plus; +",
    most="or less; or fewer; or under; or lower",
)
_CHANGES: dict[str, Change] = {"": "=", "about": "~", "nearly": "~", "least": ">", "most": "<"}
_ADVERBS = words("just well far slightly considerably significantly")
# What may stand between a modifier and its number: "at least another 20", "about '10 or 12'".
_FILLERS = _phrases("another; a further; an additional; a record; a total of; '; \"; “; ‘")
# "Over" is more than with these before it; "over two days" alone is the time it took.
_BEFORE_OVER = words("for after of last lasts lasted lasting took takes spent is was")
_TIMES = words("hours days nights weeks months years decades")

_CURRENCY_WORDS = words(
    "dollar dollars euro euros pounds sterling ruble rubles rouble roubles hryvnia hryvnias "
    "hryvnya yen yuan renminbi rupee rupees shekel shekels franc francs krona kronor kroner zloty "
    "zlotys lira peso pesos naira cents pence"
)
_CURRENCY_PREFIXES = words("us a c au ca nz hk s r")
_PER_CENT = words("% ％ percent pct pc prozent procent")
_PER_CENT_PAIRS = _phrases("per cent; pour cent; por ciento; por cento; per cento")

_NOUNS_OF_CHANGE = _changes(
    up="rise increase jump growth surge hike spike climb gain",
    down="fall drop decline decrease reduction slump dip contraction plunge cut loss",
)
_VERBS_OF_CHANGE = _changes(
    up="rise rises rose risen rising increase increases increased increasing jump jumps jumped "
    "climb climbs climbed grow grows grew grown growing gain gains gained surge surges surged soar "
    "soars soared expand expanded raise raised spiked advanced boosted",
    down="fall falls fell fallen falling decrease decreases decreased decreasing drop drops "
    "dropped decline declines declined slip slipped slid plunge plunged tumble tumbled sank shrink "
    "shrank shrunk cut cuts reduce reduces reduced reducing lose lost lowered slumped shed dip "
    "dipped slashed eased contracted",
)
_PARTICLES = _changes(up="up higher", down="down lower")
# These alone need neither "by" nor per cent: "rose 11 feet".
_PLAIN_CHANGES = words(
    "rise rises rose risen climbed soared surged fell fallen plunged tumbled slid sank"
)
_BEFORE_CHANGE = words("by just only another a an further as even of")
_RANGE_VERBS = words("range ranges ranged ranging anywhere vary varies varied varying")

_MONTHS_OF = {
    "en": "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec",
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
    "dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro "
    "dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "no": "januar februar mars april mai juni juli august september oktober november desember",
    "nb": "januar februar mars april mai juni juli august september oktober november desember",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października "
    "listopada grudnia",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "tr": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
}
_MONTHS = {language: words(names) for language, names in _MONTHS_OF.items()}
_ZONES = words(
    "gmt utc bst cet cest eet eest est edt cst cdt mst mdt pst pdt et pt msk ist jst uhr"
)
_BEFORE_YEARS = words(
    "in since during until till early late mid spring summer autumn fall winter year by from of "
    "the to before after and between s"
)
_BEFORE_AMOUNTS = words("than least nearly almost some approximately roughly estimated")
# What a number after these is one of, not how many: "Article 5", "category 4".
_DESIGNATORS = words(
    "annex article category channel chapter clause flight gate grade level page paragraph phase "
    "resolution room route section square stage step tier type version"
)
_NAMES = words(
    "airbus android apollo area boeing cac covid dax dow falcon formula fortune ftse galaxy game "
    "highway interstate ios ipad iphone mach mk model nasdaq nikkei patriot pixel playstation "
    "protocol radio reactor russell season stoxx terminal unit war windows xbox"
)
_ABBREVIATED_MONTHS = words("jan feb mar apr jun jul aug sep sept oct nov dec")
_NAMES_BEFORE_WORDS = _NAMES | words("big capital final force marine")
_LOOSE_PREFIXES = words("top under over now minus sub mid pre post non near all")
_GROUP_MARKS = HYPHENS | {"/"}
_JOINERS = words("to and or - ‐ ‑ – −")
_IDLE_BEFORE_ONE = words("no which each every any another some loved")
_IDLE_AFTER_ONE = words("another hand can cannot must should off way sided time stop")
_SUPERLATIVES = words("most least worst few first last main key only top")


def find_figures(text: str, *, language: str = "en") -> list[Figure]:
    """Return every figure of `text` in order; their spans do not overlap.

    "from 3% to 5%" is two figures, since it tells what was and what is; "3% to 5%", "between 3% and
    5%" and "ranging from 3% to 5%" are one, a range. A hyphened pair that does not rise ("3-2") is
    a score and skipped. A rank ("first", "no. 1") is marked ordinal.

    Args:
        text: any text; nothing is read across a line end.
        language: sets the decimal mark; number words and modifiers are read in English, and the
            commonest of the languages that `number_words` knows.

    >>> text = "Nearly 80 of the 1.2m people left at 5 p.m."
    >>> [figure.span.of(text) for figure in find_figures(text)]
    ['Nearly 80', '1.2m']
    """
    return list(_found(text, language))


@lru_cache(maxsize=2048)
def _found(text: str, language: str) -> tuple[Figure, ...]:
    """Return the figures of a text, kept because one sentence is asked about several times."""
    return tuple(_figures(text, language, years=False))


def parse_surface(surface: str, *, language: str = "en") -> Figure | None:
    """Return the first figure of a short quoted surface, or None where it holds no number.

    What looks like a year is a number here if there is no other.

    >>> parse_surface("Fourteen of the 23").value
    Decimal('14')
    """
    figures = find_figures(surface, language=language)
    return next(iter(figures), None) or next(_figures(surface, language, years=True), None)


def same_value(left: Figure, right: Figure) -> bool:
    """Whether both say the same amount, or the same rank; units and modifiers are not compared.

    Without a value the bounds must be equal, and vague words of one class ("several", "a handful").
    """
    if left.ordinal != right.ordinal or left.is_vague != right.is_vague:
        return False
    if left.value is not None or right.value is not None:
        return left.value == right.value
    return (left.low, left.high, left.word) == (right.low, right.high, right.word)


def agrees(left: Figure, right: Figure) -> bool:
    """Whether neither contradicts the other; units are not compared.

    Bounds include their end, "about" is within a tenth, a vague word contradicts nothing, a rise
    contradicts a fall.
    """
    if {left.change, right.change} == {"up", "down"}:
        return False
    if left.is_vague or right.is_vague:
        return True
    (low, high), (other_low, other_high) = interval(left), interval(right)
    return low <= other_high and other_low <= high


def as_json_number(value: Decimal) -> int | float:
    """Return `value` as the number JSON shows: 144000000000, 4.2."""
    return int(value) if value == value.to_integral_value() else float(value)


def interval(figure: Figure) -> tuple[Decimal, Decimal]:
    """Return the least and the greatest value the figure's words allow; open ends are infinite.

    >>> [str(bound) for bound in interval(parse_surface("at least 23"))]
    ['23', 'Infinity']
    """
    low, high, infinity = figure.low, figure.high, Decimal("Infinity")
    value = figure.value
    if value is None:
        return (-infinity if low is None else low), (infinity if high is None else high)
    margin = abs(value) * NEARNESS
    is_near = figure.change == "~" or (low is None and high is None and figure.modifier != "")
    if is_near:
        return value - margin, high if high is not None else value + margin
    if low is None and high is None:
        return value, value
    return (-infinity if low is None else low), (infinity if high is None else high)


def _figures(text: str, language: str, *, years: bool) -> Iterator[Figure]:
    tokens = tokenise(text, language[:2].lower())
    amounts: list[_Amount] = []
    for number in _numerals(tokens, years):
        amounts.append(_amount(tokens, number, amounts[-1].last if amounts else MARGIN))
    floor = MARGIN
    for amount in _with_ranges(tokens, amounts):
        figure, floor = _figure(text, tokens, amount, floor)
        yield figure


def _numerals(tokens: Tokens, years: bool) -> Iterator[Numeral]:
    following = MARGIN
    for i, token in enumerate(tokens.items):
        if i < following or not begins_numeral(token):
            continue
        following = _passed_over(tokens, i, years)
        numeral = numeral_at(tokens, i) if following == i else None
        if numeral:
            following = numeral.last
            yield numeral


@dataclass(frozen=True, slots=True)
class _Amount:
    """Tokens `first` to `last`, of which `core_first` to `core_last` are the numeral."""

    first: int
    last: int
    core_first: int
    core_last: int
    number: Numeral
    unit: str = ""
    has_prefix: bool = False  # the unit stands before the number
    is_between: bool = False


def _amount(tokens: Tokens, number: Numeral, floor: int) -> _Amount:
    """Return `number` with its sign and with the currency or per cent before and after it.

    `floor` is the first token that does not belong to the number before.
    """
    if number.ordinal:
        return _Amount(number.first, number.last, number.first, number.last, number)
    core_first = max(_minus(tokens, number.first), min(floor, number.first))
    is_negative = core_first < number.first
    first, unit = _currency_before(tokens, core_first)
    if first < floor:
        first, unit = core_first, ""
    has_prefix = unit != ""
    if has_prefix and floor <= _minus(tokens, first) < first:
        first, is_negative = _minus(tokens, first), True
    last = number.last
    if not has_prefix:
        last, unit = _unit_after(tokens, last)
    if is_negative and number.value is not None:
        number = replace(number, value=-number.value)
    return _Amount(first, last, core_first, number.last, number, unit, has_prefix)


def _minus(tokens: Tokens, i: int) -> int:
    """Return where a minus before token `i` begins, or `i`."""
    mark = i - 1
    if tokens.word(mark) == "minus":
        return mark
    if tokens.word(mark) in HYPHENS and tokens.is_glued(i):
        before = tokens.word(mark - 1)
        if before == "minus":
            return mark - 1
        is_free = not tokens.is_glued(mark) or before == "(" or before in CURRENCY_SIGNS
        if is_free and tokens.word(mark) in {"-", "−"}:
            return mark
    return i


def _currency_before(tokens: Tokens, i: int) -> tuple[int, str]:
    """Return where a currency before token `i` begins and how it is written: "$", "US$", "EUR"."""
    j = i - 1
    word = tokens.word(j)
    if word in CURRENCY_SIGNS and not (tokens.is_glued(j) and tokens.is_digits(j - 1)):
        prefix = tokens[j - 1]
        is_prefix = tokens.is_glued(j) or prefix.word == "us"
        if is_prefix and prefix.word in _CURRENCY_PREFIXES and prefix.has_capital:
            return j - 1, prefix.word.upper() + word
        return j, word
    is_infix = word in _CURRENCY_PREFIXES and tokens[j].has_capital and tokens.is_glued(i)
    if is_infix and tokens.word(j - 1) in CURRENCY_SIGNS:
        return j - 1, tokens.word(j - 1) + word.upper()  # "$US55"
    if word == "." and tokens.word(j - 1) == "rs":
        return j - 1, "Rs"
    if word in CURRENCY_CODES and tokens[j].has_capital:
        return j, "Rs" if word == "rs" else word.upper()
    return i, ""


def _unit_after(tokens: Tokens, i: int) -> tuple[int, str]:
    """Return where per cent, percentage points or a currency after token `i - 1` ends, and it."""
    j = tokens.past_hyphen(i)
    word = tokens.word(j)
    after = tokens.past_hyphen(j + 1)
    if word == "percentage" and tokens.word(after) in {"point", "points"}:
        return after + 1, "percentage points"
    if word in _PER_CENT or (word, tokens.word(after)) in _PER_CENT_PAIRS:
        return (j + 1 if word in _PER_CENT else after + 1), "%"
    is_before_digits = tokens.is_digits(j + 1) and (
        tokens.is_glued(j + 1) or not tokens.is_glued(j)
    )
    if word in CURRENCY_SIGNS and not is_before_digits:
        return j + 1, word
    if word == "us" and tokens[j].has_capital and tokens.word(j + 1) in _CURRENCY_WORDS:
        return j + 2, f"US {tokens.word(j + 1)}"
    if word in _CURRENCY_WORDS and not (word == "pounds" and tokens.word(j + 1) == "of"):
        return j + 1, word
    if word in CURRENCY_CODES and tokens[j].has_capital and not tokens.is_digits(j + 1):
        return j + 1, word.upper()
    return i, ""


def _with_ranges(tokens: Tokens, amounts: list[_Amount]) -> Iterator[_Amount]:
    """Yield `amounts` with pairs such as "70 to 80" joined and scores left out."""
    i = 0
    while i < len(amounts):
        amount = amounts[i]
        following = amounts[i + 1] if i + 1 < len(amounts) else None
        if following is None or following.first != amount.last + 1:
            yield amount
            i += 1
            continue
        joined = _range(tokens, amount, following)
        if joined is not None:
            yield joined
        elif not _is_score(tokens, amount, following):
            yield amount
            i += 1
            continue
        i += 2


def _is_hyphenated(tokens: Tokens, i: int) -> bool:
    return tokens.past_hyphen(i) > i


def _is_score(tokens: Tokens, left: _Amount, right: _Amount) -> bool:
    """Whether two amounts that are no range are a score such as "3-2"."""
    for side in (left, right):
        points = tokens.value(side.first)
        if side.first + 1 < side.last or points is None or points >= LARGEST_SCORE:
            return False
    return _is_hyphenated(tokens, left.last) and tokens.word(right.last) != "of"


def _range(tokens: Tokens, left: _Amount, right: _Amount) -> _Amount | None:
    """Return the range of two amounts with one token between them, or None."""
    low, high, scale = left.number.value, right.number.value, right.number.scale
    is_between = _between(tokens, left.first) < left.first
    joiner = tokens.word(left.last)
    joins = joiner in {"to", "or"} or (is_between and joiner == "and")
    joins = joins or _is_hyphenated(tokens, left.last)
    if not joins or low is None or high is None or left.number.ordinal or right.number.ordinal:
        return None
    if tokens.word(left.core_first) in MULTIPLES:
        return None  # "doubled to 40"
    if joiner == "to" and _is_from(tokens, left, right):
        return None
    if joiner == "or" and tokens.word(left.first - 1) == ",":
        return None  # "5, 10 or 15"
    if left.unit and left.unit != right.unit and (right.unit or not left.has_prefix):
        return None
    if right.has_prefix and not left.unit:
        return None
    if left.number.scale == 1 < scale and abs(low) < 1000 and low * scale < high:
        low *= scale
    if low >= high:
        return None
    number = Numeral(left.number.first, right.number.last, None, low=low, high=high)
    return _Amount(
        left.first, right.last, left.core_first, right.core_last, number,
        left.unit or right.unit, left.has_prefix, is_between,
    )  # fmt: skip


def _between(tokens: Tokens, i: int) -> int:
    """Return the index of "between" before `i`, modifiers in between allowed, or `i`."""
    j = _modifier_before(tokens, i, i - 4)[0]
    return j - 1 if tokens.word(j - 1) == "between" else i


def _is_from(tokens: Tokens, left: _Amount, right: _Amount) -> bool:
    """Whether "A to B" tells what was and what is: "from 3% to 5%", "by $2bn to $7bn"."""
    j = _modifier_before(tokens, left.first, left.first - 4)[0]
    if tokens.word(j - 1) == "from":
        return tokens.word(j - 2) not in _RANGE_VERBS
    low, high = left.number.value or 0, right.number.value or 0
    return tokens.word(j - 1) == "by" and (left.unit != "" or high > 4 * low)


_AFTER_SUM = frozenset(["", *".,;:)—–", "in", "altogether", "as", "which", "while"])
_ADDING = frozenset("add adds added adding sum sums summed summing".split())


def _senses_of(tokens: Tokens) -> Mapping[tuple[str, ...], str]:
    return _MODIFIERS if tokens.is_english else BEFORE.get(tokens.language, _MODIFIERS)


def _phrase_before(tokens: Tokens, i: int, floor: int, phrases: Container[tuple[str, ...]]) -> int:
    """Return where the longest of `phrases` that ends before `i` begins, or `i`."""
    for length in (4, 3, 2, 1):
        j = i - length
        if j >= floor and _phrase(tokens, j, i) in phrases:
            return j
    return i


def _modifier_before(tokens: Tokens, i: int, floor: int) -> tuple[int, int, str]:
    """Return where the modifiers before token `i` begin and end, and what the outermost does."""
    end, senses = i, _senses_of(tokens)
    first = _phrase_before(tokens, end, floor, senses)
    if first == end:
        end = _phrase_before(tokens, i, floor, _FILLERS)
        first = _phrase_before(tokens, end, floor, senses)
        if first == end:
            return i, i, _sense_at_end(tokens, i - 1)
    inner = end
    for _ in range(2):  # "up to about", "no more than some"
        outer = _phrase_before(tokens, first, floor, senses)
        if outer == first:
            break
        inner, first = first, outer
    sense = senses[_phrase(tokens, first, inner)]
    while first > floor and tokens.word(first - 1) in _ADVERBS:
        first -= 1
    return first, end, sense


def _sense_at_end(tokens: Tokens, i: int) -> str:
    """Return what a modifier at the end of a run of letters does: "新たに約45億円"."""
    if not is_unspaced(tokens.word(i)[-1:]):
        return ""
    senses = BEFORE.get(tokens.language, {})
    return next((told for (word, *_), told in senses.items() if tokens.word(i).endswith(word)), "")


def _modifier_after(tokens: Tokens, i: int) -> tuple[int, str]:
    """Return where "or more", "-plus", "or so" at token `i` ends, and what it does."""
    for words_behind, told in BEHIND.get(tokens.language, {}).items():
        if words_behind in tokens.word(i):  # "300人以上": the sign stands within the run of letters
            return (i + 1 if tokens.word(i) == words_behind else i), told
    for length in (2, 1):
        sense = _AFTER.get(_phrase(tokens, i, i + length), "")
        is_sign = tokens.word(i) in {"-", "+"}
        if sense and (not is_sign or (tokens.is_glued(i) and not tokens.is_digits(i + 1))):
            return i + length, sense
    return i, ""


def _phrase(tokens: Tokens, first: int, last: int) -> tuple[str, ...]:
    return tuple([tokens.word(i) for i in range(first, last)])


def _figure(text: str, tokens: Tokens, amount: _Amount, floor: int) -> tuple[Figure, int]:
    """Return the figure of `amount` and the token it ends before; `floor` is where it may begin."""
    number = amount.number
    first, end, sense = _modifier_before(tokens, amount.first, floor)
    last = amount.last
    is_sum = _phrase(tokens, first, end) == ("up", "to") and tokens.word(first - 1) in _ADDING
    if is_sum and tokens.word(last) in _AFTER_SUM:  # not "adds up to 300 jobs"
        first, end, sense = amount.first, amount.first, ""
    is_time = tokens.word(last) in _TIMES and _phrase(tokens, first, end) == ("over",)
    if is_time and tokens.word(first - 1) not in _BEFORE_OVER:
        first, end, sense = amount.first, amount.first, ""
    if amount.is_between and first > floor:
        first, end = first - 1, max(end, first) if sense else first
    modifier = _printed(text, tokens, first, end)
    if not sense:
        last, sense = _modifier_after(tokens, last)
        modifier = modifier or _printed(text, tokens, amount.last, last)
        if not sense and tokens.is_word(last):  # "eight hours or more": outside the span
            outside, sense = _modifier_after(tokens, last + 1)
            modifier = modifier or _printed(text, tokens, last + 1, outside)
    change: Change = "~" if number.is_loose and not sense else _CHANGES[sense]
    sign = amount.first - 1
    if tokens.word(sign) == "+" and tokens.is_glued(amount.first) and not tokens.is_glued(sign):
        first, change = min(first, sign), "up"
    low, high = _bounds(number, sense)
    figure = Figure(
        span=Span(tokens[first].start, tokens[last - 1].end),
        core=Span(tokens[amount.core_first].start, tokens[amount.core_last - 1].end),
        value=_plain(number.value),
        low=_plain(low),
        high=_plain(high),
        modifier=modifier,
        change=_direction(tokens, amount, first, last) or change,
        unit=amount.unit,
        is_vague=number.is_vague,
        ordinal=number.ordinal,
        word=number.word,
    )
    return figure, last


def _plain(value: Decimal | None) -> Decimal | None:
    """Return `value` without an exponent or idle zeros after the decimal mark."""
    if value is None:
        return None
    return value.to_integral_value() if value == value.to_integral_value() else value.normalize()


def _printed(text: str, tokens: Tokens, first: int, last: int) -> str:
    if first >= last:
        return ""
    return " ".join(text[tokens[first].start : tokens[last - 1].end].lower().lstrip("-").split())


def _bounds(number: Numeral, sense: str) -> tuple[Decimal | None, Decimal | None]:
    if number.value is None:
        return (None if sense == "most" and number.is_vague else number.low), number.high
    low = number.value if sense == "least" else None
    return low, number.value if sense in {"most", "nearly"} else None


def _direction(tokens: Tokens, amount: _Amount, first: int, last: int) -> Change | None:
    """Return "up" or "down" where the words around say a rise or fall by this amount."""
    is_part = amount.number.value is not None and 0 < amount.number.value < 1
    is_relative = amount.unit in {"%", "percentage points"} or is_part
    i, passed = first - 1, set()
    for _ in range(4):
        word = tokens.word(i)
        if word not in _BEFORE_CHANGE and not (len(word) > 4 and word.endswith("ly")):
            break
        passed.add(word)
        i -= 1
    word = tokens.word(i)
    if word in _VERBS_OF_CHANGE and (is_relative or "by" in passed or word in _PLAIN_CHANGES):
        return _VERBS_OF_CHANGE[word]
    if word in _NOUNS_OF_CHANGE and "of" in passed and word not in {"loss", "cut"}:
        return _NOUNS_OF_CHANGE[word]
    if word in _PARTICLES and is_relative:
        return _PARTICLES[word]
    if "by" in passed:  # "grow its sales by"
        for j in range(i, max(i - 4, 0), -1):
            if not tokens.is_word(j):
                break
            if tokens.word(j) in _VERBS_OF_CHANGE:
                return _VERBS_OF_CHANGE[tokens.word(j)]
    return _direction_after(tokens, last) if is_relative else None


def _direction_after(tokens: Tokens, i: int) -> Change | None:
    """Return the direction of "12 per cent annual increase", "3% lower"."""
    j = tokens.past_hyphen(i)
    for k in range(j, j + 3):
        word = tokens.word(k)
        if word in _NOUNS_OF_CHANGE or (k == j and word in _PARTICLES):
            return _NOUNS_OF_CHANGE.get(word) or _PARTICLES[word]
        if not tokens.is_word(k) or word in FUNCTION_WORDS:
            return None
    return None


def _passed_over(tokens: Tokens, i: int, years: bool) -> int:
    if tokens.is_digits(i):
        if not tokens.is_english and tokens[i + 1].start == tokens[i].end:
            if is_date_sign(tokens.word(i + 1)):
                return i + 1
        end = max(_in_code(tokens, i), _in_clock(tokens, i), _in_calendar(tokens, i))
        if end == i and not years:
            end = _in_year(tokens, i)
        return max(end, _in_name(tokens, i))
    word = tokens.word(i)
    if word in SMALL:
        return max(_in_clock(tokens, i), _in_name(tokens, i), _idle_one(tokens, i))
    if word in ORDINALS and tokens.word(i + 1) == "of" and _is_month_name(tokens, i + 2):
        return i + 1  # "the Fourth of July"
    return i


def _in_code(tokens: Tokens, i: int) -> int:
    """Digits glued to letters (F-16, G7, 9AB8) or to digits (a telephone, 9/11, 24/7, an ISO date)."""
    before, end = tokens[i - 1], i + 1
    is_glued = tokens.is_glued(i)
    if is_glued and (tokens.is_word(i - 1) or (before.word == "_" and tokens.is_glued(i - 1))):
        return i if _currency_before(tokens, i)[1] else end
    if (
        is_glued
        and before.word in {"-", "‐", "‑"}
        and tokens.is_glued(i - 1)
        and tokens.is_word(i - 2)
    ):
        prefix = tokens[i - 2]
        is_unit = tokens.is_glued(i - 2) and tokens.is_digits(i - 3)  # "5km-10km"
        is_name = prefix.has_capital or len(prefix.word) <= 2 or prefix.word == "covid"
        if is_name and not is_unit and prefix.word not in _LOOSE_PREFIXES | FUNCTION_WORDS:
            return end
    if tokens.word(i).isdigit() and tokens.word(i)[0] == "0" and len(tokens.word(i)) > 1:
        return end  # a share's code, a telephone number
    letter = tokens.past_hyphen(end)
    if tokens.is_word(letter) and tokens.is_glued(letter):
        if letter == end and tokens.is_digits(end + 1) and tokens.is_glued(end + 1):
            return end + 2
        is_short = (tokens.value(i) or 10) < 10 and tokens[letter].has_capital
        if (
            is_short
            and tokens.word(letter) in {"g", "d", "k"}
            and before.word not in CURRENCY_SIGNS
        ):
            return letter + 1  # 5G, 3-D, 4K
    groups = _glued_groups(tokens, i)
    is_pair = groups == i + 3 and tokens.word(i + 1) == "/" and not is_slashed(tokens, i)
    if groups > i + 3 or is_pair:
        return groups
    is_dialled = before.word == "+" and is_glued and tokens.is_digits(i + 1)
    is_dialled = is_dialled and tokens.is_digits(i + 2)
    while is_dialled and tokens.is_digits(end):
        end += 1
    return end if is_dialled else i


def _glued_groups(tokens: Tokens, i: int) -> int:
    """Return where a chain such as 2025-07-04 or 4/7/25 that begins at `i` ends."""
    end = i + 1
    while tokens.word(end) in _GROUP_MARKS and tokens.is_digits(end + 1):
        if not (tokens.is_glued(end) and tokens.is_glued(end + 1)):
            break
        end += 2
    return end


def _in_clock(tokens: Tokens, i: int) -> int:
    """5:30, 5 p.m., 1405 GMT, five o'clock; also the first of "5-6pm"."""
    if tokens.word(i + 1) == ":" and tokens.is_glued(i + 1) and _is_minutes(tokens, i + 2):
        return i + 5 if tokens.word(i + 3) == ":" and _is_minutes(tokens, i + 4) else i + 3
    ends = [i + 1]
    if tokens.word(i + 1) in _JOINERS and (tokens.is_digits(i + 2) or tokens.word(i + 2) in SMALL):
        ends.append(i + 3)
    hour = SMALL.get(tokens.word(i)) if tokens.value(i) is None else tokens.value(i)
    is_hour = hour is not None and hour < 25
    is_long = len(tokens.word(i)) == 4 and hour is not None and hour < 2400
    if _phrase(tokens, i - 2, i) in {("half", "past"), ("quarter", "past")}:
        return i + 1
    for j in ends:
        word, has_dots = tokens.word(j), _phrase(tokens, j + 1, j + 3) == (".", "m")
        if is_hour and (word in {"am", "pm"} or (word in {"a", "p"} and has_dots)):
            return i + 1
        if is_hour and word == "o" and tokens.word(j + 2) == "clock":
            return i + 1
        if (is_hour or is_long) and word in _ZONES and tokens[j].has_capital:
            return i + 1
    is_started = tokens.word(i + 1) in _JOINERS and tokens.word(i + 3) == ":"
    return i + 1 if is_started and is_hour and _is_minutes(tokens, i + 4) else i


def _is_minutes(tokens: Tokens, i: int) -> bool:
    return tokens.is_digits(i) and tokens.is_glued(i) and len(tokens.word(i)) == 2


def _in_calendar(tokens: Tokens, i: int) -> int:
    """The day in "4 July", "July 4th", "3-4 July", "July 3 and 4"."""
    if not _is_day(tokens, i):
        return i
    end = _past_suffix(tokens, i)
    second = end + 1
    is_pair = tokens.word(end) in _JOINERS and _is_day(tokens, second)
    if _is_month(tokens, end) or (is_pair and _is_month(tokens, _past_suffix(tokens, second))):
        return end
    is_abbreviated = tokens.word(i - 1) == "." and tokens.word(i - 2) in _ABBREVIATED_MONTHS
    if not _is_month_name(tokens, i - 2 if is_abbreviated else i - 1):
        return i
    if tokens.word(end) in COUNTED:
        return i  # "In July 23 people …"
    after = _past_suffix(tokens, second)
    is_free = not tokens.is_word(after) or tokens.word(after) in FUNCTION_WORDS
    return after if is_pair and is_free else end


def _is_day(tokens: Tokens, i: int) -> bool:
    value = tokens.value(i)
    return value is not None and 1 <= value <= 31 and len(tokens.word(i)) <= 2


def _past_suffix(tokens: Tokens, i: int) -> int:
    has_suffix = tokens.is_glued(i + 1) and tokens.word(i + 1) in {"st", "nd", "rd", "th"}
    return i + 2 if has_suffix else i + 1


def _is_month(tokens: Tokens, i: int) -> bool:
    """Whether a month follows a day that ends before `i`: "4 July", "4th of July", "4. Juli"."""
    links = {"de", "."} if not tokens.is_english else {"of"} if tokens.is_word(i - 1) else set()
    return _is_month_name(tokens, i + 1 if tokens.word(i) in links else i)


def _is_month_name(tokens: Tokens, i: int) -> bool:
    token = tokens[i]
    if token.word in _MONTHS["en"]:
        return token.has_capital or not tokens.is_english
    return token.word in _MONTHS.get(tokens.language, frozenset())


def _in_year(tokens: Tokens, i: int) -> int:
    """A year that counts nothing: "in 2022", "2023-24", "the 1990s", "the 2024 elections"."""
    value, end = tokens.value(i), i + 1
    if tokens.word(end) == "s" and tokens.word(i - 1) in {"'", "’"}:
        return i + 2 if tokens.is_glued(i) and tokens.is_glued(end) else i  # "the '80s"
    if value is None or len(tokens.word(i)) != 4 or not tokens.word(i).isdigit():
        return i
    before = tokens.word(i - 1)
    if not 1900 <= value <= 2099 and not (1000 <= value < 1900 and before in {"in", "since"}):
        return i
    if tokens.is_word(end) and tokens.is_glued(end):
        return i + 2 if tokens.word(end) == "s" else i
    groups = _glued_groups(tokens, i)
    if groups == i + 3 and len(tokens.word(i + 2)) in {2, 4}:
        return groups
    amount = _amount(tokens, Numeral(i, end, value), MARGIN)
    has_scale = (numeral_at(tokens, i) or amount.number).last > end
    if amount.unit or has_scale or before in _BEFORE_AMOUNTS or tokens.word(end) in COUNTED:
        return end if before in {"in", "since", "during"} and not amount.unit else i
    if before in _BEFORE_YEARS or _is_dated(tokens, i):
        return end
    counts = tokens.counts(end) or (tokens.is_word(end) and tokens.word(end + 1) in COUNTED)
    return i if counts else end


def _is_dated(tokens: Tokens, i: int) -> bool:
    """Whether a month, or a month and a day, stands before the year at `i`."""
    is_after_day = tokens.word(i - 1) == "," and _is_day(tokens, i - 2)
    return _is_month_name(tokens, i - 3 if is_after_day else i - 1)


def _in_name(tokens: Tokens, i: int) -> int:
    """A number in a name: Boeing 737, Route 66, Air Force One, Group of Seven, No. 10."""
    before, end = tokens[i - 1], i + 1
    is_capital = tokens.is_digits(i) or tokens[i].has_capital
    is_of_group = before.word == "of" and tokens.word(i - 2) in {"group", "gang"}
    if is_of_group and tokens[i - 2].has_capital and is_capital:
        return end
    if before.word in {"no", "."}:
        mark = tokens[i - 2] if before.word == "." else before
        is_address = mark.word == "no" and mark.has_capital and tokens.word(i) in {"10", "11"}
        return end if is_address else i
    if before.word == "p" and tokens.word(i - 2) == "&":
        return end  # S&P 500
    names = _NAMES if tokens.is_digits(i) else _NAMES_BEFORE_WORDS
    is_named = before.word in names and before.has_capital and is_capital
    if not (is_named or before.word in _DESIGNATORS):
        return i
    number = numeral_at(tokens, i)
    is_bare = number is not None and number.last == end and not _unit_after(tokens, end)[1]
    return end if is_bare and tokens.word(end) not in COUNTED else i


def _idle_one(tokens: Tokens, i: int) -> int:
    """ "One" that counts nothing: no one, one another, one's, the one who, one of the largest."""
    if tokens.word(i) != "one":
        return i
    end = tokens.past_hyphen(i + 1)
    before, after, then = tokens.word(i - 1), tokens.word(end), tokens.word(end + 1)
    if after in {"on", "to", "by"} and tokens.word(tokens.past_hyphen(end + 1)) == "one":
        return tokens.past_hyphen(end + 1) + 1  # "one-on-one"
    has_noun = tokens.is_word(end) and after not in FUNCTION_WORDS
    is_idle = (
        (before in {"the", "this", "that"} and not has_noun)
        or (after in {"'", "’"} and then == "s")
        or before in _IDLE_BEFORE_ONE
        or after in _IDLE_AFTER_ONE
        or (before == "at" and after in {"point", "time", "stage"})
        or before == "day"
        or (after == "after" and then in {"another", "the"})
        or (after == "of" and _is_superlative(tokens, i + 3))
        or (after == "of" and _is_superlative(tokens, i + 5))  # "one of Russia's largest"
    )
    return i + 1 if is_idle else i


def _is_superlative(tokens: Tokens, i: int) -> bool:
    return tokens.word(i) in _SUPERLATIVES or tokens.word(i).endswith("est")
