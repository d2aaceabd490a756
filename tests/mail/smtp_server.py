"""A real mail server that takes every mail, until a test tells it otherwise."""

import asyncio
import socket
import ssl
from collections import Counter, deque
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any
from urllib.parse import quote

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

IN_THE_MIDDLE, UNANSWERED, AFTER_THE_ANSWER = "in the middle", "unanswered", "after the answer"
USER, PASSWORD = "ada", "p@ss/word: 100%"


class MailServer:
    """Runs on a port of its own; `secure` is starttls or smtps and needs the server's `context`."""

    def __init__(
        self, secure: str = "", context: ssl.SSLContext | None = None, login: bool = False
    ):
        self.port = free_port()
        self.secure, self.context, self.login = secure, context, login
        self.password = PASSWORD
        self.mails: list[EmailMessage] = []
        self.greeting = self.sender_answer = "250 fine"
        self.refused: dict[str, str] = {}  # address: the answer that its mail gets
        self.answers: deque[str] = deque()  # what the next mails get instead of 250
        self.hang_ups: deque[str] = deque()  # where the next connections break
        self.pause_seconds = 0.0
        self.on_mail: Callable[[], object] = lambda: None
        self.controller: Controller | None = None

    @property
    def url(self) -> str:
        """Give the PETITIONS_MAIL_URL that leads here."""
        who = f"{USER}:{quote(PASSWORD, safe='')}@" if self.login else ""
        scheme = "smtps" if self.secure == "smtps" else "smtp"
        query = {"starttls": "?starttls=1", "smtps": ""}.get(self.secure, "?starttls=0")
        return f"{scheme}://{who}127.0.0.1:{self.port}{query}"

    def start(self) -> None:
        """Answer on the port from now on."""
        self.controller = _Controller(self, hostname="127.0.0.1", port=self.port, **self._options())
        self.controller.start()

    def stop(self) -> None:
        """Refuse connections from now on."""
        if self.controller is not None:
            self.controller.stop()
            self.controller = None

    def twice(self) -> int:
        """Give how many mails came more often than once."""
        seen = Counter(mail["Message-ID"] for mail in self.mails)
        return sum(number > 1 for number in seen.values())

    async def handle_EHLO(  # noqa: N802  (the name is aiosmtpd's)
        self, server: SMTP, session: Session, envelope: Envelope, host: str, lines: list[str]
    ) -> list[str]:
        """Answer to the client's greeting."""
        if self.greeting.startswith("250"):
            session.host_name = host
            return lines
        return [self.greeting]

    async def handle_HELO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, host: str
    ) -> str:
        """Answer to the old greeting, the client's second attempt."""
        return self.greeting

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer to the sender's address."""
        envelope.mail_from = address
        return self.sender_answer

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer to an address."""
        envelope.rcpt_tos.append(address)
        return self.refused.get(address, "250 fine")

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Answer to a whole mail."""
        await asyncio.sleep(self.pause_seconds)
        self.on_mail()
        if self.answers:
            return self.answers.popleft()
        mail = message_from_bytes(bytes(envelope.content or b""), policy=default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        if self._hangs_up(UNANSWERED):
            server.transport.abort()
        elif self._hangs_up(AFTER_THE_ANSWER):
            await server.push("250 taken")
            server.transport.close()
        return "250 taken"

    def _hangs_up(self, where: str) -> bool:
        if where not in self.hang_ups:
            return False
        self.hang_ups.remove(where)
        return True

    def _options(self) -> dict[str, Any]:
        options: dict[str, Any] = {"server_hostname": "localhost"}
        if self.secure == "smtps":
            options["ssl_context"] = self.context
        if self.secure == "starttls":
            options |= {"tls_context": self.context, "require_starttls": True}
        if self.login:
            options |= {"authenticator": self._authenticate, "auth_required": True}
            options["auth_require_tls"] = self.secure == "starttls"
        return options

    def _authenticate(self, *asked: Any) -> AuthResult:
        given = asked[-1]
        assert isinstance(given, LoginPassword)
        known = (given.login, given.password) == (USER.encode(), self.password.encode())
        return AuthResult(success=known, handled=False)


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Connection(self.handler, **self.SMTP_kwargs)


class _Connection(SMTP):
    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        if self.event_handler._hangs_up(IN_THE_MIDDLE):
            await self.push("354 go on")
            await self._reader.readline()
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port
