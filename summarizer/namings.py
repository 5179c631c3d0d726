"""A sayer's naming taken apart: a person's name, an office or body, and whose it is.

Own word lists, for English. What is no name, office or body of these lists is nobody in particular.
Knows words, not who anybody is: that two namings are one sayer is for `sayers` to show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from summarizer.names import OPENERS, WORD, is_land, is_opener, plain, same_name

# Offices that one person holds at a time, in one place: "the mayor" can be looked up.
OFFICES = frozenset(
    """mayor president premier chancellor minister secretary governor king queen prince princess pope
    patriarch chairman chairwoman chairperson chair chief head director commander speaker sheriff
    commissioner coach spokesman spokeswoman spokesperson ambassador leader ceo boss founder owner
    coroner envoy prosecutor general-secretary superintendent""".split()
)
# What many people are at once: a title before a name, seldom somebody in particular.
_TITLES = frozenset(
    """mr mrs ms miss dr prof professor sir lord lady senator sen representative rep congressman
    congresswoman general gen colonel col captain capt major lieutenant lt sergeant sgt admiral judge
    justice aide adviser advisor analyst lawyer attorney economist historian psychologist doctor
    deputy candidate nominee soldier activist engineer trader firefighter rescuer inspector detective
    constable officer archbishop bishop reverend rev rabbi imam sheikh gov pres executive manager
    correspondent reporter official expert scientist researcher member senator-elect""".split()
)
_BODIES = frozenset(
    """force ministry department office army navy police administration council committee commission
    parliament senate congress house court government cabinet agency bureau bank union party service
    company group university institute board authority intelligence command staff corps campaign
    network association federation organisation organization centre center hospital brigade
    prosecutors municipality embassy consulate coalition alliance foundation team""".split()
)
# Words that belong to an office or a body and say which.
_KINDS = frozenset(
    """prime foreign interior defence defense finance health justice education transport energy
    economy labour labor trade culture agriculture environment vice deputy acting former ex interim
    assistant senior first chief general state air military armed naval ground border coast emergency
    emergencies fire rescue press national federal regional local city town district county provincial
    central security special public attorney executive managing police party opposition majority
    minority parliamentary royal supreme high civil internal external home treasury space""".split()
)
# Set before an office they make it another one.
CHANGING = frozenset("vice deputy acting former ex interim assistant opposition shadow".split())
_CROWD = frozenset(
    """officials official authorities sources source residents resident witnesses witness analysts
    experts media report reports reporters people locals leaders lawmakers diplomats journalists
    someone everyone anyone nobody neighbours relatives aides advisers insiders observers critics
    supporters protesters he she they it who which one some several many both each""".split()
)
_HERE = frozenset(
    "city country nation state town region district capital county province village area world "
    "republic".split()
)
_ONE_OF_MANY = frozenset("a an one another some".split())
_HEADS = OFFICES | _TITLES | _BODIES
_ALSO_SURNAMES = frozenset("king prince pope judge bishop coach major constable general".split())
_SMALL = frozenset("the its his her their our this that and".split()) | _ONE_OF_MANY
_SAME_WORD = {"defense": "defence", "labor": "labour", "organization": "organisation",
              "center": "centre", "advisor": "adviser", "chairwoman": "chairman",
              "chairperson": "chairman", "chair": "chairman", "spokeswoman": "spokesman",
              "spokesperson": "spokesman"}  # fmt: skip

_ASIDE = re.compile(r"\s*\([^)]*\)?")
_CUT = re.compile(r"\s*(?:\b(?:who|which|whose|when|while|on|via|through|in a|in an)\b).*$")
_AND = re.compile(r"\s(?:and|or|&)\s")
_OF = re.compile(r"\s+(?:of|for|to|at|in)\s+")
_POSSESSIVE = re.compile(r"['’]s?$")
_Y = re.compile(r"[iyj]+")
_HONORIFICS = frozenset("mr mrs ms miss".split())
_SUFFIXES = frozenset("jr sr ii iii iv".split())
_CAPITALS = r"[A-ZÀ-Ž][\w'’-]*\.?(?:\s+(?:(?:de|al|van|von|bin|el|la)\s+)?[A-ZÀ-Ž][\w'’-]*){0,4}"
_BEFORE = rf"(?:(?:[A-ZÀ-Ž][\w'’-]*|[\w-]+['’]s?|{'|'.join(sorted(_KINDS))})\s+){{0,5}}"
_HELD = "|".join(sorted(OFFICES | _TITLES, key=lambda word: (-len(word), word)))
_HELD_WORDS = OFFICES | _TITLES
_PART = re.compile(r"[^\W_]+")
_OWNED = (
    r"(?:\s+(?:of|for|to|at)\s+(?:the\s+)?[\w'’-]+(?:\s+[A-ZÀ-Ž][\w'’-]*|\s+[a-z]+(?=\s)){0,4})?"
)
_OFFICE_THEN_NAME = re.compile(
    rf"\b(?P<office>{_BEFORE}(?i:{_HELD})\b(?:\s+(?:of|for)\s+(?:the\s+)?{_CAPITALS}(?=,))?),?\s+"
    rf"(?P<name>{_CAPITALS})"
)
_NAME_THEN_OFFICE = re.compile(
    rf"(?P<name>{_CAPITALS}),\s+(?:(?:the|a|an|its|his|her|their)\s+)?"
    rf"(?P<office>{_BEFORE}(?i:{_HELD})\b{_OWNED})"
)
_NAME_WHO_LEADS = re.compile(
    rf"(?P<name>{_CAPITALS}),\s+who\s+(?P<verb>leads|heads|runs|speaks\s+for)\s+"
    r"(?P<body>[^,.;:“”\"]{3,60})"
)


@dataclass(frozen=True, slots=True)
class Naming:
    """What one naming says, in plain words: `person` given names first, `office` its head last.

    `owner` is whose it is or where, without words such as "the city"; of "the Kremlin" the name is
    `person`, since nothing tells it from "Trump". `is_one` is false of "a Kremlin aide".
    """

    text: str
    person: tuple[str, ...] = ()
    office: tuple[str, ...] = ()
    owner: frozenset[str] = frozenset()
    is_one: bool = True
    is_body: bool = False
    suffix: str = ""

    @property
    def is_nobody(self) -> bool:
        """Whether it names nobody in particular: "officials", "a local official", "he"."""
        return not self.person and (not self.office or not self.is_one)

    @property
    def is_full(self) -> bool:
        """Whether it gives a person's given and last name."""
        return len(self.person) > 1 and not self.is_body

    @property
    def lands(self) -> frozenset[str]:
        """The countries and peoples it is owned by, or itself names."""
        return frozenset(word for word in {*self.owner, *self.person[:1]} if is_land(word))


@dataclass(frozen=True, slots=True)
class Apposition:
    """A name and an office that stand together in a sentence."""

    name: Naming
    office: Naming


@lru_cache(maxsize=16384)
def naming_of(text: str) -> Naming:
    """Return what a naming says.

    >>> naming_of("Kyiv's Mayor Vitali Klitschko").person, naming_of("the mayor of Kyiv").office
    (('vitali', 'klitschko'), ('mayor',))
    >>> naming_of("Russia’s defence ministry") == naming_of("Russia’s defense ministry")
    False
    >>> naming_of("Ukraine's Ministry of Defence").office
    ('defence', 'ministry')
    """
    bare = _POSSESSIVE.sub("", _ASIDE.sub("", text).strip().rstrip(",;: "))
    parts = [part for part in re.split(r",\s*", _CUT.sub("", bare)) if part.strip()]
    read = [_part(part) for part in parts]
    named = next((r for r in read if r.is_full), None)
    named = named or next((r for r in read if r.person), None)
    if any(
        _AND.search(_OF.split(r.text)[0]) and not r.is_body and (r.person or r.owner) for r in read
    ):
        words = {word for r in read for word in (*r.person, *r.owner)}
        return Naming(text, owner=frozenset(words), is_one=False)  # two are no one sayer
    office = next((r for r in read if r.office), None)
    first = named or office or (read[0] if read else Naming(text))
    return Naming(
        text=text,
        person=named.person if named else (),
        office=office.office if office else (),
        owner=(office or first).owner,
        is_one=first.is_one,
        is_body=first.is_body,
        suffix=next((plain(p).strip(".") for p in parts if plain(p).strip(".") in _SUFFIXES), "")
        or first.suffix,
    )


def _part(text: str) -> Naming:
    head, *owners = _OF.split(text)
    words = [match.group() for match in WORD.finditer(head)]
    if owners and plain(words[-1] if words else "") == "ministry":
        words = [*words[:-1], *WORD.findall(owners[0]), "ministry"]
        owners = owners[1:]
    read = _Read()
    for place, word in enumerate(words):
        read.take(word, is_last=place == len(words) - 1, is_alone=len(words) == 1)
    is_body = bool(read.office) and read.office[-1] in _BODIES
    if is_body:
        read.disown()
    read.owner |= {plain(w) for part in owners for w in WORD.findall(part) if _tells(w)}
    if read.is_crowd and not read.person:
        read.office, read.is_one = [], False
    if not any(word in _HEADS for word in read.office):
        read.office = []
    return Naming(
        text,
        tuple(read.person),
        tuple(read.office),
        frozenset(read.owner),
        read.is_one,
        is_body and bool(read.office),
        read.suffix,
    )


@dataclass(slots=True)
class _Read:
    """What the words of a naming have said so far."""

    person: list[str] = field(default_factory=list)
    office: list[str] = field(default_factory=list)
    owner: set[str] = field(default_factory=set)
    suffix: str = ""
    is_one: bool = True
    is_crowd: bool = False

    def take(self, word: str, *, is_last: bool, is_alone: bool) -> None:
        """Read the next word: part of a name or an office, whose it is, or a word for many."""
        small = plain(word).strip(".")
        small = _SAME_WORD.get(small, small)
        is_name = any(character.isupper() for character in word)
        if small in _SUFFIXES and self.person:
            self.suffix = small
        elif small in _SMALL:
            self.is_one = self.is_one and small not in _ONE_OF_MANY
        elif _POSSESSIVE.search(word):
            self.disown()
            self.owner |= {small} - _HERE
        elif small in _CROWD and (small not in _HEADS or not is_name):
            self.is_crowd = True
            self.disown()  # "Brandt supporters" are not Brandt
        elif small in _ALSO_SURNAMES and is_name and is_last and self.person:
            self.person.append(small)
        elif small in _HEADS or (small in _KINDS and not self.person):
            self.disown()
            self.office.append(small)
        elif is_land(small) and is_name and not self.person and not is_alone:
            self.owner.add(small)
        elif is_name:
            self.person.append(small)
        elif self.person:  # nor is the "Brandt family" Brandt
            self.is_crowd = True
            self.disown()

    def disown(self) -> None:
        """Take the name read so far for whose it is: "Kremlin" before "spokesman"."""
        self.owner.update(self.person)
        self.person = []


def _tells(word: str) -> bool:
    """Whether a word after "of" says whose office it is: a name, or the body it belongs to."""
    small = plain(word)
    return (word[:1].isupper() or small in _BODIES | _KINDS) and small not in _SMALL | _HERE


@lru_cache(maxsize=16384)
def appositions(sentence: str) -> tuple[Apposition, ...]:
    """Return each name that stands together with an office in a sentence.

    >>> [(a.name.person, a.office.office) for a in appositions(
    ...     "The mast fell, said Ada Brandt, mayor of Oxmere, to Foreign Minister Ilya Marsh.")]
    [(('ilya', 'marsh'), ('foreign', 'minister')), (('ada', 'brandt'), ('mayor',))]
    """
    return tuple(_appositions(sentence))


def _appositions(sentence: str) -> Iterator[Apposition]:
    is_held = not _HELD_WORDS.isdisjoint(_PART.findall(sentence.casefold()))  # most have none
    for pattern in (_OFFICE_THEN_NAME, _NAME_THEN_OFFICE) if is_held else ():
        for match in pattern.finditer(sentence):
            name, office = naming_of(_bare(match["name"])), naming_of(_bare(match["office"]))
            if name.person and not name.office and office.office and not office.is_body:
                yield Apposition(name, office)
    for match in _NAME_WHO_LEADS.finditer(sentence):
        word = "spokesman" if match["verb"].startswith("speaks") else "head"
        owner = frozenset(plain(w) for w in WORD.findall(match["body"]) if _tells(w))
        office = Naming(match["body"], (), (word,), owner)
        yield Apposition(naming_of(_bare(match["name"])), office)


def _bare(name: str) -> str:
    """Return words as found in running text, without one that only opens their sentence."""
    first, _, rest = name.partition(" ")
    return rest if rest and is_opener(first) and plain(first) not in _KINDS else name


def given_names(last: str, text: str) -> list[str]:
    """Return the words before a last name in a text that read like given names, each full name once.

    >>> given_names("Brandt", "Mayor Ada Brandt met Lena Brandt. Brandt left. Then Brandt spoke.")
    ['Ada Brandt', 'Lena Brandt']
    """
    pattern = rf"(?<![\w-])([A-ZÀ-Ž][\w’'-]+)\s+({re.escape(last)})(?![\w-])"
    found = []
    for match in re.finditer(pattern, text):
        word = match.group(1)
        small = plain(word)
        is_other = small in OFFICES | _TITLES | _KINDS | _BODIES | OPENERS or is_land(small)
        if not is_other and not _POSSESSIVE.search(word):
            found.append(f"{word} {match.group(2)}")
    return list(dict.fromkeys(found))


def fullness(naming: Naming) -> tuple[int, int, int, int, bool, str]:
    """Order the namings of one sayer, the fullest first; of the same words the one in small letters."""
    return (
        -min(len(naming.person), 3),
        -int(bool(naming.office) and naming.office[-1] not in _HONORIFICS),
        -int(bool(naming.owner)),
        len(naming.text),
        naming.text[:4] == "The ",
        naming.text,
    )


def is_one_person(left: Naming, right: Naming) -> bool:
    """Whether two full names are one: last names in any spelling, given names but for i and y."""
    if left.suffix != right.suffix or not same_name(left.person[-1], right.person[-1]):
        return False
    if not (left.is_full and right.is_full):
        return False
    return skeleton(left.person[0]) == skeleton(right.person[0])


def skeleton(word: str) -> str:
    """Return a name's plain form with i for y, yi, iy and the like: "Vitaliy", "Vitalii"."""
    return _Y.sub("i", plain(word))


def owned_alike(left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether one says whose an office is in words that the other has too."""
    return _all_in(left, right) or _all_in(right, left)


def is_held(naming: Naming, office: Naming, *, is_own: bool) -> bool:
    """Whether a naming may mean the office: the same one, owned alike as far as both say.

    In another article the owner has to be said on both sides or on neither.
    """
    if naming.office[-1] != office.office[-1]:
        return False
    rest, other = set(naming.office[:-1]), set(office.office[:-1])
    if (rest ^ other) & CHANGING or not rest <= other:
        return False
    if naming.owner and office.owner:
        return owned_alike(naming.owner, office.owner)
    if is_own:
        return True
    return rest == other and not naming.owner and naming.office[-1] in OFFICES


def _all_in(left: frozenset[str], right: frozenset[str]) -> bool:
    return all(any(same_name(word, other) for other in right) for word in left)
