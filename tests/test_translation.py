"""Names and quotations of other languages in English: what holds, and pages from seven newsrooms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from abroad import ALIASES, ENGLISH, FOREIGN, GERMAN, UKRAINIAN, Newsroom, answering
from builders import article, claims_of, event, number, quote
from claim_builders import statements
from model_server import ModelServer, Reaction, Seen, Sent

from summarizer import Endpoint, LiveModel, Summarizer
from summarizer.articles import Document, Metadata
from summarizer.briefing import Briefing, Statement
from summarizer.checking import check_page
from summarizer.claims import Quantity, Quotation
from summarizer.replies import AliasItem, Reply
from summarizer.restoring import restored
from summarizer.translation.aliases import Alias, Aliases
from summarizer.translation.applying import english_figure
from summarizer.translation.checking import checked, problem
from summarizer.translation.labels import Labels, labels_of

# --- one translation -------------------------------------------------------------------------------

PAGE = "„{}“, sagte Senko. Der Hafen ist zu, und die Schiffe liegen nicht mehr auf der Reede."


def german(words: str) -> Quotation:
    """Return a quotation of a German article."""
    document = Document(PAGE.format(words), "a page", Metadata(language="de"))
    (found,) = claims_of(document, quote(1, words, "Senko"))
    assert isinstance(found, Quotation)
    return found


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("Wir weichen nicht", "we will not yield", ""),
        ("Wir weichen nicht", "We will not yield", ""),  # a common opening word may be a capital
        ("Wir weichen nicht", "we will yield", "its negations"),
        ("Wir weichen", "we will not yield", "its negations"),
        ("Wir haben 1.240 Häuser", "we have 1,240 houses", ""),
        ("Wir haben 1.240 Häuser", "we have 1.240 houses", "its numbers"),
        ("Wir haben drei Häuser", "we have 3 houses", ""),
        ("Wir haben drei Häuser", "we have four houses", "its numbers"),
        ("Wir haben mehr als 40 Häuser", "we have more than 40 houses", ""),
        ("Wir haben mehr als 40 Häuser", "we have 40 houses", "its numbers"),  # the bound is lost
        ("Wir haben Häuser", "we have dozens of houses", "its numbers"),
        ("Wir haben ein Haus", "we have one house", ""),
        ("Das war 2014 so", "it was like that in 2014", ""),
        ("Das war 2014 so", "it was like that in 2015", "its numbers"),
        ("Ada Brandt hilft uns", "Ada Brandt helps us", ""),
        ("Die Ministerin hilft uns", "Ada Brandt helps us", "its names"),
        ("Russland hilft uns", "Russia helps us", "its names"),  # known to the model alone
        ("Welnograd hilft uns", "Velnograd helps us", ""),  # by the alias table
        ("Welnograd hilft uns", "the town helps us", "its names"),  # an aliased name is lost
        ("Der Hafen hilft uns", "Гавань helps us", "its names"),
        ("Er lügt", "Brandt is lying", "its names"),  # at the beginning, too
        ("Rauch stieg auf", "Smoke rose", ""),  # English articles print it in small letters
        ("Er lügt", "he lies, and he lies again, and he lies once more, as he has lied for years, "
                    "and as those around him do", "its length"),
        ("Er lügt", "…", "its length"),
    ],
)  # fmt: skip
def test_a_translation_has_the_numbers_negations_and_names(
    words: str, text: str, expected: str
) -> None:
    """What a translation changes in any of them it is refused for, and nothing else."""
    quotation = german(words)
    aliases = Aliases((Alias(quotation.document, "Welnograd", "Velnograd"),))
    assert problem(text, quotation, "de", aliases, frozenset({"smoke"})) == expected


def test_a_language_whose_negations_are_not_known_stays_untranslated() -> None:
    """Turkish denies by endings: what nobody can check is not printed."""
    assert problem("we will yield", german("Çekilmeyeceğiz"), "tr", Aliases(), frozenset()) == (
        "its negations"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Senko: “Wir weichen nicht”", Labels("de", "we do not yield", ())),
        (
            "Senko: “Wir weichen”",
            Labels(None, None, ("de",)),
        ),  # a part: not the whole's translation
        ("Senko said they stay.", Labels(None, None, ("de",))),
    ],
)
def test_a_statement_says_what_it_quotes_and_tells(text: str, expected: Labels) -> None:
    """A translation goes with the whole quotation; what is told in other words is translated."""
    quotation = german("Wir weichen nicht")
    known = {quotation.id: "we do not yield"}
    assert labels_of(text, [(quotation, "de")], known) == expected
    assert labels_of(text, [(quotation, "en"), (quotation, "")], known) == Labels()


# --- aliases ---------------------------------------------------------------------------------------

HOME = Document("Drones struck Velnograd, Ihor Senko said.", "home")
AWAY = Document("Drohnen trafen Welnograd, sagte Ihor Senko.", "away", Metadata(language="de"))
OTHER = Document("Des drones ont frappé Velnogrande.", "other", Metadata(language="fr"))


def kept(*pairs: tuple[str, str]) -> list[tuple[str, str]]:
    """Return which of the pairs hold for the three articles."""
    reply = Reply(aliases=tuple(AliasItem(printed=p, english=e) for p, e in pairs))
    held = checked([reply], [HOME, AWAY, OTHER], [])
    assert held.refused == len(pairs) - len(held.aliases)
    return [(alias.printed, alias.english) for alias in held.aliases]


@pytest.mark.parametrize(
    ("pair", "holds"),
    [
        (("Welnograd", "Velnograd"), True),
        (("Velnogrande", "Velnograd"), True),  # of another article in another language
        (("Welnograd", "Velnograd City"), False),  # no English article prints that
        (("Welnogrod", "Velnograd"), False),  # nor any German one this
        (("Welno", "Velnograd"), False),  # a part of a word
        (("Welnograd", "drones"), False),  # no name
        (("trafen", "Velnograd"), False),  # neither is this one
        (("Welnograd", "Velnogrande"), False),  # printed, but not by an article in English
    ],
)
def test_an_alias_stands_in_both_articles(pair: tuple[str, str], holds: bool) -> None:
    """Both forms are printed, one abroad and one in an English article, and the second is a name."""
    assert kept(pair) == [pair] * holds


def test_a_name_with_two_english_forms_has_none() -> None:
    """Nobody knows which of them it is."""
    assert kept(("Welnograd", "Velnograd"), ("Welnograd", "Ihor Senko")) == []


def test_the_longest_name_is_told_first() -> None:
    """A name inside another one is not told twice, nor one inside a word."""
    table = Aliases((Alias("d", "Welno", "Velno"), Alias("d", "Neu Welno", "New Velno")))
    assert table.english("d", "From Neu Welno to Welno and Welnograd") == (
        "From New Velno to Velno and Welnograd"
    )


@pytest.mark.parametrize(
    ("surface", "english"),
    [
        ("1.240 Häuser", "1,240"),
        ("rund 3,5 Mio. Euro", "about 3.5 million euros"),
        ("knapp 40 Häuser", "nearly 40"),
        ("mindestens drei Häuser", "at least 3"),
        ("bis zu 12,5 Prozent", "at most 12.5%"),
        ("1.234.567 Häuser", "1,234,567"),
        ("Dutzende Häuser", "Dutzende Häuser"),  # no value to print
    ],
)
def test_a_figure_has_english_marks(surface: str, english: str) -> None:
    """A value is printed with English marks and bounds, a vague word as its source has it."""
    document = Document(f"Es traf {surface} in der Stadt.", "a", Metadata(language="de"))
    (found,) = claims_of(document, number(1, surface, "houses hit"))
    assert isinstance(found, Quantity)
    assert english_figure(found) == english


# --- grounding -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "what", "holds"),
    [
        ("Drei Boote sanken vor Welno.", "Three boats sank off Welno", True),
        ("Drei Boote sanken vor Welno.", "Four boats sank off Welno", False),
        ("Drei Boote sanken vor Welno.", "Three boats sank off Velno", False),  # not as printed
        ("Über 300 Boote sanken.", "More than 300 boats sank", True),
        ("Über 300 Boote sanken.", "300 boats sank", False),  # the bound is lost
        ("Ein Boot sank.", "One boat sank", True),
        ("Kein Boot sank.", "No boat sank", True),
        ("Kein Boot sank.", "A boat sank", False),
        ("Das Boot sank.", "The boat did not sink", False),
        ("Die Stadt bestritt das.", "The town denied it", True),
    ],
)
def test_events_abroad_keep_numbers_names_and_negations(
    sentence: str, what: str, holds: bool
) -> None:
    """English words about a German sentence have its figures, bounds, names and negations."""
    document = Document(sentence, "a", Metadata(language="de"))
    page = [event(1, sentence.rstrip("."), what)]
    if holds:
        claims_of(document, *page)
    else:
        with pytest.raises(AssertionError):
            claims_of(document, *page)


def test_the_text_of_a_foreign_event_needs_its_words_printed() -> None:
    """A word of another script is looked for like a name."""
    document = Document("Три лодки утонули у Вельно.", "a", Metadata(language="ru"))
    claims_of(document, event(1, "Три лодки утонули", "Three boats sank off Вельно"))
    with pytest.raises(AssertionError):
        claims_of(document, event(1, "Три лодки утонули", "Three лодка sank off Вельно"))


# --- whole pages -----------------------------------------------------------------------------------


FLOOD = Newsroom(
    "Talbote",
    "Hochwasser in Unterbach\n"
    "In Unterbach hat die Feuerwehr am Donnerstag 60 Keller ausgepumpt, sagte Wehrleiterin Karla "
    "Moos. Zwei Brücken waren wegen der Fluten nicht zu befahren.\n",
    (
        event(2, "In Unterbach hat die Feuerwehr am Donnerstag 60 Keller ausgepumpt",
              "Firefighters pumped out 60 cellars in Unterbach", kind="disaster",
              when="am Donnerstag", where="Unterbach", said_by="Karla Moos"),
        number(2, "60", "cellars pumped out", unit="cellar"),
        number(3, "Zwei", "bridges closed", unit="bridge"),
    ),
)  # fmt: skip


def page_of(*rooms: Newsroom, reaction: Reaction | None = None) -> Briefing:
    """Return the briefing of these newsrooms with the local server."""
    with (
        ModelServer(reaction or answering(*rooms)) as server,
        Summarizer(model="m", client=LiveModel(Endpoint(server.url))) as desk,
    ):
        return desk.brief([room.given() for room in rooms])


def quoted(page: Briefing, words: str) -> Statement:
    """Return the statement that prints these words."""
    (found,) = (s for s in statements(page.stories[0]) if words in s.text)
    return found


@pytest.mark.parametrize("language", FOREIGN)
def test_a_foreign_article_comes_into_the_story(language: str) -> None:
    """With an English article alone, each of the six is read in full and told as the same story."""
    page = page_of(ENGLISH, FOREIGN[language])
    assert len(page.stories) == 1
    assert page.failures == []
    assert page.counts.rejected == {}
    assert (page.counts.uncovered_numbers, page.counts.uncovered_quotations) == (0, 0)
    values = [v for row in page.figures() for v in row.values if v.translated_from == language]
    assert {int(v.value or 0) for v in values} >= {3, 1240}
    events = [s for s in statements(page.stories[0]) if s.translated_from]
    assert events, "nothing of it is told"
    assert {tuple(s.translated_from) for s in events} == {(language,)}
    assert all("Velnograd" in s.text or "1,240" in s.text for s in events)


def test_another_foreign_story_of_that_day_stays_apart() -> None:
    """A German article of the same day about something else is a story of its own."""
    page = page_of(ENGLISH, FLOOD)
    assert len(page.stories) == 2


@pytest.mark.parametrize("language", [name for name in FOREIGN if name != "ru"])
def test_a_quotation_prints_in_the_original(language: str) -> None:
    """The words stand between marks as printed, their translation without and labelled."""
    room = FOREIGN[language]
    ((words, english),) = room.translations.items()
    page = page_of(ENGLISH, room)
    told = quoted(page, words)
    assert (told.translation, told.quoted_in, told.translated_from) == (english, language, [])
    assert f"“{words}” *(in English: {english}, translated by machine)*" in page.markdown
    html = page.html()
    assert f"“{words}”" in html
    assert f"in English: {english}, translated by machine" in html


def test_a_false_translation_is_not_printed() -> None:
    """The Russian reply loses the negation, so the words stand alone, and it is noted."""
    page = page_of(ENGLISH, FOREIGN["ru"])
    told = quoted(page, "Мы не отступим")
    assert (told.translation, told.quoted_in) == (None, "ru")
    assert "*(in Russian, not translated)*" in page.markdown
    assert "retreat" not in page.markdown
    assert page.notes == ["names and translations offered that the articles do not bear out: 1"]


def test_the_page_says_what_is_translated() -> None:
    """Events, figures, names and sources each say so in the forms for people."""
    page = page_of(ENGLISH, GERMAN, UKRAINIAN)
    assert "port of Velnograd. *(translated from German)*" in page.markdown
    assert "at least 1,240 (“Mindestens 1.240”) — translated from German" in page.markdown
    assert "**Nordkurier**: report, in German," in page.markdown
    assert "Names in Nordkurier: “Welnograd” is Velnograd." in page.markdown
    html = page.html()
    assert "translated from German</bdi>" in html
    assert "at least 1,240 (“Mindestens 1.240”)" in html


def test_claims_keep_the_printed_words() -> None:
    """The list of claims has names and figures as the article prints them."""
    page = page_of(ENGLISH, UKRAINIAN)
    told = [c for c in page.claims if c.what and "Вельнограда" in c.what]
    assert [c.said_by for c in told] == ["Ігор Сенько"]
    assert any(c.surface == "Щонайменше 1 240" for c in page.claims)


def test_namings_in_two_scripts_are_one_sayer() -> None:
    """Who is aliased is the same person, so two outlets that quote him do not corroborate."""
    page = page_of(ENGLISH, UKRAINIAN)
    killed = [s for s in statements(page.stories[0]) if s.text.startswith("Three people")]
    assert killed
    assert {tuple(s.support.sayers) for s in killed} == {("Ihor Senko",)}
    assert {s.support.level for s in killed} == {"attributed"}


def test_without_aliases_names_stand_as_printed() -> None:
    """No alias is taken from anywhere else: the page prints the name of its source."""
    page = page_of(ENGLISH, UKRAINIAN, reaction=answering(ENGLISH, UKRAINIAN, aliases={}))
    told = [s.text for s in statements(page.stories[0]) if "uk" in s.translated_from]
    assert "Three people were killed in a drone strike on the port of Вельнограда." in told
    assert page.aliases == []


def test_the_order_of_articles_makes_no_difference() -> None:
    """Seven articles in seven languages give the same claims and stories in any order."""
    rooms = [ENGLISH, *FOREIGN.values()]
    first, last = page_of(*rooms), page_of(*reversed(rooms), reaction=answering(*rooms))
    assert [s.headline.text for s in first.stories] == [s.headline.text for s in last.stories]
    assert {s.id for s in statements(first.stories[0])} == {
        s.id for s in statements(last.stories[0])
    }
    assert len(first.stories) == 1
    assert len(first.stories[0].figures[0].values) == 7


def failing(reaction: Reaction) -> Reaction:
    """Return the same reaction, but nobody answers what is to be translated."""

    def react(seen: Seen) -> Sent:
        if "translations" in seen.schema["properties"]:
            return Sent(400, b'{"error": {"message": "no"}}')
        return reaction(seen)

    return react


def test_a_question_that_fails_is_listed() -> None:
    """Where a model was asked and did not answer, words stay as printed and the failure is listed."""
    page = page_of(ENGLISH, GERMAN, reaction=failing(answering(ENGLISH, GERMAN)))
    assert [failure.stage for failure in page.failures] == ["translate"]
    told = quoted(page, "Wir weichen nicht")
    assert (told.translation, told.quoted_in) == (None, "de")
    assert page.stories[0].figures


def test_without_a_model_a_missing_answer_is_a_note() -> None:
    """Nobody is there to ask: everything else is made of what is stored, and said so."""
    rooms = (ENGLISH, GERMAN)
    with ModelServer(failing(answering(*rooms))) as server:
        client = LiveModel(Endpoint(server.url))
        with Summarizer(model="m", client=client) as desk:
            desk.brief([room.given() for room in rooms])
            desk.client = None
            page = desk.brief([room.given() for room in rooms])
    assert page.failures == []
    assert page.notes == [
        "Harbour Post: translate: no stored answer; what is in another language stays as printed"
    ]


def test_a_story_in_english_asks_nothing_new() -> None:
    """Only a story with an article in another language has a question to translate."""
    other = replace(ENGLISH, outlet="Second Post", text=ENGLISH.text.replace("Drones", "Uavs", 1))
    asked: list[str] = []

    def watching(seen: Seen) -> Sent:
        asked.append(" ".join(seen.schema["properties"]))
        return answering(ENGLISH, other)(seen)

    page = page_of(ENGLISH, other, reaction=watching)
    assert "aliases translations" not in asked
    assert all(s.translated_from == [] and s.quoted_in is None for s in statements(page.stories[0]))
    page_of(ENGLISH, GERMAN, reaction=lambda seen: (watching(seen), answering(GERMAN)(seen))[1])
    assert asked.count("aliases translations") == 1


EDITS: Mapping[str, tuple[str, str, str]] = {
    "a name": ("port of Velnograd. *(tr", "port of Belnograd. *(tr", "Belnograd"),
    "a number": ("At least 1,240 households", "At least 1,420 households", "1,420"),
    "the marks of a number": ("At least 1,240 households", "At least 1.240 households", "1.240"),
    "quoted words": ("Wir weichen nicht", "Wir weichen", "Wir weichen"),
    "a negation": ("households were without", "households were not without", "denies"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_page_is_checked_in_english(edit: str) -> None:
    """The page passes as it is; an edit that the German article does not bear out is found."""
    page = page_of(ENGLISH, GERMAN)
    against = restored(Briefing.model_validate_json(page.as_json()))
    assert check_page(page.markdown, against) == []
    old, new, told = EDITS[edit]
    lines = page.markdown.splitlines()
    changed = [line.replace(old, new) if "Nordkurier" in line else line for line in lines]
    assert changed != lines
    assert any(told in found.problem for found in check_page("\n".join(changed), against))


def test_an_honest_edit_of_a_translated_line_passes() -> None:
    """A sentence about the German article may be worded otherwise by a person."""
    page = page_of(ENGLISH, GERMAN)
    against = restored(page)
    old = "At least 1,240 households were without power. *(translated from German)*"
    new = "At least 1,240 households had no power."
    assert old in page.markdown
    assert check_page(page.markdown.replace(old, new), against) == []


def test_the_table_of_names_is_used() -> None:
    """Every alias of the replies is one that some article prints."""
    texts = "\n".join(room.text for room in FOREIGN.values())
    assert [printed for printed in ALIASES if printed not in texts] == []
    assert article("x").language == ""
