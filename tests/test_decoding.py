"""Decoding: marks, declarations, UTF-8 and guesses, and which of them a reader is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.decoding import Ground, charset_of, declared_in, decode, sound
from summarizer.errors import DocumentError

RUSSIAN = "Президент сообщил, что переговоры пройдут в четверг."
JAPANESE = "会議は木曜日に開かれる。" * 3


@pytest.mark.parametrize(
    ("data", "declared", "text", "encoding", "ground"),
    [
        # What is declared is followed where it fits.
        ("£5".encode("cp1252"), ["windows-1252"], "£5", "windows-1252", "declared"),
        (RUSSIAN.encode("koi8-r"), ["koi8-r"], RUSSIAN, "koi8-r", "declared"),
        (JAPANESE.encode("cp932"), ["Shift_JIS"], JAPANESE, "cp932", "declared"),
        (JAPANESE.encode("iso2022_jp"), ["iso-2022-jp"], JAPANESE, "iso2022_jp", "declared"),
        ("Café".encode("utf-16-le"), ["utf-16"], "Café", "utf-16-le", "declared"),
        # Pages that declare Latin-1 mean Windows' quotation marks by these bytes.
        ("“Yes”".encode("cp1252"), ["iso-8859-1"], "“Yes”", "windows-1252", "declared"),
        # The first that fits: the header before the page's own.
        ("ø".encode("cp1252"), ["windows-1252", "koi8-r"], "ø", "windows-1252", "declared"),
        # A mark and UTF-8 overrule a lie.
        ("Café".encode("utf-8-sig"), ["windows-1252"], "Café", "utf-8", "marked"),
        ("Café".encode(), ["windows-1252"], "Café", "utf-8", "valid"),
        (b"plain", ["windows-1252"], "plain", "utf-8", "valid"),
        # UTF-8 is declared and a byte is broken: not all of it is read as something else.
        (b"\xc3\xa9" * 200 + b"\xff", ["utf-8"], "é" * 200 + "\ufffd", "utf-8", "declared"),
        # ... and a Western text that calls itself UTF-8 is none.
        (
            "“Yes”, they say. ".encode("cp1252") * 9,
            ["utf-8"],
            "“Yes”, they say. " * 9,
            "windows-1252",
            "guessed",
        ),
        # Nonsense, and codecs that are no encodings of text, are passed over.
        ("£5".encode("cp1252"), ["klingon", "rot13", "\0"], "£5", "windows-1252", "guessed"),
        # A declaration that cannot be: half of it would be unreadable.
        (RUSSIAN.encode("cp1251"), ["utf-8"], RUSSIAN, "windows-1251", "guessed"),
    ],
)
def test_an_encoding_is_found(
    data: bytes, declared: list[str], text: str, encoding: str, ground: str
) -> None:
    """Mark, valid UTF-8, declaration, guess: in this order, and it is said which."""
    decoded = decode(data, "a.html", declared)
    assert (decoded.text, decoded.encoding, decoded.ground) == (text, encoding, Ground(ground))


@pytest.mark.parametrize(
    ("data", "declared", "notes"),
    [
        ("£5".encode("cp1252"), ["iso-8859-1"], ("a: read as windows-1252 (declared)",)),
        ("£5".encode("cp1252"), [], ("a: read as windows-1252 (guessed)",)),
        ("£5".encode(), ["iso-8859-1"], ("a: read as utf-8 (declared as windows-1252)",)),
        ("£5".encode(), ["utf-8"], ()),
        (b"plain", ["iso-8859-1"], ()),  # the same in both
        (b"\xef\xbb\xbf\xff", [], ("a: 1 unreadable character",)),
    ],
)
def test_what_is_not_plain_utf8_is_said(
    data: bytes, declared: list[str], notes: tuple[str, ...]
) -> None:
    """A note tells the encoding and its ground; UTF-8 needs none."""
    assert decode(data, "a", declared).notes("a") == notes


@pytest.mark.parametrize(
    ("data", "declared"),
    [
        (b'<?xml version="1.0" encoding="ISO-8859-1"?><rss>', ("ISO-8859-1",)),
        (b'<html><head><META CHARSET="koi8-r">', ("koi8-r",)),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=gb2312">', ("gb2312",)),
        (b"<meta charset=a><meta charset=b>", ("a",)),
        (b"<p>charset=koi8-r</p>", ()),
        (b" " * 5000 + b"<meta charset=koi8-r>", ()),  # too far down
    ],
)
def test_declarations_are_found_in_the_first_bytes(data: bytes, declared: tuple[str, ...]) -> None:
    """XML's declaration and the first meta element count, words of the text do not."""
    assert declared_in(data) == declared


def test_a_header_without_a_charset_declares_nothing() -> None:
    """Only the parameter is a declaration."""
    assert charset_of("text/html") == ()
    assert charset_of('text/html; boundary=x; Charset="KOI8-R"') == ("KOI8-R",)


def test_binary_data_is_refused() -> None:
    """A NUL says so, unless UTF-16 is declared, and so does a known beginning."""
    with pytest.raises(DocumentError, match="binary data"):
        decode(b"a\0b", "a", ["utf-8"])
    with pytest.raises(DocumentError, match="a PDF"):
        decode(b"%PDF-1.7", "a", ["utf-8"])


@given(st.text(), st.lists(st.sampled_from(["utf-8", "koi8-r", "iso-8859-1", "gbk", "x"])))
def test_utf8_is_read_as_it_stands_whatever_is_declared(text: str, declared: list[str]) -> None:
    """What was written as UTF-8 comes back, binary data and marks aside."""
    if "\0" not in text and not text.startswith(("\ufeff", "%PDF-", "GIF8", "PK\3\4", "{\\rtf")):
        assert decode(text.encode(), "a", declared).text == text


@given(st.binary(max_size=200), st.lists(st.sampled_from(["utf-8", "big5", "utf-16", "euc-kr"])))
def test_any_bytes_are_text_or_refused(data: bytes, declared: list[str]) -> None:
    """No bytes and no declaration break the decoder, and its text can be written to a file."""
    try:
        decoded = decode(data, "a", declared)
    except DocumentError:
        return
    assert sound(decoded.text) == decoded.text
