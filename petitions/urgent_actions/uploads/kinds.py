"""What kind of file it is: by its first bytes, and where those say nothing, by its name."""

import re
from pathlib import PurePath
from typing import Literal

from petitions.urgent_actions.uploads.trouble import UnreadableFile

Kind = Literal["plain", "html", "word", "pdf"]

_PDF_WITHIN = 1024  # as far as readers look for it
_HTML_WITHIN = 4096
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")
_OLE = b"\xd0\xcf\x11\xe0"  # Word before 2007, and what Word encrypts
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MAIL = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*MIME-Version:", re.IGNORECASE)
_HTML = re.compile(rb"<(?:!doctype html|html|head|body|div|p|br|table|ul|meta)\b[^<]*>", re.I)


def kind_of(content: bytes, name: str = "") -> Kind:
    """Tell which reader it is for.

    Raises:
        UnreadableFile: there is none.

    """
    if b"%PDF-" in content[:_PDF_WITHIN]:
        return "pdf"
    if content.startswith(b"PK\3\4"):
        return "word"
    _refuse(content)
    if _looks_like_html(content) or PurePath(name).suffix.lower() in {".html", ".htm", ".xhtml"}:
        return "html"
    return "plain"


def _refuse(content: bytes) -> None:
    if _is_picture(content):
        raise UnreadableFile("no-text")
    if content.startswith(_OLE):
        raise UnreadableFile("protected" if _ENCRYPTED in content else "unknown-kind")
    # Coded mails and RTF are text, but not as anybody reads it: digits would come out wrong.
    if content.startswith(b"{\\rtf") or _MAIL.match(content[:_HTML_WITHIN]):
        raise UnreadableFile("unknown-kind")


def _is_picture(content: bytes) -> bool:
    in_container = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    from_phone = content[4:12] in {b"ftypheic", b"ftypmif1", b"ftypavif"}
    return content.startswith(_PICTURES) or in_container or from_phone


def _looks_like_html(content: bytes) -> bool:
    # UTF-16 has a zero beside each of these letters.
    start = content[:_HTML_WITHIN].replace(b"\0", b"")
    return bool(_HTML.search(start))
