"""Spans, sentences, marks and questions of texts in other languages and scripts: exact, word by word."""

from __future__ import annotations

import pytest
from abroad import ENGLISH, FOREIGN
from hypothesis import given
from hypothesis import strategies as st

from summarizer.articles import Document, Metadata
from summarizer.marks import is_quoted, quoted_stretches
from summarizer.matching import mention
from summarizer.prompts import PromptSet, article_view
from summarizer.sentences import sentence_spans
from summarizer.spans import Span, count_words, locate


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        # scripts without blanks: a word may end anywhere but inside a name or a number
        ("死亡した", "火災で3人が死亡した。", True),
        ("3人", "火災で3人が死亡した。", True),
        ("3人", "火災で13人が死亡した。", False),
        ("三人", "十三人が死亡した。", False),
        ("ロンドン", "ロンドンの港", True),
        ("ロンドン", "ロンドンデリーの港", False),
        ("ท่าเรือ", "ที่ท่าเรือใหญ่", True),
        # Korean adds particles to a name, and nothing else
        ("벨노그라드", "벨노그라드에서 불이 났다", True),
        ("벨노", "벨노그라드에서 불이 났다", False),
        # vowel signs and accents belong to their letter
        ("कार", "कारा में", False),
        ("दिल्ली", "दिल्ली में", True),
        ("दिल", "दिल्ली में", False),
        ("cafe", "cafe\u0301", False),
        # white space and marks are equal in every script, digits are not
        ("«Нет»", "„Нет“, сказал он", True),
        ("「いいえ」", "“いいえ”", True),
        ("٣ أشخاص", "قُتل ٣ أشخاص", True),
        ("٣ أشخاص", "قُتل ١٣ أشخاص", False),
        ("1\u00a0234", "1\u202f234 maisons", True),
    ],
)
def test_words_are_found_exactly(words: str, text: str, found: bool) -> None:
    """A span slices back to the words; nothing inside a longer word or number is one."""
    span = locate(words, text)
    assert (span is not None) is found


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("センコ", "市長センコ氏は"),
        ("벨노그라드", "벨노그라드의 항구"),
        ("سينكو", "وقال سينكو: لا"),
        ("Сенько", "Мер Сенько сказав"),
    ],
)
def test_a_name_is_mentioned_in_its_script(name: str, text: str) -> None:
    """A name is found where its script puts no blank beside it, too."""
    span = mention(name, Document(text, "a"), 1)
    assert span is not None
    assert span.of(text) == name


@pytest.mark.parametrize(
    ("language", "text", "sentences"),
    [
        ("de", "Am 3. Juli kam er. Dr. Weber blieb.", ["Am 3. Juli kam er.", "Dr. Weber blieb."]),
        ("de", "Es kostet 3 Mio. Euro. Er zahlte.", ["Es kostet 3 Mio. Euro.", "Er zahlte."]),
        ("de", "„Nein.“ Dann ging er.", ["„Nein.“", "Dann ging er."]),
        ("fr", "M. Senko parle. Il part.", ["M. Senko parle.", "Il part."]),
        ("ru", "В г. Вельно тихо. Он ушёл.", ["В г. Вельно тихо.", "Он ушёл."]),
        ("uk", "Це 5 тис. грн. Він пішов.", ["Це 5 тис. грн. Він пішов."]),  # an abbreviation may end
        ("ja", "火は消えた。「もう安全だ。」と述べた。", ["火は消えた。", "「もう安全だ。」と述べた。"]),
        ("ar", "هل انتهى؟ نعم. انتهى.", ["هل انتهى؟", "نعم.", "انتهى."]),
        ("ur", "آگ بجھ گئی۔ وہ چلا گیا۔", ["آگ بجھ گئی۔", "وہ چلا گیا۔"]),
        ("hi", "आग बुझ गई। वह चला गया।", ["आग बुझ गई।", "वह चला गया।"]),
        ("", "Am 3. Juli kam er.", ["Am 3.", "Juli kam er."]),  # of no language: as in English
    ],
)  # fmt: skip
def test_sentences_end_as_their_language_ends_them(
    language: str, text: str, sentences: list[str]
) -> None:
    """Stops of other scripts end sentences; abbreviations and ordinals of a language do not."""
    assert [span.of(text) for span in sentence_spans(text, language)] == sentences


@given(st.text(alphabet="Aб東ا。؟।.!?„“«»「」 3\n"), st.sampled_from(["", "de", "ru", "ja"]))
def test_sentences_slice_back(text: str, language: str) -> None:
    """Sentences stand in order, apart, without outer white space, and leave out white space alone."""
    spans = sentence_spans(text, language)
    assert all(span.of(text).strip() == span.of(text) != "" for span in spans)
    rest = list(text)
    for span in spans:
        rest[span.start : span.end] = " " * (span.end - span.start)
    assert not "".join(rest).strip()


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Er sagte: „Wir ‚weichen‘ nicht“.", ["Wir ‚weichen‘ nicht", "weichen"]),
        ("« Nous restons », dit-il.", [" Nous restons "]),
        ("Он сказал: «Мы „останемся“ здесь».", ["Мы „останемся“ здесь", "останемся"]),
        ("Hon sade: ”Vi stannar”.", ["Vi stannar"]),
        ("Han sagde: »Vi bliver«.", ["Vi bliver"]),
        ("市長は「私たちは『絶対』逃げない」と述べた。", ["私たちは『絶対』逃げない", "絶対"]),
        ("وقال: «لن نستسلم».", ["لن نستسلم"]),
        ("قال: ”لن نستسلم“ أمس", []),  # turned the wrong way round: nothing is sure
    ],
)
def test_quotation_marks_of_other_languages(text: str, quoted: list[str]) -> None:
    """Each language's marks hold the words, nested ones beside the whole."""
    stretches = quoted_stretches(text)
    assert [span.of(text) for span in stretches] == quoted
    assert all(is_quoted(Span(s.start, s.end), text) for s in stretches)


@pytest.mark.parametrize(
    ("text", "count"),
    [("We stay here", 3), ("私たちはここに残る", 4), ("", 0), ("3人 in Tokyo", 3)],
)
def test_words_are_counted(text: str, count: int) -> None:
    """Words are parted by blanks; where a script has none, two signs are about one word."""
    assert count_words(text) == count


@pytest.mark.parametrize("name", ["events", "numbers", "quotes", "layout"])
def test_an_english_article_is_asked_as_before(prompts: PromptSet, name: str) -> None:
    """What tells a model of the language prints nothing for English, not even white space."""
    given, unknown, foreign = (
        prompts.render(name, {"article": article_view(Document(ENGLISH.text, "a", metadata))})
        for metadata in (Metadata(language="en-GB"), Metadata(), Metadata(language="de"))
    )
    assert given == unknown
    assert (given == foreign) is (name == "layout")  # a layout has no words of the model's own


@pytest.mark.parametrize("language", FOREIGN)
def test_a_foreign_article_says_its_language(prompts: PromptSet, language: str) -> None:
    """The question names the language once, after the page, and asks for names as printed."""
    document = Document(FOREIGN[language].text, "a")
    user = prompts.render("events", {"article": article_view(document)})[1][1]
    told = user.partition("</page")[2]
    view = article_view(document)
    assert told.count(f"The page is in {view.language}.") == 1
    assert "exactly as the page prints it" in told
