"""Text out of bytes: character sets, cleaning, the order of a table's cells; why there is none.

Light: the process that reads an uploaded file imports it too.
"""

import codecs
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from typing import Literal, get_args

Why = Literal[
    "too-large", "too-many", "empty", "no-text", "unknown-kind", "old-kind", "protected", "broken",
    "too-slow",
]  # fmt: skip
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


def utf8(content: bytes) -> str | None:
    """Return the text where it needs no guessing: a byte order mark says its coding, or UTF-8."""
    for mark, coding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return content.decode(coding, errors="replace")
    try:
        return content.decode()
    except UnicodeDecodeError:
        return None


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
    if text is not None:
        return text
    readings = [content.decode(charset, errors="replace") for charset in _LIKELY]
    oddities = [len(_ODD.findall(reading)) for reading in readings]
    fewest = min(oddities)
    if fewest <= _MOST_ODD * sum(byte > 127 for byte in content):
        return readings[oddities.index(fewest)]

    from charset_normalizer import from_bytes

    best = from_bytes(content).best()
    if best is None:
        raise UnreadableFile("unknown-kind")
    return str(best)


def decoded_html(content: bytes) -> str:
    """Return the source of a page: by its mark, as UTF-8, as it declares, or by trying."""
    text = utf8(content)
    if text is not None:
        return text
    declared = _DECLARED.search(content[:_DECLARED_WITHIN])
    try:
        charset = codecs.lookup((declared[1] or declared[2]).decode()).name if declared else ""
    except LookupError:
        charset = ""
    if charset == "iso8859-1":
        charset = "cp1252"  # browsers agree: what calls itself Latin-1 is Windows' own superset
    if _KNOWN.fullmatch(charset):
        return content.decode(charset, errors="replace")
    return decoded(content)


def laid_out(rows: list[list[str]]) -> str:
    """Return the text of a table; each cell may have several lines.

    Cells of one line each stay beside each other, a tab between: label and value, or columns
    that only a person can tell apart. Else each cell stands by itself, an empty line around it:
    officials side by side are never mixed.
    """
    columns = list(zip(*rows, strict=False))
    tall_count = sum(any("\n" in cell for cell in column) for column in columns)
    is_even = len({len(row) for row in rows}) == 1
    if is_even and tall_count > 1 and not any(map(_is_labelled, rows)):
        return "\n\n".join(cell for column in columns for cell in column if cell)
    blocks = []
    for row in rows:
        cells = [cell for cell in row if cell]
        if _is_labelled(cells):
            blocks.append(" ".join(cells))
        elif any("\n" in cell for cell in cells):
            blocks.append("\n" + "\n\n".join(cells) + "\n")
        elif cells:
            blocks.append("\t".join(cells))
    return "\n".join(blocks).strip("\n")


def _is_labelled(cells: list[str]) -> bool:
    return len(cells) == 2 and cells[0].endswith(":") and "\n" not in cells[0]
