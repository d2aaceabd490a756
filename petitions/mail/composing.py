"""From a row of the outbox to a message: who composes which kind, and what all have in common."""

from collections.abc import Callable
from dataclasses import dataclass, field
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8, Policy
from email.utils import format_datetime
from typing import Any, TypeAlias

from flask import render_template

from petitions.config import settings
from petitions.mail.models import Mail


@dataclass(frozen=True)
class Letter:
    """What a composer gives: whom to write to, which template folder, what it needs to know.

    `headers` stand in the mail as they are.
    """

    to: str
    template: str
    values: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)


# A composer gives None where the mail is no longer wanted. It runs in a transaction of its own,
# and may write: links, for one, are made here, so that the database never holds one that works.
Composer: TypeAlias = Callable[[dict[str, Any]], Letter | None]

_composers: dict[str, Composer] = {}


class _Whole(UnstructuredHeader, BaseHeader):
    """A header on one line: Python writes a long address as coded words, which no reader opens."""

    def fold(self, *, policy: "Policy[Any]") -> str:
        return f"{self.name}: {self}{policy.linesep}"


_headers = HeaderRegistry()
_headers.map_to_type("list-unsubscribe", _Whole)


def composes(kind: str) -> Callable[[Composer], Composer]:
    """Register the composer of one kind of mail: `@composes("confirm")`."""

    def register(composer: Composer) -> Composer:
        _composers[kind] = composer
        return composer

    return register


def kinds() -> list[str]:
    """Give every kind of mail that somebody composes."""
    return sorted(_composers)


def compose(mail: Mail) -> EmailMessage | None:
    """Give the message for a row of the outbox, or None where it is no longer wanted."""
    letter = _composers[mail.kind](mail.about)
    if letter is None:
        return None
    folder = f"mail/{letter.template}"
    policy = SMTP if letter.to.isascii() else SMTPUTF8
    message = EmailMessage(policy=policy.clone(header_factory=_headers))
    message["From"] = settings().mail_from
    message["To"] = letter.to
    message["Subject"] = " ".join(render_template(f"{folder}/subject.txt", **letter.values).split())
    message["Date"] = format_datetime(mail.made_at)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers, please
    for name, value in letter.headers.items():
        message[name] = value
    message.set_content(render_template(f"{folder}/body.txt", **letter.values))
    message.add_alternative(render_template(f"{folder}/body.html", **letter.values), subtype="html")
    return message
