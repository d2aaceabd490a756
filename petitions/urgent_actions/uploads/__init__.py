"""Plain text out of what an organiser uploads. Light: the process that reads imports it too."""

import re
from pathlib import PurePath
from typing import Literal

from petitions.urgent_actions.uploads.text import UnreadableFile, checked, utf8

Kind = Literal["plain", "html", "word", "odt", "pdf", "mail"]

_PDF_WITHIN = 1024  # as far as readers look for it
_HTML_WITHIN = 4096
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")
_PHONE_PICTURES = {b"ftypheic", b"ftypmif1", b"ftypavif"}
_OLE = b"\xd0\xcf\x11\xe0"  # Word before 2007, mails of Outlook, and what Word encrypts
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MAIL_WITHIN = 64 * 1024  # the marks of many servers come first
_MAIL = re.compile(
    rb"(?:From [^\n]*\n)?(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*MIME-Version:", re.IGNORECASE
)
_ODT = b"mimetypeapplication/vnd.oasis.opendocument.text"
_ODT_AT = 30
_HTML = re.compile(rb"<(?:!doctype html|html|head|body|div|p|br|table|ul|meta)\b[^<]*>", re.I)

UPLOAD_BYTES = 2 * 1024 * 1024

__all__ = ["UPLOAD_BYTES", "UnreadableFile", "text_of"]


def text_of(content: bytes, name: str = "") -> str:
    """Return the text of a file, line by line; `name` counts where its content does not tell.

    Bullets begin with "- " or "• ". A tab stands between cells of a table that have one line
    each, an empty line between those that have several.

    Raises:
        UnreadableFile: with the reason.

    """
    if len(content) > UPLOAD_BYTES:
        raise UnreadableFile("too-large")
    if not content.strip():
        raise UnreadableFile("empty")
    kind = kind_of(content, name)
    text = utf8(content) if kind == "plain" else None
    if text is None:
        from petitions.urgent_actions.uploads.sandbox import read_apart

        return read_apart(kind, content)
    return checked(text)


def kind_of(content: bytes, name: str = "") -> Kind:
    """Return which reader it is for.

    Raises:
        UnreadableFile: there is none.

    """
    if b"%PDF-" in content[:_PDF_WITHIN]:
        return "pdf"
    if content.startswith(b"PK\3\4"):
        return "odt" if content.startswith(_ODT, _ODT_AT) else "word"
    is_webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    if is_webp or content.startswith(_PICTURES) or content[4:12] in _PHONE_PICTURES:
        raise UnreadableFile("no-text")
    if content.startswith(_OLE):
        raise UnreadableFile("protected" if _ENCRYPTED in content else "old-kind")
    # RTF is text, but not as anybody reads it: digits would come out wrong.
    if content.startswith(b"{\\rtf"):
        raise UnreadableFile("old-kind")
    suffix = PurePath(name).suffix.lower()
    if _MAIL.match(content[:_MAIL_WITHIN]) or suffix == ".eml":
        return "mail"
    start = content[:_HTML_WITHIN].replace(b"\0", b"")  # UTF-16 has a zero beside each letter
    if _HTML.search(start) or suffix in {".html", ".htm", ".xhtml"}:
        return "html"
    return "plain"
