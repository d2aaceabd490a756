"""Where mails go: files in a folder, to be read without a mail server, or a mail server."""

import re
import smtplib
import ssl
from contextlib import AbstractContextManager
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Protocol, Self
from urllib.parse import SplitResult, unquote, urlsplit

from petitions.config import ROOT, SettingsError, settings

FORMS = "'file:FOLDER', 'smtp://user:password@host:587?starttls=1' or 'smtps://user:password@host'"
DEFAULT_PORTS = {"smtp": smtplib.SMTP_PORT, "smtps": smtplib.SMTP_SSL_PORT}
TIMEOUT_SECONDS = 30
CLOSING = 421  # RFC 5321, 3.8: the server closes the connection with this answer

PAGE_FILES = 50
MAX_BYTES = 1_000_000
SHOWN_HEADERS = ("From", "To", "Subject", "Date", "List-Unsubscribe")
# Names as send() makes them, of a Message-ID: no folder, no hidden file.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@:\[\]-]{0,300}\.eml")
# What no page can hold: control characters, and halves of pairs.
_UNSHOWABLE = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class MailRefused(Exception):
    """The server will never take this mail."""


class RecipientRefused(MailRefused):
    """The server knows no such receiver, or refuses everybody."""


class MailDeferred(Exception):
    """The server did not take this mail now, but may do so later."""


class ServerUnreachable(Exception):
    """No mail can be sent now: the server is away, or does not let us in."""


class NoSuchFile(Exception):
    """There is no mail with this name."""


@dataclass(frozen=True)
class Message:
    """A whole mail, ready to be handed over."""

    message_id: str
    sender: str
    to: str
    content: bytes


class MailFile(NamedTuple):
    """A mail in the folder: some of its headers, and its text."""

    name: str
    headers: dict[str, str]
    text: str


class TextPart(NamedTuple):
    """A piece of a text; an address of our own site is a link."""

    words: str
    is_link: bool


class Transport(AbstractContextManager["Transport"], Protocol):
    """Sends messages while it is open."""

    def send(self, message: Message) -> None:
        """Hand over one message. Raises MailRefused, MailDeferred or ServerUnreachable."""


def transport(url: str) -> Transport:
    """Return the transport for a `PETITIONS_MAIL_URL`.

    Raises:
        SettingsError: no such transport.

    """
    try:
        parts = urlsplit(url)
        if parts.scheme == "file" and parts.path:
            return FileTransport(ROOT / url.removeprefix("file://").removeprefix("file:"))
        if parts.scheme in {"smtp", "smtps"} and parts.hostname:
            return SmtpTransport(parts)
    except ValueError as error:
        raise SettingsError(f"PETITIONS_MAIL_URL: expected {FORMS}.") from error
    raise SettingsError(f"PETITIONS_MAIL_URL: expected {FORMS}.")


def file_transport() -> "FileTransport | None":
    """Return where mails go to files, or None where a mail server takes them."""
    chosen = transport(settings().mail_url)
    return chosen if isinstance(chosen, FileTransport) else None


class FileTransport(Transport):
    """Writes one `.eml` file a mail, for trying the site without a mail server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> Self:
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise ServerUnreachable(_describe(error)) from error
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def send(self, message: Message) -> None:
        """Write the file whole or not at all; the same mail again replaces it."""
        name = message.message_id.strip("<>").replace("/", "_")
        unfinished = self.folder / f".{name}"
        try:
            unfinished.touch(mode=0o600)
            unfinished.write_bytes(message.content)
            unfinished.rename(self.folder / f"{name}.eml")
        except OSError as error:
            raise ServerUnreachable(_describe(error)) from error

    def names(self, page: int) -> tuple[list[str], bool]:
        """Return page 0, 1, … of the names, the newest first; and whether there are more."""
        paths = [path for path in self.folder.glob("*.eml") if _is_mail(path)]
        paths.sort(key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
        rest = paths[page * PAGE_FILES :]
        return [path.name for path in rest[:PAGE_FILES]], len(rest) > PAGE_FILES

    def read(self, name: str) -> MailFile:
        """Return one mail.

        Raises:
            NoSuchFile: the site has written none under this name.

        """
        path = self.folder / name
        if path.name != name or not _is_mail(path):
            raise NoSuchFile(name)
        with path.open("rb") as file:
            message = message_from_bytes(file.read(MAX_BYTES), policy=default)
        headers = {header: _showable(str(message[header] or "")) for header in SHOWN_HEADERS}
        body = message.get_body(("plain",)) if isinstance(message, EmailMessage) else None
        text = ""
        if body is not None:
            try:
                text = str(body.get_content())
            except LookupError:  # a coding of letters that nobody knows: not one of our mails
                text = bytes(body.get_payload(decode=True) or b"").decode("utf-8", "replace")
        shown = {header: value for header, value in headers.items() if value}
        return MailFile(name, shown, _showable(text))


def _is_mail(path: Path) -> bool:
    return bool(_NAME.fullmatch(path.name)) and path.is_file() and not path.is_symlink()


def _showable(text: str) -> str:
    return _UNSHOWABLE.sub("", text.replace("\r\n", "\n"))


def parts_with_links(text: str) -> list[TextPart]:
    """Return a text cut where addresses of our own site stand: no other becomes a link."""
    own = re.compile(re.escape(settings().base_url) + r"/[^\s<>\"']*")
    parts, end = [], 0
    for match in own.finditer(text):
        address = match[0].rstrip(".,;:!?)")
        parts += [TextPart(text[end : match.start()], False), TextPart(address, True)]
        end = match.start() + len(address)
    return [part for part in [*parts, TextPart(text[end:], False)] if part.words]


class SmtpTransport(Transport):
    """Speaks with a mail server: `smtp://user:password@host:587?starttls=1`, `smtps://…`."""

    def __init__(self, parts: SplitResult) -> None:
        # Sending a password in the clear has to be asked for: starttls=0.
        if parts.username and parts.scheme == "smtp" and not parts.query:
            raise ValueError(parts.query)
        # A misspelled option must not end in mails without encryption.
        if parts.query not in {"", "starttls=0", "starttls=1"}:
            raise ValueError(parts.query)
        self.parts = parts
        self.port = parts.port or DEFAULT_PORTS[parts.scheme]
        self.server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        try:
            host, timeout = self.parts.hostname or "", TIMEOUT_SECONDS
            if self.parts.scheme == "smtps":
                context = ssl.create_default_context()
                self.server = smtplib.SMTP_SSL(host, self.port, timeout=timeout, context=context)
            else:
                self.server = smtplib.SMTP(host, self.port, timeout=timeout)
            if self.parts.query == "starttls=1":
                self.server.starttls(context=ssl.create_default_context())
            self.server.ehlo_or_helo_if_needed()
            if self.parts.username:
                self.server.login(unquote(self.parts.username), unquote(self.parts.password or ""))
        except OSError as error:  # smtplib's are among them
            self.__exit__(None, None, None)
            raise ServerUnreachable(_describe(error)) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.server is not None:
            self.server.close()
            self.server = None

    def send(self, message: Message) -> None:
        """Hand over one message on the open connection."""
        if self.server is None:
            raise ServerUnreachable("not connected")
        # Only a server that knows SMTPUTF8 (RFC 6531) can take an address beyond ASCII.
        is_ascii = message.sender.isascii() and message.to.isascii()
        options = () if is_ascii else ("SMTPUTF8", "BODY=8BITMIME")
        try:
            self.server.sendmail(message.sender, message.to, message.content, options)
        except OSError as error:  # smtplib's are among them
            raise _trouble(error)(_describe(error)) from error


def _trouble(error: OSError) -> type[MailRefused | MailDeferred | ServerUnreachable]:
    is_answer = isinstance(error, smtplib.SMTPException)
    if not is_answer or isinstance(error, smtplib.SMTPServerDisconnected):
        return ServerUnreachable
    code = _code(error)
    if code == CLOSING:
        return ServerUnreachable
    # A refused sender is our own setting, not this mail's fault: worth trying again.
    if isinstance(error, smtplib.SMTPSenderRefused):
        return MailDeferred
    if isinstance(error, smtplib.SMTPRecipientsRefused) and 500 <= code < 600:
        return RecipientRefused
    is_final = 500 <= code < 600 or isinstance(error, smtplib.SMTPNotSupportedError)
    return MailRefused if is_final else MailDeferred


def _describe(error: OSError) -> str:
    """Return class and code of an error. The server's words may name the recipient: left out."""
    code = _code(error)
    return f"{type(error).__name__} {code}" if code else type(error).__name__


def _code(error: OSError) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max(code for code, _ in error.recipients.values())
    return int(getattr(error, "smtp_code", 0))
