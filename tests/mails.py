"""The mails that the site sends, read back from its folder."""

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from flask import Flask

from petitions.config import Settings
from petitions.mail.delivery import deliver


class Mailbox:
    """Sends what waits in the outbox, and gives each mail once."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self.app = app
        self.folder = Path(settings.mail_url.removeprefix("file:"))
        self.seen: set[Path] = set()

    def receive(self) -> list[EmailMessage]:
        """Let the worker send what is due; give the new mails in the order of their writing."""
        with self.app.app_context():
            while deliver():
                pass
        return self.read()

    def read(self) -> list[EmailMessage]:
        """Give the mails that have come since the last look."""
        paths = sorted(self.folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        new = [path for path in paths if path not in self.seen]
        self.seen.update(new)
        return [read_mail(path) for path in new]


def read_mail(path: Path) -> EmailMessage:
    """Read one mail."""
    message = message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def body(mail: EmailMessage, kind: str = "plain") -> str:
    """Give the text of a mail, or its HTML with `kind="html"`."""
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def link(mail: EmailMessage, kind: str, base: str = "http://127.0.0.1:8000") -> str:
    """Give the path of the `confirm` or `withdraw` link in a mail of the site at `base`."""
    found = re.search(rf"{re.escape(base)}(/{kind}/\S+)", body(mail))
    assert found, body(mail)
    return found[1]
