"""Text out of bytes: character sets, cleaning, the order of a table's cells; why there is none.

Light: the process that reads an uploaded file imports it too.
"""

import codecs
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from typing import Literal, get_args

Why = Literal["too-large", "empty", "no-text", "unknown-kind", "protected", "broken", "too-slow"]
WHYS: tuple[Why, ...] = get_args(Why)

TEXT_BYTES = 1024 * 1024  # of UTF-8

_BYTE_ORDER_MARKS = (  # of UTF-32 first: its little-endian one begins as that of UTF-16 does
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

# Most likely first: one with a byte that was lost, western, Polish in two ways, and a Mac's.
_LIKELY = ("utf-8", "cp1252", "cp1250", "iso8859-2", "mac-roman")
# What hardly stands in a word: signs between letters, capitals after small ones, long runs of
# accents, and what the set does not have.
_ODD = re.compile(
    r"[^\W\d_][¹²³ªº¿¡¶±¼½¾¦§¨¬¯°´¸‡†‰ˆ˜¢£¥¤•™©®√∂≈∆Ω∫πµ]+(?=[^\W\d_])"
    r"|[a-z][À-ÖØ-ÞĀŠŽŸŹŻŁŚĆĘĄŃ](?=[a-z])"
    r"|[À-ʯ]{4,}"
    r"|(?<=[a-z])[³¹¶±](?![\d\w])"
    r"|[\x80-\x9f�]"
)
_MOST_ODD = 0.1  # of the characters that are not ASCII
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{1,40})|encoding=[\"']([\w-]{1,40})", re.I
)
_DECLARED_WITHIN = 4096
_KNOWN = re.compile(r"cp125\d|cp874|iso8859-\d+|koi8-[ru]|mac-\w+|shift_jis|euc_\w+|gb\w+|big5")


class UnreadableFile(Exception):
    """A file without text for us. `why` is one of WHYS."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


def marked(content: bytes) -> str | None:
    """Return the text where a byte order mark says how it is coded."""
    for mark, coding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return content.decode(coding, errors="replace")
    return None


def utf8(content: bytes) -> str | None:
    """Return the text where it needs no guessing: it has a mark, or is UTF-8."""
    text = marked(content)
    if text is None:
        try:
            text = content.decode()
        except UnicodeDecodeError:
            return None
    return text


def checked(text: str) -> str:
    """Return clean text of a size that we take.

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
    """Return the text with line feeds and common spaces, and without control characters."""
    return _NOTHING.sub("", _SPACES.sub(" ", _BREAKS.sub("\n", text)))


def tidied(text: str) -> str:
    """Return the text without spaces at ends of lines, and without two empty lines in a row."""
    lines = "\n".join(line.strip(" ").rstrip() for line in cleaned(text).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n")


def decoded(content: bytes) -> str:
    """Return the text of a file that nothing describes.

    Raises:
        UnreadableFile: no character set makes it one.

    """
    text = utf8(content)
    if text is None:
        text = _likely(content)
    return _guessed(content) if text is None else text


def decoded_html(content: bytes) -> str:
    """Return the source of a page: by its mark, as UTF-8, as it declares, or by trying."""
    text = utf8(content)
    if text is None and (charset := _declared(content)):
        text = content.decode(charset, errors="replace")
    return decoded(content) if text is None else text


def _declared(content: bytes) -> str | None:
    found = _DECLARED.search(content[:_DECLARED_WITHIN])
    if not found:
        return None
    try:
        name = codecs.lookup((found[1] or found[2]).decode()).name
    except LookupError:
        return None
    # What calls itself Latin-1 is Windows' own, which holds all of it: browsers agree.
    name = "cp1252" if name == "iso8859-1" else name
    return name if _KNOWN.fullmatch(name) else None


def _likely(content: bytes) -> str | None:
    readings = [content.decode(charset, errors="replace") for charset in _LIKELY]
    oddities = [len(_ODD.findall(reading)) for reading in readings]
    fewest = min(oddities)
    others = sum(byte > 127 for byte in content)
    return readings[oddities.index(fewest)] if fewest <= _MOST_ODD * others else None


def _guessed(content: bytes) -> str:
    from charset_normalizer import from_bytes

    found = from_bytes(content).best()
    if found is None:
        raise UnreadableFile("unknown-kind")
    return str(found)


def laid_out(rows: list[list[str]]) -> str:
    """Return the text of a table; each cell may have several lines.

    Cells of one line each stay beside each other, a tab between: label and value, or columns
    that only a person can tell apart. Else each cell stands by itself, an empty line around it:
    officials side by side are never mixed.
    """
    if _is_columns(rows):
        rows = [list(column) for column in zip(*rows, strict=True)]
        return "\n\n".join(cell for column in rows for cell in column if cell)
    return "\n".join(filter(None, map(_row, rows))).strip("\n")


def _row(cells: list[str]) -> str:
    cells = list(filter(None, cells))
    if _is_labelled(cells):
        return " ".join(cells)
    if not any("\n" in cell for cell in cells):
        return "\t".join(cells)
    return "\n" + "\n\n".join(cells) + "\n"


def _is_labelled(cells: list[str]) -> bool:
    return len(cells) == 2 and cells[0].endswith(":") and "\n" not in cells[0]


def _is_columns(rows: list[list[str]]) -> bool:
    """Return True if each column is to be read by itself: several have cells with several lines."""
    widths = {len(row) for row in rows}
    if len(widths) != 1 or any(map(_is_labelled, rows)):
        return False
    tall = sum(any("\n" in cell for cell in column) for column in zip(*rows, strict=True))
    return tall > 1
