"""Where mails go: files in a folder, or a mail server."""

import smtplib
import ssl
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import SplitResult, unquote, urlsplit

from petitions.config import ROOT, SettingsError
from petitions.mail.messages import Message

FORMS = "'file:FOLDER', 'smtp://user:password@host:587?starttls=1' or 'smtps://user:password@host'"
DEFAULT_PORTS = {"smtp": smtplib.SMTP_PORT, "smtps": smtplib.SMTP_SSL_PORT}
TIMEOUT_SECONDS = 30
CLOSING = 421  # RFC 5321, 3.8: the server closes the connection with this answer


class MailRefused(Exception):
    """The server will never take this mail."""


class MailDeferred(Exception):
    """The server did not take this mail now, but may do so later."""


class ServerUnreachable(Exception):
    """No mail can be sent now: the server is away, or does not let us in."""


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


class FileTransport(Transport):
    """Writes one `.eml` file a mail, for trying the site without a mail server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> Self:
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise ServerUnreachable(describe(error)) from error
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
            raise ServerUnreachable(describe(error)) from error


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
        self.starttls = parts.query == "starttls=1"
        self.server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        try:
            host = self.parts.hostname or ""
            if self.parts.scheme == "smtps":
                context = ssl.create_default_context()
                self.server = smtplib.SMTP_SSL(
                    host, self.port, timeout=TIMEOUT_SECONDS, context=context
                )
            else:
                self.server = smtplib.SMTP(host, self.port, timeout=TIMEOUT_SECONDS)
            if self.starttls:
                self.server.starttls(context=ssl.create_default_context())
            self.server.ehlo_or_helo_if_needed()
            if self.parts.username:
                self.server.login(unquote(self.parts.username), unquote(self.parts.password or ""))
        except (OSError, smtplib.SMTPException) as error:
            self.__exit__(None, None, None)
            raise ServerUnreachable(describe(error)) from error
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
        options = ("SMTPUTF8", "BODY=8BITMIME") if message.is_international else ()
        try:
            self.server.sendmail(message.sender, message.to, message.content, options)
        except smtplib.SMTPServerDisconnected as error:
            raise ServerUnreachable(describe(error)) from error
        except smtplib.SMTPException as error:
            raise _kind(error)(describe(error)) from error
        except OSError as error:
            raise ServerUnreachable(describe(error)) from error


def describe(error: Exception) -> str:
    """Return class and code of an error. The server's words may name the recipient: left out."""
    code = _code(error)
    return f"{type(error).__name__} {code}" if code else type(error).__name__


def _kind(error: smtplib.SMTPException) -> type[MailRefused | MailDeferred | ServerUnreachable]:
    if _code(error) == CLOSING:
        return ServerUnreachable
    # A refused sender is our own setting, not this mail's fault: worth trying again.
    if isinstance(error, smtplib.SMTPSenderRefused):
        return MailDeferred
    is_final = 500 <= _code(error) < 600 or isinstance(error, smtplib.SMTPNotSupportedError)
    return MailRefused if is_final else MailDeferred


def _code(error: Exception) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max(code for code, _ in error.recipients.values())
    return int(getattr(error, "smtp_code", 0))
