"""Numbers of a sentence: value, unit, bound, direction, what is counted and of which whole.

A number word may stand for digits and a unit may be spelled otherwise; nothing else may differ.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.claims import Quantity
from summarizer.dates import find_dates
from summarizer.gate.cited import SMALL, Cited, figures_of, words
from summarizer.names import plain, stem
from summarizer.quantities import Figure, same_value
from summarizer.spans import locate
from summarizer.synonyms import HARM, deed_of, deeds_in, harm_in

WINDOW = 6  # words after a number in which the thing counted is looked for

_TOKEN = re.compile(r"[^\s“”\"„«»(),;]*[0-9²³¹][^\s“”\"„«»(),;]*|\bo['’]clock\b")
_ELLIPTIC = frozenset(
    "from came in by according and at on for as or but who which that when while after before "
    "to with against than were was are is have has had".split()
)
_CLAUSE = re.compile(r"[;:()–—]|[.,](?!\d)|\s-\s")

_OF_WHOLE = re.compile(
    r"^\s*(?:of|out of)\s+(?:(?:the|its|their|all|[\w'’-]+['’]s?)\s+|[\w-]+\s+)*$"
)
_RATE = re.compile(
    r"^\s*[\w %-]{0,30}?\b(per|each|every|a) (?:second|minute|hour|day|week|month|year)\b"
)
_MORE = re.compile(r"\b(?:more|another|additional|further|extra|other)\b")
_RISE = re.compile(
    r"\b(?:rise|rises|rose|risen|rising|up|increas\w+|jump\w*|climb\w*|grew|grow\w*|gain\w*|rais\w+|"
    r"higher|soar\w*|surg\w+|add(?:ed|s))\b",
    re.IGNORECASE,
)
_FALL = re.compile(
    r"\b(?:fall|falls|fell|fallen|falling|down|drop\w*|declin\w+|cut|cuts|cutting|lower\w*|shrank|"
    r"shrunk|decreas\w+|slid|slump\w*|plung\w+|lost|reduc\w+)\b",
    re.IGNORECASE,
)
_ROLE = re.compile(r"\b(by|to|from)\s*$")
_BELOW = frozenset({"nearly", "almost", "close to", "just under", "approaching", "not quite"})
_UNITS = {
    **dict.fromkeys(("$", "us$", "dollar", "dollars", "usd"), "$"),
    **dict.fromkeys(("€", "euro", "euros", "eur"), "€"),
    **dict.fromkeys(("£", "pound", "pounds", "gbp"), "£"),
}
_NOUNS = {
    "person": "people person persons civilian civilians resident residents individual individuals "
    "human humans dead wounded injured victims",
    "%": "per cent percent % percentage",
    "km": "km kilometre kilometer kilometres kilometers",
    "soldier": "soldier soldiers troop troops serviceman servicemen",
    "location": "location locations site sites place places",
    "member": "member members",
    "home": "home homes house houses",
}
_NOUN_OF = {form: noun for noun, forms in _NOUNS.items() for form in forms.split()}
_SPECIFIC = frozenset(
    "child children woman women man men soldier soldiers officer officers firefighter firefighters "
    "worker workers rescuer rescuers doctor doctors journalist journalists student students".split()
)


# What a figure is beside its number: told without it, it would be taken for the count itself.
_STANDING = (
    (
        "what is allowed",
        re.compile(
            r"\b(?:allow|permit|licen[cs]|capacit|maxim|authori[sz]|limit)\w*", re.IGNORECASE
        ),
    ),
    (
        "an earlier figure",
        re.compile(
            r"\b(?:earlier|previous\w*|initial\w*|correct\w*|revis\w*|first|original\w*|had|old)\b",
            re.IGNORECASE,
        ),
    ),
)
_FIRST_OF_ALL = re.compile(r"\s+(?:gave|put|said|spoke|told|came|went|[a-z]+ed)\b")


def figure_problems(bare: str, cited: Cited) -> list[str]:
    """Return what is wrong with the numbers of a sentence (quoted words blanked out)."""
    masked = bare
    for found in find_dates(bare):
        masked = masked[: found.span.start] + " " * len(found.words) + masked[found.span.end :]
    problems = _stray_digits(masked, cited)
    quantities = cited.quantities()
    for figure in figures_of(masked):
        problem = _problem(masked, figure, list(cited.sentences.values()), quantities)
        if problem:
            problems.append(problem)
    return problems


def _stray_digits(masked: str, cited: Cited) -> list[str]:
    """Return digits that are neither amount nor date and do not stand in the cited words."""
    spans = [figure.span for figure in figures_of(masked)]
    problems = []
    for token in _TOKEN.finditer(masked):
        word = token.group().strip(".'’!?:")
        rest = "".join(
            c
            for position, c in enumerate(token.group(), start=token.start())
            if not any(span.start <= position < span.end for span in spans)
        )
        if any(c.isdigit() for c in rest) or "clock" in word:
            if not locate(word, cited.text):
                problems.append(f"{word!r} does not stand in the rows it names")
    return problems


def _problem(
    text: str, figure: Figure, sentences: Sequence[str], quantities: list[Quantity]
) -> str:
    told = figure.span.of(text)
    if figure.ordinal and told == "first" and _FIRST_OF_ALL.match(text[figure.span.end :]):
        return ""  # "the coastguard first gave another number": no count
    if told.casefold() == "one" and _is_single(text, figure, sentences):
        return ""
    same = [
        (sentence, other)
        for sentence in sentences
        for other in figures_of(sentence)
        if same_value(figure, other) and figure.ordinal == other.ordinal
    ]
    if not same:
        return f"the number {told!r} does not stand in the rows it names"
    if figure.ordinal:
        return ""
    for problem, holds in (
        ("has another unit", _same_unit),
        ("has other bounds", _same_bounds),
        ("goes another way", _same_direction),
        ("is another part or whole", _same_part),
    ):
        kept = [(s, o) for s, o in same if holds(text, figure, s, o)]
        if not kept:
            printed = same[0][1].span.of(same[0][0])
            return f"{told!r} {problem} than {printed!r} in the rows it names"
        same = kept
    if not any(_counts_the_same(text, figure, s, o, quantities) for s, o in same):
        return f"{told!r} counts something else in the rows it names"
    for standing, wording in _STANDING:
        if not wording.search(text) and all(_stands(wording, s, o, quantities) for s, o in same):
            return f"{told!r} is {standing} in the rows it names; the sentence has to say so"
    harm = _harm_at(text, figure)
    if harm and not any(harm & _harm_near(s, o, quantities) for s, o in same):
        return f"{told!r} stands for other harm in the rows it names"
    return ""


def _is_single(text: str, figure: Figure, sentences: Sequence[str]) -> bool:
    """Whether "one man" stands for "a man" of the source."""
    noun = next(iter(words(text[figure.span.end :])), "")
    single = re.compile(rf"\b(?:a|an)\s+(?:[\w-]+\s+)?{re.escape(noun)}\b", re.IGNORECASE)
    return bool(noun) and any(single.search(sentence) for sentence in sentences)


def _stands(
    wording: re.Pattern[str], sentence: str, source: Figure, quantities: list[Quantity]
) -> bool:
    claims = _claims_at(sentence, source, quantities)
    return bool(claims) and all(wording.search(f"{c.counted} {c.scope}") for c in claims)


def _same_unit(text: str, mine: Figure, sentence: str, source: Figure) -> bool:
    left, right = _unit_of(text, mine), _unit_of(sentence, source)
    return left == right


def _unit_of(text: str, figure: Figure) -> str:
    unit = plain(figure.unit)
    if not unit:
        after = re.match(
            r"\s*(dollars?|euros?|pounds?|kg|tonnes?|tons|km|metres|miles)\b",
            text[figure.span.end :],
        )
        unit = after.group(1) if after else ""
    return _UNITS.get(unit, unit)


def _same_bounds(text: str, mine: Figure, sentence: str, source: Figure) -> bool:
    """Whether a figure keeps the source's bound: neither dropped, nor added, nor turned."""
    return _bound(mine) == _bound(source)


def _bound(figure: Figure) -> str:
    modifier = figure.modifier
    if modifier in _BELOW:
        return "below"
    if figure.change in {"up", "down"}:
        low, high = figure.low is not None, figure.high is not None
        return "range" if low and high else ">" if low else "<" if high else _soft(modifier)
    if figure.change == "~":
        return "~"
    return figure.change if figure.change in {">", "<"} else "="


def _soft(modifier: str) -> str:
    return "~" if modifier in {"about", "around", "some", "roughly", "approximately"} else "="


def _same_direction(text: str, mine: Figure, sentence: str, source: Figure) -> bool:
    left, right = _direction(text, mine), _direction(sentence, source)
    if left[0] and right[0] and left[0] != right[0]:
        return False
    if left[0] and not right[0]:
        return False
    return not (left[1] and right[1] and left[1] != right[1])


def _direction(text: str, figure: Figure) -> tuple[str, str]:
    """Return which way a figure goes ("up", "down", "") and its part in it ("by", "to", "from")."""
    clause = _CLAUSE.split(text[: figure.span.start])[-1]
    role = _ROLE.search(clause)
    percent = figure.unit or role
    if figure.change in {"up", "down"}:
        return figure.change, role.group(1) if role else "by"
    if not percent:
        return "", ""
    rises, falls = list(_RISE.finditer(clause)), list(_FALL.finditer(clause))
    last_rise = rises[-1].end() if rises else -1
    last_fall = falls[-1].end() if falls else -1
    way = "" if last_rise == last_fall else "up" if last_rise > last_fall else "down"
    return way, (role.group(1) if role else "by") if way else ""


def _same_part(text: str, mine: Figure, sentence: str, source: Figure) -> bool:
    """Whether a part stays a part and a whole a whole ("41 of the 63 drones")."""
    left, right = _part(text, mine), _part(sentence, source)
    if left == right or not right:
        return True
    if left:
        return False
    if right == "part":
        return not re.search(r"\ball\s+(?:the\s+)?$", text[: mine.span.start])
    return _whole_alone(text, mine, sentence, source)


def _part(text: str, figure: Figure) -> str:
    figures = figures_of(text)
    for other in figures:
        if other is not figure and other.span.start >= figure.span.end:
            between = text[figure.span.end : other.span.start]
            if _OF_WHOLE.match(between):
                return "part"
    for other in figures:
        if other.span.end <= figure.span.start:
            if _OF_WHOLE.match(text[other.span.end : figure.span.start]):
                return "whole"
    head = text[: figure.span.start]
    if re.search(r"\b[Oo]f (?:the |its |their )?(?:[\w'’-]+ ){0,4}$", head) and not re.search(
        r"\w of ", head
    ):
        return "whole"
    before = re.search(r"\b[Oo]f (?:the |its |their )?([^,]*),\s*$", head)
    return "part" if before and figures_of(before.group(1)) else ""


def _whole_alone(text: str, mine: Figure, sentence: str, source: Figure) -> bool:
    """Whether a whole told alone is told only as what it is, not with what a part of it did."""
    noun_phrase: set[str] = set()
    for word in _clause_words(sentence[source.span.end :]):
        if word.casefold() in SMALL:
            break
        noun_phrase.add(stem(word))
    told = [w for w in _following(text, mine) if w.casefold() not in SMALL][:3]
    if any(stem(w) not in noun_phrase and deed_of(w) not in _deeds(noun_phrase) for w in told):
        return False
    part = next((o for o in figures_of(sentence) if o.span.end <= source.span.start), None)
    before = {stem(w) for w in words(text[: mine.span.start]) if w.islower()} - SMALL
    deeds = {stem(w) for w in words(sentence[: part.span.start if part else 0]) if w.islower()}
    return not before & (deeds - SMALL)


def _clause_words(text: str) -> list[str]:
    return words(_CLAUSE.split(text)[0])


def _deeds(stems: set[str]) -> set[str]:
    return {deed_of(word) for word in stems} - {""}


def _following(text: str, figure: Figure) -> list[str]:
    """Return the words after a figure, to the next one or the end of its clause."""
    rest = text[figure.span.end :]
    later = [f for f in figures_of(text) if f.span.start >= figure.span.end]
    stop = min((f.span.start for f in later), default=len(text)) - figure.span.end
    piece = rest[: max(stop, 0)]
    if later and _OF_WHOLE.match(piece):
        return _following(text, later[0])
    return words(_CLAUSE.split(piece)[0])[:WINDOW]


def _counted(text: str, figure: Figure) -> list[str]:
    """Return the nouns a figure seems to count: after it, or named right before it."""
    following = _following(text, figure)
    if following and following[0].casefold() not in _ELLIPTIC:
        found: list[str] = []
        for word in following:
            if word.casefold() in SMALL:
                if found:
                    break
                continue
            found.append(word)
            if len(found) == 2:
                break
        if found:
            return found
    head = text[: figure.span.start]
    for pattern in (
        r"([\w-]+)\s*[:(]\s*$",
        r"([\w-]+) (?:numbered|numbering|totalled)\s*$",
        r"number of ([\w-]+) (?:was|is|were|at)\s*$",
        r"^Of (?:the )?([\w-]+),\s*$",
    ):
        before = re.search(pattern, head)
        if before:
            return [before.group(1)]
    return []


def _counts_the_same(
    text: str, mine: Figure, sentence: str, source: Figure, quantities: list[Quantity]
) -> bool:
    after_mine, after_source = text[mine.span.end :], sentence[source.span.end :]
    if bool(_RATE.match(after_mine)) and not _RATE.search(after_source):
        return False
    if _more(text, mine) and not _more(sentence, source):
        return False
    counted = _counted(text, mine)
    near = _nouns_near(sentence, source, quantities)
    nouns = [w for w in counted if deed_of(w) not in HARM and not _is_verb(w, counted)]
    told = [w for w in _following(text, mine) if plain(w) in _SPECIFIC]
    source_words = {stem(plain(w)) for w in words(sentence)}
    if any(stem(plain(w)) not in source_words | near for w in told):
        return False
    if not nouns:
        return True
    first = nouns[0]
    if first.endswith("ed") and stem(plain(first)) in source_words:
        return True  # "fourteen treated": the noun is left out
    if plain(first) in _SPECIFIC:
        return _noun(first) in near or stem(plain(first)) in near
    return any(_noun(w) in near or stem(plain(w)) in near for w in nouns)


def _is_verb(word: str, counted: Sequence[str]) -> bool:
    """Whether a word behind a noun is rather what happened: never the thing counted itself."""
    return word is not counted[0] and (word.endswith(("ed", "ing")) or bool(deed_of(word)))


def _more(text: str, figure: Figure) -> bool:
    before = text[max(0, figure.span.start - 12) : figure.core.start]
    after = " ".join(words(text[figure.span.end :])[:1])
    return bool(
        re.search(r"\b(?:another|additional|further|extra)\s+$", before) or _MORE.match(after)
    )


def _nouns_near(sentence: str, source: Figure, quantities: list[Quantity]) -> set[str]:
    """Return what the source says is counted: its words after the figure and the claim's own."""
    named = _counted(sentence, source)[:2]
    after = [w for w in _following(sentence, source) if w.casefold() not in SMALL]
    heads = [*named, *after[:1]]
    for claim in _claims_at(sentence, source, quantities):
        heads += words(claim.unit)
        heads += [w for w in words(claim.counted) if w.casefold() not in SMALL and not deed_of(w)][
            :3
        ]
        heads += words(claim.counted) if not claim.unit else []
    heads += words(source.span.of(sentence))
    heads += (
        words(sentence[max(0, source.span.start - 60) : source.span.start])[-4:]
        if not after
        else []
    )
    direct = {*named[:1], *after[:1]}
    kept = [w for w in heads if w in direct or not w.endswith(("ed", "ing"))]
    return {_noun(w) for w in kept} | {stem(plain(w)) for w in kept}


def _noun(word: str) -> str:
    small = plain(word)
    return _NOUN_OF.get(small, stem(small))


def _claims_at(sentence: str, figure: Figure, quantities: list[Quantity]) -> list[Quantity]:
    """Return the quantity claims of this very figure (same sentence text, same surface)."""
    core = figure.core.of(sentence)
    return [
        c
        for c in quantities
        if core in c.surface and c.surface in sentence and _same_number(c, figure)
    ]


def _same_number(claim: Quantity, figure: Figure) -> bool:
    return (claim.value, claim.low, claim.high) == (figure.value, figure.low, figure.high)


def _harm_at(text: str, figure: Figure) -> set[str]:
    """Return the harm a figure stands for: said after it ("47 injured"), else before ("killed two")."""
    after = re.split(r"\b(?:and|but|while|or)\b", " ".join(_following(text, figure)))[0]
    if found := harm_in(after):
        return found
    before = text[max(0, figure.span.start - 40) : figure.span.start]
    clause = re.split(r"[,;]|\b(?:and|but|while)\b", before)[-1]
    return harm_in(clause)


def _harm_near(sentence: str, figure: Figure, quantities: list[Quantity]) -> set[str]:
    claimed = " ".join(c.counted for c in _claims_at(sentence, figure, quantities))
    return _harm_at(sentence, figure) | (deeds_in(claimed) & HARM)
