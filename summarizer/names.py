"""Proper names in running text: which words are names, and which two spellings are one name.

Own rules and tables: capitals, words that open sentences, countries and their peoples, place names
in two transliterations. No loose endings: Niger is not Nigeria, Robert not Roberta. It errs on the
side of calling a word a name: what is taken for a name must be found in a source.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from summarizer.spans import Span

WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s$|['’]$")
SHORTEST_PLACE = 7  # letters of a name in -ia whose people are told by rule: not Julia and Julian
_LOOK_BACK = 12  # characters before a word that tell whether it begins a sentence
# A stop, a line's end or an opening quotation mark, and what may stand between it and a word.
_BEGINS = re.compile(
    r"(?:[.!?…:|•][\"'”’)\]]*|[\n\r\u2028\u2029])[\s\"“‘„«'(\[|•–—-]*$|[\"“‘„«]\s*$"
)
_NOTHING = re.compile(r"[\s\"“‘„«'(\[–—-]*$")
# The stop of a title or an initial does not end a sentence.
_GOES_ON = re.compile(
    r"(?:^|[^\w.])(?:Mrs?|Ms|Dr|Prof|Sen|Rep|Gen|Lt|Col|Sgt|Capt|Cmdr|Adm|Maj|Gov|Pres|Hon|Rev|Fr|"
    r"St|Ste|Sr|Jr|Messrs|Mme|Mt|Ft|No|[A-ZÀ-ÖØ-Þ])\.[ \t\u00a0]*$|\bvs\.[ \t\u00a0]*$"
)
_REST = re.compile(r"[^.!?…:|\n\r]{0,200}")
# Words that open English sentences without being names; articles, pronouns, connectives, and words
# every newsroom uses. Not a dictionary: an unknown opener is looked up in the article first.
OPENERS = frozenset(
    """a about above according across after afterwards again against ahead air all almost along
    already also although altogether amid among an and another any anyone apart around as asked at
    attacks authorities away back because before behind being below beside between both but by
    calls casualties children civilians commenting damage days dead deaths despite dozens drone
    drones during each earlier early either emergency every everyone explosions fewer fighting
    finally firefighters fire fires first five following for forces foreign former four fresh from
    further given government had half has have he her here him his hospital hours how however
    hundreds i if in including injured inside instead into investors is it its journalists just
    killed last late later leaders less local many markets may meanwhile media meetings members
    military ministers missile missiles months more moreover most much my near nearby nearly
    negotiations neither never nevertheless new next nine no nobody none nor not nothing now of
    off officers officials often on once one only opposite or other others our out outside over
    overnight part parts peace people per perhaps photographs pictures police previously prices
    prosecutors protesters rail railway railways reacting rescue rescuers rescue-workers residents
    responding reports research russian- said sales scores second senior separate separately seven
    several shares she shelling shipments shortly similarly since six so social soldiers some soon
    sources speaking staff still strikes such supporters suspects talks teams ten than that the
    their them then there these they third this those though thousands three through throughout
    thus to today together tomorrow tonight toward towards trains troops twelve two under unlike
    until up upon us victims video videos voters war was we weapons were what when where whether
    which while who whoever why will with within without witnesses women workers world yesterday
    yet you your eight eleven evidence debris fighters machine-made machine caption captions
    commentary fragments air-raid alerts alert power water schools homes houses buildings cars
    passenger""".split()
)
_CALENDAR = frozenset(
    """january february march april may june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sep sept oct nov
    dec mon tue tues wed thu thur thurs fri sat sun""".split()
)
_TITLES = frozenset("mr mrs ms dr prof sir lord lady".split())
_STEM_ENDINGS = ("ings", "ing", "ies", "ied", "ers", "er", "ed", "es", "ly", "s")

# Each row one name: the country or place, then adjectives and people. The people's plural in -s is
# added to forms in -n and -i.
_PEOPLES = """
    afghanistan afghan; albania albanian; algeria algerian; america american; andorra andorran;
    angola angolan; argentina argentinian argentine argentines; armenia armenian;
    australia australian; austria austrian; azerbaijan azerbaijani azeri; bahamas bahamian;
    bahrain bahraini; bangladesh bangladeshi; barbados barbadian; belarus belarusian belarussian;
    belgium belgian; belize belizean; benin beninese; bhutan bhutanese; bolivia bolivian;
    bosnia bosnian bosniak bosniaks; botswana botswanan; brazil brazilian;
    britain british briton; brunei bruneian; bulgaria bulgarian; burundi burundian;
    cambodia cambodian; cameroon cameroonian; canada canadian; chad chadian; chile chilean;
    china chinese; colombia colombian; congo congolese; croatia croatian croat croats; cuba cuban;
    cyprus cypriot cypriots; czechia czech czechs; denmark danish danes; dominica dominican;
    ecuador ecuadorian ecuadorean; egypt egyptian; england english; eritrea eritrean;
    estonia estonian; ethiopia ethiopian; fiji fijian; finland finnish finns;
    france french frenchman frenchmen frenchwoman; gabon gabonese; gambia gambian;
    georgia georgian; germany german; ghana ghanaian; greece greek greeks; greenland greenlandic
    greenlander greenlanders; grenada grenadian; guatemala guatemalan; guinea guinean;
    guyana guyanese; haiti haitian; honduras honduran; hungary hungarian;
    iceland icelandic icelander icelanders; india indian; indonesia indonesian; iran iranian;
    iraq iraqi; ireland irish irishman; israel israeli; italy italian; jamaica jamaican;
    japan japanese; jordan jordanian; kazakhstan kazakh kazakhs kazakhstani; kenya kenyan;
    korea korean; kosovo kosovar kosovars kosovan; kuwait kuwaiti; kyrgyzstan kyrgyz;
    laos laotian lao; latvia latvian; lebanon lebanese; lesotho basotho; liberia liberian;
    libya libyan; liechtenstein liechtensteiner; lithuania lithuanian; luxembourg luxembourgish
    luxembourger luxembourgers; macedonia macedonian; madagascar malagasy; malawi malawian;
    malaysia malaysian; maldives maldivian; mali malian; malta maltese; mauritania mauritanian;
    mauritius mauritian; mexico mexican; moldova moldovan; monaco monegasque;
    mongolia mongolian mongol mongols; montenegro montenegrin; morocco moroccan;
    mozambique mozambican; myanmar burma burmese; namibia namibian; nepal nepali nepalese;
    netherlands dutch dutchman; nicaragua nicaraguan; niger nigerien nigeriens; nigeria nigerian;
    norway norwegian; oman omani; pakistan pakistani; palestine palestinian; panama panamanian;
    paraguay paraguayan; peru peruvian; philippines philippine filipino filipinos filipina;
    poland polish pole poles; portugal portuguese; qatar qatari; romania romanian; russia russian;
    rwanda rwandan; samoa samoan; senegal senegalese; serbia serbian serb serbs;
    seychelles seychellois; singapore singaporean; slovakia slovakian slovak slovaks;
    slovenia slovenian slovene slovenes; somalia somali; spain spanish spaniard spaniards;
    sudan sudanese; suriname surinamese; sweden swedish swede swedes; switzerland swiss;
    syria syrian; taiwan taiwanese; tajikistan tajik tajiks; tanzania tanzanian; thailand thai;
    togo togolese; tonga tongan; tunisia tunisian; turkey turkiye turkish turk turks;
    turkmenistan turkmen; uganda ugandan; ukraine ukrainian; uruguay uruguayan;
    uzbekistan uzbek uzbeks; vanuatu vanuatuan; venezuela venezuelan; vietnam vietnamese;
    yemen yemeni; zambia zambian; zimbabwe zimbabwean;
    scotland scottish scot scots; wales welsh welshman; europe european; africa african;
    asia asian; arab arabs; gaza gazan; crimea crimean; chechnya chechen chechens;
    dagestan dagestani; tatarstan tatar tatars; abkhazia abkhazian abkhaz; ossetia ossetian;
    transnistria transnistrian; catalonia catalan; bavaria bavarian; siberia siberian;
    sicily sicilian; kashmir kashmiri; tibet tibetan; kurdistan kurdish kurd kurds;
    houthi houthis; muslim muslims; christian christians; catholic catholics; jewish jew jews;
    hindu hindus; sikh sikhs; sunni sunnis; shia shiite shiites; islamist islamists;
    republican republicans; democrat democrats; nazi nazis; soviet soviets;
    london londoner londoners; paris parisian; moscow muscovite muscovites; texas texan;
    california californian; florida floridian; hawaii hawaiian; quebec quebecer quebecers
"""
# One place or group in two transliterations or spellings.
_SPELLINGS = """
    kyiv kiev kyyiv; kharkiv kharkov; odesa odessa; lviv lvov; mykolaiv nikolaev nikolayev mykolayiv;
    zaporizhzhia zaporizhzhya zaporizhia zaporizhya zaporozhye zaporozhe; dnipro dnepr dnieper;
    dnipropetrovsk dnepropetrovsk; luhansk lugansk; chernihiv chernigov; chornobyl chernobyl;
    vinnytsia vinnytsya vinnitsa; rivne rovno; ternopil ternopol; uzhhorod uzhgorod;
    kryvyi kryvyy krivoy; kremenchuk kremenchug; sievierodonetsk severodonetsk;
    lysychansk lisichansk; zhytomyr zhitomir; kupiansk kupyansk; izium izyum;
    avdiivka avdeevka avdeyevka avdiyivka; vuhledar ugledar; sloviansk slovyansk slavyansk;
    kostiantynivka kostyantynivka konstantinovka; yevpatoria yevpatoriya evpatoria;
    makiivka makiyivka makeevka makeyevka; horlivka gorlovka; donbas donbass; huliaipole gulyaipole;
    chernivtsi chernovtsy; khmelnytskyi khmelnytskyy khmelnitsky khmelnitskiy; orikhiv orekhov;
    enerhodar energodar; mariupol mariupil; homel gomel; hrodna grodno;
    vitebsk vitsebsk; mahilyow mogilev; chisinau kishinev; tbilisi tiflis; almaty alma-ata;
    ashgabat ashkhabad; beijing peking; nanjing nanking; chongqing chungking;
    macau macao; busan pusan; mumbai bombay; kolkata calcutta; chennai madras; bengaluru bangalore;
    varanasi benares; dhaka dacca; yangon rangoon; tehran teheran; marrakesh marrakech;
    mecca makkah; jeddah jidda jiddah; sanaa sana'a; hodeidah hudaydah hodeida;
    hezbollah hizbollah hizbullah; qaeda qaida; quran koran qur'an; gaddafi qaddafi kadhafi;
    eswatini swaziland
"""
# Names that are also common words: only a capital in the text makes them a name.
_ALSO_WORDS = frozenset(
    """amazon apple bill bush chase china drew express faith field fields frank ford gates grace
    grant green grey guardian guinea hope hunt independent jersey jobs joy lance lane mark may meta
    miles mirror musk orange penny post price ray rice rich rob rose ruby rush sharp shell sky star
    stone sue sun swift target telegraph times trump violet visa wade will young""".split()
)
# Acronyms that spell a common word are one only in capitals: WHO, US, IT, and these.
_ALSO_ACRONYMS = frozenset(
    "act aid aids arm care cart cat cop fast fed ice map nice pact pen pet pin salt sat seal start"
    " star swift un".split()
)
_VOWELS = "aeiou"
_CREDITS = frozenset(
    """ap afp epa pa reuters getty images alamy shutterstock bloomberg tass sputnik xinhua anadolu
    photo photos image picture pictures credit ukrinform interfax unian bbc cnn sky mail""".split()
)
_CREDIT_LABEL = re.compile(
    r"©|\[/?caption\b|\b(?:photo|image|picture|credit)s?\b\s*:", re.IGNORECASE
)
_GLUED = re.compile(r"([A-Z][a-zA-Z]*[a-z]{3}|[A-Z]{2,5})([A-Z][a-z]+)$")


@dataclass(frozen=True, slots=True)
class NameToken:
    """A word taken for (part of) a name; `opens` if it begins a sentence, where capitals say little."""

    span: Span
    word: str
    opens: bool


class _Small(str):
    """A word that may be a name, where the text has it in small letters only."""

    __slots__ = ()


class _Capital(str):
    """A word that may be an acronym, where the text has its first letter alone as a capital."""

    __slots__ = ()


def name_tokens(text: str) -> list[NameToken]:
    """Return the words of `text` that are written like names, calendar words left out.

    An acronym is a name even where it opens a sentence, unless the whole sentence is in capitals.

    >>> [token.word for token in name_tokens("On Friday the Kyiv mayor met NATO's envoys.")]
    ['Kyiv', 'NATO']
    >>> [token.word for token in name_tokens("US aid stopped. THE AID STOPPED.")]
    ['US', 'AID', 'STOPPED']
    """
    found = []
    for match in WORD.finditer(text):
        word = _POSSESSIVE.sub("", match.group())
        if not any(character.isupper() for character in word) or word.casefold() in _CALENDAR:
            continue
        opens = begins_sentence(text, match.start())
        if word in {"I", "A"} or (opens and _is_no_name_there(word, text, match.end())):
            continue
        if word.casefold() in _TITLES:
            continue
        found.append(NameToken(Span(match.start(), match.start() + len(word)), word, opens))
    return found


def begins_sentence(text: str, start: int) -> bool:
    """Whether a word at `start` begins a sentence, a line or a quotation of `text`.

    >>> [begins_sentence("It rained. (Hale left.)", 12), begins_sentence("then Mr. Hale left", 9)]
    [True, False]
    """
    before = text[max(0, start - _LOOK_BACK) : start]
    if start <= _LOOK_BACK and _NOTHING.match(before):
        return True
    return bool(_BEGINS.search(before)) and not _GOES_ON.search(before)


def _is_no_name_there(word: str, text: str, end: int) -> bool:
    """Whether a word that opens a sentence is an ordinary one; acronyms are, in a line of capitals."""
    if is_opener(word):
        return True
    if not _is_acronym(word) or word.casefold() not in OPENERS:
        return False
    rest = _REST.match(text, end)
    others = rest.group() if rest else ""
    return others.isupper()


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def is_opener(word: str) -> bool:
    """Whether `word` is one of the common words that begin sentences with a capital.

    Of the forms of a word those in -ing and -ed count too: "Calling" beside "Calls". Others may be
    surnames (Powers, Waters, Homer), and a word in capitals may be an acronym (US, WHO).

    >>> is_opener("Reporting"), is_opener("Powers"), is_opener("US"), is_opener("Us")
    (True, False, False, True)
    """
    if _is_acronym(word):
        return False
    small = word.casefold()
    return small in OPENERS or (small.endswith(("ing", "ed")) and stem(small) in _OPENER_STEMS)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return `word` without a common English ending; crude, for comparing forms of one word."""
    small = word.casefold()
    for ending in _STEM_ENDINGS:
        if small.endswith(ending) and len(small) - len(ending) >= 3:
            return small[: -len(ending)] + ("y" if ending in ("ies", "ied") else "")
    return small[:-1] if len(small) > 3 and small.endswith("e") else small


_OPENER_STEMS = frozenset(stem(word) for word in OPENERS if len(word) > 4)


@lru_cache(maxsize=65536)
def plain(word: str) -> str:
    """Return `word` in small letters, without possessive and diacritics (ł and ø included)."""
    word = _POSSESSIVE.sub("", word.casefold()).translate(_LETTERS)
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("’", "'")


_LETTERS = str.maketrans("łøđı", "lodi")


def _groups() -> dict[str, frozenset[str]]:
    """Return for each form of the tables the forms of the same name."""
    found: dict[str, frozenset[str]] = {}
    for row in _PEOPLES.split(";"):
        place, *forms = row.split()
        plurals = [f"{form}s" for form in forms if form.endswith(("an", "on", "en", "i"))]
        found |= dict.fromkeys([place, *forms, *plurals], frozenset([place, *forms, *plurals]))
    for row in _SPELLINGS.split(";"):
        forms = row.split()
        found |= dict.fromkeys(forms, frozenset(forms))
    return found


_SAME = _groups()
_TOWNS = frozenset("london paris moscow".split())  # of the table of peoples; the rest are lands
_LANDS = frozenset(
    form for row in _PEOPLES.split(";") if row.split()[0] not in _TOWNS for form in row.split()
)
_ACRONYMS = _ALSO_ACRONYMS | {word for word in OPENERS if 1 < len(word) < 5}
_CASED = _ALSO_WORDS | _ACRONYMS | frozenset(_SAME)


@lru_cache(maxsize=65536)
def _variants(word: str) -> frozenset[str]:
    """Return the plain forms that are one name with the plain form `word`, itself included.

    Beside the tables: the people of any long name in -ia, Slavic names in -y, -yy, -iy, -ii, -i,
    those in -ei and -ey, and codes with a plural -s ("F-16s").
    """
    bare = word.replace(".", "")
    same = {word, bare} | _SAME.get(bare, frozenset())
    if bare[-2:-1].isdigit() and bare.endswith("s"):
        same.add(bare[:-1])
    elif bare[-1:].isdigit():
        same.add(f"{bare}s")
    place = bare.rstrip("s").removesuffix("n")
    if len(place) >= SHORTEST_PLACE and place.endswith("ia"):
        same |= {place, f"{place}n", f"{place}ns"}
    for endings in (("yy", "iy", "ii", "yi", "yj"), ("ei", "ey"), ("y", "i")):
        ending = next((e for e in endings if bare.endswith(e)), None)
        if ending:
            return frozenset(same | _with_endings(bare[: -len(ending)], endings))
    return frozenset(same)


def _with_endings(head: str, endings: tuple[str, ...]) -> set[str]:
    """Return the spellings of a name that ends so: the short endings only after a long stem."""
    if len(head) < 3 or not head[-1].isalpha() or head[-1] in _VOWELS:
        return set()
    if endings[0] == "ei":
        return {head + ending for ending in endings}
    if len(head) >= 5:
        return {head + ending for ending in ("y", "yy", "iy", "yi", "ii", "i", "yj")}
    return {head + ending for ending in endings} if len(endings) > 2 else set()


@lru_cache(maxsize=65536)
def name_key(word: str) -> str:
    """Return one form for all the spellings of a name, as `same_name` knows them.

    >>> name_key("Kharkov") == name_key("Kharkiv"), name_key("Ukrainian") == name_key("Ukraine")
    (True, True)
    """
    return min(_variants(plain(word)))


def is_country(word: str) -> bool:
    """Whether a word names a country or part of the world, or its people.

    >>> is_country("Ukrainian"), is_country("Kyiv")
    (True, False)
    """
    return plain(word) in _LANDS


@lru_cache(maxsize=65536)
def same_name(left: str, right: str) -> bool:
    """Whether two words are one name: case, possessive, diacritics, transliteration, demonym aside.

    >>> same_name("Zelenskyy", "Zelensky"), same_name("Ukrainian", "Ukraine")
    (True, True)
    >>> same_name("Kharkiv", "Kharkov"), same_name("Dutch", "Netherlands")
    (True, True)
    >>> same_name("Niger", "Nigeria"), same_name("Iran", "Iraq"), same_name("Ivanov", "Ivanova")
    (False, False, False)
    """
    a, b = plain(left), plain(right)
    return a == b or b in _variants(a) or a.replace(".", "") == b.replace(".", "")


@lru_cache(maxsize=4096)
def words_of(text: str) -> frozenset[str]:
    """Return every word of `text` in plain form, hyphenated ones also in their parts.

    Where a word may be a name or an acronym (US, WHO, Turkey) and the text does not write it like
    one, its type says so to `carries`; as a string it is equal to any other.
    """
    found: dict[str, str] = {}
    for match in WORD.finditer(text):
        word = _POSSESSIVE.sub("", match.group())
        forms = [word, word.replace(".", ""), *re.split(r"[-&'’.]", word)]
        forms.extend(_unglued(word, text))
        for form in filter(None, forms):
            small = plain(form)
            if small not in _CASED:
                found[small] = small
            elif type(found.get(small)) is not str:
                found[small] = _better(found.get(small), small, form)
    return frozenset(found.values())


def is_land(word: str) -> bool:
    """Whether `word` is a country, a great city or region of the tables, or the people of one.

    >>> is_land("Ukrainian"), is_land("Kyiv")
    (True, False)
    """
    small = plain(word)
    return any(form in _LANDS for form in (small, small.removesuffix("s")))


def _better(known: str | None, small: str, form: str) -> str:
    """Return the plain form as typed by the most name-like of the ways the text writes it."""
    if form.isupper():
        return small
    return _Capital(small) if form[:1].isupper() or isinstance(known, _Capital) else _Small(small)


def _unglued(word: str, text: str) -> tuple[str, ...]:
    """Return a photo credit and the word that a page has glued to it: "ReutersHarlow"."""
    glued = _GLUED.match(word)
    return glued.groups() if glued and is_credit(glued.group(1), text) else ()


def is_credit(head: str, text: str) -> bool:
    """Whether a word that runs into the next one is a photo credit: a known one, or told by `text`.

    Where nothing tells of a picture, a capital inside a word is part of a name.

    >>> is_credit("Reuters", ""), is_credit("Harper", ""), is_credit("Stillhaus", "Photo: …")
    (True, False, True)
    """
    is_known = head.isupper() or head.casefold() in _CREDITS
    return is_known or _tells_of_picture(text)


@lru_cache(maxsize=4096)
def _tells_of_picture(text: str) -> bool:
    return bool(_CREDIT_LABEL.search(text))


def carries(words: Iterable[str], name: str) -> bool:
    """Whether one of `words` (plain forms) is `name` or a variant of it, part by part if hyphenated.

    Words that come from `words_of` know how the text writes them: an acronym that spells a common
    word needs its capitals, a name that is a common word a capital. Plain strings carry either.

    >>> carries(words_of("They told us so."), "US"), carries(words_of("the US said so"), "US")
    (False, True)
    """
    known = words if isinstance(words, frozenset) else frozenset(words)
    if any(_stands(variant, name, known) for variant in _variants(plain(name)) if variant in known):
        return True
    parts = [part for part in re.split(r"[-&/]", _POSSESSIVE.sub("", name)) if part]
    if len(parts) < 2 or not all(part.isalpha() and len(part) > 1 for part in parts):
        return False
    return all(carries(known, part) for part in parts)


def _stands(variant: str, name: str, known: frozenset[str]) -> bool:
    """Whether the word of `known` that is equal to `variant` is written like `name`."""
    if variant not in _CASED or not name[:1].isupper():
        return True
    written = next(filter(variant.__eq__, known))
    if isinstance(written, _Small):
        return variant not in _ALSO_WORDS and variant not in _SAME and not _needs_capitals(name)
    return not (isinstance(written, _Capital) and _needs_capitals(name))


def _needs_capitals(name: str) -> bool:
    return _is_acronym(name) and name.casefold().replace(".", "") in _ACRONYMS


def one_sayer(left: str, right: str) -> bool:
    """Whether two namings are alike in words: the same, or with the same last name.

    For texts apart from a story; within one, who is who is shown by its articles.

    >>> one_sayer("Mayor Ada Brandt", "Brandt"), one_sayer("the mayor", "Brandt")
    (True, False)
    """
    if plain(left) == plain(right):
        return True
    a, b = ([token.word for token in name_tokens(f"the {name}")][-1:] for name in (left, right))
    return bool(a and b) and same_name(a[0], b[0])
