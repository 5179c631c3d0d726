"""Sentences as exact spans: by line first, then by rule, never across a line.

Own rules rather than a library: pysbd and syntok regroup or rewrite text, and a citation needs the
words as they stand. The numbering is part of every prompt, so a change here makes answers stale.
"""

from __future__ import annotations

import re

from summarizer.spans import Span

LONGEST = 1500  # characters; a longer stretch without an end is cut at a blank, so it can be cited

_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")
_END = re.compile(
    r"(?=[.!?…。！？؟۔।॥])(?:"  # fails at once where nothing can end: most of a text
    r"(?<![.!?…])[.!?…]++[\"“”’'»)\]]*(?=\s|$)|[。！？]+[」』”’]*|(?<=[a-z]{3})[.!?](?=[A-Z][a-z])"
    r"|[؟۔।॥]+[\"”»)]*(?=\s|$))"
)
_ALWAYS = "。！？؟۔।॥"  # end a sentence whatever follows
_OPENS = re.compile(r"\s*+[\"“‘'«(\[–—-]*+\s*+(?=[^\W_])")
_NEXT_WORD = re.compile(r"[^\W_]+")
# Matched as printed, with their capital: "ill." ends a sentence, "Ill." does not.
_TITLES = frozenset(
    "mr mrs ms dr prof sen rep gen lt col sgt capt cmdr adm maj gov pres hon rev fr st ste sr jr "
    "messrs mme supt insp det cpl pvt ave blvd rd mt ft vs approx dept no nos vol fig art ch pp "
    "inc ltd co corp bros ala ariz calif colo conn fla ga ill ind kan ky md mass mich minn miss "
    "mont neb nev okla ore pa tenn tex va vt wash wis wyo ont que alta".split()
)
_LOWER = frozenset("vs approx dept no nos vol fig art ch pp ft".split())
_MONTHS = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec".split())
# Abbreviations after which a sentence of that language goes on with a capital or a number.
_ABBREVIATIONS = {
    language: frozenset(row.split())
    for language, row in {
        "de": "mio mrd ca bzw nr str tel dr prof st evtl inkl ggf geb bspw vgl abs hrsg",
        "nl": "dr prof mr mevr ca nr bijv",
        "fr": "mme mlle mm dr pr st ste no env av boul",
        "es": "sr sra srta dr dra d ud uds núm av aprox",
        "it": "sig dott prof on avv ing n ca",
        "pt": "sr sra dr dra prof av n",
        "pl": "ul al godz tys mln mld zł dr prof im r nr ok św tzw",
        "ru": "г гг ул им тыс млн млрд руб т д пр обл р н э пос стр см просп акад",
        "uk": "м р рр вул ім тис млн млрд грн т обл с смт просп акад",
    }.items()
}
_AFTER_QUOTATION = frozenset("とな")  # "「…。」と述べた": the sentence that quotes goes on
_NUMBERED = frozenset("de da nb nn no fi cs sk sl hr hu et lv tr".split())  # "3. Juli": the third
_ORDINAL = re.compile(r"(?:^|[^\w.,])\d{1,3}\.$")
_ANY_INITIAL = re.compile(r"(?:^|[\s(„«\"“-])[^\W\d_]\.$")
_INITIALS = re.compile(r"(?:^|[\s(\"“‘'])(?:[A-Z]\.)+$")
_CLOCK = re.compile(r"\b[ap]\.m\.$")
_WORD = re.compile(r"([^\W\d_]+)\.$")
_AFTER_INITIALS = frozenset(
    "The A An In On At It He She They We I But And However Meanwhile This That These Those His Her "
    "Their Its For As If When While After Before Since With By From To Some Many Most Several "
    "According Under Last Next Earlier Later".split()
)


def sentence_spans(text: str, language: str = "") -> list[Span]:
    """Return the sentences of `text` as spans without outer white space, in reading order.

    Args:
        text: any text.
        language: two-letter code of another language than English, whose abbreviations and
            ordinals then end no sentence.

    >>> text = "He said: “No. I won’t.” Then he left at 5 p.m.\\nPhoto: Mr. Smith"
    >>> [span.of(text) for span in sentence_spans(text)]
    ['He said: “No.', 'I won’t.”', 'Then he left at 5 p.m.', 'Photo: Mr. Smith']
    >>> text = "Am 3. Juli kamen ca. 40. „Genug.“ Dann war Schluss."
    >>> [span.of(text) for span in sentence_spans(text, "de")]
    ['Am 3. Juli kamen ca. 40.', '„Genug.“', 'Dann war Schluss.']
    """
    spans: list[Span] = []
    for line in _LINE.finditer(text):
        start = line.start()
        for end in _ends(text, line.start(), line.end(), language):
            spans.extend(_pieces(text, start, end))
            start = end
        spans.extend(_pieces(text, start, line.end()))
    return spans


def _ends(text: str, start: int, end: int, language: str) -> list[int]:
    return [
        m.end()
        for m in _END.finditer(text, start, end)
        if _is_end(text, start, m, end) and not (language and _goes_on(text, start, m, language))
    ]


def _goes_on(text: str, line_start: int, mark: re.Match[str], language: str) -> bool:
    """Whether a stop of another language belongs to an abbreviation, an initial or an ordinal."""
    if language == "ja" and mark.group()[-1] in "」』":
        return text[mark.end() : mark.end() + 1] in _AFTER_QUOTATION
    if mark.group() != ".":
        return False
    head = text[max(line_start, mark.start() - 24) : mark.end()]
    if language in _NUMBERED and _ORDINAL.search(head):
        return text[mark.end() + 1 : mark.end() + 2].isalpha()
    word = _WORD.search(head)
    if word and word.group(1).lower() in _ABBREVIATIONS.get(language, ()):
        return True
    return bool(_ANY_INITIAL.search(head))


def _is_end(text: str, line_start: int, mark: re.Match[str], line_end: int) -> bool:
    if mark.end() >= line_end or mark.group()[0] in _ALWAYS:
        return True
    follow = _OPENS.match(text, mark.end(), line_end)
    position = follow.end() if follow else mark.end()
    after = text[position : position + 1]
    if not after or after.islower():
        return False
    if mark.group()[0] != ".":
        return True
    head = text[max(line_start, mark.start() - 24) : mark.start() + 1]
    next_word = _NEXT_WORD.match(text, position, min(line_end, position + 40))
    following = next_word.group() if next_word else ""
    if _CLOCK.search(head):
        # "at 5 p.m. ET" and "10 a.m. Wednesday" go on.
        return following in _AFTER_INITIALS
    if _INITIALS.search(head):
        # "U.S. The …" ends; "U.S. Treasury" and "J. K. Rowling" go on.
        return following in _AFTER_INITIALS and len(head.rstrip(".").split(".")) > 1
    word = _WORD.search(head)
    if word:
        small = word.group(1).lower()
        if (
            small in _TITLES
            and (word.group(1)[0].isupper() or small in _LOWER)
            and text[mark.start() + 1 : mark.end()] == ""
        ):
            if small in {"no", "nos", "art", "ch", "fig", "vol", "pp"}:
                return not after.isdigit()
            return small in {"inc", "ltd", "co", "corp", "bros"} and following in _AFTER_INITIALS
        if small in _MONTHS:
            return not after.isdigit()
    return True


def _pieces(text: str, start: int, end: int) -> list[Span]:
    """Cut surrounding white space, and what is too long to cite at a blank."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    pieces = []
    while end - start > LONGEST:
        cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = cut if cut > 0 else start + LONGEST
        while cut > start + LONGEST // 2 and text[cut - 1 : cut + 1].isdigit():
            cut -= 1  # never inside a number, where there is another place
        stop = cut
        while stop > start and text[stop - 1].isspace():
            stop -= 1
        pieces.append(Span(start, stop))
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if end > start:
        pieces.append(Span(start, end))
    return pieces
