"""Mails that went to files, to read: for trying the whole journey without a mail server."""

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import NamedTuple

from petitions.config import settings
from petitions.mail.transports import FileTransport, transport

PAGE = 50
MAX_BYTES = 1_000_000
HEADERS = ("From", "To", "Subject", "Date", "List-Unsubscribe")
# Names as the transport makes them, of a Message-ID: no folder, no hidden file.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@:\[\]-]{0,300}\.eml")
# What no page can hold: control characters, and halves of pairs.
_UNSHOWABLE = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_END_OF_SENTENCE = ".,;:!?)"


class NoSuchFile(Exception):
    """There is no mail with this name."""


class MailFile(NamedTuple):
    """A mail in the folder: some of its headers, and its text."""

    name: str
    headers: dict[str, str]
    text: str


class TextPart(NamedTuple):
    """A piece of a text; an address of our own site is a link."""

    words: str
    is_link: bool


def folder() -> Path | None:
    """Return the folder that mails go to, or None where a mail server takes them."""
    server = transport(settings().mail_url)
    return server.folder if isinstance(server, FileTransport) else None


def names(folder: Path, page: int) -> tuple[list[str], bool]:
    """Return page 0, 1, … of the names, the newest first; and whether there are more."""
    files = [path for path in folder.glob("*.eml") if _is_mail(path)]
    files.sort(key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
    rest = files[page * PAGE :]
    return [path.name for path in rest[:PAGE]], len(rest) > PAGE


def read(folder: Path, name: str) -> MailFile:
    """Return one mail.

    Raises:
        NoSuchFile: the site has written none under this name.

    """
    path = folder / name
    if path.name != name or not _is_mail(path):
        raise NoSuchFile(name)
    with path.open("rb") as file:
        message = message_from_bytes(file.read(MAX_BYTES), policy=default)
    headers = {header: _showable(str(message[header] or "")) for header in HEADERS}
    shown = {header: value for header, value in headers.items() if value}
    return MailFile(name, shown, _showable(_text(message)))


def parts(text: str) -> list[TextPart]:
    """Return a text cut where addresses of our own site stand: no other becomes a link."""
    own = re.compile(re.escape(settings().base_url) + r"/[^\s<>\"']*")
    parts, end = [], 0
    for match in own.finditer(text):
        address = match[0].rstrip(_END_OF_SENTENCE)
        parts += [TextPart(text[end : match.start()], False), TextPart(address, True)]
        end = match.start() + len(address)
    return [part for part in [*parts, TextPart(text[end:], False)] if part.words]


def _is_mail(path: Path) -> bool:
    return bool(_NAME.fullmatch(path.name)) and path.is_file() and not path.is_symlink()


def _showable(text: str) -> str:
    return _UNSHOWABLE.sub("", text.replace("\r\n", "\n"))


def _text(message: object) -> str:
    body = message.get_body(("plain",)) if isinstance(message, EmailMessage) else None
    if body is None:
        return ""
    try:
        return str(body.get_content())
    except LookupError:  # a coding of letters that nobody knows: not one of our mails
        return bytes(body.get_payload(decode=True) or b"").decode("utf-8", "replace")
