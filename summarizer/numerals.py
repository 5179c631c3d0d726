"""Numerals: the digits and words that make one number, where they stand and what they are worth.

Knows tokens and single numbers; modifiers, units, ranges, and what is a date or a name rather than
a figure, are the business of `quantities`. Number words are English, and small ones of the languages
that `number_words` knows; digits are read with the marks of the text's language. Every rule looks a
bounded number of tokens aside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from summarizer.number_words import ANY_NUMBER_WORD, MYRIADS, NUMBER_WORDS, plain_digits
from summarizer.spans import is_spaced

LONGEST = 15  # digits; a longer run is kept unread, since arithmetic on it could round
MARGIN = 5  # edge tokens before and after the text, so that no look aside needs a bound
HYPHENS = frozenset("-‐‑−–")


def _table(rows: str) -> dict[str, Decimal]:
    """Read `word word value; word value; …`."""
    entries = (row.split() for row in rows.split(";"))
    return {word: Decimal(entry[-1]) for entry in entries for word in entry[:-1]}


def words(row: str) -> frozenset[str]:
    """Return the words of a table row."""
    return frozenset(row.split())


CURRENCY_SIGNS = frozenset("$€£¥₴₽₹₺₪₩₦₫₱¢")
CURRENCY_CODES = words("usd eur gbp jpy cny rmb chf uah rub inr rs pln czk sek nok dkk ils aud cad")

SMALL = _table(
    "zero 0; one 1; two 2; three 3; four 4; five 5; six 6; seven 7; eight 8; nine 9; ten 10;"
    "eleven 11; twelve 12; thirteen 13; fourteen 14; fifteen 15; sixteen 16; seventeen 17;"
    "eighteen 18; nineteen 19"
)
_TENS = _table(
    "twenty 20; thirty 30; forty 40; fifty 50; sixty 60; seventy 70; eighty 80; ninety 90"
)
_MAGNITUDES = _table(
    "dozen 12; hundred 100; thousand 1000; lakh 100000; million 1000000; crore 10000000;"
    "billion 1000000000; trillion 1000000000000"
)
_SCALES = _MAGNITUDES | _table("mn mln 1000000; bn 1000000000; tn trn 1000000000000")
_SCALES_OF = {
    "en": _SCALES,
    "de": _table(
        "tausend 1000; million millionen mio 1000000; milliarde milliarden mrd 1000000000;"
        "billion billionen 1000000000000"
    ),
    "fr": _table("mille 1000; million millions 1000000; milliard milliards 1000000000"),
    "es": _table("mil 1000; millón millones 1000000"),
    "it": _table("mila 1000; milione milioni 1000000; miliardo miliardi 1000000000"),
    "pt": _table("mil 1000; milhão milhões 1000000; bilhão bilhões 1000000000"),
    "nl": _table("duizend 1000; miljoen 1000000; miljard 1000000000"),
    "sv": _table("tusen 1000; miljon miljoner 1000000; miljard miljarder 1000000000"),
    "pl": _table(
        "tys tysiąc tysiące tysięcy 1000; mln milion miliony milionów 1000000;"
        "mld miliard miliardy miliardów 1000000000"
    ),
    "ru": _table(
        "тыс тысяч тысячи тысяча 1000; млн миллион миллиона миллионов 1000000;"
        "млрд миллиард миллиарда миллиардов 1000000000; трлн триллион триллиона триллионов "
        "1000000000000"
    ),
    "uk": _table(
        "тис тисяч тисячі тисяча 1000; млн мільйон мільйони мільйонів 1000000;"
        "млрд мільярд мільярди мільярдів 1000000000; трлн трильйон 1000000000000"
    ),
    "ar": _table("ألف آلاف 1000; مليون ملايين 1000000; مليار مليارات 1000000000"),
    "he": _table("אלף אלפים 1000; מיליון 1000000; מיליארד 1000000000"),
    "hi": _table("हज़ार हजार 1000; लाख 100000; करोड़ 10000000"),
    "el": _table("χιλιάδες 1000; εκατομμύριο εκατομμύρια 1000000; δισεκατομμύρια 1000000000"),
    "tr": _table("bin 1000; milyon 1000000; milyar 1000000000"),
}
_SHORT_SCALES = words("mio mrd tys mln mld тыс млн млрд трлн тис")  # printed with a stop
_GLUED_SCALES = _table(
    "bn b 1000000000; mn mln m 1000000; tn trn 1000000000000; k 1000; mrd 1000000000; mio 1000000"
)
_PLURALS = _table(
    "tens 10; dozens 12; scores 20; hundreds 100; thousands 1000; lakhs 100000; millions 1000000;"
    "crores 10000000; billions 1000000000; trillions 1000000000000"
)
_DENOMINATORS = _table(
    "half halves 2; third thirds 3; quarter quarters fourth fourths 4; fifth fifths 5;"
    "sixth sixths 6; seventh sevenths 7; eighth eighths 8; ninth ninths 9; tenth tenths 10;"
    "hundredth hundredths 100"
)
MULTIPLES = _table(
    "twice double doubled doubles doubling twofold both pair couple duo twin twins 2;"
    "thrice triple tripled triples tripling treble trebled threefold trio 3;"
    "quadruple quadrupled quadrupling fourfold quartet 4; fivefold 5; sixfold 6; tenfold 10;"
    "halve halved halving 0.5"
)
ORDINALS = _table(
    "first 1; second 2; third 3; fourth 4; fifth 5; sixth 6; seventh 7; eighth 8; ninth 9;"
    "tenth 10; eleventh 11; twelfth 12; thirteenth 13; fourteenth 14; fifteenth 15;"
    "sixteenth 16; seventeenth 17; eighteenth 18; nineteenth 19; twentieth 20; thirtieth 30;"
    "fortieth 40; fiftieth 50; sixtieth 60; seventieth 70; eightieth 80; ninetieth 90;"
    "hundredth 100; thousandth 1000"
)
_VULGAR = _table("½ 0.5; ⅓ 0.333333; ⅔ 0.666667; ¼ 0.25; ¾ 0.75; ⅕ 0.2; ⅛ 0.125; ⅜ 0.375; ⅝ 0.625")
_DIGIT_COUNTS = _table("single 1; double 2; triple 3")  # "double-digit"
# A vague word is the same as any of its class, and as no other.
_VAGUE = {
    "several": "several", "multiple": "several", "few": "few", "many": "many",
    "numerous": "many", "countless": "countless",
}  # fmt: skip
_VAGUE_AFTER_A = {
    "few": "several", "handful": "several", "number of": "several", "string of": "several",
    "series of": "several", "small number of": "several", "large number of": "many",
    "growing number of": "many",
}  # fmt: skip
_OPENERS = frozenset({"a", "an", "half", "quarter"}).union(
    SMALL, _TENS, _MAGNITUDES, ORDINALS, MULTIPLES, _DIGIT_COUNTS, _VAGUE, _PLURALS, _VULGAR
)
# "a third" before one of these is a fraction; before a noun it is a rank.
FUNCTION_WORDS = words(
    "a an the and or but nor of in on at to by for from with as than that this these those which "
    "who whom whose when where while if because is are was were be been being has have had do does "
    "did will would can could may might must shall should not no it its he she they we you i his "
    "her their our your my there here then so yet also after before since until during between "
    "into over under more less fewer larger bigger smaller higher lower faster"
)
_QUARTERS_OF_TIME = words("last past previous first next consecutive straight recent")
_NO_HALF_AFTER = words("the this last next latter other opening closing top bottom")
_HALVED = words("hour million billion dozen century mile day year a percent")
_AFTER_PRONOUN = words("of are were was have had been will would said")
_NOT_MANY = words("how so too as")
# "Scores" that are points or a verb.
_BEFORE_SCORES = words("test exam credit reading final high he she it who the their his her")
_AFTER_SCORES = words("a an the his her their its twice")
LENGTHS = words(
    "wide tall long deep high thick away from above below race sprint hurdles relay freestyle "
    "butterfly backstroke breaststroke dash heat final swim run marathon apart across x"
)
COUNTED = words(
    "people persons others civilians soldiers troops men women children victims refugees "
    "residents passengers workers employees staff households homes houses buildings drones "
    "missiles tanks vehicles barrels tonnes tons doses copies customers users voters votes jobs "
    "students pupils police officers fighters prisoners migrants patients deaths casualties km "
    "kilometres miles metres meters feet kg hectares acres euros dollars rubles hryvnias cents"
)
# Plural, yet named by the year before them: "the 2024 elections".
_YEARLY = words(
    "elections olympics games sales results earnings profits revenues figures forecasts estimates "
    "midterms primaries finals championships protests riots talks agreements levels deliveries "
    "attacks floods fires terms prices targets models editions invasions wars awards plans"
)

_BLANK = r"[ \u00a0\u2009\u202f]"
_REST = r"([^\W\d_]+)|(\n+|\S)"
_TOKEN = re.compile(rf"((?<![\w.])\.\d+|\d+(?:[.,\u00a0\u2009\u202f]\d+| 000\b)*)|{_REST}")
_TOKEN_COMMA = re.compile(rf"(\d+(?:[., \u00a0\u2009\u202f]\d+)*)|{_REST}")
_POINT = re.compile(
    rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,3}}(?:{_BLANK}\d{{3}})+|\d{{1,2}}(?:,\d\d)+,\d{{3}}|\d*)"
    r"(?:\.\d+)?"
)
_COMMA = re.compile(rf"(?:\d{{1,3}}(?:\.\d{{3}})+|\d{{1,3}}(?:{_BLANK}\d{{3}})+|\d+)(?:,\d+)?")
# The other languages' marks, where nothing else can be meant.
_CLEARLY_POINT = re.compile(r"\d{1,3}(?:,\d{3}){2,}|\d{1,3}(?:,\d{3})+\.\d+|\d+\.\d+")
_CLEARLY_COMMA = re.compile(r"\d{1,3}(?:\.\d{3}){2,}|\d{1,3}(?:\.\d{3})+,\d+")
_COMMA_LANGUAGES = words(
    "be bg bs ca cs da de el es et fi fr hr hu hy id is it ka kk lt lv mk nb nl nn no pl pt ro ru sk "
    "sl sq sr sv tr uk vi"
)
_DOMAIN = re.compile(r"[^\W\d_]\.(?:com|org|net|gov|edu|info)\b")


class Kind(Enum):
    """What a token is made of."""

    DIGITS = 1
    WORD = 2
    SIGN = 3  # any other character, or line ends
    EDGE = 4  # outside the text


class Token(NamedTuple):
    """A run of digits with its marks, a run of letters (in small letters), or one sign."""

    word: str
    start: int
    end: int
    kind: Kind
    has_capital: bool = False
    value: Decimal | None = None


_EDGE = Token("", -9, -9, Kind.EDGE)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text with `MARGIN` edge tokens before and after them, and its language."""

    items: list[Token]
    language: str

    def __len__(self) -> int:
        return len(self.items) - MARGIN

    def __getitem__(self, i: int) -> Token:
        return self.items[i]

    @property
    def is_english(self) -> bool:
        """Whether number words are read."""
        return self.language == "en"

    def word(self, i: int) -> str:
        """Return token `i` in small letters."""
        return self.items[i].word

    def value(self, i: int) -> Decimal | None:
        """Return the value of the digits at `i`; None for a word and for too long a number."""
        return self.items[i].value

    def is_digits(self, i: int) -> bool:
        """Whether token `i` is a number in digits."""
        return self.items[i].kind is Kind.DIGITS

    def is_word(self, i: int) -> bool:
        """Whether token `i` is made of letters."""
        return self.items[i].kind is Kind.WORD

    def is_glued(self, i: int) -> bool:
        """Whether nothing stands between token `i` and the one before it."""
        before, token = self.items[i - 1], self.items[i]
        if before.end != token.start:
            return False
        return is_spaced(before.word[-1:]) and is_spaced(token.word[:1])

    def past_hyphen(self, i: int) -> int:
        """Return the index after a hyphen between two words at `i`, or `i`."""
        is_hyphen = self.word(i) in HYPHENS and self.is_glued(i) and self.is_glued(i + 1)
        return i + 1 if is_hyphen else i

    def counts(self, i: int) -> bool:
        """Whether a counted noun stands at `i`: a known one, or in English what looks a plural."""
        word = self.word(i)
        if word in COUNTED:
            return True
        looks_plural = len(word) > 3 and word[-1] == "s" and word[-2] not in "sui"
        is_noun = word not in FUNCTION_WORDS and word not in _YEARLY and word not in LENGTHS
        return self.is_english and looks_plural and is_noun and not self[i].has_capital


@dataclass(frozen=True, slots=True)
class Numeral:
    """One number: tokens `first` to `last` (exclusive), its value, or bounds where it has none."""

    first: int
    last: int
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    scale: Decimal = Decimal(1)  # the magnitude it ends in, which a range shares: "1 to 2 thousand"
    is_vague: bool = False
    is_loose: bool = False  # "a couple of"
    word: str = ""  # the class of a vague word
    ordinal: bool = False


def tokenise(text: str, language: str) -> Tokens:
    """Return the tokens of `text`, numbers read by the marks of `language` (a two-letter code).

    Addresses of pages and mailboxes are one word each.

    >>> tokenise("1.234,5", "de")[MARGIN].value
    Decimal('1234.5')
    """
    has_comma = language in _COMMA_LANGUAGES
    text = plain_digits(text, language)
    if "@" in text or "://" in text or "www." in text or _DOMAIN.search(text):
        text = re.sub(r"\S+", _without_address, text)
    found = [_EDGE] * MARGIN
    for match in (_TOKEN_COMMA if has_comma else _TOKEN).finditer(text):
        raw = match.group()
        if match.lastindex == 1:
            found.extend(_digits(raw, match.start(), has_comma))
        else:
            word = raw.lower()
            kind = Kind.WORD if match.lastindex == 2 else Kind.SIGN
            at = match.start()
            if word[0] in MYRIADS and len(word) > 1 and found[-1].kind is Kind.DIGITS:
                found.append(Token(word[0], at, at + 1, kind))  # "3万人"
                word, at = word[1:], at + 1
            found.append(Token(word, at, match.end(), kind, word != raw[at - match.start() :]))
    return Tokens(found + [_EDGE] * MARGIN, language)


def _without_address(match: re.Match[str]) -> str:
    raw = match.group()
    is_address = "@" in raw or "://" in raw or "www." in raw or _DOMAIN.search(raw)
    return "x" * len(raw) if is_address else raw


def _digits(raw: str, start: int, has_comma: bool) -> Iterator[Token]:
    """Yield one number, or several where the marks between the digits make no number."""
    value = _read_digits(raw, has_comma)
    if value is not None or raw.isdigit():
        yield Token(raw, start, start + len(raw), Kind.DIGITS, value=value)
    elif raw.count(".") > 1 and raw.replace(".", "").isdigit():
        yield Token(raw, start, start + len(raw), Kind.SIGN)  # a version, a date, an IP address
    else:
        for match in re.finditer(r"\d+(?:,\d+)*" if has_comma else r"\d+(?:\.\d+)*", raw):
            piece, begin = match.group(), start + match.start()
            value = _read_digits(piece, has_comma)
            yield Token(piece, begin, begin + len(piece), Kind.DIGITS, value=value)


def _read_digits(raw: str, has_comma: bool) -> Decimal | None:
    if len(raw) > 2 * LONGEST or sum(map(str.isdigit, raw)) > LONGEST:
        return None
    own, other = (_COMMA, _CLEARLY_POINT) if has_comma else (_POINT, _CLEARLY_COMMA)
    if not own.fullmatch(raw):
        if not other.fullmatch(raw):
            return None
        has_comma = not has_comma
    whole, _, decimals = raw.partition("," if has_comma else ".")
    whole = "".join(filter(str.isdigit, whole)) or "0"
    return Decimal(f"{whole}.{decimals}" if decimals else whole)


def begins_numeral(token: Token) -> bool:
    """Whether a number could begin with `token`: the quick test before `numeral_at`."""
    word = token.word
    return token.kind is Kind.DIGITS or word in _OPENERS or word in ANY_NUMBER_WORD


def numeral_at(tokens: Tokens, i: int) -> Numeral | None:
    """Return the number that begins at token `i`, with its article ("a dozen"), or None.

    >>> numeral_at(tokenise("two and a half million", "en"), MARGIN).value
    Decimal('2500000.0')
    """
    word = tokens.word(i)
    if tokens.is_digits(i):
        return _in_digits(tokens, i)
    if word in _VULGAR:
        return _scaled(tokens, i, i + 1, _VULGAR[word])
    if not tokens.is_english:
        small = NUMBER_WORDS.get(tokens.language, {}).get(word)
        return None if small is None else _scaled(tokens, i, i + 1, small)
    if word not in _OPENERS:
        return None
    if word in {"a", "an"}:
        return _after_article(tokens, i)
    if word in ORDINALS or (word in _TENS and tokens.word(_unit_after(tokens, i)) in ORDINALS):
        return _ordinal(tokens, i)
    if word in SMALL or word in _TENS or word in _MAGNITUDES:
        return _cardinal_or_part(tokens, i, i)
    if word in {"half", "quarter"}:
        return _bare_part(tokens, i)
    if word in _DIGIT_COUNTS or word in MULTIPLES:
        return _multiple(tokens, i)
    return _vague(tokens, i, i)


def _unit_after(tokens: Tokens, i: int) -> int:
    """Return the index after the hyphen of "twenty-first"; an edge where there is none."""
    return tokens.past_hyphen(i + 1) if tokens.past_hyphen(i + 1) > i + 1 else 0


def _fraction(top: Decimal, bottom: Decimal) -> Decimal:
    return (top / bottom).quantize(Decimal("1e-6")).normalize()


def _in_digits(tokens: Tokens, i: int) -> Numeral:
    j, value = i + 1, tokens.value(i)
    if value is None:
        return Numeral(i, j, None, is_vague=True, word=tokens.word(i))
    if tokens.word(j) in MYRIADS and not tokens.is_english:
        return _in_myriads(tokens, i, value)
    suffix = tokens.word(j) if tokens.is_glued(j) else ""
    if suffix in {"st", "nd", "rd", "th"}:
        return Numeral(i, j + 1, value, ordinal=True)
    if _is_rank(tokens, i):
        return Numeral(i, j, value, ordinal=True)
    if suffix == "s" and tokens.word(j + 1) == "of":
        return Numeral(i, j + 1, None, low=2 * value, is_vague=True)  # "100s of people"
    if suffix == "s" and 10 <= value <= 90 and value % 10 == 0:
        return Numeral(i, j + 1, None, low=value, high=value + 9)  # "in her 40s"
    if _is_scale(tokens, i):
        scale = _GLUED_SCALES[tokens.word(j)]
        return Numeral(i, j + 1, value * scale, scale=scale)
    if suffix in _VULGAR:
        return _scaled(tokens, i, j + 1, value + _VULGAR[suffix])
    if is_slashed(tokens, i):
        return Numeral(i, i + 3, _slashed(tokens, i))
    if is_slashed(tokens, j) and not tokens.is_glued(j):
        return Numeral(i, j + 3, value + _slashed(tokens, j))
    return _scaled(tokens, i, j, value)


def _in_myriads(tokens: Tokens, i: int, value: Decimal) -> Numeral:
    """Read "1万2000", "3億5000万": each sign multiplies the digits before it."""
    total, j = Decimal(0), i
    while tokens.is_digits(j) and tokens[j].value is not None:
        value = tokens[j].value or Decimal(0)
        j += 1
        while tokens.word(j) in MYRIADS and tokens[j - 1].end == tokens[j].start:
            value *= MYRIADS[tokens.word(j)]
            j += 1
        total += value
        if tokens[j - 1].word not in MYRIADS or tokens[j - 1].end != tokens[j].start:
            break
    return Numeral(i, j, total)


def _is_rank(tokens: Tokens, i: int) -> bool:
    """Whether "no. 1", "#1" or "number one" names a rank rather than an amount."""
    mark = tokens.word(i - 1)
    if mark == "." and tokens.word(i - 2) in {"no", "nos"}:
        return not tokens.counts(i + 1)  # "He said no. 15 people …"
    is_name = mark in {"no", "nos"} and tokens[i - 1].has_capital and not tokens.counts(i + 1)
    return mark in {"#", "№", "number"} or is_name


def is_slashed(tokens: Tokens, i: int) -> bool:
    """Whether a fraction such as 2/3 stands at `i`: after a whole number or before "of"."""
    top, bottom = tokens.value(i), tokens.value(i + 2)
    if tokens.word(i + 1) != "/" or not top or not bottom or not top < bottom <= 100:
        return False
    return tokens.word(i + 3) == "of" or (tokens.is_digits(i - 1) and not tokens.is_glued(i))


def _slashed(tokens: Tokens, i: int) -> Decimal:
    return _fraction(tokens.value(i) or Decimal(0), tokens.value(i + 2) or Decimal(1))


def _is_scale(tokens: Tokens, i: int) -> bool:
    """Whether letters behind digits are a magnitude: "1.2m people", "$5 b", not "a 100m race"."""
    suffix = tokens.word(i + 1)
    if suffix not in _GLUED_SCALES:
        return False
    before = tokens.word(i - 2) if tokens.word(i - 1) in HYPHENS else tokens.word(i - 1)
    has_currency = before in CURRENCY_SIGNS or before in CURRENCY_CODES
    if not tokens.is_glued(i + 1):
        return suffix in {"m", "b"} and (has_currency or tokens.word(i + 2) in COUNTED)
    if len(suffix) > 1 or has_currency or tokens.word(i + 2) in CURRENCY_SIGNS:
        return True
    if suffix == "b" or tokens.word(tokens.past_hyphen(i + 2)) in LENGTHS:
        return False
    is_sure = suffix == "k" or tokens[i + 1].has_capital or (tokens.value(i) or 0) % 1 != 0
    return is_sure or tokens.counts(i + 2) or (tokens.is_word(i + 2) and tokens.counts(i + 3))


def _scaled(tokens: Tokens, first: int, i: int, value: Decimal) -> Numeral:
    """Return `value` times the magnitudes that stand at `i`: "2.5 million", "two dozen"."""
    i, value = _with_part(tokens, i, value)
    scale = Decimal(1)
    for _ in range(2):  # "hundred thousand", "million million"; nobody prints three
        j = tokens.past_hyphen(i)
        more = _scale_at(tokens, j)
        if more is None:
            break
        scale, i = scale * more, j + 1
        if tokens.word(j) in _SHORT_SCALES and tokens.word(i) == "." and tokens.is_word(i + 1):
            i += 1
    if scale > 1:
        i, value = _with_part(tokens, i, value)
    return Numeral(first, i, value * scale, scale=scale)


def _scale_at(tokens: Tokens, i: int) -> Decimal | None:
    word = tokens.word(i)
    if word in {"k", "m"} and tokens.word(i + 1) in CURRENCY_SIGNS and tokens.is_glued(i + 1):
        return _GLUED_SCALES[word]  # "2,5 M€"
    return _SCALES_OF.get(tokens.language, {}).get(word)


def _with_part(tokens: Tokens, i: int, value: Decimal) -> tuple[int, Decimal]:
    """Add "and a half", "-and-a-quarter"."""
    j = tokens.past_hyphen(i)
    if tokens.word(j) != "and" or not tokens.is_english:
        return i, value
    j = tokens.past_hyphen(j + 1)
    k = tokens.past_hyphen(j + 1) if tokens.word(j) == "a" else j
    part = tokens.word(k)
    if part == "half" or (k > j and part in {"third", "quarter"}):
        return k + 1, value + _fraction(Decimal(1), _DENOMINATORS[part])
    return i, value


def _below_hundred(tokens: Tokens, i: int) -> tuple[int, Decimal] | None:
    word = tokens.word(i)
    if word not in _TENS:
        return (i + 1, SMALL[word]) if word in SMALL else None
    j = tokens.past_hyphen(i + 1)
    unit = SMALL.get(tokens.word(j), Decimal(0))
    return (j + 1, _TENS[word] + unit) if 1 <= unit <= 9 else (i + 1, _TENS[word])


def _below_thousand(tokens: Tokens, i: int, has_and: bool) -> tuple[int, Decimal, Decimal] | None:
    """Return where a number below thousand ends, its value, and 100 if it ends in hundred."""
    part = _below_hundred(tokens, i)
    if part is None:
        if tokens.word(i) not in _MAGNITUDES:
            return None
        part = i, Decimal(1)  # "a hundred", "million"
    i, value = part
    j = tokens.past_hyphen(i)
    if tokens.word(j) != "hundred":
        return i, value, Decimal(1)
    k = tokens.past_hyphen(j + 1)
    if has_and and tokens.word(k) == "and":
        k = tokens.past_hyphen(k + 1)
    rest = _below_hundred(tokens, k)
    if rest and tokens.word(tokens.past_hyphen(rest[0])) != "hundred":
        return rest[0], 100 * value + rest[1], Decimal(1)
    return j + 1, 100 * value, Decimal(100)


def _cardinal(
    tokens: Tokens, first: int, i: int, has_and: bool, ceiling: Decimal = Decimal("Infinity")
) -> Numeral | None:
    """Read "two hundred and five thousand three hundred", each magnitude below the one before."""
    part = _below_thousand(tokens, i, has_and)
    if part is None:
        return None
    i, value, hundred = part
    whole = _scaled(tokens, first, i, value)
    if whole.value is None or whole.value >= ceiling:
        return None
    if whole.scale < 1000:
        return Numeral(first, whole.last, whole.value, scale=whole.scale * hundred)
    j = whole.last
    if has_and and tokens.word(j) == "and":
        j += 1
    if tokens.word(j) in SMALL or tokens.word(j) in _TENS:
        rest = _cardinal(tokens, first, j, has_and, whole.scale)
        if rest and rest.value is not None:
            return Numeral(first, rest.last, whole.value + rest.value)
    return Numeral(first, whole.last, whole.value, scale=whole.scale * hundred)


def _cardinal_or_part(tokens: Tokens, first: int, i: int) -> Numeral | None:
    """Read a number, or the fraction it begins: "two-thirds", "one half", "three quarters"."""
    if tokens.word(i) in SMALL and _is_rank(tokens, i):
        return Numeral(first, i + 1, SMALL[tokens.word(i)], ordinal=True)
    has_and = tokens.word(first - 1) != "between"
    number = _cardinal(tokens, first, i, has_and)
    if number is None or number.value is None:
        return None
    j = tokens.past_hyphen(number.last)
    part = tokens.word(j)
    is_plural = part.endswith("s")
    if part in _DENOMINATORS and is_plural == (number.value != 1) and number.value < 100:
        is_time = part == "quarters" and tokens.word(first - 1) in _QUARTERS_OF_TIME
        if not is_time:
            return _part(tokens, first, j + 1, _fraction(number.value, _DENOMINATORS[part]))
    return number


def _part(tokens: Tokens, first: int, i: int, value: Decimal) -> Numeral:
    """Read on after a fraction: "half a million", "three-quarters of a million"."""
    j = tokens.past_hyphen(i)
    if tokens.word(j) == "of":
        j += 1
    if tokens.word(j) in {"a", "one"}:
        j = tokens.past_hyphen(j + 1)
    if tokens.word(j) in _SCALES:
        return _scaled(tokens, first, j, value)
    return Numeral(first, i, value)


def _bare_part(tokens: Tokens, i: int) -> Numeral | None:
    """Read "half" and "quarter" without an article; not "the second half", "quarter-final"."""
    before, j = tokens.word(i - 1), tokens.past_hyphen(i + 1)
    if before in ORDINALS or before in _NO_HALF_AFTER:
        return None
    if tokens.word(i) == "quarter":
        is_part = tokens.word(i + 1) == "of" or tokens.word(j) in _SCALES
        return _part(tokens, i, i + 1, Decimal("0.25")) if is_part else None
    if tokens.word(j) == "past" or (j > i + 1 and tokens.word(j) not in _HALVED):
        return None
    return _part(tokens, i, i + 1, Decimal("0.5"))


def _after_article(tokens: Tokens, i: int) -> Numeral | None:
    """Read "a dozen", "a third", "a few", "a couple of", from the article on."""
    j = tokens.past_hyphen(i + 1)
    word = tokens.word(j)
    if word in _MAGNITUDES:
        return _cardinal_or_part(tokens, i, j)
    if word in _DENOMINATORS and not word.endswith("s") and _is_part(tokens, j):
        return _part(tokens, i, j + 1, _fraction(Decimal(1), _DENOMINATORS[word]))
    if word in {"couple", "pair"}:
        k = j + 2 if tokens.word(j + 1) == "of" and tokens.word(j + 2) in _SCALES else j + 1
        pair = _scaled(tokens, i, k, Decimal(2))
        last = pair.last if pair.scale > 1 else j + 1
        return Numeral(i, last, pair.value, scale=pair.scale, is_loose=word == "couple")
    return _vague(tokens, i, j)


def _is_part(tokens: Tokens, i: int) -> bool:
    """Whether "third" after "a" is a fraction: nothing stands behind it that could be counted."""
    after = tokens.word(i + 1)
    if tokens.word(i) == "half" or after in FUNCTION_WORDS or after in _SCALES:
        return True
    return not tokens.is_word(i + 1) and tokens.past_hyphen(i + 1) == i + 1


def _multiple(tokens: Tokens, i: int) -> Numeral | None:
    """Read "twice", "doubled", "pair", "both", and "double-digit" as a vague word."""
    word, j = tokens.word(i), tokens.past_hyphen(i + 1)
    if word in _DIGIT_COUNTS and tokens.word(j) in {"digit", "digits", "figure", "figures"}:
        low = Decimal(10) ** (_DIGIT_COUNTS[word] - 1)
        return Numeral(i, j + 1, None, low=low, high=low * 10 - 1, is_vague=True)
    if word == "both" and tokens.word(i + 1) not in _AFTER_PRONOUN:
        if "and" in {tokens.word(k) for k in range(i + 2, i + 5)}:
            return None  # "both Kyiv and Odesa"
    if word not in MULTIPLES:
        return None
    return Numeral(i, i + 1, MULTIPLES[word])


def _ordinal(tokens: Tokens, i: int) -> Numeral | None:
    word = tokens.word(i)
    if word in _TENS:
        j = _unit_after(tokens, i)
        return Numeral(i, j + 1, _TENS[word] + ORDINALS[tokens.word(j)], ordinal=True)
    if word == "second" and _is_time(tokens, i):
        return None
    return Numeral(i, i + 1, ORDINALS[word], ordinal=True)


def _is_time(tokens: Tokens, i: int) -> bool:
    """Whether "second" is the unit: after a number, or "a second" with nothing it could rank."""
    is_hyphenated = tokens.past_hyphen(i - 1) == i
    before = tokens.word(i - 2 if is_hyphenated else i - 1)
    is_counted = before[:1].isdecimal() or before in SMALL or before in _TENS
    if is_counted or before in {"per", "split"}:
        return True
    has_noun = tokens.is_word(i + 1) and tokens.word(i + 1) not in FUNCTION_WORDS
    return before == "a" and not has_noun and tokens.past_hyphen(i + 1) == i + 1


def _vague(tokens: Tokens, first: int, i: int) -> Numeral | None:
    """Read "several", "a number of", "dozens", "tens of thousands", "several hundred".

    The lower bound of a magnitude is twice the word: at least 24 are dozens.
    """
    word, name, last = tokens.word(i), "", i
    if first < i:
        name, last = _vague_after_a(tokens, i)
        if not name:
            return None
    elif word in _VAGUE:
        is_asked = word == "many" and tokens.word(i - 1) in _NOT_MANY and tokens.word(i + 1) != "of"
        if is_asked or tokens.word(i + 1) == "as":
            return None  # "how many", "as few as"
        name, last = _VAGUE[word], i + 1
    last, scale = _magnitudes(tokens, last, is_counted=bool(name))
    if scale > 1:
        is_idle = (word == "tens" and scale == 10 and tokens.word(last) != "of") or (
            word == "scores"
            and (tokens.word(i - 1) in _BEFORE_SCORES or tokens.word(last) in _AFTER_SCORES)
        )
        return None if is_idle else Numeral(first, last, None, low=2 * scale, is_vague=True)
    return Numeral(first, last, None, is_vague=True, word=name) if name else None


def _magnitudes(tokens: Tokens, i: int, *, is_counted: bool) -> tuple[int, Decimal]:
    """Return where "hundreds", "tens of thousands", after a count also "hundred", end."""
    scale = Decimal(1)
    for _ in range(2):
        j = i + 1 if tokens.word(i) == "of" else i
        more = _PLURALS.get(tokens.word(j))
        if more is None and is_counted and j == i:
            more = _SCALES.get(tokens.word(j))
        if more is None:
            break
        scale, i = scale * more, j + 1
    return i, scale


def _vague_after_a(tokens: Tokens, i: int) -> tuple[str, int]:
    phrase = tokens.word(i)
    for j in range(i + 1, i + 4):
        if phrase in _VAGUE_AFTER_A:
            return _VAGUE_AFTER_A[phrase], j
        phrase = f"{phrase} {tokens.word(j)}"
    return "", i + 1
