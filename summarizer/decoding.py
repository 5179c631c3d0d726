"""Decoding: bytes of files, pages and feeds become text, and it is said by which encoding and why.

Knows encodings and what declares them; nothing of files, addresses or articles.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from summarizer.errors import DocumentError

_MAGIC = {
    b"%PDF-": "a PDF",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"PK\x03\x04": "a ZIP archive or a Word document",
    b"\x1f\x8b": "a gzip archive",
    b"\xd0\xcf\x11\xe0": "an Office document",
    b"{\\rtf": "an RTF document",
}
_MARKS = {  # UTF-32 first: its little-endian mark begins with the one of UTF-16
    b"\xef\xbb\xbf": "utf-8",
    b"\xff\xfe\x00\x00": "utf-32-le",
    b"\x00\x00\xfe\xff": "utf-32-be",
    b"\xff\xfe": "utf-16-le",
    b"\xfe\xff": "utf-16-be",
}
_ASCII = bytes(range(128))
_MACINTOSH = ["mac_cyrillic", "mac_greek", "mac_iceland", "mac_latin2", "mac_roman", "mac_turkish"]
_SIGNS = "€‚„…†‡‰‹‘’“”•–—™›\xa0£§©«®°±²³·»¼½¾".encode("cp1252")

# What a page that declares the key is written in: https://encoding.spec.whatwg.org/#names-and-labels
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "utf-16": "utf-16-le",
}
_DECLARABLE = frozenset(
    "utf-8 utf-16-le utf-16-be cp866 cp874 cp932 cp949 koi8-r koi8-u mac-roman mac-cyrillic gb18030"
    " big5hkscs euc_jp iso2022_jp cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258"
    " iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 iso8859-13"
    " iso8859-14 iso8859-15 iso8859-16".split()
)
_HEAD = 4096  # bytes searched for a declaration
_LOST = 100  # of so many characters one may be unreadable in a declared encoding
_XML = re.compile(rb"\s*<\?xml[^>]*?\bencoding\s*=\s*[\"']\s*([\w.:-]+)", re.IGNORECASE)
_META = re.compile(rb"<meta\b[^>]*?\bcharset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_PARAMETER = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


class Ground(StrEnum):
    """Why an encoding was taken."""

    MARK = "marked"  # a byte order mark
    VALID = "valid"  # it is UTF-8
    DECLARED = "declared"
    GUESSED = "guessed"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was read in and why; `overruled` was declared and is not so."""

    text: str
    encoding: str
    ground: Ground
    overruled: str = ""

    def notes(self, name: str) -> tuple[str, ...]:
        """Return what a reader should know of it: an encoding that is not UTF-8, and losses."""
        notes = []
        if self.overruled:
            notes.append(f"{name}: read as {self.encoding} (declared as {self.overruled})")
        elif self.ground in (Ground.DECLARED, Ground.GUESSED) and self.encoding != "utf-8":
            notes.append(f"{name}: read as {self.encoding} ({self.ground})")
        if lost := self.text.count("\ufffd"):
            characters = "character" if lost == 1 else "characters"
            notes.append(f"{name}: {lost} unreadable {characters}")
        return tuple(notes)


def decode(data: bytes, name: str, declared: Sequence[str] = ()) -> Decoded:
    """Return bytes as text.

    A byte order mark decides, then whether it is UTF-8 with more than ASCII, which no other
    encoding looks like by chance, then what is declared, then a guess.

    Args:
        data: the bytes of a file, a page or a feed.
        name: of the input, for the error.
        declared: labels of encodings, the most trusted first; unknown ones are passed over.

    Raises:
        DocumentError: it is no text.

    >>> decode("£5".encode("cp1252"), "a.html", ["iso-8859-1"]).notes("a.html")
    ('a.html: read as windows-1252 (declared)',)
    >>> decode("£5".encode(), "a.html", ["iso-8859-1"]).notes("a.html")
    ('a.html: read as utf-8 (declared as windows-1252)',)
    """
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise DocumentError(name, f"looks like {what}, not text")
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return Decoded(data[len(mark) :].decode(encoding, "replace"), encoding, Ground.MARK)
    known = [codec for label in declared if (codec := _codec(label))]
    if b"\0" in data and not (known and known[0].startswith("utf-16")):
        raise DocumentError(name, "looks like binary data, not text")
    try:
        text = sound(data.decode("utf-8", "surrogatepass"))
    except UnicodeDecodeError:
        pass
    else:
        first = known[0] if known else "utf-8"
        if first != "utf-8" and not data.isascii():
            return Decoded(text, "utf-8", Ground.VALID, _told(first))
        if not first.startswith(("utf-16", "iso2022")):  # which are ASCII to the eye
            return Decoded(text, "utf-8", Ground.VALID)
    for codec in known:
        text = data.decode(codec, "replace")
        # A Western text that calls itself UTF-8 loses little, but every sign that is not ASCII.
        others = text if codec != "utf-8" else re.sub(r"[\0-\x7f]", "", text)
        if text.count("\ufffd") * _LOST <= len(others):
            return Decoded(text, _told(codec), Ground.DECLARED)
    codec = _guessed(data)
    return Decoded(data.decode(codec, "replace"), _told(codec), Ground.GUESSED)


def declared_in(data: bytes) -> tuple[str, ...]:
    """Return the encodings that the first bytes of a page or a feed declare: XML, then meta.

    >>> declared_in(b'<?xml version="1.0" encoding="koi8-r"?><html><meta charset=utf-8>')
    ('koi8-r', 'utf-8')
    """
    head = data[:_HEAD]
    found = [match[1].decode("ascii", "replace") for match in (_XML.match(head),) if match]
    found += [match[1].decode("ascii", "replace") for match in _META.finditer(head)][:1]
    return tuple(found)


def charset_of(content_type: str) -> tuple[str, ...]:
    """Return the encoding that a Content-Type header names, if any.

    >>> charset_of("text/html; charset=ISO-8859-1")
    ('ISO-8859-1',)
    """
    match = _PARAMETER.search(content_type)
    return (match[1],) if match else ()


def sound(text: str) -> str:
    """Return `text` with unpaired surrogates, which no file can hold, as U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _codec(label: str) -> str:
    """Return Python's name for a declared encoding, or "" for one that no page is written in."""
    cleaned = label.strip().lower()
    try:
        name = codecs.lookup(cleaned.removeprefix("x-")).name
    except (LookupError, ValueError):  # a NUL in the label is the latter
        return ""
    name = _MEANT.get(name, name)
    return name if name in _DECLARABLE else ""


def _told(codec: str) -> str:
    """Return an encoding's name as pages declare it."""
    return re.sub(r"\Acp(?=125\d)", "windows-", codec)


def _guessed(data: bytes) -> str:
    """Return the likeliest encoding of bytes that are no UTF-8.

    The detector reads the pound sign of an English text as a Polish letter, so where nearly all
    is ASCII, or all else are signs, it is not asked; and a short Russian text as an old Macintosh
    one, so those encodings, long out of use, are left out.
    """
    others = data.translate(None, _ASCII)
    if len(others) * 50 < len(data) or not others.translate(None, _SIGNS):
        return "cp1252"
    try:
        from charset_normalizer import from_bytes
    except ImportError:
        return "cp1252"
    best = from_bytes(data, cp_exclusion=_MACINTOSH).best()
    return "cp1252" if best is None or "cp1252" in best.could_be_from_charset else best.encoding
