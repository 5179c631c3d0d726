from __future__ import annotations

import io
import json
import os
import string
import sys
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from summarizer.accepting import LARGEST
from summarizer.articles import Basis, Document, Metadata, metadata_from
from summarizer.errors import UsageError
from summarizer.reading import Failure, Reading, as_documents, read

PLAIN = st.text(st.characters(blacklist_categories=["Cs"])).filter(str.strip)


def _read_bytes(data: bytes, **options: Any) -> Reading:
    return read(["-"], stdin=io.BytesIO(data), **options)


def _texts(reading: Reading) -> list[tuple[str, str]]:
    return [(document.name, document.text) for document in reading.documents]


def _fields(document: Document) -> dict[str, str]:
    metadata = document.metadata
    return {
        name: value.surface if name == "published" else value
        for name in ("outlet", "title", "published", "url", "language")
        if (value := getattr(metadata, name)) is not None
    }


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder that is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("content", "body", "fields"),
    [
        ("The vote failed.\n", "The vote failed.\n", {}),
        (
            "---\noutlet: The Example\ntitle: A vote\n---\nThe vote failed.\n",
            "The vote failed.\n",
            {"outlet": "The Example", "title": "A vote"},
        ),
        # Only the one line break after the closing line goes, and none is translated.
        ("---\r\nlanguage: en\r\n---\r\n\r\nA.\r\nB.", "\r\nA.\r\nB.", {"language": "en"}),
        ("---\rtitle: A\r---\rOne.\rTwo.", "One.\rTwo.", {"title": "A"}),
        # Scalars as written: by YAML's own rules these are a boolean, a number and a number.
        (
            "---\nlanguage: no\ntitle: 12:30\noutlet: 1_000\n---\nA.",
            "A.",
            {"language": "no", "title": "12:30", "outlet": "1_000"},
        ),
        ("---\npublished: 2025-07-04\n---\nA.", "A.", {"published": "2025-07-04"}),
        (
            "---\npublished: 2025-07-04T06:12:00Z\n---\nA.",
            "A.",
            {"published": "2025-07-04T06:12:00Z"},
        ),
        ('---\ntitle: "Vote: it failed"\n---\nA.', "A.", {"title": "Vote: it failed"}),
        (
            '---\ntitle: "null"\noutlet: nullable\n---\nA.',
            "A.",
            {"title": "null", "outlet": "nullable"},
        ),
        ("---\ntitle: !!int A\noutlet: !!bool B\n---\nA.", "A.", {"title": "A", "outlet": "B"}),
        ("---\ntitle:\nurl: null\noutlet: ~\nbyline: Sam\n---\nA.", "A.", {}),
        ("---\n---\nA.", "A.", {}),
        ("---\n# nothing yet\n---  \nA.", "A.", {}),
        ("---\nA scene, and no rule after it.", "---\nA scene, and no rule after it.", {}),
        ("A.\n---\ntitle: B\n---\n", "A.\n---\ntitle: B\n---\n", {}),  # not at the start
        ("--- title: A\n---\nB.", "--- title: A\n---\nB.", {}),  # not a line of its own
        ("{{ 7 * 7 }} and \x1b[31m\x07", "{{ 7 * 7 }} and \x1b[31m\x07", {}),
    ],
)
def test_a_text_file_is_body_and_front_matter(
    folder: Path, content: str, body: str, fields: dict[str, str]
) -> None:
    """The body is kept as it stands; known fields of the front matter become metadata."""
    (folder / "a.txt").write_bytes(content.encode())
    reading = read(["a.txt"])
    assert reading.failures == ()
    assert _texts(reading) == [("a.txt", body)]
    assert _fields(reading.documents[0]) == fields
    assert set(reading.documents[0].metadata.basis.values()) <= {Basis.GIVEN}


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        ("---\ntitle: A\nurl: a: b\n---\nA.", "a.txt:3", "broken front matter: mapping values"),
        ("---\ntitle: 'A\n---\nA.", "a.txt:3", "broken front matter: found unexpected end"),
        ("---\n\ttitle: A\n---\nA.", "a.txt:2", "broken front matter: found character"),
        ("---\ntitle: A\x01\n---\nA.", "a.txt:2", "broken front matter: a character"),
        ("---\njust words\n---\nA.", "a.txt:2", "broken front matter: no 'key: value' lines"),
        ("---\na: " + "[" * 9000 + "\n---\nA.", "a.txt:2", "broken front matter: nested too"),
        ("---\ntitle: A\n\nThe vote failed.", "a.txt:1", "front matter without a closing"),
        ("---\ntitle: [A, B]\n---\nA.", "a.txt", "title: expected a string, got list"),
        ("---\npublished: Friday\n---\nA.", "a.txt", "published 'Friday' is not an ISO 8601"),
        ("---\ntitle: A\n---\n \n", "a.txt", "no text"),
    ],
)
def test_broken_front_matter_is_a_failure(
    folder: Path, content: str, name: str, reason: str
) -> None:
    """The failure says where the front matter breaks, and in one line how."""
    (folder / "a.txt").write_bytes(content.encode())
    (folder / "b.txt").write_text("The vote failed.")
    reading = read(["a.txt", "b.txt"])
    assert [document.name for document in reading.documents] == ["b.txt"]
    assert [failure.name for failure in reading.failures] == [name]
    assert reading.failures[0].reason.startswith(reason)
    assert "\n" not in reading.failures[0].reason


@given(PLAIN, st.text(string.ascii_letters + " :#'\"-é", min_size=1).filter(str.strip))
def test_any_text_survives_a_file_with_front_matter(
    tmp_path_factory: pytest.TempPathFactory, text: str, title: str
) -> None:
    """What was written after the front matter is what is read, code point by code point."""
    assume("\0" not in text and not text.lstrip().lower().startswith(("<html", "<!doc", "<?xml")))
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_bytes(f"---\ntitle: {json.dumps(title)}\n---\n{text}".encode())
    (document,) = read([path]).documents
    assert document.text == text
    assert document.metadata.title == " ".join(title.split())


@given(PLAIN)
def test_any_text_survives_json_lines(text: str) -> None:
    """JSON lines carry any text, NUL and line separators included."""
    assume(not text.lstrip().lower().startswith(("<html", "<!doc", "<?xml")))
    for escaped in (True, False):
        line = json.dumps({"id": "a", "text": text}, ensure_ascii=escaped)
        assert _texts(_read_bytes(line.encode())) == [("a", text)]


@given(st.binary())
def test_no_bytes_raise(data: bytes) -> None:
    """Whatever the bytes, the result is one document or one failure of one line."""
    reading = _read_bytes(data)
    assert len(reading.documents) + len(reading.failures) == 1
    assert all("\n" not in failure.reason for failure in reading.failures)


@pytest.mark.parametrize(
    ("data", "text", "notes"),
    [
        ("Café – “yes”".encode(), "Café – “yes”", []),
        ("Café".encode("utf-8-sig"), "Café", []),
        ("Café 😀".encode("utf-16"), "Café 😀", []),
        (b"\xfe\xff" + "Café".encode("utf-16-be"), "Café", []),
        ("Café 😀".encode("utf-32"), "Café 😀", []),
        (b"\x00\x00\xfe\xff" + "Café".encode("utf-32-be"), "Café", []),
        (
            "A loan of £2.3bn – “too much”.".encode("cp1252"),
            None,
            ["stdin: read as windows-1252 (guessed)"],
        ),
        ("It costs £5.".encode("cp1252"), None, ["stdin: read as windows-1252 (guessed)"]),
        (
            ("The café shut. " + "It rained. " * 9).encode("cp1252"),
            None,
            ["stdin: read as windows-1252 (guessed)"],
        ),
        (
            "Президент сообщил, что переговоры пройдут в четверг.".encode("cp1251"),
            None,
            ["stdin: read as windows-1251 (guessed)"],
        ),
        # Halves of surrogate pairs: one alone is unreadable, two make a character.
        (b"A \xed\xa0\xbd.", "A \ufffd.", ["stdin: 1 unreadable character"]),
        (b"A \xed\xa0\xbd\xed\xb8\x80.", "A 😀.", []),
        (b"\xff\xfeA\x00\x3d\xd8.\x00", "A\ufffd.", ["stdin: 1 unreadable character"]),
        (b"\xef\xbb\xbfA \xff\xfe.", "A \ufffd\ufffd.", ["stdin: 2 unreadable characters"]),
        # A byte order mark inside the text is a character of it.
        ("A\ufeff.".encode(), "A\ufeff.", []),
    ],
)
def test_encodings_are_told_apart(data: bytes, text: str | None, notes: list[str]) -> None:
    """Marks and UTF-8 are certain; a guess is noted, and so is what could not be read."""
    reading = _read_bytes(data)
    encoding = notes[0].split(" ")[3] if text is None else ""
    assert _texts(reading) == [("stdin", text or data.decode(encoding))]
    assert list(reading.notes) == notes


def test_without_a_detector_other_texts_are_western(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where charset_normalizer is missing, what is no UTF-8 is read as windows-1252, and noted."""
    monkeypatch.setitem(sys.modules, "charset_normalizer", None)
    reading = _read_bytes("Große Häuser, schöne Gärten.".encode("cp1252"))
    assert _texts(reading) == [("stdin", "Große Häuser, schöne Gärten.")]
    assert reading.notes == ("stdin: read as windows-1252 (guessed)",)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no text"),
        (b"\xef\xbb\xbf", "no text"),
        (b" \r\n\t", "no text"),
        (b"%PDF-1.7\n", "looks like a PDF, not text"),
        (b"\x89PNG\r\n\x1a\n", "looks like a PNG image, not text"),
        (b"\xff\xd8\xff\xe0", "looks like a JPEG image, not text"),
        (b"GIF89a", "looks like a GIF image, not text"),
        (b"PK\x03\x04", "looks like a ZIP archive or a Word document, not text"),
        (b"\x1f\x8b\x08", "looks like a gzip archive, not text"),
        (b"{\\rtf1", "looks like an RTF document, not text"),
        (b"The vote\0failed", "looks like binary data, not text"),
        ("The vote".encode("utf-16-le"), "looks like binary data, not text"),  # without its mark
        (b"<!DOCTYPE html><p>A.", "no article text in this page (words found: 1)"),
        (b"\n <HTML lang=en>A.", "no article text in this page (words found: 1)"),
        (b'<?xml version="1.0"?>\n<html>A.', "no article text in this page (words found: 1)"),
        (b"---\ntitle: A\n---\n<html>A.", "no article text in this page (words found: 1)"),
        (b'<?xml version="1.0"?>\n<rss><channel>', "looks like a feed; give it with --feed"),
        (b"<opml><body>", "looks like a feed; give it with --feed"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, reason: str) -> None:
    """The failure says what the bytes look like."""
    reading = _read_bytes(data)
    assert reading == Reading((), (Failure("stdin", reason),), ())


def test_a_text_that_only_speaks_of_html_is_read() -> None:
    """Markup is looked for at the start alone."""
    assert len(_read_bytes(b"The tag <html> opens a page.").documents) == 1


def test_a_text_of_the_largest_size_is_read_and_a_longer_one_refused(folder: Path) -> None:
    """The bound counts code points of one article, whatever the file's encoding."""
    (folder / "fits.txt").write_text("é" * LARGEST, encoding="utf-8")
    (folder / "long.txt").write_text("a" * (LARGEST + 1))
    (folder / "huge.txt").write_bytes(b"a" * (4 * LARGEST + 5))
    (folder / "long.jsonl").write_text(json.dumps({"text": "b" * (LARGEST + 1)}))
    reading = read(["fits.txt", "long.txt", "huge.txt", "long.jsonl"])
    assert [document.name for document in reading.documents] == ["fits.txt"]
    assert reading.failures == (
        Failure("long.txt", "larger than 4 MB"),
        Failure("huge.txt", "larger than 4 MB"),
        Failure("long.jsonl:1", "larger than 4 MB"),
    )


@pytest.mark.parametrize("character", ["a", " ", "-", "[", "\r"])
def test_a_line_of_a_megabyte_is_read(character: str) -> None:
    """No rule of reading needs line breaks."""
    text = "---\n" + character * 1_000_000 + "."
    assert _texts(_read_bytes(text.encode())) == [("stdin", text)]


def test_json_lines_are_read_line_by_line(folder: Path) -> None:
    """Each line is an article of its own; null is unknown, and foreign fields are ignored."""
    lines = [
        {"id": "r-1", "text": "One.", "outlet": "The Example", "published": "2025-07-04"},
        None,
        {"text": "Two.\u2028Still two.", "outlet": None, "byline": ["Sam"], "title": " "},
        {"id": 17, "text": "Three.", "published": "2025-07-04T06:12+03:00", "language": "en"},
    ]
    written = ["" if line is None else json.dumps(line, ensure_ascii=False) for line in lines]
    (folder / "a.jsonl").write_bytes("\r\n".join(written).encode("utf-8-sig"))
    reading = read(["a.jsonl"])
    assert _texts(reading) == [
        ("r-1", "One."),
        ("a.jsonl:3", "Two.\u2028Still two."),
        ("17", "Three."),
    ]
    assert [_fields(document) for document in reading.documents] == [
        {"outlet": "The Example", "published": "2025-07-04"},
        {},
        {"published": "2025-07-04T06:12+03:00", "language": "en"},
    ]
    assert (reading.failures, reading.notes) == ((), ())


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("not JSON", "not JSON: Expecting value: line 1 column 1 (char 0)"),
        ('{"text": "A."', "not JSON: Expecting ',' delimiter: line 1 column 14 (char 13)"),
        ("[" * 200_000, "not JSON: nested too deeply"),
        ('"A."', "expected an object with 'text', got str"),
        ("[]", "no text: the list is empty"),
        ("{}", "no text"),
        ('{"text": null}', "no text"),
        ('{"text": " "}', "no text"),
        ('{"text": ["A."]}', "text: expected a string, got list"),
        ('{"text": NaN}', "text: expected a string, got float"),
        ('{"text": "A.", "id": {"a": 1}}', "id: expected a string, got dict"),
        ('{"text": "A.", "title": true}', "title: expected a string, got bool"),
        (
            '{"text": "A.", "id": "x", "published": "4 July"}',
            "published '4 July' is not an ISO 8601 date or date-time",
        ),
        ('{"text": "<html>A."}', "no article text in this page (words found: 1)"),
    ],
)
def test_a_bad_line_is_one_failure(folder: Path, line: str, reason: str) -> None:
    """The failure names the line, and the others are read."""
    (folder / "a.jsonl").write_text(f'{{"text": "One."}}\n\n{line}\n{{"text": "Two."}}\n')
    reading = read(["a.jsonl"])
    assert _texts(reading) == [("a.jsonl:1", "One."), ("a.jsonl:4", "Two.")]
    assert reading.failures == (Failure("a.jsonl:3", reason),)


@pytest.mark.parametrize(
    ("content", "texts", "failures"),
    [
        ({"text": "One."}, [("a.json", "One.")], []),
        ({"text": "One.", "id": "r-1"}, [("r-1", "One.")], []),
        (
            [{"text": "One."}, 7, {"text": "Two.", "id": "r-2"}],
            [("a.json:1", "One."), ("r-2", "Two.")],
            [Failure("a.json:2", "expected an object with 'text', got int")],
        ),
        ([], [], [Failure("a.json", "no text: the list is empty")]),
        ("One.", [], [Failure("a.json", "expected an object with 'text', got str")]),
    ],
)
def test_a_json_file_is_an_object_or_a_list(
    folder: Path, content: object, texts: list[tuple[str, str]], failures: list[Failure]
) -> None:
    """A list's members are counted from 1."""
    (folder / "a.json").write_text(json.dumps(content, indent=2))
    reading = read(["a.json"])
    assert _texts(reading) == texts
    assert list(reading.failures) == failures


def test_unpaired_surrogates_become_unreadable_characters(folder: Path) -> None:
    """What JSON escapes may hold but no file can is replaced, in names and metadata too."""
    (folder / "a.jsonl").write_text(r'{"id": "\ud83d", "text": "A \udc00 😀.", "title": "\ud83d"}')
    (document,) = read(["a.jsonl"]).documents
    assert (document.name, document.text) == ("\ufffd", "A \ufffd 😀.")
    assert document.metadata.title == "\ufffd"


def _fill(folder: Path) -> None:
    for name in (
        "day/b.txt",
        "day/a.md",
        "day/sub/c.TXT",
        "day/sub/d.ndjson",
        "day/README.md",
        "day/license.txt",
        "day/LICENSE-MIT.txt",
        "day/sub/changelog.md",
        "day/licensed-taxis.txt",
        "day/.hidden.txt",
        "day/.git/e.txt",
        "day/photo.jpg",
        "day/notes.pdf",
        "day/Makefile",
        "other/f.txt",
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"text": name}) if name.endswith("json") else f"Text of {name}")


IN_DAY = ["day/a.md", "day/b.txt", "day/licensed-taxis.txt", "day/sub/c.TXT", "day/sub/d.ndjson:1"]


@pytest.mark.parametrize("given_name", ["day", "day/", "./day"])
def test_a_folder_is_read_in_order_of_name(folder: Path, given_name: str) -> None:
    """Articles of all depths are read; hidden files and a project's papers are passed over."""
    _fill(folder)
    reading = read([given_name])
    prefix = "./" if given_name.startswith("./") else ""
    assert [document.name for document in reading.documents] == [prefix + name for name in IN_DAY]
    assert reading.failures == ()
    assert reading.notes == (f"{given_name}: 3 files ignored (.jpg, .pdf, no ending)",)


def test_a_folder_without_articles_is_a_failure(folder: Path) -> None:
    """What a folder holds beside articles is counted, and that nothing was read is said."""
    (folder / "empty").mkdir()
    (folder / "empty" / "a.csv").write_text("1,2")
    reading = read(["empty"])
    assert reading.notes == ("empty: 1 file ignored (.csv)",)
    assert reading.failures == (
        Failure("empty", "no .txt, .md, .html, .jsonl or .ndjson file in this folder"),
    )


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        (
            "day/*.txt",
            ["day/LICENSE-MIT.txt", "day/b.txt", "day/license.txt", "day/licensed-taxis.txt"],
        ),
        ("day/[ab].*", ["day/a.md", "day/b.txt"]),
        ("d?y", IN_DAY),  # a folder that a pattern names is read like a folder
        ("day/**/*.TXT", ["day/sub/c.TXT"]),
        ("**/[af].*", ["day/a.md", "other/f.txt"]),
        ("other/**", ["other/f.txt"]),
        ("day/.hidden.txt", ["day/.hidden.txt"]),  # named outright, anything is read
        ("day/README.md", ["day/README.md"]),
        ("day/Makefile", ["day/Makefile"]),
    ],
)
def test_patterns_are_expanded(folder: Path, pattern: str, names: list[str]) -> None:
    """What names no file is a pattern; what it matches is read in order of name."""
    _fill(folder)
    reading = read([pattern])
    assert [document.name for document in reading.documents] == names
    assert reading.failures == ()


def test_an_absolute_pattern_is_expanded(folder: Path) -> None:
    """Names are as given, so an absolute pattern gives absolute names."""
    (folder / "a.txt").write_text("One.")
    reading = read([folder / "*.txt"])
    assert [document.name for document in reading.documents] == [str(folder / "a.txt")]


def test_a_file_whose_name_looks_like_a_pattern_is_read(folder: Path) -> None:
    """A name that exists is never expanded."""
    (folder / "a[1].txt").write_text("One.")
    (folder / "a1.txt").write_text("Two.")
    assert _texts(read(["a[1].txt"])) == [("a[1].txt", "One.")]


@pytest.mark.parametrize("name", ["gone.txt", "*.txt", "gone/**", "a\0b"])
def test_what_names_nothing_is_a_failure(folder: Path, name: str) -> None:
    """A missing file and a pattern without a match are listed alike."""
    assert read([name]) == Reading((), (Failure(name, "no such file"),), ())


def test_what_cannot_be_opened_is_a_failure(folder: Path) -> None:
    """The system's own words stand as the reason, and the other inputs are read."""
    (folder / "a.txt").write_text("One.")
    (folder / "link.txt").symlink_to("gone.txt")
    reading = read(["link.txt", "x" * 5000, "a.txt"])
    assert [document.name for document in reading.documents] == ["a.txt"]
    assert [failure.reason for failure in reading.failures] == [
        "cannot be read: No such file or directory",
        "cannot be read: File name too long",
    ]


@pytest.mark.skipif(os.name != "posix", reason="file names are bytes on POSIX only")
def test_a_file_name_that_is_no_text_is_shown_as_far_as_it_is(folder: Path) -> None:
    """Bytes of a name that are no UTF-8 are shown as unreadable."""
    try:
        Path(os.fsdecode(b"caf\xe9.txt")).write_text("One.")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    assert _texts(read(["*.txt"])) == [("caf\ufffd.txt", "One.")]


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        ("The vote failed.", [("stdin", "The vote failed.")]),
        ("---\ntitle: A\n---\nOne.", [("stdin", "One.")]),
        (
            '\n {"text": "One."}\n{"id": "r-2", "text": "Two."}\n',
            [("stdin:2", "One."), ("r-2", "Two.")],
        ),
        # Not an object with a text in the first line: text.
        ('{"title": "A"}', [("stdin", '{"title": "A"}')]),
        ("{The vote} failed.", [("stdin", "{The vote} failed.")]),
        ("[" * 100_000, [("stdin", "[" * 100_000)]),
    ],
)
def test_standard_input_is_text_or_json_lines(data: str, texts: list[tuple[str, str]]) -> None:
    """The first line that is not blank decides."""
    assert _texts(_read_bytes(data.encode())) == texts


def test_the_process_has_a_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no stream is passed, "-" reads the process's own."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"One.")))
    assert _texts(read("-")) == [("stdin", "One.")]


def test_defaults_fill_only_what_is_missing() -> None:
    """The caller's metadata stand behind the document's own, and both are given."""
    lines = b'{"text": "One.", "outlet": "The Example"}\n{"text": "Two.", "outlet": " "}'
    one, two = _read_bytes(lines, defaults={"outlet": "Other", "published": "2025-07-04"}).documents
    assert _fields(one) == {"outlet": "The Example", "published": "2025-07-04"}
    assert _fields(two) == {"outlet": "Other", "published": "2025-07-04"}
    assert one.metadata.basis == {"outlet": Basis.GIVEN, "published": Basis.GIVEN}


def test_a_default_that_is_no_date_is_misuse() -> None:
    """A bad option is said once, not once for each article."""
    with pytest.raises(UsageError, match="published 'Friday' is not"):
        read([], defaults={"published": "Friday"})


@pytest.mark.parametrize(
    ("published", "is_noted"),
    [
        ("2025-07-04", False),
        ("2025-07-05T09:00+12:00", False),  # tomorrow, as it is already elsewhere
        ("2025-07-06", True),
        ("1970-01-01", False),
    ],
)
def test_a_date_to_come_is_used_and_noted(published: str, is_noted: bool) -> None:
    """A document published after tomorrow keeps its date, and a note says so."""
    entry = {"text": "One.", "id": "r-1", "published": published}
    reading = as_documents(entry, today=date(2025, 7, 4))
    assert _fields(reading.documents[0])["published"] == published
    note = "r-1: published 2025-07-06 lies in the future: used as given"
    assert reading.notes == ((note,) if is_noted else ())
    assert as_documents(entry).notes == ()


def test_identical_texts_are_read_once(folder: Path) -> None:
    """The first by name is kept, whatever the order given, and the note names the others."""
    for name, text in {"c": "One.", "b": "Two.", "a": "One.", "d": "One."}.items():
        (folder / f"{name}.txt").write_text(text)
    reading = read(["c.txt", "b.txt", "a.txt"])
    assert [document.name for document in reading.documents] == ["b.txt", "a.txt"]
    assert reading.notes == ("2 identical texts: c.txt is a.txt",)
    reading = read(["d.txt", "a.txt", "b.txt", "c.txt"])
    assert [document.name for document in reading.documents] == ["a.txt", "b.txt"]
    assert reading.notes == ("3 identical texts: c.txt, d.txt are a.txt",)


def test_an_input_given_twice_is_read_once(folder: Path) -> None:
    """Overlapping inputs do not double an article."""
    (folder / "a.txt").write_text("One.")
    reading = read(["a.txt", "*.txt", "a.txt"])
    assert _texts(reading) == [("a.txt", "One.")]
    assert reading.notes == ("a.txt: given 3 times, read once",)


def test_texts_of_one_name_are_named_apart() -> None:
    """The later text takes the next free number, and a note says so."""
    entries = [{"id": name, "text": f"Text {n}."} for n, name in enumerate(["a", "a#2", "a", "a"])]
    reading = as_documents(entries)
    assert [document.name for document in reading.documents] == ["a", "a#2", "a#3", "a#4"]
    assert reading.notes == ("a#3: another text of the name a", "a#4: another text of the name a")


@given(st.permutations(["One.", "Two.", "One.", "Three.", "Two."]))
def test_order_does_not_change_what_is_kept(texts: list[str]) -> None:
    """Whatever the order, each text is kept once, where it was given."""
    reading = as_documents([{"id": text, "text": text} for text in texts])
    first = [text for at, text in enumerate(texts) if text not in texts[:at]]
    assert [document.text for document in reading.documents] == first


@pytest.mark.parametrize(
    ("articles", "texts"),
    [
        ("One.", [("text-1", "One.")]),
        (["One.", "Two."], [("text-1", "One."), ("text-2", "Two.")]),
        ({"text": "One.", "id": "r-1"}, [("r-1", "One.")]),
        ({"text": "One.", "id": 17}, [("17", "One.")]),
        (["One.", {"text": "Two."}], [("text-1", "One."), ("text-2", "Two.")]),
        (SimpleNamespace(text="One.", id="r-1"), [("r-1", "One.")]),
        (Document("One.", "own"), [("own", "One.")]),
        (iter([Document("One.", "own"), "Two."]), [("own", "One."), ("text-2", "Two.")]),
        ({"One.": 1}.keys(), [("text-1", "One.")]),
        ("---\ntitle: A\n---\nOne.", [("text-1", "---\ntitle: A\n---\nOne.")]),  # text is text
        ([], []),
    ],
)
def test_python_objects_become_documents(articles: object, texts: list[tuple[str, str]]) -> None:
    """A single article is accepted as one; texts without an id are counted."""
    reading = as_documents(articles)
    assert _texts(reading) == texts
    assert (reading.failures, reading.notes) == ((), ())


def test_paths_are_read_and_strings_are_not(folder: Path) -> None:
    """A Path is a file or a folder; a str that looks like one is text, with a note."""
    (folder / "day").mkdir()
    (folder / "day" / "a.txt").write_text("One.")
    expected = [("day/a.txt", "One.")]
    assert _texts(as_documents(Path("day/a.txt"))) == expected
    assert _texts(as_documents([Path("day")])) == [("a.txt", "One.")]  # as on the command line
    reading = as_documents("day/a.txt")
    assert _texts(reading) == [("text-1", "day/a.txt")]
    assert reading.notes == ("text-1: 'day/a.txt' looks like a path: pass Path('day/a.txt')",)
    for text in ("day/gone.txt", "day", "x" * 5000 + ".md", "a\0.txt"):
        assert as_documents(text).notes == ()
    assert as_documents(Path("gone.txt")).failures == (Failure("gone.txt", "no such file"),)


@pytest.mark.parametrize(
    ("entry", "fields"),
    [
        (
            {"outlet": "The Example", "title": "A vote", "language": "en", "authors": ["Sam"]},
            {"outlet": "The Example", "title": "A vote", "language": "en"},
        ),
        ({"published": date(2025, 7, 4)}, {"published": "2025-07-04"}),
        ({"publish_date": datetime(2025, 7, 4, 6)}, {"published": "2025-07-04T06:00:00"}),
        ({"published": "2025-07-04", "publish_date": "x"}, {"published": "2025-07-04"}),
        ({"source_url": "https://a.example"}, {"url": "https://a.example"}),
        (
            {"url": "https://a.example/1", "source_url": "https://a.example"},
            {"url": "https://a.example/1"},
        ),
        ({"title": "", "outlet": None, "url": float("nan")}, {}),  # as data frames and parsers do
    ],
)
def test_fields_may_be_keys_or_attributes(entry: dict[str, Any], fields: dict[str, str]) -> None:
    """A mapping and an object give the same metadata, under our names or a scraper's."""
    for article in ({"text": "One.", **entry}, SimpleNamespace(text="One.", **entry)):
        (document,) = as_documents(article).documents
        assert _fields(document) == fields


@pytest.mark.parametrize(
    ("entry", "failure"),
    [
        ({}, Failure("text-1", "no text")),
        ({"title": "A"}, Failure("text-1", "no text")),
        ({"text": "", "id": "r-1"}, Failure("r-1", "no text")),
        ({"text": b"One."}, Failure("text-1", "text: expected a string, got bytes")),
        (SimpleNamespace(text=None), Failure("text-1", "no text")),
        (
            SimpleNamespace(text=len),
            Failure("text-1", "text: expected a string, got builtin_function_or_method"),
        ),
        ({"text": "A.", "title": str}, Failure("text-1", "title: expected a string, got type")),
        (
            {"text": "A.", "published": "x"},
            Failure("text-1", "published 'x' is not an ISO 8601 date or date-time"),
        ),
        ("", Failure("text-1", "no text")),
        ("<!doctype html>", Failure("text-1", "no page: nothing in it can be read as HTML")),
    ],
)
def test_a_bad_article_does_not_sink_the_others(entry: object, failure: Failure) -> None:
    """An article without usable text is a failure beside the documents."""
    reading = as_documents([entry, "Two."])
    assert _texts(reading) == [("text-2", "Two.")]
    assert reading.failures == (failure,)


@pytest.mark.parametrize(
    ("articles", "named"),
    [
        (None, "NoneType"),
        (7, "int"),
        (b"One.", "bytes"),
        (io.StringIO("One."), "StringIO"),
        (["One.", None], "NoneType"),
        ([["One."]], "list"),
        ([b"One."], "bytes"),
    ],
)
def test_other_objects_are_misuse(articles: object, named: str) -> None:
    """A call that cannot be meant raises, and names the type."""
    with pytest.raises(UsageError, match=f"cannot read '{named}' as an article"):
        as_documents(articles)


def test_a_document_is_itself() -> None:
    """A document's metadata are its own; defaults do not touch them."""
    metadata = metadata_from({"outlet": "The Example"}, name="own")
    document = Document("One.", "own", metadata)
    bare = Document("Two.", "bare")
    reading = as_documents([document, bare], defaults={"outlet": "Other", "title": "A"})
    assert reading.documents[0] is document
    assert reading.documents[1].metadata == Metadata()
