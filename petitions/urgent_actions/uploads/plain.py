"""Text as it is, in whichever character set, without what no text needs."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE

from petitions.urgent_actions.uploads.trouble import TEXT_BYTES, UnreadableFile

_MARKS = (  # of UTF-32 first: its little-endian one begins as that of UTF-16 does
    (BOM_UTF32_LE, "utf-32"),
    (BOM_UTF32_BE, "utf-32"),
    (BOM_UTF8, "utf-8-sig"),
    (BOM_UTF16_LE, "utf-16"),
    (BOM_UTF16_BE, "utf-16"),
)
_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_SPACES = re.compile("[\xa0\u2007\u202f]")
# Controls, hyphens that show only where a line ends, halves of characters, and what is none.
_NOTHING = re.compile("[\0-\x08\x0e-\x1f\x7f-\x9f\xad\ufeff\ud800-\udfff\ufffe\uffff]")
_MOST_CONTROLS = 0.02


def marked(content: bytes) -> str | None:
    """Give the text where a byte order mark says how it is coded."""
    for mark, coding in _MARKS:
        if content.startswith(mark):
            return content.decode(coding, errors="replace")
    return None


def utf8(content: bytes) -> str | None:
    """Give the text where it needs no guessing: it has a mark, or is UTF-8."""
    text = marked(content)
    if text is None:
        try:
            text = content.decode()
        except UnicodeDecodeError:
            return None
    return text


def checked(text: str) -> str:
    """Give clean text of a size that we take.

    Raises:
        UnreadableFile: it is no text, there is none, or too much.

    """
    if len(re.findall("[\0-\x08\x0e-\x1f]", text)) > _MOST_CONTROLS * len(text):
        raise UnreadableFile("unknown-kind")
    text = cleaned(text)
    if not text.strip():
        raise UnreadableFile("no-text")
    if len(text.encode()) > TEXT_BYTES:
        raise UnreadableFile("too-large")
    return text


def cleaned(text: str) -> str:
    """Give the text with line feeds and common spaces, and without control characters."""
    return _NOTHING.sub("", _SPACES.sub(" ", _BREAKS.sub("\n", text)))


def tidied(text: str) -> str:
    """Give the text without spaces at ends of lines, and with one empty line at most at a time."""
    lines = "\n".join(line.strip(" ").rstrip() for line in cleaned(text).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n")
