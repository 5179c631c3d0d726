"""Which language a text is in: clear evidence for another one, and never against English."""

from __future__ import annotations

from pathlib import Path

import pytest
from abroad import ENGLISH, FOREIGN
from claim_builders import newsroom

from summarizer.articles import Basis, Document, Metadata
from summarizer.languages import code_of, foreign_language, language_name
from summarizer.layout import page_of

FIXTURES = Path(__file__).parent.parent / "fixtures" / "articles"


@pytest.mark.parametrize("language", FOREIGN)
def test_a_short_article_is_known(language: str) -> None:
    """Three or four sentences are enough to tell the language."""
    assert foreign_language(FOREIGN[language].text) == language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        # one sentence each, without numbers or names that would help
        ("es", "Los bomberos de la ciudad dijeron que el fuego se apagó por la noche y que no hay más."),
        ("it", "Il sindaco della città ha detto che il porto è stato chiuso per la notte e non solo."),
        ("pt", "O prefeito disse que o porto foi fechado para os navios e não está aberto ao público."),
        ("nl", "De burgemeester zei dat de haven van de stad gesloten is en niet voor morgen opengaat."),
        ("sv", "Borgmästaren sade att hamnen är stängd och att det inte finns någon som har skadats."),
        ("da", "Borgmesteren siger, at havnen er lukket, og at der ikke blev fundet flere ved kajen."),
        ("pl", "Burmistrz powiedział, że port jest zamknięty i że nie zostanie otwarty do końca dnia."),
        ("cs", "Starosta řekl, že přístav je zavřený a že se po útoku také nikdo nevrátil do domů."),
        ("tr", "Liman bu gece için kapalı ve bir gemi daha sonra da çıkacak, ancak o kadar çok değil."),
        ("fi", "Pormestarin mukaan satama on kiinni ja se ei ole auki, mutta hän ei ole huolissaan."),
        ("bg", "Кметът каза, че пристанището е затворено в четвъртък и няма да се отвори."),
        ("el", "Ο δήμαρχος είπε ότι το λιμάνι παραμένει κλειστό"),
        ("he", "ראש העיר אמר כי הנמל סגור עד להודעה חדשה"),
        ("fa", "شهردار گفت بندر تا پنجشنبه بسته است و کسی آسیب ندیده"),
        ("hi", "महापौर ने कहा कि बंदरगाह गुरुवार तक बंद रहेगा"),
        ("zh", "市长表示，港口将关闭至周四，目前没有人员伤亡的报告。"),
        ("ko", "시장은 항구가 목요일까지 폐쇄된다고 밝혔다. 다친 사람은 없다."),
        ("th", "นายกเทศมนตรีกล่าวว่าท่าเรือปิดจนถึงวันพฤหัสบดี"),
    ],
)  # fmt: skip
def test_one_sentence_is_enough(language: str, text: str) -> None:
    """A plain sentence of another language is told by its script or its common words."""
    assert foreign_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12:30 – 0:1",  # nothing to tell by
        "Der Spiegel, Die Zeit and Das Erste all carried the report on Thursday, the mayor said.",
        "The mayor wrote: “Мы не отступим”, and later “Нас не сломить”, on his channel.",
        "Ada Brandt, El Mundo, La Repubblica, Le Monde",  # names only
        "Fire in São João, Łódź, Malmö and Århus",
        "Bolletta, resto, turno",  # too little
    ],
)
def test_what_is_not_clear_is_english(text: str) -> None:
    """Foreign names, quoted words and single words make no text foreign."""
    assert foreign_language(text) == ""


def test_no_english_article_is_called_foreign() -> None:
    """The fixtures and the made-up newsroom are all in English."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(FIXTURES.rglob("*.txt"))]
    texts += [clip.document.text for clip in newsroom()] + [ENGLISH.text]
    assert len(texts) > 8
    assert [foreign_language(text) for text in texts] == [""] * len(texts)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("de", "de"), ("DE-at", "de"), ("pt_BR", "pt"), ("zh-Hans", "zh"), ("deu", "de"),
        ("Ukrainian", "uk"), ("English", "en"), ("en-GB", "en"), ("eng", "en"), ("fil", "fil"),
        ("", ""), ("?", ""), ("the local tongue", ""),
    ],
)  # fmt: skip
def test_a_tag_is_read(given: str, code: str) -> None:
    """Tags of two and three letters and English names give one code, anything else none."""
    assert code_of(given) == code


def test_a_language_has_a_name() -> None:
    """A page speaks of languages by their English names, of unknown ones by their code."""
    assert [language_name(c) for c in ("de", "nb", "und", "fil")] == [
        "German", "Norwegian", "another language", "another language (fil)"
    ]  # fmt: skip


def test_the_given_language_counts_first() -> None:
    """What a caller says holds against the rule, also that a text is in English."""
    text = FOREIGN["de"].text
    assert Document(text, "a", Metadata(language="en-GB")).language == "en"
    assert Document(text, "a", Metadata(language="Danish")).language == "da"
    assert Document(text, "a", Metadata(language="?")).language == "de"


def test_a_language_by_rule_is_assumed() -> None:
    """The page's metadata has the language that was told by rule, and on what basis."""
    page = page_of(Document(FOREIGN["ja"].text, "a"), None)
    metadata = page.articles[0].metadata
    assert (metadata.language, metadata.basis_of("language")) == ("ja", Basis.ASSUMED)
    assert page_of(Document(ENGLISH.text, "a"), None).articles[0].metadata.language is None
