"""The text of a mail: its words, and those of what is attached, each below a head of its own.

Which of them is the case is told later, where all labels are known.
"""

import codecs
import re
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any, cast

from petitions.urgent_actions.uploads import html, kind_of, odt, pdf, word
from petitions.urgent_actions.uploads.text import (
    UnreadableFile,
    checked,
    decoded,
    decoded_html,
    tidied,
)

_MOST_PARTS, _MOST_DEPTH = 100, 8
_MOST_HEADS = 500
_PART = re.compile(rb"^content-type:", re.IGNORECASE | re.MULTILINE)
_MAIL = "message/rfc822"
_HEADERS = ("From", "Date", "To", "Subject")
_ENCRYPTED = {"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}
# Python reads each from a file, and no file is opened any more once the mail is read.
_CODINGS = (
    *(f"iso8859-{number}" for number in (*range(1, 12), *range(13, 17))),
    *(f"cp{number}" for number in range(1250, 1259)),
    *("koi8-r", "koi8-u", "mac-roman", "utf-7", "utf-8-sig", "gb2312", "gbk", "gb18030", "big5"),
    *("shift_jis", "euc_jp", "iso2022_jp", "euc_kr"),
)
for _coding in _CODINGS:
    codecs.lookup(_coding)


def text(content: bytes) -> str:
    """Return the text of a mail, and of what is in it.

    Raises:
        UnreadableFile: with the reason.

    """
    if len(_PART.findall(content)) > _MOST_HEADS:  # before Python makes objects of them
        raise UnreadableFile("too-many")
    try:
        message = BytesParser(policy=default).parsebytes(content)
        pieces = _Reader().pieces_of(message, "----- Message -----")
        heads, texts = zip(*pieces, strict=True)
    except RecursionError as problem:
        raise UnreadableFile("too-many") from problem
    if not any(each.strip() for each in texts):
        is_locked = any(part.get_content_type() in _ENCRYPTED for part in message.walk())
        raise UnreadableFile("protected" if is_locked else "no-text")
    return tidied("\n\n".join(f"{head}\n\n{each}" for head, each in zip(heads, texts, strict=True)))


class _Reader:
    """Counts the parts of a mail, and knows which were read."""

    def __init__(self) -> None:
        self.count = 0
        self.bodies: set[int] = set()

    def pieces_of(
        self, message: EmailMessage, head: str, depth: int = 0
    ) -> Iterator[tuple[str, str]]:
        """Yield (head, text) of a mail, and of each file and mail in it."""
        said = [(name, _header(message, name)) for name in _HEADERS]
        lines = [head, *(f"{name}: {words}" for name, words in said if words)]
        yield "\n".join(lines), self._body(message)
        yield from self._attached(message, depth + 1)

    def _body(self, message: EmailMessage) -> str:
        """Return the words of a mail: the plain ones, or else those of its page."""
        for kind in ("plain", "html"):
            body = cast("EmailMessage | None", message.get_body((kind,)))
            if body is None or id(body) in self.bodies:
                continue
            self.bodies.add(id(body))
            if (words := _words(body)).strip():
                return words
        return ""

    def _attached(self, message: EmailMessage, depth: int) -> Iterator[tuple[str, str]]:
        parts = list(message.iter_attachments())
        is_whole = not message.is_multipart() or message.get_content_type() == _MAIL
        if is_whole and id(message) not in self.bodies:
            parts = [message]  # all of the mail is one file, or another mail
        self.count += len(parts)
        if self.count > _MOST_PARTS or depth > _MOST_DEPTH:
            raise UnreadableFile("too-many")
        for part in parts:
            name = " ".join((part.get_filename() or part.get_content_type()).split())[:100]
            if part.get_content_type() == _MAIL and part.is_multipart():
                inner = cast("EmailMessage", part.get_payload(0))
                yield from self.pieces_of(inner, f"----- Attachment: {name} -----", depth)
            elif part.is_multipart():
                yield f"----- Attachment: {name} -----", self._body(part)
                yield from self._attached(part, depth + 1)
            elif part.get_content_type() not in _ENCRYPTED and (words := _file(part, name)):
                yield f"----- Attachment: {name} -----", words
            else:
                yield f"----- Attachment: {name} (not read) -----", ""


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())
    except Exception:  # of the parser, about what is no header
        return ""


def _words(part: EmailMessage) -> str:
    content = cast("bytes", part.get_payload(decode=True) or b"")
    try:
        words = content.decode(part.get_content_charset("utf-8"))
    except (LookupError, UnicodeDecodeError):
        words = content.decode("cp1252", errors="replace")
    return html.text(words) if part.get_content_subtype() == "html" else words


def _file(part: EmailMessage, name: str) -> str:
    """Return the text of a file; nothing where it has none for us."""
    try:
        if part.get_content_maintype() == "text":
            return _words(part)
        content = cast("bytes", part.get_payload(decode=True) or b"")
        return _READERS[kind_of(content, name)](content)
    except MemoryError:
        raise
    except Exception:
        return ""


_READERS: dict[str, Callable[[Any], str]] = {
    "pdf": pdf.text,
    "word": word.text,
    "odt": odt.text,
    "html": lambda content: html.text(decoded_html(content)),
    "plain": lambda content: checked(decoded(content)),
    "mail": text,
}
